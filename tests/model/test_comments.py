"""Public comment: when a window is open, what is on time, and what became of every comment, in whatever order copies were joined."""

from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import NotAllowed, WrongWords
from cicp.model.comments import CHANNELS, DISPOSITIONS, Comment, Comments, Window, channel, fold, postmark, receive, respond, timing, windows, withdraw
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.lifecycle import fold as fold_docket
from tests.records import NIGHT, Copy, as_filing

EDITION: Final = "sha256:" + "1" * 64
DAYS: Final = 30


def day(number: float) -> datetime:
    """Return a moment so many days after the window opened."""
    return NIGHT + timedelta(days=number)


def drafted() -> Copy:
    copy = Copy("city-clerk")
    copy.file("plan-created", at=day(-40))
    copy.file("draft-begun", at=day(-30))
    return copy


def opened(copy: Copy | None = None, *, at: datetime = NIGHT, days: int = DAYS) -> Copy:
    copy = copy or drafted()
    copy.file("comment-opened", at=at, closes=at + timedelta(days=days), edition=EDITION)
    return copy


def extended(copy: Copy, *, at: datetime, closes: datetime) -> Filing:
    return copy.file("comment-extended", at=at, closes=closes)


def read(log: Log) -> Comments:
    return fold(log, fold_docket(log))


def rounds(copy: Copy) -> tuple[Window, ...]:
    return windows(fold_docket(copy.log))


def commented(copy: Copy, at: datetime = NIGHT, **own: Any) -> Filing:
    return copy.file(**{**receive(at, "letter", [], EDITION, anonymous=True, postmarked=""), **own})


def answered(copy: Copy, comment: Filing, word: str = "noted", **own: Any) -> Filing:
    (found,) = (each for each in read(copy.log).comments if each.id == comment.id)
    return copy.file(**respond(found, word, "Thank you.", changed=[], other=None, now=NIGHT, **own))


def duplicate_of(copy: Copy, comment: Filing, other: Filing) -> Filing:
    known = {each.id: each for each in read(copy.log).comments}
    return copy.file(**respond(known[comment.id], "duplicate-of", "The same.", changed=[], other=known[other.id], now=NIGHT))


class TestWindows:
    def test_none(self) -> None:
        """Before it was opened there is no window, and whatever came is early."""
        copy = drafted()
        commented(copy)

        assert ((), None, ["early"]) == (rounds(copy), read(copy.log).window, [each.timing for each in read(copy.log).comments])

    def test_opened(self) -> None:
        """A window holds the edition that is commented on, and until when; one that does not say when ends as it begins."""
        copy = opened()
        copy.file("comment-opened", at=day(40))
        first, silent = rounds(copy)

        assert (NIGHT, day(30), day(30), EDITION, None) == (first.opens, first.closes, first.ended, first.edition, first.closed)
        assert (day(40), day(40)) == (silent.opens, silent.closes)

    def test_extended(self) -> None:
        """An extension moves the end, is kept with the window, and says nothing of a window that it does not name a moment for."""
        copy = opened()
        longer = extended(copy, at=day(2), closes=day(45))
        silent = copy.file("comment-extended", at=day(3))
        (window,) = rounds(copy)

        assert (day(45), (longer, silent), silent) == (window.closes, window.extended, window.last)
        assert rounds(opened())[0].opened == rounds(opened())[0].last

    def test_closed(self) -> None:
        """A window that was closed after its end ended at its end; one that was closed early, then."""
        late, early = opened(), opened()
        late.file("comment-closed", at=day(31))
        early.file("comment-closed", at=day(5), early=True)

        assert [(day(31), day(30)), (day(5), day(5))] == [(window.closed, window.ended) for window in (*rounds(late), *rounds(early))]

    def test_another_round(self) -> None:
        """Another round is a window of its own; what closes or extends is the last one."""
        copy = opened()
        copy.file("comment-closed", at=day(31))
        opened(copy, at=day(40))
        extended(copy, at=day(41), closes=day(80))
        first, second = rounds(copy)

        assert (day(30), day(31), day(80), None) == (first.closes, first.closed, second.closes, second.closed)

    @pytest.mark.parametrize("kind", ["amendment-dropped", "retired"])
    def test_given_up(self, kind: str) -> None:
        """A window that is open when the amendment or the plan is given up ends with it; one that was closed is left as it was."""
        copy = drafted()
        for each in ("comment-opened", "comment-closed", "circulated", "adopted", "review-begun", "amendment-begun"):
            copy.file(each, at=day(-9), closes=day(-10), edition=EDITION)
        closed = copy.copied("city-clerk")
        opened(copy)
        copy.file(kind, at=day(3))
        closed.file(kind, at=day(3))

        assert [day(-9), day(3)] == [window.closed for window in rounds(copy)]
        assert [day(-9)] == [window.closed for window in rounds(closed)]

    def test_given_up_before_any(self) -> None:
        """A plan that was retired before any comment has no window."""
        copy = drafted()
        copy.file("retired")

        assert () == rounds(copy)

    def test_two_extensions(self) -> None:
        """Of two extensions that did not know of each other the later end counts, whichever is folded last."""
        for first, second in permutations((40, 50)):
            one = opened()
            other = one.copied("pio")
            extended(one, at=day(1), closes=day(first))
            other.file("comment")
            extended(other, at=day(1), closes=day(second))
            (window,) = rounds(one.joined(other))

            assert (day(50), 2) == (window.closes, len(window.extended))


