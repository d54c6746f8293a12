"""Extended, deferred, publicly refused: by how much a due is put off, how often, and what stays on the record."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.incident import fold
from cicp.model.outcomes import Kind, doubts, filed, outcomes, told_twice
from cicp.model.rules import rules_for
from cicp.model.spans import Span
from cicp.model.timeline import Item, timeline
from tests.incidents import (
    CLAYTON,
    ZONE,
    Case,
    Table,
    at,
    case,
    declared,
    fact,
    files_of,
    log_of,
    playbook,
    put_off,
    read_files,
    skip,
    step,
    strike,
    tick,
    words_of,
)

SUNDAY: Final = at("2026-11-22T10:00")
CHICAGO: Final = step("video", anchor="occurred", within="60 days", extend=["30 days"])
CALIFORNIA: Final = step("video", anchor="occurred", within="45 days", defer="30 days", refuse=True)
DUTY: Final = {"title": "Close the inquiry", "role": "pio", "clause": "records.requests", "citation": "RSMo 590.502", "source": "M4"}
INQUIRY: Final = DUTY | {
    "id": "inquiry",
    "anchor": "complaint",
    "within": "90 days",
    "extend": ["60 days", "60 days"],
    "verified_on": date(2026, 11, 22),
}


def night(*entries: Table, steps: Iterable[Table] = (CHICAGO,), duties: Iterable[Table] = ()) -> Case:
    """Run what happened on Sunday 22 November 2026 at 10:00 on these steps and duties."""
    words = words_of(playbook("other", *steps), duties=duties)
    return case(words, *entries, known=SUNDAY, occurred=SUNDAY, at=SUNDAY, filed_at=SUNDAY)


def end_of(day: str) -> datetime:
    """Return the last moment of a day in city time."""
    return at(f"{day}T23:59:59")


def dues(found: Case, name: str = "video", now: str = "2026-12-01T10:00") -> tuple[datetime | None, list[tuple[datetime, bool]]]:
    """Return the due of an item, and each earlier one with whether it had passed undone."""
    item = found.item(name, now)
    return item.due, [(each.due, each.late) for each in item.earlier]


class TestChains:
    """A due is put off as the plan or the law gives it, from where it stood, and no further."""

    @pytest.mark.parametrize(
        ("turns", "due"), [(0, "2027-01-06"), (1, "2027-02-05"), (2, "2027-03-07"), (3, "2027-04-06")], ids=["45 days", "30 more", "60 more", "90 more"]
    )
    def test_california(self, turns: int, due: str) -> None:
        """45 days from when it happened, and then another 30 for each deferral with a reason that is published on the day it is due, without end."""
        days = ("2027-01-06", "2027-02-05", "2027-03-07")[:turns]
        entries = [put_off("deferred", "video", f"{day}T09:00", turn=turn) for turn, day in enumerate(days, start=1)]

        assert end_of(due) == night(*entries, steps=[CALIFORNIA]).item("video", "2027-04-01T10:00").due

    @pytest.mark.parametrize(
        ("published", "due"),
        [
            (["2027-01-01T09:00"], "2027-01-31"),
            (["2026-11-23T09:00"], "2027-01-06"),
            (["2027-01-01T09:00", "2027-01-01T10:00", "2027-01-02T09:00"], "2027-02-01"),
            (["2027-01-20T09:00"], "2027-02-05"),
        ],
        ids=["days ahead", "too early to move anything", "three at once", "late: from where the due stood"],
    )
    def test_a_deferral_is_no_supply(self, published: list[str], due: str) -> None:
        """It counts from its publication, or from the due where that came first: nobody puts a due off for months in one night."""
        entries = [put_off("deferred", "video", moment, turn=turn) for turn, moment in enumerate(published, start=1)]

        assert end_of(due) == night(*entries, steps=[CALIFORNIA]).item("video", "2027-01-21T10:00").due

    @pytest.mark.parametrize(("turns", "due"), [(0, "2027-01-21"), (1, "2027-02-20"), (2, "2027-02-20"), (3, "2027-02-20")])
    def test_chicago(self, turns: int, due: str) -> None:
        """60 days and 30 more once: a second and a third extension are kept on the record, and the due stays."""
        found = night(*(put_off("extended", "video", f"2027-01-1{turn}T09:00", turn=turn) for turn in range(1, turns + 1))).item("video")

        assert (end_of(due), turns) == (found.due, len(found.outcomes))
        assert max(0, turns - 1) == sum(sentence.endswith("it is beyond what the plan gives, and the due stays") for sentence in found.explain)

    @pytest.mark.parametrize(("turns", "due"), [(0, "2027-02-20"), (1, "2027-04-21"), (2, "2027-06-20"), (3, "2027-06-20")])
    def test_an_inquiry_into_a_complaint(self, turns: int, due: str) -> None:
        """RSMo 590.502: 90 days, then 60 and another 60, ending on a Saturday or a Sunday as they fall."""
        received = fact("complaint", "2026-11-22T10:00", filed="2026-11-22T11:00")
        entries = [put_off("extended", "inquiry", f"2027-01-1{turn}T09:00", turn=turn) for turn in range(1, turns + 1)]

        assert end_of(due) == night(received, *entries, duties=[INQUIRY]).item("inquiry").due

    def test_the_due_says_how_it_was_put_off(self) -> None:
        """Each turn says its counting and its reason before the counting it rests on."""
        found = night(put_off("extended", "video", "2027-01-11T09:00"))
        (outcome,) = found.item("video").outcomes

        assert found.item("video").explain == (
            "Sat 20 Feb 2027 = 30 days after Thu 21 Jan",
            f"extended by {outcome.filing}: an open investigation (published: clayton.example.org/news)",
            "it counts from when video was due, Thu 21 Jan 2027 23:59, and leaves out that day",
            "Thu 21 Jan 2027 = 60 days after Sun 22 Nov 2026",
            "it counts from occurred, Sun 22 Nov 2026 10:00, and leaves out that day",
        )

    def test_a_reason_that_was_published_nowhere(self) -> None:
        """Where it is not said where the reason was published, nothing is claimed."""
        (outcome,) = night(put_off("extended", "video", "2027-01-11T09:00", published=None)).item("video").outcomes

        assert f"extended by {outcome.filing}: an open investigation" == outcome.says()

    @pytest.mark.parametrize("kind", ["extended", "deferred"])
    def test_what_the_plan_does_not_give(self, kind: str) -> None:
        """Where the plan gives neither extension nor deferral, one is kept, says so, and moves nothing."""
        found = night(put_off(kind, "call", "2026-11-22T10:05"), steps=[step("call", anchor="known", within="15 minutes")]).item("call", "2026-11-22T10:06")

        assert (at("2026-11-22T10:15"), ()) == (found.due, found.earlier)
        assert f"{found.outcomes[0].says()}: it is beyond what the plan gives, and the due stays" == found.explain[-1]

    def test_hours_are_put_off_by_hours(self) -> None:
        """A due of an hour moves to an hour."""
        name = step("name", anchor="known", within="48 hours", defer="24 hours")

        assert at("2026-11-25T10:00") == night(put_off("deferred", "name", "2026-11-24T10:00"), steps=[name]).item("name").due

    def test_before_the_clock_runs(self) -> None:
        """What was extended while its clock waited is extended once it runs."""
        waits = step("video", anchor="decision", within="60 days", extend=["30 days"])
        extension = put_off("extended", "video", "2026-11-22T12:00")
        asked = fact("decision", "2026-11-22T13:00", filed="2026-11-22T13:00")

        assert ("waiting", None) == ((found := night(extension, steps=[waits]).item("video")).status, found.due)
        assert end_of("2027-02-20") == night(extension, asked, steps=[waits]).item("video").due

    def test_what_counts_back_from_it_moves_with_it(self) -> None:
        """The step before an extended one is due before the new due, and its own earlier due stays."""
        notice = step("notice", before="24 hours", of="video")

        assert (at("2027-02-19T23:59:59"), [(at("2027-01-20T23:59:59"), False)]) == dues(
            night(put_off("extended", "video", "2027-01-11T09:00"), steps=[CHICAGO, notice]), "notice"
        )


class TestOnTheRecord:
    """Late stays late; struck is struck; two that did not know of each other are one."""

    def test_extended_after_it_had_passed(self) -> None:
        """An extension filed after the due moves it, and the old one stays as late."""
        late = night(put_off("extended", "video", "2027-01-25T09:00"))

        assert (end_of("2027-02-20"), [(end_of("2027-01-21"), True)]) == dues(late, now="2027-01-26T09:00")
        assert "open" == late.item("video", "2027-01-26T09:00").status

    def test_extended_in_time(self) -> None:
        """An extension filed in time keeps the old due, and does not call it late."""
        assert (end_of("2027-02-20"), [(end_of("2027-01-21"), False)]) == dues(night(put_off("extended", "video", "2027-01-11T09:00")))

    def test_done_late_by_the_old_due(self) -> None:
        """What was done after its due and extended later is done, and was late by the due it had."""
        found = night(tick("video", "2027-01-22T10:00"), put_off("extended", "video", "2027-01-25T09:00"))

        assert "done" == found.item("video", "2027-01-26T09:00").status
        assert [(end_of("2027-01-21"), True)] == dues(found)[1]

    def test_the_anchor_is_corrected_after_an_extension(self) -> None:
        """What was extended stays extended when the moment it counts from is corrected."""
        corrected = fact("occurred", "2026-11-21T10:00", filed="2026-12-05T10:00", replaces=[1])
        found = night(put_off("extended", "video", "2026-12-01T09:00"), corrected)

        assert (end_of("2027-02-19"), [(end_of("2027-01-21"), False), (end_of("2027-02-20"), False)]) == dues(found, now="2026-12-06T10:00")

    def test_struck(self) -> None:
        """A struck extension gives the due back; the one it had given stays as an earlier due."""
        found = night(put_off("extended", "video", "2027-01-11T09:00"), strike(2, "2027-01-12T09:00"))

        assert (end_of("2027-01-21"), [(end_of("2027-01-21"), False), (end_of("2027-02-20"), False)]) == dues(found)
        assert () == found.item("video").outcomes

    def test_the_first_of_two_struck(self) -> None:
        """A turn that is struck takes those after it along, until it is filed again."""
        chain = [put_off("deferred", "video", f"{day}T09:00", turn=turn) for turn, day in ((1, "2027-01-06"), (2, "2027-02-05"))]
        struck = strike(2, "2027-02-06T09:00")
        again = put_off("deferred", "video", "2027-02-07T09:00", turn=1)

        assert [end_of("2027-01-06"), end_of("2027-03-07")] == [night(*chain, struck, *more, steps=[CALIFORNIA]).item("video").due for more in ([], [again])]

    @pytest.mark.parametrize("turn", [2, 5, -1])
    def test_a_turn_that_follows_none(self, turn: int) -> None:
        """A turn whose first is not here moves nothing."""
        found = night(put_off("extended", "video", "2026-12-01T09:00", turn=turn)).item("video")

        assert (end_of("2027-01-21"), ()) == (found.due, found.outcomes)

    @pytest.mark.parametrize("order", list(permutations(range(3))))
    def test_two_copies_that_each_extended_it(self, order: tuple[int, ...]) -> None:
        """Two offices that each extended it without knowing of the other have extended it once, in whatever order their copies meet."""
        tables = [put_off("deferred", "video", f"2027-01-06T{hour}:00", number=2, filed_by=office) for hour, office in (("09", "pio"), ("10", "chief"))]
        files = files_of(declared(known=SUNDAY, occurred=SUNDAY, at=SUNDAY, filed_at=SUNDAY), *tables)
        log = read_files([files[place] for place in order])
        incident = fold(log.name, log, None, ())
        rules = rules_for(incident.kinds, words_of(playbook("other", CALIFORNIA)), CLAYTON, ZONE)
        (item,) = timeline(incident, rules, at("2027-01-07T09:00"))

        assert (end_of("2027-02-05"), [at("2027-01-06T09:00")]) == (item.due, [each.at for each in item.outcomes])

    def test_an_entry_of_no_step(self) -> None:
        """An outcome that names no step, which no cicp files, bears on nothing."""
        assert {} == outcomes(log_of(declared(), put_off("extended", "", "22:00")).filings)


class TestPeople:
    """What is owed for each person or request is put off for each."""

    STEPS: Final = (step("answer", anchor="request-received", within="30 days", extend=["10 days"]),)
    ASKED: Final = tuple(fact("request-received", "2026-11-22T10:00", filed=f"2026-11-22T11:0{number}", about=f"request-{number}") for number in (1, 2))

    def test_of_one(self) -> None:
        """Extended for one request, the other keeps its due."""
        found = night(*self.ASKED, put_off("extended", "answer-request-1", "2026-11-23T10:00"), steps=self.STEPS)

        assert [end_of("2027-01-01"), end_of("2026-12-22")] == [found.item(f"answer-request-{number}").due for number in (1, 2)]

    def test_before_it_was_known_whose(self) -> None:
        """What was extended before the one request was known counts for that request, and the next turn follows on it."""
        first = put_off("extended", "answer", "2026-11-22T10:30")
        second = put_off("extended", "answer-request-1", "2026-11-23T10:00", turn=2)
        steps = [step("answer", anchor="request-received", within="30 days", extend=["10 days", "5 days"])]

        assert [end_of("2027-01-01"), end_of("2027-01-06")] == [
            night(first, self.ASKED[0], *more, steps=steps).item("answer-request-1").due for more in ([], [second])
        ]

    def test_before_two_were_known(self) -> None:
        """What was extended before two requests were known counts for neither."""
        found = night(put_off("extended", "answer", "2026-11-22T10:30"), *self.ASKED, steps=self.STEPS)

        assert {end_of("2026-12-22")} == {found.item(f"answer-request-{number}").due for number in (1, 2)}


class TestRefusal:
    """A public refusal with its reason ends a step, and is not called done."""

    REFUSED: Final = put_off("refused", "video", "2026-12-10T09:00", filed_by="chief", why="it would identify a child")
    NOTICE: Final = step("notice", before="24 hours", of="video")

    def test_it_is_skipped_with_who_where_and_why(self) -> None:
        """A refused step is skipped and names the filing, the reason and where it was published."""
        found = night(self.REFUSED, steps=[CALIFORNIA])
        item = found.item("video", "2027-02-01T10:00")

        assert ("skipped", "publicly refused: it would identify a child (published: clayton.example.org/news)") == (item.status, item.why_skipped)
        assert ("chief", item.ended_by) == (found.incident.log.by_id[item.ended_by].body.filed_by, item.outcomes[-1].filing)
        assert (end_of("2027-01-06"), None, None) == (item.due, item.late_by_minutes, item.done_at)

    def test_late_is_counted_to_the_refusal(self) -> None:
        """Refused after it was due, it is late by the time that had passed then, and no longer."""
        late = put_off("refused", "video", "2027-01-07T01:00")

        assert 61 == night(late, steps=[CALIFORNIA]).item("video", "2027-03-01T10:00").late_by_minutes

    @pytest.mark.parametrize(
        ("entries", "status"),
        [
            ([tick("video", "2026-12-12T10:00")], "done"),
            ([skip("video", "2026-12-12T10:00")], "skipped"),
            ([strike(2, "2026-12-12T10:00")], "open"),
        ],
        ids=["released after all", "skipped too", "struck"],
    )
    def test_what_comes_after_it(self, entries: list[Table], status: str) -> None:
        """What was refused and is done after all is done; a struck refusal ends nothing."""
        item = night(self.REFUSED, *entries, steps=[CALIFORNIA]).item("video", "2026-12-13T10:00")

        assert (status, status == "skipped") == (item.status, item.why_skipped.startswith("publicly refused"))

    def test_after_it_was_put_off(self) -> None:
        """What was deferred can still be refused: the deferral stays on the record and the refusal ends it."""
        deferral = put_off("deferred", "video", "2026-12-01T09:00")
        item = night(deferral, self.REFUSED, steps=[CALIFORNIA]).item("video", "2026-12-13T10:00")

        assert ("skipped", end_of("2027-01-06"), ["deferred", "refused"]) == (item.status, item.due, [each.kind for each in item.outcomes])

    def test_refused_twice(self) -> None:
        """Of two refusals that did not know of each other the earlier ended it."""
        earlier = put_off("refused", "video", "2026-12-09T09:00", number=2, why="the family asked")
        item = night(self.REFUSED, earlier, steps=[CALIFORNIA]).item("video", "2026-12-13T10:00")

        assert "publicly refused: the family asked (published: clayton.example.org/news)" == item.why_skipped

    def test_nothing_counts_back_from_what_was_refused(self) -> None:
        """The notice before a release that was refused has no due any more, says why, and keeps the due it had."""
        item = night(self.REFUSED, steps=[CALIFORNIA, self.NOTICE]).item("notice", "2026-12-13T10:00")

        assert ("open", None, "") == (item.status, item.due, item.waiting_for)
        assert ("video was publicly refused: it would identify a child (published: clayton.example.org/news)",) == item.explain
        assert [(at("2027-01-05T23:59:59"), False)] == [(each.due, each.late) for each in item.earlier]

    def test_what_the_plan_does_not_say_can_be_refused(self) -> None:
        """Where the plan does not say that a refusal answers it, the item says that too."""
        why = night(put_off("refused", "video", "2026-12-10T09:00")).item("video", "2026-12-13T10:00").why_skipped

        assert "publicly refused: an open investigation (published: clayton.example.org/news); the plan does not say that this answers it" == why

    def test_of_one_request_of_two(self) -> None:
        """Refused to one, the notice before the other's counts back from that."""
        steps = [step("video", anchor="request-received", within="45 days", refuse=True), self.NOTICE]
        asked = [fact("request-received", f"2026-11-2{day}T10:00", filed="2026-11-26T11:00", about=f"request-{day}") for day in (3, 4)]
        refused = put_off("refused", "video-request-3", "2026-12-10T09:00")

        assert [at("2027-01-06T23:59:59"), at("2027-01-07T23:59:59")] == [
            night(*asked, *more, steps=steps).item("notice", "2026-12-11T10:00").due for more in ([], [refused])
        ]


