"""Who acts on whom in a brief, read off the passages that its statements quote.

Precision before recall: a relation is read only where one clause has a known actor for its subject, a verb of doing,
and another known actor for the verb's object or complement, all within one quoted passage, and where neither
somebody else's words nor a condition hold the clause. English sources only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.english import REPORTING_VERBS
from generator.extract.attribution import attribution_of, is_quoted
from generator.extract.clauses import AUXILIARIES, BE, Clause, Form, Kind, clauses, verb_forms
from generator.extract.lexicon import gazetteer, key, words
from generator.extract.parse import Sentence, Token, parse, tokenise
from generator.extract.roles import (
    ADVERBS,
    DETERMINERS,
    description,
    is_subject,
    links,
    phrase_start,
    skip_adverbials,
    skip_insertion,
)  # fmt: skip
from generator.model import Brief, Document, Evidence, Section, Span, Statement, Status

_LONGEST = 2000
"""Tokens from which on a sentence is none, and is not read: each of its quotes would cost that of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One actor of a brief acts on another, in the words of a source."""

    actor: Statement
    """Who acts: a statement of the section actors."""
    verb: str
    """What is done, verbatim from the passage, negation and hedges with it: “did not recognise”, “imposed sanctions
    on”; where `passive`, “was accused by”, with the object for its subject."""
    object: Statement
    """On whom: another statement of the section actors."""
    passive: bool
    speaker: str
    """Who says so, as the passage names them; empty where the source itself does."""
    statement: Statement
    """The first statement of the brief that rests on the passage."""
    note: int
    """Number of the passage, which holds subject, verb and object: it is ``brief.notes[note - 1]``."""


def relations(brief: Brief) -> tuple[Relation, ...]:
    """The relations between the actors of `brief`, in the order in which its statements tell them; none twice."""
    first: dict[Evidence, Statement] = {}
    for statement in brief.statements:
        if statement.status is not Status.DISPUTED:
            for evidence in statement.evidence:
                first.setdefault(evidence, statement)
    actors = _Actors(brief.section(Section.ACTORS))
    sources = [_Source(document, actors) for document in brief.sources]
    numbers = {evidence: number for number, evidence in enumerate(brief.notes, 1)}
    found: dict[tuple[str, str, str], Relation] = {}
    for evidence, statement in first.items():
        for deed in sources[evidence.source].deeds(evidence.span):
            relation = Relation(
                actor=deed.actor, verb=deed.verb, object=deed.object, passive=deed.passive,
                speaker=deed.speaker, statement=statement, note=numbers[evidence],
            )  # fmt: skip
            found.setdefault((deed.actor.anchor, deed.verb.casefold(), deed.object.anchor), relation)
    return tuple(found.values())


def describes(alias: str) -> bool:
    """Whether an alias is no name but words that mean somebody else in another sentence: "airlines", "his party"."""
    return alias.islower() or alias.partition(" ")[0].lower() in DETERMINERS - {"the"} | _POSSESSIVES


# --- words -----------------------------------------------------------------------------------------------------------

_ADDRESSED = frozenset("told tell tells accuse accuses accused blame blames blamed warn warns warned".split())
"""Of the reporting verbs those that have somebody they are addressed to or turned against for an object."""
_NO_DEEDS = REPORTING_VERBS - _ADDRESSED | frozenset(
    """be been being become becomes became remain remains remained seem seems seemed appear appears appeared include
    includes included including comprise mean means meant cost costs contain contains belong belongs have has
    had having want wants wanted expect expects expected think thinks thought know knows knew known see sees saw
    seen hear hears heard fear fears feared hope hopes hoped find finds found feel feels felt understand
    understood call calls called name names named title titled dub dubbed consider considers considered regard
    regarded show shows showed shown reveal reveals revealed indicate indicated mention mentions mentioned refer
    refers referred live lives lived stay stays stayed go goes went come comes came travel travels travelled
    traveled flee flees fled fly flies flew return returns returned move moves moved arrive arrives arrived fall
    falls fell rise rises rose sit sits sat lie lies lay stand stands stood happen happens happened occur occurs
    occurred last lasts lasted look looks looked resemble share shares shared follow follows followed precede
    preceded feature features featured characterize characterized characterise characterised discuss discusses
    discussed explain compare compares compared describe described celebrate celebrated quote quoted attend
    attended missing star starred study studied graduate graduated bear born die dies died""".split()
)
"""Being, having, thinking, saying, moving about: nobody is acted on."""
_LINKING = frozenset("with against on upon to for".split())
"""Prepositions behind which a complement of the verb stands."""
_FREE = frozenset("with against on upon for".split())
"""Those before which a noun of the verb's own may stand: "imposed sanctions on", "held talks with"…"""
_GIVING = frozenset(
    """give gives gave given giving hand hands handed send sends sent sell sells sold offer offers offered promise
    promises promised pay pays paid lend lends lent donate donates donated supply supplies supplied deliver
    delivers delivered grant grants granted provide provides provided transfer transfers transferred award
    awards awarded extend extends extended ship ships shipped cede ceded relinquish relinquished cut cuts open
    opens opened propose proposed present presents presented issue issues issued""".split()
)
"""…and the verbs after which it is a noun before "to"."""
_LIGHT = _GIVING | frozenset(
    """place places placed put puts bring brings brought take takes took taken turn turns turned make makes made keep
    keeps kept hold holds held leave leaves left drive drove set sets let lets get gets got enter enters entered
    reach reaches reached""".split()
)
"""Verbs that say little without what follows their object, or have places for objects."""
_ENDS_NAME = frozenset(
    """in on at by for from with to over against after before during since until as of amid without through under
    about and or but while when because if who whom which that whose despite following saying into near throughout
    via between among amongst within beyond beside besides outside inside towards toward upon onto off per behind above
    below around across except excluding including unlike like concerning regarding versus""".split()
)
_NOT_TOLD = (Kind.RELATIVE, Kind.QUOTE, Kind.PARENTHESIS)
_WEAKENING = frozenset(
    "no not never neither nor hardly barely few allegedly reportedly apparently supposedly possibly perhaps probably"
    " presumably seemingly maybe nearly almost virtually practically".split()
)
"""Adverbs and determiners that make less of what is said."""
_RELATIVES = frozenset(["who", "which"])
_ADVERBS = ADVERBS | frozenset("first even once soon thus therefore instead together jointly twice long".split())
_FORMS_OF_BE = frozenset("be been being".split())
_LIKELY = frozenset("likely unlikely ready set due willing able unable poised prepared".split())
_PARTICLES = frozenset("out up off back down away".split())
_TIMES = frozenset("last this earlier yesterday today tonight next again all each early late both".split())
_MOST_WORDS = 8
_DENIAL = re.compile(r"\b(?:den(?:y|ie[sd]|ying)|reject|refut|dismiss|doubt|disput)", re.IGNORECASE)
_POSSESSIVES = frozenset("its his her their".split())
_CONDITIONS = frozenset("if unless whether lest until before".split())
_OPEN = frozenset(',;:()[]—–"“”«»')


