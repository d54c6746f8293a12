"""The overlays for grave force, crashes, the loss of one of our own and misconduct, held against the research row by row.

The tables were written from the research, not from the TOML. The duties of the first hours count from `known`, what is owed after an arrest from the
arrest or the charge, and what is owed after a death from `died`.
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
LIBRARY, EXAMPLE = ROOT / "cicp" / "library", ROOT / "plans" / "clayton"
KINDS = ("uof-serious", "pursuit-crash", "staff-crash", "lodd", "officer-misconduct")
EARLIER = ("ois", "in-custody-death", "bias-incident")
BOOKS = {
    kind: toml.load(LIBRARY / "playbooks" / f"{file}.toml", Playbook) for kind, file in [("other", "base"), *((name, name) for name in (*EARLIER, *KINDS))]
}
STATEMENTS = {path.stem: toml.load(path, StatementKind) for path in sorted((LIBRARY / "statements").glob("*.toml"))}


class Row(NamedTuple):
    """A row of the research: its id there, the offset (span and anchor), the role, what comes first, and the kind of statement."""

    row: str
    within: str
    anchor: str
    role: str
    after: tuple[str, ...] = ()
    statement: str = ""


ARRESTED = "arrest charged"
ROWS: dict[str, dict[str, Row]] = {
    "uof-serious": {},
    "pursuit-crash": {
        "pursuit-first-word": Row("P01", "60 minutes", "known", "pio", ("command-briefing",), "holding"),
        "separate-liaisons": Row("P02", "", "died identified", "family-liaison", ("family-visit",)),
        "crash-reconstruction": Row("P03", "4 hours", "known", "chief"),
        "pursuit-policy": Row("P04", "24 hours", "occurred", "pio"),
    },
    "staff-crash": {"vehicle-first-word": Row("P05", "60 minutes", "known", "pio", ("command-briefing",), "holding")},
    "lodd": {
        "telephone-only": Row("L01", "0 minutes", "known", "chief"),
        "tell-employee-family": Row("L02", "", "known", "notification-officer", ("telephone-only",)),
        "hold-request": Row("L03", "60 minutes", "known", "pio"),
        "employee-name": Row("L04", "", "employee-family-told", "chief", ("tell-employee-family", "employee-message")),
        "family-wishes": Row("L05", "24 hours", "occurred", "family-liaison", ("tell-employee-family",)),
    },
    "officer-misconduct": {
        "confirm-employment": Row("X01", "1 hour", ARRESTED, "pio", ("presumption-line",)),
        "which-record": Row("X02", "3 business days", "request-received", "city-clerk"),
        "own-release": Row("X03", "24 hours", ARRESTED, "chief", ("presumption-line",)),
        "presumption-line": Row("X04", "", "known", "city-attorney"),
        "review-finished": Row("X05", "", "administrative-review-ended", "chief"),
        "departure-notice": Row("X06", "30 days", "officer-left", "chief"),
        "interview-notice": Row("X07", "24 hours before", "interview-set", "chief"),
    },
}
OF_LAW_OR_SOURCE = {"telephone-only", "departure-notice", "interview-notice", "which-record", "confirm-employment"}
"""Steps whose time is in a source or the law (L01, X06, X07, X02), or general knowledge (X01). Every other time of these kinds is a judgment."""

SHARED = {
    "uof-serious": {
        "O01": "ois.outside-investigation", "O02": "ois.separate-tracks", "O04": "ois.family-visit", "O05": "ois.examiner-notice", "O06": "ois.officer-support",
        "O07": "ois.fact-walkthrough", "O08": "ois.process-explainer", "O09": "ois.threat-assessment", "O10": "ois.officer-identification",
        "O11": "ois.family-viewing", "O12": "ois.video-notice", "O13": "ois.video-release", "O14": "ois.community-meeting", "O15": "ois.withholding-review",
        "O16": "ois.decision-order", "O17": "ois.policy-changes",
    },
    "pursuit-crash": {
        "O01": "ois.outside-investigation", "O04": "ois.family-visit", "O05": "ois.examiner-notice", "O08": "ois.process-explainer", "O13": "ois.video-release",
        "O14": "ois.community-meeting", "O15": "ois.withholding-review", "O16": "ois.decision-order", "O17": "ois.policy-changes",
    },
    "staff-crash": {
        "P02": "pursuit-crash.separate-liaisons", "P03": "pursuit-crash.crash-reconstruction", "O04": "ois.family-visit", "O05": "ois.examiner-notice",
    },
    "lodd": {},
    "officer-misconduct": {},
}  # fmt: skip
"""The rows of other tables that the research names for a kind."""
WAITS = {"ois.coverage-decision", "ois.outside-files"}
BESIDES = {"uof-serious": WAITS, "pursuit-crash": {"ois.family-viewing", "ois.video-notice"} | WAITS, "lodd": {"ois.examiner-notice"}}
"""What a kind takes besides its rows: a recording comes after the viewing and the notice (O11, O12), a death by violence is told by law (O05), and
what a release waits for is seen to wait (fact 1)."""

NOT_THIS_KIND: dict[str, list[tuple[str, str]]] = {
    "ois": [("range", "")],
    "in-custody-death": [],
    "bias-incident": [],
    "uof-serious": [("minor", "")],
    "pursuit-crash": [("ordinary crash", "staff-crash")],
    "staff-crash": [("minor", ""), ("pursuing", "pursuit-crash")],
    "lodd": [],
    "officer-misconduct": [("routine", "")],
}
AUTHORITIES = {
    "ois": ["ind-inv", "prosecutor", "me"], "in-custody-death": ["me", "ind-inv"], "bias-incident": ["school-district"], "uof-serious": ["ind-inv"],
    "pursuit-crash": ["highway-patrol", "ind-inv", "me"], "staff-crash": ["highway-patrol", "insurer"], "lodd": ["me"],
    "officer-misconduct": ["other-agency", "prosecutor"],
}  # fmt: skip
"""Who else decides what may be released. The family, which decides with the City after a loss, is no office: its liaison asks it (L05)."""
ANCHORS = {
    "ois": ["known"], "in-custody-death": ["died", "other-agency-told"], "bias-incident": ["complaint", "media-first"], "uof-serious": [],
    "pursuit-crash": [], "staff-crash": [], "lodd": ["employee-family-told"], "officer-misconduct": ["complaint", "arrest", "charged"],
}  # fmt: skip
"""The extra anchors of each kind; X01 counts from the arrest, which the list of kinds leaves out."""
TIERS = {"uof-serious": 2, "pursuit-crash": 3, "staff-crash": 2, "lodd": 3, "officer-misconduct": 2}

STEPS = {step.id: (kind, step) for kind in KINDS for step in BOOKS[kind].step}
EVERY_STEP = {step.id: step for book in BOOKS.values() for step in book.step}


def tightened(kind: str, step: str) -> Tighten:
    """Return what a kind asks of a step of another playbook."""
    return next(entry for entry in BOOKS[kind].tighten if entry.step == step)


class TestRows:
    """Each row of the research is a step, as the row has it, and nothing was added without a row."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_overlay_has_its_rows_and_no_other(self, kind: str) -> None:
        """Every row stands under one id, in the overlay of its kind."""
        assert sorted(ROWS[kind]) == sorted(step.id for step in BOOKS[kind].step)

    @pytest.mark.parametrize("name", STEPS)
    def test_a_step_is_as_its_row(self, name: str) -> None:
        """Offset, anchor, role, prerequisites and statement are those of the row that the step names as its source."""
        kind, step = STEPS[name]
        row = re.split(r"[;, ]", step.source.removeprefix("domain "))[0]
        offset = f"{step.before} before" if step.before else step.within

        assert ROWS[kind][name] == Row(row, offset, " ".join(step.anchors), step.role, tuple(step.after), step.statement)

    @pytest.mark.parametrize("name", STEPS)
    def test_a_step_says_everything_that_is_needed_at_night(self, name: str) -> None:
        """Each step has a title that fits one line, a clause, what shows that it was done, why it is asked, and where that was read."""
        _, step = STEPS[name]

        assert all((step.title, step.clause, step.evidence, step.why, step.source.startswith("domain ")))
        assert len(step.title) <= 64

    @pytest.mark.parametrize("name", STEPS)
    def test_a_time_that_the_research_judged_is_said_to_be_a_judgment(self, name: str) -> None:
        """What the research marks as a judgment is marked in the step's source; what the law or a source sets is not."""
        kind, step = STEPS[name]
        judged = (bool(step.within or step.before) or name == "separate-liaisons") and name not in OF_LAW_OR_SOURCE

        assert judged == ("our judgment" in step.source), kind

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_shared_step_is_taken_from_the_overlay_that_has_it(self, kind: str) -> None:
        """One id is one step in the whole plan: each row that the research shares is used from where it stands, and is on the list of this kind."""
        used = {*SHARED[kind].values(), *BESIDES.get(kind, ())}
        rows = {row: EVERY_STEP[name.partition(".")[2]].source.removeprefix("domain ").split(";")[0] for row, name in SHARED[kind].items()}
        asked = {task.step.id for task in compose(BOOKS, [kind])}

        assert used == set(BOOKS[kind].uses)
        assert {row: row for row in rows} == rows
        assert {name.partition(".")[2] for name in used} | set(ROWS[kind]) <= asked

    def test_grave_force_asks_for_whatever_a_shooting_asks_for(self) -> None:
        """The research has one table for the two: what grave force leaves out is the call before publication, which another row limits to three kinds."""
        assert {"first-calls"} == {step.id for step in BOOKS["ois"].step} - {name.partition(".")[2] for name in BOOKS["uof-serious"].uses}

    def test_the_answer_to_requests_is_owed_once(self) -> None:
        """The list of records is written once, by the time the first answer is owed; a notice to the officer is owed before each interview."""
        assert {"which-record": True, "interview-notice": False} == {name: STEPS[name][1].once for name in ("which-record", "interview-notice")}

    def test_the_visit_records_what_opens_the_gate(self) -> None:
        """Telling the family is the fact that lets the name be released, when the office that confirms it files it."""
        (gate,) = (gate for gate in toml.load(LIBRARY / "gates.toml", Gates).gate if gate.id == "lodd-name")
        visit = STEPS["tell-employee-family"][1]

        assert ([visit.records], [visit.role]) == (gate.opens, gate.confirm)


