"""Telling kinds apart: the questions in their order, what an exception leads to, and what is taken in doubt.

The table of what is not of a kind was written from the research, not from the playbooks.
"""

from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.errors import NotFound, WrongWords
from cicp.files import folder, library
from cicp.model.kinds import FIRST, NO, UNSURE, YES, KindGroup, Question, Walk, command, described, group_of, known, overlays, understood, walk
from cicp.model.playbook import BASE, Playbook
from cicp.model.words import Words
from tests.incidents import playbook, step, words_of

WORDS = folder.read(folder.collect(Path(__file__).resolve().parent.parent.parent / "plans" / "clayton"))
BOOKS, GROUPS = WORDS.playbooks, library.kind_groups()
KINDS = [kind for kind in sorted(BOOKS) if kind != BASE]
MOST_QUESTIONS = 8
"""How many answers lead from the first question to any kind, at most."""

NOT_OF_THIS_KIND = [
    ("ois", "range", ""),
    ("ois", "armory", ""),
    ("ois", "animal", ""),
    ("uof-serious", "minor", ""),
    ("pursuit-crash", "ordinary crash", "staff-crash"),
    ("officer-misconduct", "routine complaint", ""),
    ("active-attack", "contained", "barricade-hostage"),
    ("active-attack", "hostage held", "barricade-hostage"),
    ("active-attack", "unfounded", "hoax-swatting"),
    ("civil-disturbance", "permitted event", "mass-gathering"),
    ("civil-disturbance", "announced demonstration", "planned-protest"),
    ("cyber", "false message", ""),
    ("transport", "road crash", ""),
    ("data-release-error", "without authority", "leak"),
    ("data-release-error", "wrong person", "misidentification"),
    ("missing-endangered", "custody", ""),
    ("missing-endangered", "run away", ""),
    ("barricade-hostage", "surrender", ""),
    ("school-incident", "drill", ""),
    ("hoax-swatting", "attack real", "active-attack"),
    ("suicide-public", "in private", ""),
    ("mass-gathering", "unlawful assembly", "civil-disturbance"),
    ("planned-protest", "declared it unlawful", "civil-disturbance"),
    ("other-agency", "fire a firearm", "ois"),
    ("other-agency", "other force", "uof-serious"),
    ("leak", "publish it itself", "data-release-error"),
    ("misidentification", "misspelled", ""),
    ("staff-crash", "minor", ""),
    ("staff-crash", "pursuing", "pursuit-crash"),
    ("comms-outage", "maintenance", ""),
]
"""The kind that is asked for, a word of its exception, and the kind that it is of then; empty: of none."""


def led(wanted: str, answer: Callable[[Question], str], books: dict[str, Playbook] = BOOKS) -> Walk:
    """Answer every question: the first by the group of the kind that is wanted, the others as said."""
    said: list[str] = []
    while question := walk(books, GROUPS, said).question:
        said.append(group_of(books[wanted], GROUPS) if question.ask == FIRST else answer(question))
    return walk(books, GROUPS, said)


def only(wanted: str, *exceptions: str) -> Callable[[Question], str]:
    """Say yes to the question of one kind, and to its exceptions that are named by a word."""

    def answer(question: Question) -> str:
        if question.kind != wanted:
            return NO
        return YES if question.ask == BOOKS[wanted].asks or any(word in question.ask for word in exceptions) else NO

    return answer


@pytest.mark.parametrize(("kind", "word", "other"), NOT_OF_THIS_KIND)
def test_what_is_not_of_a_kind_leads_to_the_other_or_to_none(kind: str, word: str, other: str) -> None:
    """Each exception of the research has its question, and a yes to it leads where the research says."""
    assert any(word in each.when for each in BOOKS[kind].unless)
    assert ([other] if other else []) == list(led(kind, only(kind, word)).found)


def test_every_exception_of_the_playbooks_is_in_the_table() -> None:
    """No playbook has an exception that the table does not hold against the research, but for one that the definition of cyber has."""
    more = [
        (kind, each.when) for kind in KINDS for each in BOOKS[kind].unless if not any(kind == row and word in each.when for row, word, _ in NOT_OF_THIS_KIND)
    ]

    assert [("cyber", "comms-outage")] == [(kind, each.kind) for kind, when in more for each in BOOKS[kind].unless if each.when == when]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found_after_few_questions(kind: str) -> None:
    """From its group each kind is reached by a yes to its own question and a no to everything else, after few answers."""
    walked = led(kind, only(kind))
    first = next(length for length in range(len(walked.words) + 1) if kind in walk(BOOKS, GROUPS, walked.words[:length]).found)

    assert {kind: BOOKS[kind].asks} == walked.found
    assert first <= MOST_QUESTIONS


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_what_tells_it_apart(kind: str) -> None:
    """Each playbook names its group, asks one question, and is defined by a clause of its own name."""
    book = BOOKS[kind]

    assert book.group in {group.id for group in GROUPS}
    assert book.asks.endswith("?")
    assert f"definitions.{kind}" == book.clause
    assert WORDS.clauses[book.clause].text
    assert all(each.when.endswith("?") for each in book.unless)


