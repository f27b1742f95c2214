"""What the steps of a training come to, told as events not more often than a screen can show. Must not know: how a step is done."""

from __future__ import annotations

import time
from collections.abc import Iterator

import torch
from torch import Tensor

from distilstudio.protocol.events import RunEvent, Stage, StepsDone

SECONDS_BETWEEN_EVENTS = 0.05


class StepLog:
    """Collects steps and gives them out as events, at most 20 a second; losses stay on the device until then."""

    def __init__(self, run_id: str, stage: Stage) -> None:
        self._run_id, self._stage = run_id, stage
        self._told = self._since = time.monotonic()
        self._clear()

    @property
    def is_due(self) -> bool:
        """Whether it is time to give out what was collected."""
        return time.monotonic() - self._told >= SECONDS_BETWEEN_EVENTS

    def add(self, step: int, losses: dict[str, Tensor], rate: float, rows: int, tokens: int) -> None:
        """One step more, with its losses by part, still on the device."""
        self._steps.append(step)
        self._losses.append(losses)
        self._rates.append(rate)
        self._rows += rows
        self._tokens += tokens

    def flush(self) -> Iterator[RunEvent]:
        """Give out what was collected."""
        if not self._steps:
            return
        names = list(dict.fromkeys(name for losses in self._losses for name in losses))
        zero = torch.zeros((), device=self._losses[0]["total"].device)
        values = (
            torch.stack([torch.stack([losses.get(name, zero) for losses in self._losses]) for name in names]).float().tolist()
        )
        seconds = max(time.monotonic() - self._told, 1e-6)
        yield StepsDone(
            run_id=self._run_id,
            stage=self._stage,
            steps=self._steps,
            losses=dict(zip(names, values, strict=True)),
            learning_rate=self._rates,
            rows_per_second=self._rows / seconds,
            tokens_per_second=self._tokens / seconds,
        )
        self._clear()

    def rest(self) -> None:
        """Time up to now counts for nothing (an exam, a pause); every step was given out before."""
        self._told = time.monotonic()

    def _clear(self) -> None:
        self._steps: list[int] = []
        self._losses: list[dict[str, Tensor]] = []
        self._rates: list[float] = []
        self._rows = self._tokens = 0
        self._told = time.monotonic()
