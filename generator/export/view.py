"""What a reader of a brief is shown, worked out once for page and print.

Order of the parts, wording of headings, labels and empty parts, numbers of the notes: whatever both the page and the
PDF must say alike is decided here; how it looks is theirs. Every string is plain text and as hostile as its source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from generator import timex
from generator.english import REPORTING_VERBS, band
from generator.export.interface import ENGLISH, Interface
from generator.extract.lexicon import gazetteer, key, words
from generator.model import ActorType, Brief, Document, Evidence, Publish, Review, Section, Span, Statement, Status

AROUND = 1000
"""How much of its sentence is told on either side of a quote, in characters: a sentence may be a whole file."""
AT_FIRST = {Section.SUMMARY: 6, Section.CAUSES: 6, Section.CONSEQUENCES: 8}
"""How many lines a page shows at first: "at most 6 highlights, 6 causes, 8 consequences unless the document is long;
the rest behind more", as the project requires.

The first in the order of the brief, which is that of importance. Highlights are what the bottom line leaves of the
summary; disputed causes, which have a part of their own, are not counted; consequences so far and to come are counted
together. Print shows all.
"""
LONG = 60
"""Sentences of all sources together; where a brief has more, those numbers are doubled."""

BOTTOM_LINE_WORDS = 60
_NAMED = 3
"""How many publishers the strip names."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement as it is shown."""

    anchor: str
    """Fragment identifier of the statement; one of its kind in the brief."""
    text: str
    """The clause with its full stop; for an actor the role, which may be empty; for a key figure the clause that holds
    it, empty where bottom line or highlights already say it."""
    notes: tuple[int, ...]
    """Numbers of the notes that quote its evidence, in ascending order."""
    label: str = ""
    """How it stands and who says it: “Claimed by officials”, “Possible”; empty where the source itself states it."""
    status: Status | None = None
    certainty: str = ""
    """The source's own likelihood words, verbatim; empty where it uses none."""
    band: str = ""
    """The ICD 203 band of those words; empty where they name no likelihood."""
    name: str = ""
    """Actors: the name, key figures: the quantity, as a heading has it."""
    kind: str = ""
    """Actors: what kind of actor it is, for reading: “person”, “organisation”, …"""
    type: ActorType | None = None
    """Actors only."""
    aliases: tuple[str, ...] = ()
    date: str = ""
    """Timeline: the date at its own precision, or the source's words for it where it cannot be resolved."""
    value: str = ""
    """Timeline: the machine-readable date (see `generator.timex`); empty where it cannot be resolved."""
    date_text: str = ""
    """Timeline: the source's own words for the date."""
    review: Review | None = None
    reviewed: str = ""
    """What a person did to it, for reading: “edited by a person”; empty where nobody had a say in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed part of the brief: its lines or, where it has none, the sentence that says so."""

    key: str
    """Fragment identifier of the heading."""
    title: str
    lines: tuple[Line, ...]
    empty: str
    """What is printed instead of lines; empty exactly where there are lines."""
    at_first: int
    """How many lines a page shows before the reader asks for more; print shows all."""
    more: str
    """Names the others: “4 more causes”; empty exactly where there are none."""

    @property
    def first(self) -> tuple[Line, ...]:
        return self.lines[: self.at_first]

    @property
    def rest(self) -> tuple[Line, ...]:
        return self.lines[self.at_first :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A quoted passage with where it stands."""

    number: int
    anchor: str
    quote: str
    """Verbatim."""
    before: str
    """The words of the sentence before the quote…"""
    after: str
    """…and after it, be it only the full stop; of both at most `AROUND` characters."""
    source: int
    """Number of the source, from 1."""
    sentence: int | None
    """Number of the sentence in the whole source, from 1."""
    cited_by: tuple[str, ...]
    """Anchors of the statements that rest on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One of the brief's sources as it is listed."""

    number: int
    anchor: str
    title: str
    publisher: str
    author: str
    date: str
    """Publication date for reading; empty where unknown."""
    url: str
    """http or https, or empty."""
    read: str
    """How many sentences it has and how many of them the brief quotes: “14 sentences, 11 quoted”."""
    language: str
    publish: Publish


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A brief as page and print show it, in reading order."""

    say: Interface
    """The language of the interface, in which everything here is worded that is no source's own."""
    slug: str
    title: str
    language: str
    """Of the sources: ISO 639-1."""
    strip: tuple[tuple[str, str], ...]
    """Label and value of the facts under the title."""
    bottom_line: Part
    highlights: Part
    figures: Part
    causes: Part
    """Those nobody disputes; the others are in `disputed`."""
    happened: Part
    expected: Part
    """Consequences still to come, expected ones before possible ones as the brief orders them."""
    actors: Part
    timeline: Part
    disputed: Part
    unknowns: Part
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
    as_of: str
    """Date of the newest source for reading; empty where no source is dated."""
    made: str
    """One sentence on how the brief was made."""
    tags: tuple[str, ...]

    @property
    def body(self) -> tuple[Part, ...]:
        """The parts between the highlights and the sources, in reading order."""
        return (
            self.figures, self.causes, self.happened, self.expected,
            self.actors, self.timeline, self.disputed, self.unknowns,
        )  # fmt: skip


def view(brief: Brief, say: Interface = ENGLISH) -> View:
    """`brief` as it is shown. Pure; every statement is in exactly one part."""
    lines = _Lines(brief, say)
    top, further = _bottom_line(lines(brief.section(Section.SUMMARY)))
    causes = brief.section(Section.CAUSES)
    consequences = brief.section(Section.CONSEQUENCES)
    disputed = [s for s in causes if s.status is Status.DISPUTED]
    undisputed = [s for s in causes if s.status is not Status.DISPUTED]
    open_ones = [s for s in consequences if _to_come(s)]
    happened = [s for s in consequences if not _to_come(s)]
    most = {section: count * (2 if _sentences(brief) > LONG else 1) for section, count in AT_FIRST.items()}
    open_first = sum(map(_to_come, consequences[: most[Section.CONSEQUENCES]]))
    happened_first = most[Section.CONSEQUENCES] - open_first
    empty = _Empty(brief, say)
    said = {line.text for line in top + further}
    figures = tuple(replace(f, text="") if f.text in said else f for f in lines(brief.section(Section.FIGURES)))
    return View(
        say=say,
        slug=brief.slug,
        title=brief.title,
        language=_language(brief),
        strip=_strip(brief, say),
        bottom_line=_part("bottom-line", say("Bottom line"), top, empty["short summary" if further else "summary"]),
        highlights=_part(
            "highlights", say("Highlights"), further, empty["highlights"],
            most[Section.SUMMARY], lambda n: say.plural("{n} more highlight", "{n} more highlights", n),
        ),
        figures=_part("key-figures", say("Key figures"), figures, empty["figures"]),
        causes=_part(
            "causes", say("Causes"), lines(undisputed), empty["undisputed causes" if disputed else "causes"],
            most[Section.CAUSES], lambda n: say.plural("{n} more cause", "{n} more causes", n),
        ),
        happened=_part(
            "happened", say("Consequences so far"), lines(happened), empty["happened" if open_ones else "consequences"],
            happened_first, lambda n: say.plural("{n} more consequence so far", "{n} more consequences so far", n),
        ),
        expected=_part(
            "expected", say("Consequences expected or possible"), lines(open_ones), empty["expected"],
            open_first,
            lambda n: say.plural(
                "{n} more consequence expected or possible", "{n} more consequences expected or possible", n
            ),
        ),
        actors=_part("actors", say("Actors"), lines(brief.section(Section.ACTORS)), empty["actors"]),
        timeline=_part("timeline", say("Timeline"), lines(brief.section(Section.TIMELINE)), empty["timeline"]),
        disputed=_part(
            "disputed", say("Where sources disagree") if len(brief.sources) > 1 else say("Disputed"), lines(disputed),
            empty["disputed"],
        ),
        unknowns=_part("unknowns", say("Not known"), lines(brief.section(Section.UNKNOWNS)), empty["unknowns"]),
        sources=tuple(_source(brief, index, say) for index in range(len(brief.sources))),
        notes=_notes(brief),
        as_of=_date(brief.as_of, say),
        made=say(
            "Made by the engine {engine}: every line rests on the quoted sentences, which were checked against the "
            "stored text of the sources.",
            engine=brief.engine,
        ),
        tags=brief.tags,
    )  # fmt: skip


def span_of(dates: Iterable[str | None], say: Interface = ENGLISH) -> str:
    """The period that the values cover, for reading: “1970 to 8 December 2024”; empty where none is a date."""
    bounded = [(limits, value) for value in dates if value and (limits := timex.bounds(value))]
    if not bounded:
        return ""
    first = min(bounded, key=lambda b: (b[0][0], b[0][1]))
    last = max(bounded, key=lambda b: (b[0][1], b[0][0]))
    if first[1] == last[1]:
        return _day(first[1], say)
    start, end = _day(first[1].partition("/")[0], say), _day(last[1].rpartition("/")[2], say)
    return start if start == end else say("{start} to {end}", start=start, end=end)


def safe_url(url: str | None) -> str:
    """`url` where it is an absolute http or https address, else nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return (url or "") if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def right_to_left(text: str) -> bool:
    """Whether `text` begins in a script that runs from right to left."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


class _Empty:
    """Says that the sources hold nothing of a kind, and how much of them was read to find that out."""

    def __init__(self, brief: Brief, say: Interface) -> None:
        self.say = say
        self.lacks = _lacks(len(brief.sources), say)
        self.sentences = _sentences(brief)
        languages = [source.language for source in brief.sources]
        self.foreign = tuple(dict.fromkeys(code for code in languages if code and code != "en"))
        self.english = not all(code and code != "en" for code in languages)

    def __getitem__(self, what: str) -> str:
        if not self.english:
            return self.say(
                "Nothing found, for the rules read English and the source is in another language ({languages}).",
                languages=", ".join(map(self.say.language_name, self.foreign)),
            )
        return self.say.plural(
            "{statement}; {n} sentence read.", "{statement}; {n} sentences read.", self.sentences,
            statement=self.lacks[what],
        )  # fmt: skip


def _lacks(sources: int, say: Interface) -> dict[str, str]:
    n = sources
    return {
        "summary": say.plural("The source yields no summary", "The {n} sources yield no summary", n),
        "short summary": say.plural(
            "The source yields no summary of at most {words} words",
            "The {n} sources yield no summary of at most {words} words", n, words=BOTTOM_LINE_WORDS,
        ),
        "highlights": say.plural(
            "The source yields no further highlights", "The {n} sources yield no further highlights", n
        ),
        "figures": say.plural("The source gives no figure", "The {n} sources give no figure", n),
        "causes": say.plural("The source states no cause", "The {n} sources state no cause", n),
        "undisputed causes": say.plural(
            "The source states no undisputed cause", "The {n} sources state no undisputed cause", n
        ),
        "consequences": say.plural("The source reports no consequence", "The {n} sources report no consequence", n),
        "happened": say.plural(
            "The source reports no consequence that has happened",
            "The {n} sources report no consequence that has happened", n,
        ),
        "expected": say.plural(
            "The source names no consequence to come", "The {n} sources name no consequence to come", n
        ),
        "actors": say.plural("The source names no actor", "The {n} sources name no actor", n),
        "timeline": say.plural("The source dates no event", "The {n} sources date no event", n),
        "disputed": say.plural("The source reports no disputed cause", "The {n} sources report no disputed cause", n),
        "unknowns": say.plural("The source names no open question", "The {n} sources name no open question", n),
    }  # fmt: skip


def _part(
    key: str, title: str, lines: tuple[Line, ...], empty: str, at_first: int | None = None,
    more: Callable[[int], str] = str,
) -> Part:  # fmt: skip
    """A part that a page shows whole, or the first lines of, with what it calls so many `more` of them."""
    if at_first is None:
        at_first = len(lines)
    rest = max(0, len(lines) - at_first)
    return Part(
        key=key, title=title, lines=lines, empty="" if lines else empty, at_first=at_first,
        more=more(rest) if rest else "",
    )  # fmt: skip


def _to_come(s: Statement) -> bool:
    return s.status in (Status.EXPECTED, Status.POSSIBLE)


def _sentences(brief: Brief) -> int:
    return sum(source.read for source in brief.sources)


def _bottom_line(summary: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The statements that open the brief and the others. A second one opens it too if both are short and two remain."""
    first = next((n for n, line in enumerate(summary) if _length(line) <= BOTTOM_LINE_WORDS), None)
    if first is None:
        return (), summary
    others = summary[:first] + summary[first + 1 :]
    if len(others) >= 3 and _length(summary[first]) + _length(others[0]) <= BOTTOM_LINE_WORDS:
        return (summary[first], others[0]), others[1:]
    return (summary[first],), others


def _length(line: Line) -> int:
    return len(line.text.split())


class _Lines:
    """Turns statements of one brief into lines."""

    def __init__(self, brief: Brief, say: Interface) -> None:
        self.say = say
        self.numbers = {evidence: number for number, evidence in enumerate(brief.notes, 1)}
        self.speakers = _Speakers(brief)

    def __call__(self, statements: Iterable[Statement]) -> tuple[Line, ...]:
        return tuple(self.line(s) for s in statements)

    def line(self, s: Statement) -> Line:
        certainty = (s.certainty or "").strip()
        return Line(
            anchor=s.anchor,
            text=_text(s),
            notes=tuple(sorted({self.numbers[e] for e in s.evidence})),
            label=_label(s, self.speakers.name(s), self.say),
            status=s.status,
            certainty=certainty,
            band=(band(certainty) or "") if certainty else "",
            name=headword(s.name or ""),
            kind=actor_kind(s.type, self.say) if s.type else "",
            type=s.type,
            aliases=s.aliases,
            date=capital(_date(s.date, self.say) or s.date_text or ""),
            value=s.date or "",
            date_text=s.date_text or "",
            review=s.review,
            reviewed=_reviewed(s.review, self.say),
        )


def _reviewed(review: Review | None, say: Interface) -> str:
    match review:
        case Review.CHECKED:
            return say("checked by a person")
        case Review.EDITED:
            return say("edited by a person")
        case None:
            return ""


def _label(s: Statement, who: str, say: Interface) -> str:
    match s.status:
        case Status.STATED:
            return say("Stated by {who}", who=who) if who else ""
        case Status.CLAIMED:
            return say("Claimed by {who}", who=who) if who else say("Claimed")
        case Status.DISPUTED:
            return say("Disputed; said by {who}", who=who) if who else say("Disputed")
        case Status.EXPECTED:
            return say("Expected by {who}", who=who) if who else say("Expected")
        case Status.POSSIBLE:
            return say("Possible, according to {who}", who=who) if who else say("Possible")
        case _:
            return say("According to {who}", who=who) if who else ""


def actor_kind(kind: ActorType, say: Interface) -> str:
    """`kind` for reading."""
    match kind:
        case ActorType.PERSON:
            return say("person")
        case ActorType.ORGANISATION:
            return say("organisation")
        case ActorType.STATE:
            return say("state")
        case ActorType.GROUP:
            return say("group")
        case _:
            return say("other")


def odds(band: str, say: Interface) -> str:
    """An ICD 203 band with the odds that the directive gives it; empty for none."""
    match band:
        case "remote":
            return say("remote (1–5 %)")
        case "very unlikely":
            return say("very unlikely (5–20 %)")
        case "unlikely":
            return say("unlikely (20–45 %)")
        case "roughly even chance":
            return say("roughly even chance (45–55 %)")
        case "likely":
            return say("likely (55–80 %)")
        case "very likely":
            return say("very likely (80–95 %)")
        case "almost certain":
            return say("almost certain (95–99 %)")
        case _:
            return ""


def standing(status: Status | None, say: Interface) -> str:
    """How a cause stands or whether a consequence has come about; empty for what is neither."""
    match status:
        case None:
            return ""
        case Status.STATED:
            return say("Stated as a fact")
        case Status.CLAIMED:
            return say("Claimed")
        case Status.DISPUTED:
            return say("Disputed")
        case Status.OCCURRED:
            return say("Happened")
        case Status.EXPECTED:
            return say("Expected")
        case Status.POSSIBLE:
            return say("Possible")


_PRONOUNS = frozenset("i you he him she her it we us they them who which that this these those one".split())
_OF = frozenset("of for in at from on and or to with".split())


class _Speakers:
    """Names those who say things so that the name fits into a sentence."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief

    def name(self, s: Statement) -> str:
        """Who says it; empty where nobody does, where the shown words say so themselves, and for a mere pronoun."""
        who = (s.speaker or "").strip()
        if not who or who.casefold() in _PRONOUNS or _reports(s.text, who):
            return ""
        first, _, rest = who.partition(" ")
        return who[:1].lower() + who[1:] if self._common(first, rest.split(" ")[0]) else who

    def _common(self, first: str, second: str) -> bool:
        """Whether `first` has a capital only because it opens a sentence of the source."""
        first = key(first)
        small = first.casefold()
        if not (first[:1].isupper() and first[1:] == small[1:]):
            return False
        if small in words("determiners"):
            return True
        if second[:1].isupper() or first in gazetteer() or small in words("proper_adjectives") or first in self._proper:
            return False
        if re.search(rf"(?<!\w){re.escape(small)}(?!\w)", self._text):
            return True
        return second.islower() and (second not in _OF or small.endswith("s"))

    @cached_property
    def _text(self) -> str:
        return "\n".join(source.text for source in self.brief.sources)

    @cached_property
    def _proper(self) -> frozenset[str]:
        """Words with a capital within a sentence, and those of actors whose names are proper throughout."""
        names = [name.split() for s in self.brief.section(Section.ACTORS) for name in (s.name or "", *s.aliases)]
        proper = (parts for parts in names if not any(len(p) > 3 and p.islower() for p in parts))
        return frozenset(_INNER_CAPITAL.findall(self._text)).union(*proper)


_INNER_CAPITAL = re.compile(r"(?<=[\w,;)’'] )[^\W\d_]\w*")


def _reports(text: str, who: str) -> bool:
    """Whether `text` itself says that `who` says it: “Lind said …”, “…, according to the ministry”."""
    said = re.findall(r"\w+", text.casefold())
    last = re.findall(r"\w+", who.casefold())[-1:]
    for n, word in enumerate(said):
        if [word] == last and (
            REPORTING_VERBS.intersection(said[n + 1 : n + 3])
            or REPORTING_VERBS.intersection(said[max(0, n - 4) : n])
            or "according" in said[max(0, n - 6) : n]
        ):
            return True
    return False


_LEADS_TO = re.compile(
    r"\s*(?:leading to|led to|resulting in|resulted in"
    r"|(?:caus|prompt|trigger|spark)(?:ing|ed)(?!\s+(?:\S+\s+){1,6}to\s))\s+(?=\S)",
    re.IGNORECASE,
)
"""Says once more that what follows is a consequence; but not where that is what somebody is led to do."""


def _text(s: Statement) -> str:
    if s.section is Section.ACTORS:
        return capital(s.text)
    if s.section is Section.CONSEQUENCES and (opening := _LEADS_TO.match(s.text)):
        return sentence(s.text[opening.end() :])
    return sentence(s.text)


def headword(name: str) -> str:
    """`name` as a list or a heading has it: with a capital, unless its first word has one of its own (“iPhone”)."""
    return capital(name) if name.split(" ")[0].islower() else name


def sentence(text: str) -> str:
    """`text` with a capital and a full stop, as far as it lacks them; empty if it is."""
    text = capital(text)
    if text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", "。", "؟", "։", "।")):
        return text
    text = text.rstrip(" ,;:–—-")
    return text and f"{text}."


def capital(text: str) -> str:
    """`text` without the white space around it, its first letter a capital."""
    text = text.strip()
    return text[:1].upper() + text[1:]


def visible(text: str) -> str:
    """`text` without the characters that no reader sees and that can reorder or break what stands around it.

    Control characters, bidirectional overrides and isolates, lone surrogates and noncharacters go; white space becomes
    single spaces. For print and figures, which cannot carry them; pages escape instead.
    """
    return " ".join(_INVISIBLE.sub("", text).split())


def _notes(brief: Brief) -> tuple[Note, ...]:
    cited: dict[Evidence, list[str]] = {}
    for statement in brief.statements:
        for evidence in statement.evidence:
            anchors = cited.setdefault(evidence, [])
            if statement.anchor not in anchors:
                anchors.append(statement.anchor)
    notes = []
    for number, evidence in enumerate(brief.notes, 1):
        source = brief.sources[evidence.source]
        index = source.sentence_at(evidence.span.start)
        whole = None if index is None else source.sentences[index]
        notes.append(
            Note(
                number=number,
                anchor=f"note-{number}",
                quote=brief.quote(evidence),
                before=_before(source, whole, evidence.span) if whole else "",
                after=_after(source, whole, evidence.span) if whole else "",
                source=evidence.source + 1,
                sentence=None if index is None else source.number(index),
                cited_by=tuple(cited[evidence]),
            )
        )
    return tuple(notes)


def _before(source: Document, sentence: Span, quote: Span) -> str:
    text = source.text[max(sentence.start, quote.start - AROUND) : quote.start]
    return text if quote.start - sentence.start <= AROUND else "… " + text.partition(" ")[2]


def _after(source: Document, sentence: Span, quote: Span) -> str:
    text = source.text[quote.end : min(sentence.end, quote.end + AROUND)]
    return text if sentence.end - quote.end <= AROUND else text.rpartition(" ")[0] + " …"


def _source(brief: Brief, index: int, say: Interface) -> Source:
    document = brief.sources[index]
    quoted = len({document.sentence_at(e.span.start) for e in brief.notes if e.source == index})
    return Source(
        number=index + 1,
        anchor=f"source-{index + 1}",
        title=document.title,
        publisher=document.publisher or "",
        author=document.author or "",
        date=_date(document.published, say),
        url=safe_url(document.url),
        read=say.plural(
            "{n} sentence, {quoted} quoted", "{n} sentences, {quoted} quoted", document.read, quoted=say.number(quoted)
        ),
        language=document.language or "",
        publish=document.publish or Publish.FULL,
    )


def _strip(brief: Brief, say: Interface) -> tuple[tuple[str, str], ...]:
    period = span_of((s.date for s in brief.section(Section.TIMELINE)), say)
    quoted = {(e.source, brief.sources[e.source].sentence_at(e.span.start)) for e in brief.notes}
    undated = say.plural("Undated source", "Undated sources", len(brief.sources))
    return (
        (say("As of"), capital(_date(brief.as_of, say)) or undated),
        (say("Period covered"), capital(period) or say("No dated event")),
        (say("Sources"), _sources(brief.sources, say)),
        (
            say("Sentences"),
            say.plural(
                "{n} read, {quoted} quoted",
                "{n} read, {quoted} quoted",
                _sentences(brief),
                quoted=say.number(len(quoted)),
            ),
        ),
        *((say("Reviewed by a person"), persons) for persons in [_persons(brief, say)] if persons),
    )


def _persons(brief: Brief, say: Interface) -> str:
    """How many statements a person vouches for; empty if none."""
    checked, edited = (sum(s.review is kind for s in brief.statements) for kind in (Review.CHECKED, Review.EDITED))
    total, counts = len(brief.statements), {"checked": say.number(checked), "edited": say.number(edited)}
    if checked and edited:
        return say.plural(
            "{checked} of {n} statement checked (✓), {edited} edited",
            "{checked} of {n} statements checked (✓), {edited} edited", total, **counts,
        )  # fmt: skip
    if checked:
        return say.plural(
            "{checked} of {n} statement checked (✓)", "{checked} of {n} statements checked (✓)", total, **counts
        )
    if edited:
        return say.plural("{edited} of {n} statement edited", "{edited} of {n} statements edited", total, **counts)
    return ""


def _sources(sources: tuple[Document, ...], say: Interface) -> str:
    """How many there are and who published them: sources of one publisher are not independent."""
    publishers = list(dict.fromkeys(s.publisher for s in sources if s.publisher))
    if not publishers:
        return say.number(len(sources))
    count, unnamed = len(publishers), sum(not s.publisher for s in sources)
    named = ", ".join(publishers[:_NAMED])
    if count > _NAMED or unnamed:
        named = say("{names} and others", names=named)
    if len(sources) - unnamed > count:
        named = say.plural("of {n} publisher: {names}", "of {n} publishers: {names}", count, names=named)
    return f"{say.number(len(sources))} ({named})"


def _language(brief: Brief) -> str:
    return brief.sources[0].language or "en"


def _date(value: str | None, say: Interface) -> str:
    return say.date(value) if value and timex.bounds(value) else ""


def _day(value: str, say: Interface) -> str:
    """Display of a value without its time of day."""
    return say.date(value.split("T")[0])
