# Everything runs in .venv; only Python 3.11+ and make are needed on the machine.
PYTHON ?= python3
TORCH_INDEX ?=
PIP = .venv/bin/python -m pip --disable-pip-version-check
INDEX = $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
MODEL ?= review_reader
PORT ?= 8501

.PHONY: help setup setup-dev run test check train bench bench-all nightly messages lock audit

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/app  ## create .venv and install what the app needs

setup-dev: .venv/dev  ## the same with what tests, checks and training need

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Brandloop needs Python 3.11 or newer; set PYTHON=… to choose one."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/app: .venv/bin/python requirements.txt requirements-writer.txt
	$(PIP) install --quiet $(INDEX) $(if $(LOCKED),--require-hashes -r requirements.lock,-r requirements.txt)
	$(PIP) install --quiet --no-deps $(if $(LOCKED),--require-hashes -r requirements-writer.lock,-r requirements-writer.txt)
	@touch $@

.venv/dev: .venv/app requirements-dev.txt
	$(PIP) install --quiet $(INDEX) $(if $(LOCKED),--require-hashes -r requirements-dev.lock,-r requirements-dev.txt)
	@touch $@

run: setup  ## start the app on http://localhost:8501
	.venv/bin/streamlit run serve.py --server.port $(PORT)

test: setup-dev  ## the whole suite: unit, pages, real browser, models
	.venv/bin/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered --cov-fail-under=90

check: setup-dev  ## lint, format, types, architecture
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/python -m pytest tests/test_architecture.py

train: setup-dev  ## train a model: make train MODEL=review_reader ARGS="--data …"
	.venv/bin/python -m core.training.$(MODEL) $(ARGS)

bench: setup-dev  ## one table of what is fast, with ratios; what takes long is kept and marked
	.venv/bin/python -m benchmarks

bench-all: setup-dev  ## every benchmark by itself: hours
	$(PIP) install --quiet -r requirements-bench.txt
	@for script in $(basename $(notdir $(wildcard benchmarks/[a-z]*.py))); do \
		echo "== $$script"; .venv/bin/python -m benchmarks.$$script || exit 1; done

nightly: setup-dev  ## what is too long for every run
	-$(PIP) install --quiet atheris==3.0.0  # where it has a build for this Python
	-$(PIP) install --quiet -r requirements-ray.txt
	.venv/bin/python -m pytest -m "nightly or hypothesis" --hypothesis-profile nightly --timeout 7200
	.venv/bin/python -m pytest -m "not nightly" tests/test_ray_cluster.py

.venv/tools: requirements-tools.txt
	$(PYTHON) -m venv $@
	$@/bin/python -m pip --disable-pip-version-check install --quiet -r requirements-tools.txt

lock: setup-dev .venv/tools  ## write the lock files and the list of licences anew
	.venv/tools/bin/python docs/write_lock.py
	.venv/bin/python -m docs.write_licences

audit: .venv/tools  ## ask the advisory database about every locked package
	.venv/tools/bin/pip-audit --disable-pip --require-hashes --strict -r requirements.lock
	.venv/tools/bin/pip-audit --disable-pip --require-hashes --strict -r requirements-writer.lock
	.venv/tools/bin/pip-audit --disable-pip --require-hashes --strict -r requirements-dev.lock

messages: setup-dev  ## collect the words on the screen into the catalogues
	.venv/bin/pybabel -q extract -k N_ -k NN_:1,2 -k ngettext:1,2 --no-location --sort-output \
		--project=Brandloop -o .venv/messages.pot core pages pages/_ui
	.venv/bin/pybabel -q update -D brandloop -i .venv/messages.pot -d assets/locale -l zh \
		--no-fuzzy-matching --ignore-obsolete
	@sed -i -E '/^"(Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated-By)/d' \
		assets/locale/zh/LC_MESSAGES/brandloop.po
