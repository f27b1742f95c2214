"""Files as programs and people really write them, and as they break them: each is read, or is a Problem that names the place."""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from distilstudio.engine.data.readers import tables
from distilstudio.engine.data.readers.table import ReadTable, unique_names
from distilstudio.engine.data.reading import read
from distilstudio.protocol.problems import Problem, ProblemError

SMALL = "text,label\nso good,pos\nso bad,neg\n"


def written(folder: Path, content: bytes | str, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(found: ReadTable) -> list[list[str]]:
    return [list(row.values()) for row in found.table.to_pylist()]


def refused(path: Path, encoding: str = "auto", separator: str = "auto") -> Problem:
    with pytest.raises(ProblemError) as caught:
        read(path, encoding, separator)
    assert path.name in caught.value.problem.what + caught.value.problem.why
    return caught.value.problem


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_chinese_is_read_in_every_encoding(tmp_path: Path, codec: str, encoding: str, line_end: str) -> None:
    lines = ["评论,标签", "送餐很快，味道也不错！,好评", "等了一个小时，菜都凉了。,差评", "一般般,中评"]
    found = read(written(tmp_path, line_end.join([*lines, ""]).encode(codec)))
    assert found.encoding == encoding
    assert found.table.column_names == ["评论", "标签"]
    assert rows_of(found) == [["送餐很快，味道也不错！", "好评"], ["等了一个小时，菜都凉了。", "差评"], ["一般般", "中评"]]
    assert found.guessed == ["encoding", "separator"]


def test_utf16_big_endian_with_mark(tmp_path: Path) -> None:
    found = read(written(tmp_path, b"\xfe\xff" + SMALL.encode("utf-16-be")))
    assert (found.encoding, rows_of(found)[1]) == ("utf-16", ["so bad", "neg"])


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_western_letters_are_not_taken_for_chinese(tmp_path: Path, codec: str) -> None:
    texts = ["L'école était fermée", "Señor Muñoz llegó tarde", "Größe passt überhaupt nicht", "déjà vu à Besançon"]
    if codec == "cp1252":
        texts.append("“so so” – it’s 5 € too much")
    content = "text;label\n" + "".join(f"{text};{place % 2}\n" for place, text in enumerate(texts))
    found = read(written(tmp_path, content.encode(codec)))
    assert (found.encoding, found.separator) == ("latin-1", ";")
    assert found.table["text"].to_pylist() == texts


def test_latin_1_with_bytes_that_cp1252_does_not_know(tmp_path: Path) -> None:
    found = read(written(tmp_path, b"text,label\ncaf\xe9 \x81,a\nna\xefve,b\n"))
    assert found.table["text"].to_pylist() == ["café \x81", "naïve"]


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.txt"), ("\t", "a.csv"), (",", "noending")]
)
def test_the_separator_is_seen(tmp_path: Path, separator: str, name: str) -> None:
    rows = [
        ["text", "label", "price"],
        ["good, really; yes", "pos", "1,5"],
        ['he said "no" | twice', "neg", "2,5"],
        ["two\nlines", "pos", "3"],
    ]
    paper = io.StringIO()
    csv.writer(paper, delimiter=separator, lineterminator="\n").writerows(rows)
    found = read(written(tmp_path, paper.getvalue(), name))
    assert found.separator == separator
    assert [found.table.column_names, *rows_of(found)] == rows
    assert found.format == ("tsv" if separator == "\t" else "csv")


def test_semicolons_as_excel_writes_them_with_its_first_line(tmp_path: Path) -> None:
    content = 'sep=;\r\nBewertung;Sterne\r\n"Gut; sehr gut";5\r\n"Er sagte ""nein""";1\r\n'
    found = read(written(tmp_path, content.encode("utf-8-sig")))
    assert rows_of(found) == [["Gut; sehr gut", "5"], ['Er sagte "nein"', "1"]]
    assert (found.separator, found.encoding, found.ragged_rows) == (";", "utf-8-sig", [])


