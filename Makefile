# make run: set up and start on sample data.  make test: set up and pass the tests.
PORT ?= 8501
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: setup setup-test browser run test check docs audit

setup: .venv/ready

# Without compiling beforehand: Python compiles what it uses, and half of what is installed is never used.
.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv 2>/dev/null || python3 -m venv .venv
	$(BIN)/pip install --no-compile --quiet --disable-pip-version-check -r requirements.txt
	touch $@

setup-test: setup .venv/ready-test browser

.venv/ready-test: requirements-dev.txt .venv/ready
	$(BIN)/pip install --no-compile --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# A real browser and a Chinese font for the browser tests; only what is absent is installed.
browser:
	@scripts/install-browser

run: setup
	$(BIN)/python manage.py demo
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

# A commit waits for the disk; where memory has the room, the tests' ledgers lie there. No test pulls the plug.
ROOMY := $(shell df --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 3000000 { print "/dev/shm" }')
test: export TMPDIR := $(or $(ROOMY),$(TMPDIR),/tmp)

# What draws pages waits for a browser more than it works, and would wait longer beside the others.
test: setup-test
	$(BIN)/python -m pytest -q --numprocesses 2 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -q --numprocesses 2 --dist worksteal tests/browser

check: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/python -m docs.generate --check

docs: setup-test
	$(BIN)/python -m docs.generate

# Whether a library we pin has a known fault; asks the public advisories, so it needs the internet.
audit:
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	.venv/audit/bin/pip-audit -r requirements.txt
