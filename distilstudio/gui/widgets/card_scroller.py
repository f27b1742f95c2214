"""Holds a card above the pages: as high as the card needs, but no higher than its share of the window; what is more is scrolled.

In large letters a card may need more than the whole of a small window. Must not know: what the card says.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

SHARE = 0.5


class CardScroller(QScrollArea):
    """Seen while the card is."""

    def __init__(self, card: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = card
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hidden = card.isHidden()
        self.setHidden(hidden)
        self.setWidget(card)  # which shows it, and lets this area see its events
        card.setHidden(hidden)

    def fit(self) -> None:
        """Take the room that the card needs now."""
        layout = self._card.layout()
        if self.isHidden() or layout is None:
            return
        whole, most = layout.totalHeightForWidth(self.width()), int(SHARE * self.window().height())
        self.setFixedHeight(min(whole, most))
        width = self.width() - (self.verticalScrollBar().sizeHint().width() if whole > most else 0)
        self._card.resize(width, layout.totalHeightForWidth(width))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The card comes, goes, or says something else."""
        if watched is not self._card or self.parentWidget() is None:
            return super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setHidden(self._card.isHidden())
            self.fit()
        elif event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window has another width."""
        super().resizeEvent(event)
        self.fit()
