"""`check` on a copy of the example plan: each check finds what was broken for it, passes over what only looks so, and is silent again once it is mended."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cicp.files import toml
from cicp.files.inspection import CHECKS, NAMES
from tests.conftest import Result

Cicp = Callable[..., Result]
Finding = dict[str, Any]
SILENT = Result(0, "", "")
NOTIFICATION = "text/06-notification.toml"
BASE = "playbooks/base.toml"
LAST_CLAUSE = '\n[[clause]]\nid = "added"\n{keys}text = "{text}"\n'


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Power cuts are tried elsewhere."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def edit(plan: Path, path: str, old: str, new: str) -> None:
    """Edit a file as a person does: the words must be there."""
    file = plan / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def add(plan: Path, path: str, text: str) -> None:
    (plan / path).write_text((plan / path).read_text(encoding="utf-8") + text, encoding="utf-8")


def findings(cicp: Cicp, *names: str) -> list[Finding]:
    found: list[Finding] = json.loads(cicp("check", *names, "--format", "json").out)["findings"]
    return found


def told(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(each["id"], each["level"], each["file"]) for each in found]


class TestAll:
    def test_silent_on_the_example(self, cicp: Cicp) -> None:
        """The example plan is as it should be: each check alone says nothing on either stream, and neither do all together."""
        assert [SILENT] * (len(NAMES) + 1) == [cicp("check"), *(cicp("check", name) for name in NAMES)]

    def test_each_is_told_in_the_help(self, cicp: Cicp) -> None:
        """The help names each check on a line of its own, with what it looks for, and the three endings."""
        said = cicp("check", "--help").out

        assert [name for name, looks_for in CHECKS.items() if f"  {name:<13} {looks_for}\n" in said] == list(CHECKS)
        assert "It ends with 1 when it finds an error, with 5" in said

    def test_several_by_name(self, cicp: Cicp, plan: Path) -> None:
        """Of the checks that are named only those run."""
        edit(plan, NOTIFICATION, "within 15 minutes", "within 20 minutes")
        (plan / "text" / ".tmp-a1b2").touch()

        assert {"spans", "leftovers"} == {each["id"] for each in findings(cicp, "spans", "leftovers", "cycles")}
        assert SILENT == cicp("check", "roles", "cycles")

    def test_a_record_that_nobody_asked_about(self, cicp: Cicp, plan: Path) -> None:
        """A check of the words says nothing of the record, and does not read it."""
        (plan / "docket" / "0001-aaaaa.toml").write_text("not a filing", encoding="utf-8")

        assert (SILENT, 1) == (cicp("check", "spans"), cicp("check", "record").code)


class TestRoles:
    def test_of_a_step(self, cicp: Cicp, plan: Path) -> None:
        """A role that no office holds is a file that does not say what it should: exit 5, line and excerpt, named by this check alone."""
        edit(plan, BASE, 'role = "scribe"', 'role = "scrbe"')
        found = cicp("check", "roles")

        assert 5 == found.code
        assert ('there is no office or role "scrbe".' in found.err, 'did you mean "scribe"?' in found.err, "^" in found.err) == (True, True, True)
        assert [("roles", "error", BASE)] == told(findings(cicp))
        assert SILENT == cicp("check", "references")

    def test_a_role_carried_besides(self, cicp: Cicp, plan: Path) -> None:
        """A role that stands in an office's `also` is held."""
        edit(plan, BASE, 'role = "scribe"', 'role = "comm-liaison"')

        assert SILENT == cicp("check", "roles")

    def test_no_number(self, cicp: Cicp, plan: Path) -> None:
        """An office of the first hour that nobody could call is a note, and the exit code stays 0."""
        edit(plan, "directory.toml", '[[contact]]\noffice = "chief"\nphone = "314-555-0102"\n', "")
        found = cicp("check")

        assert (0, "") == (found.code, found.err)
        assert "directory.toml: there is no telephone number for chief, which the notification chain calls." in " ".join(found.out.split())


class TestSections:
    def test_required(self, cicp: Cicp, plan: Path) -> None:
        """A required section that is not there is named where it is required, and ends with 1: every file reads."""
        edit(plan, "plan.toml", '"purpose", ', '"purpose", "drones", ')
        found = cicp("check")

        assert (1, "") == (found.code, found.err)
        (finding,) = findings(cicp, "sections")
        line = 1 + (plan / "plan.toml").read_text(encoding="utf-8").split('"drones"')[0].count("\n")
        assert ("sections", "plan.toml", line, 'the section "drones" is required, and there is none.') == (
            finding["id"],
            finding["file"],
            finding["line"],
            finding["says"],
        )

    def test_owner(self, cicp: Cicp, plan: Path) -> None:
        """A section that no office keeps is exit 5, as any name that nothing has."""
        edit(plan, NOTIFICATION, 'owner = "chief"', 'owner = "cheif"')

        assert 5 == cicp("check", "sections").code
        assert [("sections", "error", NOTIFICATION)] == told(findings(cicp))


