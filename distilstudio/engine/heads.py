"""A head that starts at nothing: which weights it is, from where it starts, and how much faster than the rest it learns.

A head that answers with more labels than are wanted, with several for one of them, or in another order, is cut here too.
Must not know: tasks, runs, the optimizer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import PreTrainedModel

HEAD_RATE = 10.0
"""How many times the learning rate of the layers below a fresh head gets: they know the language, it knows nothing.

Source of the idea: discriminative fine-tuning, Howard & Ruder 2018, arXiv:1801.06146, section 3.2."""


def head_of(model: PreTrainedModel) -> list[nn.Parameter]:
    """The weights above the model's body."""
    body = {id(weight) for weight in model.base_model.parameters()}
    return [weight for weight in model.parameters() if id(weight) not in body]


def start_at(model: PreTrainedModel, prior: NDArray[np.float32]) -> None:
    """Let a fresh head answer with these logits, float32 [labels], before it has learnt anything: its bias is set to them.

    Otherwise the first hundreds of steps go into learning which labels are rare; where most are, nothing else is learnt at all.
    Source: Lin et al. 2017, arXiv:1708.02002, section 3.3.
    """
    words = model.get_output_embeddings()
    layer = words if isinstance(words, nn.Linear) else _last_layer(model, len(prior))
    if layer is not None and layer.bias is not None:
        with torch.no_grad():
            layer.bias.fill_(float(prior.min()))  # a vocabulary may have places behind its last word
            layer.bias[: len(prior)].copy_(torch.from_numpy(prior))


class _Added(nn.Linear):
    """A head's last layer whose logits are added up as probabilities: the logarithm of the sum of exponentials of each group.

    Its own weights, which a student takes over, are those of a plain layer that comes near: the mean of each group. A softmax over the sums
    is then what one over all labels of the groups was, added up.
    """

    _whole: Tensor
    _at: Tensor | None

    def __init__(self, layer: nn.Linear, columns: Sequence[Sequence[int]]) -> None:
        super().__init__(layer.in_features, len(columns), layer.bias is not None)
        self._columns = [list(group) for group in columns]
        self.register_buffer("_whole", layer.weight.detach().clone(), persistent=False)
        self.register_buffer("_at", None if layer.bias is None else layer.bias.detach().clone(), persistent=False)
        _leave(self, layer.weight, layer.bias, columns)

    def forward(self, input: Tensor) -> Tensor:
        """[…, width] → [..., groups], float32."""
        logits = nn.functional.linear(input, self._whole, self._at).float()
        return torch.stack([logits[..., group].logsumexp(-1) for group in self._columns], -1)


def keep(model: PreTrainedModel, columns: Sequence[Sequence[int]], config_changes: dict[str, Any], learns: bool = False) -> None:
    """Leave a head these of its logits, in this order; several columns together are one label, and their probabilities are added.

    config_changes: number and names of the labels that it answers with then. learns: the head will learn, and be saved, as a plain layer:
    where columns go together it begins with their mean, which is near the sum.
    """
    layer = _last_layer(model, int(model.config.num_labels))
    assert layer is not None, f"the head of {type(model).__name__} ends in a linear layer"
    if learns or all(len(group) == 1 for group in columns):
        _leave(layer, layer.weight, layer.bias, columns)
    else:
        name = next(name for name, module in model.named_modules() if module is layer)
        model.set_submodule(name, _Added(layer, columns).train(layer.training))
    model.config.update(config_changes)
    if hasattr(model, "num_labels"):
        model.num_labels = len(columns)


def take_over(student: PreTrainedModel, teacher: PreTrainedModel) -> None:
    """Give the student the teacher's weights outside of the body, and those of the body's pooler, which are of the same shape in both."""
    own = student.state_dict()
    prefix = f"{teacher.base_model_prefix}."
    for name, weight in teacher.state_dict().items():
        outside = not name.startswith(prefix) or name.startswith(f"{prefix}pooler.")
        if outside and name in own and own[name].shape == weight.shape:
            own[name].copy_(weight)


def _leave(layer: nn.Linear, weight: Tensor, bias: Tensor | None, columns: Sequence[Sequence[int]]) -> None:
    """Give a layer the mean of these rows of weights for each group of columns, and to its bias the logarithm of how many they are."""
    groups = [torch.tensor(list(group), dtype=torch.long) for group in columns]
    layer.weight = nn.Parameter(torch.stack([weight.detach()[group].mean(0) for group in groups]))
    if bias is not None:
        layer.bias = nn.Parameter(torch.stack([bias.detach()[group].mean() + math.log(len(group)) for group in groups]))
    layer.out_features = len(columns)


def _last_layer(model: PreTrainedModel, outputs: int) -> nn.Linear | None:
    """The layer that a head of so many logits ends in."""
    body = {id(module) for module in model.base_model.modules()}
    layers = [
        module
        for module in model.modules()
        if id(module) not in body and isinstance(module, nn.Linear) and module.out_features == outputs
    ]
    return layers[-1] if layers else None


def log_shares(counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Logits of labels that exclude each other, from how often each occurs; each is counted once more, so that none is impossible."""
    return np.asarray(np.log((counts + 1) / (counts.sum() + len(counts))), np.float32)


def log_odds(counts: NDArray[np.int64], rows: int) -> NDArray[np.float32]:
    """Logits of labels that stand for themselves, from in how many of the rows each occurs; smoothed by half a row on either side."""
    return np.asarray(np.log((counts + 0.5) / (rows - counts + 0.5)), np.float32)
