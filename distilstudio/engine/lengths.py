"""How long texts are in word pieces, by a teacher's own tokenizer, and how foreign they are to it.

Must not know: files, training, the window.
"""

from __future__ import annotations

from pathlib import Path

from distilstudio.engine import teachers
from distilstudio.engine.data.kinds.kind import Sample
from distilstudio.engine.foreign_texts import Foreignness, foreignness
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.teachers import Located
from distilstudio.protocol.inspection import LengthsMeasured
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import STARTER

MOST_TEXTS = 5000
"""Looked at in a file: of 5,000 the share that is too long is known to within 1.4 points, in 19 of 20 cases."""
MOST_PIECES = 100_000
"""Of one text: nobody reads further, and a book in a cell takes no longer than this."""
CHARACTERS_PER_PIECE = 8
_TEXTS_AT_A_TIME = 500


def measure(request_id: int, model: str, base: Path, sample: Sample, hub: Hub | None = None) -> LengthsMeasured:
    """Word pieces of each text of the sample, those that begin and end a text included, as the limit counts them. How foreign the texts are
    to another model, whose pieces stand in for the teacher's, says nothing and is left out.

    Raises: ProblemError(starter_…) where no tokenizer is on this computer at all.
    """
    located, is_it = _on_this_computer(model, base, hub)
    tokenizer = teachers.load_tokenizer(located.path)
    lengths: list[int] = []
    for start in range(0, len(sample.texts), _TEXTS_AT_A_TIME):
        end = start + _TEXTS_AT_A_TIME
        texts = [text[: MOST_PIECES * CHARACTERS_PER_PIECE] for text in sample.texts[start:end]]
        questions = sample.questions[start:end]
        asked = {"text": questions, "text_pair": texts} if any(questions) else {"text": texts}
        made = tokenizer(
            **asked, add_special_tokens=True, return_attention_mask=False, return_token_type_ids=False, verbose=False
        )
        lengths += [min(len(ids), MOST_PIECES) for ids in made["input_ids"]]
    foreign = foreignness(sample.texts, tokenizer, located.terms) if is_it else Foreignness()
    return LengthsMeasured(
        request_id=request_id,
        tokenizer=located.name,
        lengths=lengths,
        rows=sample.rows,
        total=sample.total,
        longest=teachers.longest_text(teachers.load_config(located.path)),
        unknown=foreign.unknown,
        pieces_a_word=foreign.pieces,
        pieces_a_character=foreign.pieces_a_character,
    )


def _on_this_computer(model: str, base: Path, hub: Hub | None) -> tuple[Located, bool]:
    """The teacher, and whether it is: the starter stands in where it is not here yet, or cannot be used, which is told elsewhere."""
    try:
        located = teachers.locate(model, base, hub)
        teachers.load_tokenizer(located.path)
    except ProblemError:
        return teachers.locate(STARTER, base, hub), False
    return located, True
