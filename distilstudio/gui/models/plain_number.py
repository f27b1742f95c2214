"""A number of a recipe as a person writes it. Must not know: which setting it is."""

from __future__ import annotations

from decimal import Decimal


def plain_number(value: float) -> str:
    """All its digits and no exponent: "0.00005" for 5e-05, "2" for 2.0; of endless ones the first 12 figures."""
    return f"{Decimal(f'{value:.12g}'):f}"
