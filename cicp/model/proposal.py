"""The first draft of a year's closure days, from the holidays of the law and the habits of cities: for the city to correct, for nobody knows but it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from pydantic import Field

from cicp.errors import NotAllowed
from cicp.model.calendar import CityCalendar, Year
from cicp.model.findings import Finding
from cicp.model.spans import say_date
from cicp.model.written import Format, Written

_ONE: Final = timedelta(days=1)
_MOVES: Final = {"saturday": (5, -_ONE), "sunday": (6, _ONE)}
_GUESS: Final = "only a guess"


class Rule(Written):
    """Which holidays a law keeps on another day: of a Saturday on the Friday before, of a Sunday on the Monday after."""

    moves: list[Literal["saturday", "sunday"]]
    citation: str
    source: str

    def kept(self, day: date) -> date:
        """Return the day on which a holiday is kept that falls on `day`."""
        return next((day + by for weekday, by in (_MOVES[name] for name in self.moves) if day.weekday() == weekday), day)


class DayOfState(Written):
    """A holiday of a state that stands on one day of every year."""

    name: str
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class StateRule(Rule):
    """The same for a state, with the holidays that it has and no package knows."""

    state: str
    day: list[DayOfState] = []


class OftenOpen(Written):
    """A federal holiday on which city halls are often open, by its name."""

    name: str
    source: str


class OftenClosed(Written):
    """A day of no law on which city halls are often closed: a day of the year, or the day after a holiday."""

    name: str
    source: str
    after: str = ""
    month: int = Field(default=1, ge=1, le=12)
    day: int = Field(default=1, ge=1, le=31)


class HolidayLibrary(Written):
    """holidays.toml. `head` is how a new calendar.toml begins."""

    format: Format
    head: str
    federal: Rule
    state: list[StateRule]
    often_open: list[OftenOpen]
    often_closed: list[OftenClosed]

    def of_state(self, state: str) -> StateRule | None:
        """Return the rule of a state, where the library has one."""
        return next((rule for rule in self.state if rule.state == state), None)


class Known(NamedTuple):
    """The holidays of the law that a package knows, by day.

    `federal` and `state` are of the year and of 1 January after it, each on the day on which it falls; `observed` is how the package takes
    the state to keep those of the year: a guess, for a state whose rule the library does not have.
    """

    federal: Mapping[date, str]
    state: Mapping[date, str]
    observed: Mapping[date, str]


class Holiday(NamedTuple):
    """A holiday of the law on the day on which it is kept; `falls` is the day it is on, and `by` says whose law keeps it on this day."""

    day: date
    name: str
    falls: date
    by: str

    @property
    def called(self) -> str:
        return self.name if self.day == self.falls else f"{self.name}, observed"


class Proposed(NamedTuple):
    """A day of the proposal, with why it is there."""

    day: date
    name: str
    why: str


class Proposal(NamedTuple):
    """A year as it is proposed: the days on which the hall may be closed, holidays on which it is taken to be open, and what fell away."""

    year: int
    closed: tuple[Proposed, ...]
    open: tuple[Proposed, ...]
    dropped: tuple[Proposed, ...]


def holidays_of(year: int, state: str, known: Known, library: HolidayLibrary) -> list[Holiday]:
    """Return the holidays that federal law or that of the state keeps on a day of the year, in order."""
    by_state = {kept: (name, falls) for kept, name, falls in _kept_by_state(year, state, known, library)}
    federal = {library.federal.kept(falls): (name, falls) for falls, name in known.federal.items()}
    both = [Holiday(day, *named, "federal and state" if day in by_state else "federal") for day, named in federal.items()]
    alone = [Holiday(day, *named, "state") for day, named in by_state.items() if day not in federal]
    return sorted(each for each in (*both, *alone) if each.day.year == year)


def _kept_by_state(year: int, state: str, known: Known, library: HolidayLibrary) -> Iterable[tuple[date, str, date]]:
    """Each holiday that the law of the state keeps: the day, its name, and the day on which it falls."""
    rule = library.of_state(state)
    if rule is None:
        yield from ((day, name, day) for day, name in known.observed.items())
        return
    own = {date(year, each.month, each.day): each.name for each in rule.day}
    for falls, name in (own | dict(known.state)).items():
        yield rule.kept(falls), name, falls


def propose(year: int, state: str, calendar: CityCalendar, known: Known, library: HolidayLibrary) -> Proposal:
    """Return the first draft of a year: federal holidays and the habits of cities as closed, what is a holiday of the state alone as open.

    No holiday closes a city hall by itself. A day on which the hall never opens is left out; that of a holiday moves as the law moves it.
    Raises NotAllowed for a year of which no holiday is known.
    """
    if not any(day.year == year for day in known.federal):
        hint = 'write it by hand: [[year]] with year and closed, and in closed one { day = YYYY-MM-DD, name = "WHY" } for each day'
        raise NotAllowed(f"no holiday of {year} is known that could be proposed.", hint=hint)
    found = _in_this_hall(holidays_of(year, state, known, library), calendar)
    federal = [each for each in found if each.by != "state"]
    closed = [Proposed(each.day, each.called, _why(each, state, library)) for each in federal if not calendar.is_weekend(each.day)]
    dropped = [Proposed(each.day, each.called, "the hall never opens on that day of the week") for each in federal if calendar.is_weekend(each.day)]
    for name, day in _habits(year, found, library):
        if calendar.is_weekend(day) or day in {each.day for each in closed}:
            dropped.append(Proposed(day, name, "the hall is closed on that day anyway; whether it closes on another instead is the city's to say"))
        else:
            closed.append(Proposed(day, name, f"{_GUESS}: no holiday of any law, and many cities close"))
    taken = {each.day for each in closed}
    alone = [each for each in found if each.by == "state" and each.day not in taken and not calendar.is_weekend(each.day)]
    opened = [Proposed(each.day, each.called, "a holiday of the state alone, which closes no city hall") for each in alone]
    return Proposal(year, tuple(sorted(closed)), tuple(opened), tuple(dropped))


def _in_this_hall(found: Sequence[Holiday], calendar: CityCalendar) -> list[Holiday]:
    """Put each holiday on the day on which this hall takes it: one that is open on Saturdays takes that of a Saturday on the Saturday."""
    there = [each if calendar.is_weekend(each.falls) else each._replace(day=each.falls) for each in found]
    by_day = {each.day: each for each in sorted(there, key=lambda each: each.by != "state")}  # of two laws on one day the federal one names it
    return sorted(each for each in by_day.values() if each.day.year in {one.day.year for one in found})


def _why(holiday: Holiday, state: str, library: HolidayLibrary) -> str:
    """Say whose holiday it is, and what of it is a guess."""
    says = [f"{holiday.by} holiday"]
    if holiday.day != holiday.falls:
        rule = library.of_state(state)
        also = rule is not None and rule.kept(holiday.falls) == holiday.day
        who, law = ("offices", f"{library.federal.citation}; {rule.citation}") if rule and also else ("federal offices", library.federal.citation)
        says.append(f"it falls on {say_date(holiday.falls)}, and {who} take it on this day ({law})")
        says += [f"{rule.citation} does not move it: {_GUESS}"] if rule and not also else []
    if any(each.name == holiday.name for each in library.often_open):
        says.append(f"many city halls are open: {_GUESS}")
    return "; ".join(says)


def _habits(year: int, found: Iterable[Holiday], library: HolidayLibrary) -> Iterable[tuple[str, date]]:
    days = {holiday.name: holiday.day for holiday in found}
    for each in library.often_closed:
        if not each.after:
            yield each.name, date(year, each.month, each.day)
        elif each.after in days:
            yield each.name, days[each.after] + _ONE


def unsaid(entry: Year, place: int, calendar: CityCalendar, found: Sequence[Holiday]) -> Iterable[Finding]:
    """Name the holidays of a year on which the hall counts as open and nobody has said that it is: one note for all."""
    said = {each.day for each in entry.closed} | set(entry.open)
    left = [each for each in _in_this_hall(found, calendar) if each.day not in said and not calendar.is_weekend(each.day)]
    if left:
        days = ", ".join(f"{say_date(each.day)} {each.called} ({each.by})" for each in left)
        fix = f"add each to closed; or, where the hall is open, say so: open = [{', '.join(str(each.day) for each in left)}]"
        yield Finding("calendar", "note", "calendar.toml", f"holidays on which the hall counts as open, and nobody has said so: {days}.", fix, ("year", place))
