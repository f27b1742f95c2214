"""How the command line talks: results on stdout, everything else on stderr, a Problem as what / why / what to do.

Must not know: what is told.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from distilstudio import places
from distilstudio.commandline.advice import to_type
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.sound import all_sound

LOG = "commandline.log"


def console(*, result: bool = False) -> Console:
    """Where words go: stdout for the result of a command, else stderr. Plain where no terminal listens; NO_COLOR is respected."""
    return Console(file=sys.stdout if result else sys.stderr, highlight=False, markup=False, emoji=False)


def counted(number: int, noun: str) -> str:
    """So many things of a noun that takes an s: "1 text", "1,200 texts"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def print_json(thing: Any) -> None:
    """One JSON object on stdout; msgspec's structs are understood, a number that is not finite becomes null, a byte of a path that is no text
    the sign for one that cannot be shown."""
    print(msgspec.json.format(msgspec.json.encode(all_sound(msgspec.to_builtins(thing))), indent=1).decode())


@contextlib.contextmanager
def stdout_kept(for_json: bool) -> Iterator[None]:
    """With `--json`, stray prints of the block go to stderr, so that stdout holds one object and nothing else."""
    with contextlib.redirect_stdout(sys.stderr) if for_json else contextlib.nullcontext():
        yield


def tell_problem(told: Problem, as_json: bool) -> None:
    """Say what happened, why and what to do on stderr, and with `--json` the whole Problem on stdout; its detail goes to the log."""
    words, problem = console(), to_type(told)
    words.print(f"Problem: {problem.what}", style="bold", soft_wrap=True)
    if problem.why:
        words.print(f"Why: {problem.why}", soft_wrap=True)
    for place, action in enumerate(problem.what_to_do):
        words.print(f"{'What to do:' if place == 0 else '        or:'} {action}", soft_wrap=True)
    if problem.code == "internal" and (log := _note(problem)):
        words.print(f"Details: {log}", soft_wrap=True)
    if as_json:
        print_json(problem)


def program() -> str:
    """What to type to start this program again, as short as it works from here."""
    if shutil.which("distilstudio"):
        return "distilstudio"
    script = Path(sys.executable).with_name("distilstudio")
    if os.access(script, os.X_OK):
        return shlex.quote(short(script))
    return f"{shlex.quote(short(Path(sys.executable)))} -m distilstudio"


def short(path: Path) -> str:
    """A path as seen from the current folder where that is shorter."""
    with contextlib.suppress(ValueError):
        return str(path.absolute().relative_to(Path.cwd()))
    return str(path)


def _note(problem: Problem) -> Path | None:
    """Append the detail to the log; a log that cannot be written is no second problem."""
    path = places.logs_folder() / LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{datetime.now().isoformat(timespec='seconds')} {problem.code}: {problem.why}\n{problem.detail}\n")
    except OSError:
        return None
    return path
