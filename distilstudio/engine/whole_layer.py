"""Lets the layers of a working copy be computed whole, by `explicit_layer`; chosen by measurement, like an attention kernel.

Where a layer has to do more than the plain formula (someone who looks at its queries, dropout on an NVIDIA card) its own modules do it.
Must not know: losses, tasks, when it is chosen.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, PreTrainedModel
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask

from distilstudio.engine.attention import attend
from distilstudio.engine.dropout import is_quick
from distilstudio.engine.explicit_layer import NOTHING, Drops, Weights, layer
from distilstudio.engine.families import layers_of
from distilstudio.engine.fixed_layer import FixedLayer
from distilstudio.engine.known_families import FAMILIES, Family

NAME = "whole_layer"
"""What transformers knows it by: outside of a working copy the model's own layers run, with the kernel of `attention`."""


def suits(model: PreTrainedModel) -> bool:
    """Whether each layer of the model is the plain one of the original Transformer."""
    family = FAMILIES.get(model.config.model_type)
    if family is None or family.norms is None or getattr(model.config, "is_decoder", False):
        return False
    active = getattr(model.config, "hidden_act", None) or getattr(model.config, "activation", None)
    return active == "gelu" and all(_is_plain(one, family) for one in layers_of(model))


def _is_plain(one: nn.Module, family: Family) -> bool:
    products = [
        one.get_submodule(name) for name in (*family.attention, family.after_attention, family.neurons_in, family.neurons_out)
    ]
    if not all(type(product) is nn.Linear and product.bias is not None for product in products):
        return False
    square = all(isinstance(product, nn.Linear) and product.in_features == product.out_features for product in products[:4])
    return square and all(weight.requires_grad for weight in one.parameters())


def is_chosen(model: PreTrainedModel) -> bool:
    """Whether the model's layers are to be computed whole."""
    return bool(model.config._attn_implementation == NAME) and suits(model)


class Packed:
    """The lower copies of one layer's weights; those of queries, keys and values are parts of one tensor."""

    def __init__(self, real: nn.Module, family: Family, dtype: torch.dtype) -> None:
        """lower: of each real weight, by its id."""
        self.family = family
        self.lower: dict[int, nn.Parameter] = {}
        modules = [real.get_submodule(name) for name in family.attention]
        self.weight, self.bias = (
            torch.cat([getattr(module, kind).detach().to(dtype) for module in modules]) for kind in ("weight", "bias")
        )
        for kind, whole in (("weight", self.weight), ("bias", self.bias)):
            for module, part in zip(modules, whole.chunk(3), strict=True):
                self.lower[id(getattr(module, kind))] = nn.Parameter(part)

    def weights(self, copied: nn.Module, heads: int) -> Weights:
        """Of the layer that the lower weights are in."""
        family = self.family
        assert family.norms is not None
        names = (
            *family.attention,
            family.after_attention,
            family.norms[0],
            family.neurons_in,
            family.neurons_out,
            family.norms[1],
        )
        parts: list[Any] = [copied.get_submodule(name) for name in names]
        out, norm_a, wide, narrow, norm_b = parts[3:]
        return Weights(
            qkv=self.weight,
            qkv_bias=self.bias,
            out=out.weight,
            out_bias=out.bias,
            norm_a=(norm_a.weight, norm_a.bias),
            wide=wide.weight,
            wide_bias=wide.bias,
            narrow=narrow.weight,
            narrow_bias=narrow.bias,
            norm_b=(norm_b.weight, norm_b.bias),
            heads=heads,
            eps_a=norm_a.eps,
            eps_b=norm_b.eps,
            all=tuple(weight for part in parts for weight in (part.weight, part.bias)),
        )


class WholeLayer(nn.Module):
    """Stands in for a layer of a working copy, with its very modules. first: only each text's first word piece is read of it."""

    def __init__(self, plain: nn.Module, packed: Packed, heads: int, first: bool) -> None:
        super().__init__()
        self.training = plain.training
        for name, child in plain.named_children():
            self.add_module(name, child)
        self._run_plain = plain.forward
        self._weights, self._first = packed.weights(plain, heads), first
        dropouts: list[Any] = [plain.get_submodule(name) if name else nn.Dropout(0.0) for name in packed.family.drops]
        self._drops = Drops(*(dropout.p for dropout in dropouts))
        self._looked_at = packed.family.attention
        self.stays = False
        """Whether the weights are to stay as they are."""

    @cached_property
    def _fixed(self) -> FixedLayer:
        return FixedLayer(self._weights, self._first)

    def forward(self, hidden_states: Tensor, attention_mask: Tensor | None = None, *more: Any, **named: Any) -> Tensor:
        """[texts, length, width] → the same, or [texts, 1, width]."""
        drops = self._drops if self.training else NOTHING
        plain = drops != NOTHING and not is_quick(hidden_states)
        if plain or any(self.get_submodule(name)._forward_hooks for name in self._looked_at):
            found: Tensor = self._run_plain(hidden_states, attention_mask, *more, **named)
            return found[:, :1] if self._first else found
        if self.stays and drops == NOTHING and not torch.is_grad_enabled():
            return self._fixed(hidden_states, attention_mask)
        return layer(hidden_states, attention_mask, self._weights, self._first, drops)


def stand_in(copied: PreTrainedModel, packed: list[Packed], first: bool) -> None:
    """Let the layers of a working copy be computed whole. first: nothing is read of the last one but each text's first word piece."""
    layers = layers_of(copied)
    heads = int(copied.config.num_attention_heads)
    for number, (plain, one) in enumerate(zip(list(layers), packed, strict=True)):
        layers[number] = WholeLayer(plain, one, heads, first and number == len(packed) - 1)


def _slim_mask(batch_size: int, q_length: int, kv_length: int, **named: Any) -> Tensor | None:
    """transformers' mask for one query of each text, [texts, 1, 1, length]: no layer that this is for minds where the query stands."""
    mask: Tensor | None = eager_mask(batch_size, 1, kv_length, **named)
    return mask


AttentionInterface.register(NAME, attend)
ALL_MASK_ATTENTION_FUNCTIONS.register(NAME, _slim_mask)
