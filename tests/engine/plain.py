"""Asks a student as somebody does who has nothing but `transformers`: in a process of its own, without this program."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

SERVE = """
import contextlib, io, json, sys, traceback
for line in sys.stdin:
    program, *sys.argv[1:] = json.loads(line)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(program, {"__name__": "__main__"})
        ours = [name for name in sys.modules if name.startswith("distilstudio")]
        said = [printed.getvalue().splitlines()[-1], f"it loads {ours}" if ours else ""]
    except Exception:
        said = ["", traceback.format_exc()]
    print(json.dumps(said), flush=True)
"""


def asked_elsewhere(program: str, *words: str | Path) -> Any:
    """What a program prints as JSON; `words` are its sys.argv[1:]. It fails where the program loads anything of ours."""
    process = _elsewhere()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([program, *map(str, words)]) + "\n")
    process.stdin.flush()
    printed, wrong = json.loads(process.stdout.readline())
    assert not wrong, wrong[-2000:]
    return json.loads(printed)


@cache
def _elsewhere() -> subprocess.Popen[str]:
    """One process for all that ask, as loading transformers takes seconds; it ends with this one."""
    return subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(sys.executable).parent,
        env={"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
    )
