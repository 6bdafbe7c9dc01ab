"""Makes the pictures of README and documentation from a demo of its own: ``make screenshots``.

Each function below takes one picture, named after it. A picture that looks as it did before comes
out byte for byte the same, so that only real changes show up in a diff.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser import admin
from tests.browser.demo import Demo, launch_options, running_demo

FOLDER = Path(__file__).resolve().parent / "images"
MAX_BYTES = 160_000
DESKTOP = (1280, 860)
PHONE = (390, 844)

# What differs from run to run, or draws the eye away from what a picture is about.
QUIET = """
  .w-dismissible-badge { display: none !important; }
  * { caret-color: transparent !important; }
"""
FIX_TIMES = """() => {
  for (const time of document.querySelectorAll("time")) time.textContent = "Just now";
}"""
# Those further down load when they are scrolled to.
PICTURES_ARE_LOADED = """() => [...document.images].every(
  (image) => image.complete || image.getBoundingClientRect().top > innerHeight
)"""

Shot = Callable[[Page], None]
PUBLIC: dict[Shot, tuple[int, int]] = {}
ADMIN: dict[Shot, tuple[int, int]] = {}
REVIEWER: dict[Shot, tuple[int, int]] = {}


def public(size: tuple[int, int] = DESKTOP) -> Callable[[Shot], Shot]:
    """Mark a function that brings a visitor to what the picture shows."""
    return lambda shot: PUBLIC.setdefault(shot, size) and shot


def in_admin(size: tuple[int, int] = DESKTOP) -> Callable[[Shot], Shot]:
    """Mark a function that brings the editor to what the picture shows."""
    return lambda shot: ADMIN.setdefault(shot, size) and shot


def as_reviewer(size: tuple[int, int] = DESKTOP) -> Callable[[Shot], Shot]:
    """Mark a function that brings the reviewer to what the picture shows."""
    return lambda shot: REVIEWER.setdefault(shot, size) and shot


def bring_to_top(place: Locator, below: int = 24) -> None:
    """Scroll until ``place`` stands near the top of the screen."""
    place.evaluate(
        "(place, below) => {"
        "  const scroller = place.closest('#main') ?? document.scrollingElement;"
        "  for (const box of [scroller, document.scrollingElement])"
        "    box.scrollBy({ top: place.getBoundingClientRect().top - below, behavior: 'instant' });"
        "}",
        below,
    )


@public()
def treatment_page(page: Page) -> None:
    page.goto("/treatments/ketamine-infusion-therapy/")


@public(PHONE)
def treatment_page_phone(page: Page) -> None:
    page.goto("/treatments/ketamine-infusion-therapy/")


@public()
def evidence_labels(page: Page) -> None:
    page.goto("/treatments/conditions/")
    bring_to_top(page.get_by_role("heading", name="What is known for each condition"))


@public()
def safety_information(page: Page) -> None:
    page.goto("/treatments/spravato/")
    bring_to_top(page.get_by_role("heading", name="Risks and safety"))


@public((1280, 700))
def references(page: Page) -> None:
    page.goto("/treatments/benefits/")
    bring_to_top(page.get_by_role("heading", name="References"))


@in_admin((1440, 860))
def library(page: Page) -> None:
    admin.open_library(page, "Benefits")


@in_admin((1280, 620))
def library_menu(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("button", name="Treatment library").click()
    expect(page.get_by_role("link", name="Safety notices")).to_be_in_viewport(ratio=1)


@in_admin()
def benefit_edit(page: Page) -> None:
    admin.open_library(page, "Benefits")
    page.get_by_role("link", name="Fewer OCD symptoms").click()
    preview = admin.open_preview(page)
    expect(preview.get_by_role("heading", name="References")).to_be_visible()


@in_admin((1280, 900))
def impact(page: Page) -> None:
    admin.open_library(page, "Safety notices")
    page.get_by_role("link", name="The boxed warning on Spravato").first.click()
    place = page.locator("[data-kp-impact]")
    expect(place.get_by_text("published page")).to_be_visible()
    place.get_by_text("Which pages").click()
    place.scroll_into_view_if_needed()


@in_admin((1280, 600))
def create_page(page: Page) -> None:
    admin.open_page_types(page)


@in_admin((1280, 1000))
def treatment_create(page: Page) -> None:
    admin.open_create_form(page, "Treatment page")
    expect(page.locator(".Draftail-Editor")).to_have_count(2)
    bring_to_top(page.locator("#panel-child-content-body-section"), 60)


@in_admin((1280, 760))
def block_chooser(page: Page) -> None:
    admin.open_create_form(page, "Treatment page")
    add = page.get_by_role("button", name="Insert a block").first
    bring_to_top(add, 100)
    add.click()
    place = page.get_by_role("option").all_inner_texts().index("Benefits")
    page.get_by_role("button", name="Preview", exact=True).nth(place).click()
    preview = page.frame_locator(".w-combobox-preview iframe")
    expect(preview.get_by_role("heading", name="Three possible benefits")).to_be_visible()


@in_admin((1280, 940))
def choose_several(page: Page) -> None:
    admin.open_create_form(page, "Benefit list")
    page.get_by_role("button", name="Choose several").first.click()
    window = page.get_by_role("dialog")
    for title in ("Faster help", "Fewer OCD symptoms"):
        window.get_by_role("row", name=title).get_by_role("checkbox").check()


@in_admin((1280, 940))
def add_new(page: Page) -> None:
    admin.open_create_form(page, "Benefit list")
    page.get_by_role("button", name="Choose several").first.click()
    page.get_by_role("dialog").get_by_role("tab", name="Add new").click()


@in_admin()
def clinic_details(page: Page) -> None:
    page.goto("/admin/settings/ketamine_pages/clinicsettings/")
    preview = admin.open_preview(page)
    expect(preview.get_by_role("heading", name="If you are in crisis")).to_be_visible()


@in_admin((1280, 760))
def publish_menu(page: Page) -> None:
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Explore child pages of 'Treatments'").click()
    page.get_by_role("link", name="Spravato (esketamine)", exact=True).click()
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("button", name="Submit to")).to_be_visible()


@in_admin((1280, 400))
def usage(page: Page) -> None:
    admin.open_library(page, "Sources")
    page.get_by_role("link", name="Ketamine versus ECT").click()
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("link", name="Used ").click()
    expect(page.get_by_role("heading", name="Usage")).to_be_visible()


# The next two leave traces in the demo, so they come last.
@in_admin((1280, 980))
def error_at_field(page: Page) -> None:
    admin.open_create_form(page, "Benefit list")
    admin.name_page(page, "Possible benefits of Spravato")
    admin.press_publish(page)
    expect(admin.errors(page).first).to_be_visible()


@in_admin((1280, 760))
def not_shown(page: Page) -> None:
    admin.open_create_form(page, "Benefit list")
    admin.name_page(page, "Benefits at night")
    picks = page.locator("#panel-child-content-benefits-section")
    admin.choose_several(page, picks, "Fewer OCD symptoms")
    admin.add_new(
        picks.get_by_role("button", name="Choose several"),
        {"Title": "Calmer evenings", "Text": "A made-up benefit.", "Evidence": "Early evidence"},
    )
    bring_to_top(picks, 60)
    preview = admin.open_preview(page)
    message = preview.get_by_text("“Calmer evenings” is not published")
    expect(message).to_be_visible()
    bring_to_top(message, 500)
    page.mouse.move(0, 0)


def change_benefit(page: Page) -> None:
    """Give the reviewer something to read."""
    admin.open_library(page, "Benefits")
    page.get_by_role("link", name="Fewer OCD symptoms").click()
    text = page.locator("#id_text")
    text.fill(text.input_value().replace("can ", "may ", 1) + " Nobody knows for how long.")
    admin.publish(page)


DAYS = ("May 3, 2027", "May 3, 2028")


@as_reviewer((1440, 980))
def review_screen(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Fewer OCD symptoms").click()
    shown = page.frame_locator(".kp-reading iframe")
    expect(shown.get_by_role("heading", name="Fewer OCD symptoms")).to_be_visible()
    expect(page.locator(".kp-change")).to_have_count(1)
    # Days, which no picture may depend on.
    for day in DAYS:
        page.locator(".kp-reading time").first.evaluate(
            "(time, day) => { time.replaceWith(day); }", day
        )


def take(shot: Shot, page: Page, size: tuple[int, int]) -> None:
    """Take one picture."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    shot(page)
    page.add_style_tag(content=QUIET)
    page.evaluate(FIX_TIMES)
    page.evaluate("document.fonts.ready")
    for frame in page.frames:
        frame.wait_for_function(PICTURES_ARE_LOADED)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    save(picture, FOLDER / f"{shot.__name__.replace('_', '-')}.png")


