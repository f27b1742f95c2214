"""Texts that a person saved with the answer they want: kept in one small JSON file, written so that nothing is ever lost.

Must not know: widgets, engines, what a label means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from distilstudio import places
from distilstudio.gui.models import kept_file

FILE_NAME = "test_cases.json"


@dataclass(frozen=True)
class SavedCase:
    """A text and the answer it should get. `question` is empty but for question answering."""

    task: str
    text: str
    expected: str
    question: str = ""


class SavedCases(QObject):
    """All saved cases, newest first; every change is on the disk before `changed` is emitted.

    Where it cannot be written, the list still holds in memory and `save_failed` carries the system's reason.
    """

    changed = Signal()
    save_failed = Signal(str)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file or places.user_folder() / FILE_NAME
        self._cases = _read(self._file)

    def cases(self, task: str, labels: Iterable[str] | None = None) -> list[SavedCase]:
        """Cases of one task; with `labels`, only those whose wanted answer such a model can give."""
        known = None if labels is None else set(labels)
        return [case for case in self._cases if case.task == task and (known is None or case.expected in known)]

    def save(self, case: SavedCase) -> None:
        """Keep a case. The same text and question again only changes its wanted answer."""
        others = [old for old in self._cases if not _same_text(old, case)]
        self._set([case, *others])

    def expect(self, case: SavedCase, expected: str) -> None:
        """Change the answer that is wanted, at the case's own place."""
        self._set([replace(old, expected=expected) if old == case else old for old in self._cases])

    def remove(self, case: SavedCase) -> None:
        """Forget a case."""
        self._set([old for old in self._cases if old != case])

    def _set(self, cases: list[SavedCase]) -> None:
        if cases == self._cases:
            return
        self._cases = cases
        try:
            kept_file.write(self._file, cases)
        except OSError as error:
            self.save_failed.emit(error.strerror or str(error))
        self.changed.emit()


def _same_text(one: SavedCase, other: SavedCase) -> bool:
    return (one.task, one.text, one.question) == (other.task, other.text, other.question)


def _read(file: Path) -> list[SavedCase]:
    try:
        rows = kept_file.read(file) or []
        return [SavedCase(**{key: str(value) for key, value in row.items()}) for row in rows]
    except (kept_file.UnreadableError, TypeError, AttributeError):
        kept_file.put_aside(file)  # not overwritten by the next save
        return []
