"""Finding, checking and describing a teacher: the starter and folders, sound and broken. Nothing of a model's own is ever run."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer, RobertaConfig, RobertaModel

from distilstudio.engine import jobs, teachers
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.far import is_far
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.commands import DescribeTeacher
from distilstudio.protocol.events import TeacherDescribed
from distilstudio.protocol.problems import Problem, ProblemError
from tests.tiny_models import make_tiny_teacher

PAIR = ["neg", "pos"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_tiny_teacher(tmp_path / "teacher", PAIR)


def refused(model: str | Path, base: Path = Path()) -> Problem:
    with pytest.raises(ProblemError) as caught:
        teachers.describe(1, str(model), base, Classification(PAIR))
    return caught.value.problem


def place_starter(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed starter package of this test's own, found before the real one."""
    package = root / teachers.STARTER_MODULE
    make_tiny_teacher(package / "model")
    (package / "__init__.py").write_text("raise RuntimeError('the package is only located, never run')")
    monkeypatch.syspath_prepend(root)
    monkeypatch.delitem(importlib.sys.modules, teachers.STARTER_MODULE, raising=False)
    return package / "model" / "model.safetensors"


# -- the starter -------------------------------------------------------------------------------------------------------------


def test_the_starter_is_found_and_its_checksum_holds() -> None:
    located = teachers.locate("starter", Path("/nowhere"))
    assert teachers.file_sha256(located.path / "model.safetensors") == teachers.STARTER_SHA256
    assert (located.name, located.terms.licence) == ("all-MiniLM-L6-v2", "Apache-2.0")


def test_the_starter_is_described_as_it_is() -> None:
    found = teachers.describe(7, "starter", Path(), Classification([]))
    weights = load_file(teachers.locate("starter", Path()).path / "model.safetensors")
    base = sum(weight.numel() for name, weight in weights.items() if not name.endswith("position_ids"))
    head = 384 * 2 + 2
    assert found.parameters == base + head
    assert (found.request_id, found.family, found.layers, found.width, found.max_length) == (7, "bert", 6, 384, 512)
    assert (found.labels, found.head_fits) == ([], False)
    assert found.presets == {"half": 3, "quarter": 2, "tiny": 1}
    assert found.megabytes == pytest.approx(found.parameters * 4 / 1e6)


def test_a_starter_with_one_byte_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = place_starter(tmp_path, monkeypatch)
    monkeypatch.setattr(teachers, "STARTER_SHA256", teachers.file_sha256(weights))
    assert teachers.locate("starter", Path()).path == weights.parent
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    problem = refused("starter")
    assert problem.code == "starter_damaged"
    assert problem.values["found"] == teachers.file_sha256(weights)
    assert problem.values["expected"] == teachers.STARTER_SHA256 != problem.values["found"]


def test_a_starter_without_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place_starter(tmp_path, monkeypatch).unlink()
    assert refused("starter").code == "starter_missing"


def test_no_starter_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teachers, "STARTER_MODULE", "gt_no_such_package")
    problem = refused("starter")
    assert problem.code == "starter_missing"
    assert teachers.STARTER_PACKAGE in problem.why


# -- folders -----------------------------------------------------------------------------------------------------------------


def test_a_folder_is_found_from_the_recipes_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "README.md").write_text("---\nlanguage: en\nlicense: mit\n---\n# A card\n")
    for model in ("teacher", "./teacher/", str(folder)):
        located = teachers.locate(model, folder.parent)
        assert (located.path, located.name, located.terms.licence) == (folder.resolve(), "teacher", "mit")
    (folder.parent / "recipe.toml").touch()  # a run's: all of these are called "teacher", or "student"
    assert teachers.locate("teacher", folder.parent).name == folder.parent.name
    monkeypatch.setenv("HOME", str(folder.parent))
    assert teachers.locate("~/teacher", Path("/nowhere")).path == folder.resolve()


@pytest.mark.parametrize("model", ["gone", "bert-base-uncased", "./nobody/at-home", "~nobody-of-that-name/model"])
def test_a_folder_that_is_not_there(model: str, tmp_path: Path) -> None:
    problem = refused(model, tmp_path)
    assert problem.code == "teacher_missing"
    assert Path(model).name in problem.what


def test_a_mistyped_folder_is_no_model_of_the_hub(tmp_path: Path) -> None:
    assert is_far("models/nobody", tmp_path, Hub())
    (tmp_path / "models").mkdir()
    assert not is_far("models/nobody", tmp_path, Hub())
    assert refused("models/nobody", tmp_path).code == "teacher_missing"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"x")
    assert refused(tmp_path / "model.bin").code == "teacher_missing"


