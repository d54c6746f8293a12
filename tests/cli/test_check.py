"""`cicp check` on the command line: each thing is said once, and the words are held against what was frozen of them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Result
from tests.road import Said, Town

EXCERPT = '   14 | ask = "When did it happen? '


@pytest.fixture
def broken(plan: Path) -> Path:
    """The example plan with one key of facts.toml misspelt."""
    facts = plan / "facts.toml"
    facts.write_text(facts.read_text(encoding="utf-8").replace('asks = "When did it happen?', 'ask = "When did it happen?'), encoding="utf-8")
    return plan


def played(plan: Path, *words: str, aside: int = subprocess.STDOUT) -> Result:
    """Give the command in a process of its own; where nothing else is asked, both streams go to one place."""
    command = [sys.executable, "-m", "cicp", "-p", str(plan), "check", *words]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=aside, check=False, encoding="utf-8")
    return Result(ended.returncode, ended.stdout, ended.stderr or "")


class TestOnce:
    def test_both_streams_in_one_place(self, broken: Path) -> None:
        """Who reads both streams, at a terminal or in a log, reads each error once: in full, with its line."""
        found = played(broken)

        assert (5, 1, 1) == (found.code, found.out.count('"ask" is not a key of [[fact]].'), found.out.count('did you mean "asks"?'))
        assert EXCERPT in found.out

    def test_a_note_beside_an_error(self, broken: Path) -> None:
        """What is no fault of a file follows in the answer."""
        (broken / "text" / ".tmp-0123456789ab").touch()
        found = played(broken)

        assert (5, 1) == (found.code, found.out.count("note     text/.tmp-0123456789ab: "))

    @pytest.mark.parametrize("shape", ["json", "csv"])
    def test_for_a_program(self, shape: str, broken: Path) -> None:
        """An answer for a program is whole and alone, also where both streams come together."""
        assert played(broken, "--format", shape) == played(broken, "--format", shape, aside=subprocess.DEVNULL)

    def test_each_stream_by_itself(self, broken: Path) -> None:
        """Who keeps the answer and watches standard error has all in each: the finding in the answer, the error with its line aside."""
        found = played(broken, aside=subprocess.PIPE)

        assert (5, True, True) == (found.code, '"ask" is not a key of [[fact]].' in found.out, EXCERPT in found.err)
        assert EXCERPT not in found.out

    @pytest.mark.parametrize("close", ["1", "2"])
    def test_a_closed_stream(self, close: str, broken: Path) -> None:
        """Whoever closed one of them reads the other, and the exit code stays."""
        command = f'"{sys.executable}" -m cicp -p "{broken}" check {close}>&-'
        ended = subprocess.run(["sh", "-c", command], capture_output=True, check=False, encoding="utf-8")

        assert (5, True) == (ended.returncode, '"ask" is not a key of [[fact]].' in ended.stdout + ended.stderr)


class TestSigning:
    def test_a_threshold_out_of_reach_opens_no_comment(self, standing_at: Callable[[str], Town]) -> None:
        """More signatures than signatories: `check` points at the line, and the public is not asked to comment on what can never be in force."""
        town = standing_at("draft")
        plan = town.plan / "plan.toml"
        plan.write_text(plan.read_text(encoding="utf-8").replace("threshold = 3", "threshold = 5"), encoding="utf-8")
        found = town.play("check", "roles")
        refused = town.play("comment", "open")

        assert (5, True, True) == (found.code, "| threshold = 5\n" in found.err, "write threshold = 3 or less" in found.err)
        assert (3, True) == (refused.code, "5 signatures are asked for, and 3 can sign: the plan could never be in force." in refused.err)


def change(town: Town, path: str = "text/01-calls.toml", old: str = "People come first.", new: str = "People come last.") -> None:
    file = town.plan / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def findings(said: Said) -> list[dict[str, Any]]:
    return list(json.loads(said.out)["findings"])


def words(town: Town) -> tuple[int, list[tuple[str, str, str]]]:
    """How `check words` ends, and each finding by its level, file and sentence."""
    said = town.play("check", "words", "--format", "json")
    return said.code, [(each["level"], each["file"], each["says"]) for each in findings(said)]


class TestWords:
    @pytest.mark.parametrize(
        "place", ["begun", "draft", "window open", "circulated", "in force", "review", "amendment, draft", "amendment, circulated", "retired"]
    )
    def test_as_they_should_be(self, place: str, standing_at: Callable[[str], Town]) -> None:
        """On the whole road nothing is said of words that are as they were frozen, or that are being written."""
        assert (0, []) == words(standing_at(place))

    @pytest.mark.parametrize("place", ["draft", "window open", "amendment, draft", "retired"])
    def test_while_they_are_written(self, place: str, standing_at: Callable[[str], Town]) -> None:
        """Drafting changes words; that is what it is for."""
        town = standing_at(place)
        change(town, "text/02-words.toml", "so that people", "that people")

        assert (0, []) == words(town)

    @pytest.mark.parametrize("place", ["in force", "review"])
    def test_changed_in_force(self, place: str, standing_at: Callable[[str], Town]) -> None:
        """A clause that was changed while the plan is in force is a note at its file; copied back from the edition, silence returns."""
        town = standing_at(place)
        change(town)
        says = "the words are not those in force: the clause calls.care was changed. An incident runs on those in force."
        found = words(town)
        (fix,) = (each["fix"] for each in findings(town.play("check", "words", "--format", "json")))
        edition = town.plan / fix.split()[3].rstrip(";")
        (town.plan / "text/01-calls.toml").write_bytes((edition / "text/01-calls.toml").read_bytes())

        assert ((0, [("note", "text/01-calls.toml", says)]), (0, [])) == (found, words(town))

    def test_a_file_in_force(self, standing_at: Callable[[str], Town]) -> None:
        """So is a file without clauses, and a section that is gone; what is never frozen may change."""
        town = standing_at("in force")
        change(town, "directory.toml", "314-555-0101", "314-555-0111")
        living = words(town)
        change(town, "playbooks/base.toml", "Open the log", "Open a log")
        book = words(town)
        (town.plan / "text/02-words.toml").unlink()
        change(town, "statements/holding.toml", "words.plain", "calls.care")

        assert (0, []) == living
        assert (0, [("note", "playbooks/base.toml", "the words are not those in force: playbooks/base.toml. An incident runs on those in force.")]) == book
        assert [("note", "text", "the words are not those in force: the clause words.plain is gone. An incident runs on those in force.")] == words(town)[1]

    def test_an_amendment_is_the_other_way_out(self, standing_at: Callable[[str], Town]) -> None:
        """The commands that the note names lead to where the words may differ."""
        town = standing_at("in force")
        change(town)
        for move in ("review", "amend"):
            town.do("plan", move, "--why", "it is time")

        assert (0, []) == words(town)

    def test_changed_while_it_is_signed(self, standing_at: Callable[[str], Town]) -> None:
        """After circulation it is an error: no signature can be recorded. Recalling, which the finding names, ends it."""
        town = standing_at("one signed")
        change(town)
        code, found = words(town)
        refused = town.play("sign", "record", "chief", "--instrument", "Resolution 2026-14")
        town.do("sign", "recall", "--why", "a word was wrong")

        says = "the words are not those that were circulated for signature: the clause calls.care was changed. No signature can be recorded."
        assert (1, [("error", "text/01-calls.toml", says)], 3) == (code, found, refused.code)
        assert (0, []) == words(town)

    def test_an_edition_that_is_damaged(self, standing_at: Callable[[str], Town]) -> None:
        """Against an edition that is not as it was frozen nothing can be held, and that is said: silence would pass for a finding of nothing."""
        town = standing_at("in force")
        for table in (town.plan / "editions").glob("*/edition.toml"):
            table.write_bytes(table.read_bytes() + b"# more\n")

        assert (0, [("note", "editions", "the words cannot be held against it: this edition is not here as it was frozen.")]) == words(town)

    def test_words_that_do_not_read(self, standing_at: Callable[[str], Town]) -> None:
        """A file that does not read is named first, and nothing is held against the edition until it does."""
        town = standing_at("in force")
        change(town, "facts.toml", "asks", "ask")
        said = town.play("check", "words", "--format", "json")

        assert (5, {"files"}) == (said.code, {each["id"] for each in findings(said)})


class TestUpkeep:
    @pytest.mark.parametrize(
        ("now", "told"),
        [
            ("2026-11-20T21:50:00-06:00", []),
            ("2027-09-30T23:59:59-05:00", []),
            ("2027-10-01T00:00:00-05:00", [("calendar", "calendar.toml", None)]),
            ("2027-11-22T23:59:59-06:00", [("calendar", "calendar.toml", None)]),
            ("2027-11-23T00:00:00-06:00", [("calendar", "calendar.toml", None), ("law", "law.toml", 25)]),
        ],
    )
    def test_notes_come_with_time(
        self, now: str, told: list[tuple[str, str, int | None]], cicp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The example plan left alone: in its second October its calendar ends, a year after the law was read it is to be read again; exit 0."""
        monkeypatch.setenv("CICP_NOW", now)
        found = cicp("check", "--format", "json")

        assert (0, told) == (found.code, [(each["id"], each["file"], each["line"]) for each in json.loads(found.out)["findings"]])

    def test_a_new_plan(self, tmp_path: Path, cicp: Callable[..., Result]) -> None:
        """A new plan knows no hours and no closure day, and is told so for this year and in November for the next, with who counts on and who refuses."""
        folder = str(tmp_path / "riverton")
        assert 0 == cicp("new", folder, "--city", "City of Riverton", "--state", "MO", "--timezone", "America/Chicago").code
        found = cicp("check", "calendar", "-p", folder, "--format", "json")

        unset = "the clocks of an incident count every weekday as open; cicp due and cicp comment open refuse."
        assert [
            "nobody has said when the hall opens and closes on an open day.",
            *(f"the closure days of {year} are not set: {unset}" for year in (2026, 2027)),
        ] == [each["says"] for each in json.loads(found.out)["findings"]]
        assert 0 == found.code


def test_the_docket_is_named_once(cicp: Callable[..., Result], plan: Path) -> None:
    """A damaged record is told with its log in front, once."""
    last = max((plan / "docket").glob("*.toml"))
    last.write_bytes(last.read_bytes() + os.linesep.encode())
    said = " ".join(cicp("check", "record").out.split())

    assert f"error docket: {last.stem} is set aside: " in said
