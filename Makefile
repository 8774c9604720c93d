# Framelab. `make` lists the targets; what each needs is at its head.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

GO ?= go
# Go is told where nothing needs C; the race detector alone does.
STATIC := CGO_ENABLED=0
# What serves the module while it is worked on: this, or a program named by WASMSERVE.
WASMSERVE ?= $(GO) run github.com/hajimehoshi/wasmserve@eee238e37f750ed91840211799550ea990183357
WASMSERVE_ADDR ?= 127.0.0.1:8081
# Flags for the server: make run ARGS='-addr 127.0.0.1:9000'.
ARGS ?=

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

.PHONY: site
site: build/site/index.html ## build the static site into build/site, for any static host

build/site/index.html: go.mod go.sum $(shell find codec lessons site wasm tools/buildsite tools/module -type f ! -name '*_test.go')
	$(GO) run ./tools/buildsite -out build/site

.PHONY: run
run: site ## build all and serve it; ARGS='-addr 127.0.0.1:9000' gives flags
	@mkdir -p bin
	$(GO) build -o bin/server ./server
	@exec bin/server $(ARGS)

.PHONY: build
build: site ## build bin/framelab: one static program with the site in it
	rm -rf server/embedded
	cp -R build/site server/embedded
	@mkdir -p bin
	$(STATIC) $(GO) build -tags embed_site -trimpath -ldflags '-s -w' -o bin/framelab ./server

.PHONY: dev
dev: ## edit and see: the site and the module are built again when they change
	@mkdir -p bin
	$(GO) run ./tools/buildsite -dev -out build/dev
	$(GO) build -o bin/server ./server
	@tools/dev.sh '$(WASMSERVE_ADDR)' '$(WASMSERVE)' bin/server -dev -site build/dev $(ARGS)

.PHONY: screenshots
screenshots: site ## the README's picture, and every page in build/screenshots
	$(GO) run ./tools/screenshots -site build/site -readme tools/screenshots/builder.png
	$(GO) run ./tools/screenshots -site build/site -out build/screenshots

.PHONY: test
test: tools-installed lint test-go test-js test-scripts test-386 test-bench test-clients test-browser ## all checks and tests; installs what it lacks where it may

.PHONY: tools-installed
tools-installed:
	@tools/install.sh

.PHONY: lint
lint: ## gofmt, go vet, staticcheck
	@unformatted=$$(gofmt -l .); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./codec/... ./wasm/...
	$(GO) vet -tags noinflate ./codec
	$(GO) tool staticcheck ./...

.PHONY: test-go
test-go: site npm ## the Go tests, with the race detector
	$(GO) test -race $$($(GO) list ./... | grep -v -e /tools/browser -e /tools/clients)
	$(GO) test -tags noinflate ./codec

# The runner starts node with next to no environment: what a browser would not have, a test shall not use.
.PHONY: test-js
test-js: ## the codec's tests under js/wasm, in node
	env -i PATH="$$PATH" HOME="$$HOME" GOOS=js GOARCH=wasm $(STATIC) \
		"$$(command -v $(GO))" test -exec="$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" ./codec

.PHONY: test-scripts
test-scripts: ## the scripts that need no page, in node
	node --test tools/scripts/

# Where the kernel refuses 386 programs they are compiled, and those for ARM, whose
# int has 32 bits too, are run by QEMU.
.PHONY: test-386
test-386: ## the codec's tests where int has 32 bits
	if GO='$(GO)' tools/runs386.sh; then \
		GOARCH=386 $(STATIC) $(GO) test ./codec; \
	else \
		GOARCH=386 $(STATIC) $(GO) vet ./codec && \
		GOARCH=arm GOARM=7 $(STATIC) $(GO) test -exec=qemu-arm ./codec; \
	fi

.PHONY: test-bench
test-bench: ## the module that holds the codec against other implementations
	cd tools/bench && $(GO) vet ./... && $(GO) test ./...

.PHONY: bench
bench: ## the codec and the server beside those of others, as ratios; the codec under js/wasm too
	@cd tools/bench && $(GO) run ./cmd/table && echo && $(GO) run ./cmd/echo
	@$(GO) test ./wasm -run '^$$' -bench Dissect -benchtime 1x | grep Dissect

.PHONY: npm
npm: tools/browser/node_modules/.package-lock.json tools/clients/node_modules/.package-lock.json

tools/%/node_modules/.package-lock.json: tools/%/package.json tools/%/package-lock.json
	cd tools/$* && npm ci --no-audit --no-fund

.PHONY: test-clients
test-clients: npm ## the server with clients and proxies that others wrote: ws, websockets, Firefox, nginx, HAProxy
	$(GO) test ./tools/clients

.PHONY: test-browser
test-browser: site npm ## the scripts' types and the pages in headless Chromium
	cd tools/browser && npm run --silent check
	$(GO) test -timeout 20m ./tools/browser/...
