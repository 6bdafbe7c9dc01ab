"""The page about ketamine infusions: every kind of block, and nothing without a source."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from example_site.home.demo.clinic_name import CLINIC, EMAIL, ENQUIRY
from example_site.home.demo.library import notices, sources
from example_site.home.demo.pictures import PICTURES, picture
from ketamine_pages.blocks import BodyBlock

WHAT_IT_IS = """
<p>Ketamine is a medicine that hospitals use as an anesthetic. For an infusion, a much lower dose
drips slowly into a vein. You rest in a chair, and a nurse watches over you.</p>
<p>The FDA has not approved ketamine for depression or any other mental health condition. A
clinician may still prescribe it. That is called <b>off-label</b> use.</p>
<p>A study of clinic websites in Maryland found many false or misleading claims about ketamine. So
we say what was found, in whom and for how long, and every number leads to its source. Ketamine is
not the only choice: read about <a linktype="page" id="{spravato}">Spravato</a> too.</p>
"""
HOW_IT_MIGHT_WORK = """
<p>Ketamine blocks NMDA receptors, which sit on nerve cells. This is thought to set off a short
burst of glutamate, a messenger in the brain. New links between nerve cells may follow. Much of
this comes from work with animals, and the details are still uncertain.</p>
<h3>Feeling detached is a side effect</h3>
<p>During the drip you may feel far away from your body or from the room. We do not see that as the
treatment. It usually fades within about two hours.</p>
"""


def infusion_body(pages: dict[str, Page]) -> list[tuple[str, Any]]:
    """The body of the page; ``pages`` are the demo's pages by slug."""
    return [
        (
            "section",
            {
                "heading": "What is ketamine infusion therapy?",
                "text": WHAT_IT_IS.format(spravato=pages["spravato"].pk),
                "sources": sources(
                    "ketalar-label", "fda-compounded-2023", "fava-2018", "crane-2023"
                ),
            },
        ),
        (
            "callout",
            {
                "kind": "warning",
                "heading": "Plan your ride home first",
                "text": "<p>You cannot drive after an infusion, and not until the next day. "
                "Someone has to take you home. If nobody can, we move your visit.</p>",
            },
        ),
        (
            "section",
            {
                "heading": "How might it work?",
                "text": HOW_IT_MIGHT_WORK,
                "sources": sources("mechanism-review", "abdallah-2022"),
            },
        ),
        (
            "conditions",
            {
                "heading": "{count} conditions people ask us about",
                "introduction": "None of these is an approved use of ketamine. The label shows "
                "how strong the evidence is for each.",
                "list_page": pages["conditions"],
            },
        ),
        (
            "statistic",
            {
                "heading": "What a small trial looks like",
                "outcome": "had fewer OCD symptoms and counted as responders",
                "numerator": 4,
                "denominator": 8,
                "group": "after one ketamine infusion",
                "comparison_numerator": 0,
                "comparison_denominator": 7,
                "comparison_group": "after placebo",
                "time": "one week later",
                "caveat": "Fifteen people are too few to be sure.",
                "sources": sources("rodriguez-2013"),
            },
        ),
        ("steps", infusion_steps()),
        (
            "image",
            {
                "image": {
                    "image": picture("room"),
                    "decorative": False,
                    "alt_text": PICTURES["room"].description,
                },
                "caption": "One of our treatment rooms, as a drawing.",
            },
        ),
        (
            "benefits",
            {
                "heading": "{count} possible benefits of ketamine therapy",
                "introduction": "The word “possible” matters. In a study, some people were better "
                "off. Nobody can tell beforehand whether you will be one of them.",
                "list_page": pages["benefits"],
            },
        ),
        (
            "safety",
            {
                "heading": "Risks and safety",
                "introduction": "Please read this part as closely as the one above. It includes "
                "the boxed warning on Spravato, since one of the benefits is about it.",
                "notices": notices("spravato-boxed-warning"),
            },
        ),
        ("table", comparison(pages["spravato"])),
        (
            "dos_and_donts",
            {
                "heading": "On the day of your infusion",
                "dos": [
                    "Have someone fetch you, and leave us their number.",
                    "Bring a list of all the medicines and drugs you take.",
                    "Tell us about every new illness, and if you are or may be pregnant.",
                ],
                "donts": [
                    "Drive or use machines until the next day, after a restful sleep.",
                    "Come after alcohol or other drugs.",
                    "Change the dose of a medicine without asking the person who prescribed it.",
                ],
                "sources": sources("spravato-label-2019", "oxford-limitations"),
            },
        ),
        (
            "quote",
            {
                "text": "My job in the room is simple. I watch, I measure and I stay. If someone "
                "wants to stop, we stop.",
                "speaker": "staff",
                "attribution": f"Charge nurse at {CLINIC} (a fictional person)",
            },
        ),
        ("questions", infusion_questions()),
        ("call_to_action", first_talk(pages)),
    ]


