"""The overlays for a death in custody, for an incident seen as moved by bias and for an attack, held against the research row by row.

The tables were written from the research, not from the TOML. The duties of the first hours count from `known`, a death from `died`, and what
people see as bias from the complaint or the first report, whichever came earlier.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import rtoml

from cicp.files import toml
from cicp.model.gates import Facts, Gates
from cicp.model.playbook import Playbook, Step, Tighten, compose
from cicp.model.spans import parse_span
from cicp.model.statement import StatementKind

LIBRARY = Path(__file__).resolve().parent.parent.parent / "cicp" / "library"
BOOKS = {
    kind: toml.load(LIBRARY / "playbooks" / f"{file}.toml", Playbook)
    for kind, file in [("other", "base"), *((name, name) for name in ("ois", "in-custody-death", "bias-incident", "active-attack"))]
}
STATEMENTS = {path.stem: toml.load(path, StatementKind) for path in sorted((LIBRARY / "statements").glob("*.toml"))}


class Row(NamedTuple):
    """A row of the research: its id there, the offset (span, anchor), the role, what comes first, and the kind of statement."""

    row: str
    within: str
    anchor: str
    role: str
    after: tuple[str, ...] = ()
    statement: str = ""


EARLIER_OF_TWO = "complaint media-first"
ROWS = {
    "in-custody-death": {
        "preserve-scene": Row("C01", "15 minutes", "died", "chief"),
        "custody-video": Row("C04", "30 minutes", "known", "city-attorney", ("tell-manager",)),
        "custody-statement": Row("C02", "4 hours", "died", "pio", ("examiner-notice", "outside-investigation"), "custody-death"),
        "quarterly-report": Row("C03", "20 days", "died", "chief"),
    },
    "bias-incident": {
        "affected-calls": Row("Y02", "1 hour", EARLIER_OF_TWO, "city-manager"),
        "acknowledgement": Row("Y01", "2 hours", EARLIER_OF_TWO, "pio", ("affected-calls",), "acknowledgement"),
        "listening-meeting": Row("Y03", "24 hours", EARLIER_OF_TWO, "chief", ("affected-calls",)),
        "one-voice": Row("Y04", "24 hours", EARLIER_OF_TWO, "pio"),
        "review-process": Row("Y05", "48 hours", EARLIER_OF_TWO, "city-manager", ("one-voice",), "community-letter"),
        "review-progress": Row("Y06", "7 days", EARLIER_OF_TWO, "city-manager", ("review-process",)),
        "review-report": Row("Y07", "", "report-delivered", "city-manager", ("review-process",), "review-report"),
    },
    "active-attack": {
        "do-not-come": Row("A02", "15 minutes", "known", "ic"),
        "first-post": Row("A04", "20 minutes", "known", "pio", ("safety-alert",), "first-post"),
        "lead-pio": Row("A04", "20 minutes", "known", "ic"),
        "careful-words": Row("A03", "30 minutes", "known", "pio"),
        "federal-contact": Row("A09", "30 minutes", "known", "pio"),
        "reunification-site": Row("A02", "90 minutes", "known", "ic", ("do-not-come",), "reunification-notice"),
        "family-reception": Row("A05a", "2 hours", "known", "family-liaison"),
        "joint-center-open": Row("A07", "2 hours", "known", "ic", ("joint-center", "lead-pio")),
        "family-assistance": Row("A05b", "24 hours", "occurred", "family-liaison", ("family-reception",)),
        "officials-console": Row("A08", "", "known", "mayor"),
    },
}
STEPS = {step.id: (kind, step) for kind in ROWS for step in BOOKS[kind].step}
EVERY_STEP = {step.id: step for book in BOOKS.values() for step in book.step}

USED = {
    "in-custody-death": {
        "O01": "outside-investigation", "B14b": "first-calls", "O02": "separate-tracks", "O04": "family-visit", "O05": "examiner-notice",
        "O11": "family-viewing", "O12": "video-notice", "O13": "video-release", "O14": "community-meeting", "O15": "withholding-review",
        "fact 1": "coverage-decision", "fact 1 ": "outside-files",
        "O16": "decision-order", "O17": "policy-changes",
    },
    "bias-incident": {"B14b": "first-calls"},
    "active-attack": {"O04": "family-visit", "O05": "examiner-notice"},
}  # fmt: skip
"""The rows that a kind shares with a shooting by an officer. An attack has no such row; a death by violence is told to the examiner by law."""


def tightened(kind: str, step: str) -> Tighten:
    """Return what a kind asks of a step of another playbook."""
    return next(entry for entry in BOOKS[kind].tighten if entry.step == step)


@pytest.mark.parametrize("kind", ROWS)
def test_each_overlay_has_its_rows_and_no_other(kind: str) -> None:
    """Every row is a step under one id, and nothing was added without a row."""
    assert sorted(ROWS[kind]) == sorted(step.id for step in BOOKS[kind].step)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_as_its_row(name: str) -> None:
    """Offset, anchor, role, prerequisites and statement are those of the row that the step names as its source."""
    kind, step = STEPS[name]

    assert ROWS[kind][name] == Row(
        re.split(r"[;, ]", step.source.removeprefix("domain "))[0], step.within, " ".join(step.anchors), step.role, tuple(step.after), step.statement
    )


@pytest.mark.parametrize("name", STEPS)
def test_a_step_says_everything_that_is_needed_at_night(name: str) -> None:
    """Each step has a title that fits one line, a clause, what shows that it was done, why it is asked, and where that was read."""
    _, step = STEPS[name]

    assert all((step.title, step.clause, step.evidence, step.why, step.source.startswith("domain ")))
    assert len(step.title) <= 64


@pytest.mark.parametrize("name", STEPS)
def test_a_time_that_the_research_judged_is_said_to_be_a_judgment(name: str) -> None:
    """What the research marks as a judgment, and every time it does not give, is marked in the step's source."""
    _, step = STEPS[name]
    given = {"careful-words", "listening-meeting", "one-voice", "review-process", "review-progress", "family-assistance"}

    assert (bool(step.within) and name not in given) == ("our judgment" in step.source)


