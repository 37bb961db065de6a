"""Build the site into site/: `python -m tools.site`; `python -m tools.site test` builds and tests it.

What follows `test` goes to pytest.
"""

import shutil
import sys
import time
from pathlib import Path

from tools.environment import ROOT, CourseError, say
from tools.site import environment, in_browser
from tools.site.sources import write_sources

SITE = Path(ROOT, "site")
WORK = Path(ROOT, "build", "site")


def build() -> None:
    """Build the site anew. Raises CourseError when a step fails; its reason stands above."""
    begin = time.time()
    environment.set_up()
    sources, extra = WORK / "source", WORK / "extra"
    pages = write_sources(sources, extra)
    say(f"Building {len(pages)} pages ...")
    shutil.rmtree(SITE, ignore_errors=True)
    html = ["-W", "--keep-going", "-q", "-b", "html", "-d", str(WORK / "doctrees")]
    html += ["-D", f"html_extra_path={extra}", str(sources), str(SITE)]
    if environment.run("sphinx-build", html):
        raise CourseError("Sphinx warns of something: each warning is an error here.")
    build_lite()
    files = [path for path in SITE.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    say(
        f"Built site/: {len(pages)} pages, {len(files)} files, {size:.0f} MB, in {time.time() - begin:.0f} seconds."
    )


def build_lite() -> None:
    """Put JupyterLite with the learner's copies into site/lite. Raises CourseError when it can't be built."""
    say("Building JupyterLite with the learner's copies ...")
    folder, contents = WORK / "lite", WORK / "contents"
    in_browser.write_contents(contents, environment.package_folder("ipywidgets"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    in_browser.write_settings(folder)
    words = ["build", "--contents", str(contents), "--output-dir", str(SITE / "lite")]
    for app in in_browser.APPS:
        words += ["--apps", app]
    words += ["--no-sourcemaps", "--no-unused-shared-packages"]
    with open(WORK / "lite.log", "w", encoding="utf-8") as log:
        code = environment.run("jupyter-lite", words, folder, log)
    if code:
        raise CourseError(f"JupyterLite can't be built; its words are in {WORK / 'lite.log'}.")


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    try:
        build()
        if arguments[:1] == ["test"]:
            words = ["-m", "pytest", "-c", "tests/browser/pytest.ini", "tests/browser"]
            return environment.run("python", [*words, *arguments[1:]])
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
