"""Varied copies: other word pieces in the same frame, nobody's labels, the teacher's answers, and a report that counts the texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from distilstudio.engine import varied
from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control
from distilstudio.engine.forecast import Forecaster
from distilstudio.engine.proof import prove
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.ner import Ner
from distilstudio.engine.tasks.qa import QuestionAnswering
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.teacher_cache import key_of
from distilstudio.engine.varied import with_copies
from distilstudio.protocol.events import RunNote, StageStarted
from distilstudio.protocol.forecast import ForecastRun
from distilstudio.protocol.proof import ProofEnded, ProofProgress, ProveRun
from tests.engine import asked_lessons, marked_lessons
from tests.engine.lessons import LABELS, encode, ended, recipe, run
from tests.tiny_models import keyword_rows, plain_texts, tiny_tokenizer

TOKENIZER = tiny_tokenizer()
FIXED = np.isin(np.arange(len(TOKENIZER)), TOKENIZER.all_special_ids)
MASK = int(TOKENIZER.mask_token_id)


def one_label() -> tuple[Task, Encoded]:
    task, rows = Classification(LABELS), keyword_rows(300)
    return task, encode(task, [text for text, _ in rows], [label for _, label in rows])


def several_labels() -> tuple[Task, Encoded]:
    task, rows = Classification(LABELS, several=True), keyword_rows(300)
    return task, encode(task, [text for text, _ in rows], [label for _, label in rows])


def ner() -> tuple[Task, Encoded]:
    task = Ner(marked_lessons.TAGS)
    return task, task.encode(marked_lessons.rows_of(marked_lessons.marked_sentences(300)), TOKENIZER, 12)


def qa() -> tuple[Task, Encoded]:
    task = QuestionAnswering()
    return task, task.encode(asked_lessons.rows_of(asked_lessons.keyword_questions(200)), TOKENIZER, 16)


WORK = {"one label": one_label, "several labels": several_labels, "ner": ner, "qa": qa}


@pytest.mark.parametrize("work", WORK)
def test_a_copy_counts_at_the_same_places_carries_no_label_and_has_other_pieces(work: str) -> None:
    task, rows = WORK[work]()
    count, pieces = len(rows), len(rows.ids)
    both = with_copies(rows, 2, 0, FIXED, MASK)
    assert len(both) == 3 * count
    assert both.texts == rows.texts
    assert both.lengths.tolist() == 3 * rows.lengths.tolist()
    assert both.counts.tolist() == 3 * rows.counts.tolist()
    assert task.labelled(both).tolist() == task.labelled(rows).tolist() + [False] * (2 * count)
    before = both.subset(np.arange(count))
    for name in ("ids", "targets", "segments", "places"):
        np.testing.assert_array_equal(getattr(before, name), getattr(rows, name))
    for number in (1, 2):
        copy = both.subset(np.arange(number * count, (number + 1) * count))
        np.testing.assert_array_equal(copy.targets >= -1, rows.targets >= -1)
        assert (copy.targets < 0).all()
        for name in ("segments", "places"):
            np.testing.assert_array_equal(getattr(copy, name), getattr(rows, name))
        free = ~FIXED[rows.ids]
        assert (copy.ids[~free] == rows.ids[~free]).all()
        other = copy.ids != rows.ids
        assert other[free].mean() == pytest.approx(varied.SHARE, abs=0.03)  # now and then a piece is drawn for itself
        masked = copy.ids[free] == MASK
        assert masked.mean() == pytest.approx(varied.SHARE * varied.MASKED, abs=0.015)
        assert set(copy.ids[other & (copy.ids != MASK)]) <= set(rows.ids[free])
    assert (both.ids[pieces : 2 * pieces] != both.ids[2 * pieces :]).any()


def test_seed_and_number_of_the_copy_alone_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    _, rows = one_label()
    once, twice = with_copies(rows, 1, 5, FIXED, MASK), with_copies(rows, 2, 5, FIXED, MASK)
    np.testing.assert_array_equal(twice.ids[: len(once.ids)], once.ids)
    assert (with_copies(rows, 1, 6, FIXED, MASK).ids != once.ids).any()
    assert len({key_of("teacher", one, LABELS) for one in (rows, once, twice)}) == 3
    unmasked = with_copies(rows, 1, 5, FIXED, None)
    assert MASK not in unmasked.ids
    assert (unmasked.ids[len(rows.ids) :] != rows.ids).any()
    monkeypatch.setattr("distilstudio.engine.scratch.LARGE_BYTES", 100)  # the same where all of it lies on the disk
    np.testing.assert_array_equal(with_copies(rows, 1, 5, FIXED, MASK).ids, once.ids)


def test_a_run_with_copies_counts_the_texts_and_tells_how_many_it_made(shared_work: Path) -> None:
    plain = ended(run(shared_work, recipe(), "varied/plain"))
    assert plain.report is not None, plain.problem
    events = run(shared_work, recipe(data__copies=2), "varied/copies")
    report = ended(events).report
    assert report is not None, ended(events).problem
    assert report.data == plain.report.data
    texts = report.data.rows
    notes = [event for event in events if isinstance(event, RunNote) and event.code == "copies_added"]
    assert [note.values for note in notes] == [{"rows": str(2 * texts)}]
    totals = {event.stage: event.total for event in events if isinstance(event, StageStarted)}
    assert totals["ask_teacher"] == 3 * texts
    assert totals["distil"] == 2 * -(-3 * texts // 16)
    outputs = [np.load(file) for file in (shared_work / "varied/copies/teacher_outputs").glob("*.npy")]
    assert [len(one) for one in outputs] == [3 * texts]
    proof = list(prove(ProveRun("proof", str(shared_work / "varied/copies")), Control()))
    assert isinstance(proof[-1], ProofEnded)
    assert proof[-1].outcome == "done", proof[-1].problem
    learning = {event.total for event in proof if isinstance(event, ProofProgress) and event.step == "learn" and event.total}
    assert learning == {3 * 2 * -(-texts // 16)}  # no copies, which have no labels; the texts three times as often


def test_copies_that_would_teach_nothing_are_left_out_and_it_is_said(shared_work: Path) -> None:
    events = run(shared_work, recipe(data__copies=2, loss__soft=0), "varied/labels")
    report = ended(events).report
    assert report is not None, ended(events).problem
    totals = {event.stage: event.total for event in events if isinstance(event, StageStarted)}
    assert totals["distil"] == 2 * -(-report.data.rows // 16)
    assert [event.code for event in events if isinstance(event, RunNote) and "copies" in event.code] == ["copies_left_out"]


def test_who_learns_to_fill_in_words_is_told_that_copies_are_not_for_it(shared_work: Path) -> None:
    (shared_work / "plain.txt").write_text("\n".join(plain_texts(40)))
    made = recipe(task="mlm", data__train="plain.txt", data__exam="", data__copies=1)
    problem = ended(run(shared_work, made, "varied/mlm")).problem
    assert problem is not None
    assert problem.code == "copies_task"


def test_a_forecast_counts_the_copies(shared_work: Path) -> None:
    def room(copies: int) -> int:
        found = Forecaster().forecast(ForecastRun(1, recipe(data__copies=copies), str(shared_work / "f"), str(shared_work)))
        assert found is not None
        return found.disk

    assert room(10) > room(0)
