"""The application's style sheet, written from tokens and text size. Must not know: widgets by class of ours, only their `kind`."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor

from distilstudio.gui.tokens import TYPE_SCALE, Tokens, mixed

GLYPHS: dict[str, tuple[str, str]] = {
    "check": ("check", "on_accent"),
    "minus": ("minus", "on_accent"),
    "dot": ("dot", "on_accent"),
    "down": ("chevron_down", "muted"),
    "up": ("chevron_up", "muted"),
    "left": ("chevron_left", "text"),
    "right": ("chevron_right", "text"),
}
"""Pictures that the style sheet needs: name → (icon, token of its colour)."""


def build_style_sheet(tokens: Tokens, text_percent: int, glyphs: dict[str, str]) -> str:
    """Fill the templates. `glyphs`: file paths by the names of GLYPHS."""
    values = {name: str(getattr(tokens, name)) for name in tokens.__dataclass_fields__}
    values |= {f"glyph_{name}": path for name, path in glyphs.items()}
    values |= {f"size_{kind}": f"{round(pixels * text_percent / 100)}px" for kind, (pixels, _) in TYPE_SCALE.items()}
    values |= {f"px{n}": f"{round(n * text_percent / 100)}px" for n in (10, 12, 14, 16, 18, 20, 22, 26, 44)}
    spin = round(22 * text_percent / 100) + 2
    values |= {"px_spin": f"{spin}px", "px_spin_focus": f"{spin - 1}px"}
    values["accent_hover"] = _shift(tokens.accent, tokens.dark, 112)
    values["accent_press"] = _shift(tokens.accent, tokens.dark, 125)
    values["hover"] = mixed(tokens.sunk, tokens.surface, 0.7)
    return "\n".join(Template(part).substitute(values) for part in (_TEXT, _BUTTONS, _FIELDS, _MARKS, _SLIDERS, _VIEWS, _REST))


def _shift(color: str, lighter: bool, percent: int) -> str:
    base = QColor(color)
    return (base.lighter(percent) if lighter else base.darker(percent)).name()


_TEXT = """
QWidget { color: $text; }
QMainWindow, QDialog, #window_body { background: $bg; }
QLabel { background: transparent; }
QLabel[kind="title"] { font-size: $size_title; font-weight: 700; }
QLabel[kind="brand"] { font-size: $px16; font-weight: 600; }
QLabel[kind="big"] { font-size: $size_big; font-weight: 600; }
QLabel[kind="subtitle"] { color: $muted; }
QLabel[kind="card_title"] { font-size: $size_card_title; font-weight: 600; }
QLabel[kind="step"] { font-weight: 600; }
QLabel[kind="note"] { font-size: $size_note; color: $muted; }
QLabel[kind="on_curve"] { font-size: $size_note; color: $muted; background: $surface; padding: 6px 12px; }
QLabel[kind="teacher"] { font-size: $size_card_title; font-weight: 600; color: $teacher_ink; }
QLabel[kind="student"] { font-size: $size_card_title; font-weight: 600; color: $student_ink; }
QLabel[kind="ok"] { color: $ok_ink; }
QLabel[kind="warn"] { color: $warn; }
QLabel[kind="chip"] { font-size: $size_note; color: $muted; background: $sunk; border-radius: 8px; padding: 6px 10px; }
QLabel[kind="badge"] { font-size: $size_note; font-weight: 600; color: $on_accent; background: $accent; border-radius: 8px; padding: 3px 10px; }
QLabel[kind="at_step"] { font-size: $size_note; font-weight: 600; color: $student_ink; background: $sunk; border-radius: 8px; padding: 0px 10px; }
QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: 12px; }
QFrame[kind="rail"] { background: $surface; border: none; border-right: 1px solid $border; }
QFrame[kind="notice"] { background: $warn_soft; border: 1px solid $warn_soft; border-radius: 12px; }
QFrame[kind="hint"] { background: $accent_soft; border: 1px solid $accent_soft; border-radius: 12px; }
QFrame[kind="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
"""

# A focused control swaps one pixel of padding for a thicker border, so that nothing moves.
_BUTTONS = """
QPushButton { background: $surface; border: 1px solid $border; border-radius: 8px; padding: 8px 14px; font-weight: 600; }
QPushButton:hover { background: $hover; border-color: $edge; }
QPushButton:pressed, QPushButton:checked { background: $sunk; }
QPushButton[ring="true"]:focus { border: 2px solid $accent; padding: 7px 13px; }
QPushButton:disabled, QPushButton[busy="true"] { color: $muted; background: $sunk; border-color: $sunk; }
QPushButton::menu-indicator { image: url($glyph_down); width: $px12; height: $px12; subcontrol-position: right center; right: 8px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_press; border-color: $accent_press; }
QPushButton[kind="primary"][ring="true"]:focus { border: 2px solid $text; padding: 7px 13px; }
QPushButton[kind="primary"]:disabled { background: $sunk; color: $muted; border-color: $sunk; }
QPushButton[kind="quiet"], QToolButton { background: transparent; border: 1px solid transparent; border-radius: 8px; padding: 5px 9px;
  font-weight: 600; color: $accent; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:pressed, QToolButton:pressed { background: $sunk; }
QPushButton[kind="quiet"][ring="true"]:focus, QToolButton[ring="true"]:focus { border: 2px solid $accent; padding: 4px 8px; }
QPushButton[kind="toggle"] { background: transparent; border: 1px solid transparent; border-radius: 8px; padding: 3px 9px; color: $muted; }
QPushButton[kind="toggle"]:hover { background: $sunk; }
QPushButton[kind="toggle"]:checked { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="toggle"][ring="true"]:focus { border: 2px solid $text; padding: 2px 8px; }
QPushButton[kind="quiet"]:disabled, QToolButton:disabled { color: $muted; background: transparent; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $surface; border: 1px solid $edge; border-radius: 8px;
  padding: 5px 9px; selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $accent; padding: 4px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: $sunk; color: $muted; border-color: $sunk; }
QLineEdit[readOnly="true"] { background: $sunk; border-color: $sunk; }
QComboBox { padding-right: 4px; }
QComboBox:focus { padding-right: 3px; }
QComboBox::drop-down { border: none; width: $px26; }
QComboBox::down-arrow { image: url($glyph_down); width: $px12; height: $px12; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; padding: 4px; outline: 0; selection-background-color: $accent_soft;
  selection-color: $text; }
QComboBox QAbstractItemView::item { padding: 5px 8px; border-radius: 6px; }
QAbstractSpinBox { padding-right: $px_spin; }
QAbstractSpinBox:focus { padding-right: $px_spin_focus; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: $px22; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 3px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 3px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $sunk; border-radius: 4px; }
QAbstractSpinBox::up-arrow { image: url($glyph_up); width: $px10; height: $px10; }
QAbstractSpinBox::down-arrow { image: url($glyph_down); width: $px10; height: $px10; }
"""

_MARKS = """
QCheckBox, QRadioButton { spacing: 8px; background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 1px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator { width: $px16; height: $px16; background: $surface; border: 1px solid $edge; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($glyph_check); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($glyph_minus); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($glyph_dot); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $sunk; border-color: $border; }
"""

_SLIDERS = """
QSlider { background: transparent; min-height: 26px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $edge; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -8px 0; border-radius: 10px; background: $surface; border: 2px solid $accent; }
QSlider::handle:horizontal:hover { background: $accent_soft; }
QSlider::handle:horizontal:focus { background: $accent; }
QSlider::groove:horizontal:disabled, QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal:disabled { background: $sunk; border-color: $border; }
QProgressBar { background: $sunk; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; text-align: center; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_VIEWS = """
QAbstractItemView { background: $surface; alternate-background-color: $bg; border: 1px solid $border; border-radius: 8px; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; gridline-color: $border; }
QAbstractItemView:focus { border-color: $accent; }
QTableView::item, QListView::item, QTreeView::item { padding: 4px 8px; border: none; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-size: $size_note; font-weight: 600; border: none; border-bottom: 1px solid $border;
  padding: 6px 8px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
"""

_REST = """
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 6px 8px; font-size: $size_note; }
QMenu { background: $surface; border: 1px solid $border; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; background: transparent; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent; padding: 6px 12px; color: $muted; font-weight: 600; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::scroller { width: $px44; }
QTabBar::tear { image: none; width: 0; }
QTabBar QToolButton { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 0px; }
QTabBar QToolButton:hover { background: $accent_soft; }
QTabBar QToolButton::left-arrow { image: url($glyph_left); width: $px14; height: $px14; }
QTabBar QToolButton::right-arrow { image: url($glyph_right); width: $px14; height: $px14; }
QTabWidget::pane { border: none; }
QSplitter::handle { background: transparent; }
QStatusBar { background: transparent; }
"""
