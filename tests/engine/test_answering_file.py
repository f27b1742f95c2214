"""A file in, its table out: every text is answered as when it is typed, least sure first; and what is saved can be opened without harm."""

from __future__ import annotations

import csv
import errno
import gc
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from transformers import AutoModelForQuestionAnswering, AutoModelForSequenceClassification, AutoModelForTokenClassification

from distilstudio.engine import answering, answers_table
from distilstudio.engine.answering import in_words
from distilstudio.engine.answering_file import AnsweringFiles
from distilstudio.engine.data.texts_to_answer import texts_to_answer
from distilstudio.engine.trial import Trial
from distilstudio.engine.tryout import OpenModel, TryOut
from distilstudio.engine.turns import Turns
from distilstudio.protocol.answered_file import (
    AnsweredRow,
    AnswerFile,
    AnswersSaved,
    FileAnswered,
    FileCommand,
    FileProgress,
    SaveAnswers,
    StopAnswerFile,
)
from distilstudio.protocol.answers import Answers, Entities, Labels
from distilstudio.protocol.commands import OpenModels
from distilstudio.protocol.events import Event, ProblemRaised
from distilstudio.protocol.recipe import Task
from tests.tiny_models import BAD, GOOD, keyword_rows, make_tiny_teacher, plain_texts, tiny_config, tiny_tokenizer, write_csv

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


class Desk:
    """The engine's side with a tiny student that is open, and what it tells."""

    def __init__(self, folder: Path, task: Task) -> None:
        self.tryout = TryOut()
        self.tryout.open(OpenModels(1, task, "", str(folder)))
        self.told: list[Event] = []
        self._ended = threading.Event()
        self.files = AnsweringFiles(self.tell, self.tryout)

    @property
    def student(self) -> OpenModel:
        return self.tryout.student

    def tell(self, event: Event) -> None:
        self.told.append(event)
        if not isinstance(event, FileProgress):
            self._ended.set()

    def ask(self, command: FileCommand) -> Event:
        """The last thing that is told of it."""
        self._ended.clear()
        self.files.take(command)
        assert self._ended.wait(60)
        return self.told[-1]

    def answered(self, path: Path, column: str = "") -> FileAnswered:
        ended = self.ask(AnswerFile(7, str(path), column))
        assert isinstance(ended, FileAnswered), ended
        return ended

    def problem(self, command: FileCommand) -> str:
        ended = self.ask(command)
        assert isinstance(ended, ProblemRaised), ended
        assert ended.request_id == command.request_id
        return ended.problem.code


