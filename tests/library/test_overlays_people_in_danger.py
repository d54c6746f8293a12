"""The overlays for people in danger and for deaths, held against the research row by row, and declared as an office would declare them at night.

The tables were written from the research, not from the TOML. What concerns a missing person counts from the report, or from the City knowing where that
came first: the search does not wait for a form. A standoff counts from its cordon, a school from its lockdown, a hoax from the end of the search.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import rtoml

from cicp.files import toml
from cicp.model.gates import Facts, Gates
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook, Step, Tighten, compose
from cicp.model.spans import parse_span
from cicp.model.statement import StatementKind

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = ROOT / "cicp" / "library"
EXAMPLE = ROOT / "plans" / "clayton"
KINDS = ("barricade-hostage", "child-death", "fatal-fire", "hoax-swatting", "missing-endangered", "school-incident", "suicide-public")
BOOKS = {
    kind: toml.load(LIBRARY / "playbooks" / f"{file}.toml", Playbook)
    for kind, file in [("other", "base"), *((name, name) for name in ("ois", "active-attack", *KINDS))]
}
FACTS = {entry.name: entry for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}
GATES = {gate.id: gate for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
OFFICES = {office.id for office in toml.load(EXAMPLE / "plan.toml", Plan).office}
ROLES = OFFICES | {role for office in toml.load(EXAMPLE / "plan.toml", Plan).office for role in office.also}
CLAUSES = {clause["id"]: clause for clause in rtoml.load(EXAMPLE / "text" / "32-people-in-danger.toml")["clause"]}
Play = Callable[..., Any]


class Row(NamedTuple):
    """A row of the research: its id there, the offset (span, anchor), the role, what comes first, and the kind of statement."""

    row: str
    within: str
    anchor: str
    role: str
    after: tuple[str, ...] = ()
    statement: str = ""


REPORT = "reported known"
ROWS = {
    "missing-endangered": {
        "database-entry": Row("N01", "10 minutes", REPORT, "watch-commander"),
        "state-alert": Row("N02", "30 minutes", REPORT, "chief", ("database-entry",)),
        "missing-notice": Row("N03", "45 minutes", REPORT, "pio", ("state-alert",), "missing-person"),
        "missing-found": Row("N04", "15 minutes", "located", "pio", (), "missing-found"),
    },
    "barricade-hostage": {"standoff-post": Row("Q01", "30 minutes", "contained", "pio", ("first-post",))},
    "school-incident": {
        "school-line": Row("K01", "15 minutes", "lockdown", "ic", ("do-not-come",)),
        "parent-notice": Row("K01", "20 minutes", "lockdown", "pio", ("school-line",), "parent-notice"),
    },
    "hoax-swatting": {"hoax-notice": Row("K02", "30 minutes", "unfounded", "chief", ("verify",), "hoax-notice")},
    "suicide-public": {"release-decision": Row("U01", "30 minutes", "known", "pio")},
    "fatal-fire": {"lead-line": Row("F02", "1 hour", "died", "pio", ("command-briefing",))},
    "child-death": {"fatality-panel": Row("F01", "24 hours", "died", "chief", ("examiner-notice",))},
}
STEPS = {step.id: (kind, step) for kind in ROWS for step in BOOKS[kind].step}
EVERY_STEP = {step.id: step for book in BOOKS.values() for step in book.step}
OWN_WORDS = {step.statement for _, step in STEPS.values() if step.statement}
STATEMENTS = {path.stem: toml.load(path, StatementKind) for path in sorted((LIBRARY / "statements").glob("*.toml")) if path.stem in OWN_WORDS}

ATTACK: dict[str, tuple[str, ...]] = {"A02": ("do-not-come", "reunification-site"), "A03": ("careful-words",), "A04": ("first-post", "lead-pio")}
DEATH: dict[str, tuple[str, ...]] = {"O04": ("family-visit",), "O05": ("examiner-notice",)}
USED: dict[str, dict[str, tuple[str, ...]]] = {
    "missing-endangered": {},
    "barricade-hostage": {row: ATTACK[row] for row in ("A03", "A04")},
    "school-incident": {"A02": ATTACK["A02"]},
    "hoax-swatting": {**ATTACK, "K01": ("parent-notice", "school-line")},
    "suicide-public": DEATH,
    "fatal-fire": DEATH,
    "child-death": {**DEATH, "F02": ("lead-line",)},
}
"""The rows that a kind shares. A death in public has no such row; a death by violence is told to the examiner by law, and the family hears first."""


class Known(NamedTuple):
    """What tells a kind from others: its group, tier, further release authorities, peculiar facts, and what each exception leads to."""

    group: str
    tier: int
    authority: str
    facts: str
    unless: tuple[tuple[str, str], ...] = ()


TOLD_APART = {
    "active-attack": Known(
        "attack", 3, "fbi hospital school-district", "reunification scene-resolved", (("contained", "barricade-hostage"), ("unfounded", "hoax-swatting"))
    ),
    "missing-endangered": Known("people", 2, "highway-patrol", "reported located", (("custody", ""), ("run away", ""))),
    "barricade-hostage": Known("attack", 3, "other-agency", "contained", (("surrender before a cordon", ""),)),
    "school-incident": Known("attack", 2, "school-district", "lockdown", (("drill", ""),)),
    "hoax-swatting": Known("attack", 2, "fbi ecdc", "unfounded", (("attack real", "active-attack"),)),
    "suicide-public": Known("people", 1, "me", "next-of-kin-notified", (("in private", ""),)),
    "fatal-fire": Known("hazard", 2, "fire-marshal me", "died"),
    "child-death": Known("people", 2, "me", "died"),
}


def tightened(kind: str, step: str) -> Tighten:
    """Return what a kind asks of a step of another playbook."""
    return next(entry for entry in BOOKS[kind].tighten if entry.step == step)


@pytest.mark.parametrize("kind", KINDS)
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
    """Each step has a title that fits one line, a clause of this section, what shows that it was done, why it is asked, and where that was read."""
    _, step = STEPS[name]

    assert all((step.title, step.evidence, step.why, step.source.startswith("domain ")))
    assert ("people-in-danger", True) == (step.clause.partition(".")[0], step.clause.partition(".")[2] in CLAUSES)
    assert len(step.title) <= 64


@pytest.mark.parametrize("name", STEPS)
def test_a_time_that_the_research_judged_is_said_to_be_a_judgment(name: str) -> None:
    """The panel's day is the law's; every other time is the authors' own, and marked so in the step's source."""
    _, step = STEPS[name]

    assert (name != "fatality-panel") == ("our judgment" in step.source)


@pytest.mark.parametrize("kind", KINDS)
def test_a_shared_step_is_taken_from_the_overlay_that_has_it(kind: str) -> None:
    """One id is one step in the whole plan: what another kind asks too is used from there, and comes onto the list of this one."""
    used = {step for steps in USED[kind].values() for step in steps}
    sources = {step: re.split(r"[;, ]", EVERY_STEP[step].source.removeprefix("domain "))[0] for step in used}

    assert sorted(used) == sorted(name.partition(".")[2] for name in BOOKS[kind].uses)
    assert sources == {step: row for row, steps in USED[kind].items() for step in steps}
    assert {*used, *ROWS[kind]} <= {task.step.id for task in compose(BOOKS, [kind])}
    assert [name for name in BOOKS[kind].uses if name.partition(".")[2] not in {step.id for step in BOOKS[name.partition(".")[0]].step}] == []


@pytest.mark.parametrize("kind", TOLD_APART)
def test_what_tells_a_kind_from_others(kind: str) -> None:
    """Group, tier, authorities, facts and exceptions are those of the definition; each exception leads to the kind that it is, or to none."""
    book, known = BOOKS[kind], TOLD_APART[kind]

    assert known[:4] == (book.group, book.tier, " ".join(book.authority), " ".join(book.facts))
    assert [leads for _, leads in known.unless] == [entry.kind for entry in book.unless]
    assert [word for (word, _), entry in zip(known.unless, book.unless, strict=True) if word not in entry.when] == []
    assert f"definitions.{kind}" == book.clause


@pytest.mark.parametrize("kind", TOLD_APART)
def test_the_questions_can_be_answered_at_night(kind: str) -> None:
    """Each is one sentence that yes or no answers, short enough to be read out over the telephone."""
    questions = [BOOKS[kind].asks, *(entry.when for entry in BOOKS[kind].unless)]

    assert [each for each in questions if not re.fullmatch(r"(Is|Does|Did|Was) [^?.!]+\?", each)] == []
    assert [each for each in questions if len(each) > 120] == []


def test_whom_and_what_the_kinds_name_is_there() -> None:
    """Authorities are offices of the plan; facts, gates, steps and clauses come with the library and the section."""
    books = [BOOKS[kind] for kind in KINDS]
    steps = [step for _, step in STEPS.values()]
    tightenings = [entry for book in books for entry in book.tighten]
    asked: list[Step | Tighten] = [*steps, *tightenings]

    assert {office for book in BOOKS.values() for office in book.authority} | {step.role for step in steps} <= OFFICES
    assert {fact for kind in TOLD_APART for fact in BOOKS[kind].facts} | {anchor for step in steps for anchor in step.anchors} <= set(FACTS)
    assert {gate for each in asked for gate in each.gates} <= set(GATES)
    assert {name for each in asked for name in each.after} | {entry.step for entry in tightenings} <= set(EVERY_STEP)
    assert {step.clause.partition(".")[2] for step in steps} == set(CLAUSES)


@pytest.mark.parametrize(
    ("kind", "step", "words"),
    [
        pytest.param("missing-endangered", "holding-statement", "one post does both | who searches | next word", id="N03"),
        pytest.param("barricade-hostage", "safety-alert", "by its name | script", id="A01"),
        pytest.param("barricade-hostage", "holding-statement", "all agencies | who leads | families", id="A04"),
        pytest.param("barricade-hostage", "media-request", "calls the person inside | position", id="B09b"),
        pytest.param("hoax-swatting", "safety-alert", "by its name | script", id="A01 of a hoax"),
        pytest.param("hoax-swatting", "holding-statement", "neither 'hoax' nor 'false alarm'", id="K02"),
        pytest.param("suicide-public", "holding-statement", "medical examiner will determine | no method | no note | no single cause | 988", id="U01"),
        pytest.param("fatal-fire", "holding-statement", "agency that leads | no cause and no origin", id="F02"),
        pytest.param("fatal-fire", "examiner-notice", "under eighteen | child-death", id="F01 of a fire"),
        pytest.param("child-death", "examiner-notice", "under eighteen | 58.722", id="F01"),
        pytest.param("child-death", "holding-statement", "no age | no school | no street", id="gate child"),
    ],
)
def test_what_a_kind_wants_said(kind: str, step: str, words: str) -> None:
    """A row about the words of another step tightens what that step says."""
    says = " / ".join(tightened(kind, step).says)

    assert [word for word in words.split(" | ") if word not in says] == []


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("database-entry", "abduction | child"),
        ("state-alert", "AMBER | seventeen or younger | serious injury or death | enough to describe | endangered person | blue alert | coordinator"),
        ("missing-notice", "photograph | last seen | clothing | vehicle | number to call | nothing on health | family's agreement"),
        ("missing-found", "nothing of what happened to a child"),
        ("standoff-post", "talking with a person | stay inside | families wait | no name | no demand | no position"),
        ("school-line", "stay away | will be told"),
        ("parent-notice", "what happened | where the children are | what to bring | not to do | next word"),
        ("hoax-notice", "searched, and no evidence of a shooting | before the word hoax | thanks | help"),
        ("release-decision", "no method | no detail of the place | no note | no single cause | only after the medical examiner | 988"),
        ("lead-line", "no cause | no origin | a child"),
    ],
)
def test_what_a_step_wants_said(step: str, words: str) -> None:
    """What the row forbids and what it asks for stand beside the step, for whoever writes."""
    says = " / ".join(STEPS[step][1].says)

    assert [word for word in words.split(" | ") if word not in says] == []


@pytest.mark.parametrize(
    ("kind", "gates"),
    [
        ("missing-endangered", "nok identity child history"),
        ("barricade-hostage", "nok identity condition all-safe tactics tactical-live"),
        ("school-incident", "nok identity child school-record all-safe"),
        ("hoax-swatting", "nok identity child all-safe tactical-live"),
        ("suicide-public", "suicide cause nok"),
        ("fatal-fire", "cause nok identity child"),
        ("child-death", "cause nok identity child"),
    ],
)
def test_what_the_first_statement_may_not_say(kind: str, gates: str) -> None:
    """The holding statement of a kind is bound by the gates that its rows name."""
    (task,) = (task for task in compose(BOOKS, [kind]) if task.step.id == "holding-statement")

    assert set(gates.split()) <= set(task.gates)


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("missing-endangered", ["missing-notice"]),
        ("barricade-hostage", ["first-post", "lead-pio"]),
        ("school-incident", ["do-not-come"]),
        ("hoax-swatting", ["first-post", "lead-pio"]),
        ("suicide-public", ["release-decision"]),
        ("fatal-fire", ["examiner-notice"]),
        ("child-death", ["examiner-notice"]),
    ],
)
def test_what_comes_before_the_holding_statement(kind: str, after: list[str]) -> None:
    """The notice that stands in for it, the first line of an attack, the word to families, the decision, the examiner: each comes first."""
    assert after == tightened(kind, "holding-statement").after


def test_nothing_that_waits_for_a_fact_which_may_never_come_holds_up_the_first_statement() -> None:
    """A school that never locks down and a standoff without a cordon still get their holding statement; where somebody died, the death is recorded."""
    waits = {"lockdown", "contained", "unfounded", "located"}
    firsts = [EVERY_STEP[name] for kind in KINDS for name in tightened(kind, "holding-statement").after]

    assert [step.id for step in firsts if not waits.isdisjoint(step.anchors)] == []


def test_the_only_time_that_is_made_shorter_is_the_notice_of_a_childs_death() -> None:
    """The examiner hears of a child at once and not within a quarter of an hour, and the clause of the step says so."""
    spans = {(kind, entry.step): entry.within for kind in KINDS for entry in BOOKS[kind].tighten if entry.within}
    families = {clause["id"]: clause["text"] for clause in rtoml.load(EXAMPLE / "text" / "15-family-liaison.toml")["clause"]}

    assert {("child-death", "examiner-notice"): "0 minutes"} == spans
    assert parse_span("0 minutes").elapsed < parse_span(EVERY_STEP["examiner-notice"].within).elapsed
    assert "under eighteen, the Medical Examiner is told at once" in families["examiner"]


def test_a_step_before_another_is_never_due_after_it() -> None:
    """Where a step and what comes first count from the same moment, what comes first is due no later."""
    asked = [(step, step.after) for _, step in STEPS.values()]
    asked += [(EVERY_STEP[entry.step], entry.after) for kind in KINDS for entry in BOOKS[kind].tighten]
    pairs = [(EVERY_STEP[name], step) for step, names in asked for name in names]
    same = [(first, step) for first, step in pairs if not set(first.anchors).isdisjoint(step.anchors) and first.within and step.within]

    assert [(first.id, step.id) for first, step in same if parse_span(first.within).elapsed > parse_span(step.within).elapsed] == []
    assert len(same) >= 10


class TestWords:
    """The four notices of these kinds."""

    APPROVE = {
        "missing-person": ("45 minutes", "reported", [["chief", "alt-chief"]], ["family-liaison"], "15 minutes"),
        "missing-found": ("15 minutes", "located", [["ic", "watch-commander"]], [], ""),
        "parent-notice": ("20 minutes", "lockdown", [["ic", "watch-commander"]], ["school-district"], ""),
        "hoax-notice": ("30 minutes", "unfounded", [["ic"], ["chief", "alt-chief"]], [], "15 minutes"),
    }
    CLOSED = {"missing-person": "identity child", "missing-found": "identity child", "parent-notice": "child school-record", "hoax-notice": "identity"}

    @pytest.mark.parametrize("kind", APPROVE)
    def test_who_approves_and_by_when(self, kind: str) -> None:
        """Deadline and anchor are the research's; the approvers, which its matrix does not have, are set here and in the text. The writer is none of them."""
        statement = STATEMENTS[kind]

        assert self.APPROVE[kind] == (statement.within, statement.anchor, statement.approve, statement.confirm, statement.timeout)
        assert "pio" not in [office for choice in statement.approve for office in choice]

    @pytest.mark.parametrize("kind", APPROVE)
    def test_each_is_asked_for_by_one_step_at_the_same_time_under_the_same_gates(self, kind: str) -> None:
        """A statement and the step that it does agree on clause, time and gates, and have the gates of the research among them."""
        statement = STATEMENTS[kind]
        (step,) = (step for _, step in STEPS.values() if step.statement == kind)

        assert (step.clause, step.within, sorted(step.gates)) == (statement.clause, statement.within, sorted(statement.gates))
        assert {"placeholder", *self.CLOSED[kind].split()} <= set(statement.gates)
        assert statement.anchor in step.anchors

    @pytest.mark.parametrize(
        ("kind", "fields"),
        [
            ("missing-person", "photograph | last seen | call number"),
            ("missing-found", "removed from"),
            ("parent-notice", "what happened | where the children are | what to bring | where not to go | next word"),
            ("hoax-notice", "what was reported | what was searched | result | help lines"),
        ],
    )
    def test_what_each_has_to_hold(self, kind: str, fields: str) -> None:
        """The fields that the research asks for are blanks of the form, and all of them are required."""
        asked = {field.id for field in STATEMENTS[kind].field if field.required}

        assert set(fields.split(" | ")) <= asked

    @pytest.mark.parametrize("kind", APPROVE)
    def test_a_template_says_nothing_that_its_own_gates_close(self, kind: str) -> None:
        """The words around the blanks trip no gate that binds the statement."""
        said = re.sub(r"\[[^\]]+\]", "", STATEMENTS[kind].text).lower()

        assert [(gate, phrase) for gate in STATEMENTS[kind].gates for phrase in GATES[gate].blocks if phrase.lower() in said] == []

    def test_the_name_of_a_missing_person_is_a_blank_that_a_gate_closes(self) -> None:
        """The gate on identity knows the field by name, so that an unchecked name cannot slip into the post."""
        names = [field.id for field in STATEMENTS["missing-person"].field]

        assert ["name of the missing person"] == [name for name in names if name in GATES["identity"].blocks]

    def test_a_hoax_is_called_one_by_nobody(self) -> None:
        """The notice says what was searched before it says what was found, and has neither word for it."""
        text = STATEMENTS["hoax-notice"].text

        assert text.index("[what was searched]") < text.index("[result]")
        assert ("hoax" in text.lower(), "false alarm" in text.lower()) == (False, False)


