"""What a person sends us when something went wrong: versions, machine, the end of the logs. Free of tokens, of the home path, and of the
person's texts. Must not know: widgets.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path

from PySide6.QtCore import qVersion

from distilstudio import BUILD, __version__
from distilstudio.protocol.problems import Problem

TOKEN = re.compile(
    r"hf_[A-Za-z0-9]{6,}"
    r"|(?i:bearer)\s+\S+"
    r"|(?i:token|password|secret|api_key)[\"']?\s*[=:]\s*\S+"
    r"|//[^/\s:@]+:[^/\s@]+@"
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|'[^'\n]{12,}'")
FRAME = re.compile(r"^\s*File \"")
LAST_LINES = 80


def scrub(text: str) -> str:
    """Take out tokens, the home path, and whatever stands in quotation marks: it may be a text of the person.

    Lines of a trace that name a source file are kept, with the home path taken out.
    """
    home, user = str(Path.home()), os.environ.get("USER") or os.environ.get("USERNAME") or ""
    lines = []
    for line in text.splitlines():
        clean = TOKEN.sub("[token]", line).replace(home, "~")
        clean = clean if FRAME.match(clean) else QUOTED.sub("[text]", clean)
        if len(user) > 2:
            clean = re.sub(rf"(?<=[/\\]){re.escape(user)}(?=[/\\]|$)", "[user]", clean)
        lines.append(clean)
    return "\n".join(lines)


def describe_problem(problem: Problem) -> str:
    """One problem with its detail, in English, as for a report."""
    parts = [f"DistilStudio {__version__} ({BUILD})", f"Problem: {problem.code}", problem.what, problem.why]
    parts += [f"- {action}" for action in problem.what_to_do]
    if problem.detail:
        parts += ["", problem.detail]
    return scrub("\n".join(parts))


def build_report(logs: Path, device: str = "") -> str:
    """The whole report: versions, machine, and the last lines of each log, newest first."""
    parts = [
        f"DistilStudio {__version__} ({BUILD})",
        f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}",
        f"Executable: {'frozen' if getattr(sys, 'frozen', False) else 'source'}",
    ]
    if device:
        parts.append(f"Device: {device}")
    for file in _newest_logs(logs):
        parts += ["", f"== {file.name}", *_last_lines(file)]
    return scrub("\n".join(parts))


def _newest_logs(logs: Path) -> list[Path]:
    try:
        return sorted(logs.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:4]
    except OSError:
        return []


def _last_lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 64 * 1024))
            return stream.read().decode("utf-8", "replace").splitlines()[-LAST_LINES:]
    except OSError as error:
        return [f"cannot be read: {error.strerror}"]
