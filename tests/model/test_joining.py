"""Two incidents that are one: what is read of both, whatever was filed in either before anybody knew, and whichever is named first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import NotAllowed
from cicp.model import changes, night
from cicp.model.asked import contested
from cicp.model.docket import Log
from cicp.model.filing import Filing, SetAside
from cicp.model.gates import Gate
from cicp.model.incident import Incident, fold, joined_incidents, state_of
from cicp.model.joining import groups, named_by, standing_halves
from cicp.model.rules import Rules, rules_of
from cicp.model.timeline import Item, timeline
from tests.incidents import CLAYTON, ZONE, playbook, step, words_of
from tests.records import Copy, after, declared

SCENE: Final = Gate(id="tactical-live", title="Positions, while it lasts", blocks=["positions"], opens=["scene-resolved"], confirm=["ic"])
NAME: Final = Gate(id="nok", title="Name of a person who died", blocks=["name"], opens=["identified", "told"], confirm=["me"])
ABOUTS: Final = {"died": "deceased", "identified": "deceased", "told": "deceased"}
WORDS: Final = words_of(
    playbook(
        "other",
        step("call", anchor="known", within="15 minutes", tier=1),
        step("facts-out", anchor="occurred", within="4 hours", tier=1),
        step("statement", anchor="known", within="1 hour", tier=2, after=["call"]),
        step("after-call", anchor="done:call", within="1 hour", tier=1),
        step("visit", anchor=["died", "decision"], within="2 hours", tier=1),
        step("chairs", before="30 minutes", of="conference", tier=1),
        step("conference", anchor="known", within="3 hours", tier=3),
    ),
    playbook("ois", step("hold", anchor="occurred", within="30 minutes"), tighten=[{"step": "statement", "within": "45 minutes"}], tier=3),
    playbook("bias-incident", step("letter", anchor="known", within="2 hours"), tighten=[{"step": "call", "within": "10 minutes"}]),
)


class Pair:
    """Two copies of a city's night: each office declared the incident for itself, and filed in its own log."""

    def __init__(self, one: Copy | None = None, other: Copy | None = None) -> None:
        self.one = one or declared(tier=2, kinds=["other"], occurred=None)
        self.other = other or declared(title="Shots fired", kinds=["other"], tier=2, known=after(-3), at=after(2), filed_at=after(2), filed_by="chief")
        self.other.office = "chief"

    @property
    def logs(self) -> list[Log]:
        return [self.one.log, self.other.log]

    def join(self, *, halves: int = 2, at: datetime | None = None) -> list[Filing]:
        """File the link, in the log first that is shown."""
        first, second = self.one, self.other
        at = at or after(20)
        found: list[Filing] = []
        for copy, facing in ((first, second), (second, first))[:halves]:
            table = changes.joined(facing.log, found[0].digest if found else "", at)
            found.append(copy.file(**table, filed_at=at, number=self._above()))
        return found

    def later(self, kind: str, **own: Any) -> Filing:
        """File knowing of both, as `cicp` does: in the log that is shown, on a number above all."""
        return self.one.file(kind, **{"number": self._above(), "filed_at": after(30), "at": after(30), **own})

    def _above(self) -> int:
        return max(log.next_number for log in self.logs)

    def read(self, *, gates: Iterable[Gate] = (SCENE, NAME), turned: bool = False) -> Incident:
        """Read the incident, whichever log comes first to hand."""
        logs = self.logs[::-1] if turned else self.logs
        first, *others = joined_incidents(logs, None)[0]
        return fold(first.name, first, None, gates, others)

    def apart(self) -> list[Incident]:
        """Read each log for itself, without the link."""
        return [fold(log.name, log, None, (SCENE, NAME)) for log in self.logs]


def fact(copy: Copy, name: str, about: str = "", *, by: str = "me", **own: Any) -> Filing:
    """Record a fact as `cicp fact` does: it replaces every filing of the same name and `about` that holds here."""
    held = fold(copy.name, copy.log, None, ()).register.holding(name, about)
    own = {"status": "confirmed", "filed_by": by, **own}
    return copy.file("fact", name=name, about=about or None, replaces=sorted(each.filing for each in held), **own)


