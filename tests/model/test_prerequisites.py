"""What comes before what: in every graph the same as a plain walk gives, and in a long chain at no more than its links cost."""

from hypothesis import given
from hypothesis import strategies as st

from cicp.model.prerequisites import how_many_before, in_order, reached, wanted_for
from tests.effort import calls_of

NAMES = [f"step-{number}" for number in range(7)]
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3))
CHAIN = {f"step-{number}": [f"step-{number - 1}"] if number else [] for number in range(400)}


def test_reached() -> None:
    """Everything further along is reached, by whatever way; the name itself only by a circle."""
    edges = {"c": ["b", "a"], "b": ["a"], "x": ["y"], "y": ["x"]}

    assert ({"a", "b"}, {"x", "y"}, set()) == (reached("c", edges), reached("x", edges), reached("a", edges))


@given(GRAPHS)
def test_each_comes_after_all_that_comes_before_it(before: dict[str, list[str]]) -> None:
    """In the order no name stands before one that it needs; what has no place in it stands in a circle, or comes after one."""
    order, circling = in_order(before)
    names = {*before, *(first for firsts in before.values() for first in firsts)}

    assert names == {*order, *circling}
    assert not any(first in order[place:] for place, name in enumerate(order) for first in before.get(name, ()))
    assert circling == {name for name in names if any(each in reached(each, before) for each in {name, *reached(name, before)})}


@given(GRAPHS)
def test_as_many_come_before_each_as_a_walk_finds(before: dict[str, list[str]]) -> None:
    """The number is that of everything reached on the way back, in a circle too."""
    found = how_many_before(before)

    assert {name: len(reached(name, before)) for name in found} == found
    assert set(before) <= set(found)


@given(GRAPHS, st.lists(st.sampled_from(NAMES), unique=True))
def test_wanted_for_the_first_that_it_comes_before(before: dict[str, list[str]], wanting: list[str]) -> None:
    """Each name is wanted for the first of those wanting that it comes before, directly or not."""
    plain = {name: next((each for each in wanting if name in reached(each, before)), None) for name in NAMES}

    assert {name: each for name, each in plain.items() if each} == wanted_for(wanting, before)


def test_a_long_chain_costs_no_more_than_its_links() -> None:
    """Ten times the links cost about ten times the calls, not a hundred times: of the order, of the number before each, and of what each is wanted for."""
    short = dict(list(CHAIN.items())[:40])

    def calls(before: dict[str, list[str]]) -> int:
        _, made = calls_of(lambda: (in_order(before), how_many_before(before), wanted_for(reversed(before), before)))
        return made

    assert calls(CHAIN) < 15 * calls(short)
