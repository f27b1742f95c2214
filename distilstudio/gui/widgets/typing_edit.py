"""A text field that says when typing rests. Plain text only. Must not know: who answers."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QInputMethodEvent, QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from distilstudio.gui.theme import Theme

REST_MS = 120
FEWEST_LINES, MOST_LINES = 1, 6


class TypingEdit(QPlainTextEdit):
    """Grows with its lines up to MOST_LINES. `settled` comes REST_MS after the last edit, never while an input method composes."""

    settled = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._composing = False
        self._last = ""
        self._most_lines = MOST_LINES
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(6)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def composing(self) -> bool:
        """An input method shows letters that are not part of the text yet."""
        return self._composing

    def keep_low(self, lines: int) -> None:
        """Grow to so many lines only; more are scrolled."""
        self._most_lines = lines
        self.updateGeometry()

    def type_over(self, text: str) -> None:
        """Put a text in place of the old one and take it as settled at once; the person can undo it."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)
        self._rest.stop()
        self._on_rested()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Wait while letters are being composed; go on when they are committed or given up."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._composing:
            self._rest.stop()
        elif self.toPlainText() != self._last:
            self._rest.start()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted and dropped things become plain text, HTML too where it comes without a plain form."""
        if not source.hasText() and source.hasHtml():
            plain = QMimeData()
            plain.setText(QTextDocumentFragment.fromHtml(source.html()).toPlainText())
            source = plain
        super().insertFromMimeData(source)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are the window's business."""
        return (source.hasText() or source.hasHtml()) and not source.hasUrls()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        lines = min(self._most_lines, max(FEWEST_LINES, round(self.document().size().height())))
        margins = 2 * round(self.document().documentMargin()) + self.contentsMargins().top() + self.contentsMargins().bottom()
        return QSize(self._theme.px(300), lines * QFontMetrics(self.font()).lineSpacing() + margins + 14)

    def minimumSizeHint(self) -> QSize:
        """Never less high than its lines."""
        return QSize(self._theme.px(160), self.sizeHint().height())

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._composing:
            self._rest.start()

    @Slot()
    def _on_rested(self) -> None:
        text = self.toPlainText()
        if self._composing or text == self._last:
            return
        self._last = text
        self.settled.emit(text)

    @Slot()
    def _on_size_changed(self) -> None:
        self.updateGeometry()

    @Slot()
    def _on_theme_changed(self) -> None:
        # The style sheet's font for all widgets would win over setFont.
        self.setStyleSheet(f"QPlainTextEdit {{ font-size: {self._theme.px(16)}px; border-radius: 12px; }}")
        self.updateGeometry()
