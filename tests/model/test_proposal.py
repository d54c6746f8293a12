"""The first draft of a year's closure days: holidays of the law where they are kept, the habits of cities, and what of it is a guess."""

from datetime import date
from typing import Any, Final

import pytest

from cicp.errors import NotAllowed
from cicp.files import closure_days
from cicp.model import proposal
from cicp.model.calendar import CityCalendar
from cicp.model.proposal import Holiday, HolidayLibrary, Known, Proposed
from tests.small_plan import brief

LIBRARY: Final = HolidayLibrary.model_validate(
    {
        "format": 1,
        "head": "",
        "federal": {"moves": ["saturday", "sunday"], "citation": "federal law", "source": "s"},
        "state": [
            {"state": "MO", "moves": ["sunday"], "citation": "state law", "source": "s", "day": [{"name": "Lincoln's Birthday", "month": 2, "day": 12}]},
            {"state": "NO", "moves": [], "citation": "no law", "source": "s"},
        ],
        "often_open": [{"name": "Columbus Day", "source": "s"}],
        "often_closed": [
            {"name": "day after Thanksgiving", "after": "Thanksgiving Day", "source": "s"},
            {"name": "Christmas Eve", "month": 12, "day": 24, "source": "s"},
        ],
    }
)
WEEK: Final = CityCalendar(format=1)


def known(*federal: tuple[date, str], state: tuple[tuple[date, str], ...] | None = None, observed: tuple[tuple[date, str], ...] = ()) -> Known:
    """What the package tells: unless said otherwise, the state has each federal holiday."""
    return Known(dict(federal), dict(federal if state is None else state), dict(observed))


def proposed(year: int, package: Known, state: str = "MO", calendar: CityCalendar = WEEK) -> proposal.Proposal:
    return proposal.propose(year, state, calendar, package, LIBRARY)


def days(found: tuple[Proposed, ...]) -> list[tuple[date, str]]:
    return [(each.day, each.name) for each in found]


FOURTH, JUNETEENTH = (date(2027, 7, 4), "Independence Day"), (date(2027, 6, 19), "Juneteenth")
THANKSGIVING, COLUMBUS = (date(2027, 11, 25), "Thanksgiving Day"), (date(2027, 10, 11), "Columbus Day")


class TestWhereAHolidayIsKept:
    @pytest.mark.parametrize(
        ("holiday", "state", "kept"),
        [
            (FOURTH, "MO", Holiday(date(2027, 7, 5), "Independence Day", date(2027, 7, 4), "federal and state")),
            (FOURTH, "NO", Holiday(date(2027, 7, 5), "Independence Day", date(2027, 7, 4), "federal")),
            (JUNETEENTH, "MO", Holiday(date(2027, 6, 18), "Juneteenth", date(2027, 6, 19), "federal")),
            (THANKSGIVING, "MO", Holiday(date(2027, 11, 25), "Thanksgiving Day", date(2027, 11, 25), "federal and state")),
        ],
    )
    def test_by_federal_law_and_that_of_the_state(self, holiday: tuple[date, str], state: str, kept: Holiday) -> None:
        """A holiday of a weekend is kept where a law moves it; one that both laws keep on a day is a holiday of both."""
        found = proposal.holidays_of(2027, state, known(holiday), LIBRARY)

        assert kept == next(each for each in found if "federal" in each.by)

    def test_by_a_state_whose_rule_nobody_wrote_down(self) -> None:
        """Of a state that the library does not have, the package's own reading is taken."""
        package = known(FOURTH, observed=((date(2027, 7, 5), "Independence Day (observed)"), (date(2027, 4, 19), "Patriots' Day")))

        assert [("Patriots' Day", "state"), ("Independence Day", "federal and state")] == [
            (each.name, each.by) for each in proposal.holidays_of(2027, "MA", package, LIBRARY)
        ]

    def test_new_years_day_of_the_next_year(self) -> None:
        """A New Year's Day of a Saturday is kept in the year before, and by that year alone."""
        package = known((date(2028, 1, 1), "New Year's Day"))

        assert date(2027, 12, 31) in [each.day for each in proposal.holidays_of(2027, "MO", package, LIBRARY)]
        assert [date(2028, 1, 1)] == [each.day for each in proposal.holidays_of(2028, "MO", package, LIBRARY) if each.name == "New Year's Day"]


