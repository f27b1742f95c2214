"""What texts without labels buy: the same student with 500 labelled rows, and with the same 500 and all other texts unlabelled.

    python -m tests.benchmarks.unlabelled --data DIR --out RUNS                    ag_news and wikineural_en, seed 0
    python -m tests.benchmarks.unlabelled --data DIR --out RUNS --table            only print what there is

Two teachers: the starter fine-tuned on the 500 rows alone, and fine-tuned on all rows (what a person has who was given a good teacher).
A student of 500 rows makes as many steps as there are in MANY_EPOCHS of them, so that it is not the number of steps that is compared.
A run whose report.json exists is not run again.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from distilstudio.engine import jobs
from distilstudio.engine.control import Control
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEnded, StageDone
from distilstudio.protocol.recipe import Recipe, Task
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.usual import usual
from tests.benchmarks.tasks import read_report

LABELLED = 500
MANY_EPOCHS = 20
EXAM = 2_000
"""At most so many rows of the test file are read: the differences are larger than what more rows would settle."""


@dataclass(frozen=True)
class Source:
    """A data set: its kind of work, the ending of its files, and how its rows are read and written."""

    task: Task
    ending: str
    read: Callable[[Path], list[str]]
    head: str
    text_of: Callable[[str], str]


def csv_rows(path: Path) -> list[str]:
    """Lines of a CSV file without its header; these files have one row a line."""
    return path.read_text(encoding="utf-8").splitlines()[1:]


def sentences(path: Path) -> list[str]:
    """Sentences of a CoNLL file, each with its lines."""
    return [block for block in path.read_text(encoding="utf-8").split("\n\n") if block.strip()]


def first_cell(row: str) -> str:
    """The text of a CSV row."""
    return next(csv.reader([row]))[0]


def words(sentence: str) -> str:
    """A CoNLL sentence as plain text."""
    return " ".join(line.split(" ")[0] for line in sentence.splitlines())


SOURCES = {
    "ag_news": Source("classification", "csv", csv_rows, "text,label\n", first_cell),
    "wikineural_en": Source("ner", "conll", sentences, "", words),
}
WAYS = (
    "alone, 500",
    "teacher of 500, 500",
    "teacher of 500, 500 + unlabelled",
    "teacher of all, 500",
    "teacher of all, 500 + unlabelled",
)


def main() -> int:
    """Run what is missing, print the table. Returns 1 where a run failed."""
    options = _options()
    failed = False
    if not options.table:
        for name in options.sets:
            files = write_files(options.data / name, options.out / f"{name}-files", SOURCES[name], options.seed)
            failed |= not run(options.out / name / "teacher of all", teacher_of_all(files, SOURCES[name], options.seed))
            for way in WAYS:
                failed |= not run(
                    options.out / name / way, recipe_of(way, files, SOURCES[name], options.seed, options.out / name)
                )
    print(table_of(options.out, options.sets))
    return int(failed)


def write_files(source: Path, folder: Path, known: Source, seed: int) -> dict[str, Path]:
    """The 500 labelled rows, all rows, the other texts without labels, and the exam, each as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = known.read(source / f"train.{known.ending}")
    random.Random(seed).shuffle(rows)
    exam = known.read(source / f"test.{known.ending}")
    random.Random(seed).shuffle(exam)
    between = "\n\n" if known.ending == "conll" else "\n"
    contents = {
        f"labelled.{known.ending}": known.head + between.join(rows[:LABELLED]),
        f"all.{known.ending}": known.head + between.join(rows),
        "unlabelled.txt": "\n".join(known.text_of(row) for row in rows[LABELLED:]),
        f"exam.{known.ending}": known.head + between.join(exam[:EXAM]),
    }
    for name, content in contents.items():
        (folder / name).write_text(content + "\n", encoding="utf-8")
    return {name.split(".")[0]: (folder / name).resolve() for name in contents}


def teacher_of_all(files: dict[str, Path], known: Source, seed: int) -> Recipe:
    """The run whose teacher is fine-tuned on all rows; its student is cut short, for it is not needed."""
    short = {"train.epochs": 1, "train.least_steps": 0, "train.seed": seed}
    return _recipe(known, {"data.train": files["all"], "data.exam": files["exam"]} | short)


def recipe_of(way: str, files: dict[str, Path], known: Source, seed: int, runs: Path) -> Recipe:
    """The recipe of one line of the table; the defaults but for what the line says."""
    values: dict[str, object] = {"data.train": files["labelled"], "data.exam": files["exam"], "train.seed": seed}
    if "unlabelled" in way:
        values["data.unlabelled"] = files["unlabelled"]
    else:
        values["train.epochs"] = MANY_EPOCHS
    if way.startswith("alone"):
        values |= {"loss.soft": 0.0, "loss.hard": 1.0}
    if way.startswith("teacher of all"):
        values |= {"teacher.model": (runs / "teacher of all" / "teacher").resolve(), "teacher.fine_tune": "no"}
    return _recipe(known, values)


def _recipe(known: Source, values: dict[str, object]) -> Recipe:
    recipe = usual(known.task)
    for key, value in values.items():
        recipe = with_value(recipe, key, str(value) if isinstance(value, Path) else value)
    return recipe


def run(out: Path, recipe: Recipe) -> bool:
    """One run, unless it is done; True where its report stands."""
    if not (out / "report.json").is_file():
        print(f"{out.parent.name}: {out.name} …", file=sys.stderr)
        for event in jobs.distil(StartRun(out.name, recipe, str(out)), Control()):
            match event:
                case StageDone():
                    print(f"  {event.stage} {event.seconds:.0f} s", file=sys.stderr, flush=True)
                case RunEnded(problem=told) if told is not None:
                    print(f"  {told.what} {told.why}", file=sys.stderr)
    return (out / "report.json").is_file()


def table_of(out: Path, sets: Sequence[str]) -> str:
    """The Markdown table of what has a report."""
    lines = [
        "| data | student learns from | score | teacher | student | kept | rows learnt from |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in sets:
        for way in WAYS:
            report = read_report(out / name / way)
            if report is not None:
                score = report.score_name
                cells = [name, way, score, f"{report.teacher.scores[score]:.4f}", f"{report.student.scores[score]:.4f}"]
                lines.append(f"| {' | '.join([*cells, f'{report.kept:.3f}', str(report.data.rows)])} |")
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with one folder for each data set")
    parser.add_argument("--out", type=Path, default=Path("runs") / "unlabelled", help="folder for the runs")
    parser.add_argument("--sets", nargs="+", choices=list(SOURCES), default=list(SOURCES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--table", action="store_true", help="run nothing, print the table of what there is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
