"""From a clause to what the reader is shown of it: readable on its own, and not one word that the source does not have.

Allowed are only: dropping linking words at its edges, adding quotation marks that the cut left open, and adding, in
square brackets, the words a pronoun, a relative or a verb without its subject stands for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.english import REPORTING_VERBS
from generator.extract.attribution import quoted_speech, speaker_of
from generator.extract.clauses import Form
from generator.extract.parse import Sentence, Token
from generator.extract.reference import (
    PLURALS,
    PRONOUNS,
    antecedent,
    forms_of,
    may_speak,
    missing_subject,
    phrase_ending,
    speaker_named,
)
from generator.model import Document, Span

if TYPE_CHECKING:
    from generator.extract.names import Entity


@dataclass(frozen=True, slots=True)
class Wording:
    """What is shown of a clause."""

    text: str
    context: tuple[Span, ...] = ()
    """Where the words in square brackets come from."""
    complete: bool = True
    """Whether its first verb is not without its subject."""


MAX_WORDS = 45
"""Longer clauses are cut at a comma, or at this many words if there is none."""

_LEADING = re.compile(
    r"(?:[\s,;:.–—-]|\.\.\.|…)+|(?:and|but|however|nevertheless|nonetheless|moreover|furthermore|additionally|besides"
    r"|meanwhile|consequently|therefore|thus|hence|accordingly|likewise|similarly|firstly|secondly|thirdly|fourthly"
    r"|finally|lastly|yet|so|or|nor|also|then|indeed|instead|still|in addition|in turn|as a result|as a consequence"
    r"|for example|for instance|in fact|in particular|on the other hand|at the same time|of course|that said"
    r"|in contrast|by contrast|on the contrary|first of all|to begin with|above all|more importantly|as such|namely"
    r"|that is|i\.e\.|e\.g\.)"
    r"(?:\s*,\s*|\s+(?!else\b|that\b|far\b|long\b|as\b|of\b|much\b|many\b|called\b))"
    r"|(?:because of|due to|because|since|after|following|amid|amidst"
    r"|as(?=\s+(?:the|he|she|it|they|we|his|her|its|their|many|more|most|some|this|these|all|both"
    r"|people)\b)|with|that|although|though|while|whilst|whereas|where"
    r"|when(?!\s+(?:it comes|\w+ing|\w+ed|asked|to|in|on|at|necessary|possible)\b))\s+",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?){0,2}(?:,? [A-Z][a-z]+\.? \d{1,2})?"
    r"(?: \([^()]{2,30}\))?\s*(?:—|–|--|-)\s"
)
"""“GORIS, Armenia (Reuters) — ”."""
_TRAILING = re.compile(
    r"(?:[\s,;:–—-]|(?-i:(?<!\b[A-Z]))(?<!\.)\.(?!\w)"
    r"|\s(?:and|or|but|nor|which|who|because|while|as|although|though|when|if|saying|adding|including))+$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(
    r"(?:\s(?:and|or|but|which|that|who|because|while|as|since|although|though|when|where|after|before|if|to|of|by|the|a|an|with|for"
    r"|in|on|at|from|so|than|its|his|her|their|is|was|are|were|has|have|had|be|been|such))+$",
    re.IGNORECASE,
)
"""What may not end a clause that was cut off before a word."""
_DISTANCE = re.compile(
    r"(?:,?\s(?:just|only|shortly|soon|immediately|about|almost|nearly|barely|less than|more than))*"
    r"(?:,?\s(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|some|few|\d+)\s){0,2}"
    r"(?:second|minute|hour|day|week|month|year|decade)s?|\s(?:shortly|soon|immediately|just|only))$",
    re.IGNORECASE,
)
_DO_SO = re.compile(r"\b(?:do|does|did|doing|done) so(?=[.,;:!?]|$)")
_FROM_WHEN = re.compile(r"\s+(?:after|before|since)\b", re.IGNORECASE)
"""“…, *weeks* after it had to close”: how long after what was cut off."""
_HEADLESS = re.compile(
    r"[\"“]?(?:the latter(?! (?:half|part|stages?|years|days)\b)|the former(?=,)"
    r"|(?:both|neither|either|each|the (?:former|others|two))\s+(?:was|were|is|are|had|has|have|did|do|does|would"
    r"|will|could|can|may|might|must|should))\b",
    re.IGNORECASE,
)
"""“*Both* were built in the 1970s”: what they are stands elsewhere, and nothing here tells."""
_RELATIVES = frozenset(("which", "who", "that"))
_EMPTY_IT = re.compile(
    r"it(?:['’]s|\s+(?:is|was|(?:has|had)(?:\s+also)?\s+been|would be|will be|may be|might be|could be|remains"
    r"|remained|seems|seemed|appears|appeared|became|becomes|takes|took|turned out))\b(?:\s+[\w'’-]+){0,6}?\s+(?:that"
    r"|to|whether|how|why|if|when|for|since|what|who|the|a|an|he|she|they|no)\b"
    r"|it\s+(?:rained|snowed|follows|turns|looks|means|emerged)\b",
    re.IGNORECASE,
)
_CLAUSAL = frozenset(
    """led leads caused causes prompted prompts resulted results forced forces meant means sparked sparks triggered
    triggers brought left leaves allowed allows enabled enables""".split()
)
"""Verbs whose “which” may stand for all that was said before."""
_CLAUSAL_STEMS = frozenset(
    "lead cause prompt result force mean spark trigger bring leave allow enable make help give".split()
)
_MODALS = frozenset("will would could may might can also has had".split())
_REGION = 20_000
"""How far back an open quotation is looked for, so that a paragraph of any length costs little."""


def word(document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], span: Span) -> Wording | None:
    """What to show of the clause at `span`; None if it cannot be shown on its own.

    The words are those of the document in their order; only words in square brackets come from elsewhere (`context`).
    """
    index = document.sentence_at(span.start)
    if index is None:
        return None
    sentence = sentences[index]
    wording = _Cut(document, sentences, entities, sentence, _trimmed(document, sentence, span)).worded()
    return None if wording and _HEADLESS.match(wording.text) else wording


def speaker_shown(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    sentence: Sentence,
    span: Span,
    text: str,
) -> str | None:
    """Who says what stands at `span`, by name; None where nobody does or where `text`, what is shown, says so itself.

    A pronoun is given only where it is not clear whom it stands for.
    """
    speaker = speaker_of(sentence, span)
    if speaker is None:
        return None
    shown = _BRACKETED.sub(" ", text)
    named = re.search(rf"(?<!\w){re.escape(speaker)}(?!\w)", shown, re.IGNORECASE)
    says = REPORTING_VERBS & set(re.findall(r"\w+", shown.lower())) or "according to" in shown.lower()
    if named and (says or speaker.lower() not in PRONOUNS):
        return None
    return speaker_named(document, sentences, entities, sentence, speaker) or speaker


_BRACKETED = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose voice something is shown."""

    speaker: str | None
    """None for the source's own, or where the words say it themselves."""
    context: tuple[Span, ...] = ()
    """Where the speaker is named, if that is after the sentence."""
    carried: bool = False
    """Whether the words are part of a quotation, and the speaker is named in another sentence of it."""


