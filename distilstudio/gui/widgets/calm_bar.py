"""A progress bar that is painted with everything else. Must not know: what goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class CalmBar(QProgressBar):
    """Qt's own paints at once when its value moves, and with it whatever else waits to be painted: several times in one turn of the event
    loop where several bars move, or a bar and a plot. This one waits for the loop like other widgets."""

    def setValue(self, value: int) -> None:
        """Move the bar."""
        if value != self.value():
            self.setUpdatesEnabled(False)
            super().setValue(value)
            self.setUpdatesEnabled(True)
