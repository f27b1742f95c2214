"""Labels of a teacher matched with the data's: by name, meaning, order and answers."""

from __future__ import annotations

import numpy as np
import pytest

from distilstudio.engine.label_match import MEANINGS, guess, named, said_by, units_of
from distilstudio.protocol.check import LabelMatch

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def found(matches: list[LabelMatch]) -> list[tuple[str, str, str]]:
    return [(match.teacher, match.data, match.how) for match in matches]


@pytest.mark.parametrize(
    ("own", "wanted", "expected"),
    [
        (["pos", "neg"], ["neg", "pos"], [("pos", "pos", "name"), ("neg", "neg", "name")]),
        (
            ["POSITIVE", "Negative"],
            ["negative", "positive"],
            [("POSITIVE", "positive", "name"), ("Negative", "negative", "name")],
        ),
        (["positive", "negative"], ["正面", "负面"], [("positive", "正面", "meaning"), ("negative", "负面", "meaning")]),
        (
            ["CONTRADICTION", "NEUTRAL", "ENTAILMENT"],
            ["entails", "contradicts", "neutral"],
            [("CONTRADICTION", "contradicts", "meaning"), ("NEUTRAL", "neutral", "name"), ("ENTAILMENT", "entails", "meaning")],
        ),
        (["1 star", "2 stars"], ["1", "2"], [("1 star", "1", "name"), ("2 stars", "2", "name")]),
        (["LABEL_1", "LABEL_0"], ["0", "1"], [("LABEL_1", "1", "name"), ("LABEL_0", "0", "name")]),
        (["LABEL_0", "LABEL_1"], ["neg", "pos"], [("LABEL_0", "neg", "order"), ("LABEL_1", "pos", "order")]),
        (["LABEL_0", "LABEL_1"], ["1", "2"], [("LABEL_0", "1", "order"), ("LABEL_1", "2", "order")]),
        (["LABEL_0", "LABEL_1"], ["LABEL_1", "LABEL_2"], [("LABEL_0", "LABEL_1", "order"), ("LABEL_1", "LABEL_2", "order")]),
        (["LABEL_0", "LABEL_1", "LABEL_2"], ["1", "2"], [(f"LABEL_{n}", "", "none") for n in range(3)]),
        (["2 stars", "1 star"], ["0", "1"], [("2 stars", "1", "order"), ("1 star", "0", "order")]),
        (["1 star", "2 stars"], ["awful", "great"], [("1 star", "", "none"), ("2 stars", "", "none")]),
        (
            ["1 star", "2 stars", "3 stars"],
            ["1", "3"],
            [("1 star", "1", "name"), ("2 stars", "", "none"), ("3 stars", "3", "name")],
        ),
        (["LABEL_0", "LABEL_1", "LABEL_2"], ["neg", "pos"], [(f"LABEL_{n}", "", "none") for n in range(3)]),
        (["positive", "pos"], ["good", "bad"], [("positive", "", "none"), ("pos", "", "none")]),
        (["neg", "joy"], ["neg", "pos"], [("neg", "neg", "name"), ("joy", "", "none")]),
    ],
)
def test_labels_are_matched_without_asking_the_teacher(
    own: list[str], wanted: list[str], expected: list[tuple[str, str, str]]
) -> None:
    assert found(guess(own, wanted, {})) == expected


def test_types_of_tags_are_matched() -> None:
    own = ["O", "B-PERSON", "I-PERSON", "B-GPE", "I-GPE", "B-DATE", "I-DATE"]
    matches = guess(own, TAGS, {})
    assert found(matches) == [("PERSON", "PER", "meaning"), ("GPE", "LOC", "meaning"), ("DATE", "", "none")]
    called = named(own, said_by(matches))
    assert called.names == ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "", ""]
    assert called.columns(TAGS) == [[0], [1], [2], [3], [4]]
    assert units_of(TAGS) == ["PER", "LOC"]


def test_order_gives_way_to_what_the_teacher_answers() -> None:
    alike = np.array([[0.1, 0.9], [0.9, 0.1]])
    assert found(guess(["LABEL_0", "LABEL_1"], ["neg", "pos"], {}, alike)) == [
        ("LABEL_0", "pos", "answers"),
        ("LABEL_1", "neg", "answers"),
    ]
    assert found(guess(["LABEL_0", "LABEL_1"], ["neg", "pos"], {}, alike[::-1])) == [
        ("LABEL_0", "neg", "order"),
        ("LABEL_1", "pos", "order"),
    ]


@pytest.mark.parametrize("own", [[f"LABEL_{n}" for n in range(5)], ["0", "1", "2", "3", "4"]])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_head_that_counts_from_nought_is_not_turned_round_by_its_numbers(own: list[str], turn: int) -> None:
    stars = ["1", "2", "3", "4", "5"]
    matches = guess(own, stars, {}, np.eye(5)[::turn])
    assert [match.data for match in matches] == stars[::turn]
    assert {match.how for match in matches} == {"order" if turn == 1 else "answers"}
    assert [match.data for match in guess(own, stars, {}, np.zeros((5, 5)))] == stars


def test_words_of_another_language_are_matched_by_the_answers_only() -> None:
    own = ["O", "B-Pers", "I-Pers", "B-Ort", "I-Ort"]
    alike = np.zeros((5, 5))
    alike[3, 3] = 0.8
    assert found(guess(own, TAGS, {}, alike)) == [("Pers", "PER", "meaning"), ("Ort", "LOC", "answers")]
    assert found(guess(own, TAGS, {}, 0 * alike)) == [("Pers", "PER", "meaning"), ("Ort", "", "none")]


def test_what_was_said_holds() -> None:
    said = {"pos": "neg", "neg": ""}
    assert found(guess(["pos", "neg"], ["neg", "pos"], said)) == [("pos", "neg", "said"), ("neg", "", "said")]
    assert said_by(guess(["pos", "neg"], ["neg", "pos"], said)) == said


def test_same_names_need_no_words_in_the_recipe() -> None:
    assert said_by(guess(["pos", "neg"], ["neg", "pos"], {})) == {}


def test_a_label_without_a_column_fits_nothing_and_one_with_two_where_they_can_be_added() -> None:
    assert named(["a", "b"], {}).columns(["b", "a"]) == [[1], [0]]
    assert named(["a", "b"], {"a": "b"}).columns(["b"]) == [[0, 1]]
    assert named(["a", "b"], {"a": "b"}).columns(["b"], adds=False) is None
    assert named(["a", "b"], {"a": ""}).columns(["a"]) is None
    assert named(["O", "B-GPE", "I-GPE", "B-LOC", "I-LOC"], {"GPE": "LOC"}).columns(TAGS[3:]) == [[1, 3], [2, 4]]


def test_each_word_has_one_meaning() -> None:
    words = [word for line in MEANINGS for word in line.split()]
    assert len(words) == len(set(words))
