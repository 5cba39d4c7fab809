"""The figures of a brief and of the site, as SVG.

A figure is one ``svg`` element without blank lines, of fixed size, with its text alternative in ``title`` and ``desc``.
On screen it takes the colours of the page, in print it has grey values of its own and the vendored font. Nothing is
told by colour alone. Widths of text are estimated from a table of a wide font, so that labels fit whatever font a
reader has.
"""

from generator.export.figures.canvas import Layout, Palette, figure_height, text_alternative
from generator.export.figures.causes import cause_map
from generator.export.figures.charts import actors_chart, events_chart
from generator.export.figures.network import network
from generator.export.figures.timeline import timeline_figure

__all__ = [
    "Layout", "Palette", "actors_chart", "cause_map", "events_chart", "figure_height", "network", "text_alternative",
    "timeline_figure",
]  # fmt: skip
