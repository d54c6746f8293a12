"""What became of a due besides being met: it was extended, put off with a published reason, or publicly refused.

A due is put off as the plan or the law allows it, and not otherwise: by each of its extensions once and in turn (Chicago: 60 days and 30 more, once;
RSMo 590.502: 90 days, then 60, then 60), or by its deferral as often as somebody gives the reason (California: 45 days, then every 30). What goes
beyond that is kept on the record, and the due stays where it is. A due that had passed before it was put off stays late on the record.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count, takewhile
from typing import Any, Final, Literal, NamedTuple, cast

from cicp.errors import CicpError
from cicp.model.docket import standing
from cicp.model.filing import Filing
from cicp.model.spans import Span

OUTCOMES: Final = ("extended", "deferred", "refused")
"""The kinds of filing that say it."""
_PUTTING_OFF: Final = ("extended", "deferred")
Kind = Literal["extended", "deferred", "refused"]


class Outcome(NamedTuple):
    """What one filing says became of a due. `turn`: the first, second, third time that this one was put off; a refusal has none and says 1."""

    filing: str
    kind: Kind
    turn: int
    at: datetime
    filed_at: datetime
    why: str
    published: str

    @property
    def reason(self) -> str:
        """Why, and where that was published."""
        return f"{self.why} (published: {self.published})" if self.published else self.why

    def says(self) -> str:
        """Say what became of it, and why."""
        return f"{self.kind} by {self.filing}: {self.reason}"


def outcomes(filings: Iterable[Filing]) -> dict[str, tuple[Outcome, ...]]:
    """Return everything that is filed of the due of each item besides its being met, without what is struck."""
    filings = list(filings)
    if not any(filing.kind in OUTCOMES for filing in filings):
        return {}
    struck, _ = standing(filings)
    found: dict[str, list[Outcome]] = {}
    for filing in filings:
        if filing.kind in OUTCOMES and filing.id not in struck and filing.text("step"):
            found.setdefault(filing.text("step"), []).append(_outcome(filing))
    return {step: tuple(each) for step, each in found.items()}


def told_twice(filings: Iterable[Filing]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each item whose due several filings put off for one turn, with those filings: they did not know of each other, and count once."""
    filings = list(filings)
    struck, _ = standing(filings)
    found: dict[tuple[str, int], list[str]] = {}
    for filing in filings:
        if filing.kind in _PUTTING_OFF and filing.id not in struck:
            found.setdefault((filing.text("step"), filing.number_at("turn") or 1), []).append(filing.id)
    return [(step, tuple(ids)) for (step, _), ids in found.items() if len(ids) > 1]


def _outcome(filing: Filing) -> Outcome:
    kind = cast("Kind", filing.kind)
    return Outcome(filing.id, kind, filing.number_at("turn") or 1, filing.at, filing.filed_at, filing.text("why"), filing.text("published"))


def told_of(told: Mapping[str, tuple[Outcome, ...]], names: Iterable[str]) -> tuple[Outcome, ...]:
    """Return what became of the due of an item, told under any of its names: in turn, and a refusal last.

    Two filings for one turn did not know of each other: they put the due off once, and the one that happened first tells it. Of those that
    follow a turn that is missing, none counts.
    """
    ordered = sorted((each for name in names for each in told.get(name, ())), key=lambda each: (each.turn, each.at, each.filing))
    turns = {each.turn: each for each in reversed(ordered) if each.kind != "refused"}
    refused = next((each for each in ordered if each.kind == "refused"), None)
    unbroken = takewhile(lambda turn: turn in turns, count(1))
    return (*(turns[turn] for turn in unbroken), *((refused,) if refused else ()))


class PutOff(NamedTuple):
    """One outcome, and by what it puts the due off: nothing, where the plan gives no more."""

    outcome: Outcome
    by: Span | None


def put_off(told: Iterable[Outcome], extend: tuple[Span, ...], defer: Span | None) -> list[PutOff]:
    """Return by how much each outcome puts off a due that may be extended by `extend`, in turn, and deferred by `defer`, without end."""
    left, found = list(extend), []
    for each in told:
        if each.kind == "extended":
            found.append(PutOff(each, left.pop(0) if left else None))
        elif each.kind == "deferred":
            found.append(PutOff(each, defer))
    return found


def refusal(told: Mapping[str, tuple[Outcome, ...]], names: Iterable[str]) -> Outcome | None:
    """Return the public refusal of an item, under any of its names; of two, the earlier."""
    return next((each for each in told_of(told, names) if each.kind == "refused"), None)


Table = dict[str, Any]


def filed(kind: Kind, step: str, told: tuple[Outcome, ...], why: str, published: str, now: datetime) -> Table:
    """Say what became of the due of an item. It is the next turn after those that are told."""
    turn = len([each for each in told if each.kind != "refused"]) + 1
    return {"kind": kind, "at": now, "step": step, "turn": turn if kind != "refused" else None, "why": why, "published": published or None}


def doubts(kind: Kind, step: str, told: tuple[Outcome, ...], extend: tuple[Span, ...], defer: Span | None, *, refuse: bool) -> Iterable[CicpError]:
    """Yield that the plan does not give what is filed: it is kept on the record all the same, and moves no due."""
    used = sum(each.kind == "extended" for each in told)
    if kind == "extended" and used >= len(extend):
        gives = "every extension that the plan gives is used up" if extend else "the plan gives no extension"
        yield CicpError(f"{step}: {gives}: this is filed, and the due stays.")
    if kind == "deferred" and defer is None:
        hint = f"if the plan gives an extension: cicp incident extend {step} --why REASON" if extend else "the due stays; what is late shows as late"
        yield CicpError(f"{step}: the plan does not say that it can be put off with a reason: this is filed, and the due stays.", hint=hint)
    if kind == "refused" and not refuse:
        yield CicpError(f"{step}: the plan does not say that a public refusal answers it: it shows as refused, and not as done.")
