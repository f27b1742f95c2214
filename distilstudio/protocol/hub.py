"""What window and engine say to each other about the Hugging Face Hub. Must not know: how the Hub is spoken to."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from distilstudio.protocol.recipe import Task

ENDPOINT = "https://huggingface.co"
MIRROR = "https://hf-mirror.com"

_FILES = (
    *(".csv", ".tsv", ".tab", ".psv", ".dat", ".txt", ".text", ".log", ".json", ".jsonl", ".ndjson", ".parquet", ".pq"),
    *(".xlsx", ".xlsm", ".conll", ".conllu", ".bio", ".iob", ".iob2", ".bioes", ".toml", ".gz", ".zip"),
)
"""Endings by which a name is a file's."""
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_LINK = re.compile(
    r"(?:https?://[^/]+|huggingface\.co|hf\.co|hf-mirror\.com)/(?:datasets/)?(?!(?:datasets|spaces)/)([^/?#]+/[^/?#]+)(?:[/?#].*)?"
)


def is_hub_name(model: str) -> bool:
    """Whether this can be the name of a model on the Hub: organisation, slash, name. A folder of that name goes first."""
    return _HUB_NAME.fullmatch(model) is not None and ".." not in model


def named_in(words: str) -> str:
    """The model or dataset that is searched by its whole name, or by the address of its page; "" where these are only words."""
    words = words.strip()
    link = _LINK.fullmatch(words)
    name = link[1] if link is not None else words
    return name if is_hub_name(name) else ""


def is_dataset_name(train: str) -> bool:
    """Whether training texts of this name can be a dataset on the Hub and no file. A file or folder of that name goes first."""
    return is_hub_name(train) and not train.lower().endswith(_FILES)


class HubAccess(Struct, frozen=True, forbid_unknown_fields=True):
    """How the Hub is reached. Empty: the endpoint of the environment or the default one, no token, the system's proxy, the cache that
    all programs share."""

    endpoint: str = ""
    token: str = ""
    proxy: str = ""
    offline: bool = False
    cache: str = ""

    def __repr__(self) -> str:
        """Without the token: this may end up in a log."""
        told = "…" if self.token else ""
        return f"HubAccess({self.endpoint!r}, token={told!r}, proxy={bool(self.proxy)}, offline={self.offline}, cache={self.cache!r})"


class UseHub(Struct, frozen=True, tag="use_hub", forbid_unknown_fields=True):
    """How the Hub is reached from now on; without it, as the environment says. No answer."""

    access: HubAccess


class SearchHub(Struct, frozen=True, tag="search_hub", forbid_unknown_fields=True):
    """Look for models, the most downloaded first; one whose whole name, or the address of its page, the words are comes before them, whatever
    it is for. Answer: HubFound. `most_parameters`: 0 for any size; `language`, `licence` (as the Hub
    tags it, e.g. "apache-2.0"): "" for any."""

    request_id: int
    task: Task
    words: str = ""
    language: str = ""
    most_parameters: int = 0
    licence: str = ""


class DownloadModel(Struct, frozen=True, tag="download_model", forbid_unknown_fields=True):
    """Get a model into the cache, going on where it was left. Answers: DownloadProgress now and then, and DownloadEnded."""

    request_id: int
    model: str


class SearchDatasets(Struct, frozen=True, tag="search_datasets", forbid_unknown_fields=True):
    """Look for datasets, the most downloaded first: by words in the name, or without any those for a task. Answer: DatasetsFound."""

    request_id: int
    task: Task
    words: str = ""
    language: str = ""


class DescribeDataset(Struct, frozen=True, tag="describe_dataset", forbid_unknown_fields=True):
    """Which parts a dataset has. Answer: DatasetDescribed."""

    request_id: int
    name: str


class DownloadDataset(Struct, frozen=True, tag="download_dataset", forbid_unknown_fields=True):
    """Get one part of a dataset, and the part to examine on beside it, into the cache; "": the likeliest. Answers and stops as DownloadModel,
    with the dataset's name for the model's."""

    request_id: int
    name: str
    config: str = ""
    split: str = ""


