"""How a field that a person sets is described: title, a line of help, unit and range. Must not know: any one field."""

from __future__ import annotations

from typing import Any

from msgspec import Meta


def about(title: str, text: str, unit: str = "", **limits: Any) -> Meta:
    """What stands beside a field's type. limits: as msgspec names them (`ge`, `gt`, `le`, `lt`, `pattern`, `min_length`, `max_length`)."""
    return Meta(title=title, description=text, extra={"unit": unit}, **limits)
