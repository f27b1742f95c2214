"""A student that has learnt before and learns on: found before the run, checked against its teacher and texts, then loaded.

Must not know: training, runs, the window.
"""

from __future__ import annotations

from pathlib import Path

from transformers import PreTrainedModel

from distilstudio.engine import heads, students, teachers
from distilstudio.engine.data.reading import resolve
from distilstudio.engine.families import depth_of
from distilstudio.engine.preparation import Prepared, read_with
from distilstudio.engine.runs import provenance_of
from distilstudio.engine.tasks.mlm import MaskedWords
from distilstudio.engine.vocabulary import known_to, used_by
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.problems import ProblemError, problem


class EarlierStudent:
    """A student's folder as the recipe names it. `layer_map`: which of the teacher's layers its own were cut from, 0-based. `begins`: it knows
    a language only, and begins this kind of work; known when it was checked.

    Raises: ProblemError(student_start) where the folder holds no model, ProblemError(student_layers) where it is deeper than its teacher.
    """

    def __init__(self, start: str, base: Path, teacher_depth: int) -> None:
        self.path = resolve(start, base).resolve()
        self.begins = False
        try:
            self._config = teachers.load_config(teachers.locate(str(self.path), base).path)
        except ProblemError as error:
            raise self._refused(problem_reasons.NO_STUDENT, error.problem.what) from error
        depth = depth_of(self._config)
        spread = students.spread_layers(teacher_depth, depth)
        noted = provenance_of(self.path).get("layer_map")
        is_whole = isinstance(noted, list) and len(noted) == depth and all(layer in range(teacher_depth) for layer in noted)
        self.layer_map: list[int] = [int(layer) for layer in noted] if isinstance(noted, list) and is_whole else spread

    @property
    def name(self) -> str:
        """The run that it comes from, by its folder; else the folder's own name."""
        return self.path.parent.name if self.path.name == "student" else self.path.name

    @property
    def note(self) -> tuple[str, str, dict[str, str]]:
        """What a run says of it: code, sentence, values."""
        values = {"run": self.name}
        if self.begins:
            return "begins_with", f"The student begins with what {self.name} knows of the language.", values
        return "learns_on", f"The student of {self.name} learns on.", values

    @property
    def hidden_size(self) -> int:
        """Columns of its hidden states."""
        return int(self._config.hidden_size)

    def fingerprint(self) -> str:
        """Hash of its content."""
        return teachers.fingerprint(self.path)

    @property
    def is_general(self) -> bool:
        """Whether it knows a language and no kind of work: it can begin any, with its teacher's head."""
        names = self._config.architectures or []
        return not any("For" in name and not name.endswith(MaskedWords.head) for name in names)

    def suited(self, prepared: Prepared) -> Prepared:
        """The rows as it reads them, where it can learn on here: the same labels in the same order or none at all, and the teacher's word
        pieces or, of a student that was made with fewer, all of those that the texts use.

        Raises: ProblemError(student_start).
        """
        task = prepared.task
        own = teachers.head_labels(self._config, task.head)
        fits = own == task.labels if task.labels else teachers.head_fits(own, [], task.unnamed)
        self.begins = not own and self.is_general
        if not self.begins and not (fits and teachers.answers_alike(self._config, task)):
            raise self._refused(problem_reasons.OTHER_LABELS, f"{own} – {task.labels}")
        if teachers.longest_text(self._config) < prepared.max_length:
            raise self._refused(problem_reasons.SHORTER_TEXTS)
        tokenizer = teachers.load_tokenizer(self.path)
        if tokenizer.get_vocab() == prepared.tokenizer.get_vocab():
            return prepared
        used = used_by(prepared.learn, 1 + max(prepared.tokenizer.get_vocab().values()))
        known = known_to(tokenizer, prepared.tokenizer, used) if task.name != "mlm" else None
        if known is None:
            raise self._refused(problem_reasons.OTHER_WORD_PIECES)
        return read_with(prepared, known)

    def load(self, prepared: Prepared, teacher: PreTrainedModel) -> PreTrainedModel:
        """Its weights in float32 on the CPU, in evaluation mode; one that begins this kind of work gets its teacher's head, where that is
        as wide as it is. Raises: ProblemError(student_start)."""
        task = prepared.task
        try:
            student = teachers.load_model(self.path, task.auto_class, **(task.head_config() if self.begins else {}))
        except ProblemError as error:
            raise self._refused(problem_reasons.NO_STUDENT, error.problem.detail) from error
        if self.begins:
            prior = task.prior(prepared.learn)
            if prior is not None:
                heads.start_at(student, prior)
            heads.take_over(student, teacher)
        return student

    def _refused(self, reason: str, detail: str = "") -> ProblemError:
        return ProblemError(problem("student_start", detail, path=self.path, reason=reason))