class TestCoverage:
    @pytest.mark.parametrize(("text", "by"), [("The Chief must call back.", '"must"'), ("The Chief calls back WITHIN the hour.", '"within"')])
    def test_a_duty_word(self, cicp: Cicp, plan: Path, text: str, by: str) -> None:
        """A clause that binds somebody by a word of duty-words.toml and that nothing cites is an error at its text."""
        add(plan, NOTIFICATION, LAST_CLAUSE.format(keys="", text=text))
        found = cicp("check")

        assert (1, "") == (found.code, found.err)
        (finding,) = findings(cicp)
        assert f"notification.added binds somebody ({by}), and no step, duty or statement cites it." == finding["says"]
        assert len((plan / NOTIFICATION).read_text(encoding="utf-8").splitlines()) == finding["line"]

    @pytest.mark.parametrize(("keys", "text"), [("duty = false\n", "The Chief must call back within 15 minutes."), ("", "The Chief may call back.")])
    def test_no_duty(self, cicp: Cicp, plan: Path, keys: str, text: str) -> None:
        """`duty = false`, and words that bind nobody, need no step."""
        add(plan, NOTIFICATION, LAST_CLAUSE.format(keys=keys, text=text))

        assert SILENT == cicp("check")

    def test_a_span_is_named_once(self, cicp: Cicp, plan: Path) -> None:
        """A span that no step asks for is named by `spans`; that its clause has no step is said only when asked, for one step mends both."""
        add(plan, NOTIFICATION, LAST_CLAUSE.format(keys="", text="The Chief calls back within 15 minutes."))

        assert [("spans", "error", NOTIFICATION)] == told(findings(cicp))
        assert [("coverage", "error", NOTIFICATION)] == told(findings(cicp, "coverage"))

    def test_a_step_that_cites_it_covers_it(self, cicp: Cicp, plan: Path) -> None:
        """The remedy that the finding names mends it."""
        add(plan, NOTIFICATION, LAST_CLAUSE.format(keys="", text="The Chief must call back."))
        step = '\n[[step]]\nid = "call-back"\ntitle = "Call back"\nrole = "chief"\nanchor = "known"\n'
        add(plan, BASE, f'{step}clause = "notification.added"\n')

        assert (SILENT, [("library", "note", BASE)]) == (cicp("check", "coverage", "spans"), told(findings(cicp)))


class TestStatements:
    def test_of_another_span(self, cicp: Cicp, plan: Path) -> None:
        """A kind of statement that asks for another span than its clause says is an error at its `within`."""
        edit(plan, "statements/holding.toml", 'within = "60 minutes"', 'within = "90 minutes"')

        (finding,) = findings(cicp)
        assert ("statements", "the statement holding asks for 90 minutes, and its clause statements.holding does not say so.") == (
            finding["id"],
            finding["says"],
        )
        assert 1 == cicp("check", "statements").code


class TestPlaceholders:
    @pytest.mark.parametrize(
        ("path", "old", "new", "blank"),
        [
            (NOTIFICATION, "by voice, and logs who answered", "by voice, and logs [what it logs]", "[what it logs]"),
            (NOTIFICATION, 'title = "', 'title = "[title] ', "[title]"),
            ("plan.toml", 'name = "City of Clayton"', 'name = "[the city]"', "[the city]"),
            (BASE, "Verify with two sources", "Verify with TBD sources", "TBD"),
        ],
    )
    def test_left_open(self, cicp: Cicp, plan: Path, path: str, old: str, new: str, blank: str) -> None:
        """A blank in the text, in plan.toml or in a playbook is an error, on its line or on that of the text it stands in."""
        edit(plan, path, old, new)
        found = findings(cicp, "placeholders")

        assert [("placeholders", "error", path)] == told(found)
        assert (f"a blank was left open here: {blank}.", True) == (found[0]["says"], found[0]["line"] > 1)
        assert 1 == cicp("check").code

    def test_of_a_template(self, cicp: Cicp, plan: Path) -> None:
        """A blank that no question asks for would stay open at night."""
        edit(plan, "statements/holding.toml", "Where: [where]", "Where: [were]")

        assert ["the template has the blank [were], and no [[field]] asks for it.", "[[field]] asks for [where], and the template has no such blank."] == [
            each["says"] for each in findings(cicp, "placeholders")
        ]

    def test_quotation(self, cicp: Cicp, plan: Path) -> None:
        """The marks of a quotation are no blank."""
        edit(plan, NOTIFICATION, "by voice, and logs who answered", "by voice [sic], and [l]ogs who answered")

        assert SILENT == cicp("check")