def test_utf16_without_mark_where_it_is_asked_for(tmp_path: Path) -> None:
    for codec in ("utf-16-le", "utf-16-be"):
        assert rows_of(read(written(tmp_path, "评论,标签\n很好,1\n".encode(codec)), "utf-16")) == [["很好", "1"]]
    assert refused(written(tmp_path, SMALL), "utf-16").code == "data_encoding"


def test_a_wish_wins_over_the_guess(tmp_path: Path) -> None:
    found = read(written(tmp_path, "a|b;c\n1|2;3\n"), "latin-1", "|")
    assert (found.table.column_names, found.guessed, found.encoding) == (["a", "b;c"], [], "latin-1")


def test_quotes_hold_line_ends_separators_and_quotes(tmp_path: Path) -> None:
    content = 'text,label\r\n"first\r\nsecond, ""third""",pos\r\nplain,neg\r\n'
    found = read(written(tmp_path, content))
    assert rows_of(found) == [['first\r\nsecond, "third"', "pos"], ["plain", "neg"]]


def test_names_of_columns_are_told_apart() -> None:
    assert unique_names(["text", " text ", "text (2)", "", "2024", "a\n b", "", "text"]) == [
        "text",
        "text (3)",
        "text (2)",
        "column 4",
        "2024",
        "a b",
        "column 7",
        "text (4)",
    ]


def test_ragged_rows_are_mended_and_told(tmp_path: Path) -> None:
    content = (
        "text,label,stars\na fine long text here,pos,5\nnice, cheap, quick to come,pos,4\nshort\nwell,neg,1,,\n\nbad,neg,2\n"
    )
    found = read(written(tmp_path, content))
    assert rows_of(found) == [
        ["a fine long text here", "pos", "5"],
        ["nice, cheap, quick to come", "pos", "4"],
        ["short", "", ""],
        ["well", "neg", "1"],
        ["bad", "neg", "2"],
    ]
    assert found.ragged_rows == [1, 2]


def test_one_column_needs_no_quotes(tmp_path: Path) -> None:
    found = read(written(tmp_path, "text\ngood, cheap\nbad\n"))
    assert (rows_of(found), found.ragged_rows) == ([["good, cheap"], ["bad"]], [])


def test_stray_quotes_swallow_no_rows(tmp_path: Path) -> None:
    """A mark that opens a cell and another some rows below would silently make one cell of the rows between."""
    lines = ["text\tlabel", '"Great phone\tpos', "bad\tneg", "ugly\tneg", '"so so\tpos', '"fine"\tpos']
    found = read(written(tmp_path, "\n".join(lines) + "\n", "a.tsv"))
    assert rows_of(found) == [['"Great phone', "pos"], ["bad", "neg"], ["ugly", "neg"], ['"so so', "pos"], ["fine", "pos"]]


def test_a_quote_never_closed_is_read_as_a_sign_where_every_line_is_whole(tmp_path: Path) -> None:
    found = read(written(tmp_path, 'text,label\ngood,pos\n"bad,neg\nugly,neg\n'))
    assert rows_of(found) == [["good", "pos"], ['"bad', "neg"], ["ugly", "neg"]]


def test_inches_are_no_quotes(tmp_path: Path) -> None:
    found = read(written(tmp_path, 'text,label\na 5" screen,pos\n"big, 7"" one",neg\nsmall,neg\n'))
    assert rows_of(found) == [['a 5" screen', "pos"], ['big, 7" one', "neg"], ["small", "neg"]]


def test_missing_and_unreadable(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.csv").code == "data_missing"
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert refused(folder).code == "data_broken"
    assert refused(written(tmp_path, SMALL) / "inside.csv").code == "data_unreadable"
    assert refused(tmp_path / ("long" * 100)).code == "data_unreadable"
    assert refused(tmp_path / "nul\0.csv").code == "data_unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to the system's owner")
