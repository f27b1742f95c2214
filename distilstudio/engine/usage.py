"""A few lines of Python that use a saved model: what goes beside it as example.py and into its card. Run inside the model's folder.

They read a text as this program does: its words, the first piece of each, answers of the same length. Must not know: runs, how models are made.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from transformers import PreTrainedTokenizerBase

from distilstudio.engine.data.words import pattern_of
from distilstudio.engine.tasks.qa import LONGEST_ANSWER
from distilstudio.engine.tasks.sentence_windows import wants_blanks
from distilstudio.engine.tasks.task import Task

_log = logging.getLogger(__name__)

LONGEST_S = 120
"""So long a program may take that answers one text: what takes longer is taken for one that does not end."""
_MOST = "MOST"
"""Stands in the programs for the number of word pieces that the model reads of a text."""
_LONGEST = "LONGEST"
"""Stands for the number of word pieces that an answer may have."""
_PATTERN = "PATTERN"
"""Stands for how a text is cut into words."""
_SPELLED = "SPELLED"
"""Stands for the words as the tokenizer wants them."""
_ONNX_HEAD = """\
import json, numpy, onnxruntime
from tokenizers import Tokenizer
"""
_ONNX_HEAD_NAMES = """\
import json, numpy, onnxruntime
from tokenizers import Regex, Tokenizer, pre_tokenizers
"""
_ONNX_READ = """\
read = Tokenizer.from_file("tokenizer.json").encode(text)
"""
_ONNX_FEED = """\
feed = {"input_ids": numpy.array([read.ids]), "attention_mask": numpy.array([read.attention_mask])}
"""
_SEGMENTS = """\
feed["token_type_ids"] = numpy.array([read.type_ids])
"""
_ONNX_LOGITS = """\
logits = onnxruntime.InferenceSession("model.onnx").run(["logits"], feed)[0][0]
"""
_ONNX_LABELS = """\
labels = json.load(open("config.json", encoding="utf-8"))["id2label"]
"""
_MASK = """\
tokenizer = Tokenizer.from_file("tokenizer.json")
mask = next(sign for sign in ("[MASK]", "<mask>") if tokenizer.token_to_id(sign) is not None)
"""
_WORDS = """\
a_word = r"PATTERN"
words = pre_tokenizers.Split(Regex(a_word), "removed", invert=True).pre_tokenize_str(text)
"""
_NAMES = """\
names, before = [], ""
for place, word in enumerate(owners):
    if word is not None and word not in owners[:place]:  # a word has the tag of its first piece
        (start, end), (mark, _, kind) = words[word][1], tags[place].partition("-")
        if mark == "I" and kind == before:
            names[-1][1] = end
        elif kind:
            names.append([start, end, kind])
        before = kind
for start, end, kind in names:
    print(text[start:end], kind)
"""
_BEST_SPAN = """\
spans = [(first, last) for first in inside for last in inside if first <= last < first + LONGEST]
first, last = max(spans, key=lambda span: start[span[0]] + end[span[1]])
"""
_ONNX_READS = {
    "ner": f"""\
{_WORDS}\
read = Tokenizer.from_file("tokenizer.json").encode([SPELLED], is_pretokenized=True)
""",
    "qa": """\
read = Tokenizer.from_file("tokenizer.json").encode(question, passage)
""",
}
_TEXTS = {
    "classification": 'text = "Not what I had hoped for."\n',
    "ner": 'text = "Ada Lovelace wrote to Charles Babbage from London."\n',
    "mlm": f'{_MASK}text = f"The capital of France is {{mask}}."\n',
    "qa": 'question, passage = "Who wrote the letter?", "The letter was written by Ada Lovelace in 1843."\n',
}
_ONNX_ANSWERS = {
    "classification": """\
chances = numpy.exp(logits - logits.max()) / numpy.exp(logits - logits.max()).sum()
print(labels[str(chances.argmax())], chances.max())
""",
    "several": """\
chances = 1 / (1 + numpy.exp(-logits))
print([labels[str(number)] for number, chance in enumerate(chances) if chance > 0.5])
""",
    "ner": f"""\
tags, owners = [labels[str(best)] for best in logits.argmax(-1)], read.word_ids
{_NAMES}""",
    "mlm": """\
hidden = tokenizer.token_to_id(mask)
assert hidden in read.ids, "only the first MOST word pieces are read, and the mask comes after them"
for best in logits[read.ids.index(hidden)].argsort()[::-1][:5]:
    print(tokenizer.id_to_token(int(best)))
""",
    "qa": f"""\
