"""What an incident runs on: tasks and duties ready to be counted with, settings filled in, repetitions laid out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.counting import Manner
from cicp.model.gates import Facts
from cicp.model.rules import Bound, Rules, repeats, rules_for, span_of, spans_of
from cicp.model.spans import Span, parse_span
from cicp.model.words import Words
from tests.incidents import CLAYTON, ZONE, Table, playbook, step, words_of

DUTY: Table = {
    "id": "sunshine-response",
    "title": "Answer the request",
    "role": "city-clerk",
    "clause": "records.requests",
    "anchor": "request-received",
    "within": "3 business days",
    "citation": "RSMo 610.023.3",
    "source": "domain 4.1",
    "verified_on": date(2026, 11, 22),
}


def rules_of(*steps: Table, settings: dict[str, str] | None = None, duties: tuple[Table, ...] = ()) -> Rules:
    """Return the rules of an incident on a base playbook of these steps."""
    return rules_for(("other",), words_of(playbook("other", *steps), settings=settings, duties=duties), CLAYTON, ZONE)


@pytest.mark.parametrize(
    ("first", "every", "spans"),
    [
        ("30 days", ["30 days until 90 days"], ["30 days", "60 days", "90 days"]),
        ("2 hours", ["22 hours until 24 hours"], ["2 hours", "24 hours"]),
        (
            "6 hours",
            ["4 hours until 24 hours", "12 hours until 72 hours"],
            ["6 hours", "10 hours", "14 hours", "18 hours", "22 hours", "34 hours", "46 hours", "58 hours", "70 hours"],
        ),
        ("30 minutes", ["30 minutes until 2 hours"], ["30 minutes", "60 minutes", "90 minutes", "120 minutes"]),
        ("30 minutes", ["2 hours until 5 hours"], ["30 minutes", "150 minutes", "270 minutes"]),
        ("60 minutes", ["2 hours until 5 hours"], ["60 minutes", "3 hours", "5 hours"]),
        ("1 day", ["12 hours until 2 days"], ["1 day", "36 hours", "48 hours"]),
        ("09:00 on business day 1", ["1 business day until 3 business days"], [f"09:00 on business day {day}" for day in (1, 2, 3)]),
        ("48 hours", ["4 hours until 24 hours"], ["48 hours"]),
        ("48 hours", [], ["48 hours"]),
    ],
)
def test_repetitions(first: str, every: list[str], spans: list[str]) -> None:
    """A cadence repeats from the time before it for as long as its end is not passed; a second goes on where the first ended."""
    assert spans == [str(span) for span in repeats(parse_span(first), tuple(every))]


@settings(deadline=None)
@given(
    st.integers(1, 300),
    st.lists(st.tuples(st.integers(1, 48), st.integers(1, 100)), max_size=3).map(
        lambda pairs: tuple(f"{every} hours until {end} hours" for every, end in pairs)
    ),
)
def test_repetitions_go_forward_and_end(first: int, every: tuple[str, ...]) -> None:
    """Every repetition is later than the one before it, and none but the first passes the last end."""
    spans = [span.elapsed for span in repeats(Span(first, "minute"), every)]

    assert spans == sorted(set(spans))
    assert all(span.total_seconds() <= max(int(text.split()[3]) for text in every) * 3600 for span in spans[1:])


@pytest.mark.parametrize(
    ("text", "span"),
    [("", None), ("48 hours", Span(48, "hour")), ("setting:officer-id", Span(2, "business day")), ("setting:nothing", None)],
)
def test_a_setting_is_read_from_the_plan(text: str, span: Span | None) -> None:
    """`setting:NAME` gives what plan.toml sets, and nothing where it sets nothing."""
    assert span == span_of(text, {"officer-id": "2 business days"})


def test_spans_that_are_not_set_are_left_out() -> None:
    """Of several spans those that give one are read."""
    assert spans_of(("", "setting:nothing", "1 hour"), {}) == (Span(1, "hour"),)


def test_a_step_becomes_work() -> None:
    """A step keeps its words, its prerequisites and what it records; its span is read."""
    work = rules_of(step("call"), step("tell", anchor=["known", "occurred"], within="1 hour", after=["call"], tier=2, records="died")).work("tell")

    assert (((Bound(("known", "occurred"), Span(1, "hour")),),), False) == (work.rounds, work.repeated)
    assert ("Do tell", "step", "pio", "statements.holding", ("call",), 2, "died") == (
        work.title, work.type, work.role, work.clause, work.after, work.tier, work.records,
    )  # fmt: skip
    assert work.anchors == ("known", "occurred")


def test_a_step_without_a_span_still_has_an_anchor() -> None:
    """A step that is done when it applies waits for its anchor all the same."""
    assert rules_of(step("note", anchor="decision")).work("note").rounds == ((Bound(("decision",)),),)


def test_a_repeated_step_has_a_round_for_each_time() -> None:
    """Each time of a cadence has its own span from the same anchor."""
    work = rules_of(step("update", within="6 hours", every=["4 hours until 12 hours"])).work("update")

    assert ([["6 hours"], ["10 hours"]], True) == ([[str(bound.span) for bound in bounds] for bounds in work.rounds], work.repeated)


def test_a_setting_that_the_plan_lacks_is_remembered() -> None:
    """Where plan.toml does not set the number, the step stays, without a due, and knows which number it lacks: a cadence cannot start from it."""
    work = rules_of(step("name", within="setting:officer-id", every=["4 hours until 24 hours"])).work("name")

    assert (((Bound(("occurred",), unset="officer-id"),),), False) == (work.rounds, work.repeated)


def test_a_step_that_counts_back_has_no_anchor_of_its_own() -> None:
    """A step before another counts from that one's due."""
    work = rules_of(step("show", within="30 days"), step("warn", before="24 hours", of="show")).work("warn")

    assert (((Bound(span=Span(24, "hour"), of="show"),),), ()) == (work.rounds, work.anchors)


