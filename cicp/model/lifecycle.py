"""The road of a plan: its stages, the moves between them, and the fold that reads the stage from the docket.

The stage says where the next words are; the edition in force is the last one adopted and not retired, whatever the stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

from cicp.errors import NotAllowed
from cicp.model.docket import Log
from cicp.model.filing import Filing

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
RECEIVED: Final = TELL_OF_INCIDENT | {
    "convened",
    "member",
    "meeting",
    "meeting-record",
    "engagement",
    "comment",
    "response",
    "comment-withdrawn",
    "log-entry",
    "fact",
    "struck",
}
"""What is received at every stage and moves nothing."""

COMMANDS: Final = {
    "plan-created": "cicp new DIR --city NAME --state XX --timezone ZONE",
    "draft-begun": "cicp draft begin",
    "comment-opened": "cicp comment open",
    "comment-extended": "cicp comment extend --until DATE --why REASON",
    "comment-closed": "cicp comment close",
    "circulated": "cicp sign circulate",
    "signed": "cicp sign record OFFICE --instrument RESOLUTION",
    "declined": "cicp sign decline OFFICE --why REASON",
    "recalled": "cicp sign recall --why REASON",
    "adopted": "cicp plan adopt --resolution NUMBER --resolved DATE",
    "review-begun": "cicp plan review --why REASON",
    "reaffirmed": "cicp plan reaffirm --why REASON",
    "amendment-begun": "cicp plan amend --why REASON",
    "amendment-dropped": "cicp plan drop-amendment --why REASON",
    "retired": "cicp plan retire --why REASON",
}
"""The command that files each move; what a person must put in stands in capitals."""


@dataclass(frozen=True)
class Standing:
    """Where the plan stands: its stage, the edition in force, the one last circulated, and which filings were applied."""

    stage: Stage = ""
    in_force: str = ""
    circulated: str = ""
    applied: frozenset[str] = field(default_factory=frozenset)
    moves: tuple[Filing, ...] = field(default=(), compare=False)
    """The moves that were applied, in the order of folding."""


def fold(log: Log) -> Standing:
    """Read the stage from the docket by applying MOVES and nothing else."""
    standing = Standing()
    applied: set[str] = set()
    moves: list[Filing] = []
    for filing in fold_order(log):
        after = step(standing, filing)
        if after is not None:
            applied.add(filing.id)
            moves.append(filing)
            standing = after
        elif filing.kind in RECEIVED:
            applied.add(filing.id)
    return replace(standing, applied=frozenset(applied), moves=tuple(moves))


def fits(standing: Standing, kind: str) -> bool:
    """Say whether a move fits where the plan stands."""
    return (standing.stage, kind) in MOVES and (kind != "amendment-dropped" or bool(standing.in_force))


_NO_ROAD: Final = ("retired", "amendment-dropped")


def road_to(standing: Standing, kind: str) -> list[str]:
    """Return the fewest moves after which a move of this kind fits, without it; nothing, where it fits now or no road leads there.

    Retiring is no road to anything, and nobody is told to give an amendment up to get further.
    """
    roads: list[tuple[Standing, list[str]]] = [(replace(standing, moves=()), [])]
    seen = set()
    for here, road in roads:
        if fits(here, kind):
            return road
        seen.add((here.stage, bool(here.in_force)))
        for stage, each in MOVES:
            there = _after(here, each) if stage == here.stage and each not in _NO_ROAD and fits(here, each) else None
            if there and (there.stage, bool(there.in_force)) not in seen:
                roads.append((there, [*road, each]))
    return []


def _after(standing: Standing, kind: str) -> Standing:
    """Return where a move leads, whatever its words."""
    after = replace(standing, stage=MOVES[standing.stage, kind])
    return replace(after, in_force=standing.in_force or "the edition adopted") if kind == "adopted" else after


def step(standing: Standing, filing: Filing) -> Standing | None:
    """Apply one filing; None when it is no move, or one that does not fit where the plan stands."""
    if not fits(standing, filing.kind):
        return None
    stage = MOVES[standing.stage, filing.kind]
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


_COMMENT_STAYS: Final = (
    "what somebody said to the city",
    (
        "taken back by who wrote it: cicp comment withdraw {} --why REASON\n"
        "      logged twice: cicp comment respond {} --disposition duplicate-of --of ID --text REASON"
    ),
)
_ANSWER_STAYS: Final = (
    "the city's answer to a comment",
    "answer it again, and the new answer holds: cicp comment respond {} --disposition WORD --text REASON",
)
_NEVER_STRUCK: Final = {"comment": _COMMENT_STAYS, "response": _ANSWER_STAYS}
"""What is taken back only in the open, by a filing of its own kind: what it is, and how."""


def strike(entry: Filing, why: str, docket: Log, now: datetime) -> dict[str, Any]:
    """Take back an entry of the docket. Raises NotAllowed for a move, and for what is struck already."""
    if entry.kind in KINDS | TELL_OF_INCIDENT:
        raise NotAllowed(f"{entry.id} ({entry.kind}) is a move and cannot be struck.", hint="moves are undone by moves: see what fits now with cicp status")
    if entry.kind in _NEVER_STRUCK:
        what, how = _NEVER_STRUCK[entry.kind]
        raise NotAllowed(f"{entry.id} is {what} and cannot be struck.", hint=how.replace("{}", entry.text("comment") or entry.id))
    by = docket.struck.get(entry.id)
    if by:
        raise NotAllowed(f"{entry.id} is struck already, by {by}.", hint=f"to let it count again, strike the strike: cicp strike {by} --why REASON")
    return {"kind": "struck", "at": now, "entry": entry.id, "why": why}


def not_applied(log: Log, standing: Standing) -> list[Filing]:
    """Return the moves that did not fit when they were folded: possible only after a merge."""
    return [filing for filing in log.filings if filing.kind in KINDS and filing.id not in standing.applied]
