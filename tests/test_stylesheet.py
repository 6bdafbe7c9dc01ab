"""The stylesheet and the script: small, self-contained, readable in both colour schemes."""

import gzip
import re
from pathlib import Path

import pytest
from coloraide import Color

import ketamine_pages
from ketamine_pages.models import EvidenceLevel, NoticeKind
from ketamine_pages.site import colours

PACKAGE = Path(ketamine_pages.__file__).parent
STATIC = PACKAGE / "static" / "ketamine_pages"
CSS = (STATIC / "css" / "ketamine-pages.css").read_text()
# Loaded only where there is something of theirs.
MORE_CSS = {
    path.name: path.read_text()
    for path in sorted((STATIC / "css").glob("*.css"))
    if path.name != "ketamine-pages.css"
}
ALL_CSS = "\n".join([CSS, *MORE_CSS.values()])
TEMPLATES = [
    path
    for path in (PACKAGE / "templates" / "ketamine_pages").rglob("*.html")
    if "admin" not in path.parts
]

LIGHT_RULE, DARK_RULE = re.findall(r":root[^{]*\{(.*?)\}", CSS, re.DOTALL)[:2]


def read_properties(rule):
    return dict(re.findall(r"--kp-([a-z-]+): ([^;]+);", rule))


LIGHT = read_properties(LIGHT_RULE)
DARK = {**LIGHT, **read_properties(DARK_RULE)}
SCHEMES = {"light": LIGHT, "dark": DARK}
# Passing as narrowly as a brand colour may, and the extremes.
BRANDS = {
    "light": ["", "#767676", "#0077cc", "#d0021b", "#008000", "#000000", "#b35900"],
    "dark": ["", "#808a8d", "#ffffff", "#ff6f61", "#6fd0c8", "#c77dff", "#ffee00"],
}


def resolve(scheme, name, brand):
    """The colour that ``--kp-<name>`` comes to, with a site's brand colour or without."""
    value = SCHEMES[scheme][name]
    if fallback := re.fullmatch(rf"var\(--kp-brand-{scheme}, (#\w+)\)", value):
        return Color(brand or fallback[1])
    if same := re.fullmatch(r"var\(--kp-(\w+)\)", value):
        return resolve(scheme, same[1], brand)
    if mixture := re.fullmatch(
        r"color-mix\(in srgb, var\(--kp-(\w+)\) (\d+)%, var\(--kp-(\w+)\)\)", value
    ):
        first, share, second = mixture.groups()
        return mix(resolve(scheme, first, brand), int(share), resolve(scheme, second, brand))
    return Color(value)


def mix(first, share, second):
    return second.mix(first, share / 100, space="srgb")


def test_it_is_small():
    raw = CSS.encode()
    assert len(raw) < 20_000
    assert len(gzip.compress(raw, 9)) < 6_000


def test_with_everything_that_a_page_can_load_it_stays_small():
    assert len(gzip.compress(ALL_CSS.encode(), 9)) < 8_000


def test_every_property_for_sites_is_used_and_listed():
    public = [f"--kp-{name}" for name in LIGHT][:13]
    for guide in ("how-to/restyle.md", "reference/templates.md"):
        text = (PACKAGE.parent / "docs" / guide).read_text()
        for name in public:
            assert f"`{name}`" in text, (guide, name)
    for name in public:
        assert f"var({name})" in ALL_CSS, name


def test_every_property_is_used():
    for name in LIGHT:
        assert f"var(--kp-{name}" in ALL_CSS, name


@pytest.mark.parametrize(
    "wish",
    [
        "(prefers-color-scheme: dark)",
        "(prefers-contrast: more)",
        "(prefers-reduced-motion: no-preference)",
        "(forced-colors: active)",
    ],
)
def test_it_does_what_visitors_have_asked_their_system_for(wish):
    assert f"{wish} {{" in CSS


def test_print_is_a_stylesheet_that_no_screen_waits_for():
    assert "@media print" not in ALL_CSS
    [template] = [path for path in TEMPLATES if path.name == "stylesheets.html"]
    assert re.search(r'css/print\.css" %}" media="print"', template.read_text())


