"""The forms of a student that Try offers: as it was trained and as it was exported, those that are on the disk, and what becomes of a broken one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from distilstudio.gui.app import Studio
from distilstudio.gui.pages.export import ExportPage
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.widgets.answer_card import AnswerCard
from distilstudio.protocol.events import ExportEnded, ModelsOpened
from distilstudio.protocol.problems import problem
from tests.gui.run_folders import RECIPE, a_report, make_run

FORMS = ("onnx", "onnx-int8")
OPENED = ModelsOpened(1, ["student"], {"student": 69.6}, {"student": 3}, ["negative", "positive"])
BROKEN = problem("teacher_broken", path="exports/onnx-int8", reason="model.onnx: INVALID_PROTOBUF")


@pytest.fixture
def run(studio: Studio) -> Path:
    """A run with both exports; the project is about its texts, with a teacher of its own."""
    run = make_run(studio.settings.runs_folder, "reviews")
    export(run)
    studio.project.set_recipe(RECIPE, "")
    studio.project.set_value("teacher.model", "/models/large")
    return run


@pytest.fixture
def asked(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that the engine was asked to open as the student; its answers are handed in."""
    folders: list[str] = []

    def open_models(task: str, teacher: str, student: str, *more: object) -> int:
        folders.append(Path(student).name)
        return len(folders)

    monkeypatch.setattr(studio.client, "open_models", open_models)
    return folders


def export(run: Path) -> None:
    for kind in FORMS:
        (run / "exports" / kind).mkdir(parents=True, exist_ok=True)
        (run / "exports" / kind / "model.onnx").write_bytes(b"weights")


def card_of(studio: Studio) -> AnswerCard:
    page = studio.window.page("try")
    assert isinstance(page, TryPage)
    return page.sides["student"]


def offered(studio: Studio) -> list[str]:
    form = card_of(studio).form
    return [form.itemText(place) for place in range(form.count())]


def choose(studio: Studio, place: int) -> None:
    form = card_of(studio).form
    form.setCurrentIndex(place)
    form.activated.emit(place)


def open_student(studio: Studio) -> None:
    studio.window.show_page("try")
    studio.client.models_opened.emit(OPENED)


def test_a_damaged_export_makes_way_for_the_student_as_it_was_trained(studio: Studio, run: Path, asked: list[str]) -> None:
    open_student(studio)
    choose(studio, 2)
    studio.client.problem_raised.emit(BROKEN, "models")
    assert asked == ["student", "onnx-int8", "student"]
    shown = studio.window.problem_card
    assert shown.problem is None  # whose fault it was is known when the other has opened
    studio.client.models_opened.emit(OPENED)
    assert card_of(studio).form.isVisible()
    assert card_of(studio).form.currentText() == "As trained"
    assert shown.problem is not None
    assert shown.problem.code == "export_broken"
    assert str(run / "exports" / "onnx-int8") in shown.problem.what
    assert "INVALID_PROTOBUF" in shown.problem.detail
    assert shown.fix_button.text() == "Make them again"
    QTest.mouseClick(shown.fix_button, Qt.MouseButton.LeftButton)
    assert studio.window.current == "export"
    assert studio.project.recipe.teacher.model == "/models/large"
    studio.client.models_opened.emit(OPENED)
    assert shown.problem is None  # it is told once


def test_models_of_a_run_that_are_gone_do_not_change_the_recipe(studio: Studio, run: Path, asked: list[str]) -> None:
    open_student(studio)
    choose(studio, 1)
    for _ in range(2):  # the exported student, and the one as it was trained: it is the teacher that is not there
        studio.client.problem_raised.emit(problem("teacher_missing", path="/models/gone"), "models")
    shown = studio.window.problem_card
    assert shown.problem is not None
    assert shown.problem.code == "models_broken"
    assert "There is no teacher at /models/gone." in shown.problem.why
    assert not shown.fix_button.isVisible()
    assert not studio.trying.has_models
    assert asked == ["student", "onnx", "student"]


def test_only_forms_that_are_on_the_disk_are_offered(studio: Studio, run: Path, asked: list[str]) -> None:
    (run / "exports" / "onnx" / "model.onnx").unlink()
    open_student(studio)
    assert offered(studio) == ["As trained", "ONNX int8"]
    choose(studio, 1)
    studio.client.models_opened.emit(OPENED)
    shutil.rmtree(run / "exports")
    for key in ("start", "try"):
        studio.window.show_page(key)
    assert offered(studio) == ["As trained"]
    assert asked == ["student", "onnx-int8", "student"]


def test_an_export_that_ends_while_try_is_shown_is_offered_at_once(
    studio: Studio, run: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio.client, "export_run", lambda out, kinds: "job")
    shutil.rmtree(run / "exports")
    open_student(studio)
    assert offered(studio) == ["As trained"]
    for expected in (["student"], ["student", "onnx", "onnx"]):  # the second time the form that answers is another file
        studio.window.show_page("export")
        page = studio.window.page("export")
        assert isinstance(page, ExportPage)
        page.make_button.click()
        studio.window.show_page("try")
        export(run)
        studio.client.job_event.emit(ExportEnded("job", "done", report=a_report()))
        assert offered(studio) == ["As trained", "ONNX", "ONNX int8"]
        assert asked == expected
        choose(studio, 1)
        studio.client.models_opened.emit(OPENED)
