"""Causes and consequences of what a document reports.

Three steps: rules and the cut into clauses propose candidates; the weights of their features say how likely each is a
cause or a consequence of the central event; the best ones that say different things are chosen and worded.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.extract.attribution import cause_status, certainty_of, consequence_status, is_promised
from generator.extract.clauses import AUXILIARIES, BE, Clause, Kind, trim
from generator.extract.encoder import Place, Reading
from generator.extract.judgement import clause_signals, contributions, weigh_clauses, weigh_status
from generator.extract.parse import Sentence
from generator.extract.reference import PRONOUNS
from generator.extract.rules.cuts import hangs_on_a_noun, is_whole, keeps_meaning
from generator.extract.rules.features import Candidate, clause_features, sentence_features
from generator.extract.rules.marked import RULES
from generator.extract.rules.story import Line, Story, announces, read
from generator.extract.rules.weights import BIAS, WEIGHTS
from generator.extract.verdicts import BELOW, FULL, NOT_ALONE, TWO, Signal, Verdict, strongest
from generator.extract.wording import sends_to_another_day, voice_of, word
from generator.model import Claim, Document, Section, Span, Status

if TYPE_CHECKING:
    from generator.extract.names import Entity

SECTIONS = (Section.CAUSES, Section.CONSEQUENCES)
_CALLED = ("cause", "consequence")

_LEAST = (0.17, 0.27)
"""How probable a candidate must be to be shown."""
_LEAST_CAUSE = 0.3
"""How probable a cause must be beside the most probable one."""
_PER_SENTENCE = 2
_MOST_REFUSED = 100
"""After so many candidates that cannot be worded no other is tried, so that a text of any length costs little."""
_MOST_HITS = 12
"""How many rule hits of a sentence are compared with its other candidates."""
_SHARED = 0.3
"""How much of their words a cause and a consequence may have in common: “*the flood* has led to famine”."""
_LONGEST_RUN = 5
_MOST_WORDS, _FEWEST_WORDS = 45, 3
_QUOTE_WORDS = 40


@dataclass(frozen=True, slots=True)
class Proposals:
    """All stretches of a document that could be shown as a cause or a consequence."""

    story: Story
    candidates: tuple[Candidate, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Where they stand, for the encoder."""
        return tuple(c.place for c in self.candidates)


def propose(document: Document, sentences: Sequence[Sentence]) -> Proposals:
    """What rules and the cut into clauses propose."""
    story = read(document, sentences)
    return Proposals(story, tuple(c for index in range(len(sentences)) for c in candidates(story, index)))


def causes_and_consequences(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    proposals: Proposals,
    reading: Reading | None = None,
) -> Iterator[Claim]:
    """Claims of the sections CAUSES and CONSEQUENCES, each section's most important first.

    `weight` is the probability, as far as the rules and, with a `reading`, the encoder tell, that an annotator would
    name the clause in that section.
    """
    claims = _Claims(document, sentences, entities, proposals.story, reading)
    for choice in choose(proposals.story, judge(proposals, reading), claims.shows):
        yield claims.made[choice]


def verdicts(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    proposals: Proposals,
    reading: Reading | None = None,
) -> Iterator[Verdict]:
    """What becomes of every candidate as a cause and as a consequence; those shown in the order of their claims."""
    story, judged = proposals.story, judge(proposals, reading)
    bars, signals = _bars(judged), _signals(proposals, reading)
    claims = _Claims(document, sentences, entities, story, reading)
    decided = list(decide(story, judged, claims.shows))
    for choice, against in sorted(decided, key=lambda pair: SECTIONS.index(pair[0].section)):
        candidate, side = choice.candidate, SECTIONS.index(choice.section)
        claim = claims.made.get(choice)
        yield Verdict(
            section=choice.section,
            sentences=(candidate.index,),
            text=claim.text if claim else _words_of(story, candidate),
            probability=choice.probability,
            bar=bars[side],
            rules=candidate.rules or ("the cut into clauses",),
            signals=strongest(signals[candidate.place][side]),
            outcome=against,
            claim=claim,
        )


# --- candidates ------------------------------------------------------------------------------------------------------


def candidates(story: Story, index: int) -> list[Candidate]:
    """The stretches of one sentence that could be shown: what rules found, and runs of up to five clauses."""
    line = story.lines[index]
    if not line.told or announces(line) or len(line.sentence.words) < _FEWEST_WORDS:
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


Judged = tuple[Candidate, tuple[float, float]]
"""A candidate, and how probable it is a cause and a consequence."""


