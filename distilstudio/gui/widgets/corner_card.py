"""A card with one quiet button at the right of its title. Must not know: what the button does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from distilstudio.gui.widgets.card import Card

INSIDE, BETWEEN = 16, 8


class CornerCard(Card):
    """The button floats in the corner, so that the title's line stays as high as in the cards beside; with large letters the title goes into
    a second line rather than under the button."""

    def __init__(self, button: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._button = button
        self.title_label.setWordWrap(True)
        button.setParent(self)
        button.setProperty("kind", "quiet")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setStyleSheet('QPushButton { padding: 1px 6px; } QPushButton[ring="true"]:focus { padding: 0px 5px; }')
        button.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay in the corner."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button has another text, or another font."""
        if event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.StyleChange,
            QEvent.Type.FontChange,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.Paint,
        ):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size = self._button.sizeHint()
        taken = 0 if self._button.isHidden() else size.width() + BETWEEN
        if self.title_label.contentsMargins().right() != taken:
            self.title_label.setContentsMargins(0, 0, taken, 0)
        middle = INSIDE + self.title_label.fontMetrics().height() // 2
        self._button.setGeometry(self.width() - INSIDE - size.width(), middle - size.height() // 2, size.width(), size.height())
