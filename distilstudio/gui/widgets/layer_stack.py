"""A picture of the teacher's stack of layers with the copied ones lit, and the student beside it. Must not know: how layers are copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from distilstudio.gui.theme import Theme

GAP = 4


class LayerStack(QWidget):
    """Layers are drawn from below, as texts go through them; a line leads from each copied layer to its place in the student."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layers = 0
        self._copied: list[int] = []
        self._captions = ("", "")
        self._ends = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def copied(self) -> list[int]:
        """The teacher's layers that are lit, 0-based, lowest first."""
        return list(self._copied)

    def set_layers(self, layers: int, copied: Sequence[int]) -> None:
        """Show a teacher of so many layers, of which `copied` (0-based) go into the student."""
        self._layers, self._copied = layers, list(copied)
        self._describe()
        self.update()

    def set_words(self, name: str, teacher: str, student: str, head: str, words: str) -> None:
        """Accessible name, the two captions, and the names of what is copied above and below the layers."""
        self.setAccessibleName(name)
        self._captions, self._ends = (teacher, student), (head, words)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(250))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(150))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._layers:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("note"))
        caption_height = QFontMetrics(self._theme.font("note")).height() + 8
        room = self.height() - caption_height
        rows = self._layers + 2
        height = min(float(self._theme.px(40)), (room - GAP * (rows - 1)) / rows)
        floor = room
        width = self.width() * 0.40
        right = self.width() - width
        teacher = [QRectF(0, floor - (place + 1) * height - place * GAP, width, height) for place in range(rows)]
        student = [QRectF(right, box.top(), width, height) for box in teacher[: len(self._copied) + 2]]
        self._draw_links(painter, teacher, student)
        self._draw_tower(painter, teacher, "teacher", {0, rows - 1, *(layer + 1 for layer in self._copied)})
        self._draw_tower(painter, student, "student", set(range(len(student))))
        painter.setPen(self._theme.color("muted"))
        for left, text in zip((0.0, right), self._captions, strict=True):
            painter.drawText(
                QRectF(left, room, width, caption_height), Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, text
            )

    def _draw_links(self, painter: QPainter, teacher: list[QRectF], student: list[QRectF]) -> None:
        sources = [0, *(layer + 1 for layer in self._copied), len(teacher) - 1]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("border"), 2))
        for source, target in zip(sources, student, strict=True):
            start = QPointF(teacher[source].right() + 4, teacher[source].center().y())
            end = QPointF(target.left() - 4, target.center().y())
            bend = (end.x() - start.x()) / 2
            path = QPainterPath(start)
            path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
            painter.drawPath(path)

    def _draw_tower(self, painter: QPainter, boxes: list[QRectF], color: str, lit: set[int]) -> None:
        metrics = QFontMetrics(painter.font())
        readable = boxes[0].height() >= metrics.height() - 2
        for place, box in enumerate(boxes):
            end = place in (0, len(boxes) - 1)
            shine = self._theme.color(color)
            if end:
                shine.setAlphaF(0.16)
            painter.setPen(QPen(self._theme.color(color), 1) if end else Qt.PenStyle.NoPen)
            painter.setBrush(shine if place in lit else self._theme.color("sunk"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            text = (self._ends[0] if place else self._ends[1]) if end else str(place)
            if readable and text:
                painter.setPen(self._theme.color("text" if end else "on_accent" if place in lit else "muted"))
                short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) - 8)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short)

    def _describe(self) -> None:
        numbers = ", ".join(str(layer + 1) for layer in self._copied)
        self.setAccessibleDescription(
            f"{self._captions[0]}: {self._layers} → {self._captions[1]}: {len(self._copied)} ({numbers})"
        )
