"""Rows that look odd: without words, with letters read wrongly, remains of HTML, far longer than the others, in another script.

Counted whole columns at a time, by one pass of a regular expression each; what is doubtful is looked at closer. An odd row may be right all the
same, so it is told and left out only where the person says so. Must not know: files, kinds of work, sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data import health
from distilstudio.engine.data.cleaning import Codes
from distilstudio.engine.data.readers.table import sample_of
from distilstudio.protocol.inspection import HealthFact

SCRIPTS = {
    "latin": r"\p{Latin}",
    "cyrillic": r"\p{Cyrillic}",
    "cjk": r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]",
    "arabic": r"\p{Arabic}",
    "greek": r"\p{Greek}",
    "hebrew": r"\p{Hebrew}",
    "devanagari": r"\p{Devanagari}",
    "thai": r"\p{Thai}",
}
"""Chinese, Japanese and Korean are one here: all three write Chinese signs too."""
NEARLY_ALL = 0.95
"""Of the texts with letters so many have some in one script, before a text without any is odd."""
FEWEST_TEXTS = 20
"""Of fewer texts nobody can say what is usual among them."""
FAR_LONGER = 10.0
"""Times the median length, at least; and beyond the outer fence of Tukey's box plot of the lengths' logarithms."""
LONG_CHARACTERS = 1000
_SAMPLE_ROWS = 20_000
_BEGINNING = 40
_MOST_BEYOND_ASCII = 0.5
"""Of a text's signs: words in Latin letters have an accent here and there."""
_FEWEST_DIFFERENT = 4

_LETTER = r"\p{L}"
_WORD = r"(?s)\p{L}.*\p{L}|[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]"
_TAG = r"(?i)</?(?:p|br|b|i|u|a|em|strong|span|div|li|ul|ol|td|tr|th|table|tbody|img|h[1-6]|font|script|style|blockquote)(?:\s[^<>]*)?/?>"
_ENTITY = r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#[xX][0-9a-fA-F]{2,6});"
# How UTF-8 looks that was read as Latin-1 or Windows-1252, and what other alphabets are then: run upon run of such signs; the sign that stands for
# what cannot be read; what GBK makes of that one.
_WINDOWS = "‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€"
_MAYBE_GARBLED = rf"[\x{{C2}}-\x{{F4}}][\x{{80}}-\x{{BF}}{_WINDOWS}]|ï»¿|ï¿½"
_RUN = rf"[\x{{80}}-\x{{FF}}{_WINDOWS}]{{3}}"
# Without blanks, and without the punctuation of any text: a short one in quotation marks has much of it.
_PUNCTUATION = "“”„‘’‚«»‹›–—…¿¡•"
_BEYOND_ASCII = r"[\x{80}-\x{9F}\x{A2}-\x{AA}\x{AC}-\x{BA}\x{BC}-\x{BE}\x{C0}-\x{FF}ƒ†‡ˆ‰Š˜™šŒœŽžŸ€]"
_SIGN = rf"[^\s\x{{A0}}{_PUNCTUATION}]"
_GARBLED = r"\x{FFFD}|锟斤拷"


def odd_rows(texts: pa.ChunkedArray, filled: NDArray[np.bool_], kinds: frozenset[str]) -> dict[str, Codes]:
    """Rows of each of these kinds; `filled`: rows that have a text at all. A row may be odd in several ways."""
    found = {}
    if "wordless" in kinds:
        found["wordless"] = _wordless(texts)
    if "garbled" in kinds:
        found["garbled"] = _garbled(texts)
    if "markup" in kinds:
        # Nearly all texts are done with the plain sign, which is looked for many times as quickly as a pattern.
        tags, entities = pc.match_substring(texts, "<"), pc.match_substring(texts, "&")
        found["markup"] = _matches_among(texts, tags, _TAG) | _matches_among(texts, entities, _ENTITY)
    if "outsized" in kinds:
        found["outsized"] = _outsized(texts, filled)
    if "other_script" in kinds:
        found["other_script"] = _other_script(texts)
    return {kind: np.flatnonzero(mask & filled) for kind, mask in found.items()}


def odd_facts(found: Mapping[str, Codes], chosen: frozenset[str]) -> list[HealthFact]:
    """A fact for each kind that there is; where there is none, one that says so. chosen: kinds that are left out."""
    facts = []
    for kind, rows in found.items():
        if not len(rows):
            continue
        told = health.fact(kind, rows, "note")
        if kind in chosen:
            told = HealthFact(told.code, "ok", {**told.values, "fixed": "1"}, told.rows)
        facts.append(told)
    return facts or [HealthFact("odd", "ok", {"rows": "0"})]


