"""The table of system libraries against what the installed wheels of Qt ask for."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[2]
QT = Path(PySide6.__file__).parent / "Qt"
PLUGINS = ["platforms/libqxcb.so", "platforms/libqoffscreen.so", "platforms/libqwayland.so", "iconengines/libqsvgicon.so"]
LIBRARIES = ["Core", "DBus", "Gui", "Network", "Svg", "Widgets", "XcbQpa"]
# With every Debian, or brought by a library of the table itself.
ALWAYS_THERE = ("libc.", "libm.", "libdl.", "librt.", "libpthread.", "libresolv.", "libgcc_s.", "libstdc++.", "ld-linux")
COMES_ALONG = {"libgthread-2.0.so.0": "libglib-2.0.so.0", "libbrotlicommon.so.1": "libbrotlidec.so.1"}


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("readelf") is None, reason="reads Linux libraries with readelf"
)
def test_the_table_names_every_library_that_qt_does_not_bring() -> None:
    table = runpy.run_path(str(ROOT / "packaging" / "system_packages.py"))["LIBRARIES"]
    files = [QT / "lib" / f"libQt6{name}.so.6" for name in LIBRARIES] + [QT / "plugins" / name for name in PLUGINS]
    wanted = {library for file in files for library in needed_by(file)}
    strangers = {name for name in wanted if not name.startswith(ALWAYS_THERE) and not (QT / "lib" / name).exists()}
    assert len(strangers) > 20
    assert {COMES_ALONG.get(name, name) for name in strangers} <= set(table), "add the new library and its Debian package"


def needed_by(file: Path) -> list[str]:
    told = subprocess.run(["readelf", "-d", str(file)], capture_output=True, text=True, check=True, env={"LC_ALL": "C"}).stdout
    return [line.rsplit("[", 1)[1].rstrip("]") for line in told.splitlines() if "(NEEDED)" in line]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone needs packages of the system")
def test_a_library_that_is_not_there_gives_its_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = runpy.run_path(str(ROOT / "packaging" / "system_packages.py"))
    missing_packages = module["missing_packages"]
    monkeypatch.setitem(
        missing_packages.__globals__, "LIBRARIES", {"libno-such-thing.so.9": "libno-such-thing9", "libc.so.6": "libc6"}
    )
    assert "libno-such-thing9" in missing_packages()
    assert "libc6" not in missing_packages()
    monkeypatch.setitem(missing_packages.__globals__, "install_command", lambda _packages: None)
    assert module["main"](["--install"]) == 1
    assert "libno-such-thing9" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone needs packages of the system")
@pytest.mark.parametrize(
    ("fonts", "wanted"),
    [
        ([], {"fonts-noto-core", "fonts-noto-cjk"}),
        (["DejaVuSans.ttf", "NotoSansMono-Regular.ttf", "NotoSansCJK-Regular.ttc"], {"fonts-noto-core"}),
        (["DejaVuSans.ttf", "Ubuntu-R.ttf", "NotoSansCJK-Regular.ttc"], set()),
        (["NotoSans-Regular.ttf", "wqy-zenhei.ttc"], set()),
        (["NotoSans[wdth,wght].ttf", "wqy-zenhei.ttc"], set()),
    ],
)
def test_fonts_are_brought_where_no_fitting_ones_are(monkeypatch: pytest.MonkeyPatch, fonts: list[str], wanted: set[str]) -> None:
    missing_packages = runpy.run_path(str(ROOT / "packaging" / "system_packages.py"))["missing_packages"]
    monkeypatch.setitem(missing_packages.__globals__, "font_files", lambda: [Path(font) for font in fonts])
    assert {package for package in missing_packages() if package.startswith("fonts-")} == wanted
