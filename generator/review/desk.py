"""Decisions carried out on a brief, one after the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator import timex
from generator.compose import in_order
from generator.errors import Problem
from generator.ground import ground
from generator.model import (
    ActorType,
    Brief,
    Claim,
    Correction,
    Decision,
    Evidence,
    Review,
    Section,
    Span,
    Statement,
    Status,
)
from generator.review.entries import NAMED, Entry, ReviewFile, verb_of
from generator.review.places import ADDED, Home, Sources, is_respelt, plain, same_place

BOTTOM_LINE_WORDS = 60
"""Most words of a bottom line; page and print open with no longer statement."""
_ACRONYM = re.compile(r"[A-Z](?:\.?[A-Z]){1,7}\.?")
_STATUS = {Section.CAUSES: Status.STATED, Section.CONSEQUENCES: Status.OCCURRED}
"""What a cause or consequence is where nobody says how it stands."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A decision that was carried out."""

    entry: Entry
    correction: Correction
    refusal: str = ""
    """Why the gate does not vouch for what it made; empty where it does. Not to be published."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A brief with what persons decided about it."""

    brief: Brief
    problems: tuple[Problem, ...]
    """Of the decisions that cannot be placed or contradict one another; those of the file are its own."""
    carried: tuple[Carried, ...] = ()
    """What was carried out, in the order of the file; `brief.corrections` are theirs."""


def reviewed(brief: Brief, review: ReviewFile) -> Reviewed:
    """`brief`, as its engine and the gate gave it, with the decisions of `review` carried out from top to bottom.

    Each decision is about the brief as those before it left it. Of two that contradict one another the later counts,
    and both are named in a Problem; so is each that cannot be placed. Without a decision the brief stays what it is.
    """
    if not review.entries:
        return Reviewed(brief, ())
    desk = _Desk(brief, review)
    for entry in review.entries:
        desk.carry_out(entry)
    return desk.result()


