"""Cards: what a teacher's card says of licence and language is said by every model made from it, in front matter that the Hub can read."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub import ModelCard

from distilstudio.engine import teachers
from distilstudio.engine.building import how_made
from distilstudio.engine.cards import model_card
from distilstudio.engine.control import Control
from distilstudio.engine.export import export
from distilstudio.engine.runs import PROVENANCE
from distilstudio.engine.tasks import task_of
from distilstudio.engine.terms import Terms, terms_of
from distilstudio.protocol.commands import ExportRun
from distilstudio.protocol.recipe import Recipe
from tests.engine.finished_runs import finished_run
from tests.tiny_models import make_tiny_teacher

LANGUAGES = [f"l{number}" for number in range(100)]
OTHER = "license: other\nlicense_name: 'mine: all'\nlicense_link: LICENSE"


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_teacher(tmp_path_factory.mktemp("cards") / "teacher", labels=["no", "yes"])


def front_matter(card: str) -> dict[str, Any]:
    """As the Hub reads it."""
    told: dict[str, Any] = ModelCard(card).data.to_dict()
    return told


@pytest.mark.parametrize(
    ("card", "stated", "shown"),
    [
        ("---\nlicense: Apache-2.0 # see: LICENSE\n---\n# A", {"license": "apache-2.0"}, "Apache-2.0"),
        (
            "---\nlanguage:\n- " + "\n- ".join(LANGUAGES) + "\nlicense: mit\n---\n",
            {"language": LANGUAGES, "license": "mit"},
            "mit",
        ),
        ("---\nlicense:\n- mit\n- CC0-1.0\n---\n", {"license": ["mit", "cc0-1.0"]}, "mit, CC0-1.0"),
        (
            f"---\n{OTHER}\n---\n",
            {"license": "other", "license_name": "mine: all", "license_link": "LICENSE"},
            "other (mine: all)",
        ),
        ("\ufeff---\r\nlicense: mit\r\n---\r\n", {"license": "mit"}, "mit"),
        ("# A\n\nlicense: see the file: LICENSE (Foo: bar)\n", {}, ""),
        ("---\nlicense: [mit\n---\n", {}, ""),
        ("---\nlicense: 3\nlanguage: [en, 7]\n---\n", {"language": ["en"]}, ""),
    ],
)
def test_a_student_s_card_says_of_the_licence_what_its_teacher_s_does(
    teacher: Path, card: str, stated: dict[str, object], shown: str
) -> None:
    (teacher / "README.md").write_text(card, encoding="utf-8", newline="")
    located = teachers.locate(str(teacher), Path.cwd())
    assert located.terms.licence == shown
    written = front_matter(model_card(task_of(Recipe(), ["no", "yes"]), "student", located, {}, 48, ""))
    assert {name: value for name, value in written.items() if name.startswith(("licen", "lang"))} == stated
    assert "texts of up to 48 word pieces" in model_card(task_of(Recipe(), ["no", "yes"]), "student", located, {}, 48, "")
    assert written["pipeline_tag"] == "text-classification"


def test_the_file_of_a_licence_is_linked_where_the_hub_has_it(tmp_path: Path) -> None:
    for link, told in (("LICENSE", "https://huggingface.co/a/b/blob/main/LICENSE"), ("https://x.org/l", "https://x.org/l")):
        (tmp_path / "README.md").write_text(f"---\nlicense: other\nlicense_link: {link}\n---\n")
        assert terms_of(tmp_path, "a/b").stated["license_link"] == told


def test_an_exported_file_s_card_says_what_the_student_s_does(tmp_path: Path) -> None:
    run = finished_run(tmp_path, "classification")
    (run / "student" / "README.md").write_text(f"---\nlanguage: zh\n{OTHER}\n---\n# A\n")
    (run / "student" / PROVENANCE).write_text('{"max_length": 48, "teacher": "a/large-one"}')
    for _ in export(ExportRun("export-1", str(run), ("onnx",)), Control()):
        pass
    card = (run / "exports/onnx/README.md").read_text(encoding="utf-8")
    assert "# Distilled by DistilStudio from a/large-one, as ONNX in 32-bit floats" in card
    told = front_matter(card)
    assert (told["library_name"], told["language"], told["license"], told["license_name"]) == ("onnx", "zh", "other", "mine: all")


@pytest.mark.parametrize(("label", "span"), [("bad", "`bad`"), ("a `b` | <i>", "`` a `b` | <i> ``"), ("``", "``` `` ```")])
def test_a_label_with_backticks_stays_in_its_code_span(teacher: Path, label: str, span: str) -> None:
    located = teachers.Located("starter", teacher, "a", Terms())
    assert f"Labels: {span}, `yes`\n" in model_card(task_of(Recipe(), [label, "yes"]), "student", located, {}, 48, "")


@pytest.mark.parametrize(("own", "told"), [(163, ["It knows 163 of its teacher's 164 word pieces"]), (164, [])])
def test_word_pieces_are_told_of_where_some_were_left_out(own: int, told: list[str]) -> None:
    config = SimpleNamespace(hidden_size=32)
    prepared = SimpleNamespace(by_student=SimpleNamespace(tokenizer=range(own)), tokenizer=range(164))
    assert [sentence.partition(":")[0] for sentence in how_made(config, config, prepared, [])] == told  # type: ignore[arg-type]
