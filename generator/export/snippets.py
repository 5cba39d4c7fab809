"""Small pieces of HTML for programs that show some: built as a tree, so that no text can become markup."""

from __future__ import annotations

from lxml.html import HtmlElement, builder, tostring

from generator.export.records import Quotation


def html(*elements: HtmlElement) -> str:
    """The elements one after another, as text."""
    return "".join(tostring(element, encoding="unicode") for element in elements)


def link(text: str, address: str) -> HtmlElement:
    """`text`, as a link where there is an address."""
    return builder.A(text, href=address) if address else builder.SPAN(text)


def words(quotation: Quotation, around: bool = False) -> HtmlElement:
    """The quoted words; marked in their sentence if what stands `around` them is wanted."""
    attributes = {"dir": quotation.direction} | ({"lang": quotation.language} if quotation.language else {})
    shown = (quotation.before, builder.MARK(quotation.text), quotation.after) if around else (quotation.text,)
    return builder.P(attributes, *shown)


def origin(quotation: Quotation) -> HtmlElement:
    """Who published them and when, and the sentence on the site."""
    place = [", ", link(quotation.place, quotation.page)] if quotation.place and quotation.page else []
    date = f", {quotation.date}" if quotation.date else ""
    return builder.P("— ", link(quotation.origin, quotation.url), date, *place)
