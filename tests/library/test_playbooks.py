"""The playbooks that come with cicp, held against the research: each row's step, who does it, by when, and after what.

The tables were written from the research, not from the TOML. An offset is the span and the anchor it counts from; the duties of the first
hours count from `known`, since nobody can act before the city knows, and what the public judges the city by counts from `occurred`.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from cicp.files import toml
from cicp.model.gates import Facts, Gates
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook, Step
from cicp.model.spans import parse_span, setting_name

LIBRARY = Path(__file__).resolve().parent.parent.parent / "cicp" / "library"
EXAMPLE = Path(__file__).resolve().parent.parent.parent / "plans" / "clayton"
OURS = {kind: toml.load(LIBRARY / "playbooks" / f"{file}.toml", Playbook) for kind, file in (("other", "base"), ("ois", "ois"))}


class Row(NamedTuple):
    """A row of the research: its id there, the offset (span, anchor), the role, what comes first, and the tier below which it is not asked."""

    row: str
    within: str
    anchor: str
    role: str
    after: tuple[str, ...] = ()
    tier: int = 2


# Base tasks, in the order of the research
BASE = {
    "verify": Row("B00", "0 minutes", "known", "watch-commander", tier=1),
    "notify-pio": Row("B01", "0 minutes", "known", "watch-commander", tier=1),
    "safety-alert": Row("B02", "5 minutes", "known", "ic"),
    "open-log": Row("B03", "10 minutes", "known", "pio", ("notify-pio",), tier=1),
    "tell-manager": Row("B04", "15 minutes", "known", "chief", ("notify-pio",), tier=1),
    "freeze-posts": Row("B05", "15 minutes", "known", "pio"),
    "freeze-accounts": Row("B05b", "15 minutes", "known", "alt-pio"),
    "command-briefing": Row("B06", "20 minutes", "known", "pio"),
    "release-authority": Row("B07", "60 minutes", "known", "pio", ("command-briefing",)),
    "monitoring": Row("B08", "30 minutes", "known", "monitor", tier=1),
    "save-posts": Row("B08b", "30 minutes", "known", "monitor"),
    "staging-area": Row("B09", "30 minutes", "known", "pio"),
    "media-request": Row("B09b", "30 minutes", "known", "pio", ("staging-area",)),
    "legal-hold": Row("B10", "30 minutes", "known", "city-attorney", ("tell-manager",)),
    "holding-statement": Row("B11", "60 minutes", "known", "pio", ("board-notice", "staff-notice")),
    "call-card": Row("B11b", "", "done:holding-statement", "alt-pio", ("holding-statement",)),
    "authenticity": Row("B11c", "", "known", "pio"),
    "next-update": Row("B12", "60 minutes", "known", "pio", ("holding-statement",)),
    "board-notice": Row("B13", "55 minutes", "known", "city-manager", ("tell-manager",)),
    "partner-calls": Row("B14", "90 minutes", "known", "comm-liaison", ("holding-statement",)),
    "scene-briefing": Row("B15", "2 hours", "known", "chief", ("holding-statement",), tier=3),
    "interpreters": Row("B16", "20 minutes", "known", "pio"),
    "message-map": Row("B17", "3 hours", "known", "pio"),
    "initial-facts": Row("B18", "4 hours", "occurred", "pio", ("command-briefing", "employee-message")),
    "employee-message": Row("B19", "4 hours", "known", "chief"),
    "staff-notice": Row("B19b", "45 minutes", "known", "chief"),
    "update": Row("B20", "6 hours", "occurred", "pio"),
    "all-clear": Row("B20b", "", "done:safety-alert", "ic", ("safety-alert",)),
    "correction": Row("B21", "60 minutes", "error-noticed", "pio", tier=1),
    "handover": Row("B22", "8 hours", "known", "chief"),
    "joint-center": Row("B23", "2 hours", "known", "city-manager", tier=3),
    "day-summary": Row("B24", "24 hours", "occurred", "pio"),
    "request-register": Row("B25", "60 minutes", "known", "city-clerk"),
    "metrics": Row("B26", "48 hours", "occurred", "pio"),
    "press-conference": Row("B27", "72 hours", "occurred", "chief"),
    "hot-wash": Row("B28", "72 hours", "stood-down", "scribe"),
    "status-note": Row("B29", "30 days", "occurred", "pio"),
    "after-action": Row("B30", "", "decision", "city-manager"),
    "internal-review": Row("B30b", "60 days", "stood-down", "city-manager"),
    "enquiry-log": Row("B31", "", "known", "scribe", tier=1),
}

# B14b is asked of three kinds, so it stands in their overlays; O03 is what the holding statement says, so it tightens that step
OIS = {
    "first-calls": Row("B14b", "45 minutes", "known", "comm-liaison", ("tell-manager",)),
    "outside-investigation": Row("O01", "30 minutes", "known", "chief"),
    "separate-tracks": Row("O02", "30 minutes", "known", "chief"),
    "family-visit": Row("O04", "", "died identified", "family-liaison"),
    "examiner-notice": Row("O05", "15 minutes", "died", "watch-commander"),
    "officer-support": Row("O06", "15 minutes", "known", "chief"),
    "fact-walkthrough": Row("O07", "12 hours", "occurred", "ind-inv", ("outside-investigation",)),
    "process-explainer": Row("O08", "24 hours", "occurred", "pio"),
    "threat-assessment": Row("O09", "2 hours", "occurred", "chief"),
    "officer-identification": Row("O10", "48 hours", "occurred", "chief", ("threat-assessment",)),
    "family-viewing": Row("O11", "48 hours", "occurred", "family-liaison"),
    "video-notice": Row("O12", "", "before video-release", "family-liaison"),
    "video-release": Row("O13", "30 days", "occurred", "chief", ("video-notice", "family-viewing")),
    "coverage-decision": Row("fact 1", "10 days", "occurred", "city-attorney"),
    "outside-files": Row("fact 1", "", "files-requested", "chief"),
    "community-meeting": Row("O14", "10 days", "occurred", "city-manager"),
    "withholding-review": Row("O15", "30 days", "occurred", "city-attorney"),
    "decision-order": Row("O16", "", "decision", "prosecutor"),
    "policy-changes": Row("O17", "", "decision", "chief", ("decision-order",)),
}
TABLE = BASE | {name: row._replace(tier=1) for name, row in OIS.items()}  # an overlay's steps are asked at whatever tier its kind runs

REPEATS = {
    "update": ["4 hours until 24 hours", "12 hours until 72 hours"],
    "status-note": ["30 days until 90 days"],
    "threat-assessment": ["22 hours until 24 hours"],
    "withholding-review": ["30 days until 360 days"],
}

GATES = {
    "staff-notice": {"lodd-name"},
    "employee-message": {"lodd-name"},
    "holding-statement": {"placeholder", "nok"},
    "initial-facts": {
        "placeholder", "contradiction", "nok", "identity", "cause", "justify", "history", "child", "sexvic", "condition", "witness", "confession",
        "tactics", "officer-id", "lodd-name", "video",
    },
    "update": {"placeholder", "contradiction", "nok", "identity"},
    "day-summary": {"placeholder", "contradiction", "nok", "identity"},
    "press-conference": {"placeholder", "contradiction", "nok", "identity", "officer-id", "video"},
    "after-action": {"placeholder", "ia-confidential", "inactive"},
    "officer-identification": {"officer-id", "victim-officer", "placeholder"},
    "video-release": {"video", "placeholder", "contradiction"},
    "decision-order": {"ia-confidential", "placeholder"},
    "policy-changes": {"ia-confidential"},
}  # fmt: skip

STATEMENTS = {
    "safety-alert": "safety-alert",
    "board-notice": "elected-notice",
    "holding-statement": "holding",
    "employee-message": "employee-message",
    "initial-facts": "initial-facts",
    "update": "update",
    "correction": "correction",
    "status-note": "investigation-status",
    "after-action": "aar-release",
    "officer-identification": "officer-id",
    "video-notice": "family-notice",
    "video-release": "video-release",
    "decision-order": "decision-response",
}

FIXED = {
    "B01": "notify-pio", "B02": "safety-alert", "B03": "open-log", "B04": "tell-manager", "B06": "command-briefing", "B07": "release-authority",
    "B08": "monitoring", "B10": "legal-hold", "B11": "holding-statement", "B12": "next-update", "B13": "board-notice", "B14": "partner-calls",
    "B15": "scene-briefing", "B18": "initial-facts", "B19": "employee-message", "B20": "update", "B21": "correction", "B22": "handover",
    "B27": "press-conference", "O10": "officer-identification", "O09": "threat-assessment", "O13": "video-release", "B29": "status-note", "B30": "after-action",
}  # fmt: skip
"""The ids that other parts of cicp name: they never change."""

STEPS = {step.id: step for book in OURS.values() for step in book.step}
SETTINGS = toml.load(EXAMPLE / "plan.toml", Plan).settings


def _within(step: Step) -> str:
    name = setting_name(step.within)
    return SETTINGS[name] if name else step.within


def _anchor(step: Step) -> str:
    return f"before {step.of}" if step.of else " ".join(step.anchors)


@pytest.mark.parametrize(("kind", "rows"), [("other", BASE), ("ois", OIS)])
def test_each_playbook_has_its_rows_and_no_other(kind: str, rows: dict[str, Row]) -> None:
    """Every row of the research is a step of its playbook, under one id, and nothing was added without a row."""
    assert sorted(rows) == sorted(step.id for step in OURS[kind].step)


@pytest.mark.parametrize("name", TABLE)
def test_a_step_is_as_its_row(name: str) -> None:
    """Offset, anchor, role, prerequisites and tier are those of the row that the step names as its source."""
    step = STEPS[name]

    assert TABLE[name] == Row(
        step.source.removeprefix("domain ").split(";")[0].split(",")[0], _within(step), _anchor(step), step.role, tuple(step.after), step.tier
    )
    assert REPEATS.get(name, []) == step.every
    assert GATES.get(name, set()) == set(step.gates)
    assert STATEMENTS.get(name, "") == step.statement


@pytest.mark.parametrize("name", TABLE)
def test_a_step_says_everything_that_is_needed_at_night(name: str) -> None:
    """Each step has a title that fits one line, a role, a clause, what shows that it was done, why it is asked, and where that was read."""
    step = STEPS[name]

    assert all((step.title, step.role, step.clause, step.evidence, step.why, step.source))
    assert len(step.title) <= 64
    assert step.within or step.before or step.anchors
    assert step.source.startswith("domain ")


@pytest.mark.parametrize(("row", "name"), FIXED.items())
def test_the_ids_that_other_parts_name_exist(row: str, name: str) -> None:
    """The fixed ids stand for the rows they were given for."""
    assert row == TABLE[name].row
    assert name in STEPS


def test_the_one_span_that_counts_back() -> None:
    """The family hears of a release at least a day before it."""
    assert ("24 hours", "video-release") == (STEPS["video-notice"].before, STEPS["video-notice"].of)


def test_what_is_recorded_by_being_done() -> None:
    """By being done, steps record what the gate on the officer's name asks for, that the outside agency was told, and what a release waits for."""
    recorded = {step.id: step.records for step in STEPS.values() if step.records}

    waited_for = {"coverage-decision": "coverage-decided", "outside-files": "files-received"}
    assert {"outside-investigation": "other-agency-told", "threat-assessment": "threat-assessed", **waited_for} == recorded


