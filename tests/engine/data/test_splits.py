"""What a split promises, for any labels and any texts."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from distilstudio.engine.data.splits import stratified_split

ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.integers(0, 60).map(str)), min_size=1, max_size=150)


@given(rows=ROWS, fraction=st.floats(0.01, 0.99), seed=st.integers(0, 5))
def test_what_a_split_promises(rows: list[tuple[str | None, str]], fraction: float, seed: int) -> None:
    labels, keys = [row[0] for row in rows], [row[1] for row in rows]
    train, exam = stratified_split(labels, keys, fraction, seed)
    nowhere = set(range(len(rows))) - {*train, *exam}
    assert len(train) + len(exam) + len(nowhere) == len(rows)
    assert nowhere == {row for row in nowhere if labels[row] is None and keys[row] in {keys[other] for other in exam}}
    assert list(train) == sorted(train)
    assert list(exam) == sorted(exam)
    assert not {keys[row] for row in train} & {keys[row] for row in exam}
    assert all(labels[row] is not None for row in exam)
    assert {labels[row] for row in train} - {None} == set(labels) - {None}
    again = stratified_split(labels, keys, fraction, seed)
    assert [list(side) for side in again] == [list(train), list(exam)]


@given(counts=st.lists(st.integers(2, 80), min_size=1, max_size=6), fraction=st.floats(0.05, 0.6), seed=st.integers(0, 3))
def test_every_label_keeps_its_share(counts: list[int], fraction: float, seed: int) -> None:
    labels = [str(label) for label, count in enumerate(counts) for _ in range(count)]
    _, exam = stratified_split(labels, [f"text {row}" for row in range(len(labels))], fraction, seed)
    shares = Counter(labels[row] for row in exam)
    for label, count in enumerate(counts):
        assert abs(shares[str(label)] - min(count - 1, count * fraction)) <= 1
    assert abs(len(exam) - len(labels) * fraction) <= 1 + sum(count * fraction > count - 1 for count in counts)


def test_the_seed_decides_and_new_rows_move_few() -> None:
    labels = ["a", "b"] * 200
    keys = [f"text {row}" for row in range(400)]
    exams = [set(stratified_split(labels, keys, 0.1, seed)[1].tolist()) for seed in range(3)]
    assert exams[0] != exams[1] != exams[2]
    assert all(len(exam) == 40 for exam in exams)
    more = set(stratified_split([*labels, "a", "b"], [*keys, "new", "newer"], 0.1, 0)[1].tolist())
    assert len(exams[0] - more) <= 2


def test_the_first_split_stays_what_it_was() -> None:
    """Runs are compared over months: the same seed has to give the same exam in every version."""
    _, exam = stratified_split(["a", "b"] * 10, [f"text {row}" for row in range(20)], 0.2, 0)
    assert exam.tolist() == [2, 14, 15, 19]


def test_texts_that_all_stand_in_many_rows_are_drawn_too() -> None:
    """Twenty labels of six texts, each three times: a label has room for two rows of the exam, and no text has so few."""
    rows = [(f"label {label}", f"text {label} {text}") for label in range(20) for text in range(6) for _ in range(3)]
    labels, keys = [label for label, _ in rows], [key for _, key in rows]
    learnt, exam = stratified_split(labels, keys, 0.1, 0)
    assert len(exam) == 36
    assert not {keys[row] for row in learnt} & {keys[row] for row in exam}
    assert set(Counter(labels[row] for row in exam).values()) == {3}


def test_of_texts_with_several_labels_one_is_drawn_where_one_can_be_spared() -> None:
    texts = [("a\x1fb", "one"), ("a\x1fb", "two"), ("b\x1fc", "three"), ("c", "four")]
    rows = [row for row in texts for _ in range(4)]
    labels, keys = [label for label, _ in rows], [key for _, key in rows]
    learnt, exam = stratified_split(labels, keys, 0.05, 0)
    assert len(exam) == 4
    assert {part for row in learnt for part in labels[row].split("\x1f")} == {"a", "b", "c"}


def test_none_is_drawn_where_none_can_be_spared() -> None:
    _, exam = stratified_split(["a"] * 3 + ["b"] * 3, ["one"] * 3 + ["two"] * 3, 0.5, 0)
    assert not len(exam)


def test_a_text_with_labelled_and_unlabelled_rows_is_drawn_only_where_no_other_can_be() -> None:
    """So are passages with answered questions and others that nobody answered; what is not answered about the exam's is not learnt from."""
    mixed: list[tuple[str | None, str]] = [(label, f"text {text}") for text in range(10) for label in ("a", None)]
    labels, keys = zip(*mixed, strict=True)
    learnt, exam = stratified_split(labels, keys, 0.2, 0)
    assert len(exam) == 2
    assert {labels[row] for row in exam} == {"a"}
    assert len(learnt) == len(mixed) - 4
    whole: list[tuple[str | None, str]] = [("a", f"whole {text}") for text in range(10)]
    labels, keys = zip(*mixed, *whole, strict=True)
    learnt, exam = stratified_split(labels, keys, 0.2, 0)
    assert len(exam) == 4
    assert all(keys[row].startswith("whole") for row in exam)
    assert len(learnt) == len(labels) - 4
