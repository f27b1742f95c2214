"""The recipe: read, written, changed one value at a time, and refused with a reason."""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec
import pytest

from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_faults import RECIPE_REASONS, recipe_problem
from distilstudio.protocol.recipe_fields import FieldSpec, field_specs, value_of, with_value
from distilstudio.protocol.recipe_learning import LossChoice, StudentChoice
from distilstudio.protocol.recipe_text import parse, render
from distilstudio.protocol.usual import usual

# The keys and defaults that are a contract with people's recipe files.
CONTRACT = """
task = "classification"
[teacher]
model = "starter"
fine_tune = "auto"
epochs = 2
learning_rate = 3e-5
[data]
train = "train.csv"
exam = "test.csv"
exam_fraction = 0.1
text = "text"
label = "label"
multi_label = false
max_length = 128
[student]
preset = "half"
layers = 3
[loss]
temperature = 2.0
soft = 0.5
hard = 0.5
hidden_cosine = 0.0
hidden_squared = 0.0
relations = 0.0
[train]
epochs = 4
batch_rows = 32
learning_rate = 5e-5
warmup = 0.1
early_stop_exams = 3
precision = "auto"
device = "auto"
seed = 0
"""
SPECS = list(field_specs().values())
MAPS = {spec.key for spec in SPECS if spec.kind == "map"}
NUMBERS = [spec for spec in SPECS if spec.kind in {"int", "float"}]


def flat(content: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in content.items():
        is_section = isinstance(value, dict) and prefix + name not in MAPS
        found |= flat(value, f"{prefix}{name}.") if is_section else {prefix + name: value}
    return found


def test_the_contract_is_read_with_every_value_where_it_belongs() -> None:
    recipe = parse(CONTRACT)
    for key, value in flat(tomllib.loads(CONTRACT)).items():
        assert value_of(recipe, key) == value, key


def test_the_contract_is_the_default_but_for_the_files_and_a_better_taught_teacher() -> None:
    """2 epochs at 3e-5 teach the starter too little where labels are many: banking77 0.557 of its exam right, so 0.908."""
    assert flat(msgspec.to_builtins(parse(CONTRACT))) | {
        "teacher.epochs": 3,
        "teacher.learning_rate": 1e-4,
        "data.train": "",
        "data.exam": "",
        "data.text": "",
        "data.label": "",
        "train.least_steps": 0,  # of a recipe that says nothing of them it is the usual 200
    } == flat(msgspec.to_builtins(Recipe()))


def test_names_matched_to_names_are_read_and_written() -> None:
    recipe = parse('[teacher]\nlabels = {"LABEL_0" = "neg", "B-PER\\"" = "人名", "neutral" = ""}')
    assert recipe.teacher.labels == {"LABEL_0": "neg", 'B-PER"': "人名", "neutral": ""}
    assert parse(render(recipe)) == recipe
    said = with_value(Recipe(), "teacher.labels", "LABEL_0=neg, LABEL_1 = pos, neutral=")
    assert said.teacher.labels == {"LABEL_0": "neg", "LABEL_1": "pos", "neutral": ""}
    assert Recipe().teacher.labels == {}, "the default is nobody's to change"
    with pytest.raises(RecipeError, match=r"teacher\.labels"):
        parse('[teacher]\nlabels = {"LABEL_0" = 1}')


def test_an_empty_recipe_is_the_usual_one() -> None:
    assert parse("") == usual()


def test_a_recipe_is_read_back_as_it_was_written() -> None:
    recipe = parse(CONTRACT)
    odd = with_value(with_value(recipe, "data.train", '目录/“a b"\\c\t.csv'), "loss.temperature", 3.3000000000000003)
    assert parse(render(odd)) == odd
    assert parse(render(recipe).encode()) == recipe
    assert tomllib.loads(render(odd))["data"]["train"] == '目录/“a b"\\c\t.csv'


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_every_field_says_what_a_form_needs(spec: FieldSpec) -> None:
    assert spec.title
    assert spec.help.endswith((".", "?"))
    assert value_of(Recipe(), spec.key) == spec.default
    if spec.kind == "choice":
        assert spec.default in spec.choices
    if spec.kind in {"int", "float"}:
        assert spec.minimum is not None
        assert spec.maximum is not None
        assert spec.minimum <= spec.default <= spec.maximum


def test_the_specs_hold_every_key_of_the_file_in_its_order() -> None:
    assert list(field_specs()) == list(flat(msgspec.to_builtins(Recipe())))


def test_the_specs_given_out_are_a_copy() -> None:
    field_specs().clear()
    assert field_specs()


@pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.key)
def test_a_number_out_of_range_is_refused_by_its_key(spec: FieldSpec) -> None:
    assert spec.minimum is not None
    assert spec.maximum is not None
    kind = int if spec.kind == "int" else float
    for value in (kind(spec.minimum - 1), kind(spec.maximum + 1)):
        with pytest.raises(RecipeError) as caught:
            with_value(Recipe(), spec.key, value)
        assert caught.value.key == spec.key
        section, _, name = spec.key.rpartition(".")
        with pytest.raises(RecipeError) as caught:
            parse(f"[{section}]\n{name} = {value}")
        assert caught.value.key == spec.key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("teacher.learning_rate", 0.0),
        ("train.learning_rate", 0.0),
        ("data.exam_fraction", 0.0),
        ("data.exam_fraction", 1.0),
        ("train.warmup", 1.0),
    ],
)
def test_an_open_end_of_a_range_is_outside(key: str, value: float) -> None:
    with pytest.raises(RecipeError):
        with_value(Recipe(), key, value)


