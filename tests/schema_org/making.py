"""Pages of every type with all that structured data can tell."""

from datetime import date, time, timedelta
from typing import Any

from ketamine_pages.hours.core import DatedException, Hours, Period
from ketamine_pages.hours.form import OpeningHours
from ketamine_pages.models import NoticeKind
from tests import factories
from tests.blocks.making import picks
from tests.locations.rendering import make_full_location
from tests.pages.making import make_full_body

TODAY = date(2026, 11, 26)


def make_hours() -> OpeningHours:
    """Split, overnight, all day, by appointment, and closed on a holiday."""
    return OpeningHours(
        (
            Period(0, time(8), time(12)),
            Period(0, time(13), time(17)),
            Period(1, time(20), time(2)),
            Period(3, time(), time()),
            Period(5, time(9), time(12), by_appointment=True),
        ),
        (
            DatedException(TODAY, TODAY + timedelta(days=60), (), "Holidays"),
            DatedException(TODAY + timedelta(days=70), None, (Hours(time(10), time(12)),)),
        ),
    )


def make_product(**values: Any) -> Any:
    """An approved product with a notice of each kind."""
    treatment = factories.TreatmentFactory(
        **{
            "name": "Spravato (esketamine)",
            "short_name": "Spravato",
            "product": True,
            "label_url": "https://label.example/spravato",
            "schedule": "3",
            **values,
        }
    )
    for kind in NoticeKind:
        factories.SafetyNoticeFactory(
            title=f"About {kind.label}",
            kind=kind,
            text="<p>Some people <b>feel</b> it.</p><ul><li>For a while</li></ul>",
            treatments=[treatment],
            sources=[factories.SourceFactory()],
        )
    return treatment


def make_pages() -> dict[str, Any]:
    """A page of each type, by name."""
    section = factories.TreatmentIndexPageFactory(title="Treatments")
    treatment = make_product()
    indications = [
        factories.IndicationFactory(
            treatment=treatment, evidence_level=level, sources=[factories.SourceFactory()]
        )
        for level in ("strong", "moderate", "limited", "early", "none")
    ]
    conditions = picks("condition", [each.condition for each in indications])
    indications[0].condition.code_system, indications[0].condition.code = "icd-10-cm", "F32"
    indications[0].condition.abbreviation = "MDD"
    indications[0].condition.detail_page = section
    indications[0].condition.save()
    clinics = factories.LocationIndexPageFactory(title="Clinics")
    clinic = make_full_location(
        parent=clinics,
        title="North",
        introduction="In the middle of town.",
        hours=make_hours(),
        phone_hours=OpeningHours((Period(0, time(8), time(12)),)),
        fax="+16025550143",
        tty="+16025550144",
        email="north@example.com",
        latitude="33.448400",
        longitude="-112.074000",
        treatments=[treatment, factories.TreatmentFactory(name="Ketamine infusion")],
    )
    cards = ("location_cards", {"heading": "Where", "mode": "all", "index_page": clinics})
    image = factories.ImageFactory()
    return {
        "treatment section": section,
        "product": factories.TreatmentPageFactory(
            parent=section,
            treatment=treatment,
            hero_image=image,
            social_image=image,
            body=[("conditions", {"heading": "For whom", "conditions": conditions})],
        ),
        "treatment with every block": factories.TreatmentPageFactory(
            parent=section, body=[*make_full_body(3), cards]
        ),
        "benefit list": factories.BenefitListPageFactory(
            parent=section,
            benefits=picks("benefit", factories.BenefitFactory.create_batch(2)),
            tells_risks=True,
        ),
        "condition list": factories.ConditionListPageFactory(
            parent=section, treatment=treatment, conditions=conditions
        ),
        "clinics": clinics,
        "clinic": clinic,
        "empty treatment": factories.TreatmentPageFactory(parent=section, treatment__live=False),
        "empty condition list": factories.ConditionListPageFactory(parent=section),
        "bare clinic": factories.LocationPageFactory(parent=clinics, phone=""),
        "page of the site's own": factories.ProgrammePageFactory(parent=section),
    }
