"""What can be seen of a clause without understanding it: the features by which causes and consequences are told apart.

A feature is a word; a clause has it or not. `generator.extract.rules.weights` says what each is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.extract.clauses import AUXILIARIES, Clause, Form
from generator.extract.rules.story import Line, Story, content


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``[first, last)`` of sentence `index`, from its clause number `clause` over `size` clauses."""

    index: int
    first: int
    last: int
    clause: int
    size: int
    rules: tuple[str, ...] = ()
    """The rules that found it, with the section they found it for: "causes:because"."""
    holds: tuple[str, ...] = ()
    """The rules that found a smaller part of it."""

    @property
    def place(self) -> tuple[int, int, int]:
        """Sentence, first token, end."""
        return self.index, self.first, self.last


def sentence_features(story: Story, index: int) -> Iterator[str]:
    """What all clauses of a sentence share: where it stands and what stands around it."""
    line, count = story.lines[index], len(story.lines)
    yield _bucket("position", index, (0, 1, 2, 4, 7, 12))
    yield _bucket("part", index / count, (0.2, 0.4, 0.6, 0.8))
    yield _bucket("sentences", count, (6, 10, 15, 20, 30))
    yield _bucket("length", len(line.sentence.words), (8, 14, 20, 28, 40))
    yield _bucket("title", len(line.content & story.title), (0, 1, 2, 3))
    if line.sentence.opens_block:
        yield "opens paragraph"
    if index:
        yield _bucket("lead", len(line.content & story.lead) / (len(line.content) or 1), (0, 0.1, 0.2, 0.4))
        for family in ("reason", "result", "kill-v", "accuse-v", "may", "will", "because", "cause-v"):
            if family in story.lines[index - 1].families:
                yield f"previous {family}"
    if index + 1 < count:
        opening = {f for families in story.lines[index + 1].marks[:4] for f in families}
        for family in ("hence", "this", "led-to", "response", "comes-after", "result", "respond-v", "law-v"):
            if family in opening:
                yield f"next {family}"
    for family in sorted({f for families in line.marks[:3] for f in families}):
        yield f"opening {family}"


def clause_features(story: Story, candidate: Candidate) -> Iterator[str]:
    """What is particular to the clause: its kind, its links, the word families in it and before it, its tense."""
    line = story.lines[candidate.index]
    own = line.clauses[candidate.clause : candidate.clause + candidate.size]
    yield from _shape(line, candidate, own)
    yield from _words(line, candidate)
    yield from _tense(line, candidate)
    words = line.words[candidate.first : candidate.last]
    yield _bucket("title in clause", len(content(words) & story.title), (0, 1, 2, 3))
    if any(w[0].isdigit() for w in words):
        yield "number"
    if any(len(w) == 4 and w.isdigit() and w[:2] in ("19", "20") for w in words):
        yield "year"
    if words[0] in ("he", "she", "it", "they"):
        yield "pronoun"
    for rule in candidate.rules:
        yield f"rule {rule}"
    for rule in candidate.holds:
        yield f"holds {rule}"


def _shape(line: Line, candidate: Candidate, own: tuple[Clause, ...]) -> Iterator[str]:
    if candidate.first <= 1 and candidate.last >= len(line.words) - 1:
        yield "whole sentence"
    yield _bucket(
        "words",
        sum(t.is_word for t in line.sentence.tokens[candidate.first : candidate.last]),
        (4, 6, 9, 13, 18, 24, 32),
    )
    yield f"kind {own[0].kind}"
    yield f"clauses {min(len(own), 4)}"
    if own[0].quoted:
        yield "quoted"
    if len(own) == len(line.clauses):
        yield "all clauses"
    for kind in sorted({c.kind for c in own[1:]}):
        yield f"holds {kind}"
    if own[0].opener:
        yield f"opener {_opener(own[0])}"
    following = line.clauses[candidate.clause + candidate.size : candidate.clause + candidate.size + 1]
    for clause in following:
        yield f"then {clause.kind}"
        if clause.opener:
            yield f"then opener {_opener(clause)}"
    if candidate.clause:
        yield f"after {line.clauses[candidate.clause - 1].kind}"


def _words(line: Line, candidate: Candidate) -> Iterator[str]:
    first, last = candidate.first, candidate.last
    inside = {f for families in line.marks[first:last] for f in families}
    before = {f for families in line.marks[max(0, first - 6) : first] for f in families}
    head = {f for families in line.marks[first : first + 2] for f in families}
    for name, families in (
        ("in", inside),
        ("before", before),
        ("beside", line.families - inside - before),
        ("head", head),
    ):
        for family in sorted(families):
            yield f"{name} {family}"


def _tense(line: Line, candidate: Candidate) -> Iterator[str]:
    verb = next((i for i in range(candidate.first, candidate.last) if line.forms[i] is Form.FINITE), None)
    if verb is None:
        yield "no verb"
        return
    word = line.words[verb]
    present = word.endswith("s") and not word.endswith("ss")
    yield f"verb {word if word in AUXILIARIES else 'present' if present else 'past'}"
    families = set(line.marks[verb])
    if word in AUXILIARIES:
        for i in range(verb + 1, min(verb + 4, candidate.last)):
            if line.forms[i] in (Form.PAST_PARTICIPLE, Form.INFINITIVE, Form.ING):
                yield f"with {line.forms[i]}"
                families |= set(line.marks[i])
                break
    for family in sorted(families):
        yield f"verb {family}"


def _bucket(name: str, value: float, limits: tuple[float, ...]) -> str:
    return next((f"{name} <= {limit:g}" for limit in limits if value <= limit), f"{name} > {limits[-1]:g}")


_LIKE = {
    "due to": (
        "owing to|thanks to|because of|caused by|triggered by|prompted by|driven by|sparked by|"
        "resulting from|stemming from|fuelled by|fueled by|blamed on|attributed to|as a result of|"
        "in light of|on account of"
    ),
    "following": "in the wake of|in the aftermath of",
    "although": "though|even though",
    "while": "whilst|whereas",
    "so": "so that|as a result|as a consequence",
    "and": "or",
    "that": "and that",
    "in order to": "in an effort to|in an attempt to|in a bid to|so as to",
    "in response to": (
        "in reaction to|in retaliation for|in retaliation to|in protest at|in protest against|in protest over"
    ),
    "leading": (
        "resulting|causing|forcing|prompting|leaving|killing|injuring|wounding|triggering|sparking|making|"
        "bringing|ending|destroying|damaging|raising|creating|allowing|enabling|giving|putting|sending"
    ),
    "saying": "claiming|adding|calling|citing|arguing|stating|blaming|accusing",
}
_OPENERS = {phrase: name for name, phrases in _LIKE.items() for phrase in (name, *phrases.split("|"))} | {
    word: word
    for word in "because after which who when as but if before since with amid despite until where whose".split()
}


def _opener(clause: Clause) -> str:
    return _OPENERS.get(clause.opener, "other")
