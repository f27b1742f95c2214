"""What tests of the window share: the theme, and a whole window with the engine that replays recorded answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio, build_window
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.theme import Theme
from distilstudio.protocol.commands import Role
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import EngineCommand

FAKE_ENGINE = Path(__file__).resolve().parents[1] / "fake_engine.py"
LONG_MS = 20_000


def replaying(*more: str) -> Callable[[Role], EngineCommand]:
    """The command of an engine that replays; `more`: its words, e.g. "--fault", "kill_9"."""
    return lambda role: EngineCommand(sys.executable, (str(FAKE_ENGINE), "--engine", role, *more))


@pytest.fixture(autouse=True)
def no_style_left() -> Iterator[None]:
    """A style sheet names pictures that go with their theme; the next test must not be drawn with them."""
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # else windows that go are styled once more
        app.setStyleSheet("")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, in force."""
    theme = Theme(qapp, "light")
    theme.apply()
    return theme


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a file of this test, in English and light."""
    settings = Settings(tmp_path / "settings.json")
    settings.set("language", "en")
    settings.set("theme", "light")
    return settings


@pytest.fixture
def engine_words() -> tuple[str, ...]:
    """What the replaying engine is told; a test overrides it by parametrising."""
    return ("--speed", "0")


@contextmanager
def standing_window(
    qtbot: QtBot,
    settings: Settings,
    make_client: Callable[[], Client] = Client,
    *,
    ends_ms: int = LONG_MS,
) -> Iterator[Studio]:
    """The whole window, shown; afterwards its engines are ended, waited for, and it is closed."""
    studio = build_window(make_client, settings)
    studio.window.show()
    closed: list[bool] = []
    studio.client.closed.connect(lambda: closed.append(True))
    yield studio
    studio.client.shutdown()
    qtbot.waitUntil(lambda: bool(closed), timeout=ends_ms)
    studio.window.close_now()
    studio.window.deleteLater()


def close_and_lose(studio: Studio, qtbot: QtBot, ends_ms: int) -> None:
    """Close the window over work that cannot be kept, and say that it may go. It has gone within so many milliseconds."""
    studio.window.close()
    box = studio.closing.question
    assert box is not None
    with qtbot.waitSignal(studio.client.closed, timeout=ends_ms):
        QTest.mouseClick(box.findChild(QPushButton, "close_lose_button"), Qt.MouseButton.LeftButton)
    assert not studio.window.isVisible()


@pytest.fixture
def studio(qtbot: QtBot, settings: Settings, engine_words: tuple[str, ...]) -> Iterator[Studio]:
    """The whole window, shown; its pages are made when they are asked for, which may be before a person sees them."""
    with standing_window(qtbot, settings, lambda: Client(command=replaying(*engine_words))) as studio:
        yield studio
        studio.language.set_choice("en")


@pytest.fixture
def whole(studio: Studio) -> Studio:
    """The window with every page made, as it is a second after it was opened."""
    studio.make_all_pages()
    return studio


@pytest.fixture
def loaded(qtbot: QtBot, studio: Studio) -> Studio:
    """The window with the bundled sample looked at; a page is made when it is asked for."""
    studio.openings.open_sample()
    qtbot.waitUntil(lambda: studio.project.ready, timeout=LONG_MS)
    return studio
