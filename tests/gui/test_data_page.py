"""The Data page: a file is dropped, roles are moved in the header, and what the engine found is read back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.pages.data import DataPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.health_list import HealthList
from distilstudio.protocol.hub import DownloadEnded
from distilstudio.protocol.inspection import DataInspected, DataPreviewed, HealthFact
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import DataChoice, Recipe
from tests.fake_engine import load_transcript


@pytest.fixture
def project(qtbot: QtBot) -> Project:
    return Project()


@pytest.fixture
def hub(qtbot: QtBot) -> HubState:
    return HubState()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, project: Project, hub: HubState) -> DataPage:
    page = DataPage(project, Theme(qapp, "light"), hub)
    qtbot.addWidget(page)
    return page


def inspected() -> DataInspected:
    return cast(DataInspected, load_transcript("data_inspected")[0])


def load(project: Project) -> DataInspected:
    project.set_recipe(Recipe(data=DataChoice(train="train.csv")), "/somewhere")
    data = inspected()
    project.set_data(data)
    return data


def shown(widget: QWidget) -> bool:
    return not widget.isHidden()


def test_empty_page_offers_a_drop_area_and_the_sample(page: DataPage, qtbot: QtBot) -> None:
    assert page.title() == "Which texts should the student learn from?"
    assert not page.primary().enabled
    assert not page.drop_area.is_compact
    with qtbot.waitSignal(page.sample_requested) as asked:
        page.drop_area.sample_button.click()
    assert asked.args == ["sentiment"]


def drop(target: QWidget, url: QUrl) -> None:
    """Drag a file in and let go, as the window system tells it."""
    mime = QMimeData()
    mime.setUrls([url])
    keys, button, action = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, mime, button, keys)
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), action, mime, button, keys))


def test_dropped_file_is_asked_for(page: DataPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text("review,stars\n", "utf-8")
    url = QUrl.fromLocalFile(str(file))
    with qtbot.waitSignal(page.data_requested) as asked:
        drop(page.drop_area, url)
    assert asked.args == [DataChoice(train=str(file))]


def test_drop_of_anything_else_asks_for_nothing(page: DataPage) -> None:
    asked: list[object] = []
    page.data_requested.connect(asked.append)
    url = QUrl("https://example.org/reviews.csv")
    drop(page.drop_area, url)
    assert asked == []


def test_reading_shows_that_it_is_under_way(page: DataPage, project: Project) -> None:
    project.set_recipe(Recipe(data=DataChoice(train="train.csv")), "")
    assert page.title() == "Reading your texts…"
    assert page.rail_state() == "busy"
    assert shown(page.busy)
    project.set_data(inspected())
    assert not shown(page.busy)


def test_guess_is_a_question_and_a_choice_a_statement(page: DataPage, project: Project) -> None:
    data = load(project)
    assert page.title() == "We think “review” is the text and “mood” is the label. Right?"
    assert page.subtitle().startswith("1,600 rows, 200 for the exam.")
    assert page.rail_note() == "train.csv · 1,600 rows · 2 labels"
    assert page.primary().enabled
    project.set_data(msgspec.structs.replace(data, data=msgspec.structs.replace(data.data, guessed=["encoding"])))
    assert page.title() == "“review” is the text and “mood” is the label."


def combo(page: DataPage, column: int) -> QComboBox:
    return page.table.roles.combos[column]


def choose(box: QComboBox, index: int) -> None:
    """As a person does: the list's own signal, not only the index."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


def three_columns(project: Project) -> None:
    data = load(project)
    project.set_data(
        msgspec.structs.replace(
            data, columns=["id", "review", "mood"], preview=[["1", "Fine soup.", "positive"], ["2", "Cold soup."]]
        )
    )


def test_roles_stand_in_the_header(page: DataPage, project: Project) -> None:
    three_columns(project)
    assert [combo(page, column).currentText() for column in range(3)] == ["–", "Text", "Label"]
    assert combo(page, 1).accessibleName() == "Role of the column review"


def test_role_moved_to_another_column_is_asked_for_with_the_other_role(page: DataPage, project: Project, qtbot: QtBot) -> None:
    three_columns(project)
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(combo(page, 0), 0)
    assert asked.args == [DataChoice(train="train.csv", text="id", label="mood")]


def test_roles_that_meet_change_places(page: DataPage, project: Project, qtbot: QtBot) -> None:
    three_columns(project)
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(combo(page, 2), 0)
    assert asked.args == [DataChoice(train="train.csv", text="mood", label="review")]


def test_filling_the_header_is_no_choice(page: DataPage, project: Project) -> None:
    asked: list[object] = []
    page.data_requested.connect(asked.append)
    three_columns(project)
    load(project)
    assert asked == []


