"""Plain values for programs: the keys of the JSON that is promised."""

from datetime import datetime
from typing import Any


def answer(noun: str, now: datetime, **values: Any) -> dict[str, Any]:  # noqa: ANN401  # any plain value
    """Return the object every command answers with: its schema, the moment it was asked, and what it says."""
    return {"schema": f"cicp/{noun}/1", "now": now, **values}