class TestDrafts:
    def test_by_name_alone(self, cicp: Cicp, plan: Path) -> None:
        """A draft has blanks from the moment it is made: they are notes, for who asks for this check by name."""
        cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
        (draft,) = (each.relative_to(plan).as_posix() for each in plan.glob("incidents/*/statements/*.toml"))
        found = cicp("check", "placeholders")

        assert (SILENT, 0, [("placeholders", "note", draft)]) == (cicp("check"), found.code, told(findings(cicp, "placeholders")))
        assert "[what happened]" in found.out
        assert "[as of]" not in found.out

    def test_filled_closed_or_no_draft(self, cicp: Cicp, plan: Path) -> None:
        """A draft without blanks, a backup of one, and the drafts of a closed incident are not named."""
        cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
        (draft,) = plan.glob("incidents/*/statements/*.toml")
        written = draft.read_text(encoding="utf-8")
        (draft.parent / "holding.toml~").write_text(written, encoding="utf-8")
        draft.write_text('kind = "holding"\ntext = "An officer fired."\n', encoding="utf-8")
        assert SILENT == cicp("check", "placeholders")

        draft.write_text(written, encoding="utf-8")
        cicp("incident", "close")
        assert SILENT == cicp("check", "placeholders")

    def test_broken(self, cicp: Cicp, plan: Path) -> None:
        """A draft that does not read is a note: it is a person's working file, and stops nothing."""
        cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
        (draft,) = plan.glob("incidents/*/statements/*.toml")
        draft.write_text("text = [", encoding="utf-8")
        (found,) = findings(cicp, "placeholders")

        assert (True, 0) == (found["says"].startswith("this draft does not read: "), cicp("check", "placeholders").code)


class TestSchema:
    def test_stale(self, cicp: Cicp, plan: Path) -> None:
        """A schema that is not that of this cicp is a note, and the command that the note names mends it."""
        edit(plan, "schema/plan.json", '"plan.toml"', '"city.toml"')
        found = cicp("check")

        assert (0, "") == (found.code, found.err)
        assert [("schema", "note", "schema/plan.json")] == told(findings(cicp))
        assert "cicp schema --write" in found.out
        assert (0, SILENT) == (cicp("schema", "--write").code, cicp("check"))

    def test_none(self, cicp: Cicp, plan: Path) -> None:
        """A plan without schemas, or without one of them, misses nothing."""
        (plan / "schema" / "law.json").unlink()
        assert SILENT == cicp("check")

        for schema in (plan / "schema").iterdir():
            schema.unlink()
        (plan / "schema").rmdir()
        assert SILENT == cicp("check")

    def test_in_the_way(self, cicp: Cicp, plan: Path) -> None:
        """A folder in the place of a schema is stale too."""
        (plan / "schema" / "law.json").unlink()
        (plan / "schema" / "law.json").mkdir()

        assert [("schema", "note", "schema/law.json")] == told(findings(cicp))


class TestLeftovers:
    @pytest.mark.parametrize("place", [".", "text", "playbooks", "schema", "docket", "docket/0002-ejg49", "editions", "editions/3f9c2a1b7d4e/text"])
    def test_temporary(self, cicp: Cicp, plan: Path, place: str) -> None:
        """What a killed command left under a temporary name is a note wherever it lies, once, and silence is back when it is deleted."""
        (plan / place).mkdir(parents=True, exist_ok=True)
        left = plan / place / ".tmp-0123456789ab"
        left.touch()
        found = [each for each in findings(cicp) if each["file"].endswith(left.name)]

        assert [("leftovers", "note", left.relative_to(plan).as_posix())] == told(found)
        left.unlink()
        assert [] == [each for each in findings(cicp) if each["file"].endswith(left.name)]

    def test_of_an_incident(self, cicp: Cicp, plan: Path) -> None:
        """So it is beside an incident's drafts and in its log."""
        cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
        (incident,) = (plan / "incidents").iterdir()
        for folder in ("log", "statements"):
            (incident / folder / ".tmp-0123456789ab").touch()

        assert {f"incidents/{incident.name}/{folder}/.tmp-0123456789ab" for folder in ("log", "statements")} == {each["file"] for each in findings(cicp)}

    def test_what_is_not_ours(self, cicp: Cicp, plan: Path) -> None:
        """Version control and our own cache are not looked through."""
        for folder in (".git", ".cicp"):
            (plan / folder).mkdir(exist_ok=True)
            (plan / folder / ".tmp-0123456789ab").touch()

        assert SILENT == cicp("check")

    def test_half_an_edition(self, cicp: Cicp, plan: Path) -> None:
        """A folder of frozen words without its table was left by a command that was stopped."""
        (plan / "editions" / "3f9c2a1b7d4e" / "text").mkdir(parents=True)

        assert [("leftovers", "note", "editions/3f9c2a1b7d4e")] == told(findings(cicp))


