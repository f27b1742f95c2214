"""Refuse a Python that is too old. In words that each of them reads since 2.7, for which all other files here are one syntax error."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "DistilStudio needs Python 3.11 or newer; this is %d.%d.%d. Try: make run PYTHON=python3.12"  # noqa: UP031
        % sys.version_info[:3]
    )