def rules(incident: Incident) -> Rules:
    return rules_of(incident, WORDS, CLAYTON, ZONE)


def items(incident: Incident, minutes: int = 60) -> list[Item]:
    return timeline(incident, rules(incident), after(minutes))


def item(incident: Incident, name: str) -> Item:
    return next(each for each in items(incident) if each.id == name)


class TestWhatIsRead:
    def test_shown(self) -> None:
        """The one declared first is shown, by whichever log comes to hand first; without a link each stands alone."""
        pair = Pair()
        alone = joined_incidents(pair.logs, None)
        pair.join()

        shown = pair.read()

        assert [[pair.one.name], [pair.other.name]] == [[log.name for log in group] for group in alone]
        assert (pair.one.name, (pair.other.name,), "Shooting at Shaw Park", after(0)) == (shown.id, shown.joined, shown.title, shown.declared_at)
        assert shown.id == pair.read(turned=True).id

    def test_declared_at_the_same_second(self) -> None:
        """Of two declared at the same second the one with the lower id is shown."""
        pair = Pair(declared(title="One"), declared(title="Two"))
        pair.join()

        assert min(log.name for log in pair.logs) == pair.read().id == pair.read(turned=True).id

    def test_union(self) -> None:
        """Kinds, facts, ticks and entries of both are there; the tier is the higher; what is done in either is done, by the earlier tick."""
        pair = Pair(declared(kinds=["ois"], tier=1), declared(kinds=["bias-incident"], tier=3, filed_at=after(2)))
        pair.one.file("done", step="call", at=after(5))
        pair.other.file("done", step="call", at=after(3))
        pair.other.file("skipped", step="hold", why="nobody to reach")
        fact(pair.one, "died", "deceased-1")
        fact(pair.other, "decision")
        pair.join()

        shown = pair.read()

        assert (("bias-incident", "ois"), 3, after(3)) == (shown.kinds, shown.tier, shown.done["call"].at)
        assert {"hold"} == shown.skipped.keys()
        assert {"died", "decision", "known", "declared"} == {each.name for each in shown.register.facts}
        assert {filing.id for log in pair.logs for filing in log.filings} == {filing.id for filing in shown.log.filings}

    def test_declared_once(self) -> None:
        """The incident was declared when it was first declared: that two declared it contests nothing."""
        pair = Pair()
        pair.join()

        assert [after(0)] == [each.at for each in pair.read().register.holding("declared", "")]

    def test_told_differently(self) -> None:
        """What two logs tell differently is contested, and the clock counts from the earlier; told alike, it is not."""
        pair = Pair()
        for copy in (pair.one, pair.other):
            fact(copy, "occurred", at=after(-10))
        pair.join()

        shown = pair.read()

        assert [("known", "")] == shown.register.contested()
        assert (after(-5), 2) == (shown.register.moment("known").at, len(shown.register.holding("occurred", "")))  # type: ignore[union-attr]

    def test_told_alike_by_one_in_doubt(self) -> None:
        """The same moment, confirmed in one log and unconfirmed in the other, is contested."""
        pair = Pair()
        fact(pair.one, "decision", at=after(1))
        fact(pair.other, "decision", at=after(1), status="unconfirmed")
        pair.join()

        assert ("decision", "") in pair.read().register.contested()

    def test_settled(self) -> None:
        """A fact filed knowing of both settles it, for both."""
        pair = Pair()
        pair.join()
        held = sorted(each.filing for each in pair.read().register.holding("known", ""))
        pair.later("fact", name="known", status="confirmed", at=after(-4), replaces=held)

        shown = pair.read()

        assert ([], after(-4), after(11)) == (shown.register.contested(), shown.recorded.register.moment("known").at, item(shown, "call").due)  # type: ignore[union-attr]

    def test_numbers(self) -> None:
        """Numbers go on above those of both logs, so that a strike of what stands in the other one follows it."""
        pair = Pair()
        entries = [pair.other.file("log-entry", text=f"entry {number}") for number in range(5)]
        first, second = pair.join()
        strike = pair.later("struck", entry=entries[-1].id)
        pair.later("struck", entry=strike.id)

        shown = pair.read()

        assert [7, 8, 9, 10] == [first.body.number, second.body.number, strike.body.number, shown.log.next_number - 1]
        assert (None, True) == (shown.struck.get(entries[-1].id), strike.id in shown.struck)
        assert [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] == [filing.body.number for filing in shown.log.filings]

    def test_a_third(self) -> None:
        """A third one joins the two."""
        pair = Pair()
        third = declared(title="Gunfire", filed_at=after(4))
        pair.join()
        third.file("joined", incident=pair.other.name, heads=pair.other.log.heads, number=9)

        (group,) = joined_incidents([third.log, *pair.logs], None)

        assert [pair.one.name, pair.other.name, third.name] == [log.name for log in group]

    def test_a_root_that_is_damaged(self) -> None:
        """Where the root of a half is damaged, what the docket repeats tells of it; where it does not, the folder's name tells the kind."""
        pair = Pair(None, declared(kinds=["ois"], tier=3, known=after(-3), filed_at=after(2)))
        pair.join()
        root = pair.other.log.filings[0]
        docket = Copy()
        docket.file("incident-declared", incident=pair.other.name, kinds=["ois"], tier=3, known=after(-3), at=after(-1), filed_at=after(2))
        del pair.other.files[root.id]
        logs = pair.logs

        told = fold(logs[0].name, logs[0], docket.log, (), logs[1:])
        untold = fold(logs[0].name, logs[0], None, (), logs[1:])

        assert (("ois", "other"), 3, after(-1)) == (told.kinds, told.tier, told.done["open-log"].at)
        assert [after(-1)] == [each.at for each in told.register.holding("declared", "")]
        assert (("ois", "other"), 2, False) == (untold.kinds, untold.tier, untold.log.whole)


