"""Signing: who signed which words, who is missing, and that no signature is ever counted under other words."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.lifecycle import Standing, fold
from cicp.model.signing import Signing, circulate, decline, first_difference, sign, signing
from tests.records import NIGHT, Copy, after, as_filing
from tests.small_plan import plan

FIRST, SECOND = "sha256:" + "1" * 64, "sha256:" + "2" * 64
OFFICES: Final = ("mayor", "city-manager", "chief")
TO_COMMENT: Final = ("plan-created", "draft-begun", "comment-opened", "comment-closed")


def circulated(edition: str = FIRST, threshold: int = 3, copy: Copy | None = None) -> Copy:
    """A docket whose words were sent to those who sign them."""
    if copy is None:
        copy = Copy("city-clerk")
        for kind in TO_COMMENT:
            copy.file(kind)
    copy.file("circulated", at=NIGHT, edition=edition, signatories=list(OFFICES), threshold=threshold)
    return copy


def read(copy: Copy) -> Signing:
    found = signing(fold(copy.log))
    assert found is not None
    return found


def signed(copy: Copy, office: str, at: datetime = NIGHT) -> Filing:
    return copy.file(**sign(read(copy), office, office.title(), "Resolution 2026-14", at))


def declined(copy: Copy, office: str) -> Filing:
    return copy.file(**decline(read(copy), office, "one word is wrong", NIGHT))


class TestState:
    @pytest.mark.parametrize("kinds", [(), TO_COMMENT, (*TO_COMMENT, "retired")])
    def test_none(self, kinds: tuple[str, ...]) -> None:
        """Before anything was circulated there is no signing."""
        copy = Copy()
        for kind in kinds:
            copy.file(kind)

        assert signing(fold(copy.log)) is None

    def test_missing(self) -> None:
        """Of three signatories one signed, one declined, one is missing: one of three signatures is there."""
        copy = circulated()
        given_by, refused = signed(copy, "mayor", after(5)), declined(copy, "chief")
        found = read(copy)

        assert ({"mayor": given_by}, {"chief": refused}, ["city-manager"]) == (found.signed, found.declined, found.missing)
        assert (FIRST, list(OFFICES), 3, False, after(5)) == (found.edition, found.signatories, found.threshold, found.enough, found.last_signed)

    def test_nobody(self) -> None:
        """Where nobody signed, everybody is missing and there is no last signature."""
        found = read(circulated())

        assert (list(OFFICES), False, None) == (found.missing, found.enough, found.last_signed)

    @pytest.mark.parametrize(("threshold", "enough"), [(1, [False, True, True, True]), (2, [False, False, True, True]), (3, [False, False, False, True])])
    def test_threshold(self, threshold: int, enough: list[bool]) -> None:
        """As many signatures as the plan asks for are enough, and not one fewer."""
        copy = circulated(threshold=threshold)
        found = [read(copy).enough]
        for office in OFFICES:
            signed(copy, office)
            found.append(read(copy).enough)

        assert enough == found

    def test_no_threshold(self) -> None:
        """A circulation that names no number asks for all."""
        copy = circulated()
        silent = Signing(as_filing("circulated", signatories=list(OFFICES)), read(copy).signed, {})

        assert 3 == silent.threshold

    def test_last_act(self) -> None:
        """An office's last act counts: who declined may sign after all, and who signed may decline."""
        copy = circulated()
        declined(copy, "mayor")
        signed(copy, "mayor")
        signed(copy, "chief")
        declined(copy, "chief")
        found = read(copy)

        assert (["mayor"], ["chief"]) == (sorted(found.signed), sorted(found.declined))

    @pytest.mark.parametrize("edition", [FIRST, SECOND])
    def test_recalled(self, edition: str) -> None:
        """A recall lets every signature fall, also where the same words are circulated again."""
        copy = circulated()
        for office in OFFICES:
            signed(copy, office)
        copy.file("recalled")
        between = signing(fold(copy.log))
        circulated(edition, copy=copy)

        assert (None, {}, edition) == (between, read(copy).signed, read(copy).edition)

    def test_dropped(self) -> None:
        """An amendment that was dropped has no signing any more."""
        copy = circulated()
        for kind in ("adopted", "review-begun", "amendment-begun", "comment-opened", "comment-closed"):
            copy.file(kind)
        circulated(SECOND, copy=copy)
        signed(copy, "mayor")
        copy.file("amendment-dropped")

        assert signing(fold(copy.log)) is None

    def test_after_adoption(self) -> None:
        """Once adopted, the signing stays to be seen."""
        copy = circulated()
        signed(copy, "mayor")
        copy.file("adopted", edition=FIRST)

        assert ["mayor"] == list(read(copy).signed)


