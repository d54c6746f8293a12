"""Whether a plan answers the law that binds its city."""

from datetime import date
from typing import Any

import pytest

from cicp.model.findings import Finding
from cicp.model.law import Law
from cicp.model.law_answers import law_answered, law_named
from cicp.model.law_book import Book
from cicp.model.law_library import LawFile
from cicp.model.words import Words
from tests.small_plan import NOTHING, Table, brief, plan, playbook, section, step, words

FIX = 'take it over: cicp law adopt us-mo.answer; or say why it is not yours: [[not-ours]] with duty = "us-mo.answer"'


def known(name: str, **keys: object) -> Table:
    return {
        "id": name,
        "title": f"Do {name}",
        "role": "pio",
        "clause": "calls.free",
        "anchor": "known",
        "citation": f"RSMo {name}",
        "source": "s",
        "verified_on": date(2026, 1, 1),
        **keys,
    }


def book(**files: list[Table]) -> Book:
    read = {name.replace("_", "-"): LawFile.model_validate({"format": 1, "title": name, "duty": duties}) for name, duties in files.items()}
    return Book(read, {}, {}, {})


def law(*duties: Table, not_ours: list[Table] | None = None) -> Law:
    return Law.model_validate({"format": 1, "duty": list(duties), "not-ours": not_ours or []})


ANSWERED: list[dict[str, Any]] = [
    {"law": law(known("answer"))},
    {"law": law(not_ours=[{"duty": "us-mo.answer", "why": "the state answers"}])},
    {"base": [step("call", answers=["us-mo.answer"])]},
    {"overlays": {"ois": playbook("ois", [step("call-later", answers=["us-mo.answer"])])}},
    {"sections": {(1, "calls"): section({"id": "duty", "text": "Call.", "answers": ["us-mo.answer"]})}},
]


def test_a_duty_that_nothing_answers_is_an_error() -> None:
    """It is named with its citation and its title, and both ways to answer it are said."""
    says = "us-mo.answer (RSMo answer) is answered by no duty of law.toml, no step and no clause: Do answer."

    assert [Finding("coverage", "error", "law.toml", says, FIX)] == list(law_answered(words(law=law()), book(us_mo=[known("answer")])))
    assert [Finding("coverage", "error", "law.toml", says, FIX)] == list(law_answered(words(law=None), book(us_mo=[known("answer")])))


@pytest.mark.parametrize("parts", ANSWERED, ids=["duty", "not ours", "step", "step of an overlay", "clause"])
def test_a_duty_that_something_answers_is_not_found(parts: dict[str, Any]) -> None:
    """A duty of the same id, the word that it is somebody else's, a step or a clause answers it, and neither is a dangling name."""
    asked, library = words(**{"law": law(), **parts}), book(us_mo=[known("answer")])

    assert ([], []) == (list(law_answered(asked, library)), list(law_named(asked, library)))


@pytest.mark.parametrize("keys", [{"ours": False}, {"in_force": False}], ids=["binds others", "not in force"])
def test_what_does_not_bind_the_city_needs_no_answer(keys: Table) -> None:
    """A duty of the prosecutor, and a rule that is not yet law, are nothing that a city must answer."""
    assert [] == list(law_answered(words(law=law()), book(us_mo=[known("answer", **keys)])))


def test_federal_law_binds_every_city_and_the_law_of_another_state_none() -> None:
    """A city of Missouri is held to the federal file and its own."""
    library = book(us=[known("report")], us_mo=[], us_ks=[known("answer")])

    assert ["us.report (RSMo report)"] == [each.says.partition(" is ")[0] for each in law_answered(words(law=law()), library)]


@pytest.mark.parametrize(("state", "named"), [("KS", "KS"), ("", "this state")])
def test_a_state_whose_law_is_not_known_is_a_note(state: str, named: str) -> None:
    """Nobody is held to a law that the library does not have; that it has none is said, and who writes it."""
    elsewhere = plan(city={"name": "City", "state": state, "timezone": "UTC"})
    says = f"cicp's library does not know the law of {named}: none of its duties is held against this plan."

    assert [("note", "law.toml", (), says)] == brief(law_answered(words(plan=elsewhere, law=law()), book(us_mo=[known("answer")])))


def test_a_plan_that_could_not_be_read_is_held_to_nothing() -> None:
    """Without plan.toml nobody knows the state; without words nothing is named."""
    library = book(us_mo=[known("answer")])

    assert ([], []) == (list(law_answered(NOTHING, library)), list(law_named(Words(plan=None), library)))


@pytest.mark.parametrize(
    ("parts", "path", "location"),
    [
        ({"base": [step("call", answers=["us-mo.answer", "us-mo.anwser"])]}, "playbooks/base.toml", ("step", 0, "answers", 1)),
        (
            {"sections": {(1, "calls"): section({"id": "duty", "text": "Call.", "answers": ["us-mo.anwser"]})}},
            "text/01-calls.toml",
            ("clause", 1, "answers", 0),
        ),
        ({"law": law(not_ours=[{"duty": "us-mo.anwser", "why": "w"}])}, "law.toml", ("not-ours", 0, "duty")),
    ],
    ids=["step", "clause", "not ours"],
)
def test_a_duty_that_the_library_does_not_have_is_found_where_it_is_named(parts: dict[str, Any], path: str, location: tuple[int | str, ...]) -> None:
    """A slip of the pen in a name would leave a duty unanswered that looks answered: the nearest name is said."""
    says, fix = 'there is no duty of the law library "us-mo.anwser".', 'did you mean "us-mo.answer"?'

    assert [Finding("references", "error", path, says, fix, location)] == list(law_named(words(**parts), book(us_mo=[known("answer")])))


def test_a_name_like_no_other_is_looked_up_in_the_library() -> None:
    """Nobody can write a duty into the library: the finding says where its names are."""
    (found,) = law_named(words(base=[step("call", answers=["us-mo.xyz"])]), book(us_mo=[known("answer")]))

    assert "name one that the library has: cicp law list" == found.fix
