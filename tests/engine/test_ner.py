"""Marking names: which word pieces carry labels, windows, losses, scores against seqeval, places in free text."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import torch
from seqeval.metrics import classification_report, f1_score, precision_score, recall_score  # type: ignore[import-untyped]
from seqeval.scheme import IOB2  # type: ignore[import-untyped]
from transformers import AutoModelForTokenClassification, PreTrainedTokenizerFast

from distilstudio.engine import batching
from distilstudio.engine.batching import Encoded, collate
from distilstudio.engine.data.tags import mend, spans_of
from distilstudio.engine.exam import beats_guessing
from distilstudio.engine.lesson import Lesson
from distilstudio.engine.loop import Trainer
from distilstudio.engine.targets import NOT_COUNTED
from distilstudio.engine.tasks.ner import Ner, Truth
from distilstudio.protocol.answers import Entities
from tests.engine.lessons import CPU, Control, no_hooks, plan
from tests.engine.marked_lessons import TAGS, Marked, marked_sentences, rows_of
from tests.tiny_models import FAMILIES, tiny_config, tiny_tokenizer

TASK = Ner(TAGS)
CPU_DEVICE = torch.device("cpu")


def encode(sentences: list[Marked], max_length: int = 64, tokenizer: Any = None) -> Encoded:
    return TASK.encode(rows_of(sentences), tokenizer or tiny_tokenizer(), max_length)


def tiny_tagger(seed: int = 0, family: str = "bert") -> Any:
    config = tiny_config(family, len(tiny_tokenizer(family)), 2, 32)
    config.update(TASK.head_config())
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return AutoModelForTokenClassification.from_config(config).eval()


def read_words(encoded: Encoded, tokenizer: PreTrainedTokenizerFast, row: int) -> list[tuple[str, int]]:
    """The first piece and the target of every word that a window reads."""
    part = slice(int(encoded.offsets[row]), int(encoded.offsets[row + 1]))
    pairs = zip(encoded.ids[part].tolist(), encoded.targets[part].tolist(), strict=True)
    return [(tokenizer.convert_ids_to_tokens(number), target) for number, target in pairs if target != NOT_COUNTED]


@pytest.mark.parametrize("family", FAMILIES)
def test_labels_stand_on_first_word_pieces(family: str) -> None:
    tokenizer = tiny_tokenizer(family)
    sentence: Marked = (["the", "zebras", "good", "u.s.", "bad"], ["O", "B-BAD", "B-GOOD", "I-GOOD", "O"])
    encoded = encode([sentence], tokenizer=tokenizer)
    assert read_words(encoded, tokenizer, 0) == [("the", 0), ("z", 1), ("good", 3), ("u", 4), ("bad", 0)]
    assert encoded.counts.tolist() == [5]
    assert encoded.places is not None
    assert encoded.places.tolist() == [0, 1, 2, 3, 4]


def test_a_word_that_the_tokenizer_makes_nothing_of_is_outside_and_shifts_nobody() -> None:
    sentences: list[Marked] = [
        (["good", "\u200b", " ", "bad"], ["B-GOOD", "B-BAD", "O", "B-BAD"]),
        (["\u200b"], ["O"]),
        (["bad"], ["B-BAD"]),
    ]
    tokenizer = tiny_tokenizer()
    from tokenizers import normalizers

    tokenizer.backend_tokenizer.normalizer = normalizers.Sequence([normalizers.BertNormalizer(), normalizers.Strip()])
    encoded = encode(sentences, tokenizer=tokenizer)
    assert encoded.source is not None
    assert encoded.places is not None
    assert (encoded.source.tolist(), encoded.places.tolist(), encoded.counts.tolist()) == ([0, 2], [0, 3, 0], [2, 1])
    logits = np.eye(5, dtype=np.float32)[[3, 1, 1]]
    scores = TASK.score(logits, encoded)
    assert (scores["precision"], scores["recall"]) == (1.0, 0.75)


@pytest.mark.parametrize("max_length", [8, 9, 16, 33])
def test_long_sentences_are_read_in_windows_and_no_word_is_lost(max_length: int) -> None:
    draw = random.Random(max_length)
    words = [draw.choice(["good", "a", "zebra", "u.s.a", "the"]) for _ in range(120)]
    tags = [draw.choice(TAGS) for _ in words]
    sentences: list[Marked] = [(words, tags), (["good"], ["B-GOOD"]), (words[:40], None)]
    encoded = encode(sentences, max_length=max_length)
    assert int(encoded.lengths.max()) <= max_length
    assert encoded.source is not None
    assert encoded.places is not None
    source = np.repeat(encoded.source, encoded.counts)
    for sentence, (own, _) in enumerate(sentences):
        assert sorted(encoded.places[source == sentence].tolist()) == list(range(len(own)))
    told = encoded.targets[encoded.targets != NOT_COUNTED]
    numbers = [[TAGS.index(tag) for tag in own] if own is not None else [-1] * len(words) for words, own in sentences]
    assert told.tolist() == [numbers[sentence][place] for sentence, place in zip(source, encoded.places, strict=True)]
    assert TASK.labelled(encoded).tolist() == [sentence < 2 for sentence in encoded.source]


def test_a_word_is_read_where_most_stands_around_it() -> None:
    words = ["a"] * 40
    encoded = encode([(words, ["O"] * 40)], max_length=22)  # 20 words a window, 8 of them again in the next
    assert encoded.places is not None
    ends = np.cumsum(encoded.counts)
    # Windows 0–19, 12–31 and 24–39: the words in two of them go where more stands around them.
    assert [part.tolist() for part in np.split(encoded.places, ends[:-1])] == [
        list(range(16)),
        list(range(16, 28)),
        list(range(28, 40)),
    ]


def test_both_losses_stand_on_the_same_words() -> None:
    encoded = encode([(["good", "zebra", "the"], ["B-GOOD", "I-GOOD", "O"]), (["bad", "the"], None)])
    index = np.arange(2)
    teacher = np.random.default_rng(0).normal(size=(5, 5)).astype(np.float32)
    batch = collate(encoded, index, CPU_DEVICE, teacher)
    output = type("Output", (), {"logits": torch.randn(2, batch.input_ids.shape[1], 5)})()
    logits = TASK.select(output, batch)
    counts = TASK.count(batch)
    assert counts == {"soft": 5, "hard": 3}
    parts = TASK.loss_parts(logits, batch, 2.0, counts, frozenset({"soft", "hard"}))
    wanted = torch.nn.KLDivLoss(reduction="batchmean", log_target=True)(
        torch.log_softmax(logits / 2, -1), torch.log_softmax(torch.from_numpy(teacher) / 2, -1)
    )
    torch.testing.assert_close(parts["soft"], 4 * wanted)
    torch.testing.assert_close(parts["hard"], torch.nn.functional.cross_entropy(logits[:3], torch.tensor([3, 4, 0])))


def test_one_large_batch_and_four_small_ones_give_the_same_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = encode([(words, None if place % 5 == 0 else tags) for place, (words, tags) in enumerate(marked_sentences(32))])
    teacher = np.random.default_rng(1).normal(size=(int(encoded.counts.sum()), 5)).astype(np.float16)
    gradients = []
    for budget in (100_000, 8 * int(encoded.lengths.max())):
        monkeypatch.setattr(batching, "TOKENS_A_STEP", budget)
        model = tiny_tagger()
        seen: list[torch.Tensor] = []
        model.classifier.weight.register_hook(lambda grad, seen=seen: seen.append(grad.clone()))
        the_plan = plan(epochs=1, batch_rows=32, weights={"soft": 0.5, "hard": 0.5}, temperature=2.0)
        lesson = Lesson(encoded, encoded, teacher)
        for _ in Trainer("run", model, TASK, lesson, the_plan, CPU, Control(), no_hooks()).run():
            pass
        gradients.append((len(seen), torch.stack(seen).sum(0)))
    (one, whole), (several, summed) = gradients
    assert one == 1
    assert several >= 4
    torch.testing.assert_close(whole, summed, rtol=1e-4, atol=1e-6)


def random_tags(draw: random.Random, count: int) -> list[str]:
    return [draw.choice(["O", "O", "B-BAD", "I-BAD", "B-GOOD", "I-GOOD"]) for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_scores_are_those_of_seqeval(seed: int) -> None:
    """seqeval, mode="strict", scheme=IOB2, on truth and mended guesses of random tags."""
    draw = random.Random(seed)
    lengths = [draw.randint(1, 9) for _ in range(30)]
    truth = [mend(random_tags(draw, length)) for length in lengths]
    guess = [random_tags(draw, length) if draw.random() < 0.5 else own[:] for length, own in zip(lengths, truth, strict=True)]
    words = np.array(lengths, np.int64)
    numbers = np.array([TAGS.index(tag) for tags in truth for tag in tags], np.int64)
    encoded = Encoded(
        ids=np.zeros(len(numbers), np.int32),
        offsets=np.concatenate([[0], np.cumsum(words)]),
        targets=numbers,
        counts=words,
        pad_id=0,
        token_targets=True,
        source=np.arange(len(words)),
        places=np.concatenate([np.arange(length) for length in lengths]),
        truth=Truth(words, numbers),
    )
    logits = np.eye(5, dtype=np.float32)[[TAGS.index(tag) for tags in guess for tag in tags]]
    found = TASK.score(logits, encoded)
    mended = [mend(tags) for tags in guess]
    strict = {"mode": "strict", "scheme": IOB2, "zero_division": 0}
    assert found["span_f1"] == pytest.approx(f1_score(truth, mended, **strict))
    assert found["precision"] == pytest.approx(precision_score(truth, mended, **strict))
    assert found["recall"] == pytest.approx(recall_score(truth, mended, **strict))
    report: Any = classification_report(truth, mended, output_dict=True, **strict)
    for kind in ("BAD", "GOOD"):
        assert found[f"span_f1 {kind}"] == pytest.approx(report.get(kind, {"f1-score": 0.0})["f1-score"])


@pytest.mark.parametrize("seed", range(20))
def test_spans_are_strict(seed: int) -> None:
    """seqeval's strict entities of random tags that nobody mended."""
    from seqeval.scheme import Entities as SeqevalEntities  # type: ignore[import-untyped]

    tags = random_tags(random.Random(seed), 40)
    entities = SeqevalEntities([tags], IOB2).entities[0]
    assert spans_of(tags) == [(one.start, one.end, one.tag) for one in entities]


