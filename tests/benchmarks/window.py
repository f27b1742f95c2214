"""How the window behaves while a real run goes on: seconds to the first window, longest stall, memory, seconds from click to try-out.

    python -m tests.benchmarks.window [--data FILE] [--set KEY=VALUE …] [--pictures FOLDER]

Drives the real window with the real engine by clicks, on the bundled sample unless told otherwise. A stall is the time between two turns
of a timer of 2 ms, from pressing Distil to the last answer of the try-out. Each is told with the moment it happened, and with the part of it
in which the window's thread itself computed; the rest it waited, mostly for a processor that other programs held.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TYPED = "The room was lovely, but the staff never smiled and I would not come back."
LONGEST_RUN_S = 900
LONGEST_DEBOUNCE_MS = 400
FIRST_WINDOW = """
import time
started = time.perf_counter()
from PySide6.QtCore import QEvent, QObject, QTimer
from distilstudio.gui import app as program
app = program.make_application(["distilstudio"])
studio = program.build_window()
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(f"{time.perf_counter() - started:.3f}", flush=True)
            app.exit(0)
        return False
painted = Painted()
studio.window.installEventFilter(painted)
studio.window.show()
app.exec()
import os
os._exit(0)
"""


def main() -> int:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="window-", ignore_cleanup_errors=True) as home:
        os.environ["DISTILSTUDIO_HOME"] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        firsts = [first_window() for _ in range(4)]
        print(f"first window: {min(firsts[1:]):.2f} to {max(firsts[1:]):.2f} s, the very first {firsts[0]:.2f} s")
        Walk(options).walk()
    return 0


def first_window() -> float:
    """Seconds from the first import to the first painted window, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", FIRST_WINDOW], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0])


@dataclass(frozen=True, order=True)
class Stall:
    """The event loop did not turn for so many seconds; `own`: processor seconds of the window's thread in that time."""

    seconds: float
    own: float
    at: float
    phase: str

    def __str__(self) -> str:
        return f"{1000 * self.seconds:.1f} (own {1000 * self.own:.1f}) at {self.at:.1f} s ({self.phase})"


class Walk:
    """One person's way through the window, measured."""

    def __init__(self, options: argparse.Namespace) -> None:
        from PySide6.QtCore import Qt, QTimer

        from distilstudio.gui import app as program

        self._options = options
        self._app = program.make_application(["distilstudio"])
        self._app.setQuitOnLastWindowClosed(False)
        self._studio = program.build_window()
        self._window = self._studio.window
        self._window.resize(1280, 800)
        self._window.show()
        self._moments = program.FirstMoments(self._studio)
        self._moments.begin()
        self._stalls: list[Stall] = []
        self._phase = ""
        self._begun = self._turned = self._used = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._turn)

    def walk(self) -> None:
        """Start page → data → teacher → recipe → train → try it."""
        import psutil

        self._wait_ms(2500)
        self._open_data()
        self._picture("data")
        self._click("primary_button")
        self._until(lambda: self._studio.project.teacher is not None)
        self._picture("teacher")
        self._click("primary_button")
        self._wait_ms(500)
        self._picture("recipe")
        started = time.perf_counter()
        points = self._run_it()
        seconds = time.perf_counter() - started
        self._picture("done")
        report = self._studio.run.report
        assert report is not None, self._studio.run.problem
        self._type_it()
        tried = time.perf_counter() - started
        self._picture("try")
        print(f"run: {seconds:.1f} s; from the click to a tried student: {tried:.1f} s; redraws with new points: {points}")
        print(
            f"kept {report.kept:.3f}; teacher {report.teacher.scores}; student {report.student.scores}; {report.rows_per_second:.0f} rows/s"
        )
        self._print_stalls()
        memory = psutil.Process().memory_info().rss / 1e6
        print(f"window's memory: {memory:.0f} MB; torch in the window: {'torch' in sys.modules}")
        self._studio.client.closed.connect(self._app.quit)
        self._studio.client.shutdown()
        self._app.exec()

    def _open_data(self) -> None:
        if self._options.data:
            self._studio.openings.open_path(str(Path(self._options.data).resolve()))
        else:
            self._click("sample_button")
        self._until(lambda: self._studio.project.data is not None)
        for pair in self._options.set:
            key, _, value = pair.partition("=")
            self._studio.project.set_value(key, value)
        self._until(lambda: self._studio.project.data is not None)
        self._wait_ms(500)

    def _run_it(self) -> int:
        run = self._studio.run
        self._begun = time.perf_counter()
        self._watch("pressing Distil")
        self._click("primary_button")
        seen: set[int] = set()
        taken = 0.0
        while run.is_live:
            self._wait_ms(100)
            self._phase = run.stage or "starting"
            seen.add(sum(len(curves.steps) for curves in run.curves.values()))
            now = time.perf_counter() - self._begun
            if self._options.pictures and now - taken > 20:
                taken = now
                self._picture(f"train-{now:.0f}")
            if now > LONGEST_RUN_S:
                raise SystemExit("the run took too long")
        self._phase = "the end"
        self._wait_ms(1000)
        return len(seen - {0})

    def _watch(self, phase: str) -> None:
        """Count stalls from now on."""
        self._phase = phase
        self._turned, self._used = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _print_stalls(self) -> None:
        for name, worst in (
            ("longest stalls", sorted(self._stalls)),
            ("most own work", sorted(self._stalls, key=lambda one: one.own)),
        ):
            print(f"{name}, ms: " + "; ".join(str(stall) for stall in reversed(worst[-8:])))

    def _type_it(self) -> None:
        from PySide6.QtCore import QObject
        from PySide6.QtTest import QTest

        self._watch("opening the try-out")
        self._click("primary_button")
        edit = self._window.findChild(QObject, "try_text_edit")
        answered: dict[int, set[str]] = {}
        self._studio.client.predicted.connect(lambda one: answered.setdefault(one.request_id, set()).add(one.side))
        self._wait_ms(500)
        self._phase = "typing"
        for letter in TYPED:
            QTest.keyClick(edit, letter)  # type: ignore[call-overload]  # found by name
            self._wait_ms(25)
        self._wait_ms(LONGEST_DEBOUNCE_MS)
        # Of a text that is typed on, only the newest state is answered.
        self._until(lambda: bool(answered) and answered[max(answered)] == {"student", "teacher"})
        self._wait_ms(1000)
        self._timer.stop()

    def _click(self, name: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QPushButton

        button = self._window.findChild(QPushButton, name)
        assert button is not None, name
        self._until(lambda: button.isEnabled() and button.isVisible())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _until(self, reached: Callable[[], bool], limit_s: float = 120) -> None:
        ends = time.perf_counter() + limit_s
        while not reached():
            self._wait_ms(20)
            if time.perf_counter() > ends:
                self._picture("stuck")
                raise SystemExit(f"waited {limit_s} s in vain")

    def _wait_ms(self, ms: int) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(ms)

    def _picture(self, name: str) -> None:
        """A grab draws the whole window once more, and no person asks for that: it is not counted."""
        if self._options.pictures:
            watching = self._timer.isActive()
            self._timer.stop()
            self._options.pictures.mkdir(parents=True, exist_ok=True)
            self._window.grab().save(str(self._options.pictures / f"{name}.png"))
            if watching:
                self._watch(self._phase)

    def _turn(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self._stalls.append(Stall(now - self._turned, used - self._used, now - self._begun, self._phase))
        self._turned, self._used = now, used


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="a table of texts; left out: the bundled sample")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the recipe")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of the pages")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
