"""Saved test cases: kept on the disk, never lost."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from distilstudio import places
from distilstudio.gui.models.test_cases import SavedCase, SavedCases

GOOD = SavedCase("classification", "Good 👍 厦门", "positive")
BAD = SavedCase("classification", "<b>Bad</b>", "negative")


def test_cases_are_there_again_in_a_new_session(qtbot: QtBot, home: Path) -> None:
    cases = SavedCases()
    with qtbot.waitSignal(cases.changed):
        cases.save(GOOD)
    cases.save(BAD)
    assert SavedCases().cases("classification") == [BAD, GOOD]
    assert [file.name for file in places.user_folder().iterdir()] == ["test_cases.json"]


def test_the_same_text_again_changes_the_wanted_answer_only(home: Path) -> None:
    cases = SavedCases()
    cases.save(GOOD)
    cases.save(SavedCase("classification", GOOD.text, "negative"))
    assert cases.cases("classification") == [SavedCase("classification", GOOD.text, "negative")]


def test_expecting_another_answer_keeps_the_place(home: Path) -> None:
    cases = SavedCases()
    cases.save(GOOD)
    cases.save(BAD)
    cases.expect(GOOD, "negative")
    assert [(case.text, case.expected) for case in cases.cases("classification")] == [
        (BAD.text, "negative"),
        (GOOD.text, "negative"),
    ]
    cases.remove(BAD)
    assert [case.text for case in SavedCases().cases("classification")] == [GOOD.text]


def test_only_cases_that_such_a_model_can_answer(home: Path) -> None:
    cases = SavedCases()
    cases.save(GOOD)
    cases.save(SavedCase("ner", "Lin", "PERSON"))
    assert cases.cases("classification", ["sports", "politics"]) == []
    assert cases.cases("classification", ["positive"]) == [GOOD]


def test_a_file_that_cannot_be_read_is_put_aside(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "test_cases.json").write_text('[{"task": "classification"', encoding="utf-8")
    cases = SavedCases()
    cases.save(GOOD)
    assert (home / "test_cases.unreadable").read_text(encoding="utf-8") == '[{"task": "classification"'
    assert SavedCases().cases("classification") == [GOOD]


def test_a_disk_that_refuses_is_told_and_the_case_still_stands(qtbot: QtBot, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("a file where the folder should be", encoding="utf-8")
    cases = SavedCases(home / "test_cases.json")
    with qtbot.waitSignal(cases.save_failed) as told:
        cases.save(GOOD)
    assert told.args is not None
    assert told.args[0]
    assert cases.cases("classification") == [GOOD]
