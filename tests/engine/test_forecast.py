"""The forecast: a rehearsal on tiny models, held against the run that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from distilstudio import places
from distilstudio.engine import forecast
from distilstudio.engine.batching import Encoded, padded, reading_batches
from distilstudio.engine.device import threads
from distilstudio.engine.exam import read_for_exam
from distilstudio.engine.exam_times import exams_of
from distilstudio.engine.forecast import Forecaster
from distilstudio.protocol.events import ExamDone, RunNote, StageStarted, StepsDone
from distilstudio.protocol.forecast import Forecast, ForecastRun
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse
from tests.engine.lessons import ended, read_few, recipe, run
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows and an untaught teacher."""
    base = tmp_path_factory.mktemp("forecast")
    write_csv(base / "train.csv", keyword_rows(400, seed=1))
    write_csv(base / "test.csv", keyword_rows(60, seed=2))
    make_tiny_teacher(base / "teacher", None)
    return base


def ask(forecaster: Forecaster, base: Path, wanted: Recipe) -> Forecast:
    found = forecaster.forecast(ForecastRun(1, wanted, str(base), str(base)))
    assert found is not None
    return found


def test_it_tells_time_memory_and_disk_and_leaves_nothing_behind(base: Path) -> None:
    before = sorted(base.iterdir())
    found = ask(Forecaster(), base, recipe())
    assert set(found.stages) >= {"data", "teacher", "ask_teacher", "distil", "exam", "pack"}
    assert all(seconds >= 0 for seconds in found.stages.values())
    assert found.low < found.seconds < found.high
    assert found.seconds == pytest.approx(sum(found.stages.values()))
    assert 50_000_000 < found.memory < 20_000_000_000
    assert 0 < found.disk < found.disk_peak
    assert found.vocabulary is not None
    assert found.vocabulary.used + found.vocabulary.vectors == found.vocabulary.pieces
    assert sorted(base.iterdir()) == before
    assert list((places.user_folder() / "scratch").iterdir()) == []


def test_what_costs_nothing_to_change_is_forecast_from_the_same_rehearsal(base: Path) -> None:
    forecaster = Forecaster()
    first = ask(forecaster, base, recipe(train__epochs=4))
    longer = ask(forecaster, base, with_value(recipe(train__epochs=8), "loss.temperature", 7.0))
    assert longer.measured_s == first.measured_s
    assert first.stages["distil"] < longer.stages["distil"] <= 2 * first.stages["distil"]
    assert longer.stages["teacher"] == first.stages["teacher"]
    smaller = ask(forecaster, base, with_value(recipe(train__epochs=4), "train.batch_rows", 8))
    assert smaller.measured_s != first.measured_s


def test_more_texts_without_labels_are_measured_anew(base: Path) -> None:
    forecaster, found = Forecaster(), []
    for rows in (20, 20, 200):
        if not found or rows != 20:
            write_csv(base / "more.csv", [(text, "") for text, _ in keyword_rows(rows, seed=7)])
        found.append(ask(forecaster, base, recipe(data__unlabelled="more.csv")))
    assert found[0].measured_s == found[1].measured_s != found[2].measured_s


@pytest.mark.parametrize("copies", [0, 2])
def test_it_tells_the_rows_and_the_steps_of_the_run_that_follows(base: Path, copies: int) -> None:
    write_csv(base / "more.csv", [(text, "") for text, _ in keyword_rows(50, seed=7)])
    wanted = recipe(data__unlabelled="more.csv", data__copies=copies, train__epochs=2)
    found = ask(Forecaster(), base, wanted)
    events = run(base, wanted, f"counted {copies}")
    report = ended(events).report
    assert report is not None
    taken = [event.steps[-1] for event in events if isinstance(event, StepsDone) and event.stage == "distil"]
    assert (found.rows, found.steps) == (report.data.rows, taken[-1])


