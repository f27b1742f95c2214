"""The proof run: a finished run in, a gain with its interval out, the small model without its teacher beside the run, which stays as it is."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoModelForSequenceClassification, AutoTokenizer

from distilstudio.engine import students, teachers
from distilstudio.engine.bootstrap import RESAMPLES
from distilstudio.engine.control import Control
from distilstudio.engine.data.loading import load
from distilstudio.engine.proof import prove
from distilstudio.engine.runs import save_model
from distilstudio.engine.tasks import task_of_model
from distilstudio.protocol.events import RunEvent, StageDone
from distilstudio.protocol.proof import ProofEnded, ProofEvent, ProofProgress, ProveRun, verdict
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse, render
from distilstudio.protocol.report import Proof
from distilstudio.protocol.run_lock import RunLock
from tests.engine.finished_runs import KINDS, finished_run, report_of
from tests.engine.lessons import ended as run_ended
from tests.engine.lessons import recipe, run, same_weights, workplace
from tests.tiny_models import keyword_rows, make_tiny_teacher


def proved(folder: Path) -> tuple[Proof, list[ProofEvent]]:
    events = list(prove(ProveRun("proof-1", str(folder)), Control()))
    last = events[-1]
    assert isinstance(last, ProofEnded)
    assert last.problem is None, last.problem
    assert last.report == report_of(folder)
    assert last.report is not None
    assert last.report.proof is not None
    return last.report.proof, events


def code_of(folder: Path) -> str:
    *_, last = prove(ProveRun("proof-1", str(folder)), Control())
    assert isinstance(last, ProofEnded)
    assert last.problem is not None
    return last.problem.code


def weights_in(folder: Path) -> dict[str, torch.Tensor]:
    return dict(AutoModelForSequenceClassification.from_pretrained(folder).state_dict())


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace whose teacher has no head, and `runs/one`, in which it was trained and distilled."""
    base = workplace(tmp_path_factory.mktemp("proof"), labels=None)
    end = run_ended(run(base, the_recipe()))
    assert end.problem is None, end.problem
    return base


def the_recipe() -> Recipe:
    return recipe(teacher__epochs=12, teacher__learning_rate=5e-3, train__epochs=3, train__learning_rate=3e-3)


