"""Every kind of work on real data: teacher, the student alone, the student distilled; printed as one Markdown table.

    python -m tests.benchmarks.tasks --data DIR --out RUNS                         all data sets found in DIR, three seeds
    python -m tests.benchmarks.tasks --data DIR --out RUNS --one-teacher      one teacher, fine-tuned with the first seed, for all seeds
    python -m tests.benchmarks.tasks --data DIR --out RUNS --sets goemotions wnut17 --seeds 0 --set train.epochs=1

DIR holds one folder for each data set, with train.csv, train.conll or train.json and a test file beside it. "Alone" is the same
student without its teacher: the same layers of the starter as it comes, with a fresh head, fine-tuned on the labels as a teacher is, with
the student's epochs, learning rate and seed. A run whose report.json exists is not run again, so
the command can be stopped and given once more; with --table it only prints what there is.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from transformers import AutoModel

from distilstudio.engine import jobs, students, teachers
from distilstudio.engine.control import Control
from distilstudio.engine.families import depth_of
from distilstudio.engine.runs import save_model
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEnded, StageDone
from distilstudio.protocol.recipe import Recipe, Task, usual, with_value
from distilstudio.protocol.report import Report

WAYS = ("alone", "distilled")


@dataclass(frozen=True)
class DataSet:
    """One data set: its kind of work, its ending, what its recipe says besides, and how many of its rows are used (0: all)."""

    task: Task
    ending: str
    says: dict[str, object] = field(default_factory=dict)
    several_labels: bool = False
    rows: int = 0


SETS = {
    "wikineural_en": DataSet("ner", "conll"),
    "wnut17": DataSet("ner", "conll"),
    "bc5cdr": DataSet("ner", "conll"),
    "weibo_ner_zh": DataSet("ner", "conll"),
    "squadshift_wiki": DataSet("qa", "json"),
    "squad_small": DataSet("qa", "json"),
    "goemotions": DataSet("classification", "csv", {"data.label_separator": "|"}, several_labels=True, rows=10_000),
    "banking77": DataSet("classification", "csv"),
    "sst2": DataSet("classification", "csv"),
    "tweet_emotion": DataSet("classification", "csv"),
}


def main() -> int:
    """Run what is missing, print the table. Returns 1 where a run failed."""
    options = _options()
    failed = False
    if not options.table:
        for name in options.sets:
            for seed in options.seeds:
                for way in options.ways:
                    failed |= not _run_once(options, name, seed, way)
    print(table_of(options.out, options.sets, options.seeds))
    return int(failed)


def _run_once(options: argparse.Namespace, name: str, seed: int, way: str) -> bool:
    """One run, unless it is done; True where its report stands."""
    out = run_folder(options.out, name, seed, way)
    if (out / "report.json").is_file():
        return True
    says: dict[str, object] = {}
    taught = run_folder(options.out, name, options.seeds[0], "distilled") / "teacher"
    if options.one_teacher and seed != options.seeds[0] and taught.is_dir():
        says = {"teacher.model": str(taught.resolve()), "teacher.fine_tune": "no"}
    try:
        recipe = recipe_of(options.data, options.out, name, seed, says, options.changes)
        if way == "alone":
            recipe = without_teacher(recipe, small_starter(options.out, recipe))
    except FileNotFoundError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False
    print(f"{name}, seed {seed}, {way} …", file=sys.stderr)
    control = Control()
    for event in jobs.distil(StartRun(out.name, recipe, str(out)), control):
        match event:
            case StageDone():
                print(f"  {event.stage} {event.seconds:.0f} s", file=sys.stderr, flush=True)
                if way == "alone" and event.stage == "teacher":
                    control.finish()  # what was to be measured has learnt; a student of its own is not wanted
            case RunEnded(problem=told) if told is not None:
                print(f"  {told.what} {told.why}", file=sys.stderr)
    return (out / "report.json").is_file()


def run_folder(out: Path, name: str, seed: int, way: str) -> Path:
    """Where a run goes; all are siblings, so that the second takes the fine-tuned teacher of the first."""
    return out / f"{name}-{seed}-{way}"


def small_starter(out: Path, recipe: Recipe) -> Path:
    """A folder with those layers of the starter, as it comes, that the recipe's student has."""
    starter = teachers.locate("starter", Path.cwd()).path
    depth = depth_of(teachers.load_config(starter))
    layers = students.spread_layers(depth, students.layers_wanted(recipe.student, depth))
    folder = out / f"starter-{'-'.join(map(str, layers))}"
    if not folder.is_dir():
        model = students.cut(teachers.load_model(starter, AutoModel, seed=0), layers)
        save_model(folder, model, teachers.load_tokenizer(starter), "", {})
    return folder


