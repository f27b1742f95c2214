"""The system's question for a folder, and the system's window with what is in one. Must not know: what the folder is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_folder(parent: QWidget, title: str, name: str, take: Callable[[str], object], begin: Path | None = None) -> None:
    """Open the question; `take` gets the path of the chosen folder, and nothing where the person thinks better of it.

    name: of the dialog, for those who look for it. begin: the folder that is shown first, or the nearest one above it that is there; None: where
    the person was last.
    """
    there = next((str(folder) for folder in (begin, *begin.parents) if folder.is_dir()), "") if begin else ""
    dialog = QFileDialog(parent, title, there)
    dialog.setObjectName(name)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(take)
    dialog.open()


def show_folder(folder: Path, *, make: bool = False) -> bool:
    """Show a folder in the system's own window.

    make: the folder, where it is not there yet.
    Returns: whether a program took it. Raises: OSError where it cannot be made.
    """
    if make:
        folder.mkdir(parents=True, exist_ok=True)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
