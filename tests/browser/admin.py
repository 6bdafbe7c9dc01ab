"""How an editor works in the admin."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.demo import Demo


def log_in(page: Page, demo: Demo, username: str = "editor") -> None:
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(demo.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def open_page_types(page: Page, below: str = "Treatments") -> None:
    """From the list of pages to the types of a new page."""
    page.goto("/admin/pages/")
    page.get_by_role("link", name=f"Explore child pages of '{below}'").click()
    page.get_by_role("link", name="Add child page").first.click()
    page.wait_for_url("**/add_subpage/**")


def open_create_form(page: Page, page_type: str, below: str = "Treatments") -> None:
    """From the list of pages to the empty form of a new page, ready to be used."""
    open_page_types(page, below)
    page.get_by_role("link", name=re.compile(f"^{page_type} ")).click()
    page.wait_for_url("**/add/**")


def name_page(page: Page, title: str) -> None:
    """Type the title of a new page, and wait until its address follows."""
    page.locator("#id_title").fill(title)
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value(re.compile("."))


def section(page: Page, kind: str) -> Locator:
    """The first block of a kind, such as “Benefits”, in the body of a page."""
    heading = f'> .w-panel__header .c-sf-block__type:text-is("{kind}")'
    return page.locator(f"section.w-panel:has({heading})").first


def write(editor: Locator, text: str) -> None:
    """Type into a rich text field, and wait until its form has got the text."""
    editor.click()
    editor.press_sequentially(text)
    field = editor.locator("xpath=ancestor::*[@data-draftail-editor-wrapper]/../input")
    expect(field).to_have_value(re.compile(re.escape(text)))


def choose(page: Page, button: Locator, title: str) -> None:
    """Choose one item in the window that a button opens."""
    button.click()
    window = page.get_by_role("dialog")
    window.get_by_role("link", name=title).click()
    expect(window).to_be_hidden()


def choose_several(page: Page, place: Locator, *titles: str) -> None:
    """Tick items in the window of “Choose several”."""
    place.get_by_role("button", name="Choose several").click()
    window = page.get_by_role("dialog")
    for title in titles:
        window.get_by_role("row", name=title).get_by_role("checkbox").check()
    window.get_by_role("button", name="Confirm selection").click()
    expect(window).to_be_hidden()
    for title in titles:
        expect(place).to_contain_text(title)


def cite_something(page: Page) -> None:
    """Give a library item the first source of the library."""
    page.get_by_role("button", name="Add source").click()
    window = page.get_by_role("dialog")
    window.get_by_role("checkbox").nth(1).check()
    window.get_by_role("button", name="Confirm selection").click()
    expect(window).to_be_hidden()


def save_draft(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(message(page)).to_contain_text(re.compile("created|updated"))


def press_publish(page: Page) -> None:
    """Press “Publish”, which stands behind the arrow beside “Save draft”."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def publish(page: Page) -> None:
    press_publish(page)
    expect(message(page)).to_contain_text("published")


def message(page: Page) -> Locator:
    """What Wagtail says at the top after something was done."""
    return page.locator(".messages [role=alert], .messages li").first


def errors(page: Page) -> Locator:
    """The messages at fields that keep a page from being published."""
    return page.locator(".error-message, .help-critical")


def open_library(page: Page, name: str) -> None:
    """From the menu to one of the lists in the library."""
    page.goto("/admin/")
    page.get_by_role("button", name="Treatment library").click()
    page.get_by_role("link", name=name, exact=True).click()


def add_new(button: Locator, values: dict[str, str]) -> None:
    """Add a library item as a draft in the window that a button opens."""
    button.click()
    window = button.page.get_by_role("dialog")
    window.get_by_role("tab", name="Add new").click()
    for label, value in values.items():
        field = window.get_by_role("textbox", name=label).or_(
            window.get_by_role("combobox", name=label)
        )
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    window.get_by_role("button", name="Add as a draft").click()
    expect(window).to_be_hidden()


def open_preview(page: Page) -> FrameLocator:
    """The preview beside the form, which follows what is typed."""
    page.get_by_role("button", name="Toggle preview").click()
    return page.frame_locator("#w-preview-iframe")
