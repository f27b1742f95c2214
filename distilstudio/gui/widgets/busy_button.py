"""A button whose press takes a while. Must not know: what it begins."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


class BusyButton(QPushButton):
    """While it is busy it looks disabled, and who made it takes no press. It is not disabled: that would throw the focus of a person who
    works by keyboard to some other place."""

    @property
    def is_busy(self) -> bool:
        """Whether its press is still at work."""
        return bool(self.property("busy"))

    def set_busy(self, busy: bool) -> None:
        """At work, or ready for the next press."""
        if busy != self.is_busy:
            self.setProperty("busy", busy)
            self.style().polish(self)
            self.update()
