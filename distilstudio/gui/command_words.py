"""The commands of the palette that press a button of a page, and the English words of what pages say themselves.

Must not know: the window, when a command makes sense.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

Place = Literal["there", "anywhere", "here"]
"""Where a button is pressed: on its page, which is shown first, because what comes of it is seen there; from anywhere; only where its page is
shown already, because what it is about is chosen there."""


@dataclass(frozen=True)
class PageButton:
    """A button by its objectName, which is the command's key too, the page it belongs to, and the command's words in English."""

    name: str
    page: str
    words: str
    icon: str
    place: Place = "there"


def translated(words: str) -> str:
    """A command's words in the language of the window."""
    return QCoreApplication.translate("Commands", words)


RUN_BUTTONS = (
    PageButton(
        "finish_button", "train", str(QT_TRANSLATE_NOOP("Commands", "Finish the run now, keep the best student")), "check"
    ),
    PageButton("discard_button", "train", str(QT_TRANSLATE_NOOP("Commands", "Discard the run…")), "trash"),
    PageButton("start_waiting_button", "train", str(QT_TRANSLATE_NOOP("Commands", "Start the run that waits")), "play"),
    PageButton("replay_stop_button", "train", str(QT_TRANSLATE_NOOP("Commands", "Stop the replay")), "stop"),
)
BUTTONS = (
    PageButton("open_button", "start", str(QT_TRANSLATE_NOOP("Commands", "Open texts or a recipe…")), "file", "anywhere"),
    PageButton("sample_button", "start", str(QT_TRANSLATE_NOOP("Commands", "Use the sample: short reviews")), "play", "anywhere"),
    PageButton(
        "sample_entities_button", "start", str(QT_TRANSLATE_NOOP("Commands", "Use the sample: names")), "play", "anywhere"
    ),
    PageButton(
        "sample_questions_button", "start", str(QT_TRANSLATE_NOOP("Commands", "Use the sample: questions")), "play", "anywhere"
    ),
    PageButton("data_hub_button", "data", str(QT_TRANSLATE_NOOP("Commands", "Search the Hub for texts…")), "search"),
    PageButton("teacher_folder_button", "teacher", str(QT_TRANSLATE_NOOP("Commands", "Open a teacher’s folder…")), "folder"),
    PageButton("teacher_hub_button", "teacher", str(QT_TRANSLATE_NOOP("Commands", "Search the Hub for a teacher…")), "search"),
    PageButton("teacher_check_button", "teacher", str(QT_TRANSLATE_NOOP("Commands", "Check the teacher")), "teacher"),
    PageButton("teacher_check_stop", "teacher", str(QT_TRANSLATE_NOOP("Commands", "Stop checking the teacher")), "stop"),
    PageButton("find_settings_button", "recipe", str(QT_TRANSLATE_NOOP("Commands", "Find good settings")), "search"),
    PageButton("pilot_button", "recipe", str(QT_TRANSLATE_NOOP("Commands", "Start looking for good settings")), "search"),
    PageButton("pilot_stop_button", "recipe", str(QT_TRANSLATE_NOOP("Commands", "Stop looking for good settings")), "stop"),
    PageButton("start_folder_button", "recipe", str(QT_TRANSLATE_NOOP("Commands", "Begin from a student…")), "folder"),
    PageButton("hood_button", "recipe", str(QT_TRANSLATE_NOOP("Commands", "Under the hood: every setting")), "recipe"),
    PageButton("train_more_button", "train", str(QT_TRANSLATE_NOOP("Commands", "Train the student more")), "train"),
    PageButton("run_folder_button", "train", str(QT_TRANSLATE_NOOP("Commands", "Open the run’s folder")), "folder", "anywhere"),
    PageButton("export_onnx_button", "export", str(QT_TRANSLATE_NOOP("Commands", "Make ONNX and ONNX int8")), "chip"),
    PageButton("export_stop_button", "export", str(QT_TRANSLATE_NOOP("Commands", "Stop making ONNX")), "stop"),
    PageButton("save_report_button", "export", str(QT_TRANSLATE_NOOP("Commands", "Save a report of the run…")), "file"),
    PageButton("adopt_recipe_button", "compare", str(QT_TRANSLATE_NOOP("Commands", "Open as new recipe")), "recipe", "here"),
)
LAST_BUTTONS = (
    PageButton("trash_button", "compare", str(QT_TRANSLATE_NOOP("Commands", "Show the trash")), "trash"),
    PageButton("empty_trash_button", "compare", str(QT_TRANSLATE_NOOP("Commands", "Clean up: empty the trash…")), "trash"),
    PageButton(
        "open_runs_button", "settings", str(QT_TRANSLATE_NOOP("Commands", "Open the folder of all runs")), "folder", "anywhere"
    ),
    PageButton("hub_test_button", "settings", str(QT_TRANSLATE_NOOP("Commands", "Test the connection to the Hub")), "search"),
    PageButton("copy_report_button", "settings", str(QT_TRANSLATE_NOOP("Commands", "Copy problem report")), "copy"),
)