# --- actors ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mention:
    first: int
    last: int
    actor: Statement


class _Actors:
    """Finds actors by name and alias, as whole words; a common noun ("airlines", "his party") is no alias here."""

    def __init__(self, actors: Iterable[Statement]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Statement]]] = {}
        owners: dict[tuple[str, ...], set[str]] = {}
        named = [
            (_parts(name), actor)
            for actor in actors
            for name in (actor.name or "", *(alias for alias in actor.aliases if not describes(alias)))
        ]
        for parts, actor in named:
            owners.setdefault(parts, set()).add(actor.anchor)
        for parts, actor in named:
            if parts and len(owners[parts]) == 1 and not _is_adjective(" ".join(parts)):
                self._by_first.setdefault(parts[0], []).append((parts, actor))
        for forms in self._by_first.values():
            forms.sort(key=lambda form: -len(form[0]))

    def find(self, tokens: Sequence[Token]) -> list[_Mention]:
        """Where they stand in `tokens`, the longest form first, without overlap."""
        found, index = [], 0
        while index < len(tokens):
            mention = self._at(tokens, index)
            if mention:
                found.append(mention)
            index = mention.last if mention else index + 1
        return found

    def _at(self, tokens: Sequence[Token], index: int) -> _Mention | None:
        for parts, actor in self._by_first.get(tokens[index].text, ()):
            last = index + len(parts)
            if tuple(t.text for t in tokens[index:last]) == parts:
                return _Mention(index, last, actor)
        return None


def _is_adjective(name: str) -> bool:
    """Whether a form of a state's name is its adjective: "the Russian" is a person nobody here knows."""
    known = gazetteer().get(key(name))
    return known is not None and known.kind == "adjective"


def _parts(name: str) -> tuple[str, ...]:
    parts = tuple(token.text for token in tokenise(name))
    return parts[1:] if len(parts) > 1 and parts[0].lower() == "the" else parts


