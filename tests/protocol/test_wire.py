"""The wire: every message there and back, every fault of a line refused, a stream cut at any place."""

from __future__ import annotations

import json
import math
import random
from types import UnionType
from typing import get_args

import msgspec
import pytest

from distilstudio import BUILD, __version__
from distilstudio.protocol import wire
from distilstudio.protocol.commands import Command, Hello, Shutdown
from distilstudio.protocol.events import NEVER_DROPPED, Event, Heartbeat, Ready, RunEnded, StepsDone
from tests.protocol.examples import COMMANDS, EVENTS, PROBLEM, TEXT


def tag_of(message: msgspec.Struct | type[msgspec.Struct]) -> str:
    return str(message.__struct_config__.tag)


@pytest.mark.parametrize(("union", "examples"), [(Command, COMMANDS), (Event, EVENTS)], ids=["commands", "events"])
def test_there_is_an_example_of_every_message(union: UnionType, examples: list[msgspec.Struct]) -> None:
    assert {type(example) for example in examples} == set(get_args(union))
    assert len({tag_of(message) for message in (*COMMANDS, *EVENTS)}) == len(COMMANDS) + len(EVENTS)


@pytest.mark.parametrize("command", COMMANDS, ids=tag_of)
def test_a_command_comes_back_as_it_went(command: Command) -> None:
    line = wire.encode(command)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert wire.decode_command(line) == command
    assert type(wire.decode_command(line)) is type(command)


@pytest.mark.parametrize("event", EVENTS, ids=tag_of)
def test_an_event_comes_back_as_it_went(event: Event) -> None:
    line = wire.encode(event)
    assert line.count(b"\n") == 1
    assert wire.decode_event(line) == event
    assert type(wire.decode_event(line)) is type(event)


@pytest.mark.parametrize("command", COMMANDS, ids=tag_of)
def test_no_command_is_taken_for_an_event(command: Command) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_event(wire.encode(command))


@pytest.mark.parametrize("event", EVENTS, ids=tag_of)
def test_no_event_is_taken_for_a_command(event: Event) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_command(wire.encode(event))


@pytest.mark.parametrize("message", [*COMMANDS, *EVENTS], ids=tag_of)
def test_a_field_that_is_not_known_is_refused(message: Command | Event) -> None:
    content = json.loads(wire.encode(message)) | {"surprise": 1}
    decode = wire.decode_command if message in COMMANDS else wire.decode_event
    with pytest.raises(wire.WireError, match="surprise"):
        decode(json.dumps(content).encode())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"Loading weights: 100%",
        b'{"type":"no_such_thing"}',
        b'{"type":"hello"}',
        b'{"type":"hello","version":1,"build":"source","role":"trainer"}',
        b'{"type":"hello","version":"1","build":"source","role":"cook"}',
        b'{"type":"stop_run","run_id":"a","how":"at once"}',
        b'{"type":"shutdown"',
        b'{"type":"shutdown"}{"type":"shutdown"}',
        b'{"type":"predict","request_id":1,"text":"\xff\xfe"}',
        b'{"type":"predict","request_id":1.5,"text":"a"}',
        b'{"type":"predict","request_id":"1","text":"a"}',
        b'{"type":"predict","request_id":1,"text":NaN}',
        b"\x00\x01\x02",
    ],
)
def test_a_line_that_is_no_command_is_refused_with_a_reason(line: bytes) -> None:
    for decode in (wire.decode_command, wire.decode_event):
        with pytest.raises(wire.WireError) as caught:
            decode(line)
        assert caught.value.reason
        assert caught.value.line == line


def test_an_error_keeps_the_beginning_of_a_long_line_only() -> None:
    with pytest.raises(wire.WireError) as caught:
        wire.decode_event(b"x" * 5000)
    assert caught.value.line == b"x" * 200


def test_a_recipe_out_of_range_does_not_cross() -> None:
    start = next(json.loads(wire.encode(command)) for command in COMMANDS if tag_of(command) == "start_run")
    start["recipe"]["loss"]["temperature"] = -1
    with pytest.raises(wire.WireError, match="temperature"):
        wire.decode_command(json.dumps(start).encode())


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_crosses_as_null(number: float) -> None:
    line = wire.encode(StepsDone("r", "distil", [1, 2], {"total": [number, 0.5]}, [1e-5, 1e-5]))
    assert json.loads(line)["losses"]["total"] == [None, 0.5]
    back = wire.decode_event(line)
    assert isinstance(back, StepsDone)
    assert back.losses == {"total": [None, 0.5]}


