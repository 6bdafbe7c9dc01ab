# The two commands of a newcomer are `make demo` and `make test`. Both need Python 3.11 or later
# with venv, and nothing else.

PYTHON ?= python3
PORT ?= 8000
# Processes that share the unit suite.
WORKERS ?= 2

VENV := .venv
VENV_74 := .venv-7.4
PY := $(VENV)/bin/python
# The HTML checker of the W3C, where the browser tests look for it.
VNU := vnu-jar@26.9.27
VNU_JAR ?= $(VENV)/vnu/node_modules/vnu-jar/build/dist/vnu.jar
PY_74 := $(VENV_74)/bin/python
# With wagtail-localize, which changes what the admin does.
VENV_LOCALIZE := .venv-localize
VENV_LOCALIZE_74 := .venv-localize-7.4
LOCALIZE_TESTS := -m pytest --ds=tests.localize_settings tests/localize
MANAGE := $(PY) example_site/manage.py

POSTGRES_URL ?= $(if $(filter postgres%,$(DATABASE_URL)),$(DATABASE_URL),postgres://postgres@127.0.0.1:5432/postgres)
MARIADB_URL ?= mysql://root@127.0.0.1:3306/mysql

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint messages check test-7.4 migrations test-postgresql migrate-mariadb wheel-test \
	varnish-test localize-test html-checker browser-test screenshots bench bench-locations bench-reviews lighthouse clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z0-9.-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# $(1): virtual environment, $(2): what to install into it. PEP 735 groups need pip 25.1.
define make_venv
	$(PYTHON) -m venv $(1)
	$(1)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(1)/bin/python -m pip install --quiet --editable . $(2)
	@touch $@
endef

$(VENV)/.demo: pyproject.toml
	$(call make_venv,$(VENV),--group example)

$(VENV)/.dev: pyproject.toml
	$(call make_venv,$(VENV),--group dev)

$(VENV_74)/.dev: pyproject.toml
	$(call make_venv,$(VENV_74),--group test --group browser "wagtail~=7.4.4")

$(VENV_LOCALIZE)/.dev: pyproject.toml
	$(call make_venv,$(VENV_LOCALIZE),--group localize)

$(VENV_LOCALIZE_74)/.dev: pyproject.toml
	$(call make_venv,$(VENV_LOCALIZE_74),--group localize "wagtail~=7.4.4")

demo: export BASE_URL ?= http://127.0.0.1:$(PORT)
demo: $(VENV)/.demo ## Run the example site with demo content on 127.0.0.1:8000 (PORT=...).
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_demo --create-admin
	$(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/.dev ## Run the unit suite with coverage.
	$(PY) -m pytest -n $(WORKERS) --cov --cov-report=term

lint: $(VENV)/.dev ## Style, types, import rules, templates and the rules of the house.
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --lint --quiet ketamine_pages example_site
	$(PY) .ci/check_tree.py
	$(PY) .ci/check_rooms.py
	$(PY) .ci/count_any.py
	$(PY) .ci/messages.py check

messages: $(VENV)/.dev ## Bring the translation catalogue up to date (needs GNU gettext).
	$(PY) .ci/messages.py write

# The browser tests come last: they end with pytest's own closing line.
check: lint test test-7.4 migrations test-postgresql migrate-mariadb wheel-test varnish-test localize-test browser-test ## All of it, on both Wagtail lines and on every database at hand.

test-7.4: $(VENV_74)/.dev ## The unit suite on the oldest supported Wagtail.
	$(PY_74) -m pytest -n $(WORKERS)

migrations: export DJANGO_SETTINGS_MODULE := tests.settings
migrations: $(VENV)/.dev $(VENV_74)/.dev ## No migration is missing on either Wagtail line.
	$(PY) -m django makemigrations --check --dry-run
	$(PY_74) -m django makemigrations --check --dry-run

test-postgresql: export DATABASE_URL := $(POSTGRES_URL)
test-postgresql: $(VENV)/.dev ## The unit suite on PostgreSQL, where one answers (POSTGRES_URL=...).
	@if $(PY) .ci/scratch_database.py answers; then \
		$(PY) -m pytest -n $(WORKERS); \
	else echo "PostgreSQL: not run"; fi

migrate-mariadb: export DATABASE_URL := $(MARIADB_URL)
migrate-mariadb: $(VENV)/.dev ## Every migration on MariaDB, where one answers (MARIADB_URL=...).
	@if $(PY) -m pip install --quiet "mysqlclient>=2.2.1" >/dev/null 2>&1 \
		&& $(PY) .ci/scratch_database.py answers; then \
		$(PY) .ci/scratch_database.py migrate; \
	else echo "MariaDB: not run"; fi

wheel-test: $(VENV)/.dev ## Build the wheel and install it into new projects.
	$(PY) -m pytest -m wheel tests/wheel

varnish-test: $(VENV)/.dev ## Purge a real Varnish in front of the example site, where there is one.
	@if PATH="$$PATH:/usr/sbin" command -v varnishd >/dev/null; then \
		$(PY) -m pytest -m varnish tests/varnish; \
	else echo "Varnish: not run"; fi

localize-test: $(VENV_LOCALIZE)/.dev $(VENV_LOCALIZE_74)/.dev ## Translate with the real wagtail-localize, on both Wagtail lines.
	$(VENV_LOCALIZE)/bin/python $(LOCALIZE_TESTS)
	$(VENV_LOCALIZE_74)/bin/python $(LOCALIZE_TESTS)

# Without npm, Java or a registry the tests say that the checker was not run.
html-checker: $(VENV)/.dev ## Fetch the HTML checker of the browser tests (needs npm and Java).
	@if [ -f $(VNU_JAR) ]; then :; \
	elif command -v java >/dev/null && command -v npm >/dev/null; then \
		npm install --silent --no-save --ignore-scripts --no-audit --no-fund --prefix $(VENV)/vnu $(VNU) \
			|| echo "HTML checker: not fetched"; \
	else echo "HTML checker: not fetched, for want of npm or Java"; fi

browser-test: $(VENV)/.dev html-checker ## Drive the admin and the public pages in Chromium.
	$(PY) -m pytest -m browser tests/browser

screenshots: $(VENV)/.dev ## Make the pictures of README and docs anew.
	$(PY) -m docs.make_screenshots

bench: $(VENV)/.dev ## Cost of each page type, as a ratio to an empty page.
	$(PY) benchmarks/run.py

bench-locations: $(VENV)/.dev ## Cost of the finder with 10, 1,000 and 100,000 locations.
	$(PY) benchmarks/locations.py

bench-reviews: $(VENV)/.dev ## Cost of editing a benefit that 100, 1,000 and 10,000 pages show.
	$(PY) benchmarks/review_marking.py

lighthouse: $(VENV)/.dev ## Lighthouse scores and bytes of each page type (needs Node and Chromium).
	$(PY) benchmarks/lighthouse.py

clean: ## Remove what the other targets made, the demo's content included.
	rm -rf $(VENV) $(VENV_74) $(VENV_LOCALIZE) $(VENV_LOCALIZE_74) build dist htmlcov .coverage* .mypy_cache .pytest_cache .ruff_cache \
		.hypothesis .import_linter_cache example_site/*.sqlite3* example_site/media example_site/static_collected
	find . -name __pycache__ -type d -not -path "./.git/*" -prune -exec rm -rf {} +
