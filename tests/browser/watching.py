"""Notices what visitors do not see, but a browser does."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# Addresses that never leave the browser.
LOCAL = ("about:", "blob:", "data:")


class Watch:
    """Collects the errors of a page, and its requests to other hosts, in ``complaints``.

    Violations of the content security policy are errors in the console.
    """

    def __init__(self, page: Page, base_url: str) -> None:
        self.base_url = base_url
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._see_request)
        page.on("response", self._see_response)

    def _hear(self, message: ConsoleMessage) -> None:
        # A failed request is noticed as such, with its address; and Wagtail's content checker
        # logs what it has found in a preview.
        known = ("Failed to load resource", "axe.run results")
        if message.type == "error" and not message.text.startswith(known):
            self.complaints.append(f"console: {message.text}")

    def _see_request(self, request: Request) -> None:
        if not request.url.startswith((self.base_url, *LOCAL)):
            self.complaints.append(f"foreign: {request.url}")

    def _see_response(self, response: Response) -> None:
        # What the page itself answers is for each test to say.
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")
