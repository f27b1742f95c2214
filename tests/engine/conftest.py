"""What every test of the engine gets: one thread, one attention kernel, and a teacher trained once that has learnt the keyword rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from distilstudio.engine import device, exam, whole_layer
from tests.engine.lessons import favour, teach, workplace


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """The same sums in the same order on every machine."""
    with device.one_thread():
        yield


@pytest.fixture(autouse=True)
def threads_as_before(one_thread: None) -> Iterator[None]:
    """A test that leaves torch with more threads changes the bits of those after it in its process, and is the one to fail."""
    before = torch.get_num_threads()
    yield
    after = torch.get_num_threads()
    torch.set_num_threads(before)
    assert after == before


@pytest.fixture(autouse=True, scope="session")
def one_kernel() -> Iterator[None]:
    """The clock would choose among several, and each drops other numbers: what a tiny teacher learns would hang on the machine's mood."""
    with pytest.MonkeyPatch.context() as patch:
        favour(patch, whole_layer.NAME)
        yield


@pytest.fixture(autouse=True, scope="session")
def few_timed_texts() -> Iterator[None]:
    """How long a text takes is of no matter to a tiny model; forty of them, each twice and for both models, made up half of its run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exam, "TIMED_TEXTS", 4)
        yield


@pytest.fixture(scope="session")
def taught_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved teacher of four layers that knows the keyword rows by heart."""
    return teach(tmp_path_factory.mktemp("taught") / "teacher")


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
