"""The timeline of an incident: every step and duty with its clock, its state, and how both were arrived at.

Each clock counts from its own anchor, never from one common zero. A clock whose anchor has not happened waits. Where an anchor was
corrected, the due it gave before stays on the record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final, Literal

from cicp.model.facts import Fact, Register
from cicp.model.incident import Incident, Tick
from cicp.model.rules import Rules, Work, repeats
from cicp.model.spans import Span, count, say_moment

Status = Literal["waiting", "open", "due-soon", "late", "done", "done-late", "skipped", "not-applicable"]
FINISHED: Final = frozenset({"done", "done-late", "skipped", "not-applicable"})
_SOON = timedelta(hours=1)
_ONCE: Final[list[str | None]] = [None]


@dataclass(frozen=True)
class Earlier:
    """A due that held until a filing corrected what it counted from; `late` when it had passed undone by then."""

    due: datetime
    until: datetime
    filing: str
    late: bool


@dataclass(frozen=True)
class Item:
    """One line of the timeline. Times carry the city's offset; `late_by_minutes` is counted up to now or to when it was done."""

    id: str
    title: str
    type: Literal["step", "duty", "promise"]
    role: str
    clause: str
    cite: str
    anchor: str
    due: datetime | None
    effective_due: datetime | None
    status: Status
    waiting_for: str
    blocked_by: tuple[str, ...]
    done_at: datetime | None
    late_by_minutes: int | None
    earlier: tuple[Earlier, ...]
    explain: tuple[str, ...]
    in_days: bool
    words: str
    why_skipped: str

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    @property
    def can_be_done(self) -> bool:
        """Say whether nothing stands before it: its clock runs and what comes first is finished."""
        return not self.finished and self.status != "waiting" and not self.blocked_by


@dataclass(frozen=True)
class _Clock:
    due: datetime | None = None
    anchor: str = ""
    waiting_for: str = ""
    explain: tuple[str, ...] = ()
    in_days: bool = False


@dataclass(frozen=True)
class _Occurrence:
    id: str
    title: str
    work: Work
    spans: tuple[Span, ...]
    about: str | None = None


def timeline(incident: Incident, rules: Rules, now: datetime) -> list[Item]:
    """Return every item in the order its clocks run out, and of the playbook where that is the same; those without a due come last."""
    return sorted(_items(incident, rules, now), key=lambda item: (item.due is None, item.due or now))


def to_do(items: Iterable[Item]) -> list[Item]:
    """Put items in the order to do them: unfinished first, by effective due, what comes first before what needs it."""
    items = list(items)
    ranks = _ranks(items)
    places = {item.id: place for place, item in enumerate(items)}
    far = max((item.effective_due for item in items if item.effective_due), default=None)

    def key(item: Item) -> tuple[object, ...]:
        return (
            item.finished,
            item.status == "waiting" and item.effective_due is None,
            item.effective_due is None,
            item.effective_due or far,
            ranks[item.id],
            places[item.id],
        )

    return sorted(items, key=key)


def _ranks(items: list[Item]) -> dict[str, int]:
    """How many items stand before each, transitively: blocked_by names only what is not finished."""
    before = {item.id: item.blocked_by for item in items}
    ranks: dict[str, int] = {}

    def rank(item: str, path: frozenset[str]) -> int:
        if item in path:
            return 0
        if item not in ranks:
            ranks[item] = max((rank(each, path | {item}) + 1 for each in before.get(item, ())), default=0)
        return ranks[item]

    return {item.id: rank(item.id, frozenset()) for item in items}


def next_items(items: Iterable[Item], most: int = 7) -> list[Item]:
    """Return what can be done now, most pressing first: at most seven, for a tired reader."""
    return [item for item in to_do(items) if item.can_be_done][:most]


def _items(incident: Incident, rules: Rules, now: datetime) -> list[Item]:
    occurrences = [each for work in rules.works for each in _occurrences(work, incident.register, rules)]
    clocks = {each.id: _clock(each, incident.register, incident.done, incident, rules) for each in occurrences}
    clocks |= {each.id: _counted_back(each, clocks, occurrences, rules) for each in occurrences if each.work.before}
    items = [_item(each, clocks[each.id], incident, rules, now) for each in occurrences]
    return _with_prerequisites(items, occurrences, rules, now)


def _occurrences(work: Work, register: Register, rules: Rules) -> list[_Occurrence]:
    """A work is owed once, or once for each person or request its anchor knows, and again for each step of its cadence."""
    about_kind = next((rules.abouts[anchor] for anchor in work.anchors if anchor in rules.abouts), "")
    known = sorted({about for anchor in work.anchors for about in register.abouts(anchor)}) if about_kind else []
    found: list[_Occurrence] = []
    for about in known or _ONCE:
        name = f"{work.id}-{about}" if about else work.id
        title = f"{work.title} ({about})" if about else work.title
        if not work.every or not work.spans:
            found.append(_Occurrence(name, title, work, work.spans, about))
            continue
        rounds = repeats(work.spans[0], work.every)
        found.extend(_Occurrence(f"{name}-{place}", f"{title} ({place} of {len(rounds)})", work, (span,), about) for place, span in enumerate(rounds, start=1))
    return found


