"""Cut a student from its teacher: which layers, how big it will be, and the surgery itself.

Must not know: tasks, data, training.
Sources: Sanh et al. 2019, arXiv:1910.01108, section 2 (every second layer, embeddings and head copied); Sajjad et al. 2020, arXiv:2004.03844
(of the ways to drop layers, dropping the uppermost keeps most).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel

from distilstudio.engine import narrowing
from distilstudio.engine.families import depth_of, family_of, layer_prefix, layers_of
from distilstudio.engine.narrowing import Narrowing
from distilstudio.protocol.events import BYTES_PER_WEIGHT, StudentOutline, WidthOutline
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe_learning import StudentChoice


def spread_layers(teacher_layers: int, student_layers: int) -> list[int]:
    """Which of the teacher's layers (0-based) a student of so many copies: evenly spread, both ends kept.

    12 → 6 gives DistilBERT's own 0, 2, 4, 7, 9, 11. One layer: the first, which is used to reading embeddings.
    Raises: ProblemError(student_layers) when the student would be empty or deeper than the teacher.
    """
    if not 1 <= student_layers <= teacher_layers:
        raise ProblemError(problem("student_layers", layers=student_layers, available=teacher_layers))
    if student_layers == 1:
        return [0]
    return [round(place * (teacher_layers - 1) / (student_layers - 1)) for place in range(student_layers)]


def presets(teacher_layers: int) -> dict[str, int]:
    """Layers of each preset: half, quarter, and tiny (a sixth), each at least 1."""
    return {
        "half": max(1, teacher_layers // 2),
        "quarter": max(1, round(teacher_layers / 4)),
        "tiny": max(1, teacher_layers // 6),
    }


def layers_wanted(choice: StudentChoice, teacher_layers: int) -> int:
    """Number of layers that the recipe asks for."""
    return choice.layers if choice.preset == "custom" else presets(teacher_layers)[choice.preset]


def map_wanted(choice: StudentChoice, teacher_layers: int) -> list[int]:
    """Which of the teacher's layers (0-based) the recipe asks for. Raises: ProblemError(student_layers, student_layer_map)."""
    if not choice.names_layers:
        layers = layers_wanted(choice, teacher_layers)
        spread = spread_layers(teacher_layers, layers)
        return list(range(layers)) if choice.copied == "lowest" else spread
    for layer in choice.layer_map:
        if not 0 <= layer < teacher_layers:
            raise ProblemError(problem("student_layer_map", layer=layer, available=teacher_layers))
    return list(choice.layer_map)


def outline(layers: int, teacher_layers: int, other_parameters: int, layer_parameters: int) -> StudentOutline:
    """Size of a student before it is built. other_parameters: embeddings and head; layer_parameters: of one layer."""
    parameters = other_parameters + layers * layer_parameters
    return StudentOutline(
        layers=layers,
        layer_map=spread_layers(teacher_layers, layers),
        parameters=parameters,
        megabytes=parameters * BYTES_PER_WEIGHT / 1e6,
        speedup=teacher_layers / layers,
    )


def widths(config: PretrainedConfig, auto_class: Any) -> list[WidthOutline]:
    """What students of each width are made of; the teacher's own is the first, and the only one where it cannot be narrowed.

    Weights are counted on models of two layers that are never made: some families' first layer has fewer.
    """
    shares = [1.0] if narrowing.refusal(config) is not None else narrowing.shares_of(config)
    found = []
    for share in shares:
        own = with_layers(narrowing.narrower(config, share), [0, depth_of(config) - 1])
        with torch.device("meta"):
            skeleton = auto_class.from_config(own)
        layer = layer_parameters(skeleton)
        vectors = skeleton.get_input_embeddings().weight.shape[1]
        other = parameters_of(skeleton) - 2 * layer
        found.append(WidthOutline(share, int(own.hidden_size), int(own.num_attention_heads), other, layer, vectors))
    return found


def cut(teacher: PreTrainedModel, layer_map: Sequence[int], slim: Narrowing | None = None) -> PreTrainedModel:
    """Build a student with copies of the given teacher layers, of its embeddings, pooler and head.

    Args:
        layer_map: the teacher's layer numbers, 0-based, in the student's order.
        slim: what of these layers stays; None: all.
    Returns: a new model on the CPU in float32, in evaluation mode; no weight is shared with the teacher.
    Raises: ProblemError(teacher_family, student_layers).
    """
    depth = depth_of(teacher.config)
    if not layer_map or not all(0 <= layer < depth for layer in layer_map):
        raise ProblemError(problem("student_layers", layers=len(layer_map), available=depth))
    config = teacher.config if slim is None else narrowing.narrower(teacher.config, slim.share)
    student = type(teacher)(with_layers(config, layer_map))
    prefix = layer_prefix(teacher)
    state = _renumber(teacher.state_dict(), prefix, layer_map)
    fresh = student.state_dict()
    if slim is not None:
        state = slim.slice(state, fresh, prefix)
    for weight in family_of(teacher.config).not_in_first:
        state.pop(f"{prefix}0.{weight}", None)
        for layer in range(1, len(layer_map)):  # the teacher's first layer, put elsewhere, begins with a norm that changes little
            state.setdefault(f"{prefix}{layer}.{weight}", fresh[f"{prefix}{layer}.{weight}"])
    student.load_state_dict(state, strict=True)
    return student.float().eval()


def parameters_of(module: nn.Module) -> int:
    """Number of weights, shared ones counted once."""
    return sum(weight.numel() for weight in module.parameters())


def layer_parameters(model: PreTrainedModel) -> int:
    """Number of weights in one layer: the last, for the first has fewer in some families."""
    return parameters_of(layers_of(model)[-1])


def with_layers(config: PretrainedConfig, layer_map: Sequence[int]) -> PretrainedConfig:
    """A copy of the config for these layers. Where layers differ in kind (some see neighbours only), each keeps its own."""
    changed = copy.deepcopy(config)
    setattr(changed, family_of(config).depth_key, len(layer_map))
    kinds = getattr(config, "layer_types", None)
    if kinds:
        changed.layer_types = [kinds[layer] for layer in layer_map]
    return changed


def _renumber(state: dict[str, Tensor], prefix: str, layer_map: Sequence[int]) -> dict[str, Tensor]:
    """The teacher's weights under the names they have in the student; layers that are not copied are left out."""
    new_numbers: dict[int, list[int]] = {}
    for new, old in enumerate(layer_map):
        new_numbers.setdefault(old, []).append(new)
    renamed: dict[str, Tensor] = {}
    for name, weight in state.items():
        if not name.startswith(prefix):
            renamed[name] = weight.detach().cpu()
            continue
        number, _, rest = name.removeprefix(prefix).partition(".")
        for new in new_numbers.get(int(number), []):
            renamed[f"{prefix}{new}.{rest}"] = weight.detach().cpu()
    return renamed
