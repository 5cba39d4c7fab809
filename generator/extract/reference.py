"""What words without a name of their own stand for: pronouns, relatives, and verbs whose subject was left behind.

By rules alone: who speaks, the subject of the sentence, the subjects of the sentences before, judged by number, kind
and (for persons) given name. Where that leaves no clear answer there is none: a wrong name is worse than no name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.english import REPORTING_VERBS
from generator.extract.attribution import attributions, is_quoted
from generator.extract.clauses import Form, verb_forms
from generator.extract.parse import Sentence, Token
from generator.model import ActorType, Document, Span

if TYPE_CHECKING:
    from generator.extract.names import Entity

_BRACKET_WORDS = 5
_WHOLE_PHRASE = 7
"""A phrase of so many words is kept whole; a longer one is cut to five."""
PRONOUNS = {
    "he": "person", "his": "person", "him": "person", "himself": "person", "she": "person", "her": "person",
    "it": "thing", "its": "thing", "they": "many", "their": "many", "them": "many",
}  # fmt: skip
_POINTING = frozenset("this that these those such both neither either former latter".split())
_NOUN_STOPS = frozenset("who which that whose where when while because as if but and or after before".split())
PLURALS = frozenset(
    "police people men women children officials authorities they many some several both troops forces media".split()
)
_PERSON_NOUNS = frozenset(
    """president minister chancellor king queen prince princess spokesman spokeswoman spokesperson man woman boy girl
    leader chief director mayor governor senator judge officer lawyer actor actress singer author writer player coach
    professor doctor mother father son daughter wife husband brother sister chairman chairwoman commander general
    captain driver pilot suspect victim candidate politician journalist teacher student pope bishop premier secretary
    ambassador executive manager scientist attorney founder owner gunman""".split()
)
_TITLES = frozenset("mr mrs ms dr sir lord lady gen president prime minister king queen prince princess pope".split())
_WOMEN = frozenset(
    """alice amanda amy andrea angela anna anne annegret barbara carol caroline catherine charlotte christina
    christine claire clara diana elena elizabeth ella ellen emily emma erica eva frances giulia greta hannah helen
    hillary irene isabel jane janet jennifer jessica joan julia julie kamala karen kate katherine kathleen laura linda
    lisa liz lucy maria marie marine martha mary megan melania melissa michelle monica nancy naomi nicole nina olga
    olivia patricia rachel rebecca rosa ruth sandra sarah sara sharon sonia sophie stella stephanie susan svetlana
    teresa theresa ursula valerie vanessa veronica victoria wanda wendy ms mrs miss princess queen lady""".split()
)
_MEN = frozenset(
    """adam alan albert alexander alfred andrew anthony antonio barack ben benjamin bernard bill bob boris brian bruce
    carlos charles christopher daniel david dennis dmitry donald edward emmanuel eric ernest felipe frank fred gary
    george gordon graham gregory hamza harold harry henry hugo igor ivan jack jacob james jason jean jeff jeremy jim
    joe john jonathan jorge jose joseph juan karl keith kevin larry lee luis luke marco mark martin matthew michael
    mike mohamed mohammed muhammad nicolas nigel oliver oscar pablo patrick paul pedro peter philip pierre ralph
    raymond richard robert roger ron ronald ryan sam scott sergei simon stephen steve steven thomas tim tom tony
    victor viktor vladimir walter william xi mr sir king prince lord pope""".split()
)
_OPENERS = frozenset(
    """in on at after before during following while when as since although though if despite because by with from
    under amid among according over for to within until once having without unlike given throughout around through
    late early amidst yesterday today earlier following last this next prompted based asked able unable""".split()
)
_BETWEEN = frozenset("also now still then not later once never often ever just already soon first always".split())
"""Adverbs, beside those in -ly, that stand between a subject and its verb."""
_TIMES = frozenset(
    """this last next earlier yesterday today morning afternoon evening night week month year day days weeks months
    years hours monday tuesday wednesday thursday friday saturday sunday , january february march april may june july
    august september october november december""".split()
)


def antecedent(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    sentence: Sentence,
    position: int,
    pronoun: str,
) -> Span | None:
    """The words that `pronoun` at `position` of `sentence` stands for, at most five; None where that is not clear."""
    return _Search(document, sentences, entities, sentence, position).named(pronoun.lower())


def missing_subject(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], sentence: Sentence, verb: int
) -> Span | None:
    """The subject of the verb at token `verb` of `sentence`, at most seven words; None where that is not clear."""
    position = sentence.tokens[verb].start
    return _Search(document, sentences, entities, sentence, position).subject_before(verb)


def speaker_named(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], sentence: Sentence, name: str
) -> str | None:
    """`name`, or whom it stands for in `sentence` where it is a pronoun; None where that is not clear."""
    return _Search(document, sentences, entities, sentence, sentence.span.start).speaker(name)


def may_speak(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], sentence: Sentence, name: str
) -> bool:
    """Whether `name`, as `sentence` has it, is a person's or a body's, or a noun for one."""
    at = document.text.find(name, sentence.span.start, sentence.span.end)
    words = name.split()
    if at < 0 or not words or words[-1].lower() in _PHRASE_LINKS or re.search(r"['’](?:s|re|m)$", name):
        return False
    search, span = _Search(document, sentences, entities, sentence, at), Span(at, at + len(name))
    if document.text[:at].rstrip().endswith(",") and document.text[sentence.span.start : at].count(",") == 1:
        return search.is_person(span)  # “the University of Arlen, *North Bay* disagreed”
    return search.may_mind(span)


def forms_of(tokens: Sequence[Token]) -> list[Form]:
    """The verb forms, without the months and names that look like auxiliaries ("in May")."""
    forms = verb_forms(tokens)
    for k in range(1, len(tokens)):
        if forms[k] is Form.FINITE and tokens[k].text[0].isupper() and tokens[k - 1].is_word:
            forms[k] = Form.NONE
    return forms


def phrase_ending(tokens: Sequence[Token], j: int, near: bool = False) -> Span | None:
    """The noun phrase that ends with token `j`, cut to a few words; with `near`, back to its article only."""
    if j < 0 or not tokens[j].is_word:
        return None
    forms = forms_of(tokens[: j + 1])
    end, first = j + 1, j + 1
    while j >= 0 and end - j <= 12:
        low = _low(tokens[j])
        if not tokens[j].is_word and tokens[j].text not in "-&.":
            break
        if (
            low in _NOUN_STOPS - {"and"}
            or forms[j] in (Form.FINITE, Form.INFINITIVE)
            or (low in PRONOUNS and low not in ("his", "her", "its", "their"))
        ):
            break
        if low in ("to", "into", "by", "than"):
            break
        if low not in _PHRASE_LINKS:
            first = j
            if low in ("the", "a", "an", "his", "her", "its", "their", "this", "these") and (
                near or not (j and tokens[j - 1].lower in _PHRASE_LINKS - {"and"})
            ):
                break
        j -= 1
    return _short(tokens, first, end) if first < end else None


def _short(tokens: Sequence[Token], first: int, last: int) -> Span | None:
    """The noun phrase ``tokens[first:last]`` cut to at most five words that still name it."""
    for k in range(first + 1, last):
        if tokens[k].text in ",(;:—–" or _low(tokens[k]) in ("who", "which", "that", "whose"):
            last = k
            break
    words = [k for k in range(first, last) if tokens[k].is_word]
    skipped = next((k for k in words[:6] if tokens[k].lower in _ELAPSED), None)
    if skipped is not None and _is_time_before(tokens[first:skipped]):
        first = skipped + 1  # “*two days later* the army left”
        words = [k for k in words if k >= first]
    if not words or tokens[words[-1]].lower in _TIMES or tokens[words[0]].lower in _NO_PHRASE:
        return None
    if len(words) > _WHOLE_PHRASE:
        cut = [k for k in words[1 : _BRACKET_WORDS + 1] if tokens[k].lower in _PHRASE_LINKS]
        if cut:
            last = cut[-1]
        elif all(tokens[k].text[0].isupper() for k in words):
            first, last = words[-2], words[-1] + 1
        else:
            return None
    while (
        last - first > 1
        and tokens[last - 1].lower.endswith("ing")
        and tokens[last - 2].lower not in ("the", "a", "an", "of")
    ):
        last -= 1
    if any(t.text in '[]"“”' for t in tokens[first:last]) or (
        last - first == 1 and tokens[first].lower.endswith("ing")
    ):
        return None
    while last - first > 1 and tokens[last - 1].lower in _PHRASE_LINKS:
        last -= 1
    if tokens[last - 1].lower.endswith(("'s", "’s", "'", "’")):
        return None  # “one of the majority's”: what it owns is lost
    return Span(tokens[first].start, tokens[last - 1].end)


_PHRASE_LINKS = frozenset("of for in on at with from by and against during under within after over about".split())


_NO_PHRASE = (_OPENERS | _PHRASE_LINKS | {"to", "even", "only", "not", "there", "also", "instead", "then"}) - {
    "this",
    "last",
    "next",
}


def _is_time_before(tokens: Sequence[Token]) -> bool:
    """Whether the words lead up to the last one of a time: “two days” of “two days later”."""
    words = [t.lower for t in tokens if t.is_word]
    return any(w in _TIMES or w in ("next", "following", "same", "previous") for w in words) or words in (
        ["that"],
        ["soon"],
    )


_ELAPSED = frozenset("later earlier ago afterwards day night morning afternoon evening week month year".split())
_FAR = 8
_EMPTY = frozenset("one two three some many several most others another all none more few".split())
"""Words that name nothing without the noun they count."""
_SPEAKING = frozenset("he she they it who we".split())


class _Search:
    """Looks back from a place in the text for what stands there without its name."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Sequence[Entity],
        sentence: Sentence,
        position: int,
    ) -> None:
        self.document, self.sentences, self.entities, self.sentence, self.position = (
            document,
            sentences,
            entities,
            sentence,
            position,
        )

    def named(self, pronoun: str) -> Span | None:
        kind = PRONOUNS.get(pronoun)
        if kind is None:
            return None
        minded = pronoun in _SUBJECTS and self._minds()
        other = _MEN if pronoun in ("she", "her") else _WOMEN if pronoun in ("he", "his", "him") else frozenset()
        for span in self._candidates(kind):
            if self._fits(span, kind) and other.isdisjoint(self.document.quote(span).lower().replace(".", "").split()):
                return self._best_form(span) if not minded or self.may_mind(span) else None
        return None

    def _minds(self) -> bool:
        """Whether the verb after the place is what only people and their bodies do: say, know, want, decide."""
        tokens = self.sentence.tokens
        at = next((k for k, t in enumerate(tokens) if t.start >= self.position), len(tokens))
        for token in tokens[at + 1 : at + 7]:
            low = re.split("['’]", token.lower)[0]
            if low in _MINDED or low in REPORTING_VERBS:
                return True
            if not (low in _HELPERS | _BETWEEN | _LEADING_TO_MIND or low.endswith("ly")):
                return False
        return False

    def may_mind(self, span: Span) -> bool:
        """Whether the phrase names a person, a body or a group."""
        owner = self._owner(span)
        type_ = self.entities[owner].type if owner is not None else None
        if type_ is not None and type_ is not ActorType.OTHER:
            return True
        words = [re.sub(r"['’]s?$", "", w) for w in self.document.quote(span).split()]
        head = re.sub(r"['’]s?$", "", (self.document.quote(self._head(span)).split() or words)[-1])
        if type_ is None and head[0].isupper() and len(words) < _BRACKET_WORDS:
            return True
        return _is_animate(head.lower())

    def subject_before(self, index: int) -> Span | None:
        """The subject of the verb at token `index`, from the words of its own sentence."""
        forms = forms_of(self.sentence.tokens[:index])
        before = self.sentence.tokens[index - 1]
        verb = index
        main = index > 1 and self.sentence.tokens[index - 2].text == "," and before.lower in ("and", "but")
        if main and (subject := _subject(self.sentence, index)):
            return self._resolved(subject)
        if not before.is_word or before.lower in ("and", "or", "but", "then", "also") or before.lower.endswith("ly"):
            if before.text == "," and _apposition(self.sentence.tokens, index - 1) is not None:
                verb = index
            else:
                verb = next((k for k in range(index - 1, -1, -1) if forms[k] is Form.FINITE), -1)
                if verb > 0 and self.sentence.tokens[verb].lower in _HELPERS and forms[verb - 1] is Form.FINITE:
                    verb -= 1
        return self._resolved(_subject_of(self.sentence, forms, verb)) if verb > 0 else None

    def _resolved(self, span: Span | None) -> Span | None:
        """`span`, or what it stands for if it is itself a pronoun."""
        if span is None:
            return None
        pronoun = self.document.quote(span).lower()
        if pronoun in PRONOUNS:
            return _Search(self.document, self.sentences, self.entities, self.sentence, span.start).named(pronoun)
        first = pronoun.split()[0]
        unclear = pronoun in _NOUN_STOPS | _POINTING | _EMPTY | {"there", "we", "i", "you"} or first in _OPENERS
        return None if unclear else span

    def speaker(self, name: str) -> str | None:
        """`name`, or whom it stands for where it is a pronoun; None where that is not clear."""
        if name.lower() not in _SPEAKING:
            return name
        token = next((t for t in self.sentence.tokens if t.text == name), None)
        if token is None:
            return None
        at = token.start
        found = _Search(self.document, self.sentences, self.entities, self.sentence, at).named(name.lower())
        return self.document.quote(found) if found else None

    def _possessor(self, span: Span) -> Span | None:
        """Whose the thing at `span` is: “*bin Laden*'s message”."""
        owner = re.match(r"(.+?)(?:['’]s|(?<=s)['’])\s", self.document.quote(span))
        return Span(span.start, span.start + len(owner.group(1))) if owner else None

    def _candidates(self, kind: str) -> list[Span]:
        """Noun phrases before the place, the likeliest first: who speaks, the subject, subjects of sentences before."""
        found: list[Span | None] = []
        index = next(
            (k for k, t in enumerate(self.sentence.tokens) if t.start >= self.position), len(self.sentence.tokens)
        )
        spoken = self._in_quotation(index)
        if spoken and index:
            own = _subject(self.sentence, index)
            quoted = own is None or is_quoted(self.sentences, self.sentence, own)
            if own is not None and not quoted and own != self._speaker() and self._fits(own, kind):
                return [own]  # “The owners would pay, he said: “*They* took a risk””
        else:
            found.append(self._speaker())
            own = _subject(self.sentence, index) if index else None
            found.append(own)
            if own is not None and kind == "thing" and index > _FAR:
                return [own]  # what stands between may be meant as well as anything before the sentence
        back, quoted = self.sentence.index - 1, spoken
        while back >= max(0, self.sentence.index - 3):
            earlier = self.sentences[back]
            subject = _subject(earlier, len(earlier.tokens))
            if quoted and subject and is_quoted(self.sentences, earlier, subject) and not self._is_named(subject):
                subject = None  # the words of somebody who goes on speaking
            found.append(None if kind == "person" and self._tells_of_another(earlier) else subject)
            if subject and self.document.quote(subject).lower() not in PRONOUNS and self._fits(subject, kind):
                break
            if kind == "person":
                found.extend(self._persons(earlier))
            back -= 1
        with_owners = ((s, self._possessor(s)) for s in found if s is not None)
        return [s for pair in with_owners for s in pair if s is not None]

    def is_person(self, span: Span) -> bool:
        """Whether the phrase names a person."""
        owner = self._owner(span)
        return owner is not None and self.entities[owner].type is ActorType.PERSON

    def _is_named(self, span: Span) -> bool:
        """Whether the phrase is one of the actors, by name."""
        owner = self._owner(span)
        return owner is not None and self.entities[owner].type not in (None, ActorType.OTHER)

    def _speaker(self) -> Span | None:
        for said in attributions(self.sentence):
            if said.speaker and said.verb != "according to" and said.scope.start <= self.position < said.scope.end:
                at = self.document.text.rfind(said.speaker, self.sentence.span.start, self.position)
                if at >= 0:
                    return Span(at, at + len(said.speaker))
        return None

    def _in_quotation(self, index: int) -> bool:
        if index >= len(self.sentence.tokens):
            return False
        token = self.sentence.tokens[index]
        return is_quoted(self.sentences, self.sentence, Span(token.start, token.end))

    def _persons(self, sentence: Sentence) -> list[Span]:
        """The only person a sentence names; two would be a guess."""
        spans = [
            m.span
            for e in self.entities
            if e.type is ActorType.PERSON
            for m in e.mentions
            if m.sentence == sentence.index
        ]
        names = {self._owner(s) for s in spans}
        kin = any(t.lower in ("his", "her", "he", "she", "him") for t in sentence.tokens)
        return sorted(spans)[:1] if len(names) == 1 and not kin else []

    def _tells_of_another(self, sentence: Sentence) -> bool:
        """Whether its subject tells of another person: “The lawyer said the suspect was ill.”"""
        verb = next((k for k, t in enumerate(sentence.tokens[:20]) if t.lower in REPORTING_VERBS), None)
        if verb is None:
            return False
        after = [re.sub(r"['’]s?$", "", t.lower) for t in sentence.tokens[verb + 1 :]]
        subject = _subject(sentence, len(sentence.tokens))
        named = {
            self._owner(m.span)
            for e in self.entities
            if e.type is ActorType.PERSON
            for m in e.mentions
            if m.sentence == sentence.index and subject and m.span.start > subject.end
        }
        return not _PERSON_NOUNS.isdisjoint(after) or bool(named - {self._owner(subject) if subject else None})

    def _owner(self, span: Span) -> int | None:
        """Index of the entity whose mention in `span` ends last (“French President Nicolas Sarkozy”)."""
        best: tuple[int, int] | None = None
        for k, entity in enumerate(self.entities):
            for m in entity.mentions:
                if self._head(span).covers(m.span) and (best is None or m.span.end > best[0]):
                    best = (m.span.end, k)
        return best[1] if best else None

    def _head(self, span: Span) -> Span:
        """The phrase without what hangs on its head: “President Zuma *of South Africa*”, “*bin Laden's* message”."""
        text = self.document.quote(span)
        after = re.search(r"(?<=\w)(?:,| (?:of|for|from|in|at|with|on|by) )", text)
        head = Span(span.start, span.start + after.start()) if after else span
        owned = list(re.finditer(r"(?:['’]s|(?<=s)['’])\s", self.document.quote(head)))
        return (
            Span(head.start + owned[-1].end(), head.end) if owned and owned[-1].end() < head.end - head.start else head
        )

    def _fits(self, span: Span, kind: str) -> bool:
        text = self.document.quote(span)
        words = text.lower().split()
        if (
            not words
            or words[0] in PRONOUNS
            or (len(words) == 1 and words[0] in _POINTING)
            or words[0] in _POINTING - {"this", "these", "both"}
            or words[-1] in ("there", "i", "we", "you", "who")
            or (len(words) == 1 and words[0] in _EMPTY)
        ):
            return False
        last = re.sub(r"['’]s?$", "", (self.document.quote(self._head(span)).lower().split() or words)[-1])
        plural = (
            "and" in words
            or last in PLURALS
            or (last.endswith("s") and not last.endswith("ss") and self._common(text.split()[-1]))
            or (len(words) == 1 and last.endswith("s") and not last.endswith("ss") and self._owner(span) is None)
        )
        owner = self._owner(span)
        type_ = self.entities[owner].type if owner is not None else None
        titled = words[0] in _TITLES or (last in _PERSON_NOUNS and len(words) > 1)
        if kind == "many":
            if re.search(r"(?:['’]s|s['’])\s", text) and last not in PLURALS:
                return False  # “the protesters' demands”: they may be either
            here = self.sentence.span.covers(span)
            return plural or type_ is ActorType.GROUP or (here and type_ is ActorType.ORGANISATION)
        if plural:
            return False
        person = type_ is ActorType.PERSON or titled or (type_ is None and not self.entities and _looks_like_name(text))
        return person if kind == "person" else not person

    def _common(self, word: str) -> bool:
        """Whether `word` is no name: in lower case, or standing so elsewhere in the text."""
        return word[0].islower() or re.search(rf"\b{re.escape(word.lower())}\b", self.document.text) is not None

    def _best_form(self, span: Span) -> Span:
        """The name inside a long description, or the words themselves."""
        text = self.document.quote(span)
        if len(text.split()) < _BRACKET_WORDS:
            return span
        owner = self._owner(span)
        inside = [m.span for m in self.entities[owner].mentions if span.covers(m.span)] if owner is not None else []
        return inside[-1] if inside else span


