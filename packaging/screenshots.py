"""Draw pictures of the pages: `make screenshots` draws those of the README, from a real run.

The window is the real one, on the bundled sample; by default every page is drawn in both themes and languages, and the engine is the tests'
one, which replays a recorded run in a quarter of a minute. `--real` trains. Must not know: how a page is made.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np  # noqa: E402
from PySide6.QtCore import QObject, Qt, QTimer, Slot  # noqa: E402  (a plain program: the repository has to be on the path first)
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QPlainTextEdit  # noqa: E402

from distilstudio.gui.app import Studio, build_window, make_application  # noqa: E402
from distilstudio.gui.models.settings import Settings  # noqa: E402
from distilstudio.protocol.commands import Role  # noqa: E402
from distilstudio.protocol.events import ExamDone, Predicted, RunEnded  # noqa: E402
from distilstudio.protocol.problems import problem  # noqa: E402
from distilstudio.worker.client import Client  # noqa: E402
from distilstudio.worker.engine_command import EngineCommand  # noqa: E402
from tests.gui.mistakes import keep, labels  # noqa: E402
from tests.gui.run_folders import make_run  # noqa: E402

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.compare import ComparePage

SENTENCE = "The room was small, but the staff could not have been kinder."
README_LOOKS = {
    "": [],
    "data": ["en-light", "en-dark"],
    "recipe": ["en-light", "en-dark"],
    "train": ["en-light", "en-dark", "zh_CN-light"],
    "try": ["en-light", "en-dark"],
}
"""Picture → languages and themes; "": all others."""
EXAMS_REAL, EXAMS_REPLAYED = 8, 3
"""Exams of the student before its learning is drawn."""
SETTLE_MS = 300
"""A page has drawn itself, and its plots have had a few of their own ticks."""
SETTLINGS_WHILE_LEARNING = 8
"""Another look takes the processor away for seconds, and the pace that is shown with it."""


class Photographer(QObject):
    """Walks through the window and saves what it sees. `_waiting_for` is what the next step needs to have happened."""

    def __init__(self, studio: Studio, folder: Path, looks: dict[str, list[str]], size: int, exams: int) -> None:
        super().__init__()
        self._studio, self._folder, self._looks, self._size = studio, folder, looks, size
        self._waiting_for = ""
        self._exams, self._exams_wanted = 0, exams
        self._is_foretold = False
        self._taken: dict[Path, QImage] = {}
        self._walk = self._steps()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)
        studio.project.teacher_changed.connect(self._on_project_changed)
        studio.project.data_changed.connect(self._on_project_changed)
        studio.client.run_event.connect(self._on_run_event)
        studio.client.predicted.connect(self._on_predicted)
        studio.client.forecast_ended.connect(self._on_forecast_ended)

    def begin(self) -> None:
        """Start walking."""
        self._timer.start()

    def _steps(self) -> Iterator[str]:
        """Yields what to wait for; "" is the time a page needs to settle."""
        studio, window = self._studio, self._studio.window
        studio.openings.open_sample()
        yield "ready"
        for page, name in zip(
            ("start", "data", "teacher", "recipe", "settings"),
            ("start", "data", "teacher", "recipe-before", "settings"),
            strict=True,
        ):
            yield from self._take(page, name)
        studio.wiring.start_run()
        yield "learning"
        yield from self._take("train", "train")
        yield "ended"
        window.show_page("try")
        yield ""
        edit = window.findChild(QPlainTextEdit, "try_text_edit")
        assert edit is not None
        for typed in (SENTENCE[:-1], SENTENCE):  # the second finds the models opened and warm
            edit.setPlainText(typed)
            yield "answered"
            yield ""
        yield from self._take("try", "try")
        yield from self._take("train", "done")
        window.show_page("recipe")
        if not self._is_foretold:
            yield "foretold"
        yield from self._take("recipe", "recipe")
        yield from self._take("compare", "compare")
        yield from self._take_mistakes()
        yield from self._take("export", "export")
        studio.wiring.show_problem(problem("teacher_labels", teacher="joy, anger", data="positive, negative"))
        yield from self._take("start", "problem")
        window.close()

    def _take(self, page: str, name: str) -> Iterator[str]:
        studio = self._studio
        looks = [look.rsplit("-", 1) for look in self._looks.get(name, self._looks[""])]
        if not looks:
            return
        studio.window.show_page(page)
        for language, theme in looks:
            studio.settings.set("language", language)
            studio.settings.set("theme", theme)
            for _ in range(SETTLINGS_WHILE_LEARNING if name == "train" else 1):
                yield ""
            file = self._folder / f"{name}-{language}-{theme}{'' if self._size == 100 else f'-{self._size}'}.png"
            self._taken[file] = studio.window.grab().toImage()

    def _take_mistakes(self) -> Iterator[str]:
        """The tab on which a run's mistakes are read, of the newest run."""
        page = cast("ComparePage", self._studio.window.page("compare"))
        page.table.choose([record.folder for record in page.table.chosen[:1]])
        page.curves_card.show_mistakes()
        yield ""
        yield from self._take("compare", "mistakes")

    def develop(self) -> None:
        """Save what was taken. At the end: counting the colours of a picture would take the processor away from what is being learnt."""
        for file, picture in self._taken.items():
            in_few_colours(picture).save(str(file))

    @Slot()
    def _on_settled(self) -> None:
        if self._waiting_for:
            return
        self._waiting_for = next(self._walk, "nothing")
        if not self._waiting_for:
            self._timer.start()
        elif self._waiting_for == "ended" and not self._studio.run.is_live:
            self._happened("ended")

    def _happened(self, what: str) -> None:
        if what == self._waiting_for:
            self._waiting_for = ""
            self._timer.start()

    @Slot()
    def _on_project_changed(self) -> None:
        if self._studio.project.ready:
            self._happened("ready")

    @Slot(object)
    def _on_run_event(self, event: object) -> None:
        if isinstance(event, ExamDone) and event.stage == "distil" and event.who == "student":
            self._exams += 1
            if self._exams == self._exams_wanted:
                self._happened("learning")
        if isinstance(event, RunEnded):
            self._happened("ended")

    @Slot(object)
    def _on_predicted(self, predicted: Predicted) -> None:
        if predicted.side == "teacher":
            self._happened("answered")

    @Slot(object)
    def _on_forecast_ended(self, _ended: object) -> None:
        self._is_foretold = True
        self._happened("foretold")


