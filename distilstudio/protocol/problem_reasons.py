"""Reasons for a refusal, as whole sentences that fill the place {reason} of a problem: why a model is no teacher, why a student cannot learn on.

They stand in the context "Problem" too. Must not know: which problem says them, how a reason is found.
"""

from __future__ import annotations

from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

OWN_CODE = QT_TRANSLATE_NOOP("Problem", "It needs program code of its own, which is never run here.")
ADAPTER = QT_TRANSLATE_NOOP("Problem", "It is a LoRA adapter: an addition to another model, and no model by itself.")
GGUF = QT_TRANSLATE_NOOP("Problem", "Its weights are GGUF files, which are made for answering and cannot be trained.")
OTHER_LIBRARY = QT_TRANSLATE_NOOP("Problem", "Its weights are for TensorFlow, Flax or ONNX only.")
PICKLE = QT_TRANSLATE_NOOP("Problem", "Its weights are a pickle, which may hold program code and is never opened here.")
WRITES_TEXTS = QT_TRANSLATE_NOOP("Problem", "It writes texts (an encoder-decoder); a teacher here only reads them.")
OTHER_FAMILY = QT_TRANSLATE_NOOP("Problem", "Models of its family cannot be cut here.")
ONLY_READS = QT_TRANSLATE_NOOP("Problem", "It has no head for it: it reads texts, and gives no answers.")
OTHER_HEAD = QT_TRANSLATE_NOOP("Problem", "Its head was made for another kind of work.")
ONE_LABEL_HEAD = QT_TRANSLATE_NOOP("Problem", "Its head gives one label a text; your rows may carry several.")
SEVERAL_LABELS_HEAD = QT_TRANSLATE_NOOP("Problem", "Its head gives any number of labels a text; your rows carry one.")
HEAD_REASONS = (ONLY_READS, OTHER_HEAD, ONE_LABEL_HEAD, SEVERAL_LABELS_HEAD)
"""Why a teacher cannot be checked: what {reason} says then."""
TORN_WEIGHTS = QT_TRANSLATE_NOOP(
    "Problem", "Its file of weights lacks parts that its config.json speaks of, or has them in another size."
)
TOO_SHORT = QT_TRANSLATE_NOOP("Problem", "It reads so few word pieces at a time that no text has room.")
NO_FOLDER = QT_TRANSLATE_NOOP("Problem", "The folder does not exist.")
ON_THE_HUB = QT_TRANSLATE_NOOP("Problem", "It is a model of the Hugging Face Hub, and has to be downloaded once.")
MODEL_REASONS = (
    OWN_CODE,
    ADAPTER,
    GGUF,
    OTHER_LIBRARY,
    PICKLE,
    WRITES_TEXTS,
    OTHER_FAMILY,
    NO_FOLDER,
    ON_THE_HUB,
    TORN_WEIGHTS,
    TOO_SHORT,
)
"""Why a model is no teacher: what {reason} says then."""
NO_STUDENT = QT_TRANSLATE_NOOP("Problem", "There is no model in that folder that can be loaded.")
OTHER_LABELS = QT_TRANSLATE_NOOP("Problem", "It answers with other labels than your texts have.")
OTHER_WORD_PIECES = QT_TRANSLATE_NOOP("Problem", "It reads other word pieces than this teacher.")
SHORTER_TEXTS = QT_TRANSLATE_NOOP("Problem", "It reads shorter texts than this teacher.")
START_REASONS = (NO_STUDENT, OTHER_LABELS, OTHER_WORD_PIECES, SHORTER_TEXTS)
"""Why a student cannot learn on: what {reason} says then."""
OTHER_TOKENIZER = QT_TRANSLATE_NOOP("Problem", "This teacher’s tokenizer is of a kind that cannot be made smaller here.")
ODD_TOKENIZER = QT_TRANSLATE_NOOP("Problem", "This teacher’s tokenizer, made smaller, would no longer cut your texts as before.")
FILLS_IN_WORDS = QT_TRANSLATE_NOOP("Problem", "A student that learns to fill in words has to know all of them.")
VOCABULARY_REASONS = (OTHER_TOKENIZER, ODD_TOKENIZER, FILLS_IN_WORDS)
"""Why a student has to know all of its teacher's word pieces: what {reason} says then."""
UNKNOWN_NAME = QT_TRANSLATE_NOOP(
    "Problem", "Its name cannot be looked up: there is no internet connection, or the address is wrong."
)
NO_ROAD = QT_TRANSLATE_NOOP("Problem", "No way leads there: there is no internet connection.")
REFUSED = QT_TRANSLATE_NOOP("Problem", "The connection is refused: nothing answers at this address.")
TOO_LATE = QT_TRANSLATE_NOOP("Problem", "No answer came in time.")
CUT_OFF = QT_TRANSLATE_NOOP("Problem", "The other side closed the connection.")
NOT_TRUSTED = QT_TRANSLATE_NOOP(
    "Problem", "Its certificate cannot be trusted. Often a company’s network stands between, or the computer’s clock is wrong."
)
NETWORK_REASONS = (UNKNOWN_NAME, NO_ROAD, REFUSED, TOO_LATE, CUT_OFF, NOT_TRUSTED)
"""Why an address is not reached: what {reason} says then."""
NO_NUMBERS = QT_TRANSLATE_NOOP("Problem", "Some of its weights are no longer numbers.")
STUDENT_REASONS = (NO_NUMBERS,)
"""Why a student cannot be read, besides what libraries say: what {reason} says then."""
