"""The overlays for attacks on systems, outages, what the City published in error, leaks, wrong names and other agencies' incidents, held against the research.

The tables were written from the research, not from the TOML. What is added to a running incident counts from its own fact (`error-noticed`, `leaked`,
`detected`, `learned`), never from `known`, which may be days past; an attack on systems counts from `known`.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cicp.files import toml
from cicp.model.checks import spans_in_words
from cicp.model.gates import Facts, Gates
from cicp.model.playbook import Playbook, Step, Tighten, compose
from cicp.model.rules import repeats
from cicp.model.section import SectionFile
from cicp.model.spans import parse_cadence, parse_span
from cicp.model.statement import StatementKind

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = ROOT / "cicp" / "library"
TEXT = ROOT / "plans" / "clayton" / "text"
SECTION = "systems-and-errors"
KINDS = ("cyber", "comms-outage", "data-release-error", "leak", "misidentification", "other-agency")
BOOKS = {book.kind: book for book in (toml.load(path, Playbook) for path in sorted((LIBRARY / "playbooks").glob("*.toml")))}
STATEMENTS = {
    kind: toml.load(LIBRARY / "statements" / f"{kind}.toml", StatementKind)
    for kind in ("misidentification-notice", "other-agency-role", "video-published-by-other")
}
CLAUSES = {f"{SECTION}.{clause.id}": clause for clause in toml.load(TEXT / f"31-{SECTION}.toml", SectionFile).clause}


class Row(NamedTuple):
    """A row of the research: its id there, the offset (span, anchor), the role, what comes first, and the kind of statement."""

    row: str
    within: str
    anchor: str
    role: str
    after: tuple[str, ...] = ()
    statement: str = ""


ROWS = {
    "cyber": {
        "other-channels": Row("Z01", "60 minutes", "known", "alt-pio"),
        "services-affected": Row("Z02", "4 hours", "known", "pio", ("command-briefing",)),
        "restoration-time": Row("Z03", "10:00 on day 1", "known", "pio"),
        "exposure-notices": Row("Z04", "24 hours", "breach-confirmed", "city-attorney"),
        "federal-report": Row("Z05", "24 hours", "known", "city-attorney"),
        "dispatch-impact": Row("Z06", "60 minutes", "known", "pio"),
        "safe-channels": Row("Z07", "60 minutes", "known", "city-manager"),
    },
    "comms-outage": {"what-works-instead": Row("Z08", "15 minutes", "detected", "ecdc")},
    "data-release-error": {
        "take-down": Row("E01", "15 minutes", "error-noticed", "pio"),
        "error-law": Row("E02", "60 minutes", "error-noticed", "city-attorney"),
        "affected-people": Row("E03", "2 hours", "error-noticed", "family-liaison", ("take-down",)),
        "error-explained": Row("E04", "4 hours", "error-noticed", "pio", ("affected-people", "error-law")),
        "root-cause": Row("E05", "30 days", "stood-down", "scribe"),
    },
    "leak": {
        "lawful-or-not": Row("R01", "60 minutes", "leaked", "city-attorney"),
        "access-log": Row("R01", "60 minutes", "leaked", "city-attorney"),
        "leak-words": Row("R01", "2 hours", "leaked", "pio", ("lawful-or-not",), "video-published-by-other"),
    },
    "misidentification": {
        "identity-again": Row("W01", "", "error-noticed", "me"),
        "both-families": Row("W01", "", "error-noticed", "chief", ("identity-again",)),
        "misidentification-notice": Row("W01", "2 hours", "done:both-families", "pio", ("both-families",), "misidentification-notice"),
    },
    "other-agency": {
        "agency-contact": Row("J01", "30 minutes", "learned", "pio"),
        "own-part": Row("J01", "60 minutes", "learned", "pio", ("agency-contact",), "other-agency-role"),
    },
}
STEPS: dict[str, Step] = {step.id: step for kind in KINDS for step in BOOKS[kind].step}
EVERY_STEP = {step.id: step for book in BOOKS.values() for step in book.step}
TIMED_BY_THE_RESEARCH = {"other-channels", "services-affected", "safe-channels", "error-law", "error-explained"}
"""Steps whose time stands in a row with a source, or with the mark of general knowledge. Every other time is marked there as a judgment, or is missing."""


class Told(NamedTuple):
    """How a kind is told from others: tier, group, exceptions and where they lead, who else releases, its own anchors, what it shares."""

    tier: int
    group: str
    unless: tuple[tuple[str, str], ...]
    authority: tuple[str, ...]
    facts: tuple[str, ...]
    uses: tuple[str, ...] = ()


TOLD = {
    "cyber": Told(
        2,
        "systems",
        (("false message", ""), ("without anybody getting in", "comms-outage")),
        ("city-attorney", "insurer", "fbi"),
        ("breach-confirmed", "held-data-breached"),
    ),
    "comms-outage": Told(
        2, "systems", (("maintenance", ""),), ("ecdc",), ("detected",), ("cyber.other-channels", "cyber.dispatch-impact", "cyber.restoration-time")
    ),
    "data-release-error": Told(
        2, "trust", (("without authority", "leak"), ("wrong person was named", "misidentification")), ("city-attorney",), ("error-noticed", "published")
    ),
    "leak": Told(2, "trust", (("by mistake", "data-release-error"),), ("city-attorney", "prosecutor"), ("leaked",)),
    "misidentification": Told(2, "trust", (("misspelled", ""),), ("me",), ("error-noticed",)),
    "other-agency": Told(2, "others", (("fire a firearm", "ois"), ("other force", "uof-serious")), ("other-agency",), ("learned",)),
}
"""Two entries are ours: that a failure which nobody caused leads to an outage, and the fact by which an owner of data hears first (law.toml)."""


def tightened(kind: str, step: str) -> Tighten:
    """Return what a kind asks of a step of another playbook."""
    return next(entry for entry in BOOKS[kind].tighten if entry.step == step)


class TestRows:
    """Each row of the research is a step, and each step a row."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_overlay_has_its_rows_and_no_other(self, kind: str) -> None:
        """Every row is a step under one id, and nothing was added without a row."""
        assert sorted(ROWS[kind]) == sorted(step.id for step in BOOKS[kind].step)

    @pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in KINDS for name in ROWS[kind]])
    def test_a_step_is_as_its_row(self, kind: str, name: str) -> None:
        """Offset, anchor, role, prerequisites and statement are those of the row that the step names as its source."""
        step = STEPS[name]
        row = re.split(r"[;, ]", step.source.removeprefix("domain "))[0]

        assert ROWS[kind][name] == Row(row, step.within, " ".join(step.anchors), step.role, tuple(step.after), step.statement)

    @pytest.mark.parametrize("name", STEPS)
    def test_a_step_says_everything_that_is_needed_at_night(self, name: str) -> None:
        """Each step has a title that fits one line, a clause of this section, what shows that it was done, why it is asked, and where that was read."""
        step = STEPS[name]

        assert all((step.title, step.evidence, step.why, step.source.startswith("domain ")))
        assert len(step.title) <= 64
        assert step.clause in CLAUSES

    @pytest.mark.parametrize("name", STEPS)
    def test_a_time_that_the_research_judged_is_said_to_be_a_judgment(self, name: str) -> None:
        """What the research marks as a judgment, and every time it does not give, is marked in the step's source."""
        step = STEPS[name]

        assert (bool(step.within) and name not in TIMED_BY_THE_RESEARCH) == ("our judgment" in step.source)

    def test_the_daily_word_comes_at_one_hour_for_a_fortnight(self) -> None:
        """When services are back is said each day at ten, fourteen times, and at no other hour."""
        step = STEPS["restoration-time"]

        assert [f"10:00 on day {day}" for day in range(1, 15)] == [str(span) for span in repeats(parse_span(step.within), tuple(step.every))]


