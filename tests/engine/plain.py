"""Asks a student as somebody does who has nothing but `transformers`: in a process of its own, without this program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def asked_elsewhere(program: str, *words: str | Path) -> Any:
    """What a program prints as JSON; `words` are its sys.argv[1:]. It fails where the program loads anything of ours."""
    check = "import json, sys\nassert not [name for name in sys.modules if name.startswith('distilstudio')]\n"
    done = subprocess.run(
        [sys.executable, "-c", program + check, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(sys.executable).parent,
        env={"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])
