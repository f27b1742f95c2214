"""Exception → Problem, at the edge of the engine: the only place that catches everything.

Must not know: how a problem is shown.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from distilstudio.engine.shortage import disk_full, is_out_of_memory, is_out_of_space, system_error
from distilstudio.protocol.events import Event, ProblemRaised
from distilstudio.protocol.problems import Problem, ProblemError, problem
from distilstudio.protocol.recipe import RecipeError
from distilstudio.protocol.recipe_faults import recipe_problem


def to_problem(error: BaseException, run_folder: Path | None = None, batch_rows: int = 0, needed_bytes: int = 0) -> Problem:
    """The Problem that a person should read for this exception.

    run_folder, batch_rows, needed_bytes: of the run it happened in, for the sentences that name them.
    """
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, RecipeError):
        return recipe_problem(error, detail=detail)
    if is_out_of_memory(error):
        return problem("memory", detail, rows=batch_rows or 1)
    if is_out_of_space(error):
        return disk_full(run_folder or Path.cwd(), needed_bytes).problem
    if (said := system_error(error)) is not None:
        return problem("run_folder", detail, path=said.filename or run_folder or "", reason=said.strerror or str(error))
    return problem("internal", detail, reason=f"{type(error).__name__}: {str(error).strip() or 'no further words'}"[:300])


def tell_all(tell: Callable[[Event], None], events: Iterable[Event], request_id: int) -> None:
    """Tell the answers to a request; where one cannot be had, the Problem in its place, which is the last word."""
    try:
        for event in events:
            tell(event)
    except Exception as error:
        tell(ProblemRaised(to_problem(error, Path.cwd()), request_id=request_id))
