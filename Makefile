# Every task of the project, one command each; `make` alone lists them.

PYTHON ?= python3
IN     := .venv/bin/
PYTEST := $(IN)python -m pytest
LOCK   := $(IN)uv pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-unit check format types house bench pictures messages catalogs lock clean

help:  ## list the tasks
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
	@echo
	@echo "  Settings: PORT, DATA_DIR, DATABASE_URL, SECRET_KEY, DEMO_PASSWORD, RATE_LIMITS, PYTHON; README.md has the table."

run: setup  ## start Wspólny Głos with demonstration data, on http://127.0.0.1:8000
	@exec $(IN)python -m tools.serve

test: setup-dev  ## run every test, in a real Chromium and on a real PostgreSQL too
	@$(IN)python -m tools.browser
	@$(PYTEST) -n 2 --dist worksteal $(ARGS)

test-unit: setup-dev  ## run the quick tests: pure functions, no application, under a minute
	@$(PYTEST) -n 2 --dist worksteal -m "not application and not browser and not slow" $(ARGS)

check: setup-dev  ## format, lint, types, migrations, translations, house rules
	@$(IN)python -m tools.check

format: setup-dev  ## put the code into its format
	@$(IN)ruff check --fix --quiet . ; $(IN)ruff format .

bench: setup-dev  ## measure the pages against a bare one under the same server
	@$(IN)python -m tools.bench $(ARGS)

pictures: setup-dev  ## take the pictures of docs/pictures/ with the demonstration data
	@$(IN)python -m tools.browser
	@$(IN)python -m tools.pictures

messages: setup-dev  ## bring new texts of the code into the Polish catalogues
	@$(IN)python -m tools.catalogs update

catalogs: setup  ## compile the catalogues
	@$(IN)python -m tools.catalogs compile

lock: setup-dev  ## lock the dependencies anew, with hashes and without the name of any index
	$(LOCK) -o requirements.txt requirements.in
	$(LOCK) -o requirements-dev.txt requirements-dev.in
	$(LOCK) -o requirements-uv.txt requirements-uv.in

clean:  ## remove what was made here, except the data in instance/
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find app -name '*.mo' -delete
	find search_index -mindepth 1 ! -name .gitkeep -delete

setup:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not here. Install it with:  apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) tools/setup.py

setup-dev:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not here. Install it with:  apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) tools/setup.py --dev