class TestState:
    @pytest.mark.parametrize(
        ("one", "other", "state"), [((), (), "open"), (("closed",), (), "open"), ((), ("closed",), "open"), (("closed",), ("closed",), "closed")]
    )
    def test_before(self, one: tuple[str, ...], other: tuple[str, ...], state: str) -> None:
        """Joined, it is closed where both were."""
        pair = Pair()
        for copy, kinds in ((pair.one, one), (pair.other, other)):
            for kind in kinds:
                copy.file(kind)
        pair.join()

        assert (state, state, state) == (pair.read().state, pair.read(turned=True).state, state_of(*pair.logs))

    def test_closed_knowing_of_both(self) -> None:
        """Closing the one that is shown closes both, and opening it again opens both."""
        pair = Pair()
        pair.join()
        pair.later("closed")
        closed = pair.read().state
        pair.later("reopened")

        assert ("closed", "open") == (closed, pair.read().state)

    def test_closed_not_knowing_of_the_other(self) -> None:
        """Closed in a copy that did not know of the link, it is open, for nobody closed the other."""
        pair = Pair()
        apart = pair.one.copied("pio")
        pair.join()
        apart.file("closed")
        pair.one = pair.one.joined(apart)

        assert "open" == pair.read().state


class TestClocks:
    def test_what_the_other_one_kept(self) -> None:
        """Where one log does not say when it occurred, its own clock goes on counting from when it was known there: joining makes nothing later."""
        pair = Pair(declared(kinds=["other"], known=after(3), occurred=after(2), tier=2), None)
        pair.join()

        shown = item(pair.read(), "facts-out")

        assert after(-3 + 240) == shown.due
        assert any("occurred is not recorded in each of the logs that were joined: counted from known" in sentence for sentence in shown.explain)

    def test_the_old_ones_are_kept(self) -> None:
        """Each log's own due is kept, until the link that corrected it."""
        pair = Pair()
        (first, _) = pair.join()

        kept = item(pair.read(), "call").earlier

        assert [(after(12), first.id, True)] == [(each.due, each.filing, each.late) for each in kept]
        assert after(10) == item(pair.read(), "call").due

    def test_what_was_corrected_before(self) -> None:
        """What each log had corrected before it knew of the other stays as it was told there."""
        pair = Pair()
        corrected = fact(pair.other, "known", at=after(-9), filed_at=after(5))
        pair.join()
        later = pair.later("fact", name="known", status="confirmed", at=after(-8), replaces=[each.filing for each in pair.read().register.holding("known", "")])

        kept = item(pair.read(), "call").earlier

        assert [(after(10), "joined"), (after(6), later.id), (after(12), corrected.id)] == [
            (each.due, "joined" if each.filing == pair.read().links[0].filing.id else each.filing) for each in kept
        ]

    def test_a_tier_set_before(self) -> None:
        """A tier that was lowered in one log alone does not count against the other's, and is named."""
        pair = Pair()
        pair.one.file("tier-changed", tier=1, replaces=[pair.one.log.root])
        pair.join()

        shown = pair.read()

        assert (2, True, "not-applicable") == (shown.tier, contested(shown.tiers), item(pair.apart()[0], "statement").status)
        assert after(55) == item(shown, "statement").due

    def test_a_step_added_in_one(self) -> None:
        """A step added by hand in either is there."""
        pair = Pair()
        pair.other.file("step-added", step="flyer", title="Print the flyer", within="30 minutes", at=after(5))
        pair.join()

        assert after(35) == item(pair.read(), "flyer").due