def save(picture: Image.Image, path: Path) -> None:
    """Keep a picture, with as many levels of each colour as the limit of its size allows."""
    for levels in (256, 128, 64, 48, 32):
        scale = 255 / (levels - 1)
        coarser = picture.point(lambda level, scale=scale: round(round(level / scale) * scale))
        coarser.save(path, optimize=True)
        if (written := path.stat().st_size) <= MAX_BYTES:
            print(f"{path.name}: {written:,} bytes, {levels} levels")
            return
    raise SystemExit(f"{path.name} has {written:,} bytes; {MAX_BYTES:,} is the limit.")


def take_all(browser: Browser, demo: Demo) -> None:
    options = {"base_url": demo.url, "reduced_motion": "reduce", "bypass_csp": True}
    visitor = browser.new_context(**options)
    for shot, size in PUBLIC.items():
        take(shot, visitor.new_page(), size)
    for user, shots in (("editor", ADMIN), ("reviewer", REVIEWER)):
        person = browser.new_context(**options)
        admin.log_in(person.new_page(), demo, user)
        state = person.storage_state()
        for shot, size in shots.items():
            # Wagtail remembers which panels were open, so each picture starts afresh.
            context = browser.new_context(storage_state=state, **options)
            take(shot, context.new_page(), size)
            context.close()
        if user == "editor":
            change_benefit(person.new_page())


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options())
        take_all(browser, demo)
        browser.close()


if __name__ == "__main__":
    main()
