"""What came with a comment, kept apart from the filing that commits to it: who wrote, how to reach them, and what they wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import rtoml
import tomli_w

from cicp.errors import AlteredRecord
from cicp.files import journal
from cicp.files.journal import Enclosure
from cicp.files.layout import Home
from cicp.model.filing import Filing

LETTER: Final = "letter.toml"
MEMBER: Final = "member.toml"


@dataclass(frozen=True)
class Letter:
    """A letter as it came. `files` are the names under which things came with it, by the names they are stored under."""

    name: str = ""
    contact: str = ""
    text: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def enclose(stored: str, letter: Letter) -> Enclosure:
    """Return a letter as it is kept: its text to the letter, the names files came under inside it and nowhere else."""
    said: dict[str, Any] = {"name": letter.name, "contact": letter.contact, "text": letter.text}
    files = [{"stored": name, "name": came} for name, came in letter.files.items()]
    return Enclosure(stored, tomli_w.dumps({key: value for key, value in said.items() if value} | ({"file": files} if files else {})).encode())


def read(home: Home, filing: Filing, stored: str) -> Letter:
    """Read what came with a filing of the docket. Raises NotFound or AlteredRecord as `journal.enclosure`."""
    data = journal.enclosure(home.docket, filing, stored)
    try:
        table = rtoml.loads(data.decode())
        files = {entry["stored"]: entry["name"] for entry in table.get("file", [])}
        return Letter(table.get("name", ""), table.get("contact", ""), table.get("text", ""), files)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AlteredRecord(f"{filing.id}/{stored} does not read as a letter.", hint=f"look at it: docket/{filing.id}/{stored}") from None
