"""The Hub through the door of the engine: answers come while others are awaited, and a run may name its teacher."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from distilstudio.engine import jobs
from distilstudio.engine.control import Control
from distilstudio.engine.hub import access as hub_access
from distilstudio.engine.hub import cache, download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.service import Service
from distilstudio.protocol.commands import Command, DescribeTeacher, Predict, StartRun
from distilstudio.protocol.events import Event, ProblemRaised, RunEnded, StageProgress, TeacherDescribed
from distilstudio.protocol.hub import (
    CacheMeasured,
    DownloadEnded,
    DownloadModel,
    DownloadProgress,
    HubAccess,
    HubFound,
    MeasureCache,
    SearchHub,
    StopDownload,
    UseHub,
)
from distilstudio.protocol.recipe_text import parse
from tests.engine.lessons import recipe
from tests.hub_stand_in import HubStandIn
from tests.tiny_models import keyword_rows, write_csv

MODEL = "ada/tiny"
LONG_S = 30


class Engine:
    """A service with its queue of events."""

    def __init__(self, access: HubAccess) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.service = Service("tryout", self, lambda: 1, lambda status: None)
        self.give(UseHub(access))

    def write(self, event: Event) -> None:
        self.events.put(event)

    def give(self, command: Command) -> None:
        self.service.receive(command)

    def serve_what_waits(self) -> None:
        """What needs the models' libraries; then the service has served."""
        self.service._inbox.put(None)
        self.service.load()
        self.service.serve()

    def until(self, kind: type[Event]) -> list[Event]:
        """Events up to the first of this kind."""
        found: list[Event] = []
        while not found or not isinstance(found[-1], kind):
            found.append(self.events.get(timeout=LONG_S))
        return found


