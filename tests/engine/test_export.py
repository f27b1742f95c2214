"""Exports: a command in, verified folders, a report and events out. Every file is also run by hand, without the program."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import numpy_helper
from safetensors.torch import load_file, save_file
from tokenizers import pre_tokenizers
from transformers import (
    AutoConfig,
    AutoModelForMaskedLM,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from distilstudio.engine import onnx_files, usage
from distilstudio.engine.control import Control
from distilstudio.engine.export import export
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tryout import OpenModel, TryOut
from distilstudio.protocol import recipe_text
from distilstudio.protocol.answers import Answers, Entities
from distilstudio.protocol.commands import ExportRun, OpenModels
from distilstudio.protocol.events import ExportEnded, ExportEvent, ExportProgress
from distilstudio.protocol.problem_reasons import NO_NUMBERS
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.report import COSTS_TOO_MUCH, points_lost
from tests.engine.finished_runs import KINDS, finished_run, report_of
from tests.engine.marked_lessons import TAGS
from tests.tiny_models import FAMILIES, make_tiny_teacher, tiny_tokenizer

CLASSES: dict[str, Any] = {
    "classification": AutoModelForSequenceClassification,
    "several": AutoModelForSequenceClassification,
    "ner": AutoModelForTokenClassification,
    "qa": AutoModelForQuestionAnswering,
    "mlm": AutoModelForMaskedLM,
}
TEXTS = ["a good film", "the room was awful and the bread was never so very good", "we"]


RUNS = usage.runs


@pytest.fixture(autouse=True)
def no_trial_of_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that starts and loads onnxruntime for every export of these tests; one of them looks at that."""
    monkeypatch.setattr(usage, "runs", lambda _program: True)


def exported(run: Path, *kinds: str, control: Control | None = None) -> list[ExportEvent]:
    return list(export(ExportRun("export-1", str(run), kinds), control or Control()))  # type: ignore[arg-type]


def ended(events: list[ExportEvent]) -> ExportEnded:
    last = events[-1]
    assert isinstance(last, ExportEnded)
    return last


def by_hand(folder: Path, kind: str, source: Path) -> float:
    """Largest difference between onnxruntime's logits and those of transformers, on batches of several sizes and lengths, padded too."""
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = CLASSES[kind].from_pretrained(source).eval()
    session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_inputs()]
    worst = 0.0
    for texts in ([TEXTS[0]], TEXTS, [TEXTS[1], TEXTS[2]]):
        pair = (["what was good"] * len(texts), texts) if kind == "qa" else (texts,)
        batch = tokenizer(*pair, padding=True, return_tensors="pt", return_token_type_ids="token_type_ids" in names)
        with torch.inference_mode():
            truth = model(**batch)
        wanted = [truth.start_logits, truth.end_logits] if kind == "qa" else [truth.logits]
        found = session.run(None, {name: batch[name].numpy() for name in names})
        keep = batch["attention_mask"].numpy().astype(bool) if kind in ("qa", "ner", "mlm") else slice(None)
        for one, other in zip(found, wanted, strict=True):
            worst = max(worst, float(np.abs(one[keep] - other.numpy()[keep]).max()))
    return worst


@pytest.mark.parametrize("kind", KINDS)
def test_every_task_is_exported_and_answers_as_transformers_does(tmp_path: Path, kind: str) -> None:
    run = finished_run(tmp_path, kind)
    events = exported(run, "onnx", "onnx-int8")
    last = ended(events)
    assert last.problem is None, last.problem
    assert last.outcome == "done"
    steps = [event.step for event in events if isinstance(event, ExportProgress)]
    assert list(dict.fromkeys(steps)) == ["read", "write", "verify", "time"]
    report = report_of(run)
    assert report == last.report
    plain, small = report.exports
    assert (plain.kind, plain.folder, plain.rows, plain.agreement) == ("onnx", "exports/onnx", 24, 1.0)
    assert plain.largest_difference < 1e-4
    assert (small.kind, small.rows) == ("onnx-int8", 24)
    assert small.largest_difference > plain.largest_difference
    for one in report.exports:
        file = run / one.folder / "model.onnx"
        assert one.megabytes == pytest.approx(file.stat().st_size / 1e6)
        assert one.ms_per_text > 0
        assert one.student_ms_per_text > 0
        assert set(one.scores) >= {report.score_name}
    assert by_hand(run / "exports/onnx", kind, run / "student") < 1e-4
    # 8 bits lose something, but the file is still the same model
    assert 1e-6 < by_hand(run / "exports/onnx-int8", kind, run / "student") < 0.5
    assert not list((run / "exports").glob("*.partial"))


