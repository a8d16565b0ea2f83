# Two commands: `make demo` serves the sample archive, `make test` checks everything. Needs Python 3.11+, git, make.
PYTHON ?= python3
PORT ?= 8001
JOBS ?= 2
ARTICLES ?= 200000
CASES ?= 2000
BIN := .venv/bin
DEMO := build/demo.db
COMPILED := build/compiled
SOURCES := $(shell find schemas extract corpus -type f -not -path '*/__pycache__/*' 2>/dev/null)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# The files name every package, so pip resolves nothing: older ones stumble over lxml's extra.
LOCKED := $(PIP) install --no-deps --require-hashes -r

.PHONY: help demo archive test fuzz lint eval wheel bench bench-large docs pictures notebooks lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo [PORT=8001]   build the sample archive and serve it on 127.0.0.1'
	@echo 'make archive            build the sample archive $(DEMO)'
	@echo 'make test               lint, types, import rule, every test, the notebooks, the quality gate'
	@echo 'make fuzz [CASES=2000]   ask the service at random what its description allows and what it does not'
	@echo 'make lint               the quick checks alone'
	@echo 'make eval [ERRORS=1]    precision, recall and F1 of the extraction on gold articles and on their swaps'
	@echo 'make wheel              build/wheel: khenthuong with its reading compiled, half as fast again; needs a C compiler'
	@echo 'make bench              what reading and ingesting cost, against other libraries and other sizes, into build/bench.json too'
	@echo 'make bench-large        an archive of 200,000 articles (ARTICLES=N) and how quick its pages are; an hour, 20 GB'
	@echo 'make docs               measure again what docs/extraction.md, its plot and the confidence of facts tell'
	@echo 'make pictures           take the pictures of the site in docs/pictures anew, in headless Chromium'
	@echo 'make notebooks          run the notebooks over the sample archive, into build/notebooks'
	@echo 'make lock               compile the hashed requirements from requirements*.in'
	@echo 'make clean              remove .venv and build'

demo: archive
	@$(BIN)/khenthuong serve $(DEMO) --host 127.0.0.1 --port $(PORT)

archive: $(DEMO)

$(DEMO): .venv/.installed $(SOURCES)
	@mkdir -p build
	@rm -f $(DEMO) $(DEMO)-* $(DEMO).new*
	$(BIN)/khenthuong ingest corpus/samples --archive $(DEMO).new
	@mv $(DEMO).new $(DEMO)

test: lint
	$(BIN)/python -m pytest -n $(JOBS)

fuzz: .venv/.installed-test
	$(BIN)/python -m tests.fuzzing $(CASES)

lint: .venv/.installed-test
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	@mkdir -p build
	$(BIN)/lint-imports --no-cache > build/imports.txt || { cat build/imports.txt; exit 1; }

eval: .venv/.installed
	@$(BIN)/python -m extract.evaluation_table $(if $(ERRORS),--errors)

bench: $(COMPILED)/.made
	@$(BIN)/python -m corpus.bench --compiled $(COMPILED) --json build/bench.json

wheel: $(COMPILED)/.made
	@ls build/wheel/*.whl

$(COMPILED)/.made: setup.py .venv/.installed-test $(SOURCES)
	@command -v cc >/dev/null || { echo 'no C compiler: install one (Debian: apt-get install gcc libc6-dev python3-dev)'; exit 1; }
	@echo 'Compiling the modules that read; two minutes.'
	@rm -rf build/wheel $(COMPILED) build/lib* build/temp*
	@KHENTHUONG_COMPILE=1 $(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/wheel .
	@$(BIN)/python -m zipfile -e build/wheel/*.whl $(COMPILED)
	@touch $@

bench-large: .venv/.installed
	@mkdir -p build
	@$(BIN)/python -m corpus.large --articles $(ARTICLES) --json build/bench-large.json

docs: .venv/.installed-test
	@$(BIN)/python -m extract.calibrate --write && $(BIN)/python -m extract.papers && $(BIN)/python -m extract.ablation --write && $(BIN)/python -m notebooks._reliability

pictures: archive .venv/.installed-test
	@$(BIN)/python -m tests.pictures

notebooks: archive .venv/.installed-test
	$(BIN)/python -m notebooks $(DEMO) build/notebooks

.venv/.installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo 'Installing the pinned packages into .venv; once, a minute or two.'
	@$(LOCKED) requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

.venv/.installed-test: requirements-test.txt requirements.txt pyproject.toml | .venv/bin/python
	@echo 'Installing the pinned packages and the test tools into .venv; once, a minute or two.'
	@$(LOCKED) requirements-test.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch .venv/.installed $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'khenthuong needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11'; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo 'no venv module: install it (Debian: apt-get install python3-venv)'; exit 1; }

lock: .venv/bin/python
	$(PIP) install uv==0.13.9
	$(BIN)/uv pip compile $(LOCK) -o requirements.txt requirements.in
	$(BIN)/uv pip compile $(LOCK) -c requirements.txt -o requirements-test.txt requirements.in requirements-test.in requirements-cluster.in requirements-ocr.in requirements-fetch.in

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

clean:
	rm -rf .venv build