def _is_animate(noun: str) -> bool:
    """Whether a common noun is one for people or a body of people, as far as lists and endings tell."""
    single = noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
    single = f"{noun[:-3]}y" if noun.endswith("ies") else single
    if single in _PERSON_NOUNS | _BODIES or noun in PLURALS - _EMPTY - {"they", "some", "both"}:
        return True
    if single in _NO_PEOPLE:
        return False
    return (single.endswith(("er", "or", "ist", "ian", "eer", "man", "ee")) and len(single) > 4) or noun.endswith("men")


_SUBJECTS = frozenset("he she it they".split())
_MINDED = frozenset(
    """knew know knows known want wants wanted decide decides decided think thinks thought hope hopes hoped fear fears
    feared plan plans planned intend intends intended refuse refuses refused agree agrees agreed promise promised
    promises vow vowed vows urge urges urged demand demands demanded ask asks asked hear heard learn learned learnt
    understand understood wish wished wishes try tried tries choose chose chosen vote voted votes feel felt feels
    forecast expect expects expected find finds recommend recommends recommended call calls called consider considers
    considered knowingly deliberately intentionally willingly reluctantly""".split()
)
"""Beside verbs of reporting: what only people and their bodies do."""
_LEADING_TO_MIND = frozenset("have had has be been to do did does".split())
_BODIES = frozenset(
    """agency army association authority bank board body bureau cabinet church clan club coalition commission committee
    company congregation congress corporation council country court crew crowd delegation department electorate
    embassy faction family federation firm force foundation fund gang government group hospital household institute
    institution jury league majority mafia media military militia ministry movement nation navy office opposition
    organisation organization parliament party police population press public regime school senate service side staff
    state team tribunal trust union university victim village watchdog resident scientist protester official analyst
    expert parent student patient tenant migrant immigrant inhabitant merchant attendant consultant assistant
    participant applicant claimant servant defendant accountant lieutenant agent client president correspondent
    dissident opponent proponent rebel refugee soldier troop citizen crowd people person neighbour neighbor colleague
    pilgrim peasant guard expert activist ally critic medic mechanic academic athlete adult child woman mate friend
    relative survivor heir peer fan user tourist cop""".split()
)
"""Nouns for people and bodies of people that no ending shows."""
_NO_PEOPLE = frozenset(
    """number order paper letter power matter water river reactor tower computer factor sector error order offer border
    corner quarter chapter weather winter summer danger disaster monster other layer filter letter cover shower
    register centre center computer server container trailer door floor motor engine sensor tractor corridor colour
    color harbour labour vapour honour rumour favour flavour committee degree fee tree knee guarantee
    never answer dinner banner barrier carrier chamber cluster counter crater diameter fever finger fiber freezer
    gender hammer hunger ladder liver manner marker meter mirror newspaper plaster poster printer proper rubber
    shoulder shelter silver slider spider sticker summer sweater temper theater theatre thriller timber
    transfer trigger wafer wonder terror anchor behaviour detector indicator monitor generator
    accelerator refrigerator elevator calculator processor vector mirror horror tumour tumor""".split()
)
"""Nouns with the ending of one for people that are none."""
_TOGETHER = frozenset("along including together such alongside".split())
_HELPERS = frozenset("has have had was were is are would will could may might".split())


