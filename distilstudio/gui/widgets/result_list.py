"""What a search of the Hub has found, one below the other, with a line above that says how the search stands. Must not know: what was searched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget


class ResultList(QWidget):
    """`told`: the line above; `area`: what scrolls."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """name: how the list itself is called, for scripts."""
        super().__init__(parent)
        self._results: list[QWidget] = []
        self.told = QLabel()
        self.told.setProperty("kind", "note")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName(name)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.told)
        layout.addWidget(self.area, 1)

    def fill(self, results: Sequence[QWidget]) -> None:
        """Show these in the place of those before, from the top."""
        for result in self._results:
            self._column.removeWidget(result)
            result.hide()
            result.deleteLater()
        self._results = list(results)
        for place, result in enumerate(self._results):
            self._column.insertWidget(place, result)
        self.area.verticalScrollBar().setValue(0)

    def tell(self, words: str) -> None:
        """How the search stands; nothing takes no room."""
        self.told.setText(words)
        self.told.setVisible(bool(words))
