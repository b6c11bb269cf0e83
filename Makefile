# Every way to work with the sources. `make demo` and `make test` are all that a bare Debian 12 needs (as root; without
# root, `make deps` prints what to install).
SHELL := /bin/bash
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
RELEASE := build/release
ifdef HUNTBOOK_DUCKDB_ROOT
DUCKDB := -DHUNTBOOK_DUCKDB_ROOT=$(HUNTBOOK_DUCKDB_ROOT)
endif

.PHONY: help deps configure build demo test test-release test-asan bench check docs install clean
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; do printf '  make %-13s %s\n' "$$name" "$$what"; done

deps: ## Install what is missing (Debian packages, DuckDB); without root, print the commands
	@scripts/install_deps.sh

configure: deps
	@cmake --preset release $(DUCKDB) --log-level=NOTICE

build: configure ## Build the program: build/release/bin/huntbook
	@cmake --build --preset release --target huntbook --parallel $(JOBS)

demo: build ## Write synthetic evidence, investigate it, say where the report is
	@scripts/demo.sh $(RELEASE)/bin/huntbook

test: deps ## Run every test: release build, then the unit tests with ASan and UBSan
	@scripts/run_tests.py release asan

test-release: deps ## Run the tests of the release build alone
	@scripts/run_tests.py release

test-asan: deps ## Run the unit tests with ASan and UBSan alone
	@scripts/run_tests.py asan

bench: deps ## Build and run the benchmarks (docs/performance.md says how to read them)
	@cmake --preset release $(DUCKDB) -DHUNTBOOK_BENCH=ON --log-level=NOTICE
	@cmake --build --preset release --target benchmarks --parallel $(JOBS)
	@bench/run

check: ## Check formatting, clang-tidy on what changed, include rules, file sizes (ALL=1: clang-tidy on every file)
	@scripts/install_deps.sh check
	@cmake --preset release $(DUCKDB) --log-level=NOTICE
	@scripts/check.sh

docs: configure ## Write the pages of docs/kql from the records and from what their examples print
	@cmake --build --preset release --target kql_reference_test --parallel $(JOBS)
	@HUNTBOOK_REFILL=1 ctest --test-dir $(RELEASE) -R '^kql_reference_test$$' --output-on-failure

install: build ## Install below PREFIX (default: /usr/local)
	@cmake --install $(RELEASE) --prefix $(PREFIX)

clean: ## Remove what was built, but not the fetched dependencies
	@rm -rf build/release build/debug build/asan build/tsan build/fuzz build/test-results demo
