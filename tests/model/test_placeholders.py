"""Blanks that nobody filled, in words that are final and in templates."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cicp.model import placeholders
from cicp.model.findings import Finding
from cicp.model.gates import Facts
from cicp.model.placeholders import blanks
from cicp.model.plan import Directory
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind, draft
from tests.small_plan import Table, brief, gates, law, plan, playbook, section, step, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call [the office].", ["[the office]"]),
        ("[a] and [b], [a] again", ["[a]", "[b]"]),
        ("over [two\n  lines]", ["[two lines]"]),
        ("[Ärger]", ["[Ärger]"]),
        ("Within xx days, by TBD; TODO; TBC", ["xx", "TBD", "TODO", "TBC"]),
        ("an xx-day period", ["xx"]),
    ],
)
def test_blanks_are_read_from_words(text: str, found: list[str]) -> None:
    """Words in square brackets, over line ends too, and what stands for a blank elsewhere, each once."""
    assert found == blanks(text)


@pytest.mark.parametrize(
    "text", ["", "No blank.", "he said [sic] that", "as in [1] and [12]", "[t]he City", "[…]", "see [here](https://example.org)", "an exxon; STBD"]
)
def test_what_is_no_blank_is_left_alone(text: str) -> None:
    """Brackets of quotations, notes and links, and letters inside a word are no blank."""
    assert [] == blanks(text)


def spoken(**keys: str) -> SectionFile:
    return SectionFile.model_validate({"title": "Calls", "owner": "chief", "clause": [{"id": "free", "text": "Call."}]} | keys)


OPEN: list[tuple[Table, str, tuple[int | str, ...]]] = [
    ({"sections": {(1, "calls"): spoken(title="Calls in [city]")}}, "text/01-calls.toml", ("title",)),
    ({"sections": {(1, "calls"): section({"id": "two", "text": "Call [city]."})}}, "text/01-calls.toml", ("clause", 1, "text")),
    ({"sections": {(1, "calls"): section({"id": "two", "heading": "[city]", "text": "Call."})}}, "text/01-calls.toml", ("clause", 1, "heading")),
    ({"plan": plan(notice="Of [city]")}, "plan.toml", ("notice",)),
    ({"plan": plan(office=[{"id": "pio", "title": "PIO"}, {"id": "chief", "title": "Chief of [city]"}])}, "plan.toml", ("office", 1, "title")),
    ({"base": [step("call", evidence="the log of [city]")]}, "playbooks/base.toml", ("step", 0, "evidence")),
    ({"overlays": {"ois": playbook("ois", [step("meet", says=["a", "[city]"])])}}, "playbooks/ois.toml", ("step", 0, "says", 1)),
    ({"law": law({"note": "the statute of [city]"})}, "law.toml", ("duty", 0, "note")),
    ({"gates": gates({}, {"id": "two", "basis": "[city]"})}, "gates.toml", ("gate", 1, "basis")),
    ({"holding": {"title": "Of [city]"}}, "statements/holding.toml", ("title",)),
    ({"holding": {"text": "[where]", "field": [{"id": "where", "ask": "Where in [city]?"}]}}, "statements/holding.toml", ("field", 0, "ask")),
]


@pytest.mark.parametrize(("parts", "path", "location"), OPEN, ids=[f"{each[1]} {each[2]}" for each in OPEN])
def test_a_blank_left_open_is_found_where_it_stands(parts: Table, path: str, location: tuple[int | str, ...]) -> None:
    """Text, plan.toml, playbooks, law, gates and statements are final: a blank in them is an error at its place."""
    (found,) = placeholders.placeholders(words(**parts))

    says, fix = "a blank was left open here: [city].", "write what belongs there, or take it out"
    assert Finding("placeholders", "error", path, says, fix, location) == found


def test_a_fact_that_asks_with_a_blank_is_found() -> None:
    """The questions of facts.toml are read as they stand."""
    asked = Facts.model_validate({"format": 1, "fact": [{"name": "known", "asks": "When did [city] know?"}]})

    assert [("facts.toml", ("fact", 0, "asks"))] == [(each.path, each.location) for each in placeholders.placeholders(words(facts=asked))]


def test_the_gate_that_blocks_blanks_may_speak_of_them() -> None:
    """The gate that keeps blanks from being published lists them; that is none left open."""
    blank = {"id": "placeholder", "blocks": ["[", "xx", "TBD"], "basis": "a published page can read xx days"}

    assert [] == brief(placeholders.placeholders(words(gates=gates(blank))))


def template(text: str, *asked: str, **keys: Any) -> Table:
    return {"holding": {"text": text, "field": [{"id": name, "ask": "?", **keys} for name in asked]}}


def test_a_blank_that_nobody_asks_for_is_found() -> None:
    """A blank of a template that no [[field]] asks for and that cicp does not fill stays open for ever: named with the nearest that would do."""
    found = list(placeholders.placeholders(words(**template("[as of]: at [were], [suspects]", "where", required=False))))

    assert [
        ("error", "statements/holding.toml", ("text",), "the template has the blank [were], and no [[field]] asks for it."),
        ("error", "statements/holding.toml", ("text",), "the template has the blank [suspects], and no [[field]] asks for it."),
    ] == brief(found)
    assert ["did you mean [where]?", 'ask for it in a [[field]] with id = "suspects", or write what belongs there'] == [each.fix for each in found]


def test_a_question_whose_answer_goes_nowhere_is_found() -> None:
    """A required answer has its blank in the template; one that is not required need not."""
    found = list(placeholders.placeholders(words(**template("At [where].", "where", "who"))))

    assert [("error", "statements/holding.toml", ("field", 1, "id"), "[[field]] asks for [who], and the template has no such blank.")] == brief(found)
    assert [] == brief(placeholders.placeholders(words(**template("At [where].", "where", "who", required=False))))


def test_a_template_whose_blanks_are_asked_for_or_filled_is_not_found() -> None:
    """Blanks that a question asks for, over a line end too, and those that cicp fills itself: as of, when, next update."""
    assert [] == brief(placeholders.placeholders(words(**template("As of [as of], [when], at [where\nexactly]. [next update]", "where exactly"))))


def test_the_blanks_that_cicp_fills_are_those_that_declare_fills() -> None:
    """A draft made when all is known has none of the blanks that nobody need ask for."""
    kind = StatementKind.model_validate({"title": "t", "clause": "calls.free", "text": " ".join(f"[{name}]" for name in placeholders.FILLED)})
    made = draft("holding", kind, datetime(2026, 11, 20, tzinfo=UTC), None, dict.fromkeys(placeholders.FILLED, "said"))

    assert "said said said" == made["text"]


def test_a_blank_in_the_directory_is_a_note() -> None:
    """The directory is filled office by office, and nothing waits for it."""
    there = Directory.model_validate({"format": 1, "contact": [{"office": "pio", "phone": "[number]"}]})

    assert [("note", "directory.toml", ("contact", 0, "phone"), "a blank was left open here: [number].")] == brief(placeholders.in_directory(there))


def test_the_open_blanks_of_a_draft_are_one_note() -> None:
    """A draft has blanks until it is submitted: they are named together, as a note; a draft without any is not named."""
    assert [("note", "incidents/a/statements/holding.toml", (), "blanks are still open in this draft: [where], [who].")] == brief(
        placeholders.in_draft("incidents/a/statements/holding.toml", "At [where], [who].")
    )
    assert [] == brief(placeholders.in_draft("incidents/a/statements/holding.toml", "At Shaw Park."))