class TestTold:
    """How a kind is told from others."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_kind_is_told_as_the_research_tells_it(self, kind: str) -> None:
        """Tier, group, exceptions, release authorities, anchors of its own and shared steps are those of the table of kinds."""
        book, told = BOOKS[kind], TOLD[kind]
        found = [(words in each.when, each.kind) for each, (words, _) in zip(book.unless, told.unless, strict=True)]

        assert [(True, leads) for _, leads in told.unless] == found
        assert (told.tier, told.group, told.authority) == (book.tier, book.group, tuple(book.authority))
        assert (told.facts, told.uses) == (tuple(book.facts), tuple(book.uses))
        assert f"definitions.{kind}" == book.clause

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_question_can_be_answered_with_yes_or_no(self, kind: str) -> None:
        """What is asked at night is one question, and the other kinds that a yes leads to are there."""
        questions = [BOOKS[kind].asks, *(each.when for each in BOOKS[kind].unless)]

        assert [] == [each for each in questions if each.count("?") != 1 or not re.match(r"(?:Did|Is|Was) .*\?$", each)]
        assert {each.kind for each in BOOKS[kind].unless} - {""} <= set(BOOKS)

    def test_the_title_of_a_kind_is_the_heading_of_its_definition(self) -> None:
        """What the list calls a kind and what the plan defines are one name."""
        headings = {clause.id: clause.heading for clause in toml.load(TEXT / "03-definitions.toml", SectionFile).clause}

        assert {kind: headings[kind] for kind in KINDS} == {kind: BOOKS[kind].title for kind in KINDS}

    def test_an_outage_has_the_steps_that_it_shares_with_an_attack_on_systems(self) -> None:
        """Other channels, the word with dispatch and the daily hour are one step each in both kinds; what only an attack asks is not on its list."""
        asked = {task.step.id for task in compose(BOOKS, ["comms-outage"])}

        assert {"other-channels", "dispatch-impact", "restoration-time", "what-works-instead", "call-card"} <= asked
        assert {"safe-channels", "services-affected", "federal-report", "exposure-notices"}.isdisjoint(asked)


class TestTightened:
    """What the kinds ask of base steps, for which some of their rows stand in."""

    @pytest.mark.parametrize(
        ("kind", "step", "after"),
        [
            pytest.param("cyber", "holding-statement", ["safe-channels", "other-channels"], id="Z01, Z07"),
            pytest.param("comms-outage", "holding-statement", ["what-works-instead", "other-channels"], id="Z08"),
            pytest.param("data-release-error", "holding-statement", ["take-down"], id="E01"),
            pytest.param("data-release-error", "correction", ["take-down"], id="E01: the correction of the first hour"),
            pytest.param("data-release-error", "internal-review", ["root-cause"], id="E05"),
            pytest.param("leak", "holding-statement", ["lawful-or-not"], id="R01"),
            pytest.param("misidentification", "correction", ["both-families"], id="W01 stands in for B21"),
            pytest.param("misidentification", "initial-facts", ["both-families"], id="W01"),
            pytest.param("other-agency", "holding-statement", ["agency-contact"], id="J01 stands in for B11"),
            pytest.param("other-agency", "initial-facts", ["agency-contact"], id="J01"),
        ],
    )
    def test_what_comes_before_a_word_to_the_public(self, kind: str, step: str, after: list[str]) -> None:
        """A channel that works, a page that is down, a decision, a visit, a call: each before the statement that rests on it."""
        assert after == tightened(kind, step).after

    @pytest.mark.parametrize(
        ("kind", "step", "words"),
        [
            pytest.param("cyber", "holding-statement", "whether 911 does | who did it | payment | backups | weak points", id="Z02"),
            pytest.param("cyber", "staff-notice", "not by City mail", id="Z07: staff"),
            pytest.param("cyber", "board-notice", "not by City mail", id="Z07: board"),
            pytest.param("comms-outage", "call-card", "works instead comes first", id="B11b"),
            pytest.param("data-release-error", "correction", "neither quoted nor described | not whom it concerns | whole account", id="E03, E04"),
            pytest.param("leak", "holding-statement", "confirms or denies", id="R01"),
            pytest.param("misidentification", "correction", "after both visits | tick both | but the name", id="W01"),
            pytest.param("other-agency", "holding-statement", "tick both | which agency leads", id="J01"),
            pytest.param("other-agency", "initial-facts", "own part only", id="J01: their facts"),
        ],
    )
    def test_what_a_kind_wants_said(self, kind: str, step: str, words: str) -> None:
        """A row about the words of a base step tightens what that step says."""
        says = " / ".join(tightened(kind, step).says)

        assert [word for word in words.split(" | ") if word not in says] == []

    @pytest.mark.parametrize(
        ("kind", "step", "gates"),
        [
            ("cyber", "holding-statement", "ransom protected-plan nok"),
            ("cyber", "update", "ransom contradiction"),
            ("data-release-error", "correction", "child sexvic complainant closed-arrest"),
            ("leak", "holding-statement", "video child sexvic witness"),
            ("misidentification", "correction", "nok identity child"),
            ("other-agency", "holding-statement", "cause condition justify witness"),
        ],
    )
    def test_what_a_statement_of_the_kind_may_not_say(self, kind: str, step: str, gates: str) -> None:
        """The statements of a kind are bound by the gates that its rows name, besides those of the base playbook."""
        (task,) = (task for task in compose(BOOKS, [kind]) if task.step.id == step)

        assert set(gates.split()) <= set(task.gates)

    def test_nothing_is_made_sooner_than_the_research_has_it(self) -> None:
        """No base step gets another span: what these kinds ask sooner stands in steps of their own."""
        assert [(kind, entry.step) for kind in KINDS for entry in BOOKS[kind].tighten if entry.within] == []

    def test_a_step_before_another_is_never_due_after_it(self) -> None:
        """Where a step and what comes first count from the same moment, what comes first is due no later."""
        after = [(step, name) for step in STEPS.values() for name in step.after]
        after += [(EVERY_STEP[entry.step], name) for kind in KINDS for entry in BOOKS[kind].tighten for name in entry.after]
        pairs = [(EVERY_STEP[name], step) for step, name in after if EVERY_STEP[name].anchors == step.anchors and EVERY_STEP[name].within and step.within]

        assert [(first.id, step.id) for first, step in pairs if parse_span(first.within).elapsed > parse_span(step.within).elapsed] == []
        assert len(pairs) > 8


def test_every_name_that_the_overlays_use_is_in_the_library() -> None:
    """Facts, gates, steps and shared steps that an overlay names come with the library."""
    facts = {entry.name for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}
    gates = {gate.id for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
    tightenings = [entry for kind in KINDS for entry in BOOKS[kind].tighten]
    asked: list[Step | Tighten] = [*STEPS.values(), *tightenings]
    anchors = {anchor for step in STEPS.values() for anchor in step.anchors}

    assert {anchor for anchor in anchors if not anchor.startswith("done:")} | {fact for kind in KINDS for fact in BOOKS[kind].facts} <= facts
    assert {anchor.removeprefix("done:") for anchor in anchors if anchor.startswith("done:")} <= set(STEPS)
    assert {gate for each in asked for gate in each.gates} | {gate for each in STATEMENTS.values() for gate in each.gates} <= gates
    assert {name for each in asked for name in each.after} | {entry.step for entry in tightenings} <= set(EVERY_STEP)
    assert {name.partition(".")[2] for kind in KINDS for name in BOOKS[kind].uses} <= {step.id for step in BOOKS["cyber"].step}


class TestText:
    """The section of the example plan that these steps cite."""

    def test_every_clause_is_cited_and_every_step_cites_one(self) -> None:
        """The section holds what the steps ask and nothing that nobody does."""
        assert set(CLAUSES) == {step.clause for step in STEPS.values()}

    @pytest.mark.parametrize("name", CLAUSES)
    def test_a_clause_says_the_spans_of_its_steps(self, name: str) -> None:
        """The times in the words are those of the steps that cite them, both ways."""
        steps = [step for step in STEPS.values() if step.clause == name]
        cadences = [parse_cadence(text) for step in steps for text in step.every]
        spans = {step.within for step in steps if step.within} | {str(span) for each in cadences for span in (each.step, each.until)}

        assert spans == spans_in_words(CLAUSES[name].text)

    @pytest.mark.parametrize(
        ("anchor", "words"),
        [
            ("known", "of the City knowing|after the City knew"),
            ("breach-confirmed", "of its being confirmed"),
            ("detected", "of the failure being noticed"),
            ("error-noticed", "of the error being noticed|notices that"),
            ("leaked", "of a record of the City getting out"),
            ("done:both-families", "of both visits"),
            ("learned", "of learning of it"),
            ("stood-down", "being stood down"),
        ],
    )
    def test_a_clause_says_from_what_moment_its_clock_counts(self, anchor: str, words: str) -> None:
        """Whoever signs the clause reads the anchor of its steps in it."""
        counted = [step for step in STEPS.values() if step.anchors == [anchor]]

        assert counted
        assert [step.id for step in counted if not re.search(words, CLAUSES[step.clause].text)] == []


APPROVE = {
    "misidentification-notice": ([["chief", "alt-chief"]], ["me", "family-liaison"], "15 minutes", "2 hours", "done:both-families"),
    "other-agency-role": ([["chief", "alt-chief"]], [], "15 minutes", "60 minutes", "learned"),
    "video-published-by-other": ([["chief", "alt-chief"], ["city-attorney"]], [], "30 minutes", "2 hours", "leaked"),
}


class TestStatements:
    """The three kinds of statement that these rows name."""

    @pytest.mark.parametrize("kind", APPROVE)
    def test_who_approves_who_confirms_and_until_when(self, kind: str) -> None:
        """Approvers, confirming offices, the time after which a request passes on, and the deadline."""
        found = STATEMENTS[kind]

        assert APPROVE[kind] == (found.approve, found.confirm, found.timeout, found.within, found.anchor)

    @pytest.mark.parametrize("kind", APPROVE)
    def test_every_blank_of_a_template_is_asked_for(self, kind: str) -> None:
        """A word in brackets is a blank that the form asks for, or one that cicp fills; and nothing is asked for that has no place."""
        blanks = set(re.findall(r"\[([^\]]+)\]", STATEMENTS[kind].text))

        assert {field.id for field in STATEMENTS[kind].field} == blanks - {"as of", "when", "next update"}
        assert [field.ask for field in STATEMENTS[kind].field if "?" not in field.ask] == []

    @pytest.mark.parametrize("kind", APPROVE)
    def test_a_template_says_nothing_that_its_own_gates_close(self, kind: str) -> None:
        """The words around the blanks trip no gate that binds the statement."""
        phrases = {gate.id: gate.blocks for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
        said = re.sub(r"\[[^\]]+\]", "", STATEMENTS[kind].text).lower()

        assert [(gate, phrase) for gate in STATEMENTS[kind].gates for phrase in phrases[gate] if phrase.lower() in said] == []

    def test_a_statement_is_bound_by_every_gate_of_its_step(self) -> None:
        """A kind of statement has the gates of the step that it does, and cites the same clause."""
        done = {step.statement: step for step in STEPS.values() if step.statement}

        assert set(APPROVE) == set(done)
        assert {kind: (step.gates, step.clause) for kind, step in done.items()} == {kind: (STATEMENTS[kind].gates, STATEMENTS[kind].clause) for kind in done}


FIRST_FACT = {
    "comms-outage": "detected",
    "data-release-error": "error-noticed",
    "leak": "leaked",
    "misidentification": "error-noticed",
    "other-agency": "learned",
}


class TestDeclared:
    """The first page of an incident of each kind."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_kind_can_be_declared_and_its_first_page_read(self, cicp: Callable[..., Any], kind: str) -> None:
        """The kind is declared at its tier; every step of it stands on the checklist with office, clause and what it waits for; at most seven come next."""
        declared = cicp("declare", "Systems", "--kind", kind)
        items = {item["id"]: item for item in json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]}
        page = json.loads(cicp("next", "--format", "json").out)["items"]
        own = [items[name] for name in items if name.removesuffix("-1") in ROWS[kind]]

        assert (0, True) == (declared.code, f"{kind}, tier 2, open" in declared.out)
        assert len(ROWS[kind]) == len(own)
        assert [item["id"] for item in own if not (item["role"] and item["clause"] and item["cite"])] == []
        assert [item["id"] for item in own if (item["due"] is None) != (item["status"] == "waiting")] == []
        assert 1 <= len(page) <= 7

    @pytest.mark.parametrize("kind", FIRST_FACT)
    def test_the_first_page_names_the_fact_that_starts_the_clocks_of_the_kind(self, cicp: Callable[..., Any], kind: str) -> None:
        """Nobody has to know that the kind counts from a fact of its own: the command that records it is on the page, and starts the clock."""
        cicp("declare", "Systems", "--kind", kind)
        before = cicp("next").out
        cicp("fact", FIRST_FACT[kind], "--at", "21:45")
        items = {item["id"]: item for item in json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]}
        first = next(name for name, row in ROWS[kind].items() if row.anchor == FIRST_FACT[kind])

        assert f"cicp fact {FIRST_FACT[kind]} --at TIME" in " ".join(before.split())
        assert "waiting" != items[first]["status"]

    def test_the_visits_are_wanted_by_the_hour_of_the_correction(self, cicp: Callable[..., Any]) -> None:
        """The visits have no time of their own: the correction waits for them, and its hour is shown as theirs."""
        cicp("declare", "A wrong name", "--kind", "misidentification")
        cicp("fact", "error-noticed", "--at", "21:40")
        items = {item["id"]: item for item in json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]}

        assert (None, "2026-11-20T22:40:00-06:00") == (items["both-families"]["due"], items["both-families"]["effective_due"])
        assert ["both-families"] == items["correction"]["blocked_by"]
        assert "2026-11-20T22:40:00-06:00" == items["identity-again"]["effective_due"]

    def test_a_leak_added_days_later_is_not_late_from_the_start(self, cicp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
        """Its clocks wait for the leak, though the city has known of the incident for days."""
        cicp("declare", "An officer fired", "--kind", "ois")
        monkeypatch.setenv("CICP_NOW", "2026-11-25T09:00:00-06:00")
        cicp("incident", "kind-add", "leak")
        items = {item["id"]: item for item in json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]}

        assert ["waiting"] * 3 == [items[name]["status"] for name in ROWS["leak"]]


def test_the_copies_of_the_example_plan_are_the_librarys() -> None:
    """Playbooks and statements stand in the example plan byte for byte."""
    names = [*(f"playbooks/{kind}.toml" for kind in KINDS), *(f"statements/{kind}.toml" for kind in STATEMENTS)]

    assert [name for name in names if (LIBRARY / name).read_bytes() != (TEXT.parent / name).read_bytes()] == []
