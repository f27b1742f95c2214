"""Several teachers: what they say is averaged, each is asked in its own word pieces, and each is told with its score and its weight."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification

from distilstudio.engine import heads, jobs, teachers, vocabulary
from distilstudio.engine.colleagues import Together, mixed
from distilstudio.engine.forecast import Forecaster
from distilstudio.engine.runs import save_model
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.commands import DescribeTeacher
from distilstudio.protocol.events import ExamDone, RunNote, StageDone, TeacherDescribed
from distilstudio.protocol.forecast import ForecastRun
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import Recipe
from tests.engine.lessons import LABELS, ended, favour, recipe, run
from tests.engine.marked_lessons import marked_sentences, write_conll
from tests.engine.test_resume import die, first, resume
from tests.tiny_models import keyword_rows, make_tiny_teacher


@pytest.fixture(scope="module")
def place(shared_work: Path) -> Path:
    """A workplace with three teachers: the taught one; the same, that answers in the other order and reads other word pieces; one that
    knows nothing."""
    taught = shared_work / "teacher"
    model = AutoModelForSequenceClassification.from_pretrained(taught)
    tokenizer, config = teachers.load_tokenizer(taught), teachers.load_config(taught)
    used = np.zeros(config.vocab_size, bool)
    texts = [text for text, _ in (*keyword_rows(80), *keyword_rows(30, seed=5))]
    used[np.concatenate(tokenizer(texts)["input_ids"])] = True
    own = vocabulary.smaller(tokenizer, config, used)
    own.shrink(model)
    heads.keep(model, [[1], [0]], Classification(LABELS[::-1]).head_config())
    save_model(shared_work / "second", model, own.tokenizer, "", {})
    make_tiny_teacher(shared_work / "third", LABELS, layers=2, family="distilbert", seed=5)
    return shared_work


def test_probabilities_are_averaged_at_the_temperature() -> None:
    draw = torch.Generator().manual_seed(0)
    one, other = (3 * torch.randn(7, 4, generator=draw) for _ in range(2))
    for temperature in (1.0, 2.5):
        both = torch.from_numpy(mixed([one.numpy(), other.numpy()], [0.7, 0.3], temperature, several=False))
        wanted = 0.7 * torch.softmax(one / temperature, -1) + 0.3 * torch.softmax(other / temperature, -1)
        torch.testing.assert_close(torch.softmax(both / temperature, -1), wanted)
        each = torch.from_numpy(mixed([one.numpy(), other.numpy()], [0.7, 0.3], temperature, several=True))
        wanted = 0.7 * torch.sigmoid(one / temperature) + 0.3 * torch.sigmoid(other / temperature)
        torch.testing.assert_close(torch.sigmoid(each / temperature), wanted)
    halves = [one.half().numpy(), other.half().numpy()]
    together = Together(halves, [0.7, 0.3], 2.5, several=False)
    rows = np.array([5, 2])
    assert len(together) == 7
    np.testing.assert_allclose(together.at(1.0)[rows], Together(halves, [0.7, 0.3], 1.0, several=False)[rows])
    np.testing.assert_allclose(together[rows], mixed([half[rows].astype(np.float32) for half in halves], [0.7, 0.3], 2.5, False))


def test_a_teacher_that_says_the_same_in_its_own_way_changes_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    favour(monkeypatch, "eager")
    alone, both = (
        run(place, recipe(teacher__more=more, teacher__weigh="equal"), f"same/{number}")
        for number, more in enumerate(["", "second"])
    )
    report = ended(both).report
    assert report is not None, ended(both).problem
    assert [(one.name, one.weight) for one in report.teachers] == [("teacher", 0.5), ("second", 0.5)]
    assert report.teachers[0].scores == report.teachers[1].scores == report.teacher.scores
    assert report.teacher.parameters == sum(one.parameters for one in report.teachers)
    assert ended(alone).report is not None
    before = load_file(place / "same/0/student/model.safetensors")
    after = load_file(place / "same/1/student/model.safetensors")
    assert all(torch.allclose(after[name], weight, atol=2e-3) for name, weight in before.items())  # outputs are rounded to fp16


def test_who_only_guesses_counts_for_nothing_and_every_teacher_is_told(place: Path) -> None:
    events = run(place, recipe(teacher__more="second,third"), "three/one")
    report = ended(events).report
    assert report is not None, ended(events).problem
    told = [event.values for event in events if isinstance(event, RunNote) and event.code == "teacher_weighed"]
    assert [values["name"] for values in told] == ["teacher", "second", "third"]
    assert sum(one.weight for one in report.teachers) == pytest.approx(1)
    knows, _, guesses = report.teachers
    assert guesses.weight < 0.25 < knows.weight
    assert guesses.scores["accuracy"] < knows.scores["accuracy"]
    together = [event for event in events if isinstance(event, ExamDone) and event.stage == "ask_teacher"]
    assert len(together) == 1
    exams = [event for event in events if isinstance(event, ExamDone) and (event.stage, event.who) == ("exam", "teacher")]
    assert exams[0].scores == report.teacher.scores
    assert report.kept == pytest.approx(report.student.scores["accuracy"] / report.teacher.scores["accuracy"])
    again = ended(run(place, recipe(teacher__more="second,third", train__epochs=1), "three/two")).report
    assert again is not None
    assert "ask_teacher" in again.reused
    assert [one.weight for one in again.teachers] == [one.weight for one in report.teachers]
    assert len(list((place / "three/two/teacher_outputs").glob("*.npy"))) == 3


def test_a_run_with_several_teachers_goes_on_after_a_death(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    favour(monkeypatch, "eager")
    made = recipe(teacher__more="second,third")
    straight = ended(run(place, made, "kill-a/one"))
    assert straight.outcome == "done", straight.problem
    die(place, made, "kill-b/one", first(StageDone, "ask_teacher"))
    went_on = ended(resume(place / "kill-b/one"))
    assert went_on.outcome == "done", went_on.problem
    one, other = (load_file(place / f"{name}/one/student/model.safetensors") for name in ("kill-a", "kill-b"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_forecast_counts_every_teacher(place: Path) -> None:
    def asking(made: Recipe) -> float:
        found = Forecaster().forecast(ForecastRun(1, made, str(place), str(place)))
        assert found is not None
        return found.stages["ask_teacher"]

    assert asking(recipe(teacher__more="second,second,second,second")) > 1.5 * asking(recipe())


def test_who_cannot_teach_beside_the_first_is_told_with_its_description(place: Path, tmp_path: Path) -> None:
    make_tiny_teacher(tmp_path / "other", ["cat", "dog"], layers=1)
    (tmp_path / "empty").mkdir()
    first = str(place / "teacher")
    hindered = {
        "/no/such/folder": "folder does not exist",
        str(tmp_path / "empty"): "no model",
        str(tmp_path / "other"): "other labels",
    }
    for model, reason in hindered.items():
        more = (str(place / "second"), model)
        with pytest.raises(ProblemError, match="teacher_more") as told:
            list(jobs.answer(DescribeTeacher(1, first, labels=tuple(LABELS), more=more), TryOut()))
        assert told.value.problem.values["model"] == model
        assert reason in told.value.problem.why
    [found] = jobs.answer(DescribeTeacher(1, first, labels=tuple(LABELS), more=(str(place / "second"),)), TryOut())
    assert isinstance(found, TeacherDescribed)
    assert list(
        jobs.answer(DescribeTeacher(1, first, more=(str(tmp_path / "other"),)), TryOut())
    )  # no labels to compare with yet


def test_who_cannot_teach_beside_the_first_is_told(place: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(place, work, ignore=shutil.ignore_patterns("runs", "kill*", "three", "same"))
    make_tiny_teacher(work / "other", ["cat", "dog"], layers=1)
    make_tiny_teacher(work / "headless", None, layers=1)
    for name in ("other", "headless"):
        problem = ended(run(work, recipe(teacher__more=f"second,{name}"), f"runs/{name}")).problem
        assert problem is not None
        assert (problem.code, problem.values["name"]) == ("teacher_more", name)
    make_tiny_teacher(work / "foreign", LABELS, layers=1, family="roberta")
    beside, alien = (
        ended(run(work, recipe(teacher__more=more, data__copies=1), f"runs/{more}")) for more in ("second", "foreign")
    )
    assert beside.outcome == "done"  # it reads the same word pieces, and with them the copies
    assert alien.problem is not None
    assert (alien.problem.code, alien.problem.values["name"]) == ("copies_teacher", "foreign")
    problem = ended(run(work, recipe(teacher__more="nowhere"), "runs/nowhere")).problem
    assert problem is not None
    assert (problem.code, problem.values["model"]) == ("teacher_more", "nowhere")  # the first teacher is good
    shutil.copytree(work / "second", work / "torn")
    (work / "torn" / "model.safetensors").write_bytes((work / "torn" / "model.safetensors").read_bytes()[:5000])
    problem = ended(run(work, recipe(teacher__more="torn"), "runs/torn")).problem
    assert problem is not None
    assert (problem.code, problem.values["model"]) == ("teacher_more", "torn")
    write_conll(work / "train.conll", marked_sentences(30))
    problem = ended(
        run(work, recipe(task="ner", data__train="train.conll", data__exam="", teacher__more="second"), "runs/ner")
    ).problem
    assert problem is not None
    assert problem.code == "teachers_task"
