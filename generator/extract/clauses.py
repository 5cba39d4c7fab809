"""A sentence cut into clauses, by punctuation, linking words and verb forms; no trained tagger.

The clauses of a sentence follow one another without overlap and together hold every word of it. Verbs are guessed from
lists of auxiliaries and irregular forms and from endings, judged by the words next to them: right often enough to cut
by, never a promise. All passes look at each token a bounded number of times, so hostile text costs linear time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.extract.parse import Sentence, Token
from generator.model import Span


class Kind(StrEnum):
    """How a clause hangs on its sentence."""

    MAIN = "main"
    COORDINATE = "coordinate"
    """Joined by "and", "but", a semicolon; may share its subject with the clause before."""
    CONTINUATION = "continuation"
    """What follows an insertion: "The minister, who is ill, *has resigned*"."""
    SUBORDINATE = "subordinate"
    RELATIVE = "relative"
    COMPLEMENT = "complement"
    """What somebody says, finds, fears: "said *that it was over*"."""
    PARTICIPLE = "participle"
    PHRASE = "phrase"
    """No verb of its own: "due to heavy rain", "In May 2020,"."""
    ATTRIBUTION = "attribution"
    """Who says it, after or amid what is said: "*the ministry said*"."""
    QUOTE = "quote"
    """Verbatim speech of more than a few words, or a part of it."""
    PARENTHESIS = "parenthesis"


class Form(StrEnum):
    """What a word does in the verb phrase, as far as its shape and neighbours tell."""

    NONE = ""
    FINITE = "finite"
    INFINITIVE = "infinitive"
    ING = "ing"
    PAST_PARTICIPLE = "past participle"


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``[first, last)`` of a sentence; trailing punctuation belongs to the clause it closes."""

    kind: Kind
    first: int
    last: int
    opener: str = ""
    """The words that link it, in lower case ("because of", "which", "leading to"); they are its first words."""
    opener_size: int = 0
    """How many tokens the opener takes."""
    finite: bool = False
    quoted: bool = False

    def span(self, sentence: Sentence) -> Span:
        """Where it stands in the document, without punctuation at its ends."""
        return trim(sentence.tokens, self.first, self.last) or sentence.span


def trim(tokens: Sequence[Token], first: int, last: int) -> Span | None:
    """The span of ``tokens[first:last]`` without the commas, stops and dashes at its ends; None if nothing is left."""
    while first < last and tokens[first].text in _EDGE:
        first += 1
    while first < last and tokens[last - 1].text in _EDGE:
        last -= 1
    return Span(tokens[first].start, tokens[last - 1].end) if first < last else None


def clauses(sentence: Sentence, forms: Sequence[Form] | None = None) -> tuple[Clause, ...]:
    """The clauses of `sentence` in text order; () for a sentence without tokens.

    `forms` are its `verb_forms`, for a caller that has them already.
    """
    return _Cutter(sentence, forms or verb_forms(sentence.tokens)).cut() if sentence.tokens else ()


# --- words -----------------------------------------------------------------------------------------------------------

_EDGE = frozenset(",.;:—–-…!?•*|")
_DASH = frozenset("—–")
_OPEN, _CLOSE = frozenset("“«([{"), frozenset("”»)]}")

MODALS = frozenset(
    "will would can could may might shall should must cannot won't wouldn't can't couldn't shouldn't".split()
)
BE = frozenset("is are was were am isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had hasn't haven't hadn't".split())
DO = frozenset("do does did doesn't don't didn't".split())
AUXILIARIES = MODALS | BE | HAVE | DO
CONTRACTED = frozenset(
    "it's he's she's that's there's they're we're you're i'm i've we've they've you've i'll we'll he'll she'll they'll"
    " it'll you'll i'd we'd he'd she'd they'd what's who's here's let's".split()
)

