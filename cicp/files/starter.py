"""A starter plan on disk: what it is made of, and how it is put into a folder so that whatever stops it can be gone on with."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import tomli_w

from cicp.errors import CannotWrite, WrongWords
from cicp.files import disk, folder, library, toml
from cicp.files.layout import Home, is_filing_name, plan_around, shown
from cicp.model.plan import City
from cicp.model.starter import Decision, Starter, States, decisions, leave_open
from cicp.model.words import Words

_STARTER: Final = library.LIBRARY / "starter"
_CITY: Final = re.compile(r"^\[city\]\n(?:.+\n)+", re.MULTILINE)
_OF_LIBRARY: Final = ("facts.toml", "gates.toml", "playbooks", "statements")
_THERE: Final = (
    "name another folder; or see where that plan stands: cicp -p DIR status. Its city, state and time zone are mended by hand: [city] in its plan.toml"
)
_FOR_GIT: Final = {".gitattributes": b"* -text\n", ".gitignore": b".cicp/\n.tmp-*\n"}


class Made(NamedTuple):
    """A starter plan before it is on disk: its files by path, the words in them, and the choices that are the city's."""

    files: Mapping[str, bytes]
    words: Words
    decisions: tuple[Decision, ...]


def states() -> Mapping[str, str]:
    """Return the names of the states and territories by their two letters."""
    return toml.load(_STARTER / "states.toml", States).state


def make(city: City, year: int) -> Made:
    """Make the files of a starter plan; `year` is the first that its calendar speaks of."""
    from cicp.files import schemas  # noqa: PLC0415  # the plan that stands in at night needs none

    starter = toml.load(_STARTER / "choices.toml", Starter)
    texts = _for(city, starter, _sources())
    texts["law.toml"] = _law(city.state, starter.law.state)
    texts["calendar.toml"] = _template("calendar.toml").replace("{this year}", str(year)).replace("{next year}", str(year + 1))
    texts["recommendations.toml"] = _template("recommendations.toml")
    words = folder.read(folder.WordFiles("the starter plan", _as_bytes(texts)))
    texts["directory.toml"] = _directory(words)
    return Made(_FOR_GIT | _as_bytes(texts) | schemas.files(), words, decisions(starter, city.state, texts, words))


def of_no_city() -> bytes:
    """Return a plan.toml whose offices, chain and numbers are those of a starter plan and whose city is nobody's: it can stand in for one that is gone."""
    starter = toml.load(_STARTER / "choices.toml", Starter)
    nobody = City(name="Your city", state="", timezone="")
    return _for(nobody, starter, {"plan.toml": toml.read(library.example() / "plan.toml").decode()})["plan.toml"].encode()


def _for(city: City, starter: Starter, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the words of the example for another city."""
    ours = leave_open(texts, starter, _in_toml(city.name), city.state)
    return {**ours, "plan.toml": _CITY.sub(lambda _: tomli_w.dumps({"city": city.model_dump()}), ours["plan.toml"])}


def _sources() -> dict[str, str]:
    """Return the words that a plan starts from: the example's own, and what every plan copies from the library."""
    places = {path: library.example() / path for path in ("plan.toml", *folder.paths(library.example())) if path == "plan.toml" or path.startswith("text/")}
    places |= {path: library.LIBRARY / path for path in folder.paths(library.LIBRARY) if path.startswith(_OF_LIBRARY)}
    return {path: toml.read(place).decode() for path, place in places.items()}


def _in_toml(text: str) -> str:
    """Write words as they may stand in a TOML text between quotation marks."""
    return tomli_w.dumps({"text": text}).removeprefix('text = "').removesuffix('"\n')


def _law(state: str, ours: str) -> str:
    """Return the duties that fit the words of the example, in a city of the state whose law these follow; else what the city attorney has to fill in."""
    return toml.read((library.example() if state == ours else _STARTER) / "law.toml").decode()


def _template(name: str) -> str:
    return toml.read(_STARTER / name).decode()


def _directory(words: Words) -> str:
    """Return a directory in which nobody stands yet, with a place for each office."""
    offices = words.plan.office if words.plan else []
    return _template("directory.toml") + "".join(f'\n# [[contact]]\n# office = "{office.id}"\n# phone = ""\n' for office in offices)


def _as_bytes(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def look(home: Home, files: Mapping[str, bytes]) -> None:
    """See that a starter plan can be made here: nothing is, or what a `new` of the same words left that was stopped. Raises WrongWords, CannotWrite."""
    around = plan_around(home.root)
    if around is not None:
        hint = "make it beside that folder: the files of two plans in one would be taken for each other's"
        raise WrongWords(f"{shown(home.root)} lies in the folder of another plan ({shown(around)}).", hint=hint)
    try:
        if any(is_filing_name(name) for name in disk.names(home.docket)):
            raise WrongWords(f"{shown(home.root)} holds a plan already.", hint=_THERE)
        stranger = _first_stranger(home.root, files)
    except OSError as error:
        raise _not_made(home, error) from error
    if stranger:
        what = f"{shown(home.root)} is not empty: {stranger} is there"
        if stranger in files:
            what, also = f"{what}, and says something else than this command would write", "; if an interrupted cicp new left it, delete the folder"
        raise WrongWords(f"{what}.", hint=f"name a folder that is empty or not there yet{also if stranger in files else ''}")


def _first_stranger(root: Path, files: Mapping[str, bytes]) -> str:
    """Return the path of the first thing below `root` that this plan would not put there; empty where there is none."""
    if root.exists() and not root.is_dir():
        return root.name
    folders = {"docket", *(path.partition("/")[0] for path in files if "/" in path)}
    for name in disk.names(root):
        inside = name in folders and (root / name).is_dir()
        for path in [f"{name}/{each}" for each in disk.names(root / name)] if inside else [name]:
            if not _is_ours(root, path, files):
                return path
    return ""


def _is_ours(root: Path, path: str, files: Mapping[str, bytes]) -> bool:
    if path == ".cicp" or path.rpartition("/")[2].startswith(disk.TEMPORARY):
        return True
    return path in files and not (root / path).is_symlink() and (root / path).is_file() and disk.read(root / path, len(files[path])) == files[path]


def write(home: Home, files: Mapping[str, bytes]) -> None:
    """Put the files of a plan in its folder; those that are there already stay. The plan is whole when its first filing is made. Raises CannotWrite."""
    folders = sorted({(home.root / path).parent for path in files})
    try:
        for each in folders:
            disk.make_folder(each)
        for path, data in files.items():
            disk.put(home.root / path, data)
        for each in folders:
            disk.sync_folder(each)
    except OSError as error:
        raise _not_made(home, error) from error


def _not_made(home: Home, error: OSError) -> CannotWrite:
    hint = "mend the disk (space, permission) or name another folder, then give the same command again: it goes on where it stopped"
    return CannotWrite(f"the plan is not made: {error.strerror}.", where=shown(home.root), hint=hint)
