"""Rows of a final exam: drawn first, never learnt from, watched or examined on, and scored once at the end of a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.data.splits import stratified_split
from distilstudio.protocol.events import ExamDone
from distilstudio.protocol.inspection import InspectData
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, Task
from distilstudio.protocol.report import Report
from tests.engine.lessons import ended, recipe, run, workplace


def write_table(folder: Path, name: str, start: int, count: int) -> str:
    rows = range(start, start + count)
    lines = [f"Sentence number {row // 2} of all,{'rare' if row // 2 % 10 == 0 else 'often'}" for row in rows]
    (folder / f"{name}.csv").write_text("\n".join(["text,label", *lines]), "utf-8")
    return f"{name}.csv"


def write_sentences(folder: Path, name: str, start: int, count: int) -> str:
    rows = range(start, start + count)
    (folder / f"{name}.conll").write_text("\n".join(f"Ada{row // 2} B-PER\nlaughs O\n" for row in rows), "utf-8")
    return f"{name}.conll"


def write_questions(folder: Path, name: str, start: int, count: int) -> str:
    records = [
        {"question": f"Who is number {row}?", "context": f"Passage {row // 2}: it is Ada.", "answers": ["Ada"]}
        for row in range(start, start + count)
    ]
    (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    return f"{name}.jsonl"


WRITERS: dict[Task, Callable[[Path, str, int, int], str]] = {
    "classification": write_table,
    "ner": write_sentences,
    "qa": write_questions,
}
"""Every text, or passage, comes twice."""


def numbers(rows: Rows | None) -> set[int]:
    assert rows is not None
    found: set[int] = set(rows.table["row"].to_pylist())
    return found


def sides(data: LoadedData, seed: int = 0) -> list[Rows]:
    """Rows to learn from, to watch, for the exam and for the final exam, as a run shares them out."""
    assert data.final is not None
    learn, watch = stratified_split(data.train.strata, data.train.keys, 0.1, seed)
    return [data.train.take(learn), data.train.take(watch), data.exam, data.final]


@pytest.mark.parametrize("own_file", [False, True])
@pytest.mark.parametrize("task", WRITERS)
def test_no_text_is_on_two_sides(tmp_path: Path, task: Task, own_file: bool) -> None:
    train = WRITERS[task](tmp_path, "train", 0, 400)
    exam = WRITERS[task](tmp_path, "exam", 360, 80) if own_file else ""
    choice = DataChoice(train=train, exam=exam, final_exam_rows=40)
    data = load(choice, task, tmp_path, 0)
    keys = [set(side.keys) for side in sides(data)]
    for place, one in enumerate(keys):
        assert one
        assert not any(one & other for other in keys[place + 1 :])
    assert data.final is not None
    assert abs(len(data.final) - 40) <= 2
    assert data.final.strata.null_count == 0
    assert numbers(load(choice, task, tmp_path, 0).final) == numbers(data.final)
    assert numbers(load(choice, task, tmp_path, 1).final) != numbers(data.final)


def test_no_other_choice_changes_which_rows_they_are(tmp_path: Path) -> None:
    choice = DataChoice(train=write_table(tmp_path, "train", 0, 400), final_exam_rows=40)
    final = numbers(load(choice, "classification", tmp_path, 0).final)
    other = msgspec.structs.replace(choice, exam_fraction=0.3, max_length=16, drop_duplicates=False)
    assert numbers(load(other, "classification", tmp_path, 0).final) == final
    labels = Counter(load(choice, "classification", tmp_path, 0).final.labels)  # type: ignore[union-attr]
    assert labels == {"rare": 4, "often": 36}


def test_without_it_the_exam_is_what_it_was(tmp_path: Path) -> None:
    train = write_table(tmp_path, "train", 0, 400)
    data = load(DataChoice(train=train), "classification", tmp_path, 0)
    assert data.final is None
    assert len(data.exam) == 40


@pytest.mark.parametrize("task", WRITERS)
def test_more_than_half_of_the_rows_are_refused(tmp_path: Path, task: Task) -> None:
    choice = DataChoice(train=WRITERS[task](tmp_path, "train", 0, 100), final_exam_rows=51)
    with pytest.raises(ProblemError) as caught:
        load(choice, task, tmp_path, 0)
    assert (caught.value.problem.code, caught.value.problem.values) == ("data_final_exam", {"asked": "51", "rows": "100"})


def test_the_data_page_counts_them(tmp_path: Path) -> None:
    choice = DataChoice(train=write_table(tmp_path, "train", 0, 400), final_exam_rows=40)
    found = inspect_data(InspectData(1, "classification", choice, str(tmp_path)))
    assert found.health[0].values == {"rows": "324", "total": "400", "exam_rows": "36", "final_rows": "40", "off": "16"}


def test_a_run_scores_it_once_at_the_end(tmp_path: Path) -> None:
    base = workplace(tmp_path, rows=200)
    events = run(base, recipe(data__final_exam_rows=40, train__epochs=1))
    exams = [(event.rows_from, event.who, event.rows) for event in events if isinstance(event, ExamDone)]
    assert exams[-4:] == [("exam", "teacher", 30), ("exam", "student", 30), ("final", "teacher", 40), ("final", "student", 40)]
    assert sum(rows_from == "final" for rows_from, _, _ in exams) == 2
    report = ended(events).report
    assert report is not None
    final = report.final_exam
    assert final is not None
    assert final.rows == 40
    assert final.kept == pytest.approx(final.student["accuracy"] / final.teacher["accuracy"])
    told = {event.who: event.scores for event in events if isinstance(event, ExamDone) and event.rows_from == "final"}
    assert told == {"teacher": final.teacher, "student": final.student}
    saved = msgspec.json.decode((base / "runs" / "one" / "report.json").read_bytes(), type=Report)
    assert saved.final_exam == final
