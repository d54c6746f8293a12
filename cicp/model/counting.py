"""How a due is counted from a span: which days count, where a last day goes, and the counting in words.

Minutes and hours are elapsed time, also across a change to or from daylight saving. Open hours leave out every hour of a day on which the hall is
closed. Days, business days and quarters leave out the one they start in and end at 23:59:59 city time of their last day, unless the span names an
hour (RSMo 1.040: exclude the first day, include the last). A day is moved only where a rule says so; a duty of the city never is.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, NamedTuple

from cicp.model.calendar import FIRST, GIVEN, LAST, WEEKEND, CityCalendar
from cicp.model.spans import Span, elapsed_after, in_zone, say_date, say_length, say_moment

Roll = Literal["none", "forward", "back", "sunday"]
NO_YEAR: Final = "calendar.toml has no year"
"""How the sentence begins by which a count says what it lacks."""
_LAST_SECOND: Final = time(23, 59, 59)
_SECOND: Final = timedelta(seconds=1)
_ONE: Final = timedelta(days=1)
_SUNDAY: Final = 6
_MONTHS_OF_A_QUARTER: Final = 3


class Manner(NamedTuple):
    """How days are counted: where a last day goes on which the hall is closed, and whether the first day counts.

    `roll`: nowhere; forward to the next open day; back to the open day before; or, as RSMo 1.040 has it, from a Sunday alone to the Monday.
    Counted back, every roll goes back.
    `next_open`: what arrives when the hall is closed counts as arrived on the next open day.
    `later`: of two readings the later is the safe one, as for the end of a window that the public may use, and for how long has to be waited.
    """

    roll: Roll = "none"
    first_in: bool = False
    next_open: bool = False
    later: bool = False


PLAIN: Final = Manner()


class Due(NamedTuple):
    """A counted moment, with the counting in words, and the years whose closure days it asked for and nobody has set."""

    moment: datetime
    explain: tuple[str, ...]
    unset: tuple[int, ...] = ()


class Walked(NamedTuple):
    """Days that were walked over in one counting: how many counted up to the last of them, or why none did."""

    first: date
    last: date
    says: str


class _Hall:
    """The days on which the hall is closed, remembering for which years it was asked that the calendar lacks."""

    def __init__(self, calendar: CityCalendar, *, opened: bool = False) -> None:
        self.calendar = calendar
        self.opened = opened
        self.argued: set[date] = set()
        self.unset: set[int] = set()

    def why_closed(self, day: date) -> str:
        """Return why the hall is closed on `day`, or nothing. A weekend is closed in every year; for the rest the year is asked."""
        why = self.calendar.why_closed(day)
        if self.opened and self.calendar.is_opened(day):
            self.argued.add(day)
            return ""
        if why != WEEKEND and not self.calendar.knows(day.year):
            self.unset.add(day.year)
        return why

    def next_open(self, day: date, step: timedelta = _ONE) -> date:
        """Return the first open day after `day`, or before it."""
        day += step
        while self.why_closed(day):
            day += step
        return day

    def says(self, truth: str) -> list[str]:
        """Say which days of a weekend were counted as open, and for each year that is missing what that does to the due."""
        argued = [f"the hall is opened on {say_date(day)}: by the other reading it would not count, and the earlier counts" for day in sorted(self.argued)]
        return argued + [
            f"{NO_YEAR} {year}: its holidays are counted as open days, so the true due may be {truth}{_propose(year)}" for year in sorted(self.unset)
        ]


def _propose(year: int) -> str:
    """Name the command that drafts a year; of a year that no calendar holds there is none."""
    return f" (cicp calendar propose {year})" if FIRST <= year <= LAST else ""


def count(span: Span, start: datetime, what: str, zone: tzinfo, calendar: CityCalendar, *, back: bool = False, manner: Manner = PLAIN) -> Due:
    """Count `span` from `start` (or back from it) and explain the counting; `what` names the moment it starts from.

    A year that the calendar lacks is counted as having no closed days but weekends; `unset` and the explanation say so.
    """
    hall = _Hall(calendar, opened=not back and not manner.later)
    start, notes = _received(in_zone(start, zone), zone, hall, manner)
    counting = _count_days if span.in_days else _count_open_hours if span.unit == "open hour" else _count_elapsed
    moment, explain = counting(span, start, what, zone, hall, back=back, manner=manner)
    truth = "earlier, never later" if back else "later, never earlier"
    return Due(moment, (*explain, *notes, *hall.says(truth)), tuple(sorted(hall.unset)))


def _received(start: datetime, zone: tzinfo, hall: _Hall, manner: Manner) -> tuple[datetime, list[str]]:
    """Move what arrived out of hours to the next open day, where it is to count as arrived then."""
    hours = hall.calendar.hours
    if not manner.next_open or not (why := hall.why_closed(start.date()) or (hours and f"{start:%H:%M}" > hours.closes and f"after {hours.closes}")):
        return start, []
    day = hall.next_open(start.date())
    arrived = elapsed_after(datetime.combine(day, time.fromisoformat(hours.opens) if hours else time(), zone), timedelta(), zone)
    return arrived, [f"what arrived {say_moment(start)} ({why}) counts as received on {say_date(day)}"]


def _count_elapsed(span: Span, start: datetime, what: str, zone: tzinfo, _: _Hall, *, back: bool, manner: Manner) -> tuple[datetime, list[str]]:  # noqa: ARG001
    moment = elapsed_after(start, -span.elapsed if back else span.elapsed, zone)
    length = f"{span} {'before' if back else 'after'}" if span.amount else "at once, from"
    shift = "; the clocks change in between" if moment.utcoffset() != start.utcoffset() else ""
    return moment, [f"{say_moment(moment)} = {length} {say_moment(start)} ({what}){shift}"]


def _count_days(span: Span, start: datetime, what: str, zone: tzinfo, hall: _Hall, *, back: bool, manner: Manner) -> tuple[datetime, list[str]]:
    skipped: list[tuple[date, str]] = []
    day = _last_day(span, start.date(), hall, skipped, back=back, manner=manner)
    start_day = f"{start:%a} {start.day} {start:%b}" if start.year == day.year else say_date(start)
    moment = _at(day, span, zone)
    found = say_moment(moment) if span.at else say_date(day)
    says = [f"{found} = {span} {'before' if back else 'after'} {start_day}{_say_skipped(skipped, start)}"]
    left = "counts that day as the first" if manner.first_in else f"leaves out that {'quarter' if span.unit == 'quarter' else 'day'}"
    says.append(f"it counts from {what}, {say_moment(start)}, and {left}")
    rolled, why = _roll(day, hall, manner.roll, back=back)
    return (_at(rolled, span, zone), [*says, why]) if why else (moment, says)


def _at(day: date, span: Span, zone: tzinfo) -> datetime:
    return elapsed_after(datetime.combine(day, span.at or _LAST_SECOND, zone), timedelta(), zone)  # an hour that the clocks skip becomes the next


def _last_day(span: Span, first: date, hall: _Hall, skipped: list[tuple[date, str]], *, back: bool, manner: Manner) -> date:
    if span.unit == "quarter":
        return _end_of_quarter(first, -span.amount if back else span.amount)
    if span.unit == "date":
        return _next_of(span, first, back=back)
    if span.unit == "day":
        return first + timedelta(days=(span.amount - bool(manner.first_in and span.amount)) * (-1 if back else 1))
    if not span.amount:
        return first
    days = _business_days(first, hall, back=back, first_in=manner.first_in)
    while True:
        last, number, why = next(days)
        if why:
            skipped.append((last, why))
        elif number >= span.amount:
            return last


def _business_days(first: date, hall: _Hall, *, back: bool, first_in: bool) -> Iterator[tuple[date, int, str]]:
    """Walk from day to day: each day, how many business days that makes, and why it is none. The first is passed over as day 0, unless it counts."""
    number = 0
    if first_in:
        why = hall.why_closed(first)
        number = 0 if why else 1
        yield first, number, why
    else:
        yield first, 0, ""
    day = first
    while True:
        day += -_ONE if back else _ONE
        why = hall.why_closed(day)
        number += 0 if why else 1
        yield day, number, why


def _end_of_quarter(day: date, amount: int) -> date:
    """Return the last day of the quarter that comes so many after that of `day`."""
    month = (day.year * 12 + day.month - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER + (amount + 1) * _MONTHS_OF_A_QUARTER
    return date(month // 12, month % 12 + 1, 1) - _ONE


def _next_of(span: Span, first: date, *, back: bool) -> date:
    """Return the one day a span names, or of its days in each year the next after `first`, or the last before it."""
    if span.year:
        month, day = span.days[0]
        return date(span.year, month, day)
    step = -_ONE if back else _ONE
    first += step
    while (first.month, first.day) not in span.days:
        first += step
    return first


def _roll(day: date, hall: _Hall, roll: Roll, *, back: bool) -> tuple[date, str]:
    """Move a last day on which the hall is closed, and say why; nothing is said where it stays.

    Counted back from a moment, a last day moves only back: a notice that is put off is too short.
    """
    if roll == "none" or (roll == "sunday" and day.weekday() != _SUNDAY):
        return day, ""
    why = "a Sunday" if roll == "sunday" else hall.why_closed(day)
    if not why:
        return day, ""
    step = -_ONE if back or roll == "back" else _ONE
    moved = day + step if roll == "sunday" else hall.next_open(day, step)
    closed = why if roll == "sunday" else f"closed ({why})"
    return moved, f"{say_date(day)} is {closed}: the last day moves {'forward' if step > timedelta() else 'back'} to {say_date(moved)}"


def _count_open_hours(span: Span, start: datetime, what: str, zone: tzinfo, hall: _Hall, *, back: bool, manner: Manner) -> tuple[datetime, list[str]]:  # noqa: ARG001
    """Count hours of the days on which the hall is open: a closed day counts none of its hours.

    An open day counts around the clock, for the law asks for hours that are not of a day on which the place is closed, not for office hours
    (RSMo 610.020.2). Elapsed hours, through a change of the clocks too.
    """
    moment, skipped = _open_hours(span, start, zone, hall, back=back)
    says = f"{say_moment(moment)} = {span} {'before' if back else 'after'} {say_moment(start)}{_named(what)}{_say_skipped(skipped, start)}"
    return moment, [says, *_other_reading(span, start, moment, zone, hall, back=back)]


def _open_hours(span: Span, start: datetime, zone: tzinfo, hall: _Hall, *, back: bool, opened: date | None = None) -> tuple[datetime, list[tuple[date, str]]]:
    """Return the end of so many open hours, and the days whose hours do not count. `opened` is taken as open whatever the calendar says."""
    left, skipped, pieces = span.elapsed, [], _pieces(start, zone, hall, back=back)
    while True:
        begins, ends, why = next(pieces)
        if why and begins.date() != opened:
            skipped.append((begins.date(), why))
        elif left <= ends - begins:
            return elapsed_after(ends, -left, zone) if back else elapsed_after(begins, left, zone), skipped
        else:
            left -= ends - begins


def _other_reading(span: Span, start: datetime, moment: datetime, zone: tzinfo, hall: _Hall, *, back: bool) -> Iterable[str]:
    """Say what could be read of a closed day on which something is held all the same, for which the hall may be opened: the earlier moment counts."""
    day = start.date()
    if back and hall.why_closed(day):
        other, _ = _open_hours(span, start, zone, hall, back=back, opened=day)
        if other != moment:
            yield f"were it argued that the hall is open on {say_date(day)}, it would be {say_moment(other)}: of the two readings the earlier counts"


def _named(what: str) -> str:
    return f" ({what})" if what else ""


def _pieces(start: datetime, zone: tzinfo, hall: _Hall, *, back: bool) -> Iterator[tuple[datetime, datetime, str]]:
    """Cut time into the city's days, from a moment on or back from it: each piece with its first and last moment, and why its hours do not count."""
    day, edge = start.date(), start
    while True:
        midnight = elapsed_after(datetime.combine(day if back else day + _ONE, time(), zone), timedelta(), zone)
        yield (midnight, edge, hall.why_closed(day)) if back else (edge, midnight, hall.why_closed(day))
        day, edge = day + (-_ONE if back else _ONE), midnight


