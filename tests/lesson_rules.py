"""What every lesson keeps to: rules that take a notebook and yield a sentence for every breach; pictures for tests."""

import re

from nbformat.v4 import new_output

from classroom.release.learner_copy import learner_copy
from tools.run_notebooks import (
    KERNELSPEC,
    LANGUAGE_INFO,
    PICTURE,
    first_picture,
    picture_source,
    pictures_of,
)

MOST_LINES = 15
MACHINE_WORDS = re.compile(
    r"(/home/\w|/root/|/Users/\w|[A-Z]:\\\w|/tmp/\w|/var/folders/|site-packages"
    r"|\b0x[0-9a-fA-F]{6,}|ipykernel_\d+|<ipython-input-)"
)


# --- the rules: each takes a notebook and yields a sentence for every breach


def outputs_out_of_order(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        if cell.execution_count != number:
            yield f"{cell.id}: execution count {cell.execution_count}, {number} is expected"
        for output in cell.outputs:
            if output.get("execution_count", number) != number:
                yield f"{cell.id}: its output has the count {output.execution_count}"


def errors_and_warnings(notebook):
    for cell, output in all_outputs(notebook):
        if output.output_type == "error":
            yield f"{cell.id}: error {output.ename}"
        if output.get("name") == "stderr":
            yield f"{cell.id}: writes to stderr: {output.text[:60]!r}"


def words_of_one_machine(notebook):
    for cell, output in all_outputs(notebook):
        data = output.get("data", {})
        texts = [output.get("text", "")] + [data[k] for k in data if k.startswith("text/")]
        texts = [re.sub(r"(?<=base64,)[^\"]*", "", text) for text in texts]  # of pictures
        for found in {match for text in texts for match in MACHINE_WORDS.findall(text)}:
            yield f"{cell.id}: {found!r} in an output"


def long_code_cells(notebook):
    for cell in notebook.cells:
        is_exercise = cell.metadata.get("nbgrader", {}).get("solution", False)
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if cell.cell_type == "code" and not is_exercise and len(lines) > MOST_LINES:
            yield f"{cell.id}: {len(lines)} lines of code, at most {MOST_LINES} can be taken in"


def pictures_without_words(notebook):
    for cell, output in all_outputs(notebook):
        shown = output.get("data", {}).get("text/html", "").count("<img")
        named = [alt for _, alt in pictures_of(output) if alt.strip()]
        if len(named) < max(shown, "image/png" in output.get("data", {})):
            yield f"{cell.id}: a picture without alternative text"
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search(r"!\[\s*\]\(", cell.source):
            yield f"{cell.id}: a picture without alternative text"


def metadata_of_one_machine(notebook):
    expected = {"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO}
    for name, value in expected.items():
        if notebook.metadata.get(name) != value:
            yield f"{name} is {notebook.metadata.get(name)}: run `make notebooks`"
    if notebook.nbformat_minor < 5:
        yield "the notebook's format is older than 4.5, so that cells have no ids"
    for cell in notebook.cells:
        if "execution" in cell.metadata:
            yield f"{cell.id}: timings in the metadata: run `make notebooks`"


def pictures_out_of_date(notebook):
    for cell in notebook.cells:
        source = picture_source(cell)
        if source is None:
            continue
        try:
            wanted = first_picture(notebook, source)
        except ValueError as error:
            yield f"{cell.id}: {error}"
            continue
        shown = cell.get("attachments", {}).get(PICTURE, {}).get("image/png", "")
        if "".join(shown.split()) != wanted:
            yield f"{cell.id}: its picture is not the one of {source}: run `make notebooks`"
        if f"](attachment:{PICTURE})" not in cell.source:
            yield f"{cell.id}: it has a picture and doesn't show it"


def no_learners_copy(notebook):
    try:
        learner_copy(notebook)
    except ValueError as error:
        yield str(error)


def all_outputs(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield cell, output


RULES = [
    outputs_out_of_order,
    errors_and_warnings,
    words_of_one_machine,
    long_code_cells,
    pictures_without_words,
    metadata_of_one_machine,
    pictures_out_of_date,
    no_learners_copy,
]

PNG = "iVBORw0KGgo="


def picture(alt="A red square.", png=PNG):
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    return new_output("display_data", data={"image/png": png + "\n"}, metadata=metadata)


def html_picture(alt="A red square.", png=PNG):
    alt = "" if alt is None else f' alt="{alt}"'
    return new_output(
        "display_data", data={"text/html": f'<img{alt} src="data:image/png;base64,{png}">'}
    )
