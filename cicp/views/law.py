"""The law of a plan and of the library shown: duties, standing rules, and what others have promised. Each view says that it is not legal advice."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cicp.model.adoption import Paste
from cicp.model.findings import Finding, written_steps
from cicp.model.law import Duty
from cicp.model.law_book import Book, Own, answers, counts, fixed_day, held_by, how_it_counts, moment, moved, own_duties, state_of, unanswered
from cicp.model.law_library import KnownDuty, Preset, PresetItem, Rule
from cicp.model.words import Words
from cicp.views.document import Block, Document, Entry, Heading, Line, Table, Verbatim
from cicp.views.values import answer
from cicp.views.zone import Local

NOT_ADVICE: Final = "Not legal advice: the city attorney confirms each entry with its citation before the plan is signed, and each year after."
_POLICY: Final = "Policy elsewhere, and no law here."
_NO_ADVICE: Final = "not legal advice"
_COLUMNS: Final = ("stands", "duty", "title", "owed by", "time", "counting", "citation", "read", "confirmed", "clause", "says", "advice")
"""The columns of a duty in a spreadsheet."""
_UNCONFIRMED: Final = "not confirmed by the city attorney yet"


def listing(words: Words, book: Book, local: Local) -> Document:
    """The plan's own duties, the library's that nothing here answers, how many standing rules there are, and the presets by name."""
    mine, still, state = own_duties(words, book), unanswered(words, book), state_of(words)
    settings, rules = _settings(words), {name: len(book.files[name].rule) for name in book.files_of(state)}
    blocks: list[Block] = [
        Heading("Duties of this plan"),
        *(_own(each, settings) for each in mine),
        *_unconfirmed(mine),
        Heading("Duties of the library that nothing in this plan answers"),
        *(_known(name, duty, settings, ("open", "")) for name, duty in still.items()),
        *_none_open(still, book.unknown_state(state)),
        Heading("Standing rules"),
        *(Line(f"{name}: {number}. See them: cicp law list {name}") for name, number in rules.items() if number),
        *([] if any(rules.values()) else [Line("The library knows none that binds this city.")]),
        Heading("Presets: what others have promised"),
        *(Line(f"{name}: {preset.title} ({', '.join(item.id for item in preset.item)})") for name, preset in book.presets.items()),
        Line(f"{_POLICY} See them: cicp law list presets", "quiet"),
        Line(NOT_ADVICE, "quiet"),
    ]
    values = answer(
        "law",
        local.now,
        duties=[
            {**_duty_values(each.duty, book, settings), "library": each.law_id or None, "differs": list(each.differs), "looser": each.looser} for each in mine
        ],
        open=[{**_duty_values(duty, book, settings), "id": name} for name, duty in still.items()],
        rules=rules,
        presets={name: [item.id for item in preset.item] for name, preset in book.presets.items()},
        says=[*(line.text for line in (*_unconfirmed(mine), *_none_open(still, book.unknown_state(state)))), NOT_ADVICE],
    )
    rows = [_row("ours", each.duty.id, each.duty, settings, _library(each)) for each in mine]
    return Document(tuple(blocks), values, sheet=Table(_COLUMNS, (*rows, *(_row("open", name, duty, settings, "") for name, duty in still.items()))))


def _unconfirmed(mine: Sequence[Own]) -> list[Line]:
    """Say once how many duties nobody at the city has confirmed: they were read by those who wrote the library, and by no attorney of the city."""
    number = sum(each.duty.confirmed_on is None for each in mine)
    if not number:
        return []
    whom = "None of these duties is" if number == len(mine) else f"{number} of these {len(mine)} duties are not"
    says = f"{whom} confirmed by the city's attorney: read is the day on which cicp's authors read public material. Which: cicp law check"
    return [Line(says)]


def _none_open(still: Mapping[str, KnownDuty], unknown: str) -> list[Line]:
    """Say that nothing is open, or why there is nothing that could be."""
    if unknown:
        federal = "What stands here is federal law." if still else "Of the federal law nothing is open."
        return [Line(f"{unknown} The City Attorney writes them into law.toml. {federal}")]
    return [] if still else [Line("None: a duty, a step, a clause or a word that it is not the city's answers each.")]


def of_file(name: str, words: Words, book: Book, local: Local) -> Document:
    """One file of the law library: each duty with what answers it here, and the standing rules."""
    file, answered, settings, state = book.files[name], answers(words, book), _settings(words), state_of(words)
    stands = {duty.id: _stands(duty, answered.get(f"{name}.{duty.id}", ""), binds=book.binds(name, state)) for duty in file.duty}
    blocks: list[Block] = [
        Line(file.title, "strong"),
        *([] if book.binds(name, state) else [Line(_elsewhere(state))]),
        *(_known(f"{name}.{duty.id}", duty, settings, stands[duty.id]) for duty in file.duty),
        *(Entry("rule", "", f"{name}.{rule.id}: {rule.title}", (rule.citation,)) for rule in file.rule),
        Line(NOT_ADVICE, "quiet"),
    ]
    duties = [{**_duty_values(duty, book, settings), "id": f"{name}.{duty.id}", "answered_by": answered.get(f"{name}.{duty.id}")} for duty in file.duty]
    rules = [{**_rule_values(rule, book), "id": f"{name}.{rule.id}"} for rule in file.rule]
    values = answer("law-file", local.now, name=name, title=file.title, duties=duties, rules=rules, says=[NOT_ADVICE])
    rows = [_row(stands[duty.id][0], f"{name}.{duty.id}", duty, settings, stands[duty.id][1]) for duty in file.duty]
    return Document(tuple(blocks), values, sheet=Table(_COLUMNS, (*rows, *(_rule_row(f"{name}.{rule.id}", rule, words) for rule in file.rule))))


def _elsewhere(state: str) -> str:
    return f"This is another state's law: it does not bind this city, which is in {state or 'a state that plan.toml does not name'}."


def _stands(duty: KnownDuty, answered: str, *, binds: bool) -> tuple[str, str]:
    """Return how a duty stands here, in a word, and what answers it."""
    if not binds:
        return "no", "another state's law"
    if not duty.in_force:
        return "not law", "not in force"
    if not duty.ours:
        return "others", "it binds somebody else than the city"
    return ("answered", answered) if answered else ("open", "")


def of_presets(presets: Mapping[str, Preset], words: Words, book: Book, local: Local) -> Document:
    """What others have promised: each item with its time and where it was read."""
    settings = _settings(words)
    blocks: list[Block] = []
    for name, preset in presets.items():
        blocks += [Heading(f"{name}: {preset.title}", 2), *([Line(preset.note)] if preset.note else [])]
        blocks += [_item(name, preset, item, book, settings) for item in preset.item]
    how = "" if all(preset.warning for preset in presets.values()) else " Take one over: cicp law adopt PRESET.ITEM"
    blocks += [Line(f"{_POLICY}{how}", "quiet"), Line(NOT_ADVICE, "quiet")]
    values = [
        {
            "id": name,
            "title": preset.title,
            "warning": preset.warning,
            "items": [_item_values(f"{name}.{item.id}", item, book, settings) for item in preset.item],
        }
        for name, preset in presets.items()
    ]
    rows = tuple(
        (_mark(preset), f"{name}.{item.id}", item.title, "; ".join((_when(item, preset, settings), *moved(item))), book.named(item.source), _POLICY, _NO_ADVICE)
        for name, preset in presets.items()
        for item in preset.item
    )
    sheet = Table(("stands", "promise", "title", "time", "source", "policy", "advice"), rows)
    return Document(tuple(blocks), answer("law-presets", local.now, presets=values, says=[_POLICY, NOT_ADVICE]), sheet=sheet)


def _item(name: str, preset: Preset, item: PresetItem, book: Book, settings: Mapping[str, str]) -> Entry:
    time = "; ".join((_when(item, preset, settings), *moved(item)))
    return Entry(_mark(preset), "", f"{name}.{item.id}: {item.title}", (time, f"source: {book.named(item.source)}"))


def _mark(preset: Preset) -> str:
    return "warning" if preset.warning else "preset"


def _when(item: PresetItem, preset: Preset, settings: Mapping[str, str]) -> str:
    return "no time was promised" if preset.warning else counts(item, settings)


def duty(name: str, found: Duty, words: Words, book: Book, local: Local) -> Document:
    """Everything that is known of a duty, of the plan or of the library."""
    settings = _settings(words)
    how, owed = how_it_counts(found, settings), counts(found, settings)
    lines = [
        f"Owed: {owed}{';' if ';' in owed else ','} by {_who(found.role, words)}.",
        *_counts_from(found, words),
        *([f"Counting: {'; '.join(how)}."] if how else []),
        *_known_only(found),
        f"Citation: {found.citation}",
        *_sources(found.source, book),
        f"Read on {found.verified_on}{_of_the_city(found)}; it rests on: {_confidence(found)}.",
        *(f"{what}: {text}" for what, text in (("Confirm", found.confirm), ("Note", found.note)) if text),
        *_here(name, found, words, book),
    ]
    values = answer("law-duty", local.now, **_duty_values(found, book, settings) | {"id": name}, says=[*lines, NOT_ADVICE])
    return _page(f"{name}: {found.title}", getattr(found, "words", ""), lines, values)


def _known_only(found: Duty) -> Iterable[str]:
    if isinstance(found, KnownDuty):
        told = {
            f"Watch: {found.watch}": bool(found.watch),
            "It is not in force: it stands here so that nobody takes it for law.": not found.in_force,
            "It binds somebody else than the city.": not found.ours,
        }
        yield from (line for line, holds in told.items() if holds)


def _here(name: str, found: Duty, words: Words, book: Book) -> Iterable[str]:
    """Say where the plan answers a duty of the library; of the plan's own, its clause and how the library has it."""
    own = next((each for each in own_duties(words, book) if each.duty is found), None)
    if own:
        yield _clause(found.clause, words)
        yield f"In the library: {own.law_id or 'not known'}{'; ' if own.differs else ''}{'; '.join(own.differs)}."
        return
    by, state = answers(words, book).get(name), state_of(words)
    if not book.binds(name, state):
        yield _elsewhere(state)
        return
    yield f"Here: {by}." if by else f"Here: nothing answers it. What would: cicp law adopt {name}"


