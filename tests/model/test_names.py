"""Ids: what may name a thing, what a clock may count from, and the nearest name to a wrong one."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cicp.model.names import Anchor, ClauseId, Id, IdOrNothing, is_id, nearest

IDS = ("a", "7", "ois", "city-manager", "in-custody-death", "a--b", "x" * 64, "com10", "console")
NO_IDS = (
    "",
    "-",
    "-rf",
    "a-",
    "A",
    "a b",
    "a_b",
    "a.b",
    "a/b",
    "a\\b",
    "c:x",
    "..",
    ".git",
    "a\n",
    "\na",
    "x" * 65,
    "con",
    "nul",
    "aux",
    "prn",
    "com1",
    "lpt0",
    "nul.txt",
    "é",
    "e\u0301",
    "\uff41",
    "\u212a",
    "\u0661",
)


@pytest.mark.parametrize("text", IDS)
def test_an_id_is_lower_case_letters_digits_and_hyphens(text: str) -> None:
    """An id may name a thing, and is kept as it is."""
    assert (True, text) == (is_id(text), TypeAdapter(Id).validate_python(text))


@pytest.mark.parametrize("text", NO_IDS)
def test_what_is_no_id_names_nothing(text: str) -> None:
    """No path, no device of Windows, no letter that only looks like one, no line end can name a thing."""
    assert not is_id(text)
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(text)


def _refusal(kind: Any, text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(text)
    return str(caught.value.errors()[0]["ctx"]["error"])


def test_what_is_refused_is_told_with_what_mends_it() -> None:
    """What is wrong stands before the last semicolon, what mends it after."""
    assert [
        "'Chief' is not an id; use lower-case letters, digits and hyphens, as in city-manager",
        "'nul' is a name that Windows keeps for a device; add a word to it",
        "'chief' is not a clause id; write section and clause, as in notification.tell-manager",
        "'' is not a clause id; write section and clause, as in notification.tell-manager",
        "'at night' is nothing that a clock can count from; name a fact, done:STEP or released:KIND",
    ] == [_refusal(Id, "Chief"), _refusal(IdOrNothing, "nul"), _refusal(ClauseId, "chief"), _refusal(ClauseId, ""), _refusal(Anchor, "at night")]


def test_where_nothing_may_stand_nothing_may_be_written() -> None:
    """A key that may be left out may also be written empty."""
    assert ["", "chief"] == [TypeAdapter(IdOrNothing).validate_python(text) for text in ("", "chief")]


@pytest.mark.parametrize("text", ["notification.tell-manager", "a.b", "1.2"])
def test_a_clause_id_is_two_ids_and_a_point(text: str) -> None:
    """The section's id, a point, the clause's own."""
    assert text == TypeAdapter(ClauseId).validate_python(text)


@pytest.mark.parametrize("text", ["a", "a.", ".b", "a.b.c", "a.B", "a.b\n", "a b.c"])
def test_what_is_no_clause_id_is_refused(text: str) -> None:
    """Neither half may be missing, and there is no third."""
    assert "is not a clause id" in _refusal(ClauseId, text)


@pytest.mark.parametrize("text", ["known", "done:holding-statement", "released:update"])
def test_a_clock_counts_from_a_fact_a_step_done_or_a_statement_released(text: str) -> None:
    """These are what a step may have as its anchor."""
    assert text == TypeAdapter(Anchor).validate_python(text)


@pytest.mark.parametrize("text", ["", "done:", "released:Update", "Known", "when:known"])
def test_a_clock_counts_from_nothing_else(text: str) -> None:
    """Any other word starts no clock."""
    assert "is nothing that a clock can count from" in _refusal(Anchor, text)


def test_the_nearest_name_is_found_or_none() -> None:
    """A slip of one or two letters finds its name; what is like nothing finds nothing."""
    names = ["threshold", "signatories", "city-manager"]

    assert ["threshold", "city-manager", "", ""] == [nearest(word, names) for word in ("threshhold", "city-manger", "xyz", "")]
    assert "" == nearest("threshold", [])
