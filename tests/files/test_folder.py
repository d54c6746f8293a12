"""Reading the words of a plan from a folder: what belongs to them, what is a fault, and what stands in for it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cicp.errors import InvalidFile, NotFound, WrongWords
from cicp.files import disk, edition, folder, inspection, library, reading, scene
from cicp.files.folder import WordFiles
from cicp.files.layout import Home, beneath, find_home, shown
from cicp.files.toml import Unread, both
from cicp.model.filing import edition_name
from tests.conftest import EXAMPLE

KINDS = {"other" if path.stem == "base" else path.stem for path in (EXAMPLE / "playbooks").glob("*.toml")}


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("text", "04-notification.toml"),
        ("text", "00-a.toml"),
        ("playbooks", "base.toml"),
        ("playbooks", "in-custody-death.toml"),
        ("statements", "holding.toml"),
    ],
)
def test_names_of_plan_files(where: str, name: str) -> None:
    """A section is two digits, a hyphen and an id; a playbook and a statement are named by an id."""
    assert (True, True) == (folder.belongs(where, name), folder.is_word_file(f"{where}/{name}"))


@pytest.mark.parametrize(
    ("where", "name"),
    [
        *(("text", name) for name in ("4-notification.toml", "004-notification.toml", "notification.toml", "04-.toml", "04-Notification.toml", "04-con.toml")),
        *(("text", name) for name in ("04-notification.toml~", ".#04-notification.toml", "#04-notification.toml#", ".04-notification.toml.swp")),
        *(
            ("text", name)
            for name in ("04-notification (conflicted copy).toml", "04-notification.sync-conflict-20261120.toml", "04-notification", "٠٤-notification.toml")
        ),
        *(
            ("playbooks", name)
            for name in ("other.toml", "Ois.toml", "o_is.toml", "nul.toml", "ois.TOML", "ois.toml.bak", ".toml", "-ois.toml", "ois\n.toml", "\u212aois.toml")
        ),
        ("statements", "hold ing.toml"),
        ("..", "plan.toml"),
        ("docket", "0001-abcde.toml"),
        ("text/..", "plan.toml"),
    ],
)
def test_names_of_what_is_no_plan_file(where: str, name: str) -> None:
    """Backups, copies, other spellings, device names and paths elsewhere belong to no plan."""
    assert not folder.is_word_file(f"{where}/{name}")


def test_the_example_is_read_whole() -> None:
    """Of the example every file that belongs to the words is read, strictly and without a fault."""
    files = folder.collect(EXAMPLE)
    words = folder.read(files)

    assert sorted(files.files) == sorted(folder.paths(EXAMPLE))
    assert (True, KINDS, (6, "notification")) == (words.complete, set(words.playbooks), sorted(words.sections)[5])
    assert len([path for path in files.files if path.startswith("statements/")]) == len(words.statements)


def test_reading_strictly_refuses_at_the_first_fault(plan: Path) -> None:
    """Where all must be read, the first fault ends it."""
    (plan / "law.toml").write_text("format = 2\n", encoding="utf-8")

    with pytest.raises(InvalidFile, match="2 is a format that this cicp does not know"):
        folder.read(folder.collect(plan))


def test_what_can_be_read_is_read_without_asking_for_stand_ins(plan: Path) -> None:
    """While every file is whole nothing is read in its place: on most nights that costs nothing."""

    def asked() -> Iterator[WordFiles]:
        pytest.fail("a stand-in was read")
        yield

    words, faults = folder.read_what_can_be(folder.collect(plan), asked())

    assert (True, []) == (words.complete, faults)


def test_the_first_stand_in_that_reads_is_taken(plan: Path) -> None:
    """Of several stand-ins the first whose file reads is taken, and the fault says which."""
    (plan / "playbooks/ois.toml").write_text("kind = 1\n", encoding="utf-8")
    broken, whole = WordFiles("first", {"playbooks/ois.toml": b"x"}), WordFiles("second", folder.collect(EXAMPLE).files)
    words, faults = folder.read_what_can_be(folder.collect(plan), (broken, whole, whole))

    assert "Officer-involved shooting" == words.playbooks["ois"].title
    assert [("playbooks/ois.toml", "second/playbooks/ois.toml stands in its place")] == [(fault.path, fault.instead) for fault in faults]


def test_where_nothing_stands_in_that_is_said(plan: Path) -> None:
    """A file that no stand-in has is gone without, and the fault says so; asked for no stand-in, it says nothing of any."""
    (plan / "law.toml").unlink()
    files = folder.collect(plan)

    assert ["nothing stands in its place"] == [fault.instead for fault in folder.read_what_can_be(files, (WordFiles("x", {}),))[1]]
    assert ["put it back, or copy it from another copy of the plan"] == [fault.hint for fault in folder.read_what_can_be(files)[1]]


def test_a_playbook_is_held_to_the_name_of_its_file(plan: Path) -> None:
    """A playbook whose kind is not its file's name is a fault at that line: else the last of two would silently win."""
    shutil.copy(plan / "playbooks/ois.toml", plan / "playbooks/in-custody-death.toml")
    words, (fault,) = folder.read_what_can_be(folder.collect(plan))

    assert KINDS - {"in-custody-death"} == set(words.playbooks)
    assert (f"{plan}/playbooks/in-custody-death.toml:5", 'the kind "ois" does not fit the name of the file.') == (fault.where, fault.message)


