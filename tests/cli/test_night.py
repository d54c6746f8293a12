"""The words of the night: they warn, they file, and what they say next is true."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cicp.cli.main import run
from tests.conftest import Result

Cicp = Callable[..., Result]


@pytest.fixture
def night(cicp: Cicp) -> Cicp:
    """Declare the incident of the example."""
    assert 0 == cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45").code
    return cicp


def _says(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("moment", ["2026-11-20T21:50:00-06:00", "2026-11-20T23:50:00-06:00", "2026-11-24T09:00:00-06:00"])
@pytest.mark.parametrize("shape", ["plain", "rich"])
def test_next_fits_one_screen(night: Cicp, monkeypatch: pytest.MonkeyPatch, moment: str, shape: str) -> None:
    """80 columns and 24 lines hold it, and the first line says what to do in under thirty words."""
    monkeypatch.setenv("CICP_NOW", moment)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    lines = night("next", "--format", shape).out.splitlines()

    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert len(lines[0].split()) < 30
    assert lines[0].startswith(("NOW, ", "LATE, "))


def test_next_can_end_with_1_when_something_is_late(night: Cicp) -> None:
    """`--exit-late` is for a watchdog; without it lateness is no error."""
    assert (0, 1) == (night("next").code, night("next", "--exit-late").code)


def test_done_tells_the_next_step(night: Cicp) -> None:
    """The receipt has id and digest, and names what comes next."""
    said = night("done", "verify", "--at", "21:46")
    values = json.loads(night("done", "notify-pio", "--format", "json").out)

    assert "next: Call the PIO and the Chief by voice (cicp done notify-pio)" in said.out
    assert ("cicp/filed/1", "done") == (values["schema"], values["kind"])


@pytest.mark.parametrize(("when", "late"), [("21:44", False), ("21:45", False), ("21:47", True)])
def test_done_late_says_so(night: Cicp, when: str, late: bool) -> None:  # noqa: FBT001  # a case
    """Whoever ticks a step learns at once that it was late, and by which time it was due; done in time, nothing is said."""
    said = night("done", "notify-pio", "--at", when).out

    assert late == ("  late: it was due Fri 20 Nov 21:45\n" in said)
    assert late == ("late" in said)


class TestAWait:
    """A time that has to pass before a thing may be done."""

    @pytest.fixture
    def billed(self, night: Cicp) -> Cicp:
        """Record that the fee of a request was billed."""
        assert 0 == night("fact", "fee-billed", "--about", "request-1", "--at", "21:48").code
        return night

    def _item(self, cicp: Cicp) -> dict[str, Any]:
        items = json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]
        return next(each for each in items if each["id"] == "fee-stale-request-1")

    def test_waits_for_its_moment(self, billed: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """Until then it waits, and says for which moment; from then on it is open, without a due."""
        before = self._item(billed)
        monkeypatch.setenv("CICP_NOW", "2027-02-19T00:00:00-06:00")
        after = self._item(billed)

        assert ("waiting", "Fri 19 Feb 2027 00:00", None) == (before["status"], before["waiting_for"], before["due"])
        assert ("open", None, None) == (after["status"], after["waiting_for"], after["due"])

    def test_before_its_moment(self, billed: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """Done before it is filed with a warning, and with what takes it back; done after it, there is none."""
        early = billed("done", "fee-stale-request-1", "--format", "json")
        entry = json.loads(early.out)["id"]

        assert "warning: fee-stale-request-1 may not be done before Fri 19 Feb 2027 00:00: it is filed as done before that.\n" in early.err
        assert f"hint: if it was not done: cicp strike {entry} --why REASON\n" in early.err
        assert 0 == billed("strike", entry, "--why", "too early").code
        monkeypatch.setenv("CICP_NOW", "2027-02-19T09:00:00-06:00")
        assert (0, "") == ((later := billed("done", "fee-stale-request-1")).code, later.err)


def test_next_asks_for_what_starts_the_clocks_of_a_kind(cicp: Cicp) -> None:
    """Facts peculiar to its kinds that nobody recorded are asked for, with the command, until they are."""
    cicp("declare", "Shots at the school", "--kind", "active-attack", "--occurred", "21:40", "--known", "21:45")
    first = " ".join(cicp("next").out.split())
    cicp("fact", "reunification", "--at", "21:49")
    then = " ".join(cicp("next").out.split())
    cicp("fact", "scene-resolved", "--at", "21:49", "--as", "ic")

    assert "Not recorded yet: reunification, scene-resolved. As soon as it is known: cicp fact reunification --at TIME" in first
    assert "Not recorded yet: scene-resolved. As soon as it is known: cicp fact scene-resolved --at TIME" in then
    assert "Not recorded yet" not in cicp("next").out


def test_next_has_its_first_item_in_every_shape(night: Cicp) -> None:
    """A spreadsheet gets the first item as a row like the others; a reader gets it in lines of its own, once."""
    items = [each["id"] for each in json.loads(night("next", "--format", "json").out)["items"]]
    rows = list(csv.reader(io.StringIO(night("next", "--format", "csv").out)))

    assert items[: len(rows) - 1] == [row[3].partition(" - ")[0] for row in rows[1:]]
    for shape in ("plain", "rich", "markdown"):
        page = night("next", "--format", shape).out.replace("\\", "")
        assert (1, True) == (page.count("Verify with two sources"), "Then: cicp done verify" in page)


def test_next_shows_a_repeated_step_once(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of updates that are late three times over the first stands for all: seven lines are for seven things."""
    monkeypatch.setenv("CICP_NOW", "2026-11-23T12:00:00-06:00")
    for each in json.loads(night("incident", "timeline", "--format", "json").out)["items"]:
        if each["status"] in ("late", "due-soon", "open") and not each["id"].startswith("update-"):
            night("skip", each["id"], "--why", "not this time")
    late = [each["id"] for each in json.loads(night("incident", "timeline", "--format", "json").out)["items"] if each["status"] == "late"]

    assert ["update-1", "update-2", "update-3"] == late[:3]
    assert ["update-1"] == [each["id"] for each in json.loads(night("next", "--format", "json").out)["items"] if each["id"].startswith("update-")]