class TestKinds:
    """How a kind is told from others, who else decides, and what is asked early."""

    @pytest.mark.parametrize("kind", [*EARLIER, *KINDS])
    def test_what_looks_like_the_kind_and_is_not(self, kind: str) -> None:
        """Each exception of the research is a question, and leads to the kind that it is of, or to none."""
        found = [(entry.when, entry.kind) for entry in BOOKS[kind].unless]

        assert [other for _, other in NOT_THIS_KIND[kind]] == [other for _, other in found]
        assert [when for (word, _), (when, _) in zip(NOT_THIS_KIND[kind], found, strict=True) if word not in when or not when.endswith("?")] == []

    @pytest.mark.parametrize("kind", [*EARLIER, *KINDS])
    def test_who_else_decides_what_may_be_released(self, kind: str) -> None:
        """The authorities of the research, each an office of the example plan."""
        offices = {office.id for office in toml.load(EXAMPLE / "plan.toml", Plan).office}

        assert AUTHORITIES[kind] == BOOKS[kind].authority
        assert set(BOOKS[kind].authority) <= offices

    @pytest.mark.parametrize("kind", [*EARLIER, *KINDS])
    def test_which_facts_are_asked_for_early(self, kind: str) -> None:
        """The extra anchors of the research."""
        assert ANCHORS[kind] == BOOKS[kind].facts

    @pytest.mark.parametrize("kind", [*EARLIER, *KINDS])
    def test_it_is_asked_for_in_one_question(self, kind: str) -> None:
        """One question, whose yes means this kind, in one of the groups of questions."""
        book = BOOKS[kind]
        groups = {entry["id"] for entry in rtoml.load(LIBRARY / "kind-groups.toml")["group"]}

        assert (1, True) == (book.asks.count("?"), book.asks.endswith("?"))
        assert book.group in groups

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_tier_a_kind_starts_with(self, kind: str) -> None:
        """A death in a pursuit and a death among us take the full plan; the others start with a statement and the log."""
        assert TIERS[kind] == BOOKS[kind].tier

    def test_whose_investigation_goes_on_as_after_a_shooting(self) -> None:
        """Grave force, crashes and a death in custody have the milestones of such an investigation."""
        assert ["in-custody-death", "pursuit-crash", "staff-crash", "uof-serious"] == sorted(kind for kind in BOOKS if "ois" in BOOKS[kind].milestones)