def test_told_twice() -> None:
    """What put one due off for one turn, and did not know of each other, is found: not what is struck, another turn, another step, or a refusal."""
    said = [put_off("deferred", "video", f"2026-12-0{day}T09:00", number=2) for day in (1, 2)]
    others = [
        put_off("deferred", "video", "2026-12-03T09:00", turn=2),
        put_off("extended", "call", "2026-12-03T09:00"),
        *(put_off("refused", "video", f"2026-12-0{day}T09:00") for day in (4, 5)),
        put_off("deferred", "video", "2026-12-06T09:00", turn=2),
        strike(7, "2026-12-07T09:00"),
    ]
    log = log_of(declared(), *said, *others)
    ids = tuple(filing.id for filing in log.filings if filing.body.number == 2)

    assert [("video", ids)] == told_twice(log.filings)
    assert 2 == len(ids)


@pytest.mark.parametrize(
    ("kind", "used", "extend", "defer", "refuse", "says"),
    [
        ("extended", 0, 1, None, False, []),
        ("extended", 1, 1, None, False, ["video: every extension that the plan gives is used up: this is filed, and the due stays."]),
        ("extended", 0, 0, None, False, ["video: the plan gives no extension: this is filed, and the due stays."]),
        ("deferred", 2, 0, Span(30, "day"), False, []),
        ("deferred", 0, 0, None, False, ["video: the plan does not say that it can be put off with a reason: this is filed, and the due stays."]),
        ("refused", 0, 0, None, True, []),
        ("refused", 0, 0, None, False, ["video: the plan does not say that a public refusal answers it: it shows as refused, and not as done."]),
    ],
)
def test_what_the_plan_does_not_give_is_doubted(kind: Kind, used: int, extend: int, defer: Span | None, refuse: bool, says: list[str]) -> None:  # noqa: FBT001  # a case
    """What the plan gives is filed without a word; anything else is filed with a doubt."""
    told = night(*(put_off("extended", "video", f"2026-12-0{turn}T09:00", turn=turn) for turn in range(1, used + 1))).item("video").outcomes

    assert says == [doubt.message for doubt in doubts(kind, "video", told, (Span(30, "day"),) * extend, defer, refuse=refuse)]


