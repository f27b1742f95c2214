"""The `doctor` command: is all well on this computer? Versions, devices, precision, folders, the starter teacher, the Hub.

It looks and tells; it changes nothing, and nothing that it finds makes it fail. Must not know: runs, the window.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import threading
import urllib.error
import urllib.request
from pathlib import Path

from msgspec import Struct

from distilstudio import places
from distilstudio.commandline.telling import console, counted, print_json, stdout_kept
from distilstudio.protocol.events import DeviceInfo
from distilstudio.protocol.problems import Problem, ProblemError
from distilstudio.protocol.recipe import STARTER

HUB = "https://huggingface.co"
HUB_SECONDS = 3.0


class Precision(Struct, frozen=True):
    """What the probe found: milliseconds of one product with its backward ones on one thread, by precision, and which one runs will use."""

    chosen: str
    milliseconds: dict[str, float]


class Folder(Struct, frozen=True):
    """A folder of the person's and the bytes free on its disk. `writable`: it can be made, or written to."""

    name: str
    path: str
    free: int
    writable: bool


class Starter(Struct, frozen=True):
    """Whether the starter teacher is there with the right checksum."""

    ok: bool
    path: str = ""
    problem: Problem | None = None


class Hub(Struct, frozen=True):
    """Whether the Hugging Face Hub answers. Nothing but Hub names in a recipe needs it."""

    reachable: bool
    address: str
    reason: str = ""


class Findings(Struct, frozen=True):
    """What `doctor --json` prints."""

    versions: dict[str, str]
    device: DeviceInfo
    devices: list[str]
    precision: Precision
    folders: list[Folder]
    starter: Starter
    hub: Hub


def run(words: argparse.Namespace) -> int:
    """Look at everything and tell it. Returns the exit code."""
    with stdout_kept(words.json):
        found = look()
    if words.json:
        print_json(found)
    else:
        _print(found)
    return 0


def look() -> Findings:
    """All findings. Takes some seconds: libraries are loaded and a product is timed."""
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine import device
        from distilstudio.engine.reporting import versions

    of_window = runs_of_window()
    seconds = device.probed(device.choose("auto", "fp32").device)
    chosen = device.paying_precision(seconds)
    return Findings(
        versions=versions(),
        device=device.describe(chosen),
        devices=device.available(),
        precision=Precision(chosen, {name: 1000 * value for name, value in seconds.items()}),
        folders=[
            folder("runs", places.runs_folder()),
            *([folder("window's runs", of_window)] if of_window else []),
            folder("logs", places.logs_folder()),
            folder("program", places.resources()),
        ],
        starter=starter(),
        hub=ask_hub(),
    )


def folder(name: str, path: Path) -> Folder:
    """The folder as it is, or as it would be made."""
    there = places.nearest(path.absolute())
    return Folder(name, str(path), shutil.disk_usage(there).free, os.access(there, os.W_OK) and there.is_dir())


def runs_of_window() -> Path | None:
    """Where the window puts its runs, if another folder was chosen in its settings."""
    try:
        kept = json.loads(places.settings_file().read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    chosen = kept.get("runs_folder") if isinstance(kept, dict) else None
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def starter() -> Starter:
    """Find the starter teacher and check its file."""
    from distilstudio.engine import teachers

    try:
        return Starter(True, str(teachers.locate(STARTER, Path.cwd()).path))
    except ProblemError as error:
        return Starter(False, problem=error.problem)


def ask_hub(seconds: float = HUB_SECONDS) -> Hub:
    """Ask the Hub for its first page's head. The wait ends after `seconds`, also where only the name cannot be resolved."""
    from distilstudio.engine.endpoint import endpoint_wanted

    address = endpoint_wanted() or HUB
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
        return Hub(False, address, "not asked: HF_HUB_OFFLINE is set")
    found: list[Hub] = []
    asking = threading.Thread(target=lambda: found.append(_ask(address, seconds)), name="hub", daemon=True)
    asking.start()
    asking.join(seconds)
    return found[0] if found else Hub(False, address, f"no answer within {seconds:g} seconds")


def _ask(address: str, seconds: float) -> Hub:
    try:
        request = urllib.request.Request(address, method="HEAD", headers={"User-Agent": "distilstudio"})
        with urllib.request.urlopen(request, timeout=seconds):
            return Hub(True, address)
    except urllib.error.HTTPError as error:
        if error.code < 500:  # it answers, if only to say that it does not like this question
            return Hub(True, address)
        return Hub(False, address, f"it answers with {error.code} {error.reason}")
    except urllib.error.URLError as error:
        return Hub(False, address, str(error.reason))
    except (OSError, ValueError, OverflowError, http.client.HTTPException) as error:  # also of an address that is none
        return Hub(False, address, str(error) or type(error).__name__)


def _print(found: Findings) -> None:
    words = console(result=True)

    def line(name: str, value: str) -> None:
        words.print(f"{name:<16}{value}", soft_wrap=True)

    for name, version in found.versions.items():
        line(name, version or "not installed")
    words.print()
    info = found.device
    line("Device", f"{info.kind}: {info.name}, {counted(info.cores, 'core')}, {info.memory / 1e9:.1f} GB of memory")
    line("Found", ", ".join(found.devices))
    timed = ", ".join(f"{name} {ms:.2f} ms" for name, ms in found.precision.milliseconds.items())
    line("Precision", f"{found.precision.chosen}" + (f" (measured: {timed})" if timed else ""))
    words.print()
    for one in found.folders:
        line(one.name.capitalize(), f"{one.path} ({one.free / 1e9:.1f} GB free{'' if one.writable else ', not writable'})")
    words.print()
    line("Starter teacher", "there, checksum right" if found.starter.problem is None else found.starter.problem.what)
    for action in found.starter.problem.what_to_do if found.starter.problem else []:
        line("", action)
    line(
        "Hub",
        f"{found.hub.address} answers" if found.hub.reachable else f"{found.hub.address} does not answer: {found.hub.reason}",
    )
