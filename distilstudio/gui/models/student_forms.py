"""The forms in which a student is there to be tried: as it was trained, and as it was exported. Must not know: how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FormKind = Literal["student", "onnx", "onnx-int8"]
EXPORTED: tuple[FormKind, ...] = ("onnx", "onnx-int8")
_WEIGHTS: dict[FormKind, str] = {"student": "*.safetensors", "onnx": "model.onnx", "onnx-int8": "model.onnx"}


@dataclass(frozen=True)
class StudentForm:
    """One form and its folder."""

    kind: FormKind
    folder: str


def has_weights(kind: FormKind, folder: Path) -> bool:
    """Whether a form's folder still holds the file without which it is nothing."""
    return any(folder.glob(_WEIGHTS[kind]))


def forms_of(student: str) -> list[StudentForm]:
    """The student of a run's folder, first, and what was exported of it."""
    exports = Path(student).parent / "exports"
    found = [StudentForm(kind, str(exports / kind)) for kind in EXPORTED if has_weights(kind, exports / kind)]
    return [StudentForm("student", student), *found]