def infusion_steps() -> dict[str, Any]:
    """The course of treatment."""
    steps = {
        "A first talk": "We ask about your health, your medicines and what you have tried. A "
        "clinician checks whether ketamine is an option for you at all.",
        "A plan in writing": "You hear about other choices, about the risks and about the cost. "
        "You can say no at any point.",
        "Before the drip": "A nurse measures your blood pressure and asks who will take you home.",
        "The infusion": "The drip runs for about 40 minutes. You may feel detached, sleepy or "
        "sick. A nurse stays with you and keeps measuring your blood pressure.",
        "Rest": "You stay until the effects have worn off. Feeling detached usually fades within "
        "about two hours.",
        "The way home": "Someone takes you home. Leave driving and machines for the next day.",
        "Looking back together": "Trials gave 6 infusions over 3 weeks, or 8 over 4 weeks. After "
        "each one we ask how you are, and decide with you whether to go on.",
    }
    return {
        "heading": "{count} steps from the first call to the way home",
        "steps": [{"title": title, "text": text} for title, text in steps.items()],
        "sources": sources("fava-2018", "anand-2023", "abdallah-2022", "oxford-limitations"),
    }


def comparison(spravato: Page) -> dict[str, Any]:
    """Infusion and nasal spray, side by side."""
    link = f'<a linktype="page" id="{spravato.pk}">for some adults</a>'
    rows = [
        ("Medicine", "Ketamine", "Esketamine, a related medicine"),
        ("How you get it", "A drip into a vein", "A spray into the nose"),
        ("Approved for depression", "No, off-label", f"Yes, {link}"),
        ("Where", "At our clinic", "Only at clinics in its safety program (REMS)"),
        (
            "Time with us",
            "About 40 minutes for the drip, then rest",
            "At least 2 hours after the dose",
        ),
        ("First weeks", "In trials, 6 or 8 infusions in 3 or 4 weeks", "Twice a week for 4 weeks"),
        ("Ride home", "Needed", "Needed"),
    ]
    table = BodyBlock().child_blocks["table"].child_blocks["table"]
    return {
        "caption": "Ketamine infusion and Spravato side by side",
        "table": table.to_python(
            {
                "columns": [
                    {"type": "text", "heading": "What to compare"},
                    {"type": "text", "heading": "Ketamine infusion"},
                    {"type": "rich_text", "heading": "Spravato"},
                ],
                "rows": [
                    {"values": [first, second, f"<p>{third}</p>"]} for first, second, third in rows
                ],
                "caption": "",
            }
        ),
    }


def infusion_questions() -> dict[str, Any]:
    """What people ask most."""
    answers = {
        "Is ketamine approved for depression?": "No. The FDA has approved ketamine as an "
        "anesthetic only. Spravato, with the related medicine esketamine, is approved for some "
        "adults with depression.",
        "Does it help everyone?": "No. Some people do not get better. In two trials on this page, "
        "ketamine did no better than what it was compared with.",
        "How soon would I notice a change in mood?": "If your mood lifts, it does so within hours "
        "to a day. The effect of one infusion usually fades within days.",
        "Can ketamine be misused?": "Yes. It is a Schedule III controlled drug. Tell us if you "
        "have ever had trouble with alcohol or drugs. Pain guidelines advise against a series of "
        "infusions during an active substance use problem.",
        "Do you send ketamine home with people?": "No. The FDA warns that home use adds risk, "
        "because nobody is there to watch over you.",
        "What does it cost?": "Insurance may not pay for an off-label infusion. Ask us for a "
        "written estimate before you decide.",
    }
    return {
        "heading": "{count} common questions",
        "questions": [
            {"question": question, "answer": f"<p>{answer}</p>"}
            for question, answer in answers.items()
        ],
        "sources": sources(
            "ketalar-label",
            "spravato-approval-2025",
            "jelovac-2025",
            "lii-2023",
            "fava-2018",
            "dea-schedule-1999",
            "cohen-2018",
            "fda-compounded-2023",
        ),
    }


def first_talk(pages: dict[str, Page]) -> dict[str, Any]:
    """The invitation at the end of a page."""
    return {
        "heading": "Talk to us first",
        "text": "We book nothing before a first talk. Leave your name and your number, and please "
        "no details about your health. We do not watch our mail around the clock.",
        "links": [
            # No phone: the clinic details hold the number once for all pages.
            {"text": "Ask for a call or a tour", "page": pages[ENQUIRY]},
            {"text": "Write to us", "email": EMAIL},
        ],
    }