def end_of_window(span: Span, start: datetime, what: str, zone: tzinfo, calendar: CityCalendar) -> Due:
    """Count the last moment of a window that the public may use: on a day when the hall is closed it stays open until the end of the next open day.

    It rolls only forward, in favour of who writes (the practice of 36 CFR 215.6 for comments; no rule of Missouri asks for it).
    """
    return count(span, start, what, zone, calendar, manner=Manner("forward", later=True))


def target(due: datetime, start: datetime, zone: tzinfo, calendar: CityCalendar) -> datetime:
    """Return the moment to aim at: the last in which the hall is open before a due, or the due where it is open then, or where that is past `start`."""
    hours, hall = calendar.hours, _Hall(calendar)
    if hours is None:
        return due
    open_that_day = not hall.why_closed(due.date())
    if open_that_day and hours.opens <= f"{due:%H:%M}" <= hours.closes:
        return due
    day = due.date() if open_that_day and f"{due:%H:%M}" > hours.closes else hall.next_open(due.date(), -_ONE)
    closes = elapsed_after(datetime.combine(day, time.fromisoformat(hours.closes), zone), timedelta(), zone)
    return closes if closes > start else due


def after(due: datetime, zone: tzinfo) -> datetime:
    """Return the first moment that is too late."""
    return elapsed_after(due, _SECOND, zone)


