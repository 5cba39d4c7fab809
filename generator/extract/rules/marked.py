"""Rules that find a cause or a consequence by a word that marks it. One rule, one function, one signature."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.extract.clauses import Clause, Form, Kind
from generator.extract.rules.story import Line, Story
from generator.model import Section

CAUSE, CONSEQUENCE = Section.CAUSES, Section.CONSEQUENCES


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``[first, last)`` of a sentence, and what a rule takes them for."""

    section: Section
    first: int
    last: int


Rule = Callable[[Story, int], Iterator[Hit]]
"""Finds hits in one sentence of a story, given by its index."""


# --- causes ----------------------------------------------------------------------------------------------------------


def because(story: Story, index: int) -> Iterator[Hit]:
    """“… because *it rained*”; not “not because …”, “just because …”."""
    line = story.lines[index]
    for clause in line.clauses:
        if clause.opener == "because" and not _negated(line, clause.first):
            yield Hit(CAUSE, clause.first + clause.opener_size, clause.last)


_DUE_TO = frozenset(
    (
        "because of|due to|owing to|thanks to|as a result of|as a consequence of|on account of|in light of|"
        "in view of|given that|on the grounds that|on the grounds of|stemming from|resulting from|driven by|"
        "caused by|triggered by|sparked by|prompted by|fuelled by|fueled by|blamed on|attributed to|"
        "over concerns|over fears|for fear of|now that"
    ).split("|")
)


def due_to(story: Story, index: int) -> Iterator[Hit]:
    """“… due to *heavy rain*”, “driven by *fear*”; not “not due to …”."""
    line = story.lines[index]
    for clause in line.clauses:
        if clause.opener in _DUE_TO and not _negated(line, clause.first):
            yield Hit(CAUSE, clause.first + clause.opener_size, clause.last)


_IN_RESPONSE = frozenset(
    (
        "in response to|in reaction to|in retaliation for|in retaliation to|in revenge for|in protest at|"
        "in protest against|in protest of|in protest over|in the wake of|in the aftermath of"
    ).split("|")
)


def in_response_to(story: Story, index: int) -> Iterator[Hit]:
    """“… in response to *the attack*”."""
    for clause in story.lines[index].clauses:
        if clause.opener in _IN_RESPONSE:
            yield Hit(CAUSE, clause.first + clause.opener_size, clause.last)


_TIMES = frozenset(
    """hours hour days day weeks week months month years year minutes moments midnight noon dawn dusk monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december then that this it all now being""".split()
)


def after_event(story: Story, index: int) -> Iterator[Hit]:
    """“The minister resigned after *a report showed …*”, where the sentence tells the central event."""
    line = story.lines[index]
    if index > 1 and len(line.content & story.title) < 2:
        return
    for clause in line.clauses:
        if clause.opener in ("after", "following") and _says_more_than_a_time(line, clause):
            yield Hit(CAUSE, clause.first + 1, clause.last)


def comes_after(story: Story, index: int) -> Iterator[Hit]:
    """“This came after *talks failed*”, “The move follows *weeks of protest*”."""
    line = story.lines[index]
    for i, word in enumerate(line.words[:14]):
        after = line.words[i + 1] if i + 1 < len(line.words) else ""
        if word in ("comes", "came", "come", "coming") and after in ("after", "amid", "as", "following"):
            yield Hit(CAUSE, i + 2, _clause_end(line, i + 2))
        elif word in ("follows", "followed") and i and after not in ("by", "up") and line.forms[i] is Form.FINITE:
            yield Hit(CAUSE, i + 1, _clause_end(line, i + 1))


def amid(story: Story, index: int) -> Iterator[Hit]:
    """“… amid *growing tension*”."""
    for clause in story.lines[index].clauses:
        if clause.opener in ("amid", "amidst") and story.lines[index].words[clause.first + 1 : clause.first + 2] != (
            "what",
        ):
            yield Hit(CAUSE, clause.first + 1, clause.last)


_OBJECTS_OF = {
    "over": frozenset(("protest", "worry", "war", "mourn-v", "condemn-v", "allegation")),
    "for": frozenset(("law-v", "accuse-v")),
    "against": frozenset(("protest",)),
}
"""Prepositions that name the object of a protest, a fear, a charge, after words of these families."""


_LASTING = frozenset("a hours days weeks months years decades centuries several many some two three long".split())
"""What follows a “for” that says how long: “tried for months”."""


def over(story: Story, index: int) -> Iterator[Hit]:
    """“protests over *fuel prices*”, “sued over *the leak*”, “arrested for *theft*”."""
    line = story.lines[index]
    for i, word in enumerate(line.words):
        near = frozenset(f for families in line.marks[max(i - 4, 0) : i] for f in families)
        after = line.words[i + 1] if i + 1 < len(line.words) else ""
        lasting = word == "for" and (after in _LASTING or after[:1].isdigit())
        if near & _OBJECTS_OF.get(word, frozenset()) and not lasting:
            end = _clause_end(line, i + 1)
            verb = next((k for k in range(i + 2, end) if line.forms[k] is Form.FINITE), end)
            yield Hit(CAUSE, i + 1, end if verb == end else _verb_start(line, verb))


