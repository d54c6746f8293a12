"""The record: filings that are made once and never edited, each naming by digest what was known when it was made.

A log (the docket, or one incident's activity log) is a set of filings that form a hash DAG. Reading one sorts the filings that are what they
claim to be from those that are *set aside*, and names what is missing. Nothing here touches disk.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from cicp.model.filing import Body, Filing, SetAside, suffix_of


@dataclass(frozen=True)
class Log:
    """A log as it was read: what holds, what is set aside, and which digests are named but not here."""

    name: str
    root: str
    filings: tuple[Filing, ...]
    set_aside: tuple[SetAside, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    """Digest of each filing that is not here, neither as it was filed nor altered, to the id of the first filing that was filed on it."""
    root_suffix: str = ""

    @property
    def whole(self) -> bool:
        """Say whether every filing that this log names is here as it was filed."""
        return not self.set_aside and not self.missing

    @cached_property
    def by_digest(self) -> dict[str, Filing]:
        return {filing.digest: filing for filing in self.filings}

    @cached_property
    def by_id(self) -> dict[str, Filing]:
        return {filing.id: filing for filing in self.filings}

    @cached_property
    def heads(self) -> list[str]:
        """The digests that no other filing here quotes: normally one, two after a merge."""
        quoted = {digest for filing in self.filings for digest in filing.body.previous}
        return [filing.digest for filing in self.filings if filing.digest not in quoted]

    @cached_property
    def struck(self) -> dict[str, str]:
        """Each struck entry with the strike that took it back."""
        return standing(self.filings)[0]

    @cached_property
    def holding(self) -> tuple[Filing, ...]:
        """The filings that count: neither struck nor replaced by one that is not struck."""
        struck, replaced = standing(self.filings)
        return tuple(filing for filing in self.filings if filing.id not in struck and filing.id not in replaced)

    @cached_property
    def _holding_by_kind(self) -> dict[str, list[Filing]]:
        found: dict[str, list[Filing]] = {}
        for filing in self.holding:
            found.setdefault(filing.body.kind, []).append(filing)
        return found

    def holding_of(self, kind: str) -> list[Filing]:
        """Return the filings of one kind that count."""
        return self._holding_by_kind.get(kind, [])

    @property
    def next_number(self) -> int:
        """One more than the highest number that fits; an incident's log always has its first, even where that is not here."""
        return max((filing.body.number for filing in self.filings), default=1 if self.root_suffix else 0) + 1

    def ancestors(self, filing: Filing, *, but: Container[str] = ()) -> set[str]:
        """Return the digests of everything that was known when `filing` was made, without those in `but` and what only they lead to."""
        seen: set[str] = set()
        todo = list(filing.body.previous)
        while todo:
            digest = todo.pop()
            if digest not in seen and digest not in but and digest in self.by_digest:
                seen.add(digest)
                todo.extend(self.by_digest[digest].body.previous)
        return seen

    def until(self, moment: datetime) -> "Log":
        """Return this log as one would look back on it from a moment: what had happened by then or was on record, and what was struck since, struck."""
        kept = (filing for filing in self.filings if filing.id == self.root or filing.kind == "struck" or min(filing.at, filing.filed_at) <= moment)
        return replace(self, filings=tuple(kept))

    def with_one_more(self, table: Mapping[str, Any], now: datetime) -> "Log":
        """Return this log as it would be with one more filing, to see what that would change. Nothing is filed."""
        body = Body.model_validate({**table, "format": 1, "number": self.next_number, "filed_at": now, "previous": self.heads})
        return replace(self, filings=(*self.filings, Filing("to be filed", "", body)))


