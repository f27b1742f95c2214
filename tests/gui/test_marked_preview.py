"""The data page for marked texts and for questions: marks in the preview, one column without roles, words and problems of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.gui.excerpts import AROUND
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.pages.data import DataPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.health_list import HealthList
from distilstudio.gui.widgets.marked_cell import MarkedDelegate, passage_part
from distilstudio.protocol.inspection import HealthFact, InspectData, MarkedSpan
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, Recipe, Task

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

CONLL = "Mei B-PER\nLin I-PER\nflew O\nto O\n厦门 B-LOC\n😀 O\nPorto B-LOC\n\nfine O\n"
ASKED = [
    {
        "question": "How long?",
        "context": "😀 " + "The soup was good. " * 30 + "It has 528 kilometres.",
        "answer": "528 kilometres",
    },
    {"question": "Who?", "context": "Nobody came.", "answer": ""},
]


@pytest.fixture
def project(qtbot: QtBot) -> Project:
    return Project()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, project: Project) -> DataPage:
    page = DataPage(project, theme, HubState())
    qtbot.addWidget(page)
    page.resize(1008, 690)
    page.show()
    return page


def load(project: Project, folder: Path, task: Task, name: str, content: str) -> None:
    """Write a file, and let the engine's own answer about it come."""
    (folder / name).write_text(content, encoding="utf-8")
    choice = DataChoice(train=name)
    project.set_recipe(Recipe(task=task, data=choice), str(folder))
    try:
        project.set_data(inspect_data(InspectData(1, task, choice, str(folder))))
    except ProblemError as error:
        project.set_data_problem(error.problem)


def drawn(page: DataPage, row: int) -> list[str]:
    """What is tinted in a row, as Qt counts: words and their tags in turn."""
    delegate = page.table.itemDelegate()
    assert isinstance(delegate, MarkedDelegate)
    return delegate.lines(row, 500).tinted()


def test_names_are_marked_in_their_sentence(page: DataPage, project: Project, tmp_path: Path) -> None:
    load(project, tmp_path, "ner", "a.conll", CONLL)
    assert drawn(page, 0) == ["Mei Lin", "\xa0PER", "厦门", "\xa0LOC", "Porto", "\xa0LOC"]
    assert drawn(page, 1) == []
    assert page.table.roles.isHidden()
    assert [page.table.isColumnHidden(column) for column in range(2)] == [False, True]
    words = page.table.preview.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Mei Lin (PER)" in words
    assert "厦门 (LOC)" in words


def test_a_question_stands_above_its_passage_with_the_answer_marked(page: DataPage, project: Project, tmp_path: Path) -> None:
    load(project, tmp_path, "qa", "a.jsonl", "\n".join(json.dumps(one) for one in ASKED))
    assert page.table.preview.question(0) == "How long?"
    assert drawn(page, 0) == ["528 kilometres"]
    assert drawn(page, 1) == []
    assert page.table.preview.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Who?. Nobody came.. –"
    assert page.table.rowHeight(0) > page.table.rowHeight(1)
    assert "label" not in page.rail_note()
    assert "1 question has no answer in its passage" in page.health.accessibleDescription()


def offered(page: DataPage) -> dict[str, tuple[str, list[str]]]:
    """Each role that is offered: the column that is taken for it, and all that may be."""
    combos = {role: combo for role, combo in page.column_roles.combos.items() if combo.isVisible()}
    return {
        role: (combo.currentText(), [combo.itemText(place) for place in range(combo.count())]) for role, combo in combos.items()
    }


def take(page: DataPage, qtbot: QtBot, role: str, column: str) -> DataChoice:
    """What is asked for when a person takes another column for a role."""
    combo = page.column_roles.combos[role]
    with qtbot.waitSignal(page.data_requested) as asked:
        combo.setCurrentText(column)
        combo.activated.emit(combo.currentIndex())
    assert asked.args is not None
    choice = asked.args[0]
    assert isinstance(choice, DataChoice)
    return choice


def test_the_columns_of_questions_can_be_changed(page: DataPage, project: Project, tmp_path: Path, qtbot: QtBot) -> None:
    load(project, tmp_path, "qa", "a.csv", "question,context,answer1,answer2\nWho?,Mei ran,Mei,ran\nWhat?,Mei ran,Mei,ran\n")
    columns = ["question", "context", "answer1", "answer2"]
    assert offered(page) == {"question": ("question", columns), "text": ("context", columns), "label": ("answer1", columns)}
    choice = take(page, qtbot, "label", "answer2")
    assert (choice.question, choice.text, choice.label) == ("question", "context", "answer2")
    choice = take(page, qtbot, "question", "context")
    assert (choice.question, choice.text) == ("context", "question"), "they change places"


