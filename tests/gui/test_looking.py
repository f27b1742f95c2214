"""The Data page beyond the first rows: where texts are cut, rows from the middle of a file, odd rows, sheets, the final exam."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar, cast

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.found_rows import FoundRows
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.text_lengths import TextLengths
from distilstudio.gui.pages.data import DataPage
from distilstudio.gui.pages.teacher import TeacherPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.teacher_facts import TeacherFacts
from distilstudio.protocol.events import TeacherDescribed
from distilstudio.protocol.inspection import DataInspected, HealthFact, LengthsMeasured, RowsShown
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import DataChoice, Recipe, Task
from tests.fake_engine import load_transcript

Kind = TypeVar("Kind", bound=QWidget)
LONG_MS = 20_000


@pytest.fixture
def project(qtbot: QtBot) -> Project:
    return Project()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, project: Project) -> DataPage:
    page = DataPage(project, Theme(qapp, "light"), HubState())
    qtbot.addWidget(page)
    return page


def load(project: Project, task: Task = "classification", **changes: object) -> DataInspected:
    """The recorded file is looked at."""
    project.set_recipe(Recipe(task=task, data=DataChoice(train="train.csv")), "/somewhere")
    data = msgspec.structs.replace(cast(DataInspected, load_transcript("data_inspected")[0]), **changes)
    project.set_data(data)
    return data


def lengths(
    *found: int, total: int = 0, longest: int = 512, foreign: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> TextLengths:
    rows = list(range(len(found)))
    return TextLengths(LengthsMeasured(1, "Starter", list(found), rows, total or len(found), longest, *foreign))


def part(page: QWidget, kind: type[Kind], name: str) -> Kind:
    """The newest one: those before it may be about to be deleted."""
    return cast(Kind, page.findChildren(kind, name)[-1])


# Texts that a teacher was not made for


FOREIGN = [
    (
        (0.67, 0.0, 0.0),
        "The teacher does not know 67 % of the word pieces in your texts. Choose one that was made for their language.",
        "⚠ Only in part: it does not know 67 % of their word pieces.",
    ),
    (
        (0.0, 2.06, 0.0),
        "The teacher splits the words of your texts into small pieces, 2.1 a word: it was made for another language. Choose one that was made "
        "for theirs.",
        "⚠ Not well: it splits their words into 2.1 pieces each.",
    ),
    (
        (0.0, 0.0, 2.96),
        "The teacher splits the characters of your texts into smaller pieces, 3.0 each: it was made for another language. Choose one that was "
        "made for theirs.",
        "⚠ Not well: it splits their characters into 3.0 pieces each.",
    ),
]


@pytest.mark.parametrize(("foreign", "words", "_"), FOREIGN)
def test_the_data_page_tells_that_the_teacher_cannot_read_the_texts(
    page: DataPage, project: Project, foreign: tuple[float, float, float], words: str, _: str
) -> None:
    load(project)
    page.set_lengths(lengths(*range(5, 90), foreign=foreign))
    assert page.health.accessibleDescription().startswith(words)  # the first of all
    page.set_lengths(lengths(*range(5, 90)))
    assert words not in page.health.accessibleDescription()


@pytest.mark.parametrize(("foreign", "_", "words"), FOREIGN)
def test_the_teachers_page_tells_it_too(
    qtbot: QtBot, qapp: QApplication, foreign: tuple[float, float, float], words: str, _: str
) -> None:
    facts = TeacherFacts(Theme(qapp, "light"))
    qtbot.addWidget(facts)
    facts.show_teacher(cast(TeacherDescribed, load_transcript("teacher_described")[0]))
    assert "your texts" not in facts.accessibleDescription()
    facts.show_lengths(lengths(5, 6, foreign=foreign))
    assert f"Can read your texts: {words}" in facts.accessibleDescription()
    assert any(label.text().startswith(words) and not label.isHidden() for label in facts.findChildren(QLabel))
    facts.show_lengths(lengths(5, 6))
    assert "your texts" not in facts.accessibleDescription()


def test_both_pages_hear_of_it(qtbot: QtBot, loaded: Studio) -> None:
    data, teacher = cast(DataPage, loaded.window.page("data")), cast(TeacherPage, loaded.window.page("teacher"))
    qtbot.waitUntil(lambda: not data.lengths_card.isHidden() and "measured" not in data.lengths_card.sentence(), timeout=LONG_MS)
    assert "67 %" not in data.health.accessibleDescription() + teacher.facts.accessibleDescription()
    loaded.client.lengths_measured.emit(LengthsMeasured(99, "Starter", [5, 6, 7], [0, 1, 2], 3, 512, 0.67))
    assert "67 %" in data.health.accessibleDescription()
    assert "67 %" in teacher.facts.accessibleDescription()


# Lengths and their limit


def test_what_a_limit_cuts_is_counted() -> None:
    measured = lengths(*range(1, 101))
    assert (measured.over(90), measured.share_over(90), measured.rows_over(97)) == (10, 0.1, [97, 98, 99])
    assert measured.fitting() == 104
    assert lengths(*range(1, 101), longest=64).fitting() == 64
    assert lengths(3).fitting() == 8


@pytest.mark.parametrize(
    ("found", "limit"), [((5, 9, 100), 128), (tuple(range(1, 400)), 64), ((7,) * 50 + (90_000,), 32), ((), 16)]
)
def test_every_text_is_in_one_bar(found: tuple[int, ...], limit: int) -> None:
    bars = lengths(*found).bars(limit, 40)
    assert bars.counts.sum() == len(found)
    assert bars.edges[-1] >= limit
    assert len(bars.counts) <= 42
    inside = [length for length in found if length < bars.edges[-1] - 1]
    counts, _ = np.histogram(inside, bars.edges)
    assert (bars.counts[:-1] == counts[:-1]).all()


@pytest.mark.parametrize(
    ("task", "limit", "words"),
    [
        ("classification", 128, "38 % of the texts are longer than 128 word pieces and are cut."),
        ("classification", 256, "No text is longer than 256 word pieces."),
        ("ner", 128, "38 % of the sentences are longer than 128 word pieces; they are read in windows."),
        ("qa", 128, "38 % of the passages, with their questions, are longer than 128 word pieces; they are read in windows."),
    ],
)
def test_the_limit_in_a_sentence(page: DataPage, project: Project, task: Task, limit: int, words: str) -> None:
    load(project, task)
    project.set_value("data.max_length", limit)
    assert page.lengths_card.isHidden()
    page.set_lengths(lengths(*range(5, 205), total=1600))
    assert not page.lengths_card.isHidden()
    assert page.lengths_card.words.text() == f"{words} Estimated from 200 of 1,600 rows."
    assert page.lengths_card.plot.accessibleDescription() == page.lengths_card.words.text()
    assert "word pieces" not in page.health.accessibleDescription()  # it is not told twice


def test_the_limit_is_typed_dragged_and_raised(page: DataPage, project: Project) -> None:
    load(project)
    page.set_lengths(lengths(*range(5, 205)))
    known = project.data
    field = part(page, QSpinBox, "max_length_field")
    field.setValue(64)
    assert project.recipe.data.max_length == 64
    assert page.lengths_card.words.text().startswith("70 % of the texts are longer than 64")
    plot = page.lengths_card.plot
    plot.resize(300, 120)
    plot.refresh()
    plot.line.setValue(100.4)
    plot.line.sigDragged.emit(plot.line)
    assert project.recipe.data.max_length == 100
    assert field.value() == 100
    button = part(page, QPushButton, "lengths_fit_button")
    assert button.text() == "Raise to 208"
    button.click()
    assert project.recipe.data.max_length == 208
    assert button.isHidden()
    assert project.data is known  # nothing had to be read again


# Rows that were found


def test_windows_go_from_place_to_place() -> None:
    found = FoundRows(200)
    assert [found.next([3, 150]) for _ in range(2)] == [0, 0]
    assert [found.next([900, 5000, 10, 950]) for _ in range(4)] == [0, 895, 4995, 0]
    assert (found.places, found.rows) == (3, (10, 900, 950, 5000))


def selected(page: DataPage) -> list[str]:
    """Row numbers as they are written beside the marked rows."""
    model = page.table.preview
    rows = sorted(index.row() for index in page.table.selectionModel().selectedRows())
    vertical = [model.headerData(row, page.table.verticalHeader().orientation()) for row in rows]
    return [str(number) for number in vertical]


def test_show_goes_beyond_the_first_rows(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project, health=[HealthFact("duplicates", "note", {"rows": "3"}, [3, 900, 902])])
    button = part(page, QPushButton, "health_show_duplicates")
    button.click()
    assert selected(page) == ["4"]
    with qtbot.waitSignal(page.rows_wanted) as asked:
        button.click()
    assert asked.args == [895]
    page.show_window(RowsShown(1, 895, [[f"text {row}", "a"] for row in range(895, 1095)]))
    assert selected(page) == ["901", "903"]
    assert page.rows_card.title_label.text() == "Rows 896 to 1,095"
    assert page.rows_card._where.text() == "Place 2 of 2; press Show again for the next."
    project.set_value("loss.temperature", 3.0)  # another edit leaves the table where it is
    assert selected(page) == ["901", "903"]
    part(page, QPushButton, "first_rows_button").click()
    assert page.rows_card.title_label.text() == "The first rows"
    assert (selected(page), page.table.preview.rowCount()) == ([], 8)


def test_what_was_decided_of_rows_is_told_shown_and_taken_back(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project)
    project.set_value("data.corrections", {"a": "keep"})
    assert "by you" not in page.health.accessibleDescription()
    project.set_value("data.corrections", {"a": "keep", "b": 'take ["neg"]', "c": "drop", "d": "drop"})
    told = "1 row was corrected by you, with the teacher’s answer. 2 rows were left out by you."
    assert told in page.health.accessibleDescription()
    with qtbot.waitSignal(page.health.decided_wanted):
        part(page, QPushButton, "health_show_decided").click()
    page.show_window(RowsShown(1, 895, [[f"text {row}", "a"] for row in range(895, 1095)], decided=[900, 902]))
    assert selected(page) == ["901", "903"]
    page.show_window(RowsShown(2, 0, [], decided=[]))
    assert f"{told} The file no longer holds any of them" in page.health.accessibleDescription()
    assert selected(page) == ["901", "903"]
    part(page, QPushButton, "health_fix_decided").click()
    assert project.recipe.data.corrections == {"a": "keep"}
    assert "by you" not in page.health.accessibleDescription()


def test_the_engine_brings_rows_and_lengths(qtbot: QtBot, loaded: Studio) -> None:
    page = cast(DataPage, loaded.window.page("data"))
    qtbot.waitUntil(lambda: "than" in page.lengths_card.words.text(), timeout=LONG_MS)
    part(page, QPushButton, "lengths_show_button").click()
    qtbot.waitUntil(lambda: page.rows_card.title_label.text() == "Rows 896 to 903", timeout=LONG_MS)
    loaded.project.set_value("data.max_length", 96)
    assert loaded.project.data is not None
    assert page.lengths_card.words.text().startswith("54 % of the texts are longer than 96 word pieces")


# What is left out, sheets, the final exam


def test_odd_rows_are_left_out_and_taken_back(page: DataPage, project: Project, qtbot: QtBot) -> None:
    facts = [HealthFact("garbled", "note", {"rows": "2"}, [1, 2]), HealthFact("markup", "note", {"rows": "9"}, [3])]
    load(project, health=facts)
    assert "letters that were read wrongly, such as “Ã©” for “é”: 2." in page.health.accessibleDescription()
    page.data_requested.connect(lambda choice: project.set_recipe(Recipe(data=choice), "/somewhere"))
    part(page, QPushButton, "health_fix_markup").click()
    part(page, QPushButton, "health_fix_garbled").click()
    assert project.recipe.data.leave_out == "garbled markup"
    load_again = [HealthFact("garbled", "ok", {"rows": "2", "fixed": "1"}, [1, 2])]
    project.set_data(msgspec.structs.replace(cast(DataInspected, load_transcript("data_inspected")[0]), health=load_again))
    assert "such as “Ã©” for “é”: 2. Left out." in page.health.accessibleDescription()
    button = part(page, QPushButton, "health_fix_garbled")
    assert button.text() == "Undo"
    button.click()
    assert project.recipe.data.leave_out == "markup"


def choose(box: QComboBox, value: object) -> None:
    """As a person does: the list's own signal, not only the index."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_a_sheet_is_chosen_where_there_are_several(page: DataPage, project: Project, qtbot: QtBot) -> None:
    data = load(project)
    sheets = part(page, QComboBox, "sheet_combo")
    assert not sheets.isVisibleTo(page)
    found = msgspec.structs.replace(data.data, part="2025", parts=["2025", "2026"])
    project.set_data(msgspec.structs.replace(data, data=found))
    assert sheets.isVisibleTo(page)
    assert sheets.currentText() == "2025 (guessed)"
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(sheets, "2026")
    assert asked.args[0].sheet == "2026"