class TestPropose:
    def test_what_both_laws_keep(self) -> None:
        """A holiday of a weekday is closed because it is a holiday; of Thanksgiving the next day is a guess."""
        found = proposed(2027, known(THANKSGIVING)).closed

        assert (
            Proposed(*THANKSGIVING, "federal and state holiday"),
            Proposed(date(2027, 11, 26), "day after Thanksgiving", "only a guess: no holiday of any law, and many cities close"),
        ) == found[:2]

    @pytest.mark.parametrize(
        ("holiday", "state", "why"),
        [
            (FOURTH, "MO", "federal and state holiday; it falls on Sun 4 Jul 2027, and offices take it on this day (federal law; state law)"),
            (
                JUNETEENTH,
                "MO",
                "federal holiday; it falls on Sat 19 Jun 2027, and federal offices take it on this day (federal law); state law does not move it: only a guess",
            ),
            (JUNETEENTH, "MA", "federal holiday; it falls on Sat 19 Jun 2027, and federal offices take it on this day (federal law)"),
            (COLUMBUS, "MO", "federal and state holiday; many city halls are open: only a guess"),
        ],
    )
    def test_why(self, holiday: tuple[date, str], state: str, why: str) -> None:
        """Each day says whose holiday it is, and what of it is only a guess."""
        assert why == proposed(2027, known(holiday), state).closed[0].why

    def test_a_holiday_of_the_state_alone_is_open(self) -> None:
        """A state holiday closes no city hall: it is proposed as open, unless the hall is closed on it anyway."""
        lincoln, eve = (date(2027, 2, 12), "Lincoln's Birthday"), (date(2027, 11, 26), "Heritage Day")
        found = proposed(2027, known(THANKSGIVING, state=(THANKSGIVING, eve)))

        assert ([lincoln], False) == (days(found.open), lincoln[0] in [each.day for each in found.closed])

    def test_a_holiday_of_the_state_on_a_weekend_is_not_spoken_of(self) -> None:
        """12 February 2028 is a Saturday, and the law moves no Saturday."""
        assert () == proposed(2028, known((date(2028, 7, 4), "Independence Day"))).open

    def test_a_habit_on_a_day_that_is_closed_anyway(self) -> None:
        """Where Christmas is kept on its Eve, no other day is guessed for the Eve: it is said that it fell away."""
        found = proposed(2027, known((date(2027, 12, 25), "Christmas Day")))

        assert [(date(2027, 12, 24), "Christmas Day, observed")] == days(found.closed)
        assert [(date(2027, 12, 24), "Christmas Eve")] == days(found.dropped)
        assert "is the city's to say" in found.dropped[0].why

    def test_a_habit_after_a_holiday_that_is_not_known(self) -> None:
        """Without Thanksgiving there is no day after it."""
        assert "day after Thanksgiving" not in [each.name for each in proposed(2027, known(FOURTH)).closed]

    def test_a_hall_that_is_open_on_saturdays(self) -> None:
        """It takes the holiday of a Saturday on that day; one of the next year is not taken in this; one that moves to a day of rest is said to fall away."""
        calendar = CityCalendar(format=1, weekend=["sunday", "monday"])
        found = proposed(2027, known(JUNETEENTH, FOURTH, (date(2028, 1, 1), "New Year's Day")), calendar=calendar)

        assert [JUNETEENTH, (date(2027, 12, 24), "Christmas Eve")] == days(found.closed)
        assert [Proposed(date(2027, 7, 5), "Independence Day, observed", "the hall never opens on that day of the week")] == list(found.dropped)

    def test_a_year_of_which_nothing_is_known(self) -> None:
        """What the package does not know is not proposed as a year without holidays."""
        with pytest.raises(NotAllowed) as refused:
            proposed(2150, known())

        assert ("no holiday of 2150 is known that could be proposed.", True) == (refused.value.message, "[[year]]" in refused.value.hint)


def calendar_of(closed: list[date], opened: list[date]) -> CityCalendar:
    year: dict[str, Any] = {"year": 2027, "closed": [{"day": day, "name": "closed"} for day in closed], "open": opened}
    return CityCalendar.model_validate({"format": 1, "year": [year]})


