"""Numbers and spans of time as people read them, in the language in force; sentences one after the other.

Must not know: widgets, what is measured.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from distilstudio.gui.models.run import SecondsLeft
from distilstudio.protocol.scores import LOWER_IS_BETTER

ALL = 1 - 1e-6
"""From this share on it is all: a sum of shares may miss 1 by what floats leave out."""
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|MB|GB|ms|s|min|h)(?![A-Za-z]))")


def sentences(*said: str) -> str:
    """One after the other, those that are there: with a gap between them, but none after a full stop as wide as its gap (Chinese)."""
    return " ".join(filter(None, said)).replace("。 ", "。")


def listed(names: Iterable[str]) -> str:
    """One name after the other, with the language's own sign between them: "joy, anger"."""
    return QCoreApplication.translate("Figures", ", ").join(names)


def bracketed(words: str, more: str) -> str:
    """Words with more about them in the language's own brackets: "joy (98 %)"."""
    return QCoreApplication.translate("Figures", "{0} ({1})").format(words, more)


def percent(share: float, decimals: int = 0) -> str:
    """A share of 1 as "96 %". What falls short of all is never rounded up to it: 1,999 of 2,000 are "99.9 %"."""
    highest = 100 - 10**-decimals if share < ALL else math.inf
    return f"{min(round(100 * share, decimals), highest):.{decimals}f} %"


def unbroken(text: str) -> str:
    """The same for a line that wraps: no figure is parted from its unit."""
    return _BEFORE_UNIT.sub("\u00a0", text)


def score(name: str, value: float) -> str:
    """A score as it is told: "91.3 %"; perplexity as the number that it is, "14.2"."""
    return f"{value:,.1f}" if name in LOWER_IS_BETTER else percent(value, 1)


def drawn(name: str, value: float) -> float:
    """A score as it stands on a plot's axis: in percent, or as it is."""
    return value if name in LOWER_IS_BETTER else 100 * value


def count(number: float) -> str:
    """A whole number with separated thousands: "1,200"."""
    return f"{round(number):,}"


def rows(number: int) -> str:
    """So many rows: "1 row", "1,600 rows"."""
    if number == 1:
        return QCoreApplication.translate("Figures", "1 row")
    return QCoreApplication.translate("Figures", "{0} rows").format(count(number))


def labels(number: int) -> str:
    """So many labels: "1 label", "2 labels"."""
    if number == 1:
        return QCoreApplication.translate("Figures", "1 label")
    return QCoreApplication.translate("Figures", "{0} labels").format(count(number))


def steps(number: int) -> str:
    """So many steps: "1 step", "188 steps"."""
    if number == 1:
        return QCoreApplication.translate("Figures", "1 step")
    return QCoreApplication.translate("Figures", "{0} steps").format(count(number))


def layers(number: int) -> str:
    """So many layers: "1 layer", "6 layers"."""
    if number == 1:
        return QCoreApplication.translate("Figures", "1 layer")
    return QCoreApplication.translate("Figures", "{0} layers").format(count(number))


def parameters(number: int) -> str:
    """How many parameters a model has: "22.7 million"; Chinese counts in ten thousands, "2271 万"."""
    if QLocale().language() == QLocale.Language.Chinese:
        large = (1e8, QCoreApplication.translate("Figures", "{0} hundred million"))
        small = (1e4, QCoreApplication.translate("Figures", "{0} ten thousand"))
    else:
        large = (1e9, QCoreApplication.translate("Figures", "{0} billion"))
        small = (1e6, QCoreApplication.translate("Figures", "{0} million"))
    unit, words = large if number >= large[0] else small
    if number < unit:
        return count(number)
    figure = number / unit
    return words.format(f"{figure:.0f}" if figure >= 1000 else f"{figure:.1f}".removesuffix(".0"))


