"""One span counted: the due, the counting day by day, and the three dates a clerk works with."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from cicp.model.calendar import CityCalendar
from cicp.model.counting import Due, Walked, after, target
from cicp.model.spans import Span, say_by, say_date, say_moment
from cicp.views.document import Block, Document, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

_SUNDAY: Final = 6
_NOT_ADVICE = "A calculation by the closure days in calendar.toml; not legal advice."
_GIVEN_ADVICE = "A calculation by closure days that were given, not those in calendar.toml; not legal advice."


def due(span: Span, start: datetime, found: Due, days: Sequence[Walked], calendar: CityCalendar, local: Local, *, back: bool, given: bool) -> Document:
    """Show a counted due. `start` is what it was counted from, `days` every day that was walked over; `given` where the closure days are not the plan's."""
    advice = _GIVEN_ADVICE if given else _NOT_ADVICE
    three = three_dates(span, start, found.moment, calendar, local, back=back)
    dates = [(name, say_moment(moment) if name == "earliest" else _say(span, moment), why) for name, moment, why in three]
    walked = [(_from_to(each.first, each.last), each.says) for each in days]
    said = [*found.explain, *_beside(span, found.moment, days, back=back)]
    blocks: list[Block] = [
        Heading(_say(span, found.moment)),
        *(Line(sentence) for sentence in said),
        Heading("Day by day", 2),
        Table(("day", "counted as"), tuple(walked)),
        Heading("Earliest, target, last", 2),
        Table(("which", "when", "why"), tuple(dates)),
        Line(advice, "quiet"),
    ]
    explain = [*said, *(f"{day}: {says}" for day, says in walked), *(f"{name}: {when} ({why})" for name, when, why in dates), advice]
    return Document(tuple(blocks), answer("due", local.now, due=found.moment, explain=explain))


def _beside(span: Span, due: datetime, days: Sequence[Walked], *, back: bool) -> Iterable[str]:
    """Say what a clerk may take it for and it is not."""
    if span.unit == "open hour":
        yield "open hours are those of a day on which the hall is open, day and night, and not office hours"
    rolled = bool(days) and days[-1].says.startswith("moved")
    if _ends_a_day(span, due) and not back and not rolled and due.weekday() == _SUNDAY:
        yield f"{say_date(due.date())} is a Sunday and stays the last day; that it may be the Monday is for the city attorney alone to say"


def three_dates(span: Span, start: datetime, due: datetime, calendar: CityCalendar, local: Local, *, back: bool) -> Iterable[tuple[str, datetime, str]]:
    """Return the earliest lawful moment, the one to aim at and the last lawful one, each with its reason. Counted back, nothing is too early."""
    in_office = span.in_days or span.unit == "open hour"
    aim = target(due, min(start, local.now) if back else start, local.zone, calendar) if in_office else due
    if not back:
        yield "earliest", start, "the moment it counts from; nothing here asks to wait"
    unset = "" if calendar.knows(aim.year) else f", as far as is known: the closure days of {aim.year} are not set"
    open_till = f"the last hour in which City Hall is open before it{unset}"
    same = "the same: City Hall is open then, or does not open before it" if in_office else "the same: hours run day and night"
    yield "target", aim, open_till if aim != due else same
    yield "last", due, f"from {say_moment(after(due, local.zone))} on it is late" if _ends_a_day(span, due) else "after that it is late"


def _say(span: Span, moment: datetime) -> str:
    """Write a due: a span in days ends with the day."""
    if _ends_a_day(span, moment):
        return f"{say_date(moment.date())}, end of the day (23:59:59)"
    return f"{say_moment(moment)}, {say_by(moment)}" if say_by(moment) != say_moment(moment) else say_moment(moment)


def _ends_a_day(span: Span, moment: datetime) -> bool:
    return span.in_days and f"{moment:%H:%M:%S}" == "23:59:59"


def _from_to(first: date, last: date) -> str:
    return say_date(first) if first == last else f"{say_date(first)} to {say_date(last)}"
