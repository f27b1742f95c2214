"""The five clicks with an engine that replays: sample, teacher, recipe, train, try; and what goes wrong on the way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio import places
from distilstudio.gui.app import Studio
from distilstudio.gui.models.asked import Asked
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import Phase
from distilstudio.gui.models.waiting_runs import new_run_folder
from distilstudio.gui.trying import RunModels
from distilstudio.gui.widgets.other_task import OtherTask
from distilstudio.protocol.answers import Answers, AnswerSpan, Entities, LabelScore, UnsureWord
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import Predicted
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.recipe_text import parse
from tests.gui.conftest import LONG_MS


def press_primary(studio: Studio) -> None:
    """The one button."""
    button = studio.window.findChild(QPushButton, "primary_button")
    assert button.isEnabled()
    button.click()


def test_from_the_sample_to_an_answer(qtbot: QtBot, studio: Studio) -> None:
    window = studio.window
    window.findChild(QPushButton, "sample_button").click()
    assert window.current == "data"
    qtbot.waitUntil(lambda: studio.project.ready, timeout=LONG_MS)
    for page in ("teacher", "recipe", "train"):
        press_primary(studio)
        assert window.current == page
    qtbot.waitUntil(lambda: studio.run.phase is Phase.DONE, timeout=LONG_MS)
    press_primary(studio)
    assert window.current == "try"
    page = window.page("try")
    window.findChild(QPlainTextEdit, "try_text_edit").setPlainText("The kettle boils fast.")
    qtbot.waitUntil(lambda: "positive" in page.banner_text.text(), timeout=LONG_MS)


@pytest.mark.parametrize(
    ("button", "sample", "task"),
    [
        ("sample_button", "sentiment", "classification"),
        ("sample_entities_button", "entities", "ner"),
        ("sample_questions_button", "questions", "qa"),
    ],
)
def test_every_sample_opens_with_its_own_recipe(studio: Studio, button: str, sample: str, task: str) -> None:
    studio.window.findChild(QPushButton, button).click()
    folder = places.resources() / "samples" / sample
    assert studio.window.current == "data"
    assert studio.project.recipe == parse((folder / "recipe.toml").read_bytes())
    assert (studio.project.recipe.task, studio.project.base) == (task, str(folder))


@pytest.mark.parametrize(("task", "sample"), [("classification", "sentiment"), ("ner", "entities"), ("qa", "questions")])
def test_a_task_card_leads_to_data_of_its_kind(studio: Studio, task: str, sample: str) -> None:
    studio.window.findChild(QAbstractButton, f"task_{task}").click()
    assert studio.window.current == "data"
    assert studio.project.recipe.task == task
    studio.window.findChild(QPushButton, "data_sample_button").click()
    assert studio.project.base.endswith(sample)


def test_a_kind_of_work_that_was_chosen_stays_when_a_file_says_nothing_of_it(studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "fragen.csv"
    file.write_text("id,Frage,Text,Antwort\n1,Wer?,Mei kam,Mei\n", encoding="utf-8")
    studio.window.findChild(QAbstractButton, "task_qa").click()
    studio.openings.open_path(str(file))
    assert studio.project.recipe.task == "qa"
    assert studio.window.findChild(QWidget, "other_task").isHidden()


def test_the_offer_of_another_kind_of_work_is_made_also_where_the_file_came_first(qtbot: QtBot) -> None:
    project, page = Project(), QWidget()
    qtbot.addWidget(page)
    project.set_other_task("ner")
    assert not OtherTask(project, page).isHidden()


def test_a_file_of_another_kind_of_work_than_the_chosen_one_offers_its_own(studio: Studio, tmp_path: Path) -> None:
    project = studio.project
    for name, content in (("names.conll", "Mei B-PER\n"), ("reviews.csv", "text,label\nok,good\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    studio.window.findChild(QAbstractButton, "task_classification").click()
    studio.openings.open_path(str(tmp_path / "names.conll"))
    strip = studio.window.findChild(OtherTask)
    assert project.recipe.task == "classification"
    assert strip.words.text() == "names.conll looks like texts in which names are marked."
    assert strip.undo_button.text() == "Find names in texts"
    strip.undo_button.click()
    assert (project.recipe.task, project.recipe.data.train) == ("ner", str(tmp_path / "names.conll"))
    assert strip.isHidden()
    studio.openings.open_path(str(tmp_path / "reviews.csv"))  # names are what was chosen now
    assert project.recipe.task == "ner"
    assert strip.words.text() == "reviews.csv looks like texts with labels."


@pytest.fixture
def reviews(qtbot: QtBot, whole: Studio, tmp_path: Path) -> Path:
    """A file that the window has opened and looked at."""
    file = tmp_path / "reviews.csv"
    file.write_text("text,label\n" + "".join(f"text {row},{'good' if row % 2 else 'bad'}\n" for row in range(20)))
    whole.openings.open_path(str(file))
    qtbot.waitUntil(lambda: whole.project.ready, timeout=LONG_MS)
    return file


def test_texts_that_were_put_aside_and_brought_back_are_read_again(qtbot: QtBot, whole: Studio, reviews: Path) -> None:
    project = whole.project
    whole.openings.choose_task("ner")
    assert project.data is None
    whole.edits.undo()
    assert project.recipe.data.train == str(reviews)
    qtbot.waitUntil(lambda: project.ready, timeout=LONG_MS)
    for put_aside in (whole.edits.undo, lambda: whole.openings.choose_task("ner")):
        put_aside()
        assert (project.data, project.recipe.data.train) == (None, "")
        whole.openings.choose_task("classification")
        whole.openings.open_path(str(reviews))
        qtbot.waitUntil(lambda: project.ready, timeout=LONG_MS)


def test_what_is_found_in_texts_that_were_put_aside_is_not_shown(qtbot: QtBot, whole: Studio, reviews: Path) -> None:
    whole.openings.open_path(str(reviews))  # it is being read again
    whole.openings.choose_task("ner")
    with qtbot.waitSignal(whole.client.data_inspected, timeout=LONG_MS):
        pass
    assert whole.project.data is None
    assert whole.window.page("data").title() == "Which texts should the student learn from?"


def test_a_teacher_that_is_chosen_again_is_looked_at_again(qtbot: QtBot, loaded: Studio) -> None:
    page = loaded.window.page("teacher")
    page.take_model("starter")
    assert page.is_loading
    qtbot.waitUntil(lambda: not page.is_loading, timeout=LONG_MS)
    assert page.primary().enabled


def test_further_teachers_are_looked_at_as_they_are_added(
    loaded: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One beside the recipe by its whole path, by which it can be left out too."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(loaded.client, "describe_teacher", lambda *about: asked.append(about[-1]))
    (tmp_path / "beside").mkdir()
    loaded.project.set_recipe(loaded.project.recipe, str(tmp_path))
    loaded.project.set_value("teacher.more", ["beside", "/models/second"])
    assert asked[-1] == (str(tmp_path / "beside"), "/models/second")
    loaded.wiring.show_problem(problem("teacher_more", name="beside", reason="Why.", model=str(tmp_path / "beside")))
    loaded.window.problem_card.fix_button.click()
    assert loaded.project.recipe.teacher.more == ["/models/second"]


def test_the_teacher_is_known_again_after_an_undo(qtbot: QtBot, loaded: Studio) -> None:
    project = loaded.project
    sample, recipe = Path(project.base), project.recipe
    whole_path = msgspec.structs.replace(recipe.data, train=str(sample / "train.csv"), exam=str(sample / "exam.csv"))
    loaded.openings.adopt_recipe(msgspec.structs.replace(recipe, data=whole_path))
    qtbot.waitUntil(lambda: project.ready, timeout=LONG_MS)
    loaded.edits.undo()
    assert project.base == str(sample)
    qtbot.waitUntil(lambda: project.ready, timeout=LONG_MS)


def test_a_file_that_is_dropped_again_is_read_again(qtbot: QtBot, whole: Studio, reviews: Path) -> None:
    for drop in (whole.window.file_dropped.emit, whole.window.page("data").take_file):
        with qtbot.waitSignal(whole.client.data_inspected, timeout=LONG_MS):
            drop(str(reviews))
        assert whole.project.ready, "what was known stays until it is read"


def test_texts_that_come_later_call_nobody_back_to_their_page(whole: Studio, reviews: Path) -> None:
    """What the page asks for while another one is shown: a dataset that has been downloaded."""
    whole.window.page("data").dataset_search.download_requested.emit("ada/reviews", "default", "train")
    whole.window.show_page("teacher")
    whole.window.page("data").arrived.taken.emit("ada/reviews", "default", "train")
    assert whole.project.recipe.data.train == "ada/reviews"
    assert whole.window.current == "teacher"
    whole.openings.open_path(str(reviews))
    assert whole.window.current == "data"


def test_run_gets_recipe_folder_and_pinned_sentences(qtbot: QtBot, loaded: Studio) -> None:
    loaded.settings.set("runs_folder", "/runs")
    with qtbot.waitSignal(loaded.client.run_event, timeout=LONG_MS):
        loaded.wiring.start_run()
    assert loaded.run.pinned == tuple(loaded.project.data.examples[:5])
    qtbot.waitUntil(lambda: not loaded.run.is_live, timeout=LONG_MS)


def test_pinned_questions_go_with_their_passages(qtbot: QtBot, loaded: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [[f"what is {number}?", f"passage {number // 4} is long…", "long"] for number in range(40)]
    found = msgspec.structs.replace(
        loaded.project.data,
        columns=["question", "context", "answer"],
        preview=[*asked, asked[0]],
        data=msgspec.structs.replace(loaded.project.data.data, text="context", label="answer"),
    )
    loaded.project.set_recipe(msgspec.structs.replace(loaded.project.recipe, task="qa"), loaded.project.base)
    loaded.project.set_data(found)
    sent: list[StartRun] = []
    monkeypatch.setattr(loaded.client, "_give", sent.append)
    loaded.wiring.start_run()
    assert sent[0].questions == ("what is 0?", "what is 8?", "what is 16?", "what is 24?", "what is 32?")
    assert sent[0].pinned == tuple(f"passage {number} is long" for number in (0, 2, 4, 6, 8))
    assert loaded.run.pinned == sent[0].questions


def test_nothing_starts_before_the_data_is_known(studio: Studio) -> None:
    studio.wiring.start_run()
    assert studio.run.phase is Phase.IDLE


def test_change_after_a_run_is_said_in_the_rail(qtbot: QtBot, loaded: Studio) -> None:
    loaded.wiring.start_run()
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.DONE, timeout=LONG_MS)
    step = loaded.window.rail.button("train")
    assert "Changed" not in step.note
    loaded.project.set_value("loss.temperature", 5.0)
    assert step.note == "Changed since the last run"
    loaded.project.set_value("loss.temperature", loaded.wiring.wanted.recipe.loss.temperature)
    assert "Changed" not in step.note


def test_device_is_shown_as_soon_as_an_engine_tells(qtbot: QtBot, loaded: Studio) -> None:
    chip = loaded.window.findChild(QLabel, "device_chip")
    assert chip.text() == "Processor · 2 cores"


def test_teacher_explains_temperature_with_own_sentence(qtbot: QtBot, loaded: Studio) -> None:
    loaded.wiring.start_run()
    explainer = loaded.window.page("recipe").explainer
    sentence = loaded.project.data.examples[0]
    qtbot.waitUntil(lambda: any(sentence in label.text() for label in explainer.findChildren(QLabel)), timeout=LONG_MS)


def test_temperature_is_never_explained_with_the_answers_of_another_teacher(qtbot: QtBot, loaded: Studio) -> None:
    project, window = loaded.project, loaded.window
    loaded.wiring.start_run()
    window.show_page("recipe")
    explainer = window.page("recipe").explainer
    own = f"“{project.data.examples[0]}”"
    qtbot.waitUntil(lambda: own in explainer.sentence.text(), timeout=LONG_MS)
    chosen = project.recipe.teacher.model
    project.set_value("teacher.model", "/models/other")
    with qtbot.waitSignal(loaded.client.models_opened, timeout=LONG_MS):
        loaded.trying.open_models(RunModels("classification", chosen, str(Path(loaded.run.out) / "student"), False))
    with qtbot.waitSignal(loaded.client.predicted, timeout=LONG_MS, check_params_cb=lambda answer: answer.side == "teacher"):
        loaded.client.predict("Good.")
    assert own not in explainer.sentence.text()
    project.set_value("teacher.model", chosen)
    qtbot.waitUntil(lambda: own in explainer.sentence.text(), timeout=LONG_MS)


OWN = {
    "ner": (
        Entities([], UnsureWord(0, 3, "Ada", [LabelScore("B-PER", 0.6), LabelScore("O", 0.3), LabelScore("I-PER", 0.1)])),
        "“Ada” in your sentence: “{text}”",
        [("PER", 0.6), ("no name", 0.3), ("PER, goes on", 0.1)],
    ),
    "qa": (
        Answers([AnswerSpan(0, 3, "Ada", 0.5), AnswerSpan(0, 0, "", 0.2), AnswerSpan(9, 12, "Ada", 0.1)]),
        "Your question: “Who?”",
        [("Ada", 0.75), ("no answer", 0.25)],
    ),
}


@pytest.mark.parametrize("task", sorted(OWN))
def test_temperature_is_explained_with_a_name_or_a_question_of_the_person_s_own(
    qtbot: QtBot, loaded: Studio, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    answer, words, bars = OWN[task]
    project = loaded.project
    loaded.wiring.start_run()
    qtbot.waitUntil(lambda: loaded.trying._models is not None, timeout=LONG_MS)
    monkeypatch.setattr("distilstudio.gui.trying.questions_in", lambda data, most: [Asked("Ada wrote. Ada slept.", "Who?")])
    project.set_value("task", task)
    qtbot.waitUntil(lambda: project.data is not None, timeout=LONG_MS)
    explainer = loaded.window.page("recipe").explainer
    assert explainer.sentence.text().startswith("Worked example")
    assert "negative" not in str(explainer.columns[0].bars())
    loaded.trying.open_models(RunModels(task, project.teacher_path, str(Path(loaded.run.out) / "student"), False))
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(loaded.client, "predict", lambda text, question="": asked.append((text, question)) or 4711)
    qtbot.waitUntil(lambda: bool(asked), timeout=LONG_MS)
    loaded.client.predicted.emit(Predicted(4711, "teacher", answer, 1.0))
    assert explainer.sentence.text() == words.format(text=project.data.examples[0])
    assert explainer.columns[0].bars() == [(name, pytest.approx(share)) for name, share in bars]
    assert asked[0][1] == ("Who?" if task == "qa" else "")
    loaded.settings.set("language", "zh_CN")
    assert [name for name, _ in explainer.columns[0].bars()][1] not in ("no name", "no answer")
    loaded.settings.set("language", "en")
    assert explainer.columns[0].bars() == [(name, pytest.approx(share)) for name, share in bars]


@pytest.mark.parametrize("engine_words", [("--speed", "0", "--fault", "kill_9")])
def test_killed_engine_is_told_and_the_window_lives(qtbot: QtBot, loaded: Studio) -> None:
    loaded.wiring.start_run()
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.FAILED, timeout=LONG_MS)
    assert loaded.window.problem_card.problem.code == "engine_died"
    assert loaded.window.problem_card.isVisible()
    assert loaded.project.ready
    loaded.window.problem_card.fix_button.click()
    assert loaded.window.current == "recipe"


def test_run_folders_never_meet(tmp_path: Path) -> None:
    recipe, now = Recipe(data=DataChoice(train="/x/my:reviews?.csv")), datetime(2026, 3, 4, 15, 6)
    first = new_run_folder(tmp_path, recipe, now)
    assert first.name == "2026-03-04 1506 my reviews"
    first.mkdir()
    assert new_run_folder(tmp_path, recipe, now).name == "2026-03-04 1506 my reviews 2"
