"""An incident, folded from its activity log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal, cast

from cicp.model.docket import Filing, Log, standing
from cicp.model.facts import Fact, Register, Status, may_confirm
from cicp.model.gates import Gate
from cicp.model.playbook import BASE, Tier

ROOT_FACTS = ("known", "occurred")
MOVES = frozenset({"declared", "closed", "reopened"})
"""The filings of an incident's log that move it, and so cannot be struck."""
KINDS = MOVES | {"log-entry", "fact", "done", "skipped", "struck"}


@dataclass(frozen=True)
class Tick:
    """A step done or skipped: when, by which filing, and what was said of it."""

    filing: str
    at: datetime
    filed_at: datetime
    text: str = ""


@dataclass(frozen=True, eq=False)
class Recorded:
    """What clocks count from, as it stands at one moment: facts and ticks."""

    register: Register
    done: Mapping[str, Tick]


@dataclass(frozen=True)
class Incident:
    """What is true of an incident now.

    `declared_at`, `edition` and `kinds` come from the root of its log; where that is damaged, from what the docket repeats.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    tier: Tier
    state: Literal["open", "closed"]
    edition: str
    instead: str
    declared_at: datetime
    log: Log
    register: Register = field(default_factory=Register)
    done: Mapping[str, Tick] = field(default_factory=dict)
    skipped: Mapping[str, Tick] = field(default_factory=dict)
    struck: Mapping[str, str] = field(default_factory=dict)
    told: Filing | None = None
    """The filing that says when the incident was known and occurred: the root of its log, else what repeats it in the docket."""
    gates: tuple[Gate, ...] = ()

    @cached_property
    def recorded(self) -> Recorded:
        """What clocks count from now."""
        return Recorded(self.register, self.done)

    @cached_property
    def _moving(self) -> dict[str, list[tuple[str, Filing]]]:
        """The filings that can move each anchor, with whom they are about: facts by name, ticks as `done:STEP`, and the strikes of either."""
        moved: dict[str, tuple[str, tuple[str, ...]]] = {}
        found: dict[str, list[tuple[str, Filing]]] = {}
        for filing in self.log.filings:
            struck = filing.text("entry") if filing.kind == "struck" else ""
            moved[filing.id] = moved.get(struck, ("", ())) if struck else (filing.text("about"), _anchors_moved_by(filing))
            about, names = moved[filing.id]
            for name in names:
                found.setdefault(name, []).append((about, filing))
        return found

    @cached_property
    def _histories(self) -> dict[frozenset["Moved"], list["State"]]:
        return {}

    def history(self, moved: frozenset["Moved"]) -> list["State"]:
        """Return the facts and ticks that bear on some anchors as they stood at the declaration and after each filing that could move one of them."""
        if moved not in self._histories:
            found = {filing.id: filing for anchor, about in moved for whose, filing in self._moving.get(anchor, ()) if about in (None, whose)}
            moving = sorted(found.values(), key=lambda filing: filing.order)
            states = [(None, []), *((filing, moving[: place + 1]) for place, filing in enumerate(moving))]
            facts = _facts_of(moving, self.gates)
            self._histories[moved] = [(last, Recorded(_register(so_far, self.told, facts), ticks(so_far, "done"))) for last, so_far in states]
        return self._histories[moved]


Moved = tuple[str, str | None]
"""An anchor that filings move, and whom or what it is about: None where anybody's filing moves it."""
State = tuple[Filing | None, Recorded]
"""The filing that moved something, and what bore on the anchors after it."""


def fold(name: str, log: Log, docket: Log | None, gates: Iterable[Gate]) -> Incident:
    """Read an incident from its log. `docket` gives what the log's own root cannot."""
    gates = tuple(gates)
    root, told = log.by_id.get(log.root), teller(name, log, docket)
    kinds = tuple(told.texts("kinds")) if told else (_kind_of_folder(name),)
    tier = told.number_at("tier") if told else 2
    return Incident(
        id=name,
        title=root.text("title") if root else name,
        kinds=tuple(sorted(kinds)) or (BASE,),
        tier=cast("Tier", tier if tier in (1, 2, 3) else 2),
        state=state_of(log),
        edition=told.text("edition") if told else "",
        instead=told.text("instead") if told else "",
        declared_at=_declared_at(told, log),
        log=log,
        register=register(log.filings, told, gates),
        done=_done(log, told),
        skipped=ticks(log.filings, "skipped"),
        struck=log.struck,
        told=told,
        gates=gates,
    )


def teller(name: str, log: Log, docket: Log | None) -> Filing | None:
    """Return the filing that tells of the declaration: the root of the incident's log, else what the docket repeats of it."""
    return log.by_id.get(log.root) or _repeated(name, docket, log.root)