_PAST_ONLY = frozenset(
    """became began blew broke came chose did drank drew drove ate fell flew forgot froze gave went grew hid
    knew lay rode rang rose ran saw shook showed sang sank spoke sprang stole swam swore took tore threw
    underwent undertook withdrew woke wore wrote arose awoke overcame oversaw overtook overthrew foresaw mistook
    retook shrank strove beat""".split()
)
_PAST_OR_PARTICIPLE = frozenset(
    """bent bet bled bought bound bred brought built burnt burst caught clung cost crept cut dealt dug fed felt
    fought found fled flung forecast got ground held heard hit hung hurt kept knelt laid led learnt left lent
    let lit lost made meant met misled paid put quit read rebuilt said sat sold sent set shed shot shut slept
    slid sought spent split spread stood stuck struck stung swept swung taught thought told understood upheld
    withheld won withstood wound sued bid shook held cast broadcast slammed""".split()
)
_PARTICIPLE_ONLY = frozenset(
    """been begun blown broken chosen done drawn driven drunk eaten fallen flown forgotten frozen given gone
    grown hidden known lain ridden risen seen shaken shown sunk spoken stolen sung sworn taken torn thrown
    undergone undertaken withdrawn woken worn written arisen overthrown foreseen mistaken retaken shrunk beaten
    bitten forbidden proven""".split()
)
_VERB_STEMS = frozenset(
    """accept accuse achieve acknowledge act add address admit adopt affect agree aim allege allow amount
    announce appeal appear apply approach approve argue arrest arrive ask assert assume attack attempt attend
    attract attribute back ban base bear become begin believe belong benefit blame block boost break bring build
    call campaign carry cause celebrate challenge charge cite claim close collapse combine come comment compare
    compete complain compete comprise concern conclude condemn confirm consider consist contain contend contest
    continue contribute control cost cover create criticise criticize cut damage deal decide declare decline
    defend demand demonstrate deny depend describe design destroy determine develop die differ disagree discuss
    dismiss draw drive drop earn employ enable encourage end enjoy ensure enter establish estimate evacuate
    examine exist expand expect experience explain explode express extend face fail fall favor favour fear
    feature feel fight fill find flee fly focus follow force form gain gather generate get give go govern grow
    hail happen have head help hit hold hope host identify ignore impact imply impose improve include increase
    indicate inform injure insist intend introduce invite involve issue join jump keep kill know lack last
    launch lead learn leave lie lift limit line link live look lose maintain make manage mark mean measure meet
    move name need note number occur offer open operate oppose order organize organise overlook own participate
    pass pay permit persist place plan play point pose possess predict prefer prepare present press prevent
    produce prohibit promise promote propose protect protest prove provide publish put qualify question raise
    range reach read receive recognize recognise recommend record recount reduce refer reflect refuse regard
    reject relate release rely remain remember remove report represent request require resemble resign respond
    result return reveal rise risk rule run say see seek seem sell send serve set share show sign sit spark
    speak spend stand start state stay stop strengthen stress strike study suffer suggest support surround
    suspect sustain take target tell tend testify think threaten travel trigger try turn understand undermine
    urge use value vary violate visit vote vow want warn watch welcome win wish withdraw work worry write""".split()
)
_PLAIN_STEMS = frozenset("be have do choose elect expire retire undergo arrive debate decide depart reopen".split())
_BARE = frozenset(
    """accept agree allow appear argue arrive ask become begin believe belong bring carry choose come consist
    contain continue decide deny depend differ enjoy exist expect fail feel follow go grow happen hear hold hope
    improve include increase indicate involve keep know lack lead lie live look lose make mean meet need occur
    maintain insist assert contend estimate predict suspect acknowledge warn
    oppose pay provide reach receive refuse rely remain require say see seek seem sell send show sit speak spend
    stand stay suffer suggest take tell tend think threaten understand use want worry""".split()
)
"""Verbs that after a plural are hardly ever nouns: "shelves stand empty"."""
_PRONOUNS = frozenset(
    "i he she it we they you who which that there this these those what one some many most others both".split()
)
_SUBJECTS = frozenset("he she it they we there".split())
_PLURAL_SUBJECTS = frozenset("i we they you who which that people officials police these those".split())
_DETERMINERS = frozenset(
    "a an the this that these those his her its their our my your any some no every each another such several many few"
    " most all both two three four five six seven eight nine ten dozens hundreds thousands".split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for from with to into onto over under about against between among through during without within"
    " across towards toward upon near behind beyond around along off out up down despite per via as like than".split()
)
_ADVERBS = frozenset(
    """also not never now then already still just even only soon later again often always reportedly allegedly
    therefore thus thereby subsequently eventually once largely mainly partly nearly almost further first
    instead both all n't since yet so far recently previously officially initially immediately""".split()
)
_NOT_ING = frozenset(
    """according including during following regarding concerning notwithstanding morning evening building
    meeting spring king thing something nothing anything everything being string wing ring ceiling hearing
    wedding funding ruling feeling beijing training housing sterling lightning bombing shooting finding pending
    amounting excluding depending""".split()
)
_NOT_ED = frozenset("need seed feed speed breed indeed hundred red bed united led shed exceed proceed succeed".split())

