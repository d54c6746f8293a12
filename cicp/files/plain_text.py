"""What keeps bytes from being the plain text that a plan's file is, before any parser looks at them."""

import re
from typing import Final

LARGEST: Final = 512 * 1024
MARKS: Final = {b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8 with a byte-order mark"), b"\xff\xfe": ("utf-16", "UTF-16"), b"\xfe\xff": ("utf-16", "UTF-16")}
"""What a file starts with that is not plain UTF-8: the codec that shows it, and its name."""
MERGE: Final = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})( |\r?$)", re.MULTILINE)
"""The line of a merge that was left unfinished."""
_ZONE: Final = re.compile(r"""^\s*timezone\s*=\s*["']([\w/+-]+)["']""", re.MULTILINE)


def zone_name(data: bytes) -> str:
    """Return the time zone that the bytes of a plan.toml name, however broken the rest of it is; empty where they name none.

    A clock in the wrong zone is hours wrong for an incident's whole life, and the line with the zone is seldom the broken one.
    """
    found = _ZONE.search(data.replace(b"\0", b"").decode("utf-8", "replace"))
    return found[1] if found else ""
