"""How a data file is read, which rows are the exam and the final exam, and whether rows carry several labels: drop-downs and a switch.

Must not know: files' contents, the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QWidget

from distilstudio.gui.figures import count, percent
from distilstudio.gui.widgets.drop_area import TEXT_FILES
from distilstudio.gui.widgets.flow_row import FlowRow
from distilstudio.gui.widgets.labelled_field import BESIDE_TEXT, labelled_field
from distilstudio.protocol.inspection import DataChoiceInspected
from distilstudio.protocol.recipe import DataChoice, Encoding, Separator

ENCODINGS: tuple[tuple[Encoding, str], ...] = (
    ("utf-8", "UTF-8"),
    ("utf-8-sig", "UTF-8 (BOM)"),
    ("utf-16", "UTF-16"),
    ("gb18030", "GB18030"),
    ("latin-1", "Latin-1"),
)
WHOLE = "none"
"""In place of a sign between labels: the person said that each cell is one label."""
SHARES = (0.05, 0.1, 0.15, 0.2, 0.3)
FINAL_ROWS = (0, 50, 100, 200, 500, 1000)


class ReadingOptions(QWidget):
    """`chosen` with the changed DataChoice."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = DataChoice()
        self._found: DataChoiceInspected | None = None
        self.encoding, self.separator, self.exam = QComboBox(), QComboBox(), QComboBox()
        self.between, self.sheet, self.final = QComboBox(), QComboBox(), QComboBox()
        self.several = QCheckBox()
        self.several.setObjectName("multi_label_check")
        self._labels = [QLabel() for _ in self._combos()]
        self._offered = True
        row = FlowRow(16, 8, self)
        names = ("sheet_combo", "encoding_combo", "separator_combo", "exam_combo", "final_exam_combo", "label_separator_combo")
        fields = []
        for combo, label, name in zip(self._combos(), self._labels, names, strict=True):
            combo.setObjectName(name)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            fields.append(labelled_field(label, combo))
        self._several_label = QLabel()
        self._several_field = labelled_field(self._several_label, self.several)
        for field in (*fields[:5], self._several_field, fields[5]):
            row.addWidget(field)
        self._sheet_field, self._letters_field, self._separator_field, _, _, self._between_field = fields
        self.encoding.activated.connect(self._on_encoding)
        self.separator.activated.connect(self._on_separator)
        self.exam.activated.connect(self._on_exam)
        self.sheet.activated.connect(self._on_sheet)
        self.final.activated.connect(self._on_final)
        self.several.clicked.connect(self._on_several)
        self.between.activated.connect(self._on_between)

    def show_choice(self, choice: DataChoice, found: DataChoiceInspected | None) -> None:
        """Show what was chosen, and what was found where it was left to guessing."""
        self._choice, self._found = choice, found
        self.retranslate()

    def offer_several(self, offered: bool) -> None:
        """Whether rows of this kind of work may carry several labels at all."""
        self._offered = offered
        self._show_several()

    def retranslate(self) -> None:
        """Fill the drop-downs again; that is no choice of the person's."""
        for label, combo, text in zip(
            self._labels,
            self._combos(),
            (
                self.tr("Sheet"),
                self.tr("Text encoding"),
                self.tr("Between columns"),
                self.tr("The exam"),
                self.tr("The final exam"),
                self.tr("Between labels"),
            ),
            strict=True,
        ):
            label.setText(text)
            combo.setAccessibleName(text)
        guessed = self.tr("{0} (guessed)")
        letters = dict(ENCODINGS)
        separators = {",": self.tr("comma"), ";": self.tr("semicolon"), "\t": self.tr("tab"), "|": self.tr("bar |")}
        signs = {**separators, " ": self.tr("blank"), "": self.tr("none")}
        found = self._found
        auto_letters = (
            guessed.format(letters.get(cast(Encoding, found.encoding), found.encoding)) if found else self.tr("guess it")
        )
        auto_sign = guessed.format(signs.get(found.separator, found.separator)) if found else self.tr("guess it")
        _fill(self.encoding, [("auto", auto_letters), *ENCODINGS], self._choice.encoding)
        _fill(self.separator, [("auto", auto_sign), *separators.items()], self._choice.separator)
        # Some formats write their letters in one way only, and have no sign between columns.
        self._letters_field.setVisible(found is None or bool(found.encoding))
        self._separator_field.setVisible(found is None or bool(found.separator))
        self._fill_sheet()
        self._fill_exam()
        self._fill_final()
        self._several_label.setText(self.tr("Labels"))
        self.several.setText(self.tr("Several labels a row"))
        self.several.setToolTip(self.tr("A text may carry more than one label, such as “joy” and “surprise”"))
        self._fill_between()
        self._show_several()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _combos(self) -> tuple[QComboBox, ...]:
        return self.sheet, self.encoding, self.separator, self.exam, self.final, self.between

    @property
    def _is_several(self) -> bool:
        """As the person said, else as the labels look."""
        choice, found = self._choice, self._found
        return choice.multi_label or (not choice.label_separator and found is not None and found.multi_label)

    def _show_several(self) -> None:
        self.several.setChecked(self._is_several)
        self._several_field.setVisible(self._offered)
        self._between_field.setVisible(self._offered and self._is_several)

    def _fill_between(self) -> None:
        signs = {
            "|": self.tr("bar |"),
            ";": self.tr("semicolon ;"),
            ",": self.tr("comma ,"),
            "/": self.tr("slash /"),
            "、": self.tr("Chinese list comma 、"),
            "，": self.tr("Chinese comma ，"),
            "；": self.tr("Chinese semicolon ；"),
        }
        found, said = self._found, self._choice.label_separator
        sign = found.label_separator if found is not None and found.multi_label else ""
        auto = self.tr("{0} (guessed)").format(signs.get(sign, sign)) if sign and not said else self.tr("guess it")
        if said not in ("", WHOLE):
            signs.setdefault(said, said)
        _fill(self.between, [("", auto), *signs.items()], said)

    def _fill_sheet(self) -> None:
        """Only where there is a choice."""
        found, said = self._found, self._choice.sheet
        sheets = list(dict.fromkeys([*(found.parts if found is not None else []), *([said] if said else [])]))
        guess = found.part if found is not None else ""
        auto = self.tr("{0} (guessed)").format(guess) if guess and not said else self.tr("guess it")
        _fill(self.sheet, [("", auto), *((name, name) for name in sheets)], said)
        self._sheet_field.setVisible(len(sheets) > 1)

    def _fill_final(self) -> None:
        asked = self._choice.final_exam_rows
        items = [
            (number, self.tr("{0} rows kept back").format(count(number)) if number else self.tr("none"))
            for number in sorted({*FINAL_ROWS, asked})
        ]
        _fill(self.final, items, asked)
        self.final.setToolTip(
            self.tr("Rows that no choice ever sees: teacher and student are scored on them once, at the very end of a run")
        )

    def _fill_exam(self) -> None:
        shares = sorted({*SHARES, self._choice.exam_fraction})
        items: list[tuple[object, str]] = [
            (share, self.tr("{0} of the rows set aside").format(percent(share))) for share in shares
        ]
        current: object = self._choice.exam_fraction
        exam = self._choice.exam or (self._found.exam if self._found is not None else "")
        if exam:
            current = exam
            items.append((current, self.tr("file {0}").format(Path(exam).name)))
        items.append(("", self.tr("a file of its own…")))
        _fill(self.exam, items, current)

    @Slot(int)
    def _on_encoding(self, place: int) -> None:
        self._choose(encoding=cast(Encoding, self.encoding.itemData(place)))

    @Slot(int)
    def _on_separator(self, place: int) -> None:
        self._choose(separator=cast(Separator, self.separator.itemData(place)))

    @Slot(int)
    def _on_exam(self, place: int) -> None:
        chosen = self.exam.itemData(place)
        if isinstance(chosen, float):
            changes: dict[str, object] = {"exam": "", "exam_fraction": chosen}
            if not self._choice.exam and self._found is not None and self._found.exam:
                changes["train"] = self._found.train  # a dataset's training split alone, whose exam split is not wanted
            self._choose(**changes)
        elif chosen == "":
            self._ask_exam_file()

    @Slot(int)
    def _on_sheet(self, place: int) -> None:
        # Another sheet has other columns: what they are is guessed anew.
        self._choose(sheet=self.sheet.itemData(place), text="", label="", question="")

    @Slot(int)
    def _on_final(self, place: int) -> None:
        self._choose(final_exam_rows=self.final.itemData(place))

    @Slot(bool)
    def _on_several(self, several: bool) -> None:
        # "Each cell is one label" has to be said, or it would be guessed again that there are several.
        self._choose(multi_label=several, label_separator="" if several else WHOLE)

    @Slot(int)
    def _on_between(self, place: int) -> None:
        self._choose(multi_label=True, label_separator=self.between.itemData(place))

    @Slot(str)
    def _on_exam_file(self, path: str) -> None:
        self._choose(exam=path)

    def _choose(self, **changes: object) -> None:
        choice = msgspec.structs.replace(self._choice, **changes)
        if choice != self._choice:
            self.chosen.emit(choice)

    def _ask_exam_file(self) -> None:
        # Until a file is chosen, what was there stays.
        self._fill_exam()
        dialog = QFileDialog(self, self.tr("Choose the file with the exam’s texts"))
        dialog.setObjectName("exam_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Texts") + TEXT_FILES, self.tr("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_exam_file)
        dialog.open()


def _fill(combo: QComboBox, items: Sequence[tuple[object, str]], current: object) -> None:
    combo.clear()
    for value, text in items:
        combo.addItem(text, value)
    combo.setMinimumWidth(max(combo.fontMetrics().horizontalAdvance(text) for _, text in items) + BESIDE_TEXT)
    combo.setCurrentIndex(next((place for place in range(combo.count()) if combo.itemData(place) == current), 0))
