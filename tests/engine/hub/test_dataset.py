"""Datasets of the Hub: found, looked at, brought in part, gone on with, read; and refused in words. The real clients believe the stand-in."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
from pathlib import Path

import pytest
from huggingface_hub import constants

from distilstudio.engine import jobs
from distilstudio.engine.control import Control
from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import load
from distilstudio.engine.hub import dataset, download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.desk import Desk
from distilstudio.engine.hub.plain_files import own_files
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import Event, ProblemRaised, StageDone, StageProgress
from distilstudio.protocol.hub import (
    DatasetDescribed,
    DatasetsFound,
    DescribeDataset,
    DownloadDataset,
    DownloadEnded,
    HubAccess,
    HubDataset,
    SearchDatasets,
    StopDownload,
    UseHub,
    is_dataset_name,
)
from distilstudio.protocol.inspection import InspectData
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice
from distilstudio.protocol.recipe_text import parse
from tests.engine.lessons import recipe
from tests.hub_datasets import NAME, add_notes, add_reviews, parquet, reviews
from tests.hub_stand_in import TOKEN, HubStandIn, Repo

LONG_S = 30
REAL_CLIENTS = """
import sys
from huggingface_hub import HfApi, hf_hub_download
from datasets import get_dataset_config_names, load_dataset
api = HfApi()
assert [one.id for one in api.list_datasets(search="reviews")] == ["ada/reviews"]
assert api.dataset_info("ada/reviews").card_data.license == "cc-by-4.0"
tree = api.list_repo_tree("ada/reviews", repo_type="dataset", revision="refs/convert/parquet", recursive=True)
assert "default/train/0001.parquet" in [one.path for one in tree]
hf_hub_download("ada/reviews", "default/test/0000.parquet", repo_type="dataset", revision="refs/convert/parquet")
rows = load_dataset("ada/reviews", data_files={"train": "default/train/*.parquet"}, revision="refs/convert/parquet", split="train")
print(rows.num_rows, rows.features["label"].names, rows[0]["text"])
"""


@pytest.fixture
def repo(stand_in: HubStandIn) -> Repo:
    return add_reviews(stand_in)


class Asked:
    """A desk with its queue of events."""

    def __init__(self, access: HubAccess) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.desk = Desk(self.events.put)
        self.desk.take(UseHub(access))

    def last(self, *kinds: type[Event]) -> Event:
        while not isinstance(event := self.events.get(timeout=LONG_S), kinds):
            pass
        return event


@pytest.fixture
def asked(access: HubAccess, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setattr(download, "SECONDS_BETWEEN_TRIES", 0.0)
    monkeypatch.setattr(download, "SECONDS_BETWEEN_PROGRESS", 0.0)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", access.cache)
    return Asked(access)


def test_search_and_parts(asked: Asked) -> None:
    asked.desk.take(SearchDatasets(1, "classification", language="en"))
    found = HubDataset(NAME, "cc-by-4.0", 900, "n<1K", False, False)
    assert asked.last(DatasetsFound) == DatasetsFound(1, [found])
    asked.desk.take(SearchDatasets(2, "qa"))
    assert asked.last(DatasetsFound) == DatasetsFound(2, [])
    asked.desk.take(SearchDatasets(3, "qa", "VIEW"))
    assert asked.last(DatasetsFound) == DatasetsFound(3, [found])
    asked.desk.take(DescribeDataset(4, NAME))
    described = asked.last(DatasetDescribed)
    assert isinstance(described, DatasetDescribed)
    assert [(part.config, part.split) for part in described.parts] == [
        ("default", "test"),
        ("default", "train"),
        ("small", "train"),
    ]
    train = [parquet(reviews()[40:120]), parquet(reviews()[120:])]
    assert described.parts[1].megabytes == pytest.approx(sum(map(len, train)) / 1e6)
    assert not any(part.cached for part in described.parts)


def test_a_part_is_brought_gone_on_with_and_read_by_its_name(asked: Asked, stand_in: HubStandIn, tmp_path: Path) -> None:
    second = "/cdn/datasets/ada/reviews/default/train/0001.parquet"
    stand_in.fails(second, times=1, cut=500)
    stand_in.fails(second, cut=0)
    asked.desk.take(DownloadDataset(1, NAME))
    told = asked.last(ProblemRaised, DownloadEnded)
    assert isinstance(told, ProblemRaised)
    assert told.problem.code == "hub_cut"
    with pytest.raises(ProblemError, match="data_not_here"):
        load(DataChoice(train=NAME), "classification", tmp_path, 0)
    stand_in.faults.clear()
    asked.desk.take(DownloadDataset(2, NAME))
    ended = asked.last(ProblemRaised, DownloadEnded)
    assert isinstance(ended, DownloadEnded), ended
    assert (ended.outcome, Path(ended.path).name) == ("done", "default")
    assert stand_in.asked_for(second)[-1].headers["range"] == "bytes=500-"
    data = load(DataChoice(train=NAME), "classification", tmp_path, 0)
    assert (data.label_names, len(data.exam)) == (["neg", "pos"], 40)
    texts = {text for text, _ in reviews()[:40]}
    assert sorted(data.train.texts) == sorted(text for text, _ in reviews()[40:] if text not in texts)
    shown = inspect_data(InspectData(3, "classification", DataChoice(train=NAME, split="test"), str(tmp_path)))
    assert (shown.rows, shown.data.text, shown.data.exam) == (40, "text", "")
    with pytest.raises(ProblemError, match="data_not_here"):
        load(DataChoice(train=NAME, config="small"), "classification", tmp_path, 0)
    asked.desk.take(DescribeDataset(5, NAME))
    described = asked.last(DatasetDescribed)
    assert isinstance(described, DatasetDescribed)
    assert [part.cached for part in described.parts] == [True, True, False]


def test_a_dataset_without_a_copy_is_read_from_its_own_tables(asked: Asked, stand_in: HubStandIn, tmp_path: Path) -> None:
    """Each part is one file, under the same names as a copy's; what is no table, or hidden, is never asked for."""
    notes = add_notes(stand_in)
    asked.desk.take(DownloadDataset(1, "ada/notes"))
    ended = asked.last(ProblemRaised, DownloadEnded)
    assert isinstance(ended, DownloadEnded), ended
    data = load(DataChoice(train="ada/notes"), "classification", tmp_path, 0)
    assert (data.label_names, len(data.exam), len(data.train)) == (["neg", "pos"], 40, 160)
    assert not [one for one in stand_in.seen if one.path.endswith((".py", "infos.json")) or ".cache" in one.path]
    asked.desk.take(DescribeDataset(2, "ada/notes"))
    described = asked.last(DatasetDescribed)
    assert isinstance(described, DatasetDescribed)
    assert [(part.config, part.split, part.cached) for part in described.parts] == [
        ("default", "train", True),
        ("default", "test", True),
    ]
    assert described.own_files
    notes.parquet = {"default/train/0000.parquet": parquet(reviews()[:60])}  # the Hub has made one since
    asked.desk.take(DownloadDataset(3, "ada/notes"))
    assert isinstance(asked.last(ProblemRaised, DownloadEnded), DownloadEnded)
    assert inspect_data(InspectData(4, "classification", DataChoice(train="ada/notes"), str(tmp_path))).rows == 60


