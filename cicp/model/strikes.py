"""What taking back an entry lets hold again."""

from cicp.model.docket import Log, standing


def holding_again(before: Log, after: Log) -> list[str]:
    """Return the filings that hold after a strike and did not before it."""
    return [each for each in sorted(_holding(after) - _holding(before)) if each in before.by_id]


def _holding(log: Log) -> set[str]:
    struck, replaced = standing(log.filings)
    return log.by_id.keys() - struck.keys() - replaced
