"""Write train.csv and exam.csv, the bundled sentiment sample, from the banks in parts/.

A third of the rows are whole reviews written by hand; the rest are composed from hand-written parts. Everything is drawn from
one seeded generator, so the same banks give the same bytes. Knows nothing of the program: run it alone, `python make_sample.py`.
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = HERE / "parts"
SEED = 20
LABELS = ("positive", "negative")
TRAIN_COMPOSED = 850  # rows per label
EXAM_COMPOSED = 75  # rows per label
EXAM_PLAIN = 65  # line numbers of plain_*.txt that go to the exam, from both labels at once
EXAM_WITTY = 30  # the same for positive.txt and negative.txt
HELD_OUT = 0.15  # share of facts and verdicts that only the exam may use
MAX_OVERLAP = 0.65  # two rows that share more of their words than this count as near-duplicates
NO_ADVICE = {"work", "day"}  # nobody recommends these
NO_PURCHASE = {"work", "day", "home", "council", "doctor"}  # nobody buys these in a shop
PEOPLE = {"work", "day", "home", "council", "doctor", "trades"}  # only one-word adjectives suit these, and nobody "adored" them
LIVED = {
    "film",
    "book",
    "restaurant",
    "hotel",
    "concert",
    "museum",
    "game",
    "course",
    "flight",
    "event",
    "day",
}  # take ~ adjectives

TRAIT_ODDS = 0.3  # how often a plain fact of the domain's group stands in for one of its own

Row = tuple[str, str]
ByLabel = dict[str, list[str]]


@dataclass
class Domain:
    """What can be said of one kind of thing; facts and traits by label, minors by the side they speak for."""

    name: str
    nouns: list[str] = field(default_factory=list)
    safe: str = ""
    neutral: list[str] = field(default_factory=list)
    minor: ByLabel = field(default_factory=lambda: {label: [] for label in LABELS})
    facts: ByLabel = field(default_factory=lambda: {label: [] for label in LABELS})
    traits: ByLabel = field(default_factory=lambda: {label: [] for label in LABELS})


Phrases = dict[str, list[str]]


@dataclass
class Bank:
    """The parts that one file may use."""

    domains: list[Domain]
    phrases: Phrases
    frames: dict[str, list[str]]


def read_lines(name: str) -> list[str]:
    """The lines of a part file, without comments and blank ones."""
    lines = (PARTS / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def read_sections(name: str) -> dict[str, list[str]]:
    """Lines under their [section] headings, in the file's order."""
    sections: dict[str, list[str]] = {}
    for line in read_lines(name):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        else:
            current.append(line)
    return sections


def read_domains() -> list[Domain]:
    """The domains of domains.txt; its first line says what the marks mean."""
    domains = []
    for name, lines in read_sections("domains.txt").items():
        domain = Domain(name)
        homes = {
            "@": domain.nouns,
            "=": domain.neutral,
            "p": domain.minor["positive"],
            "m": domain.minor["negative"],
            "+": domain.facts["positive"],
            "-": domain.facts["negative"],
        }
        for line in lines:
            mark, rest = line.split(" ", 1)
            if mark == "!":
                domain.safe = rest
            else:
                homes[mark].append(rest)
        domains.append(domain)
    return domains


def hold_out(rng: random.Random, lines: list[str]) -> tuple[list[str], list[str]]:
    """Split a bank into what train may use and what only the exam may use."""
    held = set(rng.sample(lines, max(2, round(len(lines) * HELD_OUT))))
    return [line for line in lines if line not in held], [line for line in lines if line in held]


def split_traits(rng: random.Random) -> tuple[dict[str, ByLabel], dict[str, ByLabel]]:
    """The plain facts of traits.txt by domain, for train and for the exam."""
    sides: tuple[dict[str, ByLabel], dict[str, ByLabel]] = ({}, {})
    for lines in read_sections("traits.txt").values():
        names = next(line for line in lines if line.startswith("!")).split()[1:]
        marked = {label: [line[2:] for line in lines if line[0] == mark] for label, mark in zip(LABELS, "+-", strict=True)}
        split = {label: hold_out(rng, marked[label]) for label in LABELS}
        for side, home in enumerate(sides):
            for name in names:
                home[name] = {label: split[label][side] for label in LABELS}
    return sides


