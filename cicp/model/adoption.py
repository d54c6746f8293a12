"""What a person pastes to take a duty of the law or a promise of another city into the plan. Only words: nobody's file is changed."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from pydantic import BaseModel

from cicp.errors import NotAllowed
from cicp.model.checks import spans_in_words
from cicp.model.findings import WrittenStep, book_path, section_path, written_steps
from cicp.model.gates import Facts
from cicp.model.law import Duty
from cicp.model.law_library import KnownDuty, PresetItem
from cicp.model.playbook import BASE, Step
from cicp.model.rules import spans_of
from cicp.model.spans import parse_cadence
from cicp.model.words import Words

_OVERLAY: Final = "ois"
"""The playbook that a new step goes into: each promise of the presets is about what an officer did."""
_TIMES: Final = ("anchor", "within", "before", "of", "extend", "defer", "refuse")
_LONGEST: Final = 120
_BREAK: Final = "\n"
Value = str | bool | int | date | Sequence[str]


class Paste(NamedTuple):
    """A piece of TOML, the file of the plan that it goes into, and what it replaces there; empty, where it is put to the rest."""

    path: str
    toml: str
    replaces: str = ""


def of_item(item: PresetItem, words: Words, library: Facts) -> list[Paste]:
    """Return what makes a promise of another city this city's: its clause, its number, its step, and what rests on them."""
    there = next((each for each in written_steps(words) if each.step.id == item.step), None)
    clause = there.step.clause if there else item.clause
    settings = words.plan.settings if words.plan else {}
    pastes = [_clause(clause, item.heading, item.words, words, free=bool(item.wait))]
    if item.setting and settings.get(item.setting) != item.within:
        replaces = f'{item.setting} = "{settings[item.setting]}"' if item.setting in settings else ""
        heading = "" if settings else "[settings]\n"  # a second heading of that name would break the file
        pastes.append(Paste("plan.toml", f"{heading}{_line(item.setting, item.within)}", replaces))
    if item.step:
        pastes += [*_step(item, there, clause, words), *_statements(item, there, words)]
    return [*pastes, *_facts(item.anchor, words, library)]


def _step(item: PresetItem, there: WrittenStep | None, clause: str, words: Words) -> Iterable[Paste]:
    """The step with the promise's times: the plan's own where it has one, and nothing where that has them already."""
    within = f"setting:{item.setting}" if item.setting else item.within
    times = {**{key: getattr(item, key) for key in _TIMES}, "within": within}
    if there is None:
        step = Step.model_validate({"id": item.step, "title": item.title, "role": item.role, "clause": clause, "source": item.source, **times})
        yield Paste(book_path(_OVERLAY if _OVERLAY in words.playbooks else BASE), f"[[step]]\n{_table(step)}")
        return
    if item.of or there.step.anchors == [item.anchor]:
        del times["anchor"]
    if any(getattr(there.step, key) != value for key, value in times.items()):
        step = there.step.model_copy(update={**times, "source": item.source})
        yield Paste(there.path, f"[[step]]\n{_table(step)}", f"the step {item.step}")


def _statements(item: PresetItem, there: WrittenStep | None, words: Words) -> Iterable[Paste]:
    """The kinds of statement that are due with the step count from its moment too."""
    clause = there.step.clause if there else ""
    for kind, statement in words.statements.items():
        if not item.of and clause and (statement.clause, bool(statement.within)) == (clause, True) and statement.anchor != item.anchor:
            yield Paste(f"statements/{kind}.toml", _line("anchor", item.anchor), _line("anchor", statement.anchor).strip())


def of_duty(law_id: str, known: KnownDuty, words: Words, library: Facts) -> list[Paste]:
    """Return what takes a duty of the library into law.toml, with a clause that says it. Raises NotAllowed for one not in force, or done by a step."""
    if not known.in_force:
        raise NotAllowed(f"{law_id} is not in force: it stands in the library so that nobody takes it for law.", hint=known.watch or known.note)
    if step := next((each for each in written_steps(words) if law_id in each.step.answers), None):
        hint = f"to owe it beside that step, take it out of the step's answers in {step.path} first"
        raise NotAllowed(f"{law_id} is answered already: the step {step.step.id} does what it asks.", hint=hint)
    if not known.ours:
        why = known.note or f"It binds somebody else than the city: {known.title}."
        return [Paste("law.toml", f"[[not-ours]]\n{_line('duty', law_id)}{_line('why', why)}")]
    own = next((duty for duty in (words.law.duty if words.law else ()) if duty.id == known.id), None)
    clause = own.clause if own else known.clause
    where, pastes = _clause_of_duty(clause, known, words)
    duty = Duty.model_validate({**{key: getattr(known, key) for key in Duty.model_fields}, "clause": where})
    pastes.append(Paste("law.toml", f"[[duty]]\n{_table(duty)}", f"the duty {known.id}" if own else ""))
    return [*pastes, *_facts(known.anchor, words, library)]


