"""From files to tokenised rows: those to learn from, those to watch, those for the exam. Must not know: training, weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from transformers import PreTrainedTokenizerBase

from distilstudio.engine import teachers
from distilstudio.engine.batching import Encoded
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.engine.data.splits import stratified_split
from distilstudio.engine.encoding import encode_in_parts
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.teachers import Located
from distilstudio.protocol.events import RunEvent

WATCH_SHARE = 0.1
"""Share of the labelled training rows that are not trained on but watched: by their score the best student is chosen."""
MOST_WATCHED = 1000


@dataclass(frozen=True)
class Prepared:
    """Rows of a run. `learn` is trained on (`labelled` of its rows carry a label), `watch` chooses the best, `exam` gives the last word;
    `final`: rows that not even a person's choices between runs have seen, None where none were kept back.

    head_fits: the teacher's own head answers with these labels, and `task` uses its order; or it does where only these `columns` of it are kept.
    """

    data: LoadedData
    task: Task
    tokenizer: PreTrainedTokenizerBase
    max_length: int
    learn: Encoded
    watch: Encoded
    exam: Encoded
    labelled: int
    head_fits: bool
    final: Encoded | None = None
    columns: list[int] | None = None


def prepare(context: RunContext, base: Path, located: Located) -> Iterator[RunEvent | Prepared]:
    """Read, clean, split, tokenise once. Yields notes, and last what was prepared.

    Raises: ProblemError data_…, teacher_broken.
    """
    recipe = context.recipe
    data = load(recipe.data, recipe.task, base, recipe.train.seed)
    for note in data.notes:
        yield context.note(note.code, note.text, note.values)
    config = teachers.load_config(located.path)
    wanted = task_of(recipe, data.label_names)
    own = teachers.head_labels(config, wanted.head)
    fit = teachers.fit_head(own, recipe.teacher.labels, data.label_names, wanted.columns)
    head_fits = fit.fits and teachers.answers_alike(config, task_of(recipe, fit.labels))
    task = task_of(recipe, fit.labels if head_fits else data.label_names, data.train)
    max_length = min(recipe.data.max_length, teachers.longest_text(config))
    tokenizer = teachers.load_tokenizer(located.path)
    labelled = len(data.train) - data.train.strata.null_count
    share = min(WATCH_SHARE, MOST_WATCHED / max(labelled, 1))
    learn, watch = stratified_split(data.train.strata, data.train.keys, share, recipe.train.seed)
    rows = encode_in_parts(task, data.train, learn, tokenizer, max_length)
    yield Prepared(
        data=data,
        task=task,
        tokenizer=tokenizer,
        max_length=max_length,
        learn=rows,
        watch=task.encode(data.train.take(watch), tokenizer, max_length),
        exam=encode_in_parts(task, data.exam, np.arange(len(data.exam)), tokenizer, max_length, scored=True),
        labelled=int(task.labelled(rows).sum()),
        head_fits=head_fits,
        final=task.encode(data.final, tokenizer, max_length) if data.final is not None and len(data.final) else None,
        columns=fit.columns if head_fits else None,
    )
