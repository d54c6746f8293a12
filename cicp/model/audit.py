"""What can be said of a record: altered, missing, or as it was filed, and up to which head."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cicp.model.docket import Log
from cicp.model.filing import Filing, is_digest, suffix_of
from cicp.model.joining import JOINED
from cicp.model.lifecycle import TELL_OF_INCIDENT


class LogReport(NamedTuple):
    """One log held against itself and against what other logs quote of it. `says` has a sentence for each thing found."""

    name: str
    filings: int
    heads: tuple[str, ...]
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    removed: tuple[str, ...]
    says: tuple[str, ...]


class EditionReport(NamedTuple):
    """One edition that a filing names, held against its own digest. `added` lies in its folder as if it belonged to it."""

    digest: str
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """A sentence for each file that is not what was frozen."""
        name = self.digest.removeprefix("sha256:")[:12]
        altered = (f"edition {name}: {path} was altered after it was frozen." for path in self.altered)
        missing = (f"edition {name}: {path} is not here." for path in self.missing)
        return (*altered, *missing, *(f"edition {name}: {path} was added after it was frozen." for path in self.added))


class Quote(NamedTuple):
    """A head of one log as a filing elsewhere quotes it."""

    digest: str
    by: str


class AttachmentFault(NamedTuple):
    """An attachment that is not what was filed: `0042-7f3kq/letter.toml`, what is wrong with it, and which of the two it is."""

    path: str
    what: str
    altered: bool


class HeldHead(NamedTuple):
    """A head that somebody kept: the log that holds it, empty when none does, and whether everything up to it is here."""

    head: str
    log: str = ""
    whole: bool = False


def report(log: Log, quotes: Iterable[Quote], attachments: Iterable[AttachmentFault]) -> LogReport:
    """Hold a log against its own digests, the heads quoted of it elsewhere, and its attachments."""
    faults = list(attachments)
    lost = _lost(log, quotes)
    says = (
        *(f"{log.name}: {entry.id} is set aside: {entry.why}." for entry in log.set_aside),
        *(f"{log.name}: {_ending(digest)}, on which {by} was filed, is not here yet{_in_its_place(log, by)}." for digest, by in log.missing.items()),
        *(
            f"{log.name}: {_ending(digest)} is not here, though {by} quotes it: the end of this log was cut off, or it was rewritten."
            for digest, by in lost.items()
        ),
        *(f"{log.name}: {fault.path} {fault.what}." for fault in faults),
    )
    altered = (*(entry.id for entry in log.set_aside), *(fault.path for fault in faults if fault.altered))
    missing = (*log.missing, *lost, *(fault.path for fault in faults if not fault.altered))
    return LogReport(log.name, len(log.filings), tuple(log.heads), altered, missing, (), says)


def _in_its_place(log: Log, following: str) -> str:
    """Name a filing that bears the number of the one that is missing, and on which nothing was filed: it may have been rewritten."""
    after = log.by_id[following]
    suspects = [filing.id for filing in log.filings if filing.body.number == after.body.number - 1 and filing.digest in log.heads]
    return f"; {' and '.join(suspects)} stands in its place and nothing was filed on it, as if it had been rewritten" if suspects else ""


def _ending(digest: str) -> str:
    return f"the filing ending in -{suffix_of(digest)}"


def _lost(log: Log, quotes: Iterable[Quote]) -> dict[str, str]:
    """The heads that others quote and that are nowhere here: neither as filed, nor altered, nor named as missing already."""
    altered = {entry.id.rpartition("-")[2] for entry in log.set_aside}
    lost: dict[str, str] = {}
    for quote in quotes:
        if quote.digest not in log.by_digest and quote.digest not in log.missing and suffix_of(quote.digest) not in altered:
            lost.setdefault(quote.digest, quote.by)
    return lost


def quotes_between(docket: Log, logs: Sequence[Log]) -> dict[str, list[Quote]]:
    """Return, by name of log, the heads that filings of other logs quote of it."""
    quotes: dict[str, list[Quote]] = {}
    of_docket = [(docket.name, quote) for log in logs for filing in log.filings for quote in _quoted(filing, "docket_heads", log)]
    of_logs = [(filing.text("incident"), quote) for filing in docket.filings if filing.kind in TELL_OF_INCIDENT for quote in _quoted(filing, "heads", docket)]
    of_joined = [(filing.text("incident"), quote) for log in logs for filing in log.filings if filing.kind == JOINED for quote in _quoted(filing, "heads", log)]
    for name, quote in (*of_docket, *of_logs, *of_joined):
        quotes.setdefault(name, []).append(quote)
    return quotes


def _quoted(filing: Filing, key: str, log: Log) -> Iterable[Quote]:
    return (Quote(digest, f"{log.name}/{filing.id}") for digest in filing.texts(key) if is_digest(digest))


def find_head(head: str, logs: Iterable[Log]) -> HeldHead:
    """Find a head that somebody kept, as a head of a log here or an ancestor of one.

    `head` is a digest, with or without `sha256:`, in full or by at least its first twelve hex digits.
    """
    wanted = f"sha256:{head.removeprefix('sha256:').lower()}"
    held = ((log, filing) for log in logs for filing in log.filings if filing.digest.startswith(wanted))
    return next((HeldHead(head, log.name, _whole_up_to(log, filing)) for log, filing in held), HeldHead(head))


def _whole_up_to(log: Log, filing: Filing) -> bool:
    before = [log.by_digest[digest] for digest in log.ancestors(filing)]
    return all(digest in log.by_digest for each in (filing, *before) for digest in each.body.previous)
