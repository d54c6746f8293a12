"""Declaring the kinds of the library, alone and together: a checklist, a tier, a draft, and nothing in the words that does not fit."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import rtoml

from tests.conftest import Result

Cicp = Callable[..., Result]
TIERS = {"active-attack": 3, "bias-incident": 2, "in-custody-death": 3, "ois": 3}
OWN = {"active-attack": "reunification-site", "bias-incident": "one-voice", "in-custody-death": "custody-video", "ois": "officer-identification"}
SETS = [kinds for size in range(1, 5) for kinds in combinations(sorted(TIERS), size)]


@pytest.mark.parametrize("kinds", SETS, ids="+".join)
def test_every_set_of_kinds_can_be_declared(cicp: Cicp, plan: Path, kinds: tuple[str, ...]) -> None:
    """Each set of kinds gives its steps and the highest of its tiers, with no warning but the one that no plan is in force."""
    said = cicp("declare", "Test", "--kind", ",".join(reversed(kinds)), "--occurred", "21:40", "--known", "21:45", "--format", "json")
    declared = json.loads(said.out)
    steps = {item["id"] for item in declared["items"]}

    assert (0, list(kinds), max(TIERS[kind] for kind in kinds)) == (said.code, declared["kinds"], declared["tier"])
    assert said.err.startswith("warning: no plan is in force")
    assert 1 == said.err.count("warning:")
    assert {kind for kind, step in OWN.items() if step in steps} == set(kinds)
    draft = rtoml.load(plan / "incidents" / declared["id"] / "statements" / "holding.toml")
    assert ("holding", True) == (draft["kind"], "[what happened]" in draft["text"])


@pytest.fixture
def bias(cicp: Cicp) -> Cicp:
    """Declare what people see as bias, with neither a complaint nor a report recorded."""
    assert 0 == cicp("declare", "Stop at the station", "--kind", "bias-incident", "--occurred", "21:00", "--known", "21:45").code
    return cicp


def _item(cicp: Cicp, name: str) -> dict[str, str | None]:
    items = json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]
    found: dict[str, str | None] = next(item for item in items if item["id"] == name)
    return found


def test_bias_waits_for_a_complaint_or_a_report(bias: Cicp) -> None:
    """Neither is recorded: the calls wait for one of the two, and the holding statement wants them by its own time."""
    calls = _item(bias, "affected-calls")

    assert ("waiting", "complaint or media-first", None) == (calls["status"], calls["waiting_for"], calls["due"])
    assert "2026-11-20T22:45:00-06:00" == calls["effective_due"]


def test_next_names_what_waits_for_a_fact_and_is_wanted(bias: Cicp) -> None:
    """A statement that waits for calls which wait for a fact is on no list of what can be done: `next` says which fact it is, until it is recorded."""
    before = " ".join(bias("next").out.split())
    bias("fact", "complaint", "--about", "complaint-1", "--at", "21:20")
    after = " ".join(bias("next").out.split())

    assert "Wanted by 22:45, and waits for a fact: affected-calls (complaint or media-first), one-voice (complaint or media-first)." in before
    assert "Then: cicp fact complaint --at TIME" in before
    assert "waits for a fact" not in after


def test_next_has_nothing_to_say_of_facts_that_nobody_wants(cicp: Cicp) -> None:
    """What waits for a death that nothing else waits for is no matter of the next hour."""
    cicp("declare", "Test", "--kind", "ois", "--occurred", "21:40", "--known", "21:45")

    assert "waits for a fact" not in cicp("next").out


@pytest.mark.parametrize("moment", ["2026-11-20T21:50:00-06:00", "2026-11-20T23:50:00-06:00", "2026-11-24T09:00:00-06:00"])
def test_next_fits_one_screen_with_four_kinds(cicp: Cicp, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """With everything at once, much of it late and much of it waiting, 80 columns and 24 lines still hold it."""
    cicp("declare", "Shots at the school", "--kind", "active-attack,bias-incident,in-custody-death,ois", "--occurred", "21:40", "--known", "21:45")
    monkeypatch.setenv("CICP_NOW", moment)
    monkeypatch.setenv("COLUMNS", "80")
    lines = cicp("next").out.splitlines()

    assert len(lines) < 24
    assert max(map(len, lines)) <= 80


def test_two_complaints_are_one_event(bias: Cicp) -> None:
    """The earlier complaint counts, the later one adds no second acknowledgement; the law's own clock runs for each of the two."""
    for number, moment in ((1, "21:20"), (2, "21:05")):
        bias("fact", "complaint", "--about", f"complaint-{number}", "--at", moment)
    ids = [item["id"] for item in json.loads(bias("incident", "timeline", "--format", "json").out)["items"]]

    assert "2026-11-20T23:05:00-06:00" == _item(bias, "acknowledgement")["due"]
    assert ["acknowledgement"] == [name for name in ids if name.startswith("acknowledgement")]
    assert ["administrative-review-complaint-1", "administrative-review-complaint-2"] == sorted(
        name for name in ids if name.startswith("administrative-review")
    )


