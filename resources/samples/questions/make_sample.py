"""Write train.json and exam.json of the bundled "questions" sample from the passages in parts/. Knows nothing of the program.

Run it in any folder: `python make_sample.py [--out FOLDER]`. The same seed gives the same bytes. The marks are told in README.md.
"""

import argparse
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

PARTS = Path(__file__).parent / "parts"
SEED = 11
EXAM_ROUNDS = 2  # passages made of each exam frame
WHOLE_SHARE = 0.25  # passages of the training that are not cut in two: short ones teach as much in half the time
PART_WORDS = 18  # at least so many words in either part
MIDDLE = (2, 4)  # sentences of a frame that stand between its first and its last one
LOWER_SHARE = 0.05  # questions typed in haste
LISTS = {
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
    "street": [
        "Mill Lane",
        "Church Street",
        "Station Road",
        "Harbour Street",
        "Linden Avenue",
        "Quarry Road",
        "Rope Street",
        "Canal Walk",
        "Orchard Street",
        "King Street",
        "Tannery Row",
        "Market Square",
    ],
}
HOURS = {"t": (6, 22), "tm": (6, 10), "ta": (12, 17), "te": (18, 22), "tn": (1, 5)}  # any, morning, afternoon, evening, night
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MARK = re.compile(r"\[(\w+):|\]")
SENTENCE_END = re.compile(r'(?<=[.!?])"? (?=["A-Z\d])')
SLOT = re.compile(r"\{(?P<kind>[a-z]+)(?P<number>\d*)(?:\.(?P<part>first|last))?(?::(?P<low>\d+)-(?P<high>\d+))?\}")
Kinds = dict[str, list[str]]


class Answer(TypedDict):
    """One accepted answer; the start counts code points of the context."""

    text: str
    answer_start: int


class Question(TypedDict):
    """One question in the SQuAD layout."""

    id: str
    question: str
    answers: list[Answer]


class Passage(TypedDict):
    """A context and its questions."""

    context: str
    qas: list[Question]


@dataclass
class Frame:
    """A passage to be: sentences with their place (">", "~" or "<") and other wordings; questions as (keys, wordings)."""

    title: str
    whole: bool
    kinds: Kinds = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    sentences: list[tuple[str, list[str]]] = field(default_factory=list)
    questions: list[tuple[list[str], list[str]]] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Take one line of a parts file."""
        mark, rest = line[0], line[1:].strip()
        if mark == "?":
            keys, *wordings = (part.strip() for part in rest.split("|"))
            self.questions.append((keys.split(","), wordings))
        elif mark == "x":
            name, _, values = rest.partition("=")
            kind, _, partner = name.partition("~")
            self.kinds[kind] = values.split("|")
            if partner:
                self.linked[kind] = partner
        else:
            self.sentences.append((mark, [part.strip() for part in rest.split("//")]))


def read_frames(name: str) -> list[Frame]:
    """The frames of a file in parts/, or the whole passages of one that is named so."""
    frames: list[Frame] = []
    for line in (PARTS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            frames.append(Frame(line[2:].strip(), name.startswith("written")))
        elif line.strip() and not line.startswith("#"):
            frames[-1].add(line)
    return frames


def read_names() -> Kinds:
    """The names that frames may take, with days, months and the like."""
    kinds: Kinds = {}
    kind = ""
    for line in (PARTS / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            kinds[kind] = [name.strip() for name in line.split(";")]
    clock = {
        name: [f"{hour}:{minute}" for hour in range(*span) for minute in ("00", "15", "30", "45")] for name, span in HOURS.items()
    }
    return kinds | LISTS | clock


class Filler:
    """Puts values into the slots of one passage; a slot keeps its value, and values do not repeat."""

    def __init__(self, frame: Frame, names: Kinds, rng: random.Random) -> None:
        """Take the frame's own banks before the common names."""
        self._kinds = names | frame.kinds
        self._linked = frame.linked
        self._rng = rng
        self._values: dict[str, str] = {}

    def fill(self, text: str) -> str:
        """The text with its slots filled, small numbers sometimes as words, and "a" before a vowel made "an"."""
        while SLOT.search(text):  # a value may have slots of its own
            text = SLOT.sub(self._slot, text)
        text = re.sub(r"\b([Aa]) (?=(?:\[\w+:)*(?!uni|use|one|eu)[aeiou])", r"\1n ", text)
        text = re.sub(r"(\d+)th\b", lambda found: ordinal(int(found[1])), text)
        return re.sub(r"(^|[.!?] )((?:\[\w+:)*)([a-z])", lambda found: found[1] + found[2] + found[3].upper(), text)

    def _slot(self, found: re.Match[str]) -> str:
        name = found["kind"] + found["number"]
        if name not in self._values:
            self._values[name] = self._draw(found)
        value = self._values[name]
        if found["part"]:
            first, last = value.split(" ", 1)
            return first if found["part"] == "first" else last
        after = found.string[found.end() : found.end() + 5]
        plain = re.match(r" [a-z]", after) and not re.match(r" (to|and) ", after) and found.string[found.start() - 1] != "."
        if value.isdigit() and int(value) < len(WORDS) and plain and self._rng.random() < 0.5:
            return WORDS[int(value)]
        return value

    def _draw(self, found: re.Match[str]) -> str:
        kind = found["kind"]
        if kind in self._linked:
            partner = self._linked[kind]
            return self._kinds[kind][self._kinds[partner].index(self._values[partner])]
        value = ""
        for _ in range(50):
            if found["low"]:
                number = self._rng.randint(int(found["low"]), int(found["high"]))
                number = number // 100 * 100 if number > 10_000 else number
                value = str(number) if kind in ("y", "year") else f"{number:,}"
            else:
                value = self._rng.choice(self._kinds[kind])
            if value not in self._values.values():
                break
        return value


