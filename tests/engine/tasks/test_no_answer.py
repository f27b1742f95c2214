"""A student of questions that some passages do not answer says so, and finds the answer where there is one."""

from __future__ import annotations

import random
from pathlib import Path

from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.answers import Answers
from distilstudio.protocol.events import ExamDone
from tests.engine.asked_lessons import Asked, asked_work, keyword_questions
from tests.engine.lessons import ended, recipe, run
from tests.tiny_models import NEUTRAL, make_tiny_teacher


def without_answer(count: int, seed: int) -> list[Asked]:
    """Passages in which nothing was good or bad."""
    draw = random.Random(seed)
    return [(" ".join(draw.choice(NEUTRAL) for _ in range(12)), "what was good", [], -1) for _ in range(count)]


def test_a_student_says_that_there_is_no_answer_here(tmp_path: Path) -> None:
    answered = [one for one in keyword_questions(260) if one[1] == "what was good"]
    examined = [*keyword_questions(20, seed=9)[1::2], *without_answer(10, seed=2)]
    files = asked_work(tmp_path, [*answered, *without_answer(100, seed=1)], examined)
    make_tiny_teacher(tmp_path / "teacher", None, layers=2)
    wish = recipe(
        **files,
        data__max_length=64,
        teacher__epochs=10,
        teacher__learning_rate=5e-3,
        train__epochs=4,
        train__learning_rate=3e-3,
    )
    events = run(tmp_path, wish)
    end = ended(events)
    assert end.outcome == "done", end.problem
    assert [event.rows for event in events if isinstance(event, ExamDone) and event.rows_from == "exam"] == [20, 20]
    student = OpenModel.load(tmp_path / "runs" / "one" / "student", "qa")
    passage, question, _, _ = without_answer(1, seed=7)[0]
    said, _ = student.answer(passage, question)
    assert isinstance(said, Answers)
    assert (said.answers[0].text, said.answers[0].start, said.answers[0].end) == ("", 0, 0)
    assert any(other.text for other in said.answers[1:])
    found, _ = student.answer("the soup was superb and we came again", question)
    assert isinstance(found, Answers)
    assert found.answers[0].text == "superb"
