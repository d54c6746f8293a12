"""What the law of a plan and of the library asks to be looked after, and what of it needs the city's hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from cicp.model.law_book import Book
from cicp.model.law_library import LawFile
from cicp.model.law_upkeep import changed, findings
from tests.small_plan import brief, law, plan, words

TODAY = date(2026, 11, 22)


def _book(*changes: dict[str, Any], tried: Iterable[str] = ("us-mo.answer",)) -> Book:
    duty = {
        "id": "answer",
        "title": "t",
        "role": "pio",
        "clause": "calls.free",
        "anchor": "known",
        "citation": "c",
        "source": "s",
        "verified_on": date(2026, 1, 1),
    }
    file = LawFile.model_validate({"format": 1, "title": "Missouri", "duty": [{**duty, **each} for each in changes]})
    return Book({"us-mo": file}, {}, {}, dict.fromkeys(tried, "law-x.txt"))


def _brief(book: Book, **own: object) -> list[tuple[str, str, str]]:
    """What is found of a duty that the City Attorney confirmed on the day on which it was read."""
    confirmed = {"confirmed_on": own.get("verified_on", date(2026, 1, 1)), **own}
    return [(each.id, each.level, each.path) for each in findings(words(law=law(confirmed)), book, TODAY)]


def test_a_duty_as_in_the_library_read_this_year_and_tried_asks_for_nothing() -> None:
    """Where nothing is old, weak, changed or untried, nothing is found."""
    assert [] == _brief(_book({}))


@pytest.mark.parametrize(
    ("own", "known", "expected"),
    [
        ({"verified_on": date(2025, 11, 21)}, {}, [("verified", "error", "law.toml")]),
        ({"verified_on": date(2025, 11, 22)}, {}, []),
        ({"verified_on": date(2024, 1, 1), "confirmed_on": date(2026, 1, 1)}, {}, []),
        ({"verified_on": date(2026, 11, 23)}, {}, [("verified", "error", "law.toml"), ("verified", "error", "law.toml")]),
        ({"confirmed_on": None}, {}, [("confirmed", "note", "law.toml")]),
        ({}, {"in_force": False}, [("in-force", "error", "law.toml"), ("in-force", "note", "library/law/us-mo.toml")]),
        ({"confidence": "judgement"}, {}, [("confidence", "note", "law.toml")]),
        ({}, {"confidence": "general-knowledge"}, [("confidence", "note", "library/law/us-mo.toml")]),
        ({}, {"watch": "a bill"}, [("watch", "note", "library/law/us-mo.toml")]),
        ({}, {"verified_on": date(2025, 1, 1)}, [("verified", "note", "library/law/us-mo.toml")]),
    ],
    ids=[
        "a year and a day",
        "a year",
        "confirmed since",
        "days to come",
        "not confirmed",
        "not in force",
        "our judgement",
        "the library's general knowledge",
        "to watch",
        "an old library",
    ],
)
def test_what_is_looked_after(own: dict[str, Any], known: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    """What the plan's own law.toml lacks is the city's to mend; what the library lacks is worth knowing."""
    assert expected == _brief(_book(known), **own)


@pytest.mark.parametrize("key", [{"within": "3 days"}, {"anchor": "died"}, {"roll": "sunday"}, {"citation": "RSMo"}], ids=str)
@pytest.mark.parametrize(("read_on", "level"), [(date(2026, 1, 1), "note"), (date(2026, 2, 1), "error")], ids=["read together", "read later"])
def test_a_difference_needs_the_city_where_the_library_was_read_later(key: dict[str, Any], read_on: date, level: str) -> None:
    """A span, a moment, a roll or a citation that changed is an error where the library knows more than the city, and a note where it does not."""
    assert [("library", level, "law.toml")] == _brief(_book({**key, "verified_on": read_on}))


@pytest.mark.parametrize(
    ("confirmed", "level"),
    [(None, "error"), (date(2025, 12, 31), "error"), (date(2026, 1, 1), "note")],
    ids=["not confirmed", "confirmed before the library was read", "confirmed since"],
)
def test_a_duty_that_asks_for_less_needs_the_city_attorneys_word(confirmed: date | None, level: str) -> None:
    """A longer time than the library's is an error, until the City Attorney has confirmed it in full knowledge of the library."""
    duty = {"within": "10 business days", "confirmed_on": confirmed}
    found = findings(words(law=law(duty)), _book({"within": "3 business days"}), TODAY)

    assert [("library", level)] == [(each.id, each.level) for each in found if each.id != "confirmed"]
    assert 'answer asks for less than us-mo.answer, read 2026-01-01: within is "10 business days" here and' in found[0].says


