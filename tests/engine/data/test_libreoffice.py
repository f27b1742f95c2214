"""Tables that LibreOffice wrote: a workbook kept here, and, where the program is installed, ones that it writes now."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from distilstudio.engine.data.reading import read

KEPT = Path(__file__).parent / "files" / "libreoffice.xlsx"
COLUMNS = ["Review text", "stars", "date", "done"]
ROWS = [
    ["Fine soup, warm bread.", "5", "2024-03-01", "true"],
    ['A quoted "word" and\na second line', "1", "2024-03-02", "false"],
    ["中文 评论 很 好", "4.5", "2024-12-31", "true"],
    ["Crème brûlée – déjà vu €", "7", "2023-01-01", "false"],
]
SECONDS = 120
UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
CP1252 = "csv:Text - txt - csv (StarCalc):59,34,1,1,,0,false,true"
"""Sign between columns, quotation mark, character set, first line, …: as LibreOffice numbers them."""
Convert = Callable[[str, Path, Path], Path]


def rows_of(path: Path) -> list[list[str]]:
    table = read(path).table
    return [
        [
            cells[name].removesuffix(" 00:00:00").lower() if name in ("date", "done") else cells[name]
            for name in table.column_names
        ]
        for cells in table.to_pylist()
    ]


def test_a_workbook_of_libreoffice_is_read() -> None:
    found = read(KEPT)
    assert (found.table.column_names, found.format) == (COLUMNS, "xlsx")
    assert rows_of(KEPT) == ROWS


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def to(kind: str, source: Path, folder: Path) -> Path:
        words = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(source),
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=SECONDS)
        return folder / f"{source.stem}.{kind.partition(':')[0]}"

    return to


@pytest.mark.parametrize(("kind", "lost"), [(UTF8, []), (CP1252, [2])])
def test_a_csv_of_libreoffice_is_read(convert: Convert, kind: str, lost: list[int], tmp_path: Path) -> None:
    """lost: rows whose letters this encoding does not have."""
    found = rows_of(convert(kind, KEPT, tmp_path))
    assert [row for place, row in enumerate(found) if place not in lost] == [
        row for place, row in enumerate(ROWS) if place not in lost
    ]


def test_a_workbook_that_libreoffice_writes_now_is_read(convert: Convert, tmp_path: Path) -> None:
    """It writes truth values anew as the numbers 1 and 0."""
    numbers = [[*row[:3], {"true": "1", "false": "0"}.get(row[3], row[3])] for row in ROWS]
    assert rows_of(convert("xlsx:Calc MS Excel 2007 XML", KEPT, tmp_path)) in (ROWS, numbers)