@pytest.mark.parametrize(
    ("extend", "hint"),
    [
        ((Span(30, "day"),), "if the plan gives an extension: cicp incident extend video --why REASON"),
        ((), "the due stays; what is late shows as late"),
    ],
)
def test_a_deferral_that_may_be_meant_as_an_extension(extend: tuple[Span, ...], hint: str) -> None:
    """Where the plan gives an extension and somebody defers, the command for the extension is named."""
    assert [hint] == [doubt.hint for doubt in doubts("deferred", "video", (), extend, None, refuse=False)]


def test_the_next_turn() -> None:
    """What is filed is the turn after those that are told; a refusal is no turn."""
    told = night(put_off("deferred", "video", "2026-12-01T09:00"), TestRefusal.REFUSED, steps=[CALIFORNIA]).item("video").outcomes
    now = at("2026-12-20T09:00")

    assert [2, 2, None] == [filed(kind, "video", told, "why", "", now)["turn"] for kind in ("extended", "deferred", "refused")]
    assert {"kind": "deferred", "at": now, "step": "video", "turn": 1, "why": "why", "published": None} == filed("deferred", "video", (), "why", "", now)


BOTH: Final = step("video", anchor="occurred", within="45 days", extend=["30 days", "10 days"], defer="7 days", refuse=True)


