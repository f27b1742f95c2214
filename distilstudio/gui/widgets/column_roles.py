"""Which column of a file is taken for what, where rows are not shown in their columns: names, questions, plain texts.

Must not know: the engine, the page around it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from distilstudio.gui.widgets.flow_row import FlowRow
from distilstudio.gui.widgets.labelled_field import BESIDE_TEXT, labelled_field
from distilstudio.protocol.inspection import DataChoiceInspected
from distilstudio.protocol.recipe import Task

NONE = "–"
MOST_LETTERS = 24
"""A column's name may be a whole sentence."""


class ColumnRoles(QWidget):
    """A drop-down for each role. `role_chosen(column, role)` when a person took another column for one. Hidden where nothing can be chosen."""

    role_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combos = {role: QComboBox() for role in ("question", "text", "label")}
        self._labels = {role: QLabel() for role in self.combos}
        self._fields: dict[str, QWidget] = {}
        self._task: Task = "classification"
        self._names: tuple[str, ...] = (NONE,)
        row = FlowRow(16, 8, self)
        for role, combo in self.combos.items():
            combo.setObjectName(f"column_combo_{role}")
            combo.activated.connect(self._on_activated)
            self._fields[role] = labelled_field(self._labels[role], combo)
            row.addWidget(self._fields[role])
        self.retranslate()
        self.hide()

    def show_roles(self, found: DataChoiceInspected, task: Task) -> None:
        """The columns of a file, and what each is taken for."""
        self._task = task
        for role, combo in self.combos.items():
            taken = found.roles.get(role)
            self._fields[role].setVisible(taken is not None)
            combo.clear()
            # A role is moved by giving it another column, so that none is ever left without.
            combo.addItems([*([NONE] if not taken else []), *found.columns])
            combo.setCurrentText(taken or NONE)
        self._names = (NONE, *found.columns)
        self._fit()
        self.setVisible(bool(found.columns))
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        words = {
            "ner": {"text": self.tr("Words"), "label": self.tr("Tags")},
            "qa": {"question": self.tr("Question"), "text": self.tr("Passage"), "label": self.tr("Answer")},
        }.get(self._task, {"text": self.tr("Text")})
        for role, label in self._labels.items():
            label.setText(words.get(role, ""))
            self.combos[role].setAccessibleName(self.tr("Column: {0}").format(words.get(role, "")))
            self.combos[role].setToolTip(self.tr("Which column of the file this is taken from"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language, and the size of text."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        """As wide as the longest name, if that is not too long."""
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(name) for name in self._names)
        for combo in self.combos.values():
            combo.setFixedWidth(min(widest, metrics.horizontalAdvance("0") * MOST_LETTERS) + BESIDE_TEXT)

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        combo = self.sender()
        role = next(role for role, one in self.combos.items() if one is combo)
        if (column := self.combos[role].itemText(place)) != NONE:
            self.role_chosen.emit(column, role)
