"""From files to tokenised rows: those to learn from, those to watch, those for the exam. Must not know: training, weights."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from transformers import PretrainedConfig, PreTrainedTokenizerBase

from distilstudio.engine import teachers, varied, vocabulary
from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.data.apart import keep_apart
from distilstudio.engine.data.hashes import NO_HASHES, Hashes, hashes_of
from distilstudio.engine.data.loading import DataNote, LoadedData, Rows, load
from distilstudio.engine.encoding import encode_in_parts, encode_part_by_part
from distilstudio.engine.foreign_texts import all_over, foreignness
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.teachers import Located
from distilstudio.engine.vocabulary import Vocabulary
from distilstudio.engine.wishes import copies_of
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.events import RunEvent
from distilstudio.protocol.forecast import MUCH_STRANGE, share_watched
from distilstudio.protocol.problems import ProblemError, problem


@dataclass(frozen=True)
class Read:
    """The rows of a run in the word pieces of one of its models."""

    tokenizer: PreTrainedTokenizerBase
    learn: Encoded
    watch: Encoded
    exam: Encoded
    final: Encoded | None = None


@dataclass(frozen=True)
class Prepared:
    """Rows of a run. `learn` is trained on (`labelled` of its rows carry a label), `watch` chooses the best, `exam` gives the last word;
    `final`: rows that not even a person's choices between runs have seen, None where none were kept back.

    `…_rows`: the numbers of their texts among the rows of the data. `varied`: so many rows at the end of `learn` are varied copies of the others.
    head_fits: the teacher's own head answers with these labels, and `task` uses its order; or it does where only these `columns` of it are kept,
    those of a label added up.
    learnt_before, final_learnt_before: so many rows of the exam, and of the final one, a model has learnt from in an earlier run.
    vocabulary: the student's word pieces, where it knows fewer than its teacher; `in_its_pieces`: the rows as it reads them then.
    """

    data: LoadedData
    task: Task
    tokenizer: PreTrainedTokenizerBase
    max_length: int
    learn: Encoded
    watch: Encoded
    exam: Encoded
    learn_rows: IntArray
    watch_rows: IntArray
    exam_rows: IntArray
    labelled: int
    head_fits: bool
    final: Encoded | None = None
    columns: list[list[int]] | None = None
    teacher_name: str = ""
    vocabulary: Vocabulary | None = None
    in_its_pieces: Read | None = None
    varied: int = 0
    learnt_before: int = 0
    final_learnt_before: int = 0

    @property
    def as_written(self) -> int:
        """How many rows of `learn` are texts as they were written; varied copies come behind them."""
        return len(self.learn) - self.varied

    @property
    def by_student(self) -> Read:
        """The rows as the student reads them: row by row the same as the teacher's, those to learn from piece by piece too."""
        return self.in_its_pieces or Read(self.tokenizer, self.learn, self.watch, self.exam, self.final)

    def learning_from(self, index: IntArray) -> Prepared:
        """The same with these of the rows to learn from only; rising numbers."""
        own, learn = self.in_its_pieces, self.learn.subset(index)
        texts = index if self.learn.source is None else np.unique(self.learn.source[index])
        return replace(
            self,
            learn=learn,
            learn_rows=self.learn_rows[texts],
            varied=int((index >= self.as_written).sum()),
            in_its_pieces=own and replace(own, learn=own.learn.subset(index)),
        )


