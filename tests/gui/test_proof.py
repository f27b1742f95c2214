"""The proof run by clicks: started on the Compare page with the real engine, stopped, told in words, and compared over several runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.compare import ComparePage
from distilstudio.gui.proof_words import without_it_means, worth
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.score_board import ScoreBoard
from distilstudio.protocol.events import STAGES, RunStarted
from distilstudio.protocol.proof import ProofEnded, ProofProgress
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse, render
from distilstudio.protocol.report import Proof
from tests.engine.finished_runs import finished_run, report_of
from tests.gui.conftest import LONG_MS, close_and_lose, standing_window
from tests.gui.run_folders import RECIPE, a_report, make_run
from tests.tiny_models import make_tiny_teacher

ENGINE_MS = 120_000
GAIN = Proof(1200, {"accuracy": 0.879}, {"accuracy": 0.91}, 0.031, 0.019, 0.043, 2000, "base", 64.0)


@pytest.fixture
def real_studio(qtbot: QtBot, settings: Settings) -> Iterator[Studio]:
    """The window with the real engine behind it."""
    with standing_window(qtbot, settings, ends_ms=ENGINE_MS) as studio:
        yield studio


def page_of(studio: Studio) -> ComparePage:
    return cast(ComparePage, studio.window.page("compare"))


def turned_to_proof(qtbot: QtBot, studio: Studio, base: Path) -> ComparePage:
    """The Compare page, turned to the proof of the one run in this folder."""
    studio.settings.set("runs_folder", str(base))
    studio.window.show_page("compare")
    page = page_of(studio)
    qtbot.waitUntil(lambda: len(page.table.chosen) == 1, timeout=LONG_MS)
    page.menu.prove.trigger()
    return page


def provable(base: Path) -> Path:
    """A finished run with a tiny student whose teacher was trained from a base that is there."""
    run = finished_run(base, "classification")
    (run / "teacher").mkdir()
    recipe = parse((run / "recipe.toml").read_bytes())
    for key, value in {"teacher.model": str(make_tiny_teacher(base / "base", layers=2)), "train.epochs": 1}.items():
        recipe = with_value(recipe, key, value)
    (run / "recipe.toml").write_text(render(recipe), encoding="utf-8")
    return run


@pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog asks for more than the platform without a screen can give
def test_a_proof_run_is_not_lost_by_closing_the_window_unless_that_is_wanted(
    qtbot: QtBot, real_studio: Studio, tmp_path: Path
) -> None:
    studio, run = real_studio, provable(tmp_path)
    view = turned_to_proof(qtbot, studio, tmp_path).proof
    words: list[str] = []

    def listen(_event: object) -> None:
        if studio.closing.question is not None:
            words.append(studio.closing.question.text())

    studio.client.job_event.connect(listen)
    view.button.click()
    studio.window.close()
    studio.window.close()  # asked once
    box = studio.closing.question
    assert box is not None
    assert box.text() == "The proof run has just begun. Close and lose it?"
    assert "keeps nothing of it" in box.informativeText()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert studio.closing.question is None
    assert studio.window.isVisible()
    assert view.stop_button.isVisible()
    studio.window.close()
    qtbot.waitUntil(lambda: studio.closing.question is None, timeout=ENGINE_MS)  # it ended meanwhile: nothing is left to ask
    assert studio.window.isVisible()
    assert any("% done" in one for one in words)
    assert "The proof run is at its last step: both take the exam. Close and lose it?" in words
    proof = report_of(run).proof
    assert proof is not None
    view.button.click()
    close_and_lose(studio, qtbot, ENGINE_MS)
    assert report_of(run).proof == proof
    assert not (run / "proof.partial").exists()


def test_one_press_proves_a_run_another_is_stopped_and_a_third_cannot_be(
    qtbot: QtBot, real_studio: Studio, tmp_path: Path
) -> None:
    studio, run = real_studio, provable(tmp_path)
    page = turned_to_proof(qtbot, studio, tmp_path)
    view = page.proof
    assert view.isVisible()
    assert "without the teacher" in view.note.text()
    told: list[object] = []
    studio.client.job_event.connect(told.append)
    view.button.click()
    assert not view.button.isVisible()
    assert view.stop_button.isVisible()
    assert not page.menu.throw_away.isEnabled()
    qtbot.waitUntil(lambda: bool(told) and isinstance(told[-1], ProofEnded), timeout=ENGINE_MS)
    proof = report_of(run).proof
    assert proof is not None
    assert {event.step for event in told if isinstance(event, ProofProgress)} == {"read", "learn", "exam"}
    qtbot.waitUntil(lambda: "24 exam rows" in view.words.text(), timeout=LONG_MS)
    assert "as it came" in view.note.text()
    assert view.intervals.isVisible()
    assert "24 exam rows" in view.intervals.accessibleDescription()
    assert page.menu.throw_away.isEnabled()
    assert view.button.text() == "Prove it again"
    told.clear()
    view.button.click()
    view.stop_button.click()
    qtbot.waitUntil(lambda: bool(told) and isinstance(told[-1], ProofEnded), timeout=ENGINE_MS)
    last = told[-1]
    assert isinstance(last, ProofEnded)
    assert last.outcome == "discarded"
    assert view.button.isVisible()
    assert report_of(run).proof == proof
    (tmp_path / "base").rename(tmp_path / "gone")
    view.button.click()
    card = studio.window.problem_card
    qtbot.waitUntil(lambda: card.problem is not None, timeout=ENGINE_MS)
    assert card.problem is not None
    assert card.problem.code == "teacher_missing"
    assert view.button.isEnabled()
    assert not (run / "proof.partial").exists()


def test_intervals_of_several_runs_are_compared(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    none = msgspec.structs.replace(GAIN, gain=0.004, low=-0.008, high=0.016)
    make_run(tmp_path, "2026-03-01 1000 half", RECIPE, msgspec.structs.replace(a_report(0.91), proof=GAIN))
    make_run(tmp_path, "2026-03-02 1000 tiny", RECIPE, msgspec.structs.replace(a_report(0.88), proof=none))
    make_run(tmp_path, "2026-03-03 1000 new", RECIPE, a_report(0.9))
    studio.settings.set("runs_folder", str(tmp_path))
    studio.window.show_page("compare")
    page = page_of(studio)
    qtbot.waitUntil(lambda: len(page.table.chosen) == 3, timeout=LONG_MS)
    page.curves_card.show_proof()
    view = page.proof
    assert not view.button.isVisible()
    assert "crosses 0" in view.words.text()
    assert view.intervals.accessibleDescription() == (
        "tiny: No gain that 1,200 exam rows could show: 0.4 points (95 %: −0.8 to 1.6). More exam rows would tell finer.; "
        "half: The teacher’s help is worth 3.1 points (95 %: 1.9 to 4.3) on 1,200 exam rows."
    )
    page.table.choose([tmp_path / "2026-03-01 1000 half"])
    assert view.words.text() == "The teacher’s help is worth 3.1 points (95 %: 1.9 to 4.3) on 1,200 exam rows."
    assert "without the teacher 87.9 %, with it 91.0 %" in view.note.text()
    page.table.choose([tmp_path / "2026-03-03 1000 new"])
    assert view.button.isEnabled()
    assert "as long as the student learnt: 20 s" in view.note.text()
    studio.run.begin("run-9")
    studio.run.apply(RunStarted("run-9", str(tmp_path / "other"), STAGES, "cpu", "fp32"))
    assert not view.button.isEnabled()
    assert "when the run that goes on is over" in view.step.text()


def test_of_hidden_words_nothing_is_said_of_labels() -> None:
    for start in ("base", "teacher", "student"):
        words = without_it_means(
            msgspec.structs.replace(GAIN, alone={"perplexity": 14.0}, student={"perplexity": 12.0}, start=start)
        )
        assert "hidden words" in words
        assert "label" not in words
        assert "label" in without_it_means(msgspec.structs.replace(GAIN, start=start))


def test_of_questions_nothing_is_said_of_labels() -> None:
    asked = msgspec.structs.replace(GAIN, alone={"f1": 0.88, "exact_match": 0.8}, student={"f1": 0.91, "exact_match": 0.85})
    for start in ("base", "teacher", "student"):
        words = without_it_means(msgspec.structs.replace(asked, start=start))
        assert "your answers" in words
        assert "label" not in words
    words = worth(msgspec.structs.replace(asked, gain=-0.02, low=-0.03, high=-0.01))
    assert words.endswith("Your answers alone teach this student more.")


def test_the_score_board_says_what_was_proved(qtbot: QtBot, theme: Theme) -> None:
    board = ScoreBoard(theme)
    qtbot.addWidget(board)
    board.show_report(a_report(0.91))
    assert board.findChild(QLabel, "proof_line").isHidden()
    board.show_report(msgspec.structs.replace(a_report(0.91), proof=GAIN))
    assert "worth 3.1 points" in board.findChild(QLabel, "proof_line").text()
    assert "worth 3.1 points" in board.accessibleDescription()
