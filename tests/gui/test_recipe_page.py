"""The page "Student & recipe" by clicks and keys: every control changes the recipe, and nothing else does."""

from __future__ import annotations

from typing import cast

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot
from scipy.special import softmax

from distilstudio.gui.app import Studio
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.shown_settings import SHOWN
from distilstudio.gui.pages.recipe import RecipePage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.probability_bars import percent_text
from distilstudio.protocol.events import RunEnded, StudentOutline, TeacherDescribed
from distilstudio.protocol.forecast import ForecastEnded, VocabularyUse
from distilstudio.protocol.inspection import DataChoiceInspected, DataInspected, HealthFact, LabelCount
from distilstudio.protocol.problem_reasons import NO_STUDENT, OTHER_TOKENIZER
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_fields import value_of, with_value
from distilstudio.protocol.usual import usual
from tests.fake_engine import FORECAST
from tests.gui.conftest import LONG_MS
from tests.gui.test_train_page import Shout
from tests.transcripts.compose import teacher_described

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

WIDE = cast(TeacherDescribed, teacher_described()[0].event)
"""A teacher of which narrower students can be cut."""
MAPS = {1: [0], 2: [0, 5], 3: [0, 2, 5], 4: [0, 2, 3, 5], 5: [0, 1, 3, 4, 5], 6: [0, 1, 2, 3, 4, 5]}


def teacher() -> TeacherDescribed:
    students = [
        StudentOutline(layers, MAPS[layers], 12_000_000 + layers * 1_800_000, 48 + 7.2 * layers, 6 / layers) for layers in MAPS
    ]
    return TeacherDescribed(
        request_id=1,
        model="starter",
        path="starter",
        name="Starter",
        family="bert",
        layers=6,
        width=384,
        parameters=22_800_000,
        megabytes=91.2,
        max_length=512,
        labels=["negative", "positive"],
        head_fits=True,
        licence="apache-2.0",
        needs_memory=10**9,
        fits=True,
        students=students,
        presets={"half": 3, "quarter": 2, "tiny": 1},
    )


def data(rows: int = 1500) -> DataInspected:
    chosen = DataChoiceInspected("train.csv", "test.csv", "csv", "utf-8", ",", "text", "label", [])
    labels = [LabelCount("positive", 800), LabelCount("negative", 700)]
    return DataInspected(1, chosen, ["text", "label"], [["Good.", "positive"]], rows, 300, labels, [], ["Good."])


@pytest.fixture
def project(qapp: QApplication) -> Project:
    project = Project()
    project.set_data(data())
    project.set_teacher(teacher())
    return project


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, project: Project) -> RecipePage:
    page = RecipePage(project, theme, PilotState(project))
    qtbot.addWidget(page)
    for button in page.secondary():  # the window's header holds them
        qtbot.addWidget(button)
    page.resize(1008, 690)
    page.show()
    return page


def field(page: RecipePage, key: str) -> QLineEdit:
    editor = page.form.rows[key].editor
    assert isinstance(editor, QLineEdit)
    return editor


