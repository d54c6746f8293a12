"""Whether every role that the words of a plan give work to is held by an office of the plan."""

from collections.abc import Collection, Iterable

from cicp.model.findings import Finding, book_path, written_steps
from cicp.model.plan import Signing
from cicp.model.references import Named, each_of, missing
from cicp.model.words import Words

CHECK = "roles"
_ROLE = "office or role"


def held(words: Words) -> Collection[str]:
    """Return every office and every role that an office also carries."""
    return dict.fromkeys(role for office in (words.plan.office if words.plan else ()) for role in (office.id, *office.also))


def roles(words: Words) -> Iterable[Finding]:
    """Offices and roles that are called, sign, act, decide on a release, approve, hear, confirm or override, and that nobody holds; too few who sign."""
    known = held(words)
    if words.plan:
        yield from _within_reach(words.plan.signing)
    yield from missing(CHECK, (*_in_plan(words, known), *_in_playbooks(words, known), *_in_statements(words, known), *_in_law_and_gates(words, known)))


def _within_reach(signing: Signing) -> Iterable[Finding]:
    """A threshold above the number of those who sign: the public would comment on a plan that can never be in force."""
    most = len(set(signing.signatories))
    if signing.threshold > most:
        says = f"{signing.threshold} signatures are asked for, and {most or 'nobody'} can sign: the plan could never be in force."
        fix = f"write threshold = {most} or less, or add to the signatories" if most else "name the offices that sign: signatories = [...]"
        yield Finding(CHECK, "error", "plan.toml", says, fix, ("signing", "threshold"), breaks=True)


def _in_plan(words: Words, known: Collection[str]) -> Iterable[Named]:
    if words.plan is None:
        return
    for place, link in enumerate(words.plan.notify):
        yield "plan.toml", ("notify", place, "office"), "office", link.office, known
        yield "plan.toml", ("notify", place, "else"), "office", link.otherwise, known
    offices = [office.id for office in words.plan.office]  # a role is no office: one person could sign twice
    yield from each_of("plan.toml", ("signing", "signatories"), "office", words.plan.signing.signatories, offices)


def _in_playbooks(words: Words, known: Collection[str]) -> Iterable[Named]:
    yield from ((each.path, ("step", each.place, "role"), _ROLE, each.step.role, known) for each in written_steps(words))
    for kind, book in words.playbooks.items():
        yield from each_of(book_path(kind), ("authority",), _ROLE, book.authority, known)
        yield from ((book_path(kind), ("milestone", place, "role"), _ROLE, each.role, known) for place, each in enumerate(book.milestone))


def _in_statements(words: Words, known: Collection[str]) -> Iterable[Named]:
    for kind, statement in words.statements.items():
        path = f"statements/{kind}.toml"
        for place, choice in enumerate(statement.approve):
            yield from each_of(path, ("approve", place), _ROLE, choice, known)
        for key, names in (("consult", statement.consult), ("inform", statement.inform), ("confirm", statement.confirm)):
            yield from each_of(path, (key,), _ROLE, names, known)


def _in_law_and_gates(words: Words, known: Collection[str]) -> Iterable[Named]:
    for place, duty in enumerate(words.law.duty if words.law else ()):
        yield "law.toml", ("duty", place, "role"), _ROLE, duty.role, known
    for place, gate in enumerate(words.gates.gate if words.gates else ()):
        for key, names in (("confirm", gate.confirm), ("override", gate.override)):
            yield from each_of("gates.toml", ("gate", place, key), _ROLE, names, known)
