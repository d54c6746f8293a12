"""Ids: what may name a thing, and the nearest name to a wrong one."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_CLAUSE = re.compile(rf"{_ID.pattern}\.{_ID.pattern}")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def is_id(text: str) -> bool:
    """Say whether `text` may name a thing: lower-case letters, digits and hyphens, and no device name of Windows."""
    return _ID.fullmatch(text) is not None and text not in _DEVICES


def _id(text: str) -> str:
    if not is_id(text):
        message = f"{text!r} is not an id: use lower-case letters, digits and hyphens, as in city-manager"
        raise ValueError(message)
    return text


def _clause(text: str) -> str:
    if text and _CLAUSE.fullmatch(text) is None:
        message = f"{text!r} is not a clause id: write section and clause, as in notification.tell-manager"
        raise ValueError(message)
    return text


Id = Annotated[str, AfterValidator(_id)]
ClauseId = Annotated[str, AfterValidator(_clause)]


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the name most like `word`, or the empty string when none is close."""
    from difflib import get_close_matches  # noqa: PLC0415  # only on the way to an error

    return next(iter(get_close_matches(word, list(names), n=1, cutoff=0.6)), "")
