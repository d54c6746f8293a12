"""incident timeline of what nobody declared, from any moment, and drawn to scale; and what counts back from a moment that lies ahead."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import Result

Cicp = Callable[..., Result]
OIS: Final = ("--kind", "ois", "--occurred", "21:40", "--known", "21:45")
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


def timeline(cicp: Cicp, *words: str) -> list[dict[str, Any]]:
    result = cicp("incident", "timeline", *words, "--format", "json")
    assert 0 == result.code, result.err
    return list(json.loads(result.out)["items"])


def item(cicp: Cicp, name: str, *words: str) -> dict[str, Any]:
    return next(each for each in timeline(cicp, *words) if each["id"] == name)


def folder(plan: Path) -> dict[Path, bytes]:
    """Every file of a plan, with its bytes."""
    return {path: path.read_bytes() for path in plan.rglob("*") if path.is_file()}


@pytest.fixture
def night(cicp: Cicp) -> Cicp:
    """Declare an incident at 21:50 of the night of the example."""
    assert 0 == cicp("declare", "Shooting at Shaw Park", *OIS).code
    return cicp


class TestDryRun:
    """An incident that nobody declared."""

    @pytest.mark.parametrize("shape", ["plain", "rich", "json", "markdown", "csv"])
    @pytest.mark.parametrize("more", [(), ("--chart",)])
    def test_nothing_is_filed(self, cicp: Cicp, plan: Path, shape: str, more: tuple[str, ...]) -> None:
        """The folder is byte for byte as it was, in every form, and there is an answer."""
        before = folder(plan)
        result = cicp("incident", "timeline", "--dry-run", *OIS, *more, "--format", shape)

        assert (0, "", True) == (result.code, result.err, bool(result.out))
        assert before == folder(plan)

    @pytest.mark.parametrize(
        "words",
        [OIS, (), ("--kind", "in-custody-death,ois", "--occurred", "21:40"), ("--kind", "bias-incident", "--tier", "3", "--known", "-20m")],
        ids=["ois", "nothing said", "two kinds", "tier"],
    )
    def test_it_is_what_declare_would_begin(self, cicp: Cicp, words: tuple[str, ...]) -> None:
        """The same words give the same items with the same dues as declaring would: only when it was declared differs."""
        supposed = timeline(cicp, "--dry-run", *words)
        cicp("declare", "Shooting at Shaw Park", *words)
        declared = timeline(cicp)
        keys = ("id", "title", "role", "due", "effective_due", "waiting_for", "blocked_by", "clause", "explain")

        assert [[each[key] for key in keys] for each in declared] == [[each[key] for key in keys] for each in supposed]
        assert {"open-log"} >= {one["id"] for one, other in zip(declared, supposed, strict=True) if one != other}

    def test_what_lies_ahead(self, cicp: Cicp) -> None:
        """A moment that lies ahead can be tried: it is known then, and nothing is late."""
        items = timeline(cicp, "--dry-run", "--kind", "ois", "--occurred", "2027-05-01T10:00")

        assert "2027-05-01T14:00:00-05:00" == next(each["due"] for each in items if each["id"] == "initial-facts")
        assert {"late"}.isdisjoint(each["status"] for each in items)

    def test_looked_at_later(self, cicp: Cicp) -> None:
        """With --at it is seen as it would stand then, if nothing were done."""
        words = ("--dry-run", "--kind", "ois", "--occurred", "2026-11-20T21:40", "--known", "2026-11-20T21:45")

        assert [("open", None), ("late", 1210)] == [
            ((found := item(cicp, "initial-facts", *words, *more))["status"], found["late_by_minutes"]) for more in ((), ("--at", "2026-11-21T21:50"))
        ]

    def test_looked_at_from_before_now(self, cicp: Cicp) -> None:
        """Where nobody says when the city knew, nobody looks at it before that: seen from an earlier moment it was known when it happened."""
        words = ("incident", "timeline", "--dry-run", "--kind", "ois", "--occurred", "2026-11-18T21:40", "--format", "json")
        notified = [
            next(item["due"] for item in json.loads(cicp(*words, *at).out)["items"] if item["id"] == "notify-pio")
            for at in ((), ("--at", "2026-11-19T09:00"), ("--at", "2026-11-21T09:00"))
        ]

        assert ["2026-11-20T21:50:00-06:00", "2026-11-18T21:40:00-06:00", "2026-11-20T21:50:00-06:00"] == notified

    def test_known_before_it_occurred(self, cicp: Cicp) -> None:
        """Moments in the wrong order are doubted, with words that fit: nothing was filed that could be corrected."""
        result = cicp("incident", "timeline", "--dry-run", "--occurred", "21:45", "--known", "21:40")

        assert 0 == result.code
        assert "nothing is filed: try it with other words" in result.err

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (("x", "--dry-run"), 2, "a dry run is of no incident."),
            (("--incident", "x", "--dry-run"), 2, "a dry run is of no incident."),
            (("--kind", "ois"), 2, "an incident has its kinds and moments already."),
            (("--occurred", ""), 2, "an incident has its kinds and moments already."),
            (("--tier", "2"), 2, "to try others without declaring: add --dry-run"),
            (("--dry-run", "--kind", "oiss"), 4, 'did you mean "ois"?'),
            (("--dry-run", "--tier", "4"), 2, "--tier"),
            (("--dry-run", "--occurred", "soon"), 2, '"soon" is not a time.'),
            (("--dry-run", "--occurred", ""), 2, "is not a time."),
            (("--dry-run", "--at", "2027-03-14T02:30"), 2, "02:30 on Sun 14 Mar 2027 did not happen"),
            (("--dry-run", "--occurred", "2026-11-01T01:30"), 2, "01:30 on Sun 1 Nov 2026 happened twice"),
            ((), 4, "incident"),
        ],
    )
    def test_refused(self, cicp: Cicp, words: tuple[str, ...], code: int, says: str) -> None:
        """What does not fit together, or is no moment, is refused with a remedy."""
        result = cicp("incident", "timeline", *words)

        assert (code, "") == (result.code, result.out)
        assert says in result.err
        assert "hint: " in result.err


class TestAt:
    """A real incident from any moment, with what is known today."""

    def test_before_something_was_done(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was done later was not done yet; what was done by then was."""
        night("done", "notify-pio", "--at", "21:47")
        monkeypatch.setenv("CICP_NOW", "2026-11-20T23:00:00-06:00")
        night("done", "tell-manager", "--at", "22:30")
        before, then = "2026-11-20T22:29", "2026-11-20T22:30"

        assert [("late", 29), ("done-late", 30)] == [
            ((found := item(night, "tell-manager", "--at", moment))["status"], found["late_by_minutes"]) for moment in (before, then)
        ]
        assert ["done-late", "late"] == [item(night, "notify-pio", "--at", moment)["status"] for moment in (before, "2026-11-20T21:46")]

    def test_an_hour_alone_has_passed(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever types 22:30 in the morning looks back at the night; only with its date does a moment lie ahead."""
        monkeypatch.setenv("CICP_NOW", "2026-11-21T08:00:00-06:00")
        seen = [json.loads(night("incident", "timeline", "--at", when, "--format", "json").out)["now"] for when in ("22:30", "2026-11-21T22:30")]

        assert ["2026-11-20T22:30:00-06:00", "2026-11-21T22:30:00-06:00"] == seen

    @pytest.mark.parametrize(
        ("when", "declared"), [("2026-11-20T21:46", " It was declared Fri 20 Nov 2026 21:50."), ("2026-11-20T21:50", ""), ("2026-11-21T08:00", "")]
    )
    @pytest.mark.parametrize("more", [(), ("--chart",)])
    def test_whose_eyes(self, night: Cicp, when: str, declared: str, more: tuple[str, ...]) -> None:
        """The page begins with the moment it is looked at from, and says when it was declared where that was later."""
        page = " ".join(night("incident", "timeline", "--at", when, *more).out.split())
        says = f"had happened by then or was on record, told with what is known now.{declared} Shooting at Shaw Park"

        assert (True, True) == (page.startswith("Looked at from "), says in page)
        assert "Looked at from" not in night("incident", "timeline", *more).out

    def test_corrected_since(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """A correction that came later is on nobody's page yet: it counts, and it is shown from the moment at which it was filed."""
        monkeypatch.setenv("CICP_NOW", "2026-11-20T22:40:00-06:00")
        night("fact", "known", "--at", "21:42")
        seen = {when: item(night, "tell-manager", "--at", f"2026-11-20T{when}") for when in ("22:39", "22:40")}

        assert ["2026-11-20T21:57:00-06:00"] * 2 == [each["due"] for each in seen.values()]
        assert {"22:39": [], "22:40": [True]} == {when: [each["late"] for each in found["earlier"]] for when, found in seen.items()}

    def test_to_come(self, night: Cicp) -> None:
        """At a moment to come, everything stands as if nothing more were done."""
        assert ("late", 60) == ((found := item(night, "initial-facts", "--at", "2026-11-21T02:40"))["status"], found["late_by_minutes"])

    def test_struck_since(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was struck since had never been, whatever was believed then."""
        entry = json.loads(night("done", "notify-pio", "--at", "21:47", "--format", "json").out)["id"]
        monkeypatch.setenv("CICP_NOW", "2026-11-20T23:00:00-06:00")
        night("strike", entry, "--why", "another incident")

        assert "late" == item(night, "notify-pio", "--at", "2026-11-20T22:00")["status"]

    def test_the_page_says_from_when(self, night: Cicp) -> None:
        """The page and the answer carry the moment that was asked for."""
        result = night("incident", "timeline", "--at", "2026-11-25T10:00")
        values = json.loads(night("incident", "timeline", "--at", "2026-11-25T10:00", "--format", "json").out)

        assert "it is Wed 25 Nov 10:00" in result.out
        assert "2026-11-25T10:00:00-06:00" == values["now"]

    def test_reading_files_nothing(self, night: Cicp, plan: Path) -> None:
        """Looking from another moment leaves the folder as it is."""
        before = folder(plan)
        night("incident", "timeline", "--at", "2026-11-25T10:00")

        assert before == folder(plan)


class TestPlanned:
    """A planned fact: an event that begins on a day ahead."""

    @pytest.fixture
    def protest(self, cicp: Cicp) -> Cicp:
        assert 0 == cicp("declare", "March to City Hall", "--kind", "planned-protest", "--known", "21:45").code
        return cicp

    def _due(self, cicp: Cicp) -> tuple[str | None, list[str]]:
        found = next(each for each in timeline(cicp) if each["anchor"] == "event-start" and "72 hours before" in " ".join(each["explain"]))
        return found["due"], [each["due"] for each in found["earlier"]]

    @pytest.mark.parametrize(
        ("begins", "due"),
        [
            ("2027-01-10T18:00", "2027-01-07T18:00:00-06:00"),
            ("2027-03-15T10:00", "2027-03-12T09:00:00-06:00"),
            ("2027-11-08T10:00", "2027-11-05T11:00:00-05:00"),
        ],
    )
    def test_ahead(self, protest: Cicp, begins: str, due: str) -> None:
        """A planned fact may lie ahead, and what counts back from it is due by elapsed hours, through both nights of the clocks."""
        assert 0 == protest("fact", "event-start", "--at", begins).code
        assert (due, []) == self._due(protest)

    def test_moved(self, protest: Cicp) -> None:
        """Moved, it is counted anew, and the due it had stays."""
        protest("fact", "event-start", "--at", "2027-01-10T18:00")
        result = protest("fact", "event-start", "--at", "2027-01-12T18:00")

        assert "(was Thu 7 Jan 2027 18:00)" in " ".join(result.out.split())
        assert ("2027-01-09T18:00:00-06:00", ["2027-01-07T18:00:00-06:00"]) == self._due(protest)

    def test_what_happened_cannot_lie_ahead(self, protest: Cicp) -> None:
        """Any other fact in the future is refused."""
        assert 2 == protest("fact", "occurred", "--at", "2027-01-10T18:00").code


class TestChart:
    """The first 72 hours and the first year, by role, to scale."""

    @pytest.fixture
    def later(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> Cicp:
        """Look at the night from the next afternoon, with one thing done, one skipped and one that waits."""
        night("done", "notify-pio", "--at", "21:45")
        night("skip", "freeze-posts", "--why", "none were planned")
        monkeypatch.setenv("CICP_NOW", "2026-11-21T14:00:00-06:00")
        return night

    @pytest.mark.parametrize("shape", ["plain", "rich", "markdown"])
    @pytest.mark.parametrize("width", [80, 200])
    def test_no_line_is_wider(self, later: Cicp, monkeypatch: pytest.MonkeyPatch, shape: str, width: int) -> None:
        """No line is wider than the terminal; what is not for a terminal is 80 columns wide."""
        monkeypatch.setenv("COLUMNS", str(width))
        out = _COLOUR.sub("", later("incident", "timeline", "--chart", "--format", shape).out)
        lanes = [line for line in out.splitlines() if "..." in line]
        most = width if shape == "rich" else 84 if shape == "markdown" else 80

        assert len(lanes) > 5
        assert most >= max(len(line) for line in lanes)
        assert most - 14 <= max(len(line) for line in lanes)

    @pytest.mark.parametrize("shape", ["plain", "rich", "markdown"])
    def test_states_are_told_apart_without_colour(self, later: Cicp, shape: str) -> None:
        """Late, open, done, skipped and now each have a sign of their own, in every form; the signs are explained."""
        out = _COLOUR.sub("", later("incident", "timeline", "--chart", "--format", shape).out)
        chart = "\n".join(line for line in out.splitlines() if "..." in line)

        assert all(sign in chart for sign in "!ox-|")
        assert all(word in out for word in ("late", "open", "waits", "skipped", "now"))

    def test_every_item_is_drawn_or_counted(self, later: Cicp) -> None:
        """The counts behind the lanes, and what is said not to be drawn, add up to everything with a due."""
        later("fact", "event-start", "--at", "2026-11-23T10:00")
        later("incident", "kind-add", "mass-gathering", "--as", "pio")
        out = later("incident", "timeline", "--chart").out
        counts = [int(number) for line in out.splitlines() if "..." in line for number in re.findall(r" (\d+)[!>o?xX-]", line)]
        beyond = sum(int(number) for number in re.findall(r"(\d+) due (?:before|after)", " ".join(out.split())))
        drawn = [each for each in timeline(later) if each["due"] or (each["status"] == "waiting" and each["effective_due"])]

        assert "3 due before this began" in " ".join(out.split())
        assert len(drawn) == sum(counts) + beyond

    def test_what_is_due_after_exactly_seventy_two_hours_is_drawn_once(self, later: Cicp) -> None:
        """A due on the border of the two bands is in the first alone."""
        later("incident", "step-add", "At the border", "--role", "mayor", "--within", "72 hours", "--from", "occurred")

        assert 1 == sum(line.startswith("mayor ") for line in later("incident", "timeline", "--chart").out.splitlines())

    def test_the_values_are_those_of_the_list(self, later: Cicp) -> None:
        """In JSON the chart is the timeline."""
        assert later("incident", "timeline", "--format", "json").out == later("incident", "timeline", "--chart", "--format", "json").out
