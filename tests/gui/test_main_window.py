"""Rail, header, keyboard, dropping: the window as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.run import Phase
from distilstudio.gui.pages.recipe import RecipePage
from distilstudio.gui.widgets.distil_picture import HALF, DistilPicture
from distilstudio.gui.widgets.page_scroller import PageScroller
from distilstudio.gui.widgets.recipe_form import RecipeFormArea, RecipeRow
from distilstudio.protocol.events import RunEvent
from tests.fake_engine import load_transcript
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import make_run

STEPS = ["data", "teacher", "recipe", "train", "try"]


def test_every_page_has_its_name_and_one_primary_button(whole: Studio) -> None:
    for key in whole.window.page_keys():
        whole.window.show_page(key)
        assert whole.window.findChild(QWidget, f"page_{key}").isVisible()
        assert whole.window.rail.button(key).isChecked()
    assert len(whole.window.findChildren(QPushButton, "primary_button")) == 1


@pytest.mark.parametrize("key", ["train", "try", "compare", "export"])
def test_the_way_to_the_recipe_has_one_name_and_one_place(studio: Studio, key: str) -> None:
    studio.window.show_page(key)
    button = studio.window.header.primary_button
    assert (button.isVisible(), button.text()) == (True, "Go to the recipe")
    button.click()
    assert studio.window.current == "recipe"


def test_every_control_has_an_accessible_name(whole: Studio) -> None:
    buttons = whole.window.findChildren(QAbstractButton)
    controls = [button for button in buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus and not button.isHidden()]
    assert {button.objectName() for button in controls if not (button.text() or button.accessibleName())} == set()


def test_a_button_that_cannot_be_pressed_says_why(whole: Studio) -> None:
    found = {button.objectName(): button for button in whole.window.findChildren(QAbstractButton)}
    whys = {
        "teacher_check_button": "Load texts and choose a teacher first.",
        "adopt_recipe_button": "Choose one run in the table.",
        "save_report_button": "There is a report when a run has ended with an exam.",
        "open_cache_button": "Where it is, is told as soon as the engine has started.",
    }
    assert {name: found[name].toolTip() for name in whys if not found[name].isEnabled()} == whys


def test_the_picture_of_the_start_promises_what_half_of_the_starter_gives(studio: Studio) -> None:
    picture = studio.window.findChild(DistilPicture)
    assert picture is not None
    assert "smaller, and about twice as fast" in picture.accessibleDescription()
    starter, half = (
        22_713_216 * 4 / 1e6,
        (22_713_216 - 3 * 1_774_464) * 4 / 1e6,
    )  # all weights, and without three of its six layers
    assert pytest.approx(half / starter, abs=0.01) == HALF


def test_first_page_is_made_before_the_others(studio: Studio) -> None:
    fresh = type(studio.window)(studio.theme, studio.window._makers)
    fresh.show_page("start")
    assert [key for key in fresh.page_keys() if fresh.made(key)] == ["start"]
    assert fresh.make_next()
    assert fresh.made("data") is not None
    fresh.deleteLater()


def test_shortcuts_go_to_the_steps(qtbot: QtBot, studio: Studio) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    for number, key in enumerate(STEPS, 1):
        QTest.keyClick(studio.window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert studio.window.current == key
        assert studio.window.rail.button(key).hasFocus()


def test_arrows_walk_through_the_rail(qtbot: QtBot, studio: Studio) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    start = studio.window.rail.button("start")
    start.setFocus()
    QTest.keyClick(start, Qt.Key.Key_Down)
    assert studio.window.current == "data"
    QTest.keyClick(studio.window.rail.button("data"), Qt.Key.Key_Up)
    assert studio.window.current == "start"


def test_tab_reaches_rail_then_header_then_page(qtbot: QtBot, whole: Studio) -> None:
    whole.window.activateWindow()
    qtbot.waitUntil(whole.window.isActiveWindow)
    whole.window.rail.button("settings").setFocus()
    reached: list[str] = []
    for _ in range(7):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget().objectName())
    tasks = ["task_classification", "task_ner", "task_qa", "task_mlm"]
    assert reached == ["open_button", "primary_button", *tasks, "sample_button"]


def test_buttons_of_other_pages_are_not_in_the_header(whole: Studio) -> None:
    whole.window.show_page("recipe")
    assert whole.window.findChild(QPushButton, "hood_button").isVisible()
    whole.window.show_page("start")
    assert not whole.window.findChild(QPushButton, "hood_button").isVisible()
    assert whole.window.findChild(QPushButton, "open_button").isVisible()


@pytest.mark.parametrize("there", ["hood_button", "primary_button"])
def test_a_double_click_goes_one_page_and_presses_nothing_there(loaded: Studio, there: str) -> None:
    """ "Under the hood" and "Distil" stand where "Next" stood before its first half."""
    window, run = loaded.window, loaded.run
    window.show_page("recipe")
    primary, hood, second = (window.findChild(QPushButton, name) for name in ("primary_button", "hood_button", there))
    place = second.mapTo(window, second.rect().center())
    window.show_page("teacher")
    assert window.childAt(place) is primary
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert (window.current, run.phase, hood.isChecked()) == ("recipe", Phase.IDLE, False)
    assert window.childAt(place) is second
    middle = hood.mapTo(window, hood.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert hood.isChecked(), "a click of its own is taken"
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert hood.isChecked(), "and so are both of a double click that began here"
    QTest.keyClick(primary, Qt.Key.Key_Space)
    assert window.current == "train"


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_window_is_usable_when_small(qtbot: QtBot, whole: Studio, percent: int) -> None:
    """Pages may scroll up and down at 150 %, never to the side at 100 %."""
    whole.settings.set("text_percent", percent)
    whole.window.resize(1100, 700)
    for key in whole.window.page_keys():
        whole.window.show_page(key)
        page = whole.window.page(key)
        scroller = whole.window._scrollers[key]
        qtbot.waitUntil(
            lambda scroller=scroller, page=page: page.width() >= min(page.minimumSizeHint().width(), scroller.width() - 20)
        )
        if percent == 100:
            assert page.width() <= scroller.viewport().width(), key
    assert whole.window.header.primary_button.mapTo(whole.window, QPoint(0, 0)).x() < 1100
    whole.settings.set("text_percent", 100)


@pytest.mark.parametrize(("width", "percent"), [(1024, 100), (1280, 150)])
def test_every_field_under_the_hood_is_seen_whole(qtbot: QtBot, studio: Studio, width: int, percent: int) -> None:
    """Also once some are marked as different, which takes room."""
    window = studio.window
    studio.settings.set("text_percent", percent)
    window.resize(width, 800)
    window.show_page("recipe")
    window.findChild(QPushButton, "hood_button").click()
    studio.project.set_values({"train.epochs": 6, "train.learning_rate": 0.00015})
    area = window.findChild(RecipeFormArea)
    rows = [row for row in area.findChildren(RecipeRow) if row.isVisible()]

    def right_edge() -> int:
        return max(row.editor.mapTo(area, row.editor.rect().topRight()).x() for row in rows)

    qtbot.waitUntil(lambda: 0 < right_edge() < area.viewport().width())
    assert not window._scrollers["recipe"].horizontalScrollBar().isVisible()


def test_buttons_of_the_header_that_do_not_fit_side_by_side_go_below_each_other(qtbot: QtBot, studio: Studio) -> None:
    window = studio.window
    studio.settings.set("text_percent", 150)
    window.resize(1024, 700)
    window.show_page("recipe")
    studio.project.set_value("train.epochs", 6)  # now it can be undone
    cast(RecipePage, window.page("recipe")).set_queue(True, 0)
    buttons = [button for button in window.header.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons if button.objectName() == "primary_button"] == ["Add to queue"]
    header = window.header

    def is_whole(button: QPushButton) -> bool:
        place = button.rect().translated(button.mapTo(header, QPoint(0, 0)))
        return button.width() >= button.sizeHint().width() and header.rect().contains(place)

    qtbot.waitUntil(lambda: all(map(is_whole, buttons)))


def test_buttons_of_the_header_have_room_for_new_words_at_once(qtbot: QtBot, studio: Studio) -> None:
    studio.window.resize(1280, 800)
    studio.window.show_page("recipe")
    page, button = studio.window.page("recipe"), studio.window.findChild(QPushButton, "hood_button")
    assert isinstance(button, QPushButton)
    qtbot.waitUntil(lambda: button.width() == button.sizeHint().width())
    button.setText("Under the hood, where every setting stands")
    studio.window.header.show_page(page)
    assert button.width() == button.sizeHint().width()


def test_the_step_where_one_is_stays_in_sight_and_notes_are_whole(qtbot: QtBot, studio: Studio) -> None:
    window, rail = studio.window, studio.window.rail
    window.resize(1280, 560)
    window.show_page("export")
    low = rail.button("export").height()
    studio.settings.set("text_percent", 200)
    qtbot.waitUntil(lambda: rail.button("export").height() > low)
    for key in ("export", "start", "export"):
        window.show_page(key)
        step = rail.button(key)
        qtbot.waitUntil(lambda step=step: step.visibleRegion().boundingRect() == step.rect())
    train = rail.button("train")
    low = train.height()
    window.set_note("train", "保留教师模型的 98 %")  # in one line only where the rail does not scroll
    qtbot.waitUntil(lambda: train.height() == train.heightForWidth(train.width()) > low)


@pytest.mark.usefixtures("whole")
def test_with_the_largest_letters_no_page_is_scrolled_sideways_and_steps_say_their_names(qtbot: QtBot, loaded: Studio) -> None:
    window = loaded.window
    window.resize(1280, 800)
    loaded.settings.set("text_percent", 200)
    assert window.rail.button("recipe").title_lines() == ["Student &", "recipe"]
    for key in ("start", "data", "teacher", "recipe", "try", "settings"):
        window.show_page(key)
        page = window.page(key)
        scroller = next(area for area in window.findChildren(PageScroller) if area.isAncestorOf(page))
        qtbot.waitUntil(lambda page=page, area=scroller: page.width() <= area.viewport().width())


def drop(studio: Studio, path: Path) -> None:
    """Drag a file over the window and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert drag(studio, mime)


