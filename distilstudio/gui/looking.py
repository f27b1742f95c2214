"""Brings the data page what it asks of a file after the first look: rows from somewhere in it, and the lengths of its texts; and the
teacher's page, how foreign they are to the teacher.

Must not know: how rows or lengths are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.text_lengths import TextLengths
from distilstudio.protocol.inspection import LengthsMeasured, RowsShown
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.data import DataPage
    from distilstudio.gui.pages.teacher import TeacherPage


class Looking(QObject):
    """Asks as soon as the data are known, and again for another teacher, whose word pieces are others."""

    def __init__(self, window: MainWindow, client: Client, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._client, self._project = window, client, project
        self._asked: object = None
        self._lengths: TextLengths | None = None
        self._is_coming = True
        window.page_made.connect(self._on_page_made)
        project.data_changed.connect(self._on_changed)
        project.teacher_changed.connect(self._on_changed)
        client.rows_shown.connect(self._on_rows_shown)
        client.lengths_measured.connect(self._on_lengths_measured)
        client.problem_raised.connect(self._on_problem)

    def _page(self) -> DataPage | None:
        return cast("DataPage | None", self._window.made("data"))

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        page = self._page()
        if key == "data" and page is not None:
            page.rows_wanted.connect(self._on_rows_wanted)
            page.health.decided_wanted.connect(self._on_decided_wanted)
            page.set_lengths(self._lengths, is_coming=self._is_coming)
        self._tell_teacher()

    @Slot()
    def _on_changed(self) -> None:
        """Measure what was not measured yet, once data and teacher have both been looked at."""
        project = self._project
        recipe, base = project.recipe, project.base
        if project.data is None or (project.teacher is None and project.teacher_problem is None):
            return
        model = project.teacher.path if project.teacher is not None else recipe.teacher.model
        found = project.data.data
        texts = (recipe.task, found.train, found.text, found.encoding, found.separator, found.part)
        if self._asked is not None and self._asked != (texts, model):
            self._take(None)
        if self._asked != (texts, model):
            self._asked, self._is_coming = (texts, model), True
            self._client.measure_lengths(recipe.task, recipe.data, base, model)

    @Slot(int)
    def _on_rows_wanted(self, first: int) -> None:
        project = self._project
        self._client.show_rows(project.recipe.task, project.recipe.data, project.base, first)

    @Slot()
    def _on_decided_wanted(self) -> None:
        project = self._project
        self._client.show_rows(project.recipe.task, project.recipe.data, project.base, decided=True)

    @Slot(object)
    def _on_rows_shown(self, rows: object) -> None:
        page = self._page()
        if page is not None:
            page.show_window(cast(RowsShown, rows))

    @Slot(object)
    def _on_lengths_measured(self, measured: object) -> None:
        self._take(TextLengths(cast(LengthsMeasured, measured)), is_coming=False)

    @Slot(object, str)
    def _on_problem(self, _told: object, kind: str) -> None:
        if kind == "lengths":
            self._take(None, is_coming=False)

    def _take(self, lengths: TextLengths | None, *, is_coming: bool = True) -> None:
        self._lengths, self._is_coming = lengths, is_coming
        page = self._page()
        if page is not None:
            page.set_lengths(lengths, is_coming=is_coming)
        self._tell_teacher()

    def _tell_teacher(self) -> None:
        page = cast("TeacherPage | None", self._window.made("teacher"))
        if page is not None:
            page.set_lengths(self._lengths)