def pace(speedup: float) -> str:
    """How fast a student answers against its teacher: "1.9× faster", "as fast", "1.3× slower". speedup: teacher's time ÷ student's."""
    if _is_even(speedup):
        return QCoreApplication.translate("Figures", "as fast")
    if speedup > 1:
        return QCoreApplication.translate("Figures", "{0}× faster").format(f"{speedup:.1f}")
    return QCoreApplication.translate("Figures", "{0}× slower").format(f"{1 / max(speedup, 0.01):.1f}")


def smallness(times: float) -> str:
    """How large a student is against its teacher: "77 % of the size", "of the same size". times: teacher's size ÷ student's."""
    if _is_even(times):
        return QCoreApplication.translate("Figures", "of the same size")
    return QCoreApplication.translate("Figures", "{0} of the size").format(percent(1 / max(times, 0.01)))


def _is_even(times: float) -> bool:
    return 0.95 <= times < 1.05


def device(kind: str, precision: str) -> str:
    """What a run computed with: "Processor · bf16". kind: as PyTorch calls it."""
    name = (
        QCoreApplication.translate("Figures", "Processor")
        if kind == "cpu"
        else QCoreApplication.translate("Figures", "Graphics card")
    )
    return " · ".join(filter(None, (name, precision)))


def megabytes(size: float) -> str:
    """A size in megabytes of 10^6 bytes: "91 MB", "0.4 MB", "1.3 GB"."""
    if size >= 1000:
        return f"{size / 1000:.1f} GB"
    return f"{size:.0f} MB" if size >= 10 else f"{size:.1f} MB"


def gigabytes(size: float) -> str:
    """Bytes as gigabytes without the unit, one decimal: "5.2"; whole ones above 10."""
    giga = size / 1e9
    return f"{giga:.0f}" if giga >= 9.95 else f"{giga:.1f}"


def milliseconds(time_ms: float) -> str:
    """A short time: "0.65 ms", "7.2 ms", "51 ms"."""
    decimals = 0 if time_ms >= 9.95 else 1 if time_ms >= 0.995 else 2
    return f"{time_ms:.{decimals}f} ms"


def duration(seconds: float) -> str:
    """A span of time, rounded as one says it: "40 s", "6 min", "2 h", "2 h 10 min"."""
    if round(seconds) < 60:
        return QCoreApplication.translate("Figures", "{0} s").format(max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("Figures", "{0} min").format(minutes)
    if minutes % 60 == 0:
        return QCoreApplication.translate("Figures", "{0} h").format(minutes // 60)
    return QCoreApplication.translate("Figures", "{0} h {1} min").format(minutes // 60, minutes % 60)


def time_left(left: SecondsLeft) -> str:
    """A sentence for the time left with its range: "About 6 min left (5 to 7)."."""
    if left.high < 5:
        return QCoreApplication.translate("Figures", "A few seconds left.")
    about = duration(left.likely)
    low, high = _range(left)
    if low == high:
        return QCoreApplication.translate("Figures", "About {0} left.").format(about)
    return QCoreApplication.translate("Figures", "About {0} left ({1} to {2}).").format(about, low, high)


def time_needed(seconds: float, low: float, high: float) -> str:
    """A time with its range, without more words: "6 min (5 to 7)"."""
    if round(low / 60) == round(high / 60) and low >= 60:
        return duration(seconds)
    first, last = (duration(low), duration(high)) if low < 60 <= high else _range(SecondsLeft(seconds, low, high))
    return QCoreApplication.translate("Figures", "{0} ({1} to {2})").format(duration(seconds), first, last)


def _range(left: SecondsLeft) -> tuple[str, str]:
    """Both ends without a unit where they share the middle's, else each with its own."""
    if round(left.high) < 60:
        return str(max(1, round(left.low))), str(round(left.high))
    if left.low >= 60 and round(left.high / 60) < 60:
        return str(round(left.low / 60)), str(round(left.high / 60))
    return duration(left.low), duration(left.high)
