"""A random hand in the real window with its real engine: it clicks, types, drags, drops odd files, chooses, goes back, closes and opens again.

    python -m tests.stress.at_random --seconds 600 --seed 1 --pictures FOLDER [--home FOLDER]

Tells every exception that nobody caught, every warning of Qt, each Problem called "internal", an engine that died, and a stop of the window's own
of more than STOP seconds, each with the last things that were done and a picture; the exit status is 1 where there was one. The same seed does
not do quite the same again: what is on the screen hangs on how fast the engine answers. All happens in a home of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from distilstudio.gui import app as program
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

ROOT = Path(__file__).resolve().parents[2]
PAUSE_MS = 25
STOP = 1.5
"""Seconds, of the window alone; on a machine that is busy with other work it stands still for longer."""
REMEMBERED = 12
REOPENED_EVERY = 90.0
CLOSED_EVERY_MS = 4000
"""Once the time of a window is over: a question whether to close may have been answered with no."""
USUAL = ("propagateSizeHints", "OpenType support missing", "This plugin does not support")
"""Qt's words about a screen that is none."""
BAD = ("internal", "engine_died")
WORDS = (
    "good film",
    "Зима",
    "味道很好",
    "👩‍👩‍👧 🙂",
    "مرحبا",
    "-1",
    "1e999",
    "0",
    "a" * 3000,
    "<b>x</b>",
    "line\nline",
    "\u202e",
    "%s {0} {x}",
    " ",
)
KEYS = ["Tab", "Backtab", "Return", "Escape", "Space", "Delete", "F1", "Up", "Down", "Left", "Right", "PageDown", "Home", "End"]
LETTERS = "azycvxsoknp1234567,"
"""With Ctrl, and Ctrl and Shift: undo, palette, pages and whatever else has a key."""