class TestWords:
    """What the first words of a kind say and leave out."""

    @pytest.mark.parametrize(
        ("kind", "step", "words"),
        [
            pytest.param("uof-serious", "holding-statement", "an officer used force | police dog bit | hospital's word | which agency investigates", id="O03"),
            pytest.param("pursuit-crash", "holding-statement", "never an accident | no speed | no cause", id="P01"),
            pytest.param("staff-crash", "holding-statement", "no fault | no speed | not who drove", id="P05"),
            pytest.param("lodd", "holding-statement", "no name | no photograph | told in person", id="L03"),
            pytest.param("lodd", "staff-notice", "no name | nobody posts", id="L01"),
            pytest.param("officer-misconduct", "holding-statement", "presumed innocent | no forecast of discipline | personnel matter", id="X04"),
        ],
    )
    def test_what_a_kind_wants_said_in_a_step_of_the_base(self, kind: str, step: str, words: str) -> None:
        """A row about the words of a base step tightens what that step says."""
        says = " / ".join(tightened(kind, step).says)

        assert [word for word in words.split(" | ") if word not in says] == []

    @pytest.mark.parametrize(
        ("step", "words"),
        [
            pytest.param("pursuit-first-word", "whether a pursuit took place | which agency | began | ended | dispatch record | no speed | no cause", id="P01"),
            pytest.param("pursuit-policy", "policy | is for the review", id="P04"),
            pytest.param("vehicle-first-word", "on duty | who reconstructs | no fault | no speed | officer-id", id="P05"),
            pytest.param("employee-name", "the family approved", id="L04"),
            pytest.param("confirm-employment", "works for the City | status | which agency investigates", id="X01"),
            pytest.param("which-record", "incident report | 610.100 | 590.502.2(14) | personnel matter", id="X02"),
            pytest.param("own-release", "other agency | presumption of innocence", id="X03"),
            pytest.param("presumption-line", "presumed innocent | no forecast of discipline", id="X04"),
            pytest.param("review-finished", "policy or training | finished | sustained, not sustained, exonerated or unfounded", id="X05"),
            pytest.param("interview-notice", "complaint | complainant", id="X07"),
        ],
    )
    def test_what_a_step_says(self, step: str, words: str) -> None:
        """The words that a row asks for or forbids are in front of whoever does the step."""
        says = " / ".join(STEPS[step][1].says)

        assert [word for word in words.split(" | ") if word not in says] == []

    @pytest.mark.parametrize(
        ("kind", "gates", "after"),
        [
            ("uof-serious", "nok condition cause justify history", "officer-support"),
            ("pursuit-crash", "nok cause condition justify", "command-briefing"),
            ("staff-crash", "nok officer-id cause", "command-briefing"),
            ("lodd", "nok identity lodd-name cause condition", "telephone-only"),
            ("officer-misconduct", "justify complainant garrity ia-confidential confession history", "presumption-line"),
        ],
    )
    def test_what_the_first_statement_may_not_say_and_waits_for(self, kind: str, gates: str, after: str) -> None:
        """The holding statement of a kind is bound by the gates of its rows, comes after what they put first, and is never later than in the base."""
        (task,) = (task for task in compose(BOOKS, [kind]) if task.step.id == "holding-statement")

        assert set(gates.split()) <= set(task.gates)
        assert after in task.after
        assert ("60 minutes", ()) == (task.step.within, task.withins)

    @pytest.mark.parametrize("name", ["pursuit-first-word", "vehicle-first-word"])
    def test_one_post_does_both(self, name: str) -> None:
        """The first word is the holding statement: the same kind of statement, at the same time, after the same briefing, bound by every gate of the step."""
        kind, step = STEPS[name]
        (task,) = (task for task in compose(BOOKS, [kind]) if task.step.id == "holding-statement")

        assert (task.step.statement, task.step.within, task.step.anchor) == (step.statement, step.within, step.anchor)
        assert set(step.gates) <= set(task.gates)
        assert set(step.after) <= set(task.after)

    def test_the_name_after_a_loss_waits_for_the_family_and_the_staff(self) -> None:
        """Every statement after a loss is bound by the gate on the name, and the message that carries it goes out after the visit."""
        tasks = {task.step.id: task for task in compose(BOOKS, ["lodd"])}
        spoken = ("staff-notice", "holding-statement", "employee-message", "initial-facts", "update", "day-summary", "press-conference", "employee-name")

        assert [step for step in spoken if "lodd-name" not in tasks[step].gates] == []
        assert "tell-employee-family" in tasks["employee-message"].after

    def test_nothing_on_misconduct_opens_an_administrative_file(self) -> None:
        """Whatever the City says of an accused employee is bound by the gates on the file, on the complainant and on the compelled statement."""
        tasks = {task.step.id: task for task in compose(BOOKS, ["officer-misconduct"])}
        spoken = ("confirm-employment", "own-release", "review-finished", "holding-statement", "initial-facts", "update", "day-summary", "press-conference")

        assert [step for step in spoken if not {"ia-confidential", "complainant", "garrity"} <= set(tasks[step].gates)] == []