class TestTiming:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            pytest.param(day(-0.001), "early", id="before it opened"),
            pytest.param(day(0), "on time", id="as it opened"),
            pytest.param(day(30), "on time", id="in its last second"),
            pytest.param(day(30) + timedelta(seconds=1), "late", id="a second after"),
            pytest.param(day(35), "late", id="between two rounds"),
            pytest.param(day(41), "on time", id="in the second"),
            pytest.param(day(90), "late", id="after all"),
        ],
    )
    def test_of_a_moment(self, at: datetime, expected: str) -> None:
        """Early, on time and late are flags of a moment, against the windows that had begun by then."""
        copy = opened()
        opened(copy, at=day(40))

        assert expected == timing(at, rounds(copy))

    def test_closed_early(self) -> None:
        """After an early close a comment is late, even before the end that was announced."""
        copy = opened()
        copy.file("comment-closed", at=day(5), early=True)

        assert ["on time", "late"] == [timing(day(number), rounds(copy)) for number in (5, 5.1)]

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_against_arithmetic(self, data: st.DataObject) -> None:
        """A moment is on time when some window had opened and not ended; else early before the first, late after it."""
        copy, spans, moment = drafted(), [], 0
        for _ in range(data.draw(st.integers(1, 3))):
            moment += data.draw(st.integers(1, 20))
            length = data.draw(st.integers(1, 40))
            opened(copy, at=day(moment), days=length)
            last = moment + length
            if data.draw(st.booleans()):
                last += data.draw(st.integers(1, 20))
                extended(copy, at=day(moment), closes=day(last))
            spans.append([moment, last])
            moment = data.draw(st.integers(moment, last + 5))
            copy.file("comment-closed", at=day(moment))
            spans[-1][1] = min(last, moment)
        asked = data.draw(st.integers(-5, 150))

        within = any(first <= asked <= last for first, last in spans)
        expected = "on time" if within else "early" if asked < spans[0][0] else "late"

        assert expected == timing(day(asked), rounds(copy))

    @settings(max_examples=120, deadline=None)
    @given(st.data())
    def test_an_extension_makes_nothing_late(self, data: st.DataObject) -> None:
        """Whatever was on time before an extension is on time after it, also one that another copy filed without knowing of the first."""
        one = opened()
        other = one.copied("pio")
        for copy in (one, other):
            for _ in range(data.draw(st.integers(0, 2))):
                extended(copy, at=day(1), closes=day(data.draw(st.integers(-10, 60))))
        asked = [day(number) for number in range(0, 61, 3)]
        before = {moment for copy in (one, other) for moment in asked if timing(moment, rounds(copy)) == "on time"}

        both = one.joined(other)

        assert before == {moment for moment in asked if timing(moment, rounds(both)) == "on time"}


