"""The command line: the same engine without a window. Reads the words, runs one command, gives its exit code.

The engine is imported only when a command needs it, so that `--help` answers at once. Must not know: how a command does its work.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import math
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from distilstudio import BUILD, __version__, places
from distilstudio.commandline import COMMANDS, stops, streams
from distilstudio.protocol.problems import Problem, ProblemError, problem
from distilstudio.protocol.recipe import Task
from distilstudio.protocol.sound import sound

DONE, PROBLEM, WRONG_WORDS, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str]) -> int:
    """Run one command. Returns 0 done, 1 a Problem (told), 2 wrong words, 130 interrupted (what was learnt is saved)."""
    _never_stumble_over_a_sign()
    with streams.watched(), stops.as_ctrl_c():
        try:
            code = _understand_and_run(argv)
            print(end="", flush=True)  # what still waits to be written out may fail as well
            return code
        except streams.OutputLost as lost:
            return PROBLEM if lost.reader_left else _tell(problem("output_lost", reason=lost.reason), as_json=False)
        except MemoryError:  # so little that not even the words of a Problem could be loaded
            print("There is not enough memory to begin. Close other programs and start again.", file=sys.stderr)
            return PROBLEM
        except KeyboardInterrupt:
            print("Interrupted.", file=sys.stderr)
            return INTERRUPTED


def _understand_and_run(argv: Sequence[str]) -> int:
    if refusal := _refuse_bytes(argv) or _refuse_command(argv):
        print(refusal, file=sys.stderr)
        return WRONG_WORDS
    try:
        words = _parser().parse_args(argv)
        _tidy(words)
    except SystemExit as left:
        return int(left.code or DONE)
    return _run(words)


def _run(words: argparse.Namespace) -> int:
    try:
        command: Callable[[argparse.Namespace], int] = words.command
        return command(words)
    except ProblemError as error:
        return _tell(error.problem, words.json)
    except streams.OutputLost:
        raise
    except Exception as error:  # the edge, as in the engine's server
        from distilstudio.engine.translate import to_problem

        return _tell(to_problem(error), words.json)


def _tell(told: Problem, as_json: bool) -> int:
    from distilstudio.commandline.telling import tell_problem

    tell_problem(told, as_json)
    return PROBLEM


# Each command's module is imported when it is used.


def _distil(words: argparse.Namespace) -> int:
    from distilstudio.commandline import distil

    return distil.run(words)


def _resume(words: argparse.Namespace) -> int:
    from distilstudio.commandline import distil

    return distil.run_resume(words)


def _exam(words: argparse.Namespace) -> int:
    from distilstudio.commandline import models

    return models.run_exam(words)


def _try(words: argparse.Namespace) -> int:
    from distilstudio.commandline import models

    return models.run_try(words) if words.file is None else models.run_try_file(words)


def _export(words: argparse.Namespace) -> int:
    from distilstudio.commandline import export

    return export.run(words)


def _proof(words: argparse.Namespace) -> int:
    from distilstudio.commandline import proof

    return proof.run(words)


def _doctor(words: argparse.Namespace) -> int:
    from distilstudio.commandline import doctor

    return doctor.run(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="distilstudio",
        description="Make a big language model small. Without a command the window opens.",
        epilog="Exit codes: 0 done, 1 a problem (told as what, why, what to do), 2 wrong words, 130 interrupted and saved.",
    )
    parser.add_argument("--version", action="version", version=f"distilstudio {__version__} ({BUILD})")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_distil(commands)
    resume = commands.add_parser(
        "resume",
        help="go on with a run that stopped",
        description="Go on with a run where it stopped, to the same student that it would have become.",
    )
    resume.add_argument("run", type=_path, metavar="RUN", help="folder of the run")
    resume.set_defaults(command=_resume)
    exam, attempt = _add_exam(commands), _add_try(commands)
    export = commands.add_parser(
        "export",
        help="write a run's student as ONNX, verified",
        description="Write a run's student as ONNX into RUN/exports. Each file is verified on the run's exam rows first.",
    )
    export.add_argument("run", type=_path, metavar="RUN", help="folder of a finished run")
    export.add_argument("--onnx", action="store_true", help="in 32-bit floats: the same answers as the student")
    export.add_argument("--int8", action="store_true", help="in 8-bit integers: a quarter of the size, and faster")
    export.set_defaults(command=_export, refuse=export.error)
    proof = commands.add_parser(
        "proof",
        help="what a run's teacher was worth",
        description="Train a run's small model without its teacher, and tell the gain on the run's exam rows with its 95 %% interval. "
        "The run's student stays as it is.",
    )
    proof.add_argument("run", type=_path, metavar="RUN", help="folder of a finished run")
    proof.set_defaults(command=_proof)
    doctor = commands.add_parser(
        "doctor", help="versions, devices, folders: is all well?", description="Look whether all is well here."
    )
    doctor.set_defaults(command=_doctor)
    for command in (resume, exam, attempt, export, proof, doctor):
        command.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    return parser


def _add_distil(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    distil = commands.add_parser(
        "distil",
        help="make a student as a recipe says",
        description="Make a student as a recipe says. Ctrl+C keeps the best student so far; twice: without its exam.",
    )
    distil.add_argument(
        "recipe", type=_path, nargs="?", metavar="RECIPE.toml", help="the recipe; paths in it are relative to its folder"
    )
    distil.add_argument("--sample", choices=_samples(), help="use the recipe of a bundled sample")
    distil.add_argument(
        "--out", type=_path, metavar="RUN", help="run folder to make; without it one named by the time, among your runs"
    )
    distil.add_argument(
        "--set",
        dest="changes",
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=VALUE",
        help="change the recipe: loss.temperature=4",
    )
    distil.add_argument(
        "--pilot",
        type=_minutes,
        default=0.0,
        metavar="MINUTES",
        help="first try learning rates and temperatures for so many minutes, and use the best",
    )
    distil.add_argument("--proof", action="store_true", help="then train the same without its teacher, and tell the gain")
    distil.add_argument("--json", action="store_true", help="print the report as one JSON object on stdout")
    distil.set_defaults(command=_distil, refuse=distil.error)


def _add_exam(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    exam = commands.add_parser(
        "exam", help="score a model on labelled texts, and time it", description="Score a model on labelled texts."
    )
    exam.add_argument(
        "model", type=_path, metavar="MODEL", help="folder of a model, also an exported one, or of a run (then its student)"
    )
    exam.add_argument("--task", required=True, choices=get_args(Task), help="what the model does with a text")
    exam.add_argument("--data", type=_path, required=True, metavar="FILE", help="texts with their labels")
    exam.add_argument("--text-column", default="", metavar="NAME", help="column that holds the text; guessed when left out")
    exam.add_argument("--label-column", default="", metavar="NAME", help="column that holds the label; guessed when left out")
    exam.add_argument(
        "--empty-is-none",
        action="store_true",
        help="where a row may carry several labels, one with an empty cell carries none of them; otherwise it is left out",
    )
    exam.set_defaults(command=_exam)
    return exam


def _add_try(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    attempt = commands.add_parser(
        "try",
        help="let a model answer one text, or a file of them",
        description="Let a model answer one text, or every text of a file.",
    )
    attempt.add_argument(
        "model", type=_path, metavar="MODEL", help="folder of a model, also an exported one, or of a run (then its student)"
    )
    asked = attempt.add_mutually_exclusive_group(required=True)
    asked.add_argument("--text", metavar="“…”", action="append", help="the text; also several times, each answered for itself")
    asked.add_argument("--file", type=_path, metavar="FILE", help="a file of texts")
    attempt.add_argument("--question", default="", metavar="“…”", help="the question, for a model that answers questions")
    attempt.add_argument(
        "--out",
        type=_path,
        metavar="FILE",
        help="with --file: the table of answers, least sure first; a workbook for .xlsx, else CSV",
    )
    attempt.set_defaults(command=_try, refuse=attempt.error)
    return attempt


def _path(word: str) -> str:
    """A path with the person's folder in place of ~, which the shell leaves as it is in --out=~/runs and in quotation marks."""
    return os.path.expanduser(word)


