"""The stages of a plan: which moves fit where, and that every copy, merged in whatever order, tells the same."""

from collections import Counter
from datetime import datetime
from itertools import permutations
from typing import Any, Final, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import NotAllowed
from cicp.files.filing import read_log
from cicp.model.docket import Log
from cicp.model.filing import Filing, digest_of
from cicp.model.lifecycle import KINDS, MOVES, RECEIVED, Stage, Standing, fold, fold_order, not_applied, step, strike
from tests.effort import calls_of
from tests.records import Copy, after, as_filing, named

STAGES: Final = ("", "working-group", "draft", "public-comment", "signing", "in-force", "review", "retired")
FITS: Final[dict[str, dict[str, str]]] = {
    "": {"plan-created": "working-group"},
    "working-group": {"draft-begun": "draft", "retired": "retired"},
    "draft": {"comment-opened": "public-comment", "amendment-dropped": "in-force", "retired": "retired"},
    "public-comment": {
        "comment-opened": "public-comment",
        "comment-extended": "public-comment",
        "comment-closed": "public-comment",
        "circulated": "signing",
        "amendment-dropped": "in-force",
        "retired": "retired",
    },
    "signing": {
        "signed": "signing",
        "declined": "signing",
        "recalled": "public-comment",
        "adopted": "in-force",
        "amendment-dropped": "in-force",
        "retired": "retired",
    },
    "in-force": {"review-begun": "review", "retired": "retired"},
    "review": {"reaffirmed": "in-force", "amendment-begun": "draft", "retired": "retired"},
    "retired": {},
}
"""The table of the design, written out a second time: stage, kind of filing, next stage. A dropped amendment wants an edition in force."""
MOVING: Final = tuple(sorted({kind for row in FITS.values() for kind in row}))
RECEIVING: Final = (
    "convened",
    "member",
    "meeting",
    "meeting-record",
    "engagement",
    "comment",
    "response",
    "comment-withdrawn",
    "log-entry",
    "fact",
    "incident-declared",
    "incident-closed",
    "incident-reopened",
    "struck",
)
NEWER: Final = ("holiday-kept", "amendment-begun-again")
FIRST, SECOND = "sha256:" + "1" * 64, "sha256:" + "2" * 64
ADOPTED_ONCE: Final = ("plan-created", "draft-begun", "comment-opened", "comment-closed", "circulated", "signed", "adopted")


class Plain(NamedTuple):
    """The same state in plain values, for the model that the fold is held against."""

    stage: str = ""
    in_force: str = ""
    circulated: str = ""


def plain_step(state: Plain, kind: str, edition: str) -> Plain | None:
    """Apply a move by the table above; None where it does not fit."""
    following = FITS[state.stage].get(kind)
    if following is None or (kind == "amendment-dropped" and not state.in_force):
        return None
    if kind == "circulated":
        return Plain(following, state.in_force, edition)
    if kind == "adopted":
        return Plain(following, edition or state.circulated, state.circulated)
    return Plain(following, "" if kind == "retired" else state.in_force, state.circulated)


def plain_fold(log: Log) -> tuple[Plain, list[str]]:
    """Fold filings as plain dictionaries, by the words of the design: adoptions in turn after what they knew, then the rest."""
    kinds = {filing.digest: filing.kind for filing in log.filings}
    knew = {filing.digest: filing.body.previous for filing in log.filings}
    said = {filing.digest: (filing.text("edition"), filing.id) for filing in log.filings}
    in_turn = [filing.digest for filing in sorted(log.filings, key=lambda filing: (filing.body.number, filing.id[-5:]))]
    order: list[str] = []
    for adoption in [digest for digest in in_turn if kinds[digest] == "adopted"]:
        known, todo = set(), [adoption]
        while todo:
            known.add(digest := todo.pop())
            todo += [each for each in knew[digest] if each not in known]
        order += [digest for digest in in_turn if digest in known and digest not in order]
    order += [digest for digest in in_turn if digest not in order]
    state, applied = Plain(), []
    for digest in order:
        moved = plain_step(state, kinds[digest], said[digest][0])
        state = moved or state
        applied += [said[digest][1]] if moved or kinds[digest] in RECEIVING else []
    return state, sorted(applied)


