"""Sentences with marked names: words and a tag for each. Must not know: models, tokenizers, other kinds.

Columns of its rows: "text" (the words joined, or as the file has it), "words" (list of strings), "tags" (list of IOB2 tags, null where nobody
marked the sentence), and "line", where it begins in the file.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import Codes, compared, human_order
from distilstudio.engine.data.kinds.opened_sheet import Sheet
from distilstudio.engine.data.more_texts import read_texts
from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.conll import read_conll
from distilstudio.engine.data.readers.marked import MarkedFile, Sentence, named_lines
from distilstudio.engine.data.readers.marked_records import marked_from, read_marked_records
from distilstudio.engine.data.readers.marked_table import has_a_sentence_a_row, read_marked_table, read_marked_workbook
from distilstudio.engine.data.readers.parquet import is_columnar, read_column_records
from distilstudio.engine.data.reading import read
from distilstudio.engine.data.rows import DataNote
from distilstudio.engine.data.tags import BadTagError, Read, read_tags, spans_of, tag_names, types_in
from distilstudio.engine.data.words import USUAL_JOINERS, join_words, joiners_in, places_of, split_words
from distilstudio.protocol.inspection import MarkedSpan
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice, Encoding, Separator

FORMATS = "CoNLL, JSON, JSONL, CSV, TSV, Parquet, XLSX, datasets (save_to_disk)"
BETWEEN_NAMES = " · "
NO_NAME = "O"
"""Stratum of a sentence in which nothing is marked."""
_WORDS, _TAGS = "words", "tags"
"""What the columns of a marked file are called where they are shown."""
_MOST_NUMBERS = 20
_RECORDS = (".json", ".jsonl", ".ndjson")
MARKED_ENDINGS = (".conll", ".conllu", ".conll2003", ".bio", ".iob", ".iob2", ".bioes")
_SCHEMES = {
    "IOB1": "The tags were IOB1 or had entities that begin with I-; they were turned into IOB2.",
    "BIOES": "The tags were BIOES; they were turned into IOB2.",
    "IO": "The tags were bare types; words of one type side by side were taken as one entity, in IOB2.",
}

_REFUSED = (
    "1 text whose marks were rejected or passed over in Prodigy was left out.",
    "{rows} texts whose marks were rejected or passed over in Prodigy were left out.",
)


class NerWork:
    """The work for marked sentences."""

    untold: frozenset[str] = frozenset()
    silent = "data_no_marks"

    def read(self, path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> Sheet:
        """The file as sentences with IOB2 tags. Raises: ProblemError data_…, data_tags for tags of no known form."""
        found = marked_file(path, choice, encoding, separator)
        tags = _read_tags(path, found)
        notes = []
        if tags.scheme != "IOB2":
            notes.append(DataNote(f"tags_{tags.scheme.lower()}", _SCHEMES[tags.scheme], {"scheme": tags.scheme}))
        if found.refused:
            notes.append(DataNote.on_rows("refused_marks", found.refused, *_REFUSED))
        return Sheet(
            table=_table(found.sentences, tags.sentences),
            format=found.format,
            encoding=found.encoding,
            separator=found.separator,
            text=_WORDS,
            label=_TAGS,
            between=BETWEEN_NAMES,
            guessed=[role for role in found.guessed if role == "sheet"],
            notes=notes,
            left_out=found.passed_over,
            part=found.part,
            parts=found.parts,
            columns=found.columns,
            roles={"text": found.text, "label": found.label} if found.columns else {},
        )

    def more(self, path: Path, choice: DataChoice, train: pa.Table | None) -> pa.Table:
        """Sentences without tags: marked files without their marks, or any file of texts, cut into words as the marked sentences are."""
        if path.suffix.lower() in (*_RECORDS, *MARKED_ENDINGS):
            own = msgspec.structs.replace(choice, text="" if choice.text == _WORDS else choice.text)
            words = self.read(path, own, "auto", "auto").table
            sentences = [
                Sentence(row, None, [line], text)
                for row, line, text in zip(*(words[name].to_pylist() for name in ("words", "line", "text")), strict=True)
            ]
        else:
            joiners = joiners_in(train["words"].to_pylist()) if train is not None else USUAL_JOINERS
            cut = [(text, split_words(text, joiners)) for text in read_texts(path, choice.text).to_pylist()]
            sentences = [
                Sentence([word.text for word in words], None, [line], text) for line, (text, words) in enumerate(cut, 1) if words
            ]
        return _table(sentences, [])

    def names(self, table: pa.Table) -> list[str]:
        """O, and B- and I- of each type that is marked anywhere."""
        return tag_names(human_order({kind for kind, _ in self.counts(table)}))

    def is_silent(self, table: pa.Table) -> bool:
        """No name is marked."""
        return not self.counts(table)

    def counts(self, table: pa.Table) -> list[tuple[str, int]]:
        """Entities of each type."""
        return Counter(kind for tags in table["tags"].to_pylist() if tags is not None for kind in types_in(tags)).most_common()

    def shown(self, table: pa.Table) -> pa.Table:
        """Sentences, and the names in them."""
        pairs = zip(table["words"].to_pylist(), table["tags"].to_pylist(), strict=True)
        names = ["" if tags is None else BETWEEN_NAMES.join(_names(words, tags)) for words, tags in pairs]
        return pa.table({_WORDS: table["text"], _TAGS: pa.array(names, pa.string())})

    def marks(self, table: pa.Table) -> list[list[MarkedSpan]]:
        """The names, where they stand in the sentence."""
        columns = (table[name].to_pylist() for name in ("text", "words", "tags"))
        return [_marks(text, words, tags or []) for text, words, tags in zip(*columns, strict=True)]

    def shared(self, learnt: pa.Table, exam: pa.Table | None) -> list[DataNote]:
        """Nothing."""
        return []

    def tried(self, texts: list[str]) -> list[str]:
        """As they are."""
        return texts

    @property
    def odd(self) -> frozenset[str]:
        """A sentence of mere numbers is common here: dates, results of matches."""
        return frozenset({"garbled", "markup", "outsized", "other_script", "marked_punctuation"})

    def own_odd(self, table: pa.Table, kinds: frozenset[str]) -> dict[str, Codes]:
        """Sentences in which a name has neither letter nor digit."""
        if "marked_punctuation" not in kinds:
            return {}
        rows = enumerate(zip(table["words"].to_pylist(), table["tags"].to_pylist(), strict=True))
        odd = [row for row, (words, tags) in rows if any(not _has_letter(words[a:b]) for a, b, _ in spans_of(tags or []))]
        return {"marked_punctuation": np.array(odd, np.int64)}

    def truth(self, table: pa.Table) -> list[str]:
        """The tags in a row."""
        return [" ".join(tags or ()) for tags in table["tags"].to_pylist()]


def marked_file(path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> MarkedFile:
    """The file as it marks its words, by its reader."""
    wanted = choice.text, choice.label
    if is_columnar(path):
        records, form = read_column_records(path)
        return marked_from(path, records, form, "", *wanted)
    kind = scanning.binary_kind(scanning.head_of(path, 4096))
    if kind == "XLSX":
        return read_marked_workbook(path, choice.sheet, *wanted)
    if kind:
        raise ProblemError(problem("data_format", file=path.name, formats=FORMATS))
    if path.suffix.lower() in _RECORDS:
        return read_marked_records(path, encoding, *wanted)
    if path.suffix.lower() not in MARKED_ENDINGS and has_a_sentence_a_row(path, encoding, separator, choice.label):
        return read_marked_table(path, read(path, encoding, separator), *wanted)
    return read_conll(path, encoding, separator, *wanted)


def _read_tags(path: Path, found: MarkedFile) -> Read:
    marked = [sentence for sentence in found.sentences if sentence.tags is not None]
    try:
        return read_tags([sentence.tags or [] for sentence in marked])
    except BadTagError as error:
        seen = {tag for sentence in marked for tag in sentence.tags or ()}
        if all(map(str.isdecimal, seen)):
            numbers = ", ".join(human_order(seen)[:_MOST_NUMBERS])
            raise ProblemError(problem("data_tag_numbers", file=path.name, numbers=numbers)) from error
        lines = [
            line for sentence in marked for tag, line in zip(sentence.tags or (), sentence.lines, strict=True) if tag == error.tag
        ]
        told = problem(
            "data_tags",
            file=path.name,
            tag=error.tag[:40],
            lines=named_lines(lines),
            count=len(lines),
            columns=found.columns,
        )
        raise ProblemError(told) from error


def _table(sentences: list[Sentence], tags: list[list[str]]) -> pa.Table:
    turned = iter(tags)
    marks = [None if sentence.tags is None else next(turned) for sentence in sentences]
    texts = pa.chunked_array([pa.array([sentence.text or join_words(sentence.words) for sentence in sentences], pa.string())])
    return pa.table(
        {
            "text": texts,
            "key": compared(texts),
            "stratum": pa.array([None if mark is None else _stratum(mark) for mark in marks], pa.string()),
            "row": pa.array(range(len(sentences)), pa.int64()),
            "line": pa.array([sentence.lines[0] for sentence in sentences], pa.int64()),
            "words": pa.array([sentence.words for sentence in sentences], pa.list_(pa.string())),
            "tags": pa.array(marks, pa.list_(pa.string())),
        }
    )


def _stratum(tags: list[str]) -> str:
    """The type that is marked most often, of equals the first by alphabet."""
    counts = Counter(types_in(tags))
    return min(counts, key=lambda kind: (-counts[kind], kind)) if counts else NO_NAME


def _has_letter(words: list[str]) -> bool:
    return any(sign.isalnum() for word in words for sign in word)


def _names(words: list[str], tags: list[str]) -> list[str]:
    names: list[tuple[list[str], str]] = []
    for word, tag in zip(words, tags, strict=True):
        if tag[0] == "B":
            names.append(([word], tag[2:]))
        elif tag[0] == "I":
            names[-1][0].append(word)
    return [f"{join_words(name)} ({kind})" for name, kind in names]


def _marks(text: str, words: list[str], tags: list[str]) -> list[MarkedSpan]:
    places = places_of(text, words)
    return [MarkedSpan(places[first][0], places[after - 1][1], kind) for first, after, kind in spans_of(tags)]
