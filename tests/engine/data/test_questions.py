"""Questions from every format, answers found in their passages, and what is told of those that are not."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from distilstudio.engine.data.answer_places import place_of
from distilstudio.engine.data.apart import keep_apart
from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.kinds.qa import FORMATS
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.engine.data.splits import stratified_split
from distilstudio.protocol.inspection import InspectData
from distilstudio.protocol.problems import Problem, ProblemError
from distilstudio.protocol.recipe import DataChoice
from tests.engine.asked_lessons import Asked, keyword_questions, write_squad

COUNT = 60


def loaded(folder: Path, name: str, **choice: object) -> LoadedData:
    return load(DataChoice(**{"train": name} | choice), "qa", folder, 0)  # type: ignore[arg-type]


def refused(folder: Path, name: str, **choice: object) -> Problem:
    with pytest.raises(ProblemError) as caught:
        loaded(folder, name, **choice)
    return caught.value.problem


def everything(data: LoadedData) -> dict[tuple[str, str], tuple[list[str] | None, int]]:
    found = {}
    for rows in (data.train, data.exam):
        table = rows.table
        columns = [table[name].to_pylist() for name in ("text", "question", "answers", "start")]
        found.update({(text, question): (answers, start) for text, question, answers, start in zip(*columns, strict=True)})
    return found


def as_given(asked: list[Asked]) -> dict[tuple[str, str], tuple[list[str] | None, int]]:
    return {(passage, question): (answers, start) for passage, question, answers, start in asked}


def records(asked: list[Asked]) -> list[dict[str, object]]:
    return [
        {"context": passage, "question": question, "answers": {"text": answers, "answer_start": [start] * len(answers or [])}}
        for passage, question, answers, start in asked
    ]


def csv_text(asked: list[Asked], header: str = "question,context,answer,answer_start") -> str:
    lines = [f'{question},"{passage}",{answers[0] if answers else ""},{start}' for passage, question, answers, start in asked]
    return "\n".join([header, *lines]) + "\n"


ASKED = [*keyword_questions(COUNT), ("the soup was good", "what was bad", [], -1)]


@pytest.mark.parametrize("form", ["squad", "list", "lines", "data", "csv", "tsv"])
def test_every_format_gives_the_same_rows(tmp_path: Path, form: str) -> None:
    name = {"squad": "t.json", "list": "t.json", "lines": "t.jsonl", "data": "t.json", "csv": "t.csv", "tsv": "t.tsv"}[form]
    file = tmp_path / name
    match form:
        case "squad":
            write_squad(file, ASKED)
        case "list":
            file.write_text(json.dumps(records(ASKED)), encoding="utf-8")
        case "lines":
            file.write_text("\n".join(map(json.dumps, records(ASKED))), encoding="utf-8")
        case "data":
            file.write_text(json.dumps({"data": records(ASKED)}, indent=1), encoding="utf-8")
        case "csv":
            file.write_text(csv_text(ASKED), encoding="utf-8")
        case _:
            file.write_text(csv_text(ASKED).replace(",", "\t"), encoding="utf-8")
    data = loaded(tmp_path, name)
    assert everything(data) == as_given(ASKED)
    assert data.label_names == []
    assert not set(data.train.texts) & set(data.exam.texts)
    assert [note.code for note in data.notes] == ["no_answers", "exam_set_aside"]


def test_passages_with_their_questions_one_a_line(tmp_path: Path) -> None:
    """As SQuAD has them inside, and MRQA by themselves."""
    lines = [{"header": {"dataset": "ours", "split": "train"}}] + [
        {"context": passage, "qas": [{"question": question, "answers": answers}]} for passage, question, answers, _ in ASKED
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert everything(loaded(tmp_path, "t.jsonl")) == as_given(ASKED)


def test_questions_that_share_a_line_are_told_by_their_numbers(tmp_path: Path) -> None:
    asked = [*keyword_questions(COUNT), ("the soup was good", "what was it", ["salty"], 3)]
    squad = {
        "data": [{"paragraphs": [{"context": p, "qas": [{"question": q, "answers": [{"text": a[0]}]}]} for p, q, a, _ in asked]}]
    }
    for content in (squad, records(asked), {"data": records(asked)}):
        (tmp_path / "t.json").write_text(json.dumps(content), encoding="utf-8")
        note = next(note for note in loaded(tmp_path, "t.json").notes if note.code == "answers_lost")
        assert note.values["lines"] == str(COUNT + 1)


def test_starts_are_found_where_they_are_missing_or_wrong(tmp_path: Path) -> None:
    asked = keyword_questions(COUNT)
    lines = [f'{question},"{passage}",{(answers or [""])[0].upper()}' for passage, question, answers, _ in asked]
    (tmp_path / "t.csv").write_text("\n".join(["query,passage,response", *lines]), encoding="utf-8")
    assert everything(loaded(tmp_path, "t.csv")) == as_given(asked)
    write_squad(tmp_path / "t.json", [(passage, question, answers, start + 2) for passage, question, answers, start in asked])
    assert everything(loaded(tmp_path, "t.json")) == as_given(asked)


@pytest.mark.parametrize(
    ("passage", "answer", "start", "place"),
    [
        ("party art", "art", -1, (6, 9)),
        ("party", "art", -1, (1, 4)),
        ("art art art", "art", 7, (8, 11)),
        ("😀😀 永嘉县人", "永嘉县", 5, (3, 6)),
        ("the  Eiffel\nTower", "eiffel tower", -1, (5, 17)),
        ("it was Paris", " Paris ", 6, (7, 12)),
        ("it was Paris", "London", 7, None),
        ("it was Paris", "  ", 0, None),
        ("aaa", "aa", 1, (1, 3)),
    ],
)
def test_where_an_answer_stands(passage: str, answer: str, start: int, place: tuple[int, int] | None) -> None:
    assert place_of(passage, answer, start) == place


def test_lost_answers_are_told_with_their_lines_and_left_to_the_teacher(tmp_path: Path) -> None:
    asked = [*keyword_questions(COUNT), ("the soup was good", "what was it", ["salty"], 3)]
    write_squad(tmp_path / "t.json", asked)
    data = loaded(tmp_path, "t.json")
    note = next(note for note in data.notes if note.code == "answers_lost")
    assert note.values == {"rows": "1", "lines": str(COUNT + 2)}
    line = (tmp_path / "t.json").read_text(encoding="utf-8").splitlines()[COUNT + 1]
    assert "what was it" in line
    assert everything(data)[("the soup was good", "what was it")] == (None, -1)
    assert any(note.code == "unlabelled_rows" for note in data.notes)


def test_lines_of_a_table_are_counted_with_the_breaks_in_its_cells(tmp_path: Path) -> None:
    rows = csv_text(keyword_questions(COUNT)) + 'what,"a passage\nof two lines",of two,-1\nwhat,"the last one",lost,-1\n'
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    note = next(note for note in loaded(tmp_path, "t.csv").notes if note.code == "answers_lost")
    assert note.values["lines"] == str(COUNT + 4)


def test_answers_that_mostly_stand_nowhere_stop_the_run(tmp_path: Path) -> None:
    write_squad(tmp_path / "t.json", [(passage, question, ["nowhere"], 0) for passage, question, _, _ in keyword_questions(30)])
    problem = refused(tmp_path, "t.json")
    assert problem.code == "data_answers"
    assert problem.values["rows"] == problem.values["total"] == "30"
    assert problem.values["lines"].startswith("2, 3, 4")
    assert problem.values["answer"] == "nowhere"


@pytest.mark.parametrize(
    ("name", "text", "code", "values"),
    [
        ("t.json", '{"data": [\n{"title": "t", "paragraphs": [\n{"qas": []}]}]}', "data_json", {}),
        (
            "t.json",
            '{"data": [{"paragraphs": [{"context": "x",\n"qas": [{"question": "q", "answers": [{"start": 1}]}]}]}]}',
            "data_json",
            {"line": "2"},
        ),
        ("t.json", '{"data": [\n{"title": ,}]}', "data_json", {"line": "2"}),
        ("t.json", '{"version": 1, "data": []}', "data_json", {}),
        ("t.jsonl", '{"question": "q", "context": "c", "answer": "c"}\n{"question": "q"}', "data_json", {"line": "2"}),
        ("t.jsonl", '{"question": "q", "context": "c", "answer": "c"}\n{broken', "data_json", {"line": "2"}),
        ("t.json", "", "data_empty", {}),
        ("t.csv", "a,b\n1,2\n3,4\n", "data_roles_unclear", {}),
        ("t.csv", "question,context,answer\n", "data_header_only", {}),
        ("t.xml", "<a/>", "data_format", {"formats": FORMATS}),
    ],
)
def test_bad_files_are_told(tmp_path: Path, name: str, text: str, code: str, values: dict[str, str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    problem = refused(tmp_path, name)
    assert problem.code == code
    assert values.items() <= problem.values.items()


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(csv_text(ASKED), encoding="utf-8")
    assert refused(tmp_path, "t.csv", text="Absatz").code == "data_no_column"


def test_columns_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    text = csv_text(keyword_questions(COUNT)).replace("question,context,answer,answer_start", "id,Absatz,Wort,Platz")
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    data = loaded(tmp_path, "t.csv")
    assert (data.choice.text, data.choice.label) == ("Absatz", "Wort")
    assert set(data.choice.guessed) >= {"text", "label"}
    assert {key[1] for key in everything(data)} == {"what was good", "what was bad"}


def test_of_two_columns_of_answers_the_first_is_taken(tmp_path: Path) -> None:
    rows = [f'{question},"{passage}",{answers[0]},{answers[0]}' for passage, question, answers, _ in keyword_questions(COUNT)]
    (tmp_path / "t.csv").write_text("\n".join(["question,context,answer1,answer2", *rows]), encoding="utf-8")
    found = inspect_data(InspectData(1, "qa", DataChoice(train="t.csv"), str(tmp_path)))
    assert found.data.label == "answer1"


def test_questions_of_a_table_without_answers_are_left_to_the_teacher(tmp_path: Path) -> None:
    rows = [f'{question},"{passage}"' for passage, question, *_ in keyword_questions(COUNT)]
    (tmp_path / "t.csv").write_text("\n".join(["question,context", *rows]), encoding="utf-8")
    found = inspect_data(InspectData(1, "qa", DataChoice(train="t.csv"), str(tmp_path)))
    assert (found.columns, found.data.label) == (["question", "context"], "")
    assert next(fact.values["problem"] for fact in found.health if fact.code == "labels") == "none"
    assert refused(tmp_path, "t.csv").code == "data_no_answers"


@pytest.mark.parametrize(
    "write",
    [
        lambda answers, start: json.dumps(answers),
        lambda answers, start: str({"text": answers, "answer_start": [start] * len(answers)}),
        lambda answers, start: f"{{'text': array({answers}, dtype=object), 'answer_start': array([{start}], dtype=int32)}}",
        lambda answers, start: str([{"text": answer, "answer_start": start} for answer in answers]),
    ],
)
def test_answers_of_a_table_may_be_lists_as_programs_write_them(tmp_path: Path, write: Callable[[list[str], int], str]) -> None:
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["context", "question", "answers"])
        table.writerows([passage, question, write(answers, start)] for passage, question, answers, start in ASKED)
    assert everything(loaded(tmp_path, "t.csv")) == as_given(ASKED)


def test_answers_in_brackets_that_are_no_lists_are_texts(tmp_path: Path) -> None:
    asked = [
        (f"{passage} [see note]", question, ["[see note]"], len(passage) + 1)
        for passage, question, *_ in keyword_questions(COUNT)
    ]
    (tmp_path / "t.csv").write_text(csv_text(asked), encoding="utf-8")
    assert everything(loaded(tmp_path, "t.csv")) == as_given(asked)


def test_the_columns_of_a_table_can_be_chosen(tmp_path: Path) -> None:
    rows = [f'"{passage}",{question},{answers[0]},Why?' for passage, question, answers, _ in keyword_questions(COUNT)]
    (tmp_path / "t.csv").write_text("\n".join(["context,asked,answer1,question", *rows]), encoding="utf-8")
    found = inspect_data(InspectData(1, "qa", DataChoice(train="t.csv"), str(tmp_path)))
    assert found.data.columns == ["context", "asked", "answer1", "question"]
    assert found.data.roles == {"question": "question", "text": "context", "label": "answer1"}
    chosen = DataChoice(train="t.csv", question="asked")
    found = inspect_data(InspectData(1, "qa", chosen, str(tmp_path)))
    assert found.data.roles == {"question": "asked", "text": "context", "label": "answer1"}
    assert everything(loaded(tmp_path, "t.csv", question="asked")) == as_given(keyword_questions(COUNT))
    assert refused(tmp_path, "t.csv", question="nowhere").values["role"] == "question"


def test_too_few_questions(tmp_path: Path) -> None:
    write_squad(tmp_path / "t.json", keyword_questions(10))
    assert refused(tmp_path, "t.json").code == "data_too_few_rows"


def test_an_exam_file_of_the_same_passages(tmp_path: Path) -> None:
    asked = keyword_questions(80)
    write_squad(tmp_path / "t.json", asked[:60])
    write_squad(tmp_path / "e.json", asked[50:])
    data = loaded(tmp_path, "t.json", exam="e.json")
    assert (len(data.train), len(data.exam)) == (50, 30)


def about(passages: Iterable[int], *questions: str) -> list[Asked]:
    return [(f"Ada wrote book {one} in Porto.", f"{question} {one}?", ["Ada"], 0) for one in passages for question in questions]


def told_on_the_page(folder: Path, exam: str = "") -> dict[str, dict[str, str]]:
    found = inspect_data(InspectData(1, "qa", DataChoice(train="t.json", exam=exam), str(folder)))
    return {fact.code: fact.values for fact in found.health}


@pytest.mark.parametrize("passages", [15, 25])
def test_questions_of_the_exam_are_not_learnt_from_however_many_passages_each_file_has(tmp_path: Path, passages: int) -> None:
    write_squad(tmp_path / "t.json", about(range(60), "Who wrote"))
    write_squad(tmp_path / "e.json", about(range(passages), "who  wrote"))
    data = loaded(tmp_path, "t.json", exam="e.json")
    assert (len(data.train), len(data.exam)) == (60 - passages, passages)
    page = told_on_the_page(tmp_path, "e.json")
    assert (page["rows"]["rows"], page["exam_overlap"]["rows"]) == (str(60 - passages), str(passages))


def test_an_exam_file_may_ask_other_questions_about_the_passages(tmp_path: Path) -> None:
    write_squad(tmp_path / "t.json", about(range(40), "Who wrote", "Who made"))
    write_squad(tmp_path / "e.json", about(range(40), "By whom is") + about(range(3), "Who wrote"))
    data = loaded(tmp_path, "t.json", exam="e.json")
    assert (len(data.train), len(data.exam)) == (77, 43)
    page = told_on_the_page(tmp_path, "e.json")
    assert (page["rows"]["rows"], page["exam_overlap"]["rows"], page["passages_shared"]["rows"]) == ("77", "3", "43")
    notes = {note.code: note.values["rows"] for note in data.notes}
    assert (notes["exam_overlap"], notes["passages_shared"]) == ("3", "43")


def test_further_questions_may_be_about_every_passage_that_is_learnt_from(tmp_path: Path) -> None:
    """Some of them are watched while the student learns; then nothing else is learnt about their passages."""
    write_squad(tmp_path / "t.json", about(range(40), "Who wrote"))
    write_squad(tmp_path / "e.json", about(range(40, 60), "Who wrote"))
    more = [{"question": question, "context": passage} for passage, question, _, _ in about(range(40), "When was")]
    (tmp_path / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in more), encoding="utf-8")
    train = loaded(tmp_path, "t.json", exam="e.json", unlabelled="more.jsonl").train
    assert len(train) == 80
    learn, watch = keep_apart(train, 0.1, 0)
    assert len(watch) == 4
    assert train.strata.take(watch).null_count == 0
    assert len(learn) == 72
    assert not set(train.take(learn).texts) & set(train.take(watch).texts)


def test_few_passages_are_told_since_the_exam_asks_about_them_too(tmp_path: Path) -> None:
    write_squad(tmp_path / "t.json", about(range(12), *"abcdefgh"))
    data = loaded(tmp_path, "t.json")
    assert {note.code: note.values["rows"] for note in data.notes}["few_passages"] == "12"
    assert told_on_the_page(tmp_path)["few_passages"] == {"rows": "12"}
    write_squad(tmp_path / "t.json", about(range(20), *"abcdefgh"))
    assert "few_passages" not in {note.code for note in loaded(tmp_path, "t.json").notes} | set(told_on_the_page(tmp_path))


def test_one_passage_with_many_questions_can_be_split(tmp_path: Path) -> None:
    passage = "the red ball and the blue bed are here"
    asked: list[Asked] = [(passage, f"what is number {number}", ["red"], 4) for number in range(60)]
    write_squad(tmp_path / "t.json", asked)
    data = loaded(tmp_path, "t.json")
    assert (len(data.train), len(data.exam)) == (54, 6)


@pytest.mark.parametrize("passages", [1, 12])
def test_few_passages_are_split_as_in_every_earlier_version(tmp_path: Path, passages: int) -> None:
    """So that runs which exist are exported, proved and gone on with on rows that their students never learnt from."""
    asked = [one for number in range(60 // passages) for one in about(range(passages), f"  Who wrote {number} in")]
    write_squad(tmp_path / "t.json", asked)
    keys = [json.dumps([question.casefold().split(), passage]) for passage, question, _, _ in asked]
    _, examined = stratified_split(["answered"] * len(asked), keys, 0.2, 7)
    data = load(DataChoice(train="t.json", exam_fraction=0.2), "qa", tmp_path, 7)
    assert data.exam.table["row"].to_pylist() == examined.tolist()


def test_what_the_data_page_shows(tmp_path: Path) -> None:
    write_squad(tmp_path / "t.json", [*ASKED, ASKED[0]])
    shown = inspect_data(InspectData(1, "qa", DataChoice(train="t.json"), str(tmp_path)))
    assert shown.columns == ["question", "context", "answer"]
    assert (shown.data.text, shown.data.label, shown.data.format) == ("context", "answer", "squad")
    passage, question, answers, _ = ASKED[0]
    assert shown.preview[0] == [question, passage, (answers or [""])[0]]
    assert shown.preview[COUNT][2] == "–"
    assert shown.marks is not None
    (mark,) = shown.marks[0]
    assert passage[mark.start : mark.end] == (answers or [""])[0]
    assert shown.marks[COUNT] == []
    assert shown.rows == COUNT + 2
    assert shown.labels == []
    facts = {fact.code: fact.values["rows"] for fact in shown.health}
    assert facts["duplicates"] == "1"
    assert facts["unlabelled_rows"] == "0"
    assert facts["no_answers"] == "1"


def test_page_and_run_say_alike_that_no_question_is_answered(tmp_path: Path) -> None:
    write_squad(tmp_path / "t.json", [(passage, question, None, -1) for passage, question, _, _ in keyword_questions(40)])
    problem = refused(tmp_path, "t.json")
    assert (problem.code, problem.values) == ("data_no_answers", {"file": "t.json"})
    page = told_on_the_page(tmp_path)
    assert page["labels"]["problem"] == "none"
    assert "unlabelled_rows" not in page
