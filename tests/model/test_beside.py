"""What is wrong with the files that lie beside the words: calendar, directory, recommendations, schemas."""

from datetime import date
from typing import Any

import pytest

from cicp.model import beside
from cicp.model.calendar import CityCalendar
from cicp.model.plan import Directory
from cicp.model.recommendations import Recommendations
from tests.small_plan import Table, brief, plan, playbook, step, words


def calendar(*years: Table, **keys: Any) -> CityCalendar:
    hours = {"opens": "08:30", "closes": "17:00"}
    return CityCalendar.model_validate({"format": 1, "hours": hours, "year": [{"closed": [], **each} for each in years], **keys})


def closed(*days: date, **keys: Any) -> list[Table]:
    return [{"day": day, "name": "a holiday", **keys} for day in days]


def test_a_year_of_the_calendar_stands_once() -> None:
    """A year that stands twice is named at its second place."""
    found = beside.in_calendar(calendar(*({"year": year} for year in (2026, 2027, 2026))))

    assert [("error", "calendar.toml", ("year", 2, "year"), 'the year "2026" stands twice: first in calendar.toml.')] == brief(found)


def test_a_day_stands_under_its_own_year() -> None:
    """1 January under the year before is a slip of the pen that leaves both years wrong, closed or open."""
    found = beside.in_calendar(calendar({"year": 2026, "closed": closed(date(2026, 1, 1), date(2027, 1, 1)), "open": [date(2028, 5, 8)]}))

    assert [
        ("error", "calendar.toml", ("year", 0, "closed", 1, "day"), "2027-01-01 is not a day of 2026."),
        ("error", "calendar.toml", ("year", 0, "open", 0), "2028-05-08 is not a day of 2026."),
    ] == brief(found)


def test_a_day_is_closed_once_and_not_open_too() -> None:
    """Where a day stands twice another was meant, which now counts wrongly: an error at the second place."""
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    found = list(beside.in_calendar(calendar({"year": 2026, "closed": closed(thursday, friday, thursday), "open": [date(2026, 10, 12), friday]})))

    assert [
        ("error", "calendar.toml", ("year", 0, "closed", 2, "day"), "Thu 26 Nov 2026 stands twice among the closed days."),
        ("error", "calendar.toml", ("year", 0, "open", 1), "Fri 27 Nov 2026 stands among the closed days and among the open ones."),
    ] == brief(found)
    assert {"calendar"} == {each.id for each in found}


def test_a_closed_day_of_a_weekend_has_no_effect() -> None:
    """The holiday of a Saturday closes nothing: a note, for most likely the Friday was meant."""
    found = beside.in_calendar(calendar({"year": 2026, "closed": closed(date(2026, 7, 4), date(2026, 7, 3))}))

    assert [
        (
            "note",
            "calendar.toml",
            ("year", 0, "closed", 0, "day"),
            "Sat 4 Jul 2026 is a day of the week on which the hall never opens: that it is closed has no effect.",
        )
    ] == brief(found)


def test_the_guesses_of_a_year_are_named_together() -> None:
    """What was proposed and nobody has confirmed is one note for each year, at its first guess."""
    days = [*closed(date(2026, 1, 1)), *closed(date(2026, 11, 27), date(2026, 12, 24), guess=True)]
    found = beside.in_calendar(calendar({"year": 2025}, {"year": 2026, "closed": days}))

    assert [
        (
            "note",
            "calendar.toml",
            ("year", 1, "closed", 1),
            "nobody has confirmed that the hall is closed on Fri 27 Nov 2026 a holiday, Thu 24 Dec 2026 a holiday.",
        )
    ] == brief(found)


def test_hours_are_asked_for() -> None:
    """A city says its hours, whether or not it has set a year."""
    says = ("note", "calendar.toml", (), "nobody has said when the hall opens and closes on an open day.")

    assert [says] == brief(beside.in_calendar(calendar({"year": 2026}, hours=None)))
    assert [says] == brief(beside.in_calendar(calendar(hours=None)))


@pytest.mark.parametrize(("closes", "wrong"), [("05:00", True), ("08:30", True), ("08:31", False)])
def test_a_hall_closes_after_it_opens(closes: str, wrong: bool) -> None:  # noqa: FBT001  # a row of the table
    """05:00 for five in the afternoon leaves no hour in which the hall is open: an error at that hour."""
    says = f"the hall would close at {closes} and open at 08:30: no hour lies between."
    found = beside.in_calendar(calendar(hours={"opens": "08:30", "closes": closes}))

    assert [("error", "calendar.toml", ("hours", "closes"), says)] * wrong == brief(found)


@pytest.mark.parametrize(("weekend", "noted"), [([], True), (["sunday"], False)])
def test_a_week_without_a_closed_day_is_named(weekend: list[str], noted: bool) -> None:  # noqa: FBT001  # a row of the table
    """A hall that never has a weekend is most likely a slip: a note, for there may be one."""
    says = "no day of the week is closed: every Saturday and Sunday counts as open, in each count."

    assert [("note", "calendar.toml", ("weekend",), says)] * noted == brief(beside.in_calendar(calendar(weekend=weekend)))