def prepare(context: RunContext, base: Path, located: Located, learnt: Hashes = NO_HASHES) -> Iterator[RunEvent | Prepared]:
    """Read, clean, split, tokenise once. Yields notes, and last what was prepared. learnt: texts that its models have learnt from before.

    Raises: ProblemError data_…, teacher_broken, copies_task.
    """
    recipe = context.recipe
    copies = copies_of(recipe)
    data = load(recipe.data, recipe.task, base, recipe.train.seed, learnt)
    learnt_before, final_learnt_before = (_known(rows, learnt) for rows in (data.exam, data.final))
    for note in [*data.notes, *_learnt_before_note(learnt_before, len(data.exam))]:
        yield context.note(note.code, note.text, note.values)
    config = teachers.load_config(located.path)
    wanted = task_of(recipe, data.label_names)
    own = teachers.head_labels(config, wanted.head)
    fit = teachers.fit_head(own, recipe.teacher.labels, wanted)
    head_fits = fit.fits and teachers.answers_alike(config, task_of(recipe, fit.labels))
    task = task_of(recipe, fit.labels if head_fits else data.label_names, data.train)
    max_length = min(recipe.data.max_length, teachers.longest_text(config))
    tokenizer = teachers.load_tokenizer(located.path)
    labelled = len(data.train) - data.train.strata.null_count
    learn, watch = keep_apart(data.train, share_watched(labelled), recipe.train.seed, learnt)
    examined, total = np.arange(len(data.exam)), len(learn) + len(data.exam)
    rows = yield from _told(context, encode_part_by_part(task, data.train, learn, tokenizer, max_length), 0, total)
    papers = encode_part_by_part(task, data.exam, examined, tokenizer, max_length, scored=True)
    exam = yield from _told(context, papers, len(learn), total)
    prepared = Prepared(
        data=data,
        task=task,
        tokenizer=tokenizer,
        max_length=max_length,
        learn=rows,
        watch=task.encode(data.train.take(watch), tokenizer, max_length),
        exam=exam,
        learn_rows=learn,
        watch_rows=watch,
        exam_rows=examined,
        labelled=int(task.labelled(rows).sum()),
        head_fits=head_fits,
        final=task.encode(data.final, tokenizer, max_length) if data.final is not None and len(data.final) else None,
        columns=fit.columns if head_fits else None,
        teacher_name=located.name,
        learnt_before=learnt_before,
        final_learnt_before=final_learnt_before,
    )
    yield from _foreign_note(context, prepared, located)
    if recipe.data.copies:
        prepared = yield from _with_copies(context, prepared, copies, config)
    if recipe.student.vocabulary == "used" and not recipe.student.start:  # a student that is there already keeps what it knows
        prepared = yield from _with_few_pieces(context, prepared, config)
    yield prepared


def _known(rows: Rows | None, learnt: Hashes) -> int:
    """How many of these rows are among those that were learnt from."""
    return int(np.isin(hashes_of(rows.same), learnt).sum()) if rows is not None and len(learnt) else 0


def _learnt_before_note(learnt: int, rows: int) -> list[DataNote]:
    """That so many of the exam's rows are nothing new to the models."""
    if not learnt:
        return []
    text = (
        f"{learnt:,} of the {rows:,} exam rows were learnt from in an earlier run, from which this one takes its teacher or its student: the "
        "scores flatter."
    )
    return [DataNote("learnt_before", text, {"learnt": f"{learnt:,}", "rows": f"{rows:,}"})]


def _foreign_note(context: RunContext, prepared: Prepared, located: Located) -> Iterator[RunEvent]:
    """Tells of texts that the teacher was not made for."""
    looked_at = prepared.learn_rows[all_over(len(prepared.learn_rows))]  # a large file's texts are not all brought into memory
    found = foreignness(prepared.data.train.take(looked_at).texts, prepared.tokenizer, located.terms)
    better = "A teacher that was made for their language would learn more from them, and so would its student."
    if found.unknown:
        share = f"{100 * found.unknown:.0f} %"
        text = f"The teacher does not know {share} of the word pieces in the texts, and reads each of them as the same empty sign. {better}"
        yield context.note("teacher_strange", text, {"share": share})
    elif found.pieces:
        pieces = f"{found.pieces:.1f}"
        text = f"The teacher splits the words of the texts into small pieces, {pieces} a word: it was made for another language. {better}"
        yield context.note("teacher_foreign", text, {"pieces": pieces})
    elif found.pieces_a_character:
        pieces = f"{found.pieces_a_character:.1f}"
        text = f"The teacher splits the characters of the texts into smaller pieces, {pieces} each: it was made for another language. {better}"
        yield context.note("teacher_spells", text, {"pieces": pieces})