class TestReceiving:
    @pytest.mark.parametrize("word", CHANNELS)
    def test_channel(self, word: str) -> None:
        """Every channel is taken as it is; two ways to write electronic mail are one."""
        assert (word, "mail", "mail") == (channel(word), channel("email"), channel("e-mail"))

    @pytest.mark.parametrize(
        ("said", "message", "hint"),
        [
            ("", "say how the comment came: --channel.", "letter, on paper, by post; counter, handed over in person; mail, by e-mail;"),
            ("leter", 'there is no channel "leter".', 'did you mean "letter"? letter, on paper'),
            ("pigeon", 'there is no channel "pigeon".', "letter, on paper, by post;"),
        ],
    )
    def test_no_channel(self, said: str, message: str, hint: str) -> None:
        """A channel that is none is refused with the nearest, and with all of them."""
        with pytest.raises(WrongWords) as refused:
            channel(said)

        assert (message, True) == (refused.value.message, refused.value.hint.startswith(hint))

    def test_table(self) -> None:
        """A comment is filed with how and when it came; what was not said is left out, and no word of the comment is in it."""
        said = receive(NIGHT, "letter", ["calls.log"], EDITION, anonymous=True, postmarked="2026-11-18")
        silent = receive(NIGHT, "mail", [], "", anonymous=False, postmarked="")

        assert (["calls.log"], EDITION, True, "2026-11-18") == (said["clauses"], said["edition"], said["anonymous"], said["postmarked"])
        assert {"kind": "comment", "at": NIGHT, "channel": "mail"} == {key: value for key, value in silent.items() if value is not None}

    @pytest.mark.parametrize(
        ("stamped", "way", "says"),
        [
            pytest.param(date(2026, 11, 18), "letter", "", id="before it came"),
            pytest.param(date(2026, 11, 20), "letter", "", id="the day it came"),
            pytest.param(date(2026, 11, 21), "letter", "a letter received 2026-11-20 was not postmarked 2026-11-21", id="after it came"),
            pytest.param(date(2026, 11, 18), "mail", "what came by mail has no postmark", id="not a letter"),
        ],
    )
    def test_postmark(self, stamped: date, way: str, says: str) -> None:
        """A postmark is a letter's, and not of a day after it came; where none is told, there is none."""
        assert "" == postmark(None, way, NIGHT)
        if not says:
            assert str(stamped) == postmark(stamped, way, NIGHT)
            return
        with pytest.raises(WrongWords, match=says):
            postmark(stamped, way, NIGHT)


