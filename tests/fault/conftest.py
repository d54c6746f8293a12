"""Two plans to play on: one in the quiet of the day, one in the night of an incident. Both have few words, so that every call can be tried."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.fault.acts import CHANGED, DECLARE, NOW, ON_THE_ROAD, ask
from tests.fault.power_cut import Tree, materialise, snapshot
from tests.road import Map

_EXAMPLE = Path(__file__).resolve().parents[2] / "plans" / "clayton"
_KEPT = ("*.toml", "text/06-*", "playbooks/base.toml", "statements/holding.toml", "docket/*")


@pytest.fixture(autouse=True)
def night(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand at the night of the example, the PIO acting."""
    monkeypatch.setenv("CICP_NOW", NOW)
    monkeypatch.setenv("CICP_AS", "pio")
    monkeypatch.delenv("CICP_PLAN", raising=False)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make the plans once."""
    top = tmp_path_factory.mktemp("plans")
    day, dark = top / "day", top / "night"
    for pattern in _KEPT:
        for source in _EXAMPLE.glob(pattern):
            target = day / source.relative_to(_EXAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copytree(day, dark)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CICP_NOW", NOW)
        patch.setenv("CICP_AS", "pio")
        for words in (DECLARE, ("log", "Arrived at the command post", "--at", "21:46")):
            code, said = ask(dark, *words)
            assert code == 0, said
        two = top / "two"
        shutil.copytree(dark, two)
        code, said = ask(two, "declare", "Shots fired")
        assert code == 0, said
    roads = Map(top / "roads")
    changed = roads.at("closed, answered").copied(top / "changed")
    changed.do("section", "edit", "calls.care", "--text", "-", stdin="People come first, and are told so.\n")
    places = {place: roads.at(place).plan for place, _ in ON_THE_ROAD.values() if place != CHANGED}
    return {"day": day, "night": dark, "two": two, CHANGED: changed.plan} | places


@pytest.fixture(scope="session")
def trees(templates: dict[str, Path]) -> dict[str, Tree]:
    """Read them once."""
    return {which: snapshot(plan) for which, plan in templates.items()}


@pytest.fixture
def fresh(trees: dict[str, Tree], tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that copies one of the plans to a folder of its own."""
    number = count()
    return lambda which: materialise(trees[which], tmp_path / f"{which}-{next(number)}")
