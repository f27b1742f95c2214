"""The window's program: makes every part once, wires them by hand, and runs. Must not know: what any part does."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QLibraryInfo, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from distilstudio import __version__, places
from distilstudio.gui.answering_file import AnsweringFile
from distilstudio.gui.awake import Awake
from distilstudio.gui.checking import Checking
from distilstudio.gui.closing import Closing
from distilstudio.gui.command_offers import CommandOffers
from distilstudio.gui.commanding import Commanding
from distilstudio.gui.comparing import Comparing
from distilstudio.gui.continuing import Continuing
from distilstudio.gui.crash import CrashWatch, log_qt_messages, open_log, tell_failed_starts
from distilstudio.gui.demo import Demo
from distilstudio.gui.editing import Editing
from distilstudio.gui.focus_ring import FocusRing
from distilstudio.gui.foretelling import Foretelling
from distilstudio.gui.hub_link import HubLink
from distilstudio.gui.i18n import Language
from distilstudio.gui.looking import Looking
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.edits import Edits
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.offered_run import OfferedRun
from distilstudio.gui.models.pilot_remains import clear_pilots
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.session import Session
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.waiting_runs import WaitingRuns
from distilstudio.gui.notifying import Notifying
from distilstudio.gui.openings import Openings
from distilstudio.gui.page_makers import page_makers
from distilstudio.gui.piloting import Piloting
from distilstudio.gui.proving import Proving
from distilstudio.gui.queueing import Queueing
from distilstudio.gui.reporting import Reporting
from distilstudio.gui.restarting import Restarting
from distilstudio.gui.states import States, make_states
from distilstudio.gui.taking_home import TakingHome
from distilstudio.gui.theme import Theme
from distilstudio.gui.told_in_turn import ToldInTurn
from distilstudio.gui.tray import Tray
from distilstudio.gui.trying import Trying
from distilstudio.gui.wake_locks import WakeLock, wake_lock_for
from distilstudio.gui.wiring import Wiring
from distilstudio.worker.client import Client

_log = logging.getLogger("distilstudio")


@dataclass
class Studio:
    """Everything that makes up the window, for the program and for tests."""

    window: MainWindow
    client: Client
    waiting: WaitingRuns
    project: Project
    edits: Edits
    run: RunModel
    settings: Settings
    session: Session
    theme: Theme
    language: Language
    openings: Openings
    wiring: Wiring
    trying: Trying
    comparing: Comparing
    closing: Closing
    foretelling: Foretelling
    tray: Tray
    look: Look

    def make_all_pages(self) -> None:
        """Make every page now instead of one after the other."""
        while self.window.make_next():
            pass


class Look(QObject):
    """Makes language, theme and text size follow the settings."""

    def __init__(self, settings: Settings, theme: Theme, language: Language) -> None:
        super().__init__()
        self._settings, self._theme, self._language = settings, theme, language
        settings.changed.connect(self._on_changed)

    @Slot(str)
    def _on_changed(self, name: str) -> None:
        saved = self._settings.saved
        if name == "language":
            self._language.set_choice(saved.language)
        elif name == "theme":
            self._theme.set_mode(saved.theme)
        elif name == "text_percent":
            self._theme.set_text_percent(saved.text_percent)


class FirstMoments(QObject):
    """What can wait until the first page is on the screen: the other pages, one at a time, and the engine that answers questions.

    Then the window stands, and what it is made of is left out of the search for garbage from now on: to go through its 80,000 objects
    stopped the window for 20 to 40 ms each time.
    """

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio.window)
        self._studio = studio
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_idle)

    def begin(self) -> None:
        """Start as soon as the event loop has nothing else to do."""
        self._timer.start()

    @property
    def are_over(self) -> bool:
        """Whether everything is there."""
        return not self._timer.isActive()

    @Slot()
    def _on_idle(self) -> None:
        if not self._studio.window.make_next() and not self._studio.window.warm_next():
            self._timer.stop()
            gc.freeze()
            self._studio.client.warm()
            self._studio.wiring.ask_engine()


def build_window(
    client_factory: Callable[[], Client] = Client, settings: Settings | None = None, *, wake_lock: WakeLock | None = None
) -> Studio:
    """Make and connect every part; the window is not shown yet. Needs a QApplication. `wake_lock`: None for this system's."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = settings or Settings()
    language = Language(settings.saved.language)
    theme = Theme(app, settings.saved.theme, settings.saved.text_percent)
    theme.apply()
    look = Look(settings, theme, language)
    states, client = make_states(settings), client_factory()
    project, run, store = states.project, states.run, states.store
    edits = Edits(project, held=mouse_is_held)
    window = MainWindow(theme, page_makers(states, theme))
    session = Session(project, settings, window)
    openings = Openings(project, settings, window)
    trying = Trying(window, client, project, window)
    offered = OfferedRun(project, run, store, window)
    wiring = Wiring(window, client, project, run, settings, offered, openings, trying)
    comparing = Comparing(window, client, store, run, states.replay, openings, trying, offered, window)
    _keep_models_told(states, client, wiring)
    demo = Demo(window, theme, lambda: settings.saved.text_percent)
    editing = Editing(window, edits, theme)
    _wire_questions(window, client, states)
    _wire_results(window, client, states, offered, trying, wiring, language)
    foretelling = _wire_jobs_beside(window, client, states, wiring)
    tray = _wire_going_on(window, client, states, wiring)
    closing = Closing(window, run, client, session, tray, window, (*_beside(states), states.zips))
    Queueing(window, project, run, states.waiting, wiring, lambda: closing.is_leaving)
    Notifying(window, run, tray)
    Awake(run, settings, wake_lock or wake_lock_for(sys.platform, window), window, (states.proofs, states.pilots))
    language.changed.connect(wiring.retranslate)
    language.changed.connect(editing.retranslate)
    offers = CommandOffers(window, settings, run, store, editing, demo, comparing)
    _wire_commands(window, theme, offers, states, language, edits)
    for owned in (theme, language, look, FocusRing(app), edits, *vars(states).values()):
        owned.setParent(window)
    window.show_page("start")
    ToldInTurn(filter(None, (settings.problem, states.waiting.problem)), wiring.show_problem, window.problem_card, window)
    return Studio(
        window=window,
        client=client,
        waiting=states.waiting,
        project=project,
        edits=edits,
        run=run,
        settings=settings,
        session=session,
        theme=theme,
        language=language,
        openings=openings,
        wiring=wiring,
        trying=trying,
        comparing=comparing,
        closing=closing,
        foretelling=foretelling,
        tray=tray,
        look=look,
    )