def odd_files(folder: Path) -> list[Path]:
    """Good ones, and such as people have."""
    folder.mkdir(parents=True, exist_ok=True)
    make_tiny_teacher(folder / "teacher")
    write_csv(folder / "good.csv", keyword_rows(120))
    write_csv(folder / "one label.csv", [(text, "good") for text, _ in keyword_rows(40)])
    write_csv(folder / "few.csv", keyword_rows(6))
    rows = "".join(f"{text}\t{label}\n" for text, label in keyword_rows(30))
    made = {
        "empty.csv": b"",
        "header.csv": b"text,label\n",
        "binary.csv": bytes(range(256)) * 40,
        "utf16.tsv": ("text\tlabel\n" + rows).encode("utf-16"),
        "broken.json": b'[{"text": "good film", "label": ',
        "names.conll": b"Anna B-PER\nlives O\nin O\nRome B-LOC\n\n" * 60,
        "questions.json": b'{"data": [{"paragraphs": [{"context": "Anna lives in Rome.", "qas": [{"id": "1", "question": "Where?", '
        b'"answers": [{"text": "Rome", "answer_start": 14}]}]}]}]}',
        "plain.txt": "\n".join(text for text, _ in keyword_rows(80)).encode(),
        "recipe.toml": b'task = "classification"\n[data]\ntrain = "good.csv"\n[teacher]\nmodel = "teacher"\n[student]\npreset = "half"\n',
        "no recipe.toml": b"[[[",
        "no workbook.xlsx": b"PK\x03\x04 this is none",
        "long.csv": b"text,label\n" + b"word " * 60_000 + b",good\nbad film,bad\n",
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [*sorted(folder.iterdir()), folder / "gone.csv", folder]


def finished_run(home: Path) -> None:
    """A run that is over, so that there is a student to try, compare and take home from the beginning."""
    words = [str(home / "files" / "recipe.toml"), "--out", str(home / "runs" / "tiny")]
    subprocess.run([sys.executable, "-m", "distilstudio", "distil", *words], cwd=ROOT, check=True, capture_output=True)


class Findings:
    """What went wrong, each told once with what led to it; what was done, and what was to be seen then."""

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures
        self.window: QWidget | None = None
        self.faults: list[str] = []
        self.done: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.last: deque[str] = deque(maxlen=REMEMBERED)

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """As sys.excepthook."""
        self.fault("".join(traceback.format_exception(kind, error, trace)))

    def on_message(self, kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        """As Qt's message handler."""
        if kind != QtMsgType.QtDebugMsg and not any(usual in words for usual in USUAL):
            self.fault(f"Qt: {words}")

    def on_warning(self, words: Warning | str, kind: type[Warning], file: str, line: int, *_: object) -> None:
        """As Python's `warnings.showwarning`."""
        self.fault(f"{file}:{line} {kind.__name__}: {words}")

    def fault(self, words: str) -> None:
        """Something went wrong."""
        if words in self.faults:
            return
        self.faults.append(words)
        print(f"--- fault {len(self.faults)}\n{words}\nbefore it:", *self.last, sep="\n  ", flush=True)
        if self.window is not None:
            self.window.grab().save(str(self._pictures / f"fault {len(self.faults):02}.png"))

    def note(self, what: str, widget: QWidget | None = None, more: str = "") -> None:
        """Something is done now."""
        name = f"{type(widget).__name__} {widget.objectName()!r}" if widget is not None else ""
        self.last.append(f"{what} {name} {more[:60]!r}".strip())
        self.done[what] += 1


class Hand(QObject):
    """Does one thing after the other with what is to be seen of a window."""

    def __init__(
        self, studio: program.Studio, findings: Findings, chance: random.Random, files: list[Path], recipe: Path
    ) -> None:
        super().__init__(studio.window)
        self._studio, self._window = studio, studio.window
        self._findings, self._note = findings, findings.note
        self._chance, self._files, self._recipe = chance, files, recipe
        self._heard = 0.0
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_time)
        self._ways: dict[Callable[[QWidget], None], int] = {
            self._use: 60,
            self._press_key: 12,
            self._hover: 7,
            self._press_shortcut: 6,
            self._wheel: 6,
            self._drop: 4,
            self._menu: 3,
            self._resize: 2,
            self._set_right: 1,
            self._distil: 1,
        }

    def begin(self) -> None:
        """From now on."""
        self._timer.start()

    def let_go(self) -> None:
        """The window is closed."""
        self._timer.stop()

    @Slot()
    def _on_time(self) -> None:
        stood = time.monotonic() - self._heard
        if self._heard and stood > STOP:
            self._findings.fault(f"the window stood still for {stood:.1f} s after {self._findings.last[-1]}")
        told = self._window.problem_card.problem
        seen = [f"page {self._window.current}", f"run {self._studio.run.phase.value}"]
        self._findings.seen.update(seen if told is None else [*seen, f"problem {told.code}"])
        if told is not None and told.code in BAD:
            self._findings.fault(f"Problem {told.code}: {told.detail[-3000:]}")
        self._act()
        self._heard = time.monotonic()

    def _act(self) -> None:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        if not top.isVisible():
            return
        if isinstance(top, QFileDialog):
            self._choose_file(top)
            return
        if isinstance(top, QMenu):
            self._from_menu(top)
            return
        (way,) = self._chance.choices(list(self._ways), list(self._ways.values()))
        way(top)

    def _some(self, top: QWidget, *kinds: type) -> QWidget | None:
        if top is self._window and self._chance.random() < 0.8:
            top = self._window.page(self._window.current)
        there = [widget for widget in top.findChildren(QWidget) if isinstance(widget, kinds) and widget.isVisible()]
        found = [widget for widget in there if widget.isEnabled() and not widget.visibleRegion().isEmpty()]
        return self._chance.choice(found) if found else None

    def _point(self, widget: QWidget) -> QPoint:
        return QPoint(self._chance.randrange(max(1, widget.width())), self._chance.randrange(max(1, widget.height())))

    def _use(self, top: QWidget) -> None:
        kinds: list[type] = [
            QAbstractButton,
            QComboBox,
            QAbstractSlider,
            QAbstractSpinBox,
            QLineEdit,
            QPlainTextEdit,
            QAbstractItemView,
            QWidget,
        ]
        kind = self._chance.choices(kinds, [40, 12, 8, 8, 8, 8, 10, 6])[0]
        widget = self._some(top, kind)
        if widget is None:
            return
        point = self._point(widget)
        if isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractSpinBox):
            words = self._chance.choice(WORDS)
            self._note("type", widget, words)
            widget.setFocus()
            if self._chance.random() < 0.5:
                QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QGuiApplication.clipboard().setText(words)
            QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            if self._chance.random() < 0.3:
                QTest.keyClick(widget, Qt.Key.Key_Return)
            return
        if isinstance(widget, QAbstractSlider) and self._chance.random() < 0.5:
            self._note("set", widget)
            widget.setValue(self._chance.randint(widget.minimum(), max(widget.minimum(), widget.maximum())))
            return
        if isinstance(widget, QComboBox):
            self._note("choose", widget)
            place = self._chance.randrange(max(1, widget.count()))
            widget.setCurrentIndex(place)
            widget.activated.emit(place)
            return
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        if isinstance(widget, QAbstractItemView):
            widget = widget.viewport()
        twice = self._chance.random() < 0.1
        self._note("click twice" if twice else "click", widget, words)
        click = QTest.mouseDClick if twice else QTest.mouseClick
        click(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center() if words else point)

    def _press_key(self, top: QWidget) -> None:
        key, widget = self._chance.choice(KEYS), QApplication.focusWidget() or top
        self._note("key", widget, key)
        QTest.keyClick(widget, Qt.Key[f"Key_{key}"])

    def _press_shortcut(self, top: QWidget) -> None:
        letter, widget = self._chance.choice(LETTERS), QApplication.focusWidget() or top
        held = Qt.KeyboardModifier.ControlModifier
        if self._chance.random() < 0.3:
            held |= Qt.KeyboardModifier.ShiftModifier
        self._note("keys", widget, f"Ctrl {letter}")
        QTest.keyClick(widget, letter, held)

    def _drop(self, top: QWidget) -> None:
        widget = self._some(top, QWidget) or top
        data = QMimeData()
        dropped = self._chance.sample(self._files, self._chance.choice((1, 1, 1, 2)))
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in dropped])
        self._note("drop", widget, " ".join(file.name for file in dropped))
        while widget is not None and not widget.acceptDrops():
            widget = widget.parentWidget()
        if widget is None:
            return
        middle = QPointF(widget.rect().center())
        buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, data, buttons, held)
        QApplication.sendEvent(widget, enter)
        if enter.isAccepted():
            QApplication.sendEvent(widget, QDropEvent(middle, Qt.DropAction.CopyAction, data, buttons, held))

    def _wheel(self, top: QWidget) -> None:
        widget = self._some(top, QWidget)
        if widget is None:
            return
        point = QPointF(self._point(widget))
        turn = QPoint(0, self._chance.choice((-360, -120, 120, 360)))
        self._note("wheel", widget)
        buttons, held, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(point, widget.mapToGlobal(point), QPoint(), turn, buttons, held, phase, False)
        QApplication.sendEvent(widget, event)

    def _resize(self, _top: QWidget) -> None:
        size = self._chance.choice(((900, 560), (1280, 800), (1920, 1080), (1000, 1300)))
        self._note("resize", None, str(size))
        self._window.resize(*size)

    def _menu(self, top: QWidget) -> None:
        widget = self._some(top, QWidget)
        if widget is not None:
            self._note("right click", widget)
            QTest.mouseClick(widget, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, self._point(widget))

    def _hover(self, top: QWidget) -> None:
        widget = self._some(top, QWidget)
        if widget is not None:
            self._note("hover", widget)
            QTest.mouseMove(widget, self._point(widget))

    def _set_right(self, _top: QWidget) -> None:
        """What chance has spoilt, chance hardly mends: from a good recipe again."""
        self._note("open", None, self._recipe.name)
        self._studio.openings.open_path(str(self._recipe))

    def _distil(self, _top: QWidget) -> None:
        """Few by chance find the way to a run and then wait for it."""
        self._window.show_page("recipe")
        button = self._window.findChild(QAbstractButton, "primary_button")
        if button is not None and button.isVisible() and button.isEnabled():
            self._note("click", button, button.text())
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _choose_file(self, dialog: QFileDialog) -> None:
        if self._chance.random() < 0.3:
            self._note("leave", dialog)
            dialog.reject()
            return
        file = self._chance.choice(self._files)
        self._note("choose file", dialog, file.name)
        saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        path = str(file.parent / "saved" if saves else file)
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            dialog.fileSelected.emit(str(file if file.is_dir() else file.parent))
        else:
            dialog.fileSelected.emit(path)
        dialog.reject()

    def _from_menu(self, menu: QMenu) -> None:
        actions = [action for action in menu.actions() if action.isEnabled() and action.isVisible() and not action.isSeparator()]
        if not actions or self._chance.random() < 0.3:
            self._note("leave", menu)
            menu.close()
            return
        action = self._chance.choice(actions)
        self._note("menu", menu, action.text())
        menu.close()
        action.trigger()


