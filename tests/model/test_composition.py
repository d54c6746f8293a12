"""The kinds of the library put together: every set of them, in every order, with one more added, whatever was recorded by then.

What is invented is invented here to be as awkward as the library allows: kinds that use each other's steps, tighten them, count back from them,
and record facts that gates rest on. `test_compose.py` has the rules one by one; this has what holds for all of them.
"""

from collections.abc import Iterable
from functools import cache
from itertools import chain, combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.files import toml
from cicp.model.facts import open_gates
from cicp.model.gates import Facts, Gates
from cicp.model.playbook import Playbook, Step, Task, Tighten, compose
from cicp.model.rules import rules_for
from cicp.model.timeline import Item
from cicp.model.words import Words
from tests.incidents import CLAYTON, ZONE, Case, Table, at, fact, incident_of, plan_with, playbook, skip, step, tick, words_of

LIBRARY = Path(__file__).resolve().parent.parent.parent / "cicp" / "library"
OVERLAYS = ("active-attack", "bias-incident", "in-custody-death", "ois")
BOOKS = {
    "other": toml.load(LIBRARY / "playbooks" / "base.toml", Playbook),
    **{kind: toml.load(LIBRARY / "playbooks" / f"{kind}.toml", Playbook) for kind in OVERLAYS},
}
FACTS = toml.load(LIBRARY / "facts.toml", Facts)
GATES = toml.load(LIBRARY / "gates.toml", Gates)
WORDS = Words(plan=plan_with({"officer-id": "48 hours", "video": "30 days"}), playbooks=BOOKS, facts=FACTS, gates=GATES)
ABOUTS = {entry.name: entry.about for entry in FACTS.fact if entry.about}
FAR = at("2100-01-01T00:00")

SETS = [tuple(kinds) for size in range(5) for kinds in combinations(OVERLAYS, size)]
ADDED = [(kinds, added) for kinds in SETS for added in OVERLAYS if added not in kinds]

LOGS: dict[str, list[Table]] = {
    "nothing recorded": [],
    "an hour later": [fact("occurred", "21:30"), fact("died", "21:40", about="deceased-1"), tick("tell-manager", "21:58"), tick("safety-alert", "21:52")],
    "two died, two complained": [
        fact("died", "21:40", about="deceased-1"),
        fact("died", "21:45", about="deceased-2"),
        fact("complaint", "20:30", about="complaint-1"),
        fact("complaint", "21:30", about="complaint-2"),
        tick("examiner-notice-deceased-1", "21:50"),
        tick("affected-calls", "21:55"),
        skip("first-calls", "21:57"),
    ],
    "weeks later": [
        fact("occurred", "21:30"),
        fact("media-first", "21:20"),
        fact("decision", "2026-12-10T10:00", filed="2026-12-10T11:00"),
        fact("report-delivered", "2026-12-12T10:00", filed="2026-12-12T11:00"),
        tick("holding-statement", "22:40"),
        tick("threat-assessment-1", "22:30", records="threat-assessed", about="officer-1"),
        fact("officer-told", "22:35", filed="22:36", about="officer-1", filed_by="chief"),
    ],
}
MOMENTS = {"nothing recorded": "22:00", "an hour later": "22:50", "two died, two complained": "23:30", "weeks later": "2026-12-14T09:00"}


@cache
def _items(kinds: tuple[str, ...], log: str) -> tuple[Item, ...]:
    """Return the timeline of an incident of the library's kinds, at the moment of one of the logs above. The log itself has them in order."""
    incident = incident_of(*LOGS[log], gates=GATES.gate, kinds=sorted({*kinds} - {"other"}) or ["other"], tier=3)
    return tuple(Case(incident, rules_for(kinds, WORDS, CLAYTON, ZONE)).items(MOMENTS[log]))


@cache
def _tasks(kinds: tuple[str, ...]) -> dict[str, Task]:
    return {task.step.id: task for task in compose(BOOKS, kinds)}


def _only_more(before: Iterable[Item], after: Iterable[Item]) -> None:
    """Assert that what is owed with one kind more holds everything that was owed, no later and after no less."""
    found = {item.id: item for item in after}
    for item in before:
        more = found[item.id]
        assert (item.due or FAR) >= (more.due or FAR)
        assert more.finished or (item.effective_due or FAR) >= (more.effective_due or FAR)
        assert set(item.after) <= set(more.after)
        assert set(item.blocked_by) <= set(more.blocked_by)
        assert item.finished == more.finished