@pytest.mark.parametrize(
    ("names", "card", "expected"),
    [
        (["notes.csv"], {}, ["default/train/notes.csv"]),
        (
            ["a/train-00.parquet", "a/train-01.parquet", "a/x.csv"],
            {},
            ["default/train/a_train-00.parquet", "default/train/a_train-01.parquet"],
        ),
        (
            ["dev/1.jsonl", "train/1.jsonl", "train/2.jsonl"],
            {},
            ["default/validation/dev_1.jsonl", "default/1/train_1.jsonl", "default/2/train_2.jsonl"],
        ),
        (["train.csv", "train.parquet"], {}, ["default/train/train.parquet"]),
        (
            ["en/a.csv", "de/a.csv", "de/b.csv"],
            {
                "configs": [
                    {"config_name": "../en", "data_files": "en/*"},
                    {"config_name": "de", "data_files": [{"split": "test", "path": ["de/b*"]}]},
                ]
            },
            ["en/train/en_a.csv", "de/test/de_b.csv"],
        ),
        (["x.csv"], {"configs": [7, {"data_files": {"train": None}}]}, ["default/train/x.csv"]),
        (["setup.py", "LICENSE", ".a/x.csv", "config.json"], {}, []),
    ],
)
def test_parts_are_told_by_the_card_or_by_names(names: list[str], card: dict[str, object], expected: list[str]) -> None:
    assert [file.here for file in own_files([download.Remote(name, 1, "0" * 40) for name in names], card)] == expected