class _UnplacedError(ValueError):
    """Why a decision cannot be carried out, and what to do about it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.fix = fix


@dataclass(slots=True, eq=False)
class _Line:
    """A statement while it is worked on."""

    statement: Statement
    proposed: str
    """The words it had at first."""
    words: set[str] = field(default_factory=set)
    """All by which it is or was known."""
    sections: set[Section] = field(default_factory=set)
    """Where it stands or stood."""
    homes: frozenset[Home] = frozenset()
    """The sentences it rests on."""
    gone: bool = False
    into: _Line | None = None
    """The actor it was merged into."""


@dataclass(slots=True)
class _Done:
    entry: Entry
    lines: list[_Line]
    before: str | None
    was: str
    now: str = ""
    refusal: str = ""
    superseded: bool = False


class _Desk:
    """A brief while the decisions of a review are carried out on it."""

    def __init__(self, brief: Brief, review: ReviewFile) -> None:
        self.brief = brief
        self.review = review
        self.sources = Sources(brief)
        self.lines: list[_Line] = []
        for statement in brief.statements:
            self._line(statement)
        self.done: list[_Done] = []
        self.problems: list[Problem] = []
        self.pinned: _Line | None = None
        self.named: dict[str, list[Entry]] = defaultdict(list)
        for entry in review.entries:
            for words in _wanted(entry):
                self.named[words].append(entry)

    def carry_out(self, entry: Entry) -> None:
        do = {
            Decision.ACCEPT: self._accept, Decision.REJECT: self._reject, Decision.REWORD: self._reword,
            Decision.MOVE: self._move, Decision.ADD: self._add, Decision.MERGE: self._merge,
            Decision.SPLIT: self._split, Decision.DATE: self._redate, Decision.PIN: self._pin,
        }[entry.decision]  # fmt: skip
        try:
            self.done.append(do(entry))
        except _UnplacedError as error:
            where = f"{self.review.where}:{entry.line}"
            self.problems.append(Problem(where, f"{_called(entry)} cannot be carried out: {error}", error.fix))

    def result(self) -> Reviewed:
        statements: list[Statement] = []
        for section in Section:
            statements += in_order(section, [line.statement for line in self._ordered(section)])
        said = {_told(text) for s in statements for text in (_says(s), *_terms(s))}
        carried = tuple(Carried(done.entry, correction, done.refusal) for done, correction in self._corrections(said))
        corrections = tuple(c.correction for c in carried)
        brief = replace(self.brief, statements=tuple(statements), corrections=corrections)
        return Reviewed(brief, tuple(self.problems), carried)

    def _ordered(self, section: Section) -> list[_Line]:
        """The lines that stand in `section`, the bottom line first."""
        lines = [line for line in self.lines if not line.gone and line.statement.section is section]
        return sorted(lines, key=lambda line: line is not self.pinned)

    def _corrections(self, said: set[str]) -> Iterator[tuple[_Done, Correction]]:
        """What is told of each decision that counts; nowhere what is not `said` and stands in one that is not public,
        whether that counts or not."""
        private = (done for done in self.done if not done.entry.public)
        texts = (text for d in private for text in (d.was, d.now, *_texts(d.entry)))
        secret = {told for text in texts if (told := _told(text))} - said
        for done in self.done:
            if done.superseded:
                continue
            was, now = ("" if any(s in _told(text) for s in secret) else text for text in (done.was, done.now))
            yield done, self._correction(done, was, now)

    def _correction(self, done: _Done, was: str, now: str) -> Correction:
        entry = done.entry
        last = next(reversed(done.lines), None)
        while last and last.into:
            last = last.into
        section = last.statement.section if last else _section(entry) or Section.SUMMARY
        after = last.statement.anchor if last and not last.gone else None
        told = (
            {"was": was, "now": now, "reason": entry.reason, "reviewer": entry.reviewer, "date": entry.date}
            if entry.public
            else {}
        )
        return Correction(
            decision=entry.decision, section=section, before=done.before, after=after, public=entry.public, **told
        )

    # what each decision does

    def _accept(self, entry: Entry) -> _Done:
        line, before, was = self._found(entry)
        statement = replace(line.statement, review=line.statement.review or Review.CHECKED)
        if plain(entry.words) == plain(_key(statement)):
            return self._changed(entry, line, statement, before, was)
        kept, refusal = self._gated(_worded(statement, entry.words))  # the engine words it otherwise now
        if refusal and not is_respelt(entry.words, _key(statement)):
            raise _UnplacedError(
                f"the program now says “{_key(statement)}”, and the words accepted are no longer carried by the source "
                f"({refusal})", "accept what it says now, or reject it",
            )  # fmt: skip
        return self._changed(entry, line, statement if refusal else kept, before, was)

    def _reject(self, entry: Entry) -> _Done:
        lines = self._matching(entry)
        if not lines and not self._stands(entry):
            fix = "remove it, or give it the sentence as it stands now"
            raise _UnplacedError("neither it nor the sentence it rests on stands in the brief's sources any more", fix)
        for line in lines:
            self._supersede(entry, line)
            line.gone = True
        if lines:
            return _Done(entry, lines, lines[0].statement.anchor, _says(lines[0].statement))
        section = _section(entry) or Section.SUMMARY
        named = section in NAMED
        gone = Statement(
            section=section, text="" if named else entry.words, name=entry.words if named else None, date=entry.dated,
            evidence=(Evidence(0, Span(0, 1)),),
        )  # fmt: skip
        return _Done(entry, [], gone.anchor, entry.words)

    def _reword(self, entry: Entry) -> _Done:
        line, before, was = self._found(entry)
        changed = {"status": entry.status, "speaker": entry.speaker, "certainty": entry.certainty}
        if line.statement.section in NAMED:
            changed = {}
        new = replace(line.statement, text=entry.to, **{k: v for k, v in changed.items() if v})  # type: ignore[arg-type]
        return self._remade(entry, line, new, before, was)

    def _move(self, entry: Entry) -> _Done:
        line, before, was = self._found(entry)
        old, section = line.statement, Section(entry.to)
        if section is old.section:
            return self._changed(entry, line, replace(old, review=old.review or Review.CHECKED), before, was)
        if section in NAMED and not entry.name:
            raise _UnplacedError(f"nothing says what it is called among the {section}", 'add "name:" to it')
        text = (old.text or old.name or "") if section is not Section.ACTORS else entry.text
        status = entry.status or (old.status if section in _STATUS and _may_be(section, old.status) else None)
        new = Statement(
            section=section, text=text, evidence=old.evidence, context=old.context, speaker=old.speaker,
            certainty=old.certainty, status=status or _STATUS.get(section),
            name=entry.name if section in NAMED else None,
            type=(entry.type or ActorType.OTHER) if section is Section.ACTORS else None,
            date=entry.dated if section is Section.TIMELINE else None,
        )  # fmt: skip
        there = (o.statement for o in self._ordered(section) if plain(_key(o.statement)) == plain(_key(new)))
        new = next((s for s in there if _dates_agree(entry, s)), new)  # what stands there already keeps its date
        return self._remade(entry, line, new, before, was)

    def _add(self, entry: Entry) -> _Done:
        evidence = [self.sources.verbatim(quote) for quote in entry.quotes]
        if () in evidence:
            near = self.sources.homes((entry.quotes[evidence.index(())],))
            fix = f"quote it as it stands now: “{self.sources.sentence(near[0])}”" if near else "quote a source"
            raise _UnplacedError("its quote does not stand in the brief's sources word for word", fix)
        if line := self._best(entry, least=2):
            self._supersede(entry, line)
            statement = replace(line.statement, review=line.statement.review or Review.CHECKED)
            return self._changed(entry, line, statement, line.statement.anchor, _says(line.statement))
        new = self._proposed(entry, entry.section or Section.SUMMARY, tuple(e for found in evidence for e in found))
        line = self._line(new)
        self._supersede(entry, line)
        return self._remade(entry, line, new, None, "")

    def _redate(self, entry: Entry) -> _Done:
        line, before, _ = self._found(entry)
        old = line.statement
        kept, refusal = self._gated(replace(old, date=entry.to))
        if refusal:  # other words of the sentence may mean that date
            other, still = self._gated(replace(old, date=entry.to, date_text=None))
            kept, refusal = (kept, refusal) if still else (other, "")
        was = _says(old, old.date or old.date_text or "?") if before else ""
        done = self._changed(entry, line, kept, before, was, refusal)
        done.now = _says(kept, entry.to)
        return done

    def _pin(self, entry: Entry) -> _Done:
        top = replace(entry, section=Section.SUMMARY)
        line = self._best(top, least=2)
        before = line.statement.anchor if line and not line.gone else None
        if line is None and entry.section is not Section.SUMMARY:
            found = self._best(entry, least=1 if entry.section else 2)
            line = self._summarised(found) if found else None
        line = line or self._best(top) or self._restored(top)
        if (length := len(line.statement.text.split())) > BOTTOM_LINE_WORDS:
            fix = "reword it first, or pin a shorter one"
            raise _UnplacedError(f"it has {length} words, and a bottom line has {BOTTOM_LINE_WORDS} at most", fix)
        self._supersede(entry, line)
        for done in self.done:
            if done.entry.decision is Decision.PIN and done.lines != [line] and not done.superseded:
                self._overrule(done, entry)
        was = next((_says(o.statement) for o in self._ordered(Section.SUMMARY)), "")
        self.pinned = line
        if line.statement.review is None:
            return self._remade(entry, line, line.statement, before, was)
        return self._changed(entry, line, line.statement, before, was)

    def _summarised(self, line: _Line) -> _Line:
        """A line of the summary that says what `line` says elsewhere."""
        old = line.statement
        return self._line(
            Statement(
                section=Section.SUMMARY, text=old.text or old.name or "", evidence=old.evidence, context=old.context,
                speaker=old.speaker, certainty=old.certainty,
            )
        )  # fmt: skip

    def _merge(self, entry: Entry) -> _Done:
        names = (entry.words, *entry.names)
        actors = [self._actor(name) for name in names]
        lines = list(dict.fromkeys(line for line in actors if line))
        lost = [name for name, line in zip(names, actors, strict=True) if not line and not self.sources.naming((name,))]
        if not lines or lost:
            missing = ", ".join(f"“{name}”" for name in lost or names)
            raise _UnplacedError(f"{missing} is no actor of this brief", "name actors as the brief does")
        first, *others = lines
        before, was = first.statement.anchor, ", ".join(line.statement.name or "" for line in lines)
        name = entry.to or (entry.words if actors[0] is None else first.statement.name) or entry.words
        called = (n for line in lines for n in (line.statement.name or "", *line.statement.aliases))
        aliases = tuple(n for n in dict.fromkeys((*called, *names)) if n and n != name)
        new = replace(
            first.statement, name=name, aliases=aliases, type=entry.type or first.statement.type,
            text=next((line.statement.text for line in lines if line.statement.text), ""),
            evidence=tuple(dict.fromkeys(e for line in lines for e in line.statement.evidence)),
            context=tuple(dict.fromkeys(e for line in lines for e in line.statement.context)),
        )  # fmt: skip
        for line in others:
            line.gone, line.into = True, first
            first.words |= line.words
        done = self._remade(entry, first, new, before, was)
        done.now = name
        return done

    def _split(self, entry: Entry) -> _Done:
        line = self._actor(entry.words) or (self._actor(entry.to) if entry.to else None)
        if line is None:
            raise _UnplacedError(f"“{entry.words}” is no actor of this brief", "name it as the brief does")
        before, was = line.statement.anchor, line.statement.name or ""
        done = self._renamed(entry, line, was) if entry.to else None
        if entry.names:
            other = self._parted(entry, line)
            done = done or _Done(entry, [], before, was, line.statement.name or "")
            done.lines = [line, other]
            done.now = f"{line.statement.name}, {other.statement.name}"
        assert done is not None  # an entry without both is not read
        done.before, done.was = before, was
        return done

    def _parted(self, entry: Entry, line: _Line) -> _Line:
        """The actor that some names of `line` are of; they are no longer its own."""
        off = {plain(name) for name in entry.names}
        old = line.statement
        other = next((o for o in self.lines if not o.gone and o is not line and _is_called(o, off)), None)
        evidence = self.sources.naming(entry.names, old.evidence)
        if evidence is None:
            missing = ", ".join(f"“{name}”" for name in entry.names)
            raise _UnplacedError(f"{missing} stands in no source of this brief", "name it as the source does")
        if own := [n for n in (old.name or "", *old.aliases) if plain(n) not in off]:
            rest = tuple(e for e in old.evidence if self.sources.names(e, own)) or old.evidence
            self._become(line, self._vouched(replace(old, name=own[0], aliases=tuple(own[1:]), evidence=rest)))
        else:
            raise _UnplacedError(f"no name would be left for “{entry.words}”", 'give it a new name with "to:"')
        line.words -= off
        if other is None:
            new = Statement(
                section=Section.ACTORS, text="", name=entry.names[0], aliases=entry.names[1:], evidence=(evidence,),
                type=entry.type or old.type,
            )  # fmt: skip
            other = self._line(self._vouched(new), after=line)
        return other

    def _renamed(self, entry: Entry, line: _Line, was: str) -> _Done:
        """Another name; the old one stays an alias where it does not tie the actor to its namesakes in other briefs."""
        old = line.statement
        kept = [n for n in dict.fromkeys((old.name or "", *old.aliases)) if n != entry.to]
        if old.type in (ActorType.PERSON, ActorType.STATE):
            kept = [n for n in old.aliases if n not in (entry.to, old.name)]
        aliases = tuple(n for n in kept if n and not _ACRONYM.fullmatch(n))
        done = self._remade(entry, line, replace(old, name=entry.to, aliases=aliases), old.anchor, was)
        done.now = entry.to
        return done

    # finding

    def _line(self, statement: Statement, after: _Line | None = None) -> _Line:
        line = _Line(statement, _key(statement))
        self._become(line, statement)
        self.lines.insert(len(self.lines) if after is None else self.lines.index(after) + 1, line)
        return line

    def _become(self, line: _Line, statement: Statement) -> None:
        line.statement = statement
        line.words.update(plain(term) for term in _terms(statement))
        line.sections.add(statement.section)
        line.homes = frozenset(self.sources.home(e) for e in statement.evidence)

    def _actor(self, name: str) -> _Line | None:
        wanted = Entry(decision=Decision.MERGE, words=name, section=Section.ACTORS)
        found = self._best(wanted, least=2)
        return found if found and not found.gone else None

    def _found(self, entry: Entry) -> tuple[_Line, str | None, str]:
        """The line that a decision is about, restored if need be; its anchor and what it says, if it stood before."""
        line = self._best(entry, least=1)
        if line is None:
            self._refuse_other_date(entry)
            line = self._restored(entry)
            self._supersede(entry, line)
            return line, None, ""
        if _section(entry) is None:
            exact = {o.statement.section for o in self.lines if not o.gone and self._rank(entry, o) >= 3}
            if len(exact) > 1:
                raise _UnplacedError(f"it stands in {' and '.join(sorted(exact))}", 'say which with "section:"')
        before, was = (None, "") if line.gone else (line.statement.anchor, _says(line.statement))
        self._supersede(entry, line)
        return line, before, was

    def _matching(self, entry: Entry) -> list[_Line]:
        """The lines that a rejection is about: those in its very words or else other cuts of the place."""
        ranked = [(self._rank(entry, line), line) for line in self.lines if not line.gone]
        best = max((rank for rank, _ in ranked), default=0.0)
        least = 2 if best >= 3 else 1 if best >= 1 else 0.5
        actors = 4 if best >= 4 else least  # not also one of whom it is another name
        lines = [n for rank, n in ranked if rank >= (actors if n.statement.section is Section.ACTORS else least)]
        if lines and best < 1:
            what = f"{_called(entry)} was carried out, but the source now says “{_key(lines[0].statement)}”"
            fix = "reject that instead, or remove the decision"
            self.problems.append(Problem(f"{self.review.where}:{entry.line}", what, fix))
        if not lines:
            self._refuse_other_date(entry)
        return lines

    def _best(self, entry: Entry, least: float = 1) -> _Line | None:
        """The line that fits best, one that stands before one that is gone; of the latter only in the very words."""
        ranked = []
        for place, line in enumerate(self.lines):
            rank = self._rank(entry, line)
            while line.into:
                line = line.into
            if rank >= (2 if line.gone else least):
                ranked.append((rank, not line.gone, -place, line))
        return max(ranked, key=lambda item: item[:3])[3] if ranked else None

    def _rank(self, entry: Entry, line: _Line) -> float:
        """How well `line` fits a decision: from 4 the very words, 3 words it had, 2 another spelling, 1 another cut of
        the same place, ½ a place whose words have changed, 0 not at all; half a point more in the quoted sentence."""
        statement = line.statement
        sections = _sections(entry)
        if (sections and not sections & line.sections) or not self._may_be_dated(entry, line):
            return 0
        homes = frozenset(self.sources.homes(_quotes(entry)))
        nearer = 0.5 if homes & line.homes else 0
        if plain(entry.words) == plain(_key(statement)):
            return 4 + nearer
        if _wanted(entry) & line.words:
            return 3 + nearer
        actor = statement.section is Section.ACTORS
        changed = not self.sources.naming((entry.words,)) if actor else nearer or not homes
        if changed and is_respelt(entry.words, _key(statement)):
            return 2 + nearer
        if not nearer or actor or self._is_named_by_another(entry, line):
            return 0
        cuts = (same_place(entry.words, line.proposed, self.sources.words(home)) for home in homes & line.homes)
        return max(cuts, default=0)

    def _may_be_dated(self, entry: Entry, line: _Line) -> bool:
        """Whether the date of an event is the one a decision names, or near it where no event in its words has that."""
        if entry.dated in (None, line.statement.date) or not _dates_agree(entry, line.statement):
            return _dates_agree(entry, line.statement)
        return not (
            _wanted(entry) & line.words
            and any(o.statement.date == entry.dated and o.words & line.words for o in self.lines if o is not line)
        )

    def _is_named_by_another(self, entry: Entry, line: _Line) -> bool:
        named = (other for words in line.words for other in self.named.get(words, ()))
        return any(
            plain(other.words) != plain(entry.words) and (not _sections(other) or _sections(other) & line.sections)
            for other in named
        )

    def _refuse_other_date(self, entry: Entry) -> None:
        """_UnplacedError where an event in the same words stands under another date than the decision names."""
        if entry.dated is None or Section.TIMELINE not in _sections(entry):
            return
        undated = replace(entry, dated=None)
        for line in self.lines:
            date = line.statement.date
            if not line.gone and line.statement.section is Section.TIMELINE and date and self._rank(undated, line) >= 1:
                raise _UnplacedError(f"the brief now dates it {date}", f'write "dated: {date}" if that is meant')

    def _stands(self, entry: Entry) -> bool:
        """Whether the brief's sources still hold what a decision is about."""
        if self.sources.homes(_quotes(entry)):
            return True
        return _section(entry) is Section.ACTORS and self.sources.naming((entry.words,)) is not None

    # making

    def _restored(self, entry: Entry) -> _Line:
        """The statement as the decision has it, if the gate lets it through."""
        section = _section(entry)
        if section is None:
            raise _UnplacedError("the program proposes no such statement", 'give its "section:" and its "quote:"')
        whole = tuple(e for quote in entry.quotes for e in self.sources.verbatim(quote))
        tried = [whole] if whole else []
        tried += [(self.sources.evidence(home),) for home in self.sources.homes(_quotes(entry))[:5]]
        if not tried and section is Section.ACTORS and (naming := self.sources.naming((entry.words,))):
            tried = [(naming,)]
        if not tried:
            raise _UnplacedError(
                "neither it nor the sentence it rests on stands in the brief's sources any more",
                "give it the sentence as it stands now, or remove it",
            )
        reasons = []
        for evidence in tried:
            statement, refusal = self._gated(self._proposed(entry, section, evidence))
            if not refusal:
                return self._line(replace(statement, review=None))
            reasons.append(refusal)
        why = f"the program no longer proposes it, and the sentence does not carry it as it is ({reasons[0]})"
        raise _UnplacedError(why, "decide anew about what the brief says now")

    def _proposed(self, entry: Entry, section: Section, evidence: tuple[Evidence, ...]) -> Statement:
        """What a decision says stands in the brief."""
        named = section in NAMED
        text = entry.text if named else entry.words
        if section is Section.FIGURES and not text:
            text = self.brief.quote(evidence[0])
        return Statement(
            section=section, text=text, name=entry.words if named else None, evidence=evidence,
            context=tuple(e for quote in entry.context for e in self.sources.verbatim(quote)),
            status=(entry.status or _STATUS[section]) if section in _STATUS else None,
            speaker=entry.speaker, certainty=entry.certainty,
            date=entry.dated if section is Section.TIMELINE else None,
            type=(entry.type or ActorType.OTHER) if section is Section.ACTORS else None,
            aliases=entry.aliases if section is Section.ACTORS else (),
        )  # fmt: skip

    def _gated(self, statement: Statement) -> tuple[Statement, str]:
        """`statement` with the mark it deserves, and why the gate refuses it; "" if it does not."""
        reasons = []
        for source in dict.fromkeys(e.source for e in statement.evidence):
            claim = Claim(
                section=statement.section, text=statement.text,
                evidence=tuple(e.span for e in statement.evidence if e.source == source),
                context=tuple(e.span for e in statement.context if e.source == source),
                status=statement.status, speaker=statement.speaker, certainty=statement.certainty,
                date=statement.date, date_text=statement.date_text, name=statement.name, type=statement.type,
                aliases=statement.aliases,
            )  # fmt: skip
            outcome = ground(self.brief.sources[source], [claim], source)
            if outcome.statements:
                return replace(statement, review=Review.CHECKED), ""
            reasons += [refusal.reason for refusal in outcome.refusals]
        return replace(statement, review=Review.EDITED), reasons[0]

    def _vouched(self, statement: Statement) -> Statement:
        return self._gated(statement)[0]

    def _remade(self, entry: Entry, line: _Line, new: Statement, before: str | None, was: str) -> _Done:
        statement, refusal = self._gated(new)
        return self._changed(entry, line, statement, before, was, refusal)

    def _changed(
        self, entry: Entry, line: _Line, statement: Statement, before: str | None, was: str, refusal: str = ""
    ) -> _Done:
        for twin in self.lines:  # what now says the same as another line is one with it
            if twin is not line and not twin.gone and twin.statement.anchor == statement.anchor:
                evidence = tuple(dict.fromkeys(twin.statement.evidence + statement.evidence))
                statement, refusal = self._gated(replace(statement, evidence=evidence))
                line.words |= twin.words
                twin.gone, twin.into = True, line
        self._become(line, statement)
        line.words.add(plain(entry.words))
        return _Done(entry, [line], before, was, _says(statement), refusal)

    # contradictions

    def _supersede(self, entry: Entry, line: _Line) -> None:
        """Take back the earlier decisions that `entry`, which is about `line`, contradicts."""
        for done in self.done:
            if not done.superseded and _contradict(done, entry, line):
                self._overrule(done, entry)
        line.gone = False

    def _overrule(self, done: _Done, entry: Entry) -> None:
        done.superseded = True
        what = f"{_called(entry)} contradicts the decision in line {done.entry.line}, which no longer counts"
        self.problems.append(Problem(f"{self.review.where}:{entry.line}", what, "remove one of the two"))


