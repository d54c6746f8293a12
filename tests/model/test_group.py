"""The working group: who sits in it, when it met and what is missing of a meeting, and how many took part."""

import re
from datetime import datetime
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model.counting import Due
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.group import Meeting, Participation, add, convene, engagement, fold, meeting, meeting_record, missing_of, notice, say_counts, title_of
from cicp.model.group import meeting_of as meant
from tests.incidents import CLAYTON, ZONE, at
from tests.records import Copy, after, as_filing
from tests.small_plan import plan

SEATS: Final = [{"id": "resident", "title": "Resident"}, {"id": "reporter", "title": "Reporter", "observer": True}]
PLAN: Final = plan(seat=SEATS)
NOW: Final = after(10)


def convened() -> Copy:
    """A docket in which the working group was convened."""
    copy = Copy()
    copy.file("plan-created")
    copy.file("convened")
    return copy


def seated(copy: Copy, seat: str, part: str = "") -> Filing:
    """Seat somebody as the command does."""
    table = add(fold(copy.log), PLAN, seat, part, NOW)
    return copy.file(**table)


def seats(log: Log) -> dict[str, str]:
    return {seat: filing.text("part") for seat, filing in fold(log).seats.items()}


class TestMembers:
    def test_nobody(self) -> None:
        """Before it is convened there is no group, no member, no meeting, and nobody took part."""
        group = fold(Copy().log)

        assert (None, (), (), Participation()) == (group.convened, group.members, group.meetings, group.participation)

    def test_convened(self) -> None:
        """A group is convened with the words that were said, or without; convened again, it keeps its members."""
        copy = convened()
        seated(copy, "chief", "chair")
        again = copy.file(**convene(NOW, "for the yearly review"))
        group = fold(copy.log)

        assert {"kind": "convened", "at": NOW, "text": "by the manager"} == convene(NOW, "by the manager")
        assert convene(NOW, "")["text"] is None
        assert (again, {"chief": "chair"}) == (group.convened, seats(copy.log))

    def test_not_convened(self) -> None:
        """Nobody is seated in a group that nobody convened; the refusal gives the command."""
        with pytest.raises(NotAllowed, match="there is no working group yet") as refused:
            add(fold(Copy().log), PLAN, "chief", "", NOW)

        assert "convene it: cicp group convene" == refused.value.hint

    @pytest.mark.parametrize(
        ("seat", "part", "expected"),
        [
            ("chief", "", "member"),
            ("chief", "chair", "chair"),
            ("chief", "observer", "observer"),
            ("monitor", "", "member"),
            ("resident", "", "member"),
            ("reporter", "", "observer"),
            ("reporter", "member", "member"),
        ],
    )
    def test_part(self, seat: str, part: str, expected: str) -> None:
        """A seat of the plan, an office or a role that an office carries takes part as said; unsaid, an observer's seat observes."""
        copy = convened()

        seated(copy, seat, part)

        assert {seat: expected} == seats(copy.log)

    @pytest.mark.parametrize(
        ("seat", "hint"), [("chef", 'did you mean "chief"?'), ("residents", 'did you mean "resident"?'), ("astronomer", "add it to plan.toml as a [[seat]]")]
    )
    def test_unknown_seat(self, seat: str, hint: str) -> None:
        """A seat that the plan has not is refused with the nearest, or with where it is written."""
        with pytest.raises(NotFound, match=f'no office and no seat "{seat}"') as refused:
            seated(convened(), seat)

        assert hint in refused.value.hint

    def test_two_chairs(self) -> None:
        """A second chair is refused; the command of the refusal makes the first a member, and then it is not."""
        copy = convened()
        first = seated(copy, "chief", "chair")

        with pytest.raises(NotAllowed, match=rf"chief chairs already \({first.id}\)") as refused:
            seated(copy, "resident", "chair")
        assert "cicp group add chief --member" in refused.value.hint

        seated(copy, "chief", "member")
        seated(copy, "resident", "chair")
        assert {"chief": "member", "resident": "chair"} == seats(copy.log)

    def test_the_chair_again(self) -> None:
        """The chair may be filed again: another person in the same seat chairs after the first."""
        copy = convened()
        first = seated(copy, "chief", "chair")
        second = seated(copy, "chief", "chair")

        assert [first.id] == second.body.replaces
        assert [second.id] == [filing.id for filing in fold(copy.log).chairs]

    def test_struck(self) -> None:
        """Where a member's filing is struck, whoever sat there before sits there again."""
        copy = convened()
        seated(copy, "chief")
        second = seated(copy, "chief", "chair")
        copy.file("struck", entry=second.id)

        assert {"chief": "member"} == seats(copy.log)

    def test_two_chairs_after_a_merge(self) -> None:
        """Two chairs that did not know of each other both hold, and each may be made a member."""
        one = convened()
        other = one.copied("chief")
        seated(one, "chief", "chair")
        seated(other, "resident", "chair")
        both = one.joined(other)

        assert 2 == len(fold(both.log).chairs)
        seated(both, "resident", "member")
        assert {"chief": "chair", "resident": "member"} == seats(both.log)

    def test_title(self) -> None:
        """A seat is shown by its title, an office by its own, a role by that of the office that carries it, and what the plan lost by its id."""
        assert ["Resident", "Chief", "PIO", "gone"] == [title_of(PLAN, seat) for seat in ("resident", "chief", "monitor", "gone")]


