"""The road of a plan: its stages, the moves between them, and the fold that reads the stage from the docket.

The stage says where the next words are; the edition in force is the last one adopted and not retired, whatever the stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

from cicp.errors import NotAllowed
from cicp.model.docket import Filing, Log

Stage = Literal["", "working-group", "draft", "public-comment", "signing", "in-force", "review", "retired"]

_ALIVE: Final[tuple[Stage, ...]] = ("working-group", "draft", "public-comment", "signing", "in-force", "review")

MOVES: Final[dict[tuple[Stage, str], Stage]] = {
    ("", "plan-created"): "working-group",
    ("working-group", "draft-begun"): "draft",
    ("draft", "comment-opened"): "public-comment",
    ("public-comment", "comment-opened"): "public-comment",
    ("public-comment", "comment-extended"): "public-comment",
    ("public-comment", "comment-closed"): "public-comment",
    ("public-comment", "circulated"): "signing",
    ("signing", "signed"): "signing",
    ("signing", "declined"): "signing",
    ("signing", "recalled"): "public-comment",
    ("signing", "adopted"): "in-force",
    ("in-force", "review-begun"): "review",
    ("review", "reaffirmed"): "in-force",
    ("review", "amendment-begun"): "draft",
    ("draft", "amendment-dropped"): "in-force",
    ("public-comment", "amendment-dropped"): "in-force",
    ("signing", "amendment-dropped"): "in-force",
    **{(stage, "retired"): "retired" for stage in _ALIVE},
}
"""Stage and kind of filing to the next stage. A pair that is not here does not fit."""

KINDS: Final = frozenset(kind for _, kind in MOVES)
TELL_OF_INCIDENT: Final = frozenset({"incident-declared", "incident-closed", "incident-reopened"})
"""The docket's half of what moves an incident: each quotes the head of the incident's log."""
RECEIVED: Final = TELL_OF_INCIDENT | {"comment", "response", "log-entry", "fact", "meeting", "engagement", "struck"}
"""What is received at every stage and moves nothing."""


@dataclass(frozen=True)
class Standing:
    """Where the plan stands: its stage, the edition in force, the one last circulated, and which filings were applied."""

    stage: Stage = ""
    in_force: str = ""
    circulated: str = ""
    applied: frozenset[str] = field(default_factory=frozenset)


def fold(log: Log) -> Standing:
    """Read the stage from the docket by applying MOVES and nothing else."""
    standing = Standing()
    applied: set[str] = set()
    for filing in fold_order(log):
        after = step(standing, filing)
        if after is not None:
            applied.add(filing.id)
            standing = after
        elif filing.kind in RECEIVED:
            applied.add(filing.id)
    return replace(standing, applied=frozenset(applied))


def step(standing: Standing, filing: Filing) -> Standing | None:
    """Apply one filing; None when it is no move, or one that does not fit where the plan stands."""
    stage = MOVES.get((standing.stage, filing.kind))
    if stage is None or (filing.kind == "amendment-dropped" and not standing.in_force):
        return None
    if filing.kind == "circulated":
        return replace(standing, stage=stage, circulated=filing.text("edition"))
    if filing.kind == "adopted":
        return replace(standing, stage=stage, in_force=filing.text("edition") or standing.circulated)
    if filing.kind == "retired":
        return replace(standing, stage=stage, in_force="")
    return replace(standing, stage=stage)


def fold_order(log: Log) -> Iterable[Filing]:
    """Put a docket in the order of folding.

    Each adoption in turn, lowest first, preceded by those of its ancestors not yet folded; then the rest; by number and suffix within each
    part. So only a move that knew of an adoption can follow it, and an adoption applied in one copy stays applied after every merge.
    """
    folded: set[str] = set()
    for adoption in (filing for filing in log.filings if filing.kind == "adopted"):
        before = log.ancestors(adoption, but=folded) | ({adoption.digest} - folded)
        yield from sorted((log.by_digest[digest] for digest in before), key=lambda filing: filing.order)
        folded |= before
    yield from (filing for filing in log.filings if filing.digest not in folded)


def strike(entry: Filing, why: str, docket: Log, now: datetime) -> dict[str, Any]:
    """Take back an entry of the docket. Raises NotAllowed for a move, and for what is struck already."""
    if entry.kind in KINDS | TELL_OF_INCIDENT:
        raise NotAllowed(f"{entry.id} ({entry.kind}) is a move and cannot be struck.", hint="moves are undone by moves: see what fits now with cicp status")
    by = docket.struck.get(entry.id)
    if by:
        raise NotAllowed(f"{entry.id} is struck already, by {by}.", hint=f"to let it count again, strike the strike: cicp strike {by} --why REASON")
    return {"kind": "struck", "at": now, "entry": entry.id, "why": why}


def not_applied(log: Log, standing: Standing) -> list[Filing]:
    """Return the moves that did not fit when they were folded: possible only after a merge."""
    return [filing for filing in log.filings if filing.kind in KINDS and filing.id not in standing.applied]
