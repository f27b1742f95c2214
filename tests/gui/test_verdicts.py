"""What an answer comes down to."""

from __future__ import annotations

import pytest

from distilstudio.gui.models.tried_texts import MOST_TEXTS, TriedTexts
from distilstudio.gui.models.verdicts import differ, judge
from distilstudio.protocol.answers import Labels, LabelScore


def labels(several: bool = False, **scores: float) -> Labels:
    best_first = sorted(scores.items(), key=lambda pair: -pair[1])
    return Labels([LabelScore(name, score) for name, score in best_first], several)


@pytest.mark.parametrize(
    ("answer", "names", "sure"),
    [
        (labels(positive=0.97, negative=0.03), {"positive"}, True),
        (labels(positive=0.55, negative=0.45), {"positive"}, False),
        (labels(a=0.4, b=0.1, c=0.1), {"a"}, True),
        (labels(several=True, joy=0.9, anger=0.7, fear=0.1), {"joy", "anger"}, True),
        (labels(several=True, joy=0.52, anger=0.1), {"joy"}, False),
        (labels(several=True, joy=0.2, anger=0.1), set(), True),
        (labels(), set(), False),
    ],
)
def test_a_verdict(answer: Labels, names: set[str], sure: bool) -> None:
    verdict = judge(answer)
    assert verdict.names == names
    assert verdict.sure is sure


def test_two_models_differ_when_they_mean_other_labels() -> None:
    assert differ(judge(labels(positive=0.61, negative=0.39)), judge(labels(positive=0.45, negative=0.55)))
    assert not differ(judge(labels(positive=0.61, negative=0.39)), judge(labels(positive=0.99, negative=0.01)))


def test_stages_of_typing_count_as_one_text() -> None:
    tried = TriedTexts()
    for text in ("Good", "Good food", "Good food and", "Bad"):
        tried.add(text, labels(positive=1.0))
    assert [one.text for one in tried.texts()] == ["Bad", "Good food and"]
    assert not tried.add("   ", labels(positive=1.0))


def test_the_last_texts_are_kept_and_none_twice() -> None:
    tried = TriedTexts()
    for number in range(30):
        tried.add(f"{number} is a text", labels(positive=1.0))
    tried.add("15 is a text", labels(positive=0.5, negative=0.5))
    texts = [one.text for one in tried.texts()]
    assert texts[:2] == ["15 is a text", "29 is a text"]
    assert len(texts) == MOST_TEXTS == len(set(texts))
