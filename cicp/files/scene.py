"""Reading an incident with the words it runs on. Whatever is broken is named and gone without: this half of the program only warns."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from cicp.errors import AlteredRecord, CicpError, InvalidFile
from cicp.files import edition, folder, library, reading, toml
from cicp.files.layout import Home, beneath, is_incident
from cicp.model import joining
from cicp.model.docket import Log
from cicp.model.filing import digest_of
from cicp.model.incident import MOVES, Incident, fold, joined_incidents, teller
from cicp.model.lifecycle import fold as fold_docket
from cicp.model.words import Words

if TYPE_CHECKING:
    pass

DOCKET = "docket"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Scene(NamedTuple):
    """An incident, the words it runs on, and the faults met while reading them."""

    incident: Incident
    words: Words
    faults: tuple[CicpError, ...]


def read_incidents(home: Home, names: Iterable[str]) -> list[list[Log]]:
    """Read the logs of incidents, put together where they are joined, the log first that is shown. What a link names is read too."""
    logs = [reading.read_log(home, name) for name in names]
    here = {log.name for log in logs}
    logs += [reading.read_log(home, name) for name in sorted(joining.named_by(logs) - here) if is_incident(name)]
    return joined_incidents(logs, docket_for(home, *logs))


def read_scene(home: Home, log: Log, *others: Log) -> Scene:
    """Read the incident of a log, and of those it is joined with, with the words of its edition, or with what can stand in for them."""
    docket = docket_for(home, log, *others)
    told = teller(log.name, log, docket)
    words, faults = words_of(home, told.text("edition") if told else "", told.text("instead") if told else "")
    gates = words.gates.gate if words.gates else ()
    incident = fold(log.name, log, docket, gates, others)
    return Scene(incident, _with_kinds_of_others(home, words, incident), (*joint_faults(incident), *faults))


def _with_kinds_of_others(home: Home, words: Words, incident: Incident) -> Words:
    """An incident runs on one edition. A kind that only the other one of two has words for is read from there: joining takes no step away."""
    for side in incident.sides[1:]:
        edition_of = side.told.text("edition") if side.told else ""
        if edition_of not in ("", incident.edition) and any(kind not in words.playbooks for kind in incident.kinds):
            others, _ = words_of(home, edition_of)
            words = replace(words, playbooks=others.playbooks | words.playbooks)
    return words


def docket_for(home: Home, *logs: Log) -> Log | None:
    """Return the docket where the root of an incident's log is damaged: then the incident runs on what the docket repeats."""
    return None if all(log.root in log.by_id for log in logs) else reading.read_docket(home)


