"""The layers of a model whose family is known. Must not know: recipes, data, training."""

from __future__ import annotations

from typing import Any

from torch import nn
from transformers import PretrainedConfig, PreTrainedModel

from distilstudio.engine.known_families import FAMILIES, Family
from distilstudio.protocol.problems import ProblemError, problem


def family_of(config: PretrainedConfig) -> Family:
    """Raises: ProblemError(teacher_family) for a model that cannot be cut here."""
    family = FAMILIES.get(config.model_type)
    if family is None:
        raise ProblemError(problem("teacher_family", family=config.model_type, families=list(FAMILIES)))
    return family


def depth_of(config: PretrainedConfig) -> int:
    """Number of layers of a model with this config."""
    return int(getattr(config, family_of(config).depth_key))


def layers_of(model: PreTrainedModel) -> nn.ModuleList:
    """The model's own list of layers."""
    place: Any = model.base_model
    for name in family_of(model.config).layers.split("."):
        place = getattr(place, name)
    assert isinstance(place, nn.ModuleList)
    return place


def layer_prefix(model: PreTrainedModel) -> str:
    """What the names of all layer weights in the model's state begin with, up to the layer's number."""
    base = "" if model.base_model is model else model.base_model_prefix + "."
    return f"{base}{family_of(model.config).layers}."
