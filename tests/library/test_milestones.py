"""The milestones of an investigation, held against the research row by row, and as the timeline shows them.

The table was written from the research, not from the TOML. Weeks and months are written there in days: 8 to 16 weeks are 56 to 112 days,
3 to 24 months 90 to 730.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cicp.files import toml
from cicp.model.gates import Facts
from cicp.model.milestones import of_kinds
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook
from tests.conftest import Result

Cicp = Callable[..., Result]
ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = ROOT / "cicp" / "library"
BOOKS = {path.stem if path.stem != "base" else "other": toml.load(path, Playbook) for path in sorted((LIBRARY / "playbooks").glob("*.toml"))}


class Row(NamedTuple):
    """A row of the research: its id there, the usual range, who brings it about, from what it counts, and what records it."""

    row: str
    since: str
    until: str
    role: str
    anchor: str = "occurred"
    reached: str = ""


ROWS = {
    "scene-processed": Row("V01", "", "24 hours", "ind-inv", reached="scene-processed"),
    "investigation-opened": Row("V02", "", "24 hours", "ind-inv", reached="investigation-opened"),
    "decedent-identified": Row("V03", "", "", "me", "died", "medical-examiner-identified"),
    "preliminary-briefing": Row("V04", "", "72 hours", "chief", reached="done:press-conference"),
    "officers-interviewed": Row("V05", "", "", "ind-inv", reached="officers-interviewed"),
    "autopsy-final": Row("V06", "56 days", "112 days", "me", "died", "cause-ruled"),
    "initial-investigation": Row("V07", "", "20 days", "prosecutor", reached="investigation-complete"),
    "video-decision": Row("V08", "3 days", "60 days", "chief", reached="done:video-release"),
    "file-submitted": Row("V09", "30 days", "90 days", "ind-inv", reached="file-submitted"),
    "prosecutor-decision": Row("V10", "90 days", "730 days", "prosecutor", reached="decision"),
    "administrative-review-ended": Row("V11", "", "90 days", "chief", "complaint", "administrative-review-ended"),
    "force-review": Row("V12", "180 days", "365 days", "chief", reached="force-review-finished"),
    "civil-claim": Row("V13", "", "", "city-attorney", reached="claim-filed"),
    "final-report": Row("V14", "60 days", "", "chief", reached="final-report"),
    "records-open": Row("V15", "", "", "city-clerk", "decision", "inactive"),
    "communications-review": Row("V16", "45 days", "60 days", "city-manager", "stood-down", "done:after-action"),
}
OWN = {each.id: each for each in BOOKS["ois"].milestone}
FACTS = {fact.name for fact in toml.load(LIBRARY / "facts.toml", Facts).fact}
STEPS = {f"done:{step.id}" for book in BOOKS.values() for step in book.step}
EVERY = [(kind, each) for kind, book in BOOKS.items() for each in book.milestone]


def test_every_row_is_a_milestone_and_no_other() -> None:
    """All sixteen rows are there, in the order of the research, and nothing was added without one."""
    assert list(ROWS) == list(OWN)


@pytest.mark.parametrize("name", ROWS)
def test_a_milestone_is_as_its_row(name: str) -> None:
    """Range, owner, anchor and what records it are those of the row that it names as its source."""
    own = OWN[name]
    row = own.source.removeprefix("domain ").split(";")[0]

    assert ROWS[name] == Row(row, own.since, own.until, own.role, own.anchor, own.reached)


@pytest.mark.parametrize("name", [name for name in ROWS if name != "civil-claim"])
def test_a_usual_time_is_said_in_words_too(name: str) -> None:
    """Whoever tells the public says weeks and months, and where a length is one city's it says whose."""
    assert OWN[name].usual
    assert OWN["civil-claim"].usual == ""


@pytest.mark.parametrize(("kind", "name"), [(kind, each.id) for kind, each in EVERY])
def test_a_milestone_names_nothing_that_is_not_there(kind: str, name: str) -> None:
    """Each anchor and each record is a fact or a step, each owner an office of the plan, each statement a kind there is; and it says what is told."""
    (own,) = (each for each in BOOKS[kind].milestone if each.id == name)
    plan = toml.load(ROOT / "plans" / "clayton" / "plan.toml", Plan)

    assert {own.anchor, own.reached} <= FACTS | STEPS
    assert plan.holder(own.role) is not None
    assert not own.statement or (LIBRARY / "statements" / f"{own.statement}.toml").is_file()
    assert own.title
    assert own.says