def test_encoding_separator_and_exam_share_are_asked_for(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project)
    assert page.options.encoding.currentText() == "UTF-8 (guessed)"
    assert page.options.separator.currentText() == "comma (guessed)"
    for box, value, key in (
        (page.options.encoding, "gb18030", "encoding"),
        (page.options.separator, ";", "separator"),
        (page.options.exam, 0.2, "exam_fraction"),
    ):
        with qtbot.waitSignal(page.data_requested) as asked:
            choose(box, box.findData(value))
        assert getattr(asked.args[0], key) == value


def test_exam_file_is_shown_and_can_be_left_for_a_share(page: DataPage, project: Project, qtbot: QtBot) -> None:
    project.set_recipe(Recipe(data=DataChoice(train="train.csv", exam="/x/test.csv")), "")
    project.set_data(inspected())
    assert page.options.exam.currentText() == "file test.csv"
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(page.options.exam, page.options.exam.findData(0.1))
    assert asked.args[0].exam == ""


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_preview_draws_short_rows_too(page: DataPage, project: Project) -> None:
    three_columns(project)
    model = page.table.preview
    assert model.rowCount() == 2
    assert model.data(model.index(1, 2)) == ""
    assert not page.table.grab().isNull()


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (
            HealthFact("rows", "ok", {"rows": "1600", "usable": "1598", "exam_rows": "200"}),
            "1,600 rows to learn from, 200 for the exam.",
        ),
        (HealthFact("labels", "ok", {"labels": "2", "problem": ""}, names=["good", "bad"]), "2 labels: good, bad"),
        (HealthFact("labels", "ok", {"labels": "30", "problem": ""}, names=["a", "b"]), "30 labels: a, b and 28 more"),
        (HealthFact("labels", "ok", {"labels": "1", "problem": ""}, names=["PERSON"]), "1 label: PERSON"),
        (
            HealthFact("labels", "warn", {"labels": "1", "problem": "one"}, names=["good"]),
            "All rows have the same label, “good”",
        ),
        (HealthFact("labels", "warn", {"labels": "0", "problem": "none"}), "No row has a label."),
        (HealthFact("labels", "warn", {"labels": "900", "problem": "many"}, names=["a"]), "900 different labels"),
        (
            HealthFact(
                "imbalance", "warn", {"rows": "12", "label": "bad", "largest": "good", "largest_rows": "1200", "ratio": "100.0"}
            ),
            "“bad” is rare: 12 rows, against 1,200 of “good”.",
        ),
        (HealthFact("imbalance", "ok", {"rows": "9", "label": "b", "largest": "a", "largest_rows": "10"}), "about equally often"),
        (HealthFact("empty_rows", "ok", {"rows": "0"}), "No row is empty."),
        (HealthFact("empty_rows", "note", {"rows": "3"}), "3 rows have no text"),
        (HealthFact("unlabelled_rows", "note", {"rows": "4"}), "4 rows have no label"),
        (HealthFact("duplicates", "note", {"rows": "3"}), "3 rows repeat an earlier text"),
        (HealthFact("contradictions", "warn", {"rows": "2"}), "2 rows have a text that carries another label elsewhere."),
        (HealthFact("exam_overlap", "warn", {"rows": "5"}), "5 training rows are in the exam too"),
        (HealthFact("long_texts", "ok", {"rows": "0", "limit": "128"}), "No text is longer than 128 word pieces."),
        (HealthFact("long_texts", "warn", {"rows": "70", "limit": "128"}), "70 texts are longer than 128 word pieces"),
        (HealthFact("ragged_rows", "warn", {"rows": "7"}), "7 rows have more or fewer cells than the header"),
        (HealthFact("ragged_rows", "warn", {"rows": "1"}), "1 row has more or fewer cells than the header"),
        (HealthFact("empty_rows", "note", {"rows": "1"}), "1 row has no text; it is left out."),
        (HealthFact("duplicates", "ok", {"rows": "1", "fixed": "1"}), "1 row that repeats an earlier text is left out."),
        (
            HealthFact("imbalance", "warn", {"rows": "1", "label": "bad", "largest": "good", "largest_rows": "90"}),
            "“bad” is rare: 1 row, against 90 of “good”.",
        ),
        (HealthFact("imbalance", "ok", {"rows": "1", "label": "b", "largest": "a", "largest_rows": "1"}), "about equally often"),
    ],
)
def test_health_in_sentences(qtbot: QtBot, qapp: QApplication, fact: HealthFact, sentence: str) -> None:
    health = HealthList(Theme(qapp, "light"))
    qtbot.addWidget(health)
    health.fill([fact])
    assert sentence in health.accessibleDescription()


