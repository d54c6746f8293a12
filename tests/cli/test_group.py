"""The working group at the keyboard: members, meetings that are moved and recorded of, and whom the group heard."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.road import ZONE, Town


@pytest.fixture
def town(standing_at: Callable[[str], Town]) -> Town:
    """A convened group with a chair, on Monday 7 December 2026."""
    town = standing_at("convened")
    town.now = datetime(2026, 12, 7, 9, 0, tzinfo=ZONE)
    return town


def group(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(town.do("group", "list", "--format", "json").out)
    return found


def met(town: Town, at: str, *more: str) -> str:
    """File a meeting and return its id."""
    receipt = json.loads(town.do("group", "meeting", "--at", at, "--place", "City Hall", *more, "--format", "json").out)
    return str(receipt["id"])


class TestMeetings:
    def test_by_when_its_notice_is_posted(self, town: Town) -> None:
        """A meeting says by when its notice is posted, how that was counted, and what is missing, each with the command that records it."""
        said = " ".join(town.do("group", "meeting", "--at", "2026-12-14T19:00").out.split())

        assert "its notice is posted by Fri 11 Dec 2026 19:00: cicp group meeting" in said
        assert "24 open hours before Mon 14 Dec 2026 19:00; Sat, Sun skipped" in said
        assert "its agenda is not here" in said

    def test_moved(self, town: Town, tmp_path: Path) -> None:
        """A meeting that is moved stands once; its agenda stays, and its notice is to be posted anew."""
        (tmp_path / "agenda").write_text("1. Who writes what\n", encoding="utf-8")
        first = met(town, "2026-12-14T19:00", "--agenda", str(tmp_path / "agenda"), "--posted", "08:00")
        said = town.do("group", "meeting", first, "--at", "2026-12-15T18:00").out
        (meeting,) = group(town)["meetings"]

        assert "moved from Mon 14 Dec 19:00: its notice is posted anew" in said
        assert ("2026-12-15T18:00:00-06:00", "City Hall", None) == (meeting["at"], meeting["place"], meeting["posted"])
        assert ["its notice is posted by Mon 14 Dec 2026 18:00"] == meeting["missing"]

    def test_another_place(self, town: Town) -> None:
        """Only the place can be changed; the time stays."""
        first = met(town, "2026-12-14T19:00")
        town.do("group", "meeting", first, "--place", "The library")
        (meeting,) = group(town)["meetings"]

        assert ("2026-12-14T19:00:00-06:00", "The library") == (meeting["at"], meeting["place"])

    def test_recorded(self, town: Town, tmp_path: Path) -> None:
        """Of the only meeting that lacks it, a posting or the minutes are recorded without its id, and the receipt says what was."""
        (tmp_path / "minutes").write_text("Everybody came.\n", encoding="utf-8")
        met(town, "2026-12-01T19:00", "--posted", "2026-11-30T09:00")
        second = met(town, "2026-12-14T19:00")
        posted = town.do("group", "meeting", "--posted", "08:30").out
        again = town.do("group", "meeting", second, "--posted", "08:40").out
        early = town.do("group", "meeting", second, "--minutes", str(tmp_path / "minutes")).out

        assert "recorded: notice posted" in posted
        assert "its notice was said to be posted Mon 7 Dec 08:30 before" in again
        assert "recorded: minutes\n  it has not been held yet" in early

    def test_posted_late(self, town: Town) -> None:
        """A notice that was posted too late stands as such, with what to do about it."""
        late = met(town, "2026-12-07T19:00")
        said = " ".join(town.do("group", "meeting", late, "--posted", "08:00").out.split())

        assert "its notice was posted Mon 7 Dec 2026 08:00, after Fri 4 Dec 2026 19:00: say why in the minutes" in said

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            ((), 2, "say when it meets, or what is recorded of it"),
            (("--place", "City Hall"), 2, "say when it meets"),
            (("--posted", "08:00"), 2, "several meetings could be meant"),
            (("77", "--posted", "08:00"), 4, 'there is no meeting "77"'),
            (("--at", "tomorrow"), 2, '"tomorrow" is not a time'),
        ],
    )
    def test_refused(self, words: tuple[str, ...], code: int, says: str, town: Town) -> None:
        """Words that name no meeting, or two, file nothing."""
        met(town, "2026-12-14T19:00")
        met(town, "2026-12-15T19:00")
        before = town.docket()
        said = town.play("group", "meeting", *words)

        assert (code, before) == (said.code, town.docket())
        assert says in said.err

    def test_the_ceremony_stands_once(self, town: Town) -> None:
        """A ceremony that is planned anew takes the place of the one before, and is called what it is."""
        town.do("sign", "ceremony", "--at", "2026-12-19T12:00")
        town.do("sign", "ceremony", "--at", "2026-12-20T12:00", "--place", "Shaw Park")
        said = town.do("group", "list").out

        assert ["2026-12-20T12:00:00-06:00"] == [meeting["at"] for meeting in group(town)["meetings"]]
        assert "ceremony, Shaw Park" in said


class TestMembers:
    def test_a_successor(self, town: Town) -> None:
        """Who takes a seat that is taken follows whoever had it, and the receipt says so."""
        town.do("group", "add", "resident", "--name", "-", stdin="Resident A\n")
        said = town.do("group", "add", "resident", "--observer")

        assert "which no longer counts" in said.out
        assert ["chair", "observer"] == [member["part"] for member in group(town)["members"]]

    def test_one_part(self, town: Town) -> None:
        """A member chairs or observes, not both."""
        assert 2 == town.play("group", "add", "mayor", "--chair", "--observer").code

    def test_convened_again(self, town: Town) -> None:
        """A group that is convened again keeps its members, and the receipt says so."""
        assert "its members stay (1)" in town.do("group", "convene", "--why", "for the yearly review").out


class TestEngagement:
    def test_added_up(self, town: Town) -> None:
        """Figures are added up over occasions, with the rule by which they are counted; an occasion without a figure is refused."""
        town.do("group", "engage", "Evening at the library", "--people", "40", "--residents", "30", "--homeowners", "12")
        town.do("group", "engage", "Open house", "--people", "10")
        said = " ".join(town.do("group", "list").out.split())

        assert "50 people took part on 2 occasions (whoever came twice is counted twice), 75 % of the 40 who were asked residents" in said
        assert 2 == town.play("group", "engage", "Nobody").code
