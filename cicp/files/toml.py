"""Reading what people write: strictly. What is wrong with a file that does not read is said by `faults`, which no other night pays for."""

import errno
from pathlib import Path
from typing import TypeVar

import rtoml
from pydantic import BaseModel

from cicp.errors import InvalidFile
from cicp.files import disk
from cicp.files.layout import shown
from cicp.files.plain_text import LARGEST, MARKS, MERGE

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
    """Read bytes as `model`; `name` is the path that an error shows. Raises InvalidFile."""
    try:
        return model.model_validate(rtoml.loads(_text(data)))
    except (ValueError, RecursionError) as error:
        from cicp.files import faults  # noqa: PLC0415  # only on the way to an error

        raise faults.explain(error, data, name, model) from None


def _text(data: bytes) -> str:
    """Return the text of a file. ValueError where it is none, or holds what the parser would not mind and a plan must not have."""
    if len(data) > LARGEST or data.startswith(tuple(MARKS)) or b"\0" in data or MERGE.search(data):
        raise ValueError
    return data.decode()


class Unread(InvalidFile):
    """A file that does not read, by its path in the plan's folder; `instead` says what is done without it, where that was asked."""

    def __init__(self, path: str, fault: InvalidFile, instead: str) -> None:
        super().__init__(fault.message, hint=both(fault.hint, instead), where=fault.where, excerpt=fault.excerpt)
        self.path = path
        self.instead = instead


def both(hint: str, other: str) -> str:
    """Join two hints to one line."""
    return f"{hint}{' ' if hint.endswith('?') else '; '}{other}" if hint and other else hint or other
