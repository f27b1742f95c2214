"""Which text is with the engine, and which saved cases still wait for their turn. What a person types always goes first.

Must not know: widgets, the engine, what an answer says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio.gui.models.test_cases import SavedCase

PATIENCE_MS = 15_000
MOST_REPEATS = 3


class Questions(QObject):
    """One question at a time, each answered by every side that is open.

    The engine answers the newest question only, whoever asked it. A saved case that was overtaken by a stranger's question is asked again after
    PATIENCE_MS; what the person typed never is, for on a slow machine that would throw away the answer that is on its way.
    """

    asked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sides: frozenset[str] = frozenset()
        self._waiting: set[str] = set()
        self._text = self._question = ""
        self._case: SavedCase | None = None
        self._cases: deque[SavedCase] = deque()
        self._repeats = 0
        self.patience = QTimer(self)
        self.patience.setSingleShot(True)
        self.patience.setInterval(PATIENCE_MS)
        self.patience.timeout.connect(self._on_patience_lost)

    @property
    def case(self) -> SavedCase | None:
        """The saved case that is with the engine; None: it is the person's own text, or nothing."""
        return self._case

    @property
    def question(self) -> str:
        """What is asked about the text that is with the engine; empty but for question answering."""
        return self._question

    def expects(self, side: str) -> bool:
        """Whether an answer of this side belongs to the question that is open."""
        return side in self._waiting

    def set_sides(self, sides: Iterable[str]) -> None:
        """Other models are open: everything asked before is void."""
        self._sides = frozenset(sides)
        self._cases.clear()
        self._close()

    def ask(self, text: str, question: str = "") -> None:
        """Ask what the person typed; a case under way has to wait. An empty text asks nothing."""
        if self._case is not None:
            self._cases.appendleft(self._case)
        self._close()
        if text.strip():
            self._open(text, None, question)
        else:
            self.go_on()

    def queue(self, cases: Iterable[SavedCase]) -> None:
        """Ask these cases one after the other, instead of those queued before."""
        self._cases = deque(cases)
        self.go_on()

    def take(self, side: str) -> None:
        """An answer has come (or will not come any more)."""
        self._waiting.discard(side)
        if not self._waiting:
            self._close()
            self.go_on()

    def give_up(self) -> None:
        """The open question has no answer; the next one gets its turn."""
        self._close()
        self.go_on()

    def go_on(self) -> None:
        """Ask the next case if nothing is open."""
        if not self._waiting and self._cases and self._sides:
            case = self._cases.popleft()
            self._open(case.text, case, case.question)

    def stop(self) -> None:
        """Ask no cases any more."""
        self._cases.clear()
        self._close()

    def _open(self, text: str, case: SavedCase | None, question: str) -> None:
        if not self._sides:
            return
        self._text, self._question, self._case = text, question, case
        self._waiting, self._repeats = set(self._sides), 0
        if case is not None:
            self.patience.start()
        self.asked.emit(text)

    def _close(self) -> None:
        self.patience.stop()
        self._waiting, self._case = set(), None

    @Slot()
    def _on_patience_lost(self) -> None:
        self._repeats += 1
        if self._repeats > MOST_REPEATS:
            self.give_up()
            return
        self._waiting = set(self._sides)
        self.patience.start()
        self.asked.emit(self._text)
