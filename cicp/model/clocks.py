"""The clocks of an incident: from what moment each occurrence counts, and what it gave before a correction.

Each clock counts from its own anchor, never from one common zero. A clock whose anchor has not happened waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from cicp.model.asked import ASKING
from cicp.model.counting import after, count
from cicp.model.entries import DUE, ROOT_FACTS
from cicp.model.facts import Fact, Register, in_dispute
from cicp.model.filing import Filing
from cicp.model.incident import Apart, Incident, Moved, Recorded
from cicp.model.occurrences import Occurrence
from cicp.model.outcomes import PutOff, put_off, refusal
from cicp.model.rules import Bound, Rules, Work
from cicp.model.spans import in_zone, say_moment

_DONE: Final = "done:"
_RELEASED: Final = "released:"
_Start = tuple[datetime | None, str, tuple[str, ...]]  # a moment, the anchor it is of, and what is to be said about it


class Clock(NamedTuple):
    """A due and how it was counted; or what it waits for; or neither, where no time is set."""

    due: datetime | None = None
    anchor: str = ""
    waiting_for: tuple[str, ...] = ()
    explain: tuple[str, ...] = ()
    in_days: bool = False
    since: datetime | None = None
    """The moment it counts from, where that has happened."""
    not_before: datetime | None = None
    """The first moment at which it may be done, where a time has to pass."""


class Earlier(NamedTuple):
    """A due that held until a filing corrected what it counted from; `late` when it had passed undone by then."""

    due: datetime
    until: datetime
    filing: str
    late: bool


@dataclass(frozen=True)
class Clocks:
    """The clocks of one incident, over all that is owed in it."""

    incident: Incident
    rules: Rules
    owed: tuple[Occurrence, ...]

    @cached_property
    def _of_work(self) -> dict[str, list[Occurrence]]:
        found: dict[str, list[Occurrence]] = {}
        for each in self.owed:
            found.setdefault(each.work.id, []).append(each)
        return found

    @cached_property
    def _starts(self) -> dict[tuple[tuple[str, ...], str | None, Recorded], _Start]:
        return {}

    def all_of(self, step: str, about: str | None) -> list[Occurrence]:
        """Return the occurrences of a step; only those of the same person or request, where it has any."""
        found = self._of_work.get(step, [])
        return [each for each in found if about and each.about == about] or found

    def clock(self, occurrence: Occurrence) -> Clock:
        """Return the clock as it runs now."""
        return self._clock(occurrence, self.incident.recorded)

    def earlier(self, occurrence: Occurrence) -> tuple[Earlier, ...]:
        """Replay what this clock counted from and what was asked for, filing by filing, and keep every due that was later corrected.

        In a joined incident each log has its own past, and the joining is what corrected it.
        """
        done = occurrence.tick(self.incident.done)
        refused = refusal(self.incident.outcomes, occurrence.names) if self.incident.outcomes else None
        ended = [end.at for end in (done, refused, occurrence.tick(self.incident.skipped)) if end][:1]
        found = {}
        for states in self.incident.histories(self._counts_from(occurrence)):
            if len(states) == 1:  # nothing was ever filed that could have moved it: the case of most
                continue
            dues = [(filing, self._due(occurrence, recorded, asked=done is not None)) for filing, recorded in states]
            since = dues[0][0]  # by what the due first was what it is
            for (_, due), (filing, following) in pairwise(dues):
                if due and filing and due != following:
                    missed = filing.filed_at > due and all(at > due for at in ended) and not _asked_too_late(since, due)
                    found[due, filing.id] = Earlier(due, in_zone(filing.filed_at, self.rules.zone), filing.id, missed)
                since = filing if due != following else since
        return tuple(found.values())

    def _due(self, occurrence: Occurrence, recorded: Recorded, *, asked: bool) -> datetime | None:
        """Return the due as it stood at one moment: none, where it was not asked for then, unless it is `asked` whatever was said of the tier."""
        work = self._work(occurrence, recorded)
        return self._clock(occurrence, recorded).due if work and (asked or self.asks(work, recorded)) else None

    def asks(self, work: Work, recorded: Recorded) -> bool:
        """Say whether a thing is asked for, by tier and kinds."""
        return not work.withdrawn and work.tier <= recorded.asked.tier

    def _work(self, occurrence: Occurrence, recorded: Recorded) -> Work | None:
        """Return what an occurrence was of at one moment: kinds and steps may have been added since, or taken back."""
        frame = recorded.asked.frame
        return occurrence.work if frame == self.incident.asked.frame else self.rules.work_then(occurrence.work.id, frame)

    def _bounds(self, occurrence: Occurrence, recorded: Recorded) -> tuple[Bound, ...]:
        work = self._work(occurrence, recorded)
        return work.rounds[occurrence.place - 1] if work and occurrence.place <= len(work.rounds) else ()

    def _clock(self, occurrence: Occurrence, recorded: Recorded) -> Clock:
        """Return the earliest of what bounds this occurrence, put off as it was since."""
        clocks = [(self._back if bound.of else self._forward)(bound, occurrence, recorded) for bound in self._bounds(occurrence, recorded)]
        dues = [(clock.due, clock) for clock in clocks if clock.due]
        if dues:
            _, first = min(dues, key=lambda pair: pair[0])
            others = (sentence for clock in clocks if clock is not first and not clock.due for sentence in clock.explain)
            not_before = next((clock.not_before for clock in clocks if clock.not_before), None)
            return self._put_off(first._replace(explain=(*first.explain, *others), not_before=not_before), occurrence, recorded)
        return next((clock for clock in clocks if not clock.waiting_for), None) or _joined(clocks)

    def _put_off(self, clock: Clock, occurrence: Occurrence, recorded: Recorded) -> Clock:
        """Move a due as often as it was extended or deferred; where the plan gives no more, it stays.

        An extension counts from where the due stood. A deferral counts from its publication where that came first: dues are not put off ahead.
        """
        told = occurrence.told(recorded.outcomes) if recorded.outcomes else ()
        for each in put_off(told, occurrence.work.extend, occurrence.work.defer) if told else ():
            clock = self._moved_by(each, clock, occurrence)
        return clock

    def _moved_by(self, step: PutOff, clock: Clock, occurrence: Occurrence) -> Clock:
        if clock.due is None or step.by is None:
            return clock._replace(explain=(*clock.explain, f"{step.outcome.says()}: it is beyond what the plan gives, and the due stays"))
        ahead = step.outcome.kind == "deferred" and step.outcome.at < clock.due
        start, what = (step.outcome.at, "the deferral") if ahead else (clock.due, f"when {occurrence.id} was due")
        counted = count(step.by, start, what, self.rules.zone, self.rules.calendar)
        if counted.moment <= clock.due:
            says = f"{step.outcome.says()}: {step.by} after that is {say_moment(counted.moment)}, and the due stays"
            return clock._replace(explain=(*clock.explain, says))
        return clock._replace(
            due=counted.moment, explain=(counted.explain[0], step.outcome.says(), *counted.explain[1:], *clock.explain), in_days=step.by.in_days
        )

    def _forward(self, bound: Bound, occurrence: Occurrence, recorded: Recorded) -> Clock:
        start, anchor, notes = (bound.since, bound.anchors[0], ()) if bound.since else self._start(bound.anchors, occurrence.about, recorded)
        if start is None:
            return Clock(anchor=anchor, waiting_for=bound.anchors, explain=(f"waits until {' or '.join(map(happens, bound.anchors))}",))
        if bound.span is None:
            says = f"{_no_span(bound)}; it counts from {anchor}, {say_moment(in_zone(start, self.rules.zone))}"
            return Clock(anchor=anchor, explain=(says, *notes), since=start)
        counted = count(bound.span, start, anchor, self.rules.zone, self.rules.calendar, back=bound.back, manner=bound.manner)
        first, *rest = counted.explain
        if bound.wait:
            from_then = after(counted.moment, self.rules.zone) if bound.span.in_days else counted.moment
            return Clock(anchor=anchor, explain=(f"not before {say_moment(from_then)}: {first}", *notes, *rest), since=start, not_before=from_then)
        return Clock(counted.moment, anchor, (), (first, *notes, *rest), bound.span.in_days, start)

    def _back(self, bound: Bound, occurrence: Occurrence, recorded: Recorded) -> Clock:
        """Count back from the due of another step: the earliest of its occurrences, where it has a time of its own and is asked of this tier.

        What was publicly refused will not come, and nothing is counted back from it.
        """
        asked = [each for each in self.all_of(bound.of, occurrence.about) if (work := self._work(each, recorded)) and self.asks(work, recorded)]
        refused = {each.id: found for each in asked if recorded.outcomes and (found := refusal(recorded.outcomes, each.names))}
        targets = [
            self._put_off(self._forward(other, each, recorded), each, recorded)
            for each in asked
            if each.id not in refused
            for other in self._bounds(each, recorded)
            if not other.of
        ]
        dues = [target.due for target in targets if target.due]
        if bound.span is None:
            return Clock(anchor=bound.of, explain=(f"{_no_span(bound)}; it counts back from {bound.of}",))
        if not dues:
            waiting_for = next((target.waiting_for for target in targets if target.waiting_for), ())
            why = tuple(f"{name} was publicly refused: {each.reason}" for name, each in refused.items()) if not targets else ()
            return Clock(anchor=bound.of, waiting_for=waiting_for, explain=why or (f"counts back from {bound.of}, which has no due yet",))
        counted = count(bound.span, min(dues), f"when {bound.of} is due", self.rules.zone, self.rules.calendar, back=True)
        return Clock(counted.moment, bound.of, (), counted.explain, bound.span.in_days)

    def _start(self, anchors: tuple[str, ...], about: str | None, recorded: Recorded) -> _Start:
        """Return what a clock counts from, of several anchors the earliest. Many clocks count from the same: it is looked up once."""
        key = (anchors, about, recorded)
        if key not in self._starts:
            starts = [start for anchor in anchors for start in self._starts_of(anchor, about, recorded)]
            self._starts[key] = min(starts, key=lambda start: start[0], default=(None, anchors[0], ()))
        return self._starts[key]

    def _starts_of(self, anchor: str, about: str | None, recorded: Recorded) -> Iterable[tuple[datetime, str, tuple[str, ...]]]:
        if anchor.startswith(_DONE):
            ticks = [each.tick(recorded.done) for each in self.all_of(anchor.removeprefix(_DONE), about)]
            yield from ((tick.at, anchor, ()) for tick in ticks if tick)
            return
        fact = recorded.register.moment(anchor, self._whose(anchor, about))
        if fact:
            yield fact.at, anchor, _about_contested(fact, recorded.register)
            yield from self._of_wrong_order(fact, recorded.register)
        if anchor in ROOT_FACTS:
            for said in recorded.apart:  # a log that was joined and does not say it holds its own clock where it was
                if said.register.moment(anchor) is None:
                    at, stand_in = _stand_in(anchor, said)
                    where = "in each of the logs that were joined" if fact else "yet"
                    yield at, anchor, (f"{anchor} is not recorded {where}: counted from {stand_in} until it is (cicp fact {anchor} --at TIME)",)

    def _of_wrong_order(self, fact: Fact, register: Register) -> Iterable[tuple[datetime, str, tuple[str, ...]]]:
        """Of two moments that cannot both be right, the earlier counts until somebody says which is wrong: a clock is never too late by it."""
        for name in self.rules.follows.get(fact.name, ()):
            later = register.moment(name, self._whose(name, fact.about))
            if later and later.at < fact.at:
                one, other = (f"{each.name}, {say_moment(in_zone(each.at, self.rules.zone))}" for each in (later, fact))
                said = f"{one}, is recorded as before {other}"
                mend = f"(cicp fact {fact.name} --at TIME, or cicp fact {name} --at TIME)"
                yield later.at, fact.name, (f"{said}: one of the two is wrong, and the earlier counts until it is mended {mend}",)

    def ended(self, occurrence: Occurrence) -> tuple[datetime, str] | None:
        """Return when and by what a thing came to its end for good, where its playbook names such an end and it has happened."""
        if not occurrence.work.ends:
            return None
        starts = list(self._starts_of(occurrence.work.ends, occurrence.about, self.incident.recorded))
        return min(((at, anchor) for at, anchor, _ in starts), default=None)

    def _whose(self, anchor: str, about: str | None) -> str | None:
        """Return whose fact starts a clock: None where anybody's does."""
        return about if anchor in self.rules.abouts else None

    def _counts_from(self, occurrence: Occurrence) -> frozenset[Moved]:
        """Return what a filing has to move to move this clock."""
        targets = [each for bound in self._ever(occurrence) if bound.of for each in self.all_of(bound.of, occurrence.about)]
        found: set[Moved] = {(f"{DUE}{name}", None) for each in (occurrence, *targets) for name in each.names}
        for each in (occurrence, *targets):
            for anchor in (anchor for bound in self._ever(each) if not bound.since for anchor in bound.anchors):
                if anchor.startswith(_DONE):
                    firsts = self.all_of(anchor.removeprefix(_DONE), each.about)
                    found |= {(f"{_DONE}{name}", None) for first in firsts for name in first.names}
                else:
                    found |= {(name, self._whose(name, each.about)) for name in (anchor, *self.rules.follows.get(anchor, ()))}
        return frozenset(found | ({("known", None)} if ("occurred", None) in found else set()))

    def _ever(self, occurrence: Occurrence) -> list[Bound]:
        """Return everything that bounds an occurrence now or bounded it once."""
        works = [occurrence.work, *(self.rules.work_then(occurrence.work.id, frame) for frame in self.incident.former_frames)]
        return [bound for work in works if work for bounds in work.rounds[occurrence.place - 1 : occurrence.place] for bound in bounds]


