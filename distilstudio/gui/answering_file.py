"""Between the page "Try it" and the engine where a whole file is answered: asks the client, and brings what is told to the page.

Must not know: how anything looks, how a file is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.project import Project
from distilstudio.protocol.answered_file import AnswersSaved, FileAnswered, FileProgress, FileTold
from distilstudio.protocol.problems import Problem
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.try_it import TryPage
    from distilstudio.gui.widgets.answered_file import AnsweredFile

KINDS = ("file", "save")
"""Of problems, which are shown beside the file."""


class AnsweringFile(QObject):
    """The file that is answered, and where the engine keeps the table of the last one."""

    def __init__(self, window: MainWindow, client: Client, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._client, self._project = window, client, project
        self._asked = self._saving = 0
        self._answers = ""
        window.page_made.connect(self._on_page_made)
        client.file_told.connect(self._on_told)
        client.problem_raised.connect(self._on_problem)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "try":
            page = cast("TryPage", self._window.page("try"))
            page.file_offer.file_chosen.connect(self._on_file_chosen)
            page.answered_file.stop_requested.connect(self._on_stop)
            page.answered_file.left.connect(self._on_left)
            page.answered_file.save_requested.connect(self._on_save)

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        """Another file that is under way ends: its answers are no longer wanted."""
        if self._shown().is_busy:
            self._client.stop_file()
        data = self._project.data
        self._asked, self._saving, self._answers = self._client.answer_file(path, data.data.text if data else ""), 0, ""
        self._shown().begin(path)

    @Slot()
    def _on_stop(self) -> None:
        self._asked = 0
        self._client.stop_file()

    @Slot()
    def _on_left(self) -> None:
        self._asked = self._saving = 0

    @Slot(str)
    def _on_save(self, path: str) -> None:
        self._saving = self._client.save_answers(self._answers, path)

    @Slot(object)
    def _on_told(self, told: FileTold) -> None:
        match told:
            case FileProgress(request_id=number) if number == self._asked:
                self._shown().show_progress(told)
            case FileAnswered(request_id=number) if number == self._asked:
                self._answers = told.answers
                self._shown().show_answers(told)
            case AnswersSaved(request_id=number) if number == self._saving:
                self._shown().show_saved(told)
            case _:
                pass  # the person has gone back to typing

    @Slot(object, object)
    def _on_problem(self, told: object, kind: object) -> None:
        if (kind == "file" and self._asked) or (kind == "save" and self._saving):
            self._shown().show_problem(cast(Problem, told))

    def _shown(self) -> AnsweredFile:
        return cast("TryPage", self._window.page("try")).answered_file
