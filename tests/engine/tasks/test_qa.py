"""Losses, gradients, n-best and scores of question answering, each against a plain reckoning written down here; and whole runs."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from distilstudio.engine.batching import Batch, Encoded, collate
from distilstudio.engine.reading import gather, read_all, row_starts
from distilstudio.engine.tasks.qa import LONGEST_ANSWER, QuestionAnswering, best_spans
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.answers import Answers
from distilstudio.protocol.events import ExamDone, PinnedAnswered, RunEnded
from tests.engine.asked_lessons import asked_work, keyword_questions, rows_of, tiny_reader, write_squad
from tests.engine.lessons import CPU, ended, recipe, run
from tests.engine.plain import asked_elsewhere
from tests.tiny_models import make_tiny_teacher, tiny_tokenizer

TASK = QuestionAnswering()
MIXED = [
    *keyword_questions(10),
    ("the film was so good " * 30, "what was good", ["good"], 16),
    ("the film was lovely", "what was bad", [], -1),
    ("the film was lovely", "what was it", None, -1),
]


def encoded(max_length: int = 48) -> Encoded:
    return TASK.encode(rows_of(MIXED), tiny_tokenizer(), max_length)


def whole_batch(rows: Encoded, teacher: np.ndarray | None = None) -> Batch:
    return collate(rows, np.arange(len(rows)), torch.device("cpu"), teacher)


def reference(student: np.ndarray, teacher: np.ndarray, rows: Encoded, temperature: float) -> tuple[float, float]:
    """Soft and hard loss, window by window with torch's own functions on the pieces that count alone."""
    ends = np.cumsum(rows.counts)
    soft, hard = [], []
    for row, end in enumerate(ends):
        start = end - rows.counts[row]
        marks = rows.targets[rows.offsets[row] : rows.offsets[row + 1]]
        marks = marks[marks != -100]
        for column, bit in ((0, 1), (1, 2)):
            s, t = torch.tensor(student[start:end, column]), torch.tensor(teacher[start:end, column])
            kl = torch.nn.KLDivLoss(reduction="sum", log_target=True)
            soft.append(float(kl(F.log_softmax(s / temperature, -1), F.log_softmax(t / temperature, -1))) * temperature**2)
            if (marks > 0).any():
                target = int(np.flatnonzero((marks > 0) & (marks & bit > 0))[0])
                hard.append(float(F.cross_entropy(s[None], torch.tensor([target]))))
    return float(np.mean(soft)), float(np.mean(hard))


def test_losses_are_those_of_each_windows_own_pieces() -> None:
    rows = encoded()
    draw = np.random.default_rng(0)
    student, teacher = (draw.normal(size=(int(rows.counts.sum()), 2)).astype(np.float32) * 3 for _ in range(2))
    batch = whole_batch(rows, teacher)
    counts = TASK.count(batch)
    logits = torch.tensor(student, requires_grad=True)
    parts = TASK.loss_parts(logits, batch, 2.0, counts, frozenset({"soft", "hard"}))
    soft, hard = reference(student, teacher, rows, 2.0)
    assert parts["soft"].item() == pytest.approx(soft, rel=1e-5)
    assert parts["hard"].item() == pytest.approx(hard, rel=1e-5)
    assert counts["soft"] == len(rows)
    assert counts["hard"] == int(TASK.labelled(rows).sum()) < len(rows)
    (parts["soft"] + parts["hard"]).backward()
    assert torch.isfinite(logits.grad).all()
    assert logits.grad.abs().sum() > 0


def test_windows_that_are_not_labelled_teach_by_the_teacher_alone() -> None:
    rows = TASK.encode(rows_of([MIXED[-1]]), tiny_tokenizer(), 48)
    batch = whole_batch(rows, np.ones((int(rows.counts.sum()), 2), np.float32))
    logits = torch.randn(int(rows.counts.sum()), 2, requires_grad=True)
    parts = TASK.loss_parts(logits, batch, 1.0, TASK.count(batch), frozenset({"soft", "hard"}))
    assert parts["hard"].item() == 0
    assert parts["soft"].item() > 0


def test_one_batch_and_its_parts_give_the_same_gradient() -> None:
    rows, model = encoded(), tiny_reader()
    teacher = np.random.default_rng(1).normal(size=(int(rows.counts.sum()), 2)).astype(np.float32)
    starts = row_starts(rows.counts)

    def gradient(parts: list[np.ndarray]) -> torch.Tensor:
        model.zero_grad()
        batches = [collate(rows, part, torch.device("cpu"), gather(teacher, rows.counts, starts, part)) for part in parts]
        counts = {name: sum(TASK.count(batch)[name] for batch in batches) for name in ("soft", "hard")}
        for batch in batches:
            logits = TASK.select(model(**batch.inputs()), batch)
            sum(TASK.loss_parts(logits, batch, 2.0, counts, frozenset({"soft", "hard"})).values()).backward()  # type: ignore[union-attr]
        return torch.cat([weight.grad.reshape(-1) for weight in model.parameters() if weight.grad is not None])

    every = np.arange(len(rows))
    one, four = gradient([every]), gradient(np.array_split(every, 4))
    assert torch.allclose(one, four, atol=1e-6)
    assert one.abs().max() > 1e-4


