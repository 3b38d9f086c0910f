.DEFAULT_GOAL := help
ARGS ?=

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-9s %s\n", $$1, $$2 }'

start: ## Start a local Supabase (ARGS="--postgres 17 --native --api-port N --db-port N")
	@scripts/run start $(ARGS)

demo: ## Serve the widget's demo on the local Supabase: sign up, ask, watch the card
	@scripts/run demo $(ARGS)

test: ## Run every test on a stack of its own (ARGS="--postgres 17"; others go to pytest)
	@scripts/run test $(ARGS)

env: ## Print URLs and keys of the running stack
	@scripts/run env

stop: ## Stop it; data is kept
	@scripts/run stop

reset: ## Empty the database, then apply migrations and seed: supabase db reset
	@scripts/run reset

lint: ## Run every linter
	@scripts/run lint $(ARGS)

mutations: ## Break the SQL in one way at a time, and expect the tests to notice
	@scripts/run mutations $(ARGS)

types: ## Generate supabase/types, schema.sql and the README's RPCs (ARGS=--check only compares)
	@scripts/run generate $(ARGS)

migration: ## Write the migration to the next version (NAME=add_teams); again after each change
	@scripts/run migration $(NAME)

release: ## Write the release file from supabase/schemas (ARGS=--freeze: release it)
	@scripts/run release $(ARGS)

bench: ## Measure speed against bare operations, into benchmarks/report.md (ARGS=--help)
	@scripts/run bench $(ARGS)

lock: ## Lock the packages that pyproject.toml names, in uv.lock
	@scripts/run lock

.PHONY: help start demo test env stop reset lint mutations types migration release bench lock
