"""The register of facts of an incident, and the gates that open on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cicp.model.gates import Gate

Status = Literal["confirmed", "unconfirmed", "withdrawn"]


@dataclass(frozen=True)
class Fact:
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

    @property
    def counts(self) -> bool:
        """Say whether it may start a clock or open a gate."""
        return self.status == "confirmed" and self.by_right


@dataclass(frozen=True)
class Register:
    """The facts that hold: those no other filing that counts has replaced or struck. Several of one name and `about` are contested."""

    facts: tuple[Fact, ...] = ()

    def holding(self, name: str, about: str) -> list[Fact]:
        """Return the filings of one fact that hold."""
        return [fact for fact in self.facts if fact.name == name and fact.about == about]

    def abouts(self, name: str) -> list[str]:
        """Return whom or what a fact that counts is known of, in order."""
        return sorted({fact.about for fact in self.facts if fact.name == name and fact.counts})

    def moment(self, name: str, about: str | None = None) -> Fact | None:
        """Return the earliest filing of a fact that counts: a contested clock runs from the earliest. `about` None means anybody."""
        found = [fact for fact in self.facts if fact.name == name and fact.counts and about in (None, fact.about)]
        return min(found, key=lambda fact: (fact.at, fact.filing), default=None)

    def contested(self) -> list[tuple[str, str]]:
        """Return (name, about) of each fact that two filings record which did not know of each other."""
        keys = [(fact.name, fact.about) for fact in self.facts]
        return sorted({key for key in keys if keys.count(key) > 1})

    def established(self, name: str, about: str) -> bool:
        """Say whether a gate may rest on a fact: recorded once, confirmed, by an office that may."""
        held = self.holding(name, about)
        return len(held) == 1 and held[0].counts


def may_confirm(gates: Iterable[Gate], name: str, office: str) -> bool:
    """Say whether an office may confirm a fact: anybody may, unless a gate rests on it and names who."""
    confirmers = [gate.confirm for gate in gates if name in gate.opens and gate.confirm]
    return not confirmers or any(office in each for each in confirmers)


def open_gates(gates: Iterable[Gate], register: Register, *, whole: bool) -> set[tuple[str, str]]:
    """Return (gate, about) of every gate that stands open.

    A gate on a person opens for that person alone, and an empty `about` opens nothing as soon as the incident knows two. While a filing
    of the log is set aside or missing (`whole` is false) every gate counts as closed: the lost one may have been a withdrawal.
    """
    if not whole:
        return set()
    return {(gate.id, about) for gate in gates if gate.opens for about in _open_for(gate, register)}


def _open_for(gate: Gate, register: Register) -> list[str]:
    known = sorted({fact.about for fact in register.facts if fact.name in gate.opens and fact.status != "withdrawn"})
    people = [about for about in known if about]
    candidates = [about for about in known if about or len(people) <= 1]
    return [about for about in candidates if all(_stands(register, name, about, alone=len(people) <= 1) for name in gate.opens)]


def _stands(register: Register, name: str, about: str, *, alone: bool) -> bool:
    """With one person known, a fact filed without `about` is about that person."""
    abouts = {about, ""} if alone else {about}
    held = [fact for each in abouts for fact in register.holding(name, each)]
    return bool(held) and all(fact.counts for fact in held) and all(len(register.holding(name, each)) <= 1 for each in abouts)
