"""Settings: language, look, text size, the Hub, where runs go, logs and the problem report. Must not know: the client."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from distilstudio import places
from distilstudio.gui.keyring_token import KeyringToken
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.page import Page
from distilstudio.gui.problem_report import build_report
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.folder_dialog import ask_for_folder, show_folder
from distilstudio.gui.widgets.hub_settings import HubSettings
from distilstudio.gui.widgets.runs_room import RunsRoom
from distilstudio.protocol.problems import problem

LANGUAGES = ("system", "en", "zh_CN")
THEMES = ("system", "light", "dark")


class SettingsPage(Page):
    """Every change holds at once."""

    key: ClassVar[str] = "settings"

    problem_met = Signal(object)

    def __init__(self, settings: Settings, theme: Theme, hub: HubState, token: KeyringToken, store: RunStore) -> None:
        super().__init__()
        self.hub_settings = HubSettings(settings, hub, token)
        self._settings = settings
        self._theme = theme
        self._device = ""
        self._look_card, self._folder_card, self._help_card = Card(), Card(), Card()
        self.language_combo = self._combo("language_combo", LANGUAGES, settings.saved.language)
        self.theme_combo = self._combo("theme_combo", THEMES, settings.saved.theme)
        self.text_slider = self._slider()
        self._text_value = QLabel()
        self._labels = [QLabel() for _ in range(3)]
        self.awake_check = QCheckBox()
        self._runs_path = self._path_field("runs_folder_path")
        self._logs_path = self._path_field("logs_folder_path")
        self._choose_runs, self._open_runs = QPushButton(), QPushButton()
        self._default_runs = QPushButton()
        self.room = RunsRoom(store)
        self._open_logs, self._copy_report = QPushButton(), QPushButton()
        self._preview = QPlainTextEdit()
        self._build()
        self._show_paths()
        settings.changed.connect(self._on_settings_changed)
        self.hub_settings.problem_met.connect(self.problem_met)
        self.retranslate()

    def title(self) -> str:
        """Headline."""
        return self.tr("Settings")

    def subtitle(self) -> str:
        """Line below it."""
        return self.tr("Every change takes effect at once.")

    def set_device(self, device: str) -> None:
        """What this computer computes with, for the report."""
        self._device = device
        self._show_report()

    def retranslate(self) -> None:
        """Set every text again."""
        self._look_card.set_title(self.tr("Language and look"))
        for label, text in zip(self._labels, (self.tr("Language"), self.tr("Theme"), self.tr("Text size")), strict=True):
            label.setText(text)
        self._set_items(self.language_combo, (self.tr("As the system"), "English", "简体中文"), self.tr("Language"))
        self._set_items(self.theme_combo, (self.tr("As the system"), self.tr("Light"), self.tr("Dark")), self.tr("Theme"))
        self.text_slider.setAccessibleName(self.tr("Text size"))
        self.awake_check.setText(self.tr("Keep the computer awake while a student is trained"))
        self.awake_check.setToolTip(
            self.tr("Not while a run is paused. The screen may go dark, where the system can tell the two apart.")
        )
        self._folder_card.set_title(self.tr("Your runs"))
        self._folder_card.set_note(
            self.tr("Each run gets a folder of its own with student, recipe and report. Runs made before stay where they are.")
        )
        self._runs_path.setAccessibleName(self.tr("Folder for runs"))
        self._choose_runs.setText(self.tr("Choose…"))
        self._open_runs.setText(self.tr("Open folder"))
        self._default_runs.setText(self.tr("Back to the default"))
        self.room.retranslate()
        self._help_card.set_title(self.tr("When something goes wrong"))
        self._help_card.set_note(
            self.tr("This is what “Copy problem report” copies: no tokens, no path of your home folder, none of your texts.")
        )
        self._logs_path.setAccessibleName(self.tr("Folder for logs"))
        self._open_logs.setText(self.tr("Open folder"))
        self._copy_report.setText(self.tr("Copy problem report"))
        self._preview.setAccessibleName(self.tr("Problem report"))
        self._show_size()

    def showEvent(self, event: object) -> None:
        """The report is as new as the page."""
        self._show_report()
        super().showEvent(event)  # type: ignore[arg-type]

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        self.hub_settings.align_with(self._labels)
        grid.setVerticalSpacing(12)
        size = QHBoxLayout()
        size.setSpacing(16)
        size.addWidget(self.text_slider, 1)
        size.addWidget(self._text_value)
        for place, (label, control) in enumerate(zip(self._labels[:2], (self.language_combo, self.theme_combo), strict=True)):
            grid.addWidget(label, place, 0)
            grid.addWidget(control, place, 1)
            label.setBuddy(control)
        grid.addWidget(self._labels[2], 2, 0)
        grid.addLayout(size, 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._look_card.body.addLayout(grid)
        self.awake_check.setObjectName("keep_awake_check")
        self.awake_check.setChecked(self._settings.saved.keep_awake)
        self.awake_check.toggled.connect(self._on_awake_toggled)
        self._folder_card.body.addLayout(_row(self._runs_path, self._choose_runs, self._open_runs, self._default_runs))
        self._folder_card.body.addWidget(self.room)
        self._folder_card.body.addWidget(self.awake_check)
        self._help_card.body.addLayout(_row(self._logs_path, self._open_logs, self._copy_report))
        self._help_card.body.addWidget(self._preview, 1)
        self._copy_report.setObjectName("copy_report_button")
        self._choose_runs.setObjectName("runs_folder_button")
        self._preview.setObjectName("report_preview")
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setMinimumHeight(120)
        # No wish beyond that: a box layout with wrapping labels takes wishes for needs, and would squeeze the cards above.
        self._preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._open_runs.setObjectName("open_runs_button")
        self._copy_report.setObjectName("copy_report_button")
        self._choose_runs.clicked.connect(self._on_choose_runs)
        self._open_runs.clicked.connect(self._on_open_runs)
        self._default_runs.clicked.connect(self._on_default_runs)
        self._open_logs.clicked.connect(self._on_open_logs)
        self._copy_report.clicked.connect(self._on_copy_report)
        self.language_combo.currentIndexChanged.connect(self._on_language_chosen)
        self.theme_combo.currentIndexChanged.connect(self._on_theme_chosen)
        self.text_slider.valueChanged.connect(self._on_size_moved)
        self.text_slider.sliderReleased.connect(self._on_size_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._look_card)
        layout.addWidget(self.hub_settings)
        layout.addWidget(self._folder_card)
        layout.addWidget(self._help_card, 1)

    def _combo(self, name: str, values: tuple[str, ...], chosen: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        for value in values:
            combo.addItem(value, value)
        combo.setCurrentIndex(values.index(chosen))
        return combo

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("text_size_slider")
        slider.setRange(9, 20)
        slider.setPageStep(1)
        slider.setValue(round(self._settings.saved.text_percent / 10))
        slider.setMinimumWidth(160)
        return slider

    def _path_field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setReadOnly(True)
        return field

    def _set_items(self, combo: QComboBox, texts: tuple[str, ...], name: str) -> None:
        with QSignalBlocker(combo):
            for place, text in enumerate(texts):
                combo.setItemText(place, text)
        combo.setAccessibleName(name)

    def _show_size(self) -> None:
        self._text_value.setText(self.tr("{percent} %").format(percent=self.text_slider.value() * 10))
        self._text_value.setMinimumWidth(self._text_value.fontMetrics().horizontalAdvance("200 %"))

    def _show_paths(self) -> None:
        self._runs_path.setText(str(self._settings.runs_folder))
        self._logs_path.setText(str(places.logs_folder()))
        self._default_runs.setVisible(bool(self._settings.saved.runs_folder))

    def _show_report(self) -> None:
        if self.isVisible():
            self._preview.setPlainText(build_report(places.logs_folder(), self._device))

    @Slot(str)
    def _on_settings_changed(self, name: str) -> None:
        if name == "runs_folder":
            self._show_paths()
        elif name == "keep_awake":
            self.awake_check.setChecked(self._settings.saved.keep_awake)
        for combo, setting in ((self.language_combo, "language"), (self.theme_combo, "theme")):
            if name == setting:
                combo.setCurrentIndex(combo.findData(getattr(self._settings.saved, setting)))

    @Slot(bool)
    def _on_awake_toggled(self, checked: bool) -> None:
        self._settings.set("keep_awake", checked)

    @Slot(int)
    def _on_language_chosen(self, _place: int) -> None:
        self._settings.set("language", self.language_combo.currentData())

    @Slot(int)
    def _on_theme_chosen(self, _place: int) -> None:
        self._settings.set("theme", self.theme_combo.currentData())

    @Slot(int)
    def _on_size_moved(self, _value: int) -> None:
        self._show_size()
        if not self.text_slider.isSliderDown():
            self._on_size_chosen()

    @Slot()
    def _on_size_chosen(self) -> None:
        """While the handle is held nothing grows: the slider would run away under the pointer."""
        self._settings.set("text_percent", self.text_slider.value() * 10)

    @Slot()
    def _on_choose_runs(self) -> None:
        title, now = self.tr("Folder for runs"), self._settings.runs_folder
        ask_for_folder(self, title, "runs_folder_dialog", self._on_runs_chosen, now)

    @Slot(str)
    def _on_runs_chosen(self, folder: str) -> None:
        """One that takes no run is told now, not when a run is to begin, and the one before stays."""
        try:
            places.try_writing(Path(folder))
        except OSError as error:
            self._tell(Path(folder), error)
        else:
            self._settings.set("runs_folder", folder)

    @Slot()
    def _on_default_runs(self) -> None:
        self._settings.set("runs_folder", "")

    @Slot()
    def _on_open_runs(self) -> None:
        self._show_folder(self._settings.runs_folder)

    @Slot()
    def _on_open_logs(self) -> None:
        self._show_folder(places.logs_folder())

    @Slot()
    def _on_copy_report(self) -> None:
        self._show_report()
        QGuiApplication.clipboard().setText(build_report(places.logs_folder(), self._device))

    def _show_folder(self, folder: Path) -> None:
        try:
            show_folder(folder, make=True)
        except OSError as error:
            self._tell(folder, error)

    def _tell(self, folder: Path, error: OSError) -> None:
        self.problem_met.emit(problem("folder_refused", repr(error), path=folder, reason=error.strerror or str(error)))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 1 if place == 0 else 0)
    return row
