# Node 22, where scripts/setup-test had to bring it, comes before the machine's own.
export PATH := $(CURDIR)/.cache/node/bin:$(PATH)

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.DEFAULT_GOAL := help
.PHONY: help generate verify test test-quick bench build run

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

generate: ## writes the generated code anew: GraphQL server and playground
	@scripts/generate

verify: ## generated code fresh, format, vet, linters, modules, scripts, known vulnerabilities
	@scripts/verify

test: ## all tests on both engines, with -race; ARGS='-run TestName ./internal/store' for some
	@scripts/test $(ARGS)

test-quick: ## the same without -race and fsync, for development
	@scripts/test --quick $(ARGS)

bench: ## the benchmarks
	@scripts/bench $(ARGS)

build: ## the static binary ./portico
	CGO_ENABLED=0 go build -trimpath -ldflags '-X main.version=$(VERSION)' -o portico .

run: ## the server from source; ARGS for its command and flags
	go run . $(ARGS)
