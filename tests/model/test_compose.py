"""Several kinds at once: the union of their playbooks, each step as tight as any of them asks, in whatever order the kinds are named."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cicp.model.playbook import Playbook, Task, compose
from cicp.model.rules import rules_for
from cicp.model.timeline import Item
from tests.incidents import CLAYTON, ZONE, Case, Table, at, case, fact, incident_of, playbook, step, tick, words_of

BASE = playbook(
    "other",
    step("call", anchor="known", within="10 minutes"),
    step("tell", anchor="known", within="2 hours", after=["call"], gates=["nok"], says=["what is known"], tier=2),
    step("note", anchor="occurred", within="6 hours", every=["6 hours until 24 hours"]),
)
SHOOTING = playbook(
    "shooting",
    step("assess", anchor="occurred", within="2 hours"),
    tighten=[{"step": "tell", "within": "1 hour", "after": ["assess"], "gates": ["officer-id"], "says": ["that an officer fired"]}],
)
CUSTODY = playbook(
    "custody",
    step("examiner", anchor="died", within="15 minutes"),
    tighten=[{"step": "tell", "within": "90 minutes", "gates": ["nok", "cause"]}, {"step": "note", "within": "4 hours"}],
    uses=["shooting.assess"],
)
BOOKS = {book.kind: book for book in (BASE, SHOOTING, CUSTODY)}


def composed(*kinds: str, books: dict[str, Playbook] = BOOKS) -> dict[str, Task]:
    """Compose the playbooks of these kinds, by step."""
    return {task.step.id: task for task in compose(books, kinds)}


@pytest.mark.parametrize(
    ("kinds", "steps"),
    [
        (["other"], ["call", "tell", "note"]),
        ([], ["call", "tell", "note"]),
        (["shooting"], ["call", "tell", "note", "assess"]),
        (["custody"], ["call", "tell", "note", "examiner", "assess"]),
        (["shooting", "custody"], ["call", "tell", "note", "examiner", "assess"]),
        (["custody", "shooting", "custody", "other"], ["call", "tell", "note", "examiner", "assess"]),
        (["no-such-kind"], ["call", "tell", "note"]),
    ],
)
def test_the_union_of_steps(kinds: list[str], steps: list[str]) -> None:
    """Every incident has the base playbook; each kind adds its steps and those it uses, each once."""
    assert steps == list(composed(*kinds))


def test_a_step_is_as_tight_as_any_kind_asks() -> None:
    """Spans, prerequisites, gates and what is to be said are joined, and nothing is said twice."""
    task = composed("shooting", "custody")["tell"]

    assert ("90 minutes", "1 hour") == task.withins
    assert ("call", "assess") == task.after
    assert ("nok", "cause", "officer-id") == task.gates
    assert ("what is known", "that an officer fired") == task.says
    assert task.tier == 2


def test_without_a_base_playbook_the_kinds_stand_alone() -> None:
    """Where base.toml cannot be read, the steps of the kind are still asked for."""
    assert list(composed("shooting", books={"shooting": SHOOTING})) == ["assess"]


def test_what_is_used_from_a_playbook_that_is_not_there_is_left_out() -> None:
    """Where the overlay that a step is used from cannot be read, the rest stands."""
    assert list(composed("custody", books={"other": BASE, "custody": CUSTODY})) == ["call", "tell", "note", "examiner"]


def test_tightening_a_step_that_no_kind_has_changes_nothing() -> None:
    """An overlay may name a step of a playbook that this incident does not run on."""
    stray = playbook("stray", tighten=[{"step": "nothing", "within": "1 minute"}])

    assert list(composed("stray", books={"other": BASE, "stray": stray})) == ["call", "tell", "note"]


@pytest.mark.parametrize(
    ("kinds", "due"),
    [(["other"], "23:45"), (["shooting"], "22:45"), (["custody"], "23:15"), (["shooting", "custody"], "22:45")],
)
def test_the_earliest_due_counts(kinds: list[str], due: str) -> None:
    """Of all spans that the kinds of an incident ask for, the earliest due counts."""
    assert at(due) == case(words_of(*BOOKS.values()), kinds=kinds).item("tell").due


def test_tightening_a_repeated_step_tightens_each_of_its_occurrences() -> None:
    """A first time that comes sooner brings every later one forward, and none is lost."""
    words = words_of(*BOOKS.values())
    dues = {kind: [item.due for item in case(words, fact("occurred", "21:00"), kinds=[kind]).items() if item.step == "note"] for kind in ("other", "custody")}

    assert [at("2026-11-21T03:00"), at("2026-11-21T09:00"), at("2026-11-21T15:00"), at("2026-11-21T21:00")] == dues["other"]
    assert [at("2026-11-21T01:00"), at("2026-11-21T07:00"), at("2026-11-21T13:00"), at("2026-11-21T19:00")] == dues["custody"]


def test_tightening_binds_a_step_that_counts_back() -> None:
    """A step that counts back from another keeps that due as well, and the earlier of the two counts."""
    back = playbook("other", step("show", anchor="known", within="48 hours"), step("warn", before="24 hours", of="show"))
    sooner = playbook("sooner", tighten=[{"step": "warn", "within": "1 hour"}])

    assert at("2026-11-21T21:45") == case(words_of(back, sooner), kinds=["other"]).item("warn").due
    assert at("22:45") == case(words_of(back, sooner), kinds=["sooner"]).item("warn").due


def test_an_id_that_a_broken_plan_writes_twice_binds_as_both_ask() -> None:
    """Where two playbooks write one id, each of the two clocks binds, and the lower tier is asked."""
    one = playbook("one", step("call", anchor="known", within="5 minutes", tier=2))
    other = playbook("other", step("call", anchor="occurred", within="10 minutes", tier=3))
    found = case(words_of(one, other), fact("occurred", "21:30"), kinds=["one"]).item("call")

    assert (at("21:40"), "occurred", "late") == (found.due, found.anchor, found.status)


@pytest.mark.parametrize("tier", ["2", 0, 4, True])
def test_a_tier_is_one_two_or_three(tier: object) -> None:
    """What is no tier is refused when the playbook is read."""
    with pytest.raises(ValidationError):
        playbook("other", step("call", tier=tier))


IDS = [f"step-{number}" for number in range(7)]
SPANS = ["0 minutes", "30 minutes", "2 hours", "24 hours", "2 days", "3 business days", "09:00 on business day 2"]
ANCHORS = ["known", "occurred", "decision", "died", "done:step-0", "done:step-3"]


def prerequisites(number: int) -> st.SearchStrategy[list[str]]:
    """Draw what comes before a step: only steps before it, so that nothing goes round in a circle."""
    return st.lists(st.sampled_from(IDS[:number]), max_size=2, unique=True) if number else st.just([])


def steps_of(numbers: list[int]) -> st.SearchStrategy[list[Table]]:
    """Draw the steps of a playbook."""
    return st.tuples(*map(one_step, numbers)).map(list)


@st.composite
def one_step(draw: st.DrawFn, number: int) -> Table:
    """Draw a step: with a span or without, repeated or not, or counting back from another."""
    keys: dict[str, Any] = {"after": draw(prerequisites(number)), "tier": draw(st.sampled_from([1, 2, 3]))}
    shape = draw(st.sampled_from(["span", "every", "none", "back"]))
    if shape == "back" and number:
        return step(IDS[number], **keys, before=draw(st.sampled_from(["1 hour", "1 day"])), of=draw(st.sampled_from(IDS[:number])))
    keys["anchor"] = draw(st.lists(st.sampled_from(ANCHORS), min_size=1, max_size=2, unique=True))
    if shape in ("span", "every"):
        keys["within"] = draw(st.sampled_from(SPANS))
    if shape == "every":
        keys["every"] = draw(st.sampled_from([["4 hours until 12 hours"], ["1 day until 3 days"], ["2 hours until 6 hours", "12 hours until 48 hours"]]))
    return step(IDS[number], **keys)


@st.composite
def tightenings(draw: st.DrawFn) -> list[Table]:
    """Draw what an overlay adds to steps of any playbook."""
    numbers = draw(st.lists(st.integers(0, 6), max_size=3, unique=True))
    return [
        {
            "step": IDS[number],
            "within": draw(st.sampled_from(["", *SPANS])),
            "after": draw(prerequisites(number)),
            "gates": draw(st.sampled_from([[], ["nok"]])),
        }
        for number in numbers
    ]


@st.composite
def plans(draw: st.DrawFn) -> list[Playbook]:
    """Draw a base playbook and three overlays. One id is one step in the whole plan."""
    base = playbook("other", *draw(steps_of([0, 1, 2, 3])))
    overlays = [
        playbook(kind, *draw(steps_of([number])), tighten=draw(tightenings()), uses=draw(st.sampled_from([[], [f"{other}.step-{by}"]])), tier=tier)
        for (kind, number, other, by, tier) in (("a", 4, "b", 5, 1), ("b", 5, "c", 6, 2), ("c", 6, "a", 4, 3))
    ]
    return [base, *overlays]


LOGS = st.lists(
    st.sampled_from(
        [
            fact("occurred", "21:30"),
            fact("decision", "2026-12-01T10:00", filed="2026-12-01T11:00"),
            fact("died", "21:55", about="deceased-1"),
            fact("died", "22:05", filed="22:10", about="deceased-2"),
            *(tick(name, "22:00") for name in ("step-0", "step-3", "step-3-1", "step-5")),
        ]
    ),
    max_size=4,
    unique_by=id,
)
KINDS = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3)


def by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Look items up by their id."""
    return {item.id: item for item in items}


