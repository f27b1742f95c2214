"""Downloads: whole, cut, half there already, damaged, refused, paused; and nothing at all while offline."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from safetensors.torch import load_file

from distilstudio.engine import teachers
from distilstudio.engine.control import Control
from distilstudio.engine.hub import cache, download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.problems import Problem, ProblemError
from tests.hub_stand_in import TOKEN, HubStandIn, sha256

MODEL = "ada/tiny"
LARGE = "model.safetensors"


def fetch(hub: Hub, model: str = MODEL, control: Control | None = None) -> list[download.Progress]:
    return list(download.fetch(hub, download.look_up(hub, model), control or Control()))


def refused(hub: Hub, model: str = MODEL) -> Problem:
    with pytest.raises(ProblemError) as caught:
        fetch(hub, model)
    return caught.value.problem


def whole(hub: Hub, model: str = MODEL) -> Path:
    found = cache.find(hub, model)
    assert found is not None
    return found


def test_a_model_is_brought_and_described(hub: Hub, tiny_folder: Path) -> None:
    progress = fetch(hub)
    assert progress[-1].done == progress[-1].total == sum(file.stat().st_size for file in whole(hub).iterdir())
    assert (whole(hub) / LARGE).read_bytes() == (tiny_folder / LARGE).read_bytes()
    described = teachers.describe(1, MODEL, Path(), Classification(["neg", "pos"]), hub)
    assert (described.name, described.labels, described.head_fits) == (MODEL, ["neg", "pos"], True)


def test_a_model_that_is_here_asks_the_hub_for_nothing(hub: Hub, stand_in: HubStandIn) -> None:
    fetch(hub)
    asked = len(stand_in.seen)
    assert teachers.locate(MODEL, Path(), hub).path == whole(hub).resolve()
    assert len(stand_in.seen) == asked


def test_the_cache_is_the_one_that_other_programs_share(hub: Hub) -> None:
    from huggingface_hub import scan_cache_dir

    fetch(hub)
    found = scan_cache_dir(hub.cache)
    assert not found.warnings
    assert [repo.repo_id for repo in found.repos] == [MODEL]
    assert {file.file_name for repo in found.repos for commit in repo.revisions for file in commit.files} >= {
        LARGE,
        "config.json",
    }
    assert cache.measure(hub) == (found.size_on_disk + len(next(iter(next(iter(found.repos)).revisions)).commit_hash), 1)


def test_only_files_of_use_are_asked_for(hub: Hub, stand_in: HubStandIn) -> None:
    more = {
        name: b"print('no')"
        for name in ("modeling.py", "training_args.bin", "pytorch_model.bin", "x.gguf", "onnx/model.onnx", "../up.json")
    }
    stand_in.repos[MODEL].files.update(more)
    fetch(hub)
    assert {file.name for file in whole(hub).iterdir()}.isdisjoint(more)
    assert not any(one.path.endswith(tuple(more)) for one in stand_in.seen)


def test_old_weights_are_brought_where_there_are_no_others(
    hub: Hub, stand_in: HubStandIn, tiny_folder: Path, tmp_path: Path
) -> None:
    torch.save(load_file(tiny_folder / LARGE), tmp_path / "old.bin")
    files = stand_in.repos[MODEL].files
    del files[LARGE]
    files["pytorch_model.bin"] = (tmp_path / "old.bin").read_bytes()
    fetch(hub)
    assert "pytorch_model.bin" in {file.name for file in whole(hub).iterdir()}


def test_parts_are_whole_when_the_last_is_here(hub: Hub, stand_in: HubStandIn) -> None:
    files = stand_in.repos[MODEL].files
    content = files.pop(LARGE)
    parts = {f"model-0000{number}-of-00002.safetensors": content for number in (1, 2)}
    files.update(parts)
    files["model.safetensors.index.json"] = msgspec.json.encode({"weight_map": {str(at): name for at, name in enumerate(parts)}})
    files["model-00001-of-00002.safetensors"] += b"one"
    shelf = download.look_up(hub, MODEL)
    download.fetch_description(hub, shelf)
    assert cache.find(hub, MODEL) is None
    assert cache.measure(hub)[1] == 0
    list(download.fetch(hub, shelf, Control()))
    assert cache.find(hub, MODEL) is not None


# -- connections that break ------------------------------------------------------------------------------------------------


def test_a_cut_connection_goes_on_by_itself(hub: Hub, stand_in: HubStandIn, tiny_folder: Path) -> None:
    stand_in.fails("/cdn/", times=2, cut=20_000)
    fetch(hub)
    assert (whole(hub) / LARGE).read_bytes() == (tiny_folder / LARGE).read_bytes()
    starts = [one.headers.get("range", "") for one in stand_in.asked_for(f"/cdn/{MODEL}/{LARGE}")]
    assert starts == ["", "bytes=20000-", "bytes=40000-"]


def test_a_hub_that_is_gone_for_good_leaves_half_a_file_to_go_on_with(hub: Hub, stand_in: HubStandIn, tiny_folder: Path) -> None:
    first = stand_in.fails("/cdn/", times=1, cut=30_000)
    gone = stand_in.fails("/cdn/", cut=0)
    problem = refused(hub)
    assert problem.code == "hub_cut"
    assert cache.find(hub, MODEL) is None
    stand_in.faults = []
    asked = len(stand_in.seen)
    fetch(hub)
    assert (whole(hub) / LARGE).read_bytes() == (tiny_folder / LARGE).read_bytes()
    later = [one.headers.get("range") for one in stand_in.seen[asked:] if "/cdn/" in one.path]
    assert later == ["bytes=30000-"]
    assert first.times == 0
    assert gone.times == -1


def test_a_server_that_knows_no_ranges_begins_anew(hub: Hub, stand_in: HubStandIn, tiny_folder: Path) -> None:
    stand_in.fails("/cdn/", times=1, cut=30_000)
    stand_in.fails("/cdn/", no_ranges=True)
    fetch(hub)
    assert (whole(hub) / LARGE).read_bytes() == (tiny_folder / LARGE).read_bytes()


def test_a_slow_trickle_is_told_as_it_comes_and_can_be_paused(
    hub: Hub, stand_in: HubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "SECONDS_BETWEEN_PROGRESS", 0.0)
    slow = stand_in.fails("/cdn/", piece=4000, pause_s=0.01)
    control, told = Control(), list[int]()

    def fetch_some() -> None:
        for now in download.fetch(hub, download.look_up(hub, MODEL), control):
            told.append(now.done)
            if len(told) == 12:
                control.finish()

    with pytest.raises(download.Stopped):
        fetch_some()
    assert told == sorted(told)
    half = list((cache.folder_of(hub, MODEL) / "blobs").glob("*" + cache.PARTIAL))
    assert len(half) == 1
    size = half[0].stat().st_size
    assert size > 0
    stand_in.faults.remove(slow)
    fetch(hub)
    assert stand_in.asked_for(f"/cdn/{MODEL}/{LARGE}")[-1].headers["range"] == f"bytes={size}-"


def test_what_is_cancelled_is_thrown_away(hub: Hub, stand_in: HubStandIn) -> None:
    control = Control()
    shelf = download.look_up(hub, MODEL)
    download.fetch_description(hub, shelf)
    control.discard()
    with pytest.raises(download.Stopped):
        list(download.fetch(hub, shelf, control))
    assert not list(hub.cache.rglob("*" + cache.PARTIAL))


def test_a_damaged_file_is_thrown_away_and_named(hub: Hub, stand_in: HubStandIn, tiny_folder: Path) -> None:
    fault = stand_in.fails("/cdn/", flip=True)
    problem = refused(hub)
    assert (problem.code, problem.values["file"]) == ("hub_damaged", LARGE)
    assert problem.values["expected"] == sha256((tiny_folder / LARGE).read_bytes()) != problem.values["found"]
    assert cache.find(hub, MODEL) is None
    stand_in.faults.remove(fault)
    fetch(hub)
    assert cache.find(hub, MODEL) is not None


# -- refusals --------------------------------------------------------------------------------------------------------------


def with_token(hub: Hub, token: str) -> Hub:
    return Hub(msgspec.structs.replace(hub.access, token=token))


def test_a_gated_model_says_where_its_terms_are(hub: Hub, stand_in: HubStandIn) -> None:
    stand_in.repos[MODEL].gated = True
    problem = refused(hub)
    assert problem.code == "hub_gated"
    assert f"{stand_in.endpoint}/{MODEL}" in problem.what_to_do[0]
    fetch(with_token(hub, TOKEN))
    assert not any("authorization" in one.headers for one in stand_in.seen if "/cdn/" in one.path)


def test_a_private_model_and_one_that_is_not_there_look_alike(hub: Hub, stand_in: HubStandIn) -> None:
    assert refused(hub, "ada/gone").code == "hub_no_repo"
    stand_in.repos[MODEL].private = True
    assert refused(hub).code == "hub_no_repo"
    fetch(with_token(hub, TOKEN))


@pytest.mark.parametrize(
    ("status", "headers", "code", "value"),
    [
        (401, {}, "hub_token", {}),
        (403, {}, "hub_forbidden", {"model": MODEL}),
        (403, {"X-Error-Code": "GatedRepo"}, "hub_gated", {"model": MODEL}),
        (404, {}, "hub_no_repo", {"model": MODEL}),
        (429, {"Retry-After": "42"}, "hub_limit", {"seconds": "42"}),
        (429, {"RateLimit": '"api";r=0;t=55'}, "hub_limit", {"seconds": "55"}),
        (429, {}, "hub_limit", {"seconds": "60"}),
        (500, {}, "hub_down", {"status": "500"}),
        (503, {}, "hub_down", {"status": "503"}),
        (418, {}, "hub_answer", {"reason": "HTTP 418"}),
    ],
)
def test_what_the_hub_answers_is_told(
    status: int, headers: dict[str, str], code: str, value: dict[str, str], hub: Hub, stand_in: HubStandIn
) -> None:
    stand_in.fails("/api/models/", status=status, headers=headers)
    problem = refused(with_token(hub, "hf_wrong"))
    assert problem.code == code
    assert value.items() <= problem.values.items()
    assert "hf_wrong" not in repr(problem)


def test_an_endpoint_that_is_no_hub(hub: Hub, stand_in: HubStandIn) -> None:
    stand_in.fails("/api/models/", status=200)
    assert refused(hub).code == "hub_answer"


@pytest.mark.parametrize(
    ("changes", "removed", "code", "why"),
    [
        ({"adapter_config.json": b"{}"}, [LARGE], "teacher_refused", problem_reasons.ADAPTER),
        ({"model.Q4.gguf": b"x"}, [LARGE], "teacher_refused", problem_reasons.GGUF),
        ({"config.json": b'{"model_type": "zorp", "auto_map": {"AutoModel": "z.Z"}}'}, [], "teacher_family", None),
        ({"config.json": b'{"model_type": "t5", "is_encoder_decoder": true}'}, [], "teacher_family", None),
        ({"config.json": b'{"auto_map": {"AutoModel": "z.Z"}}'}, [], "teacher_refused", problem_reasons.OWN_CODE),
        ({"config.json": b'{"is_encoder_decoder": true}'}, [], "teacher_refused", problem_reasons.WRITES_TEXTS),
        ({}, ["config.json"], "teacher_no_model", None),
        ({}, [LARGE], "teacher_no_model", None),
    ],
)
def test_models_that_cannot_be_a_teacher_are_refused_before_their_weights_come(
    changes: dict[str, bytes], removed: list[str], code: str, why: str | None, hub: Hub, stand_in: HubStandIn
) -> None:
    files = stand_in.repos[MODEL].files
    for name in removed:
        del files[name]
    files.update(changes)
    problem = refused(hub)
    assert problem.code == code
    assert why is None or problem.why == why
    assert not any("/cdn/" in one.path for one in stand_in.seen)


def test_a_disk_without_room_is_told_before(hub: Hub, monkeypatch: pytest.MonkeyPatch, stand_in: HubStandIn) -> None:
    class Small:
        free = 1000

    monkeypatch.setattr(download.shutil, "disk_usage", lambda _path: Small)
    assert refused(hub).code == "hub_disk"
    assert not any("/resolve/" in one.path for one in stand_in.seen)


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), PermissionError(errno.EACCES, "Permission denied")]
)
def test_a_disk_that_takes_no_more_is_told_with_the_folder_of_downloads(
    error: OSError, hub: Hub, stand_in: HubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: Any, **__: Any) -> None:
        raise error

    shelf = download.look_up(hub, MODEL)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ProblemError) as caught:
        list(download.fetch(hub, shelf, Control()))
    full = error.errno == errno.ENOSPC
    assert caught.value.problem.code == ("hub_disk" if full else "hub_folder")
    assert caught.value.problem.values["folder"] == str(hub.cache)


def test_names_that_lead_elsewhere_are_never_asked_for(hub: Hub, stand_in: HubStandIn) -> None:
    for name in ("../etc", "a/../b", "a/b/c", "a b/c", "https://evil/x"):
        assert refused(hub, name).code == "hub_no_repo"
    assert stand_in.seen == []


# -- offline ---------------------------------------------------------------------------------------------------------------


def test_offline_opens_no_socket(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    from distilstudio.engine.hub import dataset
    from distilstudio.engine.hub.connection import test_connection
    from distilstudio.engine.hub.search import search
    from distilstudio.protocol.hub import SearchDatasets, SearchHub

    fetch(hub)
    offline = Hub(msgspec.structs.replace(hub.access, offline=True))

    def forbidden(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, forbidden)
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, forbidden)
    assert teachers.describe(1, MODEL, Path(), Classification(["neg", "pos"]), offline).name == MODEL
    for code, ask in (
        ("hub_offline", lambda: download.look_up(offline, MODEL)),
        ("hub_offline_search", lambda: search(offline, SearchHub(1, "classification"))),
        ("hub_offline_search", lambda: dataset.search(offline, SearchDatasets(1, "classification"))),
        ("hub_offline_search", lambda: test_connection(offline)),
        ("hub_offline", lambda: teachers.describe(1, "ada/other", Path(), Classification([]), offline)),
    ):
        with pytest.raises(ProblemError) as caught:
            ask()
        assert caught.value.problem.code == code
    with pytest.raises(Exception, match="offline"), offline.client_factory()() as client:
        client.get(offline.endpoint)


def test_a_model_that_is_not_here_is_told_where_it_has_to_be(hub: Hub) -> None:
    with pytest.raises(ProblemError) as caught:
        teachers.locate(MODEL, Path(), hub)
    assert caught.value.problem.code == "hub_not_here"
