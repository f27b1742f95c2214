"""What every plot of the program shares: a quiet frame of axes in the theme's colours, a legend in words, and redrawing on a timer only
when there is something new to see. Modules called plots… are the only ones that import pyqtgraph. Must not know: runs, what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPicture,
    QShowEvent,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.models.curves import Floats
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.flow_row import FlowRow

REDRAW_MS = 33
DASHES: dict[str, list[float]] = {"solid": [], "dash": [5.0, 2.5], "dot": [1.2, 2.2], "dashdot": [5.0, 2.0, 1.2, 2.0]}
"""Line styles by name, in units of the line's width, so that no colour is the only mark."""


def line_pen(color: str, width: float, dash: str = "solid", alpha: float = 1.0) -> QPen:
    """A pen that keeps its width at any zoom."""
    tint = QColor(color)
    tint.setAlphaF(alpha)
    pen: QPen = pg.mkPen(tint, width=width)
    if DASHES[dash]:
        pen.setDashPattern(DASHES[dash])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def round_steps(low: float, high: float, most: int) -> list[float]:
    """At most so many round values (1, 2, 2.5 or 5 times a power of ten apart) from low to high."""
    span = high - low
    if span <= 0 or most < 1:
        return [low]
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(index * step, 10) for index in range(first, math.floor(high / step + 1e-9) + 1)]


