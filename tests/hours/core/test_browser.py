"""What the script in the page is given."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time

from ketamine_pages.hours.core import (
    DatedException,
    Period,
    Schedule,
    TemporaryStatus,
    browser_data,
)

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
CLINIC = Schedule(
    "America/Phoenix",
    (Period(1, time(9), time(17)), Period(2, time(22), time(2), by_appointment=True)),
    (DatedException(date(2026, 11, 26), reason="Thanksgiving Day"),),
)


def test_it_is_the_same_all_day_and_json() -> None:
    data = browser_data(CLINIC, NOW)
    assert json.loads(json.dumps(data)) == data
    assert browser_data(CLINIC, NOW.replace(hour=23)) == data
    assert browser_data(CLINIC, NOW.replace(day=25)) != data


def test_transitions_begin_with_the_state_at_midnight() -> None:
    data = browser_data(CLINIC, NOW, days=3)
    assert (data["timeZone"], data["validUntil"]) == ("America/Phoenix", "2026-11-27T07:00:00Z")
    assert [(item["at"], item["state"]) for item in data["transitions"]] == [
        ("2026-11-24T07:00:00Z", "closed"),
        ("2026-11-24T16:00:00Z", "open"),
        ("2026-11-25T00:00:00Z", "closed"),
        ("2026-11-26T05:00:00Z", "by-appointment"),
        ("2026-11-26T09:00:00Z", "closed"),
    ]
    opening = data["transitions"][1]
    assert (opening["date"], opening["time"], opening["weekday"]) == ("2026-11-24", "09:00", 1)


def test_the_caller_words_the_times() -> None:
    data = browser_data(CLINIC, NOW, label=lambda local: f"{local.hour % 12} o’clock")
    assert data["transitions"][2]["label"] == "5 o’clock"
    assert "label" not in browser_data(CLINIC, NOW)["transitions"][2]


def test_days_have_their_ends_hours_and_reasons() -> None:
    rows = browser_data(CLINIC, NOW)["days"]
    assert len(rows) == 15
    assert rows[1] == {
        "date": "2026-11-25",
        "weekday": 2,
        "start": "2026-11-25T07:00:00Z",
        "end": "2026-11-26T07:00:00Z",
        "reason": "",
        "exception": False,
        "hours": [{"opens": "22:00", "closes": "02:00", "byAppointment": True, "allDay": False}],
    }
    assert (rows[2]["exception"], rows[2]["reason"]) == (True, "Thanksgiving Day")
    assert rows[2]["hours"] == []


def test_a_day_of_25_hours_has_its_own_ends() -> None:
    schedule = Schedule("America/New_York", tuple(Period.all_day(day) for day in range(7)))
    rows = browser_data(schedule, datetime(2026, 10, 31, 12, tzinfo=UTC))["days"]
    assert (rows[1]["start"], rows[1]["end"]) == ("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")
    assert rows[1]["hours"][0]["allDay"]


def test_a_notice_goes_along_until_it_is_over() -> None:
    ends = datetime(2026, 11, 24, 18, 0, 0, 250_000, tzinfo=UTC)
    notice = TemporaryStatus("No lift.", NOW, ends, closed=True)
    schedule = replace(CLINIC, temporary=notice)
    assert browser_data(schedule, NOW)["notice"] == {
        "message": "No lift.",
        "from": "2026-11-24T15:30:00Z",
        "until": "2026-11-24T18:00:00.250Z",
        "closed": True,
    }
    assert browser_data(schedule, NOW.replace(day=25))["notice"] is None
    assert browser_data(schedule, NOW.replace(day=1))["notice"] is None
    assert browser_data(CLINIC, NOW)["notice"] is None


def test_hours_closed_by_a_notice_are_no_transition() -> None:
    notice = TemporaryStatus("Closed.", NOW.replace(hour=8), NOW.replace(day=25), closed=True)
    schedule = replace(CLINIC, temporary=notice, exceptions=())
    states = [item["state"] for item in browser_data(schedule, NOW, days=1)["transitions"]]
    assert states == ["closed"]