def test_the_columns_of_words_and_tags_can_be_changed(page: DataPage, project: Project, tmp_path: Path, qtbot: QtBot) -> None:
    load(project, tmp_path, "ner", "a.conll", "Mei NN B-PER\nflew VB O\n")
    columns = ["column 1", "column 2", "column 3"]
    assert offered(page) == {"text": ("column 1", columns), "label": ("column 3", columns)}
    choice = take(page, qtbot, "label", "column 2")
    assert (choice.text, choice.label) == ("column 1", "column 2")
    load(project, tmp_path, "ner", "a.json", '[{"tokens": ["Mei"], "tags": ["B-PER"]}]')
    assert offered(page) == {}, "a JSON file has its own names"


def test_columns_can_be_changed_where_a_problem_is_in_the_way(
    page: DataPage, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    load(project, tmp_path, "ner", "a.conll", "Mei B-PER Q-X\nflew O O\nran O B-X\n")
    assert offered(page)["label"] == ("–", ["–", "column 1", "column 2", "column 3"])
    assert not page.table.isVisible()
    assert take(page, qtbot, "label", "column 2").label == "column 2"
    load(project, tmp_path, "qa", "a.csv", "a,b\nx,y\nu,v\n")
    assert list(offered(page)) == ["question", "text", "label"]
    assert take(page, qtbot, "text", "b").text == "b"


def test_the_name_of_a_column_is_whole_with_larger_text(page: DataPage, project: Project, tmp_path: Path, theme: Theme) -> None:
    longest = "asked by whom, and when"
    load(project, tmp_path, "qa", "a.csv", f'question,context,answer,"{longest}"\nWho?,Mei ran,Mei,Ada\nWhat?,Mei ran,ran,Ada\n')
    combo = page.column_roles.combos["question"]
    for percent in (200, 100):
        theme.set_text_percent(percent)
        words = combo.fontMetrics().horizontalAdvance(longest)
        assert words + 30 < combo.width() < words + 60


def test_columns_have_roles_again_for_labelled_texts(page: DataPage, project: Project, tmp_path: Path) -> None:
    load(project, tmp_path, "ner", "a.conll", CONLL)
    load(project, tmp_path, "classification", "b.csv", "text,label\nfine,good\ndull,bad\nnice,good\n")
    assert not page.table.roles.isHidden()
    assert offered(page) == {}
    assert not any(page.table.isColumnHidden(column) for column in range(2))
    assert {page.table.rowHeight(row) for row in range(3)} == {page.table.rowHeight(0)}


@pytest.mark.parametrize("place", [0, 500, 2000])
def test_the_answer_is_in_the_part_that_is_shown(place: int) -> None:
    passage = "😀 word " * 400
    text, marks = passage_part(passage, [MarkedSpan(place, place + 5, "")])
    assert [text[mark.start : mark.end] for mark in marks] == [passage[place : place + 5]]
    assert len(text) <= AROUND + 2
    assert text.startswith("…") == (place > 0)


@pytest.mark.parametrize(
    ("name", "content", "code", "lines"),
    [
        ("a.conll", "Mei B-PER\nflew Q-X\n", "data_tags", "records: 2"),
        ("a.conll", "Mei x B-PER\nflew x O\nto O x O\n", "data_lines", "these do not: 3"),
        (
            "a.jsonl",
            '{"text": "fine", "spans": []}\n{"text": "Mei Lin", "spans": [[0, 7, "PER"], [4, 7, "LOC"]]}\n',
            "data_spans",
            "records: 2",
        ),
    ],
)
def test_bad_marks_are_told_with_their_lines(
    page: DataPage, project: Project, tmp_path: Path, name: str, content: str, code: str, lines: str
) -> None:
    load(project, tmp_path, "ner", name, content)
    assert project.data_problem is not None
    assert project.data_problem.code == code
    assert page.problem_card.isVisible()
    told = page.problem_card.accessibleDescription() + page.problem_card.accessibleName()
    assert lines in told.lower().replace("lines ", "line ")


@pytest.mark.parametrize(
    ("tags", "said"),
    [("I-PER", "The tags were IOB1"), ("S-PER", "The tags were BIOES"), ("PER", "The tags were bare types")],
)
def test_how_tags_were_turned_is_said(page: DataPage, project: Project, tmp_path: Path, tags: str, said: str) -> None:
    load(project, tmp_path, "ner", "a.conll", f"Mei {tags}\nflew O\n")
    assert said in page.health.accessibleDescription()


@pytest.mark.parametrize(
    ("task", "fact", "sentence"),
    [
        ("ner", HealthFact("unlabelled_rows", "ok", {"rows": "0"}), "Every sentence is marked."),
        ("ner", HealthFact("contradictions", "warn", {"rows": "1200"}), "1,200 sentences are marked in another way elsewhere."),
        ("ner", HealthFact("rows", "ok", {"rows": "9", "exam_rows": "1"}), "9 rows to learn from, 1 for the exam."),
        (
            "classification",
            HealthFact("rows", "note", {"rows": "90", "exam_rows": "10", "off": "31"}),
            "90 rows to learn from, 10 for the exam: so few that a score can be 31 points off.",
        ),
        ("ner", HealthFact("unlabelled_rows", "note", {"rows": "1"}), "1 sentence is not marked; the teacher marks it."),
        ("ner", HealthFact("labels", "ok", {"labels": "1", "rows": "9", "problem": ""}, names=["PER"]), "1 label: PER"),
        (
            "ner",
            HealthFact("refused_marks", "note", {"rows": "1"}),
            "1 text is left out: its marks were rejected or passed over in Prodigy.",
        ),
        (
            "ner",
            HealthFact("refused_marks", "note", {"rows": "7"}),
            "7 texts are left out: their marks were rejected or passed over in Prodigy.",
        ),
        ("ner", HealthFact("empty_rows", "note", {"rows": "1"}), "1 row has no text; it is left out."),
        ("qa", HealthFact("duplicates", "ok", {"rows": "0"}), "No question comes twice."),
        ("qa", HealthFact("duplicates", "note", {"rows": "1"}), "1 row repeats an earlier question; both are learnt from."),
        ("qa", HealthFact("unlabelled_rows", "note", {"rows": "2"}), "2 questions are not answered; the teacher answers them."),
        (
            "qa",
            HealthFact("few_passages", "note", {"rows": "12"}),
            "There are only 12 passages: the exam asks other questions about them than those that are learnt from.",
        ),
        (
            "qa",
            HealthFact("passages_shared", "note", {"rows": "1"}),
            "1 question of the exam is about a passage that is learnt from too, in other questions.",
        ),
        (
            "qa",
            HealthFact("more_texts", "ok", {"rows": "240", "left_out": "11"}),
            "240 more texts without labels; the teacher labels them. Left out, because they are there already: 11.",
        ),
        (
            "qa",
            HealthFact("answers_lost", "warn", {"rows": "2", "lines": "3, 9"}),
            "2 answers do not stand in their passage (line or record 3, 9); the teacher answers these questions.",
        ),
    ],
)
def test_health_in_the_words_of_the_task(qtbot: QtBot, theme: Theme, task: Task, fact: HealthFact, sentence: str) -> None:
    health = HealthList(theme)
    qtbot.addWidget(health)
    health.fill([fact], task)
    assert health.sentence(fact) == sentence


@pytest.mark.parametrize(
    ("task", "head", "columns"),
    [
        ("classification", "Drop your texts here", ["text", "label"]),
        ("ner", "Drop your marked texts here", ["word", "tag"]),
        ("qa", "Drop your questions and their passages here", ["question", "context", "answer"]),
    ],
)
def test_the_empty_page_asks_for_files_of_the_task(
    page: DataPage, project: Project, task: Task, head: str, columns: list[str]
) -> None:
    project.set_recipe(Recipe(task=task), "")
    assert page.drop_area._head.text() == head
    heads = [label.text() for label in page._example_card.table._heads if not label.isHidden()]
    assert heads == columns


def test_bars_of_labels_keep_their_room_when_the_language_changes(page: DataPage, project: Project, tmp_path: Path) -> None:
    load(project, tmp_path, "ner", "a.conll", CONLL)
    before = page.balance.sizeHint().height()
    QApplication.sendEvent(page.balance, QEvent(QEvent.Type.LanguageChange))
    assert page.balance.sizeHint().height() == before > 0


@pytest.mark.parametrize(
    ("task", "name", "content", "sentence", "tip", "health"),
    [
        (
            "ner",
            "a.conll",
            "Anna\nran\n\nBern\nslept\n",
            "No name is marked in a.conll.",
            "Choose sentences with marked names first.",
            "No name is marked.",
        ),
        (
            "qa",
            "a.jsonl",
            '{"question": "Who?", "context": "Anna ran."}\n',
            "No question in a.jsonl is answered.",
            "Choose questions with their answers first.",
            "No question is answered.",
        ),
    ],
)
def test_texts_in_which_nothing_is_said_are_shown_with_what_to_do(
    page: DataPage, project: Project, tmp_path: Path, task: Task, name: str, content: str, sentence: str, tip: str, health: str
) -> None:
    load(project, tmp_path, task, name, content)
    assert project.data_finding is not None
    assert project.data_finding.what == sentence
    assert not page.problem_card.isHidden()
    assert (page.primary().enabled, page.primary().tip) == (False, tip)
    assert page.health.accessibleDescription().startswith(health)
    assert "the teacher" not in page.health.accessibleDescription()
