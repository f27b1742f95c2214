"""Several labels a row, and many labels: the data page's switch, bars with a threshold, what fits and what is left out."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.figures import percent
from distilstudio.gui.models.data_shown import with_role
from distilstudio.gui.models.preview import NO_LABEL, PreviewModel
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.softening import binary_cross_entropy, soften_each, teach
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.health_list import HealthList
from distilstudio.gui.widgets.label_balance import AT_ONCE, LabelBalance
from distilstudio.gui.widgets.labels_view import MOST_BARS, LabelsView, short_words
from distilstudio.gui.widgets.pinned_list import WIDEST, PinnedList
from distilstudio.gui.widgets.reading_options import ReadingOptions
from distilstudio.gui.widgets.temperature_explainer import TemperatureExplainer
from distilstudio.protocol.answers import Answers, AnswerSpan, Labels, LabelScore
from distilstudio.protocol.events import PinnedAnswered
from distilstudio.protocol.inspection import DataChoiceInspected, DataInspected, HealthFact, LabelCount
from distilstudio.protocol.recipe import DataChoice

GUESSED = DataChoiceInspected("t.csv", "", "csv", "utf-8", ",", "text", "label", ["multi_label", "label_separator"], True, "|")
WHOLE = DataChoiceInspected("t.csv", "", "csv", "utf-8", ",", "text", "label", [])


def answer(*scores: float, labels: int = 28) -> Labels:
    filled = [*scores, *[0.01] * (labels - len(scores))]
    return Labels([LabelScore(f"feeling_{place}", score) for place, score in enumerate(filled)], several=True)


@pytest.fixture
def options(qtbot: QtBot) -> ReadingOptions:
    options = ReadingOptions()
    qtbot.addWidget(options)
    return options


def test_the_guess_is_shown_in_words(options: ReadingOptions) -> None:
    options.show_choice(DataChoice(train="t.csv"), GUESSED)
    assert options.several.isChecked()
    assert not options.between.parentWidget().isHidden()
    assert options.between.currentText() == "bar | (guessed)"
    options.show_choice(DataChoice(train="t.csv"), WHOLE)
    assert not options.several.isChecked()
    assert options.between.parentWidget().isHidden()


def test_no_is_said_so_that_it_is_not_guessed_again(options: ReadingOptions, qtbot: QtBot) -> None:
    options.show_choice(DataChoice(train="t.csv", multi_label=True), GUESSED)
    with qtbot.waitSignal(options.chosen) as said:
        options.several.click()
    no = said.args[0]
    assert (no.multi_label, no.label_separator) == (False, "none")
    options.show_choice(no, WHOLE)
    with qtbot.waitSignal(options.chosen) as said:
        options.several.click()
    assert (said.args[0].multi_label, said.args[0].label_separator) == (True, "")


def test_another_sign_is_chosen(options: ReadingOptions, qtbot: QtBot) -> None:
    options.show_choice(DataChoice(train="t.csv", multi_label=True), GUESSED)
    place = options.between.findData(";")
    with qtbot.waitSignal(options.chosen) as said:
        options.between.activated.emit(place)
    assert said.args[0].label_separator == ";"
    options.show_choice(msgspec.structs.replace(said.args[0], label_separator="&&"), WHOLE)
    assert options.between.currentData() == "&&"
    options.show_choice(DataChoice(train="t.csv"), msgspec.structs.replace(GUESSED, label_separator="、"))
    assert options.between.currentText() == "Chinese list comma 、 (guessed)"


def test_another_column_of_labels_is_looked_at_anew() -> None:
    shown = DataInspected(1, GUESSED, ["text", "label", "toxic"], [], 3, 0, [], [], [])
    said = DataChoice(train="t.csv", multi_label=True, label_separator="|")
    other = with_role(said, shown, "toxic", "label")
    assert (other.label, other.multi_label, other.label_separator) == ("toxic", False, "")
    moved = with_role(said, shown, "label", "text")
    assert (moved.text, moved.label, moved.multi_label) == ("label", "text", False)
    same = with_role(said, shown, "toxic", "text")
    assert (same.text, same.label, same.multi_label, same.label_separator) == ("toxic", "label", True, "|")


def test_other_kinds_of_work_have_no_switch(options: ReadingOptions) -> None:
    options.offer_several(False)
    options.show_choice(DataChoice(multi_label=True), GUESSED)
    assert options.several.parentWidget().isHidden()
    assert options.between.parentWidget().isHidden()


def test_cells_are_shown_label_by_label(qapp: QApplication) -> None:
    preview = PreviewModel()
    cells = ["joy | fear", "[]", ""]
    rows = [["x", cell] for cell in cells]
    preview.fill(["text", "label"], rows, "text", "label", [["joy", "fear"], [], []])
    assert [preview.labels_of(row, cell) for row, cell in enumerate(cells)] == [["joy", "fear"], [NO_LABEL], []]
    preview.fill(["text", "label"], rows, "text", "label")
    assert preview.labels_of(0, "joy | fear") == ["joy | fear"]


def test_columns_of_0_and_1_are_said_to_be_labels(theme: Theme, qtbot: QtBot) -> None:
    health = HealthList(theme)
    qtbot.addWidget(health)
    said = health.sentence(HealthFact("labels_together", "note", {"columns": "28", "column": "labels"}, names=["joy"]))
    assert said == "Each label has a column of its own, marked 0 or 1 (28 of them); the column “labels” has them together."


def test_given_labels_have_a_mark_and_the_threshold_is_told(theme: Theme, qtbot: QtBot) -> None:
    view = LabelsView(theme, "student")
    qtbot.addWidget(view)
    view.set_answer(answer(0.9, 0.6, 0.3))
    assert view.headline.text() == "feeling_0, feeling_1"
    assert view.bars.as_text().startswith("✓ feeling_0 90\N{NO-BREAK SPACE}%, ✓ feeling_1 60\N{NO-BREAK SPACE}%, feeling_2 30")
    assert "a label counts from 50\N{NO-BREAK SPACE}% on" in view.more.text()
    assert len(view.bars.bars()) == MOST_BARS
    view.set_answer(answer(*[0.9] * 6, 0.2))
    assert len(view.bars.bars()) == 7
    view.set_answer(answer(0.1, 0.05))
    assert view.headline.text() == "No label fits"
    assert "✓" not in view.bars.as_text()
    view.set_answer(msgspec.structs.replace(answer(0.9, 0.1), several=False))
    assert "✓" not in view.bars.as_text()


def test_the_threshold_is_drawn(theme: Theme, qtbot: QtBot) -> None:
    view = LabelsView(theme, "student")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_answer(answer(0.9, 0.1))
    several = view.bars.grab().toImage()
    view.bars.set_bars(view.bars.bars())
    assert view.bars.grab().toImage() != several


def test_a_long_answer_is_cut_in_words(theme: Theme, qtbot: QtBot) -> None:
    assert short_words(answer(0.9, 0.8), "none").count(",") == 1
    assert short_words(answer(*[0.9] * 9), "none").endswith(", …")


def test_77_labels_scroll_and_are_all_there(qtbot: QtBot) -> None:
    balance = LabelBalance()
    qtbot.addWidget(balance)
    balance.fill([LabelCount(f"intent_{place}", 200 - place) for place in range(AT_ONCE)])
    few = balance.sizeHint().height()
    balance.fill([LabelCount(f"intent_{place}", 200 - place) for place in range(77)])
    assert few < balance.sizeHint().height() < 1.4 * few
    assert balance.accessibleDescription().count(";") == 76
    assert "intent_76 124" in balance.accessibleDescription()


def test_shares_are_of_rows_where_rows_carry_several_labels(qtbot: QtBot) -> None:
    balance = LabelBalance()
    qtbot.addWidget(balance)
    balance.fill([LabelCount("joy", 80), LabelCount("fear", 40)], 100)
    bars = [bar.value() for bar in balance.widget().findChildren(type(balance._grid.itemAtPosition(1, 0).widget()))]
    assert bars == [800, 400]


def test_long_names_do_not_widen_the_health_list(theme: Theme, qtbot: QtBot) -> None:
    health = HealthList(theme)
    qtbot.addWidget(health)
    health.resize(240, 300)
    long = "balance_not_updated_after_cheque_or_cash_deposit"
    health.fill([HealthFact("labels", "ok", {"labels": "77", "rows": "10003", "problem": ""}, names=[long])], 0)
    health.show()
    assert health.widget().minimumSizeHint().width() <= health.viewport().width()
    fact = HealthFact("labels", "ok", {"labels": "1", "rows": "10", "problem": "", "a_row": "1.18"}, names=["joy"])
    assert health.sentence(fact) == "1 label, 1.18 a row on average: joy"


def test_each_label_is_softened_by_itself() -> None:
    """sigmoid(logit(p) / T), and binary cross entropy: figures by hand."""
    assert soften_each([0.9, 0.5, 0.1], 2.0).tolist() == pytest.approx([0.75, 0.5, 0.25])
    assert soften_each([1.0, 0.0], 1.0).tolist() == pytest.approx([1, 0], abs=1e-9)
    assert binary_cross_entropy([0.9], [0.7]) == pytest.approx(0.441404, abs=1e-6)
    lesson = teach([0.9, 0.6], [0.9, 0.6], 3.0, several=True)
    assert lesson.counted == pytest.approx(0)
    with pytest.raises(ValueError, match="above 0"):
        soften_each([0.5], 0.0)


def test_the_explainer_speaks_of_each_label(theme: Theme, qtbot: QtBot) -> None:
    explainer = TemperatureExplainer(theme)
    qtbot.addWidget(explainer)
    explainer.set_several(True)
    explainer.set_temperature(2.0)
    assert explainer.effect.text().startswith("Each label stands for itself and moves towards one half: “surprise” to 75")
    assert "(1−yᵢ) log (1−ŷᵢ)" in explainer.formula.text()
    explainer.set_example("x", [f"feeling_{place}" for place in range(28)], [0.8, 0.7, *[0.02] * 26])
    assert explainer.lesson.shown.sum() > 1
    explainer.set_several(False)
    assert "(1−yᵢ)" not in explainer.formula.text()


def test_a_pinned_question_has_its_best_answer_in_a_chip_with_room_beside_it(theme: Theme, qtbot: QtBot) -> None:
    run = RunModel()
    pinned = PinnedList(theme, run)
    qtbot.addWidget(pinned)
    run.begin("r", ["What was bad?", "What was good?"])
    long = "an answer that goes on and on and is far too long for a small chip beside its question"
    sure, unsure = Answers([AnswerSpan(0, 9, long, 0.9)]), Answers([AnswerSpan(0, 0, "", 0.3), AnswerSpan(0, 4, "soup", 0.2)])
    run.apply(PinnedAnswered("r", 3, [sure, unsure]))
    assert pinned.accessibleDescription() == f"“What was bad?” {long}; “What was good?” unsure, No answer here"
    assert pinned._chips[0].sizeHint().width() <= WIDEST


def test_pinned_answers_name_two_labels(theme: Theme, qtbot: QtBot) -> None:
    run = RunModel()
    pinned = PinnedList(theme, run)
    qtbot.addWidget(pinned)
    run.begin("r", ("one", "two", "three"))
    run.apply(PinnedAnswered("r", 1, [answer(*[0.9] * 4), answer(0.9), answer(0.1)]))
    said = pinned.accessibleDescription()
    assert f"feeling_0 {percent(0.9)}, feeling_1 {percent(0.9)} and 2 more" in said
    assert "“three” no label fits" in said


def test_a_guess_of_several_labels_goes_into_the_recipe_once(loaded: Studio) -> None:
    project, client = loaded.project, loaded.client
    data = project.data
    assert data is not None
    guessed = msgspec.structs.replace(
        data.data, guessed=[*data.data.guessed, "multi_label", "label_separator"], multi_label=True, label_separator="|"
    )
    client.data_inspected.emit(msgspec.structs.replace(data, data=guessed))
    assert project.recipe.data.multi_label
    assert project.data is not None
    assert project.data.data == guessed