def _asked_too_late(by: Filing | None, due: datetime) -> bool:
    """Say whether a change of tier, kinds or steps asked for a thing only when its time had passed: nobody had missed it before."""
    return by is not None and by.kind in ASKING and by.filed_at > due


def _stand_in(anchor: str, said: Apart) -> tuple[datetime, str]:
    known = said.register.moment("known") if anchor == "occurred" else None
    return (known.at, "known") if known else (said.declared_at, "the declaration")


def _joined(clocks: list[Clock]) -> Clock:
    """Join the clocks of an occurrence that all wait."""
    waiting_for = tuple(dict.fromkeys(name for clock in clocks for name in clock.waiting_for))
    return Clock(clocks[0].due, clocks[0].anchor, waiting_for, tuple(dict.fromkeys(sentence for clock in clocks for sentence in clock.explain)))


def _no_span(bound: Bound) -> str:
    return f"plan.toml does not set {bound.unset}: no due can be counted" if bound.unset else "no time is set"


def happens(anchor: str) -> str:
    """Say in words that an anchor has happened: `video-release is done`."""
    if anchor.startswith(_DONE):
        return f"{anchor.removeprefix(_DONE)} is done"
    if anchor.startswith(_RELEASED):
        return f"{anchor.removeprefix(_RELEASED)} is released"
    return f"{anchor} is recorded"


def _about_contested(fact: Fact, register: Register) -> tuple[str, ...]:
    if not in_dispute(register.holding(fact.name, fact.about)):
        return ()
    return (f"{fact.name} is contested: the earliest of what was recorded counts until somebody files which is right",)
