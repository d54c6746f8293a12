"""What the entries of an activity log tell: steps done or skipped, facts, and which clocks an entry can move."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, cast

from cicp.model.asked import ASKING
from cicp.model.docket import standing
from cicp.model.facts import Fact, Register, Status, may_confirm
from cicp.model.filing import Filing
from cicp.model.gates import Gate
from cicp.model.outcomes import OUTCOMES

ROOT_FACTS = ("known", "occurred")

DUE = "due:"
"""What stands before the id of an item among the anchors for the filings that put its due off."""
_ALSO = {"done": ("declared",)}  # the declaration does this step
ASKED = ""
"""What stands among the anchors for the filings that move no clock by a moment, but by what they ask for."""


class Tick(NamedTuple):
    """A step done or skipped: when, by which filing, and what was said of it."""

    filing: str
    at: datetime
    filed_at: datetime
    text: str = ""


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
    return register_of(filings, {"": told} if told else {}, facts_of(filings, tuple(gates)))


def register_of(filings: Iterable[Filing], tellers: Mapping[str, Filing], facts: Mapping[str, Fact]) -> Register:
    """Read the facts that hold, of `facts` and of what the declarations say: `tellers` by the log they tell of, empty for the first."""
    filings = list(filings)
    struck, _ = standing(filings)
    filed = [(facts[filing.id], filing.body.replaces) for filing in filings if filing.id in facts and filing.id not in struck]
    replaced = {(fact.name, fact.about, earlier) for fact, replaces in filed for earlier in replaces}
    every = (*_declared_facts(tellers), *(fact for fact, _ in filed))
    return Register(tuple(fact for fact in every if (fact.name, fact.about, fact.filing) not in replaced))


def facts_of(filings: Iterable[Filing], gates: tuple[Gate, ...]) -> dict[str, Fact]:
    """Return every fact that is filed, by its filing, whether or not it holds."""
    return {filing.id: fact for filing in filings if (fact := _fact_of(filing, gates))}


def _declared_facts(tellers: Mapping[str, Filing]) -> list[Fact]:
    """What the declarations say. Declared twice, the incident was declared when it first was."""
    first = min(tellers.values(), key=lambda told: (told.at, told.id), default=None)
    found = []
    for log, told in tellers.items():
        moments = {name: told.moment(name) for name in ROOT_FACTS} | ({"declared": told.at} if told is first else {})
        found += [
            Fact(told.id, name, "", at, "", "the declaration", "confirmed", told.body.filed_by, told.filed_at, log=log)
            for name, at in moments.items()
            if at is not None
        ]
    return found


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


def anchors_moved_by(filing: Filing) -> tuple[str, ...]:
    """Return the anchors whose clocks an entry can move."""
    if filing.kind in ASKING:
        return (ASKED,)
    if filing.kind == "fact":
        return (filing.text("name"),)
    if filing.kind in OUTCOMES:
        return (f"{DUE}{filing.text('step')}",)
    if filing.kind in ("done", *_ALSO["done"]):
        return tuple(name for name in (f"done:{filing.text('step')}", filing.text("records")) if name)
    return ()
