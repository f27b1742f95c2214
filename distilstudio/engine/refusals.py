"""Why a model cannot be a teacher, told from the names of its files and its config alone. Must not know: where the model is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from distilstudio.engine.known_families import FAMILIES
from distilstudio.protocol.problem_reasons import ADAPTER, GGUF, OTHER_LIBRARY, OWN_CODE, PICKLE, WRITES_TEXTS

WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")


_OTHER_LIBRARIES = (".h5", ".msgpack", ".onnx", ".ot")
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")


def refusal(names: Collection[str], config: Mapping[str, object]) -> str:
    """The reason, "" where nothing speaks against it.

    names: of the files in the model's folder. config: what config.json holds, empty where there is none.
    """
    endings = {PurePosixPath(name).suffix for name in names}
    has_weights = not set(names).isdisjoint(WEIGHTS)
    if "adapter_config.json" in names and not has_weights:
        return ADAPTER
    if config.get("is_encoder_decoder") is True:
        return WRITES_TEXTS
    if config.get("auto_map") and config.get("model_type", "") not in FAMILIES:
        return OWN_CODE
    if has_weights:
        return ""
    if ".gguf" in endings:
        return GGUF
    if not endings.isdisjoint(_PICKLES):
        return PICKLE
    return OTHER_LIBRARY if not endings.isdisjoint(_OTHER_LIBRARIES) else ""
