"""Whether the text has what it must have, and whether somebody does what its clauses bind them to."""

import re
from collections.abc import Collection, Iterable

from cicp.model.checks import spans_in_words
from cicp.model.findings import Finding, section_path
from cicp.model.section import Clause
from cicp.model.words import Words
from cicp.model.written import Format, Written


class DutyWords(Written):
    """duty-words.toml: the words by which a clause binds somebody."""

    format: Format
    words: list[str]


def coverage(words: Words, duty_words: Collection[str]) -> Iterable[Finding]:
    """Clauses that bind somebody, and that no step, duty of the law or kind of statement cites: nobody would do what they ask.

    A clause binds by `duty = true`, else by one of `duty_words` or a span in its text; never with `duty = false`.
    """
    cited = _cited(words)
    binding = _pattern(duty_words)
    for (number, name), section in sorted(words.sections.items()):
        for place, clause in enumerate(section.clause):
            clause_id = f"{name}.{clause.id}"
            if clause_id not in cited and (by := _binds_by(clause, binding)):
                says = f"{clause_id} binds somebody ({by}), and no step, duty or statement cites it."
                fix = f'cite it by clause = "{clause_id}" in a duty of law.toml, a step or a statement; or write duty = false where it binds nobody'
                yield Finding("coverage", "error", section_path(number, name), says, fix, ("clause", place, "text"))


def _cited(words: Words) -> set[str]:
    steps = (step.clause for book in words.playbooks.values() for step in book.step)
    duties = (duty.clause for duty in words.law.duty) if words.law else ()
    return {*steps, *duties, *(statement.clause for statement in words.statements.values())}


def _pattern(duty_words: Collection[str]) -> re.Pattern[str]:
    """Match any of the words as whole words; none of no words."""
    each = sorted(map(re.escape, duty_words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(each)})\b" if each else r"(?!)", re.IGNORECASE)


def _binds_by(clause: Clause, binding: re.Pattern[str]) -> str:
    """Say by what a clause binds somebody; empty, where it does not."""
    if clause.duty is not None:
        return "duty = true" if clause.duty else ""
    found = dict.fromkeys(each.lower() for each in binding.findall(" ".join(clause.text.split())))
    return ", ".join((*sorted(spans_in_words(clause.text)), *(f'"{each}"' for each in found)))
