"""Objects die in one thread while another asks Qt for senders or makes connections: the two must not wait for each other.

In a process of its own: where they do, nothing but a kill ends it.
"""

from __future__ import annotations

import subprocess
import sys

_DIES = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal, Slot
from distilstudio.sender import ready_to_send

app = QCoreApplication([])

class Told(QObject):
    said = Signal()
    @Slot()
    def hear(self): self.sender()

class Maker(QObject):
    made = 0
    @Slot()
    def start(self):
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.make)
        self.timer.start()
    @Slot()
    def make(self):
        for _ in range(20):
            receiver, sender = Told(self), Told(self)
            if sys.argv[1] == "ready":
                ready_to_send(sender)
            sender.said.connect(receiver.hear)
            receiver.deleteLater()
            sender.deleteLater()
        self.made += 20
        if self.made >= 20000:
            app.exit()

maker, thread = Maker(), QThread()
maker.moveToThread(thread)
thread.started.connect(maker.start)
thread.start()
asked = [Told() for _ in range(400)]
for one in asked:
    one.said.connect(one.hear)
again = QTimer()
again.timeout.connect(lambda: [one.said.emit() for one in asked])
again.start()
app.exec()
thread.quit()
thread.wait()
print("over", flush=True)
"""

_LAID_OUT = """
from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.theme import Theme

app = QApplication([])

class Told(QObject):
    said = Signal()
    @Slot()
    def hear(self): pass

class Connecting(QObject):
    @Slot()
    def start(self):
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.connect_many)
        self.timer.start()
    @Slot()
    def connect_many(self):
        many = [Told() for _ in range(50)]
        for one in many:
            one.said.connect(one.hear)
        for one in many:
            one.said.disconnect(one.hear)

connecting, thread = Connecting(), QThread()
connecting.moveToThread(thread)
thread.started.connect(connecting.start)
thread.start()
theme = Theme(app)
windows = []

def lay_out():
    if len(windows) == 60:
        app.exit()
        return
    windows.append(MainWindow(theme, {}))
    windows[-1].show()
    app.processEvents()
    windows[-1].resize(1000, 700)
    app.processEvents()
    windows[-1].hide()

again = QTimer()
again.timeout.connect(lay_out)
again.start()
app.exec()
thread.quit()
thread.wait()
print("over", flush=True)
"""


def test_a_window_is_laid_out_while_another_thread_connects() -> None:
    """An animation of Qt's lays the window's body out, listens to it and dies: the window stood still for ever as an engine was started."""
    found = subprocess.run([sys.executable, "-c", _LAID_OUT], capture_output=True, text=True, timeout=60, check=False)
    assert (found.returncode, found.stdout.strip()) == (0, "over"), found.stderr


def test_what_is_ready_to_send_lets_its_receivers_die() -> None:
    found = subprocess.run([sys.executable, "-c", _DIES, "ready"], capture_output=True, text=True, timeout=60, check=False)
    assert (found.returncode, found.stdout.strip()) == (0, "over"), found.stderr