def drag(studio: Studio, mime: QMimeData) -> bool:
    """Drag something over the window and let go; tells whether the window wanted it."""
    words = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter, let_go = QDragEnterEvent(QPoint(10, 10), *words), QDropEvent(QPointF(10, 10), *words)
    for event in (enter, let_go):
        event.ignore()
        QApplication.sendEvent(studio.window, event)
    return enter.isAccepted()


def test_dropped_table_is_taken_as_data(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text("text,label\nfine,positive\n")
    drop(studio, file)
    assert studio.window.current == "data"
    assert studio.project.recipe.data.train == str(file)
    assert studio.settings.saved.recent[0].path == str(file)
    qtbot.waitUntil(lambda: studio.project.data is not None)


def test_dropped_folder_is_taken_as_teacher(studio: Studio, tmp_path: Path) -> None:
    drop(studio, tmp_path)
    assert studio.window.current == "teacher"
    assert studio.project.recipe.teacher.model == str(tmp_path)


def test_dropped_run_is_opened_as_one_wherever_it_lies(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    teacher, run = studio.project.recipe.teacher.model, make_run(tmp_path / "elsewhere", "mine")
    with qtbot.waitSignal(studio.client.models_opened, timeout=LONG_MS):
        drop(studio, run)
    assert studio.window.current == "try"
    left = make_run(tmp_path / "elsewhere", "left", finished=False)
    drop(studio, left)
    assert studio.window.problem_card.problem.code == "model_not_open"
    (tmp_path / "linked").symlink_to(left.parent)
    studio.settings.set("runs_folder", str(tmp_path / "linked"))
    drop(studio, left)
    assert studio.window.current == "compare"
    assert studio.project.recipe.teacher.model == teacher


def test_dropped_recipe_is_read(studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[train]\nepochs = 9\n")
    drop(studio, file)
    assert studio.project.recipe.train.epochs == 9
    assert studio.project.base == str(tmp_path)


def test_a_file_behind_a_web_address_is_taken_and_a_list_of_nothing_is_not(studio: Studio, tmp_path: Path) -> None:
    empty, web, both = QMimeData(), QMimeData(), QMimeData()
    empty.setData("text/uri-list", b"")
    web.setUrls([QUrl("https://example.org/texts.csv")])
    both.setUrls([QUrl("https://example.org/texts.csv"), QUrl.fromLocalFile(str(tmp_path))])
    assert [drag(studio, mime) for mime in (empty, web)] == [False, False]
    assert studio.window.current == "start"
    assert drag(studio, both)
    assert studio.project.recipe.teacher.model == str(tmp_path)


@pytest.mark.parametrize(
    ("content", "code"), [("[train]\nepochs = 0\n", "recipe_invalid"), ("=", "recipe_invalid"), (None, "data_missing")]
)
def test_bad_recipe_is_a_problem_and_changes_nothing(studio: Studio, tmp_path: Path, content: str | None, code: str) -> None:
    file = tmp_path / "bad.toml"
    if content is not None:
        file.write_text(content)
    before = studio.project.recipe
    studio.openings.open_path(str(file))
    assert studio.window.problem_card.problem.code == code
    assert studio.project.recipe == before


def test_the_folder_of_a_saved_dataset_is_data_and_any_other_a_teacher(studio: Studio, tmp_path: Path) -> None:
    saved, model = tmp_path / "saved", tmp_path / "model"
    for folder in (saved, model):
        folder.mkdir()
    (saved / "state.json").write_text("{}")
    studio.openings.open_path(str(saved))
    assert studio.project.recipe.data.train == str(saved)
    studio.openings.open_path(str(model))
    assert studio.project.recipe.teacher.model == str(model)


def test_train_headline_is_the_visible_title(studio: Studio) -> None:
    studio.window.show_page("train")
    headline = studio.window.findChild(QLabel, "train_headline")
    assert headline is not None
    assert headline.isVisible()
    assert headline.text() == "Nothing is being trained yet."
    studio.window.show_page("data")
    studio.run.begin("r1")
    assert headline.text() == "Getting ready…"
    assert not headline.isVisible()
    for event in cast(list[RunEvent], load_transcript("good_run", "r1")):
        studio.run.apply(event)
    assert "98\N{NO-BREAK SPACE}%" in headline.text(), "a number and its sign are not torn apart"
