"""The run of the signing ceremony: words from the library, counted from the moment it begins."""

from pydantic import Field

from cicp.model.names import Id
from cicp.model.written import Written


class Part(Written):
    """One part of the ceremony: who speaks, how many minutes, and of what."""

    title: str
    who: Id
    minutes: int = Field(ge=1)
    says: str


class Ceremony(Written):
    """ceremony.toml."""

    part: list[Part]
