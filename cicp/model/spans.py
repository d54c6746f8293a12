"""Spans of time as the plan writes them, and how a due moment is counted from one.

Minutes and hours are elapsed time, also across a change to or from daylight saving. Days and business days leave out the day they start on
and end at 23:59:59 city time of their last day, unless the span names an hour. (RSMo 1.040: exclude the first day, include the last.)
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator

from cicp.model.calendar import WEEKEND, CityCalendar
from cicp.model.names import DEVICE, ID, is_id, nearest
from cicp.model.written import told

Unit = Literal["minute", "hour", "day", "business day"]
_UNITS: tuple[Unit, ...] = ("minute", "hour", "day", "business day")
_SPAN = re.compile(r"([0-9]{1,5}) ([a-z]+(?: [a-z]+)?)")
_FIXED = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]) on (day|business day) ([0-9]{1,4})")
_CADENCE = re.compile(r"(.+) until (.+)")
_SETTING = "setting:"
_NOT_COUNTED = ("open hour", "quarter")
_LAST_SECOND = time(23, 59, 59)
HOW = "write it as 15 minutes, 48 hours, 30 days, 3 business days or 09:00 on business day 3"


class Span(NamedTuple):
    """An amount of one unit; `at` is the city's wall-clock time of the last day, for days only."""

    amount: int
    unit: Unit
    at: time | None = None

    def __str__(self) -> str:
        """Write the span as a plan does: `3 business days`."""
        if self.at is not None:
            return f"{self.at:%H:%M} on {self.unit} {self.amount}"
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def in_days(self) -> bool:
        """Say whether the span is counted in days and not in elapsed time."""
        return self.unit in ("day", "business day")

    @property
    def elapsed(self) -> timedelta:
        """The span as elapsed time, a day taken as 24 hours: for comparing spans and for cadences, not for finding a due."""
        return timedelta(minutes=self.amount) if self.unit == "minute" else timedelta(hours=self.amount * (1 if self.unit == "hour" else 24))


class Cadence(NamedTuple):
    """A repetition: every `step` for as long as no more than `until` has passed since the anchor."""

    step: Span
    until: Span


class Due(NamedTuple):
    """A counted moment, with the counting in words."""

    moment: datetime
    explain: tuple[str, ...]


@lru_cache(maxsize=256)
def parse_span(text: str) -> Span:
    """Read a span; ValueError with the nearest unit when it is none."""
    if fixed := _FIXED.fullmatch(text):
        hour, minute, unit, amount = fixed.groups()
        return Span(int(amount), "day" if unit == "day" else "business day", time(int(hour), int(minute)))
    if match := _SPAN.fullmatch(text):
        amount, word = int(match[1]), match[2]
        for unit in _UNITS:
            if word in (unit, f"{unit}s"):
                return Span(amount, unit)
        if word.removesuffix("s") in _NOT_COUNTED:
            raise ValueError(f"{text!r} is a span that this cicp does not count yet: it knows no {word.removesuffix('s')}s; {HOW}")
        if guess := nearest(word, [f"{unit}s" for unit in _UNITS]):
            raise ValueError(f"{text!r} is not a span of time; did you mean {f'{amount} {guess}'!r}?")
    raise ValueError(f"{text!r} is not a span of time; {HOW}")


@lru_cache(maxsize=256)
def parse_cadence(text: str) -> Cadence:
    """Read `4 hours until 24 hours`; ValueError when it is none or would never end."""
    match = _CADENCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a cadence; write it as 4 hours until 24 hours")
    cadence = Cadence(parse_span(match[1]), parse_span(match[2]))
    if not cadence.step.amount or cadence.step.at or cadence.until.at:
        raise ValueError(f"{text!r} would never end, or names an hour of the day; write it as 4 hours until 24 hours")
    if cadence.until.elapsed / cadence.step.elapsed > _MOST_REPEATS:
        raise ValueError(f"{text!r} repeats more than {_MOST_REPEATS} times; a plan that asks for that is not kept")
    return cadence


