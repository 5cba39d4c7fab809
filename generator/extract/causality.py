"""Causes and consequences of what a document reports.

Three steps: rules and the cut into clauses propose candidates; the weights of their features say how likely each is a
cause or a consequence of the central event; the best ones that say different things are chosen and worded.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.extract.attribution import cause_status, certainty_of, consequence_status
from generator.extract.clauses import AUXILIARIES, BE, Clause, Kind, trim
from generator.extract.parse import Sentence
from generator.extract.reference import PRONOUNS
from generator.extract.rules.cuts import keeps_meaning
from generator.extract.rules.features import Candidate, clause_features, sentence_features
from generator.extract.rules.marked import RULES
from generator.extract.rules.story import Line, Story, announces, read
from generator.extract.rules.weights import BIAS, WEIGHTS
from generator.extract.wording import speaker_shown, word
from generator.model import Claim, Document, Section, Span, Status

if TYPE_CHECKING:
    from generator.extract.names import Entity

SECTIONS = (Section.CAUSES, Section.CONSEQUENCES)

_LEAST = (0.17, 0.27)
"""How probable a candidate must be to be shown."""
_LEAST_CAUSE = 0.3
"""How probable a cause must be beside the most probable one."""
_PER_SENTENCE = 2
_MOST_HITS = 12
"""How many rule hits of a sentence are compared with its other candidates."""
_SHARED = 0.3
"""How much of their words a cause and a consequence may have in common: “*the flood* has led to famine”."""
_LONGEST_RUN = 5
_MOST_WORDS, _FEWEST_WORDS = 45, 3
_QUOTE_WORDS = 40


def causes_and_consequences(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity]
) -> Iterator[Claim]:
    """Claims of the sections CAUSES and CONSEQUENCES, each section's most important first.

    `weight` is the probability, as far as the features tell, that an annotator would name the clause in that section.
    """
    story = read(document, sentences)
    claims: dict[Choice, Claim] = {}

    def shows(choice: Choice) -> bool:
        claim = _claim(document, sentences, entities, story, choice)
        if claim is not None:
            claims[choice] = claim
        return claim is not None

    for choice in choose(story, shows):
        yield claims[choice]


# --- candidates ------------------------------------------------------------------------------------------------------


def candidates(story: Story, index: int) -> list[Candidate]:
    """The stretches of one sentence that could be shown: what rules found, and runs of up to five clauses."""
    line = story.lines[index]
    if line.heading or announces(line) or len(line.sentence.words) < _FEWEST_WORDS:
        return []
    found: dict[tuple[int, int], list[str]] = {}
    for rule in RULES:
        for hit in rule(story, index):
            key = _edges(line, hit.first, _completed(line, hit.last))
            if key:
                found.setdefault(key, []).append(f"{hit.section}:{rule.__name__}")
    hits = [(first, last, rules[0]) for (first, last), rules in sorted(found.items())][:_MOST_HITS]
    for run in _runs(line):
        found.setdefault(run, [])
    return [
        Candidate(
            index, first, last, *_clauses_of(line, first, last), tuple(dict.fromkeys(rules)), _within(hits, first, last)
        )
        for (first, last), rules in sorted(found.items())
        if _presentable(line, first, last) and keeps_meaning(line, first, last)
    ]


def _presentable(line: Line, first: int, last: int) -> bool:
    tokens = line.sentence.tokens[first : min(last, first + 3 * _MOST_WORDS)]
    return last - first <= 3 * _MOST_WORDS and _FEWEST_WORDS <= sum(t.is_word for t in tokens) <= _MOST_WORDS


def _within(hits: list[tuple[int, int, str]], first: int, last: int) -> tuple[str, ...]:
    """The rules of those hits that lie within ``[first, last)`` and are shorter by more than a few words."""
    return tuple(sorted({rule for a, b, rule in hits if first <= a and b <= last and last - first > b - a + 2}))


_RESULT_OPENERS = frozenset(
    """leading flooding burning costing resulting causing forcing prompting leaving killing injuring wounding
    triggering sparking making bringing ending destroying damaging raising creating allowing enabling giving
    putting sending pushing driving displacing marking with becoming turning closing cutting halting disrupting
    threatening""".split()
)
_NOT_ALONE = frozenset(
    (
        "such as|as well as|instead of|rather than|in order to|in an effort to|in an attempt to|in a bid to|"
        "so as to|despite|in spite of|in addition to|ahead of|if|unless|whether|until|although|though|"
        "even though|even if|as if|where|whose|who|whom"
    ).split("|")
)
"""Openers of clauses that say neither why nor what followed: examples, purposes, conditions, concessions."""


def _stands_alone(clause: Clause) -> bool:
    """Whether a candidate may begin with this clause."""
    if (
        clause.kind in (Kind.ATTRIBUTION, Kind.CONTINUATION, Kind.PARENTHESIS, Kind.PHRASE)
        or clause.opener in _NOT_ALONE
    ):
        return False
    if clause.kind is Kind.RELATIVE:
        return clause.opener == "which"
    if clause.kind is Kind.PARTICIPLE:
        return clause.opener in _RESULT_OPENERS
    return True


def _complete(line: Line, last: int) -> bool:
    """Whether a candidate may end with clause number `last`: no verb without its object."""
    if last + 1 == len(line.clauses):
        return True
    following = line.clauses[last + 1]
    before = line.words[following.first - 1]
    if following.kind is Kind.RELATIVE:
        return before == ","
    if before in AUXILIARIES or (line.words[max(following.first - 2, 0)] in BE and before in _DANGLING):
        return False
    if following.kind is Kind.COORDINATE and not following.opener and line.words[following.first] in BE:
        return False  # the verb of a subject that an insertion parts from it
    return following.kind not in (Kind.COMPLEMENT, Kind.CONTINUATION, Kind.QUOTE)


def _completed(line: Line, last: int) -> int:
    """`last`, or where it ends a clause that lacks its object, the end of that object."""
    number = bisect_left(line.clauses, last, key=lambda c: c.last)
    if number == len(line.clauses) or line.clauses[number].last != last:
        return last
    for clause in range(number, min(number + 3, len(line.clauses))):
        if _complete(line, clause):
            return line.clauses[clause].last
    return last


_DROPPED = frozenset((Kind.COORDINATE, Kind.COMPLEMENT))
"""Clauses shown without the word that links them (subordinate ones only where they stand alone)."""


def _runs(line: Line) -> Iterator[tuple[int, int]]:
    for i, clause in enumerate(line.clauses):
        if i and not _stands_alone(clause):
            continue
        for j in range(i, min(i + _LONGEST_RUN, len(line.clauses))):
            if not _complete(line, j):
                continue
            dropped = clause.kind in _DROPPED or (clause.kind is Kind.SUBORDINATE and i == j and _stands_alone(clause))
            first = clause.first + (clause.opener_size if dropped else 0)
            edges = _edges(line, first, line.clauses[j].last)
            told = any(c.finite and (c.kind is not Kind.RELATIVE or c is clause) for c in line.clauses[i : j + 1])
            if edges and (told or clause.kind is Kind.PARTICIPLE):
                yield edges
    whole = _edges(line, 0, len(line.words))
    if whole:
        yield whole


_DANGLING = frozenset(
    """probably perhaps possibly apparently partly mainly mostly largely chiefly primarily only just even further so
    and or but as that""".split()
)
"""Words that lead on to what was cut off."""


def _edges(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """`first` and `last` without the punctuation at the ends."""
    tokens = line.sentence.tokens
    while first < last and not tokens[first].is_word and tokens[first].text not in '"“«([':
        first += 1
    while first < last and (
        tokens[last - 1].lower in _DANGLING or not (tokens[last - 1].is_word or tokens[last - 1].text in '"”»)]%')
    ):
        last -= 1
    return (first, last) if first < last else None


def _clauses_of(line: Line, first: int, last: int) -> tuple[int, int]:
    """Number of the clause that holds token `first`, and over how many clauses the tokens up to `last` run."""
    start = max(bisect_right(line.clauses, first, key=lambda c: c.first) - 1, 0)
    end = max(bisect_left(line.clauses, last, key=lambda c: c.first) - 1, start)
    return start, end - start + 1


# --- judgement -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate taken for a section, and how probable that is."""

    section: Section
    candidate: Candidate
    probability: float


