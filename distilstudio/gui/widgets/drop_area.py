"""Where a file is dropped or chosen: large while there is nothing, one line once there is something. Must not know: what is in files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import sentences
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.protocol.recipe import Task

TEXT_FILES = " (*.csv *.tsv *.txt *.xlsx *.json *.jsonl *.ndjson *.parquet *.conll *.conllu *.bio *.iob)"
"""What a dialog that asks for texts offers."""


def dropped_path(event: QDropEvent | QDragEnterEvent) -> str:
    """The first local file or folder of a drag; empty where there is none."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return next((url.toLocalFile() for url in urls if url.isLocalFile()), "")


class DropArea(QFrame):
    """Emits `file_chosen` with a path, or `sample_requested`."""

    file_chosen = Signal(str)
    sample_requested = Signal()
    hub_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_drop_area")
        self.setAcceptDrops(True)
        self._theme = theme
        self._over = False
        self._compact = False
        self._task: Task = "classification"
        self._sign, self._head, self._hint = QLabel(), QLabel(), QLabel()
        self._head.setProperty("kind", "big")
        self._hint.setProperty("kind", "note")
        self._hint.setWordWrap(True)
        self._file = ElidedLabel()
        self.choose_button, self.hub_button, self.sample_button = QPushButton(), QPushButton(), QPushButton()
        self.hub_button.setObjectName("data_hub_button")
        self.hub_button.clicked.connect(self.hub_requested)
        self.choose_button.setObjectName("data_file_button")
        self.sample_button.setObjectName("data_sample_button")
        self.choose_button.clicked.connect(self._on_choose)
        self.sample_button.clicked.connect(self.sample_requested)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        self._words = QVBoxLayout()
        self._words.setSpacing(4)
        self._layout = QVBoxLayout(self)
        for label in (self._head, self._hint, self._file):
            self._words.addWidget(label)
        for button in (self.choose_button, self.hub_button, self.sample_button):
            self._buttons.addWidget(button)
        self._layout.addStretch(0)
        self._layout.addWidget(self._sign)
        self._layout.addLayout(self._words)
        self._layout.addLayout(self._buttons)
        self._layout.addStretch(0)
        self._arrange()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.retranslate()

    @property
    def is_compact(self) -> bool:
        """Whether a file is shown in one line."""
        return self._compact

    def show_file(self, words: str) -> None:
        """Shrink to one line with these words; empty: be large again."""
        self._file.set_text(words)
        if self._compact != bool(words):
            self._compact = bool(words)
            self._arrange()
            self._on_theme_changed()

    def set_task(self, task: Task) -> None:
        """Ask for files of this kind of work."""
        if task != self._task:
            self._task = task
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        head, hint, sample = self._words_of_task()
        self._head.setText(head)
        self._hint.setText(hint)
        self.choose_button.setText(self.tr("Choose a file…"))
        self.hub_button.setText(self.tr("From the Hub…"))
        self.hub_button.setToolTip(self.tr("Datasets of the Hugging Face Hub"))
        self.sample_button.setText(self.tr("Use the sample"))
        self.sample_button.setToolTip(sample)
        self.sample_button.setVisible(bool(sample))  # no sample of plain texts comes with the program
        self.setAccessibleName(self.tr("Drop area for a file with texts"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a local file."""
        if dropped_path(event):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file has gone elsewhere."""
        self._set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the file on."""
        self._set_over(False)
        path = dropped_path(event)
        if path:
            event.acceptProposedAction()
            self.file_chosen.emit(path)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dashed frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(
            self._theme.color("accent" if self._over else "border" if self._compact else "muted"), 1.5 if self._over else 1.0
        )
        if not self._compact or self._over:
            pen.setDashPattern([5.0, 4.0])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("accent_soft" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)

    def _words_of_task(self) -> tuple[str, str, str]:
        """Headline, hint, and what the sample is."""
        if self._task == "ner":
            return (
                self.tr("Drop your marked texts here"),
                self.tr(
                    "CoNLL (a word and its tag a line), JSON or JSONL, also from Label Studio and doccano, or a table with a word a row. "
                    "Nothing leaves this computer."
                ),
                self.tr("Sentences with marked names that come with the program"),
            )
        if self._task == "qa":
            return (
                self.tr("Drop your questions and their passages here"),
                self.tr(
                    "SQuAD’s JSON, JSONL, or a table with a column each for question, context and answer. Nothing "
                    "leaves this computer."
                ),
                self.tr("Passages with questions that come with the program"),
            )
        if self._task == "mlm":
            return (
                self.tr("Drop your texts here"),
                self.tr(
                    "Plain text (TXT, a paragraph a line), or a table with a column of texts: CSV, Excel, JSON, JSONL, Parquet. "
                    "Nothing leaves this computer."
                ),
                "",
            )
        return (
            self.tr("Drop your texts here"),
            sentences(
                self.tr("A table with a column of texts and one of labels: CSV, TSV, Excel (XLSX), JSON, JSONL or Parquet."),
                self.tr("Or plain text, one text a line, or the folder of a saved dataset. Nothing leaves this computer."),
            ),
            self.tr("Short reviews, positive or negative, that come with the program"),
        )

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def _arrange(self) -> None:
        compact = self._compact
        self._head.setVisible(not compact)
        self._hint.setVisible(not compact)
        self._file.setVisible(compact)
        centre = Qt.AlignmentFlag(0) if compact else Qt.AlignmentFlag.AlignCenter
        self._layout.setDirection(QBoxLayout.Direction.LeftToRight if compact else QBoxLayout.Direction.TopToBottom)
        self._layout.setContentsMargins(16, 8, 12, 8) if compact else self._layout.setContentsMargins(24, 32, 24, 32)
        self._layout.setSpacing(12)
        # Large: all in the middle, air above and below. One line: the file's name takes the room.
        for place, stretch in ((0, 0 if compact else 1), (2, 1 if compact else 0), (4, 0 if compact else 1)):
            self._layout.setStretch(place, stretch)
        self._layout.setAlignment(self._sign, centre)
        self._layout.setAlignment(self._buttons, centre)
        for label in (self._head, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self.choose_button, self.hub_button, self.sample_button):
            button.setProperty("kind", "quiet" if compact else "secondary")
            button.style().unpolish(button)
            button.style().polish(button)

    @Slot()
    def _on_theme_changed(self) -> None:
        side = self._theme.px(20 if self._compact else 40)
        icon = "file" if self._compact else "drop"
        color = self._theme.tokens.muted if self._compact else self._theme.tokens.accent
        self._sign.setPixmap(self._theme.pixmap(icon, side, color, self.devicePixelRatioF()))
        self.update()

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a file with texts"))
        dialog.setObjectName("data_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Texts") + TEXT_FILES, self.tr("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.file_chosen)
        dialog.open()