class QuietAxis(pg.AxisItem):
    """An axis of a few round values: hair lines across the plot on the left one, no line of its own."""

    def __init__(self, side: str, write: Callable[[float], str]) -> None:
        super().__init__(side, pen=QColor(0, 0, 0, 0))
        self._write = write
        self.most = math.inf
        """Values above it are not written, though there may be room for them: there are none beyond 100 %."""
        self.setStyle(tickLength=0, tickTextOffset=6, autoExpandTextSpace=True, hideOverlappingLabels=side == "bottom")
        self.enableAutoSIPrefix(False)  # it sets the words of a label that there is not, at every move of the range

    def set_look(self, theme: Theme) -> None:
        """Take colours and type from the theme."""
        self.setTickPen(QColor(theme.tokens.border))
        self.setTextPen(QColor(theme.tokens.muted))
        font = theme.font("note")
        font.setPixelSize(theme.px(11))
        self.setTickFont(font)

    def boundingRect(self) -> QRectF:
        """Room for the first and the last words, which stand half outside; pyqtgraph drops them otherwise when there is a grid."""
        return QRectF(super().boundingRect()).adjusted(-24, -12, 24, 12)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """One level of round values."""
        if not math.isfinite(low) or not math.isfinite(high):
            return []
        steps = round_steps(low, high, max(2, int(size // (30 if self.orientation == "left" else 90))))
        values = [value for value in steps if value <= self.most]
        return [(values[1] - values[0] if len(values) > 1 else 1.0, values)]

    def prepare(self) -> None:
        """Reckon ticks and words, and the room they take, before the painting."""
        if self.picture is None and self.isVisible():
            nowhere = QPicture()
            painter = QPainter(nowhere)
            self.paint(painter, None, None)
            painter.end()

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """Values as words."""
        return [self._write(value) for value in values]


class LegendKey(QWidget):
    """A piece of line in its style, and what it stands for with its last value."""

    def __init__(self, theme: Theme, color: str, dash: str = "solid", width: float = 2.0, strong: bool = False) -> None:
        super().__init__()
        self._theme, self._color, self._dash, self._width, self._strong = theme, color, dash, width, strong
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def set_line(self, color: str, dash: str) -> None:
        """Stand for another line."""
        self._color, self._dash = color, dash
        self.update()

    def set_text(self, text: str) -> None:
        """What stands beside the line."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as line and words."""
        metrics = QFontMetrics(self._theme.font("note"))
        return QSize(self._theme.px(28) + metrics.horizontalAdvance(self._text) + 4, metrics.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw line and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(line_pen(getattr(self._theme.tokens, self._color), self._width, self._dash))
        painter.drawLine(QPointF(0, middle), QPointF(self._theme.px(20), middle))
        painter.setPen(self._theme.color("text" if self._strong else "muted"))
        painter.setFont(self._theme.font("note"))
        left = self._theme.px(26)
        option = QTextOption(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), self._text, option)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class PlotArea(pg.PlotWidget):
    """Axes and lines. Dragging and the wheel move along the steps only; `released` when a person did so, `pointed` at a step."""

    released = Signal()
    pointed = Signal(object)
    reset = Signal()

    def __init__(self, theme: Theme, write_y: Callable[[float], str], write_x: Callable[[float], str]) -> None:
        self.left, self.bottom = QuietAxis("left", write_y), QuietAxis("bottom", write_x)
        self.is_behind = False
        """Just come to the screen, and drawn anew in a moment: the page is there sooner when what was drawn before is not painted first."""
        super().__init__(axisItems={"left": self.left, "bottom": self.bottom}, background=None, enableMenu=False)
        self._theme = theme
        item = self.getPlotItem()
        item.hideButtons()
        # pyqtgraph makes this menu in any case, and nobody would own it.
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        item.setContentsMargins(0, 8, 18, 2)
        self.left.setGrid(255)
        for axis in (self.left, self.bottom):
            axis.setZValue(-1000)
        self.box = item.getViewBox()
        self.box.setMouseEnabled(x=True, y=False)
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0)
        self.box.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.setFrameShape(self.Shape.NoFrame)
        # The plot says itself when it is to be painted. Items would say it too: one by one, and again while they are laid out for a painting,
        # which was then done up to four times.
        self.setViewportUpdateMode(self.ViewportUpdateMode.NoViewportUpdate)
        self.box.sigRangeChanged.connect(self._on_range_changed)
        self.setStyleSheet("QGraphicsView { background: transparent; border: none; }")  # not of what is laid over it
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.set_look()

    def set_look(self) -> None:
        """Take colours and type from the theme again."""
        self.left.set_look(self._theme)
        self.bottom.set_look(self._theme)

    def sizeHint(self) -> QSize:
        """Modest, since a layout takes it for the least height; the drawing grows with the room there is."""
        return QSize(self._theme.px(280), self._theme.px(120))

    def show_axes(self, shown: bool) -> None:
        """Figures and hair lines mean nothing while there is no curve."""
        self.left.setVisible(shown)
        self.bottom.setVisible(shown)

    def columns(self) -> int:
        """Width of the drawing in pixels."""
        return max(50, int(self.box.width()))

    def x_range(self) -> tuple[float, float]:
        """Steps in view."""
        low, high = self.box.viewRange()[0]
        return float(low), float(high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Settle what is drawn, then paint it. Left to pyqtgraph, that happens while it is painted."""
        if self.is_behind:
            return
        for _ in range(2):  # the words of an axis take room, and the room says which words
            self.getPlotItem().layout.activate()
            self.box.prepareForPaint()
            self.left.prepare()
            self.bottom.prepare()
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the step under the pointer."""
        super().mouseMoveEvent(event)
        place = self.box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        low, high = self.x_range()
        self.pointed.emit(place.x() if low <= place.x() <= high else None)

    def leaveEvent(self, event: QEvent) -> None:
        """No step is pointed at."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole run again."""
        super().mouseDoubleClickEvent(event)
        self.reset.emit()

    @Slot()
    def _on_range_changed(self) -> None:
        self.viewport().update()

    @Slot(object)
    def _on_moved_by_hand(self, _axes: Any) -> None:
        self.released.emit()


class Plot(QWidget):
    """A legend, a drawing area and, while there is nothing to draw, a sentence. Subclasses give `draw`, `describe` and their ranges."""

    def __init__(
        self,
        theme: Theme,
        write_y: Callable[[float], str],
        parent: QWidget | None = None,
        write_x: Callable[[float], str] = "{:,.0f}".format,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.area = PlotArea(theme, write_y, write_x)
        self.follows = True
        self.pointed_step: float | None = None
        self._dirty = True
        self._timer = QTimer(self, interval=REDRAW_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timer)
        self.legend = FlowRow()
        self.whole_button = QPushButton()
        self.whole_button.setProperty("kind", "quiet")
        self.whole_button.setStyleSheet('QPushButton { padding: 0px 6px; } QPushButton[ring="true"]:focus { padding: 0px 5px; }')
        self.whole_button.hide()
        self.whole_button.clicked.connect(self._on_reset)
        self.legend.addWidget(self.whole_button)
        self.ghost = pg.PlotCurveItem(antialias=True)
        """The shape that will come, in the colour of hair lines, while there is nothing yet. Over x 0..100."""
        self.area.addItem(self.ghost)
        self.empty_label = QLabel(self.area)
        self.empty_label.setProperty("kind", "on_curve")
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.empty_label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.ghost.setPen(line_pen(theme.tokens.border, 2.5))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(self.legend)
        self._layout.addWidget(self.area, 1)
        self.area.released.connect(self._on_released)
        self.area.reset.connect(self._on_reset)
        self.area.pointed.connect(self._on_pointed)
        self.area.installEventFilter(self)
        theme.changed.connect(self._on_theme_changed)

    # For subclasses

    def draw(self) -> None:
        """Put lines and ranges in place."""
        raise NotImplementedError

    def describe(self) -> str:
        """The last values in words."""
        raise NotImplementedError

    def set_colors(self) -> None:
        """Give every item its colour again."""
        raise NotImplementedError

    def show_empty(self, words: str) -> None:
        """Say this sentence in place of curves; "" when there are curves."""
        self.empty_label.setText(words)
        self.empty_label.setVisible(bool(words))
        self._place_words()
        self.area.show_axes(not words)
        self.ghost.setVisible(bool(words))

    def add_key(self, key: LegendKey) -> LegendKey:
        """Put a key at the end of the legend."""
        # The button stays last.
        self.legend.removeWidget(self.whole_button)
        self.legend.addWidget(key)
        self.legend.addWidget(self.whole_button)
        key.show()  # Qt would show it a moment later, and the plot would be laid out and painted once more for it
        return key

    # For everybody

    def mark_dirty(self) -> None:
        """Something changed: redraw within a moment, or when the plot is next seen."""
        self._dirty = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Redraw now."""
        self._dirty = self.area.is_behind = False
        self.draw()
        self._layout.activate()
        self.area.viewport().update()
        self.setAccessibleDescription(self.describe())

    def retranslate(self) -> None:
        """Set every text again."""
        self.whole_button.setText(self.tr("Whole run"))
        self.mark_dirty()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._dirty:
            self.area.is_behind = True
            self._timer.start()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Keep the sentence of an empty plot in its middle, and the lines as fine as the new width allows."""
        if event.type() == QEvent.Type.Resize:
            self._place_words()
            self.mark_dirty()
        return bool(super().eventFilter(watched, event))

    def _place_words(self) -> None:
        """In the middle and no larger than they are: the ghost runs behind their ground, and past it."""
        label, room = self.empty_label, self.area.rect().adjusted(0, 0, 0, -20)
        width = min(label.sizeHint().width(), room.width() - 2 * max(24, room.width() // 8))
        box = QRect(0, 0, width, label.heightForWidth(width))
        box.moveCenter(room.center())
        label.setGeometry(box)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_timer(self) -> None:
        if self._dirty and self.isVisible():
            self.refresh()

    @Slot()
    def _on_released(self) -> None:
        self.follows = False
        self.whole_button.show()
        self.mark_dirty()

    @Slot()
    def _on_reset(self) -> None:
        self.follows = True
        self.whole_button.hide()
        self.mark_dirty()

    @Slot(object)
    def _on_pointed(self, step: float | None) -> None:
        self.pointed_step = step
        self.mark_dirty()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.area.set_look()
        self.set_colors()
        self.ghost.setPen(line_pen(self.theme.tokens.border, 2.5))
        self.mark_dirty()


def put_line(curve: pg.PlotCurveItem, x: Floats, y: Floats) -> None:
    """Give a curve its points; gaps (nan) are left open. The arrays are short, so the check for gaps costs nothing."""
    curve.setData(x, y, connect="finite")
