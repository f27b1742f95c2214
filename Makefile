# `make run` and `make test` do all set-up themselves, once, in .venv of this folder. `make help` lists the rest.

PYTHON ?= python3
# An index to take PyTorch from, e.g. https://download.pytorch.org/whl/cu130 for a certain CUDA version. Empty: chosen for this computer.
TORCH_INDEX ?=
export TORCH_INDEX

BIN := .venv/bin
PY := $(BIN)/python
SET_UP := packaging/set_up.py packaging/system_packages.py packaging/constraints.txt pyproject.toml
TS := resources/i18n/distilstudio_zh_CN.ts
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it is set, every start of the engine compiles the program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check types suite bench screenshots app i18n clean

help: ## Say what can be made
	@sed -n 's/^\([a-z0-9]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

run: .venv/.ready-run ## Open the window with the bundled sample (without a screen: distil it in the terminal)
	@$(PY) packaging/start.py

test: .venv/.ready-test ## Set up and check everything, as continuous integration does
	@$(MAKE) --no-print-directory check

check: .venv/.ready-test ## Lint, format, types, walls between rooms, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory -j 2 types suite

types: .venv/.ready-test
	$(BIN)/mypy

suite: .venv/.ready-test
	OMP_NUM_THREADS=1 $(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder

bench: .venv/.ready-test ## Measure speed, memory and scores, and print a table
	$(PY) -m tests.benchmarks $(ARGS)

screenshots: .venv/.ready-test ## Draw the pictures of the README into resources/screenshots
	QT_QPA_PLATFORM=offscreen $(PY) packaging/screenshots.py --real --readme

app: .venv/.ready-run ## Build the program for people without Python: a folder, an archive and a Debian package in dist/
	$(PY) -m pip install -q --constraint packaging/constraints.txt --no-build-isolation --editable ".[app]"
	$(PY) packaging/build_app.py

i18n: .venv/.ready-test ## Collect the window's words into the .ts file and build the .qm file
	$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none \
		$$(find distilstudio/gui distilstudio/protocol -name '*.py' | LC_ALL=C sort) -ts $(TS)
	$(BIN)/pyside6-lrelease -silent $(TS) -qm $(TS:.ts=.qm)

clean: ## Remove the virtual environment and everything that tools made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What was set up counts for nothing when its Python has gone, or has become another, as after an upgrade of the system.
.PHONY: $(if $(shell $(PY) -c "import msgspec" 2>/dev/null && echo stands),,.venv/.ready-run .venv/.ready-test)

define LOOK_AT_PYTHON
@command -v "$(PYTHON)" >/dev/null || { echo 'There is no "$(PYTHON)" here. Install Python 3.11 or newer, or name yours: make run PYTHON=…'; exit 1; }
@$(PYTHON) packaging/check_python.py
endef

.venv/.ready-run: $(SET_UP)
	$(LOOK_AT_PYTHON)
	@$(PYTHON) packaging/set_up.py run
	@touch $@

.venv/.ready-test: $(SET_UP)
	$(LOOK_AT_PYTHON)
	@$(PYTHON) packaging/set_up.py test
	@touch $@ .venv/.ready-run
