"""Whatever is done to the record, `verify` names it in its own sentence, and the night goes on."""

import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from cicp.cli.main import run
from cicp.files import journal, reading
from cicp.files.filing import encode
from cicp.files.layout import Home
from cicp.model.docket import Log
from cicp.model.filing import digest_of
from tests.conftest import EXAMPLE, NIGHT, Result
from tests.records import NIGHT as AT_NIGHT
from tests.records import fitting, named

LETTER: Final = b'name = "Resident A"\ntext = "Who tells the family?"\n'


@dataclass(frozen=True)
class Night:
    """A plan with an incident that was declared, worked on, closed and opened again, and a comment in its docket."""

    plan: Path
    play: Callable[..., Result]

    @property
    def home(self) -> Home:
        return Home(self.plan)

    @property
    def incident(self) -> str:
        return self.home.incident_ids()[0]

    @property
    def docket(self) -> Log:
        return reading.read_docket(self.home)

    @property
    def log(self) -> Log:
        return reading.read_log(self.home, self.incident)

    @property
    def folders(self) -> dict[str, Path]:
        return {"docket": self.home.docket, "incident": self.home.log(self.incident)}

    @property
    def edition(self) -> Path:
        return next(self.home.editions.iterdir())

    def logs(self) -> dict[str, Log]:
        return {"docket": self.docket, "incident": self.log}

    def json(self, *words: str) -> dict[str, Any]:
        return dict(json.loads(self.play(*words, "--format", "json").out))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the plan once; every test damages a copy of its own."""
    plan = tmp_path_factory.mktemp("night") / "clayton"
    shutil.copytree(EXAMPLE, plan, ignore=shutil.ignore_patterns(".cicp", "incidents", "editions"))
    with pytest.MonkeyPatch.context() as setting:
        setting.setenv("CICP_NOW", NIGHT)
        setting.setenv("CICP_AS", "pio")
        for words in (
            ("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45"),
            ("done", "tell-manager", "--at", "21:47"),
            ("log", "Two reporters at the north gate"),
            ("fact", "died", "--about", "deceased-1", "--at", "21:48"),
            ("incident", "close"),
            ("incident", "reopen"),
            ("done", "verify", "--at", "21:49"),
        ):
            assert 0 == run(["-p", str(plan), *words])
    home = Home(plan)
    comment = {"kind": "comment", "filed_at": AT_NIGHT, "filed_by": "city-clerk", "channel": "letter"}
    journal.file(home.docket, reading.read_docket(home), comment, (journal.Enclosure("letter.toml", LETTER),), lock=home.root)
    journal.file(home.docket, reading.read_docket(home), {"kind": "meeting", "filed_at": AT_NIGHT, "filed_by": "city-clerk"}, lock=home.root)
    return plan


def _copy(source: str, target: str) -> None:
    """What the tests damage is copied; the words, which none of them touches, need no second copy on disk."""
    if {"docket", "incidents", "editions"} & set(Path(source).parts):
        shutil.copyfile(source, target)
    else:
        os.link(source, target)


@pytest.fixture
def night(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Night]:
    """Return a copy of that plan, with its command line."""
    plan = tmp_path / "clayton"
    shutil.copytree(original, plan, copy_function=_copy)
    monkeypatch.setenv("CICP_NOW", NIGHT)
    monkeypatch.setenv("CICP_AS", "pio")
    monkeypatch.delenv("CICP_PLAN", raising=False)

    def play(*words: str) -> Result:
        capfd.readouterr()
        code = run(["-p", str(plan), *words])
        said = capfd.readouterr()
        return Result(code, said.out, said.err)

    yield Night(plan, play)
    for path in plan.rglob("*"):
        if path.is_fifo():
            path.unlink()


def path_of(night: Night, which: str, place: int) -> Path:
    return night.folders[which] / f"{night.logs()[which].filings[place].id}.toml"


def name_of(night: Night, which: str) -> str:
    return "docket" if which == "docket" else night.incident


# What is done to the record. Each returns the sentence by which verify names it.


def flip(night: Night, which: str) -> str:
    """One byte of a filing in the middle is flipped."""
    path = path_of(night, which, 2)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    return f"{name_of(night, which)}: {path.stem} is set aside: its bytes do not fit its name: it was altered after it was filed."


def flip_root(night: Night, which: str) -> str:
    """One byte of the root is flipped."""
    path = path_of(night, which, 0)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    return f"{name_of(night, which)}: {path.stem} is set aside: its bytes do not fit its name: it was altered after it was filed."


def rename(night: Night, which: str) -> str:
    """A filing is given another number."""
    path = path_of(night, which, 2)
    other = path.with_name(path.name.replace("0003-", "0033-"))
    path.rename(other)
    return f"{name_of(night, which)}: {other.stem} is set aside: its name says number 0033, its own words say 3: the file was renamed."


def drop(night: Night, which: str) -> str:
    """A filing is taken out of the middle."""
    path = path_of(night, which, 2)
    following = path_of(night, which, 3).stem
    path.unlink()
    return f"{name_of(night, which)}: the filing ending in -{path.stem[-5:]}, on which {following} was filed, is not here yet."


def swap(night: Night, which: str) -> str:
    """Two filings change names."""
    one, other = path_of(night, which, 2), path_of(night, which, 3)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"{name_of(night, which)}: {other.stem} is set aside: it holds the bytes of {one.stem}: the two were swapped, or one was copied over the other."


def rewrite(night: Night, which: str) -> str:
    """A filing is rewritten, and given the name that fits its new words."""
    path = path_of(night, which, 2)
    following = path_of(night, which, 3).stem
    data = path.read_bytes().replace(b"filed_by = ", b'text = "rewritten"\nfiled_by = ').replace(b'\ntext = "Two reporters at the north gate"', b"")
    data = re.sub(rb'\ntext = "The City says[^\n]*', b"", data)
    path.unlink()
    rewritten = fitting(data, 3)
    path.with_name(f"{rewritten}.toml").write_bytes(data)
    missing = f"{name_of(night, which)}: the filing ending in -{path.stem[-5:]}, on which {following} was filed, is not here yet"
    return f"{missing}; {rewritten} stands in its place and nothing was filed on it, as if it had been rewritten."


def another_plan(night: Night, which: str) -> str:
    """A filing of another plan is put among ours."""
    stem, data = named({"kind": "log-entry", "number": 9, "root": "0001-zzzzz", "text": "not ours", "previous": [digest_of(b"theirs")]})
    (night.folders[which] / f"{stem}.toml").write_bytes(data)
    return f"{name_of(night, which)}: {stem} is set aside: it belongs to the log of 0001-zzzzz, not to this one."


def second_root(night: Night, which: str) -> str:
    """A second root is put beside the first."""
    stem, data = named({"kind": "declared", "number": 1, "title": "Another beginning", "kinds": ["fire"], "known": AT_NIGHT})
    (night.folders[which] / f"{stem}.toml").write_bytes(data)
    return f"{name_of(night, which)}: {stem} is set aside: it starts a second log in this folder."


def number_below(night: Night, which: str) -> str:
    """A filing whose number is not above that of the filing it was filed on is put among ours."""
    log = night.logs()[which]
    stem, data = named({"kind": "log-entry", "number": 2, "root": log.root, "previous": [log.filings[4].digest]})
    (night.folders[which] / f"{stem}.toml").write_bytes(data)
    return f"{name_of(night, which)}: {stem} is set aside: its number is not above those of the filings it was filed on."


def cut_behind_the_incident(night: Night) -> str:
    """The docket's end is cut off, up to before the incident was declared."""
    filings = night.docket.filings
    (begun,) = (place for place, filing in enumerate(filings) if filing.kind == "draft-begun")
    for filing in filings[begun:]:
        (night.home.docket / f"{filing.id}.toml").unlink()
    ending, quoting = filings[begun].id[-5:], f"{night.incident}/{night.log.root}"
    return f"docket: the filing ending in -{ending} is not here, though {quoting} quotes it: the end of this log was cut off, or it was rewritten."


