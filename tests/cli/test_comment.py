"""Public comment on the command line: whatever comes is kept or refused whole, and nothing of who wrote is anywhere but where it belongs."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from cicp.cli import letters
from cicp.files import journal
from cicp.model.comments import CHANNELS, DISPOSITIONS
from tests.road import ZONE, Map, Town

NAME, CONTACT, WORDS, CAME_AS = "Resident Aldebaran", "aldebaran@example.org", "The Betelgeuse bell rang twice.", "rigel-street.PDF"
SECRETS: Final = (NAME, CONTACT, WORDS, "rigel-street")
WHY: Final = ("--why", "it is time")


@pytest.fixture
def town(standing_at: Callable[[str], Town]) -> Town:
    """The small plan while its window is open, with one comment that has no answer."""
    return standing_at("window open")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The clerk's desk: the files that came."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for name, text in (("name", NAME), ("contact", CONTACT), ("letter", WORDS), (CAME_AS, "%PDF-1.7 not really")):
        (folder / name).write_text(f"{text}\n", encoding="utf-8")
    return folder


def add(town: Town, desk: Path, *more: str) -> str:
    """Log the letter that lies on the desk; returns its id."""
    paths = ("--name", str(desk / "name"), "--contact", str(desk / "contact"), "--file", str(desk / CAME_AS))
    said = town.do("comment", "add", str(desk / "letter"), "--channel", "letter", *paths, *more, "--format", "json")
    return str(json.loads(said.out)["id"])


def listed(town: Town) -> list[dict[str, Any]]:
    return list(json.loads(town.do("comment", "list", "--format", "json").out)["comments"])


def record_of(town: Town, comment: str) -> str:
    return (town.plan / "docket" / f"{comment}.toml").read_text(encoding="utf-8")


def nothing_filed(town: Town, code: int, *words: str, stdin: str | bytes = b"") -> str:
    """Give a command that is refused with this code: no file is changed, nothing is said as an answer. Returns what was said aside."""
    before = town.files()
    said = town.play(*words, stdin=stdin)

    assert (code, "", before) == (said.code, said.out, town.files()), said.err
    assert said.hint, said.err
    return said.err


class TestPrivacy:
    def test_nowhere_but_in_the_attachment(self, town: Town, desk: Path) -> None:
        """Name, address, words and file names are in no filing and in no file's name; they lie in the letter, salted."""
        comment = add(town, desk)
        town.do("comment", "respond", comment, "--disposition", "noted", "--text", "Thank you.")
        town.do("comment", "withdraw", listed(town)[0]["id"], *WHY)
        files = town.files()
        where = {path for path, data in files.items() for secret in SECRETS if secret.encode() in data}

        assert {f"docket/{comment}/letter.toml"} == where
        assert not [path for path in files for secret in SECRETS if secret.lower() in path.lower()]
        assert f"docket/{comment}/file-1.pdf" in files

    def test_in_no_answer(self, town: Town, desk: Path) -> None:
        """No command tells who wrote: neither in words nor in JSON, unless it is asked to with --private."""
        comment = add(town, desk)
        commands = ["docket", f"docket show {comment}", "comment list", "comment notice", "status", "verify", "check", "group list"]
        said = [town.do(*command.split(), "--format", shape).out for command in commands for shape in ("plain", "json", "markdown", "csv")]
        shown = [town.do("comment", "show", comment, "--format", shape).out for shape in ("plain", "json", "markdown")]
        private = town.do("comment", "show", comment, "--private").out

        assert not [secret for each in said for secret in SECRETS if secret in each]
        assert not [secret for each in shown for secret in SECRETS if secret in each and secret != WORDS]
        assert all(WORDS in each for each in shown)
        assert all(secret in private for secret in SECRETS)

    def test_in_no_receipt(self, town: Town, desk: Path) -> None:
        """The receipt says what is published, and nothing of what was sent."""
        paths = ("--name", str(desk / "name"), "--contact", str(desk / "contact"), "--file", str(desk / CAME_AS))
        said = town.do("comment", "add", str(desk / "letter"), "--channel", "letter", *paths)

        assert "published are its words and the name that was given, if any; never an address" in " ".join(said.out.split())
        assert not [secret for secret in SECRETS if secret in said.out + said.err]

    @pytest.mark.parametrize("trouble", ["a wrong channel", "a wrong clause", "a file that is not there", "a name of several lines", "a future time"])
    def test_in_no_refusal(self, trouble: str, town: Town, desk: Path) -> None:
        """A refusal names what is wrong with the command, and nothing that was read."""
        (desk / "long").write_text(f"{NAME}\n{CONTACT}\n", encoding="utf-8")
        more = {
            "a wrong channel": ("--channel", "pigeon"),
            "a wrong clause": ("--clause", "calls.nothing"),
            "a file that is not there": ("--file", str(desk / f"not-{CAME_AS}")),
            "a name of several lines": ("--name", str(desk / "long")),
            "a future time": ("--at", "2031-01-01T10:00"),
        }[trouble]
        paths = ("--name", str(desk / "name"), "--contact", str(desk / "contact"), "--file", str(desk / CAME_AS))

        said = town.play("comment", "add", str(desk / "letter"), "--channel", "letter", *paths, *more)

        assert said.code in {2, 4}
        assert not [secret for secret in SECRETS if secret in said.err]

    def test_in_no_traceback(self, town: Town, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where cicp itself fails, what it saves for its makers has no word of the letter."""
        monkeypatch.setattr(journal, "_save", _fail_with_the_letter)

        said = town.play("comment", "add", str(desk / "letter"), "--channel", "letter", "--name", str(desk / "name"), "--contact", str(desk / "contact"))
        saved = Path(said.err.strip().rpartition(" ")[2])
        text = saved.read_text(encoding="utf-8")
        saved.unlink()

        assert (70, "") == (said.code, said.out)
        assert "RuntimeError" in text
        assert not [secret for secret in SECRETS if secret in said.err + text]

    def test_a_name_is_no_option(self, town: Town) -> None:
        """A name typed where a file is meant is refused and not repeated: others see the command line, and this is said."""
        said = nothing_filed(town, 2, "comment", "add", "-", "--channel", "mail", "--name", NAME, stdin=WORDS)

        assert NAME not in said
        assert "never from the command line, where others see them" in said

    def test_salted(self, town: Town, desk: Path) -> None:
        """A short letter cannot be guessed from the filing: its digest is that of a salt of its own and the bytes, and no two salts are the same."""
        comments = [add(town, desk), add(town, desk)]
        digests, salts = [], []
        for comment in comments:
            folder = town.plan / "docket" / comment
            for name in ("letter.toml", "file-1.pdf"):
                data, salt = (folder / name).read_bytes(), (folder / f"{name}.salt").read_bytes()
                assert f"sha256:{sha256(salt + data).hexdigest()}" in record_of(town, comment)
                digests += [sha256(data).hexdigest(), sha256(salt + data).hexdigest()]
                salts.append(salt)

        assert (4, {32}) == (len(set(salts)), {len(salt) for salt in salts})
        assert not [digest for digest in digests[::2] for comment in comments if digest in record_of(town, comment)]


def _fail_with_the_letter(_folder: Path, _filing: str, _data: bytes, salted: list[tuple[journal.Enclosure, bytes]]) -> None:
    raise RuntimeError(salted[0][0].data.decode())


class TestAdding:
    @pytest.mark.parametrize("way", ["a file", "standard input", "name and words on standard input"])
    def test_kept_as_it_came(self, way: str, town: Town, desk: Path) -> None:
        """The words are kept to the letter, from wherever they are read; a name on standard input is its first line."""
        words = f"  {WORDS}\r\n\ttabs, \u202e and \x1b[31m ends \\ \"\"\" '''\n\n"
        (desk / "letter").write_bytes(words.encode())
        given = {
            "a file": ([str(desk / "letter"), "--name", str(desk / "name")], ""),
            "standard input": (["-", "--name", str(desk / "name")], words),
            "name and words on standard input": (["-", "--name", "-"], f"{NAME}\n{words}"),
        }[way]

        said = town.do("comment", "add", *given[0], "--channel", "mail", "--format", "json", stdin=given[1])
        shown = json.loads(town.do("comment", "show", json.loads(said.out)["id"], "--private", "--format", "json").out)

        assert (words, NAME) == (shown["text"], shown["name"])

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            pytest.param(b"", "the comment is empty", id="empty"),
            pytest.param(b" \n\t\n", "the comment is empty", id="blank"),
            pytest.param(b"a" * 5 * 1024 * 1024, "the comment is longer than 1024 KiB", id="5 MB"),
            pytest.param(b"The bell\0rang.", "the comment holds NUL bytes", id="NUL"),
            pytest.param(b"The b\xe9ll rang.", "the comment is not UTF-8 text", id="Latin-1"),
            pytest.param("The bell rang.".encode("utf-16"), "the comment holds NUL bytes", id="UTF-16"),
            pytest.param(b"PK\x03\x04\xff\xfe\0", "the comment holds NUL bytes", id="a spreadsheet"),
        ],
    )
    @pytest.mark.parametrize("source", ["file", "standard input"])
    def test_what_is_no_text(self, source: str, data: bytes, says: str, town: Town, desk: Path) -> None:
        """What is empty, too long or no text is refused with the way to keep it, and nothing is filed."""
        (desk / "letter").write_bytes(data)
        words = ("-",) if source == "standard input" else (str(desk / "letter"),)

        said = nothing_filed(town, 2, "comment", "add", *words, "--channel", "mail", stdin=data)

        assert says in said

    def test_a_large_letter_as_a_file(self, town: Town, desk: Path) -> None:
        """What is too long for a text is kept whole as a file, as the refusal says."""
        (desk / "letter.txt").write_bytes(b"a" * 5 * 1024 * 1024)
        refused = nothing_filed(town, 2, "comment", "add", str(desk / "letter.txt"), "--channel", "mail")

        said = town.do("comment", "add", "-", "--channel", "mail", "--file", str(desk / "letter.txt"), "--format", "json", stdin="A letter of 900 pages.\n")

        assert "--file PATH" in refused
        assert 5 * 1024 * 1024 == (town.plan / "docket" / json.loads(said.out)["id"] / "file-1.txt").stat().st_size

    @pytest.mark.parametrize(
        ("option", "data", "says"),
        [
            ("--name", b"Resident A\nResident B\n", "the name is more than a line"),
            ("--name", b"Resident A\rResident B\n", "the name is more than a line"),
            ("--name", b"a" * 1001, "the name is more than a line"),
            ("--name", b"a" + "\u00e9".encode() * 600, "the name is more than a line"),
            ("--contact", b"a\0b", "the address holds NUL bytes"),
            ("--contact", b"\xe9", "the address is not UTF-8 text"),
        ],
        ids=["two lines", "two lines of an old Mac", "long", "long in bytes", "NUL", "Latin-1"],
    )
    @pytest.mark.parametrize("source", ["file", "standard input"])
    def test_what_is_no_name(self, source: str, option: str, data: bytes, says: str, town: Town, desk: Path) -> None:
        """A name and an address are a line each; nothing of one is cut off, and nothing of it becomes the letter."""
        if source == "standard input" and b"\n" in data[:-1]:
            return  # there the first line is the name, and the rest the letter
        (desk / "it").write_bytes(data)
        words = (option, "-") if source == "standard input" else (option, str(desk / "it"))

        said = nothing_filed(town, 2, "comment", "add", str(desk / "letter"), "--channel", "mail", *words, stdin=data)

        assert says in said

    def test_no_words_and_no_terminal(self, town: Town) -> None:
        """Where nobody can be asked, nothing prompts: what is missing is said."""
        assert "the comment is missing" in nothing_filed(town, 2, "comment", "add", "--channel", "mail")

    @pytest.mark.parametrize("path", ["missing", "folder", "loop", "link"])
    @pytest.mark.parametrize("option", ["words", "--name", "--file"])
    def test_what_cannot_be_read(self, option: str, path: str, town: Town, desk: Path) -> None:
        """What is not there, is no file, or is a link to one elsewhere is refused; nothing is filed."""
        (desk / "folder").mkdir()
        (desk / "loop").symlink_to(desk / "loop")
        (desk / "link").symlink_to(desk / "letter")
        words = (str(desk / path),) if option == "words" else (str(desk / "letter"), option, str(desk / path))

        assert "cannot be read" in nothing_filed(town, 2, "comment", "add", *words, "--channel", "mail")

    @pytest.mark.parametrize("path", ["\0", "a" * 5000])
    def test_what_no_disk_can_hold(self, path: str, town: Town) -> None:
        """A name that no disk can hold is a file that cannot be read, and not a fault of cicp."""
        assert "cannot be read" in nothing_filed(town, 2, "comment", "add", path, "--channel", "mail")

    def test_a_file_that_is_too_large(self, town: Town, desk: Path) -> None:
        """A file larger than the limit is refused with how to send it; a sparse one is not read to its end."""
        with (desk / "film.mp4").open("wb") as film:
            film.truncate(400 * 1024 * 1024)

        assert "larger than 25 MiB" in nothing_filed(town, 2, "comment", "add", str(desk / "letter"), "--channel", "mail", "--file", str(desk / "film.mp4"))

    @pytest.mark.parametrize(
        ("name", "stored"),
        [
            ("letter.toml", "file-1.toml"),
            ("letter.toml.salt", "file-1.salt"),
            ("a\nb.pdf", "file-1.pdf"),
            ("[bold]x[-bold].docx", "file-1.docx"),
            ("\u202egpj.exe", "file-1.exe"),
            ("\x1b[31m.txt", "file-1.txt"),
            ("con.pdf", "file-1.pdf"),
            ("..", ""),
            (".hidden", "file-1"),
            ("noending", "file-1"),
            ("a.tar.gz", "file-1.gz"),
            ("a.verylongending", "file-1"),
            ("a.b c", "file-1"),
            ("a.\u00e4\u00f6", "file-1"),
            ("a.JPG", "file-1.jpg"),
            (b"caf\xe9.pdf", "file-1.pdf"),
        ],
    )
    def test_hostile_names(self, name: str | bytes, stored: str, town: Town, desk: Path) -> None:
        """A file is stored under a name of ours, whatever it came as; the name it came under is kept in the letter, and shown escaped."""
        text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
        path = f"{desk}/{text}"
        if not stored:
            nothing_filed(town, 2, "comment", "add", str(desk / "letter"), "--channel", "mail", "--file", path)
            return
        Path(path).write_bytes(b"bytes")

        said = town.do("comment", "add", str(desk / "letter"), "--channel", "mail", "--file", path, "--format", "json")
        folder = town.plan / "docket" / json.loads(said.out)["id"]
        shown = town.do("comment", "show", folder.name, "--private").out

        assert sorted(["letter.toml", "letter.toml.salt", stored, f"{stored}.salt"]) == sorted(each.name for each in folder.iterdir())
        assert b"bytes" == (folder / stored).read_bytes()
        assert f"{stored}, which came as" in shown
        assert not re.search("[\x1b\u202e\udce9]", shown)

    def test_a_path_that_climbs(self, town: Town, desk: Path) -> None:
        """A path with dots leads to a file, and nothing of it is kept but its last part."""
        (desk / "deep").mkdir()
        before = {*desk.parent.rglob("*")}

        said = town.do("comment", "add", str(desk / "letter"), "--channel", "mail", "--file", f"{desk}/deep/../../desk/{CAME_AS}", "--format", "json")
        shown = town.do("comment", "show", json.loads(said.out)["id"], "--private").out

        assert all(town.plan in path.parents for path in {*desk.parent.rglob("*")} - before)
        assert ("which came as rigel-street.PDF" in " ".join(shown.split()), "deep" in shown) == (True, False)

    def test_many_files(self, town: Town, desk: Path) -> None:
        """Several files are numbered in the order they were named, and all of them are shown, also to a program."""
        for number in range(1, 13):
            (desk / f"{number}.txt").write_text(str(number), encoding="utf-8")
        files = [word for number in range(1, 13) for word in ("--file", str(desk / f"{number}.txt"))]

        said = town.do("comment", "add", str(desk / "letter"), "--channel", "mail", *files, "--format", "json")
        shown = json.loads(town.do("comment", "show", json.loads(said.out)["id"], "--private", "--format", "json").out)

        assert [f"file-{number}.txt, which came as {number}.txt" for number in range(1, 13)] == shown["files"]

    @pytest.mark.parametrize("word", CHANNELS)
    def test_channels(self, word: str, town: Town, desk: Path) -> None:
        """Every channel is taken, and told."""
        comment = add(town, desk, "--channel", word)

        assert word == next(each["channel"] for each in listed(town) if each["id"] == comment)

    @pytest.mark.parametrize(("said", "nearest"), [("leter", "letter"), ("pigeon", "letter, on paper")])
    def test_unknown_channel(self, said: str, nearest: str, town: Town) -> None:
        """An unknown channel is refused with the nearest, or with all."""
        assert nearest in nothing_filed(town, 2, "comment", "add", "-", "--channel", said, stdin=WORDS)

    def test_clauses(self, town: Town, desk: Path) -> None:
        """Clauses are those of the edition that is commented on: one that was written since is unknown, one that is gone from the draft is known."""
        section = town.plan / "text/02-words.toml"
        section.write_text(section.read_text(encoding="utf-8").replace('id = "plain"', 'id = "simple"'), encoding="utf-8")
        comment = add(town, desk, "--clause", "words.plain", "--clause", "calls.log", "--clause", "words.plain")

        assert ["words.plain", "calls.log"] == next(each["clauses"] for each in listed(town) if each["id"] == comment)
        said = nothing_filed(town, 4, "comment", "add", "-", "--channel", "mail", "--clause", "words.simple", stdin=WORDS)
        assert 'the text has no clause "words.simple"' in said

    def test_three_hundred_clauses(self, standing_at: Callable[[str], Town], desk: Path) -> None:
        """A comment may be about every clause of a long plan."""
        town = standing_at("draft")
        clauses = [f'[[clause]]\nid = "c{number}"\nduty = false\ntext = "Words."\n' for number in range(300)]
        (town.plan / "text/03-long.toml").write_text('title = "Long"\nowner = "pio"\n\n' + "\n".join(clauses), encoding="utf-8")
        comment = add(town, desk, *(word for number in range(300) for word in ("--clause", f"long.c{number}")))

        assert 300 == len(listed(town)[0]["clauses"])
        assert 0 == town.play("docket", "show", comment).code

    @pytest.mark.parametrize("said", ["calls.lg", "calls", "nothing.at-all", "../../x"])
    def test_unknown_clause(self, said: str, town: Town) -> None:
        """An unknown clause is refused with the nearest; of a section its clauses are named."""
        aside = nothing_filed(town, 4, "comment", "add", "-", "--channel", "mail", "--clause", said, stdin=WORDS)

        assert ('did you mean "calls.log"' in aside) == (said == "calls.lg")
        assert ("calls is a section; name a clause: calls.log" in aside) == (said == "calls")

    def test_postmark(self, town: Town, desk: Path) -> None:
        """The day of a postmark is kept beside when it was received."""
        comment = add(town, desk, "--postmarked", "2026-01-30", "--at", "-2h")

        assert "2026-01-30" == next(each["postmarked"] for each in listed(town) if each["id"] == comment)
        for channel, day, says in (
            ("letter", "soon", "is not a date"),
            ("counter", "2026-01-30", "has no postmark"),
            ("letter", "2026-02-03", "was not postmarked 2026-02-03"),
        ):
            assert says in nothing_filed(town, 2, "comment", "add", str(desk / "letter"), "--channel", channel, "--postmarked", day)

    @pytest.mark.parametrize(
        ("place", "timing"), [("draft", "early"), ("window open", "on time"), ("window ended", "late"), ("closed, answered", "late"), ("retired", "late")]
    )
    def test_early_and_late_are_flags(self, place: str, timing: str, standing_at: Callable[[str], Town], desk: Path) -> None:
        """Whatever comes is taken at every stage; whether it was in time is told on the receipt and in the list."""
        town = standing_at(place)
        said = town.do("comment", "add", str(desk / "letter"), "--channel", "mail")

        assert timing == listed(town)[-1]["timing"]
        assert {"on time": "in time", "late": "late: it is kept", "early": "early: no window was open"}[timing] in said.out

    def test_receipt(self, town: Town, desk: Path) -> None:
        """The digest on the receipt is the docket's head, and `verify --head` says that it is here; of another plan it says that it is not."""
        said = json.loads(town.do("comment", "add", str(desk / "letter"), "--channel", "mail", "--format", "json").out)
        head = json.loads(town.do("docket", "--format", "json").out)["heads"]
        kept = town.do("verify", "--head", said["digest"])
        town.do("comment", "add", str(desk / "letter"), "--channel", "mail")

        assert ([said["digest"]], 0) == (head, town.play("verify", "--head", said["digest"]).code)
        assert "every filing up to" in kept.out
        assert f"cicp verify --head {said['digest']}" in " ".join(said["says"])
        assert 6 == town.play("verify", "--head", "sha256:" + "0" * 64).code

    def test_docket_set_aside(self, town: Town, desk: Path) -> None:
        """On top of a damaged docket nothing is filed: 6, with what is wrong."""
        first = town.plan / "docket" / f"{town.docket()[2]}.toml"
        first.write_bytes(first.read_bytes().replace(b"city-clerk", b"city-klerk"))

        assert "is set aside" in nothing_filed(town, 6, "comment", "add", str(desk / "letter"), "--channel", "mail")
        assert "is set aside" in town.play("comment", "list").err

    @pytest.mark.parametrize("office", ["", "clerk"])
    def test_no_office(self, office: str, town: Town, desk: Path) -> None:
        """The slow half asks who acts: an office of the plan."""
        town.office = office

        assert "add --as OFFICE, one of: city-clerk, mayor" in nothing_filed(town, 2, "comment", "add", str(desk / "letter"), "--channel", "mail")


class TestShowing:
    def test_nothing(self, standing_at: Callable[[str], Town]) -> None:
        """Before there is anything, the list and the notice say so."""
        town = standing_at("draft")

        assert "Public comment was never opened." in town.do("comment", "list").out
        assert "public comment was never opened" in nothing_filed(town, 4, "comment", "notice")
        assert "see them: cicp comment list" in nothing_filed(town, 4, "comment", "show", "42")

    @pytest.mark.parametrize(("hurt", "says"), [("gone", "is not here yet"), ("salt gone", "is not here yet"), ("altered", "was altered after it was filed")])
    def test_a_hurt_letter(self, hurt: str, says: str, town: Town, desk: Path) -> None:
        """A letter that is not here, and one that was altered, are told apart, and neither is shown; moves wait, comments are still taken."""
        comment = add(town, desk)
        letter = town.plan / "docket" / comment / "letter.toml"
        if hurt == "altered":
            letter.write_text(letter.read_text(encoding="utf-8").replace("Betelgeuse", "Sirius"), encoding="utf-8")
        else:
            (letter if hurt == "gone" else letter.with_name("letter.toml.salt")).unlink()

        assert f"{comment}/letter.toml {says}" in nothing_filed(town, 6, "comment", "show", comment)
        assert says in nothing_filed(town, 6, "comment", "close", "--early", *WHY)
        assert (2, 0) == (len(listed(town)), town.play("comment", "add", "-", "--channel", "mail", stdin=WORDS).code)

    def test_a_letter_that_reads_as_none(self, town: Town) -> None:
        """A filing of another cicp whose letter does not read is named, not a fault."""
        said = json.loads(town.do("comment", "add", "-", "--channel", "mail", "--format", "json", stdin=WORDS).out)["id"]
        letter = town.plan / "docket" / said / "letter.toml"
        record, salt = town.plan / "docket" / f"{said}.toml", (letter.with_name("letter.toml.salt")).read_bytes()
        digest = sha256(salt + letter.read_bytes()).hexdigest()
        letter.write_bytes(b"not toml at all")
        changed = record.read_bytes().replace(digest.encode(), sha256(salt + b"not toml at all").hexdigest().encode())
        name = f"{said[:5]}{_suffix(changed)}"
        record.unlink()
        (town.plan / "docket" / f"{name}.toml").write_bytes(changed)
        letter.parent.rename(letter.parent.with_name(name))

        assert "does not read as a letter" in nothing_filed(town, 6, "comment", "show", name)

    @pytest.mark.parametrize("by", ["id", "number", "prefix"])
    def test_ids(self, by: str, town: Town, desk: Path) -> None:
        """A comment is meant by its id, its number, or a unique prefix; a prefix of several is refused with them."""
        comment = add(town, desk)
        wanted = {"id": comment, "number": str(int(comment[:4])), "prefix": comment[:7]}[by]

        assert f"Comment {comment}" in town.do("comment", "show", wanted).out
        assert f'"000" could be {listed(town)[0]["id"]}' in nothing_filed(town, 2, "comment", "show", "000")

    def test_two_answers_after_a_merge(self, town: Town, desk: Path, tmp_path: Path) -> None:
        """Answers given in two copies that did not know of each other are both shown; the next answer replaces both."""
        comment = add(town, desk)
        other = town.copied(tmp_path / "other")
        town.do("comment", "respond", comment, "--disposition", "accepted", "--text", "It is done.")
        other.do("comment", "respond", comment, "--disposition", "declined", "--text", "It cannot be done.")
        _take_over(town, other)

        shown = town.do("comment", "show", comment).out
        values = next(each for each in listed(town) if each["id"] == comment)
        settled = town.do("comment", "respond", comment, "--disposition", "accepted-in-part", "--text", "Half of it is done.")

        assert all(each in shown for each in ("It is done.", "It cannot be done.", "accepted (", "declined ("))
        assert {"accepted", "declined"} == {each["disposition"] for each in values["responses"]}
        assert all(each["id"] in settled.out for each in values["responses"])
        assert 1 == len(next(each for each in listed(town) if each["id"] == comment)["responses"])


def _suffix(data: bytes) -> str:
    from cicp.model.filing import digest_of, suffix_of  # noqa: PLC0415  # only this one test makes a filing by hand

    return suffix_of(digest_of(data))


def _take_over(town: Town, other: Town) -> None:
    """Copy the files of another copy's docket, as git does."""
    for path, data in other.files().items():
        if path.startswith("docket/") and not (town.plan / path).exists():
            (town.plan / path).parent.mkdir(parents=True, exist_ok=True)
            (town.plan / path).write_bytes(data)


class TestAnswering:
    @pytest.mark.parametrize("word", DISPOSITIONS)
    def test_every_disposition(self, word: str, town: Town, desk: Path) -> None:
        """Every disposition is filed with its reason; when the last comment has its answer, that is said."""
        first, comment = listed(town)[0]["id"], add(town, desk)
        more = ("--of", first) if word == "duplicate-of" else ()
        said = town.do("comment", "respond", comment, "--disposition", word, "--text", "It is said in calls.log.", "--changed", "calls.log", *more)
        last = town.do("comment", "respond", first, "--disposition", "noted", "--text", "Thank you.")

        assert f"{2 if more else 1} without an answer" in said.out  # a duplicate waits for the answer that it rests on
        assert "every comment has its answer" in last.out
        assert "every comment has its answer" in town.do("comment", "respond", first, "--disposition", "declined", "--text", "No.").out

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (("--disposition", "declned", "--text", "no"), 2, 'did you mean "declined"?'),
            (("--disposition", "noted", "--text", " "), 2, "the reason is empty"),
            (("--disposition", "noted"), 2, "--text"),
            (("--text", "no"), 2, "--disposition"),
            (("--disposition", "duplicate-of", "--text", "no"), 2, "a duplicate names the other comment"),
            (("--disposition", "duplicate-of", "--of", "99", "--text", "no"), 4, 'there is no comment "99"'),
            (("--disposition", "noted", "--text", "no", "--changed", "calls.nothing"), 4, 'the text has no clause "calls.nothing"'),
        ],
    )
    def test_refused(self, words: tuple[str, ...], code: int, says: str, town: Town) -> None:
        """An answer says what becomes of the comment and why; what is missing or unknown is named."""
        assert says in nothing_filed(town, code, "comment", "respond", listed(town)[0]["id"], *words)

    def test_withdrawn(self, town: Town) -> None:
        """Who took a comment back is owed no answer; the record keeps it, and a mistake is struck."""
        comment = listed(town)[0]["id"]
        town.do("comment", "withdraw", comment, *WHY)
        said = nothing_filed(town, 3, "comment", "respond", comment, "--disposition", "noted", "--text", "no")
        shown = town.do("comment", "show", comment).out
        strike = re.search(r"cicp (strike \S+) --why", said)

        assert strike
        assert "withdrawn" in shown
        assert [] == json.loads(town.do("comment", "list", "--unanswered", "--format", "json").out)["comments"]
        town.do(*strike[1].split(), *WHY)
        town.do("comment", "respond", comment, "--disposition", "noted", "--text", "Thank you.")


