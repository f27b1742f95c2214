"""A drawing of what a teacher is: a text goes in, layers read it, and out come not one answer but how sure it is of each.

Must not know: real models, the page around it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from distilstudio.gui.figures import percent
from distilstudio.gui.theme import Theme

SHARES = (0.81, 0.15, 0.04)
MOST_LAYERS = 24


class TeacherPicture(QWidget):
    """Sentence → stack of layers → bars. `set_layers` draws the chosen teacher's number of layers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._layers, self._guesses, self._texts = theme, 6, False, ("", "", "", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate()

    def set_guesses(self, guesses: bool) -> None:
        """Whether it says which word is missing, not which label a text has."""
        self._guesses = guesses
        self.retranslate()

    def set_layers(self, layers: int) -> None:
        """How many layers are drawn."""
        self._layers = max(1, min(layers, MOST_LAYERS))
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        layers = self.tr("1 layer reads it") if self._layers == 1 else self.tr("{0} layers read it").format(self._layers)
        if self._guesses:
            text = self.tr("“Lovely cast, ___ jokes, far too long.”")
            self._texts = (text, layers, self.tr("tired"), self.tr("silly"), self.tr("long"))
            told = self.tr(
                "A text goes in; the teacher says how likely each word is where one is hidden. The student learns that too."
            )
        else:
            text = self.tr("“Lovely cast, tired jokes, far too long.”")
            self._texts = (text, layers, self.tr("negative"), self.tr("mixed"), self.tr("positive"))
            told = self.tr("A text goes in; the teacher says how sure it is of each label. The student learns these doubts too.")
        self.setAccessibleName(self.tr("What a teacher is"))
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Modest; it grows with the room there is."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the words need."""
        return QSize(self._theme.px(300), self._theme.px(140))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the three parts from left to right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = float(self.width()), min(float(self.height()), self._theme.px(220))
        top = (self.height() - height) / 2
        text = QRectF(0, top, 0.26 * width, height)
        stack = QRectF(0.36 * width, top, 0.24 * width, height)
        bars = QRectF(0.7 * width, top, 0.3 * width, height)
        self._paint_text(painter, text)
        self._paint_arrow(painter, text.right() + 6, stack.left() - 6, top + height / 2)
        self._paint_stack(painter, stack)
        self._paint_arrow(painter, stack.right() + 6, bars.left() - 6, top + height / 2)
        self._paint_bars(painter, bars)

    def _paint_text(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._texts[0])

    def _paint_stack(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self._theme.font("note"))
        line = QFontMetrics(painter.font()).height()
        room = QRectF(area.left(), area.top(), area.width(), area.height() - line - 6)
        gap = 4.0 if self._layers <= 12 else 2.0
        thick = min(self._theme.px(24), (room.height() - gap * (self._layers - 1)) / self._layers)
        y = room.center().y() - (thick * self._layers + gap * (self._layers - 1)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("teacher"))
        for _ in range(self._layers):
            painter.drawRoundedRect(QRectF(room.left(), y, room.width(), thick), min(4, thick / 2), min(4, thick / 2))
            y += thick + gap
        painter.setPen(self._theme.color("muted"))
        painter.drawText(QRectF(area.left() - 40, y + 4, area.width() + 80, line), Qt.AlignmentFlag.AlignCenter, self._texts[1])

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self._theme.font("note"))
        metrics = QFontMetrics(painter.font())
        row = metrics.height() + 16
        y = area.center().y() - 1.5 * row
        for share, name in zip(SHARES, self._texts[2:], strict=True):
            painter.setPen(self._theme.color("text"))
            painter.drawText(QPointF(area.left(), y + metrics.ascent()), name)
            figure = percent(share)
            painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(figure), y + metrics.ascent()), figure)
            track = QRectF(area.left(), y + metrics.height() + 2, area.width(), 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunk"))
            painter.drawRoundedRect(track, 3, 3)
            painter.setBrush(self._theme.color("teacher"))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(6.0, share * track.width()), 6), 3, 3)
            y += row

    def _paint_arrow(self, painter: QPainter, left: float, right: float, y: float) -> None:
        painter.setPen(QPen(QColor(self._theme.tokens.muted), 1.5))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        painter.drawLine(QPointF(right, y), QPointF(right - 5, y - 4))
        painter.drawLine(QPointF(right, y), QPointF(right - 5, y + 4))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
