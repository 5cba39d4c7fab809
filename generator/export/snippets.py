"""Small pieces of HTML for programs that show some: built as a tree, so that no text can become markup."""

from __future__ import annotations

from lxml.html import HtmlElement, builder, tostring

from generator.export.interface import Interface
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


def difference(was: str, now: str, address: str, say: Interface) -> list[HtmlElement]:
    """What was said and what is said now, each where there is any, named for those who do not see it struck out."""
    own = {"lang": say.language}
    found = []
    if was:
        found.append(builder.P(builder.SPAN(own, say("It said:")), " ", builder.DEL(was)))
    if now:
        named = [builder.SPAN(own, say("Now it says:")), " "] if was else []
        found.append(builder.P(*named, builder.INS(link(now, address))))
    return found
