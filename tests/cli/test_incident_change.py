"""incident tier, kind-add, step-add, role, join, as they are typed: what they answer, what they file, and what they go on without."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cicp.files import reading
from cicp.files.layout import Home
from tests.conftest import Result

Cicp = Callable[..., Result]
Setting = pytest.MonkeyPatch


@pytest.fixture
def night(cicp: Cicp, monkeypatch: Setting) -> Cicp:
    """Declare an incident at 21:50 and return the command line at 22:10."""
    assert 0 == cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45").code
    monkeypatch.setenv("CICP_NOW", "2026-11-20T22:10:00-06:00")
    return cicp


@pytest.fixture
def two(night: Cicp, plan: Path, monkeypatch: Setting) -> tuple[Cicp, str, str]:
    """Let the chief declare the same at 21:53 without a word of the first; return the command line, the first id and the second."""
    monkeypatch.setenv("CICP_NOW", "2026-11-20T21:53:00-06:00")
    assert 0 == night("declare", "Shots fired", "--as", "chief").code
    monkeypatch.setenv("CICP_NOW", "2026-11-20T22:10:00-06:00")
    first, second = sorted(Home(plan).incident_ids(), key=lambda name: "ois" not in name)
    return night, first, second


def shown(cicp: Cicp, *words: str) -> dict[str, Any]:
    return dict(json.loads(cicp("incident", "show", *words, "--format", "json").out))


def item(cicp: Cicp, name: str, *words: str) -> dict[str, Any]:
    return next(each for each in shown(cicp, *words)["items"] if each["id"] == name)


def findings(cicp: Cicp) -> list[dict[str, Any]]:
    return list(json.loads(cicp("check", "record", "--format", "json").out)["findings"])


def filed(cicp: Cicp, *words: str) -> str:
    """Give a command that files, and return the id of its filing."""
    found = cicp(*words, "--format", "json")
    assert 0 == found.code, found.err
    return str(json.loads(found.out)["id"])


class TestTier:
    def test_lowered(self, night: Cicp, monkeypatch: Setting) -> None:
        """The receipt says what runs no more; the clocks are replanned and the old ones kept; a strike brings the former tier back."""
        found = night("incident", "tier", "1", "--why", "a training round, nobody hurt")
        entry = shown(night)["log"][-1]
        statement = item(night, "holding-statement")

        assert (0, "") == (found.code, found.err)
        assert "the tier is 1 now (was 3)" in found.out
        assert "more clocks: cicp incident timeline" in found.out
        assert ("tier-changed", "Tier 1: a training round, nobody hurt") == (entry["kind"], entry["text"])
        assert ("not-applicable", None, entry["id"]) == (statement["status"], statement["due"], statement["earlier"][0]["filing"])

        monkeypatch.setenv("CICP_NOW", "2026-11-20T22:30:00-06:00")
        strike = night("strike", entry["id"], "--why", "somebody was hurt")

        assert "the tier is 3 now (was 1)" in strike.out
        assert f"{shown(night)['log'][0]['id']} holds again" in strike.out
        assert 3 == shown(night)["tier"]

    def test_late_already(self, cicp: Cicp, monkeypatch: Setting) -> None:
        """A tier that is raised late names what is late from the start, and how it would be counted from now; lowered, there is nothing of the kind."""
        cicp("declare", "Shooting at Shaw Park", "--tier", "1", "--occurred", "21:40", "--known", "21:45")
        monkeypatch.setenv("CICP_NOW", "2026-11-21T09:00:00-06:00")
        raised = " ".join(cicp("incident", "tier", "2").out.split())
        lowered = " ".join(cicp("incident", "tier", "1").out.split())

        assert "late already: " in raised
        assert "interpreters" in raised
        assert "if it grew to this only now, count from then: cicp fact known --at TIME, and cicp fact occurred --at TIME" in raised
        assert (False, False) == ("late already" in lowered, "count from then" in lowered)

    def test_late_stays_on_the_record(self, night: Cicp) -> None:
        """What was late when the tier was lowered says so on the checklist."""
        night("incident", "tier", "1")

        assert item(night, "freeze-posts")["earlier"][0]["late"]
        assert "late by the time first recorded: due 22:00" in night("incident", "checklist").out

    def test_which_incident(self, two: tuple[Cicp, str, str]) -> None:
        """The incident stands after the number or after --incident; with two open and none named the refusal lists them."""
        cicp, first, second = two

        assert [0, 0, 2] == [cicp("incident", "tier", "1", first).code, cicp("incident", "tier", "1", "-i", second).code, cicp("incident", "tier", "1").code]
        assert [1, 1] == [shown(cicp, each)["tier"] for each in (first, second)]

    @pytest.mark.parametrize("number", ["0", "4", "two", ""])
    def test_no_tier(self, night: Cicp, number: str) -> None:
        """A tier is 1, 2 or 3."""
        assert (2, 1) == (night("incident", "tier", number).code, len(shown(night)["log"]))

    def test_why_from_standard_input(self, night: Cicp, monkeypatch: Setting) -> None:
        """A reason may be read from standard input."""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"said in confidence\n")))

        night("incident", "tier", "2", "--why", "-")

        assert "Tier 2: said in confidence" == shown(night)["log"][-1]["text"]

    def test_the_same_again(self, night: Cicp) -> None:
        """The tier it has already is filed with a warning."""
        found = night("incident", "tier", "3")

        assert (0, True) == (found.code, "is tier 3 already" in found.err)

    def test_two_that_did_not_know_of_each_other(self, night: Cicp, plan: Path, tmp_path: Path) -> None:
        """Set in two copies, it is contested: check names both, the higher counts, and the command that check proposes settles it."""
        other = tmp_path / "other"
        shutil.copytree(plan, other)
        night("incident", "tier", "1")
        assert 0 == night("-p", str(other), "incident", "tier", "2", "--as", "chief").code
        for path in (other / "incidents").rglob("*.toml"):
            shutil.copyfile(path, plan / path.relative_to(other))
        (finding,) = findings(night)

        tier, page = shown(night)["tier"], night("incident", "checklist").out
        settled = night(*finding["fix"].removeprefix("file which is right: cicp ").replace(" N ", " 1 ").split())

        assert (2, "error", True) == (tier, finding["level"], finding["says"].startswith("the tier is told by filings that did not know of each other"))
        assert ("tier 2 (contested), open" in page, "contested" in night("incident", "checklist").out) == (True, False)
        assert (0, 1, []) == (settled.code, shown(night)["tier"], findings(night))


class TestKinds:
    def test_added(self, night: Cicp) -> None:
        """The receipt names the new clocks and those that are late already; the incident keeps its edition."""
        before = shown(night)

        found = night("incident", "kind-add", "in-custody-death,bias-incident")
        after = shown(night)

        assert (0, "") == (found.code, found.err)
        assert "kind bias-incident and in-custody-death added" in found.out
        assert " is due " in found.out
        assert (["bias-incident", "in-custody-death", "ois"], before["edition"]) == (after["kinds"], after["edition"])
        assert {each["id"] for each in before["items"]} < {each["id"] for each in after["items"]}

    def test_late_already(self, night: Cicp, monkeypatch: Setting) -> None:
        """What comes in late is named at once."""
        monkeypatch.setenv("CICP_NOW", "2026-11-21T22:10:00-06:00")

        said = json.loads(night("incident", "kind-add", "active-attack", "--format", "json").out)["says"]

        (late,) = (sentence for sentence in said if sentence.startswith("late already: "))
        named, _, more = late.removeprefix("late already: ").partition(" and ")
        assert (8, True, "1 more") == (len(named.split(", ")), "do-not-come" in named, more)
        assert "if it became one only now, count from then: cicp fact known --at TIME, and cicp fact occurred --at TIME" == said[-1]

    def test_nothing_is_late_yet(self, night: Cicp) -> None:
        """Where all that comes in still has its time, there is nothing to mend."""
        said = night("incident", "kind-add", "in-custody-death").out

        assert (True, False, False) == (" is due " in said, "late already" in said, "count from then" in said)

    def test_counted_from_then(self, night: Cicp, monkeypatch: Setting) -> None:
        """What the receipt proposes makes in time what was late, and nobody had missed what nobody had asked for."""
        monkeypatch.setenv("CICP_NOW", "2026-11-21T22:10:00-06:00")
        night("incident", "kind-add", "active-attack")
        before = item(night, "do-not-come")
        for name in ("known", "occurred"):
            night("fact", name, "--at", "2026-11-21T22:05")
        after = item(night, "do-not-come")

        assert ("late", "due-soon", "2026-11-21T22:20:00-06:00") == (before["status"], after["status"], after["due"])
        assert {False} == {each["late"] for each in after["earlier"]}

    def test_the_tier_it_brings(self, cicp: Cicp) -> None:
        """The tier rises with the kind, unless another is chosen."""
        cicp("declare", "Shots fired", "--tier", "1")

        chosen = cicp("incident", "kind-add", "active-attack", "--tier", "2").out
        tier = shown(cicp)["tier"]
        raised = cicp("incident", "kind-add", "ois").out

        assert ("the tier is 2 now (was 1)" in chosen, 2) == (True, tier)
        assert ("the tier is 3 now (was 2)" in raised, 3) == (True, shown(cicp)["tier"])
        assert "Kind added: active-attack, tier 2" == shown(cicp)["log"][-2]["text"]

    def test_never_lowers_the_tier(self, night: Cicp) -> None:
        """A tier below that of the incident is refused with the command that lowers it, and that command does."""
        found = night("incident", "kind-add", "active-attack", "--tier", "2")

        assert (2, True, 1) == (found.code, "adding a kind never lowers it" in found.err, len(shown(night)["log"]))

        lowers = found.err.partition("lower: cicp ")[2].split()

        assert (0, 2) == (night(*lowers).code, shown(night)["tier"])

    def test_unknown(self, night: Cicp) -> None:
        """A kind that the edition has no playbook for is not found, with the nearest; without one there is nothing to add."""
        unknown, none = night("incident", "kind-add", "in-custody-deth"), night("incident", "kind-add", " ")

        assert (4, True, 2, 1) == (unknown.code, 'did you mean "in-custody-death"?' in unknown.err, none.code, len(shown(night)["log"]))

    def test_one_that_only_the_working_words_have(self, night: Cicp, plan: Path) -> None:
        """A playbook that was written after the declaration is none of this incident's edition."""
        shutil.copyfile(plan / "playbooks" / "ois.toml", plan / "playbooks" / "flood.toml")

        assert 4 == night("incident", "kind-add", "flood").code

    def test_already(self, night: Cicp) -> None:
        """A kind it is of already is filed with a warning."""
        found = night("incident", "kind-add", "ois")

        assert (0, True) == (found.code, "is of the kind ois already" in found.err)


