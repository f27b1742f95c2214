"""Holds a page: gives it all the room, and scrolls only when the page's minimum does not fit. Must not know: what the page is.

QScrollArea's own `widgetResizable` asks for the preferred height as soon as one label wraps, and would scroll pages that fit.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from distilstudio.gui.widgets.folding_row import FoldingRow

BAR_ROOM = 12
"""Width that is kept free at the right for the scroll bar, so that nothing moves when it comes."""


class PageScroller(QScrollArea):
    """A scroll area around one page."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = page
        self._folding = page.findChildren(FoldingRow)
        self.setWidget(page)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page's layout has changed its mind."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window has another size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        page, room = self._page, self.maximumViewportSize()
        layout = page.layout()
        if layout is None:
            page.resize(room.width() - BAR_ROOM, room.height())
            return
        for row in self._folding:
            row.fold(room.width() - BAR_ROOM)
        least = layout.totalMinimumSize()
        width = max(room.width() - BAR_ROOM, least.width())
        least_height = layout.totalMinimumHeightForWidth(width) if layout.hasHeightForWidth() else least.height()
        page.resize(width, max(least_height, room.height()))


def settle() -> None:
    """Lay out what was shown, and gather what is to be painted, now: left to the event loop a page is painted twice or more, before its layout
    has settled and after."""
    for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateLater):
        QCoreApplication.sendPostedEvents(None, kind.value)
