"""One model of the Hub as a card: what it is, whether it fits, and the button that brings it. Must not know: the Hub, the page.

What the Hub says is shown as plain text, never as markup.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, layers, listed, megabytes, parameters
from distilstudio.gui.problem_texts import reason_text
from distilstudio.protocol.hub import HubModel

LABELS_SHOWN = 6
LONGEST_WORD = 60
"""Characters of a licence or a label that are shown; the Hub sets no limit."""


class HubResult(QFrame):
    """`download_requested` and `chosen` with the model's name."""

    download_requested = Signal(str)
    chosen = Signal(str)

    def __init__(self, model: HubModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.setObjectName("hub_result")
        self.setProperty("kind", "card")
        self._name, self._facts, self._labels, self._verdict = (self._plain(kind) for kind in ("step", "note", "note", "note"))
        self._name.setText(model.name)
        self.button = QPushButton()
        self.button.setObjectName("hub_result_button")
        self.button.clicked.connect(self._on_clicked)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._name, self._facts, self._labels, self._verdict):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """While a download is under way no other one can be begun."""
        self.button.setEnabled(not self.model.refusal and (self.model.cached or not busy))

    def retranslate(self) -> None:
        """Set every text again."""
        model = self.model
        self._facts.setText(" · ".join(self._fact_words()))
        shown = listed(_short(label) for label in model.labels[:LABELS_SHOWN])
        more = self.tr("{0} and {1} more").format(shown, len(model.labels) - LABELS_SHOWN)
        self._labels.setText(self.tr("Labels: {0}").format(more if len(model.labels) > LABELS_SHOWN else shown))
        self._labels.setVisible(bool(model.labels))
        self._verdict.setText(self._verdict_words())
        self._verdict.setProperty("kind", "warn" if model.refusal or not model.fits else "ok")
        self.button.setText(self.tr("Use as teacher") if model.cached else self.tr("Download"))
        self.button.setAccessibleName(f"{self.button.text()}: {model.name}")
        self.setAccessibleName(model.name)
        self.setAccessibleDescription(" · ".join((self._facts.text(), self._labels.text(), self._verdict.text())))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fact_words(self) -> list[str]:
        model = self.model
        words = [layers(model.layers)] if model.layers else []
        if model.parameters:
            size = self.tr("{0} parameters").format(parameters(model.parameters))
            words += [size, megabytes(model.megabytes)]
        words.append(self.tr("Licence {0}").format(_short(model.licence)) if model.licence else self.tr("no licence stated"))
        words.append(self.tr("1 download") if model.downloads == 1 else self.tr("{0} downloads").format(count(model.downloads)))
        return words

    def _verdict_words(self) -> str:
        model = self.model
        if model.refusal:
            return self.tr("✕ Not possible here: {0}").format(reason_text(model.refusal))
        words = [self.tr("✓ Fits this computer") if model.fits else self.tr("⚠ Hardly fits this computer")]
        if not model.parameters:
            words = [self.tr("Its size is not stated")]
        if model.cached:
            words.append(self.tr("already on this computer"))
        elif model.gated:
            words.append(self.tr("asks you to accept its terms first"))
        return " · ".join(words)

    def _plain(self, kind: str) -> QLabel:
        label = QLabel()
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label

    @Slot()
    def _on_clicked(self) -> None:
        (self.chosen if self.model.cached else self.download_requested).emit(self.model.name)


def _short(word: str) -> str:
    one_line = " ".join(word.split())
    return one_line if len(one_line) <= LONGEST_WORD else one_line[: LONGEST_WORD - 1] + "…"
