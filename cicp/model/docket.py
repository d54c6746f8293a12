"""The record: filings that are made once and never edited, each naming by digest what was known when it was made.

A log (the docket, or one incident's activity log) is a set of filings that form a hash DAG. Reading one sorts the filings that are what they
claim to be from those that are *set aside*, and names what is missing. Nothing here touches disk.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from re import compile as pattern
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID = pattern(rf"([0-9]{{4,}})-([{_ALPHABET}]{{5}})")
_DIGEST: Final = r"^sha256:[0-9a-f]{64}$"
_STORED_NAME: Final = r"^[a-z0-9][a-z0-9.-]{0,99}$"  # paths are built from it
EARLIEST, LATEST = datetime(1700, 1, 1, tzinfo=UTC), datetime(8999, 1, 1, tzinfo=UTC)
"""Outside these no clock can count and no zone is sure: such a moment is none."""
_LARGEST_NUMBER: Final = 10**9


def digest_of(data: bytes) -> str:
    """Return the digest by which bytes are quoted: `sha256:` and 64 hex digits."""
    return f"sha256:{sha256(data).hexdigest()}"


SHORTEST: Final = 12
"""Hex digits of an edition's digest by which its folder is named, and by which at least it is quoted."""


def edition_name(digest: str) -> str:
    """Return the name of an edition, which is also that of its folder: the first twelve hex digits of its digest."""
    return digest.removeprefix("sha256:")[:SHORTEST]


def is_digest(text: str) -> bool:
    """Say whether a text is a digest as filings quote it."""
    return pattern(_DIGEST).fullmatch(text) is not None


def suffix_of(digest: str) -> str:
    """Return the five characters that end a filing's id: the first 25 bits of its digest in Crockford's base32."""
    bits = int(digest.removeprefix("sha256:")[:8], 16) >> 7
    letter = _ALPHABET
    return letter[bits >> 20] + letter[bits >> 15 & 31] + letter[bits >> 10 & 31] + letter[bits >> 5 & 31] + letter[bits & 31]


def id_of(number: int, digest: str) -> str:
    """Return the id, which is also the file name, of a filing."""
    return f"{number:04d}-{suffix_of(digest)}"


When = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
Digest = Annotated[str, Field(pattern=_DIGEST)]


class Attachment(BaseModel):
    """What came with a filing: the name it is stored under and sha256(salt + bytes). The name it arrived under is inside it."""

    model_config = ConfigDict(defer_build=True)

    name: Annotated[str, Field(pattern=_STORED_NAME)]
    digest: Digest


class Body(BaseModel):
    """The keys every filing has. Others are kept as they are: a newer cicp may have written them."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, defer_build=True)

    kind: str
    format: int
    number: Annotated[int, Field(ge=1, le=_LARGEST_NUMBER)]
    root: str = ""
    filed_at: When
    at: When | None = None
    learned_at: When | None = None
    filed_by: str = "not-stated"
    replaces: Annotated[list[str], Field(default_factory=list)]
    previous: Annotated[list[Digest], Field(default_factory=list)]
    attachments: Annotated[list[Attachment], Field(default_factory=list)]


class Filing(NamedTuple):
    """One filing as it stands in the record: its id, the digest of its bytes, and what it says."""

    id: str
    digest: str
    body: Body

    @property
    def order(self) -> tuple[int, str]:
        """Where it stands in every listing: by number, then suffix, never by a clock."""
        return self.body.number, self.id

    @property
    def kind(self) -> str:
        return self.body.kind

    @property
    def at(self) -> datetime:
        """When it happened; where the filing does not say, when it was filed."""
        return self.body.at or self.body.filed_at

    @property
    def filed_at(self) -> datetime:
        return self.body.filed_at

    def text(self, key: str) -> str:
        """Return one of the filing's own words, empty when it is absent or no text."""
        value = self._own(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> list[str]:
        """Return one of the filing's own lists of words."""
        value = self._own(key)
        return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []

    def number_at(self, key: str) -> int | None:
        """Return one of the filing's own whole numbers."""
        value = self._own(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def moment(self, key: str) -> datetime | None:
        """Return one of the filing's own moments; a local time without offset is none, nor is one that no clock can count from."""
        value = self._own(key)
        return value if isinstance(value, datetime) and value.tzinfo is not None and EARLIEST <= value <= LATEST else None

    def day(self, key: str) -> date | None:
        """Return one of the filing's own dates."""
        value = self._own(key)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def _own(self, key: str) -> object:
        return (self.body.model_extra or {}).get(key)


@dataclass(frozen=True)
class SetAside:
    """A file in the log that is not folded, and why, as the rest of a sentence about it. `holds` is the suffix its bytes would fit."""

    id: str
    why: str
    holds: str = field(default="", compare=False)


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

    def with_one_more(self, table: Mapping[str, Any], now: datetime) -> "Log":
        """Return this log as it would be with one more filing, to see what that would change. Nothing is filed."""
        body = Body.model_validate({**table, "format": 1, "number": self.next_number, "filed_at": now, "previous": self.heads})
        return replace(self, filings=(*self.filings, Filing("to be filed", "", body)))


def filing_of(stem: str, digest: str, table: Mapping[str, Any] | None) -> Filing | SetAside:
    """Take one file of a log, by its name without ending, the digest of its bytes and what they say (None: nothing that reads): a filing, or why not."""
    suffix = suffix_of(digest)
    if stem.rpartition("-")[2] != suffix:
        return SetAside(stem, "its bytes do not fit its name: it was altered after it was filed", suffix)
    try:
        body = Body.model_validate(table)
    except ValidationError:
        return SetAside(stem, "it does not read as a filing")
    if stem != f"{body.number:04d}-{suffix}":
        return SetAside(stem, f"its name says number {stem.partition('-')[0]}, its own words say {body.number}: the file was renamed")
    return Filing(stem, digest, body)


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
