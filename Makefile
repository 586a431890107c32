# `make help` lists what there is. Everything runs in ./.venv, which is made as it is needed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Code generators of the other languages, each from its own ecosystem.
PLUGINS := build/plugins
# buf finds its plugins, and each plugin its interpreter, on the PATH.
WITH_PLUGINS := PATH="$(CURDIR)/$(PLUGINS)/bin:$(CURDIR)/$(BIN):$$PATH"
# What `buf breaking` compares with: git references whose protos are the promise.
BREAKING_AGAINST ?= HEAD
LAST_RELEASE := $(shell git describe --tags --match 'v*' --abbrev=0 2>/dev/null)
# Twice two cores: tests wait for servers, clocks and one another for much of their time.
PYTEST_ARGS ?= -n 4 --dist worksteal

# Where it is set, every process of the tests would compile all of them, and the program, anew.
test: export PYTHONDONTWRITEBYTECODE :=
# What starts PostgreSQL forks, to change its user: beside threads that are in gRPC, whose handlers
# at a fork may end the child before it is anything else.
test torture: export GRPC_ENABLE_FORK_SUPPORT := 0

.DEFAULT_GOAL := help
.PHONY: help serve test torture test-polyglot bench lint types generate check-generated breaking format clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.server: pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[server,cli]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.server $(VENV)/.bench

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[bench]'
	@touch $@ $(VENV)/.server

serve: $(VENV)/.server ## Install, create the database, the first admin and its key, and serve
	@exec $(BIN)/waii-server serve

test: $(VENV)/.dev ## Run the whole test suite
	$(BIN)/python -m pytest $(PYTEST_ARGS)

torture: $(VENV)/.dev ## Run the long proofs; hours (TORTURE_ARGS=--help: one alone, shorter, on one engine)
	@PYTHONPATH=tests $(BIN)/python -m torture $(TORTURE_ARGS)

test-polyglot: $(VENV)/.dev ## Prove the stubs of every language against the live server (LANGUAGES=...)
	@PYTHONPATH=tests $(BIN)/python -m polyglot $(LANGUAGES)

bench: $(VENV)/.bench ## Measure the goals of speed; about ten minutes, needs Go (BENCH_ARGS=--help)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks $(BENCH_ARGS)

lint: $(VENV)/.dev ## Check style, layers and protos
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --recursive --severity-level medium server client  # the rest: rules S of ruff
	$(BIN)/lint-imports
	$(BIN)/buf lint protos
	$(BIN)/buf format --diff --exit-code protos
	@$(MAKE) --no-print-directory breaking

breaking: $(VENV)/.dev ## Check that the protos break nobody (against BREAKING_AGAINST, HEAD, and the last release)
	@for promise in $(BREAKING_AGAINST) $(LAST_RELEASE); do \
	  if git rev-parse --quiet --verify "$$promise:protos/buf.yaml" >/dev/null; then \
	    echo "buf breaking protos --against $$promise"; \
	    $(BIN)/buf breaking protos --against ".git#ref=$$promise,subdir=protos" || exit 1; \
	  else echo "buf breaking: $$promise holds no protos to compare with"; fi; \
	done

types: $(VENV)/.dev ## Check types (mypy strict)
	$(BIN)/mypy
	$(BIN)/mypy tests

format: $(VENV)/.dev ## Format code and protos
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/buf format --write protos

$(PLUGINS)/.go: protos/plugins/go.mod protos/plugins/go.sum
	GOBIN="$(CURDIR)/$(PLUGINS)/bin" go install -C protos/plugins tool
	@touch $@

$(PLUGINS)/.node: protos/plugins/package-lock.json
	@mkdir -p $(PLUGINS)/bin
	cp protos/plugins/package.json protos/plugins/package-lock.json $(PLUGINS)/
	npm ci --prefix $(PLUGINS) --silent
	@test -x $(PLUGINS)/node_modules/.bin/protoc-gen-es
	@ln -sf ../node_modules/.bin/protoc-gen-es $(PLUGINS)/bin/protoc-gen-es
	@touch $@

$(PLUGINS)/.java: protos/plugins/pom.xml
	mvn --batch-mode --quiet -f protos/plugins/pom.xml dependency:copy -DoutputDirectory="$(CURDIR)/$(PLUGINS)/bin"
	@chmod +x $(PLUGINS)/bin/protoc-java $(PLUGINS)/bin/protoc-gen-grpc-java
	@touch $@

$(PLUGINS)/.rust: protos/plugins/rust.txt
	cargo install --quiet --locked --root $(PLUGINS) $$(cat protos/plugins/rust.txt)
	@touch $@

generate: $(VENV)/.dev $(addprefix $(PLUGINS)/.,go node java rust) ## Write generated/ from the protos
	cd protos && $(WITH_PLUGINS) buf generate

check-generated: generate ## Regenerate and demand that nothing changed
	@changed=$$(git status --porcelain -- generated); \
	if [ -n "$$changed" ]; then echo "generated/ differs from what the protos say:"; echo "$$changed"; git --no-pager diff --stat -- generated; exit 1; fi
	@echo "generated/ is up to date"

clean: ## Remove the virtual environment, caches and builds (not ./data)
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