def test_no_right_to_read(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    path.chmod(0)
    assert refused(path).code == "data_unreadable"


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert refused(path).code == "data_unreadable"


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe", b"\xff\xfe\n\0 \0", b",,,\n,,\n", b"sep=;\n"],
)
def test_empty(tmp_path: Path, content: bytes) -> None:
    assert refused(written(tmp_path, content)).code == "data_empty"


@pytest.mark.parametrize("content", ["text,label", "text,label\n", "text,label\r\n\r\n\r\n", "\n\ntext,label\n"])
def test_header_only(tmp_path: Path, content: str) -> None:
    found = refused(written(tmp_path, content))
    assert (found.code, found.values["columns"]) == ("data_header_only", "text, label")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04" + b"\0" * 30 + b"notes.txt", "ZIP"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 10, "PNG"),
        (b"%PDF-1.7\n1 0 obj\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"text,label\ngood,p\0s\n", "NUL byte, line 2"),
    ],
)
def test_binary(tmp_path: Path, content: bytes, kind: str) -> None:
    found = refused(written(tmp_path, content))
    assert (found.code, found.values["kind"]) == ("data_binary", kind)


@pytest.mark.parametrize(("name", "content"), [("a.model", b"\0\1\2"), ("a.xls", b"\xd0\xcf\x11\xe0"), ("a.xml", b"<text/>")])
def test_formats_that_are_not_known_yet(tmp_path: Path, name: str, content: bytes) -> None:
    assert refused(written(tmp_path, content, name)).code == "data_format"


def test_an_unknown_ending_that_is_text_is_tried(tmp_path: Path) -> None:
    assert rows_of(read(written(tmp_path, SMALL, "reviews.2024")))[0] == ["so good", "pos"]


def test_a_wrong_encoding_names_its_line(tmp_path: Path) -> None:
    chinese = written(tmp_path, "text,label\nok,a\n很好,b\n".encode("gb18030"))
    assert refused(chinese, "utf-8").values == {"file": "data.csv", "encoding": "UTF-8", "line": "3"}
    western = written(tmp_path, "text,label\nok,a\nfine,b\nfermé,b\n".encode("latin-1"))
    assert refused(western, "gb18030").values["line"] == "4"
    assert refused(written(tmp_path, b"\xff\xfea\0\n\0\0\xd8b\0"), "utf-16").code == "data_encoding"


def test_damaged_utf8_is_not_read_as_rubbish(tmp_path: Path) -> None:
    content = ("text,label\n" + "très bien à 100 %,a\n" * 50).encode() + b"caf\xe9,b\n" + "déçu,a\n".encode() * 20
    found = refused(written(tmp_path, content))
    assert (found.code, found.values["line"], found.values["encoding"]) == ("data_encoding", "52", "UTF-8")


def test_damaged_chinese_is_not_read_as_rubbish(tmp_path: Path) -> None:
    content = (
        b"text,label\n" + "这个手机很好用,好\n".encode("gb18030") * 50 + b"\xff\xff,a\n" + "一般,好\n".encode("gb18030") * 50
    )
    found = refused(written(tmp_path, content))
    assert (found.code, found.values["line"], found.values["encoding"]) == ("data_encoding", "52", "GB18030")