def directory(*offices: str, phone: str = "314-555-0100") -> Directory:
    return Directory.model_validate({"format": 1, "contact": [{"office": office, "phone": phone} for office in offices]})


def test_an_office_of_the_directory_stands_once_and_is_one_of_the_plans() -> None:
    """Two numbers for one office, and a number for none, are both found before the night they are needed."""
    assert [
        ("error", "directory.toml", ("contact", 4, "office"), 'the office "pio" stands twice: first in directory.toml.'),
        ("error", "directory.toml", ("contact", 1, "office"), 'there is no office "cheif".'),
    ] == brief(beside.in_directory(directory("pio", "cheif", "chief", "monitor", "pio"), words()))


def called(office: str) -> list[Table]:
    return [{"office": office, "within": "5 minutes", "method": "voice"}]


OFFICES = [{"id": "pio", "title": "PIO"}, {"id": "chief", "title": "Chief", "also": ["monitor"]}, {"id": "me", "title": "ME"}]
NEEDED = [
    ({}, "chief", "which is called when pio does not answer"),
    ({"plan": plan(office=OFFICES, notify=called("me"))}, "me", "which the notification chain calls"),
    ({"base": [step("watch", role="monitor", within="60 minutes")]}, "chief", "which has to do watch in the first hour"),
    ({"base": [step("watch", role="chief", anchor=["died", "occurred"], within="0 minutes")]}, "chief", "which has to do watch in the first hour"),
    ({"overlays": {"ois": playbook("ois", [], authority=["nobody", "me"])}}, "me", "which decides what may be released of ois"),
]


@pytest.mark.parametrize(("parts", "office", "why"), NEEDED, ids=["stands in", "called", "acts by a role", "acts as itself", "decides on a release"])
def test_an_office_that_is_needed_at_night_without_a_number_is_noted(parts: Table, office: str, why: str) -> None:
    """Whoever is called, stands in, acts in the first hour or decides on a release needs a number: without one, or with an empty one, it is a note."""
    plan_there = parts.get("plan") or (plan() if not parts else plan(office=OFFICES, notify=[]))
    asked = words(**{**parts, "plan": plan_there})
    others = [each.id for each in plan_there.office if each.id != office]

    said = f"there is no telephone number for {office}, {why}."
    assert [("note", "directory.toml", (), said)] == brief(beside.in_directory(directory(*others), asked))
    assert [] == brief(beside.in_directory(directory(office, *others), asked))
    assert said in [each.says for each in beside.in_directory(directory(office, *others, phone=" "), asked)]


@pytest.mark.parametrize(
    "keys",
    [{"within": "61 minutes"}, {"within": "1 day"}, {"within": ""}, {"within": "15 minutes", "anchor": "died"}, {"within": "15 minutes", "role": "nobody"}],
)
def test_an_office_that_acts_later_needs_no_number(keys: Table) -> None:
    """What is due after the first hour, in days, without a time or from a later fact asks for no number; a role that nobody holds is named elsewhere."""
    asked = words(plan=plan(office=OFFICES, notify=[]), base=[step("watch", **{"role": "chief", **keys})])

    assert [] == brief(beside.in_directory(directory("pio"), asked))


def test_a_plan_that_could_not_be_read_calls_nobody() -> None:
    """Without plan.toml no office is known to be called."""
    assert [] == brief(beside.in_directory(directory(), words(plan=None)))


def goal(name: str, *steps: str, **keys: Any) -> Table:
    return {"id": name, "title": name, "step": [{"id": each, "text": each} for each in steps], **keys}


def recommendations(*goals: Table) -> Recommendations:
    return Recommendations.model_validate({"format": 1, "goal": list(goals)})


def test_goals_and_steps_of_the_recommendations_stand_once() -> None:
    """A goal stands once, a step once in its goal; two goals may have a step of the same name."""
    found = beside.in_recommendations(recommendations(goal("plan", "draft", "sign", "draft"), goal("training", "draft"), goal("plan")))

    assert [
        ("error", "recommendations.toml", ("goal", 2, "id"), 'the goal "plan" stands twice: first in recommendations.toml.'),
        ("error", "recommendations.toml", ("goal", 0, "step", 2, "id"), 'the action step "draft" stands twice: first in recommendations.toml.'),
    ] == brief(found)


def test_a_status_is_about_a_step_of_its_goal() -> None:
    """A dated status names a step that its own goal has, or none at all."""
    said = [{"as_of": date(2026, 3, 1), "text": "begun", **keys} for keys in ({}, {"step": "draft"}, {"step": "drafft"})]
    found = beside.in_recommendations(recommendations(goal("plan", "draft", status=said), goal("training", "drafft")))

    assert [("error", "recommendations.toml", ("goal", 0, "status", 2, "step"), 'there is no step of this goal "drafft".')] == brief(found)


def test_a_stale_schema_is_noted_with_the_command_that_writes_it() -> None:
    """Each schema that is not of this cicp is a note that names the command."""
    assert [("schema", "note", "schema/plan.json", "write it again: cicp schema --write")] == [
        (each.id, each.level, each.path, each.fix) for each in beside.stale(["schema/plan.json"])
    ]
