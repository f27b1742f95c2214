"""A student that is still in training can be tried from another process: by its newest exam's weights, whole, and without a trace in the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file
from transformers import PreTrainedModel

from distilstudio.engine import jobs, trial
from distilstudio.engine import tryout as tryout_module
from distilstudio.engine.control import Control
from distilstudio.engine.trial import Trial
from distilstudio.engine.tryout import OpenModel, TryOut
from distilstudio.protocol.answers import Answer, Labels
from distilstudio.protocol.commands import OpenModels, Predict
from distilstudio.protocol.events import ExamDone, PinnedAnswered, Predicted, RunEnded, RunEvent, TrialReady
from tests.engine.lessons import ended, recipe, run, tiny_model
from tests.tiny_models import make_tiny_teacher, tiny_tokenizer

TEXT = "a good film"


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """These exams are milliseconds apart."""
    monkeypatch.setattr(trial, "WRITING_SHARE", 0)


def ask(tryout: TryOut) -> Predicted:
    (found,) = jobs.answer(Predict(2, TEXT), tryout)
    assert isinstance(found, Predicted)
    return found


def scores(answer: Answer) -> dict[str, float]:
    assert isinstance(answer, Labels)
    return {one.label: one.score for one in answer.labels}


def test_the_time_of_a_first_answer_is_that_of_a_warm_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = OpenModel.load(make_tiny_teacher(tmp_path, ["neg", "pos"]), "classification")
    assert isinstance(opened.model, PreTrainedModel)
    now, passes = 0.0, iter([0.754, 0.085, 0.016, 0.016, 0.031, 2.5])

    def spend(*_: object) -> None:
        nonlocal now
        now += next(passes)

    monkeypatch.setattr(tryout_module, "time", SimpleNamespace(perf_counter=lambda: now))
    opened.model.register_forward_pre_hook(spend)
    assert [round(opened.answer(TEXT)[1]) for _ in range(2)] == [16, 31], "every later answer is worked out once"
    opened.is_warm = False
    assert round(opened.answer(TEXT)[1]) == 2500, "nobody waits for a passage of seconds to be read twice"
    assert next(passes, None) is None


def test_answers_come_from_the_newest_exam_and_go_on_with_the_training(work: Path) -> None:
    tryout = TryOut()
    told: list[int] = []
    answers: list[Predicted] = []

    def look(event: RunEvent, control: Control) -> None:
        if not isinstance(event, TrialReady):
            return
        if not told:
            opened = tryout.open(OpenModels(1, "classification", "", event.folder))
            assert (opened.step, opened.layers) == (event.step, {"student": 2})
        told.append(event.step)
        answers.append(ask(tryout))
        files = [file.name for file in Path(event.folder).glob("step-*")]
        assert files == [f"step-{event.step:08d}.safetensors"], "older ones take no room"

    events = run(work, recipe(), at=look, pinned=(TEXT,))
    examined = [event.step for event in events if isinstance(event, ExamDone) and event.stage == "distil"]
    assert told == examined
    assert len(told) > 2
    assert [answer.step for answer in answers] == told
    pinned = {event.step: event.answers[0] for event in events if isinstance(event, PinnedAnswered)}
    for answer in answers:
        assert answer.step is not None
        assert scores(answer.answer) == pytest.approx(scores(pinned[answer.step]), abs=1e-5)
    assert len({str(answer.answer) for answer in answers}) > 1, "it has learnt meanwhile"
    assert not (work / "runs" / "one" / "trial").exists()
    assert ask(tryout).step == told[-1], "what was open answers on when the folder is gone"
    finished = TryOut()
    assert finished.open(OpenModels(1, "classification", "", str(work / "runs" / "one" / "student"))).step is None
    assert ask(finished).step is None


def test_it_leaves_no_trace_in_the_result(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(work, recipe(), "with/one")
    monkeypatch.setattr(Trial, "keep", lambda *_: False)
    events = run(work, recipe(), "without/one")
    assert not [event for event in events if isinstance(event, TrialReady)]
    one, two = (load_file(work / name / "one" / "student" / "model.safetensors") for name in ("with", "without"))
    assert [name for name in one if not torch.equal(one[name], two[name])] == []


@pytest.mark.parametrize("stop", [Control.finish, Control.leave, Control.discard])
def test_it_is_gone_when_the_run_has_ended(stop: Callable[[Control], None], work: Path) -> None:
    def look(event: RunEvent, control: Control) -> None:
        if isinstance(event, TrialReady):
            assert Path(event.folder).is_dir()
            stop(control)

    assert isinstance(run(work, recipe(), at=look)[-1], RunEnded)
    assert not (work / "runs" / "one" / "trial").exists()


def test_a_refused_run_takes_nothing_away_from_the_one_that_is_there(work: Path) -> None:
    theirs = work / "runs" / "one" / "trial"
    theirs.mkdir(parents=True)
    problem = ended(run(work, recipe())).problem
    assert problem is not None
    assert problem.code == "run_folder"
    assert theirs.is_dir()


def test_writing_takes_a_fiftieth_of_the_time_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    times = iter([0.0, 0.0, 0.2, 5.0, 10.3, 10.4, 15.0])
    kept = Trial(tmp_path, lambda: next(times))  # made at 0.0
    model, tokenizer = tiny_model(), tiny_tokenizer()
    assert kept.keep(model, tokenizer, 0, 64), "the first takes 0.2 s"
    assert not kept.keep(model, tokenizer, 5, 64), "4.8 s later"
    assert kept.keep(model, tokenizer, 10, 64), "10.1 s later; it takes 0.1 s"
    assert not kept.keep(model, tokenizer, 15, 64), "4.6 s later"


def test_a_disk_that_takes_nothing_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "trial").write_text("a file is in its place")
    assert not Trial(tmp_path).keep(tiny_model(), tiny_tokenizer(), 0, 64)
