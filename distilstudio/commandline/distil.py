"""The commands `distil` and `resume`: a recipe or a run that stopped in, a run folder and a score board out; Ctrl+C keeps what was learnt.

Must not know: how a run is done, how its progress is drawn.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
from datetime import datetime
from pathlib import Path

from distilstudio import places
from distilstudio.commandline.pilot import pilot_told, print_pilot, with_settings
from distilstudio.commandline.progress import RunView, view_for
from distilstudio.commandline.proof import print_proof, prove_with_bar
from distilstudio.commandline.run_stops import Stops
from distilstudio.commandline.score_board import print_how_to_go_on, print_left, print_score_board
from distilstudio.commandline.telling import console, print_json, stdout_kept, tell_problem
from distilstudio.engine.control import Control
from distilstudio.protocol import recipe_text
from distilstudio.protocol.commands import ResumeRun, RunCommand, StartRun
from distilstudio.protocol.events import RunEnded, RunStarted
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_faults import recipe_problem
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.report import Report
from distilstudio.protocol.saved_run import read_saved_run

DONE, PROBLEM, INTERRUPTED = 0, 1, 130
NOTHING_MADE = {"recipe.toml", "learnt.safetensors", "events.jsonl"}
"""A failed run's folder that holds no more than this goes again: the same words can be tried once more."""


def run(words: argparse.Namespace) -> int:
    """Distil. Returns the exit code. Raises: ProblemError for a recipe that cannot be used."""
    path = places.resources() / "samples" / words.sample / "recipe.toml" if words.sample else Path(words.recipe)
    recipe = changed(read_recipe(path), words.changes)
    out = (
        Path(words.out).absolute()
        if words.out
        else places.new_run_folder(places.runs_folder().absolute(), words.sample or path.stem, datetime.now())
    )
    base = path.absolute().parent
    if words.pilot:
        piloted = _pilot(recipe, out, words.pilot, base, words.json)
        if isinstance(piloted, int):
            return piloted
        recipe = piloted
    return _carry_out(StartRun("run", recipe, str(out), base=str(base)), recipe, words.json, words.proof)


def _pilot(recipe: Recipe, out: Path, minutes: float, base: Path, as_json: bool) -> Recipe | int:
    """The recipe with the settings that were found, or the exit code. Raises: ProblemError(run_folder) before it takes anybody's time."""
    _check_place(out)
    with stdout_kept(as_json):
        ended = pilot_told(recipe, out.parent, minutes, base)
    if ended.problem is not None:
        tell_problem(ended.problem, as_json)
        return PROBLEM
    if ended.pilot is None:
        console().print("Interrupted: no run was begun.")
        return INTERRUPTED
    print_pilot(ended.pilot)
    return with_settings(recipe, ended.pilot)


def _check_place(out: Path) -> None:
    """Whether a run folder can be made there, as the run itself will ask. Raises: ProblemError(run_folder)."""
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise ProblemError(problem("run_folder", path=out, reason="There is something in it already."))
        places.try_writing(out.parent)
    except OSError as error:
        raise ProblemError(problem("run_folder", repr(error), path=out, reason=error.strerror or str(error))) from error


def run_resume(words: argparse.Namespace) -> int:
    """Go on with a run. Returns the exit code. Raises: ProblemError(resume_nothing) where there is nothing to go on with."""
    out = Path(words.run).absolute()
    saved = read_saved_run(out)
    return _carry_out(ResumeRun(saved.run_id, str(out)), read_recipe(out / "recipe.toml"), words.json)


def _carry_out(command: RunCommand, recipe: Recipe, as_json: bool, proves: bool = False) -> int:
    out, stops = Path(command.out), Stops()
    try:
        with stdout_kept(as_json), view_for(console(), recipe) as view:
            ended = distil_with_signals(command, view, stops)
    except KeyboardInterrupt:
        console().print("Interrupted.")
        print_how_to_go_on(out)
        return INTERRUPTED
    if ended.problem is not None:
        tell_problem(ended.problem, as_json)
        return PROBLEM
    if ended.report is None:
        student = out / "student"
        if as_json:
            print_json({"outcome": ended.outcome, "student": str(student) if student.is_dir() else ""})
        else:
            print_left(out, recipe.task)
        return INTERRUPTED
    if not as_json:
        print_score_board(ended.report, out)
    if proves and ended.outcome == "done" and not stops.were_asked:  # who asked to stop does not want another training
        return _prove(ended.report, out, as_json)
    if as_json:
        print_json(ended.report)
    return DONE if ended.outcome == "done" else INTERRUPTED


def _prove(report: Report, out: Path, as_json: bool) -> int:
    """The proof run after the run; what the run has made stays and is told, whatever comes of it."""
    with stdout_kept(as_json):
        proved = prove_with_bar(out)
    if as_json:
        print_json(proved.report or report)
    elif proved.report is not None:
        print_proof(proved.report, out)
    if proved.problem is not None:
        tell_problem(proved.problem, as_json=False)
        return PROBLEM
    return DONE if proved.report is not None else INTERRUPTED


def read_recipe(path: Path) -> Recipe:
    """Read a recipe file. Raises: ProblemError(data_missing, data_unreadable, recipe_invalid)."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ProblemError(problem("data_missing", file=path, place=path.absolute())) from error
    except OSError as error:
        raise ProblemError(problem("data_unreadable", file=path, reason=error.strerror or str(error))) from error
    try:
        return recipe_text.parse(content.removeprefix(b"\xef\xbb\xbf"))
    except RecipeError as error:
        raise ProblemError(recipe_problem(error, path.name)) from error


def changed(recipe: Recipe, changes: list[str]) -> Recipe:
    """The recipe with each KEY=VALUE put in. Raises: ProblemError(recipe_invalid)."""
    for change in changes:
        key, _, value = change.partition("=")
        try:
            recipe = with_value(recipe, key.strip(), value.strip())
        except RecipeError as error:
            raise ProblemError(recipe_problem(error)) from error
    return recipe


def distil_with_signals(command: RunCommand, view: RunView, stops: Stops) -> RunEnded:
    """Run to the end, feeding the view; signals are answered by `stops`."""
    view.say("Loading PyTorch …")
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine import jobs

    control = Control()
    ended: RunEnded | None = None
    began = False
    with stops.listening(control):
        going = jobs.distil(command, control) if isinstance(command, StartRun) else jobs.resume(command, control)
        for event in going:
            began = began or isinstance(event, RunStarted)
            ended = event if isinstance(event, RunEnded) else None
            stops.take(event)
            for sentence in stops.news():
                view.say(sentence)
            view.take(event)
    assert ended is not None, "the last event of a run is RunEnded"
    if ended.outcome == "failed" and began and isinstance(command, StartRun):
        _drop_if_nothing_made(Path(command.out))
    return ended


def _drop_if_nothing_made(out: Path) -> None:
    with contextlib.suppress(OSError):
        if {entry.name for entry in out.iterdir()} <= NOTHING_MADE:
            shutil.rmtree(out)
