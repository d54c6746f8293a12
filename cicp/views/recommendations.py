"""The register of what was recommended to the city: goals, action steps, and what was said of each, by date."""

from collections.abc import Iterable

from cicp.model.plan import Plan
from cicp.model.recommendations import ActionStep, Goal, GoalStatus, Recommendations
from cicp.model.requirements import Case
from cicp.model.roadmap import state_of
from cicp.views.document import Block, Document, Entry, Heading, Line
from cicp.views.group import participation
from cicp.views.values import answer
from cicp.views.zone import Local


def page(plan: Plan, register: Recommendations, case: Case, local: Local) -> Document:
    """Every goal with its action steps and its dated statuses; a step that is a stage of this plan takes its status from the plan's own record."""
    blocks: list[Block] = [Line(f"{plan.city.name}: what was recommended, and where it stands", "strong")]
    blocks += [Line(register.source)] if register.source else []
    blocks += [Line(participation(case.group.participation))] if case.group.participation.occasions else []
    for number, goal in enumerate(register.goal, start=1):
        blocks += [Heading(f"Goal {number}: {goal.title}"), *(_step(place, step, goal, case, local) for place, step in enumerate(goal.step, start=1))]
        blocks += [Line(_dated(status)) for status in goal.status if not status.step]
    blocks += [Line(plan.notice, "quiet")] if plan.notice else []
    values = answer(
        "recommendations",
        local.now,
        city=plan.city.name,
        source=register.source,
        goals=[
            {
                "id": goal.id,
                "title": goal.title,
                "steps": [
                    {"id": step.id, "text": step.text, "stage": step.stage or None, "status": list(_statuses(step, goal, case, local))} for step in goal.step
                ],
                "status": [{"as_of": str(status.as_of), "text": status.text, "source": status.source} for status in goal.status if not status.step],
            }
            for goal in register.goal
        ],
    )
    return Document(tuple(blocks), values)


def _step(place: int, step: ActionStep, goal: Goal, case: Case, local: Local) -> Entry:
    return Entry(f"{place}.", "", step.text, tuple(_statuses(step, goal, case, local)) or ("no status was ever given",))


def _statuses(step: ActionStep, goal: Goal, case: Case, local: Local) -> Iterable[str]:
    yield from (_dated(status) for status in goal.status if status.step == step.id)
    if step.stage:
        said, since = state_of(step.stage, case)
        yield f"Status (as of {local.now.day} {local.now:%B %Y}): {said}{f' since {local.day(local(since).date())}' if since else ''}"


def _dated(status: GoalStatus) -> str:
    return f"Status (as of {status.as_of.day} {status.as_of:%B %Y}): {status.text}"
