"""Who is suspected, and that nobody is refused for it."""

import base64
import json
import re
from datetime import timedelta
from html import unescape
from unittest import mock

import altcha
import pytest
from django.core.cache.backends.base import BaseCache
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings

from ketamine_pages.enquiries.altcha import NAME, ProofOfWork
from ketamine_pages.enquiries.guards import (
    Attempt,
    Guard,
    Honeypot,
    RateLimit,
    TimeTrap,
    find_suspicions,
    render_guards,
)
from ketamine_pages.enquiries.source import get_source
from ketamine_pages.enquiries.tallies import this_hour
from ketamine_pages.enquiries.tokens import FormToken, trap_name
from ketamine_pages.models import Enquiry, EnquiryTally
from tests.enquiries.making import configured, filled, only_enquiry, opened, send
from tests.factories import EnquiryPageFactory


def attempt(age=60.0, token=True, source="somebody", **data):
    """A form of the given age in seconds."""
    shown = FormToken("key", "1", "", 1000.0) if token else None
    return Attempt({trap_name("token"): "", **data}, "token", shown, source, 1000.0 + age)


class MemoryGuard(Guard):
    """Suspects what it is told to, and remembers what it was asked."""

    asked: list[Attempt] = []

    def __init__(self, reasons=()):
        self.reasons = reasons

    def suspicions(self, attempt):
        self.asked.append(attempt)
        return self.reasons


class BrokenGuard(Guard):
    """Fails with a text that must get nowhere."""

    def suspicions(self, attempt):
        raise ValueError("Jane Roe")


class BrokenCache(BaseCache):
    """A cache that takes nothing; what Wagtail asks it in passing is not known to it."""

    def __init__(self, location, params):
        super().__init__(params)

    def add(self, *args, **kwargs):
        raise ConnectionError("redis://secret@host")

    def get(self, key, default=None, version=None):
        return default

    def set(self, *args, **kwargs):
        pass


@pytest.mark.parametrize(
    ("age", "found"),
    [(0, ["too-fast"]), (2.9, ["too-fast"]), (3, []), (600, []), (8 * 86400, ["too-old"])],
)
def test_the_time_trap_knows_forms_by_their_age(age, found):
    assert list(TimeTrap().suspicions(attempt(age))) == found


def test_the_time_trap_suspects_forms_that_nobody_opened():
    assert list(TimeTrap().suspicions(attempt(token=False))) == ["no-token"]


def test_the_honeypot_suspects_what_fills_it_in_or_leaves_it_out():
    name = trap_name("token")
    assert list(Honeypot().suspicions(attempt())) == []
    assert list(Honeypot().suspicions(attempt(**{name: "x"}))) == ["honeypot"]
    assert list(Honeypot().suspicions(Attempt({}, "token", None, "", 0))) == ["honeypot"]


def test_the_honeypot_has_another_name_in_each_form():
    names = {re.search(r'name="(\w+)"', Honeypot().render(f"token{n}"))[1] for n in range(5)}
    assert len(names) == 5


class RateLimitTests(TestCase):
    def suspected(self, **tally):
        """What a limit of two makes of somebody of whom ``tally`` is known."""
        EnquiryTally.objects.create(**{"source": "somebody", "hour": this_hour(), **tally})
        return list(RateLimit(an_hour=2).suspicions(attempt()))

    def test_one_address_is_suspected_when_it_has_sent_many(self):
        self.assertEqual(self.suspected(stored=1), [])
        EnquiryTally.objects.update(stored=2)
        guard = RateLimit(an_hour=2)
        self.assertEqual(list(guard.suspicions(attempt())), ["too-many"])
        self.assertEqual(list(guard.suspicions(attempt(source="another"))), [])

    def test_what_was_only_counted_was_sent_as_well(self):
        self.assertEqual(self.suspected(stored=1, counted_only=1), ["too-many"])

    def test_each_hour_begins_anew(self):
        self.assertEqual(self.suspected(stored=9, hour=this_hour() - timedelta(hours=1)), [])

    def test_who_has_sent_nothing_is_suspected_by_a_limit_of_none(self):
        self.assertEqual(list(RateLimit(an_hour=0).suspicions(attempt())), ["too-many"])

    def test_an_unknown_address_is_not_everybody(self):
        # Under no address stands what all of them have sent.
        EnquiryTally.objects.create(source="", hour=this_hour(), stored=99)
        guard = RateLimit(an_hour=0)
        self.assertEqual(list(guard.suspicions(attempt(source=""))), [])

    def test_to_be_asked_counts_nothing(self):
        guard = RateLimit(an_hour=1)
        self.assertEqual([list(guard.suspicions(attempt())) for _time in range(3)], [[]] * 3)


