"""The overlays for crowds, hazards and transport, held against the research row by row, and declared.

The tables were written from the research, not from the TOML. What is announced counts back from `event-start`; an order to disperse and a change of
advice are owed each for itself; the rest of the first hours counts from `known`.
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
from cicp.model.playbook import Playbook, Step, Task, Tighten, compose
from cicp.model.spans import parse_span
from cicp.model.statement import StatementKind
from tests.conftest import Result

Cicp = Callable[..., Result]
LIBRARY = Path(__file__).resolve().parent.parent.parent / "cicp" / "library"
EXAMPLE = LIBRARY.parent.parent / "plans" / "clayton"
KINDS = ("civil-disturbance", "planned-protest", "mass-gathering", "hazmat-utility", "disaster", "transport")
BOOKS = {kind: toml.load(LIBRARY / "playbooks" / f"{file}.toml", Playbook) for kind, file in [("other", "base"), *((name, name) for name in ("ois", *KINDS))]}
FACTS = {entry.name: entry for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}
GATES = {gate.id: gate for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
STATEMENTS = {kind: toml.load(LIBRARY / "statements" / f"{kind}.toml", StatementKind) for kind in ("dispersal-notice", "event-bulletin")}
SECTION = "crowds-and-hazards"


class Row(NamedTuple):
    """A row of the research: its id there, the offset, the role, what comes first, the kind of statement, and how often it comes again."""

    row: str
    offset: str
    anchor: str
    role: str
    after: tuple[str, ...] = ()
    statement: str = ""
    every: tuple[str, ...] = ()


ROWS = {
    "civil-disturbance": {
        "information-team": Row("D01", "7 days before", "event-start", "chief"),
        "protected-speech": Row("D02", "72 hours before", "event-start", "pio"),
        "readiness-check": Row("D02b", "24 hours before", "event-start", "pio", ("information-team", "protected-speech")),
        "dispersal-notice": Row("D03", "15 minutes", "dispersal-ordered", "ic", ("dispersal-basis",), "dispersal-notice"),
        "rumor-sweep": Row("D04", "1 hour", "known", "monitor", every=("1 hour until 12 hours",)),
        "arrest-figures": Row("D05", "12 hours", "occurred", "pio", every=("12 hours until 72 hours",)),
        "morning-facts": Row("D06", "09:00 on day 1", "occurred", "chief"),
        "arrest-sweep": Row("D07", "30 days", "arrest", "city-clerk"),
    },
    "planned-protest": {
        "protest-rules": Row("S02", "72 hours before", "event-start", "chief"),
        "dispersal-basis": Row("S03", "15 minutes", "dispersal-ordered", "ic"),
    },
    "mass-gathering": {
        "event-bulletin": Row("S01", "30 days before", "event-start", "pio", (), "event-bulletin"),
        "bulletin-again": Row("S01", "7 days before", "event-start", "pio", ("event-bulletin",)),
        "bulletin-last": Row("S01", "72 hours before", "event-start", "pio", ("bulletin-again",)),
    },
    "hazmat-utility": {
        "special-outreach": Row("H02", "15 minutes", "known", "pio", ("safety-alert",)),
        "emergency-center": Row("H03", "30 minutes", "known", "city-manager", ("tell-manager",)),
        "one-text": Row("H04", "60 minutes", "known", "pio", ("command-briefing",)),
        "shelter-facts": Row("H05", "2 hours", "known", "pio"),
        "new-advice": Row("H06", "10 minutes", "advice-changed", "ic"),
        "joint-line": Row("H07", "2 hours", "known", "city-manager", ("emergency-center", "joint-center")),
        "daily-brief": Row("H07", "24 hours", "known", "city-manager", every=("24 hours until 7 days",)),
    },
    "disaster": {"siren-duty": Row("H08", "", "known", "city-manager")},
    "transport": {
        "operator-notice": Row("T01", "30 minutes", "known", "ic"),
        "party-question": Row("T03", "1 hour", "ntsb-arrived", "pio"),
        "carrier-families": Row("T04", "2 hours", "known", "family-liaison", ("operator-notice",)),
    },
}
"""H01, the other half of H06, and T02 tighten what stands in the base playbook: the alert, the all-clear and the holding statement."""
STEPS = {step.id: (kind, step) for kind in KINDS for step in BOOKS[kind].step}
EVERY_STEP = {step.id: step for book in BOOKS.values() for step in book.step}

OF_A_DEATH = {"O05": "ois.examiner-notice", "O04": "ois.family-visit"}
OF_A_HAZARD = {"H02": "special-outreach", "H03": "emergency-center", "H04": "one-text", "H05": "shelter-facts", "H06": "new-advice"}
USED = {
    "civil-disturbance": {"S03": "planned-protest.dispersal-basis"},
    "planned-protest": {each.row: f"civil-disturbance.{name}" for name, each in ROWS["civil-disturbance"].items()},
    "mass-gathering": {},
    "hazmat-utility": OF_A_DEATH,
    "disaster": OF_A_DEATH
    | {row: f"hazmat-utility.{step}" for row, step in OF_A_HAZARD.items()}
    | {"H07 at once": "hazmat-utility.joint-line", "H07 daily": "hazmat-utility.daily-brief"},
    "transport": OF_A_DEATH,
}
"""The rows that a kind shares. No row of a hazard or an accident names a death; the law has the examiner told of one by violence or accident."""

UNLESS = {
    "civil-disturbance": ["mass-gathering", "planned-protest"],
    "planned-protest": ["civil-disturbance"],
    "mass-gathering": ["civil-disturbance"],
    "hazmat-utility": [],
    "disaster": [],
    "transport": [""],
}
"""What is not this kind (section 2.2), by the kind it is of; a road crash is left to the other kinds."""
AUTHORITY = {
    "civil-disturbance": ["county-oem", "highway-patrol"],
    "planned-protest": ["prosecutor", "city-attorney"],
    "mass-gathering": ["event-owner", "county-oem", "highway-patrol"],
    "hazmat-utility": ["ic", "utility", "state-environment"],
    "disaster": ["city-manager", "county-oem", "weather-service"],
    "transport": ["ntsb", "transit"],
}
"""County and state for a unified command; the incident commander of the fire; the City Manager for the emergency operations center."""
TIERS = {"civil-disturbance": 3, "planned-protest": 1, "mass-gathering": 1, "hazmat-utility": 2, "disaster": 3, "transport": 3}


def asked(kind: str) -> dict[str, Task]:
    """Return what an incident of a kind asks, by step."""
    return {task.step.id: task for task in compose(BOOKS, [kind])}


class TestRows:
    """Each overlay against the rows it was made from."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_overlay_has_its_rows_and_no_other(self, kind: str) -> None:
        """Every row is a step, or several at several times, and nothing was added without a row."""
        assert sorted(ROWS[kind]) == sorted(step.id for step in BOOKS[kind].step)

    @pytest.mark.parametrize("name", STEPS)
    def test_a_step_is_as_its_row(self, name: str) -> None:
        """Offset, anchor, role, prerequisites, statement and rhythm are those of the row that the step names as its source."""
        kind, step = STEPS[name]
        row = re.split(r"[;, ]", step.source.removeprefix("domain "))[0]
        offset = f"{step.before} before" if step.before else step.within

        assert ROWS[kind][name] == Row(row, offset, " ".join(step.anchors), step.role, tuple(step.after), step.statement, tuple(step.every))
        assert step.of == ""

    @pytest.mark.parametrize("name", STEPS)
    def test_a_step_says_everything_that_is_needed_at_night(self, name: str) -> None:
        """Each step has a title that fits one line, a clause of this section, what shows that it was done, why it is asked, and where that was read."""
        _, step = STEPS[name]

        assert all((step.title, step.evidence, step.why, step.source.startswith("domain ")))
        assert step.clause.startswith(f"{SECTION}.")
        assert len(step.title) <= 64

    @pytest.mark.parametrize("name", [name for name in STEPS if name != "arrest-sweep"])
    def test_a_time_is_said_to_be_a_judgment(self, name: str) -> None:
        """The research has no source for any of these times, and each step that has one says so."""
        _, step = STEPS[name]

        assert bool(step.within or step.before) == ("our judgment" in step.source)

    def test_the_thirty_days_after_an_arrest_are_the_laws(self) -> None:
        """One sweep of all posts, once however many were arrested: the one time here that is not the authors' own choice."""
        _, step = STEPS["arrest-sweep"]

        assert (True, "30 days") == (step.once, step.within)
        assert "M7" in step.source

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_shared_step_is_taken_from_the_overlay_that_has_it(self, kind: str) -> None:
        """One id is one step in the whole plan: what another kind asks too is used from there, under the row it was made from."""
        shared = {row.partition(" ")[0]: name.partition(".")[2] for row, name in USED[kind].items()}

        assert set(USED[kind].values()) == set(BOOKS[kind].uses)
        assert len(BOOKS[kind].uses) == len(USED[kind])
        assert [row for row, name in shared.items() if not re.match(rf"domain {row}[;, ]", EVERY_STEP[name].source)] == []
        assert {*shared.values(), *ROWS[kind]} <= set(asked(kind))


