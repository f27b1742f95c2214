"""The look: which tokens hold now, the application's palette, fonts, style sheet and tinted icons.

Follows the system's colour scheme while the program is open. Must not know: pages, models.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from distilstudio import places
from distilstudio.gui.style_sheet import GLYPHS, build_style_sheet
from distilstudio.gui.tokens import DARK, LIGHT, TYPE_SCALE, Kind, Tokens
from distilstudio.sender import ready_to_send

__all__ = ["DARK", "LIGHT", "Mode", "Theme", "Tokens"]

Mode = Literal["system", "light", "dark"]
SMALLEST_PERCENT, LARGEST_PERCENT = 90, 200
MODES: tuple[Mode, ...] = ("system", "light", "dark")


class Theme(QObject):
    """The tokens in force. Custom-painted widgets hold it and repaint on `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system", text_percent: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        ready_to_send(self)
        self._app = app
        self._mode: Mode = mode
        self._text_percent = _in_range(text_percent)
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._glyphs = QTemporaryDir()
        self._is_styled = False
        self._tokens = LIGHT
        self._tokens = self._tokens_now()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        app.aboutToQuit.connect(self._on_about_to_quit)

    @property
    def tokens(self) -> Tokens:
        """The colours that hold now."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        """What the person chose."""
        return self._mode

    @property
    def text_percent(self) -> int:
        """Size of text, from SMALLEST_PERCENT to LARGEST_PERCENT."""
        return self._text_percent

    def color(self, name: str) -> QColor:
        """A token as QColor."""
        return QColor(getattr(self._tokens, name))

    def ink(self, name: str) -> QColor:
        """A token as QColor, for words."""
        return QColor(self._tokens.ink(name))

    def px(self, pixels: float) -> int:
        """A length that grows with the text."""
        return round(pixels * self._text_percent / 100)

    def font(self, kind: Kind = "body") -> QFont:
        """The font for a kind of text, for widgets that paint themselves."""
        pixels, weight = TYPE_SCALE[kind]
        font = QFont(self._app.font())
        font.setPixelSize(self.px(pixels))
        font.setWeight(QFont.Weight(weight))
        return font

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the system."""
        if mode == self._mode:
            return
        self._mode = mode
        self.apply()

    def set_text_percent(self, percent: int) -> None:
        """Make all text larger or smaller."""
        percent = _in_range(percent)
        if percent == self._text_percent:
            return
        self._text_percent = percent
        self.apply()

    def apply(self) -> None:
        """Give the application style, palette, font and style sheet, and tell the painted widgets."""
        self._tokens = self._tokens_now()
        app = self._app
        if not self._is_styled:  # once: each time every widget would be styled anew, besides the time for the new sheet
            app.setStyle(QStyleFactory.create("Fusion"))
            self._is_styled = True
        app.setPalette(self._palette())
        app.setFont(self._base_font())
        sheet = self.stylesheet()
        if sheet != app.styleSheet():
            app.setStyleSheet(sheet)
        self.changed.emit()

    def stylesheet(self) -> str:
        """The application's style sheet for the tokens and text size in force."""
        return build_style_sheet(self._tokens, self._text_percent, self._write_glyphs())

    def icon(self, name: str, color: str = "") -> QIcon:
        """An icon of resources/icons tinted with a colour ("#rrggbb"); muted when none is given."""
        tint = color or self._tokens.muted
        key = (name, tint)
        if key not in self._icons:
            icon, drawing = QIcon(), _drawing(name, tint)
            for side in (16, 20, 24, 32, 48, 64):
                icon.addPixmap(_render(drawing, side))
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, side: int, color: str = "", ratio: float = 1.0) -> QPixmap:
        """An icon as pixmap of `side` device independent pixels."""
        pixmap = _render(_drawing(name, color or self._tokens.muted), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    @Slot(Qt.ColorScheme)
    def _on_color_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system" and self._tokens_now() is not self._tokens:
            self.apply()

    def _tokens_now(self) -> Tokens:
        if self._mode == "system":
            return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def _base_font(self) -> QFont:
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        # "Sans Serif" and its like name no family of their own; what stands for it comes before the Chinese ones, whose quotes are wide.
        families = [font.family(), "Noto Sans", QFontInfo(font).family(), "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC"]
        if QGuiApplication.platformName() in ("offscreen", "minimal"):
            families = families[1:]
        font.setFamilies(families)
        font.setPixelSize(self.px(TYPE_SCALE["body"][0]))
        return font

    def _palette(self) -> QPalette:
        tokens, palette = self._tokens, QPalette()
        role = QPalette.ColorRole
        colors = {
            role.Window: tokens.bg,
            role.WindowText: tokens.text,
            role.Base: tokens.surface,
            role.AlternateBase: tokens.sunk,
            role.Text: tokens.text,
            role.Button: tokens.surface,
            role.ButtonText: tokens.text,
            role.BrightText: tokens.on_accent,
            role.Highlight: tokens.accent,
            role.HighlightedText: tokens.on_accent,
            role.ToolTipBase: tokens.surface,
            role.ToolTipText: tokens.text,
            role.PlaceholderText: tokens.muted,
            role.Link: tokens.accent,
            role.LinkVisited: tokens.teacher,
            role.Mid: tokens.border,
            role.Accent: tokens.accent,
        }
        for name, value in colors.items():
            palette.setColor(name, QColor(value))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
        return palette

    @Slot()
    def _on_about_to_quit(self) -> None:
        """The folder would stay: at the end of a program Python does not take apart what is still held."""
        self._glyphs.remove()

    def _write_glyphs(self) -> dict[str, str]:
        """Style sheets take pictures from files only: write the few they need, tinted, and give their paths."""
        paths: dict[str, str] = {}
        for glyph, (icon, token) in GLYPHS.items():
            color = cast(str, getattr(self._tokens, token))
            file = Path(self._glyphs.path()) / f"{glyph}-{color[1:]}.svg"
            if not file.exists():
                file.write_bytes(_read_icon(icon, color))
            paths[glyph] = file.as_posix()
        return paths


def _in_range(percent: int) -> int:
    """A settings file may say anything."""
    return max(SMALLEST_PERCENT, min(LARGEST_PERCENT, percent))


def _read_icon(name: str, color: str) -> bytes:
    drawing = (places.resources() / "icons" / f"{name}.svg").read_text("utf-8")
    return drawing.replace("currentColor", color).encode("utf-8")


def _drawing(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_read_icon(name, color)))


def _render(drawing: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap
