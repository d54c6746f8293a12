"""The days on which the hall is closed, shown: by year as the city has set them, and a year as it is proposed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from cicp.model.calendar import OPENED, CityCalendar, Closed, Year, proposing, settable
from cicp.model.proposal import Proposal, Proposed
from cicp.model.spans import say_date
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

_GUESS: Final = "nobody has confirmed it"


def page(calendar: CityCalendar, years: Sequence[Year], local: Local) -> Document:
    """The closed days of some years, guesses marked, with the hours of an open day."""
    blocks: list[Block] = [Line(_week(calendar), "strong")]
    for entry in sorted(years, key=lambda each: each.year):
        blocks += [Heading(str(entry.year)), *_closed(entry)]
        blocks += _open(entry, calendar.opened(entry))
    if not years:
        blocks.append(Line(_no_year(local.now.year), "warn"))
    return Document(tuple(blocks), _values(calendar, [_year(entry) for entry in sorted(years, key=lambda each: each.year)], local))


def _week(calendar: CityCalendar) -> str:
    never = " and ".join(f"{day.capitalize()}s" for day in calendar.weekend)
    hours = f"open {calendar.hours.opens} to {calendar.hours.closes} on all other days" if calendar.hours else "nobody has said its hours"
    return f"City Hall is closed on {never or 'no day of the week'}; {hours}, save those below."


def _closed(entry: Year) -> list[Block]:
    days = sorted(entry.closed, key=lambda each: each.day)
    rows = tuple((say_date(each.day), each.name, _GUESS if each.guess else "") for each in days)
    return [Table(("day", "closed for", "guess"), rows)] if rows else [Line("No day of it is closed but the weekends.")]


def _open(entry: Year, opened: Sequence[date]) -> list[Block]:
    """The holidays on which the hall is open, and apart from them the days of a weekend for which it is opened, with what that does."""
    holidays = sorted(set(entry.open) - set(opened))
    says = [f"Open all the same: {', '.join(map(say_date, holidays))}"] if holidays else []
    says += [f"Opened on a weekend: {', '.join(map(say_date, opened))}; {OPENED}."] if opened else []
    return [Line(said, "quiet") for said in says]


def _no_year(year: int) -> str:
    return f"No year is set{f': {proposing(year)} writes a first draft of this one' if settable(year) else ''}."


def proposal(proposed: Proposal, calendar: CityCalendar, where: str, local: Local) -> Document:
    """A year as it was written into the calendar, with why each day stands there, and what to do with it."""
    year = proposed.year
    steps = (
        f"Correct them in {where}: take out the days on which the hall is open, add those that are missing.",
        "Take guess = true away from each day that is right. Until then it counts as closed all the same.",
        "Then: cicp calendar check",
    )
    blocks: list[Block] = [
        Line(f"{len(proposed.closed)} closed days of {year} are proposed ({where}). No library knows when a city hall is closed: each is a guess.", "strong"),
        *(Entry("closed", say_date(each.day), each.name, (each.why,)) for each in proposed.closed),
        *(Entry("open", say_date(each.day), each.name, (each.why,)) for each in proposed.open),
        *(Entry("left out", say_date(each.day), each.name, (each.why,)) for each in proposed.dropped),
        *(Line(step) for step in steps),
    ]
    entry = {
        "year": year,
        "closed": [_day(each.day, each.name, guess=True) | {"why": each.why} for each in proposed.closed],
        "open": [each.day for each in proposed.open],
    }
    dropped = [_dropped(each) for each in proposed.dropped]
    return Document(tuple(blocks), _values(calendar, [entry], local) | {"dropped": dropped, "says": list(steps)})


def _values(calendar: CityCalendar, years: Sequence[Mapping[str, Any]], local: Local) -> dict[str, Any]:
    hours = {"opens": calendar.hours.opens, "closes": calendar.hours.closes} if calendar.hours else None
    return answer("calendar", local.now, weekend=list(calendar.weekend), hours=hours, years=list(years))


def _year(entry: Year) -> dict[str, Any]:
    closed: list[Closed] = sorted(entry.closed, key=lambda each: each.day)
    return {"year": entry.year, "closed": [_day(each.day, each.name, guess=each.guess) for each in closed], "open": sorted(entry.open)}


def _day(day: date, name: str, *, guess: bool) -> dict[str, Any]:
    return {"day": day, "weekday": f"{day:%A}".lower(), "name": name, "guess": guess}


def _dropped(each: Proposed) -> dict[str, Any]:
    return {"day": each.day, "name": each.name, "why": each.why}
