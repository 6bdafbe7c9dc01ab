"""Staff answer an enquiry: from the dashboard to the list, the enquiry, and back."""

from __future__ import annotations

import io
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser import admin

pytestmark = pytest.mark.browser

PHONE = {"width": 375, "height": 800}


def look(page, name):
    """Keep a picture where somebody wants to look: a folder in the variable SCREENSHOTS."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def violations(page):
    """What axe finds in the part of the page that is ours; the green of messages is Wagtail's."""
    ours = {"include": [["#main"]], "exclude": [[".messages"]]}
    found = Axe().run(page, context=ours).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def open_enquiry(page, name):
    """From the list, through its references, to the enquiry of somebody."""
    page.goto("/admin/enquiries/")
    addresses = page.locator("td.title a").evaluate_all("links => links.map(link => link.href)")
    for address in addresses:
        page.goto(address)
        if page.get_by_text(name).count():
            return
    raise AssertionError(f"No enquiry of {name}.")


def test_from_the_dashboard_to_an_answered_enquiry(editor):
    editor.goto("/admin/")
    look(editor, "dashboard")
    editor.get_by_role("link", name=re.compile("new enquir")).click()
    expect(editor.get_by_role("heading", name="Enquiries")).to_be_visible()
    expect(editor.locator("main")).not_to_contain_text("Sample")

    open_enquiry(editor, "Morgan Sample")
    expect(editor.get_by_role("link", name="+1 602-555-0171")).to_have_attribute(
        "href", re.compile("^tel:")
    )
    editor.get_by_label("New note").fill("Wants to know about parking.")
    editor.get_by_role("button", name="Add note").click()
    expect(admin.message(editor)).to_contain_text("Note added")
    expect(editor.get_by_text("Wants to know about parking.")).to_be_visible()

    editor.get_by_label("Status").select_option(label="Contacted")
    editor.get_by_label("Assigned to").select_option(label="Demo Editor")
    editor.get_by_role("button", name="Save").click()
    expect(admin.message(editor)).to_contain_text("updated")
    log = editor.locator(".kp-access-log")
    expect(log).to_contain_text("Status changed: Contacted")
    expect(log).to_contain_text("Assigned: Demo Editor")
    look(editor, "enquiry")
    assert violations(editor) == []


def test_what_may_be_spam_is_put_among_the_new_ones(editor):
    editor.goto("/admin/enquiries/")
    editor.get_by_role("link", name="Possible spam").click()
    suspect = editor.locator("td.title a").first
    reference = suspect.inner_text()
    suspect.click()
    expect(editor.locator("main")).to_contain_text("sent faster than a person types")
    editor.get_by_role("button", name="This is no spam").click()
    expect(admin.message(editor)).to_contain_text("stands among the new ones now")
    expect(editor.get_by_role("link", name=reference)).to_be_visible()
    editor.goto("/admin/enquiries/spam/")
    expect(editor.get_by_role("link", name=reference)).to_have_count(0)
    look(editor, "no-spam")


def test_several_are_ticked_and_exported(editor):
    editor.goto("/admin/enquiries/")
    boxes = editor.locator("[data-bulk-action-checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(editor.get_by_text("2 items selected")).to_be_visible()
    expect(editor.get_by_role("link", name="Delete the selected enquiries")).to_have_count(0)
    editor.get_by_role("link", name="Export the selected enquiries").click()
    expect(editor.locator("main")).to_contain_text("2 enquiries are selected")
    look(editor, "export")
    with editor.expect_download() as download:
        editor.get_by_role("button", name="Download").click()
    with open(download.value.path(), "rb") as file:
        rows = list(load_workbook(io.BytesIO(file.read())).active.values)
    assert len(rows) == 3


def test_filters_narrow_the_list_without_a_new_page(editor):
    editor.goto("/admin/enquiries/")
    editor.get_by_placeholder("Search by reference").fill("nothing")
    expect(editor.get_by_text("match your query")).to_be_visible()


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_list_and_enquiry_fit_and_are_accessible(editor, size):
    if size:
        editor.set_viewport_size(size)
    for address in ("/admin/enquiries/", "/admin/enquiries/spam/"):
        editor.goto(address)
        assert violations(editor) == []
    look(editor, f"list-{size and 'phone'}")
    open_enquiry(editor, "Casey Fiction")
    assert violations(editor) == []
    width = editor.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    look(editor, f"enquiry-{size and 'phone'}")
