"""What there is to know of a data file, a sentence each, with a mark, and a way to see the rows. Must not know: the engine, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, labels, listed, percent, sentences
from distilstudio.gui.health_words import decided_sentence, fixed_sentence, odd_sentence, sentence_for
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.up_down_area import UpDownArea
from distilstudio.protocol.inspection import HealthFact
from distilstudio.protocol.recipe import ODD, Task

BUTTON_LOOK = 'QPushButton { padding: 0px 6px; } QPushButton[ring="true"]:focus { padding: 0px 5px; }'
DECIDED: Literal["decided"] = "decided"
"""What was decided about single rows. The recipe knows it; where these rows are in the file has to be asked."""
FIXES = ("duplicates", "contradictions", *ODD)
"""Facts that can be mended: by leaving the rows out."""
ASKED = "asked"
"""Among a fact's values: only the person knows what an empty cell means."""
MARKS = {"ok": ("check", "ok"), "note": ("info", "muted"), "warn": ("warning", "warn")}
"""Icon and colour token by level; the shapes differ, so that colour is not the only mark."""


class HealthList(UpDownArea):
    """One row a fact. `rows_requested` with the row numbers of a fact; `fix_requested` with a fact's code and whether it is to be mended.
    `decided_wanted`: the rows that were decided about are to be shown."""

    rows_requested = Signal(list)
    fix_requested = Signal(str, bool)
    decided_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("health_list")
        self._theme = theme
        self._facts: list[HealthFact] = []
        self._told: list[HealthFact] = []
        self._task: Task = "classification"
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 4, 0)
        self._rows.setSpacing(8)
        self.setWidget(self._body)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Modest, since layouts take it for the least height; it scrolls, and grows with the room there is."""
        return QSize(self._theme.px(220), self._theme.px(120))

    def fill(self, facts: list[HealthFact], task: Task = "classification") -> None:
        """Show these facts, warnings first."""
        if (facts, task) == (self._told, self._task):
            return
        self._told = facts
        self._task = task
        order = {"warn": 0, "note": 1, "ok": 2}
        self._facts = sorted(facts, key=lambda fact: order[fact.level])
        self.retranslate()

    def retranslate(self) -> None:
        """Write every sentence again."""
        self.setAccessibleName(self.tr("Health of the data"))
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for fact in self._facts:
            row = self._row(fact)
            self._rows.addWidget(row)
            row.show()
        self._rows.addStretch(1)
        self.setAccessibleDescription(sentences(*map(self.sentence, self._facts)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sentence(self, fact: HealthFact) -> str:
        """A fact in words. A value that the engine left out is drawn as a dash, never as an error."""
        values = defaultdict(lambda: "–", {name: _grouped(value) for name, value in fact.values.items()})
        if fact.code == DECIDED:
            return decided_sentence(*(int(fact.values.get(name, "0")) for name in ("taken", "dropped", "gone")))
        if "fixed" in fact.values:
            return fixed_sentence(fact.code, values["rows"])
        if odd := odd_sentence(fact.code, values["rows"]):
            return odd
        if own := sentence_for(self._task, fact, values):
            return own
        rows = values["rows"]
        none = fact.values.get("rows") == "0"
        if rows == "1" and ASKED not in fact.values and (single := self._single_sentence(fact.code, values)):
            return single
        match fact.code:
            case "rows" if "final_rows" in fact.values:
                return self.tr("{0} rows to learn from, {1} for the exam, {2} for the final exam.").format(
                    rows, values["exam_rows"], values["final_rows"]
                )
            case "rows" if "off" in fact.values:
                return self.tr("{0} rows to learn from, {1} for the exam: so few that a score can be {2} points off.").format(
                    rows, values["exam_rows"], values["off"]
                )
            case "rows":
                return self.tr("{0} rows to learn from, {1} for the exam.").format(rows, values["exam_rows"])
            case "labels":
                return self._labels_sentence(fact, values)
            case "labels_together":
                return self.tr(
                    "Each label has a column of its own, marked 0 or 1 ({0} of them); the column “{1}” has them together."
                ).format(values["columns"], fact.values.get("column", "–"))
            case "imbalance":
                return self._balance_sentence(values, even=fact.level == "ok")
            case "empty_rows":
                return self.tr("No row is empty.") if none else self.tr("{0} rows have no text; they are left out.").format(rows)
            case "unlabelled_rows" if ASKED in fact.values and rows == "1":
                return self.tr("1 row has no label. Does none fit it, or should the teacher label it, as it does now?")
            case "unlabelled_rows" if ASKED in fact.values:
                return self.tr(
                    "{0} rows have no label. Does none fit them, or should the teacher label them, as it does now?"
                ).format(rows)
            case "none_of_labels":
                return self.tr("{0} rows carry none of the labels; the student learns that too.").format(rows)
            case "unlabelled_rows":
                return (
                    self.tr("Every row has a label.")
                    if none
                    else self.tr("{0} rows have no label; the teacher labels them.").format(rows)
                )
            case "duplicates":
                return (
                    self.tr("No text comes twice.")
                    if none
                    else self.tr("{0} rows repeat an earlier text; all of them are learnt from.").format(rows)
                )
            case "contradictions":
                if none:
                    return self.tr("No text has two labels.")
                return self.tr("{0} rows have a text that carries another label elsewhere.").format(rows)
            case "exam_overlap":
                if none:
                    return self.tr("No text of the exam is learnt from.")
                return self.tr("{0} training rows are in the exam too; they are not learnt from.").format(rows)
            case "long_texts":
                if none:
                    return self.tr("No text is longer than {0} word pieces.").format(values["limit"])
                return self.tr("{0} texts are longer than {1} word pieces and are cut.").format(rows, values["limit"])
            case "unknown_pieces":
                return self.tr(
                    "The teacher does not know {0} of the word pieces in your texts. Choose one that was made for their language."
                ).format(percent(float(fact.values.get("share", "0"))))
            case "split_words":
                return self.tr(
                    "The teacher splits the words of your texts into small pieces, {0} a word: it was made for another language. Choose one "
                    "that was made for theirs."
                ).format(f"{float(fact.values.get('pieces', '0')):.1f}")
            case "split_characters":
                return self.tr(
                    "The teacher splits the characters of your texts into smaller pieces, {0} each: it was made for another language. Choose "
                    "one that was made for theirs."
                ).format(f"{float(fact.values.get('pieces', '0')):.1f}")
            case "more_texts":
                return self._more_sentence(
                    self.tr("{0} more texts without labels; the teacher labels them.").format(rows), values
                )
            case "ragged_rows":
                return (
                    self.tr("Every row has all columns.")
                    if none
                    else self.tr("{0} rows have more or fewer cells than the header.").format(rows)
                )
        return fact.code

    def _single_sentence(self, code: str, values: Mapping[str, str]) -> str:
        """A fact about one row; "" where the sentence for more says it as well."""
        single = {
            "rows": self.tr("1 row to learn from, {0} for the exam.").format(values["exam_rows"]),
            "empty_rows": self.tr("1 row has no text; it is left out."),
            "unlabelled_rows": self.tr("1 row has no label; the teacher labels it."),
            "none_of_labels": self.tr("1 row carries none of the labels; the student learns that too."),
            "duplicates": self.tr("1 row repeats an earlier text; both are learnt from."),
            "contradictions": self.tr("1 row has a text that carries another label elsewhere."),
            "exam_overlap": self.tr("1 training row is in the exam too; it is not learnt from."),
            "long_texts": self.tr("1 text is longer than {0} word pieces and is cut.").format(values["limit"]),
            "more_texts": self._more_sentence(self.tr("1 more text without a label; the teacher labels it."), values),
            "ragged_rows": self.tr("1 row has more or fewer cells than the header."),
        }
        return single.get(code, "")

    def _more_sentence(self, words: str, values: Mapping[str, str]) -> str:
        """With how many of the file's texts are there already, if any."""
        left_out = values["left_out"]
        return (
            words
            if left_out in ("0", "–")
            else sentences(words, self.tr("Left out, because they are there already: {0}.").format(left_out))
        )

    def _labels_sentence(self, fact: HealthFact, values: Mapping[str, str]) -> str:
        match values["problem"]:
            case "none":
                return self.tr("No row has a label. Choose the column with the labels in the head of the table.")
            case "one":
                return self.tr("All rows have the same label, “{0}”: there is nothing to tell apart.").format(
                    next(iter(fact.names), "–")
                )
            case "many":
                return self.tr("{0} different labels: this looks like a column of texts or numbers.").format(values["labels"])
        number = int(fact.values.get("labels", len(fact.names)))
        names, more = listed(fact.names) or "–", number - len(fact.names)
        if fact.names and more > 0:
            names = self.tr("{names} and {count} more").format(names=names, count=count(more))
        if "a_row" in values:
            return self.tr("{labels}, {mean} a row on average: {names}").format(
                labels=labels(number), mean=values["a_row"], names=names
            )
        return self.tr("{labels}: {names}").format(labels=labels(number), names=names)

    def _balance_sentence(self, values: Mapping[str, str], even: bool) -> str:
        if even:
            return self.tr("The labels come about equally often.")
        if values["rows"] == "1":
            return self.tr("“{0}” is rare: 1 row, against {1} of “{2}”.").format(
                values["label"], values["largest_rows"], values["largest"]
            )
        return self.tr("“{0}” is rare: {1} rows, against {2} of “{3}”.").format(
            values["label"], values["rows"], values["largest_rows"], values["largest"]
        )

    def _row(self, fact: HealthFact) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        icon, color = MARKS[fact.level]
        mark = QLabel()
        mark.setPixmap(self._theme.pixmap(icon, self._theme.px(16), getattr(self._theme.tokens, color), self.devicePixelRatioF()))
        mark.setAccessibleName({"ok": self.tr("Fine"), "note": self.tr("Note"), "warn": self.tr("Take care")}[fact.level])
        # Labels such as balance_not_updated_after_cheque have no blank to break a line at, and would push the words out of sight.
        words = QLabel(self.sentence(fact).replace("_", "_\N{ZERO WIDTH SPACE}"))
        words.setTextFormat(Qt.TextFormat.PlainText)  # names of labels, and words on HTML, may look like markup
        words.setWordWrap(True)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        # One below the other: side by side they would leave the words a narrow column.
        buttons = QVBoxLayout()
        buttons.setSpacing(0)
        if fact.rows or fact.code == DECIDED:
            buttons.addWidget(self._show_button(fact))
        if fact.code == DECIDED or (fact.rows and (fact.code in FIXES or not {ASKED, "fixed"}.isdisjoint(fact.values))):
            buttons.addWidget(self._fix_button(fact))
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return row

    def _fix_button(self, fact: HealthFact) -> QPushButton:
        """Leave the rows out, say that none of the labels fits them, or take that back; the file itself stays as it is."""
        fixed = "fixed" in fact.values or fact.code == DECIDED
        mend = self.tr("None fits") if ASKED in fact.values else self.tr("Leave out")
        button = QPushButton(self.tr("Undo") if fixed else mend)
        button.setObjectName(f"health_fix_{fact.code}")
        button.setProperty("kind", "quiet")
        button.setProperty("code", fact.code)
        button.setProperty("wanted", not fixed)
        button.setAccessibleName(f"{button.text()}: {self.sentence(fact)}")
        button.setToolTip(self.tr("Your file stays as it is; the choice is kept in the recipe."))
        button.setStyleSheet(BUTTON_LOOK)
        button.clicked.connect(self._on_fix)
        return button

    def _show_button(self, fact: HealthFact) -> QPushButton:
        button = QPushButton(self.tr("Show"))
        button.setObjectName(f"health_show_{fact.code}")
        button.setProperty("kind", "quiet")
        button.setProperty("rows", list(fact.rows))
        button.setAccessibleName(self.tr("Show the rows: {0}").format(self.sentence(fact)))
        button.setStyleSheet(BUTTON_LOOK)
        button.clicked.connect(self.decided_wanted if fact.code == DECIDED else self._on_show)
        return button

    @Slot()
    def _on_show(self) -> None:
        self.rows_requested.emit(self.sender().property("rows"))

    @Slot()
    def _on_fix(self) -> None:
        self.fix_requested.emit(self.sender().property("code"), self.sender().property("wanted"))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.retranslate()


def _grouped(value: str) -> str:
    return count(int(value)) if value.isdigit() else value
