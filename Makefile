# `make check` is all that CI asks. VENV is where it works; PYTHON what it is made of.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: check demo test lint types contracts docs docs-check tables dist clean bench

check: lint types contracts test docs-check

# The main job: the gate over the example system.
demo: $(VENV)/installed
	$(BIN)/carbongate check examples/shop

test: $(VENV)/installed
	$(BIN)/python -m pytest

lint: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/installed
	$(BIN)/mypy

contracts: $(VENV)/installed
	$(BIN)/lint-imports --no-logo

# Pages that are generated; docs-check compares them.
docs: $(VENV)/installed
	$(BIN)/python -m tools.docs

docs-check: $(VENV)/installed
	$(BIN)/python -m tools.docs --check

# INPUT is a folder with the pinned inputs that sources.yaml names.
tables: $(VENV)/installed
	$(BIN)/python -m tools.tables --input $(INPUT)

bench: $(VENV)/installed
	$(BIN)/python -m bench

dist: $(VENV)/installed
	$(BIN)/python -m build --outdir dist .

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
