"""Marks sentences that the window translates, where they are written down but not shown. Must not know: Qt, languages."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802  (the name lupdate looks for)
    """Mark a text for translation. The window translates it; here it stays as it is."""
    return text