def joint_faults(incident: Incident) -> Iterable[CicpError]:
    """Name what is set aside or missing in any log of an incident, and what one of them quotes of another that is not here."""
    for side in incident.sides:
        yield from reading.record_faults(side.log)
    named = {digest for side in incident.sides for digest in side.log.missing}
    for digest, by in incident.log.missing.items():
        if digest not in named:
            yield AlteredRecord(
                f"a filing that {by} joined is not here yet ({digest[:19]}…): until it is, every gate counts as closed.",
                where=" and ".join(incident.joined),
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
    files = replace(files, faults={path: _unfrozen(files, path) for path in frozen.unread if path not in files.files} | dict(files.faults))
    words, faults = folder.read_what_can_be(files, _stand_ins(home, instead, others=edition.TABLE in damaged))
    return words, [*_say_damage(frozen, files), *map(_as_frozen, faults), *map(_as_frozen, _zone_faults(words, files))]


def _as_frozen(fault: toml.Unread) -> InvalidFile:
    """An edition is never mended: of what mends a file, only what stands in its place is worth saying."""
    return InvalidFile(fault.message, where=fault.where, excerpt=fault.excerpt, hint=f"this incident keeps the words it was declared under; {fault.instead}")


def _stand_ins(home: Home, instead: str, *, others: bool) -> Iterable[folder.WordFiles]:
    """What may stand for a file that cannot be read, best first. The caller takes of it only when there is need."""
    if instead:
        yield edition.read_frozen(home, instead).files
    if others:
        yield folder.collect(home.root)
    yield library.stand_in()


def _zone_faults(words: Words, files: folder.WordFiles) -> list[toml.Unread]:
    """Say that times are not in the city's zone, where the plan does not give it; the package's own plan knows none."""
    if reading.zone_of(words.plan):
        return []
    place = beneath(files.place, "plan.toml")
    fault = reading.zone_fault(words.plan, files.files.get("plan.toml", b""), place) if words.plan and words.plan.city.timezone else None
    fault = fault or InvalidFile("the city's time zone cannot be read from it.", where=place)
    return [toml.Unread("plan.toml", fault, "this machine's own zone stands in its place: read times with care")]


class Basis(NamedTuple):
    """What a new incident runs on: the edition in force, or the working words, not frozen yet (`digest` is empty)."""

    digest: str
    words: Words
    faults: tuple[InvalidFile, ...]
    files: folder.WordFiles
    own: Words | None = None
    """The working words without what stands in for a part of them: what the edition's table tells."""
    unread: tuple[str, ...] = ()
    instead: str = ""


def basis(home: Home, docket: Log, kinds: Iterable[str]) -> Basis:
    """Read what an incident declared now would run on. In place of a working file that cannot be read stands that of the last edition frozen.

    A playbook of `kinds` that is gone from the working words, and was in that edition, is such a file too.
    """
    in_force = fold_docket(docket).in_force
    if in_force:
        words, faults = words_of(home, in_force)
        return Basis(in_force, words, tuple(faults), folder.WordFiles("", {}))
    files = folder.collect(home.root)
    words, unread = folder.read_what_can_be(files)
    own = words
    gone = [f"playbooks/{kind}.toml" for kind in kinds if kind not in words.playbooks]
    before = _last_whole(home, docket, {*gone, *(each.path for each in unread)}) if gone or unread else edition.none_named(home)
    files = replace(files, faults={path: folder.not_here(files, path) for path in gone if path in before.files.files} | dict(files.faults))
    if unread or files.faults:
        words, unread = folder.read_what_can_be(files, _stand_ins(home, before.digest, others=False))
    return Basis("", words, (*unread, *_zone_faults(words, files)), files, own, tuple(each.path for each in unread), before.digest if unread else "")


def _last_whole(home: Home, docket: Log, unread: set[str]) -> edition.Frozen:
    """Return the last edition frozen in which none of these files was unreadable already; one with nothing in it, where there is none."""
    digests = dict.fromkeys(digest for filing in reversed(docket.filings) if (digest := filing.text("edition")))
    frozen = (edition.read_frozen(home, digest) for digest in digests)
    return next((each for each in frozen if each.files.files and unread.isdisjoint(each.unread)), edition.none_named(home))


def freeze(home: Home, found: Basis) -> str:
    """Freeze the working words of a basis and return the digest of the edition. Raises CannotWrite."""
    return edition.freeze(home, found.files, found.own or found.words, list(found.unread))


def _unfrozen(files: folder.WordFiles, path: str) -> InvalidFile:
    where = beneath(files.place, path)
    return InvalidFile("the file could not be had when these words were frozen.", where=where, hint="nothing mends it for this incident")


def _restored(home: Home, frozen: edition.Frozen) -> folder.WordFiles:
    """Where the working file still has the bytes that were frozen, take it."""
    files = dict(frozen.files.files)
    working = folder.collect(home.root).files
    for path in (*frozen.altered, *frozen.missing):
        if path in working and digest_of(working[path]) == frozen.digests.get(path):
            files[path] = working[path]
    lost = {path: _damage(frozen, path, "is not here") for path in frozen.missing if path not in files and path != edition.TABLE}
    return folder.WordFiles(frozen.files.place, files, lost)


def _say_damage(frozen: edition.Frozen, files: folder.WordFiles) -> Iterable[InvalidFile]:
    """Name what was changed, and what is gone and not named as a fault of its own already."""
    yield from (_damage(frozen, path, "was changed after it was frozen") for path in frozen.altered)
    yield from (_damage(frozen, path, "is not here") for path in frozen.missing if path not in files.faults)


def _damage(frozen: edition.Frozen, path: str, state: str) -> InvalidFile:
    place = beneath(frozen.files.place, path)
    return InvalidFile(f"the edition's file {state}.", where=place, hint="copy the folder from another copy of the plan (look with: cicp verify)")


def last_moved(logs: Iterable[Log]) -> datetime:
    """Return when an incident was last declared, closed or reopened, to tell which closed one is meant."""
    filings = [filing for log in logs for filing in log.filings]
    moves = [filing.filed_at for filing in filings if filing.kind in MOVES]
    return max(moves or [filing.filed_at for filing in filings], default=_NEVER)


def title_of(log: Log) -> str:
    """Return an incident's title, where its log still says it."""
    root = log.by_id.get(log.root)
    return root.text("title") if root else ""
