"""The calendar by command: a year proposed, checked and listed, and what waits for a year that nobody has set."""

import json
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import rtoml

from cicp.files import reading
from cicp.files.layout import Home
from cicp.model.calendar import OPENED
from tests.conftest import Result
from tests.road import Said, Town

Cicp = Callable[..., Result]
_HEAD: Final = '#:schema ./schema/calendar.json\n# Ours.\nformat = 1\nweekend = ["saturday", "sunday"]   # and no other\n'
_YEAR: Final = '[[year]] # the year\nyear = 2026\nclosed = [ { day = 2026-12-25, name = "Christmas" } ] # one'


def years(plan: Path) -> dict[int, dict[str, Any]]:
    """The years of the calendar, as the parser of cicp reads them."""
    return {entry["year"]: entry for entry in rtoml.loads((plan / "calendar.toml").read_text(encoding="utf-8"))["year"]}


def found(result: Result) -> list[tuple[str, str, int | None]]:
    return [(each["id"], each["level"], each["line"]) for each in json.loads(result.out)["findings"]]


class TestPropose:
    @pytest.mark.parametrize(
        "before", [_HEAD, _HEAD + _YEAR, f"{_HEAD}{_YEAR}\n\n[hours]\nopens = '08:00'\ncloses = '16:00'\n# The end\n", f"{_HEAD}{_YEAR}\n"]
    )
    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_what_stood_there_stays(self, before: str, ending: str, cicp: Cicp, plan: Path) -> None:
        """Every byte of the file stays, comments and layout with it; the year stands after them, with the file's own line ends."""
        written = before.replace("\n", ending).encode()
        (plan / "calendar.toml").write_bytes(written)

        assert 0 == cicp("calendar", "propose", "2027").code

        after = (plan / "calendar.toml").read_bytes()
        assert written == after[: len(written)]
        assert (after.count(b"\n"), 0) == ((after.count(b"\r\n"), 0) if ending == "\r\n" else (after.count(b"\n"), after.count(b"\r")))
        assert 2027 in years(plan)

    def test_every_day_is_a_guess(self, cicp: Cicp, plan: Path) -> None:
        """Each day says guess = true, with a comment on why it is there; what the state alone has stands in a comment, and counts as open."""
        cicp("calendar", "propose", "2028")
        text = (plan / "calendar.toml").read_text(encoding="utf-8")
        written = years(plan)[2028]

        assert {True} == {each["guess"] for each in written["closed"]}
        assert "open" not in written
        assert all("}, # " in line for line in text.splitlines() if "{ day = 2028-" in line)
        assert "\n# Holidays of the state alone, which close no city hall: Mon 2028-05-08 Truman Day.\n" in text
        assert "\n# open = [2028-05-08]\n" in text
        assert "RSMo 9.010 does not move it: only a guess" in text
        calendar, _ = reading.read_calendar(Home(plan))
        assert ("", "Christmas Day") == (calendar.why_closed(date(2028, 5, 8)), calendar.why_closed(date(2028, 12, 25)))

    def test_the_answer(self, cicp: Cicp) -> None:
        """The answer names each day with its weekday, its name and why it was proposed, and what is to be done next."""
        said = cicp("calendar", "propose", "2028")
        words = " ".join(said.out.split())

        assert "Fri 24 Nov 2028 day after Thanksgiving only a guess" in words
        assert "open Mon 8 May 2028 Truman Day" in words
        assert "left out Sun 24 Dec 2028 Christmas Eve" in words
        assert words.index("Correct them in") < words.index("Take guess = true away") < words.index("Then: cicp calendar check")

    def test_json(self, cicp: Cicp) -> None:
        """For a program the year has the keys that the list has, and why each day stands there."""
        answer = json.loads(cicp("calendar", "propose", "2028", "--format", "json").out)
        (year,) = answer["years"]

        assert ["schema", "now", "weekend", "hours", "years", "dropped", "says"] == list(answer)
        assert ("cicp/calendar/1", 2028, ["2028-05-08"], ["2028-12-24"]) == (
            answer["schema"],
            year["year"],
            year["open"],
            [d["day"] for d in answer["dropped"]],
        )
        assert {
            "day": "2028-01-17",
            "weekday": "monday",
            "name": "Martin Luther King Jr. Day",
            "guess": True,
            "why": "federal and state holiday",
        } == year["closed"][0]

    def test_a_calendar_that_is_not_there(self, cicp: Cicp, plan: Path) -> None:
        """A whole new file is written: its schema, its format, the weekend, the hours asked for in a comment, and the year."""
        (plan / "calendar.toml").unlink()
        assert 0 == cicp("calendar", "propose", "2027").code
        text = (plan / "calendar.toml").read_text(encoding="utf-8")

        assert text.startswith("#:schema ./schema/calendar.json\n")
        assert '\n# [hours]\n# opens = "08:30"\n' in text
        assert {"format": 1, "weekend": ["saturday", "sunday"]} == {key: value for key, value in rtoml.loads(text).items() if key != "year"}
        assert [2027] == list(years(plan))

    def test_permissions_stay(self, cicp: Cicp, plan: Path) -> None:
        """Who could read the file before can read it afterwards."""
        (plan / "calendar.toml").chmod(0o640)
        cicp("calendar", "propose", "2028")

        assert 0o640 == stat.S_IMODE((plan / "calendar.toml").stat().st_mode)

    @pytest.mark.parametrize(("state", "by"), [("", "federal holiday"), ("ZZ", "federal holiday"), ("MA", "federal and state holiday")])
    def test_another_state(self, state: str, by: str, cicp: Cicp, plan: Path) -> None:
        """Of a state that nobody knows the federal holidays are proposed, and nothing is said to be its law."""
        text = (plan / "plan.toml").read_text(encoding="utf-8")
        (plan / "plan.toml").write_text(text.replace('state = "MO"', f'state = "{state}"'), encoding="utf-8")
        answer = json.loads(cicp("calendar", "propose", "2028", "--format", "json").out)

        assert by == answer["years"][0]["closed"][0]["why"]
        assert (["2028-04-17"] if state == "MA" else []) == answer["years"][0]["open"]

    @pytest.mark.parametrize(
        ("year", "code", "says"),
        [
            ("2027", 3, "calendar.toml:34: the closure days of 2027 are set already, and are not written over."),
            ("1999", 2, "cicp calendar propose --help"),
            ("2200", 2, "cicp calendar propose --help"),
            ("twenty", 2, "cicp calendar propose --help"),
            ("2150", 3, "no holiday of 2150 is known that could be proposed."),
        ],
    )
    def test_refused(self, year: str, code: int, says: str, cicp: Cicp, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A year that is set is never written over; one beyond any plan, or of which nothing is known, is not proposed."""
        monkeypatch.chdir(plan)
        before = (plan / "calendar.toml").read_bytes()
        said = cicp("calendar", "propose", year)

        assert (code, "", before) == (said.code, said.out, (plan / "calendar.toml").read_bytes())
        assert says in said.err

    def test_proposed_twice(self, cicp: Cicp, plan: Path) -> None:
        """A year that was proposed is set: the second time is refused, and the corrections stay."""
        cicp("calendar", "propose", "2028")
        before = (plan / "calendar.toml").read_bytes()

        assert (3, before) == (cicp("calendar", "propose", "2028").code, (plan / "calendar.toml").read_bytes())

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("format = 1\nweekend = [\n", "calendar.toml:"),
            ('format = 1\n[[year]]\nyear = 2026\nclosed = [ { day = "Monday", name = "x" } ]\n', "calendar.toml:4"),
            ("format = 1\nyear = [ { year = 2026, closed = [] } ]\n", "write each year under a heading of its own, [[year]]"),
        ],
        ids=["no TOML", "no day", "in one line"],
    )
    def test_a_calendar_that_cannot_be_added_to(self, text: str, says: str, cicp: Cicp, plan: Path) -> None:
        """A calendar that does not read, or whose years stand in one line, is left as it is."""
        (plan / "calendar.toml").write_text(text, encoding="utf-8")
        said = cicp("calendar", "propose", "2028")

        assert (5, "", text) == (said.code, said.out, (plan / "calendar.toml").read_text(encoding="utf-8"))
        assert says in said.err

    def test_what_it_proposes_is_checked_clean_once_it_is_corrected(self, cicp: Cicp, plan: Path) -> None:
        """Doing what the answer says, taking each guess away and the mark before open, leaves a calendar with nothing to note."""
        cicp("calendar", "propose", "2028")
        path = plan / "calendar.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(", guess = true", "").replace("# open = ", "open = "), encoding="utf-8")

        assert (0, []) == ((said := cicp("calendar", "check", "--format", "json")).code, found(said))


class TestCheck:
    def test_the_example(self, cicp: Cicp) -> None:
        """The example plan's calendar has nothing to note: each holiday of its years is closed, or said to be open."""
        assert (0, "", "") == ((said := cicp("calendar", "check")).code, said.out, said.err)

    def test_a_proposed_year(self, cicp: Cicp) -> None:
        """Guesses and holidays of which nothing is said are notes with their lines, and end with 0."""
        cicp("calendar", "propose", "2028")
        said = cicp("calendar", "check", "--format", "json")

        assert (0, [("calendar", "note", 55), ("calendar", "note", 52)]) == (said.code, found(said))

    def test_slips_of_the_pen(self, cicp: Cicp, plan: Path) -> None:
        """A day of another year, a day that stands twice and a year that stands twice are errors, and end with 1."""
        with (plan / "calendar.toml").open("a", encoding="utf-8") as file:
            file.write(
                '[[year]]\nyear = 2026\nclosed = [\n{ day = 2027-01-01, name = "a" },\n{ day = 2026-12-25, name = "b" },\n'
                '{ day = 2026-12-25, name = "c" },\n]\n'
            )
        said = cicp("calendar", "check", "--format", "json")

        assert 1 == said.code
        assert [("duplicates", 51), ("references", 53), ("calendar", 55)] == [(name, line) for name, level, line in found(said) if level == "error"]

    @pytest.mark.parametrize("now", ["2026-11-20T21:50:00-06:00", "2028-01-02T09:00:00-06:00"])
    def test_a_year_that_is_over(self, now: str, cicp: Cicp, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of the holidays of a year that is over nobody asks any more; a year that is missing is named with its command."""
        monkeypatch.setenv("CICP_NOW", now)
        text = (plan / "calendar.toml").read_text(encoding="utf-8")
        (plan / "calendar.toml").write_text("\n".join(line for line in text.split("\n") if not line.startswith("open = ")), encoding="utf-8")
        said = cicp("calendar", "check")

        assert now.startswith("2026") == ("holidays on which the hall counts as open" in " ".join(said.out.split()))
        assert now.startswith("2028") == ("cicp calendar propose 2028" in " ".join(said.out.split()))

    def test_a_year_of_which_no_holiday_is_known(self, cicp: Cicp, plan: Path) -> None:
        """A year that the package does not know is checked as far as it goes."""
        with (plan / "calendar.toml").open("a", encoding="utf-8") as file:
            file.write("[[year]]\nyear = 2150\nclosed = []\nopen = [2150-02-12, 2150-05-08]\n")

        assert (0, []) == ((said := cicp("calendar", "check", "--format", "json")).code, found(said))

    def test_hours_that_end_before_they_begin(self, cicp: Cicp, plan: Path) -> None:
        """They are an error with their line, and a week without a weekend is a note with its own."""
        (plan / "calendar.toml").write_text(
            '#:schema ./schema/calendar.json\nformat = 1\nweekend = []\n[hours]\nopens = "08:30"\ncloses = "05:00"\n', encoding="utf-8"
        )
        said = cicp("calendar", "check", "--format", "json")

        assert (1, [("calendar", "error", 6), ("calendar", "note", 3)]) == (said.code, found(said)[:2])

    def test_a_saturday_for_which_the_hall_is_opened(self, cicp: Cicp, plan: Path) -> None:
        """The check and the list say of it what that does to a count; the everyday check is not troubled by it."""
        path = plan / "calendar.toml"
        path.write_text(path.read_text(encoding="utf-8").replace("2026-10-12]", "2026-10-12, 2026-12-12]"), encoding="utf-8")
        checked, listed = cicp("calendar", "check"), " ".join(cicp("calendar", "list").out.split())

        assert (0, "") == (cicp("check", "calendar").code, cicp("check", "calendar").out)
        assert 0 == checked.code
        assert f"note calendar.toml:31: the hall is opened on Sat 12 Dec 2026, of a weekend: {OPENED}." in " ".join(checked.out.split())
        assert f"Opened on a weekend: Sat 12 Dec 2026; {OPENED}." in listed
        assert "Open all the same: Thu 12 Feb 2026, Fri 8 May 2026, Mon 12 Oct 2026 Opened" in listed

    @pytest.mark.parametrize("verb", ["check", "list"])
    def test_without_a_calendar(self, verb: str, cicp: Cicp, plan: Path) -> None:
        """Where there is none, the command that begins one is named."""
        (plan / "calendar.toml").unlink()
        said = cicp("calendar", verb)

        assert (5, "") == (said.code, said.out)
        assert "cicp calendar propose YEAR" in said.err

    def test_the_everyday_check_finds_the_same_without_the_package(self, cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """`cicp check calendar` names guesses and the like, and never loads the package of holidays."""
        cicp("calendar", "propose", "2028")
        monkeypatch.setattr("cicp.files.closure_days.known", lambda *_: pytest.fail("asked for holidays"))
        said = cicp("check", "calendar", "--format", "json")

        assert (0, [("calendar", "note", 55)]) == (said.code, found(said))


class TestList:
    def test_in_words(self, cicp: Cicp) -> None:
        """The hours, then each year with its closed days in order, guesses marked, and the holidays on which the hall is open."""
        cicp("calendar", "propose", "2028")
        words = " ".join(cicp("calendar", "list").out.split())

        assert "open 08:30 to 17:00" in words
        assert words.index("2026 day") < words.index("Thu 26 Nov 2026 Thanksgiving Day") < words.index("2027 day") < words.index("2028 day")
        assert "Thu 12 Feb 2026, Fri 8 May 2026, Mon 12 Oct 2026" in words
        assert "Mon 17 Jan 2028 Martin Luther King Jr. Day nobody has confirmed it" in words
        assert "Thanksgiving Day nobody has confirmed it" not in words.partition("2028 day")[0]

    def test_one_year(self, cicp: Cicp) -> None:
        """With a year it lists that one, for a program with the same keys."""
        answer = json.loads(cicp("calendar", "list", "2027", "--format", "json").out)

        assert ["schema", "now", "weekend", "hours", "years"] == list(answer)
        assert ("cicp/calendar/1", [2027], {"opens": "08:30", "closes": "17:00"}) == (
            answer["schema"],
            [each["year"] for each in answer["years"]],
            answer["hours"],
        )
        assert {"day": "2027-01-01", "weekday": "friday", "name": "New Year's Day", "guess": False} == answer["years"][0]["closed"][0]
        assert ["2027-02-12", "2027-10-11", "2027-12-31"] == answer["years"][0]["open"]

    def test_a_year_that_is_not_set(self, cicp: Cicp) -> None:
        """It is not found, and the command that proposes it is named."""
        said = cicp("calendar", "list", "2031")

        assert (4, "") == (said.code, said.out)
        assert "cicp calendar propose 2031" in said.err

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("format = 1\n", "No year is set: cicp calendar propose 2026"),
            ("format = 1\n", "nobody has said its hours"),
            ("format = 1\nweekend = []\n", "closed on no day of the week"),
            ("format = 1\n[[year]]\nyear = 2026\nclosed = []\n", "2026 No day of it is closed but the weekends."),
        ],
    )
    def test_little_to_list(self, text: str, says: str, cicp: Cicp, plan: Path) -> None:
        """A calendar that says little is listed as what it is."""
        (plan / "calendar.toml").write_text(text, encoding="utf-8")

        assert says in " ".join(cicp("calendar", "list").out.split())

    def test_in_a_year_that_no_calendar_can_set(self, cicp: Cicp, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """No command is named that would be refused."""
        monkeypatch.setenv("CICP_NOW", "2200-01-02T09:00:00-06:00")
        (plan / "calendar.toml").write_text("format = 1\n", encoding="utf-8")

        assert "No year is set.\n" in cicp("calendar", "list").out

    def test_only_a_weekend_is_opened(self, cicp: Cicp, plan: Path) -> None:
        """Where no holiday is open the list has no line for one."""
        (plan / "calendar.toml").write_text("format = 1\n[[year]]\nyear = 2026\nclosed = []\nopen = [2026-12-12]\n", encoding="utf-8")
        words = cicp("calendar", "list").out

        assert ("Open all the same" in words, "Opened on a weekend" in words) == (False, True)

    @pytest.mark.parametrize("shape", ["rich", "markdown", "csv"])
    def test_formats(self, shape: str, cicp: Cicp) -> None:
        """It is shown in each format."""
        said = cicp("calendar", "list", "2026", "--format", shape)

        assert (0, True) == (said.code, "Thu 26 Nov 2026" in said.out)


class TestWhatWaitsForAYear:
    """A year that is missing refuses a count that asked about a closed day of it, and no other."""

    def opened(self, town: Town, calendar: str, window: str, *words: str) -> Said:
        (town.plan / "calendar.toml").write_text(calendar, encoding="utf-8")
        text = (town.plan / "plan.toml").read_text(encoding="utf-8")
        (town.plan / "plan.toml").write_text(f'{text}\n[comment]\nwindow = "{window}"\n', encoding="utf-8")
        return town.play("comment", "open", *words)

    @pytest.mark.parametrize(
        ("window", "words", "code"),
        [
            ("30 days", (), 3),
            ("10 business days", (), 3),
            ("10 business days", ("--until", "2026-12-30"), 3),
            ("30 days", ("--until", "2026-12-30"), 0),
            ("72 hours", (), 0),
        ],
    )
    def test_a_window_of_comment(self, window: str, words: tuple[str, ...], code: int, standing_at: Callable[[str], Town]) -> None:
        """A window that rolls over closed days, or is counted in business days, waits for its year; a chosen last day and elapsed hours do not."""
        town = standing_at("draft")
        before = len(list((town.plan / "docket").iterdir()))
        said = self.opened(town, "format = 1\n", window, *words)

        assert code == said.code, said.err
        assert (code == 3) == ("cicp calendar propose 2026" in said.err)
        assert (code == 0) == (len(list((town.plan / "docket").iterdir())) > before)

    def test_only_the_year_that_was_asked_for(self, standing_at: Callable[[str], Town]) -> None:
        """A count that stays in a year that is set waits for no other year."""
        said = self.opened(standing_at("draft"), "format = 1\n[[year]]\nyear = 2026\nclosed = []\n", "10 business days")

        assert 0 == said.code, said.err

    @pytest.mark.parametrize(
        "words",
        [("group", "meeting", "--at", "2026-12-08T19:00", "--place", "City Hall"), ("sign", "ceremony", "--at", "2026-12-12T12:00")],
        ids=["meeting", "ceremony"],
    )
    def test_a_meeting_is_never_refused(self, words: tuple[str, ...], cicp: Cicp, plan: Path) -> None:
        """The notice of a meeting and of a ceremony is a reminder: it is given, with the year that nobody set and its command."""
        (plan / "calendar.toml").write_text("format = 1\n", encoding="utf-8")
        said = cicp(*words, "--as", "city-clerk")

        assert 0 == said.code, said.err
        assert "calendar.toml has no year 2026" in " ".join(said.out.split())
        assert "cicp calendar propose 2026" in " ".join(said.out.split())
