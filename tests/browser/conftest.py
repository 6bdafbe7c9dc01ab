"""One demo for the whole run, and the browser that looks at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.admin import log_in
from tests.browser.demo import launch_options, running_demo
from tests.browser.every_page import send_item_previews
from tests.browser.watching import Watch

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def demo(tmp_path_factory, browser_type_launch_args):
    """The demo; it asks for the browser first, so that a missing one is noticed at once."""
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="session")
def base_url(demo):
    return demo.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def watch(page, base_url):
    """What the page complains about, from its first request on."""
    return Watch(page, base_url)


@pytest.fixture(scope="session")
def editor_state(browser, demo):
    """Cookies of the editor, who is no administrator."""
    context = browser.new_context(base_url=demo.url)
    log_in(context.new_page(), demo)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def item_previews(browser, demo, editor_state):
    """Addresses of previews that the editor has sent, by the list that their items are in."""
    context = browser.new_context(base_url=demo.url, storage_state=editor_state)
    found = send_item_previews(context.new_page())
    context.close()
    return found


@pytest.fixture
def editor(new_context, editor_state, base_url):
    """A page in the browser of the logged-in editor; nothing may go wrong in it unnoticed."""
    page = new_context(storage_state=editor_state).new_page()
    watch = Watch(page, base_url)
    yield page
    assert watch.complaints == []