_SOURCES = frozenset(
    """source sources official officials report reports people witnesses media document documents statement data
    figures newspaper agency police spokesman spokeswoman anonymous unnamed""".split()
)
"""Who or what is cited as having said something rather than as a reason."""


def blamed(story: Story, index: int) -> Iterator[Hit]:
    """“He blamed *the drought* for …”, “blamed it on *drought*”, “citing *safety*”, “accusing *them*”."""
    line = story.lines[index]
    for i, word in enumerate(line.words):
        if word in ("blamed", "blames", "blaming", "blame", "citing", "cited", "accusing"):
            end = _clause_end(line, i + 1)
            if word == "cited" and line.words[i + 1 : i + 2] in (("as",), ("by",), ("for",), ("in",)):
                continue
            if word.startswith("cit") and not _SOURCES.isdisjoint(line.words[i + 1 : i + 5]):
                continue
            target = next((k for k in range(i + 2, min(end, i + 14)) if line.words[k] in ("on", "for")), end)
            if word[0] == "b" and target + 1 < end and line.words[target] == "on":
                yield Hit(CAUSE, target + 1, end)
                continue
            stop = next((k for k in range(i + 2, min(end, i + 20)) if line.words[k] == "for" and word[0] == "b"), end)
            yield Hit(CAUSE, i + 1, stop)


_CAUSAL = frozenset(
    """caused causes triggered triggers sparked sparks prompted prompts forced forces provoked fuelled fueled
    led leads resulted results contributed limited drove brought allowed enabled complicated worsened""".split()
)
_CAUSAL_TO = {"led": "to", "leads": "to", "resulted": "in", "results": "in", "contributed": "to", "brought": "about"}


def causal_subject(story: Story, index: int) -> Iterator[Hit]:
    """“*The drought* has led to famine”: the subject of a verb of causing."""
    line = story.lines[index]
    for clause, verb in _causal_verbs(line):
        first = clause.first + clause.opener_size
        end = _verb_start(line, verb)
        first = next((k + 1 for k in range(end - 1, first, -1) if line.words[k] == "that" and k - first < 8), first)
        if end - first >= 2 and clause.kind in (Kind.MAIN, Kind.COORDINATE, Kind.COMPLEMENT):
            yield Hit(CAUSE, first, end)


def reasons_list(story: Story, index: int) -> Iterator[Hit]:
    """“The reasons are many. Firstly, *prices rose*.”"""
    if story.zones[index] == "causes":
        yield from _statements(story.lines[index], CAUSE)


def before_as_a_result(story: Story, index: int) -> Iterator[Hit]:
    """“*The dam broke.* As a result, …”"""
    if index + 1 < len(story.lines) and _draws_conclusion(story.lines[index + 1]):
        yield from _statements(story.lines[index], CAUSE)


# --- consequences ----------------------------------------------------------------------------------------------------


def causal_object(story: Story, index: int) -> Iterator[Hit]:
    """“The drought has *led to famine*”: the verb of causing and its object."""
    line = story.lines[index]
    for clause, verb in _causal_verbs(line):
        yield Hit(CONSEQUENCE, verb, clause.last)
        yield Hit(CONSEQUENCE, clause.first + (0 if clause.kind is Kind.RELATIVE else clause.opener_size), clause.last)


_RESULTING = frozenset(
    """leading flooding burning costing resulting causing forcing prompting leaving killing injuring wounding
    triggering sparking making bringing ending destroying damaging raising creating allowing enabling giving
    putting sending pushing driving displacing burying trapping stranding marking becoming turning paving
    opening closing cutting threatening fuelling fueling halting disrupting""".split()
)


def result_participle(story: Story, index: int) -> Iterator[Hit]:
    """“…, *leading to the fall of the government*”."""
    line = story.lines[index]
    for clause in line.clauses:
        at = next(
            (i for i in range(clause.first, min(clause.first + 3, clause.last)) if line.forms[i] is Form.ING), None
        )
        if (
            at is not None
            and line.words[at] in _RESULTING
            and line.words[at + 1 : at + 2] != ("up",)
            and clause.first
            and _opens_result(line, clause, at)
        ):
            yield Hit(CONSEQUENCE, at, clause.last)


def which_result(story: Story, index: int) -> Iterator[Hit]:
    """“…, *which has altered the balance of power*”."""
    line = story.lines[index]
    for clause in line.clauses:
        if clause.kind is Kind.RELATIVE and clause.opener == "which" and clause.finite:
            verb = next((line.words[i] for i in range(clause.first, clause.last) if line.forms[i] is Form.FINITE), "")
            if verb in ("has", "have", "had", "could", "may", "might", "would", "will", "is") or verb in _CAUSAL:
                yield Hit(CONSEQUENCE, clause.first, clause.last)