_MOST_REPEATS = 400


def setting_name(text: str) -> str:
    """Return NAME of `setting:NAME`, or the empty string when `text` is a span itself."""
    return text.removeprefix(_SETTING) if text.startswith(_SETTING) else ""


def _span_text(text: str) -> str:
    parse_span(text)
    return text


def _due_text(text: str) -> str:
    name = setting_name(text)
    if text and not (name and is_id(name)):
        parse_span(text)
    return text


def _cadence_text(text: str) -> str:
    parse_cadence(text)
    return text


_LENGTH = f"[0-9]{{1,5}} (?:{'|'.join(_UNITS)})s?"
_SPAN_LIKE = f"{_LENGTH}|{_FIXED.pattern}"
_EXAMPLES = HOW.removeprefix("write it as ")
SpanText = Annotated[str, AfterValidator(_span_text), told(_SPAN_LIKE, f"A span of time: {_EXAMPLES}.")]
DueText = Annotated[
    str,
    AfterValidator(_due_text),
    told(f"|{_SETTING}{ID}|{_SPAN_LIKE}", f"A span of time, or nothing: {_EXAMPLES}; or {_SETTING}NAME, which plan.toml sets.", but=_SETTING + DEVICE),
]
CadenceText = Annotated[str, AfterValidator(_cadence_text), told(f"{_LENGTH} until {_LENGTH}", "A repetition: 4 hours until 24 hours.")]


def say_moment(moment: datetime) -> str:
    """Write a moment for a reader: `Fri 20 Nov 2026 21:45`."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}{say_which(moment)}"


def say_which(moment: datetime) -> str:
    """Say which of the two is meant, of a moment in the hour that the city's clocks show twice: ` CDT`. In any other hour there is nothing to say."""
    name = moment.tzname() if isinstance(moment.tzinfo, timezone) else None
    return f" {name}" if name and not name.startswith("UTC") else ""


def say_date(day: date) -> str:
    """Write a date for a reader: `Fri 20 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return the moment with the city's offset at that moment, as a fixed one: with its name in the hour that the clocks show twice, else without.

    Python compares and subtracts two moments of one zone by their wall clocks, which is an hour wrong in the nights when the clocks change.
    """
    local = moment.astimezone(UTC).astimezone(zone)
    offset, name = local.utcoffset() or timedelta(), local.tzname() or ""
    twice = local.replace(fold=1 - local.fold).utcoffset() != offset
    return local.replace(tzinfo=timezone(offset, name) if twice else timezone(offset), fold=0)


def elapsed_after(start: datetime, span: timedelta, zone: tzinfo) -> datetime:
    """Add elapsed time to a moment and give it the city's offset at that moment."""
    return in_zone(start.astimezone(UTC) + span, zone)


def count(span: Span, start: datetime, what: str, zone: tzinfo, calendar: CityCalendar, *, back: bool = False) -> Due:
    """Count `span` from `start` (or back from it) and explain the counting; `what` names the moment it starts from.

    A year that the calendar lacks is counted as having no closed days but weekends, and the explanation says so.
    """
    start = in_zone(start, zone)
    if span.in_days:
        return _count_days(span, start, what, zone, calendar, back=back)
    moment = elapsed_after(start, -span.elapsed if back else span.elapsed, zone)
    length = f"{span} {'before' if back else 'after'}" if span.amount else "at once, from"
    shift = "; the clocks change in between" if moment.utcoffset() != start.utcoffset() else ""
    return Due(moment, (f"{say_moment(moment)} = {length} {say_moment(start)} ({what}){shift}",))


