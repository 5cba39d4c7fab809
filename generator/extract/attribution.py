"""Who says it, how sure they are, and so how a cause or a consequence stands.

Works on one sentence, by its tokens alone, in time linear in their number. What it cannot see it leaves in the source's
own voice; what it sees it never gives to anybody the sentence does not name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.english import REPORTING_VERBS
from generator.extract.clauses import Form, verb_forms
from generator.extract.parse import Sentence, Token
from generator.model import Span, Status


@dataclass(frozen=True, slots=True)
class Attribution:
    """A stretch of one sentence that somebody says."""

    speaker: str | None
    """Who, in the words of the sentence (at most eight); None where it names nobody ("reportedly")."""
    scope: Span
    """What is said; may hold the speaker's own words in the middle (“Yes,” he said, “and soon.”)."""
    verb: str | None
    """The word or words that attribute it."""


# --- word lists ---

_STRONG = frozenset("said says tells told adds warns argues insists alleges claims".split())
"""Reporting verbs that attribute whatever follows them."""
_MORE_VERBS = frozenset(
    """wrote writes tweeted posted testified recalled remarked commented replied responded quipped joked cautioned
    cautions stressed stresses emphasised emphasized emphasises emphasizes pointed points complained complains
    asserted affirmed pledged pledges vowed vows promised promises criticised criticized condemned condemns praised
    praises feared fears thinks thought feels felt hopes hoped expects expected forecasts projects projected indicated
    indicate indicates revealed reveals showed shows found finds disclosed hinted proposed proposes
    speculated speculates
    speculate refuted refutes rejected rejects dismissed dismisses disputed disputes attributed attributes cited cites
    denounced denounces commented comments implied implies disagreed reiterated reiterates quoted quotes
    stating""".split()
)
_SPEECH = REPORTING_VERBS | _MORE_VERBS
_BASE_FORMS = frozenset(
    """say tell state announce claim allege report warn add argue accuse insist deny confirm believe estimate predict
    suggest acknowledge admit declare note explain blame describe conclude maintain assert contend write concede think
    fear hope expect project speculate point indicate""".split()
)
"""Also nouns or infinitives: verbs only after a plural subject."""
_SAYING = frozenset(
    """saying adding claiming arguing warning stating insisting noting alleging announcing explaining stressing
    suggesting asserting declaring predicting confirming denying""".split()
)
_INVERTED = frozenset(
    """said says added adds explained wrote writes asked tweeted claimed claims argued argues warned warns noted notes
    insisted recalled stated commented reported reports replied announced remarked declared concluded""".split()
)
_PLAIN = frozenset("said says added adds".split())
"""Verbs that may stand before their subject after a mere comma."""
_CLOSING = _PLAIN | frozenset(
    """stated reported announced warned claimed argued confirmed noted explained told say believe report reports
    according estimates estimated predicted predicts insisted""".split()
)
"""Verbs that may close a sentence that is not in quotation marks: “…, officials stated.”"""
_BE = frozenset("is are was were be been being am".split())
_AUXILIARIES = _BE | frozenset("has have had will would did does do can could may might must should".split())
_ADVERBS = frozenset(
    """also later then earlier now still even already once again too further yesterday today tonight however meanwhile
    nevertheless nonetheless therefore thus not never ever long often always just both all each himself herself
    themselves itself""".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    """january february march april june july august september october november december jan feb mar apr aug sept oct
    nov dec""".split()
)
_TIME_WORDS = _DAYS | _MONTHS | frozenset("yesterday today tonight earlier later last this week month year".split())
_PRONOUNS = frozenset("he she they we i it you who one others some many several few both most".split())
_DETERMINERS = frozenset(
    """the a an his her its their our my your this these those that some several many most other another both
    no any""".split()
)
_LINKS = frozenset("of for from at with in to on by near against behind under within across".split())
_STOPS = (
    frozenset(
        """that which who whom whose but while because as when where if than after before since although though so yet
        how why what until whether or nor whereas amid despite during without about into over because meanwhile
        however following including whilst unless once""".split()
    )
    | _AUXILIARIES
)
_ADJUNCT_OPENERS = frozenset("on in at to during via by after before from through when while as with following".split())
_CLAUSE_BREAKS = frozenset("but while whilst although though whereas".split())
_CLOSE, _STRAIGHT = "”»", '"'
_SPEAKER_WORDS = 8
_REACH = 30
"""How many tokens a subject may lie before its verb."""

_NOT_NOUN_BEFORE_BASE = _DETERMINERS | _LINKS | frozenset("to and or n't not 's".split())


# --- interface ---


def attributions(sentence: Sentence, opened: bool = False) -> tuple[Attribution, ...]:
    """All stretches of `sentence` that are said by somebody, in the order of the words that attribute them.

    `opened` tells that the sentence begins within a quotation that an earlier one opened.
    """
    return tuple(_Reader(sentence, opened).found())


def attribution_of(sentence: Sentence, span: Span) -> Attribution | None:
    """The innermost attribution that holds (most of) `span`; None where the source speaks in its own voice."""
    return _innermost(attributions(sentence), span)