def test_an_empty_folder_lacks_everything(tmp_path: Path) -> None:
    problem = refused(tmp_path)
    assert problem.code == "teacher_no_model"
    assert problem.values["missing"] == "config.json, model.safetensors, tokenizer.json"


@pytest.mark.parametrize("gone", ["config.json", "model.safetensors", "tokenizer.json"])
def test_what_is_missing_is_named(gone: str, folder: Path) -> None:
    (folder / gone).unlink()
    problem = refused(folder)
    assert problem.code == "teacher_no_model"
    assert problem.values["missing"] == gone
    assert gone in problem.why


@pytest.mark.parametrize("content", ["{", "[]", "", '"text"', "\x00\x01"])
def test_a_config_that_is_no_config(content: str, folder: Path) -> None:
    (folder / "config.json").write_text(content)
    problem = refused(folder)
    assert problem.code == "teacher_broken"
    assert "config.json" in problem.why


def change_config(folder: Path, **changes: Any) -> None:
    config = json.loads((folder / "config.json").read_text()) | changes
    (folder / "config.json").write_text(json.dumps({key: value for key, value in config.items() if value is not None}))


@pytest.mark.parametrize("family", ["gpt2", "t5", "zorp-3"])
def test_a_family_that_cannot_be_cut(family: str, folder: Path) -> None:
    change_config(folder, model_type=family)
    problem = refused(folder)
    assert problem.code == "teacher_family"
    assert family in problem.what


@pytest.mark.parametrize("family", [None, "zorp-3"])
def test_a_model_that_needs_code_of_its_own_is_refused_and_its_code_not_run(family: str | None, folder: Path) -> None:
    trap = folder / "was_run"
    (folder / "configuration_zorp.py").write_text(f"open({str(trap)!r}, 'w')\nclass ZorpConfig: ...\n")
    change_config(folder, model_type=family, auto_map={"AutoConfig": "configuration_zorp.ZorpConfig"})
    problem = refused(folder)
    assert problem.code == "teacher_refused"
    assert "code" in problem.why
    assert not trap.exists()


def test_a_known_family_with_code_beside_it_is_taken_without_the_code(folder: Path) -> None:
    trap = folder / "was_run"
    (folder / "modeling_own.py").write_text(f"open({str(trap)!r}, 'w')\n")
    change_config(folder, auto_map={"AutoModelForSequenceClassification": "modeling_own.Own"})
    assert teachers.describe(1, str(folder), Path(), Classification(PAIR)).family == "bert"
    teachers.load_model(folder, AutoModelForSequenceClassification)
    assert not trap.exists()


def test_weights_that_are_cut_off(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    with pytest.raises(ProblemError) as caught:
        teachers.load_model(folder, AutoModelForSequenceClassification)
    assert caught.value.problem.code == "teacher_broken"


def test_weights_that_are_no_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"<html>not found</html>" * 100)
    with pytest.raises(ProblemError) as caught:
        teachers.load_model(folder, AutoModelForSequenceClassification)
    assert caught.value.problem.code == "teacher_broken"


def test_a_pickle_that_runs_code_is_not_run(folder: Path) -> None:
    trap = folder / "was_run"

    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return open, (str(trap), "w")

    (folder / "model.safetensors").unlink()
    torch.save({"weight": Trap()}, folder / "pytorch_model.bin")
    with pytest.raises(ProblemError) as caught:
        teachers.load_model(folder, AutoModelForSequenceClassification)
    assert caught.value.problem.code in {"teacher_broken", "teacher_refused"}
    assert not trap.exists()


def test_a_tokenizer_that_is_broken(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0"')
    with pytest.raises(ProblemError) as caught:
        teachers.load_tokenizer(folder)
    assert caught.value.problem.code == "teacher_broken"


# -- what is said of it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("labels", [["neg", "pos"], ["a", "b", "c", "d"]])
def test_the_count_is_that_of_the_model_with_the_head_it_will_have(labels: list[str], folder: Path) -> None:
    found = teachers.describe(1, str(folder), Path(), Classification(labels))
    model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=len(labels), ignore_mismatched_sizes=True)
    assert found.parameters == sum(weight.numel() for weight in model.parameters())
    assert found.students[-1].parameters == found.parameters
    assert found.labels == PAIR
    assert found.max_length == 64
    assert found.needs_memory > 4 * found.parameters
    assert found.fits


@pytest.mark.parametrize(
    ("labels", "fits"),
    [(["neg", "pos"], True), (["pos", "neg"], True), (["neg"], False), (["neg", "pos", "so"], False), ([], False)],
)
def test_a_head_fits_by_the_names_of_its_labels(labels: list[str], fits: bool, folder: Path) -> None:
    [found] = jobs.answer(DescribeTeacher(3, str(folder), labels=tuple(labels)), TryOut())
    assert isinstance(found, TeacherDescribed)
    assert (found.request_id, found.head_fits, found.labels) == (3, fits, PAIR)