_VIEWED = frozenset(
    """regard regards regarded describe describes described view views viewed treat treats treated portray portrays
    portrayed define defined dismissed depicted cited""".split()
)
"""Verbs after which "as" tells what something is taken for."""
_NAMING = frozenset("called named dubbed titled entitled nicknamed known based located situated founded born".split())
"""Participles that describe what stands before a comma rather than tell what it did next."""

SUBORDINATORS = frozenset(
    "because although though while whilst whereas when whenever after before since if unless until once where wherever"
    " whether lest".split()
)
_RELATIVES = frozenset("which who whom whose".split())
_COORDINATORS = frozenset("and but or nor yet so then".split())
_LINKS = SUBORDINATORS | _RELATIVES | _COORDINATORS | {"that", "as"}
_REPORTING_THAT = frozenset(
    """say says said saying tell told state states stated announce announces announced claim claims claimed
    allege alleges alleged report reports reported warn warns warned add adds added argue argues argued insist
    insists insisted deny denies denied confirm confirms confirmed believe believes believed estimate estimates
    estimated predict predicts predicted suggest suggests suggested acknowledge acknowledged admit admits
    admitted declare declared note notes noted explain explains explained conclude concludes concluded maintain
    maintains maintained assert asserted contend contends contended write writes wrote concede conceded find
    finds found show shows showed reveal reveals revealed indicate indicates indicated hope hopes hoped fear
    fears feared think thinks thought know knows knew demand demanded saying claiming adding stating arguing
    warning noting announcing denying confirming insisting alleging suggesting indicating reporting showing
    tweeted promised vowed pledged decided agreed ruled expect expected informed stressed emphasized emphasised
    commented remarked reiterated testified requested urged""".split()
)
_TELLING = frozenset("told tell tells informed".split())
_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "because of|due to|owing to|thanks to|as a result of|as a consequence of|as a result|as a consequence|"
        "in response to|in reaction to|in retaliation for|in retaliation to|in revenge for|in protest at|"
        "in protest against|in protest of|in protest over|in the wake of|in the aftermath of|on account of|"
        "on the grounds that|on the grounds of|in light of|in view of|given that|amid|amidst|following|"
        "stemming from|resulting from|driven by|caused by|triggered by|sparked by|prompted by|fuelled by|"
        "fueled by|followed by|despite|in spite of|in order to|so as to|in an effort to|in an attempt to|"
        "in a bid to|so that|even though|even if|as if|as well as|such as|rather than|instead of|"
        "in addition to|except that|in case|as long as|as soon as|just as|by the time|in that|now that|"
        "provided that|blamed on|attributed to|over concerns|over fears|for fear of|ahead of"
    ).split("|")
)
_BY_FIRST: dict[str, tuple[tuple[str, ...], ...]] = {
    first: tuple(sorted((p for p in _PHRASES if p[0] == first), key=len, reverse=True))
    for first in {p[0] for p in _PHRASES}
}
_RESULT_ING = frozenset(
    """leading flooding burning costing resulting causing forcing prompting leaving killing injuring wounding
    triggering sparking making bringing ending destroying damaging raising creating allowing enabling giving
    putting sending pushing driving displacing burying trapping stranding claiming saying adding calling citing
    blaming accusing marking becoming turning paving opening closing cutting threatening fuelling fueling
    halting disrupting""".split()
)


# --- verb forms ------------------------------------------------------------------------------------------------------


def verb_forms(tokens: Sequence[Token]) -> list[Form]:
    """The verb form of every token, in one pass from left to right."""
    words = [t.lower.replace("’", "'") for t in tokens]
    for i in range(1, len(words)):
        if words[i] in MODALS and tokens[i].text[0].isupper() and words[i - 1][0].isalnum():
            words[i] = tokens[i].text  # a month or a name: "in May", "Theresa May", "Will Smith"
    forms = [Form.NONE] * len(words)
    for i, word in enumerate(words):
        forms[i] = _form(words, forms, i, word, tokens[i].text)
    _demote(words, forms)
    return forms


def may_be_verb(word: str) -> bool:
    """Whether a word, in lower case, has the shape of a finite verb, whatever stands beside it."""
    stems = _VERB_STEMS | _BARE | _PLAIN_STEMS
    return word in AUXILIARIES or word in stems or _stem_of_s(word) in stems or _looks_past(word) or word in _PAST_ONLY


