"""The law of a plan and of the library shown: duties, standing rules, and what others have promised. Each view says that it is not legal advice."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cicp.model.adoption import Paste
from cicp.model.findings import Finding
from cicp.model.law import Duty
from cicp.model.law_book import Book, Own, answers, counts, how_it_counts, moved, own_duties, unanswered
from cicp.model.law_library import KnownDuty, Preset, PresetItem, Rule
from cicp.model.words import Words
from cicp.views.document import Block, Document, Entry, Heading, Line, Verbatim
from cicp.views.values import answer
from cicp.views.zone import Local

NOT_ADVICE: Final = "Not legal advice: the city attorney confirms each entry with its citation before the plan is signed, and each year after."
_POLICY: Final = "Policy elsewhere, and no law here."


def listing(words: Words, book: Book, local: Local) -> Document:
    """The plan's own duties, the library's that nothing here answers, how many standing rules there are, and the presets by name."""
    mine, still = own_duties(words, book), unanswered(words, book)
    settings = _settings(words)
    blocks: list[Block] = [
        Heading("Duties of this plan"),
        *(_own(each, settings) for each in mine),
        Heading("Duties of the library that nothing in this plan answers"),
        *(_known(name, duty, settings, ("open", "")) for name, duty in still.items()),
        *([] if still else [Line("None: a duty, a step, a clause or a word that it is not the city's answers each.")]),
        Heading("Standing rules"),
        *(Line(f"{name}: {len(file.rule)}. See them: cicp law list {name}") for name, file in book.files.items() if file.rule),
        Heading("Presets: what others have promised"),
        *(Line(f"{name}: {preset.title} ({', '.join(item.id for item in preset.item)})") for name, preset in book.presets.items()),
        Line(f"{_POLICY} See them: cicp law list presets", "quiet"),
        Line(NOT_ADVICE, "quiet"),
    ]
    values = answer(
        "law",
        local.now,
        duties=[{**_duty_values(each.duty, settings), "library": each.law_id or None, "differs": list(each.differs)} for each in mine],
        open=[{**_duty_values(duty, settings), "id": name} for name, duty in still.items()],
        rules={name: len(file.rule) for name, file in book.files.items()},
        presets={name: [item.id for item in preset.item] for name, preset in book.presets.items()},
        says=[NOT_ADVICE],
    )
    return Document(tuple(blocks), values)


def of_file(name: str, words: Words, book: Book, local: Local) -> Document:
    """One file of the law library: each duty with what answers it here, and the standing rules."""
    file, answered, settings = book.files[name], answers(words, book), _settings(words)
    blocks: list[Block] = [
        Line(file.title, "strong"),
        *(_known(f"{name}.{duty.id}", duty, settings, _stands(duty, answered.get(f"{name}.{duty.id}", ""))) for duty in file.duty),
        *(Entry("rule", "", f"{name}.{rule.id}: {rule.title}", (rule.citation,)) for rule in file.rule),
        Line(NOT_ADVICE, "quiet"),
    ]
    duties = [{**_duty_values(duty, settings), "id": f"{name}.{duty.id}", "answered_by": answered.get(f"{name}.{duty.id}")} for duty in file.duty]
    rules = [{**rule.model_dump(), "id": f"{name}.{rule.id}"} for rule in file.rule]
    return Document(tuple(blocks), answer("law-file", local.now, name=name, title=file.title, duties=duties, rules=rules, says=[NOT_ADVICE]))


def _stands(duty: KnownDuty, answered: str) -> tuple[str, str]:
    """Return how a duty stands here, in a word, and what answers it."""
    if not duty.in_force:
        return "not law", "not in force"
    if not duty.ours:
        return "others", "it binds somebody else than the city"
    return ("answered", answered) if answered else ("open", "")


def of_presets(presets: Mapping[str, Preset], words: Words, local: Local) -> Document:
    """What others have promised: each item with its time and where it was read."""
    settings = _settings(words)
    blocks: list[Block] = []
    for name, preset in presets.items():
        blocks += [Heading(f"{name}: {preset.title}", 2), *([Line(preset.note)] if preset.note else [])]
        blocks += [_item(name, preset, item, settings) for item in preset.item]
    how = "" if all(preset.warning for preset in presets.values()) else " Take one over: cicp law adopt PRESET.ITEM"
    blocks += [Line(f"{_POLICY}{how}", "quiet"), Line(NOT_ADVICE, "quiet")]
    values = [
        {"id": name, "title": preset.title, "warning": preset.warning, "items": [_item_values(f"{name}.{item.id}", item, settings) for item in preset.item]}
        for name, preset in presets.items()
    ]
    return Document(tuple(blocks), answer("law-presets", local.now, presets=values, says=[_POLICY, NOT_ADVICE]))


def _item(name: str, preset: Preset, item: PresetItem, settings: Mapping[str, str]) -> Entry:
    mark = "warning" if preset.warning else "preset"
    return Entry(mark, "", f"{name}.{item.id}: {item.title}", ("; ".join((_when(item, preset, settings), *moved(item))), f"source: {item.source}"))


def _when(item: PresetItem, preset: Preset, settings: Mapping[str, str]) -> str:
    return "no time was promised" if preset.warning else counts(item, settings)


def duty(name: str, found: Duty, words: Words, book: Book, local: Local) -> Document:
    """Everything that is known of a duty, of the plan or of the library."""
    settings = _settings(words)
    how = how_it_counts(found, settings)
    lines = [
        f"Owed: {counts(found, settings)}, by {_who(found.role, words)}.",
        *_asks(found.anchor, words),
        *([f"Counting: {'; '.join(how)}."] if how else []),
        *_known_only(found),
        f"Citation: {found.citation}",
        *_sources(found.source, book),
        f"Verified on {found.verified_on}; it rests on: {_confidence(found)}.",
        *(f"{what}: {text}" for what, text in (("Confirm", found.confirm), ("Note", found.note)) if text),
        *_here(name, found, words, book),
    ]
    values = answer("law-duty", local.now, **_duty_values(found, settings) | {"id": name}, says=[*lines, NOT_ADVICE])
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
    by = answers(words, book).get(name)
    yield f"Here: {by}." if by else f"Here: nothing answers it. What would: cicp law adopt {name}"


def rule(name: str, found: Rule, book: Book, local: Local) -> Document:
    """Everything that is known of a standing rule."""
    lines = [
        *([f"Gate: {found.gate}"] if found.gate else []),
        f"Citation: {found.citation}",
        *_sources(found.source, book),
        f"Verified on {found.verified_on}; it rests on: {_confidence(found)}.",
        *([f"Confirm: {found.confirm}"] if found.confirm else []),
    ]
    return _page(f"{name}: {found.title}", found.words, lines, answer("law-rule", local.now, **found.model_dump() | {"id": name}, says=[*lines, NOT_ADVICE]))


def item(name: str, found: PresetItem, words: Words, book: Book, local: Local) -> Document:
    """Everything that is known of a promise of somebody else."""
    preset, settings = book.presets[name.partition(".")[0]], _settings(words)
    ways = moved(found)
    lines = [
        f"{preset.title}: {_when(found, preset, settings)}.",
        *_asks(found.anchor, words),
        *([f"What moves it: {'; '.join(ways)}."] if ways else []),
        *_sources(found.source, book),
        f"Verified on {found.verified_on}; it rests on: {_confidence(found)}.",
        *(f"Note: {text}" for text in (preset.note, found.note) if text),
        _clause(found.clause, words),
        "It is a warning, and nothing to adopt." if preset.warning else f"What would say the same here: cicp law adopt {name}",
        _POLICY,
    ]
    values = answer("law-preset", local.now, **_item_values(name, found, settings), says=[*lines, NOT_ADVICE])
    return _page(f"{name}: {found.title}", found.words, lines, values)


def check(findings: Sequence[Finding], lines: Mapping[Finding, int], local: Local) -> Document:
    """What is to be looked after in the law, what needs the city's hand first."""
    ordered = sorted(findings, key=lambda each: each.level != "error")
    blocks = [
        Entry(each.level, "", f"{_place(each, lines)}: {each.says}", (f"{each.id}: {each.fix}",), "warn" if each.level == "error" else "") for each in ordered
    ]
    says = "Nothing here needs the city's hand." if all(each.level == "note" for each in findings) else "What is marked error needs the city's hand."
    values = [{"id": each.id, "level": each.level, "file": each.path, "line": lines.get(each), "says": each.says, "fix": each.fix} for each in ordered]
    return Document((*blocks, Line(says), Line(NOT_ADVICE, "quiet")), answer("law-check", local.now, findings=values, says=[says, NOT_ADVICE]))


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
    if paste.path == "plan.toml":
        return f"{paste.path}, under [settings]" + (f", in place of {paste.replaces}" if paste.replaces else "")
    return f"{paste.path}, in place of {paste.replaces}" if paste.replaces else f"{paste.path}, put to the rest"


