"""Few texts are seen so often that the fewest steps are taken."""

from __future__ import annotations

import pytest

from distilstudio.protocol.few_rows import often_enough
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.usual import usual

FEW = with_value(with_value(usual(), "train.least_steps", 200), "train.epochs", 12)


@pytest.mark.parametrize(
    ("rows", "labelled", "epochs", "taught"),
    [
        (90, 60, 67, 100),  # 3 and 2 batches an epoch
        (1, 1, 200, 200),
        (32 * 16, 32 * 16, 13, 13),
        (32 * 17, 32 * 67, 12, 3),  # enough
        (0, 0, 12, 3),
    ],
)
def test_epochs_reach_the_fewest_steps(rows: int, labelled: int, epochs: int, taught: int) -> None:
    found = often_enough(FEW, rows, labelled)
    assert (found.train.epochs, found.teacher.epochs) == (epochs, taught)
    assert (found.data, found.loss, found.student, found.train.batch_rows) == (FEW.data, FEW.loss, FEW.student, 32)


def test_nothing_is_seen_more_often_where_nobody_wants_it() -> None:
    assert often_enough(Recipe(), 3, 3) == Recipe()
    assert {usual(work).train.least_steps for work in ("classification", "ner", "qa")} == {200}
    assert usual("mlm").train.least_steps == 0