def sort_log(name: str, entries: Iterable[Filing | SetAside], *, root_suffix: str = "") -> Log:
    """Sort what was found in one log into filings that hold and what is set aside, and name what is missing.

    The root of an incident's log is the rootless filing whose suffix the folder carries (`root_suffix`); the docket's is the rootless
    filing that most others name.
    """
    fitting: list[Filing] = []
    aside: list[SetAside] = []
    for entry in entries:
        if isinstance(entry, Filing):
            fitting.append(entry)
        else:
            aside.append(entry)
    fitting.sort(key=lambda filing: filing.order)
    root = f"0001-{root_suffix}" if root_suffix else _root_of_docket(fitting, aside)
    kept, strangers = _of_this_log(fitting, root)
    kept, backward = _above_their_previous(kept)
    missing = _missing(kept, {filing.digest for filing in fitting}, aside)
    aside = _told_from_swapped(aside, fitting)
    return Log(name, root, tuple(kept), tuple(sorted((*aside, *strangers, *backward), key=lambda entry: entry.id)), missing, root_suffix)


def _told_from_swapped(aside: list[SetAside], fitting: list[Filing]) -> list[SetAside]:
    """Say of a file that holds another's bytes whose they are: the two were swapped, or one was copied over the other."""
    owners = {name.rpartition("-")[2]: name for name in (*(entry.id for entry in aside), *(filing.id for filing in fitting))}
    owned = {entry.id: owners.get(entry.holds, "") for entry in aside}
    return [
        replace(entry, why=f"it holds the bytes of {owned[entry.id]}: the two were swapped, or one was copied over the other") if owned[entry.id] else entry
        for entry in aside
    ]


def _root_of_docket(filings: list[Filing], aside: list[SetAside]) -> str:
    """The rootless filing that most others name. One that was altered keeps its place while its name is here; one that is gone, while no other is."""
    named = Counter(filing.body.root for filing in filings if filing.body.root)
    here = [filing.id for filing in filings if not filing.body.root] + [entry.id for entry in aside if entry.id in named]
    first = [entry.id for entry in aside if entry.id.startswith("0001-")]
    return min(here or named or first, key=lambda root: (-named[root], root), default="")


def _of_this_log(filings: list[Filing], root: str) -> tuple[list[Filing], list[SetAside]]:
    kept = [filing for filing in filings if (filing.body.root or filing.id) == root]
    strangers = [
        SetAside(filing.id, f"it belongs to the log of {filing.body.root}, not to this one" if filing.body.root else "it starts a second log in this folder")
        for filing in filings
        if (filing.body.root or filing.id) != root
    ]
    return kept, strangers


def _above_their_previous(filings: list[Filing]) -> tuple[list[Filing], list[SetAside]]:
    numbers = {filing.digest: filing.body.number for filing in filings}
    backward = {filing.id for filing in filings if any(numbers.get(digest, 0) >= filing.body.number for digest in filing.body.previous)}
    aside = [SetAside(filing.id, "its number is not above those of the filings it was filed on") for filing in filings if filing.id in backward]
    return [filing for filing in filings if filing.id not in backward], aside


def _missing(kept: list[Filing], present: set[str], aside: list[SetAside]) -> dict[str, str]:
    """What was altered is set aside under its own name; only what is neither here nor there is missing."""
    altered = {entry.id.rpartition("-")[2] for entry in aside}
    missing: dict[str, str] = {}
    for filing in kept:
        for digest in filing.body.previous:
            if digest not in present and suffix_of(digest) not in altered:
                missing.setdefault(digest, filing.id)
    return missing


def standing(filings: Iterable[Filing]) -> tuple[dict[str, str], set[str]]:
    """Work out which filings are struck and which are replaced.

    Returns (struck id → id of the strike that holds, ids replaced by a filing that is not struck). A strike that is itself struck takes
    nothing back, and a struck filing replaces nothing: what it replaced holds again.
    """
    ordered = sorted(filings, key=lambda filing: filing.order, reverse=True)
    struck: dict[str, str] = {}
    for filing in ordered:
        if filing.kind == "struck" and filing.id not in struck:
            struck[filing.text("entry")] = filing.id
    replaced = {earlier for filing in ordered if filing.id not in struck for earlier in filing.body.replaces}
    return struck, replaced
