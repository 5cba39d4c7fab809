"""Which entities of a document are actors of its story, and what each is or does in it.

How much an entity is an actor is a weighted sum of traits: how often and where it is named, and whether it acts,
speaks, is acted upon or is a mere place. ``lexicon/salience.tsv`` holds the weights, fitted once to annotated articles
by logistic regression and rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.extract import roles
from generator.extract.clauses import AUXILIARIES, Clause, Form, clauses, verb_forms
from generator.extract.encoder import Place, Reading
from generator.extract.judgement import actor_signals, contributions, weigh_actor
from generator.extract.lexicon import salience, words
from generator.extract.names import Entity, Mention
from generator.extract.parse import Sentence, Token
from generator.extract.verdicts import BELOW, FULL, Verdict, strongest
from generator.model import ActorType, Claim, Document, Section, Span

_MOST = 40
"""Actors listed at most."""
_UNTOLD = 0.5
"""The salience that an entity must have of which no passage tells what it is or does."""
_MENTIONS_READ = 12
"""How many mentions are looked through for a role."""


def actors(
    document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity], reading: Reading | None = None
) -> Iterator[Claim]:
    """The actors of `document`, most important first, each with its role and the passage that carries it.

    The role (`Claim.text`) is a title or an apposition ("Syrian president"), else what the actor does in the words of
    the evidence, else "".
    """
    for _, made in _decided(_Reader(document, sentences, entities, reading), entities):
        if isinstance(made, Claim):
            yield made


def verdicts(
    document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity], reading: Reading | None = None
) -> Iterator[Verdict]:
    """What becomes of every entity; those shown in the order of their claims."""
    reader = _Reader(document, sentences, entities, reading)
    for entity, made in _decided(reader, entities):
        claim = made if isinstance(made, Claim) else None
        told = document.sentence_at(claim.evidence[0].start) if claim else None
        named = (m.sentence for m in entity.mentions)
        yield Verdict(
            section=Section.ACTORS,
            sentences=tuple(dict.fromkeys(named if told is None else (told, *named))),
            text=entity.name,
            probability=reader.salience(entity) if entity.type is not None else None,
            bar=0.0 if entity.type is not None else None,
            rules=(f"name ({entity.type or 'place'})",),
            signals=strongest(reader.signals(entity)) if entity.type is not None else (),
            outcome="" if isinstance(made, Claim) else made,
            claim=claim,
        )


def _decided(reader: _Reader, entities: Sequence[Entity]) -> Iterator[tuple[Entity, Claim | str]]:
    """Each entity with the claim that it is an actor, most important first, or with the reason why it is none."""
    rated = []
    for entity in entities:
        if entity.type is None:
            yield entity, "it is a place, not an actor"
        elif reader.salience(entity) <= 0:
            yield entity, BELOW
        elif reader.only_titles(entity):
            yield entity, "it is named only in somebody's title"
        elif reader.only_reports(entity):
            yield entity, "it only reports"
        else:
            rated.append((reader.importance(entity), entity))
    rated.sort(key=lambda pair: (-pair[0], pair[1].mentions[0].span))
    for weight, entity in rated[:_MOST]:
        text, evidence = reader.role(entity)
        if not text and reader.salience(entity) < _UNTOLD:
            yield entity, f"no passage tells what it is or does, and its salience is below {_UNTOLD:.2f}"
            continue
        yield (
            entity,
            Claim(
                section=Section.ACTORS,
                text=text,
                evidence=(evidence,),
                name=entity.name,
                type=entity.type,
                aliases=entity.aliases,
                weight=weight,
            ),
        )
    yield from ((entity, FULL) for _, entity in rated[_MOST:])


@dataclass(slots=True)
class _Place:
    """How a mention stands in its sentence: what the words around it make of it."""

    mention: Mention
    first: int
    last: int
    acts: bool = False
    suffers: bool = False
    speaks: bool = False
    located: bool = False
    """After "in", "at", "near", …: a mere place."""
    affiliation: bool = False
    """Somebody's organisation or country: "director of X", "X spokesman"."""
    agent: bool = False
    """Of a deed that a noun tells: "the advance of X"."""
    owns: bool = False
    modifies: bool = False
    """Before a noun: "Ohio weather"."""
    described: bool = False


