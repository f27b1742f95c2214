"""What needs the models' libraries: runs and other jobs, questions about models, check-ups, forecasts.

Importing this takes seconds, and is done once; the service takes what needs none of it meanwhile. Must not know: the queue, the wire.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from distilstudio.engine import device, jobs
from distilstudio.engine.answering_file import AnsweringFiles
from distilstudio.engine.checking import Checking
from distilstudio.engine.control import Control
from distilstudio.engine.data.inspection import LookedAt
from distilstudio.engine.forecast import Forecaster
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.pilot import pilot
from distilstudio.engine.proof import prove
from distilstudio.engine.translate import tell_all
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.answered_file import AnswerFile, FileCommand, SaveAnswers, StopAnswerFile
from distilstudio.protocol.check import CheckCommand
from distilstudio.protocol.commands import DescribeTeacher, ExportRun, Question, ResumeRun, StartRun
from distilstudio.protocol.events import DeviceInfo, Event
from distilstudio.protocol.forecast import ForecastEnded, ForecastRun, StopForecast
from distilstudio.protocol.pilot import PilotRecipe
from distilstudio.protocol.proof import ProveRun

Job = StartRun | ResumeRun | ExportRun | ProveRun | PilotRecipe
"""What takes its time, one after the other, and can be stopped."""
AtOnce = CheckCommand | FileCommand | ForecastRun | StopForecast | DescribeTeacher
"""What has a thread of its own, so that nobody who types has to wait for it."""


class Workbench:
    """Holds the opened models, the check-ups and the forecast under way."""

    def __init__(self, tell: Callable[[Event], None], looked_at: LookedAt) -> None:
        self._tell, self._looked_at = tell, looked_at
        self._tryout = TryOut()
        self._checking = Checking(tell)
        self._files = AnsweringFiles(tell, self._tryout)
        self._forecaster = Forecaster()

    def device(self) -> DeviceInfo:
        """What this computer computes with; measures, for half a second."""
        return device.describe(device.choose("auto", "auto").precision)

    def take(self, command: AtOnce, hub: Hub) -> None:
        """Begin with it; returns at once."""
        match command:
            case ForecastRun():
                threading.Thread(target=self._forecast, args=(command, hub), name="forecast", daemon=True).start()
            case StopForecast():
                self._forecaster.stop()
            case DescribeTeacher():
                threading.Thread(target=self.answer, args=(command, hub), name="describe", daemon=True).start()
            case AnswerFile() | StopAnswerFile() | SaveAnswers():
                self._files.take(command)
            case _:
                self._checking.take(command, hub)

    def begin(self, job: Job, control: Control, hub: Hub) -> Iterator[Event]:
        """The events of a job, which is worked on as they are taken."""
        match job:
            case StartRun():
                return jobs.distil(job, control, hub)
            case ResumeRun():
                return jobs.resume(job, control, hub)
            case ExportRun():
                from distilstudio.engine.export import export  # onnxruntime is loaded when it is needed

                return export(job, control)
            case ProveRun():
                return prove(job, control, hub)
            case PilotRecipe():
                return pilot(job, control, hub)

    def answer(self, question: Question, hub: Hub) -> None:
        """Answer, or tell why not."""
        tell_all(self._tell, jobs.answer(question, self._tryout, hub, self._looked_at), question.request_id)

    def _forecast(self, command: ForecastRun, hub: Hub) -> None:
        tell_all(self._tell, self._forecasts(command, hub), command.request_id)

    def _forecasts(self, command: ForecastRun, hub: Hub) -> Iterator[ForecastEnded]:
        yield ForecastEnded(command.request_id, self._forecaster.forecast(command, hub))
