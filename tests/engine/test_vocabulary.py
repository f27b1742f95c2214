"""A student with fewer word pieces: the texts it learnt from are cut as before, every other text still can be, and plain transformers reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    CamembertTokenizer,
    DebertaV2Tokenizer,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
    RobertaTokenizer,
    XLMRobertaTokenizer,
)

from distilstudio.engine import students, teachers, vocabulary
from distilstudio.engine.batching import collate
from distilstudio.engine.control import Control
from distilstudio.engine.data.loading import load
from distilstudio.engine.export import export
from distilstudio.engine.proof import prove
from distilstudio.engine.runs import save_model
from distilstudio.engine.tasks import task_of_model
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol import problem_reasons, recipe_text
from distilstudio.protocol.commands import ExportRun
from distilstudio.protocol.events import ExportEnded, RunNote
from distilstudio.protocol.proof import ProofEnded, ProveRun
from tests.engine.finished_runs import finished_run
from tests.engine.lessons import LABELS, ended, recipe, run
from tests.tiny_models import FAMILIES, LONGEST, NEUTRAL, keyword_rows, make_tiny_teacher, tiny_tokenizer, write_csv

TEXTS = [text for text, _ in keyword_rows(8)]
"""What the student learns from."""
MORE = [*(text for text, _ in keyword_rows(400, seed=3)), "unspeakable marvels were told beside these shelves", "a naïve cafe"]
"""What the tokenizers were made for: many words more."""
STRANGE = " ".join(word for word in NEUTRAL if not any(word in text for text in TEXTS)) + ", naïve 東京"


def byte_level(**special: str) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Vocabulary and rules of a byte-level BPE."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=500, special_tokens=list(special.values()), initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    made.train_from_iterator(MORE * 3, trainer)
    model = json.loads(made.to_str())["model"]
    return model["vocab"], [tuple(rule) for rule in model["merges"]]


def likely_pieces(*special: str) -> list[tuple[str, float]]:
    """A Unigram's pieces and their logarithms, the special ones first."""
    made = Tokenizer(models.Unigram())
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=400, special_tokens=list(special), unk_token="<unk>" if "<unk>" in special else "[UNK]"
    )
    made.train_from_iterator(MORE * 3, trainer)
    return [tuple(pair) for pair in json.loads(made.to_str())["model"]["vocab"]]


def roberta() -> PreTrainedTokenizerBase:
    vocab, merges = byte_level(cls="<s>", pad="<pad>", sep="</s>", unk="<unk>", mask="<mask>")
    return RobertaTokenizer(vocab=vocab, merges=merges)


