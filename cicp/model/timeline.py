"""The timeline of an incident: every step and duty with its clock and its state, what stands before it, and the order to do them in."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Literal, NamedTuple

from cicp.model.asked import holding
from cicp.model.clocks import Clock, Clocks, Earlier, happens
from cicp.model.counting import target
from cicp.model.entries import Tick
from cicp.model.incident import Incident
from cicp.model.occurrences import Occurrence, occurrences
from cicp.model.outcomes import Outcome, refusal
from cicp.model.prerequisites import how_many_before, in_order, reached, wanted_for
from cicp.model.rules import BY_HAND, Rules, Work
from cicp.model.spans import in_zone, say_date, say_length, say_moment

Status = Literal["waiting", "open", "due-soon", "late", "done", "done-late", "skipped", "not-applicable"]
FINISHED: Final = frozenset({"done", "done-late", "skipped", "not-applicable"})
_SOON: Final = timedelta(hours=1)
_SUNDAY: Final = 6


class Item(NamedTuple):
    """One line of the timeline. Times carry the city's offset; `late_by_minutes` is counted up to now or to when it was done."""

    id: str
    step: str
    """The id in the playbook or the law: `update` of `update-3`."""
    about: str | None
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
    after: tuple[str, ...]
    """Everything that comes directly before it, finished or not."""
    blocked_by: tuple[str, ...]
    done_at: datetime | None
    late_by_minutes: int | None
    earlier: tuple[Earlier, ...]
    explain: tuple[str, ...]
    in_days: bool
    words: str
    why_skipped: str
    says: tuple[str, ...]
    """What a person must say who does it."""
    ended_by: str
    """The filing by which it counts as done, skipped or refused."""
    not_before: datetime | None = None
    """The first moment at which it may be done, where a time has to pass first."""
    outcomes: tuple[Outcome, ...] = ()
    """What became of its due besides being met."""

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    @property
    def can_be_done(self) -> bool:
        """Say whether nothing stands before it: its clock runs and what comes first is finished."""
        return not self.finished and self.status != "waiting" and not self.blocked_by


def timeline(incident: Incident, rules: Rules, now: datetime) -> list[Item]:
    """Return every item in the order its clocks run out, and of the playbook where that is the same; those without a due come last."""
    owed = occurrences(incident, rules)
    clocks = Clocks(incident, rules, tuple(owed))
    items = [_item(each, clocks, now) for each in owed]
    return sorted(_with_prerequisites(items, rules, now), key=lambda item: (item.due is None, item.due or now))


def to_do(items: Iterable[Item]) -> list[Item]:
    """Put items in the order to do them: unfinished first, by effective due, what comes first before what needs it."""
    items = list(items)
    after = {item.id: item.after for item in items}
    number = how_many_before(after)
    far = max((item.effective_due for item in items if item.effective_due), default=None)

    def key(item: Item) -> tuple[object, ...]:
        return (
            item.finished,
            item.status == "waiting" and item.effective_due is None,
            item.effective_due is None,
            item.effective_due or far,
            number[item.id],  # what needs another has all of that one's prerequisites, and that one, before it
        )

    return sorted(items, key=key)


def next_items(items: Iterable[Item], most: int = 7) -> list[Item]:
    """Return what can be done now, most pressing first: at most seven, for a tired reader. Of a step that repeats, the first that is open stands for all."""
    able = {(item.step, item.about): item for item in reversed(to_do(items)) if item.can_be_done}
    return [item for item in to_do(items) if able.get((item.step, item.about)) is item][:most]


