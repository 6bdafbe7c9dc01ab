"""``manage.py load_demo``: turn an empty site into the site of a fictional clinic."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from example_site.home.demo.loader import load_demo
from example_site.home.demo.people import reset_passwords
from ketamine_pages.library.starter import StarterLibraryError

DEFAULT_BASE_URL = "http://127.0.0.1:8000"


class Command(BaseCommand):
    """Load the demo content."""

    help = (
        "Loads a fictional clinic: the starter library, published, with pages, pictures, clinic "
        "details, editors and a clinical reviewer. What is there already is left alone. The "
        f"environment variable BASE_URL says where the site answers ({DEFAULT_BASE_URL})."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--create-admin",
            action="store_true",
            help="Give the users “admin”, “editor” and “reviewer” a new password, the same for "
            "all, and print it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        base_url = (os.environ.get("BASE_URL") or DEFAULT_BASE_URL).rstrip("/")
        try:
            done = load_demo(base_url)
        except StarterLibraryError as error:
            raise CommandError(str(error)) from error
        for line in done:
            self.stdout.write(line)
        if options["create_admin"]:
            password = reset_passwords()
            self.stdout.write(f"Log in at {base_url}/admin/ as admin with password {password}")
