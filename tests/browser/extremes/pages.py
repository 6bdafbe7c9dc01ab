"""Pages that go to extremes, for a demo of their own: ``python -m tests.browser.extremes.pages``.

Names without a space, none and fifty of everything, pictures of odd shapes and without a file, a
large table, and scripts that other pages do not have. Run it with the settings and the database of
the demo; it publishes through the models, as an import would, and prints nothing.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.files.images import ImageFile
from django.test import override_settings
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from ketamine_pages.models import (
    Benefit,
    BenefitSource,
    ClinicSettings,
    Condition,
    EvidenceLevel,
    SafetyNotice,
    SiteWording,
    Source,
    Treatment,
)
from ketamine_pages.page_types.models import (
    BenefitListPage,
    ConditionListPage,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)

COMPOUND = "Rechtsschutzversicherungsgesellschaftenaufsichtsbehördenangelegenheiten"
UNBROKEN = (COMPOUND * 3)[:160]
ADDRESS = "https://example.com/" + "a-very-long-path-without-any-space/" * 8
LONG = f"{COMPOUND} is one word, and so is {ADDRESS} to every browser. " * 3
MANY = 50
BARE_ADDRESS = {
    "street": "1 A Lane",
    "city": "Yuma",
    "region": "AZ",
    "postal_code": "85364",
    "time_zone": "America/Phoenix",
}

# What a treatment page might say, by language: a title, an introduction, a heading, a paragraph.
SCRIPTS = {
    "ar": (
        "العلاج بحقن الكيتامين",
        "جرعة منخفضة من الكيتامين تُعطى بالتنقيط الوريدي بينما يراقبك الطاقم الطبي.",
        "كيف تسير الجلسة؟",
        "وجدت بعض الدراسات أنه يخفف الأعراض خلال ساعات، لكن الأثر يزول غالبًا خلال 7 أيام. "
        "اتصل على (602) 555-0142.",
    ),
    "he": (
        "טיפול בעירוי קטמין",
        "מינון נמוך של קטמין, הניתן בעירוי בזמן שהצוות משגיח עליך.",
        "איך נראה הטיפול?",
        "מחקרים מצאו הקלה תוך שעות, אך ההשפעה חולפת לרוב תוך 7 ימים. התקשרו אל (602) 555-0142.",
    ),
    "th": (
        "การรักษาด้วยการให้เคตามีนทางหลอดเลือดดำ",
        "ให้เคตามีนในขนาดต่ำทางหลอดเลือดดำโดยมีเจ้าหน้าที่ดูแลตลอดเวลาจนกว่าฤทธิ์ยาจะหมด",
        "ขั้นตอนการรักษาเป็นอย่างไร",
        "การศึกษาบางชิ้นพบว่าอาการดีขึ้นภายในไม่กี่ชั่วโมงแต่ผลมักหายไปภายใน7วัน " * 3,
    ),
    "zh-hans": (
        "氯胺酮静脉输注治疗",
        "在医护人员的看护下，通过静脉滴注给予低剂量的氯胺酮。这属于超说明书用药。",
        "治疗过程是怎样的？",
        "一些研究发现症状在数小时内有所缓解，但效果通常在7天内消失。并非对所有人都有效。" * 3,
    ),
}


def draw(title: str, size: tuple[int, int]) -> Any:
    """An image of one colour."""
    data = BytesIO()
    Image.new("RGB", size, "#5b8f8c").save(data, "JPEG")
    file = ImageFile(BytesIO(data.getvalue()), name=f"{title}.jpg")
    return get_image_model().objects.create(title=title, file=file)


def publish(parent: Any, model: type[Any], slug: str, **values: Any) -> Any:
    """A published page below ``parent``."""
    page = model(slug=slug, **{"title": UNBROKEN, "locale": parent.locale, **values})
    return parent.add_child(instance=page)


def picks(name: str, items: list[Any]) -> list[tuple[str, Any]]:
    return [(name, item) for item in items]


def make_library(lost: Any) -> dict[str, Any]:
    """A treatment with long words, and fifty entries of each kind."""
    sources = [
        Source.objects.create(
            title=LONG[: 50 + number],
            url=f"{ADDRESS}{number}",
            publisher=COMPOUND,
            kind="randomised-trial",
            result=LONG[:500],
        )
        for number in range(14)
    ]
    treatment = Treatment.objects.create(
        name=UNBROKEN[:120],
        summary=LONG[:600],
        route="iv",
        regulatory_status="off-label",
        session_length=UNBROKEN[:120],
        monitoring_time=UNBROKEN[:120],
        course=LONG[:600],
        label_url=ADDRESS,
    )
    level = EvidenceLevel.LIMITED
    words = {"text": LONG[:800], "caveat": LONG[:400], "evidence_level": level}
    benefits = [
        Benefit.objects.create(title=UNBROKEN[: 10 + 2 * number], **words) for number in range(MANY)
    ]
    for source in sources:
        BenefitSource.objects.create(item=benefits[-1], source=source)
    conditions = [
        Condition.objects.create(
            name=UNBROKEN[: 10 + 2 * number], summary=LONG[:600], image=lost if number % 2 else None
        )
        for number in range(MANY)
    ]
    kinds = ("boxed-warning", "common-effects", "not-suitable")
    notices = [
        SafetyNotice.objects.create(title=UNBROKEN, kind=kind, text=f"<p>{LONG}</p>")
        for kind in kinds
    ]
    return {
        "sources": sources,
        "treatment": treatment,
        "benefits": benefits,
        "conditions": conditions,
        "notices": notices,
    }


def make_body(library: dict[str, Any], images: list[Any]) -> list[tuple[str, Any]]:
    """Every block that holds words, with the longest of them."""
    prose = f"<p>{LONG}</p><ul><li>{UNBROKEN}</li></ul>"
    sources = picks("source", library["sources"])
    columns = [{"type": "text", "heading": f"{COMPOUND[:30]} {n}"} for n in range(8)]
    rows = [
        {"values": [COMPOUND[: 5 + (row + column) % 60] for column in range(8)]}
        for row in range(60)
    ]
    return [
        ("section", {"heading": UNBROKEN, "text": prose, "sources": sources}),
        ("callout", {"kind": "warning", "heading": UNBROKEN, "text": prose}),
        *[("image", {"image": image, "caption": LONG}) for image in images],
        ("quote", {"text": LONG, "attribution": UNBROKEN, "source_url": ADDRESS}),
        (
            "table",
            {"caption": UNBROKEN, "table": {"columns": columns, "rows": rows, "caption": ""}},
        ),
        ("benefits", {"heading": UNBROKEN, "benefits": picks("benefit", library["benefits"][-1:])}),
        ("safety", {"heading": UNBROKEN, "notices": picks("notice", library["notices"])}),
        ("steps", {"heading": UNBROKEN, "steps": [{"title": UNBROKEN, "text": LONG}] * 30}),
        (
            "questions",
            {"heading": UNBROKEN, "questions": [{"question": UNBROKEN, "answer": prose}]},
        ),
        ("dos_and_donts", {"heading": UNBROKEN, "dos": [UNBROKEN, "Rest."], "donts": [UNBROKEN]}),
        (
            "statistic",
            {
                "heading": UNBROKEN,
                "outcome": LONG[:200],
                "numerator": 59,
                "denominator": 60,
                "group": UNBROKEN[:80],
                "comparison_numerator": 12_345,
                "comparison_denominator": 1_234_567,
                "caveat": LONG[:300],
            },
        ),
        (
            "call_to_action",
            {
                "heading": UNBROKEN,
                "text": LONG,
                "links": [{"text": UNBROKEN[:60], "url": ADDRESS[:200]}],
            },
        ),
    ]


def make_pages(home: Any) -> None:
    """One page of each type with too much, and one with too little."""
    tall, wide, lost = draw("tall", (300, 2400)), draw("wide", (2400, 200)), draw("lost", (40, 40))
    lost.file.storage.delete(lost.file.name)
    library = make_library(lost)
    body = make_body(library, [tall, wide, lost])
    about = {"treatment": library["treatment"]}
    texts = {"heading": UNBROKEN, "introduction": LONG}
    index = publish(home, TreatmentIndexPage, "index-too-much", **texts, body=body)
    publish(
        index,
        TreatmentPage,
        "treatment-too-much",
        **texts,
        **about,
        hero_image=tall,
        body=body,
    )
    publish(index, TreatmentPage, "treatment-wide", **texts, **about, hero_image=wide)
    publish(index, TreatmentPage, "treatment-lost", title="Short", **about, hero_image=lost)
    fifty = picks("benefit", library["benefits"])
    publish(index, BenefitListPage, "benefits-fifty", **texts, benefits=fifty)
    publish(index, BenefitListPage, "benefits-one", title="One", benefits=fifty[:1])
    conditions = picks("condition", library["conditions"])
    publish(index, ConditionListPage, "conditions-fifty", **texts, conditions=conditions)
    make_locations(home, texts, library["treatment"], wide, lost)
    publish(home, TreatmentIndexPage, "index-empty", title="Empty")


def make_locations(home: Any, texts: dict[str, str], treatment: Any, wide: Any, lost: Any) -> None:
    """A dozen clinics with long names, and one that says nothing."""
    index = publish(home, LocationIndexPage, "clinics-too-much", **texts)
    long = {
        "card_summary": LONG[:200],
        "street": UNBROKEN[:60],
        "city": COMPOUND,
        "region": "AZ",
        "postal_code": "85004",
        "phone": "+16025550142",
        "email": f"{COMPOUND[:60].replace('ö', 'o')}@example.com",
        "time_zone": "America/Phoenix",
        "status_message": LONG[:200],
        "status_until": timezone.localdate() + timedelta(days=7),
        "languages": ("en", "es", "ar", "he", "zh", "vi"),
        "access_features": ("step-free", "elevator", "restroom", "wide-chairs"),
        "directions": LONG,
        "insurance": LONG,
        "latitude": "33.4512",
        "longitude": "-112.0706",
    }
    for number in range(12):
        page = publish(
            index,
            LocationPage,
            f"clinic-{number}",
            **texts,
            **long,
            image=[wide, lost, None][number % 3],
        )
        page.treatments.set([treatment])
        page.save()
    publish(index, LocationPage, "clinic-bare", title="Bare", **BARE_ADDRESS)


def make_translations(home: Any) -> None:
    """A treatment page in each of ``SCRIPTS``, below a front page in that language."""
    for code, (title, introduction, heading, text) in SCRIPTS.items():
        locale = Locale.objects.create(language_code=code)
        front = home.copy_for_translation(locale)
        front.title = title
        front.save_revision().publish()
        publish(
            front,
            TreatmentPage,
            "extreme",
            title=title,
            introduction=introduction,
            treatment=Treatment.objects.filter(live=True).first(),
            body=[
                ("section", {"heading": heading, "text": f"<p>{text}</p><h3>{heading}</h3>"}),
                ("callout", {"kind": "warning", "heading": heading, "text": f"<p>{text}</p>"}),
                ("steps", {"heading": heading, "steps": [{"title": title, "text": text}] * 3}),
                (
                    "questions",
                    {"heading": heading, "questions": [{"question": heading, "answer": text}]},
                ),
                ("dos_and_donts", {"heading": heading, "dos": [text], "donts": [text]}),
            ],
        )


def main() -> None:
    site = Site.objects.get(is_default_site=True)
    clinic = ClinicSettings.for_site(site)
    clinic.organisation_name = clinic.legal_name = UNBROKEN
    clinic.wording = SiteWording.objects.create(
        name=UNBROKEN[:120],
        crisis_heading=UNBROKEN,
        book_label=UNBROKEN[:40],
        call_label=UNBROKEN[:40],
        locale=Locale.get_default(),
    )
    clinic.save()
    with override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"}):
        make_pages(site.root_page.specific)
        make_translations(site.root_page.specific)


if __name__ == "__main__":
    main()
