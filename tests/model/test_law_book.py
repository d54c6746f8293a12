"""What a plan has of the law library, and how a duty counts, in words."""

from datetime import date
from typing import Any

import pytest

from cicp.errors import WrongWords
from cicp.model.law import Duty, Law
from cicp.model.law_book import Book, answers, counts, held_by, how_it_counts, moved, own_duties, unanswered, unknown_name
from cicp.model.law_library import LawFile, Preset, PresetItem, Rule, Source
from tests.small_plan import NOTHING, law, section, step, words

_DUTY = {"title": "t", "role": "pio", "clause": "calls.free", "anchor": "known", "citation": "c", "source": "s", "verified_on": date(2026, 1, 1)}


_ITEM = PresetItem.model_validate(
    {
        "id": "video",
        "title": "t",
        "role": "pio",
        "clause": "a.b",
        "source": "s",
        "verified_on": date(2026, 1, 1),
        "refuse": True,
        "before": "2 days",
        "of": "call",
    }
)


def _duty(**keys: object) -> Duty:
    return Duty.model_validate({"id": "answer", **_DUTY, **keys})


def _file(*names: str, **keys: object) -> LawFile:
    return LawFile.model_validate({"format": 1, "title": "Law", "duty": [{"id": name, **_DUTY, **keys} for name in names]})


def _book(**files: LawFile) -> Book:
    return Book({name.replace("_", "-"): file for name, file in files.items()}, {}, {}, {})


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"within": "3 business days"}, "3 business days after known"),
        ({"within": "0 minutes"}, "at once, from known"),
        ({"within": "setting:video"}, "setting:video (30 days in plan.toml) after known"),
        ({"within": "setting:other"}, "setting:other (not set in plan.toml) after known"),
        ({"before": "24 open hours"}, "24 open hours before known"),
        ({"within": "on 26 April 2028"}, "on 26 April 2028"),
        ({"wait": "10 days"}, "10 days have to pass after known"),
        ({"within": "1 hour", "every": ["1 hour until 3 hours"]}, "1 hour after known; repeated every 1 hour until 3 hours"),
        ({}, "when known is recorded; no number of days is set"),
        ({"within": "1 day", "anchor": "done:call"}, "1 day after the moment the step call is done"),
        ({"within": "1 day", "anchor": "released:holding"}, "1 day after the moment the statement holding is released"),
    ],
    ids=str,
)
def test_when_a_duty_is_owed(keys: dict[str, Any], expected: str) -> None:
    """A duty's time and moment are said in one line, a setting with its value."""
    assert expected == counts(_duty(**keys), {"video": "30 days"})


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"within": "48 hours"}, ["elapsed time: nights, weekends and closed days count"]),
        ({"within": "0 minutes"}, []),
        ({"before": "24 open hours"}, ["only the hours of days on which the hall is open count, and each such day has 24"]),
        ({"within": "setting:other"}, []),
        ({"within": "on 26 April 2028"}, []),
        ({"within": "3 days"}, ["the first day is not counted", "a last day on which the hall is closed stays the last day"]),
        (
            {"within": "setting:video", "counting": "first-day-in", "roll": "forward"},
            ["the first day counts", "a last day on which the hall is closed moves to the next open day"],
        ),
        ({"before": "7 days", "roll": "back"}, ["the day of known is not counted", "a last day on which the hall is closed moves to the open day before"]),
        ({"before": "7 days", "roll": "forward"}, ["the day of known is not counted", "a last day on which the hall is closed moves to the open day before"]),
        ({"before": "7 days"}, ["the day of known is not counted", "a last day on which the hall is closed stays the last day"]),
        ({"wait": "3 days", "roll": "sunday"}, ["the first day is not counted", "a last day that is a Sunday moves to the Monday, and no other"]),
        ({"received": "next-open"}, ["what arrives out of hours counts from the next open day"]),
        ({"extend": ["60 days", "30 days"]}, ["it can be extended once by 60 days", "after that once more by 30 days"]),
        ({"defer": "30 days"}, ["it can be deferred with a published reason, by 30 days each time, without end"]),
    ],
    ids=str,
)
def test_how_a_duty_is_counted(keys: dict[str, Any], expected: list[str]) -> None:
    """First day, closed last day, late arrival and what moves the due are said; hours have none of the first two."""
    assert expected == how_it_counts(_duty(**keys), {"video": "30 days"})


