"""Reading what people write: strictly, and when it is wrong saying where, what and how to mend it."""

import errno
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import rtoml
from pydantic import BaseModel, ValidationError

from cicp.errors import InvalidFile
from cicp.files import disk, meaning, syntax
from cicp.files.layout import shown
from cicp.files.places import Location, line_and_column, places

LARGEST = 512 * 1024
_MOST_COMPLAINTS = 200
_WINDOW, _BEFORE = 100, 60  # how much of a long line an excerpt shows, and how much of that before the fault
_BOMS = {b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8 with a byte-order mark"), b"\xff\xfe": ("utf-16", "UTF-16"), b"\xfe\xff": ("utf-16", "UTF-16")}
_SAVE_AS = "save it again as plain UTF-8 (in the editor: save with encoding, UTF-8, no BOM)"
_MARKER = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})( |\r?$)", re.MULTILINE)
_COPY = "put it back, or copy it from another copy of the plan"

M = TypeVar("M", bound=BaseModel)


def load(path: Path, model: type[M]) -> M:
    """Read a file that people write. Raises InvalidFile with path, line, excerpt and remedy, also when it cannot be opened."""
    return parse(read(path), shown(path), model)


def read(path: Path, limit: int = LARGEST) -> bytes:
    """Return a file's bytes, at most `limit` + 1 of them. Raises InvalidFile when it is not there, is no plain file, or may not be read."""
    try:
        return disk.read(path, limit)
    except OSError as error:
        message, hint = _why_unreadable(error)
        raise InvalidFile(message, where=shown(path), hint=hint) from None


def _why_unreadable(error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "the file is not here.", _COPY
    if error.errno == errno.ELOOP:
        return "this is a symbolic link, and only the file itself is read.", "put the file in the place of the link"
    if error.errno in (errno.EISDIR, errno.EINVAL, errno.ENXIO):
        return "this is no plain file, but a folder, a pipe or a device.", f"move it away; then {_COPY}"
    return f"the file may not be read: {error.strerror}.", f"let yourself read it (chmod u+r), or {_COPY.removeprefix('put it back, or ')}"


def parse(data: bytes, name: str, model: type[M]) -> M:
    """Read bytes as `model`; `name` is the path that an error shows."""
    text = _text(data, name)
    try:
        table = rtoml.loads(text)
    except (ValueError, RecursionError) as error:
        line, column, message, hint = syntax.explain(str(error), text)
        raise _fault(name, text, line, column, message, hint) from None
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise _topmost(error, model, table, text, name) from None


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise InvalidFile(f"the file is larger than {LARGEST // 1024} KiB; no plan file is.", where=name, hint="split it, or take out what does not belong")
    for mark, (codec, encoding) in _BOMS.items():
        if data.startswith(mark):
            raise _fault(name, data.decode(codec, "replace"), 1, 1, f"the file is saved as {encoding}.", _SAVE_AS)
    if b"\0" in data:
        raise _fault_at_byte(data, name, data.index(b"\0"), "there is a NUL byte here: this is not text.", _SAVE_AS)
    if marker := _MARKER.search(data):
        raise _fault_at_byte(data, name, marker.start(), "a merge was left unfinished here.", "keep one of the two versions and delete the marker lines")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _fault_at_byte(data, name, error.start, "this byte is not UTF-8 (Latin-1, perhaps).", _SAVE_AS) from None


def _fault_at_byte(data: bytes, name: str, offset: int, message: str, hint: str) -> InvalidFile:
    """Point at a byte that is no text, or stands where no text of a plan does. From there on it is shown as Latin-1 would have it."""
    before = data[:offset].decode("utf-8", "replace")
    return _fault(name, before + data[offset:].decode("latin-1"), *line_and_column(before, len(before)), message, hint)


def fault_at(data: bytes, name: str, location: Location, message: str, hint: str) -> InvalidFile:
    """Return the error for something that is wrong at a place in a file that reads well in itself."""
    text = data.decode("utf-8", "replace")
    return _fault(name, text, *_stands_at(location, text, places(text)), message, hint)


def _topmost(error: ValidationError, model: type[BaseModel], table: Mapping[str, Any], text: str, name: str) -> InvalidFile:
    """Of everything that is wrong with a file, say first what stands first; that a key is missing last, for it may stand there misspelt."""
    found = places(text)
    complaints = meaning.complaints(error.errors(include_url=False)[:_MOST_COMPLAINTS], model, table)
    first = min(complaints, key=lambda each: (each.absent, _stands_at(each.location, text, found)))
    return _fault(name, text, *_stands_at(first.location, text, found), first.message, first.hint)


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
    shown_words = "".join(letter if letter.isprintable() else " " for letter in words[start : start + _WINDOW]).rstrip()
    excerpt = f"{line:5} | {shown_words}\n      | {' ' * (column - 1 - start)}^"
    return InvalidFile(message, where=f"{name}:{line}", excerpt=excerpt, hint=hint)
