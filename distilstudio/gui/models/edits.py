"""What the person did to the recipe, step by step, so that each step can be taken back and done again: roles, encoding, task, sliders, fixes.

Every edit keeps the whole recipe before and after it, so whatever a page changes is undone without a word of its own. What the program finds
out in between is no step, and stays when steps are taken back that it does not hang on. Must not know: widgets, pages, what a setting does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from distilstudio.gui.models.data_shown import looked_at_with
from distilstudio.gui.models.plain_number import plain_number
from distilstudio.gui.models.project import Change, Project
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import FieldSpec, field_specs, value_of, with_value

MERGE_MS = 1000
"""Steps of one number that follow each other so quickly are one movement of a slider."""
MOST_STEPS = 200
NUMBERS = ("int", "float")
LEADING = ("task", "data.train", "teacher.model", "student.preset", "data.text", "data.label", "data.question")
"""Where one deed changes many settings, it is called by the first of these."""
_BALANCE = frozenset({"loss.soft", "loss.hard"})
_PAGES = {"data": "data", "task": "data", "teacher": "teacher", "data.corrections": "teacher"}
"""Where a setting is seen, by its key or by the part that it belongs to; else on the page of the recipe."""
_FILES = ("data.train", "data.exam", "data.unlabelled", "teacher.model")


@dataclass(frozen=True)
class Told:
    """A step in words, and the page on which it is seen. `words`: what was changed, and from what to what where that is a number."""

    title: str
    words: str
    page: str


class EditCommand(QUndoCommand):
    """One step."""

    def __init__(self, project: Project, change: Change, at_ms: float) -> None:
        super().__init__()
        self._project = project
        self.change = change
        self.keys = changed_keys(change.before, change.after)
        self.at_ms = at_ms
        self.merges = False
        self._done = True
        """The first `redo` is the stack's own, as it takes the step in: by then the project has changed already."""

    def id(self) -> int:
        """The stack offers only steps of one kind for merging."""
        return 1

    def redo(self) -> None:
        """Do it again."""
        if not self._done:
            self._project.put(self.change.after, self.change.after_base)
        self._done = True

    def undo(self) -> None:
        """Take it back."""
        self._project.put(self.change.before, self.change.before_base)
        self._done = False

    def carry(self, found: Change, *, up: bool) -> bool:
        """Take into both recipes what the program found out after this step, or (up) before it. Returns: whether the step beyond wants it too:
        not where this one chose other texts or another teacher, or changed the same."""
        keys = changed_keys(found.before, found.after)
        goes_on = not set(keys) & set(self.keys) and _about(self.change.before, self.change.before_base) == _about(
            self.change.after, self.change.after_base
        )
        values = {key: value_of(found.after, key) for key in keys}
        before = _with(self.change.before, values) if up or goes_on else self.change.before
        after = _with(self.change.after, values) if goes_on or not up else self.change.after
        self.change = Change(before, self.change.before_base, after, self.change.after_base)
        return goes_on

    def mergeWith(self, other: QUndoCommand) -> bool:
        """A slider's next step belongs to the one before it."""
        if not isinstance(other, EditCommand) or not other.merges or other.keys != self.keys:
            return False
        self.change = Change(self.change.before, self.change.before_base, other.change.after, other.change.after_base)
        self.at_ms = other.at_ms
        self.setObsolete((self.change.before, self.change.before_base) == (self.change.after, self.change.after_base))
        return True


