"""Pasting as a person does what `cicp law adopt` prints: into the file it names, in place of what it says it replaces."""

import json
import re
from pathlib import Path
from typing import Any

_NAMED = re.compile(r"the (?:clause (?:[a-z0-9-]+\.)?|step |duty )([a-z0-9-]+)")


def paste_all(plan: Path, adopted: str) -> list[str]:
    """Paste every part of an answer in JSON into a plan's folder; return the files that were changed."""
    parts: list[dict[str, Any]] = json.loads(adopted)["paste"]
    for part in parts:
        path = plan / part["file"]
        path.write_text(_pasted(part["file"], path.read_text(encoding="utf-8"), part["toml"], part["replaces"] or ""), encoding="utf-8")
    return [part["file"] for part in parts]


def _pasted(path: str, text: str, toml: str, replaces: str) -> str:
    if path == "plan.toml":
        return _setting(text, toml, replaces)
    if not toml.startswith("["):
        return _line(text, toml, replaces)
    named = _NAMED.fullmatch(replaces)
    return _table(text, toml, named[1]) if named else f"{text.rstrip()}\n\n{toml}"


def _setting(text: str, line: str, replaces: str) -> str:
    return _line(text, line, replaces) if replaces else text.replace("[settings]\n", f"[settings]\n{line}", 1)


def _line(text: str, line: str, replaces: str) -> str:
    assert text.count(f"\n{replaces}\n") == 1, replaces
    return text.replace(f"\n{replaces}\n", f"\n{line}", 1)


def _table(text: str, toml: str, name: str) -> str:
    """Put a table in the place of the one of its kind that has this id."""
    heading = re.escape(toml.partition("\n")[0])
    table = re.compile(rf'^{heading}\nid = "{name}"\n.*?(?=^\[|\Z)', re.MULTILINE | re.DOTALL)
    changed, count = table.subn(lambda _: f"{toml}\n", text)
    assert count == 1, name
    return changed
