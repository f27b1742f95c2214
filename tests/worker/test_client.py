"""The client against a sound engine: runs, questions, stopping, closing."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from distilstudio.protocol.events import ExamDone, RunPaused, StepsDone
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import EngineCommand
from tests.fake_engine import load_transcript
from tests.worker.conftest import QUICK, WAIT_MS, Record, close, engines, fake_command

MakeClient = Callable[..., tuple[Client, Record]]


def run_to_end(qtbot: QtBot, client: Client, record: Record) -> str:
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        return client.start_run(Recipe(), "/runs/one", pinned=["good"])


def wait_for(qtbot: QtBot, record: Record, words: str) -> None:
    qtbot.waitUntil(lambda: words in record.told, timeout=WAIT_MS)


def test_run_tells_every_event_that_the_engine_told(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    run_id = run_to_end(qtbot, client, record)
    expected = load_transcript("good_run", run_id)
    kept = (ExamDone,)
    assert [event for event in record.events if isinstance(event, kept)] == [
        event for event in expected if isinstance(event, kept)
    ]
    steps = [step for event in record.events if isinstance(event, StepsDone) for step in event.steps]
    assert steps == [*range(1, 41), *range(1, 121)]
    assert record.events[-1] == expected[-1]
    assert record.told[0] == "trainer_ready"
    assert record.problems == []


def test_process_of_a_run_ends_with_the_run(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    run_to_end(qtbot, client, record)
    qtbot.waitUntil(lambda: engines() == [], timeout=WAIT_MS)
    assert record.told[-1] == "RunEnded done"


def test_runs_come_one_after_the_other_each_in_its_own_process(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    first, second = client.start_run(Recipe(), "/runs/one"), client.start_run(Recipe(), "/runs/two")
    qtbot.waitUntil(lambda: len(record.ends) == 2, timeout=WAIT_MS)
    assert [end.run_id for end in record.ends] == [first, second]
    assert record.told.count("trainer_ready") == 2
    assert record.told.index("RunEnded done") < len(record.told) - 1 - record.told[::-1].index("trainer_ready")


def test_run_that_waits_can_be_discarded(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client("--speed", "1")
    first, second = client.start_run(Recipe(), "/runs/one"), client.start_run(Recipe(), "/runs/two")
    wait_for(qtbot, record, "RunStarted")
    client.discard_run(second)
    wait_for(qtbot, record, "RunEnded discarded")
    client.discard_run(first)
    qtbot.waitUntil(lambda: len(record.ends) == 2, timeout=WAIT_MS)
    assert [(end.run_id, end.outcome, end.problem) for end in record.ends] == [
        (second, "discarded", None),
        (first, "discarded", None),
    ]


@pytest.mark.parametrize(("how", "told"), [("finish", "RunEnded stopped"), ("discard", "RunEnded discarded")])
def test_run_that_has_not_begun_can_be_stopped(make_client: MakeClient, qtbot: QtBot, how: str, told: str) -> None:
    # It never gets ready; what is written and the end of its stdin have to do: the ladder would come too late for this test.
    client, record = make_client("--fault", "no_ready", patience=replace(QUICK, stop_ms=10 * WAIT_MS))
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        run_id = client.start_run(Recipe(), "/runs/one")
        (client.finish_run if how == "finish" else client.discard_run)(run_id)
    assert record.told == [told]


def test_finish_takes_its_exam_even_when_that_lasts_longer_than_the_ladder(make_client: MakeClient, qtbot: QtBot) -> None:
    # From the message to the end the transcript takes 2.7 s; the ladder would terminate after 1.5 s and kill after 1.8.
    # It also lasts longer than the silence that is told, but is never silent: a busy machine would have to hold 30 heartbeats back.
    slow = replace(QUICK, silent_ms=2000, stop_ms=1500)
    client, record = make_client("--speed", "0.5", "--heartbeat-ms", "50", patience=slow)
    run_id = client.start_run(Recipe(), "/runs/one")
    wait_for(qtbot, record, "StepsDone")
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        client.finish_run(run_id)
    assert record.problems == []
    assert record.told[-1] == "RunEnded stopped"
    assert record.ends[0].report
    assert [event.who for event in record.events if isinstance(event, ExamDone)] == ["teacher", "student"]


def test_pause_holds_the_run_until_it_goes_on(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client("--speed", "20")
    run_id = client.start_run(Recipe(), "/runs/one")
    wait_for(qtbot, record, "StepsDone")
    client.pause_run(run_id, True)
    wait_for(qtbot, record, "RunPaused")
    told_when_paused = len(record.told)
    client.pause_run("another-run", False)
    # An answer that comes round by the same thread: had the pause not held, events would lie before it.
    with qtbot.waitSignal(client.teacher_described, timeout=WAIT_MS):
        client.describe_teacher("starter")
    assert record.told[told_when_paused:] == ["tryout_ready", "TeacherDescribed"]
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        client.pause_run(run_id, False)
    assert [event.paused for event in record.events if isinstance(event, RunPaused)] == [True, False]


def test_each_question_gets_its_answer(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    asked = [
        client.inspect_data("classification", DataChoice(train="train.csv")),
        client.describe_teacher("starter", labels=["positive", "negative"]),
        client.open_models("classification", "teacher", "student"),
        client.predict("good"),
    ]
    qtbot.waitUntil(lambda: len(record.answers) == 5, timeout=WAIT_MS)
    assert [answer.request_id for answer in record.answers] == [*asked, asked[-1]]
    assert record.problems == []


def test_only_the_newest_text_is_answered(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    client.open_models("classification", "teacher", "student")
    newest = [client.predict(text) for text in ("g", "go", "goo", "good")][-1]
    qtbot.waitUntil(lambda: record.told.count("Predicted") == 2, timeout=WAIT_MS)
    with qtbot.waitSignal(client.teacher_described, timeout=WAIT_MS):
        client.describe_teacher("starter")
    assert [answer.request_id for answer in record.answers if type(answer).__name__ == "Predicted"] == [newest, newest]


def test_other_question_between_the_two_sides_does_not_hold_up_the_next_text(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client("--speed", "0.1")  # 70 ms from the student's answer to the teacher's
    client.open_models("classification", "teacher", "student")
    with qtbot.waitSignal(client.predicted, timeout=WAIT_MS):
        client.predict("good")
    with qtbot.waitSignal(client.teacher_described, timeout=WAIT_MS):
        client.describe_teacher("starter")
    client.predict("very good")
    qtbot.waitUntil(lambda: record.told.count("Predicted") == 4, timeout=WAIT_MS)


def test_refused_question_is_a_problem_of_its_kind(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    with qtbot.waitSignal(client.problem_raised, timeout=WAIT_MS):
        client.predict("good")
    assert record.told == ["tryout_ready", "problem predict model_not_open"]


def test_warm_starts_the_tryout_once(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    with qtbot.waitSignal(client.tryout_ready, timeout=WAIT_MS):
        client.warm()
    client.warm()
    with qtbot.waitSignal(client.teacher_described, timeout=WAIT_MS):
        client.describe_teacher("starter")
    assert record.told == ["tryout_ready", "TeacherDescribed"]


def test_engine_learns_where_its_log_is_and_to_write_utf8(make_client: MakeClient, qtbot: QtBot, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"import os; open({str(seen)!r}, 'w').write(os.environ['DISTILSTUDIO_LOG'] + '|' + os.environ['PYTHONUTF8'] + '|' + os.environ['OWN'])"
    client, _ = make_client(command=lambda role: EngineCommand(sys.executable, ("-c", code), {"OWN": role}))
    with qtbot.waitSignal(client.problem_raised, timeout=WAIT_MS):
        client.warm()
    assert seen.read_text() == f"{tmp_path / 'logs' / 'engine-tryout.log'}|1|tryout"


def test_log_of_a_dead_engine_stands_in_the_problem(make_client: MakeClient, qtbot: QtBot) -> None:
    code = "import os; open(os.environ['DISTILSTUDIO_LOG'], 'a').write('out of memory at step 7'); os.kill(os.getpid(), 9)"
    client, record = make_client(command=lambda role: EngineCommand(sys.executable, ("-c", code)))
    run_to_end(qtbot, client, record)
    problem = record.ends[0].problem
    assert problem
    assert "out of memory at step 7" in problem.detail


def test_closing_in_the_middle_of_a_run_ends_it_and_everything(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client("--speed", "1", patience=replace(QUICK, stop_ms=10_000))
    client.start_run(Recipe(), "/runs/one")
    client.start_run(Recipe(), "/runs/two")
    client.describe_teacher("starter")
    wait_for(qtbot, record, "StageStarted")
    wait_for(qtbot, record, "TeacherDescribed")
    assert len(engines()) == 2
    close(qtbot, client)
    assert engines() == []
    assert sorted(end.outcome for end in record.ends) == ["discarded", "stopped"]
    told = len(record.told)
    client.shutdown()
    client.start_run(Recipe(), "/runs/three")
    assert len(record.told) == told


def test_closing_what_never_started_anything(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client()
    close(qtbot, client)
    assert record.told == []


@pytest.mark.parametrize("way", ["forgotten", "deleted with its parent"])
def test_client_that_goes_without_closing_leaves_no_process(qtbot: QtBot, tmp_path: Path, way: str) -> None:
    parent = QObject()
    client = Client(fake_command("--speed", "1"), QUICK, tmp_path, parent if way != "forgotten" else None)
    with qtbot.waitSignals([client.trainer_ready, client.tryout_ready], timeout=WAIT_MS):
        client.start_run(Recipe(), "/runs/one")
        client.warm()
    thread = client._thread
    assert len(engines()) == 2
    if way == "forgotten":
        del client
        gc.collect()
    else:
        with qtbot.waitSignal(parent.destroyed, timeout=WAIT_MS):
            parent.deleteLater()
    assert thread.isFinished()
    assert engines() == []


def test_busy_window_gets_one_larger_batch(make_client: MakeClient, qtbot: QtBot) -> None:
    """While the window works on a batch, the worker joins what comes; it is not called again before it is through."""
    client, record = make_client("--fault", "flood")
    waited: list[str] = []

    def work(event: object) -> None:
        if isinstance(event, StepsDone) and not waited:
            waited.append("begun")
            # Busy until the engine has written all: it is sent home only after its last event was read. (Not psutil's wait:
            # that would reap the process under QProcess's hands.)
            while engines():
                time.sleep(0.01)

    client.run_event.connect(work)
    run_to_end(qtbot, client, record)
    steps = [event for event in record.events if isinstance(event, StepsDone)]
    assert waited == ["begun"]
    assert len(steps) == 2
    assert sum(len(event.steps) for event in steps) == 20_000
