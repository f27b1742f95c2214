"""Rows a second of distilling: ours, ours with one idea switched off, the peers; and this machine's own limit. Ratios in one sitting.

    make bench                                              ours, each idea switched off, the limit, ms a text; on the bundled sample
    make bench ARGS="--data DIR --peers DIR"                on DIR/sst2, and the peers too (a folder with their yardstick, peer.py)
    make bench ARGS="… --peer-python PYTHON"                the peers' packages are in another environment
    make bench ARGS="… --only ours peers --turns 2"         some of it; every part is measured so many times, all in turns

Every part is a process of its own with the command that the table gives; the same teacher, student, rows, batch and epochs for all.
Absolute figures drift, ratios of parts that took turns hold.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from distilstudio.engine import device
from distilstudio.places import resources
from tests.benchmarks.one import IDEAS, add_options

PEERS = {
    "TextBrewer": ["--peer", "textbrewer"],
    "Trainer": ["--peer", "trainer"],
    "Trainer at its best": ["--peer", "trainer", "--best"],
}
SAMPLE = resources() / "samples" / "sentiment"
GROUPS = ("ours", "peers", "ideas", "share", "texts")


@dataclass
class Part:
    """One line: what, its command, and what it found in every turn."""

    group: str
    what: str
    command: list[str]
    found: list[dict[str, float]] = field(default_factory=list)

    def measure(self) -> None:
        """Once more. A part that fails is told and left out."""
        done = subprocess.run(self.command, capture_output=True, text=True, check=False)
        lines = done.stdout.strip().splitlines()
        if done.returncode or not lines:
            print(f"{self.what} failed: {shlex.join(self.command)}\n{done.stderr[-1500:]}", file=sys.stderr)
            return
        self.found.append(json.loads(lines[-1]))
        print(f"  {lines[-1]}", file=sys.stderr, flush=True)  # whoever cuts the table short has what was found so far

    def median(self, name: str) -> float:
        """Over the turns."""
        return statistics.median(one[name] for one in self.found)


def main() -> int:
    """Measure all parts in turns and print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        if not options.teacher:
            options.teacher = str(Path(scratch) / "teacher")
            Part("", "teacher", _own(options, "teacher")).measure()
        parts = [part for part in _parts(options) if part.group in options.only]
        for turn in range(options.turns):
            for part in parts:
                print(f"turn {turn + 1} of {options.turns}: {part.what}", file=sys.stderr, flush=True)
                part.measure()
    compute = device.choose(options.device, options.precision)
    threads = options.threads or os.environ.get("OMP_NUM_THREADS") or device.usable_cores()
    print(f"\n{device.describe().name}, {compute.device}, {compute.precision}, {threads} thread(s); ", end="")
    print(f"{options.rows} rows of {options.train}, {options.epochs} epochs, medians of {options.turns} turn(s)\n")
    print(table_of([part for part in parts if part.found]))
    if not options.peers:
        print("\nThe peers were not measured: no folder with their yardstick was given (--peers).")
    if not options.data and options.train == SAMPLE / "train.csv":
        print("\nMeasured on the bundled sample: no folder of data sets was given (--data).")
    return 0


def table_of(parts: list[Part]) -> str:
    """Markdown: rates with ratios to ours, then the shares and the milliseconds, then the commands."""
    ours = next((part for part in parts if part.group == "ours"), None)
    lines = ["| what | rows/s | ours is | student's score | its steps alone |", "|---|---|---|---|---|"]
    for part in parts:
        if "rows_per_second" in part.found[0]:
            ratio = f"{ours.median('rows_per_second') / part.median('rows_per_second'):.2f}×" if ours else "–"
            score = part.median("score" if "score" in part.found[0] else "student_accuracy")
            alone = f"{part.median('steps_alone'):.1f}" if "steps_alone" in part.found[0] else "–"
            lines.append(f"| {part.what} | {part.median('rows_per_second'):.1f} | {ratio} | {score:.4f} | {alone} |")
    for part in parts:
        if part.group == "share":
            names = ("peak", "learning", "asking", "learning_as_plain", "asking_as_plain")
            peak, learning, asking, learning_plain, asking_plain = (part.median(name) for name in names)
            lines.append(
                f"\n{part.what}: matrix products reach {peak / 1e9:.0f} GFLOP/s; training reaches {learning:.0%} of it, "
                f"teacher outputs {asking:.0%}; counted as if the last layer were computed for every word piece: "
                f"{learning_plain:.0%} and {asking_plain:.0%}"
            )
        elif part.group == "texts":
            said = ", ".join(f"{name} {part.median(name):.2f}" for name in ("teacher", "student", "onnx", "int8"))
            lines.append(f"\nms a text, fp32, one at a time: {said}")
    return "\n".join([*lines, "", *(f"- {part.what}: `{shlex.join(part.command)}`" for part in parts)])


def _parts(options: argparse.Namespace) -> list[Part]:
    parts = [Part("ours", "DistilStudio, teacher's outputs included", _own(options, "distil"))]
    if options.peers:
        parts += [Part("peers", name, _peer(options, words)) for name, words in PEERS.items()]
    parts += [
        Part("ideas", f"without: {what}", [*_own(options, "distil"), "--without", name])
        for name, what in IDEAS.items()
        if name in options.ideas
    ]
    lengths = (25, 128)
    parts += [Part("share", f"rows of {at}", [*_own(options, "share"), "--length", str(at)]) for at in lengths]
    return [*parts, Part("texts", "ms a text", _own(options, "texts"))]


def _own(options: argparse.Namespace, part: str) -> list[str]:
    words = [sys.executable, "-m", "tests.benchmarks.one", part, "--teacher", options.teacher]
    for name in (
        "train",
        "test",
        "rows",
        "exam_rows",
        "epochs",
        "layers",
        "batch",
        "max_length",
        "threads",
        "device",
        "precision",
    ):
        words += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    return words


def _peer(options: argparse.Namespace, words: list[str]) -> list[str]:
    command = [options.peer_python, str(Path(options.peers) / "peer.py"), *words, "--teacher", options.teacher]
    command += ["--train", str(options.train), "--test", str(options.test), "--layers", str(options.layers)]
    return [*command, "--rows", str(options.rows), "--epochs", str(options.epochs), "--batch", str(options.batch)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    for action in parser._actions:
        action.required = False
    parser.set_defaults(train=SAMPLE / "train.csv", test=SAMPLE / "exam.csv")
    parser.add_argument("--data", type=Path, help="folder with sst2/train.csv and sst2/test.csv; left out: the bundled sample")
    parser.add_argument("--peers", type=Path, help="folder with peer.py; left out: no peers")
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS)
    parser.add_argument("--ideas", nargs="+", choices=list(IDEAS), default=list(IDEAS))
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    if options.data:
        options.train, options.test = options.data / "sst2" / "train.csv", options.data / "sst2" / "test.csv"
        if not options.train.is_file():
            raise SystemExit(f"There is no {options.train}: leave --data out to measure on the bundled sample.")
    if options.peers and not (options.peers / "peer.py").is_file():
        raise SystemExit(f"There is no peer.py in {options.peers}: leave --peers out to measure without them.")
    return options


if __name__ == "__main__":
    sys.exit(main())
