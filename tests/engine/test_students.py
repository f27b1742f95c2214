"""Surgery: which layers go where, and that nothing else changes. The teacher's own logits are the measure."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, AutoTokenizer, GPT2Config

from distilstudio.engine import students, teachers
from distilstudio.engine.families import depth_of, family_of, layers_of
from distilstudio.engine.known_families import FAMILIES as KNOWN
from distilstudio.engine.runs import save_model
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe_learning import StudentChoice
from tests.tiny_models import FAMILIES, make_tiny_teacher

TEXTS = ["a good film", "the soup was dreadful, the room was not", "we never slept again"]


@pytest.fixture(scope="module", params=FAMILIES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_teacher(tmp_path_factory.mktemp(request.param), ["a", "b", "c"], family=request.param)


@pytest.fixture(scope="module")
def teacher(folder: Path) -> Any:
    return AutoModelForSequenceClassification.from_pretrained(folder).eval()


def logits(model: Any, folder: Path) -> torch.Tensor:
    inputs = AutoTokenizer.from_pretrained(folder)(TEXTS, padding=True, return_tensors="pt", return_token_type_ids=False)
    with torch.inference_mode():
        found: torch.Tensor = model(**inputs).logits
    return found


def test_every_family_is_tried() -> None:
    assert set(FAMILIES) == set(KNOWN)


def test_layers_are_spread_as_in_distilbert() -> None:
    # Source: DistilBERT's own script, https://github.com/huggingface/transformers-research-projects/tree/main/distillation, layers 0 2 4 7 9 11.
    assert students.spread_layers(12, 6) == [0, 2, 4, 7, 9, 11]


@pytest.mark.parametrize("depth", [1, 2, 3, 6, 12, 24])
def test_layers_are_spread_with_both_ends_kept(depth: int) -> None:
    assert students.spread_layers(depth, depth) == list(range(depth))
    assert students.spread_layers(depth, 1) == [0]
    for count in range(2, depth + 1):
        chosen = students.spread_layers(depth, count)
        assert len(chosen) == count
        assert (chosen[0], chosen[-1]) == (0, depth - 1)
        gaps = {after - before for before, after in pairwise(chosen)}
        assert min(gaps) >= 1  # ascending, none twice
        assert max(gaps) - min(gaps) <= 1  # as even as whole numbers can be


@pytest.mark.parametrize("count", [0, -1, 5])
def test_too_few_or_too_many_layers(count: int) -> None:
    with pytest.raises(ProblemError) as caught:
        students.spread_layers(4, count)
    assert caught.value.problem.code == "student_layers"


@pytest.mark.parametrize(
    ("depth", "half", "quarter", "tiny"), [(12, 6, 3, 2), (6, 3, 2, 1), (24, 12, 6, 4), (2, 1, 1, 1), (1, 1, 1, 1)]
)
def test_presets(depth: int, half: int, quarter: int, tiny: int) -> None:
    assert students.presets(depth) == {"half": half, "quarter": quarter, "tiny": tiny}
    assert students.layers_wanted(StudentChoice(preset="half", layers=9), depth) == half
    assert students.layers_wanted(StudentChoice(preset="custom", layers=9), depth) == 9


def test_layers_can_be_named() -> None:
    assert students.map_wanted(StudentChoice(preset="custom", layer_map=[0, 4, 5]), 6) == [0, 4, 5]
    assert students.map_wanted(StudentChoice(preset="half", layer_map=[0, 4]), 6) == [0, 1, 2]
    for layer in (6, -1):
        with pytest.raises(ProblemError) as caught:
            students.map_wanted(StudentChoice(preset="custom", layer_map=[0, layer]), 6)
        assert caught.value.problem.code == "student_layer_map"


@pytest.mark.parametrize(
    ("choice", "layers"), [({"preset": "half"}, [0, 1, 2]), ({"preset": "custom", "layers": 4}, [0, 1, 2, 3])]
)
def test_the_lowest_layers_can_be_asked_for(choice: dict[str, Any], layers: list[int]) -> None:
    assert students.map_wanted(StudentChoice(copied="lowest", **choice), 6) == layers
    assert students.map_wanted(StudentChoice(copied="lowest", preset="custom", layer_map=[0, 4]), 6) == [0, 4]
    with pytest.raises(ProblemError) as caught:
        students.map_wanted(StudentChoice(copied="lowest", preset="custom", layers=7), 6)
    assert caught.value.problem.code == "student_layers"


def test_a_student_of_all_layers_answers_as_its_teacher(teacher: Any, folder: Path) -> None:
    student = students.cut(teacher, range(4))
    torch.testing.assert_close(logits(student, folder), logits(teacher, folder), rtol=0, atol=1e-5)


def test_the_layers_asked_for_are_copied_in_their_order(teacher: Any, folder: Path) -> None:
    student = students.cut(teacher, [3, 1])
    for new, old in enumerate([3, 1]):
        mine, its = layers_of(student)[new].state_dict(), layers_of(teacher)[old].state_dict()
        # ModernBERT's first layer has no norm of its own.
        assert mine.keys() ^ its.keys() <= {"attn_norm.weight"}
        assert all(torch.equal(mine[name], its[name]) for name in mine.keys() & its.keys())
    assert not torch.allclose(logits(student, folder), logits(students.cut(teacher, [1, 3]), folder), rtol=0, atol=1e-4)


def test_each_layer_keeps_its_kind(teacher: Any) -> None:
    kinds = getattr(teacher.config, "layer_types", None)
    student = students.cut(teacher, [0, 3])
    assert getattr(student.config, "layer_types", None) == (kinds and [kinds[0], kinds[3]])


def test_half_a_student_survives_saving(teacher: Any, folder: Path, tmp_path: Path) -> None:
    student = students.cut(teacher, students.spread_layers(4, 2))
    assert depth_of(student.config) == 2
    assert len(layers_of(student)) == 2
    save_model(tmp_path / "student", student, teachers.load_tokenizer(folder), "# card", {"max_length": 64})
    again = AutoModelForSequenceClassification.from_pretrained(tmp_path / "student").eval()
    assert torch.equal(logits(again, tmp_path / "student"), logits(student, folder))
    assert list(again.config.id2label.values()) == ["a", "b", "c"]
    assert not torch.allclose(logits(student, folder), logits(teacher, folder), rtol=0, atol=1e-4)


def test_nothing_is_shared_with_the_teacher(teacher: Any) -> None:
    before = {name: weight.clone() for name, weight in teacher.state_dict().items()}
    student = students.cut(teacher, [0, 3])
    own = {weight.untyped_storage().data_ptr() for weight in student.state_dict().values()}
    assert not own & {weight.untyped_storage().data_ptr() for weight in teacher.state_dict().values()}
    with torch.no_grad():
        for weight in student.parameters():
            weight.fill_(7.0)
    assert all(torch.equal(weight, before[name]) for name, weight in teacher.state_dict().items())
    assert depth_of(teacher.config) == 4


def test_the_student_is_float32_and_at_rest(teacher: Any) -> None:
    student = students.cut(teacher, [0])
    assert {weight.dtype for weight in student.parameters()} == {torch.float32}
    assert not student.training


@pytest.mark.parametrize("layer_map", [[], [4], [-1], [0, 9]])
def test_layers_that_are_not_there(teacher: Any, layer_map: list[int]) -> None:
    with pytest.raises(ProblemError) as caught:
        students.cut(teacher, layer_map)
    assert caught.value.problem.code == "student_layers"


def test_the_outline_counts_what_is_built(teacher: Any, folder: Path) -> None:
    described = teachers.describe(1, str(folder), Path(), Classification(["x", "y", "z"]))
    assert described.parameters == sum(weight.numel() for weight in teacher.parameters())
    assert [outline.layers for outline in described.students] == [1, 2, 3, 4]
    for outline in described.students:
        student = students.cut(teacher, outline.layer_map)
        assert outline.parameters == sum(weight.numel() for weight in student.parameters())
        assert outline.megabytes == pytest.approx(outline.parameters * 4 / 1e6)
        assert outline.speedup == pytest.approx(4 / outline.layers)


def test_a_family_that_cannot_be_cut() -> None:
    with pytest.raises(ProblemError) as caught:
        family_of(GPT2Config())
    assert caught.value.problem.code == "teacher_family"
    assert "gpt2" in caught.value.problem.what
    assert "bert" in caught.value.problem.why


def test_a_base_model_without_a_head_is_cut_too(tmp_path: Path) -> None:
    base = AutoModel.from_pretrained(make_tiny_teacher(tmp_path)).eval()
    student = students.cut(base, [0, 1])
    assert [torch.equal(a, b) for a, b in zip(layers_of(student)[1].parameters(), layers_of(base)[1].parameters(), strict=True)]
    assert depth_of(student.config) == 2
    assert depth_of(AutoConfig.from_pretrained(tmp_path)) == 4
