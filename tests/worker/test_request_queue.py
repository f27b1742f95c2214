"""One question of a kind in flight, the newest waits, older ones are forgotten."""

from __future__ import annotations

from distilstudio.protocol.commands import DescribeTeacher, Predict
from distilstudio.worker.request_queue import RequestQueue


def text(request_id: int) -> Predict:
    return Predict(request_id, f"text {request_id}")


def test_first_goes_at_once_and_the_newest_follows() -> None:
    queue = RequestQueue()
    assert queue.ask(text(1)) == text(1)
    assert queue.ask(text(2)) is None
    assert queue.ask(text(3)) is None
    assert queue.finish(1) == text(3)
    assert queue.finish(3) is None
    assert queue.ask(text(4)) == text(4)


def test_only_the_newest_is_asked_for() -> None:
    queue = RequestQueue()
    queue.ask(text(1))
    queue.ask(text(2))
    assert queue.newest_kind(1) is None
    assert queue.newest_kind(2) == "predict"
    assert queue.kind_in_flight(1) == "predict"
    assert queue.kind_in_flight(2) is None


def test_answer_to_a_question_that_was_never_asked_changes_nothing() -> None:
    queue = RequestQueue()
    queue.ask(text(1))
    queue.ask(text(2))
    assert queue.finish(99) is None
    assert queue.finish(2) is None
    assert queue.finish(1) == text(2)


def test_kinds_do_not_wait_for_each_other() -> None:
    queue = RequestQueue()
    queue.ask(text(1))
    teacher = DescribeTeacher(2, "starter")
    assert queue.ask(teacher) == teacher
    assert queue.finish(2) is None
    assert queue.kind_in_flight(1) == "predict"


def test_clear_names_what_was_open_and_begins_anew() -> None:
    queue = RequestQueue()
    queue.ask(text(1))
    queue.ask(text(2))
    queue.ask(DescribeTeacher(3, "starter"))
    queue.finish(3)
    assert queue.clear() == ["predict"]
    assert queue.clear() == []
    assert queue.ask(text(4)) == text(4)