def test_done_twice_is_filed_twice_and_the_earlier_counts(night: Cicp) -> None:
    """A second tick is warned of and changes nothing."""
    night("done", "verify", "--at", "21:46")
    said = night("done", "verify", "--at", "21:49")

    first = next(entry["id"] for entry in json.loads(night("incident", "show", "--format", "json").out)["log"] if entry["kind"] == "done")
    assert "verify was done already" in said.err
    assert f"hint: if that was a mistake: cicp strike {first} --why REASON\n" in said.err
    items = {item["id"]: item for item in json.loads(night("incident", "checklist", "--format", "json").out)["items"]}
    assert "2026-11-20T21:46:00-06:00" == items["verify"]["done_at"]


def test_what_the_declaration_did_is_not_to_be_struck(night: Cicp) -> None:
    """A second tick of what the declaration did proposes no strike: a declaration cannot be struck."""
    said = night("done", "open-log")

    assert ("open-log was done already" in said.err, "strike" in said.err) == (True, False)


def test_a_tick_from_before_it_occurred_is_doubted(night: Cicp) -> None:
    """`--at 21:55` at ten to ten is the evening before: the tick is filed, and the strike that is proposed takes it back."""
    said = night("done", "verify", "--at", "21:55")

    assert 0 == said.code
    assert "warning: by this verify was done before it occurred, Thu 19 Nov 21:55." in said.err
    assert f"hint: if the day is wrong: cicp strike {said.out[:10]} --why REASON, and tick it again with its date" in said.err
    assert 0 == night("strike", said.out[:10], "--why", "the wrong day").code
    assert "" == night("done", "verify", "--at", "21:46").err


