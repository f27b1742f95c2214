"""An import-linter contract that says what a room may import, by dotted name; everything else is forbidden.

import-linter's own contracts see an outside package as one module, so they cannot tell PySide6.QtCore from PySide6.QtWidgets. This one reads
the import statements themselves. The standard library is always allowed.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Room(Contract):
    """`modules` (patterns) may import only names that start with one of `may_import`; `except_modules` are left out."""

    type_name = "room"

    modules = fields.ListField(subfield=fields.StringField())
    may_import = fields.ListField(subfield=fields.StringField())
    except_modules = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Read every module of the room."""
        members = [name for name in sorted(graph.modules) if _matches(name, self.modules)]
        if not members:
            raise ValueError(f"no module matches {self.modules}")
        strangers = [
            (module, line, name)
            for module in members
            if not _matches(module, self.except_modules)
            for line, name in imported_names(module)
            if not self._allows(name)
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that does not belong here."""
        strangers: list[tuple[str, int, str]] = check.metadata["strangers"]
        for module, line, name in strangers:
            output.print_error(f"{module} (line {line}) must not import {name}", bold=False)

    def _allows(self, name: str) -> bool:
        if name.split(".", 1)[0] in sys.stdlib_module_names:
            return True
        allowed: Any = self.may_import
        return any(name == prefix or name.startswith(prefix + ".") for prefix in allowed)


def imported_names(module: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports: `from a import b` gives `a.b`."""
    path = source_of(module)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            origin = ".".join(part for part in (parent, node.module or "") if part)
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def source_of(module: str) -> Path:
    """The file of a module, found without importing it."""
    top, *rest = module.split(".")
    spec = find_spec(top)
    if spec is None or spec.origin is None:
        raise ValueError(f"there is no package {top}")
    place = Path(spec.origin).parent.joinpath(*rest)
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _matches(name: str, patterns: Any) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
