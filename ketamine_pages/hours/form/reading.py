"""Turns what was typed into opening hours, and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ketamine_pages.hours.core import DatedException, Hours, Period, Problem, validate
from ketamine_pages.hours.form.storage import ANY_ZONE, OpeningHours
from ketamine_pages.hours.form.times import parse_time, settle, show_time
from ketamine_pages.hours.form.typed import TypedException, TypedHours, TypedPeriod
from ketamine_pages.hours.form.wording import end_sentence, get_wording

MAX_REASON = 120
Path = tuple[str | int, ...]
# A year that is typed only half is one of these.
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, slots=True)
class Mistake:
    """A message for the editor, and the keys of the rows it speaks of."""

    message: str
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class ReadHours:
    """The hours in the rows that could be read, and every mistake in the form.

    ``times`` tells how typed times were understood: key of a row to opening and closing time.
    """

    hours: OpeningHours = field(default_factory=OpeningHours)
    mistakes: list[Mistake] = field(default_factory=list)
    times: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def wrong_keys(self) -> set[str]:
        return {key for mistake in self.mistakes for key in mistake.keys}


def read(typed: TypedHours) -> ReadHours:
    """Read the rows of a form. Never raises: all that is wrong is among the result's mistakes."""
    reading = ReadHours()
    names = get_wording().weekdays
    periods: list[tuple[Period, str]] = []
    for day, rows in enumerate(typed.days):
        for hours, key in _read_periods(reading, rows, f"d{day}", names[day]):
            periods.append((Period(day, hours.opens, hours.closes, hours.by_appointment), key))
    exceptions = [
        (number, *found)
        for number, row in enumerate(typed.exceptions)
        if row and (found := _read_exception(reading, row, f"x{number}"))
    ]
    periods.sort()
    exceptions.sort(key=lambda item: item[1].starts)
    reading.hours = OpeningHours(
        tuple(period for period, _key in periods),
        tuple(exception for _number, exception, _keys in exceptions),
    )
    keys: dict[Path, str] = {("periods", i): key for i, (_period, key) in enumerate(periods)}
    for i, (number, _exception, period_keys) in enumerate(exceptions):
        keys["exceptions", i] = f"x{number}"
        keys.update({("exceptions", i, "hours", n): key for n, key in enumerate(period_keys)})
    for problem in find_problems(reading.hours):
        wrong = dict.fromkeys(keys[path] for path in problem.paths)
        reading.mistakes.append(Mistake(_tell(problem), tuple(wrong)))
    return reading


def find_problems(hours: OpeningHours) -> list[Problem]:
    """The mistakes in ``hours`` as ``core.validate`` finds them; past exceptions are left alone."""
    return validate(hours.schedule(ANY_ZONE), on=timezone.localdate())


def validate_hours(hours: OpeningHours) -> list[str]:
    """Translated messages for everything that is wrong with ``hours``, for ``clean()`` methods.

    The form says the same already; this is for hours that come from elsewhere.
    """
    return [_tell(problem) for problem in find_problems(hours)]


def _tell(problem: Problem) -> str:
    return end_sentence(problem.message(get_wording(), _))


def _read_periods(
    reading: ReadHours, rows: Iterable[TypedPeriod], row_key: str, label: str
) -> Iterator[tuple[Hours, str]]:
    for number, row in enumerate(rows):
        if not row:
            continue
        key = f"{row_key}-s{number}"
        try:
            hours = _read_period(row)
        except ValidationError as error:
            for message in error.messages:
                text = _("%(row)s: %(message)s") % {"row": label, "message": message}
                reading.mistakes.append(Mistake(text, (key,)))
            continue
        if row.opens:
            reading.times[key] = show_time(hours.opens), show_time(hours.closes)
        yield hours, key


def _read_period(row: TypedPeriod) -> Hours:
    times = [parse_time(text) for text in (row.opens, row.closes)]
    if not row.opens and not row.closes:
        return Hours.all_day(by_appointment=row.appointment)
    if row.all_day:
        raise ValidationError(_("Either 24 hours or times, not both."))
    errors = []
    for text, found in zip((row.opens, row.closes), times, strict=True):
        if text and found is None:
            message = _("“%(text)s” is not a time. Write it like 9 am, 5:30 pm or 17:30.")
            errors.append(message % {"text": text})
    if not row.opens:
        errors.append(_("The opening time is missing."))
    if not row.closes:
        errors.append(_("The closing time is missing."))
    opens, closes = times
    if errors or opens is None or closes is None:
        raise ValidationError(errors)
    return Hours(*settle(opens, closes), row.appointment)


def _read_exception(
    reading: ReadHours, row: TypedException, key: str
) -> tuple[DatedException, list[str]] | None:
    label = row.reason or _("Exception")
    periods = list(_read_periods(reading, row.periods, key, label))
    errors = []
    starts = ends = None
    try:
        starts, ends = _read_date(row.starts), _read_date(row.ends)
    except ValidationError as error:
        errors += error.messages
    if not row.starts:
        errors.append(_("The date is missing."))
    if len(row.reason) > MAX_REASON:
        message = _("The reason is longer than %(limit)s characters.")
        errors.append(message % {"limit": MAX_REASON})
    for text in errors:
        message = _("%(row)s: %(message)s") % {"row": label[:MAX_REASON], "message": text}
        reading.mistakes.append(Mistake(message, (key,)))
    # A row of which a period is wrong would otherwise seem to be closed on that day.
    if errors or starts is None or len(periods) < sum(map(bool, row.periods)):
        return None
    exception = DatedException(
        starts,
        None if ends == starts else ends,
        tuple(hours for hours, _key in periods),
        row.reason,
    )
    return exception, [period_key for _hours, period_key in periods]


def _read_date(text: str) -> date | None:
    if not text:
        return None
    try:
        found = forms.DateField().clean(text)
    except ValidationError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValidationError(_("“%(text)s” is not a date.") % {"text": text})
    return found
