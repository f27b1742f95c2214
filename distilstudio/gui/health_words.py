"""Sentences on the health of data: odd rows, what was left out, and what is said otherwise of marked texts and of questions.

Must not know: widgets, the engine.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import count, sentences
from distilstudio.protocol.inspection import HealthFact
from distilstudio.protocol.recipe import Task

translate = QCoreApplication.translate


def sentence_for(task: Task, fact: HealthFact, values: Mapping[str, str]) -> str:
    """A fact in the words of its kind of work; "" where the words of labelled texts will do. `values`: the fact's, figures grouped."""
    none, one = fact.values.get("rows") == "0", fact.values.get("rows") == "1"
    words = ""
    if task == "ner":
        words = (_of_one_mark(fact) if one else "") or _of_marks(fact, none)
    elif task == "qa":
        words = (_of_one_question(fact) if one else "") or _of_questions(fact, none)
    elif task == "mlm" and fact.code == "more_texts":
        words = translate("HealthList", "{rows} more texts are learnt from.")
    return words.format(rows=values["rows"], lines=values["lines"])


def odd_sentence(code: str, rows: str) -> str:
    """Rows that look odd; "" for any other code."""
    words = {
        "odd": translate("HealthList", "No row looks odd: no garbled letters, no HTML, no text without words."),
        "wordless": translate("HealthList", "Texts without a word, only signs, digits or a single letter: {rows}."),
        "garbled": translate("HealthList", "Texts with letters that were read wrongly, such as “Ã©” for “é”: {rows}."),
        "markup": translate("HealthList", "Texts with remains of HTML, such as <br> or &amp;: {rows}."),
        "outsized": translate("HealthList", "Texts far longer than the others: {rows}."),
        "other_script": translate("HealthList", "Texts in another script than nearly all the others: {rows}."),
        "marked_punctuation": translate("HealthList", "Sentences with a name that is mere punctuation: {rows}."),
        "whole_passage": translate("HealthList", "Questions with nearly their whole passage as the answer: {rows}."),
    }
    return words.get(code, "").format(rows=rows)


def decided_sentence(taken: int, dropped: int, gone: int) -> str:
    """What the person decided about single rows. gone: above 0 where none of these is in the file as it is now."""
    words = []
    if taken:
        one = translate("HealthList", "1 row was corrected by you, with the teacher’s answer.")
        more = translate("HealthList", "{0} rows were corrected by you, with the teacher’s answers.")
        words.append(one if taken == 1 else more.format(count(taken)))
    if dropped:
        one, more = (
            translate("HealthList", "1 row was left out by you."),
            translate("HealthList", "{0} rows were left out by you."),
        )
        words.append(one if dropped == 1 else more.format(count(dropped)))
    if gone:
        words.append(translate("HealthList", "The file no longer holds any of them, so this changes nothing."))
    return sentences(*words)


def fixed_sentence(code: str, rows: str) -> str:
    """Rows that are left out because the person wanted it."""
    if code == "none_of_labels":
        return translate(
            "HealthList", "Rows without a label carry none of them, as you said: {0}. The student learns that too."
        ).format(rows)
    if rows == "1" and code == "duplicates":
        return translate("HealthList", "1 row that repeats an earlier text is left out.")
    if rows == "1" and code == "contradictions":
        return translate("HealthList", "1 row whose text carries another label elsewhere is left out.")
    if code == "duplicates":
        return translate("HealthList", "{0} rows that repeat an earlier text are left out.").format(rows)
    if code == "contradictions":
        return translate("HealthList", "{0} rows whose text carries another label elsewhere are left out.").format(rows)
    return sentences(odd_sentence(code, rows), translate("HealthList", "Left out."))


def _of_marks(fact: HealthFact, none: bool) -> str:
    match fact.code:
        case "labels" if fact.values.get("problem") == "none":
            return QCoreApplication.translate("HealthList", "No name is marked.")
        case "tags_turned":
            return _turned(fact.values.get("scheme", ""))
        case "refused_marks":
            return QCoreApplication.translate(
                "HealthList", "{rows} texts are left out: their marks were rejected or passed over in Prodigy."
            )
        case "unlabelled_rows" if none:
            return QCoreApplication.translate("HealthList", "Every sentence is marked.")
        case "unlabelled_rows":
            return QCoreApplication.translate("HealthList", "{rows} sentences are not marked; the teacher marks them.")
        case "contradictions" if none:
            return QCoreApplication.translate("HealthList", "No sentence is marked in two ways.")
        case "contradictions":
            return QCoreApplication.translate("HealthList", "{rows} sentences are marked in another way elsewhere.")
    return ""


