"""An incident, folded from its activity log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    def _moving(self) -> dict[str, list[Filing]]:
        """The filings that can move each anchor: facts by name, ticks as `done:STEP`, and the strikes of either."""
        names: dict[str, tuple[str, ...]] = {}
        found: dict[str, list[Filing]] = {}
        for filing in self.log.filings:
            names[filing.id] = names.get(filing.text("entry"), ()) if filing.kind == "struck" else _anchors_moved_by(filing)
            for name in names[filing.id]:
                found.setdefault(name, []).append(filing)
        return found

    def history(self, anchor: str) -> list[tuple[Filing | None, Register, Mapping[str, Tick]]]:
        """Return the facts and ticks that bear on an anchor as they stood at the declaration and after each filing that could move it."""
        moving = self._moving.get(anchor, [])
        states = [(filing, moving[: place + 1]) for place, filing in enumerate(moving)]
        return [(last, register(so_far, self.told, self.gates), ticks(so_far, "done")) for last, so_far in [(None, []), *states]]


def fold(name: str, log: Log, docket: Log | None, gates: Iterable[Gate]) -> Incident:
    """Read an incident from its log. `docket` gives what the log's own root cannot."""
    gates = tuple(gates)
    root = log.by_id.get(log.root)
    told = root or _repeated(name, docket)
    struck, _ = standing(log.filings)
    kinds = tuple(told.texts("kinds")) if told else (_kind_of_folder(name),)
    tier = told.number_at("tier") if told else 2
    return Incident(
        id=name,
        title=root.text("title") if root else name,
        kinds=tuple(sorted(kinds)) or (BASE,),
        tier=cast("Tier", tier if tier in (1, 2, 3) else 2),
        state=_state(log),
        edition=told.text("edition") if told else "",
        instead=told.text("instead") if told else "",
        declared_at=_declared_at(told, log),
        log=log,
        register=register(log.filings, told, gates),
        done=ticks(log.filings, "done"),
        skipped=ticks(log.filings, "skipped"),
        struck=struck,
        told=told,
        gates=gates,
    )


def _repeated(name: str, docket: Log | None) -> Filing | None:
    filings = docket.filings if docket else ()
    return next((filing for filing in filings if filing.kind == "incident-declared" and filing.text("incident") == name), None)


def _kind_of_folder(name: str) -> str:
    """A folder is named 2026-11-20-ois-x2mcd."""
    return "-".join(name.split("-")[3:-1]) or BASE


def _declared_at(told: Filing | None, log: Log) -> datetime:
    moments = [told.filed_at] if told else [filing.filed_at for filing in log.filings]
    return min(moments, default=datetime(1970, 1, 1, tzinfo=UTC))


def _state(log: Log) -> Literal["open", "closed"]:
    moves = [filing.kind for filing in log.filings if filing.kind in ("closed", "reopened")]
    return "closed" if moves and moves[-1] == "closed" else "open"


_ALSO = {"done": ("declared",)}  # the declaration does the step open-log


def ticks(filings: Iterable[Filing], kind: str) -> dict[str, Tick]:
    """Return the steps that are done (or skipped) by a filing that is not struck; of two, the one that happened earlier counts."""
    filings = list(filings)
    struck, _ = standing(filings)
    found: dict[str, Tick] = {}
    for filing in filings:
        step = filing.text("step")
        if step and filing.kind in (kind, *_ALSO.get(kind, ())) and filing.id not in struck:
            if step not in found or filing.at < found[step].at:
                found[step] = Tick(filing.id, filing.at, filing.filed_at, filing.text("text") or filing.text("why"))
    return found


def register(filings: Iterable[Filing], told: Filing | None, gates: Iterable[Gate]) -> Register:
    """Read the facts that hold. `told` is the filing that says when the incident was known and occurred: the root, or what repeats it."""
    filings, gates = list(filings), tuple(gates)
    struck, _ = standing(filings)
    counting = [filing for filing in filings if filing.id not in struck]
    filed = [(fact, filing) for filing in counting if (fact := _fact_of(filing, gates))]
    replaced = {(fact.name, fact.about, earlier) for fact, filing in filed for earlier in filing.body.replaces}
    facts = (*_declared_facts(told), *(fact for fact, _ in filed))
    return Register(tuple(fact for fact in facts if (fact.name, fact.about, fact.filing) not in replaced))


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
    if filing.kind == "done":
        return tuple(name for name in (f"done:{filing.text('step')}", filing.text("records")) if name)
    return ()
