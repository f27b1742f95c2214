"""Marked names: what stands where, said in words, compared, kept as test cases; and which file is for which kind of work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.task_guess import guess_task
from distilstudio.gui.models.test_cases import SavedCases
from distilstudio.gui.openings import Openings
from distilstudio.gui.pages.start import StartPage
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.entities_view import EntitiesView, color_of
from distilstudio.gui.widgets.faces import FACES
from distilstudio.protocol.answers import Answers, AnswerSpan, Entities, Entity
from distilstudio.protocol.events import ModelsOpened, Predicted
from distilstudio.protocol.recipe import DataChoice

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

TEXT = "😀Ana of 厦门大学 met Bob.\n🎉Rome"


def found(*names: tuple[str, str], text: str = TEXT, score: float = 0.9) -> Entities:
    """These words of the text, marked."""
    entities = []
    for name, label in names:
        start = text.index(name)
        entities.append(Entity(start, start + len(name), label, score, name))
    return Entities(sorted(entities, key=lambda one: one.start))


ALL = found(("Ana", "PERSON"), ("厦门大学", "ORG"), ("Bob", "PERSON"), ("Rome", "PLACE"))


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> EntitiesView:
    view = EntitiesView(theme, "student")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


def tinted(view: EntitiesView) -> list[str]:
    """What stands under each mark in the document, its tag with it."""
    words = []
    for start, end, _ in view.marked._places:
        cursor = QTextCursor(view.marked.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        words.append(cursor.selectedText().replace("\N{NO-BREAK SPACE}", " "))
    return words


def test_marks_stand_under_their_words_behind_emoji_and_on_other_lines(view: EntitiesView) -> None:
    view.set_answer(ALL, TEXT)
    assert tinted(view) == ["Ana PERSON", "厦门大学 ORG", "Bob PERSON", "Rome PLACE"]
    plain = view.marked.toPlainText().replace("\N{NO-BREAK SPACE}", " ")
    assert plain == "😀Ana PERSON of 厦门大学 ORG met Bob PERSON.\n🎉Rome PLACE"
    areas = [view.marked._areas(start, end) for start, end, _ in view.marked._places]
    assert all(len(area) == 1 and area[0].width() > 10 for area in areas)
    assert areas[3][0].top() > areas[0][0].bottom()
    assert areas[0][0].right() < areas[1][0].left()


def test_a_mark_over_two_lines_has_two_tints(view: EntitiesView) -> None:
    text = "a name that goes on and on " * 5
    view.set_answer(Entities([Entity(2, len(text) - 1, "ORG", 0.5, text[2:-1])]), text)
    ((start, end, _),) = view.marked._places
    areas = view.marked._areas(start, end)
    assert len(areas) > 1
    assert all(area.right() <= view.marked.viewport().width() + 3 for area in areas)


def test_marks_at_both_ends(view: EntitiesView) -> None:
    view.set_answer(found(("Ana", "P"), ("Rome", "P"), text="Ana saw Rome"), "Ana saw Rome")
    assert tinted(view) == ["Ana P", "Rome P"]


def test_it_can_be_read_as_text(view: EntitiesView) -> None:
    view.set_answer(ALL, TEXT)
    words = view.accessibleDescription().replace("\N{NO-BREAK SPACE}", " ")
    assert words.startswith("Ana (PERSON, 90 %); 厦门大学 (ORG, 90 %)")
    assert [label for label, _ in view.bars.bars()] == ["Ana · PERSON", "厦门大学 · ORG", "Bob · PERSON", "Rome · PLACE"]
    view.set_answer(Entities([]), "nothing")
    assert view.as_text() == "No name found in this text."
    assert view.marked.toPlainText() == "nothing"
    view.clear()
    assert (view.as_text(), view.marked.toPlainText()) == ("", "")


def test_the_answer_of_another_task_is_refused(view: EntitiesView) -> None:
    with pytest.raises(TypeError):
        view.set_answer(Answers([AnswerSpan(0, 1, "a", 0.5)]), "a")


def test_every_type_has_a_colour_of_the_theme(theme: Theme) -> None:
    for kind in ("PERSON", "PER.NAM", "ORG", "creative-work", "人名", "anything else"):
        assert getattr(theme.tokens, color_of(kind)).startswith("#")
    assert color_of("PER.NAM") == color_of("person")


@pytest.mark.parametrize(
    ("teacher", "student", "words", "differ"),
    [
        (ALL, ALL, "They agree on all 4 marks.", False),
        (found(), found(), "They agree: no name in this text.", False),
        (found(("Bob", "X")), found(("Bob", "X")), "They agree on the one mark.", False),
        (
            found(("Bob", "X")),
            found(),
            "They differ on one mark: the teacher sees Bob (X, 90 %), the student leaves it out.",
            True,
        ),
        (
            found(),
            found(("Bob", "X")),
            "They differ on one mark: the student sees Bob (X, 90 %), the teacher leaves it out.",
            True,
        ),
        (
            found(("met Bob", "X")),
            found(("Bob", "X")),
            "They differ on one mark: the teacher sees met Bob (X, 90 %), the student Bob (X, 90 %).",
            True,
        ),
        (
            found(("Ana", "X"), ("Bob", "X")),
            found(("Bob", "Y")),
            "They differ on 2 marks. The first: the teacher sees Ana (X, 90 %), the student leaves it out.",
            True,
        ),
    ],
)
def test_what_is_said_of_two_answers(teacher: Entities, student: Entities, words: str, differ: bool) -> None:
    said, differs = FACES["ner"].compare(teacher, student)
    assert (said.replace("\N{NO-BREAK SPACE}", " "), differs) == (words, differ)


def test_a_test_case_wants_the_very_same_marks() -> None:
    face = FACES["ner"]
    wanted = face.expected(ALL)
    assert wanted == "Ana (PERSON) · 厦门大学 (ORG) · Bob (PERSON) · Rome (PLACE)"
    assert face.is_right(found(*[(one.text, one.label) for one in ALL.entities], score=0.4), wanted)
    assert not face.is_right(found(("Ana", "PERSON")), wanted)
    assert face.is_right(Entities([]), face.expected(Entities([])))


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, home: Path) -> TryPage:
    page = TryPage(theme, SavedCases())
    page.set_task("ner")
    qtbot.addWidget(page)
    page.resize(1008, 690)
    page.show()
    page.set_models(
        ModelsOpened(1, ["teacher", "student"], {"teacher": 91.0, "student": 18.0}, {"teacher": 6, "student": 3}, ["O", "B-P"])
    )
    return page


def test_the_page_shows_marks_and_keeps_a_case(qtbot: QtBot, page: TryPage) -> None:
    with qtbot.waitSignal(page.text_edited):
        page.edit.type_over(TEXT)
    page.show_answer(Predicted(1, "student", found(("Bob", "PERSON")), 0.7))
    page.show_answer(Predicted(1, "teacher", ALL, 7.0))
    view = page.sides["student"].view
    assert isinstance(view, EntitiesView)
    assert view.marked.marked_words() == ["Bob"]
    assert page.banner_text.text().startswith("They differ on 3 marks.")
    primary = page.primary()
    assert primary is not None
    assert primary.enabled
    page.on_primary()
    (row,) = page.case_list.rows
    assert row.case.expected == "Bob (PERSON)"
    assert not row.combo.isVisible()


def test_the_page_follows_the_language(page: TryPage) -> None:
    page.show_answer(Predicted(1, "student", Entities([]), 1.0))
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert page.title()


@pytest.mark.parametrize(
    ("name", "content", "task"),
    [
        ("a.conll", "", "ner"),
        ("a.txt", "Mei B-PER\nflew O\nto O\n", "ner"),
        ("a.tsv", "Mei\tB-PER\nflew\tO\n\nto\tO\nx\tO\n", "ner"),
        ("a.csv", "text,label\na,b\n", "mlm"),  # of labelled texts the texts alone can be taken
        ("a.csv", "token,tag\nMei,B-PER\n", "ner"),
        ("a.csv", "question,context,answer\na,b,c\n", "qa"),
        ("a.csv", "question,passage,answer\na,b,c\n", "qa"),
        ("a.csv", "\ufeff问题,文章,答案\na,b,c\n", "qa"),
        ("a.csv", "query,text,label\na,b,c\n", "mlm"),
        ("a.csv", "字,标签\n刘,B-人名\n", "ner"),
        ("a.csv", "Sentence,POS,Tag\nMei flew,\"['NNP', 'VBD']\",\"['B-PER', 'O']\"\n", "ner"),
        ("a.csv", "text,labels\nMei flew,B-PER O\n", "ner"),
        ("a.jsonl", '{"tokens": ["a"], "ner_tags": ["O"]}\n', "ner"),
        ("a.jsonl", '{"text": "a", "label": [[0, 1, "PER"]]}\n', "ner"),
        ("a.json", '[{"data": {"text": "a"}, "annotations": []}]', "ner"),
        ("a.jsonl", '{"words": ["Mei", "flew"], "labels": ["B-PER", "O"]}', "ner"),
        ("a.jsonl", '{"text": "Mei flew", "label": {"PER": {"Mei": [[0, 2]]}}}', "ner"),
        ("a.json", '{"data": [{"paragraphs": [{"context": "a", "qas": []}]}]}', "qa"),
        ("a.jsonl", '{"question": "a", "context": "b"}', "qa"),
        ("a.txt", "just a text\nand another\nand one more\n", "mlm"),
        ("missing.txt", None, "mlm"),
    ],
)
def test_a_file_tells_its_kind_of_work(tmp_path: Path, name: str, content: str | None, task: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert guess_task(tmp_path / name, "mlm") == task


@pytest.mark.parametrize(
    ("name", "content", "task"),
    [
        ("a.txt", "It rained, and rained.\nNobody came.\nThen, at last, a knock.\n", "mlm"),
        ("a.txt", "text,label\na,b\nc,d\n", "classification"),
        ("a.csv", "review\ngood\n", "mlm"),
        ("a.jsonl", '{"text": "a"}\n{"text": "b"}\n', "mlm"),
        ("a.jsonl", '{"text": "a", "label": "b"}\n', "classification"),
        ("a.json", '[{"data": {"text": "a"}, "annotations": [{"result": [{"value": {"choices": ["b"]}}]}]}]', "classification"),
    ],
)
def test_a_file_with_nothing_but_texts_is_for_general_distillation(tmp_path: Path, name: str, content: str, task: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert guess_task(tmp_path / name, "classification") == task


def test_a_table_in_chinese_letters_of_another_encoding_tells_its_kind_of_work(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("问题,文章,答案\n谁?,王小明来了,王小明\n".encode("gb18030"))
    assert guess_task(tmp_path / "a.csv", "classification") == "qa"


def test_openings_take_the_kind_of_work_from_the_file(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    project = Project()
    openings = Openings(project, Settings())
    (tmp_path / "a.conll").write_text("Mei B-PER\n", encoding="utf-8")
    openings.choose_data(DataChoice(train=str(tmp_path / "a.conll")))
    assert project.recipe.task == "ner"
    with qtbot.waitSignal(openings.opened) as opened:
        openings.choose_task("classification")
    assert opened.args == ["data"]
    assert (project.recipe.task, project.recipe.data.train) == ("classification", "")


def test_the_start_page_offers_names(qtbot: QtBot, theme: Theme, home: Path) -> None:
    page = StartPage(Settings(), theme)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.task_chosen) as chosen:
        page._tasks["ner"].click()
    assert chosen.args == ["ner"]