def test_warnings_come_first_and_show_goes_to_the_rows(page: DataPage, project: Project) -> None:
    data = load(project)
    facts = [
        HealthFact("rows", "ok", {"rows": "1600", "exam_rows": "200"}),
        HealthFact("duplicates", "note", {"rows": "2"}, [3, 900]),
        HealthFact("contradictions", "warn", {"rows": "1"}, [900]),
    ]
    project.set_data(msgspec.structs.replace(data, health=facts))
    told = page.health.accessibleDescription()
    assert told.index("another label") < told.index("repeat") < told.index("to learn from")
    button = page.findChildren(QPushButton, "health_show_duplicates")[-1]  # those before it are about to be deleted
    assert isinstance(button, QPushButton)
    button.click()
    assert [index.row() for index in page.table.selectionModel().selectedRows()] == [3]


def test_problem_is_a_card_and_everything_stays_usable(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project)
    project.set_data_problem(problem("data_encoding", file="train.csv", encoding="gb18030", line=3))
    assert shown(page.problem_card)
    assert page.problem_card.objectName() == "problem_card"
    assert page.title() == "This file needs a look"
    assert not page.primary().enabled
    assert page.table.preview.rowCount() == 8
    with qtbot.waitSignal(page.data_requested):
        choose(page.options.encoding, page.options.encoding.findData("latin-1"))
    project.set_data(inspected())
    assert not shown(page.problem_card)


def test_unclear_roles_can_be_chosen_where_the_problem_says_so(page: DataPage, project: Project, qtbot: QtBot) -> None:
    project.set_recipe(Recipe(data=DataChoice(train="odd.csv")), "")
    project.set_data_problem(problem("data_roles_unclear", file="odd.csv", role="text", columns=["a", "b, as said", "c"]))
    assert page.table.preview.columns == ["a", "b, as said", "c"]
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(combo(page, 1), 0)
    assert asked.args[0].text == "b, as said"


def test_another_file_forgets_what_was_shown(page: DataPage, project: Project) -> None:
    load(project)
    project.set_recipe(Recipe(data=DataChoice(train="/y/other.csv")), "")
    assert page.title() == "Reading your texts…"
    assert not shown(page._loaded)


def test_next_goes_to_the_teacher(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project)
    with qtbot.waitSignal(page.leave_to) as left:
        page.on_primary()
    assert left.args == ["teacher"]


def test_a_workbook_tells_its_sheet_and_asks_nothing_of_letters(page: DataPage, project: Project) -> None:
    project.set_recipe(Recipe(data=DataChoice(train="/x/reviews.xlsx")), "")
    data = inspected()
    found = msgspec.structs.replace(data.data, train="/x/reviews.xlsx", encoding="", separator="", part="Reviews 2024")
    project.set_data(msgspec.structs.replace(data, data=found))
    assert "sheet “Reviews 2024”" in page.drop_area._file.text()
    assert not shown(page.options._letters_field)
    assert not shown(page.options._separator_field)


def test_splits_of_a_saved_dataset_are_its_exam_until_a_share_is_chosen(page: DataPage, project: Project, qtbot: QtBot) -> None:
    project.set_recipe(Recipe(data=DataChoice(train="/x/saved")), "")
    data = inspected()
    found = msgspec.structs.replace(data.data, train="/x/saved/train", exam="/x/saved/test")
    project.set_data(msgspec.structs.replace(data, data=found))
    assert page.options.exam.currentText() == "file test"
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(page.options.exam, page.options.exam.findData(0.2))
    assert (asked.args[0].train, asked.args[0].exam) == ("/x/saved/train", "")


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_a_file_of_texts_without_labels_is_added_and_left_out(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project)
    assert "The teacher labels them" in page.unlabelled.words
    assert not shown(page.unlabelled.remove_button)
    page.unlabelled.add_button.click()
    dialog = page.findChild(QFileDialog, "unlabelled_file_dialog")
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(page.data_requested) as asked:
        dialog.fileSelected.emit("/x/more.txt")
    assert asked.args == [DataChoice(train="train.csv", unlabelled="/x/more.txt")]
    dialog.close()
    project.set_recipe(Recipe(data=asked.args[0]), "/somewhere")
    assert "more.txt" in page.unlabelled.words
    with qtbot.waitSignal(page.data_requested) as asked:
        page.unlabelled.remove_button.click()
    assert asked.args[0].unlabelled == ""


