"""The four steps that the city promised, told from the plan's own record: when each was begun and when it was done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from cicp.model.requirements import Case

_DONE_BY: Final[Mapping[str, str]] = {"working-group": "draft-begun", "draft": "comment-opened", "public-comment": "circulated", "signing": "adopted"}
_BEGUN_BY: Final[Mapping[str, str]] = {"draft": "draft-begun", "public-comment": "comment-opened", "signing": "circulated"}


def state_of(stage: str, case: Case) -> tuple[str, datetime | None]:
    """Say whether a step is not begun, under way or done, and since when.

    The last one is done when the plan is adopted and no ceremony is still to come. Of a step that was done more than once the first time
    counts: an amendment goes the same road again and undoes nothing.
    """
    first = {filing.kind: filing.at for filing in reversed(case.standing.moves)}
    to_come = stage == "signing" and any(each.filing.text("occasion") == "ceremony" and each.at > case.now for each in case.group.meetings)
    if stage in _DONE_BY and _DONE_BY[stage] in first and not to_come:
        return "done", first[_DONE_BY[stage]]
    begun = case.group.convened.at if stage == "working-group" and case.group.convened else first.get(_BEGUN_BY.get(stage, ""))
    return ("under way", begun) if begun else ("not begun", None)
