# The front of the house; CMake does the work. `make help` lists what there is.
.PHONY: all run test pictures package check format fuzz soak bench clean help
FUZZ_SECONDS ?= 600
SOAK_KILLS ?= 200

all: ## the program: build/sanbao
	@tools/setup run
	@tools/pages
	@tools/build release

run: all ## the sample village's year, loaded, reported, proved and served
	@tools/run_village

test: ## all tests, in a release, two sanitizer and a fuzz build
	@tools/setup test
	@tools/pages
	@tools/build release dev tsan fuzz package
	@tools/run_tests build build-dev build-tsan build-fuzz

pictures: all ## a picture of every page of the faces, in build/pictures
	@tools/setup test
	@node web/e2e/run.mjs every_page

package: ## one .deb that installs without a network (PACKAGE=--libraries=system: a slim one)
	@tools/setup run
	@tools/pages
	@tools/build package
	@tools/package build-package $(PACKAGE)

check: ## the style rules alone
	@tools/check_style

format: ## lays out all C as .clang-format says
	@tools/check_style --list-c | xargs clang-format -i

fuzz: ## each parser against made-up input, FUZZ_SECONDS each (600)
	@tools/setup test
	@tools/pages
	@tools/build fuzz
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tools/run_tests build-fuzz --timeout 1000000

soak: ## the long tests: SOAK_KILLS kills (200), long random runs
	@tools/setup test
	@tools/pages
	@tools/build release
	@SANBAO_SOAK=1 SOAK_KILLS=$(SOAK_KILLS) tools/run_tests build \
		--match 'kill|property' --timeout 1000000

bench: ## speed, beside PostgreSQL on the same machine
	@tools/setup bench
	@tools/pages
	@tools/build release
	@failed=0; for each in run run_service run_pages run_cockpit_pixel run_cockpit_memory; do \
		bench/$$each || failed=1; done; \
		exit $$failed

clean: ## everything that was built
	@rm -rf build build-dev build-tsan build-fuzz

help:
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14