def _minutes(word: str) -> float:
    """A number of minutes above 0. Raises: ArgumentTypeError."""
    with contextlib.suppress(ValueError):
        if 0 < (minutes := float(word)) < math.inf:
            return minutes
    raise argparse.ArgumentTypeError(f"“{word}” is no number of minutes")


def _tidy(words: argparse.Namespace) -> None:
    """What argparse cannot see for itself: a recipe that stands after --set, and words that exclude each other."""
    if "int8" in words and not (words.onnx or words.int8):
        words.refuse("say what to write: --onnx, --int8, or both")
    if "file" in words and (words.file is None) != (words.out is None):
        words.refuse("--file FILE and --out FILE belong together: the texts, and the table of answers to write")
    if "file" in words and words.file is not None and words.question:
        words.refuse("--question goes with --text; a file has its questions in it")
    if "changes" not in words:
        return
    plain = [word for word in words.changes if not word.partition("=")[0].strip() or "=" not in word]
    if len(plain) == 1 and words.recipe is None and words.sample is None and plain[0].endswith(".toml"):
        words.recipe = plain.pop()
        words.changes.remove(words.recipe)
    if plain:
        words.refuse(f"“{plain[0]}” is no change; write --set KEY=VALUE, for example --set loss.temperature=4")
    if (words.recipe is None) == (words.sample is None):
        words.refuse("name one recipe: distil RECIPE.toml, or distil --sample NAME")


def _refuse_bytes(argv: Sequence[str]) -> str:
    """A sentence for a word that is no text, else nothing: no recipe and no report could name such a path, no tokenizer read such a text."""
    for number, word in enumerate(argv, 1):
        shown = sound(word)
        if shown != word:
            return (
                f"distilstudio: word {number}, “{shown}”, is not UTF-8. Type it again, or give the file or folder another name."
            )
    return ""


def _refuse_command(argv: Sequence[str]) -> str:
    """A sentence for a first word that is no command, else nothing."""
    if argv and (argv[0].startswith("-") or argv[0] in COMMANDS):
        return ""
    known = ", ".join(COMMANDS)
    if not argv:
        return f"distilstudio: which command? There are: {known}."
    if os.sep in argv[0] or "/" in argv[0] or Path(argv[0]).suffix:
        return f"distilstudio: there is no file {Path(argv[0]).absolute()}."
    near = difflib.get_close_matches(argv[0], COMMANDS, n=1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"distilstudio: there is no command “{argv[0]}”.{hint} The commands are: {known}; distilstudio --help says more."


def _samples() -> list[str]:
    folder = places.resources() / "samples"
    return sorted(path.parent.name for path in Path(folder).glob("*/recipe.toml"))


def _never_stumble_over_a_sign() -> None:
    """A terminal that cannot show “×” or Chinese shows a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
