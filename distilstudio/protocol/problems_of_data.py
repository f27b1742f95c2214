"""What can be wrong with files and their rows, by code. Must not know: who raises it, how it is shown."""

from __future__ import annotations

from distilstudio.protocol.problem_words import Sentences, words
from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

OF_DATA: dict[str, Sentences] = {
    "data_not_named": words(
        QT_TRANSLATE_NOOP("Problem", "No training texts are named."),
        QT_TRANSLATE_NOOP("Problem", "Without texts there is nothing to learn from."),
        QT_TRANSLATE_NOOP("Problem", 'Choose a file on the page Data; in a recipe, write train = "FILE" under [data].'),
    ),
    "data_missing": words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} cannot be found."),
        QT_TRANSLATE_NOOP("Problem", "It may have been moved, renamed or deleted. Nothing is here: {place}"),
        QT_TRANSLATE_NOOP("Problem", "Choose the file again."),
    ),
    "data_unreadable": words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} cannot be opened."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check that you may read it, or copy it to your own folder and choose that copy."),
    ),
    "data_empty": words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} is empty."),
        QT_TRANSLATE_NOOP("Problem", "There is not one row in it to learn from."),
        QT_TRANSLATE_NOOP("Problem", "Choose another file."),
        QT_TRANSLATE_NOOP("Problem", "If it should hold texts, save it again from the program it comes from."),
    ),
    "data_header_only": words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} has column names but no rows."),
        QT_TRANSLATE_NOOP("Problem", "Only the header line was found: {columns}."),
        QT_TRANSLATE_NOOP("Problem", "Add rows below the header, or choose another file."),
    ),
    "data_binary": words(
        QT_TRANSLATE_NOOP("Problem", "{file} is not a text file."),
        QT_TRANSLATE_NOOP("Problem", "It holds binary data ({kind}), although its name ends like a table of text."),
        QT_TRANSLATE_NOOP("Problem", "If it is a spreadsheet, open it there and save it as CSV (UTF-8)."),
        QT_TRANSLATE_NOOP("Problem", "Choose another file."),
    ),
    "data_format": words(
        QT_TRANSLATE_NOOP("Problem", "DistilStudio cannot read files like {file} yet."),
        QT_TRANSLATE_NOOP("Problem", "It reads these: {formats}."),
        QT_TRANSLATE_NOOP("Problem", "Save your texts as CSV (UTF-8) and drop that file."),
    ),
    "data_encoding": words(
        QT_TRANSLATE_NOOP("Problem", "Some letters of {file} cannot be read as {encoding}."),
        QT_TRANSLATE_NOOP("Problem", "At line {line} there are bytes that this encoding does not know."),
        QT_TRANSLATE_NOOP("Problem", "Set the encoding to “auto”, or choose the one your program saved with."),
        QT_TRANSLATE_NOOP("Problem", "Save the file again as CSV (UTF-8)."),
    ),
    "data_line_too_long": words(
        QT_TRANSLATE_NOOP("Problem", "Line {line} of {file} is too long to be a row of a table."),
        QT_TRANSLATE_NOOP("Problem", "It goes on for more than {limit} MB without an end of line."),
        QT_TRANSLATE_NOOP("Problem", "Check that the file is a table with one row a line."),
        QT_TRANSLATE_NOOP("Problem", "If a quotation mark was opened and never closed in that line, close it."),
    ),
    "data_malformed": words(
        QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as a table."),
        QT_TRANSLATE_NOOP("Problem", "At line {line}: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check that line, or save the file again as CSV (UTF-8)."),
        QT_TRANSLATE_NOOP("Problem", "Choose another sign between columns."),
    ),
    "data_broken": words(
        QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as {format}."),
        QT_TRANSLATE_NOOP("Problem", "It seems to be damaged, cut off, or of another kind: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Save the file again from the program it comes from."),
        QT_TRANSLATE_NOOP("Problem", "Choose another file."),
    ),
    "data_no_column": words(
        QT_TRANSLATE_NOOP("Problem", "{file} has no column “{column}”."),
        QT_TRANSLATE_NOOP("Problem", "Its columns are: {columns}."),
        QT_TRANSLATE_NOOP("Problem", "Choose the column that holds the {role}."),
    ),
    "data_roles_unclear": words(
        QT_TRANSLATE_NOOP("Problem", "It is not clear which column of {file} holds the {role}."),
        QT_TRANSLATE_NOOP("Problem", "Its columns are: {columns}."),
        QT_TRANSLATE_NOOP("Problem", "Choose the columns on the page Data, or name them in the recipe."),
    ),
    "data_one_label": words(
        QT_TRANSLATE_NOOP("Problem", "All rows carry the same label, “{label}”."),
        QT_TRANSLATE_NOOP("Problem", "With one label only there is nothing to tell apart, so nothing can be learnt."),
        QT_TRANSLATE_NOOP("Problem", "Check that “{column}” is the column with the labels."),
        QT_TRANSLATE_NOOP("Problem", "Add rows with at least one other label."),
    ),
    "data_no_label": words(
        QT_TRANSLATE_NOOP("Problem", "No row carries a label."),
        QT_TRANSLATE_NOOP("Problem", "Every cell of the column “{column}” is empty."),
        QT_TRANSLATE_NOOP("Problem", "Check that “{column}” is the column with the labels."),
    ),
    "data_no_marks": words(
        QT_TRANSLATE_NOOP("Problem", "No name is marked in {file}."),
        QT_TRANSLATE_NOOP(
            "Problem", "A teacher can mark sentences, but in the exam its marks are compared with those of a person."
        ),
        QT_TRANSLATE_NOOP("Problem", "Mark the names in some of the sentences; a few dozen are a beginning."),
        QT_TRANSLATE_NOOP("Problem", "Choose a file with marked sentences, and add this one to it as texts without labels."),
    ),
    "data_no_answers": words(
        QT_TRANSLATE_NOOP("Problem", "No question in {file} is answered."),
        QT_TRANSLATE_NOOP(
            "Problem", "A teacher can answer questions, but in the exam its answers are compared with those of a person."
        ),
        QT_TRANSLATE_NOOP("Problem", "Check that the column with the answers is right."),
        QT_TRANSLATE_NOOP("Problem", "Choose a file with answered questions, and add this one to it as texts without labels."),
    ),
    "data_too_many_labels": words(
        QT_TRANSLATE_NOOP("Problem", "The column “{column}” has {labels} different labels in {rows} rows."),
        QT_TRANSLATE_NOOP("Problem", "Labels should repeat; this looks like a column of texts or numbers."),
        QT_TRANSLATE_NOOP("Problem", "Choose the column that holds the label."),
    ),
    "data_too_few_rows": words(
        QT_TRANSLATE_NOOP("Problem", "There are too few usable rows: {rows}."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "At least {needed} are needed: some to learn from, some for the exam; with labels, of every one.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Add more rows."),
    ),
    "data_all_in_exam": words(
        QT_TRANSLATE_NOOP("Problem", "Every training row stands in the exam file too: {rows}."),
        QT_TRANSLATE_NOOP(
            "Problem", "A student is never examined on a text that it has learnt from, so no row is left to learn from."
        ),
        QT_TRANSLATE_NOOP(
            "Problem", "Choose another exam file on the page Data, or let a part of the rows be set aside for the exam."
        ),
    ),
    "data_no_text_apart": words(
        QT_TRANSLATE_NOOP("Problem", "No text can be kept back for an exam."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "Every label needs a text to learn from, and rows of one text stay together: of {texts} different texts none can be spared.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Add more texts: two different ones at least of a label."),
    ),
    "data_final_exam": words(
        QT_TRANSLATE_NOOP("Problem", "The final exam asks for {asked} rows; there are {rows} rows with a label."),
        QT_TRANSLATE_NOOP("Problem", "At least half of them have to stay to learn from."),
        QT_TRANSLATE_NOOP("Problem", "Keep fewer rows back for the final exam, on the page Data."),
        QT_TRANSLATE_NOOP("Problem", "Add more rows."),
    ),
    "data_no_sheet": words(
        QT_TRANSLATE_NOOP("Problem", "The workbook {file} has no sheet “{sheet}” with rows."),
        QT_TRANSLATE_NOOP("Problem", "It has these: {sheets}."),
        QT_TRANSLATE_NOOP("Problem", "Choose one of them on the page Data, or leave the choice to the program."),
    ),
    "data_exam_label": words(
        QT_TRANSLATE_NOOP("Problem", "The exam file has labels that the training file never shows: {labels}."),
        QT_TRANSLATE_NOOP("Problem", "A model cannot answer with a label that it never learnt."),
        QT_TRANSLATE_NOOP("Problem", "Check the label column of the exam file, or add such rows to the training file."),
    ),
    "data_json": words(
        QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as JSON."),
        QT_TRANSLATE_NOOP("Problem", "At line {line}: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check that line, or export the file again."),
    ),
    "data_lines": words(
        QT_TRANSLATE_NOOP("Problem", "Some lines of {file} do not fit the others: {count}."),
        QT_TRANSLATE_NOOP("Problem", "Other lines have {columns} columns; these do not: {lines}."),
        QT_TRANSLATE_NOOP("Problem", "Correct these lines: a word, a blank or tab, its tag; an empty line after each sentence."),
    ),
    "data_uneven": words(
        QT_TRANSLATE_NOOP("Problem", "Records of {file} that have not as many tags as words: {count}."),
        QT_TRANSLATE_NOOP("Problem", "Lines or records: {lines}. Every word needs a tag of its own."),
        QT_TRANSLATE_NOOP("Problem", "Correct or remove these records."),
    ),
    "data_tags": words(
        QT_TRANSLATE_NOOP("Problem", "{file} has tags that cannot be read: “{tag}”."),
        QT_TRANSLATE_NOOP("Problem", "Lines or records: {lines}. A tag is O, or B- or I- with a type behind it, as B-PERSON."),
        QT_TRANSLATE_NOOP("Problem", "Correct the tag in these lines."),
        QT_TRANSLATE_NOOP("Problem", "Check that the tags are taken from the right column."),
    ),
    "data_tag_numbers": words(
        QT_TRANSLATE_NOOP("Problem", "The tags of {file} are numbers without names."),
        QT_TRANSLATE_NOOP("Problem", "The file does not say which mark each of them stands for: {numbers}."),
        QT_TRANSLATE_NOOP("Problem", "Write the tags as words: O, or B- or I- with a type behind it, as B-PERSON."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "Or put the records of a JSON file into a list called “data”, and beside it the names, in the order of their numbers, into a list "
            "called “label_names”.",
        ),
    ),
    "data_spans": words(
        QT_TRANSLATE_NOOP("Problem", "Records of {file} with marks that cannot be used: {count}."),
        QT_TRANSLATE_NOOP("Problem", "Lines or records: {lines}. The first: {reason}."),
        QT_TRANSLATE_NOOP("Problem", "Correct these marks: they have to lie within the text, and no two over the same word."),
    ),
    "data_answers": words(
        QT_TRANSLATE_NOOP("Problem", "Answers in {file} that do not stand in their passage: {rows} of {total}."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "An answer has to be a part of its passage, word for word. Lines or records: {lines}; the first is “{answer}”.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Check that passage, question and answer are taken from the right columns."),
        QT_TRANSLATE_NOOP("Problem", "Write the answers as they stand in their passages."),
    ),
}
