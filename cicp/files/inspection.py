"""Reading a plan's folder for `check`: every file that people write, and the whole record."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar, cast

from pydantic import BaseModel

from cicp.errors import AlteredRecord, InvalidFile
from cicp.files import audit, comparison, disk, edition, folder, journal, reading, scene, toml
from cicp.files.folder import FOLDERS, SINGLE, belongs
from cicp.files.layout import Home, beneath, shown
from cicp.files.library import LIBRARY, example, law_files
from cicp.model import beside, checks, lifecycle, placeholders, record_checks, road_checks, upkeep
from cicp.model.calendar import CityCalendar
from cicp.model.coverage import DutyWords, coverage
from cicp.model.docket import Log
from cicp.model.findings import Finding
from cicp.model.incident import fold, joined_incidents, state_of
from cicp.model.law_answers import law_answered, law_named
from cicp.model.law_book import Book
from cicp.model.plan import Directory
from cicp.model.recommendations import Recommendations
from cicp.model.words import Words

CHECKS: Final[Mapping[str, str]] = {
    "files": "files that do not read, and files that no plan has",
    "duplicates": "ids that stand twice",
    "references": "clauses, steps, gates, facts, statements, kinds, duties of the law library and settings that are named and not there",
    "roles": "roles that no office holds; a threshold that no signing can reach; offices of the first hour, and those that decide on a release, without a "
    "telephone number",
    "sections": "required sections that are not there, and sections without an office that keeps them",
    "cycles": "steps that wait for each other",
    "spans": "spans on which a clause and its steps do not agree",
    "statements": "spans on which a clause and its kind of statement do not agree",
    "placeholders": "blanks left open; blanks and questions of a template that do not fit; asked for by name, drafts of open incidents too",
    "coverage": "clauses that bind somebody, and that no step does; duties of the state's law that nothing in the plan answers",
    "calendar": "closure days that are not set (of this year, from October on of the next), guesses, days said twice or to no effect",
    "law": "duties that nobody has held against the law for over a year",
    "words": "words that are not those circulated for signature, or not those in force",
    "comments": "comments that nobody has answered",
    "record": "what is altered or missing, moves that did not fit, facts told twice, halves that are missing",
    "schema": "schemas for editors that are out of date",
    "leftovers": "what interrupted commands left behind",
    "library": "what differs from the library; run when nothing else is wrong with the words, or asked for by name",
}
"""Every check by its name, and what it looks for."""
NAMES: Final = tuple(CHECKS)
_BESIDE: Final = ("calendar.toml", "directory.toml", "recommendations.toml")
_OF_RECORD: Final = {"comments", "record", "leftovers"}
_ON_RECORD: Final = {*_OF_RECORD, "words"}
"""Checks for which the record is read."""
_OF_FILES: Final = {*NAMES} - {*_OF_RECORD, "schema"}

M = TypeVar("M", bound=BaseModel)


class Inspection(NamedTuple):
    """What was found; `invalid` has, for each finding by which a file does not say what it should, the error in full, with its excerpt."""

    findings: list[Finding]
    invalid: Mapping[Finding, InvalidFile]


class _Read(NamedTuple):
    """Every file that people write: its bytes by path, what it says, and what is wrong with those that do not read."""

    place: str
    files: Mapping[str, bytes]
    words: Words
    calendar: CityCalendar | None
    directory: Directory | None
    recommendations: Recommendations | None
    faults: Mapping[str, InvalidFile]


def inspect(home: Home, names: Iterable[str], today: date) -> Inspection:
    """Run the checks of these names (all, where none is given) as of a day in the city."""
    named = set(names)
    wanted = named or set(NAMES)
    read = _read(home)
    found: list[Finding] = []
    invalid: dict[Finding, InvalidFile] = {}
    if wanted & _OF_FILES:  # a check of words that could not run must not look as if it had found nothing
        invalid |= {_of_fault(path, fault): fault for path, fault in read.faults.items()}
        found += invalid
    if not read.faults:  # a file that does not read leaves holes, which would be found again as dangling references: first things first
        for finding in _in_words(read, wanted, today):
            error = _error(finding, read)
            found.append(_placed(finding, error))
            if error and finding.breaks:
                invalid[found[-1]] = error
        if "library" in named or ("library" in wanted and not any(finding.level == "error" for finding in found)):
            found += [_placed(finding, _error(finding, read)) for finding in (*comparison.differences(read.files), *_law_changed(read.words))]
    also = (*strays(home), *_stale_schemas(home, wanted), *_in_drafts(home, named), *_of_record(home, read, wanted))
    return Inspection([*found, *(finding for finding in also if finding.id in wanted)], invalid)


def _read(home: Home) -> _Read:
    collected = folder.collect(home.root)
    words, unread = folder.read_what_can_be(collected)
    files, faults = dict(collected.files), {each.path: cast("InvalidFile", each) for each in unread}
    if words.plan and (fault := reading.zone_fault(words.plan, files["plan.toml"], beneath(collected.place, "plan.toml"))):
        faults["plan.toml"] = fault
    calendar = _one_beside(home.calendar, CityCalendar, files, faults)
    directory = _one_beside(home.directory, Directory, files, faults)
    register = home.root / "recommendations.toml"  # a plan need not have one
    recommendations = _one_beside(register, Recommendations, files, faults) if os.path.lexists(register) else None
    return _Read(collected.place, files, words, calendar, directory, recommendations, faults)


def _one_beside(path: Path, model: type[M], files: dict[str, bytes], faults: dict[str, InvalidFile]) -> M | None:
    """Read a file that lies beside the words and is not frozen with them."""
    try:
        files[path.name] = toml.read(path)
        return toml.parse(files[path.name], shown(path), model)
    except InvalidFile as fault:
        faults[path.name] = fault
        return None


def _in_words(read: _Read, wanted: set[str], today: date) -> list[Finding]:
    found = [finding for name, check in checks.OF_WORDS.items() if name in wanted for finding in check(read.words)]
    found += [finding for finding in _in_files_beside(read, today) if finding.id in wanted]
    if "law" in wanted:
        found += upkeep.law(read.words.law, today, _law().read_until)
    if "coverage" in wanted:
        named = {(finding.path, finding.location) for finding in found if finding.id == "spans"}  # the step that mends the span covers the clause
        duty_words = toml.load(LIBRARY / "duty-words.toml", DutyWords).words
        found += [finding for finding in coverage(read.words, duty_words) if (finding.path, finding.location) not in named]
    if wanted & {"coverage", "references"}:
        found += [finding for finding in _against_the_law(read.words) if finding.id in wanted]
    return found


def _against_the_law(words: Words) -> Iterable[Finding]:
    yield from law_answered(words, _law())
    yield from law_named(words, _law())


def _law_changed(words: Words) -> Iterable[Finding]:
    from cicp.model.law_upkeep import changed  # noqa: PLC0415  # only when nothing else is wrong, or asked for

    return changed(words, _law())


@cache
def _law() -> Book:
    """Read the law library once, however many checks hold the plan against it."""
    return Book(law_files(), {}, {}, {})


def _in_files_beside(read: _Read, today: date) -> Iterable[Finding]:
    if read.calendar:
        yield from beside.in_calendar(read.calendar)
        yield from upkeep.calendar(read.calendar, today)
    if read.directory:
        yield from beside.in_directory(read.directory, read.words)
        yield from placeholders.in_directory(read.directory)
    if read.recommendations:
        yield from beside.in_recommendations(read.recommendations)


def _of_fault(path: str, fault: InvalidFile) -> Finding:
    line = fault.where.rpartition(":")[2]
    return Finding("files", "error", path, fault.message, fault.hint, line=int(line) if line.isdigit() else None, breaks=True)


def _error(finding: Finding, read: _Read) -> InvalidFile | None:
    """Say a finding as an error with its line and excerpt; None, where it is about no place in a file that is here."""
    if finding.path not in read.files or not (finding.location or finding.breaks):
        return None
    from cicp.files import faults  # noqa: PLC0415  # only when there is something to say

    return faults.at(read.files[finding.path], beneath(read.place, finding.path), finding.location, finding.says, finding.fix)


def _placed(finding: Finding, error: InvalidFile | None) -> Finding:
    return replace(finding, line=int(error.where.rpartition(":")[2])) if error else finding


def strays(home: Home) -> Iterable[Finding]:
    """Name files that look like a part of the plan and are never read as one: backups, copies, links, names that fit no pattern."""
    for name in FOLDERS:
        for each in folder.names(home.root / name):
            if not (belongs(name, each) or each.startswith(disk.TEMPORARY)):
                says, fix = "this file is not read: its name is not that of a plan file.", f"name it {_pattern(name)}, or take it away"
                yield Finding("files", "note", f"{name}/{each}", says, fix)
    known = {*SINGLE, *_BESIDE}
    for each in folder.names(home.root):
        if ".toml" in each.lower() and each not in known:
            yield Finding("files", "note", each, "this file is not read: no plan file has this name.", "rename it, or take it away")


def _pattern(name: str) -> str:
    return "like 04-notification.toml" if name == "text" else "in lower-case letters, digits and hyphens, ending in .toml"


def _stale_schemas(home: Home, wanted: set[str]) -> Iterable[Finding]:
    """Schemas are made anew only where one is not, byte for byte, the one that the example plan brings: making them is dear."""
    if "schema" in wanted and any(_bytes(home.root / "schema" / name) != _bytes(example() / "schema" / name) for name in folder.names(home.root / "schema")):
        from cicp.files import schemas  # noqa: PLC0415

        yield from beside.stale(schemas.stale(home))


def _bytes(path: Path) -> bytes | None:
    try:
        return disk.read(path)
    except OSError:
        return None


def _in_drafts(home: Home, named: set[str]) -> Iterable[Finding]:
    """Look through the drafts of open incidents: only when asked for by name, for a draft has blanks from the moment it is made."""
    if placeholders.CHECK not in named:
        return
    for incident in (log.name for logs in scene.read_incidents(home, home.incident_ids()) if state_of(*logs) == "open" for log in logs):
        drafts = home.draft(incident, "").parent
        for name in disk.names(drafts):
            if belongs("statements", name):
                yield from _in_draft(home, drafts / name)


def _in_draft(home: Home, draft: Path) -> Iterable[Finding]:
    path = draft.relative_to(home.root).as_posix()
    try:
        yield from placeholders.in_draft(path, toml.load(draft, _Draft).text)
    except InvalidFile as fault:
        yield Finding(placeholders.CHECK, "note", path, f"this draft does not read: {fault.message}", fault.hint)


class _Draft(BaseModel):
    """What is read out of a draft; what else it says is not looked at here."""

    text: str


def _of_record(home: Home, read: _Read, wanted: set[str]) -> Iterable[Finding]:
    if not wanted & _ON_RECORD:
        return
    docket, logs = audit.read_logs(home)
    if "words" in wanted and not read.faults:
        yield from _held_to_edition(home, read, lifecycle.fold(docket))
    if wanted & _OF_RECORD:
        yield from _in_record(home, read.words, docket, logs)


def _held_to_edition(home: Home, read: _Read, standing: lifecycle.Standing) -> Iterable[Finding]:
    """Hold the words against the edition that was circulated, or is in force."""
    digest = upkeep.frozen(standing)
    own = {path: data for path, data in read.files.items() if path not in _BESIDE}
    try:
        different = comparison.from_edition(home, digest, own, read.words) if digest else None
    except AlteredRecord as fault:  # a damaged edition is an error of the record; here nothing can be held against it
        yield Finding("words", "note", "editions", f"the words cannot be held against it: {fault.message}", fault.hint)
        return
    if different:
        yield upkeep.words(standing, different.path, different.says)


def _in_record(home: Home, words: Words, docket: Log, logs: list[Log]) -> Iterable[Finding]:
    gates = words.gates.gate if words.gates else ()
    incidents = [fold(log.name, log, docket, gates, others) for log, *others in joined_incidents(logs, docket)]
    yield from record_checks.damaged(audit.log_reports(home, docket, logs))
    editions = audit.edition_reports(home, docket, logs)
    yield from record_checks.damaged_editions(editions)
    yield from record_checks.unfit_moves(docket)
    yield from road_checks.comments(docket)
    yield from road_checks.group(docket)
    yield from record_checks.contested(incidents)
    yield from record_checks.contested_changes(incidents)
    yield from record_checks.put_off_twice(incidents)
    yield from record_checks.wrong_order(incidents, words.facts.followers if words.facts else {})
    yield from record_checks.halves(docket, incidents)
    yield from record_checks.links(incidents)
    yield from record_checks.out_of_order((docket, *logs))
    yield from _left_over(home, docket, logs, [each.digest for each in editions])


def _left_over(home: Home, docket: Log, logs: list[Log], editions: list[str]) -> Iterable[Finding]:
    yield from record_checks.strays(sorted({*disk.names(home.incidents)} - {log.name for log in logs}))
    for log in (docket, *logs):
        yield from record_checks.left_over(log.name, journal.leftovers(home.docket if log is docket else home.log(log.name)))
    yield from record_checks.abandoned(sorted({*edition.leftovers(home, editions), *_temporary(home)}))


def _temporary(home: Home) -> Iterable[str]:
    """Temporary files where no log is looked through: beside attachments, frozen words, drafts, schemas and what people write."""
    logs = {home.docket, *(home.log(incident) for incident in home.incident_ids())}
    for place, inner, names in os.walk(home.root):
        inner[:] = [name for name in inner if not name.startswith(".") or name.startswith(disk.TEMPORARY)]  # .git and .cicp are not ours to look through
        folder = Path(place)
        if folder not in logs:
            yield from ((folder / name).relative_to(home.root).as_posix() for name in (*inner, *names) if name.startswith(disk.TEMPORARY))
