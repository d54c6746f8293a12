"""Ids that stand twice and steps that wait for each other, found in a few lines of plan."""

import pytest

from cicp.model import fitting
from tests.small_plan import Table, brief, facts, gates, law, plan, playbook, section, step, words

DUPLICATES = [
    (
        {"plan": plan(signing={"signatories": ["chief", "pio", "chief"], "threshold": 2})},
        "plan.toml",
        ("signing", "signatories", 2),
        'the signatory "chief" stands twice: first in plan.toml.',
    ),
    (
        {"sections": {(1, "calls"): section(), (2, "calls"): section()}},
        "text/02-calls.toml",
        ("title",),
        'the section "calls" stands twice: first in text/01-calls.toml.',
    ),
    (
        {"sections": {(1, "calls"): section(), (1, "words"): section()}},
        "text/01-words.toml",
        ("title",),
        'the section number "01" stands twice: first in text/01-calls.toml.',
    ),
    (
        {"sections": {(1, "calls"): section({"id": "free", "text": "Again."})}},
        "text/01-calls.toml",
        ("clause", 1, "id"),
        'the clause "free" stands twice: first in text/01-calls.toml.',
    ),
    (
        {"base": [step("call"), step("call")]},
        "playbooks/base.toml",
        ("step", 1, "id"),
        'the step or duty "call" stands twice: first in playbooks/base.toml.',
    ),
    (
        {"overlays": {"ois": playbook("ois", [step("call")])}},
        "playbooks/ois.toml",
        ("step", 0, "id"),
        'the step or duty "call" stands twice: first in playbooks/base.toml.',
    ),
    ({"law": law({"id": "call"})}, "law.toml", ("duty", 0, "id"), 'the step or duty "call" stands twice: first in playbooks/base.toml.'),
    ({"facts": facts("known", "died", "known")}, "facts.toml", ("fact", 2, "name"), 'the fact "known" stands twice: first in facts.toml.'),
    ({"gates": gates({}, {"id": "nok"})}, "gates.toml", ("gate", 1, "id"), 'the gate "nok" stands twice: first in gates.toml.'),
    (
        {"plan": plan(office=[{"id": each, "title": each} for each in ("pio", "chief", "monitor", "pio")])},
        "plan.toml",
        ("office", 3, "id"),
        'the office "pio" stands twice: first in plan.toml.',
    ),
    (
        {"holding": {"field": [{"id": "where", "ask": "?"}, {"id": "where", "ask": "??"}]}},
        "statements/holding.toml",
        ("field", 1, "id"),
        'the blank "where" stands twice: first in statements/holding.toml.',
    ),
]


@pytest.mark.parametrize(("parts", "path", "location", "says"), DUPLICATES, ids=[each[3][:40] for each in DUPLICATES])
def test_what_stands_twice_is_found_at_its_second_place(parts: Table, path: str, location: tuple[int | str, ...], says: str) -> None:
    """Sections, clauses, steps, duties, offices, facts, gates and blanks each stand once; the second is named, and where the first is."""
    assert [("error", path, location, says)] == brief(fitting.duplicates(words(**parts)))


def test_steps_that_wait_for_each_other_are_found_once() -> None:
    """A ring of steps is one finding, told in the order of waiting, with the place of an `after` to take out of; steps that wait for a ring are none of it."""
    found = list(fitting.cycles(words(base=[step("a", after=["c"]), step("b", after=["a"]), step("c", after=["b"]), step("d", after=["a"])])))

    assert 1 == len(found)
    assert ("error", "playbooks/base.toml", 'take one of them out of an "after"') == (found[0].level, found[0].path, found[0].fix)
    ring = found[0].says.removeprefix("these steps wait for each other: ").removesuffix(".").split(" after ")
    waits_for = {"a": "c", "b": "a", "c": "b"}
    assert ({"a", "b", "c"}, ring[0]) == (set(ring), ring[-1])
    assert [waits_for[each] for each in ring[:-1]] == ring[1:]
    assert ("step", list(waits_for).index(ring[0]), "after") == found[0].location


def test_each_ring_is_found() -> None:
    """Two rings are two findings, and a step that waits for itself is one."""
    found = fitting.cycles(words(base=[step("a", after=["b"]), step("b", after=["a"]), step("c", after=["c"])]))

    assert [{"a", "b"}, {"c"}] == [set(each.says.removeprefix("these steps wait for each other: ").removesuffix(".").split(" after ")) for each in found]


def test_a_ring_that_only_tightening_closes_is_found() -> None:
    """What overlays add to a step counts, also for a step that no playbook has."""
    first = playbook("ois", [], tighten=[{"step": "call", "after": ["ghost"]}, {"step": "ghost", "after": ["call"]}])
    (found,) = fitting.cycles(words(overlays={"ois": first}))

    assert ("playbooks/base.toml", ()) == (found.path, found.location)
    assert found.says in {"these steps wait for each other: call after ghost after call.", "these steps wait for each other: ghost after call after ghost."}


def test_counting_back_from_a_step_that_counts_back_is_found() -> None:
    """A step counts back from one with a time of its own, or nobody knows when it is due."""
    found = fitting.cycles(words(base=[step("a", before="1 day", of="b"), step("b", before="1 day", of="c"), step("c")]))

    assert [("error", "playbooks/base.toml", ("step", 0, "of"), "a counts back from b, which counts back itself.")] == brief(found)


def test_a_long_chain_of_steps_is_no_ring() -> None:
    """Two thousand steps, each after the one before, are looked through at once and without a finding."""
    chain = [step("s0"), *(step(f"s{number}", after=[f"s{number - 1}"]) for number in range(1, 2000))]

    assert [] == list(fitting.cycles(words(base=chain)))