def test_best_spans_are_those_of_a_search_through_all() -> None:
    draw = np.random.default_rng(2)
    for pieces in (1, 2, 29, 30, 31, 70):
        logits = draw.normal(size=(pieces, 2)).astype(np.float32)
        places = np.stack([np.arange(pieces) * 3, np.arange(pieces) * 3 + 2], axis=1)
        every = [
            (float(logits[first, 0] + logits[last, 1]), first * 3, last * 3 + 2)
            for first in range(pieces)
            for last in range(first, min(first + LONGEST_ANSWER, pieces))
        ]
        wanted = sorted(every, reverse=True)[:20]
        found = best_spans(logits, places, 20)
        assert [(guess.start, guess.end) for guess in found] == [(start, end) for _, start, end in wanted]
        assert [guess.score for guess in found] == pytest.approx([score for score, _, _ in wanted])
    assert best_spans(np.zeros((0, 2), np.float32), np.zeros((0, 2), np.int64), 5) == []


def certain(rows: Encoded) -> np.ndarray:
    """Logits of a model that knows every target, and says nothing of windows without one."""
    marks = rows.targets[rows.targets != -100].clip(0)
    return np.stack([(marks & 1 > 0), (marks & 2 > 0)], axis=1).astype(np.float32) * 20


def test_a_model_that_knows_all_scores_one_and_a_silent_one_does_not() -> None:
    rows = encoded()
    assert TASK.score(certain(rows), rows) == {"f1": 1.0, "exact_match": 1.0}
    silent = TASK.score(np.zeros((int(rows.counts.sum()), 2), np.float32), rows)
    assert 0 <= silent["exact_match"] <= silent["f1"] < 0.5


def test_no_answer_is_given_in_the_exam_only_where_the_exam_has_such_questions() -> None:
    refusing_rows = TASK.encode(rows_of(MIXED[:4]), tiny_tokenizer(), 64)
    refusing = certain(refusing_rows)
    refusing[np.concatenate([[0], np.cumsum(refusing_rows.counts)[:-1]])] = 50  # [CLS] of every window
    assert TASK.score(refusing, refusing_rows)["f1"] == 1.0
    with_refusal = TASK.encode(rows_of([*MIXED[:4], MIXED[-2]]), tiny_tokenizer(), 64)
    refusing = certain(with_refusal)
    refusing[np.concatenate([[0], np.cumsum(with_refusal.counts)[:-1]])] = 50
    assert TASK.score(refusing, with_refusal)["f1"] == pytest.approx(1 / 5)


def test_chance_is_the_commonest_answer() -> None:
    asked = [("a red ball", "what", ["red"], 2), ("a Red bed", "what", ["Red"], 2), ("a blue ball", "what", ["blue"], 2)]
    rows = TASK.encode(rows_of(asked), tiny_tokenizer(), 64)
    assert TASK.chance(rows) == (pytest.approx(2 / 3), "red")


def test_answers_are_spans_of_the_passage_and_share_the_probability() -> None:
    passage = "😀 the film was lovely\nand the soup was awful 😀"
    found = TASK.answer(tiny_reader(), tiny_tokenizer(), passage, "what was bad", 64)
    assert isinstance(found, Answers)
    assert 1 <= len(found.answers) <= 5
    scores = [one.score for one in found.answers]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.0001
    for one in found.answers:
        assert passage[one.start : one.end] == one.text
        assert one.text == one.text.strip()
        assert one.text or (one.start, one.end) == (0, 0)
    assert TASK.answer(tiny_reader(), tiny_tokenizer(), passage, "  ", 64) == Answers([])