def voice_of(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    sentence: Sentence,
    span: Span,
    text: str,
) -> Voice | None:
    """Who says what stands at `span`, like `speaker_shown`, but over all sentences of a quotation.

    None where it is somebody's words and it is not clear whose: then it must not be shown.
    """
    speech = quoted_speech(sentences, sentence, span)
    if speech is None or (speech.speaker and speech.sentence.index == sentence.index and speech.speaker in text):
        return Voice(speaker_shown(document, sentences, entities, sentence, span, text))
    if speech.speaker is None:
        return None
    speaker = speaker_named(document, sentences, entities, speech.sentence, speech.speaker)
    if speaker is None or speaker.lower() in _NAMELESS:
        return None
    if speaker == speech.speaker and not may_speak(document, sentences, entities, speech.sentence, speaker):
        return None
    where = speech.sentence.span
    at = document.text.find(speaker, where.start, where.end)
    after = where.start > sentence.span.start and at >= 0
    return Voice(speaker, (Span(at, at + len(speaker)),) if after else (), carried=True)


_ANAPHORIC = re.compile(
    r"\b(?:(?:on |in |at |from |during )?(?:that|the(?: very)? same) (?:very |same )?(?:day|night|morning|afternoon"
    r"|evening|week|weekend|month|year|summer|winter|spring|autumn|hour)\b(?! (?:that|as|when|of|on which)\b)"
    r"|(?:on |in )?the (?:next|following|previous) (?:day|night|morning|afternoon|evening|week|weekend|month|year)\b"
    r"|(?:(?:just|only|about|some|almost|nearly|shortly|less than|more than) )*(?:(?:a|an|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|several|few|some|\d+) ){0,2}(?:minute|hour|day|week|month|year|decade)s? (?:later"
    r"|afterwards?|earlier)\b|the (?:day|night|week|month|year) (?:before|after)(?=\W*$|[,.;])"
    r"|later (?:that|the same) (?:day|night|week|month|year)|by then\b|until then\b"
    r"|at the time(?=\W*$|[,.;:—]|\s(?:was|were|had|by|in|and|but)\b)|at that time\b)",
    re.IGNORECASE,
)
"""Times that count from one told before: “the same day”, “two years later”."""
_COMPARED = re.compile(r"\b(?:from|than|with|to|as)\s$", re.IGNORECASE)
"""“up 5% *from* a year earlier”: a measure, not a time."""
_OWN_TIME = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:January|February|March|April|(?<!\w )May|June|July|August|September|October|November"
    r"|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|\b(?:yesterday|today|last (?:week|month|year|night))\b"
    r"|\bin May\b|\bMay \d|\d May\b"
)
_TOLD_BEFORE = re.compile(r"\w+ \w+.*(?:, (?:and|but|then)|;|\band then)\b|^\W*(?:after|when|once)\b.*,", re.IGNORECASE)
"""What the text itself tells before such a time, and the time may count from."""


def sends_to_another_day(text: str) -> bool:
    """Whether a time in `text` counts from one that is told elsewhere, so that a reader would take the wrong one."""
    shown = _BRACKETED.sub(" ", text)
    for found in _ANAPHORIC.finditer(shown):
        before = shown[: found.start()]
        if _COMPARED.search(before):
            continue
        if not re.search(r"\w", before):
            return True
        if not _OWN_TIME.search(shown) and not _TOLD_BEFORE.search(before):
            return True
    return False


_NAMELESS = frozenset((*PRONOUNS, "i", "we", "who", "you", "one", "some", "others", "many"))

# --- the cut ---


def _trimmed(document: Document, sentence: Sentence, span: Span) -> Span | None:
    """`span` within its sentence, without linking words and punctuation at its edges; None if nothing is left."""
    start, end = max(span.start, sentence.span.start), min(span.end, sentence.span.end)
    text = document.text
    dateline = _DATELINE.match(text, start, end) if start == sentence.span.start and sentence.opens_block else None
    start = dateline.end() if dateline else start
    while start < end:
        found = _LEADING.match(text, start, end)
        if not found or _keeps(text, sentence, found, end):
            break
        start = found.end()
    cut = end < sentence.span.end and _goes_on(text, end)
    for pattern in (_TRAILING, _CUT_OFF, _TRAILING) if cut else (_TRAILING,):
        tail = pattern.search(text, max(start, end - 80), end)
        end = tail.start() if tail else end
    so = _DO_SO.search(text, max(start, end - 6), sentence.span.end)
    if so and so.start() < end:
        end = max(end, so.end())
    distance = _DISTANCE.search(text, max(start, end - 40), end)
    if distance and _FROM_WHEN.match(text, end):
        end = distance.start()
    return Span(start, end) if start < end else None


def _goes_on(text: str, end: int) -> bool:
    """Whether the clause was cut off before a word."""
    following = text[end : end + 3].strip()
    return following[:1].isalnum() or (following[:1] in '“"([‘' and following[1:2].isalnum())