class TestGates:
    def opened(self, pair: Pair) -> set[tuple[str, str]]:
        return pair.read().open_gates(ABOUTS)

    def test_open_in_one_that_the_other_knows_nothing_of(self) -> None:
        """A gate that one log opens stays open where the other has nothing to say on it."""
        pair = Pair()
        fact(pair.one, "scene-resolved", by="ic")
        pair.join()

        assert {("tactical-live", "")} == self.opened(pair)

    def test_facts_from_both(self) -> None:
        """Facts that open a gate only together open nothing: two offices may mean two people by one id. Filed again by one who knows, they do."""
        pair = Pair()
        fact(pair.one, "identified", "deceased-1")
        fact(pair.other, "told", "deceased-1")
        pair.join()
        before = self.opened(pair)

        for name in ("identified", "told"):
            held = [each.filing for each in pair.read().register.holding(name, "deceased-1")]
            pair.later("fact", name=name, about="deceased-1", status="confirmed", filed_by="me", replaces=held)

        assert (set(), {("nok", "deceased-1"), ("nok", "")}) == (before, self.opened(pair))

    def test_shut_by_the_one_that_knows_the_person(self) -> None:
        """What one log opens for a person stays shut while the other knows of a person by that id and keeps it shut."""
        pair = Pair()
        for name in ("identified", "told"):
            fact(pair.one, name, "deceased-1")
        fact(pair.other, "died", "deceased-1")
        pair.join()

        assert (2, set()) == (len(pair.apart()[0].open_gates(ABOUTS)), self.opened(pair))

    def test_another_person(self) -> None:
        """What one log opens for a person stays open for that one where the other knows another person."""
        pair = Pair()
        for name in ("identified", "told"):
            fact(pair.one, name, "deceased-1")
        fact(pair.other, "died", "deceased-2")
        pair.join()

        assert {("nok", "deceased-1")} == self.opened(pair)

    def test_open_in_both(self) -> None:
        """Opened by both, at the same moment, it is open; told at two moments it is contested, and shut."""
        alike, apart = Pair(), Pair()
        for pair, minutes in ((alike, 5), (apart, 6)):
            fact(pair.one, "scene-resolved", by="ic", at=after(5))
            fact(pair.other, "scene-resolved", by="ic", at=after(minutes))
            pair.join()

        assert ({("tactical-live", "")}, set()) == (self.opened(alike), self.opened(apart))

    @pytest.mark.parametrize("place", [0, 1])
    def test_set_aside(self, place: int) -> None:
        """While a filing of either log is set aside every gate is shut."""
        pair = Pair()
        fact(pair.one, "scene-resolved", by="ic")
        pair.join()
        copy = (pair.one, pair.other)[place]
        copy.files["0099-zzzzz"] = b"kind = 'fact'"

        assert (set(), {("tactical-live", "")}) == (self.opened(pair), pair.read().open_gates(ABOUTS, whole=True))
        assert [SetAside("0099-zzzzz", "its bytes do not fit its name: it was altered after it was filed", "")][0].id in [
            each.id for each in pair.read().log.set_aside
        ]

    def test_the_end_of_a_log_is_cut_off(self) -> None:
        """What a link quotes of the other log and is not here shuts every gate, for it may have been a withdrawal."""
        pair = Pair()
        fact(pair.one, "scene-resolved", by="ic")
        lost = pair.other.file("log-entry", text="the last line")
        pair.join(halves=1)
        del pair.other.files[lost.id]

        assert (set(), {lost.digest: "0003"}) == (self.opened(pair), {digest: by[:4] for digest, by in pair.read().log.missing.items()})