def ordinal(number: int) -> str:
    """1 → "1st" and so on."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


def unmark(text: str) -> tuple[str, dict[str, Answer]]:
    """Take the "[key:words]" marks out of a text, nested ones too, and say where the words stand."""
    plain, open_marks, answers, last = "", [], {}, 0
    for found in MARK.finditer(text):
        plain += text[last : found.start()]
        last = found.end()
        if found[1]:
            open_marks.append((found[1], len(plain)))
        else:
            key, start = open_marks.pop()
            answers[key] = Answer(text=plain[start:], answer_start=start)
    return plain + text[last:], answers


def arrange(frame: Frame, filler: Filler, rng: random.Random) -> str:
    """The marked text of a passage: fixed start, some of the middle in any order, and in two of three the fixed end."""
    chosen = [(mark, rng.choice(wordings)) for mark, wordings in frame.sentences]
    middle = [text for mark, text in chosen if mark == "~"]
    rng.shuffle(middle)
    end = [text for mark, text in chosen if mark == "<"] if rng.random() < 2 / 3 else []
    parts = [text for mark, text in chosen if mark == ">"] + middle[: rng.randint(*MIDDLE)] + end
    return " ".join(filler.fill(text) for text in parts)


def accepted(keys: list[str], answers: dict[str, Answer], exam: bool) -> list[Answer]:
    """The answers of a question: one in train; in the exam also each other key, and a number without its unit."""
    found = [answers[key] for key in keys if key in answers]
    if not exam:
        return found[:1]
    for answer in list(found):
        number = re.match(r"(\d[\d,.]*) [a-z]+$", answer["text"])
        if number:
            found.append(Answer(text=number[1], answer_start=answer["answer_start"]))
    return found


def parts_of(passage: Passage, rng: random.Random) -> list[Passage]:
    """A passage cut in two at the end of a sentence near its middle, each part with its own questions; or as it is."""
    context = passage["context"]
    ends = [found.end() for found in SENTENCE_END.finditer(context)]
    held = [
        (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
        for asked in passage["qas"]
        for answer in asked["answers"]
    ]
    cuts = [
        end
        for end in ends
        if min(len(context[:end].split()), len(context[end:].split())) >= PART_WORDS
        and not any(start < end < last for start, last in held)
    ]
    if not cuts or rng.random() < WHOLE_SHARE:
        return [passage]
    cut = min(cuts, key=lambda end: abs(end - rng.uniform(0.4, 0.6) * len(context)))
    parts = [Passage(context=context[:cut].strip(), qas=[]), Passage(context=context[cut:], qas=[])]
    for asked in passage["qas"]:
        answer = asked["answers"][0]
        late = answer["answer_start"] >= cut
        moved = Answer(text=answer["text"], answer_start=answer["answer_start"] - cut * late)
        parts[late]["qas"].append(Question(id=asked["id"], question=asked["question"], answers=[moved]))
    return [part for part in parts if part["qas"]]


def make_passage(frame: Frame, names: Kinds, rng: random.Random, exam: bool, name: str) -> tuple[str, Passage]:
    """One passage with three to six questions (all of them where it was written whole)."""
    filler = Filler(frame, names, rng)
    title = frame.title if frame.whole else filler.fill(frame.title)
    context, answers = unmark(frame.sentences[0][1][0] if frame.whole else arrange(frame, filler, rng))
    open_questions = [(keys, wordings) for keys, wordings in frame.questions if set(keys) & set(answers)]
    wanted = len(open_questions) if frame.whole else rng.randint(4, 6)
    picked = rng.sample(open_questions, min(wanted, len(open_questions)))
    qas: list[Question] = []
    for keys, wordings in picked:
        wording = rng.choice(wordings)
        question = wording if frame.whole else filler.fill(wording)
        if rng.random() < LOWER_SHARE:
            question = question.lower().rstrip("?")
        qas.append(Question(id=f"{name}-{len(qas) + 1}", question=question, answers=accepted(keys, answers, exam)))
    return title, Passage(context=context, qas=qas)


def make_split(frames: list[Frame], exam: bool, rng: random.Random) -> str:
    """The JSON text of one split, a title a line; frames that come several times give several passages."""
    names = read_names()
    rng.shuffle(frames)
    data = []
    for index, frame in enumerate(frames):
        prefix = "exam" if exam else "train"
        title, passage = make_passage(frame, names, rng, exam, f"{prefix}-{index + 1:03d}")
        data.append({"title": title, "paragraphs": [passage] if exam else parts_of(passage, rng)})
    lines = ",\n".join(json.dumps(passage, ensure_ascii=False) for passage in data)
    return f'{{"version": "1.1", "data": [\n{lines}\n]}}\n'


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    out: Path = parser.parse_args().out
    rng = random.Random(SEED)
    train = make_split(read_frames("written_train.txt") + read_frames("written_short.txt"), False, rng)
    frames = read_frames("frames_exam.txt") * EXAM_ROUNDS + read_frames("frames_more.txt")
    exam = make_split(read_frames("written_exam.txt") + frames, True, rng)
    (out / "train.json").write_bytes(train.encode("utf-8"))
    (out / "exam.json").write_bytes(exam.encode("utf-8"))


if __name__ == "__main__":
    main()
