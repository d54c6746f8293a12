"""What changes an incident while it runs: its tier, its kinds, its steps, who holds a role, and what it is joined with.

Each function decides what is to be filed; only wrong words are refused.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from cicp.errors import CicpError, NotFound, WrongWords
from cicp.model import declaration, roles
from cicp.model.asked import KIND_ADDED, ROLE_CHANGED, STEP_ADDED, TIER_CHANGED, contested, holding
from cicp.model.docket import Log
from cicp.model.incident import Incident
from cicp.model.joining import JOINED, Half
from cicp.model.names import is_id, nearest
from cicp.model.rules import Rules, span_of
from cicp.model.spans import setting_name
from cicp.model.timeline import Item
from cicp.model.words import Words

Table = dict[str, Any]

_LONGEST_TITLE: Final = 200
_WORDS_OF_AN_ID: Final = 6
_LONGEST_ID: Final = 48


def tier(number: int, why: str, incident: Incident, now: datetime) -> Table:
    """Set the tier. It replaces everything that says another here."""
    return {"kind": TIER_CHANGED, "at": now, "tier": number, "why": why or None, "replaces": sorted(each.filing for each in incident.tiers)}


def tier_doubts(number: int, incident: Incident) -> Iterable[CicpError]:
    """Yield that the tier is what it was; where it was contested, saying it again is what settles it."""
    if number == incident.tier and not contested(incident.tiers):
        yield CicpError(f"{incident.id} is tier {number} already; this is filed again.")


def kinds_added(said: str, chosen: int | None, incident: Incident, words: Words, now: datetime) -> Table:
    """Add kinds. The tier becomes the highest of its own and theirs, unless another is chosen: one below its own would take steps away.

    Raises WrongWords where none is said and for a lower tier, NotFound for a kind that the words of this incident have no playbook for.
    """
    if not any(each.strip() for each in said.split(",")):
        raise WrongWords("it is not said which kind.", hint=f"the kinds are: {', '.join(sorted(words.playbooks))}")
    kinds = declaration.kinds(said, words, otherwise="")
    if chosen and chosen < incident.tier:
        hint = f"leave --tier out; then, if it is to be lower: cicp incident tier {chosen} {incident.id} --why REASON"
        raise WrongWords(f"{incident.id} is tier {incident.tier}: adding a kind never lowers it.", hint=hint)
    number = declaration.tier(chosen, kinds, words)
    table: Table = {"kind": KIND_ADDED, "at": now, "kinds": list(kinds), "tier": number, "chosen": ["tier"] if chosen else None}
    return table | {"replaces": sorted(each.filing for each in incident.tiers) if chosen or number > incident.tier else []}


def kind_doubts(table: Table, incident: Incident) -> Iterable[CicpError]:
    """Yield which of the kinds it has already."""
    if known := [each for each in table["kinds"] if each in incident.kinds]:
        yield CicpError(f"{incident.id} is of the kind {' and '.join(known)} already; this is filed all the same.")


def step_added(title: str, within: str, anchor: str, role: str, items: Iterable[Item], rules: Rules, now: datetime) -> Table:
    """Add a step by hand. Without an anchor it counts from now.

    Raises WrongWords for a title that is a story and for what is no span, NotFound for an anchor or an office that nothing has.
    """
    if len(title) > _LONGEST_TITLE or "\n" in title:
        raise WrongWords(f"the title is longer than {_LONGEST_TITLE} letters or has several lines.", hint="a few words are enough; the rest goes into cicp log")
    _is_span(within, rules.words)
    if anchor:
        _is_anchor(anchor, rules)
    if role:
        _is_role(role, rules, "cicp incident step-add TITLE --within SPAN --role {}")
    items = list(items)
    table: Table = {"kind": STEP_ADDED, "at": now, "step": _id_of(title, {name for item in items for name in (item.id, item.step)}), "title": title}
    return table | {"within": within, "anchor": anchor or None, "role": role or None}


def _is_span(text: str, words: Words) -> None:
    settings = words.plan.settings if words.plan else {}
    try:
        span = span_of(text, settings)
    except ValueError as error:
        what, _, remedy = str(error).rpartition("; ")
        raise WrongWords(f"--within: {what}.", hint=remedy) from None
    if span is None:
        name = setting_name(text)
        what = f"plan.toml sets no {name}." if name else "--within is empty."
        raise WrongWords(what, hint="write it as 15 minutes, 48 hours, 3 business days" + (f", or setting:{' or setting:'.join(settings)}" if settings else ""))


def _is_anchor(text: str, rules: Rules) -> None:
    facts = [each.name for each in rules.words.facts.fact] if rules.words.facts else []
    known = [*facts, *(f"done:{work.id}" for work in rules.works), *(f"released:{kind}" for kind in rules.words.statements)]
    if text in known or (not facts and is_id(text)):  # with facts.toml unread nobody can say what is none
        return
    guess = nearest(text, known)
    hint = f'did you mean "{guess}"?' if guess else "name a fact of facts.toml, done:STEP or released:KIND; left out, it counts from now"
    raise NotFound(f'nothing is counted from "{text}".', hint=hint)


def role_changed(role: str, to: str, incident: Incident, rules: Rules, now: datetime) -> Table:
    """Let another office carry what a role carries, from now on. Raises NotFound for a role or an office that nothing has."""
    _is_role(role, rules, "cicp incident role {} --to OFFICE")
    _is_role(to, rules, f"cicp incident role {role} --to {{}}")
    return {"kind": ROLE_CHANGED, "at": now, "role": role, "to": to, "replaces": sorted(each.filing for each in holding(incident.handed, role))}


def role_doubts(role: str, to: str, incident: Incident, rules: Rules, naming: str = "") -> Iterable[CicpError]:
    """Yield what makes a handover look mistaken: it holds the role already, no step is the role's, or the office carries more than its own.

    `naming` is what a command needs to mean this incident.
    """
    handed = holding(incident.handed, role)
    if (handed[-1].to if handed else role) == to and len(handed) < 2:  # noqa: PLR2004  # of two that hold one is to be chosen
        yield CicpError(f"{to} holds {role} already; this is filed again.")
    if not any(work.role == role for work in rules.works if not work.withdrawn):
        yield CicpError(f"no step of this incident is {role}'s: nothing goes over to {to}.", hint="see whose they are: cicp incident checklist")
    for other in sorted({each.role for each in incident.handed} - {role}):
        if to != role and holding(incident.handed, other)[-1].to == role:
            hint = f"if they are to be {to}'s as well: cicp incident role {other} --to {to}{naming}"
            yield CicpError(f"{role} carries the steps of {other} too: they stay with {role}.", hint=hint)


def _is_role(role: str, rules: Rules, command: str) -> None:
    known = _roles(rules)
    if role in known or (rules.words.plan is None and is_id(role)):
        return
    guess = nearest(role, known)
    hint = f'did you mean "{guess}"? {command.format(guess)}' if guess else f"there are: {', '.join(known)}"
    raise NotFound(f'there is no office or role "{role}".', hint=hint)


def _roles(rules: Rules) -> Collection[str]:
    return dict.fromkeys([*roles.held(rules.words), *(work.role for work in rules.works if work.clause)])


def _id_of(title: str, taken: Collection[str]) -> str:
    """Take the words of a title as an id: those of them that can be typed by anybody; with a number, where it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower().replace("'", "")  # the school's: schools
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain)[:_WORDS_OF_AN_ID]:
        if len("-".join([*words, word])) <= _LONGEST_ID:
            words.append(word)
    name = "-".join(words) or "step"
    name = name if is_id(name) else f"step-{name}"
    return next(each for each in (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))) if each not in taken)


def joined(other: Log, answers: str, now: datetime) -> Table:
    """Join a log with another one, whose heads it quotes. `answers` is the digest of the half that is filed there already."""
    return {"kind": JOINED, "at": now, "incident": other.name, "heads": other.heads, "half": answers or None}


def missing_halves(one: str, other: str, links: Iterable[Half]) -> tuple[list[tuple[str, str]], str]:
    """Return which halves of a link are still to be filed, as (log, named), and the digest of the half that the first of them answers."""
    pairs = [(one, other), (other, one)]
    here = {(half.log, half.other): half.filing.digest for half in links}
    lacking = [pair for pair in pairs if pair not in here]
    return lacking, next((here[pair] for pair in pairs if pair in here), "") if len(lacking) == 1 else ""
