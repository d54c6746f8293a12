"""`cicp new`: a plan for a city from nothing, and the list of what only the city can choose."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cicp.cli.main import run

MORNING = "2026-01-05T10:00:00-06:00"
RIVERTON = ("--city", "City of Riverton", "--state", "MO", "--timezone", "America/Chicago")
BLANK = re.compile(r"\[[A-Za-z][^\[\]\n]* [^\[\]\n]*\]")


@dataclass(frozen=True)
class Said:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@pytest.fixture
def cicp(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Return a function that runs one command in an empty folder on a Monday morning, no plan and no office set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CICP_NOW", MORNING)
    for name in ("CICP_AS", "CICP_PLAN"):
        monkeypatch.delenv(name, raising=False)

    def play(*words: str) -> Said:
        capsys.readouterr()
        code = run(words)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return play


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".cicp" not in path.parts}


class TestMaking:
    """What is there afterwards."""

    def test_every_file_of_a_plan_is_made_and_nothing_else(self, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """The files that people write, the schemas for their editors, two for git and the first filing; nothing of another city."""
        assert cicp("new", "riverton", *RIVERTON).code == 0
        found = _files(tmp_path / "riverton")
        single = {path for path in found if "/" not in path}

        assert {
            ".gitattributes",
            ".gitignore",
            "plan.toml",
            "facts.toml",
            "gates.toml",
            "law.toml",
            "calendar.toml",
            "directory.toml",
            "recommendations.toml",
        } == single
        assert {"text", "playbooks", "statements", "schema", "docket"} == {path.partition("/")[0] for path in found if "/" in path}
        assert 1 == len([path for path in found if path.startswith("docket/")])
        assert 27 <= len([path for path in found if path.startswith("text/")])

    def test_it_is_the_city_that_was_said(self, cicp: Callable[..., Said]) -> None:
        """Name, state and zone stand in plan.toml, and every moment is in that zone."""
        assert cicp("new", "plans/hillton", "--city", "Town of Hillton", "--state", "ny", "--timezone", "America/New_York").code == 0
        status = cicp("-p", "plans/hillton", "status", "--format", "json").json

        assert ("Town of Hillton", "working-group") == (status["city"], status["stage"])
        assert "2026-01-05T11:00:00-05:00" == status["now"]

    def test_the_first_filing_is_the_plans_creation(self, cicp: Callable[..., Said]) -> None:
        """The docket begins with it, the receipt quotes it, and the record verifies."""
        made = cicp("new", "riverton", *RIVERTON, "--as", "city-clerk", "--format", "json").json
        docket = cicp("-p", "riverton", "docket", "--format", "json").json

        assert [("plan-created", "city-clerk", True)] == [(each["kind"], each["filed_by"], each["applied"]) for each in docket["filings"]]
        assert ([made["filing"]], [made["digest"]]) == ([each["id"] for each in docket["filings"]], docket["heads"])
        assert 0 == cicp("-p", "riverton", "verify", "--head", made["digest"]).code

    @pytest.mark.parametrize(
        ("before", "after", "filed_by"),
        [
            ((), (), "not-stated"),
            (("--as", "mayor"), (), "mayor"),
            (("--as", "mayor"), ("--as", "pio"), "pio"),
        ],
    )
    def test_the_office_is_one_of_the_starters_or_not_stated(
        self, before: tuple[str, ...], after: tuple[str, ...], filed_by: str, cicp: Callable[..., Said]
    ) -> None:
        """Before there is a plan nobody holds an office of it: to say none is no fault."""
        made = cicp(*before, "new", "riverton", *RIVERTON, *after)
        docket = cicp("-p", "riverton", "docket", "--format", "json").json

        assert (0, "", filed_by) == (made.code, made.err, docket["filings"][0]["filed_by"])

    @pytest.mark.parametrize(
        ("office", "hint"),
        [
            ("city-clark", 'did you mean "city-clerk"? leave out --as (and CICP_AS), or say one of: watch-commander, '),
            ("xyzzy", "hint: leave out --as (and CICP_AS), or say one of: watch-commander, "),
        ],
    )
    def test_an_office_that_a_new_plan_has_not_is_refused(self, office: str, hint: str, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """The first filing stays on the record: under an office that nobody has it is not made, and neither is the plan."""
        refused = cicp("new", "riverton", *RIVERTON, "--as", office)

        assert (2, "", []) == (refused.code, refused.out, list(tmp_path.iterdir()))
        assert f'a new plan has no office "{office}".' in refused.err
        assert hint in refused.err

    def test_the_office_of_the_environment_counts(self, cicp: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
        """CICP_AS is read as everywhere; CICP_PLAN, which names another plan, is no matter."""
        monkeypatch.setenv("CICP_AS", "city-manager")
        monkeypatch.setenv("CICP_PLAN", "elsewhere")
        assert 0 == cicp("new", "riverton", *RIVERTON).code

        assert '"city-manager"' in cicp("-p", "riverton", "docket", "--format", "json").out

    def test_the_same_words_make_the_same_bytes(self, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """The same city at the same moment in two folders: every file is the same, the filing too; another city begins another record."""
        answers = [cicp("new", name, *RIVERTON, "--format", "json").out for name in ("one", "two")]
        other = cicp("new", "three", "--city", "City of Hillton", *RIVERTON[2:], "--format", "json").json

        assert _files(tmp_path / "one") == _files(tmp_path / "two")
        assert answers[0] == answers[1]
        assert json.loads(answers[0])["filing"] != other["filing"]

    def test_an_empty_folder_will_do_also_the_one_one_stands_in(self, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """`cicp new .` in an empty folder; from then on every command there finds the plan by itself."""
        assert 0 == cicp("new", ".", *RIVERTON).code
        assert 0 == cicp("status").code
        assert (tmp_path / "plan.toml").is_file()


class TestAnswer:
    """The list of choices, in every shape."""

    def test_it_lists_what_to_fill_in_and_what_to_confirm(self, cicp: Callable[..., Said]) -> None:
        """Each choice with its question, the blank it stands for, and the clauses and files to open; then what comes next, ready to paste."""
        said = cicp("new", "my plans/riverton", *RIVERTON).out

        assert "City of Riverton, MO: a starter plan of " in said
        assert "TO FILL IN: " in said
        assert "[your dispatch center]" in said
        assert "TO CONFIRM: " in said
        assert "it says: 48 hours\n         identification.officer, plan.toml" in said
        assert "closed, this year and next" in said
        assert "cicp -p 'my plans/riverton' check" in said
        assert "not legal advice" in " ".join(said.split())

    def test_json_keeps_its_promise(self, cicp: Callable[..., Said]) -> None:
        """Schema and moment, the city, the filing, the files and each choice; no path of this machine."""
        made = cicp("new", "riverton", *RIVERTON, "--format", "json")
        values = made.json
        by_id = {each["id"]: each for each in values["choices"]}

        assert ("cicp/new/1", MORNING) == (values["schema"], values["now"])
        assert ["schema", "now", "city", "state", "timezone", "filing", "digest", "files", "choices"] == list(values)
        assert ("City of Riverton", "MO", "America/Chicago") == (values["city"], values["state"], values["timezone"])
        assert {"id", "ask", "to", "placeholders", "keep", "stands"} == set(by_id["dispatch"])
        assert ("fill in", None) == (by_id["dispatch"]["to"], by_id["dispatch"]["keep"])
        assert "plan.toml" in by_id["dispatch"]["stands"]
        assert ("confirm", "48 hours", []) == tuple(by_id["officer-name"][key] for key in ("to", "keep", "placeholders"))
        assert "riverton/" not in made.out
        assert str(Path.cwd()) not in made.out

    def test_csv_markdown_and_rich_list_the_same_choices(self, cicp: Callable[..., Said]) -> None:
        """One row, one box to tick, one entry for every choice."""
        choices = cicp("new", "a", *RIVERTON, "--format", "json").json["choices"]
        rows = list(csv.reader(io.StringIO(cicp("new", "b", *RIVERTON, "--format", "csv").out)))
        page = cicp("new", "c", *RIVERTON, "--format", "markdown").out
        screen = cicp("new", "d", *RIVERTON, "--format", "rich").out

        assert [each["ask"] for each in choices] == [row[2] for row in rows if row[0] in {"fill in", "confirm"}]
        assert len(choices) == page.count("- [ ] fill in") + page.count("- [ ] confirm")
        assert "48 hours" in screen

    def test_a_town_is_told_that_the_text_says_the_city(self, cicp: Callable[..., Said]) -> None:
        """The text calls every place the City: that is one of the choices to confirm."""
        said = cicp("new", "x", "--city", "Town of Hillton", *RIVERTON[2:]).out

        assert "a town or a village puts its own word there." in " ".join(said.split())

    def test_in_another_state_its_law_is_on_the_list(self, cicp: Callable[..., Said]) -> None:
        """The clauses that rest on Missouri's law are named as one more choice, and no Missouri citation is left in the text."""
        made = cicp("new", "hillton", "--city", "City of Hillton", "--state", "KS", "--timezone", "America/Chicago", "--format", "json").json
        (law,) = [each for each in made["choices"] if each["id"] == "state-law"]

        assert "[the law of your state]" in law["placeholders"]
        assert {"records.requests", "video.basis", "gates.toml"} <= set(law["stands"])


