"""Letters that look the same, claims of approval, numbers about people."""

import pytest

from ketamine_pages.rules.words.approval import find_unnamed_approval, get_product_names
from ketamine_pages.rules.words.numbers import find_outcome_number
from ketamine_pages.rules.words.wording import normalise

PRODUCTS = get_product_names("Spravato (esketamine) nasal spray", "Spravato")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("T\u200bBC", "TBC"),
        ("T\u00adBC", "TBC"),
        ("\u202eTBC\ufe0f", "TBC"),
        ("\u0422\u0412\u0421", "TBC"),
        ("FD\u0391 \u0430ppr\u043eved", "FDA approved"),
        ("FDA\u2011approved", "FDA-approved"),
        ("\uff26\uff24\uff21", "FDA"),
        ("non\u2014addictive", "non-addictive"),
        ("a dash \u2014 here", "a dash \u2014 here"),
        ("F.D.A. approved", "FDA approved"),
        ("by the F.D.A. We treat", "by the FDA. We treat"),
        ("by the F.D.A.", "by the FDA."),
        ("two\u00a0\n words", "two words"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442", "\u041f\u0440\u0438\u0432\u0435\u0442"),
        ("5 \u03bcg", "5 \u03bcg"),
    ],
)
def test_what_looks_the_same_is_the_same(written, read):
    assert normalise(written) == read
    assert normalise(read) == read


@pytest.mark.parametrize(
    "text",
    [
        "We offer an FDA-approved nasal spray.",
        "Our infusions are approved by the FDA.",
        "It was cleared by the U.S. Food and Drug Administration.",
        "FDA approval makes it a sure choice.",
        "This is no experiment. It is an FDA\u2011approved option.",
        "FDA-approved ketamine therapy.",
        "An FDA-approved nasal spray, tablets and injections.",
        "FDA approves ketamine for depression.",
        "Our treatment is approved by the FDA, and ketamine is covered by most insurance.",
        "The FDA approves ketamine for depression.",
        "The FDA has approved ketamine therapy for depression.",
        "The FDA has now finally approved it.",
        "Our ketamine is approved by FDA.",
        "F.D.A. approved treatment for depression.",
        "F\u200bDA-\u0430pproved infusions.",
        "An FDA-approved off-label treatment for depression.",
        "Ketamine has approval from the FDA.",
        "Ketamine is approved for depression by the Food and Drug Administration.",
        "Unlike Spravato, ketamine is FDA-approved for pain.",
        "Ketamine, like Spravato, is FDA-approved for depression.",
        "Spravato and ketamine infusions are FDA-approved.",
        "FDA-approved options such as Spravato and ketamine infusions.",
        "Zuranolone is one choice, and ketamine is another that is FDA-approved.",
        "It is FDA-approved. It is not expensive.",
        "Nothing can go wrong with our FDA-approved infusions.",
        "Ketamine is FDA-approved for anesthesia and depression.",
        "La ketamina está aprobada por la FDA para la depresión.",
        "Nuestro tratamiento cuenta con la aprobación de la FDA.",
        "La FDA ha aprobado la ketamina para la depresión.",
        "Un tratamiento FDA-approved para usted.",
        "Spravato and FDA-approved ketamine.",
        "The Food & Drug Administration approved ketamine for depression.",
        "Did you know that ketamine is FDA-approved for depression?",
        "Ketamine has received FDA approval.",
    ],
)
def test_an_approval_of_nothing_named_is_found(text):
    assert find_unnamed_approval(text, PRODUCTS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Spravato is FDA-approved for adults with treatment-resistant depression.",
        "The nasal spray esketamine is approved by the FDA.",
        "Ketamine is not FDA-approved to treat depression.",
        "Ketamine is FDA-approved as an anesthetic.",
        "Ketamine was approved by the FDA in 1970 as an anaesthetic.",
        "It is approved by the FDA for anaesthesia, and this use is off-label.",
        "The medicine is FDA-approved, but its use for depression is off-label.",
        "Is ketamine FDA-approved for depression?",
        "It isn\u2019t approved by the FDA.",
        "It is not known whether an FDA-approved form helps.",
        "The clinic is approved by the county.",
        "Transcranial magnetic stimulation is cleared by the FDA.",
        "TMS was cleared by the FDA in 2008.",
        "Many antidepressants are FDA-approved.",
        "Zuranolone is an FDA-approved pill.",
        "The FDA approved brexanolone in 2019.",
        "Olanzapine with fluoxetine is FDA-approved for treatment-resistant depression.",
        "You may read online that ketamine is FDA-approved for depression. That is false.",
        "Myth: Ketamine is FDA-approved for depression. Fact: it is not.",
        "“Ketamine is approved by the FDA for anxiety” is a myth.",
        "Unlike ketamine, Spravato is FDA-approved for some adults.",
        "Spravato, unlike ketamine, is FDA-approved for some adults.",
        "Spravato, a form of ketamine, is FDA-approved for some adults.",
        "Ask us about the FDA approval process.",
        "There are FDA-approved treatments for depression, and ketamine is not one of them.",
        "Before ketamine, most people try at least two FDA-approved antidepressants.",
        "Ketamine differs from FDA-approved antidepressants.",
        "Only Spravato has FDA approval for depression; ketamine does not.",
        "Neither tablets nor troches are approved by the FDA.",
        "La ketamina no está aprobada por la FDA para la depresión.",
        "Spravato está aprobado por la FDA para algunos adultos.",
        "¿Está aprobada la ketamina por la FDA?",
        "La ketamina está aprobada por la FDA como anestésico.",
    ],
)
def test_other_sentences_are_left_alone(text):
    assert find_unnamed_approval(text, PRODUCTS) == ""