def _clause_of_duty(clause: str, known: KnownDuty, words: Words) -> tuple[str, list[Paste]]:
    """Return the clause that a duty cites, and what makes it say so. A clause that says more than this duty is not replaced: a new one stands beside it."""
    said = spans_in_words(words.clauses[clause].text) if clause in words.clauses else frozenset()
    if clause in words.clauses and _owed(known) <= said:
        return clause, []
    alone = set(words.cited_by.get(clause, ())) == {f"duty {known.id}"}
    where = clause if alone or clause not in words.clauses else f"{clause.partition('.')[0]}.{known.id}"
    text = known.words or f"{known.title}: {_in_words(known)} ({known.citation})."
    return where, [_clause(where, known.title, text, words)]


def _owed(known: Duty) -> set[str]:
    """Return every span of a duty that its clause has to say."""
    texts = (known.within, known.before, known.wait, known.defer, *known.extend)
    repeated = (span for cadence in map(parse_cadence, known.every) for span in (cadence.step, cadence.until))
    return {str(span) for span in (*spans_of(texts, {}), *repeated)}


def _in_words(known: Duty) -> str:
    if known.before:
        return f"{known.before} before the moment recorded as {known.anchor}"
    return f"within {known.within} of the moment recorded as {known.anchor}" if known.within else f"from the moment recorded as {known.anchor}"


def _clause(clause: str, heading: str, text: str, words: Words, *, free: bool = False) -> Paste:
    """The clause under its heading; `free`, where it binds nobody to a step."""
    section, _, name = clause.partition(".")
    there = words.clauses.get(clause)
    key = next((key for key in words.sections if key[1] == section), None)
    path = section_path(*key) if key else f"text/NN-{section}.toml"
    own = {"id": name, "heading": there.heading if there and there.heading else heading}
    lines = "".join(_line(key, value) for key, value in own.items() if value)
    free_line = "duty = false # it holds something back for a time, and binds nobody to a step\n" if free else ""
    return Paste(path, f"[[clause]]\n{lines}{free_line}{_line('text', text.strip() + _BREAK)}", f"the clause {clause}" if there else "")


def _facts(anchor: str, words: Words, library: Facts) -> Iterable[Paste]:
    """A fact that the plan does not know yet, and without which the clock could never start."""
    if anchor not in {fact.name for fact in (words.facts.fact if words.facts else ())}:
        yield from (Paste("facts.toml", f"[[fact]]\n{_table(fact)}") for fact in library.fact if fact.name == anchor)


def _table(model: BaseModel) -> str:
    """Write what a table says beyond what its model would take for granted."""
    values = {key: getattr(model, key) for key in type(model).model_fields}
    fields = type(model).model_fields
    said = {key: value for key, value in values.items() if fields[key].is_required() or value != fields[key].get_default(call_default_factory=True)}
    if isinstance(model, Step) and not model.of:
        said = {key: values[key] for key in values if key in said or key == "anchor"}  # from what moment it counts is said, also where it is the usual one
    return "".join(_line(key, value) for key, value in said.items())


def _line(key: str, value: Value) -> str:
    return f"{key} = {_toml(value)}\n"


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    each = [_text(part) for part in value]
    one_line = f"[{', '.join(each)}]"
    return one_line if len(one_line) <= _LONGEST else "\n".join(("[", *(f"    {part}," for part in each), "]"))


def _text(text: str) -> str:
    if _BREAK not in text:
        return f'"{_escaped(text)}"'
    lines = _BREAK.join(map(_escaped, text.split(_BREAK)))
    return f'"""\n{lines}"""'


def _escaped(text: str) -> str:
    """Escape as TOML and JSON both do; what nobody can see is written as its number."""
    shown = json.dumps(text, ensure_ascii=False)[1:-1]
    return "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in shown)