def test_who_finds_nothing_is_no_teacher_however_few_the_rows() -> None:
    marked: list[Marked] = [(["the", "good", "bad"], ["O", "B-GOOD", "O"])] * 3
    for sentences, is_teacher in ((marked, False), ([(["the", "day"], ["O", "O"])] * 3, True)):
        encoded = encode(sentences)
        nothing = np.zeros((int(encoded.counts.sum()), TASK.columns), np.float32)
        nothing[:, TASK.labels.index("O")] = 1
        assert beats_guessing(TASK, TASK.score(nothing, encoded), encoded) is is_teacher


def test_types_become_tags_and_tags_stay() -> None:
    assert Ner(["PER", "LOC"]).labels == ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    assert Ner(["I-PER", "O", "B-PER"]).labels == ["I-PER", "O", "B-PER"]
    assert Ner([]).labels == []


class Spelling:
    """A model that marks some words as GOOD; one right behind another goes on with it."""

    def __init__(self, tokenizer: Any) -> None:
        self.device = CPU_DEVICE
        self.config = type("Config", (), {"word_joiners": "-"})()
        self._tokenizer = tokenizer
        self.longest = 0

    def __call__(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
        self.longest = max(self.longest, input_ids.shape[1])
        numbers = torch.zeros(input_ids.shape, dtype=torch.long)
        for row, ids in enumerate(input_ids.tolist()):
            before = 0
            for at, piece in enumerate(self._tokenizer.convert_ids_to_tokens(ids)):
                if piece.startswith("##") or piece.startswith("["):
                    continue
                kind = 3 if piece in ("good", "great") or piece in "厦门😀" else 1 if piece[0].isdigit() else 0
                numbers[row, at] = kind + 1 if kind and before in (kind, kind + 1) else kind
                before = int(numbers[row, at])
        logits = torch.nn.functional.one_hot(numbers, 5).float() * 8
        return type("Output", (), {"logits": logits})()


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    tokenizer = tiny_tokenizer()
    tokenizer.add_tokens(["厦", "门", "😀", "🎉", "“", "”", "(", ")", "，"])
    return Spelling(tokenizer)


def answer(model: Any, text: str, max_length: int = 64) -> list[tuple[str, str]]:
    """What is marked; every entity's text is what stands at its place."""
    found = TASK.answer(model, model._tokenizer, text, "", max_length)
    assert isinstance(found, Entities)
    for one in found.entities:
        assert text[one.start : one.end] == one.text
        assert 0.9 < one.score <= 1
    assert [one.start for one in found.entities] == sorted(one.start for one in found.entities)
    return [(one.text, one.label) for one in found.entities]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("good", ["good"]),
        ("good the great", ["good", "great"]),
        ("(good),great! a good.", ["good", "great", "good"]),
        ("the “good great”", ["good great"]),
        ("🎉good🎉 a 🎉🎉 great", ["good", "great"]),
        ("a\ngood\n\n  great\n", ["good\n\n  great"]),
        ("在厦门，good", ["厦门", "good"]),
        ("", []),
        (" \n\t ", []),
        ("a 👩‍👩‍👧 great", ["great"]),
        ("\u200bgood", ["good"]),
        ("good-bye a good", ["good-bye", "good"]),
    ],
)
def test_places_in_free_text(spelling: Spelling, text: str, wanted: list[str]) -> None:
    assert [name for name, _ in answer(spelling, text)] == wanted


