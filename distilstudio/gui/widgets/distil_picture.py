"""What distilling is, in three drawings: a big teacher answers, a small student learns, the student is taken home.

Drawn from the theme's colours. Must not know: models, runs.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from distilstudio.gui.theme import Theme

LAYERS = 6
KEPT = (0, 2, 5)
HALF = 0.77
"""Of the starter teacher's megabytes its student of half the layers has so many: the word vectors stay, which are the larger part."""
DRAWING = 108
MOST_DRAWING = 320.0
GAP = 32


class DistilPicture(QWidget):
    """Three scenes side by side, each with a headline and a sentence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scenes: list[tuple[str, str]] = []
        self.setObjectName("distil_picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._claim_height)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._scenes = [
            (self.tr("1. A big model reads your texts"), self.tr("The teacher knows a lot, but it is large and slow.")),
            (
                self.tr("2. A small one learns from it"),
                self.tr("The student copies some layers, and follows the teacher’s answers."),
            ),
            (self.tr("3. You take the small one home"), self.tr("Nearly as good, smaller, and about twice as fast.")),
        ]
        self.setAccessibleName(self.tr("What distilling is"))
        self.setAccessibleDescription(" ".join(f"{head}. {words}" for head, words in self._scenes))
        self._claim_height()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Room for the drawings and four lines."""
        return QSize(self._theme.px(600), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never so narrow that the words would be cut."""
        return QSize((480 + 3 * self._theme.px(480)) // 4, self._theme.px(DRAWING) + round(self._words_room()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower columns need more lines."""
        super().resizeEvent(event)
        self._claim_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the scenes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, width, words = self._theme.px(GAP), self._column_width(), self._words_room()
        height = max(float(self._theme.px(DRAWING)), min(self.height() - words, self._theme.px(MOST_DRAWING)))
        top = max(0.0, (self.height() - height - words) / 2)
        for place, (head, sentence) in enumerate(self._scenes):
            left = place * (width + gap)
            box = QRectF(left, top, width, height)
            (self._paint_teacher, self._paint_copying, self._paint_home)[place](painter, box)
            self._paint_words(painter, QRectF(left, box.bottom() + 12, width, words), head, sentence)

    def _column_width(self) -> float:
        return (self.width() - 2 * self._theme.px(GAP)) / 3

    def _words_room(self) -> float:
        return max(self._words_height(self._column_width(), *scene) for scene in self._scenes)

    @Slot()
    def _claim_height(self) -> None:
        self.setMinimumHeight(self.minimumSizeHint().height())
        self.update()

    def _words_height(self, width: float, head: str, sentence: str) -> float:
        """Height of headline and sentence at this width, with the gap above them."""
        room = QRect(0, 0, round(width), 1000)
        step, note = QFontMetrics(self._theme.font("step")), QFontMetrics(self._theme.font("note"))
        flags = Qt.TextFlag.TextWordWrap
        return 14.0 + step.boundingRect(room, flags, head).height() + note.boundingRect(room, flags, sentence).height()

    def _paint_words(self, painter: QPainter, box: QRectF, head: str, sentence: str) -> None:
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(self._theme.font("step"))
        painter.setPen(self._theme.color("text"))
        used = painter.boundingRect(box, flags, head)
        painter.drawText(box, flags, head)
        painter.setFont(self._theme.font("note"))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box.adjusted(0, used.height() + 2, 0, 0), flags, sentence)

    def _paint_stack(self, painter: QPainter, box: QRectF, layers: list[bool], token: str) -> list[QRectF]:
        """A stack of layers, the first at the bottom; those not lit are drawn as empty tracks. Returns their places."""
        step = box.height() / len(layers)
        places = []
        painter.setPen(Qt.PenStyle.NoPen)
        for number, lit in enumerate(layers):
            bar = QRectF(box.left(), box.bottom() - (number + 1) * step + step * 0.14, box.width(), step * 0.72)
            painter.setBrush(self._theme.color(token if lit else "sunk"))
            painter.drawRoundedRect(bar, 4, 4)
            places.append(bar)
        return places

    def _paint_teacher(self, painter: QPainter, box: QRectF) -> None:
        unit = box.height()
        lines = QRectF(box.left(), box.top() + unit * 0.22, unit * 0.55, unit * 0.56)
        self._paint_text_lines(painter, lines)
        self._paint_arrow(painter, QPointF(lines.right() + 10, box.center().y()), box.width() * 0.10 + 10)
        left = lines.right() + box.width() * 0.10 + 34
        self._paint_stack(
            painter, QRectF(left, box.top(), min(unit * 0.95, box.right() - left), unit), [True] * LAYERS, "teacher"
        )

    def _paint_copying(self, painter: QPainter, box: QRectF) -> None:
        unit = box.height()
        width = min(unit * 0.85, box.width() * 0.36)
        teacher = QRectF(box.left(), box.top(), width, unit)
        lit = self._paint_stack(painter, teacher, [number in KEPT for number in range(LAYERS)], "teacher")
        small = unit * 0.5
        student = QRectF(min(box.left() + width * 2.1, box.right() - width * 0.8), box.bottom() - small, width * 0.8, small)
        copies = self._paint_stack(painter, student, [True] * len(KEPT), "student")
        painter.setPen(QPen(self._theme.color("muted"), 1.4, Qt.PenStyle.DashLine))
        for copy, source in zip(copies, KEPT, strict=True):
            painter.drawLine(
                QPointF(teacher.right() + 5, lit[source].center().y()), QPointF(student.left() - 5, copy.center().y())
            )

    def _paint_home(self, painter: QPainter, box: QRectF) -> None:
        unit, width = box.height(), min(box.height() * 0.68, box.width() * 0.3)
        student = QRectF(box.left(), box.bottom() - unit * 0.5, width, unit * 0.5)
        self._paint_stack(painter, student, [True] * len(KEPT), "student")
        left = student.right() + box.width() * 0.08
        rows = (("teacher", 1.0, self.tr("size of the teacher")), ("student", HALF, self.tr("size of the student")))
        painter.setFont(self._fitting([words for *_, words in rows], box.right() - left))
        line = painter.fontMetrics().height()
        y = box.bottom() - 2 * (line + 16) - 2
        for token, share, words in rows:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QRectF(left, y, box.right() - left, line), Qt.AlignmentFlag.AlignLeft, words)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunk"))
            track = QRectF(left, y + line + 3, box.right() - left, 8)
            painter.drawRoundedRect(track, 4, 4)
            painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * share, track.height()), 4, 4)
            y += line + 18

    def _fitting(self, lines: list[str], room: float) -> QFont:
        """The font of notes, smaller where a line would not fit: large letters in a narrow column."""
        font = self._theme.font("note")
        widest = max(QFontMetrics(font).horizontalAdvance(line) for line in lines)
        font.setPixelSize(int(font.pixelSize() * min(1.0, room / max(1, widest))) or 1)
        return font

    def _paint_text_lines(self, painter: QPainter, box: QRectF) -> None:
        """Your texts: a sheet with lines."""
        painter.setPen(QPen(self._theme.color("border"), 1.2))
        painter.setBrush(self._theme.color("bg"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.muted))
        painter.setOpacity(0.55)
        step = box.height() / 5
        for number, share in enumerate((0.7, 0.85, 0.55, 0.75)):
            top = box.top() + step * (number + 0.75)
            painter.drawRoundedRect(QRectF(box.left() + box.width() * 0.12, top, box.width() * 0.8 * share, 4), 2, 2)
        painter.setOpacity(1.0)

    def _paint_arrow(self, painter: QPainter, start: QPointF, length: float) -> None:
        painter.setPen(QPen(self._theme.color("muted"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        end = start + QPointF(length, 0)
        painter.drawLine(start, end)
        painter.drawLine(end, end + QPointF(-5, -5))
        painter.drawLine(end, end + QPointF(-5, 5))
