"""Marked sentences from every format, and what is told of lines that cannot be read."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import LoadedData, labelled_rows, load
from distilstudio.engine.data.words import join_words, joiners_in, split_words
from distilstudio.protocol.inspection import InspectData, MarkedSpan
from distilstudio.protocol.problems import Problem, ProblemError
from distilstudio.protocol.recipe import DataChoice
from tests.engine.marked_lessons import marked_sentences, write_conll

SENTENCES = [
    (["Mei", "Lin", "flew", "to", "Porto", "."], ["B-PER", "I-PER", "O", "O", "B-LOC", "O"]),
    (["Rain", "."], ["O", "O"]),
]


def read(folder: Path, name: str, content: str | bytes, **choice: Any) -> list[tuple[list[str], list[str] | None]]:
    """Words and IOB2 tags of a file's sentences."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    rows = labelled_rows(DataChoice(train=name, **choice), "ner", folder)[0].table
    return list(zip(rows["words"].to_pylist(), rows["tags"].to_pylist(), strict=True))


def refused(folder: Path, name: str, content: str, **choice: Any) -> Problem:
    with pytest.raises(ProblemError) as caught:
        read(folder, name, content, **choice)
    return caught.value.problem


def conll(between: str = " ", columns: int = 2, sentences: Any = SENTENCES) -> str:
    """The sentences as a file with so many columns."""
    middle = ["NN", "B-NP"][: columns - 2]
    blocks = ["\n".join(between.join([word, *middle, tag]) for word, tag in zip(*one, strict=True)) for one in sentences]
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("between", [" ", "\t", "   "])
@pytest.mark.parametrize("columns", [2, 3, 4])
def test_columns_and_blanks(tmp_path: Path, between: str, columns: int) -> None:
    assert read(tmp_path, "a.conll", conll(between, columns)) == SENTENCES


@pytest.mark.parametrize("name", ["a.conll", "a.txt", "a.bio", "a.tsv", "noending"])
def test_any_ending(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name, conll("\t")) == SENTENCES


def test_documents_comments_and_line_ends(tmp_path: Path) -> None:
    text = (
        "-DOCSTART- -X- -X- O\n\n# sent_id = 7 of 9\n"
        + conll(columns=4).replace("\n\n", "\n \n\n\n-DOCSTART- -X- O O\n\n")
        + "\n\n"
    )
    assert read(tmp_path, "a.conll", text.replace("\n", "\r\n")) == SENTENCES


def test_a_hash_can_be_a_word(tmp_path: Path) -> None:
    assert read(tmp_path, "a.conll", "# O\nMei B-PER\n")[0][0] == ["#", "Mei"]
    assert read(tmp_path, "a.conll", "# B-TAG\n\nMei B-PER\n\n# O\n")[0] == (["#"], ["B-TAG"])
    assert read(tmp_path, "a.conll", "# PER\n\nMei PER\nis O\n")[0][0] == ["#"]


def numbered(*columns: str, sentences: Any = SENTENCES) -> str:
    """The sentences with the words' numbers before them; a column called "tag" holds the tags."""
    blocks = []
    for words, tags in sentences:
        rows = zip(words, tags, strict=True)
        lines = [
            "\t".join([str(number), word, *(tag if column == "tag" else column for column in columns)])
            for number, (word, tag) in enumerate(rows, 1)
        ]
        blocks.append("\n".join(["# sent_id = 1", "# text = Mei Lin", *lines]))
    return "\n\n".join(blocks)


@pytest.mark.parametrize("columns", [("tag",), ("tag", "-", "me"), ("tag", "O"), ("O", "tag"), ("X", "tag", "_")])
def test_words_with_their_numbers(tmp_path: Path, columns: tuple[str, ...]) -> None:
    assert read(tmp_path, "a.iob2", numbered(*columns)) == SENTENCES
    joined = numbered(*columns).replace("\n3\t", "\n3-4\tflew to\t" + "\t".join("_" * len(columns)) + "\n3\t", 1)
    assert read(tmp_path, "a.conllu", joined) == SENTENCES


