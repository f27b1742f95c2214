"""A note on the desktop where there is no tray: the notification service of Linux desktops. Must not know: what is told.

The service wants an unsigned number, which PySide6 cannot put into a QDBusMessage (checked with 6.11.3: Python's int becomes int32, and
QDBusArgument writes uint16), so the call is made by a program that every such desktop has. Without one there is no note; the marks of the
window remain. Source: Desktop Notifications Specification 1.2, org.freedesktop.Notifications.Notify.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

from PySide6.QtCore import QProcess

from distilstudio import places

NAME = "DistilStudio"


def show_note(title: str, text: str) -> bool:
    """Show it; returns at once. Returns: whether somebody was asked to."""
    words = note_command(title, text, shutil.which) if sys.platform.startswith("linux") else []
    if not words:
        return False
    process = QProcess()
    process.setProgram(words[0])
    process.setArguments(words[1:])
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return bool(process.startDetached())


def note_command(title: str, text: str, which: Callable[[str], str | None]) -> list[str]:
    """The words that show a note, by the first program that is there; empty: none is."""
    icon = str(places.resources() / "icons" / "logo.svg")
    gdbus, notify_send = which("gdbus"), which("notify-send")
    if gdbus:
        service = "org.freedesktop.Notifications"
        call = [gdbus, "call", "--session", "--dest", service, "--object-path", "/org/freedesktop/Notifications"]
        hints = "{'suppress-sound': <true>, 'desktop-entry': <'distilstudio'>}"
        said = [_quoted(NAME), "uint32 0", _quoted(icon), _quoted(title), _quoted(_plain(text)), "@as []", hints, "int32 -1"]
        return [*call, "--method", f"{service}.Notify", *said]
    if notify_send:
        return [
            notify_send,
            f"--app-name={NAME}",
            f"--icon={icon}",
            "--hint=boolean:suppress-sound:true",
            "--",
            title,
            _plain(text),
        ]
    return []


def _plain(text: str) -> str:
    """The service may read the text as markup, which a person's words never are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """A string in GVariant's text format."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"
