"""A starter plan: the words of the example with the city's own choices left open. Words in, words out."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AfterValidator

from cicp.errors import WrongWords
from cicp.model.names import ClauseId, Id, nearest
from cicp.model.plan import City
from cicp.model.words import Words
from cicp.model.written import Format, Written

_LONGEST_NAME: Final = 100
_KIND_OF_TOWN: Final = re.compile(r"(?:City|Town|Township|Village|Borough|County) of ")
_STATE: Final = re.compile(r"[A-Za-z]{2}")
_PLACEHOLDER: Final = re.compile(r"\[[^\[\]]+\]")
_SOURCE: Final = r"^source = .*$"
_NOTHING: Final = "(?!)"
_QUOTES: Final = '"""'


def _plain(text: str) -> str:
    """Words that replace others go into a TOML text as they are."""
    if any(each in text for each in '"\\\n'):
        raise ValueError("quotation marks, backslashes and line ends would break the file it goes into; write it without")
    return text


def _with_placeholder(text: str) -> str:
    if _PLACEHOLDER.search(text) is None:
        raise ValueError(f"{text!r} has no placeholder; write words in square brackets, as in [your dispatch center]")
    return _plain(text)


def _pattern(text: str) -> str:
    re.compile(text)
    return text


Plain = Annotated[str, AfterValidator(_plain)]
WithPlaceholder = Annotated[str, AfterValidator(_with_placeholder)]


class Reworded(Written):
    """Words of the example, and what another city's plan says instead."""

    words: str
    instead: Plain


class Open(Written):
    """What of the example is its own, words wherever they stand or a whole clause, and what stands in its place, with a placeholder in it."""

    words: str = ""
    clause: ClauseId | None = None
    instead: WithPlaceholder


class Choice(Written):
    """What only the city can decide, and the question to it.

    What is the example's own is left `open`. What it chose and any city may keep stays (`keep`) and is to be confirmed. `at` names further
    places, a clause or a file.
    """

    id: Id
    ask: str
    open: list[Open] = []
    keep: str = ""
    at: list[str] = []


class StateLaw(Written):
    """The state whose law the example follows. In another, its citations and the words that rest on it are left open.

    `clause` lists the clauses that say that law without citing it; `mark` is put at their head.
    """

    state: str
    ask: str
    citation: Annotated[str, AfterValidator(_pattern)]
    placeholder: WithPlaceholder
    mark: WithPlaceholder
    clause: list[ClauseId] = []
    reworded: list[Reworded] = []


class Starter(Written):
    """choices.toml: what to leave open in the words of the example, the plan of the city named `example`."""

    format: Format
    example: str
    choice: list[Choice]
    reworded: list[Reworded] = []
    law: StateLaw


class Decision(NamedTuple):
    """A choice as it stands in a new plan: to be filled in, or (`keep`) to be confirmed; `stands` names the clauses and files it stands in."""

    id: str
    ask: str
    placeholders: tuple[str, ...]
    keep: str
    stands: tuple[str, ...]


class States(Written):
    """states.toml: the names of the states and territories, by the two letters that the post writes."""

    format: Format
    state: dict[str, str]


def city(name: str, state: str, timezone: str, zones: Iterable[str], states: Mapping[str, str]) -> City:
    """Return the city as it was said. Raises WrongWords, with what mends it."""
    return City(name=_name(name.strip()), state=_state(state.strip(), states), timezone=_zone(timezone.strip(), zones))


def _name(said: str) -> str:
    hint = 'write it as it stands on a letter of the city: --city "City of Riverton"'
    if not said:
        raise WrongWords("the city's name is empty.", hint=hint)
    if len(said) > _LONGEST_NAME:
        raise WrongWords(f"the city's name is longer than {_LONGEST_NAME} letters.", hint=hint)
    if not said.isprintable():
        raise WrongWords("the city's name has several lines, or holds characters that cannot be printed.", hint=hint)
    if "[" in said or "]" in said:
        raise WrongWords("the city's name holds square brackets, which mark what is still to be filled in.", hint=hint)
    return said


def _state(said: str, states: Mapping[str, str]) -> str:
    if said.upper() in states:
        return said.upper()
    if _STATE.fullmatch(said):
        raise WrongWords(f'"{said}" is no state or territory of the United States.', hint=f"write one of: {', '.join(states)}")
    by_name = {name.lower(): letters for letters, name in states.items()}
    guess = by_name.get(nearest(said.lower(), by_name), "MO")
    raise WrongWords(f'"{said}" is not the two letters of a state.', hint=f"write them as the post does: --state {guess}")


