"""What the pages of the teacher's room have in common: a document without scripts or network, and safe text."""

import html
import re
import unicodedata
from collections.abc import Sequence

STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #57606a; --paper: #fff; --box: #f5f6f8; --line: #d0d7de;
  --link: #0b5cad; --good: #1a6b34; --bad: #b3261e; --half: #7a5200; --bar: #4a7ebb;
  --keyword: #7a3e9d; --text: #0b6b3a; --number: #8a4b00; --comment: #5f6771; --name: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --quiet: #a9b2bc; --paper: #16191d; --box: #22262c;
  --line: #3d444d; --link: #7ab7ff; --good: #6fd08c; --bad: #ff9a90; --half: #e6b955; --bar: #5d8fcb;
  --keyword: #d3a6f0; --text: #8fd6a8; --number: #f0b274; --comment: #a0a9b3; --name: #8fc1ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 1rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--link); }
pre { margin: .25rem 0; padding: .75rem 1rem; background: var(--box); border: 1px solid var(--line); border-radius: 6px;
  font: .85rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line);
  font-weight: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: .875rem; white-space: nowrap; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.short { width: 1%; white-space: nowrap; } .number { text-align: right; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); }
.good { color: var(--good); } .bad { color: var(--bad); } .half { color: var(--half); }
.boxed { margin: .75rem 0; padding: .5rem 1rem; background: var(--box); border-left: 4px solid var(--bad); }
@media (max-width: 40rem) { body { padding: .5rem .9rem 3rem; } pre { font-size: .75rem; padding: .6rem; } }
"""

DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""

NOT_PLAIN = re.compile(
    r"[^\n\t -~]"
)  # most characters are none of these: looking at each takes too long


def document(title: str, body: str, style: str = "") -> str:
    """Return a whole page. `title` is any text, `body` is HTML and `style` CSS of ours."""
    return DOCUMENT.format(title=escaped(title), style=STYLE + style, body=body)


def table(caption: str, heads: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    """Return a table with rows of HTML; its caption is for those who hear the page.

    heads -- for each column a word and the classes of its cells
    """
    cells = "".join(f'<th scope="col" class="{kind}">{head}</th>' for head, kind in heads)
    body = "\n".join(rows)
    return (
        f"<table>\n<caption>{caption}</caption>\n<thead><tr>{cells}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def escaped(text: str) -> str:
    """Return any text as HTML that shows it."""
    return html.escape(visible(text))


def visible(text: str) -> str:
    """Return a text with each character that has no picture of its own replaced by its number, as in ⟨U+202E⟩.

    Among them are those that turn the direction of writing, and lone surrogates, which no file can hold.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_PLAIN.sub(
        lambda found: found[0] if shows(found[0]) else f"⟨U+{ord(found[0]):04X}⟩", lines
    )


def shows(character: str) -> bool:
    """Return whether a character is a picture, a space, a tab, the end of a line, or joins letters of a script."""
    if character in "\n\t\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def points(number: float) -> str:
    """Return points as people write them: 2, 1.5, 0.33."""
    return f"{round(number, 2):g}" if abs(number) < 1e5 else f"{number:.0f}"


def plural(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun: 1 learner, 2 learners."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
