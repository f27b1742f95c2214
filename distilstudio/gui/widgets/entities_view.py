"""How found names look: the text with its marks, and how sure the model is of each. Must not know: which model answered."""

from __future__ import annotations

import zlib

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import bracketed, listed
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.marked_text import Mark, MarkedText
from distilstudio.gui.widgets.probability_bars import ProbabilityBars, percent_text
from distilstudio.protocol.answers import Answer, Entities, Entity

MOST_BARS = 50
ROWS_SHOWN = 6
"""More bars than this are scrolled."""
_WELL_KNOWN = {
    "label": ("PER", "PERSON", "PEOPLE", "人名", "人物"),
    "accent": ("ORG", "ORGANIZATION", "ORGANISATION", "CORPORATION", "COMPANY", "机构", "组织"),
    "student": ("LOC", "LOCATION", "PLACE", "GPE", "地名", "地点"),
    "hidden": ("MISC", "PRODUCT", "OTHER", "CREATIVE-WORK"),
    "teacher": ("GROUP", "EVENT", "DATE", "TIME", "DISEASE"),
    "ok": ("CHEMICAL", "MONEY"),
}
_TOKENS = tuple(_WELL_KNOWN)


def color_of(kind: str) -> str:
    """The colour token of a type, always the same one; the tag says the type in words."""
    name = kind.upper()
    for token, known in _WELL_KNOWN.items():
        if name in known or name.split(".")[0] in known:
            return token
    return _TOKENS[zlib.crc32(name.encode()) % len(_TOKENS)]


class EntitiesView(QWidget):
    """Marked text above bars; readable as text through its accessible description."""

    def __init__(self, theme: Theme, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: Entities | None = None
        self._text = ""
        self.marked = MarkedText(theme)
        self.bars = ProbabilityBars(theme, color)
        self._scroller = QScrollArea()
        self._scroller.setWidget(self.bars)
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.more = QLabel()
        self.more.setProperty("kind", "note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.marked)
        layout.addWidget(self._scroller)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self.retranslate()

    def set_answer(self, answer: Answer, text: str = "") -> None:
        """Show an answer to a text. Raises: TypeError for the answer of another task."""
        if not isinstance(answer, Entities):
            raise TypeError(f"entities are shown here, not {type(answer).__name__}")
        self._answer, self._text = answer, text
        self.retranslate()

    def clear(self) -> None:
        """Show nothing."""
        self._answer, self._text = None, ""
        self.retranslate()

    def as_text(self) -> str:
        """Every name with its type and confidence, as a line."""
        if self._answer is None:
            return ""
        return "; ".join(map(in_words, self._answer.entities)) or self.more.text()

    def retranslate(self) -> None:
        """Set every text again."""
        entities = self._answer.entities if self._answer is not None else []
        marks = [Mark(one.start, one.end, one.label, color_of(one.label)) for one in entities]
        self.marked.set_text(self._text, marks)
        self.bars.set_bars([(f"{one.text} · {one.label}", one.score) for one in entities[:MOST_BARS]])
        self._scroller.setVisible(bool(entities))
        height = self.bars.sizeHint().height()
        rows = max(1, len(self.bars.bars()))
        self._scroller.setMaximumHeight(height * min(rows, ROWS_SHOWN) // rows)
        self._scroller.setMinimumHeight(height * min(rows, 4) // rows)
        left_out = len(entities) - MOST_BARS
        words = ""
        if self._answer is not None and not entities:
            words = self.tr("No name found in this text.")
        elif left_out > 0:
            words = self.tr("and {count} more").format(count=left_out)
        self.more.setText(words)
        self.more.setVisible(bool(words))
        self.marked.setAccessibleName(self.tr("The text with the names that were found"))
        self.bars.setAccessibleName(self.tr("How sure the model is of each name"))
        self.marked.setAccessibleDescription(self.as_text())
        self.setAccessibleDescription(self.as_text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def in_words(entity: Entity) -> str:
    """A name in a sentence: "Mei Lin (PERSON, 98 %)"."""
    name = " ".join(entity.text.split())
    return bracketed(name, listed([entity.label, percent_text(entity.score)]))
