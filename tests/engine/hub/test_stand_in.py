"""The stand-in is only worth something if the Hub's own client takes it for the Hub."""

from __future__ import annotations

import hashlib
from pathlib import Path

import httpx2
import pytest
from huggingface_hub import HfApi, constants, hf_hub_download, set_client_factory
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, HfHubHTTPError, RepositoryNotFoundError
from huggingface_hub.utils._http import default_client_factory

from tests.hub_stand_in import TOKEN, HubStandIn

MODEL = "ada/tiny"


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's own way out, which the suite keeps shut."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    set_client_factory(default_client_factory)


def test_the_real_client_downloads_a_small_and_a_large_file(stand_in: HubStandIn, tiny_folder: Path, tmp_path: Path) -> None:
    for name in ("config.json", "model.safetensors"):
        found = hf_hub_download(MODEL, name, endpoint=stand_in.endpoint, cache_dir=tmp_path, token=TOKEN)
        assert Path(found).read_bytes() == (tiny_folder / name).read_bytes()
    large = Path(found).resolve()
    assert large.name == hashlib.sha256(large.read_bytes()).hexdigest()
    assert stand_in.asked_for("/cdn/ada/tiny/model.safetensors")


def test_the_real_client_understands_refusals(stand_in: HubStandIn, tiny_folder: Path, tmp_path: Path) -> None:
    stand_in.add_folder("ada/gated", tiny_folder, gated=True)
    stand_in.add_folder("ada/private", tiny_folder, private=True)
    api = HfApi(endpoint=stand_in.endpoint, token=False)

    def fetch(model: str, file: str) -> None:
        hf_hub_download(model, file, endpoint=stand_in.endpoint, cache_dir=tmp_path, token=False)

    with pytest.raises(GatedRepoError):
        fetch("ada/gated", "config.json")
    with pytest.raises(RepositoryNotFoundError):
        fetch("ada/private", "config.json")
    with pytest.raises(EntryNotFoundError):
        fetch(MODEL, "gone.json")
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("ada/gone")
    assert HfApi(endpoint=stand_in.endpoint, token=TOKEN).model_info("ada/private").private
    assert HfApi(endpoint=stand_in.endpoint, token=TOKEN).whoami()["name"] == "ada"
    stand_in.fails("/api/models", status=503)
    with pytest.raises(HfHubHTTPError):
        api.model_info(MODEL)


def test_a_range_is_the_rest_of_the_file(stand_in: HubStandIn, tiny_folder: Path) -> None:
    content = (tiny_folder / "config.json").read_bytes()
    address = f"{stand_in.endpoint}/{MODEL}/resolve/main/config.json"
    rest = httpx2.get(address, headers={"Range": "bytes=10-"})
    assert (rest.status_code, rest.content) == (206, content[10:])
    assert rest.headers["Content-Range"] == f"bytes 10-{len(content) - 1}/{len(content)}"
    assert httpx2.get(address, headers={"Range": f"bytes={len(content)}-"}).status_code == 416


def test_a_cut_connection_is_a_fault_of_the_wire(stand_in: HubStandIn) -> None:
    stand_in.fails("config.json", cut=5)
    with pytest.raises(httpx2.RemoteProtocolError):
        httpx2.get(f"{stand_in.endpoint}/{MODEL}/resolve/main/config.json")
