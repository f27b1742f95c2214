"""The search for good settings as the window knows it: under way, found, or about another recipe by now. Must not know: widgets, the client."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.models.project import Project
from distilstudio.protocol.pilot import Pilot, PilotProgress
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value


class PilotState(QObject):
    """`abandoned`: what is looked for is for other texts, another teacher or another student than those that are chosen now."""

    changed = Signal()
    abandoned = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._about: tuple[Recipe, str] | None = None
        self.running = False
        self.progress: PilotProgress | None = None
        self.found: Pilot | None = None
        project.recipe_changed.connect(self._on_recipe_changed)

    @property
    def is_busy(self) -> bool:
        """Whether one goes on."""
        return self.running

    @property
    def is_used(self) -> bool:
        """Whether what was found stands in the recipe."""
        recipe, found = self._project.recipe, self.found
        return found is not None and (recipe.train.learning_rate, recipe.loss.temperature) == (
            found.learning_rate,
            found.temperature,
        )

    def begin(self) -> None:
        """It is looked for from now on."""
        self._about = _about(self._project)
        self.running, self.progress, self.found = True, None, None
        self.changed.emit()

    def set_progress(self, progress: PilotProgress) -> None:
        """It is so far."""
        self.progress = progress
        self.changed.emit()

    def end(self, found: Pilot | None) -> None:
        """It is over; None: nothing was found."""
        self.running, self.progress = False, None
        self.found = found if self._about == _about(self._project) else None
        self.changed.emit()

    @Slot()
    def _on_recipe_changed(self) -> None:
        if self._about is None or self._about == _about(self._project):
            self.changed.emit()
            return
        self._about, self.found = None, None
        if self.running:
            self.abandoned.emit()
        self.changed.emit()


def _about(project: Project) -> tuple[Recipe, str]:
    """The recipe without what is looked for, and where its files are."""
    recipe = with_value(with_value(project.recipe, "train.learning_rate", 1e-5), "loss.temperature", 1.0)
    return recipe, project.base
