"""Colour tokens, light and dark, and the type scale. Must not know: widgets, how a style sheet is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["body", "note", "card_title", "title", "step", "big"]


@dataclass(frozen=True)
class Tokens:
    """One theme's colours, each "#rrggbb".

    `…_ink`: the same colour for small words, which want 4.5 : 1 where a line or a dot wants 3 : 1. edge: the outline of what is filled in,
    ticked or pulled, 3 : 1; `border` is for hair lines that nobody has to find.
    """

    bg: str
    surface: str
    sunk: str
    border: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    teacher: str
    student: str
    label: str
    hidden: str
    ok: str
    teacher_ink: str
    student_ink: str
    label_ink: str
    hidden_ink: str
    ok_ink: str
    accent_ink: str
    warn: str
    warn_soft: str
    dark: bool

    def ink(self, token: str) -> str:
        """The colour of a token for words."""
        return str(getattr(self, f"{token}_ink", None) or getattr(self, token))


def mixed(ink: str, ground: str, share: float) -> str:
    """Ink thinned with the ground, of which `share` is ink. Where two of them meet no seam shows, as it would with transparent ones."""
    pairs = zip(bytes.fromhex(ink[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(share * one + (1 - share) * other) for one, other in pairs).hex()


LIGHT = Tokens(
    bg="#f6f7f9",
    surface="#ffffff",
    sunk="#eef0f4",
    border="#e1e5eb",
    edge="#858c98",
    text="#1a1f28",
    muted="#5d6675",
    accent="#2459d6",
    accent_soft="#e8eefc",
    on_accent="#ffffff",
    teacher="#7a5cc9",
    student="#0b8a7d",
    label="#c27803",
    hidden="#b03a74",
    ok="#1a7f4b",
    teacher_ink="#7155ba",
    student_ink="#09756a",
    label_ink="#965d02",
    hidden_ink="#ae3973",
    ok_ink="#187645",
    accent_ink="#2459d6",
    warn="#9a5b00",
    warn_soft="#fdf3e1",
    dark=False,
)

DARK = Tokens(
    bg="#14171c",
    surface="#1c2027",
    sunk="#252a33",
    border="#313844",
    edge="#6b7382",
    text="#eceff4",
    muted="#9aa5b5",
    accent="#7aa2ff",
    accent_soft="#24304d",
    on_accent="#0e1526",
    teacher="#b49cf5",
    student="#45c9b8",
    label="#e8b04a",
    hidden="#f08bbd",
    ok="#59c98b",
    teacher_ink="#b9a1fc",
    student_ink="#45c9b8",
    label_ink="#e8b04a",
    hidden_ink="#f58ec1",
    ok_ink="#59c98b",
    accent_ink="#87abff",
    warn="#f0bd63",
    warn_soft="#3a2f1a",
    dark=True,
)

TYPE_SCALE: dict[Kind, tuple[int, int]] = {
    "body": (14, 400),
    "note": (12, 400),
    "card_title": (13, 600),
    "step": (14, 600),
    "big": (18, 600),
    "title": (22, 700),
}
"""Pixels at 100 % and weight, by kind of text."""
