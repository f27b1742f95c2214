"""The window: step rail, header, one page at a time, the problem card. Navigation only. Must not know: the client, what pages do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from distilstudio.gui.pages.page import Page
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card_scroller import CardScroller
from distilstudio.gui.widgets.drop_area import dropped_path
from distilstudio.gui.widgets.drop_veil import DropVeil
from distilstudio.gui.widgets.header import Header
from distilstudio.gui.widgets.page_scroller import BAR_ROOM, PageScroller, settle
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.gui.widgets.step_rail import StepRail
from distilstudio.gui.widgets.undo_strip import UndoStrip
from distilstudio.sender import ready_to_send

PageMaker = Callable[[], Page]
OUTSIDE = ("start", "settings")
"""Pages of the rail that are no numbered step."""


class MainWindow(QMainWindow):
    """Pages are made when they are first needed, so that the first one is on the screen at once."""

    file_dropped = Signal(str)
    close_asked = Signal()
    page_made = Signal(str)
    page_shown = Signal(str)

    def __init__(self, theme: Theme, makers: dict[str, PageMaker]) -> None:
        super().__init__()
        self._makers = dict(makers)
        self._pages: dict[str, Page] = {}
        self._scrollers: dict[str, PageScroller] = {}
        self._note_overrides: dict[str, str] = {}
        self._warmed: set[str] = set()
        self._current = ""
        self._may_close = False
        self.rail = StepRail(theme)
        self.header = Header()
        self.problem_card = ProblemCard(theme)
        self._card_room = CardScroller(self.problem_card)
        self.undo_strip = UndoStrip()
        self.undo_strip.setObjectName("edit_strip")
        self._stack = QStackedWidget()
        self._veil = DropVeil(theme, self)
        self.setWindowTitle("DistilStudio")
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 560)
        self.resize(1280, 800)
        self._build()
        self._add_steps()
        self.rail.chosen.connect(self.show_page)
        self.header.primary_pressed.connect(self._on_primary_pressed)

    @property
    def current(self) -> str:
        """Key of the page that is shown."""
        return self._current

    def page_keys(self) -> list[str]:
        """All pages, in the order of the rail."""
        return list(self._makers)

    def page(self, key: str) -> Page:
        """A page; made now if it was not needed before."""
        if key not in self._pages:
            self._make(key)
        return self._pages[key]

    def made(self, key: str) -> Page | None:
        """A page if it was made already."""
        return self._pages.get(key)

    def make_next(self) -> bool:
        """Make one more page ahead of its need; False when all are there."""
        for key in self._makers:
            if key not in self._pages:
                self._make(key)
                return True
        return False

    def warm_next(self) -> bool:
        """Lay out and draw one more page that nobody has seen yet, into nothing: its first showing is then as quick as any; False: all are."""
        for key, scroller in self._scrollers.items():
            if key not in self._warmed:
                self._warmed.add(key)
                if key != self._current:
                    scroller.resize(self._stack.size())
                    for widget in scroller.findChildren(QWidget):
                        widget.ensurePolished()
                    scroller.grab()
                return True
        return False

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Go to a page. A key that this version has no page for leaves everything as it is."""
        if key not in self._makers or key == self._current:
            return
        page = self.page(key)
        self._current = key
        self._stack.setCurrentWidget(self._scrollers[key])
        self.rail.set_current(key)
        self._show_header(page)
        self._order_tabs(page)
        self.page_shown.emit(key)
        settle()

    def show_strip(self, words: Callable[[], str], action: Callable[[], str]) -> None:
        """Say what was undone or done again, over the foot of the page, which stays as it is."""
        self.undo_strip.say(words, action)
        self._place_strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip stays at the page's foot, the card keeps to its share."""
        super().resizeEvent(event)
        self._card_room.fit()
        self._place_strip()

    def _place_strip(self) -> None:
        room = self._stack.geometry().adjusted(0, 0, -BAR_ROOM, 0)
        height = self.undo_strip.sizeHint().height()
        self.undo_strip.setGeometry(room.x(), room.bottom() - height, room.width(), height)
        self.undo_strip.raise_()

    def set_note(self, key: str, note: str) -> None:
        """Say something else than the page does on its second line in the rail; empty: the page's own words again."""
        if note:
            self._note_overrides[key] = note
        else:
            self._note_overrides.pop(key, None)
        self._refresh_step(key)

    def close_now(self) -> None:
        """Close without asking again."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whether the window may close is decided outside: a run may be under way, engines have to end."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text again."""
        self.rail.setAccessibleName(self.tr("Steps"))
        for key in self._makers:
            self._refresh_step(key)
        for page in self._pages.values():
            self.header.refresh_title(page)
        if self._current:
            self.header.show_page(self._pages[self._current])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_path(event):
            event.acceptProposedAction()
            self._veil.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file has gone elsewhere."""
        self._veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the file on."""
        self._veil.hide()
        path = dropped_path(event)
        if path:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def _build(self) -> None:
        body = ready_to_send(QWidget())  # whatever lays it out anew, an animation that listens to it dies soon after
        body.setObjectName("window_body")
        right = QVBoxLayout()
        right.setContentsMargins(28, 24, 28 - BAR_ROOM, 24)
        right.setSpacing(16)
        above = QVBoxLayout()
        above.setContentsMargins(0, 0, BAR_ROOM, 0)
        above.setSpacing(16)
        above.addWidget(self._card_room)
        above.addWidget(self.header)
        right.addLayout(above)
        right.addWidget(self._stack, 1)
        self.undo_strip.setParent(body)
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(body)

    def _add_steps(self) -> None:
        number = 0
        for key in self._makers:
            if key not in OUTSIDE:
                number += 1
                action = QAction(self)
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
                action.setData(key)
                action.triggered.connect(self._on_shortcut)
                self.addAction(action)
            self.rail.add_step(key, key if key in OUTSIDE else str(number), at_foot=key == "settings")
        self.retranslate()

    def _make(self, key: str) -> None:
        page = self._makers[key]()
        scroller = PageScroller(page)
        self._pages[key], self._scrollers[key] = page, scroller
        self._stack.addWidget(scroller)
        self.header.add_page(page)
        page.header_changed.connect(self._on_header_changed)
        page.leave_to.connect(self.show_page)
        self._refresh_step(key)
        self.page_made.emit(key)

    def _step_title(self, key: str) -> str:
        titles = {
            "start": self.tr("Start"),
            "data": self.tr("Data"),
            "teacher": self.tr("Teacher"),
            "recipe": self.tr("Student & recipe"),
            "train": self.tr("Train"),
            "try": self.tr("Try it"),
            "compare": self.tr("Compare"),
            "export": self.tr("Take home"),
            "settings": self.tr("Settings"),
        }
        return titles[key]

    def _refresh_step(self, key: str) -> None:
        page = self._pages.get(key)
        note = self._note_overrides.get(key) or (page.rail_note() if page else "")
        self.rail.button(key).set_words(self._step_title(key), note, page.rail_state() if page else "todo")

    def _show_header(self, page: Page) -> None:
        """Focus must not fall from a button that goes to its neighbour: behind Distil stands Discard."""
        focused = QApplication.focusWidget()
        was_there = focused is not None and self.header.isAncestorOf(focused)
        self.header.show_page(page)
        if was_there and focused is not None and not focused.isVisible():
            self.rail.button(page.key).setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_tabs(self, page: Page) -> None:
        """Rail, then the header's buttons, then the page."""
        previous: QWidget = self.rail.button(list(self._makers)[-1])
        for widget in self.header.buttons(page):
            QWidget.setTabOrder(previous, widget)
            previous = widget

    @Slot()
    def _on_header_changed(self) -> None:
        page = self.sender()
        if not isinstance(page, Page) or page.key not in self._pages:
            return
        self._refresh_step(page.key)
        self.header.refresh_title(page)
        if page.key == self._current:
            self._show_header(page)

    @Slot()
    def _on_primary_pressed(self) -> None:
        self._pages[self._current].on_primary()

    @Slot()
    def _on_shortcut(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.show_page(action.data())
        self.rail.button(action.data()).setFocus(Qt.FocusReason.ShortcutFocusReason)
