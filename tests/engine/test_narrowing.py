"""Students narrower than their teacher: what nobody reads can go without a trace, in every family; and a run with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from distilstudio.engine import narrowing, students, teachers
from distilstudio.engine.batching import Batch, collate
from distilstudio.engine.families import layer_prefix
from distilstudio.engine.narrowing import Narrowing
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.problems import ProblemError
from tests.engine.lessons import LABELS, encoded, ended, recipe, run
from tests.tiny_models import FAMILIES, make_tiny_teacher

DEEP = 3


def batch() -> Batch:
    rows = encoded(24)
    return collate(rows, torch.arange(len(rows)).numpy(), torch.device("cpu"))


def answers(model: Any) -> torch.Tensor:
    with torch.inference_mode():
        found: torch.Tensor = model(**batch().inputs()).logits
    return found


@pytest.fixture(params=FAMILIES)
def teacher(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    folder = make_tiny_teacher(tmp_path, LABELS, layers=DEEP, family=request.param)
    return AutoModelForSequenceClassification.from_pretrained(folder).eval()


@torch.no_grad()
def let_most_be_for_nothing(model: Any, slim: Narrowing) -> None:
    """Nobody reads any more what `slim` would take away, and every column that it takes away holds what one that stays holds, so that a
    norm over all of them is a norm over those that stay."""
    width = model.config.hidden_size
    gone = torch.tensor([column for column in range(width) if column not in set(slim.columns.tolist())])
    prefix = layer_prefix(model)
    for name, module in model.named_modules():
        layer, part = -1, ""
        if f"{name}.".startswith(prefix) and name != prefix.rstrip("."):
            number, _, part = name.removeprefix(prefix).partition(".")
            layer = int(number)
        for kind, weight in module.named_parameters(recurse=False):
            rows, columns = slim._kept(layer, part)
            if isinstance(module, nn.Linear) and kind == "weight":
                if rows is slim.columns and len(weight) == width:
                    weight[gone] = weight[slim.columns.repeat(3)]
                if columns is not slim.columns or weight.shape[1] == width:
                    unread = torch.ones(weight.shape[1], dtype=torch.bool)
                    unread[columns] = False
                    weight[:, unread] = 0
            elif rows is slim.columns and weight.shape[-1] == width and not name.endswith("relative_attention_bias"):
                weight[..., gone] = weight[..., slim.columns.repeat(3)]


def test_what_nobody_reads_goes_without_a_trace(teacher: Any) -> None:
    slim = narrowing.choose(teacher, range(DEEP), 0.25, [batch()])
    let_most_be_for_nothing(teacher, slim)
    before = answers(teacher)
    again = narrowing.choose(teacher, range(DEEP), 0.25, [batch()])
    assert torch.equal(again.columns, slim.columns)  # what is read counts more than what is not
    for mine, its in ((again.heads, slim.heads), (again.neurons, slim.neurons)):
        assert all(torch.equal(one, other) for one, other in zip(mine, its, strict=True))
    student = students.cut(teacher, range(DEEP), again)
    assert (student.config.hidden_size, student.config.num_attention_heads) == (8, 1)
    torch.testing.assert_close(answers(student), before, rtol=0, atol=1e-5)
    assert before.std() > 1e-3  # the teacher does not answer every text alike


def test_as_wide_as_its_teacher_is_a_copy(teacher: Any) -> None:
    slim = narrowing.choose(teacher, range(DEEP), 1.0, [batch()])
    torch.testing.assert_close(answers(students.cut(teacher, range(DEEP), slim)), answers(teacher), rtol=0, atol=1e-5)


def test_the_outlines_count_what_is_built(teacher: Any, tmp_path: Path) -> None:
    described = teachers.describe(1, str(tmp_path), Path(), Classification(LABELS))
    found = [(outline.share, outline.width, outline.heads) for outline in described.widths]
    half = [] if teacher.config.model_type == "electra" else [(0.5, 16, 2)]  # as wide as a word piece's vector
    assert found == [(1.0, 32, 4), (0.75, 24, 3), *half, (0.25, 8, 1)]
    for outline in described.widths:
        for depth in (1, 2):
            slim = narrowing.choose(teacher, range(depth), outline.share, [batch()])
            student = students.cut(teacher, range(depth), slim)
            counted = outline.other_parameters + depth * outline.layer_parameters
            assert counted == students.parameters_of(student)
            assert student.get_input_embeddings().weight.shape[1] == outline.vector_width


def test_a_run_with_a_narrow_student(work: Path) -> None:
    wanted = {"student__width": 0.5, "student__preset": "custom", "student__layer_map": "0,1,3", "loss__hidden_squared": 0.1}
    events = run(work, recipe(**wanted, loss__relations=0.1, train__epochs=6, student__vocabulary="used"))
    report = ended(events).report
    assert report is not None, ended(events).problem
    assert report.student.scores["accuracy"] >= 0.9
    student = work / "runs/one/student"
    assert "It is 16 columns wide, its teacher 32." in (student / "README.md").read_text()
    config = AutoConfig.from_pretrained(student)
    assert (config.hidden_size, config.num_attention_heads, config.num_hidden_layers) == (16, 2, 3)
    assert AutoTokenizer.from_pretrained(student).vocab_size <= config.vocab_size
    answer, _ = OpenModel.load(student, "classification").answer("a lovely soup")
    assert answer.labels[0].label == "pos"


def test_a_teacher_whose_heads_are_uneven_is_told() -> None:
    config = AutoConfig.for_model("bert", hidden_size=30, num_attention_heads=4)
    refused = narrowing.refusal(config)
    assert isinstance(refused, ProblemError)
    assert refused.problem.code == "student_width"
