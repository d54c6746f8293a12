"""What `check` finds in the words of a plan: a few lines of plan that fit together, and each way in which they do not."""

from datetime import date
from typing import Any

import pytest

from cicp.model import checks
from cicp.model.calendar import CityCalendar
from cicp.model.checks import spans_in_words
from cicp.model.findings import Finding
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.plan import Directory, Plan
from cicp.model.playbook import Playbook
from cicp.model.references import references
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind
from cicp.model.words import Words

Table = dict[str, Any]


def step(name: str, **keys: object) -> Table:
    return {"id": name, "title": name, "role": "pio", "clause": "calls.free", "anchor": "known", **keys}


def words(**parts: Any) -> Words:
    """Return a small plan that fits together, with the parts that a test is about."""
    return Words(
        plan=parts.get("plan", plan()),
        sections=parts.get("sections", {(1, "calls"): section()}),
        playbooks={"other": playbook("other", parts.get("base", [step("call")]))} | parts.get("overlays", {}),
        statements={"holding": statement(**parts.get("holding", {}))},
        facts=parts.get("facts", facts("known", "died")),
        gates=parts.get("gates", gates({})),
        law=parts.get("law", law({})),
    )


def plan(**keys: object) -> Plan:
    table = {
        "format": 1,
        "city": {"name": "City", "state": "MO", "timezone": "UTC"},
        "office": [{"id": "pio", "title": "PIO", "also": ["monitor"]}, {"id": "chief", "title": "Chief"}],
        "notify": [{"office": "pio", "within": "5 minutes", "method": "voice", "else": "chief"}],
        "signing": {"signatories": ["chief"], "threshold": 1},
        "settings": {"video": "30 days"},
    }
    return Plan.model_validate({**table, **keys})


def section(*clauses: Table, owner: str = "chief") -> SectionFile:
    return SectionFile.model_validate({"title": "Calls", "owner": owner, "clause": [{"id": "free", "text": "Call."}, *clauses]})


def playbook(kind: str, steps: list[Table], **keys: object) -> Playbook:
    return Playbook.model_validate({"kind": kind, "title": kind, "clause": "calls.free", "step": steps, **keys})


def statement(**keys: object) -> StatementKind:
    return StatementKind.model_validate({"title": "Holding", "clause": "calls.free", "text": "t", **keys})


def facts(*names: str) -> Facts:
    return Facts.model_validate({"format": 1, "fact": [{"name": name, "asks": "When?"} for name in names]})


def gates(*changes: Table) -> Gates:
    return Gates.model_validate(
        {
            "format": 1,
            "gate": [{"id": "nok", "title": "t", "blocks": [], "opens": ["died"], "confirm": ["chief"], "override": ["pio"], **each} for each in changes],
        }
    )


def law(*changes: Table) -> Law:
    duty = {
        "id": "answer",
        "title": "t",
        "role": "pio",
        "clause": "calls.free",
        "anchor": "known",
        "citation": "c",
        "source": "s",
        "verified_on": date(2026, 1, 1),
    }
    return Law.model_validate({"format": 1, "duty": [{**duty, **each} for each in changes]})


NOTHING = Words(plan=None)
"""The words of which nothing could be read."""


@pytest.mark.parametrize("check", checks.OF_WORDS.values(), ids=checks.OF_WORDS)
def test_words_that_fit_together_have_no_finding(check: Any) -> None:
    """A plan that fits together, and one of which nothing could be read, have nothing to be said about them here."""
    assert ([], []) == (list(check(words())), list(check(NOTHING)))


def brief(findings: Any) -> list[tuple[str, str, tuple[int | str, ...], str]]:
    """Each finding as its level, file, place and sentence."""
    return [(each.level, each.path, each.location, each.says) for each in findings]


