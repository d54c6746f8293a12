"""What others do in the months after an incident, and when it is usually done. Usual, never promised: nothing here is ever late."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal, NamedTuple

from cicp.model.counting import count
from cicp.model.incident import Incident
from cicp.model.playbook import BASE, Milestone, Playbook
from cicp.model.rules import Rules, span_of
from cicp.model.spans import in_zone, say_moment
from cicp.model.timeline import Item

State = Literal["reached", "not yet", "within the usual time", "later than usual", "no usual time"]
_DONE: Final = "done:"


class Expected(NamedTuple):
    """A milestone of one incident: the range in which it is usually reached, as moments, whether it was, and how that was counted.

    `about` is the person or the complaint it is for, where its anchor knows one. `since` and `until` are None where nothing is usual, and
    while the anchor has not happened: `waiting_for` names it then. `records` is the command by which it is recorded.
    """

    id: str
    title: str
    role: str
    about: str | None
    anchor: str
    since: datetime | None
    until: datetime | None
    usual: str
    reached_at: datetime | None
    state: State
    waiting_for: str
    records: str
    statement: str
    says: str
    source: str
    explain: tuple[str, ...]


class _Range(NamedTuple):
    """A usual time as it was counted from its anchor."""

    start: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    explain: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        return self.since is not None or self.until is not None

    def place(self, moment: datetime) -> int:
        """Say where a moment lies: before the usual time (-1), in it (0), or after it (1)."""
        if self.until and moment > self.until:
            return 1
        return -1 if moment < (self.since or self.start or moment) else 0


def milestones(incident: Incident, rules: Rules, items: Iterable[Item], now: datetime) -> list[Expected]:
    """Return the milestones of an incident in the order of the playbooks, once for each person or complaint that one counts for.

    `items` is its timeline: some milestones are reached by a step of the plan.
    """
    done = {f"{_DONE}{item.step}": item.done_at for item in sorted(items, key=lambda item: item.done_at or now, reverse=True) if item.done_at}
    found = of_kinds(incident.kinds, rules.words.playbooks)
    return [_expected(each, about, incident, rules, done, now) for each in found for about in _people(each, incident, rules)]


def of_kinds(kinds: Iterable[str], books: Mapping[str, Playbook]) -> list[Milestone]:
    """Return the milestones of these kinds together, each once, with those that a kind has from another. The order of kinds does not matter."""
    own = [kind for kind in (BASE, *sorted(set(kinds) - {BASE})) if kind in books]
    named = dict.fromkeys(name for kind in own for name in (kind, *books[kind].milestones) if name in books)
    found: dict[str, Milestone] = {}
    for each in (each for name in named for each in books[name].milestone):
        found.setdefault(each.id, each)
    return list(found.values())


def _people(milestone: Milestone, incident: Incident, rules: Rules) -> list[str | None]:
    """Return whom or what a milestone is for: everybody its anchor knows, where that is about somebody."""
    known: list[str | None] = [*incident.register.abouts(milestone.anchor)] if milestone.anchor in rules.abouts else []
    return known or [None]


def _expected(milestone: Milestone, about: str | None, incident: Incident, rules: Rules, done: Mapping[str, datetime | None], now: datetime) -> Expected:
    usual = _range(milestone, about, incident, rules, done)
    reached = _reached(milestone, about, incident, rules, done)
    state = _state(milestone, usual, reached, now)
    return Expected(
        id=milestone.id,
        title=f"{milestone.title} ({about})" if about else milestone.title,
        role=milestone.role,
        about=about,
        anchor=milestone.anchor,
        since=usual.since,
        until=usual.until,
        usual=milestone.usual,
        reached_at=reached,
        state=state,
        waiting_for="" if usual.start or reached else milestone.anchor,
        records=_command(milestone.reached, about if _same(milestone, rules) else None),
        statement=milestone.statement,
        says=milestone.says,
        source=milestone.source,
        explain=(*_said(milestone, usual, reached), *usual.explain),
    )


def _range(milestone: Milestone, about: str | None, incident: Incident, rules: Rules, done: Mapping[str, datetime | None]) -> _Range:
    start, notes = _start(milestone.anchor, about, incident, done)
    if start is None:
        return _Range()
    settings = rules.words.plan.settings if rules.words.plan else {}
    spans = [span_of(text, settings) for text in (milestone.since, milestone.until)]
    since, until = (count(span, start, milestone.anchor, rules.zone, rules.calendar) if span else None for span in spans)
    explain = tuple(dict.fromkeys(sentence for due in (since, until) if due for sentence in due.explain))
    return _Range(in_zone(start, rules.zone), since.moment if since else None, until.moment if until else None, (*explain, *(notes if explain else ())))


def _start(anchor: str, about: str | None, incident: Incident, done: Mapping[str, datetime | None]) -> tuple[datetime | None, tuple[str, ...]]:
    """Return what the usual time counts from. What occurred at an unknown moment counts from when it was known, as every clock does."""
    fact = incident.register.moment(anchor, about)
    if fact or anchor != "occurred":
        return (fact.at if fact else done.get(anchor)), ()
    known = incident.register.moment("known")
    stand_in = "known" if known else "the declaration"
    return (known.at if known else incident.declared_at), (f"occurred is not recorded yet: counted from {stand_in} until it is",)


def _reached(milestone: Milestone, about: str | None, incident: Incident, rules: Rules, done: Mapping[str, datetime | None]) -> datetime | None:
    """Return when it was reached. With one person known, what is recorded of nobody in particular is of that one."""
    several = len(_people(milestone, incident, rules)) > 1
    fact = incident.register.moment(milestone.reached, about if several and _same(milestone, rules) else None)
    at = fact.at if fact else done.get(milestone.reached)
    return in_zone(at, rules.zone) if at else None


def _same(milestone: Milestone, rules: Rules) -> bool:
    """Say whether what it counts from and what records it are about the same person or complaint."""
    return milestone.reached in rules.abouts and rules.abouts[milestone.reached] == rules.abouts.get(milestone.anchor)


def _state(milestone: Milestone, usual: _Range, reached: datetime | None, now: datetime) -> State:
    if reached:
        return "reached"
    if not (milestone.usual or milestone.since or milestone.until):
        return "no usual time"
    states: dict[int, State] = {-1: "not yet", 0: "within the usual time", 1: "later than usual"}
    return states[usual.place(now)] if usual.counted else "not yet"


def _said(milestone: Milestone, usual: _Range, reached: datetime | None) -> Iterable[str]:
    if reached and usual.counted:
        how = {-1: "sooner than usual", 0: "in the usual time", 1: "later than usual"}[usual.place(reached)]
        yield f"reached {say_moment(reached)}, {how}"
    elif reached:
        yield f"reached {say_moment(reached)}"
    elif usual.start is None:
        yield f"counted from {milestone.anchor}, which is not recorded yet"
    elif not milestone.usual and not usual.counted:
        yield "nothing is known of when it is usually reached"


def _command(records: str, about: str | None) -> str:
    if records.startswith(_DONE):
        return f"cicp done {records.removeprefix(_DONE)}"
    whose = f" --about {about}" if about else ""
    return f"cicp fact {records} --at TIME{whose}" if records else ""
