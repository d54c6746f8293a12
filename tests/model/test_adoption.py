"""What a person pastes to take over a duty or a promise: valid TOML, and no more than is needed."""

import tomllib
from datetime import date
from typing import Any

import pytest

from cicp.errors import NotAllowed
from cicp.model.adoption import Paste, of_duty, of_item
from cicp.model.gates import Facts
from cicp.model.law import Law
from cicp.model.law_library import KnownDuty, PresetItem
from cicp.model.words import Words
from tests.small_plan import facts, law, plan, playbook, section, step, words

LIBRARY = Facts.model_validate({"format": 1, "fact": [{"name": "known", "asks": "When?"}, {"name": "asked", "asks": "When asked?", "about": "request"}]})
_KNOWN = {"title": "Answer", "role": "pio", "clause": "calls.free", "anchor": "known", "citation": "RSMo 1", "source": "s", "verified_on": date(2026, 1, 1)}


def _item(**keys: object) -> PresetItem:
    usual = {
        "id": "video",
        "title": "Release",
        "heading": "H",
        "role": "pio",
        "anchor": "known",
        "clause": "calls.free",
        "words": "Within 2 days.",
        "source": "P1",
    }
    return PresetItem.model_validate({**usual, "verified_on": date(2026, 1, 1), **keys})


def _known(**keys: object) -> KnownDuty:
    return KnownDuty.model_validate({"id": "reply", **_KNOWN, **keys})


def _read(paste: Paste) -> dict[str, Any]:
    """The one table of a paste."""
    (tables,) = tomllib.loads(paste.toml).values()
    return dict(tables[0] if isinstance(tables, list) else tables)


def _places(pastes: list[Paste]) -> list[tuple[str, str]]:
    return [(each.path, each.replaces) for each in pastes]


class TestPromise:
    """A promise of another city."""

    def test_a_step_of_the_plan_gets_the_times_and_keeps_the_rest(self) -> None:
        """The step is the plan's own, its clause the one that it cites, with the time of the promise."""
        there = words(base=[step("call", clause="calls.own", within="1 day", after=["x"])], sections={(1, "calls"): section({"id": "own", "text": "t"})})
        clause, changed = of_item(_item(step="call", within="2 days"), there, LIBRARY)

        assert [("text/01-calls.toml", "the clause calls.own"), ("playbooks/base.toml", "the step call")] == _places([clause, changed])
        assert {"id": "own", "heading": "H", "text": "Within 2 days.\n"} == _read(clause)
        assert ("2 days", ["x"], "known", "P1") == tuple(_read(changed)[key] for key in ("within", "after", "anchor", "source"))

    def test_a_step_that_has_the_times_already_is_left_alone(self) -> None:
        """Where the plan promises the same by the same clock only the clause is printed."""
        there = words(base=[step("call", within="2 days")])

        assert [("text/01-calls.toml", "the clause calls.free")] == _places(of_item(_item(step="call", within="2 days"), there, LIBRARY))

    def test_the_heading_of_the_plan_stays(self) -> None:
        """A clause that has a heading keeps it."""
        there = words(sections={(1, "calls"): section({"id": "own", "text": "t", "heading": "Ours"})})

        assert "Ours" == _read(of_item(_item(clause="calls.own"), there, LIBRARY)[0])["heading"]

    def test_a_new_step_goes_into_the_overlay_of_shootings(self) -> None:
        """A step that the plan has not is put to that overlay; in a plan without it, to the base playbook."""
        with_overlay = words(overlays={"ois": playbook("ois", [])})

        assert ("playbooks/ois.toml", "") in _places(of_item(_item(step="new"), with_overlay, LIBRARY))
        assert ("playbooks/base.toml", "") in _places(of_item(_item(step="new"), words(), LIBRARY))
        assert {"id": "new", "title": "Release", "role": "pio", "clause": "calls.free", "anchor": "known", "source": "P1"} == _read(
            of_item(_item(step="new"), words(), LIBRARY)[1]
        )

    def test_a_usual_moment_is_written_too(self) -> None:
        """From what moment a step counts is said, also where a step counts from it unless it says otherwise."""
        assert "occurred" == _read(of_item(_item(step="new", anchor="occurred"), words(facts=facts("occurred")), LIBRARY)[1])["anchor"]

    def test_a_step_that_counts_back_names_the_other(self) -> None:
        """A promise before another step keeps the moment of the plan's own step out of it."""
        there = words(base=[step("call", within="1 day"), step("show")])
        changed = _read(of_item(_item(step="call", before="1 day", of="show"), there, LIBRARY)[1])

        assert ("1 day", "show", False) == (changed["before"], changed["of"], "within" in changed)

    @pytest.mark.parametrize(
        ("settings", "expected"),
        [({"video": "30 days"}, [("plan.toml", 'video = "30 days"')]), ({"video": "2 days"}, []), ({}, [("plan.toml", "")])],
        ids=["another number", "the same number", "no number"],
    )
    def test_the_number_of_the_city(self, settings: dict[str, str], expected: list[tuple[str, str]]) -> None:
        """A number of plan.toml is printed with the one it replaces, and not where it stands there already."""
        there = words(plan=plan(settings=settings), base=[step("call", within="setting:video")])
        pastes = of_item(_item(step="call", setting="video", within="2 days"), there, LIBRARY)

        assert expected == [each for each in _places(pastes) if each[0] == "plan.toml"]
        heading = "" if settings else "[settings]\n"
        assert all(f'{heading}video = "2 days"\n' == each.toml for each in pastes if each.path == "plan.toml")
        assert "playbooks/base.toml" not in [each.path for each in pastes]

    def test_what_holds_something_back_binds_nobody_to_a_step(self) -> None:
        """A time for which something is held is a clause with duty = false, and no step."""
        (clause,) = of_item(_item(wait="2 days"), words(), LIBRARY)

        assert _read(clause)["duty"] is False

    def test_the_statement_counts_from_the_same_moment(self) -> None:
        """A kind of statement that is due with the step is given its new moment; one without a time is not."""
        there = words(base=[step("call", within="1 day")], holding={"within": "1 day", "anchor": "known"}, facts=facts("known", "asked"))
        without = words(base=[step("call", within="1 day")], holding={"anchor": "known"}, facts=facts("known", "asked"))

        assert ("statements/holding.toml", 'anchor = "known"') in _places(of_item(_item(step="call", anchor="asked"), there, LIBRARY))
        assert "statements/holding.toml" not in [each.path for each in of_item(_item(step="call", anchor="asked"), without, LIBRARY)]

    def test_a_fact_that_the_plan_does_not_know_is_brought(self) -> None:
        """The moment of a promise comes with its question where the plan's facts lack it."""
        assert {"name": "asked", "asks": "When asked?", "about": "request"} == _read(of_item(_item(anchor="asked"), words(), LIBRARY)[-1])

    def test_a_plan_of_which_nothing_is_there(self) -> None:
        """Without sections, facts and settings all is put to the rest, the section's number left open."""
        pastes = of_item(_item(setting="video", within="2 days"), Words(plan=None), LIBRARY)

        assert [("text/NN-calls.toml", ""), ("plan.toml", ""), ("facts.toml", "")] == _places(pastes)


