"""The list of an exam's rows: as high as each needs, taken some at a time. Must not know: which rows these are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from distilstudio.gui.models.mistake_rows import MistakeRows
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.mistake_cell import MistakeDelegate
from distilstudio.protocol.mistakes import ExamRow


class MistakeList(QListView):
    """`copy_asked`: by the keys that copy anywhere."""

    copy_asked = Signal()

    def __init__(self, theme: Theme, in_words: Callable[[ExamRow], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mistakes_list")
        self.rows = MistakeRows(in_words, self)
        self.delegate = MistakeDelegate(theme, self.rows, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { border: none; }")
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, context=Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks texts elsewhere. Qt's own adjusting comes a tenth of a second later, and until then rows lie over each other."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