def type_into(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def test_filling_the_page_changes_nothing(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    recipe = with_value(with_value(Recipe(), "loss.temperature", 12.345), "loss.soft", 3.0)
    recipe = with_value(with_value(recipe, "student.preset", "custom"), "student.layers", 40)
    project.set_recipe(recipe, "")
    assert project.recipe == recipe


# --- cards


@pytest.mark.parametrize(("preset", "layers"), [("quarter", 2), ("tiny", 1), ("custom", 3)])
def test_a_click_on_a_card_chooses_its_student(
    qtbot: QtBot, page: RecipePage, project: Project, preset: str, layers: int
) -> None:
    card = page.cards.cards[preset]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    assert project.recipe.student.preset == preset
    assert page.stack.copied() == list(range(layers))
    assert page.cards.cards[preset].words().size.startswith(f"{layers} of 6 layers")


def test_arrows_go_from_card_to_card(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.cards.cards["half"].setFocus()
    qtbot.keyClick(page.cards.cards["half"], Qt.Key.Key_Right)
    assert project.recipe.student.preset == "quarter"
    qtbot.keyClick(page.cards.cards["quarter"], Qt.Key.Key_Left)
    assert project.recipe.student.preset == "half"


def test_custom_takes_any_number_of_layers(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.cards.cards["custom"].click()
    assert page.cards.layers_field.isVisible()
    assert page.cards.layers_field.maximum() == 6
    page.cards.layers_field.setFocus()
    qtbot.keyClick(page.cards.layers_field, Qt.Key.Key_Up)
    assert (project.recipe.student.preset, project.recipe.student.layers) == ("custom", 4)
    assert page.stack.copied() == [0, 1, 2, 3]


def layer_place(page: RecipePage, layer: int) -> QPoint:
    """Of one of the teacher's six layers in the picture: word vectors below, the answer above."""
    boxes = page.stack._boxes()
    return boxes[layer + 1].center().toPoint()


def test_a_click_on_a_layer_copies_it_or_leaves_it_out(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    project.set_value("student.copied", "spread")
    qtbot.mouseClick(page.stack, Qt.MouseButton.LeftButton, pos=layer_place(page, 3))
    student = project.recipe.student
    assert (student.preset, student.layer_map, student.layers) == ("custom", [0, 2, 3, 5], 4)
    assert page.cards.layers_field.value() == 4
    page.stack.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Space):
        qtbot.keyClick(page.stack, key)
    assert project.recipe.student.layer_map == [0, 2, 3]
    assert page.stack.copied() == [0, 2, 3]
    assert "Layer 6 is left out. A click copies it." in page.stack.accessibleDescription()
    qtbot.mouseClick(page.stack, Qt.MouseButton.LeftButton, pos=QPoint(page.stack.width() - 4, page.stack.height() // 2))
    assert project.recipe.student.layer_map == [0, 2, 3]  # the student's side is a picture only
    page.cards.layers_field.setFocus()
    qtbot.keyClick(page.cards.layers_field, Qt.Key.Key_Up)
    assert (project.recipe.student.layer_map, page.stack.copied()) == ([], MAPS[4])  # so many, evenly spread again
    project.set_value("student.layer_map", [2])
    qtbot.mouseClick(page.stack, Qt.MouseButton.LeftButton, pos=layer_place(page, 2))
    assert project.recipe.student.layer_map == [2]  # one at least


def test_the_lowest_layers_are_copied_where_the_recipe_says_so(page: RecipePage, project: Project) -> None:
    project.set_value("student.copied", "lowest")
    assert page.stack.copied() == [0, 1, 2]
    notes = [label.text() for label in page.findChildren(QLabel)]
    assert "The lowest 3 layers, with the word vectors and the answer" in notes
    project.set_value("student.copied", "spread")
    assert page.stack.copied() == MAPS[3]


def test_a_narrower_student_is_chosen_and_weighed(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    project.set_teacher(WIDE)
    combo = page.findChild(QComboBox, "width_combo")
    assert combo is not None
    offered = [combo.itemText(place) for place in range(combo.count())]
    assert offered == ["As wide as the teacher: 384", "75 %: 288 wide", "50 %: 192 wide", "25 %: 96 wide"]
    combo.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(combo, key)
    assert project.recipe.student.width == 0.5
    own = 5_996_738 + 3 * 444_864
    assert page.cards.cards["half"].words().size == f"3 of 6 layers · {own * 4 / 1e6:.0f} MB"
    assert "7.3 million parameters instead of 22.7 million." in page.forecast_card.facts.text()
    project.set_value("student.width", 0.8)
    assert combo.currentText() == "75 %: 288 wide"  # the nearest that this teacher's heads allow


def test_word_pieces_that_the_texts_never_use_can_go(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    project.set_teacher(WIDE)
    shape = page._copied.shape
    assert shape.note.text() == "The first forecast counts how many word pieces that is."
    project.set_vocabulary_use(FORECAST.vocabulary)
    saved = 22_000 * 384 * 4 / 1e6
    assert shape.note.text().startswith(f"8,522 of 30,522: {saved:.0f} MB less.")
    assert page.forecast_card.value.text().startswith("70 MB")
    shape.used_check.click()
    assert project.recipe.student.vocabulary == "used"
    assert shape.note.text().startswith(f"It knows 8,522 of 30,522: {saved:.0f} MB less.")
    assert page.forecast_card.value.text().startswith("36 MB")
    assert shape.note.property("kind") == "note"
    project.set_vocabulary_use(VocabularyUse(30_522, 8_522, 22_000, strange=0.16))
    assert "but 16 % of the word pieces in the exam rows are not among them" in shape.note.text()
    assert shape.note.property("kind") == "warn"
    project.set_value("data.max_length", 64)  # other texts, other pieces
    assert shape.note.text() == "The first forecast counts how many word pieces that is."
    project.set_vocabulary_use(VocabularyUse(9, 9, 0, OTHER_TOKENIZER))
    assert shape.note.text() == "This teacher’s tokenizer is of a kind that cannot be made smaller here."
    shape.used_check.click()
    assert not shape.used_check.isEnabled()  # it could only be taken back
    project.set_value("student.start", "/runs/one/student")
    assert shape.isHidden()  # that student is as it is


@pytest.mark.parametrize(
    ("task", "preset", "told"), [("qa", "half", False), ("qa", "quarter", True), ("classification", "tiny", False)]
)
def test_questions_want_layers(page: RecipePage, project: Project, task: str, preset: str, told: bool) -> None:
    project.set_teacher(WIDE)
    project.set_value("task", task)
    project.set_value("student.preset", preset)
    words = "Finding answers takes layers: with fewer than half of them expect a much weaker student."
    assert page.forecast_card.advice.isHidden() != told
    assert (words in page.forecast_card.value.accessibleDescription().replace("\N{NO-BREAK SPACE}", " ")) == told
    assert page.forecast_card.narrow_button.isHidden() != told


@pytest.mark.parametrize("width", [1.0, 0.5, 0.25])
def test_a_student_for_questions_can_be_narrow_instead_of_shallow(page: RecipePage, project: Project, width: float) -> None:
    project.set_teacher(WIDE)
    project.set_values({"task": "qa", "student.preset": "quarter", "student.width": width})
    button = page.forecast_card.narrow_button
    assert button.text() == "Keep all 6 layers, half as wide"
    button.click()
    student = project.recipe.student
    assert (student.preset, student.layers, student.width) == ("custom", 6, min(width, 0.5))
    assert button.isHidden()
    assert not project.recipe.student.layer_map
    notes = [label.text() for label in page.findChildren(QLabel)]
    assert "Every layer, of each what counts most in your texts" in notes


def test_a_teacher_that_cannot_be_narrower_offers_none(page: RecipePage, project: Project) -> None:
    project.set_teacher(WIDE)
    project.set_values({"task": "qa", "student.preset": "tiny"})
    assert not page.forecast_card.narrow_button.isHidden()
    project.set_teacher(msgspec.structs.replace(WIDE, widths=WIDE.widths[:1]))
    assert page.forecast_card.narrow_button.isHidden()
    assert not page.forecast_card.advice.isHidden()


def test_the_forecast_is_arithmetic_only(page: RecipePage) -> None:
    assert page.forecast_card.value.text() == f"70 MB · {percent_text(1 - 69.6 / 91.2)} smaller · about 2× faster"
    assert "17.4 million parameters instead of 22.8 million." in page.forecast_card.facts.text()
    assert "1,350 rows, seen 12 times, 32 at a time: about 516 steps." in page.forecast_card.facts.text(), "150 are watched"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"rows": 520}, "468 rows, so few that they are seen 14 times, 32 at a time: about 210 steps."),
        ({"rows": 520, "unlabelled_rows": 120}, "480 rows, so few that they are seen 14 times, 32 at a time: about 210 steps."),
        ({"rows": 400, "more_texts": 2000}, "2,360 rows, seen 12 times, 32 at a time: about 888 steps."),
        ({"rows": 1_200_000}, "1,199,000 rows, seen 12 times, 32 at a time: about 449,628 steps."),
    ],
)
def test_told_are_the_rows_that_are_learnt_from(page: RecipePage, project: Project, told: dict[str, int], words: str) -> None:
    """Not those kept for the exam, left out or watched; but the texts without labels."""
    health = [HealthFact(code, "ok", {"rows": str(rows)}) for code, rows in told.items()]  # type: ignore[arg-type]
    project.set_data(msgspec.structs.replace(data(), health=health))
    assert words in page.forecast_card.facts.text().replace("\N{NO-BREAK SPACE}", " ")


def test_rows_and_steps_are_the_forecast_s_once_it_has_counted_them(page: RecipePage, project: Project) -> None:
    project.set_value("data.copies", 1)
    page.set_forecast(msgspec.structs.replace(FORECAST, rows=700, steps=999))
    assert "700 rows and 700 varied copies, seen 12 times, 32 at a time: about 999 steps." in page.forecast_card.facts.text()
    page.set_forecast(None)
    assert "1,350 rows and 1,350 varied copies, seen 12 times" in page.forecast_card.facts.text()


def test_varied_copies_are_among_the_rows_that_are_seen(page: RecipePage, project: Project) -> None:
    project.set_value("data.copies", 2)
    assert (
        "1,350 rows and 2,700 varied copies, seen 12 times, 32 at a time: about 1,524 steps." in page.forecast_card.facts.text()
    )
    for part in ("soft", "hidden_squared", "hidden_cosine", "relations"):
        project.set_value(f"loss.{part}", 0.0)
    assert "1,350 rows, seen 12 times, 32 at a time: about 516 steps." in page.forecast_card.facts.text(), "a copy has no label"


# --- temperature


def test_the_numbers_of_twelve_layers_have_room(page: RecipePage) -> None:
    page.stack.set_layers(12, [0, 11])
    page.stack.resize(page.stack.minimumSizeHint())
    assert page.stack._boxes()[0].height() >= page.stack._readable_height()
    assert page.stack.minimumSizeHint().height() < 230  # the page of a window of 1280 by 800 gets no higher
    page.stack.set_layers(24, [0, 23])
    assert page.stack.minimumSizeHint().height() < 230


def test_slider_number_and_recipe_agree(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    slider, number = page.temperature.slider, page.temperature.field
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert number.value() == pytest.approx(2.1)
    assert project.recipe.loss.temperature == 2.1
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert (number.value(), project.recipe.loss.temperature) == (1.0, 1.0)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert project.recipe.loss.temperature == 10.0


def test_the_number_goes_further_than_the_slider(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    number = page.temperature.field
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "12.5")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert project.recipe.loss.temperature == 12.5
    assert page.temperature.slider.value() == page.temperature.slider.maximum()


def test_a_click_on_the_track_takes_the_handle_there(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    slider = page.temperature.slider
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert project.recipe.loss.temperature == pytest.approx(5.5, abs=0.2)


def test_the_explainer_shows_the_worked_example(qtbot: QtBot, page: RecipePage) -> None:
    page.temperature.slider.setFocus()
    qtbot.keyClick(page.temperature.slider, Qt.Key.Key_Home)
    assert page.explainer.lesson.loss == pytest.approx(0.886941378, abs=1e-9)
    assert "0.887" in page.explainer.formula.text()
    assert page.explainer.sentence.text().startswith("Worked example")
    assert [share for _, share in page.explainer.columns[1].bars()] == pytest.approx([0.1, 0.2, 0.7])


def test_a_real_example_replaces_the_worked_one(qtbot: QtBot, page: RecipePage) -> None:
    logits = np.array([[1.0, 3.5, -2.0, 0.3], [0.5, 2.0, 0.0, 0.3]])
    both = softmax(logits, axis=1)
    page.set_example("We lost 👍", ["joy", "<b>anger</b>", "sadness", "optimism"], both[0].tolist(), both[1].tolist())
    page.temperature.field.setValue(3.0)
    softened = softmax(logits / 3.0, axis=1)
    assert [share for _, share in page.explainer.columns[1].bars()] == pytest.approx(softened[0].tolist())
    assert page.explainer.lesson.loss == pytest.approx(float(-(softened[0] * np.log(softened[1])).sum()))
    assert page.explainer.sentence.text() == "Your sentence: “We lost 👍”"
    assert "<b>anger</b>" in page.explainer.columns[0].as_text()


def test_a_teacher_alone_is_explained_with_a_student_that_guesses(page: RecipePage) -> None:
    page.set_example("Good.", ["a", "b"], [0.9, 0.1])
    assert page.explainer.lesson.answered.tolist() == [0.5, 0.5]
    assert page.explainer.headings[2].text() == "It would guess"


def test_many_labels_stay_readable(page: RecipePage) -> None:
    page.set_example("Good. " * 50, [f"card_delivery_estimate_of_a_long_name_{number}" for number in range(77)], [1 / 77] * 77)
    assert len(page.explainer.columns[0].bars()) == 4
    assert page.explainer.count.text() == "4 of 77 labels"
    layout = page.layout()
    assert layout is not None
    assert layout.totalMinimumHeightForWidth(1008) <= 690


def test_the_panel_of_labels_is_plain_text(page: RecipePage) -> None:
    page.set_example("<i>x</i>", ["<b>a</b>", "b"], [0.6, 0.4])
    for label in (page.explainer.sentence, page.explainer.effect):
        assert label.textFormat() == Qt.TextFormat.PlainText


# --- balance


def test_the_balance_sets_both_weights(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.balance.slider.setFocus()
    qtbot.keyClick(page.balance.slider, Qt.Key.Key_Right)
    assert (project.recipe.loss.soft, project.recipe.loss.hard) == (0.51, 0.49)
    number = page.balance.field
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "80")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert (project.recipe.loss.soft, project.recipe.loss.hard) == (0.8, 0.2)
    assert page.balance.slider.value() == 80


def test_weights_that_do_not_add_up_are_told(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.hood_button.click()
    type_into(qtbot, field(page, "loss.soft"), "1.5")
    assert project.recipe.loss.soft == 1.5
    assert page.balance.value() == 75
    assert page.balance_note.text().startswith("Under the hood: teacher 1.5 + labels 0.5 = 2, not 1.")
    assert page.balance_note.property("kind") == "warn"
    page.balance.slider.setFocus()
    qtbot.keyClick(page.balance.slider, Qt.Key.Key_Left)
    assert project.recipe.loss.soft + project.recipe.loss.hard == pytest.approx(1)
    assert page.balance_note.property("kind") == "note"


def test_whom_a_student_without_both_weights_follows_is_said(page: RecipePage, project: Project) -> None:
    for key in ("loss.soft", "loss.hard"):
        project.set_value(key, 0.0)
    assert page.balance_note.text().endswith("read texts as the teacher’s layers do, but nobody teaches it answers.")
    project.set_value("loss.hidden_squared", 0.0)
    assert page.balance_note.text().endswith("the student would follow nobody.")
    assert page.balance_note.property("kind") == "warn"


def test_what_is_learnt_beside_the_answers_is_said(page: RecipePage, project: Project) -> None:
    assert page.balance_note.text().endswith("from your labels; it reads as the teacher’s layers do.")
    project.set_value("loss.hidden_squared", 0.0)
    assert page.balance_note.text().endswith(
        "of what it learns comes from the teacher’s answers, 50\N{NO-BREAK SPACE}% from your labels."
    )


def test_of_questions_the_answers_are_followed(page: RecipePage, project: Project) -> None:
    project.set_value("task", "qa")
    for inside in (1.0, 0.0):
        project.set_value("loss.hidden_squared", inside)
        assert "from yours" in page.balance_note.text()
        assert "label" not in page.balance_note.text()


# --- under the hood


def test_the_hood_opens_in_the_page(qtbot: QtBot, page: RecipePage) -> None:
    assert not page.form.isVisible()
    qtbot.mouseClick(page.hood_button, Qt.MouseButton.LeftButton)
    assert page.form.isVisible()
    assert set(page.form.rows) == {key for _, keys in SHOWN for key in keys}


@pytest.mark.parametrize("part", ["hidden_cosine", "hidden_squared", "relations"])
def test_what_goes_on_inside_the_teacher_can_be_given_a_weight(
    qtbot: QtBot, page: RecipePage, project: Project, part: str
) -> None:
    page.hood_button.click()
    row = page.form.rows[f"loss.{part}"]
    assert row.editor.isEnabled()
    assert "0 switches it off" in row.editor.toolTip()
    type_into(qtbot, field(page, f"loss.{part}"), "0.75")
    assert getattr(project.recipe.loss, part) == 0.75
    assert row.mark.text() == f"• default {value_of(usual(), row.spec.key):g}"
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    type_into(qtbot, field(page, f"loss.{part}"), "-1")
    assert row.reason.text() == "It has to be between 0 and 100."
    assert getattr(project.recipe.loss, part) == 0.75


def test_what_differs_is_marked_and_can_be_reset(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.hood_button.click()
    row = page.form.rows["train.epochs"]
    assert not row.mark.isVisible()
    type_into(qtbot, field(page, "train.epochs"), "7")
    assert project.recipe.train.epochs == 7
    assert row.mark.text() == "• default 12"
    assert row.mark.isVisible()
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert project.recipe.train.epochs == 12
    assert not row.mark.isVisible()
    assert field(page, "train.epochs").text() == "12"


@pytest.mark.parametrize("typed", ["5e-04", "0.0005", "0,0005", " 5E-4 "])
def test_learning_rates_are_taken_in_both_forms(qtbot: QtBot, page: RecipePage, project: Project, typed: str) -> None:
    page.hood_button.click()
    type_into(qtbot, field(page, "train.learning_rate"), typed)
    assert project.recipe.train.learning_rate == 5e-4
    assert field(page, "train.learning_rate").text() == typed


@pytest.mark.parametrize(
    ("key", "typed", "reason"),
    [
        ("train.epochs", "1.5", "Type a whole number."),
        ("train.epochs", "0", "It has to be between 1 and 1000."),
        ("train.learning_rate", "fast", "Type a number."),
        ("train.learning_rate", "0", "It has to be more than 0."),
        ("train.learning_rate", "nan", "Type a number."),
        ("loss.temperature", "21", "It has to be between 0 and 20."),
        ("train.warmup", "1", "It has to be less than 1."),
    ],
)
def test_what_cannot_be_taken_says_why_and_stays_out(
    qtbot: QtBot, page: RecipePage, project: Project, key: str, typed: str, reason: str
) -> None:
    page.hood_button.click()
    row, editor = page.form.rows[key], field(page, key)
    editor.setFocus()
    editor.clear()
    qtbot.keyClicks(editor, typed)
    assert row.reason.text() == reason
    assert row.reason.isVisible()
    assert str(value_of(project.recipe, key)) != typed
    with pytest.raises(RecipeError):
        with_value(Recipe(), key, typed)
    project.set_value("train.seed", 5)
    assert editor.text() == typed
    row.reset.click()
    assert not row.reason.isVisible()
    assert value_of(project.recipe, key) == value_of(usual(), key)


@pytest.mark.parametrize(
    ("key", "typed", "reason"),
    [
        ("train.epochs", "1,0", "Type a whole number."),
        ("train.epochs", "99999", "It has to be between 1 and 1000."),
        ("train.seed", "9" * 20, "It has to be between 0 and 2147483647."),
        ("loss.temperature", "1,000", "The comma can mean two things here. Write a point, or nothing between the digits."),
        ("loss.soft", "3x", "Type a number."),
    ],
)
def test_a_wrong_field_keeps_the_earlier_value_and_holds_the_run_back(
    qtbot: QtBot, page: RecipePage, project: Project, key: str, typed: str, reason: str
) -> None:
    """Also where its first letters were a value by themselves, and when the form is closed again."""
    before, title = project.recipe, page.form.rows[key].title.text()
    page.hood_button.click()
    with qtbot.waitSignal(page.header_changed):
        type_into(qtbot, field(page, key), typed)
    page.hood_button.click()
    assert project.recipe == before
    assert not page.primary().enabled
    assert page.primary().tip == f"Correct “{title}” first, under the hood. {reason}"
    assert not page.pilot.button.isEnabled()
    with qtbot.assertNotEmitted(page.distil_requested):
        page.on_primary()
    page.hood_button.click()
    assert field(page, key).text() == typed
    type_into(qtbot, field(page, key), "1")
    assert page.primary().enabled
    assert value_of(project.recipe, key) == 1


def test_what_someone_else_sets_takes_the_place_of_wrong_words(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.hood_button.click()
    type_into(qtbot, field(page, "train.epochs"), "7x")
    project.set_value("train.epochs", 5)
    assert field(page, "train.epochs").text() == "5"
    assert page.primary().enabled
    type_into(qtbot, field(page, "train.epochs"), "8x")
    assert project.recipe.train.epochs == 5


@pytest.mark.parametrize("typed", ["1,000", "1 000", "1000"])
def test_thousands_may_stand_apart(qtbot: QtBot, page: RecipePage, project: Project, typed: str) -> None:
    type_into(qtbot, field(page, "train.epochs"), typed)
    assert project.recipe.train.epochs == 1000
    assert page.primary().enabled


def test_a_choice_is_made(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.hood_button.click()
    combo = page.form.rows["train.precision"].editor
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert project.recipe.train.precision == "fp32"
    shout = Shout()
    QApplication.installTranslator(shout)
    page.form.retranslate()
    QApplication.removeTranslator(shout)
    assert [combo.itemText(place) for place in range(combo.count())] == ["AUTO", "fp32", "bf16", "fp16"]
    assert page.form.rows["train.precision"].mark.text() == "• DEFAULT AUTO"


# --- header and words


def test_distil_waits_for_data_and_teacher(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    assert page.primary().enabled
    with qtbot.waitSignal(page.distil_requested):
        page.on_primary()
    with qtbot.waitSignal(page.header_changed):
        project.clear_teacher()
    assert not page.primary().enabled
    assert "teacher" in page.primary().tip
    page.set_example("Good.", ["a", "b"], [0.9, 0.1])
    project.clear_data()
    assert page.explainer.sentence.text().startswith("Worked example")
    assert "texts" in page.primary().tip
    with qtbot.assertNotEmitted(page.distil_requested):
        page.on_primary()


def test_the_answers_of_another_teacher_are_not_explained(page: RecipePage, project: Project) -> None:
    page.set_example("Good.", ["a", "b"], [0.9, 0.1])
    project.set_value("loss.temperature", 3.0)
    project.set_teacher(teacher())  # the same, described once more
    assert page.explainer.sentence.text() == "Your sentence: “Good.”"
    project.set_value("teacher.model", "/models/other")
    assert page.explainer.sentence.text().startswith("Worked example")


def test_without_a_teacher_the_page_says_what_will_be_here(qtbot: QtBot, theme: Theme) -> None:
    project = Project()
    page = RecipePage(project, theme, PilotState(project))
    qtbot.addWidget(page)
    qtbot.addWidget(page.hood_button)  # the window's header holds it
    page.show()
    assert "DistilBERT" in page.stack.accessibleDescription()
    assert page.stack.copied() == [0, 2, 4, 7, 9, 11]
    page.cards.cards["custom"].click()
    assert page.rail_note() == "Custom · temperature 2"


def test_every_control_has_a_name_for_screen_readers(page: RecipePage) -> None:
    named = [*page.cards.cards.values(), page.cards.layers_field, *(row.editor for row in page.form.rows.values())]
    named += [
        page.temperature.slider,
        page.temperature.field,
        page.balance.slider,
        page.balance.field,
        page.explainer,
        page.stack,
    ]
    assert all(widget.accessibleName() for widget in named)
    assert page.findChild(QSlider, "temperature_slider") is page.temperature.slider
    assert page.findChild(QSlider, "balance_slider") is page.balance.slider
    assert page.findChild(QLabel, "forecast_label") is page.forecast_card.value
    assert "negative 10\N{NO-BREAK SPACE}%" in page.explainer.columns[0].accessibleDescription()


def test_a_change_of_language_keeps_what_is_typed(qtbot: QtBot, page: RecipePage, project: Project) -> None:
    page.hood_button.click()
    type_into(qtbot, field(page, "train.epochs"), "9")
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert project.recipe.train.epochs == 9
    assert field(page, "train.epochs").text() == "9"


def test_it_fits_the_smallest_room(page: RecipePage) -> None:
    """1280×800 less the rail, the header and the margins."""
    layout = page.layout()
    assert layout is not None
    assert layout.totalMinimumSize().width() <= 1008
    assert layout.totalMinimumHeightForWidth(1008) <= 690


def test_who_rests_on_the_page_is_told_what_the_run_takes(qtbot: QtBot, loaded: Studio) -> None:
    """The replaying engine's figures; leaving the page, or another recipe, forgets them."""
    loaded.foretelling.due.setInterval(0)
    with qtbot.waitSignal(loaded.client.forecast_ended, timeout=LONG_MS):
        loaded.window.show_page("recipe")
    page = cast(RecipePage, loaded.window.page("recipe"))
    assert page.forecast_card.value.text().startswith("3 min (3 to 4) · 70 MB · ")
    facts = page.forecast_card.facts.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "23 % smaller · 17.4 million parameters instead of 22.7 million." in facts
    assert "The whole run takes about 3 min, up to 1.7 GB of memory and 900 MB of disk; 160 MB stay." in facts
    loaded.project.set_value("train.epochs", 9)
    assert "min" not in page.forecast_card.value.text()


def test_with_its_forecast_it_fits_the_window_without_scrolling(qtbot: QtBot, loaded: Studio) -> None:
    loaded.foretelling.due.setInterval(0)
    loaded.window.resize(1280, 800)
    with qtbot.waitSignal(loaded.client.forecast_ended, timeout=LONG_MS):
        loaded.window.show_page("recipe")
    page = cast(RecipePage, loaded.window.page("recipe"))
    assert page.forecast_card.value.text() == "3 min (3 to 4) · 70 MB · about 2× faster"
    qtbot.waitUntil(lambda: page.height() <= cast(QWidget, page.parent()).height())
    assert page.explainer.columns[0].height() > page.explainer.columns[0].sizeHint().height(), "bars use the room"


def test_what_was_timed_beside_other_programs_says_so_and_is_asked_again_later(
    qtbot: QtBot, loaded: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Recipe] = []
    monkeypatch.setattr(loaded.client, "forecast_run", lambda recipe, *_: asked.append(recipe))
    loaded.foretelling.due.setInterval(0)
    card = cast(RecipePage, loaded.window.page("recipe")).forecast_card
    for times, taken in ((1, 1), (2, 2), (2, 2)):
        loaded.window.show_page("recipe")
        qtbot.waitUntil(lambda: not loaded.foretelling.due.isActive())
        assert len(asked) == times
        loaded.client.forecast_ended.emit(ForecastEnded(1, msgspec.structs.replace(FORECAST, cores_taken=taken, cores=2)))
        assert ("Timed with 1 of 2 cores; other programs want the rest now." in card.facts.text()) == (taken == 1)
        loaded.window.show_page("data")


def test_what_was_not_timed_beside_a_run_is_timed_when_it_has_ended(
    qtbot: QtBot, loaded: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person has stayed on the page; a run that begins meanwhile ends the timing."""
    loaded.foretelling.due.setInterval(0)
    card = cast(RecipePage, loaded.window.page("recipe")).forecast_card
    loaded.run.begin("run")
    loaded.window.show_page("recipe")
    qtbot.waitUntil(lambda: not loaded.foretelling.due.isActive())
    assert not card.facts.text().startswith("Timing")
    with qtbot.waitSignal(loaded.client.forecast_ended, timeout=LONG_MS):
        loaded.run.apply(RunEnded("run", "discarded"))
    assert card.value.text().startswith("3 min")
    monkeypatch.setattr(loaded.client, "forecast_run", lambda *_: 0)  # it takes long
    loaded.project.set_value("train.epochs", 9)
    qtbot.waitUntil(lambda: card.facts.text().startswith("Timing"))
    loaded.run.begin("the next one")
    assert not card.facts.text().startswith("Timing")


def test_a_forecast_that_fails_says_why(qtbot: QtBot, loaded: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the run is started, which would fail for the same reason; another recipe is not told so."""
    monkeypatch.setattr(loaded.client, "forecast_run", lambda *_: 0)
    loaded.foretelling.due.setInterval(0)
    card = cast(RecipePage, loaded.window.page("recipe")).forecast_card
    loaded.window.show_page("recipe")
    qtbot.waitUntil(lambda: card.facts.text().startswith("Timing"))
    failed = problem("student_start", path="/here", reason=NO_STUDENT)
    loaded.client.problem_raised.emit(failed, "forecast")
    assert card.facts.text().startswith(f"{failed.what} {NO_STUDENT}\n")
    assert card.facts.property("kind") == "warn"
    assert not loaded.window.problem_card.isVisible()
    loaded.project.set_value("train.epochs", 9)
    assert failed.what not in card.facts.text()
    assert card.facts.property("kind") == "note"
    loaded.window.show_page("data")
    loaded.client.problem_raised.emit(failed, "forecast")  # of one that was left off
    assert failed.what not in card.facts.text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"free_memory": 10**9}, "Memory may run short: it needs up to 1.7 GB, and 1.0 GB are free."),
        ({"free_disk": 10**8}, "The disk may fill up: it needs up to 900 MB while it lasts, and 100 MB are free."),
    ],
)
def test_too_little_memory_or_disk_is_said_before_the_start(page: RecipePage, changes: dict[str, int], words: str) -> None:
    page.forecast_card.set_forecast(msgspec.structs.replace(FORECAST, **changes))
    assert words in page.forecast_card.facts.text().replace("\N{NO-BREAK SPACE}", " ")
    assert page.forecast_card.facts.property("kind") == "warn"


def test_while_it_is_measured_the_card_says_so(page: RecipePage) -> None:
    page.forecast_card.set_measuring(True)
    assert page.forecast_card.facts.text().startswith("Timing a few real steps on this computer…")