def test_the_gain_is_that_of_the_two_models_as_plain_transformers_reads_them(base: Path) -> None:
    folder = base / "runs/one"
    before = content_of(folder)
    proof, events = proved(folder)
    after = content_of(folder)
    own = {name for name in after if name.startswith("proof/")}
    assert {name: after[name] for name in after if name not in own | {"report.json"}} == {
        name: before[name] for name in before if name != "report.json"
    }
    assert own >= {"proof/recipe.toml", "proof/student/model.safetensors", "proof/student/README.md"}
    assert not [name for name in own if "lock" in name or "checkpoint" in name or "trial" in name]
    steps = [event.step for event in events if isinstance(event, ProofProgress)]
    assert list(dict.fromkeys(steps)) == ["read", "learn", "exam"]
    rows, answers = keyword_rows(30, seed=5), {}
    for name in ("student", "proof/student"):
        model = AutoModelForSequenceClassification.from_pretrained(folder / name).eval()
        tokenizer = AutoTokenizer.from_pretrained(folder / name)
        with torch.inference_mode():
            best = [int(model(**tokenizer(text, return_tensors="pt")).logits.argmax()) for text, _ in rows]
        answers[name] = np.array([model.config.id2label[number] == label for number, (_, label) in zip(best, rows, strict=True)])
    assert proof.rows == 30
    assert proof.student["accuracy"] == pytest.approx(answers["student"].mean())
    assert proof.alone["accuracy"] == pytest.approx(answers["proof/student"].mean())
    gains = answers["student"].astype(float) - answers["proof/student"]
    assert proof.gain == pytest.approx(gains.mean())
    draw = np.random.default_rng(4)
    resampled = [gains[draw.integers(0, 30, 30)].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(resampled, [0.025, 0.975])
    assert (proof.low, proof.high) == (
        pytest.approx(low, abs=0.035),
        pytest.approx(high, abs=0.035),
    )  # steps of one row in thirty
    assert proof.start == "base"
    assert proof.seconds > 0


def test_without_the_teacher_is_the_cut_base_model_fine_tuned_as_a_teacher_is(base: Path) -> None:
    """The definition, carried out with the program's other parts: a folder with the same layers, which is the teacher of another run."""
    folder = base / "runs/one"
    proved(folder)
    small = base / "small"
    cut = students.cut(teachers.load_model(base / "teacher", AutoModel), [0, 1])
    save_model(small, cut, teachers.load_tokenizer(base / "teacher"), "", {})
    alone = the_recipe()
    for key, value in {
        "teacher.model": "small",
        "teacher.epochs": 3,
        "teacher.learning_rate": 3e-3,
        "student.preset": "tiny",
    }.items():
        alone = with_value(alone, key, value)

    def stop_after_the_teacher(event: RunEvent, control: Control) -> None:
        if isinstance(event, StageDone) and event.stage == "teacher":
            control.finish()

    run(base, alone, "elsewhere/alone", stop_after_the_teacher)
    assert same_weights(weights_in(base / "elsewhere/alone/teacher"), weights_in(folder / "proof/student"))


def test_a_teacher_that_came_trained_leaves_the_student_with_the_labels_alone(shared_work: Path) -> None:
    quick = recipe(train__epochs=2)
    run(shared_work, quick)
    proof, _ = proved(shared_work / "runs/one")
    assert proof.start == "teacher"
    run(shared_work, with_value(with_value(quick, "loss.soft", 0.0), "loss.hard", 1.0), "runs/labels")
    assert same_weights(weights_in(shared_work / "runs/labels/student"), weights_in(shared_work / "runs/one/proof/student"))
    made = parse((shared_work / "runs/one/recipe.toml").read_bytes())
    untaught = with_value(made, "teacher.model", str(make_tiny_teacher(shared_work / "base")))
    *_, last = prove(ProveRun("proof-1", str(shared_work / "runs/one")), Control(), untaught=untaught)
    assert isinstance(last, ProofEnded)
    assert last.report is not None
    assert last.report.proof is not None
    assert last.report.proof.start == "base"
    on = with_value(quick, "student.start", str(shared_work / "runs/one/student"))
    run(shared_work, on, "runs/on")
    assert proved(shared_work / "runs/on")[0].start == "student"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_work_is_proved_by_what_each_row_gives_to_its_score(tmp_path: Path, kind: str) -> None:
    folder = finished_run(tmp_path, kind)
    make_tiny_teacher(tmp_path / "base", layers=2)
    (folder / "teacher").mkdir()
    made = parse((folder / "recipe.toml").read_bytes())
    for key, value in {"teacher.model": str(tmp_path / "base"), "train.epochs": 1, "train.learning_rate": 1e-3}.items():
        made = with_value(made, key, value)
    (folder / "recipe.toml").write_text(render(made), encoding="utf-8")
    proof, _ = proved(folder)
    name = report_of(folder).score_name
    assert proof.rows == 24
    score_of = (lambda share: math.exp(-share)) if name == "perplexity" else float  # a share of perplexity is −nats a piece
    nats = math.log(proof.alone[name] / proof.student[name]) if name == "perplexity" else 0.0
    assert proof.gain == pytest.approx(nats or proof.student[name] - proof.alone[name])
    assert proof.low <= proof.gain <= proof.high
    student = folder / "student"
    task = task_of_model(made.task, teachers.load_config(student), student)
    rows = task.encode(load(made.data, made.task, tmp_path, 0).exam, teachers.load_tokenizer(student), 48)
    logits = np.random.default_rng(2).normal(size=(int(rows.counts.sum()), task.columns)).astype(np.float32)
    shares = task.shares(logits, rows)
    assert shares.shape == (24, 2)
    assert score_of(shares[:, 0].sum() / shares[:, 1].sum()) == pytest.approx(task.score(logits, rows)[name], rel=1e-4)


@pytest.mark.parametrize("at", ["read", "learn", "exam"])
def test_a_stopped_proof_leaves_everything_as_it_was(base: Path, at: str) -> None:
    folder = base / "runs/one"
    proved(folder)
    before, control = content_of(folder), Control()
    (folder / "proof.partial").mkdir()  # what a killed one has left is in nobody's way
    (folder / "proof.partial" / "recipe.toml").touch()
    last: ProofEvent | None = None
    for last in prove(ProveRun("proof-1", str(folder)), control):
        if isinstance(last, ProofProgress) and last.step == at:
            control.discard()
    assert isinstance(last, ProofEnded)
    assert last.outcome == "discarded"
    assert content_of(folder) == before
    assert not (folder / "proof.partial").exists()


def test_what_cannot_be_proved_is_told(base: Path, tmp_path: Path) -> None:
    assert code_of(tmp_path) == "proof_no_run"
    folder = base / "runs/one"
    (folder / "proof.partial").mkdir(exist_ok=True)
    lock = RunLock(folder / "proof.partial")
    lock.take()
    try:
        assert code_of(folder) == "run_locked"
    finally:
        lock.release()
    for name in ("test.csv", "train.csv"):
        before = (base / name).read_bytes()
        (base / name).write_bytes(before + b"one more good film,pos\n")
        assert code_of(folder) == "proof_data_changed", name
        (base / name).write_bytes(before)
    (base / "teacher").rename(base / "gone")
    assert code_of(folder) == "teacher_missing"


def test_what_an_interval_says() -> None:
    told = [
        verdict(Proof(100, {}, {}, 0.0, low, high, 2000, "base")) for low, high in ((0.01, 0.04), (-0.01, 0.04), (-0.03, -0.01))
    ]
    assert told == ["gain", "none", "loss"]
