"""Opening hours: what is open when, in the time zone of the location. Pure, standard library only.

A :class:`Schedule` has weekly :class:`Period`\\ s, :class:`DatedException`\\ s, a time zone and
perhaps a :class:`TemporaryStatus`. :func:`validate` tells an editor's mistakes, :func:`timeline`
what is open from one instant to another, :func:`days`, :func:`regular_week` and :func:`summary`
which hours to print, and the ``describe_`` functions put those into words.

What the hours mean, where that is not obvious:

* Hours belong to the day on which they start. An exception replaces the hours that start on its
  dates; a closed date does not cut the tail of the evening before, and other hours on a date may
  run into the day after.
* A wall time happens at the first instant at which the local clock shows it or a later time. On
  the night of the change in spring, hours from 02:30 begin when the clock jumps to 03:00; in
  autumn, hours until 01:30 end at the first 01:30, and hours from 01:30 begin then.
* 00:00 to 00:00 is a whole day; other equal times are a mistake.
* By appointment is a state of its own, neither open nor closed.
"""

from ketamine_pages.hours.core.clock import UnknownTimeZoneError, day_start, zone_for
from ketamine_pages.hours.core.federal_holidays import coming_us_federal_holidays
from ketamine_pages.hours.core.resolver import Interval, timeline
from ketamine_pages.hours.core.schedule import (
    DatedException,
    Hours,
    Period,
    Schedule,
    State,
    TemporaryStatus,
)
from ketamine_pages.hours.core.text import (
    Wording,
    describe_day,
    describe_days,
    describe_exception,
    describe_hours,
    describe_week,
)
from ketamine_pages.hours.core.validation import Problem, validate
from ketamine_pages.hours.core.week import (
    DayGroup,
    DayHours,
    days,
    regular_week,
    summary,
    today,
    upcoming_exceptions,
)

__all__ = [
    "DatedException",
    "DayGroup",
    "DayHours",
    "Hours",
    "Interval",
    "Period",
    "Problem",
    "Schedule",
    "State",
    "TemporaryStatus",
    "UnknownTimeZoneError",
    "Wording",
    "coming_us_federal_holidays",
    "day_start",
    "days",
    "describe_day",
    "describe_days",
    "describe_exception",
    "describe_hours",
    "describe_week",
    "regular_week",
    "summary",
    "timeline",
    "today",
    "upcoming_exceptions",
    "validate",
    "zone_for",
]
