"""Tiny models of every family that can be cut, built in a second: random weights, a real fast tokenizer, saved as plain folders."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForSequenceClassification,
    CamembertConfig,
    DebertaV2Config,
    DistilBertConfig,
    ElectraConfig,
    ModernBertConfig,
    MPNetConfig,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
    RobertaConfig,
    XLMRobertaConfig,
)
from transformers.models.bert import BertConfig

FAMILIES = ("bert", "roberta", "xlm-roberta", "camembert", "electra", "mpnet", "distilbert", "deberta-v2", "modernbert")
GOOD, BAD = ("good", "great", "lovely", "superb"), ("bad", "awful", "dreadful", "poor")
"""Words that decide the label of a row made by `keyword_rows`."""
_NEUTRAL = (
    "the a an this that film book meal hotel phone shoe song story plot actor room bed soup bread screen battery lace tune "
    "voice was is seemed looked felt and but so very quite rather really we i they you it of in on at with for from one day "
    "night week morning friend child mother father bought read saw heard ate slept ran walked never always often again"
)
NEUTRAL = tuple(_NEUTRAL.split())
_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'-"
_LIKE_ROBERTA = ("roberta", "xlm-roberta", "camembert", "mpnet")
LONGEST = 64
"""Most word pieces that a tiny model reads."""


def make_tiny_teacher(
    folder: Path,
    labels: Sequence[str] | None = None,
    layers: int = 4,
    hidden: int = 32,
    family: str = "bert",
    seed: int = 0,
    tokenizer: PreTrainedTokenizerBase | None = None,
    words: bool = False,
) -> Path:
    """Save a randomly initialised model with its tokenizer to `folder`, as safetensors.

    labels: names that its head answers with; without them the folder holds a base model with no head. words: its head guesses hidden words.
    """
    tokenizer = tokenizer or tiny_tokenizer(family)
    config = tiny_config(family, len(tokenizer), layers, hidden)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        if words:
            model = AutoModelForMaskedLM.from_config(config)
        elif labels is None:
            model = AutoModel.from_config(config)
        else:
            config.num_labels = len(labels)
            config.id2label = dict(enumerate(labels))
            config.label2id = {label: number for number, label in enumerate(labels)}
            model = AutoModelForSequenceClassification.from_config(config)
        _roughen(model)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_tokenizer(family: str = "bert") -> PreTrainedTokenizerFast:
    """A WordPiece tokenizer over a short word list; every sign of plain English is in it, so no word is lost."""
    if family in _LIKE_ROBERTA:
        special = {"cls": "<s>", "pad": "<pad>", "sep": "</s>", "unk": "<unk>", "mask": "<mask>"}
    else:
        special = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    words = list(dict.fromkeys([*GOOD, *BAD, *NEUTRAL, *_SIGNS, *(f"##{sign}" for sign in _SIGNS)]))
    vocabulary = {word: number for number, word in enumerate([*special.values(), *words])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=special["unk"], max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    cls, sep = special["cls"], special["sep"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls} $A {sep}",
        pair=f"{cls} $A {sep} $B:1 {sep}:1",
        special_tokens=[(cls, vocabulary[cls]), (sep, vocabulary[sep])],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=LONGEST, **{f"{name}_token": token for name, token in special.items()}
    )


def tiny_config(family: str, vocabulary: int, layers: int = 4, hidden: int = 32) -> Any:
    """The config of a tiny model."""
    positions = LONGEST + (2 if family in _LIKE_ROBERTA else 0)
    common = {
        "vocab_size": vocabulary,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "intermediate_size": 2 * hidden,
        "max_position_embeddings": positions,
    }
    like_roberta = {**common, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}
    match family:
        case "bert":
            return BertConfig(**common)
        case "roberta":
            return RobertaConfig(**like_roberta)
        case "xlm-roberta":
            return XLMRobertaConfig(**like_roberta)
        case "camembert":
            return CamembertConfig(**like_roberta)
        case "mpnet":
            return MPNetConfig(**like_roberta)
        case "electra":
            return ElectraConfig(**common, embedding_size=hidden // 2)
        case "deberta-v2":
            return DebertaV2Config(
                **common, relative_attention=True, pos_att_type=["p2c", "c2p"], position_buckets=16, share_att_key=True
            )
        case "modernbert":
            special = {"pad_token_id": 0, "cls_token_id": 2, "sep_token_id": 3, "bos_token_id": 2, "eos_token_id": 3}
            return ModernBertConfig(**{**common, "num_hidden_layers": layers}, **special, local_attention=8)
        case "distilbert":
            return DistilBertConfig(
                vocab_size=vocabulary,
                dim=hidden,
                n_layers=layers,
                n_heads=4,
                hidden_dim=2 * hidden,
                max_position_embeddings=positions,
            )
    raise ValueError(family)


def keyword_rows(count: int, labels: Sequence[str] = ("neg", "pos"), seed: int = 0, words: int = 8) -> list[tuple[str, str]]:
    """Rows (text, label), each text once: one word of GOOD or BAD among neutral ones decides the label, so a tiny model learns it."""
    draw = random.Random(seed)
    rows: dict[str, str] = {}
    while len(rows) < count:
        side = len(rows) % 2
        text = [draw.choice(NEUTRAL) for _ in range(draw.randint(2, words))]
        text.insert(draw.randint(0, len(text)), draw.choice(GOOD if side else BAD))
        rows.setdefault(" ".join(text), labels[side])
    return list(rows.items())


def several_rows(count: int, seed: int = 0) -> list[tuple[str, str]]:
    """A good word gives "nice", a bad one "nasty", some rows have both and some neither; every text once."""
    draw = random.Random(seed)
    rows: dict[str, str] = {}
    while len(rows) < count:
        labels: list[str] = (["nice"], ["nasty"], ["nasty", "nice"], [])[len(rows) % 4]  # type: ignore[assignment]
        text = [draw.choice(NEUTRAL) for _ in range(draw.randint(2, 7))]
        for label in labels:
            text.insert(draw.randint(0, len(text)), draw.choice(GOOD if label == "nice" else BAD))
        rows.setdefault(" ".join(text), "|".join(labels) or "[]")
    return list(rows.items())


def plain_texts(count: int, seed: int = 0) -> list[str]:
    """Texts of one word said again and again, each once: a hidden word stands beside itself, so a tiny model learns to guess it."""
    every = [" ".join([word] * times) for word in NEUTRAL if len(word) > 1 for times in range(4, 10)]
    random.Random(0).shuffle(every)
    start = 60 * seed
    assert start + count <= len(every), "there are no more"
    return every[start : start + count]


def write_csv(path: Path, rows: Sequence[tuple[str, str]], header: tuple[str, str] = ("text", "label")) -> Path:
    """Rows as a UTF-8 CSV file with a header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@torch.no_grad()
def _roughen(model: torch.nn.Module) -> None:
    """Biases and norms start at 0 and 1 in every layer; other values show when two of them are mixed up. Weights get a
    trained model's size: at the usual 0.02 a model this narrow answers every text alike."""
    for name, weight in model.named_parameters():
        if weight.ndim < 2:
            weight.add_(torch.randn_like(weight) * 0.05)
        elif "embeddings" not in name:
            weight.mul_(4.0)