@pytest.mark.parametrize("group", [group.id for group in GROUPS])
def test_every_path_ends(group: str) -> None:
    """Whatever is answered, there is a last question: no more than one for each kind of the group and for each of its exceptions."""
    kinds = [kind for kind in KINDS if group_of(BOOKS[kind], GROUPS) == group]
    most = 1 + sum(1 + len(BOOKS[kind].unless) for kind in kinds)

    for pattern in product((YES, NO, UNSURE), repeat=3):
        said, walked = [group], walk(BOOKS, GROUPS, [group])
        while walked.question:
            said.append(pattern[len(said) % 3])
            walked = walk(BOOKS, GROUPS, said)
        assert len(said) <= most


@settings(deadline=None)  # a walk through all groups repeats it for each of up to seventy answers
@given(st.data())
def test_a_walk_never_strays(data: st.DataObject) -> None:
    """At every question each of its answers is taken, what was found stays found, no question comes twice, and the walk comes to an end."""
    walked = walk(BOOKS, GROUPS, [])
    while walked.question:
        before, word = walked, data.draw(st.sampled_from(walked.question.words))
        walked = walk(BOOKS, GROUPS, [*walked.words, word])
        assert (*before.words, word) == walked.words
        assert set(before.found) <= set(walked.found) <= set(KINDS)
        asked = [each.ask for each in walked.answered]
        assert len(asked) == len(set(asked))
    assert len(walked.answered) <= 1 + len(GROUPS) + len(KINDS) + sum(len(BOOKS[kind].unless) for kind in KINDS)


def book(kind: str, *unless: tuple[str, str], tier: int = 2, steps: int = 0, group: str = "force", asks: str = "") -> Playbook:
    """Write a playbook that asks `KIND?`, with these exceptions."""
    written = playbook(kind, *(step(f"{kind}-{number}") for number in range(steps)), tier=tier)
    tables = [{"when": when, "kind": other} for when, other in unless]
    return Playbook.model_validate(written.model_dump() | {"unless": tables, "group": group, "asks": asks or f"{kind}?"})


def shelf(*books: Playbook) -> dict[str, Playbook]:
    """Put playbooks beside a base."""
    return {each.kind: each for each in (playbook(BASE, step("call")), *books)}


def asked(books: dict[str, Playbook], *said: str) -> str:
    """Return the question that follows, or nothing at the end."""
    question = walk(books, GROUPS, said).question
    return question.ask if question else ""


def test_one_event_can_be_of_several_kinds() -> None:
    """After a kind is found the others of its group are asked for all the same, the graver first."""
    books = shelf(book("a"), book("b", tier=3), book("c"))

    assert ["b?", "a?", "c?", ""] == [asked(books, "force", *said) for said in ([], [YES], [YES, NO], [YES, NO, YES])]
    assert ["b", "c"] == list(walk(books, GROUPS, ["force", YES, NO, YES]).found)


def test_a_kind_that_was_found_is_not_asked_for_again() -> None:
    """What an exception led to is taken as it is: neither its question nor its exceptions come again, so that two that point at each other end."""
    books = shelf(book("a", ("really b?", "b")), book("b", ("really a?", "a")))
    walked = walk(books, GROUPS, ["force", YES, YES])

    assert (None, {"b": "really b?"}) == (walked.question, walked.found)


def test_the_answers_to_the_exceptions_are_kept_apart() -> None:
    """Every exception is asked until one holds; when none does the kind is found."""
    books = shelf(book("a", ("one?", ""), ("two?", "")))

    assert ["one?", "two?", ""] == [asked(books, "force", YES, *said) for said in ([], [NO], [NO, NO])]
    assert ["a"] == list(walk(books, GROUPS, ["force", YES, NO, NO]).found)
    assert [] == list(walk(books, GROUPS, ["force", YES, NO, YES]).found)


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (book("b", tier=3), "b"),
        (book("b", steps=2), "b"),
        (book("b", tier=1, steps=9), "a"),
        (book("b", steps=1), "a"),
    ],
)
def test_in_doubt_the_kind_that_asks_for_more_is_taken(other: Playbook, taken: str) -> None:
    """Nobody knows whether an exception holds: the higher tier counts, then the greater number of steps, and it is said."""
    walked = walk(shelf(book("a", ("really b?", "b"), steps=1), other), GROUPS, ["force", *([NO] if other.tier == 3 else []), YES, UNSURE])

    assert taken in walked.found
    assert ("a" in walked.found) == (taken == "a")
    assert (f"really b? Not known: {taken} asks for more, and is taken.",) == walked.says


