# Two commands are enough: `make run` and `make test`. Each says how long its steps took.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run

VENV := .venv
PY := $(VENV)/bin/python
export PORT ?= 8050
export HOST ?= 127.0.0.1
export PORTULAN_VAR ?= var
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# `$(call etape,label,command)` runs a step and prints the seconds it took.
etape = @debut=$$(date +%s%N); printf "\n▸ %s\n" "$(1)"; $(2); \
	awk -v a=$$debut -v b=$$(date +%s%N) 'BEGIN { printf "  fait en %.1f s\n", (b - a) / 1e9 }'

.PHONY: run test bench geodata geodata-import demo import format check clean install install-dev chromium screenshots audit

run: install  ## install what is missing, prepare geography and data, serve on http://localhost:8050
	$(call etape,Géographie,$(PY) -m geodata || echo '  La carte attendra : relancez « make geodata » avec un réseau.')
	$(call etape,Données,$(PY) -m data_layer demo --si-absent)
	@printf '\n▸ Portulan sert sur http://localhost:%s\n' '$(PORT)'
	@exec $(VENV)/bin/gunicorn -c gunicorn.conf.py app:server

$(PY):
	@python3 -m venv $(VENV) 2>/dev/null || { \
		echo '  python3-venv manque : installation'; \
		$(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv >/dev/null; \
		rm -rf $(VENV); python3 -m venv $(VENV); }

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# A stamp named by the hash of the pins: nothing is installed again while they do not change.
$(VENV)/.pose-%: requirements.txt requirements-dev.txt constraints.txt | $(PY)
	$(call etape,Installation ($*.txt),$(VENV)/bin/pip install -q -r $*.txt -c constraints.txt)
	@touch $@

install: $(VENV)/.pose-requirements
install-dev: $(VENV)/.pose-requirements-dev chromium

chromium:
	@if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then \
		echo '▸ Chromium et son pilote'; $(SUDO) apt-get update -qq; \
		$(SUDO) apt-get install -y -qq chromium chromium-driver fonts-dejavu-core >/dev/null; fi

# Browser tests wait more than they work: one process more than cores.
test: install-dev  ## lint, types, contracts, then every test, browser included
	$(call etape,Géographie,$(PY) -m geodata || echo '  Sans géographie : les tests de carte le diront.')
	$(call etape,Style et types,$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check -q . && $(VENV)/bin/mypy app.py)
	$(call etape,Données d'essai,$(PY) -m tests.donnees)
	$(call etape,Tests,$(PY) -m pytest -n $$(( $$(nproc) + 1 )) $(ARGS))

bench: install-dev  ## measure, as ratios; builds 20 and 100 million rows once (PORTULAN_BENCH_FAITS=3: 20 alone)
	$(PY) -m benchmarks $(ARGS)

geodata: install  ## download and prepare outlines, zones and population
	$(PY) -m geodata

demo: install  ## publish the synthetic demonstration data
	$(PY) -m data_layer demo $(ARGS)

import: install  ## publish an official file: make import FILE=path
	@[ -n "$(FILE)" ] || { echo 'Dites quel fichier : make import FILE=chemin'; exit 2; }
	$(PY) -m data_layer import "$(FILE)"

geodata-import: install  ## publish an official table of PMSI codes or communes: make geodata-import FILE=path
	@[ -n "$(FILE)" ] || { echo 'Dites quel fichier : make geodata-import FILE=chemin'; exit 2; }
	$(PY) -m geodata import "$(FILE)"

format: install-dev
	$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .

screenshots: install-dev  ## the pictures of the README
	$(PY) -m tests.browser.captures

clean:
	rm -rf $(VENV) $(PORTULAN_VAR) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
