"""Ten lines of Python that use a saved model: what goes beside it as example.py and into its card. Run inside the model's folder.

Must not know: runs, how models are made.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

_log = logging.getLogger(__name__)

LONGEST_S = 120
"""So long a program may take that answers one text: what takes longer is taken for one that does not end."""
_MOST = "MOST"
"""Stands in the programs for the number of word pieces that the model reads of a text."""
_ONNX_HEAD = """\
import json, numpy, onnxruntime
from tokenizers import Tokenizer
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
    "ner": """\
for (start, end), special, best in zip(read.offsets, read.special_tokens_mask, logits.argmax(-1)):
    if not special:
        print(text[start:end], labels[str(best)])
""",
    "mlm": """\
hidden = tokenizer.token_to_id(mask)
assert hidden in read.ids, "only the first MOST word pieces are read, and the mask comes after them"
for best in logits[read.ids.index(hidden)].argsort()[::-1][:5]:
    print(tokenizer.id_to_token(int(best)))
""",
    "qa": """\
start, end = onnxruntime.InferenceSession("model.onnx").run(["start_logits", "end_logits"], feed)
inside = [place for place, part in enumerate(read.sequence_ids) if part == 1]
first = max(inside, key=lambda place: start[0][place])
last = max((place for place in inside if place >= first), key=lambda place: end[0][place])
print(passage[read.offsets[first][0] : read.offsets[last][1]])
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
    "ner": """\
from transformers import pipeline

find = pipeline("token-classification", model=".", aggregation_strategy="simple")
find.tokenizer.model_max_length = MOST
for name in find("Ada Lovelace wrote to Charles Babbage from London."):
    print(name["word"], name["entity_group"], name["score"])
""",
    "mlm": """\
from transformers import pipeline

fill = pipeline("fill-mask", model=".", tokenizer_kwargs={"truncation": True, "max_length": MOST})
for found in fill(f"The capital of France is {fill.tokenizer.mask_token}."):
    print(found["token_str"], found["score"])
""",
    "qa": """\
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

question, passage = "Who wrote the letter?", "The letter was written by Ada Lovelace in 1843."
tokenizer, model = AutoTokenizer.from_pretrained("."), AutoModelForQuestionAnswering.from_pretrained(".")
read = tokenizer(question, passage, truncation=True, max_length=MOST, return_tensors="pt")
found = model(**read)
inside = [place for place, part in enumerate(read.sequence_ids(0)) if part == 1]
first = max(inside, key=lambda place: found.start_logits[0][place])
last = max((place for place in inside if place >= first), key=lambda place: found.end_logits[0][place])
print(tokenizer.decode(read["input_ids"][0][first : last + 1]))
""",
}


def transformers_example(task: str, max_length: int, several: bool = False) -> str:
    """The program for a folder that plain transformers loads. max_length: word pieces that are read of a text."""
    return _TRANSFORMERS["several" if several else task].replace(_MOST, str(max_length))


def onnx_example(task: str, max_length: int, several: bool = False, segments: bool = False) -> str:
    """The program for an exported folder; it needs onnxruntime and tokenizers, nothing else. segments: the model takes token_type_ids.

    The tokenizer's file in that folder cuts texts to `max_length` word pieces by itself.
    """
    read = "question, passage" if task == "qa" else "text"
    return (
        f"{_ONNX_HEAD}\n{_TEXTS[task]}"
        f'read = Tokenizer.from_file("tokenizer.json").encode({read})\n'
        f"{_ONNX_FEED}{_SEGMENTS if segments else ''}"
        f"{'' if task == 'qa' else _ONNX_LOGITS}{'' if task in ('qa', 'mlm') else _ONNX_LABELS}{_ONNX_ANSWERS['several' if several else task]}"
    ).replace(_MOST, str(max_length))


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
