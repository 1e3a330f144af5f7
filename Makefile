# Two commands for everybody: `make demo` and `make test`. Each does all its own set-up.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
# A lock is the complete list: pip resolves nothing, so that no later release can change or break an install.
LOCKED := $(INSTALL) --no-deps --require-hashes
COMPLETE := out=$$($(BIN)/python -m pip check 2>&1) || { echo "$$out"; exit 1; }
NODE_BIN := tests/js/node_modules/.bin
# Where a container asks for no compiled files, each of the many processes that the tests start would compile the program.
export PYTHONDONTWRITEBYTECODE :=
# Output of parallel checks stays together where make can do that (GNU make 4).
TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.DEFAULT_GOAL := help
.PHONY: help demo test cover check types collected lint contracts templates scripts locks packed wheel audit platforms \
	security format languages bench soak lock upgrade clean

help:
	@echo "make demo          an invented practice on this machine (LAN=1: for phones on this network, PORT=8000)"
	@echo "make test          every test (ONLY=tests/unit: some of them; DATABASE=postgresql: on that one)"
	@echo "make check         lint, types, contracts, templates, scripts, locks, wheel, all tests found"
	@echo "make wheel         the wheel, its lock, its list of parts and what installs it, in dist/"
	@echo "make audit         known weaknesses of what is locked, from an index of advisories"
	@echo "make platforms     that the locks can be installed on each Python and system that they are for"
	@echo "make security      write the last results of the tests that it names into docs/security.md"
	@echo "make format        lay the Python code out as make check wants it"
	@echo "make languages     bring every catalogue up to date with the program's texts"
	@echo "make cover         unit and web tests with branch coverage"
	@echo "make bench, soak   what is measured, and what must stay flat for hours"
	@echo "make lock          write the locks again (make upgrade: with newer versions)"
	@echo "make clean         take away everything that was made here"

demo: $(VENV)/run.stamp
	@exec $(BIN)/kiosk demo $(if $(PORT),--port $(PORT)) $(if $(LAN),--lan)

# One file of units is done before other processes would have begun. Else four at once on two cores, as much of it
# waits; whoever is done takes over from the others.
test: $(VENV)/test.stamp
	@.ci/provide browsers
	@.ci/provide databases
	@.ci/provide old
	@.ci/provide fhir
	@$(BIN)/python -m pytest --no-header --numprocesses=$(if $(findstring tests/unit/,$(ONLY)),0,4) --dist=worksteal $(if $(DATABASE),--database=$(DATABASE)) $(ONLY)

cover: $(VENV)/test.stamp
	@$(BIN)/python -m pytest --quiet --cov --cov-report=term tests/unit tests/web

check: $(VENV)/check.stamp tests/js/node_modules/.stamp
	@$(MAKE) --no-print-directory --jobs=2 --keep-going $(TOGETHER) types collected lint contracts templates scripts locks packed
	@echo "All checks passed."

lint: $(VENV)/check.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "Not laid out as agreed: make format"; exit 1; }

types: $(VENV)/check.stamp
	@$(BIN)/mypy --no-error-summary

# Every test can be found. On two cores it costs no time, as the types take longer; and four processes that test need
# not each compile all files of tests, which they would in a new clone.
collected: $(VENV)/check.stamp
	@out=$$($(BIN)/python -m pytest --collect-only --quiet --quiet 2>&1) || { echo "$$out"; exit 1; }

contracts: $(VENV)/check.stamp
	@out=$$($(BIN)/lint-imports 2>&1) || { echo "$$out"; exit 1; }

templates: $(VENV)/check.stamp
	@out=$$($(BIN)/djlint --lint --quiet templates 2>&1) || { echo "$$out"; exit 1; }

scripts: tests/js/node_modules/.stamp
	@out=$$($(NODE_BIN)/biome lint --config-path=tests/js --error-on-warnings static/js static/css 2>&1) || { echo "$$out"; exit 1; }
	@$(NODE_BIN)/tsc --project tests/js

# That each lock is complete: pip check does not follow extras, and the tests run without what only the checks need.
locks: $(VENV)/check.stamp
	@$(BIN)/python -m tests.support.locks run postgresql build test check

