"""A student narrower than its teacher: which attention heads, neurons and columns stay, and the slicing of its weights.

What counts is measured while the teacher reads a few rows: how much a head or a neuron adds to the stream between the layers, and how much
of a column those that read it take in. Heads and neurons are chosen layer by layer, columns once for the whole model, for every layer adds
to the same ones. Heads keep their size, so the width is always a whole number of heads.
Source of the idea: Muralidharan et al. 2024, arXiv:2407.14679, section 2.2 (importance from activations alone).
Must not know: tasks, runs, training.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel

from distilstudio.engine.batching import Batch
from distilstudio.engine.families import family_of, layers_of
from distilstudio.engine.known_families import Family
from distilstudio.protocol.presets import nearest_share
from distilstudio.protocol.problems import ProblemError, problem

SHARED_HEADS = "relative_attention_bias.weight"
"""What each head knows of distances, one column a head, for all layers."""


def refusal(config: PretrainedConfig) -> ProblemError | None:
    """Why students of this teacher cannot be narrower than it; None where they can."""
    width, heads = int(config.hidden_size), int(config.num_attention_heads)
    size = int(getattr(config, "attention_head_size", None) or width // heads)
    if width == heads * size:
        return None
    return ProblemError(problem("student_width", columns=width, heads=heads))


def shares_of(config: PretrainedConfig) -> list[float]:
    """The shares of the teacher's width that a student can have, the whole first: whole heads, one at least.

    A model whose word pieces have vectors of another size has a layer between those and the stream, which transformers leaves out where both
    are as wide: such a width is passed over.
    """
    heads, width = int(config.num_attention_heads), int(config.hidden_size)
    vectors = int(getattr(config, "embedding_size", None) or width)
    fits = [count for count in range(heads, 0, -1) if count == heads or count * (width // heads) != vectors]
    return [count / heads for count in fits]


def share_of(config: PretrainedConfig, wanted: float) -> float:
    """The one of them that comes nearest to the wanted share; of two as near, the larger."""
    return nearest_share(shares_of(config), wanted)


def narrower(config: PretrainedConfig, share: float) -> PretrainedConfig:
    """A copy of the config with this share of heads, columns and neurons."""
    if share == 1:
        return config
    changed, family = copy.deepcopy(config), family_of(config)
    before = int(config.hidden_size)
    changed.num_attention_heads = round(share * int(config.num_attention_heads))
    changed.hidden_size = changed.num_attention_heads * (before // int(config.num_attention_heads))
    setattr(changed, family.neurons_key, max(1, round(share * int(getattr(config, family.neurons_key)))))
    for follows in ("embedding_size", "pooler_hidden_size"):  # where it was the same it has to stay the same
        if getattr(config, follows, None) == before:
            setattr(changed, follows, changed.hidden_size)
    return changed


@dataclass(frozen=True)
class Narrowing:
    """What stays of a teacher: columns of the stream; heads and neurons of each of the student's layers. Numbers rise, 0-based int64."""

    share: float
    columns: Tensor
    heads: list[Tensor]
    neurons: list[Tensor]
    family: Family
    head_size: int
    all_neurons: int

    def slice(self, state: dict[str, Tensor], fresh: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
        """The weights that stay. state: the teacher's under the student's names; fresh: weights of the size that is wanted."""
        return {name: self._slice(name, weight, fresh.get(name), prefix) for name, weight in state.items()}

    def _slice(self, name: str, weight: Tensor, wanted: Tensor | None, prefix: str) -> Tensor:
        if wanted is None or weight.shape == wanted.shape:
            return weight
        layer, part = -1, ""
        if name.startswith(prefix):
            number, _, rest = name.removeprefix(prefix).partition(".")
            layer, part = int(number), rest.rpartition(".")[0]
        rows, columns = self._kept(layer, part)
        if name.endswith(SHARED_HEADS):
            return weight[:, self.heads[0]]
        for axis, (before, after) in enumerate(zip(weight.shape, wanted.shape, strict=True)):
            if before != after:
                weight = weight.index_select(axis, (rows, columns, self.columns)[axis])
        return weight

    def _kept(self, layer: int, part: str) -> tuple[Tensor, Tensor]:
        """What stays of a module's rows (what it gives) and of its columns (what it reads)."""
        family, columns = self.family, self.columns
        if part in (*family.attention, *family.places):
            inside = self._inside_heads(layer)
            whole = self.head_size * self._teacher_heads
            fused = len(family.attention) == 1
            return torch.cat([inside, inside + whole, inside + 2 * whole]) if fused else inside, columns
        if part == family.after_attention:
            return columns, self._inside_heads(layer)
        if part == family.neurons_in:
            neurons = self.neurons[layer]
            return torch.cat([neurons, neurons + self.all_neurons]) if family.gated else neurons, columns
        if part == family.neurons_out:
            return columns, self.neurons[layer]
        return columns, columns

    @property
    def _teacher_heads(self) -> int:
        return round(len(self.heads[0]) / self.share)

    def _inside_heads(self, layer: int) -> Tensor:
        """The columns inside a layer's attention that belong to its heads."""
        return (self.heads[layer][:, None] * self.head_size + torch.arange(self.head_size)).flatten()


def choose(teacher: PreTrainedModel, layer_map: Sequence[int], share: float, batches: Iterable[Batch]) -> Narrowing:
    """Choose what stays by what counts on these batches.

    Raises: ProblemError(student_width) where this teacher cannot be narrowed.
    """
    config, family = teacher.config, family_of(teacher.config)
    if (refused := refusal(config)) is not None:
        raise refused
    slim = narrower(config, share)
    heads, size = int(config.num_attention_heads), int(config.hidden_size) // int(config.num_attention_heads)
    seen = _Importance(teacher, family, layer_map)
    seen.measure(batches)
    of_heads = [columns.view(heads, size).sum(1) for columns in seen.inside]
    if family.same_heads:
        of_heads = [torch.stack([found / found.sum() for found in of_heads]).sum(0)] * len(of_heads)
    return Narrowing(
        share=share,
        columns=_most(seen.columns, int(slim.hidden_size)),
        heads=[_most(found, int(slim.num_attention_heads)) for found in of_heads],
        neurons=[_most(found, int(getattr(slim, family.neurons_key))) for found in seen.neurons],
        family=family,
        head_size=size,
        all_neurons=int(getattr(config, family.neurons_key)),
    )


class _Importance:
    """How much counts: `columns` of the stream, and of each layer the columns `inside` its attention and its `neurons`; float32."""

    def __init__(self, teacher: PreTrainedModel, family: Family, layer_map: Sequence[int]) -> None:
        self._teacher, self._family = teacher, family
        self._layers = [layers_of(teacher)[layer] for layer in layer_map]
        self._squares: dict[nn.Module, Tensor] = {}
        self._mask: Tensor | None = None

    @torch.inference_mode()
    def measure(self, batches: Iterable[Batch]) -> None:
        """Let the teacher read, and reckon."""
        modules = [layer.get_submodule(name) for layer in self._layers for name in self._watched()]
        handles = [module.register_forward_pre_hook(self._hook(module)) for module in dict.fromkeys(modules)]
        try:
            for batch in batches:
                self._mask = batch.attention_mask.bool()
                self._teacher.base_model(**batch.inputs())
        finally:
            for handle in handles:
                handle.remove()
        family = self._family
        self.inside = [self._added(layer, family.after_attention) for layer in self._layers]
        self.neurons = [self._added(layer, family.neurons_out) for layer in self._layers]
        taken = [self._taken(layer, names) for layer in self._layers for names in (family.attention, (family.neurons_in,))]
        self.columns = torch.stack([found / found.sum() for found in taken]).sum(0)

    def _watched(self) -> tuple[str, ...]:
        family = self._family
        return family.attention[0], family.after_attention, family.neurons_in, family.neurons_out

    def _added(self, layer: nn.Module, name: str) -> Tensor:
        """Mean square of what each column that a module reads adds to the stream."""
        module = layer.get_submodule(name)
        return self._squares[module] * _square_weights(module)

    def _taken(self, layer: nn.Module, names: Sequence[str]) -> Tensor:
        """Mean square of what modules that read the same take in of each of its columns."""
        modules = [layer.get_submodule(name) for name in names]
        return self._squares[modules[0]] * torch.stack([_square_weights(module) for module in modules]).sum(0)

    def _hook(self, module: nn.Module) -> Callable[..., None]:
        def hook(_: nn.Module, given: tuple[Any, ...]) -> None:
            states: Tensor = given[0]
            if self._mask is not None and states.shape[:2] == self._mask.shape:  # padding says nothing
                states = states[self._mask]
            squares = states.float().reshape(-1, states.shape[-1]).square().sum(0).cpu()
            self._squares[module] = self._squares.get(module, torch.zeros_like(squares)) + squares

        return hook


def _square_weights(module: nn.Module) -> Tensor:
    assert isinstance(module, nn.Linear)
    return module.weight.detach().float().square().sum(0).cpu()


def _most(importance: Tensor, count: int) -> Tensor:
    """The numbers of so many that count most, rising; of equals the first."""
    return torch.sort(torch.sort(importance, descending=True, stable=True).indices[:count]).values