def cut_to_the_root(night: Night) -> str:
    """The end of an incident's log is cut off, with what the docket quotes of it."""
    filings = night.log.filings
    for filing in filings[1:]:
        (night.folders["incident"] / f"{filing.id}.toml").unlink()
    (closed, *_) = (filing for filing in night.docket.filings if filing.kind == "incident-closed")
    missing = filings[4].id[-5:]
    quoting = f"docket/{closed.id}"
    return f"{night.incident}: the filing ending in -{missing} is not here, though {quoting} quotes it: the end of this log was cut off, or it was rewritten."


def folder_gone(night: Night) -> str:
    """A second incident's folder is gone."""
    night.play("declare", "Fire in Hanley Road")
    gone = next(each for each in night.home.incident_ids() if "-other-" in each)
    root = reading.read_log(night.home, gone).root
    shutil.rmtree(night.home.incidents / gone)
    told = night.docket.filings[-1].id
    return f"{gone}: the filing ending in -{root[-5:]} is not here, though docket/{told} quotes it: the end of this log was cut off, or it was rewritten."


def edition_altered(night: Night) -> str:
    """A word of an edition is changed."""
    path = night.edition / "text" / "06-notification.toml"
    path.write_bytes(path.read_bytes().replace(b"minutes", b"hours", 1))
    return f"edition {night.edition.name}: text/06-notification.toml was altered after it was frozen."