class TestSteps:
    def test_added(self, night: Cicp) -> None:
        """It stands on every list, with no clause, and is done like any other."""
        found = night("incident", "step-add", "Call the school", "--within", "30 minutes")
        added = item(night, "call-the-school")
        done = night("done", "call-the-school")

        assert "call-the-school is due Fri 20 Nov 22:40: Call the school" in found.out
        assert "when it is done: cicp done call-the-school" in found.out
        assert (None, "step", "pio", "2026-11-20T22:40:00-06:00") == (added["clause"], added["type"], added["role"], added["due"])
        assert (0, "done") == (done.code, item(night, "call-the-school")["status"])
        assert "Step added: Call the school (call-the-school), within 30 minutes" == shown(night)["log"][1]["text"]

    def test_on_each_page(self, night: Cicp) -> None:
        """Next, checklist and timeline show it as added by hand."""
        night("incident", "step-add", "Call the school", "--within", "0 minutes", "--from", "occurred", "--role", "chief")

        for words in (("next",), ("incident", "checklist"), ("incident", "timeline")):
            assert "added by hand" in night(*words).out
        assert "Step added: Call the school (call-the-school), within 0 minutes of occurred" == shown(night)["log"][-1]["text"]

    def test_twice(self, night: Cicp) -> None:
        """The same words again are another step, with a number."""
        for _ in range(2):
            night("incident", "step-add", "Call the school", "--within", "30 minutes")

        assert {"call-the-school", "call-the-school-2"} <= {each["id"] for each in shown(night)["items"]}

    def test_hostile(self, night: Cicp) -> None:
        """A title is stored as it was typed, and shown with what no terminal should obey written out."""
        title = "Call [/x] \x1b[31mthe \u202eschool"
        night("incident", "step-add", title, "--within", "30 minutes")

        assert title == item(night, "call-x-31mthe-school")["title"]
        for words in (("next",), ("incident", "checklist"), ("incident", "checklist", "--format", "rich"), ("incident", "show")):
            out = night(*words).out
            assert [False, False] == ["\u202e" in out, "\x1b[31mthe" in out]

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("Call", "--within", "soon"), 2),
            (("Call",), 2),
            (("", "--within", "1 hour"), 2),
            (("Call", "--within", "1 hour", "--from", "arest"), 4),
            (("Call", "--within", "1 hour", "--role", "poi"), 4),
        ],
    )
    def test_refused(self, night: Cicp, words: tuple[str, ...], code: int) -> None:
        """Wrong words are refused, and nothing is filed."""
        assert (code, 1) == (night("incident", "step-add", *words).code, len(shown(night)["log"]))


