"""`try` and `exam`: answers and scores in the shapes of the contract, and what is said of a folder that is no model."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import numpy as np
import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.chart import BarChart  # type: ignore[import-untyped]
from sklearn.metrics import accuracy_score, f1_score

from distilstudio.cli import main
from distilstudio.commandline.score_board import print_score_board
from distilstudio.engine import answering, answers_table
from distilstudio.engine.data.reading import read
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.answers import Entities
from distilstudio.protocol.saved_run import SavedRun
from tests.cli.conftest import Json
from tests.engine.finished_runs import finished_run, report_of
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv


@pytest.mark.parametrize("model", ["run", "run/student", "run/teacher"])
def test_try_prints_labels_best_first_and_nothing_else(place: Path, told_json: Json, model: str) -> None:
    for text, label in [("we saw a lovely film", "pos"), ("what an awful bed it was", "neg")]:
        assert main(["try", model, "--text", text, "--json"]) == 0
        answer = told_json()
        assert set(answer) == {"labels"}
        assert [set(one) for one in answer["labels"]] == [{"label", "score"}] * 2
        scores = [one["score"] for one in answer["labels"]]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) == pytest.approx(1, abs=1e-5)
        assert answer["labels"][0]["label"] == label


def test_try_in_words_names_every_label(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", "run", "--text", "a superb meal"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["pos", "neg"]
    assert lines[2].endswith(" ms")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_try_answers_every_text_of_a_file_least_sure_first(place: Path, told_json: Json, ending: str) -> None:
    rows = keyword_rows(30, seed=9)
    write_csv(place / "texts.csv", [*rows, ("", "pos")])
    assert main(["try", "run", "--file", "texts.csv", "--out", f"answers.{ending}", "--json"]) == 0
    assert told_json() == {"rows": 31, "out": f"answers.{ending}"}
    found = read(place / f"answers.{ending}").table.to_pylist()
    assert sorted(int(row["row"]) for row in found) == list(range(1, 32))
    sure = [float(row["confidence"]) for row in found[:-1]]
    assert sure == sorted(sure)
    assert (found[-1]["row"], found[-1]["answer"], found[-1]["confidence"]) == ("31", "", "")
    for row in (found[0], found[-2]):
        assert main(["try", "run", "--text", row["text"], "--json"]) == 0
        best = told_json()["labels"][0]
        assert (row["answer"], float(row["confidence"])) == (best["label"], pytest.approx(best["score"], abs=1e-3))


def test_try_with_a_file_in_words_and_in_wrong_ones(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", "run", "--file", "exam.csv", "--out", "answers.csv"]) == 0
    assert capsys.readouterr().out == "60 rows answered, least sure first: answers.csv\n"
    assert main(["try", "run", "--file", "exam.csv"]) == 2
    assert main(["try", "run", "--text", "x", "--out", "answers.csv"]) == 2
    assert main(["try", "run", "--text", "x", "--file", "exam.csv"]) == 2
    assert main(["try", "run"]) == 2
    assert main(["try", "run", "--file", "exam.csv", "--out", "answers.csv", "--question", "who"]) == 2
    assert "--out" in capsys.readouterr().err
    assert main(["try", "run", "--file", "nowhere.csv", "--out", "answers.csv"]) == 1
    assert "The file nowhere.csv cannot be found." in capsys.readouterr().err


def write_torn_book(path: Path) -> None:
    """A workbook whose list of sheets breaks off."""
    whole = BytesIO()
    Workbook().save(whole)
    with ZipFile(whole) as book, ZipFile(path, "w") as torn:
        for name in book.namelist():
            torn.writestr(name, book.read(name)[: -20 if name == "xl/workbook.xml" else None])


def write_charts_only(path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    book.create_chartsheet().add_chart(BarChart())
    book.save(path)


@pytest.mark.parametrize(
    ("out", "code"),
    [
        ("mine.csv", "answers_over_file"),
        ("link.csv", "answers_over_file"),
        ("recipe.toml", "answers_over_file"),
        ("book.xlsx", "answers_over_file"),
        ("torn.xlsx", "answers_over_file"),
        ("charts.xlsx", "answers_over_file"),
        ("run", "answers_not_saved"),
        ("nowhere/answers.csv", "answers_not_saved"),
        ("mine.csv/answers.csv", "answers_not_saved"),
    ],
)
def test_try_looks_at_the_place_of_its_table_before_it_reads_anything(
    place: Path, told_json: Json, monkeypatch: pytest.MonkeyPatch, out: str, code: str
) -> None:
    """A person's own file is never written over, and no answer is computed that could not be kept."""
    write_csv(place / "mine.csv", keyword_rows(6))
    (place / "link.csv").symlink_to("mine.csv")
    (place / "book.xlsx").write_bytes(b"not a workbook")
    write_torn_book(place / "torn.xlsx")
    write_charts_only(place / "charts.xlsx")
    monkeypatch.setattr(OpenModel, "load", lambda *_: pytest.fail("the model was opened"))
    before = {file: file.read_bytes() for file in place.iterdir() if file.is_file()}
    assert main(["try", "run", "--file", "mine.csv", "--out", out, "--json"]) == 1
    assert told_json()["code"] == code
    assert {file: file.read_bytes() for file in place.iterdir() if file.is_file()} == before


