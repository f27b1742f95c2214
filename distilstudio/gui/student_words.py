"""What each size of student is called and comes to, in words of the language in force. Must not know: the page, the project, how a student is cut."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import layers, megabytes
from distilstudio.gui.models.student_size import outline_of
from distilstudio.gui.widgets.student_cards import StudentWords
from distilstudio.protocol.events import StudentOutline, TeacherDescribed
from distilstudio.protocol.forecast import VocabularyUse
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value

translate = QCoreApplication.translate


def preset_names() -> dict[str, str]:
    """Every preset with its name, in the order of the cards."""
    return {
        "half": translate("StudentSize", "Half"),
        "quarter": translate("StudentSize", "Quarter"),
        "tiny": translate("StudentSize", "Tiny"),
        "custom": translate("StudentSize", "Custom…"),
    }


def cards_of(recipe: Recipe, teacher: TeacherDescribed | None, use: VocabularyUse | None) -> dict[str, StudentWords]:
    """What the card of each preset says; without a teacher only what part of one it is."""
    words: dict[str, StudentWords] = {}
    for preset, name in preset_names().items():
        if teacher is None:
            words[preset] = StudentWords(name, _part_of_teacher(preset), "")
            continue
        if preset == "custom" and recipe.student.preset != "custom":
            most = translate("StudentSize", "1 to {most}").format(most=teacher.layers)
            words[preset] = StudentWords(name, _part_of_teacher(preset), most)
            continue
        wanted = recipe if preset == recipe.student.preset else with_value(recipe, "student.preset", preset)
        student = outline_of(teacher, wanted, use)
        words[preset] = StudentWords(name, _size_of(student, teacher), speed_of(student, recipe.student.width))
    return words


def speed_of(student: StudentOutline, width: float) -> str:
    """How much faster than its teacher it answers. width: as a part of the teacher's."""
    if student.speedup < 1.05:
        return translate("StudentSize", "as fast as the teacher")
    if width < 1:  # what layers compute shrinks with the square, a text's other costs do not
        return translate("StudentSize", "up to {times}× faster").format(times=_short(student.speedup))
    return translate("StudentSize", "about {times}× faster").format(times=_short(student.speedup))


def _part_of_teacher(preset: str) -> str:
    sizes = {
        "half": translate("StudentSize", "Half of the teacher’s layers"),
        "quarter": translate("StudentSize", "About a quarter of its layers"),
        "tiny": translate("StudentSize", "About a sixth of its layers"),
        "custom": translate("StudentSize", "Choose how many layers"),
    }
    return sizes[preset]


def _size_of(student: StudentOutline, teacher: TeacherDescribed) -> str:
    if teacher.layers == 1:
        return f"{layers(1)} · {megabytes(student.megabytes)}"
    return translate("StudentSize", "{layers} of {most} layers · {size}").format(
        layers=student.layers, most=teacher.layers, size=megabytes(student.megabytes)
    )


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
