"""The explainer's arithmetic against scipy and the worked example of the design (nats, natural logarithms)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import rel_entr
from scipy.special import softmax as scipy_softmax

from distilstudio.gui.models.softening import cross_entropy, divergence, entropy, soften, softmax, teach

TEACHER, STUDENT = (0.1, 0.2, 0.7), (0.2, 0.3, 0.5)
logits = st.lists(st.floats(-30, 30), min_size=1, max_size=80)


def test_the_worked_example_costs_0_886941_nats() -> None:
    assert cross_entropy(TEACHER, STUDENT) == pytest.approx(0.886941378, abs=1e-9)
    assert teach(TEACHER, STUDENT, 1.0).loss == pytest.approx(0.886941378, abs=1e-9)


@pytest.mark.parametrize(("temperature", "counted"), [(1.0, 0.085122826), (2.0, 0.098297191), (4.0, 0.098541129)])
def test_what_the_run_counts_is_temperature_squared_times_kl(temperature: float, counted: float) -> None:
    """Figures of the design's table of objectives, made with torch.nn.KLDivLoss(reduction="batchmean", log_target=True)."""
    assert teach(TEACHER, STUDENT, temperature).counted == pytest.approx(counted, abs=1e-9)


@given(logits, st.floats(0.1, 20))
def test_softmax_is_that_of_scipy(values: list[float], temperature: float) -> None:
    np.testing.assert_allclose(softmax(values, temperature), scipy_softmax(np.array(values) / temperature), atol=1e-12)


@given(logits, st.floats(0.5, 20))
def test_softening_probabilities_is_softening_their_logits(values: list[float], temperature: float) -> None:
    values = [value / 4 for value in values]  # so that no probability falls below what is told apart from 0
    np.testing.assert_allclose(soften(softmax(values), temperature), softmax(values, temperature), rtol=1e-6, atol=1e-9)


def test_divergence_is_that_of_scipy() -> None:
    assert divergence(TEACHER, STUDENT) == pytest.approx(float(rel_entr(TEACHER, STUDENT).sum()), abs=1e-12)
    assert divergence(TEACHER, TEACHER) == 0
    assert entropy((0.5, 0.5)) == pytest.approx(np.log(2))


def test_a_probability_of_nought_stays_finite() -> None:
    lesson = teach((1.0, 0.0), (0.0, 1.0), 3.0)
    assert np.isfinite(lesson.loss)
    assert lesson.shown.sum() == pytest.approx(1)


@pytest.mark.parametrize("temperature", [0.0, -1.0])
def test_a_temperature_has_to_be_above_nought(temperature: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        softmax([1.0, 2.0], temperature)