def probabilities(story: Story, index: int) -> Iterator[tuple[Candidate, tuple[float, float]]]:
    """How probable each candidate of a sentence is a cause and a consequence."""
    shared = _worth(sentence_features(story, index))
    for candidate in candidates(story, index):
        own = _worth(clause_features(story, candidate))
        cause, consequence = (
            0.0
            if _tells_both(section, candidate)
            else _logistic(BIAS[i] + shared[i] + own[i] + _trust(section, candidate))
            for i, section in enumerate(SECTIONS)
        )
        yield candidate, (cause, consequence)


_TRUSTED = 1.0
"""Log-odds added where a rule found the candidate: an annotator may have passed over what the text marks."""


def _trust(section: Section, candidate: Candidate) -> float:
    return _TRUSTED if any(rule.startswith(section) for rule in candidate.rules) else 0.0


_PARTED = frozenset(
    (
        "causes:because",
        "causes:due_to",
        "consequences:result_participle",
        "consequences:with_result",
        "consequences:which_result",
    )
)


def _tells_both(section: Section, candidate: Candidate) -> bool:
    """Whether the candidate holds, beside something else, a part that alone is the cause or consequence."""
    return any(rule in _PARTED and rule.startswith(section) for rule in candidate.holds)


def _worth(features: Iterator[str]) -> tuple[float, float]:
    cause = consequence = 0.0
    for feature in features:
        weight = WEIGHTS.get(feature)
        if weight:
            cause += weight[0]
            consequence += weight[1]
    return cause, consequence


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def choose(story: Story, shows: Callable[[Choice], bool] = lambda _: True) -> list[Choice]:
    """The candidates that `shows` lets by, best first, causes before consequences; no two say the same."""
    judged = [pair for index in range(len(story.lines)) for pair in probabilities(story, index)]
    bars = (max([_LEAST[0], *(_LEAST_CAUSE * cause for _, (cause, _) in judged)]), _LEAST[1])
    rated = sorted(
        (-probability / least, side, candidate.index, candidate.first, candidate.last, candidate, probability)
        for candidate, both in judged
        for side, (probability, least) in enumerate(zip(both, _LEAST, strict=True))
        if probability >= bars[side]
    )
    chosen: tuple[list[Choice], list[Choice]] = ([], [])
    taken: dict[int, list[tuple[int, Candidate]]] = {}
    most = _caps(sum(not line.heading for line in story.lines))
    for _, side, index, _, _, candidate, probability in rated:
        beside = taken.setdefault(index, [])
        free = all(_apart(candidate, other, _SHARED if side != s else 0.0) for s, other in beside)
        if free and len(chosen[side]) < most[side] and sum(s == side for s, _ in beside) < _PER_SENTENCE:
            choice = Choice(SECTIONS[side], candidate, probability)
            if shows(choice):
                beside.append((side, candidate))
                chosen[side].append(choice)
    return [*chosen[0], *chosen[1]]


