"""`export`: verified files, a table or JSON, and exported folders in `try` and `exam`."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import msgspec
import pytest

from distilstudio.cli import main
from distilstudio.engine import export as exporting
from distilstudio.protocol.events import ExportEnded
from distilstudio.protocol.report import ExportReport
from tests.cli.conftest import Json
from tests.engine.finished_runs import finished_run, report_of


def test_a_run_is_exported_tried_and_examined(place: Path, told_json: Json, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(place / "run", place / "mine", copy_function=shutil.copy)
    assert main(["export", "mine", "--onnx", "--int8", "--json"]) == 0
    told = told_json()["exports"]
    assert [one["kind"] for one in told] == ["onnx", "onnx-int8"]
    assert set(told[0]) >= {"kind", "megabytes", "ms_per_text", "agreement", "scores"}
    assert told[0]["agreement"] == 1
    for kind in ("onnx", "onnx-int8"):
        assert main(["try", f"mine/exports/{kind}", "--text", "we saw a lovely film", "--json"]) == 0
        assert told_json()["labels"][0]["label"] == "pos"
    assert main(["exam", "mine/exports/onnx", "--task", "classification", "--data", "exam.csv", "--json"]) == 0
    result = told_json()
    assert result["scores"] == pytest.approx(told[0]["scores"])
    assert result["megabytes"] == pytest.approx(told[0]["megabytes"])
    assert main(["exam", "mine", "--task", "classification", "--data", "exam.csv", "--json"]) == 0
    assert result["parameters"] == told_json()["parameters"]
    assert main(["export", "mine", "--onnx"]) == 0
    shown = capsys.readouterr().out
    assert "ONNX int8" in shown  # the form made before is still told
    assert "100.0 % of" in shown


def test_perplexity_is_no_share(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run = finished_run(tmp_path, "mlm")
    monkeypatch.setattr("distilstudio.commandline.export.COSTS_TOO_MUCH", -math.inf)
    assert main(["export", str(run), "--onnx"]) == 0
    shown = capsys.readouterr().out
    rows = {line.split()[0]: line.split()[1:4] for line in shown.splitlines() if " MB " in line}
    score = report_of(run).exports[0].scores["perplexity"]
    assert rows == {
        "Teacher": ["0.5", "1.0", "MB"],
        "Student": ["0.5", "1.0", "MB"],
        "ONNX": [f"{score:,.1f}", *rows["ONNX"][1:]],
    }
    assert f"ONNX has a perplexity {100 * (score / 0.5 - 1):.1f} % higher than the student's" in shown


@pytest.mark.parametrize(("alike", "told"), [(0.95, ""), (0.9, "answers 20 of 200 exam rows otherwise than the student")])
def test_a_form_that_scores_as_well_by_other_answers_comes_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, alike: float, told: str
) -> None:
    run = finished_run(tmp_path, "classification")
    small = ExportReport("onnx-int8", 1.0, 1.0, alike, {"accuracy": 0.5}, rows=200, folder="exports/onnx-int8")
    report = msgspec.structs.replace(report_of(run), exports=[small])
    monkeypatch.setattr(exporting, "export", lambda *_: iter([ExportEnded("export", "done", report=report)]))
    assert main(["export", str(run), "--int8"]) == 0
    shown = capsys.readouterr().out
    assert ("Mind:" in shown) == bool(told)
    assert told in shown


def test_what_to_write_must_be_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "run"]) == 2
    assert "--onnx, --int8, or both" in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_told(place: Path, told_json: Json) -> None:
    assert main(["export", ".", "--onnx", "--json"]) == 1
    assert told_json()["code"] == "export_no_run"


def test_a_damaged_file_is_told(place: Path, told_json: Json) -> None:
    shutil.copytree(place / "run" / "student", place / "broken")
    (place / "broken" / "model.onnx").write_bytes(b"no model")
    assert main(["try", "broken", "--text", "a film", "--json"]) == 1
    assert told_json()["code"] == "teacher_broken"
