"""The spans on which a clause and what cites it do not agree, both ways."""

from typing import Any

import pytest

from cicp.model import checks
from cicp.model.checks import spans_in_words
from cicp.model.section import SectionFile
from tests.small_plan import NOTHING, Table, brief, law, plan, playbook, section, step, words


@pytest.mark.parametrize("check", checks.OF_WORDS.values(), ids=checks.OF_WORDS)
def test_words_that_fit_together_have_no_finding(check: Any) -> None:
    """A plan that fits together, and one of which nothing could be read, have nothing to be said about them here."""
    assert ([], []) == (list(check(words())), list(check(NOTHING)))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("The PIO is called within 15 minutes.", {"15 minutes"}),
        ("within one hour, and again after 2 hours", {"1 hour", "2 hours"}),
        ("Forty-eight\nhours after, or seventy-two (72) hours", {"48 hours", "72 hours"}),
        ("three business days; 30 calendar days; ten days", {"3 business days", "30 days", "10 days"}),
        ("by 09:00 on business day 3 and 17:30 on Day 2", {"09:00 on business day 3", "17:30 on day 2"}),
        ("at once, and immediately", {"0 minutes"}),
        ("the 60-minute statement and the 30-day review", {"60 minutes", "30 days"}),
        ("24 open hours ahead; two quarters on", {"24 open hours", "2 quarters"}),
        ("Zero minutes, 1 day", {"0 minutes", "1 day"}),
        ("RSMo 610.023 asks for 2 weeks, 5 minuets, minutes and days; at oncely", set()),
        (f"{'9' * 5000} minutes", set()),
        ("", set()),
    ],
)
def test_spans_are_read_from_words(text: str, spans: set[str]) -> None:
    """Numbers in figures and in words, with their unit, across line ends, as a playbook writes them; nothing else is a span."""
    assert spans == spans_in_words(text)


def spoken(clause: str, **keys: object) -> dict[tuple[int, str], SectionFile]:
    return {(1, "calls"): section({"id": "timed", "text": clause, **keys})}


def test_a_span_that_no_step_asks_for_is_found_in_its_clause() -> None:
    """What a clause promises and no step or duty does, is an error at the clause."""
    (found,) = checks.spans(words(sections=spoken("Within 15 minutes.")))

    assert (
        "error",
        "text/01-calls.toml",
        ("clause", 1, "text"),
        "calls.timed says 15 minutes, and no step or duty that cites it does.",
        "give a step that cites calls.timed that span, or mend the words; if they bind nobody to a step, write duty = false",
    ) == (found.level, found.path, found.location, found.says, found.fix)


ASKED = [
    ({"base": [step("call", clause="calls.timed", within="20 minutes")]}, "playbooks/base.toml", ("step", 0, "within"), "call asks for 20 minutes"),
    ({"base": [step("call", clause="calls.timed", within="setting:video")]}, "playbooks/base.toml", ("step", 0, "within"), "call asks for 30 days"),
    ({"base": [step("call", clause="calls.timed", before="1 day")]}, "playbooks/base.toml", ("step", 0, "before"), "call asks for 1 day"),
    ({"law": law({"clause": "calls.timed", "within": "3 business days"})}, "law.toml", ("duty", 0, "within"), "answer asks for 3 business days"),
    *(
        ({"law": law({"clause": "calls.timed", key: value})}, "law.toml", ("duty", 0, key), f"answer asks for {span}")
        for key, value, span in (
            ("before", "24 open hours", "24 open hours"),
            ("wait", "90 days", "90 days"),
            ("extend", ["60 days"], "60 days"),
            ("defer", "30 days", "30 days"),
            ("within", "on 26 April 2028", "on 26 April 2028"),
        )
    ),
    (
        {"base": [step("call", clause="calls.timed")], "overlays": {"ois": playbook("ois", [], tighten=[{"step": "call", "within": "10 minutes"}])}},
        "playbooks/ois.toml",
        ("tighten", 0, "within"),
        "call asks for 10 minutes",
    ),
]


@pytest.mark.parametrize(("parts", "path", "location", "says"), ASKED, ids=[f"{each[1]} {each[2]}" for each in ASKED])
def test_a_span_that_its_clause_does_not_say_is_found_where_it_is_asked(parts: Table, path: str, location: tuple[int | str, ...], says: str) -> None:
    """What a step, a tightening or a duty asks for and its clause does not say, is an error there."""
    found = checks.spans(words(sections=spoken("Soon."), **parts))

    assert [("error", path, location, f"{says}, and its clause calls.timed does not say so.")] == brief(found)


