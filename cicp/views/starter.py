"""What `new` made, and the choices that it left to the city."""

from collections.abc import Iterable, Sequence

from cicp.model.filing import Filing
from cicp.model.plan import City
from cicp.model.starter import Decision
from cicp.views.document import Block, Document, Entry, Heading, Line
from cicp.views.values import answer
from cicp.views.zone import Local


def page(city: City, decisions: Sequence[Decision], files: Sequence[str], filing: Filing, command: str, local: Local) -> Document:
    """What was made, what the city still has to say and to confirm, and what comes next. `command` names the new plan to cicp."""
    open_ones = [each for each in decisions if not each.keep]
    kept = [each for each in decisions if each.keep]
    blocks: list[Block] = [
        Line(f"{city.name}, {city.state}: a starter plan of {len(files)} files", "strong"),
        Line(f"{filing.id}: plan created, {local.say(filing.at)}"),
        Line(f"  digest {filing.digest}", "quiet"),
        Line("It is a draft that nobody has adopted, and it is not legal advice. The text keeps to the words and numbers of the example; the city decides."),
        Heading(f"To fill in: {len(open_ones)} choices that only the city can make"),
        *(Entry("fill in", "", each.ask, tuple(_details(each)), "wait") for each in open_ones),
        Heading(f"To confirm: {len(kept)} choices taken over from the example"),
        *(Entry("confirm", "", each.ask, tuple(_details(each))) for each in kept),
        Heading("Next"),
        Entry("", "", "See what is still open in the files", (f"{command} check",)),
        Entry("", "", "See where the plan stands, and who does what next", (f"{command} status",)),
    ]
    values = answer(
        "new",
        local.now,
        city=city.name,
        state=city.state,
        timezone=city.timezone,
        filing=filing.id,
        digest=filing.digest,
        files=list(files),
        choices=[_values(each) for each in decisions],
    )
    return Document(tuple(blocks), values)


def _details(decision: Decision) -> Iterable[str]:
    if decision.placeholders:
        yield f"in place of {' '.join(decision.placeholders)}"
    if decision.keep:
        yield f"it says: {decision.keep}"
    yield ", ".join(decision.stands)


def _values(decision: Decision) -> dict[str, object]:
    return {
        "id": decision.id,
        "ask": decision.ask,
        "to": "confirm" if decision.keep else "fill in",
        "placeholders": list(decision.placeholders),
        "keep": decision.keep or None,
        "stands": list(decision.stands),
    }