@pytest.mark.parametrize("kind", [kind for kind, book in BOOKS.items() if book.milestones])
def test_a_kind_that_names_another_has_its_milestones(kind: str) -> None:
    """A kind whose investigation is like a shooting's has the same sixteen."""
    assert set(ROWS) <= {each.id for each in of_kinds([kind], BOOKS)}


def test_not_every_kind_has_them() -> None:
    """A storm has no prosecutor: a kind without an investigation shows no milestones."""
    assert {"ois"} <= {kind for kind in BOOKS if of_kinds([kind], BOOKS)}
    assert of_kinds(["bias-incident"], BOOKS) == []


@pytest.fixture
def shot(cicp: Cicp) -> Cicp:
    """Declare a shooting in which somebody died."""
    assert 0 == cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45").code
    assert 0 == cicp("fact", "died", "--about", "deceased-1", "--at", "21:45").code
    return cicp


def test_the_timeline_ends_with_them(shot: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """In February the timeline says of each what is usual and what was reached, and that none of it is a promise."""
    monkeypatch.setenv("CICP_NOW", "2027-02-01T09:00:00-06:00")
    assert 0 == shot("fact", "file-submitted", "--at", "2027-01-25T10:00").code
    said = " ".join(shot("incident", "timeline").out.split())

    assert "WHAT OTHERS DO, AND WHEN IT IS USUALLY DONE: USUAL, NOT PROMISED (16)" in said
    assert "usual Autopsy and toxicology are final (deceased-1) autopsy-final - me - within the usual time usually 8 to 16 weeks;" in said
    assert "reached Mon 25 Jan 10:00 The file goes to the prosecutor file-submitted - ind-inv - reached usually 30 to 90 days;" in said
    assert "no time A claim for damages is filed" in said
    assert "when it is reached: cicp fact cause-ruled --at TIME --about deceased-1" in said


def test_a_program_reads_them_as_values(shot: Cicp) -> None:
    """The timeline's JSON has them under a key of their own: moments with the city's offset, and nothing among the items."""
    values = json.loads(shot("incident", "timeline", "--format", "json").out)
    found = {each["id"]: each for each in values["milestones"]}

    assert list(ROWS) == list(found)
    assert ("2027-01-15T23:59:59-06:00", "2027-03-12T23:59:59-06:00") == (found["autopsy-final"]["since"], found["autopsy-final"]["until"])
    assert ("not yet", "decision", None) == (found["records-open"]["state"], found["records-open"]["waiting_for"], found["records-open"]["reached_at"])
    assert set(ROWS).isdisjoint(item["id"] for item in values["items"])


def test_the_chart_lists_none_of_them(shot: Cicp) -> None:
    """The picture is of what the city owes; a program has the milestones with it all the same."""
    assert "WHAT OTHERS DO" not in shot("incident", "timeline", "--chart").out
    assert list(ROWS) == [each["id"] for each in json.loads(shot("incident", "timeline", "--chart", "--format", "json").out)["milestones"]]


def test_they_can_be_seen_without_declaring(cicp: Cicp) -> None:
    """A dry run at a later moment shows them as they would stand then."""
    said = cicp("incident", "timeline", "--kind", "ois", "--occurred", "21:40", "--dry-run", "--at", "2027-01-15T09:00:00-06:00", "--format", "json")
    found = {each["id"]: each["state"] for each in json.loads(said.out)["milestones"]}

    assert ("within the usual time", "not yet") == (found["file-submitted"], found["prosecutor-decision"])


def test_with_several_incidents_the_command_names_the_one_that_is_meant(shot: Cicp) -> None:
    """What is to be typed when a milestone is reached means the incident that is shown."""
    (ident,) = (each["id"] for each in json.loads(shot("incident", "list", "--format", "json").out)["incidents"])
    said = " ".join(shot("incident", "timeline", "--incident", ident).out.split())

    assert f"cicp fact decision --at TIME --incident {ident}" in said


def test_a_markdown_page_has_no_box_to_tick_for_them(shot: Cicp) -> None:
    """What others do is nothing that the city ticks off."""
    said = shot("incident", "timeline", "--format", "markdown").out.partition("What others do")[2]

    assert "**The file goes to the prosecutor**" in said
    assert "[ ]" not in said


def test_an_incident_without_an_investigation_shows_none(cicp: Cicp) -> None:
    """Where no kind has a milestone there is no heading over nothing, and the key is empty."""
    assert 0 == cicp("declare", "Stop", "--kind", "bias-incident", "--occurred", "21:40", "--known", "21:45").code

    assert "WHAT OTHERS DO" not in cicp("incident", "timeline").out
    assert [] == json.loads(cicp("incident", "timeline", "--format", "json").out)["milestones"]