class TestFits:
    """Every name is one of the library, and what comes first is due first."""

    def test_every_name_that_the_overlays_use_is_in_the_library(self) -> None:
        """Facts, gates, steps and statement kinds that an overlay names come with the library."""
        facts = {entry.name for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}
        gates = {gate.id for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
        tightenings = [entry for kind in KINDS for entry in BOOKS[kind].tighten]
        steps = [step for _, step in STEPS.values()]
        asked: list[Step | Tighten] = [*steps, *tightenings]

        assert {anchor for step in steps for anchor in step.anchors} | {step.records for step in steps if step.records} <= facts
        assert {name for kind in (*EARLIER, *KINDS) for name in BOOKS[kind].facts} <= facts
        assert {gate for each in asked for gate in each.gates} <= gates
        assert {name for each in asked for name in each.after} | {entry.step for entry in tightenings} <= set(EVERY_STEP)
        assert {step.statement for step in steps if step.statement} <= set(STATEMENTS)

    def test_the_interview_is_a_moment_set_ahead(self) -> None:
        """The notice counts back from an interview that lies ahead, one for each officer."""
        (fact,) = (entry for entry in toml.load(LIBRARY / "facts.toml", Facts).fact if entry.name == "interview-set")

        assert (True, "officer") == (fact.planned, fact.about)

    def test_a_step_before_another_is_never_due_after_it(self) -> None:
        """Where a step and what comes first count from the same moment, what comes first is due no later."""
        pairs = [
            (first, step)
            for kind in KINDS
            for step, names in _with_prerequisites(kind)
            for first in (EVERY_STEP[name] for name in names)
            if first.anchors == step.anchors and first.within and step.within
        ]

        assert [(first.id, step.id) for first, step in pairs if parse_span(first.within).elapsed > parse_span(step.within).elapsed] == []
        assert len(pairs) >= 6

    def test_the_clauses_are_those_of_one_section_and_each_that_binds_is_cited(self) -> None:
        """The steps cite the section of these kinds, and every clause of it that binds somebody is cited."""
        section = rtoml.load(EXAMPLE / "text" / "29-police-kinds.toml")
        cited = {step.clause for _, step in STEPS.values()}

        assert cited == {f"police-kinds.{clause['id']}" for clause in section["clause"] if clause.get("duty") is not False}

    @pytest.mark.parametrize("kind", [*EARLIER, *KINDS])
    def test_the_example_has_the_same_bytes(self, kind: str) -> None:
        """The playbook of the example plan is the library's."""
        assert (LIBRARY / "playbooks" / f"{kind}.toml").read_bytes() == (EXAMPLE / "playbooks" / f"{kind}.toml").read_bytes()


class TestRefused:
    """The name and the recording after a shooting may be put off or refused, in public and with a reason."""

    def test_what_may_be_put_off_and_refused(self) -> None:
        """A name for a week at a time, a recording for thirty days at a time; no other step of a shooting can be answered with a no."""
        answered = {step.id: (step.defer, step.refuse) for step in BOOKS["ois"].step if step.defer or step.refuse}

        assert {"officer-identification": ("7 days", True), "video-release": ("30 days", True)} == answered
        assert "our judgment" in EVERY_STEP["officer-identification"].source

    @pytest.mark.parametrize(
        ("section", "old", "new"),
        [
            ("13-identification", "at most 7 days later", "at most 9 days later"),
            ("14-video", "at most 30 days later", "at most 45 days later"),
            ("29-police-kinds", "Within 4 hours of the City knowing", "Within 6 hours of the City knowing"),
            ("29-police-kinds", "At least 24 hours before the interview", "At least 36 hours before the interview"),
        ],
    )
    def test_check_proves_it_when_the_words_are_altered(self, cicp: Callable[..., Any], plan: Path, section: str, old: str, new: str) -> None:
        """A clause that puts off by another time than its step, or counts back another one, is found in its file."""
        path = plan / "text" / f"{section}.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

        result = cicp("check", "spans")

        assert result.code == 1
        assert f"text/{section}.toml" in result.out

    def test_a_deferral_asks_again_and_a_refusal_answers(self, cicp: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
        """Put off in public, the name is due again a week later; refused in public, the recording is not asked for any more."""
        cicp("declare", "Exercise of a kind", "--kind", "ois", "--occurred", "2026-11-20T21:40:00-06:00")
        monkeypatch.setenv("CICP_NOW", "2026-11-22T20:00:00-06:00")
        said = ("--published", "the page of the incident, 20:00", "--as", "chief")
        put_off = cicp("incident", "defer", "officer-identification", "--why", "a threat that the assessment found", *said)
        refused = cicp("incident", "refuse", "video-release", "--why", "an order of a court", *said)
        items = {item["id"]: item for item in json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]}

        assert (0, 0) == (put_off.code, refused.code), put_off.err + refused.err
        assert "2026-11-29T23:59:59-06:00" == items["officer-identification"]["due"]
        assert ("open", "skipped") == (items["officer-identification"]["status"], items["video-release"]["status"])


def _with_prerequisites(kind: str) -> list[tuple[Step, list[str]]]:
    own = [(step, step.after) for step in BOOKS[kind].step]
    return [*own, *((EVERY_STEP[entry.step], entry.after) for entry in BOOKS[kind].tighten)]


FIRST_PAGE = {
    "uof-serious": ({"officer-support", "outside-investigation", "separate-tracks"}, {"family-visit", "officer-identification", "video-release"}),
    "pursuit-crash": ({"outside-investigation", "pursuit-first-word"}, {"crash-reconstruction", "pursuit-policy", "separate-liaisons"}),
    "staff-crash": ({"vehicle-first-word"}, {"crash-reconstruction", "separate-liaisons", "examiner-notice"}),
    "lodd": ({"telephone-only", "tell-employee-family", "hold-request"}, {"employee-name", "family-wishes", "examiner-notice"}),
    "officer-misconduct": ({"presumption-line"}, {"confirm-employment", "own-release", "which-record", "interview-notice", "departure-notice"}),
}
"""What a kind wants in the first hour, and what stands further down."""


@pytest.mark.parametrize("kind", KINDS)
class TestDeclared:
    """Each kind can be declared at night, and its first page can be read."""

    def test_its_first_page_has_what_the_kind_wants(self, cicp: Callable[..., Any], kind: str) -> None:
        """What is wanted within the hour is due then, and every other step of the kind is on the list, each with its clause in words."""
        soon, later = FIRST_PAGE[kind]
        declared = cicp("declare", "Exercise of a kind", "--kind", kind, "--format", "json")
        items = {item["id"]: item for item in json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]}

        assert declared.code == 0
        assert [name for name in soon if not (items[name]["effective_due"] or "9") <= "2026-11-20T22:50:00-06:00"] == []
        assert [name for name in later if name not in items] == []
        assert [name for name in (*soon, *later) if not items[name]["cite"]] == []

    def test_what_to_do_now_is_at_most_seven_steps(self, cicp: Callable[..., Any], kind: str) -> None:
        """The screen of the night has seven lines at most, none of them waiting for something that has not happened."""
        cicp("declare", "Exercise of a kind", "--kind", kind)
        items = json.loads(cicp("next", "--format", "json").out)["items"]

        assert 1 <= len(items) <= 7
        assert {"waiting"}.isdisjoint(item["status"] for item in items)


