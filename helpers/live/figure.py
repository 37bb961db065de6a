"""What all live figures share: the controls, the pictures below them, and the still where no kernel runs.

A live figure is a function `draw(**choices)` that returns a sentence and the pictures to show. `show_live` makes a
control for each choice and calls it at every change. Controls are sliders and menus, not buttons: a toggle button of
ipywidgets does not tell screen readers that it is pressed, a menu is an ordinary HTML select.
"""

import base64
import html
import io
import os
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from IPython.display import Javascript, display
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers import plotting

DOTS = (
    150  # dots per inch of a live picture: sharp enough on dense screens, and half the work of 200
)
CSS_DOTS = 100  # dots per inch at which a picture has its natural width in CSS pixels

# What Python can't reach. The handle of an ipywidgets slider has no accessible name, and says the place of a value
# instead of the value: it is given the text of its label and of its readout. And JupyterLab takes the arrow keys for
# its own, to go from cell to cell: within a live figure they belong to the slider or menu that has the focus. The
# script looks again when the page changes, as JupyterLab takes cells away and puts them back on scrolling.
FOR_THE_PAGE = """
if (!window.liveFigureSliders) {
  const name = (handle) => {
    const slider = handle.closest(".widget-slider");
    const label = slider && slider.querySelector(".widget-label");
    const readout = slider && slider.querySelector(".widget-readout");
    if (!label || !readout) return;
    const set = (attribute, text) => {
      if (handle.getAttribute(attribute) !== text) handle.setAttribute(attribute, text);
    };
    const say = () => {
      set("aria-label", label.textContent);
      set("aria-valuetext", readout.textContent);
    };
    say();
    const watched = { childList: true, characterData: true, subtree: true };
    new MutationObserver(say).observe(readout, watched);
    new MutationObserver(say).observe(handle, { attributeFilter: ["aria-valuetext"] });
    handle.dataset.named = "yes";
  };
  const all = () => {
    document.querySelectorAll(".live-figure .noUi-handle:not([data-named])").forEach(name);
    const ours = ".live-figure :is(.noUi-handle, select):not([data-lm-suppress-shortcuts])";
    document.querySelectorAll(ours).forEach((part) => {
      part.dataset.lmSuppressShortcuts = "true";
    });
  };
  window.liveFigureSliders = new MutationObserver(all);
  window.liveFigureSliders.observe(document.body, { childList: true, subtree: true });
  all();
}
"""


@dataclass
class Picture:
    """A figure with its alternative text, and the artists that change from one drawing to the next.

    figure -- made by `panel`, or by plotting's `new_figure`
    alt    -- what kind of picture it is, in one sentence; what changes is said in the words above the pictures
    moving -- artists drawn last, in this order; all else is drawn once and kept. Empty: all is drawn every time
    """

    figure: Figure
    alt: str
    moving: tuple[Artist, ...] = ()
    canvas: FigureCanvasAgg | None = None
    background: object = None  # what does not move, once it has been drawn

    def still(self):
        """The picture as HTML for the saved notebook."""
        return plotting.as_html(self.figure, self.alt)

    def live(self):
        """The picture as HTML, quickly."""
        width, height = (round(CSS_DOTS * inches) for inches in self.figure.get_size_inches())
        data = base64.b64encode(self.png()).decode()
        return (
            f'<img alt="{html.escape(self.alt)}" width="{width}" height="{height}" '
            f'style="max-width: 100%; height: auto" src="data:image/png;base64,{data}">'
        )

    def png(self):
        """The picture as the bytes of a PNG file, with only the moving artists drawn anew."""
        from PIL import Image  # wanted only here, and slow to load

        if self.background is None:
            self.canvas = FigureCanvasAgg(self.figure)
            self.figure.set_dpi(DOTS)
        if self.background is None or not self.moving:
            for artist in self.moving:
                artist.set_animated(True)  # left out of the background
            self.canvas.draw()
            self.background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self.background)
        for artist in self.moving:
            self.figure.draw_artist(artist)
        buffer = io.BytesIO()
        picture = Image.fromarray(np.asarray(self.canvas.buffer_rgba())).convert("RGB")
        picture.save(buffer, format="PNG", compress_level=1)
        return buffer.getvalue()


