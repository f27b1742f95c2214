"""Exact match and F1 against SQuAD's own formulas, written down here word for word as its evaluate-v1.1.py has them."""

from __future__ import annotations

import random
import re
import string
from collections import Counter

import pytest

from distilstudio.engine.tasks.squad_scores import exact_match, f1


def official_normal(text: str) -> str:
    def remove_articles(text: str) -> str:
        return re.sub(r"\b(a|an|the)\b", " ", text)

    def white_space_fix(text: str) -> str:
        return " ".join(text.split())

    def remove_punc(text: str) -> str:
        exclude = set(string.punctuation)
        return "".join(ch for ch in text if ch not in exclude)

    return white_space_fix(remove_articles(remove_punc(text.lower())))


def official_f1(prediction: str, ground_truth: str) -> float:
    prediction_tokens = official_normal(prediction).split()
    ground_truth_tokens = official_normal(ground_truth).split()
    common = Counter(prediction_tokens) & Counter(ground_truth_tokens)
    num_same = sum(common.values())
    if num_same == 0:
        return 0
    precision = 1.0 * num_same / len(prediction_tokens)
    recall = 1.0 * num_same / len(ground_truth_tokens)
    return (2 * precision * recall) / (precision + recall)


WORDS = [
    "the",
    "The",
    "a",
    "an",
    "Paris",
    "paris",
    "Paris,",
    "1,974",
    "1974",
    "metres.",
    "U.S.",
    "us",
    "well-known",
    "“so”",
    "–",
    "café",
    "'s",
]


def test_random_english_pairs_score_as_in_the_official_script() -> None:
    draw = random.Random(5)
    for _ in range(3000):
        guess, *answers = (" ".join(draw.choices(WORDS, k=draw.randint(1, 5))) for _ in range(draw.randint(2, 4)))
        if not all(official_normal(text) for text in (guess, *answers)):
            continue  # the two official scripts differ on answers without a word; ours follows the second
        assert f1(guess, answers) == pytest.approx(max(official_f1(guess, answer) for answer in answers), abs=1e-12)
        assert exact_match(guess, answers) == max(float(official_normal(guess) == official_normal(answer)) for answer in answers)


@pytest.mark.parametrize(
    ("guess", "answers", "match", "overlap"),
    [
        ("", [], 1.0, 1.0),
        ("Paris", [], 0.0, 0.0),
        ("", ["Paris"], 0.0, 0.0),
        ("the Eiffel Tower", ["Eiffel Tower", "a tower"], 1.0, 1.0),
        ("浙江省永嘉县", ["浙江省温州府永嘉县"], 0.0, 2 * 6 / (6 + 9)),
        ("「永嘉县」。", ["永嘉县"], 1.0, 1.0),
        ("1901年", ["1901年"], 1.0, 1.0),
    ],
)
def test_no_answer_and_chinese(guess: str, answers: list[str], match: float, overlap: float) -> None:
    assert exact_match(guess, answers) == match
    assert f1(guess, answers) == pytest.approx(overlap)