def _filed_by_command(kind: Kind, item: Item, number: int) -> dict[str, Any]:
    """File what became of a due as the command does: knowing of all that is told."""
    return {**filed(kind, "video", item.outcomes, "why", "", at("2026-12-01T09:00")), "filed_at": at("2026-12-01T09:00"), "number": number}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["extended", "deferred", "refused", 2, 3, 4]), max_size=6), st.sampled_from(["extended", "deferred"]))
def test_one_more_never_makes_a_due_earlier_and_its_strike_restores_it(said: list[Kind | int], more: Kind) -> None:
    """Whatever was filed and struck before: putting a due off once more leaves it or moves it later, and striking that gives it back."""
    entries: list[Table] = []
    for each in said:
        number = len(entries) + 2
        if isinstance(each, int) and each < number:
            entries.append(strike(each, "2026-12-01T09:00"))
        elif not isinstance(each, int):
            entries.append(_filed_by_command(each, night(*entries, steps=[BOTH]).item("video"), number))
    number = len(entries) + 2
    before = night(*entries, steps=[BOTH]).item("video")
    entries.append(_filed_by_command(more, before, number))
    once_more = night(*entries, steps=[BOTH]).item("video")
    struck = night(*entries, strike(number, "2026-12-02T09:00"), steps=[BOTH]).item("video")

    assert before.due
    assert once_more.due
    assert before.due <= once_more.due
    assert (before.due, before.status, before.outcomes) == (struck.due, struck.status, struck.outcomes)