class TestFacts:
    """Which recorded moment cannot lie before which other."""

    FOLLOWS = {
        "known": ["occurred"], "media-first": ["occurred"], "contained": ["occurred"], "scene-resolved": ["occurred"], "unfounded": ["known"],
        "stood-down": ["known"], "located": ["reported"], "case-terminated": ["charged"], "denial-reasons-requested": ["request-received"],
        "breach-confirmed": ["detected"],
    }  # fmt: skip

    def test_only_what_is_certain_in_every_case_follows(self) -> None:
        """These, and not: a charge after an arrest, or next of kin told after a death. One can be charged at large, and told of a grave injury."""
        assert self.FOLLOWS.items() <= {name: fact.follows for name, fact in FACTS.items()}.items()
        assert [name for name in ("charged", "next-of-kin-notified", "died", "arrest", "identified", "lockdown") if FACTS[name].follows] == []

    def test_what_is_followed_is_a_fact_about_the_same_and_goes_round_in_no_circle(self) -> None:
        """A person's moment follows one of the same kind of person, and no fact comes after itself."""
        pairs = [(name, first) for name, fact in FACTS.items() for first in fact.follows]
        chains = [_chain(name) for name in FACTS]

        assert [pair for pair in pairs if pair[1] not in FACTS] == []
        assert [(name, first) for name, first in pairs if FACTS[name].about != FACTS[first].about] == []
        assert [names for names in chains if len(names) > len(set(names))] == []
        assert ["stood-down", "known", "occurred"] in chains


