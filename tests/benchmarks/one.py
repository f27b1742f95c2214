"""One measured part of the benchmark in a process of its own; prints one line of JSON.

python -m tests.benchmarks.one distil --train F --test F --teacher DIR            ours, as the program runs it
python -m tests.benchmarks.one distil … --without cache                           the same with one idea switched off
python -m tests.benchmarks.one share --length 128                                 training and asking against the matrix-product peak
python -m tests.benchmarks.one texts --test F --teacher DIR                       ms a text: teacher, student, ONNX, int8
python -m tests.benchmarks.one teacher --train F --test F --teacher DIR           fine-tune the starter and save it there
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch

from distilstudio.engine import (
    batching,
    device,
    exam,
    kernels,
    loop,
    memory,
    onnx_files,
    students,
    teacher_cache,
    teachers,
    whole_layer,
    working_copy,
)
from distilstudio.engine.batching import Batch, Encoded, IntArray
from distilstudio.engine.control import Control
from distilstudio.engine.data.loading import load
from distilstudio.engine.device import Compute
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.loop import Hooks, Trainer
from distilstudio.engine.onnx_model import FILE, OnnxModel
from distilstudio.engine.products import Fixed
from distilstudio.engine.reading import read_all
from distilstudio.engine.stepping import Stepper
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.working_copy import to_run
from distilstudio.protocol.events import RunNote, StageProgress
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.usual import usual

IDEAS = {
    "cache": "the teacher's outputs are cached",
    "buckets": "batches of like lengths",
    "precision": "bf16 (off: fp32)",
    "rows": "only the embedding rows of the batch are updated",
    "kernel": "attention kernel by measurement (off: sdpa)",
    "no-dropout": "no dropout",
    "budget": "token budget of a step (off: 512)",
    "lower": "layers held in bf16 (off: autocast)",
    "whole": "layers computed whole, the last for what is read of it",
    "products": "products by oneDNN, with weights laid out once where nothing is learnt (off: torch's own)",
    "memory": "freed memory is kept",
    "shapes": "few widths, and a kernel kept for each (off: each width as it comes, oneDNN's own 1,024 kernels)",
    "recorded": "steps recorded once and replayed (on an NVIDIA card)",
}

RATE = usual("classification").train.learning_rate
"""The program's own. It falls to 0 over a training: on average it is what TextBrewer's yardstick keeps all the way."""


class Without:
    """Which ideas are switched off."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def __contains__(self, name: str) -> bool:
        return name in self._names