def test_a_fix_is_a_choice_of_the_recipe_and_can_be_taken_back(page: DataPage, project: Project, qtbot: QtBot) -> None:
    data = load(project)
    project.set_data(msgspec.structs.replace(data, health=[HealthFact("duplicates", "note", {"rows": "2"}, [3, 5])]))
    button = page.findChild(QPushButton, "health_fix_duplicates")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(page.data_requested) as asked:
        button.click()
    assert asked.args == [DataChoice(train="train.csv", drop_duplicates=True)]
    project.set_recipe(Recipe(data=asked.args[0]), "/somewhere")
    project.set_data(msgspec.structs.replace(data, health=[HealthFact("duplicates", "ok", {"rows": "2", "fixed": "1"}, [3, 5])]))
    assert "2 rows that repeat an earlier text are left out." in page.health.accessibleDescription()
    button = page.findChildren(QPushButton, "health_fix_duplicates")[-1]  # those before it are about to be deleted
    assert button.text() == "Undo"
    with qtbot.waitSignal(page.data_requested) as asked:
        button.click()
    assert asked.args == [DataChoice(train="train.csv")]


def test_first_rows_of_a_large_file_are_shown_while_it_is_counted(page: DataPage, project: Project, qtbot: QtBot) -> None:
    data = inspected()
    project.set_recipe(Recipe(data=DataChoice(train="train.csv")), "/somewhere")
    project.set_data_preview(DataPreviewed(1, data.data, data.columns, data.preview, 5_000_000))
    assert page.title() == "We think “review” is the text and “mood” is the label. Right?"
    assert page.subtitle() == "5,000,000 rows."
    assert shown(page.busy)
    assert not page.primary().enabled
    assert page.table.preview.rowCount() == len(data.preview)
    assert not shown(page.health)
    with qtbot.waitSignal(page.data_requested):
        choose(combo(page, 0), 1)
    project.set_data(data)
    assert project.data_preview is None
    assert page.subtitle().startswith("1,600 rows")
    assert shown(page.health)
    assert not shown(page.busy)


def download(page: DataPage, hub: HubState) -> None:
    """Ask for a part of a dataset, as its button does."""
    page.dataset_search.download_requested.emit("ada/reviews", "default", "train")
    hub.begin_download("ada/reviews", ("default", "train"))


def test_texts_of_the_hub_are_taken_as_they_arrive(page: DataPage, project: Project, hub: HubState, qtbot: QtBot) -> None:
    load(project)
    download(page, hub)
    with qtbot.waitSignal(page.data_requested) as asked:
        hub.take(DownloadEnded(1, "ada/reviews", "done"))
    assert (asked.args[0].train, asked.args[0].config, asked.args[0].split) == ("ada/reviews", "default", "train")
    assert not shown(page.arrived)


def test_texts_of_the_hub_are_taken_though_a_setting_was_changed_meanwhile(
    page: DataPage, project: Project, hub: HubState
) -> None:
    download(page, hub)
    project.set_values({"data.max_length": 64, "data.copies": 2})
    hub.take(DownloadEnded(1, "ada/reviews", "done"))
    assert not shown(page.arrived)


def test_texts_of_the_hub_are_only_offered_to_who_has_chosen_others_meanwhile(
    page: DataPage, project: Project, hub: HubState, qtbot: QtBot
) -> None:
    download(page, hub)
    load(project)
    project.set_value("data.corrections", {"0123456789abcdef": "drop"})
    asked: list[DataChoice] = []
    page.data_requested.connect(asked.append)
    hub.take(DownloadEnded(1, "ada/reviews", "done"))
    assert asked == []
    assert shown(page.arrived)
    assert page.arrived.words.text() == "ada/reviews has been downloaded. You have chosen other texts meanwhile."
    page.arrived.undo_button.click()
    assert [choice.train for choice in asked] == ["ada/reviews"]
    assert not shown(page.arrived)


def test_what_an_empty_cell_means_is_said_by_one_click_and_taken_back(page: DataPage, project: Project, qtbot: QtBot) -> None:
    data = load(project)
    asked = HealthFact("unlabelled_rows", "warn", {"rows": "140", "asked": "1"}, [0, 2])
    for fact, sentence, text, choice in (
        (asked, "140 rows have no label. Does none fit them,", "None fits", DataChoice(train="train.csv", empty_is_none=True)),
        (
            HealthFact("none_of_labels", "ok", {"rows": "140", "fixed": "1"}, [0, 2]),
            "Rows without a label carry none of them, as you said: 140.",
            "Undo",
            DataChoice(train="train.csv"),
        ),
    ):
        project.set_data(msgspec.structs.replace(data, health=[fact]))
        assert sentence in page.health.accessibleDescription()
        button = page.findChildren(QPushButton, f"health_fix_{fact.code}")[-1]
        assert button.text() == text
        with qtbot.waitSignal(page.data_requested) as told:
            button.click()
        assert told.args == [choice]
        project.set_recipe(Recipe(data=choice), "/somewhere")
    project.set_data(msgspec.structs.replace(data, health=[HealthFact("none_of_labels", "ok", {"rows": "3"}, [1])]))
    assert "3 rows carry none of the labels; the student learns that too." in page.health.accessibleDescription()