@pytest.mark.parametrize("family", FAMILIES[1:])
def test_every_family_is_exported(tmp_path: Path, family: str) -> None:
    run = finished_run(tmp_path, "qa", family)
    assert ended(exported(run, "onnx")).problem is None
    assert by_hand(run / "exports/onnx", "qa", run / "student") < 1e-4


@pytest.mark.parametrize("family", FAMILIES)
def test_a_matrix_that_reads_and_guesses_words_is_written_once(tmp_path: Path, family: str) -> None:
    run = finished_run(tmp_path, "mlm", family)
    assert ended(exported(run, "onnx", "onnx-int8")).problem is None
    table = AutoModelForMaskedLM.from_pretrained(run / "student").get_input_embeddings().weight
    for form, most in (("onnx", 1e-4), ("onnx-int8", 0.5)):
        held = onnx.load(run / "exports" / form / "model.onnx").graph.initializer
        assert [tuple(one.dims) for one in held if len(one.dims) == 2 and len(table) in one.dims] == [tuple(table.shape)]
        assert by_hand(run / "exports" / form, "mlm", run / "student") < most


def test_attention_is_written_out_without_the_fused_kernel_s_searches(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    student = AutoModelForSequenceClassification.from_pretrained(run / "student", attn_implementation="sdpa")
    onnx_files.write_onnx(student, tmp_path / "model.onnx", False, ["logits"], False)
    operations = {node.op_type for node in onnx.load(tmp_path / "model.onnx").graph.node}
    assert "Softmax" in operations
    assert "IsNaN" not in operations
    assert student.config._attn_implementation == "sdpa"


@pytest.mark.parametrize("kind", KINDS)
def test_an_exported_folder_answers_behind_the_same_seam(tmp_path: Path, kind: str) -> None:
    run = finished_run(tmp_path, kind)
    exported(run, "onnx")
    task = "classification" if kind == "several" else kind
    both = [OpenModel.load(folder, task) for folder in (run / "student", run / "exports/onnx")]
    assert both[0].parameters == both[1].parameters > 0
    for text in TEXTS:
        text = f"{text} ___" if kind == "mlm" else text
        one, other = (opened.answer(text, "what was good")[0] for opened in both)
        assert _rounded(one) == _rounded(other)


def test_a_student_of_long_texts_reads_them_whole_wherever_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.tiny_models.LONGEST", 600)
    run = finished_run(tmp_path, "classification")
    teacher = make_tiny_teacher(tmp_path / "teacher", ["neg", "pos"])
    assert OpenModel.load(teacher, "classification").max_length == 512
    _note(run / "student", max_length=560)
    assert ended(exported(run, "onnx")).problem is None
    both = TryOut()
    for student in (run / "student", run / "exports/onnx"):
        both.open(OpenModels(1, "classification", str(teacher), str(student)))
        for side in both.sides():
            whole, shorter = (both.answer(side, "film " * 530 + last, "")[0] for last in ("awful dreadful poor", ""))
            assert whole != shorter


@pytest.mark.parametrize(
    ("broken", "frozen", "given"),
    [("", False, True), ("raise SystemExit(1)\n", False, False), ("raise SystemExit(1)\n", True, True)],
)
def test_an_example_is_run_before_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, frozen: bool, given: bool
) -> None:
    run = finished_run(tmp_path, "classification")
    written = usage.onnx_example(task_of(Recipe(), ["neg", "pos"]), tiny_tokenizer(), 48)
    monkeypatch.setattr(usage, "runs", RUNS)
    monkeypatch.setattr(usage, "onnx_example", lambda *_: broken + written)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    assert ended(exported(run, "onnx-int8")).outcome == "done"
    assert (run / "exports/onnx-int8/example.py").exists() == given
    assert ("```python" in (run / "exports/onnx-int8/README.md").read_text(encoding="utf-8")) == given


