"""Rows a second of distilling against the peers and against this machine's own limit, as ratios in one run.

    make bench                                             ours and the machine's limit, on the bundled sample
    make bench ARGS="--peers DIR --train F --test F"       the peers too (a folder with their yardstick, peer.py)

Everything runs one after the other in one sitting with the same teacher, student, batch and epochs; absolute figures drift, ratios hold.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from distilstudio.engine import device, students, teacher_cache, teachers
from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control
from distilstudio.engine.data.loading import Rows, load
from distilstudio.engine.device import Compute
from distilstudio.engine.kernels import settle_attention
from distilstudio.engine.loop import Hooks, Lesson, Plan, Trainer
from distilstudio.engine.reading import read_all
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tasks.task import Task
from distilstudio.places import resources
from distilstudio.protocol.events import StageProgress
from distilstudio.protocol.recipe import DataChoice, Recipe

PEERS = {
    "textbrewer": ["--peer", "textbrewer"],
    "trainer": ["--peer", "trainer"],
    "trainer-best": ["--peer", "trainer", "--best"],
}


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    what: str
    rows_per_second: float
    score: float
    command: str


def main() -> int:
    options = _options()
    console = Console(width=150)
    compute = device.choose(options.device, options.precision)
    peak = matrix_product_peak(compute)
    console.print(
        f"{device.describe().name}, {compute.device}, {compute.precision}: matrix products reach {peak / 1e9:.0f} GFLOP/s"
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        setting = Setting(options, compute, Path(scratch))
        lines = [setting.distil()]
        console.print(
            f"asking the teacher once: {setting.asked_rows_per_second:.0f} rows/s; whole run with it: {setting.with_asking:.0f} rows/s"
        )
        console.print(
            f"training reaches {100 * setting.flops_per_second / peak:.0f} % of the matrix-product peak (padding counted as waste)"
        )
        if options.peers:
            lines += [run_peer(name, words, options, setting.teacher_folder) for name, words in PEERS.items()]
    console.print(_table(lines))
    return 0


class Setting:
    """The same teacher, rows and student for all."""

    def __init__(self, options: argparse.Namespace, compute: Compute, scratch: Path) -> None:
        self._options, self._compute, self._scratch = options, compute, scratch
        data = load(DataChoice(train=str(options.train), exam=str(options.test)), "classification", Path.cwd(), seed=0)
        self._task: Task = task_of(Recipe(), data.label_names)
        base = teachers.locate("starter", Path.cwd()).path
        self._tokenizer = teachers.load_tokenizer(base)
        self._rows = self._encode(data.train, options.rows)
        self._exam = self._encode(data.exam, len(data.exam))
        self.teacher_folder = Path(options.teacher) if options.teacher else scratch / "teacher"
        if not options.teacher:
            self._train_teacher(base)
        self._model = teachers.load_model(self.teacher_folder, self._task.auto_class).to(compute.device)

    def distil(self) -> Line:
        """Ask the teacher, cut the student, distil; the best of the repeats."""
        path = self._scratch / "outputs.npy"
        settle_attention(self._model, self._rows, self._options.batch, self._compute, backward=False)
        started = time.perf_counter()
        for _ in teacher_cache.ask(path, self._model, self._task, self._rows, self._compute):
            pass
        asking = time.perf_counter() - started
        self.asked_rows_per_second = len(self._rows) / asking
        lesson = Lesson(self._rows, self._rows.subset(np.arange(1)), teacher_cache.open_outputs(path))
        plan = Plan(
            "distil",
            "student",
            self._options.epochs,
            self._options.batch,
            5e-5,
            0.1,
            0,
            {"soft": 0.5, "hard": 0.5},
            2.0,
            dropout=False,
        )
        student = students.cut(self._model, students.spread_layers(len(self._layers()), self._options.layers)).to(
            self._compute.device
        )
        student.train(False)
        settle_attention(student, self._rows, self._options.batch, self._compute, backward=True)
        result = self._run(student, lesson, plan)
        rate = result.rows / result.seconds
        self.with_asking = result.rows / (result.seconds + asking)
        self.flops_per_second = self._work(student) * self._options.epochs / result.seconds
        score = self._task.score(read_all(student, self._task, self._exam, self._compute), self._exam)[self._task.score_name]
        return Line("DistilStudio", rate, score, "python -m tests.benchmarks " + shlex.join(sys.argv[1:]))

    def _run(self, model: torch.nn.Module, lesson: Lesson, plan: Plan):
        hooks = Hooks(lambda done, total: StageProgress("bench", plan.stage, done, total), lambda step, best: (), lambda: None)
        trainer = Trainer("bench", model, self._task, lesson, plan, self._compute, Control(), hooks)
        for _ in trainer.run():
            pass
        return trainer.result

    def _train_teacher(self, base: Path) -> None:
        model = teachers.load_model(base, self._task.auto_class, **self._task.head_config()).to(self._compute.device)
        settle_attention(model, self._rows, self._options.batch, self._compute, backward=True)
        self._run(
            model, Lesson(self._rows, self._exam), Plan("teacher", "teacher", 1, self._options.batch, 5e-5, 0.1, 0, {"hard": 1.0})
        )
        model.to("cpu").save_pretrained(self.teacher_folder)
        self._tokenizer.save_pretrained(self.teacher_folder)

    def _encode(self, rows: Rows, most: int) -> Encoded:
        return self._task.encode(rows.take(np.arange(min(most, len(rows)))), self._tokenizer, self._options.max_length)

    def _layers(self) -> list[torch.nn.Module]:
        return list(self._model.base_model.encoder.layer)

    def _work(self, student: torch.nn.Module) -> float:
        """Floating point operations of one epoch's matrix products, forward and backward, over real word pieces alone."""
        width = student.config.hidden_size
        weights = sum(w.numel() for layer in student.base_model.encoder.layer for w in layer.parameters() if w.ndim == 2)
        lengths = self._rows.lengths.astype(np.float64)
        attention = 2 * 2 * width * (lengths**2).sum() * len(student.base_model.encoder.layer)
        return 3 * (2 * weights * lengths.sum() + attention)


