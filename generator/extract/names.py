"""Whom and what a document names: names and actor nouns (`mentions`, `nominals`), merged into entities.

Surname and full name, acronym and long form, a state with its adjective, capital and forces, a general noun and the
only phrase it can stand for become one entity. Two people who share a surname stay two where both full names occur.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generator.extract.encoder.naming import Named
from generator.extract.lexicon import gazetteer, key, words
from generator.extract.mentions import ACRONYM, Name, find_names
from generator.extract.nominals import find_nominals
from generator.extract.parse import Sentence
from generator.model import ActorType, Document, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named."""

    span: Span
    text: str
    sentence: int
    form: str = "name"
    """``name``, ``adjective`` ("Russian"), ``seat`` ("Moscow") or ``nominal`` ("Russian troops", "rebels")."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something the document names, with all its mentions in text order."""

    name: str
    """The fullest form in the text, without title."""
    type: ActorType | None
    """None for a place that is no actor."""
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    """All other forms in the text."""
    gender: str | None = None
    """``m``, ``f``, ``n`` (it) or ``p`` (they); None where unknown."""
    kind: str = ""
    """What the gazetteers know it as: ``state``, ``region``, ``organisation``, ``media``, …; "" where they do not."""


def find_entities(
    document: Document, sentences: tuple[Sentence, ...], heard: Sequence[Named] = ()
) -> tuple[Entity, ...]:
    """All entities of `document`, by first mention. Time is linear in its length.

    `heard` are the names that the encoder takes for such; they count where the rules know no type or pass a name over.
    """
    names = find_names(sentences)
    _hear(names, heard)
    names += _passed_over(sentences, names, heard)
    merger = _Merger()
    merger.add(sorted([*names, *find_nominals(sentences, names)], key=lambda n: (n.span.start, -n.span.end)))
    return tuple(sorted(map(_entity, merger.clusters()), key=lambda e: (e.mentions[0].span, e.name)))


_SURE = 1.0
"""The log-odds from which a name is one that the encoder alone takes for such."""


def _hear(names: Sequence[Name], heard: Sequence[Named]) -> None:
    """Gives names whose type the rules do not know the type for which most of their mentions are taken."""
    sure = {(one.sentence, one.first, one.last): one.type for one in heard if one.margin >= _SURE}
    unknown: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        if not name.known and (name.type == "?" or (name.type == "thing" and not name.sure)):
            unknown[name.text].append(name)
    for alike in unknown.values():
        if any(n.votes.get("thing", 0.0) > 0 for n in alike):
            continue
        types = [sure[place] for n in alike if (place := (n.sentence, n.first, n.last)) in sure]
        most = max(sorted(set(types)), key=types.count, default="place")
        if most != "place" and 2 * types.count(most) > len(types):
            for name in alike:
                name.type = most


def _passed_over(sentences: Sequence[Sentence], names: Sequence[Name], heard: Sequence[Named]) -> Iterator[Name]:
    """Persons and organisations that are written like a name, where the rules saw none."""
    taken = {(name.sentence, k) for name in names for k in range(name.first, name.last)}
    capital = {t.text for s in sentences for t in s.tokens[1:] if t.text[0].isupper()}
    for one in heard:
        tokens = sentences[one.sentence].tokens[one.first : one.last]
        text = sentences[one.sentence].text
        start = sentences[one.sentence].span.start
        if (
            one.type != "place"
            and one.margin >= _SURE
            and not any((one.sentence, k) in taken for k in range(one.first, one.last))
            and all(t.text[0].isupper() or t.text[0].isdigit() for t in tokens)
            and (one.first or len(tokens) > 1 or tokens[0].text.isupper() or tokens[0].text in capital)
            and len(tokens[0].text) > 1
            and not any(t.lower in words("titles") for t in tokens)
        ):
            span = Span(tokens[0].start, tokens[-1].end)
            own = text[span.start - start : span.end - start]
            yield Name(own, span, one.sentence, one.first, one.last, one.type)