class TestDuty:
    """A duty of the law library."""

    def test_a_new_duty_with_its_clause(self) -> None:
        """The clause says the words of the library, and the duty has all its keys but those that only the library has."""
        known = _known(clause="calls.reply", within="2 days", words='Say "yes" within 2 days.', watch="a bill", every=["1 day until 3 days"])
        clause, duty = of_duty("us-mo.reply", known, words(), LIBRARY)

        assert [("text/01-calls.toml", ""), ("law.toml", "")] == _places([clause, duty])
        assert {"id": "reply", "heading": "Answer", "text": 'Say "yes" within 2 days.\n'} == _read(clause)
        assert {"id": "reply", **_KNOWN, "clause": "calls.reply", "within": "2 days", "every": ["1 day until 3 days"]} == _read(duty)

    def test_a_duty_that_is_there_is_replaced_and_keeps_its_clause(self) -> None:
        """The plan's own duty is replaced, on the clause where the city put it, which is left alone where it says the span."""
        there = words(law=law({"id": "reply", "clause": "calls.own"}), sections={(1, "calls"): section({"id": "own", "text": "Within 2 days."})})
        (duty,) = of_duty("us-mo.reply", _known(within="2 days"), there, LIBRARY)

        assert "the duty reply" == duty.replaces
        assert "calls.own" == _read(duty)["clause"]

    def test_a_clause_on_which_others_rest_is_not_replaced(self) -> None:
        """Where a step rests on the clause and it does not say the span, a new clause stands beside it."""
        clause, duty = of_duty("us-mo.reply", _known(within="2 days", words="Within 2 days."), words(), LIBRARY)

        assert ("reply", "calls.reply", "") == (_read(clause)["id"], _read(duty)["clause"], clause.replaces)

    def test_a_clause_that_only_this_duty_cites_is_replaced(self) -> None:
        """Where the clause says another span and nothing else rests on it, the library's words take its place."""
        there = words(law=law({"id": "reply", "clause": "calls.own"}), sections={(1, "calls"): section({"id": "own", "text": "Within 3 days."})})
        clause, _ = of_duty("us-mo.reply", _known(within="2 days", words="Within 2 days."), there, LIBRARY)

        assert ("the clause calls.own", "Within 2 days.\n") == (clause.replaces, _read(clause)["text"])

    def test_a_clause_that_nothing_cites_says_something_of_its_own(self) -> None:
        """A clause of the plan that no step or duty cites is not taken for this duty's: a new one stands beside it."""
        there = words(sections={(1, "calls"): section({"id": "own", "text": "Other things."})})

        assert "calls.reply" == _read(of_duty("us-mo.reply", _known(clause="calls.own", within="2 days"), there, LIBRARY)[1])["clause"]

    @pytest.mark.parametrize(
        ("keys", "text"),
        [
            ({"within": "2 days"}, "Answer: within 2 days of the moment recorded as known (RSMo 1).\n"),
            ({"before": "2 days"}, "Answer: 2 days before the moment recorded as known (RSMo 1).\n"),
            ({}, "Answer: from the moment recorded as known (RSMo 1).\n"),
        ],
        ids=str,
    )
    def test_a_duty_without_words_gets_plain_ones(self, keys: dict[str, Any], text: str) -> None:
        """Where the library brings no words, its title, time and citation make a clause that says the span."""
        assert text == _read(of_duty("us-mo.reply", _known(clause="calls.reply", **keys), words(), LIBRARY)[0])["text"]

    def test_what_binds_somebody_else_is_left_to_them(self) -> None:
        """A duty that is not the city's is printed as not ours, with the library's reason or a plain one."""
        noted, plain = (of_duty("us-mo.reply", _known(ours=False, note=note), words(law=Law(format=1)), LIBRARY)[0] for note in ("The prosecutor.", ""))

        assert {"duty": "us-mo.reply", "why": "The prosecutor."} == _read(noted)
        assert "It binds somebody else than the city: Answer." == _read(plain)["why"]

    def test_what_is_not_in_force_is_refused(self) -> None:
        """What is no law yet cannot be adopted as one; the hint says what to look for."""
        with pytest.raises(NotAllowed, match="is not in force") as refused:
            of_duty("us.reply", _known(in_force=False, watch="a rule"), words(), LIBRARY)

        assert "a rule" == refused.value.hint

    def test_what_a_step_does_is_not_owed_twice(self) -> None:
        """A duty that a step answers is refused, with the file of that step."""
        with pytest.raises(NotAllowed, match="the step call does what it asks") as refused:
            of_duty("us-mo.reply", _known(), words(base=[step("call", answers=["us-mo.reply"])]), LIBRARY)

        assert "playbooks/base.toml" in refused.value.hint

    def test_a_plan_without_law(self) -> None:
        """Where no law.toml could be read the duty is put to the rest."""
        assert ("law.toml", "") in _places(of_duty("us-mo.reply", _known(), Words(plan=None), LIBRARY))


