"""Every kind of work on real data: teacher, the student alone, the student distilled; printed as one Markdown table.

    python -m tests.benchmarks.tasks --data DIR --out RUNS                         all data sets found in DIR, three seeds
    python -m tests.benchmarks.tasks --data DIR --out RUNS --one-teacher      one teacher, fine-tuned with the first seed, for all seeds
    python -m tests.benchmarks.tasks --data DIR --out RUNS --sets goemotions wnut17 --seeds 0 --set train.epochs=1

DIR holds one folder for each data set, with train.csv, train.conll or train.json and a test file beside it. "Alone" is the same
student without its teacher, from the product's own proof run (distilstudio/engine/proof.py): the same layers of the starter as it comes,
with a fresh head, fine-tuned on the labels as a teacher is, with the student's epochs, learning rate and seed. A run whose report.json
holds a proof is not run again, so the command can be stopped and given once more; with --table it only prints what there is.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from distilstudio.engine import jobs
from distilstudio.engine.control import Control
from distilstudio.engine.proof import prove
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEnded, StageDone
from distilstudio.protocol.proof import ProofEnded, ProveRun
from distilstudio.protocol.recipe import Recipe, Task
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.report import Proof, Report
from distilstudio.protocol.usual import usual


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
                failed |= not _run_once(options, name, seed)
    print(table_of(options.out, options.sets, options.seeds))
    return int(failed)


def _run_once(options: argparse.Namespace, name: str, seed: int) -> bool:
    """One run and its proof, unless they are done; True where its report stands with all that is wanted."""
    out = run_folder(options.out, name, seed)
    says: dict[str, object] = {}
    taught = run_folder(options.out, name, options.seeds[0]) / "teacher"
    if options.one_teacher and seed != options.seeds[0] and taught.is_dir():
        says = {"teacher.model": str(taught.resolve()), "teacher.fine_tune": "no"}
    try:
        recipe = recipe_of(options.data, options.out, name, seed, says, options.changes)
        untaught = recipe_of(options.data, options.out, name, seed, {}, options.changes)
    except FileNotFoundError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False
    if read_report(out) is None:
        _distil(out, recipe)
    report = read_report(out)
    if report is not None and report.proof is None and not options.no_proof:
        _prove(out, untaught)
        report = read_report(out)
    return report is not None and (options.no_proof or report.proof is not None)


def _distil(out: Path, recipe: Recipe) -> None:
    print(f"{out.name} …", file=sys.stderr)
    for event in jobs.distil(StartRun(out.name, recipe, str(out)), Control()):
        match event:
            case StageDone():
                print(f"  {event.stage} {event.seconds:.0f} s", file=sys.stderr, flush=True)
            case RunEnded(problem=told) if told is not None:
                print(f"  {told.what} {told.why}", file=sys.stderr)


def _prove(out: Path, untaught: Recipe) -> None:
    for event in prove(ProveRun(out.name, str(out)), Control(), untaught=untaught):
        match event:
            case ProofEnded(report=Report(proof=Proof() as proof)):
                print(f"  proof {proof.seconds:.0f} s", file=sys.stderr, flush=True)
            case ProofEnded(problem=told) if told is not None:
                print(f"  {told.what} {told.why}", file=sys.stderr)


def run_folder(out: Path, name: str, seed: int) -> Path:
    """Where a run goes; all are siblings."""
    return out / f"{name}-{seed}-distilled"


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
    """The Markdown table of every data set with at least one report that holds a proof; means over the seeds that do."""
    lines = [
        "| data | score | seeds | teacher | student alone | distilled | kept | gain (95 % of each seed) | seconds | ms a text, teacher → student |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in sets:
        reports = [report for seed in seeds if (report := read_report(run_folder(out, name, seed))) is not None]
        proved = [(report, report.proof) for report in reports if report.proof is not None]
        if proved:
            lines.append(_line(name, proved))
    return "\n".join(lines)


def read_report(run: Path) -> Report | None:
    """The report of a run, None where it has none yet."""
    file = run / "report.json"
    return msgspec.json.decode(file.read_bytes(), type=Report) if file.is_file() else None


def _line(name: str, proved: Sequence[tuple[Report, Proof]]) -> str:
    score = proved[0][0].score_name
    reports, proofs = [report for report, _ in proved], [proof for _, proof in proved]
    gains = [proof.gain for proof in proofs]
    each = ", ".join(f"{proof.low:+.4f} to {proof.high:+.4f}" for proof in proofs)
    # A teacher that several runs share is fine-tuned in the first of them: its time is the longest of all.
    taught = max(report.seconds.get("teacher", 0) for report in reports)
    seconds = [taught + _seconds_besides(report) for report in reports]
    mean = statistics.fmean
    cells = [
        name,
        score,
        str(len(proved)),
        f"{mean(two.teacher.scores[score] for two in reports):.4f}",
        f"{mean(proof.alone[score] for proof in proofs):.4f}",
        f"{mean(proof.student[score] for proof in proofs):.4f}",
        f"{mean(two.kept for two in reports):.3f}",
        f"{mean(gains):+.4f} ({each})",
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
    parser.add_argument(
        "--no-proof", action="store_true", help="leave out the student without its teacher, and with it the table"
    )
    parser.add_argument("--one-teacher", action="store_true", help="fine-tune the teacher with the first seed only")
    parser.add_argument("--table", action="store_true", help="run nothing, print the table of what there is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
