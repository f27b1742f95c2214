"""Undo and Redo in the window: two buttons in the header, Ctrl+Z and Ctrl+Shift+Z, and a strip that says what was taken back.

On the pages where the recipe is made; elsewhere Ctrl+Z would change what nobody sees. Must not know: what an edit changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from PySide6.QtCore import QEvent, QObject, QSize, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QToolButton, QWidget

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.edits import Edits, told
from distilstudio.gui.models.project import Change
from distilstudio.gui.theme import Theme

PAGES = ("data", "teacher", "recipe")


class Editing(QObject):
    """Lives with the window."""

    def __init__(self, window: MainWindow, edits: Edits, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._edits, self._theme = window, edits, theme
        self._undone = False
        self.undo_action = self._action("undo_action", QKeySequence.keyBindings(QKeySequence.StandardKey.Undo))
        keys = [*QKeySequence.keyBindings(QKeySequence.StandardKey.Redo), QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]
        self.redo_action = self._action(
            "redo_action", [QKeySequence(text) for text in dict.fromkeys(key.toString() for key in keys)]
        )
        self.undo_button = self._button("undo_edit_button", self.undo_action)
        self.redo_button = self._button("redo_edit_button", self.redo_action)
        window.header.add_tools([self.undo_button, self.redo_button])
        self._keys = UndoKeys(self)
        self.undo_action.triggered.connect(edits.undo)
        self.redo_action.triggered.connect(edits.redo)
        window.undo_strip.undone.connect(self._on_strip_pressed)
        window.page_shown.connect(self._on_page_shown)
        edits.changed.connect(self._on_changed)
        edits.moved.connect(self._on_moved)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._window.undo_strip.retranslate()
        self._on_changed()

    def _action(self, name: str, keys: Sequence[QKeySequence]) -> QAction:
        action = QAction(self._window)
        action.setObjectName(name)
        action.setShortcuts(keys)
        self._window.addAction(action)
        return action

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.clicked.connect(action.trigger)
        return button

    @Slot()
    def _on_changed(self) -> None:
        if self._undone and self._edits.next_redo() is None:
            self._window.undo_strip.hide()  # another edit was made: what was undone cannot come back
        here = self._window.current in PAGES
        for button, action, step, name in (
            (self.undo_button, self.undo_action, self._edits.next_undo(), self.tr("Undo")),
            (self.redo_button, self.redo_action, self._edits.next_redo(), self.tr("Redo")),
        ):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            words = f"{name}: {step.words}" if step is not None else name
            action.setText(name)
            action.setEnabled(here and step is not None)
            button.setEnabled(step is not None)
            button.setVisible(here and self._edits.steps > 0)
            button.setToolTip(f"{words} ({keys})")
            button.setAccessibleName(words)

    @Slot(str)
    def _on_page_shown(self, _key: str) -> None:
        self._window.undo_strip.hide()
        self._on_changed()

    @Slot(object, bool)
    def _on_moved(self, change: object, undone: bool) -> None:
        """Go where it is seen, and say what it was."""
        change = cast(Change, change)
        self._window.show_page(told(change).page)
        self._undone = undone
        if undone:
            self._window.show_strip(
                lambda: self.tr("Undone: {0}").format(told(change, undone=True).words), lambda: self.tr("Redo")
            )
        else:
            self._window.show_strip(lambda: self.tr("Done again: {0}").format(told(change).words), lambda: self.tr("Undo"))

    @Slot()
    def _on_strip_pressed(self) -> None:
        if self._undone:
            self._edits.redo()
        else:
            self._edits.undo()

    @Slot()
    def _on_theme_changed(self) -> None:
        for button, icon in ((self.undo_button, "undo"), (self.redo_button, "redo")):
            button.setIcon(self._theme.icon(icon, self._theme.tokens.accent))
            button.setIconSize(QSize(self._theme.px(18), self._theme.px(18)))


class UndoKeys(QObject):
    """A field in which nothing was typed claims Ctrl+Z all the same, and would do nothing with it: then the key is the window's."""

    KEYS: ClassVar[tuple[QKeySequence.StandardKey, ...]] = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Keys go to the field that has the focus. Watching the whole application would call Python for each of its events, which made
        up a quarter of what it takes to show a page."""
        if isinstance(now, QLineEdit | QAbstractSpinBox):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the key through where the field has nothing to undo or redo."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(watched, QLineEdit | QAbstractSpinBox):
            return False
        field = watched.lineEdit() if isinstance(watched, QAbstractSpinBox) else watched
        undo, redo = (cast(QKeyEvent, event).matches(key) for key in self.KEYS)
        if (undo and not field.isUndoAvailable()) or (redo and not field.isRedoAvailable()):
            event.ignore()
            return True
        return False
