"""Ids: what may name a thing, what a clock may count from, and the nearest name to a wrong one."""

import re
from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import AfterValidator

from cicp.model.written import told

ID: Final = "[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
_ID = re.compile(ID)
_CLAUSE = re.compile(rf"{ID}\.{ID}")
DEVICE: Final = "(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
_DEVICE = re.compile(DEVICE)


def is_id(text: str) -> bool:
    """Say whether `text` may name a thing: lower-case letters, digits and hyphens, and no device name of Windows."""
    return _ID.fullmatch(text) is not None and _DEVICE.fullmatch(text) is None


def _id(text: str) -> str:
    if _DEVICE.fullmatch(text):
        raise ValueError(f"{text!r} is a name that Windows keeps for a device; add a word to it")
    if not is_id(text):
        raise ValueError(f"{text!r} is not an id; use lower-case letters, digits and hyphens, as in city-manager")
    return text


def _id_or_nothing(text: str) -> str:
    return _id(text) if text else text


def _clause(text: str) -> str:
    if _CLAUSE.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a clause id; write section and clause, as in notification.tell-manager")
    return text


def _anchor(text: str) -> str:
    if not is_id(text.removeprefix("done:").removeprefix("released:")):
        raise ValueError(f"{text!r} is nothing that a clock can count from; name a fact, done:STEP or released:KIND")
    return text


def _anchor_or_nothing(text: str) -> str:
    return _anchor(text) if text else text


def _law_id(text: str) -> str:
    if _CLAUSE.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a duty of the law library; write the file and the duty, as in us-mo.sunshine-response")
    return text


# What these refuse they say in two parts: what is wrong, and after the last semicolon what mends it.
_LIKE = "lower-case letters, digits and hyphens, as in city-manager"
_COUNTED = "(?:done:)?(?:released:)?"
Id = Annotated[str, AfterValidator(_id), told(ID, f"An id: {_LIKE}.", but=DEVICE)]
IdOrNothing = Annotated[str, AfterValidator(_id_or_nothing), told(f"|{ID}", f"An id, or nothing: {_LIKE}.", but=DEVICE)]
ClauseId = Annotated[str, AfterValidator(_clause), told(rf"{ID}\.{ID}", "A clause's id: section and clause, as in notification.tell-manager.")]
LawId = Annotated[str, AfterValidator(_law_id), told(rf"{ID}\.{ID}", "A duty of the law library: file and duty, as in us-mo.sunshine-response.")]
Anchor = Annotated[str, AfterValidator(_anchor), told(_COUNTED + ID, "What a clock counts from: a fact, done:STEP or released:KIND.", but=_COUNTED + DEVICE)]
AnchorOrNothing = Annotated[
    str,
    AfterValidator(_anchor_or_nothing),
    told(f"|{_COUNTED}{ID}", "What records it: a fact, done:STEP or released:KIND; or nothing.", but=_COUNTED + DEVICE),
]


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the name most like `word`, or the empty string when none is close."""
    from difflib import get_close_matches  # noqa: PLC0415  # only on the way to an error

    return next(iter(get_close_matches(word, list(names), n=1, cutoff=0.6)), "")