def test_what_an_officer_involved_shooting_tightens() -> None:
    """The families of officers and the first community leaders hear before the holding statement; the first facts wait for the outside agency."""
    tightened = {entry.step: entry for entry in OURS["ois"].tighten}

    assert ["first-calls", "officer-support"] == tightened["holding-statement"].after
    assert ["outside-investigation"] == tightened["initial-facts"].after
    assert {"victim-officer", "garrity", "ia-confidential"} == set(tightened["initial-facts"].gates)
    assert set(tightened) == {"holding-statement", "initial-facts"}
    assert (2, 3) == (OURS["other"].tier, OURS["ois"].tier)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("holding-statement", ["known", "not yet known", "people should do", "responding", "next update"]),
        ("safety-alert", ["hazard", "where", "when", "who says so", "what to do"]),
        ("correction", ["what was wrong", "right fact", "how it happened", "where else"]),
        ("board-notice", ["same facts", "refer", "reply to all"]),
    ],
)
def test_what_a_statement_has_to_say(step: str, says: list[str]) -> None:
    """A step whose statement has required parts lists each of them."""
    said = STEPS[step].says

    assert [word for word in says if not any(word in sentence for sentence in said)] == []


def test_the_holding_statement_after_a_shooting_says_who_fired() -> None:
    """O03: that an officer fired, when and where, the injuries, who investigates, and nothing about a weapon that nobody recovered."""
    (entry,) = (entry for entry in OURS["ois"].tighten if entry.step == "holding-statement")

    assert [word for word in ("an officer fired", "when and where", "injuries", "investigates", "weapon") if not any(word in text for text in entry.says)] == []


