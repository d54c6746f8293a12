"""What a clock counts from that is set ahead, what has to pass before it, how the law has days counted, and moments in the wrong order."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.gates import Facts
from cicp.model.rules import rules_of
from cicp.model.timeline import Item
from tests.incidents import CLAYTON, ZONE, Case, Table, at, case, fact, incident_of, playbook, put_off, step, strike, tick, words_of

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


UPDATE: Final = step("update", anchor="known", within="1 hour", every=["1 hour until 4 hours"], ends="stood-down")
STATES: Final = ("late", "done", "not-applicable", "not-applicable")
OVER: Final = "nothing of it falls due after stood-down is recorded, Sat 21 Nov 2026 00:30"


def stood_down(moment: str = "2026-11-21T00:30", filed: str = "2026-11-21T01:00", **keys: Any) -> Table:
    """Record when all was over."""
    return fact("stood-down", moment, filed=filed, **keys)


class TestEnds:
    """A step may name what ends it: from then on nothing of it falls due."""

    def _states(self, *entries: Table, now: str = "2026-11-21T01:30") -> tuple[str, ...]:
        items = {item.id: item.status for item in night([UPDATE], *entries).items(now)}
        return tuple(items[f"update-{place}"] for place in (1, 2, 3, 4))

    def test_what_falls_due_after_it(self) -> None:
        """Of hourly updates, those due before the end stay late or done; those after it are asked of nobody, have no due and say why."""
        entries = (tick("update-2", "23:40"), stood_down())
        third = night([UPDATE], *entries).item("update-3", "2026-11-21T01:30")

        assert STATES == self._states(*entries)
        assert (None, None, "", (OVER,)) == (third.due, third.late_by_minutes, third.waiting_for, third.explain)
        assert 165 == night([UPDATE], *entries).item("update-1", "2026-11-21T01:30").late_by_minutes

    @pytest.mark.parametrize(
        ("ended", "states"),
        [
            ("2026-11-21T00:44", ("late", "done", "not-applicable", "not-applicable")),
            ("2026-11-21T00:45", ("late", "done", "late", "not-applicable")),
            ("2026-11-21T00:46", ("late", "done", "late", "not-applicable")),
        ],
        ids=["before the third", "at the same moment", "after it"],
    )
    def test_by_the_minute(self, ended: str, states: tuple[str, ...]) -> None:
        """What was due at the very moment of the end was due."""
        assert states == self._states(tick("update-2", "23:40"), stood_down(ended))

    @pytest.mark.parametrize(
        "entries",
        [
            [],
            [stood_down(status="unconfirmed")],
            [stood_down(), stood_down(filed="2026-11-21T01:10", status="withdrawn", replaces=[3])],
            [stood_down(), strike(3, "2026-11-21T01:10")],
            [stood_down("2026-11-21T02:00", "2026-11-21T01:10")],
        ],
        ids=["not recorded", "only said", "withdrawn", "struck", "still to come"],
    )
    def test_not_over(self, entries: list[Table]) -> None:
        """An end that is not confirmed, does not hold any more or has not come leaves each update as it was, or brings it back."""
        assert ("late", "done", "late", "due-soon") == self._states(tick("update-2", "23:40"), *entries)

    def test_done_and_skipped_after_it(self) -> None:
        """An update that was given, or left out with a reason, after the end shows as what it is."""
        left_out = tick("update-4", "2026-11-21T01:20", kind="skipped", why="nobody asks any more")

        assert ("late", "late", "done-late", "skipped") == self._states(stood_down(), tick("update-3", "2026-11-21T01:10"), left_out)

    def test_what_waits_or_has_no_due(self) -> None:
        """What never got a due before the end is asked of nobody after it either."""
        steps = [step("visit", anchor="scene-resolved", within="1 hour", ends="stood-down"), step("watch", anchor="known", ends="stood-down")]

        assert [("not-applicable", "", (OVER,))] * 2 == [
            (item.status, item.waiting_for, item.explain) for item in night(steps, stood_down()).items("2026-11-21T01:30")
        ]

    def test_another_step(self) -> None:
        """A step that ends with another counts from when that one happened, not from when it was recorded, and does so again where the tick is struck."""
        steps = [step("release", anchor="known", within="2 days"), step("review", anchor="known", within="1 hour", ends="done:release")]
        released = tick("release", "22:40", filed="23:50")
        over = night(steps, released).item("review", "23:55")

        assert ("not-applicable", ("nothing of it falls due after release is done, Fri 20 Nov 2026 22:40",)) == (over.status, over.explain)
        assert "late" == night(steps, released, strike(2, "23:52")).item("review", "23:55").status

    def test_of_each_request(self) -> None:
        """Where the end is about one request, the clocks of the others run on."""
        asked = [fact("request-received", "22:00", about=f"request-{number}") for number in (1, 2)]
        steps = [step("answer", anchor="request-received", within="4 hours", ends="decision")]
        found = night(steps, *asked, fact("decision", "22:30", filed="22:30", about="request-2"))

        assert ["open", "not-applicable"] == [found.item(f"answer-request-{number}", "23:00").status for number in (1, 2)]

    def test_below_its_tier(self) -> None:
        """What was never asked of this tier says that, and not that it is over."""
        item = night([UPDATE | {"tier": 3}], stood_down()).item("update-4", "2026-11-21T01:30")

        assert ("asked of tier 3 and above; this incident is tier 2",) == item.explain

    def test_what_needs_it(self) -> None:
        """What is over stands in nobody's way."""
        steps = [step("watch", anchor="known", ends="stood-down"), step("report", anchor="known", within="1 day", after=["watch"])]

        assert [("watch",), ()] == [night(steps, *entries).item("report", "2026-11-21T01:30").blocked_by for entries in ((), (stood_down(),))]