def as_plain(standing: Standing) -> Plain:
    return Plain(standing.stage, standing.in_force, standing.circulated)


def walked(*kinds: str, copy: Copy | None = None, **own: Any) -> Copy:
    """A docket in which these kinds were filed one after the other."""
    copy = copy or Copy()
    for kind in kinds:
        copy.file(kind, **own)
    return copy


class TestTable:
    @pytest.mark.parametrize("stage", STAGES)
    @pytest.mark.parametrize("kind", [*MOVING, *RECEIVING, *NEWER])
    @pytest.mark.parametrize("in_force", ["", FIRST], ids=["none in force", "one in force"])
    def test_every_stage_and_kind(self, stage: str, kind: str, in_force: str) -> None:
        """Each kind moves each stage as the table says, and no further; what is not in it moves nothing."""
        standing = Standing(cast("Stage", stage), in_force, SECOND)

        found = step(standing, as_filing(kind))

        assert plain_step(Plain(stage, in_force, SECOND), kind, "") == (as_plain(found) if found else None)

    def test_every_move_is_in_the_table(self) -> None:
        """The two tables name the same moves: none stands in the program that is not written here."""
        assert {(stage, kind): following for stage, row in FITS.items() for kind, following in row.items()} == MOVES
        assert sorted(KINDS) == sorted(MOVING)
        assert sorted(RECEIVED) == sorted(RECEIVING)

    @pytest.mark.parametrize("stage", STAGES)
    @pytest.mark.parametrize("kind", RECEIVING)
    def test_received_at_every_stage(self, stage: str, kind: str) -> None:
        """Receiving applies at every stage, also before the plan is begun and after it is retired."""
        road = {
            "": (),
            "working-group": ("plan-created",),
            "draft": ("plan-created", "draft-begun"),
            "public-comment": ("plan-created", "draft-begun", "comment-opened"),
            "signing": ADOPTED_ONCE[:5],
            "in-force": ADOPTED_ONCE,
            "review": (*ADOPTED_ONCE, "review-begun"),
            "retired": ("plan-created", "retired"),
        }[stage]
        copy = walked(*road)
        received = copy.file(kind)

        standing = fold(copy.log)

        assert (stage, True) == (standing.stage, received.id in standing.applied)


class TestPaths:
    def test_every_legal_path(self) -> None:
        """Every legal path of moves to depth twelve ends where the table says. There are 256,659 of them."""
        paths: Counter[Plain] = Counter([Plain()])
        counted = 0
        for depth in range(12):
            edition = (FIRST, SECOND)[depth % 2]
            following: Counter[Plain] = Counter()
            for state, number in paths.items():
                standing = Standing(cast("Stage", state.stage), state.in_force, state.circulated)
                for kind in MOVING:
                    expected, found = plain_step(state, kind, edition), step(standing, as_filing(kind, edition=edition))
                    assert expected == (as_plain(found) if found else None), (state, kind)
                    if expected:
                        following[expected] += number
            counted += sum(following.values())
            paths = following

        assert 256_659 == counted

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_legal_paths_filed(self, data: st.DataObject) -> None:
        """A legal path that was really filed is applied whole."""
        copy, state = Copy(), Plain()
        for _ in range(data.draw(st.integers(1, 12))):
            choices = [kind for kind in MOVING if plain_step(state, kind, FIRST)]
            if not choices:
                break
            kind = data.draw(st.sampled_from(choices))
            state = plain_step(state, kind, FIRST) or state
            copy.file(kind, edition=FIRST)

        standing = fold(copy.log)

        assert state == as_plain(standing)
        assert sorted(copy.files) == sorted(standing.applied)
        assert [] == not_applied(copy.log, standing)