def test_a_passage_of_20_000_signs_is_read_whole_and_in_time() -> None:
    passage = ("the film was so good and we saw it again " * 500)[:20_000]
    model, tokenizer = tiny_reader(), tiny_tokenizer()
    TASK.answer(model, tokenizer, "the film", "what", 64)
    started = time.perf_counter()
    found = TASK.answer(model, tokenizer, passage, "what was good", 64)
    seconds = time.perf_counter() - started
    assert found.answers
    assert seconds < 30  # a hundred windows; one by one with the n-best of each in Python it would be minutes
    rows = TASK.encode(rows_of([(passage, "what was good", None, -1)]), tokenizer, 64)
    assert rows.places is not None
    assert rows.places.max() >= len(passage.rstrip()) - 1


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a tiny teacher, through the door."""
    base = tmp_path_factory.mktemp("asked")
    # A passage of several windows is one question of the exam.
    long_one = ("the room was so very quiet " * 20 + "and superb", "what was good", ["superb"], 27 * 20 + 4)
    files = asked_work(base, keyword_questions(120), [*keyword_questions(30, seed=9), long_one])
    make_tiny_teacher(base / "teacher", None, layers=2)
    wish = recipe(**files, data__max_length=64, teacher__epochs=8, teacher__learning_rate=5e-3, train__epochs=2)
    long_passage = " ".join(["the soup was good and the bread was awful"] * 20)
    events = run(base, wish, pinned=(long_passage, "a poor film"), questions=("what was bad", "what was bad"))
    end = ended(events)
    assert end.outcome == "done", end.problem
    assert end.report is not None
    assert end.report.score_name == "f1"
    assert set(end.report.student.scores) == {"f1", "exact_match"}
    assert end.report.teacher.scores["f1"] > 0.3
    pinned = [event.answers for event in events if isinstance(event, PinnedAnswered)]
    assert all(isinstance(answer, Answers) and answer.answers for answer in pinned[-1])
    assert [event.rows for event in events if isinstance(event, ExamDone) and event.rows_from == "exam"] == [31, 31]
    return base / "runs" / "one"


def test_the_student_loads_with_plain_transformers_and_says_the_same(finished: Path) -> None:
    rows = TASK.encode(rows_of(keyword_questions(5, seed=4)), tiny_tokenizer(), 64)
    plain, tokenizer = (
        AutoModelForQuestionAnswering.from_pretrained(finished / "student"),
        AutoTokenizer.from_pretrained(finished / "student"),
    )
    opened = OpenModel.load(finished / "student", "qa")
    ours = read_all(opened.model, opened.task, rows, CPU)
    asked = keyword_questions(5, seed=4)
    at = 0
    for (passage, question, _, _), count in zip(asked, rows.counts, strict=True):
        inputs = tokenizer(question, passage, return_tensors="pt")
        with torch.no_grad():
            output = plain.eval()(**inputs)
        inside = [place for place, owner in enumerate(inputs.sequence_ids(0)) if owner == 1]
        for column, logits in enumerate((output.start_logits, output.end_logits)):
            assert np.allclose(ours[at : at + count, column], logits[0, [0, *inside]].numpy(), atol=1e-4)
        at += count


READER = """
import json, sys, torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer
model, tokenizer = AutoModelForQuestionAnswering.from_pretrained(sys.argv[1]).eval(), AutoTokenizer.from_pretrained(sys.argv[1])
inputs = tokenizer(sys.argv[3], sys.argv[2], return_tensors="pt", return_offsets_mapping=True)
offsets, owners = inputs.pop("offset_mapping")[0].tolist(), inputs.sequence_ids(0)
with torch.no_grad():
    found = model(**inputs)
inside = [place for place, owner in enumerate(owners) if owner == 1]
sums = {(a, b): float(found.start_logits[0, a] + found.end_logits[0, b]) for a in inside for b in inside if a <= b}
first, last = max(sums, key=sums.get)
print(json.dumps([offsets[first][0], offsets[last][1]]))
"""


def test_plain_transformers_in_a_fresh_process_find_the_same_answer(finished: Path) -> None:
    student = OpenModel.load(finished / "student", "qa")
    passage, question, _, _ = keyword_questions(1, seed=8)[0]
    ours, _ = student.answer(passage, question)
    assert isinstance(ours, Answers)
    best = next(answer for answer in ours.answers if answer.text)
    assert asked_elsewhere(READER, finished / "student", passage, question) == [best.start, best.end]


def learnt_again(finished: Path, exam: str, out: str) -> RunEnded:
    """A further run, with the teacher of the finished one."""
    wish = recipe(
        task="qa",
        teacher__model=str(finished / "teacher"),
        teacher__fine_tune="no",
        data__train="train.json",
        data__exam=exam,
        data__max_length=64,
        train__epochs=1,
    )
    return ended(run(finished.parents[1], wish, out))


def test_a_finished_teacher_needs_no_training_and_a_student_answers(finished: Path) -> None:
    answer, ms = OpenModel.load(finished / "student", "qa").answer("the film was superb and the soup was awful", "what was bad")
    assert isinstance(answer, Answers)
    assert answer.answers
    assert ms > 0
    end = learnt_again(finished, "test.json", "runs/two")
    assert end.outcome == "done", end.problem


def test_of_an_exam_file_those_questions_flatter_that_were_learnt_from_and_not_others_about_their_passages(
    finished: Path,
) -> None:
    asked = keyword_questions(120)[:10]
    others = [(passage, "what was here", [passage.split()[0]], 0) for passage, *_ in asked]
    write_squad(finished.parents[1] / "both.json", [*asked, *others])
    end = learnt_again(finished, "both.json", "runs/both")
    assert end.report is not None, end.problem
    assert 5 < end.report.data.learnt_before <= len(asked)  # some may have been watched
