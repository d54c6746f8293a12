"""law.toml: duties that the law sets and this city has taken into its plan. Never legal advice."""

from datetime import date

from cicp.model.names import Anchor, ClauseId, Id
from cicp.model.spans import DueText
from cicp.model.written import Format, Written


class Duty(Written):
    """A duty of law: its words, who owes it, from what moment, within what span, and where that is written."""

    id: Id
    title: str
    role: Id
    clause: ClauseId
    anchor: Anchor
    within: DueText = ""
    citation: str
    source: str
    verified_on: date
    note: str = ""


class Law(Written):
    """law.toml."""

    format: Format
    duty: list[Duty] = []
