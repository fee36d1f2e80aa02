# Evenhand. `make help` lists what there is; a fresh machine needs only git, make and Python 3.11 or newer.
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE  # where it is set, each of the many processes of the checks and tests would compile everything anew
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
BIN := .venv/bin
ADDRESS ?= 127.0.0.1
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help demo test check run setup bench docs lock clean run-environment dev-environment

help: ## list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

demo: run-environment ## the demo company, played and served on http://localhost:8000 (PORT=9000 for another port)
	@exec $(BIN)/python manage.py demo --host $(ADDRESS) --port $(PORT)

test: dev-environment ## the whole suite: on SQLite, on PostgreSQL, and in a browser
	@$(BIN)/python -m tools.test

check: dev-environment ## everything that can be checked without running: style, types, imports, templates, spelling, migrations, references
	@$(BIN)/python -m tools.check

run: run-environment ## the server and a worker on the existing database
	@$(BIN)/python manage.py migrate --check --skip-checks >/dev/null || { echo "The database is missing or behind: run “$(BIN)/python manage.py migrate”, or “make demo” for a trial."; exit 1; }
	@trap 'kill $$worker 2>/dev/null' EXIT; $(BIN)/python manage.py worker & worker=$$!; \
	  $(BIN)/gunicorn --worker-class gthread --threads 8 --no-control-socket --bind $(ADDRESS):$(PORT) backend.config.wsgi

setup: dev-environment ## the environment alone, with the tools for tests and checks
	@echo "Ready: $(BIN)/python manage.py"

bench: dev-environment ## the measurements, on SQLite and PostgreSQL; REGISTER=DIR names the register to import
	@$(BIN)/python -m tests.bench $(if $(REGISTER),--register $(REGISTER))

docs: dev-environment ## write the generated reference pages anew
	@$(BIN)/python manage.py reference

lock: dev-environment ## resolve requirements/*.in anew and write the hashed locks
	@for set in run dev; do $(BIN)/uv --no-config pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links requirements/$$set.in -o requirements/$$set.txt || exit; done

clean: ## remove the environment and caches; databases under var/ stay
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find backend tests tools -name __pycache__ -prune -exec rm -rf {} +

run-environment dev-environment:
	@test -n "$(PYTHON)" || { echo "Evenhand needs Python 3.11 or newer; name it with PYTHON=..."; exit 1; }
	@$(PYTHON) -m tools.environment $(@:-environment=)
