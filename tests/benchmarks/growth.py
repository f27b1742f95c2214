"""Whether a row costs the same among a million as among ten thousand, and whether memory grows with the rows.

    python -m tests.benchmarks.growth                       10,000, 100,000 and 1,000,000 made-up rows
    python -m tests.benchmarks.growth --rows 10000 1000000 --steps 200

Every size is a process of its own. It makes an epoch's batches, then does so many steps of a training with a student of one narrow layer, whose
arithmetic is so small that what a step does with the rows beside it would show. Memory: what the process has in use after the steps, less what
it had before, beside the rows themselves.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch
from transformers import AutoModelForSequenceClassification
from transformers.models.bert import BertConfig

from distilstudio.engine import memory
from distilstudio.engine.batching import Encoded, training_batches
from distilstudio.engine.device import Compute
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.optimizer import Schedule
from distilstudio.engine.stepping import Stepper
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.task import Draw
from distilstudio.protocol.events import RunNote

BATCH = 32
ALLOWED = 0.05


def measure(count: int, steps: int) -> dict[str, float]:
    """Milliseconds a step and microseconds a row for making the batches, and megabytes."""
    memory.hold_on()
    rows = made_up(count)
    own = sum(array.nbytes for array in (rows.ids, rows.offsets, rows.targets, rows.counts)) / 1e6
    with tempfile.TemporaryDirectory(prefix="growth-") as scratch:
        file = Path(scratch) / "outputs.npy"
        np.save(file, np.zeros((count, 2), np.float16))
        before = psutil.Process().memory_info().rss / 1e6
        started = time.perf_counter()
        batches = training_batches(rows.lengths, BATCH, 0, 0)
        batching = (time.perf_counter() - started) / count
        took = step_times(rows, np.load(file, mmap_mode="r"), batches[: steps + 20])[20:]
        after = psutil.Process().memory_info().rss / 1e6
    return {
        "rows": count,
        "batching_us": batching * 1e6,
        "step_ms": float(np.quantile(took, 0.25)) * 1e3,
        "rows_mb": own,
        "grown_mb": after - before,
    }


def made_up(count: int) -> Encoded:
    """Rows of 5 to 45 word pieces."""
    draw = np.random.default_rng(0)
    lengths = draw.integers(5, 46, count)
    return Encoded(
        ids=draw.integers(10, 1000, int(lengths.sum()), dtype=np.int32),
        offsets=np.concatenate([[0], np.cumsum(lengths)]),
        targets=draw.integers(0, 2, count),
        counts=np.ones(count, np.int64),
        pad_id=0,
    )


def step_times(rows: Encoded, outputs: Any, batches: list[Any]) -> list[float]:
    """Seconds of processor time of each step."""
    config = BertConfig(vocab_size=1000, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    model = AutoModelForSequenceClassification.from_config(config)
    plan = Plan("distil", "student", 1, BATCH, 1e-4, 0.1, 0, {"soft": 0.5, "hard": 0.5}, 2.0, dropout=False)
    lesson, compute = Lesson(rows, rows.subset(np.arange(1)), outputs), Compute(torch.device("cpu"), "fp32")
    stepper = Stepper(
        Classification(["a", "b"]), lesson, plan, compute, lambda code, text, values: RunNote("growth", code, text, values)
    )
    took = []
    with stepper.optimizer(model, Schedule(1e-4, len(batches), 0.1)) as optimizer, stepper.recording(optimizer):
        for index in batches:
            started = time.thread_time()
            for told in stepper.step(optimizer, index, Draw(0, 0)):
                raise AssertionError(told)
            took.append(time.thread_time() - started)
    return took


def main() -> int:
    """Print a table; returns 1 where a row among the most costs over 5 % more than among the fewest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3, help="each size is measured so often, in turns; the quickest counts")
    parser.add_argument("--one", type=int, help="measure one size in this process")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.one:
        print(json.dumps(measure(options.one, options.steps)))
        return 0
    turns: list[list[dict[str, float]]] = [[] for _ in options.rows]
    for _ in range(options.turns):
        for place, count in enumerate(options.rows):
            command = [sys.executable, "-m", "tests.benchmarks.growth", "--one", str(count), "--steps", str(options.steps)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            turns[place].append(json.loads(done.stdout.splitlines()[-1]))
    found = [{name: min(one[name] for one in of_size) for name in of_size[0]} for of_size in turns]  # the least disturbed turn
    print("| rows | ms a step of 32 rows | making an epoch's batches, µs a row | the rows, MB | grown besides, MB |")
    print("|---|---|---|---|---|")
    for one in found:
        figures = f"{one['step_ms']:.2f} | {one['batching_us']:.2f} | {one['rows_mb']:.0f} | {one['grown_mb']:.0f}"
        print(f"| {one['rows']:,} | {figures} |")
    cost = [one["step_ms"] + one["batching_us"] * BATCH / 1e3 for one in found]
    print(f"\nA row among {options.rows[-1]:,} costs {cost[-1] / cost[0] - 1:+.1%} against one among {options.rows[0]:,}.")
    return int(cost[-1] > (1 + ALLOWED) * cost[0])


if __name__ == "__main__":
    sys.exit(main())