class TestRoles:
    def test_handed_over(self, night: Cicp) -> None:
        """Open steps go over, with who had them in the explanation; the history stands in the incident."""
        night("done", "monitoring")
        found = night("incident", "role", "pio", "--to", "alt-pio")
        page = night("incident", "show").out
        roles = {each["id"]: each["role"] for each in shown(night)["items"]}

        assert (0, True) == (found.code, "steps go over: " in found.out)
        assert ("alt-pio", "Handed over: pio to alt-pio") == (roles["holding-statement"], shown(night)["log"][-1]["text"])
        assert any("handed over from pio to alt-pio" in sentence for sentence in item(night, "holding-statement")["explain"])
        assert "ROLES HANDED OVER" in page

    def test_back_again(self, night: Cicp) -> None:
        """The last handover counts; each stays in the history."""
        for to in ("alt-pio", "pio"):
            night("incident", "role", "pio", "--to", to)

        assert "pio" == item(night, "holding-statement")["role"]
        assert "until the next" in night("incident", "show").out

    def test_the_other_way_round(self, night: Cicp) -> None:
        """At the change of shifts the alternate's own steps go over and no others: that is said, and the command that is named brings the rest."""
        night("incident", "role", "pio", "--to", "alt-pio")
        found = night("incident", "role", "alt-pio", "--to", "pio")
        between = item(night, "holding-statement")["role"]
        back = night(*found.err.partition("as well: cicp ")[2].split())

        assert "alt-pio carries the steps of pio too: they stay with alt-pio." in found.err
        assert "pio carries the steps of alt-pio from now on" in found.out
        assert (0, "", True) == (back.code, back.err, "pio carries its own steps from now on" in back.out)
        assert ("alt-pio", "pio") == (between, item(night, "holding-statement")["role"])

    def test_two_that_did_not_know_of_each_other(self, night: Cicp, plan: Path, tmp_path: Path) -> None:
        """Handed over in two copies to two offices it is contested: both are shown, and the command that check proposes settles it."""
        other = tmp_path / "other"
        shutil.copytree(plan, other)
        night("incident", "role", "pio", "--to", "alt-pio")
        night("-p", str(other), "incident", "role", "pio", "--to", "chief")
        for path in (other / "incidents").rglob("*.toml"):
            shutil.copyfile(path, plan / path.relative_to(other))
        (finding,) = findings(night)
        page = night("incident", "show").out

        settled = night(*finding["fix"].removeprefix("file which is right: cicp ").replace("OFFICE", "chief").split())

        assert (2, 0, []) == (page.count("contested: the last one counts"), settled.code, findings(night))
        assert "chief" == item(night, "holding-statement")["role"]

    @pytest.mark.parametrize(("role", "to", "near"), [("poi", "alt-pio", "pio"), ("pio", "alt-poi", "alt-pio")])
    def test_unknown(self, night: Cicp, role: str, to: str, near: str) -> None:
        """An office or role that nothing has is not found, with the nearest."""
        found = night("incident", "role", role, "--to", to)

        assert (4, True, 1) == (found.code, f'did you mean "{near}"?' in found.err, len(shown(night)["log"]))

    def test_nothing_to_hand_over(self, night: Cicp) -> None:
        """A role without a step is handed over with a warning, and says nothing of steps."""
        found = night("incident", "role", "mayor", "--to", "city-manager")

        assert (0, True, False) == (found.code, "no step of this incident is mayor's" in found.err, "over:" in found.out)


