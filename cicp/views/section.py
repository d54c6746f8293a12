"""The text of the plan shown: its sections with their owners, and the clauses of one."""

from collections.abc import Collection, Mapping, Sequence

from cicp.model.plan import Plan
from cicp.model.section import CitedClause, SectionFile
from cicp.views.document import Block, Document, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local


def listing(plan: Plan, sections: Mapping[tuple[int, str], SectionFile], missing: Sequence[str], local: Local) -> Document:
    """Every section with its owner and how many clauses it has; those that are required and not there."""
    rows = tuple(
        (
            f"{number}",
            name,
            section.title,
            section.owner if plan.holder(section.owner) else f"{section.owner} (no office of the plan)",
            str(len(section.clause)),
        )
        for (number, name), section in sorted(sections.items())
    )
    blocks: list[Block] = [Table(("no.", "section", "title", "owner", "clauses"), rows)]
    blocks += [Line(f"The plan must have a section {name}: write text/NN-{name}.toml", "warn") for name in missing]
    values = answer(
        "sections",
        local.now,
        sections=[
            {"number": number, "id": name, "title": section.title, "owner": section.owner, "clauses": [f"{name}.{clause.id}" for clause in section.clause]}
            for (number, name), section in sorted(sections.items())
        ],
        missing=list(missing),
    )
    return Document(tuple(blocks), values)


def page(name: str, owner: str, clauses: Sequence[CitedClause], cited: Mapping[str, Collection[str]], local: Local) -> Document:
    """The words of a section, or of one clause of it, with what in the playbooks, the law and the statements rests on each."""
    blocks: list[Block] = [Line(f"{clauses[0].section} ({name}), owned by {owner}" if clauses else f"{name}: no clause", "strong")]
    for clause in clauses:
        blocks += [Heading(f"{clause.number} {clause.heading or clause.id}"), *(Line(line) for line in clause.text.strip().split("\n"))]
        blocks += [Line(f"{clause.id}; {_rests(sorted(cited.get(clause.id, ())))}", "quiet")]
    values = answer(
        "section",
        local.now,
        id=name,
        owner=owner,
        clauses=[
            {
                "id": each.id,
                "number": each.number,
                "heading": each.heading,
                "text": each.text,
                "fingerprint": each.fingerprint,
                "cited_by": sorted(cited.get(each.id, ())),
            }
            for each in clauses
        ],
    )
    return Document(tuple(blocks), values)


def _rests(names: Sequence[str]) -> str:
    return f"on it rest {', '.join(names)}" if names else "nothing rests on it"
