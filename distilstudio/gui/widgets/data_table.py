"""The preview of a data file: rows with the label drawn as a chip, and in the header a drop-down for the role of each column.

Must not know: the engine, the page around it.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QMoveEvent, QPainter, QRegion, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from distilstudio.gui.models.preview import PreviewModel, Role
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.marked_cell import MarkedDelegate
from distilstudio.protocol.inspection import MarkedSpan

COMBO_LOOK = """
QComboBox { padding: 2px 20px 2px 7px; }
QComboBox:focus { padding: 1px 19px 1px 6px; }
QComboBox::drop-down { width: 20px; }
"""
"""Narrower than elsewhere, so that a column of short labels need not be wide."""
ROLES: tuple[Role, ...] = ("text", "label", "")
NARROWEST, WIDEST = 100, 220
"""Pixels that a column beside the texts takes."""
MEASURED_ROWS = 40
"""By so many rows a column's width is chosen: some more than are seen at a time."""


class RoleHeader(QHeaderView):
    """Column names with a role drop-down below each.

    The drop-downs stand on `shelf`, which belongs beside the table: of what is in a table Qt tells a screen reader the cells and heads alone.
    """

    role_chosen = Signal(int, str)

    def __init__(self, theme: Theme, preview: PreviewModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._preview = theme, preview
        self.combos: list[QComboBox] = []
        self.shelf = QWidget()
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.sectionResized.connect(self._on_moved)
        preview.modelReset.connect(self._on_reset)

    def sizeHint(self) -> QSize:
        """Room for the name and the drop-down."""
        return QSize(super().sizeHint().width(), self._name_height() + self._theme.px(30) + 8)

    def retranslate(self) -> None:
        """Set every text again."""
        names = {"text": self.tr("Text"), "label": self.tr("Label"), "": "–"}
        for column, combo in enumerate(self.combos):
            for place, role in enumerate(ROLES):
                combo.setItemText(place, names[role])
            name = self.tr("Role of the column {0}").format(self._preview.columns[column])
            combo.setAccessibleName(name)
            combo.setAccessibleDescription(name)  # on Linux Qt tells a drop-down's choice as its name
            combo.setToolTip(self.tr("What this column holds"))

    def resizeEvent(self, event: object) -> None:
        """Keep the drop-downs in their columns."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._on_moved()

    def showEvent(self, event: QShowEvent) -> None:
        """The drop-downs are there where their names are."""
        super().showEvent(event)
        self._on_moved()

    def hideEvent(self, event: QHideEvent) -> None:
        """And gone with them."""
        super().hideEvent(event)
        self._on_moved()

    def stand_beside(self, table: QWidget) -> None:
        """The shelf is a child of what the table is in, above the table."""
        self.shelf.setParent(table.parentWidget())
        self._on_moved()

    def place_combos(self) -> None:
        """Put each drop-down below its column's name."""
        beside = self.shelf.parentWidget()
        if beside is None:
            return
        height = self._theme.px(30)
        self.shelf.setGeometry(
            QRect(self.viewport().mapTo(beside, QPoint(0, self._name_height())), QSize(self.viewport().width(), height))
        )
        there = QRegion()
        for column, combo in enumerate(self.combos):
            left = self.sectionViewportPosition(column)
            width = min(self.sectionSize(column) - 12, self._theme.px(150))
            combo.setGeometry(QRect(left + 6, 0, max(width, 40), height))
            combo.setVisible(not self.isSectionHidden(column))
            if not combo.isHidden():
                there += combo.geometry()
        self.shelf.setMask(there)  # between them the head is drawn, and its columns can be made wider
        self.shelf.setVisible(not self.isHidden() and bool(self.combos))
        self.shelf.raise_()

    def _name_height(self) -> int:
        return QFontMetrics(self._theme.font("note")).height() + 12

    @Slot()
    def _on_reset(self) -> None:
        """A combo for each column; filling them must not look like a choice."""
        while len(self.combos) > len(self._preview.columns):
            self.combos.pop().deleteLater()
        while len(self.combos) < len(self._preview.columns):
            combo = QComboBox(self.shelf)
            combo.addItems(["", "", ""])
            combo.setStyleSheet(COMBO_LOOK)
            combo.setObjectName(f"role_combo_{len(self.combos)}")
            combo.activated.connect(self._on_activated)
            self.combos.append(combo)
        for column, combo in enumerate(self.combos):
            role = self._preview.role_of(column)
            combo.setCurrentIndex(ROLES.index(role))
            # A role is moved by giving it to another column, so that none is ever without its column.
            item = combo.model().item(2)  # type: ignore[attr-defined]
            item.setEnabled(role == "")
        self.retranslate()
        self.place_combos()

    @Slot()
    def _on_moved(self) -> None:
        self.place_combos()

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        column = self.combos.index(self.sender())  # type: ignore[arg-type]
        if ROLES[place] != self._preview.role_of(column):
            self.role_chosen.emit(column, ROLES[place])


class RoleDelegate(QStyledItemDelegate):
    """Draws a label as a chip, the text in full ink, every other column muted."""

    def __init__(self, theme: Theme, preview: PreviewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preview = theme, preview

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Ink by role."""
        super().initStyleOption(option, index)
        if self._preview.role_of(index.column()) == "":
            option.palette.setColor(option.palette.ColorRole.Text, self._theme.color("muted"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one cell."""
        words = str(index.data() or "")
        if self._preview.role_of(index.column()) != "label" or not words:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self._theme.tokens.accent_soft))
        font = self._theme.font("note")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        height = metrics.height() + 6
        left = area.left() + 6
        for label in self._preview.labels_of(index.row(), words):
            room = area.right() - 6 - left
            if room < 3 * height / 2:
                break
            width = min(metrics.horizontalAdvance(label) + 18, room)
            chip = QRectF(left, area.center().y() - height / 2 + 1, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tokens.accent_soft))
            painter.drawRoundedRect(chip, height / 2, height / 2)
            painter.setPen(QColor(self._theme.tokens.accent))
            shown = metrics.elidedText(label, Qt.TextElideMode.ElideRight, round(width) - 14)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
            left += round(width) + 4
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A calm row."""
        return QSize(super().sizeHint(option, index).width() + 16, self._theme.px(34))


class DataTable(QTableView):
    """Read-only rows. `role_chosen(column name, role)` when a person gave a column another role."""

    role_chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_preview_table")
        self._theme = theme
        self.preview = PreviewModel(self)
        self._filled: tuple[object, ...] = ()
        self._widths: list[int] = []
        self._roles_drawn = RoleDelegate(theme, self.preview, self)
        self._marks_drawn = MarkedDelegate(theme, self.preview, self)
        self.setItemDelegate(self._roles_drawn)
        self.roles = RoleHeader(theme, self.preview, self)
        self.setHorizontalHeader(self.roles)
        self.setModel(self.preview)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setStyleSheet("QHeaderView::section { border: none; font-weight: 400; padding: 0px 8px; }")
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(34))
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.roles.role_chosen.connect(self._on_role_chosen)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        """The head and a few rows: a page with large text scrolls rather than hide them."""
        return QSize(super().minimumSizeHint().width(), self._theme.px(170))

    def sizeHint(self) -> QSize:
        """Modest, since layouts take it for the least height; it scrolls, and grows with the room there is."""
        return QSize(self._theme.px(320), self._theme.px(200))

    def fill(
        self,
        columns: list[str],
        rows: list[list[str]],
        text: str,
        label: str,
        row_labels: list[list[str]] | None = None,
        marks: list[list[MarkedSpan]] | None = None,
        first: int = 0,
    ) -> None:
        """Show other rows, and share the width among the columns. With `marks` one column without a head draws all of a row.

        The same rows again stay as they are.
        """
        filled = (columns, rows, text, label, row_labels, marks, first)
        if filled == self._filled:
            return
        self._filled, was_marked = filled, self.preview.is_marked
        self.preview.fill(columns, rows, text, label, row_labels, marks, first)
        marked = self.preview.is_marked
        if was_marked and not marked:  # a header keeps the heights of the rows before
            self._level_rows()
        self._measure()
        self.roles.setVisible(not marked)
        self.setItemDelegate(self._marks_drawn if marked else self._roles_drawn)
        for column in range(len(columns)):
            self.setColumnHidden(column, marked and column != self.preview.text_column)
        self._share_width()
        before: QWidget = self
        for combo in self.roles.combos:
            QWidget.setTabOrder(before, combo)
            before = combo

    def show_rows(self, rows: list[int]) -> bool:
        """Select those of the rows that are in the preview and go to the first; False where there is none."""
        there = [row for row in rows if row < self.preview.rowCount()]
        selection = self.selectionModel()
        selection.clearSelection()
        for row in there:
            selection.select(
                self.preview.index(row, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            )
        if there:
            self.scrollTo(self.preview.index(there[0], 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        return bool(there)

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("First rows of the file"))
        self.roles.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """The drop-downs go where the table goes."""
        if event.type() == QEvent.Type.ParentChange:
            self.roles.stand_beside(self)
        return super().event(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """The same."""
        super().moveEvent(event)
        self.roles.place_combos()

    def resizeEvent(self, event: object) -> None:
        """Share the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._share_width()

    def _share_width(self) -> None:
        """The text takes what the others leave, and never less than a sentence needs."""
        if not self._widths or len(self._widths) != len(self.preview.columns):  # other rows are just coming
            return
        if self.preview.is_marked:
            self._fit_rows()
            return
        widths, text = list(self._widths), self.preview.text_column
        if text < 0:
            text = max(range(len(widths)), key=widths.__getitem__)
        rest = self.viewport().width() - sum(widths) + widths[text]
        widths[text] = max(rest, self._theme.px(WIDEST))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.roles.place_combos()

    def _measure(self) -> None:
        """How wide the columns want to be. Once for the same rows: a page that is built up gives them several widths in a turn."""
        metrics, preview, least, most = self.fontMetrics(), self.preview, self._theme.px(NARROWEST), self._theme.px(WIDEST)
        self._widths = []
        for column in range(len(preview.columns)):
            width, is_label = least, preview.role_of(column) == "label"
            for row in range(min(preview.rowCount(), MEASURED_ROWS)):
                cell = str(preview.index(row, column).data() or "")[:most]
                chips = 16 * (len(preview.labels_of(row, cell)) - 1) if is_label else 0
                width = max(width, metrics.horizontalAdvance(cell) + 24 + chips)
            self._widths.append(min(width, most))

    def _level_rows(self) -> None:
        for row in range(self.preview.rowCount()):
            self.setRowHeight(row, self._theme.px(34))

    def _fit_rows(self) -> None:
        """One column as wide as the room, each row as high as its lines."""
        width = self.viewport().width()
        self.setColumnWidth(self.preview.text_column, width)
        for row in range(self.preview.rowCount()):
            self.setRowHeight(row, self._marks_drawn.height(row, width))

    @Slot()
    def _on_scrolled(self) -> None:
        self.roles.place_combos()

    @Slot(int, str)
    def _on_role_chosen(self, column: int, role: str) -> None:
        self.role_chosen.emit(self.preview.columns[column], role)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(34))
        if not self.preview.is_marked:
            self._level_rows()
        self._measure()
        self._share_width()
        self.viewport().update()
