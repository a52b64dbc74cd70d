# frontdesk. `make` alone lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

LISTEN ?= 127.0.0.1:8080
DATA   ?= ./data
GO     ?= go
# Test time is bounded for one package; the whole of `make test` stays below ten
# minutes on two cores.
TEST_TIMEOUT ?= 8m
# Nobody speaks MessagePack here: gin would compile 9 MB for it, for 20 s.
export GOFLAGS += -tags=nomsgpack

web_sources := $(shell find web/widget web/console web/shared -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help run test test-go test-web test-pages check lint bench web eval docs db clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: bin/frontdesk ## build everything and serve the demo shop on http://localhost:8080, data in ./data
	./bin/frontdesk serve --demo --listen $(LISTEN) --data $(DATA)

test: lint test-web test-pages test-go ## run all tests: pages, browser, Go with the race detector, SQLite and PostgreSQL

check: test ## what CI runs

# Without cgo as the program is built, so that nothing is compiled twice.
lint:
	@unformatted=$$(find . -name '*.go' -not -path '*/node_modules/*' -not -path './.cache/*' -exec gofmt -l {} +); \
	test -z "$$unformatted" || { echo "gofmt -w these files:"; echo "$$unformatted"; exit 1; }
	CGO_ENABLED=0 $(GO) vet ./...

test-web: .cache/web-installed
	cd web && npm run check --if-present && npm test

test-pages: bin/frontdesk .cache/web-built
	scripts/install-deps.sh chromium fonts-noto-cjk
	cd web && FRONTDESK_BIN=$(CURDIR)/bin/frontdesk npm run e2e

# The race detector needs a C compiler, and makes computing ten times slower:
# tests that compute much say testing.Short() and run without
# it, in a second pass over their packages. The architecture is read from the
# files each time (-count=1), everything else may come from the test cache. The
# program that the crash test kills is the one that ships. SQLite's own code, C
# translated to Go, is left out of the race detector and its pointer checks: it locks
# for itself, and half of the processor's time would go into watching it. Vet has
# looked in lint, at tests too.
test-go: bin/frontdesk
	scripts/install-deps.sh gcc libc6-dev
	$(GO) test -count=1 ./internal/arch
	scripts/postgres.sh exec env CGO_ENABLED=1 BENCH_BINARY=$(CURDIR)/bin/frontdesk $(GO) test -vet=off -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-d=checkptr=0 -gcflags=modernc.org/memory=-d=checkptr=0 -short -timeout $(TEST_TIMEOUT) ./...
	scripts/postgres.sh exec env CGO_ENABLED=0 BENCH_BINARY=$(CURDIR)/bin/frontdesk $(GO) test -vet=off -timeout $(TEST_TIMEOUT) \
		$$(grep -rl --include='*_test.go' 'testing.Short()' --exclude-dir=node_modules . | xargs -n1 dirname | sort -u)

bench: bin/frontdesk ## measure: messages, turns, search, start, memory (SQLite and PostgreSQL)
	scripts/postgres.sh exec env CGO_ENABLED=0 BENCH_BINARY=$(CURDIR)/bin/frontdesk $(GO) test -run '^$$' -bench . -benchtime 2s -timeout 30m ./...

web: .cache/web-built ## build the widget and the console into web/dist

eval: bin/frontdesk ## run the measurements of docs/evaluation.md; D=DIR: also those on public data; TRAIN=a.csv TEST=b.csv and CORPUS=DIR (BEIR): on your own
	scripts/eval.sh ./bin/frontdesk $(D)
	$(if $(TRAIN),./bin/frontdesk eval intent --train $(TRAIN) --test $(TEST))
	$(if $(CORPUS),./bin/frontdesk eval retrieval --corpus $(CORPUS)/corpus.jsonl --queries $(CORPUS)/queries.jsonl --qrels $(CORPUS)/qrels.tsv)

docs: ## write the generated parts of docs/ anew (imports, configuration, state machines)
	$(GO) test ./internal/arch ./cmd/frontdesk -run 'Drawing|Document' -update

db: ## bring up PostgreSQL with pgvector and print its address
	@scripts/postgres.sh start
	@scripts/postgres.sh url

clean: ## remove what was built, and the test database; ./data stays
	rm -rf bin .cache/web-* web/dist/widget web/dist/console
	scripts/postgres.sh remove

# Always asked: go build knows better than file times what has changed, embedded files included.
bin/frontdesk: .cache/web-built FORCE
	CGO_ENABLED=0 $(GO) build -trimpath -o $@ ./cmd/frontdesk

.cache/web-installed: web/package.json web/package-lock.json $(wildcard web/*/package.json)
	@command -v npm >/dev/null || { echo "Node 20 with npm is needed for the pages; without it: go build -tags noweb ./cmd/frontdesk"; exit 1; }
	cd web && npm ci --no-audit --no-fund
	@mkdir -p .cache && touch $@

# What was built may have been removed since.
.cache/web-built: .cache/web-installed $(web_sources) $(if $(wildcard web/dist/console/index.html),,FORCE)
	cd web && npm run build
	@mkdir -p .cache && touch $@

FORCE:
