"""What comes before what, read for all items at once: a long chain of prerequisites costs no more than its links.

A broken playbook may go round in a circle: what stands in one comes before itself, and is no worse off for it.
"""

from collections.abc import Iterable, Mapping

Before = Mapping[str, Iterable[str]]
"""The name of each item to those that come directly before it."""


def reached(name: str, edges: Before) -> set[str]:
    """Return everything that can be reached from `name`: itself too where that goes round in a circle."""
    found: set[str] = set()
    ways = [name]
    while ways:
        fresh = set(edges.get(ways.pop(), ())) - found
        found |= fresh
        ways += fresh
    return found


def in_order(before: Before) -> tuple[list[str], set[str]]:
    """Put names in an order in which each comes after all that comes before it; and return those that have none, for a circle is in their way."""
    left = {name: set(firsts) for name, firsts in before.items()}
    for name in {first for firsts in left.values() for first in firsts}:
        left.setdefault(name, set())
    following: dict[str, list[str]] = {}
    for name, firsts in left.items():
        for first in firsts:
            following.setdefault(first, []).append(name)
    waits = {name: len(firsts) for name, firsts in left.items()}
    order = [name for name, number in waits.items() if not number]
    for name in order:  # grows while it is walked over
        for after in following.get(name, ()):
            waits[after] -= 1
            if not waits[after]:
                order.append(after)
    return order, left.keys() - set(order)


def how_many_before(before: Before) -> dict[str, int]:
    """Return how many come before each, directly or not. What needs another has more of them than that one."""
    order, circling = in_order(before)
    bit = {name: 1 << place for place, name in enumerate(order)}
    every: dict[str, int] = {}
    for name in order:
        every[name] = 0
        for first in before.get(name, ()):
            every[name] |= every[first] | bit[first]
    return {name: sets.bit_count() for name, sets in every.items()} | {name: len(reached(name, before)) for name in circling}


def wanted_for(wanting: Iterable[str], before: Before) -> dict[str, str]:
    """Return for each name the first of those `wanting`, in their order, that it comes before, directly or not."""
    found: dict[str, str] = {}
    for name in wanting:
        ways = [name]
        while ways:
            fresh = [first for first in before.get(ways.pop(), ()) if first not in found]
            found |= dict.fromkeys(fresh, name)  # what comes before one that was found already was found with it
            ways += fresh
    return found
