"""Chinese is complete, and the compiled file is the one made from the present strings."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from distilstudio import places
from distilstudio.gui.figures import sentences
from distilstudio.gui.i18n import Language, resolve

ROOT = Path(__file__).resolve().parents[2]
TS = places.resources() / "i18n" / "distilstudio_zh_CN.ts"
Message = tuple[str, str]


def messages(file: Path) -> dict[Message, ET.Element]:
    """Every message of a .ts file by context and source."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.findall("message"):
            found[(context.findtext("name") or "", message.findtext("source") or "")] = message
    return found


def tool(name: str) -> str:
    """One of PySide6's tools beside the interpreter."""
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> set[Message]:
    """What is said in the code as it is."""
    sources = sorted(str(file) for room in ("gui", "protocol") for file in (ROOT / "distilstudio" / room).rglob("*.py"))
    fresh = tmp_path_factory.mktemp("fresh") / "fresh.ts"
    subprocess.run([tool("lupdate"), "-silent", "-locations", "none", *sources, "-ts", str(fresh)], check=True)
    return set(messages(fresh))


def test_every_string_is_translated_and_none_is_left_over(wanted: set[Message]) -> None:
    here = set(messages(TS))
    assert wanted - here == set(), "run: make i18n, then translate"
    assert here - wanted == set(), "run: make i18n"
    unfinished = [key for key, message in messages(TS).items() if message.find("translation").get("type") == "unfinished"]
    assert unfinished == []


def test_an_apostrophe_is_a_curly_one_as_the_quotation_marks_are(wanted: set[Message]) -> None:
    assert [source for _, source in wanted if "'" in source] == []


def test_compiled_file_is_fresh(tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    subprocess.run([tool("lrelease"), "-silent", str(TS), "-qm", str(made)], check=True)
    assert made.read_bytes() == TS.with_suffix(".qm").read_bytes(), "run: make i18n"


def test_translations_keep_the_places_for_values() -> None:
    spoilt = []
    for (context, source), message in messages(TS).items():
        translation = message.findtext("translation") or ""
        if not translation.strip() or sorted(re.findall(r"\{\w*\}", translation)) != sorted(re.findall(r"\{\w*\}", source)):
            spoilt.append((context, source))
    assert spoilt == []


def test_language_choices_mean_something() -> None:
    assert (resolve("en"), resolve("zh_CN")) == ("en", "zh_CN")
    assert resolve("system") in ("en", "zh_CN")


def test_switching_there_and_back(qapp: QCoreApplication) -> None:
    language = Language("en")
    language.set_choice("zh_CN")
    assert QCoreApplication.translate("Recipe", "Temperature") == "温度"
    language.set_choice("en")
    assert QCoreApplication.translate("Recipe", "Temperature") == "Temperature"


def test_sentences_stand_apart_as_each_language_has_it() -> None:
    assert sentences("About 5 s left.", "", "Best so far at step 9.") == "About 5 s left. Best so far at step 9."
    assert sentences("还剩约 5 秒。", "目前最好的是第 9 步。") == "还剩约 5 秒。目前最好的是第 9 步。"
