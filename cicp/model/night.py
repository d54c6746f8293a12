"""What is filed during an incident, decided from what is known: pure, and never more than a warning away from being filed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model.docket import Body, Filing, Log
from cicp.model.facts import open_gates
from cicp.model.gates import FactKind
from cicp.model.incident import MOVES, Incident, fold
from cicp.model.names import is_id, nearest
from cicp.model.timeline import Item

Table = dict[str, Any]


def find_item(name: str, items: Iterable[Item]) -> Item:
    """Return the item a person means: an exact id, else the first open occurrence of a repeated step, else a unique prefix.

    Raises NotFound with the nearest id, WrongWords when a prefix fits several.
    """
    items = list(items)
    exact = [item for item in items if item.id == name]
    repeated = [item for item in items if _is_occurrence(item.id, name)]
    if exact or repeated:
        return (exact or [item for item in repeated if not item.finished] or repeated)[0]
    found = [item for item in items if item.id.startswith(name)]
    families = {_family(item.id, items) for item in found}
    if len(families) == 1 and name:
        return next((item for item in found if not item.finished), found[0])
    if found and name:
        raise WrongWords(f'"{name}" could be {_or(sorted(families))}.', hint="type one more letter")
    guess = nearest(name, [item.id for item in items])
    raise NotFound(f'this incident has no step "{name}".', hint=f'did you mean "{guess}"?' if guess else "see them all: cicp incident checklist")


def _is_occurrence(item: str, name: str) -> bool:
    rest = item.removeprefix(f"{name}-")
    return rest != item and (rest.isdigit() or rest.rpartition("-")[2].isdigit())


def _family(item: str, items: list[Item]) -> str:
    """The id without the number of an occurrence, where there are several."""
    stem, _, last = item.rpartition("-")
    return stem if last.isdigit() and sum(each.id.startswith(f"{stem}-") for each in items) > 1 else item


def _or(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def done(item: Item, at: datetime, text: str, records: str, incident: Incident) -> Table:
    """Tick a step. What should have come first is recorded, not refused; a fact that the step records is recorded unless it is known."""
    table: Table = {"kind": "done", "at": at, "step": item.id, "text": text or None}
    if item.blocked_by and not item.done_at:
        table["out_of_order"] = list(item.blocked_by)
    if records and not incident.register.moment(records):
        table["records"] = records
    return table


def skipped(item: Item, at: datetime, why: str) -> Table:
    """Skip a step and say why: skipped is not done."""
    return {"kind": "skipped", "at": at, "step": item.id, "why": why}


def fact(name: str, at: datetime, incident: Incident, *, about: str, text: str, source: str, status: str) -> Table:
    """Record a fact. It replaces every filing of the same name and `about` that holds here.

    Raises WrongWords where `name` or `about` is no plain id, NotFound where there is nothing to withdraw.
    """
    for word, what in ((name, "the name of a fact"), (about, "--about")):
        if word and not is_id(word):
            raise WrongWords(f"{word!r} cannot be {what}.", hint="use a plain id such as deceased-1 or officer-2, never a person's name")
    held = incident.register.holding(name, about)
    if status == "withdrawn" and not held:
        known = sorted({each.name for each in incident.register.facts})
        raise NotFound(
            f"no fact {name}{f' about {about}' if about else ''} is recorded.", hint=f"recorded are: {', '.join(known)}" if known else "nothing is recorded yet"
        )
    table: Table = {"kind": "fact", "at": at, "name": name, "about": about or None, "text": text or None, "source": source or None, "status": status}
    return table | {"replaces": sorted(each.filing for each in held)}


def free_fact_warning(name: str, kinds: Iterable[FactKind]) -> str:
    """Say that a fact of this name starts nothing, with the nearest that does; empty when the plan knows it."""
    names = [kind.name for kind in kinds]
    if name in names:
        return ""
    guess = nearest(name, names)
    return f'the plan knows no fact "{name}": it starts no clock and opens no gate' + (f'; did you mean "{guess}"?' if guess else "")


def strike(entry: Filing, why: str, incident: Incident, now: datetime) -> Table:
    """Take back an entry of an incident's log.

    Raises NotAllowed for a move, and for a strike that would open a gate: what the gate rests on is then told by a fact.
    """
    if entry.kind in MOVES:
        remedy = {"declared": "cicp incident close", "closed": "cicp incident reopen", "reopened": "cicp incident close"}[entry.kind]
        raise NotAllowed(f"{entry.id} is a move of the incident and cannot be struck.", hint=f"make the opposite move: {remedy}")
    if entry.id in incident.struck:
        raise NotAllowed(
            f"{entry.id} is struck already, by {incident.struck[entry.id]}.",
            hint=f"to let it count again, strike the strike: cicp strike {incident.struck[entry.id]} --why …",
        )
    table: Table = {"kind": "struck", "at": now, "entry": entry.id, "why": why}
    opened = _gates_after(table, incident, now) - open_gates(incident.gates, incident.register, whole=incident.log.whole)
    if opened:
        names = " and ".join(sorted({gate for gate, _ in opened}))
        about = f" --about {entry.text('about')}" if entry.text("about") else ""
        raise NotAllowed(
            f"striking {entry.id} would open the gate {names}.", hint=f"if the fact holds, file it: cicp fact {entry.text('name')}{about} --at TIME"
        )
    return table


def _gates_after(table: Mapping[str, Any], incident: Incident, now: datetime) -> set[tuple[str, str]]:
    body = Body.model_validate({**table, "format": 1, "number": incident.log.next_number, "filed_at": now})
    pretended = Filing("pretended", "sha256:", body)
    log = Log(incident.log.name, incident.log.root, (*incident.log.filings, pretended), incident.log.set_aside, incident.log.missing)
    after = fold(incident.id, log, None, incident.gates)
    return open_gates(incident.gates, after.register, whole=incident.log.whole)


def holds_again(entry: Filing, incident: Incident) -> list[str]:
    """Return what a strike lets hold again: what the struck entry had replaced."""
    return [earlier for earlier in entry.body.replaces if earlier in incident.log.by_id]
