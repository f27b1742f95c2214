"""What every page is to the window: a title, one primary action, a line in the step rail. Must not know: the window, the client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

RailState = Literal["todo", "done", "busy"]


@dataclass(frozen=True)
class PrimaryAction:
    """What the window's one primary button says and does on a page."""

    text: str
    enabled: bool = True
    tip: str = ""


class Page(QWidget):
    """One step. The window draws its header; the page draws what is below it, without margins of its own."""

    header_changed = Signal()
    leave_to = Signal(str)

    key: ClassVar[str] = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"page_{self.key}")

    def title(self) -> str:
        """Headline of the page."""
        return ""

    def subtitle(self) -> str:
        """One line below the headline."""
        return ""

    def primary(self) -> PrimaryAction | None:
        """The one primary button here; None: there is none."""
        return None

    def on_primary(self) -> None:
        """The primary button was pressed while this page was shown."""

    def secondary(self) -> list[QAbstractButton]:
        """Buttons left of the primary one; made once, the header only places them."""
        return []

    def rail_note(self) -> str:
        """Second line in the step rail."""
        return ""

    def rail_state(self) -> RailState:
        """Mark in the step rail."""
        return "todo"

    def retranslate(self) -> None:
        """Set every text again; called at the end of construction by the page itself, and when the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.header_changed.emit()
        super().changeEvent(event)

    def _button(self, name: str, kind: str, slot: object) -> QPushButton:
        # The header takes those of `secondary`; until then the page owns them, so that none stands as a window of its own.
        button = QPushButton(self)
        button.setObjectName(name)
        button.setProperty("kind", kind)
        button.clicked.connect(slot)
        return button