(start,), (end,) = onnxruntime.InferenceSession("model.onnx").run(["start_logits", "end_logits"], feed)
inside = [place for place, part in enumerate(read.sequence_ids) if part == 1]
{_BEST_SPAN}\
print(passage[read.offsets[first][0] : read.offsets[last][1]].strip())
""",
}
_TRANSFORMERS = {
    "classification": """\
from transformers import pipeline

classify = pipeline("text-classification", model=".")
print(classify("Not what I had hoped for.", truncation=True, max_length=MOST))
""",
    "several": """\
from transformers import pipeline

classify = pipeline("text-classification", model=".", top_k=None)
answers = classify(["Not what I had hoped for."], truncation=True, max_length=MOST)
print([found["label"] for found in answers[0] if found["score"] > 0.5])
""",
    "ner": f"""\
from tokenizers import Regex, pre_tokenizers
from transformers import AutoModelForTokenClassification, AutoTokenizer

text = "Ada Lovelace wrote to Charles Babbage from London."
tokenizer, model = AutoTokenizer.from_pretrained("."), AutoModelForTokenClassification.from_pretrained(".")
{_WORDS}\
read = tokenizer([SPELLED], is_split_into_words=True, truncation=True, max_length=MOST, return_tensors="pt")
tags, owners = [model.config.id2label[best] for best in model(**read).logits[0].argmax(-1).tolist()], read.word_ids()
{_NAMES}""",
    "mlm": """\
from transformers import pipeline

fill = pipeline("fill-mask", model=".", tokenizer_kwargs={"truncation": True, "max_length": MOST})
for found in fill(f"The capital of France is {fill.tokenizer.mask_token}."):
    print(found["token_str"], found["score"])
""",
    "qa": f"""\
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

question, passage = "Who wrote the letter?", "The letter was written by Ada Lovelace in 1843."
tokenizer, model = AutoTokenizer.from_pretrained("."), AutoModelForQuestionAnswering.from_pretrained(".")
read = tokenizer(question, passage, truncation=True, max_length=MOST, return_tensors="pt")
found = model(**read)
start, end = found.start_logits[0].tolist(), found.end_logits[0].tolist()
inside = [place for place, part in enumerate(read.sequence_ids(0)) if part == 1]
{_BEST_SPAN}\
print(passage[read.token_to_chars(first).start : read.token_to_chars(last).end].strip())
""",
}


def transformers_example(task: Task, tokenizer: PreTrainedTokenizerBase, max_length: int) -> str:
    """The program for a folder that plain transformers loads. max_length: word pieces that are read of a text."""
    return _filled(_TRANSFORMERS[_kind(task)], task, tokenizer, max_length)


def onnx_example(task: Task, tokenizer: PreTrainedTokenizerBase, max_length: int, segments: bool = False) -> str:
    """The program for an exported folder; it needs onnxruntime and tokenizers, nothing else. segments: the model takes token_type_ids.

    The tokenizer's file in that folder cuts texts to `max_length` word pieces by itself.
    """
    program = (
        f"{_ONNX_HEAD_NAMES if task.name == 'ner' else _ONNX_HEAD}\n{_TEXTS[task.name]}{_ONNX_READS.get(task.name, _ONNX_READ)}"
        f"{_ONNX_FEED}{_SEGMENTS if segments else ''}"
        f"{'' if task.name == 'qa' else _ONNX_LOGITS}{'' if task.name in ('qa', 'mlm') else _ONNX_LABELS}{_ONNX_ANSWERS[_kind(task)]}"
    )
    return _filled(program, task, tokenizer, max_length)


def _kind(task: Task) -> str:
    return "several" if getattr(task, "several", False) else task.name


def _filled(program: str, task: Task, tokenizer: PreTrainedTokenizerBase, max_length: int) -> str:
    """The program with what stands for something said."""
    spelled = "word for word, _ in words"
    if wants_blanks(tokenizer):
        spelled = '" " * (place > 0) + word for place, (word, _) in enumerate(words)'
    said = {
        _MOST: str(max_length),
        _LONGEST: str(LONGEST_ANSWER),
        _SPELLED: spelled,
        _PATTERN: pattern_of(getattr(task, "joiners", "")),
    }
    for name, value in said.items():
        program = program.replace(name, value)
    return program


def runs(program: Path) -> bool:
    """Whether the program answers in its folder, in a process of its own. An application that was packed has no Python to run it with, and
    takes it for one that does."""
    if getattr(sys, "frozen", False):
        return True
    try:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", program.name],
            cwd=program.parent,
            stdin=subprocess.DEVNULL,  # the engine's own is the wire
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.warning("the example program could not be run: %s", error)
        return False
    if done.returncode != 0:
        _log.warning("the example program ended with %d: %s", done.returncode, done.stderr.decode(errors="replace")[-2000:])
    return done.returncode == 0
