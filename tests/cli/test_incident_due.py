"""incident extend, defer, refuse by command: what is answered, what is filed, what moves, and what is doubted and filed all the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cicp.files import reading
from cicp.files.layout import Home
from tests.conftest import Result

Cicp = Callable[..., Result]
REASON = ("--why", "the state asked for time", "--published", "clayton.example.org/news")
VIDEO = "Release the video, or publish a dated statement why not"


@pytest.fixture
def night(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> Cicp:
    """Declare an incident at 21:50 and return the command line at noon of the next day."""
    assert 0 == cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45").code
    monkeypatch.setenv("CICP_NOW", "2026-11-21T12:00:00-06:00")
    return cicp


def item(cicp: Cicp, name: str) -> dict[str, Any]:
    return next(each for each in json.loads(cicp("incident", "timeline", "--format", "json").out)["items"] if each["id"] == name)


def last_filing(plan: Path) -> dict[str, Any]:
    """What the last filing of the only incident says."""
    home = Home(plan)
    (name,) = home.incident_ids()
    filing = reading.read_log(home, name).filings[-1]
    return {
        "kind": filing.kind,
        "step": filing.text("step"),
        "turn": filing.number_at("turn"),
        "why": filing.text("why"),
        "published": filing.text("published"),
    }


_TWICE = ((REASON[1], REASON[3]), ("and again", "clayton.example.org/again"))


class TestDefer:
    def test_what_the_plan_gives(self, night: Cicp, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """On its day the due moves by what the plan gives, what counts back from it moves too, and the receipt says both."""
        monkeypatch.setenv("CICP_NOW", "2026-12-20T08:00:00-06:00")
        result = night("incident", "defer", "video-rel", *REASON, "--format", "json")
        video = item(night, "video-release")

        assert (0, "") == (result.code, result.err)
        assert [
            f"deferred: {VIDEO}",
            "video-notice is due Mon 18 Jan 2027 23:59 (was Sat 19 Dec 23:59): Tell the family when and how the video will be released",
            f"video-release is due Tue 19 Jan 2027 23:59 (was Sun 20 Dec 23:59): {VIDEO}",
        ] == json.loads(result.out)["says"]
        assert {"kind": "deferred", "step": "video-release", "turn": 1, "why": REASON[1], "published": REASON[3]} == last_filing(plan)
        assert ("2027-01-19T23:59:59-06:00", ["2026-12-20T23:59:59-06:00"]) == (video["due"], [each["due"] for each in video["earlier"]])

    def test_again(self, night: Cicp, plan: Path) -> None:
        """Each further deferral is the next turn, and the item tells of both with their reasons."""
        night("incident", "defer", "video-release", *REASON)
        night("incident", "defer", "video-release", "--why", "and again", "--published", "clayton.example.org/again")

        assert 2 == last_filing(plan)["turn"]
        told = [sentence for sentence in item(night, "video-release")["explain"] if sentence.startswith("deferred by")]
        assert [True, True] == [any(f"{why} (published: {where})" in sentence for sentence in told) for why, where in _TWICE]

    def test_late(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """What had passed when it was deferred is said to be late, and stays late on the record."""
        monkeypatch.setenv("CICP_NOW", "2026-12-21T08:00:00-06:00")
        result = night("incident", "defer", "video-release", *REASON)

        assert "warning: video-release was due Sun 20 Dec 23:59: that it was late by then stays on the record.\n" == result.err
        assert [True] == [each["late"] for each in item(night, "video-release")["earlier"]]
        assert "late by the time first recorded: due Sun 20 Dec 23:59 until" in night("incident", "checklist").out

    def test_struck(self, night: Cicp) -> None:
        """A deferral that is struck gives the due back."""
        filed = json.loads(night("incident", "defer", "video-release", *REASON, "--format", "json").out)["id"]
        night("strike", filed, "--why", "not decided yet")

        video = item(night, "video-release")
        assert ("2026-12-20T23:59:59-06:00", False) == (video["due"], any("deferred" in sentence for sentence in video["explain"]))

    def test_what_the_plan_does_not_give(self, night: Cicp) -> None:
        """What the plan does not let anybody put off is filed with a doubt, and its due stays."""
        before = item(night, "tell-manager")["due"]
        result = night("incident", "defer", "tell-manager", *REASON)

        assert (0, before) == (result.code, item(night, "tell-manager")["due"])
        assert "warning: tell-manager: the plan does not say that it can be put off with a reason: this is filed, and the due stays.\n" in result.err

    def test_too_early_to_move_anything(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """Thirty days from a deferral of the first night lie no later than the due: the receipt and the item say that it stays."""
        monkeypatch.setenv("CICP_NOW", "2026-11-20T23:00:00-06:00")
        result = night("incident", "defer", "video-release", *REASON, "--format", "json")
        video = item(night, "video-release")

        assert [f"deferred: {VIDEO}", "filed; the due stays"] == json.loads(result.out)["says"]
        assert ("2026-12-20T23:59:59-06:00", []) == (video["due"], video["earlier"])
        assert [True] == [
            sentence.endswith(f"{REASON[1]} (published: {REASON[3]}): 30 days after that is Sun 20 Dec 2026 23:59, and the due stays")
            for sentence in video["explain"]
            if sentence.startswith("deferred by ")
        ]


class TestExtend:
    def test_an_inquiry_into_a_complaint(self, night: Cicp, plan: Path) -> None:
        """A duty is extended as often as the law gives it: 90 days, 60, 60, and a third time moves nothing."""
        night("fact", "complaint", "--about", "complaint-1", "--at", "2026-11-20T22:00", "--as", "chief")
        name = next(
            each["id"] for each in json.loads(night("incident", "timeline", "--format", "json").out)["items"] if each["id"].startswith("administrative")
        )
        found = [item(night, name)["due"][:10]]
        for _ in range(3):
            result = night("incident", "extend", name, "--why", "two witnesses are away")
            found.append(item(night, name)["due"][:10])

        assert ["2027-02-18", "2027-04-19", "2027-06-18", "2027-06-18"] == found
        assert f"warning: {name}: every extension that the plan gives is used up: this is filed, and the due stays.\n" == result.err
        assert (3, "") == (last_filing(plan)["turn"], last_filing(plan)["published"])


class TestRefuse:
    def test_answered(self, night: Cicp) -> None:
        """A refused release is skipped with who, where and why; nothing is counted back from it any more."""
        filed = json.loads(night("incident", "refuse", "video-release", *REASON, "--as", "chief", "--format", "json").out)
        video, notice = item(night, "video-release"), item(night, "video-notice")
        page = night("incident", "checklist").out

        assert ("refused", "skipped") == (filed["kind"], video["status"])
        assert f"publicly refused: {REASON[1]} (published: {REASON[3]})" in video["explain"]
        assert (None, "open") == (notice["due"], notice["status"])
        assert f"video-release was publicly refused: {REASON[1]} (published: {REASON[3]})" in notice["explain"]
        assert f"publicly refused: {REASON[1]} (published: {REASON[3]})" in " ".join(page.split())

    def test_what_the_plan_does_not_say_can_be_refused(self, night: Cicp) -> None:
        """A refusal that the plan does not provide for is filed with a doubt."""
        result = night("incident", "refuse", "tell-manager", *REASON)

        assert 0 == result.code
        assert "warning: tell-manager: the plan does not say that a public refusal answers it: it shows as refused, and not as done.\n" in result.err


class TestRefusals:
    """What was typed wrong is refused, and nothing is filed."""

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (("defer", "video-release", "--why", "x"), 2, "Missing option '--published'"),
            (("refuse", "video-release", "--why", "x"), 2, "Missing option '--published'"),
            (("extend", "video-release"), 2, "Missing option '--why'"),
            (("defer", "video-release", "--why", "x", "--published", " "), 2, "--published is empty"),
            (("defer", "video-release", "--why", "", "--published", "x"), 2, "--why is empty"),
            (("extend", "vidio-release", "--why", "x"), 4, 'did you mean "video-release"?'),
            (("extend", "video", "--why", "x"), 2, '"video" could be'),
        ],
    )
    def test_words(self, night: Cicp, plan: Path, words: tuple[str, ...], code: int, says: str) -> None:
        """Each says what is missing, and the log is as it was."""
        before = sorted(path.name for path in plan.glob("incidents/*/log/*"))
        result = night("incident", *words)

        assert (code, "", True) == (result.code, result.out, says in result.err)
        assert before == sorted(path.name for path in plan.glob("incidents/*/log/*"))
