"""A layout that puts its items side by side and goes on in a new line where the width ends. Must not know: what the items are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowRow(QLayout):
    """Items keep their preferred sizes, but one that wants to expand takes what is left of its line; hidden ones take no room.
    even: each has the height of its line, and buttons stand in its middle."""

    def __init__(self, across: int = 14, down: int = 4, parent: QWidget | None = None, *, even: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._across, self._down, self._even = across, down, even
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def insert_widget(self, place: int, widget: QWidget) -> None:
        """Put a widget before those from a place on."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())

    def insert_layout(self, place: int, layout: QLayout) -> None:
        """Put a layout there; while all in it is hidden it takes no room."""
        self.addChildLayout(layout)
        self._items.insert(place, layout)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """An item, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrow row has more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._seen()]
        width = sum(size.width() for size in sizes) + self._across * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0))

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, move: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            sizes = [item.sizeHint() for item in line]
            left, height = rect.left(), max(size.height() for size in sizes)
            rest = rect.width() - sum(size.width() for size in sizes) - self._across * (len(sizes) - 1)
            wide = next((size for item, size in zip(line, sizes, strict=True) if _expands(item)), None)
            if wide is not None and rest > 0:
                wide.setWidth(wide.width() + rest)
            for item, size in zip(line, sizes, strict=True):
                if move:
                    tall = height if self._even else size.height()
                    item.setGeometry(QRect(left, top, min(size.width(), rect.width()), tall))
                left += size.width() + self._across
            top += height + self._down
        return max(0, top - self._down - rect.top())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._seen():
            needed = item.sizeHint().width()
            if not lines or left + needed > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += needed + self._across
        return lines


def _expands(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)
