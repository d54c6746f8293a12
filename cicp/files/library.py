"""What the package brings: words to start from, and the example plan."""

import re
from contextlib import suppress
from pathlib import Path

from cicp.files import disk
from cicp.files.folder import WordFiles, belongs, names

_ZONE = re.compile(rb"^timezone = .*$", re.MULTILINE)  # the package does not know where the city lies
_PACKAGE = Path(__file__).resolve().parent.parent
LIBRARY = _PACKAGE / "library"


def stand_in() -> WordFiles:
    """Return the package's own playbooks, statements, facts, gates and offices: what an incident runs on when its own cannot be read."""
    places = {name: LIBRARY / name for name in ("facts.toml", "gates.toml")} | {"plan.toml": LIBRARY / "starter" / "plan.toml"}
    for folder in ("playbooks", "statements"):
        places |= {f"{folder}/{name}": LIBRARY / folder / name for name in names(LIBRARY / folder) if belongs(folder, name)}
    files: dict[str, bytes] = {}
    for path, place in places.items():
        with suppress(OSError):  # a disk may be as broken as this, and the night goes on
            files[path] = disk.read(place)
    if "plan.toml" in files:
        files["plan.toml"] = _ZONE.sub(b'timezone = ""', files["plan.toml"])
    return WordFiles("cicp's library", files)


def example() -> Path:
    """Return the folder of the example plan: beside the package in a checkout, inside it when installed from a wheel."""
    beside = _PACKAGE.parent / "plans" / "clayton"
    return beside if beside.is_dir() else LIBRARY / "plans" / "clayton"
