"""The form "Under the hood", made from the recipe's own field specs. Must not know: the project, what a setting does in the engine."""

from __future__ import annotations

import math
import re
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.models.plain_number import plain_number
from distilstudio.gui.models.shown_settings import SHOWN
from distilstudio.gui.value_words import value_words
from distilstudio.gui.widgets.flow_row import FlowRow
from distilstudio.gui.widgets.up_down_area import UpDownArea
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_fields import FieldSpec, field_specs, value_of, with_value
from distilstudio.protocol.usual import usual, usual_for

_GROUPED = re.compile(r"[1-9]\d{0,2}([,\s]\d{3})+")
"""A whole number with its thousands apart, "1,000". Where a fraction may stand, a comma can make it 1, as it does in many countries."""


class RecipeRow(QWidget):
    """One setting: its name, an editor, and below it the default or the reason why what is typed cannot be taken.

    A value is told as soon as what is typed stands for one; once it stands for none, the value from before the typing is told again.
    `judged`: what is typed has become wrong or right.
    """

    value_typed = Signal(str, object)
    judged = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.setObjectName(f"row_{spec.key}")
        self._recipe = usual()
        self._before_typing: Any = None
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.editor: QComboBox | QLineEdit = QComboBox() if spec.kind == "choice" else QLineEdit()
        self.editor.setObjectName(f"field_{spec.key}")
        self.title.setBuddy(self.editor)
        self.unit = QLabel()
        self.unit.setProperty("kind", "note")
        self.mark = QLabel()
        self.mark.setProperty("kind", "note")
        self.reset = QPushButton()
        self.reset.setProperty("kind", "quiet")
        self.reset.setObjectName(f"reset_{spec.key}")
        self.reason = QLabel()
        self.reason.setProperty("kind", "warn")
        self.reason.setWordWrap(True)
        self._fill_choices()
        self._lay_out()
        self._connect()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's value; what is being typed is left alone while it stands for that value, or while it is wrong."""
        value = value_of(recipe, self.spec.key)
        self._recipe = recipe
        if isinstance(self.editor, QComboBox):
            with QSignalBlocker(self.editor):
                self.editor.setCurrentIndex(self.spec.choices.index(value))
        elif not (self.reason.text() and value == self._before_typing) and self._read(self.editor.text())[0] != value:
            self._put(value)
            self._say("")
        self._mark(value)

    def retranslate(self) -> None:
        """Set every text again."""
        title, text = _recipe_text(self.spec.title), _recipe_text(self.spec.help)
        self.title.setText(title)
        self.unit.setText(_recipe_text(self.spec.unit) if self.spec.unit else "")
        self.unit.setVisible(bool(self.spec.unit))
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(text)
        for widget in (self.title, self.editor):
            widget.setToolTip(text)
        if isinstance(self.editor, QComboBox):
            for place, choice in enumerate(self.spec.choices):
                self.editor.setItemText(place, value_words(choice))
        self.reset.setText(self.tr("Reset"))
        self.reset.setAccessibleName(self.tr("Reset {title}").format(title=title))
        self._mark(value_of(self._recipe, self.spec.key))
        if self.reason.text() and isinstance(self.editor, QLineEdit):
            self._say(self._read(self.editor.text())[1])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_editor()
        super().changeEvent(event)

    def _fit_editor(self) -> None:
        """Room for "0.00005" and for the choices, the same for all, so that the editors stand in one column."""
        self.editor.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 9 + 42)

    @property
    def _usual(self) -> Any:
        """The value for this kind of work where the person says nothing."""
        return value_of(usual_for(self._recipe), self.spec.key)

    def _put(self, value: Any) -> None:
        """Show a value that nobody types; it is the one to which wrong typing comes back."""
        self._before_typing = value
        if isinstance(self.editor, QLineEdit):
            with QSignalBlocker(self.editor):
                self.editor.setText(_write(value))

    def _read(self, text: str) -> tuple[Any, str]:
        """The value that a typed text stands for, or None and the reason why it stands for none."""
        text = text.strip()
        whole = self.spec.kind == "int"
        if _GROUPED.fullmatch(text):
            if "," in text and not whole:
                return None, self.tr("The comma can mean two things here. Write a point, or nothing between the digits.")
            text = re.sub(r"\D", "", text)
        try:
            number = int(text) if whole else float(text.replace(",", "."))
        except ValueError:
            return None, self.tr("Type a whole number.") if whole else self.tr("Type a number.")
        if not math.isfinite(number):
            return None, self.tr("Type a number.")
        try:
            with_value(self._recipe, self.spec.key, number)
        except RecipeError:
            return None, self._range(number)
        return number, ""

    def _range(self, number: float) -> str:
        low, high = self.spec.minimum, self.spec.maximum
        if low is not None and number == low:
            return self.tr("It has to be more than {low}.").format(low=_write(low))
        if high is not None and number == high:
            return self.tr("It has to be less than {high}.").format(high=_write(high))
        return self.tr("It has to be between {low} and {high}.").format(low=_write(low), high=_write(high))

    def _mark(self, value: Any) -> None:
        differs = value != self._usual
        self.mark.setText(self.tr("• default {value}").format(value=_write(self._usual)) if differs else "")
        self.mark.setVisible(differs)
        self.reset.setVisible(differs or bool(self.reason.text()))

    def _say(self, reason: str) -> None:
        changed = reason != self.reason.text()
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.editor.setProperty("wrong", bool(reason))
        help_text = _recipe_text(self.spec.help)
        self.editor.setAccessibleDescription(f"{reason} {help_text}" if reason else help_text)
        if changed:
            self.judged.emit()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        """Typed, or put there by a screen reader or a script."""
        value, reason = self._read(text)
        self._say(reason)
        self._mark(value_of(self._recipe, self.spec.key))
        # Put there as a whole, not by keys.
        if not reason and isinstance(self.editor, QLineEdit) and not self.editor.isModified():
            self._before_typing = value
        self.value_typed.emit(self.spec.key, self._before_typing if reason else value)

    @Slot(int)
    def _on_choice_made(self, place: int) -> None:
        self.value_typed.emit(self.spec.key, self.spec.choices[place])

    @Slot()
    def _on_editing_finished(self) -> None:
        # A field that cannot be taken keeps its words and its reason: what the person typed is theirs.
        if isinstance(self.editor, QLineEdit) and not self.reason.text():
            self._put(value_of(self._recipe, self.spec.key))

    @Slot()
    def _on_reset(self) -> None:
        self.editor.setFocus()
        self._say("")
        self._put(self._usual)
        self.value_typed.emit(self.spec.key, self._usual)
        self._mark(value_of(self._recipe, self.spec.key))

    def _fill_choices(self) -> None:
        if isinstance(self.editor, QComboBox):
            self.editor.addItems(list(self.spec.choices))

    def _connect(self) -> None:
        if isinstance(self.editor, QComboBox):
            self.editor.currentIndexChanged.connect(self._on_choice_made)
        else:
            self.editor.textChanged.connect(self._on_text_changed)
            self.editor.editingFinished.connect(self._on_editing_finished)
        self.reset.clicked.connect(self._on_reset)

    def _lay_out(self) -> None:
        self._fit_editor()
        below = FlowRow(4, 0, even=True)
        below.addWidget(self.mark)
        below.addWidget(self.reset)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addLayout(below)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(names, 1)
        for widget in (self.unit, self.editor):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self.reason)
        for label in (self.reason, self.mark, self.reset):
            label.hide()


