"""Reading an incident with the words it runs on. Whatever is broken is named and gone without: this half of the program only warns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cicp.errors import AlteredRecord, CicpError, InvalidFile
from cicp.files import edition, folder, journal, library, toml
from cicp.files.layout import Home, shown
from cicp.model.calendar import CityCalendar
from cicp.model.docket import Log, digest_of
from cicp.model.gates import Gate
from cicp.model.incident import MOVES, Incident, fold
from cicp.model.lifecycle import fold as fold_docket
from cicp.model.plan import Directory, Plan
from cicp.model.words import Words

DOCKET = "docket"


@dataclass(frozen=True)
class Scene:
    """An incident, the words it runs on, and the faults met while reading them."""

    incident: Incident
    words: Words
    faults: tuple[CicpError, ...]


def read_docket(home: Home) -> Log:
    """Read the plan's docket."""
    return journal.read(home.docket, DOCKET)


def read_log(home: Home, incident: str) -> Log:
    """Read an incident's activity log; its root is the filing whose suffix the folder carries."""
    return journal.read(home.log(incident), incident, root_suffix=incident.rpartition("-")[2])


def read_scene(home: Home, log: Log) -> Scene:
    """Read the incident of a log with the words of its edition, or with what can stand in for them."""
    told = incident_of(home, log, ())
    words, faults = words_of(home, told.edition, told.instead)
    gates = words.gates.gate if words.gates else ()
    return Scene(incident_of(home, log, gates), words, (*record_faults(log), *faults))


def incident_of(home: Home, log: Log, gates: Iterable[Gate]) -> Incident:
    """Fold the incident of a log. The docket is read only where the log's own root is damaged: then the incident runs on what it repeats."""
    return fold(log.name, log, None if log.root in log.by_id else read_docket(home), gates)


def record_faults(log: Log) -> Iterable[CicpError]:
    """Name what is set aside or missing in a log."""
    for entry in log.set_aside:
        yield AlteredRecord(f"{entry.id} is set aside: {entry.why}.", where=log.name, hint="nothing rests on it; look with: cicp verify")
    for digest, named_by in log.missing.items():
        yield AlteredRecord(
            f"a filing that {named_by} was filed on is not here yet ({digest[:19]}…).",
            where=log.name,
            hint="copy it from another copy of the plan; look with: cicp verify",
        )


def words_of(home: Home, digest: str, instead: str = "") -> tuple[Words, list[InvalidFile]]:
    """Read the words of an edition. A file that was altered or cannot be read is named, and a stand-in is read in its place.

    The stand-ins, in turn: the plan's own file where its bytes are still those that were frozen, the same file of the edition `instead`,
    the plan's own files where the edition no longer says what it held, and what the package brings.
    """
    frozen = edition.read_frozen(home, digest) if digest else edition.none_named(home)
    damaged = [*frozen.altered, *frozen.missing]
    files = _restored(home, frozen) if damaged else frozen.files
    working = [folder.collect(home.root)] if edition.TABLE in damaged else []
    words, faults = _with_stand_ins(home, files, instead, working)
    return words, [*_say_damage(home, frozen), *faults]


def _with_stand_ins(home: Home, files: folder.WordFiles, instead: str, others: list[folder.WordFiles]) -> tuple[Words, list[InvalidFile]]:
    words, faults = folder.read_what_can_be(files, ())
    if not faults and words.complete:
        return words, faults
    before = [edition.read_frozen(home, instead).files] if instead else []
    return folder.read_what_can_be(files, (*before, *others, library.stand_in()))


@dataclass(frozen=True)
class Basis:
    """What a new incident runs on: the edition in force, or the working words, not frozen yet (`digest` is empty)."""

    digest: str
    words: Words
    faults: tuple[InvalidFile, ...]
    files: folder.WordFiles
    instead: str = ""


def basis(home: Home, docket: Log) -> Basis:
    """Read what an incident declared now would run on. In place of a working file that cannot be read stands that of the last edition frozen."""
    in_force = fold_docket(docket).in_force
    if in_force:
        words, faults = words_of(home, in_force)
        return Basis(in_force, words, tuple(faults), folder.WordFiles("", {}))
    files = folder.collect(home.root)
    frozen_before = [digest for filing in docket.filings if (digest := filing.text("edition"))]
    instead = frozen_before[-1] if frozen_before and folder.read_what_can_be(files, ())[1] else ""
    words, faults = _with_stand_ins(home, files, instead, [])
    return Basis("", words, tuple(faults), files, instead)


def freeze(home: Home, found: Basis) -> str:
    """Freeze the working words of a basis and return the digest of the edition. Raises CannotWrite."""
    own, faults = folder.read_what_can_be(found.files, ())
    unread = [path for path in found.files.files if any(fault.where.startswith(f"{found.files.place}/{path}") for fault in faults)]
    return edition.freeze(home, found.files, own, unread)


def _restored(home: Home, frozen: edition.Frozen) -> folder.WordFiles:
    """Where the working file still has the bytes that were frozen, take it."""
    files = dict(frozen.files.files)
    working = folder.collect(home.root).files
    for path in (*frozen.altered, *frozen.missing):
        if path in working and digest_of(working[path]) == frozen.digests.get(path):
            files[path] = working[path]
    return folder.WordFiles(frozen.files.place, files)


def _say_damage(home: Home, frozen: edition.Frozen) -> Iterable[InvalidFile]:
    place = shown(home.editions / edition.folder_name(frozen.digest)) if frozen.digest else shown(home.editions)
    for paths, state in ((frozen.altered, "was changed after it was frozen"), (frozen.missing, "is not here")):
        for path in paths:
            yield InvalidFile(
                f"the edition's file {state}.", where=f"{place}/{path}", hint="copy the folder from another copy of the plan; look with: cicp verify"
            )


def zone_of(plan: Plan | None) -> tuple[tzinfo | None, list[InvalidFile]]:
    """Return the city's zone; None where the plan cannot be read or names a zone that does not exist."""
    if plan is None:
        return None, []
    try:
        return ZoneInfo(plan.city.timezone), []
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f'"{plan.city.timezone}" is not a time zone.'
        return None, [InvalidFile(message, where="plan.toml", hint='write a name of the IANA list: timezone = "America/Chicago"')]


def read_calendar(home: Home) -> tuple[CityCalendar, list[InvalidFile]]:
    """Read the closure days as they are today; without them every weekday counts as open, which is never too late."""
    try:
        return toml.load(home.calendar, CityCalendar), []
    except InvalidFile as fault:
        return CityCalendar(format=1), [fault]


def read_directory(home: Home) -> tuple[Directory | None, list[InvalidFile]]:
    """Read who holds which office and how to reach them."""
    try:
        return toml.load(home.directory, Directory), []
    except InvalidFile as fault:
        return None, [fault]


@dataclass(frozen=True)
class LogState:
    """Whether an incident is open, and when it last moved."""

    is_open: bool
    last_moved: datetime


def state_of(log: Log) -> LogState:
    """Read from a log alone whether its incident is open: enough to choose which incident is meant."""
    incident = fold(log.name, log, None, ())
    moves = [filing.filed_at for filing in log.filings if filing.kind in MOVES]
    return LogState(incident.state == "open", max(moves, default=incident.declared_at))