def make_model(folder: Path, auto_class: Any, labels: Sequence[str] = (), **changes: Any) -> Path:
    config = tiny_config("bert", len(tiny_tokenizer()), 2)
    if labels:
        config.id2label = dict(enumerate(labels))
        config.label2id = {label: number for number, label in enumerate(labels)}
    for name, value in changes.items():
        setattr(config, name, value)
    with torch.random.fork_rng():
        torch.manual_seed(3)
        model = auto_class.from_config(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim > 1 and "embeddings" not in name:
                weight.mul_(4.0)
    model.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def labeller(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_teacher(tmp_path_factory.mktemp("labeller"), ["neg", "pos"])


@pytest.fixture
def desk(home: Path, labeller: Path) -> Desk:
    return Desk(labeller, "classification")


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def assert_least_sure_first(rows: Sequence[AnsweredRow]) -> None:
    sure = [row.confidence for row in rows if row.confidence is not None]
    assert sure == sorted(sure)
    assert all(row.confidence is None for row in rows[len(sure) :]), "what has no text comes last"


def test_every_text_has_the_answer_that_it_has_when_it_is_typed(desk: Desk, tmp_path: Path) -> None:
    texts = [text for text, _ in keyword_rows(600)]
    found = desk.answered(write_csv(tmp_path / "texts.csv", [(text, "") for text in texts]))
    assert found.rows == len(texts)
    assert_least_sure_first(found.first)
    assert sorted(row.row for row in found.first) == list(range(1, 601))
    for row in found.first[::37]:
        assert row.text == texts[row.row - 1]
        answer, _ = desk.student.answer(row.text)
        assert isinstance(answer, Labels)
        assert row.answer == answer.labels[0].label
        assert row.confidence == pytest.approx(answer.labels[0].score, abs=1e-4)
    told = [one for one in desk.told if isinstance(one, FileProgress)]
    assert told[0].total == 0, "the file is read"
    assert told[1].total == 600


def test_an_empty_text_has_an_empty_answer(desk: Desk, tmp_path: Path) -> None:
    found = desk.answered(write(tmp_path / "t.csv", ["id", "text"], [("1", "good"), ("2", "  "), ("3", "bad"), ("4", "")]))
    assert [row.row for row in found.first[2:]] == [2, 4]
    assert [(row.answer, row.confidence) for row in found.first[2:]] == [("", None)] * 2
    assert all(row.answer in ("neg", "pos") for row in found.first[:2])


def test_several_labels_and_none(home: Path, tmp_path: Path) -> None:
    names = ["anger", "fear", "joy"]
    folder = make_model(
        tmp_path / "m", AutoModelForSequenceClassification, names, problem_type="multi_label_classification", num_labels=3
    )
    desk = Desk(folder, "classification")
    found = desk.answered(write_csv(tmp_path / "t.csv", [(text, "") for text, _ in keyword_rows(60)]))
    assert_least_sure_first(found.first)
    for row in found.first:
        answer, _ = desk.student.answer(row.text)
        assert isinstance(answer, Labels)
        given = [one.label for one in answer.labels if one.score >= 0.5]
        assert row.answer == "; ".join(given)
        assert row.confidence == pytest.approx(min(max(one.score, 1 - one.score) for one in answer.labels), abs=1e-4)
    assert len({row.answer.count(";") for row in found.first}) > 1 or any(not row.answer for row in found.first)


MARKED = {
    "a.conll": "Mei B-PER\nflew O\nto O\nRome Q-ODD\n\nRain O\n. O\n",
    "untagged.conll": "Mei\nflew\nto\nRome\n\nRain\n.\n",
    "a.txt": "Mei\tB-PER\nflew\tO\nto\tO\nRome\tB-LOC\n\nRain\tO\n.\tO\n",
    "a.csv": "token,tag\nMei,B-PER\nflew,O\nto,O\nRome,B-LOC\n\nRain,O\n.,O\n",
    "lists.csv": "tokens,ner_tags\n\"['Mei', 'flew', 'to', 'Rome']\",\"['B-PER', 'O', 'O', 'B-LOC']\"\n\"['Rain', '.']\",\"['O', 'O']\"\n",
    "a.jsonl": '{"tokens": ["Mei", "flew", "to", "Rome"], "ner_tags": [1, 0, 0]}\n{"tokens": ["Rain", "."]}\n{"tokens": []}\n',
    "a.json": '[["Mei flew to Rome", {"entities": []}], ["Rain .", {"entities": []}]]',
    "prose.txt": "Mei flew to Rome\n\nRain .\n",
    "prose.csv": "text,label\nMei flew to Rome,x\nRain .,x\n",
}


@pytest.mark.parametrize("name", MARKED)
def test_sentences_cut_into_words_are_read_as_the_data_page_reads_them(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(MARKED[name], encoding="utf-8")
    texts = texts_to_answer(tmp_path / name, "ner", "")["text"].to_pylist()
    assert [text for text in texts if text] == ["Mei flew to Rome", "Rain ."]
    assert texts.count("") == (name == "a.jsonl"), "an empty text stays a row"


def test_columns_of_words_are_read_as_sentences(tmp_path: Path) -> None:
    rows = [["Mei", "flew", "to", "Rome"], ["Rain", "."]]
    pq.write_table(pa.table({"id": ["a", "b"], "tokens": rows}), tmp_path / "a.parquet")
    book = openpyxl.Workbook()
    for row in [["word", "tag"], *([word, "O"] if word else [] for words in rows for word in [*words, ""])]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    for name in ("a.parquet", "a.xlsx"):
        assert texts_to_answer(tmp_path / name, "ner", "")["text"].to_pylist() == ["Mei flew to Rome", "Rain ."]


def test_names_stand_where_they_stand_in_the_text_behind_emoji_and_among_chinese(home: Path, tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m", AutoModelForTokenClassification, TAGS, num_labels=5, word_joiners="-'")
    desk = Desk(folder, "ner")
    texts = [
        "🙂🙂 the good-film of a father's shoe",
        "我们在里斯本见 good 了安娜",
        "👩‍👩‍👧 bad",
        "",
        "\u200b",
        "a " * 200 + "good",
    ]
    texts += [text for text, _ in keyword_rows(40)]
    found = desk.answered(write(tmp_path / "t.csv", ["text", "id"], [(text, str(at)) for at, text in enumerate(texts)]))
    assert found.rows == len(texts)
    assert_least_sure_first(found.first)
    for row in found.first:
        answer, _ = desk.student.answer(row.text)
        assert isinstance(answer, Entities)
        parts = [f"{' '.join(row.text[one.start : one.end].split())} ({one.label})" for one in answer.entities]
        assert row.answer == ", ".join(parts)
        assert (row.confidence is None) == (not row.text)
        assert all(one.score >= (row.confidence or 0) - 1e-4 for one in answer.entities)
    assert sum(bool(row.answer) for row in found.first) > 5, "a test of names needs some"
    assert any("good-film" in row.answer or "father's" in row.answer for row in found.first), "words are cut as the model's own"


QUESTIONS = [("what was good", f"the {good} film and the {bad} meal 🙂") for good, bad in zip(GOOD, BAD, strict=True)]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_questions_about_passages_without_any_answers(home: Path, tmp_path: Path, form: str) -> None:
    desk = Desk(make_model(tmp_path / "m", AutoModelForQuestionAnswering), "qa")
    asked = [*QUESTIONS, ("", "a passage that nobody asks about"), ("what was bad", "")]
    path = tmp_path / f"asked.{form}"
    table = pa.table({"question": [one for one, _ in asked], "context": [text for _, text in asked]})
    match form:
        case "csv":
            write(path, table.column_names, asked)
        case "jsonl":
            path.write_text("".join(f'{{"question": "{one}", "context": "{text}"}}\n' for one, text in asked), encoding="utf-8")
        case _:
            pq.write_table(table, path)
    found = desk.answered(path)
    assert found.rows == 6
    assert_least_sure_first(found.first)
    for row in found.first:
        assert (row.question, row.text) == asked[row.row - 1]
        answer, _ = desk.student.answer(row.text, row.question)
        assert isinstance(answer, Answers)
        assert row.answer == (answer.answers[0].text if answer.answers else "")
        assert row.confidence == (pytest.approx(answer.answers[0].score, abs=1e-4) if answer.answers else None)


def test_a_student_that_learns_on_answers_a_whole_file_with_the_same_weights(
    desk: Desk, tmp_path: Path, labeller: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = desk.student
    Trial(tmp_path).keep(student.model, student.tokenizer, 10, 64)
    desk = Desk(tmp_path / "trial", "classification")
    assert desk.student.trial is not None
    weights = desk.student.model.state_dict()
    seen: list[float] = []
    monkeypatch.setattr(answering, "PART_ROWS", 2)
    told = desk.tell

    def changed(event: Event) -> None:
        told(event)
        with torch.no_grad():
            for weight in weights.values():
                if weight.dtype is torch.float32:
                    weight.add_(1.0)
        seen.append(1)

    desk.files = AnsweringFiles(changed, desk.tryout, clock=iter(range(1000)).__next__)
    before = {text: student.answer(text)[0] for text, _ in keyword_rows(8)}
    found = desk.answered(write_csv(tmp_path / "t.csv", [(text, "") for text in before]))
    assert len(seen) > 3
    assert {row.text: row.answer for row in found.first} == {text: in_words(answer) for text, answer in before.items()}


@pytest.mark.parametrize("early", [True, False])
def test_who_stops_it_gets_nothing_and_may_ask_anew(
    desk: Desk, tmp_path: Path, early: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "t.csv", [(text, "") for text, _ in keyword_rows(50)])
    stop = StopAnswerFile(7)
    if early:
        desk.files.take(stop)
    else:
        monkeypatch.setattr(answering, "PART_ROWS", 4)
        told = desk.tell

        def stopping(event: Event) -> None:
            told(event)
            if isinstance(event, FileProgress) and event.done:
                desk.files.take(stop)

        desk.files = AnsweringFiles(stopping, desk.tryout, clock=iter(range(1000)).__next__)
    assert desk.answered(path) == FileAnswered(7)
    assert sum(isinstance(one, FileProgress) and one.done > 4 for one in desk.told) == 0
    assert desk.ask(AnswerFile(8, str(path))) == desk.told[-1]
    last = desk.told[-1]
    assert isinstance(last, FileAnswered)
    assert last.rows == 50


def test_the_time_left_is_told_when_it_can_be_known(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "PART_ROWS", 5)
    desk.files = AnsweringFiles(desk.tell, desk.tryout, clock=iter(range(1000)).__next__)
    desk.answered(write_csv(tmp_path / "t.csv", [("the good", "")] * 50))
    told = [one for one in desk.told if isinstance(one, FileProgress) and one.total]
    assert [one.done for one in told] == [0, *range(5, 51, 5)]
    assert told[1].seconds_left is None
    assert [one.seconds_left for one in told[2:]] == [pytest.approx(10 - one.done / 5) for one in told[2:]]


def test_who_types_waits_for_the_batch_in_hand_only() -> None:
    turns, order = Turns(), []
    in_hand, typed = threading.Event(), threading.Event()

    def batches() -> None:
        for number in range(3):
            with turns.batch():
                order.append(f"batch {number}")
                in_hand.set()
                if number == 0:
                    assert typed.wait(60)
                    with turns._changed:
                        assert turns._changed.wait_for(lambda: turns._typing == 1, 60)

    def types() -> None:
        assert in_hand.wait(60)
        typed.set()
        with turns.typing():
            order.append("typed")

    threads = [threading.Thread(target=batches), threading.Thread(target=types)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert order == ["batch 0", "typed", "batch 1", "batch 2"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gone.csv", None, "data_missing"),
        ("empty.csv", "", "data_empty"),
        ("header.csv", "text,label\n", "data_header_only"),
        ("figures.csv", "a,b\n1,2\n3,4\n5,6\n", "data_roles_unclear"),
        ("page.html", "<p>good</p>", "data_format"),
    ],
)
def test_a_file_that_cannot_be_answered_is_a_problem(
    desk: Desk, tmp_path: Path, name: str, content: str | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    assert desk.problem(AnswerFile(7, str(tmp_path / name))) == code


def test_a_table_without_questions_is_a_problem_where_questions_are_answered(home: Path, tmp_path: Path) -> None:
    desk = Desk(make_model(tmp_path / "m", AutoModelForQuestionAnswering), "qa")
    path = write(tmp_path / "t.csv", ["context"], [("the good film",), ("the bad film",)])
    assert desk.problem(AnswerFile(7, str(path))) == "data_roles_unclear"


def test_without_a_student_or_with_one_that_guesses_words_it_is_a_problem(home: Path, desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [(text, "") for text in plain_texts(5)])
    guesses = make_tiny_teacher(tmp_path / "m", words=True)
    assert Desk(guesses, "mlm").problem(AnswerFile(7, str(path))) == "answers_task"
    desk.tryout.open(OpenModels(2, "classification", "", ""))
    assert desk.problem(AnswerFile(7, str(path))) == "model_not_open"


def test_the_column_of_the_training_file_is_taken_where_the_file_has_it(desk: Desk, tmp_path: Path) -> None:
    rows = [("a text that is long enough to look like one", "good"), ("another text that is as long as the first", "bad")]
    path = write(tmp_path / "t.csv", ["text", "remark"], rows)
    assert {row.text for row in desk.answered(path, "remark").first} == {"good", "bad"}
    assert {row.text for row in desk.answered(path, "sentence").first} == {text for text, _ in rows}


# --- saving

HARMFUL = [
    '=HYPERLINK("http://x")',
    "+1",
    "-2 was bad",
    "@good",
    "＝1+1",
    "plain, “quoted” 🙂",
    'with "marks"\nand a line',
    "",
    "你好",
]


@pytest.fixture
def answered(desk: Desk, tmp_path: Path) -> FileAnswered:
    return desk.answered(write(tmp_path / "texts.csv", ["text", "id"], [(text, str(at)) for at, text in enumerate(HARMFUL)]))


def test_saved_as_csv_it_is_utf8_with_its_mark_and_holds_no_formula(desk: Desk, answered: FileAnswered, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    assert desk.ask(SaveAnswers(9, answered.answers, str(path))) == AnswersSaved(9, str(path), len(HARMFUL))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["row", "text", "answer", "confidence"]
    assert [int(row[0]) for row in rows] == [row.row for row in answered.first]
    for row in rows:
        text = HARMFUL[int(row[0]) - 1]
        assert row[1] == (f"'{text}" if text[:1] in tuple("=+-@＝") and text else text)
        assert not row[1].startswith(("=", "+", "-", "@", "＝"))
    assert rows[-1][1:] == ["", "", ""]
    assert [float(row[3]) for row in rows[:-1]] == [pytest.approx(row.confidence, abs=1e-4) for row in answered.first[:-1]]
    assert list(tmp_path.glob("*.partial")) == []


def test_saved_as_a_workbook_every_text_is_text(desk: Desk, answered: FileAnswered, tmp_path: Path) -> None:
    path = tmp_path / "Answers.XLSX"
    assert desk.ask(SaveAnswers(9, answered.answers, str(path))) == AnswersSaved(9, str(path), len(HARMFUL))
    sheet = openpyxl.load_workbook(path).active
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header] == ["row", "text", "answer", "confidence"]
    for row in rows:
        assert (row[1].value or "") == HARMFUL[row[0].value - 1]
        assert row[1].data_type != "f"
    assert isinstance(rows[0][3].value, float)


def test_what_is_saved_can_be_dropped_again(desk: Desk, answered: FileAnswered, tmp_path: Path) -> None:
    for name in ("answers.csv", "answers.xlsx"):
        desk.ask(SaveAnswers(9, answered.answers, str(tmp_path / name)))
        assert desk.answered(tmp_path / name).rows == len(HARMFUL)
        answered = desk.answered(tmp_path / "texts.csv")


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_a_table_that_the_window_saved_may_be_written_over(home: Path, tmp_path: Path, name: str) -> None:
    """Its columns are called the same in every language; that of the questions is there where any were asked."""
    desk, path = Desk(make_model(tmp_path / "m", AutoModelForQuestionAnswering), "qa"), tmp_path / name
    answered = desk.answered(write(tmp_path / "asked.csv", ["question", "context"], QUESTIONS))
    assert desk.ask(SaveAnswers(9, answered.answers, str(path))) == AnswersSaved(9, str(path), len(QUESTIONS))
    answers_table.check_place(path, tmp_path / "asked.csv")


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_a_full_disk_leaves_what_was_there(
    desk: Desk, answered: FileAnswered, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_text("from before")

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(answers_table.os, "fsync", full)
    assert desk.problem(SaveAnswers(9, answered.answers, str(path))) == "answers_not_saved"
    assert path.read_text() == "from before"
    assert list(tmp_path.glob("*.partial")) == []
    monkeypatch.undo()
    assert isinstance(desk.ask(SaveAnswers(9, answered.answers, str(path))), AnswersSaved), "the answers are still there"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_workbook_that_cannot_be_written_to_its_end_is_one_problem_and_no_other_noise(
    desk: Desk, answered: FileAnswered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    noise: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", noise.append)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
    try:
        assert desk.problem(SaveAnswers(9, answered.answers, str(tmp_path / "answers.xlsx"))) == "answers_not_saved"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    gc.collect()
    assert noise == []


def test_what_cannot_be_saved_is_a_problem(
    desk: Desk, answered: FileAnswered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = SaveAnswers(9, answered.answers, str(tmp_path / "no" / "folder" / "answers.csv"))
    assert desk.problem(save) == "answers_not_saved"
    monkeypatch.setattr(answers_table, "SHEET_ROWS", 3)
    assert desk.problem(SaveAnswers(9, answered.answers, str(tmp_path / "a.xlsx"))) == "answers_too_many"
    assert not (tmp_path / "a.xlsx").exists()
    again = desk.answered(tmp_path / "texts.csv")
    assert again.answers != answered.answers
    assert desk.problem(SaveAnswers(9, answered.answers, str(tmp_path / "a.csv"))) == "answers_gone", (
        "another file has taken its place"
    )


def test_only_the_first_rows_are_told_and_long_ones_are_cut_where_all_would_be_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"row": range(5), "text": ["x" * 90] * 5, "answer": ["pos"] * 5, "confidence": [0.5] * 5})
    assert [len(row.text) for row in answers_table.first_rows(table)] == [90] * 5
    monkeypatch.setattr(answers_table, "FIRST_CHARACTERS", 150)
    monkeypatch.setattr(answers_table, "FIRST_ROWS", 2)
    assert [(row.row, row.text, row.answer) for row in answers_table.first_rows(table)] == [
        (0, "x" * 24 + "…", "pos"),
        (1, "x" * 24 + "…", "pos"),
    ]