class TestMerges:
    def test_signed_under_words_that_were_recalled(self) -> None:
        """A signature that another copy gave to words recalled meanwhile does not count under the next, nor does it take away one that does."""
        clerk = circulated()
        mayor = clerk.copied("mayor")
        clerk.file("recalled")
        circulated(SECOND, copy=clerk)
        valid = signed(clerk, "mayor")
        for _ in range(4):
            mayor.file("comment")
        stale = signed(mayor, "mayor")
        both = clerk.joined(mayor)

        assert both.log.filings.index(stale) > both.log.filings.index(valid)
        assert ({"mayor": valid}, SECOND) == (read(both).signed, read(both).edition)

    def test_not_a_signatory(self) -> None:
        """A signature of somebody who does not sign these words is in the record, and counts for nothing."""
        copy = circulated(threshold=1)
        copy.file("signed", office="prosecutor", edition=FIRST)

        assert ({}, False) == (read(copy).signed, read(copy).enough)


class TestActs:
    def test_circulate(self) -> None:
        """Circulating names the edition, who signs, each once, and how many are enough."""
        own = plan(signing={"signatories": ["chief", "pio", "chief"], "threshold": 2})

        assert {"kind": "circulated", "at": NIGHT, "edition": FIRST, "signatories": ["chief", "pio"], "threshold": 2} == circulate(FIRST, own, NIGHT)

    @pytest.mark.parametrize("signatories", [[], ["chief"], ["chief", "chief"]])
    def test_threshold_above_the_signatories(self, signatories: list[str]) -> None:
        """More signatures than there are signatories can never be there: refused before anything is sent."""
        own = plan(signing={"signatories": signatories, "threshold": 2})

        with pytest.raises(NotAllowed, match=f"2 signatures are asked for, and {len(set(signatories))} offices sign") as refused:
            circulate(FIRST, own, NIGHT)

        assert "mend [signing] in plan.toml" in refused.value.hint

    def test_sign(self) -> None:
        """A signature names office, capacity, instrument, date and the edition that was circulated."""
        expected = {"kind": "signed", "at": after(5), "office": "mayor", "capacity": "Mayor", "instrument": "Resolution 2026-14", "edition": FIRST}

        assert expected == sign(read(circulated()), "mayor", "Mayor", " Resolution 2026-14 ", after(5))

    @pytest.mark.parametrize("act", ["sign", "decline"])
    @pytest.mark.parametrize(
        ("office", "hint"), [("chef", 'did you mean "chief"? the signatories'), ("prosecutor", "the signatories of this edition are: mayor")]
    )
    def test_unknown_signatory(self, act: str, office: str, hint: str) -> None:
        """Who is no signatory of this edition neither signs nor declines."""
        found = read(circulated())

        with pytest.raises(NotFound, match=f"{office} does not sign this plan") as refused:
            sign(found, office, "", "Resolution 2026-14", NIGHT) if act == "sign" else decline(found, office, "no", NIGHT)

        assert refused.value.hint.startswith(hint)

    @pytest.mark.parametrize("instrument", ["", "  "])
    def test_no_instrument(self, instrument: str) -> None:
        """A signature rests on something that can be looked up."""
        with pytest.raises(WrongWords, match="a signature names the instrument it rests on") as refused:
            sign(read(circulated()), "mayor", "Mayor", instrument, NIGHT)

        assert "cicp sign record mayor --instrument RESOLUTION" in refused.value.hint

    def test_signed_twice(self) -> None:
        """One office signs once; the refusal names the filing."""
        copy = circulated()
        first = signed(copy, "mayor")

        with pytest.raises(NotAllowed, match=f"mayor signed this edition already, by {first.id}"):
            signed(copy, "mayor")

    @pytest.mark.parametrize(("seconds", "lawful"), [(-61, False), (-1, False), (0, True), (29, True), (3600, True)])
    def test_not_before_it_was_circulated(self, seconds: int, lawful: bool) -> None:  # noqa: FBT001  # a row of the table
        """Nobody signed these words before they were sent; a time typed without its seconds counts as that minute."""
        copy = Copy()
        for kind in TO_COMMENT:
            copy.file(kind)
        copy.file("circulated", at=NIGHT + timedelta(seconds=29), edition=FIRST, signatories=list(OFFICES), threshold=3)
        at = NIGHT + timedelta(seconds=seconds)

        if lawful:
            assert at == signed(copy, "mayor", at).at
            return
        with pytest.raises(WrongWords, match="that is before these words were circulated") as refused:
            signed(copy, "mayor", at)
        assert "cicp sign recall --why REASON" in refused.value.hint

    def test_decline(self) -> None:
        """A refusal to sign says why, and of which words."""
        expected = {"kind": "declined", "at": NIGHT, "office": "chief", "why": "one word is wrong", "edition": FIRST}

        assert expected == decline(read(circulated()), "chief", "one word is wrong", NIGHT)


