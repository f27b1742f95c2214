"""Which libraries and fonts of the system the window needs, and which Debian packages bring them. Standard library only.

`python packaging/system_packages.py` prints the packages that are missing, one a line; with `--install` it installs them where the rights
are there (root, or sudo without a password), and otherwise prints the command. A library counts as there when it can be loaded.
Must not know: the virtual environment, the program.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# What the wheels of PySide6 6.11 need and do not bring (readelf -d over QtCore, QtGui, QtWidgets, QtDBus, QtNetwork, QtSvg and the xcb,
# wayland and offscreen plugins), with the package of Debian 12 and 13 and Ubuntu 22.04 to 24.04. tests/walls/test_system_packages.py
# compares this table with the installed wheels.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
FONT_PACKAGE = "fonts-noto-core"
# Of these one at least, as desktops bring them: the window is made for Noto Sans and as narrow ones; DejaVu is a tenth wider.
LATIN_MARKS = (
    "notosansregular",
    "notosans[",
    "ubuntu",
    "cantarell",
    "adwaitasans",
    "liberationsans",
    "opensans",
    "roboto",
    "inter",
)
CHINESE_FONT_PACKAGE = "fonts-noto-cjk"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CHINESE_MARKS = ("cjk", "hansans", "wqy", "droidsansfallback", "uming", "ukai", "sourcehansans", "notosanssc", "lxgw")


def main(words: list[str]) -> int:
    """Print what is missing; with `--install` mend it. Returns 0 when nothing is missing at the end."""
    missing = missing_packages()
    if not missing or "--install" not in words:
        print("\n".join(missing), end="\n" if missing else "")
        return 1 if missing else 0
    command = install_command(missing)
    if command is None:
        tell(missing)
        return 1
    print("Installing what the window needs of the system:", " ".join(missing), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in command:
        subprocess.run(step, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    still_missing = missing_packages()
    if still_missing:
        tell(still_missing)
    return 1 if still_missing else 0


def missing_packages() -> list[str]:
    """Debian packages whose library cannot be loaded, and fonts where no fitting ones are. Empty on other systems than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for library, package in LIBRARIES.items() if not can_load(library)]
    fonts = [path.name.lower().replace("-", "") for path in font_files()]
    if not any(name.startswith(LATIN_MARKS) for name in fonts):
        packages.append(FONT_PACKAGE)
    if not any(mark in name for name in fonts for mark in CHINESE_MARKS):
        packages.append(CHINESE_FONT_PACKAGE)
    return sorted(packages)


def can_load(library: str) -> bool:
    """Whether the system's loader finds and loads a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def font_files() -> list[Path]:
    """Every scalable font of this computer and person."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return [path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf", ".ttc"}]


def install_command(packages: list[str]) -> list[list[str]] | None:
    """The commands that install packages, or None where the rights or apt are not there."""
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    rights: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode != 0:
            return None
        rights = [sudo, "-n"]
    return [
        [*rights, apt, "update", "-qq"],
        [*rights, apt, "install", "-y", "-qq", "--no-install-recommends", *packages],
    ]


def tell(packages: list[str]) -> None:
    """Say which command to run by hand."""
    print("Some libraries or fonts of the system are missing, without which the window may not open. To install them, run:")
    if shutil.which("apt-get"):
        print("    sudo apt-get update && sudo apt-get install -y --no-install-recommends", " ".join(packages))
    else:
        print("    (with your system's package tool; these are Debian's names)", " ".join(packages))
    print("Then start again. Without them DistilStudio goes on in the terminal.", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