def rule(name: str, found: Rule, words: Words, book: Book, local: Local) -> Document:
    """Everything that is known of a standing rule."""
    by, state = held_by(found, words), state_of(words)
    lines = [
        "It is a standing rule: it sets no time, and is not adopted as a duty.",
        f"Here: {by} {'hold' if ', ' in by else 'holds'} it." if by else "Here: no gate holds it, and no clause names it.",
        *([] if book.binds(name, state) else [_elsewhere(state)]),
        f"Citation: {found.citation}",
        *_sources(found.source, book),
        f"Read on {found.verified_on}; it rests on: {_confidence(found)}.",
        *([f"Confirm: {found.confirm}"] if found.confirm else []),
    ]
    values = answer("law-rule", local.now, **_rule_values(found, book) | {"id": name}, says=[*lines, NOT_ADVICE])
    return _page(f"{name}: {found.title}", found.words, lines, values)


def item(name: str, found: PresetItem, words: Words, book: Book, local: Local) -> Document:
    """Everything that is known of a promise of somebody else."""
    preset, settings = book.presets[name.partition(".")[0]], _settings(words)
    ways = moved(found)
    lines = [
        f"{preset.title}: {_when(found, preset, settings)}.",
        *_counts_from(found, words),
        *([f"What moves it: {'; '.join(ways)}."] if ways else []),
        *_sources(found.source, book),
        f"Read on {found.verified_on}; it rests on: {_confidence(found)}.",
        *item_notes(preset, found),
        _clause(found.clause, words),
        "It is a warning, and nothing to adopt." if preset.warning else f"What would say the same here: cicp law adopt {name}",
        _POLICY,
    ]
    values = answer("law-preset", local.now, **_item_values(name, found, book, settings), says=[*lines, NOT_ADVICE])
    return _page(f"{name}: {found.title}", found.words, lines, values)


