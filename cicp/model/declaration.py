"""Declaring an incident: what the root of its log says, and what is to be warned of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from cicp.errors import CicpError, NotFound, WrongWords
from cicp.model.docket import Log
from cicp.model.names import nearest
from cicp.model.playbook import BASE
from cicp.model.words import Words

REPEATED = ("kinds", "tier", "edition", "instead", "known", "occurred")
"""What the docket repeats of a declaration, should the incident's own root be damaged."""
_LONGEST_TITLE = 200
_USUAL_TIER = 2


class Declaration(NamedTuple):
    """What was said of a new incident; `occurred` is None while nobody knows. Moments carry an offset."""

    title: str
    kinds: tuple[str, ...]
    tier: int
    known: datetime
    occurred: datetime | None

    def table(self, now: datetime, edition: str, instead: str, docket_heads: list[str]) -> dict[str, Any]:
        """Return the root of the incident's log. Declaring does the step open-log."""
        return {
            "kind": "declared",
            "at": now,
            "title": self.title,
            "kinds": list(self.kinds),
            "tier": self.tier,
            "known": self.known,
            "occurred": self.occurred,
            "edition": edition,
            "instead": instead or None,
            "step": "open-log",
            "docket_heads": docket_heads,
        }


def untold(log: Log, docket: Log) -> dict[str, Any]:
    """Return what the docket should repeat of a declaration and does not; nothing where it does, or where the root is not here to say it."""
    root = log.by_id.get(log.root)
    if root is None or any(filing.kind == "incident-declared" and filing.text("incident") == log.name for filing in docket.filings):
        return {}
    own = root.body.model_extra or {}
    return {"kind": "incident-declared", "at": root.at, "incident": log.name, "heads": [root.digest]} | {key: own.get(key) for key in REPEATED}


def title(said: str) -> str:
    """Return the title; WrongWords when it is a story."""
    if len(said) > _LONGEST_TITLE or "\n" in said:
        hint = 'a few words are enough: "Shooting at Shaw Park"; the rest goes into cicp log'
        raise WrongWords(f"the title is longer than {_LONGEST_TITLE} letters or has several lines.", hint=hint)
    return said


def kinds(said: str, words: Words, otherwise: str = "; without --kind the base playbook runs") -> tuple[str, ...]:
    """Read `ois,bias-incident` in alphabetical order, in capitals or not; nothing said is the base playbook alone.

    NotFound for a kind the plan has no playbook for.
    """
    found = tuple(sorted({each.strip().lower() for each in said.split(",") if each.strip()})) or (BASE,)
    for each in found:
        if each not in words.playbooks and each != BASE:
            known = f"the kinds are: {', '.join(sorted(words.playbooks))}{otherwise}"
            guess = nearest(each, words.playbooks)
            raise NotFound(f'there is no kind "{each}".', hint=f'did you mean "{guess}"? {known}' if guess else known)
    return found


def tier(said: int | None, kinds: Iterable[str], words: Words) -> int:
    """Return the tier to start with: the one said, else the highest that any of the kinds starts with."""
    return said or max(words.playbooks[each].tier if each in words.playbooks else _USUAL_TIER for each in kinds)


def doubts(declared: Declaration) -> Iterable[CicpError]:
    """Yield what was left unsaid or cannot be right: worth a warning, never a refusal."""
    if declared.kinds == (BASE,):
        yield CicpError("no kind was said: the base playbook alone runs.", hint="if it is one of the plan's kinds, add it: cicp incident kind-add KIND")
    if declared.occurred is None:
        message = "it is not said when it occurred: clocks that count from it count from when it was known."
        yield CicpError(message, hint="as soon as you know: cicp fact occurred --at TIME")
    elif declared.occurred > declared.known:
        hint = "correct the one that is wrong: cicp fact occurred --at TIME, or cicp fact known --at TIME"
        yield CicpError("it is said to have been known before it occurred.", hint=hint)
