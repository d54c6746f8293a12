"""At an incident: which one is meant, what it runs on, and how everything in it stands now."""

from typing import NamedTuple

from cicp.cli.desk import NOT_STATED, Desk, warn
from cicp.errors import CicpError, NotFound, WrongWords
from cicp.files import reading, scene
from cicp.model.docket import Log
from cicp.model.incident import Incident, state_of
from cicp.model.names import nearest
from cicp.model.rules import Rules, rules_of
from cicp.model.timeline import Item, timeline
from cicp.model.words import Words
from cicp.views.zone import Local


class Night(NamedTuple):
    """An incident ready to be worked on: what it runs on, its items as they stand now."""

    incident: Incident
    rules: Rules
    items: list[Item]
    local: Local
    naming: str = ""
    """What a command needs to mean this incident: nothing, where it is the one that is meant anyway."""

    @property
    def names(self) -> list[str]:
        """Every id it was declared under."""
        return [self.incident.id, *self.incident.joined]


def night(desk: Desk, wanted: str, *, clocks: bool = True) -> Night:
    """Read the incident that is meant, warning of everything that is broken on the way. An entry that moves no clock does without its items."""
    found = scene.read_scene(desk.home, *logs_of(desk, wanted))
    for fault in found.faults:
        warn(fault)
    local, naming = desk.local(found.words.plan), f" --incident {found.incident.id}" if wanted else ""
    if not clocks:
        return Night(found.incident, rules_of(found.incident, found.words, desk.calendar(), local.zone), [], local, naming)
    return ready(desk, found.incident, found.words, local, naming)


def ready(desk: Desk, incident: Incident, words: Words, local: Local, naming: str) -> Night:
    """Make an incident ready to be worked on: with the closure days as they are today, and every item as it stands now."""
    rules = rules_of(incident, words, desk.calendar(), local.zone)
    return Night(incident, rules, timeline(incident, rules, local.now), local, naming)


def fast_office(desk: Desk, words: Words) -> str:
    """Return the office that acts, for a command of the night: an unknown one is warned of, never refused."""
    if words.plan is None:
        return desk.office or NOT_STATED
    offices = [role for office in words.plan.office for role in (office.id, *office.also)]
    if desk.office in offices:
        return desk.office
    what = f'there is no office "{desk.office}"' if desk.office else "nobody said which office acts"
    guess = nearest(desk.office, offices) or "pio"
    warn(CicpError(f"{what}: filed as {NOT_STATED}.", hint=f"next time add --as {guess}, or once for the night: export CICP_AS={guess}"))
    return NOT_STATED


def open_incidents(desk: Desk) -> list[str]:
    """Return the incidents that are open, those that were joined once, under the id they are shown by."""
    return [first.name for first, *others in scene.read_incidents(desk.home, reading.incident_ids(desk.home)) if state_of(first, *others) == "open"]


def id_of(desk: Desk, wanted: str) -> str:
    """Return the id of the incident that is meant by it or by a unique prefix of it."""
    return _one_of(wanted, reading.incident_ids(desk.home))


def logs_of(desk: Desk, wanted: str) -> list[Log]:
    """Return the log of the incident that is meant, and after it those that it is joined with.

    It is meant by its id or a unique prefix of it, or by that of one it is joined with; unnamed, the only open one is, else the last closed.
    """
    if wanted:
        name = id_of(desk, wanted)
        found = scene.read_incidents(desk.home, sorted({*desk.home.incident_ids(), name}))
        return next(logs for logs in found if name in {log.name for log in logs})
    found = scene.read_incidents(desk.home, desk.home.incident_ids())
    opened = [logs for logs in found if state_of(*logs) == "open"]
    if not opened:  # before saying that there is none: one whose log is gone still stands in the docket
        here = {log.name for logs in found for log in logs}
        opened = [[reading.read_log(desk.home, incident)] for incident in reading.lost_incidents(desk.home) if incident not in here]
    if len(opened) > 1:
        titles = "\n      ".join(f"--incident {first.name}   {scene.title_of(first)}" for first, *_ in opened)
        raise WrongWords("several incidents are open.", hint=f"name one with --incident ID:\n      {titles}")
    if not (opened or found):
        raise NotFound("no incident was ever declared here.", hint='declare one: cicp declare "TITLE" --kind KIND')
    return opened[0] if opened else max(found, key=scene.last_moved)


def _one_of(wanted: str, ids: list[str]) -> str:
    if wanted in ids:
        return wanted
    found = [each for each in ids if each.startswith(wanted)]
    if len(found) > 1:
        raise WrongWords(f'"{wanted}" could be {", ".join(found)}.', hint="type more of it")
    if not found:
        raise NotFound(f'there is no incident "{wanted}".', hint=f"there are: {', '.join(ids)}" if ids else "none was ever declared here")
    return found[0]
