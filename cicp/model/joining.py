"""Incidents that were declared apart and are one: which of them are joined, and what was filed knowing of it.

Each of two joined logs has its half of the link. One half is enough for the two to be read as one, for the other may be lost; a half that
is struck takes its counterpart with it.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from cicp.model.docket import Log, standing
from cicp.model.filing import Filing, is_digest, suffix_of

JOINED: Final = "joined"


class Half(NamedTuple):
    """A filing that joins the log it stands in with another one."""

    log: str
    other: str
    filing: Filing

    def answers(self, half: "Half") -> bool:
        """Say whether this is the counterpart of another half: the one that was filed second quotes the first."""
        facing = (self.log, self.other) == (half.other, half.log)
        return facing and (self.filing.text("half") == half.filing.digest or half.filing.text("half") == self.filing.digest)


def named_by(logs: Iterable[Log]) -> set[str]:
    """Return every incident that a link in these logs names, struck or not."""
    return {half.other for half in _halves(logs)}


def _halves(logs: Iterable[Log]) -> list[Half]:
    found = (Half(log.name, filing.text("incident"), filing) for log in logs for filing in log.filings if filing.kind == JOINED)
    return [half for half in found if half.other not in ("", half.log)]


def standing_halves(logs: Sequence[Log]) -> list[Half]:
    """Return the halves that hold: not struck in any of the logs that are linked, and no counterpart of one that is."""
    every = _halves(logs)
    found: list[Half] = []
    for group in _components(logs, every):
        names = {log.name for log in group}
        if own := [half for half in every if half.log in names]:
            struck, _ = standing(filing for log in group for filing in log.filings)
            void = [half for half in own if half.filing.id in struck]
            found += [half for half in own if half not in void and not any(half.answers(other) for other in void)]
    return found


def groups(logs: Sequence[Log]) -> list[list[Log]]:
    """Put together the logs that are one incident. A log that no link names stands alone."""
    return _components(logs, standing_halves(logs))


def _components(logs: Sequence[Log], halves: Iterable[Half]) -> list[list[Log]]:
    group_of = {log.name: [log] for log in logs}
    for half in halves:
        one, other = group_of[half.log], group_of.get(half.other)
        if other is not None and other is not one:
            one += other
            group_of |= {log.name: one for log in other}
    found = {id(group): group for group in group_of.values()}
    place = {log.name: place for place, log in enumerate(logs)}
    return [sorted(group, key=lambda log: place[log.name]) for group in found.values()]


def knowing(log: Log, halves: Iterable[Half]) -> set[str]:
    """Return the digests of what was filed in a log knowing of a link: on top of it, directly or not."""
    links = {half.filing.digest for half in halves}
    found: set[str] = set()
    for filing in log.filings if links else ():  # what it was filed on has a lower number
        if any(digest in links or digest in found for digest in filing.body.previous):
            found.add(filing.digest)
    return found


def not_here(logs: Sequence[Log], halves: Iterable[Half]) -> dict[str, str]:
    """Return the heads that a link quotes of the other log and that are nowhere here, each with the filing that quotes it."""
    here = {log.name: log for log in logs}
    return {
        digest: half.filing.id
        for half in halves
        for digest in half.filing.texts("heads")
        if half.other in here and is_digest(digest) and not _is_here(digest, here[half.other])
    }


def _is_here(digest: str, log: Log) -> bool:
    return digest in log.by_digest or digest in log.missing or suffix_of(digest) in {entry.id.rpartition("-")[2] for entry in log.set_aside}


def as_one(logs: Sequence[Log], halves: Collection[Half]) -> Log:
    """Return several logs as one, under the name of the first. Numbers go on above those of both, so that its order is one of knowing."""
    first, *others = logs
    if not others:
        return first
    filings = sorted((filing for log in logs for filing in log.filings), key=lambda filing: filing.order)
    missing = {digest: by for log in logs for digest, by in log.missing.items()} | not_here(logs, halves)
    return Log(first.name, first.root, tuple(filings), tuple(entry for log in logs for entry in log.set_aside), missing, first.root_suffix)
