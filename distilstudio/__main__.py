"""One entry for window, commands and engine processes, also when frozen. Must not know: what any of them does.

Each way imports only what it needs, so that the window never loads torch and the engine never loads Qt.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

from distilstudio import places
from distilstudio.commandline import COMMANDS
from distilstudio.protocol.commands import Role

WRONG_WORDS = 2
USAGE = """\
usage: distilstudio [--sample NAME | PATH]   open the window, with texts, a recipe, a run or a model
       distilstudio COMMAND …                work in the terminal; distilstudio --help lists the commands
       distilstudio --version
"""


def main(argv: Sequence[str] | None = None) -> int:
    """No word, a sample, a file or a folder: the window. `--engine ROLE`: an engine process. Else: a command. Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    match words:
        case ["--engine", role] if role in get_args(Role):
            from distilstudio.engine import server

            return server.main(cast(Role, role))
        case ["--sample", name] if name not in _sample_names():
            return _refuse(f"There is no sample “{name}”; there are: {', '.join(_sample_names())}.")
        case [] | ["--sample", _]:
            return _open_window(words)
        case [place] if place not in COMMANDS and Path(place).exists():
            return _open_window(words)
        case ["-h" | "--help" | "--version", *_]:
            return _run_command(words)
        case [command, *_] if not command.startswith("-"):
            return _run_command(words)
    return _refuse(f"I do not understand: {' '.join(words)}")


def _open_window(words: list[str]) -> int:
    from distilstudio.gui import app

    return app.main([sys.argv[0], *words])


def _run_command(words: list[str]) -> int:
    from distilstudio import cli

    return cli.main(words)


def _sample_names() -> list[str]:
    folder = places.resources() / "samples"
    return sorted(entry.name for entry in folder.iterdir() if (entry / "recipe.toml").is_file()) if folder.is_dir() else []


def _refuse(reason: str) -> int:
    print(f"{reason}\n{USAGE}", file=sys.stderr, end="")
    return WRONG_WORDS


if __name__ == "__main__":
    sys.exit(main())