def test_a_message_over_the_limit_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    line = wire.encode(Heartbeat(1))
    monkeypatch.setattr(wire, "MAX_LINE_BYTES", len(line))
    assert wire.encode(Heartbeat(1)) == line
    monkeypatch.setattr(wire, "MAX_LINE_BYTES", len(line) - 1)
    with pytest.raises(wire.WireError, match="over the limit"):
        wire.encode(Heartbeat(1))


def test_the_end_of_a_run_and_problems_are_never_dropped() -> None:
    assert {RunEnded} <= set(NEVER_DROPPED)
    assert StepsDone not in NEVER_DROPPED
    assert set(NEVER_DROPPED) <= set(get_args(Event))


# A stream in pieces


def test_lines_come_whole_whatever_the_pieces() -> None:
    stream = b"".join(wire.encode(message) for message in EVENTS)
    for size in (1, 2, 3, 7, 64, 1000, len(stream)):
        splitter = wire.LineSplitter()
        lines = [line for at in range(0, len(stream), size) for line in splitter.feed(stream[at : at + size])]
        assert [wire.decode_event(line) for line in lines] == EVENTS
        assert splitter.rest == b""


def test_pieces_of_any_length_give_the_same_lines() -> None:
    dice = random.Random(5)
    stream = b"".join(wire.encode(message) for message in EVENTS * 3)
    for _ in range(50):
        splitter, lines, at = wire.LineSplitter(), [], 0
        while at < len(stream):
            step = dice.randint(1, 400)
            lines += splitter.feed(stream[at : at + step])
            at += step
        assert lines == stream.splitlines()


def test_a_torn_last_line_waits_for_its_rest() -> None:
    splitter = wire.LineSplitter()
    assert splitter.feed(b'one\n{"ty') == [b"one"]
    assert splitter.rest == b'{"ty'
    assert splitter.feed(b"") == []
    assert splitter.feed(b'pe":1}\nthree') == [b'{"type":1}']
    assert splitter.rest == b"three"


def test_a_sign_cut_in_the_middle_is_whole_again() -> None:
    line = TEXT.replace("\n", " ").encode()
    splitter = wire.LineSplitter()
    found = [piece for at in range(len(line)) for piece in splitter.feed(line[at : at + 1])]
    assert found == []
    assert splitter.feed(b"\n") == [line]


def test_empty_lines_and_carriage_returns_are_left_out() -> None:
    assert wire.LineSplitter().feed(b"\n\r\none\r\n\n  \ntwo\n") == [b"one", b"two"]


@pytest.mark.parametrize("pieces", [[b"a" * 11], [b"a" * 6, b"a" * 5], [b"ok\n" + b"a" * 11 + b"\nok\n"]])
def test_a_line_over_the_limit_is_refused_and_the_next_are_read(pieces: list[bytes]) -> None:
    splitter = wire.LineSplitter(limit=10)
    *first, last = pieces
    for piece in first:
        assert splitter.feed(piece) == []
    with pytest.raises(wire.WireError, match="over 10 bytes"):
        splitter.feed(last)
    assert splitter.rest == b""
    assert splitter.feed(b"a" * 10 + b"\n") == [b"a" * 10]


# The handshake


def test_the_same_version_and_build_fit() -> None:
    greeting = wire.hello("trainer")
    assert (greeting.version, greeting.build, greeting.role) == (__version__, BUILD, "trainer")
    assert wire.mismatch(greeting) is None


@pytest.mark.parametrize(("version", "build"), [("0.0.0", BUILD), (__version__, "other"), ("9.9.9", "other")])
def test_another_version_or_build_is_told_from_both_sides(version: str, build: str) -> None:
    ready = next(event for event in EVENTS if isinstance(event, Ready))
    theirs = f"{version} ({build})"
    seen_by_engine = wire.mismatch(Hello(version, build, "trainer"))
    assert seen_by_engine is not None
    assert (seen_by_engine.code, seen_by_engine.values["window"]) == ("engine_mismatch", theirs)
    seen_by_window = wire.mismatch(msgspec.structs.replace(ready, version=version, build=build))
    assert seen_by_window is not None
    assert (seen_by_window.code, seen_by_window.values["engine"]) == ("engine_mismatch", theirs)
    assert theirs in seen_by_window.why


def test_a_problem_crosses_with_its_values() -> None:
    event = next(event for event in EVENTS if tag_of(event) == "problem_raised")
    assert wire.decode_event(wire.encode(event)).problem == PROBLEM  # type: ignore[union-attr]


def test_a_message_without_fields_is_a_line_too() -> None:
    assert json.loads(wire.encode(Shutdown())) == {"type": "shutdown"}