def test_what_answers_a_duty() -> None:
    """The plan's own duty answers before a step, a step before a clause, a clause before the word that it is not the city's."""
    all_four = {"answers": ["us-mo.answer", "us-mo.step", "us-mo.clause"]}
    own = Law.model_validate(
        {**law({}).model_dump(exclude={"not_ours"}), "not-ours": [{"duty": f"us-mo.{name}", "why": "w"} for name in ("answer", "step", "clause", "left")]}
    )
    plan = words(
        law=own,
        base=[step("call", answers=["us-mo.answer", "us-mo.step"])],
        sections={(1, "calls"): section({"id": "binds", "text": "Call.", **all_four})},
    )
    book = _book(us_mo=_file("answer", "step", "clause", "left", "open"))

    assert {
        "us-mo.answer": "duty answer of law.toml",
        "us-mo.step": "step call",
        "us-mo.clause": "clause calls.binds",
        "us-mo.left": "not ours: w",
    } == answers(plan, book)
    assert ["us-mo.open"] == list(unanswered(plan, book))


def test_only_what_binds_this_city_and_is_in_force_is_open() -> None:
    """The federal law and the state's own ask; another state's, what is not in force and what is somebody else's do not."""
    plan = words(law=Law(format=1))
    book = _book(us=_file("federal"), us_mo=_file("state"), us_ks=_file("elsewhere"))

    assert ["us.federal", "us-mo.state"] == list(unanswered(plan, book))
    assert {} == unanswered(plan, _book(us_mo=_file("a", in_force=False)))
    assert {} == unanswered(plan, _book(us_mo=_file("a", ours=False)))


def test_the_states_own_duty_goes_before_the_federal_one() -> None:
    """A duty of the plan that both know is held against the state's."""
    (own,) = own_duties(words(), _book(us=_file("answer", within="1 day"), us_mo=_file("answer")))

    assert ("us-mo.answer", ()) == (own.law_id, own.differs)


def test_a_difference_is_told_with_both_values() -> None:
    """What was changed here stands beside what the library has, nothing as nothing."""
    (own,) = own_duties(words(), _book(us_mo=_file("answer", within="3 days", extend=["1 day", "2 days"])))

    assert (
        'within is nothing here and "3 days" in the library (no time is set here)',
        'extend is nothing here and "1 day, 2 days" in the library',
    ) == own.differs


def test_where_nothing_could_be_read_nothing_is_own_and_the_federal_law_is_open() -> None:
    """Without plan.toml and law.toml there are no duties of the plan, and no state whose law would bind."""
    book = _book(us=_file("federal"), us_mo=_file("state"))

    assert [] == own_duties(NOTHING, book)
    assert ["us.federal"] == list(unanswered(NOTHING, book))


def test_sources_are_found_by_their_codes() -> None:
    """The codes in a source are looked up in their order, each once; words that are no code are passed over."""
    known = {code: Source(code=code, title="t", where="w") for code in ("M1", "P3b")}
    book = Book({}, {}, known, {})

    assert ["P3b", "M1"] == [source.code for source in book.cited("domain 3 x; P3b (weak), M1, M1; X9")]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("domain 3 x; P3, P3b", "P3: Title of P3; P3b: Title of P3b"),
        ("domain 4.1 y; M1; the number is general knowledge", "M1: Title of M1; the number is general knowledge"),
        ("P3 (weak)", "P3: Title of P3 (weak)"),
        ("P3 for the law", "P3: Title of P3 (for the law)"),
        ("P3, and what the county says", "P3, and what the county says"),
        ("domain 4.1 z", "domain 4.1 z"),
        ("the statutes, book 3", "the statutes, book 3"),
    ],
)
def test_a_source_is_told_by_its_titles(source: str, said: str) -> None:
    """What a code stands for is said beside it, the row of the research is left out, and what was said so already stays as it is."""
    book = Book({}, {}, {code: Source(code=code, title=f"Title of {code}", where="w") for code in ("M1", "P3", "P3b")}, {})

    assert (said, said) == (book.named(source), book.named(book.named(source)))