class TestUnsaid:
    FOUND: Final = (
        Holiday(date(2027, 2, 12), "Lincoln's Birthday", date(2027, 2, 12), "state"),
        Holiday(date(2027, 5, 8), "Truman Day", date(2027, 5, 8), "state"),
        Holiday(date(2027, 6, 18), "Juneteenth", date(2027, 6, 19), "federal"),
    )

    def test_holidays_that_nobody_spoke_of(self) -> None:
        """Those that stand neither among the closed days nor among the open ones are named in one note, with the line to write; weekends are not."""
        calendar = calendar_of([], [])
        (found,) = proposal.unsaid(calendar.year[0], 0, calendar, self.FOUND)

        assert (
            "holidays on which the hall counts as open, and nobody has said so: Fri 12 Feb 2027 Lincoln's Birthday (state), "
            "Fri 18 Jun 2027 Juneteenth, observed (federal)."
        ) == found.says
        assert "add each to closed; or, where the hall is open, say so: open = [2027-02-12, 2027-06-18]" == found.fix
        assert [("note", "calendar.toml", ("year", 0))] == [each[:3] for each in brief([found])]

    def test_holidays_of_which_it_is_said(self) -> None:
        """A holiday that is closed, or said to be open, is not asked about."""
        calendar = calendar_of([date(2027, 6, 18)], [date(2027, 2, 12)])

        assert [] == list(proposal.unsaid(calendar.year[0], 0, calendar, self.FOUND))

    def test_two_laws_on_one_day(self) -> None:
        """A hall that is open on Saturdays has one day for the holiday that federal law keeps on Friday and the state on Saturday."""
        calendar = CityCalendar.model_validate({"format": 1, "weekend": ["sunday"], "year": [{"year": 2027, "closed": []}]})
        juneteenth = Holiday(date(2027, 6, 19), "Juneteenth", date(2027, 6, 19), "state")
        (found,) = proposal.unsaid(calendar.year[0], 0, calendar, [self.FOUND[2], juneteenth])

        assert "open = [2027-06-19]" in found.fix


CITY: Final = CityCalendar.model_validate({"format": 1, "year": [{"year": 2027, "closed": []}]})


def missouri(year: int) -> dict[date, Holiday]:
    """The holidays that are kept in Missouri, from what the package and our own library know."""
    return {each.day: each for each in proposal.holidays_of(year, "MO", closure_days.known(year, "MO"), closure_days.library())}


class TestVectorsOfMissouri:
    """RSMo 9.010, as the research worked it out (vectors 36 to 38)."""

    def test_36_a_state_holiday_is_no_closure(self) -> None:
        """Lincoln's Birthday is a Friday in 2027: a holiday of the state, proposed as open, and a business day."""
        package, library = closure_days.known(2027, "MO"), closure_days.library()
        found = proposal.propose(2027, "MO", CITY, package, library)

        assert "state" == missouri(2027)[date(2027, 2, 12)].by
        assert [(date(2027, 2, 12), "Lincoln's Birthday")] == days(found.open)
        assert "" == CITY.why_closed(date(2027, 2, 12))

    def test_37_a_holiday_of_a_sunday(self) -> None:
        """4 July 2027 is a Sunday: the state keeps the Monday."""
        found = missouri(2027)

        assert "federal and state" == found[date(2027, 7, 5)].by
        assert date(2027, 7, 4) not in found

    @pytest.mark.parametrize(("saturday", "friday"), [(date(2027, 5, 8), date(2027, 5, 7)), (date(2027, 6, 19), date(2027, 6, 18))])
    def test_38_a_holiday_of_a_saturday(self, saturday: date, friday: date) -> None:
        """Truman Day and Juneteenth are Saturdays in 2027: the state moves neither, whatever the package says."""
        found = missouri(2027)

        assert "state" == found[saturday].by
        assert "state" not in (found[friday].by if friday in found else "")
        assert date(2027, 5, 10) not in found


@pytest.mark.parametrize("year", range(2000, 2100))
def test_every_year_can_be_proposed(year: int) -> None:
    """In each year there are ten to fourteen days, each once, of that year and of no weekend; none of them is proposed as open too."""
    found = proposal.propose(year, "MO", WEEK, closure_days.known(year, "MO"), closure_days.library())
    closed = [each.day for each in found.closed]

    assert sorted(set(closed)) == closed
    assert {year} == {day.year for day in closed}
    assert not [day for day in closed if WEEK.is_weekend(day)]
    assert not {each.day for each in found.open} & set(closed)
    assert 10 <= len(closed) <= 14, found
