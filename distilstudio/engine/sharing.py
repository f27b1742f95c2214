"""A run takes only the cores that other programs leave free, and says so. Must not know: what is worked on.

Threads share each product and wait for the slowest, and a run gives way to all other programs: one of its two threads whose core another
program keeps busy holds the other up as well. Measured on two cores, a run of one epoch of the sample: 40 s alone, six minutes in two
threads beside one busy core, 68 s where it leaves that core to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator

import torch

from distilstudio.engine.device import threads
from distilstudio.engine.neighbours import Neighbours, threads_beside
from distilstudio.protocol.events import RunEvent, RunNote

LOOK_EVERY_S = 3.0
FIRST_LOOK_S = 0.3


def free_now() -> int:
    """How many threads torch should have for what is over in seconds, at most those it has; looks for FIRST_LOOK_S."""
    neighbours, cores = Neighbours(), torch.get_num_threads()
    if cores > 1:
        time.sleep(FIRST_LOOK_S)
    return threads_beside(cores, cores, neighbours.free_cores())


def beside_others(
    events: Iterator[RunEvent],
    note: Callable[[str, str, dict[str, str]], RunNote],
    neighbours: Neighbours | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[RunEvent]:
    """The same events; between them, so between steps, torch is given as many threads as there are free cores, at most those it has now.

    note: makes a line for the log, of the first change.
    """
    neighbours, looked, told = neighbours or Neighbours(), clock(), False
    cores = left = 0
    with threads(torch.get_num_threads()):
        for event in events:
            yield event
            now = torch.get_num_threads()
            if not cores:  # a run that goes on has taken as many as it was begun with when its first event comes
                cores = left = now
            if cores == 1 or clock() - looked < LOOK_EVERY_S:
                continue
            looked = clock()
            lately, left = left, threads_beside(now, cores, neighbours.free_cores())
            wanted = max(left, lately)  # what is busy for a moment, as a program that starts, is no reason to work with fewer
            if wanted == now:
                continue
            torch.set_num_threads(wanted)
            if not told:
                told = True
                values = {"taken": str(wanted), "cores": str(cores)}
                text = f"Other programs keep the processor busy: the run takes {wanted} of {cores} cores meanwhile, and is the faster for it."
                yield note("cores_shared", text, values)
