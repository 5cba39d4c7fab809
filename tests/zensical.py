"""What differs between the site that MkDocs builds and the one that Zensical builds of the same ``docs/``.

    python tests/zensical.py SITE ZENSICAL_SITE

prints a short report in Markdown, and fails only if a page is missing. Compared is what readers get: which pages there
are, their titles and, within the article, its anchors, links and visible text.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import html

SHOWN = 5
"""Examples of each kind of difference."""
_HIDDEN = ("script", "style", "template")


class Page(NamedTuple):
    """What a reader gets; everything but the title from within the article."""

    title: str
    anchors: Counter[str]
    links: Counter[str]
    text: str


def page(site: Path, name: str) -> Page:
    """The HTML file `name` of a site; its links as from the root of the site, its anchors but for the theme's own."""
    root = html.fromstring((site / name).read_text(encoding="utf-8"))
    article = next(iter(root.xpath("//article")), root)
    for element in article.xpath("|".join(f".//{name}" for name in _HIDDEN)):
        element.drop_tree()
    return Page(
        " ".join(root.findtext(".//title", "").split()),
        Counter(str(anchor) for anchor in article.xpath(".//@id") if not anchor.startswith("__")),
        Counter(urljoin(name, str(link)) for link in article.xpath(".//@href | .//@src")),
        " ".join(article.text_content().split()),
    )


def report(site: Path, other: Path) -> Iterator[str]:
    """Lines of Markdown."""
    here, there = pages(site), pages(other)
    yield f"# {len(here & there)} pages in both sites\n"
    yield from listed("Pages that only MkDocs builds", sorted(here - there))
    yield from listed("Pages that only Zensical builds", sorted(there - here))
    found: dict[str, list[str]] = {field: [] for field in Page._fields}
    for name in sorted(here & there):
        one, two = page(site, name), page(other, name)
        for field in found:
            if getattr(one, field) != getattr(two, field):
                found[field].append(f"{name}: {difference(getattr(one, field), getattr(two, field))}")
    for field, pairs in found.items():
        yield from listed(f"Pages of which the {field} {'differs' if field in ('title', 'text') else 'differ'}", pairs)


def pages(site: Path) -> set[str]:
    """Path of each HTML file of a site."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def difference(one: str | Counter[str], two: str | Counter[str]) -> str:
    """Where two texts part, or what is only in one of two bags."""
    if isinstance(one, Counter) and isinstance(two, Counter):
        return f"only MkDocs {some(one - two)}, only Zensical {some(two - one)}"
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"`{one[start : start + 60]}` is `{two[start : start + 60]}`"  # type: ignore[index]


def some(bag: Counter[str]) -> str:
    """The first few things in a bag."""
    things = sorted(bag.elements())
    more = f" and {len(things) - SHOWN} more" if len(things) > SHOWN else ""
    return (", ".join(f"`{thing}`" for thing in things[:SHOWN]) or "nothing") + more


def listed(heading: str, lines: list[str]) -> Iterator[str]:
    """A heading with how many there are, and some of them."""
    yield f"- {heading}: {len(lines)}"
    yield from (f"    - {line}" for line in lines[:SHOWN])


def main(site: str, other: str) -> int:
    """1 if a page of `site` is not in `other`, else 0."""
    print("\n".join(report(Path(site), Path(other))))
    return int(bool(pages(Path(site)) - pages(Path(other))))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