# The lock goes with the wheel: with both files an installation is what was tested. The same commit gives the same bytes.
packed: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct 2>/dev/null || echo 1767225600)
packed: $(VENV)/run.stamp
	@out=$$($(BIN)/python -m hatchling build --target wheel --directory dist 2>&1) || { echo "$$out"; exit 1; }
	@cp requirements/run.txt dist/requirements.txt
	@cp requirements/postgresql.txt dist/requirements-postgresql.txt
	@cp docs/deploy/kiosk.sh docs/deploy/kiosk.service docs/deploy/nginx.conf docs/deploy/Caddyfile dist/

wheel: packed build/release/made.stamp
	@out=$$(build/release/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON \
		-o dist/before_you_go-$$($(BIN)/python -m hatchling version).cdx.json requirements/postgresql.txt 2>&1) \
		|| { echo "$$out"; exit 1; }

AUDIT = build/release/bin/pip-audit --strict --progress-spinner off --disable-pip --no-deps --require-hashes

# What runs on a server, and what builds it. Strict: a package of which the index says nothing is no clean one.
audit: build/release/made.stamp
	@for lock in postgresql build; do \
		$(AUDIT) --requirement requirements/$$lock.txt || { echo "This was $$lock: nothing is known of it, or something bad."; exit 1; }; done

platforms: $(VENV)/run.stamp
	@$(BIN)/python -m tests.support.platforms

security: $(VENV)/test.stamp
	@$(BIN)/python -m tests.support.security

format: $(VENV)/check.stamp
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

languages: $(VENV)/run.stamp
	@$(BIN)/python -m kiosk.languages.update
	@$(BIN)/python -m tests.support.words_of_the_form
	@$(BIN)/python -m tests.support.words_of_the_prompts

bench: $(VENV)/test.stamp
	@$(BIN)/python -m tests.bench

soak: $(VENV)/test.stamp
	@.ci/provide forms
	@$(BIN)/python -m pytest --no-header --whole -m soak
	@$(BIN)/python -m tests.bench.restarts
	@$(BIN)/python -m tests.bench.reloads
	@$(BIN)/python -m tests.bench.databases
	@$(BIN)/python -m tests.bench.soak

# Locks are written by a tool in an environment of its own, so that it never enters them.
COMPILE = build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

lock:
	@test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet uv; }
	@$(COMPILE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) pyproject.toml --extra postgresql -c requirements/run.txt -o requirements/postgresql.txt
	@$(COMPILE) --group build -c requirements/run.txt -o requirements/build.txt
	@$(COMPILE) --group test -c requirements/postgresql.txt -c requirements/build.txt -o requirements/test.txt
	@$(COMPILE) --group check -c requirements/run.txt -c requirements/build.txt -c requirements/test.txt \
		-o requirements/check.txt
	@$(COMPILE) --group release -c requirements/run.txt -c requirements/build.txt -c requirements/test.txt \
		-c requirements/check.txt -o requirements/release.txt
	@$(COMPILE) --group oldest-pip -o requirements/oldest-pip.txt
	@cd tests/js && npm install --package-lock-only --silent
	@cd tests/old && npm install --package-lock-only --silent
	@cd tests/fhir && npm install --package-lock-only --silent

upgrade:
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade

clean:
	@rm -rf $(VENV) build dist tests/js/node_modules tests/old/node_modules tests/fhir/node_modules test-results .coverage .hypothesis \
		.import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find kiosk tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps say which locks are installed: a changed lock installs again, an unchanged one costs nothing.
$(VENV)/made.stamp:
	@PYTHON=$(PYTHON) .ci/provide venv
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/made.stamp requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Setting up in $(VENV) ..."
	@$(LOCKED) -r requirements/run.txt -r requirements/build.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(COMPLETE)
	@touch $@

# The oldest pip stands in a folder of its own: a test shows that it can install the locks.
$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt requirements/oldest-pip.txt
	@$(LOCKED) -r requirements/test.txt
	@$(LOCKED) --upgrade --target $(VENV)/oldest-pip -r requirements/oldest-pip.txt
	@$(COMPLETE)
	@touch $@

$(VENV)/check.stamp: $(VENV)/test.stamp requirements/check.txt
	@$(LOCKED) -r requirements/check.txt
	@$(COMPLETE)
	@touch $@

# Tools of a release stay out of the environment that is tested.
build/release/made.stamp: requirements/release.txt
	@.ci/provide venv
	@$(PYTHON) -m venv build/release
	@build/release/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

tests/js/node_modules/.stamp: tests/js/package-lock.json
	@.ci/provide node
	@cd tests/js && npm ci --silent --ignore-scripts
	@touch $@