def with_result(story: Story, index: int) -> Iterator[Hit]:
    """“…, *with thousands losing their homes*”."""
    line = story.lines[index]
    for clause in line.clauses:
        if clause.kind is Kind.PARTICIPLE and line.words[clause.first] == "with" and clause.first:
            yield Hit(CONSEQUENCE, clause.first, clause.last)


def marks_end(story: Story, index: int) -> Iterator[Hit]:
    """“The vote *marks the end of an era*”."""
    line = story.lines[index]
    for clause in line.clauses:
        for i in range(clause.first, clause.last):
            if (
                line.words[i] in ("marks", "marked", "ended", "ends")
                and line.forms[i] is Form.FINITE
                and i > clause.first
            ):
                yield Hit(CONSEQUENCE, i, clause.last)
                break


def consequences_list(story: Story, index: int) -> Iterator[Hit]:
    """“The consequences are grave. *Trade has stopped.*”"""
    if story.zones[index] == "consequences":
        yield from _statements(story.lines[index], CONSEQUENCE)


def as_a_result(story: Story, index: int) -> Iterator[Hit]:
    """“The dam broke. As a result, *the valley was flooded*.”"""
    if _draws_conclusion(story.lines[index]):
        yield from _statements(story.lines[index], CONSEQUENCE)


def this_means(story: Story, index: int) -> Iterator[Hit]:
    """“This *has angered farmers*”: a sentence that says what the one before brought about."""
    line = story.lines[index]
    if index and line.words[:1] == ("this",) and len(line.forms) > 1 and Form.FINITE in line.forms[1:4]:
        yield from _statements(line, CONSEQUENCE)


RULES: tuple[Rule, ...] = (
    because, due_to, in_response_to, after_event, comes_after, amid, over, blamed, causal_subject, reasons_list,
    before_as_a_result, causal_object, result_participle, which_result, with_result, marks_end, consequences_list,
    as_a_result, this_means,
)  # fmt: skip
"""In the order in which they run; where two agree on a clause, both count."""


# --- shared ----------------------------------------------------------------------------------------------------------


def _negated(line: Line, first: int) -> bool:
    return any(w in ("not", "never", "n't", "just") for w in line.words[max(first - 2, 0) : first])


def _says_more_than_a_time(line: Line, clause: Clause) -> bool:
    words = [w for w in line.words[clause.first + 1 : clause.last] if w[0].isalnum()]
    return len(words) >= 3 or (len(words) == 2 and not any(w in _TIMES or w[0].isdigit() for w in words))


def _clause_end(line: Line, first: int) -> int:
    """Where the clause that holds token `first` ends."""
    number = bisect_right(line.clauses, first, key=lambda c: c.first) - 1
    return line.clauses[number].last if number >= 0 else len(line.words)


def _causal_verbs(line: Line) -> Iterator[tuple[Clause, int]]:
    for clause in line.clauses:
        for i in range(clause.first + 1, clause.last):
            word = line.words[i]
            after = line.words[i + 1] if i + 1 < len(line.words) else ""
            active = line.forms[i] is Form.FINITE or line.words[i - 1] in (
                "has",
                "have",
                "had",
                "further",
                "also",
                "already",
            )
            particle = _CAUSAL_TO.get(word)
            if word in _CAUSAL and active and (particle is None or after == particle) and not _negated(line, i):
                yield clause, i
                break


def _verb_start(line: Line, verb: int) -> int:
    """Where the verb phrase that ends at `verb` begins: before its auxiliaries and adverbs."""
    while verb and (
        line.words[verb - 1] in ("has", "have", "had", "further", "also", "already")
        or line.words[verb - 1].endswith("ly")
    ):
        verb -= 1
    return verb


def _opens_result(line: Line, clause: Clause, at: int) -> bool:
    before = line.words[clause.first - 1]
    return (
        before in (",", "—", "–")
        or clause.first < at
        or line.words[at] in ("leading", "resulting", "killing", "injuring", "leaving", "forcing")
    )


_CONCLUDING = frozenset(
    """Consequently|Therefore|Thus|Hence|Accordingly|As a result|As a consequence|For this reason|Because of this
    |That is why|This is why|Due to this""".lower()
    .replace("\n    ", "")
    .split("|")
)


def _draws_conclusion(line: Line) -> bool:
    return line.words[0] in _CONCLUDING or " ".join(line.words[:3]) in _CONCLUDING


def _statements(line: Line, section: Section) -> Iterator[Hit]:
    """The clauses of a sentence that stand on their own, each whole."""
    for clause in line.clauses:
        if clause.kind in (Kind.MAIN, Kind.COORDINATE) and clause.finite:
            yield Hit(section, clause.first + clause.opener_size, clause.last)
