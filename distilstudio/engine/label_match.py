"""Which of a teacher's labels is which of the data's: as was said, by name, by what the words mean, by what it answers.

Must not know: models, files, the window.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.data.tags import OUTSIDE
from distilstudio.protocol.check import How, LabelMatch

MEANINGS = (
    "positive pos good favourable favorable 正面 积极 正向 好评 正",
    "negative neg bad unfavourable unfavorable 负面 消极 负向 差评 负",
    "neutral neu mixed 中性 中立",
    "entailment entail entails entailed 蕴含",
    "contradiction contradict contradicts contradictory 矛盾",
    "yes true y 是",
    "no false n 否",
    "spam junk 垃圾",
    "ham notspam nospam 正常",
    "toxic offensive hate",
    "nontoxic nottoxic nonoffensive notoffensive nothate",
    "joy happiness happy 快乐 高兴",
    "sadness sad 悲伤",
    "anger angry 愤怒",
    "fear afraid scared 恐惧",
    "surprise surprised 惊讶",
    "disgust disgusted 厌恶",
    "per person pers people nr 人名",
    "org organisation organization corp corporation nt 机构 机构名 组织",
    "loc location place gpe ns 地名 地点",
    "misc miscellaneous other",
)
"""Words that people call one label by; each stands in one line only."""
LIKE = 0.3
"""Cosine of a teacher's label and a label of the data, from which they are taken to mean the same rows."""

_MEANING = {word: number for number, words in enumerate(MEANINGS) for word in words.split()}
_NUMBERED = re.compile(r"label[_ -]?(\d+)")
_NO_LETTER = re.compile(r"[\W_]+")
_STARS = re.compile(r"stars?$")


@dataclass(frozen=True)
class Named:
    """A head's labels in the words of the data: `names` in the order of the head, "" for one that is none of the data's."""

    names: list[str]

    def columns(self, wanted: Sequence[str], adds: bool = True) -> list[list[int]] | None:
        """The head's columns for each wanted label; None where one has none. adds: where one has several, their probabilities are added, which
        means something where the labels of the head exclude each other; else there is no answer for it."""
        places = [[place for place, name in enumerate(self.names) if name == label] for label in wanted]
        return places if all(len(found) == 1 or (adds and found) for found in places) else None


def named(own: Sequence[str], said: Mapping[str, str]) -> Named:
    """A head's labels, each called as was said; of tags as B-PERSON the type may be what was said."""
    return Named([_called(label, said) for label in own])


def units_of(labels: Sequence[str]) -> list[str]:
    """What is matched: types, where the labels are IOB2 tags, else the labels themselves."""
    if not are_tags(labels):
        return list(labels)
    return list(dict.fromkeys(label[2:] for label in labels if label != OUTSIDE))


def are_tags(labels: Sequence[str]) -> bool:
    """Whether these are IOB2 tags."""
    return OUTSIDE in labels and all(label == OUTSIDE or label[:2] in ("B-", "I-") for label in labels)


def guess(
    own: Sequence[str], wanted: Sequence[str], said: Mapping[str, str], alike: NDArray[np.float64] | None = None
) -> list[LabelMatch]:
    """For each of the teacher's units the data's unit that it seems to be, each of those once at most.

    own, wanted: labels of the head and of the data. said: what the person said, which holds. alike: cosines float [own, wanted], of the rows
    that the teacher gives a label with those that carry one; None: nobody asked the teacher.
    """
    types = are_tags(own) and are_tags(wanted)
    mine, theirs = (units_of(own), units_of(wanted)) if types else (list(own), list(wanted))
    found: dict[str, tuple[str, How]] = {unit: (said[unit], "said") for unit in mine if unit in said}
    telling = mine if _count_alike(mine, theirs) else [unit for unit in mine if not _is_number(unit)]
    for how, form in (("name", str), ("name", _plain), ("meaning", _meaning)):
        _match_by(form, how, telling, theirs, found)  # type: ignore[arg-type]
    left = [unit for unit in mine if unit not in found]
    free = _free(theirs, found)
    if left and free:
        likeness = (
            None
            if alike is None
            else _of_units(alike, own, wanted, left, free)
            if types
            else _part(alike, mine, theirs, left, free)
        )
        _match_rest(left, free, likeness, found)
    return [LabelMatch(unit, *found.get(unit, ("", "none"))) for unit in mine]


def said_by(matches: Sequence[LabelMatch]) -> dict[str, str]:
    """What stands in a recipe for these matches; nothing where every name is the data's own."""
    if all(match.teacher == match.data for match in matches):
        return {}
    return {match.teacher: match.data for match in matches}