def test_a_model_without_a_head_has_no_labels(tmp_path: Path) -> None:
    found = teachers.describe(1, str(make_tiny_teacher(tmp_path)), Path(), Classification(PAIR))
    assert (found.labels, found.head_fits) == ([], False)


@pytest.mark.parametrize("family", ["bert", "roberta", "mpnet", "distilbert"])
def test_the_longest_text_can_really_be_read(family: str, tmp_path: Path) -> None:
    folder = make_tiny_teacher(tmp_path, PAIR, family=family, layers=1)
    longest = teachers.longest_text(teachers.load_config(folder))
    inputs = AutoTokenizer.from_pretrained(folder)(
        "a " * 500, truncation=True, max_length=longest, return_tensors="pt", return_token_type_ids=False
    )
    assert inputs["input_ids"].shape == (1, longest)
    logits = AutoModelForSequenceClassification.from_pretrained(folder)(**inputs).logits
    assert torch.isfinite(logits).all()


@pytest.mark.parametrize("padding", [0, 1, 3])
def test_positions_are_counted_from_behind_the_paddings_number(padding: int) -> None:
    """As transformers' RoBERTa does; one more than the longest is beyond its table."""
    config = RobertaConfig(
        vocab_size=40,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=20,
        pad_token_id=padding,
    )
    model, longest = RobertaModel(config).eval(), teachers.longest_text(config)
    assert model(input_ids=torch.full((1, longest), 7)).last_hidden_state.shape[1] == longest
    with pytest.raises((IndexError, RuntimeError)):
        model(input_ids=torch.full((1, longest + 1), 7))


def test_the_fingerprint_is_of_the_contents(folder: Path, tmp_path: Path) -> None:
    same = make_tiny_teacher(tmp_path / "elsewhere", PAIR)
    other = make_tiny_teacher(tmp_path / "other", PAIR, seed=1)
    assert teachers.fingerprint(folder) == teachers.fingerprint(same) != teachers.fingerprint(other)
    (same / "README.md").write_text("words")
    assert teachers.fingerprint(folder) == teachers.fingerprint(same)
    change_config(same, layer_norm_eps=1e-3)
    assert teachers.fingerprint(folder) != teachers.fingerprint(same)


@pytest.mark.parametrize(
    ("lacking", "sound"),
    [("layer.3.", False), ("embeddings.word", False), ("classifier.", True), ("pooler.", True)],
)
def test_a_body_that_is_not_whole_is_no_teacher(folder: Path, lacking: str, sound: bool) -> None:
    """Its weights would be random, and nobody told. Heads, and with them poolers, are made anew where they have to be."""
    weights = load_file(folder / "model.safetensors")
    rest = {name: weight for name, weight in weights.items() if lacking not in name}
    assert len(rest) < len(weights)
    save_file(rest, folder / "model.safetensors", metadata={"format": "pt"})
    if sound:
        assert teachers.load_model(folder, AutoModelForSequenceClassification) is not None
        return
    with pytest.raises(ProblemError, match="teacher_broken") as caught:
        teachers.load_model(folder, AutoModelForSequenceClassification)
    assert caught.value.problem.values["reason"] == problem_reasons.TORN_WEIGHTS
    assert lacking in caught.value.problem.detail


@pytest.mark.parametrize("says", [{"num_hidden_layers": 9}, {"max_position_embeddings": 100}])
def test_a_config_that_speaks_of_other_weights_makes_no_teacher(folder: Path, says: dict[str, int]) -> None:
    change_config(folder, **says)
    with pytest.raises(ProblemError, match="teacher_broken"):
        teachers.load_model(folder, AutoModelForSequenceClassification)


def test_a_teacher_in_which_no_text_has_room_is_refused(folder: Path) -> None:
    change_config(folder, max_position_embeddings=2)
    told = refused(folder)
    assert (told.code, told.values["reason"]) == ("teacher_refused", problem_reasons.TOO_SHORT)


def test_a_fresh_head_comes_from_the_seed_alone(tmp_path: Path) -> None:
    folder = make_tiny_teacher(tmp_path)
    heads = []
    for seed in (1, 1, 2):
        torch.rand(len(heads) + 1)  # what went before must not matter
        model = teachers.load_model(folder, AutoModelForSequenceClassification, seed=seed, num_labels=3)
        heads.append(model.classifier.weight)
    assert torch.equal(heads[0], heads[1])
    assert not torch.equal(heads[0], heads[2])
