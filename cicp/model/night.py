"""What is filed during an incident, decided from what is known: pure, and never more than a warning away from being filed."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from cicp.errors import CicpError, NotAllowed, NotFound, WrongWords
from cicp.model.asked import holding
from cicp.model.facts import Fact
from cicp.model.filing import Filing
from cicp.model.gates import FactKind, Gate
from cicp.model.incident import MOVES, Incident, with_one_more
from cicp.model.names import is_id, nearest
from cicp.model.timeline import Item
from cicp.model.words import Words

Table = dict[str, Any]
_DAY: Final = timedelta(days=1)


def find_item(name: str, items: Iterable[Item]) -> Item:
    """Return the item a person means: an exact id, else the first open occurrence of a repeated step, else a unique prefix.

    Raises NotFound with the nearest id, WrongWords when the words fit several: also several people, for a step that is owed for each.
    """
    items = list(items)
    if exact := next((item for item in items if item.id == name), None):
        return exact
    found = [item for item in items if item.step == name] or [item for item in items if name and item.id.startswith(name)]
    if not found:
        guess = nearest(name, [item.id for item in items])
        raise NotFound(f'this incident has no step "{name}".', hint=f'did you mean "{guess}"?' if guess else "see them all: cicp incident checklist")
    steps = sorted({item.step for item in found})
    unfinished = [item for item in found if not item.finished] or found
    people = {item.about: item.id for item in reversed(unfinished)}
    if len(steps) > 1 or len(people) > 1:
        names = steps if len(steps) > 1 else sorted(people.values())
        whole = len(steps) == 1 or any(longer.startswith(each) for each, longer in pairwise(steps))
        raise WrongWords(f'"{name}" could be {", ".join(names[:-1])} or {names[-1]}.', hint="type the whole of one" if whole else "type one more letter")
    return unfinished[0]


def done(item: Item, at: datetime, text: str, records: str, incident: Incident) -> Table:
    """Tick a step. What should have come first is recorded, not refused; a fact that the step records is recorded unless it is known."""
    table: Table = {"kind": "done", "at": at, "step": item.id, "text": text or None}
    if item.blocked_by:
        table["out_of_order"] = list(item.blocked_by)
    if records and not incident.register.moment(records, item.about):
        held = incident.register.holding(records, item.about or "")
        table |= {"records": records, "about": item.about or None, "replaces": sorted(each.filing for each in held)}
    return table


def done_too_early(item: Item, at: datetime, incident: Incident) -> str:
    """Say that a step is ticked as done before anything had happened, which an hour typed after midnight may mean; empty when it is not.

    Where it is not known when it occurred, a day before it was known is too early.
    """
    occurred, known = incident.register.moment("occurred"), incident.register.moment("known")
    if occurred:
        return f"by this {item.id} was done before it occurred" if at < occurred.at else ""
    first = known.at if known else incident.declared_at
    return f"by this {item.id} was done more than a day before it was known" if at < first - _DAY else ""


def skipped(item: Item, at: datetime, why: str) -> Table:
    """Skip a step and say why: skipped is not done."""
    return {"kind": "skipped", "at": at, "step": item.id, "why": why}


def fact(name: str, at: datetime, incident: Incident, *, about: str, text: str, source: str, status: str) -> Table:
    """Record a fact. It replaces every filing of the same name and `about` that holds here.

    Raises WrongWords where `name` or `about` is no plain id, NotFound where there is nothing to withdraw.
    """
    if not is_id(name):
        raise WrongWords(f'"{name}" cannot be the name of a fact.', hint="use a plain id such as died or next-of-kin-notified")
    if about and not is_id(about):
        raise WrongWords(f'"{about}" cannot be --about.', hint="use a plain id such as deceased-1 or officer-2, never a person's name")
    held = incident.register.holding(name, about)
    if status == "withdrawn" and not held:
        known = sorted({each.name for each in incident.register.facts})
        raise NotFound(
            f"no fact {name}{f' about {about}' if about else ''} is recorded.", hint=f"recorded are: {', '.join(known)}" if known else "nothing is recorded yet"
        )
    table: Table = {"kind": "fact", "at": at, "name": name, "about": about or None, "text": text or None, "source": source or None, "status": status}
    return table | {"replaces": sorted(each.filing for each in held)}


def fact_doubts(table: Table, incident: Incident, abouts: Mapping[str, str], follows: Mapping[str, tuple[str, ...]]) -> Iterable[CicpError]:
    """Yield what cannot be right about a fact, or may do harm: worth a warning, never a refusal.

    `abouts` says whom a fact is about, `follows` which others cannot have happened before it.
    """
    name, about, kind = table["name"], table["about"] or "", abouts.get(table["name"], "")
    if kind and not about:
        hint = f"say which, if there can be two: cicp fact {name} --about {kind}-1"
        yield CicpError(f"nothing says which {kind} this is about.", hint=hint)
    elif kind and not re.fullmatch(rf"{kind}-\d+", about):
        hint = f"if it is a person's name, strike this and file it as {kind}-1: names do not belong into filings"
        yield CicpError(f'"{about}" is not the id of {"an" if kind[0] in "aeiou" else "a"} {kind}.', hint=hint)
    if table["status"] == "confirmed":
        yield from _wrong_order(name, about, table["at"], incident, follows)


def _wrong_order(name: str, about: str, at: datetime, incident: Incident, follows: Mapping[str, tuple[str, ...]]) -> Iterable[CicpError]:
    """Name what this cannot have happened after, or before. The clocks count from the earlier of the two until one is mended."""
    after = [(name, at, each, fact.at) for each in follows.get(name, ()) if (fact := _told_of(incident, each, about))]
    before = [(each, fact.at, name, at) for each, others in follows.items() if name in others and (fact := _told_of(incident, each, about))]
    for first, began, second, followed in (*after, *before):
        if followed < began:
            hint = f"correct the one that is wrong: cicp fact {name} --at TIME, or cicp fact {second if first == name else first} --at TIME"
            yield CicpError(f"by this {second} was before {first}, which cannot be; until it is mended clocks count from the earlier.", hint=hint)


def _told_of(incident: Incident, name: str, about: str) -> Fact | None:
    """Return a fact of the same person or request, else of nobody in particular."""
    return (incident.register.moment(name, about) if about else None) or incident.register.moment(name, "")


def unknown_facts(incident: Incident, words: Words) -> list[str]:
    """Return the facts that are peculiar to the kinds of an incident, and that nobody has recorded of anybody."""
    asked = (name for kind in incident.kinds if kind in words.playbooks for name in words.playbooks[kind].facts)
    return [name for name in dict.fromkeys(asked) if incident.register.moment(name) is None]


def free_fact_warning(name: str, kinds: Iterable[FactKind]) -> str:
    """Say that a fact of this name starts nothing, with the nearest that does; empty when the plan knows it."""
    names = [kind.name for kind in kinds]
    if name in names:
        return ""
    guess = nearest(name, names)
    return f'the plan knows no fact "{name}": it starts no clock and opens no gate' + (f'; did you mean "{guess}"?' if guess else ".")


def strike(entry: Filing, why: str, incident: Incident, abouts: Mapping[str, str], now: datetime) -> Table:
    """Take back an entry of an incident's log. `abouts` says of each fact whom it is about.

    Raises NotAllowed for a move, and for a strike that would open a gate: what the gate rests on is then told by a fact.
    """
    if entry.kind in MOVES:
        remedy = {"declared": "close", "closed": "reopen", "reopened": "close"}[entry.kind]
        raise NotAllowed(f"{entry.id} is a move of the incident and cannot be struck.", hint=f"make the opposite move: cicp incident {remedy} {incident.id}")
    if entry.id in incident.struck:
        raise NotAllowed(
            f"{entry.id} is struck already, by {incident.struck[entry.id]}.",
            hint=f"to let it count again, strike the strike: cicp strike {incident.struck[entry.id]} --why REASON",
        )
    table: Table = {"kind": "struck", "at": now, "entry": entry.id, "why": why}
    _keep_gates_shut(entry, incident, with_one_more(incident, table, now), abouts)
    return table


def _keep_gates_shut(entry: Filing, incident: Incident, after: list[Incident], abouts: Mapping[str, str]) -> None:
    """What is set aside or missing may come back, and a gate that the strike opens would then stand open: it is asked as if all were here."""
    before = incident.open_gates(abouts, whole=True)
    known = {gate for gate, about in before if about}  # already open for the one person whom nobody in particular then means
    stand_open = {gate for each in after for gate in each.open_gates(abouts, whole=True)}
    opened = {(gate, about) for gate, about in stand_open - before if about or gate not in known}
    if opened:
        commands = [command for gate in incident.gates for command in _instead(gate, sorted(about for each, about in opened if each == gate.id), incident)]
        raise NotAllowed(
            f"striking {entry.id} would open the gate {' and '.join(sorted({gate for gate, _ in opened}))}.",
            hint="\n      ".join(["if it holds, say so instead, as an office that may confirm it:", *dict.fromkeys(commands)]),
        )


def _instead(gate: Gate, opened_for: list[str], incident: Incident) -> Iterable[str]:
    """The commands that open a gate by facts: for what is told in doubt; where nothing is, for what is not told of the person."""
    people = [about for about in opened_for if about] or opened_for
    told = {(name, about): incident.register.holding(name, about) for about in opened_for for name in gate.opens}
    doubts = [key for key, held in told.items() if _in_doubt(held)]
    for name, about in doubts or [key for key, held in told.items() if not held and key[1] in people]:
        whom = f" --about {about}" if about else ""
        yield f"cicp fact {name}{whom} --at TIME --incident {incident.id}" + (f" --as {gate.confirm[0]}" if gate.confirm else "")


def _in_doubt(held: list[Fact]) -> bool:
    return len(held) > 1 or any(not fact.counts for fact in held)


def holds_again(table: Table, incident: Incident, now: datetime) -> list[str]:
    """Return what counts again once a strike is filed: what only the struck entry had replaced, or the entry whose strike it takes back."""
    after, *_ = with_one_more(incident, table, now)
    again = {filing for filing, _ in _holding(after) - _holding(incident)}
    return sorted(again | (incident.struck.keys() - after.struck.keys()))


def _holding(incident: Incident) -> set[tuple[str, str]]:
    """Every filing that holds of those that can be replaced, with what it says: a fact by its name, a tier, a handover by its role."""
    facts = {(fact.filing, fact.name) for fact in incident.register.facts}
    handed = {(each.filing, each.role) for role in {each.role for each in incident.handed} for each in holding(incident.handed, role)}
    return facts | {(each.filing, "tier") for each in incident.tiers} | handed
