"""The program around the window: input method, arguments, and what it must not load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from distilstudio.gui.app import choose_input_method

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("wanted", "plugins", "chosen"),
    [
        ("fcitx", ["libibusplatforminputcontextplugin.so"], "ibus"),
        ("fcitx5", ["libibusplatforminputcontextplugin.so"], "ibus"),
        ("fcitx", ["libfcitx5platforminputcontextplugin.so", "libibusplatforminputcontextplugin.so"], "fcitx"),
        ("fcitx", [], "fcitx"),
        ("compose", ["libibusplatforminputcontextplugin.so"], "compose"),
    ],
)
def test_chinese_can_be_typed_without_the_fcitx_plugin(wanted: str, plugins: list[str], chosen: str) -> None:
    environment = {"QT_IM_MODULE": wanted}
    choose_input_method(environment, plugins)
    assert environment["QT_IM_MODULE"] == chosen


WHOLE_PROGRAM = """
import os, sys, tempfile
from pathlib import Path
from PySide6.QtCore import QTimer
import distilstudio.gui.app as program
from distilstudio.gui.main_window import MainWindow
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import EngineCommand

fake = lambda role: EngineCommand(sys.executable, (os.environ["FAKE_ENGINE"], "--engine", role, "--speed", "0"))
program.build_window.__defaults__ = (lambda: Client(command=fake), None)
shown = []

def look():
    window = next(widget for widget in program.QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    if all(window.made(key) for key in window.page_keys()) and window.page("recipe").primary().enabled:
        shown.append(window.current)
        window.close()
    else:
        QTimer.singleShot(50, look)

original = program.listen_to_ctrl_c
def listen(window):
    QTimer.singleShot(50, look)
    return original(window)
program.listen_to_ctrl_c = listen
code = program.main(["distilstudio", "--sample"])
loaded = sorted({"torch", "transformers", "datasets"} & set(sys.modules))
left = [entry.name for entry in Path(tempfile.gettempdir()).glob("DistilStudio-*")]
print(code, shown, loaded, left)
"""


def test_program_opens_the_sample_and_leaves_without_torch(tmp_path: Path) -> None:
    """From main() to its return, every page made, with the replaying engine. Nothing stays in the folder for passing files."""
    environment = os.environ | {"FAKE_ENGINE": str(ROOT / "tests" / "fake_engine.py"), "PYTHONPATH": str(ROOT)}
    environment |= {"TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", WHOLE_PROGRAM], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1:] == ["0 ['data'] [] []"], done.stderr


FAILED_START = """
import distilstudio.gui.app as program

def fail(argv):
    raise RuntimeError("no display here")

program.make_application = fail
program.main(["distilstudio"])
"""


def test_a_window_that_cannot_open_says_so_and_where_the_log_is(home: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", FAILED_START], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    log = home / "logs" / "window.log"
    told = ["DistilStudio could not open its window. RuntimeError: no display here", f"More is in {log}"]
    assert done.stderr.splitlines() == told
    assert "Traceback" in log.read_text("utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_it_is_said_what_works_without_one(home: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb", "DISPLAY": ":no-such-screen"}
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "distilstudio"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert told[0].startswith("DistilStudio cannot open a window here. Qt says: ")
    assert "distilstudio distil --sample" in told[1]
    assert told[2] == f"More is in {home / 'logs' / 'window.log'}"
    assert "plugin could be initialized" in (home / "logs" / "window.log").read_text("utf-8")