@pytest.mark.parametrize("kinds", SETS, ids="+".join)
def test_the_order_of_the_librarys_kinds_does_not_matter(kinds: tuple[str, ...]) -> None:
    """However the kinds are named, and however often, the timeline is the same in each of its items and in their order."""
    orders = [*permutations(kinds), (*kinds, *kinds, "other")]

    assert [_items(kinds, "weeks later")] * len(orders) == [_items(order, "weeks later") for order in orders]


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(("kinds", "added"), ADDED, ids=lambda each: each if isinstance(each, str) else "+".join(each) or "other")
def test_a_kind_more_takes_nothing_away_and_makes_nothing_later(kinds: tuple[str, ...], added: str, log: str) -> None:
    """Every item stays, none is due later or wanted later, and none comes after less, whatever was recorded by then."""
    before, after = _items(kinds, log), _items((*kinds, added), log)

    assert {item.id for item in before} <= {item.id for item in after}
    _only_more(before, after)


@pytest.mark.parametrize(("kinds", "added"), ADDED, ids=lambda each: each if isinstance(each, str) else "+".join(each) or "other")
def test_a_kind_more_loosens_no_step(kinds: tuple[str, ...], added: str) -> None:
    """No span, gate, prerequisite or word that was to be said is dropped, and no step is asked of higher tiers alone."""
    for name, task in _tasks(kinds).items():
        more = _tasks((*kinds, added))[name]

        assert set(task.withins) <= set(more.withins)
        assert set(task.gates) <= set(more.gates)
        assert set(task.after) <= set(more.after)
        assert set(task.says) <= set(more.says)
        assert more.tier <= task.tier
        assert more.step == task.step


@pytest.mark.parametrize("kinds", SETS[1:], ids="+".join)
def test_what_each_kind_asks_of_a_step_binds_among_others(kinds: tuple[str, ...]) -> None:
    """Every tightening of every kind of an incident is part of the step it tightens, beside what the step itself asks."""
    tasks = _tasks(kinds)
    asked: list[tuple[str, Step | Tighten]] = [(entry.step, entry) for kind in kinds for entry in BOOKS[kind].tighten]
    asked += [(name, task.step) for name, task in tasks.items()]

    assert [(name, gate) for name, entry in asked for gate in entry.gates if gate not in tasks[name].gates] == []
    assert [(name, first) for name, entry in asked for first in entry.after if first not in tasks[name].after] == []
    assert [(name, word) for name, entry in asked for word in entry.says if word not in tasks[name].says] == []
    assert [name for name, entry in asked if isinstance(entry, Tighten) and entry.within and entry.within not in tasks[name].withins] == []


@pytest.mark.parametrize("log", LOGS)
def test_a_kind_opens_no_gate(log: str) -> None:
    """A gate opens on a fact: it stands open or shut alike for every set of kinds."""
    incidents = [incident_of(*LOGS[log], gates=GATES.gate, kinds=list(kinds) or ["other"], tier=3) for kinds in SETS]
    opened = [open_gates(incident.gates, incident.register, ABOUTS, whole=True) for incident in incidents]

    assert [opened[0]] * len(SETS) == opened


def test_a_gate_that_a_fact_did_open_is_open_for_every_kind() -> None:
    """The property above is not one of gates that never open: the officer's name opens once both its facts are recorded by the chief."""
    log = [fact(name, "22:35", filed="22:36", about="officer-1", filed_by="chief") for name in ("threat-assessed", "officer-told")]
    incidents = [incident_of(*log, gates=GATES.gate, kinds=list(kinds) or ["other"]) for kinds in SETS]

    assert {("officer-id", "officer-1")} == set.intersection(*(open_gates(each.gates, each.register, ABOUTS, whole=True) for each in incidents)) - {
        ("officer-id", "")
    }


def test_each_set_of_kinds_is_one_plan_of_action() -> None:
    """One id is one step: what two kinds share stands once, and no prerequisite of a step goes round in a circle or leads out of the plan."""
    every = {step.id for book in BOOKS.values() for step in book.step}
    for kinds in SETS:
        items = _items(kinds, "nothing recorded")
        ids = [item.id for item in items]

        assert len(ids) == len(set(ids))
        assert {name for item in items for name in item.after} <= set(ids)
        assert {name for task in _tasks(kinds).values() for name in task.after} <= every


