"""The report of a run as HTML: a file that stands alone, and the same page for a QTextDocument, which knows less. Must not know: runs, Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from distilstudio.gui.figures import unbroken
from distilstudio.gui.report_curve import FONT, Curve, svg_of
from distilstudio.gui.report_sheet import Row, Sheet
from distilstudio.gui.tokens import LIGHT

LOOK = f"""
p {{ margin-top: 2px; margin-bottom: 2px; }}
.title {{ font-size: 20px; font-weight: 700; margin-top: 0px; }}
.heading {{ font-size: 13px; font-weight: 700; margin-top: 14px; margin-bottom: 4px; }}
.lead {{ font-size: 14px; }}
.figures {{ margin-top: 8px; }}
.remark {{ margin-top: 6px; }}
.note {{ color: {LIGHT.muted}; font-size: 11px; }}
.foot {{ margin-top: 10px; }}
.side {{ padding-top: 14px; }}
.figure {{ background-color: {LIGHT.sunk}; padding: 8px; }}
.big {{ font-size: 19px; font-weight: 700; color: {LIGHT.student}; }}
.cell {{ padding: 3px 10px 3px 0px; vertical-align: top; }}
.name {{ color: {LIGHT.muted}; }}
"""
"""What both understand."""
GAP = '<td class="gap" width="8"></td>'
_FOR_BROWSERS = f"""
@page {{ size: A4; margin: 14mm; }}
body {{ color: {LIGHT.text}; background: {LIGHT.surface}; margin: 0; font: 12px/1.4 {FONT}; }}
main {{ max-width: 700px; margin: 24px auto; padding: 0 16px; }}
table {{ border-collapse: collapse; width: 100%; }}
.figure {{ border-radius: 8px; vertical-align: top; width: 33%; }}
.gap {{ width: 8px; }}
.half {{ vertical-align: top; padding: 0 16px 0 0; width: 50%; }}
.number {{ text-align: right; }}
.models td, .settings td {{ border-bottom: 1px solid {LIGHT.border}; }}
svg {{ width: 100%; height: auto; display: block; }}
@media print {{ main {{ margin: 0; padding: 0; max-width: none; }} }}
"""


def html_of(sheet: Sheet, language: str) -> str:
    """The file: its look and its drawings are in it. language: as browsers name it, "zh-CN"."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(sheet.title)} · DistilStudio</title>\n<style>{LOOK}{_FOR_BROWSERS}</style>\n</head>\n"
        f"<body>\n<main>\n{body_of(sheet, svg_of)}\n</main>\n</body>\n</html>\n"
    )


def body_of(sheet: Sheet, picture: Callable[[Curve], str]) -> str:
    """All that is said, by tables alone. picture: how a curve stands in it."""
    parts = [
        _heading(sheet.title, 1),
        f'<p class="lead">{_text(sheet.headline)}</p>',
        _table("figures", [[GAP.join(_figure(*figure) for figure in sheet.figures)]]),
        _heading(sheet.heads.models),
        _table("models", [_model(row, is_head=not place) for place, row in enumerate(sheet.models)]),
        *(f'<p class="remark">{_text(said)}</p>' for said in sheet.remarks),
    ]
    if sheet.curves:
        parts += [_heading(sheet.heads.learning), _table("", [[_half(_curve(curve, picture)) for curve in sheet.curves]])]
    sides = (sheet.heads.about, sheet.about), (sheet.heads.machine, sheet.machine)
    parts.append(_table("", [[_half(_heading(head) + _pairs(rows), "half side") for head, rows in sides]]))
    parts += [_heading(sheet.heads.settings), _settings(sheet), f'<p class="note foot">{_text(sheet.foot)}</p>']
    return "\n".join(parts)


def _settings(sheet: Sheet) -> str:
    if not sheet.settings:
        return f"<p>{_text(sheet.heads.nothing)}</p>"
    heads = [_cell(head, "name") for head in ("", sheet.heads.here, sheet.heads.usual)]
    rows = [[_cell(name, "name"), _cell(value), _cell(usual, "name")] for name, value, usual in sheet.settings]
    return _table("settings", [heads, *rows])


def _heading(words: str, level: int = 2) -> str:
    """A paragraph, as a QTextDocument draws h1 and h2 in a size of its own."""
    kind = "title" if level == 1 else "heading"
    return f'<p class="{kind}" role="heading" aria-level="{level}">{_text(words)}</p>'


def _figure(figure: str, words: str) -> str:
    return f'<td class="figure" width="33%"><span class="big">{_text(figure)}</span><br>{_text(words)}</td>'


def _model(row: Row, is_head: bool) -> list[str]:
    looks = "cell number name" if is_head else "cell number"
    return [
        _cell(row[0], "" if not is_head else "name"),
        *(f'<td class="{looks}" align="right">{_text(said)}</td>' for said in row[1:]),
    ]


def _curve(curve: Curve, picture: Callable[[Curve], str]) -> str:
    return f'<p><b>{_text(curve.title)}</b></p>{picture(curve)}<p class="note">{_text(curve.note)}</p>'


def _pairs(rows: Sequence[Row]) -> str:
    return _table("", [[_cell(name, "name"), _cell(value)] for name, value in rows])


def _half(inside: str, kind: str = "half") -> str:
    return f'<td class="{kind}" width="50%" valign="top">{inside}</td>'


def _cell(words: str, kind: str = "") -> str:
    return f'<td class="{f"cell {kind}".strip()}">{_text(words)}</td>'


def _text(words: str) -> str:
    """A figure stays with its unit."""
    return escape(unbroken(words))


def _table(kind: str, rows: Iterable[Iterable[str]]) -> str:
    lines = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return f'<table class="{kind}" width="100%" cellspacing="0" cellpadding="0">{lines}</table>'
