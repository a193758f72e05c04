# Everything here does its own set-up: Python 3.11 or later and pip are enough.
#   make run PORT=8001            another port
#   make run DATABASE_URL=…       PostgreSQL instead of the embedded SQLite
#   make run REDIS_URL=…          cache and queue on Redis
SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT ?= 8000
VENV ?= .venv
PYTEST_WORKERS ?= auto
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/doorstep
export PORT

# The first Python that runs and is new enough; a name may exist and not run (version managers).
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$name; break; }; done)
BIN := $(VENV)/bin/python
READY := $(VENV)/.requirements
READY_DEV := $(VENV)/.requirements-dev
PYTEST := $(BIN) -m pytest

.PHONY: help run test test-postgres test-browser check messages canvas fuzz bench python port requirements

help:
	@echo "make run            set-up, demo data and everything running on port $(PORT)"
	@echo "make test           the tests, on SQLite"
	@echo "make test-postgres  the tests, on PostgreSQL (DATABASE_URL)"
	@echo "make test-browser   the tests that drive Chromium"
	@echo "make check          format, lint, types, imports, migrations, OpenAPI, processes"
	@echo "make messages       extracts what is to be translated, and compiles the catalogue"
	@echo "make canvas         builds the canvas, where its source changed"
	@echo "make fuzz           10,000 generated requests against the API, 500 processes walked and run"
	@echo "make bench          the benchmarks (needs PostgreSQL and wrk)"

run: python port $(READY) canvas
	@exec $(BIN) manage.py run --demo

test: $(READY_DEV)
	env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(PYTEST_WORKERS) --dist loadfile \
		-m "not postgres and not browser"

test-postgres: export DATABASE_URL := $(or $(DATABASE_URL),$(POSTGRES_URL))
test-postgres: $(READY_DEV)
	$(PYTEST) -n $(PYTEST_WORKERS) --dist loadfile -m "not browser"

test-browser: $(READY_DEV) canvas
	$(PYTEST) -m browser

check: $(READY_DEV)
	$(BIN) -m ruff format --check .
	$(BIN) -m ruff check .
	$(BIN) -m mypy .
	$(VENV)/bin/lint-imports
	$(BIN) manage.py makemigrations --check --dry-run
	$(BIN) manage.py openapi --check
	$(BIN) manage.py processes check --defaults
	$(BIN) -m config.runner.canvas check

messages: $(READY_DEV)
	$(BIN) -m config.messages

canvas: $(READY)
	@$(BIN) -m config.runner.canvas

fuzz: $(READY_DEV)
	FUZZ_CASES=10000 $(PYTEST) -n $(PYTEST_WORKERS) tests/fuzz tests/engine/walking tests/content/edits.py

# Reading and publishing are compared on PostgreSQL alone, with the load generator wrk.
bench: $(READY_DEV) canvas
	$(BIN) -m benchmarks
	$(BIN) -m benchmarks.canvas
	@command -v wrk >/dev/null || { echo "Install wrk first: apt install wrk" >&2; exit 1; }
	DATABASE_URL=$(or $(DATABASE_URL),$(POSTGRES_URL)) $(BIN) -m benchmarks.delivery

# After a change in pyproject.toml: what is pinned, with all that it needs in turn.
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make requirements" pyproject.toml

requirements: $(READY_DEV)
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt

python:
	@test -n "$(PYTHON)" || { echo "Doorstep needs Python 3.11 or later, and found none. \
	Install one, or name it: make run PYTHON=/path/to/python3.11" >&2; exit 1; }

# Asked before anything is set up.
port: python
	@$(PYTHON) -m config.runner.ports "$(PORT)"

# A stamp is written last, so an interrupted set-up is done again.
$(READY): requirements.txt | python
	@test -x $(BIN) || $(PYTHON) -m venv $(VENV) || { echo "The virtual environment could not \
	be made; on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@echo "Installing the requirements …"
	@$(BIN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(READY_DEV): requirements-dev.txt $(READY)
	@echo "Installing the development tools …"
	@$(BIN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
