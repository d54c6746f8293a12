"""The arrows between the layers point one way: read from the syntax trees, so that no import can hide in a function."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "cicp"
OURS = {
    "clock": {"errors"},
    "errors": set(),
    "model": {"errors", "model"},
    "files": {"errors", "model", "files"},
    "views": {"errors", "model", "views"},
    "render": {"errors", "views", "render"},
    "cli": {"clock", "errors", "model", "files", "views", "render", "cli"},
    "__main__": {"cli"},
    "__init__": set(),
}
THEIRS = {
    "model": {"pydantic"},
    "files": {"rtoml", "tomlkit", "tomli_w", "filelock", "pydantic", "holidays"},  # holidays: data that a package keeps, read as from a file
    "render": {"rich", "icalendar"},
    "cli": {"typer"},
}
STANDARD_BUT_NOT_HERE = {"model": {"os", "sys", "pathlib", "subprocess", "socket", "time", "shutil"}, "views": {"os", "sys", "pathlib", "time"}}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" if node.module == "cicp" else str(node.module) for alias in node.names)


def _layer(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _forbidden(file: Path, name: str) -> bool:
    layer, (top, *rest) = _layer(file), name.split(".")
    if top == "cicp":
        return bool(rest) and rest[0] not in OURS[layer]
    if top in {"pydantic", "rtoml", "tomlkit", "tomli_w", "filelock", "holidays", "icalendar", "rich", "typer", "click"}:
        return top not in THEIRS.get(layer, set())
    return top in STANDARD_BUT_NOT_HERE.get(layer, set())


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_layer_may(file: Path) -> None:
    """Each module imports only from the layers below it, and only the libraries its layer speaks to."""
    assert [] == [name for name in _imports(file) if _forbidden(file, name)]


def test_the_rule_would_see_a_forbidden_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted where it must not stand, an import of the terminal is found."""
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    planted = tmp_path / "model" / "plan.py"
    planted.parent.mkdir()
    planted.write_text("def f():\n    import rich.text\n    from cicp.files import disk\n    from cicp import clock\n    import os\n", encoding="utf-8")

    assert ["rich.text", "cicp.files", "cicp.clock", "os"] == [name for name in _imports(planted) if _forbidden(planted, name)]