def item_notes(preset: Preset, found: PresetItem) -> list[str]:
    """What is known of a promise besides: of its city's promises as a whole, and of this one."""
    return [f"Note: {text}" for text in (preset.note, found.note) if text]


def check(findings: Sequence[Finding], lines: Mapping[Finding, int], local: Local) -> Document:
    """What is to be looked after in the law, what needs the city's hand first."""
    ordered = sorted(findings, key=lambda each: each.level != "error")
    blocks = [
        Entry(each.level, "", f"{_place(each, lines)}: {each.says}", (f"{each.id}: {each.fix}",), "warn" if each.level == "error" else "") for each in ordered
    ]
    says = "Nothing here needs the city's hand." if all(each.level == "note" for each in findings) else "What is marked error needs the city's hand."
    values = [{"id": each.id, "level": each.level, "file": each.path, "line": lines.get(each), "says": each.says, "fix": each.fix} for each in ordered]
    rows = tuple((each.level, _place(each, lines), each.id, each.says, each.fix, _NO_ADVICE) for each in ordered)
    sheet = Table(("level", "place", "check", "says", "fix", "advice"), rows)
    return Document((*blocks, Line(says), Line(NOT_ADVICE, "quiet")), answer("law-check", local.now, findings=values, says=[says, NOT_ADVICE]), sheet=sheet)


