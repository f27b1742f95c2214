"""Gathers run events between two deliveries, so that a flood reaches the window as few, larger events.

Steps are joined and none is lost; of progress and resources the newest counts. Everything else keeps its place, and nothing passes it.
Must not know: timers, threads.
"""

from __future__ import annotations

from msgspec.structs import replace

from distilstudio.protocol.events import Event, ResourcesMeasured, StageProgress, StepsDone


class _JoinedSteps:
    """StepsDone of one run and stage, with the same loss parts, that came one after the other."""

    def __init__(self, first: StepsDone) -> None:
        self._newest = first
        self._steps = list(first.steps)
        self._losses = {name: list(values) for name, values in first.losses.items()}
        self._rates = list(first.learning_rate)
        self._rows_per_second = first.rows_per_second
        self._tokens_per_second = first.tokens_per_second

    def takes(self, event: StepsDone) -> bool:
        return event.losses.keys() == self._losses.keys()

    def add(self, event: StepsDone) -> None:
        self._newest = event
        self._steps += event.steps
        for name, values in event.losses.items():
            self._losses[name] += values
        self._rates += event.learning_rate
        if event.rows_per_second is not None:
            self._rows_per_second = event.rows_per_second
        if event.tokens_per_second is not None:
            self._tokens_per_second = event.tokens_per_second

    def event(self) -> StepsDone:
        return replace(
            self._newest,
            steps=self._steps,
            losses=self._losses,
            learning_rate=self._rates,
            rows_per_second=self._rows_per_second,
            tokens_per_second=self._tokens_per_second,
        )


class EventBatch:
    """Events in their order, joined where a flood allows it."""

    def __init__(self) -> None:
        self._items: list[Event | _JoinedSteps] = []
        # Where an event of this kind stands that a later one may join; emptied by every event that nothing may pass.
        self._open: dict[tuple[object, ...], int] = {}

    def __bool__(self) -> bool:
        return bool(self._items)

    def add(self, event: Event) -> None:
        """Put an event after those that came before it."""
        match event:
            case StepsDone(run_id=run_id, stage=stage):
                self._add_steps((StepsDone, run_id, stage), event)
            case StageProgress(run_id=run_id, stage=stage):
                self._add_newest((StageProgress, run_id, stage), event)
            case ResourcesMeasured(run_id=run_id):
                self._add_newest((ResourcesMeasured, run_id), event)
            case _:
                self._open.clear()
                self._items.append(event)

    def take(self) -> list[Event]:
        """Everything gathered; the batch is empty after it."""
        items, self._items = self._items, []
        self._open.clear()
        return [item.event() if isinstance(item, _JoinedSteps) else item for item in items]

    def _add_steps(self, key: tuple[object, ...], event: StepsDone) -> None:
        at = self._open.get(key)
        if at is not None:
            joined = self._items[at]
            if isinstance(joined, _JoinedSteps) and joined.takes(event):
                joined.add(event)
                return
        self._open[key] = len(self._items)
        self._items.append(_JoinedSteps(event))

    def _add_newest(self, key: tuple[object, ...], event: Event) -> None:
        at = self._open.get(key)
        if at is None:
            self._open[key] = len(self._items)
            self._items.append(event)
        else:
            self._items[at] = event