class TestJoin:
    def test_one_is_shown(self, two: tuple[Cicp, str, str]) -> None:
        """Both are read as the one declared first, by either id and by none; a list has it once."""
        cicp, first, second = two
        cicp("log", "north gate", "-i", second)

        found = cicp("incident", "join", second, first)
        listed = json.loads(cicp("incident", "list", "--format", "json").out)["incidents"]

        assert (0, True) == (found.code, f"{second} joined: shown as {first}, open" in found.out)
        assert [(first, [second])] == [(each["id"], each["joined"]) for each in listed]
        assert {first} == {shown(cicp, *words)["id"] for words in ((), (first,), (second,), ("-i", second))}
        assert "north gate" in [each["text"] for each in shown(cicp)["log"]]
        assert "joined with" in cicp("incident", "list").out
        assert f"in {second}" in cicp("incident", "show").out
        assert 0 == cicp("next").code

    def test_what_is_open_when_the_plan_is_retired(self, two: tuple[Cicp, str, str]) -> None:
        """Joined and open, the plan's retirement warns of it once; closed, of nothing: each of its two logs need not say so."""
        cicp, first, second = two
        cicp("incident", "join", first, second)
        opened = cicp("plan", "retire", "--why", "replaced", "--as", "city-clerk").err
        cicp("incident", "close")
        closed = cicp("plan", "retire", "--why", "replaced", "--as", "city-clerk").err

        assert ([first], []) == (
            [line.split()[3] for line in opened.splitlines() if "is open" in line],
            [line for line in closed.splitlines() if "is open" in line],
        )

    def test_what_is_told_differently(self, two: tuple[Cicp, str, str]) -> None:
        """The answer says what the two tell differently, and the command it gives settles it; verify holds what each quotes of the other."""
        cicp, first, second = two

        found = cicp("incident", "join", first, second)
        (finding,) = findings(cicp)
        settled = cicp(*finding["fix"].removeprefix("file which is right: cicp ").replace("TIME", "21:45").split())

        assert "known is recorded twice" in found.out
        assert (0, [], 0) == (settled.code, findings(cicp), cicp("verify").code)

    def test_filed_in_the_one_that_is_shown(self, two: tuple[Cicp, str, str], plan: Path) -> None:
        """What is filed by either name goes into the log that is shown, above the numbers of both."""
        cicp, first, second = two
        for _ in range(4):
            cicp("log", "a line", "-i", second)
        cicp("incident", "join", first, second)

        entry = filed(cicp, "log", "after", "-i", second)

        home = Home(plan)
        assert ("0008", entry) == (entry[:4], reading.read_log(home, first).filings[-1].id)
        assert [6, 8] == [filing.body.number for filing in reading.read_log(home, first).filings[1:]]

    def test_an_entry_of_the_other_log(self, two: tuple[Cicp, str, str]) -> None:
        """An entry of the log that is not shown is struck by one in the log that is, and shows so where it is asked for."""
        cicp, first, second = two
        entry = filed(cicp, "log", "north gate", "-i", second)
        cicp("incident", "join", first, second)

        strike = filed(cicp, "strike", entry, "--why", "it was the south gate")

        (struck,) = (each["struck_by"] for each in shown(cicp)["log"] if each["id"] == entry)
        assert (strike, strike) == (struck, json.loads(cicp("docket", "show", entry, "--format", "json").out)["struck_by"])

    def test_done_in_either(self, two: tuple[Cicp, str, str]) -> None:
        """A step that was done in either is done, when it was first done."""
        cicp, first, second = two
        cicp("done", "notify-pio", "--at", "21:52", "-i", second)
        cicp("done", "notify-pio", "--at", "21:58", "-i", first)
        cicp("incident", "join", first, second)

        assert ("done-late", "2026-11-20T21:52:00-06:00") == ((done := item(cicp, "notify-pio"))["status"], done["done_at"])

    def test_closed(self, two: tuple[Cicp, str, str]) -> None:
        """Closing it closes both: status knows of no open incident, and check misses no half; reopening opens both."""
        cicp, first, second = two
        cicp("incident", "join", first, second)
        opened = [each["id"] for each in json.loads(cicp("status", "--format", "json").out)["incidents"]]

        closed = cicp("incident", "close", second)

        assert ([first], f"{first} is closed" in closed.out) == (opened, True)
        assert [] == json.loads(cicp("status", "--format", "json").out)["incidents"]
        assert ["known is recorded twice"] == [each["says"][:23] for each in findings(cicp)]
        assert ("closed", 0, "open") == (shown(cicp)["state"], cicp("incident", "reopen").code, shown(cicp)["state"])

    def test_a_new_one_beside_it(self, two: tuple[Cicp, str, str]) -> None:
        """A joined and closed pair is not one that is open: the next incident is the only one, and is meant without a name."""
        cicp, first, second = two
        cicp("incident", "join", first, second)
        cicp("incident", "close")

        declared = cicp("declare", "Water main burst", "--kind", "ois")

        assert ("--incident" in declared.out, 0) == (False, cicp("log", "Street closed").code)
        assert "Water main burst" == shown(cicp)["title"]

    def test_taken_back(self, two: tuple[Cicp, str, str]) -> None:
        """A link that was a mistake is struck: each is an incident of its own again."""
        cicp, first, second = two
        half = filed(cicp, "incident", "join", first, second)

        found = cicp("strike", half, "--why", "two shootings")

        assert f"{second} is an incident of its own again" in found.out
        assert [[], []] == [shown(cicp, each)["joined"] for each in (first, second)]
        assert 2 == cicp("next").code

    @pytest.mark.parametrize("place", [0, 1])
    def test_half_a_link(self, two: tuple[Cicp, str, str], plan: Path, place: int) -> None:
        """One half is enough; check names the missing one, and the command it proposes files that alone."""
        cicp, first, second = two
        cicp("incident", "join", first, second)
        lost = (first, second)[place]
        (half,) = (filing.id for filing in reading.read_log(Home(plan), lost).filings if filing.kind == "joined")
        (plan / "incidents" / lost / "log" / f"{half}.toml").unlink()
        missing = [each for each in findings(cicp) if "second half of the link is missing" in each["says"]]

        shown_before, code = shown(cicp)["joined"], cicp(*missing[0]["fix"].removeprefix("file it now: cicp ").split()).code

        assert ([second], 0) == (shown_before, code)
        assert [f"incidents/{lost}"] == [each["file"] for each in missing]
        assert [] == [each for each in findings(cicp) if "link" in each["says"]]
        assert [1, 1] == [sum(filing.kind == "joined" for filing in reading.read_log(Home(plan), each).filings) for each in (first, second)]

    def test_a_half_that_cannot_be_filed(self, two: tuple[Cicp, str, str], monkeypatch: Setting) -> None:
        """Where the second log cannot be written the first half stands, with a warning that names check."""
        cicp, first, second = two
        from cicp.errors import CannotWrite  # noqa: PLC0415
        from cicp.files import journal  # noqa: PLC0415

        file = journal.file

        def full(folder: Path, *rest: Any, **how: Any) -> Any:
            if second in str(folder):
                raise CannotWrite("not saved: the disk is full.")
            return file(folder, *rest, **how)

        monkeypatch.setattr(journal, "file", full)
        found = cicp("incident", "join", first, second)

        assert (0, True, [second]) == (found.code, "cicp check names the missing half" in found.err, shown(cicp)["joined"])

    def test_again(self, two: tuple[Cicp, str, str]) -> None:
        """Joined already, they are joined again with a warning, and nothing else changes."""
        cicp, first, second = two
        cicp("incident", "join", first, second)
        before = shown(cicp)["items"]

        found = cicp("incident", "join", second, first)

        assert (0, True, before) == (found.code, "are joined already" in found.err, shown(cicp)["items"])

    @pytest.mark.parametrize(("one", "other", "code"), [(0, 0, 2), (0, None, 4), (None, 1, 4)])
    def test_wrong_words(self, two: tuple[Cicp, str, str], one: int | None, other: int | None, code: int) -> None:
        """An incident is not joined with itself, nor with one that nobody declared."""
        cicp, *ids = two
        names = ["2026-01-01-ois-zzzzz" if place is None else ids[place] for place in (one, other)]

        assert code == cicp("incident", "join", *names).code

    def test_by_a_prefix(self, two: tuple[Cicp, str, str]) -> None:
        """Enough of each id is enough; what fits both is refused."""
        cicp, _, second = two

        assert [2, 0] == [cicp("incident", "join", "2026-11-20", second).code, cicp("incident", "join", "2026-11-20-oi", "2026-11-20-ot").code]

    def test_of_other_words(self, night: Cicp, plan: Path) -> None:
        """Declared under two editions, it runs on that of the first; a kind that only the other one has words for keeps its steps."""
        shutil.copyfile(plan / "playbooks" / "ois.toml", plan / "playbooks" / "flood.toml")
        flood = (plan / "playbooks" / "flood.toml").read_text(encoding="utf-8").replace('kind = "ois"', 'kind = "flood"').replace('\nid = "', '\nid = "flood-')
        (plan / "playbooks" / "flood.toml").write_text(flood, encoding="utf-8")
        night("declare", "Water in the street", "--kind", "flood")
        first, second = sorted(Home(plan).incident_ids(), key=lambda name: "ois" not in name)

        found = night("incident", "join", first, second)

        assert (0, True) == (found.code, f"{second} was declared under other words" in found.err)
        assert (["flood", "ois"], True) == (shown(night)["kinds"], any(each["id"].startswith("flood-") for each in shown(night)["items"]))

    def test_the_other_log_is_gone(self, two: tuple[Cicp, str, str], plan: Path) -> None:
        """Where the folder of one is gone the other goes on, with a warning, on what the docket repeats; every gate is shut."""
        cicp, first, second = two
        cicp("incident", "join", first, second)
        shutil.rmtree(plan / "incidents" / second)

        found = cicp("next")

        assert (0, True) == (found.code, "is not here yet" in found.err and "every gate counts as closed" in found.err)
        assert ([second], 6) == (shown(cicp)["joined"], cicp("verify").code)
        assert (0, 1) == (cicp("log", "going on").code, len(list((plan / "incidents").iterdir())))

    def test_a_damaged_half(self, two: tuple[Cicp, str, str], plan: Path) -> None:
        """A filing of the other log that was altered is named and gone without."""
        cicp, first, second = two
        entry = filed(cicp, "log", "north gate", "-i", second)
        cicp("incident", "join", first, second)
        path = plan / "incidents" / second / "log" / f"{entry}.toml"
        path.write_bytes(path.read_bytes().replace(b"north", b"south"))

        found = cicp("next")

        assert (0, True) == (found.code, f"{second}: {entry} is set aside" in found.err)
