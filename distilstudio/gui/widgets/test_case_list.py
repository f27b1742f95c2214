"""Saved test cases: each text with the answer it should get and whether the student gets it right. Must not know: files, engines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from distilstudio.gui.models.test_cases import SavedCase
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.text_rows import TextButton, TextRow, brief
from distilstudio.gui.widgets.up_down_area import RowArea


class CaseRow(QWidget):
    """One case: the text (a button), the wanted label, a way to remove it."""

    chosen = Signal(object)
    expected = Signal(object, str)
    removed = Signal(object)

    def __init__(self, theme: Theme, case: SavedCase, labels: Sequence[str] | None, parent: QWidget | None = None) -> None:
        """labels: the answers that may be wanted; None where they cannot be listed, and only the saved one is."""
        super().__init__(parent)
        self.case = case
        self._theme = theme
        self._right: bool | None = None
        self.button = TextButton(theme, TextRow(case.question or case.text))
        self.combo = QComboBox()
        self.combo.addItems([case.expected] if labels is None else list(labels))
        self.combo.setVisible(labels is not None)
        self.combo.setCurrentText(case.expected)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.remove = QToolButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(4)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.combo)
        layout.addWidget(self.remove)
        self.button.clicked.connect(self._on_clicked)
        self.combo.currentTextChanged.connect(self._on_expected)
        self.remove.clicked.connect(self._on_removed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.retranslate()

    def set_right(self, right: bool | None) -> None:
        """Say whether the student gets it right; None: it has not been asked yet."""
        self._right = right
        if right is None:
            self.button.set_words("", "plain")
        elif right:
            self.button.set_words("✓", "ok", self.tr("right"))
        else:
            self.button.set_words("✗", "warn", self.tr("wrong"))

    def retranslate(self) -> None:
        """Set every text again."""
        self.combo.setAccessibleName(self.tr("Wanted answer"))
        self.combo.setToolTip(self.tr("The answer it should get"))
        self.button.tip = f"{brief(self.case.text)}\n→ {self.case.expected}"
        self.remove.setAccessibleName(self.tr("Remove this test case"))
        self.remove.setToolTip(self.tr("Remove this test case"))
        self.set_right(self._right)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.case)

    @Slot(str)
    def _on_expected(self, label: str) -> None:
        self.expected.emit(self.case, label)

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self.case)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.remove.setIcon(self._theme.icon("close", self._theme.tokens.muted))


class TestCaseList(RowArea):
    """All cases, newest first."""

    __test__ = False  # not a test, whatever its name makes of it

    chosen = Signal(object)
    expected = Signal(object, str)
    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[CaseRow] = []
        self._labels: Sequence[str] | None = []

    def set_cases(self, cases: Sequence[SavedCase], labels: Sequence[str] | None) -> None:
        """Show other cases; rows of the same text keep their place and focus."""
        self.empty.setVisible(not cases)
        kept = {_key(case) for case in cases} if labels == self._labels else set()
        self._labels = labels
        old = {_key(row.case): row for row in self.rows if _key(row.case) in kept}
        for row in self.rows:
            if _key(row.case) not in kept:
                row.hide()
                self.row_layout.removeWidget(row)
                row.deleteLater()
        self.rows = []
        for place, case in enumerate(cases):
            row = old.get(_key(case)) or self._new_row(case, labels)
            row.case = case
            with QSignalBlocker(row.combo):
                row.combo.setCurrentText(case.expected)
            self.row_layout.insertWidget(place + 1, row)
            self.rows.append(row)

    def set_right(self, case: SavedCase, right: bool | None) -> None:
        """What came of one case."""
        for row in self.rows:
            if row.case == case:
                row.set_right(right)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            for row in self.rows:
                row.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Room for three cases at least."""
        return QSize(self._theme.px(260), self._theme.px(120))

    def minimumSizeHint(self) -> QSize:
        """Room for two."""
        return QSize(self._theme.px(160), self._theme.px(80))

    def _new_row(self, case: SavedCase, labels: Sequence[str] | None) -> CaseRow:
        row = CaseRow(self._theme, case, labels)
        row.chosen.connect(self.chosen)
        row.expected.connect(self.expected)
        row.removed.connect(self.removed)
        return row


def _key(case: SavedCase) -> tuple[str, str]:
    return case.text, case.question