def _demote(words: list[str], forms: list[Form]) -> None:
    """Takes for a participle what another finite verb follows without a link: "workers *based* in Leeds walked out"."""
    verb_ahead = False
    for i in range(len(words) - 1, -1, -1):
        if forms[i] is Form.FINITE:
            if verb_ahead and _looks_past(words[i]) and words[i] not in _PAST_ONLY and words[i + 1] in _PREPOSITIONS:
                forms[i] = Form.PAST_PARTICIPLE
            verb_ahead = True
        elif not words[i][0].isalnum() or words[i] in _LINKS:
            verb_ahead = False


def _form(words: list[str], forms: list[Form], i: int, word: str, raw: str) -> Form:
    if not word[0].isalpha():
        return Form.NONE
    before, helper = _before(words, i)
    after = words[i + 1] if i + 1 < len(words) else ""
    if word in AUXILIARIES:
        return _auxiliary(before, word, helper)
    if word in CONTRACTED:
        return Form.FINITE
    if helper == "to" or helper in MODALS or helper in DO:
        return Form.INFINITIVE if helper != "to" or word in _VERB_STEMS else Form.NONE
    if raw[0].isupper() and i and words[i - 1][0].isalnum():
        return Form.NONE  # a name
    if word.endswith("ing") and len(word) > 4:
        return Form.NONE if word in _NOT_ING or before in _DETERMINERS else Form.ING
    if helper in BE or helper in HAVE or helper in ("be", "been", "being", "having"):
        return Form.PAST_PARTICIPLE if _looks_past(word) else Form.NONE
    if word in _PAST_ONLY:
        return Form.FINITE
    if word in _PARTICIPLE_ONLY:
        return Form.PAST_PARTICIPLE
    if _looks_past(word):
        return _past(word, before, after, forms[i - 1] if i else Form.NONE)
    return _present(word, before, after)


def _before(words: list[str], i: int) -> tuple[str, str]:
    """The word before `i`, and the nearest one at most four back that is no adverb: the helper of a verb at `i`."""
    k = i - 1
    while k > max(i - 5, 0) and (words[k] in _ADVERBS or words[k].endswith("ly")):
        k -= 1
    return (words[i - 1], words[k]) if i else ("", "")


def _auxiliary(before: str, word: str, helper: str) -> Form:
    if word in ("have", "do") and (helper == "to" or helper in MODALS):
        return Form.INFINITIVE
    if word in ("may", "will", "can", "might") and before in _DETERMINERS - {
        "this",
        "that",
        "these",
        "those",
        "all",
        "both",
    }:
        return Form.NONE  # "a will", "the might"
    return Form.FINITE


def _looks_past(word: str) -> bool:
    return (
        (word.endswith("ed") and len(word) > 3 and word not in _NOT_ED)
        or word in _PAST_OR_PARTICIPLE
        or word in _PARTICIPLE_ONLY
    )


def _past(word: str, before: str, after: str, form_before: Form) -> Form:
    """Past tense or participle? "the alleged attack", "signed by" are participles."""
    if after == "by" or (word == "bound" and after in ("for", "by", "to")):
        return Form.PAST_PARTICIPLE
    if before in _DETERMINERS - {"this", "that", "some", "many", "most", "all", "both", "several"}:
        return Form.PAST_PARTICIPLE
    if before in _PREPOSITIONS or form_before is Form.PAST_PARTICIPLE:
        return Form.PAST_PARTICIPLE
    if before == "" and after in _PREPOSITIONS:
        return Form.PAST_PARTICIPLE  # "Based in Paris, …"
    if before == "," and word in _NAMING:
        return Form.PAST_PARTICIPLE  # "a holiday, called Family Day"
    return Form.FINITE


def _present(word: str, before: str, after: str) -> Form:
    stem = _stem_of_s(word)
    if before in _DETERMINERS - _PRONOUNS or before in _PREPOSITIONS:
        return Form.NONE
    if stem in _VERB_STEMS:
        follows = (
            after in _DETERMINERS
            or after in _PREPOSITIONS
            or after in _PRONOUNS
            or after in ("", ",", '"', "“", "”", "not")
        )
        return Form.FINITE if before in _PRONOUNS or follows or after.endswith("ing") else Form.NONE
    if word in _VERB_STEMS and before in _PLURAL_SUBJECTS:
        return Form.FINITE
    plural = before.endswith("s") and not before.endswith(("ss", "'s"))
    return Form.FINITE if word in _BARE and plural else Form.NONE


