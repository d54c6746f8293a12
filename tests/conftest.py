"""What most tests start from: a copy of the example plan, a clock that stands, and the command line played in-process."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from cicp.cli.main import run
from cicp.files import toml

EXAMPLE = Path(__file__).resolve().parent.parent / "plans" / "clayton"
NIGHT = "2026-11-20T21:50:00-06:00"


@dataclass(frozen=True)
class Result:
    """How one command ended: its exit code, the answer, and what was said aside."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True, scope="session")
def _read_once() -> Iterator[None]:
    """Read the same bytes once for all tests of a process: a program reads a plan once, thousands of tests would read it thousands of times.

    What is read is frozen and depends on nothing but its bytes; what does not read is never kept.
    """
    with pytest.MonkeyPatch.context() as patch:
        parse = toml.parse
        kept = lru_cache(maxsize=1024)(lambda data, model: parse(data, "a file that was read before", model))

        def parse_once(data: bytes, name: str, model: type) -> object:
            try:
                return kept(data, model)
            except Exception:  # noqa: BLE001  # said again with the name of this file
                return parse(data, name, model)

        patch.setattr(toml, "parse", parse_once)
        yield


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the example plan to an empty folder; the clock stands at the night of the example, the PIO acts."""
    copy = tmp_path / "clayton"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns(".cicp", "incidents", "editions"))
    monkeypatch.setenv("CICP_NOW", NIGHT)
    monkeypatch.setenv("CICP_AS", "pio")
    monkeypatch.delenv("CICP_PLAN", raising=False)
    return copy


@pytest.fixture
def cicp(plan: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Return a function that runs one command on the copied plan."""

    def play(*words: str) -> Result:
        capsys.readouterr()
        code = run(["-p", str(plan), *words])
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return play
