"""calendar.toml for those who keep it: a year added to what a city wrote, and the place of what is wrong with it.

A year is put after the last line of the file: nothing that stands there is read and written again, so every comment and every blank stays.
"""

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import tomli_w

from cicp.errors import CannotWrite, InvalidFile, MayBeWritten, NotAllowed
from cicp.files import disk, toml
from cicp.files.layout import Home, shown
from cicp.files.library import LIBRARY
from cicp.model.calendar import CityCalendar
from cicp.model.findings import Finding, Location
from cicp.model.proposal import HolidayLibrary, Known, Proposal, Proposed

_HEADING: Final = """\
# {year}: a first draft, which nobody in the city has confirmed. Correct each line, and take its guess = true away; a guess counts as closed until then.
"""
_ALONE: Final = """\
# Holidays of the state alone, which close no city hall: {days}.
# Where the hall is open on them, take the mark # away here:
# open = [{dates}]
"""


def read(home: Home) -> CityCalendar:
    """Read calendar.toml strictly. Raises InvalidFile, also where there is none: then with the command that begins one."""
    if not os.path.lexists(home.calendar):
        hint = "put it back, or copy it from another copy of the plan; or begin it: cicp calendar propose YEAR"
        raise InvalidFile("the file is not here.", where=shown(home.calendar), hint=hint)
    return toml.load(home.calendar, CityCalendar)


def read_or_begin(home: Home, library: HolidayLibrary) -> CityCalendar:
    """Read calendar.toml strictly; where there is none, what a new one says before it has a year."""
    return read(home) if os.path.lexists(home.calendar) else toml.parse(library.head.encode(), "holidays.toml", CityCalendar)


def library() -> HolidayLibrary:
    """Return what the package of holidays does not say."""
    return toml.load(LIBRARY / "holidays.toml", HolidayLibrary)


def known(year: int, state: str) -> Known:
    """Ask the package of holidays for the holidays of federal law and of a state: none, for a year or a state of which it knows nothing."""
    from holidays import country_holidays  # noqa: PLC0415  # 170 ms that no other command need pay

    both, state = (year, year + 1), state or "none"
    federal = dict(country_holidays("US", years=both, observed=False, language="en_US").items())
    try:
        own = country_holidays("US", subdiv=state, years=both, observed=False, language="en_US")
        observed = country_holidays("US", subdiv=state, years=year, language="en_US")
    except NotImplementedError:
        return Known(federal, {}, {})
    return Known(federal, dict(own.items()), dict(observed.items()))


def refuse_if_set(home: Home, calendar: CityCalendar, year: int) -> None:
    """Refuse to propose a year that the city has set, or that was proposed before. Raises NotAllowed, with the place."""
    place = next((place for place, entry in enumerate(calendar.year) if entry.year == year), None)
    if place is not None:
        where = _where(home, ("year", place, "year"))
        hint = f"correct it there; see it with: cicp calendar list {year}"
        raise NotAllowed(f"the closure days of {year} are set already, and are not written over.", where=where, hint=hint)


def _where(home: Home, location: Location) -> str:
    from cicp.files import faults  # noqa: PLC0415  # only where there is something to point at

    return faults.at(toml.read(home.calendar), shown(home.calendar), location, "", "").where


def placed(home: Home, findings: Iterable[Finding]) -> list[Finding]:
    """Give each finding about a place in calendar.toml its line."""
    return [replace(each, line=int(_where(home, each.location).rpartition(":")[2])) if each.location else each for each in findings]


def add(home: Home, proposal: Proposal, library: HolidayLibrary) -> None:
    """Write a proposed year: after what stands in calendar.toml, or as a new file. Raises InvalidFile, CannotWrite, MayBeWritten."""
    path = home.calendar
    if not os.path.lexists(path):
        _begin(home, f"{library.head}\n{_block(proposal)}".encode())
        return
    before = toml.read(path)
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if before.endswith(b"\n") else ending
    changed = before + gap + ending + _block(proposal).encode().replace(b"\n", ending)
    _see_that_it_reads(changed, path.name, shown(path))
    from cicp.files import editing  # noqa: PLC0415  # the library that keeps comments is slow to load, and a new file does without

    editing.in_place(path, changed)


def _see_that_it_reads(changed: bytes, name: str, where: str) -> None:
    try:
        toml.parse(changed, name, CityCalendar)
    except InvalidFile:
        hint = "write each year under a heading of its own, [[year]], then give the same command again"
        raise InvalidFile("its years are written in a way to which none can be added.", where=where, hint=hint) from None


def _begin(home: Home, data: bytes) -> None:
    path = home.calendar
    try:
        disk.create(path, data)
    except OSError as error:
        hint = "mend the disk (space, permission), then give the same command again"
        raise CannotWrite(f"not saved: {error.strerror}.", where=shown(path), hint=hint) from error
    try:
        disk.sync_folder(path.parent)
    except OSError as error:
        message = f"it is not known whether it is saved: {error.strerror} after it was written."
        raise MayBeWritten(message, where=shown(path), hint="look at it before you repeat the command") from error


def _block(proposal: Proposal) -> str:
    """Write a year as a city would, with a comment beside each day on why it is there."""
    lines = [f"    {{ day = {each.day}, {_in_toml('name', each.name)}, guess = true }}, # {each.day:%a}: {each.why}\n" for each in proposal.closed]
    head = _HEADING.format(year=proposal.year) + f"[[year]]\nyear = {proposal.year}\nclosed = [\n"
    dropped = "".join(f"# {_said(each)} is not among them: {each.why}.\n" for each in proposal.dropped)
    return head + "".join(lines) + "]\n" + dropped + _alone(proposal)


def _alone(proposal: Proposal) -> str:
    if not proposal.open:
        return ""
    return _ALONE.format(days=", ".join(map(_said, proposal.open)), dates=", ".join(str(each.day) for each in proposal.open))


def _said(each: Proposed) -> str:
    return f"{each.day:%a} {each.day} {each.name}"


def _in_toml(key: str, text: str) -> str:
    return tomli_w.dumps({key: text}).strip()