# --- clauses ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Deed:
    actor: Statement
    verb: str
    object: Statement
    passive: bool
    subjects: frozenset[str]
    """Anchors of all that do it together."""
    reported: bool
    """Whether it is told as what somebody says, thinks or fears."""
    speaker: str = ""


class _Source:
    """One source, read for what actors do to one another."""

    def __init__(self, document: Document, actors: _Actors) -> None:
        self.document = document
        self.actors = actors
        self.sentences = parse(document) if document.language in (None, "en") else ()

    def deeds(self, span: Span) -> Iterator[_Deed]:
        """What the passage at `span` tells."""
        index = self.document.sentence_at(span.start)
        if index is not None and self.sentences:
            yield from self._read(self.sentences[index], span)

    def _read(self, sentence: Sentence, span: Span) -> Iterator[_Deed]:
        tokens = sentence.tokens
        if len(tokens) > _LONGEST:
            return
        found = self.actors.find(tokens)
        mentions = [m for m in found if span.covers(Span(tokens[m.first].start, tokens[m.last - 1].end))]
        if len({m.actor.anchor for m in mentions}) < 2:
            return
        for deed, where in _Clauses(sentence, mentions).deeds():
            if not is_quoted(self.sentences, sentence, where):
                yield from self._as_said(sentence, deed, where)

    def _as_said(self, sentence: Sentence, deed: _Deed, where: Span) -> Iterator[_Deed]:
        """`deed` with who says it; nothing where somebody unnamed does, or where it is denied."""
        said = attribution_of(sentence, where)
        if said is None:
            if not deed.reported:
                yield deed
        elif (said.verb or " ").casefold() in deed.verb.casefold().split():
            yield deed  # "warned" and "allegedly" attribute, and are words of the deed itself
        elif said.speaker and said.speaker.casefold() not in words("pronouns"):
            own = {m.actor.anchor for m in self.actors.find(tokenise(said.speaker))} & deed.subjects
            if not _DENIAL.search(sentence.text[: where.start - sentence.span.start]):
                yield deed if own else replace(deed, speaker=said.speaker)


