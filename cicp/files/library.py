"""What the package brings: words to start from, and the example plan."""

from pathlib import Path

from cicp.files import disk
from cicp.files.folder import WordFiles, belongs

_PACKAGE = Path(__file__).resolve().parent.parent
LIBRARY = _PACKAGE / "library"


def stand_in() -> WordFiles:
    """Return the package's own playbooks, statements, facts, gates and offices: what an incident runs on when its own cannot be read."""
    files = {
        f"{folder}/{name}": disk.read(LIBRARY / folder / name)
        for folder in ("playbooks", "statements")
        for name in disk.names(LIBRARY / folder)
        if belongs(folder, name)
    }
    files |= {name: disk.read(LIBRARY / name) for name in ("facts.toml", "gates.toml")}
    files["plan.toml"] = disk.read(LIBRARY / "starter" / "plan.toml")
    return WordFiles("the package", files)


def example() -> Path:
    """Return the folder of the example plan: beside the package in a checkout, inside it when installed from a wheel."""
    beside = _PACKAGE.parent / "plans" / "clayton"
    return beside if beside.is_dir() else LIBRARY / "plans" / "clayton"
