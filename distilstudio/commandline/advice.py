"""What to do about a Problem, where the catalogue speaks of pages and buttons: the same in words that can be typed. By code; easiest first.

Must not know: who tells it.
"""

from __future__ import annotations

import msgspec

from distilstudio.protocol.problems import Problem, fill, problem

_COLUMNS = (
    'Name the columns: in a recipe under [data], as text = "NAME"; with exam by --text-column and --label-column.',
    "Or call the column in the file “text”, “label” or “question”, by what it holds.",
)
_OTHER_TEACHER = "Choose a teacher that was made for such texts."
_MIRROR = "Choose a mirror of the Hub: set HF_ENDPOINT to its address."
_TOKEN = "Set HF_TOKEN to a token of an account that may read it."

ADVICE: dict[str, tuple[str, ...]] = {
    "data_format": ("Save your texts as CSV (UTF-8) and name that file.",),
    "data_encoding": (
        "Set data.encoding to “auto”, or to the one your program saved with.",
        "Save the file again as CSV (UTF-8).",
    ),
    "data_malformed": (
        "Check that line, or save the file again as CSV (UTF-8).",
        "Name the sign between columns: data.separator.",
    ),
    "data_no_column": _COLUMNS,
    "data_roles_unclear": _COLUMNS,
    "data_too_many_labels": _COLUMNS[:1],
    "data_all_in_exam": ("Name another exam file, or leave data.exam out: a part of the rows is then set aside for the exam.",),
    "data_final_exam": ("Keep fewer rows back: data.final_exam_rows.", "Add more rows."),
    "data_no_sheet": ("Name one of them: data.sheet. Or leave that out, and the first with rows is read.",),
    "data_not_named": ('In the recipe, write train = "FILE" under [data].',),
    "data_missing": ("Check the name; a path in a recipe begins at the recipe's folder.",),
    "data_not_here": ("Name a file; or bring the dataset here by a run that learns from it.",),
    "student_layer_map": (
        "Name layers that it has: student.layer_map.",
        "Say only how many layers, by student.layers: they are then spread evenly.",
    ),
    "no_loss": ("Set loss.soft or loss.hard above 0.",),
    "export_broken": ("Make the ONNX files again: distilstudio export RUN --onnx",),
    "disk_full": ("Free some space and start again; what was saved before is kept.", "Name a run folder on another disk: --out."),
    "run_folder": ("Name another folder: --out.",),
    "resume_changed": ("Put the earlier file back and type the same again.", "Start a new run with what is there now."),
    "memory": ("Close other programs and start again.", "Choose a smaller train.batch_rows or data.max_length."),
    "device_missing": ("Set train.device to “auto”.",),
    "not_finite": ("Try a learning rate ten times smaller: train.learning_rate.", "Set train.precision to fp32."),
    "internal": ("Try it once more.", "If it happens again, send us the log."),
    "teacher_labels": (
        "Set teacher.fine_tune to “yes”: it learns your labels.",
        "Choose a teacher that has these labels.",
    ),
    "teacher_near_chance": (
        "Check that the label column is right.",
        "Train the teacher longer, by teacher.epochs, or add rows.",
    ),
    "teacher_no_words": (
        "Set teacher.fine_tune to “yes”: it learns to guess hidden words in your texts.",
        "Choose a teacher whose card says “ForMaskedLM”.",
    ),
    "teacher_knows_no_words": ("Train the teacher longer, by teacher.epochs, or add texts.", _OTHER_TEACHER),
    "hub_offline": ("Unset HF_HUB_OFFLINE.", "Choose a model that is on this computer."),
    "hub_unreachable": ("Check the internet connection; distilstudio doctor looks at it.", f"{_MIRROR} Or set HTTPS_PROXY."),
    "hub_no_repo": ("Check the name: organisation, slash, model.", _TOKEN),
    "hub_no_dataset": ("Check the name: organisation, slash, dataset.", _TOKEN),
    "hub_no_parquet": ("Choose another dataset.", "Download its files from the Hub, and name one of them: data.train."),
    "hub_not_here": ("Name the folder of a model; or bring the model here by a run that learns from it.",),
    "hub_gated": ("Open {page} and accept the terms.", "Then set HF_TOKEN to a token of that account."),
    "hub_forbidden": ("If you use a token, look at {page} whether it may read this model.", _MIRROR),
    "hub_token": ("Make a new one at {page} and set HF_TOKEN to it.", "Public models need none: unset HF_TOKEN."),
    "hub_limit": ("Wait that long, then try again.", "With a token more requests are allowed: set HF_TOKEN."),
    "hub_down": ("Try again in some minutes.", _MIRROR),
    "hub_answer": ("Check the address of the Hub in HF_ENDPOINT.",),
    "hub_damaged": ("Start again.", _MIRROR),
    "hub_disk": ("Free some space, then start again.", "Choose a smaller model."),
}


def to_type(told: Problem) -> Problem:
    """The Problem with what can be done about it here. One that was given words of its own keeps them."""
    actions = ADVICE.get(told.code)
    if actions is None or told.what_to_do != problem(told.code, **told.values).what_to_do:
        return told
    return msgspec.structs.replace(told, what_to_do=[fill(action, told.values) for action in actions])
