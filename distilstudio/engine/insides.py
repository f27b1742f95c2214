"""Looks into a model while it reads: what its layers give, and the queries, keys and values of its last layer.

By hooks on the model's own modules, so that whichever attention kernel it uses stays in use, and nothing is kept that is not asked for.
Must not know: losses, training, files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from distilstudio.engine.batching import Batch
from distilstudio.engine.families import family_of, layers_of


@dataclass(frozen=True)
class Look:
    """Where to look: the outputs of these layers (0-based), and whether at the last layer's queries, keys and values."""

    layers: tuple[int, ...]
    attention: bool


@dataclass(frozen=True)
class Seen:
    """What was seen of a batch. hidden: of each layer, [texts, length, width]; attention: queries, keys, values, each the same, or nothing."""

    hidden: tuple[Tensor, ...]
    attention: tuple[Tensor, ...]

    def flat(self, batch: Batch) -> Tensor:
        """All of it for the word pieces of the batch that was read, one after the other: [word pieces, columns]."""
        return batch.select(torch.cat((*self.hidden, *self.attention), dim=-1), batch.attention_mask.bool())


class Insides:
    """Looks into one model."""

    def __init__(self, model: PreTrainedModel, look: Look) -> None:
        self._model, self._look = model, look
        self._hidden: dict[int, Tensor] = {}
        self._projected: dict[str, Tensor] = {}

    @contextmanager
    def watch(self, copy: PreTrainedModel | None = None) -> Iterator[None]:
        """See what the model (or a copy that stands in for it) does in this block; afterwards it is as if nobody had ever looked."""
        model = self._model if copy is None else copy
        handles = [module.register_forward_hook(self._hidden_hook(layer)) for layer, module in self._layers(model)]
        handles += [module.register_forward_hook(self._attention_hook(name)) for name, module in self._projections(model)]
        # What a reading that ran out of memory has left is of other rows than the next.
        handles.append(model.base_model.register_forward_pre_hook(lambda *_: self.forget()))
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

    def take(self) -> Seen:
        """What was seen since the last time; afterwards it is held here no more."""
        hidden = tuple(self._hidden[layer] for layer in self._look.layers)
        projected = [self._projected[name] for name, _ in self._projections(self._model)]
        attention = projected[0].chunk(3, dim=-1) if len(projected) == 1 else tuple(projected)
        self.forget()
        return Seen(hidden, attention)

    def forget(self) -> None:
        """Let go of what was seen."""
        self._hidden.clear()
        self._projected.clear()

    def widths(self) -> list[int]:
        """Columns of everything that is looked at, in the order of `Seen.flat`."""
        hidden = [int(self._model.config.hidden_size)] * len(self._look.layers)
        return hidden + ([attention_width(self._model)] * 3 if self._look.attention else [])

    def _layers(self, model: PreTrainedModel) -> Iterator[tuple[int, nn.Module]]:
        """The last layer's output is the body's own: some families put a norm behind it."""
        layers = layers_of(model)
        for layer in self._look.layers:
            yield layer, model.base_model if layer == len(layers) - 1 else layers[layer]

    def _projections(self, model: PreTrainedModel) -> Iterator[tuple[str, nn.Module]]:
        if self._look.attention:
            yield from projections_of(model)

    def _hidden_hook(self, layer: int) -> Any:
        def hook(module: nn.Module, given: Any, output: Any) -> None:
            self._hidden[layer] = output if isinstance(output, Tensor) else output[0]

        return hook

    def _attention_hook(self, name: str) -> Any:
        def hook(module: nn.Module, given: Any, output: Tensor) -> None:
            self._projected.setdefault(name, output)  # DeBERTa puts its table of distances through the same module afterwards

        return hook


def projections_of(model: PreTrainedModel) -> list[tuple[str, nn.Module]]:
    """The modules of the last layer that give queries, keys and values, by name."""
    last = layers_of(model)[-1]
    return [(name, last.get_submodule(name)) for name in family_of(model.config).attention]


def attention_width(model: PreTrainedModel) -> int:
    """Columns of the queries; as many as those of the keys and of the values."""
    modules = [module for _, module in projections_of(model)]
    assert isinstance(modules[0], nn.Linear)
    return modules[0].out_features // (3 if len(modules) == 1 else 1)


def attention_heads(model: PreTrainedModel) -> int:
    """Into how many heads a layer's attention is split."""
    return int(model.config.num_attention_heads)
