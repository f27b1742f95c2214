"""Plays a saved run again from its journal: the same events in the same order into the run model, on a clock that runs 1 to 60 times as fast.

Events carry the run's own time; a pause is told in a moment. A journal of an earlier version has no times: a stage's own seconds are
known from its end, and its events are spread over them evenly.
Must not know: widgets, the client.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from distilstudio.gui.models.background import Background, Ticket
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.protocol.event_batch import EventBatch
from distilstudio.protocol.events import RunEvent
from distilstudio.protocol.problems import Problem, problem

SPEEDS = (1, 4, 15, 60)
TICK_MS = 33
READ_BUDGET_MS, TICK_BUDGET_MS = 4, 8
"""The longest that one tick may read events, and read and tell them; what is left over comes with the next, and the clock waits for it.
The plots draw in the same turn of the event loop, so that it may be a small part of one."""
UNKNOWN_S = 0.05
"""Between two events of a stage whose length was never written down: the engine sends twenty a second."""
PAUSE_S = 1.0
"""So long a pause stands still at most: nobody wants to watch a night."""
LINES_AT_A_TIME = 64

_decoder: msgspec.json.Decoder[RunEvent] = msgspec.json.Decoder(RunEvent)


class _Line(Struct):
    """What the timeline needs of an event."""

    type: str
    seconds: float = 0.0
    run_id: str = ""
    at_ms: int | None = None
    paused: bool = False


_line_decoder = msgspec.json.Decoder(_Line)


@dataclass(frozen=True)
class Recording:
    """A journal on a clock: each line with the second, from the beginning of the run, at which it is told."""

    run_id: str
    lines: list[bytes]
    at: list[float]

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return self.at[-1] if self.at else 0.0


def read_recording(journal: Path) -> Iterator[Recording | None]:
    """Read a journal, None after every few lines; the last thing is the recording. Lines that are no event are passed over."""
    lines: list[bytes] = []
    times, run_id = _Times(), ""
    try:
        with journal.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    head = _line_decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    continue  # a torn last line
                run_id = run_id or head.run_id
                lines.append(line)
                times.add(head)
                if number % LINES_AT_A_TIME == 0:
                    yield None
    except OSError:
        pass
    yield Recording(run_id, lines, times.all())


def _why_empty(record: RunRecord) -> Problem:
    if not record.folder.is_dir():
        return problem("run_gone", path=record.folder)
    return problem("run_journal", name=record.name, path=record.journal)


class _Times:
    """When each line is told, in seconds from the beginning, never falling."""

    def __init__(self) -> None:
        self._at: list[float] = []
        self._now = 0.0
        self._last_ms: int | None = None
        self._without = 0
        self._paused = False

    def add(self, head: _Line) -> None:
        """The next line."""
        if head.at_ms is None:
            self._without += 1
            if head.type == "stage_done":
                self._spread(head.seconds)
            return
        self._spread(UNKNOWN_S * self._without)
        # The first time of all is the run's start; where lines without times stand before it, their seconds are counted already.
        went_on = max(0.0, (head.at_ms - (self._last_ms or 0)) / 1000)
        self._now += min(went_on, PAUSE_S) if self._paused else went_on
        self._last_ms, self._paused = head.at_ms, head.paused
        self._at.append(self._now)

    def all(self) -> list[float]:
        """The times of all lines that were added."""
        self._spread(UNKNOWN_S * self._without)
        return self._at

    def _spread(self, seconds: float) -> None:
        """Give the lines that wait for theirs evenly spread times, the last one `seconds` from now."""
        self._at += [self._now + seconds * place / self._without for place in range(1, self._without + 1)]
        self._now += seconds if self._without else 0.0
        self._without = 0


class Replay(QObject):
    """`changed`: begun, ended, or another speed; `moved`: the clock went on. `failed`: a Problem, there is nothing to tell; it has ended."""

    changed = Signal()
    moved = Signal()
    failed = Signal(object)

    def __init__(self, run: RunModel, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run, self._background = run, background
        self._record: RunRecord | None = None
        self._recording: Recording | None = None
        self._reading: Ticket | None = None
        self._speed = SPEEDS[1]
        self._next, self._second = 0, 0.0
        self._waiting: deque[RunEvent] = deque()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        run.changed.connect(self._on_run_changed)

    @property
    def record(self) -> RunRecord | None:
        """The run that is replayed; None: none is."""
        return self._record

    @property
    def speed(self) -> int:
        """How many times as fast as it was."""
        return self._speed

    @property
    def second(self) -> float:
        """Where the clock stands, in seconds of the run."""
        return self._second

    @property
    def seconds(self) -> float:
        """How long the run took; 0 while its journal is being read."""
        return self._recording.seconds if self._recording else 0.0

    @property
    def is_over(self) -> bool:
        """Whether everything was told."""
        return self._recording is not None and self._next == len(self._recording.lines) and not self._waiting

    def begin(self, record: RunRecord) -> None:
        """Play a run from its beginning; nothing happens while a real one goes on."""
        if self._run.is_live:
            return
        self.stop()
        self._record = record
        self._run.begin_replay(record.folder.name, record.marks.pinned, record.recipe.train.early_stop_exams)
        self._reading = self._background.ask(read_recording(record.journal), self._on_read)
        self.changed.emit()

    def set_speed(self, speed: int) -> None:
        """Run the clock faster or slower from now on."""
        self._speed = speed
        self.changed.emit()

    def stop(self) -> None:
        """End it; the run that was on the page before is there again."""
        if self._record is None:
            return
        self._forget()
        self._run.end_replay()
        self.changed.emit()

    def _forget(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._timer.stop()
        self._record = self._recording = self._reading = None
        self._next, self._second = 0, 0.0
        self._waiting.clear()

    def _on_read(self, recording: Recording) -> None:
        if self._record is None:
            return
        if not recording.lines:
            cause = _why_empty(self._record)
            self.stop()
            self.failed.emit(cause)
            return
        self._recording = recording
        self._run.begin_replay(recording.run_id, self._record.marks.pinned, self._record.recipe.train.early_stop_exams)
        self._clock.start()
        self._timer.start()
        self.changed.emit()

    @Slot()
    def _on_tick(self) -> None:
        recording = self._recording
        if recording is None:
            return
        self._second = min(self._second + self._clock.restart() / 1000 * self._speed, recording.seconds)
        due = bisect_right(recording.at, self._second)
        tick = QElapsedTimer()
        tick.start()
        if not self._waiting:
            self._read(recording, due, tick)
        while self._waiting:
            self._run.apply(self._waiting.popleft())
            if self._recording is None:  # somebody ended it because of what was told
                return
            if tick.hasExpired(TICK_BUDGET_MS):
                break
        if self._next < due:
            self._second = recording.at[self._next]
        if self.is_over:
            self._timer.stop()
            self.changed.emit()
        self.moved.emit()

    def _read(self, recording: Recording, due: int, tick: QElapsedTimer) -> None:
        """Take the events that are due, as many as the budget allows; joined as those of a real run are on their way to the window, so that
        hundreds of steps cost hardly more than one."""
        batch = EventBatch()
        while self._next < due and not tick.hasExpired(READ_BUDGET_MS):
            line = recording.lines[self._next]
            self._next += 1
            with contextlib.suppress(msgspec.DecodeError):  # an event of another version
                batch.add(_decoder.decode(line))
        self._waiting.extend(cast("list[RunEvent]", batch.take()))

    @Slot()
    def _on_run_changed(self) -> None:
        """A real run has begun: it takes the page."""
        if self._record is not None and not self._run.is_replay:
            self._forget()
            self.changed.emit()