class Setting:
    """The same teacher, rows and student for all."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.without = options, Without(options.without)
        torch.set_num_threads(options.threads or torch.get_num_threads())
        if "shapes" in self.without:
            os.environ["ONEDNN_PRIMITIVE_CACHE_CAPACITY"] = "1024"
        if "memory" not in self.without:
            memory.hold_on()
        self.compute = device.choose(options.device, "fp32" if "precision" in self.without else options.precision)
        data = load(DataChoice(train=str(options.train), exam=str(options.test)), "classification", Path.cwd(), seed=0)
        self.task: Task = task_of(Recipe(), data.label_names)
        self.texts = data.exam.texts
        own = options.teacher and (Path(options.teacher) / "config.json").is_file()
        base = Path(options.teacher) if own else teachers.locate("starter", Path.cwd()).path
        self.teacher_folder = Path(options.teacher) if options.teacher else base
        self.tokenizer = teachers.load_tokenizer(base)
        self.rows = self._encode(data.train, options.rows)
        self.exam = self._encode(data.exam, options.exam_rows)
        where, head = base, {} if own else self.task.head_config()
        self.teacher = teachers.load_model(where, self.task.auto_class, **head).to(self.compute.device)

    def _encode(self, rows: Any, most: int) -> Encoded:
        return self.task.encode(rows.take(np.arange(min(most, len(rows)))), self.tokenizer, self.options.max_length)

    def student(self) -> Any:
        """Cut from the teacher, with its kernel chosen."""
        depth = len(self.teacher.base_model.encoder.layer)
        student = students.cut(self.teacher, students.spread_layers(depth, self.options.layers)).to(self.compute.device)
        student.train("no-dropout" in self.without)
        self.settle(student, backward=True)
        return student

    def settle(self, model: Any, backward: bool) -> None:
        """The kernel by measurement, or torch's own."""
        if "kernel" in self.without:
            model.set_attn_implementation("sdpa")
        else:
            kernels.settle_attention(model, self.rows, self.options.batch, self.compute, backward, self.task.reads_first)

    def ask(self, scratch: Path) -> tuple[np.ndarray[Any, Any], float]:
        """The teacher's outputs, and the seconds they took."""
        self.settle(self.teacher, backward=False)
        started = time.perf_counter()
        outputs = teacher_cache.outputs_of(scratch / "outputs.npy", self.task, self.rows, goes_on=False)
        for _ in teacher_cache.ask(outputs, self.teacher, self.task, self.rows, self.compute):
            pass
        outputs.finish()
        return teacher_cache.open_outputs(scratch / "outputs.npy"), time.perf_counter() - started

    def train(self, model: Any, lesson: Lesson, plan: Plan) -> loop.Result:
        """One training without exams between."""
        hooks = Hooks(
            lambda done, total: StageProgress("bench", plan.stage, done, total),
            lambda step, best: (),
            lambda: None,
            lambda code, text, values: RunNote("bench", code, text, values),
        )
        trainer = Trainer("bench", model, self.task, lesson, plan, self.compute, Control(), hooks)
        for _ in trainer.run():
            pass
        return trainer.result


def distil(setting: Setting) -> dict[str, object]:
    """Ask the teacher once, distil, score."""
    options, without = setting.options, setting.without
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        outputs, asking = setting.ask(Path(scratch))
        student = setting.student()
        if "rows" in without:
            student.get_output_embeddings = lambda: True
        plan = Plan(
            "distil", "student", options.epochs, options.batch, RATE, 0.1, 0, {"soft": 1.0, "hard": 0.5}, 2.0,
            dropout="no-dropout" in without,
        )  # fmt: skip
        lesson = Lesson(setting.rows, setting.rows.subset(np.arange(1)), outputs)
        result = setting.train(student, lesson, plan)
    asking = 0.0 if "cache" in without else asking
    return {
        "rows_per_second": result.rows / (result.seconds + asking),
        "steps_alone": result.rows / result.seconds,
        "asking": len(setting.rows) / asking if asking else 0.0,
        "score": _score(setting, student),
        "teacher_score": _score(setting, setting.teacher),
    }


def share(setting: Setting) -> dict[str, object]:
    """Operations a second of training and of asking on rows of one length, as shares of the peak measured in turns with them; on so many rows
    that the working copy, which is made once, and memory that is new to the process take a small part, as they do in a run."""
    options, length = setting.options, setting.options.length
    draw, count = np.random.default_rng(0), options.batch * (256 if setting.compute.device.type == "cuda" else 32)
    setting.rows = Encoded(
        ids=draw.integers(1000, 30000, count * length).astype(np.int32),
        offsets=np.arange(count + 1) * length,
        targets=np.zeros(count, np.int64),
        counts=np.ones(count, np.int64),
        pad_id=0,
    )
    outputs = draw.normal(size=(count, setting.task.columns)).astype(np.float16)
    plan = Plan("distil", "student", 1, options.batch, RATE, 0.1, 0, {"soft": 1.0, "hard": 0.5}, 2.0, dropout=False)
    lesson = Lesson(setting.rows, setting.rows.subset(np.arange(1)), outputs)
    student = setting.student()
    setting.settle(setting.teacher, backward=False)
    peaks, learning, asking = [], [], []
    for _ in range(options.turns):
        peaks.append(matrix_product_peak(setting.compute))
        result = setting.train(student, lesson, plan)
        learning.append(3 * _work(student, setting) / result.seconds)
        started = time.perf_counter()
        read_all(setting.teacher, setting.task, setting.rows, setting.compute)
        asking.append(_work(setting.teacher, setting) / (time.perf_counter() - started))
    peak = max(peaks)
    found = {"peak": peak, "learning": max(learning) / peak, "asking": max(asking) / peak, "length": length}
    for name, model in (("learning", student), ("asking", setting.teacher)):
        found[f"{name}_as_plain"] = found[name] * _work(model, setting, plain=True) / _work(model, setting)
    return found