def test_the_word_that_it_is_least_sure_of_is_told() -> None:
    """What temperature is explained by: every tag of that word with its probability."""
    text = "a good zebra ate the awful bread"
    found = TASK.answer(tiny_tagger(seed=4), tiny_tokenizer(), text, "", 64)
    word = found.unsure
    assert word is not None
    assert (word.text, text[word.start : word.end]) == (word.text, word.text)
    assert sorted(tag.label for tag in word.tags) == sorted(TAGS)
    shares = [tag.score for tag in word.tags]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-6)
    assert all(shares[0] <= one.score + 1e-6 for one in found.entities)
    assert TASK.answer(tiny_tagger(seed=4), tiny_tokenizer(), " ", "", 64) == Entities([])


def test_a_text_longer_than_the_model_is_read_in_windows(spelling: Spelling) -> None:
    text = " ".join("good" if place % 17 == 0 else "a" for place in range(400)) + " great"
    spelling.longest = 0
    found = answer(spelling, text, max_length=32)
    assert [name for name, _ in found] == ["good"] * 24 + ["great"]
    assert spelling.longest <= 32


def test_the_same_words_are_the_same_whether_read_from_a_file_or_typed() -> None:
    """The words of a sentence, read as a row and typed as a text, go through the model as the same pieces."""
    model = tiny_tagger(seed=4)
    tokenizer = tiny_tokenizer()
    for words, tags in marked_sentences(20, seed=3):
        encoded = encode([(words, tags)])
        batch = collate(encoded, np.arange(1), CPU_DEVICE)
        with torch.inference_mode():
            best = TASK.select(model(**batch.inputs()), batch).argmax(-1).tolist()
        spans = spans_of(mend([TAGS[number] for number in best]))
        found = TASK.answer(model, tokenizer, " ".join(words), "", 64)
        assert [(one.text, one.label) for one in found.entities] == [(" ".join(words[a:b]), kind) for a, b, kind in spans]