def test_a_step_before_another_is_never_due_after_it() -> None:
    """Where a step and its prerequisite count from the same moment, the prerequisite is due no later."""
    pairs = [
        (first, step)
        for step in STEPS.values()
        for first in (STEPS[name] for name in step.after)
        if first.anchors == step.anchors and first.within and step.within and not step.of and not first.of
    ]

    assert [(first.id, step.id) for first, step in pairs if parse_span(_within(first)).elapsed > parse_span(_within(step)).elapsed] == []
    assert len(pairs) > 5


ANCHORS = """
occurred known declared media-first learned detected reported located complaint request-received video-requested arrest charged case-terminated inactive
decision stood-down died identified medical-examiner-identified next-of-kin-notified other-agency-told hospital-released employee-family-told officer-told
threat-assessed legal-basis-recorded leaked published error-noticed breach-confirmed unfounded lockdown contained event-start
"""


def test_every_anchor_of_the_research_is_a_fact_of_the_library() -> None:
    """Clocks start at thirty-five different moments, each a fact with the question that it answers; those of one person say so."""
    facts = {entry.name: entry for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}

    assert [name for name in ANCHORS.split() if name not in facts] == []
    assert len(ANCHORS.split()) == 35
    assert [name for name, entry in facts.items() if not entry.asks.partition("?")[1]] == []
    assert ["deceased", "officer", "request", ""] == [facts[name].about for name in ("died", "officer-told", "request-received", "occurred")]


def test_every_word_that_the_playbooks_use_is_in_the_library() -> None:
    """Facts, gates and statement kinds that a step names come with the library."""
    facts = {entry.name for entry in toml.load(LIBRARY / "facts.toml", Facts).fact}
    gates = {gate.id for gate in toml.load(LIBRARY / "gates.toml", Gates).gate}
    kinds = {path.stem for path in (LIBRARY / "statements").glob("*.toml")}
    anchors = {anchor for step in STEPS.values() for anchor in step.anchors if ":" not in anchor}
    named = [gate for book in OURS.values() for gates in (*(step.gates for step in book.step), *(entry.gates for entry in book.tighten)) for gate in gates]

    assert (anchors | {step.records for step in STEPS.values() if step.records}) <= facts
    assert set(named) <= gates
    assert {step.statement for step in STEPS.values() if step.statement} <= kinds
