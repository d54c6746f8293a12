"""What a clock counts from that is set ahead, what has to pass before it, how the law has days counted, and moments in the wrong order."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.gates import Facts
from cicp.model.timeline import Item
from tests.incidents import CLAYTON, Case, Table, at, case, fact, playbook, step, strike, tick, words_of

ORDERED: Final = Facts.model_validate(
    {
        "format": 1,
        "fact": [
            {"name": "occurred", "asks": "When?"},
            {"name": "known", "asks": "When?", "follows": ["occurred"]},
            {"name": "scene-resolved", "asks": "When?", "follows": ["occurred", "known"]},
            {"name": "event-start", "asks": "When?", "planned": True},
            {"name": "request-received", "asks": "When?", "about": "request"},
            {"name": "decision", "asks": "When?", "about": "request", "follows": ["request-received"]},
        ],
    }
)
BULLETIN: Final = step("bulletin", anchor="event-start", before="72 hours")
DUTY: Final = {
    "id": "answer",
    "title": "Answer the request",
    "role": "city-clerk",
    "clause": "records.requests",
    "anchor": "decision",
    "citation": "RSMo 610.023.3",
    "source": "M1",
    "verified_on": date(2026, 11, 22),
}
LAST: Final = "RSMo 610.023.3; read 2026-11-22; not legal advice"


def night(steps: Iterable[Table], *entries: Table, duties: Iterable[Table] = (), **keys: Any) -> Case:
    """Run an incident whose facts have an order on these steps and duties."""
    return case(words_of(playbook("other", *steps), facts=ORDERED, duties=duties), *entries, **keys)


def starts(moment: str, filed: str = "22:00", **keys: Any) -> Table:
    """Record when a planned event begins."""
    return fact("event-start", moment, filed=filed, **keys)


def kept(item: Item) -> list[tuple[datetime, datetime, bool]]:
    """Return each due that a filing corrected, when that was filed, and whether it had passed undone."""
    return [(each.due, each.until, each.late) for each in item.earlier]


class TestPlanned:
    """A moment that lies ahead is counted back from."""

    @pytest.mark.parametrize(
        ("begins", "due"),
        [
            ("2027-01-10T18:00", "2027-01-07T18:00"),
            ("2026-11-02T10:00:00-06:00", "2026-10-30T11:00:00-05:00"),
            ("2027-03-15T10:00:00-05:00", "2027-03-12T09:00:00-06:00"),
        ],
        ids=["winter", "over the night of two one o'clocks", "over the night without two o'clock"],
    )
    def test_hours_before_it(self, begins: str, due: str) -> None:
        """72 elapsed hours before it begins, through both nights of the clocks."""
        item = night([BULLETIN], starts(begins)).item("bulletin")

        assert (at(due), "event-start") == (item.due, item.anchor)

    def test_days_before_it(self) -> None:
        """Business days are counted back over the days on which the hall is closed."""
        item = night([step("permit", anchor="event-start", before="3 business days")], starts("2026-12-02T18:00")).item("permit")

        assert at("2026-11-25T23:59:59") == item.due
        assert item.explain == (
            "Wed 25 Nov 2026 = 3 business days before Wed 2 Dec; Thu 26 Nov, Fri 27 Nov closed (calendar.toml); Sat, Sun skipped",
            "it counts from event-start, Wed 2 Dec 2026 18:00, and leaves out that day",
        )

    def test_not_known_yet(self) -> None:
        """Until somebody says when it begins, it waits for that."""
        item = night([BULLETIN]).item("bulletin")

        assert ("waiting", "event-start", None) == (item.status, item.waiting_for, item.due)

    @pytest.mark.parametrize(
        ("moved", "filed", "due", "late"),
        [
            ("2027-01-12T18:00", "2027-01-05T09:00", "2027-01-09T18:00", False),
            ("2027-01-12T18:00", "2027-01-08T09:00", "2027-01-09T18:00", True),
            ("2027-01-09T18:00", "2027-01-05T09:00", "2027-01-06T18:00", False),
        ],
        ids=["put off in time", "put off when it had passed", "brought forward"],
    )
    def test_moved(self, moved: str, filed: str, due: str, late: bool) -> None:  # noqa: FBT001  # a case
        """Moved, it is counted anew; the due that held stays, late where it had passed undone."""
        item = night([BULLETIN], starts("2027-01-10T18:00"), starts(moved, filed, replaces=[2])).item("bulletin", "2027-01-08T10:00")

        assert (at(due), [(at("2027-01-07T18:00"), at(filed), late)]) == (item.due, kept(item))

    def test_called_off(self) -> None:
        """Where the event is called off, what was counted back from it waits again and keeps the due it had."""
        off = fact("event-start", "2027-01-10T18:00", filed="2027-01-05T09:00", status="withdrawn", replaces=[2])
        item = night([BULLETIN], starts("2027-01-10T18:00"), off).item("bulletin", "2027-01-06T10:00")

        assert ("waiting", [(at("2027-01-07T18:00"), at("2027-01-05T09:00"), False)]) == (item.status, kept(item))

    def test_a_setting_that_the_plan_lacks(self) -> None:
        """Where plan.toml does not set how long before, there is no due and it says which number is lacking."""
        item = night([step("bulletin", anchor="event-start", before="setting:lead")], starts("2027-01-10T18:00")).item("bulletin")

        assert (None, "open") == (item.due, item.status)
        assert ("plan.toml does not set lead: no due can be counted; it counts from event-start, Sun 10 Jan 2027 18:00",) == item.explain

    def test_the_earlier_of_before_and_after(self) -> None:
        """A duty with a span from a moment and one back from it is due at the earlier."""
        duty = DUTY | {"anchor": "event-start", "within": "2 days", "before": "24 hours"}

        assert at("2027-01-09T18:00") == night([], starts("2027-01-10T18:00"), duties=[duty]).item("answer").due


class TestDuties:
    """A duty is counted as the law that sets it has days counted."""

    @pytest.mark.parametrize(
        ("manner", "moment", "due"),
        [
            ({"within": "30 days"}, "2026-11-20T10:00", "2026-12-20"),
            ({"within": "30 days", "roll": "sunday"}, "2026-11-20T10:00", "2026-12-21"),
            ({"within": "30 days", "roll": "sunday"}, "2026-11-26T10:00", "2026-12-26"),
            ({"within": "30 days", "roll": "forward"}, "2026-11-26T10:00", "2026-12-28"),
            ({"within": "30 days", "roll": "back"}, "2026-11-26T10:00", "2026-12-23"),
            ({"within": "5 days", "counting": "first-day-in"}, "2026-11-20T10:00", "2026-11-24"),
            ({"within": "3 business days", "received": "delivered"}, "2026-12-19T10:00", "2026-12-23"),
            ({"within": "3 business days", "received": "next-open"}, "2026-12-19T10:00", "2026-12-28"),
        ],
        ids=["no roll", "Sunday", "a Saturday stays", "forward", "back", "first day counts", "delivered", "received when open"],
    )
    def test_manner(self, manner: dict[str, str], moment: str, due: str) -> None:
        """Roll, counting and receipt are the duty's own."""
        received = fact("decision", moment, filed="2026-12-19T11:00", about="request-1")

        assert at(f"{due}T23:59:59") == night([], received, duties=[DUTY | manner]).item("answer-request-1").due

    def test_a_last_day_on_a_sunday(self) -> None:
        """A last day that is a Sunday stays one, and the duty says who alone may say otherwise."""
        item = night([], fact("decision", "2026-11-20T10:00", about="request-1"), duties=[DUTY | {"within": "30 days"}]).item("answer-request-1")

        assert "its last day is a Sunday and stays one here; that it may be Mon 21 Dec 2026 is for the city attorney alone to say" == item.explain[-2]
        assert LAST == item.explain[-1]

    def test_the_hour_to_aim_at(self) -> None:
        """Where the calendar says when the hall closes, a duty in days names that hour and the last lawful moment; a step does not."""
        hours = CLAYTON.model_validate(CLAYTON.model_dump() | {"hours": {"opens": "08:00", "closes": "17:00"}})
        asked = fact("decision", "2026-11-20T10:00", about="request-1")
        same = step("note", anchor="decision", within="30 days")
        found = night([same], asked, duties=[DUTY | {"within": "30 days"}], calendar=hours)
        says = "may be done at once; aim at Fri 18 Dec 2026 17:00, when the hall closes; the last lawful moment is the end of Sun 20 Dec 2026"

        assert [True, False] == [says in found.item(name).explain for name in ("answer-request-1", "note-request-1")]

    def test_what_has_to_pass_first(self) -> None:
        """A time that has to pass first is no due: it says from when on it may be done."""
        item = night([], fact("decision", "22:00", about="request-1"), duties=[DUTY | {"wait": "72 hours"}]).item("answer-request-1", "23:00")

        assert (None, "waiting", "Mon 23 Nov 2026 22:00", at("2026-11-23T22:00")) == (item.due, item.status, item.waiting_for, item.not_before)
        assert (
            "not before Mon 23 Nov 2026 22:00: Mon 23 Nov 2026 22:00 = 72 hours after Fri 20 Nov 2026 22:00 (decision)",
            LAST,
        ) == item.explain

    @pytest.mark.parametrize("bound", [{"within": "5 days"}, {"anchor": "event-start", "before": "24 hours"}], ids=["from it", "back from it"])
    def test_a_due_with_a_time_that_has_to_pass_first(self, bound: dict[str, str]) -> None:
        """What has to pass first is said beside the due, and never becomes it."""
        entries = [fact("decision", "22:00", about="request-1"), starts("2026-11-26T22:00")]
        items = night([], *entries, duties=[DUTY | bound | {"wait": "72 hours"}]).items()
        item = next(each for each in items if each.step == "answer")

        assert at("2026-11-25T23:59:59" if "within" in bound else "2026-11-25T22:00") == item.due
        assert any(sentence.startswith("not before ") for sentence in item.explain)

    def test_again_and_again(self) -> None:
        """A duty with a cadence is owed as often as that says, the time that has to pass before the first alone."""
        duty = DUTY | {"anchor": "known", "within": "2 hours", "every": ["2 hours until 6 hours"], "wait": "1 hour"}
        items = night([], duties=[duty]).items()

        assert ([at("23:45"), at("2026-11-21T01:45"), at("2026-11-21T03:45")], [True, False, False]) == (
            [item.due for item in items],
            [any(sentence.startswith("not before") for sentence in item.explain) for item in items],
        )

    def test_without_any_span(self) -> None:
        """A duty without any time is open from its moment on."""
        item = night([], duties=[DUTY | {"anchor": "known", "within": ""}]).item("answer")

        assert ("open", None, "no time is set; it counts from known, Fri 20 Nov 2026 21:45") == (item.status, item.due, item.explain[0])


