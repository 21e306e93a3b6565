# Node 22, where scripts/setup-test had to bring it, comes before the machine's own.
export PATH := $(CURDIR)/.cache/node/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help generate verify test test-quick bench bench-quick bench-scale bench-probes soak faults fuzz audit breaking licences sbom build package reproducible run

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

generate: ## writes the generated code anew: GraphQL server, clients, playground, portal, licences
	@scripts/generate

verify: ## generated code and licences fresh, format, vet, linters, schema, modules, scripts, known vulnerabilities
	@scripts/verify

test: ## all tests on both engines, with -race; ARGS='-run TestName ./internal/store' for some
	@scripts/test $(ARGS)

test-quick: ## the same without -race, for development
	@scripts/test --quick $(ARGS)

bench: ## the benchmarks: the figure of every goal; ARGS for flags, see scripts/bench --help
	@scripts/bench $(ARGS)

bench-quick: ## most of them, in under three minutes
	@scripts/bench -quick -rounds 3 -seconds 0.5 $(ARGS)

bench-scale: ## what becomes of every call at 10 million links; ARGS='-links 100000' for fewer
	@scripts/bench -scale $(ARGS)

bench-probes: ## what each attack of internal/probe costs the server; fails above 100 ms of CPU
	@scripts/bench -probes $(ARGS)

soak: ## 64 connections of attacks for two minutes beside valid traffic; ARGS='--postgres -seconds 30'; ARGS='-minutes 10': a steady load, and nothing grows
	@scripts/soak $(ARGS)

faults: ## random calls while processes, network and disk fail; ARGS='--engine sqlite --seeds 100 --seconds 10 --seed 1'
	@scripts/faults $(ARGS)

fuzz: ## every fuzz target for TIME (1m), one after the other
	@scripts/fuzz $(TIME)

audit: ## graphql-cop and clairvoyance against the real binary
	@scripts/audit

breaking: ## what changed in the schema since the release before; fails on what breaks clients
	@scripts/breaking

licences: ## writes THIRD_PARTY_LICENSES.md anew
	@scripts/licences

sbom: ## the binary's SBOM, portico.cdx.json
	@scripts/sbom

build: ## the static binary ./portico; VERSION for another version than git's
	@scripts/build

package: ## the Debian packages for amd64 and arm64, in dist/
	@scripts/package

reproducible: ## builds the commit twice, in two folders, and compares
	@scripts/reproducible

run: ## the server from source; ARGS for its command and flags
	go run . $(ARGS)
