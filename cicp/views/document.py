"""The few shapes that everything shown is made of. A view says what; a renderer says how it looks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

Tone = Literal["", "strong", "quiet", "late", "soon", "wait", "done", "warn"]


class Heading(NamedTuple):
    """A heading over what follows: of a part (1), or of a part of a part (2)."""

    text: str
    depth: Literal[1, 2] = 1


class Line(NamedTuple):
    """A line of running text; it may be wrapped."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True)
class Entry:
    """A thing with a mark before it that tells its state in words, a moment, a title, and details below."""

    mark: str
    when: str
    title: str
    details: tuple[str, ...] = ()
    tone: Tone = ""


@dataclass(frozen=True, kw_only=True)
class Event(Entry):
    """An entry that a calendar program can hold too.

    `id` stays when the moment moves, and `moved` says how often it did. `remind` is how long before the moment to ring; None: not at all.
    """

    id: str
    summary: str
    at: datetime
    moved: int
    categories: tuple[str, ...]
    remind: timedelta | None


@dataclass(frozen=True, kw_only=True)
class Lead(Entry):
    """The entry that a page begins with: a reader has it in a few lines of its own, a table as one entry among the others."""

    lines: tuple[Line, ...]


class Table(NamedTuple):
    """Rows under column names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Verbatim(NamedTuple):
    """Lines to be copied as they stand: no renderer wraps them or takes them for markup."""

    text: str


class Mark(NamedTuple):
    """A sign at a moment of a chart."""

    at: datetime
    sign: str
    tone: Tone = ""


class Lane(NamedTuple):
    """A row of a chart: whose it is, its marks with the most pressing first, and what is said behind it."""

    name: str
    marks: tuple[Mark, ...]
    note: str


class Chart(NamedTuple):
    """Lanes over one stretch of time, drawn to scale; `ticks` label moments of it, and `now` lies in it or is None."""

    begins: datetime
    ends: datetime
    ticks: tuple[tuple[datetime, str], ...]
    now: datetime | None
    lanes: tuple[Lane, ...]


Block = Heading | Line | Entry | Table | Verbatim | Chart


def as_read(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give blocks as a reader reads them: what leads a page in its own lines."""
    for block in blocks:
        if isinstance(block, Lead):
            yield from block.lines
        else:
            yield block


@dataclass(frozen=True)
class Document:
    """What a command answers: blocks for a reader, and the same as plain values for a program.

    `sheet` is the same for a spreadsheet, where its rows have columns of their own; else the blocks give them.
    """

    blocks: tuple[Block, ...]
    values: Mapping[str, Any]
    sheet: Table | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Calendar(Document):
    """A document whose events are a calendar of their own, under a name and with a few words about it; `zone` is the city's, where it has a name."""

    name: str
    about: str
    zone: str
    made: datetime