def judge(proposals: Proposals, reading: Reading | None) -> list[Judged]:
    """How probable each candidate is a cause and a consequence, by the rules or by rules and encoder together."""
    rules = [rule_odds(proposals.story, candidate) for candidate in proposals.candidates]
    odds = weigh_clauses(proposals.places, rules, reading) if reading else rules
    return [
        (
            candidate,
            (
                _probability(Section.CAUSES, candidate, cause),
                _probability(Section.CONSEQUENCES, candidate, consequence),
            ),
        )
        for candidate, (cause, consequence) in zip(proposals.candidates, odds, strict=True)
    ]


def rule_odds(story: Story, candidate: Candidate) -> tuple[float, float]:
    """The log-odds that the rules alone give a candidate as a cause and as a consequence."""
    shared, own = _worth(sentence_features(story, candidate.index)), _worth(clause_features(story, candidate))
    return (
        BIAS[0] + shared[0] + own[0] + trust(Section.CAUSES, candidate),
        BIAS[1] + shared[1] + own[1] + trust(Section.CONSEQUENCES, candidate),
    )


def _probability(section: Section, candidate: Candidate, odds: float) -> float:
    return 0.0 if _tells_both(section, candidate) else _logistic(odds)


_TRUSTED = 1.0
"""Log-odds added where a rule found the candidate: an annotator may have passed over what the text marks."""


def trust(section: Section, candidate: Candidate) -> float:
    """Log-odds added for the rules that found `candidate`."""
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


def _signals(proposals: Proposals, reading: Reading | None) -> dict[Place, tuple[list[Signal], list[Signal]]]:
    """What speaks for and against each candidate: signals of the judgement, or features where the rules decide."""
    story, places = proposals.story, proposals.places
    rules = [rule_odds(story, candidate) for candidate in proposals.candidates]
    read = clause_signals(places, rules, reading) if reading else [None] * len(places)
    found: dict[Place, tuple[list[Signal], list[Signal]]] = {}
    for candidate, own in zip(proposals.candidates, read, strict=True):
        if own is not None:
            found[candidate.place] = (list(contributions("cause", own)), list(contributions("consequence", own)))
            continue
        features = [*sentence_features(story, candidate.index), *clause_features(story, candidate)]
        sides: tuple[list[Signal], list[Signal]] = ([], [])
        for side, section in enumerate(SECTIONS):
            sides[side].extend((feature, WEIGHTS[feature][side]) for feature in features if feature in WEIGHTS)
            sides[side].append(("found by a rule", trust(section, candidate)))
        found[candidate.place] = sides
    return found


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


def choose(story: Story, judged: Sequence[Judged], shows: Callable[[Choice], bool] = lambda _: True) -> list[Choice]:
    """The candidates that `shows` lets by, best first, causes before consequences; no two say the same."""
    chosen = [choice for choice, against in decide(story, judged, shows) if not against]
    return [choice for section in SECTIONS for choice in chosen if choice.section is section]


def decide(
    story: Story, judged: Sequence[Judged], shows: Callable[[Choice], bool] = lambda _: True
) -> Iterator[tuple[Choice, str]]:
    """Every candidate as a cause and as a consequence, best first, and why it is not shown; "" where it is."""
    bars = _bars(judged)
    rated = sorted(
        (-probability / least, side, candidate.index, candidate.first, candidate.last, candidate, probability)
        for candidate, both in judged
        for side, (probability, least) in enumerate(zip(both, _LEAST, strict=True))
    )
    shown, refused = [0, 0], 0
    taken: dict[int, list[tuple[int, Candidate]]] = {}
    most = _caps(sum(not line.heading for line in story.lines))
    for _, side, index, _, _, candidate, probability in rated:
        choice, beside = Choice(SECTIONS[side], candidate, probability), taken.setdefault(index, [])
        against = ""
        if probability < bars[side]:
            against = "a part of it says it alone" if _tells_both(choice.section, candidate) else BELOW
        elif twin := next((t for t in beside if not _apart(candidate, t[1], _SHARED if side != t[0] else 0.0)), None):
            against = f"it says the same as the {_CALLED[twin[0]]} “{_words_of(story, twin[1])}”"
        elif sum(s == side for s, _ in beside) >= _PER_SENTENCE:
            against = TWO
        elif shown[side] >= most[side]:
            against = FULL
        elif refused >= _MOST_REFUSED or not shows(choice):
            against = NOT_ALONE
            refused += 1
        else:
            beside.append((side, candidate))
            shown[side] += 1
        yield choice, against


def _bars(judged: Sequence[Judged]) -> tuple[float, float]:
    """How probable a cause and a consequence must be."""
    return max([_LEAST[0], *(_LEAST_CAUSE * cause for _, (cause, _) in judged)]), _LEAST[1]


