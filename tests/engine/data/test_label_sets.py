"""Several labels in a cell: when they are seen as several, how they are told apart, and how rows with them are split."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distilstudio.engine.data.label_sets import BETWEEN_LABELS, count_singles, guess_sign, join, parts_of, single_labels
from distilstudio.engine.data.splits import stratified_split


@pytest.mark.parametrize("sign", ["|", ";", ",", "/", " | ", " ; ", ", ", " / ", "、", "，", "；", " 、"])
def test_the_sign_is_found_with_blanks_around_it_or_not(sign: str) -> None:
    cells = {"joy": 20, "fear": 10, sign.join(["joy", "fear"]): 3, sign.join(["anger", "joy", "fear"]): 2, "anger": 5}
    assert guess_sign(cells) == sign.strip()


@pytest.mark.parametrize(
    "cells",
    [
        {"joy": 10, "fear": 10},
        {"news/sport": 10, "news/politics": 10, "news/arts": 10, "other": 4},  # one label with a path in its name
        {"news/sport": 10, "film/drama": 10, "film/comedy": 10},
        {"1/5": 3, "2/5": 4, "3/5": 9, "4/5": 2, "5/5": 7},  # a rating
        {"1,5": 3, "2,5": 4, "3,5": 9, "2,0": 4, "4": 2},  # decimals
        {f"2020/{month}/{day}": 1 for month in range(1, 13) for day in range(1, 29)},
        {"Smith, John": 5, "Smith, Mary": 5, "Jones, John": 4, "Jones, Mary": 2},
        {"yes": 300, "no": 300, "yes|no": 2},  # a slip of the hand
        {"好吃，不贵": 5, "服务差": 5, "好看": 5},  # a comma within a name
        {"yes": 1000, "no": 1000, "yes|no": 6},
        {"arts, crafts and more": 10, "food": 10, "sport": 10},
        {f"Once, there was a tale {place}, and it was long.": 1 for place in range(50)},
        {"n/a": 10, "yes": 5},
        {"": 10},
        {},
    ],
)
def test_one_label_a_row_is_left_alone(cells: dict[str, int]) -> None:
    assert guess_sign(cells) == ""


def test_labels_that_never_stand_alone_are_still_several() -> None:
    cells = {"a|b": 5, "a|c": 5, "b|c|d": 5, "a|d": 5, "a|b|c|d": 1}
    assert guess_sign(cells) == "|"
    assert guess_sign({"1,3,5": 4, "1": 9, "3,5": 4, "2": 7, "1,2": 3, "5": 1, "2,3,5": 1}) == ","


def test_lists_as_python_and_json_write_them() -> None:
    assert parts_of("['joy', 'fear of god']", ",") == ["joy", "fear of god"]
    assert parts_of('["joy"]', ",") == ["joy"]
    assert parts_of("[]", ",") == []
    assert guess_sign({"['joy']": 5, "['joy', 'fear']": 4, "['fear']": 7}) == ","


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ('["good, really", "bad; very"]', ["good, really", "bad; very"]),
        ("['good, really', \"it's bad\"]", ["good, really", "it's bad"]),
        ("('a, b',)", ["a, b"]),
        ("{'a, b', 'c'}", ["a, b", "c"]),
        ('["caf\\u00e9, bar"]', ["café, bar"]),
        ('["\\ud83d"]', ["\\ud83d"]),  # half a surrogate pair is no text: as it stands
        ("""["rock 'n' 'roll, too'"]""", ["rock 'n' 'roll, too'"]),
        ("['joy', 3]", ["joy", "3"]),
        ("[1, 2]", ["1", "2"]),
        ("[joy, fear]", ["joy", "fear"]),
        ("['joy' 'fear']", ["joy' 'fear"]),
        ("[joy], [fear]", ["joy]", "[fear"]),
        ("{joy,fear}", ["joy", "fear"]),
        ("joy, fear", ["joy", "fear"]),
    ],
)
def test_a_name_in_a_list_may_hold_any_sign(cell: str, parts: list[str]) -> None:
    assert parts_of(cell, ",") == parts


def test_commas_within_names_of_a_list_are_no_signs_between_labels() -> None:
    several = {
        '["arts, crafts"]': 5,
        '["arts, crafts", "food"]': 4,
        '["food"]': 3,
        '["food", "play, sport"]': 3,
        '["play, sport"]': 3,
    }
    assert guess_sign(several) == ","
    assert guess_sign({'["arts, crafts"]': 5, '["food"]': 3, '["play, or, sport"]': 3}) == ""


def test_parts_are_trimmed_and_come_once() -> None:
    assert parts_of(" joy |fear| joy ||", "|") == ["joy", "fear"]
    assert parts_of("　喜悦 ；", "；") == ["喜悦"]
    assert parts_of("a|b", "") == ["a|b"]
    assert parts_of(" | ", "|") == []


def test_singles_are_counted_in_every_set() -> None:
    sets = [join(["joy"]), join(["fear", "joy"]), join(["anger", "fear"])]
    assert single_labels(sets) == ["joy", "fear", "anger"]
    assert count_singles(sets, np.array([5, 2, 1])) == {"joy": 7, "fear": 3, "anger": 1}


ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sets(st.sampled_from("abcde"), min_size=1).map(lambda parts: join(sorted(parts)))),
        st.integers(0, 60).map(str),
    ),
    min_size=1,
    max_size=150,
)


@given(rows=ROWS, fraction=st.floats(0.01, 0.99), seed=st.integers(0, 5))
def test_what_a_split_of_several_labels_promises(rows: list[tuple[str | None, str]], fraction: float, seed: int) -> None:
    labels, keys = [row[0] for row in rows], [row[1] for row in rows]
    train, exam = stratified_split(labels, keys, fraction, seed)
    nowhere = set(range(len(rows))) - {*train, *exam}
    assert len(train) + len(exam) + len(nowhere) == len(rows)
    assert nowhere == {row for row in nowhere if labels[row] is None and keys[row] in {keys[other] for other in exam}}
    assert not {keys[row] for row in train} & {keys[row] for row in exam}
    assert all(labels[row] is not None for row in exam)
    every = set(single_labels([label for label in labels if label is not None]))
    assert set(single_labels([labels[row] or "" for row in train if labels[row] is not None])) == every
    again = stratified_split(labels, keys, fraction, seed)
    assert [list(side) for side in again] == [list(train), list(exam)]


def many_rows(count: int = 3000) -> list[str]:
    """Rows like real ones: label n comes with a chance of about 1 in 2 to the n, most rows carry one."""
    draw = np.random.default_rng(0)
    rows = []
    while len(rows) < count:
        parts = [f"label {place}" for place in range(8) if draw.random() < 0.4 * 0.6**place]
        if parts:
            rows.append(join(parts))
    return rows


@pytest.mark.parametrize("fraction", [0.05, 0.1, 0.3])
def test_every_one_of_several_labels_keeps_its_share(fraction: float) -> None:
    labels = many_rows()
    assert any(BETWEEN_LABELS in label for label in labels)
    _, exam = stratified_split(labels, [f"text {row}" for row in range(len(labels))], fraction, 0)
    whole = Counter(part for label in labels for part in label.split(BETWEEN_LABELS))
    found = Counter(part for row in exam for part in labels[row].split(BETWEEN_LABELS))
    assert all(abs(found[label] - fraction * rows) <= max(2, 0.05 * fraction * rows) for label, rows in whole.items())
    assert abs(len(exam) - fraction * len(labels)) <= 0.08 * fraction * len(labels)
