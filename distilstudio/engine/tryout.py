"""Answer typed texts with saved models, teacher and student side by side; a student that is still in training by its newest weights.

Must not know: training, the wire.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import device, heads, teachers
from distilstudio.engine.families import depth_of
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.label_match import named
from distilstudio.engine.neighbours import Neighbours, threads_for
from distilstudio.engine.onnx_model import OnnxModel, is_onnx
from distilstudio.engine.runs import provenance_of
from distilstudio.engine.students import parameters_of
from distilstudio.engine.tasks import renamed, task_of_model
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.trial import Follower, is_trial
from distilstudio.engine.turns import Turns
from distilstudio.protocol.answers import Answer
from distilstudio.protocol.commands import OpenModels, Side
from distilstudio.protocol.events import BYTES_PER_WEIGHT, ModelsOpened
from distilstudio.protocol.problems import ProblemError, problem

LONGEST_TEXT = 512
"""Word pieces of a text that a model reads of which nothing was noted when it was saved; one that was made here reads what it learnt with."""
WARM_UP_TEXT = "A short text to warm up."
SETTLED, FIRST_MS = 0.8, 2000
"""A model's first answer is worked out again until a pass takes no less than this share of the one before, or until this time is gone:
threads have to wake up, and the other model has driven its weights out of the processor's reach. 85 ms were told for 16."""


@dataclass
class OpenModel:
    """A saved model, ready to answer."""

    model: PreTrainedModel | OnnxModel
    tokenizer: PreTrainedTokenizerBase
    task: Task
    max_length: int
    trial: Follower | None = None
    is_warm: bool = False
    neighbours: Neighbours = field(default_factory=Neighbours)

    @classmethod
    def load(cls, path: Path, task_name: str, hub: Hub | None = None, called: Mapping[str, str] | None = None) -> OpenModel:
        """Open a model folder, one for transformers or an exported one. called: what its labels are to be called; "" leaves one out.

        Raises: ProblemError(teacher_…, model_task) where it is none, or one for another task.
        """
        exported, in_training = is_onnx(path), is_trial(path)
        folder = path if exported or in_training else teachers.locate(str(path), Path.cwd(), hub).path
        config = teachers.load_config(folder)
        task = task_of_model(task_name, config, folder)
        trial = Follower(folder, task.auto_class) if in_training else None
        noted = provenance_of(folder).get("max_length")
        longest = min(teachers.longest_text(config), noted if isinstance(noted, int) else LONGEST_TEXT)
        model = trial.model if trial else _load(folder, config, task, exported)
        if called and task.labels and isinstance(model, PreTrainedModel):
            task = _with_names(model, task, called)
        opened = cls(model, teachers.load_tokenizer(folder), task, longest, trial)
        opened._pass(WARM_UP_TEXT, WARM_UP_TEXT)
        return opened

    @property
    def parameters(self) -> int:
        """Weights of the model; of an exported one as its folder notes, 0 where it does not."""
        return self.model.parameter_count if isinstance(self.model, OnnxModel) else parameters_of(self.model)

    @property
    def step(self) -> int | None:
        """Of a student that is still in training, the step that its weights are of."""
        return self.trial.step if self.trial is not None else None

    @property
    def megabytes(self) -> float:
        """10^6 bytes of the weights' file."""
        return self.model.bytes / 1e6 if isinstance(self.model, OnnxModel) else self.parameters * BYTES_PER_WEIGHT / 1e6

    def reads_as(self, student: OpenModel) -> None:
        """Read texts as long as this student does, where the model can."""
        self.max_length = max(self.max_length, min(student.max_length, teachers.longest_text(self.model.config)))

    def answer(self, text: str, question: str = "") -> tuple[Answer, float]:
        """The model's answer, and the milliseconds that it takes a warm model (taking in newer weights not counted)."""
        if self.trial is not None:
            self.trial.follow()
        with device.threads(threads_for(len(text) + len(question), torch.get_num_threads(), self.neighbours.free_cores())):
            answer, ms = self._pass(text, question)
            spent = ms
            while not self.is_warm:
                before = ms
                if spent < FIRST_MS:
                    answer, ms = self._pass(text, question)
                    spent += ms
                self.is_warm = ms >= SETTLED * before
        return answer, ms

    def _pass(self, text: str, question: str) -> tuple[Answer, float]:
        started = time.perf_counter()
        answer = self.task.answer(self.model, self.tokenizer, text, question, self.max_length)
        return answer, (time.perf_counter() - started) * 1000


def _load(folder: Path, config: PretrainedConfig, task: Task, exported: bool) -> PreTrainedModel | OnnxModel:
    return OnnxModel(folder, config) if exported else teachers.load_model(folder, task.auto_class)


class TryOut:
    """Teacher and student that are open now."""

    def __init__(self) -> None:
        self._open: dict[Side, OpenModel] = {}
        self.turns = Turns()

    @property
    def student(self) -> OpenModel:
        """The student that is open. Raises: ProblemError(model_not_open) where there is none."""
        if "student" not in self._open:
            raise ProblemError(problem("model_not_open"))
        return self._open["student"]

    def open(self, command: OpenModels, hub: Hub | None = None) -> ModelsOpened:
        """Open both folders; a side with an empty path is left out. The old ones stay open when this fails."""
        paths: dict[Side, str] = {"student": command.student, "teacher": command.teacher}
        called = {"student": {}, "teacher": command.called}
        opened = {side: OpenModel.load(Path(path), command.task, hub, called[side]) for side, path in paths.items() if path}
        if len(opened) == len(paths):  # a teacher that was not trained here notes nothing, and taught what its student reads
            opened["teacher"].reads_as(opened["student"])
        self._open = opened
        first = next(iter(opened.values()), None)
        return ModelsOpened(
            request_id=command.request_id,
            sides=list(opened),
            megabytes={side: one.megabytes for side, one in opened.items()},
            layers={side: depth_of(one.model.config) for side, one in opened.items()},
            labels=first.task.labels if first else [],
            step=opened["student"].step if "student" in opened else None,
        )

    def sides(self) -> list[Side]:
        """Open sides, the student first. Raises: ProblemError(model_not_open) where there is none."""
        if not self._open:
            raise ProblemError(problem("model_not_open"))
        return list(self._open)

    def answer(self, side: Side, text: str, question: str) -> tuple[Answer, float]:
        """One side's answer and its milliseconds."""
        return self._open[side].answer(text, question)

    def step(self, side: Side) -> int | None:
        """Of a student that is still in training, the step that its last answer is of."""
        return self._open[side].step


def _with_names(model: PreTrainedModel, task: Task, called: Mapping[str, str]) -> Task:
    """The task with the labels as they are called; the model loses those that are left out, and adds up those that are called alike."""
    its = named(task.labels, called)
    names = list(dict.fromkeys(name for name in its.names if name))
    columns = its.columns(names, adds=task.excludes)
    if columns is None:  # nobody can learn from it; it answers all the same
        columns = [[its.names.index(name)] for name in names]
    task = renamed(task, names)
    changes = task.head_config()
    heads.keep(model, columns, {name: changes[name] for name in ("num_labels", "id2label", "label2id")})
    return task
