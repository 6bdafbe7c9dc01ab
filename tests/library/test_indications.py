"""One entry for a treatment and a condition."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase, override_settings
from wagtail.models import Locale

from ketamine_pages.models import Indication
from tests.checking import refused
from tests.factories import ConditionFactory, IndicationFactory, TreatmentFactory, gate_off


class OneIndicationPerPairTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.indication = IndicationFactory(
            treatment__name="Ketamine infusion", condition__name="Depression"
        )

    def twin(self, **values):
        pair = {"treatment": self.indication.treatment, "condition": self.indication.condition}
        return IndicationFactory.build(**pair | values)

    def test_a_second_entry_is_refused_at_the_condition_with_the_way_out(self):
        self.assertEqual(refused(self.twin()), {"condition"})
        message = "There is already an entry for Ketamine infusion and Depression. Edit that one"
        with pytest.raises(ValidationError, match=message):
            self.twin().clean()

    @override_settings(WAGTAIL_I18N_ENABLED=False)
    def test_a_second_entry_is_refused_before_it_has_a_language(self):
        self.assertEqual(refused(self.twin(locale=None)), {"condition"})

    def test_an_entry_may_be_edited(self):
        self.indication.full_clean()

    def test_other_pairs_are_accepted(self):
        self.twin(treatment=TreatmentFactory()).full_clean()
        self.twin(condition=ConditionFactory()).full_clean()

    def test_each_language_has_an_entry_of_its_own(self):
        self.twin(locale=Locale.objects.create(language_code="es")).full_clean()

    def test_an_unfinished_form_is_no_second_entry(self):
        Indication(treatment=self.indication.treatment).clean()
        Indication().clean()

    def test_the_database_refuses_what_no_form_has_seen(self):
        with pytest.raises(IntegrityError), transaction.atomic(), gate_off():
            self.twin(locale=self.indication.locale).save()


class IndicationTests(TestCase):
    def test_the_disclosure_follows_treatment_and_status(self):
        indication = IndicationFactory.build(
            treatment__name="Spravato", condition__name="PTSD", status="off-label"
        )
        self.assertIn("Spravato is not approved by the FDA to treat PTSD", indication.disclosure)
        indication.status = "not-approved"
        self.assertEqual(
            indication.disclosure, "Spravato is not approved by the FDA to treat PTSD."
        )
        indication.treatment.regulatory_status = "compounded"
        self.assertIn("has not approved it for any use", indication.disclosure)

    def test_an_approval_is_told_with_use_population_and_what_it_is_given_with(self):
        indication = IndicationFactory(
            approval=True,
            treatment__name="Spravato",
            approved_use="treatment-resistant depression",
            together_with="together with an oral antidepressant",
        )
        self.assertEqual(
            indication.disclosure,
            "Spravato is approved by the FDA to treat treatment-resistant depression in adults, "
            "together with an oral antidepressant.",
        )

    def test_nothing_is_said_about_an_approval_of_which_something_is_missing(self):
        for lacking in (
            {"approved_use": ""},
            {"population": " "},
            {"treatment__label_url": ""},
            {"treatment__label_date": None},
            {"treatment__regulatory_status": ""},
        ):
            with self.subTest(lacking=lacking):
                indication = IndicationFactory.build(approval=True, **lacking)
                self.assertEqual(indication.disclosure, "")

    def test_where_treatment_and_indication_disagree_it_is_not_approved(self):
        for status, printed in (("off-label", "off-label"), ("compounded", "not-approved")):
            with self.subTest(status=status):
                indication = IndicationFactory.build(
                    approval=True, treatment__regulatory_status=status
                )
                self.assertIn("not approved", indication.disclosure)
                self.assertEqual(indication.printed_status, printed)
        indication = IndicationFactory.build(treatment__product=True, status="off-label")
        self.assertIn("is not approved by the FDA to treat", indication.disclosure)

    def test_api_clients_get_no_status_that_promises_more_than_the_product_has(self):
        indication = IndicationFactory(approval=True, treatment__regulatory_status="compounded")
        data = indication.get_api_data()
        self.assertEqual(data["status"], "not-approved")
        self.assertIn("has not approved it for any use", data["disclosure"])

    def test_the_disclosure_writes_the_condition_as_sentences_do(self):
        indication = IndicationFactory.build(
            condition__name="Post-traumatic stress", condition__sentence_name="PTSD"
        )
        self.assertIn("to treat PTSD;", indication.disclosure)

    def test_api_clients_get_the_disclosure_with_the_status(self):
        data = IndicationFactory(status="off-label").get_api_data()
        self.assertIn("is not approved", data["disclosure"])
        self.assertEqual(data["status"], "off-label")

    def test_an_indication_is_named_after_its_pair(self):
        indication = IndicationFactory.build(treatment__name="Spravato", condition__name="PTSD")
        self.assertEqual(str(indication), "Spravato for PTSD")


class ApprovalTests(TestCase):
    def test_an_approval_of_a_product_that_is_not_approved_is_refused(self):
        for status in ("off-label", "compounded"):
            with self.subTest(status=status):
                treatment = TreatmentFactory(regulatory_status=status)
                indication = IndicationFactory.build(
                    treatment=treatment, condition=ConditionFactory(), status="approved"
                )
                self.assertEqual(refused(indication), {"status"})

    def test_an_approval_of_an_approved_product_is_accepted(self):
        IndicationFactory.build(
            approval=True, treatment=TreatmentFactory(product=True), condition=ConditionFactory()
        ).full_clean()


class CodeTests(TestCase):
    def test_a_code_and_its_system_go_together(self):
        for values, fields in [
            ({"code": "F32"}, {"code_system"}),
            ({"code_system": "icd-10-cm"}, {"code"}),
            ({"code": "F32", "code_system": "dictionary"}, {"code_system"}),
        ]:
            with self.subTest(values=values):
                self.assertEqual(refused(ConditionFactory.build(**values)), fields)
        ConditionFactory.build(code="F32", code_system="icd-10-cm").clean()
