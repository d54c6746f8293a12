"""Reading a plan's folder for `check`: every file that people write, and the whole record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from cicp.errors import InvalidFile
from cicp.files import audit, disk, edition, folder, journal, scene, toml
from cicp.files.folder import FOLDERS, SINGLE, belongs
from cicp.files.layout import Home, beneath, shown
from cicp.model import checks, record_checks
from cicp.model.calendar import CityCalendar
from cicp.model.findings import Finding
from cicp.model.incident import fold
from cicp.model.plan import Directory
from cicp.model.words import Words

_WRITTEN_BESIDE = ("calendar.toml", "directory.toml", "recommendations.toml")
_CHECKED_BY_RECORD = ("record", "leftovers")
NAMES = ("files", *checks.OF_WORDS, *_CHECKED_BY_RECORD)
_OF_FILES = {"files", *checks.OF_WORDS}

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Inspection:
    """What was found, and for each file that does not say what it should the error in full, with its excerpt."""

    findings: list[Finding]
    invalid: list[InvalidFile]


@dataclass(frozen=True)
class _Read:
    """Every file that people write: its bytes by path, what it says, and what is wrong with those that do not read."""

    place: str
    files: Mapping[str, bytes]
    words: Words
    calendar: CityCalendar | None
    directory: Directory | None
    faults: Mapping[str, InvalidFile]


def inspect(home: Home, names: Iterable[str]) -> Inspection:
    """Run the checks of these names (all, where none is given)."""
    wanted = set(names) or set(NAMES)
    read = _read(home)
    found: list[tuple[Finding, InvalidFile]] = []
    if wanted & _OF_FILES:  # a check of words that could not run must not look as if it had found nothing
        found += [(_of_fault(path, fault), fault) for path, fault in read.faults.items()]
    if not read.faults:  # a file that does not read leaves holes, which would be found again as dangling references: first things first
        found += [(_placed(finding, error), error) for finding in _in_words(read, wanted) for error in [_error(finding, read)]]
    also = [*strays(home), *_of_record(home, read.words)]
    invalid = [error for finding, error in found if finding.id in checks.MAKE_A_FILE_INVALID]
    return Inspection([*(finding for finding, _ in found), *(finding for finding in also if finding.id in wanted)], invalid)


def _read(home: Home) -> _Read:
    collected = folder.collect(home.root)
    words, unread = folder.read_what_can_be(collected)
    files, faults = dict(collected.files), {each.path: cast("InvalidFile", each) for each in unread}
    if words.plan and (fault := scene.zone_fault(words.plan, files["plan.toml"], beneath(collected.place, "plan.toml"))):
        faults["plan.toml"] = fault
    calendar = _one_beside(home.calendar, CityCalendar, files, faults)
    directory = _one_beside(home.directory, Directory, files, faults)
    return _Read(collected.place, files, words, calendar, directory, faults)


def _one_beside(path: Path, model: type[M], files: dict[str, bytes], faults: dict[str, InvalidFile]) -> M | None:
    """Read a file that lies beside the words and is not frozen with them."""
    try:
        files[path.name] = toml.read(path)
        return toml.parse(files[path.name], shown(path), model)
    except InvalidFile as fault:
        faults[path.name] = fault
        return None


def _in_words(read: _Read, wanted: set[str]) -> Iterable[Finding]:
    for name, check in checks.OF_WORDS.items():
        if name in wanted:
            yield from check(read.words)
    beside = [*(checks.in_calendar(read.calendar) if read.calendar else ()), *(checks.in_directory(read.directory, read.words) if read.directory else ())]
    yield from (finding for finding in beside if finding.id in wanted)


def _of_fault(path: str, fault: InvalidFile) -> Finding:
    line = fault.where.rpartition(":")[2]
    return Finding("files", "error", path, fault.message, fault.hint, line=int(line) if line.isdigit() else None)


def _error(finding: Finding, read: _Read) -> InvalidFile:
    """Say a finding as the error that it is, with its line and excerpt."""
    from cicp.files import faults  # noqa: PLC0415  # only when there is something to say

    return faults.at(read.files[finding.path], beneath(read.place, finding.path), finding.location, finding.says, finding.fix)


def _placed(finding: Finding, error: InvalidFile) -> Finding:
    return replace(finding, line=int(error.where.rpartition(":")[2]))


def strays(home: Home) -> Iterable[Finding]:
    """Name files that look like a part of the plan and are never read as one: backups, copies, links, names that fit no pattern."""
    for name in FOLDERS:
        for each in folder.names(home.root / name):
            if not belongs(name, each):
                says, fix = "this file is not read: its name is not that of a plan file.", f"name it {_pattern(name)}, or take it away"
                yield Finding("files", "note", f"{name}/{each}", says, fix)
    known = {*SINGLE, *_WRITTEN_BESIDE}
    for each in folder.names(home.root):
        if ".toml" in each.lower() and each not in known:
            yield Finding("files", "note", each, "this file is not read: no plan file has this name.", "rename it, or take it away")


def _pattern(name: str) -> str:
    return "like 04-notification.toml" if name == "text" else "in lower-case letters, digits and hyphens, ending in .toml"


def _of_record(home: Home, words: Words) -> Iterable[Finding]:
    docket, logs = audit.read_logs(home)
    gates = words.gates.gate if words.gates else ()
    incidents = [fold(log.name, log, docket, gates) for log in logs]
    yield from record_checks.damaged(audit.log_reports(home, docket, logs))
    editions = audit.edition_reports(home, docket, logs)
    yield from record_checks.damaged_editions(editions)
    yield from record_checks.unfit_moves(docket)
    yield from record_checks.contested(incidents)
    yield from record_checks.halves(docket, incidents)
    yield from record_checks.out_of_order((docket, *logs))
    yield from record_checks.strays(sorted({*disk.names(home.incidents)} - {log.name for log in logs}))
    for log in (docket, *logs):
        yield from record_checks.left_over(log.name, journal.leftovers(home.docket if log is docket else home.log(log.name)))
    yield from record_checks.abandoned(sorted({*edition.leftovers(home, [each.digest for each in editions]), *_temporary(home)}))


def _temporary(home: Home) -> Iterable[str]:
    """Temporary files where no log is looked through: beside attachments, frozen words and drafts."""
    for record in (home.docket, home.editions, home.incidents):
        for path in record.rglob(f"{disk.TEMPORARY}*"):
            if path.parent.name not in {"docket", "log"}:
                yield path.relative_to(home.root).as_posix()