def test_in_doubt_a_kind_is_not_left_out() -> None:
    """Not to know is a yes to a kind, and a no to what would make it no incident at all; both are said."""
    walked = walk(shelf(book("a", ("a drill?", ""))), GROUPS, ["force", UNSURE, UNSURE])

    assert {"a": "a?"} == walked.found
    assert ("a: not known, so it is taken as a yes.", "a drill? Not known: a asks for more, and is taken.") == walked.says


def test_not_to_know_the_group_goes_through_them() -> None:
    """Each group that has a kind is asked for in turn, after a kind is found too: one event can be of several groups."""
    books = shelf(book("a"), book("b", group="crowd"), book("c", group="trust"))
    force, crowd, trust = (group.asks for group in GROUPS if group.id in ("force", "crowd", "trust"))

    assert [force, crowd] == [asked(books, UNSURE, *said) for said in ([], [NO])]
    assert [trust, "c?", ""] == [asked(books, UNSURE, NO, YES, NO, *said) for said in ([], [UNSURE], [UNSURE, YES])]
    assert (trust, ["b"]) == (asked(books, UNSURE, NO, YES, YES), list(walk(books, GROUPS, [UNSURE, NO, YES, YES]).found))
    assert ["b", "c"] == list(walk(books, GROUPS, [UNSURE, NO, YES, YES, YES, YES]).found)


@pytest.mark.parametrize(
    ("said", "more"),
    [([], ""), (["force"], ""), (["force", NO], "cicp kind which unsure"), (["force", YES], "cicp kind which unsure"), ([UNSURE, YES, YES], "")],
)
def test_after_one_group_there_are_others(said: list[str], more: str) -> None:
    """A walk through one group ends with the command that goes through all; while a question is open, and after all of them, there is none."""
    assert more == walk(shelf(book("a")), GROUPS, said).more
    assert "" == walk(shelf(), GROUPS, []).more


def test_an_exception_that_leads_to_none_is_named() -> None:
    """A yes that makes it no incident of the kind is said, so that nobody wonders why nothing was found."""
    walked = walk(shelf(book("a", ("at an animal?", "")), book("b")), GROUPS, ["force", YES, YES, YES])

    assert (["b"], ('You said yes to "at an animal?": so it is not a, and that leads to no other kind.',)) == (list(walked.found), walked.says)


def test_a_kind_the_plan_has_no_playbook_for_is_named() -> None:
    """An exception may lead to a kind that this city took out: then it is of none of the plan's kinds, and it is said of which it is."""
    walked = walk(shelf(book("a", ("a strike?", "strike"))), GROUPS, ["force", YES, YES])

    assert ({}, ("a strike? Then it is of the kind strike, for which this plan has no playbook.",)) == (walked.found, walked.says)


def test_the_base_playbook_is_no_kind_to_be_led_to() -> None:
    """An exception that names the base playbook leads to none, and the page says that it decided."""
    walked = walk(shelf(book("a", ("nothing?", BASE))), GROUPS, ["force", YES, YES])

    assert ({}, ('You said yes to "nothing?": so it is not a, and that leads to no other kind.',)) == (walked.found, walked.says)


@pytest.mark.parametrize("group", ["", "weather"])
def test_a_playbook_that_says_nothing_of_itself_is_still_asked_for(group: str) -> None:
    """A kind without a group is looked for in the last one, and without a question by its title: it is of an older edition, or the city's own."""
    own = book("flood", group=group).model_copy(update={"asks": "", "title": "Flood"})

    assert "Is it of this kind: Flood?" == asked(shelf(own), "others")


def test_a_plan_with_no_kind_has_no_question() -> None:
    """Where there is the base playbook alone, there is nothing to tell apart."""
    assert (None, {}) == walk(shelf(), GROUPS, [])[1:3]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (["forse"], 'did you mean "force"?'),
        (["weather"], "the answers are: force, unsure"),
        (["force", "yess"], 'did you mean "yes"?'),
        (["force", "perhaps"], "the answers are: yes, no, unsure"),
        (["force", "no", "yes"], "leave it out: cicp kind which force no"),
    ],
)
def test_a_word_that_answers_nothing_is_refused(said: list[str], names: str) -> None:
    """It is refused with the nearest answer and with all there are; one after the last question with the words that are enough."""
    with pytest.raises(WrongWords) as refused:
        walk(shelf(book("a")), GROUPS, said)

    assert names in refused.value.hint


@pytest.mark.parametrize(("word", "meant"), [("Y", YES), ("no", NO), (" N ", NO), ("?", UNSURE), ("unknown", UNSURE), ("UNSURE", UNSURE)])
def test_short_answers_are_understood(word: str, meant: str) -> None:
    """One letter is enough at night, in capitals or not."""
    question = walk(shelf(book("a")), GROUPS, ["force"]).question

    assert question is not None
    assert meant == understood(word, question)


