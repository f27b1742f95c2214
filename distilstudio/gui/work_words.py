"""A kind of work in words, and how much of it a run has to do: the rows, how often they are seen, the steps. Must not know: widgets."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import count, rows, steps
from distilstudio.protocol.few_rows import often_enough
from distilstudio.protocol.recipe import Recipe

translate = QCoreApplication.translate


def work_title(task: str) -> str:
    """What the student is to do, as it is offered."""
    return {
        "classification": translate("StartPage", "Sort texts by label"),
        "ner": translate("StartPage", "Find names in texts"),
        "qa": translate("StartPage", "Answer questions from a text"),
        "mlm": translate("StartPage", "Know the language of my texts"),
    }[task]


def work_name(task: str) -> str:
    """The same in a word."""
    names = {
        "classification": translate("RunsTable", "Labels"),
        "ner": translate("RunsTable", "Names"),
        "qa": translate("RunsTable", "Questions"),
    }
    return names.get(task, translate("RunsTable", "General"))


def work_in_words(recipe: Recipe, written: int, counted: int | None = None) -> str:
    """written: rows that are learnt from, their varied copies not counted. counted: steps; None: as many as these rows make."""
    varied, learnt = written * recipe.copies, rows(written)
    said, train = recipe.train, often_enough(recipe, written + varied, 0).train
    taken = math.ceil((written + varied) / train.batch_rows) * train.epochs if counted is None else counted
    if varied:
        both = translate("RecipePage", "{rows} and {copies} varied copies")
        learnt = both.format(rows=learnt, copies=count(varied))
    if train.epochs == 1:
        once = translate("RecipePage", "{rows}, seen once, {batch} at a time: about {steps}.")
        return once.format(rows=learnt, batch=train.batch_rows, steps=steps(taken))
    often = translate("RecipePage", "{rows}, seen {epochs} times, {batch} at a time: about {steps}.")
    if train.epochs > said.epochs:
        often = translate("RecipePage", "{rows}, so few that they are seen {epochs} times, {batch} at a time: about {steps}.")
    return often.format(rows=learnt, epochs=train.epochs, batch=train.batch_rows, steps=steps(taken))
