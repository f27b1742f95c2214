"""Knows whether an input method shows letters that are not part of a text yet, in whichever field has the focus. Must not know: the fields."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


class Composing(QObject):
    """Follows the application's focus: Qt tells only the field itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_on = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @property
    def is_on(self) -> bool:
        """Whether letters are being composed now."""
        return self._is_on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters are shown, committed or given up."""
        if event.type() == QEvent.Type.InputMethod:
            self._is_on = bool(cast(QInputMethodEvent, event).preeditString())
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """Only the field that has the focus can be composed in; one that loses it gives up what was not committed."""
        self._is_on = False
        if old is not None:
            old.removeEventFilter(self)
        if now is not None and now.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            now.installEventFilter(self)
