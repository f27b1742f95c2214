"""Problems: every code builds, every sentence is whole, and values are only values."""

from __future__ import annotations

import string

import pytest

from distilstudio.protocol.problem_sentences import CATALOGUE
from distilstudio.protocol.problem_words import Sentences
from distilstudio.protocol.problems import FEW, Problem, ProblemError, fill, first_few, problem
from distilstudio.protocol.problems_of_data import OF_DATA
from distilstudio.protocol.problems_of_runs import OF_RUNS
from distilstudio.protocol.problems_of_teachers import OF_TEACHERS


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def sentences(words: Sentences) -> list[str]:
    return [words.what, words.why, *words.what_to_do]


def needed(code: str) -> set[str]:
    return set().union(*(places(sentence) for sentence in sentences(CATALOGUE[code])))


def test_no_code_stands_in_two_rooms() -> None:
    assert len(CATALOGUE) == len(OF_DATA) + len(OF_TEACHERS) + len(OF_RUNS)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_builds_with_the_values_that_its_sentences_name(code: str) -> None:
    values = {name: f"<{name}>" for name in needed(code)}
    built = problem(code, detail="trace", **values)
    assert built.code == code
    assert built.detail == "trace"
    assert built.values == values
    told = " ".join([built.what, built.why, *built.what_to_do])
    assert all(value in told for value in values.values())
    assert "{" not in told


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_says_what_why_and_one_to_three_things_to_do(code: str) -> None:
    words = CATALOGUE[code]
    assert 1 <= len(words.what_to_do) <= 3
    for sentence in sentences(words):
        assert sentence == sentence.strip()
        assert "  " not in sentence
        bare = sentence in {"{reason}"} or sentence.endswith(("{reason}", "{field}", "{place}")) or ": pip install" in sentence
        assert bare or sentence.endswith((".", "”.", "?")), sentence
        assert not any(word in sentence.lower() for word in ("failed", "error", "exception", "invalid")), sentence


@pytest.mark.parametrize("code", CATALOGUE)
def test_places_are_plain_names(code: str) -> None:
    for sentence in sentences(CATALOGUE[code]):
        for _, name, spec, conversion in string.Formatter().parse(sentence):
            assert name is None or name.isidentifier(), sentence
            assert not spec
            assert not conversion


@pytest.mark.parametrize("code", [code for code in CATALOGUE if needed(code)])
def test_a_value_that_was_forgotten_is_told_at_once(code: str) -> None:
    for left_out in needed(code):
        with pytest.raises(KeyError, match=left_out):
            problem(code, **{name: "x" for name in needed(code) - {left_out}})


def test_a_code_that_is_not_known_is_told_at_once() -> None:
    with pytest.raises(KeyError, match="no_such_code"):
        problem("no_such_code")


@pytest.mark.parametrize("value", ["{column}", "{0}", "{", "}", "{{x}}", "%s", "C:\\new\\{a}", "你好"])
def test_a_value_is_never_read_as_a_place(value: str) -> None:
    assert fill("The file {file} is empty.", {"file": value}) == f"The file {value} is empty."


def test_values_become_text() -> None:
    assert problem("student_layers", layers=9, available=6).values == {"layers": "9", "available": "6"}


def test_of_many_names_the_first_ones_are_told() -> None:
    names = [f"label {number}" for number in range(FEW + 1)]
    assert first_few(names[:FEW]) == names[:FEW]
    assert first_few(names) == [*names[:FEW], "…"]


def test_an_error_carries_its_problem() -> None:
    told = problem("data_empty", file="a.csv")
    caught = ProblemError(told)
    assert caught.problem is told
    assert str(caught) == "data_empty: The file a.csv is empty."
    assert isinstance(told, Problem)
