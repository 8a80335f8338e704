# make run: the main job on the seeds.  make test: everything that CI checks but the linters.  Both set up what they need.
PYTHON ?= python3.11
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PIP_DISABLE_PIP_VERSION_CHECK := 1

FUZZ_SECONDS ?= 600

.PHONY: install run test lint bench soak fuzz train lock clean
.DEFAULT_GOAL := run

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	@# The lock is complete: --no-deps keeps pip from resolving it again (it takes sqlalchemy[asyncio] for an unpinned package).
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: install
	$(BIN)/frontwire run seeds

test: install
	@# A file stays with one worker: its fixtures are made once.
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m pytest tests/bench -o python_files='bench_*.py' --benchmark-only --benchmark-disable-gc

soak: install
	$(BIN)/python -m pytest -m slow

# Ten minutes of damaged input; better with atheris (`pip install atheris`), which is no dependency. See docs/fetching.md.
fuzz: install
	nice -n 10 $(BIN)/python -m tests.fuzz.run --seconds $(FUZZ_SECONDS)

# The judge from the passages in seeds/training, then the joiner from those in joining/. See docs/extraction.md.
train: install
	$(BIN)/pip install --quiet ".[train]"
	$(BIN)/python -m parsers.training.train --data seeds/training --out parsers/knowledge/judge --seed 1
	$(BIN)/python -m parsers.training.joining --data seeds/training/joining --out parsers/knowledge/judge/joiner.json

# Needs uv; the lock holds no addresses. DuckDB stays on the line that has offline extension wheels.
lock:
	echo 'duckdb==1.5.5' | uv pip compile pyproject.toml --extra test --universal --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --python-version 3.11 --constraint - --output-file requirements.lock

clean:
	rm -rf $(VENV) data dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
