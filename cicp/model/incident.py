"""An incident, folded from its activity log: from several, where it was declared more than once and joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Final, Literal, NamedTuple

from cicp.model import asked as asking
from cicp.model.asked import ASKING, Asked, Frame, Handover, SaidTier
from cicp.model.docket import Log
from cicp.model.entries import ASKED, Tick, anchors_moved_by, facts_of, register, register_of, ticks
from cicp.model.facts import Fact, Register, open_gates
from cicp.model.filing import Body, Filing
from cicp.model.gates import Gate
from cicp.model.joining import JOINED, Half, as_one, groups, knowing, standing_halves
from cicp.model.outcomes import OUTCOMES, Outcome, outcomes
from cicp.model.playbook import BASE, Tier

MOVES = frozenset({"declared", "closed", "reopened"})
"""The filings of an incident's log that move it, and so cannot be struck."""
KINDS = MOVES | {"log-entry", "fact", "done", "skipped", "struck", JOINED, *OUTCOMES} | asking.KINDS


class Apart(NamedTuple):
    """What one log says of when it all began: the facts in it, and when it was declared there."""

    register: Register
    declared_at: datetime


@dataclass(frozen=True, eq=False)
class Recorded:
    """What clocks count from, as it stands at one moment: facts and ticks, what is asked for, and which dues were put off.

    `apart` has what each log says alone.
    """

    register: Register
    done: Mapping[str, Tick]
    asked: Asked
    apart: tuple[Apart, ...]
    outcomes: Mapping[str, tuple[Outcome, ...]]


