"""A teacher's check-up by clicks, with the real engine; and what the page says of check-ups of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.check_up import CheckState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.data import DataPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.check_up_card import CheckUpCard
from distilstudio.gui.widgets.disagreement_row import DisagreementRow, at_a_glance
from distilstudio.protocol.check import CheckProgress, CheckUp, Disagreement, LabelMatch, LabelScores, MarkedPart, TeacherChecked
from distilstudio.protocol.problems import problem
from tests.engine.lessons import LABELS, teach
from tests.gui.conftest import standing_window
from tests.tiny_models import keyword_rows, write_csv

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
LONG_MS = 120_000
WRONG = (5, 20, 41)
T = TypeVar("T", bound=QWidget)


@pytest.fixture
def studio(qtbot: QtBot, settings: Settings, tmp_path: Path) -> Iterator[Studio]:
    """The whole window with the real engine, texts of which three carry the wrong label, and a teacher whose labels have no names."""
    rows = [
        (text, LABELS[1 - LABELS.index(label)] if row in WRONG else label) for row, (text, label) in enumerate(keyword_rows(80))
    ]
    write_csv(tmp_path / "train.csv", rows)
    teach(tmp_path / "teacher", ["LABEL_0", "LABEL_1"])
    with standing_window(qtbot, settings, ends_ms=LONG_MS) as studio:
        studio.openings.open_path(str(tmp_path / "train.csv"))
        studio.openings.open_path(str(tmp_path / "teacher"))
        qtbot.waitUntil(lambda: studio.project.ready, timeout=LONG_MS)
        yield studio


def find(where: QWidget, kind: type[T], name: str) -> T:
    found = where.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def test_a_teacher_is_checked_its_labels_matched_and_rows_decided(studio: Studio, qtbot: QtBot) -> None:
    window, project = studio.window, studio.project
    teacher = project.teacher
    assert teacher is not None
    assert not teacher.head_fits, "LABEL_0 is no name of these texts"
    QTest.mouseClick(find(window, QPushButton, "teacher_check_button"), Qt.MouseButton.LeftButton)
    headline = find(window, QLabel, "check_headline")
    qtbot.waitUntil(lambda: "exam rows right" in headline.text(), timeout=LONG_MS)
    assert "8 exam rows" in headline.text()
    assert "ms for a text, one at a time. Always saying “" in find(window, QLabel, "check_words").text()
    # The match is in the recipe, and by it the teacher fits.
    assert project.recipe.teacher.labels == {"LABEL_0": "neg", "LABEL_1": "pos"}
    qtbot.waitUntil(lambda: project.teacher is not None and project.teacher.head_fits, timeout=LONG_MS)
    first = window.findChildren(DisagreementRow)[0]
    assert (first.told.row in WRONG, first.told.said != first.told.answered) == (True, True)
    first.drop_button.click()
    assert project.recipe.data.corrections == {first.told.key: "drop"}
    assert first.drop_button.isChecked()
    assert "1 are dropped" in find(window, QLabel, "disagreement_decided").text()
    first.take_button.click()
    assert project.recipe.data.corrections == {first.told.key: first.told.take}
    assert [first.drop_button.isChecked(), first.take_button.isChecked()] == [False, True]
    # The page of the data shows the row among its own.
    page = cast(DataPage, window.page("data"))
    assert "1 row was corrected by you" in page.health.accessibleDescription()
    find(page, QPushButton, "health_show_decided").click()
    qtbot.waitUntil(lambda: page.table.selectionModel().hasSelection(), timeout=LONG_MS)
    [place] = page.table.selectionModel().selectedRows()
    assert page.table.model().headerData(place.row(), Qt.Orientation.Vertical) == str(first.told.row + 1)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert project.recipe.data.corrections == {first.told.key: "drop"}
    assert window.current == "teacher"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert project.recipe.data.corrections == {}
    assert not first.drop_button.isChecked()
    # A wrong match is asked about at once, and told as what it is.
    combo = find(window, QComboBox, "label_match_combo")
    combo.setCurrentIndex(combo.findData("pos"))
    combo.activated.emit(combo.currentIndex())
    assert project.recipe.teacher.labels == {"LABEL_0": "pos", "LABEL_1": "pos"}
    card = find(window, QWidget, "check_problem_card")
    qtbot.waitUntil(card.isVisible, timeout=LONG_MS)
    assert "other labels" in find(card, QLabel, "problem_what").text()
    find(card, QPushButton, "problem_fix_button").click()
    assert project.recipe.teacher.fine_tune == "yes"


# -- the card alone ------------------------------------------------------------------------------------------------------------


def told(row: int = 7, **changes: object) -> Disagreement:
    one = Disagreement("0123456789abcdef", row, "The soup was cold.", "", ["positive"], ["negative"], 0.987, 'take ["negative"]')
    return msgspec.structs.replace(one, **changes)


def found(**changes: object) -> CheckUp:
    check = CheckUp(
        model="/models/mine",
        score_name="accuracy",
        scores={"accuracy": 0.9134, "macro_f1": 0.9},
        chance=0.5,
        chance_label="positive",
        exam_rows=300,
        exam_total=300,
        labels=[LabelScores("positive", 150, 0.95, 0.9, 0.92), LabelScores("negative", 150, 0.9, 0.85, 0.87)],
        matches=[
            LabelMatch("POSITIVE", "positive", "name"),
            LabelMatch("NEGATIVE", "negative", "name"),
            LabelMatch("x", "", "none"),
        ],
        data_labels=["negative", "positive"],
        ms_per_text=7.24,
        train_rows=1600,
        train_total=1600,
        differing=1,
        disagreements=[told()],
    )
    return msgspec.structs.replace(check, **changes)


@pytest.fixture
def project(qtbot: QtBot) -> Project:
    return Project()


@pytest.fixture
def state(project: Project) -> CheckState:
    return CheckState(project)


@pytest.fixture
def card(qtbot: QtBot, qapp: QApplication, project: Project, state: CheckState) -> CheckUpCard:
    card = CheckUpCard(project, state, Theme(qapp, "light"))
    qtbot.addWidget(card)
    card.show()
    return card


def tell(state: CheckState, check: CheckUp | None) -> None:
    state.begin()
    state.take(TeacherChecked(1, check))


def test_of_questions_nobody_speaks_of_labels(card: CheckUpCard, state: CheckState, project: Project) -> None:
    project.set_value("task", "qa")
    tell(state, found(score_name="f1", scores={"f1": 0.8, "exact_match": 0.7}))
    project.set_value("data.corrections", {"a": "keep"})
    told = [card.disagreements.told.text(), card.disagreements.decided_words.text(), card.disagreements.title_label.text()]
    assert [("answer" in words, "label" in words) for words in told] == [(True, False)] * 3


def test_what_was_found_is_told_in_words_and_tables(card: CheckUpCard, state: CheckState) -> None:
    tell(state, found())
    assert card.headline.text() == "It answers 91.3 % of 300 exam rows right."
    assert card.words.text() == "7.2 ms for a text, one at a time. Always saying “positive” would be right for 50.0 % of them."
    assert card.scores.accessibleDescription().startswith("negative: 150 in the exam, right 90 %, found 85 %, F1 87 %")
    assert [combo.currentData() for combo in card.matches.combos] == ["positive", "negative", ""]
    row = card.disagreements.rows[0]
    assert row.accessibleDescription() == "Your file says: positive; The teacher says: negative · 99 % sure"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"score_name": "micro_f1", "scores": {"micro_f1": 0.8}}, "labels for 300 exam rows are 80.0 % right and complete"),
        (
            {"score_name": "span_f1", "scores": {"span_f1": 0.8}},
            "The names it finds in 300 exam sentences are 80.0 % right and complete",
        ),
        (
            {"score_name": "f1", "scores": {"f1": 0.8, "exact_match": 0.7}},
            "overlap with the right ones by 80.0 % (F1); 70.0 % are",
        ),
    ],
)
def test_each_score_has_its_sentence(card: CheckUpCard, state: CheckState, changes: dict[str, object], words: str) -> None:
    tell(state, found(**changes))
    assert words in card.headline.text()


def test_a_sample_is_said_to_be_one_and_all_rows_can_be_asked_for(card: CheckUpCard, state: CheckState, qtbot: QtBot) -> None:
    tell(state, found(exam_rows=1000, exam_total=25_000, train_rows=2000, train_total=50_000))
    assert "drawn by chance from 25,000" in card.words.text()
    assert "2,000 (drawn by chance from 50,000)" in card.disagreements.told.text()
    with qtbot.waitSignal(card.check_requested) as asked:
        card.disagreements.all_button.click()
    assert asked.args == [True]


def test_progress_is_told_and_can_be_stopped(card: CheckUpCard, state: CheckState, qtbot: QtBot) -> None:
    state.begin()
    state.take(CheckProgress(1, "exam", 40, 300))
    assert card.words.text() == "Taking the exam… 40 of 300"
    assert (card.bar.value(), card.bar.isVisible(), card.check_button.isVisible()) == (133, True, False)
    with qtbot.waitSignal(card.stop_requested):
        card.stop_button.click()
    state.begin_stop()
    assert not card.stop_button.isEnabled()
    state.take(TeacherChecked(1))
    assert card.check_button.isVisible()
    assert not card.bar.isVisible()


@pytest.mark.parametrize(("fine_tune", "offered"), [("no", True), ("auto", True), ("yes", False)])
def test_a_guessing_teacher_is_stopped_with_its_remedy(
    card: CheckUpCard, state: CheckState, project: Project, fine_tune: str, offered: bool
) -> None:
    project.set_value("teacher.fine_tune", fine_tune)
    guesses = problem("teacher_guesses", score="51.0 %", chance="50.0 %", label="positive", rows=300)
    tell(state, found(problem=guesses))
    assert "hardly better than guessing" in card.problem_card.accessibleName()
    assert card.problem_card.fix_button.isVisible() is offered
    if offered:
        card.problem_card.fix_button.click()
        assert project.recipe.teacher.fine_tune == "yes"


def test_a_teacher_without_a_head_shows_no_empty_tables(card: CheckUpCard, state: CheckState) -> None:
    nothing = {"scores": {}, "labels": [], "matches": [], "disagreements": []}
    tell(state, found(problem=problem("teacher_no_head", reason="It has no head."), **nothing))
    assert card.problem_card.isVisible()
    assert not card.scores.isVisible()
    assert not card.disagreements.isVisible()


def test_a_match_is_changed_and_asked_about_again(card: CheckUpCard, state: CheckState, project: Project, qtbot: QtBot) -> None:
    tell(state, found())
    assert project.recipe.teacher.labels == {"POSITIVE": "positive", "NEGATIVE": "negative", "x": ""}
    combo = card.matches.combos[2]
    combo.setCurrentIndex(combo.findData("positive"))
    with qtbot.waitSignal(state.again_wanted):
        combo.activated.emit(combo.currentIndex())
    said = {"POSITIVE": "positive", "NEGATIVE": "negative", "x": "positive"}
    assert project.recipe.teacher.labels == said
    tell(state, found(matches=[LabelMatch(own, data, "said") for own, data in said.items()]))
    assert "“POSITIVE” + “x” count as your “positive”" in card.matches.words()


def test_where_rows_carry_several_labels_none_is_added_up(card: CheckUpCard, state: CheckState, project: Project) -> None:
    project.set_value("data.multi_label", True)
    tell(state, found())
    assert "cannot be added up" in card.matches.words()
    card.matches.match_chosen.emit("x", "positive")
    assert project.recipe.teacher.labels == {"POSITIVE": "", "NEGATIVE": "negative", "x": "positive"}


def test_other_texts_or_another_teacher_make_it_a_thing_of_the_past(
    card: CheckUpCard, state: CheckState, project: Project
) -> None:
    tell(state, found())
    project.set_value("loss.temperature", 3.0)
    project.set_value("data.corrections", {"0123456789abcdef": "keep"})
    assert state.found is not None
    project.set_value("teacher.model", "/models/other")
    assert state.found is None
    assert project.recipe.teacher.labels == {}, "its labels have names of their own"
    assert card.disagreements.isVisible(), "what was decided is still said"
    assert "1 keep your label" in card.disagreements.decided_words.text()


def test_a_check_up_under_way_is_given_up_for_another_teacher(state: CheckState, project: Project, qtbot: QtBot) -> None:
    state.begin()
    with qtbot.waitSignal(state.abandoned):
        project.set_value("teacher.model", "/models/other")
    state.take(TeacherChecked(1, found()))
    state.take_problem(problem("engine_died", status="exit status 9"))
    assert (state.running, state.found, state.problem) == (False, None, None)


def test_more_rows_are_shown_as_they_are_asked_for(card: CheckUpCard, state: CheckState) -> None:
    many = [told(row, key=f"{row:016x}") for row in range(25)]
    tell(state, found(differing=300, disagreements=many))
    assert "300" in card.disagreements.told.text()
    assert "The first 25" in card.disagreements.told.text()
    for rows in (10, 20, 25):
        assert len(card.disagreements.rows) == rows
        card.disagreements.more_button.click()
    assert not card.disagreements.more_button.isVisible()


def test_what_was_decided_can_be_taken_back_at_once(card: CheckUpCard, state: CheckState, project: Project) -> None:
    tell(state, found())
    card.disagreements.rows[0].keep_button.click()
    assert project.recipe.data.corrections == {told().key: "keep"}
    card.disagreements.rows[0].keep_button.click()
    assert project.recipe.data.corrections == {}
    card.disagreements.rows[0].take_button.click()
    card.disagreements.back_button.click()
    assert project.recipe.data.corrections == {}
    assert not card.disagreements.rows[0].take_button.isChecked()


def test_a_long_passage_is_cut_around_what_is_in_dispute() -> None:
    text = "word " * 200 + "HERE " + "word " * 200
    shown = at_a_glance(text, [MarkedPart(1000, 1004, "")])
    assert "HERE" in shown
    assert len(shown) < 300
    assert shown.startswith("…")
    assert shown.endswith("…")