def _item(occurrence: Occurrence, clocks: Clocks, now: datetime) -> Item:
    incident, rules, work = clocks.incident, clocks.rules, occurrence.work
    end = _end(occurrence, incident)
    ended, done = end.tick, end.how == "done"
    asked = done or clocks.asks(work, incident.recorded)
    clock = _as_it_stands(clocks.clock(occurrence), occurrence, clocks, asked=asked, ended=ended is not None)
    if over := _over(occurrence, clock, clocks, asked=asked and ended is None, now=now):
        asked, clock = False, over
    late_by = _late_by(clock.due, ended.at if ended else now)
    clause = rules.words.clauses.get(work.clause)
    role, handed = _held_by(work.role, ended.at if ended else None, incident, rules)
    return Item(
        id=occurrence.id,
        step=work.id,
        about=occurrence.about,
        title=occurrence.title,
        type=work.type,
        role=role,
        clause=work.clause,
        cite=_cite(work, rules),
        anchor=clock.anchor,
        due=clock.due,
        effective_due=clock.due,
        status=_own_status(clock, late_by, now, asked=asked, done=done, skipped=ended is not None),
        waiting_for=" or ".join(clock.waiting_for) or (say_moment(clock.not_before) if clock.not_before and now < clock.not_before and not ended else ""),
        after=tuple(dict.fromkeys(first.id for name in work.after for first in clocks.all_of(name, occurrence.about))),
        blocked_by=(),
        done_at=in_zone(ended.at, rules.zone) if ended and done else None,
        late_by_minutes=late_by,
        earlier=clocks.earlier(occurrence),
        explain=(
            *clock.explain,
            *((end.tick.text,) if end.how == "refused" and end.tick else ()),
            *_running(clock, now, ended=ended is not None),
            *_of_law(work, clock, clocks),
            *handed,
        ),
        in_days=clock.in_days,
        words=clause.text if clause else "",
        why_skipped=ended.text if ended and not done else "",
        says=work.says,
        ended_by=ended.filing if ended else "",
        not_before=clock.not_before,
        outcomes=occurrence.told(incident.outcomes),
    )


def _cite(work: Work, rules: Rules) -> str:
    """Cite the clause that asks for a thing; beside it the law, of a duty of the law, and that this is no advice on it."""
    clause = rules.words.cite(work.clause) if work.clause else BY_HAND
    return f"{clause}; {work.citation}, not legal advice" if work.citation else clause


class _End(NamedTuple):
    """How an item came to its end, where it did."""

    how: Literal["", "done", "skipped", "refused"]
    tick: Tick | None


def _end(occurrence: Occurrence, incident: Incident) -> _End:
    """Return what ended an item: that it was done, else that it was publicly refused, else that it was skipped."""
    refused = refusal(incident.outcomes, occurrence.names) if incident.outcomes else None
    if done := occurrence.tick(incident.done):
        return _End("done", done)
    if refused:
        beyond = "" if occurrence.work.refuse else "; the plan does not say that this answers it"
        return _End("refused", Tick(refused.filing, refused.at, refused.filed_at, f"publicly refused: {refused.reason}{beyond}"))
    skipped = occurrence.tick(incident.skipped)
    return _End("skipped" if skipped else "", skipped)


def _running(clock: Clock, now: datetime, *, ended: bool) -> Iterable[str]:
    """Say for how long something without a due has been open: what nobody asks for by an hour is how deadlines elsewhere are lost."""
    if clock.since and clock.due is None and clock.not_before is None and not ended and now > clock.since:
        yield f"it has been open for {say_length(now - clock.since)}"


def _of_law(work: Work, clock: Clock, clocks: Clocks) -> Iterable[str]:
    """Say of a duty of the law when to aim at it, what else could be read into it, and where it stands. What is no law gets nothing."""
    if work.type == "duty" and clock.due and clock.in_days and clock.since:
        rules = clocks.rules
        aim = target(clock.due, clock.since, rules.zone, rules.calendar)
        if aim != clock.due:
            yield f"may be done at once; aim at {say_moment(aim)}, when the hall closes; the last lawful moment is the end of {say_date(clock.due.date())}"
        if clock.due.weekday() == _SUNDAY and clock.due > clock.since:  # counted back, a last day never moves to a later one
            moved = say_date(clock.due.date() + timedelta(days=1))
            yield f"its last day is a Sunday and stays one here; that it may be {moved} is for the city attorney alone to say"
    if work.note:
        yield work.note


def _held_by(role: str, at: datetime | None, incident: Incident, rules: Rules) -> tuple[str, tuple[str, ...]]:
    """Return the office that carries a role, or that carried it when a thing was finished, and how it came to."""
    handed = holding(incident.handed, role, at)
    if not handed:
        return role, ()
    last = handed[-1]
    return last.to, (f"handed over from {role} to {last.to} at {say_moment(in_zone(last.at, rules.zone))} ({last.filing})",)