class TestWindow:
    def test_notice(self, standing_at: Callable[[str], Town]) -> None:
        """Opening prints the notice: from when until when and how that was counted, where comments go, and what is published."""
        town = standing_at("draft")
        town.now = datetime(2026, 2, 3, 9, 0, tzinfo=ZONE)
        said = " ".join(town.do("comment", "open", "--hearing", "2026-02-19T18:00", "--place", "City Hall").out.split())
        again = " ".join(town.do("comment", "notice").out.split())

        assert said == again
        for each in (
            "City of Example: notice of public comment",
            "from Tuesday, February 3, 2026, 9:00 a.m. CST",
            "until Thursday, March 5, 2026, 11:59 p.m. CST",
            "Thu 5 Mar 2026 = 30 days after Tue 3 Feb",
            "Public hearing: Thursday, February 19, 2026, 6:00 p.m. CST, City Hall.",
            "The City Clerk takes comments at City Hall.",
            "it never publishes your address",
        ):
            assert each in said

    def test_rolls_over_closed_days(self, standing_at: Callable[[str], Town]) -> None:
        """A window that would end on a closed day stays open, in the city's zone, and says which day of which year nobody has set."""
        town = standing_at("draft")
        town.now = datetime(2026, 2, 5, 9, 0, tzinfo=ZONE)  # 30 days later is Saturday, 7 March; the clocks change on the 8th
        said = json.loads(town.do("comment", "open", "--format", "json").out)

        assert "2026-03-09T23:59:59-05:00" == said["closes"]
        assert "Sat 7 Mar 2026 is closed (weekend): the last day moves forward to Mon 9 Mar 2026" in said["explain"]

    @pytest.mark.parametrize(
        ("until", "code", "says"),
        [
            ("2026-02-01", 2, "the window would close before it opens"),
            ("2026-02-02T10:00", 2, "the window would close before it opens"),
            ("2026-02-20", 3, "the plan keeps a window open for at least 30 days"),
            ("20 February", 2, "is not a time"),
            ("9999-12-31", 2, "beyond any calendar"),
        ],
    )
    def test_no_such_window(self, until: str, code: int, says: str, standing_at: Callable[[str], Town]) -> None:
        """A window that would close before it opens, or sooner than the plan says, is refused, and no words are frozen for it."""
        town = standing_at("draft")
        said = nothing_filed(town, code, "comment", "open", "--until", until)

        assert says in said
        if match := re.search(r"--until (2026-\d\d-\d\d)", said):
            town.do("comment", "open", "--until", match[1])

    def test_a_chosen_day(self, standing_at: Callable[[str], Town]) -> None:
        """A later day is the city's choice; that the hall is closed on it is said."""
        said = json.loads(standing_at("draft").do("comment", "open", "--until", "2026-04-04", "--format", "json").out)

        assert ("2026-04-04T23:59:59-05:00", True) == (said["closes"], "Sat 4 Apr 2026 is closed (weekend)" in said["explain"])

    def test_extended(self, town: Town, desk: Path) -> None:
        """An extension is printed in the notice with its reason; what came after the first end is then on time."""
        (first,) = (json.loads(town.do("comment", "list", "--format", "json").out)["window"]["closes"],)
        later = (datetime.fromisoformat(first) + timedelta(days=10)).date()
        said = town.do("comment", "extend", "--until", str(later), "--why", "two holidays lie in it")
        town.now = datetime.fromisoformat(first) + timedelta(days=3)
        add(town, desk)

        assert "two holidays lie in it" in " ".join(said.out.split())
        assert ["on time", "on time"] == [each["timing"] for each in listed(town)]

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("--why", "longer"), "Missing option '--until'"),
            (("--until", "2026-02-10", "--why", "longer"), "the window is open until"),
            (("--until", "2027-02-10"), "Missing option '--why'"),
        ],
    )
    def test_not_extended(self, words: tuple[str, ...], says: str, town: Town) -> None:
        """An extension says until when, later than now and than it was, and why."""
        assert says in nothing_filed(town, 2, "comment", "extend", *words)

    def test_closed_early(self, town: Town, desk: Path) -> None:
        """A window is closed sooner only with a reason; what comes afterwards is late."""
        assert "a window that is closed early says why" in nothing_filed(town, 2, "comment", "close", "--early")
        said = town.do("comment", "close", "--early", "--why", "the Board asked for it")
        add(town, desk)

        assert "1 received since it opened, 1 without an answer" in said.out
        assert ["on time", "late"] == [each["timing"] for each in listed(town)]

    @pytest.mark.parametrize("wait", [-1, 0, 1])
    def test_to_the_second(self, wait: int, town: Town) -> None:
        """In its last second a window is open; a second later it can be closed."""
        closes = json.loads(town.do("comment", "list", "--format", "json").out)["window"]["closes"]
        town.now = datetime.fromisoformat(closes) + timedelta(seconds=wait)

        assert (0 if wait > 0 else 3) == town.play("comment", "close").code

    def test_dropped(self, standing_at: Callable[[str], Town]) -> None:
        """With an amendment that was dropped its window is closed, and nothing tells that it is open."""
        said = standing_at("amendment, dropped").do("comment", "list").out

        assert said.startswith("Closed ")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A person at a terminal who is asked, and types a name, then an address."""
    questions: list[str] = []
    answers = iter([NAME, CONTACT])

    def ask(question: str, **_: object) -> str:
        questions.append(question)
        return next(answers)

    monkeypatch.setattr(letters, "at_a_terminal", lambda: True)
    monkeypatch.setattr(typer, "prompt", ask)
    return questions


def test_asked_at_a_terminal(asked: list[str], town: Town) -> None:
    """At a terminal the name and the address are asked for, and the words are typed until the end of input."""
    said = town.do("comment", "add", "--channel", "counter", "--format", "json", stdin=f"{WORDS}\n")
    shown = town.do("comment", "show", json.loads(said.out)["id"], "--private").out

    assert ["Name (Enter for none)", "How to reach them (Enter for none)"] == asked
    assert "Ctrl-D" in said.err
    assert all(each in shown for each in (NAME, CONTACT, WORDS))


def test_many_comments(roads: Map, tmp_path: Path) -> None:
    """Receiving a comment reads no letter that is here already: a hundred more cost no file more."""
    town = roads.at("window open").copied(tmp_path / "plan")
    for _ in range(5):
        town.do("comment", "add", "-", "--channel", "mail", stdin=WORDS)
    for letter in sorted((town.plan / "docket").glob("*/letter.toml")):
        letter.unlink()

    assert 0 == town.play("comment", "add", "-", "--channel", "mail", stdin=WORDS).code
    assert 6 == town.play("comment", "close", "--early", *WHY).code