def texts(setting: Setting) -> dict[str, object]:
    """Median milliseconds for one text at a time, fp32."""
    student = students.cut(setting.teacher, students.spread_layers(len(setting.teacher.base_model.encoder.layer), 3)).eval()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folders = [Path(scratch) / name for name in ("onnx", "int8")]
        for folder in folders:
            folder.mkdir()
        onnx_files.write_onnx(student, folders[0] / FILE, False, ["logits"], False)
        onnx_files.quantise(folders[0] / FILE, folders[1] / FILE)
        models = [setting.teacher.cpu(), student.cpu(), *(OnnxModel(folder, student.config) for folder in folders)]
        speeds = exam.time_models(models, [setting.tokenizer] * len(models), setting.texts, setting.options.max_length)
    return dict(zip(("teacher", "student", "onnx", "int8"), [speed.own_length for speed in speeds], strict=True))


def teacher(setting: Setting) -> dict[str, object]:
    """Fine-tune the starter for one epoch and save it to --teacher."""
    setting.teacher.train()
    setting.settle(setting.teacher, backward=True)
    plan = Plan("teacher", "teacher", 1, setting.options.batch, 5e-5, 0.1, 0, {"hard": 1.0})
    setting.train(setting.teacher, Lesson(setting.rows, setting.exam), plan)
    setting.teacher.cpu().save_pretrained(setting.teacher_folder)
    setting.tokenizer.save_pretrained(setting.teacher_folder)
    return {"score": _score(setting, setting.teacher)}


PARTS: dict[str, Callable[[Setting], dict[str, object]]] = {"distil": distil, "share": share, "texts": texts, "teacher": teacher}


def matrix_product_peak(compute: Compute) -> float:
    """Operations a second of a matrix product in the run's precision: the best of ten of each of some shapes that are large, and of those of a
    layer over many texts, by torch's own product and by the engine's. Which one is quickest differs: powers of two fall upon the same places
    of a processor's cache."""
    card = compute.device.type == "cuda"
    shapes = (
        [(8192, 8192, 8192), (16384, 4096, 4096)]
        if card
        else [(2048, 2048, 2048), (2000, 2000, 2000), (8000, 384, 1152), (4096, 768, 3072)]
    )
    dtype = torch.bfloat16 if compute.precision == "bf16" else torch.float32
    return max(_product_speed(shape, compute.device, dtype) for shape in shapes)


def _product_speed(shape: tuple[int, int, int], where: torch.device, dtype: torch.dtype) -> float:
    rows, inner, columns = shape
    left, right = torch.randn(rows, inner, device=where, dtype=dtype), torch.randn(inner, columns, device=where, dtype=dtype)
    out = torch.empty(rows, columns, device=where, dtype=dtype)
    fixed = Fixed(right.T.contiguous(), torch.zeros(columns, device=where, dtype=dtype))
    best = float("inf")
    for _ in range(10):
        for multiply in (lambda: torch.mm(left, right, out=out), lambda: fixed(left)):
            device.synchronise(where)
            started = time.perf_counter()
            multiply()
            device.synchronise(where)
            best = min(best, time.perf_counter() - started)
    return 2 * rows * inner * columns / best