def test_a_duty_becomes_work() -> None:
    """A duty of the law counts like a step, and says with its due what it rests on and that this is no legal advice."""
    work = rules_of(duties=(DUTY,)).work("sunshine-response")

    assert (((Bound(("request-received",), Span(3, "business day")),),), "duty", "city-clerk") == (work.rounds, work.type, work.role)
    assert work.note == "RSMo 610.023.3; read 2026-11-22; not legal advice"


def test_a_duty_that_the_city_attorney_confirmed_says_so() -> None:
    """The day of the confirmation stands beside the one on which the law was read."""
    confirmed = {**DUTY, "confirmed_on": date(2026, 12, 1)}

    assert "RSMo 610.023.3; read 2026-11-22, confirmed 2026-12-01; not legal advice" == rules_of(duties=(confirmed,)).work("sunshine-response").note


class TestAnswers:
    """A step that answers a duty which the plan has taken over is how that duty is met."""

    SET = step("hand-over", anchor="decision", within="2 days", answers=["us-mo.notice"])
    NOTICE = DUTY | {"id": "notice", "anchor": "decision", "within": "24 hours", "citation": "RSMo 590.502.2(1)"}
    LEFT = NOTICE | {"id": "left", "within": "", "before": "3 days", "citation": "RSMo 590.070"}

    def test_bound_and_cited(self) -> None:
        """It keeps its own bounds, is bound by the law's, cites it with the day on which it was read, and knows whose tick counts too."""
        work = rules_of(self.SET, duties=(self.NOTICE,)).work("hand-over")

        assert (((Bound(("decision",), Span(2, "day")), Bound(("decision",), Span(24, "hour"))),),) == (work.rounds,)
        assert ("step", ("notice",), "RSMo 590.502.2(1)") == (work.type, work.also, work.citation)
        assert work.note == "RSMo 590.502.2(1); read 2026-11-22; not legal advice"

    def test_one_of_the_two_is_left(self) -> None:
        """Of the step and the duty the step alone is owed; a duty that no step answers is owed beside it."""
        works = rules_of(self.SET, duties=(self.NOTICE, self.LEFT)).works

        assert ["hand-over", "left"] == [work.id for work in works]

    def test_two_duties(self) -> None:
        """One step may meet two duties, and cites both."""
        work = rules_of(self.SET | {"answers": ["us-mo.notice", "us-mo.left"]}, duties=(self.NOTICE, self.LEFT)).work("hand-over")

        assert [2, 24, 3] == [bound.span.amount for bound in work.rounds[0] if bound.span]
        assert (("notice", "left"), "RSMo 590.502.2(1); RSMo 590.070") == (work.also, work.citation)
        assert work.note == "RSMo 590.502.2(1); read 2026-11-22; not legal advice; RSMo 590.070; read 2026-11-22; not legal advice"

    def test_a_duty_that_the_plan_has_not_taken_over(self) -> None:
        """What a step answers of the library's law binds nobody until it stands in law.toml."""
        plain = rules_of(self.SET | {"answers": []}).work("hand-over")

        assert [plain, plain] == [rules_of(self.SET, duties=duties).work("hand-over") for duties in ((), (self.LEFT,))]

    def test_the_same_bound_once(self) -> None:
        """Where the step asks for what the law asks for, one bound is enough."""
        work = rules_of(self.SET | {"within": "24 hours"}, duties=(self.NOTICE,)).work("hand-over")

        assert ((Bound(("decision",), Span(24, "hour")),),) == work.rounds

    def test_a_cadence(self) -> None:
        """Of a step that repeats, the law binds the first time."""
        work = rules_of(self.SET | {"within": "2 hours", "every": ["2 hours until 6 hours"]}, duties=(self.NOTICE,)).work("hand-over")

        assert [[2, 24], [4], [6]] == [[bound.span.amount for bound in bounds if bound.span] for bounds in work.rounds]


