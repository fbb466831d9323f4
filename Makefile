# Two commands matter: `make demo` and `make test`. Both set up everything they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
PEERS := .venv-peers

# The suite starts hundreds of processes: each would translate all sources anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types contracts format bench scorecard peers docs data replicate clean

demo: $(VENV)/.base
	$(BIN)/tidewaiter demo --out out/demo

# A worker a core; what screening compiles is compiled once, before they start.
test: $(VENV)/.dev
	$(BIN)/python -c "from tidewaiter.screening.prepare import prepare; prepare()"
	$(BIN)/python -m pytest -n logical --maxprocesses 4

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/bench_check.py
	$(BIN)/python benchmarks/bench_screening.py
	$(BIN)/python benchmarks/bench_license.py
	$(BIN)/python benchmarks/bench_goods.py
	$(BIN)/python benchmarks/bench_store.py
	$(BIN)/python benchmarks/bench_bulk.py
	$(BIN)/python benchmarks/bench_hubs.py 200

# Accuracy, speed and memory beside the peers: docs/reference/accuracy.md and .json. With QUICK=1 it takes two minutes,
# and what it measures goes to out/scorecard.
scorecard: $(VENV)/.dev peers
	$(BIN)/python -m benchmarks.scorecard $${TIDEWAITER_DATA:-../shared/data} $(if $(QUICK),--quick)
	$(BIN)/python benchmarks/bench_hubs.py $(if $(QUICK),20,200)

# The peers of the scorecard, in an environment of their own; says what is missing where they cannot be installed.
peers: $(VENV)/bin/python
	$(BIN)/python benchmarks/scorecard/peers/install.py $(PEERS)

# Writes docs/reference from the commands, rules, flags, tables and model; a test compares.
docs: $(VENV)/.dev
	$(BIN)/python -m docs.generate

# Rebuilds the carried law tables and list snapshots from the development data, then verifies them.
data: $(VENV)/.dev
	$(BIN)/tidewaiter data build --from $${TIDEWAITER_DATA:-../shared/data}
	$(BIN)/tidewaiter data verify

# Computes the published figures again from the development data and writes docs/replication.
replicate: $(VENV)/.dev
	$(BIN)/python -m docs.replicate

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --only-binary :all: --no-binary tidewaiter -e .
	touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) -e '.[dev,spark]'
	touch $@

clean:
	rm -rf $(VENV) $(PEERS) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
