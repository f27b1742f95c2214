"""Language: loads the translations, and switches them while the window is open. Must not know: what the strings say."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from distilstudio import places

Code = Literal["en", "zh_CN"]


class Language(QObject):
    """The language in force. Every widget with text hears LanguageChange from Qt; models listen to `changed`."""

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translators: list[QTranslator] = []
        self._code: Code = "en"
        QLocale.setDefault(QLocale("en"))  # until another is chosen: the system may count otherwise
        self.set_choice(choice)

    @property
    def code(self) -> Code:
        """ "en" or "zh_CN"."""
        return self._code

    def set_choice(self, choice: str) -> None:
        """Switch to "en", "zh_CN", or to what the system speaks."""
        code = resolve(choice)
        if code == self._code:
            return
        self._code = code
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators = [] if code == "en" else self._load(code)
        for translator in self._translators:
            QCoreApplication.installTranslator(translator)
        QLocale.setDefault(QLocale(code))
        self.changed.emit()

    def _load(self, code: Code) -> list[QTranslator]:
        """The program's own strings last: the newest installed is asked first."""
        found = []
        for name, folder in (
            (f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            (f"distilstudio_{code}", str(places.resources() / "i18n")),
        ):
            translator = QTranslator(self)
            if translator.load(name, folder):
                found.append(translator)
        return found


def resolve(choice: str) -> Code:
    """The language that a choice means here."""
    if choice == "system":
        languages = QLocale.system().uiLanguages()
        return "zh_CN" if languages and languages[0].lower().startswith("zh") else "en"
    return "zh_CN" if choice == "zh_CN" else "en"
