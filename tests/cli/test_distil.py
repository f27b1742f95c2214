"""`distil`: a recipe in; a run folder, a score board or one JSON object out; every bad input told as a Problem."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from distilstudio import places
from distilstudio.cli import main
from distilstudio.protocol import recipe_text
from tests.cli.conftest import Json
from tests.tiny_models import keyword_rows, write_csv

DISTIL = ["distil", "recipe.toml", "--out", "out"]
TITLES = ("Checking", "Reading the texts", "Teacher", "Asking the teacher", "Cutting a student", "Distilling", "Exam", "Packing")


def test_a_recipe_becomes_a_student_and_a_score_board(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DISTIL) == 0
    told = capsys.readouterr()
    report = json.loads((place / "out" / "report.json").read_text())
    for line in ("Accuracy", "Macro-F1", "Size", "Time for a text", "Parameters", "Layers"):
        assert line in told.out
    assert f"{100 * report['kept']:.1f} %" in told.out
    assert f"{report['speedup']:.1f}×" in told.out
    assert "Student: out/student" in told.out
    assert "try out/student --text" in told.out
    places_of_titles = [told.err.index(f"] {title}") for title in TITLES]
    assert places_of_titles == sorted(places_of_titles)
    assert "\x1b" not in told.out + told.err


def test_the_student_is_a_folder_that_plain_transformers_loads(finished: Path) -> None:
    student = finished / "run" / "student"
    model = AutoModelForSequenceClassification.from_pretrained(student)
    assert model.config.num_hidden_layers == 2
    assert set(model.config.label2id) == {"pos", "neg"}
    assert AutoTokenizer.from_pretrained(student)("a good film")["input_ids"]


def test_with_json_stdout_holds_the_report_alone(place: Path, told_json: Json) -> None:
    assert main([*DISTIL, "--json"]) == 0
    report = told_json()
    assert report == json.loads((place / "out" / "report.json").read_text())
    assert report["kept"] > 0.9
    assert report["outcome"] == "done"


def test_values_set_on_the_command_line_reach_the_run(place: Path, told_json: Json) -> None:
    changes = ["--set", "loss.temperature=4", "train.epochs=1", "--set", "student.preset=custom", "student.layers=3"]
    assert main([*DISTIL, *changes, "--json"]) == 0
    kept = recipe_text.parse((place / "out" / "recipe.toml").read_bytes())
    assert (kept.loss.temperature, kept.train.epochs, kept.student.layers) == (4.0, 1, 3)
    assert told_json()["student"]["layers"] == 3


def test_each_of_several_teachers_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DISTIL, "--set", "teacher.more=run/teacher", "train.epochs=1", "student.vocabulary=used"]) == 0
    told = capsys.readouterr()
    assert "“Teacher” is the mean of 2 teachers: place " in told.out
    assert told.out.count("(counts 50.0 %)") == 2
    assert "word pieces" in told.err


def test_a_recipe_may_stand_after_the_changes(place: Path, told_json: Json) -> None:
    assert main(["distil", "--json", "--out", "out", "--set", "train.epochs=1", "recipe.toml"]) == 0
    assert told_json()["outcome"] == "done"


def test_paths_are_relative_to_the_recipe(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert main(["distil", "../place/recipe.toml", "--out", "mine"]) == 0
    assert (elsewhere / "mine" / "student" / "model.safetensors").is_file()


def test_a_sample_goes_into_a_folder_of_its_own_each_time(place: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = place / "resources" / "samples" / "sentiment"
    sample.parent.mkdir(parents=True)
    sample.symlink_to(place)
    monkeypatch.setattr(places, "resources", lambda: place / "resources")
    for _ in range(2):
        assert main(["distil", "--sample", "sentiment", "--set", "train.epochs=1"]) == 0
    runs = sorted(folder.name for folder in (home / "runs").iterdir())
    assert len(runs) == 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d{4} sentiment( 2)?", name) for name in runs)


def test_the_bundled_samples_are_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distil", "--help"]) == 0
    assert "sentiment" in capsys.readouterr().out


def test_a_byte_order_mark_before_the_recipe_does_not_matter(place: Path) -> None:
    (place / "recipe.toml").write_bytes(b"\xef\xbb\xbf" + (place / "recipe.toml").read_bytes())
    assert main([*DISTIL, "--set", "train.epochs=1"]) == 0


def write_bad(place: Path) -> None:
    """Files that cannot be learnt from."""
    rows = keyword_rows(60)
    write_csv(place / "one_label.csv", [(text, "pos") for text, _ in rows])
    write_csv(place / "header.csv", [])
    (place / "empty.csv").write_bytes(b"")
    (place / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (place / "no_model").mkdir()
    (place / "full").mkdir()
    (place / "full" / "letter.txt").write_text("mine")
    (place / "typo.toml").write_text("[loss]\ntemperatur = 3\n")
    (place / "broken.toml").write_text("[loss\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["distil", "nowhere.toml"], "data_missing", "nowhere.toml"),
        (["distil", "full"], "data_unreadable", "full"),
        (["distil", "typo.toml"], "recipe_invalid", "Did you mean temperature?"),
        (["distil", "broken.toml"], "recipe_invalid", "broken.toml"),
        ([*DISTIL, "--set", "loss.temprature=3"], "recipe_invalid", "Did you mean loss.temperature?"),
        ([*DISTIL, "--set", "loss.temperature=hot"], "recipe_invalid", "“hot”"),
        ([*DISTIL, "--set", "train.epochs=0"], "recipe_invalid", "train.epochs"),
        ([*DISTIL, "--set", "data.train=nowhere.csv"], "data_missing", "nowhere.csv"),
        ([*DISTIL, "--set", "data.train=deep/nowhere.csv"], "data_missing", "place/deep/nowhere.csv"),
        ([*DISTIL, "--set", "data.train="], "data_not_named", 'write train = "FILE" under [data]'),
        ([*DISTIL, "--set", "data.train=empty.csv"], "data_empty", "empty.csv"),
        ([*DISTIL, "--set", "data.train=header.csv"], "data_header_only", "header.csv"),
        ([*DISTIL, "--set", "data.train=picture.csv"], "data_binary", "picture.csv"),
        ([*DISTIL, "--set", "data.train=one_label.csv", "data.exam="], "data_one_label", "“pos”"),
        ([*DISTIL, "--set", "data.text=words"], "data_no_column", "“words”"),
        ([*DISTIL, "--set", "teacher.model=nowhere"], "teacher_missing", "nowhere"),
        ([*DISTIL, "--set", "teacher.model=no_model"], "teacher_no_model", "config.json"),
        ([*DISTIL, "--set", "teacher.model=base", "teacher.fine_tune=no"], "teacher_labels", "neg, pos"),
        ([*DISTIL, "--set", "student.preset=custom", "student.layers=9"], "student_layers", "9 layers"),
        ([*DISTIL, "--set", "loss.soft=0", "loss.hard=0", "loss.hidden_squared=0"], "no_loss", "all loss weights are 0"),
        (["distil", "recipe.toml", "--out", "full"], "run_folder", "something in it"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_done_is_told_as_a_problem(
    place: Path, words: list[str], code: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_bad(place)
    assert main(words) == 1
    told = capsys.readouterr()
    assert told.out == ""
    for part in ("Problem: ", "Why: ", "What to do: "):
        assert part in told.err
    assert said in told.err
    assert "Traceback" not in told.err
    assert main([*words, "--json"]) == 1
    problem = json.loads(capsys.readouterr().out)
    assert problem["code"] == code
    assert set(problem) >= {"what", "why", "what_to_do"}
    assert (place / "full" / "letter.txt").read_text() == "mine"


def test_after_a_mistake_the_same_words_work_once_it_is_mended(place: Path) -> None:
    assert main([*DISTIL, "--set", "data.text=words"]) == 1
    assert not (place / "out").exists()
    assert main(DISTIL) == 0


def test_a_run_that_is_there_is_never_overwritten(place: Path) -> None:
    before = (place / "run" / "report.json").read_bytes()
    assert main(["distil", "recipe.toml", "--out", "run"]) == 1
    assert (place / "run" / "report.json").read_bytes() == before
