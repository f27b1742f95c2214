"""The proof run: what a finished run's student owes to its teacher. Must not know: how it is found out, the window."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from distilstudio.protocol.problems import Problem
from distilstudio.protocol.report import Proof, Report

ProofStep = Literal["read", "learn", "exam"]


class ProveRun(Struct, frozen=True, tag="prove_run", forbid_unknown_fields=True):
    """Train the small model of the finished run in the folder `out` once more, without its teacher, and hold both against each other on
    the run's exam rows. Answer: ProofProgress, and last ProofEnded."""

    proof_id: str
    out: str


class StopProof(Struct, frozen=True, tag="stop_proof", forbid_unknown_fields=True):
    """End the proof run; nothing of it is kept, what was proved before stays."""

    proof_id: str


class ProofProgress(Struct, frozen=True, tag="proof_progress", forbid_unknown_fields=True):
    """How far a proof run is: "read" texts and models, "learn" without the teacher, "exam" of both; `done` of `total` steps or rows.
    seconds_left: of all of it, null while unknown."""

    proof_id: str
    step: ProofStep
    done: int = 0
    total: int = 0
    seconds_left: float | None = None


class ProofEnded(Struct, frozen=True, tag="proof_ended", forbid_unknown_fields=True):
    """The last event of a proof run. done carries the run's report with its proof; failed carries a problem."""

    proof_id: str
    outcome: Literal["done", "discarded", "failed"]
    report: Report | None = None
    problem: Problem | None = None


ProofEvent = ProofProgress | ProofEnded


def verdict(proof: Proof) -> Literal["gain", "none", "loss"]:
    """What the interval says: the teacher has helped, nothing can be shown on so many rows, or it has done harm."""
    if proof.low > 0:
        return "gain"
    return "loss" if proof.high < 0 else "none"


def points(share: float) -> str:
    """Hundredths with their sign where it is below 0: 0.031 → "3.1", −0.004 → "−0.4"."""
    return f"{100 * share:.1f}".replace("-0.0", "0.0").replace("-", "−")