ALL_OF_THEM = """
import os, runpy, sys
for folder in sys.argv[1:]:
    os.chdir(folder)
    print("::", flush=True)
    runpy.run_path("example.py", run_name="__main__")
assert "distilstudio" not in sys.modules
"""


@pytest.mark.parametrize("form", ["onnx", "student"])
def test_the_example_beside_each_form_runs(tmp_path: Path, form: str) -> None:
    """In a process that knows nothing of ours; one for all kinds of work, since loading transformers takes seconds."""
    homes = []
    for kind in KINDS:
        base = tmp_path / kind
        base.mkdir()
        run = finished_run(base, kind)
        exported(run, "onnx")
        home = tmp_path / f"elsewhere-{kind}"  # a folder that stands alone, far from its run
        shutil.copytree(run / ("student" if form == "student" else "exports/onnx"), home)
        example = (home / "example.py").read_text(encoding="utf-8")
        assert len([line for line in example.splitlines() if line.strip()]) <= (21 if kind == "ner" else 12)
        assert example in (home / "README.md").read_text(encoding="utf-8") or form == "student"
        homes.append(str(home))
    done = subprocess.run([sys.executable, "-c", ALL_OF_THEM, *homes], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = done.stdout.split("::\n")[1:]
    assert len(said) == len(KINDS)
    assert all(one.strip() for one in said)


@pytest.mark.parametrize(
    ("kind", "place"), [*((kind, "") for kind in KINDS if kind != "qa"), ("qa", "The letter was"), ("qa", "Who wrote")]
)
def test_the_examples_cut_texts_that_are_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str, place: str
) -> None:
    run = finished_run(tmp_path, kind)
    exported(run, "onnx")
    starts = (place,) if place else ("Not what I", "Ada Lovelace", "The capital")
    for folder in (run / "exports/onnx", run / "student"):
        example = (folder / "example.py").read_text(encoding="utf-8")
        for start in starts:
            example = example.replace(f'"{start}', f'"{"and " * 200}{start}')
        (tmp_path / "longer.py").write_text(example, encoding="utf-8")
        monkeypatch.chdir(folder)
        capsys.readouterr()
        if kind == "mlm":  # its mask is cut away
            with pytest.raises(Exception, match=r"the mask comes after|No mask_token"):
                runpy.run_path(str(tmp_path / "longer.py"))
        else:
            runpy.run_path(str(tmp_path / "longer.py"))
            assert capsys.readouterr().out.strip()


TO_READ = {
    "ner": [
        "Mei-Lin’s zebras and dreadful U.S.A. bread, 3.5 goodish meals.",
        "Ada Oba\u00adma 在厦门😀 felt poor! and great Zoë_x",
    ],
    "qa": ["The room was awful (the bread, too) and the soup, 在厦门, was lovely – a very good zebra ate it in the night."],
}


