"""cicp due: a clerk's calculator. Counts one span from a moment, or back from it, by the city's closure days, and shows the counting."""

import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

import typer

from cicp.cli.desk import Desk
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import NotAllowed, WrongWords
from cicp.files import reading
from cicp.model import moments
from cicp.model.calendar import FIRST, LAST, CityCalendar
from cicp.model.counting import Due, Manner, count, walk
from cicp.model.spans import Span, elapsed_after, parse_span
from cicp.views import due as views
from cicp.views.zone import Local

_NAMED: Final = 3


class _Roll(StrEnum):
    """Where a last day goes on which the hall is closed."""

    NONE = "none"
    FORWARD = "forward"
    BACK = "back"
    SUNDAY = "sunday"


class _Counting(StrEnum):
    """Whether the first day counts."""

    OUT = "first-day-out"
    IN = "first-day-in"


class _Received(StrEnum):
    """When something counts as received that came while the hall was closed."""

    DELIVERED = "delivered"
    NEXT_OPEN = "next-open"


class _Start(NamedTuple):
    """What is counted from: a moment, in words too; `back` where it is counted back from."""

    moment: datetime
    what: str
    back: bool


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(due)


def due(
    context: typer.Context,
    span: Annotated[
        str, typer.Argument(metavar="SPAN", help='"3 business days", "24 open hours", "48 hours", "09:00 on business day 3" …', show_default=False)
    ],
    since: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="The moment it counts from; a date where the hour does not matter.", show_default=False)
    ] = None,
    before: Annotated[str | None, typer.Option("--before", metavar="TIME", help="The moment it counts back from.", show_default=False)] = None,
    closed: Annotated[
        str | None, typer.Option("--closed", metavar="DATE,…", help="Closure days in place of the plan's, for this one calculation.", show_default=False)
    ] = None,
    roll: Annotated[_Roll, typer.Option("--roll", help="Where a last day goes on which the hall is closed.")] = _Roll.NONE,
    counting: Annotated[_Counting, typer.Option("--counting", help="Whether the first day counts.")] = _Counting.OUT,
    received: Annotated[
        _Received, typer.Option("--received", help="When something counts as received that came while the hall was closed.")
    ] = _Received.DELIVERED,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Count a span of time by the city's closure days, and show the counting day by day. Not legal advice."""
    desk = Desk.at(context, plan, office, shape)
    local = desk.local(desk.read_plan())
    length, calendar = _span(span), _calendar(desk, closed)
    if before is not None and received is _Received.NEXT_OPEN:
        raise WrongWords("what is counted back from has not arrived yet.", hint="leave out --received; it goes with --from")
    manner = Manner(roll.value, counting is _Counting.IN, received is _Received.NEXT_OPEN)
    with _within_the_calendar(length):
        start = _start(desk, local, length, since, before)
        found = _counted(desk, length, start, local, calendar, manner)
        days = walk(length, start.moment, local.zone, calendar, back=start.back, manner=manner)
        page = views.due(length, start.moment, found, days, calendar, local, back=start.back, given=closed is not None)
    desk.show(page)


@contextmanager
def _within_the_calendar(span: Span) -> Iterator[None]:
    """A due in the year 10000, or the day before the first that there is, cannot be counted, nor the days about it."""
    try:
        yield
    except (OverflowError, ValueError):
        raise WrongWords(f"{span} from there is beyond any calendar.", hint="count from a nearer moment, or fewer of them") from None


def _span(text: str) -> Span:
    words = " ".join(text.split())
    try:
        return parse_span(words if _names_a_month(words) else words.lower())
    except ValueError as error:
        what, _, remedy = str(error).rpartition("; ")
        raise WrongWords(f"{what}.", hint=remedy) from None


def _names_a_month(words: str) -> bool:
    """A month is written with a capital letter; for the rest a clerk may type as a clerk types."""
    return words.startswith(("on ", "next "))


def _start(desk: Desk, local: Local, span: Span, since: str | None, before: str | None) -> _Start:
    """Read what is counted from; now, where nothing was said. A date will do for a span that ends with a day."""
    if since is not None and before is not None:
        raise WrongWords("a span counts from a moment or back from one.", hint="give --from or --before, not both")
    text = since if before is None else before
    read = moments.given if before is None else moments.promised
    what = "the moment given" if text is not None else "now"
    if text is None:
        return _Start(local.now, what, back=False)
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return _Start(read(text, local.now, local.zone, desk.retype(text)), what, back=before is not None)
    if not span.in_days:
        raise WrongWords(f'"{text}" has no hour, and {span} count from one.', hint=f"write {day}T10:00")
    return _Start(elapsed_after(datetime.combine(day, time(), local.zone), timedelta(), local.zone), what, back=before is not None)


def _calendar(desk: Desk, closed: str | None) -> CityCalendar:
    """Read the plan's closure days strictly: a sum that rests on a broken file is none."""
    found = reading.calendar_of(desk.home)
    return found if closed is None else found.with_closed(_days(closed))


def _days(text: str) -> Iterable[date]:
    return [moments.day(each) for each in text.split(",") if each.strip()]


def _counted(desk: Desk, span: Span, start: _Start, local: Local, calendar: CityCalendar, manner: Manner) -> Due:
    found = count(span, start.moment, start.what, local.zone, calendar, back=start.back, manner=manner)
    if found.unset:
        first, left = found.unset[:_NAMED], len(found.unset[_NAMED:])
        years = f"{' and '.join(map(str, first))}{f' and {left} years more' if left else ''}"
        propose = [f"cicp calendar propose {year}" for year in first if FIRST <= year <= LAST]
        again = f"{'or, for' if propose else 'for'} this one calculation: cicp {shlex.join(desk.argv)} --closed DATE,DATE"
        raise NotAllowed(
            f"this count asks on which days of {years} the hall is closed, and calendar.toml does not say.", hint="\n      ".join([*propose, again])
        )
    return found