class TestWrongOrder:
    """Of two moments that cannot both be right the earlier counts, and says so, until one is mended."""

    FACTS_OUT: Final = (step("facts-out", anchor="occurred", within="4 hours"), step("call", anchor="known", within="1 hour"))
    SAYS: Final = (
        "known, Fri 20 Nov 2026 21:45, is recorded as before occurred, Fri 20 Nov 2026 22:10: one of the two is wrong, and the earlier counts "
        "until it is mended (cicp fact occurred --at TIME, or cicp fact known --at TIME)"
    )

    def test_known_before_it_occurred(self) -> None:
        """Recorded as known before it occurred, it counts from when it was known."""
        item = night(self.FACTS_OUT, fact("occurred", "22:10", filed="22:20")).item("facts-out")

        assert (at("2026-11-21T01:45"), "occurred", True) == (item.due, item.anchor, self.SAYS in item.explain)

    @pytest.mark.parametrize(
        ("entries", "due"),
        [
            ([fact("occurred", "21:40", filed="22:25", replaces=[2])], "2026-11-21T01:40"),
            ([fact("known", "22:15", filed="22:25", replaces=[1])], "2026-11-21T02:10"),
            ([strike(2)], "2026-11-21T01:45"),
        ],
        ids=["the one mended", "the other mended", "struck"],
    )
    def test_mended(self, entries: list[Table], due: str) -> None:
        """A new fact, or a strike, mends it: nothing is said of an order any more."""
        item = night(self.FACTS_OUT, fact("occurred", "22:10", filed="22:20"), *entries).item("facts-out")

        assert (at(due), False) == (item.due, any("is recorded as before" in sentence for sentence in item.explain))

    def test_a_follower_that_moves_the_clock_keeps_the_due_it_had(self) -> None:
        """Where the fact that follows is recorded as before, the due it moved stays on the record."""
        item = night(self.FACTS_OUT, fact("scene-resolved", "21:30", filed="22:05"), occurred=at("21:40")).item("facts-out")

        assert (at("2026-11-21T01:30"), [(at("2026-11-21T01:40"), at("22:05"), False)]) == (item.due, kept(item))

    def test_the_clock_of_the_later_one_stands(self) -> None:
        """What counts from the fact that follows counts from that, which is the earlier already."""
        assert at("22:45") == night(self.FACTS_OUT, fact("occurred", "22:10", filed="22:20")).item("call").due

    @pytest.mark.parametrize("about", ["request-1", "request-2"])
    def test_of_the_same_request(self, about: str) -> None:
        """A decision on one request before that was received is in the wrong order; on another it is not."""
        entries = [fact("request-received", "22:10", about="request-1"), fact("decision", "22:00", about=about)]
        item = night([step("reply", anchor="request-received", within="1 hour")], *entries).item("reply-request-1")

        assert at("23:00" if about == "request-1" else "23:10") == item.due

    def test_at_the_same_moment(self) -> None:
        """Known the moment it occurred is in order."""
        item = night(self.FACTS_OUT, fact("occurred", "21:45")).item("facts-out")

        assert (at("2026-11-21T01:45"), ()) == (item.due, item.explain[1:])

    def test_an_unconfirmed_fact_is_in_no_order(self) -> None:
        """What nobody confirmed moves no clock, whatever it is before."""
        item = night(self.FACTS_OUT, fact("scene-resolved", "21:30", status="unconfirmed"), occurred=at("21:40")).item("facts-out")

        assert at("2026-11-21T01:40") == item.due


