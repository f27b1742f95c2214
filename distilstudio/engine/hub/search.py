"""Look for teachers on the Hub, and say of each what a card says. Must not know: downloads, the window."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import msgspec
import psutil
from huggingface_hub import ModelInfo
from huggingface_hub.utils._http import hf_raise_for_status

from distilstudio.engine.hub import cache
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.faults import HUB_ERRORS, offline, told
from distilstudio.engine.known_families import FAMILIES
from distilstudio.engine.refusals import refusal
from distilstudio.engine.shortage import MEMORY_PER_WEIGHT
from distilstudio.protocol.events import BYTES_PER_WEIGHT
from distilstudio.protocol.hub import HubModel, SearchHub, named_in
from distilstudio.protocol.problem_reasons import OTHER_FAMILY
from distilstudio.protocol.problems import ProblemError, problem

MOST_FOUND = 20
AT_A_TIME = 6
"""Descriptions read at the same time."""
MOST_CONFIG_BYTES = 2_000_000
MOST_LABELS = 200
PIPELINES = {
    "classification": "text-classification",
    "ner": "token-classification",
    "qa": "question-answering",
    "mlm": "fill-mask",
}
_WANTED: list[Any] = ["cardData", "config", "downloads", "gated", "safetensors", "siblings", "tags"]


def search(hub: Hub, asked: SearchHub) -> list[HubModel]:
    """The most downloaded models for a task, before them the one that is named. Raises: ProblemError hub_…, hub_no_repo if that is all."""
    if hub.offline:
        raise offline("")
    with hub.client_factory()() as client, ThreadPoolExecutor(AT_A_TIME) as pool:
        found = _named(hub, client, asked) if named_in(asked.words) else _list(hub, client, asked)
        configs = pool.map(lambda info: _config(hub, client, info), found)
        return [_card(hub, info, config) for info, config in zip(found, configs, strict=True)]


def _named(hub: Hub, client: httpx2.Client, asked: SearchHub) -> list[ModelInfo]:
    """Private models are in no list, and a task or a language may be chosen that is not this one's."""
    name = named_in(asked.words)
    others = [info for info in _list(hub, client, msgspec.structs.replace(asked, words=name)) if info.id != name]
    try:
        return [*_ask(hub, client, f"/api/models/{name}", {"expand": _WANTED}, name), *others]
    except ProblemError as error:
        if error.problem.code != "hub_no_repo" or not others:
            raise
    return others


def _list(hub: Hub, client: httpx2.Client, asked: SearchHub) -> list[ModelInfo]:
    """The most downloaded."""
    wanted: dict[str, Any] = {
        "filter": _tags(asked),
        "pipeline_tag": PIPELINES[asked.task],
        "sort": "downloads",
        "limit": MOST_FOUND,
        "expand": _WANTED,
    }
    if asked.words.strip():
        wanted["search"] = asked.words.strip()
    if asked.most_parameters:
        wanted["num_parameters"] = f"max:{max(1, asked.most_parameters // 1_000_000)}M"
    return _ask(hub, client, "/api/models", wanted)


def _ask(hub: Hub, client: httpx2.Client, path: str, params: dict[str, Any], model: str = "") -> list[ModelInfo]:
    """Ask once, for many or for this one. HfApi asks up to five times and waits for half a minute in between, while a person waits for an answer."""
    try:
        answer = client.get(hub.endpoint + path, params=params, headers=hub.headers())
        hf_raise_for_status(answer)
        found = answer.json()
        return [_info({"siblings": None, **item}) for item in (found[:MOST_FOUND] if isinstance(found, list) else [found])]
    except HUB_ERRORS as error:
        raise told(error, hub.endpoint, model, hub.token) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # no JSON, or not of the Hub's shape
        raise ProblemError(problem("hub_answer", repr(error), host=hub.endpoint, reason=str(error)[:200])) from error


def _tags(asked: SearchHub) -> list[str]:
    """What the Hub calls the choices; a model must carry all of them."""
    choices = (asked.language, f"license:{asked.licence}" if asked.licence else "")
    return ["transformers", *(choice for choice in choices if choice)]


def _info(item: dict[str, Any]) -> ModelInfo:
    make: Any = ModelInfo  # untyped
    info: ModelInfo = make(**item)
    return info


def _config(hub: Hub, client: httpx2.Client, info: ModelInfo) -> dict[str, Any]:
    """The model's config.json; the little that the list says of it where it cannot be had, as with gated models."""
    known: dict[str, Any] = dict(info.config or {})
    try:
        with client.stream("GET", f"{hub.endpoint}/{info.id}/resolve/main/config.json", headers=hub.headers()) as answer:
            if answer.status_code != 200 or int(answer.headers.get("Content-Length", 0)) > MOST_CONFIG_BYTES:
                return known
            whole = json.loads(answer.read())
        return whole if isinstance(whole, dict) else known
    except (*HUB_ERRORS, ValueError):
        return known


def _card(hub: Hub, info: ModelInfo, config: Mapping[str, Any]) -> HubModel:
    names = {sibling.rfilename for sibling in info.siblings or []}
    parameters = int(info.safetensors.total) if info.safetensors is not None else 0
    why_not = refusal(names, config)
    family = config.get("model_type")
    if not why_not and family and family not in FAMILIES:
        why_not = OTHER_FAMILY
    labels = config.get("id2label")
    return HubModel(
        name=info.id,
        licence=_licence(info),
        downloads=info.downloads or 0,
        parameters=parameters,
        megabytes=parameters * BYTES_PER_WEIGHT / 1e6,
        layers=_whole(config.get("num_hidden_layers", config.get("n_layers", 0))),
        labels=[str(label) for label in list(labels.values())[:MOST_LABELS]] if isinstance(labels, dict) else [],
        gated=bool(info.gated),
        fits=parameters * MEMORY_PER_WEIGHT < psutil.virtual_memory().available,
        cached=cache.find(hub, info.id) is not None,
        refusal=why_not,
    )


def _licence(info: ModelInfo) -> str:
    card = info.card_data
    stated = card.get("license") if card is not None else None
    tagged = next((tag.removeprefix("license:") for tag in info.tags or [] if tag.startswith("license:")), "")
    return stated if isinstance(stated, str) else tagged


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
