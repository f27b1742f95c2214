"""The `try` and `exam` commands: a finished model answers one text, or is scored on labelled ones.

Must not know: training.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from distilstudio.commandline.progress import percent
from distilstudio.commandline.score_board import pairs, saved_run_of, to_go_on
from distilstudio.commandline.telling import console, counted, print_json, stdout_kept
from distilstudio.protocol.answers import Answer, Answers, Blanks, Entities, Labels
from distilstudio.protocol.problems import Problem, ProblemError, problem
from distilstudio.protocol.recipe import STARTER, DataChoice, Task
from distilstudio.protocol.report import ModelReport

if TYPE_CHECKING:
    from distilstudio.commandline.side_job import Show
    from distilstudio.engine.control import Control
    from distilstudio.engine.tryout import OpenModel

INTERRUPTED = 130
HEADS: dict[str, Task] = {
    "ForSequenceClassification": "classification",
    "ForTokenClassification": "ner",
    "ForQuestionAnswering": "qa",
    "ForMaskedLM": "mlm",
}
"""What a model's head is for, by the end of its architecture's name."""
BAR = 30
WRONG_WORDS = 2


class ExamResult(Struct, frozen=True):
    """What `exam --json` prints. Scores by name, 0..1 or perplexity; milliseconds and megabytes as in a run's report. `left_out`: rows of the file
    without a text or a label."""

    model: str
    task: str
    rows: int
    left_out: int
    score_name: str
    scores: dict[str, float]
    ms_per_text: float
    ms_32_tokens: float
    parameters: int
    megabytes: float
    layers: int
    device: str
    precision: str


def run_try(words: argparse.Namespace) -> int:
    """Let the model answer each text. Returns the exit code. Raises: ProblemError."""
    path = model_folder(words.model)
    task = task_of_head(path)
    if wrong := _wrongly_asked(task, words.text, words.question):
        console().print(wrong, soft_wrap=True)
        return WRONG_WORDS
    with stdout_kept(words.json):
        opened = _open(path, task)
        answered = [(text, *opened.answer(text, words.question)) for text in words.text]
    if words.json:
        told = [{"text": text, **plain(answer)} for text, answer, _ in answered]
        print_json({"texts": told} if len(told) > 1 else plain(answered[0][1]))
        return 0
    for text, answer, ms in answered:
        if len(answered) > 1:
            console(result=True).print(f"“{text}”", style="bold", soft_wrap=True)
        _print_answer(answer, ms)
    return 0


def _wrongly_asked(task: Task, texts: list[str], question: str) -> str:
    """What is wrong with the words for a model of this task; "" where nothing is."""
    if task != "qa":
        return "This model reads a text and takes no question: leave --question out." if question else ""
    lacking = "text" if not all(text.strip() for text in texts) else "question" if not question.strip() else ""
    return f"This model answers a question about a text: say --{lacking} “…” too." if lacking else ""


def run_exam(words: argparse.Namespace) -> int:
    """Score the model on labelled texts. Returns the exit code. Raises: ProblemError."""
    path = model_folder(words.model)
    with stdout_kept(words.json):
        opened = _open(path, words.task)
        several = bool(getattr(opened.task, "several", False))
        choice = DataChoice(
            train=words.data,
            text=words.text_column,
            label=words.label_column,
            multi_label=several,
            empty_is_none=words.empty_is_none,
        )
        result = _examine(opened, words.task, choice, str(path))
    if words.json:
        print_json(result)
    else:
        _print_exam(result)
    return 0


def model_folder(name: str) -> Path:
    """The folder of a model as named; of a run folder, its student's. Raises: ProblemError where there is none."""
    from distilstudio.engine.data.reading import resolve

    if name == STARTER:
        return Path(STARTER)
    path = resolve(name, Path())
    if not path.is_dir():
        raise ProblemError(_about_model(problem("teacher_missing", path=path)))
    if (path / "config.json").is_file():
        return path
    if (path / "student" / "config.json").is_file():
        return path / "student"
    if (path / "recipe.toml").is_file():
        raise ProblemError(_no_student_yet(path))
    return path


def _no_student_yet(run: Path) -> Problem:
    """Of a run that stopped before it had a student."""
    again = "Distil it again, and let the run come to its end."
    action = again if saved_run_of(run) is None else f"Go on with the run: {to_go_on(run)}"
    told = problem("model_not_open")
    why = "It was stopped before, or is still under way."
    return msgspec.structs.replace(told, what=f"The run in {run} has no student yet.", why=why, what_to_do=[action])


def task_of_head(path: Path) -> Task:
    """What the model was made for, by its config; classification where that does not say, which is then refused by name."""
    try:
        architectures = json.loads((path / "config.json").read_text(encoding="utf-8")).get("architectures") or []
    except (OSError, ValueError, AttributeError):
        architectures = []
    found = [task for name in architectures for head, task in HEADS.items() if str(name).endswith(head)]
    return found[0] if found else "classification"


def run_try_file(words: argparse.Namespace) -> int:
    """Let the model answer every text of a file, and write the table. Returns the exit code. Raises: ProblemError."""
    from distilstudio.commandline.side_job import told_by_bar
    from distilstudio.engine.answers_table import check_place
    from distilstudio.engine.control import Control
    from distilstudio.engine.data.reading import resolve

    path, control = model_folder(words.model), Control()
    file, out = resolve(words.file, Path()), resolve(words.out, Path())
    check_place(out, file)
    with stdout_kept(words.json), told_by_bar(control) as show:
        opened = _open(path, task_of_head(path))
        rows = _answer_file(opened, file, out, control, show)
    if rows is None:
        return INTERRUPTED
    if words.json:
        print_json({"rows": rows, "out": words.out})
    else:
        console(result=True).print(f"{counted(rows, 'row')} answered, least sure first: {words.out}", soft_wrap=True)
    return 0


