"""A field with its name above it, as such fields stand beside each other in a row. Must not know: what is chosen there."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

BESIDE_TEXT = 52
"""Pixels of a drop-down beside its text: the arrow, and the frame of the style sheet, which are not in its own reckoning."""


def labelled_field(name: QLabel, control: QWidget) -> QWidget:
    """Both in one widget. A drop-down is known by this name; a check box says itself what it is."""
    name.setProperty("kind", "note")
    if isinstance(control, QComboBox):
        name.setBuddy(control)
    field = QWidget()
    column = QVBoxLayout(field)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(name)
    column.addWidget(control)
    return field
