"""Keeps the project over a restart: writes the recipe into the settings a moment after each change. Must not know: widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.protocol.recipe import RecipeError
from distilstudio.protocol.recipe_text import parse, render

SAVE_AFTER_MS = 800


class Session(QObject):
    """Writes and restores what the person was at."""

    def __init__(self, project: Project, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._settings = settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        project.recipe_changed.connect(self._on_recipe_changed)

    def restore(self) -> bool:
        """Take the last recipe up again; False when there is none, or it cannot be read any more."""
        saved = self._settings.saved
        if not saved.session_recipe:
            return False
        try:
            recipe = parse(saved.session_recipe)
        except RecipeError:
            return False
        self._project.set_recipe(recipe, saved.session_base, is_edit=False)
        return True

    @Slot()
    def save(self) -> None:
        """Write now."""
        self._timer.stop()
        self._settings.set_all({"session_base": self._project.base, "session_recipe": render(self._project.recipe)})

    @Slot()
    def _on_recipe_changed(self) -> None:
        self._timer.start()
