"""The `proof` command: what a run's teacher was worth, in a sentence. Ctrl+C leaves the run as it was.

Must not know: how it is found out.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from distilstudio.commandline.progress import score_words
from distilstudio.commandline.score_board import SCORES
from distilstudio.commandline.side_job import told_by_bar
from distilstudio.commandline.telling import console, counted, print_json, short, stdout_kept, tell_problem
from distilstudio.engine.control import Control
from distilstudio.protocol.proof import ProofEnded, ProofProgress, ProofStep, ProveRun, points, verdict
from distilstudio.protocol.report import Proof, Report
from distilstudio.protocol.scores import LOWER_IS_BETTER

DONE, PROBLEM, INTERRUPTED = 0, 1, 130
STEPS: dict[ProofStep, str] = {
    "read": "Reading texts and models",
    "learn": "Learning without the teacher",
    "exam": "Exam of both",
}


def run(words: argparse.Namespace) -> int:
    """Prove. Returns the exit code."""
    out = Path(words.run).absolute()
    with stdout_kept(words.json):
        ended = prove_with_bar(out)
    if ended.problem is not None:
        tell_problem(ended.problem, words.json)
        return PROBLEM
    if ended.report is None or ended.report.proof is None:
        console().print("Interrupted: nothing was changed.")
        return INTERRUPTED
    print_json(ended.report.proof) if words.json else print_proof(ended.report, out)
    return DONE


def prove_with_bar(out: Path) -> ProofEnded:
    """Do the proof run of the finished run in this folder, and show how far it is."""
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine.proof import prove

    control = Control()
    with told_by_bar(control) as show:
        for event in prove(ProveRun("proof", str(out)), control):
            match event:
                case ProofProgress():
                    show(STEPS[event.step], event.done, event.total, event.seconds_left)
                case ProofEnded():
                    return event
    raise AssertionError("the last event of a proof run is ProofEnded")


def print_proof(report: Report, out: Path) -> None:
    """Print what was proved on stdout."""
    words, proof = console(result=True), report.proof
    assert proof is not None, "there is something to print"
    name = report.score_name
    words.print(proof_words(proof, name), style="bold", soft_wrap=True)
    alone, student = score_words(name, proof.alone[name]), score_words(name, proof.student[name])
    words.print(f"{SCORES.get(name, name)}: without the teacher {alone}, with it {student}.", soft_wrap=True)
    words.print(START_WORDS[proof.start], soft_wrap=True)
    words.print(f"The small model without its teacher: {short(out / 'proof' / 'student')}", soft_wrap=True)


START_WORDS: dict[str, str] = {
    "base": "Without the teacher means: the same layers of the model as it came, a new head, and your labels, with the student's "
    "own rows, epochs, learning rate and seed.",
    "teacher": "This teacher came trained already, so the model that it was before is not known. Without the teacher means here: the same "
    "student as it was cut from it, learning from your labels alone.",
    "student": "This student had learnt before. Without the teacher means here: the student that it began from, learning on from your "
    "labels alone.",
}
"""What was trained without the teacher, by where it began."""


def proof_words(proof: Proof, score_name: str = "") -> str:
    """The one sentence that counts."""
    rows = counted(proof.rows, "exam row")
    if score_name in LOWER_IS_BETTER:
        low, gain, high = (points(-math.expm1(-nats)) for nats in (proof.low, proof.gain, proof.high))
        words = {"gain": "The teacher's help pays", "loss": "The teacher did harm", "none": "No gain that can be shown"}
        return f"{words[verdict(proof)]}: {score_name} lower by {gain} % (95 %: {low} to {high} %) on {rows}."
    interval = f"95 %: {points(proof.low)} to {points(proof.high)}"
    match verdict(proof):
        case "gain":
            return f"The teacher's help is worth {points(proof.gain)} points ({interval}) on {rows}."
        case "loss":
            return f"The teacher did harm: {points(proof.gain)} points ({interval}) on {rows}. The labels alone teach this student more."
    return f"No gain that {rows} could show: {points(proof.gain)} points ({interval}). More exam rows would tell finer."
