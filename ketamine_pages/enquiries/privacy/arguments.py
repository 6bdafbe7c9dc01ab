"""The options with which commands say which person they are about."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketamine_pages.enquiries.privacy.person import Found, dialled, find


def add_person_arguments(parser: CommandParser) -> None:
    """The three ways to name somebody; several of them mean any."""
    parser.add_argument("--reference", default="", help="Such as KP-7F3K-2Q.")
    parser.add_argument("--email", default="", help="An e-mail address, in full.")
    parser.add_argument("--phone", default="", help="A phone number, in any notation.")


def find_person(command: BaseCommand, options: dict[str, Any]) -> Found:
    """What is kept of the person that the options name. Says how much could not be searched."""
    reference, email, phone = options["reference"], options["email"], options["phone"]
    if not (reference or email or phone):
        raise CommandError("Name a --reference, an --email or a --phone.")
    if phone and not dialled(phone):
        raise CommandError("That is no phone number.")
    found = find(reference, email, phone)
    if found.unreadable:
        command.stderr.write(f"Not searched, since no key of this site fits: {found.unreadable}.")
    return found