class TestMet:
    """A step by which a duty of the law is met."""

    STEP: Final = step("hand-over", anchor="decision", within="2 days", answers=["us-mo.answer"])
    LAW: Final = DUTY | {"within": "1 day"}
    BOOKS: Final = (playbook("other", step("call")), playbook("misconduct", STEP))

    def _found(self, *entries: Table, law: Table = LAW, **keys: Any) -> Case:
        words = words_of(*self.BOOKS, facts=ORDERED, duties=[law])
        incident = incident_of(*entries, **({"kinds": ["misconduct", "other"]} | keys))
        return Case(incident, rules_of(incident, words, CLAYTON, ZONE))

    def _states(self, found: Case) -> dict[str, str]:
        return {item.id: item.status for item in found.items("2026-11-21T12:00") if item.id != "call"}

    def test_the_law_binds_it(self) -> None:
        """It is due by the earlier of the two, cites its clause and the law, and shows what the law rests on."""
        found = self._found(fact("decision", "22:00", about="request-1"))
        item = found.item("hand-over-request-1", "2026-11-21T12:00")

        assert {"hand-over-request-1": "due-soon"} == self._states(found)
        assert (at("2026-11-21T23:59:59"), "step") == (item.due, item.type)
        assert (True, LAST) == (item.cite.endswith("; RSMo 610.023.3, not legal advice"), item.explain[-1])

    @pytest.mark.parametrize("name", ["hand-over-request-1", "hand-over", "answer-request-1", "answer"])
    def test_done_under_either_name(self, name: str) -> None:
        """A tick under its own name or the duty's counts, of the one person or request that is known also without its id."""
        found = self._found(fact("decision", "22:00", about="request-1"), tick(name, "22:10"))

        assert "done" == found.item("hand-over-request-1", "2026-11-21T12:00").status

    def test_of_two_the_one_that_is_named(self) -> None:
        """Of two requests a tick counts for the one that it names; one that names none counts for neither."""
        both = [fact("decision", "22:00", about=f"request-{number}") for number in (1, 2)]

        assert {"hand-over-request-1": "done", "hand-over-request-2": "due-soon"} == self._states(self._found(*both, tick("answer-request-1", "22:10")))
        assert ["due-soon", "due-soon"] == [self._states(self._found(*both, tick("answer", "22:10")))[f"hand-over-request-{number}"] for number in (1, 2)]

    def test_a_cadence(self) -> None:
        """A tick under the duty's name is of the first time alone."""
        words = words_of(playbook("other", self.STEP | {"anchor": "known", "within": "1 hour", "every": ["1 hour until 2 hours"]}), duties=[self.LAW])

        assert ["done-late", "late"] == [item.status for item in case(words, tick("answer", "22:10"), known=at("20:00")).items("22:20")]

    @pytest.mark.parametrize("name", ["answer-request-1", "answer"])
    def test_a_kind_that_comes_later(self, name: str) -> None:
        """What was done as a duty stays done when a kind is added whose step meets it, under both names."""
        added = {"kind": "kind-added", "kinds": ["misconduct"], "at": at("22:20"), "filed_at": at("22:20")}
        decided = fact("decision", "22:00", about="request-1", filed="22:00")
        before, after = (self._found(decided, tick(name, "22:10"), *entries, kinds=["other"]) for entries in ([], [added]))

        assert {"answer-request-1": "done"} == self._states(before)
        assert {"answer-request-1": "done", "hand-over-request-1": "done"} == self._states(after)

    def test_a_duty_that_was_not_done(self) -> None:
        """Where it was open, the step takes its place; the duty says by what it is done now and keeps the due it had, late where it had passed."""
        added = {"kind": "kind-added", "kinds": ["misconduct"], "at": at("2026-11-22T09:00"), "filed_at": at("2026-11-22T09:00")}
        found = self._found(fact("decision", "22:00", about="request-1"), added, kinds=["other"])
        duty, taken = (found.item(f"{name}-request-1", "2026-11-22T10:00") for name in ("answer", "hand-over"))

        assert ("not-applicable", None, "hand-over does it now") == (duty.status, duty.due, duty.explain[0])
        assert [(at("2026-11-21T23:59:59"), at("2026-11-22T09:00"), True)] == kept(duty)
        assert ("late", at("2026-11-21T23:59:59"), []) == (taken.status, taken.due, kept(taken))


