"""What time overtakes in a plan that nobody touched: the years of the calendar, the day on which the law was read, the words that are in force."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from cicp.model.calendar import OPENED, CityCalendar, proposing, settable
from cicp.model.filing import edition_name
from cicp.model.findings import Finding
from cicp.model.law import Duty, Law
from cicp.model.lifecycle import COMMANDS, Standing
from cicp.model.spans import say_date

_NEXT_YEAR_FROM: Final = 10
"""The month from which the next year's closure days are asked for: a clock of ninety days that starts then can end in it."""


def calendar(calendar: CityCalendar, today: date) -> Iterable[Finding]:
    """Years whose closure days are needed and not set: this one, and from October on the next."""
    for year in (today.year, today.year + 1)[: 2 if today.month >= _NEXT_YEAR_FROM else 1]:
        if settable(year) and not calendar.knows(year):
            says = f"the closure days of {year} are not set: the clocks of an incident count every weekday as open; cicp due and cicp comment open refuse."
            yield Finding("calendar", "note", "calendar.toml", says, f"{proposing(year)} writes a first draft, which you correct")


def opened(calendar: CityCalendar, today: date) -> Iterable[Finding]:
    """Days of a weekend that are still to come and for which the city opens its hall: what that does is not what one would expect."""
    for place, entry in enumerate(calendar.year):
        days = [day for day in calendar.opened(entry) if day >= today]
        if days:
            says = f"the hall is opened on {', '.join(map(say_date, days))}, of a weekend: {OPENED}."
            fix = "go by the earlier of the two; where the hall stays closed, take the day out of open"
            yield Finding("calendar", "note", "calendar.toml", says, fix, ("year", place, "open"))


def law(law: Law | None, today: date, library_read: date) -> Iterable[Finding]:
    """Duties that nobody has held against the law for over a year; those of one day are named together, at the first of them.

    A day that is still to come is an error: nobody can have read or confirmed anything on it. `library_read` is the last on which the library was.
    """
    read_on: dict[date, list[tuple[int, str]]] = {}
    for place, duty in enumerate(law.duty if law else ()):
        if over_a_year(duty.last_held, today):
            read_on.setdefault(duty.last_held, []).append((place, duty.id))
        yield from to_come(duty, place, max(today, library_read), "law")
    for day, duties in sorted(read_on.items()):
        says = f"nobody has held this against the law since {day}, over a year ago: {', '.join(name for _, name in duties)}."
        fix = "have the City Attorney confirm each, and write the day as its confirmed_on"
        yield Finding("law", "note", "law.toml", says, fix, ("duty", duties[0][0], "verified_on"))


def to_come(duty: Duty, place: int, latest: date, check: str) -> Iterable[Finding]:
    """Name the days of a duty of law.toml, on which it was read or confirmed, that are still to come.

    `latest` is the last day of which it is known that it was: today, or where the clock was set back the day on which the library was read.
    """
    for key, day in (("verified_on", duty.verified_on), ("confirmed_on", duty.confirmed_on)):
        if day and day > latest:
            says = f"{duty.id}: {key} is {day}, and that day is still to come."
            yield Finding(check, "error", "law.toml", says, "write the day on which it was done", ("duty", place, key))


def over_a_year(day: date, today: date) -> bool:
    """Say whether a day lies more than a year back."""
    return (today.year - 1, today.month, today.day) > (day.year, day.month, day.day)


def frozen(standing: Standing) -> str:
    """Return the digest of the edition whose words the plan's files are to hold; none while the words are being written."""
    if standing.stage == "signing":
        return standing.circulated
    return standing.in_force if standing.stage in ("in-force", "review") else ""


def words(standing: Standing, path: str, differs: str) -> Finding:
    """Say that the words in the plan's files are not those of the edition they are to hold. `differs` names the first difference, `path` its file."""
    folder = f"editions/{edition_name(frozen(standing))}/"
    if standing.stage == "signing":
        says = f"the words are not those that were circulated for signature: {differs}. No signature can be recorded."
        return Finding("words", "error", path, says, f"copy them from {folder}; or recall what was circulated: {COMMANDS['recalled']}")
    road = [COMMANDS[kind] for kind in ("review-begun", "amendment-begun")[standing.stage == "review" :]]
    says = f"the words are not those in force: {differs}. An incident runs on those in force."
    return Finding("words", "note", path, says, f"copy them from {folder}; or begin an amendment: {'; '.join(road)}")
