"""Guesses of columns: by name, by content, or honestly not at all."""

from __future__ import annotations

import pyarrow as pa
import pytest

from distilstudio.engine.data.roles import guess_roles, settle_roles
from distilstudio.protocol.problems import ProblemError

TEXTS = [f"This is sentence number {row}, and it says something." for row in range(60)]
STARS = [str(row % 5 + 1) for row in range(60)]
IDS = [str(1000 + row) for row in range(60)]
CITIES = [["Berlin", "Paris", "Rome"][row % 3] for row in range(60)]


def table(**columns: list[str]) -> pa.Table:
    return pa.table(columns)


@pytest.mark.parametrize("text", ["text", "Review", "sentence", "comment_text", "reviewText", "评论", "内容", "文本", "用户评论"])
@pytest.mark.parametrize("label", ["label", "Sentiment", "stars", "Star Rating", "category", "class", "标签", "类别", "情感"])
def test_names_in_english_and_chinese(text: str, label: str) -> None:
    roles = guess_roles(table(**{"review_id": IDS, label: STARS, "city": CITIES, text: TEXTS}))
    assert (roles.text, roles.label, roles.guessed) == (text, label, ["text", "label"])


@pytest.mark.parametrize("label", ["class_name", "label_name", "category name", "categoryId", "Topic No"])
def test_a_label_s_name_or_number_is_the_label(label: str) -> None:
    columns = {"review_id": IDS, "date": [f"2024-01-0{row % 9}" for row in range(60)], label: CITIES, "text": TEXTS}
    assert guess_roles(table(**columns)).label == label
    assert guess_roles(table(**columns, mood_score=STARS)).label == "mood_score"
    assert guess_roles(table(**columns | {label: IDS})).label == ""


def test_a_label_s_number_goes_by_its_name() -> None:
    numbers = [str(["Berlin", "Paris", "Rome"].index(city)) for city in CITIES]
    assert guess_roles(table(text=TEXTS, label_id=numbers, label_name=CITIES)).label == "label_name"


def test_contents_where_names_say_nothing() -> None:
    roles = guess_roles(table(a=IDS, b=TEXTS, c=CITIES))
    assert (roles.text, roles.label) == ("b", "c")


def test_a_whole_name_wins_over_a_part_of_one() -> None:
    roles = guess_roles(table(label_text=CITIES, text_length=IDS, label=STARS, text=TEXTS))
    assert (roles.text, roles.label) == ("text", "label")


def test_a_label_name_over_values_that_never_repeat_gives_way() -> None:
    assert guess_roles(table(topic=TEXTS, text=TEXTS, rating=STARS)).label == "rating"


def test_two_columns_that_might_be_the_label_are_not_clear() -> None:
    assert guess_roles(table(words=TEXTS, a=CITIES, b=STARS)).label == ""


def test_the_choice_wins() -> None:
    roles = guess_roles(table(text=TEXTS, title=TEXTS, label=STARS, city=CITIES), "Title", "city")
    assert (roles.text, roles.label, roles.guessed) == ("title", "city", [])


def test_a_file_sorted_by_label_is_seen_through() -> None:
    rows = 50_000
    roles = guess_roles(
        table(words=[f"some words here {row}" for row in range(rows)], kind=["a" if row < 30_000 else "b" for row in range(rows)])
    )
    assert (roles.text, roles.label) == ("words", "kind")


def test_no_such_column() -> None:
    with pytest.raises(ProblemError) as caught:
        settle_roles(table(text=TEXTS, label=STARS), "review", "", "a.csv")
    assert caught.value.problem.code == "data_no_column"
    assert caught.value.problem.values == {"file": "a.csv", "column": "review", "columns": "text, label", "role": "text"}


@pytest.mark.parametrize(
    ("columns", "role"),
    [({"a": TEXTS, "b": [*TEXTS[1:], "x"]}, "text"), ({"text": TEXTS, "n": IDS}, "label"), ({"text": TEXTS}, "label")],
)
def test_unclear_roles(columns: dict[str, list[str]], role: str) -> None:
    with pytest.raises(ProblemError) as caught:
        settle_roles(table(**columns), "", "", "a.csv")
    assert (caught.value.problem.code, caught.value.problem.values["role"]) == ("data_roles_unclear", role)
