"""Texts in a language or a script that a teacher was not made for: how foreign they are is measured, and told before a run and in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import ByteLevelBPETokenizer, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast

from distilstudio.engine import lengths, teachers
from distilstudio.engine.data.inspection import LookedAt
from distilstudio.engine.foreign_texts import MOST_TEXTS, Foreignness, foreignness
from distilstudio.engine.terms import Terms
from distilstudio.protocol.events import RunNote
from distilstudio.protocol.inspection import MeasureLengths
from distilstudio.protocol.recipe import STARTER, DataChoice
from tests.engine.lessons import ended, recipe, run
from tests.tiny_models import keyword_rows, make_tiny_teacher, tiny_tokenizer, write_csv

ENGLISH = [
    "The food was cold and the waiter was rude, so we will not come back.",
    "The parcel came on time, and the shoes are of very good quality.",
    "I have waited for an answer from the service desk for three weeks now.",
    "@anna lol this made my day!!! 😂 #monday",
]
GERMAN = [
    "Das Essen war leider kalt und der Kellner unfreundlich, wir kommen bestimmt nicht wieder.",
    "Die Lieferung kam pünktlich und die Qualität der Schuhe ist hervorragend.",
    "Ich habe lange auf eine Antwort vom Kundendienst gewartet.",
]
RUSSIAN = [
    "Еда была холодной, а официант грубым, больше мы сюда не придём.",
    "Доставка пришла вовремя, и качество обуви отличное.",
    "Я три недели жду ответа от службы поддержки, и до сих пор ничего.",
]
CHINESE = ["味道很好，送餐也快。", "等了一个小时还没有送到，态度很差。"]
NOT_FOREIGN = Foreignness()


def foreign(texts: list[str], terms: Terms | None = None) -> Foreignness:
    """To the starter, which states that it is for English."""
    starter = teachers.locate(STARTER, Path.cwd())
    return foreignness(texts, teachers.load_tokenizer(starter.path), starter.terms if terms is None else terms)


@pytest.mark.parametrize("texts", [ENGLISH, ENGLISH[:1], [], ["", "123 456"]])
def test_its_own_language_is_not_foreign(texts: list[str]) -> None:
    assert foreign(texts) == NOT_FOREIGN


@pytest.mark.parametrize(("texts", "least"), [(GERMAN, 1.55), (RUSSIAN, 4.0)])
def test_words_of_another_language_are_split(texts: list[str], least: float) -> None:
    found = foreign(texts)
    assert found.unknown == 0.0
    assert found.pieces > least


def test_a_script_that_it_does_not_know() -> None:
    found = foreign(CHINESE * 5)
    assert found.unknown > 0.3
    assert found.pieces == 0.0  # there are no blanks between words


@pytest.mark.parametrize("language", ["multilingual", ["en", "de"], ""])
def test_one_that_may_be_for_many_languages_may_split_more(language: str | list[str]) -> None:
    terms = Terms({"language": language} if language else {})
    assert foreign(GERMAN, terms) == NOT_FOREIGN
    assert foreign(RUSSIAN, terms).pieces > 4.0
    assert foreign(GERMAN, Terms({"language": ["en"]})).pieces > 1.5


def test_texts_from_all_over_are_looked_at() -> None:
    assert foreign(ENGLISH[:3] * MOST_TEXTS) == NOT_FOREIGN
    assert foreign([*ENGLISH[:2] * MOST_TEXTS, *RUSSIAN * MOST_TEXTS]).pieces > 1.5


def test_one_that_spells_what_it_does_not_know() -> None:
    tokenizer = tiny_tokenizer("bert")
    assert foreignness(["味 道 很 好"], tokenizer, Terms()).unknown == 1.0
    tokenizer.unk_token = None
    assert foreignness(["味 道 很 好"], tokenizer, Terms()).unknown == 0.0


def spelling() -> PreTrainedTokenizerBase:
    """A tokenizer that knows plain English words and spells all else by its bytes, as those of RoBERTa and GPT-2 do."""
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(ENGLISH * 20, vocab_size=600, min_frequency=2, show_progress=False)
    return PreTrainedTokenizerFast(tokenizer_object=trained._tokenizer)


def test_one_that_spells_by_bytes_splits_each_character() -> None:
    tokenizer = spelling()
    assert foreignness(ENGLISH * 9, tokenizer, Terms()) == NOT_FOREIGN
    chinese = foreignness(CHINESE * 9, tokenizer, Terms())
    assert (chinese.unknown, chinese.pieces) == (0.0, 0.0)
    assert chinese.pieces_a_character == pytest.approx(3.0)
    few = [*ENGLISH * 20, *CHINESE * 2]
    assert foreignness(few, tokenizer, Terms()) == NOT_FOREIGN


def test_a_character_that_is_one_piece_is_not_split() -> None:
    signs = sorted(set("".join(CHINESE)))
    tokenizer = Tokenizer(WordPiece({"[UNK]": 0} | {sign: number for number, sign in enumerate(signs, 1)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(), BertPreTokenizer()  # a blank around each Chinese character
    made = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]")
    assert foreignness(CHINESE * 9, made, Terms({"language": "zh"})) == NOT_FOREIGN


STRANGE = "味 道 很 好 送 餐 也 快"


def with_strange(share: float) -> list[tuple[str, str]]:
    """Keyword texts; in the first of them other signs stand for the words."""
    rows = keyword_rows(80)
    return [(STRANGE if row < share * len(rows) else text, label) for row, (text, label) in enumerate(rows)]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_lengths_tell_how_foreign_the_texts_are(tmp_path: Path, share: float) -> None:
    make_tiny_teacher(tmp_path / "teacher")
    write_csv(tmp_path / "train.csv", with_strange(share))
    command = MeasureLengths(4, "classification", DataChoice(train="train.csv"), "teacher", str(tmp_path))
    measured = lengths.measure(4, "teacher", tmp_path, LookedAt().sample(command, 5000))
    assert measured.unknown == pytest.approx(share)
    assert measured.pieces_a_word == 0.0


def test_of_a_teacher_that_is_not_here_nothing_is_told(tmp_path: Path) -> None:
    write_csv(tmp_path / "train.csv", [(text, label) for text in GERMAN for label in ("gut", "schlecht")])
    command = MeasureLengths(4, "classification", DataChoice(train="train.csv"), "missing", str(tmp_path))
    measured = lengths.measure(4, "missing", tmp_path, LookedAt().sample(command, 5000))
    assert measured.lengths
    assert (measured.unknown, measured.pieces_a_word, measured.pieces_a_character) == (0.0, 0.0, 0.0)


def test_lengths_of_german_texts_for_the_starter(tmp_path: Path) -> None:
    write_csv(tmp_path / "train.csv", [(text, label) for text in GERMAN for label in ("gut", "schlecht")])
    command = MeasureLengths(4, "classification", DataChoice(train="train.csv"), STARTER, str(tmp_path))
    measured = lengths.measure(4, STARTER, tmp_path, LookedAt().sample(command, 5000))
    assert (measured.unknown, measured.pieces_a_word > 1.5) == (0.0, True)


@pytest.mark.parametrize(
    ("strange", "code"), [("", ""), (STRANGE, "teacher_strange"), ("goodbadfilmgood badgoodfilm", "teacher_foreign")]
)
def test_a_run_tells_that_its_teacher_was_not_made_for_its_texts(work: Path, strange: str, code: str) -> None:
    rows = [(f"{strange} {text}" if strange else text, label) for text, label in keyword_rows(80)]
    write_csv(work / "train.csv", rows)
    events = run(work, recipe(), "runs/foreign")
    assert ended(events).report is not None, ended(events).problem
    told = [event for event in events if isinstance(event, RunNote) and event.code in ("teacher_strange", "teacher_foreign")]
    assert [note.code for note in told] == ([code] if code else [])
    assert all(value in note.text for note in told for value in note.values.values())