def walk(span: Span, start: datetime, zone: tzinfo, calendar: CityCalendar, *, back: bool = False, manner: Manner = PLAIN) -> list[Walked]:
    """Account for every day from the start of a counting to its due, in the order walked; days that count alike are taken together."""
    hall = _Hall(calendar, opened=not back and not manner.later)
    start, _ = _received(in_zone(start, zone), zone, hall, manner)
    due = count(span, start, "", zone, calendar, back=back, manner=manner._replace(next_open=False)).moment
    last = _last_day(span, start.date(), hall, [], back=back, manner=manner) if span.in_days else due.date()
    walked = _walked_hours(start, due, zone, hall, back=back) if span.unit == "open hour" else _walked_days(span, start, last, hall, back=back, manner=manner)
    rolled = [Walked(last + _step(last, due.date()), due.date(), "moved to the last of these days")] if span.in_days and due.date() != last else []
    return [*walked, *rolled]


def _step(one: date, other: date) -> timedelta:
    return _ONE if other > one else -_ONE


def _walked_days(span: Span, start: datetime, last: date, hall: _Hall, *, back: bool, manner: Manner) -> list[Walked]:
    first = start.date()
    if span.unit == "business day":
        return list(_walked_business_days(first, last, hall, back=back, manner=manner))
    if not span.in_days:
        return [Walked(first, last, "elapsed time, day and night")]
    first_in = manner.first_in and bool(span.amount)
    begins = first if first_in else first + (-_ONE if back else _ONE)
    days = abs((last - begins).days) + 1
    counted = [Walked(begins, last, "day 1" if days == 1 else f"days 1 to {days}")] if first_in or last != first else []
    return counted if first_in else [Walked(first, first, "the day it starts, not counted"), *counted]