def meeting_of(copy: Copy, meets: str, **own: Any) -> Filing:
    return copy.file(**{**meeting(at(meets), "City Hall", None, NOW), **own})


AGENDA: Final = {"name": "agenda.pdf", "digest": "sha256:" + "1" * 64}
MINUTES: Final = {"name": "minutes", "digest": "sha256:" + "2" * 64}


class TestSeats:
    def test_an_observer_does_not_chair(self) -> None:
        """A seat that only observes is not made chair."""
        with pytest.raises(NotAllowed, match="reporter observes") as refused:
            seated(convened(), "reporter", "chair")
        assert "seat it as what it is: cicp group add reporter" == refused.value.hint

    def test_a_chair_whose_seat_is_gone(self) -> None:
        """Whoever sits in a seat that plan.toml no longer has can still be seated as a member, so that another may chair."""
        copy = convened()
        copy.file("member", seat="former-seat", part="chair")
        seated(copy, "former-seat", "member")
        seated(copy, "chief", "chair")

        assert {"former-seat": "member", "chief": "chair"} == seats(copy.log)


class TestMeetings:
    def test_filed(self) -> None:
        """A meeting holds when it meets and where; a place that was not said is left out."""
        expected = {"kind": "meeting", "at": NOW, "meets": at("2026-12-08T19:00"), "place": None, "posted": NOW}

        assert expected == meeting(at("2026-12-08T19:00"), "", NOW, NOW)

    def test_order(self) -> None:
        """Meetings stand in the order in which they meet; one that does not say when stands at its own moment."""
        copy = convened()
        late, early = meeting_of(copy, "2026-12-08T19:00"), meeting_of(copy, "2026-12-01T19:00")
        silent = copy.file("meeting", at=at("2026-11-01T10:00"))

        assert [silent.id, early.id, late.id] == [each.filing.id for each in fold(copy.log).meetings]
        assert at("2026-11-01T10:00") == fold(copy.log).meetings[0].at

    @pytest.mark.parametrize("by", ["id", "prefix", "number"])
    def test_record(self, by: str) -> None:
        """What is recorded of a meeting names it by id, a unique prefix or its number."""
        copy = convened()
        meeting_of(copy, "2026-12-01T19:00")
        last = meeting_of(copy, "2026-12-08T19:00")
        found = meant(fold(copy.log), {"id": last.id, "prefix": last.id[:6], "number": "4"}[by], lambda _: False)

        assert {"kind": "meeting-record", "at": NOW, "meeting": last.id, "posted": None} == meeting_record(found, None, NOW)

    def test_unnamed(self) -> None:
        """Unnamed, the only meeting that lacks what is recorded is meant; where none does, the only one there is."""
        copy = convened()
        first = meeting_of(copy, "2026-12-01T19:00", posted=at("2026-11-30T09:00"))
        alone = meant(fold(copy.log), "", lambda each: each.posted is None)
        second = meeting_of(copy, "2026-12-08T19:00")

        assert (first.id, second.id) == (alone.filing.id, meant(fold(copy.log), "", lambda each: each.posted is None).filing.id)

    @pytest.mark.parametrize("wanted", ["000", ""])
    def test_ambiguous(self, wanted: str) -> None:
        """Words that two meetings fit, and no words where two lack the same, are refused with both."""
        copy = convened()
        ids = [meeting_of(copy, "2026-12-01T19:00").id, meeting_of(copy, "2026-12-08T19:00").id]

        with pytest.raises(WrongWords, match="several meetings could be meant") as refused:
            meant(fold(copy.log), wanted, lambda _: True)
        assert ids == re.findall(r"\d{4}-\w{5}", refused.value.hint)

    def test_no_such_meeting(self) -> None:
        """An unknown meeting is refused with those that there are, and with the command where there is none."""
        copy = convened()
        with pytest.raises(NotFound, match="no meeting was ever filed") as none:
            meant(fold(copy.log), "", lambda _: True)
        there = meeting_of(copy, "2026-12-01T19:00")
        with pytest.raises(NotFound, match='there is no meeting "9"') as other:
            meant(fold(copy.log), "9", lambda _: True)

        assert "cicp group meeting --at TIME" in none.value.hint
        assert f"there are: {there.id}" == other.value.hint

    def test_moved(self) -> None:
        """A meeting that was moved stands once, at its new time; its agenda still holds, and its notice is to be posted anew."""
        copy = convened()
        first = meeting_of(copy, "2026-12-01T19:00", posted=at("2026-11-30T09:00"), attachments=[AGENDA])
        copy.file("meeting-record", meeting=first.id, attachments=[MINUTES])
        second = copy.file(**meeting(at("2026-12-08T19:00"), "City Hall", None, NOW, fold(copy.log).meetings[0]))
        third = copy.file(**meeting(at("2026-12-09T19:00"), "City Hall", None, NOW, fold(copy.log).meetings[0]))
        (found,) = fold(copy.log).meetings

        assert (third.id, at("2026-12-09T19:00")) == (found.filing.id, found.at)
        assert (True, False, None) == (found.has_agenda, found.has_minutes, found.posted)
        assert [second.id, first.id] == [each.id for each in found.former]
        assert found == meant(fold(copy.log), first.id, lambda _: True)

    def test_moved_and_the_former_is_elsewhere(self) -> None:
        """A meeting whose former filing is not here yet stands as it was moved."""
        copy = convened()
        met = meeting_of(copy, "2026-12-08T19:00", replaces=["0009-aaaaa"])

        assert [(met, ())] == [(each.filing, each.former) for each in fold(copy.log).meetings]

    def test_posted(self) -> None:
        """Of several records of the notice the last filed counts; one that says nothing of it changes nothing."""
        copy = convened()
        first = meeting_of(copy, "2026-12-08T19:00", posted=at("2026-12-01T09:00"))
        copy.file("meeting-record", meeting=first.id, posted=at("2026-12-02T09:00"))
        copy.file("meeting-record", meeting=first.id, attachments=[MINUTES])
        (met,) = fold(copy.log).meetings

        assert (at("2026-12-02T09:00"), False, True) == (met.posted, met.has_agenda, met.has_minutes)
        assert Meeting(as_filing("meeting")).posted is None

    def test_records_of_others(self) -> None:
        """What was recorded of one meeting is not told of another."""
        copy = convened()
        first, second = meeting_of(copy, "2026-12-01T19:00"), meeting_of(copy, "2026-12-08T19:00")
        copy.file("meeting-record", meeting=second.id, attachments=[AGENDA])

        assert [(first.id, False), (second.id, True)] == [(each.filing.id, each.has_agenda) for each in fold(copy.log).meetings]

    @pytest.mark.parametrize(
        ("meets", "by"),
        [
            pytest.param("2026-12-08T19:00", "2026-12-07T19:00", id="13"),
            pytest.param("2026-12-07T19:00", "2026-12-04T19:00", id="14"),
            pytest.param("2027-01-19T19:00", "2027-01-15T19:00", id="15"),
            pytest.param("2026-11-02T10:00", "2026-10-30T10:00", id="16"),
            pytest.param("2026-12-12T12:00", "2026-12-11T00:00", id="17"),
        ],
    )
    def test_notice(self, meets: str, by: str) -> None:
        """The last lawful moment to post the notice is 24 open hours before, by the vectors of the research."""
        assert at(by) == notice(Meeting(as_filing("meeting", meets=at(meets))), ZONE, CLAYTON).moment

    @pytest.mark.parametrize(
        ("own", "says"),
        [({}, "its notice is posted by "), ({"posted": at("2026-12-11T08:00")}, "its notice was posted Fri 11 Dec 2026 08:00, after ")],
    )
    def test_by_midnight(self, own: dict[str, Any], says: str) -> None:
        """A notice that may go up until Friday 00:00 goes up by the end of Thursday: nobody takes it for the Friday."""
        met = Meeting(as_filing("meeting", meets=at("2026-12-12T12:00"), attachments=[AGENDA], **own))
        ((found, _),) = missing_of(met, notice(met, ZONE, CLAYTON), at("2026-12-01T09:00"))

        assert found.startswith(f"{says}the end of Thu 10 Dec 2026 (midnight)")

    @pytest.mark.parametrize(
        ("now", "own", "expected"),
        [
            pytest.param("2026-12-01T09:00", {"attachments": [AGENDA]}, ["its notice is posted by Mon 7 Dec 2026 19:00"], id="before"),
            pytest.param("2026-12-08T09:00", {"attachments": [AGENDA]}, ["its notice was to be posted by Mon 7 Dec 2026 19:00"], id="too late"),
            pytest.param("2026-12-08T09:00", {"posted": at("2026-12-07T19:00"), "attachments": [AGENDA]}, [], id="posted in the last minute"),
            pytest.param(
                "2026-12-08T09:00",
                {"posted": at("2026-12-07T19:01"), "attachments": [AGENDA]},
                ["its notice was posted Mon 7 Dec 2026 19:01, after Mon 7 Dec 2026 19:00: say why in the minutes"],
                id="posted late",
            ),
            pytest.param("2026-12-08T09:00", {"posted": at("2026-12-01T09:00")}, ["its agenda is not here"], id="no agenda"),
            pytest.param("2026-12-08T19:00", {"posted": at("2026-12-01T09:00"), "attachments": [AGENDA]}, [], id="just beginning"),
            pytest.param("2026-12-09T09:00", {"posted": at("2026-12-01T09:00"), "attachments": [AGENDA]}, ["its minutes are not here"], id="held"),
            pytest.param("2026-12-09T09:00", {"posted": at("2026-12-01T09:00"), "attachments": [AGENDA, MINUTES]}, [], id="all there"),
        ],
    )
    def test_missing(self, now: str, own: dict[str, Any], expected: list[str]) -> None:
        """Nothing of a meeting is refused; what is missing is named, each with the command that records it."""
        met = Meeting(as_filing("meeting", meets=at("2026-12-08T19:00"), **own))

        found = missing_of(met, Due(at("2026-12-07T19:00"), ()), at(now))

        assert expected == [says for says, _ in found]
        assert all(command.startswith(f"cicp group meeting {met.filing.id} --") for says, command in found if "say why" not in says)


