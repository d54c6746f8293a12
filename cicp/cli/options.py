"""The options that many commands share."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer looks."""

    RICH = "rich"
    PLAIN = "plain"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


class Medium(StrEnum):
    """How the answer of a single command looks where nobody chose a format."""

    CALENDAR = "calendar"


Plan = Annotated[str, typer.Option("--plan", "-p", metavar="DIR", help="The plan's folder.", show_default=False)]
Office = Annotated[str, typer.Option("--as", metavar="OFFICE", help="The office you act for.", show_default=False)]
Shape = Annotated[Format | None, typer.Option("--format", help="How the answer looks; rich in a terminal, plain in a pipe.", show_default=False)]
OfIncident = Annotated[str, typer.Option("--incident", "-i", metavar="ID", help="Which incident; left out, the only open one.", show_default=False)]
IncidentId = Annotated[str, typer.Argument(metavar="[ID]", help="Which incident; left out, the only open one, else the last closed.", show_default=False)]
At = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="When it happened: 21:40, yesterday 21:40, -20m or ISO. Left out, now.", show_default=False)
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; - reads it from standard input.", show_default=False)]
Reason = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, where there is one; - reads it from standard input.", show_default=False)]
