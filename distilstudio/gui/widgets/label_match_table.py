"""Which of the teacher's labels is which of the data's, to look at and to correct by drop-downs. Must not know: how they were matched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import sentences
from distilstudio.gui.models.check_up import together
from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.protocol.check import CheckUp, LabelMatch

MOST_ROWS_SEEN = 6
MOST_ROWS = 200
"""A teacher with more labels is matched in the recipe's file."""


class LabelMatchTable(QWidget):
    """`match_chosen` with a label of the teacher and one of the data, "" for none."""

    match_chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_match_table")
        self._theme = theme
        self._matches: list[LabelMatch] = []
        self._labels: list[str] = []
        self._together: dict[str, list[str]] = {}
        self._adds = True
        self.combos: list[QComboBox] = []
        self._words = QLabel()
        self._words.setProperty("kind", "note")
        self._words.setWordWrap(True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words)
        layout.addWidget(self._scroll)

    def fill(self, found: CheckUp, adds: bool = True) -> None:
        """Show these matches; nothing is emitted. adds: several of the teacher's labels may be one of the data's."""
        self._together, self._adds = together(found), adds
        if (found.matches, found.data_labels) != (self._matches, self._labels):
            self._matches, self._labels = list(found.matches), list(found.data_labels)
            self._rebuild()
        self.retranslate()

    def words(self) -> str:
        """How they were matched, and what comes of it."""
        return self._words.text()

    def retranslate(self) -> None:
        """Set every text again."""
        self._words.setText(sentences(self._sentence(), *self._sentences_of_several()))
        self.setAccessibleName(self.tr("Labels of the teacher and yours"))
        for match, combo in zip(self._matches, self.combos, strict=False):
            with QSignalBlocker(combo):
                combo.setItemText(0, self.tr("none of mine"))
            combo.setAccessibleName(self.tr("{0} of the teacher is").format(match.teacher))
            combo.setToolTip(plain_tip(self._how(match)))
            combo.setAccessibleDescription(self._how(match))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _rebuild(self) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.combos = []
        for row, match in enumerate(self._matches[:MOST_ROWS]):
            name = ElidedLabel("teacher")
            name.set_text(match.teacher)
            combo = QComboBox()
            combo.setObjectName("label_match_combo")
            combo.setProperty("teacher", match.teacher)
            combo.addItem("", "")
            for label in self._labels:
                combo.addItem(label, label)
            combo.setCurrentIndex(max(0, combo.findData(match.data)))
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setMinimumContentsLength(8)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.activated.connect(self._on_chosen)
            grid.addWidget(name, row, 0)
            grid.addWidget(combo, row, 1)
            self.combos.append(combo)
        old = self._scroll.takeWidget()
        self._scroll.setWidget(body)
        if old is not None:
            old.deleteLater()
        shown = min(len(self.combos), MOST_ROWS_SEEN)
        self._scroll.setFixedHeight(shown * (self.combos[0].sizeHint().height() + 6) if self.combos else 0)

    def _sentence(self) -> str:
        hows = {match.how for match in self._matches}
        if hows == {"name"}:
            return self.tr("Its labels are called as yours are. Choose others where that is wrong.")
        if "order" in hows:
            return self.tr(
                "Its labels say nothing; in the order of yours they fit what it answers. Choose others where that is wrong."
            )
        if "answers" in hows:
            return self.tr("Some of its labels were matched by what it answers to your texts. Choose others where that is wrong.")
        if hows == {"said"}:
            return self.tr("You said which of its labels is which of yours; the recipe keeps it.")
        return self.tr("Its labels were matched with yours by what they are called. Choose others where that is wrong.")

    def _sentences_of_several(self) -> list[str]:
        """What becomes of labels that go together, or why they cannot."""
        if not self._adds:
            one = self.tr(
                "A row may carry several of your labels, so each is one label of the teacher: how sure it is of two cannot be added up."
            )
            return [one] if len(self._matches) > len(self._labels) else []
        if not self._together:
            return []
        data, own = next(iter(self._together.items()))
        names = " + ".join(f"“{name}”" for name in own)
        words = self.tr("{0} count as your “{1}”: how sure it is of each is added up.").format(names, data)
        more = len(self._together) - 1
        return [words] + ([self.tr("So it is with {0} more of your labels.").format(more)] if more else [])

    def _how(self, match: LabelMatch) -> str:
        return {
            "said": self.tr("as the recipe says"),
            "name": self.tr("the same name"),
            "meaning": self.tr("another word for the same"),
            "order": self.tr("by its number, and by what the teacher answers"),
            "answers": self.tr("by what the teacher answers"),
            "none": self.tr("nothing of yours was found for it"),
        }[match.how]

    @Slot(int)
    def _on_chosen(self, _index: int) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.match_chosen.emit(combo.property("teacher"), combo.currentData())
