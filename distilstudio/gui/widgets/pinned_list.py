"""Pinned sentences with the student's newest answer to each. Must not know: the engine, the page around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import listed, percent
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.verdicts import judge
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.faces import FACES
from distilstudio.gui.widgets.tip import show_tip
from distilstudio.gui.widgets.up_down_area import UpDownArea
from distilstudio.protocol.answers import Answer, Answers, Blanks, Entities, Labels

MOST_NAMED = 2
"""Labels of one answer that have room in a chip, where a text may carry several."""

WIDEST = 260
"""Of a chip, in pixels at 100 % text size; longer words are cut."""


class Chip(QWidget):
    """A short word on a rounded ground. Tones: "plain", "ok", "warn"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text, self._tone = theme, "", "plain"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def set_text(self, text: str, tone: str = "plain") -> None:
        """What it says, and in which tone."""
        if (text, tone) != (self._text, self._tone):
            self._text, self._tone = text, tone
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as its words, up to a width that leaves room beside it."""
        metrics = QFontMetrics(self._theme.font("note"))
        return QSize(min(metrics.horizontalAdvance(self._text) + 18, self._theme.px(WIDEST)), metrics.height() + 6)

    def event(self, event: QEvent) -> bool:
        """Its tool tip, where the words are cut."""
        return show_tip(self, event, self._tip) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and words."""
        if not self._text:
            return
        tokens = self._theme.tokens
        ground, ink = {
            "plain": (tokens.sunk, tokens.muted),
            "ok": (tokens.sunk, tokens.ok_ink),
            "warn": (tokens.warn_soft, tokens.warn),
        }[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        area = QRectF(self.rect())
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(ink)
        painter.setFont(self._theme.font("note"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._line())

    def _tip(self) -> str:
        return self._text if self._line() != self._text else ""

    def _line(self) -> str:
        metrics = QFontMetrics(self._theme.font("note"))
        return metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, self.width() - 16)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class PinnedList(UpDownArea):
    """One row a sentence; the answer moves from exam to exam."""

    def __init__(self, theme: Theme, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pinned_list")
        self._theme, self._run = theme, run
        self._texts: tuple[str, ...] = ()
        self._chips: list[Chip] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._empty = QLabel()
        self._empty.setProperty("kind", "note")
        self._empty.setWordWrap(True)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        self.setWidget(body)
        self.retranslate()
        run.changed.connect(self._on_changed)

    def sizeHint(self) -> QSize:
        """Five rows."""
        return QSize(self._theme.px(240), self._theme.px(152))

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("Pinned sentences and the student’s answers"))
        self._on_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_changed(self) -> None:
        if self._run.pinned != self._texts:
            self._fill(self._run.pinned)
        self._empty.setText(
            self.tr("A few of your own sentences will stand here, and the student answers them again at each practice exam.")
            if self._run.phase is Phase.IDLE
            else self.tr("No sentences were pinned when this run began.")
        )
        self._empty.setVisible(not self._texts)
        answers = self._run.answers
        said: list[str] = []
        for place, chip in enumerate(self._chips):
            words, tone = self._words(answers[place]) if place < len(answers) else (self.tr("not asked yet"), "plain")
            chip.set_text(words, tone)
            said.append(f"“{self._texts[place]}” {words}")
        self.setAccessibleDescription("; ".join(said))

    def _words(self, answer: Answer) -> tuple[str, str]:
        if isinstance(answer, Entities):
            return FACES["ner"].short(answer)[0], "ok" if answer.entities else "plain"
        if (isinstance(answer, Answers) and answer.answers) or (isinstance(answer, Blanks) and answer.blanks):
            words, sure = FACES["qa" if isinstance(answer, Answers) else "mlm"].short(answer)
            return (words, "ok") if sure else (self.tr("unsure, {answer}").format(answer=words), "warn")
        if not isinstance(answer, Labels) or not answer.labels:
            return self.tr("answered"), "plain"
        verdict = judge(answer)
        if not verdict.labels:
            return self.tr("no label fits"), "ok" if verdict.sure else "warn"
        words = listed(f"{found.label} {percent(found.score)}" for found in verdict.labels[:MOST_NAMED])
        if len(verdict.labels) > MOST_NAMED:
            words = self.tr("{labels} and {count} more").format(labels=words, count=len(verdict.labels) - MOST_NAMED)
        if not verdict.sure:
            return self.tr("unsure, {answer}").format(answer=words), "warn"
        return words, "ok"

    def _fill(self, texts: tuple[str, ...]) -> None:
        self._texts, self._chips = texts, []
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for text in texts:
            line = QFrame()
            line.setProperty("kind", "line")
            self._rows.addWidget(line)
            self._rows.addWidget(self._row(text))

    def _row(self, text: str) -> QWidget:
        row = QWidget()
        chip = Chip(self._theme)
        self._chips.append(chip)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(12)
        words = ElidedLabel()
        words.set_text(f"“{text}”")
        layout.addWidget(words, 1)
        layout.addWidget(chip)
        return row
