"""The same questions put to ``opening-hours-py``, which evaluates OpenStreetMap's notation.

``expression`` is a change of notation, with one difference of meaning spelled out. OpenStreetMap
lets a dated rule replace its calendar day from midnight to midnight: the tail of the evening
before is gone, and the tail that the replaced evening would have had stays. Ours replaces the
hours that start on that date, tail and all. So the tail of the evening before is added to the
date by a rule of its own, and where the replaced or the new evening has a tail, the day after is
given a rule with the right one (opening-hours-py drops the tail of a dated rule where an earlier
rule has hours for the day after).

Its answers are read differently on the nights of the clock changes only:

* It looks at the clock on the wall alone, so that when an hour comes twice, hours that ended in
  it are taken up again an hour later. Ours happen once, the first time; the second time round
  everything is as it was at the end of the first. So the oracle is asked about that minute, and
  its next change is taken to be at the first of two equal times.
* Hours that lie in the hour that is skipped are reported as a change to the state that there was
  already; such a change is passed over.
* In the last minute before the clocks go back, ``state`` of an aware datetime is "closed" whatever
  the hours (seen in 2.1.4). So states are asked for by the naive time on the wall, which is what
  it turns an aware datetime into; changes are asked for by aware datetimes.
"""

from datetime import UTC, date, datetime, time, timedelta

from opening_hours import OpeningHours
from opening_hours import State as OracleState

from ketamine_pages.hours.core import Hours, Schedule, State

DAY = timedelta(days=1)
WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
STATES = {
    OracleState.OPEN: State.OPEN,
    OracleState.CLOSED: State.CLOSED,
    OracleState.UNKNOWN: State.BY_APPOINTMENT,
}


def expression(schedule: Schedule) -> str:
    """``schedule`` in OpenStreetMap's notation."""
    weekly = [f"{WEEKDAYS[p.weekday]} {_hours(p.hours)}" for p in schedule.periods]
    rules = [", ".join(weekly) or "off"]
    for exception in schedule.exceptions:
        dates = _date(exception.starts)
        if exception.ends is not None:
            dates += f"-{_date(exception.ends)}"
        eve, after = exception.starts - DAY, exception.last + DAY
        tails = _tails(schedule.hours_on(eve))
        rules.append(_rule(dates, exception.hours) + _tail_rules(exception.starts, tails))
        usual, tails = schedule.regular_hours(exception.last.weekday()), _tails(exception.hours)
        if (tails or _tails(usual)) and schedule.exception_on(after) is None:
            regular = schedule.regular_hours(after.weekday())
            rules.append(_rule(_date(after), regular) + _tail_rules(after, tails))
    return "; ".join(rules)


def _rule(dates: str, hours: tuple[Hours, ...]) -> str:
    return ", ".join(f"{dates} {_hours(item)}" for item in hours) or f"{dates} off"


def _tail_rules(day: date, tails: list[Hours]) -> str:
    return "".join(f", {_date(day)} {_hours(tail)}" for tail in tails)


def _tails(evening: tuple[Hours, ...]) -> list[Hours]:
    """What the hours of one evening leave to the day after."""
    overnight = [item for item in evening if time() < item.closes < item.opens]
    return [Hours(time(), item.closes, item.by_appointment) for item in overnight]


class Oracle:
    def __init__(self, schedule: Schedule) -> None:
        self.zone = schedule.zone
        text = expression(schedule)
        self.on_the_wall = OpeningHours(text)
        self.hours = OpeningHours(text, timezone=self.zone, max_interval_days=400)

    def state(self, at: datetime) -> State:
        return self._state(self.asked(at))

    def next_change(self, at: datetime) -> datetime | None:
        """The UTC instant of the next change of state."""
        asked = self.asked(at)
        now = self._state(asked)
        change = self.hours.next_change(asked)
        while change is not None and self._state(change) is now:
            change = self.hours.next_change(change)
        return change.replace(fold=0).astimezone(UTC) if change else None

    def _state(self, at: datetime) -> State:
        return STATES[self.on_the_wall.state(at.replace(tzinfo=None, fold=0))[0]]

    def asked(self, at: datetime) -> datetime:
        """The time there to ask about; of an hour that is there again, its last minute."""
        local = at.astimezone(self.zone)
        while local.fold:
            following = (local + timedelta(minutes=1)).replace(fold=1)
            if following.utcoffset() == following.replace(fold=0).utcoffset():
                break
            local = following
        return local


def _date(day: date) -> str:
    return f"{day:%Y %b %d}"


def _hours(hours: Hours) -> str:
    closes = "24:00" if hours.is_all_day else f"{hours.closes:%H:%M}"
    return f"{hours.opens:%H:%M}-{closes}{' unknown' if hours.by_appointment else ''}"
