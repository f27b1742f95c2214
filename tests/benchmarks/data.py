"""Large files: seconds and memory to open, preview and health-check them, the window's longest stall meanwhile, memory of a training's start.

    python -m tests.benchmarks.data [--folder FOLDER] [--csv ROWS] [--parquet ROWS] [--only open|window|train]

Makes a CSV and a Parquet file of sentences with one of four labels (every 50th text comes twice) in the folder, unless they are there.
Each measurement is a process of its own. Memory is what the system says of it: the most it ever held (VmHWM), files that it had mapped
among it, and the most that was its own (RssAnon, looked at every 20 ms), both less what the process held before the file was named.
"""

from __future__ import annotations

import argparse
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from distilstudio import BUILD, __version__
from distilstudio.protocol.commands import Hello, Shutdown
from distilstudio.protocol.events import Event, Heartbeat, ProblemRaised, Ready, StageDone, StepsDone
from distilstudio.protocol.inspection import DataInspected, InspectData
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.wire import LineSplitter, decode_event, encode

LABELS = ("sport", "science", "business", "world")
WORDS_FROM = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you we"
)
ROWS_A_PART = 200_000
STALL_TURN_MS = 2
LONGEST_S = 600


def main() -> int:
    """Make the files and print a table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-data-", ignore_cleanup_errors=True) as home:
        os.environ["DISTILSTUDIO_HOME"] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        files = make_files(options.folder, options.csv, options.parquet)
        print("| file | what | seconds | peak MB | own MB |", "|---|---|---|---|---|", sep="\n", flush=True)
        for file, rows in files.items():
            about = f"{file.suffix[1:]} {rows:,} rows {file.stat().st_size / 1e6:.0f} MB"
            if options.only in ("", "open"):
                for line in measured_opening(file):
                    print(f"| {about} | {line}", flush=True)
            if options.only in ("", "window"):
                print(f"| {about} | {in_a_child('window', file)} |", flush=True)
        if options.only in ("", "train"):
            for file, rows in list(files.items())[: 1 if options.only == "" else 2]:
                print(f"| {file.suffix[1:]} {rows:,} rows | {in_a_child('train', file)}", flush=True)
    return 0


def make_files(folder: Path, csv_rows: int, parquet_rows: int) -> dict[Path, int]:
    """Both files; one that is there is taken as it is."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.csv  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    folder.mkdir(parents=True, exist_ok=True)
    csv, parquet = folder / f"texts-{csv_rows}.csv", folder / f"texts-{parquet_rows}.parquet"
    if csv_rows and not csv.exists():
        first = next(texts(1))
        with pa.csv.CSVWriter(csv, first.schema) as out:
            for part in texts(csv_rows):
                out.write(part)
    if parquet_rows and not parquet.exists():
        with pq.ParquetWriter(parquet, next(texts(1)).schema) as out:
            for part in texts(parquet_rows):
                out.write(part)
    return {file: rows for file, rows in ((csv, csv_rows), (parquet, parquet_rows)) if rows}


def texts(rows: int) -> Iterator[object]:
    """Sentences of 6 to 30 words, some 100 letters; the second word of a text is one of its label's own."""
    import pyarrow as pa

    random = np.random.default_rng(7)
    small = WORDS_FROM.split()
    vocabulary = np.array(
        [*small, *("".join(random.choice(list("abcdefghilmnoprstuv"), 3 + place % 7)) for place in range(5000))]
    )
    own = {label: vocabulary[100 + 50 * place : 150 + 50 * place] for place, label in enumerate(LABELS)}
    for start in range(0, rows, ROWS_A_PART):
        part = min(ROWS_A_PART, rows - start)
        lengths = random.integers(6, 31, part)
        drawn = vocabulary[(random.pareto(1.1, int(lengths.sum())) * 20).astype(np.int64) % len(vocabulary)]
        labels = random.integers(0, len(LABELS), part)
        ends = np.cumsum(lengths)
        sentences = []
        for row in range(part):
            words = drawn[ends[row] - lengths[row] : ends[row]]
            words[1] = own[LABELS[labels[row]]][row % 50]
            sentences.append(" ".join(words).capitalize() + ".")
            if row % 50 == 49:
                sentences[-1] = sentences[row - 20]
                labels[row] = labels[row - 20]
        numbers = pa.array(np.arange(start, start + part))
        yield pa.table({"id": numbers, "text": pa.array(sentences), "label": pa.array(np.array(LABELS)[labels])})


class Memory:
    """The memory of a process, in megabytes, from now on. `peak`: the most it ever held; `own`: the most of that which is no file's."""

    def __init__(self, pid: int) -> None:
        self._pid, self._over = pid, threading.Event()
        before = _status(pid)
        self._held, self._own_before = before["VmRSS"], before["RssAnon"]
        self._most_own = self._own_before
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            try:
                self._most_own = max(self._most_own, _status(self._pid)["RssAnon"])
            except (OSError, KeyError):
                return

    def now(self) -> str:
        """Peak and own so far, as two cells of a table."""
        return f"{(_status(self._pid)['VmHWM'] - self._held) / 1024:.0f} | {(self._most_own - self._own_before) / 1024:.0f}"

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()


def _status(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines) if name in _KEPT}


_KEPT = ("VmRSS", "VmHWM", "RssAnon")