def speaker_of(sentence: Sentence, span: Span) -> str | None:
    """Who says what stands at `span`, in the sentence's words; None for the source's own voice or somebody unnamed."""
    around = [a for a in attributions(sentence) if a.speaker and _holds(a.scope, span)]
    return min(around, key=lambda a: a.scope.end - a.scope.start).speaker if around else None


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks in a quotation that no speaker stands beside in its own sentence."""

    speaker: str | None
    """In the words of `sentence`; None where the text around names nobody, or two."""
    sentence: Sentence
    """Where the speaker is named."""


def quoted_speech(sentences: Sequence[Sentence], sentence: Sentence, span: Span) -> Speech | None:
    """Who says what stands at `span`, if it is part of a quotation whose speaker is named in another sentence.

    Looked for among the sentences over which the quotation runs, then in the one that leads to it. None where `span` is
    not quoted so, or where its own sentence says who speaks.
    """
    opened = opens_quoted(sentences, sentence)
    if not _is_speech(sentence, span, opened) or _named_beside(sentence, span, opened):
        return None
    run = _quotation(sentences, sentence, span, opened)
    beside = [_Said.of(s, opens_quoted(sentences, s)) for s in run]
    named = [said for said in beside if said.speaker]
    lead = sentences[max(run[0].index - 1, 0)]
    if not named and not beside[0].opened and lead is not run[0] and (not run[0].opens_block or _introduces(lead)):
        said = _Said.of(lead, opens_quoted(sentences, lead))
        named = [said] if said.leads else []
    if not named and run[-1].index + 1 < len(sentences):
        after = sentences[run[-1].index + 1]
        if len(after.words) <= _TAG_WORDS and not after.opens_block:
            named = [said for said in (_Said.of(after, opened=False),) if said.speaker]
    speakers = {said.speaker for said in named}
    return Speech(*((named[0].speaker, named[0].sentence) if len(speakers) == 1 else (None, sentence)))


_TAG_WORDS = 6
"""Most words of a sentence that only says who spoke: “Rumsfeld said.”"""


def _introduces(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith(":")


_MOST_QUOTED = 12
"""Over how many sentences, before and after, a quotation is followed."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says of who speaks in the quotation that it holds a part of, or leads to."""

    sentence: Sentence
    opened: bool
    speaker: str | None
    leads: bool
    """Whether its subject speaks and nobody else does, so that a quotation after it is theirs."""

    @classmethod
    def of(cls, sentence: Sentence, opened: bool) -> _Said:
        found = [a for a in attributions(sentence, opened) if a.speaker and a.verb != "according to"]
        words = [t for t in sentence.tokens if t.is_word]
        speaker = found[0].speaker if len({a.speaker for a in found}) == 1 else None
        if words and len(found) > 1 and _ends_quoted(sentence, opened):
            marks = [t.start for k, t in enumerate(sentence.tokens) if _mark(sentence.tokens, k) > 0]
            inner = _innermost(found, Span(words[-1].start, words[-1].end))
            beside = inner is not None and inner.scope.start >= max(marks, default=0)
            speaker = inner.speaker if inner and beside else None
        if not found:
            speaker = _Reader(sentence, opened).introducer()
        early = speaker is not None and 0 <= sentence.text.find(speaker) <= _SUBJECT_AT
        spoken = speaker is not None and bool(sentence.tokens) and _mark(sentence.tokens, 0) > 0
        return cls(sentence, opened, speaker, (early or spoken) and not opened)


_SUBJECT_AT = 60
"""Up to which character the subject of a sentence begins."""


def is_quoted(sentences: Sequence[Sentence], sentence: Sentence, span: Span) -> bool:
    """Whether the first word at `span` stands in a quotation, opened in this sentence or an earlier one."""
    inside = _quoted(sentence.tokens, opens_quoted(sentences, sentence))
    return any(q for t, q in zip(sentence.tokens, inside, strict=True) if t.start == span.start)


def opens_quoted(sentences: Sequence[Sentence], sentence: Sentence) -> bool:
    """Whether `sentence` begins within a quotation that an earlier one opened."""
    first = sentence.index
    while first > max(0, sentence.index - _MOST_QUOTED) and not _fresh(sentences, first):
        first -= 1
    inside = False
    for earlier in sentences[first : sentence.index]:
        inside = _ends_quoted(earlier, inside)
    return inside or _closes_first(sentence.tokens)


