"""The head of a page: headline, line below it, and at the right the page's buttons and the one primary button.

Must not know: what a page does.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import unbroken
from distilstudio.gui.pages.page import Page
from distilstudio.gui.widgets.flow_row import FlowRow

MOST_FOR_BUTTONS = 0.6
"""Share of the width that buttons may take beside the words."""


class PageButtons(QWidget):
    """A page's own buttons side by side; they come and go with the page."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)


class Header(QWidget):
    """Shows one page's title and actions at a time; the primary button is always the same one, at the same place."""

    primary_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, PageButtons] = {}
        self._tools: list[QWidget] = []
        self._placed: dict[str, list[QAbstractButton]] = {}
        self._titles: dict[str, QLabel] = {}
        self._shown = ""
        self._untouched = True
        """Whether the mouse was not pressed here since this page came."""
        self._subtitle = self._words("subtitle", "page_subtitle")
        self.primary_button = QPushButton()
        self.primary_button.setObjectName("primary_button")
        self.primary_button.setProperty("kind", "primary")
        self.primary_button.clicked.connect(self.primary_pressed)
        self.primary_button.installEventFilter(self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lines.addWidget(self._subtitle)
        self._actions = QWidget()
        self._flow = FlowRow(12, 8, self._actions, even=True)
        self._flow.addWidget(self.primary_button)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(24)
        self._layout.addLayout(self._lines, 1)
        self._layout.addWidget(self._actions)
        self._stand(below=False)

    def add_tools(self, tools: Sequence[QWidget]) -> None:
        """Small buttons that stand left of every page's own ones."""
        self._tools = list(tools)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._flow.insert_layout(0, row)
        for tool in tools:
            row.addWidget(tool)
            tool.installEventFilter(self)

    def add_page(self, page: Page) -> None:
        """Make the page's headline and take its buttons, without showing them yet."""
        title = self._words("title", f"{page.key}_headline")
        title.hide()
        self._titles[page.key] = title
        self._lines.insertWidget(0, title)
        self.refresh_title(page)
        self._fill_row(page)
        self._rows[page.key].hide()

    def refresh_title(self, page: Page) -> None:
        """Take a page's headline, also while another page is shown."""
        title = self._titles[page.key]
        title.setText(unbroken(page.title()))
        title.setAccessibleDescription(page.subtitle())

    def show_page(self, page: Page) -> None:
        """Take words and buttons from a page."""
        self._untouched = self._untouched or page.key != self._shown
        self._shown = page.key
        # Laid out once, when all is there: half-way there are the buttons of two pages, the title breaks into two lines beside them, and
        # the page below would be laid out for that too.
        self._layout.setEnabled(False)
        self._fill(page)
        self._layout.setEnabled(True)
        self._layout.invalidate()
        self._layout.activate()

    def _fill(self, page: Page) -> None:
        self.refresh_title(page)
        for key, title in self._titles.items():
            title.setVisible(key == page.key)
        self._subtitle.setText(page.subtitle())
        self._subtitle.setVisible(bool(page.subtitle()))
        self._fill_row(page)
        for key, row in self._rows.items():
            row.setVisible(key == page.key)
        # At once: how wide they are now would be asked for in the next turn of the event loop only.
        self._rows[page.key].updateGeometry()
        action = page.primary()
        self.primary_button.setVisible(action is not None)
        if action is not None:
            self.primary_button.setText(action.text)
            self.primary_button.setEnabled(action.enabled)
            self.primary_button.setToolTip(action.tip)
            self.primary_button.setAccessibleDescription(action.tip)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click that began on the page before is over with it: its second press would start what stands there now."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._untouched = False
        elif event.type() == QEvent.Type.MouseButtonDblClick and self._untouched:
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the buttons."""
        self._untouched = False
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Buttons that would leave the words too little of the width stand below them, in as many lines as they need."""
        below = self._actions.sizeHint().width() > self.width() * MOST_FOR_BUTTONS
        if below != (self._layout.direction() == QBoxLayout.Direction.TopToBottom):
            self._stand(below)

    def _stand(self, below: bool) -> None:
        """Beside the words the buttons take one line, whatever the words would like."""
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._layout.setSpacing(12 if below else 24)
        self._layout.setAlignment(self._actions, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignVCenter)
        across = QSizePolicy.Policy.Preferred if below else QSizePolicy.Policy.Fixed
        self._actions.setSizePolicy(across, QSizePolicy.Policy.Preferred)

    def buttons(self, page: Page) -> list[QWidget]:
        """The header's buttons for a page in the order of Tab."""
        return [*self._tools, *page.secondary(), self.primary_button]

    def _fill_row(self, page: Page) -> None:
        """Put the page's own buttons into a row that is shown with the page; a button's own visibility stays the page's matter."""
        wanted = page.secondary()
        if page.key not in self._rows:
            self._rows[page.key] = PageButtons()
            self._flow.insert_widget(self._flow.count() - 1, self._rows[page.key])
        row, placed = self._rows[page.key].row, self._placed.get(page.key, [])
        if placed == wanted:
            return
        for button in placed:
            if button not in wanted:
                row.removeWidget(button)
                button.hide()
        for button in wanted:
            row.addWidget(button)
            button.installEventFilter(self)
        self._placed[page.key] = wanted

    def _words(self, kind: str, name: str) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)  # a folder's name may stand in it
        label.setProperty("kind", kind)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label
