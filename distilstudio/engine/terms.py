"""What a model's own card says of licence and language, which the card of a model that is made from it has to say too.

Must not know: what cards say besides, teachers, the Hub's requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from huggingface_hub import metadata_load

STATED = ("language", "license", "license_name", "license_link")
"""Fields of a card's front matter that are handed on, as the Hub calls them."""
_FILES = "https://huggingface.co/{model}/blob/main/{file}"


@dataclass(frozen=True)
class Terms:
    """`stated`: what stands in the front matter, by the names above."""

    stated: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def licence(self) -> str:
        """In a few words; "" where none is stated."""
        stated = self.stated.get("license", "")
        short = stated if isinstance(stated, str) else ", ".join(stated)
        name = self.stated.get("license_name", "")
        return f"{short} ({name})" if short and name else short


def terms_of(folder: Path, hub_model: str = "") -> Terms:
    """What the card in a model's folder states; nothing where there is none, or none that can be read.

    hub_model: the model's name on the Hub, where a file beside the card that tells the licence can be read by those who do not have it.
    """
    try:
        found = metadata_load(folder / "README.md") or {}
    except Exception:  # a card is anybody's text: no file, no UTF-8, no YAML, and yaml's own kinds
        return Terms()
    stated = {name: value for name in STATED if (value := _words(found.get(name)))}
    link = stated.get("license_link")
    if hub_model and isinstance(link, str) and "://" not in link:
        stated["license_link"] = _FILES.format(model=hub_model, file=link)
    return Terms(stated)


def _words(value: object) -> str | list[str]:
    """A text or several; nothing of what is neither."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return value.strip() if isinstance(value, str) else ""
