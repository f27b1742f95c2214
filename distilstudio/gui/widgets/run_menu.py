"""What else can be done with the chosen run: the menu "More". Must not know: how any of it is done."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget


class RunMenu(QMenu):
    """`button` opens it; the actions are the page's to connect."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = QPushButton(parent)
        self.button.setObjectName("run_more_button")
        self.button.setMenu(self)
        self.more = self._action("train_more_action")
        self.prove = self._action("prove_action")
        self.replay = self._action("replay_action")
        self.folder = self._action("open_folder_action")
        self.command = self._action("command_line_action")
        self.addSeparator()
        self.save_recipe = self._action("save_recipe_action")
        self.open_recipe = self._action("open_recipe_action")
        self.addSeparator()
        self.throw_away = self._action("throw_away_action")
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.button.setText(self.tr("More") + "    ")
        self.more.setText(self.tr("Train more: further epochs for this student"))
        self.prove.setText(self.tr("Proof run: what was the teacher worth?"))
        self.replay.setText(self.tr("Replay on the Train page"))
        self.folder.setText(self.tr("Open the folder"))
        self.command.setText(self.tr("Show the command line"))
        self.save_recipe.setText(self.tr("Save the recipe as…"))
        self.open_recipe.setText(self.tr("Open a recipe file…"))
        self.throw_away.setText(self.tr("Move to the trash"))

    def _action(self, name: str) -> QAction:
        action = self.addAction("")
        action.setObjectName(name)
        return action
