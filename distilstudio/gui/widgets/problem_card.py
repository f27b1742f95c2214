"""A problem at the top of the page: what happened, why, what to do, and a button for the fix. Not modal.

Must not know: where the problem comes from, how the fix is done.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import sentences
from distilstudio.gui.problem_report import describe_problem
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.flow_row import FlowRow
from distilstudio.protocol.problems import Problem


class ProblemCard(QFrame):
    """Hidden until `show_problem`. `fix_text` is the remedy's button, empty where there is none."""

    fix_requested = Signal(object)
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._problem: Problem | None = None
        self.setObjectName("problem_card")
        self.setProperty("kind", "notice")
        self._sign = QLabel()
        self._what = self._words("problem_what", "step")
        self._why = self._words("problem_why", "body")
        self._to_do = self._words("problem_to_do", "body")
        self.fix_button = self._button("problem_fix_button", "secondary")
        self.copy_button = self._button("problem_copy_button", "quiet")
        self.dismiss_button = self._button("problem_dismiss_button", "quiet")
        self.fix_button.clicked.connect(self._on_fix)
        self.copy_button.clicked.connect(self._on_copy)
        self.dismiss_button.clicked.connect(self.dismiss)
        self._build()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.fix_button.hide()
        self.retranslate()
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """The problem shown."""
        return self._problem

    def show_problem(self, problem: Problem, fix_text: str = "") -> None:
        """Show a problem in place of the last one."""
        self._problem = problem
        self.fix_button.setText(fix_text)
        self.fix_button.setVisible(bool(fix_text))
        self.retranslate()
        self.show()

    def set_fix_text(self, text: str) -> None:
        """The remedy's words in another language."""
        self.fix_button.setText(text)

    @Slot()
    def dismiss(self) -> None:
        """Put the card away."""
        if self._problem is None:
            return
        self._problem = None
        self.hide()
        self.dismissed.emit()

    def retranslate(self) -> None:
        """Set every text again."""
        self.copy_button.setText(self.tr("Copy details"))
        self.dismiss_button.setText(self.tr("Dismiss"))
        if self._problem is None:
            return
        texts = problem_texts(self._problem)
        self._what.setText(texts.what)
        self._why.setText(texts.why)
        self._why.setVisible(bool(texts.why))
        self._to_do.setText("\n".join(f"•  {action}" for action in texts.what_to_do))
        self._to_do.setVisible(bool(texts.what_to_do))
        self.setAccessibleName(self.tr("Problem: {what}").format(what=texts.what))
        self.setAccessibleDescription(sentences(texts.why, *texts.what_to_do))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._what, self._why, self._to_do):
            words.addWidget(label)
        buttons = FlowRow(8, 8, even=True)  # large letters need several lines
        for button in (self.fix_button, self.copy_button, self.dismiss_button):
            buttons.addWidget(button)
        words.addSpacing(4)
        words.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def _words(self, name: str, kind: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label

    def _button(self, name: str, kind: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("kind", kind)
        return button

    @Slot()
    def _on_fix(self) -> None:
        self.fix_requested.emit(self._problem)

    @Slot()
    def _on_copy(self) -> None:
        if self._problem is not None:
            QGuiApplication.clipboard().setText(describe_problem(self._problem))

    @Slot()
    def _on_theme_changed(self) -> None:
        side = self._theme.px(22)
        self._sign.setPixmap(self._theme.icon("warning", self._theme.tokens.warn).pixmap(QSize(side, side)))
