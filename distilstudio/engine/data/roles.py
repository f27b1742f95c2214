"""Guesses which column holds the text and which the label: by their names in English and Chinese, then by what is in them.

A guess is shown to the person, so an honest "not clear" is better than a coin toss. Must not know: formats, tasks' models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data.readers.table import sample_of
from distilstudio.protocol import column_names
from distilstudio.protocol.problems import ProblemError, problem

_SAMPLE_ROWS = 20_000
_NAMELESS = re.compile(r"column \d+")


@dataclass(frozen=True)
class Roles:
    """Column names by role, "" where it is not clear; `guessed` names the roles that the person did not choose."""

    text: str = ""
    label: str = ""
    guessed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    """What a sample of a column's cells looks like. Lengths in characters, without the empty cells."""

    name: str
    words: frozenset[str]
    filled: int
    distinct: int
    length: float
    numeric: bool

    @property
    def repeats(self) -> bool:
        """Few short values that come again and again, as labels do."""
        return self.filled >= 4 and 2 <= self.distinct <= min(200, max(2, self.filled // 3)) and self.length <= 40


def guess_roles(table: pa.Table, text: str = "", label: str = "") -> Roles:
    """Both roles; a given name that the table has wins, any other is guessed anew."""
    columns = [_look(table, name) for name in table.column_names]
    if all(_NAMELESS.fullmatch(column.name) for column in columns):  # then "column" says nothing of any one
        columns = [replace(column, words=frozenset()) for column in columns]
    chosen_text = find_column(table, text)
    chosen_label = find_column(table, label)
    guessed = [role for role, chosen in (("text", chosen_text), ("label", chosen_label)) if not chosen]
    if not chosen_label:
        others = [column for column in columns if column.name != chosen_text]
        chosen_label = _by_name(table, others, _guess_label(others))
    if not chosen_text:
        chosen_text = _guess_text([column for column in columns if column.name != chosen_label])
    return Roles(chosen_text, chosen_label, guessed)


def settle_roles(table: pa.Table, text: str, label: str, file: str) -> Roles:
    """Both roles for sure. Raises: ProblemError data_no_column for a given name that is not there, data_roles_unclear."""
    check_named(table, file, text=text, label=label)
    roles = guess_roles(table, text, label)
    for role, name in (("text", roles.text), ("label", roles.label)):
        if not name:
            raise ProblemError(problem("data_roles_unclear", file=file, role=role, columns=table.column_names))
    return roles


def is_named_label(table: pa.Table, name: str) -> bool:
    """Whether a column is called as labels are and holds some: few that come again and again."""
    column = _look(table, name)
    return column.repeats and bool(_ranked([column], column_names.LABEL))


def names_no_label(name: str) -> bool:
    """Whether a column's name says that it is a number, a date or the like and nothing else, or is none at all."""
    return bool(_NAMELESS.fullmatch(name)) or _words_of(name) <= {*column_names.NEITHER} - {"no"}


def check_named(table: pa.Table, file: str, **wanted: str) -> None:
    """wanted: the name that was given for a role, "" for none. Raises: ProblemError data_no_column for one that the table has not."""
    for role, name in wanted.items():
        if name and not find_column(table, name):
            raise ProblemError(problem("data_no_column", file=file, column=name, columns=table.column_names, role=role))


def find_column(table: pa.Table, name: str) -> str:
    """The table's own spelling of a column's name: as given, else without regard to case and blanks; "" if there is none."""
    if not name or name in table.column_names:
        return name
    wish = _plain(name)
    same = [column for column in table.column_names if _plain(column) == wish]
    return same[0] if len(same) == 1 else ""


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _look(table: pa.Table, name: str) -> _Column:
    cells = pc.utf8_trim_whitespace(sample_of(table[name], _SAMPLE_ROWS))
    cells = cells.filter(pc.not_equal(cells, ""))
    filled = len(cells)
    distinct = pc.count_distinct(cells).as_py() if filled else 0
    length = pc.mean(pc.utf8_length(cells)).as_py() if filled else 0.0
    numeric = bool(filled) and pc.all(pc.match_substring_regex(cells, r"^[-+]?[0-9][0-9.,:/\- ]*$")).as_py()
    return _Column(name, _words_of(name), filled, distinct, length, numeric)


def _words_of(name: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()
    return frozenset(re.findall(r"[^\W\d_]+", spaced))


def _ranked(columns: list[_Column], names: list[str]) -> list[_Column]:
    """Columns called so, whole names before parts of names, in the order of the list.

    "text_length" is no text, but "category_name" and "label_id" hold labels where they repeat and no column has a plainer name.
    """
    ranked: list[tuple[int, int, int, int]] = []
    for place, column in enumerate(columns):
        ranks = [names.index(word) for word in column.words if word in names]
        ranks += [rank for rank, known in enumerate(names) if not known.isascii() and known in column.name]
        about = not column.words.isdisjoint(column_names.NEITHER)
        if ranks and (not about or (names is column_names.LABEL and column.repeats)):
            ranked.append((about, len(column.words) > 1, min(ranks), place))
    return [columns[place] for *_, place in sorted(ranked)]


def _guess_label(columns: list[_Column]) -> str:
    named = _ranked(columns, column_names.LABEL)
    likely = [column for column in named if column.repeats]
    if likely or named:
        return (likely or named)[0].name
    texts = {column.name for column in _ranked(columns, column_names.TEXT)}
    repeating = [
        column
        for column in columns
        if column.repeats and column.name not in texts and not column.words.intersection(column_names.NEITHER)
    ]
    return repeating[0].name if len(repeating) == 1 else ""


def _by_name(table: pa.Table, columns: list[_Column], label: str) -> str:
    """Where labels are numbers and a column beside them has a name for each, that column."""
    of_label = next((column for column in columns if column.name == label), None)
    if of_label is None or not of_label.numeric:
        return label
    for column in columns:
        if column.repeats and not column.numeric and column.distinct == of_label.distinct:
            pairs = table.select([label, column.name]).slice(0, _SAMPLE_ROWS).group_by([label, column.name]).aggregate([])
            if len(pairs) == of_label.distinct == pc.count_distinct(pairs[column.name]).as_py():
                return column.name
    return label


def _guess_text(columns: list[_Column]) -> str:
    named = [column for column in _ranked(columns, column_names.TEXT) if not column.numeric or column.filled == 0]
    if named:
        return named[0].name
    worth = sorted(
        (column.length * column.distinct / max(1, column.filled), column.name) for column in columns if not column.numeric
    )
    if not worth or worth[-1][0] < 3 or (len(worth) > 1 and worth[-1][0] < 2 * worth[-2][0]):
        return ""
    return worth[-1][1]
