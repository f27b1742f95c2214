"""A picture of the teacher's stack of layers with the copied ones lit, and the student beside it, as wide as it will be. A click on a layer
asks for it, or for doing without it. Must not know: how layers are copied.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from distilstudio.gui.figures import listed
from distilstudio.gui.theme import Theme

GAP, NARROW_GAP = 4, 2
FEW_ROWS = 8
"""So many boxes, six layers and both ends, stand apart by the wider gap."""
AIR = 5
"""Above and below a number in its box, together."""
ROOM_FOR_NUMBERS = 12
"""Layers whose numbers the picture keeps room for: as many as BERT's. Of more the picture would be higher than the page."""
NARROWEST = 0.2
"""Of the teacher's width in the picture: what is drawn narrower still cannot be seen well."""


class LayerStack(QWidget):
    """Layers are drawn from below, as texts go through them; a line leads from each copied layer to its place in the student.

    Keys: up and down go from layer to layer, Space does what a click does.
    """

    layer_clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layers = 0
        self._copied: list[int] = []
        self._captions = ("", "")
        self._ends = ("", "")
        self._share = 1.0
        self._can_choose = False
        self._at = 0
        self.setObjectName("layer_stack")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def copied(self) -> list[int]:
        """The teacher's layers that are lit, 0-based, lowest first."""
        return list(self._copied)

    def set_layers(self, layers: int, copied: Sequence[int], share: float = 1.0, can_choose: bool = True) -> None:
        """Show a teacher of so many layers, of which `copied` (0-based) go into the student, which has this share of its width.

        can_choose: layers can be clicked.
        """
        self._layers, self._copied, self._share = layers, list(copied), share
        self._can_choose = can_choose and layers > 1
        self._at = min(self._at, layers - 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._can_choose else Qt.FocusPolicy.NoFocus)
        self._describe()
        self.updateGeometry()
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
        rows = min(self._layers, ROOM_FOR_NUMBERS) + 2
        height = rows * self._readable_height() + (rows - 1) * self._gap() + self._caption_height()
        return QSize(self._theme.px(220), max(self._theme.px(182), round(height)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._layers:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("note"))
        caption_height = self._caption_height()
        teacher = self._boxes()
        room, rows, width = self.height() - caption_height, len(teacher), teacher[0].width()
        right = self.width() - width
        narrow = width * max(self._share, NARROWEST)
        left_of_student = right + (width - narrow) / 2
        student = [QRectF(left_of_student, box.top(), narrow, box.height()) for box in teacher[: len(self._copied) + 2]]
        self._draw_links(painter, teacher, student)
        self._draw_tower(painter, teacher, "teacher", {0, rows - 1, *(layer + 1 for layer in self._copied)})
        self._draw_tower(painter, student, "student", set(range(len(student))))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text"), 2))
            painter.drawRoundedRect(teacher[self._at + 1].adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(self._theme.color("muted"))
        metrics, half = QFontMetrics(painter.font()), self.width() / 2
        for left, text in zip((0.0, right), self._captions, strict=True):
            below, alignment = QRectF(left, room, width, caption_height), Qt.AlignmentFlag.AlignHCenter
            if metrics.horizontalAdvance(text) > width:  # in large letters: as far as the middle
                below = QRectF(half if left else 0, room, half, caption_height)
                alignment = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
            painter.drawText(below, Qt.AlignmentFlag.AlignBottom | alignment, text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on one of the teacher's layers."""
        layer = self._layer_at(event.position())
        if layer is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = layer
            self.layer_clicked.emit(layer)
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a click does something."""
        over = self._layer_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down and Space."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._at = max(0, min(self._layers - 1, self._at + step))
            self._describe()
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.layer_clicked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say of the layer below the mouse what a click does."""
        if isinstance(event, QHelpEvent):
            layer = self._layer_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if layer is None else self._told(layer), self)
            return True
        return super().event(event)

    def _told(self, layer: int) -> str:
        if layer in self._copied:
            return self.tr("Layer {0} is copied. A click leaves it out.").format(layer + 1)
        return self.tr("Layer {0} is left out. A click copies it.").format(layer + 1)

    def _caption_height(self) -> int:
        return QFontMetrics(self._theme.font("note")).height() + 8

    def _boxes(self) -> list[QRectF]:
        """The teacher's tower from below: word vectors, layers, answer."""
        room, rows = self.height() - self._caption_height(), self._layers + 2
        gap = self._gap()
        height = min(float(self._theme.px(56)), (room - gap * (rows - 1)) / rows)
        return [QRectF(0, room - (place + 1) * height - place * gap, self.width() * 0.40, height) for place in range(rows)]

    def _gap(self) -> int:
        return GAP if self._layers + 2 <= FEW_ROWS else NARROW_GAP

    def _readable_height(self) -> int:
        """Of a box that a number fits into."""
        return QFontMetrics(self._theme.font("note")).capHeight() + 3

    def _layer_at(self, place: QPointF) -> int | None:
        """The teacher's layer that is drawn there, where it can be chosen."""
        if not self._can_choose or not self.isEnabled():
            return None
        half = self._gap() / 2
        found = [layer for layer, box in enumerate(self._boxes()[1:-1]) if box.adjusted(0, -half, 0, half).contains(place)]
        return found[0] if found else None

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
        readable = boxes[0].height() >= self._readable_height()
        font = self._theme.font("note")
        spare = boxes[0].height() - QFontMetrics(font).capHeight() - AIR
        if readable and spare < 0:  # in low boxes smaller, so that it stays within them
            font.setPixelSize(font.pixelSize() + round(spare))
        painter.setFont(font)
        metrics = QFontMetrics(font)
        for place, box in enumerate(boxes):
            end = place in (0, len(boxes) - 1)
            shine = self._theme.color(color)
            if end:
                shine.setAlphaF(0.16)
            painter.setPen(QPen(self._theme.color(color), 1) if end else Qt.PenStyle.NoPen)
            painter.setBrush(shine if place in lit else self._theme.color("sunk"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            text = (self._ends[0] if place else self._ends[1]) if end else str(place)
            if readable and metrics.horizontalAdvance(text) <= box.width() - 4:  # else its neighbour at the left says it
                painter.setPen(self._theme.color("text" if end else "on_accent" if place in lit else "muted"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(self._theme.font("note"))

    def _describe(self) -> None:
        numbers = listed(str(layer + 1) for layer in self._copied)
        self.setAccessibleDescription(
            f"{self._captions[0]}: {self._layers} → {self._captions[1]}: {len(self._copied)} ({numbers})"
            + (f" {self._told(self._at)}" if self._can_choose else "")
        )
