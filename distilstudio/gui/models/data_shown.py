"""What can be shown of the chosen texts: all of a file, its first rows, or only the names of its columns; and the choice a click on them makes.

Must not know: widgets, the client.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from distilstudio.protocol.forecast import share_watched
from distilstudio.protocol.hub import is_dataset_name
from distilstudio.protocol.inspection import DataChoiceInspected, DataInspected, DataPreviewed
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import ODD, DataChoice, Task

_OF_COLUMNS = ("data_roles_unclear", "data_no_column", "data_too_many_labels", "data_tags", "data_answers")
"""Problems that other columns may mend; those that know the columns name them."""


def from_preview(preview: DataPreviewed) -> DataInspected:
    """What can be shown of a file that is not counted yet."""
    return DataInspected(
        preview.request_id,
        preview.data,
        preview.columns,
        preview.preview,
        preview.rows,
        0,
        [],
        [],
        [],
        preview.marks,
        preview.row_labels,
    )


ROLES: dict[Task, tuple[str, ...]] = {"ner": ("text", "label"), "qa": ("question", "text", "label"), "mlm": ("text",)}
"""Roles of columns by the kind of work, where rows are not shown in the columns of their file."""


def from_problem(problem: Problem | None, task: Task, choice: DataChoice) -> DataInspected | None:
    """An empty table with the columns that a problem names, so that their roles can be chosen where the problem says so."""
    if problem is None or problem.code not in _OF_COLUMNS:
        return None
    columns = list(problem.lists.get("columns", []))
    if not columns:
        return None
    found = DataChoiceInspected("", "", "", "", "", "", "", [])
    if task in ROLES:
        roles = {role: getattr(choice, role) for role in ROLES[task]}
        found, columns = msgspec.structs.replace(found, columns=columns, roles=roles), []
    return DataInspected(0, found, columns, [], 0, 0, [], [], [])


def looked_at_with(choice: DataChoice) -> DataChoice:
    """The choice without what changes nothing of what stands in a file: where texts are cut, what is made of rows, what was decided of them."""
    return msgspec.structs.replace(choice, max_length=DataChoice().max_length, copies=0, corrections={})


def is_same_file(shown: DataInspected, choice: DataChoice) -> bool:
    """Whether what is shown was read from the file, or the dataset, of this choice."""
    if is_dataset_name(choice.train):
        inside = Path(shown.data.train).parts
        return "datasets--" + choice.train.replace("/", "--") in inside and (not choice.split or choice.split in inside[-2:])
    # Of a saved dataset with splits, one of the folders inside is read.
    return Path(choice.train).name in Path(shown.data.train).parts[-2:]


def labelled_rows(shown: DataInspected) -> int:
    """How many rows carry a label; where they may carry several that is less than all counts together. 0: not known."""
    values = next((fact.values for fact in shown.health if fact.code == "labels"), {})
    return int(values.get("rows", "0"))


def learnt_rows(shown: DataInspected) -> int:
    """From about how many rows a run learns: without those that are kept for an exam, watched or left out, with the texts of the file without
    labels."""
    counted = ("rows", "unlabelled_rows", "more_texts")
    told = {fact.code: int(fact.values["rows"]) for fact in shown.health if fact.code in counted}
    learnt = told.get("rows", shown.rows)
    labelled = learnt - told.get("unlabelled_rows", 0)
    return learnt - round(labelled * share_watched(labelled)) + told.get("more_texts", 0)


def with_role(choice: DataChoice, shown: DataInspected, column: str, role: str) -> DataChoice:
    """Give a role to a column. The other roles are told too, so that they are not guessed anew; if two meet, they change places. Whether cells
    of another column hold several labels is guessed anew: it was found, or said, of those before."""
    roles = dict(shown.data.roles) or {"text": shown.data.text, "label": shown.data.label}
    if role in roles:
        before = roles[role]
        roles = {name: before if taken == column else taken for name, taken in roles.items()} | {role: column}
    if shown.data.label and roles.get("label", "") != shown.data.label:
        choice = msgspec.structs.replace(choice, multi_label=False, label_separator="")
    return msgspec.structs.replace(choice, **roles)


def with_fix(choice: DataChoice, code: str, wanted: bool) -> DataChoice:
    """Leave the rows of this finding out, or take them in again; of rows without any of several labels, say that none fits, or nothing."""
    if code in ("unlabelled_rows", "none_of_labels"):
        return msgspec.structs.replace(choice, empty_is_none=wanted)
    if code in ODD:
        kinds = {*choice.leave_out.split(), code} if wanted else {*choice.leave_out.split()} - {code}
        return msgspec.structs.replace(choice, leave_out=" ".join(kind for kind in ODD if kind in kinds))
    return msgspec.structs.replace(choice, **{f"drop_{code}": wanted})