def _walked_business_days(first: date, last: date, hall: _Hall, *, back: bool, manner: Manner) -> Iterator[Walked]:
    days, day = _business_days(first, hall, back=back, first_in=manner.first_in), None
    while day != last:
        day, number, why = next(days)
        says = "weekend" if why == WEEKEND else f"closed: {why}" if why else f"business day {number}" if number else "the day it starts, not counted"
        yield Walked(day, day, says)


def _walked_hours(start: datetime, due: datetime, zone: tzinfo, hall: _Hall, *, back: bool) -> list[Walked]:
    found, pieces = [], _pieces(start, zone, hall, back=back)
    while True:
        begins, ends, why = next(pieces)
        counted = (ends - max(begins, due)) if back else (min(ends, due) - begins)
        says = "weekend" if why == WEEKEND else f"closed: {why}" if why else say_length(counted)
        found.append(Walked(begins.date(), begins.date(), says))
        if not why and (begins <= due if back else ends >= due):
            return found


def _say_skipped(skipped: Iterable[tuple[date, str]], start: datetime) -> str:
    """Name each closed day, and the days of the week that are always closed once: `; Thu 26, Fri 27 closed (calendar.toml); Sat, Sun skipped`."""
    days = sorted(skipped)
    closed = [f"{day:%a} {day.day}{'' if day.month == start.month else f'{day: %b}'}" for day, why in days if why != WEEKEND]
    weekend = dict.fromkeys(f"{day:%a}" for day, why in days if why == WEEKEND)
    source = GIVEN if any(why == GIVEN for _, why in days) else "calendar.toml"
    return (f"; {', '.join(closed)} closed ({source})" if closed else "") + (f"; {', '.join(weekend)} skipped" if weekend else "")
