"""Reads marked texts from JSON records: tokens with tags, or a text with spans, also as Label Studio, doccano, Prodigy and CLUE write them.

Must not know: ways of writing tags, models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distilstudio.engine.data.readers.jsonl import Record, read_records
from distilstudio.engine.data.readers.label_studio import task_of
from distilstudio.engine.data.readers.marked import MarkedFile, Sentence, named_lines
from distilstudio.engine.data.words import join_words, split_words
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.spans import Utf16Index

_TOKEN_KEYS = ("tokens", "words", "token", "word")
_TAG_KEYS = ("tags", "ner_tags", "ner", "labels", "label", "tag", "iob")
_TEXT_KEYS = ("text", "sentence", "content", "data", "passage")
_SPAN_KEYS = ("spans", "entities", "label", "labels", "annotations", "ner")
_TURNED_DOWN = ("reject", "ignore")
"""What Prodigy keeps under "answer" for marks that are not to be used."""


class _SpanError(ValueError):
    """A span that cannot be used, and why."""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    label: str


def read_marked_records(path: Path, encoding: str = "auto", text: str = "", label: str = "") -> MarkedFile:
    """Read a file of marked records. `text`, `label`: keys chosen by name.

    Raises: ProblemError data_… as `read_records`; data_no_column; data_lines where a record's tags are not as many as its tokens; data_spans
    for spans that overlap or leave the text.
    """
    records, found_encoding = read_records(path, encoding)
    return marked_from(path, records, path.suffix.lower().removeprefix(".") or "jsonl", found_encoding, text, label)


def marked_from(path: Path, records: list[Record], form: str, encoding: str, text: str = "", label: str = "") -> MarkedFile:
    """The same from records that were read already. Raises: as `read_marked_records`."""
    if not records:
        raise ProblemError(problem("data_empty", file=path.name))
    taken = [record for record in records if record.fields.get("answer") not in _TURNED_DOWN]
    first = _flat((taken or records)[0].fields)
    tokens = _key_of(first, text, _TOKEN_KEYS, _are_tokens)
    words = tokens or _key_of(first, text, _TEXT_KEYS, _is_text)
    if not words:
        chosen = text or "text"
        names = list(first)[:20]
        raise ProblemError(problem("data_no_column", file=path.name, column=chosen, columns=names, role="text"))
    every: dict[str, Any] = {}
    for record in taken[:200]:
        every |= {name: value for name, value in _flat(record.fields).items() if value is not None}
    marks = _key_of(every, label, _TAG_KEYS, _are_tokens) if tokens else _key_of(every, label, _SPAN_KEYS, _are_spans)
    read = _tagged if tokens else _spanned
    sentences, passed_over = read(path, taken, words, marks)
    if not sentences:
        raise ProblemError(problem("data_empty", file=path.name))
    guessed = [role for role, chosen in (("text", text), ("label", label)) if not chosen]
    refused = len(records) - len(taken)
    return MarkedFile(sentences, form, encoding, "", words, marks, guessed, passed_over, refused)


def joined_tokens(records: list[Record]) -> list[str] | None:
    """The text of each record's words, "" where it has none; None where records hold whole texts."""
    tokens = _key_of(_flat(records[0].fields), "", _TOKEN_KEYS, _are_tokens) if records else ""
    if not tokens:
        return None
    words = (record.fields.get(tokens) for record in records)
    return [join_words([str(one) for one in given]) if isinstance(given, list) else "" for given in words]


def _key_of(fields: dict[str, Any], chosen: str, known: Sequence[str], fits: Callable[[Any], bool]) -> str:
    if chosen and fits(fields.get(chosen)):
        return chosen
    return next((key for key in known if fits(fields.get(key))), "")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_tokens(value: Any) -> bool:
    """Words, or their tags. Prodigy's tokens are records of where they stand in the text: then the text is read."""
    return isinstance(value, list) and not any(isinstance(one, dict) for one in value)


def _are_spans(value: Any) -> bool:
    """A list of spans, or CLUE's {type: {name: [[first, last], …]}}."""
    return isinstance(value, list) or (isinstance(value, dict) and all(isinstance(names, dict) for names in value.values()))


def _flat(fields: dict[str, Any]) -> dict[str, Any]:
    """A task of Label Studio with its marks beside the text; the rest is flat already."""
    task = task_of(fields)
    if task is None:
        return fields
    data, result = task
    return data | ({"spans": result} if fields.get("annotations") or fields.get("completions") else {})


def _tagged(path: Path, records: list[Record], words: str, marks: str) -> tuple[list[Sentence], list[int]]:
    sentences: list[Sentence] = []
    uneven: list[int] = []
    passed_over: list[int] = []
    for record in records:
        tokens = record.fields.get(words)
        tags = record.fields.get(marks) if marks else None
        if not isinstance(tokens, list) or not tokens:
            passed_over.append(record.line)
            continue
        if tags is not None and (not isinstance(tags, list) or len(tags) != len(tokens)):
            uneven.append(record.line)
            continue
        plain, names = [str(token) for token in tokens], _names_beside(record)
        said = None if tags is None else [_called(tag, names) for tag in tags]
        sentences.append(Sentence(plain, said, [record.line] * len(plain)))
    if uneven:
        raise ProblemError(problem("data_uneven", file=path.name, lines=named_lines(uneven), count=len(uneven)))
    return sentences, passed_over


