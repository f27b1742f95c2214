"""Tokens, modes, text size and icons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from distilstudio import places
from distilstudio.gui.theme import DARK, LIGHT, Theme, Tokens
from distilstudio.gui.tokens import mixed
from distilstudio.gui.widgets.mistake_cell import SIDES

ICONS = sorted(file.stem for file in (places.resources() / "icons").glob("*.svg") if file.stem != "logo")


def test_mode_changes_palette_and_style_sheet(qtbot: QtBot, theme: Theme, qapp: QApplication) -> None:
    light = qapp.styleSheet()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.bg
    assert qapp.styleSheet() != light
    assert DARK.accent in qapp.styleSheet()


def test_system_mode_follows_the_system_while_open(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "system")
    theme.apply()
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    if hints.colorScheme() != Qt.ColorScheme.Dark:
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert theme.tokens is LIGHT
        return
    assert theme.tokens is DARK
    hints.setColorScheme(Qt.ColorScheme.Light)
    assert theme.tokens is LIGHT
    hints.unsetColorScheme()


def test_text_size_grows_fonts_and_lengths(theme: Theme, qapp: QApplication) -> None:
    theme.set_text_percent(150)
    assert qapp.font().pixelSize() == 21
    assert theme.font("title").pixelSize() == 33
    assert theme.px(10) == 15
    theme.set_text_percent(1000)
    assert theme.text_percent == 200
    assert [Theme(qapp, "light", percent).text_percent for percent in (100_000, 0, -50)] == [200, 90, 90]


def test_every_picture_of_the_style_sheet_exists(theme: Theme) -> None:
    paths = re.findall(r"url\(([^)]+)\)", theme.stylesheet())
    assert len(paths) > 4
    assert [path for path in paths if not Path(path).is_file()] == []


@pytest.mark.parametrize("name", ICONS)
def test_icons_take_the_tint(theme: Theme, name: str) -> None:
    image = theme.icon(name, "#ff0000").pixmap(32, 32).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    inked = [pixel for pixel in pixels if pixel.alpha() > 200]
    assert inked, "nothing was drawn"
    assert all(pixel.red() > 200 and pixel.green() < 60 for pixel in inked)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """As WCAG 2.1 defines it, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("text", "bg"),
        ("text", "surface"),
        ("muted", "surface"),
        ("muted", "bg"),
        ("accent", "surface"),
        ("on_accent", "accent"),
        ("warn", "warn_soft"),
        ("teacher", "surface"),
        ("student", "surface"),
        ("student", "sunk"),
        ("ok", "surface"),
        ("ok", "sunk"),
        ("ok", "bg"),
        ("muted", "sunk"),
        *(
            (token, paper) for token in (*SIDES, "ok", "warn") for paper in ("surface", "accent_soft")
        ),  # of a row, also a chosen one
    ],
)
def test_words_are_readable(tokens: Tokens, ink: str, paper: str) -> None:
    """WCAG 2.1 AA asks for 4.5 : 1."""
    assert contrast(tokens.ink(ink), getattr(tokens, paper)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["teacher", "student", "label", "hidden", "ok", "accent"])
def test_a_tag_is_readable_on_the_tint_of_its_mark(tokens: Tokens, token: str) -> None:
    """The tints of MarkedText and MarkedCell, of which a tag is the words."""
    for share in (0.22, 0.24) if tokens.dark else (0.14, 0.15):
        tint = mixed(getattr(tokens, token), tokens.surface, share)
        assert contrast(tokens.ink(token), tint) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("paper", ["surface", "bg"])
def test_fields_boxes_and_tracks_have_an_edge_that_is_seen(tokens: Tokens, paper: str) -> None:
    """WCAG 2.1 AA asks for 3 : 1 where a control is told by its outline; star and lock that are not set are muted."""
    assert contrast(tokens.edge, getattr(tokens, paper)) >= 3
    assert contrast(tokens.muted, tokens.accent_soft) >= 3


def inks(widget: QWidget) -> set[str]:
    picture = widget.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_the_style_draws_edges_and_placeholders_in_their_colours(qtbot: QtBot, theme: Theme) -> None:
    field, box = QLineEdit(), QCheckBox("Stay offline")
    field.setPlaceholderText("████")  # letters have edges of any shade
    for mode, tokens in (("light", LIGHT), ("dark", DARK)):
        theme.set_mode(mode)
        for widget in (field, box):
            qtbot.addWidget(widget)
            widget.ensurePolished()
            assert tokens.edge in inks(widget)
        assert tokens.muted in inks(field)