def _keeps(text: str, sentence: Sentence, found: re.Match[str], end: int) -> bool:
    """Whether the linking word at the start of the clause is needed: “That plan …”, “So many died”, “Still life …”."""
    link = re.split(r"\W", found.group(), maxsplit=1)[0].lower()
    following = text[found.end() : found.end() + 12].split(" ")[0]
    if link in _SUBORDINATORS:
        if not re.search(r"\w", text[sentence.span.start : found.start()]):
            before_main = text[end : end + 1] == "," and "," not in text[found.end() : end]
            return link == "that" or not before_main  # what the link joins it to is shown beside it
        if link == "with":
            return not text[max(0, found.start() - 3) : found.start()].rstrip().endswith(",")
        return link == "that" and following.lower() in _AFTER_RELATIVE
    joined = "," not in found.group() and link in ("then", "still", "so")
    return joined and (following[:1].isupper() or following.lower() in ("many", "much", "few"))


_SUBORDINATORS = frozenset(
    (
        "because",
        "due",
        "since",
        "after",
        "following",
        "amid",
        "amidst",
        "as",
        "with",
        "that",
        "although",
        "though",
        "while",
        "whilst",
        "whereas",
        "where",
        "when",
    )
)
_AFTER_RELATIVE = frozenset(
    "is was are were has had have would will could can may might means meant left led made".split()
)