def _apart(one: Candidate, other: Candidate, allowed: float) -> bool:
    """Whether two candidates of a sentence share no more than `allowed` of the words they hold together."""
    common = min(one.last, other.last) - max(one.first, other.first)
    return common <= allowed * (max(one.last, other.last) - min(one.first, other.first))


def _caps(sentences: int) -> tuple[int, int]:
    """How many causes and consequences a text of so many sentences may have."""
    return max(6, min(9, sentences // 3)), max(9, min(14, sentences // 2))


# --- claims ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Claims:
    """Words choices; those that can be shown are in `made`."""

    document: Document
    sentences: Sequence[Sentence]
    entities: Sequence[Entity]
    story: Story
    reading: Reading | None
    made: dict[Choice, Claim] = field(default_factory=dict)

    def shows(self, choice: Choice) -> bool:
        """Whether `choice` can be worded so that it stands alone."""
        claim = _claim(self.document, self.sentences, self.entities, self.story, self.reading, choice)
        if claim is not None:
            self.made[choice] = claim
        return claim is not None


def _words_of(story: Story, candidate: Candidate) -> str:
    sentence = story.lines[candidate.index].sentence
    start = sentence.span.start
    return sentence.text[
        sentence.tokens[candidate.first].start - start : sentence.tokens[candidate.last - 1].end - start
    ]


def _claim(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    story: Story,
    reading: Reading | None,
    choice: Choice,
) -> Claim | None:
    line, candidate = story.lines[choice.candidate.index], choice.candidate
    sentence = line.sentence
    first = _past_link(line, candidate) if choice.section is Section.CONSEQUENCES else candidate.first
    span = trim(sentence.tokens, first, candidate.last)
    wording = word(document, sentences, entities, span) if span else None
    if span is None or wording is None or not wording.complete:
        return None
    voice = voice_of(document, sentences, entities, sentence, span, wording.text)
    if voice is None or (voice.speaker and voice.speaker.lower().split()[-1] in _NO_SPEAKERS):
        return None
    if sends_to_another_day(wording.text) or not _reads(line, candidate, wording.text):
        return None
    speaker = voice.speaker
    judge = cause_status if choice.section is Section.CAUSES else consequence_status
    status, certainty = judge(sentence, span), certainty_of(sentence, span)
    said = reading.spans.get(choice.candidate.place) if reading else None
    if said is not None:
        weighed = weigh_status(choice.section, status, said)
        unsaid = (weighed is Status.CLAIMED and not speaker) or (weighed is Status.OCCURRED and certainty)
        status = status if unsaid else weighed
    if voice.carried and status is Status.STATED:
        status = Status.CLAIMED
    if choice.section is Section.CONSEQUENCES and status is Status.POSSIBLE and is_promised(sentence, span):
        status = Status.OCCURRED
    if status is Status.OCCURRED and certainty and certainty.lower() in wording.text.lower():
        certainty = None  # "X warned that Y could …" has happened: the warning
    return Claim(
        section=choice.section,
        text=wording.text,
        evidence=(evidence_of(sentence, span),),
        context=wording.context + voice.context,
        status=status,
        speaker=speaker,
        certainty=certainty,
        weight=choice.probability,
    )


def _reads(line: Line, candidate: Candidate, shown: str) -> bool:
    """Whether what is shown of a candidate is a sentence, a result or the name of a thing."""
    result = any(rule.startswith(Section.CONSEQUENCES) for rule in candidate.rules)
    return is_whole(line, candidate.first, candidate.last, shown) and (
        result or not hangs_on_a_noun(line, candidate.first, candidate.last)
    )


_LINKS = tuple(
    tuple(link.split())
    for link in "leading to|led to|has led to|have led to|had led to|resulting in|resulted in|has resulted in".split(
        "|"
    )
)


def _past_link(line: Line, candidate: Candidate) -> int:
    """Where a consequence begins that is told as an object: “leading to *heavy losses*”."""
    words = line.words[candidate.first : candidate.last]
    size = next((len(link) for link in _LINKS if words[: len(link)] == link), 0)
    return candidate.first + size if len(words) >= size + _FEWEST_WORDS else candidate.first


_NO_SPEAKERS = frozenset(PRONOUNS) | frozenset("next last first same following previous other former latter".split())
"""Words that no speaker ends with: "the next" of "an analysis the next month estimated"."""

_COUNTED = re.compile(r"\w+")


def evidence_of(sentence: Sentence, span: Span) -> Span:
    """The sentence, or where it is long only the clause."""
    return sentence.span if len(_COUNTED.findall(sentence.text)) <= _QUOTE_WORDS else span