def _stem_of_s(word: str) -> str:
    if word.endswith("ies"):
        return word[:-1] if word[:-1] in _VERB_STEMS else word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")) and word[:-2] in _VERB_STEMS:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else ""


# --- cutting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    at: int
    kind: Kind
    opener_size: int = 0


class _Cutter:
    def __init__(self, sentence: Sentence, forms: Sequence[Form]) -> None:
        self.tokens = sentence.tokens
        self.text = sentence.text
        self.offset = sentence.span.start
        self.words = [t.lower.replace("’", "'") for t in self.tokens]
        self.forms = forms
        self.quoted = self._quotations()
        self.brackets = self._brackets()
        self.next_finite = self._ahead(lambda i: self.forms[i] is Form.FINITE)
        self.next_stop = self._ahead(self._stops)
        self.units = self._units()

    def cut(self) -> tuple[Clause, ...]:
        cuts = [_Cut(0, Kind.MAIN)]
        first_size = self._phrase_at(0) if self._phrase_at(0) else int(self._subordinates(0))
        if first_size:
            cuts = [_Cut(0, Kind.SUBORDINATE, first_size)]
        finite = False
        for i in range(len(self.tokens)):
            found = self._cut_at(i, cuts[-1], finite) if i else None
            if found and found.at > cuts[-1].at:
                cuts.append(found)
                finite = False
            if self.forms[i] is Form.FINITE and i >= cuts[-1].at:
                finite = True
        if all(c.kind not in (Kind.MAIN, Kind.ATTRIBUTION) for c in cuts):
            # a sentence has a main clause, even if we missed where it begins
            joined = (k for k, c in enumerate(cuts) if k and c.kind is Kind.COORDINATE and not c.opener_size)
            at = next(joined, 0)
            cuts[at] = _Cut(cuts[at].at, Kind.MAIN)
        if len(cuts) > 1 and cuts[1].kind is Kind.SUBORDINATE and self._verbless(cuts):
            del cuts[1]  # "The day after the collapse the shares fell"
        ends = [c.at for c in cuts[1:]] + [len(self.tokens)]
        made = tuple(self._clause(c, end) for c, end in zip(cuts, ends, strict=True))
        return tuple(c for c in made if trim(self.tokens, c.first, c.last))

    def _verbless(self, cuts: list[_Cut]) -> bool:
        """Whether no main clause has a finite verb."""
        ends = [c.at for c in cuts[1:]] + [len(self.tokens)]
        main = (Kind.MAIN, Kind.CONTINUATION, Kind.ATTRIBUTION)
        return not any(self.next_finite[c.at] < end for c, end in zip(cuts, ends, strict=True) if c.kind in main)

    def _clause(self, cut: _Cut, end: int) -> Clause:
        finite = any(self.forms[i] is Form.FINITE for i in range(cut.at, end))
        kind = cut.kind
        if kind is Kind.SUBORDINATE and not finite:
            kind = Kind.PHRASE
        opener = " ".join(self.words[cut.at : cut.at + cut.opener_size])
        quoted = sum(self.quoted[cut.at : end]) * 2 > end - cut.at
        return Clause(kind, cut.at, end, opener, cut.opener_size, finite, quoted)

    def _quotations(self) -> list[bool]:
        """Whether each token stands inside a quotation; straight marks open after a space and close before one."""
        inside, result = False, []
        closes_first = next((self._mark(i) for i in range(len(self.tokens)) if self._mark(i)), 0) < 0
        inside = closes_first
        for i in range(len(self.tokens)):
            mark = self._mark(i)
            if mark:
                inside = mark > 0
                result.append(True)
            else:
                result.append(inside)
        return result

    def _mark(self, i: int) -> int:
        """+1 for an opening quotation mark, -1 for a closing one, else 0."""
        text = self.tokens[i].text
        if text in "“«":
            return 1
        if text in "”»":
            return -1
        if text != '"':
            return 0
        start = self.tokens[i].start - self.offset
        before = self.text[start - 1] if start else " "
        after = self.text[start + 1] if start + 1 < len(self.text) else " "
        return 1 if (before.isspace() or before in "([—–-") and not after.isspace() else -1

    def _ahead(self, holds: Callable[[int], bool]) -> list[int]:
        """For every index the nearest one at or after it for which `holds`, or the number of tokens."""
        result, nearest = [len(self.tokens)] * (len(self.tokens) + 1), len(self.tokens)
        for i in range(len(self.tokens) - 1, -1, -1):
            nearest = i if holds(i) else nearest
            result[i] = nearest
        return result

    def _stops(self, i: int) -> bool:
        """Whether a search for the verb of a clause must not pass token `i`."""
        word = self.words[i]
        return word in ",;:" or word in _DASH or bool(self._mark(i)) or self._relative(i) or word in SUBORDINATORS

    def _finite_within(self, i: int) -> bool:
        return self.next_finite[min(i, len(self.tokens))] < self.next_stop[min(i, len(self.tokens))]

    def _finite_next(self, i: int) -> bool:
        """Whether a finite verb stands at `i`, adverbs before it aside."""
        k = i
        while k < min(i + 3, len(self.words) - 1) and (self.words[k] in _ADVERBS or self.words[k].endswith("ly")):
            k += 1
        return k < len(self.forms) and self.forms[k] is Form.FINITE

    def _phrase_at(self, i: int) -> int:
        for phrase in _BY_FIRST.get(self.words[i], ()):
            if tuple(self.words[i : i + len(phrase)]) == phrase:
                return 0 if phrase == ("due", "to") and self._scheduled(i) else len(phrase)
        return 0

    def _scheduled(self, i: int) -> bool:
        """Whether "due to" at `i` says what is planned: "is due to close in May", not "is due to rain"."""
        verb, after = (*self.words[i + 2 : i + 4], "", "")[:2]
        planned = (
            i > 0 and self.words[i - 1] in BE | {"be", "been", "not"} and verb in _VERB_STEMS | _BARE | _PLAIN_STEMS
        )
        return planned and after != "of"

    def _relative(self, i: int) -> bool:
        return self.words[i] in _RELATIVES and not self.tokens[i].text.isupper()

    def _subordinates(self, i: int) -> bool:
        word = self.words[i]
        if word == "as":
            back = self.words[i - 1] if i else ""
            return (
                back not in ("such", "well", "known", "long", "soon", "just")
                and _VIEWED.isdisjoint(self.words[max(i - 6, 0) : i])
                and not _looks_past(self.words[i + 1] if i + 1 < len(self.words) else "")
                and self._finite_within(i + 1)
                and not (i + 2 < len(self.words) and "as" in self.words[i + 1 : i + 3])
            )
        return word in SUBORDINATORS and not (word == "until" and i > 0 and self.words[i - 1] == "up")

    def _cut_at(self, i: int, current: _Cut, finite: bool) -> _Cut | None:
        word, before = self.words[i], self.words[i - 1]
        mark = self._mark(i)
        if mark > 0 and self.units[i]:
            return _Cut(i, Kind.QUOTE)
        if i > 1 and self._mark(i - 1) < 0 and self.units[i - 1]:
            return _Cut(i, self._after_insertion(i))
        if i in self.brackets and word == "(":
            return _Cut(i, Kind.PARENTHESIS)
        if i - 1 in self.brackets and before == ")":
            return _Cut(i, self._after_insertion(i))
        if before in ";:" or before in _DASH or (before == "-" and self._spaced(i - 1)):
            return _Cut(i, Kind.COORDINATE if self._finite_within(i) else Kind.PHRASE)
        if not self.tokens[i].is_word:
            return None
        return self._linked(i, finite, current) or self._after_comma(i, finite, current)

    def _spaced(self, i: int) -> bool:
        start = self.tokens[i].start - self.offset
        return start > 0 and self.text[start - 1].isspace()

    def _units(self) -> list[bool]:
        """For each quotation mark whether it bounds speech of its own, not words built into the sentence."""
        units = [False] * len(self.tokens)
        opened: int | None = None
        for i in range(len(self.tokens)):
            mark = self._mark(i)
            if mark > 0:
                opened = i
                units[i] = self._introduced(i)
            elif mark < 0:
                units[i] = units[opened] and self._clausal(opened, i) if opened is not None else i > 3
                if opened is not None:
                    units[opened] = units[i]
                opened = None
        return units

    def _introduced(self, i: int) -> bool:
        return (
            i == 0 or self.words[i - 1] in ",:;" or self.words[i - 1] in _DASH or self.words[i - 1] in _REPORTING_THAT
        )

    def _clausal(self, opening: int, closing: int) -> bool:
        """Whether a quotation holds a clause rather than a word or a name."""
        return closing - opening > 6 or self.next_finite[opening] < closing

    def _brackets(self) -> frozenset[int]:
        """Where long parentheses open and close."""
        found: list[int] = []
        opened: int | None = None
        for i, word in enumerate(self.words):
            if word == "(":
                opened = i
            elif word == ")" and opened is not None:
                found += [opened, i] if i - opened > 5 else []
                opened = None
        return frozenset(found)

    def _after_insertion(self, i: int) -> Kind:
        if self._attributes(i):
            return Kind.ATTRIBUTION
        return Kind.CONTINUATION

    def _attributes(self, i: int) -> bool:
        """Whether "Johnson said", "said the ministry", "according to X" begins at `i`."""
        words = self.words[i : i + 9]
        if words[:2] == ["according", "to"]:
            return True
        stop = self.next_stop[i] - i
        return any(w in _REPORTING_THAT for w in words[: max(stop, 1)][:6]) and "that" not in words

    def _linked(self, i: int, finite: bool, current: _Cut) -> _Cut | None:
        """A clause that a linking word opens at `i`."""
        word, before = self.words[i], self.words[i - 1]
        size = self._phrase_at(i)
        if size and not (i == current.at + 1 and before in _COORDINATORS):
            return _Cut(i, Kind.SUBORDINATE, size)
        if self._relative(i) and before not in _COORDINATORS and before != "(":
            back = 1 if before in _PREPOSITIONS else 0
            return _Cut(i - back, Kind.RELATIVE, 1 + back)
        if self._subordinates(i) and not (before in _COORDINATORS and i == current.at + 1):
            return _Cut(i, Kind.SUBORDINATE, 1)
        if word == "that" and self.words[i - 1] not in ("so", "now", "given"):
            return self._that(i)
        degree = word == "so" and "that" in self.words[i + 2 : i + 6]  # "so short that"
        if word in _COORDINATORS and not degree and (finite or (current.at and self._finite_next(i + 1))):
            return self._coordinated(i)
        if self._takes_over(i, finite, current):
            return _Cut(i, Kind.MAIN)
        addressed = i > 1 and self.words[i - 2] in _TELLING and word in _PRONOUNS and not word.startswith("th")
        later = "that" in self.words[i + 1 : i + 4] and word in ("this", "last", "on", "in", "earlier")
        reported = (
            not later and before in _REPORTING_THAT and before not in _TELLING and self.forms[i - 1] is not Form.NONE
        )
        if (reported or addressed) and finite and self._unmarked_complement(i):
            return _Cut(i, Kind.COMPLEMENT)
        if (
            word in _RESULT_ING
            and self.forms[i] is Form.ING
            and before not in AUXILIARIES
            and before not in _PREPOSITIONS
        ):
            joined = current.kind is Kind.PARTICIPLE and before in _COORDINATORS
            return (
                _Cut(i, Kind.PARTICIPLE, 1)
                if before not in ("be", "been") and (finite or joined or before == ",")
                else None
            )
        return None

    def _takes_over(self, i: int, finite: bool, current: _Cut) -> bool:
        """Whether a pronoun opens the main clause after a fronted one: "after it failed the test *it was sold*"."""
        fronted = (current.kind is Kind.SUBORDINATE and (current.at == 0 or self.words[current.at - 1] == ";")) or (
            current.kind is Kind.COORDINATE and current.opener_size == 2
        )
        if not (fronted and finite and self.words[i] in _SUBJECTS and self._finite_next(i + 1)):
            return False
        before = self.words[i - 1]
        if (
            before in _PREPOSITIONS
            or before in _LINKS
            or before in _REPORTING_THAT
            or self.forms[i - 1] is not Form.NONE
        ):
            return False
        verb = self.next_finite[i + 1]
        end = next((k for k in range(verb, len(self.words)) if self.words[k] in (";", ",")), len(self.words))
        last = next(k for k in range(end - 1, -1, -1) if self.tokens[k].is_word)
        return self.next_finite[verb + 1] >= end and not _looks_past(self.words[last])

    def _that(self, i: int) -> _Cut | None:
        verbs = (k for k in range(max(i - 4, 0), i) if self.words[k] in _REPORTING_THAT)
        if any(self.forms[k] is not Form.NONE for k in verbs) and self._finite_within(i + 1):
            return _Cut(i, Kind.COMPLEMENT, 1)
        if self.words[i - 1] in _REPORTING_THAT and self.forms[i - 1] is not Form.NONE and self._apposed(i + 1):
            return _Cut(i, Kind.COMPLEMENT, 1)
        return _Cut(i, Kind.RELATIVE, 1) if self._finite_next(i + 1) and self.tokens[i - 1].is_word else None

    def _apposed(self, i: int) -> bool:
        """Whether an insertion parts a subject at `i` from its verb: "that *the device, the Edison, performed*"."""
        for k in range(i, min(i + 25, len(self.words))):
            if self.forms[k] is Form.FINITE:
                return self.words[k - 1] == ","
            if self.words[k] in ";:" or self.words[k] in _DASH or self._mark(k):
                return False
        return False

    def _unmarked_complement(self, i: int) -> bool:
        word = self.words[i]
        subject = word in _PRONOUNS or word in _DETERMINERS or self.tokens[i].text[0].isupper() or word.endswith("s")
        verb = self.next_finite[i + 1]
        return (
            subject
            and self._finite_within(i + 1)
            and not any(w in ("and", "or", "but") for w in self.words[verb - 1 : verb])
            and not any(self._phrase_at(k) for k in range(i, verb))
        )

    def _coordinated(self, i: int) -> _Cut | None:
        k = i + 1
        if k >= len(self.words):
            return None
        if self._finite_next(k):
            return _Cut(i, Kind.COORDINATE, 1)
        if self.words[k] in _RELATIVES or self.words[k] in ("that", *SUBORDINATORS) or self._phrase_at(k):
            return _Cut(i, Kind.COORDINATE, 2)
        verb = self.next_finite[k]
        related = self.words[verb - 1] == "that" and verb - 1 > k  # "ports and roads that earned little"
        near = verb - k <= 14 and not related
        return _Cut(i, Kind.COORDINATE, 1) if near and self._finite_within(k) else None

    def _after_comma(self, i: int, finite: bool, current: _Cut) -> _Cut | None:
        """A clause that only a comma separates from what stands before."""
        if self.words[i - 1] != ",":
            return None
        word = self.words[i]
        if self.forms[i] is Form.ING or (
            word.endswith("ly") and i + 1 < len(self.forms) and self.forms[i + 1] is Form.ING
        ):
            return _Cut(i, Kind.PARTICIPLE, 1)
        if word == "with" and current.at:
            return _Cut(i, Kind.PARTICIPLE, 1)
        if word == "with" and finite:
            return _Cut(i, Kind.PARTICIPLE, 1)
        if finite and self._attributes(i):
            return _Cut(i, Kind.ATTRIBUTION)
        if (
            self.forms[i] is Form.PAST_PARTICIPLE
            and i + 1 < len(self.words)
            and self.words[i + 1] in _PREPOSITIONS
            and finite
        ):
            return _Cut(i, Kind.PARTICIPLE, 1)
        if current.kind in (Kind.RELATIVE, Kind.PARTICIPLE, Kind.PARENTHESIS) and self._finite_next(i):
            return _Cut(i, Kind.CONTINUATION)
        if self._finite_next(i) and finite:
            return _Cut(i, Kind.COORDINATE)
        opens = word in _PRONOUNS or word in _DETERMINERS or self.tokens[i].text[0].isupper()
        leads = finite or opens or current.at == 0 or self.words[current.at - 1] in (",", ";", "and", "but")
        fronted = (current.kind is Kind.SUBORDINATE and leads) or (
            current.kind is Kind.MAIN and not finite and self._fronted(current.at)
        )
        subject = not self._finite_next(i)
        if fronted and subject and (self._finite_within(i) or (current.kind is Kind.SUBORDINATE and finite)):
            return _Cut(i, Kind.MAIN)
        if finite and self._finite_within(i) and word in _PRONOUNS | _DETERMINERS:
            return _Cut(i, Kind.COORDINATE)
        return None

    def _fronted(self, first: int) -> bool:
        """Whether the clause at `first` begins like an adverbial: "In May", "However", "Asked about it"."""
        word = self.words[first]
        return (
            word in _PREPOSITIONS
            or word in _ADVERBS
            or word.endswith("ly")
            or word
            in ("however", "meanwhile", "moreover", "additionally", "furthermore", "according", "earlier", "yesterday")
            or word
            in ("today", "overall", "finally", "elsewhere", "firstly", "secondly", "consequently", "nevertheless")
            or self.forms[first] in (Form.ING, Form.PAST_PARTICIPLE)
        )
