"""How the window behaves with a week of use in its runs folder: 500 runs and one of 200,000 steps, opened, sorted, overlaid and replayed.

    python -m tests.benchmarks.store [--where]

Drives the real window on made-up run folders; the engine is the tests' one, which only answers. A stall is the time between two turns of a
timer of 1 ms; beside it stands what the window's own thread computed in the longest one, the rest it waited for a processor; and how many
pages of memory it touched for the first time in that one: where the system hands them out slowly, as some virtual machines do, they are most of
it. `--where` adds what the thread was at in the longest one.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

RUNS, STEPS = 500, 200_000


class Stalls:
    """The longest time between two turns of the event loop, and the most that the thread computed in one."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._turn)
        self._timer.start()
        self.forget()
        if "--where" in sys.argv:
            self._clock, self._thread = time.pthread_getcpuclockid(threading.get_ident()), threading.get_ident()
            threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        """Looks every 2 ms what the window's thread is at, by that thread's own clock."""
        while True:
            time.sleep(0.002)
            spent = time.clock_gettime(self._clock) - self._own
            if spent > max(0.015, self.longest_seen):
                self.longest_seen = spent
                if self._thread in (frames := sys._current_frames()):  # it may just have ended
                    self.where = traceback.format_stack(frames[self._thread])[-7:]

    def forget(self) -> None:
        """Start anew."""
        self.wall = self.own = self.longest_seen = 0.0
        self.pages = 0
        self.where: list[str] = []
        self._wall, self._own, self._pages = time.perf_counter(), time.thread_time(), _pages()

    def _turn(self) -> None:
        wall, own, pages = time.perf_counter(), time.thread_time(), _pages()
        self.wall = max(self.wall, wall - self._wall)
        if own - self._own > self.own:
            self.own, self.pages = own - self._own, pages - self._pages
        self._wall, self._own, self._pages = wall, own, pages


def _pages() -> int:
    """Pages of memory that this thread has touched for the first time, so far."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="store-", ignore_cleanup_errors=True) as home:
        os.environ["DISTILSTUDIO_HOME"] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        make_runs(Path(home) / "runs")
        Walk().walk()
    return 0


def make_runs(runs: Path) -> None:
    """Run folders of different scores; the newest is the long one."""
    from tests.gui.run_folders import a_journal, a_report, make_run

    short = a_journal(None, 400)
    for number in range(RUNS - 1):
        report = a_report(0.8 + number % 120 / 1000, megabytes=40 + number % 50, ms=1 + number % 40 / 10)
        make_run(
            runs, f"2026-01-{1 + number % 28:02} {number % 24:02}{number % 60:02} run {number}", report=report, journal=short
        )
    report = a_report(0.93)
    make_run(runs, "2026-02-01 1200 long", report=report, journal=a_journal(report, STEPS, at_a_time=10, exams=200))


class Walk:
    """One person's way through the page, measured."""

    def __init__(self) -> None:
        from distilstudio.gui import app as program
        from distilstudio.worker.client import Client
        from distilstudio.worker.engine_command import EngineCommand

        self._app = program.make_application(["distilstudio"])
        fake = str(Path(__file__).resolve().parents[1] / "fake_engine.py")
        self._studio = program.build_window(
            lambda: Client(command=lambda role: EngineCommand(sys.executable, (fake, "--engine", role)))
        )
        self._window = self._studio.window
        self._window.resize(1280, 800)
        self._window.show()
        first = program.FirstMoments(self._studio)
        first.begin()
        self._until(lambda: first.are_over)
        self._stalls = Stalls()

    def walk(self) -> None:
        """Open, sort, search, choose, replay."""
        from distilstudio.gui.models.run import Phase

        page = self._window.page("compare")
        table = page.table  # type: ignore[attr-defined]
        store = page._store  # type: ignore[attr-defined]
        self._say("read 500 runs behind the first page", lambda: store.is_read and table.runs.rowCount() == RUNS)
        self._window.show_page("compare")
        self._say("open the page; the curves of 3 runs, one of 200,000 steps", lambda: self._curves(page) == 3)
        for column in range(table.runs.columnCount()):
            table.sortByColumn(column, page.table.horizontalHeader().sortIndicatorOrder())
            self._pause(40)
        self._say("sort by every column")
        for words in ("r", "ru", "run", "run 4", "run 49", ""):
            page.search.setText(words)  # type: ignore[attr-defined]
            self._pause(40)
        self._say("search, letter by letter")
        for row in range(0, 60, 6):
            table.choose([table.runs.record_at(row + more).folder for more in range(6)])
            self._pause(60)
        self._say("choose six other runs ten times", lambda: self._curves(page) == 6)
        page.search.setText("long")  # type: ignore[attr-defined]
        table.choose([table.runs.record_at(0).folder])
        page.curves_card.tabs.setCurrentIndex(1)  # type: ignore[attr-defined]
        self._say("losses of 200,000 steps", lambda: self._curves(page) == 1)
        page.menu.replay.trigger()  # type: ignore[attr-defined]
        self._window.page("train").replay_bar.speeds.button(60).click()  # type: ignore[attr-defined]
        self._say("replay 200,000 steps at 60 times", lambda: self._studio.run.phase is Phase.DONE)
        closed: list[bool] = []
        self._studio.client.closed.connect(lambda: closed.append(True))
        self._studio.client.shutdown()
        self._until(lambda: bool(closed))
        self._window.close_now()

    def _curves(self, page: object) -> int:
        chosen = page.table.chosen  # type: ignore[attr-defined]
        return sum(page._overlays.curves(record.folder) is not None for record in chosen)  # type: ignore[attr-defined]

    def _say(self, what: str, done: Callable[[], bool] = lambda: True) -> None:
        begun = time.perf_counter()
        self._until(done)
        self._pause(150)
        stalls, seconds = self._stalls, time.perf_counter() - begun
        print(
            f"{what}: longest stall {1000 * stalls.wall:.0f} ms (own {1000 * stalls.own:.0f} ms, {stalls.pages} new pages), {seconds:.1f} s",
            flush=True,
        )
        for frame in stalls.where:
            print("    " + " · ".join(line.strip() for line in frame.splitlines()).replace(str(Path.cwd()), ""), flush=True)
        stalls.forget()

    def _until(self, done: Callable[[], bool]) -> None:
        while not done():
            self._pause(20)

    def _pause(self, ms: int) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(ms)


if __name__ == "__main__":
    sys.exit(main())
