"""What the package brings: words to start from, and the example plan."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cicp.errors import InvalidFile
from cicp.files import disk, toml
from cicp.files.folder import WordFiles, belongs, names

if TYPE_CHECKING:
    from cicp.model.ceremony import Ceremony
    from cicp.model.kinds import KindGroup
    from cicp.model.law_book import Book
    from cicp.model.law_library import LawFile

_PACKAGE = Path(__file__).resolve().parent.parent
LIBRARY = _PACKAGE / "library"


def stand_in() -> WordFiles:
    """Return the package's own playbooks, statements, facts, gates and offices: what an incident runs on when its own cannot be read."""
    from cicp.files import starter  # noqa: PLC0415  # only where a file of the plan is broken

    files = copies()
    with suppress(InvalidFile):
        files["plan.toml"] = starter.of_no_city()
    return WordFiles("cicp's library", files)


def copies() -> dict[str, bytes]:
    """Return what a plan takes its own copies of, by path: playbooks, statements, facts and gates."""
    places = {name: LIBRARY / name for name in ("facts.toml", "gates.toml")}
    for folder in ("playbooks", "statements"):
        places |= {f"{folder}/{name}": LIBRARY / folder / name for name in names(LIBRARY / folder) if belongs(folder, name)}
    files: dict[str, bytes] = {}
    for path, place in places.items():
        with suppress(OSError):  # a disk may be as broken as this, and the night goes on
            files[path] = disk.read(place)
    return files


def ceremony() -> "Ceremony":
    """Return the run of the signing ceremony."""
    from cicp.model.ceremony import Ceremony  # noqa: PLC0415  # asked for once in the life of a plan

    return toml.load(LIBRARY / "ceremony.toml", Ceremony)


def kind_groups() -> "list[KindGroup]":
    """Return the groups in which a kind is looked for."""
    from cicp.model.kinds import KindGroups  # noqa: PLC0415  # no command asks for it but the one that tells kinds apart

    return toml.load(LIBRARY / "kind-groups.toml", KindGroups).group


def law_files() -> "dict[str, LawFile]":
    """Return the law that the library knows, by the name of its file: us for what is federal, us-mo for Missouri."""
    from cicp.model.law_library import LawFile  # noqa: PLC0415  # the night runs on the plan's own copies

    found = [name for name in names(LIBRARY / "law") if name.startswith("us") and belongs("playbooks", name)]
    return {name.removesuffix(".toml"): toml.load(LIBRARY / "law" / name, LawFile) for name in found}


def law_book() -> "Book":
    """Return the law library whole: its law, the presets, what its sources are, and which duties a transcript has started."""
    from cicp.model.law_book import Book  # noqa: PLC0415  # the night runs on the plan's own copies
    from cicp.model.law_library import Preset, Sources, Tried  # noqa: PLC0415  # likewise

    found = [name for name in names(LIBRARY / "presets") if belongs("playbooks", name)]
    return Book(
        files=law_files(),
        presets={name.removesuffix(".toml"): toml.load(LIBRARY / "presets" / name, Preset) for name in found},
        sources={source.code: source for source in toml.load(LIBRARY / "sources.toml", Sources).source},
        tried=toml.load(LIBRARY / "law" / "tried.toml", Tried).tried,
    )


def example() -> Path:
    """Return the folder of the example plan: beside the package in a checkout, inside it when installed from a wheel."""
    beside = _PACKAGE.parent / "plans" / "clayton"
    return beside if beside.is_dir() else LIBRARY / "plans" / "clayton"