class Edits(QObject):
    """The steps of a project. `changed`: what can be undone or redone is another one. `moved`: one was, with its Change and whether it was undone."""

    changed = Signal()
    moved = Signal(object, bool)

    def __init__(
        self,
        project: Project,
        held: Callable[[], bool] = lambda: False,
        now_ms: Callable[[], float] = lambda: time.monotonic() * 1000,
        parent: QObject | None = None,
    ) -> None:
        """held: whether the person holds a slider now, however long. now_ms: a clock that never goes back."""
        super().__init__(parent)
        self._project, self._held, self._now_ms = project, held, now_ms
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(MOST_STEPS)
        self._stack.indexChanged.connect(self._on_index_changed)
        project.edited.connect(self._on_edited)
        project.adopted.connect(self._on_adopted)

    @property
    def steps(self) -> int:
        """How many steps there are, done or taken back."""
        return self._stack.count()

    def next_undo(self) -> Told | None:
        """What Undo would take back."""
        return self._told(self._stack.index() - 1) if self._stack.canUndo() else None

    def next_redo(self) -> Told | None:
        """What Redo would do again."""
        return self._told(self._stack.index()) if self._stack.canRedo() else None

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        command = self._command(self._stack.index() - 1)
        if command is not None:
            self._stack.undo()
            self.moved.emit(command.change, True)

    @Slot()
    def redo(self) -> None:
        """Do the step that was taken back last again."""
        command = self._command(self._stack.index())
        if command is not None:
            self._stack.redo()
            self.moved.emit(command.change, False)

    def forget(self) -> None:
        """Nothing can be taken back any more."""
        self._stack.clear()
        self.changed.emit()

    def _command(self, place: int) -> EditCommand | None:
        command = self._stack.command(place) if 0 <= place < self._stack.count() else None
        return command if isinstance(command, EditCommand) else None

    def _told(self, place: int) -> Told | None:
        command = self._command(place)
        return told(command.change) if command is not None else None

    @Slot(object)
    def _on_edited(self, change: Change) -> None:
        command = EditCommand(self._project, change, self._now_ms())
        last = self._command(self._stack.index() - 1)
        numbers = all(field_specs()[key].kind in NUMBERS for key in command.keys if key in field_specs())
        soon = last is not None and command.at_ms - last.at_ms <= MERGE_MS
        command.merges = bool(command.keys) and numbers and (soon or self._held())
        self._stack.push(command)
        self.changed.emit()

    @Slot(object)
    def _on_adopted(self, found: Change) -> None:
        now = self._stack.index()
        for places, up in ((range(now - 1, -1, -1), False), (range(now, self._stack.count()), True)):
            for place in places:
                command = self._command(place)
                if command is None or not command.carry(found, up=up):
                    break

    @Slot(int)
    def _on_index_changed(self, _index: int) -> None:
        self.changed.emit()


def changed_keys(before: Recipe, after: Recipe) -> tuple[str, ...]:
    """Settings that differ, in the order of the recipe."""
    return tuple(key for key in field_specs() if value_of(before, key) != value_of(after, key))


def _about(recipe: Recipe, base: str) -> tuple[object, ...]:
    """What the program finds something out about."""
    return recipe.task, looked_at_with(recipe.data), recipe.teacher.model, base


def _with(recipe: Recipe, values: dict[str, Any]) -> Recipe:
    for key, value in values.items():
        recipe = with_value(recipe, key, value)
    return recipe


def told(change: Change, undone: bool = False) -> Told:
    """A change in words, as it went, or as it goes when it is taken back."""
    keys = changed_keys(change.before, change.after)
    if not keys:
        return Told(_words("Recipe"), _words("Recipe"), "data")
    if set(keys) == _BALANCE or keys == ("loss.soft",):
        title = _words("Whom to follow")
        shares = [_share(recipe) for recipe in (change.before, change.after)]
        return Told(title, _line(title, *(reversed(shares) if undone else shares)), "recipe")
    key = next((name for name in LEADING if name in keys), keys[0])
    spec = field_specs()[key]
    title = QCoreApplication.translate("Recipe", spec.title)
    values = [_value(spec, value_of(recipe, key)) for recipe in (change.before, change.after)]
    page = _PAGES.get(key) or _PAGES.get(key.partition(".")[0], "recipe")
    return Told(title, _line(title, *(reversed(values) if undone else values)), page)


def _line(title: str, old: str, new: str) -> str:
    return f"{title}: {old} → {new}" if old and new else title


def _value(spec: FieldSpec, value: Any) -> str:
    """A value in the fewest words; "" where the title alone says it better."""
    if spec.kind == "bool":
        return _words("on") if value else _words("off")
    if spec.kind in NUMBERS:
        return plain_number(value)
    if spec.kind in ("map", "list"):
        return f"{len(value)}"
    if spec.kind == "str" and value and len(str(value)) <= 200:
        return Path(value).name if spec.key in _FILES else f"“{value}”"
    return ""


def _share(recipe: Recipe) -> str:
    total = recipe.loss.soft + recipe.loss.hard
    return _words("teacher {0} %").format(f"{100 * recipe.loss.soft / total:.3g}") if total else ""


def _words(text: str) -> str:
    words = {
        "Recipe": QCoreApplication.translate("Edits", "Recipe"),
        "Whom to follow": QCoreApplication.translate("Edits", "Whom to follow"),
        "on": QCoreApplication.translate("Edits", "on"),
        "off": QCoreApplication.translate("Edits", "off"),
        "teacher {0} %": QCoreApplication.translate("Edits", "teacher {0} %"),
    }
    return words[text]
