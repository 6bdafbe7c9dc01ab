"""Sentences that tell whether a location is open and what comes next, each with its time.

"Open now · closes 5 p.m." is true from one instant to another. ``display`` hands all sentences of
the coming days to the page's script, which shows the one of the moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext

from ketamine_pages.hours import core as hours
from ketamine_pages.hours.core import Interval, Schedule, State, Wording

DAY = timedelta(days=1)
# Hours that end before this still belong to the evening before, for everybody who is out then.
MORNING = time(6)
# Further ahead, the name of a weekday would mean another day.
NAMED_DAYS = 6
NO_BREAK = "\N{NO-BREAK SPACE}"
SHUT = "shut"


def sentences(
    schedule: Schedule, on: date, days: int, wording: Wording
) -> Iterator[tuple[datetime, str, str]]:
    """``(instant, state, text)`` for ``days`` days from ``on``, each true until the next.

    The state is a value of ``State``, or "shut" during a temporary closure. The text tells the
    next change with its day, and so there is a new one at midnight.
    """
    zone = schedule.zone
    starts = [hours.day_start(zone, on + offset * DAY) for offset in range(days + 1)]
    # Further than the last day, whose next change is told as well.
    stretches = hours.timeline(schedule, starts[0], starts[-1] + (NAMED_DAYS + 1) * DAY)
    cuts = set(starts[:-1])
    if notice := schedule.temporary:
        cuts |= {notice.starts, notice.ends}
    for index, stretch in enumerate(stretches):
        following = stretches[index + 1] if index + 1 < len(stretches) else None
        inside = {cut for cut in cuts if stretch.start < cut < stretch.end}
        for at in sorted({stretch.start, *inside}):
            if at < starts[-1]:
                state, status = _status(schedule, stretch, at)
                yield at, state, _sentence(schedule, stretch, following, at, status, wording)


def _status(schedule: Schedule, stretch: Interval, at: datetime) -> tuple[str, str]:
    notice = schedule.temporary
    if stretch.state is State.OPEN:
        return stretch.state.value, gettext("Open now")
    if stretch.state is State.BY_APPOINTMENT:
        return stretch.state.value, gettext("By appointment now")
    if notice is not None and notice.closed and notice.is_active(at):
        return SHUT, gettext("Temporarily closed")
    return stretch.state.value, gettext("Closed now")


def _sentence(
    schedule: Schedule,
    stretch: Interval,
    following: Interval | None,
    at: datetime,
    status: str,
    wording: Wording,
) -> str:
    if following is None:
        return status
    local, now = (moment.astimezone(schedule.zone) for moment in (following.start, at))
    ahead = (local.date() - now.date()).days
    if ahead > NAMED_DAYS:
        return status
    # "9 a.m." stays on one line.
    clock = wording.format_time(local.time()).replace(" ", NO_BREAK)
    is_tonight = stretch.state is not State.CLOSED and ahead == 1 and local.time() < MORNING
    # Where that time of today is still to come, it would be taken for that.
    if ahead == 0 or (is_tonight and local.time() <= now.time()):
        when = clock
    elif ahead == 1:
        when = gettext("tomorrow %(time)s") % {"time": clock}
    else:
        weekday = wording.weekdays[local.weekday()]
        when = gettext("%(weekday)s %(time)s") % {"weekday": weekday, "time": clock}
    values = {"status": status, "when": when}
    if following.state is State.OPEN:
        return gettext("%(status)s · opens %(when)s") % values
    if following.state is State.BY_APPOINTMENT:
        return gettext("%(status)s · by appointment from %(when)s") % values
    if stretch.state is State.BY_APPOINTMENT:
        return gettext("%(status)s · until %(when)s") % values
    return gettext("%(status)s · closes %(when)s") % values