class TestKinds:
    """What tells a kind from another, and who else decides."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_looks_like_it_and_is_not(self, kind: str) -> None:
        """Each "not this kind" of the research leads to the other kind, or to none, by a question; and so does the kind itself."""
        book = BOOKS[kind]

        assert UNLESS[kind] == [each.kind for each in book.unless]
        assert [text for text in (book.asks, *(each.when for each in book.unless)) if not re.fullmatch(r"[A-Z][^?]+\?", text)] == []

    @pytest.mark.parametrize("kind", KINDS)
    def test_who_else_decides_what_is_released(self, kind: str) -> None:
        """The release authorities are those of the research, and each is an office that the example plan has."""
        offices = {role for office in toml.load(EXAMPLE / "plan.toml", Plan).office for role in (office.id, *office.also)}

        assert AUTHORITY[kind] == BOOKS[kind].authority
        assert set(AUTHORITY[kind]) <= offices

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_tier_and_the_group(self, kind: str) -> None:
        """What is announced starts with watching, what is grave with the full plan; each kind is looked for among crowds or hazards."""
        crowds = {"civil-disturbance", "planned-protest", "mass-gathering"}

        assert TIERS[kind] == BOOKS[kind].tier
        assert ("crowd" if kind in crowds else "hazard") == BOOKS[kind].group
        assert f"definitions.{kind}" == BOOKS[kind].clause

    def test_the_moments_that_are_peculiar_to_them(self) -> None:
        """An event is set ahead; orders and changes of advice are told apart; the emergency and the investigator each have a moment."""
        assert ["event-start", "dispersal-ordered"] == BOOKS["planned-protest"].facts
        assert ["event-start"] == BOOKS["mass-gathering"].facts
        assert "emergency-declared" in BOOKS["disaster"].facts
        assert [name for kind in KINDS for name in BOOKS[kind].facts if name not in FACTS] == []
        assert (True, "order", "change") == (FACTS["event-start"].planned, FACTS["dispersal-ordered"].about, FACTS["advice-changed"].about)


class TestTightened:
    """What a kind asks of the steps of others."""

    @pytest.mark.parametrize(
        ("kind", "step", "words"),
        [
            pytest.param(
                "hazmat-utility", "safety-alert", "the hazard, the place, the time, who says so, how great, how likely, what to do | 90 | 360", id="H01"
            ),
            pytest.param(
                "disaster", "safety-alert", "the hazard, the place, the time, who says so, how great, how likely, what to do | 90 | 360", id="H01 too"
            ),
            pytest.param("hazmat-utility", "all-clear", "which messages it cancels", id="H06"),
            pytest.param("disaster", "all-clear", "which messages it cancels", id="H06 too"),
            pytest.param("hazmat-utility", "holding-statement", "the agencies whose word it is | one number for questions", id="H04"),
            pytest.param(
                "transport",
                "holding-statement",
                "rescue, closures, where families are received, and where to get information: nothing else | no list",
                id="T02",
            ),
            pytest.param("civil-disturbance", "holding-statement", "the right to gather and to speak", id="D02"),
            pytest.param("civil-disturbance", "media-request", "no order to leave on account of filming", id="S02"),
        ],
    )
    def test_what_a_kind_wants_said(self, kind: str, step: str, words: str) -> None:
        """A row about the words of a base step tightens what that step says."""
        says = " / ".join(next(entry for entry in BOOKS[kind].tighten if entry.step == step).says)

        assert [word for word in words.split(" | ") if word not in says] == []

    @pytest.mark.parametrize(
        ("kind", "step", "first"),
        [
            ("hazmat-utility", "holding-statement", "one-text"),
            ("disaster", "holding-statement", "one-text"),
            ("transport", "holding-statement", "operator-notice"),
            ("planned-protest", "protected-speech", "protest-rules"),
        ],
    )
    def test_what_has_to_come_first(self, kind: str, step: str, first: str) -> None:
        """All who answer for a hazard agree before the City speaks; the operator hears before the public; the rules stand before they are published."""
        assert first in asked(kind)[step].after

    @pytest.mark.parametrize("step", ["holding-statement", "scene-briefing", "initial-facts", "update", "day-summary", "press-conference"])
    def test_nothing_of_the_investigation_is_the_citys_to_tell(self, step: str) -> None:
        """After a transport accident every word of the City is bound by the gate on what the investigation learns."""
        assert "ntsb" in asked("transport")[step].gates

    def test_figures_of_a_crowd_name_nobody(self) -> None:
        """Arrests are numbers: the gates on past, confession, child and closed arrest bind what is said of them."""
        assert {"history", "confession", "child", "closed-arrest"} <= set(asked("civil-disturbance")["arrest-figures"].gates)

    def test_a_step_before_another_is_never_due_after_it(self) -> None:
        """Where a step and what comes first count from the same moment, what comes first is due no later."""
        pairs = [(EVERY_STEP[name], step) for step, names in _with_prerequisites() for name in names if EVERY_STEP[name].anchors == step.anchors]
        late = [(first.id, step.id) for first, step in pairs if _offset(first) > _offset(step)]

        assert late == []
        assert len(pairs) > 10


def _with_prerequisites() -> list[tuple[Step, list[str]]]:
    own = [(step, step.after) for _, step in STEPS.values()]
    return [*own, *((EVERY_STEP[entry.step], entry.after) for kind in KINDS for entry in BOOKS[kind].tighten)]


def _offset(step: Step) -> float:
    """Return how long after its anchor a step is due, in seconds: less than nothing, where it counts back."""
    elapsed = parse_span(step.within or step.before).elapsed.total_seconds()
    return -elapsed if step.before else elapsed


def test_every_name_that_the_overlays_use_is_in_the_library() -> None:
    """Facts, gates, steps and statement kinds that an overlay names come with the library."""
    tightenings = [entry for kind in KINDS for entry in BOOKS[kind].tighten]
    steps = [step for _, step in STEPS.values()]
    both: list[Step | Tighten] = [*steps, *tightenings]

    assert {anchor for step in steps for anchor in step.anchors} | {step.records for step in steps if step.records} <= set(FACTS)
    assert {gate for each in both for gate in each.gates} <= set(GATES)
    assert {name for each in both for name in each.after} | {entry.step for entry in tightenings} <= set(EVERY_STEP)
    assert {step.statement for step in steps if step.statement} == set(STATEMENTS)


def test_the_clauses_of_the_section_are_those_that_the_steps_cite() -> None:
    """Every clause of the example plan's section that binds is cited by a step, and every step cites one of them."""
    section = rtoml.load(EXAMPLE / "text" / f"30-{SECTION}.toml")

    assert {f"{SECTION}.{clause['id']}" for clause in section["clause"] if clause.get("duty") is not False} == {step.clause for _, step in STEPS.values()}