def _with_copies(
    context: RunContext, prepared: Prepared, copies: int, config: PretrainedConfig
) -> Generator[RunEvent, None, Prepared]:
    """The same with varied copies of the rows to learn from behind these. copies: of each, 0 where they would teach nothing."""
    if not copies:
        text = "Varied copies were left out: the student follows the labels alone, and a copy has none."
        yield context.note("copies_left_out", text, {})
        return prepared
    rows, tokenizer = prepared.learn, prepared.tokenizer
    fixed = np.zeros(1 + max(tokenizer.get_vocab().values()), np.bool_)
    fixed[[piece for piece in tokenizer.all_special_ids if piece < len(fixed)]] = True
    mask = tokenizer.mask_token_id
    known = mask if mask is not None and mask < config.vocab_size else None  # a piece that the model has no vector for is none
    learn = varied.with_copies(rows, copies, context.recipe.train.seed, fixed, known)
    made = f"{copies * rows.texts:,}"
    yield context.note("copies_added", f"{made} varied copies of the texts were added; the teacher answers them.", {"rows": made})
    return replace(prepared, learn=learn, varied=len(learn) - len(rows))


def _with_few_pieces(context: RunContext, prepared: Prepared, config: PretrainedConfig) -> Generator[RunEvent, None, Prepared]:
    """The same for a student that knows only the word pieces of the texts; tells how many, and how strange the exam is to it."""
    prepared = with_used_vocabulary(prepared, config)
    kept, size = f"{len(prepared.by_student.tokenizer):,}", f"{len(prepared.tokenizer):,}"
    text = f"The student knows {kept} of its teacher's {size} word pieces: those of the texts, and all single signs."
    yield context.note("vocabulary_used", text, {"kept": kept, "size": size})
    assert prepared.vocabulary is not None
    strange = vocabulary.strange_in(prepared.exam, prepared.vocabulary.kept)
    if strange > MUCH_STRANGE:
        share = f"{100 * strange:.0f} %"
        text = (
            f"Of the word pieces in the exam rows {share} are not among them. The student spells those words from smaller pieces, and knows "
            "them less well; more texts to learn from help, and those need no labels."
        )
        yield context.note("vocabulary_strange", text, {"share": share})
    return prepared


def with_used_vocabulary(prepared: Prepared, config: PretrainedConfig) -> Prepared:
    """The same rows for a student that knows only the word pieces of those to learn from.

    Rows that are scored are cut anew, as they will be when the student is used. Raises: ProblemError(student_vocabulary).
    """
    if prepared.task.name == "mlm":
        raise ProblemError(problem("student_vocabulary", reason=problem_reasons.FILLS_IN_WORDS))
    used = vocabulary.used_by(prepared.learn, int(config.vocab_size))
    return read_with(prepared, vocabulary.smaller(prepared.tokenizer, config, used))


def read_with(prepared: Prepared, own: Vocabulary) -> Prepared:
    """The rows in the student's word pieces beside the teacher's."""
    data, task, length, final = prepared.data, prepared.task, prepared.max_length, prepared.data.final
    read = Read(
        tokenizer=own.tokenizer,
        learn=own.read_by_student(prepared.learn),
        watch=task.encode(data.train.take(prepared.watch_rows), own.tokenizer, length),
        exam=encode_in_parts(task, data.exam, prepared.exam_rows, own.tokenizer, length, scored=True),
        final=task.encode(final, own.tokenizer, length) if final is not None and prepared.final is not None else None,
    )
    return replace(prepared, vocabulary=own, in_its_pieces=read)


def _told(
    context: RunContext, encoding: Generator[int, None, Encoded], before: int, total: int
) -> Generator[RunEvent, None, Encoded]:
    """What the encoding of rows comes to; their number is told meanwhile as a part of all."""
    while True:
        try:
            done = next(encoding)
        except StopIteration as over:
            return over.value  # type: ignore[no-any-return]
        yield from context.progress_now_and_then("data", before + done, total)
