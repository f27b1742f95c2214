"""One dataset of the Hub as a card: how large it is, its licence, and the button that looks inside. Must not know: the Hub, the page.

What the Hub says is shown as plain text, never as markup.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import count
from distilstudio.protocol.hub import HubDataset

LONGEST_WORD = 60
translate = QCoreApplication.translate


def dataset_facts(licence: str, downloads: int, gated: bool, rows: str = "", cached: bool = False) -> list[str]:
    """What is known of a dataset, in words."""
    words = [translate("DatasetResult", "{0} rows").format(_range(rows))] if rows else []
    short = " ".join(licence.split())[:LONGEST_WORD]
    words.append(
        translate("DatasetResult", "Licence {0}").format(short) if short else translate("DatasetResult", "no licence stated")
    )
    words.append(translate("DatasetResult", "{0} downloads").format(count(downloads)))
    if gated:
        words.append(translate("DatasetResult", "asks you to accept its terms first"))
    if cached:
        words.append(translate("DatasetResult", "already on this computer"))
    return words


def _range(rows: str) -> str:
    """The Hub's "10K<n<100K" as a person writes it."""
    low, middle, high = rows[:LONGEST_WORD].partition("<n<")
    return f"{low} – {high}" if middle else low.replace("n<", "< ").replace("n>", "> ")


class DatasetResult(QFrame):
    """`chosen` with the dataset's name."""

    chosen = Signal(str)

    def __init__(self, dataset: HubDataset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dataset = dataset
        self.setObjectName("dataset_result")
        self.setProperty("kind", "card")
        self._name, self._facts = QLabel(dataset.name), QLabel()
        self._name.setProperty("kind", "step")
        self._facts.setProperty("kind", "note")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._name, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            words.addWidget(label)
        self.button = QPushButton()
        self.button.setObjectName("dataset_result_button")
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        found = self.dataset
        self._facts.setText(" · ".join(dataset_facts(found.licence, found.downloads, found.gated, found.rows, found.cached)))
        self.button.setText(self.tr("Look inside"))
        self.button.setAccessibleName(f"{self.button.text()}: {found.name}")
        self.setAccessibleName(found.name)
        self.setAccessibleDescription(self._facts.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.dataset.name)
