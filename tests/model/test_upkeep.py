"""What time overtakes: closure days of a new year, a law that was read long ago, words that are no longer those in force."""

from datetime import date

import pytest

from cicp.model import upkeep
from cicp.model.calendar import OPENED, CityCalendar
from cicp.model.lifecycle import Stage, Standing
from tests.small_plan import brief, law

IN_FORCE, CIRCULATED = (f"sha256:{digit * 64}" for digit in "12")


LIBRARY = date(2027, 1, 1)
"""The last day on which the library was read."""


def calendar(*years: int) -> CityCalendar:
    return CityCalendar.model_validate({"format": 1, "year": [{"year": year, "closed": []} for year in years]})


@pytest.mark.parametrize(
    ("years", "today", "missing"),
    [
        ((), date(2026, 9, 30), [2026]),
        ((), date(2026, 10, 1), [2026, 2027]),
        ((2026,), date(2026, 9, 30), []),
        ((2026,), date(2026, 10, 1), [2027]),
        ((2026, 2027), date(2026, 12, 31), []),
        ((2026, 2027), date(2027, 10, 1), [2028]),
        ((2025, 2027), date(2026, 1, 1), [2026]),
        ((), date(2199, 10, 1), [2199]),
        ((), date(1999, 12, 31), [2000]),
    ],
)
def test_a_year_of_the_calendar_is_missed_in_time(years: tuple[int, ...], today: date, missing: list[int]) -> None:
    """The closure days of this year are needed, and from October on those of the next: each year that is missing, and can be set, is a note."""
    unset = "the clocks of an incident count every weekday as open; cicp due and cicp comment open refuse."
    says = [("note", "calendar.toml", (), f"the closure days of {year} are not set: {unset}") for year in missing]

    assert says == brief(upkeep.calendar(calendar(*years), today))


def test_the_note_on_a_year_says_what_to_add() -> None:
    """The remedy is the command that writes a first draft of that year."""
    (found,) = upkeep.calendar(calendar(), date(2026, 1, 5))

    assert ("calendar", "cicp calendar propose 2026 writes a first draft, which you correct") == (found.id, found.fix)


def test_a_weekend_on_which_the_hall_is_opened_is_named_with_what_that_does() -> None:
    """Saturdays to come for which the hall is opened are one note for their year; those that are over and the holidays of a weekday are none."""
    days = [date(2026, 12, 19), date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 14)]
    found = CityCalendar.model_validate({"format": 1, "year": [{"year": 2027, "closed": []}, {"year": 2026, "closed": [], "open": days}]})

    assert [("note", "calendar.toml", ("year", 1, "open"), f"the hall is opened on Sat 12 Dec 2026, Sat 19 Dec 2026, of a weekend: {OPENED}.")] == brief(
        upkeep.opened(found, date(2026, 12, 12))
    )


@pytest.mark.parametrize(
    ("read_on", "today", "old"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), False),
        (date(2026, 1, 1), date(2027, 1, 2), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2027, 1, 1), date(2026, 1, 1), False),
    ],
)
def test_a_duty_that_was_read_over_a_year_ago_is_named(read_on: date, today: date, old: bool) -> None:  # noqa: FBT001  # a row of the table
    """A year to the day is in time; the day after is not."""
    says = f"nobody has held this against the law since {read_on}, over a year ago: answer."

    assert [("note", "law.toml", ("duty", 0, "verified_on"), says)] * old == brief(upkeep.law(law({"verified_on": read_on}), today, LIBRARY))


def test_duties_that_were_read_on_one_day_are_named_together() -> None:
    """Nobody reads nine notes that say the same; each day on which the law was read is one, at its first duty."""
    first, second = date(2025, 1, 1), date(2025, 2, 2)
    duties = law({"id": "b", "verified_on": second}, {"id": "a", "verified_on": first}, {"id": "c", "verified_on": second}, {"id": "new"})

    assert [
        ("note", "law.toml", ("duty", 1, "verified_on"), "nobody has held this against the law since 2025-01-01, over a year ago: a."),
        ("note", "law.toml", ("duty", 0, "verified_on"), "nobody has held this against the law since 2025-02-02, over a year ago: b, c."),
    ] == brief(upkeep.law(duties, date(2026, 6, 1), LIBRARY))


def test_what_the_city_attorney_confirmed_was_held_against_the_law() -> None:
    """A duty that was read long ago and confirmed since is not old."""
    confirmed = law({"verified_on": date(2024, 1, 1), "confirmed_on": date(2026, 1, 1)})

    assert [] == brief(upkeep.law(confirmed, date(2026, 6, 1), LIBRARY))


@pytest.mark.parametrize("key", ["verified_on", "confirmed_on"])
@pytest.mark.parametrize(
    ("today", "library", "named"), [((2026, 6, 1), (2026, 1, 1), True), ((2026, 6, 2), (2026, 1, 1), False), ((2026, 6, 1), (2026, 6, 2), False)]
)
def test_a_day_that_is_still_to_come_is_an_error(key: str, today: tuple[int, int, int], library: tuple[int, int, int], named: bool) -> None:  # noqa: FBT001
    """Nobody reads or confirms the law tomorrow; on a clock that was set back the day on which the library was read has come all the same."""
    says = f"answer: {key} is 2026-06-02, and that day is still to come."
    duties = law({key: date(2026, 6, 2)})

    assert [("error", "law.toml", ("duty", 0, key), says)] * named == brief(upkeep.law(duties, date(*today), date(*library)))


def test_no_law_was_never_read() -> None:
    """Of a law.toml that could not be read, or holds no duty, there is nothing to say."""
    assert [[], []] == [list(upkeep.law(each, date(2030, 1, 1), LIBRARY)) for each in (None, law())]


def standing(stage: Stage) -> Standing:
    return Standing(stage, IN_FORCE, CIRCULATED)


@pytest.mark.parametrize(
    ("stage", "edition"),
    [("draft", ""), ("public-comment", ""), ("signing", CIRCULATED), ("in-force", IN_FORCE), ("review", IN_FORCE), ("retired", ""), ("working-group", "")],
)
def test_words_are_held_against_what_was_frozen_while_nobody_may_change_them(stage: Stage, edition: str) -> None:
    """Those who sign sign what was circulated, an incident runs on what is in force; while an amendment is written, the words change."""
    assert edition == upkeep.frozen(standing(stage))


def test_words_that_are_not_those_circulated_are_an_error() -> None:
    """No signature can be recorded under other words; both ways out are named."""
    found = upkeep.words(standing("signing"), "text/01-calls.toml", "the clause calls.care was changed")

    assert ("words", "error", "text/01-calls.toml") == (found.id, found.level, found.path)
    assert "the words are not those that were circulated for signature: the clause calls.care was changed. No signature can be recorded." == found.says
    assert "copy them from editions/222222222222/; or recall what was circulated: cicp sign recall --why REASON" == found.fix


@pytest.mark.parametrize(
    ("stage", "road"), [("in-force", "cicp plan review --why REASON; cicp plan amend --why REASON"), ("review", "cicp plan amend --why REASON")]
)
def test_words_that_are_not_those_in_force_are_a_note(stage: Stage, road: str) -> None:
    """Nothing waits for it, but nobody shall take the folder for the plan: the edition's folder and the road to an amendment are named."""
    found = upkeep.words(standing(stage), "plan.toml", "plan.toml")

    assert ("words", "note", "plan.toml") == (found.id, found.level, found.path)
    assert "the words are not those in force: plan.toml. An incident runs on those in force." == found.says
    assert f"copy them from editions/111111111111/; or begin an amendment: {road}" == found.fix
