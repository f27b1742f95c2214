"""Where a text to try is typed; for question answering a line for the question above it. Must not know: models, who answers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.typing_edit import MOST_LINES, TypingEdit

PASSAGE_LINES = 2


class TryInput(QWidget):
    """`settled` when typing rests in either field."""

    settled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asking = self._gaps = False
        self.question_edit = TypingEdit(theme)
        self.question_edit.setObjectName("try_question_edit")
        self.question_edit.hide()
        self.question_edit.keep_low(2)
        self.edit = TypingEdit(theme)
        self.edit.setObjectName("try_text_edit")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.question_edit)
        layout.addWidget(self.edit)
        for edit in (self.question_edit, self.edit):
            edit.settled.connect(self._on_settled)
        self.retranslate()

    @property
    def text(self) -> str:
        """The text or passage, as typed."""
        return self.edit.toPlainText()

    @property
    def question(self) -> str:
        """The question in one line; empty where none is asked for."""
        return " ".join(self.question_edit.toPlainText().split()) if self._asking else ""

    @property
    def is_complete(self) -> bool:
        """Whether there is something to answer."""
        return bool(self.text.strip()) and (bool(self.question) or not self._asking)

    def set_asking(self, asking: bool) -> None:
        """Whether a question belongs to the text."""
        self._asking = asking
        self.question_edit.setVisible(asking)
        # Each side shows the passage again, around its answer.
        self.edit.keep_low(PASSAGE_LINES if asking else MOST_LINES)
        self.retranslate()

    def set_gaps(self, gaps: bool) -> None:
        """Whether a text wants a blank in it."""
        self._gaps = gaps
        self.retranslate()

    def put(self, text: str, question: str = "") -> None:
        """Put these in place of what stands there, and take them as settled at once; the person can undo it."""
        if self._asking:
            self.question_edit.type_over(question)
            self.question_edit.setFocus()
        self.edit.type_over(text)
        if not self._asking:
            self.edit.setFocus()

    def retranslate(self) -> None:
        """Set every text again."""
        self.question_edit.setAccessibleName(self.tr("Question"))
        self.question_edit.setPlaceholderText(self.tr("Ask a question about the passage"))
        if self._asking:
            self.edit.setAccessibleName(self.tr("Passage"))
            self.edit.setPlaceholderText(self.tr("Type or paste the passage here, or take a question from below"))
        else:
            self.edit.setAccessibleName(self.tr("Text to try"))
            self.edit.setPlaceholderText(
                self.tr("Type a sentence here with ___ where a word is missing, or take one from below")
                if self._gaps
                else self.tr("Type or paste a text here, or take one from below")
            )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot(str)
    def _on_settled(self, _text: str) -> None:
        self.settled.emit()
