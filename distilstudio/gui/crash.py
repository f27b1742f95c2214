"""What nobody caught: into the log, and on as a Problem. Must not know: widgets, how it is shown."""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from distilstudio.protocol.problems import problem

log = logging.getLogger("distilstudio")
LOG_FILE = "window.log"


def open_log(folder: Path) -> None:
    """Write the window's log to `window.log`, at most 1 MB and one older file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(folder / LOG_FILE, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def tell_failed_starts(folder: Path) -> None:
    """Until the window can say it: what nobody catches, and what Qt ends a process for, goes into the log of this folder, and in a line to the
    terminal."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("the window could not be opened:\n%s", "".join(traceback.format_exception(kind, error, trace)))
        words = f"DistilStudio could not open its window. {kind.__name__}: {error}\nMore is in {folder / LOG_FILE}"
        print(words, file=sys.stderr)

    sys.excepthook = tell
    _tell_failed_screen(folder)


class CrashWatch(QObject):
    """Takes over sys.excepthook. `crashed` carries a Problem; it may be emitted from any thread, and Qt queues it to the receiver's."""

    crashed = Signal(object)

    def install(self) -> None:
        """Listen from now on, to threads too."""
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Give Python's own hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log, then tell."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        detail = "".join(traceback.format_exception(kind, error, trace))
        log.error("not caught:\n%s", detail)
        self.crashed.emit(problem("internal", detail=detail, reason=f"{kind.__name__}: {error}"))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def log_qt_messages() -> None:
    """Send Qt's own warnings to the log instead of the terminal."""
    qInstallMessageHandler(_log_qt)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    log.log(levels.get(kind, logging.WARNING), "Qt: %s", text)


def _tell_failed_screen(folder: Path) -> None:
    """Without a screen that it can use Qt aborts the process, without a word where its messages go to a log."""
    warnings: list[str] = []

    def take(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        _log_qt(kind, context, text)
        if kind != QtMsgType.QtFatalMsg:
            warnings.append(text)
            return
        why = (warnings or text.splitlines() or ["no reason"])[0]
        print(
            f"DistilStudio cannot open a window here. Qt says: {why}\n"
            "Without a window it works in the terminal: distilstudio distil --sample sentiment, or distilstudio --help for more.\n"
            f"More is in {folder / LOG_FILE}",
            file=sys.stderr,
            flush=True,
        )
        os._exit(1)  # the handler must not return: Qt aborts then, and the shell speaks of a crash

    qInstallMessageHandler(take)