@pytest.mark.parametrize("kind", ROWS)
def test_a_shared_step_is_taken_from_the_overlay_that_has_it(kind: str) -> None:
    """One id is one step in the whole plan: what a shooting asks too is used from there, and stands on the list of this kind alone."""
    used = {f"ois.{step}" for step in USED[kind].values()}
    rows = {row: EVERY_STEP[step].source.removeprefix("domain ").split(";")[0] for row, step in USED[kind].items()}
    asked = {task.step.id for task in compose(BOOKS, [kind])}

    assert used == set(BOOKS[kind].uses)
    assert {row: row.strip() for row in rows} == rows  # two steps are of fact 1
    assert set(USED[kind].values()) | set(ROWS[kind]) <= asked
    assert {"officer-identification", "officer-support"}.isdisjoint(asked)


def test_what_people_see_as_bias_is_owed_once() -> None:
    """Several complaints about one event do not ask for several acknowledgements."""
    steps = [step for step in BOOKS["bias-incident"].step if "complaint" in step.anchors]

    assert [True] * 6 == [step.once for step in steps]


@pytest.mark.parametrize("kind", ROWS)
def test_the_tier_a_kind_starts_with(kind: str) -> None:
    """A death in custody and an attack take the full plan; what people see as bias starts with a statement and the log."""
    assert {"in-custody-death": 3, "bias-incident": 2, "active-attack": 3}[kind] == BOOKS[kind].tier


@pytest.mark.parametrize(
    ("kind", "step", "words"),
    [
        pytest.param("in-custody-death", "examiner-notice", "preserved | under eighteen | 58.722", id="C01"),
        pytest.param("in-custody-death", "holding-statement", "which agency investigates | no name | no cause | substance", id="C02"),
        pytest.param("active-attack", "safety-alert", "script | by its name | dispatch supervisor or the watch commander", id="A01"),
        pytest.param("active-attack", "holding-statement", "all agencies | who leads", id="A04"),
        pytest.param("active-attack", "scene-briefing", "medical examiner or the hospital | the time at which it held", id="A06"),
        pytest.param("bias-incident", "holding-statement", "no defense and no motive", id="Y01"),
        pytest.param("bias-incident", "after-action", "every characterization", id="section 15.1"),
    ],
)
def test_what_a_kind_wants_said(kind: str, step: str, words: str) -> None:
    """A row about the words of a base step tightens what that step says."""
    says = " / ".join(tightened(kind, step).says)

    assert [word for word in words.split(" | ") if word not in says] == []


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("in-custody-death", ["first-calls", "examiner-notice", "outside-investigation"]),
        ("bias-incident", ["first-calls", "affected-calls"]),
        ("active-attack", ["first-post", "lead-pio"]),
    ],
)
def test_who_hears_before_the_holding_statement(kind: str, after: list[str]) -> None:
    """The examiner and the outside agency, those affected and their leaders, one lead PIO: each before the City's first statement."""
    assert after == tightened(kind, "holding-statement").after


def test_the_first_briefing_after_an_attack_is_sooner() -> None:
    """Ninety minutes and not two hours, and nothing else is made later or earlier."""
    spans = {(kind, entry.step): entry.within for kind in ROWS for entry in BOOKS[kind].tighten if entry.within}

    assert {("active-attack", "scene-briefing"): "90 minutes"} == spans
    assert parse_span("90 minutes").elapsed < parse_span(EVERY_STEP["scene-briefing"].within).elapsed