class TestEditions:
    def test_adopted(self) -> None:
        """The edition adopted is in force; an adoption that does not say which adopts the one circulated."""
        said = walked(*ADOPTED_ONCE[:-1])
        silent = said.copied("pio")
        said.file("adopted", edition=SECOND)
        named_by_circulation = walked(*ADOPTED_ONCE[:4])
        named_by_circulation.file("circulated", edition=FIRST)
        named_by_circulation.file("adopted")
        silent.file("adopted")

        assert [SECOND, FIRST, ""] == [fold(copy.log).in_force for copy in (said, named_by_circulation, silent)]

    def test_in_force_while_the_next_is_written(self) -> None:
        """The stage says where the next words are; the edition in force stays, whatever the stage, until another is adopted."""
        copy = walked(*ADOPTED_ONCE, edition=FIRST)
        stages = []
        for kind in ("review-begun", "amendment-begun", "comment-opened", "circulated"):
            copy.file(kind, edition=SECOND)
            standing = fold(copy.log)
            stages.append((standing.stage, standing.in_force))
        copy.file("adopted", edition=SECOND)

        assert [("review", FIRST), ("draft", FIRST), ("public-comment", FIRST), ("signing", FIRST)] == stages
        assert SECOND == fold(copy.log).in_force

    def test_amendment_dropped(self) -> None:
        """A dropped amendment leaves the edition in force; with none in force it does not fit."""
        amending = walked(*ADOPTED_ONCE, "review-begun", "amendment-begun", edition=FIRST)
        amending.file("amendment-dropped")
        first_draft = walked("plan-created", "draft-begun")
        dropped = first_draft.file("amendment-dropped")

        assert Plain("in-force", FIRST, FIRST) == as_plain(fold(amending.log))
        assert ("draft", [dropped.id]) == (fold(first_draft.log).stage, [filing.id for filing in not_applied(first_draft.log, fold(first_draft.log))])

    def test_retired(self) -> None:
        """A retired edition is in force no longer."""
        assert Plain("retired", "", FIRST) == as_plain(fold(walked(*ADOPTED_ONCE, "retired", edition=FIRST).log))


class TestMerges:
    def test_late_letter(self) -> None:
        """One late letter un-adopts nothing: requirements are asked when filing, never when folding."""
        clerk = walked(*ADOPTED_ONCE[:-2], edition=FIRST)
        desk = clerk.copied("desk")
        letter = desk.file("comment")
        clerk.file("signed")
        clerk.file("adopted", edition=FIRST)
        both = clerk.joined(desk)

        standing = fold(both.log)

        assert ("in-force", FIRST) == (standing.stage, standing.in_force)
        assert sorted(both.files) == sorted(standing.applied)
        assert letter.id in standing.applied

    def test_recalled_elsewhere(self) -> None:
        """A recall with a lower number, filed by somebody who did not know of the adoption, does not undo it: it is kept, and not applied."""
        clerk = walked(*ADOPTED_ONCE[:-2], edition=FIRST)
        manager = clerk.copied("city-manager")
        recalled = manager.file("recalled")
        clerk.file("signed")
        clerk.file("adopted", edition=FIRST)
        both = clerk.joined(manager)

        standing = fold(both.log)

        assert ("in-force", FIRST) == (standing.stage, standing.in_force)
        assert [recalled.id] == [filing.id for filing in not_applied(both.log, standing)]

    def test_two_adoptions(self) -> None:
        """Of two that adopted without knowing of each other the first stands, and the other is not applied."""
        clerk = walked(*ADOPTED_ONCE[:-1], edition=FIRST)
        chief = clerk.copied("chief")
        clerk.file("meeting")
        later, first = clerk.file("adopted", edition=SECOND), chief.file("adopted", edition=FIRST)
        both = clerk.joined(chief)

        standing = fold(both.log)

        assert (7, 8) == (first.body.number, later.body.number)
        assert (FIRST, [later.id]) == (standing.in_force, [filing.id for filing in not_applied(both.log, standing)])

    def test_retired_by_one_who_did_not_know(self) -> None:
        """A plan retired in one copy and adopted in the other is first in force and then retired."""
        clerk = walked(*ADOPTED_ONCE[:-1], edition=FIRST)
        manager = clerk.copied("city-manager")
        manager.file("retired")
        clerk.file("adopted", edition=FIRST)

        standing = fold(clerk.joined(manager).log)

        assert ("retired", "", 8) == (standing.stage, standing.in_force, len(standing.applied))

    def test_fold_order(self) -> None:
        """Each adoption comes after what it knew and before everything that it did not; the rest stands by number and suffix."""
        clerk = walked("plan-created", "draft-begun")
        desk = clerk.copied("desk")
        early = [desk.file("comment", text=str(number)) for number in range(3)]
        knew = sorted(clerk.files)
        adopted = clerk.file("adopted")
        both = clerk.joined(desk)
        late = both.file("meeting")

        order = [filing.id for filing in fold_order(both.log)]

        assert [*knew, adopted.id, *(filing.id for filing in early), late.id] == order

    def test_newer_kinds(self) -> None:
        """A kind that only a newer cicp knows is kept and moves nothing, and is not called a move that did not fit."""
        copy = walked("plan-created", "holiday-kept", "draft-begun")
        newer = copy.log.filings[1]

        standing = fold(copy.log)

        assert ("draft", False, []) == (standing.stage, newer.id in standing.applied, not_applied(copy.log, standing))


