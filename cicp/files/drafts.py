"""Drafts of statements: written once, then the person's own file, which cicp never rewrites."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from cicp.errors import CannotWrite
from cicp.files import disk
from cicp.files.filing import with_letter_t
from cicp.files.layout import shown


def write(path: Path, draft: Mapping[str, Any]) -> None:
    """Put a draft where the person will find it. Raises CannotWrite when the disk would not, or a draft is there already."""
    try:
        disk.make_folder(path.parent)
        disk.create(path, tomli_w.dumps(with_letter_t(draft), multiline_strings=True).encode())
        disk.sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(
            f"the draft could not be written: {error.strerror}.", where=shown(path), hint="write the statement by hand; the incident itself is on disk"
        ) from error