@pytest.mark.parametrize("spec", [spec for spec in SPECS if spec.kind == "choice"], ids=lambda spec: spec.key)
def test_every_choice_is_taken_and_no_other(spec: FieldSpec) -> None:
    for choice in spec.choices:
        assert value_of(parse(render(with_value(Recipe(), spec.key, choice))), spec.key) == choice
    with pytest.raises(RecipeError):
        with_value(Recipe(), spec.key, "neither")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("loss.temperature", "4", 4.0),
        ("loss.soft", "1e-1", 0.1),
        ("train.epochs", "12", 12),
        ("data.multi_label", "yes", True),
        ("data.multi_label", "FALSE", False),
        ("data.train", "12", "12"),
        ("student.preset", "tiny", "tiny"),
        ("student.layer_map", "0, 2,5", [0, 2, 5]),
        ("student.layer_map", "[0, 2, 5]", [0, 2, 5]),
        ("teacher.more", "one, two", ["one", "two"]),
        ("teacher.more", '["one, with a comma", "two"]', ["one, with a comma", "two"]),
        ("teacher.more", "[folder", ["[folder"]),
        ("teacher.labels", "LABEL_0=neg, LABEL_1=", {"LABEL_0": "neg", "LABEL_1": ""}),
        ("teacher.labels", '{LABEL_0 = "neg, or not"}', {"LABEL_0": "neg, or not"}),
    ],
)
def test_text_from_a_command_line_is_read_as_the_fields_kind(key: str, text: str, value: object) -> None:
    changed = value_of(with_value(Recipe(), key, text), key)
    assert changed == value
    assert type(changed) is type(value)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("train.epochs", "four"),
        ("train.epochs", "1.5"),
        ("loss.soft", ""),
        ("data.multi_label", "perhaps"),
        ("student.layer_map", "[0 2]"),
        ("teacher.labels", "{bad'"),
        ("teacher.labels", "LABEL_0"),
    ],
)
def test_text_of_another_kind_is_refused(key: str, text: str) -> None:
    with pytest.raises(RecipeError, match="expected") as caught:
        with_value(Recipe(), key, text)
    assert caught.value.key == key


@pytest.mark.parametrize("text", ["nan", "inf", "-inf"])
def test_a_number_that_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(RecipeError):
        with_value(Recipe(), "loss.temperature", text)


def test_one_value_changes_and_the_rest_stays() -> None:
    recipe = parse(CONTRACT)
    changed = with_value(recipe, "loss.temperature", 5.0)
    assert changed.loss == LossChoice(temperature=5.0)
    assert with_value(changed, "loss.temperature", 2.0) == recipe


def test_an_unknown_setting_is_answered_with_the_nearest() -> None:
    with pytest.raises(RecipeError, match=r"Did you mean loss\.temperature\?"):
        with_value(Recipe(), "loss.temprature", 2.0)
    with pytest.raises(RecipeError) as caught:
        with_value(Recipe(), "zzz", 2.0)
    assert caught.value.reason == "There is no such setting."
    for key in ("loss", "loss.temperature.x", ""):
        with pytest.raises(RecipeError):
            value_of(Recipe(), key)
        with pytest.raises(RecipeError):
            with_value(Recipe(), key, 1)


