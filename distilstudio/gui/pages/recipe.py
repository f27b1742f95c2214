"""The page "Student & recipe": how small the student is, whom it follows, and everything under the hood.

Must not know: the client, how a run is started.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.models.data_shown import learnt_rows
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run_records import fills_in_words, holds_model, run_of_student
from distilstudio.gui.models.shown_settings import changed_keys
from distilstudio.gui.models.student_size import (
    depth_of,
    megabytes_of_vectors,
    narrow_instead,
    outline_of,
    width_of,
    widths_offered,
)
from distilstudio.gui.pages.page import Page, PrimaryAction, RailState
from distilstudio.gui.student_words import cards_of, preset_names, speed_of
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.balance_card import BalanceCard
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.copied_card import CopiedCard
from distilstudio.gui.widgets.folder_dialog import ask_for_folder
from distilstudio.gui.widgets.folding_row import FoldingRow
from distilstudio.gui.widgets.forecast_card import ForecastCard
from distilstudio.gui.widgets.number_slider import NumberSlider
from distilstudio.gui.widgets.pilot_card import PilotCard
from distilstudio.gui.widgets.recipe_form import RecipeForm, RecipeFormArea
from distilstudio.gui.widgets.start_strip import StartStrip
from distilstudio.gui.widgets.student_cards import StudentCards
from distilstudio.gui.widgets.temperature_explainer import TemperatureExplainer
from distilstudio.gui.work_words import work_in_words
from distilstudio.protocol.events import StudentOutline, TeacherDescribed
from distilstudio.protocol.forecast import Forecast
from distilstudio.protocol.problem_reasons import NO_STUDENT
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import Recipe


class RecipePage(Page):
    """Shows the project's recipe and changes it; `distil_requested` when the person presses Distil, while a run goes on `queue_requested`.

    `problem_found`: what the person wanted cannot be taken.
    """

    key: ClassVar[str] = "recipe"
    distil_requested = Signal()
    queue_requested = Signal()
    problem_found = Signal(object)

    def __init__(self, project: Project, theme: Theme, pilots: PilotState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.cards = StudentCards(theme)
        self.temperature = NumberSlider(theme, 1.0, 10.0, 0.1, decimals=4, field_low=0.0001, field_high=20.0)
        self.temperature.slider.setObjectName("temperature_slider")
        self.temperature.field.setObjectName("temperature_field")
        self.explainer = TemperatureExplainer(theme)
        self.forecast_card, self.pilot = ForecastCard(), PilotCard(theme, pilots)
        self.form = RecipeForm()
        self.hood_button = QPushButton()
        self.hood_button.setObjectName("hood_button")
        self.hood_button.setCheckable(True)
        self.start = StartStrip()
        self.start_button = QPushButton()
        self.start_button.setObjectName("start_folder_button")
        self.find_button = QPushButton()
        self.find_button.setObjectName("find_settings_button")
        self.find_button.setCheckable(True)
        self._doubt, self._whom = Card(), BalanceCard(theme, self.find_button)
        self.balance, self.balance_note = self._whom.balance, self._whom.told
        self._copied, self._hood = CopiedCard(theme), Card()
        self.stack = self._copied.stack
        self._forecast: Forecast | None = None
        self._is_busy = self._added = False
        self._waiting = 0
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """Headline."""
        return self.tr("Student & recipe")

    def subtitle(self) -> str:
        """One line below."""
        if self._added:
            waiting = self.tr("1 run waits") if self._waiting == 1 else self.tr("{0} runs wait").format(self._waiting)
            return self.tr("Added: it starts when its turn comes, and is kept until then.") + f" {waiting}."
        return self.tr("How small, and how it should learn. The defaults are good.")

    def primary(self) -> PrimaryAction:
        """Distil, as soon as data and teacher are fine."""
        missing = self._missing()
        if self._is_busy:
            return PrimaryAction(self.tr("Add to queue"), not missing, missing or self.tr("It starts when the run is over."))
        return PrimaryAction(self.tr("Distil"), not missing, missing)

    def on_primary(self) -> None:
        """Ask for the run."""
        if self._missing():
            return
        self._added = self._is_busy
        (self.queue_requested if self._is_busy else self.distil_requested).emit()

    def set_queue(self, is_busy: bool, waiting: int) -> None:
        """Whether a run goes on, and how many wait."""
        self._is_busy, self._waiting = is_busy, waiting
        self._added = self._added and is_busy
        self._show_pilot()
        self.header_changed.emit()

    def secondary(self) -> list[QAbstractButton]:
        """A student that is there already, and the way under the hood."""
        return [self.start_button, self.hood_button]

    def rail_note(self) -> str:
        """Size and temperature."""
        recipe = self._project.recipe
        size = preset_names()[recipe.student.preset].rstrip("…")
        return self.tr("{size} · temperature {number}").format(size=size, number=f"{recipe.loss.temperature:g}")

    def rail_state(self) -> RailState:
        """A recipe is whole from the start; it counts once there is something to use it on."""
        return "done" if self._project.ready else "todo"

    def set_example(
        self,
        sentence: str,
        labels: Sequence[str],
        teacher_probabilities: Sequence[float],
        student_probabilities: Sequence[float] | None = None,
        word: str = "",
    ) -> None:
        """Explain temperature with one of the person's own sentences, or with a word in it."""
        self.explainer.set_example(sentence, labels, teacher_probabilities, student_probabilities, word)

    def set_forecast(self, forecast: Forecast | None, failed: Problem | None = None) -> None:
        """What the run will take; None: not known (yet), or not to be known for this problem."""
        self.forecast_card.set_forecast(forecast, failed)
        if forecast != self._forecast:
            self._forecast = forecast
            self._show_recipe()

    def retranslate(self) -> None:
        """Set every text again."""
        self.temperature.set_words(
            self.tr("Temperature"), self.tr("Temperature"), self.tr("only its answer"), self.tr("all its second thoughts")
        )
        self._doubt.set_title(self.tr("How much of the teacher’s doubt to pass on"))
        self.forecast_card.set_title(self.tr("What to expect"))
        self._hood.set_title(self.tr("Under the hood"))
        self.hood_button.setText(self.tr("Under the hood"))
        self.hood_button.setToolTip(self.tr("Every setting of the recipe"))
        self.find_button.setText(self.tr("Find good settings"))
        self.find_button.setToolTip(self.tr("Let short trainings look for a learning rate and a temperature"))
        self.start_button.setText(self.tr("Begin from a student…"))
        self.start_button.setToolTip(
            self.tr(
                "Take a small model that is there already, such as one that knows the language of your texts, instead of cutting one"
            )
        )
        self._show_recipe()

    def _missing(self) -> str:
        if self._project.data is None:
            return self.tr("Choose your texts first, on the page Data.")
        if self._project.data_finding is not None:
            return self.tr("Choose texts with at least two labels first, on the page Data.")
        if self._project.teacher is None:
            return self.tr("Choose a teacher first, on the page Teacher.")
        if (wrong := self.form.wrong()) is not None:
            return self.tr("Correct “{title}” first, under the hood. {reason}").format(
                title=wrong.title.text(), reason=wrong.reason.text()
            )
        return ""

    # --- what the person does

    @Slot(str)
    def _on_preset_chosen(self, preset: str) -> None:
        teacher, recipe = self._project.teacher, self._project.recipe
        values: dict[str, object] = {"student.preset": preset}
        if preset == "custom" and teacher is not None:
            # Custom begins where the person was: with the layers of the card chosen before.
            values["student.layers"] = min(depth_of(teacher, recipe.student), teacher.layers)
        self._project.set_values({**values, "student.layer_map": []})

    @Slot(int)
    def _on_layers_chosen(self, layers: int) -> None:
        self._project.set_values({"student.layers": layers, "student.layer_map": []})

    @Slot(int)
    def _on_layer_clicked(self, layer: int) -> None:
        """Copy one more of the teacher's layers, or one less."""
        copied = set(self.stack.copied()) ^ {layer}
        if copied:
            chosen = {"student.layer_map": sorted(copied), "student.layers": len(copied)}
            self._project.set_values({"student.preset": "custom", **chosen})

    @Slot(float)
    def _on_width_chosen(self, share: float) -> None:
        self._project.set_value("student.width", share)

    @Slot()
    def _on_narrow_wanted(self) -> None:
        if self._project.teacher is not None:
            self._copied.shape.width_combo.setFocus()  # that was changed, and the button is gone
            self._project.set_values(narrow_instead(self._project.teacher, self._project.recipe) or {})

    @Slot(str)
    def _on_vocabulary_chosen(self, vocabulary: str) -> None:
        self._project.set_value("student.vocabulary", vocabulary)

    @Slot(float)
    def _on_temperature_changed(self, temperature: float) -> None:
        self._project.set_value("loss.temperature", temperature)

    @Slot(float)
    def _on_balance_changed(self, percent: float) -> None:
        soft = round(percent / 100, 4)
        self._project.set_values({"loss.soft": soft, "loss.hard": round(1 - soft, 4)})

    @Slot(str, object)
    def _on_value_typed(self, key: str, value: object) -> None:
        self._project.set_value(key, value)

    @Slot()
    def _on_form_judged(self) -> None:
        self._show_pilot()
        self.header_changed.emit()

    @Slot()
    def _on_start_wanted(self) -> None:
        ask_for_folder(self, self.tr("Choose the folder of a student, or of a run"), "start_folder_dialog", self.take_start)

    @Slot(str)
    def take_start(self, folder: str) -> None:
        """Begin with the student in this folder; of a run's folder, with its student. A folder without a model is not taken."""
        inside = Path(folder, "student")
        student = inside if inside.is_dir() else Path(folder)
        if holds_model(student):
            self._project.set_value("student.start", str(student))
        else:
            self.problem_found.emit(problem("student_start", path=student, reason=NO_STUDENT))

    @Slot()
    def _on_start_cleared(self) -> None:
        self._project.set_value("student.start", "")

    @Slot(bool)
    def _on_hood_toggled(self, opened: bool) -> None:
        if opened:
            self.find_button.setChecked(False)
        self._show_right()
        if opened:
            self.form.rows["loss.soft"].editor.setFocus()

    @Slot(bool)
    def _on_find_toggled(self, opened: bool) -> None:
        if opened:
            self.hood_button.setChecked(False)
        self._show_right()

    def _show_right(self) -> None:
        """At the right stands what is copied and to be expected, or the form, or the search for settings."""
        hood, finds = self.hood_button.isChecked(), self.find_button.isChecked()
        self._hood.setVisible(hood)
        self.pilot.setVisible(finds)
        self._copied.setVisible(not hood and not finds)
        self.forecast_card.setVisible(not hood and not finds)

    # --- what the project tells

    @Slot()
    def _on_recipe_changed(self) -> None:
        self._added = False
        self._show_recipe()
        self.header_changed.emit()

    @Slot()
    def _on_data_changed(self) -> None:
        if self._project.data is None:
            self.explainer.clear_example()
        self._on_recipe_changed()

    @Slot()
    def _show_recipe(self) -> None:
        recipe, teacher = self._project.recipe, self._project.teacher
        most = teacher.layers if teacher else 96
        self.cards.set_choice(
            recipe.student.preset, depth_of(teacher, recipe.student) if teacher else recipe.student.layers, most
        )
        words = cards_of(recipe, teacher, self._project.vocabulary_use)
        self.cards.set_words(self.tr("Size of the student"), words, self.tr("Layers of the student"))
        self.temperature.set_value(recipe.loss.temperature)
        self.explainer.set_teacher(self._project.teacher_path)
        self.explainer.set_task(recipe.task)
        self.explainer.set_several(recipe.task == "classification" and recipe.data.multi_label)
        self.explainer.set_temperature(recipe.loss.temperature)
        self._whom.show_weights(recipe)
        self.form.show_recipe(recipe)
        self._show_pilot()
        changed = len(changed_keys(recipe))
        told = (
            self.tr("Different from the defaults: {count}").format(count=changed)
            if changed
            else self.tr("Every setting is at its default.")
        )
        self._hood.set_note(told)
        earlier = run_of_student(recipe.student.start)
        student = outline_of(teacher, recipe, self._project.vocabulary_use) if teacher else None
        self._show_shape(teacher, student, recipe)
        folder = Path(self._project.base, recipe.student.start) if earlier else None
        self.start.set_start(earlier, begins=folder is not None and recipe.task != "mlm" and fills_in_words(folder))
        self.cards.setEnabled(not earlier)
        self._copied.shape.setVisible(teacher is not None and not earlier)
        self.stack.setEnabled(not earlier)
        if earlier:
            self._copied.set_note(self.tr("Nothing is copied: the student is there already."))
        speed = speed_of(student, recipe.student.width) if student else ""
        instead = narrow_instead(teacher, recipe) if teacher else None
        self.forecast_card.show_student(teacher, student, speed, self._work(recipe), bool(earlier), instead)

    def _show_shape(self, teacher: TeacherDescribed | None, student: StudentOutline | None, recipe: Recipe) -> None:
        choice, use = recipe.student, self._project.vocabulary_use
        width = width_of(teacher, choice.width) if teacher else None
        share = width.share if width is not None else 1.0
        self._copied.show_copy(teacher, student, choice.names_layers, share)
        if teacher is not None:
            self._copied.shape.show_widths(widths_offered(teacher, choice.width), share)
            saved = megabytes_of_vectors(teacher, recipe, use.vectors if use is not None else 0)
            self._copied.shape.show_vocabulary(use, saved, choice.vocabulary == "used")

    def _show_pilot(self) -> None:
        recipe = self._project.recipe
        busy = self.tr("Settings can be tried when the run is over.") if self._is_busy else ""
        self.pilot.set_recipe(
            recipe.train.learning_rate,
            recipe.loss.temperature,
            "perplexity" if recipe.task == "mlm" else "",
            self._missing() or busy,
        )

    def _work(self, recipe: Recipe) -> str:
        """How much there is to do: as the forecast has counted it, else reckoned from what is known of the texts."""
        if self._project.data is None:
            return self.tr("Choose your texts to see how many steps that takes.")
        if self._forecast is not None:
            return work_in_words(recipe, self._forecast.rows, self._forecast.steps)
        return work_in_words(recipe, learnt_rows(self._project.data))

    # --- construction

    def _connect(self) -> None:
        self._project.recipe_changed.connect(self._on_recipe_changed)
        self._project.teacher_changed.connect(self._on_recipe_changed)
        self._project.data_changed.connect(self._on_data_changed)
        self.cards.preset_chosen.connect(self._on_preset_chosen)
        self.cards.layers_chosen.connect(self._on_layers_chosen)
        self._project.vocabulary_counted.connect(self._show_recipe)
        self.stack.layer_clicked.connect(self._on_layer_clicked)
        self._copied.shape.width_chosen.connect(self._on_width_chosen)
        self.forecast_card.narrow_wanted.connect(self._on_narrow_wanted)
        self._copied.shape.vocabulary_chosen.connect(self._on_vocabulary_chosen)
        self.temperature.value_changed.connect(self._on_temperature_changed)
        self.balance.value_changed.connect(self._on_balance_changed)
        self.form.value_typed.connect(self._on_value_typed)
        self.form.judged.connect(self._on_form_judged)
        self.start.cleared.connect(self._on_start_cleared)
        self.start_button.clicked.connect(self._on_start_wanted)
        self.hood_button.toggled.connect(self._on_hood_toggled)
        self.find_button.toggled.connect(self._on_find_toggled)

    def _lay_out(self) -> None:
        self._doubt.body.addWidget(self.temperature)
        self._doubt.body.addWidget(self.explainer, 1)
        self._hood.body.addWidget(RecipeFormArea(self.form), 1)
        self._hood.hide()
        self.pilot.hide()
        columns = FoldingRow()
        right = (self._copied, self.forecast_card, self._hood, self.pilot)
        for cards, stretch in (((self._doubt, self._whom), 57), (right, 42)):
            column = QVBoxLayout()
            column.setSpacing(16)
            for card in cards:
                column.addWidget(card, 1 if card in (self._doubt, self._copied, self._hood, self.pilot) else 0)
            columns.addLayout(column, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.start)
        layout.addWidget(self.cards)
        layout.addLayout(columns, 1)