def _apposition(tokens: Sequence[Token], comma: int) -> int | None:
    """Index of the comma that opens the insertion closed by the one at `comma`; None if it closes none."""
    opening = next((k for k in range(comma - 1, max(-1, comma - 40), -1) if tokens[k].text == ","), None)
    together = next(
        (
            k
            for k in range(comma - 1, max(0, comma - 40), -1)
            if tokens[k].lower in _TOGETHER and tokens[k - 1].text == ","
        ),
        None,
    )
    if together is not None:
        return together - 1
    if opening is None or opening == 0 or not tokens[opening - 1].is_word or opening + 1 >= comma:
        return None
    first = tokens[opening + 1].lower
    inserted = first in (
        "who",
        "which",
        "whose",
        "one",
        "some",
        "more",
        "most",
        "among",
        "the",
        "a",
        "an",
        "including",
        "like",
        "standing",
        "known",
        "his",
        "her",
        "its",
    ) or (first.endswith(("ing", "ed", "ly")) or tokens[opening + 1].text[0].isupper() or first.isdigit())
    return opening if inserted and tokens[comma - 1].lower not in ("and", "or") else None


def _subject_of(sentence: Sentence, forms: Sequence[Form], verb: int, depth: int = 3) -> Span | None:
    """The noun phrase before the verb at token `verb`, back to where its clause begins."""
    tokens = sentence.tokens
    last = verb
    while last > 0 and (tokens[last - 1].lower.endswith("ly") or tokens[last - 1].lower in _BETWEEN):
        last -= 1
    if last and tokens[last - 1].text == ",":
        opening = _apposition(tokens, last - 1)
        if opening is None:
            return None
        last = opening
    first = last
    while first > 0 and last - first < 40:
        token = tokens[first - 1]
        if first == 1 and token.lower == "that":
            first = 0
            break
        if forms[first - 1] is Form.FINITE or _low(token) in _NOUN_STOPS - {"and"} or token.text in ',;:“”"':
            break
        if token.lower == "and" and not (
            first > 1 and (tokens[first - 2].text[0].isupper() or tokens[first - 2].lower.endswith("s"))
        ):
            break
        first -= 1
    if depth and first > 0 and forms[first - 1] is Form.FINITE:
        relative = next(
            (k for k in range(first - 1, max(first - 7, 0), -1) if _low(tokens[k]) in ("who", "which", "that")), None
        )
        if relative is not None and tokens[first - 1].lower not in REPORTING_VERBS:
            return _subject_of(sentence, forms, relative, depth - 1)
    if first > 0 and _low(tokens[first - 1]) in ("who", "which", "that") and first == last:
        return phrase_ending(tokens, first - 3 if first > 1 and tokens[first - 2].text == "," else first - 2, near=True)
    return _short(tokens, first, last) if first < last else None


def _low(token: Token) -> str:
    """The word in lower case, but not the WHO's name."""
    return token.text if token.text.isupper() and len(token.text) > 1 else token.lower


def _is_time(token: Token) -> bool:
    return token.lower in _TIMES or token.text[0].isdigit()


def _subject(sentence: Sentence, limit: int) -> Span | None:
    """The subject of the sentence's first verb before token `limit`, cut to a few words."""
    tokens = sentence.tokens[:limit]
    start = 0
    while start < len(tokens) and (
        not tokens[start].is_word
        or tokens[start].lower in ("but", "and", "however", "meanwhile", "also", "then", "yet")
    ):
        start += 1
    dash = next((k for k in range(start, min(start + 9, len(tokens))) if tokens[k].text in "—–"), -1)
    if dash > start and tokens[start].text.isupper():
        start = dash + 1  # after the dateline
    ago = next((k for k in range(start + 2, min(start + 4, len(tokens))) if tokens[k].lower in ("ago", "later")), -1)
    if ago > 0 and tokens[ago - 1].lower in _TIMES:
        start = ago + (2 if ago + 1 < len(tokens) and tokens[ago + 1].text == "," else 1)
    elif start + 1 < len(tokens) and tokens[start].lower in ("this", "last", "next", "earlier", "yesterday", "today"):
        while start < len(tokens) and tokens[start].lower in _TIMES:
            start += 1
    elif start + 1 < len(tokens) and tokens[start].lower in ("on", "in", "at") and _is_time(tokens[start + 1]):
        start += 1
        while start < len(tokens) and (_is_time(tokens[start]) or not tokens[start].is_word):
            start += 1
    elif start < len(tokens) and (tokens[start].lower in _OPENERS or tokens[start].lower.endswith("ing")):
        comma = next((k for k in range(start, min(len(tokens), start + 40)) if tokens[k].text == ","), -1)
        if comma < 0:
            return None
        start = comma + 1
    forms = forms_of(tokens[: start + 60])
    verb = next((k for k in range(start, len(forms)) if forms[k] is Form.FINITE), -1)
    if verb <= start or not tokens[start].is_word:
        return None
    last = verb
    while last > start and (tokens[last - 1].lower.endswith("ly") or tokens[last - 1].lower in _BETWEEN):
        last -= 1
    return _short(tokens, start, last) if last > start else None


def _looks_like_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 5 and words[0].lower() != "the" and words[-1][:1].isupper() and not words[-1].isupper()