A, B, C = ("calls.a", "1"), ("calls.b", "2"), ("calls.c", "3")


@pytest.mark.parametrize(
    ("working", "expected"),
    [
        pytest.param([A, B, C], "", id="as it was"),
        pytest.param([A, ("calls.b", "9"), ("calls.c", "9")], "calls.b was changed", id="two changed"),
        pytest.param([A, C], "calls.b is gone", id="one gone from the middle"),
        pytest.param([A, B], "calls.c is gone", id="one gone from the end"),
        pytest.param([], "calls.a is gone", id="all gone"),
        pytest.param([A, B, C, ("calls.d", "4")], "calls.d is new", id="one new at the end"),
        pytest.param([("calls.d", "4"), A, B, ("calls.c", "9")], "calls.d is new", id="one new before one that changed"),
        pytest.param([A, ("calls.b", "9"), C, ("calls.d", "4")], "calls.b was changed", id="one changed before one that is new"),
        pytest.param([("calls.d", "1"), B, C], "calls.a is gone", id="another name for the same words"),
        pytest.param([B, A, C], "calls.b was moved", id="moved"),
    ],
)
def test_first_difference(working: list[tuple[str, str]], expected: str) -> None:
    """Of two texts the first clause that differs is named, in the order of the text: changed, gone, new or moved."""
    assert expected == first_difference([A, B, C], working)


@settings(deadline=None)
@given(*(st.lists(st.sampled_from([("a.a", "1"), ("a.a", "2"), ("a.b", "1"), ("a.c", "1"), ("a.d", "1")]), unique_by=lambda each: each[0]),) * 2)
def test_no_difference_is_overlooked(frozen: list[tuple[str, str]], working: list[tuple[str, str]]) -> None:
    """Only of the same clauses with the same words in the same order it is said that nothing differs."""
    assert (frozen == working) == (first_difference(frozen, working) == "")


def _plain(standing: Standing) -> tuple[str, dict[str, str]] | None:
    """The same from a plain dictionary: the edition circulated, and each signatory's last act under it."""
    state: dict[str, Any] = {}
    for filing in standing.moves:
        if filing.kind == "circulated":
            state = {"edition": filing.text("edition"), "acts": {}}
        if filing.kind in {"recalled", "amendment-dropped"}:
            state = {}
        if filing.kind in {"signed", "declined"} and state and filing.text("edition") == state["edition"] and filing.text("office") in OFFICES:
            state["acts"][filing.text("office")] = filing.kind
    return (state["edition"], state["acts"]) if state else None


def _found(log: Log) -> tuple[str, dict[str, str]] | None:
    found = signing(fold(log))
    return (found.edition, dict.fromkeys(found.signed, "signed") | dict.fromkeys(found.declined, "declined")) if found else None


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_against_plain_dictionaries(data: st.DataObject) -> None:
    """Whatever three copies file, strike and join, in any order: the signing is what the model says, and no signature stands under other words."""
    first = circulated()
    copies = [first, first.copied("mayor"), first.copied("chief")]
    kinds = ["signed", "signed", "signed", "declined", "recalled", "circulated", "adopted", "amendment-dropped", "comment", "struck", "review-begun"]
    for turn in range(data.draw(st.integers(2, 14))):
        place, kind = data.draw(st.integers(0, 2)), data.draw(st.sampled_from(kinds))
        if data.draw(st.integers(0, 3)) == 0:
            copies[place] = copies[place].joined(copies[data.draw(st.integers(0, 2))])
            continue
        edition = data.draw(st.sampled_from([FIRST, SECOND]))
        own = {"edition": edition, "signatories": list(OFFICES), "threshold": 2} if kind == "circulated" else {"edition": edition}
        copies[place].file(kind, **own, office=data.draw(st.sampled_from([*OFFICES, "prosecutor"])), text=str(turn), entry=copies[place].log.filings[-1].id)

    joined = [one.joined(*others) for one, *others in permutations(copies)]
    for copy in (*copies, *joined):
        found = signing(fold(copy.log))
        assert _plain(fold(copy.log)) == _found(copy.log)
        assert found is None or {found.edition} >= {filing.text("edition") for filing in found.signed.values()}
    assert all(_found(copy.log) == _found(joined[0].log) for copy in joined)