def test_a_line_without_end_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    with path.open("wb") as file:
        file.write(b"text,label\ngood,pos\n")
        for _ in range(80):
            file.write(b"word and " * (2**20 // 9))
    started = time.monotonic()
    found = refused(path)
    assert (found.code, found.values["line"], found.values["limit"]) == ("data_line_too_long", "3", "64")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("line", ["x " * 100_000 + ",pos", '"' + "some words, pos\n" * 10_000])
def test_a_long_cell_is_read_by_the_first_table_of_a_process(tmp_path: Path, line: str) -> None:
    written(tmp_path, "text,label\n" + line + "\n" + "good,pos\nbad,neg\n" * 20)
    told = "import sys, pathlib; from distilstudio.engine.data.reading import read; print(read(pathlib.Path(sys.argv[1])).table.num_rows)"
    found = subprocess.run([sys.executable, "-c", told, str(tmp_path / "data.csv")], capture_output=True, text=True, check=False)
    assert (int(found.stdout or 0) > 40, found.stderr) == (True, "")


def test_an_open_quote_that_swallows_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    with path.open("w") as file:
        file.write('text,label\ngood,pos\n"never closed\n')
        file.writelines("some words, more of them, and a label\n" * 1000 for _ in range(1900))
    found = refused(path)
    assert (found.code, found.values["line"]) == ("data_line_too_long", "3")


def test_malformed_names_the_line(tmp_path: Path) -> None:
    open_quote = refused(written(tmp_path, 'text,label\ngood,pos\n"bad\nugly, and, old\n'))
    assert (open_quote.code, open_quote.values["line"]) == ("data_malformed", "3")
    never_even = refused(written(tmp_path, "text,label\n1,2,3\n1,2,3\n"))
    assert (never_even.code, never_even.values["line"]) == ("data_malformed", "2")
    wide = refused(written(tmp_path, ",".join("abc" * 1000) + "\n1,2\n"))
    assert wide.code == "data_malformed"
    for rows in (3, 200_000):
        header = refused(written(tmp_path, '"text,label\n' + "good,pos\n" * rows))
        assert (header.code, header.values["line"]) == ("data_malformed", "1")


def test_both_ways_of_reading_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrow's reader and the forgiving one give the same cells for what the standard library writes."""
    draw = random.Random(7)
    signs = ["a", "é", "词", " ", ",", '"', "\n", "\r\n", "\t", ";", "😀", "NA", "0"]
    for case in range(40):
        rows = [["".join(draw.choices(signs, k=draw.randint(0, 8))) for _ in range(3)] for _ in range(draw.randint(1, 30))]
        paper = io.StringIO()
        csv.writer(paper, quoting=draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])).writerows([["a", "b", "c"], *rows])
        path = written(tmp_path, paper.getvalue().encode(), f"{case}.csv")
        quick = read(path, separator=",")
        with monkeypatch.context() as patch:
            patch.setattr(tables, "_even_rows", lambda path, layout: None)
            careful = read(path, separator=",")
        assert rows_of(quick) == rows_of(careful) == rows
        assert quick.ragged_rows == careful.ragged_rows == []


def mutated(content: bytes, draw: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(draw.randint(1, 8)):
        place = draw.randrange(len(broken) + 1)
        match draw.randrange(5):
            case 0:
                broken[place : place + 1] = bytes([draw.randrange(256)])
            case 1:
                del broken[place : place + draw.randint(1, 200)]
            case 2:
                broken[place:place] = draw.choice(
                    [b'"', b"\0", b"\n", b"\r", b",", b";", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b'""', b'"\n"']
                )
            case 3:
                broken[place:place] = broken[: draw.randint(1, 300)]
            case 4:
                broken = broken[:place] or bytearray(b"x")
    return bytes(broken)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_broken_files_are_read_or_refused(tmp_path: Path, codec: str) -> None:
    draw = random.Random(codec)
    whole = "text,label\n" + "".join(f'"第{row}句, ""很好"" good",{row % 3}\nplain {row},{row % 2}\n' for row in range(30))
    codes = set()
    for case in range(60):
        path = written(tmp_path, mutated(whole.encode(codec), draw), f"{case}.csv")
        try:
            found = read(path)
        except ProblemError as error:
            codes.add(error.problem.code)
        else:
            codes.add("read")
            assert found.table.num_rows > 0
            assert all(column.null_count == 0 for column in found.table.columns)
    assert "read" in codes
    assert codes - {"read"}