def _apart(one: Candidate, other: Candidate, allowed: float) -> bool:
    """Whether two candidates of a sentence share no more than `allowed` of the words they hold together."""
    common = min(one.last, other.last) - max(one.first, other.first)
    return common <= allowed * (max(one.last, other.last) - min(one.first, other.first))


def _caps(sentences: int) -> tuple[int, int]:
    """How many causes and consequences a text of so many sentences may have."""
    return max(6, min(9, sentences // 3)), max(9, min(14, sentences // 2))


# --- claims ----------------------------------------------------------------------------------------------------------


def _claim(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], story: Story, choice: Choice
) -> Claim | None:
    sentence = story.lines[choice.candidate.index].sentence
    span = trim(sentence.tokens, choice.candidate.first, choice.candidate.last)
    wording = word(document, sentences, entities, span) if span else None
    if span is None or wording is None or not wording.complete:
        return None
    speaker = speaker_shown(document, sentences, entities, sentence, span, wording.text)
    if speaker and speaker.lower() in PRONOUNS:
        return None
    judge = cause_status if choice.section is Section.CAUSES else consequence_status
    status, certainty = judge(sentence, span), certainty_of(sentence, span)
    if status is Status.OCCURRED and certainty and certainty.lower() in wording.text.lower():
        certainty = None  # "X warned that Y could …" has happened: the warning
    return Claim(
        section=choice.section,
        text=wording.text,
        evidence=(_evidence(sentence, span),),
        context=wording.context,
        status=status,
        speaker=speaker,
        certainty=certainty,
        weight=choice.probability,
    )


_COUNTED = re.compile(r"\w+")


def _evidence(sentence: Sentence, span: Span) -> Span:
    """The sentence, or where it is long only the clause."""
    return sentence.span if len(_COUNTED.findall(sentence.text)) <= _QUOTE_WORDS else span