def without_teacher(recipe: Recipe, small: Path) -> Recipe:
    """The recipe in which the small model itself is fine-tuned, with the student's epochs and rate, where a teacher would be."""
    values: dict[str, object] = {
        "teacher.model": str(small.resolve()),
        "teacher.fine_tune": "yes",
        "teacher.epochs": recipe.train.epochs,
        "teacher.learning_rate": recipe.train.learning_rate,
        "student.preset": "custom",
        "student.layers": 1,
        "loss.hidden_cosine": 0.0,
        "loss.hidden_squared": 0.0,
        "loss.relations": 0.0,
    }
    for key, value in values.items():
        recipe = with_value(recipe, key, value)
    return recipe


def recipe_of(data: Path, out: Path, name: str, seed: int, says: dict[str, object], changes: Sequence[str] = ()) -> Recipe:
    """The recipe of one run: the defaults, what the data set says, the way, the seed, and last what the caller changed.

    Raises: FileNotFoundError where a file is missing.
    """
    known = SETS[name]
    train, exam = (data / name / f"{side}.{known.ending}" for side in ("train", "test"))
    for file in (train, exam):
        if not file.is_file():
            raise FileNotFoundError(f"there is no {file}")
    if known.rows:
        train = first_rows(train, known.rows, out / "rows")
    recipe = usual(known.task, known.several_labels)
    values: dict[str, object] = {"data.train": str(train.resolve()), "data.exam": str(exam.resolve())}
    for key, value in (values | known.says | says | {"train.seed": seed}).items():
        recipe = with_value(recipe, key, value)
    for change in changes:
        key, _, text = change.partition("=")
        recipe = with_value(recipe, key, text)
    return recipe


def first_rows(file: Path, rows: int, folder: Path) -> Path:
    """A copy of a CSV file with its header and first rows; the data sets of these files have one row a line."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{file.parent.name}-{rows}{file.suffix}"
    with file.open(encoding="utf-8") as lines:
        copy.write_text("".join(line for _, line in zip(range(rows + 1), lines, strict=False)), encoding="utf-8")
    return copy


def table_of(out: Path, sets: Sequence[str], seeds: Sequence[int]) -> str:
    """The Markdown table of every data set with at least one pair of reports; means over the seeds that have both."""
    lines = [
        "| data | score | seeds | teacher | student alone | distilled | kept | gain | seconds | ms a text, teacher → student |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in sets:
        pairs = [
            (alone, distilled)
            for seed in seeds
            if (alone := read_report(run_folder(out, name, seed, "alone"))) is not None
            and (distilled := read_report(run_folder(out, name, seed, "distilled"))) is not None
        ]
        if pairs:
            lines.append(_line(name, pairs))
    return "\n".join(lines)


def read_report(run: Path) -> Report | None:
    """The report of a run, None where it has none yet."""
    file = run / "report.json"
    return msgspec.json.decode(file.read_bytes(), type=Report) if file.is_file() else None


def _line(name: str, pairs: Sequence[tuple[Report, Report]]) -> str:
    score = pairs[0][1].score_name
    alone = [one.teacher.scores[score] for one, _ in pairs]
    distilled = [two.student.scores[score] for _, two in pairs]
    reports = [two for _, two in pairs]
    gains = [b - a for a, b in zip(alone, distilled, strict=True)]
    # A teacher that several runs share is fine-tuned in the first of them: its time is the longest of all.
    taught = max(two.seconds.get("teacher", 0) for _, two in pairs)
    seconds = [taught + _seconds_besides(two) for _, two in pairs]
    mean = statistics.fmean
    cells = [
        name,
        score,
        str(len(pairs)),
        f"{mean(two.teacher.scores[score] for two in reports):.4f}",
        f"{mean(alone):.4f}",
        f"{mean(distilled):.4f}",
        f"{mean(two.kept for two in reports):.3f}",
        f"{mean(gains):+.4f} ({sum(gain > 0 for gain in gains)} of {len(gains)})",
        f"{mean(seconds):.0f}",
        f"{mean(two.teacher.ms_per_text for two in reports):.1f} → {mean(two.student.ms_per_text for two in reports):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _seconds_besides(report: Report) -> float:
    return sum(seconds for stage, seconds in report.seconds.items() if stage != "teacher")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with one folder for each data set")
    parser.add_argument("--out", type=Path, default=Path("runs") / "tasks", help="folder for the runs")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--set", dest="changes", action="append", default=[], metavar="KEY=VALUE", help="change a recipe's value")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--one-teacher", action="store_true", help="fine-tune the teacher with the first seed only")
    parser.add_argument("--table", action="store_true", help="run nothing, print the table of what there is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
