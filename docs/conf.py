"""How Sphinx makes the site; tools/site writes the pages that it reads."""

import importlib.util
import shutil
from pathlib import Path

project = "Networks by hand"
author = "the Networks by hand contributors"
copyright = "the Networks by hand contributors: text CC BY 4.0, code BSD 3-Clause"
language = "en"

extensions = ["myst_nb"]
exclude_patterns = ["requirements.txt"]
nb_execution_mode = "off"  # the saved outputs are shown, which the tests hold true
nb_merge_streams = True
nb_render_markdown_format = "myst"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_dmath_double_inline = True

html_theme = "sphinx_book_theme"
html_title = project
html_theme_options = {
    "show_toc_level": 2,
    "show_navbar_depth": 1,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "use_repository_button": False,
    "navbar_persistent": [],  # the search is at the side, and at the top of narrow screens
}
html_context = {"default_mode": "auto"}
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False  # the learner's copies are in lite/files
html_show_sourcelink = False
html_last_updated_fmt = None
html_domain_indices = False
html_use_index = False

# From the site itself: it is read without a network, too. One file, no fonts: formulas are drawn as SVG.
mathjax_path = "mathjax/tex-svg.js"
mathjax3_config = {"options": {"enableMenu": False}, "svg": {"fontCache": "global"}}


def copy_mathjax(app, error):
    """Copy MathJax from its package to where the pages look for it."""
    if error is None and app.builder.format == "html":
        package = importlib.util.find_spec("mathjax").submodule_search_locations[0]
        target = Path(app.outdir, "_static", "mathjax")
        target.mkdir(parents=True, exist_ok=True)
        for name in ("es5/tex-svg.js", "LICENSE"):
            shutil.copy(Path(package, "static", "mathjax", name), target)


def setup(app):
    """Tell Sphinx what to do at the end."""
    app.connect("build-finished", copy_mathjax)
