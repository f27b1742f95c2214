"""Which words are understood, what is answered to wrong ones, and that help comes without torch."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from distilstudio import cli
from distilstudio.cli import main
from distilstudio.commandline.telling import tell_problem
from distilstudio.protocol.problem_sentences import CATALOGUE
from distilstudio.protocol.problems import problem
from tests.cli.conftest import Json

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "nonsense"),
        (["nothing.csv"], f"there is no file {Path.cwd() / 'nothing.csv'}"),
        (["some/where"], "there is no file"),
        (["distill"], "Did you mean “distil”?"),
        (["resume"], "RUN"),
        (["export", "run"], "say what to write"),
        ([], "which command"),
        (["distil"], "name one recipe"),
        (["distil", "a.toml", "--sample", "sentiment"], "name one recipe"),
        (["distil", "--sample", "nowhere"], "nowhere"),
        (["distil", "a.toml", "--set", "loss.temperature"], "“loss.temperature” is no change"),
        (["distil", "a.toml", "--set", "=4"], "“=4” is no change"),
        (["try", "model"], "--text"),
        (["exam", "model", "--data", "a.csv"], "--task"),
        (["exam", "model", "--data", "a.csv", "--task", "cooking"], "cooking"),
        (["doctor", "--loudly"], "--loudly"),
        (["try", "model", "--text", "caf\udce9", "--json"], "word 4, “caf\N{REPLACEMENT CHARACTER}”, is not UTF-8"),
        (["distil", "a.toml", "--out", "caf\udce9"], "word 4"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_words_end_with_2_and_a_plain_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


OF_WINDOW = re.compile(
    r"\b([Pp]ages?|[Pp]ress|[Cc]lick|slider|drop|in(to)? the settings|Settings|header of|Under the hood|Switch|of them here)\b|\bhere:|"
    r"“(Train|Stay|Open)|your runs|the field\b"
)
IN_THE_WINDOW_ALONE = {
    "settings_unread",
    "run_gone",
    "zip_not_written",
    "models_broken",
    "teacher_guesses",
    "teacher_no_head",
    "hub_offline_search",
    "hub_proxy",
    "engine_died",
}
"""Met by what only the window does."""


@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - IN_THE_WINDOW_ALONE))
def test_what_is_advised_in_the_terminal_can_be_done_there(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    sentences = CATALOGUE[code]
    names = re.findall(r"{(\w+)}", " ".join([sentences.what, sentences.why, *sentences.what_to_do]))
    tell_problem(problem(code, **dict.fromkeys(names, "something")), as_json=False)
    advice = capsys.readouterr().err.partition("What to do:")[2]
    assert advice
    assert not OF_WINDOW.search(advice)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no such names")
def test_a_folder_whose_name_is_no_text_is_told_as_json_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_json: Json
) -> None:
    folder = tmp_path / "caf\udce9"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert main(["export", "run", "--onnx", "--json"]) == 1
    told = told_json()
    assert (told["code"], told["values"]["path"]) == ("export_no_run", str(tmp_path / "caf\N{REPLACEMENT CHARACTER}" / "run"))


def test_the_persons_folder_may_be_written_as_its_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_json: Json) -> None:
    """The shell leaves it as it is in --out=~/runs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for words in (["export", "~/run", "--onnx"], ["resume", "~/run"], ["proof", "~/run"]):
        assert main([*words, "--json"]) == 1
        assert told_json()["values"]["path"] == str(tmp_path / "run")
    (tmp_path / "run").write_text("a file")
    (tmp_path / "recipe.toml").write_text('[data]\ntrain = "texts.csv"\n')
    assert main(["distil", "~/recipe.toml", "--out=~/run", "--pilot", "1", "--json"]) == 1
    assert told_json()["values"]["path"] == str(tmp_path / "run")


def test_where_memory_is_too_short_to_begin_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def short(*_: object) -> int:
        raise MemoryError

    monkeypatch.setattr(cli, "_run", short)
    assert main(["doctor"]) == 1
    assert "not enough memory to begin" in capsys.readouterr().err


def test_help_lists_what_works_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for command in ("distil", "resume", "exam", "try", "export", "doctor"):
        assert f"\n    {command} " in out


@pytest.mark.parametrize(
    "words", [["--help"], ["distil", "--help"], ["nonsense"], ["distil", "nowhere.toml", "--json"]], ids=" ".join
)
def test_words_that_need_no_engine_do_not_load_torch(words: list[str]) -> None:
    code = f"import sys\nfrom distilstudio.cli import main\nmain({words})\nsys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
