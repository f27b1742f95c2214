"""What can be wrong with a recipe, a run and what comes of it, the machine and the engine, by code.

Must not know: who raises it, how it is shown.
"""

from __future__ import annotations

from distilstudio.protocol.problem_words import Sentences, words
from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

OF_RUNS: dict[str, Sentences] = {
    # student and recipe
    "student_layers": words(
        QT_TRANSLATE_NOOP("Problem", "A student of {layers} layers cannot be cut from a teacher of {available}."),
        QT_TRANSLATE_NOOP("Problem", "Layers are copied from the teacher, so the student has at most as many."),
        QT_TRANSLATE_NOOP("Problem", "Choose 1 to {available} layers."),
    ),
    "student_start": words(
        QT_TRANSLATE_NOOP("Problem", "The student in {path} cannot learn on in this run."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Start afresh: the student is then cut from its teacher."),
        QT_TRANSLATE_NOOP("Problem", "Choose the student of a finished run with the same texts and the same teacher."),
    ),
    "teachers_task": words(
        QT_TRANSLATE_NOOP("Problem", "Several teachers cannot teach this kind of work together."),
        QT_TRANSLATE_NOOP(
            "Problem", "They cut texts into other pieces, so only answers to a whole text can be averaged: its labels."
        ),
        QT_TRANSLATE_NOOP("Problem", "Leave the further teachers out."),
    ),
    "teacher_more": words(
        QT_TRANSLATE_NOOP("Problem", "{name} cannot teach beside the first teacher."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Leave it out."),
        QT_TRANSLATE_NOOP("Problem", "Choose a model that was trained for the same labels, under the same names."),
    ),
    "copies_task": words(
        QT_TRANSLATE_NOOP("Problem", "Varied copies are not for a student that learns to fill in words."),
        QT_TRANSLATE_NOOP(
            "Problem", "Other words of every text are hidden in every epoch, so it never reads one twice in the same way."
        ),
        QT_TRANSLATE_NOOP("Problem", "Leave the varied copies out."),
    ),
    "copies_teacher": words(
        QT_TRANSLATE_NOOP("Problem", "{name} cannot answer varied copies beside the first teacher."),
        QT_TRANSLATE_NOOP("Problem", "It reads other word pieces, and in a copy such pieces are replaced by others."),
        QT_TRANSLATE_NOOP("Problem", "Leave the varied copies out."),
        QT_TRANSLATE_NOOP("Problem", "Choose a further teacher that reads the same word pieces as the first."),
    ),
    "student_layer_map": words(
        QT_TRANSLATE_NOOP("Problem", "The teacher has no layer number {layer}."),
        QT_TRANSLATE_NOOP("Problem", "It has {available} layers; the first is number 0."),
        QT_TRANSLATE_NOOP("Problem", "Click the layers to be copied in the picture on the page Student & recipe."),
        QT_TRANSLATE_NOOP("Problem", "Say only how many layers: they are then spread evenly."),
    ),
    "student_width": words(
        QT_TRANSLATE_NOOP("Problem", "A narrower student cannot be cut from this teacher."),
        QT_TRANSLATE_NOOP("Problem", "Its {columns} columns do not split evenly over its {heads} attention heads."),
        QT_TRANSLATE_NOOP("Problem", "Let the student be as wide as its teacher."),
        QT_TRANSLATE_NOOP("Problem", "Choose another teacher."),
    ),
    "student_vocabulary": words(
        QT_TRANSLATE_NOOP("Problem", "The student cannot do without the word pieces that your texts never use."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Let the student keep the whole vocabulary."),
        QT_TRANSLATE_NOOP("Problem", "Choose another teacher."),
    ),
    "recipe_invalid": words(
        QT_TRANSLATE_NOOP("Problem", "The recipe cannot be used: {field}"),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Correct this in the recipe; any text editor opens it."),
    ),
    "settings_not_saved": words(
        QT_TRANSLATE_NOOP("Problem", "Your settings cannot be saved: what you change holds only until the window is closed."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Free some space, or make sure that you may write to {folder}."),
    ),
    "settings_unread": words(
        QT_TRANSLATE_NOOP("Problem", "Some of your settings could not be read, and are back at their defaults."),
        QT_TRANSLATE_NOOP("Problem", "The file was torn, changed by hand, or written by another version of the program."),
        QT_TRANSLATE_NOOP("Problem", "Look through the settings. The file as it was is kept beside the new one as {file}."),
    ),
    "queue_unread": words(
        QT_TRANSLATE_NOOP("Problem", "Some of the runs that waited could not be read, and are no longer waiting."),
        QT_TRANSLATE_NOOP("Problem", "The file was torn, changed by hand, or written by another version of the program."),
        QT_TRANSLATE_NOOP("Problem", "Add them to the queue again. The file as it was is kept beside the new one as {file}."),
    ),
    "recipe_not_saved": words(
        QT_TRANSLATE_NOOP("Problem", "The recipe could not be saved as {file}."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Save it in another folder."),
    ),
    "recipe_not_yet": words(
        QT_TRANSLATE_NOOP("Problem", "This version cannot do “{feature}” yet."),
        QT_TRANSLATE_NOOP("Problem", "The recipe asks for it ({field})."),
        QT_TRANSLATE_NOOP("Problem", "Set {field} back to its default."),
    ),
    "no_loss": words(
        QT_TRANSLATE_NOOP("Problem", "The student has nothing to learn from: all loss weights are 0."),
        QT_TRANSLATE_NOOP("Problem", "Neither the teacher nor the labels are to be followed."),
        QT_TRANSLATE_NOOP("Problem", "Move the slider “Whom to follow”, or set a weight above 0."),
    ),
    # taking home
    "export_no_run": words(
        QT_TRANSLATE_NOOP("Problem", "There is no finished run in {path}."),
        QT_TRANSLATE_NOOP("Problem", "A student can be taken home when its run has ended with an exam: {missing} is missing."),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder of a finished run, the one with report.json in it."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again and let the run come to its end."),
    ),
    "student_broken": words(
        QT_TRANSLATE_NOOP("Problem", "The student in {path} cannot be read."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Put its folder back from a copy, if there is one."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again and let the run come to its end."),
    ),
    "export_data_changed": words(
        QT_TRANSLATE_NOOP("Problem", "The texts in {file} have changed since this student was made."),
        QT_TRANSLATE_NOOP(
            "Problem", "It is no longer known which rows were its exam, so no exported file could be checked on them."
        ),
        QT_TRANSLATE_NOOP("Problem", "Put the file back as it was."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again from the file as it is now."),
    ),
    "export_impossible": words(
        QT_TRANSLATE_NOOP("Problem", "This student cannot be written as ONNX (family “{family}”)."),
        QT_TRANSLATE_NOOP("Problem", "The exporter says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Take home the student’s folder; it is there already."),
    ),
    "export_differs": words(
        QT_TRANSLATE_NOOP("Problem", "The ONNX file does not answer as the student does, so it is not kept."),
        QT_TRANSLATE_NOOP("Problem", "On the exam rows ({rows}) the logits differ by up to {difference}; {limit} is allowed."),
        QT_TRANSLATE_NOOP("Problem", "Take home the student’s folder; it is there already."),
    ),
    "export_broken": words(
        QT_TRANSLATE_NOOP("Problem", "The exported student in {path} cannot be opened."),
        QT_TRANSLATE_NOOP(
            "Problem", "Its files are damaged or not complete. The student as it was trained answers in its place."
        ),
        QT_TRANSLATE_NOOP("Problem", "Make the ONNX files again on the page Take home."),
    ),
    "report_not_saved": words(
        QT_TRANSLATE_NOOP("Problem", "The report could not be saved as {file}."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Save it in another folder."),
    ),
    "zip_not_written": words(
        QT_TRANSLATE_NOOP("Problem", "{folder} could not be packed into a zip file."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Free some space on the disk if it is full, and try again."),
        QT_TRANSLATE_NOOP("Problem", "Take the folder as it is: “Open folder” shows it."),
    ),
    # a file that the student answers
    "answers_task": words(
        QT_TRANSLATE_NOOP("Problem", "This model cannot answer the texts of a file."),
        QT_TRANSLATE_NOOP("Problem", "It guesses the words that are missing in a text, which a file of texts does not ask for."),
        QT_TRANSLATE_NOOP("Problem", "Choose a model that gives labels, marks names or answers questions."),
    ),
    "answers_gone": words(
        QT_TRANSLATE_NOOP("Problem", "The answers are not there any more."),
        QT_TRANSLATE_NOOP("Problem", "The engine that gave them has ended meanwhile, and nothing of it is left."),
        QT_TRANSLATE_NOOP("Problem", "Let the student answer the file again."),
    ),
    "answers_not_saved": words(
        QT_TRANSLATE_NOOP("Problem", "The table could not be saved as {file}."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Save it in another folder."),
    ),
    "answers_over_file": words(
        QT_TRANSLATE_NOOP("Problem", "The table is not written over {file}."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Give the table a name that no file has yet."),
    ),
    "answers_too_many": words(
        QT_TRANSLATE_NOOP("Problem", "A workbook cannot hold {rows} rows."),
        QT_TRANSLATE_NOOP("Problem", "Its sheet has room for {most}."),
        QT_TRANSLATE_NOOP("Problem", "Save the table as CSV."),
    ),
    # the proof run
    "proof_no_run": words(
        QT_TRANSLATE_NOOP("Problem", "There is no finished run in {path}."),
        QT_TRANSLATE_NOOP(
            "Problem", "What a teacher was worth can be found out when its student has taken the exam: {missing} is missing."
        ),
        QT_TRANSLATE_NOOP("Problem", "Choose the folder of a finished run, the one with report.json in it."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again and let the run come to its end."),
    ),
    "proof_data_changed": words(
        QT_TRANSLATE_NOOP("Problem", "The texts in {file} have changed since this student was made."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "A student that learns from other texts, or sits another exam, says nothing about the teacher: both must have seen the same rows.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Put the file back as it was."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again from the file as it is now."),
    ),
    # the pilot
    "pilot_too_short": words(
        QT_TRANSLATE_NOOP("Problem", "In {minutes} minutes no two settings can be tried with these texts."),
        QT_TRANSLATE_NOOP("Problem", "On this computer it takes at least {needed} minutes."),
        QT_TRANSLATE_NOOP("Problem", "Give it more minutes."),
        QT_TRANSLATE_NOOP("Problem", "Distil with the settings as they are; they are good ones."),
    ),
    # machine
    "disk_full": words(
        QT_TRANSLATE_NOOP("Problem", "The disk is full."),
        QT_TRANSLATE_NOOP("Problem", "The run folder {path} needs about {needed}; {free} are free."),
        QT_TRANSLATE_NOOP("Problem", "Free some space and start again; what was saved before is kept."),
        QT_TRANSLATE_NOOP("Problem", "Choose a run folder on another disk."),
    ),
    "output_lost": words(
        QT_TRANSLATE_NOOP("Problem", "What came of it could not be written out."),
        QT_TRANSLATE_NOOP("Problem", "The system says: {reason}"),
        QT_TRANSLATE_NOOP("Problem", "Send it to another place; what was made in a folder is there all the same."),
    ),
    "run_folder": words(
        QT_TRANSLATE_NOOP("Problem", "The run folder {path} cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose another folder for your runs."),
    ),
    "folder_refused": words(
        QT_TRANSLATE_NOOP("Problem", "The folder {path} cannot be used."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose another folder."),
        QT_TRANSLATE_NOOP("Problem", "Or give yourself the right to write there, or connect its disk again."),
    ),
    "run_gone": words(
        QT_TRANSLATE_NOOP("Problem", "The run in {path} is not there any more."),
        QT_TRANSLATE_NOOP("Problem", "Its folder was moved, renamed or deleted meanwhile, or its disk is not connected."),
        QT_TRANSLATE_NOOP("Problem", "Put the folder back, or connect its disk; then the run stands on the page Compare again."),
        QT_TRANSLATE_NOOP("Problem", "Where it was deleted on purpose there is nothing to do."),
    ),
    "run_journal": words(
        QT_TRANSLATE_NOOP("Problem", "The run “{name}” cannot be replayed."),
        QT_TRANSLATE_NOOP("Problem", "The record that it kept, in {path}, is empty or damaged, or cannot be read."),
        QT_TRANSLATE_NOOP("Problem", "Replay another run."),
        QT_TRANSLATE_NOOP("Problem", "Where it has a student, that can be tried and exported as before."),
    ),
    "run_damaged": words(
        QT_TRANSLATE_NOOP("Problem", "The run in {path} cannot be read."),
        QT_TRANSLATE_NOOP("Problem", "Its file {file} is damaged."),
        QT_TRANSLATE_NOOP("Problem", "Put the file back from a copy, if there is one."),
        QT_TRANSLATE_NOOP("Problem", "Distil the student again and let the run come to its end."),
    ),
    "run_locked": words(
        QT_TRANSLATE_NOOP("Problem", "Another DistilStudio works on the run in {path}."),
        QT_TRANSLATE_NOOP("Problem", "It is held by {holder}."),
        QT_TRANSLATE_NOOP("Problem", "Wait until it is done, or stop it there."),
    ),
    "run_busy": words(
        QT_TRANSLATE_NOOP("Problem", "The run in {path} cannot be moved to the trash now."),
        QT_TRANSLATE_NOOP("Problem", "It is being trained or exported, and what was done so far would be lost."),
        QT_TRANSLATE_NOOP("Problem", "Wait until that is done, or stop it."),
    ),
    "resume_nothing": words(
        QT_TRANSLATE_NOOP("Problem", "There is nothing to go on with in {path}."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose another run."),
        QT_TRANSLATE_NOOP("Problem", "Start a new run with the same recipe."),
    ),
    "resume_changed": words(
        QT_TRANSLATE_NOOP("Problem", "{file} is not what it was when this run began."),
        QT_TRANSLATE_NOOP(
            "Problem", "Its sha256 began with {before} then, and begins with {now} now. What was learnt would not fit."
        ),
        QT_TRANSLATE_NOOP("Problem", "Put the earlier file back and press Continue again."),
        QT_TRANSLATE_NOOP("Problem", "Start a new run with what is there now."),
    ),
    "memory": words(
        QT_TRANSLATE_NOOP("Problem", "Not enough memory for a batch of {rows}."),
        QT_TRANSLATE_NOOP("Problem", "The computer could not give the memory that this step needs."),
        QT_TRANSLATE_NOOP("Problem", "Close other programs and start again."),
        QT_TRANSLATE_NOOP("Problem", "Choose a smaller batch or a smaller “longest text” (Under the hood)."),
    ),
    "device_missing": words(
        QT_TRANSLATE_NOOP("Problem", "This computer has no {device} device."),
        QT_TRANSLATE_NOOP("Problem", "PyTorch finds: {found}."),
        QT_TRANSLATE_NOOP("Problem", "Set the device to “auto”."),
    ),
    "not_finite": words(
        QT_TRANSLATE_NOOP("Problem", "The training lost its way: {steps} steps in a row gave no finite number."),
        QT_TRANSLATE_NOOP("Problem", "This happens when the learning rate is too high. The best student so far is kept."),
        QT_TRANSLATE_NOOP("Problem", "Try a learning rate ten times smaller (Under the hood)."),
        QT_TRANSLATE_NOOP("Problem", "Set the precision to fp32."),
    ),
    # engine and wire
    "engine_died": words(
        QT_TRANSLATE_NOOP("Problem", "The engine stopped unexpectedly."),
        QT_TRANSLATE_NOOP("Problem", "Its process ended with {status}. Often another program needed the memory."),
        QT_TRANSLATE_NOOP(
            "Problem",
            "If a run was under way, continue it where it was saved, or start it again; your texts and settings are still here.",
        ),
        QT_TRANSLATE_NOOP("Problem", "Close other programs first if memory is short."),
    ),
    "engine_start": words(
        QT_TRANSLATE_NOOP("Problem", "The engine could not be started."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Start DistilStudio again."),
        QT_TRANSLATE_NOOP("Problem", "If it stays so, install it again with “make run”."),
    ),
    "engine_mismatch": words(
        QT_TRANSLATE_NOOP("Problem", "Window and engine are of different versions."),
        QT_TRANSLATE_NOOP("Problem", "Window: {window}. Engine: {engine}."),
        QT_TRANSLATE_NOOP("Problem", "Close DistilStudio and open it again."),
    ),
    "engine_silent": words(
        QT_TRANSLATE_NOOP("Problem", "The engine does not answer."),
        QT_TRANSLATE_NOOP("Problem", "Nothing was heard from it for {seconds} seconds."),
        QT_TRANSLATE_NOOP("Problem", "Wait a little if the computer is very busy."),
        QT_TRANSLATE_NOOP("Problem", "Restart the engine: the run goes on from where it was saved."),
    ),
    "wire_garbled": words(
        QT_TRANSLATE_NOOP("Problem", "The engine said something that was not understood."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Start the run again. If it happens again, send us the log."),
    ),
    "model_not_open": words(
        QT_TRANSLATE_NOOP("Problem", "There is no student to try yet."),
        QT_TRANSLATE_NOOP("Problem", "No model was opened."),
        QT_TRANSLATE_NOOP("Problem", "Distil a student first, or open an earlier run."),
    ),
    "models_broken": words(
        QT_TRANSLATE_NOOP("Problem", "Teacher and student of this run cannot be opened."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Put the files back as they were; what came from the Hub can be downloaded again."),
        QT_TRANSLATE_NOOP("Problem", "Choose another run on the page Compare."),
    ),
    "model_task": words(
        QT_TRANSLATE_NOOP("Problem", "The model in {path} was made for another kind of work."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Choose the kind of work it was made for, or another model."),
    ),
    "internal": words(
        QT_TRANSLATE_NOOP("Problem", "Something went wrong inside DistilStudio."),
        QT_TRANSLATE_NOOP("Problem", "{reason}"),
        QT_TRANSLATE_NOOP("Problem", "Try it once more."),
        QT_TRANSLATE_NOOP("Problem", "If it happens again, copy the problem report and send it to us."),
    ),
}