def _chain(name: str) -> list[str]:
    """Follow one fact to the first of all, and no further than a circle would go."""
    names = [name]
    while len(names) <= len(FACTS) and FACTS[names[-1]].follows:
        names.append(FACTS[names[-1]].follows[0])
    return names


class TestDeclared:
    """What an office reads when it declares one of these at night."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_is_declared_and_its_first_page_reads(self, cicp: Play, kind: str) -> None:
        """It starts at its tier with its own steps; the page is short, each line has an office, a clause and a title, and every clock says how it counts."""
        declared = cicp("declare", "Test", "--kind", kind, "--occurred", "21:40", "--known", "21:45", "--format", "json")
        page = json.loads(cicp("next", "--format", "json").out)["items"]
        items = json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]
        steps = {name.partition(".")[2] for name in BOOKS[kind].uses} | set(ROWS[kind])

        assert (0, BOOKS[kind].tier) == (declared.code, json.loads(declared.out)["tier"])
        assert 1 <= len(page) <= 7
        assert "verify" == page[0]["id"]
        assert steps <= {item["id"] for item in items}
        assert [item["id"] for item in items if not (item["title"] and item["role"] in ROLES and item["clause"] and item["cite"])] == []
        assert [item["id"] for item in items if item["due"] and not item["explain"]] == []
        assert [name for name in ROWS[kind] if not cicp("incident", "checklist").out.count(f"         {name} - ")] == []

    @pytest.mark.parametrize(
        ("kind", "step", "fact"),
        [
            ("missing-endangered", "missing-found", "located"),
            ("barricade-hostage", "standoff-post", "contained"),
            ("school-incident", "school-line", "lockdown"),
            ("hoax-swatting", "hoax-notice", "unfounded"),
            ("fatal-fire", "lead-line", "died"),
            ("child-death", "fatality-panel", "died"),
        ],
    )
    def test_a_clock_waits_for_the_fact_of_its_kind(self, cicp: Play, kind: str, step: str, fact: str) -> None:
        """Until the cordon stands, the school locks down or the search ends, the step waits and names the fact."""
        cicp("declare", "Test", "--kind", kind, "--occurred", "21:40", "--known", "21:45")

        assert ("waiting", fact, None) == _short(cicp, step)

    @pytest.mark.parametrize(
        ("kind", "fact"), [("fatal-fire", "died"), ("child-death", "died"), ("barricade-hostage", "contained"), ("hoax-swatting", "unfounded")]
    )
    def test_next_asks_for_the_fact_that_the_rest_waits_for(self, cicp: Play, kind: str, fact: str) -> None:
        """What is wanted and cannot begin is named with the command that begins it."""
        cicp("declare", "Test", "--kind", kind, "--occurred", "21:40", "--known", "21:45")

        assert f"Then: cicp fact {fact} --at TIME" in " ".join(cicp("next").out.split())

    def test_a_search_waits_for_no_report_and_counts_from_it_once_there_is_one(self, cicp: Play) -> None:
        """Undated, the entry is due ten minutes after the City knew; with the report on record, ten minutes after the report, for that person."""
        cicp("declare", "Test", "--kind", "missing-endangered", "--known", "21:45")
        before = _short(cicp, "database-entry")
        cicp("fact", "reported", "--about", "victim-1", "--at", "21:30")

        assert ("due-soon", None, "2026-11-20T21:55:00-06:00") == before
        assert ("late", None, "2026-11-20T21:40:00-06:00") == _short(cicp, "database-entry-victim-1")
        assert "2026-11-20T22:15:00-06:00" == _short(cicp, "missing-notice-victim-1")[2]

    def test_two_missing_children_are_two_searches(self, cicp: Play) -> None:
        """Each has its own entry, alert and notice; the holding statement comes after both notices."""
        cicp("declare", "Test", "--kind", "missing-endangered", "--known", "21:45")
        for number, moment in ((1, "21:30"), (2, "21:40")):
            cicp("fact", "reported", "--about", f"victim-{number}", "--at", moment)

        assert {"missing-notice-victim-1", "missing-notice-victim-2"} <= set(_item(cicp, "holding-statement")["blocked_by"])
        assert ["21:40", "21:50"] == [str(_short(cicp, f"database-entry-victim-{number}")[2])[11:16] for number in (1, 2)]

    def test_a_found_person_is_taken_down_within_a_quarter_of_an_hour(self, cicp: Play) -> None:
        """The removal counts from the finding, and is about the person who was found."""
        cicp("declare", "Test", "--kind", "missing-endangered", "--known", "20:45")
        cicp("fact", "located", "--about", "victim-1", "--at", "21:48")

        assert ("due-soon", None, "2026-11-20T22:03:00-06:00") == _short(cicp, "missing-found-victim-1")

    def test_an_apparent_suicide_asks_for_no_post_until_the_tier_is_raised(self, cicp: Play) -> None:
        """At tier 1 nothing that publishes is asked; raised, the holding statement comes after the decision and under the kind's gates."""
        cicp("declare", "Test", "--kind", "suicide-public", "--occurred", "21:40", "--known", "21:45")
        publishing = ("holding-statement", "initial-facts", "update-1", "press-conference", "staff-notice")
        before = {_item(cicp, name)["status"] for name in publishing}
        raised = cicp("incident", "tier", "2", "--as", "chief", "--why", "the road is closed and people ask")

        assert {"not-applicable"} == before
        assert 0 == raised.code
        assert "not-applicable" not in {_item(cicp, name)["status"] for name in publishing}
        assert "release-decision" in _item(cicp, "holding-statement")["blocked_by"]

    def test_a_childs_death_is_told_to_the_examiner_at_once_and_an_adults_in_a_quarter_of_an_hour(self, cicp: Play) -> None:
        """The kind makes the notice sooner; the panel has a day from the death being known."""
        cicp("declare", "Fire", "--kind", "fatal-fire", "--occurred", "21:20", "--known", "21:25")
        cicp("fact", "died", "--about", "deceased-1", "--at", "21:40")
        adult = _short(cicp, "examiner-notice-deceased-1")[2]
        cicp("incident", "kind-add", "child-death")

        assert "2026-11-20T21:55:00-06:00" == adult
        assert "2026-11-20T21:40:00-06:00" == _short(cicp, "examiner-notice-deceased-1")[2]
        assert "2026-11-21T21:40:00-06:00" == _short(cicp, "fatality-panel-deceased-1")[2]

    def test_two_deaths_in_one_fire_have_one_line(self, cicp: Play) -> None:
        """The line with the agency that leads is owed once, from the first death; the families are visited one by one."""
        cicp("declare", "Fire", "--kind", "fatal-fire", "--occurred", "21:20", "--known", "21:25")
        for number, moment in ((1, "21:45"), (2, "21:40")):
            cicp("fact", "died", "--about", f"deceased-{number}", "--at", moment)
        ids = {item["id"] for item in _items(cicp)}

        assert "2026-11-20T22:40:00-06:00" == _short(cicp, "lead-line")[2]
        assert {"family-visit-deceased-1", "family-visit-deceased-2"} <= ids

    def test_an_attack_that_proves_a_hoax_loses_no_step(self, cicp: Play) -> None:
        """The kind is added when the search has ended: every step of the attack stays, and the notice counts from the end of the search."""
        cicp("declare", "Test", "--kind", "active-attack", "--occurred", "21:00", "--known", "21:02")
        before = {item["id"] for item in _items(cicp)}
        cicp("incident", "kind-add", "hoax-swatting")
        cicp("fact", "unfounded", "--at", "21:45")

        assert before < {item["id"] for item in _items(cicp)}
        assert ("due-soon", None, "2026-11-20T22:15:00-06:00") == _short(cicp, "hoax-notice")


def _items(cicp: Play) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]
    return items


def _item(cicp: Play, name: str) -> dict[str, Any]:
    return next(item for item in _items(cicp) if item["id"] == name)


def _short(cicp: Play, name: str) -> tuple[Any, ...]:
    """Return the state of one item, what it waits for, and its due."""
    item = _item(cicp, name)
    return item["status"], item["waiting_for"], item["due"]
