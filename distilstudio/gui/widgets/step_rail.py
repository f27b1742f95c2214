"""The rail at the left: where one is, what is done, where to go. Must not know: pages, models.

Each step is a button of its own, so that screen readers and scripts can press it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import listed
from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.pages.page import RailState
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.logo import Logo
from distilstudio.gui.widgets.up_down_area import UpDownArea

WIDTH = 216
MARK = 18
DOT = 9
MOST_LINES = 2
BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


def rail_width(theme: Theme) -> int:
    """Grows half as fast as the text: the page needs the room more, and long notes wrap."""
    return round((WIDTH + theme.px(WIDTH)) / 2)


def _places(text: str, sign: str) -> list[int]:
    """Where a sign stands in a text, the last first."""
    return [at for at in range(len(text) - 1, 0, -1) if text.startswith(sign, at)]


def _broken(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """Lines of a text, at most MOST_LINES; what does not fit is elided."""
    rest, lines = text, list[str]()
    while len(lines) < MOST_LINES - 1 and metrics.horizontalAdvance(rest) > room:
        breaks = [at for sign in (" · ", " ") for at in _places(rest, sign) if metrics.horizontalAdvance(rest[:at]) <= room]
        if not breaks:
            break
        lines.append(rest[: breaks[0]])
        rest = rest[breaks[0] :].removeprefix(" · ").lstrip()
    return [*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)]


class StepButton(QAbstractButton):
    """One step: a round mark with its number or icon, its name and a note, each of up to two lines."""

    walked = Signal(int)

    def __init__(self, key: str, mark: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._mark = mark
        self._theme = theme
        self._note = ""
        self._state: RailState = "todo"
        self._ring = self._marked = False
        self.setObjectName(f"step_{key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Never fixed: in a rail that scrolls it is narrower than its hint reckons with, and its note may need a line more.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._on_theme_changed)

    @property
    def note(self) -> str:
        """Second line."""
        return self._note

    @property
    def state(self) -> RailState:
        """todo, busy or done."""
        return self._state

    @property
    def is_marked(self) -> bool:
        """Whether something new is to be seen there."""
        return self._marked

    def set_marked(self, marked: bool) -> None:
        """Put a dot beside the name: something new is to be seen there."""
        if marked != self._marked:
            self._marked = marked
            self._describe()
            self.updateGeometry()
            self.update()

    def set_words(self, title: str, note: str, state: RailState) -> None:
        """Show a name, a note and a mark."""
        if (title, note, state) == (self.text(), self._note, self._state):
            return
        self._note, self._state = note, state
        self.setText(title)
        self.setAccessibleName(title)
        self._describe()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Height for the rail's width."""
        width = rail_width(self._theme) - 24
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """A long note takes a second line."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Title and note lines, 7 px above and below."""
        height = len(self._title_lines(width)) * QFontMetrics(self._theme.font("step")).height()
        if self._note:
            height += len(self._note_lines(width)) * QFontMetrics(self._theme.font("note")).height()
        return height + 14

    def changeEvent(self, event: QEvent) -> None:
        """A screen reader hears the state in the new language too."""
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus ring is for those who came by keyboard."""
        self._ring = event.reason() in BY_KEYS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the rail."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw background, mark, name and note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        back = tokens.accent_soft if self.isChecked() else tokens.sunk if self.underMouse() else ""
        painter.setPen(QPen(self._theme.color("accent"), 2) if self.hasFocus() and self._ring else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back) if back else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 8, 8)
        title_font, left = self._theme.font("step"), self._text_left()
        title_height = QFontMetrics(title_font).height()
        self._paint_mark(painter, 7 + title_height / 2)
        painter.setFont(title_font)
        painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.text))
        room, top = self.width() - left - 8, 7
        if self._marked:
            self._paint_dot(painter, 7 + title_height / 2)
            painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.text))
        for words in self._title_lines(self.width()):
            painter.drawText(QRect(left, top, room, title_height), Qt.AlignmentFlag.AlignVCenter, words)
            top += title_height
        painter.setFont(self._theme.font("note"))
        painter.setPen(QColor(tokens.muted))
        line = painter.fontMetrics().height()
        for words in self._note_lines(self.width()) if self._note else []:
            painter.drawText(QRect(left, top, room, line), Qt.AlignmentFlag.AlignLeft, words)
            top += line

    def _paint_mark(self, painter: QPainter, middle: float) -> None:
        tokens, side = self._theme.tokens, float(self._theme.px(MARK))
        box = QRectF(10, middle - side / 2, side, side)
        done = self._state == "done" and not self.isChecked()
        filled = tokens.ok if done else tokens.accent if self.isChecked() or self._state == "busy" else ""
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(self._theme.color("border"), 1.2))
        painter.setBrush(QColor(filled or tokens.surface))
        painter.drawEllipse(box)
        ink = tokens.on_accent if filled else tokens.muted
        if done or not self._mark.isdigit():
            icon = self._theme.icon("check" if done else self._mark, ink)
            inset = side * 0.16
            icon.paint(painter, box.adjusted(inset, inset, -inset, -inset).toRect())
            return
        font = self._theme.font("note")
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._mark)

    def _paint_dot(self, painter: QPainter, middle: float) -> None:
        side = float(self._theme.px(DOT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawEllipse(QRectF(self.width() - 10 - side, middle - side / 2, side, side))

    def _text_left(self) -> int:
        return 10 + self._theme.px(MARK) + 10

    def title_lines(self) -> list[str]:
        """The name as it stands there."""
        return self._title_lines(self.width())

    def _title_lines(self, width: int) -> list[str]:
        room = width - self._text_left() - 8 - (self._theme.px(DOT) + 6 if self._marked else 0)
        return _broken(self.text(), QFontMetrics(self._theme.font("step")), room)

    def _note_lines(self, width: int) -> list[str]:
        """What does not fit is elided, and the whole note is the tool tip."""
        return _broken(self._note, QFontMetrics(self._theme.font("note")), width - self._text_left() - 8)

    def _describe(self) -> None:
        states = {"todo": self.tr("to do"), "busy": self.tr("under way"), "done": self.tr("done")}
        told = [self.tr("new"), states[self._state]] if self._marked else [states[self._state]]
        self.setAccessibleDescription(". ".join([listed(told), self._note] if self._note else [listed(told)]))
        self.setToolTip(plain_tip(self._note))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class StepArea(UpDownArea):
    """The steps, as far as there is room; the one where one is stays in sight."""

    def __init__(self, steps: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._current: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(steps)

    def keep_in_sight(self, step: QWidget) -> None:
        """From now on this one; one that stands elsewhere needs no scrolling."""
        self._current = step if self._steps.isAncestorOf(step) else None
        self._scroll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less room."""
        super().resizeEvent(event)
        self._scroll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Larger letters; the steps are laid out before this hears of it."""
        taken = super().eventFilter(watched, event)
        if watched is self._steps and event.type() == QEvent.Type.Resize:
            self._scroll()
        return taken

    def _scroll(self) -> None:
        if self._current is not None:
            self.ensureWidgetVisible(self._current, 0, 0)


class StepRail(QFrame):
    """All steps, the device, and the settings at the bottom."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, StepButton] = {}
        self.setObjectName("step_rail")
        self.setProperty("kind", "rail")
        self._name = QLabel("DistilStudio")
        self._name.setProperty("kind", "brand")
        self._device = QLabel()
        self._device.setObjectName("device_chip")
        self._device.setProperty("kind", "chip")
        self._device.setWordWrap(True)
        self._device.hide()
        self._steps = QVBoxLayout()
        self._steps.setSpacing(2)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addWidget(self._device)
        self._build()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _build(self) -> None:
        brand = QHBoxLayout()
        brand.setContentsMargins(9, 0, 0, 0)
        brand.setSpacing(10)
        brand.addWidget(Logo(self._theme))
        brand.addWidget(self._name, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._steps)
        column.addStretch(1)
        self._area = StepArea(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 20, 12, 16)
        layout.setSpacing(16)
        layout.addLayout(brand)
        layout.addWidget(self._area, 1)
        layout.addLayout(self._foot)

    def add_step(self, key: str, mark: str, at_foot: bool = False) -> None:
        """Add a step; `mark` is a number or the name of an icon."""
        button = StepButton(key, mark, self._theme)
        self._buttons[key] = button
        (self._foot if at_foot else self._steps).addWidget(button)
        button.clicked.connect(self._on_clicked)
        button.walked.connect(self._on_walked)

    def button(self, key: str) -> StepButton:
        """The step's button."""
        return self._buttons[key]

    def set_current(self, key: str) -> None:
        """Mark where one is."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._area.keep_in_sight(self._buttons[key])

    def set_device(self, text: str) -> None:
        """What this computer computes with; empty: not known yet."""
        self._device.setText(text)
        self._device.setVisible(bool(text))

    @Slot(int)
    def _on_walked(self, move: int) -> None:
        """Focus goes to the step above or below, and its page is shown."""
        steps = list(self._buttons.values())
        button = self.sender()
        assert isinstance(button, StepButton)
        target = steps[(steps.index(button) + move) % len(steps)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(target.key)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, StepButton)
        button.setChecked(True)
        self.chosen.emit(button.key)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedWidth(rail_width(self._theme))