class EngineChild:
    """An engine process spoken to over its pipes, as the window does."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "distilstudio", "--engine", "tryout"]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.pid = self._process.pid
        self._events: queue.Queue[Event] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.give(Hello(__version__, BUILD, "tryout"))
        while not isinstance(self.next(), Ready):
            pass

    def give(self, command: Hello | InspectData | Shutdown) -> None:
        """Send one command."""
        assert self._process.stdin is not None
        self._process.stdin.write(encode(command))
        self._process.stdin.flush()

    def next(self) -> Event:
        """The next event that is no heartbeat."""
        while isinstance(event := self._events.get(timeout=LONGEST_S), Heartbeat):
            pass
        if isinstance(event, ProblemRaised):
            raise SystemExit(str(event.problem))
        return event

    def end(self) -> None:
        """Let it end."""
        self.give(Shutdown())
        self._process.wait(30)

    def _read(self) -> None:
        assert self._process.stdout is not None
        splitter = LineSplitter()
        while data := os.read(self._process.stdout.fileno(), 1 << 16):
            for line in splitter.feed(data):
                self._events.put(decode_event(line))


def measured_opening(file: Path) -> Iterator[str]:
    """From the question to the preview, and to the whole answer."""
    engine = EngineChild()
    memory = Memory(engine.pid)
    started = time.perf_counter()
    engine.give(InspectData(1, "classification", DataChoice(train=str(file))))
    while True:
        event = engine.next()
        what = "opened, counted, health told" if isinstance(event, DataInspected) else "preview"
        yield f"{what} | {time.perf_counter() - started:.1f} | {memory.now()} |"
        if isinstance(event, DataInspected):
            break
    memory.end()
    engine.end()


def in_a_child(what: str, file: Path) -> str:
    """What a measurement of its own process prints last."""
    words = [sys.executable, "-m", "tests.benchmarks.data", "--child", what, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=LONGEST_S)
    return done.stdout.strip().splitlines()[-1] if done.returncode == 0 else done.stderr[-2000:]


def measure_window(file: Path) -> None:
    """Open the file in the real window, and count how long its event loop does not turn until all is told."""
    from PySide6.QtCore import Qt, QTimer

    from distilstudio.gui import app as program

    app = program.make_application(["distilstudio"])
    app.setQuitOnLastWindowClosed(False)
    studio = program.build_window()
    studio.window.resize(1280, 800)
    studio.window.show()
    turned, used, begun = time.perf_counter(), time.thread_time(), 0.0
    stalls: list[tuple[float, float]] = []
    seen: dict[str, float] = {}

    def turn() -> None:
        nonlocal turned, used
        now, own = time.perf_counter(), time.thread_time()
        stalls.append((now - turned, own - used))
        turned, used = now, own
        if "preview" not in seen and studio.window.page("data").table.preview.rowCount():  # type: ignore[attr-defined]
            seen["preview"] = now - begun
        if studio.project.data is not None:
            app.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(STALL_TURN_MS)
    timer.timeout.connect(turn)

    first = program.FirstMoments(studio)
    first.begin()

    def begin() -> None:
        nonlocal turned, used, begun
        if not first.are_over:  # as in the program: what can wait has been done by the time that a person points at a file
            return
        ready.stop()
        begun = turned = time.perf_counter()
        used = time.thread_time()
        studio.openings.open_path(str(file))
        timer.start()

    ready = QTimer()
    ready.timeout.connect(begin)
    ready.start(6000)
    app.exec()
    longest, own = max(stalls), max(stall[1] for stall in stalls)
    whole = time.perf_counter() - begun
    print(
        f"window: first rows seen {seen.get('preview', whole):.1f} s, all told {whole:.1f} s;"
        f" longest stall {1000 * longest[0]:.0f} ms (own work {1000 * own:.0f} ms at most) | | |"
    )
    sys.stdout.flush()
    studio.client.closed.connect(app.quit)
    studio.client.shutdown()
    app.exec()
    os._exit(0)


def measure_training(file: Path) -> None:
    """From the recipe to the first step of training, with a tiny teacher that learns the labels first."""
    from distilstudio.engine import jobs
    from distilstudio.engine.control import Control
    from distilstudio.protocol.commands import StartRun
    from tests.tiny_models import make_tiny_teacher

    with tempfile.TemporaryDirectory(prefix="bench-data-", dir=file.parent) as place:
        teacher = make_tiny_teacher(Path(place) / "teacher", list(LABELS))
        recipe = with_value(Recipe(), "data.train", str(file))
        for key, value in (("teacher.model", str(teacher)), ("teacher.fine_tune", "yes"), ("train.device", "cpu")):
            recipe = with_value(recipe, key, value)
        memory, control, started, seconds = Memory(os.getpid()), Control(), time.perf_counter(), 0.0
        for event in jobs.distil(StartRun("run", recipe, str(Path(place) / "out"), place), control):
            if isinstance(event, StageDone) and event.stage == "data":
                seconds = event.seconds
            if isinstance(event, StepsDone) and not control.stop:
                told = memory.now()
                control.discard()
        print(f"to the first step (data {seconds:.1f} s) | {time.perf_counter() - started:.1f} | {told} |")
        memory.end()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "distilstudio-big")
    parser.add_argument("--csv", type=int, default=1_000_000)
    parser.add_argument("--parquet", type=int, default=5_000_000)
    parser.add_argument("--only", choices=("", "open", "window", "train"), default="")
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _options().child
    if asked:
        {"window": measure_window, "train": measure_training}[asked[0]](Path(asked[1]))
        sys.exit(0)
    sys.exit(main())