class TestLinks:
    def test_one_half(self) -> None:
        """One half is enough, in whichever log it stands."""
        first, second = Pair(), Pair()
        first.join(halves=1)
        second.join()
        second.one = declared(tier=2, kinds=["other"], occurred=None)

        assert [1, 1] == [len(groups(pair.logs)) for pair in (first, second)]

    def test_struck(self) -> None:
        """Striking either half takes the link back, its counterpart with it, and lets each stand for itself; struck twice, it holds again."""
        for place in (0, 1):
            pair = Pair()
            halves = pair.join()
            strike = pair.later("struck", entry=halves[place].id)
            apart = groups(pair.logs)
            pair.later("struck", entry=strike.id)

            assert (2, 1) == (len(apart), len(groups(pair.logs)))

    def test_struck_and_joined_again(self) -> None:
        """Joined again after it was taken back, they are one: the struck link takes no other with it."""
        pair = Pair()
        half, _ = pair.join()
        pair.later("struck", entry=half.id)
        pair.join()

        assert (1, 2) == (len(groups(pair.logs)), len(standing_halves(pair.logs)))

    def test_with_what_is_not_here(self) -> None:
        """A link with a log that is not here joins nothing; what it names is known."""
        pair = Pair()
        pair.join()

        assert ([[pair.one.name]], {pair.other.name}) == ([[log.name for log in group] for group in groups(pair.logs[:1])], named_by(pair.logs[:1]))

    def test_with_itself(self) -> None:
        """A link with itself, or with nothing, is none."""
        copy = declared()
        copy.file("joined", incident=copy.name)
        copy.file("joined")

        assert [] == standing_halves([copy.log])

    def test_strike_of_a_link_that_keeps_a_gate_shut(self) -> None:
        """A link that keeps a gate shut is struck only when the gate may open: the refusal says what to file instead."""
        pair = Pair()
        for name in ("identified", "told"):
            fact(pair.one, name, "deceased-1")
        fact(pair.other, "died", "deceased-1")
        half, _ = pair.join()

        with pytest.raises(NotAllowed) as refused:
            night.strike(half, "two incidents", pair.read(), ABOUTS, after(40))

        assert "would open the gate nok" in refused.value.message

    def test_strike_of_a_link(self) -> None:
        """A link that keeps nothing shut is struck like any entry, and each log tells its own again."""
        pair = Pair()
        half, _ = pair.join()
        shown = pair.read()

        table = night.strike(half, "two incidents", shown, ABOUTS, after(40))

        assert half.id == table["entry"]
        assert [] == night.holds_again(table, shown, after(40))