def test_what_ends_a_step() -> None:
    """The anchor after which nothing of a step falls due is read with it."""
    assert ["stood-down", ""] == [rules_of(step("update", ends="stood-down"), step("tell")).work(name).ends for name in ("update", "tell")]


def test_how_a_step_may_be_put_off() -> None:
    """Extensions, deferral and refusal are read with the step; a setting that the plan lacks gives no extension."""
    work = rules_of(step("video", within="45 days", extend=["30 days"], defer="30 days", refuse=True)).work("video")

    assert ((Span(30, "day"),), Span(30, "day"), True) == (work.extend, work.defer, work.refuse)
    assert ((), None, False) == ((other := rules_of(step("video", defer="setting:lead")).work("video")).extend, other.defer, other.refuse)


def test_a_step_before_what_is_planned() -> None:
    """A step before a moment that is set ahead counts back from that."""
    work = rules_of(step("bulletin", anchor="event-start", before="72 hours")).work("bulletin")

    assert (((Bound(("event-start",), Span(72, "hour"), back=True),),), ("event-start",)) == (work.rounds, work.anchors)


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [
        ({}, [("within", 3)]),
        ({"before": "1 day"}, [("within", 3), ("back", 1)]),
        ({"within": "", "before": "1 day"}, [("back", 1)]),
        ({"wait": "2 days"}, [("within", 3), ("wait", 2)]),
        ({"within": "", "wait": "2 days"}, [("wait", 2)]),
        ({"within": "", "before": "1 day", "wait": "2 days"}, [("back", 1), ("wait", 2)]),
        ({"within": ""}, [("within", None)]),
    ],
)
def test_what_bounds_a_duty(keys: dict[str, str], kinds: list[tuple[str, int | None]]) -> None:
    """The last moment, the one counted back, and what has to pass first, each where it is written, all counted as the law has it.

    Of two readings a last moment takes the earlier, and a time that has to pass the later.
    """
    manner = {"counting": "first-day-in", "roll": "sunday", "received": "next-open"}
    ((*bounds,),) = rules_of(duties=(DUTY | manner | keys,)).work("sunshine-response").rounds

    assert kinds == [("back" if bound.back else "wait" if bound.wait else "within", bound.span.amount if bound.span else None) for bound in bounds]
    plain = Manner("sunday", first_in=True, next_open=True)
    assert [plain._replace(later=bound.wait) for bound in bounds] == [bound.manner for bound in bounds]


def test_which_facts_follow_which() -> None:
    """The order that facts.toml gives comes with the rules."""
    facts = Facts.model_validate({"format": 1, "fact": [{"name": "known", "asks": "When?", "follows": ["occurred"]}]})

    assert {"occurred": ("known",)} == rules_for(("other",), words_of(playbook("other"), facts=facts), CLAYTON, ZONE).follows


def test_facts_of_one_person_are_known_as_such() -> None:
    """Facts that belong to a person or a request start a clock for each."""
    assert rules_of().abouts == {"died": "deceased", "identified": "deceased", "request-received": "request"}


def test_without_any_words_there_is_nothing_to_do_and_no_fault() -> None:
    """Where not one file could be read, the rules are empty."""
    rules = rules_for(("ois",), Words(plan=None), CLAYTON, ZONE)

    assert ((), {}, {}) == (rules.works, rules.abouts, rules.follows)
