"""What is to be done next for the plan: by whom, and with which command."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cicp.model.counting import Due
from cicp.model.filing import edition_name
from cicp.model.group import Meeting, missing_of
from cicp.model.lifecycle import COMMANDS
from cicp.model.requirements import Case, answer, obstacles, record
from cicp.model.spans import say_date, say_moment

if TYPE_CHECKING:
    from cicp.model.incident import Incident

_CLERK, _GROUP = "city-clerk", "working group"
_HIGHEST = 3


class Todo(NamedTuple):
    """One thing to do: in words, who does it, and the command that does it or shows it."""

    what: str
    who: str
    command: str


def agenda(
    case: Case, meetings: Iterable[tuple[Meeting, Due]] = (), incidents: "Iterable[Incident]" = (), *, damaged: bool = False, differs: str = ""
) -> list[Todo]:
    """Return what is to be done for the plan where it stands, first things first: of a docket that is `damaged` nothing but to mend it.

    `differs` names what of the working text is not as it was circulated; `meetings` come with the last moment to post the notice of each;
    of `incidents` those of tier 3 ask for a review.
    """
    stages = {
        "working-group": _working_group,
        "draft": _draft,
        "public-comment": _public_comment,
        "signing": _signing,
        "in-force": _in_force,
        "review": _review,
        "retired": _retired,
    }
    if damaged:
        return [Todo("The docket is not as it was filed: mend it from another copy of the plan", _CLERK, "cicp verify")]
    begin = Todo("This folder has no docket: copy it from another copy of the plan, or begin a new plan", _CLERK, COMMANDS["plan-created"])
    found = list(stages[case.standing.stage](case)) if case.standing.stage else [begin]
    after = [_after(incident) for incident in incidents if _asks_for_review(incident, case)]
    changed = list(_changed(case, differs)) if differs else []
    found = [todo for todo in found if not (differs and todo.command.startswith("cicp sign record"))]  # none can be recorded until then
    owed = _unanswered(case) if case.comments.windows and case.standing.stage != "public-comment" else []
    return [*changed, *after, *found, *owed, *(_of_meeting(meeting, due, case) for meeting, due in meetings if missing_of(meeting, due, case.now))]


def _changed(case: Case, differs: str) -> Iterable[Todo]:
    folder = f"editions/{edition_name(case.signing.edition)}/" if case.signing else "editions/"
    yield Todo(f"The text is not what was circulated ({differs}): put it back from {folder}, or recall it", _CLERK, COMMANDS["recalled"])


def _asks_for_review(incident: "Incident", case: Case) -> bool:
    """Say whether a plan in force was not looked at since an incident of the highest tier was over (the practice of domain §14.5)."""
    looked = [filing.at for filing in case.standing.moves if filing.kind in ("adopted", "reaffirmed")]
    return case.standing.stage == "in-force" and incident.tier == _HIGHEST and incident.state == "closed" and incident.declared_at > looked[-1]


def _after(incident: "Incident") -> Todo:
    return Todo(f"Review the plan after {incident.title} ({incident.id})", "pio", COMMANDS["review-begun"])


def _of_meeting(meeting: Meeting, due: Due, case: Case) -> Todo:
    missing = missing_of(meeting, due, case.now)
    return Todo(f"Meeting of {say_moment(meeting.at)}: {'; '.join(says for says, _ in missing)}", _CLERK, missing[0][1] or "cicp group list")


def _working_group(case: Case) -> Iterable[Todo]:
    missing = obstacles("draft-begun", case)
    yield from (Todo(f"{each.says[0].upper()}{each.says[1:]}", each.who, each.mend) for each in missing)
    if not missing:
        yield Todo("Begin the draft", _CLERK, COMMANDS["draft-begun"])


def _draft(case: Case) -> Iterable[Todo]:
    amended = "the amendment" if case.standing.in_force else "the sections"
    yield Todo(f"Finish {amended}, until check finds nothing", _GROUP, "cicp check")
    yield Todo("Then open public comment", _CLERK, COMMANDS["comment-opened"])


def _public_comment(case: Case) -> Iterable[Todo]:
    window = case.comments.window
    if window and window.closed is None and case.now <= window.closes:
        yield Todo(f"Log every comment, until {say_moment(window.closes)}", _CLERK, "cicp comment add FILE --channel WORD")
    elif window and window.closed is None:
        yield Todo(f"The window ended {say_moment(window.closes)}: close it", _CLERK, COMMANDS["comment-closed"])
    owed = _unanswered(case)
    yield from owed
    if not owed and window and window.closed:
        yield Todo("Every comment is answered: put the changes into the text, until check finds nothing", _GROUP, "cicp check")
        yield Todo("Then circulate the final text for signature", _CLERK, COMMANDS["circulated"])


def _unanswered(case: Case) -> list[Todo]:
    waiting = case.comments.unanswered
    many = "1 comment has" if len(waiting) == 1 else f"{len(waiting)} comments have"
    return [Todo(f"{many} no answer yet", _CLERK, answer(case.comments.owed_first))] if waiting else []


def _signing(case: Case) -> Iterable[Todo]:
    signing = case.signing
    if signing is None:
        return
    if signing.enough:
        yield Todo(f"{len(signing.signed)} of {signing.threshold} signatures are there: adopt the plan", _CLERK, COMMANDS["adopted"])
    for office, filing in signing.declined.items():
        yield Todo(f"{office} declined to sign: {filing.text('why')}", _CLERK, COMMANDS["recalled"])
    for office in signing.missing:
        yield Todo(f"Record the signature of {office}", _CLERK, record(office))


def _in_force(case: Case) -> Iterable[Todo]:
    due = review_by(case)
    late = due < case.now.date()
    yield Todo(f"Review the plan: {'it was due' if late else 'due'} by {say_date(due)}, and after every incident of tier 3", "pio", COMMANDS["review-begun"])
    yield Todo("Keep closure days and telephone numbers as they are, and check them", "pio", "cicp check")


def review_by(case: Case) -> date:
    """Return the day by which the plan in force is reviewed: a year after it was last adopted or reaffirmed (the practice of the peers in domain §13)."""
    last = [filing for filing in case.standing.moves if filing.kind in ("adopted", "reaffirmed")][-1]
    day = last.day("effective") or last.at.date()
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # from a leap day
        return day.replace(year=day.year + 1, day=day.day - 1)


def _review(_: Case) -> Iterable[Todo]:
    yield Todo("Read the plan against what happened; if it stays as it is, reaffirm it", _GROUP, COMMANDS["reaffirmed"])
    yield Todo("If words must change, begin an amendment", _GROUP, COMMANDS["amendment-begun"])


def _retired(_: Case) -> Iterable[Todo]:
    yield Todo("Keep the record, and see that it is whole", _CLERK, "cicp verify")
