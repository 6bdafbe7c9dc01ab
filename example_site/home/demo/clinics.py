"""The two clinics of the demo: a lunch break, a day by appointment, holidays, a notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from example_site.home.demo.clinic_name import EMAIL, WEBSITE
from example_site.home.demo.library import treatment
from example_site.home.demo.pictures import picture
from ketamine_pages.hours.core import DatedException, Period, coming_us_federal_holidays
from ketamine_pages.hours.form import OpeningHours

ARIZONA = "America/Phoenix"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def every(
    days: Iterable[int], opens: int, closes: int, *, by_appointment: bool = False
) -> list[Period]:
    """The same full hours on each of ``days``."""
    return [Period(day, time(opens), time(closes), by_appointment) for day in days]


def today() -> date:
    """The date at the clinics, which need not be that of the server."""
    return timezone.localdate(timezone=ZoneInfo(ARIZONA))


def holidays() -> tuple[DatedException, ...]:
    """Closed on the next three federal holidays."""
    coming = coming_us_federal_holidays(today())[:3]
    return tuple(DatedException(day.date, reason=day.name) for day in coming)


def phoenix() -> dict[str, Any]:
    """Open with a lunch break, Saturdays by appointment, and a notice for ten days."""
    periods = [
        *every(range(MONDAY, FRIDAY), 8, 12),
        *every(range(MONDAY, FRIDAY), 13, 17),
        *every([FRIDAY], 8, 12),
        *every([SATURDAY], 9, 13, by_appointment=True),
    ]
    return {
        "card_summary": "On the second floor; the elevator is left of the entrance.",
        "image": picture("phoenix"),
        "image_alt": "Drawing of a low building of adobe with a green door and desert mountains.",
        "street": "100 Ocotillo Lane",
        "unit": "Suite 210",
        "city": "Phoenix",
        "region": "AZ",
        "postal_code": "85004",
        "latitude": "33.451200",
        "longitude": "-112.070600",
        "phone": "+16025550161",
        "fax": "+16025550143",
        "email": EMAIL,
        "booking_url": f"{WEBSITE}/book/phoenix",
        "time_zone": ARIZONA,
        "hours": OpeningHours(tuple(periods), holidays()),
        "phone_hours": OpeningHours(tuple(every(range(MONDAY, SATURDAY), 8, 17))),
        "status_message": "The elevator is being repaired. Call us and we meet you at the stairs.",
        "status_from": today(),
        "status_until": today() + timedelta(days=10),
        "treatments": [treatment("ketamine-infusion"), treatment("spravato")],
        "languages": ("en", "es"),
        "interpreter": True,
        "access_features": ("step-free", "elevator", "restroom", "wide-chairs"),
        "new_patients": "yes",
        "telehealth": True,
        "telehealth_note": "For the first talk only, with people who are in Arizona.",
        "directions": "The entrance is on the side of the courtyard. Ring at Suite 210.",
        "parking": "Free behind the building. Two accessible spaces stand beside the door.",
        "ride_home": "You must not drive until the next day, after a restful sleep. Someone you "
        "know has to take you home.",
        "insurance": "Insurance rarely pays for infusions. Call us, and we ask your plan with you.",
    }


def flagstaff() -> dict[str, Any]:
    """Open on four days, with one long day that ends after midnight."""
    periods = [
        *every([MONDAY, TUESDAY, WEDNESDAY], 9, 17),
        Period(THURSDAY, time(15), time(0, 30)),
    ]
    return {
        "card_summary": "A brick house two blocks from the station.",
        "image": picture("flagstaff"),
        "image_alt": "Drawing of a brick house between pines, with a snowy mountain behind it.",
        "street": "22 Pine Street",
        "city": "Flagstaff",
        "region": "AZ",
        "postal_code": "86001",
        "latitude": "35.198300",
        "longitude": "-111.651300",
        "phone": "+19285550167",
        "email": EMAIL,
        "time_zone": ARIZONA,
        "hours": OpeningHours(tuple(periods), holidays()),
        "treatments": [treatment("ketamine-infusion")],
        "languages": ("en", "nv"),
        "access_features": ("step-free", "quiet-room"),
        "new_patients": "waitlist",
        "directions": "From the station, walk up the hill for five minutes.",
        "parking": "On the street, for two hours.",
        "ride_home": "You must not drive until the next day, after a restful sleep. The bus stops "
        "in front of the house; someone you know has to ride with you.",
    }
