"""`cicp schema`: what a TOML editor has to know, printed for a program or laid into the plan's folder."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cicp.cli.main import run
from cicp.files import schemas
from cicp.files.schemas import KINDS

NAMES = ["plan", "section", "playbook", "statement", "facts", "gates", "law", "calendar", "directory", "recommendations"]


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that has no plan in it, above it, or under plans/."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CICP_PLAN", raising=False)
    monkeypatch.setenv("CICP_NOW", "2026-11-20T21:50:00-06:00")
    return folder


class TestPrinted:
    """A schema on standard output is for a program."""

    @pytest.mark.parametrize("kind", NAMES)
    def test_it_is_json_alone_and_needs_no_plan(self, kind: str, nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """`cicp schema KIND` prints the schema and nothing else, anywhere."""
        code = run(["schema", kind])
        said = capsys.readouterr()

        assert (0, "") == (code, said.err)
        assert schemas.text_of(KINDS[kind]) == said.out
        assert "http://json-schema.org/draft-07/schema#" == json.loads(said.out)["$schema"]
        assert [] == list(nowhere.iterdir())

    @pytest.mark.parametrize("shape", ["plain", "rich", "json", "markdown", "csv"])
    def test_it_is_the_same_in_every_format(self, shape: str, cicp: Callable[..., Any]) -> None:
        """A program that asks for it need not know what a terminal does to it."""
        assert schemas.text_of(KINDS["law"]) == cicp("schema", "law", "--format", shape).out

    def test_an_unknown_kind_is_refused_with_the_nearest(self, cicp: Callable[..., Any]) -> None:
        """`cicp schema playbooks` ends with 4 and names `playbook`; a word like none of them gets the list."""
        near, far = cicp("schema", "playbooks"), cicp("schema", "zzz", "--write")

        assert (4, "") == (near.code, near.out)
        assert 'there is no kind of file "playbooks".' in near.err
        assert 'did you mean "playbook"?' in near.err
        assert (4, f"hint: the kinds are: {', '.join(NAMES)}") == (far.code, far.err.splitlines()[-1])


class TestListed:
    """Without a kind, the kinds are listed."""

    def test_each_kind_with_its_files_and_its_schema(self, plan: Path, cicp: Callable[..., Any]) -> None:
        """Every kind, the files of a plan that are of it, where its schema lies, and how it stands with it."""
        (plan / "schema/law.json").write_text("{}", encoding="utf-8")
        (plan / "schema/gates.json").unlink()
        lines = cicp("schema").out.splitlines()

        assert NAMES == [line.split()[0] for line in lines[1:11]]
        assert ["section", "text/*.toml", "schema/section.json", "fresh"] == lines[2].split()
        assert [["stale"], ["not", "written"]] == [line.split()[3:] for line in lines if line.startswith(("law", "gates"))][::-1]

    def test_for_a_program(self, cicp: Callable[..., Any]) -> None:
        """In JSON the same, and with it the line by which a file names its schema to an editor."""
        says = json.loads(cicp("schema", "--format", "json").out)

        assert ("cicp/schema/1", "2026-11-20T21:50:00-06:00") == (says["schema"], says["now"])
        assert NAMES == [each["kind"] for each in says["kinds"]]
        assert {
            "kind": "playbook",
            "files": "playbooks/*.toml",
            "file": "schema/playbook.json",
            "directive": "#:schema ../schema/playbook.json",
            "state": "fresh",
        } == says["kinds"][2]
        assert "#:schema ./schema/plan.json" == says["kinds"][0]["directive"]

    def test_the_kinds_are_the_same_where_there_is_no_plan(self, nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Without a plan, or with several to choose from, the kinds are listed, and nothing is said of what is written."""
        alone = run(["schema", "--format", "json"])
        without = json.loads(capsys.readouterr().out)
        for name in ("one", "two"):
            (nowhere / "plans" / name).mkdir(parents=True)
            (nowhere / "plans" / name / "plan.toml").touch()
        several = run(["schema", "--format", "json"])

        assert (0, 0) == (alone, several)
        assert [(name, None) for name in NAMES] == [(each["kind"], each["state"]) for each in without["kinds"]]
        assert without["kinds"] == json.loads(capsys.readouterr().out)["kinds"]

    def test_a_plan_that_was_named_must_be_there(self, nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """`-p` with a folder that holds no plan is refused, and what is wrong is said."""
        assert 4 == run(["-p", str(nowhere), "schema"])
        assert "there is no plan in" in capsys.readouterr().err


class TestWritten:
    """`--write` lays the schemas where the first lines of the files look for them."""

    def test_all_are_written_and_said(self, plan: Path, cicp: Callable[..., Any]) -> None:
        """Each file that was written is named, and each that was as it should be."""
        shutil.rmtree(plan / "schema")
        first = cicp("schema", "--write")
        (plan / "schema/plan.json").write_text("{}", encoding="utf-8")
        second = cicp("schema", "--write", "--format", "json")

        assert (0, "", 10) == (first.code, first.err, first.out.count(" written\n"))
        assert [("schema/plan.json", "written"), *((f"schema/{name}.json", "unchanged") for name in NAMES[1:])] == [
            (each["file"], each["state"]) for each in json.loads(second.out)["kinds"]
        ]
        assert {f"{name}.json": schemas.text_of(kind) for name, kind in KINDS.items()} == {
            path.name: path.read_text(encoding="utf-8") for path in (plan / "schema").iterdir()
        }

    def test_one_is_written_alone(self, plan: Path, cicp: Callable[..., Any]) -> None:
        """With a kind only its schema is written; the plan needs no plan.toml for it."""
        shutil.rmtree(plan / "schema")
        (plan / "plan.toml").unlink()
        result = cicp("schema", "calendar", "--write")

        assert (0, "") == (result.code, result.err)
        assert ["calendar.json"] == [path.name for path in (plan / "schema").iterdir()]

    def test_nothing_else_is_touched(self, plan: Path, cicp: Callable[..., Any]) -> None:
        """Of what people write and of what was filed no byte is changed, and no lock or leftover stays."""
        before = {path: path.read_bytes() for path in plan.rglob("*") if path.is_file()}
        (plan / "schema/plan.json").unlink()
        cicp("schema", "--write")

        assert before == {path: path.read_bytes() for path in plan.rglob("*") if path.is_file()}

    def test_it_needs_a_plan(self, nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Where no plan is, there is no folder to write to: 4, and nothing is made."""
        assert 4 == run(["schema", "--write"])
        assert "there is no plan.toml here or above" in capsys.readouterr().err
        assert [] == list(nowhere.iterdir())

    def test_a_disk_that_refuses_is_said(self, plan: Path, cicp: Callable[..., Any]) -> None:
        """What cannot be written ends with 7, names the folder, and acknowledges nothing."""
        shutil.rmtree(plan / "schema")
        (plan / "schema").write_text("mine", encoding="utf-8")
        result = cicp("schema", "--write")

        assert (7, "") == (result.code, result.out)
        assert "clayton/schema: the schemas could not all be written" in result.err


def test_check_names_a_stale_schema(plan: Path, cicp: Callable[..., Any]) -> None:
    """A schema of another cicp is a note with the command that mends it, and after that command `check` is silent."""
    (plan / "schema/gates.json").write_text("{}", encoding="utf-8")
    found = cicp("check", "schema", "--format", "json")
    mended = cicp("schema", "--write")
    after = cicp("check", "schema")

    assert (0, [("schema", "note", "schema/gates.json", "write it again: cicp schema --write")]) == (
        found.code,
        [(each["id"], each["level"], each["file"], each["fix"]) for each in json.loads(found.out)["findings"]],
    )
    assert (0, 0, "") == (mended.code, after.code, after.out)
