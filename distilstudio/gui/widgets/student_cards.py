"""Cards from which one size of student is chosen: Half, Quarter, Tiny, Custom. Must not know: recipes, how a student is cut."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from distilstudio.gui.figures import unbroken
from distilstudio.gui.theme import Theme

PRESETS = ("half", "quarter", "tiny", "custom")
NORMAL, WITH_FIELD = 4, 5
"""Shares of the width: a card with a field beside its words wants more."""


@dataclass(frozen=True)
class StudentWords:
    """What a card says, ready to read."""

    title: str
    size: str
    speed: str


class StudentCard(QRadioButton):
    """One card: a radio button drawn as a card, so that arrows, Space and screen readers treat the four as one choice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = StudentWords("", "", "")
        self._title, self._size, self._speed = _line("step"), _line("note"), _line("note")
        lines = QVBoxLayout()
        lines.setSpacing(3)
        for label in (self._title, self._size, self._speed):
            lines.addWidget(label)
        lines.addStretch(1)
        self.side = QHBoxLayout(self)
        self.side.setContentsMargins(15, 12, 15, 12)
        self.side.setSpacing(8)
        self.side.addLayout(lines, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def set_words(self, words: StudentWords) -> None:
        """Show other words."""
        for label, text in ((self._title, words.title), (self._size, words.size), (self._speed, words.speed)):
            label.setText(unbroken(text))
        self._words = words
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(f"{words.size}, {words.speed}" if words.speed else words.size)
        self.updateGeometry()

    def words(self) -> StudentWords:
        """What it says now."""
        return self._words

    def sizeHint(self) -> QSize:
        return self.side.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.side.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.side.totalHeightForWidth(width)

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, chosen = self._theme.color, self.isChecked()
        ring = self.hasFocus() and bool(self.property("ring"))
        width = 2 if chosen or ring else 1
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setBrush(color("surface"))
        painter.setPen(
            QPen(color("accent") if chosen else color("muted") if self.underMouse() or ring else color("border"), width)
        )
        painter.drawRoundedRect(box, 12, 12)
        if chosen and ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 8, 8)


class StudentCards(QWidget):
    """The four cards in a row. Signals tell what the person does, never what `set_choice` shows."""

    preset_chosen = Signal(str)
    layers_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("student_cards")
        self.cards = {preset: StudentCard(theme) for preset in PRESETS}
        self.layers_field = QSpinBox()
        self.layers_field.setRange(1, 96)
        self.layers_field.setKeyboardTracking(False)
        self.layers_field.lineEdit().setTextMargins(8, 0, 0, 0)
        self.layers_field.valueChanged.connect(self._on_layers_typed)
        self.cards["custom"].side.addWidget(self.layers_field, 0, Qt.AlignmentFlag.AlignTop)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for place, (preset, card) in enumerate(self.cards.items()):
            card.setObjectName(f"student_card_{preset}")
            self._group.addButton(card, place)
            layout.addWidget(card, NORMAL)
        self._row = layout
        self._group.idToggled.connect(self._on_card_toggled)

    def choice(self) -> str:
        """The preset whose card is chosen."""
        return PRESETS[self._group.checkedId()] if self._group.checkedId() >= 0 else ""

    def set_choice(self, preset: str, layers: int, most_layers: int) -> None:
        """Show what is chosen, without telling anybody; `layers` is for custom, of a teacher with `most_layers`."""
        with QSignalBlocker(self._group), QSignalBlocker(self.layers_field):
            self.cards[preset].setChecked(True)
            self.layers_field.setMaximum(max(1, most_layers))
            self.layers_field.setValue(layers)
        self.layers_field.setVisible(preset == "custom")
        self._row.setStretch(PRESETS.index("custom"), WITH_FIELD if preset == "custom" else NORMAL)

    def set_words(self, name: str, words: dict[str, StudentWords], layers_name: str) -> None:
        """What the group, each card and the number of layers are called."""
        self.setAccessibleName(name)
        self.layers_field.setAccessibleName(layers_name)
        self.layers_field.setToolTip(layers_name)
        for preset, said in words.items():
            self.cards[preset].set_words(said)

    @Slot(int, bool)
    def _on_card_toggled(self, place: int, checked: bool) -> None:
        if checked:
            self.preset_chosen.emit(PRESETS[place])

    @Slot(int)
    def _on_layers_typed(self, layers: int) -> None:
        self.layers_chosen.emit(layers)


def _line(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