def test_an_unknown_line_of_a_file_is_answered_with_the_nearest() -> None:
    with pytest.raises(RecipeError, match=r"Did you mean temperature\?") as caught:
        parse("[loss]\ntemprature = 2.0")
    assert caught.value.key == "loss.temprature"


def test_a_line_in_the_wrong_section_is_answered_with_the_section_where_it_belongs() -> None:
    with pytest.raises(RecipeError, match=r"Did you mean seed in the section \[train\]\?"):
        parse("seed = 0")
    with pytest.raises(RecipeError, match=r"Did you mean epochs\?"):  # the teacher has one of that name too
        parse("[train]\nepoch = 3")
    with pytest.raises(RecipeError, match=r"Did you mean max_length in the section \[data\]\?"):
        parse("[train]\nmax_lenght = 3")
    with pytest.raises(RecipeError, match=r"Did you mean task, above the first section\?"):
        parse('[train]\ntask = "ner"')


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("task = classification", "", "Line 1 cannot be understood."),
        ("# mine\n[train\n", "", "Line 2 cannot be understood."),
        ("[train]\nseed = 1\n\nseed = 2", "", "Line 4 cannot be understood."),
        (b"\xff\xfe", "", "It is not a text in UTF-8, as a recipe has to be."),
        ("task = 3", "task", "3 is no choice here. There are: “classification”, “ner”, “qa”, “mlm”."),
        ("task = 'x'", "task", "“x” is no choice here. There are: “classification”, “ner”, “qa”, “mlm”."),
        ('[train]\nepochs = "four"', "train.epochs", "A whole number between 1 and 1000 is expected, not “four”."),
        ("[train]\nepochs = 1.0", "train.epochs", "A whole number between 1 and 1000 is expected, not 1.0."),
        ("[train]\nepochs = true", "train.epochs", "A whole number between 1 and 1000 is expected, not true."),
        ('[loss]\nsoft = "half"', "loss.soft", "A number between 0 and 100 is expected, not “half”."),
        ("[loss]\ntemperature = -1", "loss.temperature", "A number between 0 and 20 is expected, not -1."),
        ("[loss]\ntemperature = 0", "loss.temperature", "A number above 0 is expected, not 0."),
        ("[train]\nwarmup = 1.0", "train.warmup", "A number below 1 is expected, not 1.0."),
        ("[data]\ntrain = 3", "data.train", "A text in quotation marks is expected, not 3."),
        ('[teacher]\nmodel = ""', "teacher.model", "There has to be something between the quotation marks."),
        ('[data]\nleave_out = "ugly"', "data.leave_out", "“ugly” cannot be used here."),
        ('[data]\nmulti_label = "on"', "data.multi_label", "Either true or false is expected, not “on”."),
        ("[teacher]\nmore = [3]", "teacher.more", 'Texts in square brackets are expected, such as ["one", "two"].'),
        ("[student]\nlayer_map = 3", "student.layer_map", "Whole numbers in square brackets are expected, such as [0, 2, 5]."),
        (f"[student]\nlayer_map = {[1] * 97}", "student.layer_map", f"{str([1] * 97)[:39]}… cannot be used here."),
        ('[data]\ntrain = "a\\u0000b.csv"', "data.train", r"“a\0b.csv” cannot be used here."),
        ('[teacher]\nmore = ["a", "b\\u0000"]', "teacher.more", r"['a', 'b\x00'] cannot be used here."),
        ("[teacher.labels]\na = 3", "teacher.labels", 'Pairs of texts are expected, each of the form "one" = "two".'),
        ("loss = 3", "loss", "This is the name of a section, which has settings of its own and no value."),
        ("[future]\nx = 1", "future", "There is no such section."),
        ("[trian]\nepochs = 1", "trian", "There is no such section. Did you mean [train]?"),
        ("[train]\nlr = 1", "train.lr", "There is no such setting."),
        ('[train]\n"lr.x" = 1', "train.lr.x", "There is no such setting."),
    ],
)
def test_a_recipe_that_cannot_be_read_says_why_to_a_person(text: str | bytes, key: str, reason: str) -> None:
    with pytest.raises(RecipeError) as caught:
        parse(text)
    told = recipe_problem(caught.value, "mine.toml")
    assert told.why.startswith(reason)
    assert told.what == f"The recipe cannot be used: {key or 'mine.toml'}"
    assert told.values["because"] in RECIPE_REASONS
    assert told.values["because"].format_map(told.values) == told.why


def test_a_recipe_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        Recipe().student.layers = 4  # type: ignore[misc]
    assert Recipe().student == StudentChoice()