class TestAskedLater:
    """What a change asked for when its time had passed was missed by nobody before."""

    @pytest.mark.parametrize(("raised", "late"), [("21:55", True), ("22:00", True), ("22:30", False)], ids=["in time", "when it was due", "when it had passed"])
    def test_tier(self, raised: str, late: bool) -> None:  # noqa: FBT001  # a case
        """A step of a higher tier is late by the time first recorded only where the tier was raised before that time."""
        call = step("call", anchor="known", within="15 minutes", tier=3)
        tier = {"kind": "tier-changed", "tier": 3, "why": "it grew", "at": at(raised), "filed_at": at(raised)}
        corrected = fact("known", "22:20", filed="22:40", replaces=[1])

        assert [(at("22:00"), at("22:40"), late)] == kept(night([call], tier, corrected).item("call", "22:50"))

    def test_corrected_twice(self) -> None:
        """A due that was set by a correction after it had been asked for is judged by that correction, and not by what asked for it."""
        call = step("call", anchor="known", within="15 minutes", tier=3)
        tier = {"kind": "tier-changed", "tier": 3, "why": "it grew", "at": at("22:30"), "filed_at": at("22:30")}
        entries = (tier, fact("known", "22:30", filed="22:35", replaces=[1]), fact("known", "22:40", filed="22:50", replaces=[3]))

        assert [(at("22:00"), at("22:35"), False), (at("22:45"), at("22:50"), True)] == kept(night([call], *entries).item("call", "22:52"))

    @pytest.mark.parametrize(("refused", "late"), [("21:58", False), ("22:05", True)], ids=["in time", "late"])
    def test_refused(self, refused: str, late: bool) -> None:  # noqa: FBT001  # a case
        """A public refusal is the end of an item: one in time is not late by a time that was corrected after it."""
        call = step("call", anchor="known", within="15 minutes", refuse=True)
        corrected = fact("known", "22:20", filed="22:40", replaces=[1])

        assert [(at("22:00"), at("22:40"), late)] == kept(night([call], put_off("refused", "call", refused), corrected).item("call", "22:50"))


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