@pytest.mark.parametrize("kind", sorted(TO_READ))
def test_the_examples_answer_as_the_program_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """Weights that learnt nothing give every piece another tag: whoever reads other pieces than the first ones finds other names."""
    run = finished_run(tmp_path, kind, weights=3)
    exported(run, "onnx")
    for folder in (run / "exports/onnx", run / "student"):
        for text in TO_READ[kind]:
            found = OpenModel.load(folder, kind).answer(text, "Who wrote the letter?")[0]
            if isinstance(found, Entities):
                wanted = [f"{one.text} {one.label}" for one in found.entities]
            else:
                assert isinstance(found, Answers)
                wanted = [next(one.text for one in found.answers if one.text)]
            example = (folder / "example.py").read_text(encoding="utf-8")
            for own in ("Ada Lovelace wrote to Charles Babbage from London.", "The letter was written by Ada Lovelace in 1843."):
                example = example.replace(own, text)
            (tmp_path / "other.py").write_text(example, encoding="utf-8")
            monkeypatch.chdir(folder)
            capsys.readouterr()
            runpy.run_path(str(tmp_path / "other.py"))
            assert capsys.readouterr().out.splitlines() == wanted != []


def test_byte_level_tokenizers_are_given_words_with_a_blank_before_them() -> None:
    assert "(place > 0)" not in usage.transformers_example(task_of(Recipe(task="ner"), TAGS), tiny_tokenizer(), 48)
    tokenizer = tiny_tokenizer()
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    for write in (usage.transformers_example, usage.onnx_example):
        assert '[" " * (place > 0) + word for place, (word, _) in enumerate(words)]' in write(
            task_of(Recipe(task="ner"), TAGS), tokenizer, 48
        )


def test_a_second_export_keeps_the_other_form_and_replaces_its_own(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    exported(run, "onnx")
    exported(run, "onnx-int8")
    assert [one.kind for one in report_of(run).exports] == ["onnx", "onnx-int8"]
    exported(run, "onnx")
    assert sorted(one.kind for one in report_of(run).exports) == ["onnx", "onnx-int8"]


def test_the_tokenizers_file_itself_cuts_long_texts(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    exported(run, "onnx")
    noted = json.loads((run / "exports/onnx/tokenizer.json").read_text(encoding="utf-8"))
    assert noted["truncation"]["max_length"] == 48


@pytest.mark.parametrize("at", ["read", "write", "verify", "time"])
def test_a_stopped_export_leaves_everything_as_it_was(tmp_path: Path, at: str) -> None:
    run = finished_run(tmp_path, "classification")
    before = (run / "report.json").read_bytes()
    control = Control()
    outcomes = []
    for event in export(ExportRun("export-1", str(run), ("onnx",)), control):
        if isinstance(event, ExportProgress) and event.step == at:
            control.discard()
        elif isinstance(event, ExportEnded):
            outcomes.append(event.outcome)
    if at != "time":  # then there is nothing left to stop
        assert outcomes == ["discarded"]
        assert (run / "report.json").read_bytes() == before
        assert not list((run / "exports").glob("*"))
    else:
        assert outcomes == ["done"]


def test_a_run_that_is_being_exported_is_not_exported_a_second_time(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    first = export(ExportRun("export-1", str(run), ("onnx",)), Control())
    events = [next(first), next(first)]
    (run / "exports" / "onnx-int8.partial").mkdir(parents=True)  # the first one's own
    told = ended(exported(run, "onnx-int8")).problem
    assert told is not None
    assert told.code == "run_locked"
    assert (run / "exports" / "onnx-int8.partial").is_dir()
    assert ended([*events, *first]).outcome == "done"
    assert ended(exported(run, "onnx-int8")).outcome == "done"
    assert sorted(file.name for file in (run / "exports").iterdir()) == ["onnx", "onnx-int8"]


def test_what_a_killed_export_has_left_goes_with_the_next(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    (run / "exports" / "onnx-int8.partial").mkdir(parents=True)
    assert ended(exported(run, "onnx")).outcome == "done"
    assert [file.name for file in (run / "exports").iterdir()] == ["onnx"]


@pytest.mark.parametrize("at", ["write", "verify", "time"])
def test_a_run_that_is_moved_away_meanwhile_is_told_and_not_made_anew(tmp_path: Path, at: str) -> None:
    run = finished_run(tmp_path, "classification")
    events = []
    for event in export(ExportRun("export-1", str(run), ("onnx",)), Control()):
        events.append(event)
        if isinstance(event, ExportProgress) and event.step == at and run.is_dir():
            run.rename(tmp_path / "moved")
    told = ended(events).problem
    assert told is not None
    assert told.code == "export_no_run"
    assert not run.exists()


def test_a_folder_without_a_finished_run_is_told(tmp_path: Path) -> None:
    told = ended(exported(tmp_path, "onnx")).problem
    assert told is not None
    assert (told.code, told.values["missing"]) == ("export_no_run", "report.json")


def _torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])


def _with_nan(file: Path) -> None:
    weights = load_file(file)
    weights["classifier.bias"][0] = float("nan")
    save_file(weights, file, metadata={"format": "pt"})


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("model.safetensors", _torn),
        ("model.safetensors", Path.unlink),
        ("model.safetensors", _with_nan),
        ("tokenizer.json", _torn),
        ("config.json", _torn),
    ],
)
def test_a_damaged_student_is_named_and_not_taken_for_a_teacher(
    tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    run = finished_run(tmp_path, "classification")
    damage(run / "student" / name)
    told = ended(exported(run, "onnx-int8")).problem
    assert told is not None
    assert (told.code, told.values["path"]) == ("student_broken", str(run / "student"))
    assert damage is not _with_nan or told.why == NO_NUMBERS


@pytest.mark.parametrize("name", ["report.json", "recipe.toml"])
def test_a_damaged_file_of_the_run_is_not_told_as_missing(tmp_path: Path, name: str) -> None:
    run = finished_run(tmp_path, "classification")
    (run / name).write_text("{", encoding="utf-8")
    told = ended(exported(run, "onnx")).problem
    assert told is not None
    assert (told.code, told.values["file"]) == ("run_damaged", name)


def test_a_folder_in_the_student_s_is_left_where_it_is(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    (run / "student" / ".ipynb_checkpoints").mkdir()
    assert ended(exported(run, "onnx")).outcome == "done"


@pytest.mark.parametrize(("kinds", "files"), [(("onnx",), 1), (("onnx-int8",), 2), (("onnx", "onnx-int8"), 3)])
def test_too_little_room_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...], files: int
) -> None:
    run = finished_run(tmp_path, "classification")
    with (run / "student/model.safetensors.sparse").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=40_000_000))
    told = ended(exported(run, *kinds)).problem
    assert told is not None
    assert (told.code, told.values["needed"], told.values["free"]) == ("disk_full", f"{51 * files} MB", "40 MB")
    assert not (run / "exports").exists()


