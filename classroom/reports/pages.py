"""What all pages have in common: templates that escape every text, without scripts or network."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from classroom.text import plural, points, visible

TEMPLATES = Path(__file__).parent / "templates"


def finalize(value):
    """Return what stands in the page for a value of a template: texts without invisible characters."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    finalize=finalize,
)
ENVIRONMENT.filters |= {"points": points}
ENVIRONMENT.globals |= {"plural": plural}


def render(template: str, **values) -> str:
    """Return a page: a template of templates/ filled with values."""
    return ENVIRONMENT.get_template(template).render(**values)