def test_both_spans_of_a_cadence_are_asked_for() -> None:
    """Every so often, until then: a clause says both."""
    steps = [step("update", clause="calls.timed", within="4 hours", every=["4 hours until 24 hours"])]

    assert [] == list(checks.spans(words(sections=spoken("Within 4 hours, then every 4 hours until 24 hours."), base=steps)))
    assert ["update asks for 24 hours, and its clause calls.timed does not say so."] == [
        each.says for each in checks.spans(words(sections=spoken("Within 4 hours."), base=steps))
    ]


def test_both_spans_of_a_cadence_of_the_law_are_asked_for() -> None:
    """A duty that comes again asks its clause for both spans of the repetition."""
    duties = law({"clause": "calls.timed", "within": "4 hours", "every": ["4 hours until 24 hours"]})

    assert ["answer asks for 24 hours, and its clause calls.timed does not say so."] == [
        each.says for each in checks.spans(words(sections=spoken("Within 4 hours."), law=duties))
    ]


@pytest.mark.parametrize("within", ["on 26 April 2028", "next 30 January or 30 April"])
def test_a_date_is_said_where_its_clause_names_it(within: str) -> None:
    """A date that a duty asks for is looked for in the words of its clause, across line ends; a date that nothing asks for binds nobody."""
    said = spoken(f"It was promised on 3 July 2019. It is due\n{within} at the latest.")

    assert [] == brief(checks.spans(words(sections=said, law=law({"clause": "calls.timed", "within": within}))))
    assert [] == brief(checks.spans(words(sections=said)))


def test_every_step_that_disagrees_with_its_clause_is_found() -> None:
    """Of two steps that ask for the same wrong span, both are named."""
    steps = [step(name, clause="calls.timed", within="20 minutes") for name in ("one", "two")]

    assert [("step", 0, "within"), ("step", 1, "within")] == [each.location for each in checks.spans(words(sections=spoken("Soon."), base=steps))]


def test_a_clause_that_is_no_duty_is_left_out() -> None:
    """`duty = false` leaves a clause out both ways; `duty = true` does not."""
    steps = [step("call", clause="calls.timed", within="20 minutes")]

    assert [0, 2] == [len(list(checks.spans(words(sections=spoken("Within 15 minutes.", duty=duty), base=steps)))) for duty in (False, True)]


def test_a_setting_that_the_plan_lacks_asks_for_no_span() -> None:
    """A setting that is not set is a dangling reference, and not also a span."""
    parts = {"sections": spoken("Soon."), "base": [step("call", clause="calls.timed", within="setting:video")]}

    assert [] == list(checks.spans(words(plan=plan(settings={}), **parts)))
    assert [] == list(checks.spans(words(plan=None, **parts)))


@pytest.mark.parametrize(("within", "asks"), [("30 minutes", "30 minutes"), ("setting:video", "30 days")])
def test_a_statement_that_asks_for_another_span_than_its_clause_is_found(within: str, asks: str) -> None:
    """The span of a kind of statement, its own or a setting, is one that its clause says."""
    found = checks.statements(words(sections=spoken("Within 15 minutes."), holding={"clause": "calls.timed", "within": within}))

    says = f"the statement holding asks for {asks}, and its clause calls.timed does not say so."
    assert [("error", "statements/holding.toml", ("within",), says)] == brief(found)


@pytest.mark.parametrize(
    "parts",
    [
        {"holding": {"clause": "calls.timed", "within": "15 minutes"}},
        {"holding": {"clause": "calls.timed"}},
        {"holding": {"clause": "calls.timed", "within": "setting:video"}, "plan": None},
        {"holding": {"clause": "calls.gone", "within": "30 minutes"}},
        {"holding": {"clause": "calls.timed", "within": "30 minutes"}, "sections": spoken("Within 15 minutes.", duty=False)},
    ],
    ids=["agrees", "no span", "unset", "no clause", "no duty"],
)
def test_a_statement_that_agrees_with_its_clause_or_asks_for_nothing_is_not_found(parts: Table) -> None:
    """A span that is said, none at all, one that is not set, a clause that is not there or is no duty: nothing that this check should name."""
    assert [] == brief(checks.statements(words(**{"sections": spoken("Within 15 minutes."), **parts})))


def test_a_statement_is_no_clock_for_what_its_clause_promises() -> None:
    """A kind of statement runs no clock: the span that a clause says is asked for by a step, not by the statement that the step publishes."""
    promised = words(sections=spoken("Within 15 minutes."), holding={"clause": "calls.timed", "within": "15 minutes"})

    assert ["calls.timed says 15 minutes, and no step or duty that cites it does."] == [each.says for each in checks.spans(promised)]
