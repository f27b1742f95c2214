"""What the values of a recipe's choices are called, in words of the language in force. Must not know: which setting has which."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def value_words(value: str) -> str:
    """The value "whole" in the person's language. What is called so everywhere ("utf-8", "bf16", "cuda") stays as it is."""
    words = {
        "auto": translate("RecipeValue", "auto"),
        "yes": translate("RecipeValue", "yes"),
        "no": translate("RecipeValue", "no"),
        "classification": translate("RecipeValue", "labels"),
        "ner": translate("RecipeValue", "names"),
        "qa": translate("RecipeValue", "questions"),
        "mlm": translate("RecipeValue", "general"),
        "starter": translate("RecipeValue", "starter"),
        "score": translate("RecipeValue", "score"),
        "equal": translate("RecipeValue", "equal"),
        "half": translate("RecipeValue", "half"),
        "quarter": translate("RecipeValue", "quarter"),
        "tiny": translate("RecipeValue", "tiny"),
        "custom": translate("RecipeValue", "custom"),
        "whole": translate("RecipeValue", "whole"),
        "used": translate("RecipeValue", "used"),
        "spread": translate("RecipeValue", "spread"),
        "lowest": translate("RecipeValue", "lowest"),
        "\t": translate("RecipeValue", "tab"),
    }
    return words.get(value, value)
