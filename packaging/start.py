"""What `make run` does after set-up: the window with the bundled sample, or the same sample in the terminal where no window can open.

Run with the environment's Python. Must not know: what is behind the program's own words.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "sentiment"
PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
PATIENCE_S = 60


def main() -> int:
    """Open the window, or distil in the terminal. Returns the exit code."""
    program = [sys.executable, "-m", "distilstudio"]
    if has_display() and window_opens():
        return run([*program, "--sample", SAMPLE])
    print("There is no screen for a window here, so the sample is distilled in the terminal.", flush=True)
    return run([*program, "distil", "--sample", SAMPLE])


def has_display() -> bool:
    """Whether a screen is announced. Windows and macOS always have one."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def window_opens() -> bool:
    """Try it in a process of its own: Qt ends the whole process where a library is missing or the screen does not answer."""
    try:
        probe = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        why = f"the screen has not answered for {PATIENCE_S} seconds"
    else:
        if probe.returncode == 0:
            return True
        why = (probe.stderr.strip().splitlines() or ["no reason given"])[0]
    print("The window cannot open:", why, flush=True)
    return False


def run(command: list[str]) -> int:
    """Run the program to its end; Ctrl+C is the program's to answer."""
    with subprocess.Popen(command, cwd=ROOT) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    sys.exit(main())