def modernbert() -> PreTrainedTokenizerBase:
    """Its special pieces come last, beside some for blanks that are none."""
    vocab, merges = byte_level()
    made = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    made.normalizer, made.decoder = normalizers.NFC(), decoders.ByteLevel()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.add_tokens(["    ", "   "])
    made.add_special_tokens(["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "[unused0]"])
    names = {f"{name}_token": f"[{name.upper()}]" for name in ("unk", "cls", "sep", "pad", "mask")}
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)


def xlm_roberta() -> PreTrainedTokenizerBase:
    return XLMRobertaTokenizer(vocab=[*likely_pieces("<s>", "<pad>", "</s>", "<unk>"), ("<mask>", 0.0)])


def camembert() -> PreTrainedTokenizerBase:
    pieces = likely_pieces("<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED", "<s>", "</s>")
    return CamembertTokenizer(vocab=[*pieces, ("<mask>", 0.0)])


def deberta() -> PreTrainedTokenizerBase:
    """Its mask comes after all pieces of its model."""
    return DebertaV2Tokenizer(vocab=likely_pieces("[PAD]", "[CLS]", "[SEP]", "[UNK]"), unk_id=3)


KINDS: dict[str, Callable[[], PreTrainedTokenizerBase]] = {
    "bert": lambda: tiny_tokenizer(),
    "roberta": roberta,
    "modernbert": modernbert,
    "xlm-roberta": xlm_roberta,
    "camembert": camembert,
    "deberta-v2": deberta,
}


@pytest.fixture(scope="module", params=KINDS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A teacher with the tokenizer of its family, made from words."""
    tokenizer = KINDS[request.param]()
    tokenizer.model_max_length = LONGEST
    place = tmp_path_factory.mktemp(request.param)
    make_tiny_teacher(place, LABELS, layers=2, family=request.param, tokenizer=tokenizer)
    config = json.loads((place / "config.json").read_text())
    ids = {f"{name}_token_id": getattr(tokenizer, f"{name}_token_id") for name in ("pad", "cls", "sep")}
    named = {name: number for name, number in ids.items() if config.get(name) is not None}
    (place / "config.json").write_text(json.dumps(config | named))
    return place


def made_smaller(folder: Path) -> tuple[Any, vocabulary.Vocabulary]:
    tokenizer, config = teachers.load_tokenizer(folder), teachers.load_config(folder)
    used = np.zeros(config.vocab_size, bool)
    used[np.concatenate(tokenizer(TEXTS)["input_ids"])] = True
    return tokenizer, vocabulary.smaller(tokenizer, config, used)


def test_the_texts_are_cut_as_before_and_every_other_can_be(folder: Path) -> None:
    tokenizer, own = made_smaller(folder)
    assert len(own.kept) == len(own.tokenizer) < len(tokenizer)
    names = {number: piece for piece, number in tokenizer.get_vocab().items()}
    assert own.tokenizer.convert_ids_to_tokens(range(len(own.kept))) == [names[number] for number in own.kept]
    renumbered = {int(old): new for new, old in enumerate(own.kept)}
    for texts in (TEXTS, list(zip(TEXTS, reversed(TEXTS), strict=True))):  # pairs too, as questions have them
        before, after = tokenizer(texts)["input_ids"], own.tokenizer(texts)["input_ids"]
        assert [[renumbered[number] for number in row] for row in before] == after
    cut = own.tokenizer.tokenize(STRANGE)
    assert len(cut) > len(tokenizer.tokenize(STRANGE))  # words that the texts lack are spelt from smaller pieces
    assert max(own.tokenizer(STRANGE)["input_ids"]) < len(own.kept)


def test_a_student_of_all_layers_still_answers_as_its_teacher(folder: Path, tmp_path: Path) -> None:
    tokenizer, own = made_smaller(folder)
    teacher = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    student = students.cut(teacher, range(2))
    own.shrink(student)
    save_model(tmp_path / "student", student, own.tokenizer, "", {})
    again = AutoModelForSequenceClassification.from_pretrained(tmp_path / "student").eval()
    plain = AutoTokenizer.from_pretrained(tmp_path / "student")
    assert plain(TEXTS)["input_ids"] == own.tokenizer(TEXTS)["input_ids"]
    assert len(plain) == again.config.vocab_size == len(again.get_input_embeddings().weight) < teacher.config.vocab_size
    assert again.config.pad_token_id == plain.pad_token_id
    with torch.inference_mode():
        answers = [
            model(**cut(TEXTS[:8], padding=True, return_tensors="pt", return_token_type_ids=False)).logits
            for model, cut in ((teacher, tokenizer), (again, plain))
        ]
    torch.testing.assert_close(answers[1], answers[0], rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", ["several", "ner", "qa"])
def test_every_kind_of_work_reads_the_same_rows_in_fewer_pieces(kind: str, tmp_path: Path) -> None:
    student = finished_run(tmp_path, kind) / "student"
    kept = recipe_text.parse((tmp_path / "run" / "recipe.toml").read_bytes())
    data = load(kept.data, kept.task, tmp_path, 0)
    tokenizer, config = teachers.load_tokenizer(student), teachers.load_config(student)
    task = task_of_model(kept.task, config, student)
    few = data.train.take(np.arange(6))
    rows = task.encode(few, tokenizer, 32)
    own = vocabulary.smaller(tokenizer, config, vocabulary.used_by(rows, config.vocab_size))
    assert len(own.kept) < len(tokenizer)
    read, anew = own.read_by_student(rows), task.encode(few, own.tokenizer, 32)
    assert np.array_equal(read.ids_at(slice(None)), anew.ids)
    assert read.pad_id == anew.pad_id
    everything = np.arange(len(rows))
    one, other = (collate(found, everything, torch.device("cpu")) for found in (read, anew))
    assert torch.equal(one.input_ids, other.input_ids)  # padding too
    assert torch.equal(one.targets, other.targets)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_loses_vectors_and_nothing_else(family: str, tmp_path: Path) -> None:
    _, own = made_smaller(make_tiny_teacher(tmp_path, LABELS, layers=1, family=family))
    teacher = AutoModelForSequenceClassification.from_pretrained(tmp_path).eval()
    student = students.cut(teacher, [0])
    own.shrink(student)
    vectors, before = student.get_input_embeddings().weight, teacher.get_input_embeddings().weight
    assert torch.equal(vectors, before[torch.from_numpy(own.kept)])
    gone = (len(before) - len(vectors)) * before.shape[1]
    assert gone > 0
    assert students.parameters_of(student) == students.parameters_of(teacher) - gone


def test_a_run_with_fewer_word_pieces(work: Path) -> None:
    avoided = set(NEUTRAL[-20:])
    rows = [row for row in keyword_rows(600) if not avoided & set(row[0].split())]
    write_csv(work / "train.csv", rows[:80])
    write_csv(work / "more.csv", [(text, "") for text, _ in rows[80:100]])
    usual = {"data__unlabelled": "more.csv", "loss__hidden_squared": 0.1, "loss__relations": 0.1}
    whole = ended(run(work, recipe(**usual), "runs/whole"))
    assert whole.report is not None, whole.problem
    events = run(work, recipe(**usual, student__vocabulary="used"), "runs/used", pinned=("a good film",))
    report = ended(events).report
    assert report is not None, ended(events).problem
    told = [event.values for event in events if isinstance(event, RunNote) and event.code == "vocabulary_used"]
    kept = int(told[0]["kept"])
    assert kept < int(told[0]["size"])
    strange = [event.values["share"] for event in events if isinstance(event, RunNote) and event.code == "vocabulary_strange"]
    tokenizer = AutoTokenizer.from_pretrained(work / "runs/used/student")
    whole_one = AutoTokenizer.from_pretrained(work / "teacher")
    pieces = [
        piece for text, _ in keyword_rows(30, seed=5) for piece in whole_one.convert_ids_to_tokens(whole_one(text)["input_ids"])
    ]
    gone = sum(piece not in tokenizer.get_vocab() for piece in pieces) / len(pieces)
    assert strange == [f"{100 * gone:.0f} %"]
    assert "ask_teacher" in report.reused  # the teacher reads its own pieces, as in the run before
    assert report.student.scores["accuracy"] == pytest.approx(whole.report.student.scores["accuracy"], abs=0.1)
    gone = int(told[0]["size"]) - kept
    assert report.student.parameters == whole.report.student.parameters - gone * 32
    assert f"It knows {kept} of its teacher's" in (work / "runs/used/student/README.md").read_text()
    student = OpenModel.load(work / "runs/used/student", "classification")
    assert len(student.tokenizer) == kept == student.model.config.vocab_size
    answer, _ = student.answer("a lovely soup")
    assert answer.labels[0].label == "pos"
    last = list(export(ExportRun("export", str(work / "runs/used"), ("onnx",)), Control()))[-1]
    assert isinstance(last, ExportEnded)
    assert last.outcome == "done", last.problem
    assert last.report is not None
    assert last.report.exports[0].agreement == 1.0
    more = ended(run(work, recipe(**usual, student__vocabulary="used", student__start="runs/used/student"), "runs/more"))
    assert more.problem is None, more.problem
    assert len(AutoTokenizer.from_pretrained(work / "runs/more/student")) == kept  # it learns on with what it knows
    write_csv(work / "train.csv", [*rows[:80], *keyword_rows(60, seed=9)])
    strange = ended(run(work, recipe(**usual, student__start="runs/used/student"), "runs/strange"))
    assert strange.problem is not None
    assert (strange.problem.code, strange.problem.values["reason"]) == ("student_start", problem_reasons.OTHER_WORD_PIECES)
    write_csv(work / "train.csv", rows[:80])
    proved = list(prove(ProveRun("proof", str(work / "runs/used")), Control()))[-1]
    assert isinstance(proved, ProofEnded)
    assert proved.problem is None, proved.problem
    assert len(AutoTokenizer.from_pretrained(work / "runs/used/proof/student")) == kept


def test_a_teacher_that_reads_every_step_reads_its_own_pieces(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {"loss__soft": 0, "loss__hard": 0, "loss__hidden_cosine": 1.0, "student__preset": "custom", "student__layers": 4}
    kept = ended(run(work, recipe(**weights, student__vocabulary="used", train__learning_rate=1e-9), "runs/kept"))
    assert kept.outcome == "done", kept.problem
    seen = run(work, recipe(**weights, student__vocabulary="used", train__learning_rate=1e-9, train__epochs=1), "runs/seen")
    losses = [loss for event in seen if hasattr(event, "losses") for loss in event.losses["hidden_cosine"]]
    assert losses
    assert max(losses) < 1e-4  # a copy of the teacher holds what the teacher holds, whatever its pieces are called


def test_a_tokenizer_of_another_kind_is_told_before_anything_is_learnt(work: Path) -> None:
    words = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad"])}
    made = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.save(str(work / "teacher" / "tokenizer.json"))
    end = ended(run(work, recipe(student__vocabulary="used")))
    assert end.problem is not None
    assert end.problem.code == "student_vocabulary"