def _clock(occurrence: _Occurrence, register: Register, done: Mapping[str, Tick], incident: Incident, rules: Rules) -> _Clock:
    work = occurrence.work
    start, anchor, note = _start(work.anchors, occurrence.about, register, done, incident)
    if start is None:
        return _Clock(anchor=work.anchors[0], waiting_for=" or ".join(work.anchors), explain=(f"waits until {' or '.join(work.anchors)} is recorded",))
    if not occurrence.spans:
        return _Clock(
            anchor=anchor,
            explain=((f"no time is set; it counts from {anchor}, {say_moment(start.astimezone(rules.zone))}",) if work.anchors != ("occurred",) else ()),
        )
    counted = min((count(span, start, rules.zone, rules.calendar) for span in occurrence.spans), key=lambda due: due.moment)
    first, *rest = counted.explain
    return _Clock(counted.moment, anchor, "", (f"{first} ({anchor})", *note, *rest), any(span.in_days for span in occurrence.spans))


def _start(
    anchors: tuple[str, ...], about: str | None, register: Register, done: Mapping[str, Tick], incident: Incident
) -> tuple[datetime | None, str, tuple[str, ...]]:
    """Return the moment a clock counts from, the name of its anchor, and what is to be said about it."""
    starts: list[tuple[datetime, str, tuple[str, ...]]] = []
    for anchor in anchors:
        if anchor.startswith("done:"):
            tick = done.get(anchor.removeprefix("done:"))
            if tick:
                starts.append((tick.at, anchor, ()))
        elif fact := register.moment(anchor, about):
            starts.append((fact.at, anchor, _about_contested(fact, register)))
        elif anchor in ("occurred", "known"):
            at, stand_in = _stand_in(anchor, register, incident)
            starts.append((at, anchor, (f"{anchor} is not recorded yet: counted from {stand_in} until it is (cicp fact {anchor} --at TIME)",)))
    return min(starts, key=lambda start: start[0], default=(None, anchors[0], ()))


def _stand_in(anchor: str, register: Register, incident: Incident) -> tuple[datetime, str]:
    known = register.moment("known") if anchor == "occurred" else None
    return (known.at, "known") if known else (incident.declared_at, "the declaration")


def _about_contested(fact: Fact, register: Register) -> tuple[str, ...]:
    if len(register.holding(fact.name, fact.about)) == 1:
        return ()
    return (f"{fact.name} is contested: the earliest of what was recorded counts until somebody files which is right",)


def _counted_back(occurrence: _Occurrence, clocks: Mapping[str, _Clock], occurrences: list[_Occurrence], rules: Rules) -> _Clock:
    """A clock that counts back from the due of another step."""
    work = occurrence.work
    targets = [clocks[each.id] for each in occurrences if each.work.id == work.of]
    dues = [clock.due for clock in targets if clock.due]
    if not dues or work.before is None:
        return _Clock(
            anchor=work.of,
            waiting_for=next((clock.waiting_for for clock in targets if clock.waiting_for), ""),
            explain=(f"counts back from {work.of}, which has no due yet",),
        )
    counted = count(work.before, min(dues), rules.zone, rules.calendar, back=True)
    first, *rest = counted.explain
    return _Clock(counted.moment, work.of, "", (f"{first} (when {work.of} is due)", *rest), work.before.in_days)


def _item(occurrence: _Occurrence, clock: _Clock, incident: Incident, rules: Rules, now: datetime) -> Item:
    work, done, skipped = occurrence.work, incident.done.get(occurrence.id), incident.skipped.get(occurrence.id)
    clause = rules.words.clauses.get(work.clause)
    item = Item(
        id=occurrence.id,
        title=occurrence.title,
        type=work.type,
        role=work.role,
        clause=work.clause,
        cite=rules.words.cite(work.clause),
        anchor=clock.anchor,
        due=clock.due,
        effective_due=clock.due,
        status="open",
        waiting_for=clock.waiting_for,
        blocked_by=(),
        done_at=done.at.astimezone(rules.zone) if done else None,
        late_by_minutes=None,
        earlier=(),
        explain=(*clock.explain, *((work.note,) if work.note and clock.due else ())),
        in_days=clock.in_days,
        words=clause.text if clause else "",
        why_skipped=skipped.text if skipped and not done else "",
    )
    if work.tier > incident.tier and not done:
        return replace(
            item,
            status="not-applicable",
            due=None,
            effective_due=None,
            waiting_for="",
            explain=(f"asked of tier {work.tier} and above; this incident is tier {incident.tier}",),
        )
    ended = done or skipped
    item = replace(item, late_by_minutes=_late_by(clock.due, ended.at if ended else now), earlier=_earlier(occurrence, clock, incident, rules))
    return replace(item, status=_own_status(item, skipped=bool(skipped) and not done))


