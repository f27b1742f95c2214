"""Problems that were met before there was a window: told one after the other, for the card holds one. Must not know: what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.protocol.problems import Problem


class ToldInTurn(QObject):
    """Shows the first; the next comes when the card is put away."""

    def __init__(self, told: Iterable[Problem], show: Callable[[Problem], None], card: ProblemCard, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting, self._show = list(told), show
        card.dismissed.connect(self._on_dismissed)
        self._on_dismissed()

    @Slot()
    def _on_dismissed(self) -> None:
        if self._waiting:
            self._show(self._waiting.pop(0))
