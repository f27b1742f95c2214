"""A tool tip that is no property of its widget. Must not know: what it says.

A widget without a description of its own is described to a screen reader by its tool tip: words that its name says already, or
HTML with all its marks.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from distilstudio.gui.models.plain_tip import plain_tip


def show_tip(widget: QWidget, event: QEvent, words: Callable[[], str]) -> bool:
    """Show words, never as HTML, where the event asks for a tool tip; no words: none. False where it asks for something else."""
    if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
        return False
    QToolTip.showText(event.globalPos(), plain_tip(words()), widget)
    return True
