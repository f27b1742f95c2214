"""Search and connection test against the stand-in: what a card says, and which step is named when one fails."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import msgspec
import pytest

from distilstudio.engine.hub import connection, download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.search import search
from distilstudio.protocol.hub import HubAccess, SearchHub
from distilstudio.protocol.problem_reasons import ADAPTER, OTHER_FAMILY, REFUSED, UNKNOWN_NAME
from distilstudio.protocol.problems import Problem, ProblemError
from tests.hub_stand_in import TOKEN, HubStandIn

MODEL = "ada/tiny"


def names(hub: Hub, **asked: object) -> list[str]:
    return [model.name for model in search(hub, SearchHub(1, **{"task": "classification", **asked}))]  # type: ignore[arg-type]


def problem_of(hub: Hub) -> Problem:
    with pytest.raises(ProblemError) as caught:
        names(hub)
    return caught.value.problem


def other_access(hub: Hub, **changes: object) -> Hub:
    return Hub(msgspec.structs.replace(hub.access, **changes))  # type: ignore[arg-type]


@pytest.fixture
def many(stand_in: HubStandIn, tiny_folder: Path) -> HubStandIn:
    """Models that differ in everything that can be searched."""
    tags = ["transformers", "zh", "license:apache-2.0"]
    stand_in.add_folder("bob/big", tiny_folder, downloads=9000, tags=tags, parameters=400_000_000_000)
    stand_in.add_folder("bob/names", tiny_folder, downloads=50, tags=tags, pipeline_tag="token-classification")
    stand_in.add_folder("bob/keras", tiny_folder, downloads=99_999, tags=["keras", "en"])
    return stand_in


def test_the_most_downloaded_come_first_and_choices_narrow_it_down(hub: Hub, many: HubStandIn) -> None:
    assert names(hub) == ["bob/big", MODEL]
    assert names(hub, words="TIN") == [MODEL]
    assert names(hub, language="zh") == ["bob/big"]
    assert names(hub, licence="apache-2.0") == ["bob/big"]
    assert names(hub, licence="gpl-3.0") == []
    assert names(hub, most_parameters=30_000_000) == [MODEL]
    assert names(hub, task="ner") == ["bob/names"]
    assert names(hub, task="qa") == []


@pytest.mark.parametrize(
    "words", ["{name}", " {name} ", "{endpoint}/{name}", "https://huggingface.co/{name}/tree/main?x=1", "hf.co/{name}"]
)
def test_a_model_is_found_by_its_whole_name_or_its_page_whatever_else_is_chosen(
    words: str, hub: Hub, many: HubStandIn, tiny_folder: Path
) -> None:
    many.add_folder("bob/names-2", tiny_folder, tags=["transformers"], pipeline_tag="token-classification", private=True)
    with_token = other_access(hub, token=TOKEN)
    typed = words.format(name="bob/names", endpoint=hub.endpoint)
    assert names(hub, words=typed, language="de") == ["bob/names"]
    assert names(with_token, words=words.format(name="bob/names-2", endpoint=hub.endpoint)) == ["bob/names-2"]
    with pytest.raises(ProblemError) as caught:
        names(hub, words=words.format(name="bob/names-2", endpoint=hub.endpoint))
    assert caught.value.problem.code == "hub_no_repo"
    assert names(hub, words="bob/bi", language="zh") == ["bob/big"]


def test_a_card_says_what_the_hub_and_the_config_say(hub: Hub, many: HubStandIn) -> None:
    big, tiny = search(hub, SearchHub(1, "classification"))
    assert (tiny.licence, tiny.downloads, tiny.parameters, tiny.layers) == ("mit", 700, 40_000, 4)
    assert (tiny.labels, tiny.refusal, tiny.fits, tiny.cached, tiny.gated) == (["neg", "pos"], "", True, False, False)
    assert tiny.megabytes == pytest.approx(0.16)
    assert (big.licence, big.fits) == ("apache-2.0", False)
    list(download.fetch(hub, download.look_up(hub, MODEL), download.Control()))
    assert search(hub, SearchHub(1, "classification", words="tiny"))[0].cached


def test_a_card_says_why_not(hub: Hub, stand_in: HubStandIn, tiny_folder: Path) -> None:
    config = json.loads((tiny_folder / "config.json").read_text())
    stand_in.repos[MODEL].files["config.json"] = json.dumps(config | {"model_type": "gpt2"}).encode()
    assert search(hub, SearchHub(1, "classification"))[0].refusal == OTHER_FAMILY
    del stand_in.repos[MODEL].files["model.safetensors"]
    stand_in.repos[MODEL].files["adapter_config.json"] = b"{}"
    assert search(hub, SearchHub(1, "classification"))[0].refusal == ADAPTER


def test_a_gated_model_is_found_without_its_labels(hub: Hub, stand_in: HubStandIn) -> None:
    stand_in.repos[MODEL].gated = True
    found = search(hub, SearchHub(1, "classification"))[0]
    assert (found.gated, found.labels, found.refusal) == (True, [], "")


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_problems_of_the_network_are_told(hub: Hub, stand_in: HubStandIn) -> None:
    stand_in.fails("/api/models", times=1, status=429, headers={"Retry-After": "7"})
    assert problem_of(hub).code in {"hub_limit"}
    away = problem_of(Hub(HubAccess(endpoint=f"http://127.0.0.1:{closed_port()}")))
    assert away.code == "hub_unreachable"
    assert away.why == REFUSED
    assert problem_of(other_access(hub, proxy="nonsense")).code == "hub_proxy"


def steps_of(hub: Hub) -> list[tuple[str, bool]]:
    return [(step.step, step.ok) for step in connection.test_connection(hub)[1]]


def test_every_step_to_the_hub_is_named(hub: Hub, stand_in: HubStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert steps_of(hub) == [("name", True), ("connect", True), ("http", True)]
    assert steps_of(other_access(hub, token=TOKEN))[-1] == ("token", True)
    assert steps_of(other_access(hub, token="hf_wrong"))[-1] == ("token", False)
    encrypted = other_access(hub, endpoint=stand_in.endpoint.replace("http:", "https:"))
    assert steps_of(encrypted) == [("name", True), ("connect", True), ("tls", False)]
    refused = other_access(hub, endpoint=f"http://127.0.0.1:{closed_port()}")
    assert steps_of(refused) == [("name", True), ("connect", False)]
    stand_in.fails("/api/models", status=502)
    assert steps_of(hub) == [("name", True), ("connect", True), ("http", False)]


def test_a_name_that_is_not_known(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    away = other_access(hub, endpoint="https://hub.invalid")
    assert steps_of(away) == [("name", False)]
    assert connection.test_connection(away)[1][-1].told == UNKNOWN_NAME
    found = problem_of(away)
    assert (found.why, found.code) == (UNKNOWN_NAME, "hub_unreachable")
    assert "Errno" not in found.why


@pytest.mark.parametrize("endpoint", ["nonsense", "http://", "http://a:b", "http://[::1"])
def test_an_endpoint_that_is_no_address(endpoint: str, hub: Hub) -> None:
    wrong = other_access(hub, endpoint=endpoint)
    with pytest.raises(ProblemError) as caught:
        connection.test_connection(wrong)
    assert caught.value.problem.code == "hub_answer"
    found = problem_of(wrong)
    assert found.code in {"hub_answer", "hub_unreachable"}
    assert wrong.endpoint in found.what


@pytest.mark.parametrize("proxy", ["proxy:8080", "localhost", "ftp://127.0.0.1:1", "http://127.0.0.1:abc", "http://[::1"])
def test_a_proxy_that_is_none_is_told_and_not_the_hub(proxy: str, hub: Hub) -> None:
    wrong = other_access(hub, proxy=proxy)
    with pytest.raises(ProblemError) as caught:
        connection.test_connection(wrong)
    assert caught.value.problem.code == problem_of(wrong).code == "hub_proxy"


def test_through_a_proxy_the_proxy_is_reached_first(hub: Hub, stand_in: HubStandIn) -> None:
    """The stand-in takes the whole address in the request line, as a proxy does, only as an unknown path: an answer that is no Hub's."""
    through = other_access(hub, endpoint="http://hub.invalid", proxy=stand_in.endpoint)
    host, steps = connection.test_connection(through)
    assert host == "127.0.0.1"
    assert [(step.step, step.ok) for step in steps][:2] == [("name", True), ("connect", True)]
    assert any(
        one.path.startswith("/api/models") or "hub.invalid" in one.path or one.headers.get("host") == "hub.invalid"
        for one in stand_in.seen
    )