def _called(label: str, said: Mapping[str, str]) -> str:
    if label in said:
        return said[label]
    prefix, kind = label[:2], label[2:]
    if prefix in ("B-", "I-") and kind in said:
        return prefix + said[kind] if said[kind] else ""
    return label


def _count_alike(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a number is the same label on both sides. LABEL_1 is the second of a head's: it is the data's 1 only where these begin with 0
    as well and end alike. A head that says “1 star” itself may have more numbers than the data, but not fewer."""
    own, wanted = ({_plain(unit) for unit in units if _is_number(unit)} for units in (mine, theirs))
    return wanted <= own and (own <= wanted or not any(map(_is_numbered, mine)))


def _match_by(form: object, how: How, mine: Sequence[str], theirs: Sequence[str], found: dict[str, tuple[str, How]]) -> None:
    """Match what has the same form on both sides, where that is one on each."""
    assert callable(form)
    left, free = [unit for unit in mine if unit not in found], _free(theirs, found)
    forms = {unit: form(unit) for unit in {*left, *free}}
    for unit in left:
        same = [other for other in free if forms[other] == forms[unit] and forms[unit]]
        rivals = [other for other in left if forms[other] == forms[unit]]
        if len(same) == 1 and len(rivals) == 1:
            found[unit] = (same[0], how)


def _match_rest(
    left: list[str], free: list[str], likeness: NDArray[np.float64] | None, found: dict[str, tuple[str, How]]
) -> None:
    """Labels that say nothing, as LABEL_0: in the order of the data's where that is not against what the teacher answers, else by its answers."""
    order = _order(left, free) if len(left) == len(free) else {}
    if likeness is None:
        found.update({left[row]: (free[column], "order") for row, column in order.items()})
        return
    pairs: dict[int, int] = {}
    for place in np.argsort(-likeness, axis=None, kind="stable"):
        row, column = divmod(int(place), len(free))
        if likeness[row, column] >= LIKE and row not in pairs and column not in pairs.values():
            pairs[row] = column
    how: How = "answers"
    if order and all(order[row] == column for row, column in pairs.items()):
        pairs, how = order, "order"
    found.update({left[row]: (free[column], how) for row, column in pairs.items()})


def _order(left: Sequence[str], free: Sequence[str]) -> dict[int, int]:
    """The place of each label by its number: of LABEL_0, and of “1 star” where the data's have numbers too; nothing where one has none."""
    if not all(map(_is_numbered, left)) and not all(map(_is_number, free)):
        return {}
    numbers = [int(_plain(unit)) for unit in left if _is_number(unit)]
    return {row: sorted(numbers).index(number) for row, number in enumerate(numbers)} if len(numbers) == len(left) else {}


def _free(theirs: Sequence[str], found: Mapping[str, tuple[str, How]]) -> list[str]:
    taken = {other for other, _ in found.values()}
    return [unit for unit in theirs if unit not in taken]


def _part(
    alike: NDArray[np.float64], mine: list[str], theirs: list[str], left: list[str], free: list[str]
) -> NDArray[np.float64]:
    return alike[np.ix_([mine.index(unit) for unit in left], [theirs.index(unit) for unit in free])]


def _of_units(
    alike: NDArray[np.float64], own: Sequence[str], wanted: Sequence[str], left: list[str], free: list[str]
) -> NDArray[np.float64]:
    """Of types: as alike as the tags that begin them."""
    begins = [
        [list(labels).index(f"B-{unit}") if f"B-{unit}" in labels else -1 for unit in units]
        for labels, units in ((own, left), (wanted, free))
    ]
    part = alike[np.ix_(begins[0], begins[1])]
    part[[place < 0 for place in begins[0]], :] = 0
    part[:, [place < 0 for place in begins[1]]] = 0
    return part


def _plain(label: str) -> str:
    """Without regard to case and signs; LABEL_3 and “3 stars” are 3."""
    numbered = _NUMBERED.fullmatch(label.casefold())
    return numbered[1] if numbered else _STARS.sub("", _NO_LETTER.sub("", label.casefold()))


def _is_number(label: str) -> bool:
    return _plain(label).isdecimal()


def _is_numbered(label: str) -> bool:
    """Whether it has no name but its place in the head."""
    return _NUMBERED.fullmatch(label.casefold()) is not None


def _meaning(label: str) -> str:
    return str(_MEANING.get(_NO_LETTER.sub("", label.casefold()), ""))
