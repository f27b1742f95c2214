"""Try a packaged program as a person would who has no Python: it distils, answers, exports, and its window opens and closes.

    python packaging/smoke.py PROGRAM

Standard library only. Must not know: what is in the packaged folder.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

OPEN_S = 25
"""How long the window is left open: long enough for the engine behind it to be there on a slow disk."""
QUICK = ("--set", "train.epochs=1", "--set", "teacher.epochs=1", "--set", "train.least_steps=0")
TEXT = "What a wonderful evening, I would go again."


def try_out(program: Path) -> None:
    """Raises SystemExit with the words of the program where something does not work."""
    with tempfile.TemporaryDirectory(prefix="distilstudio-smoke-") as folder:
        home = Path(folder) / "a home of one's own"
        home.mkdir()
        run = home / "run"
        asked(program, home, "doctor", "--json", look=lambda found: found["starter"]["ok"])
        asked(program, home, "distil", "--sample", "sentiment", "--out", str(run), *QUICK)
        asked(program, home, "export", str(run), "--onnx", "--int8")
        for student in (run / "student", run / "exports" / "onnx-int8"):
            asked(program, home, "try", str(student), "--text", TEXT, "--json")
        open_window(program, home)


def asked(program: Path, home: Path, *words: str, look: Any = None) -> None:
    """Run one command to its end; `look` says of what it printed whether it is right."""
    begun = time.monotonic()
    done = subprocess.run([program, *words], env=environment(home), cwd=home, capture_output=True, text=True, check=False)
    if done.returncode != 0 or (look is not None and not look(json.loads(done.stdout))):
        raise SystemExit(f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
    print(f"  {words[0]}: {time.monotonic() - begun:.0f} s", flush=True)


def open_window(program: Path, home: Path) -> None:
    """The window opens without a word of complaint, has an engine behind it, and closes when asked to."""
    window = subprocess.Popen(
        [program, "--sample", "sentiment"], env=environment(home), cwd=home, stderr=subprocess.PIPE, text=True
    )
    time.sleep(OPEN_S)
    engines = children(window.pid)
    window.send_signal(signal.SIGINT)
    try:
        _, complaints = window.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        window.kill()
        raise SystemExit("window: it did not close") from None
    if window.returncode != 0 or not engines or complaints.strip():
        raise SystemExit(f"window: exit code {window.returncode}, {len(engines)} engines\n{complaints}")
    print("  window: opened, closed", flush=True)


def children(pid: int) -> list[str]:
    """The processes that a process has started, whichever of its threads did, by number."""
    return [number for told in Path(f"/proc/{pid}/task").glob("*/children") for number in told.read_text().split()]


def environment(home: Path) -> dict[str, str]:
    """As little as a person's desktop has: nothing of this Python, and no screen is needed."""
    return {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "HF_HUB_OFFLINE": "1",
    } | {name: value for name in ("OMP_NUM_THREADS",) if (value := os.environ.get(name))}


if __name__ == "__main__":
    try_out(Path(sys.argv[1]).resolve())
