"""Words of texts, files and the Hub as tool tips. Must not know: widgets, what the words say."""

from __future__ import annotations

import html


def plain_tip(words: str) -> str:
    """The words as a tool tip that shows them as they are: Qt takes a tool tip that looks like HTML for HTML."""
    return f"<span>{html.escape(words)}</span>".replace("\n", "<br>") if words else ""
