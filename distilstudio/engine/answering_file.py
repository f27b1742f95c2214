"""Files whose texts the opened student answers, and the saving of their tables: each in a thread of its own, so that nobody who types waits.

Must not know: the wire, how texts are answered, how tables are written.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import torch

from distilstudio.engine import answers_table, device, scratch
from distilstudio.engine.answering import Done, answer_all
from distilstudio.engine.control import Control
from distilstudio.engine.data.texts_to_answer import texts_to_answer
from distilstudio.engine.neighbours import SHORT_TEXT, Neighbours, threads_for
from distilstudio.engine.translate import tell_all
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.answered_file import (
    AnswerFile,
    AnswersSaved,
    FileAnswered,
    FileCommand,
    FileProgress,
    FileTold,
    SaveAnswers,
    StopAnswerFile,
)
from distilstudio.protocol.events import Event

SECONDS_BETWEEN_TOLD = 0.2
SECONDS_TO_KNOW = 2.0
"""After so long it can be told how much longer it takes."""
FILE = "answers.arrow"


class AnsweringFiles:
    """Holds the files under way, and the table of the last one that was answered."""

    def __init__(self, tell: Callable[[Event], None], tryout: TryOut, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell, self._tryout, self._clock = tell, tryout, clock
        self._controls: dict[int, Control] = {}
        self._kept = contextlib.ExitStack()
        self._neighbours = Neighbours()

    def take(self, command: FileCommand) -> None:
        """Take a command; returns at once."""
        match command:
            case StopAnswerFile(request_id=number):
                self._control(number).discard()  # one that has yet to come ends when it does
            case AnswerFile() | SaveAnswers():
                name = f"file-{command.request_id}"
                threading.Thread(target=self._work, args=(command,), name=name, daemon=True).start()

    def _control(self, number: int) -> Control:
        return self._controls.setdefault(number, Control())

    def _work(self, command: AnswerFile | SaveAnswers) -> None:
        try:
            tell_all(self._tell, self._events(command), command.request_id)
        finally:
            self._controls.pop(command.request_id, None)

    def _events(self, command: AnswerFile | SaveAnswers) -> Iterator[FileTold]:
        if isinstance(command, AnswerFile):
            yield from self._answer(command, self._control(command.request_id))
        else:
            yield AnswersSaved(command.request_id, command.path, answers_table.save(Path(command.answers), Path(command.path)))

    def _answer(self, command: AnswerFile, control: Control) -> Iterator[FileTold]:
        number = command.request_id
        yield FileProgress(number, 0, 0)
        if control.stop:
            yield FileAnswered(number)
            return
        student = self._tryout.student
        asked = texts_to_answer(Path(command.path), student.task.name, command.column)
        yield FileProgress(number, 0, asked.num_rows)
        began = told = self._clock()
        for found in answer_all(student, asked, self._turn):
            if control.stop:
                yield FileAnswered(number)
                return
            if not isinstance(found, Done):
                yield self._keep(number, found)
            elif (now := self._clock()) - told >= SECONDS_BETWEEN_TOLD:
                told = now
                yield FileProgress(number, found.rows, asked.num_rows, _left(now - began, found.share))

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """A batch of many texts may take all cores that other programs leave."""
        with self._tryout.turns.batch():
            threads = threads_for(SHORT_TEXT + 1, torch.get_num_threads(), self._neighbours.free_cores())
            with device.threads(threads):
                yield

    def _keep(self, number: int, table: pa.Table) -> FileAnswered:
        """In place of the table before. Raises: OSError when the disk is full."""
        self._kept.close()
        place = self._kept.enter_context(scratch.folder("answers")) / FILE
        answers_table.keep(table, place)
        return FileAnswered(number, str(place), table.num_rows, answers_table.first_rows(table))


def _left(spent: float, share: float) -> float | None:
    """The seconds that the rest takes, after so many for this share; None while that cannot be known."""
    return spent * (1 - share) / share if spent >= SECONDS_TO_KNOW and share else None