@pytest.mark.parametrize(
    ("kinds", "steps"),
    [((), 40), (("ois",), 59), (("in-custody-death",), 58), (("bias-incident",), 48), (("active-attack",), 52), (OVERLAYS, 80)],
    ids=["other", "ois", "in-custody-death", "bias-incident", "active-attack", "all four"],
)
def test_how_many_steps_there_are(kinds: tuple[str, ...], steps: int) -> None:
    """A step that two kinds share is counted once."""
    assert steps == len(_tasks(kinds))


def test_a_step_that_a_kind_uses_is_the_step_itself() -> None:
    """What is taken from another overlay comes with its own span, prerequisites and tightenings, and without the rest of that overlay."""
    own, used = _tasks(("ois",)), _tasks(("in-custody-death",))
    shared = set(own) & set(used) - set(_tasks(()))

    assert {name.partition(".")[2] for name in BOOKS["in-custody-death"].uses} == shared
    assert [own[name].step for name in sorted(shared)] == [used[name].step for name in sorted(shared)]
    assert ("video-notice", "family-viewing") == used["video-release"].after
    assert {"officer-identification", "fact-walkthrough"}.isdisjoint(used)


def test_a_tightening_reaches_a_step_that_is_only_used() -> None:
    """A death in custody has the examiner told of the place of death, though the step is taken from another overlay."""
    said = [_tasks(kinds)["examiner-notice"].says for kinds in (("ois",), ("in-custody-death",), ("in-custody-death", "ois"))]

    assert () == said[0]
    assert len(said[1]) == 2
    assert said[1] == said[2]


@pytest.mark.parametrize(
    ("log", "due"),
    [
        pytest.param([], None, id="neither is known"),
        pytest.param([fact("media-first", "21:00")], "22:00", id="the media alone"),
        pytest.param([fact("complaint", "20:30", about="complaint-1")], "21:30", id="a complaint alone"),
        pytest.param([fact("complaint", "20:30", about="complaint-1"), fact("media-first", "21:00")], "21:30", id="the complaint first"),
        pytest.param([fact("complaint", "21:30", about="complaint-1"), fact("media-first", "21:00")], "22:00", id="the media first"),
        pytest.param([fact("complaint", "21:10", about="complaint-2"), fact("complaint", "20:40", about="complaint-1")], "21:40", id="two complaints"),
        pytest.param([fact("complaint", "20:40", about="complaint-1", status="unconfirmed"), fact("media-first", "21:00")], "22:00", id="an unconfirmed one"),
    ],
)
def test_what_people_see_as_bias_counts_from_the_earlier_of_two(log: list[Table], due: str | None) -> None:
    """One clock, from the complaint or the first report, whichever was earlier; it waits while neither is known."""
    incident = incident_of(*log, kinds=["bias-incident"])
    found = [item for item in Case(incident, rules_for(incident.kinds, WORDS, CLAYTON, ZONE)).items() if item.step == "affected-calls"]

    assert [(at(due) if due else None, "affected-calls")] == [(item.due, item.id) for item in found]
    assert ("" if due else "complaint or media-first") == found[0].waiting_for


def test_one_that_is_owed_once_is_ticked_once() -> None:
    """With two complaints the acknowledgement is one item, under its own name, and a step that is not owed once is owed for each."""
    books = [playbook("other", *(step(name, anchor="died", within="1 hour", once=once) for name, once in (("each", False), ("all", True))))]
    log = [fact("died", "21:40", about="deceased-1"), fact("died", "21:30", about="deceased-2"), tick("all", "22:10")]
    incident = incident_of(*log)
    items = Case(incident, rules_for(incident.kinds, words_of(*books), CLAYTON, ZONE)).items("22:20")

    assert {"each-deceased-1": "due-soon", "each-deceased-2": "due-soon", "all": "done"} == {item.id: item.status for item in items}
    assert at("22:30") == next(item.due for item in items if item.id == "all")


# Kinds that were invented: as many as the library has, using and tightening each other

KINDS = ("a", "b", "c", "d")
STEPS = [f"step-{number}" for number in range(9)]
SPANS = ["0 minutes", "15 minutes", "90 minutes", "4 hours", "20 days", "3 business days", "09:00 on business day 2"]
ANCHORS = ["known", "occurred", "died", "decision", "done:step-0"]
OWN = {"a": (3, 4), "b": (5,), "c": (6, 7), "d": (8,)}


def _before(number: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(STEPS[:number]), max_size=2, unique=True) if number else st.just([])