def make_banks(rng: random.Random) -> tuple[Bank, Bank]:
    """The banks of train and exam: no fact and no verdict is in both."""
    train_domains: list[Domain] = []
    exam_domains: list[Domain] = []
    groups = split_traits(rng)
    for domain in read_domains():
        split = {label: hold_out(rng, domain.facts[label]) for label in LABELS}
        for home, side in ((train_domains, 0), (exam_domains, 1)):
            facts = {label: split[label][side] for label in LABELS}
            traits = groups[side].get(domain.name, {label: [] for label in LABELS})
            home.append(Domain(domain.name, domain.nouns, domain.safe, domain.neutral, domain.minor, facts, traits))
    train_phrases: Phrases = {}
    exam_phrases: Phrases = {}
    for name, lines in read_sections("phrases.txt").items():
        if name.endswith(("_verdict", "_advice", "_purchase")):
            train_phrases[name], exam_phrases[name] = hold_out(rng, lines)
        else:
            train_phrases[name] = exam_phrases[name] = lines
    frames = read_sections("frames.txt")
    return Bank(train_domains, train_phrases, frames), Bank(exam_domains, exam_phrases, frames)


def with_article(word: str) -> str:
    """The word after its indefinite article."""
    vowel = word[0] in "aeiou" and not word.startswith("use")
    return f"{'an' if vowel else 'a'} {word}"


def verdicts_for(domain: Domain, phrases: Phrases, side: str) -> list[str]:
    """The verdicts of one side ("good" or "bad") that make sense for the domain."""
    verdicts = list(phrases[f"{side}_verdict"])
    if domain.name not in NO_ADVICE:
        verdicts += phrases[f"{side}_advice"]
    if domain.name not in NO_PURCHASE:
        verdicts += phrases[f"{side}_purchase"]
    return verdicts


def adjectives_for(domain: Domain, phrases: Phrases, side: str) -> list[str]:
    """The adjectives and like phrases of one side that make sense for the domain."""
    words = [word for word in phrases[f"{side}_adjective"] if domain.name in LIVED or not word.startswith("~")]
    return [word.lstrip("~") for word in words if domain.name not in PEOPLE or " " not in word]


def fill(rng: random.Random, frame: str, domain: Domain, bank: Bank, label: str) -> str:
    """One frame with its places filled, agreement seen to, not yet capitalised."""
    side, other = ("good", "bad") if label == "positive" else ("bad", "good")
    phrases = bank.phrases
    words = adjectives_for(domain, phrases, side)
    plain = [word for word in words if " " not in word]
    adjectives = rng.sample(words, 3)
    opposites = rng.sample([word for word in adjectives_for(domain, phrases, other) if " " not in word], 2)
    facts = rng.sample(domain.facts[label], 2)
    if domain.traits[label] and rng.random() < TRAIT_ODDS:
        facts[rng.randrange(2)] = rng.choice(domain.traits[label])
    minors = rng.sample(domain.minor["negative" if label == "positive" else "positive"], 2)
    sames = rng.sample(domain.minor[label], 2)
    verdicts = rng.sample(verdicts_for(domain, phrases, side), 2)
    singular = [noun for noun in domain.nouns if not noun.startswith("*")] or ["pair"]
    chosen = domain.safe or "whole thing"
    if "{the}" in frame:
        chosen = rng.choice(domain.nouns)
    noun = chosen if "{the}" in frame and not chosen.startswith("*") else rng.choice(singular)
    values = {
        "the": "the " + chosen.lstrip("*"),
        "thing": "the " + chosen.lstrip("*"),
        "was": "were" if chosen.startswith("*") else "was",
        "noun": noun,
        "plain": rng.choice(plain),
        "a_adjective": f"{with_article(rng.choice(plain))}",
        "love": rng.choice(phrases[f"{side}_love"]),
        "feeling": rng.choice(phrases[f"{side}_feeling"]),
        "was_feeling": rng.choice(["was", "is"]),
        "neutral": rng.choice(domain.neutral),
        "opener": rng.choice(phrases["opener"]),
        "closer": rng.choice(phrases["closer"]),
    }
    names = ("adjective", "opposite", "fact", "minor", "same", "verdict")
    for name, picks in zip(names, (adjectives, opposites, facts, minors, sames, verdicts), strict=True):
        values[name] = picks[0]
        values |= {f"{name}{place}": pick for place, pick in enumerate(picks[1:], start=2)}
    return frame.format_map(values)