@pytest.mark.parametrize(
    ("kind", "gates"),
    [
        ("in-custody-death", "nok cause condition"),
        ("bias-incident", "contradiction justify complainant"),
        ("active-attack", "nok identity condition all-safe tactical-live attacker-fame"),
    ],
)
def test_what_the_first_statement_may_not_say(kind: str, gates: str) -> None:
    """The holding statement of a kind is bound by the gates that its rows name."""
    (task,) = (task for task in compose(BOOKS, [kind]) if task.step.id == "holding-statement")

    assert set(gates.split()) <= set(task.gates)


def test_a_step_before_another_is_never_due_after_it() -> None:
    """Where a step and what comes first count from the same moment, what comes first is due no later."""
    pairs = [
        (first, step)
        for kind in ROWS
        for step, names in _with_prerequisites(kind)
        for first in (EVERY_STEP[name] for name in names)
        if first.anchors == step.anchors and first.within and step.within
    ]

    assert [(first.id, step.id) for first, step in pairs if parse_span(first.within).elapsed > parse_span(step.within).elapsed] == []
    assert len(pairs) > 15


def _with_prerequisites(kind: str) -> list[tuple[Step, list[str]]]:
    own = [(step, step.after) for step in BOOKS[kind].step]
    return [*own, *((EVERY_STEP[entry.step], entry.after) for entry in BOOKS[kind].tighten)]


def test_every_name_that_the_overlays_use_is_in_the_library() -> None:
    """Facts, gates, steps and statement kinds that an overlay names come with the library."""
    facts = {entry.name for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}
    gates = {gate.id for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
    tightenings = [entry for kind in ROWS for entry in BOOKS[kind].tighten]
    steps = [step for _, step in STEPS.values()]
    asked: list[Step | Tighten] = [*steps, *tightenings]

    assert {anchor for step in steps for anchor in step.anchors} | {step.records for step in steps if step.records} <= facts
    assert {gate for each in asked for gate in each.gates} <= gates
    assert {name for each in asked for name in each.after} | {entry.step for entry in tightenings} <= set(EVERY_STEP)
    assert {step.statement for step in steps if step.statement} <= set(STATEMENTS)


APPROVE = {
    "custody-death": ([["ic"], ["chief", "alt-chief"]], ["me", "family-liaison"], "30 minutes"),
    "acknowledgement": ([["chief", "alt-chief"], ["city-manager", "assistant-city-manager"]], [], "30 minutes"),
    "community-letter": ([["city-manager", "assistant-city-manager"], ["mayor"]], [], "4 hours"),
    "review-report": ([["chief", "alt-chief"], ["city-manager", "assistant-city-manager"], ["city-attorney"]], [], ""),
    "first-post": ([["ic", "watch-commander"]], [], ""),
    "reunification-notice": ([["ic"]], [], "15 minutes"),
}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_every_blank_of_a_template_is_asked_for(kind: str) -> None:
    """A word in brackets is a blank that the form asks for, or one that cicp fills; and nothing is asked for that has no place."""
    blanks = set(re.findall(r"\[([^\]]+)\]", STATEMENTS[kind].text))

    assert {field.id for field in STATEMENTS[kind].field} == blanks - {"as of", "when", "next update"}
    assert [field.ask for field in STATEMENTS[kind].field if not field.ask.partition("?")[1]] == []


@pytest.mark.parametrize("kind", APPROVE)
def test_a_template_says_nothing_that_its_own_gates_close(kind: str) -> None:
    """The words around the blanks trip no gate that binds the statement: no cause, no judgment, no claim that all is safe."""
    phrases = {gate.id: gate.blocks for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
    said = re.sub(r"\[[^\]]+\]", "", STATEMENTS[kind].text).lower()

    assert [(gate, phrase) for gate in STATEMENTS[kind].gates for phrase in phrases[gate] if phrase.lower() in said] == []


@pytest.mark.parametrize("kind", APPROVE)
def test_who_approves_and_who_confirms(kind: str) -> None:
    """The letter and the statement on a death follow the approval matrix; the other kinds, which it does not have, are set here and in the text."""
    statement = STATEMENTS[kind]

    assert APPROVE[kind] == (statement.approve, statement.confirm, statement.timeout)
    assert "pio" not in [office for choice in statement.approve for office in choice]


def test_the_library_says_of_each_step_which_statement_does_it() -> None:
    """A statement kind is bound by every gate that its step names, and never by fewer."""
    steps = [step for _, step in STEPS.values() if step.statement]

    assert [(step.id, gate) for step in steps for gate in step.gates if gate not in STATEMENTS[step.statement].gates] == []
    assert len(steps) == 6


def test_the_plan_of_the_example_has_what_the_library_has() -> None:
    """The clauses that the overlays cite are those of the example plan's own section, and every clause of it that binds is cited."""
    section = rtoml.load(LIBRARY.parent.parent / "plans" / "clayton" / "text" / "10-operating-procedures.toml")
    cited = {step.clause.partition(".")[2] for _, step in STEPS.values()}

    assert cited == {clause["id"] for clause in section["clause"] if clause.get("duty") is not False}
    assert {step.clause.partition(".")[0] for _, step in STEPS.values()} == {"operating-procedures"}
