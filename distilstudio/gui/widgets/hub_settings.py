"""How the Hub is reached: endpoint, token, proxy, offline; a test that names the failing step; the cache. Must not know: the client."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from distilstudio.gui.figures import megabytes
from distilstudio.gui.keyring_token import KeyringToken
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.problem_texts import problem_texts, reason_text
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.folder_dialog import show_folder
from distilstudio.protocol.hub import ENDPOINT, MIRROR, ConnectionStep
from distilstudio.protocol.problems import problem

OWN = "own"
LABEL_GAP = 16
ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Why a field loses the focus that is not left."""


class HubSettings(Card):
    """Every change holds at once; the token when its field is left or Enter is pressed."""

    test_requested = Signal()
    problem_met = Signal(object)

    def __init__(self, settings: Settings, state: HubState, token: KeyringToken, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._settings, self._state, self._token = settings, state, token
        self.endpoint_combo = QComboBox()
        self.endpoint_edit, self.token_edit, self.proxy_edit, self.cache_path = (QLineEdit() for _ in range(4))
        self.offline_check = QCheckBox()
        self.test_button, self.open_button = QPushButton(), QPushButton()
        self.test_label, self._token_note, self._cache_size = (self._note() for _ in range(3))
        self._labels = [QLabel() for _ in range(4)]
        self._beside: list[QLabel] = []
        self._build()
        self._show_saved()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Hugging Face Hub"))
        self.set_note(
            self.tr("Where teachers can be searched and downloaded. It is asked only when you search, download or test.")
        )
        names = (self.tr("Address"), self.tr("Token"), self.tr("Proxy"), self.tr("Downloaded models"))
        fields = (self.endpoint_combo, self.token_edit, self.proxy_edit, self.cache_path)
        for label, field, name in zip(self._labels, fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        with QSignalBlocker(self.endpoint_combo):
            texts = (self.tr("Default (huggingface.co)"), self.tr("Mirror (hf-mirror.com)"), self.tr("Own address"))
            for place, text in enumerate(texts):
                self.endpoint_combo.setItemText(place, text)
        self.endpoint_edit.setAccessibleName(self.tr("Own address of the Hub"))
        self.token_edit.setPlaceholderText(self.tr("Only for models that are private or have terms to accept"))
        self.proxy_edit.setPlaceholderText(self.tr("As the system says, or http://name:port"))
        self.offline_check.setText(self.tr("Stay offline: nothing is ever asked of the internet"))
        self.test_button.setText(self.tr("Test connection"))
        self.open_button.setText(self.tr("Open folder"))
        self._align()
        self._show_token()
        self._show_test()
        self._show_cache()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._align()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The fonts are known by now."""
        self._align()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The address is left, typed in or not: Qt calls only what was typed in finished. Another window may be where it is copied from."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in ELSEWHERE:
            self._on_endpoint_typed()
        return super().eventFilter(watched, event)

    def align_with(self, labels: Sequence[QLabel]) -> None:
        """Fields of another card, whose labels these are, begin below those of this one too."""
        self._beside = list(labels)
        self._align()

    def _align(self) -> None:
        """The fields begin below each other."""
        labels = [*self._labels, *self._beside]
        widest = max(label.fontMetrics().horizontalAdvance(label.text()) for label in labels)
        for label in labels:
            label.setMinimumWidth(widest + LABEL_GAP)

    def _note(self) -> QLabel:
        label = QLabel()
        label.setProperty("kind", "note")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _build(self) -> None:
        for name, widget in (
            ("hub_endpoint_combo", self.endpoint_combo),
            ("hub_endpoint_edit", self.endpoint_edit),
            ("hub_token_edit", self.token_edit),
            ("hub_proxy_edit", self.proxy_edit),
            ("hub_cache_path", self.cache_path),
            ("offline_check", self.offline_check),
            ("hub_test_button", self.test_button),
            ("hub_test_label", self.test_label),
            ("open_cache_button", self.open_button),
        ):
            widget.setObjectName(name)
        for value in (ENDPOINT, MIRROR, OWN):
            self.endpoint_combo.addItem("", value)
        self.token_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.cache_path.setReadOnly(True)
        self._cache_size.setWordWrap(False)
        address, token, proxy, cache = self._labels
        self.body.addLayout(_row(address, self.endpoint_combo, self.endpoint_edit))
        self.body.addLayout(_row(token, self.token_edit))
        self.body.addWidget(self._token_note)
        self.body.addLayout(_row(proxy, self.proxy_edit))
        self.body.addLayout(_row(cache, self.cache_path, self._cache_size, self.open_button))
        self.body.addWidget(self.offline_check)
        self.body.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.test_label)

    def _connect(self) -> None:
        self.endpoint_combo.activated.connect(self._on_endpoint_chosen)
        self.endpoint_edit.returnPressed.connect(self._on_endpoint_typed)
        self.endpoint_edit.installEventFilter(self)
        self.token_edit.editingFinished.connect(self._on_token)
        self.proxy_edit.editingFinished.connect(self._on_proxy)
        self.offline_check.clicked.connect(self._on_offline)
        self.test_button.clicked.connect(self.test_requested)
        self.open_button.clicked.connect(self._on_open)
        self._settings.changed.connect(self._on_settings_changed)
        self._token.changed.connect(self._show_token)
        self._state.changed.connect(self._on_state_changed)

    def _show_saved(self) -> None:
        saved = self._settings.saved
        value = saved.hub_endpoint or ENDPOINT
        own = value not in (ENDPOINT, MIRROR)
        self.endpoint_combo.setCurrentIndex(self.endpoint_combo.findData(OWN if own else value))
        self.endpoint_edit.setText(value if own else "")
        self.endpoint_edit.setVisible(own)
        self.proxy_edit.setText(saved.hub_proxy)
        self.offline_check.setChecked(saved.offline)
        self._offer_test()

    @Slot()
    def _show_token(self) -> None:
        token = self._token
        if not self.token_edit.isModified():  # what the person is typing stays
            self.token_edit.setText(token.value)
        if token.locked:
            words = self.tr(
                "The keyring of your system is locked. Unlock it and start DistilStudio again; "
                "until then a token is forgotten when the window is closed."
            )
        elif token.fault:
            words = self.tr("No keyring was found, so a token is forgotten when the window is closed.")
        elif token.value:
            words = self.tr("Kept in the keyring of your system.")
        else:
            words = ""
        self._token_note.setText(words)
        self._token_note.setToolTip(token.fault)
        self._token_note.setVisible(bool(words))

    def _show_test(self) -> None:
        state = self._state
        if state.connecting:
            words, kind = self.tr("Trying…"), "note"
        elif state.connection_problem is not None:
            texts = problem_texts(state.connection_problem)
            words, kind = f"✕ {texts.what} {texts.why}", "warn"
        elif state.connection is None:
            words, kind = "", "note"
        else:
            steps = state.connection.steps
            fine = bool(steps) and steps[-1].ok
            lines = [self._step_words(step, state.connection.host) for step in (steps if fine else steps[-1:])]
            words, kind = " · ".join(f"✓ {line}" for line in lines) if fine else f"✕ {lines[0]}", "ok" if fine else "warn"
        self.test_label.setText(words)
        self.test_label.setVisible(bool(words))
        self.test_label.setProperty("kind", kind)
        self.test_label.style().polish(self.test_label)
        self._offer_test()

    def _offer_test(self) -> None:
        offline = self._settings.saved.offline
        self.test_button.setEnabled(not self._state.connecting and not offline)
        self.test_button.setToolTip(self.tr("Not while “Stay offline” is on.") if offline else "")

    def _step_words(self, step: ConnectionStep, host: str) -> str:
        done = {
            "name": self.tr("Name found"),
            "connect": self.tr("Connected"),
            "tls": self.tr("Encrypted"),
            "http": self.tr("The Hub answers"),
            "token": self.tr("The token is right ({0})").format(step.told),
        }
        failed = {
            "name": self.tr("The name {0} is not known. Check the address and the internet connection."),
            "connect": self.tr("{0} does not take the connection. {1} Check the proxy and the firewall."),
            "tls": self.tr("The encryption of {0} cannot be trusted. {1} Check the clock of this computer, and the proxy."),
            "http": self.tr("{0} does not answer as the Hub does. {1} Check the address."),
            "token": self.tr("{0} does not accept the token. {1} Make a new one on the Hub."),
        }
        return done[step.step] if step.ok else failed[step.step].format(host, _sentence(reason_text(step.told)))

    def _show_cache(self) -> None:
        cache = self._state.cache
        self.cache_path.setText(cache.folder if cache else "")
        if cache is not None:
            models = self.tr("1 model") if cache.models == 1 else self.tr("{0} models").format(cache.models)
            self._cache_size.setText(f"{models} · {megabytes(cache.size / 1e6)}")
        self.open_button.setEnabled(cache is not None)
        self.open_button.setToolTip("" if cache else self.tr("Where it is, is told as soon as the engine has started."))

    @Slot(str)
    def _on_state_changed(self, part: str) -> None:
        if part == "connection":
            self._show_test()
        elif part == "cache":
            self._show_cache()

    @Slot(str)
    def _on_settings_changed(self, name: str) -> None:
        if name in ("hub_endpoint", "hub_proxy", "offline"):
            self._show_saved()

    @Slot()
    def _on_endpoint_chosen(self) -> None:
        chosen = self.endpoint_combo.currentData()
        self.endpoint_edit.setVisible(chosen == OWN)
        if chosen == OWN:
            self.endpoint_edit.setFocus()
        else:
            self._settings.set("hub_endpoint", "" if chosen == ENDPOINT else chosen)

    @Slot()
    def _on_endpoint_typed(self) -> None:
        """An own address that is emptied is none; where none was typed, the one before stays."""
        typed, saved = self.endpoint_edit.text().strip().rstrip("/"), self._settings.saved.hub_endpoint
        if typed or saved != MIRROR:
            self._settings.set("hub_endpoint", typed)
        self._show_saved()

    @Slot()
    def _on_token(self) -> None:
        """Who only looked has changed nothing: the keyring may not have answered yet."""
        if not self.token_edit.isModified():
            return
        self.token_edit.setModified(False)
        token = self.token_edit.text().strip()
        if token != self._token.value:
            self._token.save(token)

    @Slot()
    def _on_proxy(self) -> None:
        self._settings.set("hub_proxy", self.proxy_edit.text().strip())

    @Slot(bool)
    def _on_offline(self, checked: bool) -> None:
        self._settings.set("offline", checked)

    @Slot()
    def _on_open(self) -> None:
        folder = self.cache_path.text()
        try:
            show_folder(Path(folder), make=True)
        except OSError as error:
            reason = error.strerror or str(error)
            self.problem_met.emit(problem("hub_folder", repr(error), folder=folder, reason=reason))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit | QComboBox) else 0)
    return row


def _sentence(words: str) -> str:
    """What a system says as its reason ends as it likes."""
    return words if words.endswith((".", "。", "!")) else f"{words}."
