"""DistilStudio: make a big language model small, in a window. This module imports nothing."""

__version__ = "0.1.0"
BUILD = "source"
"""Which build this is. A packaged program carries the build's own id; both sides of the wall compare it."""