def _late_by(due: datetime | None, at: datetime) -> int | None:
    return ceil((at - due).total_seconds() / 60) if due and at > due else None


def _own_status(item: Item, *, skipped: bool) -> Status:
    if item.done_at:
        return "done-late" if item.late_by_minutes else "done"
    if skipped:
        return "skipped"
    if item.waiting_for:
        return "waiting"
    return "late" if item.late_by_minutes else "open"


def _earlier(occurrence: _Occurrence, clock: _Clock, incident: Incident, rules: Rules) -> tuple[Earlier, ...]:
    """Replay what this clock counted from and keep every due that was later corrected."""
    anchors = {*occurrence.work.anchors, "known"} if "occurred" in occurrence.work.anchors else set(occurrence.work.anchors)
    found: list[Earlier] = []
    if occurrence.work.before or not occurrence.spans:
        return ()
    for anchor in sorted(anchors):
        states = incident.history(anchor)
        if len(states) == 1:
            continue
        dues = [
            (filing, _clock(occurrence, _only(incident.register, anchor, register), {**incident.done, **done}, incident, rules).due)
            for filing, register, done in states
        ]
        for (_, due), (filing, following) in zip(dues, dues[1:], strict=False):
            if due is not None and due != following and filing is not None:
                tick = incident.done.get(occurrence.id)
                undone = tick is None or tick.at > due
                found.append(Earlier(due, filing.filed_at.astimezone(rules.zone), filing.id, undone and filing.filed_at > due))
    return tuple(sorted((each for each in found if each.due != clock.due), key=lambda each: (each.until, each.filing)))


def _only(now: Register, anchor: str, then: Register) -> Register:
    """The register of now, but with one anchor as it stood then."""
    return Register((*(fact for fact in now.facts if fact.name != anchor), *(fact for fact in then.facts if fact.name == anchor)))


def _with_prerequisites(items: list[Item], occurrences: list[_Occurrence], rules: Rules, now: datetime) -> list[Item]:
    """Add what blocks each item, the due that reaches back to it from what comes after, and the status that follows."""
    by_id = {item.id: item for item in items}
    of_work: dict[str, list[str]] = {}
    for each in occurrences:
        of_work.setdefault(each.work.id, []).append(each.id)
    before = {each.id: [first for name in each.work.after for first in of_work.get(name, [])] for each in occurrences}
    after: dict[str, list[str]] = {}
    for later, firsts in before.items():
        for first in firsts:
            after.setdefault(first, []).append(later)
    effective = _effective(by_id, after)
    return [_settle(item, [first for first in before[item.id] if not by_id[first].finished], effective[item.id], by_id, rules, now) for item in items]


def _effective(items: Mapping[str, Item], after: Mapping[str, list[str]]) -> dict[str, tuple[datetime | None, str]]:
    """Return for each item the earliest due among its own and those of everything unfinished that comes after it, and whose it is."""
    found: dict[str, tuple[datetime | None, str]] = {}

    def reach(name: str, path: frozenset[str]) -> tuple[datetime | None, str]:
        if name in found:
            return found[name]
        item = items[name]
        choices = [(item.due, name)] if item.due and not item.waiting_for else []
        for later in after.get(name, []):
            if later not in path and not items[later].finished:
                due, whose = reach(later, path | {name})
                if due:
                    choices.append((due, whose))
        best = min(choices, key=lambda choice: (choice[0], choice[1] != name, choice[1]), default=(None, name))
        found[name] = best
        return best

    for name in items:
        reach(name, frozenset())
    return found


def _settle(item: Item, blocked_by: list[str], effective: tuple[datetime | None, str], by_id: Mapping[str, Item], rules: Rules, now: datetime) -> Item:
    if item.finished:
        return item
    due, whose = effective
    explain = item.explain
    if due and whose != item.id:
        explain = (*explain, f"wanted by {say_moment(due)} for {whose}: {by_id[whose].title}")
    status = item.status
    if status == "open" and due and _soon(due, by_id[whose].in_days, now, rules):
        status = "due-soon"
    return replace(item, blocked_by=tuple(blocked_by), effective_due=due, explain=explain, status=status)


def _soon(due: datetime, in_days: bool, now: datetime, rules: Rules) -> bool:  # noqa: FBT001  # a property of the due, not an option
    if in_days:
        return due.date() <= _next_business_day(now.astimezone(rules.zone).date(), rules)
    return due - now < _SOON


def _next_business_day(today: date, rules: Rules) -> date:
    return rules.calendar.next_open(today)