class TestStatements:
    """The two kinds of statement that these rows name."""

    @pytest.mark.parametrize(
        ("kind", "approve", "anchor"),
        [("dispersal-notice", [["ic"], ["city-attorney"]], "dispersal-ordered"), ("event-bulletin", [["chief", "alt-chief"]], "event-start")],
    )
    def test_who_approves_and_from_when_it_counts(self, kind: str, approve: list[list[str]], anchor: str) -> None:
        """Incident commander and City Attorney for an order, the Chief for a bulletin; neither passes to anybody else by a clock."""
        statement = STATEMENTS[kind]

        assert (approve, anchor, "") == (statement.approve, statement.anchor, statement.timeout)

    @pytest.mark.parametrize("name", [name for name, (_, step) in STEPS.items() if step.statement])
    def test_a_statement_is_bound_by_the_gates_of_its_step(self, name: str) -> None:
        """Every gate that the step names binds the kind of statement, and the words around its blanks trip none of them."""
        _, step = STEPS[name]
        statement = STATEMENTS[step.statement]
        said = re.sub(r"\[[^\]]+\]", "", statement.text).lower()

        assert set(step.gates) <= set(statement.gates)
        assert [phrase for gate in statement.gates for phrase in GATES[gate].blocks if phrase.lower() in said] == []

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("dispersal-notice", "[basis] | [place] | [time of order] | [exits] | [reporters]"),
            ("event-bulletin", "[weather rule] | [access] | [lost child point] | [contact] | [who speaks]"),
        ],
    )
    def test_the_fields_of_the_research_are_asked_for(self, kind: str, words: str) -> None:
        """Basis, place, time, exits and press; rules, weather, access, lost child and contacts."""
        assert [word for word in words.split(" | ") if word not in STATEMENTS[kind].text] == []


