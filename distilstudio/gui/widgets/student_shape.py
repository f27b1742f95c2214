"""How wide the student is, and how many word pieces it knows: two controls, each with a sentence. Must not know: the project, training."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, megabytes
from distilstudio.gui.problem_texts import reason_text
from distilstudio.protocol.events import WidthOutline
from distilstudio.protocol.forecast import MUCH_STRANGE, VocabularyUse


class StudentShape(QWidget):
    """Signals tell what the person does, never what is shown."""

    width_chosen = Signal(float)
    vocabulary_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLabel()
        self.width_combo = QComboBox()
        self.width_combo.setObjectName("width_combo")
        self._name.setBuddy(self.width_combo)
        self.used_check = QCheckBox()
        self.used_check.setObjectName("used_words_check")
        self.used_check.setText(
            self.tr("Only the word pieces that my texts use")
        )  # it has its name before there is a teacher too
        self.note = QLabel()
        self.note.setProperty("kind", "note")
        self.note.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name)
        line.addWidget(self.width_combo, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.used_check)
        layout.addWidget(self.note)
        self.width_combo.activated.connect(self._on_width_activated)
        self.used_check.toggled.connect(self._on_used_toggled)
        self._name.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def show_widths(self, widths: Sequence[WidthOutline], chosen: float) -> None:
        """Offer these widths, the teacher's own first; `chosen` is the share of one of them."""
        self._name.setText(self.tr("Width"))
        self.width_combo.setAccessibleName(self.tr("Width of the student"))
        with QSignalBlocker(self.width_combo):
            self.width_combo.clear()
            for width in widths:
                self.width_combo.addItem(self._words(width), width.share)
                if width.share == chosen:
                    self.width_combo.setCurrentIndex(self.width_combo.count() - 1)
        self.width_combo.setEnabled(len(widths) > 1)
        self.width_combo.setToolTip(
            self.tr("The attention heads, neurons and columns that count most in your texts are kept.")
            if len(widths) > 1
            else self.tr("This teacher cannot be made narrower.")
        )

    def show_vocabulary(self, use: VocabularyUse | None, size: float, is_used: bool) -> None:
        """How many word pieces the texts use, where that is known; size: what leaving the others out saves, in 10^6 bytes."""
        self.used_check.setText(self.tr("Only the word pieces that my texts use"))
        with QSignalBlocker(self.used_check):
            self.used_check.setChecked(is_used)
        refused = use is not None and bool(use.reason)
        self.used_check.setEnabled(is_used or not refused)
        self.note.setText(self._sentence(use, size, is_used))
        warns = use is not None and not use.reason and use.strange > MUCH_STRANGE
        self._set_kind("warn" if warns else "note")
        self.used_check.setAccessibleDescription(self.note.text())
        self.used_check.setToolTip(
            self.tr("Every text can still be read: what is left out is spelt from smaller pieces, at worst letter by letter.")
        )

    def _set_kind(self, kind: str) -> None:
        if self.note.property("kind") != kind:
            self.note.setProperty("kind", kind)
            self.note.style().polish(self.note)

    def _words(self, width: WidthOutline) -> str:
        if width.share == 1:
            return self.tr("As wide as the teacher: {width}").format(width=count(width.width))
        return self.tr("{share} %: {width} wide").format(share=round(100 * width.share), width=count(width.width))

    def _sentence(self, use: VocabularyUse | None, size: float, is_used: bool) -> str:
        if use is None:
            return self.tr("The first forecast counts how many word pieces that is.")
        if use.reason:
            return reason_text(use.reason)
        used, pieces = count(use.used), count(use.pieces)
        if use.strange > MUCH_STRANGE:
            text = self.tr(
                "{used} of {pieces}: {size} less, but {share} of the word pieces in the exam rows are not among them. More texts help."
            )
        elif is_used:
            text = self.tr("It knows {used} of {pieces}: {size} less. Other words are spelt from smaller pieces.")
        else:
            text = self.tr("{used} of {pieces}: {size} less. Other words would be spelt from smaller pieces.")
        return text.format(used=used, pieces=pieces, size=megabytes(size), share=f"{100 * use.strange:.0f} %")

    @Slot(int)
    def _on_width_activated(self, place: int) -> None:
        self.width_chosen.emit(float(self.width_combo.itemData(place)))

    @Slot(bool)
    def _on_used_toggled(self, checked: bool) -> None:
        self.vocabulary_chosen.emit("used" if checked else "whole")
