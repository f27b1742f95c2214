"""The card “What is copied”: the teacher's stack of layers with those that the student gets. Must not know: the project, training."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from distilstudio.gui.figures import parameters
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.layer_stack import LayerStack
from distilstudio.gui.widgets.student_shape import StudentShape
from distilstudio.protocol.events import StudentOutline, TeacherDescribed


class CopiedCard(Card):
    """Shown anew by `show_copy` for each choice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.stack, self.shape = LayerStack(theme), StudentShape()
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.shape)

    def show_copy(self, teacher: TeacherDescribed | None, student: StudentOutline | None, is_named: bool, share: float) -> None:
        """Light the copied layers; without a teacher those of the best known example.

        is_named: they were named one by one. share: the student's width as a part of its teacher's.
        """
        self.set_title(self.tr("What is copied"))
        self.shape.setVisible(teacher is not None)
        if teacher is None or student is None:
            self._show_distilbert()
            return
        self.stack.set_layers(teacher.layers, student.layer_map, share)
        self.stack.set_words(
            self.tr("Layers copied from the teacher into the student"),
            self.tr("Teacher · {parameters}").format(parameters=parameters(teacher.parameters)),
            self.tr("Student · {parameters}").format(parameters=parameters(student.parameters)),
            self.tr("answer"),
            self.tr("word vectors"),
        )
        if is_named:
            note = self.tr("The layers that you chose, with the word vectors and the answer")
        elif student.layers == teacher.layers and share < 1:
            note = self.tr("Every layer, of each what counts most in your texts")
        elif student.layers == teacher.layers:
            note = self.tr("Every layer: the student starts as a copy of its teacher")
        elif student.layers == 1:
            note = self.tr("One layer, with the word vectors and the answer")
        elif list(student.layer_map) == list(range(student.layers)):
            note = self.tr("The lowest {count} layers, with the word vectors and the answer").format(count=student.layers)
        elif student.layers * 2 == teacher.layers:
            note = self.tr("Every second layer, as DistilBERT did; word vectors and answer too")
        else:
            note = self.tr("{count} layers spread over the teacher, with the word vectors and the answer").format(
                count=student.layers
            )
        self.set_note(note)

    def _show_distilbert(self) -> None:
        """Source: Sanh et al. 2019, arXiv:1910.01108, and its code's layer map."""
        self.stack.set_layers(12, (0, 2, 4, 7, 9, 11), can_choose=False)
        name = self.tr("Layers copied from the teacher into the student")
        self.stack.set_words(
            name, self.tr("Teacher: BERT"), self.tr("Student: DistilBERT"), self.tr("answer"), self.tr("word vectors")
        )
        self.set_note(
            self.tr("For example: DistilBERT was given 6 of BERT’s 12 layers. Choose a teacher, and you see yours here.")
        )
