"""Asks for the file of a recipe: where to save one, which to open. Must not know: what is in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
    """`chosen` gets the path. name: that is proposed, without its ending."""
    dialog = QFileDialog(parent, QCoreApplication.translate("ComparePage", "Save the recipe"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("toml")
    dialog.selectFile(f"{name}.toml")
    _ask(dialog, chosen)


def ask_which_to_open(parent: QWidget, chosen: Callable[[str], None]) -> None:
    """`chosen` gets the path."""
    dialog = QFileDialog(parent, QCoreApplication.translate("ComparePage", "Open a recipe"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _ask(dialog, chosen)


def _ask(dialog: QFileDialog, chosen: Callable[[str], None]) -> None:
    dialog.setNameFilter(QCoreApplication.translate("ComparePage", "Recipes (*.toml)"))
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