class TestCorrected:
    """Late stays late, whatever is corrected afterwards."""

    CALL: Final = (step("call", anchor="occurred", within="30 minutes"),)

    def test_corrected_to_later(self) -> None:
        """What was late by the moment first recorded stays late on the record, though by the corrected one it is not."""
        entries = [fact("occurred", "21:20", filed="21:55"), fact("occurred", "21:40", filed="22:05", replaces=[2])]
        item = night(self.CALL, *entries).item("call", "22:06")

        assert ("due-soon", at("22:10"), [(at("22:15"), at("21:55"), False), (at("21:50"), at("22:05"), True)]) == (item.status, item.due, kept(item))

    def test_corrected_to_earlier(self) -> None:
        """Done in time by the moment first recorded and late by the corrected one, it is done late."""
        item = night(self.CALL, tick("call", "22:12"), fact("occurred", "21:30", filed="22:30")).item("call", "22:40")

        assert ("done-late", 12, [(at("22:15"), at("22:30"), False)]) == (item.status, item.late_by_minutes, kept(item))


MINUTES: Final = st.integers(min_value=0, max_value=59)


@settings(max_examples=40, deadline=None)
@given(MINUTES, MINUTES, MINUTES)
def test_recording_a_follower_never_makes_a_clock_later(occurred: int, known: int, resolved: int) -> None:
    """Whatever the order: a fact that cannot lie before another moves that one's clock earlier or not at all."""
    first = [fact("occurred", f"21:{occurred:02}", filed="22:20"), fact("known", f"21:{known:02}", filed="22:21", replaces=[1])]
    before = night(TestWrongOrder.FACTS_OUT, *first).item("facts-out")
    after = night(TestWrongOrder.FACTS_OUT, *first, fact("scene-resolved", f"21:{resolved:02}", filed="22:22")).item("facts-out")

    assert before.due
    assert after.due
    assert (min(occurred, known), min(occurred, known, resolved)) == tuple(
        (due - at("2026-11-21T01:00")).total_seconds() // 60 for due in (before.due, after.due)
    )