def test_the_first_hours_of_an_attack_count_from_when_the_city_knew(cicp: Cicp) -> None:
    """Nobody can post before they know; the family assistance center is owed a day after the attack itself."""
    cicp("declare", "Test", "--kind", "active-attack", "--occurred", "20:00", "--known", "21:45")
    dues = {name: _item(cicp, name)["due"] for name in ("do-not-come", "first-post", "scene-briefing", "reunification-site", "family-assistance")}

    assert {
        "do-not-come": "2026-11-20T22:00:00-06:00",
        "first-post": "2026-11-20T22:05:00-06:00",
        "scene-briefing": "2026-11-20T23:15:00-06:00",
        "reunification-site": "2026-11-20T23:15:00-06:00",
        "family-assistance": "2026-11-21T20:00:00-06:00",
    } == dues


def test_announcing_the_place_to_meet_records_that_it_is_staffed(cicp: Cicp) -> None:
    """The moment at which families can be sent there is a fact of the log."""
    cicp("declare", "Test", "--kind", "active-attack", "--occurred", "21:20", "--known", "21:25")
    cicp("done", "reunification-site", "--at", "21:49", "--text", "version 1")
    facts = json.loads(cicp("incident", "show", "--format", "json").out)["facts"]

    assert ["2026-11-20T21:49:00-06:00"] == [each["at"] for each in facts if each["name"] == "reunification"]


def test_a_death_days_later_counts_from_the_death(cicp: Cicp) -> None:
    """The statement is owed four hours after the death, and the report to the State twenty days after it, however long ago the arrest was."""
    cicp("declare", "Test", "--kind", "in-custody-death", "--occurred", "2026-11-16T10:00", "--known", "21:45")
    cicp("fact", "died", "--about", "deceased-1", "--at", "21:30")
    dues = [_item(cicp, name)["due"] for name in ("examiner-notice-deceased-1", "custody-statement-deceased-1", "quarterly-report-deceased-1")]

    assert ["2026-11-20T21:45:00-06:00", "2026-11-21T01:30:00-06:00", "2026-12-10T23:59:59-06:00"] == dues


def test_a_lost_overlay_leaves_the_rest(cicp: Cicp, plan: Path) -> None:
    """Without ois.toml a death in custody still has the steps of its own; that its shared steps are gone is said in one line."""
    (plan / "playbooks" / "ois.toml").unlink()
    said = cicp("declare", "Test", "--kind", "in-custody-death", "--occurred", "21:40", "--known", "21:45", "--format", "json")
    steps = {item["id"] for item in json.loads(said.out)["items"]}

    assert 0 == said.code
    assert 'playbooks/child-death.toml: there is no step "examiner-notice" (and ' in said.err
    assert {"custody-video", "holding-statement"} <= steps
    assert "outside-investigation" not in steps