@pytest.mark.parametrize("name", ["text", "playbooks", "statements"])
def test_a_folder_that_is_gone_is_read_from_the_stand_in(name: str, plan: Path) -> None:
    """Of a folder without a single file the whole stand-in is read; without a stand-in it is gone without; either way it is named."""
    shutil.rmtree(plan / name)
    files, whole = folder.collect(plan), folder.collect(EXAMPLE)
    words, faults = folder.read_what_can_be(files, (WordFiles("empty", {}), whole))
    bare, bare_faults = folder.read_what_can_be(files, (WordFiles("empty", {}),))
    known = folder.read(whole)

    assert (known.sections, known.playbooks, known.statements) == (words.sections, words.playbooks, words.statements)
    assert {} == getattr(bare, {"text": "sections"}.get(name, name))
    expected = "playbooks/base.toml" if name == "playbooks" else name
    assert [expected, expected] == [fault.path for fault in (*faults, *bare_faults)]


@pytest.mark.parametrize("name", ["text", "playbooks", "statements"])
def test_a_folder_that_is_a_link_is_named_and_not_read(name: str, plan: Path) -> None:
    """A symbolic link in the place of a folder is a fault, and nothing behind it is read."""
    elsewhere = (plan / name).rename(plan.parent / "elsewhere")
    (plan / name).symlink_to(elsewhere)
    words, faults = folder.read_what_can_be(folder.collect(plan))

    assert [("this is a symbolic link, and only the folder itself is read.", str(plan / name))] == [(fault.message, fault.where) for fault in faults]
    assert {} == getattr(words, {"text": "sections"}.get(name, name))


def test_a_folder_that_cannot_be_listed_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without the right to list it is like an empty one."""

    def refuse(_: Path) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(disk, "names", refuse)

    assert [] == folder.names(tmp_path)


def test_hints_are_joined_to_one_line() -> None:
    """Two hints make one line, whichever of them is there."""
    assert ["a; b", "a? b", "a", "b", ""] == [both(*each) for each in (("a", "b"), ("a?", "b"), ("a", ""), ("", "b"), ("", ""))]


def test_an_unread_file_keeps_what_its_fault_says() -> None:
    """The path is added to a fault; its message, place, excerpt and hint stay."""
    fault = Unread("law.toml", InvalidFile("wrong.", where="x/law.toml:1", excerpt="    1 | x", hint="mend it"), "")

    assert ("law.toml", "wrong.", "x/law.toml:1", "    1 | x", "mend it") == (fault.path, fault.message, fault.where, fault.excerpt, fault.hint)


def test_what_the_package_brings_reads_whole_and_knows_no_zone() -> None:
    """The stand-ins of the package read strictly by themselves, as far as they go, and their plan names no time zone."""
    words, faults = folder.read_what_can_be(library.stand_in())

    assert ["law.toml", "text"] == sorted(fault.path for fault in faults)
    assert words.plan is not None
    assert ("", None, KINDS) == (words.plan.city.timezone, reading.zone_of(words.plan), set(words.playbooks))


def test_paths_are_written_as_the_reader_would_type_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the place where the reader stands a path is short, elsewhere whole; a link is named itself, not what it points to."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/law.toml").symlink_to("/etc/passwd")

    assert ["plans/law.toml", "plans", ".", "/elsewhere/law.toml"] == [
        shown(path) for path in (tmp_path / "plans" / "law.toml", Path("plans"), Path(), Path("/elsewhere/law.toml"))
    ]
    assert ["plan.toml", "plans/plan.toml"] == [beneath(place, "plan.toml") for place in (".", "plans")]


def test_a_path_is_whole_where_the_reader_stands_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that was deleted under the reader, a path is written as it was given."""

    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)

    assert str(tmp_path) == shown(tmp_path)