DUPLICATES = [
    (
        {"sections": {(1, "calls"): section(), (2, "calls"): section()}},
        "text/02-calls.toml",
        ("title",),
        'the section "calls" stands twice: first in text/01-calls.toml.',
    ),
    (
        {"sections": {(1, "calls"): section(), (1, "words"): section()}},
        "text/01-words.toml",
        ("title",),
        'the section number "01" stands twice: first in text/01-calls.toml.',
    ),
    (
        {"sections": {(1, "calls"): section({"id": "free", "text": "Again."})}},
        "text/01-calls.toml",
        ("clause", 1, "id"),
        'the clause "free" stands twice: first in text/01-calls.toml.',
    ),
    (
        {"base": [step("call"), step("call")]},
        "playbooks/base.toml",
        ("step", 1, "id"),
        'the step or duty "call" stands twice: first in playbooks/base.toml.',
    ),
    (
        {"overlays": {"ois": playbook("ois", [step("call")])}},
        "playbooks/ois.toml",
        ("step", 0, "id"),
        'the step or duty "call" stands twice: first in playbooks/base.toml.',
    ),
    ({"law": law({"id": "call"})}, "law.toml", ("duty", 0, "id"), 'the step or duty "call" stands twice: first in playbooks/base.toml.'),
    ({"facts": facts("known", "died", "known")}, "facts.toml", ("fact", 2, "name"), 'the fact "known" stands twice: first in facts.toml.'),
    ({"gates": gates({}, {"id": "nok"})}, "gates.toml", ("gate", 1, "id"), 'the gate "nok" stands twice: first in gates.toml.'),
    (
        {"plan": plan(office=[{"id": each, "title": each} for each in ("pio", "chief", "monitor", "pio")])},
        "plan.toml",
        ("office", 3, "id"),
        'the office "pio" stands twice: first in plan.toml.',
    ),
    (
        {"holding": {"field": [{"id": "where", "ask": "?"}, {"id": "where", "ask": "??"}]}},
        "statements/holding.toml",
        ("field", 1, "id"),
        'the blank "where" stands twice: first in statements/holding.toml.',
    ),
]


@pytest.mark.parametrize(("parts", "path", "location", "says"), DUPLICATES, ids=[each[3][:40] for each in DUPLICATES])
def test_what_stands_twice_is_found_at_its_second_place(parts: Table, path: str, location: tuple[int | str, ...], says: str) -> None:
    """Sections, clauses, steps, duties, offices, facts, gates and blanks each stand once; the second is named, and where the first is."""
    assert [("error", path, location, says)] == brief(checks.duplicates(words(**parts)))


def _notify(**keys: object) -> Plan:
    return plan(notify=[{"office": "pio", "within": "5 minutes", "method": "voice", **keys}])