def test_rows_are_kept_back_for_the_final_exam(page: DataPage, project: Project, qtbot: QtBot) -> None:
    load(project, health=[HealthFact("rows", "ok", {"rows": "1300", "exam_rows": "200", "final_rows": "100"})])
    assert "1,300 rows to learn from, 200 for the exam, 100 for the final exam." in page.health.accessibleDescription()
    final = part(page, QComboBox, "final_exam_combo")
    assert final.currentText() == "none"
    with qtbot.waitSignal(page.data_requested) as asked:
        choose(final, 100)
    assert asked.args[0].final_exam_rows == 100


def test_the_card_of_lengths_keeps_its_place_until_they_come(qtbot: QtBot, loaded: Studio) -> None:
    page = cast(DataPage, loaded.window.page("data"))
    loaded.window.show_page("data")
    qtbot.waitUntil(lambda: "than" in page.lengths_card.words.text(), timeout=LONG_MS)
    page.set_lengths(None, is_coming=True)
    assert page.lengths_card.isVisible()
    assert page.lengths_card.words.text() == "The texts are being measured with the teacher’s word pieces…"
    assert not part(page, QPushButton, "lengths_show_button").isVisible()
    seen: list[tuple[int, int]] = []

    def rests() -> bool:
        """Whether nothing has moved for a while."""
        seen.append((page.lengths_card.height(), page.health.height()))
        return len(seen) > 20 and len(set(seen[-20:])) == 1

    qtbot.waitUntil(rests)
    before = seen[-1]
    page.set_lengths(lengths(*range(5, 90)))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert (page.lengths_card.height(), page.health.height()) == before
    page.set_lengths(None, is_coming=True)
    loaded.client.problem_raised.emit(problem("engine_silent", seconds=30), "lengths")
    assert page.lengths_card.isHidden(), "what will not come is not waited for"


def test_another_file_forgets_rows_and_lengths(page: DataPage, project: Project, tmp_path: Path) -> None:
    load(project)
    page.set_lengths(lengths(5, 6, 7))
    project.set_recipe(Recipe(data=DataChoice(train="other.csv")), "/somewhere")
    assert page.lengths_card.isHidden() or page._loaded.isHidden()