@settings(max_examples=60, deadline=None)
@given(plans(), LOGS, st.permutations(["a", "b", "c"]))
def test_the_order_of_kinds_does_not_matter(books: list[Playbook], log: list[Table], kinds: list[str]) -> None:
    """The same items stand on the timeline, each the same, in whatever order the kinds were named."""
    words, incident = words_of(*books), incident_of(*log, kinds=["a", "b", "c"])
    first, second = (Case(incident, rules_for(tuple(each), words, CLAYTON, ZONE)) for each in (["a", "b", "c"], kinds))

    assert first.items() == second.items()


@settings(max_examples=60, deadline=None)
@given(plans(), LOGS, KINDS, st.sampled_from(["a", "b", "c"]))
def test_adding_a_kind_only_adds_and_tightens(books: list[Playbook], log: list[Table], kinds: list[str], added: str) -> None:
    """With one kind more no item is gone, none is due later, and no prerequisite or gate of a step is dropped."""
    words = words_of(*books)
    before, after = (by_id(case(words, *log, kinds=[*each, "other"], tier=3).items()) for each in (kinds, [*kinds, added]))
    tasks = [composed(*each, books=words.playbooks) for each in (kinds, [*kinds, added])]

    assert set(before) <= set(after)
    for name, item in before.items():
        assert set(item.after) <= set(after[name].after)
        if item.due:
            assert after[name].due is not None
            assert (after[name].due or item.due) <= item.due
        if item.effective_due and not item.finished:
            assert (after[name].effective_due or at("2100-01-01T00:00")) <= item.effective_due
    for name, task in tasks[0].items():
        assert set(task.gates) <= set(tasks[1][name].gates)
        assert set(task.says) <= set(tasks[1][name].says)