class TestAfterwards:
    """The plan can be worked on at once."""

    @pytest.mark.parametrize("state", ["MO", "KS"])
    def test_check_names_every_blank_and_no_other_fault_of_the_words(self, state: str, cicp: Callable[..., Said]) -> None:
        """Whatever is still open in text and offices is an error of `check`; outside Missouri also what waits for a duty. Everything reads."""
        made = cicp("new", "x", "--city", "City of Riverton", "--state", state, "--timezone", "America/Chicago", "--format", "json").json
        checked = cicp("-p", "x", "check", "--format", "json")
        errors = [each for each in checked.json["findings"] if each["level"] == "error"]
        named = " ".join(each["says"] for each in errors)

        assert 1 == checked.code
        assert [] == [blank for choice in made["choices"] for blank in choice["placeholders"] if blank not in named]
        assert {"placeholders"} == {each["id"] for each in errors} - ({"coverage"} if state == "KS" else set())
        assert {"text/06-notification.toml", "plan.toml"} <= {each["file"] for each in errors}

    def test_with_every_blank_filled_check_finds_no_error(self, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """When the city has written its own words in every blank, nothing else is wrong with the plan; only the empty directory is noted."""
        assert 0 == cicp("new", "x", *RIVERTON).code
        for path in [*(tmp_path / "x" / "text").iterdir(), tmp_path / "x" / "plan.toml"]:
            path.write_text(BLANK.sub("our own words", path.read_text(encoding="utf-8")), encoding="utf-8")
        checked = cicp("-p", "x", "check", "--format", "json")
        findings = checked.json["findings"]

        assert [] == [each for each in findings if each["level"] == "error"]
        assert 0 == checked.code
        assert {"directory.toml"} == {each["file"] for each in findings if each["id"] == "roles"}

    @pytest.mark.parametrize("state", ["MO", "KS"])
    def test_an_incident_can_be_declared_the_same_night(self, state: str, cicp: Callable[..., Said]) -> None:
        """With every choice still open the chain is called, the first hour's steps stand, and a holding statement is drafted."""
        assert 0 == cicp("new", "x", "--city", "City of Riverton", "--state", state, "--timezone", "America/Chicago").code
        declared = cicp("-p", "x", "declare", "Shooting at the mill", "--kind", "ois", "--as", "pio")

        assert 0 == declared.code
        assert "no number in directory.toml" in " ".join(declared.out.split())
        assert "holding-statement" in declared.out
        assert "draft" not in declared.err
        assert 0 == cicp("-p", "x", "next").code

    def test_nothing_is_recommended_to_it_yet(self, cicp: Callable[..., Said]) -> None:
        """The register reads, and holds no goal of another city."""
        assert 0 == cicp("new", "x", *RIVERTON).code
        register = cicp("-p", "x", "status", "--recommendations", "--format", "json")

        assert 0 == register.code
        assert [] == register.json["goals"]

    def test_a_due_in_business_days_says_that_no_closure_day_is_known(self, cicp: Callable[..., Said]) -> None:
        """Until the city has set its calendar every weekday counts as open, and the due says so."""
        assert 0 == cicp("new", "x", *RIVERTON).code
        assert 0 == cicp("-p", "x", "declare", "T", "--kind", "ois", "--as", "pio").code
        assert 0 == cicp("-p", "x", "fact", "request-received", "--about", "request-1", "--as", "city-clerk").code
        items = cicp("-p", "x", "incident", "timeline", "--format", "json").json["items"]
        (answer,) = [each for each in items if each["id"].startswith("sunshine-response")]

        assert "2026-01-08T23:59:59-06:00" == answer["due"]
        assert any("calendar.toml has no year 2026" in sentence for sentence in answer["explain"])

    def test_new_again_is_refused_and_changes_nothing(self, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """A plan that is there is never touched."""
        assert 0 == cicp("new", "x", *RIVERTON).code
        before = _files(tmp_path / "x")
        again = cicp("new", "x", *RIVERTON)

        assert (2, "") == (again.code, again.out)
        assert "x holds a plan already" in again.err
        assert "Its city, state and time zone are mended by hand: [city] in its plan.toml" in again.err
        assert before == _files(tmp_path / "x")

    def test_the_example_is_no_place_for_another(self, plan: Path, cicp: Callable[..., Said]) -> None:
        """Neither in the folder of a plan nor anywhere below it."""
        before = _files(plan)
        answers = [cicp("new", str(plan / place), *RIVERTON) for place in ("", "text", "text/new", "drafts/a/b")]

        assert [2] * 4 == [each.code for each in answers]
        assert "holds a plan already" in answers[0].err
        assert all("lies in the folder of another plan" in each.err for each in answers[1:])
        assert before == _files(plan)


class TestRefusals:
    """What was said wrong is said back with what mends it, and nothing is made."""

    @pytest.mark.parametrize(
        ("words", "says", "hint"),
        [
            (("--city", "", *RIVERTON[2:]), "the city's name is empty", '--city "City of Riverton"'),
            (("--city", "x\ny", *RIVERTON[2:]), "several lines", '--city "City of Riverton"'),
            (("--city", "x" * 5_000_000, *RIVERTON[2:]), "longer than 100", '--city "City of Riverton"'),
            (("--city", "\x1b]0;x\x07", *RIVERTON[2:]), "cannot be printed", '--city "City of Riverton"'),
            (("--city", "X", "--state", "Missouri", *RIVERTON[4:]), '"Missouri" is not the two letters', "--state MO"),
            (("--city", "X", "--state", "Oregon", *RIVERTON[4:]), '"Oregon" is not the two letters', "--state OR"),
            (("--city", "X", "--state", "ZZ", *RIVERTON[4:]), '"ZZ" is no state or territory', "write one of: AL, AK, "),
            (("--city", "X", "--state", "MO", "--timezone", "America/Chicgo"), '"America/Chicgo" is not a time zone', 'did you mean "America/Chicago"?'),
            (("--city", "X", "--state", "MO", "--timezone", "\x1b[2J"), '"<U+001B>[2J" is not a time zone', "--timezone America/Chicago"),
            (RIVERTON[:4], "Missing option '--timezone'", "cicp new --help"),
            (RIVERTON[2:], "Missing option '--city'", "cicp new --help"),
        ],
    )
    def test_wrong_words_make_nothing(self, words: tuple[str, ...], says: str, hint: str, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """Each is refused with exit 2, in a few lines, before anything is written."""
        refused = cicp("new", "x", *words)

        assert (2, "") == (refused.code, refused.out)
        assert says in refused.err
        assert hint in refused.err
        assert len(refused.err) < 400
        assert "\x1b" not in refused.err
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("folder", ["", "a\0b"])
    def test_a_folder_without_a_name_is_refused(self, folder: str, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """An empty name does not mean the folder one stands in: somebody's variable was not set."""
        refused = cicp("new", folder, *RIVERTON)

        assert 2 == refused.code
        assert "this is no name of a folder" in refused.err
        assert [] == list(tmp_path.iterdir())

    def test_a_clock_that_is_none_is_refused_before_anything_is_made(self, cicp: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """CICP_NOW that reads as no moment: exit 2, and no half-made plan."""
        monkeypatch.setenv("CICP_NOW", "tomorrow")

        assert 2 == cicp("new", "x", *RIVERTON).code
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("where", ["file", "file/below", "n" * 300])
    def test_a_place_where_no_folder_can_be_is_refused(self, where: str, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """A file in the way, or a name that no disk takes: said in one sentence, with what to do."""
        (tmp_path / "file").write_bytes(b"mine")
        refused = cicp("new", where, *RIVERTON)

        assert refused.code == (2 if where == "file" else 7)
        assert "hint: " in refused.err
        assert "fault in cicp" not in refused.err
        assert {"file": b"mine"} == _files(tmp_path)

    def test_a_folder_with_somebodys_file_is_left_alone(self, cicp: Callable[..., Said], tmp_path: Path) -> None:
        """Not empty is not ours."""
        (tmp_path / "x").mkdir()
        (tmp_path / "x" / "minutes.docx").write_bytes(b"PK")
        refused = cicp("new", "x", *RIVERTON)

        assert 2 == refused.code
        assert "x is not empty: minutes.docx is there." in refused.err
        assert {"x/minutes.docx": b"PK"} == _files(tmp_path)
