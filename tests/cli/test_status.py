"""Where the plan stands, as the person who works on it reads it, and the line for the public."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.road import ROADS, ZONE, Town


def status(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(town.do("status", "--format", "json").out)
    return found


@pytest.mark.parametrize("place", ROADS)
def test_what_is_next_can_be_done(place: str, standing_at: Callable[[str], Town]) -> None:
    """At every place of the road there is something to do, by somebody, with a command; the line for the public says no command."""
    found = status(standing_at(place))

    assert ["schema", "now", "city", "stage", "edition_in_force", "next", "incidents", "heads", "line"] == list(found)
    assert found["next"]
    assert all(each["what"] and each["who"] and each["command"].startswith(("cicp ", "first: cicp ")) for each in found["next"])
    assert found["line"].startswith(f"Status (as of {_day(found['now'])}): ")
    assert "cicp" not in found["line"]


def _day(now: str) -> str:
    moment = datetime.fromisoformat(now)
    return f"{moment.day} {moment:%B %Y}"


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("begun", "cicp group convene"),
        ("convened", "cicp draft begin"),
        ("draft", "cicp check"),
        ("window ended", "cicp comment close"),
        ("closed, answered", "cicp check"),
        ("circulated", "cicp sign record mayor --instrument RESOLUTION"),
        ("one signed", "cicp sign record city-manager --instrument RESOLUTION"),
        ("all signed", "cicp plan adopt --resolution NUMBER --resolved DATE"),
        ("two signed, one declined", "cicp sign recall --why REASON"),
        ("in force", "cicp plan review --why REASON"),
        ("review", "cicp plan reaffirm --why REASON"),
        ("amendment, draft", "cicp check"),
        ("retired", "cicp verify"),
    ],
)
def test_first_things_first(place: str, command: str, standing_at: Callable[[str], Town]) -> None:
    """What is named first is what the place of the road asks for."""
    assert command == status(standing_at(place))["next"][0]["command"]


def test_a_damaged_docket(standing_at: Callable[[str], Town]) -> None:
    """On a docket that is not as it was filed nothing else is proposed than to mend it."""
    town = standing_at("draft")
    path = town.plan / "docket" / f"{town.docket()[-1]}.toml"
    path.write_bytes(path.read_bytes() + b"# x\n")

    assert ["cicp verify"] == [each["command"] for each in status(town)["next"]]
    assert 6 == town.play("comment", "open").code


def test_no_docket(standing_at: Callable[[str], Town]) -> None:
    """A folder that lost its docket is told so, and nothing is filed as if it had none."""
    town = standing_at("begun")
    for name in town.docket():
        (town.plan / "docket" / f"{name}.toml").unlink()

    assert "no docket" in status(town)["next"][0]["what"]
    assert 6 == town.play("group", "convene").code
    assert [] == town.docket()


def test_text_that_is_not_what_was_circulated(standing_at: Callable[[str], Town]) -> None:
    """While the text is before its signatories, a change of it comes first, by the clause; put back, it is gone."""
    town = standing_at("one signed")
    path = town.plan / "text" / "01-calls.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("People come first.", "People come last."), encoding="utf-8")
    changed, shown = status(town)["next"][0], " ".join(town.do("sign", "show").out.split())
    path.write_text(before, encoding="utf-8")

    assert "the clause calls.care was changed" in changed["what"]
    assert "once the text is put back: cicp sign record city-manager" in shown
    assert "cicp sign recall --why REASON" == changed["command"]
    assert "calls.care" not in status(town)["next"][0]["what"]


def test_adopted_over_a_changed_folder(standing_at: Callable[[str], Town]) -> None:
    """What was signed is adopted even where the folder says something else by then, and that is said."""
    town = standing_at("all signed")
    (town.plan / "text" / "03-new.toml").write_text('title = "New"\nowner = "pio"\nclause = []\n', encoding="utf-8")
    said = town.do("plan", "adopt", "--resolution", "2026-14", "--resolved", "2026-02-01")

    assert "what was signed is adopted, and the plan's folder says something else" in said.err


def test_adopted_on_the_day_it_takes_effect(standing_at: Callable[[str], Town]) -> None:
    """A plan that takes effect on a day to come is adopted on that day: until then what was in force before is, in every incident."""
    town = standing_at("all signed")
    day = town.now.date() + timedelta(days=30)
    words = ("plan", "adopt", "--resolution", "2026-14", "--resolved", "2026-02-01", "--effective", str(day))
    before = town.files()
    said = town.play(*words)

    assert (3, before) == (said.code, town.files())
    assert "an adoption is filed when it takes effect" in said.err
    town.now = datetime.combine(day, town.now.timetz())
    assert f"in effect from {day}" in " ".join(town.do(*words).out.split())


def test_an_incident_of_the_highest_tier_asks_for_a_review(standing_at: Callable[[str], Town]) -> None:
    """After an incident of tier 3 is closed a review comes first, until the plan was looked at again."""
    town = standing_at("in force")
    town.do("declare", "Fire in Hanley Road", "--tier", "3")
    town.do("incident", "close")
    asked = status(town)["next"][0]["what"]
    town.do("plan", "review", "--why", "the fire")
    town.do("plan", "reaffirm", "--why", "it held")

    assert asked.startswith("Review the plan after Fire in Hanley Road")
    assert status(town)["next"][0]["what"].startswith("Review the plan: due by ")


def test_an_amendment_that_is_dropped(standing_at: Callable[[str], Town]) -> None:
    """Giving an amendment up says whose words are put back, and from where."""
    town = standing_at("amendment, draft")
    said = " ".join(town.do("plan", "drop-amendment", "--why", "not now").out.split())
    name = status(town)["edition_in_force"].removeprefix("sha256:")[:12]

    assert f"edition {name} stays in force: put its words back from editions/{name}/" in said


class TestHearing:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("--hearing", "2020-01-01T10:00"), "is not while the window is open"),
            (("--hearing", "2035-01-01T10:00"), "is not while the window is open"),
            (("--place", "City Hall"), "no hearing is named"),
        ],
    )
    def test_refused(self, words: tuple[str, ...], says: str, standing_at: Callable[[str], Town]) -> None:
        """A hearing is to come, while the window is open; a place without one is no hearing. Nothing is frozen and nothing filed."""
        town = standing_at("draft")
        before = town.files()
        said = town.play("comment", "open", *words)

        assert (2, before) == (said.code, town.files())
        assert says in said.err

    def test_none_is_set(self, standing_at: Callable[[str], Town]) -> None:
        """Without a hearing the notice says so."""
        assert "No public hearing is set." in standing_at("draft").do("comment", "open").out


def test_the_receipt_of_an_extension_is_its_own(standing_at: Callable[[str], Town]) -> None:
    """The notice quotes the extension itself, which is then the head; one that comes after the end says so."""
    town = standing_at("window ended")
    later = (town.now + timedelta(days=9)).astimezone(ZONE).date()
    said = json.loads(town.do("comment", "extend", "--until", str(later), "--why", "a holiday", "--format", "json").out)

    assert (town.docket()[-1], [said["digest"]]) == (said["filing"], status(town)["heads"])
    assert "it had ended" in said["explain"][-1]