class _Cut:
    """One clause on its way to the reader."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Sequence[Entity],
        sentence: Sentence,
        span: Span | None,
    ) -> None:
        self.document, self.sentences, self.entities, self.sentence, self.span = (
            document,
            sentences,
            entities,
            sentence,
            span,
        )
        self.tokens = [t for t in sentence.tokens if span and span.start <= t.start and t.end <= span.end]
        self.words = [t for t in self.tokens if t.is_word]

    def worded(self) -> Wording | None:
        if self.span is None or not self.words or not any(c.isalpha() for t in self.words for c in t.text):
            return None
        start, end = self.words[0].start, self._end()
        opening = self.document.text[self.span.start : start]
        first = (
            re.split("['’]", self.words[0].lower)[0]
            if self.words[0].lower[:2] in ("it", "he", "sh", "th")
            else self.words[0].lower
        )
        insert: Span | None = None
        complete = True
        at = start
        spoken = self._spoken()
        if first in _RELATIVES and self._is_relative():
            if len(self.words) < 3 or not self._verb_follows():
                return None
            insert, start = self._head(), self.words[1].start
            if insert is None and self.words[1].lower not in _CLAUSAL:
                return None
            opening, at = "", start
        elif first in ("whose", "whom"):
            return None
        elif first in PRONOUNS:
            if (spoken and first not in ("it", "its")) or (
                not spoken and not (first == "it" and _EMPTY_IT.match(self.document.text, start, end))
            ):
                insert = antecedent(self.document, self.sentences, self.entities, self.sentence, start, first)
                if insert is None:
                    return None
            at = self.words[0].end
        elif self._points(first) and not spoken:
            if not self._follows():
                return None
            opening, start = "", self.words[1].start
            at = start
        elif self._starts_with_verb() and "'" not in first and "’" not in first:
            within = spoken or any(mark in opening for mark in '"“')  # the subject is left in an earlier quotation
            insert = None if within else self._missing_subject()
            complete = insert is not None or first in _CLAUSAL
            at = start
        elif self._starts_with_participle():
            complete = False
        return replace(self._assembled(opening, start, at, end, insert), complete=complete)

    def _assembled(self, opening: str, start: int, at: int, end: int, insert: Span | None) -> Wording:
        text = self.document.text
        opening = "".join(c for c in opening if c in '“"‘«([$£€¥#@+−')
        if insert is None:
            shown = opening + _capital(text[start:end])
        elif at == start:
            shown = f"{opening}[{_capital(text[insert.start : insert.end])}] {text[start:end]}"
        else:
            name = _ARTICLE.sub(lambda m: m.group().lower(), text[insert.start : insert.end])
            shown = f"{opening}{_capital(text[start:at])} [{name}]{text[at:end]}"
        shown = " ".join(self._balanced(_OMITTED.sub(_unbracketed, shown)).split())
        return Wording(shown, (insert,) if insert else ())

    # -- length

    def _end(self) -> int:
        assert self.span is not None
        if len(self.words) <= MAX_WORDS:
            return self.span.end
        limit = self.words[MAX_WORDS].start
        half = self.words[MAX_WORDS // 2].start
        commas = [t.start for t in self.tokens if t.text in ",;–—" and half < t.start < limit]
        end = commas[-1] if commas else self.words[MAX_WORDS - 1].end
        for pattern in (_TRAILING, _CUT_OFF, _TRAILING):
            tail = pattern.search(self.document.text, max(half, end - 80), end)
            end = tail.start() if tail else end
        return end

    # -- quotation marks and brackets

    def _spoken(self) -> bool:
        """Whether the clause stands inside a quotation that began before it."""
        assert self.span is not None
        block = self.document.blocks[self.sentence.block].span
        before = self.document.text[max(block.start, self.span.start - _REGION) : self.span.start]
        after = self.document.text[self.span.end : min(block.end, self.span.end + _REGION)]
        if before.rfind("“") > before.rfind("”"):
            return True
        closing = after.find('"')
        closed = closing < 0 or closing == 0 or not after[closing - 1].isspace()
        return before.count('"') % 2 == 1 and closed

    def _balanced(self, shown: str) -> str:
        shown = _close(shown, "(", ")")
        shown = _close(shown, "“", "”")
        if shown.count('"') % 2:
            shown = _even(shown)
        elif self._spoken() and not any(mark in shown for mark in '"“”'):
            shown = (
                f"“{shown}”"
                if "“" in self.document.text[max(0, self.words[0].start - _REGION) : self.words[0].start]
                else f'"{shown}"'
            )
        return _unmatched_dropped(shown)

    # -- what the first word stands for

    def _is_relative(self) -> bool:
        """Whether its first word joins it to what stands before, rather than opens the sentence."""
        return self.words[0].start != self._first_word().start

    def _verb_follows(self) -> bool:
        """Whether the relative is the subject of its clause: “which has”, but not “which it has”."""
        if "'" in self.words[1].text or "’" in self.words[1].text:
            return False  # “which they've said”
        index = self._index(self.words[1])
        forms = forms_of(self.sentence.tokens[: index + 3])
        adverbs = self.words[1].lower.endswith("ly") or self.words[1].lower in (
            "also",
            "then",
            "now",
            "still",
            "had",
            "then",
        )
        return (
            forms[index] is Form.FINITE
            or (adverbs and Form.FINITE in forms[index + 1 :])
            or self.words[1].lower in _CLAUSAL
        )

    def _first_word(self) -> Token:
        return next(t for t in self.sentence.tokens if t.is_word)

    def _points(self, first: str) -> bool:
        """Whether a pointing word stands alone: “This is driven by”, but not “This withdrawal”."""
        if first in ("this", "that", "these", "those", "such") and len(self.words) > 1:
            second = self.words[1].lower
            noun = first in ("these", "those", "such") and second.endswith("s") and second not in ("is", "was", "has")
            single = first in ("this", "that") and not (second.endswith(("s", "ed")) or second in _PAST_OR_HELPER)
            return forms_of(self.words[:4])[1] is Form.FINITE and not noun and not single
        return (
            first in ("neither", "either")
            and len(self.words) > 1
            and self.words[1].lower not in ("the", "of", "side", "party")
        )

    def _follows(self) -> bool:
        """Whether the clause only says what came of the things before: “This led to”, “This will cause”."""
        rest = [t.lower for t in self.words[1:4]]
        return len(rest) > 2 and (rest[0] in _CLAUSAL or (rest[0] in _MODALS and rest[1] in _CLAUSAL_STEMS))

    def _starts_with_verb(self) -> bool:
        index = self._index(self.words[0])
        form = forms_of(self.sentence.tokens)[index]
        return form is Form.FINITE and self.words[0] is not self._first_word()

    def _starts_with_participle(self) -> bool:
        """Whether it begins with the second verb of a pair that shares its helper: “has left and *returned to* …”."""
        index = self._index(self.words[0])
        tokens = self.sentence.tokens
        if index < 2 or len(self.words) < 2 or self.words[1].lower not in _AFTER_PARTICIPLE:
            return False
        joined = tokens[index - 1].lower in ("and", "or", "since", "then", "also", "been", ",")
        return joined and forms_of(tokens[: index + 2])[index] is Form.PAST_PARTICIPLE

    def _index(self, token: Token) -> int:
        low, high = 0, len(self.sentence.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.sentence.tokens[middle].start < token.start:
                low = middle + 1
            else:
                high = middle
        return low

    def _head(self) -> Span | None:
        """What a relative pronoun belongs to: the noun phrase right before it."""
        index = self._index(self.words[0])
        tokens = self.sentence.tokens
        if index == 0 or tokens[index - 1].lower == "and":
            return None
        comma = tokens[index - 1].text == ","
        if comma and self.words[1].lower in _CLAUSAL and self._clause_before(index):
            return None
        phrase = phrase_ending(tokens, index - 2 if comma else index - 1, near=self.words[0].lower == "who")
        if phrase is None or self._disagrees(phrase) or (self.words[0].lower == "that" and self._is_name(phrase)):
            return None
        return phrase

    def _disagrees(self, phrase: Span) -> bool:
        """Whether the phrase and the verb after the relative differ in number."""
        verb, last = self.words[1].lower, self.document.quote(phrase).split()[-1].lower()
        if verb in ("was", "is", "has"):
            return last in PLURALS
        return verb in ("were", "are", "have") and not (
            last.endswith("s") or last in PLURALS or " and " in self.document.quote(phrase)
        )

    def _is_name(self, phrase: Span) -> bool:
        return all(w[0].isupper() for w in self.document.quote(phrase).split())

    def _clause_before(self, index: int) -> bool:
        """Whether the words before token `index` make a whole clause, with nothing but its end to hang on."""
        return any(f is Form.FINITE for f in forms_of(self.sentence.tokens[: max(index - 1, 0)]))

    def _missing_subject(self) -> Span | None:
        index = self._index(self.words[0])
        return missing_subject(self.document, self.sentences, self.entities, self.sentence, index)


_AFTER_PARTICIPLE = frozenset("to in on at by from for into with up out off".split())
_ARTICLE = re.compile(r"^(?:The|A|An|This|These|Some|Many|Both|Several)\b")


_PAST_OR_HELPER = frozenset(
    """will would can could may might must should did had led left meant came became made gave took brought went fell
    drew saw let set put cost""".split()
)
"""Finite forms, without the ending of one, that may follow a “this” that stands alone."""


def _capital(text: str) -> str:
    """With a capital first letter, unless the first word has one inside (“iPhone”)."""
    match = re.match(r"[^\w\[]*", text)
    at = match.end() if match else 0
    if at < len(text) and text[at] == "[":
        at += 1
    first = text[at:].split(" ", 1)[0]
    return (
        text
        if first[1:] != first[1:].lower() and first[:1].islower()
        else text[:at] + text[at : at + 1].upper() + text[at + 1 :]
    )


_OMITTED = re.compile(r"\[\s*([.,;:…]+)\s*\]")
"""The source's own brackets with no word in them: “[...]”, “[.]”."""