@pytest.fixture
def engine(access: HubAccess, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(hub_access, "READ_S", 10 * LONG_S)
    monkeypatch.setattr(download, "SECONDS_BETWEEN_PROGRESS", 0.0)
    monkeypatch.setattr(download, "SECONDS_BETWEEN_TRIES", 0.0)
    return Engine(access)


def test_search_download_and_cache(engine: Engine, access: HubAccess) -> None:
    engine.give(SearchHub(1, "classification"))
    found = engine.until(HubFound)[-1]
    assert isinstance(found, HubFound)
    assert [model.name for model in found.models] == [MODEL]
    engine.give(DownloadModel(2, MODEL))
    *progress, ended = engine.until(DownloadEnded)
    assert progress
    assert {type(event) for event in progress} == {DownloadProgress}
    assert isinstance(ended, DownloadEnded)
    assert (ended.outcome, ended.path) == ("done", str(cache.find(Hub(access), MODEL)))
    engine.give(MeasureCache(3))
    measured = engine.until(CacheMeasured)[-1]
    assert isinstance(measured, CacheMeasured)
    assert measured.models == 1
    assert measured.size > 100_000


def test_a_question_of_the_hub_holds_up_nobody(engine: Engine, stand_in: HubStandIn) -> None:
    stand_in.fails("/cdn/", piece=500, pause_s=0.05)
    engine.give(DownloadModel(2, MODEL))
    engine.until(DownloadProgress)
    engine.give(SearchHub(4, "classification"))
    engine.until(HubFound)
    engine.give(StopDownload(2, MODEL, "pause"))
    ended = engine.until(DownloadEnded)[-1]
    assert isinstance(ended, DownloadEnded)
    assert ended.outcome == "paused"


@pytest.mark.parametrize("silent", [{"where": "/api/models/"}, {"where": "/cdn/"}, {"where": "/cdn/", "piece": 4000}])
@pytest.mark.parametrize("how", ["pause", "cancel"])
def test_a_silent_server_holds_up_nobody_who_stops(
    silent: dict[str, Any], how: Literal["pause", "cancel"], engine: Engine, stand_in: HubStandIn, access: HubAccess
) -> None:
    stand_in.fails(**silent, **({"pause_s": LONG_S} if "piece" in silent else {"silent": True}))
    engine.give(DownloadModel(2, MODEL))
    stand_in.wait_until_asked(silent["where"], LONG_S)
    if "piece" in silent:
        engine.until(DownloadProgress)
    engine.give(StopDownload(2, MODEL, how))
    *_, ended = engine.until(DownloadEnded)
    assert ended == DownloadEnded(2, MODEL, "paused" if how == "pause" else "cancelled")
    kept = [half.stat().st_size for half in Path(access.cache).rglob("*" + cache.PARTIAL)]
    assert kept == ([4000] if "piece" in silent and how == "pause" else [])


def test_going_offline_pauses_a_download(engine: Engine, stand_in: HubStandIn, access: HubAccess) -> None:
    stand_in.fails("/cdn/", piece=4000, pause_s=LONG_S)
    engine.give(DownloadModel(2, MODEL))
    engine.until(DownloadProgress)
    engine.give(UseHub(msgspec.structs.replace(access, proxy="http://127.0.0.1:9")))
    engine.give(UseHub(msgspec.structs.replace(access, offline=True)))
    told = engine.until(ProblemRaised)[-1]
    assert isinstance(told, ProblemRaised)
    assert (told.request_id, told.problem.code) == (2, "hub_offline")
    assert [half.stat().st_size for half in Path(access.cache).rglob("*" + cache.PARTIAL)] == [4000]


def test_half_a_model_can_be_thrown_away_later(engine: Engine, stand_in: HubStandIn, access: HubAccess) -> None:
    stand_in.fails("/cdn/", times=1, cut=30_000)
    stand_in.fails("/cdn/", cut=0)
    engine.give(DownloadModel(2, MODEL))
    told = engine.until(ProblemRaised)[-1]
    assert isinstance(told, ProblemRaised)
    assert (told.request_id, told.problem.code) == (2, "hub_cut")
    assert list(Path(access.cache).rglob("*" + cache.PARTIAL))
    engine.give(StopDownload(2, MODEL, "cancel"))
    assert not list(Path(access.cache).rglob("*" + cache.PARTIAL))


def test_a_teacher_on_the_hub_is_described_without_its_weights(engine: Engine, stand_in: HubStandIn, access: HubAccess) -> None:
    engine.give(DescribeTeacher(5, MODEL, labels=("neg", "pos")))
    engine.serve_what_waits()
    described = engine.until(TeacherDescribed)[-1]
    assert isinstance(described, TeacherDescribed)
    assert (described.name, described.layers, described.head_fits) == (MODEL, 4, True)
    assert cache.find(Hub(access), MODEL) is None
    assert not any("/cdn/" in one.path for one in stand_in.seen)


def test_a_run_brings_its_teacher_first(
    access: HubAccess, stand_in: HubStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "SECONDS_BETWEEN_PROGRESS", 0.0)
    write_csv(tmp_path / "train.csv", keyword_rows(80))
    write_csv(tmp_path / "test.csv", keyword_rows(30, seed=5))
    wanted = recipe(
        teacher__model=MODEL, teacher__fine_tune="yes", teacher__epochs=6, teacher__learning_rate=3e-3, train__epochs=1
    )
    command = StartRun("run", wanted, str(tmp_path / "out"), str(tmp_path))
    events = list(jobs.distil(command, Control(), Hub(access)))
    brought = [event for event in events if isinstance(event, StageProgress) and event.stage == "preflight"]
    assert brought
    assert brought[-1].done == brought[-1].total
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "done", ended.problem
    assert parse((tmp_path / "out" / "recipe.toml").read_bytes()).teacher.model == MODEL


def test_a_run_that_is_stopped_while_its_teacher_comes_leaves_no_folder(
    access: HubAccess, stand_in: HubStandIn, tmp_path: Path
) -> None:
    write_csv(tmp_path / "train.csv", keyword_rows(80))
    write_csv(tmp_path / "test.csv", keyword_rows(30, seed=5))
    control = Control()
    command = StartRun("run", recipe(teacher__model=MODEL), str(tmp_path / "out"), str(tmp_path))
    events = []
    for event in jobs.distil(command, control, Hub(access)):
        events.append(event)
        control.finish()
    assert isinstance(events[-1], RunEnded)
    assert events[-1].outcome == "discarded"
    assert not (tmp_path / "out").exists()


def test_nothing_opened_needs_no_hub(engine: Engine) -> None:
    """The queue of the others goes on as before."""
    engine.give(Predict(9, "a text"))
    engine.serve_what_waits()
    told = engine.until(ProblemRaised)[-1]
    assert isinstance(told, ProblemRaised)
    assert told.problem.code == "model_not_open"
