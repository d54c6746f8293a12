"""Reading the words of a plan from a folder, an edition or the package: whole and strictly, or as much as can be read."""

import os.path
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from cicp.errors import InvalidFile
from cicp.files import disk, toml
from cicp.files.layout import beneath, shown
from cicp.files.plain_text import zone_name
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.names import is_id
from cicp.model.plan import Plan
from cicp.model.playbook import BASE, Playbook
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind
from cicp.model.words import Words

M = TypeVar("M", bound=BaseModel)

_LARGEST_FROZEN = 16 * 1024 * 1024  # bytes are frozen as they are, also those that are too many to be read as a plan file
SINGLE = ("plan.toml", "facts.toml", "gates.toml", "law.toml")
FOLDERS = ("text", "playbooks", "statements")
_ALWAYS = (*SINGLE, "playbooks/base.toml")
_SECTION = re.compile(r"([0-9]{2})-([a-z0-9-]+)")
_COPY = "put it back, or copy it from another copy of the plan"


@dataclass(frozen=True)
class WordFiles:
    """The bytes of a plan's words by path (`text/04-notification.toml`), and the place an error shows before that path.

    `faults` are the files that should be here and cannot be had, by path.
    """

    place: str
    files: Mapping[str, bytes]
    faults: Mapping[str, InvalidFile] = field(default_factory=dict)

    def within(self, folder: str) -> list[str]:
        """Return the paths that are or should be in one folder of the words."""
        return [path for path in dict.fromkeys((*self.files, *self.faults)) if path.startswith(f"{folder}/")]


def collect(root: Path) -> WordFiles:
    """Take the bytes of every file that belongs to the words. A file that cannot be had is a fault; names that fit no pattern are passed over."""
    found: dict[str, bytes] = {}
    faults = {folder: _link(root / folder) for folder in FOLDERS if (root / folder).is_symlink()}
    for path in dict.fromkeys((*_ALWAYS, *paths(root))):
        try:
            if link := faults.get(path.partition("/")[0]):
                raise link
            found[path] = toml.read(root / path, _LARGEST_FROZEN)
        except InvalidFile as fault:
            faults[path] = fault
    return WordFiles(shown(root), found, faults)


def _link(folder: Path) -> InvalidFile:
    return InvalidFile("this is a symbolic link, and only the folder itself is read.", where=shown(folder), hint="put the folder in the place of the link")


def paths(root: Path) -> list[str]:
    """Return the paths below `root` that belong to the words, whatever lies there. A folder that cannot be listed has none."""
    single = [path for path in SINGLE if os.path.lexists(root / path)]
    return [*single, *(f"{folder}/{name}" for folder in FOLDERS for name in names(root / folder) if belongs(folder, name))]


def names(folder: Path) -> list[str]:
    """Return the names in a folder; none, where it cannot be listed or is a link to one elsewhere."""
    try:
        return [] if folder.is_symlink() else disk.names(folder)
    except OSError:
        return []


def belongs(folder: str, name: str) -> bool:
    """Say whether a name in text/, playbooks/ or statements/ is a file of the plan, and not an editor's backup or a conflicted copy."""
    stem, _, ending = name.rpartition(".")
    if ending != "toml":
        return False
    if folder == "text":
        section = _SECTION.fullmatch(stem)
        return section is not None and is_id(section[2])
    return is_id(stem) and (folder, stem) != ("playbooks", BASE)


def is_word_file(path: str) -> bool:
    """Say whether a path is one that the words of a plan may have, so that no table can name a file elsewhere."""
    folder, slash, name = path.rpartition("/")
    return path in SINGLE or (bool(slash) and folder in FOLDERS and belongs(folder, name))


def read(files: WordFiles) -> Words:
    """Read the words strictly. Raises InvalidFile for the first file that does not say what it should."""
    words, faults = read_what_can_be(files)
    if faults:
        raise faults[0]
    return words


def read_what_can_be(files: WordFiles, instead: Iterable[WordFiles] = ()) -> tuple[Words, list[toml.Unread]]:
    """Read what can be read, and the faults met on the way. In place of a broken file stands the first readable one of the same path in `instead`.

    `instead` is taken only when a file is broken: on most nights it costs nothing.
    """
    reader = _Reader(files, instead)
    return reader.words(), reader.faults


def read_sections(root: Path) -> Words:
    """Read only the text of a plan, strictly. Raises InvalidFile for the first section that does not say what it should."""
    found = {path: toml.read(root / path) for path in (f"text/{name}" for name in names(root / "text") if belongs("text", name))}
    reader = _Reader(WordFiles(shown(root), found), ())
    sections = reader.sections()
    if reader.faults:
        raise reader.faults[0]
    return Words(None, sections)


