"""Reading a plan's folder for `check`: every file that people write, and the whole record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cicp.errors import InvalidFile
from cicp.files import audit, disk, folder, journal, scene, toml
from cicp.files.folder import FOLDERS, SINGLE, WordFiles, belongs
from cicp.files.layout import Home, shown
from cicp.model import checks, record_checks
from cicp.model.checks import Finding
from cicp.model.incident import fold
from cicp.model.words import Words

_WRITTEN_BESIDE = ("calendar.toml", "directory.toml", "recommendations.toml")
_CHECKED_BY_RECORD = ("record", "leftovers")
NAMES = ("files", *checks.OF_WORDS, *_CHECKED_BY_RECORD)


@dataclass(frozen=True)
class Inspection:
    """What was found, and for each file that does not say what it should the error in full, with its excerpt."""

    findings: list[Finding]
    invalid: list[InvalidFile]


def inspect(home: Home, names: Iterable[str]) -> Inspection:
    """Run the checks of these names (all, where none is given)."""
    wanted = set(names) or set(NAMES)
    files = folder.collect(home.root)
    words, faults = folder.read_what_can_be(files, ())
    faults = [*faults, *scene.zone_of(words.plan)[1], *scene.read_calendar(home)[1], *scene.read_directory(home)[1]]
    found = [*(_of_fault(fault, home) for fault in faults), *strays(home)] if "files" in wanted else []
    invalid = list(faults) if "files" in wanted else []
    for name, check in checks.OF_WORDS.items():
        if name in wanted and _can_run(faults):
            placed = [_placed(finding, files) for finding in check(words)]
            found += [finding for finding, _ in placed]
            invalid += [error for finding, error in placed if finding.id in checks.MAKE_A_FILE_INVALID]
    return Inspection([*found, *(finding for finding in _of_record(home, words) if finding.id in wanted)], invalid)


def _can_run(faults: list[InvalidFile]) -> bool:
    """A file that does not read leaves holes that would be found again as dangling references: first things first."""
    return not faults


def _of_fault(fault: InvalidFile, home: Home) -> Finding:
    place, _, line = fault.where.rpartition(":")
    path = place if line.isdigit() else fault.where
    inside = path.removeprefix(shown(home.root)).lstrip("/")
    return Finding("files", "error", inside, fault.message, fault.hint, line=int(line) if line.isdigit() else None)


def strays(home: Home) -> Iterable[Finding]:
    """Name files that look like a part of the plan and are never read as one: backups, copies, links, names that fit no pattern."""
    for name in FOLDERS:
        for each in disk.names(home.root / name):
            if not belongs(name, each):
                yield Finding(
                    "files",
                    "note",
                    f"{name}/{each}",
                    "this file is not read: its name is not that of a plan file.",
                    f"name it {_pattern(name)}, or take it away",
                )
    known = {*SINGLE, *_WRITTEN_BESIDE}
    for each in disk.names(home.root):
        if each.endswith(".toml") and each not in known:
            yield Finding("files", "note", each, "this file is not read: no plan file has this name.", "rename it, or take it away")


def _pattern(name: str) -> str:
    return "like 04-notification.toml" if name == "text" else "in lower-case letters, digits and hyphens, ending in .toml"


def _placed(finding: Finding, files: WordFiles) -> tuple[Finding, InvalidFile]:
    """Find the line a finding speaks of."""
    data = files.files.get(_actual_path(finding.path, files), b"")
    error = toml.fault_at(data, f"{files.place}/{finding.path}", finding.location, finding.says, finding.fix)
    line = error.where.rpartition(":")[2]
    return replace(finding, line=int(line) if line.isdigit() else None), error


def _actual_path(path: str, files: WordFiles) -> str:
    """A playbook's file may bear another name than its kind; then the place is not looked for."""
    return path if path in files.files else PurePosixPath(path).name


def _of_record(home: Home, words: Words) -> Iterable[Finding]:
    docket, logs = audit.read_logs(home)
    gates = words.gates.gate if words.gates else ()
    incidents = [fold(log.name, log, docket, gates) for log in logs]
    yield from record_checks.damaged(audit.log_reports(home, docket, logs))
    yield from record_checks.damaged_editions(audit.edition_reports(home, docket, logs))
    yield from record_checks.unfit_moves(docket)
    yield from record_checks.contested(incidents)
    yield from record_checks.halves(docket, incidents)
    yield from record_checks.out_of_order((docket, *logs))
    yield from record_checks.strays(sorted({*disk.names(home.incidents)} - {log.name for log in logs}))
    for log in (docket, *logs):
        yield from record_checks.left_over(log.name, journal.leftovers(home.docket if log is docket else home.log(log.name)))
