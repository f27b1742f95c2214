"""What this computer computes with: device, precision, memory; chosen by measuring, not by guessing.

Must not know: recipes' other fields, models' architectures, runs.
"""

from __future__ import annotations

import contextlib
import math
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import psutil
import torch

from distilstudio.protocol.events import DeviceInfo
from distilstudio.protocol.problems import ProblemError, problem

Precision = Literal["fp32", "bf16", "fp16"]
_DTYPES: dict[str, torch.dtype] = {"bf16": torch.bfloat16, "fp16": torch.float16}
PAYS_FROM = 1.15
"""How many times faster a lower precision must be before it is worth its rounding."""
HOPELESS = 4.0
"""A lower precision that takes so many times as long as fp32 in small products is not tried in large ones."""
SMALLER = 4
"""By how much the sides of small products are shorter."""

KERNELS_KEPT = "4096"
"""oneDNN builds a kernel for each shape of a product, which takes 3 ms and 0.1 MB, and by itself keeps 1,024: fewer than one epoch of a small
student needs, which then built each of them anew each time, half of its step. It asks the environment at its first product."""
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", KERNELS_KEPT)


@dataclass(frozen=True)
class Compute:
    """Where and how precisely a run computes."""

    device: torch.device
    precision: Precision

    @contextlib.contextmanager
    def autocast(self) -> Iterator[None]:
        """Run matrix products of the block in the chosen precision; weights stay float32."""
        if self.precision == "fp32":
            yield
        else:
            with torch.autocast(self.device.type, _DTYPES[self.precision]):
                yield


def choose(device: str, precision: str) -> Compute:
    """Turn a recipe's wishes into a device and a precision. "auto" probes.

    Raises: ProblemError(device_missing) where the wished device is not there.
    """
    chosen = _choose_device(device)
    return Compute(chosen, _choose_precision(chosen, precision))


def available() -> list[str]:
    """Device kinds that torch can use here, best first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def describe(precision: str = "") -> DeviceInfo:
    """This computer's best device, for the window's chip and `doctor`."""
    kind = available()[0]
    name = torch.cuda.get_device_name(0) if kind == "cuda" else (_processor_name() or platform.machine())
    memory = torch.cuda.get_device_properties(0).total_memory if kind == "cuda" else psutil.virtual_memory().total
    return DeviceInfo(kind=kind, name=name, cores=usable_cores(), memory=int(memory), precision=precision)


def usable_cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity call
        return os.cpu_count() or 1


def probe_precision(
    device: torch.device, size: int = 768, rows: int = 512, tries: int = 5, at_least_s: float = 0.2
) -> dict[str, float]:
    """Seconds of one matrix product [rows, size]·[size, size] with its two backward ones, by precision, the best of several; of one thread.

    fp32 is always among them. Left out is a lower precision that small products show to be out of the question: a processor without bf16 of
    its own is thirty times as slow in it, and would take six seconds to find that out at this size. Two threads would wait for each other
    where one of them has to wait for another program.
    """
    # cards before Ampere compute bf16 by way of fp32, and have matrix units for fp16
    own = device.type == "cpu" or torch.cuda.is_bf16_supported(including_emulation=False)
    with one_thread():
        small = _take_turns(device, ("fp32", "bf16" if own else "fp16"), size // SMALLER, rows // SMALLER, tries, 0.0)
        hopeful = [name for name in small if small[name] <= HOPELESS * small["fp32"]]
        return _take_turns(device, hopeful, size, rows, tries, at_least_s)


def _take_turns(
    device: torch.device, precisions: Iterable[str], size: int, rows: int, tries: int, at_least_s: float
) -> dict[str, float]:
    """Seconds of the products by precision, of those that the device can do.

    They take turns for so many tries and so long: what else the computer does would else fall upon all tries of one, each of which takes a
    millisecond.
    """
    products: dict[str, Callable[[], float]] = {}
    for name in precisions:
        with contextlib.suppress(RuntimeError):
            product = _product(device, _DTYPES.get(name, torch.float32), size, rows)
            product()  # the first one warms up
            products[name] = product
    seconds = dict.fromkeys(products, math.inf)
    began = time.perf_counter()
    while tries > 0 or time.perf_counter() - began < at_least_s:
        tries -= 1
        for name, product in products.items():
            seconds[name] = min(seconds[name], product())
    return seconds


def _choose_device(wish: str) -> torch.device:
    found = available()
    if wish == "auto":
        return torch.device(found[0])
    if wish not in found:
        raise ProblemError(problem("device_missing", device=wish, found=list(found)))
    return torch.device(wish)


def _choose_precision(device: torch.device, wish: str) -> Precision:
    if wish in ("fp32", "bf16", "fp16"):
        return "bf16" if wish == "fp16" and device.type == "cpu" else wish  # type: ignore[return-value]  # narrowed by the test
    return paying_precision(probed(device))


def probed(device: torch.device) -> dict[str, float]:
    """`probe_precision` where there is a choice to make; else nothing."""
    return probe_precision(device) if device.type != "mps" else {}


def paying_precision(seconds: dict[str, float]) -> Precision:
    """By what a probe found the fastest one, if it is worth it; fp32 where nothing was probed."""
    if not seconds:
        return "fp32"
    fastest = min(seconds, key=lambda name: seconds[name])
    return fastest if seconds["fp32"] / seconds[fastest] >= PAYS_FROM else "fp32"  # type: ignore[return-value]  # keys are precisions


@contextlib.contextmanager
def threads(number: int) -> Iterator[None]:
    """torch computes with so many threads in this block."""
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def one_thread() -> contextlib.AbstractContextManager[None]:
    """torch computes with one thread in this block: what is timed then does not hang on whether other programs leave all cores free."""
    return threads(1)


def _product(device: torch.device, dtype: torch.dtype, size: int, rows: int) -> Callable[[], float]:
    """Computes the products once and gives the seconds that took."""
    weight = torch.randn(size, size, device=device, dtype=dtype)
    data = torch.randn(rows, size, device=device, dtype=dtype)

    def timed() -> float:
        started = time.perf_counter()
        out = data @ weight
        _ = out @ weight.T
        _ = data.T @ out
        synchronise(device)
        return time.perf_counter() - started

    return timed


def synchronise(device: torch.device) -> None:
    """Wait until the device has done what it was given; nothing to wait for on a CPU."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def random_states(device: torch.device) -> dict[str, torch.Tensor]:
    """Torch's random state, of the CPU and of the device, as uint8 tensors by name."""
    states = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        states["cuda"] = torch.cuda.get_rng_state(device)
    elif device.type == "mps":
        states["mps"] = torch.mps.get_rng_state()
    return states


def set_random_states(states: Mapping[str, torch.Tensor], device: torch.device) -> None:
    """Draw on from where `random_states` was taken."""
    torch.set_rng_state(states["cpu"])
    if device.type == "cuda":
        torch.cuda.set_rng_state(states["cuda"], device)
    elif device.type == "mps":
        torch.mps.set_rng_state(states["mps"])


def _processor_name() -> str:
    with contextlib.suppress(OSError), open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