class TestToml:
    """What is printed reads back as what was meant."""

    @pytest.mark.parametrize(
        "text",
        ["plain", 'a "quoted" word', "back\\slash", "tab\there", 'three """ quotes\nand a line', "\u202eturned", "Zoë", "a\nb\\u0000\nc", "\x7f"],
        ids=ascii,
    )
    def test_any_text_survives(self, text: str) -> None:
        """Quotes, backslashes, line ends and what nobody can see come back as they were; what cannot be seen is written as its number."""
        duty = of_duty("us-mo.reply", _known(note=text), words(), LIBRARY)[-1]

        assert text == _read(duty)["note"]
        assert all(char.isprintable() or char == "\n" for char in duty.toml)

    def test_a_long_list_has_a_line_for_each(self) -> None:
        """A list too long for a line is written one to a line."""
        says = [f"what is to be said, number {place}" for place in range(6)]
        changed = of_item(_item(step="call", within="2 days"), words(base=[step("call", says=says)]), LIBRARY)[1]

        assert says == _read(changed)["says"]
        assert f'    "{says[0]}",\n' in changed.toml

    def test_numbers_and_yes_or_no(self) -> None:
        """A tier and a yes are written bare."""
        changed = of_item(_item(step="call", refuse=True), words(base=[step("call", tier=3)]), LIBRARY)[1]

        assert "tier = 3\n" in changed.toml
        assert "refuse = true\n" in changed.toml