def _of_one_mark(fact: HealthFact) -> str:
    match fact.code:
        case "refused_marks":
            return QCoreApplication.translate(
                "HealthList", "1 text is left out: its marks were rejected or passed over in Prodigy."
            )
        case "unlabelled_rows":
            return QCoreApplication.translate("HealthList", "1 sentence is not marked; the teacher marks it.")
        case "contradictions":
            return QCoreApplication.translate("HealthList", "1 sentence is marked in another way elsewhere.")
    return ""


def _turned(scheme: str) -> str:
    if scheme == "IOB1":
        return QCoreApplication.translate(
            "HealthList", "The tags were IOB1, or had names that begin with I-; they were turned into IOB2."
        )
    if scheme == "BIOES":
        return QCoreApplication.translate("HealthList", "The tags were BIOES; they were turned into IOB2.")
    return QCoreApplication.translate(
        "HealthList", "The tags were bare types; words of one type side by side were taken as one name, in IOB2."
    )


def _of_questions(fact: HealthFact, none: bool) -> str:
    match fact.code:
        case "labels":
            return QCoreApplication.translate("HealthList", "No question is answered.")
        case "no_answers":
            return QCoreApplication.translate(
                "HealthList", "{rows} questions have no answer in their passage; the student learns to say so."
            )
        case "answers_lost":
            return QCoreApplication.translate(
                "HealthList",
                "{rows} answers do not stand in their passage (line or record {lines}); the teacher answers these questions.",
            )
        case "few_passages":
            return QCoreApplication.translate(
                "HealthList",
                "There are only {rows} passages: the exam asks other questions about them than those that are learnt from.",
            )
        case "passages_shared":
            return QCoreApplication.translate(
                "HealthList", "{rows} questions of the exam are about passages that are learnt from too, in other questions."
            )
        case "unlabelled_rows" if none:
            return QCoreApplication.translate("HealthList", "Every question is answered.")
        case "unlabelled_rows":
            return QCoreApplication.translate("HealthList", "{rows} questions are not answered; the teacher answers them.")
        case "contradictions" if none:
            return QCoreApplication.translate("HealthList", "No question is answered in two ways.")
        case "contradictions":
            return QCoreApplication.translate("HealthList", "{rows} questions are answered in another way elsewhere.")
        case "duplicates" if none:
            return QCoreApplication.translate("HealthList", "No question comes twice.")
        case "duplicates":
            return QCoreApplication.translate(
                "HealthList", "{rows} rows repeat an earlier question; all of them are learnt from."
            )
        case "exam_overlap" if none:
            return QCoreApplication.translate("HealthList", "No question of the exam is learnt from.")
    return ""


def _of_one_question(fact: HealthFact) -> str:
    match fact.code:
        case "no_answers":
            return QCoreApplication.translate(
                "HealthList", "1 question has no answer in its passage; the student learns to say so."
            )
        case "answers_lost":
            return QCoreApplication.translate(
                "HealthList",
                "1 answer does not stand in its passage (line or record {lines}); the teacher answers this question.",
            )
        case "few_passages":
            return QCoreApplication.translate(
                "HealthList", "There is only 1 passage: the exam asks other questions about it than those that are learnt from."
            )
        case "passages_shared":
            return QCoreApplication.translate(
                "HealthList", "1 question of the exam is about a passage that is learnt from too, in other questions."
            )
        case "unlabelled_rows":
            return QCoreApplication.translate("HealthList", "1 question is not answered; the teacher answers it.")
        case "contradictions":
            return QCoreApplication.translate("HealthList", "1 question is answered in another way elsewhere.")
        case "duplicates":
            return QCoreApplication.translate("HealthList", "1 row repeats an earlier question; both are learnt from.")
    return ""