class StopDownload(Struct, frozen=True, tag="stop_download", forbid_unknown_fields=True):
    """pause: end it and keep what has come, for the next DownloadModel to go on from. cancel: throw that away too, also of a model
    whose download has ended before its end."""

    request_id: int
    model: str
    how: Literal["pause", "cancel"]


class TestConnection(Struct, frozen=True, tag="test_connection", forbid_unknown_fields=True):
    """Reach the Hub step by step. Answer: ConnectionTested."""

    __test__ = False  # not one of pytest's

    request_id: int


class MeasureCache(Struct, frozen=True, tag="measure_cache", forbid_unknown_fields=True):
    """How full the cache of downloaded models is. Answer: CacheMeasured."""

    request_id: int


class HubModel(Struct, frozen=True):
    """One model that was found. Nothing of it is to be trusted as markup. 0 or "": the Hub does not say.

    refusal: why it cannot be a teacher here, "" where it can as far as is known.
    """

    name: str
    licence: str
    downloads: int
    parameters: int
    megabytes: float
    layers: int
    labels: list[str]
    gated: bool
    fits: bool
    cached: bool
    refusal: str


class HubFound(Struct, frozen=True, tag="hub_found", forbid_unknown_fields=True):
    """Answer to SearchHub."""

    request_id: int
    models: list[HubModel]


class HubDataset(Struct, frozen=True):
    """One dataset that was found. Nothing of it is to be trusted as markup. 0 or "": the Hub does not say. rows: as the Hub puts it, "10K<n<100K"."""

    name: str
    licence: str
    downloads: int
    rows: str
    gated: bool
    cached: bool


class DatasetsFound(Struct, frozen=True, tag="datasets_found", forbid_unknown_fields=True):
    """Answer to SearchDatasets."""

    request_id: int
    datasets: list[HubDataset]


class DatasetPart(Struct, frozen=True):
    """One split of one config, as Parquet."""

    config: str
    split: str
    megabytes: float
    cached: bool


class DatasetDescribed(Struct, frozen=True, tag="dataset_described", forbid_unknown_fields=True):
    """Answer to DescribeDataset. own_files: the Hub has no copy of it as a table; its parts are files of its own, read as they are."""

    request_id: int
    name: str
    licence: str
    downloads: int
    gated: bool
    parts: list[DatasetPart]
    own_files: bool = False


class DownloadProgress(Struct, frozen=True, tag="download_progress", forbid_unknown_fields=True):
    """Bytes on the disk, of how many; `bytes_per_second` 0 while unknown."""

    request_id: int
    model: str
    done: int
    total: int
    bytes_per_second: float = 0.0


class DownloadEnded(Struct, frozen=True, tag="download_ended", forbid_unknown_fields=True):
    """The model is whole and its checksums are right, or was stopped as asked."""

    request_id: int
    model: str
    outcome: Literal["done", "paused", "cancelled"]
    path: str = ""


Step = Literal["name", "connect", "tls", "http", "token"]


class ConnectionStep(Struct, frozen=True):
    """One step to the Hub. The first that is not ok is the last one tried. `told`: what the system or the Hub said."""

    step: Step
    ok: bool
    told: str = ""


class ConnectionTested(Struct, frozen=True, tag="connection_tested", forbid_unknown_fields=True):
    """Answer to TestConnection."""

    request_id: int
    host: str
    steps: list[ConnectionStep]


class CacheMeasured(Struct, frozen=True, tag="cache_measured", forbid_unknown_fields=True):
    """Answer to MeasureCache."""

    request_id: int
    folder: str
    size: int
    models: int


HubRequest = SearchHub | SearchDatasets | DescribeDataset | DownloadModel | DownloadDataset | TestConnection | MeasureCache
HubAnswer = HubFound | DatasetsFound | DatasetDescribed | DownloadProgress | DownloadEnded | ConnectionTested | CacheMeasured
