"""The card "Whom to follow": the teacher or the labels, and a sentence on what that makes of the loss. Must not know: the project, training."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.corner_card import CornerCard
from distilstudio.gui.widgets.number_slider import NumberSlider
from distilstudio.protocol.recipe import Recipe


class BalanceCard(CornerCard):
    """`balance` tells the teacher's part in percent; weights that do not add up to 1 were typed elsewhere, and are warned of."""

    def __init__(self, theme: Theme, button: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(button, parent)
        self.balance = NumberSlider(theme, 0, 100, 1)
        self.balance.slider.setObjectName("balance_slider")
        self.balance.field.setObjectName("balance_field")
        self.told = QLabel()
        self.told.setProperty("kind", "note")
        self.told.setWordWrap(True)
        self.body.addWidget(self.balance)
        self.body.addWidget(self.told)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the title again; the rest is said with the weights."""
        self.set_title(self.tr("Whom to follow"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def show_weights(self, recipe: Recipe) -> None:
        """Show this recipe's balance, and say what it means."""
        soft, total = recipe.loss.soft, recipe.loss.soft + recipe.loss.hard
        self.balance.set_words(
            self.tr("How much to follow the teacher"),
            "",
            self._other_end(recipe.task),
            self.tr("the teacher"),
            self.tr("half and half"),
            " %",
        )
        self.balance.set_value(100 * soft / total if total else 50)
        self.told.setText(self._sentence(recipe))
        kind = "note" if _is_one(total) else "warn"
        if self.told.property("kind") != kind:
            self.told.setProperty("kind", kind)
            self.told.style().polish(self.told)

    def _other_end(self, task: str) -> str:
        """What is followed where the teacher is not."""
        if task == "mlm":
            return self.tr("the words")
        return self.tr("your answers") if task == "qa" else self.tr("the labels")

    def _sentence(self, recipe: Recipe) -> str:
        loss = recipe.loss
        soft, hard = loss.soft, loss.hard
        total = soft + hard
        layers = loss.looks_inside
        if not total and layers:
            return self.tr(
                "Under the hood both weights are 0: the student learns to read texts as the teacher’s layers do, but "
                "nobody teaches it answers."
            )
        if not total:
            return self.tr("Under the hood both weights are 0: the student would follow nobody.")
        if not _is_one(total):
            return self.tr("Under the hood: teacher {soft} + labels {hard} = {total}, not 1.").format(
                soft=f"{soft:g}", hard=f"{hard:g}", total=f"{total:g}"
            )
        if recipe.task == "qa":
            text = (
                self.tr("{soft} from the teacher’s answers, {hard} from yours; it reads as the teacher’s layers do.")
                if layers
                else self.tr("{soft} of the loss comes from the teacher’s answers, {hard} from yours.")
            )
        elif recipe.task != "mlm" and layers:
            text = self.tr("{soft} from the teacher’s answers, {hard} from your labels; it reads as the teacher’s layers do.")
        elif recipe.task != "mlm":
            text = self.tr("{soft} of what it learns comes from the teacher’s answers, {hard} from your labels.")
        elif loss.hidden_cosine > 0:
            text = self.tr(
                "{soft} comes from the teacher’s guesses, {hard} from the words that were hidden; besides, it learns "
                "to resemble the teacher’s last layer."
            )
        else:
            text = self.tr("{soft} of what it learns comes from the teacher’s guesses, {hard} from the words that were hidden.")
        return text.format(soft=_percent(soft), hard=_percent(hard))


def _is_one(total: float) -> bool:
    return math.isclose(total, 1, abs_tol=1e-6)


def _percent(share: float) -> str:
    return f"{share * 100:.3g}\N{NO-BREAK SPACE}%"