def _zone(said: str, zones: Iterable[str]) -> str:
    known = set(zones)
    if said in known:
        return said
    guess = nearest(said, sorted(known))
    hint = f'did you mean "{guess}"?' if guess else "write a name of the IANA list: --timezone America/Chicago"
    raise WrongWords(f'"{said}" is not a time zone.', hint=hint)


def created(city: City, now: datetime) -> dict[str, Any]:
    """Return the first filing of a plan; it names the city, so that no two cities' records begin with the same bytes."""
    text = f"A starter plan for {city.name}, {city.state}, made by cicp from its model text. Nobody has adopted it."
    return {"kind": "plan-created", "at": now, "text": text}


def short(name: str) -> str:
    """Return the name that a city goes by: `Riverton` of the `City of Riverton`."""
    return _KIND_OF_TOWN.sub("", name, count=1)


def leave_open(texts: Mapping[str, str], starter: Starter, name: str, state: str) -> dict[str, str]:
    """Return the files of the example for another city, by path. `name` is the city's, written as a TOML text may hold it."""
    opened = [each for choice in starter.choice for each in choice.open]
    insteads = {each.words: each.instead for each in starter.reworded} | {each.words: each.instead for each in opened if each.words}
    for each in opened:
        texts = _at_clause(texts, each.clause, rf"(?s:.*?)(?=^{_QUOTES})", each.instead) if each.clause else texts
    texts = _replaced(texts, insteads)
    texts = texts if state == starter.law.state else _without_law(texts, starter.law)
    return _replaced(texts, {starter.example: name, short(starter.example): short(name)})  # last: nothing is replaced in a name


def _without_law(texts: Mapping[str, str], law: StateLaw) -> Mapping[str, str]:
    """Leave open what the example takes from the law of its state. A `source` stays: it says where the model's words come from."""
    insteads = {each.words: each.instead for each in law.reworded}
    found = _any_of((_SOURCE, *_longest_first(insteads), law.citation))

    def left_open(words: re.Match[str]) -> str:
        return words[0] if re.fullmatch(_SOURCE, words[0]) else insteads.get(words[0], law.placeholder)

    ours: Mapping[str, str] = {path: found.sub(left_open, text) for path, text in texts.items()}
    for clause in law.clause:
        ours = _at_clause(ours, clause, "", law.mark)
    return ours


def _at_clause(texts: Mapping[str, str], clause: str, old: str, new: str) -> dict[str, str]:
    """Put a line at the head of a clause's text, in place of what `old` matches there."""
    section, _, name = clause.partition(".")
    pattern = re.compile(rf'(^id = "{name}"\n(?:(?!^\[\[)(?s:.))*?^text = {_QUOTES}\n){old}', re.MULTILINE)
    file = re.compile(rf"text/[0-9]+-{section}\.toml")
    return {path: pattern.sub(lambda found: f"{found[1]}{new}\n", text, count=1) if file.fullmatch(path) else text for path, text in texts.items()}


def _replaced(texts: Mapping[str, str], insteads: Mapping[str, str]) -> dict[str, str]:
    """Replace words in one pass, so that nothing is replaced in what was put there."""
    found = _any_of(_longest_first(insteads))
    return {path: found.sub(lambda words: insteads[words[0]], text) for path, text in texts.items()}


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or _NOTHING, re.MULTILINE)


def _longest_first(words: Iterable[str]) -> list[str]:
    """Of two that begin alike the longer is meant."""
    return [re.escape(each) for each in sorted(words, key=len, reverse=True)]


def decisions(starter: Starter, state: str, texts: Mapping[str, str], words: Words) -> tuple[Decision, ...]:
    """Return the choices of a new plan: what is left open and what is to be confirmed, with the places where it stands."""
    found = [_decision(each.id, each.ask, [one.instead for one in each.open], each.keep, each.at, texts, words) for each in starter.choice]
    law = starter.law
    if state != law.state:
        insteads = [law.placeholder, law.mark, *(each.instead for each in law.reworded)]
        found.append(_decision("state-law", law.ask, insteads, "", (), texts, words))
    return tuple(found)


def _decision(name: str, ask: str, insteads: Iterable[str], keep: str, at: Iterable[str], texts: Mapping[str, str], words: Words) -> Decision:
    placeholders = tuple(dict.fromkeys(one for instead in insteads for one in _PLACEHOLDER.findall(instead)))
    return Decision(name, ask, placeholders, keep, tuple(dict.fromkeys((*_stands(placeholders, texts, words), *at))))


def _stands(placeholders: Iterable[str], texts: Mapping[str, str], words: Words) -> Iterable[str]:
    """Name the clauses, and the files besides the text, in which one of these stands."""
    for clause in words.clauses.values():
        if any(each in clause.heading or each in clause.text for each in placeholders):
            yield clause.id
    for path, text in texts.items():
        if not path.startswith("text/") and any(each in text for each in placeholders):
            yield path