def _key(statement: Statement) -> str:
    """The words a statement is called by."""
    return (statement.name if statement.section in NAMED else None) or statement.text


def _terms(statement: Statement) -> tuple[str, ...]:
    if statement.section is Section.ACTORS:
        return (statement.name or "", *statement.aliases)
    return tuple(filter(None, (statement.name, statement.text)))


def _says(statement: Statement, before: str | None = None) -> str:
    """What a statement says, in one line: of actors and figures, or after `before`, the text after a colon."""
    return ": ".join(filter(None, (before or statement.name, statement.text)))


def _told(text: str) -> str:
    """What is compared to keep a text secret: its words with a space on either side."""
    return f" {plain(text)} " if text else ""


def _texts(entry: Entry) -> tuple[str, ...]:
    """What a decision says in words: not the section or day to which it moves something."""
    to = "" if entry.decision in (Decision.MOVE, Decision.DATE) else entry.to
    return entry.words, to, entry.name, entry.text, *entry.names


def _called(entry: Entry) -> str:
    return f"{verb_of(entry)} “{entry.words if len(entry.words) <= 80 else entry.words[:79] + '…'}”"


def _section(entry: Entry) -> Section | None:
    """Where the statement stands that a decision is about; None if it does not say."""
    of = {Decision.DATE: Section.TIMELINE, Decision.MERGE: Section.ACTORS, Decision.SPLIT: Section.ACTORS}
    return entry.section or of.get(entry.decision)


