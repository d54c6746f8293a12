"""The register of facts of an incident, and the gates that open on them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

from cicp.model.gates import Gate

Status = Literal["confirmed", "unconfirmed", "withdrawn"]


class Fact(NamedTuple):
    """A fact as one filing records it. `by_right` is false where a gate rests on it and the office may not confirm it: it counts as unconfirmed."""

    filing: str
    name: str
    about: str
    at: datetime
    text: str
    source: str
    status: Status
    filed_by: str
    filed_at: datetime
    by_right: bool = True
    log: str = ""
    """The log it stands in, where an incident is read from several: empty for the one that is shown."""

    @property
    def counts(self) -> bool:
        """Say whether it may start a clock or open a gate."""
        return self.status == "confirmed" and self.by_right


@dataclass(frozen=True)
class Register:
    """The facts that hold: those no other filing that counts has replaced or struck. Several of one name and `about` are contested."""

    facts: tuple[Fact, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, dict[str, list[Fact]]]:
        found: dict[str, dict[str, list[Fact]]] = {}
        for fact in self.facts:
            found.setdefault(fact.name, {}).setdefault(fact.about, []).append(fact)
        return found

    def holding(self, name: str, about: str) -> list[Fact]:
        """Return the filings of one fact that hold."""
        return list(self._by_name.get(name, {}).get(about, ()))

    def abouts(self, name: str) -> list[str]:
        """Return whom or what a fact that counts is known of, in order."""
        return sorted(about for about, held in self._by_name.get(name, {}).items() if any(fact.counts for fact in held))

    def moment(self, name: str, about: str | None = None) -> Fact | None:
        """Return the earliest filing of a fact that counts: a contested clock runs from the earliest. `about` None means anybody."""
        held = self._by_name.get(name, {})
        found = [fact for each in (held if about is None else (about,)) for fact in held.get(each, ()) if fact.counts]
        return min(found, key=lambda fact: (fact.at, fact.filing), default=None)

    def contested(self) -> list[tuple[str, str]]:
        """Return (name, about) of each fact that two filings record which did not know of each other."""
        return self._contested

    @cached_property
    def _contested(self) -> list[tuple[str, str]]:
        return sorted((name, about) for name, abouts in self._by_name.items() for about, held in abouts.items() if in_dispute(held))


def in_dispute(held: Collection[Fact]) -> bool:
    """Say whether the filings of one fact contest it. Told alike in logs that were joined, it is told once in each and not contested."""
    alike = len({(fact.at, fact.counts, fact.status) for fact in held}) == 1 and len({fact.log for fact in held}) == len(held)
    return len(held) > 1 and not alike


def facts_in_wrong_order(register: Register, follows: Mapping[str, Collection[str]]) -> list[tuple[Fact, Fact]]:
    """Return each pair of facts of which the second follows the first, and is recorded as before it."""
    pairs = ((first, each) for name, others in follows.items() for first in register.facts if first.name == name and first.counts for each in others)
    found = ((first, second) for first, name in pairs if (second := register.moment(name, first.about)) and second.at < first.at)
    return list(found)


def may_confirm(gates: Iterable[Gate], name: str, office: str) -> bool:
    """Say whether an office may confirm a fact: anybody may, unless a gate rests on it and names who."""
    confirmers = [gate.confirm for gate in gates if name in gate.opens and gate.confirm]
    return not confirmers or any(office in each for each in confirmers)


def open_gates(gates: Iterable[Gate], register: Register, abouts: Mapping[str, str], *, whole: bool, apart: Collection[Register] = ()) -> set[tuple[str, str]]:
    """Return (gate, about) of every gate that stands open. `abouts` says of each fact whom it is about: `deceased`, `officer`.

    A gate on a person opens for that person alone, and an empty `about` opens nothing as soon as the incident knows two. While a filing
    of the log is set aside or missing (`whole` is false) every gate counts as closed: the lost one may have been a withdrawal.
    `apart` is what each log of a joined incident says alone. Joining opens nothing: two offices that did not know of each other may mean
    two people by `deceased-1`. So one of the logs must open the gate alone, and none that knows of the person may keep it shut.
    """
    if not whole:
        return set()
    return {(gate.id, about) for gate in gates if gate.opens for about in _open_for(gate, register, abouts) if _open_apart(gate, about, apart, abouts)}


def _open_apart(gate: Gate, about: str, apart: Collection[Register], abouts: Mapping[str, str]) -> bool:
    said = [about in _open_for(gate, each, abouts) for each in apart]
    shut = any(not opened and _knows(gate, about, each, abouts) for opened, each in zip(said, apart, strict=True))
    return not apart or (any(said) and not shut)


def _knows(gate: Gate, about: str, register: Register, abouts: Mapping[str, str]) -> bool:
    """Say whether a log has anything to say on a gate for this person; for nobody in particular, on anybody."""
    people = _people(gate, register, abouts)
    return about in people if about else bool(people) or any(register.holding(name, "") for name in gate.opens)


def _open_for(gate: Gate, register: Register, abouts: Mapping[str, str]) -> list[str]:
    """With one person known at most, what is filed of that person and what is filed of nobody in particular are of the same.

    With several known, a doubt that is filed of nobody in particular may be about any of them: it keeps the gate shut for all.
    """
    people = _people(gate, register, abouts)
    if len(people) > 1 and any(_is_doubted(register.holding(name, "")) for name in gate.opens):
        return []
    alike = [("", *people)] if len(people) <= 1 else [(about,) for about in people]
    return [about for each in alike for about in each if all(_rests_on(gate, [register.holding(name, about) for about in each]) for name in gate.opens)]


def _is_doubted(held: list[Fact]) -> bool:
    return in_dispute(held) or any(fact.status == "withdrawn" for fact in held)


def _people(gate: Gate, register: Register, abouts: Mapping[str, str]) -> list[str]:
    """Everybody of the kind that the gate is on whom any fact names: one who died counts before the family is told."""
    kinds = {abouts[name] for name in gate.opens if name in abouts}
    names = {*gate.opens, *(name for name, kind in abouts.items() if kind in kinds)}
    return sorted({fact.about for fact in register.facts if fact.about and fact.name in names})


def _rests_on(gate: Gate, told: list[list[Fact]]) -> bool:
    """Confirmed by an office that this gate names, nowhere contested and nowhere withdrawn."""
    held = [fact for each in told for fact in each]
    confirmed = any(fact.counts and (not gate.confirm or fact.filed_by in gate.confirm) for fact in held)
    return confirmed and not any(map(_is_doubted, told))