class SourceTests(SimpleTestCase):
    def source(self, address="203.0.113.7", forwarded="", **settings):
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        with configured(**settings):
            return get_source(RequestFactory().get("/", REMOTE_ADDR=address, **headers))

    def test_a_source_is_no_address(self):
        self.assertRegex(self.source(), r"^[0-9a-f]{64}$")
        self.assertNotEqual(self.source(), self.source("203.0.113.8"))

    def test_a_source_changes_from_day_to_day_and_from_site_to_site(self):
        today = self.source()
        with mock.patch("ketamine_pages.enquiries.source.timezone.now") as now:
            now.return_value.__format__ = lambda self, spec: "2030-01-01"
            self.assertNotEqual(self.source(), today)
        with override_settings(SECRET_KEY="another"):
            self.assertNotEqual(self.source(), today)

    def test_one_household_is_one_source(self):
        self.assertEqual(self.source("2001:db8:1:2::3"), self.source("2001:db8:1:2:ffff::9"))
        self.assertNotEqual(self.source("2001:db8:1:2::3"), self.source("2001:db8:1:3::3"))
        self.assertEqual(self.source("::ffff:203.0.113.7"), self.source("203.0.113.7"))

    def test_a_proxy_that_was_named_is_believed_and_nobody_before_it(self):
        real = self.source("203.0.113.7")
        forged = "198.51.100.1, 203.0.113.7"
        self.assertEqual(self.source("10.0.0.1", forged, ENQUIRY_PROXIES=1), real)
        self.assertEqual(self.source("1.2.3.4", "198.51.100.1"), self.source("1.2.3.4"))

    def test_a_proxy_that_was_not_named_is_not_taken_for_a_visitor(self):
        self.assertEqual(self.source("10.0.0.1", "203.0.113.7"), "")

    def test_what_is_no_address_is_unknown(self):
        self.assertEqual(self.source(""), "")
        self.assertEqual(self.source("10.0.0.1", "unknown", ENQUIRY_PROXIES=1), "")
        self.assertEqual(self.source("10.0.0.1", "203.0.113.7", ENQUIRY_PROXIES=2), "")


class ChainTests(SimpleTestCase):
    def test_guards_are_plugged_in_with_options(self):
        path = "tests.enquiries.test_guards.MemoryGuard"
        guards = [{"BACKEND": path, "OPTIONS": {"reasons": ["too-fast", "too-many"]}}, path]
        with configured(ENQUIRY_GUARDS=guards):
            self.assertEqual(find_suspicions(attempt()), ("too-fast", "too-many"))

    def test_a_guard_that_fails_suspects_nobody_and_says_nothing_of_a_visitor(self):
        with (
            configured(ENQUIRY_GUARDS=["tests.enquiries.test_guards.BrokenGuard"]),
            self.assertLogs("ketamine_pages.enquiries.guards") as logged,
        ):
            self.assertEqual(find_suspicions(attempt()), ())
        self.assertNotIn("Jane", logged.output[0])

    def test_a_guard_that_cannot_be_printed_is_left_out(self):
        guards = [
            "ketamine_pages.enquiries.altcha.ProofOfWork",
            "ketamine_pages.enquiries.guards.Honeypot",
        ]
        with (
            configured(ENQUIRY_GUARDS=guards),
            override_settings(ALTCHA_HMAC_KEY=None),
            self.assertLogs("ketamine_pages.enquiries.guards") as logged,
        ):
            [markup] = render_guards("token")
        self.assertIn(trap_name("token"), markup)
        self.assertIn("ProofOfWork failed: ImproperlyConfigured.", logged.output[0])

    def test_an_attempt_does_not_show_what_was_sent(self):
        self.assertNotIn("Jane", repr(attempt(name="Jane")))


@override_settings(ALTCHA_HMAC_KEY="of the tests only")
class ProofOfWorkTests(SimpleTestCase):
    def solution(self):
        markup = ProofOfWork(most=100).render("token")
        found = unescape(re.search(r'challengejson="([^"]*)"', markup)[1])
        challenge = altcha.Challenge(**json.loads(found))
        number = altcha.solve_challenge(
            challenge.challenge, challenge.salt, challenge.algorithm, challenge.max_number
        ).number
        payload = {
            "algorithm": challenge.algorithm,
            "challenge": challenge.challenge,
            "number": number,
            "salt": challenge.salt,
            "signature": challenge.signature,
        }
        return base64.b64encode(json.dumps(payload).encode()).decode()

    def found(self, text):
        return list(ProofOfWork().suspicions(attempt(**{NAME: text})))

    def test_who_has_solved_the_task_is_not_suspected_but_only_once(self):
        solution = self.solution()
        self.assertEqual(self.found(solution), [])
        self.assertEqual(self.found(solution), ["proof-of-work"])

    def test_who_has_not_is(self):
        for text in ("", "nonsense"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), ["proof-of-work"])

    def test_the_task_comes_from_this_site_alone(self):
        html = ProofOfWork().render("token")
        self.assertNotIn("//", re.sub(r'challengejson="[^"]*"', "", html))
        self.assertIn('src="/static/altcha/altcha.min.js"', html)


class StoringTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = EnquiryPageFactory()

    def test_a_suspected_visitor_is_thanked_and_the_enquiry_is_kept_with_the_reasons(self):
        data = {**filled(self.page), **opened(self.page, seconds_ago=0)}
        response = self.client.post(self.page.url, data)
        self.assertContains(self.client.get(response.url), "Thank you")
        self.assertTrue(only_enquiry().is_suspected)
        self.assertEqual(only_enquiry().suspicions, ("too-fast",))

    def test_nobody_is_written_to_about_what_may_be_spam(self):
        self.client.post(self.page.url, {**filled(self.page), **opened(self.page, seconds_ago=0)})
        self.assertFalse(only_enquiry().notifications.exists())

    def test_a_form_that_nobody_opened_is_stored_each_time(self):
        for _time in range(2):
            self.client.post(
                self.page.url, {"name": "Bot", "email": "bot@example.com", "consent": "on"}
            )
        self.assertEqual(Enquiry.objects.filter(is_suspected=True).count(), 2)
        reasons = {each.suspicions for each in Enquiry.objects.all()}
        self.assertEqual(reasons, {("honeypot", "no-token")})

    def test_the_seventh_of_an_hour_from_one_address_is_suspected(self):
        for _time in range(7):
            send(self.page, address="203.0.113.7")
        send(self.page, address="203.0.113.8")
        suspected = Enquiry.objects.filter(is_suspected=True)
        self.assertEqual([each.suspicions for each in suspected], [("too-many",)])
