# `make run` and `make test` do all the set-up on a fresh machine.
PYTHON := .venv/bin/python

.PHONY: run test check benchmark train evaluate content lock messages clean

run: ## start everything and print where to chat
	@sh scripts/set-up.sh run
	@exec $(PYTHON) -m bot up

test: ## every test, and the checks of style, types and imports
	@sh scripts/set-up.sh dev
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest $(ARGS)

check: ## style, types, import rules
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache

benchmark: ## speed, memory and understanding; EVAL=folder adds third-party sets, ONLY=parts picks some
	@sh scripts/set-up.sh dev
	@$(PYTHON) -m bot benchmark --eval "$(EVAL)" --only "$(ONLY)"

evaluate: ## understanding of the held-out questions
	@sh scripts/set-up.sh run
	@$(PYTHON) -m bot evaluate data/eval/fr.jsonl --confusions

train: ## train the Rasa model if its inputs changed
	@sh scripts/set-up.sh run
	@$(PYTHON) -m bot train

lock: ## make requirements.txt and requirements-dev.txt anew
	@.venv/bin/uv pip compile -q --no-header --no-emit-index-url --python-version 3.10 --override requirements-overrides.txt requirements.in -o requirements.txt
	@.venv/bin/uv pip compile -q --no-header --no-emit-index-url --python-version 3.10 --override requirements-overrides.txt -c requirements.txt requirements-dev.in -o requirements-dev.txt

messages: ## collect the words shown to candidates into the catalogs' template
	@.venv/bin/pybabel -q extract -F babel.cfg --no-location --sort-output --project Yoon -o bot/locale/bot.pot bot actions
	@$(PYTHON) -m bot.operations.catalogs

clean: ## remove the environment, the model and the data of this checkout
	rm -rf .venv models var .rasa