def test_done_names_a_repeated_step_by_its_first_open_occurrence(night: Cicp) -> None:
    """`done update` is update-1, then update-2."""
    night("done", "update")
    night("done", "update")

    done = [item["id"] for item in json.loads(night("incident", "checklist", "--format", "json").out)["items"] if item["status"].startswith("done")]
    assert {"update-1", "update-2", "open-log"} == set(done)


def test_a_step_that_records_a_fact_says_whether_it_counts(night: Cicp) -> None:
    """The threat assessment is a fact when the chief ticks it, and counts as unconfirmed when another does."""
    assert "records the fact threat-assessed (counts as unconfirmed: only chief may confirm it, with --as)" in " ".join(
        night("done", "threat-assessment").out.split()
    )
    assert "records the fact threat-assessed" in night("done", "threat-assessment-2", "--as", "chief").out


def test_words_come_from_standard_input(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads a long text; bytes that are no text, and no words at all, are refused."""
    _says(monkeypatch, "Two reporters\nat the north gate — really\n".encode())
    assert 0 == night("log", "-").code
    _says(monkeypatch, b"\xff\xfe\x00")
    assert 2 == night("log", "-").code
    _says(monkeypatch, b" \n")
    assert 2 == night("log", "-").code
    _says(monkeypatch, b"x" * 300_000)
    assert 2 == night("log", "-").code
    _says(monkeypatch, b"evidence unit does it\0")
    assert 0 == night("skip", "save-posts", "--why", "-").code

    log = json.loads(night("incident", "show", "--format", "json").out)["log"]
    assert ["Two reporters\nat the north gate — really", "Skipped: save-posts: evidence unit does it\0"] == [entry["text"] for entry in log[1:]]


def test_an_entry_has_three_times(night: Cicp) -> None:
    """It happened, the city learned of it, it was recorded."""
    night("log", "The officer's family was told", "--at", "21:44", "--learned", "-2m")

    entry = json.loads(night("incident", "show", "--format", "json").out)["log"][-1]
    assert ["21:44", "21:48", "21:50"] == [entry[key][11:16] for key in ("at", "learned_at", "filed_at")]


def test_a_free_fact_is_kept_with_a_warning(night: Cicp) -> None:
    """A name the plan does not know starts nothing and is recorded."""
    said = night("fact", "next-of-kin-notifed", "--about", "deceased-1")

    assert 0 == said.code
    assert 'did you mean "next-of-kin-notified"?' in said.err


def test_a_fact_says_which_clocks_it_started(night: Cicp) -> None:
    """The death starts the clock to the medical examiner; a second person starts a second one."""
    first = night("fact", "died", "--about", "deceased-1", "--at", "21:48", "--as", "ic")
    second = night("fact", "died", "--about", "deceased-2", "--at", "21:49", "--as", "ic")

    assert "examiner-notice-deceased-1 is due Fri 20 Nov 22:03" in first.out
    assert "examiner-notice-deceased-2 is due Fri 20 Nov 22:04" in second.out
    assert "deceased-1" not in second.out


def test_an_unconfirmed_fact_starts_nothing(night: Cicp) -> None:
    """Said and not confirmed: recorded, and every clock as it was."""
    said = night("fact", "died", "--about", "deceased-1", "--unconfirmed", "--text", "a bystander says so")

    assert "is due" not in said.out
    assert "deceased" not in " ".join(item["id"] for item in json.loads(night("incident", "timeline", "--format", "json").out)["items"])


def test_closing_names_what_is_left_and_reopening_undoes_it(night: Cicp) -> None:
    """A closed incident is still the one meant when none is open; both logs tell of both moves."""
    closed = night("incident", "close", "--why", "handed over")
    again = night("incident", "close")
    still = night("log", "a late entry")
    reopened = night("incident", "reopen")

    assert [0, 0, 0, 0] == [closed.code, again.code, still.code, reopened.code]
    assert "steps are not finished" in closed.err
    assert (1, True, "") == (again.err.count("warning:"), "is closed already; this is filed again" in again.err, reopened.err)
    assert "open" == json.loads(night("incident", "show", "--format", "json").out)["state"]
    assert ["incident-declared", "incident-closed", "incident-closed", "incident-reopened"] == [
        filing["kind"] for filing in json.loads(night("docket", "--format", "json").out)["filings"] if filing["kind"].startswith("incident-")
    ]


def test_reopening_what_is_open_is_filed_with_one_warning(night: Cicp) -> None:
    """A move that makes no difference says so once."""
    again = night("incident", "reopen")

    assert (0, 1, True) == (again.code, again.err.count("warning:"), "is open already; this is filed again" in again.err)


def test_what_must_be_said_is_shown_with_its_step(night: Cicp) -> None:
    """What the base playbook and the overlay want said stands with the step, wherever it is read; on the one screen as much as two lines hold."""
    pages = [
        " ".join(night("incident", verb, "--format", shape).out.split()) for verb, shape in (("checklist", "plain"), ("timeline", "rich"), ("paper", "plain"))
    ]
    for step in ("verify", "notify-pio"):
        night("done", step, "--at", "21:50")
    alert = night("next").out

    said = "say: what is known, and as of when; what is not yet known;"
    assert [True] * 3 == [said in page and "that an officer fired; the officer is the subject of the sentence" in page for page in pages]
    assert "  say: the hazard, named; where; from when until when; who says so; what to do\n    now\n" in alert


def test_status_counts_open_incidents(night: Cicp) -> None:
    """Status names the open incident with its command, and the heads to keep."""
    values = json.loads(night("status", "--format", "json").out)

    assert ["schema", "now", "city", "stage", "edition_in_force", "next", "incidents", "heads", "line"] == list(values)
    assert ("draft", None, 1) == (values["stage"], values["edition_in_force"], len(values["incidents"]))
    assert values["next"][0]["command"].startswith("cicp next --incident 2026-11-20-ois-")
    assert values["line"].startswith("Status (as of 20 November 2026): The plan is being drafted.")


@pytest.mark.parametrize("words", [("log", "x", "--at", ""), ("fact", "occurred", "--at", ""), ("log", "x", "--learned", " "), ("fact", "")], ids=range(4))
def test_what_is_empty_is_no_time_and_no_name(night: Cicp, words: tuple[str, ...]) -> None:
    """A variable that was not set must not become 'now', nor a fact without a name."""
    assert 2 == night(*words).code


def test_a_fact_that_cannot_be_right_is_doubted_and_filed(night: Cicp) -> None:
    """Occurred after known, known before occurred, a name as an id, a person not said: each is warned of."""
    warning = "warning: by this known was before occurred, which cannot be; until it is mended clocks count from the earlier.\n"
    says = f"{warning}hint: correct the one that is wrong: "
    mend = {"occurred": "cicp fact occurred --at TIME, or cicp fact known --at TIME\n", "known": "cicp fact known --at TIME, or cicp fact occurred --at TIME\n"}

    assert says + mend["occurred"] == night("fact", "occurred", "--at", "21:49").err
    assert says + mend["known"] == night("fact", "known", "--at", "21:20").err
    assert '"j-smith" is not the id of a deceased' in night("fact", "died", "--about", "j-smith").err
    assert "nothing says which request this is about" in night("fact", "request-received").err
    assert "" == night("fact", "died", "--about", "deceased-2").err


def test_a_withdrawal_and_a_strike_say_which_clocks_moved(night: Cicp) -> None:
    """Whatever moves or stops a clock says so at once, with what it was before."""
    corrected = night("fact", "occurred", "--at", "21:35")
    struck = night("strike", corrected.out[:10], "--why", "misread")
    died = night("fact", "died", "--about", "deceased-1", "--at", "21:48")
    withdrawn = night("fact", "died", "--about", "deceased-1", "--withdraw")

    assert "threat-assessment-1 is due Fri 20 Nov 23:35 (was Fri 20 Nov 23:40)" in corrected.out
    assert "threat-assessment-1 is due Fri 20 Nov 23:40 (was Fri 20 Nov 23:35)" in struck.out
    assert "examiner-notice-deceased-1 is due Fri 20 Nov 22:03" in died.out
    assert "examiner-notice-deceased-1 has no due any more (was Fri 20 Nov 22:03)" in " ".join(withdrawn.out.split())


def test_skipping_what_is_done_changes_nothing_and_says_so(night: Cicp) -> None:
    """A wrong tick is taken back by a strike; skipping leaves it done."""
    night("done", "verify", "--at", "21:46")
    said = night("skip", "verify", "--why", "ticked by mistake")

    assert 0 == said.code
    assert "skipping it changes nothing" in said.err


def test_an_entry_in_a_closed_incident_is_filed_with_a_warning(night: Cicp) -> None:
    """Months later a forgotten `declare` must not go unseen."""
    night("incident", "close")
    said = night("log", "Shots at the garage")

    assert 0 == said.code
    assert "Shooting at Shaw Park (2026-11-20-ois-" in said.err
    assert "is closed" in said.err


def test_with_two_incidents_open_every_command_that_is_proposed_works(night: Cicp) -> None:
    """The hint has ids and titles, and what `declare` and `next` propose names the incident."""
    declared = night("declare", "Water main burst", "--occurred", "21:48")
    several = night("incident", "checklist")
    name = declared.out.splitlines()[1].split(" - ")[0]
    shown = night("next", "--incident", name)

    assert declared.out.rstrip().endswith(f"cicp done verify --incident {name}")
    assert 2 == several.code
    assert f"--incident {name}   Water main burst" in several.err
    assert f"cicp incident checklist --incident {name}" in " ".join(shown.out.split())
    assert [0, 0] == [night("incident", "checklist", "--incident", name).code, night("done", "verify", "--incident", name).code]


def test_next_names_what_is_late_and_held_up(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of what can be done must not hide that the holding statement is late."""
    for step in ("monitoring", "staging-area", "media-request", "legal-hold", "first-calls", "release-authority", "request-register", "command-briefing"):
        night("done", step)
    monkeypatch.setenv("CICP_NOW", "2026-11-20T23:30:00-06:00")

    assert "LATE too, held up by what comes before: " in night("next").out
    assert "holding-statement" in night("next").out


def test_an_incident_whose_log_is_gone_runs_on_what_the_docket_repeats(night: Cicp, plan: Path) -> None:
    """With its only filing lost, the incident is still open, still shown, and takes entries."""
    for filing in (plan / "incidents").rglob("log/*.toml"):
        filing.unlink()
    shown = night("next")
    logged = night("log", "still here")

    assert [0, 0, 0] == [shown.code, logged.code, night("incident", "list").code]
    assert "notify-pio" in shown.out
    assert logged.out.startswith("0002-")
    assert 1 == len(json.loads(night("status", "--format", "json").out)["incidents"])
    assert 6 == night("verify").code


@pytest.mark.usefixtures("night")
def test_a_plan_that_lost_its_plan_toml_is_still_found(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the folder, the docket beside the text tells where the plan is."""
    (plan / "plan.toml").unlink()
    monkeypatch.chdir(plan / "text")

    assert [0, 0, 0] == [run(["next"]), run(["log", "x"]), run(["docket"])]
    assert 5 == run(["status"])


def test_standard_input_that_is_closed_is_empty(night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """`cicp log - <&-` is refused like any empty entry."""
    monkeypatch.setattr(sys, "stdin", None)

    assert 2 == night("log", "-").code
