"""The stages of a run as a person is shown them, and what they are called in the language in force. Must not know: widgets, files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.protocol.events import Stage

GROUPS: tuple[tuple[Stage, ...], ...] = (
    ("preflight", "data"),
    ("teacher",),
    ("ask_teacher",),
    ("student", "distil"),
    ("exam",),
    ("pack",),
)
"""Stages that a person is shown as one, named after the last of each."""
translate = QCoreApplication.translate


def group_names() -> tuple[str, ...]:
    """One for each of the groups."""
    return (
        translate("StageStrip", "Get ready"),
        translate("StageStrip", "Train the teacher"),
        translate("StageStrip", "Ask the teacher"),
        translate("StageStrip", "Distil"),
        translate("StageStrip", "Exam"),
        translate("StageStrip", "Pack"),
    )
