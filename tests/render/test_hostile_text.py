"""A stranger's text in every command, error and prompt, read from a terminal that would obey it."""

import io
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pyte
import pytest

from cicp.cli.main import run
from tests.conftest import EXAMPLE, NIGHT, Result

ATTACK = "x\x1b[2J\x1b]0;owned\x07\x9b2J\r\b\u202e\u200b[bold red]y[/bold red][/foo][link=https://example.org]z[/link]:skull:"
_OWN = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    """Standard output that says it is a terminal, so that colour comes into play."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Declare, once, an incident whose every free word is an attack."""
    folder = tmp_path_factory.mktemp("attacked") / "clayton"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cicp"))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        patch.setenv("CICP_NOW", NIGHT)
        for words in FILED:
            assert 0 == run(["-p", str(folder), *words])
    return folder


@pytest.fixture
def attacked(plan: Path, prepared: Path) -> Path:
    """Work on a copy of the prepared plan."""
    shutil.copytree(prepared, plan, dirs_exist_ok=True)
    return plan


FILED = [
    ("declare", ATTACK, "--kind", "ois", "--occurred", "21:40"),
    ("log", ATTACK),
    ("log", f"two\nlines {ATTACK}"),
    ("log", "one\n!! LATE 21:45  Call the press"),
    ("fact", "died", "--about", "deceased-1", "--text", ATTACK, "--source", ATTACK),
    ("done", "verify", "--text", ATTACK),
    ("skip", "save-posts", "--why", ATTACK),
]
SHOWN = [
    ("next",),
    ("incident", "show"),
    ("incident", "list"),
    ("incident", "checklist"),
    ("incident", "timeline"),
    ("status",),
    ("docket",),
    ("docket", "show", "0002-e"),
    ("verify",),
    ("check",),
    ("done", "notify-pio", "--text", ATTACK),
    ("log", ATTACK),
]
WRONG = [
    (ATTACK,),
    ("done", ATTACK),
    ("done", "verify", "--at", ATTACK),
    ("declare", "x", "--kind", ATTACK),
    ("declare", "x", "--tier", ATTACK),
    ("declare", "x", f"--{ATTACK}"),
    ("fact", ATTACK),
    ("fact", "died", "--about", ATTACK),
    ("strike", ATTACK, "--why", "x"),
    ("incident", "show", ATTACK),
    ("incident", ATTACK),
    ("docket", "show", ATTACK),
    ("verify", "--head", ATTACK),
    ("check", ATTACK),
    ("next", "--as", ATTACK),
    ("-p", ATTACK, "next"),
    ("next", "--format", ATTACK),
]


@pytest.mark.parametrize("words", SHOWN, ids=lambda words: " ".join(words)[:24])
@pytest.mark.parametrize("shape", ["rich", "plain", "markdown", "csv"])
def test_nothing_shown_steers_the_terminal(attacked: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], shape: str) -> None:
    """Every view, in every format, sends the terminal nothing but words and its own colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Terminal()
    with redirect_stdout(screen):
        code = run(["-p", str(attacked), *words, "--format", shape])

    assert 0 == code
    _assert_tame(screen.getvalue())


@pytest.mark.parametrize("words", WRONG, ids=range(len(WRONG)))
def test_no_error_steers_the_terminal(cicp: Callable[..., Result], attacked: Path, words: tuple[str, ...]) -> None:
    """Every refusal that repeats what was typed repeats it as words."""
    said = cicp(*words)

    assert said.code in (0, 2, 4)
    assert attacked.is_dir()
    _assert_tame(said.out + said.err)


def _assert_tame(text: str) -> None:
    bare = _OWN.sub("", text)
    assert all(character in "\r\n\t" or character.isprintable() for character in bare.replace("\r\n", "\n"))
    assert "\r" not in bare.replace("\r\n", "\n")
    screen = pyte.Screen(400, 50)
    pyte.Stream(screen).feed("HEADER\r\n" + "\r\n".join(text.splitlines()[:40]))
    assert "HEADER" == screen.display[0].rstrip()
    assert "" == screen.title


def test_json_escapes_what_is_not_ascii(cicp: Callable[..., Result], attacked: Path) -> None:
    """JSON is for programs, and still safe to look at."""
    said = cicp("incident", "show", "--format", "json")

    assert said.out.isascii()
    assert "\x1b" not in said.out
    assert attacked.is_dir()


def test_a_stranger_cannot_forge_a_line(cicp: Callable[..., Result], attacked: Path) -> None:
    """The second line of somebody's text never starts where our own lines start."""
    said = cicp("incident", "show")

    assert not any(line.startswith("!! LATE") and "Call the press" in line for line in said.out.splitlines())
    assert attacked.is_dir()


def test_an_attack_is_kept_exactly(cicp: Callable[..., Result], attacked: Path) -> None:
    """What is shown is escaped; what is filed is what was said."""
    filed = [path.read_text(encoding="utf-8") for path in (attacked / "incidents").rglob("log/*.toml")]

    assert any("\\u001b[2J" in text for text in filed)
    assert 0 == cicp("verify").code