def panel(width=5.0, height=3.8, **margins):
    """A figure with one panel whose place is fixed, which is quicker to draw. Returns figure, axes.

    width, height -- inches; at most 6.4 wide, so that the text can still be read on a narrow page
    margins       -- as for matplotlib's `subplots_adjust`
    """
    figure = Figure(figsize=(width, height))
    figure.subplots_adjust(**{"left": 0.15, "right": 0.97, "bottom": 0.16, "top": 0.91, **margins})
    return figure, figure.subplots()


def contour_lines(axes, x1, x2, grid):
    """The line where a grid of probabilities is one half; empty where they are all on one side."""
    if not grid.min() < 0.5 < grid.max():
        return axes.plot([], [], color="black")[0]
    return axes.contour(x1, x2, grid, levels=[0.5], colors="black", linewidths=1.5)


def slider(description, values, value, text="{:g}".format):
    """A slider over the given values, moved by mouse or arrow keys; `text` writes one out."""
    options = [(text(each), each) for each in values]
    return widgets.SelectionSlider(options=options, value=value, **described(description))


def menu(description, options, value):
    """A menu of a few values: names, or pairs of a name and a value."""
    return widgets.Dropdown(options=options, value=value, **described(description))


def described(description):
    """A control's name and its place: a share of the row, and a row of its own where the page is narrow."""
    layout = {"flex": "1 1 18em", "width": "auto", "min_width": "0", "max_width": "32em"}
    style = {"description_width": "8em"}
    return {"description": description, "tooltip": description, "style": style, "layout": layout}


def show_live(draw, choices):
    """Show controls and, below them, what `draw` makes of their values, drawn anew at every change.

    draw    -- function: draw(**{name: value}) returns a sentence and a list of Pictures
    choices -- {name of an argument of draw: the control that chooses it}, from `slider` and `menu`

    Where progress bars are turned off (TQDM_DISABLE), a program runs the notebook and nobody is there to choose: then
    the sentence and the pictures alone are shown, as in any other cell. Otherwise they are widgets like the controls,
    so that all of it goes on after a page is loaded anew; a still of the first choice is saved for pages without a
    kernel.
    """
    words, pictures = draw(**values_of(choices))
    saved = as_saved(words, pictures)
    if os.environ.get("TQDM_DISABLE"):
        display(saved, raw=True)
        return
    box = live_box(draw, choices, words, pictures)
    display({**box._repr_mimebundle_(), **saved}, raw=True)
    display(Javascript(FOR_THE_PAGE))


def values_of(choices):
    """The values that the controls stand at."""
    return {name: control.value for name, control in choices.items()}


def as_saved(words, pictures):
    """A still as an output's data: HTML with alternative text, and as plain text the words and what is drawn."""
    shown = " ".join(picture.still() for picture in pictures)
    drawn = "\n".join(plotting.describe(picture.figure) for picture in pictures)
    return {
        "text/html": f"<p>{html.escape(words)}</p>{shown}",
        "text/plain": f"{words}\n{drawn}",
    }


def live_box(draw, choices, words, pictures):
    """The widgets: the controls in rows, the words, the pictures; a change of a control changes both."""
    says, shows = widgets.HTML(layout=FULL), widgets.HTML(layout=FULL)

    def put(words, pictures):
        # role="status": screen readers read new words out
        says.value = f'<div role="status" style="line-height: 1.4">{html.escape(words)}</div>'
        shows.value = " ".join(picture.live() for picture in pictures)

    def redraw(change):
        put(*draw(**values_of(choices)))

    put(words, pictures)
    for control in choices.values():
        control.observe(redraw, names="value")
    row = widgets.HBox([*choices.values()], layout={**FULL, "flex_flow": "row wrap"})
    box = widgets.VBox([row, says, shows], layout=FULL)
    box.add_class("live-figure")
    return box


FULL = {"width": "100%", "min_width": "0", "margin": "0"}  # ipywidgets has a margin of 2 pixels