class TestEngagement:
    def test_filed(self) -> None:
        """Engagement holds how many came, of those residents, of those homeowners."""
        counts = {"people": 112, "residents": 89, "homeowners": 45}

        assert {"kind": "engagement", "at": NOW, "text": "Open house", **counts} == engagement("Open house", 112, 89, 45, NOW)

    def test_what_nobody_counted_is_not_zero(self) -> None:
        """A count that was not taken is left out, and the share is of those who were asked."""
        copy = convened()
        copy.file(**engagement("Open house", 112, 89, 45, NOW))
        copy.file(**engagement("Survey", 1000, None, None, NOW))

        assert (1112, 89, 45, 112, 89) == fold(copy.log).participation[1:]
        assert ("1 person", "40 people, 30 residents") == (say_counts(1, None, None), say_counts(40, 30, None))

    def test_nobody_came(self) -> None:
        """An occasion says how many came: without a number it would count for nothing, and yet as an occasion."""
        with pytest.raises(WrongWords, match="say how many people came"):
            engagement("Open house", 0, 0, 0, NOW)

    @pytest.mark.parametrize("counts", [(1, 2, 0), (5, 3, 4)])
    def test_what_cannot_be(self, counts: tuple[int, int, int]) -> None:
        """More residents than people, or more homeowners than residents, cannot be."""
        people, residents, homeowners = counts

        with pytest.raises(WrongWords, match=f"{residents} residents, {homeowners} homeowners: that cannot be"):
            engagement("Open house", people, residents, homeowners, NOW)

    def test_added_up(self) -> None:
        """Every occasion counts once; one that was struck does not count, nor does one whose numbers nobody can read."""
        copy = convened()
        for people in (10, 20, 40):
            entry = copy.file("engagement", people=people, residents=5, homeowners=1)
        copy.file("struck", entry=entry.id)
        copy.file("engagement", people="many")

        assert Participation(occasions=3, people=30, residents=10, homeowners=2, asked=30, asked_homes=10) == fold(copy.log).participation