@dataclass(slots=True, eq=False)
class _Cluster:
    """Names of one entity."""

    type: str
    kind: str = ""
    names: list[Name] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Where a person is named in full, in order."""
    into: _Cluster | None = None
    """The cluster it was merged into."""

    def root(self) -> _Cluster:
        found = self
        while found.into is not None:
            found = found.into
        return found

    def merge_into(self, other: _Cluster) -> None:
        other = other.root()
        if other is not self:
            self.into = other
            other.names.extend(self.names)


_RIVALS = 50
"""Beyond so many entities of one surname or head, short forms are not resolved."""
_WIDER = 4
"""Forms with a number, an owner or a complement that an entity has at most."""
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "jnr", "snr"))
_SEATED = ("state", "adjective", "seat")


def _parts(text: str) -> list[str]:
    parts = re.sub(r"[.\"“”]", " ", text).replace("’", "'").split()
    return [p for p in parts if p.lower() not in _SUFFIXES] or parts


def _skeleton(first: str) -> str:
    """What spellings of one given name share: "Mohamed", "Mohammed"."""
    if len(first) < 5:
        return first
    return re.sub(r"(.)\1+", r"\1", first[0] + re.sub(r"[aeiouy]", "", first[1:]))


def _initials(text: str) -> str:
    return "".join(p[0] for p in re.split(r"[\s\-–]+", text) if p[:1].isupper())


class _Merger:
    def __init__(self) -> None:
        self.by_label: dict[str, _Cluster] = {}
        self.people: dict[tuple[str, str], _Cluster] = {}
        self.called: dict[str, list[_Cluster]] = defaultdict(list)
        """People by every part of their name that may stand for it."""
        self.tails: dict[str, list[_Cluster]] = defaultdict(list)
        """Organisations by their last words."""
        self.heads: dict[str, list[_Cluster]] = defaultdict(list)
        self.acronyms: dict[str, _Cluster] = {}

    def clusters(self) -> Iterable[_Cluster]:
        every = {id(c): c for c in (*self.by_label.values(), *self.people.values())}
        return [c for c in every.values() if c.into is None and c.names]

    def add(self, names: Sequence[Name]) -> None:
        singles: list[Name] = []
        people: list[Name] = []
        nominals: list[Name] = []
        for name in names:
            if name.form == "nominal" and not name.known:
                nominals.append(name)
            elif name.known and not (name.titled or name.type == "person"):
                self._known(name)
            elif name.type == "person" and len(_parts(name.text)) >= 2:
                people.append(name)
            elif " " in name.text:
                self._put(name, "name:" + key(name.text))
            else:
                singles.append(name)
        for name in sorted(people, key=lambda n: -len(_parts(n.text))):
            self._person(name)
        for cluster in self.people.values():
            cluster.starts = sorted(n.span.start for n in cluster.names)
        self._index_organisations()
        self._define_acronyms(names)
        for name in singles:
            self._single(name)
        self._shorten()
        counts: dict[str, set[str]] = defaultdict(set)
        for name in nominals:
            if name.count:
                counts[name.text.lower()].add(name.count)
        for name in nominals:
            parted = name.count == "another" or (name.count and len(counts[name.text.lower()]) > 1)
            self._nominal(name, f"{name.count} " if parted else "")
        self._gather_nominals()

    def _put(self, name: Name, label: str, kind: str = "") -> _Cluster:
        cluster = self.by_label.setdefault(label, _Cluster(name.type, kind))
        cluster.names.append(name)
        return cluster

    def _known(self, name: Name) -> None:
        assert name.known is not None
        kind = "state" if name.known.kind in _SEATED else name.known.kind
        self._put(name, f"known:{name.owner}{name.known.name}", kind)

    def _person(self, name: Name) -> None:
        """Longer names come first, so that "Van Vliet" finds "Don Van Vliet"."""
        parts = _parts(name.text)
        label = (_skeleton(parts[0]), parts[-1])
        cluster = self.people.get(label) or next(iter(self.called.get(" ".join(parts), ())), None)
        if cluster is None:
            cluster = self.people[label] = _Cluster("person")
            tails = (" ".join(parts[i:]) for i in range(len(parts) - 1, 0, -1))
            for part in dict.fromkeys((*tails, *parts[1:], parts[-1].split("-")[-1], parts[0])):
                self.called[part].append(cluster)
        cluster.names.append(name)

    def _index_organisations(self) -> None:
        for cluster in list(self.by_label.values()):
            if cluster.type not in ("organisation", "group", "thing", "state") or cluster.kind == "state":
                continue
            for text in dict.fromkeys(n.text for n in cluster.names if n.form == "name"):
                parts = _parts(text)
                if len(parts) < 2:
                    continue
                self.acronyms.setdefault(_initials(text), cluster)
                self.heads[parts[0]].append(cluster)
                for size in range(1, min(len(parts), 5)):
                    if parts[-size - 1] in ("of", "the", "for", "and") or parts[-size] in ("of", "the", "for", "and"):
                        continue
                    self.tails[" ".join(parts[-size:])].append(cluster)

    def _define_acronyms(self, names: Sequence[Name]) -> None:
        """ "Syrian Democratic Forces (SDF)" and "SDF (Syrian Democratic Forces)" name one organisation."""
        owner = {id(n): c for c in (*self.by_label.values(), *self.people.values()) for n in c.names}
        for left, right in pairwise(names):
            if right.sentence != left.sentence or right.first != left.last + 1 or right.span.start != left.span.end + 2:
                continue
            short, long = sorted((left, right), key=lambda n: len(n.text))
            if (
                not ACRONYM.match(short.text)
                or long.form in _SEATED
                or short.text[0].upper() not in _initials(long.text).upper()
            ):
                continue
            target = owner.get(id(long))
            if target is None or target.kind == "state":
                continue
            works = target.type == "thing" and long.text.split()[-1].lower() in words("event_heads")
            if target.type in ("person", "thing", "?", "place") and not works:
                target.type = "organisation"
            self.acronyms[short.text] = target
            source = owner.get(id(short))
            if source is not None and source is not target and source.into is None:
                source.merge_into(target)

    def _single(self, name: Name) -> None:
        text = name.text
        label = "name:" + key(text)
        target = None
        if name.type not in ("place", "thing"):
            target = self._person_called(name)
        if target is None and not name.titled:
            target = self._organisation_called(name)
        if target is not None:
            target.root().names.append(name)
        elif name.type != "?" or name.sure:
            self._put(name, label)

    def _person_called(self, name: Name) -> _Cluster | None:
        """Whom a single name stands for; of several people named before, the one named in full most often."""
        forms = [name.text, re.sub(r"^[Aa]l-", "", name.text)]
        if name.text.endswith("s") and name.text not in self.called:
            forms.append(name.text[:-1])  # "the Trumps"
        options = next((self.called[f] for f in forms if f in self.called), [])
        if not options or (name.text.isupper() and len(name.text) < 4):
            return None
        earlier = [c for c in options[:_RIVALS] if c.starts[0] <= name.span.start] or options[:1]
        return max(earlier, key=_prominence)

    def _organisation_called(self, name: Name) -> _Cluster | None:
        text = name.text
        if ACRONYM.match(text):
            return self.acronyms.get(text) or self.acronyms.get(text.replace(".", ""))
        if text.lower() in (words("title_modifiers") | words("plain")) - words("organisation_heads"):
            return None
        options: list[_Cluster] = [*self.heads.get(text, [])[:_RIVALS], *self.tails.get(text, [])[:_RIVALS]]
        if len(set(map(id, options))) == 1 and name.type in ("organisation", "?", "group", "person"):
            return options[0]
        return None

    def _shorten(self) -> None:
        """An organisation's shorter form ("Supreme Court") joins its only longer one."""
        for cluster in list(self.by_label.values()):
            first = cluster.names[0]
            if cluster.into is None and cluster.type in ("organisation", "group", "thing") and " " in first.text:
                longer = self.tails.get(" ".join(_parts(first.text)), [])[:_RIVALS]
                options = {id(c.root()): c.root() for c in longer}
                options.pop(id(cluster), None)
                if len(options) == 1:
                    cluster.merge_into(next(iter(options.values())))

    def _nominal(self, name: Name, count: str) -> None:
        """ "Assad regime" belongs to Assad; "new regime" and "new Syrian leadership" are one. `count` parts "two men"
        from "five men"."""
        parts = name.text.split()
        if len(parts) == 2 and parts[1] == "regime" and parts[0] in self.called:
            self.called[parts[0]][0].root().names.append(name)
        elif len(parts) > 1 and parts[0].lower() == "new" and name.type == "state":
            self._put(name, "new state")
        else:
            owned = next((form for form in name.wider if _OWNED.match(form)), name.text)
            self._put(name, "nominal:" + count + owned.lower())

    def _gather_nominals(self) -> None:
        """ "Rebels" joins "Syrian rebels" where no other rebels occur; "the police" the only named police."""
        by_head: dict[str, list[_Cluster]] = defaultdict(list)
        labels: dict[int, list[str]] = {}
        for label, cluster in self.by_label.items():
            if label.startswith("nominal:"):
                labels[id(cluster)] = label.removeprefix("nominal:").split()
                by_head[labels[id(cluster)][-1]].append(cluster)
        for head, found in by_head.items():
            for cluster in found if len(found) <= _RIVALS else ():
                words_of = labels[id(cluster)]
                longer = [
                    c
                    for c in found
                    if c is not cluster and _within(words_of, labels[id(c)]) and "another" not in labels[id(c)]
                ]
                named = (
                    [c.root() for c in self.tails.get(head.capitalize(), [])[:_RIVALS]]
                    if len(words_of) == 1 and head in words("organisation_heads")
                    else []
                )
                options = {id(c.root()): c.root() for c in (*longer, *named)}
                options.pop(id(cluster), None)
                if len(options) == 1 and cluster.into is None:
                    cluster.merge_into(next(iter(options.values())))