def _walk(data: st.DataObject, *, lawful: bool) -> tuple[list[Copy], list[tuple[int, str]]]:
    """Up to three copies that file any kinds and join one another; with each adoption applied in a copy, the copy as it stood then."""
    copies = [walked("plan-created", "draft-begun", "comment-opened"), walked("plan-created", "draft-begun", "comment-opened")]
    copies[1].office = "chief"
    copies.append(copies[0].copied("city-manager"))
    adoptions: list[tuple[int, str]] = []
    kinds = st.sampled_from([*MOVING, "circulated", "adopted", "circulated", "adopted", "comment", "struck", "holiday-kept"])
    for turn in range(data.draw(st.integers(2, 14))):
        place = data.draw(st.integers(0, 2))
        if data.draw(st.integers(0, 3)) == 0:
            copies[place] = copies[place].joined(copies[data.draw(st.integers(0, 2))])
            continue
        kind = data.draw(kinds)
        state = as_plain(fold(copies[place].log))
        if lawful and kind in MOVING and plain_step(state, kind, "") is None:
            fitting = [each for each in MOVING if plain_step(state, each, "")]
            kind = data.draw(st.sampled_from(fitting)) if fitting else "comment"
        copies[place].file(kind, edition=data.draw(st.sampled_from([FIRST, SECOND])), text=str(turn))
        standing = fold(copies[place].log)
        adoptions += [(turn, filing.id) for filing in copies[place].log.filings if filing.kind == "adopted" and filing.id in standing.applied]
    return copies, adoptions


def _knows(log: Log, one: Filing, other: Filing) -> bool:
    return one.digest in log.ancestors(other) or other.digest in log.ancestors(one)


