"""Writes the one-page report of a run where the person wants it: reads the run in the background, then saves HTML or PDF.

Must not know: what the report says, how it looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Signal, Slot

from distilstudio.gui.i18n import Code, Language
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.background import Background
from distilstudio.gui.models.run_curves import RunCurves, read_curves
from distilstudio.gui.models.run_records import RunRecord, read_record
from distilstudio.gui.report_html import html_of
from distilstudio.gui.report_pdf import write_pdf
from distilstudio.gui.report_sheet import Sheet, sheet_of
from distilstudio.protocol.problems import problem

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.export import ExportPage

WEB = (".html", ".htm")
"""Ends of names of web pages; whatever else is asked for is a PDF."""


class Reporting(QObject):
    """Answers the wish of the page "Take home". `problem_met`: the file could not be written."""

    problem_met = Signal(object)

    def __init__(self, window: MainWindow, background: Background, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._background, self._language = window, background, language
        window.page_made.connect(self._on_page_made)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "export":
            self._page().report_requested.connect(self._on_report_requested)

    @Slot(object, str)
    def _on_report_requested(self, folder: Path, path: str) -> None:
        self._background.ask(_read(folder), partial(self._write, Path(path)))

    def _write(self, path: Path, read: tuple[RunRecord | None, RunCurves]) -> None:
        record, curves = read
        try:
            if record is None or record.report is None:
                raise FileNotFoundError("No such file or directory")
            save(sheet_of(record, record.report, curves, datetime.now()), path, self._language.code)
        except OSError as error:
            reason = error.strerror or str(error)
            self.problem_met.emit(problem("report_not_saved", detail=repr(error), file=path.name, reason=reason))
        else:
            self._page().show_report(path)

    def _page(self) -> ExportPage:
        return cast("ExportPage", self._window.page("export"))


def save(sheet: Sheet, path: Path, code: Code) -> None:
    """Write the report, which is in this language; what stood there before stays until it is whole. Raises: OSError."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    if path.suffix.lower() in WEB:
        content = html_of(sheet, code.replace("_", "-")).encode()
        taken = file.write(content) == len(content)
    else:
        taken = write_pdf(sheet, file)
    if not taken or not file.commit():
        raise OSError(file.errorString())


def _read(folder: Path) -> Iterator[tuple[RunRecord | None, RunCurves] | None]:
    record = read_record(folder)
    for curves in read_curves(folder):
        yield None if curves is None else (record, curves)
