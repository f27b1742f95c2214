"""A wide button with an icon, a name and a sentence: a task, a recent file. Must not know: what it opens."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from distilstudio.gui.theme import Theme

ARROW = 34


class ChoiceRow(QAbstractButton):
    """Icon at the left, name and note beside it, an arrow at the right where it leads somewhere."""

    def __init__(
        self, icon: str, theme: Theme, token: str = "accent", framed: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._theme, self._token, self._framed = icon, theme, token, framed
        self._note = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum if framed else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(framed)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_words(self, name: str, note: str) -> None:
        """Name and sentence; both are the accessible words too."""
        self.setText(name)
        self._note = note
        self.setAccessibleName(name)
        self.setAccessibleDescription(note)
        self.setToolTip(note)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the name, and for the note in one line."""
        width = self._theme.px(240)
        return QSize(width, self.heightForWidth(4 * width))

    def hasHeightForWidth(self) -> bool:
        """A framed row wraps its note; the others elide it."""
        return self._framed

    def heightForWidth(self, width: int) -> int:
        """Name and note, with room above and below."""
        name = QFontMetrics(self._theme.font("step")).height()
        return name + 2 + self._note_height(width) + (24 if self._framed else 12)

    def _note_height(self, width: int) -> int:
        note = QFontMetrics(self._theme.font("note"))
        if not self._framed:
            return note.height()
        room = QRect(0, 0, width - self._words_left() - ARROW, 1000)
        return max(note.height(), note.boundingRect(room, Qt.TextFlag.TextWordWrap, self._note).height())

    def _words_left(self) -> int:
        return (14 if self._framed else 6) + self._theme.px(20 if self._framed else 18) + 12

    def minimumSizeHint(self) -> QSize:
        """The note is elided before the name is."""
        return QSize(self._theme.px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame, icon and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus() and self.property("ring"):
            painter.setPen(QPen(QColor(tokens.accent), 2))
        elif self._framed:
            painter.setPen(QPen(QColor(tokens.border), 1.2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(tokens.sunk) if self.underMouse() else QColor(tokens.surface) if self._framed else Qt.BrushStyle.NoBrush
        )
        painter.drawRoundedRect(frame, 10, 10)
        side = self._theme.px(20 if self._framed else 18)
        left = 14 if self._framed else 6
        self._theme.icon(self._icon_name, getattr(tokens, self._token)).paint(
            painter, QRect(left, (self.height() - side) // 2, side, side)
        )
        self._paint_words(painter, self._words_left(), self.width() - ARROW)
        side = self._theme.px(14)
        box = QRect(self.width() - side - 12, (self.height() - side) // 2, side, side)
        self._theme.icon("chevron_right", tokens.muted).paint(painter, box)

    def _paint_words(self, painter: QPainter, left: int, right: int) -> None:
        tokens, room = self._theme.tokens, right - left
        name, note = QFontMetrics(self._theme.font("step")), QFontMetrics(self._theme.font("note"))
        top = (self.height() - name.height() - self._note_height(self.width()) - 2) // 2
        painter.setFont(self._theme.font("step"))
        painter.setPen(QColor(tokens.text))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            QRect(left, top, room, name.height()), Qt.AlignmentFlag.AlignLeft, name.elidedText(self.text(), elide, room)
        )
        painter.setFont(self._theme.font("note"))
        painter.setPen(QColor(tokens.muted))
        box = QRect(left, top + name.height() + 2, room, self._note_height(self.width()))
        words = self._note if self._framed else note.elidedText(self._note, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, words)
