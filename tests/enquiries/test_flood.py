"""A flood of enquiries from one address beside a visitor from another."""

import os
from unittest import mock

from django.test import TestCase

from ketamine_pages.enquiries import storing
from ketamine_pages.models import Enquiry, EnquiryNotification, EnquiryTally
from tests.enquiries.making import configured, filled, send
from tests.factories import EnquiryPageFactory

# The bounds are the same whatever the number; KETAMINE_PAGES_FLOOD=2000 takes a minute.
FLOOD = int(os.environ.get("KETAMINE_PAGES_FLOOD", "200"))
ATTACKER, VISITOR = "203.0.113.66", "198.51.100.7"


class FloodTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def test_a_flood_fills_no_table_and_keeps_no_visitor_out(self):
        statuses = []
        for number in range(FLOOD):
            response = send(self.page, address=ATTACKER, name=f"Bot {number}")
            statuses.append(response.status_code)
            if number == FLOOD // 2:
                visitor = send(self.page, address=VISITOR, name="Jane Roe")
        self.assertEqual(visitor.status_code, 303)
        self.assertContains(self.client.get(visitor.url), "Thank you")
        # 20 stored: 6 that nobody could tell from a visitor's, 14 suspected. The rest is counted.
        self.assertEqual(statuses.count(303), 20)
        self.assertEqual(statuses.count(429), FLOOD - 20)
        self.assertEqual(Enquiry.objects.count(), 21)
        self.assertEqual(Enquiry.objects.filter(suspicions__contains=",too-many,").count(), 14)
        self.assertEqual(EnquiryNotification.objects.count(), 7)
        # One row for each address and one for all.
        self.assertEqual(EnquiryTally.objects.count(), 3)
        self.assertEqual(EnquiryTally.objects.get(source="").counted_only, FLOOD - 20)

    def test_who_is_only_counted_is_told_so_and_keeps_what_was_typed(self):
        with configured(ENQUIRY_STORED_PER_ADDRESS=0):
            response = send(self.page)
        self.assertContains(response, "yours was not sent. Please call us", status_code=429)
        self.assertContains(response, 'value="jane@example.com"', status_code=429)

    def test_suspects_from_many_addresses_are_bounded_together_and_visitors_are_not(self):
        bot = {"name": "Bot", "email": "bot@example.com", "consent": "on"}
        with configured(ENQUIRY_SUSPECTS_PER_HOUR=3):
            for number in range(10):
                self.client.post(self.page.url, bot, REMOTE_ADDR=f"203.0.113.{number}")
            self.assertEqual(send(self.page, address=VISITOR).status_code, 303)
        self.assertEqual(Enquiry.objects.filter(is_suspected=True).count(), 3)
        self.assertEqual(Enquiry.objects.filter(is_suspected=False).count(), 1)

    def test_the_limits_hold_while_the_cache_is_down(self):
        broken = {"default": {"BACKEND": "tests.enquiries.test_guards.BrokenCache"}}
        with self.settings(CACHES=broken), self.assertNoLogs("ketamine_pages.enquiries.guards"):
            statuses = [send(self.page, address=ATTACKER).status_code for _time in range(25)]
        self.assertEqual(statuses, [303] * 20 + [429] * 5)
        self.assertEqual(Enquiry.objects.filter(suspicions__contains=",too-many,").count(), 14)

    def test_the_same_form_again_is_not_counted_again(self):
        data = filled(self.page)
        for _time in range(3):
            self.client.post(self.page.url, data, REMOTE_ADDR=VISITOR)
        self.assertEqual(list(EnquiryTally.objects.values_list("stored", flat=True)), [1])

    def test_a_transaction_counts_only_in_rows_that_are_there(self):
        # Several that make the same row, and then count in it, stop each other on MariaDB.
        insert, made = storing._insert, []

        def watched(*args):
            made.append(EnquiryTally.objects.count())
            return insert(*args)

        bot = {"name": "Bot", "email": "bot@example.com", "consent": "on"}
        with mock.patch.object(storing, "_insert", watched):
            self.client.post(self.page.url, bot, REMOTE_ADDR=ATTACKER)
        self.assertEqual((made, EnquiryTally.objects.count()), ([2], 2))
