"""What every test of the engine gets: one thread, and a teacher that has learnt the keyword rows, trained once for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from distilstudio.engine.runs import save_model
from tests.engine.lessons import LABELS, encoded, plan, tiny_model, trainer, workplace
from tests.tiny_models import tiny_tokenizer


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """The same sums in the same order on every machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def taught_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved teacher of four layers that knows the keyword rows by heart."""
    model = tiny_model(layers=4, seed=3)
    model.config.id2label, model.config.label2id = dict(enumerate(LABELS)), {name: number for number, name in enumerate(LABELS)}
    learning = trainer(model, encoded(320, seed=7), plan(epochs=6, learning_rate=3e-3))
    for _ in learning.run():
        pass
    assert learning.result.best_score >= 0.9, learning.result
    folder = tmp_path_factory.mktemp("taught") / "teacher"
    save_model(folder, model, tiny_tokenizer(), "", {})
    return folder


@pytest.fixture
def work(tmp_path: Path, taught_folder: Path) -> Path:
    """train.csv, test.csv and the taught teacher, in a folder of this test's own."""
    return place_work(tmp_path / "work", taught_folder)


@pytest.fixture(scope="module")
def shared_work(tmp_path_factory: pytest.TempPathFactory, taught_folder: Path) -> Path:
    """The same for a whole module."""
    return place_work(tmp_path_factory.mktemp("shared") / "work", taught_folder)


def place_work(folder: Path, teacher: Path) -> Path:
    """A workplace whose teacher is already taught."""
    workplace(folder)
    shutil.rmtree(folder / "teacher")
    shutil.copytree(teacher, folder / "teacher")
    return folder