class TestLibrary:
    def test_a_step_changed(self, cicp: Cicp, plan: Path) -> None:
        """A step that is not as in the library is a note at the step, with both values, and the exit code stays 0."""
        edit(plan, BASE, 'title = "Call the PIO and the Chief by voice"', 'title = "Ring the PIO"')
        found = cicp("check")

        assert (0, "") == (found.code, found.err)
        (finding,) = findings(cicp)
        line = 1 + (plan / BASE).read_text(encoding="utf-8").split('id = "notify-pio"')[0].count("\n")
        assert ("library", "note", BASE, True) == (finding["id"], finding["level"], finding["file"], line - 2 < finding["line"] <= line)
        says = 'the step notify-pio is not as in the library: title is "Ring the PIO" here and "Call the PIO and the Chief by voice" there.'
        assert (says, "nothing to mend if the city chose so") == (finding["says"], finding["fix"])

    def test_a_file_gone(self, cicp: Cicp, plan: Path) -> None:
        """A file that the library has and the plan does not is a note without a line."""
        edit(plan, BASE, 'statement = "correction"\n', "")
        (plan / "statements/correction.toml").unlink()

        assert {("library", "note", BASE), ("library", "note", "statements/correction.toml")} == set(told(findings(cicp)))
        assert [None] == [each["line"] for each in findings(cicp) if each["file"] != BASE]

    @pytest.mark.parametrize("path", ["facts.toml", "gates.toml", BASE, "statements/holding.toml"])
    def test_formatting(self, cicp: Cicp, plan: Path, path: str) -> None:
        """Comments, blank lines and the line ends of another system are no difference."""
        text = f"# ours\n\n{(plan / path).read_text(encoding='utf-8')}\n# the end\n"
        (plan / path).write_bytes(text.replace("\n", "\r\n").encode())

        assert SILENT == cicp("check")

    def test_after_errors(self, cicp: Cicp, plan: Path) -> None:
        """While something is wrong with the words, what differs from the library waits, but for who asks by name."""
        edit(plan, BASE, 'within = "55 minutes"', 'within = "50 minutes"')

        assert {"spans"} == {each["id"] for each in findings(cicp)}
        assert [("library", "note", BASE)] == told(findings(cicp, "library"))

    def test_the_same_bytes_are_not_read(self, cicp: Cicp, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file of the library is parsed only where the plan's copy differs by a byte."""
        add(plan, "statements/holding.toml", "# ours\n")
        parsed: list[str] = []

        def counted(data: bytes, name: str, model: Any) -> Any:
            parsed.append(name)
            return parse(data, name, model)

        parse = toml.parse
        monkeypatch.setattr(toml, "parse", counted)
        cicp("check", "library")

        assert 2 == parsed.count("statements/holding.toml")  # the plan's own, and the library's
        assert BASE not in parsed


class TestRecommendations:
    def test_read_strictly(self, cicp: Cicp, plan: Path) -> None:
        """An unknown key of recommendations.toml is refused with its line and the nearest known one, as in every file that people write."""
        edit(plan, "recommendations.toml", "as_of = ", "asof = ")
        found = cicp("check", "files")

        assert (5, True, True) == (found.code, "recommendations.toml:" in found.err, '"as_of"' in found.err)

    def test_fits_together(self, cicp: Cicp, plan: Path) -> None:
        """A status about a step that its goal does not have, and a goal that stands twice, are found."""
        edit(plan, "recommendations.toml", 'step = "diversity-group"', 'step = "diversity"')
        add(plan, "recommendations.toml", '\n[[goal]]\nid = "engagement"\ntitle = "Again"\nstep = []\n')

        assert {("references", "error", "recommendations.toml"), ("duplicates", "error", "recommendations.toml")} == set(told(findings(cicp)))
        assert 5 == cicp("check").code

    def test_not_there(self, cicp: Cicp, plan: Path) -> None:
        """A plan need not have one."""
        (plan / "recommendations.toml").unlink()

        assert SILENT == cicp("check")