def _as_it_stands(clock: Clock, occurrence: Occurrence, clocks: Clocks, *, asked: bool, ended: bool) -> Clock:
    """What is not asked for has no due, and what is finished waits for nothing."""
    if not asked:
        why = f"asked of tier {occurrence.work.tier} and above; this incident is tier {clocks.incident.tier}"
        return Clock(anchor=clock.anchor, explain=(_why_gone(occurrence.work, clocks.rules) if occurrence.work.withdrawn else why,))
    return Clock(anchor=clock.anchor) if ended and clock.waiting_for else clock


def _why_gone(work: Work, rules: Rules) -> str:
    """Say why a thing is not asked for any more: a duty of the law has found the step that meets it, or what asked was taken back."""
    met = next((other.id for other in rules.works if work.id in other.also), "")
    return f"{met} does it now" if met else "what asked for it was taken back"


def _over(occurrence: Occurrence, clock: Clock, clocks: Clocks, *, asked: bool, now: datetime) -> Clock | None:
    """What would fall due after its end is not asked for; what was due before stays, done or late."""
    end = clocks.ended(occurrence) if asked else None
    if end is None or end[0] > now or (clock.due and clock.due <= end[0]):
        return None
    return Clock(anchor=clock.anchor, explain=(f"nothing of it falls due after {happens(end[1])}, {say_moment(in_zone(end[0], clocks.rules.zone))}",))


def _late_by(due: datetime | None, at: datetime) -> int | None:
    return ceil((at - due).total_seconds() / 60) if due and at > due else None


def _own_status(clock: Clock, late_by: int | None, now: datetime, *, asked: bool, done: bool, skipped: bool) -> Status:
    """Return the status by the item's own clock, before anything is known of what comes after it."""
    if done:
        return "done-late" if late_by else "done"
    if not asked:
        return "not-applicable"
    if skipped:
        return "skipped"
    if clock.waiting_for or (clock.not_before and now < clock.not_before):
        return "waiting"
    return "late" if late_by else "open"


def _with_prerequisites(items: list[Item], rules: Rules, now: datetime) -> list[Item]:
    """Add what blocks each item, the due that reaches back to it from what comes after, and the status that follows."""
    by_id = {item.id: item for item in items}
    after = {item.id: item.after for item in items}
    wanting = [item for item in items if item.due and not item.finished]
    wanted = wanted_for((item.id for item in sorted(wanting, key=lambda item: (item.due or now, item.id))), after)
    _, circling = in_order(after)

    def settled(item: Item) -> Item:
        return _settle(item, by_id.get(wanted.get(item.id, "")), _blocked_by(item, by_id, after, circling), rules, now)

    return [item if item.finished else settled(item) for item in items]


def _blocked_by(item: Item, by_id: Mapping[str, Item], after: Mapping[str, Iterable[str]], circling: Collection[str]) -> tuple[str, ...]:
    """Return what comes directly before an item and is not finished; where a broken playbook goes round in a circle, that blocks nothing."""
    unfinished = (name for name in item.after if not by_id[name].finished)
    return tuple(name for name in unfinished if not (item.id in circling and item.id in reached(name, after)))


def _settle(item: Item, wanted: Item | None, blocked_by: tuple[str, ...], rules: Rules, now: datetime) -> Item:
    """`wanted` is the most pressing of what comes after it."""
    first = item if wanted is None or (item.due and item.due <= (wanted.due or now)) else wanted
    explain = item.explain
    if first.due and first.id != item.id:
        explain = (*explain, f"wanted by {say_moment(first.due)} for {first.id}: {first.title}")
    return item._replace(
        blocked_by=blocked_by,
        effective_due=first.due,
        explain=explain,
        status="due-soon" if item.status == "open" and _soon(first, rules, now) else item.status,
    )


def _soon(item: Item, rules: Rules, now: datetime) -> bool:
    if item.due is None:
        return False
    if item.in_days:
        return item.due.date() <= rules.calendar.next_open(now.astimezone(rules.zone).date())
    return item.due - now < _SOON
