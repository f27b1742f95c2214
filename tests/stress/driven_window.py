"""The real window as a process that another program drives by the names of its controls: one command a line in, one JSON object a line out.

    python -m tests.stress.driven_window

    click NAME · see NAME · choose KEY VALUE (a value of the recipe) · type NAME TEXT · page KEY · state · picture FILE · close

Clicks are mouse events at the control's middle, as the person's hand would make them; a control that is not to be seen cannot be clicked.
Must not know: what is tried with it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget

from distilstudio.gui import app as program
from distilstudio.protocol.events import RunEnded
from distilstudio.worker.client import Client
from tests.stress.steady_engine import steady_engine


class Driver(QObject):
    """Carries out commands in the window's thread."""

    came = Signal(str)

    def __init__(self, studio: program.Studio) -> None:
        super().__init__()
        self._studio = studio
        self._pid = 0
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.dup2(2, 1)
        studio.client.trainer_ready.connect(self._on_trainer_ready)
        studio.client.run_event.connect(self._on_run_event)
        self.came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.came.emit(line.strip())

    @Slot(object)
    def _on_trainer_ready(self, ready: Any) -> None:
        self._pid = ready.pid

    @Slot(object)
    def _on_run_event(self, event: Any) -> None:
        """Its engine goes with the run; the number of a process that is gone may be another's."""
        if isinstance(event, RunEnded):
            self._pid = 0

    @Slot(str)
    def _on_came(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        try:
            said = getattr(self, f"_do_{verb}")(rest) or {}
        except Exception as error:  # the other program has to be told whatever it was
            said = {"error": repr(error)}
        self._out.write(json.dumps(said) + "\n")

    def _find(self, name: str) -> QWidget:
        found = self._studio.window.findChildren(QWidget, name)
        shown = [widget for widget in found if widget.isVisible()]
        if not shown:
            raise LookupError(f"{name} is not to be seen")
        return shown[0]

    def _do_click(self, name: str) -> None:
        widget = self._find(name)
        if not widget.isEnabled():
            raise LookupError(f"{name} cannot be clicked now")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def _do_see(self, name: str) -> dict[str, Any]:
        try:
            widget = self._find(name)
        except LookupError:
            return {"shown": False, "enabled": False, "text": ""}
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleDescription()
        return {"shown": True, "enabled": widget.isEnabled(), "text": text}

    def _do_type(self, words: str) -> None:
        name, _, text = words.partition(" ")
        edit = self._find(name)
        assert isinstance(edit, QPlainTextEdit)
        QTest.keyClicks(edit, text)

    def _do_choose(self, words: str) -> None:
        key, _, value = words.partition(" ")
        self._studio.project.set_value(key, json.loads(value))

    def _do_page(self, key: str) -> None:
        self._studio.window.show_page(key)

    def _do_state(self, _words: str) -> dict[str, Any]:
        run, window = self._studio.run, self._studio.window
        return {
            "page": window.current,
            "title": window.page(window.current).title(),
            "ready": self._studio.project.ready,
            "phase": run.phase.value,
            "stage": run.stage or "",
            "out": run.out,
            "engine": self._pid,
            "steps": len(run.curves["distil"]) if "distil" in run.curves else 0,
            "problem": window.problem_card.problem.code if window.problem_card.problem else "",
        }

    def _do_picture(self, file: str) -> None:
        self._studio.window.grab().save(file)

    def _do_close(self, _words: str) -> None:
        self._studio.window.close()


def main() -> int:
    """Open the window; returns when it is closed."""
    app = program.make_application(["distilstudio"])
    app.setQuitOnLastWindowClosed(False)
    studio = program.build_window(lambda: Client(command=steady_engine))
    studio.client.closed.connect(app.quit)
    studio.window.resize(1280, 800)
    studio.window.show()
    studio.session.restore()
    first = program.FirstMoments(studio)
    first.begin()
    driver = Driver(studio)
    try:
        return app.exec()
    finally:
        driver.deleteLater()


if __name__ == "__main__":
    sys.exit(main())