class TestAnswers:
    def test_a_ring_of_two_copies(self) -> None:
        """Two copies that call each of two comments a duplicate of the other leave both unanswered."""
        one = opened()
        first, second = commented(one), commented(one, day(1))
        other = one.copied("pio")
        duplicate_of(one, first, second)
        duplicate_of(other, second, first)

        assert [first.id, second.id] == [each.id for each in read(one.joined(other).log).unanswered]

    def test_unanswered(self) -> None:
        """A comment without an answer is owed one; answered or withdrawn, it is not; struck, it is not there."""
        copy = opened()
        waiting, noted, taken, struck = (commented(copy, day(number)) for number in range(4))
        answered(copy, noted)
        copy.file("comment-withdrawn", comment=taken.id)
        copy.file("struck", entry=struck.id)
        said = read(copy.log)

        assert [waiting.id] == [each.id for each in said.unanswered]
        assert [waiting.id, noted.id, taken.id] == [each.id for each in said.comments]

    @pytest.mark.parametrize("word", DISPOSITIONS)
    def test_disposition(self, word: str) -> None:
        """Every disposition answers a comment; a duplicate names the comment that it is the same as."""
        copy = opened()
        first, second = commented(copy), commented(copy, day(1))
        one, two = read(copy.log).comments
        other = one if word == "duplicate-of" else None
        table = respond(two, word, "It is said in calls.log.", changed=["calls.log"], other=other, now=NIGHT)

        assert [first.id, second.id] == [one.id, two.id]
        expected = {"kind": "response", "at": NIGHT, "comment": second.id, "disposition": word, "of": one.id if other else None, "changed": ["calls.log"]}
        assert expected | {"text": "It is said in calls.log.", "replaces": []} == table

    @pytest.mark.parametrize(
        ("word", "hint"), [("declned", 'did you mean "declined"? accepted: the text'), ("burned", "accepted: the text was changed as asked; accepted-in-part")]
    )
    def test_no_disposition(self, word: str, hint: str) -> None:
        """A disposition that is none is refused with the nearest, and with what each means."""
        with pytest.raises(WrongWords, match=f'there is no disposition "{word}"') as refused:
            respond(Comment(as_filing("comment"), "on time"), word, "no", changed=[], other=None, now=NIGHT)

        assert refused.value.hint.startswith(hint)

    @pytest.mark.parametrize(("word", "of"), [("duplicate-of", ""), ("noted", "another"), ("duplicate-of", "itself")])
    def test_duplicates(self, word: str, of: str) -> None:
        """A duplicate says of which other comment, and no other answer does."""
        comment = Comment(as_filing("comment"), "on time")
        others = {"": None, "another": Comment(as_filing("comment", 2), "on time"), "itself": comment}

        with pytest.raises(WrongWords, match="a duplicate names the other comment") as refused:
            respond(comment, word, "same", changed=[], other=others[of], now=NIGHT)

        assert "--disposition duplicate-of --of ID" == refused.value.hint

    def test_a_duplicate_rests_on_an_answer(self) -> None:
        """A duplicate is answered when the other one is; of a duplicate, and of one that was withdrawn, there is no duplicate."""
        copy = opened()
        first, second, third = (commented(copy, day(number)) for number in range(3))
        one, two, _ = read(copy.log).comments
        copy.file(**respond(two, "duplicate-of", "same", changed=[], other=one, now=NIGHT))
        waiting = [each.id for each in read(copy.log).unanswered]
        copy.file(**respond(one, "duplicate-of", "the other way round", changed=[], other=read(copy.log).comments[2], now=NIGHT))
        first_owed = read(copy.log).owed_first
        copy.file("struck", entry=copy.log.filings[-1].id)
        one, two, last = read(copy.log).comments
        with pytest.raises(WrongWords, match=f"{second.id} is a duplicate of {first.id} itself") as back:
            respond(one, "duplicate-of", "same", changed=[], other=two, now=NIGHT)
        with pytest.raises(WrongWords, match="a duplicate of") as chain:
            respond(last, "duplicate-of", "same", changed=[], other=two, now=NIGHT)
        answered(copy, first)
        done = [each.id for each in read(copy.log).unanswered]
        copy.file("comment-withdrawn", comment=first.id)
        with pytest.raises(WrongWords, match="withdrawn, and will have no answer"):
            respond(last, "duplicate-of", "same", changed=[], other=read(copy.log).comments[0], now=NIGHT)

        assert ([first.id, second.id, third.id], third.id, [third.id]) == (waiting, first_owed, done)
        assert ("answer this one itself: --disposition WORD", f"name the one that is answered: --of {first.id}") == (back.value.hint, chain.value.hint)
        assert [second.id, third.id] == [each.id for each in read(copy.log).unanswered]

    def test_answered_again(self) -> None:
        """A later answer replaces the one that holds; struck, the earlier one holds again."""
        copy = opened()
        comment = commented(copy)
        first = answered(copy, comment)
        second = answered(copy, comment, "declined")
        replaced = [filing.id for filing in read(copy.log).comments[0].responses]
        copy.file("struck", entry=second.id)

        assert ([first.id], [second.id], [first.id]) == (second.body.replaces, replaced, [filing.id for filing in read(copy.log).comments[0].responses])

    def test_answered_in_two_copies(self) -> None:
        """Two answers that did not know of each other both hold; the next one replaces both."""
        one = opened()
        comment = commented(one)
        other = one.copied("pio")
        ids = sorted([answered(one, comment).id, answered(other, comment, "declined").id])
        both = one.joined(other)
        two = [filing.id for filing in read(both.log).comments[0].responses]
        third = answered(both, comment, "accepted")

        assert (ids, ids, [third.id]) == (sorted(two), third.body.replaces, [filing.id for filing in read(both.log).comments[0].responses])

    @pytest.mark.parametrize("act", ["answer", "withdraw"])
    def test_withdrawn(self, act: str) -> None:
        """What was withdrawn is neither answered nor withdrawn again; the refusal says how a mistake is taken back."""
        copy = opened()
        commented(copy)
        taken = copy.file(**withdraw(read(copy.log).comments[0], "she asked for it", NIGHT))
        (comment,) = read(copy.log).comments

        with pytest.raises(NotAllowed, match=f"{comment.id} was withdrawn, by {taken.id}") as refused:
            respond(comment, "noted", "no", changed=[], other=None, now=NIGHT) if act == "answer" else withdraw(comment, "again", NIGHT)

        assert f"if that was a mistake, strike it: cicp strike {taken.id} --why REASON" == refused.value.hint
        copy.file("struck", entry=taken.id)
        assert [comment.id] == [each.id for each in read(copy.log).unanswered]