def test_a_stricter_duty_is_worth_a_note() -> None:
    """A shorter time than the library's differs, and asks for no less."""
    found = findings(words(law=law({"within": "2 days"})), _book({"within": "3 days"}), TODAY)

    assert [("note", "answer is not as us-mo.answer, read 2026-01-01:")] == [(each.level, each.says[:47]) for each in found if each.id == "library"]


def test_the_unconfirmed_are_named_together() -> None:
    """One finding says how many duties the City Attorney has not confirmed, and which."""
    duties = law({"id": "a"}, {"id": "b", "confirmed_on": date(2026, 1, 1)}, {"id": "c"})
    (found,) = (each for each in findings(words(law=duties), _book(), TODAY) if each.id == "confirmed")

    assert "the City Attorney has not confirmed 2 of 3 duties yet: a, c." == found.says


def test_check_names_each_duty_that_was_changed() -> None:
    """As a step that is not as in the library: a note at the duty, which says where it asks for less."""
    plan = words(law=law({"id": "same"}, {"id": "loose", "anchor": "died"}, {"id": "other", "citation": "RSMo 999.9"}))
    found = list(changed(plan, _book({"id": "same"}, {"id": "loose"}, {"id": "other"})))

    assert [
        ("note", "law.toml", ("duty", 1), 'the duty loose asks for less than us-mo.loose: anchor is "died" here and "known" in the library (another moment).'),
        ("note", "law.toml", ("duty", 2), 'the duty other is not as us-mo.other: citation is "RSMo 999.9" here and "c" in the library.'),
    ] == brief(found)
    assert {"library"} == {each.id for each in found}


def test_the_law_of_another_state_is_not_looked_after() -> None:
    """In a state that the library does not know only the federal law asks for something, and that it does not know it is said."""
    federal, missouri = (_book({"watch": "a bill"}, tried=()).files["us-mo"] for _ in range(2))
    there = words(plan=plan(city={"name": "City", "state": "IL", "timezone": "UTC"}), law=law())
    found = findings(there, Book({"us": federal, "us-mo": missouri}, {}, {}, {}), TODAY)

    assert [("coverage", ""), ("watch", "us.answer"), ("tried", "us.answer")] == [
        (each.id, each.says.partition(" may")[0].partition(":")[0] * (each.id != "coverage")) for each in found
    ]


def test_a_title_that_differs_is_no_difference_of_law() -> None:
    """The city's own words for a duty are its own."""
    assert [] == _brief(_book({"title": "other words", "note": "other note"}))


@pytest.mark.parametrize(("known", "named"), [({}, True), ({"ours": False}, False), ({"in_force": False}, False)], ids=["ours", "not ours", "not in force"])
def test_a_clock_that_no_transcript_has_started_is_named(known: dict[str, Any], named: bool) -> None:  # noqa: FBT001  # a row of the table
    """A duty of the city's that is in force and was never started by a transcript is named; another's is not."""
    assert named == (("tried", "note", "library/law/tried.toml") in _brief(_book(known, tried=())))


def test_a_duty_of_another_state_is_not_held_against_the_library() -> None:
    """The library of one state says nothing of a duty with the same id under the law of another."""
    book = _book({"within": "3 days", "verified_on": TODAY})
    elsewhere = Book({"us-ks": book.files["us-mo"]}, {}, {}, {"us-ks.answer": "law-x.txt"})

    assert [("coverage", "note", "law.toml")] == _brief(elsewhere)
