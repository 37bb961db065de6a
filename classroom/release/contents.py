"""What goes along with a week's notebooks: the helper modules they import, the data they read, the requirements."""

import ast
from pathlib import Path

from nbformat import NotebookNode

from classroom.errors import ClassroomError
from classroom.paths import ROOT, week_number

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10, where JupyterLab brings this one
    import tomli as tomllib  # type: ignore[no-redef]

# Which files of data/ a loader of helpers.datasets reads.
FILES_READ_BY = {
    "load_cats": ["cats/*.h5", "cats/preview.png", "README.md"],
    "load_fresh_cats": ["cat_drawing/*.py", "draw_cats.py"],
    "load_photo": ["photos/*"],
    "load_football": ["football.mat", "README.md"],
    "load_learning_curves": ["learning_curves.csv"],
}

# The week whose finished functions a helper module holds. Learners get it from the week after on; within its own week,
# if it holds none of the week's exercises. Modules that are not named here hold no exercise of any week.
WEEK_OF = {"activations": 2, "logistic_regression": 2, "shallow_network": 3, "deep_network": 4}


def code_of(notebook: NotebookNode) -> ast.Module:
    """Return the syntax tree of a notebook's code cells, without Jupyter's own commands (%, !).

    Raises ClassroomError for a cell that is no Python.
    """
    lines = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.source.startswith("%%"):
            lines += [line for line in cell.source.split("\n") if not line.startswith(("%", "!"))]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise ClassroomError(f"A code cell can't be read ({error.msg}): {error.text}") from error


def imported_helpers(tree: ast.Module, helpers: Path) -> set[str]:
    """Return the names of the modules in the folder `helpers` that code imports itself."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.ImportFrom):  # from .activations import sigmoid
            base = "helpers" + (f".{node.module}" if node.module else "")
            names |= {f"{base}.{alias.name}" for alias in node.names} | {base}
    modules = {name.split(".")[1] for name in names if name.startswith("helpers.")}
    return {module for module in modules if files_of_module(module, helpers)}


def files_of_module(module: str, helpers: Path) -> list[Path]:
    """Return the files of a module in the folder `helpers`: one, or for a package all below it; [] if it isn't there."""
    if (helpers / f"{module}.py").is_file():
        return [helpers / f"{module}.py"]
    return sorted((helpers / module).rglob("*.py"))


def needed_helpers(week: str, copies: dict[str, NotebookNode], root: Path = ROOT) -> list[str]:
    """Return the helper modules that notebooks import, and those that these import in turn.

    Takes {file name: learner's copy}. Raises ClassroomError if one of the modules defines a function
    that is an exercise in these notebooks, or belongs to a later week. What belongs to an earlier week
    may share a name with an exercise (sigmoid, predict).
    """
    helpers, exercises = root / "helpers", exercise_names(copies.values())
    number = week_number(week)
    reached: dict[str, str] = {}  # module: what imports it
    waiting = [(name, code_of(notebook)) for name, notebook in copies.items()]
    while waiting:
        importer, tree = waiting.pop()
        for module in sorted(imported_helpers(tree, helpers) - set(reached)):
            reached[module] = importer
            source = code_of_module(module, helpers)
            if WEEK_OF.get(module, 0) > number:
                raise ClassroomError(
                    f"{importer} imports helpers.{module}, which holds answers of week {WEEK_OF[module]}: "
                    "learners would get them with this week."
                )
            answers = exercises & defined_functions(source)
            if answers and not 0 < WEEK_OF.get(module, 0) < number:
                raise ClassroomError(
                    f"{importer} imports helpers.{module}, which holds the answer to the exercise "
                    f"{', '.join(sorted(answers))}: learners would get it with this week."
                )
            waiting.append((f"helpers.{module}", source))
    return sorted(reached)


def code_of_module(module: str, helpers: Path) -> ast.Module:
    """Return the syntax tree of a module, for a package of all its files one after the other."""
    texts = [path.read_text(encoding="utf-8") for path in files_of_module(module, helpers)]
    return ast.Module([node for text in texts for node in ast.parse(text).body], [])


def exercise_names(notebooks) -> set[str]:
    """Return the names of the functions that learners write in these notebooks."""
    names = set()
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                names |= defined_functions(ast.parse(cell.source))
    return names


def defined_functions(tree: ast.Module) -> set[str]:
    """Return the names of the functions that code defines at its top level."""
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def needed_data(week: str, copies: dict[str, NotebookNode], root: Path = ROOT) -> list[Path]:
    """Return the files of data/ that a week needs: its checks, and what the loaders it names read.

    Raises ClassroomError for a loader that FILES_READ_BY doesn't list, or a file that isn't there.
    """
    patterns = {f"checks/{week}.json"}
    for name, notebook in copies.items():
        for word in words_of(code_of(notebook)):
            if word.startswith("load_"):
                if word not in FILES_READ_BY:
                    raise ClassroomError(
                        f"{name} uses {word}: say in FILES_READ_BY of classroom/release/contents.py which "
                        "files of data/ it reads."
                    )
                patterns |= set(FILES_READ_BY[word])
    found = []
    for pattern in sorted(patterns):
        files = [path for path in sorted((root / "data").glob(pattern)) if path.is_file()]
        if not files:
            raise ClassroomError(f"The week needs data/{pattern}, which is not there.")
        found += files
    return found


def words_of(tree: ast.Module) -> set[str]:
    """Return every name that code imports from helpers.datasets or reads from that module."""
    words = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "helpers.datasets":
            words |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("datasets"):
            words.add(node.attr)
    return words


def requirements(root: Path = ROOT) -> str:
    """Return the text of requirements.txt for a learner: what pyproject.toml says a lesson imports."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return "".join(f"{line}\n" for line in project["dependencies"])