def test_a_loss_puts_the_telephone_first(cicp: Callable[..., Any]) -> None:
    """Nothing but the first calls comes before the order to stay off the radio."""
    cicp("declare", "Exercise of a kind", "--kind", "lodd")
    items = [item["id"] for item in json.loads(cicp("next", "--format", "json").out)["items"]]

    assert "telephone-only" in items[:3]


def test_an_arrest_starts_the_clocks_on_an_employee(cicp: Callable[..., Any]) -> None:
    """An hour and a day count from the arrest, and nothing does before it was recorded."""
    cicp("declare", "Exercise of a kind", "--kind", "officer-misconduct")
    before = _dues(cicp)
    cicp("fact", "arrest", "--about", "arrest-1", "--at", "2026-11-20T21:40:00-06:00")
    after = _dues(cicp)

    assert (None, None) == (before["confirm-employment"], before["own-release"])
    assert "2026-11-20T22:40:00-06:00" == after["confirm-employment-arrest-1"]
    assert "2026-11-21T21:40:00-06:00" == after["own-release-arrest-1"]


def test_the_notice_counts_back_from_the_interview(cicp: Callable[..., Any]) -> None:
    """The officer has the notice a day before the interview that is set."""
    cicp("declare", "Exercise of a kind", "--kind", "officer-misconduct")
    filed = cicp("fact", "interview-set", "--about", "officer-1", "--at", "2026-11-30T10:00:00-06:00", "--as", "chief")

    assert 0 == filed.code, filed.err
    assert "2026-11-29T10:00:00-06:00" == _dues(cicp)["interview-notice-officer-1"]


def test_each_family_of_a_crash_has_a_liaison_of_its_own(cicp: Callable[..., Any]) -> None:
    """Two deaths ask for two visits and two liaisons, each after its own visit."""
    cicp("declare", "Exercise of a kind", "--kind", "pursuit-crash")
    for number in (1, 2):
        cicp("fact", "died", "--about", f"deceased-{number}", "--at", "2026-11-20T21:45:00-06:00")
    items = {item["id"]: item for item in json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]}

    assert ["family-visit-deceased-1"] == items["separate-liaisons-deceased-1"]["blocked_by"]
    assert ["family-visit-deceased-2"] == items["separate-liaisons-deceased-2"]["blocked_by"]


def _dues(cicp: Callable[..., Any]) -> dict[str, str | None]:
    return {item["id"]: item["due"] for item in json.loads(cicp("incident", "checklist", "--format", "json").out)["items"]}
