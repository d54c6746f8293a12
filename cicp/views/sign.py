"""Signing shown: whose signature is there, whose is missing and by which command it is recorded, and the run of the ceremony."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from cicp.model.ceremony import Ceremony
from cicp.model.comments import Comments
from cicp.model.counting import Due
from cicp.model.filing import Filing
from cicp.model.group import title_of
from cicp.model.lifecycle import COMMANDS
from cicp.model.plan import Plan
from cicp.model.requirements import record
from cicp.model.signing import Signing
from cicp.model.spans import elapsed_after, say_by
from cicp.views.document import Block, Document, Entry, Heading, Line
from cicp.views.values import answer
from cicp.views.zone import Local


def page(plan: Plan, signing: Signing, differs: str, next_command: str, local: Local) -> Document:
    """The edition, each signatory with what they did or the command that records it, and the threshold."""
    signed = f"{len(signing.signed)} of {signing.threshold} signatures needed are there; {len(signing.signatories)} offices sign."
    blocks: list[Block] = [
        Line(f"Edition {signing.edition.removeprefix('sha256:')[:12]}, circulated {local.say(signing.circulated.at)} ({signing.circulated.id})", "strong"),
        Line(f"digest {signing.edition}", "quiet"),
        Line(signed),
        *(
            [Line(f"The working text is not as it was circulated: {differs}. No signature can be recorded until it is put back, or recalled.", "warn")]
            if differs
            else []
        ),
        Heading("Signatures"),
        *(_signatory(office, plan, signing, local, differs=bool(differs)) for office in signing.signatories),
    ]
    if next_command:
        blocks += [Heading("Next"), Line(next_command)]
    values = answer(
        "signing",
        local.now,
        edition=signing.edition,
        circulated=signing.circulated.id,
        threshold=signing.threshold,
        signed=[_signature(office, filing, local) for office, filing in signing.signed.items()],
        declined=[{"office": office, "at": local(filing.at), "why": filing.text("why"), "filing": filing.id} for office, filing in signing.declined.items()],
        missing=[{"office": office, "command": record(office)} for office in signing.missing],
        enough=signing.enough,
        differs=differs or None,
    )
    return Document(tuple(blocks), values)


def where_it_stands(signing: Signing) -> list[str]:
    """Say after a signature what comes next: who is missing, who declined, or that there are enough."""
    missing = [f"still missing: {', '.join(signing.missing)} (cicp sign show)"] if signing.missing else []
    declined = [f"declined: {', '.join(signing.declined)} (cicp sign show)"] if signing.declined else []
    enough = f"{len(signing.signed)} of {signing.threshold} signatures needed are there"
    return [*missing, *declined, f"{enough}: {COMMANDS['adopted']}" if signing.enough else enough]


def _signatory(office: str, plan: Plan, signing: Signing, local: Local, *, differs: bool) -> Entry:
    title = title_of(plan, office)
    if office in signing.signed:
        return Entry("signed", "", title, tuple(signature(signing.signed[office], local)), "done")
    if office in signing.declined:
        filing = signing.declined[office]
        return Entry("declined", "", title, (f"{local.say(filing.at)}, {filing.id}: {filing.text('why')}", f"if they sign after all: {record(office)}"), "late")
    return Entry("missing", "", title, (f"once the text is put back: {record(office)}" if differs else record(office),), "wait")


def signature(filing: Filing, local: Local) -> Iterable[str]:
    """Say what a signature says of itself; one that was recorded on another day than it was given says both."""
    yield f"as {filing.text('capacity')}, by {filing.text('instrument')}"
    recorded = "" if filing.at == filing.filed_at else f", recorded {local.say(filing.filed_at)}"
    yield f"signed {local.say(filing.at)}{recorded} ({filing.id})"


def _signature(office: str, filing: Filing, local: Local) -> dict[str, object]:
    return {
        "office": office,
        "capacity": filing.text("capacity"),
        "instrument": filing.text("instrument"),
        "at": local(filing.at),
        "filed_at": local(filing.filed_at),
        "edition": filing.text("edition"),
        "head": next(iter(filing.body.previous), None),
        "filing": filing.id,
    }


def ceremony(plan: Plan, signing: Signing | None, comments: Comments, run: Ceremony, filing: Filing, due: Due, *, local: Local) -> Document:
    """The run of show from its first minute, and the notice of the meeting that it is when a quorum may come."""
    begins, place = filing.moment("meets") or filing.at, filing.text("place") or "place to be announced"
    digest = signing.edition if signing else "to be circulated"
    starts = [sum(part.minutes for part in run.part[:number]) for number in range(len(run.part))]
    parts = [(local(elapsed_after(begins, timedelta(minutes=start), local.zone)), part) for start, part in zip(starts, run.part, strict=True)]
    answered = len(comments.comments) - len(comments.unanswered)
    blocks: list[Block] = [
        Line(f"{_occasion(signing).capitalize()} the Critical Incident Communications Plan, {local.public(begins)}, {place}", "strong"),
        Line(f"Edition {digest}"),
        Line(f"{len(comments.comments)} comments were received, {answered} are answered."),
        Heading("Run of show"),
        *(Entry("", f"{at:%H:%M}", part.title, (f"{_who(part.who, plan, signing)}, {part.minutes} min: {part.says}",)) for at, part in parts),
        Heading("Notice of the meeting"),
        Line(f"Where a quorum of a public body may come, this is its meeting: its notice {_is_posted(due, local)} {say_by(local(due.moment))}."),
        *(Line(f"  {sentence}", "quiet") for sentence in due.explain),
        Line("Ask the city attorney: this is not legal advice."),
        *(Line(line) for line in _notice(plan, local.public(begins), place, "celebrate" if signing and signing.enough else "sign")),
        Line(f"filed as {filing.id}; when it is posted: cicp group meeting {filing.id} --posted TIME", "quiet"),
    ]
    values = answer(
        "ceremony",
        local.now,
        filing=filing.id,
        begins=local(begins),
        place=place,
        edition=signing.edition if signing else None,
        parts=[{"at": at, "title": part.title, "who": part.who, "minutes": part.minutes, "says": part.says} for at, part in parts],
        notice_by=due.moment,
        explain=list(due.explain),
    )
    return Document(tuple(blocks), values)


def _who(role: str, plan: Plan, signing: Signing | None) -> str:
    offices: Sequence[str] = signing.signatories if signing else plan.signing.signatories
    return ", ".join(title_of(plan, office) for office in offices) if role == "signatories" else title_of(plan, role)


def _is_posted(due: Due, local: Local) -> str:
    return "was to be posted by" if due.moment < local.now else "is posted by"


def _occasion(signing: Signing | None) -> str:
    return "celebrating" if signing and signing.enough else "signing of"


def _notice(plan: Plan, when: str, place: str, purpose: str) -> tuple[str, ...]:
    return (
        f"  NOTICE. {plan.city.name}, {plan.city.state}: public meeting, {when}, {place}.",
        f"  Purpose: to {purpose} the Critical Incident Communications Plan. No other business. The public may attend.",
        "  The text of the plan is attached to this notice.",
    )
