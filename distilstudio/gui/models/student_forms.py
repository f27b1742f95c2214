"""The forms in which a student is there to be tried: as it was trained, and as it was exported. Must not know: how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FormKind = Literal["student", "onnx", "onnx-int8"]
EXPORTED: tuple[FormKind, ...] = ("onnx", "onnx-int8")


@dataclass(frozen=True)
class StudentForm:
    """One form and its folder."""

    kind: FormKind
    folder: str


def forms_of(student: str) -> list[StudentForm]:
    """The student of a run's folder, first, and what was exported of it."""
    exports = Path(student).parent / "exports"
    found = [StudentForm(kind, str(exports / kind)) for kind in EXPORTED if (exports / kind).is_dir()]
    return [StudentForm("student", student), *found]