@st.composite
def invented_steps(draw: st.DrawFn, number: int) -> Table:
    """Draw a step: repeated, owed once or for each person, counting back, or with nothing but its place in the order."""
    keys: dict[str, Any] = {"after": draw(_before(number)), "tier": draw(st.sampled_from([1, 2])), "once": draw(st.booleans())}
    if number and draw(st.booleans()):
        return step(STEPS[number], **keys, before=draw(st.sampled_from(["1 hour", "2 business days"])), of=draw(st.sampled_from(STEPS[:number])))
    keys |= {"anchor": draw(st.lists(st.sampled_from(ANCHORS), min_size=1, max_size=3, unique=True)), "within": draw(st.sampled_from(["", *SPANS]))}
    if keys["within"] and draw(st.booleans()):
        keys["every"] = draw(st.sampled_from([["6 hours until 24 hours"], ["10 days until 30 days"]]))
    return step(STEPS[number], **keys)


@st.composite
def invented_kinds(draw: st.DrawFn, kind: str) -> Playbook:
    """Draw an overlay that uses steps of any other overlay and tightens steps of any playbook."""
    foreign = [f"{other}.{STEPS[number]}" for other, numbers in OWN.items() if other != kind for number in numbers]
    tighten = [
        {"step": STEPS[number], "within": draw(st.sampled_from(["", *SPANS])), "after": draw(_before(number)), "gates": draw(GATE_IDS), "says": draw(SAYINGS)}
        for number in draw(st.lists(st.integers(0, 8), max_size=4, unique=True))
    ]
    steps = [draw(invented_steps(number)) for number in OWN[kind]]
    return playbook(kind, *steps, tighten=tighten, uses=draw(st.lists(st.sampled_from(foreign), max_size=3, unique=True)), tier=draw(st.sampled_from([2, 3])))


GATE_IDS = st.lists(st.sampled_from(["nok", "cause", "all-safe"]), max_size=2, unique=True)
SAYINGS = st.lists(st.sampled_from(["who acted", "when", "where"]), max_size=2, unique=True)
PLANS = st.tuples(st.tuples(*map(invented_steps, range(3))).map(lambda steps: playbook("other", *steps)), *map(invented_kinds, KINDS))
ENTRIES = [
    fact("occurred", "21:30"),
    fact("died", "21:40", about="deceased-1"),
    fact("died", "21:50", about="deceased-2"),
    fact("decision", "21:55"),
    tick("step-0", "21:58"),
    tick("step-4", "21:59"),
    skip("step-7", "21:57"),
]
DRAWN_LOGS = st.lists(st.sampled_from(ENTRIES), max_size=4, unique_by=id)


def _timeline(books: Iterable[Playbook], kinds: Iterable[str], log: list[Table]) -> list[Item]:
    kinds = tuple(kinds)
    incident = incident_of(*log, kinds=sorted(kinds) or ["other"], tier=2)
    return Case(incident, rules_for(kinds, words_of(*books), CLAYTON, ZONE)).items()


@settings(max_examples=50, deadline=None)
@given(PLANS, DRAWN_LOGS, st.permutations(KINDS), st.integers(0, 4))
def test_the_order_of_invented_kinds_does_not_matter(books: tuple[Playbook, ...], log: list[Table], kinds: list[str], size: int) -> None:
    """Any set of kinds, in the order of the alphabet and in another: the same timeline, and the same from playbooks read in another order."""
    named = kinds[:size]

    assert _timeline(books, sorted(named), log) == _timeline(books, named, log) == _timeline(reversed(books), named, log)


@settings(max_examples=80, deadline=None)
@given(PLANS, DRAWN_LOGS, st.permutations(KINDS), st.integers(0, 3))
def test_an_invented_kind_more_only_adds_and_tightens(books: tuple[Playbook, ...], log: list[Table], kinds: list[str], size: int) -> None:
    """One kind more, whatever it uses and tightens: nothing is gone, later, or free of a prerequisite, a gate or a word."""
    fewer, more = kinds[:size], kinds[: size + 1]
    tasks = [{task.step.id: task for task in compose({book.kind: book for book in books}, each)} for each in (fewer, more)]

    _only_more(_timeline(books, fewer, log), _timeline(books, more, log))
    for name, task in tasks[0].items():
        assert set(chain(task.gates, task.after, task.says, task.withins)) <= set(
            chain(tasks[1][name].gates, tasks[1][name].after, tasks[1][name].says, tasks[1][name].withins)
        )
