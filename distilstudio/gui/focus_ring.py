"""Says which buttons show their focus: those that were reached by keyboard, as a browser's `:focus-visible`. Must not know: pages, colours.

The style sheet draws the ring of buttons whose property `ring` is true.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class FocusRing(QObject):
    """Follows the application's focus."""

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        app.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """A mouse button is still down while its press moves the focus. Focus that falls from a widget that goes was not moved by anybody."""
        by_mouse = self._app.mouseButtons() != Qt.MouseButton.NoButton
        fell = old is None or old.isHidden() or not old.isVisible() or not old.isEnabled()
        if isinstance(now, QAbstractButton):
            _set_ring(now, not by_mouse and not fell)
        if isinstance(old, QAbstractButton) and now is not None:
            _set_ring(old, False)


def hand_over(old: QAbstractButton, new: QAbstractButton) -> None:
    """Move the focus, where it is on a button that is about to go, to the one that takes its place; its ring goes along."""
    if old.window().focusWidget() is old:
        ring = bool(old.property("ring"))
        new.setFocus(Qt.FocusReason.OtherFocusReason)
        _set_ring(new, ring)


def _set_ring(button: QAbstractButton, ring: bool) -> None:
    if bool(button.property("ring")) != ring:
        button.setProperty("ring", ring)
        button.style().polish(button)
        button.update()