def _own(each: Own, settings: Mapping[str, str]) -> Entry:
    library = "the library does not know it"
    if each.law_id:
        library = f"not as {each.law_id}: {'; '.join(each.differs)}" if each.differs else f"in the library: {each.law_id}"
    return Entry("ours", "", f"{each.duty.id}: {each.duty.title}", (*_counted(each.duty, settings), library), "warn" if each.differs else "")


def _known(name: str, duty: Duty, settings: Mapping[str, str], stands: tuple[str, str]) -> Entry:
    mark, by = stands
    return Entry(mark, "", f"{name}: {duty.title}", (*_counted(duty, settings), *([by] if by else [])))


def _counted(duty: Duty, settings: Mapping[str, str]) -> tuple[str, ...]:
    how = "; ".join((counts(duty, settings), *how_it_counts(duty, settings)))
    return (how, f"{duty.citation}, verified {duty.verified_on}; clause {duty.clause}")


def _page(title: str, text: str, lines: Sequence[str], values: Mapping[str, Any]) -> Document:
    body = [Line(line) for line in text.strip().split("\n")] if text else []
    return Document((Line(title, "strong"), *body, *map(Line, lines), Line(NOT_ADVICE, "quiet")), values)


def _asks(anchor: str, words: Words) -> Iterable[str]:
    asks = next((fact.asks for fact in (words.facts.fact if words.facts else ()) if fact.name == anchor), "")
    yield f"It counts from {anchor}: {asks or 'the plan has no such fact yet.'}"


def _sources(source: str, book: Book) -> Iterable[str]:
    yield f"Source: {source}"
    yield from (f"  {each.code}: {each.title} — {each.where}" for each in book.cited(source))


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


def _duty_values(duty: Duty, settings: Mapping[str, str]) -> dict[str, Any]:
    return {**duty.model_dump(), "counts": counts(duty, settings), "how": how_it_counts(duty, settings)}


def _item_values(name: str, item: PresetItem, settings: Mapping[str, str]) -> dict[str, Any]:
    return {**item.model_dump(), "id": name, "counts": counts(item, settings), "moved": moved(item)}
