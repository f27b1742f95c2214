"""`doctor`: what it finds, in words and as JSON; a Hub that is silent, absent or unwell never makes it fail."""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from distilstudio.cli import main
from distilstudio.commandline import doctor
from distilstudio.engine import device
from tests.cli.conftest import Json


@pytest.fixture
def answering(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a server on this computer that answers every question with one status."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(request.param)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def listening() -> Iterator[str]:
    """Address where a call is taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which the Hub may be asked, with no proxy between."""
    monkeypatch.delenv("HF_HUB_OFFLINE")
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_findings_as_json(home: Path, told_json: Json) -> None:
    assert main(["doctor", "--json"]) == 0
    found = told_json()
    assert found["versions"]["torch"] == version("torch")
    assert found["device"]["kind"] == found["devices"][0]
    assert found["devices"][-1] == "cpu"
    assert found["precision"]["chosen"] in ("fp32", "bf16", "fp16")
    assert found["precision"]["milliseconds"].get("fp32", 1) > 0
    assert {folder["name"]: folder["path"] for folder in found["folders"]}["runs"] == str(home / "runs")
    assert all(folder["free"] > 0 for folder in found["folders"])
    assert not home.exists(), "the doctor only looks"
    assert found["starter"]["ok"] is True
    assert found["hub"]["reason"] == "not asked: HF_HUB_OFFLINE is set"


def test_the_product_is_timed_once_and_what_is_told_is_what_was_chosen_by(
    told_json: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [{"fp32": 0.002, "bf16": 0.001}, {"fp32": 0.001, "bf16": 0.002}]
    monkeypatch.setattr(device, "available", lambda: ["cpu"])
    monkeypatch.setattr(device, "probe_precision", lambda *_: found.pop(0))
    assert main(["doctor", "--json"]) == 0
    told = told_json()
    assert told["precision"] == {"chosen": "bf16", "milliseconds": {"fp32": 2.0, "bf16": 1.0}}
    assert told["device"]["precision"] == "bf16"
    assert len(found) == 1


def test_the_findings_in_words(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir(parents=True)
    (home / "settings.json").write_text(json.dumps({"runs_folder": str(tmp_path / "mine")}))
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert f"Window's runs   {tmp_path / 'mine'}" in out
    for line in ("torch", "Device", "Precision", "Runs", "Starter teacher there, checksum right", "Hub"):
        assert line in out
    assert "\x1b" not in out


@pytest.mark.parametrize("content", ["{torn", "[]", '{"runs_folder": 3}', '{"runs_folder": ""}', "é"])
def test_settings_that_choose_no_folder_for_runs_are_passed_over(home: Path, content: str) -> None:
    home.mkdir(parents=True)
    (home / "settings.json").write_bytes(content.encode("latin-1"))
    assert doctor.runs_of_window() is None


def test_a_starter_teacher_that_is_missing_is_told_and_no_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from distilstudio.engine import teachers

    monkeypatch.setattr(teachers, "STARTER_MODULE", "no_such_package")
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "The starter teacher is not installed." in out
    assert "make run" in out


@pytest.mark.parametrize(("answering", "reachable"), [(200, True), (404, True), (503, False)], indirect=["answering"])
def test_a_hub_that_answers(answering: str, reachable: bool, online: pytest.MonkeyPatch) -> None:
    online.setenv("HF_ENDPOINT", answering)
    hub = doctor.ask_hub()
    assert (hub.reachable, hub.address) == (reachable, answering)
    assert bool(hub.reason) is not reachable


def test_a_hub_that_never_answers_is_given_up_in_time(listening: str, online: pytest.MonkeyPatch) -> None:
    online.setenv("HF_ENDPOINT", listening)
    hub = doctor.ask_hub(seconds=0.2)
    assert not hub.reachable
    assert hub.reason


NO_ADDRESSES = ["http://[::1", "http://127.0.0.1:99999", "http://127.0.0.1:abc"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "no address at all", "http://", *NO_ADDRESSES])
def test_a_hub_that_is_not_there(address: str, online: pytest.MonkeyPatch) -> None:
    online.setenv("HF_ENDPOINT", address)
    hub = doctor.ask_hub()
    assert not hub.reachable
    assert hub.reason


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_address_that_is_none_keeps_no_library_from_being_loaded(address: str) -> None:
    """huggingface_hub takes HF_ENDPOINT apart when it is imported, and transformers imports it."""
    load = "from distilstudio.engine.quiet import hush; hush(); from distilstudio.engine.hub.access import Hub; print(Hub().endpoint)"
    done = subprocess.run(
        [sys.executable, "-c", load], env={**os.environ, "HF_ENDPOINT": address}, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == address, done.stderr[-2000:]