def _fresh(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether no quotation can reach into this sentence: it opens a paragraph, and not with a quotation mark."""
    tokens = sentences[index].tokens
    if not sentences[index].opens_block:
        return False
    return not tokens or _mark(tokens, 0) != 1


def _ends_quoted(sentence: Sentence, inside: bool) -> bool:
    return next((m > 0 for k in range(len(sentence.tokens) - 1, -1, -1) if (m := _mark(sentence.tokens, k))), inside)


def _quotation(sentences: Sequence[Sentence], sentence: Sentence, span: Span, opened: bool) -> list[Sentence]:
    """The sentences, `sentence` among them, over which the quotation at `span` runs."""
    first = last = sentence.index
    marks = [(t.start, m) for k, t in enumerate(sentence.tokens) if (m := _mark(sentence.tokens, k))]
    goes_on = sentence.opens_block and marks[:1] == [(sentence.span.start, 1)]  # a mark before each paragraph
    if opened and not any(at <= span.start and m > 0 for at, m in marks[goes_on:]):
        while first > max(0, sentence.index - _MOST_QUOTED) and opens_quoted(sentences, sentences[first]):
            first -= 1
    if not any(at >= span.end - 1 and m < 0 for at, m in marks):
        inside = _ends_quoted(sentence, opened)
        while inside and last + 1 < len(sentences) and last - sentence.index < _MOST_QUOTED:
            opens = bool(sentences[last + 1].tokens) and _mark(sentences[last + 1].tokens, 0) > 0
            if _fresh(sentences, last + 1) or (opens and not sentences[last + 1].opens_block):
                break
            last += 1
            inside = not any(_mark(sentences[last].tokens, k) < 0 for k in range(len(sentences[last].tokens)))
    return list(sentences[first : last + 1])


def _is_speech(sentence: Sentence, span: Span, opened: bool) -> bool:
    """Whether most of what stands at `span` is quoted, as speech of its own and not as words built into a sentence."""
    inside = list(zip(sentence.tokens, _quoted(sentence.tokens, opened), strict=True))
    own = [q for t, q in inside if t.is_word and span.start <= t.start < span.end]
    if 2 * sum(own) <= len(own):
        return False
    return opened or _ends_quoted(sentence, opened) or all(q for t, q in inside if t.is_word)


def _named_beside(sentence: Sentence, span: Span, opened: bool) -> bool:
    return any(a.speaker and _holds(a.scope, span) for a in attributions(sentence, opened))


def _innermost(found: Sequence[Attribution], span: Span) -> Attribution | None:
    around = [a for a in found if _holds(a.scope, span)]
    return min(around, key=lambda a: a.scope.end - a.scope.start, default=None)


def _holds(scope: Span, span: Span) -> bool:
    common = min(scope.end, span.end) - max(scope.start, span.start)
    return 2 * common > span.end - span.start


# --- certainty and standing ---

_CERTAINTY = re.compile(
    r"\bit (?:is|was|has been|had been) (?:\w+ly )?(?:alleged|believed|claimed|reported|rumou?red|said|thought)\b"
    r"|\b(?:(?:is|are|was|were|be|been) )?(?:(?:very|highly|more|most|less|increasingly|still) )?"
    r"(?:(?:un)?likely(?: to)?|expected to|(?<!one )(?<!two )set to(?= (?-i:[a-z]))"
    r"|thought to|believed to|feared to|said to|alleged to|reported to"
    r"|poised to)\b|\b(?:almost|nearly|virtually) certain(?:ly)?(?: to)?\b|\b(?-i:may|might)(?: (?:well|not|also|yet"
    r"|still|even))?\b|\bcould(?! (?:no|not|only|be (?:seen|heard|felt))\b)"
    r"(?: (?:well|also|yet|still|even))?\b|\b(?:appear|seem)(?:s|ed)? to\b"
    r"|\bthreaten(?:s|ed|ing)? to\b|\b(?:possibly|perhaps|probably|potentially|presumably|apparently|allegedly"
    r"|reportedly|supposedly|seemingly)\b|\b(?:is|are|was|were|be|been) (?:possible|probable|doubtful|suspected"
    r"|feared|expected)\b"
    r"|(?:^|\b(?:a|an|the|of)\s)(?:(?:a|an|the) )?(?:possible|potential|probable|alleged|suspected)\b",
    re.IGNORECASE,
)
_DISPUTED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|reject(?:s|ed|ing)? (?:the )?(?:claim"
    r"|allegation|accusation|charge|suggestion|report)s?|dismiss(?:es|ed|ing)? (?:the )?(?:claim|allegation"
    r"|accusation|suggestion|report)s?|unproven|unfounded"
    r"|contradict(?:s|ed|ing)?|baseless|debunked|without evidence|no evidence)\b",
    re.IGNORECASE,
)
_DENIED_THAT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:reject|dismiss|disput|refut)\w* (?:(?:the|any|all) )?(?:claim|allegation|accusation"
    r"|suggestion|report|idea|notion)s?) that\b(?!.*(?:[;:]|, (?:but|while|and)\b|\band (?:said|says)\b))",
    re.IGNORECASE | re.DOTALL,
)
"""What comes after it in the sentence is denied: “denied that the dam burst because *the gates were shut*”."""
_CLAIM_WORDS = re.compile(r"\b(?:allegedly|reportedly|supposedly|suspected|so-called|citing)\b", re.IGNORECASE)
_CLAIM_BEFORE = re.compile(
    r"\b(?:alleg(?:e[ds]?|edly|ing)|claim(?:s|ed|ing)?|accus(?:e[ds]?|ing)|blam(?:e[ds]?|ing)|suspect(?:s|ed|ing)?"
    r"|suspicions?|reportedly|supposedly|argu(?:e[ds]?|ing)|believ(?:e[ds]?|ing)|critici[sz](?:e[ds]?|ing)"
    r"|suggest(?:s|ed|ing)?"
    r"|attribut(?:e[ds]?|ing)|citing|grounds)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|we|our|my|us|me|we're|we’re)\b")
_POSSIBLE = re.compile(
    r"\b(?:(?-i:may|might)|could|can|possib(?:le|ly|ility|ilities)|potential(?:ly)?|perhaps|risk(?:s|ed|ing)?|fear(?:s|ed"
    r"|ing)?|threaten(?:s|ed|ing)?|concern(?:s|ed)? (?:that|about|over)|worr(?:y|ies|ied)|unless|danger|warn(?:s"
    r"|ed|ing) (?:of|that)|chance|likelihood|should"
    r"|whether|prospects?|uncertain(?:ty)?|hop(?:e|es|ed|ing) (?:to|that|for))\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:will|shall|won['’]t|would|wouldn['’]t|\w+['’]ll|(?:is|are|was|were|be) (?:not )?(?:to (?!the\b|a\b|an\b)\w+"
    r"|due to|set to|likely to|slated|going to)|expect(?:s|ed|ing|ation|ations)?|schedul(?:e|ed)|plan(?:s|ned"
    r"|ning)? (?:to|for|on)|intend(?:s|ed|ing)?|forecast(?:s|ed)?|predict(?:s|ed|ing|ion|ions)?|promis(?:e|es|ed"
    r"|ing) to|pledg(?:e|es|ed|ing)|vow(?:s|ed|ing)?|propos(?:e|es|ed|al|als|ing)|project(?:s|ed) to|prepar(?:e|es|ed"
    r"|ing) to|aim(?:s|ed|ing)? to|upcoming|likely|anticipat(?:e|es|ed|ing)|looking to|about to|faces?|await(?:s"
    r"|ing)?|ready to|poised to|tomorrow"
    r"|next (?:week|month|year))\b",
    re.IGNORECASE,
)
_AS_FAR_AS = re.compile(
    r"\b(?:if|as (?:\w+ )?as|where(?:ver)?|when(?:ever)?)(?: [\w-]+){0,4}? possible\b", re.IGNORECASE
)
"""“if at all possible”, “as soon as possible”: no word of doubt."""
_CONDITION = re.compile(
    r"(?:^\W*|\b)(?<!ask )(?<!asked )(?<!see )(?<!know )(?<!as )if\b(?! (?:any|necessary|needed|not|so)\b)",
    re.IGNORECASE,
)
_OPEN_VERB = re.compile(r"\b(?:will|would|could|may|might|can|shall|\w+['’](?:ll|d)|won['’]t)\b")
_ABLE = re.compile(r"\bcould\b", re.IGNORECASE)
_PROMISING = frozenset(
    "promised promises assured assures guaranteed guarantees pledged pledges vowed announced confirmed decided ruled "
    "agreed".split()
)
_STATING = frozenset("said told stated added insisted declared".split())
_HARM = frozenset(
    """lose die suffer face fall fail be collapse drown starve become end cost damage destroy hurt harm kill pay need
    leave miss run get see take lead""".split()
)
"""What people may come to, not what they are allowed to do."""
_PEOPLE = frozenset(
    """he she they we people residents customers citizens workers families passengers travellers visitors students
    pupils patients voters farmers owners depositors members employees children parents women men users drivers
    businesses companies firms shops schools refugees tourists fans players applicants""".split()
)
_REACTION = re.compile(
    r"\b(?:said|says|told|announced|stated|added|warned|called|condemned|criticised|criticized|praised|expressed"
    r"|accused|urged|wrote|tweeted|demanded|asked|described|voted|agreed|decided|ordered|issued|claimed|refused"
    r"|approved|rejected)\b"
)
_TELLS_ONLY = frozenset("said says told stated added wrote".split())
"""Of the reactions, those that are none: what counts is what is said."""
_NEUTRAL_SPEAKER = re.compile(
    r"\b(?:police|officials?|authorit(?:y|ies)|scientists?|researchers?|stud(?:y|ies)|reports?|survey|hospital"
    r"|doctors?|court|agency|bureau|department|office|ministry|service|cent(?:er|re)|institute|university|professor"
    r"|analysts?|economists?|experts?|statement|documents?|data|figures|statistics|meteorologists?|forecasters?"
    r"|firefighters?|investigators?|coroner|commission|news|times"
    r"|post|guardian|reuters|bbc|company)\b",
    re.IGNORECASE,
)
_NEUTRAL_VERBS = frozenset(
    """said says say announced reported reports stated confirmed found found shows showed revealed noted told
    explained predicted forecasts indicated""".split()
) | {"according to"}


def certainty_of(sentence: Sentence, span: Span) -> str | None:
    """The source's own certainty words that govern the clause at `span`, verbatim ("is likely to"); None for none."""
    before, clause = _clause(sentence, span)
    found = _CERTAINTY.search(clause) or _last(_CERTAINTY, before)
    return re.sub(r"^(?:of |(?:a|an|the) )+", "", found.group(), flags=re.IGNORECASE).strip() if found else None


def cause_status(sentence: Sentence, span: Span) -> Status:
    """How the cause at `span` stands: DISPUTED where it is denied, CLAIMED where a party says it, else STATED."""
    before, clause = _clause(sentence, span)
    said_before = sentence.text[: max(span.start - sentence.span.start, 0)]
    if _DISPUTED.search(clause) or _DISPUTED.search(before) or _DENIED_THAT.search(said_before):
        return Status.DISPUTED
    said = attribution_of(sentence, span)
    if said is None:
        own = _inside_quotation(sentence, span) or _CLAIM_WORDS.search(clause) or _last(_CLAIM_BEFORE, before)
        return Status.CLAIMED if own else Status.STATED
    neutral = (
        said.speaker is not None
        and said.verb in _NEUTRAL_VERBS
        and _NEUTRAL_SPEAKER.search(said.speaker)
        and not _FIRST_PERSON.search(clause)
        and not _inside_quotation(sentence, span)
    )
    return Status.STATED if neutral else Status.CLAIMED


def consequence_status(sentence: Sentence, span: Span) -> Status:
    """Whether the consequence at `span` has come about: POSSIBLE (may), EXPECTED (will, planned), else OCCURRED."""
    before, clause = (_AS_FAR_AS.sub(" ", part) for part in _clause(sentence, span))
    if is_promised(sentence, span):
        clause = _ABLE.sub(" ", clause)
    possible, expected = _POSSIBLE.search(clause), _EXPECTED.search(clause)
    condition = _CONDITION.search(clause) if _OPEN_VERB.search(clause) else None
    possible = min((m for m in (possible, condition) if m), key=lambda m: m.start(), default=None)
    reaction = _REACTION.search(clause)
    first = min((m for m in (possible, expected, reaction) if m), key=lambda m: m.start(), default=None)
    if first is None:
        first = _last(_POSSIBLE, before) or _last(_EXPECTED, before)
    if first is reaction and reaction and reaction.group() in _TELLS_ONLY and (possible or expected):
        first = min((m for m in (possible, expected) if m), key=lambda m: m.start())
    if first is None or first is reaction:
        return Status.OCCURRED
    return Status.EXPECTED if first.re is _EXPECTED else Status.POSSIBLE


def is_promised(sentence: Sentence, span: Span) -> bool:
    """Whether a “could” at `span` is the “can” of somebody who promised it or let people do it: no mere possibility."""
    tokens = sentence.tokens
    at = next((k for k, t in enumerate(tokens) if t.lower == "could" and span.start <= t.start < span.end), None)
    if at is None or at + 1 >= len(tokens):
        return False
    verb = next((k for k in range(at, max(at - 25, -1), -1) if tokens[k].lower in _PROMISING | _STATING), None)
    if verb is None or any(t.text in ";:." for t in tokens[verb:at]):
        return False
    done = next(
        (t.lower for t in tokens[at + 1 : at + 4] if t.lower not in _ADVERBS and not t.lower.endswith("ly")), ""
    )
    if tokens[verb].lower in _PROMISING:
        return True
    subject = tokens[at - 1]
    people = subject.lower in _PEOPLE or (subject.text[0].isupper() and subject.lower.endswith(("ans", "ese", "ish")))
    return people and done not in _HARM


def _clause(sentence: Sentence, span: Span) -> tuple[str, str]:
    """The words that govern what stands at `span` (at most sixty characters of its own clause), and the span's own."""
    start = max(span.start - sentence.span.start, 0)
    before = sentence.text[max(0, start - 60) : start]
    cut = max((before.rfind(mark) for mark in (";", ": ", ". ", ", but ", ", and ", ", while ", " and ")), default=-1)
    return before[cut + 1 :], sentence.text[start : max(span.end - sentence.span.start, start)]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match nearest to the end of `text`."""
    return max(pattern.finditer(text), key=lambda m: m.start(), default=None)


def _inside_quotation(sentence: Sentence, span: Span) -> bool:
    """Whether most words at `span` stand between quotation marks."""
    inside = [
        q
        for t, q in zip(sentence.tokens, _quoted(sentence.tokens), strict=True)
        if t.is_word and span.start <= t.start < span.end
    ]
    return 2 * sum(inside) > len(inside)


# --- reader ---


class _Reader:
    """Finds the attributions of one sentence; holds what all patterns look at."""

    def __init__(self, sentence: Sentence, opened: bool = False) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lower = tuple(t.lower for t in sentence.tokens)
        self.forms = verb_forms(sentence.tokens)
        self.quoted = _quoted(sentence.tokens, opened)
        self.end = self._last_word()
        bare = [k for k, quoted in enumerate(self.quoted) if not quoted]
        self.commas = [k for k in bare if self.lower[k] == ","]
        self.breaks = [k for k in bare if self.lower[k] == ";" or (self.lower[k] == "," and self._breaks(k + 1))]
        self.openings = [k for k, w in enumerate(self.lower) if w in ('"', "“")]
        self.last_quoted = max((k for k, quoted in enumerate(self.quoted) if quoted), default=-1)

    def found(self) -> Iterator[Attribution]:
        speaker: str | None = None
        for i, word in enumerate(self.lower):
            made = self._at(i, word, speaker)
            if made:
                speaker = made.speaker or speaker
                yield made

    def introducer(self) -> str | None:
        """Who speaks, in a sentence that does not say what: “The mayor wrote on Monday:”, “The mayor said.”"""
        verbs = [k for k in range(self.end) if self.lower[k] in _SPEECH and self.forms[k] is Form.FINITE]
        if len(verbs) != 1 or self.quoted[verbs[0]]:
            return None
        subject = self._subject(verbs[0])
        return self._text(subject[0], subject[1]) if subject else None

    def _at(self, i: int, word: str, speaker: str | None) -> Attribution | None:
        if self.quoted[i] and word not in ("reportedly", "allegedly"):
            return None
        if word == "according" and self._word(i + 1) == "to":
            return self._according(i)
        if word in ("reportedly", "allegedly", "supposedly", "apparently"):
            return self._make(None, self._clause_start(i), self._stop(i), word)
        if word in _SAYING:
            return self._saying(i, word, speaker)
        if word in _SPEECH and self.tokens[i].text.islower() and self._word(i + 1) not in _SPEECH:
            return self._verb(i, word)
        return None

    # -- patterns

    def _according(self, i: int) -> Attribution | None:
        first, last = self._phrase_after(i + 2)
        speaker = self._text(first, last)
        if not speaker:
            return None
        if i == 0 or (i < 4 and not any(t == "," for t in self.lower[:i])):
            return self._make(speaker, last, self._stop(last), "according to")
        return self._make(speaker, self._clause_start(i), i, "according to")

    def _saying(self, i: int, word: str, speaker: str | None) -> Attribution | None:
        """“…, adding that …”: said by whoever speaks, or acts, before it."""
        if i == 0 or self._word(i - 1) in _DETERMINERS | _LINKS | _BE or self._word(i + 1) in ("so", "of", "to", "for"):
            return None
        start = i + 2 if self._word(i + 1) == "that" else i + 1
        return self._make(speaker or self._actor(i) or self._opening_name(), start, self._stop(i), word)

    def _actor(self, i: int) -> str | None:
        """The subject of the verb nearest before `i`, if it is in the same clause."""
        if self._word(i - 1) == "and":
            return None
        for k in range(i - 1, max(i - _REACH, 0), -1):
            if self.quoted[k] or self.lower[k] in (";", "—", "–") or self.lower[k] in ("which", "that", "when"):
                return None
            if self.forms[k] is Form.FINITE:
                if self._word(k - 1) == "who":
                    phrase = self._phrase_before(k - 3 if self._word(k - 2) == "," else k - 2)
                    return self._text(*phrase) if phrase else None
                subject = self._subject(k)
                return self._text(subject[0], subject[1]) if subject else None
        return None

    def _verb(self, i: int, word: str) -> Attribution | None:
        before = self._word(i - 1)
        if before in _DETERMINERS or (word in _BASE_FORMS and not self._plural_before(i)):
            return None
        if word in _ALSO_NOUNS and i + 1 < self.end and self.forms[i + 1] is Form.FINITE:
            return None  # “West African states imposed …”
        if self._passive(i):
            return self._reported(i, word)
        if word in ("dismissed", "dismisses") and _CLAIMS.isdisjoint(self.lower[i + 1 : i + 6]):
            return None  # “dismissed the minister”
        after = self._word(i + 1)
        if word in ("accused", "accuses", "accuse", "blamed", "blames", "blame"):
            return self._accusation(i, word)
        if word in _INVERTED and (before in _CLOSERS or (before == "," and word in _PLAIN)) and self._opens_name(i + 1):
            first, last = self._phrase_after(i + 1)
            speaker = self._text(first, last)
            if speaker and not self._clause_follows(last - 1):
                return self._around(speaker, i, last, word)
        subject = self._subject(i)
        if subject is None:
            return self._shared(i, word)
        first, last, left = subject
        speaker = self._text(first, last)
        if not speaker:
            return None
        lead = self._word(left - 1)
        if self._backward(i, lead):
            return self._around(speaker, left, i + 1, word)
        start = self._content(i, word)
        if start is None:
            return None
        object_ = start == i + 1 and word not in _STRONG and not self._clause_follows(start)
        if object_ or word.startswith("deni"):
            stop = self._own_clause(i + 1, self._stop(i + 1))
            if stop < self._stop(i + 1):
                return self._make(speaker, start, stop, word)
        if word in ("announced", "announces") and start == i + 1 and not self._clause_follows(start):
            return self._make(speaker, start, min(_next(self.commas, i, self.end), self._stop(i)), word)
        if lead in ("which", "who", "whom", "that", "what"):
            return self._make(speaker, start, _next(self.commas, i, self.end), word)
        if after == "," and (lead in _CLOSERS or (lead == "," and not self._quote_from(i))):
            return self._around(speaker, left, i + 1, word)
        return self._make(speaker, start, self._other_voice(start, self._stop(i + 1)), word)

    def _shared(self, i: int, word: str) -> Attribution | None:
        """“The agency ended the alert but *stressed that* …”: the second verb of one subject."""
        start = self._content(i, word) if self._word(i - 1) in ("and", "but") else None
        speaker = self._actor(i - 1) if start else None
        return self._make(speaker, start, self._stop(i + 1), word) if start and speaker else None

    def _reported(self, i: int, word: str) -> Attribution | None:
        """“was confirmed by the ministry”, “is believed to have”, “it was reported that”."""
        if self._word(i + 1) == "by" and word not in ("called", "found", "shown", "felt", "described", "told"):
            first, last = self._phrase_after(i + 2)
            speaker = self._text(first, last)
            return self._make(speaker, self._own_start(i), i, word) if speaker else None
        if self._word(i + 1) in ("to", "that") or (self._word(i + 1) in ("as",) and word == "reported"):
            if word in ("expected", "asked", "told", "urged", "projected", "projects", "promised"):
                return None
            start = i + 1 if self._word(i + 1) == "that" else self._own_start(i)
            return self._make(None, start, self._stop(i), word)
        return None

    def _accusation(self, i: int, word: str) -> Attribution | None:
        subject = self._subject(i)
        start = i + 1
        if word.startswith("accus"):
            start = next((k + 1 for k in range(i + 1, min(self.end, i + _REACH)) if self.lower[k] == "of"), i + 1)
        speaker = self._text(subject[0], subject[1]) if subject else None
        return self._make(speaker, start, self._own_clause(start, self._stop(i)), word) if speaker else None

    def _around(self, speaker: str, left: int, right: int, word: str) -> Attribution | None:
        """A speaker after or in the middle of what they say."""
        start = self._clause_start(left)
        opening = _next(self.openings, right - 1, self.end)
        parted = self._word(right) == "," and self._word(left - 1) == ","
        if opening < self.end:
            return self._make(speaker, start, self._stop(opening), word)
        if parted and right + 1 < self.end and not self._adjunct(right + 1):
            return self._make(speaker, start, self._stop(right + 1), word)
        return self._make(speaker, start, left, word)

    # -- where things begin and end

    def _content(self, i: int, word: str) -> int | None:
        """Index of the first token of what is said after the verb at `i`, or None if nothing is."""
        limit = min(self.end, i + 25)
        for k in range(i + 1, limit):
            mark = self.lower[k]
            if mark == "that" and not self.quoted[k] and (k - i < 9 or self.lower[k - 1] == ","):
                return k + 1
            if mark in ("“", '"', ":", "‘"):
                return k
            if mark in _STOPS and mark not in ("as",):
                break
        if i + 1 >= self.end:
            return None
        if word in _STRONG or word in (
            "announced",
            "claimed",
            "alleged",
            "warned",
            "believes",
            "believe",
            "claim",
            "say",
        ):
            return i + 1
        return (
            i + 1
            if self._clause_follows(i + 1) and word not in ("added", "showed", "found", "called")
            else self._object(i, word)
        )

    def _object(self, i: int, word: str) -> int | None:
        """Reported noun phrases: “denied the claim”, “condemned the attack”, “blamed high prices”."""
        if word.rstrip("sd").rstrip("e") in _OBJECT_STEMS or word in _OBJECT_VERBS:
            return i + 1
        return None

    def _clause_follows(self, i: int) -> bool:
        """Whether a subject and, soon after, a verb stand from `i` on."""
        if i >= self.end or not self.tokens[i].is_word:
            return False
        if self.lower[i] == "to":
            return False
        for k in range(i + 1, min(self.end, i + 20)):
            if self.lower[k] in _AUXILIARIES or self.forms[k] is Form.FINITE:
                return True
            aside = self.lower[k] == "," and self._word(k + 1) in ("which", "who", "whose", "the", "a")
            if self.lower[k] in (",", ";", ".", "—", '"', "“") and not aside:
                return False
        return False

    def _stop(self, i: int) -> int:
        """Index after the last token that a speech running from `i` on can reach."""
        return min(_next(self.breaks, i, self.end), self.end)

    def _breaks(self, i: int) -> bool:
        return self._word(i) in _CLAUSE_BREAKS

    def _clause_start(self, i: int) -> int:
        """Index of the first token of what ends before `i`: the sentence's start, or after the last “;” or “, but”."""
        k = bisect_left(self.breaks, i - 1) - 1
        return 0 if k < 0 else self.breaks[k] + (1 if self.lower[self.breaks[k]] == ";" else 2)

    def _own_clause(self, i: int, limit: int) -> int:
        """Where, from `i` on, “, and” joins a clause with a subject and a verb of its own; `limit` if it joins none."""
        return next((k for k in self._joints if i < k < limit), limit)

    def _other_voice(self, i: int, limit: int) -> int:
        """Where, from `i` on, “, and” joins what is told apart: “…, and *a spokesman denied it*”, “…, and *in May* …”.

        Apart stands what somebody else says, what has a time before its subject, and what was, after what would be.
        """
        told = next((self.lower[k] for k in range(i, limit) if self.forms[k] is Form.FINITE), "")
        for k in self._joints:
            if not i < k < limit:
                continue
            verb = self._verb_after(k + 2)
            timed = self.lower[k + 2] in _ADJUNCT_OPENERS and self._timed(k + 3)
            past = self.lower[verb] not in _AUXILIARIES and not self.lower[verb].endswith("s")
            if self.lower[verb] in _SPEECH or timed or (told in _AUXILIARIES and past):
                return k
        return limit

    def _timed(self, i: int) -> bool:
        return self._word(i) in _TIME_WORDS or self._word(i).isdigit()

    def _own_start(self, i: int) -> int:
        """Like `_clause_start`, but also after “, and” where a clause of its own begins."""
        start = self._clause_start(i)
        return next((k + 2 for k in reversed(self._joints) if start < k < i - 1), start)

    @cached_property
    def _joints(self) -> tuple[int, ...]:
        """Indices of the commas before an “and” that joins a clause with a subject and a verb of its own."""
        return tuple(
            k
            for k in self.commas
            if self._word(k + 1) == "and"
            and self._word(k + 2) not in _NO_SUBJECT
            and self.forms[k + 2] is Form.NONE
            and self._verb_after(k + 2)
        )

    def _verb_after(self, i: int) -> int:
        """Index of the verb whose subject begins at token `i`; 0 if none does."""
        for k in range(i + 1, min(self.end, i + 12)):
            if self.forms[k] is Form.FINITE:
                return k
            if not self.tokens[k].is_word or self.lower[k] in _STOPS - _AUXILIARIES:
                return 0
        return 0

    def _last_word(self) -> int:
        end = len(self.tokens)
        while end and not self.tokens[end - 1].is_word:
            end -= 1
        return end

    # -- noun phrases

    def _subject(self, i: int) -> tuple[int, int, int] | None:
        """The subject of the verb at `i`: first token, the token after its last, and where its apposition begins."""
        j = self._skip_back(i - 1)
        if j < 0:
            return None
        if self.lower[j] == "," and not self.quoted[j]:
            opening = next((k for k in range(j - 1, max(-1, j - _REACH), -1) if self.lower[k] == ","), -1)
            if opening <= 0 or self._word(opening + 1) in _STOPS - {"who", "which", "whose", "as", "following"}:
                return None
            if self.lower[0] in _LINKS | {"after", "before", "following"} and "," not in self.lower[:opening]:
                phrase = self._phrase_before(j - 1)
                return (*phrase, phrase[0]) if phrase else None
            phrase = self._phrase_before(opening - 1)
            return (*phrase, phrase[0]) if phrase else None
        if self.lower[j] == ")":
            opening = next((k for k in range(j - 1, max(-1, j - 12), -1) if self.lower[k] == "("), -1)
            j = self._skip_back(opening - 1) if opening > 0 else -1
        phrase = self._phrase_before(j) if j >= 0 else None
        if phrase and phrase[0] > 1 and self.forms[phrase[0] - 1] is Form.ING and self.tokens[phrase[0] - 2].is_word:
            phrase = self._phrase_before(phrase[0] - 2) or phrase  # “*lawmakers* supporting the law”
        return (*phrase, phrase[0]) if phrase else None

    def _skip_back(self, j: int) -> int:
        """Over adverbs, auxiliaries and times before a verb."""
        floor = j - 8
        while j >= 0 and j > floor:
            w = self.lower[j]
            if (
                (
                    w in _ADVERBS
                    or w in _AUXILIARIES
                    or (w.endswith("ly") and len(w) > 4 and self.tokens[j].text.islower())
                )
                or w in _TIME_WORDS
                or (w.isdigit() and self._word(j - 1) in _MONTHS)
                or (w in ("on", "in") and self._word(j + 1) in _TIME_WORDS)
            ):
                j -= 1
            else:
                break
        return j

    def _phrase_before(self, j: int) -> tuple[int, int] | None:
        """The noun phrase that ends with token `j`."""
        if j < 0 or not self.tokens[j].is_word or self.quoted[j]:
            return None
        if self.lower[j] in _PRONOUNS and self.lower[j] not in ("who",):
            return j, j + 1
        end, first = j + 1, j + 1
        while j >= 0 and end - j <= 16:
            w, token = self.lower[j], self.tokens[j]
            left = self._word(j - 1)
            if w == "and":
                if not self._joins(j):
                    break
            elif w in _LINKS:
                if not (j and self.tokens[j - 1].is_word) or left in _STOPS or left in _TIME_WORDS or left in _LINKS:
                    break
            elif (
                w in _STOPS
                or w in _TIME_WORDS
                or (w.isdigit() and (left in _MONTHS or left == "may"))
                or w in ("he", "she", "they", "it", "we", "i")
                or (not token.is_word and not (w in "-.&/’'" and j and self.tokens[j - 1].is_word))
                or (w == "." and not (len(left) <= 4 and self.tokens[j - 1].text[0].isupper()))
            ):
                break
            else:
                if self.quoted[j] or (j < end - 1 and self.forms[j] is Form.FINITE):
                    break
                first = j
                if w in _DETERMINERS and left not in _LINKS and not (left == "and" and self._joins(j - 1)):
                    break
            j -= 1
        while first < end and (self.lower[first] in _LINKS or self.lower[first] == "and"):
            first += 1
        return (first, end) if first < end and self.lower[end - 1] not in _LINKS | {"and", "or"} else None

    def _phrase_after(self, i: int) -> tuple[int, int]:
        """The noun phrase that begins with token `i` (empty if none does)."""
        j = i
        while j < self.end and j - i < 16:
            w, token = self.lower[j], self.tokens[j]
            if w in _PRONOUNS and j == i:
                return i, i + 1
            if self.quoted[j] or (not token.is_word and w not in "-.&/’'"):
                break
            if w == "." and not (len(self._word(j - 1)) <= 4 and self.tokens[j - 1].text[0].isupper()):
                break
            if (
                w in _STOPS
                or w in _TIME_WORDS
                or (w.isdigit() and len(w) == 4)
                or w in ("speaking", "adding", "citing")
            ):
                break
            if w in ("on", "in", "at", "to", "by", "with") and (
                self._word(j + 1) in _TIME_WORDS | {"a", "an"} or self._year(j + 1)
            ):
                break
            near = w == "to" and self._word(j - 1) == "close"  # "people close to the talks"
            if (w in ("on", "to", "by", "with") and not near) or (
                j > i and (w in _FINITE or (w.endswith("ed") and token.text.islower()))
            ):
                break
            j += 1
        while j > i and (self.lower[j - 1] in _LINKS | _DETERMINERS | {"and"} or not self.tokens[j - 1].is_word):
            j -= 1
        return i, j

    def _text(self, first: int, last: int) -> str | None:
        """The tokens as the sentence has them, cut to a few words; None if they name nobody."""
        words = [k for k in range(first, last) if self.tokens[k].is_word]
        if len(words) > _SPEAKER_WORDS:
            cut = [k for k in words[2 : _SPEAKER_WORDS + 1] if self.lower[k] in _LINKS and self.lower[k] != "of"]
            if cut:
                last = cut[-1]
            elif self.lower[first] in _DETERMINERS:
                return None
            else:
                first = words[-_SPEAKER_WORDS]
        if first >= last or not any(c.isalpha() for k in range(first, last) for c in self.tokens[k].text):
            return None
        if self.lower[last - 1] in _NO_SPEAKERS:
            return None
        offset = self.sentence.span.start
        return self.sentence.text[self.tokens[first].start - offset : self.tokens[last - 1].end - offset]

    def _opening_name(self) -> str | None:
        """The noun phrase with an article, or the capitalised words, that the sentence opens with."""
        first = 0
        if self.end and self.lower[0] in _LINKS | {"after", "before", "during", "following"} and self.commas:
            first = self.commas[0] + 1
        if first >= self.end or self.quoted[first] or self.lower[first] in _STOPS | _LINKS | _ADVERBS | _PRONOUNS:
            return None
        article = self.lower[first] in _DETERMINERS
        verb_at = next((k for k in range(first + 1, min(self.end, first + 12)) if self.forms[k] is Form.FINITE), None)
        if not article and verb_at and all(self.tokens[k].is_word for k in range(first, verb_at)):
            phrase = self._phrase_before(self._skip_back(verb_at - 1))
            if phrase and phrase[0] == first:
                return self._text(*phrase)
        for j in range(first + 1, min(self.end, first + _SPEAKER_WORDS) + 1):
            w = self._word(j)
            verb = w in _AUXILIARIES or w in _FINITE or (w.endswith("ed") and j > first + 1)
            if article and verb:
                return self._text(first, j)
            if not article and not (j < self.end and (self.tokens[j].text[0].isupper() or w in ("of", "and", "the"))):
                return self._text(first, j) if self.lower[j - 1] not in ("of", "and", "the") else None
        return None

    # -- small questions

    def _joins(self, i: int) -> bool:
        """Whether the “and” at `i` joins two names or plurals rather than two clauses."""
        if i == 0 or not self.tokens[i - 1].is_word:
            return False
        return self.tokens[i - 1].text[0].isupper() or self.lower[i - 1].endswith("s")

    def _word(self, i: int) -> str:
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def _year(self, i: int) -> bool:
        return len(self._word(i)) == 4 and self._word(i).isdigit()

    def _opens_name(self, i: int) -> bool:
        return i < self.end and (
            self.tokens[i].text[0].isupper() or self.lower[i] in _DETERMINERS or self.lower[i] in _PRONOUNS
        )

    def _plural_before(self, i: int) -> bool:
        j = i - 1
        while j >= 0 and self.lower[j] in ("also", "now", "still", "even", "all", "both"):
            j -= 1
        w = self._word(j)
        return (
            bool(w)
            and w not in _NOT_NOUN_BEFORE_BASE
            and (
                w in ("they", "we", "i", "who", "many", "some", "people", "police", "experts", ",")
                or (w.endswith("s") and len(w) > 3)
            )
        )

    def _passive(self, i: int) -> bool:
        j = i - 1
        while j >= 0 and (self.lower[j] in _ADVERBS or self.lower[j].endswith("ly")) and i - j < 4:
            j -= 1
        return self._word(j) in _BE and (
            self.lower[i].endswith("ed") or self.lower[i] in ("said", "told", "thought", "found")
        )

    def _backward(self, i: int, lead: str) -> bool:
        """Whether the verb at `i` closes what it attributes: “…, the ministry said on Monday.”"""
        if lead not in _CLOSERS and (lead != "," or self.lower[i] not in _CLOSING):
            return False
        if i + 1 >= self.end:
            return True
        following = self.lower[i + 1 : min(self.end, i + 16)]
        if any(w in ("that", "“", '"', ":") for w in following[:12]):
            return lead in _CLOSERS
        if self.lower[i] == "told":
            following = following[next((k for k, w in enumerate(following[:7]) if w == ","), 0) :]
        if following[0] in (",", ".", ";"):
            return lead in _CLOSERS or not self._quote_from(i)
        return self._adjunct(i + 1)

    def _quote_from(self, i: int) -> bool:
        return self.last_quoted >= i

    def _adjunct(self, i: int) -> bool:
        w = self._word(i)
        return w in _ADJUNCT_OPENERS or w in _TIME_WORDS or self.lower[i - 1] == "told" or not self.tokens[i].is_word

    def _make(self, speaker: str | None, first: int, last: int, verb: str) -> Attribution | None:
        while first < last and not self.tokens[first].is_word:
            first += 1
        while last > first and not self.tokens[last - 1].is_word:
            last -= 1
        if first >= last:
            return None
        return Attribution(speaker, Span(self.tokens[first].start, self.tokens[last - 1].end), verb)


def _next(places: Sequence[int], after: int, otherwise: int) -> int:
    """The first of the sorted `places` beyond `after`."""
    k = bisect_right(places, after)
    return places[k] if k < len(places) else otherwise


_CLOSERS = frozenset(_CLOSE + _STRAIGHT + "’")
_NO_SUBJECT = _STOPS | _ADVERBS | {"", "to"}
_NO_SPEAKERS = frozenset("it there this that which what way day time now".split())
_FINITE = frozenset(  # common past forms that end a noun phrase
    """went came became began took made gave got left led fell rose killed died found held lost won paid kept put set
    met needs wants wanted needed caused causes remains remained continued continues plans planned faces faced
    includes included used uses tried fired shot attacked seized arrested injured died damaged""".split()
)
_OBJECT_VERBS = frozenset(
    """denied denies condemned condemns criticised criticized rejected rejects dismissed dismisses disputed disputes
    cited cites feared fears fear predicted predicts expects claimed called calls denounced""".split()
)
_ALSO_NOUNS = frozenset("states claims reports estimates notes forecasts projects doubts fears hopes".split())
_CLAIMS = frozenset(
    """accusation accusations allegation allegations charge charges claim claims concern concerns criticism fear fears
    idea report reports rumour rumours suggestion suggestions threat threats warning warnings""".split()
)
_OBJECT_STEMS = frozenset("blam confirm".split())


def _mark(tokens: Sequence[Token], k: int) -> int:
    """+1 where token `k` opens a quotation, -1 where it closes one, else 0; a straight mark opens after a space."""
    text = tokens[k].text
    if text in ("“", "«"):
        return 1
    if text in ("”", "»"):
        return -1
    if text != '"':
        return 0
    before = k == 0 or tokens[k - 1].end < tokens[k].start or tokens[k - 1].text in "([—–-"
    after = k + 1 < len(tokens) and tokens[k + 1].start == tokens[k].end
    return 1 if before and after else -1


def _closes_first(tokens: Sequence[Token]) -> bool:
    """Whether the first quotation mark closes what an earlier sentence opened."""
    return next((m < 0 for k in range(len(tokens)) if (m := _mark(tokens, k))), False)


def _quoted(tokens: Sequence[Token], opened: bool = False) -> tuple[bool, ...]:
    """For each token, whether it stands between quotation marks (the marks themselves do not)."""
    inside, out = opened or _closes_first(tokens), []
    for k in range(len(tokens)):
        mark = _mark(tokens, k)
        out.append(inside and not mark)
        inside = mark > 0 if mark else inside
    return tuple(out)
