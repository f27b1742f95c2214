"""The report of a run as PDF: one page of A4, however much is said on it. Must not know: runs, what is said."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtSvg import QSvgRenderer

from distilstudio.gui.report_curve import HEIGHT, WIDTH, Curve, svg_of
from distilstudio.gui.report_html import LOOK, body_of
from distilstudio.gui.report_sheet import Sheet
from distilstudio.gui.tokens import LIGHT

MARGIN_MM = 14.0
INCH_PX = 96
"""An inch on the page has as many pixels as browsers count."""
FINE = 4
"""So many dots of the file, and of a drawing, to a pixel."""
TEXT_PX = 12
NARROWER = 0.95
"""What does not fit is laid out smaller by this, again and again."""


def write_pdf(sheet: Sheet, device: QIODevice) -> bool:
    """Write the file; False: the device did not take it. Needs an application."""
    writer = QPdfWriter(device)
    writer.setPageLayout(_page())
    writer.setResolution(INCH_PX * FINE)
    writer.setTitle(sheet.title)
    writer.setCreator("DistilStudio")
    room = QSizeF(writer.width() / FINE, writer.height() / FINE)
    document, scale = laid_out(sheet, room)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    painter.scale(FINE * scale, FINE * scale)
    document.drawContents(painter, QRectF(0, 0, room.width() / scale, room.height() / scale))
    return painter.end()


def laid_out(sheet: Sheet, room: QSizeF) -> tuple[QTextDocument, float]:
    """The page for a room in pixels of which an inch has INCH_PX, and how much smaller it has to be drawn to fit."""
    document, scale = _document(sheet), 1.0
    document.setTextWidth(room.width())
    while document.size().height() * scale > room.height():
        scale *= NARROWER
        document.setTextWidth(room.width() / scale)
    return document, scale


def _document(sheet: Sheet) -> QTextDocument:
    document = QTextDocument()
    font = QFont(QGuiApplication.font())
    font.setPixelSize(TEXT_PX)  # whatever the size of text in the window
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(font)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(LOOK)
    names = {id(curve): f"curve:{place}" for place, curve in enumerate(sheet.curves)}
    for curve in sheet.curves:
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(names[id(curve)]), _picture(curve))
    body = body_of(sheet, lambda curve: f'<img src="{names[id(curve)]}" width="{WIDTH}" height="{HEIGHT}">')
    document.setHtml(f'<body style="color: {LIGHT.text}">{body}</body>')
    return document


def _picture(curve: Curve) -> QImage:
    picture = QImage(QSize(WIDTH, HEIGHT) * FINE, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(QColor(LIGHT.surface))
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg_of(curve).encode())).render(painter)
    painter.end()
    return picture


def _page() -> QPageLayout:
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
