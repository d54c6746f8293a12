"""The few shapes that everything shown is made of. A view says what; a renderer says how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Tone = Literal["", "strong", "quiet", "late", "soon", "wait", "done", "warn"]


@dataclass(frozen=True)
class Heading:
    """A heading over what follows."""

    text: str


@dataclass(frozen=True)
class Line:
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


@dataclass(frozen=True)
class Table:
    """Rows under column names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Line | Entry | Table


@dataclass(frozen=True)
class Document:
    """What a command answers: blocks for a reader, and the same as plain values for a program."""

    blocks: tuple[Block, ...]
    values: Mapping[str, Any]
