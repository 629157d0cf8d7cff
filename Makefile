# `make` alone tells what there is. The work itself is in scripts/.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run web test bench soak lint dev gen clean

# Passed on to the program: make run ARGS=--autopilot
ARGS ?=
# Which Go benchmarks: make bench BENCH=GiveFloor
export BENCH ?= .

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## build everything, then start a running conference of 19 sites (ARGS=--autopilot conducts it)
	@scripts/build.sh
	@exec bin/giaoban demo $(ARGS)

web: ## build the front end alone, into web/dist
	@scripts/web.sh build

test: ## install what the tests need, then run all of them
	@scripts/test.sh

bench: ## measure the distribution beside other engines, then the Go benchmarks (BENCH= chooses) and the console with 150 sites
	@scripts/bench.sh
	@scripts/console.sh latency

soak: ## thirty minutes of a conference that conducts itself: memory, goroutines, open files by the minute
	@scripts/console.sh soak

lint: ## golangci-lint, and shellcheck where it is installed
	go tool -modfile=tools/go.mod golangci-lint run ./...
	scripts/third_party.sh check
	@if command -v shellcheck >/dev/null; then shellcheck scripts/*.sh .ci/run; fi

dev: ## the front end with live reloading on port 5173, before the demo run from source
	@scripts/dev.sh $(ARGS)

gen: ## write api/openapi.json, docs/config.md and the front end's types from the Go code
	@scripts/gen.sh

clean: ## remove what was built; data/ stays
	rm -rf bin .cache web/node_modules web/test-results web/playwright-report
	find web/dist -mindepth 1 ! -name .keep -delete