_OWNED = re.compile(r"\S+['’]s? ")
"""Somebody's: "Assad's forces" are not the only other forces of the text."""


def _prominence(cluster: _Cluster) -> tuple[int, int]:
    return (len(cluster.starts), -cluster.starts[0])


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether `long` has the words of `short` in order, and more."""
    rest = iter(long)
    return len(short) < len(long) and all(word in rest for word in short)


# --- entities --------------------------------------------------------------------------------------------------------

_TYPES = {t.value: t for t in ActorType}
_FEMALE = words("female")


def _entity(cluster: _Cluster) -> Entity:
    names = sorted(cluster.names, key=lambda n: n.span.start)
    forms = list(dict.fromkeys(form for n in names for form in (n.plain or n.text, _owned(n), n.address) if form))
    nominal = {n.plain or n.text for n in names if n.form == "nominal" and cluster.kind != "state"} | {
        n.address for n in names
    }
    best = max([f for f in forms if f not in nominal] or forms, key=lambda f: _fullness(f, cluster))
    known = frozenset(forms)
    wider = list(dict.fromkeys(form for n in names for form in n.wider if form not in known))[:_WIDER]
    if wider and all(n.thin for n in names):
        best = next((w for w in names[0].wider if w.split()[0].lower() not in words("own_pronouns")), best)
    mentions = tuple(Mention(n.span, n.text, n.sentence, n.form) for n in names)
    type_ = _TYPES.get(cluster.type, ActorType.OTHER if cluster.type in ("thing", "?") else None)
    aliases = tuple(f for f in (*forms, *wider) if f != best)
    return Entity(best, type_, mentions, aliases, _gender(names, type_), cluster.kind)


def _owned(name: Name) -> str:
    return f"{name.owner} {name.text}" if name.owner else ""


def _fullness(form: str, cluster: _Cluster) -> tuple[int, int, int]:
    """Order of the forms of a name; the greatest is its fullest."""
    known = gazetteer().get(key(form))
    if cluster.kind == "state":
        order = {"state": 3, "seat": 1, "adjective": 0}.get(known.kind if known else "", 2)
        return (order, len(form) if order != 2 else -len(form), 0)
    plain = not form.islower()
    return (int(plain), len(_parts(form)), len(form))


def _gender(names: Sequence[Name], type_: ActorType | None) -> str | None:
    if type_ is ActorType.GROUP:
        return "p"
    if type_ is not ActorType.PERSON:
        return "n"
    told = next((n.gender for n in names if n.gender), None)
    if told:
        return told
    return "f" if any(_parts(n.text)[0] in _FEMALE for n in names if n.type == "person") else None
