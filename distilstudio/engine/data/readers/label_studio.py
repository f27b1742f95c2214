"""Takes the records of Label Studio's own export apart: the text lies under "data", what was said of it under "annotations" → "result".

Must not know: files, kinds of work.
"""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]


def task_of(fields: Fields) -> tuple[Fields, list[Fields]] | None:
    """The data of a task, and what the first annotator said who did not cancel; None for a record of another program."""
    data = fields.get("data")
    done = fields.get("annotations") or fields.get("completions") or []
    if not isinstance(data, dict) or not isinstance(done, list):
        return None
    taken = next((one for one in done if isinstance(one, dict) and not one.get("was_cancelled")), None)
    result = taken.get("result") if taken is not None else None
    return data, [part for part in result or [] if isinstance(part, dict) and isinstance(part.get("value"), dict)]


def chosen_in(fields: Fields) -> Fields:
    """A record with what was chosen from each list of choices under the name of that list: one, or several. Other records stay as they are.

    The short export of Label Studio (JSON-MIN) is flat, with {"choices": […]} where several were chosen.
    """
    task = task_of(fields)
    if task is not None:
        data, result = task
        fields = data | {str(part.get("from_name") or "choices"): part["value"] for part in result if "choices" in part["value"]}
    return {name: _chosen(value) for name, value in fields.items()}


def _chosen(value: Any) -> Any:
    match value:
        case {"choices": [only]}:
            return only
        case {"choices": list(several)}:
            return several
    return value
