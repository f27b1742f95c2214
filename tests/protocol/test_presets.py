"""What is usual for a kind of work, and how a recipe moves from one kind to another."""

from __future__ import annotations

import msgspec
import pytest

from distilstudio.protocol.presets import USUAL
from distilstudio.protocol.recipe import DataChoice, Recipe, RecipeError
from distilstudio.protocol.recipe_fields import field_specs, value_of, with_value
from distilstudio.protocol.recipe_text import parse, parse_kept, render
from distilstudio.protocol.usual import for_work, usual, usual_for

NER = usual("ner")
QA = usual("qa")


@pytest.mark.parametrize("work", USUAL)
def test_usual_values_are_settings_within_their_range(work: str) -> None:
    assert set(USUAL[work]) <= set(field_specs())
    recipe = Recipe()
    for key, value in USUAL[work].items():
        recipe = with_value(recipe, key, value)  # raises where the value is out of range


def test_one_label_a_text_learns_longer_and_from_the_teachers_layers_too() -> None:
    assert usual() == parse("")
    changed = {"train.epochs": 12, "train.learning_rate": 1e-4, "train.early_stop_exams": 0, "loss.hidden_squared": 1.0}
    assert {key: value_of(usual(), key) for key in changed} == changed
    for key in changed:
        assert value_of(usual("classification", several_labels=True), key) != changed[key]


@pytest.mark.parametrize("work", [NER, QA])
def test_marks_and_questions_learn_from_varied_copies_too(work: Recipe) -> None:
    assert (work.data.copies, work.train.epochs) == (2, 4)
    assert usual().data.copies == 0
    assert work.loss == Recipe().loss


def test_all_but_plain_texts_begin_with_the_lowest_layers() -> None:
    assert {work: usual(work).student.copied for work in ("classification", "ner", "qa", "mlm")} == {
        "classification": "lowest",
        "ner": "lowest",
        "qa": "lowest",
        "mlm": "spread",
    }


@pytest.mark.parametrize(
    ("text", "recipe"),
    [
        ('task = "ner"', NER),
        ('task = "qa"', QA),
        ('task = "mlm"', usual("mlm")),
        ("[data]\nmulti_label = true", usual("classification", several_labels=True)),
        ('task = "ner"\n[data]\nmulti_label = true', with_value(NER, "data.multi_label", True)),
    ],
)
def test_what_a_recipe_leaves_out_is_as_usual_for_its_work(text: str, recipe: Recipe) -> None:
    assert parse(text) == recipe
    assert parse(render(recipe)) == recipe


def test_what_a_recipe_says_stands() -> None:
    read = parse('task = "ner"\n[train]\nlearning_rate = 5e-5\nepochs = 4')
    assert read.train.learning_rate == 5e-5
    assert read.train.epochs == 4
    assert read.teacher == NER.teacher


@pytest.mark.parametrize("text", ['task = "ner"\ntrain = 3', 'task = "poetry"', 'task = ["ner"]', 'task = "qa"\ndata = "x"'])
def test_what_is_no_recipe_is_refused_as_before(text: str) -> None:
    with pytest.raises(RecipeError):
        parse(text)


def test_another_kind_of_work_takes_its_usual_values_and_keeps_what_the_person_changed() -> None:
    mine = with_value(with_value(usual(), "train.epochs", 17), "loss.temperature", 5.0)
    moved = for_work(mine, "ner", NER.data)
    assert moved.train.epochs == 17
    assert moved.loss.temperature == 5.0
    assert moved.teacher == NER.teacher
    assert moved.train.learning_rate == NER.train.learning_rate
    back = for_work(moved, "classification", DataChoice())
    assert back == mine


def test_the_same_kind_of_work_changes_nothing_but_the_texts() -> None:
    mine = with_value(QA, "train.epochs", 2)
    texts = DataChoice(train="a.json")
    assert for_work(mine, "qa", texts) == msgspec.structs.replace(mine, data=texts)


def test_usual_for_follows_the_recipes_own_work() -> None:
    assert usual_for(with_value(QA, "loss.soft", 1.0)) == QA
    assert value_of(usual_for(parse("[data]\nmulti_label = true")), "data.multi_label") is True


def test_a_run_that_was_made_before_a_setting_came_is_read_as_it_was_made() -> None:
    written = "\n".join(line for line in render(NER).splitlines() if not line.startswith(("learning_rate", "copies")))
    assert parse(written) == NER
    own = with_value(with_value(NER, "teacher.learning_rate", Recipe().teacher.learning_rate), "train.learning_rate", 5e-5)
    own = with_value(own, "data.copies", 0)
    assert parse_kept(written) == own
