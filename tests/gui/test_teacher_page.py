"""The Teacher page: cards and folders ask, the description and the switch are read back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.check_up import CheckState
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.teacher import TeacherPage
from distilstudio.gui.theme import Theme
from distilstudio.protocol.events import TeacherDescribed
from distilstudio.protocol.hub import DownloadEnded
from distilstudio.protocol.inspection import DataInspected
from distilstudio.protocol.problems import problem
from tests.fake_engine import load_transcript


@pytest.fixture
def project(qtbot: QtBot) -> Project:
    return Project()


@pytest.fixture
def hub(qtbot: QtBot) -> HubState:
    return HubState()


@pytest.fixture
def check(project: Project) -> CheckState:
    return CheckState(project)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, project: Project, settings: Settings, hub: HubState, check: CheckState) -> TeacherPage:
    page = TeacherPage(project, Theme(qapp, "light"), settings, hub, check)
    qtbot.addWidget(page)
    return page


def described(head_fits: bool = False) -> TeacherDescribed:
    teacher = cast(TeacherDescribed, load_transcript("teacher_described")[0])
    return msgspec.structs.replace(teacher, head_fits=head_fits)


def with_data(project: Project) -> None:
    project.set_data(cast(DataInspected, load_transcript("data_inspected")[0]))


def test_description_is_told_in_words(page: TeacherPage, project: Project) -> None:
    assert not page.primary().enabled
    assert not page.busy.isHidden()
    project.set_teacher(described())
    assert page.primary().enabled
    assert page.busy.isHidden()
    told = page.facts.accessibleDescription()
    for words in (
        "6 layers × 384 wide",
        "22.7 million · 91 MB",
        "512 word pieces",
        "none yet; it learns yours",
        "Apache-2.0",
        "✓ Yes",
    ):
        assert words in told, words
    assert page.rail_note() == "Starter · 6 layers · 91 MB"


def test_teacher_that_hardly_fits_says_so(page: TeacherPage, project: Project) -> None:
    project.set_teacher(msgspec.structs.replace(described(), fits=False))
    assert "⚠ Hardly, it needs about 1.5 GB of memory" in page.facts.accessibleDescription()


def drop(target: QWidget, url: QUrl) -> None:
    """Drag a file in and let go, as the window system tells it."""
    mime = QMimeData()
    mime.setUrls([url])
    keys, button, action = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, mime, button, keys)
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), action, mime, button, keys))


def test_dropped_folder_is_asked_for_and_gets_a_card(page: TeacherPage, project: Project, qtbot: QtBot, tmp_path: Path) -> None:
    url = QUrl.fromLocalFile(str(tmp_path))
    with qtbot.waitSignal(page.teacher_requested) as asked:
        drop(page, url)
    assert asked.args == [str(tmp_path)]
    project.set_value("teacher.model", str(tmp_path))
    assert [card.model for card in page.cards.cards] == ["starter", str(tmp_path)]
    assert [card.isChecked() for card in page.cards.cards] == [False, True]
    with qtbot.waitSignal(page.teacher_requested) as asked:
        page.cards.cards[0].click()
    assert asked.args == ["starter"]


def test_click_on_the_chosen_card_asks_for_nothing(page: TeacherPage) -> None:
    asked: list[str] = []
    page.teacher_requested.connect(asked.append)
    page.cards.cards[0].click()
    assert asked == []


def test_asking_shows_that_it_is_under_way(page: TeacherPage, project: Project) -> None:
    project.set_teacher(described())
    page.take_model("/models/mine")
    assert page.is_loading
    assert not page.primary().enabled
    project.set_teacher(msgspec.structs.replace(described(), name="mine"))
    assert not page.is_loading


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_folder_button_opens_a_dialog_for_folders(page: TeacherPage, qtbot: QtBot) -> None:
    button = page.findChild(QPushButton, "teacher_folder_button")
    assert isinstance(button, QPushButton)
    button.click()
    dialog = page.findChild(QFileDialog, "teacher_folder_dialog")
    assert isinstance(dialog, QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    with qtbot.waitSignal(page.teacher_requested) as asked:
        dialog.fileSelected.emit("/models/mine")
    assert asked.args == ["/models/mine"]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()


@pytest.mark.parametrize("fits", [False, True])
def test_switch_follows_whether_the_head_fits(page: TeacherPage, project: Project, fits: bool) -> None:
    with_data(project)
    project.set_teacher(described(head_fits=fits))
    assert page.first_check.isChecked() is not fits
    assert project.recipe.teacher.fine_tune == "auto"
    page.first_check.click()
    assert project.recipe.teacher.fine_tune == ("yes" if fits else "no")
    assert page.first_check.isChecked() is fits
    page.first_check.click()
    assert project.recipe.teacher.fine_tune == "auto"


def test_switch_explains_itself(page: TeacherPage, project: Project) -> None:
    with_data(project)
    project.set_teacher(described(head_fits=False))
    assert "learns them first" in page._first_words.text()
    project.set_value("teacher.fine_tune", "no")
    assert "the run will stop and say so" in page._first_words.text()
    project.set_teacher(described(head_fits=True))
    assert "can teach at once" in page._first_words.text()


def test_a_student_that_teaches_is_called_by_its_run(page: TeacherPage, project: Project, tmp_path: Path) -> None:
    student = tmp_path / "2026-03-02 1000 reviews" / "student"
    student.mkdir(parents=True)
    (student.parent / "recipe.toml").write_text("")
    page.cards.set_current(str(student))
    card = next(card for card in page.cards.cards if card.model == str(student))
    assert card.accessibleName().startswith("2026-03-02 1000 reviews")


def test_of_questions_nobody_speaks_of_labels(page: TeacherPage, project: Project) -> None:
    with_data(project)
    project.set_value("task", "qa")
    for fits, wish in ((False, "auto"), (False, "no"), (True, "yes"), (True, "auto")):
        project.set_value("teacher.fine_tune", wish)
        project.set_teacher(described(head_fits=fits))
        told = f"{page._first_words.text()} {page.facts.accessibleDescription()}"
        assert "label" not in told
        assert ("answers questions already" in told) == ("it answers them" in told) == fits
    assert "label" not in page.check_card.words.text()


def test_folder_without_a_model_is_a_card_with_a_way_out(page: TeacherPage, project: Project) -> None:
    project.set_value("teacher.model", "/models/empty")
    project.set_teacher_problem(problem("teacher_no_model", path="/models/empty", missing="config.json"))
    assert not page.problem_card.isHidden()
    assert not page.primary().enabled
    assert page.rail_note() == "Needs a look"
    page.problem_card.fix_button.click()
    assert project.recipe.teacher.model == "starter"


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_further_teachers_are_added_weighed_and_left_out(
    page: TeacherPage, project: Project, qtbot: QtBot, tmp_path: Path
) -> None:
    project.set_teacher(described(head_fits=True))
    more = page.more
    assert more.weigh_combo.isHidden()
    more.add_button.click()
    dialog = page.findChild(QFileDialog, "more_teachers_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "second"))
    dialog.close()
    more.add(str(tmp_path / "runs" / "June" / "teacher"))
    more.add(str(tmp_path / "second"))  # it is there already
    assert project.recipe.teacher.more == [str(tmp_path / "second"), str(tmp_path / "runs" / "June" / "teacher")]
    assert more.names() == ["second", "June"]
    assert "follows the mean of what all say" in more.note_label.text()
    assert not more.weigh_combo.isHidden()
    more.weigh_combo.setFocus()
    qtbot.keyClick(more.weigh_combo, Qt.Key.Key_Down)
    assert project.recipe.teacher.weigh == "equal"
    assert [button.accessibleName() for button in more.remove_buttons] == ["Leave out second", "Leave out June"]
    more.remove_buttons[0].click()
    assert more.names() == ["June"]
    project.set_value("task", "ner")
    assert more.isHidden()


def test_a_further_teacher_that_cannot_teach_is_left_out_and_the_first_stays(page: TeacherPage, project: Project) -> None:
    project.set_value("teacher.model", "/models/first")
    for model in ("/models/second", "/models/first", "/gone"):
        page.more.add(model)
    assert project.recipe.teacher.more == ["/models/second", "/gone"]  # the first is asked already
    project.set_teacher_problem(problem("teacher_more", name="/gone", reason="The folder does not exist.", model="/gone"))
    assert not page.primary().enabled
    assert page.problem_card.fix_button.text() == "Leave it out"
    page.problem_card.fix_button.click()
    assert (project.recipe.teacher.model, project.recipe.teacher.more) == ("/models/first", ["/models/second"])
    project.set_value("teacher.model", "/models/second")
    assert project.recipe.teacher.more == []


def test_a_teacher_that_is_still_on_the_hub_is_downloaded_from_its_check_up(
    page: TeacherPage, project: Project, hub: HubState, check: CheckState, qtbot: QtBot
) -> None:
    project.set_value("teacher.model", "ada/tiny")
    project.set_teacher(described(head_fits=True))
    check.begin()
    check.take_problem(problem("hub_not_here", model="ada/tiny"))
    card = page.check_card
    assert card.problem_card.fix_button.text() == "Download it"
    with qtbot.waitSignal(page.hub_search.download_requested) as wanted:
        card.problem_card.fix_button.click()
    assert wanted.args == ["ada/tiny"]
    assert not page.hub_search.isHidden()
    hub.begin_download("ada/tiny")
    with qtbot.waitSignal(card.check_requested):  # what was asked of it before it was here
        hub.take(DownloadEnded(1, "ada/tiny", "done"))
    assert page.hub_search.isHidden()


def test_next_goes_to_the_recipe(page: TeacherPage, project: Project, qtbot: QtBot) -> None:
    project.set_teacher(described())
    with qtbot.waitSignal(page.leave_to) as left:
        page.on_primary()
    assert left.args == ["recipe"]
