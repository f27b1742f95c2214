"""Questions about a file after the first: rows from its middle, lengths of its texts, another sheet; nothing is read twice."""

from __future__ import annotations

from pathlib import Path

import msgspec
import openpyxl  # type: ignore[import-untyped]
import pytest

from distilstudio.engine import lengths, teachers
from distilstudio.engine.data import inspection
from distilstudio.engine.data.corrections import DROP, KEEP, keys_of, take_labels
from distilstudio.engine.data.inspection import LookedAt, inspect_data
from distilstudio.engine.data.loading import load
from distilstudio.protocol.inspection import InspectData, MeasureLengths, ShowRows
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, Task
from tests.tiny_models import make_tiny_teacher, write_csv

CHOICE = DataChoice(train="train.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table of 1,000 rows; the texts are of one to ten words."""
    write_csv(tmp_path / "train.csv", [("good " * (row % 10 + 1) + str(row), "ab"[row % 2]) for row in range(1000)])
    return tmp_path


class Counting:
    """Counts how often files are opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        real = inspection.kind_of

        def counted(task: Task) -> object:
            self.times += 1
            return real(task)

        monkeypatch.setattr(inspection, "kind_of", counted)


def ask(task: Task, choice: DataChoice, folder: Path) -> InspectData:
    return InspectData(1, task, choice, str(folder))


def test_rows_from_the_middle_without_reading_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting, looked_at = Counting(monkeypatch), LookedAt()
    looked_at.inspect(ask("classification", CHOICE, folder))
    shown = looked_at.show(ShowRows(2, "classification", CHOICE, str(folder), 700))
    assert (shown.first, len(shown.preview), shown.marks) == (700, 200, None)
    assert shown.preview[0] == ["good 700", "a"]
    last = looked_at.show(ShowRows(3, "classification", CHOICE, str(folder), 950))
    assert len(last.preview) == 50
    fixed = msgspec.structs.replace(CHOICE, drop_duplicates=True, max_length=16, exam_fraction=0.2, leave_out="markup")
    looked_at.inspect(ask("classification", fixed, folder))
    assert counting.times == 1
    looked_at.inspect(ask("classification", msgspec.structs.replace(CHOICE, text="label", label="text"), folder))
    assert counting.times == 2


def test_rows_that_were_decided_about_are_found_without_reading_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = load(CHOICE, "classification", folder, 0).train
    keys = dict(zip(rows.table["row"].to_pylist(), keys_of(rows), strict=True))
    first, second, third = sorted(row for row in keys if row > 300)[:3]
    said = {keys[second]: DROP, keys[first]: KEEP, keys[third]: take_labels(["b"]), "0" * 16: DROP}
    counting, looked_at = Counting(monkeypatch), LookedAt()
    looked_at.inspect(ask("classification", CHOICE, folder))
    changed = msgspec.structs.replace(CHOICE, corrections=said)
    shown = looked_at.show(ShowRows(2, "classification", changed, str(folder), decided=True))
    assert (shown.decided, shown.first, counting.times) == ([second, third], second - 5, 1)
    assert looked_at.show(ShowRows(3, "classification", CHOICE, str(folder), 4, decided=True)).decided == []
    (tmp_path / "names.conll").write_text("\n".join(f"Ada{row} B-PER\nlaughs O\n" for row in range(300)), "utf-8")
    names = DataChoice(train="names.conll")
    sentences = load(names, "ner", tmp_path, 0).train
    names = msgspec.structs.replace(names, corrections={keys_of(sentences)[7]: DROP})
    told = LookedAt().show(ShowRows(4, "ner", names, str(tmp_path), decided=True)).decided
    assert told == [sentences.table["row"][7].as_py()]


def test_a_file_too_large_to_be_held_is_read_once_for_one_question(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the one of texts without labels beside it."""
    monkeypatch.setattr(inspection, "MOST_HELD_BYTES", 0)
    (folder / "more.txt").write_text("something new\n")
    counting = Counting(monkeypatch)
    LookedAt().inspect(ask("classification", msgspec.structs.replace(CHOICE, unlabelled="more.txt"), folder))
    assert counting.times == 2


def test_a_file_that_was_mended_is_read_again(folder: Path) -> None:
    looked_at = LookedAt()
    assert looked_at.inspect(ask("classification", CHOICE, folder)).rows == 1000
    write_csv(folder / "train.csv", [("good", "a"), ("bad", "b")] * 4)
    assert looked_at.inspect(ask("classification", CHOICE, folder)).rows == 8


def test_marked_rows_keep_their_marks(tmp_path: Path) -> None:
    (tmp_path / "train.conll").write_text("\n".join(f"Ada{row} B-PER\nlaughs O\n" for row in range(300)), "utf-8")
    shown = LookedAt().show(ShowRows(1, "ner", DataChoice(train="train.conll"), str(tmp_path), 299))
    assert shown.preview[0][0] == "Ada299 laughs"
    assert shown.marks is not None
    assert [(mark.start, mark.end, mark.label) for mark in shown.marks[0]] == [(0, 6, "PER")]


def measured(folder: Path, task: Task, choice: DataChoice, model: str, most: int = 5000) -> lengths.LengthsMeasured:
    command = MeasureLengths(4, task, choice, model, str(folder))
    return lengths.measure(4, model, folder, LookedAt().sample(command, most))


def test_lengths_are_the_teachers_own(folder: Path) -> None:
    make_tiny_teacher(folder / "teacher")
    found = measured(folder, "classification", CHOICE, "teacher")
    tokenizer = teachers.load_tokenizer(folder / "teacher")
    texts = ["good " * (row % 10 + 1) + str(row) for row in range(1000)]
    assert found.lengths == [len(tokenizer(text)["input_ids"]) for text in texts]
    assert (found.rows, found.total, found.tokenizer) == (list(range(1000)), 1000, "teacher")


def test_of_a_large_file_a_sample_from_all_over_it(folder: Path) -> None:
    make_tiny_teacher(folder / "teacher")
    found = measured(folder, "classification", CHOICE, "teacher", most=50)
    assert (len(found.lengths), found.rows[0], found.rows[-1], found.total) == (50, 0, 999, 1000)


def test_a_question_counts_with_its_passage(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(
        "\n".join(f'{{"question": "good good", "context": "bad bad {row} bad", "answers": ["bad"]}}' for row in range(30)),
        "utf-8",
    )
    make_tiny_teacher(tmp_path / "teacher")
    tokenizer = teachers.load_tokenizer(tmp_path / "teacher")
    found = measured(tmp_path, "qa", DataChoice(train="t.jsonl"), "teacher")
    assert found.lengths[7] == len(tokenizer("good good", "bad bad 7 bad")["input_ids"])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two sheets with rows, an empty one before and between them."""
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    for year, words in ((2025, "old"), (2026, "new")):
        sheet = book.create_sheet(str(year))
        sheet.append(["text", "label"])
        for row in range(30):
            sheet.append([f"{words} text {row}", "ab"[row % 2]])
        book.create_sheet(f"Notes {year}")
    book.save(tmp_path / "train.xlsx")
    return tmp_path


def test_a_sheet_is_guessed_and_can_be_chosen(workbook: Path) -> None:
    choice = DataChoice(train="train.xlsx")
    found = inspect_data(ask("classification", choice, workbook))
    assert (found.data.part, found.data.parts, found.preview[0][0]) == ("2025", ["2025", "2026"], "old text 0")
    assert "sheet" in found.data.guessed
    chosen = msgspec.structs.replace(choice, sheet="2026")
    found = inspect_data(ask("classification", chosen, workbook))
    assert (found.data.part, found.preview[0][0], "sheet" in found.data.guessed) == ("2026", "new text 0", False)
    assert load(chosen, "classification", workbook, 0).train.texts[0].startswith("new")


def test_a_sheet_that_is_not_there_is_told(workbook: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        inspect_data(ask("classification", DataChoice(train="train.xlsx", sheet="2024"), workbook))
    assert caught.value.problem.code == "data_no_sheet"
    assert "2025, 2026" in caught.value.problem.why