def _items(cicp: Cicp) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]}


class TestDeclared:
    """The kinds as they are met at night."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_its_first_page_can_be_worked_from(self, cicp: Cicp, kind: str) -> None:
        """It starts at its tier with one warning; what is asked has an office, a clause that is there, and a time or what it waits for."""
        said = cicp("declare", "Test", "--kind", kind, "--occurred", "21:30", "--known", "21:40", "--format", "json")
        offices = {role for office in toml.load(EXAMPLE / "plan.toml", Plan).office for role in (office.id, *office.also)}
        page = json.loads(cicp("next", "--format", "json").out)["items"]
        items = _items(cicp)
        own = [items[name] for name in ROWS[kind] if name in items]

        assert (0, TIERS[kind], 1) == (said.code, json.loads(said.out)["tier"], said.err.count("warning:"))
        assert 3 <= len(page) <= 7
        assert [item["id"] for item in items.values() if item["role"] not in offices] == []
        assert [item["id"] for item in own if not item["cite"].startswith("30.")] == []
        assert len(own) == sum(not step.every for step in BOOKS[kind].step)

    def test_what_is_announced_counts_back_from_its_beginning(self, cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """Days end with the day and hours are elapsed; a beginning that is moved moves them all."""
        monkeypatch.setenv("CICP_NOW", "2026-10-12T10:00:00-05:00")
        cicp("declare", "March and fair", "--kind", "planned-protest,mass-gathering")
        waiting = {_items(cicp)[name]["waiting_for"] for name in ("event-bulletin", "information-team", "protest-rules")}
        cicp("fact", "event-start", "--at", "2026-11-20T18:00")
        items = _items(cicp)
        cicp("fact", "event-start", "--at", "2026-11-21T18:00")

        assert {"event-start"} == waiting
        assert {
            "event-bulletin": "2026-10-21T23:59:59-05:00",
            "bulletin-again": "2026-11-13T23:59:59-06:00",
            "bulletin-last": "2026-11-17T18:00:00-06:00",
            "information-team": "2026-11-13T23:59:59-06:00",
            "protest-rules": "2026-11-17T18:00:00-06:00",
            "protected-speech": "2026-11-17T18:00:00-06:00",
            "readiness-check": "2026-11-19T18:00:00-06:00",
        } == {name: item["due"] for name, item in items.items() if item["anchor"] == "event-start"}
        assert "2026-11-20T18:00:00-06:00" == _items(cicp)["readiness-check"]["due"]

    def test_until_something_happens_an_announced_event_is_only_watched(self, cicp: Cicp) -> None:
        """No holding statement, no hourly sweep and no figures are asked of a demonstration that has not begun."""
        cicp("declare", "March", "--kind", "planned-protest", "--known", "21:40")
        items = _items(cicp)

        assert {"not-applicable"} == {items[name]["status"] for name in ("holding-statement", "rumor-sweep-1", "arrest-figures-1", "morning-facts")}
        assert ("open", "waiting") == (items["monitoring"]["status"].replace("due-soon", "open"), items["dispersal-basis"]["status"])

    def test_a_march_that_turned_counts_from_the_night(self, cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the kind added, and known and occurred recorded anew, the clocks of the first hours are those of the night and not of the planning."""
        monkeypatch.setenv("CICP_NOW", "2026-11-02T10:00:00-06:00")
        cicp("declare", "March", "--kind", "planned-protest")
        monkeypatch.setenv("CICP_NOW", "2026-11-20T21:50:00-06:00")
        cicp("incident", "kind-add", "civil-disturbance")
        cicp("fact", "known", "--at", "21:40")
        cicp("fact", "occurred", "--at", "21:30")
        items = _items(cicp)

        assert {
            "holding-statement": "2026-11-20T22:40:00-06:00",
            "rumor-sweep-1": "2026-11-20T22:40:00-06:00",
            "rumor-sweep-12": "2026-11-21T09:40:00-06:00",
            "arrest-figures-6": "2026-11-23T21:30:00-06:00",
            "morning-facts": "2026-11-21T09:00:00-06:00",
        } == {name: items[name]["due"] for name in ("holding-statement", "rumor-sweep-1", "rumor-sweep-12", "arrest-figures-6", "morning-facts")}
        assert "rumor-sweep-13" not in items

    @pytest.mark.parametrize("kind", ["civil-disturbance", "planned-protest"])
    def test_each_order_is_owed_its_basis_and_its_notice(self, cicp: Cicp, kind: str) -> None:
        """Two orders are two of each, a quarter of an hour after the order, at any tier; the notice waits for the basis of its own order."""
        cicp("declare", "Test", "--kind", kind, "--occurred", "21:10", "--known", "21:15")
        for number, moment in ((1, "21:20"), (2, "21:45")):
            cicp("fact", "dispersal-ordered", "--about", f"order-{number}", "--at", moment)
        items = _items(cicp)

        assert ["2026-11-20T21:35:00-06:00", "2026-11-20T22:00:00-06:00"] == [items[f"dispersal-basis-order-{number}"]["due"] for number in (1, 2)]
        assert [["dispersal-basis-order-1"], ["dispersal-basis-order-2"]] == [items[f"dispersal-notice-order-{number}"]["blocked_by"] for number in (1, 2)]

    def test_many_arrests_are_one_sweep(self, cicp: Cicp) -> None:
        """The sweep is owed once, thirty days after the first arrest; the law's own clocks run for each: a last day, and a time that has to pass."""
        cicp("declare", "Test", "--kind", "civil-disturbance", "--occurred", "2026-11-19T21:10", "--known", "2026-11-19T21:15")
        cicp("fact", "arrest", "--about", "arrest-1", "--at", "2026-11-19T23:00")
        cicp("fact", "arrest", "--about", "arrest-2", "--at", "2026-11-20T01:00")
        dues = {name: item["due"] for name, item in _items(cicp).items() if name.startswith("arrest-") and item["anchor"] == "arrest"}

        assert {
            "arrest-sweep": "2026-12-19T23:59:59-06:00",
            "arrest-30-arrest-1": "2026-12-19T23:59:59-06:00",
            "arrest-30-arrest-2": "2026-12-20T23:59:59-06:00",
            "arrest-closed-arrest-1": None,
            "arrest-closed-arrest-2": None,
        } == dues

    def test_each_change_of_advice_is_owed_a_message(self, cicp: Cicp) -> None:
        """Ten minutes after each change; nothing is owed while the advice stands."""
        cicp("declare", "Water", "--kind", "hazmat-utility", "--occurred", "20:00", "--known", "20:30")
        before = _items(cicp)["new-advice"]["waiting_for"]
        for number, moment in ((1, "21:20"), (2, "21:45")):
            cicp("fact", "advice-changed", "--about", f"change-{number}", "--at", moment)
        items = _items(cicp)

        assert "advice-changed" == before
        assert ["2026-11-20T21:30:00-06:00", "2026-11-20T21:55:00-06:00"] == [items[f"new-advice-change-{number}"]["due"] for number in (1, 2)]

    def test_a_week_of_briefs_follows_a_disaster(self, cicp: Cicp) -> None:
        """A brief each day for seven days, and the joint line in two hours; the sirens have an office and no clock."""
        cicp("declare", "Tornado", "--kind", "disaster", "--occurred", "21:30", "--known", "21:40")
        items = _items(cicp)

        assert [f"daily-brief-{number}" for number in range(1, 8)] == [name for name in items if name.startswith("daily-brief")]
        assert "2026-11-27T21:40:00-06:00" == items["daily-brief-7"]["due"]
        assert ("2026-11-20T23:40:00-06:00", None) == (items["joint-line"]["due"], items["siren-duty"]["due"])

    def test_telling_the_operator_is_telling_the_other_agency(self, cicp: Cicp) -> None:
        """The call is on the record as the moment the investigating agency was told; the question to its investigator waits until he or she is there."""
        cicp("declare", "Train", "--kind", "transport", "--occurred", "21:30", "--known", "21:40")
        cicp("done", "operator-notice", "--at", "21:48", "--text", "operator and board")
        waiting = _items(cicp)["party-question"]["waiting_for"]
        cicp("fact", "ntsb-arrived", "--at", "21:50")
        facts = json.loads(cicp("incident", "show", "--format", "json").out)["facts"]

        assert ["2026-11-20T21:48:00-06:00"] == [each["at"] for each in facts if each["name"] == "other-agency-told"]
        assert ("ntsb-arrived", "2026-11-20T22:50:00-06:00") == (waiting, _items(cicp)["party-question"]["due"])