_Found = tuple[tuple[str, Span] | None, int]
"""A role with its passage, and how good it is."""

_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "has", "have", "had"])
_CONJUNCTIONS = words("conjunctions")
_NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "tions", "sions", "ments")
_DEEDS = words("deeds")
_PLACELIKE = words("placelike")
_FIGHTERS = words("fighters")


class _Reader:
    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Sequence[Entity],
        reading: Reading | None = None,
    ) -> None:
        self.document = document
        self.reading = reading
        self.rated: dict[int, float] = {}
        self.sentences = sentences
        self.forms: dict[int, list[Form]] = {}
        self.starts: dict[int, dict[int, int]] = {}
        self.pieces: dict[int, tuple[Clause, ...]] = {}
        every = sorted((m for e in entities for m in e.mentions), key=lambda m: (m.sentence, m.span))
        placed = [self._place(m) for m in every]
        self.places = {p.mention: p for p in placed}
        self.ends = {(p.mention.sentence, p.first): p.last for p in placed}
        self.begins = {(p.mention.sentence, p.last): p.first for p in placed}
        self.nominals: dict[int, list[Span]] = {}
        for mention in every:
            if mention.form == "nominal":
                self.nominals.setdefault(mention.sentence, []).append(mention.span)
        people = {m for e in entities if e.type is ActorType.PERSON for m in e.mentions}
        self.people = {(p.mention.sentence, p.first): p.last for p in placed if p.mention in people}
        self._share(placed)
        self._share(placed[::-1])

    # -- how mentions stand

    def _place(self, mention: Mention) -> _Place:
        tokens, forms = self._read(mention.sentence)
        first = self.starts[mention.sentence].get(mention.span.start, 0)
        last = first + 1
        while last < len(tokens) and tokens[last].start < mention.span.end:
            last += 1
        place = _Place(mention, first, last)
        self._look_right(place, tokens, forms)
        self._look_left(place, tokens, forms)
        place.described = roles.apposition(tokens, first, last) is not None
        return place

    def _read(self, sentence: int) -> tuple[Sequence[Token], list[Form]]:
        tokens = self.sentences[sentence].tokens
        if sentence not in self.forms:
            self.forms[sentence] = verb_forms(tokens)
            self.starts[sentence] = {t.start: i for i, t in enumerate(tokens)}
        return tokens, self.forms[sentence]

    def _look_right(self, place: _Place, tokens: Sequence[Token], forms: Sequence[Form]) -> None:
        """What the verb after a mention makes of it."""
        place.owns = tokens[place.last - 1].end > place.mention.span.end
        after = roles.skip_insertion(tokens, place.last)
        after = roles.skip_adverbials(tokens, after)
        if after >= len(tokens) or place.owns:
            return
        word, form = tokens[after].lower, forms[after]
        passive = word in _BE and Form.PAST_PARTICIPLE in forms[after + 1 : after + 4]
        place.acts = form is Form.ING or (form is Form.FINITE and not passive)
        place.suffers = passive
        place.speaks = word in words("speech_verbs")
        follows = after == place.last and word[0].isalpha() and form is Form.NONE
        place.modifies = follows and word not in roles.FUNCTION
        place.affiliation = tokens[place.last].lower in words("titles")

    def _look_left(self, place: _Place, tokens: Sequence[Token], forms: Sequence[Form]) -> None:
        """What the preposition, verb or noun before a mention makes of it."""
        left = place.first - 1
        while (
            left > place.first - 5
            and left >= 0
            and (tokens[left].lower in roles.DETERMINERS or tokens[left].text[0].isdigit())
        ):
            left -= 1
        while (
            left > place.first - 9
            and left >= 0
            and (tokens[left].lower in words("titles") or tokens[left].lower in words("title_modifiers"))
        ):
            left -= 1
        if left < 0:
            return
        before, noun = tokens[left].lower, tokens[left - 1].lower if left else ""
        place.suffers |= before not in _BE and forms[left] in (Form.FINITE, Form.INFINITIVE, Form.ING)
        place.speaks |= before in words("speech_verbs") or (before == "to" and noun == "according")
        place.acts |= before == "by"
        if before in roles.FUNCTION and before not in _CONJUNCTIONS:  # within a phrase: its head acts, not this
            place.acts = place.suffers = False
            place.speaks &= before == "to"
        place.located = before in words("place_prepositions") or before in (
            "from",
            "of",
            "over",
            "off",
            "through",
            "to",
        )
        place.agent = before in ("of", "by", "from", "among") and (noun.endswith(_NOUN_ENDINGS) or noun in _DEEDS)
        place.affiliation |= before in ("of", "for", "at") and noun in words("titles")

    def _share(self, placed: Sequence[_Place]) -> None:
        """Neighbours in a list do alike ("A, B and C signed"); of "X of Y said", X speaks."""
        for one, other in pairwise(placed):
            if one.mention.sentence != other.mention.sentence:
                continue
            left, right = (one, other) if one.first < other.first else (other, one)
            tokens, forms = self._read(one.mention.sentence)
            if right.first - left.last > 4:
                continue
            between = [t.lower for t in tokens[left.last : right.first] if t.lower not in roles.DETERMINERS]
            if between in (["of"], ["from"], ["at"], ["for"]) and not left.owns:
                fresh = _Place(right.mention, right.first, right.last)
                self._look_right(fresh, tokens, forms)
                _take_over(left, fresh)
            elif between and len(between) <= 2 and all(b in (",", "and", "or", "as", "well", "with") for b in between):
                _take_over(other, one)

    # -- salience

    def salience(self, entity: Entity) -> float:
        """Above 0 where `entity` is an actor rather than a mere name."""
        if id(entity) not in self.rated:
            rule = self.rule_salience(entity)
            read = self.reading
            self.rated[id(entity)] = weigh_actor(self.places_of(entity), rule, read) if read else rule
        return self.rated[id(entity)]

    def places_of(self, entity: Entity) -> list[Place]:
        """Where it is named."""
        return [(m.sentence, self.places[m].first, self.places[m].last) for m in entity.mentions]

    def signals(self, entity: Entity) -> Iterator[tuple[str, float]]:
        """What speaks for and against `entity`: signals of the judgement, or traits where the rules decide."""
        rule = self.rule_salience(entity)
        own = actor_signals(self.places_of(entity), rule, self.reading) if self.reading else None
        if own is not None:
            return contributions("actor", own)
        assert entity.type is not None
        weights = salience(entity.type)
        return (
            (name, weights.get(name, 0.0)) for name, holds in self.traits(entity).items() if holds and name != "always"
        )

    def rule_salience(self, entity: Entity) -> float:
        """What the rules alone make of it."""
        assert entity.type is not None
        weights = salience(entity.type)
        return sum(weights.get(name, 0.0) for name, holds in self.traits(entity).items() if holds)

    def importance(self, entity: Entity) -> float:
        """For the order: above all how often and how prominently `entity` is named."""
        traits = self.traits(entity)
        named = 0.5 * min(len(entity.mentions), 6)
        prominent = 1.5 * traits["in the title"] + 1.5 * traits["in the lead"] + traits["in the first third"]
        return 0.5 * self.salience(entity) + named + prominent

    def traits(self, entity: Entity) -> dict[str, bool]:
        """What holds of `entity`; the names are those of the rows of ``salience.tsv``."""
        places = [self.places[m] for m in entity.mentions]
        count, acts = len(places), sum(p.acts for p in places)
        forms = {entity.name, *entity.aliases, *(m.text for m in entity.mentions)}
        parts = entity.name.split()
        nominal = [p for p in places if p.mention.form == "nominal"]
        common = len(nominal) == count and entity.kind != "state"
        last = (nominal[0].mention.text if common else entity.name).split()[-1].lower()
        lower = all(m.text.islower() for m in entity.mentions)
        before = [self._before(p) for p in nominal] if common else []
        return {
            "always": True,
            "named twice": count >= 2, "named 3 times": count >= 3, "named 5 times": count >= 5,
            "in the title": any(f in self.document.title for f in forms),
            "in the lead": entity.mentions[0].sentence <= 1,
            "in the first third": entity.mentions[0].sentence < 0.35 * len(self.sentences),
            "opens a sentence": any(p.first <= 1 for p in places),
            "acts": acts >= 1, "acts twice": acts >= 2,
            "acts without speaking": any(p.acts and not p.speaks for p in places),
            "speaks": any(p.speaks for p in places), "is acted upon": any(p.suffers for p in places),
            "agent of a noun": any(p.agent for p in places),
            "place": any(p.located for p in places), "only a place": all(p.located for p in places),
            "affiliation": any(p.affiliation for p in places), "owns": any(p.owns for p in places),
            "modifies": any(p.modifies for p in places), "only modifies": all(p.modifies for p in places),
            "described": any(p.described for p in places),
            "has a common noun": any(p.mention.form == "nominal" for p in places),
            "only an adjective": all(p.mention.form == "adjective" for p in places),
            "medium": entity.kind == "media", "region": entity.kind == "region", "known": bool(entity.kind),
            "one word": len(parts) == 1, "two words": len(parts) == 2, "acronym": entity.name.isupper(),
            "lower case": lower, "name and noun": not lower,
            "institution": last in _PLACELIKE, "general noun": last in words("group_generic"),
            "fighters": last in _FIGHTERS,
            "nameless": common, "nameless twice": common and count >= 2,
            "nameless and speaks": common and any(p.speaks for p in places),
            "nameless and acts": common and acts >= 1,
            "definite": any(b in ("the", "these", "those") for b in before),
            "indefinite": any(b in ("a", "an", "one", "another", "some") for b in before),
            "counted": any(b[:1].isdigit() or b in words("numbers") for b in before),
            "owned": any(b in words("own_pronouns") or b.endswith(("'s", "’s", "s'", "s’")) for b in before),
            "named at length": common and any(len(f.split()) > len(nominal[0].mention.text.split()) for f in forms),
            "short document": len(self.sentences) < 10, "long document": len(self.sentences) > 20,
        }  # fmt: skip

    def _before(self, place: _Place) -> str:
        """The word before a mention, in lower case."""
        tokens, _ = self._read(place.mention.sentence)
        return tokens[place.first - 1].lower if place.first else ""

    def only_titles(self, entity: Entity) -> bool:
        """Whether a country is named in people's titles and nowhere else: "*Finland's* president Aino Lehto"."""
        places = [self.places[m] for m in entity.mentions]
        return entity.type is ActorType.STATE and all(p.mention.form != "nominal" and self._bearer(p) for p in places)

    def only_reports(self, entity: Entity) -> bool:
        """Whether a medium does nothing in the story but tell it."""
        if entity.kind != "media" or any(f in self.document.title for f in (entity.name, *entity.aliases)):
            return False
        return not any(self._takes_part(self.places[m]) for m in entity.mentions)

    def _takes_part(self, place: _Place) -> bool:
        """Whether a medium does or suffers something but reports: "Reuters *sued* …", not "*told* Reuters"."""
        if not (place.acts or place.suffers):
            return False
        tokens, _ = self._read(place.mention.sentence)
        after = roles.skip_adverbials(tokens, roles.skip_insertion(tokens, place.last))
        while after < len(tokens) and (tokens[after].lower in AUXILIARIES or tokens[after].lower in roles.ADVERBS):
            after += 1
        before = place.first - 1
        while before > 0 and tokens[before].lower in roles.DETERMINERS | {"by", "to"}:
            before -= 1
        near = {tokens[i].lower for i in (before, after) if 0 <= i < len(tokens)}
        return not near & words("newsroom_verbs")

    # -- roles

    def _within_another(self, mention: Mention) -> bool:
        """Whether it is the adjective of somebody else: "*Syrian* opposition forces"."""
        around = self.nominals.get(mention.sentence, ())
        return mention.form == "adjective" and any(s.covers(mention.span) and s != mention.span for s in around)

    def role(self, entity: Entity) -> tuple[str, Span]:
        """What `entity` is or does, in words of the passage returned with it; "" if no passage tells."""
        told = [m for m in entity.mentions if not self._within_another(m)] or entity.mentions[:1]
        places = [self.places[m] for m in told[:_MENTIONS_READ]]
        for find in (self._description, self._deed, self._doing, self._people, self._clause):
            found = [(quote, rank) for place in places for quote, rank in [find(entity, place)] if quote and quote[0]]
            if found:
                return max(found, key=lambda pair: pair[1])[0]
        place = next((p for p in places if p.acts or p.suffers or p.speaks), places[0])
        return "", self._passage(place, place.first, place.last)

    def _description(self, entity: Entity, place: _Place) -> _Found:
        """A title or an apposition; better of several words than of one, "minister" or "chairman"."""
        tokens, _ = self._read(place.mention.sentence)
        person = entity.type is ActorType.PERSON
        found = roles.description(tokens, place.first, place.last, person) if place.mention.form == "name" else None
        if not found:
            return None, 0
        more = self._complement(place) if found[1] <= place.first else None
        if not more and roles.is_bare(tokens, *found):
            return None, 0
        return self._quote(place, found, more), 1 if more else min(found[1] - found[0], 2)

    def _deed(self, entity: Entity, place: _Place) -> _Found:
        """The verb phrase after a mention that is its subject, alone or in a list; rather no verb of saying."""
        tokens, forms = self._read(place.mention.sentence)
        many = roles.quantified(tokens, place.first) if entity.type is ActorType.GROUP else place.first
        first = min(many, roles.phrase_start(tokens, place.first))
        nested = first > 0 and tokens[first - 1].lower in roles.FUNCTION
        other = nested and (entity.type is not ActorType.PERSON or place.mention.form != "name")
        found = None if place.owns or other else roles.relative(tokens, forms, place.last)
        if not (place.owns or found):
            first, last = self._listed(place)
            first = min(first, many)
            beside = roles.apposition(tokens, place.first, place.last)
            if beside and beside[1] == place.first - 1 and last < len(tokens) and tokens[last].text == ",":
                first, last = roles.phrase_start(tokens, beside[0]), last + 1  # "the captain, Ana Ruiz, | fled"
            found = roles.deed(tokens, forms, last) if roles.is_subject(tokens, forms, first) else None
        if not found:
            return None, 0
        if many < place.first:
            found = many, found[1]
        start = max(found[0], place.last)
        told = any(t.lower in words("speech_verbs") for t in tokens[start : start + 3])
        return self._quote(place, found), 0 if told else 1

    def _listed(self, place: _Place) -> tuple[int, int]:
        """Where the list of names that a mention stands in begins and ends: "France, *Italy* and Spain"; also past what
        only introduces it: "Western states, including *France* and Spain,"."""
        sentence, tokens = place.mention.sentence, self._read(place.mention.sentence)[0]
        first, last = roles.phrase_start(tokens, place.first), place.last
        while last + 1 < len(tokens):
            links = roles.links(tokens, last)
            start = roles.phrase_head(tokens, links) if links > last else links
            end = self.ends.get((sentence, start)) if links > last else None
            if not end or (tokens[links - 1].text == "," and not self._goes_on(sentence, end)):
                break
            last = end
        while first > 1:
            before = first - 1
            while before > 0 and tokens[before - 1].lower in (",", "and", "or", "both"):
                before -= 1
            other = self.begins.get((sentence, before))
            if tokens[first - 1].lower not in (",", "and", "or") or other is None:
                break
            first = roles.phrase_start(tokens, other)
        return roles.past_example(tokens, first, last)

    def _goes_on(self, sentence: int, index: int) -> bool:
        """Whether a list goes on at `index`: a comma alone would begin an apposition."""
        tokens = self._read(sentence)[0]
        return roles.links(tokens, index) > index

    def _doing(self, entity: Entity, place: _Place) -> _Found:
        """What a noun tells: "rapid advance" (of X), X's "24-year rule"."""
        if entity.type is ActorType.PERSON and (place.modifies or place.mention.form != "name"):
            return None, 0  # the collapse of the Poe regime is not Poe's
        tokens, forms = self._read(place.mention.sentence)
        found = roles.doing(tokens, forms, place.first, place.last)
        return (self._quote(place, found), 0) if found else (None, 0)

    def _people(self, entity: Entity, place: _Place) -> _Found:
        """Who of it occurs: "chief economist Ana Ruiz", "Ana Ruiz, director of the *bank*", "workers of it fled"."""
        if entity.type is ActorType.PERSON or (place.owns and entity.type is ActorType.GROUP):
            return None, 0
        tokens, forms = self._read(place.mention.sentence)
        bearer = self._bearer(place)
        if bearer:
            told = entity.type is not ActorType.STATE  # a country does not do what its officers do
            return (self._quote(place, bearer), 2 if bearer[0] == place.last else 1) if told else (None, 0)
        if place.owns:
            return None, 0
        head = roles.whose_people(tokens, place.first)
        if entity.type is ActorType.STATE and place.affiliation:
            return None, 0
        if head is None or not roles.is_subject(tokens, forms, head):
            return None, 0
        found = roles.deed(tokens, forms, self._listed(place)[1])
        return (self._quote(place, (head, found[1])), 0) if found else (None, 0)

    def _bearer(self, place: _Place) -> tuple[int, int] | None:
        """The person whose title holds a mention, with the title: "Norvik *chief economist Ana Ruiz*"."""
        sentence, (tokens, _) = place.mention.sentence, self._read(place.mention.sentence)
        start = roles.past_title(tokens, place.last)
        end = self.people.get((sentence, start)) if start > place.last else None
        if end:
            return place.last, end
        if place.owns:
            return None
        for first in (place.last + 1, *range(place.first - 2, max(-1, place.first - 16), -1)):
            end = self.people.get((sentence, first))
            if end:
                found = roles.apposition(tokens, first, end)
                of = end < place.first and tokens[end].lower == "of" and place.first <= end + 2
                told = of or (found and found[0] <= place.first and place.last <= found[1])
                if not told or place.first - end >= 12:
                    return None
                if end < place.first:
                    return first, found[1] if found and not of else place.last
                return found[0] if found else first, end
        return None

    def _clause(self, entity: Entity, place: _Place) -> _Found:
        """The whole of a short clause with a subject of its own: "militants attacked an *Indian Army* convoy"."""
        if place.mention.form == "adjective" or (entity.type is ActorType.STATE and place.affiliation):
            return None, 0
        sentence = self.sentences[place.mention.sentence]
        found = roles.clause(sentence, self._read(sentence.index)[1], self._pieces(sentence), place.first, place.last)
        return (self._quote(place, found), 0) if found else (None, 0)

    def _complement(self, place: _Place) -> tuple[int, int] | None:
        """The organisation after a titled name: "of the World Health Organization"."""
        tokens, _ = self._read(place.mention.sentence)
        if place.owns or place.last + 1 >= len(tokens) or tokens[place.last].lower not in ("of", "for"):
            return None
        start = place.last + 1 + (tokens[place.last + 1].lower == "the")
        end = self.ends.get((place.mention.sentence, start))
        return (place.last, end) if end and not re.search(r"['’]s?$", tokens[end - 1].text) else None

    def _quote(self, place: _Place, found: tuple[int, int], more: tuple[int, int] | None = None) -> tuple[str, Span]:
        sentence = self.sentences[place.mention.sentence]
        ranges = (found, more) if more else (found,)
        first, last = min(found[0], place.first), max(found[1], place.last, more[1] if more else 0)
        return roles.wording(sentence, *ranges), self._passage(place, first, last)

    def _passage(self, place: _Place, first: int, last: int) -> Span:
        sentence = self.sentences[place.mention.sentence]
        pieces = self._pieces(sentence) if len(sentence.words) > roles.PASSAGE_WORDS else ()
        return roles.passage(sentence, pieces, first, last)

    def _pieces(self, sentence: Sentence) -> tuple[Clause, ...]:
        if sentence.index not in self.pieces:
            self.pieces[sentence.index] = clauses(sentence, self._read(sentence.index)[1])
        return self.pieces[sentence.index]


def _take_over(to: _Place, source: _Place) -> None:
    to.acts |= source.acts
    to.speaks |= source.speaks
    to.suffers |= source.suffers
