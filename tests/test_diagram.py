"""The README's diagram of the plan's life is the table of moves, and nothing else."""

import re
from pathlib import Path

from cicp.model.lifecycle import MOVES
from tests.diagram import FENCE, diagram

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_readme_shows_the_table_of_moves() -> None:
    """The diagram in the README is the one that the table makes."""
    assert [diagram()] == FENCE.findall(README.read_text(encoding="utf-8"))


def test_the_diagram_has_every_move_once() -> None:
    """Read back from the drawing, the arrows are the moves of the table: none missing, none invented."""
    arrows = re.findall(r"^ +(\S+) --> (\S+): (.+)$", diagram(), re.MULTILINE)
    drawn = {(_stage(source), kind): _stage(target) for source, target, kinds in arrows for kind in kinds.split(", ")}

    assert dict(MOVES) == drawn


def _stage(node: str) -> str:
    return "" if node == "[*]" else node.replace("_", "-")