REFERENCES = [
    ({"sections": {(1, "calls"): section(owner="chef")}}, "text/01-calls.toml", ("owner",), 'office "chef"', 'did you mean "chief"?'),
    ({"plan": _notify(office="poi")}, "plan.toml", ("notify", 0, "office"), 'office "poi"', 'did you mean "pio"?'),
    ({"plan": _notify(**{"else": "poi"})}, "plan.toml", ("notify", 0, "else"), 'office "poi"', 'did you mean "pio"?'),
    (
        {"plan": plan(signing={"signatories": ["chief", "mayor"], "threshold": 1})},
        "plan.toml",
        ("signing", "signatories", 1),
        'office "mayor"',
        "write it, or name another office",
    ),
    ({"base": [step("call", clause="calls.fre")]}, "playbooks/base.toml", ("step", 0, "clause"), 'clause "calls.fre"', 'did you mean "calls.free"?'),
    (
        {"base": [step("call", clause="video.free")]},
        "playbooks/base.toml",
        ("step", 0, "clause"),
        'clause "video.free"',
        'there is no section "video" at all: see that its file is in text/',
    ),
    ({"base": [step("call", role="watch")]}, "playbooks/base.toml", ("step", 0, "role"), 'office or role "watch"', "write it, or name another office or role"),
    ({"base": [step("call", of="cal")]}, "playbooks/base.toml", ("step", 0, "of"), 'step "cal"', 'did you mean "call"?'),
    (
        {"base": [step("call", statement="update")]},
        "playbooks/base.toml",
        ("step", 0, "statement"),
        'statement kind "update"',
        "write statements/update.toml, or name another statement kind",
    ),
    ({"base": [step("call", records="xyz")]}, "playbooks/base.toml", ("step", 0, "records"), 'fact "xyz"', "write it, or name another fact"),
    (
        {"base": [step("call", within="setting:vide")]},
        "playbooks/base.toml",
        ("step", 0, "within"),
        'setting in plan.toml "vide"',
        'did you mean "video"?',
    ),
    (
        {"base": [step("call", before="setting:vide")]},
        "playbooks/base.toml",
        ("step", 0, "before"),
        'setting in plan.toml "vide"',
        'did you mean "video"?',
    ),
    ({"base": [step("call", anchor="know")]}, "playbooks/base.toml", ("step", 0, "anchor", 0), 'fact "know"', 'did you mean "known"?'),
    (
        {"base": [step("call", anchor=["known", "done:cal"])]},
        "playbooks/base.toml",
        ("step", 0, "anchor", 1),
        'fact "done:cal"',
        'did you mean "done:call"?',
    ),
    ({"base": [step("call", after=["verify"])]}, "playbooks/base.toml", ("step", 0, "after", 0), 'step "verify"', "write it, or name another step"),
    ({"base": [step("call", gates=["nok", "nock"])]}, "playbooks/base.toml", ("step", 0, "gates", 1), 'gate "nock"', 'did you mean "nok"?'),
    ({"holding": {"clause": "calls.fee"}}, "statements/holding.toml", ("clause",), 'clause "calls.fee"', 'did you mean "calls.free"?'),
    ({"holding": {"anchor": "knwon"}}, "statements/holding.toml", ("anchor",), 'fact "knwon"', 'did you mean "known"?'),
    (
        {"holding": {"within": "setting:x"}},
        "statements/holding.toml",
        ("within",),
        'setting in plan.toml "x"',
        "write it, or name another setting in plan.toml",
    ),
    (
        {"holding": {"timeout": "setting:x"}},
        "statements/holding.toml",
        ("timeout",),
        'setting in plan.toml "x"',
        "write it, or name another setting in plan.toml",
    ),
    ({"holding": {"gates": ["x"]}}, "statements/holding.toml", ("gates", 0), 'gate "x"', "write it, or name another gate"),
    (
        {"holding": {"approve": [["pio"], ["chief", "x"]]}},
        "statements/holding.toml",
        ("approve", 1, 1),
        'office or role "x"',
        "write it, or name another office or role",
    ),
    *(
        ({"holding": {key: ["x"]}}, "statements/holding.toml", (key, 0), 'office or role "x"', "write it, or name another office or role")
        for key in ("consult", "inform", "confirm")
    ),
    ({"law": law({"clause": "calls.fee"})}, "law.toml", ("duty", 0, "clause"), 'clause "calls.fee"', 'did you mean "calls.free"?'),
    ({"law": law({"role": "x"})}, "law.toml", ("duty", 0, "role"), 'office or role "x"', "write it, or name another office or role"),
    ({"law": law({"anchor": "x"})}, "law.toml", ("duty", 0, "anchor"), 'fact "x"', "write it, or name another fact"),
    ({"law": law({"within": "setting:x"})}, "law.toml", ("duty", 0, "within"), 'setting in plan.toml "x"', "write it, or name another setting in plan.toml"),
    ({"gates": gates({"opens": ["dyed"]})}, "gates.toml", ("gate", 0, "opens", 0), 'fact "dyed"', 'did you mean "died"?'),
    ({"gates": gates({"confirm": ["x"]})}, "gates.toml", ("gate", 0, "confirm", 0), 'office or role "x"', "write it, or name another office or role"),
    ({"gates": gates({"override": ["x"]})}, "gates.toml", ("gate", 0, "override", 0), 'office or role "x"', "write it, or name another office or role"),
    (
        {"overlays": {"ois": playbook("ois", [], clause="calls.fee")}},
        "playbooks/ois.toml",
        ("clause",),
        'clause "calls.fee"',
        'did you mean "calls.free"?',
    ),
    (
        {"overlays": {"ois": playbook("ois", [], uses=["other.cal"])}},
        "playbooks/ois.toml",
        ("uses", 0),
        'step of an overlay "other.cal"',
        'did you mean "other.call"?',
    ),
    *(
        ({"overlays": {"ois": playbook("ois", [], tighten=[{"step": "call", **keys}])}}, "playbooks/ois.toml", ("tighten", 0, *location), what, fix)
        for keys, location, what, fix in (
            ({"step": "cal"}, ("step",), 'step "cal"', 'did you mean "call"?'),
            ({"within": "setting:x"}, ("within",), 'setting in plan.toml "x"', "write it, or name another setting in plan.toml"),
            ({"after": ["cal"]}, ("after", 0), 'step "cal"', 'did you mean "call"?'),
            ({"gates": ["nik"]}, ("gates", 0), 'gate "nik"', 'did you mean "nok"?'),
        )
    ),
]


@pytest.mark.parametrize(("parts", "path", "location", "what", "fix"), REFERENCES, ids=[f"{each[1]} {each[2]}" for each in REFERENCES])
def test_a_name_that_nothing_has_is_found(parts: Table, path: str, location: tuple[int | str, ...], what: str, fix: str) -> None:
    """Each place that names something is held against what there is, and says the nearest name or what to write."""
    assert [Finding("references", "error", path, f"there is no {what}.", fix, location)] == list(references(words(**parts)))


def test_names_that_something_has_are_not_found() -> None:
    """Roles an office also carries, steps done, statements released, settings and steps of overlays may all be named."""
    ois = playbook(
        "ois",
        [step("meet", role="monitor", anchor=["done:call", "released:holding"])],
        uses=["other.call"],
        tighten=[{"step": "call", "within": "setting:video"}],
    )

    assert [] == list(references(words(overlays={"ois": ois})))


