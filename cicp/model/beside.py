"""What is wrong with the files that lie beside the words and are never signed: the calendar, the directory, the recommendations."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from cicp.model.calendar import CityCalendar, Year
from cicp.model.findings import Finding, Location, written_steps
from cicp.model.fitting import Placed, twice
from cicp.model.plan import Directory, Plan
from cicp.model.recommendations import Recommendations
from cicp.model.references import Named, missing
from cicp.model.roles import CHECK as ROLES
from cicp.model.roles import held
from cicp.model.rules import spans_of
from cicp.model.spans import say_date
from cicp.model.words import Words

_CALENDAR: Final = "calendar.toml"
_FIRST_HOUR: Final = timedelta(hours=1)
_FROM_THE_START: Final = {"known", "occurred"}
_RECOMMENDATIONS: Final = "recommendations.toml"


def in_calendar(calendar: CityCalendar) -> Iterable[Finding]:
    """A year that stands twice, a day (1 January above all) under another year, a day that stands twice; guesses, and what has no effect."""
    yield from twice("year", [(str(entry.year), _CALENDAR, ("year", place, "year")) for place, entry in enumerate(calendar.year)])
    for place, entry in enumerate(calendar.year):
        days: list[tuple[date, Location]] = [(closed.day, ("year", place, "closed", number, "day")) for number, closed in enumerate(entry.closed)]
        opened: list[tuple[date, Location]] = [(day, ("year", place, "open", number)) for number, day in enumerate(entry.open)]
        yield from _of_another_year(entry.year, [*days, *opened])
        yield from _said_twice(days, opened)
        yield from _without_effect(calendar, days)
        yield from _guessed(entry, place)
    yield from _week(calendar)


def _week(calendar: CityCalendar) -> Iterable[Finding]:
    """Hours that are missing or end before they begin, and a week without a day on which the hall is closed."""
    hours = calendar.hours
    if hours is None:
        says = "nobody has said when the hall opens and closes on an open day."
        yield Finding("calendar", "note", _CALENDAR, says, 'add [hours] with opens = "08:30" and closes = "17:00"')
    elif hours.closes <= hours.opens:
        says = f"the hall would close at {hours.closes} and open at {hours.opens}: no hour lies between."
        yield Finding("calendar", "error", _CALENDAR, says, 'write both by the clock of twenty-four hours: closes = "17:00"', ("hours", "closes"))
    if not calendar.weekend:
        says = "no day of the week is closed: every Saturday and Sunday counts as open, in each count."
        yield Finding("calendar", "note", _CALENDAR, says, 'name the days on which the hall never opens: weekend = ["saturday", "sunday"]', ("weekend",))


def _of_another_year(year: int, days: Iterable[tuple[date, Location]]) -> Iterable[Finding]:
    for day, at in days:
        if day.year != year:
            yield Finding("references", "error", _CALENDAR, f"{day} is not a day of {year}.", "mend the date, or move it to its own year", at, breaks=True)


def _said_twice(closed: Sequence[tuple[date, Location]], opened: Iterable[tuple[date, Location]]) -> Iterable[Finding]:
    """Name a day that stands twice under its year: most likely another was meant in one of the two places, and that one now counts wrongly."""
    fix = "take one of the two away, or write the day that was meant"
    for number, (day, at) in enumerate(closed):
        if day in (each for each, _ in closed[:number]):
            yield Finding("calendar", "error", _CALENDAR, f"{say_date(day)} stands twice among the closed days.", fix, at)
    for day, at in opened:
        if day in (each for each, _ in closed):
            yield Finding("calendar", "error", _CALENDAR, f"{say_date(day)} stands among the closed days and among the open ones.", fix, at)


def _without_effect(calendar: CityCalendar, days: Iterable[tuple[date, Location]]) -> Iterable[Finding]:
    for day, at in days:
        if calendar.is_weekend(day):
            says = f"{say_date(day)} is a day of the week on which the hall never opens: that it is closed has no effect."
            yield Finding("calendar", "note", _CALENDAR, says, "write the day on which the hall is closed instead, or take it away", at)


def _guessed(entry: Year, place: int) -> Iterable[Finding]:
    """Name the days of a year that were proposed and that nobody has confirmed: one note for all."""
    guesses = [(number, closed) for number, closed in enumerate(entry.closed) if closed.guess]
    if guesses:
        days = ", ".join(f"{say_date(closed.day)} {closed.name}" for _, closed in guesses)
        fix = "correct each with whoever sets the days, and take away its guess = true"
        yield Finding("calendar", "note", _CALENDAR, f"nobody has confirmed that the hall is closed on {days}.", fix, ("year", place, "closed", guesses[0][0]))


def in_directory(directory: Directory, words: Words) -> Iterable[Finding]:
    """An office that stands twice or that the plan does not have, and an office of the first hour, or one that decides on a release, that nobody could call.

    That a number is missing is a note: the directory lives and is not signed, and no move of the plan shall wait for a telephone number.
    """
    yield from twice("office", [(contact.office, "directory.toml", ("contact", place, "office")) for place, contact in enumerate(directory.contact)])
    known = held(words)
    yield from missing(ROLES, (("directory.toml", ("contact", place, "office"), "office", each.office, known) for place, each in enumerate(directory.contact)))
    if words.plan:
        numbers = {contact.office for contact in directory.contact if contact.phone.strip()}
        for office, why in _needed_at_night(words, words.plan).items():
            if office not in numbers:
                fix = f'add a [[contact]] with office = "{office}" and its phone'
                yield Finding(ROLES, "note", "directory.toml", f"there is no telephone number for {office}, {why}.", fix)


def _needed_at_night(words: Words, plan: Plan) -> dict[str, str]:
    """Return the offices that are called, have something to do within the first hour or decide on a release, each with what it is needed for."""
    why: dict[str, str] = {}
    for link in plan.notify:
        why.setdefault(link.office, "which the notification chain calls")
        if link.otherwise:
            why.setdefault(link.otherwise, f"which is called when {link.office} does not answer")
    for each in written_steps(words):
        office = plan.holder(each.step.role)
        spans = spans_of((each.step.within,), plan.settings)
        if office and _FROM_THE_START.intersection(each.step.anchors) and any(not span.in_days and span.elapsed <= _FIRST_HOUR for span in spans):
            why.setdefault(office.id, f"which has to do {each.step.id} in the first hour")
    for kind, book in words.playbooks.items():
        for office in filter(None, map(plan.holder, book.authority)):
            why.setdefault(office.id, f"which decides what may be released of {kind}")
    return {office.id: why[office.id] for office in plan.office if office.id in why}


def in_recommendations(recommendations: Recommendations) -> Iterable[Finding]:
    """A goal, or a step of a goal, that stands twice; a dated status about a step that its goal does not have."""
    goals = recommendations.goal
    yield from twice("goal", [(goal.id, _RECOMMENDATIONS, ("goal", place, "id")) for place, goal in enumerate(goals)])
    for place, goal in enumerate(goals):
        steps: list[Placed] = [(step.id, _RECOMMENDATIONS, ("goal", place, "step", number, "id")) for number, step in enumerate(goal.step)]
        yield from twice("action step", steps)
    yield from missing("references", _named_in_goals(recommendations))


def _named_in_goals(recommendations: Recommendations) -> Iterable[Named]:
    for place, goal in enumerate(recommendations.goal):
        steps = [step.id for step in goal.step]
        for number, status in enumerate(goal.status):
            yield _RECOMMENDATIONS, ("goal", place, "status", number, "step"), "step of this goal", status.step, steps


def stale(schemas: Iterable[str]) -> Iterable[Finding]:
    """A schema in the plan's folder that another cicp wrote: an editor would ask for what this one does not."""
    for path in schemas:
        yield Finding("schema", "note", path, "this schema is not that of this cicp: an editor goes by other rules.", "write it again: cicp schema --write")
