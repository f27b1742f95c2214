"""General distillation on plain text: what is hidden, what is reckoned of it, and a whole run through the door.

Independent sources: torch's own KLDivLoss and cross entropy, the loss and the fill-mask pipeline of plain transformers.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForMaskedLM, pipeline

from distilstudio.engine import batching, reading, students, teachers
from distilstudio.engine.batching import Encoded
from distilstudio.engine.checkup import check_teacher
from distilstudio.engine.control import Control
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.inner_lesson import InnerLesson
from distilstudio.engine.insides import Look
from distilstudio.engine.lesson import Lesson
from distilstudio.engine.loop import Trainer
from distilstudio.engine.runs import save_model
from distilstudio.engine.targets import NOT_COUNTED
from distilstudio.engine.tasks.masks import hidden_counts, hide
from distilstudio.engine.tasks.mlm import MaskedWords
from distilstudio.engine.tasks.task import EXAM, Draw, batch_of
from distilstudio.engine.teacher_beside import TeacherBeside
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.answers import Blanks
from distilstudio.protocol.check import CheckTeacher, TeacherChecked
from distilstudio.protocol.events import ExamDone, RunEvent, RunNote, StepsDone
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.report import Report
from tests.engine.lessons import CPU, ended, no_hooks, plan, recipe, run, weights_of
from tests.engine.plain import asked_elsewhere
from tests.tiny_models import FAMILIES, LONGEST, keyword_rows, make_tiny_teacher, plain_texts, tiny_tokenizer, write_csv

TASK = MaskedWords()
ALL = {"soft": 0.5, "hard": 0.5, "hidden_cosine": 1.0}


def encoded(texts: list[str], longest: int = 32, family: str = "bert") -> Encoded:
    return TASK.encode(Rows(pa.table({"text": pa.array(texts, pa.string())})), tiny_tokenizer(family), longest)


def texts(count: int, seed: int = 0, words: int = 12) -> list[str]:
    return [text for text, _ in keyword_rows(count, seed=seed, words=words)]


def guesser(folder: Path, layers: int = 4, seed: int = 0, family: str = "bert") -> Any:
    """A tiny model with a head for hidden words."""
    make_tiny_teacher(folder, layers=layers, seed=seed, family=family, words=True)
    return teachers.load_model(folder, AutoModelForMaskedLM)


# -- what is hidden ------------------------------------------------------------------------------------------------------------


def test_nothing_of_a_text_is_lost_and_no_part_is_a_scrap() -> None:
    long = " ".join(texts(30))
    rows, tokenizer = encoded(["a day", long], longest=20), tiny_tokenizer()
    assert rows.lengths.max() <= 20
    assert rows.texts == 2
    inner = [rows.ids[rows.offsets[row] + 1 : rows.offsets[row + 1] - 1] for row in range(1, len(rows))]
    assert np.concatenate(inner).tolist() == tokenizer(long, add_special_tokens=False)["input_ids"]
    assert max(map(len, inner)) - min(map(len, inner)) <= 1
    assert {(rows.ids[start], rows.ids[end - 1]) for start, end in zip(rows.offsets, rows.offsets[1:], strict=False)} == {
        (tokenizer.cls_token_id, tokenizer.sep_token_id)
    }


def test_15_percent_are_hidden_80_of_them_masked_10_swapped_10_left() -> None:
    rows, tokenizer = encoded([" ".join(texts(40, seed=number)) for number in range(150)], longest=64), tiny_tokenizer()
    ids, targets = hide(rows, Draw(3, 1))
    asked = targets != NOT_COUNTED
    assert np.array_equal(targets[asked], rows.ids[asked])
    assert np.array_equal(ids[~asked], rows.ids[~asked])
    special = np.isin(rows.ids, tokenizer.all_special_ids)
    assert not asked[special].any()
    assert asked.sum() / (~special).sum() == pytest.approx(0.15, abs=0.005)
    masked, same = (ids == tokenizer.mask_token_id)[asked], (ids == rows.ids)[asked]
    assert masked.mean() == pytest.approx(0.8, abs=0.02)
    assert same.mean() == pytest.approx(0.1, abs=0.02)
    assert not np.isin(ids[asked][~masked], tokenizer.all_special_ids).any()


def test_every_row_hides_a_piece_and_draws_depend_on_text_seed_and_epoch_alone() -> None:
    rows = encoded(texts(50, words=3))
    draw = Draw(0, 0)
    ids, targets = hide(rows, draw)
    assert hidden_counts(rows, draw).min() >= 1
    assert np.array_equal(hidden_counts(rows, EXAM), rows.counts)
    index = np.array([17, 3, 44])
    part_ids, part_targets = hide(rows.subset(index), draw)
    spread = np.concatenate([np.arange(rows.offsets[row], rows.offsets[row + 1]) for row in index])
    assert np.array_equal(part_ids, ids[spread])
    assert np.array_equal(part_targets, targets[spread])
    others = [hide(rows, Draw(0, 1)), hide(rows, Draw(1, 0)), hide(rows, EXAM)]
    assert all(np.mean((other == NOT_COUNTED) == (targets == NOT_COUNTED)) < 0.95 for _, other in others)


def test_a_tokenizer_without_a_mask_is_told(tmp_path: Path) -> None:
    make_tiny_teacher(tmp_path / "teacher", words=True)
    tokenizer = tiny_tokenizer()
    tokenizer.mask_token = None
    tokenizer.save_pretrained(tmp_path / "teacher")
    (tmp_path / "train.txt").write_text("\n".join(texts(60)))
    problem = ended(run(tmp_path, recipe(task="mlm", data__train="train.txt", data__exam=""))).problem
    assert problem is not None
    assert problem.code == "teacher_no_mask"


# -- what is reckoned ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_reckons_as_its_own_class_does_and_is_cut_saved_and_read_again(family: str, tmp_path: Path) -> None:
    model = guesser(tmp_path / "teacher", layers=3, family=family)
    rows = encoded(texts(12), family=family)
    batch = batch_of(TASK, rows, np.arange(len(rows)), torch.device("cpu"), draw=Draw(0, 0))
    with torch.inference_mode():
        chosen = TASK.read(model, batch)
        whole = model(**batch.inputs(), labels=batch.targets.masked_fill(batch.targets < 0, -100))
        own = model(**batch.inputs()).logits[batch.targets >= 0]
    torch.testing.assert_close(chosen, own, rtol=0, atol=1e-5)
    noted = TASK.noted(chosen, batch)
    assert -float(noted[:, 0].mean()) == pytest.approx(float(whole.loss), abs=1e-4)
    assert float(noted[:, 2].mean()) == pytest.approx(float((own.argmax(-1) == batch.targets[batch.targets >= 0]).float().mean()))
    student = students.cut(model, range(3))
    with torch.inference_mode():
        torch.testing.assert_close(TASK.read(student, batch), chosen, rtol=0, atol=1e-5)
    small = students.cut(model, [0, 2])
    assert small.get_output_embeddings().weight is small.get_input_embeddings().weight or family == "electra"
    save_model(tmp_path / "student", small, tiny_tokenizer(family), "", {})
    again = AutoModelForMaskedLM.from_pretrained(tmp_path / "student").eval()
    with torch.inference_mode():
        torch.testing.assert_close(TASK.read(again, batch), TASK.read(small, batch), rtol=0, atol=1e-5)


def test_the_parts_of_the_loss_are_torchs_own_at_the_hidden_pieces(tmp_path: Path) -> None:
    teacher, student = guesser(tmp_path / "a"), guesser(tmp_path / "b", layers=2, seed=5)
    rows = encoded(texts(16))
    batch = batch_of(TASK, rows, np.arange(16), torch.device("cpu"), draw=Draw(0, 0))
    beside = TeacherBeside(teacher, TASK, Look((3,), attention=False), CPU)
    asked = beside.asked(batch)
    logits = TASK.read(student, batch)
    parts = TASK.loss_parts(logits, asked, 2.0, TASK.count(batch), frozenset(ALL))
    with torch.no_grad():
        s, t = (model(**batch.inputs(), output_hidden_states=True) for model in (student, teacher))
    inside = batch.targets >= 0
    soft = 4 * torch.nn.KLDivLoss(reduction="batchmean", log_target=True)(
        torch.log_softmax(s.logits[inside] / 2, -1), torch.log_softmax(t.logits[inside] / 2, -1)
    )
    hard = torch.nn.functional.cross_entropy(s.logits.flatten(0, 1), batch.targets.flatten(), ignore_index=-100)
    assert float(parts["soft"].detach()) == pytest.approx(float(soft), rel=1e-4)
    assert float(parts["hard"].detach()) == pytest.approx(float(hard), rel=1e-5)
    real = batch.attention_mask.bool()
    torch.testing.assert_close(beside.of(asked), t.hidden_states[-1][real], rtol=0, atol=1e-5)
    inner = InnerLesson(student, teacher, Look((3,), attention=False), beside, ["hidden_cosine"], 0)
    asked = beside.asked(batch)
    with inner.watch(student):
        TASK.read(student, batch)
    cosine = 1 - torch.cosine_similarity(s.hidden_states[-1][real], t.hidden_states[-1][real], -1).mean()
    found = inner.loss_parts(asked, int(rows.lengths.sum()))["hidden_cosine"]
    assert float(found.detach()) == pytest.approx(float(cosine), abs=1e-5)


def test_one_batch_of_32_and_four_of_8_give_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, rows, found = guesser(tmp_path / "a"), encoded(texts(64)), []
    for budget in (10**6, 8 * int(rows.lengths.max())):
        monkeypatch.setattr(batching, "TOKENS_A_STEP", budget)
        student, look = guesser(tmp_path / "b", layers=2, seed=2), Look((3,), attention=False)
        beside = TeacherBeside(teacher, TASK, look, CPU)
        inner = InnerLesson(student, teacher, look, beside, ALL, 0)
        lesson = Lesson(rows, encoded(texts(20, seed=9)), None, inner, beside)
        learning = Trainer("run", student, TASK, lesson, plan(batch_rows=32, epochs=3, weights=ALL), CPU, Control(), no_hooks())
        losses = [loss for event in learning.run() if isinstance(event, StepsDone) for loss in event.losses["total"]]
        found.append((weights_of(student), losses))
    for name, weight in found[0][0].items():
        torch.testing.assert_close(found[1][0][name], weight, rtol=0, atol=5e-6)
    assert found[0][1] == pytest.approx(found[1][1], abs=1e-5)


# -- a run through the door ----------------------------------------------------------------------------------------------------

SETTINGS = {
    "task": "mlm",
    "data__train": "train.txt",
    "data__exam": "test.txt",
    "loss__hidden_cosine": 1.0,
    "teacher__epochs": 12,
    "teacher__learning_rate": 3e-3,
    "student__preset": "half",
    "train__epochs": 3,
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("mlm")
    make_tiny_teacher(base / "teacher")  # it reads, and has no head for hidden words
    (base / "train.txt").write_text("\n".join(plain_texts(120)))
    (base / "test.txt").write_text("\n".join(plain_texts(60, seed=5)))
    return base


@pytest.fixture(scope="module")
def finished(work: Path) -> tuple[list[RunEvent], Report]:
    events = run(work, recipe(**SETTINGS), pinned=("the meal was ___",))
    report = ended(events).report
    assert report is not None, ended(events).problem
    return events, report


def test_the_teacher_learns_first_and_the_lowest_perplexity_is_the_best(
    work: Path, finished: tuple[list[RunEvent], Report]
) -> None:
    events, report = finished
    assert (work / "runs" / "one" / "teacher" / "model.safetensors").is_file()
    assert [event.code for event in events if isinstance(event, RunNote) and event.code == "teacher_beside"]
    for stage in ("teacher", "distil"):
        exams = [event for event in events if isinstance(event, ExamDone) and event.stage == stage and event.step <= 10**6]
        own = [event for event in exams if event.best or event.step or stage == "distil"]
        lowest = min(event.scores["perplexity"] for event in own)
        assert [event.scores["perplexity"] for event in own if event.best][-1] == lowest
    steps = next(event for event in events if isinstance(event, StepsDone) and event.stage == "distil")
    assert set(steps.losses) == {"total", "soft", "hard", "hidden_cosine"}
    assert (report.task, report.score_name) == ("mlm", "perplexity")
    assert report.kept == pytest.approx(report.teacher.scores["perplexity"] / report.student.scores["perplexity"])
    noted = {event.scores["perplexity"] for event in events if isinstance(event, ExamDone) and event.rows_from == "exam"}
    assert noted == {report.teacher.scores["perplexity"], report.student.scores["perplexity"]}


def test_the_exams_perplexity_is_what_plain_transformers_finds_on_the_same_masks(
    work: Path, finished: tuple[list[RunEvent], Report]
) -> None:
    rows = encoded((work / "test.txt").read_text().splitlines(), longest=LONGEST)
    batch = batch_of(TASK, rows, np.arange(len(rows)), torch.device("cpu"))
    model = AutoModelForMaskedLM.from_pretrained(work / "runs" / "one" / "student").eval()
    with torch.inference_mode():
        loss = model(**batch.inputs(), labels=batch.targets.masked_fill(batch.targets < 0, -100)).loss
    assert finished[1].student.scores["perplexity"] == pytest.approx(float(loss.exp()), rel=1e-4)


FILLS = """
import json, sys
from transformers import AutoModelForMaskedLM, pipeline
model = AutoModelForMaskedLM.from_pretrained(sys.argv[1])
found = pipeline("fill-mask", model=sys.argv[1])("the meal was [MASK] and so was the film")
print(json.dumps([type(model).__name__, [[one["token_str"], one["score"]] for one in found]]))
"""


def test_the_student_fills_masks_in_plain_transformers_as_it_does_here(
    work: Path, finished: tuple[list[RunEvent], Report]
) -> None:
    student = work / "runs" / "one" / "student"
    name, there = asked_elsewhere(FILLS, student)
    assert name == "BertForMaskedLM"
    opened = OpenModel.load(student, "mlm")
    answer, _ = opened.answer("The meal was ___ and so was the film")
    assert isinstance(answer, Blanks)
    (blank,) = answer.blanks
    assert (blank.start, blank.end) == (13, 16)
    assert [word.word for word in blank.words[:5]] == [word for word, _ in there]
    assert [word.score for word in blank.words[:5]] == pytest.approx([score for _, score in there], abs=1e-5)


def test_blanks_of_every_form_and_in_long_texts(work: Path, finished: tuple[list[RunEvent], Report]) -> None:
    student = work / "runs" / "one" / "student"
    opened = OpenModel.load(student, "mlm")
    assert opened.answer("no blank here, only_one line")[0] == Blanks([])
    text = "it was __ , [MASK] and <mask>. " + "a day and a night " * 40 + "was ____"
    answer, _ = opened.answer(text)
    assert isinstance(answer, Blanks)
    assert [text[blank.start : blank.end] for blank in answer.blanks] == ["__", "[MASK]", "<mask>", "____"]
    fill = pipeline("fill-mask", model=str(student), top_k=10)
    window = [*("a day and a night " * 40).split(), "was", "[MASK]"][2 - opened.max_length :]  # as much as it can read at a time
    tail = fill(" ".join(window))
    assert [word.word for word in answer.blanks[-1].words] == [one["token_str"] for one in tail]
    assert [word.score for word in answer.blanks[-1].words] == pytest.approx([one["score"] for one in tail], abs=1e-5)


# -- teachers that cannot ------------------------------------------------------------------------------------------------------


def test_a_teacher_that_guesses_words_is_taken_as_it_is_and_one_without_a_head_only_when_it_learns(
    work: Path, finished: tuple[list[RunEvent], Report]
) -> None:
    taught = work / "runs" / "one" / "teacher"
    described = teachers.describe(1, str(taught), Path(), TASK)
    assert (described.head_fits, described.labels) == (True, [])
    assert not teachers.describe(1, str(work / "teacher"), Path(), TASK).head_fits
    said = recipe(**SETTINGS | {"teacher__fine_tune": "no", "train__epochs": 1})
    problem = ended(run(work, said, "runs/no")).problem
    assert problem is not None
    assert problem.code == "teacher_no_words"
    report = ended(run(work, recipe(**SETTINGS | {"teacher__model": str(taught), "train__epochs": 1}), "runs/two")).report
    assert report is not None
    assert report.teacher.scores == pytest.approx(finished[1].teacher.scores)


def test_a_teacher_that_knows_no_words_ends_the_run(work: Path) -> None:
    guesser(work / "ignorant")
    few = [" ".join(words) for words in itertools.product(("the", "film", "was", "good", "bad"), repeat=3)]
    (work / "few.txt").write_text("\n".join(few))  # who counts knows much of these
    said = recipe(**SETTINGS | {"teacher__model": "ignorant", "data__train": "few.txt", "data__exam": ""})
    problem = ended(run(work, said, "runs/ignorant")).problem
    assert problem is not None
    assert problem.code == "teacher_knows_no_words"


# -- the general student begins another kind of work ---------------------------------------------------------------------------


def test_a_general_student_begins_a_classification_with_its_teachers_head(
    work: Path, finished: tuple[list[RunEvent], Report]
) -> None:
    write_csv(work / "labelled.csv", keyword_rows(80))
    student = work / "runs" / "one" / "student"
    said = recipe(
        data__train="labelled.csv",
        data__exam="",
        student__start=str(student),
        teacher__learning_rate=3e-3,
        train__epochs=1,
        train__learning_rate=1e-30,
    )
    events = run(work, said, "runs/begun")
    assert ended(events).outcome == "done", ended(events).problem
    assert any(isinstance(event, RunNote) and event.code == "begins_with" for event in events)
    begun = work / "runs" / "begun"
    general, own, its = (load_file(path / "model.safetensors") for path in (student, begun / "student", begun / "teacher"))
    body = [name for name in own if name.startswith("bert.") and "pooler" not in name]
    assert len(body) > 20
    assert all(torch.equal(own[name], general[name]) for name in body)
    head = [name for name in own if name not in body]
    assert all(torch.equal(own[name], its[name]) for name in head)


def test_a_general_student_is_a_teacher_too(work: Path, finished: tuple[list[RunEvent], Report]) -> None:
    write_csv(work / "rows.csv", keyword_rows(80))
    said = recipe(
        teacher__model="runs/one/student", data__train="rows.csv", data__exam="", teacher__learning_rate=3e-3, train__epochs=1
    )
    assert ended(run(work, said, "runs/taught")).outcome == "done"


def test_raises_for_a_tokenizer_that_cannot_hide() -> None:
    tokenizer = tiny_tokenizer()
    tokenizer.mask_token = None
    with pytest.raises(ProblemError):
        TASK.encode(Rows(pa.table({"text": ["a day"]})), tokenizer, 32)


def test_a_check_up_tells_the_exams_perplexity_and_no_labels(work: Path, finished: tuple[list[RunEvent], Report]) -> None:
    said = recipe(**SETTINGS | {"teacher__model": str(work / "runs" / "one" / "teacher")})
    *_, last = check_teacher(CheckTeacher(1, said, str(work)), Control())
    assert isinstance(last, TeacherChecked)
    found = last.check
    assert found is not None
    assert found.scores == pytest.approx(finished[1].teacher.scores, rel=1e-4)
    assert (found.labels, found.matches, found.disagreements, found.problem) == ([], [], [], None)
    assert found.scores["perplexity"] < found.chance


@pytest.mark.parametrize("at_a_time", [8, 10_000])
def test_hidden_words_are_read_to_their_rows_whatever_the_batches(
    at_a_time: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows without a hidden word, with one and with two: as many hidden words as rows, but not one each."""
    model, some = guesser(tmp_path / "teacher"), ["中 文 字", *texts(40)]
    found = {int(encoded([text]).counts[0]): text for text in some}
    chosen = [found[0], found[2], found[1]]
    monkeypatch.setattr(reading, "tokens_at_a_time", lambda _device: at_a_time)
    together = reading.read_all(model, TASK, encoded(chosen), CPU)
    np.testing.assert_allclose(
        together, np.concatenate([reading.read_all(model, TASK, encoded([text]), CPU) for text in chosen]), rtol=1e-4
    )