class RecipeFormArea(UpDownArea):
    """Scrolls the form up and down, and is never less wide than the form."""

    def __init__(self, form: RecipeForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(form)

    def minimumSizeHint(self) -> QSize:
        """The form's own width and the scroll bar's."""
        return QSize(
            self._form.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 2,
            super().minimumSizeHint().height(),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that is marked, or larger letters, make the form wider: whoever lays out this area has to ask it again."""
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class RecipeForm(QWidget):
    """Every shown setting in groups. `value_typed` carries a dotted key and a value that the recipe takes; `judged`: see RecipeRow."""

    value_typed = Signal(str, object)
    judged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        specs = field_specs()
        self.rows: dict[str, RecipeRow] = {}
        self._groups: dict[str, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        for group, keys in SHOWN:
            heading = QLabel()
            heading.setProperty("kind", "step")
            self._groups[group] = heading
            if len(self._groups) > 1:
                layout.addSpacing(8)
            layout.addWidget(heading)
            for key in keys:
                row = RecipeRow(specs[key])
                row.value_typed.connect(self.value_typed)
                row.judged.connect(self.judged)
                self.rows[key] = row
                layout.addWidget(row)
        layout.addStretch(1)
        self.retranslate()

    def show_recipe(self, recipe: Recipe) -> None:
        """Fill the form; nothing is emitted."""
        for row in self.rows.values():
            row.show_recipe(recipe)
        # Who learns to fill in words reads every text another way each time; what stands there all the same can be taken back.
        self.rows["data.copies"].setVisible(recipe.task != "mlm" or recipe.data.copies > 0)

    def wrong(self) -> RecipeRow | None:
        """The first field with something that cannot be taken."""
        return next((row for row in self.rows.values() if row.reason.text() and not row.isHidden()), None)

    def retranslate(self) -> None:
        """Set every text again."""
        words = {
            "loss": self.tr("What the student follows"),
            "train": self.tr("How it is trained"),
            "student": self.tr("How small the student is"),
            "teacher": self.tr("The teacher’s own training"),
            "data": self.tr("Texts"),
        }
        for group, heading in self._groups.items():
            heading.setText(words[group])
        for row in self.rows.values():
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _recipe_text(text: str) -> str:
    return QCoreApplication.translate("Recipe", text)


def _write(value: Any) -> str:
    return plain_number(value) if isinstance(value, float) else value_words(str(value))
