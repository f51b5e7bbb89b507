# Every target does its own set-up: all that must be there is Python 3.11 or later with venv.
# What a target starts gets ARGS, such as: make test ARGS="tests/model -x"

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := python3.13 python3.12 python3.11 python3
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
ARGS ?=

.PHONY: run test textual-bounds live check dev bench mutants screenshots pages docs

run: $(VENV)/.installed  ## the board, on the site file found, else on the demo
	@$(BIN)/lampfield $(ARGS)

# Without bytecode on disk every worker, and every program that a test starts, would compile all modules again.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.developing  ## everything but the real servers
	$(BIN)/python -m pytest --ignore=tests/live -m "not alone" -n 4 --dist worksteal $(ARGS)
	$(BIN)/python -m pytest --ignore=tests/live -m alone -n 3 $(ARGS) || [ $$? = 5 ]  # 5: ARGS names none of these

textual-bounds:  ## what leans on Textual, with the oldest and the newest version that pyproject.toml allows
	bash tests/board/textual_bounds.sh "$(PYTHONS)" $(ARGS)

live: $(VENV)/.developing  ## against real servers; an absent one is a failure
	LAMPFIELD_LIVE=1 $(BIN)/python -m pytest tests/live $(ARGS)

check: $(VENV)/.developing  ## style, types, imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

dev: $(VENV)/.developing  ## the board on the demo, with live stylesheets and the console (textual console)
	$(BIN)/textual run --dev -c $(BIN)/lampfield demo $(ARGS)

bench: $(VENV)/.developing  ## measure what must be fast
	@$(BIN)/python -m compileall -q app
	$(BIN)/python -m tests.bench $(ARGS)

mutants: $(VENV)/.developing  ## put mistakes into changed modules, or into those in ARGS: do the tests catch them?
	@$(BIN)/python -m tests.mutants $(ARGS)

screenshots: $(VENV)/.developing  ## draw screenshots/ anew from the real application
	$(BIN)/python -m tests.screenshots $(ARGS)

pages: $(VENV)/.developing  ## write the tables in docs/ that are made from the code
	$(BIN)/python -m tests.pages $(ARGS)

docs: $(VENV)/.documenting pages  ## the pages as a site in site/, every link and anchor checked
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build $(ARGS)

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		for python in $(PYTHONS); do \
			if "$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
			then exec "$$python" -m venv --clear $(VENV); fi; \
		done; \
		echo "Lampfield needs Python 3.11 or later with venv: none of $(PYTHONS) is." >&2; exit 1; }
	$(PIP) install --upgrade "pip>=25.1"
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	$(PIP) install -c constraints.txt --group dev
	@touch $@

$(VENV)/.documenting: $(VENV)/.developing
	$(PIP) install -c constraints.txt --group docs
	@touch $@