def edition_removed(night: Night) -> str:
    """A file of an edition is taken away."""
    (night.edition / "playbooks" / "ois.toml").unlink()
    return f"edition {night.edition.name}: playbooks/ois.toml is not here."


def edition_added(night: Night) -> str:
    """A file is added to an edition."""
    shutil.copyfile(night.edition / "playbooks" / "ois.toml", night.edition / "playbooks" / "flood.toml")
    return f"edition {night.edition.name}: playbooks/flood.toml was added after it was frozen."


def edition_table(night: Night) -> str:
    """The table of an edition is changed."""
    path = night.edition / "edition.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    return f"edition {night.edition.name}: edition.toml was altered after it was frozen."


def edition_table_broken(night: Night) -> str:
    """The table of an edition does not even read."""
    (night.edition / "edition.toml").write_bytes(b"format = ")
    return f"edition {night.edition.name}: edition.toml was altered after it was frozen."


def edition_gone(night: Night) -> str:
    """An edition is taken away whole."""
    name = night.edition.name
    shutil.rmtree(night.edition)
    return f"edition {name}: edition.toml is not here."


def letter(night: Night) -> Path:
    (comment,) = (filing for filing in night.docket.filings if filing.kind == "comment")
    return night.home.docket / comment.id / "letter.toml"


def attachment_altered(night: Night) -> str:
    """A letter is changed."""
    path = letter(night)
    path.write_bytes(LETTER.replace(b"Who", b"Why"))
    return f"docket: {path.parent.name}/letter.toml was altered after it was filed."


def attachment_missing(night: Night) -> str:
    """A letter is not there."""
    path = letter(night)
    path.unlink()
    return f"docket: {path.parent.name}/letter.toml is not here yet."


def salt_missing(night: Night) -> str:
    """A letter is there, and its salt is not."""
    path = letter(night)
    path.with_name("letter.toml.salt").unlink()
    return f"docket: {path.parent.name}/letter.toml is not here yet."


def salt_altered(night: Night) -> str:
    """A letter's salt is changed."""
    path = letter(night)
    path.with_name("letter.toml.salt").write_bytes(b"pepper")
    return f"docket: {path.parent.name}/letter.toml was altered after it was filed."


