# Everything there is to do, for people and CI alike. `make` alone lists it.
#
# PORT chooses the port of `make run`, PYDASH_HOME the folder of its state, PYTHON the interpreter of .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# Compiled once, in a place of our own, even where Python is told to leave nothing beside the sources: the tests start
# hundreds of programs that import the same packages.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/python

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
PYDASH := $(PYTHON_IN_VENV) -m deploy.local.cli
PYTEST := $(PYTHON_IN_VENV) -m pytest
NPM_RUN := $(PYTHON_IN_VENV) -m deploy.local.spa run

# Stamps: newer than the locks they were installed from.
RUN_INSTALLED := $(VENV)/.run-installed
DEV_INSTALLED := $(VENV)/.dev-installed
BENCH_INSTALLED := $(VENV)/.bench-installed

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUN_INSTALLED) ## start PyDash with its own servers and a demo, until Ctrl-C
	@$(PYDASH) up

# The frontend is checked and tested beside Python: each would leave a core idle. What starts servers does so alone.
.PHONY: test
test: $(DEV_INSTALLED) ## everything that has to pass, quickest first
	@said=$$(mktemp); $(MAKE) --no-print-directory check-frontend unit-frontend > "$$said" 2>&1 & frontend=$$!; \
	failed=0; $(MAKE) --no-print-directory UNIT_PROCESSES=0 check-python unit-python || failed=1; \
	wait $$frontend || failed=1; cat "$$said"; rm "$$said"; exit $$failed
	@$(MAKE) --no-print-directory integration e2e

.PHONY: check
check: check-python check-frontend ## style, types, import rules, generated files up to date

.PHONY: check-python
check-python: $(DEV_INSTALLED)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(PYTHON_IN_VENV) -m mypy
	$(VENV)/bin/lint-imports
	$(PYTHON_IN_VENV) -m services.api.openapi --check

.PHONY: check-frontend
check-frontend: $(DEV_INSTALLED)
	@$(NPM_RUN) check

.PHONY: fmt
fmt: $(DEV_INSTALLED) ## format the code and mend what the linter can
	$(VENV)/bin/ruff check --fix-only
	$(VENV)/bin/ruff format
	@$(NPM_RUN) format

.PHONY: types
types: $(DEV_INSTALLED) ## types alone
	$(PYTHON_IN_VENV) -m mypy
	@$(NPM_RUN) types

.PHONY: unit
unit: unit-python unit-frontend ## tests that need nothing outside their process

# None beside the controller where another core is busy already: each finds all tests for itself.
UNIT_PROCESSES := 2

.PHONY: unit-python
unit-python: $(DEV_INSTALLED)
	$(PYTEST) tests/unit -n $(UNIT_PROCESSES)

.PHONY: unit-frontend
unit-frontend: $(DEV_INSTALLED)
	@$(NPM_RUN) test

.PHONY: integration
integration: $(DEV_INSTALLED) ## tests against real servers, started for them; they wait more than they compute
	$(PYTEST) tests/integration -n 4 --dist loadfile --no-loadscope-reorder

.PHONY: e2e
e2e: $(DEV_INSTALLED) ## user journeys through the running services and a browser
	@$(PYTHON_IN_VENV) -m deploy.local.spa build
	@$(PYTHON_IN_VENV) -m deploy.local.browser
	$(PYTEST) tests/e2e -n 2 --dist loadfile

.PHONY: thorough
thorough: $(DEV_INSTALLED) ## all of Python's tests, also with every release of FMD and in their longer variants
	PYDASH_THOROUGH=1 $(MAKE) --no-print-directory unit-python integration

.PHONY: bench
bench: $(BENCH_INSTALLED) ## measurements beside a named peer
	@$(PYTHON_IN_VENV) -m deploy.local.spa build
	@$(PYTHON_IN_VENV) -m deploy.local.browser
	PYDASH_WRITE_FIGURES=1 $(PYTEST) -m bench tests/bench -s

.PHONY: chaos
chaos: $(DEV_INSTALLED) ## kill everything a hundred times while a million calls are read, and while mails go out
	PYDASH_WRITE_FIGURES=1 PYDASH_CHAOS_KILLS=100 PYDASH_CHAOS_FLUSHES=10 PYDASH_CHAOS_CALLS=1000000 \
		$(PYTEST) tests/integration/pipeline/test_everything_killed.py -s -p no:cacheprovider
	PYDASH_WRITE_FIGURES=1 PYDASH_CHAOS_MAILS=500 PYDASH_CHAOS_MAIL_KILLS=40 \
		$(PYTEST) tests/integration/mailer/test_killed.py -s -p no:cacheprovider

.PHONY: migrate
migrate: $(RUN_INSTALLED) ## bring the running stack's database to the newest schema
	@$(PYDASH) migrate

.PHONY: openapi
openapi: $(DEV_INSTALLED) ## write docs/openapi.json and the client generated from it
	$(PYTHON_IN_VENV) -m services.api.openapi
	@$(NPM_RUN) generate

.PHONY: screenshots
screenshots: $(DEV_INSTALLED) ## take the README's pictures from the running demo
	@$(PYTHON_IN_VENV) -m deploy.local.spa build
	$(PYTHON_IN_VENV) -m tests.e2e.screenshots

# Run beside dev, not by itself: both must agree on every version they share.
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-config

.PHONY: lock
lock: $(DEV_INSTALLED) ## resolve the newest allowed versions into requirements/*.lock
	$(COMPILE) --upgrade pyproject.toml --extra local --extra dev -o requirements/dev.lock
	$(COMPILE) --upgrade -c requirements/dev.lock requirements/bench.in -o requirements/bench.lock
	$(COMPILE) --upgrade tests/bench/peers/fmd.in -o tests/bench/peers/fmd.lock
	$(COMPILE) --upgrade pyproject.toml --extra local -c requirements/dev.lock -o requirements/run.lock
	$(COMPILE) --upgrade pyproject.toml -c requirements/dev.lock -o requirements/base.lock
	$(COMPILE) --upgrade requirements/node.in -o requirements/node.lock
	$(COMPILE) --upgrade requirements/installer.in -o requirements/installer.lock

.PHONY: clean
clean: ## remove what was built and installed; the state in .pydash stays
	rm -rf $(VENV) .cache build *.egg-info frontend/node_modules frontend/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(RUN_INSTALLED): requirements/run.lock requirements/installer.lock pyproject.toml
	@deploy/local/install.sh run
	@touch $@

# All of run.lock is in dev.lock.
$(DEV_INSTALLED): requirements/dev.lock requirements/installer.lock pyproject.toml
	@deploy/local/install.sh dev
	@touch $@ $(RUN_INSTALLED)

$(BENCH_INSTALLED): requirements/bench.lock $(DEV_INSTALLED)
	$(VENV)/bin/uv pip install --quiet --python $(PYTHON_IN_VENV) --require-hashes -r $<
	@touch $@
