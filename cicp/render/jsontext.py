"""JSON: the promise to other programs. Times are ISO with the city's offset; every character beyond ASCII is escaped."""

import json
from datetime import date, datetime
from typing import Any

from cicp.views.document import Document


def render(document: Document) -> str:
    """Return the document's values as JSON that ends with a newline."""
    return json.dumps(document.values, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> str:  # noqa: ANN401  # json hands over whatever it does not know
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