def _work(model: Any, setting: Setting, plain: bool = False) -> float:
    """Floating point operations of the layers' matrix products in one forward pass, over real word pieces alone: those that are made, or those
    that a plain pass makes, which computes what nobody reads of the last layer too."""
    layers = model.base_model.encoder.layer
    width, lengths = model.config.hidden_size, setting.rows.lengths.astype(np.float64)
    sizes = [sum(weight.numel() for weight in layer.parameters() if weight.ndim == 2) for layer in layers]
    work = float(2 * sum(sizes) * lengths.sum() + 4 * width * (lengths**2).sum() * len(layers))
    whole = working_copy.layers_in(model, setting.compute) and whole_layer.is_chosen(model)
    if plain or not (whole and setting.task.reads_first):
        return work
    unread = float((lengths - 1).sum())  # word pieces of which the last layer computes keys and values alone
    return work - 2 * (sizes[-1] - 2 * width**2) * unread - 4 * width * float((lengths**2 - lengths).sum())


def _score(setting: Setting, model: Any) -> float:
    return setting.task.score(read_all(model, setting.task, setting.exam, setting.compute), setting.exam)[setting.task.score_name]


def _asking_always(model: Any) -> type[Stepper]:
    """Steps that run the teacher on every batch, as the peers do."""

    class Asking(Stepper):
        def _collate(self, index: IntArray) -> Batch:
            batch = super()._collate(index)
            reader = self.__dict__.setdefault("reader", to_run(model.eval(), self._compute))
            with torch.inference_mode(), self._compute.autocast():
                batch.teacher.copy_(self._task.select(reader(**batch.inputs()), batch))  # type: ignore[union-attr]
            return batch

    return Asking


def _shuffled(lengths: IntArray, batch_rows: int, seed: int, epochs: int) -> Iterator[tuple[int, IntArray]]:
    """Batches as they come out of a plain shuffle."""
    for epoch in range(epochs):
        order = np.random.default_rng([seed, epoch]).permutation(len(lengths))
        for start in range(0, len(order), batch_rows):
            yield epoch, order[start : start + batch_rows]


@contextlib.contextmanager
def _switched_off(setting: Setting) -> Iterator[None]:
    without = setting.without
    with contextlib.ExitStack() as stack:
        if "cache" in without:
            stack.enter_context(mock.patch.object(loop, "Stepper", _asking_always(setting.teacher)))
        if "budget" in without:
            for name in ("TOKENS_A_STEP", "TOKENS_A_STEP_THERE"):
                stack.enter_context(mock.patch.object(batching, name, 512))
        if "shapes" in without:
            stack.enter_context(mock.patch.object(batching, "padded", lambda longest: longest))
        if "buckets" in without:
            stack.enter_context(mock.patch.object(loop, "epochs_of_batches", _shuffled))
        if "lower" in without:
            for module in (working_copy, kernels):
                stack.enter_context(mock.patch.object(module, "layers_in", return_value=None))
        if "whole" in without:
            stack.enter_context(mock.patch("distilstudio.engine.whole_layer.suits", return_value=False))
        if "products" in without:
            stack.enter_context(mock.patch("distilstudio.engine.products._is_right", return_value=False))
        if "recorded" in without or "cache" in without:  # a teacher that is asked at every step is no part of a recording
            stack.enter_context(mock.patch.object(Stepper, "_to_record", return_value=None))
        yield


def main() -> int:
    """Measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=list(PARTS))
    add_options(parser)
    parser.add_argument("--without", nargs="*", default=[], choices=list(IDEAS))
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--turns", type=int, default=3)
    setting = Setting(parser.parse_args())
    with _switched_off(setting):
        print(json.dumps(PARTS[setting.options.part](setting)))
    return 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the parts and the whole benchmark have in common."""
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--teacher", help="a fine-tuned teacher folder")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--exam-rows", type=int, default=10**9)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--max-length", type=int, default=128)
    parser.add_argument("--threads", type=int, default=0, help="0: as many as torch takes")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--precision", default="auto")


if __name__ == "__main__":
    sys.exit(main())
