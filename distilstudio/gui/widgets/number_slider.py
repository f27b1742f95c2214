"""A slider and a number field that always say the same. Must not know: what the number means, recipes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from distilstudio.gui.theme import Theme


class TrackSlider(QSlider):
    """A horizontal slider drawn with the theme's tokens; a press anywhere on its track takes the handle there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, radius = self._theme.color, self._radius()
        track = QRectF(0, self.height() / 2 - 2, self.width(), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("edge") if self.isEnabled() else color("border"))
        painter.drawRoundedRect(track, 2, 2)
        centre = self._place_of(self.value())
        painter.setBrush(color("accent") if self.isEnabled() else color("muted"))
        painter.drawRoundedRect(QRectF(0, track.top(), centre, 4), 2, 2)
        middle = QPointF(centre, self.height() / 2)
        if self.hasFocus():
            halo = QColor(color("accent"))
            halo.setAlpha(60)
            painter.setBrush(halo)
            painter.drawEllipse(middle, radius + 4, radius + 4)
        painter.setBrush(color("surface"))
        painter.setPen(QPen(color("accent") if self.isEnabled() else color("muted"), 2))
        painter.drawEllipse(middle, radius - 1, radius - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event.position().x())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change a recipe on the way.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _radius(self) -> float:
        return self._theme.px(20) / 2

    def _room(self) -> float:
        return max(1.0, self.width() - 2 * self._radius() - 8)

    def _place_of(self, value: int) -> float:
        share = (value - self.minimum()) / max(1, self.maximum() - self.minimum())
        return self._radius() + 4 + share * self._room()

    def _go_to(self, x: float) -> None:
        share = min(1.0, max(0.0, (x - self._radius() - 4) / self._room()))
        self.setValue(round(self.minimum() + share * (self.maximum() - self.minimum())))


class PlainNumberField(QDoubleSpinBox):
    """A number field that writes 2 and 2.25, not 2.000."""

    def sizeHint(self) -> QSize:
        """As wide as what is usually in it, not as its longest possible number."""
        return QSize(self.fontMetrics().horizontalAdvance("100.00") + 44, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def textFromValue(self, value: float) -> str:
        return self.locale().toString(round(value, self.decimals()), "g", 6)


class NumberSlider(QWidget):
    """Caption, slider and number field in a line, words below the ends of the slider.

    The field may go further than the slider (`field_low`, `field_high`); the slider then stays at its end.
    `value_changed` is emitted for what the person does only, never for `set_value`.
    """

    value_changed = Signal(float)

    def __init__(
        self,
        theme: Theme,
        low: float,
        high: float,
        step: float,
        *,
        decimals: int = 0,
        field_low: float | None = None,
        field_high: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._step, self._decimals = low, step, decimals
        self.slider = TrackSlider(theme)
        self.slider.setRange(0, round((high - low) / step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 9))
        self.field = PlainNumberField()
        self.field.setDecimals(decimals)
        self.field.setRange(low if field_low is None else field_low, high if field_high is None else field_high)
        self.field.setSingleStep(step)
        self.field.setKeyboardTracking(False)
        self.field.lineEdit().setTextMargins(8, 0, 0, 0)
        self.caption = _note(Qt.AlignmentFlag.AlignLeft)
        self.caption.setWordWrap(False)
        self.ends = tuple(
            _note(side) for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        )
        self._lay_out()
        self.set_value(low)
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.field.valueChanged.connect(self._on_number_typed)

    def value(self) -> float:
        """The number that holds."""
        return self.field.value()

    def set_value(self, value: float) -> None:
        """Show a number without telling anybody."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.slider.setValue(round((value - self._low) / self._step))
            self.field.setValue(value)
        self.slider.update()

    def set_words(self, name: str, caption: str, low: str, high: str, middle: str = "", suffix: str = "") -> None:
        """Every text of it: accessible name, caption above, words at the ends, unit in the field."""
        self.caption.setText(caption)
        self.caption.setVisible(bool(caption))
        if caption:
            self.caption.setBuddy(self.field)
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(name)
        self.field.lineEdit().setAccessibleName(name)
        self.field.setSuffix(suffix)
        for label, text in zip(self.ends, (low, middle, high), strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        self.slider.setAccessibleDescription(f"{low} – {high}")

    @Slot(int)
    def _on_slider_moved(self, place: int) -> None:
        value = round(self._low + place * self._step, self._decimals)
        with QSignalBlocker(self.field):
            self.field.setValue(value)
        self.value_changed.emit(value)

    @Slot(float)
    def _on_number_typed(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round((value - self._low) / self._step))
        self.slider.update()
        self.value_changed.emit(round(value, self._decimals))

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        for label in self.ends:
            ends.addWidget(label, 1)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(0)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self.caption, 0, 0)
        layout.addWidget(self.slider, 0, 1)
        layout.addWidget(self.field, 0, 2)
        layout.addLayout(ends, 1, 1)
        self.setTabOrder(self.slider, self.field)


def _note(side: Qt.AlignmentFlag) -> QLabel:
    label = QLabel()
    label.setProperty("kind", "note")
    label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    label.setWordWrap(True)
    return label
