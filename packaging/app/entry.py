"""What the packaged program starts: window, commands and engine processes are this one file, told apart by its words."""

from __future__ import annotations

import multiprocessing
import os
import sys


def main() -> int:
    """The program, in an environment as the person's was. Returns the exit code."""
    multiprocessing.freeze_support()  # a helper process that a library starts is this program too
    give_back_the_loader_path()
    from distilstudio import __main__

    return __main__.main()


def give_back_the_loader_path() -> None:
    """The person's own browser, file manager and mail program must not be started with this program's libraries.

    PyInstaller's start sets LD_LIBRARY_PATH and keeps the old value beside it. The loader has read it by now; only children see it.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    sys.exit(main())
