"""Copies of a log in memory: filings made through the package's own encoding, each on top of everything that its copy knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from cicp.files.filing import encode, read_filing, read_log
from cicp.model.docket import Log
from cicp.model.filing import Filing, SetAside, digest_of, id_of

NIGHT: Final = datetime(2026, 11, 20, 21, 50, tzinfo=ZoneInfo("America/Chicago"))
_EVERY_TABLE: Final = {"format": 1, "filed_at": NIGHT, "filed_by": "pio"}


def after(minutes: float) -> datetime:
    """Return a moment of the night, so many minutes after 21:50."""
    return NIGHT + timedelta(minutes=minutes)


def named(table: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return a filing's bytes under the name that fits them, whatever they say."""
    data = encode({**_EVERY_TABLE, **table})
    return id_of(table["number"], digest_of(data)), data


def fitting(data: bytes, number: int = 1) -> str:
    """Return the name that fits some bytes."""
    return id_of(number, digest_of(data))


def as_filing(kind: str, number: int = 1, **own: Any) -> Filing:
    """Return one filing on its own."""
    filing = read_filing(*named({"kind": kind, "number": number, **own}))
    if isinstance(filing, SetAside):
        raise TypeError(filing.why)
    return filing


@dataclass
class Copy:
    """One copy of a log: its files by name without ending, and the office that files here."""

    office: str = "pio"
    files: dict[str, bytes] = field(default_factory=dict)
    name: str = "docket"
    root_suffix: str = ""

    @property
    def log(self) -> Log:
        return read_log(self.name, self.files.items(), root_suffix=self.root_suffix)

    def file(self, kind: str, **own: Any) -> Filing:
        """File on top of everything that this copy knows, as the journal does."""
        log = self.log
        table = {"kind": kind, "number": log.next_number, "previous": log.heads, "filed_by": self.office, "root": log.root or None, **own}
        stem, data = named(table)
        self.files[stem] = data
        return self.log.by_id[stem]

    def copied(self, office: str) -> "Copy":
        """Return another copy as it stands now, in the hands of another office."""
        return Copy(office, dict(self.files), self.name, self.root_suffix)

    def joined(self, *others: "Copy") -> "Copy":
        """Return a copy with the files of several, as a plain copying of folders makes it."""
        files = dict(self.files)
        for other in others:
            files |= other.files
        return Copy(self.office, files, self.name, self.root_suffix)


def declared(**own: Any) -> Copy:
    """Return the log of an incident just declared, in the folder that bears its root's suffix."""
    table = {"kind": "declared", "number": 1, "title": "Shooting at Shaw Park", "kinds": ["ois"], "tier": 3, "step": "open-log", "known": after(-5), **own}
    stem, data = named(table)
    suffix = stem.partition("-")[2]
    return Copy(files={stem: data}, name=f"2026-11-20-ois-{suffix}", root_suffix=suffix)