def test_a_role_is_filled_by_the_office_of_its_name_or_by_one_that_carries_it() -> None:
    """Who fills a role is the office of that id, before any that carries it besides; a role that nobody has is filled by nobody."""
    both = plan(office=[{"id": "pio", "title": "PIO", "also": ["chief", "monitor"]}, {"id": "chief", "title": "Chief"}])

    assert ["Chief", "PIO", None] == [holder.title if (holder := both.holder(role)) else None for role in ("chief", "monitor", "mayor")]


def test_steps_that_wait_for_each_other_are_found_once() -> None:
    """A ring of steps is one finding, told in the order of waiting, with the place of an `after` to take out of; steps that wait for a ring are none of it."""
    found = list(checks.cycles(words(base=[step("a", after=["c"]), step("b", after=["a"]), step("c", after=["b"]), step("d", after=["a"])])))

    assert 1 == len(found)
    assert ("error", "playbooks/base.toml", 'take one of them out of an "after"') == (found[0].level, found[0].path, found[0].fix)
    ring = found[0].says.removeprefix("these steps wait for each other: ").removesuffix(".").split(" after ")
    waits_for = {"a": "c", "b": "a", "c": "b"}
    assert ({"a", "b", "c"}, ring[0]) == (set(ring), ring[-1])
    assert [waits_for[each] for each in ring[:-1]] == ring[1:]
    assert ("step", list(waits_for).index(ring[0]), "after") == found[0].location


def test_each_ring_is_found() -> None:
    """Two rings are two findings, and a step that waits for itself is one."""
    found = checks.cycles(words(base=[step("a", after=["b"]), step("b", after=["a"]), step("c", after=["c"])]))

    assert [{"a", "b"}, {"c"}] == [set(each.says.removeprefix("these steps wait for each other: ").removesuffix(".").split(" after ")) for each in found]


def test_a_ring_that_only_tightening_closes_is_found() -> None:
    """What overlays add to a step counts, also for a step that no playbook has."""
    first = playbook("ois", [], tighten=[{"step": "call", "after": ["ghost"]}, {"step": "ghost", "after": ["call"]}])
    (found,) = checks.cycles(words(overlays={"ois": first}))

    assert ("playbooks/base.toml", ()) == (found.path, found.location)
    assert found.says in {"these steps wait for each other: call after ghost after call.", "these steps wait for each other: ghost after call after ghost."}


def test_counting_back_from_a_step_that_counts_back_is_found() -> None:
    """A step counts back from one with a time of its own, or nobody knows when it is due."""
    found = checks.cycles(words(base=[step("a", before="1 day", of="b"), step("b", before="1 day", of="c"), step("c")]))

    assert [("error", "playbooks/base.toml", ("step", 0, "of"), "a counts back from b, which counts back itself.")] == brief(found)


def test_a_long_chain_of_steps_is_no_ring() -> None:
    """Two thousand steps, each after the one before, are looked through at once and without a finding."""
    chain = [step("s0"), *(step(f"s{number}", after=[f"s{number - 1}"]) for number in range(1, 2000))]

    assert [] == list(checks.cycles(words(base=chain)))


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


def test_a_year_of_the_calendar_stands_once() -> None:
    """A year that stands twice is named at its second place."""
    calendar = CityCalendar.model_validate({"format": 1, "year": [{"year": year, "closed": []} for year in (2026, 2027, 2026)]})

    assert [("error", "calendar.toml", ("year", 2, "year"), 'the year "2026" stands twice: first in calendar.toml.')] == brief(checks.in_calendar(calendar))


def test_a_closed_day_stands_under_its_own_year() -> None:
    """1 January under the year before is a slip of the pen that leaves both years wrong."""
    days = [{"day": day, "name": "New Year's Day"} for day in (date(2026, 1, 1), date(2027, 1, 1))]
    calendar = CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": days}]})

    assert [("error", "calendar.toml", ("year", 0, "closed", 1, "day"), "2027-01-01 is not a day of 2026.")] == brief(checks.in_calendar(calendar))


def test_an_office_of_the_directory_stands_once_and_is_one_of_the_plans() -> None:
    """Two numbers for one office, and a number for none, are both found before the night they are needed."""
    directory = Directory.model_validate(
        {"format": 1, "contact": [{"office": office, "phone": "314-555-0100"} for office in ("pio", "cheif", "monitor", "pio")]}
    )

    assert [
        ("error", "directory.toml", ("contact", 3, "office"), 'the office "pio" stands twice: first in directory.toml.'),
        ("error", "directory.toml", ("contact", 1, "office"), 'there is no office "cheif".'),
    ] == brief(checks.in_directory(directory, words()))
