"""A saved ONNX model that is called as a transformers model is, so that exam, try-out and tasks need not know which of the two they have.

Must not know: how the file was made, tasks.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor
from transformers import PretrainedConfig

from distilstudio.engine.runs import provenance_of
from distilstudio.protocol.problems import ProblemError, problem

FILE = "model.onnx"
SPIN_US = 200
"""For so long a thread waits awake for its share of the next product. Asleep at once, it would be woken for each of a hundred small
products: measured for one text of 26 word pieces in two threads, 3.8 ms instead of 2.5 (int8). Awake without end it would take turns
from other models; onnxruntime's own default is longer, and not faster."""


def is_onnx(folder: Path) -> bool:
    """Whether a folder holds an exported model."""
    return (folder / FILE).is_file()


class OnnxModel:
    """Runs on the processor, in as many threads as torch uses, so that times of both can be compared."""

    def __init__(self, folder: Path, config: PretrainedConfig) -> None:
        """Raises: ProblemError(teacher_broken) for a file that onnxruntime cannot open."""
        import onnxruntime

        self.config = config
        self.device = torch.device("cpu")
        self.training = False
        self.parameter_count = noted if isinstance(noted := provenance_of(folder).get("parameters"), int) else 0
        self.bytes = (folder / FILE).stat().st_size
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        options.add_session_config_entry("session.intra_op.allow_spinning", "1")
        options.add_session_config_entry("session.intra_op.spin_duration_us", str(SPIN_US))
        options.log_severity_level = 3  # errors only
        try:
            self._session = onnxruntime.InferenceSession(str(folder / FILE), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own kinds, which share no base but this
            reason = f"{FILE}: {str(error).splitlines()[0][:300]}"
            raise ProblemError(problem("teacher_broken", path=folder, reason=reason, detail=repr(error))) from error
        self._inputs = [one.name for one in self._session.get_inputs()]
        self._outputs = [one.name for one in self._session.get_outputs()]

    def __call__(self, **inputs: Tensor) -> Any:
        """Logits by the names that the transformers model gives them; segments that are not given are 0."""
        missing = torch.zeros_like(inputs["input_ids"])
        fed = {name: inputs.get(name, missing).numpy() for name in self._inputs}
        found = self._session.run(self._outputs, fed)
        return SimpleNamespace(**{name: torch.from_numpy(array) for name, array in zip(self._outputs, found, strict=True)})

    def to(self, _device: torch.device) -> OnnxModel:
        """It stays on the processor."""
        return self

    def eval(self) -> OnnxModel:
        """It never trains."""
        return self

    def train(self, _mode: bool = True) -> OnnxModel:
        """It never trains."""
        return self
