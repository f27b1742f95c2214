"""How an answer to a question looks: the answer, the passage with the answer marked, and the next-best answers as bars.

Offsets of answers count code points, Qt counts UTF-16 units; both stay apart by name. Must not know: which model answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Slot
from PySide6.QtGui import QColor, QResizeEvent, QShowEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.probability_bars import ProbabilityBars, percent_text
from distilstudio.protocol.answers import Answer, Answers, AnswerSpan
from distilstudio.protocol.spans import Utf16Index

MOST_BARS = 3
LINES = 4
NO_ANSWER = "–"
"""What a test case keeps where there is no answer in the passage."""
SURE_SHARE = 0.5
"""An answer with less of the probability than this is called not sure."""


class PassageText(QPlainTextEdit):
    """The passage to read, with spans marked; it scrolls to the answer. A long passage is set once, not for every answer."""

    def __init__(self, theme: Theme, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._color = theme, color
        self._spans: list[tuple[int, int]] = []
        self._index = Utf16Index("")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(4)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_passage(self, text: str, spans: list[tuple[int, int]]) -> None:
        """Mark spans (code points, the best first) in a passage and show the first."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._index = Utf16Index(text)
        self._spans = spans
        self._mark()
        self._go_to_answer()

    def marked(self) -> list[str]:
        """The words that are marked, the best answer first."""
        return [selection.cursor.selectedText() for selection in self.extraSelections()]

    def sizeHint(self) -> QSize:
        """LINES lines."""
        # Not from self.font(): the style sheet's size is in it only once it was shown.
        return QSize(self._theme.px(200), LINES * self._theme.px(21) + 2 * round(self.document().documentMargin()) + 14)

    def minimumSizeHint(self) -> QSize:
        """The same: it scrolls."""
        return QSize(self._theme.px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The answer stays in sight."""
        super().resizeEvent(event)
        self._go_to_answer()

    def _mark(self) -> None:
        tokens = self._theme.tokens
        selections = []
        for place, (start, end) in enumerate(self._spans):
            look = QTextCharFormat()
            if place == 0:
                look.setBackground(QColor(getattr(tokens, self._color)))
                look.setForeground(QColor(tokens.surface))
            else:
                look.setFontUnderline(True)
                look.setUnderlineColor(QColor(getattr(tokens, self._color)))
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(start, end)
            selection.format = look
            selections.append(selection)
        self.setExtraSelections(selections)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._index.to_utf16(start))
        cursor.setPosition(self._index.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _go_to_answer(self) -> None:
        self.setTextCursor(self._cursor(self._spans[0][0], self._spans[0][0]) if self._spans else QTextCursor(self.document()))
        if self._spans:
            self.centerCursor()
        else:
            self.verticalScrollBar().setValue(0)

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            f"QPlainTextEdit {{ font-size: {self._theme.px(14)}px; background: {tokens.sunk}; border: 1px solid transparent;"
            f" border-radius: 8px; }} QPlainTextEdit:focus {{ border-color: {tokens.accent}; }}"
        )
        self._mark()
        self.updateGeometry()


class PassageView(QWidget):
    """A headline (the best answer, or that there is none) above the passage and bars; readable as text by its accessible description."""

    def __init__(self, theme: Theme, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: tuple[AnswerSpan, ...] = ()
        self._text = ""
        self.headline = ElidedLabel("big")
        self.passage = PassageText(theme, color)
        self.bars = ProbabilityBars(theme, color)
        self.bars.keep_room(MOST_BARS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.headline)
        layout.addWidget(self.passage)
        layout.addWidget(self.bars)
        layout.addStretch(1)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """The headline has its size from the style sheet only now."""
        super().showEvent(event)
        self.updateGeometry()

    def set_answer(self, answer: Answer, text: str) -> None:
        """Show the answers to a question about this passage. Raises: TypeError for the answer of another task."""
        if not isinstance(answer, Answers):
            raise TypeError(f"answers are shown here, not {type(answer).__name__}")
        self._answers, self._text = tuple(answer.answers), text
        self.retranslate()

    def clear(self) -> None:
        """Show nothing; the passage stays, so that a long one is not laid out anew for every letter typed."""
        self._answers = ()
        self.retranslate()

    def as_text(self) -> str:
        """Everything that is shown, as a line."""
        return ". ".join(part for part in (self.headline.text(), self.bars.as_text()) if part)

    def retranslate(self) -> None:
        """Set every text again."""
        shown = self._answers[:MOST_BARS]
        self.headline.set_text(_words(shown[0]) if shown else "")
        self.bars.set_bars([(_words(one), one.score) for one in shown])
        spans = [(one.start, one.end) for one in shown if one.text and one.end <= len(self._text)]
        refused = bool(shown) and not shown[0].text
        # Where there is said to be no answer, nothing is marked as if it were one.
        self.passage.show_passage(self._text, [] if refused else _apart(spans))
        self.passage.setAccessibleName(self.tr("Passage with the answer marked"))
        self.passage.setAccessibleDescription("; ".join(self.passage.marked()))
        self.bars.setAccessibleName(self.tr("Best answers"))
        self.setAccessibleDescription(self.as_text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class AnswersFace:
    """Question answering, as the page "Try it" sees it."""

    def view(self, theme: Theme, side: str) -> QWidget:
        """Headline, passage and bars."""
        return PassageView(theme, side)

    def short(self, answer: Answer) -> tuple[str, bool]:
        """The best answer, and whether it is sure."""
        best = _best(answer)
        return (_words(best), best.score >= SURE_SHARE) if best is not None else ("", True)

    def compare(self, teacher: Answer, student: Answer) -> tuple[str, bool]:
        """Both sides in a sentence, and whether they say other words."""
        one, other = _best(teacher), _best(student)
        if one is None or other is None:
            return "", False
        said = {"teacher": _quoted(one), "student": _quoted(other)}
        if _plain(one.text) != _plain(other.text):
            text = QCoreApplication.translate("PassageView", "They differ: the teacher says {teacher}, the student {student}.")
            return text.format(**said), True
        if other.score < SURE_SHARE:
            text = QCoreApplication.translate("PassageView", "They agree, but the student is not sure: {student}.")
        else:
            text = QCoreApplication.translate("PassageView", "They agree: the teacher says {teacher}, the student {student}.")
        return text.format(**said), False

    def expected(self, answer: Answer) -> str:
        """The best answer's words; a dash where there is none in the passage."""
        best = _best(answer)
        return "" if best is None else " ".join(best.text.split()) or NO_ANSWER

    def is_right(self, answer: Answer, expected: str) -> bool:
        """Whether the same words are answered, whatever their case and punctuation."""
        best = _best(answer)
        return best is not None and _plain(best.text) == _plain(expected)

    def choices(self, labels: Sequence[str]) -> list[str] | None:
        """Answers cannot be listed."""
        return None


def _best(answer: Answer) -> AnswerSpan | None:
    return answer.answers[0] if isinstance(answer, Answers) and answer.answers else None


def _words(span: AnswerSpan) -> str:
    return " ".join(span.text.split()) or QCoreApplication.translate("PassageView", "No answer here")


def _quoted(span: AnswerSpan) -> str:
    share = percent_text(span.score)
    if not span.text:
        return QCoreApplication.translate("PassageView", "there is no answer ({share})").format(share=share)
    return QCoreApplication.translate("PassageView", "“{answer}” ({share})").format(answer=_words(span), share=share)


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The best span, and those of the others that do not overlap one that is marked."""
    marked: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= other[0] or other[1] <= start for other in marked):
            marked.append((start, end))
    return marked
