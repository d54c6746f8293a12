"""How often a thing is owed in an incident: once, for each person or request, and again for each step of a cadence."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cicp.model.entries import Tick
from cicp.model.incident import Incident
from cicp.model.outcomes import Outcome, told_of
from cicp.model.rules import Rules, Work


class Occurrence(NamedTuple):
    """One time that a thing is owed: one place in a cadence, and one person or request of those it is owed for."""

    id: str
    title: str
    work: Work
    place: int
    """Which of the rounds of its work it is, from 1."""
    about: str | None = None
    also: tuple[str, ...] = ()
    """Ids under which a tick counts too: the one it had before the one person or request was known that it is about, and those of duties it meets."""

    def tick(self, ticks: Mapping[str, Tick]) -> Tick | None:
        """Return its tick; of two, the one that happened earlier."""
        found = [ticks[name] for name in self.names if name in ticks]
        return min(found, key=lambda tick: tick.at, default=None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every id it has or had."""
        return (self.id, *self.also)

    def told(self, outcomes: Mapping[str, tuple[Outcome, ...]]) -> tuple[Outcome, ...]:
        """Return what became of its due besides being met."""
        return told_of(outcomes, self.names)


def occurrences(incident: Incident, rules: Rules) -> list[Occurrence]:
    """Return what is owed: each thing once, or once for each person or request its anchor knows, and again for each step of its cadence."""
    return [each for work in rules.works for each in _occurrences(work, incident, rules)]


def _occurrences(work: Work, incident: Incident, rules: Rules) -> Iterable[Occurrence]:
    personal = [] if work.once else [anchor for anchor in work.anchors if anchor in rules.abouts]
    known = sorted({about for anchor in personal for about in incident.register.abouts(anchor)})
    people: list[str | None] = [*known, *_left_over(work, known, incident)]
    for about in people or [None]:
        name, title = (f"{work.id}-{about}", f"{work.title} ({about})") if about else (work.id, work.title)
        for place in range(1, len(work.rounds) + 1):
            number, of = (f"-{place}", f" ({place} of {len(work.rounds)})") if work.repeated else ("", "")
            plain = (f"{work.id}{number}",) if about and len(known) == 1 else ()
            met = work.also if place == 1 else ()  # its law binds the first time of a cadence, and that alone
            also = (*plain, *((f"{duty}-{about}" if about else duty) for duty in met), *(met if plain else ()))
            yield Occurrence(f"{name}{number}", f"{title}{of}", work, place, about, also)


def _left_over(work: Work, known: list[str], incident: Incident) -> list[str]:
    """What was ticked before it was known of two people stays on the record, beside what is owed for each of the two."""
    plain = {f"{work.id}-{place}" if work.repeated else work.id for place in range(1, len(work.rounds) + 1)}
    ticked = not plain.isdisjoint({*incident.done, *incident.skipped})
    return [""] if ticked and len(known) > 1 and "" not in known else []
