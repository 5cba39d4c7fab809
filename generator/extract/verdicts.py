"""Why something is in a brief or not: one verdict for everything that was proposed, and its words for a reader.

The modules that choose (`causality`, `summary`, `actors`) yield the verdicts, `generator.extract.embedded.explain` puts
them together. A verdict is made after the choice and takes no part in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.errors import BriefingError
from generator.model import Brief, Claim, Document, Section, Statement

Signal = tuple[str, float]
"""What was weighed, and the log-odds that it adds."""

BELOW = "below the bar"
FULL = "the section is full"
TWO = "the sentence has two already"
NOT_ALONE = "it cannot be worded so that it stands alone"

_SIGNALS_SHOWN = 3
_LEAST_SHOWN = 0.005
_SCORES = {
    Section.SUMMARY: "probability",
    Section.CAUSES: "probability",
    Section.CONSEQUENCES: "probability",
    Section.ACTORS: "salience",
    Section.FIGURES: "worth",
    Section.UNKNOWNS: "worth",
}
_NOTHING = {
    Section.SUMMARY: "no rule proposed it",
    Section.FIGURES: "no rule found a quantity in it",
    Section.CAUSES: "no rule and no clause proposed anything",
    Section.CONSEQUENCES: "no rule and no clause proposed anything",
    Section.ACTORS: "no rule found anybody named in it",
    Section.TIMELINE: "no rule found a date in it",
    Section.UNKNOWNS: "no rule found that it calls something unknown",
}
"""What is said of a sentence that nothing was proposed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was made of one proposal for one section."""

    section: Section
    sentences: tuple[int, ...]
    """Indices: the sentence it was proposed from, then the others that name an actor."""
    text: str
    """As it is shown, else the words of the text; of an actor the name."""
    probability: float | None = None
    """That it belongs there. Of actors the salience and of figures and unknowns the worth, which are no probabilities;
    None where nothing is weighed."""
    bar: float | None = None
    """What `probability` must reach."""
    rules: tuple[str, ...] = ()
    """What found it."""
    signals: tuple[Signal, ...] = ()
    """The strongest first."""
    outcome: str = ""
    """Why it is not shown; "" where it is."""
    claim: Claim | None = None
    """What was made of it, if it came so far."""


def strongest(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """`signals`, those of one name added up, without those that add nothing; the strongest first."""
    summed: defaultdict[str, float] = defaultdict(float)
    for name, worth in signals:
        summed[name] += worth
    kept = ((name, worth) for name, worth in summed.items() if abs(worth) >= _LEAST_SHOWN)
    return tuple(sorted(kept, key=lambda signal: (-round(abs(signal[1]), 6), signal[0])))


def settled(verdicts: Iterable[Verdict], refused: dict[Claim, str]) -> tuple[Verdict, ...]:
    """`verdicts` with what the gate made of them; `refused` gives its reasons."""
    return tuple(
        replace(v, outcome=f"refused by the gate: {refused[v.claim]}")
        if not v.outcome and v.claim is not None and v.claim in refused
        else v
        for v in verdicts
    )


# --- in words --------------------------------------------------------------------------------------------------------


def about_brief(brief: Brief, verdicts: Sequence[Sequence[Verdict]]) -> Iterator[str]:
    """Lines that say of each statement of `brief` what carried it; `verdicts` are those on each of its sources."""
    by_claim = {_key(v.claim): v for found in verdicts for v in found if v.claim is not None and not v.outcome}
    for section in Section:
        statements = brief.section(section)
        if section is not next(iter(Section)):
            yield ""
        yield section.upper()
        if not statements:
            yield "  nothing is shown"
        for number, statement in enumerate(statements, 1):
            verdict = by_claim.get(_key(statement))
            yield f"  {number}. {' – '.join(filter(None, (statement.name, statement.date, statement.text)))}"
            if verdict is not None:
                yield f"     {_grounds(verdict)}"
            for evidence in statement.evidence:
                document = brief.sources[evidence.source]
                where = f"source {evidence.source + 1}, " if len(brief.sources) > 1 else ""
                index = document.sentence_at(evidence.span.start) or 0
                yield f"     {where}sentence {index + 1}: “{_plain(document.quote(evidence.span))}”"


def about_sentence(brief: Brief, verdicts: Sequence[Sequence[Verdict]], wanted: str) -> Iterator[str]:
    """Lines that say of one sentence, in every section, why it is there or not.

    `wanted` is its number in the source (the first source that has one of that number), or some of its words;
    BriefingError if there is no such sentence.
    """
    source, index = _find(brief.sources, wanted)
    document = brief.sources[source]
    where = f"Source {source + 1}, sentence" if len(brief.sources) > 1 else "Sentence"
    yield f"{where} {index + 1} of {len(document.sentences)}, {document.name}:"
    yield f"“{_plain(document.quote(document.sentences[index]))}”"
    for section in Section:
        yield ""
        yield section.upper()
        found = [v for v in verdicts[source] if v.section is section and index in v.sentences]
        if not found:
            yield f"  not shown: {_NOTHING[section]}"
        for v in sorted(found, key=lambda v: bool(v.outcome)):
            yield f"  {'not shown' if v.outcome else 'shown'}: {_plain(v.text)}"
            yield f"    {'; '.join(filter(None, (v.outcome, _grounds(v))))}"


def _find(sources: Sequence[Document], wanted: str) -> tuple[int, int]:
    if re.fullmatch(r"\d{1,9}", wanted):
        number = int(wanted)
        for source, document in enumerate(sources):
            if 0 < number <= len(document.sentences):
                return source, number - 1
        most = max(len(document.sentences) for document in sources)
        raise BriefingError(f"there is no sentence {number}; name one from 1 to {most}, or some words of it")
    words = _plain(wanted).casefold()
    for source, document in enumerate(sources):
        for index, span in enumerate(document.sentences):
            if words and words in _plain(document.quote(span)).casefold():
                return source, index
    raise BriefingError(f"no sentence holds the words “{wanted}”; name fewer of them, or the number of the sentence")


def _grounds(verdict: Verdict) -> str:
    parts = []
    if verdict.probability is not None:
        bar = "" if verdict.bar is None else f" (bar {verdict.bar:.2f})"
        parts.append(f"{_SCORES.get(verdict.section, 'probability')} {verdict.probability:.2f}{bar}")
    if verdict.rules:
        parts.append(f"found by {', '.join(verdict.rules)}")
    if verdict.signals:
        parts.append(", ".join(f"{name} {worth:+.2f}" for name, worth in verdict.signals[:_SIGNALS_SHOWN]))
    return "; ".join(parts)


def _key(said: Claim | Statement) -> tuple[str | None, ...]:
    return said.section, said.text, said.name, said.date, said.date_text


def _plain(text: str) -> str:
    return " ".join(text.split())