def _count_days(span: Span, start: datetime, what: str, zone: tzinfo, calendar: CityCalendar, *, back: bool) -> Due:
    one = timedelta(days=-1 if back else 1)
    day, left, skipped = start.date(), span.amount, []
    while left:
        day += one
        why = calendar.why_closed(day) if span.unit == "business day" else ""
        if why:
            skipped.append((day, why))
        else:
            left -= 1
    moment = elapsed_after(datetime.combine(day, span.at or _LAST_SECOND, zone), timedelta(), zone)  # an hour that the clocks skip becomes the next
    start_day = f"{start:%a} {start.day} {start:%b}" if start.year == day.year else say_date(start)
    counted = f"{say_moment(moment) if span.at else say_date(day)} = {span} {'before' if back else 'after'} {start_day}{_say_skipped(skipped, start)}"
    notes = (counted, f"it counts from {what}, {say_moment(start)}, and leaves out that day", *_say_missing_years(span, start.date(), day, calendar, back=back))
    return Due(moment, notes)


def open_hours_before(moment: datetime, hours: int, zone: tzinfo, calendar: CityCalendar) -> Due:
    """Count back so many hours of the days on which the hall is open, and explain the counting: a closed day counts none of its hours.

    An open day counts around the clock, for the law asks for hours that are not of a day on which the place is closed, not for office hours
    (RSMo 610.020.2). Elapsed hours, through a change of the clocks too.
    """
    moment = in_zone(moment, zone)
    day, last, left = moment.date(), moment, timedelta(hours=hours)
    skipped: list[tuple[date, str]] = []
    while True:
        midnight = elapsed_after(datetime.combine(day, time(), zone), timedelta(), zone)
        if why := calendar.why_closed(day):
            skipped.append((day, why))
        elif left <= last - midnight:
            break
        else:
            left -= last - midnight
        day, last = day - timedelta(days=1), midnight
    found = elapsed_after(last, -left, zone)
    counted = f"{say_moment(found)} = {hours} open hours before {say_moment(moment)}{_say_skipped(skipped, moment)}"
    return Due(found, (counted, *_say_years_not_set(found.date(), moment.date(), calendar, "earlier, never later")))


def end_of_window(span: Span, start: datetime, what: str, zone: tzinfo, calendar: CityCalendar) -> Due:
    """Count the last moment of a window that the public may use: on a day when the hall is closed it stays open until the end of the next open day.

    It rolls only forward, in favour of who writes (the practice of 36 CFR 215.6 for comments; no rule of Missouri asks for it).
    """
    counted = count(span, start, what, zone, calendar)
    why = calendar.why_closed(counted.moment.date())
    if not (span.in_days and why):
        return counted
    day = calendar.next_open(counted.moment.date())
    moment = elapsed_after(datetime.combine(day, counted.moment.time(), zone), timedelta(), zone)
    closed = f"{say_date(counted.moment.date())} is closed ({why}): the window stays open until {say_date(day)}"
    years = _say_years_not_set(counted.moment.date(), day, calendar, "later, never earlier")
    return Due(moment, (*counted.explain, closed, *(each for each in years if each not in counted.explain)))


def _say_skipped(skipped: list[tuple[date, str]], start: datetime) -> str:
    """Name each closed day, and the days of the week that are always closed once: `; Thu 26, Fri 27 closed (calendar.toml); Sat, Sun skipped`."""
    closed = [f"{day:%a} {day.day}{'' if day.month == start.month else f'{day: %b}'}" for day, why in sorted(skipped) if why != WEEKEND]
    weekend = dict.fromkeys(f"{day:%a}" for day, why in sorted(skipped) if why == WEEKEND)
    return (f"; {', '.join(closed)} closed (calendar.toml)" if closed else "") + (f"; {', '.join(weekend)} skipped" if weekend else "")


def _say_missing_years(span: Span, first: date, last: date, calendar: CityCalendar, *, back: bool) -> list[str]:
    if span.unit != "business day":
        return []
    return _say_years_not_set(min(first, last), max(first, last), calendar, "earlier, never later" if back else "later, never earlier")


def _say_years_not_set(first: date, last: date, calendar: CityCalendar, truth: str) -> list[str]:
    years = range(first.year, last.year + 1)
    return [
        f"calendar.toml has no year {year}: its holidays are counted as open days, so the true due may be {truth}" for year in years if not calendar.knows(year)
    ]