@settings(max_examples=80, deadline=None)
@given(st.data(), st.booleans())
def test_against_plain_dictionaries(data: st.DataObject, lawful: bool) -> None:  # noqa: FBT001  # hypothesis hands it over
    """Whatever is filed in three copies, and however they are joined, each folds as the plain-dictionary model says."""
    copies, _ = _walk(data, lawful=lawful)

    for copy in (*copies, copies[0].joined(*copies[1:])):
        standing = fold(copy.log)
        state, applied = plain_fold(copy.log)

        assert (state, applied) == (as_plain(standing), sorted(standing.applied))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_an_adoption_stays(data: st.DataObject) -> None:
    """An adoption applied in one copy stays applied after every merge, unless somebody adopted without knowing of it."""
    copies, adoptions = _walk(data, lawful=True)
    log = copies[0].joined(*copies[1:]).log

    applied = fold(log).applied

    every = [filing for filing in log.filings if filing.kind == "adopted"]
    alone = {filing.id for filing in every if all(other is filing or _knows(log, filing, other) for other in every)}
    assert set() == ({adoption for _, adoption in adoptions} & alone) - applied
    assert not every or not adoptions or any(filing.id in applied for filing in every)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_order_of_files(data: st.DataObject) -> None:
    """The state is the same whatever the order in which files are read and copies are joined."""
    copies, _ = _walk(data, lawful=False)
    files = list(copies[0].joined(*copies[1:]).files.items())

    standings = {fold(one.joined(*others).log) for one, *others in permutations(copies)}
    shuffled = fold(read_log("docket", data.draw(st.permutations(files))))

    assert {shuffled} == standings


class TestStriking:
    now: datetime = after(10)

    @pytest.mark.parametrize("kind", [*MOVING, "incident-declared", "incident-closed", "incident-reopened"])
    def test_moves(self, kind: str) -> None:
        """Moves and signatures cannot be struck; the refusal says what to look at instead."""
        entry = as_filing(kind)

        with pytest.raises(NotAllowed, match=f"{entry.id} \\({kind}\\) is a move and cannot be struck") as refusal:
            strike(entry, "too early", Copy().log, self.now)

        assert "cicp status" in refusal.value.hint

    @pytest.mark.parametrize(("kind", "mend"), [("comment", "cicp comment withdraw {}"), ("response", "cicp comment respond 0002-aaaaa")])
    def test_what_the_public_said(self, kind: str, mend: str) -> None:
        """A comment and its answer are never struck: the refusal names the filing of its own kind that takes them back in the open."""
        copy = walked("plan-created")
        entry = copy.file(kind, comment="0002-aaaaa" if kind == "response" else None)

        with pytest.raises(NotAllowed, match="and cannot be struck") as refusal:
            strike(entry, "do not want to answer", copy.log, self.now)
        assert mend.format(entry.id) in refusal.value.hint

    @pytest.mark.parametrize(
        "kind", sorted({*RECEIVING, "holiday-kept"} - {"incident-declared", "incident-closed", "incident-reopened", "comment", "response"})
    )
    def test_received(self, kind: str) -> None:
        """What was received can be struck, once: the strike names the entry and says why."""
        copy = walked("plan-created")
        entry = copy.file(kind)

        table = strike(entry, "entered twice", copy.log, self.now)

        assert {"kind": "struck", "at": self.now, "entry": entry.id, "why": "entered twice"} == table

    def test_twice(self) -> None:
        """What is struck already is not struck again; the refusal gives the command that lets it count."""
        copy = walked("plan-created")
        entry = copy.file("meeting")
        by = copy.file("struck", entry=entry.id)

        with pytest.raises(NotAllowed, match=f"{entry.id} is struck already, by {by.id}") as refusal:
            strike(entry, "again", copy.log, self.now)

        assert f"to let it count again, strike the strike: cicp strike {by.id} --why REASON" == refusal.value.hint


def test_size() -> None:
    """A docket with hundreds of adoptions folds without walking back to its beginning for each of them."""
    copy, root = Copy(), ""
    previous: list[str] = []
    for number in range(1, 3001):
        stem, data = named({"kind": "comment" if number % 10 else "adopted", "number": number, "root": root or None, "previous": previous})
        copy.files[stem] = data
        root, previous = root or stem, [digest_of(data)]
    log = copy.log

    order, calls = calls_of(lambda: [filing.body.number for filing in fold_order(log)])

    assert list(range(1, 3001)) == order
    assert calls < 150_000
