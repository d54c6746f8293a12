"""Reading the words of a plan from a folder, an edition or the package: whole and strictly, or as much as can be read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from cicp.errors import InvalidFile
from cicp.files import disk, toml
from cicp.files.layout import shown
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.names import is_id
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind
from cicp.model.words import Words

M = TypeVar("M", bound=BaseModel)

SINGLE = ("plan.toml", "facts.toml", "gates.toml", "law.toml")
FOLDERS = ("text", "playbooks", "statements")
_SECTION = re.compile(r"(\d{2})-([a-z0-9-]+)")


@dataclass(frozen=True)
class WordFiles:
    """The bytes of a plan's words by path (`text/04-notification.toml`), and the place an error shows before that path."""

    place: str
    files: Mapping[str, bytes]
    faults: list[InvalidFile] = field(default_factory=list)


def collect(root: Path) -> WordFiles:
    """Take the bytes of every file that belongs to the words. A file that cannot be opened is a fault; names that fit no pattern are passed over."""
    found: dict[str, bytes] = {}
    faults: list[InvalidFile] = []
    for path in (*SINGLE, *(f"{folder}/{name}" for folder in FOLDERS for name in disk.names(root / folder) if belongs(folder, name))):
        try:
            found[path] = disk.read(root / path, toml.LARGEST)
        except OSError as error:
            message = "the file is not here." if isinstance(error, FileNotFoundError) else f"the file cannot be read: {error.strerror}."
            faults.append(InvalidFile(message, where=shown(root / path), hint="put it back, or copy it from another copy of the plan"))
    return WordFiles(shown(root), found, faults)


def belongs(folder: str, name: str) -> bool:
    """Say whether a name in text/, playbooks/ or statements/ is a file of the plan, and not an editor's backup or a conflicted copy."""
    stem, dot, ending = name.rpartition(".")
    if not dot or ending != "toml":
        return False
    return (folder == "text" and (match := _SECTION.fullmatch(stem)) is not None and is_id(match[2])) or (folder != "text" and is_id(stem))


def is_word_file(path: str) -> bool:
    """Say whether a path is one that the words of a plan may have, so that no table can name a file elsewhere."""
    folder, slash, name = path.rpartition("/")
    return path in SINGLE or (bool(slash) and folder in FOLDERS and belongs(folder, name))


def read(files: WordFiles) -> Words:
    """Read the words strictly. Raises InvalidFile for the first file that does not say what it should."""
    if files.faults:
        raise files.faults[0]
    words, faults = _Reader(files, ()).words()
    if faults:
        raise faults[0]
    return words


def read_what_can_be(files: WordFiles, instead: Iterable[WordFiles]) -> tuple[Words, list[InvalidFile]]:
    """Read what can be read, in place of a broken file the first readable one of the same path in `instead`, and the faults met on the way."""
    words, faults = _Reader(files, tuple(instead)).words()
    return words, [*files.faults, *faults]


class _Reader:
    def __init__(self, files: WordFiles, instead: tuple[WordFiles, ...]) -> None:
        self._files = files
        self._instead = instead
        self._faults: list[InvalidFile] = []

    def words(self) -> tuple[Words, list[InvalidFile]]:
        sections = {}
        for path, section in self._each("text", SectionFile).items():
            match = _SECTION.fullmatch(path)
            if match is not None:
                sections[int(match[1]), match[2]] = section
        words = Words(
            plan=self._one("plan.toml", Plan),
            sections=sections,
            playbooks={book.kind: book for book in self._each("playbooks", Playbook).values()},
            statements=self._each("statements", StatementKind),
            facts=self._one("facts.toml", Facts),
            gates=self._one("gates.toml", Gates),
            law=self._one("law.toml", Law),
        )
        return words, self._faults

    def _one(self, path: str, model: type[M]) -> M | None:
        for files in (self._files, *self._instead):
            if path in files.files:
                try:
                    return toml.parse(files.files[path], f"{files.place}/{path}", model)
                except InvalidFile as fault:
                    if files is self._files:
                        self._faults.append(fault)
        return None

    def _each(self, folder: str, model: type[M]) -> dict[str, M]:
        """Read every file of a folder by its name without ending; where the folder is not here at all, those of the first stand-in that has it."""
        named = [files for files in (self._files, *self._instead) if any(path.startswith(f"{folder}/") for path in files.files)]
        paths = [path for path in (named[0].files if named else ()) if path.startswith(f"{folder}/")]
        read = {path: self._one(path, model) for path in paths}
        return {path.removeprefix(f"{folder}/").removesuffix(".toml"): value for path, value in read.items() if value is not None}
