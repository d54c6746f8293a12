"""What others do after an incident: the usual range as moments, whether it was reached, and what nobody can say yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cicp.model.milestones import Expected, State, milestones, of_kinds
from cicp.model.playbook import Milestone, Playbook
from tests.incidents import FACTS, Case, Table, at, case, fact, playbook, step, tick, words_of

NEVER = at("2027-12-31T12:00")


def milestone(name: str = "file", **keys: object) -> Milestone:
    """Write a milestone; what is not said is left to its defaults."""
    return Milestone.model_validate({"id": name, "title": f"Reach {name}", "role": "pio"} | keys)


def book(kind: str, *own: Milestone, of: Iterable[str] = (), steps: Iterable[Table] = ()) -> Playbook:
    """Write a playbook with these milestones, and with those of other kinds."""
    return playbook(kind, *steps).model_copy(update={"milestone": list(own), "milestones": list(of)})


def expected(own: Milestone, *entries: Table, now: str | datetime = "22:00", steps: Iterable[Table] = (), occurred: str = "21:40") -> list[Expected]:
    """Return the one milestone of an incident, for each whom it counts for."""
    root: dict[str, Any] = {"occurred": at(occurred)} if occurred else {}
    return found(case(words_of(book("other", own, steps=steps)), *entries, **root), now)


def found(run: Case, now: str | datetime) -> list[Expected]:
    """Return the milestones of an incident as of a moment."""
    moment = at(now) if isinstance(now, str) else now
    return milestones(run.incident, run.rules, run.items(moment), moment)


@pytest.mark.parametrize(
    ("keys", "now", "state"),
    [
        ({"since": "30 days", "until": "90 days"}, "2026-12-20T12:00", "not yet"),
        ({"since": "30 days", "until": "90 days"}, "2026-12-20T23:59:59", "within the usual time"),
        ({"since": "30 days", "until": "90 days"}, "2027-02-18T23:59:59", "within the usual time"),
        ({"since": "30 days", "until": "90 days"}, "2027-02-19T00:00", "later than usual"),
        ({"until": "24 hours"}, "22:00", "within the usual time"),
        ({"until": "24 hours"}, "2026-11-21T21:41", "later than usual"),
        ({"since": "60 days"}, "2026-12-31T12:00", "not yet"),
        ({"since": "60 days"}, "2029-12-31T12:00", "within the usual time"),
        ({"usual": "days"}, "2029-12-31T12:00", "not yet"),
        ({}, "2029-12-31T12:00", "no usual time"),
        ({"since": "30 days", "anchor": "decision"}, "2029-12-31T12:00", "not yet"),
        ({"anchor": "decision"}, "22:00", "no usual time"),
        ({"until": "setting:nowhere"}, "2029-12-31T12:00", "not yet"),
    ],
)
def test_where_a_moment_lies_in_the_usual_range(keys: dict[str, str], now: str, state: State) -> None:
    """Before, in or after the usual time; a range that is open at one end, told in words alone, or known to nobody, claims no more than it knows."""
    (each,) = expected(milestone(**keys), now=now)

    assert state == each.state


def test_the_range_is_counted_and_explained() -> None:
    """The usual time is two moments in city time, each with its counting."""
    (each,) = expected(milestone(since="56 days", until="112 days", usual="8 to 16 weeks"))

    assert (at("2027-01-15T23:59:59"), at("2027-03-12T23:59:59")) == (each.since, each.until)
    assert (
        "Fri 15 Jan 2027 = 56 days after Fri 20 Nov 2026",
        "it counts from occurred, Fri 20 Nov 2026 21:40, and leaves out that day",
        "Fri 12 Mar 2027 = 112 days after Fri 20 Nov 2026",
    ) == each.explain


@pytest.mark.parametrize(
    ("moment", "how"),
    [("2026-12-01T09:00", "sooner than usual"), ("2027-01-11T09:00", "in the usual time"), ("2027-04-01T09:00", "later than usual")],
)
def test_reached_is_reached_however_late(moment: str, how: str) -> None:
    """A recorded fact ends it; the explanation keeps how it compares with what is usual."""
    (each,) = expected(milestone(since="30 days", until="90 days", reached="decision"), fact("decision", moment, filed=moment), now=NEVER)

    assert ("reached", at(moment)) == (each.state, each.reached_at)
    assert each.explain[0].endswith(f", {how}")


def test_what_has_no_usual_time_is_reached_too() -> None:
    """Where nobody knows what is usual, that it was reached is all that is said."""
    (each,) = expected(milestone(reached="decision"), fact("decision", "23:00", filed="23:00"), now=NEVER)

    assert ("reached", ("reached Fri 20 Nov 2026 23:00",)) == (each.state, each.explain)


def test_a_doubtful_or_withdrawn_fact_reaches_nothing() -> None:
    """What is unconfirmed is no milestone yet."""
    own = milestone(until="90 days", reached="decision")

    assert ["within the usual time"] == [each.state for each in expected(own, fact("decision", "21:50", status="unconfirmed"))]


def test_a_step_of_the_plan_can_reach_it() -> None:
    """Where a step does it, ticking the step is enough: of a repeated one the first tick."""
    own = milestone(until="90 days", reached="done:call")
    steps = [step("call", anchor="known", within="1 hour", every=["1 hour until 3 hours"])]

    assert "cicp done call" == expected(own, steps=steps)[0].records
    assert [at("21:55")] == [each.reached_at for each in expected(own, tick("call-2", "21:58"), tick("call-1", "21:55"), steps=steps)]


def test_its_time_can_count_from_a_step() -> None:
    """A usual time after a step of the plan runs from when that was done."""
    own = milestone(anchor="done:call", until="2 hours")
    steps = [step("call", anchor="known", within="1 hour")]
    (waiting,), (running,) = expected(own, steps=steps), expected(own, tick("call", "21:55"), steps=steps)

    assert ("done:call", None) == (waiting.waiting_for, waiting.until)
    assert ("", at("23:55")) == (running.waiting_for, running.until)


def test_a_range_whose_anchor_has_not_happened_waits() -> None:
    """Nothing is counted from a fact that is not recorded; the milestone names it, and reaching it ends the waiting."""
    own = milestone(anchor="decision", since="30 days", reached="error-noticed")
    (waiting,) = expected(own)
    (reached,) = expected(own, fact("error-noticed", "21:55"))

    assert ("decision", None, ("counted from decision, which is not recorded yet",)) == (waiting.waiting_for, waiting.since, waiting.explain)
    assert ("", "reached") == (reached.waiting_for, reached.state)


def test_what_nobody_dated_counts_from_when_it_was_known() -> None:
    """As long as nobody knows when it occurred, the usual time counts from when the city knew, and says so."""
    (each,) = expected(milestone(until="24 hours"), occurred="")

    assert at("2026-11-21T21:45") == each.until
    assert "occurred is not recorded yet: counted from known until it is" == each.explain[-1]


def test_without_even_that_it_counts_from_the_declaration() -> None:
    """Where the declaration has lost the moment it was known, it still says when it was filed."""
    (each,) = found(case(words_of(book("other", milestone(until="24 hours"))), known=None), "22:00")

    assert at("2026-11-21T21:50") == each.until
    assert "occurred is not recorded yet: counted from the declaration until it is" == each.explain[-1]


def test_nothing_usual_needs_no_remark_on_its_anchor() -> None:
    """Where nothing is counted, it is not said from what it would be counted."""
    (each,) = expected(milestone(), occurred="")

    assert ("nothing is known of when it is usually reached",) == each.explain


AUTOPSY = milestone("autopsy", anchor="died", since="56 days", until="112 days", reached="identified")


def test_each_who_died_has_a_milestone_of_their_own() -> None:
    """With two dead there are two, each counted from its own death and reached by its own fact."""
    first, second = expected(
        AUTOPSY,
        fact("died", "21:45", about="deceased-1"),
        fact("died", "2026-11-24T10:00", filed="2026-11-24T10:00", about="deceased-2"),
        fact("identified", "2026-12-01T10:00", filed="2026-12-01T10:00", about="deceased-2"),
        now="2026-12-02T10:00",
    )

    assert ("Reach autopsy (deceased-1)", None, at("2027-01-15T23:59:59")) == (first.title, first.reached_at, first.since)
    assert ("deceased-2", at("2026-12-01T10:00"), at("2027-01-19T23:59:59")) == (second.about, second.reached_at, second.since)
    assert "cicp fact identified --at TIME --about deceased-1" == first.records


@pytest.mark.parametrize("about", ["", "deceased-1"])
def test_with_one_known_a_fact_of_nobody_in_particular_is_of_that_one(about: str) -> None:
    """One person who died is the one who is meant."""
    (each,) = expected(AUTOPSY, fact("died", "21:45", about="deceased-1"), fact("identified", "21:58", about=about))

    assert "reached" == each.state


def test_a_fact_about_another_matter_is_not_asked_for_by_person() -> None:
    """A death that ends with a decision on the whole incident names nobody in the command that records it, and is reached for all."""
    own = milestone(anchor="died", reached="decision")
    entries = [fact("died", "21:45", about=about) for about in ("deceased-1", "deceased-2")]

    assert ["cicp fact decision --at TIME"] * 2 == [each.records for each in expected(own, *entries)]
    assert ["reached"] * 2 == [each.state for each in expected(own, *entries, fact("decision", "21:55"))]


def test_what_nothing_records_has_no_command() -> None:
    """Without a fact that records it there is nothing to type."""
    assert "" == expected(milestone())[0].records


def test_words_without_a_plan_or_facts_still_count() -> None:
    """With plan.toml and facts.toml unreadable, what needs neither goes on."""
    words = replace(words_of(book("other", milestone(until="24 hours"))), plan=None, facts=None)

    assert [at("2026-11-21T21:40")] == [each.until for each in found(case(words, occurred=at("21:40")), "22:00")]


BOOKS = {
    each.kind: each
    for each in (
        book("other", milestone("base")),
        book("ois", milestone("scene"), milestone("file")),
        book("crash", milestone("rebuilt"), of=["ois", "gone"]),
        book("fire", milestone("origin"), milestone("scene", title="Ours")),
    )
}


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        ([], ["base"]),
        (["ois"], ["base", "scene", "file"]),
        (["crash"], ["base", "rebuilt", "scene", "file"]),
        (["crash", "ois", "gone"], ["base", "rebuilt", "scene", "file"]),
        (["fire", "ois"], ["base", "origin", "scene", "file"]),
    ],
)
def test_the_milestones_of_several_kinds_are_joined(kinds: list[str], names: list[str]) -> None:
    """A kind has its own and those of the kinds it names, each once; a kind without a playbook has none."""
    assert [names] * len(list(permutations(kinds))) == [[each.id for each in of_kinds(order, BOOKS)] for order in permutations(kinds)]


@given(st.lists(st.sampled_from([*BOOKS, "gone"])), st.sampled_from([*BOOKS]))
def test_a_further_kind_takes_no_milestone_away(kinds: list[str], more: str) -> None:
    """Adding a kind never removes a milestone."""
    assert {each.id for each in of_kinds(kinds, BOOKS)} <= {each.id for each in of_kinds([*kinds, more], BOOKS)}


def test_the_facts_of_these_tests_are_what_they_are_taken_for() -> None:
    """A death and an identity are of one person, a decision is of none: the tests above rest on it."""
    assert {"died": "deceased", "identified": "deceased", "decision": "", "error-noticed": ""} == {
        each.name: each.about for each in FACTS.fact if each.name in ("died", "identified", "decision", "error-noticed")
    }
