"""What the package brings: words to start from, and the example plan."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cicp.errors import InvalidFile
from cicp.files import disk, toml
from cicp.files.folder import WordFiles, belongs, names

if TYPE_CHECKING:
    from cicp.model.ceremony import Ceremony

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


def example() -> Path:
    """Return the folder of the example plan: beside the package in a checkout, inside it when installed from a wheel."""
    beside = _PACKAGE.parent / "plans" / "clayton"
    return beside if beside.is_dir() else LIBRARY / "plans" / "clayton"
