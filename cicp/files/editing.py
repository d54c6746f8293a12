"""Changing a file that people write, where they asked for it: their comments and their layout stay."""

from collections.abc import Callable
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from cicp.errors import CannotWrite, InvalidFile, MayBeWritten
from cicp.files import disk, toml
from cicp.files.layout import shown
from cicp.model.section import SectionFile


def set_owner(path: Path, office: str) -> None:
    """Write the owner of a section."""

    def change(document: TOMLDocument) -> None:
        document["owner"] = office

    _edit(path, change)


def set_words(path: Path, clause: str, words: str) -> None:
    """Write the words of one clause of a section, which it has: on lines of their own, which end as the file's do."""

    def change(document: TOMLDocument) -> None:
        table = next(each for each in document["clause"] if each["id"] == clause)
        ending = "\r\n" if "\r\n" in tomlkit.dumps(document) else "\n"
        lines = f"{words.strip()}\n".replace("\r\n", "\n").replace("\n", ending)
        quoted = tomlkit.string(lines, multiline=True).as_string()
        table["text"] = tomlkit.value(quoted.replace('"""', f'"""{ending}', 1))

    _edit(path, change)


def _edit(path: Path, change: Callable[[TOMLDocument], None]) -> None:
    """Read a section strictly, change it, and put it back, once the changed words read as strictly.

    Raises InvalidFile where it does not read as it is or would not read afterwards, CannotWrite where the disk would not: then it is as it was.
    MayBeWritten where the disk failed after the changed words had taken its place.
    """
    data = toml.read(path)
    toml.parse(data, shown(path), SectionFile)
    changed = _changed(data.decode(), path, change)
    toml.parse(changed, shown(path), SectionFile)
    in_place(path, changed)


def in_place(path: Path, changed: bytes) -> None:
    """Put changed words in the place of a person's file, all of them or none. Raises CannotWrite, or MayBeWritten where they may be there after all."""
    try:
        disk.replace(path, changed)
    except OSError as error:
        if toml.read(path) == changed:
            message = f"it is not known whether it is saved: {error.strerror} after it was written."
            raise MayBeWritten(message, where=shown(path), hint="look at it before you repeat the command") from error
        hint = "mend the disk (space, permission), then give the same command again"
        raise CannotWrite(f"not saved: {error.strerror}.", where=shown(path), hint=hint) from error


def _changed(text: str, path: Path, change: Callable[[TOMLDocument], None]) -> bytes:
    """Return the changed bytes. Raises InvalidFile for a layout that reads, and that the library for editing does not know."""
    try:
        document = tomlkit.parse(text)
        change(document)
        return tomlkit.dumps(document).encode()
    except TOMLKitError:
        raise InvalidFile("it is written in a way that cannot be kept while it is changed.", where=shown(path), hint="change it as any file") from None