def test_the_command_repeats_the_answers() -> None:
    """What is printed to be pasted asks again with every answer so far."""
    assert ("cicp kind which", "cicp kind which force yes") == (command([]), command(["force", YES]))


def test_the_graver_kinds_come_first() -> None:
    """Kinds are asked for by tier, then by name; the base is none of them."""
    assert ["b", "a", "c"] == overlays(shelf(book("c"), book("b", tier=3), book("a")))


def test_a_kind_is_described_by_the_words_of_the_plan() -> None:
    """Its definition with its number, its tier, the offices that also decide, its facts with their questions, and how many steps it has."""
    found = described("ois", WORDS, GROUPS)

    assert ("Officer-involved shooting", "force", 3, "3.3", "3.3 Definitions") == (found.title, found.group, found.tier, found.number, found.cite)
    assert found.definition.startswith("An officer, on duty or acting as an officer, fires a firearm")
    assert "Prosecuting Attorney" in " ".join(found.authority)
    assert [("known", next(fact.asks for fact in WORDS.facts.fact if fact.name == "known"))] == [*found.facts] if WORDS.facts else False
    assert len(BOOKS["ois"].step) == found.own
    assert len(BOOKS[BASE].step) + found.own == found.steps
    assert [each.id for each in BOOKS["ois"].step[:5]] == [each.id for each in found.first]


def test_what_cannot_be_read_is_left_open() -> None:
    """Without the text, the offices and the facts a kind is shown by the ids that its playbook gives."""
    own = book("a").model_copy(update={"authority": ["me"], "facts": ["died"]})
    found = described("a", Words(plan=None, playbooks=shelf(own)), GROUPS)

    assert ("", "definitions.other", "", ("me",), (("died", ""),)) == (found.number, found.cite, found.definition, found.authority, found.facts)


def test_an_office_the_plan_has_not_is_named_by_its_role() -> None:
    """A role that no office holds is better shown than left out."""
    own = book("a").model_copy(update={"authority": ["me"]})

    assert ("me",) == described("a", words_of(*shelf(own).values()), GROUPS).authority


def test_the_base_is_in_no_group() -> None:
    """The base playbook is looked for by nobody."""
    assert "" == described(BASE, WORDS, GROUPS).group


@pytest.mark.parametrize(("word", "hint"), [("oiss", 'did you mean "ois"?'), ("zzz", "the kinds are: active-attack,"), ("", "the kinds are: active-attack,")])
def test_an_unknown_kind_is_refused_with_the_nearest(word: str, hint: str) -> None:
    """There is no such kind: the nearest is named, or all of them."""
    with pytest.raises(NotFound) as refused:
        known(word, BOOKS)

    assert refused.value.hint.startswith(hint)


@pytest.mark.parametrize(("word", "kind"), [("ois", "ois"), (BASE, BASE), ("hoax", "hoax-swatting"), ("oi", "ois"), ("OIS", "ois"), ("Hoax", "hoax-swatting")])
def test_a_kind_is_meant_by_a_unique_prefix(word: str, kind: str) -> None:
    """A kind by its id, the base too, or by as much of the id as no other begins with, in capitals or not; an exact id wins over a longer one."""
    assert kind == known(word, BOOKS)


def test_a_prefix_of_several_kinds_names_them() -> None:
    """Where several kinds begin so, they are listed."""
    with pytest.raises(WrongWords) as refused:
        known("mis", BOOKS)

    assert '"mis" could be misidentification, missing-endangered.' == refused.value.message


def _ids(groups: Iterable[KindGroup]) -> list[str]:
    return [group.id for group in groups]


def test_the_groups_of_the_library() -> None:
    """Eight groups, each with a title and a question, and each with a kind of the example plan in it."""
    assert ["force", "attack", "crowd", "hazard", "systems", "people", "trust", "others"] == _ids(GROUPS)
    assert all(group.asks.endswith("?") for group in GROUPS)
    assert set(_ids(GROUPS)) == {BOOKS[kind].group for kind in KINDS}


def test_a_death_in_custody_occurred_when_the_person_died() -> None:
    """The definition, the question of the fact and the playbook say the same, or half the clocks would count from the arrest; a shooting is earlier."""
    facts = WORDS.facts.fact if WORDS.facts else []
    (asks,) = (fact.asks for fact in facts if fact.name == "occurred")

    assert "Of a death in custody: when the person died; where an officer also fired: when that was." in asks
    assert "it occurred when the person died, and its clocks count from there." in described("in-custody-death", WORDS, GROUPS).definition
    assert "died" in BOOKS["in-custody-death"].facts