class Plain(NamedTuple):
    """A comment in plain values: the answers that hold, whether it was withdrawn, and whether nothing is owed to it."""

    answers: frozenset[str]
    withdrawn: bool
    answered: bool


def _plain(log: Log) -> dict[str, Plain]:
    """The same from plain dictionaries."""
    struck: dict[str, bool] = {}
    for filing in reversed(log.filings):
        if filing.kind == "struck" and not struck.get(filing.id):
            struck[filing.text("entry")] = True
    kept = [filing for filing in log.filings if not struck.get(filing.id)]
    gone = {earlier for filing in kept for earlier in filing.body.replaces}
    comments = [filing.id for filing in kept if filing.kind == "comment"]
    answers = {each: [filing for filing in kept if filing.kind == "response" and filing.text("comment") == each and filing.id not in gone] for each in comments}
    taken = {filing.text("comment") for filing in kept if filing.kind == "comment-withdrawn"}
    rests_on = {each: holding[-1].text("of") if holding else "" for each, holding in answers.items()}
    own = {each for each in comments if answers[each] and not rests_on[each] and each not in taken}
    return {
        each: Plain(frozenset(filing.id for filing in answers[each]), each in taken, bool({each, rests_on[each]} & own) or each in taken) for each in comments
    }


def _found(log: Log) -> dict[str, Plain]:
    return {each.id: Plain(frozenset(filing.id for filing in each.responses), each.withdrawn is not None, each.answered) for each in read(log).comments}


def _at_work(data: st.DataObject, copy: Copy, turn: int) -> None:
    said = read(copy.log).comments
    act = data.draw(st.sampled_from(["comment", "comment", "answer", "answer", "withdraw", "strike", "strike"]))
    if act == "comment" or not said:
        commented(copy, day(turn), text=str(turn))
    elif act == "strike":
        copy.file("struck", entry=data.draw(st.sampled_from([filing.id for filing in copy.log.filings if filing.kind != "plan-created"])))
    else:
        comment = data.draw(st.sampled_from(said))
        if comment.withdrawn:
            return
        if act == "answer":
            others = [each for each in said if each.id != comment.id and not each.same_as and not each.withdrawn]
            duplicate: bool = data.draw(st.booleans())
            if others and duplicate:
                duplicate_of(copy, comment.filing, data.draw(st.sampled_from(others)).filing)
            else:
                answered(copy, comment.filing, data.draw(st.sampled_from(["noted", "declined"])))
        else:
            copy.file(**withdraw(comment, "asked", day(turn)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_against_plain_dictionaries(data: st.DataObject) -> None:
    """Whatever is filed and struck in three copies, and in whatever order they are joined, every comment has the answers that the model says."""
    first = opened()
    copies = [first, first.copied("pio"), first.copied("chief")]
    for turn in range(data.draw(st.integers(2, 14))):
        place = data.draw(st.integers(0, 2))
        if data.draw(st.integers(0, 3)) == 0:
            copies[place] = copies[place].joined(copies[data.draw(st.integers(0, 2))])
        else:
            _at_work(data, copies[place], turn)

    joined = [one.joined(*others) for one, *others in permutations(copies)]
    for copy in (*copies, *joined):
        assert _plain(copy.log) == _found(copy.log)
    assert all(read(copy.log) == read(joined[0].log) for copy in joined)
