"""The teachers to choose from: the starter, folders used before, and a card that asks for a folder. Must not know: models on disk, pages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.models.run_records import STUDENT, TEACHER, is_part_of_run, run_of_student
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.folder_dialog import ask_for_folder
from distilstudio.protocol.hub import is_hub_name
from distilstudio.protocol.recipe import STARTER


class TeacherCard(QAbstractButton):
    """A card that can be chosen: icon, name, a line of notes, and a ring when it is the chosen one."""

    def __init__(self, theme: Theme, model: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._theme, self._note = theme, ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def set_words(self, name: str, note: str) -> None:
        """Name and notes."""
        self.setText(name)
        self._note = note
        self.setAccessibleName(name)
        self.setAccessibleDescription(note)
        self.setToolTip(plain_tip(self.model) if self.model != STARTER else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        height = QFontMetrics(self._theme.font("step")).height() + QFontMetrics(self._theme.font("note")).height() + 26
        return QSize(self._theme.px(240), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        strong = chosen or (self.hasFocus() and bool(self.property("ring")))
        painter.setPen(QPen(self._theme.color("accent" if strong else "border"), 2.0 if strong else 1.0))
        painter.setBrush(self._theme.color("accent_soft" if chosen else "sunk" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        side = self._theme.px(24)
        icon = self._theme.pixmap(
            "teacher" if self.model == STARTER else "folder", side, tokens.teacher, self.devicePixelRatioF()
        )
        painter.drawPixmap(16, (self.height() - side) // 2, icon)
        left, right = 16 + side + 14, self.width() - 16 - (side if chosen else 0)
        painter.setFont(self._theme.font("step"))
        metrics = painter.fontMetrics()
        painter.setPen(self._theme.color("text"))
        top = 12
        line = QRectF(left, top, right - left, metrics.height())
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(line.width()))
        )
        painter.setFont(self._theme.font("note"))
        small = painter.fontMetrics()
        painter.setPen(self._theme.color("muted"))
        note = QRectF(left, line.bottom() + 2, right - left, small.height())
        painter.drawText(
            note, Qt.AlignmentFlag.AlignVCenter, small.elidedText(self._note, Qt.TextElideMode.ElideMiddle, int(note.width()))
        )
        if chosen:
            check = self._theme.pixmap("check", self._theme.px(18), tokens.accent, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - 16 - self._theme.px(18), (self.height() - self._theme.px(18)) // 2, check)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class TeacherCards(QWidget):
    """A column of cards and the button for a folder. `model_chosen` with "starter" or a folder."""

    model_chosen = Signal(str)
    hub_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teacher_list")
        self._theme = theme
        self._folders: list[str] = []
        self._cards: list[TeacherCard] = []
        self._current = STARTER
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self.folder_button = QPushButton()
        self.folder_button.setObjectName("teacher_folder_button")
        self.folder_button.setProperty("kind", "secondary")
        self.folder_button.clicked.connect(self._on_folder)
        self.hub_button = QPushButton()
        self.hub_button.setObjectName("teacher_hub_button")
        self.hub_button.setProperty("kind", "secondary")
        self.hub_button.clicked.connect(self.hub_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._column)
        layout.addWidget(self.folder_button)
        layout.addWidget(self.hub_button)
        self._fill()

    @property
    def cards(self) -> list[TeacherCard]:
        """The cards, the starter first."""
        return self._cards

    def set_recent(self, folders: list[str]) -> None:
        """Folders used before, newest first."""
        wanted = list(dict.fromkeys(folder for folder in folders if folder != STARTER))
        if self._current != STARTER and self._current not in wanted:
            wanted.insert(0, self._current)
        # The order stays while the same ones are there: a card must not move away from under the pointer.
        if set(wanted) != set(self._folders):
            self._folders = wanted
            self._fill()

    def set_current(self, model: str) -> None:
        """Mark the chosen one; a folder that has no card yet gets one."""
        self._current = model
        if model != STARTER and model not in self._folders:
            self._folders.insert(0, model)
            self._fill()
        for card in self._cards:
            card.setChecked(card.model == model)

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("Teachers"))
        self.folder_button.setText(self.tr("Choose a folder with a model…"))
        self.hub_button.setText(self.tr("Search the Hugging Face Hub…"))
        for card in self._cards:
            if card.model == STARTER:
                card.set_words("all-MiniLM-L6-v2", self.tr("Starter teacher, comes with the program · 6 layers · 91 MB"))
            elif is_hub_name(card.model):
                card.set_words(card.model, self.tr("From the Hugging Face Hub"))
            elif is_part_of_run(Path(card.model), TEACHER):
                card.set_words(Path(card.model).parent.name, self.tr("Trained by this run, and knows its labels"))
            elif is_part_of_run(Path(card.model), STUDENT):
                card.set_words(run_of_student(card.model), self.tr("The student of this run"))
            else:
                card.set_words(Path(card.model).name, card.model)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for model in [STARTER, *self._folders]:
            card = TeacherCard(self._theme, model)
            card.setObjectName("teacher_starter" if model == STARTER else "teacher_folder")
            card.setChecked(model == self._current)
            card.clicked.connect(self._on_card)
            self._column.addWidget(card)
            self._cards.append(card)
        self._order_tabs()
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """The order of Tab holds within one window only, and this is in it by now."""
        super().showEvent(event)
        self._order_tabs()

    def _order_tabs(self) -> None:
        for one, other in zip(self._cards, [*self._cards[1:], self.folder_button], strict=True):
            QWidget.setTabOrder(one, other)
        QWidget.setTabOrder(self.folder_button, self.hub_button)

    @Slot()
    def _on_card(self) -> None:
        card = self.sender()
        assert isinstance(card, TeacherCard)
        if card.model != self._current:
            self.model_chosen.emit(card.model)

    @Slot()
    def _on_folder(self) -> None:
        ask_for_folder(self, self.tr("Choose a folder with a model"), "teacher_folder_dialog", self.model_chosen.emit)
