"""A filing: what it is found by, what every one of them says, and whether its name and its bytes fit.

It is made once and never edited. Nothing here touches disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
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
