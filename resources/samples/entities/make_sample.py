"""Write train.conll and exam.conll of the bundled "entities" sample from the banks in parts/. Knows nothing of the program.

Run it in any folder: `python make_sample.py [--out FOLDER]`. The same seed gives the same bytes.
"""

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

PARTS = Path(__file__).parent / "parts"
SEED = 20
TRAIN_SENTENCES = 4000
EXAM_SENTENCES = 340
EXAM_SHARE = 4  # every fourth name of a bank is kept for the exam alone
COMMON_WEIGHT = 2  # how often a round takes each frame full of plain words
LOWER_SHARE = 0.04
INVENTED_SHARE = 0.4  # of companies; frames that speak ill use only invented ones ("firm") and nobody well known ("anon")
GROUPS = {
    "org": ["company", "company", "club", "ministry", "band", "univ", "ngo", "paper", "hospital"],
    "place": ["city", "city", "country", "region", "nature", "street", "building"],
    "prod": ["phone", "gadget", "car", "film", "book", "game", "drink", "app", "medicine", "brand"],
}
FILLERS = {
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "month": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "nat": [
        "French",
        "German",
        "Spanish",
        "Italian",
        "Nigerian",
        "Kenyan",
        "Indian",
        "Chinese",
        "Japanese",
        "Korean",
        "Brazilian",
        "Mexican",
        "Turkish",
        "Polish",
        "Irish",
        "Swedish",
        "Danish",
        "Greek",
        "Egyptian",
        "Canadian",
        "American",
        "British",
        "Cuban",
        "Swiss",
        "Chilean",
        "Russian",
        "Thai",
        "Moroccan",
        "Finnish",
        "Dutch",
    ],
    "job": [
        "nurse",
        "farmer",
        "carpenter",
        "pilot",
        "lawyer",
        "bus driver",
        "librarian",
        "chemist",
        "baker",
        "retired teacher",
        "plumber",
        "student",
        "engineer",
        "taxi driver",
        "photographer",
        "painter",
        "midwife",
        "soldier",
        "translator",
        "sailor",
    ],
    "title": ["Mr.", "Mrs.", "Ms.", "Dr.", "Professor", "Judge"],
}
# Words as the program cuts a typed text into: signs stand by themselves, but for "-" and "&" between letters.
TOKEN = re.compile(r"\w+(?:[&-]\w+)*|[^\w\s]")
MONEY = ["$ {} million", "€ {}", "{} euros", "£ {} billion", "{} dollars"]
Sentence = list[tuple[str, str]]


def read_lines(name: str) -> list[str]:
    """The lines of a file in parts/, without comments and empty lines."""
    lines = (PARTS / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def read_banks(name: str) -> dict[str, list[str]]:
    """The banks of a file in parts/: a "[bank]" line, and below it words separated by ";"."""
    banks: dict[str, list[str]] = {}
    bank = ""
    for line in read_lines(name):
        if line.startswith("["):
            bank = line.strip("[]")
            banks[bank] = []
        else:
            banks[bank] += [words.strip() for words in line.split(";")]
    return banks


def read_kept_out() -> set[str]:
    """Names that neither file may mark, in small letters."""
    return {name.strip().lower() for line in read_lines("kept_out.txt") for name in line.split(";")}


class Banks:
    """The names that one split may use, and how one is drawn."""

    def __init__(self, exam: bool, rng: random.Random) -> None:
        """Read the banks; `exam` says which share of the names is used."""
        self._exam = exam
        self._rng = rng
        self._types: dict[str, str] = {"full": "PERSON", "anon": "PERSON", "first": "PERSON", "last": "PERSON"}
        self._names: dict[str, list[str]] = {}
        self._cultures: list[tuple[list[str], list[str]]] = []
        self._people: list[str] = []
        self._common = FILLERS | read_banks("common.txt")
        self._read_names()
        self._read_persons()

    def _share(self, names: list[str]) -> list[str]:
        kept = [name for index, name in enumerate(names) if (index % EXAM_SHARE == EXAM_SHARE - 1) == self._exam]
        return kept or names

    def _read_names(self) -> None:
        for head, names in read_banks("names.txt").items():
            bank, entity_type = head.split()
            self._types[bank] = entity_type
            self._names[bank] = self._share(names)

    def _read_persons(self) -> None:
        for line in read_lines("persons.txt"):
            if line.startswith("="):
                self._people += self._share([name.strip() for name in line[1:].split(";")])
            else:
                given, family = ([word.replace("_", " ") for word in half.split()] for half in line.split("|"))
                self._cultures.append((self._share(given), self._share(family)))

    def draw(self, kind: str) -> tuple[str, str]:
        """A name of the kind and its type; fillers have the type O."""
        rng = self._rng
        if kind in GROUPS:
            kind = rng.choice(GROUPS[kind])
        if kind == "company" and rng.random() < INVENTED_SHARE:
            kind = "firm"
        if kind in self._types:
            return (self._person(kind) if self._types[kind] == "PERSON" else rng.choice(self._names[kind])), self._types[kind]
        if kind in self._common:
            return rng.choice(self._common[kind]), "O"
        numbers = {
            "n": lambda: str(rng.randint(2, 90)),
            "big": lambda: f"{rng.randint(1, 99) * 100:,}",
            "date": lambda: str(rng.randint(1, 28)),
            "future": lambda: str(rng.randint(2025, 2039)),
            "year": lambda: str(rng.randint(1820, 2024)),
            "time": lambda: f"{rng.randint(6, 22)}:{rng.choice(['00', '15', '30', '45'])}",
            "money": lambda: rng.choice(MONEY).format(rng.randint(3, 900)),
            "price": lambda: rng.choice(["$ {}", "€ {}.99", "{} euros"]).format(rng.randint(9, 400)),
        }
        return numbers[kind](), "O"

    def _person(self, kind: str) -> str:
        rng = self._rng
        if kind == "full" and rng.random() < 0.1:
            return rng.choice(self._people)
        given, family = rng.choice(self._cultures)
        if rng.random() < 0.12:
            family = rng.choice(self._cultures)[1]
        first, last = rng.choice(given), rng.choice(family)
        if kind == "first":
            return first
        if kind == "last":
            return last
        shape = rng.random()
        if shape < 0.07:
            first = f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}."
        elif shape < 0.12:
            first = f"{first[0]}."
        elif shape < 0.18:
            first = f"{first} {rng.choice(given)}"
        elif shape < 0.21 and " " not in last:
            last = f"{last}-{rng.choice(family)}"
        return f"{first} {last}"