def in_few_colours(picture: QImage) -> QImage:
    """The picture with its 256 most frequent colours, each pixel the nearest: a third of the size, for it is kept in the repository."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    frequent = colours[np.argsort(-counts, kind="stable")[:256]]
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return picture.convertToFormat(QImage.Format.Format_Indexed8, [int(colour) for colour in frequent], plain)


def replaying(role: Role) -> EngineCommand:
    """The engine that replays a recorded run."""
    return EngineCommand(sys.executable, (str(ROOT / "tests" / "fake_engine.py"), "--engine", role))


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "screenshots")
    parser.add_argument("--real", action="store_true", help="train for real instead of replaying")
    parser.add_argument("--size", default="1280x800", help="of the window")
    parser.add_argument("--text", type=int, default=100, help="text size in percent")
    parser.add_argument("--looks", nargs="*", default=["en-light", "en-dark", "zh_CN-light", "zh_CN-dark"])
    parser.add_argument("--readme", action="store_true", help="only the few that are kept in the repository")
    words = parser.parse_args()
    words.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DISTILSTUDIO_HOME"] = home
        app = make_application(sys.argv[:1])
        app.setQuitOnLastWindowClosed(False)
        settings = Settings(Path(home) / "settings.json")
        settings.set("text_percent", words.text)
        if not words.real:  # the engine that replays writes no folder
            keep(make_run(settings.runs_folder, "2026-03-01 1000 reviews half"), labels())
        studio = build_window(Client if words.real else lambda: Client(command=replaying), settings)
        width, height = words.size.split("x")
        studio.window.resize(int(width), int(height))
        studio.make_all_pages()
        studio.window.show()
        looks = README_LOOKS if words.readme else {"": words.looks}
        photographer = Photographer(studio, words.out, looks, words.text, EXAMS_REAL if words.real else EXAMS_REPLAYED)
        studio.client.closed.connect(app.quit)
        photographer.begin()
        code = app.exec()
        photographer.develop()
        return code


if __name__ == "__main__":
    sys.exit(main())