def test_errors_of_a_plan_one_stands_in_name_its_files_alone(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standing in the plan's folder one reads `plan.toml:20`, and nothing before it."""
    monkeypatch.chdir(plan)
    (plan / "plan.toml").write_text("x = 1\n", encoding="utf-8")
    (plan / "text/06-notification.toml").write_text("x = 1\n", encoding="utf-8")
    (plan / "directory.toml").write_text("x = 1\n", encoding="utf-8")
    found = inspection.inspect(find_home(""), [], date(2026, 11, 20))

    assert ["plan.toml:1", "text/06-notification.toml:1", "directory.toml:1"] == [error.where for error in found.invalid.values()]
    assert [("plan.toml", 1), ("text/06-notification.toml", 1), ("directory.toml", 1)] == [(each.path, each.line) for each in found.findings]


def test_the_plan_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named; else the nearest folder with a plan.toml, whatever that is; else the only one under plans/."""
    for name in ("one", "two"):
        (tmp_path / "plans" / name / "text").mkdir(parents=True)
    (tmp_path / "plans/one/plan.toml").symlink_to("nowhere")
    monkeypatch.chdir(tmp_path)

    assert Home(tmp_path / "plans/one") == find_home("")
    assert Home(Path("plans/one")) == find_home("plans/one")
    monkeypatch.chdir(tmp_path / "plans/one/text")
    assert Home(tmp_path / "plans/one") == find_home("")


def test_a_plan_without_plan_toml_is_known_by_its_record(tmp_path: Path) -> None:
    """A named folder that lost its plan.toml is still a plan while it holds a docket, incidents or editions."""
    (tmp_path / "docket").mkdir()

    assert Home(tmp_path) == find_home(str(tmp_path))


def test_no_plan_or_several_is_said_with_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None here, none where one was named, several under plans/: each names the option that mends it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFound, match=r"there is no plan\.toml here or above") as nowhere:
        find_home("")
    with pytest.raises(NotFound, match="there is no plan in x") as not_there:
        find_home("x")
    for name in ("one", "two"):
        (tmp_path / "plans" / name).mkdir(parents=True)
        (tmp_path / "plans" / name / "plan.toml").touch()
    with pytest.raises(WrongWords, match="there are several plans here") as several:
        find_home("")

    assert [True, True] == ["-p DIR" in each.value.hint for each in (nowhere, not_there)]
    assert "name one: cicp -p plans/one … or cicp -p plans/two …" == several.value.hint


def test_places_in_a_plan(tmp_path: Path) -> None:
    """Each part of a plan has its one place."""
    home = Home(tmp_path)

    assert [
        "plan.toml",
        "calendar.toml",
        "directory.toml",
        "docket",
        "editions",
        "incidents",
        "incidents/2026-11-20-ois-x2mcd/log",
        "incidents/2026-11-20-ois-x2mcd/statements/holding.toml",
    ] == [
        path.relative_to(tmp_path).as_posix()
        for path in (
            home.plan,
            home.calendar,
            home.directory,
            home.docket,
            home.editions,
            home.incidents,
            home.log("2026-11-20-ois-x2mcd"),
            home.draft("2026-11-20-ois-x2mcd", "holding"),
        )
    ]


def test_a_frozen_file_that_is_gone_is_named_once_with_what_stands_in(plan: Path) -> None:
    """Of an edition a file is deleted and its working copy changed: the next edition's, here the package's, is read, and said once."""
    home = Home(plan)
    files = folder.collect(plan)
    digest = edition.freeze(home, files, folder.read(files), [])
    frozen = home.editions / edition_name(digest) / "playbooks/ois.toml"
    frozen.unlink()
    (plan / "playbooks/ois.toml").write_text("x = 1\n", encoding="utf-8")
    words, faults = scene.words_of(home, digest)

    assert "ois" in words.playbooks
    assert [("the edition's file is not here.", True)] == [
        (fault.message, "cicp's library/playbooks/ois.toml stands in its place" in fault.hint) for fault in faults
    ]
