"""What a target says that names no label, in every task alike. Must not know: tasks, losses, rows."""

from __future__ import annotations

UNLABELLED = -1
"""A place that counts, and carries no label: the teacher's answer is learnt there, and nothing else. A label is 0 or more."""
NOT_COUNTED = -100
"""A place that counts for nothing, such as padding; the number that transformers pads labels with, and torch's cross entropy passes over."""
