"""What can be said of a record: altered, missing, or as it was filed, and up to which head."""

from collections.abc import Iterable
from dataclasses import dataclass

from cicp.model.docket import Log, suffix_of


@dataclass(frozen=True)
class LogReport:
    """One log held against itself and against what other logs quote of it. `says` has a sentence for each thing found."""

    name: str
    filings: int
    heads: tuple[str, ...]
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    removed: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True)
class EditionReport:
    """One edition that a filing names, held against its own digest."""

    digest: str
    altered: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def says(self) -> tuple[str, ...]:
        """A sentence for each file that is not what was frozen."""
        name = self.digest.removeprefix("sha256:")[:12]
        changed = (f"edition {name}: {path} was changed after it was frozen." for path in self.altered)
        return (*changed, *(f"edition {name}: {path} is not here." for path in self.missing))


@dataclass(frozen=True)
class Quote:
    """A head of one log as a filing elsewhere quotes it, or as somebody outside holds it."""

    digest: str
    by: str


def report(log: Log, quotes: Iterable[Quote], attachments: Iterable[tuple[str, str, str]]) -> LogReport:
    """Hold a log against its own digests, the heads quoted of it elsewhere, and its attachments (filing, name, what is wrong)."""
    lost = [quote for quote in quotes if quote.digest not in log.by_digest]
    says = [f"{log.name}: {entry.id} is set aside: {entry.why}." for entry in log.set_aside]
    explained = {entry.id.rpartition("-")[2] for entry in log.set_aside}
    for digest, named_by in log.missing.items():
        if suffix_of(digest) not in explained:
            says.append(f"{log.name}: the filing ending in -{suffix_of(digest)}, on which {named_by} was filed, is not here.")
    for quote in lost:
        if suffix_of(quote.digest) not in explained and quote.digest not in log.missing:
            says.append(
                f"{log.name}: the filing ending in -{suffix_of(quote.digest)} is not here, though {quote.by} quotes it: the end of this log was cut off, or it was rewritten."
            )
    faults = list(attachments)
    says += [f"{log.name}: {name} of {filing} {what}." for filing, name, what in faults]
    altered = (*(entry.id for entry in log.set_aside), *(f"{filing}/{name}" for filing, name, what in faults if "changed" in what))
    absent = (
        *log.missing,
        *(quote.digest for quote in lost if quote.digest not in log.missing),
        *(f"{filing}/{name}" for filing, name, what in faults if "changed" not in what),
    )
    return LogReport(log.name, len(log.filings), tuple(log.heads), altered, tuple(dict.fromkeys(absent)), (), tuple(says))


def quotes_between(docket: Log, logs: Iterable[Log]) -> dict[str, list[Quote]]:
    """Return, by name of log, the heads that filings of other logs quote of it."""
    quotes: dict[str, list[Quote]] = {}
    for log in logs:
        for filing in log.filings:
            for digest in filing.texts("docket_heads"):
                quotes.setdefault(docket.name, []).append(Quote(digest, f"{log.name}/{filing.id}"))
    for filing in docket.filings:
        for digest in filing.texts("heads"):
            quotes.setdefault(filing.text("incident"), []).append(Quote(digest, f"{docket.name}/{filing.id}"))
    return quotes


def find_head(head: str, logs: Iterable[Log]) -> str:
    """Return which log holds a head that somebody kept, as its head or an ancestor of it; empty when none does.

    `head` is a digest, with or without `sha256:`, in full or by at least its first twelve hex digits.
    """
    wanted = f"sha256:{head.removeprefix('sha256:').lower()}"
    return next((log.name for log in logs if any(digest.startswith(wanted) for digest in log.by_digest)), "")