def test_a_download_is_paused_and_thrown_away(asked: Asked, stand_in: HubStandIn, access: HubAccess) -> None:
    stand_in.fails("/cdn/", piece=100, pause_s=0.05)
    asked.desk.take(DownloadDataset(1, NAME, "small"))
    asked.events.get(timeout=LONG_S)
    asked.desk.take(StopDownload(1, NAME, "pause"))
    assert asked.last(DownloadEnded) == DownloadEnded(1, NAME, "paused")
    assert list(Path(access.cache).rglob("*.partial"))
    asked.desk.take(StopDownload(1, NAME, "cancel"))
    assert not list(Path(access.cache).rglob("*.partial"))


@pytest.mark.parametrize(
    ("change", "fault", "code", "words"),
    [
        ({"gated": True}, {}, "hub_gated", "/datasets/ada/reviews"),
        ({"private": True}, {}, "hub_no_dataset", "There is no dataset ada/reviews."),
        ({"forbidden": True}, {}, "hub_dataset_refused", "does not give out ada/reviews"),
        ({"parquet": None}, {}, "hub_no_parquet", "never run here"),
        ({"parquet": {}}, {}, "hub_no_parquet", "never run here"),
        ({}, {"status": 429, "headers": {"Retry-After": "7"}}, "hub_limit", "again in 7 s"),
        ({}, {"status": 503}, "hub_down", "503"),
    ],
)
def test_refusals_are_told_in_words(
    asked: Asked, repo: Repo, stand_in: HubStandIn, change: dict[str, object], fault: dict[str, object], code: str, words: str
) -> None:
    for name, value in change.items():
        setattr(repo, name, value)
    if fault:
        stand_in.fails("/api/datasets", **fault)
    asked.desk.take(DownloadDataset(1, NAME))
    told = asked.last(ProblemRaised, DownloadEnded)
    assert isinstance(told, ProblemRaised)
    assert told.problem.code == code
    assert words in " ".join((told.problem.what, told.problem.why, *told.problem.what_to_do))


def test_names_that_are_none_and_parts_that_are_not_there(hub: Hub, repo: Repo, access: HubAccess) -> None:
    with pytest.raises(ProblemError, match="hub_no_dataset"):
        dataset.shelf_of(hub, "ada/gone", "", "")
    with pytest.raises(ProblemError, match="hub_no_dataset"):
        dataset.shelf_of(hub, "../reviews", "", "")
    with pytest.raises(ProblemError, match="data_no_part: ada/reviews has no part default/gone"):
        dataset.shelf_of(hub, NAME, "", "gone")
    with pytest.raises(ProblemError, match="hub_offline"):
        dataset.describe(Hub(HubAccess(access.endpoint, offline=True)), 1, NAME)
    assert [is_dataset_name(name) for name in (NAME, "data/train.csv", "train.csv", "/ada/reviews")] == [
        True,
        False,
        False,
        False,
    ]


def test_the_real_clients_take_the_stand_in_for_the_hub(repo: Repo, stand_in: HubStandIn, tmp_path: Path) -> None:
    home = {
        "HF_HOME": str(tmp_path),
        "HF_ENDPOINT": stand_in.endpoint,
        "HF_TOKEN": TOKEN,
        "HF_HUB_OFFLINE": "0",
        "HF_DATASETS_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", REAL_CLIENTS], env={**os.environ, **home}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().endswith(f"160 ['neg', 'pos'] {reviews()[40][0]}")


def test_a_run_brings_its_dataset_first(
    access: HubAccess, repo: Repo, tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", access.cache)
    told = recipe(data__train=NAME, data__exam="", teacher__model=str(tiny_folder), teacher__fine_tune="no", train__epochs=1)
    run = jobs.distil(StartRun("run", told, str(tmp_path / "out"), str(tmp_path)), Control(), Hub(access))
    brought = 0
    for event in run:
        brought += isinstance(event, StageProgress) and event.stage == "preflight"
        if isinstance(event, StageDone) and event.stage == "data":
            break
    else:
        pytest.fail(f"no data: {event}")
    run.close()
    assert brought
    assert parse((tmp_path / "out" / "recipe.toml").read_bytes()).data.train == NAME
