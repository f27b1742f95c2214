"""What a process of each kind really loads, seen in processes of their own: import-linter reads imports, this runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "transformers", "datasets", "safetensors", "tokenizers", "pandas", "pyarrow", "scipy", "sklearn"}
QT = {"PySide6", "shiboken6", "pyqtgraph"}

IMPORT_ALL = """
    import importlib, pkgutil
    for top in {tops}:
        package = importlib.import_module(top)
        for module in pkgutil.walk_packages(getattr(package, "__path__", []), top + "."):
            importlib.import_module(module.name)
"""


def loaded_by(code: str) -> set[str]:
    """Names of the top packages that a fresh process has loaded after running some code."""
    program = dedent(code) + "\nimport json, sys\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_looking_glass_sees_what_is_loaded() -> None:
    assert "torch" in loaded_by("import torch")
    assert "PySide6" in loaded_by("from PySide6 import QtCore")


def test_all_modules_of_the_window_load_no_engine_library() -> None:
    loaded = loaded_by(IMPORT_ALL.format(tops=["distilstudio.gui", "distilstudio.worker", "distilstudio.protocol"]))
    assert "PySide6" in loaded
    assert not loaded & HEAVY


def test_the_window_with_all_its_pages_loads_no_engine_library() -> None:
    loaded = loaded_by("""
        from distilstudio.gui import app
        qt = app.make_application(["distilstudio"])
        studio = app.build_window()
        studio.make_all_pages()
        studio.window.show()
        studio.client.closed.connect(qt.quit)
        studio.client.shutdown()
        qt.exec()
    """)
    assert {"PySide6", "pyqtgraph"} <= loaded
    assert not loaded & HEAVY


def test_all_modules_of_the_engine_load_no_qt() -> None:
    loaded = loaded_by(IMPORT_ALL.format(tops=["distilstudio.engine", "distilstudio.cli"]))
    assert "torch" in loaded
    assert not loaded & QT


def test_the_server_of_the_engine_loads_no_qt() -> None:
    assert not loaded_by("import distilstudio.engine.server") & QT


def test_files_are_looked_at_and_the_hub_is_asked_without_the_models_libraries() -> None:
    loaded = loaded_by("from distilstudio.engine import quiet, service; quiet.hush()")
    assert "pyarrow" in loaded
    assert not loaded & {"torch", "transformers", "datasets", "tokenizers", "scipy", "onnxruntime"}


def test_the_protocol_loads_msgspec_and_nothing_else_from_outside() -> None:
    loaded = loaded_by(IMPORT_ALL.format(tops=["distilstudio.protocol"]))
    before = loaded_by("import importlib, pkgutil, msgspec")
    outside = {name for name in loaded - before if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert outside == {"distilstudio"}


def test_the_entry_loads_neither_window_nor_engine() -> None:
    loaded = loaded_by("import distilstudio.__main__")
    assert not loaded & (HEAVY | QT)


@pytest.mark.parametrize("words", [["--version"], ["--no-such-word"]])
def test_words_that_need_neither_load_neither(words: list[str]) -> None:
    assert not loaded_by(f"from distilstudio.__main__ import main; main({words})") & (HEAVY | QT)