def _names_beside(record: Record) -> list[str]:
    """The names of the tags that are numbers, where a list of names stands beside the records."""
    for value in (record.beside or {}).values():
        if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
            return value
    return []


def _called(tag: Any, names: list[str]) -> str:
    return names[tag] if type(tag) is int and 0 <= tag < len(names) else str(tag)


def _spanned(path: Path, records: list[Record], words: str, marks: str) -> tuple[list[Sentence], list[int]]:
    sentences: list[Sentence] = []
    passed_over: list[int] = []
    bad: list[int] = []
    reason = ""
    for record in records:
        fields = _flat(record.fields)
        text = fields.get(words)
        if not isinstance(text, str) or not text.strip():
            passed_over.append(record.line)
            continue
        given = fields.get(marks) if marks else None
        try:
            spans = None if given is None else _settled(text, list(_spans_in(given, text)))
        except _SpanError as error:
            bad.append(record.line)
            reason = reason or str(error)
            continue
        sentences.append(_sentence(text, spans, record.line))
    if bad:
        raise ProblemError(problem("data_spans", file=path.name, lines=named_lines(bad), count=len(bad), reason=reason))
    return sentences, passed_over


def _sentence(text: str, spans: list[_Span] | None, line: int) -> Sentence:
    """Words cut at every sign that is no letter, and where spans begin and end, so that each span is made of whole words."""
    marked = spans or []
    words = split_words(text, joiners="", cuts={place for span in marked for place in (span.start, span.end)})
    tags: list[str] | None = None
    if spans is not None:
        tags = []
        rest = list(reversed(spans))
        begun: _Span | None = None
        for word in words:
            while rest and rest[-1].end <= word.start:
                rest.pop()
            inside = rest[-1] if rest and rest[-1].start <= word.start else None
            tags.append(f"{'I' if inside is begun else 'B'}-{inside.label}" if inside is not None else "O")
            begun = inside
    return Sentence([word.text for word in words], tags, [line] * len(words), text)


def _spans_in(given: Any, text: str) -> Iterator[_Span]:
    """Raises: _SpanError."""
    if not isinstance(given, dict):
        yield from (_span_of(one, text) for one in given)
        return
    for label, names in given.items():
        for name, places in names.items() if isinstance(names, dict) else ():
            for place in places if isinstance(places, list) else ():
                yield _last_included(name, place, label, text)


def _last_included(name: str, place: Any, label: str, text: str) -> _Span:
    """CLUE tells the place of the last sign, not the one behind it. Raises: _SpanError where the name does not stand there."""
    match place:
        case [int(first), int(last)] if text[first : last + 1] == name:
            return _Span(first, last + 1, label)
    raise _SpanError(f"{name[:40]} does not stand at {str(place)[:20]}")


def _span_of(given: Any, text: str) -> _Span:
    """A span as [start, end, label], or with names as the programs write them. Raises: _SpanError."""
    if isinstance(given, list | tuple) and len(given) >= 3:
        start, end, label, said = given[0], given[1], given[2], None
    elif isinstance(given, dict):
        value = given.get("value")
        inner: dict[str, Any] = value if isinstance(value, dict) else given
        start = _first(inner, "start", "start_offset", "start_char", "begin")
        end = _first(inner, "end", "end_offset", "end_char", "stop")
        label = _first(inner, "label", "labels", "type", "entity", "tag", "entity_group")
        said = inner.get("text")
    else:
        raise _SpanError(f"{str(given)[:60]} is no span")
    label = label[0] if isinstance(label, list) and label else label
    if type(start) is not int or type(end) is not int or not isinstance(label, str) or not label.strip():
        raise _SpanError(f"{str(given)[:60]} is no span")
    return _Span(*_in_code_points(text, start, end, said), label.strip())


def _first(fields: dict[str, Any], *names: str) -> Any:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _in_code_points(text: str, start: int, end: int, said: Any) -> tuple[int, int]:
    """Programs written for the browser count UTF-16 units; where the span's own text says so, its places are turned."""
    if isinstance(said, str) and said and text[start:end] != said:
        index = Utf16Index(text)
        try:
            turned = index.to_code_point(start), index.to_code_point(end)
        except IndexError:
            return start, end
        if text[slice(*turned)] == said:
            return turned
    return start, end


def _settled(text: str, spans: list[_Span]) -> list[_Span]:
    """Spans in the order of the text, without the blanks at their ends. Raises: _SpanError where one leaves the text or two overlap."""
    settled: list[_Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, span.end)):
        if not 0 <= span.start < span.end <= len(text):
            raise _SpanError(f"{span.label} ({span.start}–{span.end}) leaves the text, which has {len(text)} signs")
        inner = text[span.start : span.end]
        start, end = span.start + len(inner) - len(inner.lstrip()), span.end - len(inner) + len(inner.rstrip())
        if start >= end:
            continue
        if settled and start < settled[-1].end:
            before = settled[-1]
            raise _SpanError(f"{before.label} ({before.start}–{before.end}) and {span.label} ({span.start}–{span.end}) overlap")
        settled.append(_Span(start, end, span.label))
    return settled
