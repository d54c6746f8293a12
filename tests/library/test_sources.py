"""Every code that the library cites as a source stands in sources.toml, with a title and a place."""

import re
from pathlib import Path

import rtoml

LIBRARY = Path(__file__).resolve().parent.parent.parent / "cicp" / "library"
_CODE = re.compile(r"\b([MPGKC][1-9]\d?[bc]?)\b")  # C01 is a row of the research, C12 a source


def test_every_code_is_explained() -> None:
    """No step, gate or duty cites a code that nobody can look up, and no entry stands there for nothing."""
    entries = rtoml.loads((LIBRARY / "sources.toml").read_text(encoding="utf-8"))["source"]
    lines = [line for file in LIBRARY.rglob("*.toml") if file.name != "sources.toml" for line in file.read_text(encoding="utf-8").splitlines()]
    cited = {code for line in lines if re.match(r"(source|basis|why|note|citation)\b", line) for code in _CODE.findall(line)}

    assert cited == {entry["code"] for entry in entries}
    assert all(entry["title"] and entry["where"] for entry in entries)