def _sections(entry: Entry) -> set[Section]:
    """Where it is looked for; anywhere if empty. What is to be moved may be there already."""
    section = _section(entry)
    if section is None:
        return set()
    return {section, Section(entry.to)} if entry.decision is Decision.MOVE else {section}


def _wanted(entry: Entry) -> set[str]:
    """The words by which a decision knows its statement, also after it was carried out."""
    also: tuple[str, ...] = ()
    if entry.decision in (Decision.REWORD, Decision.SPLIT):
        also = (entry.to,)
    elif entry.decision is Decision.MOVE:
        also = (entry.name, entry.text if entry.section in NAMED else "")
    return {plain(words) for words in (entry.words, *also) if words}


def _quotes(entry: Entry) -> tuple[str, ...]:
    return entry.quotes or (ADDED.sub(" ", entry.words),)


def _dates_agree(entry: Entry, statement: Statement) -> bool:
    """Whether an event may be the one a decision names: one of the two dates lies within the other."""
    if statement.section is not Section.TIMELINE or entry.dated is None:
        return True
    theirs = timex.bounds(statement.date or "")
    wanted = [entry.dated, entry.to] if entry.decision is Decision.DATE else [entry.dated]
    for ours in filter(None, map(timex.bounds, wanted)):
        if theirs is None or _within(ours, theirs) or _within(theirs, ours):
            return True
    return False


