"""Changing a file that people write, where they asked for it: their comments and their layout stay."""

from collections.abc import Callable
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument

from cicp.errors import CannotWrite
from cicp.files import disk, toml
from cicp.files.layout import shown
from cicp.model.section import SectionFile


def set_owner(path: Path, office: str) -> None:
    """Write the owner of a section."""

    def change(document: TOMLDocument) -> None:
        document["owner"] = office

    _edit(path, change)


def set_words(path: Path, clause: str, words: str) -> None:
    """Write the words of one clause of a section, which it has."""

    def change(document: TOMLDocument) -> None:
        table = next(each for each in document["clause"] if each["id"] == clause)
        table["text"] = tomlkit.string(f"{words.strip()}\n", multiline=True)

    _edit(path, change)


def _edit(path: Path, change: Callable[[TOMLDocument], None]) -> None:
    """Read a section strictly, change it, and put it back, once the changed words read as strictly.

    Raises InvalidFile where it does not read as it is or would not read afterwards, CannotWrite where the disk would not: then it is as it was.
    """
    data = toml.read(path)
    toml.parse(data, shown(path), SectionFile)
    document = tomlkit.parse(data.decode("utf-8-sig"))
    change(document)
    changed = tomlkit.dumps(document).encode()
    toml.parse(changed, shown(path), SectionFile)
    try:
        disk.replace(path, changed)
    except OSError as error:
        hint = "mend the disk (space, permission), then give the same command again"
        raise CannotWrite(f"not saved: {error.strerror}.", where=shown(path), hint=hint) from error