GO_TO = str(QT_TRANSLATE_NOOP("Commands", "Go to: {0}"))
PAUSE = str(QT_TRANSLATE_NOOP("Commands", "Pause the run"))
CONTINUE = str(QT_TRANSLATE_NOOP("Commands", "Continue the run"))
REPLAY = str(QT_TRANSLATE_NOOP("Commands", "Replay the newest run"))
DEMO = str(QT_TRANSLATE_NOOP("Commands", "Demo mode: full screen, large type"))
NO_DEMO = str(QT_TRANSLATE_NOOP("Commands", "End the demo mode"))
LARGER = str(QT_TRANSLATE_NOOP("Commands", "Text size: larger"))
SMALLER = str(QT_TRANSLATE_NOOP("Commands", "Text size: smaller"))
NORMAL = str(QT_TRANSLATE_NOOP("Commands", "Text size: normal"))
UNDO, REDO = "Undo", "Redo"
"""In English; in the language of the window the buttons say it with the edit's name."""

WISHES: tuple[tuple[str, str | bool, str], ...] = (
    ("theme", "light", str(QT_TRANSLATE_NOOP("Commands", "Theme: light"))),
    ("theme", "dark", str(QT_TRANSLATE_NOOP("Commands", "Theme: dark"))),
    ("theme", "system", str(QT_TRANSLATE_NOOP("Commands", "Theme: as the system"))),
    ("language", "en", str(QT_TRANSLATE_NOOP("Commands", "Language: English"))),
    ("language", "zh_CN", str(QT_TRANSLATE_NOOP("Commands", "Language: 简体中文 (Chinese)"))),
    ("language", "system", str(QT_TRANSLATE_NOOP("Commands", "Language: as the system"))),
    ("offline", True, str(QT_TRANSLATE_NOOP("Commands", "Stay offline: ask nothing of the internet"))),
    ("offline", False, str(QT_TRANSLATE_NOOP("Commands", "Go online again"))),
)
"""Settings that a command changes: name, value, and the words."""

CHOSEN_RUN: dict[str, tuple[str, str]] = {
    "train_more_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Train more: further epochs for this student")), "train"),
    "prove_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Proof run: what was the teacher worth?")), "teacher"),
    "replay_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Replay on the Train page")), "play"),
    "open_folder_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Open the folder")), "folder"),
    "command_line_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Show the command line")), "log"),
    "save_recipe_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Save the recipe as…")), "recipe"),
    "throw_away_action": (str(QT_TRANSLATE_NOOP("RunMenu", "Move to the trash")), "trash"),
}
"""Actions of the menu of the run that is chosen on the page Compare, each with its words in English, as the menu says them, and an icon."""

STEPS: dict[str, str] = {
    "start": str(QT_TRANSLATE_NOOP("MainWindow", "Start")),
    "data": str(QT_TRANSLATE_NOOP("MainWindow", "Data")),
    "teacher": str(QT_TRANSLATE_NOOP("MainWindow", "Teacher")),
    "recipe": str(QT_TRANSLATE_NOOP("MainWindow", "Student & recipe")),
    "train": str(QT_TRANSLATE_NOOP("MainWindow", "Train")),
    "try": str(QT_TRANSLATE_NOOP("MainWindow", "Try it")),
    "compare": str(QT_TRANSLATE_NOOP("MainWindow", "Compare")),
    "export": str(QT_TRANSLATE_NOOP("MainWindow", "Take home")),
    "settings": str(QT_TRANSLATE_NOOP("MainWindow", "Settings")),
}
"""What the rail calls the pages."""

PRIMARY: dict[str, tuple[str, ...]] = {
    "StartPage": (str(QT_TRANSLATE_NOOP("StartPage", "Start with my texts")),),
    "DataPage": (str(QT_TRANSLATE_NOOP("DataPage", "Next: choose a teacher")),),
    "TeacherPage": (str(QT_TRANSLATE_NOOP("TeacherPage", "Next: student && recipe")),),
    "RecipePage": (str(QT_TRANSLATE_NOOP("RecipePage", "Distil")), str(QT_TRANSLATE_NOOP("RecipePage", "Add to queue"))),
    "TrainPage": (
        str(QT_TRANSLATE_NOOP("TrainPage", "Try it")),
        str(QT_TRANSLATE_NOOP("TrainPage", "Go to the recipe")),
        str(QT_TRANSLATE_NOOP("TrainPage", "Back to the runs")),
    ),
    "TryPage": (
        str(QT_TRANSLATE_NOOP("TryPage", "Save as test case")),
        str(QT_TRANSLATE_NOOP("TryPage", "Go to the recipe")),
    ),
    "ComparePage": (
        str(QT_TRANSLATE_NOOP("ComparePage", "Try this one")),
        str(QT_TRANSLATE_NOOP("ComparePage", "Put back")),
        str(QT_TRANSLATE_NOOP("ComparePage", "Go to the recipe")),
    ),
    "ExportPage": (
        str(QT_TRANSLATE_NOOP("ExportPage", "Go to the recipe")),
        str(QT_TRANSLATE_NOOP("ExportPage", "Open the folder")),
    ),
}
"""What the primary button says, by the class of its page: a page tells its words in the language of the window only."""


def english_of_primary(page: str, words: str) -> str:
    """What a page's primary button says in English. page: its class."""
    return next((text for text in PRIMARY.get(page, ()) if QCoreApplication.translate(page, text) == words), "")
