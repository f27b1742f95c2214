"""Moments as they are written down in a run folder: ISO 8601 in UTC to the millisecond, so that texts sort as times do.

Must not know: what happened then.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """This moment."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def local(moment: str) -> datetime | None:
    """A moment by this computer's own clock, without a zone; None where the text is none."""
    try:
        return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