class _Clauses:
    """Reads the clauses of one sentence whose subjects are actors."""

    def __init__(self, sentence: Sentence, mentions: Sequence[_Mention]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.mentions = mentions
        self.by_first = {m.first: m for m in mentions}
        self.forms = verb_forms(sentence.tokens)
        self.clauses = clauses(sentence, self.forms)
        self.low = [t.lower.replace("’", "'") for t in sentence.tokens]

    def deeds(self) -> Iterator[tuple[_Deed, Span]]:
        """What actors do to one another, each with the stretch from subject to object; nothing in a question."""
        if self.sentence.text.rstrip(' "”’)').endswith("?"):
            return
        for subject in self.mentions:
            for behind, first in self._verbs(subject):
                if group := self._verb(first):
                    for other in self._objects(*group):
                        yield from self._deed(subject, other, self._from(behind, first), *group)

    def _deed(
        self, subject: _Mention, other: _Mention, first: int, main: int, passive: bool
    ) -> Iterator[tuple[_Deed, Span]]:
        """The words from `first` to `other` as a deed, where they are few and joined; one for each subject."""
        last = max(self._phrase_start(self._with(other)[0].first), main + 1)
        start = self._phrase_start(subject.first)
        phrase = self._text(first, last)
        vague = _POSSESSIVES - {"its"} & set(self.low[first:last])  # "gave *his* job to": whose?
        if vague or len(phrase.split()) > _MOST_WORDS or _OPEN.intersection(phrase):
            return
        subjects = self._subjects(subject)
        together = frozenset(s.actor.anchor for s in subjects)
        reported = self._clause(start).kind is Kind.COMPLEMENT
        for one in subjects:
            if one.actor is not other.actor:
                pair = (other.actor, one.actor) if passive else (one.actor, other.actor)
                yield _Deed(pair[0], phrase, pair[1], passive, together, reported), self._span(one.first, other.last)

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def _text(self, first: int, last: int) -> str:
        span, offset = self._span(first, last), self.sentence.span.start
        return self.sentence.text[span.start - offset : span.end - offset]

    def _from(self, behind: int, verb: int) -> int:
        """Where the words for the deed begin: with what stands before its verb where that weakens or turns it."""
        return behind if any(self.low[i] in _WEAKENING for i in range(behind, verb)) else verb

    def _phrase_start(self, first: int) -> int:
        """Where the noun phrase begins that the name at `first` heads: "*the* president of Chad, Idriss Déby"."""
        start = phrase_start(self.tokens, first)
        title = description(self.tokens, first, first + 1, person=True)
        if title and title[0] < start:
            start = title[0]
        return start - 1 if start and self.low[start - 1] in ("the", "a", "an") else start

    # - subjects -

    def _verbs(self, subject: _Mention) -> Iterator[tuple[int, int]]:
        """Where what stands before a verb of `subject` begins, and where the verb: the next one, that of a relative
        clause, and those that "and" joins to either."""
        behind = skip_insertion(self.tokens, subject.last)
        tells = Form.FINITE in self.forms[subject.last : behind] and self._word(subject.last + 1) not in _RELATIVES
        if self._listed(subject) and not tells:
            yield from self._tied(behind)
        if relative := self._relative(subject):
            yield from self._tied(subject.last + relative)

    def _tied(self, behind: int) -> Iterator[tuple[int, int]]:
        verb = self._past_adverbs(behind)
        if not self._finite(verb):
            return
        yield behind, verb
        for clause in (c for c in self.clauses if c.first > verb):
            joined = self._past_adverbs(clause.first + clause.opener_size)
            tied = clause.kind is Kind.COORDINATE and clause.opener in ("and", "but") and not clause.quoted
            if not (tied and self._finite(joined)):
                return
            yield clause.first + clause.opener_size, joined

    def _finite(self, index: int) -> bool:
        return index < len(self.tokens) and self.forms[index] is Form.FINITE

    def _past_adverbs(self, index: int) -> int:
        index = skip_adverbials(self.tokens, index)
        while self._word(index) in _ADVERBS | _WEAKENING or self._word(index).endswith("ly"):
            index += 1
        return index

    def _relative(self, subject: _Mention) -> int:
        """How many words open the relative clause that tells of `subject`: "Turkey*, which* accused …"; 0 if none."""
        if self._word(self._phrase_start(subject.first) - 1) in ("of", "in", "from", "and", "or", ","):
            return 0
        if self._word(subject.last) == "who":
            return 1
        return 2 * (self._word(subject.last) == "," and self._word(subject.last + 1) in _RELATIVES)

    def _subjects(self, last: _Mention) -> list[_Mention]:
        """Those who do what the verb behind `last` says."""
        return self._listed(last) or [last]

    def _listed(self, last: _Mention) -> list[_Mention]:
        """The subjects of the clause whose verb follows `last`: the list that it ends, or it alone; [] for none."""
        listed = self._with(last)
        if self._may_open(self._phrase_start(listed[0].first)):
            return listed
        start = self._phrase_start(last.first)
        alone = len(listed) == 1 or self.tokens[listed[-2].last].text == ","  # not "between Ardal *and Kessel*"
        return [last] if alone and self._may_open(start) else []

    def _with(self, subject: _Mention) -> list[_Mention]:
        """`subject` after those listed before it: "*Canada, Brazil and* Colombia"."""
        found = [subject]
        for mention in reversed([m for m in self.mentions if m.last <= subject.first]):
            start = self._phrase_start(found[0].first)
            joined = links(self.tokens, mention.last) == start and "or" not in self.low[mention.last : start]
            if start > mention.last and joined:
                found.insert(0, mention)
            else:
                break
        return found

    def _may_open(self, start: int) -> bool:
        """Whether the noun phrase at `start` may be the subject of a clause that says how things are."""
        clause = self._clause(start)
        if clause.quoted or clause.kind in _NOT_TOLD or _CONDITIONS.intersection(clause.opener.split()):
            return False
        opening = clause.first + clause.opener_size
        if _WEAKENING.intersection((*self.low[clause.first : start + 1], self._word(start - 1))):
            return False
        dated = skip_adverbials(self.tokens, opening) >= start  # "On March 14 | the Commission"
        return dated or is_subject(self.tokens, self.forms, start) or self._is_phrase(opening, start)

    def _clause(self, index: int) -> Clause:
        return next((c for c in self.clauses if c.first <= index < c.last), self.clauses[-1])

    def _is_phrase(self, first: int, last: int) -> bool:
        """Whether the words from `first` to `last` can only lead the noun behind them: "*the exiting* governor"."""
        return self.low[first] in DETERMINERS | _POSSESSIVES and all(
            form is Form.ING or (t.is_word and form is Form.NONE and t.lower not in _ENDS_NAME | {"of", "than"})
            for t, form in zip(self.tokens[first:last], self.forms[first:last], strict=True)
        )

    # - verbs -

    def _verb(self, first: int) -> tuple[int, bool] | None:
        """The last word of the verb group that begins at `first`, and whether it is passive; None where nobody acts."""
        helper, main = "", first
        while main + 1 < len(self.tokens) and self._leads_on(main):
            if self.low[main] in AUXILIARIES | _FORMS_OF_BE | {"to"}:
                helper = self.low[main]
            main += 1
        if self.low[main] in _NO_DEEDS or self.forms[main] is Form.NONE:
            return None
        return main, helper in BE | _FORMS_OF_BE and self.forms[main] is Form.PAST_PARTICIPLE

    def _leads_on(self, index: int) -> bool:
        """Whether the verb group goes on behind `index`: after an auxiliary, an adverb, "refused *to*"."""
        word, after = self.low[index], self.low[index + 1]
        if word in AUXILIARIES | _FORMS_OF_BE | _ADVERBS | {"not", "n't", "to", "never"}:
            return True
        if after == "to" and index + 2 < len(self.tokens) and self.forms[index + 2] is Form.INFINITIVE:
            return word in _LIKELY or self.forms[index] is not Form.NONE
        return word.endswith("ly") and self.forms[index + 1] is not Form.NONE

    # - objects -

    def _objects(self, main: int, passive: bool) -> Iterator[_Mention]:
        """The actors that the verb at `main` is about, one or several in a list."""
        found = self._object(main, passive)
        while found:
            behind = links(self.tokens, found.last)
            if "or" in self.low[found.last : behind]:
                return
            yield found
            found = self._name(behind) if behind > found.last else None

    def _object(self, main: int, passive: bool) -> _Mention | None:
        """The actor whom the words behind the verb at `main` make its object or complement."""
        verb, index = self.low[main], main + 1
        while self._word(index) in _PARTICLES or self._word(index) in _ADVERBS - _WEAKENING:
            index += 1
        if passive:
            return self._name(index + 1) if self._word(index) == "by" else None
        direct = self._name(index) if verb not in _LIGHT else None
        if direct and self._word(direct.last) == "from" and verb.startswith("remove"):
            return None  # "removed Ethiopia *from its list*"
        if direct or self._word(index) not in _LINKING:
            return direct or self._behind_noun(verb, index)
        return None if self._word(index) == "to" and self._may_be_verb(index + 1) else self._name(index + 1)

    def _may_be_verb(self, index: int) -> bool:
        """Whether the word behind "to" may be an infinitive of a verb that is not known: "to *coerce* Kessel"."""
        word = self._word(index).rpartition("-")[2]
        return self.tokens[index].text.islower() and word not in DETERMINERS | _POSSESSIVES | words("titles")

    def _behind_noun(self, verb: str, index: int) -> _Mention | None:
        """The actor behind a short noun phrase and a preposition: "imposed *sanctions on* Russia"."""
        if verb in _ADDRESSED and not verb.startswith("blame"):
            return None  # "told a conference with Kessel"
        before = _FREE | {"to"} if verb in _GIVING else _FREE
        for last in range(index, min(index + 7, len(self.tokens))):
            if last > index and self._word(last) in before:
                return self._name(last + 1)
            ends = self.low[last] in _ENDS_NAME - {"and"} or self.low[last] == "that" or last in self.by_first
            if ends or not self.tokens[last].is_word or self.forms[last] in (Form.FINITE, Form.ING):
                return None
        return None

    def _word(self, index: int) -> str:
        return self.low[index] if 0 <= index < len(self.low) else ""

    def _name(self, index: int) -> _Mention | None:
        """The actor whose noun phrase begins at `index`, where the phrase ends with its name."""
        for first in range(index, min(index + 8, len(self.tokens))):
            mention = self.by_first.get(first)
            if self.low[first] in _ENDS_NAME - {"and", "of"}:
                return None
            if mention:
                whole = self._phrase_start(first) <= index and self._ends(mention.last)
                return mention if whole else None
            apposed = self.tokens[first].text == "," and self._word(first - 1) in words("titles")
            if not self.tokens[first].is_word and not apposed:
                return None
        return None

    def _ends(self, index: int) -> bool:
        """Whether a noun phrase ends before `index`, and no clause of its own goes on there."""
        while index < len(self.tokens) and self.tokens[index].text in '"“”':
            index += 1
        if index >= len(self.tokens):
            return True
        if not self.tokens[index].is_word:
            return self.tokens[index].text not in "-'’"
        word = self.low[index]
        ends = word in _ENDS_NAME or word.endswith("ly") or word in words("calendar") or word in _TIMES
        return ends and self.forms[index] is not Form.FINITE
