"""Folders of finished runs with tiny students of every task, as a run leaves them, made in a second: what exporting starts from."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import torch

from distilstudio.engine.runs import RunFolder, save_model
from distilstudio.engine.tasks import task_of
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.report import DataReport, ModelReport, Report
from tests.engine.asked_lessons import keyword_questions, write_squad
from tests.engine.marked_lessons import TAGS, marked_sentences, write_conll
from tests.tiny_models import keyword_rows, tiny_config, tiny_tokenizer, write_csv

KINDS = ("classification", "several", "ner", "qa", "mlm")


def finished_run(base: Path, kind: str, family: str = "bert", weights: float = 1.0) -> Path:
    """A run folder in `base`, beside its texts. weights: factor on all weights of the student, which learnt nothing."""
    data, labels = _texts(base, kind)
    recipe = Recipe(task="classification" if kind == "several" else kind, data=data)  # type: ignore[arg-type]
    task = task_of(recipe, labels)
    tokenizer = tiny_tokenizer(family)
    config = tiny_config(family, len(tokenizer), layers=2)
    for name, value in task.head_config().items():
        setattr(config, name, value)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model: Any = task.auto_class.from_config(config).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(weights).add_(torch.randn_like(weight) * 0.05 * weights)
    run = RunFolder(base / "run")
    run.create(recipe, 0)
    save_model(run.student, model, tokenizer, "card", {"max_length": 48})
    scores = {task.score_name: 0.5}
    one = ModelReport(scores=scores, parameters=1, megabytes=1.0, layers=2, ms_per_text=1.0)
    run.save_report(
        Report(
            task=recipe.task,
            score_name=task.score_name,
            teacher=one,
            student=one,
            kept=1.0,
            speedup=1.0,
            seconds={},
            rows_per_second=1.0,
            precision="fp32",
            device="cpu",
            exports=[],
            versions={},
            data=DataReport(1, 1, *(hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in (data.train, data.exam))),
        )
    )
    run.lock.release()
    return run.path


def report_of(run: Path) -> Report:
    """The report in a run folder."""
    return msgspec.json.decode((run / "report.json").read_bytes(), type=Report)


def _texts(base: Path, kind: str) -> tuple[DataChoice, list[str]]:
    if kind == "ner":
        write_conll(base / "train.conll", marked_sentences(60))
        write_conll(base / "exam.conll", marked_sentences(24, seed=5))
        return DataChoice(train=str(base / "train.conll"), exam=str(base / "exam.conll"), max_length=48), TAGS
    if kind == "qa":
        write_squad(base / "train.json", keyword_questions(40))
        write_squad(base / "exam.json", keyword_questions(24, seed=5, words=60))  # longer than a window
        return DataChoice(train=str(base / "train.json"), exam=str(base / "exam.json"), max_length=48), []
    if kind == "mlm":
        for name, count, seed in (("train", 60, 0), ("exam", 24, 5)):
            (base / f"{name}.txt").write_text("\n".join(text for text, _ in keyword_rows(count, seed=seed)))
        return DataChoice(train=str(base / "train.txt"), exam=str(base / "exam.txt"), max_length=48), []
    for name, count, seed in (("train", 60, 0), ("exam", 24, 5)):
        rows = keyword_rows(count, seed=seed)
        if kind == "several":
            rows = [(text, label if place % 3 else "neg|pos") for place, (text, label) in enumerate(rows)]
        write_csv(base / f"{name}.csv", rows)
    choice = DataChoice(
        train=str(base / "train.csv"),
        exam=str(base / "exam.csv"),
        text="text",
        label="label",
        multi_label=kind == "several",
        max_length=48,
    )
    return choice, ["neg", "pos"]
