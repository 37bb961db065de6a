# One line a target: python course.py does the work, and does it on Windows too (py course.py lab).
# Another Python: make lab PYTHON=python3.12    More options: make test ARGS="-k setup"
# The environment's own Python comes first: what was made with PYTHON=python3.12 is kept by a plain `make lab`.
PYTHON ?= $(shell for python in .venv/bin/python python3 python3.13 python3.12 python3.11 python3.10 python; do \
	if "$$python" course.py check-python >/dev/null 2>&1; then echo "$$python"; break; fi; done)
COURSE = $(or $(PYTHON),$(error This course needs Python 3.10 to 3.13 and finds none: install one \
	from python.org, or name it, for example `make lab PYTHON=/path/to/python3.12`)) course.py

.PHONY: lab solutions carry-over test test-all test-lowest test-newest test-browser-versions style checks notebooks data bench site test-site lock release grade
lab:
	@$(COURSE) lab $(ARGS)
solutions:
	@$(COURSE) solutions $(ARGS)
carry-over:
	@$(COURSE) carry-over $(ARGS)
test:
	@$(COURSE) test $(ARGS)
test-all:
	@$(COURSE) test-all $(ARGS)
test-lowest:
	@$(COURSE) test-lowest $(ARGS)
test-newest:
	@$(COURSE) test-newest $(ARGS)
test-browser-versions:
	@$(COURSE) test-browser-versions $(ARGS)
style:
	@$(COURSE) style $(ARGS)
checks:
	@$(COURSE) checks $(ARGS)
notebooks:
	@$(COURSE) notebooks $(ARGS)
data:
	@$(COURSE) data
bench:
	@$(COURSE) bench $(ARGS)
site:
	@$(COURSE) site
test-site:
	@$(COURSE) test-site $(ARGS)
lock:
	@$(COURSE) lock $(ARGS)
release:
	@$(COURSE) release $(WEEK)
grade:
	@$(COURSE) grade $(WEEK) $(if $(FOLDER),"$(FOLDER)") $(ARGS)
