"""How the chosen runs are told apart, in the table and in every plot: a colour and a line style for each. Must not know: runs, plots."""

from __future__ import annotations

LOOKS: tuple[tuple[str, str], ...] = (
    ("student", "solid"),
    ("accent", "dash"),
    ("label", "dashdot"),
    ("hidden", "dot"),
    ("teacher", "dash"),
    ("muted", "solid"),
)
"""Colour token and line style by the run's place among the chosen ones."""
MOST_CHOSEN = len(LOOKS)
