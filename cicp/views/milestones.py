"""What others do in the months after, at the end of an incident's timeline."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from cicp.model.milestones import Expected, State
from cicp.views.document import Block, Document, Entry, Heading
from cicp.views.zone import Local

_TITLE: Final = "What others do, and when it is usually done: usual, not promised"
_MARKS: Final[dict[State, str]] = {
    "reached": "reached",
    "not yet": "not yet",
    "within the usual time": "usual",
    "later than usual": "LATER",
    "no usual time": "no time",
}


def with_milestones(page: Document, found: Sequence[Expected], naming: str, local: Local, *, listed: bool = True) -> Document:
    """Put the milestones of an incident under its timeline; for a program alone, where they are not `listed`.

    `naming` is what a command needs to mean this incident.
    """
    blocks: list[Block] = [Heading(f"{_TITLE} ({len(found)})"), *(_entry(each, naming, local) for each in found)] if found and listed else []
    return replace(page, blocks=(*page.blocks, *blocks), values={**page.values, "milestones": [_values(each) for each in found]})


def _entry(each: Expected, naming: str, local: Local) -> Entry:
    """All are toned down, whatever their state: there is nothing in them for the City to tick off."""
    when = local.say(each.reached_at) if each.reached_at else ""
    return Entry(_MARKS[each.state], when, each.title, tuple(_details(each, naming, local)), "done")


def _details(each: Expected, naming: str, local: Local) -> Iterator[str]:
    yield f"{each.id} - {each.role} - {each.state}"
    yield from _usually(each, local)
    yield from each.explain
    if each.says:
        yield f"the public is told: {each.says}"
    if each.records and not each.reached_at:
        yield f"when it is reached: {each.records}{naming}"


def _usually(each: Expected, local: Local) -> Iterable[str]:
    bounds = [f"{word} {local.say(moment)}" for word, moment in (("from", each.since), ("until", each.until)) if moment]
    if bounds or each.usual:
        yield f"usually {'; '.join([*([each.usual] if each.usual else []), *([' '.join(bounds)] if bounds else [])])}"


def _values(each: Expected) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "role": each.role,
        "about": each.about or None,
        "anchor": each.anchor,
        "usual": each.usual or None,
        "since": each.since,
        "until": each.until,
        "state": each.state,
        "reached_at": each.reached_at,
        "waiting_for": each.waiting_for or None,
        "records": each.records or None,
        "statement": each.statement or None,
        "says": each.says,
        "explain": list(each.explain),
    }
