"""What a check reports, and where in a plan's folder it may point."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cicp.model.playbook import BASE, Playbook, Step
from cicp.model.words import Words

Location = tuple[int | str, ...]
Level = Literal["error", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing found. `path` and `location` say where in the plan's folder (`playbooks/ois.toml`, the way to the key); `fix` what mends it.

    `breaks` is said of an error by which a file does not say what it should: an id that stands twice, a name that nothing has.
    """

    id: str
    level: Level
    path: str
    says: str
    fix: str
    location: Location = ()
    line: int | None = None
    breaks: bool = field(default=False, compare=False)


class WrittenStep(NamedTuple):
    """A step as it stands in its file."""

    path: str
    place: int
    book: Playbook
    step: Step


def written_steps(words: Words) -> list[WrittenStep]:
    """Return every step of every playbook, as it stands in its file."""
    return [WrittenStep(book_path(kind), place, book, step) for kind, book in words.playbooks.items() for place, step in enumerate(book.step)]


def book_path(kind: str) -> str:
    """Return the file of a kind's playbook; the base playbook's file has a name of its own."""
    return f"playbooks/{'base' if kind == BASE else kind}.toml"


def section_path(number: int, name: str) -> str:
    """Return the file of a section."""
    return f"text/{number:02d}-{name}.toml"
