"""Saying where a file is wrong, what is wrong with it, and how to mend it: the error with its line, its excerpt and a caret."""

from collections.abc import Mapping
from typing import Any

import rtoml
from pydantic import BaseModel, ValidationError

from cicp.errors import InvalidFile
from cicp.files import meaning, syntax
from cicp.files.places import Location, line_and_column, places
from cicp.files.plain_text import LARGEST, MARKS, MERGE

_MOST_COMPLAINTS = 200
_WINDOW, _BEFORE = 100, 60  # how much of a long line an excerpt shows, and how much of that before the fault
_SHOWN_OF_TOO_MUCH = 200  # bytes
_SAVE_AS = "save it again as plain UTF-8 (in the editor: save with encoding, UTF-8, no BOM)"


def explain(error: Exception, data: bytes, name: str, model: type[BaseModel]) -> InvalidFile:
    """Return what is wrong with bytes that could not be read as `model`; `error` is what the reading came to."""
    return _of_bytes(data, name) or _of_text(error, data.decode(), name, model)


def at(data: bytes, name: str, location: Location, message: str, hint: str) -> InvalidFile:
    """Return the error for something that is wrong at a place in a file that reads well in itself."""
    text = data.decode("utf-8", "replace")
    return _fault(name, text, *_stands_at(location, text, places(text)), message, hint)


def _of_bytes(data: bytes, name: str) -> InvalidFile | None:
    if len(data) > LARGEST:
        message, hint = (
            f"the file is larger than {LARGEST // 1024} KiB, and no plan file is: what follows here is too much.",
            "split it, or take out what does not belong",
        )
        return _at_byte(data[: LARGEST + _SHOWN_OF_TOO_MUCH], name, LARGEST, message, hint)
    for mark, (codec, encoding) in MARKS.items():
        if data.startswith(mark):
            return _fault(name, data.decode(codec, "replace"), 1, 1, f"the file is saved as {encoding}.", _SAVE_AS)
    if b"\0" in data:
        return _at_byte(data, name, data.index(b"\0"), "there is a NUL byte here: this is not text.", _SAVE_AS)
    if marker := MERGE.search(data):
        return _at_byte(data, name, marker.start(), "a merge was left unfinished here.", "keep one of the two versions and delete the marker lines")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _at_byte(data, name, error.start, "this byte is not UTF-8 (Latin-1, perhaps).", _SAVE_AS)
    return None


def _at_byte(data: bytes, name: str, offset: int, message: str, hint: str) -> InvalidFile:
    """Point at a byte that is no text, or stands where no text of a plan does. From there on it is shown as Latin-1 would have it."""
    before = data[:offset].decode("utf-8", "replace")
    return _fault(name, before + data[offset:].decode("latin-1"), *line_and_column(before, len(before)), message, hint)


def _of_text(error: Exception, text: str, name: str, model: type[BaseModel]) -> InvalidFile:
    if not isinstance(error, ValidationError):
        line, column, message, hint = syntax.explain(str(error), text)
        return _fault(name, text, line, column, message, hint)
    first, (line, column) = _topmost(error, text, model)
    return _fault(name, text, line, column, first.message, first.hint)


def _topmost(error: ValidationError, text: str, model: type[BaseModel]) -> tuple[meaning.Complaint, tuple[int, int]]:
    """Of everything that is wrong with a file, say first what stands first; that a key is missing last, for it may stand there misspelt."""
    table: dict[str, Any] = rtoml.loads(text)
    found = places(text)
    complaints = meaning.complaints(error.errors(include_url=False)[:_MOST_COMPLAINTS], model, table)
    placed = [(each, _stands_at(each.location, text, found)) for each in complaints]
    return min(placed, key=lambda each: (each[0].absent, each[1]))


def _stands_at(location: Location, text: str, found: Mapping[Location, int]) -> tuple[int, int]:
    """Return line and column of a place, or of the nearest one that it lies in; the file as a whole starts at its first line."""
    within = (location[:depth] for depth in range(len(location), 0, -1))
    return line_and_column(text, next((found[each] for each in within if each in found), 0))


def _fault(name: str, text: str, line: int, column: int, message: str, hint: str) -> InvalidFile:
    """Return InvalidFile with the line as an editor counts it and a caret under the column; without a line (0), with the path alone."""
    if not line:
        return InvalidFile(message, where=name, hint=hint)
    words = text.split("\n")[line - 1]
    start = max(0, column - _BEFORE)
    shown = "".join(letter if letter.isprintable() else " " for letter in words[start : start + _WINDOW]).rstrip()
    excerpt = f"{line:5} | {shown}\n      | {' ' * (column - 1 - start)}^"
    return InvalidFile(message, where=f"{name}:{line}", excerpt=excerpt, hint=hint)
