"""The state of one run as the window knows it, fed with the engine's events. Must not know: widgets, the client, how any of it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QObject, Signal

from distilstudio.gui.models.curves import CurveSet
from distilstudio.gui.models.exams import score_of, teachers_score
from distilstudio.gui.models.run_stages import StageProgressed, StageState
from distilstudio.protocol.answers import Answer
from distilstudio.protocol.events import (
    STAGES,
    ExamDone,
    PinnedAnswered,
    ResourcesMeasured,
    RunEnded,
    RunEvent,
    RunNote,
    RunPaused,
    RunStarted,
    Stage,
    StageDone,
    StageProgress,
    StageStarted,
    StepsDone,
    TrialReady,
)
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.report import Report
from distilstudio.protocol.scores import share_kept
from distilstudio.sender import ready_to_send


class Phase(Enum):
    """Where a run stands."""

    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    DISCARDED = "discarded"


LIVE = (Phase.STARTING, Phase.RUNNING, Phase.PAUSED, Phase.STOPPING)
"""Phases in which an engine works on the run."""


@dataclass(frozen=True)
class SecondsLeft:
    """Seconds left in the whole run as the engine reckons, with a range."""

    likely: float
    low: float
    high: float


@dataclass
class _State:
    """Everything that a new run starts afresh."""

    run_id: str = ""
    is_replay: bool = False
    phase: Phase = Phase.IDLE
    is_discarding: bool = False
    pinned: tuple[str, ...] = ()
    patience: int = 0
    started: RunStarted | None = None
    stages: dict[Stage, StageProgressed] = field(default_factory=lambda: {stage: StageProgressed(stage) for stage in STAGES})
    stage: Stage | None = None
    seconds_left: SecondsLeft | None = None
    curves: dict[Stage, CurveSet] = field(default_factory=dict)
    exams: list[ExamDone] = field(default_factory=list)
    answers: PinnedAnswered | None = None
    trial: TrialReady | None = None
    resources: ResourcesMeasured | None = None
    rows_per_second: float | None = None
    history: list[RunEvent] = field(default_factory=list)
    report: Report | None = None
    problem: Problem | None = None


class RunModel(QObject):
    """One run. `changed`: phase, stage, time left or an exam moved; `curves_changed`: points were added; `measured`: meters moved."""

    changed = Signal()
    curves_changed = Signal()
    measured = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        ready_to_send(self)
        self._now = _State()
        self._before: _State | None = None

    # What a person does

    def begin(self, run_id: str, pinned: Sequence[str] = (), patience: int = 0) -> None:
        """A run was asked for: forget the last one and listen to this one only. patience: after how many epochs it stops early; 0: never."""
        self._before = None
        self._take(_State(run_id=run_id, phase=Phase.STARTING, pinned=tuple(pinned), patience=patience))

    def begin_replay(self, run_id: str, pinned: Sequence[str] = (), patience: int = 0) -> None:
        """A run of long ago is told again: listen to it. What was here before is kept until `end_replay`."""
        if not self._now.is_replay:
            self._before = self._now
        self._take(_State(run_id=run_id, is_replay=True, phase=Phase.STARTING, pinned=tuple(pinned), patience=patience))

    def end_replay(self) -> None:
        """Show what was here before the replay."""
        if self._now.is_replay:
            before, self._before = self._before, None
            self._take(before or _State())

    def clear(self) -> None:
        """Forget the run."""
        self._before = None
        self._take(_State())

    def _take(self, state: _State) -> None:
        self._now = state
        self.changed.emit()
        self.curves_changed.emit()
        self.measured.emit()

    def stop_asked(self, *, discard: bool = False) -> None:
        """The person asked to finish or discard; the engine's last word is still to come."""
        if self.is_live:
            self._now.phase = Phase.STOPPING
            self._now.is_discarding = self._now.is_discarding or discard
            self.changed.emit()

    # What the engine tells

    def apply(self, event: RunEvent) -> None:
        """Take in one event. Events of another run, and any after the last one, are ignored."""
        now = self._now
        if event.run_id != now.run_id or now.phase not in LIVE:
            return
        match event:
            case StepsDone():
                self._add_steps(event)
                self.curves_changed.emit()
                return
            case ResourcesMeasured():
                now.resources = event
                self.measured.emit()
                return
            case RunStarted():
                self._start(event)
            case StageStarted() | StageProgress() | StageDone():
                self._move_stage(event)
            case ExamDone():
                now.exams.append(event)
                self.curves_changed.emit()
            case PinnedAnswered():
                now.answers = event
            case TrialReady():
                now.trial = event
            case RunPaused():
                if now.phase is not Phase.STOPPING:
                    now.phase = Phase.PAUSED if event.paused else Phase.RUNNING
            case RunEnded():
                self._end(event)
        if not isinstance(event, StageProgress | PinnedAnswered | TrialReady):
            now.history.append(event)
        self.changed.emit()

    def _add_steps(self, event: StepsDone) -> None:
        self._now.curves.setdefault(event.stage, CurveSet()).append(event.steps, event.losses)
        if event.rows_per_second is not None:
            self._now.rows_per_second = event.rows_per_second

    def _start(self, event: RunStarted) -> None:
        now = self._now
        now.started = event
        if now.phase is Phase.STARTING:
            now.phase = Phase.RUNNING
        for stage, row in now.stages.items():
            if stage not in event.stages:
                row.state = StageState.SKIPPED

    def _move_stage(self, event: StageStarted | StageProgress | StageDone) -> None:
        now = self._now
        now.stages[event.stage].take(event)
        match event:
            case StageStarted():
                now.stage = event.stage
                if now.phase is Phase.STARTING:
                    now.phase = Phase.RUNNING
            case StageProgress() if event.seconds_left is not None:
                low = event.seconds_left_low if event.seconds_left_low is not None else event.seconds_left
                high = event.seconds_left_high if event.seconds_left_high is not None else event.seconds_left
                now.seconds_left = SecondsLeft(event.seconds_left, low, high)

    def _end(self, event: RunEnded) -> None:
        now = self._now
        outcomes = {"done": Phase.DONE, "stopped": Phase.STOPPED, "discarded": Phase.DISCARDED, "failed": Phase.FAILED}
        now.phase = outcomes[event.outcome]
        now.report, now.problem = event.report, event.problem
        now.seconds_left = None

    def renew_report(self, report: Report) -> None:
        """The report of the run that has ended says more by now: its student was exported."""
        if self._now.report is not None:
            self._now.report = report
            self.changed.emit()

    # What there is to see

    @property
    def run_id(self) -> str:
        """The run listened to; empty before the first."""
        return self._now.run_id

    @property
    def phase(self) -> Phase:
        """Where the run stands."""
        return self._now.phase

    @property
    def is_live(self) -> bool:
        """Whether an engine works on the run; on one that is only told again none does."""
        return self._now.phase in LIVE and not self._now.is_replay

    @property
    def is_replay(self) -> bool:
        """Whether this is a run of long ago, told again."""
        return self._now.is_replay

    @property
    def is_discarding(self) -> bool:
        """Whether it is to be thrown away; else who stops it keeps the best student."""
        return self._now.is_discarding

    @property
    def out(self) -> str:
        """The run folder; empty until the engine made it."""
        return self._now.started.out if self._now.started else ""

    @property
    def came_to_nothing(self) -> bool:
        """It failed before it had a folder: nothing is left of it, not even its recipe."""
        return self._now.phase is Phase.FAILED and not self.out

    @property
    def started(self) -> RunStarted | None:
        """What the engine said when it began."""
        return self._now.started

    @property
    def stage(self) -> Stage | None:
        """The stage under way, or the last one there was."""
        return self._now.stage

    @property
    def stages(self) -> dict[Stage, StageProgressed]:
        """Every stage in order, with its state."""
        return self._now.stages

    @property
    def seconds_left(self) -> SecondsLeft | None:
        """Time left; None while unknown and after the end."""
        return self._now.seconds_left

    @property
    def curves(self) -> dict[Stage, CurveSet]:
        """Losses of each stage that trains: "teacher", "distil"."""
        return self._now.curves

    @property
    def pinned(self) -> tuple[str, ...]:
        """Texts that the student answers again at each exam."""
        return self._now.pinned

    @property
    def answers(self) -> list[Answer]:
        """The student's newest answers to the pinned texts; empty before the first exam."""
        return self._now.answers.answers if self._now.answers else []

    @property
    def answers_step(self) -> int | None:
        """The step at which the pinned texts were answered."""
        return self._now.answers.step if self._now.answers else None

    @property
    def trial(self) -> str:
        """Folder of the student as it was at its newest exam, to be tried while it learns; empty before the first."""
        return self._now.trial.folder if self._now.trial else ""

    @property
    def resources(self) -> ResourcesMeasured | None:
        """The newest measures of this computer."""
        return self._now.resources

    @property
    def rows_per_second(self) -> float | None:
        """The newest pace."""
        return self._now.rows_per_second

    @property
    def history(self) -> list[RunEvent]:
        """Coarse events in the order they came, for the log."""
        return self._now.history

    @property
    def notes(self) -> list[RunNote]:
        """What the engine decided or saw."""
        return [event for event in self._now.history if isinstance(event, RunNote)]

    @property
    def report(self) -> Report | None:
        """The result, after the end."""
        return self._now.report

    @property
    def problem(self) -> Problem | None:
        """Why the run failed."""
        return self._now.problem

    @property
    def exams(self) -> list[ExamDone]:
        """Every exam so far."""
        return self._now.exams

    @property
    def student_exams(self) -> list[ExamDone]:
        """The student's exams on the watch rows while it learns, in order."""
        return [exam for exam in self._now.exams if exam.who == "student" and exam.rows_from == "watch"]

    @property
    def waited(self) -> tuple[int, int]:
        """Epochs in a row without a better exam, and after how many the run stops early; (0, 0) where it never does."""
        exams = self.student_exams
        return (exams[-1].waited if exams else 0, self._now.patience) if self._now.patience else (0, 0)

    @property
    def best(self) -> ExamDone | None:
        """The student's exam at which it was saved last, which the engine marks: the best so far, of equal ones the later."""
        return next((exam for exam in reversed(self.student_exams) if exam.best), None)

    @property
    def teacher_score(self) -> float | None:
        """The teacher's score on the watch rows: of the exams while it was trained the best, else the newest."""
        return teachers_score(self._now.exams)

    @property
    def score_name(self) -> str:
        """What the headline score of this run's exams is called; empty while there was none."""
        return self._now.exams[-1].score_name if self._now.exams else ""

    @property
    def kept(self) -> float | None:
        """How much of the teacher the student knows, by its best watch score and the teacher's; after the end, the report's."""
        if self._now.report is not None:
            return self._now.report.kept
        best, teacher = self.best, self.teacher_score
        return share_kept(best.score_name, score_of(best), teacher) if best is not None and teacher else None

    @property
    def planned_steps(self) -> int:
        """Steps that the stage distil will take; 0 while unknown."""
        return self._now.stages["distil"].total
