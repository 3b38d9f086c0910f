.DEFAULT_GOAL := help
ARGS ?=

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-9s %s\n", $$1, $$2 }'

start: ## Start a local Supabase (ARGS="--postgres 17 --native --empty --api-port N --db-port N")
	@scripts/run start $(ARGS)

demo: ## Serve the card's demo on the local Supabase: sign up, ask, watch it (ARGS="--port N")
	@scripts/run demo $(ARGS)

pack: ## Build the npm packages, into .stack/packed
	@scripts/run pack

admin: ## Serve the admin page on the local Supabase, with a made-up company (ARGS="--port N")
	@scripts/run admin $(ARGS)

test: ## Run every test on a stack of its own (ARGS="--postgres 17"; others go to pytest)
	@scripts/run test $(ARGS)

nightly: ## Run what takes too long for make test: measurements, 200 disconnects, 10,000 alerts, Next.js 15
	@FULL_TESTS=1 scripts/run test tests/alerts tests/client tests/crash tests/gateway tests/guides tests/hosts $(ARGS)

env: ## Print URLs and keys of the running stack
	@scripts/run env

stop: ## Stop it; data is kept
	@scripts/run stop

reset: ## Empty the database, then apply migrations and seed: supabase db reset
	@scripts/run reset $(ARGS)

model: ## Serve a stand-in for a model that speaks OpenAI's API: try the quick starts without a key (ARGS="--port N")
	@scripts/run model $(ARGS)

psql: ## Open psql on the running stack's database (ARGS goes to psql)
	@scripts/run psql $(ARGS)

docs: ## Serve the documentation on http://127.0.0.1:8000 (ARGS="--port N", or --build into .stack/site)
	@scripts/run docs $(ARGS)

lint: ## Run every linter
	@scripts/run lint $(ARGS)

mutations: ## Break the SQL in one way at a time, and expect the tests to notice
	@scripts/run mutations $(ARGS)

types: ## Generate supabase/types, schema.sql and docs/reference (ARGS=--check only compares)
	@scripts/run generate $(ARGS)

migration: ## Write the migration to the next version (NAME=add_teams); again after each change
	@scripts/run migration $(NAME)

release: ## Write the release file from supabase/schemas (ARGS=--freeze: release it)
	@scripts/run release $(ARGS)

bench: ## Measure speed against bare operations, into benchmarks/report.md (ARGS=--help)
	@scripts/run bench $(ARGS)

lock: ## Lock the packages that pyproject.toml names, in uv.lock
	@scripts/run lock

.PHONY: help start demo pack admin test nightly env stop reset model psql docs lint mutations types migration release \
  bench lock