def test_a_disk_that_fills_up_under_the_quantiser_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(source: str, target: str) -> None:
        Path(target).write_bytes(Path(source).read_bytes()[:5000])
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))

    run = finished_run(tmp_path, "classification")
    monkeypatch.setattr(onnx.shape_inference, "infer_shapes_path", cut_off)
    told = ended(exported(run, "onnx-int8")).problem
    assert told is not None
    assert (told.code, told.values["needed"], told.values["free"]) == ("disk_full", "2 MB", "0 MB")
    assert not list((run / "exports").glob("*"))


@pytest.mark.parametrize(("kind", "name"), [("classification", "train.csv"), ("classification", "exam.csv"), ("mlm", "exam.txt")])
def test_changed_texts_are_told(tmp_path: Path, kind: str, name: str) -> None:
    run = finished_run(tmp_path, kind)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("\none more good film,pos\n")
    told = ended(exported(run, "onnx")).problem
    assert told is not None
    assert (told.code, told.values["file"]) == ("export_data_changed", str(tmp_path / name))
    assert not list((run / "exports").glob("*"))


@pytest.mark.parametrize("of_its_own", [True, False])
def test_an_exam_of_which_the_report_says_no_hash_is_taken_as_it_is(tmp_path: Path, of_its_own: bool) -> None:
    """That of a run of an earlier version, and one that was set aside from the training texts."""
    run = finished_run(tmp_path, "classification")
    report = msgspec.json.decode((run / "report.json").read_bytes())
    del report["data"]["exam_sha256"]
    (run / "report.json").write_bytes(msgspec.json.encode(report))
    if not of_its_own:
        made = recipe_text.parse((run / "recipe.toml").read_bytes())
        (run / "recipe.toml").write_text(recipe_text.render(with_value(made, "data.exam", "")), encoding="utf-8")
    end = ended(exported(run, "onnx"))
    assert (end.outcome, end.problem) == ("done", None)