def matrix_product_peak(compute: Compute, size: int = 2048) -> float:
    """Operations a second of a large square matrix product in the run's precision; the best of ten."""
    dtype = torch.bfloat16 if compute.precision == "bf16" else torch.float32
    left, right = (torch.randn(size, size, device=compute.device, dtype=dtype) for _ in range(2))
    best = float("inf")
    for _ in range(10):
        device.synchronise(compute.device)
        started = time.perf_counter()
        _ = left @ right
        device.synchronise(compute.device)
        best = min(best, time.perf_counter() - started)
    return 2 * size**3 / best


def run_peer(name: str, words: list[str], options: argparse.Namespace, teacher: Path) -> Line:
    """Run one peer as its own process with the same setting."""
    command = [sys.executable, str(Path(options.peers) / "peer.py"), *words, "--teacher", str(teacher)]
    command += ["--train", str(options.train), "--test", str(options.test), "--layers", str(options.layers)]
    command += ["--rows", str(options.rows), "--epochs", str(options.epochs), "--batch", str(options.batch)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{shlex.join(command)}\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Line(name, found["rows_per_second"], found["student_accuracy"], shlex.join(command))


def _table(lines: list[Line]) -> Table:
    table = Table("what", "rows/s", "ours is", "student", "command")
    for line in lines:
        ratio = lines[0].rows_per_second / line.rows_per_second
        table.add_row(line.what, f"{line.rows_per_second:.1f}", f"{ratio:.1f}×", f"{line.score:.4f}", line.command)
    return table


def _options() -> argparse.Namespace:
    sample = resources() / "samples" / "sentiment"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, default=sample / "train.csv")
    parser.add_argument("--test", type=Path, default=sample / "exam.csv")
    parser.add_argument("--peers", type=Path, help="folder with peer.py; left out: no peers")
    parser.add_argument("--teacher", help="a fine-tuned teacher folder; left out: the starter, one epoch")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--max-length", type=int, default=128)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--precision", default="auto")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