ANY_LOG: Final = (flip, flip_root, rename, drop, swap, rewrite, another_plan, second_root, number_below)
ELSEWHERE: Final = (
    cut_behind_the_incident,
    cut_to_the_root,
    folder_gone,
    edition_altered,
    edition_removed,
    edition_added,
    edition_table,
    edition_table_broken,
    edition_gone,
    attachment_altered,
    attachment_missing,
    salt_missing,
    salt_altered,
)
RUN_ON: Final = (edition_altered, edition_removed, edition_table, edition_table_broken, edition_gone)
"""What the night's own words are missing: these it names. Of what it does not read it says nothing."""
OF_AN_INCIDENT: Final = (cut_to_the_root, folder_gone)


def goes_on(night: Night) -> None:
    """What must work in every state of the record."""
    for words in (("next",), ("log", "while damaged"), ("done", "open-log"), ("status",), ("docket",)):
        found = night.play(*words)
        assert (0, "") == (found.code, "" if found.out else "nothing was said"), (words, found.err)
    for filing in (*night.docket.filings[-1:], *night.log.filings[-1:]):
        assert 0 == night.play("docket", "show", filing.id).code


class TestNamed:
    @pytest.mark.parametrize("which", ["docket", "incident"])
    @pytest.mark.parametrize("tamper", ANY_LOG, ids=[each.__name__ for each in ANY_LOG])
    def test_in_a_log(self, night: Night, tamper: Callable[[Night, str], str], which: str) -> None:
        """What is done to a filing is named by verify in its own sentence, the night goes on, and on a damaged docket the slow half files nothing."""
        sentence = tamper(night, which)

        found = night.play("verify", "--format", "json")
        answer = json.loads(found.out)

        assert (6, False) == (found.code, answer["ok"])
        assert sentence in answer["says"]
        assert [which == "docket", which == "incident"] == ["warning: " in night.play(command).err for command in ("docket", "next")]
        goes_on(night)
        assert (6 if which == "docket" else 0) == night.play("strike", _entry(night), "--why", "wrong day", "--as", "city-clerk").code

    @pytest.mark.parametrize("tamper", ELSEWHERE, ids=[each.__name__ for each in ELSEWHERE])
    def test_elsewhere(self, night: Night, tamper: Callable[[Night], str]) -> None:
        """So is what is cut off, and what is done to an edition or an attachment."""
        sentence = tamper(night)

        found = night.play("verify", "--format", "json")
        answer = json.loads(found.out)

        assert (6, False) == (found.code, answer["ok"])
        assert [sentence] == [each for each in answer["says"] if each == sentence]
        assert (tamper in RUN_ON) == ("warning: " in night.play("next").err)
        goes_on(night)
        assert (0 if tamper in OF_AN_INCIDENT else 6) == night.play("strike", _entry(night), "--why", "wrong day", "--as", "city-clerk").code

    def test_undamaged(self, night: Night) -> None:
        """A record as it was filed passes, and says that only a head kept elsewhere shows that nothing was cut off."""
        found = night.play("verify", "--format", "json")
        answer = json.loads(found.out)

        assert (0, True) == (found.code, answer["ok"])
        assert ["Internally consistent. Only a head that somebody else kept shows that nothing was cut off the end: cicp verify --head H."] == answer["says"]
        goes_on(night)
        assert 0 == night.play("strike", _entry(night), "--why", "wrong day", "--as", "city-clerk").code

    def test_plain(self, night: Night) -> None:
        """The sentences stand in the plain answer too, with how many were found in which log."""
        sentence = drop(night, "docket")

        said = night.play("verify").out

        assert sentence in " ".join(said.split())
        assert "1 found" in next(line for line in said.splitlines() if line.startswith("docket"))
        assert "as filed" in next(line for line in said.splitlines() if line.startswith(night.incident))

    def test_check_names_it_too(self, night: Night) -> None:
        """What verify names is an error of check."""
        sentence = flip(night, "incident")

        found = night.play("check", "record", "--format", "json")

        assert 1 == found.code
        assert sentence.partition(": ")[2] in [each["says"] for each in json.loads(found.out)["findings"]]  # the file is named beside it

    def test_one_damage_one_line(self, night: Night) -> None:
        """A filing that was altered is named once by the night's commands, and not called missing besides."""
        flip(night, "incident")

        said = night.play("next").err

        assert 1 == said.count("warning: ")
        assert f"warning: {night.incident}: {night.log.set_aside[0].id} is set aside: " in said


