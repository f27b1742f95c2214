"""The command palette: a small panel at the top of the window, a line to type in and the commands that fit below it.

Must not know: what a command does, when the palette may open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from distilstudio.gui.models.commands import Command, CommandsModel, told
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.command_rows import CommandDelegate

WIDTH, TOP = 600, 16
MOST_ROWS = 10
SHADOW = 24
"""How far the shadow goes."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommandPalette(QFrame):
    """Hidden until `open_with`. `chosen`: the key of the command that is to be run; by then the palette is closed and the focus is where it was."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, body: QWidget) -> None:
        """body: what the panel lies over; a press anywhere else on it closes the panel."""
        super().__init__(body)
        self._theme, self._body = theme, body
        self._before: QWidget | None = None
        self._elsewhere = Elsewhere(self, body)
        self.commands = CommandsModel(self)
        self.edit, self.list, self.empty = QLineEdit(), CommandList(), QLabel()
        self._delegate = CommandDelegate(theme, self.list)
        self.setObjectName("command_palette")
        self.setProperty("kind", "card")
        self._build()
        self.edit.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._on_clicked)
        self.list.typed.connect(self._on_typed_in_list)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.retranslate()

    @property
    def is_open(self) -> bool:
        """Whether the person is choosing."""
        return not self.isHidden()

    def open_with(self, commands: Iterable[Command], recent: Sequence[str]) -> None:
        """Show these, those used last first, and take the focus."""
        self._keep_focus(QApplication.focusWidget())
        self.edit.clear()
        self.commands.set_commands(commands, recent)
        self._choose(0)
        for part in (self._elsewhere, self):
            part.show()
            part.raise_()
        self._place()
        self.list.scrollToTop()
        self._body.installEventFilter(self)
        self._app().focusChanged.connect(self._on_focus_changed)
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_commands(self, commands: Iterable[Command], recent: Sequence[str]) -> None:
        """Other commands can be run now; the chosen one stays it where it is still among them."""
        row, key = self.list.currentIndex().row(), self._current_key()
        self.commands.set_commands(commands, recent)
        here = self.commands.row_of(key)
        self._choose(here if here >= 0 else min(row, self.commands.rowCount() - 1))
        self._place()

    @Slot()
    def dismiss(self) -> None:
        """Close, and give the focus back to where it was."""
        if self.is_open:
            before = self._before
            self._let_go()
            if before is not None and before.isVisible() and before.isEnabled():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.edit.setFocus()
                self.edit.clearFocus()
            self._hide()

    def retranslate(self) -> None:
        """Set every text again; the commands' words are the owner's."""
        self.setAccessibleName(self.tr("Commands"))
        self.edit.setPlaceholderText(self.tr("Type what you want to do"))
        self.edit.setAccessibleName(self.tr("What you want to do"))
        self.list.setAccessibleName(self.tr("Commands that fit"))
        self.empty.setText(self.tr("No command has these words in it."))
        self._tell_current()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's body changes its size; keys of the line and the list."""
        if watched is self._body:
            if event.type() == QEvent.Type.Resize:
                self._place()
            return False
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            event.accept()  # elsewhere in the window Escape ends the demo
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._take_key(cast(QKeyEvent, event).key())
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from the line to the list and back, and never behind the panel."""
        if not self.is_open:
            return super().focusNextPrevChild(next)
        there = self.list if self.edit.hasFocus() and self.commands.rowCount() else self.edit
        there.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --- building

    def _build(self) -> None:
        self.edit.setObjectName("palette_edit")
        self.list.setObjectName("palette_list")
        self.empty.setObjectName("palette_empty")
        self.list.setModel(self.commands)
        self.list.setItemDelegate(self._delegate)
        self.empty.setProperty("kind", "subtitle")
        self.empty.setContentsMargins(12, 8, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        for part in (self.edit, self.list, self.empty):
            layout.addWidget(part)
        for part in (self.edit, self.list):
            part.installEventFilter(self)
        self.hide()

    def _place(self) -> None:
        """At the top in the middle, as high as its rows, and never larger than the body."""
        if not self.is_open:
            return
        rows, body = self.commands.rowCount(), self._body.rect()
        self.list.setVisible(rows > 0)
        self.empty.setVisible(not rows)
        height = self._delegate.row_height()
        room = body.height() - 2 * TOP - self.edit.sizeHint().height() - 3 * 8
        shown = max(1, min(rows, MOST_ROWS, room // height))
        self.list.setFixedHeight(shown * height + 2 * self.list.frameWidth())
        self.setFixedWidth(min(self._theme.px(WIDTH), body.width() - 2 * TOP))
        self.adjustSize()
        self.move((body.width() - self.width()) // 2, TOP)
        self._elsewhere.setGeometry(body)
        self._elsewhere.update()

    # --- choosing

    def _take_key(self, key: int) -> bool:
        """Whether the key means something here."""
        row, last = self.list.currentIndex().row(), self.commands.rowCount() - 1
        page = max(1, self.list.height() // self._delegate.row_height() - 1)
        moves = {
            Qt.Key.Key_Up: last if row <= 0 else row - 1,
            Qt.Key.Key_Down: 0 if row >= last else row + 1,
            Qt.Key.Key_PageUp: max(0, row - page),
            Qt.Key.Key_PageDown: min(last, row + page),
        }
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in ENTER:
            self._run_current()
        elif key in moves:
            self._choose(moves[Qt.Key(key)])
        else:
            return False
        return True

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.commands.index(row, 0))
        self._tell_current()

    def _current_key(self) -> str:
        index = self.list.currentIndex()
        return self.commands.command_at(index.row()).key if index.isValid() else ""

    def _run_current(self) -> None:
        key = self._current_key()
        if key and self.is_open:
            self.dismiss()
            self.chosen.emit(key)

    @Slot(str)
    def _on_typed(self, typed: str) -> None:
        was_empty = not self.empty.isHidden()
        self.commands.set_typed(typed)
        self._choose(0)
        self._place()
        if not was_empty and not self.empty.isHidden():
            self._say(self.empty.text())

    @Slot(str)
    def _on_typed_in_list(self, letters: str) -> None:
        """Who goes on typing means the line."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.insert(letters)

    @Slot()
    def _on_clicked(self) -> None:
        self._run_current()

    # --- what a screen reader hears

    def _tell_current(self) -> None:
        """The focus stays in the line while up and down walk through the list, so the line says what Enter would run."""
        index, words = self.list.currentIndex(), ""
        if index.isValid():
            words = self.tr("{command}, {place} of {count}").format(
                command=told(self.commands.command_at(index.row())), place=index.row() + 1, count=self.commands.rowCount()
            )
        if words != self.edit.accessibleDescription():
            self.edit.setAccessibleDescription(words)
            if words and self.edit.hasFocus():
                self._say(words)

    def _say(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.edit, words))

    # --- the focus

    def _keep_focus(self, widget: QWidget | None) -> None:
        self._before = widget
        if widget is not None:
            widget.destroyed.connect(self._on_before_gone)

    @Slot()
    def _on_before_gone(self) -> None:
        self._before = None

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Somebody else took it: a shortcut, a question. It stays there."""
        if now is not None and now is not self and not self.isAncestorOf(now):
            self._let_go()
            self._hide()

    def _let_go(self) -> None:
        self._app().focusChanged.disconnect(self._on_focus_changed)
        self._body.removeEventFilter(self)
        if self._before is not None:
            self._before.destroyed.disconnect(self._on_before_gone)
        self._before = None

    def _hide(self) -> None:
        self._elsewhere.hide()
        self.hide()

    def _app(self) -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app

    @Slot()
    def _on_theme_changed(self) -> None:
        size = self._theme.px(16)
        self.edit.setStyleSheet(
            f"QLineEdit {{ font-size: {size}px; padding: 7px 11px; }} QLineEdit:focus {{ padding: 6px 10px; }}"
        )
        self.list.setStyleSheet("QListView { border: none; }")
        self.list.doItemsLayout()
        self._place()


class CommandList(QListView):
    """Rows to choose from. `typed`: letters that were meant for the line above."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not look for a row here."""
        self.typed.emit(search)


class Elsewhere(QWidget):
    """Everything of the body but the panel: a press there closes it. Draws the panel's shadow, and lets all else be seen."""

    def __init__(self, panel: CommandPalette, body: QWidget) -> None:
        super().__init__(body)
        self._panel = panel
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The press means the panel alone."""
        event.accept()
        self._panel.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shadow, darker towards the panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 2))
        panel = QRectF(self._panel.geometry()).translated(0, 4)
        for width in range(SHADOW, 0, -1):
            painter.drawRoundedRect(panel.adjusted(-width, -width, width, width), 12 + width, 12 + width)