def _beside(states: States) -> tuple[ProofState, PilotState, ExportState]:
    """The jobs that the engine does beside a run."""
    return states.proofs, states.pilots, states.exports


def _keep_models_told(states: States, client: Client, wiring: Wiring) -> None:
    """What fails in the models is told; what they do in the background ends with the engine."""
    for model in (states.store, states.settings, states.replay):
        model.failed.connect(wiring.show_problem)
    client.closed.connect(states.background.close)
    states.background.ask(clear_pilots(states.settings.runs_folder), _nothing_told)


def _wire_questions(window: MainWindow, client: Client, states: States) -> None:
    """What is asked of the engine and of the Hub at any time. Each lives with the window."""
    project = states.project
    Looking(window, client, project, window)
    AnsweringFile(window, client, project, window)
    HubLink(window, client, states.hub, states.settings, states.token, project)
    Checking(window, client, states.check, project)


def _wire_results(
    window: MainWindow,
    client: Client,
    states: States,
    offered: OfferedRun,
    trying: Trying,
    wiring: Wiring,
    language: Language,
) -> None:
    """What is done with a finished run: taken home, tried, reported."""
    background = states.background
    taking_home = TakingHome(window, client, states.run, offered, background, states.exports, states.zips, window)
    taking_home.problem_met.connect(wiring.show_problem)
    taking_home.exported.connect(trying.take_exports)
    trying.problem_met.connect(wiring.show_problem)
    Reporting(window, background, language, window).problem_met.connect(wiring.show_problem)


def _wire_jobs_beside(window: MainWindow, client: Client, states: States, wiring: Wiring) -> Foretelling:
    """What the engine does beside a run: the forecast, the proof run, the pilot."""
    project, run, settings = states.project, states.run, states.settings
    foretelling = Foretelling(window, client, project, run, settings, window, _beside(states))
    Proving(window, client, run, states.store, states.proofs, window).problem_met.connect(wiring.show_problem)
    Piloting(window, client, project, run, settings, states.pilots, window).problem_met.connect(wiring.show_problem)
    return foretelling


