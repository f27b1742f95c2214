"""Write a model as an ONNX file, and shrink that file to int8. Must not know: runs, exams, how the file is used.

PyTorch's older, tracing exporter is used on purpose: measured with torch 2.13 and transformers 5.23 on all families that can be cut, it gives
the same logits as the newer one (largest difference below 1e-6) in a second instead of ten to nineteen, and needs no further package.
"""

from __future__ import annotations

import errno
import logging
import os
import platform
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from distilstudio.protocol.problems import ProblemError, problem

OPSET = 17
CPU_FLAGS = Path("/proc/cpuinfo")
_EXAMPLE_IDS = 8
"""Word pieces of the two rows that the exporter follows through the model."""


class _Positional(nn.Module):
    """The model with named inputs in a fixed order, and nothing but logits coming out: what an exporter can follow."""

    def __init__(self, model: PreTrainedModel, inputs: list[str], outputs: list[str]) -> None:
        super().__init__()
        self.model, self.inputs, self.outputs = model, inputs, outputs

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        found: Any = self.model(**dict(zip(self.inputs, tensors, strict=True)), return_dict=True)
        return tuple(getattr(found, name) for name in self.outputs)


def write_onnx(model: PreTrainedModel, path: Path, segments: bool, outputs: list[str], per_token: bool) -> None:
    """Write the model to `path`, float32, with any number of rows and any length.

    segments: whether it takes token_type_ids; outputs: names in the model's output; per_token: they have a logit for every word piece.
    Raises: ProblemError(export_impossible) where the exporter cannot follow the model.
    """
    inputs = ["input_ids", "attention_mask", *(["token_type_ids"] if segments else [])]
    ids = torch.arange(2 * _EXAMPLE_IDS).reshape(2, _EXAMPLE_IDS) % 7 + 5
    example = [ids, torch.ones_like(ids), *([torch.zeros_like(ids)] if segments else [])]
    rows, both = {0: "rows"}, {0: "rows", 1: "length"}
    axes = {name: both for name in inputs} | {name: both if per_token else rows for name in outputs}
    try:
        with warnings.catch_warnings(), torch.no_grad(), _plain_attention(model):
            warnings.simplefilter(
                "ignore"
            )  # of the tracer, about shapes that it takes for constants: verification looks at the result
            torch.onnx.export(
                _Positional(model, inputs, outputs).eval(),
                tuple(example),
                str(path),
                input_names=inputs,
                output_names=outputs,
                dynamic_axes=axes,
                opset_version=OPSET,
                dynamo=False,
            )
    except (RuntimeError, ValueError, TypeError, NotImplementedError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
        raise ProblemError(
            problem("export_impossible", detail=repr(error), family=model.config.model_type, reason=reason)
        ) from error


@contextmanager
def _plain_attention(model: PreTrainedModel) -> Iterator[None]:
    """Attention as plain products and a softmax.

    The fused kernel is written out as the same, and with a search for "not a number" over every weight of every head besides: one text of
    384 word pieces took onnxruntime a third longer (three layers of 384, two cores: 42 and 55 ms; int8 32 and 44).
    """
    before = model.config._attn_implementation
    model.set_attn_implementation("eager")
    try:
        yield
    finally:
        model.set_attn_implementation(before)


def quantise(source: Path, target: Path) -> None:
    """Weights as int8 with a scale for each column, activations scaled while it runs (dynamic quantisation).

    Raises: OSError where the disk is full. The quantiser writes the source once more, cut off without a word then, and stumbles over it.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    try:
        with _hushed():
            quantize_dynamic(source, target, per_channel=True, reduce_range=reduces_range(), weight_type=QuantType.QInt8)
    except Exception as error:  # onnx and onnxruntime raise their own kinds, which share no base but this
        if shutil.disk_usage(target.parent).free < source.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise


def reduces_range() -> bool:
    """Whether int8 weights keep to 7 bits here: unless this processor adds products of bytes without overflow (VNNI; every 64-bit ARM),
    pairs of products are added in 16 bits and may be clipped.

    Source: onnxruntime's documentation, "Quantize ONNX models", section on AVX2 and AVX512.
    """
    if platform.machine().lower() in ("aarch64", "arm64"):
        return False
    try:
        flags = CPU_FLAGS.read_text(encoding="utf-8", errors="replace")
    except OSError:  # no such file outside of Linux: the careful choice
        return True
    return not ("avx512_vnni" in flags or "avx_vnni" in flags)


@contextmanager
def _hushed() -> Iterator[None]:
    """The quantiser advises on the root logger to prepare the file first; for these models that changes nothing."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(before)