_ENTRIES = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["fact", "fact", "fact", "tick", "skip", "tier", "kind", "step", "role", "struck", "closed", "reopened"]),
        st.integers(0, 11),
        st.integers(-20, 10),
    ),
    max_size=12,
)
_NAMES: Final = [
    ("occurred", ""),
    ("known", ""),
    ("died", "deceased-1"),
    ("died", "deceased-2"),
    ("identified", "deceased-1"),
    ("told", "deceased-1"),
    ("identified", ""),
    ("told", ""),
    ("decision", ""),
    ("scene-resolved", ""),
]


def _file(copy: Copy, kind: str, choice: int, minutes: int) -> None:
    moment = {"at": after(minutes), "filed_at": after(10 + choice)}
    match kind:
        case "fact":
            name, about = _NAMES[choice % len(_NAMES)]
            status = "confirmed" if choice % 4 else ("unconfirmed", "withdrawn")[minutes % 2]
            fact(copy, name, about, by="ic" if name == "scene-resolved" else "me", status=status, **moment)
        case "tick" | "skip":
            copy.file("done" if kind == "tick" else "skipped", step=("call", "facts-out", "visit", "hold")[choice % 4], **moment)
        case "tier":
            held = sorted(each.filing for each in fold(copy.name, copy.log, None, ()).tiers)
            copy.file("tier-changed", tier=choice % 3 + 1, replaces=held, **moment)
        case "kind":
            copy.file("kind-added", kinds=[("ois", "bias-incident")[choice % 2]], tier=2, **moment)
        case "step":
            copy.file("step-added", step=("flyer", "tent")[choice % 2], title="Do it", within=f"{choice} minutes", **moment)
        case "role":
            copy.file("role-changed", role="pio", to=("alt-pio", "chief")[choice % 2], **moment)
        case "struck":
            copy.file("struck", entry=copy.log.filings[choice % len(copy.log.filings)].id, **moment)
        case _:
            copy.file(kind, **moment)


def _of_night(entries: Iterable[tuple[int, str, int, int]]) -> Pair:
    pair = Pair()
    for place, *entry in entries:
        _file((pair.one, pair.other)[place], *entry)  # type: ignore[arg-type]
    return pair


def _told(incident: Incident) -> list[Any]:
    """Everything that a command shows of an incident."""
    facts = sorted((each.name, each.about, each.filing, each.status) for each in incident.register.facts)
    return [
        incident.id,
        incident.kinds,
        incident.tier,
        incident.state,
        facts,
        incident.open_gates(ABOUTS),
        items(incident),
        [f.id for f in incident.log.filings],
    ]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(_ENTRIES)
def test_whichever_is_named_first(entries: list[tuple[int, str, int, int]]) -> None:
    """Whatever was filed in the two, and whichever log comes to hand first, the same incident is read."""
    pair = _of_night(entries)
    pair.join()

    assert _told(pair.read()) == _told(pair.read(turned=True))


@settings(deadline=None, derandomize=True, max_examples=120)
@given(_ENTRIES)
def test_joining_opens_no_gate_makes_nothing_later_and_loses_nothing(entries: list[tuple[int, str, int, int]]) -> None:
    """Whatever was filed in the two: a gate that is open was open in one of them, every due is as early as it was, and every entry is there."""
    pair = _of_night(entries)
    before = pair.apart()
    dues = [(each.step, each.about, each.due) for incident in before for each in items(incident) if each.due]
    opened = set().union(*(incident.open_gates(ABOUTS) for incident in before))
    pair.join()

    shown = pair.read()
    now = [(each.step, each.about, each.due) for each in items(shown) if each.due]

    assert shown.open_gates(ABOUTS) <= opened
    for name, about, due in dues:
        assert due >= min(each for step_, whose, each in now if step_ == name and (about is None or whose in (about, None))), name
    assert {filing.id for log in pair.logs for filing in log.filings} == {filing.id for filing in shown.log.filings}
    assert shown.tier >= max(incident.tier for incident in before)
    assert {kind for incident in before for kind in incident.kinds} <= set(shown.kinds)
