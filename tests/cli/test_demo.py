"""The demo: real output of real commands, and nothing left behind."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Result

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_demo_ends_with_checklist_and_timeline_and_leaves_nothing(cicp: Callable[..., Result], plan: Path) -> None:
    """Every command is printed as it is played; the plan it was shown on is as it was."""
    before = sorted(plan.rglob("*"))
    said = cicp("demo")
    played = [line for line in said.out.splitlines() if line.startswith("$ cicp ")]

    assert 0 == said.code
    assert ["$ cicp incident checklist", "$ cicp incident timeline"] == played[-2:]
    assert any(line.startswith("$ cicp declare") for line in played)
    assert "[exit" not in said.out
    assert before == sorted(plan.rglob("*"))


def test_the_demo_shows_the_plan_it_is_given(cicp: Callable[..., Result], plan: Path) -> None:
    """A step's title and a clause's minutes, changed in a copied plan, both come out."""
    playbook, text = plan / "playbooks" / "base.toml", plan / "text" / "06-notification.toml"
    playbook.write_text(playbook.read_text().replace("Book sign language and captions for every briefing", "Ring the interpreters' desk"))
    text.write_text(text.read_text().replace("within 15 minutes", "within 17 minutes"))
    said = cicp("demo")

    assert "Ring the interpreters' desk" in said.out
    assert "within 17 minutes" in " ".join(said.out.split())


def test_the_wheel_holds_the_plan_and_plays_it_anywhere(tmp_path: Path) -> None:
    """Installed from a wheel, in an empty folder, without a terminal or a plan, the demo plays and leaves nothing behind."""
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert 0 == built.returncode, built.stderr
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as wheel:
        wheel.extractall(site)
    code = f"import sys; sys.path.insert(0, {str(site)!r}); sys.path[:] = [p for p in sys.path if p != {str(ROOT)!r}]; from cicp.cli.main import main; main()"
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code, "demo"], cwd=empty, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )

    assert (site / "cicp" / "library" / "plans" / "clayton" / "docket").is_dir()
    assert 0 == ended.returncode, ended.stderr
    assert ended.stdout.rstrip().splitlines()[-1]
    assert "$ cicp incident timeline" in ended.stdout
    assert [] == list(empty.iterdir())


@pytest.mark.parametrize("name", ["a folder that is none"])
def test_a_plan_that_is_not_there_is_refused(cicp: Callable[..., Result], tmp_path: Path, name: str) -> None:
    """A folder that was named and holds no plan is refused, and the example is not played in its place."""
    said = cicp("demo", "-p", str(tmp_path / name))

    assert (4, "") == (said.code, said.out)
