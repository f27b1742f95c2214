"""The contracts between the rooms: kept by the package as it is, and each seen to break when a room imports what it must not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

# contract, the module that offends, and what it imports
OFFENCES = [
    ("layers", "worker/gpu_worker.py", "import distilstudio.gui.theme"),
    ("layers", "protocol/wire.py", "from distilstudio.engine import losses"),
    ("layers", "engine/losses.py", "from distilstudio.worker import client"),
    ("layers", "places.py", "import distilstudio.protocol.wire"),
    ("protocol", "protocol/recipe.py", "import numpy"),
    ("protocol", "protocol/events.py", "from PySide6 import QtCore"),
    ("protocol", "protocol/events.py", "from distilstudio import places"),
    ("places", "places.py", "import msgspec"),
    ("places", "__init__.py", "import rich"),
    ("sender", "sender.py", "from PySide6 import QtWidgets"),
    ("engine", "engine/losses.py", "from PySide6.QtCore import QObject"),
    ("engine", "engine/losses.py", "import pyqtgraph"),
    ("engine", "engine/losses.py", "import distilstudio.worker.client"),
    ("reading", "engine/data/files.py", "import torch"),
    ("reading", "engine/hub/desk.py", "from distilstudio.engine import students"),
    ("worker", "worker/client.py", "from PySide6.QtWidgets import QWidget"),
    ("worker", "worker/client.py", "from PySide6 import QtGui"),
    ("worker", "worker/client.py", "def load() -> None:\n    import torch"),
    ("worker", "worker/client.py", "from distilstudio.engine import losses"),
    ("worker", "worker/client.py", "from ..gui import theme"),
    ("window", "gui/theme.py", "import torch"),
    ("window", "gui/theme.py", "def load() -> None:\n    from transformers import AutoModel"),
    ("window", "gui/theme.py", "import datasets"),
    ("window", "gui/theme.py", "from distilstudio.engine import students"),
    ("window", "worker/client.py", "import distilstudio.engine.losses"),
    ("plots", "gui/theme.py", "import pyqtgraph"),
    ("plots", "gui/widgets/card.py", "from pyqtgraph import PlotWidget"),
    ("plots", "gui/pages/page.py", "import pyqtgraph.opengl"),
    ("models", "gui/models/project.py", "from PySide6.QtWidgets import QWidget"),
    ("models", "gui/models/project.py", "from distilstudio.gui import theme"),
    ("client", "gui/pages/page.py", "from distilstudio.worker.client import Client"),
    ("client", "gui/widgets/card.py", "import distilstudio.worker.client"),
    ("cli", "cli.py", "import PySide6"),
    ("cli", "cli.py", "from distilstudio.gui import theme"),
]


def test_every_contract_is_kept() -> None:
    done = check(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


def test_every_contract_has_an_offence_below() -> None:
    assert {contract for contract, _, _ in OFFENCES} == {contract["id"] for contract in CONTRACTS}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts in a folder that may be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "distilstudio", folder / "distilstudio", ignore=ignore)
    shutil.copytree(ROOT / "tests" / "walls", folder / "tests" / "walls", ignore=ignore)
    shutil.copy(ROOT / "tests" / "__init__.py", folder / "tests")
    return folder


@pytest.mark.parametrize(("contract", "module", "offence"), OFFENCES, ids=[f"{c}-{m}-{o.split()[-1]}" for c, m, o in OFFENCES])
def test_an_offence_breaks_its_contract(copy: Path, contract: str, module: str, offence: str) -> None:
    file = copy / "distilstudio" / module
    clean = file.read_text("utf-8")
    file.write_text(f"{clean}\n\n{offence}\n", "utf-8")
    try:
        done = check(copy, "--contract", contract)
    finally:
        file.write_text(clean, "utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "0 kept, 1 broken" in done.stdout
    assert (
        "distilstudio." + module.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in done.stdout
        or module == "__init__.py"
    )


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "COLUMNS": "400", "PYTHONUTF8": "1"},
    )