def _entry(night: Night) -> str:
    """An entry of the docket that may be struck."""
    return next(filing.id for filing in reversed(night.docket.filings) if filing.kind in {"meeting", "fact"})


class TestHeads:
    @pytest.mark.parametrize("which", ["docket", "incident"])
    def test_tail_cut(self, night: Night, which: str) -> None:
        """That a log's end was cut off only a head shows that somebody kept: without it all is well, with it exit 6."""
        log = night.logs()[which]
        head = log.heads[0]
        (night.folders[which] / f"{log.filings[-1].id}.toml").unlink()

        without, with_it = night.play("verify"), night.play("verify", "--head", head, "--format", "json")

        assert (0, 6) == (without.code, with_it.code)
        assert [f"no log here holds {head}: what was filed up to that head is cut off, rewritten, or from another plan."] == json.loads(with_it.out)["says"]
        goes_on(night)

    def test_held(self, night: Night) -> None:
        """Every head ever kept is held, and what it proves is said of each."""
        heads = [night.docket.heads[0], night.log.filings[1].digest]

        found = night.play("verify", "--head", heads[0], "--head", heads[1], "--format", "json")

        assert 0 == found.code
        assert [
            f"docket: every filing up to {heads[0]} is here as it was filed.",
            f"{night.incident}: every filing up to {heads[1]} is here as it was filed.",
        ] == (json.loads(found.out)["says"])

    def test_held_over_damage(self, night: Night) -> None:
        """A head is not said to prove what it does not: where something before it is damaged, that is said."""
        head = night.docket.heads[0]
        flip(night, "docket")

        found = night.play("verify", "--head", head, "--format", "json")

        assert 6 == found.code
        assert f"docket: {head} is here, but not everything that was filed before it." in json.loads(found.out)["says"]
        assert "as it was filed" not in found.out

    def test_receipt(self, night: Night) -> None:
        """The digest on a receipt is a head to keep."""
        receipt = night.json("log", "a line")

        assert 0 == night.play("verify", "--head", receipt["digest"]).code

    def test_rewritten_tail(self, night: Night) -> None:
        """A last filing rewritten under a name that fits is what only a kept head shows."""
        log = night.docket
        last = log.filings[-1]
        path = night.home.docket / f"{last.id}.toml"
        data = path.read_bytes().replace(b'kind = "meeting"', b'kind = "engagement"')
        path.unlink()
        path.with_name(f"{fitting(data, last.body.number)}.toml").write_bytes(data)

        assert [0, 6] == [night.play("verify").code, night.play("verify", "--head", log.heads[0]).code]

    @pytest.mark.parametrize("head", ["", "sha256:", "sha256:12345678901", "hello world, this is no head", "sha256:" + "g" * 64])
    def test_no_head(self, night: Night, head: str) -> None:
        """What is no head is refused."""
        found = night.play("verify", "--head", head)

        assert (2, True) == (found.code, "is not a head" in found.err)