def _wire_going_on(window: MainWindow, client: Client, states: States, wiring: Wiring) -> Tray:
    """A run that goes on after it stopped, and the tray where it shows while the window is hidden."""
    run = states.run
    continuing = Continuing(window, client, run, states.settings, states.store)
    continuing.begins.connect(wiring.take_up)
    Restarting(window, client, run).go_on.connect(continuing.go_on)
    tray = Tray(window, run, lambda: f"{window.page('train').title()}\n{window.page('train').subtitle()}")
    tray.pause_requested.connect(wiring.pause_run)
    return tray


def _wire_commands(
    window: MainWindow, theme: Theme, offers: CommandOffers, states: States, language: Language, edits: Edits
) -> None:
    """The palette and the keys; what they offer follows all that changes."""
    settings, check, pilots, store = states.settings, states.check, states.pilots, states.store
    changes = (settings.changed, language.changed, edits.changed, check.changed, pilots.changed, store.changed)
    Commanding(window, theme, offers, settings, changes, held=mouse_is_held)


def _nothing_told(_result: object) -> None: ...


def mouse_is_held() -> bool:
    """A slider that is being dragged, however long, is one edit."""
    return bool(QGuiApplication.mouseButtons())


def make_application(argv: Sequence[str]) -> QApplication:
    """The QApplication with the program's name and icon; Chinese can be typed where the desktop's input plugin is missing."""
    choose_input_method(os.environ, _input_plugins())
    app = QApplication(list(argv))
    app.setApplicationName("DistilStudio")
    app.setApplicationDisplayName("DistilStudio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("distilstudio")
    app.setWindowIcon(QIcon(str(places.resources() / "icons" / "logo.svg")))
    return app


def choose_input_method(environment: dict[str, str] | os._Environ[str], plugins: Sequence[str]) -> None:
    """PySide6 brings no fcitx plugin, and then nothing but Latin letters can be typed. fcitx5 answers ibus' calls too."""
    wanted = environment.get("QT_IM_MODULE", "")
    if wanted.startswith("fcitx") and not any("fcitx" in name for name in plugins) and any("ibus" in name for name in plugins):
        environment["QT_IM_MODULE"] = "ibus"


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; returns when it is closed. `--sample NAME` loads a bundled sample; a path opens that file."""
    argv = list(sys.argv if argv is None else argv)
    words, rest = _parser().parse_known_args(argv[1:])
    open_log(places.logs_folder())
    tell_failed_starts(places.logs_folder())
    app = make_application([argv[0], *rest])
    log_qt_messages()
    app.setQuitOnLastWindowClosed(False)
    studio = build_window()
    studio.client.closed.connect(app.quit)
    _restore_window(studio)
    studio.window.show()
    crash = CrashWatch()
    crash.crashed.connect(studio.wiring.show_problem)
    crash.install()
    _open_what_was_asked(studio, words.sample, words.path)
    wake = listen_to_ctrl_c(studio.window)
    first = FirstMoments(studio)
    first.begin()
    try:
        return app.exec()
    finally:
        wake.stop()
        crash.remove()
        studio.settings.set("geometry", bytes(studio.window.saveGeometry().toBase64().data()).decode("ascii"))


def listen_to_ctrl_c(window: MainWindow) -> QTimer:
    """Close the window on Ctrl+C in the terminal. Python sees a signal only when it runs: a slow timer gives it a turn."""
    signal.signal(signal.SIGINT, lambda *_: window.close())
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(250)
    return timer


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="distilstudio", add_help=False)
    parser.add_argument("--sample", nargs="?", const="sentiment", default="")
    parser.add_argument("path", nargs="?", default="")
    return parser


def _open_what_was_asked(studio: Studio, sample: str, path: str) -> None:
    if sample:
        studio.openings.open_sample(sample)
    elif path:
        studio.openings.open_path(str(Path(path).resolve()))
    else:
        studio.session.restore()


def _restore_window(studio: Studio) -> None:
    saved = studio.settings.saved.geometry
    if saved.isascii():  # Qt itself passes over what else it does not understand
        studio.window.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii")))


def _input_plugins() -> list[str]:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return [file.name for file in folder.glob("*")]
