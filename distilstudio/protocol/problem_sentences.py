"""The sentences for every code of a problem: what happened, why, what to do.

The English sentences stand here once. The window translates the same sentences (context "Problem") and fills in the same values, so a
problem reads well in every language; `{name}` places are values. Must not know: who raises a problem, how it is shown.
"""

from __future__ import annotations

from distilstudio.protocol.problem_words import Sentences
from distilstudio.protocol.problems_of_data import OF_DATA
from distilstudio.protocol.problems_of_runs import OF_RUNS
from distilstudio.protocol.problems_of_teachers import OF_TEACHERS

CATALOGUE: dict[str, Sentences] = OF_DATA | OF_TEACHERS | OF_RUNS
