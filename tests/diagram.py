"""The diagram of the plan's life in the README, made from the table of moves: python tests/diagram.py README.md writes it there."""

import re
import sys
from pathlib import Path
from typing import Final

from cicp.model.lifecycle import MOVES
from cicp.model.requirements import STAGES

FENCE: Final = re.compile(r"(?<=```mermaid\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def diagram() -> str:
    """Return every move of the table as one arrow; moves between the same two stages share theirs."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (stage, kind), following in MOVES.items():
        arrows.setdefault((stage, following), []).append(kind)
    lines = [f"    {_node(stage)} --> {_node(following)}: {', '.join(kinds)}" for (stage, following), kinds in arrows.items()]
    names = [f'    state "{name}" as {_node(stage)}' for stage, name in STAGES.items() if stage and name != _node(stage)]
    return "\n".join(["stateDiagram-v2", *names, *lines]) + "\n"


def _node(stage: str) -> str:
    return stage.replace("-", "_") or "[*]"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(FENCE.sub(diagram(), page.read_text(encoding="utf-8")), encoding="utf-8")