def test_beside_an_approved_product_only_ketamine_is_asked_about():
    assert find_unnamed_approval("It is FDA-approved.", is_about_approved=True) == ""
    assert find_unnamed_approval("Ketamine is FDA-approved.", is_about_approved=True)


def test_names_of_a_product_have_their_parts():
    assert {"spravato (esketamine) nasal spray", "spravato", "esketamine"} == PRODUCTS


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Over 65% stay sober.", "65%"),
        ("4 out of 5 patients improve.", "4 out of 5"),
        ("Nine in ten patients feel better.", "Nine in ten"),
        ("92 percent of clients improved.", "92 percent"),
        ("In the trial, 73 of 111 (66%) were sober.", "73 of 111"),
        ("9 in 10 feel better.", "9 in 10"),
        ("Ninety percent of people improve.", "Ninety percent"),
        ("Two thirds of patients improve.", "Two thirds of patients"),
        ("More than half of our patients slept better.", "More than half of our patients"),
        ("It lowers scores by 12.5 %.", "12.5 %"),
        ("9 de cada 10 pacientes mejoran.", "9 de cada 10"),
        ("El 70 por ciento mejora.", "70 por ciento"),
        ("7/10 patients feel better.", "7/10 patients"),
        ("Sixty-five percent of people improve.", "Sixty-five percent"),
        ("It costs $450. 7 of 10 people improve.", "7 of 10"),
    ],
)
def test_a_number_about_people_is_found(text, number):
    assert find_outcome_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "A session costs $450, and 10% less for veterans as a discount.",
        "Insurance covers 80% of the cost.",
        "We are open 5 of 7 days, from 9 to 5.",
        "Call 602-555-0142.",
        "12 Example Street, Suite 210, Phoenix, AZ 85004",
        "Adults of 18 to 65 years.",
        "0.5 mg in 100 mL of saline, over 40 minutes.",
        "The drug is mixed in 0.9% saline.",
        "On 3 May 2026, and 1 in 2027.",
        "Step 2 of 5: the talk.",
        "Visit 3 of 6 takes two hours.",
        "One of our nurses stays with you.",
        "Two in one.",
        "What does 70% mean?",
        "95% confidence interval 1.1 to 19.0",
        "Your answers are 100% confidential.",
        "One of two entrances has a ramp.",
        "Oxygen saturation stays above 94%.",
        "6 of 8 sessions are by video.",
        "Half of the fee is paid at the first visit.",
        "We accept 9 of 10 insurance plans.",
        "1 of 3 parking spots is for people who use a wheelchair.",
        "10% of the proceeds go to charity.",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert find_outcome_number(text) == ""
