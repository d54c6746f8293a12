"""The grammar: options before the noun and after the verb, formats, exit codes, and the last door."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cicp.cli import desk, main
from cicp.cli.main import run
from tests.conftest import Result

Cicp = Callable[..., Result]


def test_the_later_option_wins_over_the_earlier_and_both_over_the_environment(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--as` after the verb beats `--as` before the noun, which beats CICP_AS."""
    cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
    monkeypatch.setenv("CICP_AS", "mayor")
    cicp("log", "by the environment")
    cicp("--as", "chief", "log", "before the noun")
    cicp("--as", "chief", "log", "after the verb", "--as", "ic")

    log = json.loads(cicp("incident", "show", "--format", "json").out)["log"]
    assert ["pio", "mayor", "chief", "ic"] == [entry["filed_by"] for entry in log]


def test_the_plan_is_found_from_the_environment_and_from_where_one_stands(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """CICP_PLAN names the folder; else the nearest with a plan.toml; else the only one under plans/."""
    for folder, environment in ((plan.parent, str(plan)), (plan / "text", ""), (plan, "")):
        monkeypatch.chdir(folder)
        monkeypatch.setenv("CICP_PLAN", environment)
        assert 0 == run(["status"])
    (plan.parent / "plans").mkdir()
    plan.rename(plan.parent / "plans" / "clayton")
    monkeypatch.chdir(plan.parent)
    assert 0 == run(["status"])
    assert 4 == capsys.readouterr().out.count("Stage: draft")


def test_no_plan_and_several_plans_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No plan anywhere is 4; several under plans/ is 2, naming each; a folder that is none is 4."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CICP_PLAN", raising=False)
    assert 4 == run(["status"])
    assert 4 == run(["-p", str(tmp_path), "status"])
    for name in ("one", "two"):
        (tmp_path / "plans" / name).mkdir(parents=True)
        (tmp_path / "plans" / name / "plan.toml").touch()
    assert 2 == run(["status"])
    assert "cicp -p plans/one … or cicp -p plans/two …" in capsys.readouterr().err


@pytest.mark.parametrize("shape", ["rich", "plain", "json", "markdown", "csv"])
@pytest.mark.parametrize("words", [("status",), ("docket",), ("docket", "show", "2"), ("verify",), ("check",), ("incident", "list")], ids=" ".join)
def test_every_answer_comes_in_every_format(cicp: Cicp, words: tuple[str, ...], shape: str) -> None:
    """`--format` stands after the verb of every command that shows something."""
    said = cicp(*words, "--format", shape)

    assert (0, "") == (said.code, said.err)
    assert said.out or words == ("check",) or (shape == "csv" and words[0] in ("status", "incident", "docket"))


def test_a_format_that_there_is_not_is_refused_in_plain_words(cicp: Cicp) -> None:
    """Those that there are stand in the message, and nothing of what reads the options."""
    result = cicp("law", "list", "--format", "x")

    assert 2 == result.code
    assert "error: Invalid value for '--format': 'x' is not one of 'rich', 'plain', 'json', 'markdown', 'csv'.\n" in result.err


@pytest.mark.parametrize(
    "words",
    [("status",), ("docket",), ("verify",), ("check",), ("next",), ("incident", "show"), ("incident", "checklist"), ("incident", "timeline")],
    ids=" ".join,
)
def test_json_has_its_schema_and_the_moment(cicp: Cicp, words: tuple[str, ...]) -> None:
    """Every object says what it is and when it was asked, in city time, and gives away no path."""
    cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
    said = cicp(*words, "--format", "json")
    values = json.loads(said.out)

    noun = {"show": "incident"}.get(words[-1], words[-1])
    assert (f"cicp/{noun}/1", "2026-11-20T21:50:00-06:00") == (values["schema"], values["now"])
    assert "/clayton" not in said.out


def test_items_have_the_promised_keys(cicp: Cicp) -> None:
    """A timeline item has every key of the promise, and only those."""
    cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
    items = json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]
    promised = "id title type role clause cite anchor due effective_due status waiting_for blocked_by done_at late_by_minutes earlier explain"

    assert {tuple(promised.split(" "))} == {tuple(item) for item in items}
    assert all(item["explain"] for item in items if item["due"])


@pytest.mark.parametrize("words", [(), ("--help",), ("incident",), ("declare", "--help"), ("incident", "--help"), ("--version",)], ids=" ".join)
def test_help_is_there_for_whoever_asks(cicp: Cicp, words: tuple[str, ...]) -> None:
    """Help and version answer, and no noun alone is a crash."""
    said = cicp(*words)

    assert said.code in (0, 2)
    assert "Usage: cicp" in said.out + said.err or said.out.startswith("cicp ") or "Missing command" in said.err