def test_scripts_are_small():
    assert sum(path.stat().st_size for path in (STATIC / "js").glob("*.js")) < 6_000


def test_the_variables_are_in_the_layer():
    assert CSS.index("@layer") < CSS.index(":root {")


@pytest.mark.parametrize("css", [CSS, *MORE_CSS.values()], ids=["ketamine-pages.css", *MORE_CSS])
def test_everything_is_in_the_layer(css):
    assert css.count("@layer ketamine-pages {") == 1
    assert css.rstrip().endswith("}\n}")


def test_it_fetches_nothing():
    assert "url(" not in ALL_CSS
    assert "@import" not in ALL_CSS


def test_every_selector_is_ours():
    bare = re.sub(r"/\*.*?\*/", "", ALL_CSS, flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", bare)
    for selector in selectors:
        if not selector.strip().startswith("@"):
            assert re.search(r"\.kp\b|\.kp-|^\s*:root", selector), selector


def test_it_knows_left_and_right_only_by_the_direction_of_reading():
    sides = "(?:left|right|top|bottom)"
    physical = rf"(?<![\w-])(?:margin|padding|border|inset)-{sides}\b|text-align: {sides}"
    assert re.findall(physical, ALL_CSS) == []


@pytest.mark.parametrize(
    ("scheme", "background"),
    [("light", colours.LIGHT_BACKGROUND), ("dark", colours.DARK_BACKGROUND)],
)
def test_backgrounds_are_those_that_brand_colours_are_measured_on(scheme, background):
    assert SCHEMES[scheme]["background"] == background


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("place", range(len(BRANDS["light"])))
def test_text_is_readable_whatever_the_brand_colour(scheme, place):
    brand = BRANDS[scheme][place]
    if brand:
        assert colours.contrast(brand, SCHEMES[scheme]["background"]) >= 4.5
    colour = {
        name: resolve(scheme, name, brand)
        for name in ("brand", "background", "surface", "raised", "text", "quiet", "link")
    }
    hero = mix(colour["brand"], 10, colour["background"])
    note = mix(colour["brand"], 8, colour["background"])
    pairs = [
        (text, ground)
        for text in ("text", "quiet", "link")
        for ground in (colour["background"], colour["surface"], colour["raised"], hero, note)
    ]
    for text, ground in [*pairs, ("background", colour["brand"])]:
        ratio = colour[text].contrast(ground, method="wcag21")
        assert ratio >= 4.5, (text, ground.to_string(hex=True), round(ratio, 2))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("level", EvidenceLevel.values)
def test_evidence_labels_are_readable(scheme, level):
    colour, background = (resolve(scheme, name, "") for name in (level, "background"))
    assert colour.contrast(mix(colour, 10, background), method="wcag21") >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_warnings_and_the_crisis_panel_are_readable(scheme):
    text, warm, background, deep = (
        resolve(scheme, name, "") for name in ("text", "warm", "background", "deep")
    )
    assert text.contrast(mix(warm, 8, background), method="wcag21") >= 4.5
    assert Color("#fff").contrast(deep, method="wcag21") >= 4.5


def test_every_evidence_level_has_its_own_colour():
    for scheme in SCHEMES.values():
        assert len({scheme[level] for level in EvidenceLevel.values}) == len(EvidenceLevel)


def test_boxed_warnings_have_a_box():
    assert f".kp-notice--{NoticeKind.BOXED_WARNING} {{" in CSS


def test_safety_is_as_large_as_benefits():
    for rule in re.findall(r"(\.kp-(?:notice|safety)[^{]*)\{([^}]*)\}", CSS):
        if "kind" not in rule[0]:
            assert "font" not in rule[1]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_style_or_script(template):
    html = template.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    # The preview of unsaved colours is the one exception; it is never served to visitors.
    assert "<style" not in html or template.name == "settings.html"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_classes_that_the_stylesheet_knows(template):
    # For a site's own styles.
    hooks = {"kp-location-cards", "kp-safety"}
    attributes = " ".join(re.findall(r'class="([^"]*)', template.read_text()))
    for name in set(re.findall(r"\bkp-[a-z_-]+[a-z]\b", attributes)) - hooks:
        assert f".{name}" in ALL_CSS, name