def test_an_entry_is_found_by_file_and_id() -> None:
    """A duty, a rule and a promise go by the name of their file and their own."""
    rule = {"id": "open", "title": "t", "words": "w", "citation": "c", "source": "s", "verified_on": date(2026, 1, 1)}
    file = LawFile.model_validate({"format": 1, "title": "Law", "duty": [{"id": "answer", **_DUTY}], "rule": [rule]})
    book = Book({"us-mo": file}, {"austin": Preset(format=1, title="Austin", item=[_ITEM])}, {}, {})

    assert (["us-mo.answer"], ["us-mo.open"], ["austin.video"]) == (list(book.duties), list(book.rules), list(book.items))


def test_half_a_name_will_do_where_only_one_has_it() -> None:
    """A duty without its file, a preset with one promise; of several all are named, and of a whole file the list."""
    presets = {
        "austin": Preset(format=1, title="Austin", item=[_ITEM]),
        "dc": Preset(format=1, title="DC", item=[_ITEM, _ITEM.model_copy(update={"id": "names"})]),
    }
    book = Book({"us-mo": _file("answer")}, presets, {}, {})

    assert ["us-mo.answer", "us-mo.answer", "austin.video", "dc.names", "unknown"] == [
        book.whole(name) for name in ("answer", "us-mo.answer", "austin", "names", "unknown")
    ]
    for name, said in (("dc", "dc.video, dc.names"), ("video", "austin.video, dc.video"), ("us-mo", "a whole file of the law")):
        with pytest.raises(WrongWords, match=said):
            book.whole(name)


@pytest.mark.parametrize(
    ("gate", "citation", "held"),
    [
        ("nok", "RSMo 1.2", "the gate nok"),
        ("gone", "RSMo 610.025", "the clause calls.one"),
        ("", "RSMo 610.02", ""),
        ("", "RSMo 610.025, 43.180", "the clauses calls.one, calls.two"),
    ],
)
def test_what_holds_a_standing_rule(gate: str, citation: str, held: str) -> None:
    """Its gate, where the plan has it; else the clauses that name its section of the law, and no other section."""
    rule = Rule(id="r", title="t", words="w", gate=gate, citation=citation, source="s", verified_on=date(2026, 1, 1))
    plan = words(sections={(1, "calls"): section({"id": "one", "text": "See RSMo 610.025."}, {"id": "two", "text": "RSMo 43.180.1"})})

    assert held == held_by(rule, plan)


def test_no_gates_hold_nothing() -> None:
    """Where gates.toml could not be read no gate holds a rule."""
    assert "" == held_by(Rule(id="r", title="t", words="w", gate="nok", citation="c", source="s", verified_on=date(2026, 1, 1)), NOTHING)


@pytest.mark.parametrize(
    ("state", "binding", "says"), [("MO", ["us", "us-mo"], ""), ("IL", ["us"], "does not know the law of IL"), ("", ["us"], "the law of this state")]
)
def test_whose_law_binds_a_city(state: str, binding: list[str], says: str) -> None:
    """The federal law and the state's own; of a state that the library does not know, that is said."""
    book = _book(us=_file("a"), us_mo=_file("a"), us_ks=_file("a"))

    assert binding == [name for name in book.files if book.binds(name, state)]
    assert says in book.unknown_state(state)
    assert bool(says) == bool(book.unknown_state(state))


def test_the_library_was_read_on_the_last_day_of_any_entry() -> None:
    """The latest day counts; of an empty library none has come."""
    assert [date(2026, 3, 1), date.min] == [_book(us=_file("a"), us_mo=_file("b", verified_on=date(2026, 3, 1))).read_until, _book().read_until]


def test_what_moves_a_promise_can_be_a_refusal() -> None:
    """A promise that a public refusal answers says so."""
    assert ["a public refusal with its reason answers it"] == moved(_ITEM)
    assert "2 days before the step call" == counts(_ITEM, {})


@pytest.mark.parametrize(("wanted", "hint"), [("chicgo", 'did you mean "chicago"?'), ("zzz", "see them: cicp law list")], ids=["near", "far"])
def test_an_unknown_name(wanted: str, hint: str) -> None:
    """The nearest name is given, or the command that lists them."""
    assert hint == unknown_name(wanted, ["chicago"])
