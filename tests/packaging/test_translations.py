"""The Chinese words: complete, up to date with the sources, with the same places for values, and built."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "resources" / "i18n" / "distilstudio_zh_CN.ts"
PLACE = re.compile(r"\{[^{}]*\}|%n|%L?\d")


@pytest.fixture(scope="module")
def renewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make i18n` makes of a copy of the file."""
    copy = tmp_path_factory.mktemp("i18n") / TS.name
    shutil.copy(TS, copy)
    # -o: set-up has been done by whoever runs the tests.
    command = ["make", "-s", "-o", ".venv/.ready-test", "i18n", f"TS={copy}", f"BIN={Path(sys.executable).parent}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return copy


def messages() -> list[tuple[str, str, list[str], bool]]:
    """Context, English, Chinese (all plural forms) and whether it is finished, of every message."""
    found = []
    for context in ElementTree.parse(TS).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found.append((context.findtext("name", ""), message.findtext("source", ""), forms, translation.get("type") is None))
    return found


def test_the_words_are_those_of_the_sources(renewed: Path) -> None:
    assert renewed.read_text("utf-8") == TS.read_text("utf-8"), "run make i18n and translate what is new"


def test_the_built_file_is_that_of_the_words(renewed: Path) -> None:
    assert renewed.with_suffix(".qm").read_bytes() == TS.with_suffix(".qm").read_bytes(), "run make i18n"


def test_every_sentence_is_translated() -> None:
    assert len(messages()) > 300
    assert [(context, source) for context, source, forms, finished in messages() if not finished or not all(forms)] == []


def test_every_translation_has_the_places_of_its_sentence() -> None:
    wrong = [
        (context, source, form)
        for context, source, forms, _ in messages()
        for form in forms
        if sorted(PLACE.findall(form)) != sorted(PLACE.findall(source))
    ]
    assert wrong == []