def choose(frame: str, rng: random.Random) -> str:
    """Settle each "(a|b)" of a frame; brackets without a bar stay."""
    return re.sub(r"\(([^()]*\|[^()]*)\)", lambda found: rng.choice(found[1].split("|")), frame)


def fill(frame: str, banks: Banks, rng: random.Random) -> str:
    """Put names into the slots, as [TYPE:words]; one slot name keeps one value, and no value comes twice."""
    values: dict[str, str] = {}

    def value(found: re.Match[str]) -> str:
        slot = found[1]
        if slot not in values:
            for _ in range(20):
                name, entity_type = banks.draw(slot.rstrip("0123456789"))
                lead, bare = ("the ", name[4:]) if name.startswith("the ") else ("", name)
                text = name if entity_type == "O" else f"{lead}[{entity_type}:{bare}]"
                if text not in values.values():
                    break
            values[slot] = text
        return values[slot]

    text = re.sub(r"\{(\w+)\}", value, choose(frame, rng))
    return re.sub(
        r"\b([Aa])~ (\[\w+:)?(?=(...))",
        lambda found: found[1] + ("n " if re.match(r"[aeio8]|um|un[^i]", found[3], re.I) else " ") + (found[2] or ""),
        text,
    )


def tag(marked: str) -> Sentence:
    """Split a marked sentence into tokens with IOB2 tags."""
    text, spans = "", []
    for piece in re.split(r"(\[[A-Z]+:[^\]]+\])", marked):
        if piece.startswith("[") and piece.endswith("]"):
            entity_type, words = piece[1:-1].split(":", 1)
            spans.append((len(text), len(text) + len(words), entity_type))
            text += words
        else:
            text += piece
    if marked[:1].islower() and marked.startswith("the ["):
        text = "T" + text[1:]
    sentence: Sentence = []
    starts: set[int] = set()
    for found in TOKEN.finditer(text):
        label = "O"
        for start, end, entity_type in spans:
            if start <= found.start() < end:
                if found.end() > end:
                    raise ValueError(f"a token crosses the end of an entity: {found[0]!r} in {text!r}")
                label = ("I-" if start in starts else "B-") + entity_type
                starts.add(start)
        sentence.append((found[0], label))
    return sentence


def lowered(sentence: Sentence) -> Sentence:
    """The sentence as a hasty person types it."""
    return [(token.lower(), label) for token, label in sentence]


def sentences(frames: list[str], written: list[str], banks: Banks, rng: random.Random) -> Iterator[Sentence]:
    """The written sentences, then the frames in turn, each round in a new order."""
    for line in written:
        yield tag(line)
    while True:
        for frame in rng.sample(frames, len(frames)):
            sentence = tag(fill(frame, banks, rng))
            yield lowered(sentence) if rng.random() < LOWER_SHARE else sentence


def names_in(sentence: Sentence) -> set[str]:
    """The marked names, in small letters."""
    names: list[str] = []
    for token, label in sentence:
        if label.startswith("B-"):
            names.append(token.lower())
        elif label.startswith("I-"):
            names[-1] += " " + token.lower()
    return set(names)


def gather(source: Iterator[Sentence], count: int, taken: set[str], kept_out: set[str]) -> list[Sentence]:
    """The first `count` sentences whose text is not in `taken` and that mark no name kept out; adds them to it."""
    kept: list[Sentence] = []
    while len(kept) < count:
        sentence = next(source)
        key = " ".join(token for token, _ in sentence).lower()
        if key not in taken and not names_in(sentence) & kept_out:
            taken.add(key)
            kept.append(sentence)
    return kept


def write_conll(path: Path, rows: list[Sentence]) -> None:
    """One `token tag` a line, an empty line after each sentence."""
    text = "".join("".join(f"{token} {label}\n" for token, label in row) + "\n" for row in rows)
    path.write_bytes(text.encode("utf-8"))


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    out: Path = parser.parse_args().out
    rng = random.Random(SEED)
    taken: set[str] = set()
    kept_out = read_kept_out()
    frames, common = read_lines("frames_train.txt"), read_lines("frames_common.txt")
    exam_frames = read_lines("frames_exam.txt") * 2 + frames[::2] + common[::2]
    exam = gather(sentences(exam_frames, read_lines("written_exam.txt"), Banks(True, rng), rng), EXAM_SENTENCES, taken, kept_out)
    written = read_lines("written_train.txt") + read_lines("written_more.txt") + read_lines("written_third.txt")
    train_frames = frames + common * COMMON_WEIGHT
    train = gather(sentences(train_frames, written, Banks(False, rng), rng), TRAIN_SENTENCES, taken, kept_out)
    rng.shuffle(exam)
    rng.shuffle(train)
    write_conll(out / "train.conll", train)
    write_conll(out / "exam.conll", exam)


if __name__ == "__main__":
    main()