def test_numbered_words_without_tags_are_told(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.conllu", numbered("mei", "NOUN", "NN", "_", "0", "root", "_", "_"))
    assert (told.code, told.values["tag"], told.values["lines"]) == ("data_tags", "_", "3, 4, 5, 6, 7, 8, 12, 13")


def test_numbers_can_be_words(tmp_path: Path) -> None:
    lines = "1 CD B-NUM\n2 CD O\n\n5 CD B-NUM\n1 CD O\n"
    assert [words for words, _ in read(tmp_path, "a.conll", lines)] == [["1", "2"], ["5", "1"]]


@pytest.mark.parametrize(
    ("comment", "between"),
    [
        ("# id 7cd1 domain=en", " _ _ "),
        ("# id 7cd1 domain=en\n# more of it", " _ _ "),
        ("#\thttps://example.org/1\t[2009-10-17]", "\tx\ty\t"),
        ("#\thttps://example.org/1", "\t"),
        ("# sent_id = 7", "\t"),
        ("# sent_id = 7", "\tx\t"),
    ],
)
def test_comments_with_as_many_cells_as_a_row(tmp_path: Path, comment: str, between: str) -> None:
    blocks = ["\n".join([comment, *map(between.join, zip(*one, strict=True))]) for one in SENTENCES]
    assert read(tmp_path, "a.conll", "\n\n".join(blocks)) == SENTENCES
    assert read(tmp_path, "a.conll", f"{comment}\n\n" + "\n\n".join(blocks)) == SENTENCES


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    sentences = [
        (["林", "梅", "在", "厦", "门", "大", "学", "读", "书", "。"], ["B-PER", "I-PER", "O", "B-LOC", "I-LOC", *["O"] * 5])
    ]
    assert read(tmp_path, "a.conll", conll(sentences=sentences).encode(encoding)) == sentences


@pytest.mark.parametrize(
    ("given", "wanted", "code"),
    [
        ("I-PER I-PER O I-LOC I-PER B-PER", "B-PER I-PER O B-LOC B-PER B-PER", "tags_iob1"),
        ("B-PER I-PER O I-LOC O O", "B-PER I-PER O B-LOC O O", "tags_iob1"),
        ("B-PER E-PER O S-LOC B-PER E-PER", "B-PER I-PER O B-LOC B-PER I-PER", "tags_bioes"),
        ("B-PER L-PER O U-LOC U-LOC O", "B-PER I-PER O B-LOC B-LOC O", "tags_bioes"),
        ("B-PER M-PER E-PER S-PER S-PER O", "B-PER I-PER I-PER B-PER B-PER O", "tags_bioes"),
        ("PER PER O LOC PER O", "B-PER I-PER O B-LOC B-PER O", "tags_io"),
        ("B_PER I_PER O B_LOC O O", "B-PER I-PER O B-LOC O O", ""),
        ("B-GPE.NAM I-GPE.NAM O O O O", "B-GPE.NAM I-GPE.NAM O O O O", ""),
        ("B I O B B O", "B-ENTITY I-ENTITY O B-ENTITY B-ENTITY O", ""),
        ("I I O I O O", "B-ENTITY I-ENTITY O B-ENTITY O O", "tags_iob1"),
        ("b e o s s o", "B-ENTITY I-ENTITY O B-ENTITY B-ENTITY O", "tags_bioes"),
        ("b-per i-per o b-loc o o", "B-per I-per O B-loc O O", ""),
        ("b-PER i-PER O B-LOC O O", "B-PER I-PER O B-LOC O O", ""),
        ("PER-B PER-I O LOC-B O O", "B-PER I-PER O B-LOC O O", ""),
        ("PER_S LOC_B LOC_M LOC_E O O", "B-PER B-LOC I-LOC I-LOC O O", "tags_bioes"),
        ("e-mail e-mail O person vitamin_b vitamin_e", "B-e-mail I-e-mail O B-person B-vitamin_b B-vitamin_e", "tags_io"),
    ],
)
def test_ways_of_writing_tags(tmp_path: Path, given: str, wanted: str, code: str) -> None:
    many = [(f"w{place} b c d e f".split(), given.split()) for place in range(60)]
    (tmp_path / "a.conll").write_text(conll(sentences=many))
    found = load(DataChoice(train="a.conll"), "ner", tmp_path, 0)
    assert found.train.table["tags"][0].as_py() == wanted.split()
    assert [note.code for note in found.notes if note.code.startswith("tags")] == ([code] if code else [])


def test_bad_tags_are_told_with_their_lines(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.conll", "Mei B-PER\nin O\nPorto X:LOC\n\nof O\nLima X:LOC\n")
    assert (told.code, told.values["tag"], told.values["lines"], told.values["count"]) == ("data_tags", "X:LOC", "3, 6", "2")


def test_ragged_lines_are_told_with_their_numbers(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.conll", "Mei B-PER\nin the O\nPorto B-LOC\n\nof O\nLima x B-LOC extra\nand O\n")
    assert (told.code, told.values["lines"], told.values["count"], told.values["columns"]) == ("data_lines", "2, 6", "2", "2")


def test_a_sentence_with_half_its_tags_is_told(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.conll", "Mei B-PER\nflew O\n\nto\nPorto B-LOC\n")
    assert (told.code, told.values["lines"]) == ("data_lines", "4, 5")


def test_sentences_that_nobody_marked(tmp_path: Path) -> None:
    many = marked_sentences(60)
    write_conll(tmp_path / "a.conll", [(words, None if place % 3 == 0 else tags) for place, (words, tags) in enumerate(many)])
    found = load(DataChoice(train="a.conll"), "ner", tmp_path, 0)
    assert sum(tags is None for tags in found.train.table["tags"].to_pylist()) == 20
    assert all(tags is not None for tags in found.exam.table["tags"].to_pylist())
    assert [note.values["rows"] for note in found.notes if note.code == "unlabelled_rows"] == ["20"]


@pytest.mark.parametrize(
    "text",
    [
        "token,tag\nMei,B-PER\nLin,I-PER\nflew,O\nto,O\nPorto,B-LOC\n.,O\n\nRain,O\n.,O\n",
        "Sentence #,Word,POS,Tag\n1,Mei,x,B-PER\n,Lin,x,I-PER\n,flew,x,O\n,to,x,O\n,Porto,x,B-LOC\n,.,x,O\n2,Rain,x,O\n,.,x,O\n",
        "ner_tags;sentence_id;words\nB-PER;a;Mei\nI-PER;a;Lin\nO;a;flew\nO;a;to\nB-LOC;a;Porto\nO;a;.\nO;b;Rain\nO;b;.\n",
    ],
)
def test_a_table_with_a_word_a_row(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "a.csv", text) == SENTENCES


def test_a_comma_may_be_a_word_of_a_table(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", 'token,tag\nLima,B-LOC\n",",O\n"""",O\n')[0] == (["Lima", ",", '"'], ["B-LOC", "O", "O"])


def test_columns_chosen_by_name(tmp_path: Path) -> None:
    text = "stem,token,pos,tag,fine\nmei,Mei,x,B-PER,B-PER.NAM\n"
    assert read(tmp_path, "a.csv", text, text="token", label="fine")[0][1] == ["B-PER.NAM"]
    told = refused(tmp_path, "a.csv", text, text="token", label="nothing")
    assert (told.code, told.values["column"]) == ("data_no_column", "nothing")


@pytest.mark.parametrize("between", [" ", "\t"])
def test_tags_are_told_by_their_looks_where_something_else_stands_last(tmp_path: Path, between: str) -> None:
    lines = ["\n".join(between.join([word, tag, "NNP"]) for word, tag in zip(*one, strict=True)) for one in SENTENCES]
    assert read(tmp_path, "a.conll", "\n\n".join(lines)) == SENTENCES
    assert read(tmp_path, "a.tsv", between.join(["token", "entity_type", "pos"]) + "\n" + "\n\n".join(lines)) == SENTENCES


def test_columns_without_names_are_chosen_by_their_numbers(tmp_path: Path) -> None:
    text = "mei\tMei\tB-PER\tO\nflew\tflew\tO\tB-ACT\n"
    assert read(tmp_path, "a.conll", text) == [(["mei", "flew"], ["O", "B-ACT"])]
    assert read(tmp_path, "a.conll", text, text="column 2", label="column 3") == [(["Mei", "flew"], ["B-PER", "O"])]


@pytest.mark.parametrize(
    ("columns", "words", "tags"),
    [
        ("tokens,ner_tags", json.dumps, json.dumps),
        ("Sentence #,Sentence,POS,Tag", " ".join, str),
        ("text,labels", " ".join, " ".join),
        ("id,words,ner", lambda words: str(words).replace(",", ""), lambda tags: f"array({tags}, dtype=object)"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_a_table_with_a_sentence_a_row(tmp_path: Path, columns: str, words: Any, tags: Any, ending: str) -> None:
    names = columns.split(",")
    places = (1 if len(names) > 2 else 0, len(names) - 1)
    rows = [
        [{places[0]: words(one), places[1]: tags(said)}.get(place, "x") for place in range(len(names))] for one, said in SENTENCES
    ]
    if ending == "xlsx":
        book = openpyxl.Workbook()
        for row in [names, *rows]:
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
    else:
        with (tmp_path / f"a.{ending}").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="," if ending == "csv" else "\t").writerows([names, *rows])
    assert read(tmp_path, f"a.{ending}", (tmp_path / f"a.{ending}").read_bytes()) == SENTENCES


def test_a_sentence_a_row_with_too_few_tags_is_told_by_its_row(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.csv", "text,labels\nMei flew,B-PER O\nMei flew home,B-PER O\n")
    assert (told.code, told.values["lines"]) == ("data_uneven", "2")


def test_a_workbook_with_a_word_a_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [
        ["Word", "POS", "Tag"],
        *(row for one in SENTENCES for row in [*([w, "x", t] for w, t in zip(*one, strict=True)), []]),
    ]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path, "a.xlsx", (tmp_path / "a.xlsx").read_bytes()) == SENTENCES


def test_records_of_tokens(tmp_path: Path) -> None:
    rows = [{"tokens": words, "ner_tags": tags} for words, tags in SENTENCES]
    lines = "\n".join(json.dumps(row) for row in rows)
    assert read(tmp_path, "a.jsonl", lines) == SENTENCES
    assert read(tmp_path, "a.json", json.dumps(rows, indent=1)) == SENTENCES
    assert read(tmp_path, "a.json", json.dumps({"data": rows})) == SENTENCES


def test_records_with_bare_prefixes(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"tokens": words, "ner_tags": [tag[0] for tag in tags]}) for words, tags in SENTENCES)
    assert read(tmp_path, "a.jsonl", lines)[0][1] == ["B-ENTITY", "I-ENTITY", "O", "O", "B-ENTITY", "O"]


def test_half_a_sign_is_told_apart_from_a_whole_one(tmp_path: Path) -> None:
    lines = r'{"tokens": ["Mei\ud83d", "\ud83d\ude00"], "tags": ["B-PER\ud83d", "O"]}'
    assert read(tmp_path, "a.jsonl", lines) == [(["Mei\ufffd", "😀"], ["B-PER\ufffd", "O"])]
    spans = r'{"text": "\ud83d Mei ran", "spans": [{"start": 2, "end": 5, "text": "Mei", "label": "PER"}]}'
    assert read(tmp_path, "b.jsonl", spans)[0][1] == ["O", "B-PER", "O"]


def test_records_with_too_few_tags_are_told(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.jsonl", '{"tokens": ["a"], "tags": ["O"]}\n\n{"tokens": ["a", "b"], "tags": ["O"]}\n')
    assert (told.code, told.values["lines"]) == ("data_uneven", "3")


TEXT = "Mei Lin flew to Porto."
SPANS = [(0, 7, "PER"), (16, 21, "LOC")]
EXPORTS = {
    "doccano": {"text": TEXT, "label": [list(span) for span in SPANS]},
    "doccano, with names": {
        "text": TEXT,
        "entities": [{"id": 1, "start_offset": s, "end_offset": e, "label": k} for s, e, k in SPANS],
    },
    "spans": {"text": TEXT, "spans": [{"start": s, "end": e, "label": k} for s, e, k in SPANS]},
    "label studio, short": {
        "text": TEXT,
        "label": [{"start": s, "end": e, "text": TEXT[s:e], "labels": [k]} for s, e, k in SPANS],
    },
    "prodigy": {
        "text": TEXT,
        "tokens": [{"text": "Mei", "id": 0, "start": 0, "end": 3}],
        "spans": [{"start": s, "end": e, "label": k, "token_start": 0, "token_end": 1} for s, e, k in SPANS],
        "answer": "accept",
    },
    "clue": {"text": TEXT, "label": {k: {TEXT[s:e]: [[s, e - 1]]} for s, e, k in SPANS}},
    "label studio": {
        "data": {"text": TEXT},
        "annotations": [
            {"was_cancelled": True, "result": []},
            {
                "result": [
                    {"type": "labels", "value": {"start": s, "end": e, "text": TEXT[s:e], "labels": [k]}} for s, e, k in SPANS
                ]
            },
        ],
    },
}


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("lines", [True, False])
def test_texts_with_spans(tmp_path: Path, export: str, lines: bool) -> None:
    record = EXPORTS[export]
    content = json.dumps(record) + "\n" if lines else json.dumps([record])
    assert read(tmp_path, "a.jsonl" if lines else "a.json", content) == [SENTENCES[0]]


@pytest.mark.parametrize("form", ["spacy", "ner annotator"])
def test_pairs_of_a_text_and_its_marks(tmp_path: Path, form: str) -> None:
    pairs: list[Any] = [[TEXT, {"entities": SPANS}], ["Rain.", {"entities": []}]]
    content = pairs if form == "spacy" else {"classes": ["PER", "LOC"], "annotations": [*pairs, None]}
    assert read(tmp_path, "a.json", json.dumps(content)) == SENTENCES


def test_marks_that_were_turned_down_in_prodigy_are_left_out_and_told(tmp_path: Path) -> None:
    answers = ["accept", "reject", "ignore", "accept"]
    rows = [{"text": f"Mei no. {row} left", "spans": [[0, 3, "PER"]], "answer": answer} for row, answer in enumerate(answers)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = inspect_data(InspectData(1, "ner", DataChoice(train="a.jsonl"), str(tmp_path)))
    assert [row[0] for row in found.preview] == ["Mei no. 0 left", "Mei no. 3 left"]
    assert [fact.values["rows"] for fact in found.health if fact.code == "refused_marks"] == ["2"]


def test_marks_of_clue_that_stand_elsewhere_are_told(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.jsonl", json.dumps({"text": TEXT, "label": {"PER": {"Lin": [[0, 2]]}}}))
    assert (told.code, told.values["reason"]) == ("data_spans", "Lin does not stand at [0, 2]")


def test_tags_that_are_numbers_take_the_names_beside_them_or_are_told(tmp_path: Path) -> None:
    names = ["O", "B-PER", "I-PER", "B-LOC"]
    rows = [{"tokens": words, "ner_tags": [names.index(tag) for tag in tags]} for words, tags in SENTENCES]
    assert read(tmp_path, "a.json", json.dumps({"label_names": names, "data": rows})) == SENTENCES
    told = refused(tmp_path, "a.json", json.dumps({"data": rows}))
    assert (told.code, told.values["numbers"]) == ("data_tag_numbers", "0, 1, 2, 3")


def test_records_that_share_a_line_are_told_by_their_numbers(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "spans": [[0, 7, "PER"] if row else [0, 99, "PER"]]} for row in (1, 0, 1, 0)]
    for content in (json.dumps(rows), json.dumps({"data": rows})):
        assert refused(tmp_path, "a.json", content).values["lines"] == "2, 4"
    apart = "[\n" + ",\n".join(map(json.dumps, rows)) + "]"
    assert refused(tmp_path, "a.json", apart).values["lines"] == "3, 5"


def test_browsers_count_in_utf16(tmp_path: Path) -> None:
    text = "😀😀 Porto!"
    record = {"text": text, "label": [{"start": 5, "end": 10, "text": "Porto", "labels": ["LOC"]}]}
    assert read(tmp_path, "a.json", json.dumps([record])) == [(["😀", "😀", "Porto", "!"], ["O", "O", "B-LOC", "O"])]


def test_spans_inside_of_words_and_with_blanks_at_their_ends(tmp_path: Path) -> None:
    record = {"text": "die Portofahrt am 3.5.", "spans": [[4, 9, "LOC"], [14, 22, "DATE"]]}
    words, tags = read(tmp_path, "a.jsonl", json.dumps(record))[0]
    assert words == ["die", "Porto", "fahrt", "am", "3", ".", "5", "."]
    assert tags == ["O", "B-LOC", "O", "B-DATE", "I-DATE", "I-DATE", "I-DATE", "I-DATE"]


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([[0, 7, "PER"], [4, 12, "LOC"]], "PER (0–7) and LOC (4–12) overlap"),
        ([[16, 99, "LOC"]], "LOC (16–99) leaves the text, which has 22 signs"),
        ([["a", 7, "PER"]], "['a', 7, 'PER'] is no span"),
        ([[7, 0, "PER"]], "PER (7–0) leaves the text, which has 22 signs"),
    ],
)
def test_spans_that_cannot_be_used_are_told(tmp_path: Path, spans: list[Any], reason: str) -> None:
    good = json.dumps({"text": TEXT, "spans": [[0, 7, "PER"]]})
    told = refused(tmp_path, "a.jsonl", good + "\n" + json.dumps({"text": TEXT, "spans": spans}) + "\n")
    assert (told.code, told.values["lines"], told.values["reason"]) == ("data_spans", "2", reason)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"text": "a"}\n{"text": \n', "3"),
        ('[{"text": "a"},\n {"text": "b"\n', "3"),
        ("[1, 2]", "1"),
        ('[{"text": "a"}\n{"text": "b"}]', "2"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(tmp_path: Path, content: str, line: str) -> None:
    told = refused(tmp_path, "a.json", content)
    assert (told.code, told.values["line"]) == ("data_json", line)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.conll", "", "data_empty"),
        ("a.conll", "\n\n", "data_empty"),
        ("a.json", "[]", "data_empty"),
        ("a.jsonl", '{"a": 1}', "data_no_column"),
    ],
)
def test_nothing_to_read(tmp_path: Path, name: str, content: str, code: str) -> None:
    assert refused(tmp_path, name, content).code == code


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    with pytest.raises(ProblemError) as caught:
        labelled_rows(DataChoice(train="a.conll"), "ner", tmp_path)
    assert caught.value.problem.code == "data_format"


def loaded(folder: Path, **choice: Any) -> LoadedData:
    return load(DataChoice(**{"train": "train.conll"} | choice), "ner", folder, 0)


def test_rows_for_a_run(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", marked_sentences(100))
    found = loaded(tmp_path)
    assert found.label_names == ["O", "B-BAD", "I-BAD", "B-GOOD", "I-GOOD"]
    assert len(found.exam) == 10
    assert not set(found.train.keys.to_pylist()) & set(found.exam.keys.to_pylist())


def test_no_sentence_of_the_exam_file_is_learnt(tmp_path: Path) -> None:
    sentences = marked_sentences(60)
    write_conll(tmp_path / "train.conll", sentences)
    write_conll(tmp_path / "exam.conll", sentences[:10])
    found = loaded(tmp_path, exam="exam.conll")
    assert (len(found.train), len(found.exam)) == (50, 10)
    assert "exam_overlap" in {note.code for note in found.notes}


def test_types_that_only_the_exam_has(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", marked_sentences(60))
    write_conll(tmp_path / "exam.conll", [(["Porto"], ["B-LOC"])])
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, exam="exam.conll")
    assert (caught.value.problem.code, caught.value.problem.values["labels"]) == ("data_exam_label", "B-LOC, I-LOC")


def test_no_sentence_marked_and_all_of_them_in_the_exam(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", [(words, None) for words, _ in marked_sentences(50)])
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path)
    assert caught.value.problem.code == "data_no_marks"
    for name in ("train.conll", "exam.conll"):
        write_conll(tmp_path / name, marked_sentences(50))
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, exam="exam.conll")
    assert caught.value.problem.code == "data_all_in_exam"


@pytest.mark.parametrize("tags", [None, ["O", "O"]])
def test_page_and_run_say_alike_that_no_name_is_marked(tmp_path: Path, tags: list[str] | None) -> None:
    write_conll(tmp_path / "train.conll", [(["good", f"number{row}"], tags) for row in range(50)])
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path)
    assert (caught.value.problem.code, caught.value.problem.values) == ("data_no_marks", {"file": "train.conll"})
    found = inspect_data(InspectData(1, "ner", DataChoice(train="train.conll"), str(tmp_path)))
    facts = {fact.code: fact for fact in found.health}
    assert (facts["labels"].level, facts["labels"].values["problem"]) == ("warn", "none")
    assert "unlabelled_rows" not in facts


def test_too_few_and_none_marked(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", marked_sentences(15))
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path)
    assert caught.value.problem.code == "data_too_few_rows"
    write_conll(tmp_path / "train.conll", [(words, None) for words, _ in marked_sentences(50)])
    write_conll(tmp_path / "exam.conll", [(["fine"], ["O"])])
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, exam="exam.conll")
    assert caught.value.problem.code == "data_no_marks"


def test_what_the_data_page_is_told(tmp_path: Path) -> None:
    repeated = [SENTENCES[0], (SENTENCES[0][0], ["O"] * 6), *SENTENCES]
    (tmp_path / "a.conll").write_text(conll(sentences=repeated))
    found = inspect_data(InspectData(3, "ner", DataChoice(train="a.conll"), str(tmp_path)))
    assert (found.rows, [(one.label, one.rows) for one in found.labels]) == (4, [("PER", 2), ("LOC", 2)])
    assert found.preview[0] == ["Mei Lin flew to Porto .", "Mei Lin (PER) · Porto (LOC)"]
    assert found.marks is not None
    assert found.marks[:2] == [[MarkedSpan(0, 7, "PER"), MarkedSpan(16, 21, "LOC")], []]
    facts = {fact.code: fact for fact in found.health}
    assert facts["duplicates"].rows == [1, 2]
    assert "tags_turned" not in facts
    assert facts["contradictions"].rows == [0, 1, 2]
    assert found.examples[0] == "Mei Lin flew to Porto ."


@pytest.mark.parametrize(
    ("tags", "scheme"),
    [(["I-PER", "I-PER", "O", "O", "I-LOC", "O"], "IOB1"), (["B-PER", "E-PER", "O", "O", "S-LOC", "O"], "BIOES")],
)
def test_the_data_page_is_told_how_tags_were_turned(tmp_path: Path, tags: list[str], scheme: str) -> None:
    (tmp_path / "a.conll").write_text(conll(sentences=[(SENTENCES[0][0], tags)]))
    found = inspect_data(InspectData(3, "ner", DataChoice(train="a.conll"), str(tmp_path)))
    assert [fact.values for fact in found.health if fact.code == "tags_turned"] == [{"scheme": scheme}]
    assert found.marks == [[MarkedSpan(0, 7, "PER"), MarkedSpan(16, 21, "LOC")]]


def test_marks_stand_where_the_text_has_them_behind_wide_signs(tmp_path: Path) -> None:
    text = "😀王小明 in 厦门, (Porto)!"
    spans = [[1, 4, "PER"], [8, 10, "LOC"], [13, 18, "LOC"]]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "spans": spans}, ensure_ascii=False))
    found = inspect_data(InspectData(3, "ner", DataChoice(train="a.jsonl"), str(tmp_path)))
    assert found.marks is not None
    assert [[mark.start, mark.end, mark.label] for mark in found.marks[0]] == spans
    assert [text[mark.start : mark.end] for mark in found.marks[0]] == ["王小明", "厦门", "Porto"]


def test_words_of_free_text() -> None:
    text = "“Mei-Lin's” 3.5%, U.S.A.! 在厦门😀x_y"
    words = split_words(text, joiners="-.")
    assert [word.text for word in words] == [
        "“",
        "Mei-Lin",
        "'",
        "s",
        "”",
        "3.5",
        "%",
        ",",
        "U.S.A",
        ".",
        "!",
        "在",
        "厦",
        "门",
        "😀",
        "x",
        "_",
        "y",
    ]
    assert all(text[word.start : word.end] == word.text for word in words)


@pytest.mark.parametrize(
    "name", ["Angela Mer\u00adkel", "علی\u200cرضا", "लक्ष\u200dमी", "Jean\u2060-\u2060Paul", "\u200fعلی", "Oba\u200bma\u200e"]
)
def test_signs_of_format_tear_no_word_apart(tmp_path: Path, name: str) -> None:
    """A tokenizer makes no piece of them: as words of their own they would be read nowhere, and split the name that they stand in."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": f"{name} came.", "spans": [[0, len(name), "PER"]]}))
    rows = labelled_rows(DataChoice(train="a.jsonl"), "ner", tmp_path)[0].table
    words = rows["words"].to_pylist()[0]
    marked = words[:-2]
    assert rows["tags"].to_pylist()[0] == ["B-PER", *["I-PER"] * (len(marked) - 1), "O", "O"]
    assert [word for word in marked if word.strip("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060") != word] == []
    assert len(marked) == name.count(" ") + 1 + 2 * name.count("-")
    free = [word.text for word in split_words(name)]
    assert free == [part.strip("\u200e\u200f") for part in name.split(" ")]


def test_words_joined() -> None:
    assert join_words(["在", "厦", "门", "，", "OK", "吗", "？"]) == "在厦门， OK 吗？"
    assert join_words(["Mei", "Lin", "."]) == "Mei Lin ."


def test_the_way_of_cutting_is_learnt_from_the_words() -> None:
    assert joiners_in([["twenty-nine", "d'Arc", "'s", "John", "'s", "3.5"]]) == "-."
    assert joiners_in([["Selegiline", "-", "induced", "Parkinson", "'", "s"]]) == ""