@dataclass(frozen=True, eq=False)
class Side:
    """One log of an incident, with the filing that tells of the declaration, and what was filed in any of its logs knowing of them all."""

    log: Log
    told: Filing | None
    after: tuple[Filing, ...] = ()

    @cached_property
    def before(self) -> tuple[Filing, ...]:
        """What was filed in this log by somebody who did not know of the others."""
        known = {filing.id for filing in self.after}
        return tuple(filing for filing in self.log.filings if filing.id not in known)

    @cached_property
    def ids(self) -> set[str]:
        return {filing.id for filing in self.filings}

    @cached_property
    def filings(self) -> tuple[Filing, ...]:
        """What this log says: its own, and what is said of all."""
        return tuple(sorted((*self.before, *self.after), key=lambda filing: filing.order)) if self.after else self.log.filings

    @cached_property
    def declared_at(self) -> datetime:
        """When the declaration was filed; where that is not known, when the first entry was that is here."""
        moments = [self.told.filed_at] if self.told else [filing.filed_at for filing in self.log.filings]
        return min(moments, default=datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Incident:
    """What is true of an incident now.

    `declared_at`, `edition` and `kinds` come from the root of its log; where that is damaged, from what the docket repeats.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    tier: Tier
    state: Literal["open", "closed"]
    edition: str
    instead: str
    declared_at: datetime
    log: Log
    """Everything that is read: the one log, or all those that are joined."""
    sides: tuple[Side, ...]
    """Each log on its own. What is filed goes into the first."""
    register: Register = field(default_factory=Register)
    done: Mapping[str, Tick] = field(default_factory=dict)
    skipped: Mapping[str, Tick] = field(default_factory=dict)
    struck: Mapping[str, str] = field(default_factory=dict)
    told: Filing | None = None
    """The filing that says when the incident was known and occurred: the root of its log, else what repeats it in the docket."""
    gates: tuple[Gate, ...] = ()
    asked: Asked = field(default_factory=Asked)
    handed: tuple[Handover, ...] = ()
    links: tuple[Half, ...] = ()
    outcomes: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    """What became of dues besides being met, by item."""

    @property
    def own(self) -> Log:
        """The log that is filed in."""
        return self.sides[0].log

    @property
    def joined(self) -> tuple[str, ...]:
        """The ids under which it was declared as well."""
        return tuple(side.log.name for side in self.sides[1:])

    @property
    def tiers(self) -> list[SaidTier]:
        """What is said of the tier and holds."""
        return asking.tiers(self.log.filings, _told(self.sides).values())

    @cached_property
    def apart(self) -> tuple[Apart, ...]:
        """What each log says alone, with what was filed knowing of all."""
        if len(self.sides) == 1:
            return (Apart(self.register, self.declared_at),)
        return tuple(Apart(register(side.filings, side.told, self.gates), side.declared_at) for side in self.sides)

    @cached_property
    def recorded(self) -> Recorded:
        """What clocks count from now."""
        return Recorded(self.register, self.done, self.asked, self.apart, self.outcomes)

    def open_gates(self, abouts: Mapping[str, str], *, whole: bool | None = None) -> set[tuple[str, str]]:
        """Return (gate, about) of every gate that stands open. `whole` may be given, to ask what would be if all were here."""
        alone = [each.register for each in self.apart] if len(self.sides) > 1 else []
        return open_gates(self.gates, self.register, abouts, whole=self.log.whole if whole is None else whole, apart=alone)

    @cached_property
    def _moving(self) -> dict[str, list[tuple[str, Filing]]]:
        """The filings that can move each anchor, with whom they are about: facts by name, ticks as `done:STEP`, and the strikes of either."""
        moved: dict[str, tuple[str, tuple[str, ...]]] = {}
        found: dict[str, list[tuple[str, Filing]]] = {}
        for filing in self.log.filings:
            struck = filing.text("entry") if filing.kind == "struck" else ""
            moved[filing.id] = moved.get(struck, ("", ())) if struck else (filing.text("about"), anchors_moved_by(filing))
            about, names = moved[filing.id]
            for name in names:
                found.setdefault(name, []).append((about, filing))
        return found

    @cached_property
    def former_frames(self) -> tuple[Frame, ...]:
        """What the steps followed from before kinds or steps were added or taken back."""
        asked = [recorded.asked.frame for states in self.histories(frozenset()) for _, recorded in states]
        return tuple(frame for frame in dict.fromkeys(asked) if frame != self.asked.frame)

    @cached_property
    def _histories(self) -> dict[frozenset[str], tuple[list["State"], ...]]:
        return {}

    def history(self, moved: frozenset["Moved"]) -> list["State"]:
        """Return the facts and ticks that bear on some anchors as they stood at the declaration and after each filing that could move one of them."""
        return self.histories(moved)[0]

    def histories(self, moved: frozenset["Moved"]) -> tuple[list["State"], ...]:
        """Return the history of some anchors as each log saw it: alone, then joined, then with what was filed knowing of all."""
        every = moved | {(ASKED, None)}
        found = {filing.id: filing for anchor, about in every for whose, filing in self._moving.get(anchor, ()) if about in (None, whose)}
        filings = frozenset(found)
        if filings not in self._histories:  # many anchors are moved by the same filings, most by none
            moving = sorted(found.values(), key=lambda filing: filing.order)
            facts = facts_of(moving, self.gates)
            self._histories[filings] = tuple(self._history_of(side, moving, facts) for side in self.sides)
        return self._histories[filings]

    def _history_of(self, side: Side, moving: list[Filing], facts: Mapping[str, Fact]) -> list["State"]:
        if len(self.sides) == 1:
            return _states(self.sides, moving, facts)
        before = {each.log.name: {filing.id for filing in each.before} for each in self.sides}
        own = [filing for filing in moving if filing.id in before[side.log.name]]
        known = {filing.id for filing in side.after}
        earlier = [filing for filing in moving if filing.id not in known]
        link = min((half.filing for half in self.links), key=lambda filing: (filing.filed_at, filing.id))
        together = _states(self.sides, [filing for filing in moving if filing.id in known], facts, earlier)
        return [*_states((side,), own, facts), (link, together[0][1]), *together[1:]]


Moved = tuple[str, str | None]
"""An anchor that filings move, and whom or what it is about: None where anybody's filing moves it."""
State = tuple[Filing | None, Recorded]
"""The filing that moved something, and what bore on the anchors after it."""


def _states(sides: Sequence[Side], moving: list[Filing], facts: Mapping[str, Fact], earlier: Sequence[Filing] = ()) -> list[State]:
    """Return what stood at first, with `earlier`, and after each of the filings that moved something."""
    asks = [filing for filing in earlier if _asks(filing)]
    asked = _asked(sides, asks)
    states: list[State] = [(None, _recorded(sides, list(earlier), facts, asked))]
    for place, filing in enumerate(moving, start=1):
        if _asks(filing):
            asks.append(filing)
            asked = _asked(sides, asks)
        states.append((filing, _recorded(sides, [*earlier, *moving[:place]], facts, asked)))
    return states


def _asks(filing: Filing) -> bool:
    return filing.kind in ASKING or filing.kind == "struck"


def _asked(sides: Sequence[Side], filings: Iterable[Filing]) -> Asked:
    declared = [kind for side in sides for kind in (side.told.texts("kinds") or [BASE] if side.told else [_kind_of_folder(side.log.name)])]
    return asking.asked(filings, _told(sides).values(), declared)


def _recorded(sides: Sequence[Side], filings: list[Filing], facts: Mapping[str, Fact], asked: Asked) -> Recorded:
    register = register_of(filings, _told(sides), facts)
    if len(sides) == 1:
        return Recorded(register, ticks(filings, "done"), asked, (Apart(register, sides[0].declared_at),), outcomes(filings))
    own = [[filing for filing in filings if filing.id in side.ids] for side in sides]
    alone = (Apart(register_of(each, _told((side,)), facts), side.declared_at) for side, each in zip(sides, own, strict=True))
    return Recorded(register, ticks(filings, "done"), asked, tuple(alone), outcomes(filings))


def _told(sides: Iterable[Side]) -> dict[str, Filing]:
    """The filings that tell of the declarations, by the log they tell it of: an empty name for the first."""
    return {side.log.name if place else "": side.told for place, side in enumerate(sides) if side.told}


def fold(name: str, log: Log, docket: Log | None, gates: Iterable[Gate], others: Iterable[Log] = ()) -> Incident:
    """Read an incident from its log, and from the `others` it is joined with. `docket` gives what a log's own root cannot."""
    logs = (log, *others)
    told = {each.name: teller(each.name, each, docket) for each in logs} | {log.name: teller(name, log, docket)}
    return replace(_folded(logs, told, tuple(gates)), id=name)


def _folded(logs: Sequence[Log], told_by: Mapping[str, Filing | None], gates: tuple[Gate, ...]) -> Incident:
    links = _links(logs)
    sides = _sides(logs, told_by, links)
    name, log, told = sides[0].log.name, as_one(logs, links), sides[0].told
    root = sides[0].log.by_id.get(sides[0].log.root)
    asked = _asked(sides, log.filings)
    return Incident(
        id=name,
        title=root.text("title") if root else name,
        kinds=asked.kinds,
        tier=asked.tier,
        state=_state_of_all(sides),
        edition=told.text("edition") if told else "",
        instead=told.text("instead") if told else "",
        declared_at=min(side.declared_at for side in sides),
        log=log,
        sides=sides,
        register=register_of(log.filings, _told(sides), _facts(sides, gates)),
        done=_done(sides, log.filings),
        skipped=ticks(log.filings, "skipped"),
        struck=log.struck,
        told=told,
        gates=gates,
        asked=asked,
        handed=asking.handovers(log.filings),
        links=tuple(links),
        outcomes=outcomes(log.filings),
    )


def _links(logs: Sequence[Log]) -> list[Half]:
    return standing_halves(logs) if len(logs) > 1 else []


def _sides(logs: Sequence[Log], told_by: Mapping[str, Filing | None], links: Sequence[Half]) -> tuple[Side, ...]:
    known = {log.name: knowing(log, links) for log in logs}
    after = tuple(filing for log in logs for filing in log.filings if filing.digest in known[log.name])
    return tuple(Side(log, told_by[log.name], after) for log in logs)


def joined_incidents(logs: Sequence[Log], docket: Log | None) -> list[list[Log]]:
    """Put together the logs that are one incident, each with the log first that is shown."""
    return [shown_first(group, docket) if len(group) > 1 else group for group in groups(logs)]


def shown_first(logs: Iterable[Log], docket: Log | None) -> list[Log]:
    """Put logs that are one incident, or are to be, in order: the one declared first is shown.

    One whose log is gone is shown only where all are: what is filed is not to go where nothing is.
    """
    return sorted(logs, key=lambda log: (not log.filings, Side(log, teller(log.name, log, docket)).declared_at, log.name))


def with_filing(incident: Incident, filing: Filing) -> list[Incident]:
    """Return what an incident becomes by one more filing in its log: itself, and those that it was joined with until then."""
    own = replace(incident.own, filings=(*incident.own.filings, filing))
    logs = [own, *(side.log for side in incident.sides[1:])]
    told = {side.log.name: side.told for side in incident.sides}
    return [_folded(group, told, incident.gates) for group in groups(logs)]


def seen_from(incident: Incident, moment: datetime) -> Incident:
    """Return an incident as it stood at a moment: with what had happened by then, told as it is known today.

    A declaration that came later still tells when it was known and occurred; that it was declared, and the step that this does, had not happened yet.
    """
    told = {side.log.name: side.told for side in incident.sides}
    logs = [side.log.until(moment) for side in incident.sides]
    first, *_ = groups(logs)
    found = _folded(first, told, incident.gates)
    facts = tuple(fact for fact in found.register.facts if fact.name != "declared" or fact.at <= moment)
    return replace(found, register=Register(facts), done={name: tick for name, tick in found.done.items() if tick.at <= moment})


def supposed(told: Mapping[str, object], gates: Iterable[Gate], now: datetime) -> Incident:
    """Return the incident that a declaration would begin. Nothing is filed."""
    body = Body.model_validate({**told, "format": 1, "number": 1, "filed_at": now, "filed_by": "what-if"})
    root = Filing(WHAT_IF, "", body)
    return fold(WHAT_IF, Log(WHAT_IF, WHAT_IF, (root,)), None, gates)


WHAT_IF: Final = "what-if"
"""The id of an incident that nobody declared."""


def with_one_more(incident: Incident, table: Mapping[str, object], now: datetime) -> list[Incident]:
    """Return what an incident would become by filing this, to see what that would change. Nothing is filed."""
    return with_filing(incident, incident.log.with_one_more(table, now).filings[-1])


def teller(name: str, log: Log, docket: Log | None) -> Filing | None:
    """Return the filing that tells of the declaration: the root of the incident's log, else what the docket repeats of it."""
    return log.by_id.get(log.root) or _repeated(name, docket, log.root)


def _repeated(name: str, docket: Log | None, root: str) -> Filing | None:
    """What the docket repeats of the declaration, under the id of the root it stands in for: what replaced that stays replaced."""
    filings = docket.filings if docket else ()
    found = (filing for filing in filings if filing.kind == "incident-declared" and filing.text("incident") == name)
    return next((filing._replace(id=root) for filing in found), None)


def _kind_of_folder(name: str) -> str:
    """A folder is named 2026-11-20-ois-x2mcd."""
    return "-".join(name.split("-")[3:-1]) or BASE


def state_of(*logs: Log) -> Literal["open", "closed"]:
    """Say whether an incident is open: what its last move made of it. One that was joined is closed when each of its logs says so."""
    return _state_of_all(_sides(logs, dict.fromkeys((log.name for log in logs), None), _links(logs)))


def _state_of_all(sides: Iterable[Side]) -> Literal["open", "closed"]:
    return "closed" if all(_state_of(side.filings) == "closed" for side in sides) else "open"


def _state_of(filings: Iterable[Filing]) -> Literal["open", "closed"]:
    moves = [filing.kind for filing in filings if filing.kind in ("closed", "reopened")]
    return "closed" if moves and moves[-1] == "closed" else "open"


_DONE_BY_DECLARING = "open-log"


def _done(sides: Iterable[Side], filings: Iterable[Filing]) -> dict[str, Tick]:
    """What is done by ticks, and by declarations of which only the docket tells."""
    done = ticks(filings, "done")
    lost = [side.told for side in sides if side.told and side.log.root not in side.log.by_id]
    for by_declaring in (Tick(told.id, told.at, told.filed_at) for told in lost):
        if _DONE_BY_DECLARING not in done or by_declaring.at < done[_DONE_BY_DECLARING].at:
            done[_DONE_BY_DECLARING] = by_declaring
    return done


def _facts(sides: Iterable[Side], gates: tuple[Gate, ...]) -> dict[str, Fact]:
    """The facts that are filed in each log; of others than the first it is noted in which."""
    first, *others = sides
    found = facts_of(first.log.filings, gates)
    for side in others:
        found |= {name: fact._replace(log=side.log.name) for name, fact in facts_of(side.log.filings, gates).items()}
    return found
