"""What cicp makes from what is there, and may make again: put in place of the older one, whole, whatever the disk does."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cicp.errors import CannotWrite
from cicp.files import schemas
from cicp.files.schemas import KINDS
from tests.fault.acts import command, play
from tests.fault.stand_in import Trouble

_OLDER: Final = b'{"$schema": "an older one"}\n'
_WRITES: Final = command("schema", "plan", "--write")
_CALLS: Final = ("open new", "write", "fsync file", "close", "replace", "open folder", "fsync folder")


def test_a_schema_is_the_older_or_the_newer_one_and_never_half(fresh: Callable[[str], Path]) -> None:
    """At each call an error, early or late, or the kill: one of the two is there whole, an error ends with 7, and the next attempt works."""
    plan = fresh("day")
    place, newer = plan / "schema/plan.json", schemas.text_of(KINDS["plan"]).encode()
    place.parent.mkdir()
    seen: set[tuple[int | None, bool]] = set()
    for call in _CALLS:
        for trouble in (
            Trouble(call),
            Trouble(call, error=errno.EIO),
            Trouble(call, error=errno.ENOSPC, forever=True),
            Trouble(call, error=errno.EIO, late=True),
        ):
            place.write_bytes(_OLDER)
            outcome = play(_WRITES, plan, trouble)
            assert outcome.stand_in.struck, trouble
            assert place.read_bytes() in (_OLDER, newer), trouble
            assert outcome.code == (CannotWrite.exit_code if trouble.error else None), trouble
            assert outcome.out == "", trouble
            assert outcome.code is None or [place] == list(place.parent.iterdir()), trouble
            seen.add((outcome.code, place.read_bytes() == newer))
            again = play(_WRITES, plan)
            assert (0, newer) == (again.code, place.read_bytes()), trouble
            for leftover in place.parent.glob(".tmp-*"):
                leftover.unlink()

    assert {(None, False), (None, True), (7, False), (7, True)} == seen