def _matches(texts: pa.ChunkedArray, pattern: str) -> NDArray[np.bool_]:
    return np.asarray(pc.match_substring_regex(texts, pattern).to_numpy(), dtype=bool)


def _matches_among(texts: pa.ChunkedArray, chosen: pa.ChunkedArray, pattern: str) -> NDArray[np.bool_]:
    """The same, where only the chosen texts need be looked at."""
    found = np.array(chosen.to_numpy(), dtype=bool)
    if found.any():
        found[found] = _matches(texts.filter(chosen), pattern)
    return found


def _wordless(texts: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Most texts have a word at their beginning; only the others are read to their end."""
    doubtful = pc.invert(pc.match_substring_regex(pc.utf8_slice_codeunits(texts, 0, _BEGINNING), _WORD))
    found = np.array(doubtful.to_numpy(), dtype=bool)
    if found.any():
        found[found] = ~_matches(texts.filter(doubtful), _WORD)
    return found


def _garbled(texts: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Signs that stand for what could not be read, runs of signs that read as UTF-8 make other letters, and texts of little but such signs."""
    beyond_ascii = pc.invert(pc.string_is_ascii(texts))
    found = _matches_among(texts, beyond_ascii, _GARBLED)
    runs = np.flatnonzero(_matches_among(texts, beyond_ascii, _RUN))
    if len(runs):
        found[runs[_are_another_alphabet(texts.take(pa.array(runs)))]] = True
    doubtful = np.flatnonzero(_matches_among(texts, beyond_ascii, _MAYBE_GARBLED) & ~found)
    if len(doubtful):
        looked_at = [_is_misread(text) for text in texts.take(pa.array(doubtful)).to_pylist()]
        found[doubtful[np.array(looked_at, dtype=bool)]] = True
    return found


def _are_another_alphabet(texts: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Which texts are mostly made of signs that Windows-1252 has beyond ASCII, as where Windows-1251, Shift-JIS or Big5 was read so."""
    signs, beyond = (pc.count_substring_regex(texts, pattern).to_numpy() for pattern in (_SIGN, _BEYOND_ASCII))
    found: NDArray[np.bool_] = beyond > _MOST_BEYOND_ASCII * signs
    likely = np.flatnonzero(found)
    different = [
        sum(sign > "\x7f" for sign in set(text).difference(_PUNCTUATION)) for text in texts.take(pa.array(likely)).to_pylist()
    ]
    found[likely] = np.array(different, dtype=int) >= _FEWEST_DIFFERENT
    return found


def _is_misread(text: str) -> bool:
    """Whether a run of signs beyond ASCII is UTF-8 that was read as Windows-1252 (or Latin-1)."""
    run: list[int] = []
    for sign in text + " ":
        byte = _byte_of(sign)
        if byte is not None and byte >= 0x80:
            run.append(byte)
            continue
        if len(run) > 1 and _is_utf8(bytes(run)):
            return True
        run = []
    return False


def _byte_of(sign: str) -> int | None:
    try:
        return sign.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(sign) if ord(sign) < 0x100 else None


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _outsized(texts: pa.ChunkedArray, filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    lengths = pc.utf8_length(texts).to_numpy().astype(np.float64)
    own = lengths[filled]
    if len(own) < FEWEST_TEXTS:
        return np.zeros(len(lengths), dtype=bool)
    low, middle, high = np.quantile(np.log(np.maximum(own, 1)), (0.25, 0.5, 0.75))
    fence = max(high + 3 * (high - low), middle + np.log(FAR_LONGER), np.log(LONG_CHARACTERS))
    return np.asarray(np.log(np.maximum(lengths, 1)) > fence)


def _other_script(texts: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Texts with letters, none of them of the script in which nearly all the others have some."""
    nothing = np.zeros(len(texts), dtype=bool)
    sample = sample_of(texts, _SAMPLE_ROWS)
    sample = sample.filter(pc.match_substring_regex(sample, _LETTER))
    if len(sample) < FEWEST_TEXTS:
        return nothing
    shares = {name: float(np.mean(_matches(sample, pattern))) for name, pattern in SCRIPTS.items()}
    usual = max(shares, key=lambda name: shares[name])
    if shares[usual] < NEARLY_ALL:
        return nothing
    return _matches(texts, _LETTER) & ~_matches(texts, SCRIPTS[usual])