def play(findings: Findings, chance: random.Random, files: list[Path], recipe: Path, seconds: float) -> None:
    """Windows one after the other until the time is over."""
    ends = time.monotonic() + seconds
    closed = []  # kept: the pictures of the application's style are files of a window's theme, and would go with it
    while time.monotonic() < ends:
        studio = program.build_window()
        loop = QEventLoop()
        studio.client.closed.connect(loop.quit)
        studio.window.resize(1280, 800)
        studio.window.show()
        studio.openings.open_path(str(recipe))
        first = program.FirstMoments(studio)
        first.begin()
        findings.window = studio.window
        hand = Hand(studio, findings, chance, files, recipe)
        hand.begin()
        left = ends - time.monotonic()
        closing = QTimer(studio.window, interval=CLOSED_EVERY_MS)
        closing.timeout.connect(studio.window.close)
        QTimer.singleShot(int(1000 * max(1.0, min(left, REOPENED_EVERY))), studio.window, closing.start)
        loop.exec()
        hand.let_go()
        closed.append(studio)


@contextlib.contextmanager
def own_home(said: str) -> Iterator[Path]:
    """A home for window, engine, runs and trash."""
    with contextlib.ExitStack() as stack:
        home = Path(said or stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        home.mkdir(parents=True, exist_ok=True)
        for name in ("HOME", "DISTILSTUDIO_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(home)
        os.environ["HF_ENDPOINT"] = "http://127.0.0.1:9"
        os.environ["PYTHONPATH"] = str(ROOT)
        os.chdir(home)
        yield home


def main() -> int:
    """Returns 1 where something went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--home", default="")
    parser.add_argument("--pictures", type=Path, required=True)
    said = parser.parse_args()
    said.pictures.mkdir(parents=True, exist_ok=True)
    pictures = said.pictures.resolve()
    with own_home(said.home) as home:
        files = odd_files(home / "files")
        finished_run(home)
        app = program.make_application(["distilstudio"])
        app.setQuitOnLastWindowClosed(False)
        QDesktopServices.openUrl = lambda _url: True
        recipe = home / "files" / "recipe.toml"
        findings = Findings(pictures)
        sys.excepthook, warnings.showwarning = findings.on_exception, findings.on_warning
        qInstallMessageHandler(findings.on_message)
        play(findings, random.Random(said.seed), files, recipe, said.seconds)
        qInstallMessageHandler(None)
    print(f"seen, in things done: {dict(findings.seen.most_common())}")
    print(f"{findings.done.total():,} things done: {dict(findings.done.most_common())}; {len(findings.faults)} faults")
    return int(bool(findings.faults))


if __name__ == "__main__":
    sys.exit(main())