def _plain(log: Log) -> tuple[dict[str, str], list[str], int]:
    """The same group from plain dictionaries: members by seat, meetings, people."""
    struck: dict[str, bool] = {}
    for filing in reversed(log.filings):
        if filing.kind == "struck" and not struck.get(filing.id):
            struck[filing.text("entry")] = True
    kept = [filing for filing in log.filings if not struck.get(filing.id)]
    gone = {earlier for filing in kept for earlier in filing.body.replaces}
    members = {filing.text("seat"): filing.text("part") for filing in kept if filing.kind == "member" and filing.id not in gone}
    meetings = [filing.id for filing in kept if filing.kind == "meeting"]
    return members, sorted(meetings), sum(filing.number_at("people") or 0 for filing in kept if filing.kind == "engagement")


def _at_work(data: st.DataObject, copy: Copy, moment: datetime) -> None:
    group = fold(copy.log)
    act = data.draw(st.sampled_from(["seat", "seat", "chair", "meeting", "engage", "strike", "strike"]))
    seat = data.draw(st.sampled_from(["chief", "pio", "resident", "reporter"]))
    if act in {"seat", "chair"}:
        part = "chair" if act == "chair" and not group.chairs and seat != "reporter" else ""
        copy.file(**add(group, PLAN, seat, part, moment))
    elif act == "meeting":
        copy.file(**meeting(moment, "", None, moment))
    elif act == "engage":
        copy.file(**engagement("Open house", data.draw(st.integers(1, 9)), 0, None, moment))
    else:
        copy.file("struck", entry=data.draw(st.sampled_from([filing.id for filing in copy.log.filings[2:]] or ["0000-none0"])))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_against_plain_dictionaries(data: st.DataObject) -> None:
    """Whatever is filed and struck in three copies, and in whatever order they are joined, the group is what the plain-dictionary model says."""
    first = convened()
    copies = [first, first.copied("chief"), first.copied("city-clerk")]
    for turn in range(data.draw(st.integers(2, 12))):
        place = data.draw(st.integers(0, 2))
        if data.draw(st.integers(0, 3)) == 0:
            copies[place] = copies[place].joined(copies[data.draw(st.integers(0, 2))])
        else:
            _at_work(data, copies[place], after(turn))

    joined = [one.joined(*others) for one, *others in permutations(copies)]
    for copy in (*copies, *joined):
        group = fold(copy.log)
        found = (seats(copy.log), sorted(each.filing.id for each in group.meetings), group.participation.people)
        assert _plain(copy.log) == found
    assert 1 == len({str(_plain(copy.log)) for copy in joined})