def polish(text: str) -> str:
    """Mend doubled marks and begin each sentence with a capital."""
    text = re.sub(r"\?[.:,]", "?", text)
    return re.sub(r"(^|[.!?] )([a-z])", lambda match: match[1] + match[2].upper(), text)


def misspell(rng: random.Random, text: str) -> str:
    """Swap two inner letters of one longer word, as a hasty thumb does."""
    words = text.split(" ")
    long_words = [place for place, word in enumerate(words) if word.isalpha() and len(word) > 5]
    if not long_words:
        return text
    place = rng.choice(long_words)
    word = words[place]
    at = rng.randrange(1, len(word) - 2)
    words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def dress(rng: random.Random, text: str) -> str:
    """Now and then chat style, an exclamation or a typing error; the same odds for either label."""
    dice = rng.random()
    if dice < 0.12:
        text = text.lower().rstrip(".")
        if rng.random() < 0.4:
            text = text.replace("'", "")
    elif dice < 0.22 and text.endswith("."):
        text = text[:-1] + rng.choice(["!", "!", "!!", "..."])
    return misspell(rng, text) if rng.random() < 0.05 else text


class Shelf:
    """Keeps the rows taken so far and turns away duplicates and near-duplicates."""

    def __init__(self) -> None:
        """Start empty."""
        self._words: list[frozenset[str]] = []
        self._texts: set[str] = set()

    def take(self, text: str, strict: bool) -> bool:
        """Whether the text is new; if so it is remembered. Strict asks for little overlap with all that came before."""
        key = " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "")))
        words = frozenset(key.split())
        if key in self._texts or not 3 <= len(text.split()) <= 60:
            return False
        if strict and any(len(words & seen) > MAX_OVERLAP * len(words | seen) for seen in self._words):
            return False
        self._texts.add(key)
        self._words.append(words)
        return True


def compose(rng: random.Random, bank: Bank, label: str, count: int, shelf: Shelf) -> list[Row]:
    """New rows of one label, spread evenly over domains."""
    frames = bank.frames["both"] * 2 + bank.frames[label]
    rows: list[Row] = []
    while len(rows) < count:
        domain = bank.domains[len(rows) % len(bank.domains)]
        frame = rng.choice(frames)
        if "{love}" in frame and domain.name in PEOPLE:
            continue
        text = dress(rng, polish(fill(rng, frame, domain, bank, label)))
        if shelf.take(text, strict=True):
            rows.append((text, label))
    return rows


def written(rng: random.Random, shelf: Shelf) -> tuple[list[Row], list[Row]]:
    """Hand-written rows for train and exam. Line n of either label goes to the same file, as some answer each other."""
    train: list[Row] = []
    exam: list[Row] = []
    for prefix, count in (("plain_", EXAM_PLAIN), ("", EXAM_WITTY)):
        texts = {label: read_lines(f"{prefix}{label}.txt") for label in LABELS}
        chosen = set(rng.sample(range(min(map(len, texts.values()))), count))
        for label in LABELS:
            for number, text in enumerate(texts[label]):
                if not shelf.take(text, strict=False):
                    raise ValueError(f"written twice, or not 3 to 60 words: {text}")
                (exam if number in chosen else train).append((text, label))
    return train, exam


def write_rows(path: Path, rows: list[Row]) -> None:
    """UTF-8, line feeds, quotes only where needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("text", "label"))
        writer.writerows(rows)


def main() -> None:
    """Write both files beside this one."""
    rng = random.Random(SEED)
    shelf = Shelf()
    train_bank, exam_bank = make_banks(rng)
    train, exam = written(rng, shelf)
    for label in LABELS:
        train += compose(rng, train_bank, label, TRAIN_COMPOSED, shelf)
        exam += compose(rng, exam_bank, label, EXAM_COMPOSED, shelf)
    rng.shuffle(train)
    rng.shuffle(exam)
    write_rows(HERE / "train.csv", train)
    write_rows(HERE / "exam.csv", exam)


if __name__ == "__main__":
    main()
