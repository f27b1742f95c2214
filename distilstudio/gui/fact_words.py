"""What a run worked on and how quickly, from its report, in words of the language in force. Must not know: widgets, files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import count, device
from distilstudio.protocol.report import Report

translate = QCoreApplication.translate


def pace_words(report: Report) -> str:
    """How many rows it took a second, where that was measured, and on what."""
    works_with = device(report.device, report.precision)
    if not report.rows_per_second:
        return works_with
    return translate("RunFacts", "{0} rows a second, {1}").format(count(report.rows_per_second), works_with)


def rows_words(report: Report) -> str:
    """How many rows it learnt from, and how many it was examined on."""
    words = translate("RunFacts", "{0} learnt from, {1} in the exam")
    return words.format(count(report.data.rows), count(report.data.exam_rows))
