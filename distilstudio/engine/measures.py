"""How busy this computer is while a run goes on. Must not know: training, the window."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import torch

from distilstudio.protocol.events import ResourcesMeasured

SECONDS_BETWEEN = 1.0


class ResourceMeter:
    """Gives out one measurement a second at most."""

    def __init__(self, run_id: str, folder: Path) -> None:
        self._run_id, self._folder = run_id, folder
        self._measured = time.monotonic()
        self._cores = 0
        psutil.cpu_percent()  # the first call only starts the count

    def measure(self) -> Iterator[ResourcesMeasured]:
        """A measurement when one is due."""
        now = time.monotonic()
        if now - self._measured < SECONDS_BETWEEN or not self._folder.is_dir():
            return
        self._measured = now
        memory = psutil.virtual_memory()
        gpu_used, gpu_total = _gpu_memory()
        taken = torch.get_num_threads()
        self._cores = max(self._cores, taken)
        yield ResourcesMeasured(
            run_id=self._run_id,
            processor=min(psutil.cpu_percent() / 100, 1.0),
            memory_used=int(memory.total - memory.available),
            memory_total=int(memory.total),
            run_folder=sum(
                file.stat().st_size for file in self._folder.rglob("*") if file.is_file() and not file.name.endswith(".partial")
            ),
            disk_free=shutil.disk_usage(self._folder).free,
            gpu_memory_used=gpu_used,
            gpu_memory_total=gpu_total,
            cores_taken=taken,
            cores=self._cores,
        )


def _gpu_memory() -> tuple[int | None, int | None]:
    if not torch.cuda.is_available():
        return None, None
    free, total = torch.cuda.mem_get_info()
    return int(total - free), int(total)
