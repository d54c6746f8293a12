"""recommendations.toml: what was recommended to the city, its action steps, and what was said of them, by date."""

from datetime import date

from cicp.model.lifecycle import Stage
from cicp.model.names import Id, IdOrNothing
from cicp.model.written import Format, Written


class ActionStep(Written):
    """One step of a goal. Where `stage` names a stage of the plan, its status is taken from the plan's own record."""

    id: Id
    text: str
    stage: Stage = ""


class GoalStatus(Written):
    """What was said of a goal, or of one of its steps, on a day."""

    as_of: date
    text: str
    step: IdOrNothing = ""
    source: str = ""


class Goal(Written):
    """A goal that was recommended, its action steps, and its dated statuses."""

    id: Id
    title: str
    step: list[ActionStep]
    status: list[GoalStatus] = []


class Recommendations(Written):
    """recommendations.toml. `source` says who recommended, and when."""

    format: Format
    source: str = ""
    goal: list[Goal]