def plain(answer: Answer) -> dict[str, Any]:
    """The answer as the contract prints it: one list under the task's own name."""
    match answer:
        case Labels():
            return {"labels": msgspec.to_builtins(answer.labels)}
        case Entities():
            return {"entities": msgspec.to_builtins(answer.entities)}
        case Answers():
            return {"answers": msgspec.to_builtins(answer.answers)}
        case Blanks():
            return {"blanks": msgspec.to_builtins(answer.blanks)}


def _open(path: Path, task: Task) -> OpenModel:
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine.tryout import OpenModel

    try:
        return OpenModel.load(path if str(path) == STARTER else path.absolute(), task)
    except ProblemError as error:
        raise ProblemError(_about_model(error.problem)) from error


def _answer_file(opened: OpenModel, file: Path, out: Path, control: Control, show: Show) -> int | None:
    """The rows of the table that was written; None: the person ended it, and nothing was."""
    from distilstudio.engine import answers_table
    from distilstudio.engine.answering import Done, answer_all
    from distilstudio.engine.data.texts_to_answer import texts_to_answer

    show("Reading the file", 0, 0)
    asked = texts_to_answer(file, opened.task.name, "")
    answers_table.check_rows(out, asked.num_rows)
    for found in answer_all(opened, asked):
        if control.stop:
            return None
        if isinstance(found, Done):
            show("Answering", found.rows, asked.num_rows)
        else:
            answers_table.write(found, out)
    return int(asked.num_rows)


def _examine(opened: OpenModel, kind: Task, choice: DataChoice, name: str) -> ExamResult:
    from distilstudio.engine import device, exam
    from distilstudio.engine.data.loading import label_names, labelled_rows
    from distilstudio.engine.families import depth_of
    from distilstudio.engine.onnx_model import OnnxModel
    from distilstudio.engine.reading import read_all

    task, tokenizer = opened.task, opened.tokenizer
    rows, left_out = labelled_rows(choice, kind, Path.cwd())
    strange = [label for label in label_names(rows, kind) if label not in task.labels]
    if strange:
        told = problem("teacher_labels", teacher=task.labels[:8], data=strange[:8])
        raise ProblemError(_about_model(told))
    exported = isinstance(opened.model, OnnxModel)
    compute = device.choose("cpu", "fp32") if exported else device.choose("auto", "auto")
    model = opened.model.to(compute.device)
    encoded = task.encode(rows, tokenizer, opened.max_length)
    scores = task.score(read_all(model, task, encoded, compute), encoded)
    speed = exam.time_models([model], [tokenizer], exam.texts_to_time(rows), opened.max_length)[0]
    return ExamResult(
        model=name,
        task=task.name,
        rows=len(rows),
        left_out=left_out,
        score_name=task.score_name,
        scores=scores,
        ms_per_text=speed.own_length,
        ms_32_tokens=speed.short,
        parameters=opened.parameters,
        megabytes=opened.megabytes,
        layers=depth_of(model.config),
        device=str(compute.device),
        precision=compute.precision,
    )


def _about_model(told: Problem) -> Problem:
    """The engine's words speak of teachers; here the model may be any. Same code, words for the command line."""
    if told.code == "teacher_missing":
        action = "Check the path. It should be the folder of a run, or one with config.json and model.safetensors."
        return msgspec.structs.replace(told, what=f"There is no model at {told.values['path']}.", what_to_do=[action])
    if told.code == "teacher_labels":
        return msgspec.structs.replace(
            told,
            what="The texts have labels that the model does not know.",
            why=f"Model: {told.values['teacher']}. Only in the texts: {told.values['data']}.",
            what_to_do=["Say which column holds the labels: --label-column.", "Choose a model that has these labels."],
        )
    return msgspec.structs.replace(told, what_to_do=[action for action in told.what_to_do if "starter" not in action])


def _print_answer(answer: Answer, ms: float) -> None:
    words = console(result=True)
    match answer:
        case Labels():
            width = max(len(one.label) for one in answer.labels)
            block = "█" if words.encoding.startswith("utf") else "#"
            for one in answer.labels:
                words.print(f"{one.label:<{width}}  {percent(one.score):>7}  {block * round(BAR * one.score)}", soft_wrap=True)
        case Entities():
            if not answer.entities:
                words.print("No name found in this text.", soft_wrap=True)
            for entity in answer.entities:
                words.print(f"{entity.text}  {entity.label}  {percent(entity.score)}", soft_wrap=True)
        case Answers():
            for span in answer.answers:
                words.print(f"{span.text or '(no answer in this text)'}  {percent(span.score)}", soft_wrap=True)
        case Blanks():
            if not answer.blanks:
                words.print("There is no blank in the text. Write ___ where a word is missing.", soft_wrap=True)
            for number, blank in enumerate(answer.blanks, 1):
                words.print(f"Blank {number}:", soft_wrap=True)
                for word in blank.words:
                    words.print(f"  {word.word}  {percent(word.score)}", soft_wrap=True)
    words.print(f"{ms:.1f} ms", style="dim", soft_wrap=True)


def _print_exam(result: ExamResult) -> None:
    words = console(result=True)
    words.print(f"{counted(result.rows, 'text')}, read on {result.device} in {result.precision}", soft_wrap=True)
    if result.left_out:
        words.print(f"{counted(result.left_out, 'row')} without a text or a label left out", soft_wrap=True)
    report = ModelReport(result.scores, result.parameters, result.megabytes, result.layers, result.ms_per_text)
    lines = pairs(report)
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        words.print(f"{name:<{width}}  {value}", soft_wrap=True)
