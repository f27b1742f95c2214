"""Commands as the palette lists them: which fit what was typed, in which order, and which letters of them fit. Must not know: widgets, what a
command does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
SHORTCUT_ROLE = Qt.ItemDataRole.UserRole + 1
ICON_ROLE = Qt.ItemDataRole.UserRole + 2
MARKS_ROLE = Qt.ItemDataRole.UserRole + 3
"""Which letters of the words fit: (first, how many), in code points."""
ELSEWHERE = 3
"""Words that fit only the English words of a command come behind all that fit the words on the screen."""
APOSTROPHES = "'’"
FIRST_CJK = "\u2e80"
"""From here on no spaces stand between words: each sign may begin one."""


@dataclass(frozen=True)
class Command:
    """One thing that can be done now. `key` is the same in every language, `english` are its words in English, `icon` is one of
    resources/icons, `shortcut` as the system writes it."""

    key: str
    words: str
    english: str = ""
    icon: str = ""
    shortcut: str = ""


def fitting(commands: Iterable[Command], typed: str, recent: Sequence[str] = ()) -> list[Command]:
    """Commands in whose words every typed word occurs, the best first; among equals those used last, then as they were given.

    recent: keys, the last used first.
    """
    words = _plain(typed).split()
    age = {key: place for place, key in enumerate(recent)}
    ranked = [
        (rank, age.get(command.key, len(age)), command) for command in commands if (rank := _rank(command, words)) is not None
    ]
    return [command for _, _, command in sorted(ranked, key=lambda one: one[:2])]


def marks(words: str, typed: str) -> list[tuple[int, int]]:
    """Where the typed words stand in a command's words: (first, how many), from left to right, those that touch as one."""
    plain = _plain(words)
    letters: set[int] = set()
    for word in _plain(typed).split():
        best = _best_place(plain, word)
        if best is not None:
            letters |= set(range(best[1], best[1] + len(word)))
    spans: list[tuple[int, int]] = []
    for letter in sorted(letters):
        if spans and sum(spans[-1]) == letter:
            spans[-1] = (spans[-1][0], spans[-1][1] + 1)
        else:
            spans.append((letter, 1))
    return spans


def _plain(text: str) -> str:
    """Without large letters and full-width signs, which input methods for Chinese leave behind; as long as the text was."""
    plain = ((unicodedata.normalize("NFKC", sign).casefold(), sign) for sign in text)
    return "".join(folded if len(folded) == 1 else sign for folded, sign in plain)


def _rank(command: Command, words: Sequence[str]) -> tuple[int, bool] | None:
    """The lower the better, and better where the words stand as they were typed, one behind the other; None: it does not fit."""
    told, english = _plain(command.words), _plain(command.english)
    rank, places = 0, []
    for word in words:
        here, there = _best_place(told, word), _best_place(english, word)
        if here is not None:
            rank += here[0]
            places.append(here[1])
        elif there is not None:
            rank += ELSEWHERE + there[0]
        else:
            return None
    return rank, places != sorted(places)


def _best_place(text: str, word: str) -> tuple[int, int] | None:
    """Where a word stands best in a text, and how well: 0 at its head, 1 where a word begins, 2 inside of one; None: nowhere."""
    places = (place for place in range(len(text) - len(word) + 1) if text.startswith(word, place))
    return min(((_rank_at(text, place), place) for place in places), default=None)


def _rank_at(text: str, place: int) -> int:
    if place == 0:
        return 0
    inside = text[place - 1].isalnum() or text[place - 1] in APOSTROPHES
    return 2 if inside and text[place] < FIRST_CJK else 1


class CommandsModel(QAbstractListModel):
    """The commands that fit, a row each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Command, ...] = ()
        self._recent: tuple[str, ...] = ()
        self._typed = ""
        self._rows: list[Command] = []

    def set_commands(self, commands: Iterable[Command], recent: Sequence[str]) -> None:
        """What can be done now. recent: keys of what was done, the last first."""
        self._all, self._recent = tuple(commands), tuple(recent)
        self._fill(self._typed)

    def set_typed(self, typed: str) -> None:
        """Leave the commands that fit these words."""
        self._fill(typed)

    def command_at(self, row: int) -> Command:
        """The command of a row."""
        return self._rows[row]

    def row_of(self, key: str) -> int:
        """The row of a command; -1: it is not among them."""
        return next((row for row, command in enumerate(self._rows) if command.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as fit."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, shortcut, icon, and the letters that fit; a screen reader is told words and shortcut."""
        if not index.isValid():
            return None
        command = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return command.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return told(command)
            case _ if role == SHORTCUT_ROLE:
                return command.shortcut
            case _ if role == ICON_ROLE:
                return command.icon
            case _ if role == MARKS_ROLE:
                return marks(command.words, self._typed)
        return None

    def _fill(self, typed: str) -> None:
        rows = fitting(self._all, typed, self._recent)
        if (rows, typed) == (self._rows, self._typed):
            return
        self.beginResetModel()
        self._rows, self._typed = rows, typed
        self.endResetModel()


def told(command: Command) -> str:
    """A command as a screen reader says it."""
    return f"{command.words}, {command.shortcut}" if command.shortcut else command.words
