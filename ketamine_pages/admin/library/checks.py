"""The values of the settings about the library in the admin."""

from __future__ import annotations

from ketamine_pages.usable import Usable, is_whole_number

USABLE: dict[str, Usable] = {
    "LIBRARY_MENU_ORDER": (is_whole_number, "a whole number, such as 250"),
}