def _unbracketed(match: re.Match[str]) -> str:
    return "…" if match.group(1) in ("...", "…", "....") else match.group(1)


def _unmatched_dropped(text: str) -> str:
    """Without square brackets that have no partner."""
    open_at: list[int] = []
    drop: set[int] = set()
    for k, c in enumerate(text):
        if c == "[":
            open_at.append(k)
        elif c == "]":
            if open_at:
                open_at.pop()
            else:
                drop.add(k)
    drop.update(open_at)
    return "".join(c for k, c in enumerate(text) if k not in drop) if drop else text


def _close(text: str, opening: str, closing: str) -> str:
    """The pair balanced: an unclosed mark is closed at the end, an unopened one opened at the start."""
    depth = missing = 0
    for c in text:
        if c == opening:
            depth += 1
        elif c == closing:
            if depth:
                depth -= 1
            else:
                missing += 1
    if opening == "(" and missing == 1 and text.endswith(")") and not depth:
        return text[:-1]
    return opening * missing + text + closing * depth


def _even(text: str) -> str:
    """Straight quotation marks made even on the side where the cut left one open."""
    opened = False
    for k, c in enumerate(text):
        if c != '"':
            continue
        before, after = text[k - 1 : k] or " ", text[k + 1 : k + 2] or " "
        opens = (before.isspace() or before in "([—–-") and not after.isspace()
        if opened == opens:
            return f'{text}"' if opens else f'"{text}'
        opened = opens
    return f'{text}"' if opened else f'"{text}'
