"""The receipt that is printed once a filing is on disk."""

from collections.abc import Sequence

from cicp.cli.desk import Desk
from cicp.model.filing import Filing
from cicp.views.document import Block, Document, Line
from cicp.views.values import answer
from cicp.views.zone import Local


def say(desk: Desk, filing: Filing, what: str, notes: Sequence[str], local: Local) -> None:
    """Print the receipt: what was filed, when it happened, and the id and digest it is found by."""
    blocks: list[Block] = [
        Line(f"{filing.id}: {what}, {local.say(filing.at)}", "strong"),
        *(Line(f"  {note}") for note in notes),
        Line(f"  digest {filing.digest}", "quiet"),
    ]
    values = answer("filed", local.now, id=filing.id, kind=filing.kind, at=local(filing.at), digest=filing.digest, says=[what, *notes])
    desk.show(Document(tuple(blocks), values), filed=filing.id)