def test_a_file_that_answers_otherwise_is_not_kept(tmp_path: Path) -> None:
    # Weights so large that float32 itself cannot say the logits to a thousandth: torch and onnxruntime add in another order.
    run = finished_run(tmp_path, "ner", weights=3000.0)
    told = ended(exported(run, "onnx")).problem
    assert told is not None
    assert told.code == "export_differs"
    assert not list((run / "exports").glob("*"))
    assert report_of(run).exports == []


def test_a_model_that_the_exporter_cannot_follow_is_told(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification", "deberta-v2")
    config = json.loads((run / "student/config.json").read_text(encoding="utf-8"))
    config["pos_att_type"] = ["c2p", "p2c"]
    config |= {"conv_kernel_size": 4, "conv_act": "tanh"}  # an even kernel makes the sequence one shorter: no forward pass fits
    (run / "student/config.json").write_text(json.dumps(config), encoding="utf-8")
    changed = AutoConfig.from_pretrained(run / "student")
    AutoModelForSequenceClassification.from_config(changed).save_pretrained(run / "student")
    told = ended(exported(run, "onnx")).problem
    assert told is not None
    assert (told.code, told.values["family"]) == ("export_impossible", "deberta-v2")


def test_what_int8_costs_is_counted_in_points(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    exported(run, "onnx-int8")
    report = report_of(run)
    lost = points_lost(report, report.exports[0])
    assert lost == pytest.approx(0.5 - report.exports[0].scores["accuracy"])
    assert (lost > COSTS_TOO_MUCH) == (report.exports[0].scores["accuracy"] < 0.49)


@pytest.mark.parametrize(
    ("machine", "flags", "has"),
    [("x86_64", "flags: avx2 avx512_vnni", True), ("x86_64", "flags: avx2", False), ("aarch64", "", True)],
)
def test_weights_keep_to_seven_bits_without_vnni(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str, flags: str, has: bool
) -> None:
    (tmp_path / "cpuinfo").write_text(flags, encoding="utf-8")
    monkeypatch.setattr(onnx_files, "CPU_FLAGS", tmp_path / "cpuinfo")
    monkeypatch.setattr(onnx_files.platform, "machine", lambda: machine)
    assert onnx_files.reduces_range() is not has
    run = finished_run(tmp_path, "classification")
    exported(run, "onnx-int8")

    weights = [
        numpy_helper.to_array(one)
        for one in onnx.load(run / "exports/onnx-int8/model.onnx").graph.initializer
        if one.name.endswith("MatMul_weight_quantized") or "_quantized" in one.name
    ]
    widest = max(int(np.abs(one.astype(int)).max()) for one in weights if one.dtype == np.int8)
    assert (widest > 64) is has
    card = (run / "exports" / "onnx-int8" / "README.md").read_text(encoding="utf-8")
    assert ("Weights use all 8 bits" in card, "Weights keep to 7 bits" in card) == (has, not has)


def _note(folder: Path, **noted: object) -> None:
    """Let a model's folder note these, besides what it notes."""
    file = folder / "distilstudio.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **noted}), encoding="utf-8")


def _rounded(answer: Any) -> Any:
    """An answer as plain values, its probabilities to four places."""
    return json.loads(msgspec.json.encode(answer), parse_float=lambda text: round(float(text), 4))
