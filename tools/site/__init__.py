"""The site: the lessons to read on any screen, and to run in the browser. `make site` builds it into site/.

lesson_page   -- a lesson as a page: exercises empty, hints, answers and what comes out folded away
text_page     -- README files as pages: links and formulas as the site writes them
sources       -- all pages of the site, as files that Sphinx reads
in_browser    -- the learner's copies with what they need, for JupyterLite
environment   -- the packages that build and test the site, in a folder of their own
"""
