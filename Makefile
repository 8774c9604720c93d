# Framelab. `make` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

GO ?= go
# Only the race detector needs C; everything else is built without it.
STATIC := CGO_ENABLED=0
# Set it to have wasmserve build the module in `make dev`, such as
# 'go run github.com/hajimehoshi/wasmserve@eee238e37f750ed91840211799550ea990183357'.
WASMSERVE ?=
# Flags for the server: make run ARGS='-addr 127.0.0.1:9000'.
ARGS ?=

.PHONY: help
help: ## list the targets
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

.PHONY: site
site: build/site/index.html ## build the static site into build/site, with TinyGo's module where TinyGo is installed

SITE_SOURCES := go.mod go.sum tools/tinygo/target.json \
	$(shell find codec lessons site wasm tools/buildsite tools/module -type f ! -name '*_test.go' ! -name '*.test.js')

build/site/index.html: $(SITE_SOURCES) $(wildcard build/tinygo/tinygo)
	$(GO) run ./tools/buildsite -out build/site

.PHONY: dist
dist: tinygo ## build the static site for hosts into build/dist, with TinyGo's small module
	$(GO) run ./tools/buildsite -compiler tinygo -out build/dist

.PHONY: tinygo
tinygo: build/tinygo/tinygo ## build TinyGo, which compiles the small module (needs LLVM 19; says what is missing)

build/tinygo/tinygo: $(wildcard tools/tinygo/*)
	tools/tinygo/build.sh build/tinygo

.PHONY: run
run: site ## build the site and serve it; ARGS='-addr 127.0.0.1:9000' passes flags
	@mkdir -p bin
	$(GO) build -o bin/server ./server
	@exec bin/server $(ARGS)

.PHONY: build
build: site ## build bin/framelab, one static program with the site inside
	rm -rf server/embedded
	cp -R build/site server/embedded
	@mkdir -p bin
	$(STATIC) $(GO) build -tags embed_site -trimpath -ldflags '-s -w' -o bin/framelab ./server

.PHONY: dev
dev: ## serve the site, and build it and the module again after every change
	@mkdir -p bin
	$(GO) run ./tools/buildsite -dev -out build/dev
	$(GO) build -o bin/server ./server
	@exec $(if $(WASMSERVE),tools/dev.sh '$(WASMSERVE)') bin/server -dev -site build/dev $(ARGS)

.PHONY: screenshots
screenshots: site ## take the README's picture, and pictures of every page in build/screenshots
	$(GO) run ./tools/screenshots -site build/site -readme tools/screenshots/builder.png
	$(GO) run ./tools/screenshots -site build/site -out build/screenshots

.PHONY: test
test: tools-installed ## run all checks and tests, after installing what they need if possible
	@$(MAKE) --no-print-directory tinygo || { [ -z "$$CI" ] && echo "The tests run without TinyGo's module."; }
	@$(MAKE) --no-print-directory lint test-go test-js test-scripts test-386 test-bench test-clients test-browser

.PHONY: tools-installed
tools-installed:
	@tools/install.sh

.PHONY: lint
lint: ## run gofmt, go vet and staticcheck
	@unformatted=$$(gofmt -l codec lessons server site tools wasm); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./codec/... ./wasm/...
	$(GO) tool staticcheck ./...

.PHONY: test-go
test-go: site npm ## run the Go tests, with the race detector
	$(GO) test -race -timeout 30m $$($(GO) list ./... | grep -v -e /tools/browser -e /tools/clients)

# The runner starts node with almost no environment, so that tests cannot use what a browser does not have.
.PHONY: test-js
test-js: ## run the codec's tests under js/wasm, in node
	env -i PATH="$$PATH" HOME="$$HOME" GOOS=js GOARCH=wasm $(STATIC) \
		"$$(command -v $(GO))" test -exec="$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" ./codec

.PHONY: test-scripts
test-scripts: build/scripts/main.wasm ## run the tests of the scripts that need no page, in node
	node --import ./tools/scripts/words.js --test $$(find site/assets/js -name "*.test.js")

build/scripts/main.wasm: go.mod $(shell find codec wasm -name '*.go' ! -name '*_test.go')
	GOOS=js GOARCH=wasm $(STATIC) $(GO) build -o $@ ./wasm
	cp "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" build/scripts/wasm_exec.js

# Where the kernel refuses 386 programs, they are only compiled. Instead QEMU runs
# the tests for ARM, whose int has 32 bits too.
.PHONY: test-386
test-386: ## run the codec's tests where int has 32 bits
	if GO='$(GO)' tools/runs386.sh; then \
		GOARCH=386 $(STATIC) $(GO) test ./codec; \
	else \
		GOARCH=386 $(STATIC) $(GO) vet ./codec && \
		GOARCH=arm GOARM=7 $(STATIC) $(GO) test -exec=qemu-arm ./codec; \
	fi

.PHONY: test-bench
test-bench: ## test the codec against other implementations
	cd tools/bench && $(GO) vet ./... && $(GO) test ./...

.PHONY: bench
bench: ## measure the codec and the server against other libraries, as ratios; the codec under js/wasm too
	@cd tools/bench && $(GO) run ./cmd/table && echo && $(GO) run ./cmd/echo
	@$(GO) test ./wasm -run '^$$' -bench Dissect -benchtime 1x | grep Dissect

.PHONY: npm
npm: tools/browser/node_modules/.package-lock.json tools/clients/node_modules/.package-lock.json

tools/%/node_modules/.package-lock.json: tools/%/package.json tools/%/package-lock.json
	cd tools/$* && npm ci --no-audit --no-fund

.PHONY: test-clients
test-clients: npm ## test the server with other clients and proxies: ws, websockets, Firefox, nginx, HAProxy
	$(GO) test ./tools/clients

.PHONY: test-browser
test-browser: site npm ## check the scripts' types, lint them, and test the pages in headless Chromium
	cd tools/browser && npm run --silent check
	$(GO) test -timeout 40m ./tools/browser/...