def _repeated(name: str, docket: Log | None, root: str) -> Filing | None:
    """What the docket repeats of the declaration, under the id of the root it stands in for: what replaced that stays replaced."""
    filings = docket.filings if docket else ()
    found = (filing for filing in filings if filing.kind == "incident-declared" and filing.text("incident") == name)
    return next((replace(filing, id=root) for filing in found), None)


def _kind_of_folder(name: str) -> str:
    """A folder is named 2026-11-20-ois-x2mcd."""
    return "-".join(name.split("-")[3:-1]) or BASE


def _declared_at(told: Filing | None, log: Log) -> datetime:
    moments = [told.filed_at] if told else [filing.filed_at for filing in log.filings]
    return min(moments, default=datetime(1970, 1, 1, tzinfo=UTC))


def state_of(log: Log) -> Literal["open", "closed"]:
    """Say whether an incident is open: what its last move made of it."""
    moves = [filing.kind for filing in log.filings if filing.kind in ("closed", "reopened")]
    return "closed" if moves and moves[-1] == "closed" else "open"


_ALSO = {"done": ("declared",)}  # the declaration does this step
_DONE_BY_DECLARING = "open-log"


def _done(log: Log, told: Filing | None) -> dict[str, Tick]:
    done = ticks(log.filings, "done")
    by_declaring = Tick(told.id, told.at, told.filed_at) if told and log.root not in log.by_id else None
    if by_declaring and (_DONE_BY_DECLARING not in done or by_declaring.at < done[_DONE_BY_DECLARING].at):
        done[_DONE_BY_DECLARING] = by_declaring
    return done


def ticks(filings: Iterable[Filing], kind: str) -> dict[str, Tick]:
    """Return the steps that are done (or skipped) by a filing that is not struck; of two, the one that happened earlier counts."""
    filings = list(filings)
    struck, _ = standing(filings)
    found: dict[str, Tick] = {}
    for filing in filings:
        step = filing.text("step")
        counts = step and filing.kind in (kind, *_ALSO.get(kind, ())) and filing.id not in struck
        if counts and (step not in found or filing.at < found[step].at):
            found[step] = Tick(filing.id, filing.at, filing.filed_at, filing.text("text") or filing.text("why"))
    return found


def register(filings: Iterable[Filing], told: Filing | None, gates: Iterable[Gate]) -> Register:
    """Read the facts that hold. `told` is the filing that says when the incident was known and occurred: the root, or what repeats it."""
    filings = list(filings)
    return _register(filings, told, _facts_of(filings, tuple(gates)))


def _register(filings: list[Filing], told: Filing | None, facts: Mapping[str, Fact]) -> Register:
    struck, _ = standing(filings)
    filed = [(facts[filing.id], filing.body.replaces) for filing in filings if filing.id in facts and filing.id not in struck]
    replaced = {(fact.name, fact.about, earlier) for fact, replaces in filed for earlier in replaces}
    every = (*_declared_facts(told), *(fact for fact, _ in filed))
    return Register(tuple(fact for fact in every if (fact.name, fact.about, fact.filing) not in replaced))


def _facts_of(filings: Iterable[Filing], gates: tuple[Gate, ...]) -> dict[str, Fact]:
    return {filing.id: fact for filing in filings if (fact := _fact_of(filing, gates))}


def _declared_facts(told: Filing | None) -> list[Fact]:
    if told is None:
        return []
    moments = {name: told.moment(name) for name in ROOT_FACTS} | {"declared": told.at}
    return [
        Fact(told.id, name, "", at, "", "the declaration", "confirmed", told.body.filed_by, told.filed_at) for name, at in moments.items() if at is not None
    ]


def _fact_of(filing: Filing, gates: tuple[Gate, ...]) -> Fact | None:
    name = {"fact": filing.text("name"), "done": filing.text("records")}.get(filing.kind, "")
    if not name:
        return None
    status = filing.text("status") or "confirmed"
    return Fact(
        filing=filing.id,
        name=name,
        about=filing.text("about"),
        at=filing.at,
        text=filing.text("text"),
        source=filing.text("source"),
        status=cast("Status", status if status in ("confirmed", "withdrawn") else "unconfirmed"),
        filed_by=filing.body.filed_by,
        filed_at=filing.filed_at,
        by_right=may_confirm(gates, name, filing.body.filed_by),
    )


def _anchors_moved_by(filing: Filing) -> tuple[str, ...]:
    if filing.kind == "fact":
        return (filing.text("name"),)
    if filing.kind in ("done", *_ALSO["done"]):
        return tuple(name for name in (f"done:{filing.text('step')}", filing.text("records")) if name)
    return ()