def _place(finding: Finding, lines: Mapping[Finding, int]) -> str:
    line = lines.get(finding)
    return f"{finding.path}:{line}" if line else finding.path


def adoption(name: str, title: str, pastes: Sequence[Paste], notes: Sequence[str], local: Local) -> Document:
    """What a person pastes, file by file, and what it replaces there."""
    blocks: list[Block] = [Line(f"{name}: {title}", "strong"), Line("Nothing is changed: paste each part into its file, then see that all fits: cicp check")]
    for paste in pastes:
        blocks += [Heading(_into(paste), 2), Verbatim(paste.toml.rstrip("\n"))]
    blocks += [Line(""), *map(Line, notes), Line(NOT_ADVICE, "quiet")]
    parts = [{"file": paste.path, "replaces": paste.replaces or None, "toml": paste.toml} for paste in pastes]
    return Document(tuple(blocks), answer("law-adoption", local.now, id=name, title=title, paste=parts, says=[*notes, NOT_ADVICE]))


def _into(paste: Paste) -> str:
    if paste.path == "plan.toml" and not paste.toml.startswith("["):
        return f"in [settings] of {paste.path}, {f'in place of {paste.replaces}' if paste.replaces else 'put to the rest'}"
    return f"{paste.path}, in place of {paste.replaces}" if paste.replaces else f"{paste.path}, put to the rest"


def _own(each: Own, settings: Mapping[str, str]) -> Entry:
    return Entry("ours", "", f"{each.duty.id}: {each.duty.title}", (*_counted(each.duty, settings), _library(each)), "warn" if each.differs else "")


def _library(each: Own) -> str:
    """Say how the library has a duty of the plan."""
    if not each.law_id:
        return "the library does not know it"
    if not each.differs:
        return f"in the library: {each.law_id}"
    return f"{'asks for less than' if each.looser else 'not as'} {each.law_id}: {'; '.join(each.differs)}"


def _known(name: str, duty: Duty, settings: Mapping[str, str], stands: tuple[str, str]) -> Entry:
    mark, by = stands
    return Entry(mark, "", f"{name}: {duty.title}", (*_counted(duty, settings), *([by] if by else [])))


def _counted(duty: Duty, settings: Mapping[str, str]) -> tuple[str, ...]:
    how = "; ".join((counts(duty, settings), *how_it_counts(duty, settings)))
    return (how, f"{duty.citation}, read {duty.verified_on}{_of_the_city(duty)}; clause {duty.clause}")


