"""Folders that cannot be a teacher, each refused with its reason; and that old weights are read as numbers only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification

from distilstudio.engine import teachers
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.problems import ProblemError
from tests.tiny_models import make_tiny_teacher

PAIR = ["neg", "pos"]


def _adapter(folder: Path) -> None:
    for file in folder.glob("*"):
        file.unlink()
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "org/base", "peft_type": "LORA"}')
    (folder / "adapter_model.safetensors").write_bytes(b"")


def _only(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "model.safetensors").rename(folder / name)

    return change


def _config(**values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text()) | values
        (folder / "config.json").write_text(json.dumps(config))

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_adapter, problem_reasons.ADAPTER),
        (_only("model-Q4_K_M.gguf"), problem_reasons.GGUF),
        (_only("weights.pkl"), problem_reasons.PICKLE),
        (_only("model.ckpt"), problem_reasons.PICKLE),
        (_only("tf_model.h5"), problem_reasons.OTHER_LIBRARY),
        (_config(is_encoder_decoder=True, model_type="bart"), problem_reasons.WRITES_TEXTS),
        (_config(model_type="zorp", auto_map={"AutoModel": "zorp.Zorp"}), problem_reasons.OWN_CODE),
    ],
)
def test_a_folder_is_refused_with_its_reason(change: Callable[[Path], None], reason: str, tmp_path: Path) -> None:
    folder = make_tiny_teacher(tmp_path / "teacher", PAIR)
    change(folder)
    with pytest.raises(ProblemError) as caught:
        teachers.describe(1, str(folder), Path(), Classification(PAIR))
    assert caught.value.problem.code == "teacher_refused"
    assert caught.value.problem.why == reason


def test_an_adapter_beside_whole_weights_is_taken(tmp_path: Path) -> None:
    folder = make_tiny_teacher(tmp_path / "teacher", PAIR)
    (folder / "adapter_config.json").write_text("{}")
    assert teachers.describe(1, str(folder), Path(), Classification(PAIR)).labels == PAIR


def test_old_weights_are_read_as_numbers(tmp_path: Path) -> None:
    folder = make_tiny_teacher(tmp_path / "teacher", PAIR)
    weights = load_file(folder / "model.safetensors")
    torch.save(weights, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    model = teachers.load_model(folder, AutoModelForSequenceClassification)
    assert all(torch.equal(weight, weights[name]) for name, weight in model.state_dict().items() if name in weights)
