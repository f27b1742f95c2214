"""What checkpoint/checkpoint.json of a run folder says: all that a run needs to go on as if it had never stopped, but for the tensors.

The engine writes it; the window reads how far the run had got and where the journal stood. Must not know: tensors, how a run is done.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from distilstudio.protocol.events import Stage
from distilstudio.protocol.problems import ProblemError, problem

FOLDER, FILE = "checkpoint", "checkpoint.json"
TeacherStates = Literal["", "kept", "seen again"]


class SavedTraining(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a training stood between two steps. `tensors` and `best` name files beside this one.

    tensors: weights, the optimizer's moments and the random state; "" once the training is over. best: the weights that are kept so far.
    budget: padded tokens that fit into memory at a time. bad: steps in a row that were not finite. waited: epochs without a better exam;
    gained: the epoch under way had one.
    """

    stage: Stage
    steps: int
    tensors: str
    best: str
    best_score: float
    best_step: int
    best_scores: dict[str, float]
    rows: int
    seconds: float
    skipped: int
    waited: int
    bad: int
    budget: int
    loss_scale: float
    stopped: bool = False
    stopped_early: bool = False
    gained: bool = False


class SavedRun(Struct, frozen=True, forbid_unknown_fields=True):
    """A run between two steps. What was chosen by the clock (precision, attention kernels) is kept, so that it is not chosen anew.

    recipe: sha256 of recipe.toml. sources: sha256 of what the run reads, by path. kernels: by what they are for.
    teacher_states: whether what goes on inside the teacher is on the disk; "" while that is not decided, or not needed.
    teacher_weights: of several teachers; empty while they were not asked, or where there is one.
    journal_bytes: length of events.jsonl; what came later is done again. share: of the run's work, 0..1.
    asked: by file of teacher_outputs/ or exam_answers/, rows that a model was asked about so far, in the order of reading. examined: whose
    scores in the exam were told.
    started, kept: when the run was begun and when this was written (protocol/moments.py); "" of runs of earlier versions.
    """

    run_id: str
    pinned: tuple[str, ...]
    questions: tuple[str, ...]
    recipe: str
    sources: dict[str, str]
    versions: dict[str, str]
    device: str
    precision: str
    threads: int
    kernels: dict[str, str] = {}
    teacher_states: TeacherStates = ""
    teacher_weights: list[float] = []
    seconds: dict[str, float] = {}
    reused: list[str] = []
    notes: list[str] = []
    finished: list[Stage] = []
    share: float = 0.0
    journal_bytes: int = 0
    asked: dict[str, int] = {}
    examined: list[str] = []
    started: str = ""
    kept: str = ""
    training: SavedTraining | None = None


def read_saved_run(run_folder: Path) -> SavedRun:
    """What a run folder keeps. Raises: ProblemError(resume_nothing)."""
    if (run_folder / "report.json").is_file():
        raise ProblemError(problem("resume_nothing", path=run_folder, reason="That run has come to its end."))
    try:
        return msgspec.json.decode((run_folder / FOLDER / FILE).read_bytes(), type=SavedRun)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ProblemError(problem("resume_nothing", path=run_folder, reason="No saved run is in that folder.")) from error
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = "What was saved there cannot be read."
        raise ProblemError(problem("resume_nothing", path=run_folder, reason=reason, detail=repr(error))) from error