def test_a_fault_of_ours_tells_nobody_anything(cicp: Cicp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What no one foresaw is one sentence and exit 70; the saved traceback holds no word that was typed or read."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    def fail(*_: object) -> None:
        raise RuntimeError("Resident A, 555-0142")

    monkeypatch.setattr(desk.Desk, "read_plan", fail)
    said = cicp("status")
    saved = "".join(file.read_text() for file in tmp_path.glob("cicp-traceback-*.txt"))

    assert 70 == said.code
    assert 1 == len(said.err.splitlines())
    assert "RuntimeError" in saved
    assert "Resident" not in said.out + said.err + saved


def test_an_interruption_is_130(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and one sentence."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk.Desk, "read_plan", interrupt)

    assert 130 == cicp("status").code


def _process(plan: Path, *words: str, **options: object) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "COVERAGE_PROCESS_START": ""}
    return subprocess.run([sys.executable, "-m", "cicp", "-p", str(plan), *words], text=True, env=environment, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_answer_is_no_success(plan: Path) -> None:
    """An answer that could not be written ends with 7."""
    with Path("/dev/full").open("w") as full:
        ended = _process(plan, "docket", stdout=full, stderr=subprocess.PIPE)

    assert 7 == ended.returncode
    assert "could not be written" in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_answer_lost_after_filing_says_what_is_filed(plan: Path) -> None:
    """What is on disk is not called unsaved: exit 8, and the id to look for before repeating it."""
    with Path("/dev/full").open("w") as full:
        ended = _process(plan, "declare", "Shooting at Shaw Park", "--kind", "ois", stdout=full, stderr=subprocess.PIPE)

    assert 8 == ended.returncode
    assert "is filed." in ended.stderr
    assert 1 == len(list((plan / "incidents").iterdir()))


def test_a_closed_output_stops_no_filing(plan: Path) -> None:
    """With standard output closed from the start the entry is filed all the same."""
    command = [sys.executable, "-m", "cicp", "-p", str(plan), "declare", "Shooting at Shaw Park", "--kind", "ois"]
    ended = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], stderr=subprocess.PIPE, text=True, check=False)

    assert 0 == ended.returncode, ended.stderr
    assert 1 == len(list((plan / "incidents").iterdir()))


def test_a_reader_who_leaves_is_no_error(plan: Path) -> None:
    """`cicp docket | head -0` says nothing on standard error."""
    reader, writer = os.pipe()
    os.close(reader)
    ended = _process(plan, "docket", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)

    assert (0, "") == (ended.returncode, ended.stderr)


def test_a_terminal_without_unicode_is_answered(plan: Path) -> None:
    """Under an ASCII locale nothing crashes; what cannot be shown is spelled out."""
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "cicp", "-p", str(plan)]
    declared = subprocess.run([*command, "declare", "Caf\u00e9 fire"], env=plain, capture_output=True, text=True, check=False)
    shown = subprocess.run([*command, "incident", "show"], env=plain, capture_output=True, text=True, check=False)

    assert (0, 0) == (declared.returncode, shown.returncode)
    assert "Traceback" not in declared.stderr + shown.stderr


def test_bytes_that_are_no_text_are_refused(plan: Path) -> None:
    """An argument that is not UTF-8 is refused with 2, and nothing is filed."""
    ended = subprocess.run([sys.executable.encode(), b"-m", b"cicp", b"-p", str(plan).encode(), b"declare", b"\xff\xfe"], capture_output=True, check=False)

    assert 2 == ended.returncode
    assert not (plan / "incidents").exists()


def test_only_the_nouns_that_are_named_are_loaded(plan: Path) -> None:
    """`next` loads neither the record's commands nor Rich nor the lock."""
    code = "import sys; from cicp.cli.main import run; run(sys.argv[1:])\n"
    code += "print(sorted(m for m in sys.modules if m in {'rich', 'filelock', 'cicp.cli.record', 'cicp.cli.demo'}), file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", code, "-p", str(plan), "next"], capture_output=True, text=True, check=False)

    assert "[]" == ended.stderr.splitlines()[-1]


def test_every_noun_has_its_module() -> None:
    """The table of first words has every noun of the road, of the night and of the law, and no other."""
    road = {"new", "status", "check", "group", "draft", "section", "comment", "sign", "plan", "schema", "docket", "verify", "strike", "demo"}
    night = {"declare", "next", "done", "skip", "log", "fact", "incident"}
    law = {"due", "calendar", "kind", "law"}

    assert road | night | law == set(main.NOUNS)
