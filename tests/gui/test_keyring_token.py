"""The keyring answers in its own time; a window that is closed by then is not waited for."""

from __future__ import annotations

import threading
from typing import Any

import keyring
import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from distilstudio.gui.keyring_token import KeyringToken


@pytest.fixture
def slow_keyring(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Answers once the event is set."""
    may_answer = threading.Event()

    def get_password(*_: Any) -> str:
        may_answer.wait(10)
        return "hf_kept"

    monkeypatch.setattr(keyring, "get_password", get_password)
    return may_answer


def threads_of_keyrings() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "keyring"]


def test_the_kept_token_arrives(qtbot: QtBot, slow_keyring: threading.Event) -> None:
    token = KeyringToken()
    token.load()
    with qtbot.waitSignal(token.changed):
        slow_keyring.set()
    assert token.value == "hf_kept"
    assert token.fault == ""


def test_an_answer_after_the_window_was_closed_is_let_go(qtbot: QtBot, slow_keyring: threading.Event) -> None:
    token = KeyringToken()
    token.load()
    waiting = threads_of_keyrings()
    assert waiting
    shiboken6.delete(token)
    slow_keyring.set()
    for thread in waiting:
        thread.join(10)  # an exception in it fails the test
        assert not thread.is_alive()
