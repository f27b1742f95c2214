"""What every test gets: a home of its own, no network, no screen, and a check that a test of the window leaves nothing behind."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same cases on every machine, and no folder of found ones beside the code.
settings.register_profile("suite", database=None, deadline=None, derandomize=True)
settings.load_profile("suite")

# Before anything imports Qt, torch or huggingface_hub, which read their environment once.
GRACE_S = 2.0
"""Timers that end by themselves so soon are no leaks."""
SESSION_HOME = Path(tempfile.mkdtemp(prefix="distilstudio-tests-"))
os.environ.update(
    HOME=str(SESSION_HOME),
    DISTILSTUDIO_HOME=str(SESSION_HOME / "distilstudio"),
    XDG_CACHE_HOME=str(SESSION_HOME / "cache"),
    XDG_CONFIG_HOME=str(SESSION_HOME / "config"),
    XDG_DATA_HOME=str(SESSION_HOME / "data"),
    HF_HOME=str(SESSION_HOME / "hf"),
    DBUS_SESSION_BUS_ADDRESS="disabled:",
    DBUS_SYSTEM_BUS_ADDRESS="disabled:",
    HF_HUB_OFFLINE="1",
    HF_DATASETS_OFFLINE="1",
    TOKENIZERS_PARALLELISM="false",
)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("LC_ALL", "C.UTF-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in which a model learns for minutes come first: begun last, one process would work on them while the other has nothing to do."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw the session's home away."""
    shutil.rmtree(SESSION_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's folder of this test alone; child processes inherit it."""
    folder = tmp_path / "home" / "distilstudio"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DISTILSTUDIO_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that calls the network fails, on every machine alike. This computer itself and its sockets are allowed."""
    connect = socket.socket.connect

    def refuse_strangers(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test must not use the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse_strangers)


@pytest.fixture(autouse=True, scope="module")
def settled() -> None:
    """What earlier files have imported is put out of the collector's sight: with torch loaded, each of its rounds else takes 0.3 s."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that uses Qt fails when a thread, process or timer still runs after it, or a window still stands."""
    if not {"qapp", "qtbot", "qapp_cls"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("qapp")
    before = {id(thing) for thing in left_behind()}
    yield
    if "PySide6.QtCore" not in sys.modules:
        return
    from PySide6.QtTest import QTest

    leaks = [thing for thing in left_behind() if id(thing) not in before]
    ends = time.monotonic() + GRACE_S
    while leaks and time.monotonic() < ends:  # on a busy machine a short timer may not have had its turn yet
        QTest.qWait(20)
        leaks = [thing for thing in left_behind() if id(thing) not in before]
    assert not leaks, f"left behind by the test: {[describe(thing) for thing in leaks]}"


def left_behind() -> list[Any]:
    """Running threads and processes, active timers and top-level windows of this process, after deferred deletions."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QProcess, QThread, QTimer
    from shiboken6 import isValid

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    running: list[Any] = []
    for thing in gc.get_objects():
        # By its type: asking a thing for its class makes some of torch's warn that they are deprecated.
        if not issubclass(type(thing), QObject) or not isValid(thing):
            continue
        match thing:
            case QTimer() if thing.isActive():
                running.append(thing)
            case QProcess() if thing.state() != QProcess.ProcessState.NotRunning:
                running.append(thing)
            case QThread() if thing.isRunning() and thing is not QThread.currentThread():
                running.append(thing)
    return running + windows()


def windows() -> list[Any]:
    """Widgets that stand by themselves."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    if widgets is None or not isinstance(app, widgets.QApplication):
        return []
    return [widget for widget in app.topLevelWidgets() if widget.parent() is None]


def describe(thing: Any) -> str:
    """A name by which the leak is found."""
    kind = f"{type(thing).__name__} “{thing.objectName()}” of {thing.parent()!r}"
    return f"{kind}, every {thing.interval()} ms, once: {thing.isSingleShot()}" if type(thing).__name__ == "QTimer" else kind