def test_a_table_of_answers_may_be_written_anew_and_one_too_long_for_a_workbook_is_refused_first(
    place: Path, told_json: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ending in ("csv", "xlsx"):
        (place / f"answers.{ending}").touch()
        for _ in range(2):
            assert main(["try", "run", "--file", "exam.csv", "--out", f"answers.{ending}", "--json"]) == 0
            assert told_json()["rows"] == 60
    monkeypatch.setattr(answers_table, "SHEET_ROWS", 59)
    monkeypatch.setattr(answering, "answer_all", lambda *_: pytest.fail("texts were answered"))
    assert main(["try", "run", "--file", "exam.csv", "--out", "answers.xlsx", "--json"]) == 1
    assert told_json()["code"] == "answers_too_many"


def test_exam_scores_as_scikit_learn_does(place: Path, told_json: Json) -> None:
    # Every third label is turned round, so that the scores are far from 1 and macro-F1 is not accuracy.
    rows = [(text, "pos" if place % 3 == 0 else label) for place, (text, label) in enumerate(keyword_rows(45, seed=9))]
    write_csv(place / "mixed.csv", rows)
    truth, guessed = [label for _, label in rows], []
    for text, _ in rows[:6]:
        assert main(["try", "run", "--text", text, "--json"]) == 0
        guessed.append(told_json()["labels"][0]["label"])
    write_csv(place / "six.csv", rows[:6])
    assert main(["exam", "run", "--task", "classification", "--data", "six.csv", "--label-column", "label", "--json"]) == 0
    result = told_json()
    assert result["rows"] == 6
    assert result["scores"]["accuracy"] == pytest.approx(accuracy_score(truth[:6], guessed))
    assert result["scores"]["macro_f1"] == pytest.approx(f1_score(truth[:6], guessed, average="macro"))
    assert 0 < result["scores"]["accuracy"] < 1


def test_exam_agrees_with_the_report_of_the_run(place: Path, told_json: Json) -> None:
    report = json.loads((place / "run" / "report.json").read_text())
    assert main(["exam", "run", "--task", "classification", "--data", "exam.csv", "--json"]) == 0
    result = told_json()
    assert result["scores"] == pytest.approx(report["student"]["scores"])
    assert {name: result[name] for name in ("parameters", "megabytes", "layers")} == {
        name: report["student"][name] for name in ("parameters", "megabytes", "layers")
    }
    assert result["score_name"] == "accuracy"
    assert result["ms_per_text"] > 0


def test_exam_in_words(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", "run", "--task", "classification", "--data", "exam.csv"]) == 0
    out = capsys.readouterr().out
    for line in ("60 texts", "Accuracy", "Macro-F1", "Time for a text"):
        assert line in out


def test_exam_takes_the_columns_as_told(place: Path, told_json: Json) -> None:
    rows = [(text, text[::-1], label) for text, label in keyword_rows(30, seed=9)]
    with (place / "odd.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("a", "b", "c"), *rows])
    words = ["exam", "run", "--task", "classification", "--data", "odd.csv", "--json"]
    assert main(words) == 1
    assert told_json()["code"] == "data_roles_unclear"
    assert main([*words, "--text-column", "a", "--label-column", "c"]) == 0
    assert told_json()["scores"]["accuracy"] > 0.8


@pytest.mark.parametrize("form", ["student", "exports/onnx"])
def test_exam_of_a_student_that_gives_several_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_json: Json, form: str
) -> None:
    run = finished_run(tmp_path, "several")
    monkeypatch.chdir(tmp_path)
    if form != "student":
        assert main(["export", "run", "--onnx", "--json"]) == 0
        assert told_json()
    opened = OpenModel.load(run / form, "classification")
    rows = [row.split(",") for row in (tmp_path / "exam.csv").read_text(encoding="utf-8").splitlines()[1:]]
    truth = np.array([["neg" in labels, "pos" in labels] for _, labels in rows])
    found = [{one.label: one.score for one in opened.answer(text)[0].labels} for text, _ in rows]  # type: ignore[union-attr]
    guessed = np.array([[one["neg"] > 0.5, one["pos"] > 0.5] for one in found])
    assert main(["exam", f"run/{form}", "--task", "classification", "--data", "exam.csv", "--json"]) == 0
    result = told_json()
    assert (result["rows"], result["left_out"], result["score_name"]) == (24, 0, "micro_f1")
    assert result["scores"]["micro_f1"] == pytest.approx(f1_score(truth, guessed, average="micro"))
    with (tmp_path / "exam.csv").open("a", encoding="utf-8") as file:
        file.write("the room was quite it,\n")
    words = ["exam", f"run/{form}", "--task", "classification", "--data", "exam.csv", "--json"]
    for more, found in (([], (24, 1)), (["--empty-is-none"], (25, 0))):
        assert main([*words, *more]) == 0
        result = told_json()
        assert (result["rows"], result["left_out"]) == found


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["try", "nowhere", "--text", "x"], "teacher_missing", "There is no model at nowhere."),
        (["try", "empty", "--text", "x"], "teacher_no_model", "config.json"),
        (["try", "base", "--text", "x"], "model_task", "ForSequenceClassification"),
        (["try", "stopped", "--text", "x"], "model_not_open", "has no student yet"),
        (["try", "torn", "--text", "x"], "teacher_broken", "torn"),
        (["try", "run/cut_off", "--text", "x"], "teacher_broken", "cut_off"),
        (["exam", "run", "--task", "classification", "--data", "nowhere.csv"], "data_missing", "nowhere.csv"),
        (["exam", "run", "--task", "classification", "--data", "other.csv"], "teacher_labels", "Only in the texts: bad, good."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_model_or_no_data_for_it_is_a_problem(
    place: Path, words: list[str], code: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "empty").mkdir()
    (place / "stopped").mkdir()
    (place / "stopped" / "recipe.toml").write_text("")
    (place / "run" / "student").rename(place / "torn")
    (place / "run" / "teacher").rename(place / "run" / "student")
    (place / "torn" / "config.json").write_text('{"model_type": "bert", "archi')
    shutil.copytree(place / "base", place / "run" / "cut_off")
    weights = place / "run" / "student" / "model.safetensors"
    (place / "run" / "cut_off" / "config.json").write_bytes((place / "run" / "student" / "config.json").read_bytes())
    (place / "run" / "cut_off" / "model.safetensors").write_bytes(weights.read_bytes()[:-1000])
    write_csv(place / "other.csv", [(text, "good" if label == "pos" else "bad") for text, label in keyword_rows(30)])
    assert main([*words, "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["code"] == code
    assert said in told.err
    assert "What to do: " in told.err
    assert not any(word in told.err.lower() for word in ("starter", "teacher"))
    assert "Traceback" not in told.err


def test_of_a_run_that_has_no_student_yet_it_is_said_how_to_go_on(place: Path, told_json: Json) -> None:
    (place / "left").mkdir()
    shutil.copy(place / "recipe.toml", place / "left" / "recipe.toml")
    words = ["try", "left", "--text", "good", "--json"]
    assert main(words) == 1
    told = told_json()
    assert (told["code"], told["what"]) == (
        "model_not_open",
        f"The run in {place / 'left'} has no student yet.".replace(str(place) + "/", ""),
    )
    assert told["what_to_do"] == ["Distil it again, and let the run come to its end."]
    (place / "left" / "checkpoint").mkdir()
    saved = SavedRun("run", (), (), "", {}, {}, "cpu", "fp32", 1)
    (place / "left" / "checkpoint" / "checkpoint.json").write_bytes(msgspec.json.encode(saved))
    assert main(words) == 1
    assert told_json()["what_to_do"][0].endswith("distilstudio resume left")


def test_a_model_that_answers_questions_is_asked_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(finished_run(tmp_path, "qa"))
    for words, lacking in (
        ([], "--question"),
        (["--question", " "], "--question"),
        (["--text", "", "--question", "what"], "--text"),
    ):
        assert main(["try", run, "--text", "we saw a lovely film", *words, "--json"]) == 2
        told = capsys.readouterr()
        assert f"say {lacking} “…” too" in told.err
        assert told.out == ""
    assert main(["try", run, "--text", "we saw a lovely film", "--question", "what was lovely"]) == 0
    assert "%" in capsys.readouterr().out


def test_several_texts_are_all_answered(place: Path, told_json: Json, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["we saw a lovely film", "what an awful bed it was"]
    asked = ["try", "run", "--text", texts[0], "--text", texts[1]]
    assert main([*asked, "--json"]) == 0
    answers = told_json()["texts"]
    assert [(one["text"], one["labels"][0]["label"]) for one in answers] == list(zip(texts, ("pos", "neg"), strict=True))
    assert main(asked) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("“")] == [f"“{text}”" for text in texts]
    assert sum(line.endswith(" ms") for line in lines) == 2


def test_a_text_without_a_name_is_told_and_a_question_about_it_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = str(finished_run(tmp_path, "ner"))
    monkeypatch.setattr(OpenModel, "answer", lambda *_: (Entities([]), 1.0))
    assert main(["try", run, "--text", "nobody"]) == 0
    assert capsys.readouterr().out.splitlines() == ["No name found in this text.", "1.0 ms"]
    assert main(["try", run, "--text", "nobody", "--question", "who"]) == 2
    told = capsys.readouterr()
    assert "leave --question out" in told.err
    assert told.out == ""


@pytest.mark.parametrize("kind", ["classification", "qa", "mlm"])
def test_what_is_said_to_try_a_student_is_what_it_can_be_tried_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    run = finished_run(tmp_path, kind)
    print_score_board(report_of(run), run)
    line = capsys.readouterr().out.splitlines()[-1]
    words = shlex.split(line)
    assert main(words[words.index("try") :]) == 0
    assert "%" in capsys.readouterr().out


def test_a_model_that_guesses_words_is_tried_and_examined(
    place: Path, told_json: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    make_tiny_teacher(place / "general", words=True)
    assert main(["try", "general", "--text", "a ___ film and a [MASK]", "--json"]) == 0
    answer = told_json()
    assert set(answer) == {"blanks"}
    assert [(blank["start"], blank["end"]) for blank in answer["blanks"]] == [(2, 5), (17, 23)]
    assert {frozenset(word) for blank in answer["blanks"] for word in blank["words"]} == {frozenset(("word", "score"))}
    assert main(["try", "general", "--text", "no gap"]) == 0
    assert "Write ___ where a word is missing." in capsys.readouterr().out
    (place / "plain.txt").write_text("\n".join(text for text, _ in keyword_rows(30)))
    assert main(["exam", "general", "--task", "mlm", "--data", "plain.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    shown = next(line for line in lines if line.startswith("Perplexity (lower is better)"))
    assert 1 < float(shown.split()[-1]) < 500
    assert "%" not in shown