def test_what_was_measured_beside_a_busy_core_is_measured_again_once_that_core_is_free(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forecaster, found, before = Forecaster(), [], torch.get_num_threads()
    with threads(2):
        for free in (1, 1, 2, 1):
            monkeypatch.setattr(forecast, "free_now", lambda free=free: free)
            found.append(ask(forecaster, base, recipe()))
    assert torch.get_num_threads() == before
    assert [(one.cores_taken, one.cores) for one in found] == [(1, 2), (1, 2), (2, 2), (2, 2)]
    assert found[0].measured_s == found[1].measured_s != found[2].measured_s == found[3].measured_s


def test_the_folder_it_tells_is_the_folder_the_run_leaves(base: Path) -> None:
    """Disk is exact but for small files: the models' weights are the same ones."""
    wanted = recipe(teacher__epochs=4, teacher__learning_rate=3e-3)
    found = ask(Forecaster(), base, wanted)
    out = base / "run"
    assert ended(run(base, wanted, out="run")).problem is None
    weights = sum(file.stat().st_size for file in out.rglob("*.safetensors")) + sum(
        file.stat().st_size for file in out.rglob("*.npy")
    )
    assert weights == pytest.approx(found.disk, rel=0.2)


def test_a_forecast_that_is_left_off_gives_none(base: Path) -> None:
    forecaster = Forecaster()
    steps = []

    class Stopping(Forecaster):
        def _rehearse(self, command: ForecastRun, hub: object, taken: int) -> object:  # type: ignore[override]
            self.stop()
            steps.append(1)
            return super()._rehearse(command, None, taken)

    assert Stopping().forecast(ForecastRun(1, recipe(), str(base), str(base))) is None
    assert steps == [1]
    assert ask(forecaster, base, recipe()).seconds > 0


def test_what_the_run_would_refuse_the_forecast_refuses_too(base: Path) -> None:
    with pytest.raises(ProblemError) as raised:
        ask(Forecaster(), base, recipe(loss__soft=0.0, loss__hard=0.0))
    assert raised.value.problem.code == "no_loss"


@pytest.mark.parametrize(("rows", "epochs"), [(400, 4), (90, 2)])
def test_it_knows_how_many_exams_a_training_has(tmp_path: Path, rows: int, epochs: int) -> None:
    write_csv(tmp_path / "train.csv", keyword_rows(rows, seed=1))
    write_csv(tmp_path / "test.csv", keyword_rows(30, seed=2))
    make_tiny_teacher(tmp_path / "teacher", None)
    taught = {"teacher__epochs": 8, "teacher__learning_rate": 3e-3}
    wanted = recipe(train__epochs=epochs, train__early_stop_exams=0, **taught)
    events = run(tmp_path, wanted)
    exams = [event for event in events if isinstance(event, ExamDone) and event.stage == "distil"]
    report = ended(events).report
    assert report is not None
    watched = exams[0].rows
    assert len(exams) == exams_of(rows - watched, watched, wanted.train.batch_rows, epochs)


def test_few_rows_are_read_until_the_fewest_steps_are_done(tmp_path: Path) -> None:
    """By the teacher, which has fewer of them, and by the student; the forecast knows, and the recipe stays as it was written."""
    labelled, unlabelled = keyword_rows(60, seed=1), keyword_rows(60, seed=3)
    write_csv(tmp_path / "train.csv", [*labelled, *((text, "") for text, _ in unlabelled)])
    write_csv(tmp_path / "test.csv", keyword_rows(30, seed=2))
    make_tiny_teacher(tmp_path / "teacher", None)
    wanted = recipe(teacher__epochs=1, train__epochs=2, train__least_steps=40, teacher__learning_rate=3e-3)
    events = run(tmp_path, wanted)
    begun = {event.stage: event.total for event in events if isinstance(event, StageStarted)}
    [rows] = {exam.rows for exam in events if isinstance(exam, ExamDone) and exam.rows_from == "watch"}
    an_epoch = {"teacher": -(-(60 - rows) // 16), "distil": -(-(120 - rows) // 16)}
    assert an_epoch == {"teacher": 4, "distil": 8}
    assert {stage: begun[stage] for stage in an_epoch} == {"teacher": 40, "distil": 40}
    told = {event.code: event.values for event in events if isinstance(event, RunNote)}
    assert told["taught_often"] == {"epochs": "10", "steps": "40"}
    assert told["read_often"] == {"epochs": "5", "steps": "40"}
    assert parse((tmp_path / "runs/one/recipe.toml").read_bytes()).train == wanted.train
    assert ask(Forecaster(), tmp_path, wanted).steps == 40


def test_plain_texts_are_forecast_with_the_teacher_beside_the_student(base: Path) -> None:
    (base / "plain.txt").write_text("\n".join(text for text, _ in keyword_rows(200, seed=1)))
    (base / "exam.txt").write_text("\n".join(text for text, _ in keyword_rows(60, seed=2)))
    found = ask(Forecaster(), base, recipe(task="mlm", data__train="plain.txt", data__exam="exam.txt", loss__hidden_cosine=1.0))
    assert found.stages.get("ask_teacher", 0.0) == 0.0
    assert found.stages["distil"] > 0
    assert found.seconds == pytest.approx(sum(found.stages.values()))


@pytest.mark.parametrize("vocabulary", ["whole", "used"])
def test_reading_is_timed_on_batches_of_the_whole_run(base: Path, vocabulary: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The few rows of an excerpt differ in length, so that most of what is read of them would be padding."""
    read_few(monkeypatch, 120)
    read: list[Encoded] = []

    def noted(model: object, task: object, rows: Encoded, *others: object) -> Iterator[object]:
        read.append(rows)
        return read_for_exam(model, task, rows, *others)  # type: ignore[arg-type]

    monkeypatch.setattr("distilstudio.engine.exam.read_for_exam", noted)
    ask(Forecaster(), base, recipe(student__vocabulary=vocabulary))
    teacher, student = read[-2 * forecast.READINGS], read[-1]
    assert teacher.lengths.tolist() == student.lengths.tolist()
    assert teacher.renumbered is None
    assert (student.renumbered is None) == (vocabulary == "whole")
    batches = reading_batches(teacher.lengths, 120)
    assert len(batches) == forecast.BATCHES_READ
    laid_out = sum(len(index) * padded(int(teacher.lengths[index].max())) for index in batches)
    assert laid_out < 1.15 * teacher.lengths.sum()
