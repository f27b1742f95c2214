"""Which folders are being packed into zip files, and which were. Must not know: widgets, how a zip file is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal


class ZipState(QObject):
    """Holds for as long as the window is open, whatever page is shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._packing: set[Path] = set()
        self._files: dict[Path, Path] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a folder is being packed."""
        return bool(self._packing)

    def is_packing(self, folder: Path) -> bool:
        """Whether this one is, or waits for its turn."""
        return folder in self._packing

    def file_of(self, folder: Path) -> Path | None:
        """The zip file that was made of it; None: none was, or it is not there any more."""
        file = self._files.get(folder)
        return file if file is not None and file.is_file() else None

    def begin(self, folder: Path) -> None:
        """It is being packed from now on."""
        self._packing.add(folder)
        self._files.pop(folder, None)
        self.changed.emit()

    def end(self, folder: Path, file: Path | None) -> None:
        """It is packed; None: it could not be."""
        self._packing.discard(folder)
        if file is not None:
            self._files[folder] = file
        self.changed.emit()
