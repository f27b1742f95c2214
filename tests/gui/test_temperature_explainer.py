"""The explainer of temperature: what it writes is what comes out when a person adds it up, also where a teacher is very sure."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.temperature_explainer import TemperatureExplainer


@pytest.fixture
def explainer(qtbot: QtBot, theme: Theme) -> TemperatureExplainer:
    """With its worked example."""
    explainer = TemperatureExplainer(theme)
    qtbot.addWidget(explainer)
    return explainer


@pytest.mark.parametrize("temperature", [0.0001, 0.5, 1.0, 1.1, 2.0, 5.0, 20.0])
@pytest.mark.parametrize(
    ("taught", "answered"),
    [
        ([0.1, 0.2, 0.7], [0.2, 0.3, 0.5]),
        ([0.9999, 0.0001], [0.984, 0.016]),
        ([1 - 1e-9, 1e-9], [1e-9, 1 - 1e-9]),
        ([0.9999, 0.00008, 0.00002], [0.2, 0.3, 0.5]),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_the_sum_that_is_shown_is_the_sum_that_is_told(
    explainer: TemperatureExplainer, taught: list[float], answered: list[float], temperature: float, several: bool
) -> None:
    """Whoever adds up what stands there gets what is told; "…" stands for what is left out, which may be less than is seen."""
    explainer.set_several(several)
    explainer.set_example("Good.", ["a", "b", "c"][: len(taught)], taught, answered)
    explainer.set_temperature(temperature)
    text = explainer.formula.text().replace("&nbsp;", " ")
    terms = re.findall(r"([\d.e-]+)·log\s([\d.e-]+)", text)
    told = float(re.search(r"<b>([\d.]+)</b> on", text)[1])  # type: ignore[index]
    shown = -sum(float(share) * np.log(float(guess)) for share, guess in terms)
    if "…" not in text:
        assert f"{shown:.3f}" == f"{told:.3f}"
    elif several:
        assert shown < told + 0.001
    else:
        assert shown == pytest.approx(told, abs=0.0021)
    assert "0.00·" not in text


@pytest.mark.parametrize(
    ("temperature", "words"),
    [
        (2.0, "The teacher’s second thought, “b”, weighs 0.3 % instead of <0.1 %; “a” falls to 99.7 %."),
        (0.5, "The teacher’s second thought, “b”, weighs only <0.001 % instead of 0.001 %; “a” rises to 99.9 %."),
        (1.0, "The student is shown just what the teacher says: “a” 99.9 %, “b” <1 %."),
    ],
)
def test_the_second_thought_of_a_sure_teacher_is_told_in_digits_that_differ(
    explainer: TemperatureExplainer, temperature: float, words: str
) -> None:
    explainer.set_example("Good.", ["a", "b"], [0.99999, 0.00001])
    explainer.set_temperature(temperature)
    assert explainer.effect.text().replace("\N{NO-BREAK SPACE}", " ") == words
