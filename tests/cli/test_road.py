"""Every moving command at every place of the road: it is filed, or refused with nothing changed and a remedy that works."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from cicp.files import reading
from cicp.files.layout import Home
from cicp.model import comments
from cicp.model.group import fold as fold_group
from cicp.model.lifecycle import fold
from cicp.model.signing import signing
from tests.road import ROADS, Map, Said, Town, filled, remedies, waits

WHY: Final = ("--why", "it is time")
COMMANDS: Final = (
    "draft begin",
    "comment open",
    "comment extend",
    "comment close",
    "comment close --early",
    "comment add",
    "comment respond",
    "comment withdraw",
    "sign circulate",
    "sign record mayor",
    "sign record chief",
    "sign decline mayor",
    "sign recall",
    "plan adopt",
    "plan review",
    "plan reaffirm",
    "plan amend",
    "plan drop-amendment",
    "plan retire",
    "group convene",
    "group add",
    "section assign",
)
_NO_WHY: Final = {"draft begin", "comment open", "comment close", "sign circulate", "group convene"}
_MOST_STEPS: Final = 40


def words_of(command: str, town: Town) -> list[str]:
    """Return the whole command, as it can be given at this place."""
    own = {
        "comment extend": ["--until", f"{town.now + timedelta(days=400):%Y-%m-%d}", *WHY],
        "comment add": ["-", "--channel", "letter"],
        "comment respond": [_first_comment(town), "--disposition", "declined", "--text", "It is said in calls.care."],
        "comment withdraw": [_first_comment(town), *WHY],
        "sign record mayor": ["--instrument", "Resolution 2026-14"],
        "sign record chief": ["--instrument", "Resolution 2026-14"],
        "plan adopt": ["--resolution", "2026-14", "--resolved", "2026-02-01"],
        "group add": ["resident"],
        "section assign": ["calls", "--to", "pio"],
    }
    return [*command.split(), *own.get(command, [] if command in _NO_WHY else WHY)]


def _first_comment(town: Town) -> str:
    ids = (path.stem for path in sorted((town.plan / "docket").glob("*.toml")) if 'kind = "comment"\n' in path.read_text(encoding="utf-8"))
    return next(ids, "42")


def leads_nowhere(place: str, command: str) -> bool:
    """Say whether a thing is done once and was, or can be done no more."""
    moving = command.partition(" ")[0] not in {"group", "section"} and command not in {"comment add", "comment respond", "comment withdraw"}
    return (
        (place == "retired" and moving)
        or (command == "draft begin" and place not in {"begun", "convened"})
        or (command == "sign record mayor" and "signed" in place)
        or (command == "sign record chief" and place == "all signed")
    )


@pytest.fixture(scope="module")
def seen() -> set[tuple[object, ...]]:
    """Keep every situation with the commands that were filed from there in the end: no road is walked twice."""
    return set()


@pytest.fixture
def standing_at(roads: Map, tmp_path: Path) -> Callable[[str], Town]:
    """Return a function that copies a place of the road, quickly."""
    return lambda place: roads.at(place).copied(tmp_path / "plan", linked=True)


@pytest.fixture(params=ROADS)
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("command", COMMANDS)
def test_filed_or_refused_with_a_remedy_that_works(place: str, command: str, standing_at: Callable[[str], Town], seen: set[tuple[object, ...]]) -> None:
    """A command is filed once and changes no other file; or it changes none, and what its refusal proposes leads to where it is filed."""
    town = standing_at(place)
    words, before = words_of(command, town), town.files()

    said = town.play(*words, stdin="The bell rang twice.\n")
    changed = {path for path, data in town.files().items() if before.get(path) != data}

    assert set(before) <= set(town.files())
    if said.code == 0:
        assert [] == _not_of_a_filing(changed, command)
        assert said.out.startswith(("calls", *(path.removeprefix("docket/").removesuffix(".toml") for path in changed), "City of"))
        return
    assert (set(), True) == (changed, bool(said.hint)), said.err
    if leads_nowhere(place, command):
        assert 3 == said.code
        assert "already" in said.err or "no road leads" in said.hint, said.err
    elif said.code == 3:
        assert _reached(words, town, seen), said.err
    else:
        assert ("42", 4) == (words[2], said.code), said.err


def _not_of_a_filing(changed: set[str], command: str) -> list[str]:
    """Return what else was changed than a filing makes: one record, what came with it, and the edition it froze."""
    if command == "section assign":
        return sorted(changed - {"text/01-calls.toml"})
    records = {path for path in changed if path.startswith("docket/") and path.count("/") == 1}
    frozen = {path for path in changed if path.startswith("editions/") and command in {"comment open", "sign circulate"}}
    enclosed = {path for path in changed if any(path.startswith(f"{record.removesuffix('.toml')}/") for record in records)}
    return sorted(changed - records - frozen - enclosed) if len(records) == 1 else sorted(records)


def situation(town: Town) -> tuple[object, ...]:
    """Return all that a requirement asks of the record: two plans that agree in this are refused and helped alike."""
    docket = reading.read_docket(Home(town.plan))
    standing = fold(docket)
    said, group, signed = comments.fold(docket, standing), fold_group(docket), signing(standing)
    window = said.window and (said.window.closed is not None, said.window.closes < town.now)
    acts = signed and (*sorted(signed.signed), "declined", *sorted(signed.declined))
    return standing.stage, bool(standing.in_force), group.convened is not None, bool(group.members), window, bool(said.unanswered), acts


def _reached(words: list[str], town: Town, seen: set[tuple[object, ...]]) -> bool:
    """Do what refusals propose, until the command is filed or stands where it was seen to be filed in the end; says whether that came about.

    It may take forty commands.
    """
    steps, on_the_way = iter(range(_MOST_STEPS)), []
    for _ in steps:
        here = (situation(town), *words[:3])
        said = town.play(*words, stdin="The bell rang twice.\n") if here not in seen else None
        on_the_way.append(here)
        if said is None or said.code == 0:
            seen.update(on_the_way)
            return True
        words = _mended(words, said, town, steps)
    return False


def _achieve(words: list[str], town: Town, steps: Iterator[int]) -> bool:
    for _ in steps:
        said = town.play(*words)
        if said.code == 0:
            return True
        words = _mended(words, said, town, steps)
    return False


def _mended(words: list[str], said: Said, town: Town, steps: Iterator[int]) -> list[str]:
    """Wait, or give the commands proposed; where one is the command itself in better words, return those."""
    assert 3 == said.code, said.err
    moment = waits(said)
    if moment:
        town.now = max(town.now, moment + timedelta(minutes=1))
        return words
    proposed = [filled(each, town) for each in remedies(said)]
    assert proposed, said.err
    for each in proposed:
        if each[:2] == words[:2]:
            words = each
        else:
            assert _achieve(each, town, steps), each
    return words


IN_FORCE: Final = tuple(each for each in ROADS if each.startswith(("in force", "review", "reaffirmed", "amendment")))


@pytest.mark.parametrize("where", IN_FORCE)
def test_what_is_in_force_stays_in_force(where: str, roads: Map, standing_at: Callable[[str], Town]) -> None:
    """Through review and amendment the edition that was adopted stays in force, and an incident declared meanwhile runs on it, changed words or not."""
    adopted = json.loads(roads.at("in force").play("status", "--format", "json").out)["edition_in_force"]
    town = standing_at(where)

    town.do("declare", "Fire in Hanley Road")
    shown = json.loads(town.do("incident", "show", "--format", "json").out)

    assert adopted == json.loads(town.do("status", "--format", "json").out)["edition_in_force"]
    assert adopted == shown["edition"]


def test_an_amendment_that_is_adopted_takes_its_place(roads: Map) -> None:
    """The amended words are in force once they are adopted, and not the words before them; a retired plan has none."""
    before, after, retired = (
        json.loads(roads.at(each).play("status", "--format", "json").out)["edition_in_force"] for each in ("in force", "amended", "retired")
    )
    frozen = (roads.at("amended").plan / "editions" / after.removeprefix("sha256:")[:12] / "text/01-calls.toml").read_text(encoding="utf-8")

    assert (True, None) == (before != after, retired)
    assert "and are told so" in frozen


def test_every_place_is_another_one(roads: Map) -> None:
    """The roads lead to every stage, and no place is tried twice under two names."""
    stages = {place: json.loads(roads.at(place).play("status", "--format", "json").out)["stage"] for place in ROADS}
    expected = {"working-group", "draft", "public-comment", "signing", "in-force", "review", "retired"}

    assert expected == set(stages.values())
    assert [] == [(one, other) for one, other in combinations(ROADS, 2) if _same(roads.at(one), roads.at(other))]


def _same(one: Town, other: Town) -> bool:
    return one.files() == other.files() and one.now == other.now