class TestNothingRestsOnIt:
    def test_tick(self, night: Night) -> None:
        """A step whose tick was altered is not done, and no clock counts from it."""
        path = path_of(night, "incident", 1)
        path.write_bytes(path.read_bytes() + b"# a word\n")

        (item,) = (item for item in night.json("incident", "timeline")["items"] if item["id"] == "tell-manager")

        assert None is item["done_at"]

    def test_fact(self, night: Night) -> None:
        """A fact that was altered starts no clock."""
        before = [item["id"] for item in night.json("incident", "timeline")["items"] if item["id"].endswith("deceased-1") and item["due"]]
        path = path_of(night, "incident", 3)
        path.write_bytes(path.read_bytes() + b"# a word\n")

        after = [item["id"] for item in night.json("incident", "timeline")["items"] if item["id"].endswith("deceased-1")]

        assert (True, []) == (bool(before), after)

    def test_move(self, night: Night) -> None:
        """A reopening that was altered does not count: the incident is closed, and both logs are seen to differ."""
        path = path_of(night, "incident", 5)
        path.write_bytes(path.read_bytes() + b"# a word\n")

        assert "closed" == night.json("incident", "show")["state"]
        assert "the docket does not tell that it is closed now." in [each["says"] for each in night.json("check", "record")["findings"]]

    def test_root(self, night: Night) -> None:
        """With its root altered the incident runs on what the docket repeats: the same kinds, tier, edition, clocks and steps."""
        before = night.json("incident", "show")
        listed = night.json("incident", "list")
        flip_root(night, "incident")

        after = night.json("incident", "show")

        same = ("id", "kinds", "tier", "state", "edition", "items", "facts")
        assert {key: before[key] for key in same} == {key: after[key] for key in same}
        assert {**listed["incidents"][0], "title": night.incident} == night.json("incident", "list")["incidents"][0]

    def test_root_and_a_new_fact(self, night: Night) -> None:
        """What is filed then says only which clocks it moved itself."""
        flip_root(night, "incident")

        moved = [each for each in night.json("fact", "died", "--about", "deceased-2", "--at", "21:49")["says"] if " is due " in each]

        assert moved
        assert [] == [each for each in moved if "deceased-2" not in each]

    def test_filed_on_top(self, night: Night) -> None:
        """What was filed while something was damaged holds when the damage is mended, and the record verifies."""
        whole = {path: path.read_bytes() for folder in night.folders.values() for path in folder.glob("*.toml")}
        for which in ("docket", "incident"):
            flip(night, which)
            flip_root(night, which)
        entry = night.json("log", "while damaged")["id"]
        night.play("incident", "close")
        for path, data in whole.items():
            path.write_bytes(data)

        assert 0 == night.play("verify").code
        assert entry in night.log.by_id
        assert 0 == night.play("check", "record").code
        assert "closed" == night.json("incident", "show")["state"]

    def test_words_of_an_altered_edition(self, night: Night) -> None:
        """Words of an edition that were altered are not run on: the clock stays what it was frozen as, and the fault is named."""
        before = night.json("incident", "timeline")["items"]
        path = night.edition / "playbooks" / "base.toml"
        path.write_bytes(path.read_bytes().replace(b'within = "15 minutes"', b'within = "15 hours"'))

        found = night.play("incident", "timeline", "--format", "json")

        assert before == json.loads(found.out)["items"]
        assert "was changed after it was frozen" in found.err


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    path.symlink_to(next(each for each in path.parent.glob("*.toml")))


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _large(path: Path) -> None:
    path.write_bytes(b"a" * 2_000_000)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _binary(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00kind")


STRANGE: Final = (_fifo, _link, _loop, _folder, _large, _empty, _binary)
NO_FILINGS: Final = (
    b"",
    b"\xff\xfe\x00k\x00i",
    b"kind = ",
    b"<<<<<<< ours\nkind = 1\n=======\n",
    b"[" * 4000,
    b"a = " + b"[" * 4000,
    b"a.b.c.d.e = 1\n" * 2,
    b"kind = 'fact'\nformat = 1\nnumber = 9\n",
    encode({"kind": "fact", "format": 1, "number": 9, "filed_at": AT_NIGHT, "previous": ["hello"]}),
    encode({"kind": "fact", "format": 1, "number": 9, "filed_at": AT_NIGHT, "attachments": [{"name": "../../plan.toml", "digest": digest_of(b"")}]}),
    b'kind = "fact"\nformat = 1\nnumber = 9\nfiled_at = 0001-01-01T00:00:00Z\n',
    b'kind = "fact"\nformat = 1\nnumber = 9223372036854775807\nfiled_at = 2026-11-20T21:50:00Z\n',
)


class TestStrangeFiles:
    @pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there, and links ask for a privilege")
    @pytest.mark.parametrize("which", ["docket", "incident"])
    def test_what_is_no_file_of_ours(self, night: Night, which: str) -> None:
        """A pipe, a link, a folder or two megabytes under the name of a filing are set aside and named; nothing hangs, nothing is followed."""
        names = [f"00{number}-abcde" for number in range(33, 33 + len(STRANGE))]
        for make, name in zip(STRANGE, names, strict=True):
            make(night.folders[which] / f"{name}.toml")

        found = night.play("verify", "--format", "json")

        assert 6 == found.code
        assert f"{name_of(night, which)}: {names[STRANGE.index(_large)]} is set aside: it is larger than any filing." in json.loads(found.out)["says"]
        assert [f"{name_of(night, which)}: {name} is set aside" for name in names] == [
            each.rpartition(": ")[0].partition(": its bytes")[0] for each in json.loads(found.out)["says"]
        ]
        goes_on(night)

    @pytest.mark.parametrize("which", ["docket", "incident"])
    def test_garbage_under_a_fitting_name(self, night: Night, which: str) -> None:
        """Bytes that are no filing, under names that fit them, are set aside as what they are."""
        names = sorted(fitting(data, 9) for data in NO_FILINGS)
        for data in NO_FILINGS:
            (night.folders[which] / f"{fitting(data, 9)}.toml").write_bytes(data)

        found = night.play("verify", "--format", "json")

        assert 6 == found.code
        assert [f"{name_of(night, which)}: {name} is set aside: it does not read as a filing." for name in names] == json.loads(found.out)["says"]
        goes_on(night)

    @pytest.mark.parametrize(
        "own",
        [
            {"kind": "incident-declared", "incident": "../../../etc", "heads": ["hello"], "edition": "sha256:../../.."},
            {"kind": "declared", "edition": "\0", "instead": "\0", "docket_heads": ["\0"]},
            {"kind": "fact", "name": "\x1b[2J", "about": "\u202e", "at": AT_NIGHT, "status": "perhaps"},
            {"kind": "struck", "entry": "\0"},
            {"kind": "done", "step": "\0" * 3, "records": "\x1b"},
            {"kind": "\x1b]0;x", "filed_by": "[/x]"},
            {"kind": "from-the-future", "table": {"a": {"b": 1}}, "tables": [{"a": 1}], "odd": float("nan"), "time": AT_NIGHT.time(), "day": AT_NIGHT.date()},
        ],
        ids=["paths", "edition", "fact", "struck", "done", "kind", "newer"],
    )
    @pytest.mark.parametrize("which", ["docket", "incident"])
    def test_strange_words_under_a_fitting_name(self, night: Night, own: dict[str, Any], which: str) -> None:
        """A filing that reads, fits and says strange things is kept, shown without harm in every shape, and stops nothing."""
        log = night.logs()[which]
        stem, data = named({"number": 33, "root": log.root, "previous": log.heads, **own})
        (night.folders[which] / f"{stem}.toml").write_bytes(data)

        goes_on(night)
        for words in (
            ("docket", "show", stem),
            ("docket", "show", stem, "--format", "json"),
            ("verify",),
            ("check", "record"),
            ("incident", "show", "--format", "markdown"),
        ):
            found = night.play(*words)
            assert 70 != found.code, (words, found.err)
            assert set() == {"\x1b", "\x00", "\u202e"} & set(found.out + found.err)

    def test_too_large_to_file(self, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
        """What would be larger than any filing is refused before anything is written, never filed and then set aside."""
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\1" * 250_000)))
        before = night.log

        found = night.play("log", "-")

        assert (2, "error: what is to be filed is larger than 1024 KiB.") == (found.code, found.err.splitlines()[0])
        assert (before, True) == (night.log, night.log.whole)

    @pytest.mark.parametrize("now", ["1600-01-01T00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:00-06:00"])
    def test_clock_no_filing_can_hold(self, night: Night, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
        """With a clock set to where no filing can stand nothing is filed."""
        monkeypatch.setenv("CICP_NOW", now)
        before = night.log

        found = night.play("log", "a line")

        assert (2, before) == (found.code, night.log)

    @pytest.mark.parametrize("name", [".tmp-0123", "0005-abcde.toml~", "0005-abcde (conflicted copy).toml", "notes.txt", "0005-abcil.toml", "05-abcde.toml"])
    def test_what_no_reader_reads(self, night: Night, name: str) -> None:
        """A file whose name is no filing's is passed over by verify and noted by check."""
        (night.home.docket / name).write_bytes(b"garbage")

        found = night.play("check", "leftovers", "--format", "json")

        assert (0, 0) == (night.play("verify").code, found.code)
        assert [("note", f"docket/{name}")] == [(each["level"], each["file"]) for each in json.loads(found.out)["findings"]]

    @pytest.mark.parametrize("name", ["2026-11-20-ois-x2mcd (conflicted copy)", "notes", "2026-11-21-ois-abcde"])
    def test_folders_that_are_no_incident(self, night: Night, name: str) -> None:
        """A folder copied beside the incidents, or left empty by a declaration that was cut short, is no second open incident."""
        (night.home.incidents / name / "log").mkdir(parents=True)
        if name.startswith("2026-11-20"):
            shutil.copytree(night.folders["incident"], night.home.incidents / name / "log", dirs_exist_ok=True)

        goes_on(night)
        assert 0 == night.play("verify").code
        assert [f"incidents/{name}"] == [each["file"] for each in night.json("check", "leftovers")["findings"]]


class TestNewer:
    @pytest.mark.parametrize("which", ["docket", "incident"])
    def test_shown(self, night: Night, which: str) -> None:
        """A kind that only a newer cicp knows is verified, shown as such, and moves nothing."""
        before = night.json("status")["stage"], night.json("incident", "show")["state"]
        log = night.logs()[which]
        stem, data = named({"number": 33, "root": log.root, "previous": log.heads, "kind": "weather-noted"})
        (night.folders[which] / f"{stem}.toml").write_bytes(data)

        said = night.play("docket", "show", stem).out, night.play(*{"docket": ("docket",), "incident": ("incident", "show")}[which]).out

        assert [True, True] == ["written by a newer cicp" in each for each in said]
        assert "not applied" not in said[0]
        assert before == (night.json("status")["stage"], night.json("incident", "show")["state"])
        assert 0 == night.play("verify").code


class TestMissingHalf:
    def test_declaration(self, night: Night) -> None:
        """Where the docket does not tell of a declaration, the command that check proposes files it, with all that the docket repeats."""
        (told,) = (place for place, filing in enumerate(night.docket.filings) if filing.kind == "incident-declared")
        for filing in night.docket.filings[told:]:
            (night.home.docket / f"{filing.id}.toml").unlink()
        (finding,) = (each for each in night.json("check", "record")["findings"] if "does not tell" in each["says"])

        code = night.play(*finding["fix"].removeprefix("file it now: cicp ").split()).code

        assert (0, 0, 0) == (code, night.play("check", "record").code, night.play("verify").code)
        before = night.json("incident", "show")
        flip_root(night, "incident")
        assert before["items"] == night.json("incident", "show")["items"]

    def test_move(self, night: Night) -> None:
        """Where the docket does not tell that an incident is open again, the proposed command tells it."""
        (told,) = (filing for filing in night.docket.filings if filing.kind == "incident-reopened")
        for filing in night.docket.filings[night.docket.filings.index(told) :]:
            (night.home.docket / f"{filing.id}.toml").unlink()
        (finding,) = night.json("check", "record")["findings"]

        code = night.play(*finding["fix"].removeprefix("file it now: cicp ").split()).code

        assert ("the docket does not tell that it is open now.", 0, 0) == (finding["says"], code, night.play("check", "record").code)
