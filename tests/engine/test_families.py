"""Every family the whole way: described, cut to every depth, distilled for some steps, saved, and read again by plain transformers."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from distilstudio.engine import students, teachers
from distilstudio.engine.data.loading import Rows
from distilstudio.engine.reading import read_all
from distilstudio.engine.runs import save_model
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol.events import StepsDone
from tests.engine.lessons import CPU, LABELS, plan, trainer
from tests.tiny_models import FAMILIES, keyword_rows, make_tiny_teacher


@pytest.mark.parametrize("family", FAMILIES)
def test_the_whole_way(family: str, tmp_path: Path) -> None:
    folder = make_tiny_teacher(tmp_path / "teacher", LABELS, layers=3, family=family)
    task = Classification(LABELS)
    described = teachers.describe(1, str(folder), Path(), task)
    assert (described.family, described.layers, described.width, described.head_fits) == (family, 3, 32, True)
    teacher = teachers.load_model(folder, AutoModelForSequenceClassification)
    tokenizer = teachers.load_tokenizer(folder)
    texts, labels = zip(*keyword_rows(48), strict=True)
    table = pa.table({"text": pa.array(texts), "label": pa.array(labels), "row": range(len(texts))})
    rows = task.encode(Rows(table), tokenizer, 32)
    outputs = read_all(teacher, task, rows, CPU)
    for depth in (1, 2, 3):
        student = students.cut(teacher, students.spread_layers(3, depth))
        learning = trainer(student, rows, plan(epochs=1, weights={"soft": 1.0, "hard": 1.0}), watch=rows, outputs=outputs)
        losses = [loss for event in learning.run() if isinstance(event, StepsDone) for loss in event.losses["total"]]
        assert losses
        assert None not in losses  # each is finite
        save_model(tmp_path / str(depth), student, tokenizer, "", {})
        again = AutoModelForSequenceClassification.from_pretrained(tmp_path / str(depth)).eval()
        assert again.config.model_type == family
        inputs = AutoTokenizer.from_pretrained(tmp_path / str(depth))(list(texts[:3]), padding=True, return_tensors="pt")
        inputs = {name: value for name, value in inputs.items() if name in tokenizer.model_input_names}
        student.eval()
        with torch.inference_mode():
            torch.testing.assert_close(again(**inputs).logits, student(**inputs).logits, rtol=0, atol=1e-5)
