"""The other end of `driven_window`: starts a window, gives it commands, waits for what is to be seen, and kills it. Must not know: Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]


class TooLate(AssertionError):
    """What was waited for did not come."""


class Window:
    """One window process with its engines."""

    def __init__(self, home: Path, platform: str = "offscreen", display: str = "") -> None:
        environment = os.environ | {
            "DISTILSTUDIO_HOME": str(home),
            "QT_QPA_PLATFORM": platform,
            "PYTHONPATH": str(ROOT),
            "LANGUAGE": "en",
            "LC_ALL": "C.UTF-8",
        }
        if display:
            environment["DISPLAY"] = display
        self._log = (home / "window.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.stress.driven_window"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=ROOT,
            env=environment,
            text=True,
        )

    def say(self, command: str) -> dict[str, Any]:
        """Give a command. Raises: LookupError where it could not be done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise TooLate(f"the window is gone; asked was: {command}")
        said: dict[str, Any] = json.loads(line)
        if "error" in said:
            raise LookupError(said["error"])
        return said

    def state(self) -> dict[str, Any]:
        """Page, phase and so on."""
        return self.say("state")

    def see(self, name: str) -> dict[str, Any]:
        """Whether a control is to be seen, and its words."""
        return self.say(f"see {name}")

    def click(self, name: str, seconds: float = 60) -> None:
        """Click a control as soon as it can be clicked."""
        self.until(lambda: bool(self.see(name)["enabled"]), seconds, f"{name} to be clicked")
        self.say(f"click {name}")

    def until(self, done: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait. Raises: TooLate."""
        ends = time.monotonic() + seconds
        while not done():
            if time.monotonic() > ends:
                raise TooLate(f"waited {seconds:.0f} s for {what}; it is {self.state()}")
            time.sleep(0.1)

    def engines(self) -> list[psutil.Process]:
        """Processes that this window has started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self) -> list[psutil.Process]:
        """Kill -9 the window alone. Returns: its engines, which are to end by themselves."""
        engines = self.engines()
        self.process.kill()
        self.process.wait()
        self._close()
        return engines

    def end(self, seconds: float = 120) -> None:
        """Close it as a person would; kill it where that does not help."""
        try:
            self.say("close")
            self.process.wait(seconds)
        except (TooLate, LookupError, subprocess.TimeoutExpired, OSError):
            for process in [*self.engines(), self.process]:
                process.kill()
            self.process.wait()
        self._close()

    def _close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout, self._log):
            if pipe is not None:
                pipe.close()


def gone_within(processes: list[psutil.Process], seconds: float) -> float | None:
    """Seconds until all these have ended by themselves; None: some still live, and were killed now."""
    began = time.monotonic()
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for process in alive:
        process.kill()
    return None if alive else time.monotonic() - began
