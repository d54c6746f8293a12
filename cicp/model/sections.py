"""Whether the text has every section that the plan must have, each kept by an office."""

from collections.abc import Iterable

from cicp.model.findings import Finding, section_path
from cicp.model.names import nearest
from cicp.model.references import missing
from cicp.model.roles import held
from cicp.model.words import Words

CHECK = "sections"


def sections(words: Words) -> Iterable[Finding]:
    """Sections that plan.toml requires and text/ does not have, and sections whose owner is no office of the plan."""
    there = [name for _, name in words.sections]
    for place, name in enumerate(words.plan.text.required if words.plan else ()):
        if name not in there:
            guess = nearest(name, there)
            wrong = f'did you mean "{guess}"? ' if guess else ""
            fix = f"{wrong}write text/NN-{name}.toml, or take it out of required"
            yield Finding(CHECK, "error", "plan.toml", f'the section "{name}" is required, and there is none.', fix, ("text", "required", place))
    yield from owners(words)


def owners(words: Words) -> Iterable[Finding]:
    """Sections that no office of the plan keeps."""
    known = held(words)
    named = ((section_path(number, name), ("owner",), "office", section.owner, known) for (number, name), section in words.sections.items())
    return missing(CHECK, named)
