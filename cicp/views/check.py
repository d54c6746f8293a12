"""What `check` found, as a list for a person and for a program."""

from collections.abc import Container, Sequence

from cicp.model.findings import Finding
from cicp.views.document import Document, Entry
from cicp.views.values import answer
from cicp.views.zone import Local


def page(findings: Sequence[Finding], told: Container[Finding], local: Local) -> Document:
    """Each finding with its place, what is wrong, and what mends it. Nothing found says nothing; what the reader was `told` already is not said again."""
    blocks = tuple(
        Entry(
            each.level,
            "",
            f"{each.path}{f':{each.line}' if each.line else ''}: {each.says}",
            (f"{each.id}: {each.fix}",),
            "warn" if each.level == "error" else "",
        )
        for each in findings
        if each not in told
    )
    values = [{"id": each.id, "level": each.level, "file": each.path, "line": each.line, "says": each.says, "fix": each.fix} for each in findings]
    return Document(blocks, answer("check", local.now, findings=values))