def _within(one: timex.Bounds, other: timex.Bounds) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _contradict(done: _Done, entry: Entry, line: _Line) -> bool:
    """Whether a decision undoes an earlier one about the same statement."""
    first = done.entry
    sections, others = _sections(entry), _sections(first)
    same = plain(first.words) == plain(entry.words) and (not sections or not others or bool(sections & others))
    if line not in done.lines and not (same and _dates_alike(first, entry)):
        return False
    kinds = {first.decision, entry.decision}
    if Decision.REJECT in kinds:
        return bool(kinds - {Decision.REJECT, Decision.MERGE, Decision.SPLIT})
    if len(kinds) > 1 or first.to == entry.to:
        return False
    follows = {
        Decision.REWORD: plain(entry.words) == plain(first.to) and plain(entry.words) != plain(first.words),
        Decision.MOVE: entry.section == first.to,
        Decision.DATE: entry.dated == first.to,
    }  # fmt: skip
    return not follows.get(entry.decision, True)


def _dates_alike(one: Entry, other: Entry) -> bool:
    return one.dated is None or other.dated is None or one.dated == other.dated


def _is_called(line: _Line, names: set[str]) -> bool:
    return line.statement.section is Section.ACTORS and plain(line.statement.name or "") in names


def _may_be(section: Section, status: Status | None) -> bool:
    """Whether a cause or a consequence may have that status."""
    of_causes = status in (Status.STATED, Status.CLAIMED, Status.DISPUTED)
    return status is not None and of_causes == (section is Section.CAUSES)


def _worded(statement: Statement, words: str) -> Statement:
    return replace(statement, name=words) if statement.section in NAMED else replace(statement, text=words)
