"""The parts of the loss on what goes on inside: hidden states and attention relations, student against teacher.

Where the two differ in width a projection stands between them; it learns beside the student and is no part of it.
Must not know: tasks, where the teacher's states come from, recipes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import PreTrainedModel

from distilstudio.engine import losses
from distilstudio.engine.batching import Batch
from distilstudio.engine.insides import Insides, Look, attention_heads, attention_width
from distilstudio.engine.teacher_states import States

PARTS = ("hidden_cosine", "hidden_squared", "relations")


def teacher_look(parts: Collection[str], layer_map: Sequence[int], depth: int) -> Look | None:
    """Where to look inside a teacher of so many layers; None where no wanted part of the loss is about that.

    Each layer of the student stands by the teacher's layer that it is a copy of, but its last by the teacher's last: that is what the head reads.
    """
    if not set(PARTS) & set(parts):
        return None
    layers = [*layer_map[:-1], depth - 1] if "hidden_squared" in parts else [depth - 1] if "hidden_cosine" in parts else []
    return Look(tuple(layers), attention="relations" in parts)


class InnerLesson:
    """What the student learns from the teacher's inside. `projections` are to be trained with it."""

    def __init__(
        self,
        student: PreTrainedModel,
        teacher: PreTrainedModel,
        look: Look,
        states: States,
        parts: Collection[str],
        seed: int,
        columns: Tensor | None = None,
    ) -> None:
        """look: into the teacher; the student is looked at in as many of its last layers. columns: which of the teacher's columns the
        student's were, int64 [student's width], where that is known."""
        self._parts, self._states, self._look = frozenset(parts), states, look
        layers = range(student.config.num_hidden_layers)
        self._student_layers = tuple(layers)[len(layers) - len(look.layers) :]
        self._insides = Insides(student, Look(self._student_layers, look.attention))
        self._widths = Insides(teacher, look).widths()
        self._heads = relation_heads(student, teacher)
        self.projections = self._make_projections(student, int(teacher.config.hidden_size), seed, columns)

    def watch(self, student: PreTrainedModel) -> AbstractContextManager[None]:
        """The student, or a copy that stands in for it, reads a batch in this block; `loss_parts` is to follow."""
        return self._insides.watch(student)

    @property
    def kept(self) -> NDArray[np.float16] | None:
        """The teacher's states at all word pieces of all rows, where they are on the disk."""
        return self._states.kept

    def loss_parts(self, batch: Batch, word_pieces: losses.Count) -> dict[str, Tensor]:
        """The wanted parts for the batch just read, unweighted; divided by `word_pieces`, those of the whole batch."""
        inside = batch.attention_mask.bool()
        seen = self._insides.take()
        columns = torch.split(self._states.of(batch), self._widths, dim=-1)
        hidden, attention = columns[: len(self._look.layers)], columns[len(self._look.layers) :]
        pairs = [
            (self._projected(layer, batch.select(student, inside)), teacher)
            for layer, student, teacher in zip(self._student_layers, seen.hidden, hidden, strict=True)
        ]
        parts: dict[str, Tensor] = {}
        if "hidden_cosine" in self._parts:
            parts["hidden_cosine"] = losses.hidden_cosine_loss(*pairs[-1], word_pieces)
        if "hidden_squared" in self._parts:  # the mean over the pairs, so that a weight means the same for any depth
            each = [losses.hidden_squared_loss(student, teacher, word_pieces) for student, teacher in pairs]
            parts["hidden_squared"] = torch.stack(each).mean()
        if "relations" in self._parts:
            parts["relations"] = torch.stack(
                [
                    losses.relation_loss(student, _padded(teacher, batch, inside), inside, self._heads, word_pieces)
                    for student, teacher in zip(seen.attention, attention, strict=True)
                ]
            ).sum()
        return parts

    def forget(self) -> None:
        """The step did not come to its end."""
        self._insides.forget()

    def state(self) -> dict[str, Tensor]:
        """The projections by name."""
        return dict(self.projections.state_dict())

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Go on from what `state` gave."""
        self.projections.load_state_dict(state)

    def _projected(self, layer: int, states: Tensor) -> Tensor:
        name = str(layer)
        return states.float() @ self.projections[name].T if name in self.projections else states

    def _make_projections(self, student: PreTrainedModel, width: int, seed: int, columns: Tensor | None) -> nn.ParameterDict:
        """From the student's width to the teacher's, one for each layer; they begin by putting each column where it was, else as a turn that
        keeps all lengths."""
        own, draw = int(student.config.hidden_size), torch.Generator().manual_seed(seed)
        made = nn.ParameterDict()
        if own != width:
            for layer in self._student_layers:
                if columns is None:
                    weight = nn.init.orthogonal_(torch.empty(width, own), generator=draw)
                else:
                    weight = torch.zeros(width, own).index_put_((columns, torch.arange(own)), torch.tensor(1.0))
                made[str(layer)] = nn.Parameter(weight.to(student.device))
        return made


def relation_heads(student: PreTrainedModel, teacher: PreTrainedModel) -> int:
    """Into how many heads both can be split for their relations: at most as many as the teacher itself has."""
    shared = math.gcd(attention_width(student), attention_width(teacher))
    return max(heads for heads in range(1, min(attention_heads(teacher), shared) + 1) if shared % heads == 0)


def _padded(flat: Tensor, batch: Batch, inside: Tensor) -> Tensor:
    """Word pieces one after the other, [word pieces, width], as texts, [texts, length, width]; 0 on padding."""
    if batch.fixed:
        return flat.view(*inside.shape, -1)
    texts = flat.new_zeros(*inside.shape, flat.shape[-1])
    texts[inside] = flat
    return texts