def _of_the_city(duty: Duty) -> str:
    """Say of a duty of the plan whether the City Attorney confirmed it; one of the library waits for no city."""
    return "" if isinstance(duty, KnownDuty) else f", {_confirmed(duty)}"


def _confirmed(duty: Duty) -> str:
    return f"confirmed {duty.confirmed_on}" if duty.confirmed_on else _UNCONFIRMED


def _row(stands: str, name: str, duty: Duty, settings: Mapping[str, str], says: str) -> tuple[str, ...]:
    confirmed = "" if isinstance(duty, KnownDuty) else str(duty.confirmed_on or _UNCONFIRMED)
    time, how = counts(duty, settings), "; ".join(how_it_counts(duty, settings))
    return (stands, name, duty.title, duty.role, time, how, duty.citation, str(duty.verified_on), confirmed, duty.clause, says, _NO_ADVICE)


def _rule_row(name: str, rule: Rule, words: Words) -> tuple[str, ...]:
    return ("rule", name, rule.title, "", "", "", rule.citation, str(rule.verified_on), "", "", held_by(rule, words), _NO_ADVICE)


def _page(title: str, text: str, lines: Sequence[str], values: Mapping[str, Any]) -> Document:
    body = [Line(line) for line in text.strip().split("\n")] if text else []
    return Document((Line(title, "strong"), *body, *map(Line, lines), Line(NOT_ADVICE, "quiet")), values)


def _counts_from(found: Duty | PresetItem, words: Words) -> Iterable[str]:
    """Say from what moment the time runs, and what that is here: the question of a fact, or the title of a step."""
    of = getattr(found, "of", "")
    if fixed_day(found):
        yield "It counts from nothing: the law itself names the day."
    elif of:
        yield f"It counts back from the due of the step {of}: {_step(of, words)}"
    else:
        way = "counts back from" if found.before else "counts from"
        yield f"It {way} {moment(found.anchor)}: {_asks(found.anchor, words)}"


def _asks(anchor: str, words: Words) -> str:
    kind, _, name = anchor.rpartition(":")
    if kind == "done":
        return _step(name, words)
    if kind:
        return f"{words.statements[name].title}." if name in words.statements else "the plan has no such kind of statement yet."
    return next((fact.asks for fact in (words.facts.fact if words.facts else ()) if fact.name == anchor), "the plan has no such fact yet.")


def _step(name: str, words: Words) -> str:
    return next((f"{each.step.title}." for each in written_steps(words) if each.step.id == name), "the plan has no such step yet.")


def _sources(source: str, book: Book) -> Iterable[str]:
    yield f"Source: {book.named(source)}"
    yield from (f"  {each.code}: {each.where}" for each in book.cited(source))


def _confidence(found: Duty | Rule | PresetItem) -> str:
    told = {"sourced": "a source that was read", "general-knowledge": "general knowledge that was not looked up", "judgement": "our own judgement"}
    return told[found.confidence]


def _clause(clause: str, words: Words) -> str:
    there = words.clauses.get(clause)
    return f"Clause here: {clause} ({there.cite})." if there else f"Clause here: {clause} is not in this plan."


def _who(role: str, words: Words) -> str:
    office = words.plan.holder(role) if words.plan else None
    return f"{role} ({office.title})" if office else f"{role} (no office of the plan)"


def _settings(words: Words) -> Mapping[str, str]:
    return words.plan.settings if words.plan else {}


def _duty_values(duty: Duty, book: Book, settings: Mapping[str, str]) -> dict[str, Any]:
    return {**duty.model_dump(), "source": book.named(duty.source), "counts": counts(duty, settings), "how": how_it_counts(duty, settings)}


def _rule_values(rule: Rule, book: Book) -> dict[str, Any]:
    return {**rule.model_dump(), "source": book.named(rule.source)}


def _item_values(name: str, item: PresetItem, book: Book, settings: Mapping[str, str]) -> dict[str, Any]:
    return {**item.model_dump(), "source": book.named(item.source), "id": name, "counts": counts(item, settings), "moved": moved(item)}
