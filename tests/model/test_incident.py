"""An incident as its log tells it: what was done, what is known, what was taken back, and what is left when the root is damaged."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.docket import Log
from cicp.model.entries import Tick
from cicp.model.facts import Register
from cicp.model.filing import Filing, digest_of
from cicp.model.gates import Gate
from cicp.model.incident import Incident, fold, seen_from, supposed
from tests.effort import calls_of
from tests.records import NIGHT, Copy, after, declared, named

OCCURRED: Final = frozenset({("occurred", None)})
SCENE: Final = Gate(id="tactical-live", title="Positions, while it lasts", blocks=["positions"], opens=["scene-resolved"], confirm=["ic"])


def folded(copy: Copy, docket: Log | None = None, gates: tuple[Gate, ...] = ()) -> Incident:
    return fold(copy.name, copy.log, docket, gates)


def fact(copy: Copy, name: str, about: str = "", **own: Any) -> Filing:
    """Record a fact as `cicp fact` does: it replaces every filing of the same name and `about` that holds here."""
    held = folded(copy).register.holding(name, about)
    return copy.file("fact", name=name, about=about or None, replaces=sorted(each.filing for each in held), **own)


def known(register: Register) -> list[tuple[str, str, str, str]]:
    return [(each.name, each.about, each.status, each.filing) for each in register.facts]


def done_at(incident: Incident, step: str) -> datetime | None:
    return incident.done[step].at if step in incident.done else None


class TestDeclared:
    def test_root(self) -> None:
        """The root of the log says what the incident is, and declaring does the step open-log."""
        copy = declared(edition="sha256:" + "1" * 64, instead="sha256:" + "2" * 64, kinds=["ois", "fire"], at=after(-1))
        root = copy.log.filings[0]

        incident = folded(copy)

        assert ("Shooting at Shaw Park", ("fire", "ois"), 3, "open") == (incident.title, incident.kinds, incident.tier, incident.state)
        assert ("sha256:" + "1" * 64, "sha256:" + "2" * 64, NIGHT, root) == (incident.edition, incident.instead, incident.declared_at, incident.told)
        assert {"open-log": Tick(root.id, after(-1), NIGHT)} == incident.done

    @pytest.mark.parametrize(
        ("own", "tier", "kinds"), [({"tier": 4}, 2, ("ois",)), ({"tier": "3"}, 2, ("ois",)), ({"kinds": []}, 3, ("other",)), ({"kinds": "ois"}, 3, ("other",))]
    )
    def test_what_no_cicp_files(self, own: dict[str, Any], tier: int, kinds: tuple[str, ...]) -> None:
        """A root that says what none says is run as the usual tier, on the base playbook."""
        incident = folded(declared(**own))

        assert (tier, kinds) == (incident.tier, incident.kinds)

    def test_facts_of_the_root(self) -> None:
        """The root tells when it was known, when it occurred if that was said, and when it was declared."""
        copy = declared(occurred=after(-10), at=after(-1))
        root = copy.log.filings[0].id

        register = folded(copy).register

        assert [("known", "", "confirmed", root), ("occurred", "", "confirmed", root), ("declared", "", "confirmed", root)] == known(register)
        assert [after(-5), after(-10), after(-1)] == [each.at for each in register.facts]

    def test_what_clocks_count_from(self) -> None:
        """Clocks count from the facts that hold and the steps that are done."""
        incident = folded(declared())

        assert (incident.register, incident.done) == (incident.recorded.register, incident.recorded.done)

    def test_occurred_not_said(self) -> None:
        """Nothing is made up for what nobody said: until it is recorded, the incident did not occur at any known time."""
        assert None is folded(declared()).register.moment("occurred")


class TestState:
    @pytest.mark.parametrize(
        ("moves", "state"),
        [
            ((), "open"),
            (("closed",), "closed"),
            (("closed", "reopened"), "open"),
            (("closed", "reopened", "closed"), "closed"),
            (("closed", "log-entry"), "closed"),
            (("reopened",), "open"),
        ],
    )
    def test_last_move(self, moves: tuple[str, ...], state: str) -> None:
        """The last move says whether it is open; entries after it change nothing."""
        copy = declared()
        for kind in moves:
            copy.file(kind)

        assert state == folded(copy).state

    def test_newer_kinds(self) -> None:
        """A kind that only a newer cicp knows is kept and moves nothing, whatever keys it has."""
        copy = declared()
        copy.file("media-call", step="tell-manager", name="occurred", at=after(-3), status="confirmed")

        incident = folded(copy)

        assert (["open-log"], {}, None) == (list(incident.done), incident.skipped, incident.register.moment("occurred"))
        assert 2 == len(incident.log.filings)


class TestTicks:
    def test_done_and_skipped(self) -> None:
        """A step is done when the filing says it was done, and keeps what was said of it."""
        copy = declared()
        ticked = copy.file("done", step="tell-manager", at=after(-3), text="called")
        left_out = copy.file("skipped", step="board-notice", why="nobody was hurt")

        incident = folded(copy)

        assert Tick(ticked.id, after(-3), NIGHT, "called") == incident.done["tell-manager"]
        assert {"board-notice": Tick(left_out.id, NIGHT, NIGHT, "nobody was hurt")} == incident.skipped

    def test_earlier_counts(self) -> None:
        """Done twice, in two copies or in one, the earlier counts, whichever was filed first."""
        copy = declared()
        other = copy.copied("alt-pio")
        copy.file("done", step="tell-manager", at=after(3))
        other.file("done", step="tell-manager", at=after(1))
        other.file("done", step="tell-manager", at=after(2))

        assert [after(1)] * 2 == [done_at(folded(one), "tell-manager") for one in (copy.joined(other), other.joined(copy))]

    def test_same_moment(self) -> None:
        """Of two ticks of the same moment the one filed first is named."""
        copy = declared()
        first = copy.file("done", step="tell-manager")
        copy.file("done", step="tell-manager", text="once more")

        assert first.id == folded(copy).done["tell-manager"].filing

    def test_struck(self) -> None:
        """A tick that is struck does not count; the next one then does, and the struck one again when its strike is struck."""
        copy = declared()
        first = copy.file("done", step="tell-manager", at=after(-3))
        copy.file("done", step="tell-manager", at=after(-1))
        strike = copy.file("struck", entry=first.id)
        after_strike = done_at(folded(copy), "tell-manager")
        copy.file("struck", entry=strike.id)

        assert (after(-1), after(-3)) == (after_strike, done_at(folded(copy), "tell-manager"))

    def test_without_a_step(self) -> None:
        """A tick that names no step ticks nothing."""
        copy = declared()
        copy.file("done")

        assert ["open-log"] == list(folded(copy).done)


class TestFacts:
    def test_recorded(self) -> None:
        """A fact keeps everything that was said of it."""
        copy = declared()
        filing = copy.file("fact", name="died", about="deceased-1", at=after(-2), text="at the hospital", source="the hospital", status="unconfirmed")

        (held,) = folded(copy).register.holding("died", "deceased-1")

        assert (filing.id, after(-2), "at the hospital", "the hospital", "unconfirmed", "pio", NIGHT) == (
            held.filing,
            held.at,
            held.text,
            held.source,
            held.status,
            held.filed_by,
            held.filed_at,
        )

    @pytest.mark.parametrize(
        ("said", "status"),
        [(None, "confirmed"), ("confirmed", "confirmed"), ("withdrawn", "withdrawn"), ("unconfirmed", "unconfirmed"), ("perhaps", "unconfirmed")],
    )
    def test_status(self, said: str | None, status: str) -> None:
        """A status that nobody knows is doubt."""
        copy = declared()
        copy.file("fact", name="died", status=said)

        assert [status] == [each.status for each in folded(copy).register.holding("died", "")]

    def test_correction_of_one_fact_of_the_root(self) -> None:
        """A correction of `occurred` replaces what the root said of it, and leaves what the root said of `known`."""
        copy = declared(occurred=after(-10))
        root = copy.log.root
        corrected = fact(copy, "occurred", at=after(-20))

        assert {("known", root), ("declared", root), ("occurred", corrected.id)} == {(each.name, each.filing) for each in folded(copy).register.facts}

    def test_of_two_persons(self) -> None:
        """A fact of one person replaces nothing of another."""
        copy = declared()
        fact(copy, "died", "deceased-1")
        fact(copy, "died", "deceased-2")

        assert ["deceased-1", "deceased-2"] == folded(copy).register.abouts("died")

    def test_naming_another_fact_replaces_nothing(self) -> None:
        """A fact replaces filings of its own name and person only, whatever it names."""
        copy = declared()
        died = fact(copy, "died", "deceased-1")
        copy.file("fact", name="arrest", replaces=[died.id])

        assert [died.id] == [each.filing for each in folded(copy).register.holding("died", "deceased-1")]

    def test_chain(self) -> None:
        """What was corrected twice holds once, in its last words."""
        copy = declared()
        for minutes in (-30, -20, -10):
            last = fact(copy, "occurred", at=after(minutes))

        assert [(last.id, after(-10))] == [(each.filing, each.at) for each in folded(copy).register.holding("occurred", "")]

    def test_two_copies(self) -> None:
        """Two that did not know of each other both hold: contested, and the clock counts from the earlier, until somebody files which is right."""
        copy = declared()
        other = copy.copied("alt-pio")
        fact(copy, "occurred", at=after(-10))
        fact(other, "occurred", at=after(-20))
        both = copy.joined(other)
        contested = folded(both)
        right = fact(both, "occurred", at=after(-15))
        settled = folded(both)

        assert ([("occurred", "")], after(-20)) == (contested.register.contested(), _at(contested, "occurred"))
        assert ([], [right.id], after(-15)) == (
            settled.register.contested(),
            [each.filing for each in settled.register.holding("occurred", "")],
            _at(settled, "occurred"),
        )

    def test_struck(self) -> None:
        """A struck fact replaces nothing: what it had replaced holds again."""
        copy = declared(occurred=after(-10))
        mistaken = fact(copy, "occurred", at=after(-60))
        copy.file("struck", entry=mistaken.id)

        assert [(copy.log.root, after(-10))] == [(each.filing, each.at) for each in folded(copy).register.holding("occurred", "")]

    def test_recorded_by_a_tick(self) -> None:
        """A tick that says so records a fact, at the moment the step was done; the fact goes when the tick is struck."""
        copy = declared()
        tick = copy.file("done", step="threat-assessment", records="threat-assessed", at=after(-2))
        before = _at(folded(copy), "threat-assessed")
        copy.file("struck", entry=tick.id)

        assert (after(-2), None) == (before, _at(folded(copy), "threat-assessed"))

    def test_by_an_office_that_may_not(self) -> None:
        """A fact that a gate rests on counts as unconfirmed when the office may not confirm it, filed or ticked."""
        copy = declared()
        copy.file("done", step="clear-scene", records="scene-resolved")
        commander = declared()
        commander.office = "ic"
        fact(commander, "scene-resolved")

        assert [False, True] == [folded(each, gates=(SCENE,)).register.moment("scene-resolved") is not None for each in (copy, commander)]

    def test_set_aside(self) -> None:
        """A fact that was altered starts nothing."""
        copy = declared()
        died = fact(copy, "died", "deceased-1")
        copy.files[died.id] += b"# a word\n"

        incident = folded(copy)

        assert (None, False) == (incident.register.moment("died"), incident.log.whole)


def _at(incident: Incident, name: str) -> datetime | None:
    held = incident.register.moment(name)
    return held.at if held else None


class TestDamagedRoot:
    """The incident runs on what the docket repeats."""

    repeated: Final[Mapping[str, Any]] = {"kinds": ["ois"], "tier": 3, "edition": "sha256:" + "1" * 64, "known": after(-5), "occurred": after(-10)}

    def night(self) -> tuple[Copy, Log]:
        """A log, and the docket that repeats its root."""
        copy = declared(**self.repeated)
        docket = Copy()
        docket.file("plan-created")
        docket.file("incident-declared", incident="2026-11-19-fire-zzzzz", kinds=["fire"], tier=1)
        docket.file("incident-declared", incident=copy.name, at=after(0), **self.repeated)
        return copy, docket.log

    def test_runs_on(self) -> None:
        """Kinds, tier, edition and the moments come from the docket; the step open-log is done; only the title is lost."""
        copy, docket = self.night()
        whole = folded(copy, docket)
        copy.files[copy.log.root] += b"# a word\n"

        incident = folded(copy, docket)

        assert (copy.name, whole.kinds, whole.tier, whole.edition, whole.declared_at) == (
            incident.title,
            incident.kinds,
            incident.tier,
            incident.edition,
            incident.declared_at,
        )
        assert known(whole.register) == known(incident.register)
        assert whole.done == incident.done

    def test_corrections_stay(self) -> None:
        """What was corrected before the root was damaged, or while it was, is not contested by what the docket repeats, nor by the root come back."""
        copy, docket = self.night()
        fact(copy, "occurred", at=after(-20))
        root = copy.log.root
        undamaged = copy.files[root]
        copy.files[root] += b"# a word\n"
        damaged = folded(copy, docket)
        held = damaged.register.holding("known", "")
        copy.file("fact", name="known", at=after(-7), replaces=[each.filing for each in held])
        corrected = folded(copy, docket)
        copy.files[root] = undamaged
        come_back = folded(copy, docket)

        assert ([], after(-20), after(-5)) == (damaged.register.contested(), _at(damaged, "occurred"), _at(damaged, "known"))
        for incident in (corrected, come_back):
            assert ([], after(-20), after(-7)) == (incident.register.contested(), _at(incident, "occurred"), _at(incident, "known"))

    @pytest.mark.parametrize(("minutes", "counts"), [(-30, -30), (5, 0)])
    def test_open_log_ticked_as_well(self, minutes: int, counts: int) -> None:
        """Of the declaration and a tick of the same step the earlier counts."""
        copy, docket = self.night()
        copy.file("done", step="open-log", at=after(minutes))
        copy.files[copy.log.root] += b"# a word\n"

        assert after(counts) == done_at(folded(copy, docket), "open-log")

    def test_the_docket_does_not_tell_either(self) -> None:
        """With neither, the kind is what the folder is called after, and it counts as declared when the first entry was filed."""
        copy, _ = self.night()
        copy.file("log-entry", filed_at=after(4))
        copy.file("log-entry", filed_at=after(2))
        del copy.files[copy.log.root]

        incident = folded(copy, Copy().log)

        assert (("ois",), 2, "open", "", after(2), None) == (
            incident.kinds,
            incident.tier,
            incident.state,
            incident.edition,
            incident.declared_at,
            incident.told,
        )
        assert ([], {}) == (known(incident.register), incident.done)

    def test_nothing_left(self) -> None:
        """A folder with a name that tells nothing and no entry that reads is still an incident of the base playbook."""
        incident = fold("x", Copy(name="x", root_suffix="x").log, None, ())

        assert (("other",), datetime(1970, 1, 1, tzinfo=UTC)) == (incident.kinds, incident.declared_at)


class TestHistory:
    def test_each_state(self) -> None:
        """The history of a fact is what held at the declaration, and after each filing that moved it: facts, and the strikes of facts."""
        copy = declared(occurred=after(-10))
        corrected = fact(copy, "occurred", at=after(-20))
        copy.file("log-entry")
        fact(copy, "died", "deceased-1")
        strike = copy.file("struck", entry=corrected.id)
        again = copy.file("struck", entry=strike.id)

        states = folded(copy).history(OCCURRED)

        assert [None, corrected.id, strike.id, again.id] == [filing.id if filing else None for filing, _ in states]
        assert [after(-10), after(-20), after(-10), after(-20)] == [held.at for _, then in states if (held := then.register.moment("occurred"))]

    def test_of_one_person(self) -> None:
        """What is asked of one person is not moved by what is filed of another."""
        copy = declared()
        first = fact(copy, "died", "deceased-1")
        fact(copy, "died", "deceased-2")

        states = folded(copy).history(frozenset({("died", "deceased-1")}))

        assert [None, first.id] == [filing.id if filing else None for filing, _ in states]

    def test_of_ticks(self) -> None:
        """An anchor `done:STEP` is moved by ticks and their strikes, and by the declaration, which does open-log."""
        copy = declared()
        tick = copy.file("done", step="tell-manager", at=after(-2), records="decision")
        strike = copy.file("struck", entry=tick.id)
        incident = folded(copy)

        states = incident.history(frozenset({("done:tell-manager", None)}))
        recorded = incident.history(frozenset({("decision", None)}))
        opened = incident.history(frozenset({("done:open-log", None)}))

        assert [None, tick.id, strike.id] == [filing.id if filing else None for filing, _ in states]
        assert [False, True, False] == ["tell-manager" in then.done for _, then in states]
        assert [None, after(-2), None] == [held.at if (held := then.register.moment("decision")) else None for _, then in recorded]
        assert [None, copy.log.root] == [filing.id if filing else None for filing, _ in opened]

    def test_strike_of_what_is_not_here(self) -> None:
        """A strike of an entry that is set aside moves nothing."""
        copy = declared()
        copy.file("struck", entry="0077-zzzzz")

        assert 1 == len(folded(copy).history(OCCURRED))

    def test_asked_twice(self) -> None:
        """What was worked out once is not worked out again."""
        incident = folded(declared())

        assert incident.history(OCCURRED) is incident.history(OCCURRED)


def _long(number: int, **own: Any) -> Copy:
    """A log of many entries that was filed one on the other, made without reading it again for each."""
    copy = declared()
    root = copy.log.root
    previous = digest_of(copy.files[root])
    for place in range(2, number + 2):
        stem, data = named({"number": place, "root": root, "previous": [previous], "at": after(-place % 300), **own})
        copy.files[stem], previous = data, digest_of(data)
    return copy


class TestSeenFrom:
    def test_before_it_was_declared(self) -> None:
        """A declaration that came later tells when it was known; that it was declared, and the step this does, had not happened."""
        incident = folded(declared(at=after(0)))

        before, then = seen_from(incident, after(-1)), seen_from(incident, after(0))

        assert (["known"], {}) == ([fact.name for fact in before.register.facts], before.done)
        assert (["known", "declared"], ["open-log"]) == ([fact.name for fact in then.register.facts], list(then.done))

    def test_what_had_not_happened_and_what_was_struck_since(self) -> None:
        """What came later is left out, and what was struck later had never been."""
        copy = declared(at=after(0))
        copy.file("done", step="verify", at=after(5), filed_at=after(5))
        copy.file("deferred", step="video-release", turn=1, at=after(30), filed_at=after(30))
        wrong = copy.file("done", step="tell-manager", at=after(6), filed_at=after(6))
        copy.file("struck", entry=wrong.id, at=after(40), filed_at=after(40))
        incident = folded(copy)

        assert [(["open-log", "verify"], []), (["open-log", "verify"], ["video-release"])] == [
            (sorted(seen.done), list(seen.outcomes)) for seen in (seen_from(incident, after(minutes)) for minutes in (20, 30))
        ]


class TestSupposed:
    def test_as_if_declared(self) -> None:
        """A declaration that nobody files begins the incident that it would begin."""
        table = {"kind": "declared", "title": "What if", "kinds": ["ois"], "tier": 3, "step": "open-log", "known": after(-5), "occurred": after(-9)}

        incident = supposed({**table, "at": after(0)}, (SCENE,), after(0))

        assert ("what-if", ("ois",), 3, "open", (SCENE,)) == (incident.id, incident.kinds, incident.tier, incident.state, incident.gates)
        assert {"known": after(-5), "occurred": after(-9), "declared": after(0)} == {fact.name: fact.at for fact in incident.register.facts}
        assert ["open-log"] == list(incident.done)


class TestSize:
    def test_three_thousand_entries(self) -> None:
        """Folding three thousand entries costs what reading them costs, not its square."""
        log = _long(3000, kind="log-entry", text="a line").log

        incident, calls = calls_of(lambda: fold(log.name, log, None, (SCENE,) * 30))

        assert calls < 300_000
        assert 3001 == len(incident.log.filings)

    def test_three_hundred_facts_of_one_name(self) -> None:
        """Three hundred contested filings of one fact, and their history, are worked out at once."""
        log = _long(300, kind="fact", name="occurred").log

        incident, folding = calls_of(lambda: fold(log.name, log, None, (SCENE,) * 30))
        found, asking = calls_of(lambda: (len(incident.history(OCCURRED)), incident.register.contested()))

        assert folding < 60_000
        assert asking < 1_500_000  # each of the three hundred states reads those before it
        assert (301, [("occurred", "")]) == found


_OPERATIONS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["fact", "fact", "done", "skipped", "struck", "log-entry", "closed", "reopened", "join", "copied-statement"]),
        st.integers(0, 4),
        st.integers(-60, 0),
    ),
    max_size=14,
)


def _act(copy: Copy, turn: int, kind: str, choice: int, minutes: int) -> None:
    steps, names = ["tell-manager", "verify", "open-log"], [("occurred", ""), ("known", ""), ("died", "deceased-1"), ("died", "deceased-2")]
    if kind == "fact":
        fact(copy, *names[choice % 4], at=after(minutes), status=["confirmed", "unconfirmed", "withdrawn"][choice % 3], text=str(turn))
    elif kind == "struck":
        others = [filing for filing in copy.log.filings if filing.kind not in {"declared", "closed", "reopened"}]
        if others:
            copy.file("struck", entry=others[choice % len(others)].id, text=str(turn))
    else:
        copy.file(kind, at=after(minutes), step=steps[choice % 3] if kind in {"done", "skipped"} else None, text=str(turn))


def _plain(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What is true of an incident, from plain dictionaries, by the words of the design."""
    import tomllib  # noqa: PLC0415  # another reader than the program's

    entries = {name: tomllib.loads(data.decode()) for name, data in sorted(files.items())}
    struck: dict[str, str] = {}
    for name in sorted(entries, reverse=True):
        if entries[name]["kind"] == "struck" and name not in struck:
            struck[entries[name]["entry"]] = name
    holds = {name: entry for name, entry in entries.items() if name not in struck}
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    for name, entry in entries.items():
        if entry["kind"] == "declared":
            facts[("known", "")] = {name: (entry["known"], "confirmed")}
            facts[("declared", "")] = {name: (entry["filed_at"], "confirmed")}
        elif entry["kind"] == "fact" and name in holds:
            facts.setdefault((entry["name"], entry.get("about", "")), {})[name] = (entry["at"], entry["status"])
    for entry in holds.values():
        for earlier in entry.get("replaces", []):
            facts.get((entry.get("name", ""), entry.get("about", "")), {}).pop(earlier, None)
    ticks: dict[str, dict[str, datetime]] = {"done": {}, "skipped": {}}
    for entry in holds.values():
        for kind in {entry["kind"]} & {"done", "skipped"}:
            ticks[kind][entry["step"]] = min(entry["at"], ticks[kind].get(entry["step"], entry["at"]))
    declared_at = next(entry["filed_at"] for entry in entries.values() if entry["kind"] == "declared")
    ticks["done"]["open-log"] = min(declared_at, ticks["done"].get("open-log", declared_at))
    moves = [entry["kind"] for entry in entries.values() if entry["kind"] in {"closed", "reopened"}]
    return {
        "struck": struck,
        "facts": {key: held for key, held in facts.items() if held},
        **ticks,
        "closed": moves[-1:] == ["closed"],
    }


def _told(incident: Incident) -> dict[str, Any]:
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    for each in incident.register.facts:
        facts.setdefault((each.name, each.about), {})[each.filing] = (each.at, each.status)
    return {
        "struck": incident.struck,
        "facts": facts,
        "done": {step: tick.at for step, tick in incident.done.items()},
        "skipped": {step: tick.at for step, tick in incident.skipped.items()},
        "closed": incident.state == "closed",
    }


@settings(max_examples=60, deadline=None)
@given(_OPERATIONS)
def test_against_plain_dictionaries(operations: list[tuple[int, str, int, int]]) -> None:
    """Whatever two offices file in two copies and however these are joined, the incident is what a plain-dictionary model says, in either order."""
    copies = [declared()]
    copies.append(copies[0].copied("alt-pio"))
    for turn, (place, kind, choice, minutes) in enumerate(operations):
        if kind == "join":
            copies[place] = copies[place].joined(copies[1 - place])
        else:
            _act(copies[place], turn, kind, choice, minutes)

    joined = [one.joined(other) for one, other in permutations(copies)]

    for copy in (*copies, *joined):
        assert _plain(copy.files) == _told(folded(copy))
    assert folded(joined[0]).log.filings == folded(joined[1]).log.filings
