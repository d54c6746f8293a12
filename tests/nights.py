"""A plan in which an incident was declared already, made once for the many tests that only look at it."""

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from cicp.cli.main import run
from tests.conftest import EXAMPLE, NIGHT


def prepared_in(folder: Path, *commands: tuple[str, ...]) -> Path:
    """Run commands on a copy of the example plan on the night of the example, and return where it lies."""
    copy = folder / "clayton"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns(".cicp", "incidents", "editions"))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        patch.setenv("CICP_NOW", NIGHT)
        patch.setenv("CICP_AS", "pio")
        for words in commands:
            assert 0 == run(["-p", str(copy), *words])
    return copy
