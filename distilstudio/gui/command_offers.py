"""Which commands the palette offers now, and what each of them does: always what a button, a shortcut or a setting of the window does already.

Must not know: how the palette looks, what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from distilstudio.gui import command_words as words
from distilstudio.gui.command_words import PageButton, translated
from distilstudio.gui.comparing import Comparing
from distilstudio.gui.demo import KEY as DEMO_KEY
from distilstudio.gui.demo import Demo
from distilstudio.gui.editing import Editing
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.commands import Command
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.page import Page
from distilstudio.gui.pages.settings import SettingsPage

NORMAL_SIZE = 10
"""Of the slider for the text size."""


@dataclass(frozen=True)
class Offer:
    """A command, and what it does."""

    command: Command
    run: Callable[[], object]


class CommandOffers:
    """A command is offered while its button could be pressed; `now` looks at them all."""

    def __init__(
        self,
        window: MainWindow,
        settings: Settings,
        run: RunModel,
        store: RunStore,
        editing: Editing,
        demo: Demo,
        comparing: Comparing,
    ) -> None:
        self._window, self._settings, self._run, self._store = window, settings, run, store
        self._editing, self._demo, self._comparing = editing, demo, comparing

    def now(self) -> list[Offer]:
        """What can be done now, what belongs to the run and to the page first."""
        here = [row for row in words.BUTTONS if row.page == self._window.current]
        elsewhere = [row for row in words.BUTTONS if row not in here]
        return [
            *self._primary(),
            *self._pause(),
            *self._buttons(words.RUN_BUTTONS),
            *self._edits(),
            *self._buttons(here),
            *self._chosen_run(),
            *self._pages(),
            *self._buttons(elsewhere),
            *self._replay(),
            *self._demo_mode(),
            *self._wishes(),
            *self._text_size(),
            *self._buttons(words.LAST_BUTTONS),
        ]

    def _primary(self) -> Iterator[Offer]:
        """What the primary button of this page does, and from anywhere what that of the recipe page does: Distil, or Add to queue."""
        for key in dict.fromkeys((self._window.current, "recipe")):
            page = self._window.made(key)
            action = page.primary() if page is not None else None
            if page is not None and action is not None and action.enabled:
                name = "add_to_queue" if self._run.is_live else "distil"
                told, english = action.text, words.english_of_primary(type(page).__name__, action.text)
                command = Command(
                    name if key == "recipe" else f"primary_{key}", _without_marks(told), _without_marks(english), "sparkle"
                )
                yield Offer(command, partial(self._press_primary, key))

    def _press_primary(self, key: str) -> None:
        self._go(key)
        self._window.header.primary_button.click()

    def _pause(self) -> Iterator[Offer]:
        """The button holds the run or goes on with it; whoever does that from another page stays there."""
        page = self._window.made("train")
        button = _button(page, "pause_button") if page is not None else None
        if page is None or button is None or not _can_be_pressed(button, page):
            return
        if self._run.phase is Phase.PAUSED:
            yield _offer("continue_run", words.CONTINUE, button.click, "play")
        else:
            yield _offer("pause_run", words.PAUSE, button.click, "pause")

    def _edits(self) -> Iterator[Offer]:
        """Undo and Redo with the name of the edit, as their buttons say it."""
        editing = self._editing
        for english, action, button in (
            (words.UNDO, editing.undo_action, editing.undo_button),
            (words.REDO, editing.redo_action, editing.redo_button),
        ):
            if action.isEnabled():
                key = english.lower()
                yield Offer(Command(key, button.accessibleName(), english, key, _keys(action.shortcut())), action.trigger)

    def _pages(self) -> Iterator[Offer]:
        """Every page but the one that is shown."""
        shortcuts = {action.data(): _keys(action.shortcut()) for action in self._window.actions()}
        for key in self._window.page_keys():
            if key != self._window.current:
                english = words.STEPS[key]
                told = translated(words.GO_TO).format(QCoreApplication.translate("MainWindow", english))
                command = Command(f"page_{key}", told, words.GO_TO.format(english), "chevron_right", shortcuts.get(key, ""))
                yield Offer(command, partial(self._go, key))

    def _go(self, key: str) -> None:
        """As the shortcut of a page does."""
        if key != self._window.current:
            self._window.show_page(key)
            self._window.rail.button(key).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _buttons(self, rows: Iterable[PageButton]) -> Iterator[Offer]:
        for row in rows:
            page = self._window.made(row.page)
            button = _button(page, row.name) if page is not None else None
            if page is None or button is None or not _can_be_pressed(button, page):
                continue
            here = self._window.current == row.page
            if (here or row.place != "here") and not (here and button.isChecked()):
                yield _offer(row.name, row.words, partial(self._press, row, button), row.icon)

    def _press(self, row: PageButton, button: QAbstractButton) -> None:
        """A button that opens something, and has opened it on a page that is not shown, has only to be seen."""
        if row.place == "there":
            self._go(row.page)
        if not button.isChecked():
            button.click()

    def _chosen_run(self) -> Iterator[Offer]:
        """What the menu on the page Compare does with the run that is chosen there."""
        page = self._window.made("compare")
        if page is None or self._window.current != "compare":
            return
        for name, (english, icon) in words.CHOSEN_RUN.items():
            action = page.findChild(QAction, name)
            if isinstance(action, QAction) and action.isEnabled():
                told = QCoreApplication.translate("RunMenu", english)
                yield Offer(Command(name, told, english, icon), action.trigger)

    def _replay(self) -> Iterator[Offer]:
        if self._run.is_live or self._run.is_replay:
            return
        newest = max((one for one in self._store.runs if one.journal.is_file()), key=lambda one: one.made, default=None)
        if newest is not None:
            yield _offer("replay_newest", words.REPLAY, partial(self._comparing.replay, newest), "play")

    def _demo_mode(self) -> Iterator[Offer]:
        text = words.NO_DEMO if self._demo.is_on else words.DEMO
        yield _offer("demo", text, self._demo.toggle, "try", _keys(QKeySequence(DEMO_KEY)))

    def _wishes(self) -> Iterator[Offer]:
        """Settings with few values; the one that holds is not offered."""
        for name, value, text in words.WISHES:
            if getattr(self._settings.saved, name) != value:
                yield _offer(f"{name}_{value}", text, partial(self._settings.set, name, value), "settings")

    def _text_size(self) -> Iterator[Offer]:
        """By the slider, which knows how far it goes. In the demo the text has a size of its own."""
        page = self._window.made("settings")
        if not isinstance(page, SettingsPage) or self._demo.is_on:
            return
        slider = page.text_slider
        now = slider.value()
        for key, text, size in (
            ("text_larger", words.LARGER, now + 1),
            ("text_smaller", words.SMALLER, now - 1),
            ("text_normal", words.NORMAL, NORMAL_SIZE),
        ):
            if slider.minimum() <= size <= slider.maximum() and size != now:
                yield _offer(key, text, partial(slider.setValue, size), "settings")


def _offer(key: str, english: str, run: Callable[[], object], icon: str, shortcut: str = "") -> Offer:
    return Offer(Command(key, translated(english), english, icon, shortcut), run)


def _keys(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def _without_marks(text: str) -> str:
    """A button's words: on buttons && stands for &."""
    return text.replace("&&", "&")


def _button(page: Page, name: str) -> QAbstractButton | None:
    """A button of a page; some stand in the window's header."""
    above = next((button for button in page.secondary() if button.objectName() == name), None)
    return above or page.findChild(QAbstractButton, name)


def _can_be_pressed(button: QAbstractButton, page: Page) -> bool:
    """Whether a person who saw the page could press it. A page that nobody has seen yet, or that is not shown, is no hindrance: only what was
    hidden on purpose is; above a button in the header there is nothing that the page could hide."""
    inside: QWidget | None = button
    while inside is not None and inside is not page:
        if inside.isHidden() and inside.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return False
        inside = inside.parentWidget() if page.isAncestorOf(inside) else None
    return button.isEnabled()
