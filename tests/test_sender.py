"""Objects die in one thread while another asks Qt for senders or makes connections: the two must not wait for each other.

In a process of its own: where they do, nothing but a kill ends it.
"""

from __future__ import annotations

import subprocess
import sys

_BOTH = """
from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.theme import Theme
from distilstudio.sender import ready_to_send

app = QApplication([])

class Told(QObject):
    said = Signal()
    @Slot()
    def hear(self): self.sender()

class Busy(QObject):
    @Slot()
    def start(self):
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.work)
        self.timer.start()

def again_and_again(busy, beside):
    thread = QThread()
    busy.moveToThread(thread)
    thread.started.connect(busy.start)
    thread.start()
    timer = QTimer()
    timer.timeout.connect(beside)
    timer.start()
    app.exec()
    thread.quit()
    thread.wait()
    print("over", flush=True)
"""

_DIES = """
class Maker(Busy):
    made = 0
    @Slot()
    def work(self):
        for _ in range(20):
            receiver, sender = Told(self), ready_to_send(Told(self))
            sender.said.connect(receiver.hear)
            receiver.deleteLater()
            sender.deleteLater()
        self.made += 20
        if self.made >= 20000:
            app.exit()

asked = [Told() for _ in range(400)]
for one in asked:
    one.said.connect(one.hear)
again_and_again(Maker(), lambda: [one.said.emit() for one in asked])
"""

_LAID_OUT = """
class Connecting(Busy):
    @Slot()
    def work(self):
        many = [Told() for _ in range(50)]
        for one in many:
            one.said.connect(one.hear)
        for one in many:
            one.said.disconnect(one.hear)

theme = Theme(app)
windows = []

def lay_out():
    if len(windows) == 200:
        app.exit()
        return
    windows.append(MainWindow(theme, {}))
    windows[-1].show()
    app.processEvents()
    windows[-1].resize(1000, 700)
    app.processEvents()
    windows[-1].hide()

again_and_again(Connecting(), lay_out)
"""


def test_what_is_ready_to_send_lets_its_receivers_die() -> None:
    _comes_to_its_end(_DIES)


def test_a_window_is_laid_out_while_another_thread_connects() -> None:
    """An animation of Qt's lays the window's body out, listens to it and dies: the window stood still for ever as an engine was started."""
    _comes_to_its_end(_LAID_OUT)


def _comes_to_its_end(script: str) -> None:
    found = subprocess.run([sys.executable, "-c", _BOTH + script], capture_output=True, text=True, timeout=60, check=False)
    assert (found.returncode, found.stdout.strip()) == (0, "over"), found.stderr