class _Reader:
    def __init__(self, files: WordFiles, instead: Iterable[WordFiles]) -> None:
        self._files = files
        self._instead = instead
        self.faults: list[toml.Unread] = []

    def words(self) -> Words:
        plan, facts, gates, law = self._plan(), self._one("facts.toml", Facts), self._one("gates.toml", Gates), self._one("law.toml", Law)
        playbooks = {book.kind: book for book in self._each("playbooks", Playbook).values()}
        return Words(plan, self.sections(), playbooks, self._each("statements", StatementKind), facts, gates, law)

    def sections(self) -> dict[tuple[int, str], SectionFile]:
        return {(int(stem[:2]), stem[3:]): section for stem, section in self._each("text", SectionFile).items()}

    def _plan(self) -> Plan | None:
        """Read plan.toml; where another stands in for it, the city's own zone is still kept if the broken file names it."""
        plan = self._one("plan.toml", Plan)
        zone = zone_name(self._files.files.get("plan.toml", b""))
        return plan.model_copy(update={"city": plan.city.model_copy(update={"timezone": zone})}) if plan and zone else plan

    def _one(self, path: str, model: type[M]) -> M | None:
        try:
            return _read_one(self._files, path, model)
        except InvalidFile as fault:
            value, place = self._stand_in(path, model)
            self._name(path, fault, place)
            return value

    def _name(self, path: str, fault: InvalidFile, place: str) -> None:
        asked = f"{place or 'nothing'} stands in its place" if self._stand_ins() else ""
        self.faults.append(toml.Unread(path, fault, asked))

    def _stand_in(self, path: str, model: type[M]) -> tuple[M | None, str]:
        """Return the first readable file of this path among the stand-ins, and where it lies."""
        for files in self._stand_ins():
            try:
                return _read_one(files, path, model), beneath(files.place, path)
            except InvalidFile:
                continue
        return None, ""

    def _stand_ins(self) -> tuple[WordFiles, ...]:
        self._instead = tuple(self._instead)
        return self._instead

    def _each(self, folder: str, model: type[M]) -> dict[str, M]:
        """Read every file of a folder by its name without ending; where there is none to read, also those of the first stand-in that has some."""
        own = dict.fromkeys((*self._files.within(folder), *(path for path in _ALWAYS if path.startswith(f"{folder}/"))))
        read = {path: self._one(path, model) for path in own}
        if self._files.files.keys().isdisjoint(own):
            read |= self._in_place_of(folder, model, own)
        return {path.removeprefix(f"{folder}/").removesuffix(".toml"): value for path, value in read.items() if value is not None}

    def _in_place_of(self, folder: str, model: type[M], own: Collection[str]) -> dict[str, M | None]:
        stand_in = next((files for files in self._stand_ins() if files.within(folder)), WordFiles("", {}))
        if not own:
            empty = InvalidFile(f"there is no file in {folder}/.", where=beneath(self._files.place, folder), hint=_COPY)
            fault = self._files.faults.get(folder, empty)
            self._name(folder, fault, stand_in.place and beneath(stand_in.place, folder))
        return {path: self._stand_in(path, model)[0] for path in stand_in.within(folder) if path not in own}


def not_here(files: WordFiles, path: str) -> InvalidFile:
    """Return the error for a file that should be here and is not."""
    return InvalidFile("the file is not here.", where=beneath(files.place, path), hint=_COPY)


def _read_one(files: WordFiles, path: str, model: type[M]) -> M:
    if path not in files.files:
        raise files.faults.get(path) or not_here(files, path)
    data, name = files.files[path], beneath(files.place, path)
    value = toml.parse(data, name, model)
    if isinstance(value, Playbook):
        _hold_to_its_name(value, path, data, name)
    return value


def _hold_to_its_name(book: Playbook, path: str, data: bytes, name: str) -> None:
    """An incident finds its playbook by its kind, a person by the name of its file: the two are one."""
    stem = path.removeprefix("playbooks/").removesuffix(".toml")
    kind = BASE if stem == "base" else stem
    if book.kind != kind:
        message, hint = f'the kind "{book.kind}" does not fit the name of the file.', f'write kind = "{kind}", or rename the file'
        from cicp.files import faults  # noqa: PLC0415  # only on the way to an error

        raise faults.at(data, name, ("kind",), message, hint)
