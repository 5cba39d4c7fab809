"""What may not be cut out of a sentence, because it would say more, or the opposite, on its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from generator.english import NEGATION
from generator.extract.clauses import MODALS, Clause, Form, Kind
from generator.extract.rules.story import Line


def keeps_meaning(line: Line, first: int, last: int) -> bool:
    """Whether tokens ``[first, last)`` of a line, shown alone, still say what the sentence says of them."""
    number = max(bisect_right(line.clauses, first, key=lambda c: c.first) - 1, 0)
    end = max(bisect_left(line.clauses, last, key=lambda c: c.first), number + 1)
    run = line.clauses[number:end]
    return not (
        _opens_twice(line, first, run)
        or _is_outlook(line, number, run)
        or _is_denied(line, number)
        or _is_asked(line, number, first)
        or _lacks_its_verb(line, run)
        or _joins_what_an_insertion_parts(number, run)
        or _loses_a_condition(line, end)
        or _loses_a_verb(line, first, last, end)
    )


def _opens_twice(line: Line, first: int, run: Sequence[Clause]) -> bool:
    """“When *it rained, the match was off*”: a clause without its opener, and the main clause it belongs to."""
    dropped = run[0].kind is Kind.SUBORDINATE and first >= run[0].first + run[0].opener_size > run[0].first
    return dropped and any(c.kind is Kind.MAIN for c in run[1:])


_TEMPORAL = frozenset(("after", "until", "once", "when", "whenever", "before", "as soon as", "by the time"))
_AHEAD = frozenset("will would should must shall may might could can 'll won't".split())
_NOT_PAST = MODALS | frozenset("has have is are 's do does".split())


def _is_outlook(line: Line, number: int, run: Sequence[Clause]) -> bool:
    """“… pays *after the bank has borne the first loss*”: a time that has not come, or that only dates the rest."""
    clause = run[0]
    if any(c.kind is Kind.MAIN for c in run[1:]) or (number == 0 and clause.kind is not Kind.SUBORDINATE):
        return False
    beside = line.clauses[max(number - 1, 0) : number] or line.clauses[number + 1 : number + 2]
    main = _verbs(line, beside[0]) if beside else ()
    if clause.opener == "since":
        return number > 0 and any(w in ("has", "have", "had") for w in main)
    if clause.opener not in _TEMPORAL or not clause.finite:
        return False
    own = _verbs(line, clause)
    return any(w in _NOT_PAST or _is_present(w) for w in own[:1]) or any(w in _AHEAD for w in main)


def _verbs(line: Line, clause: Clause) -> tuple[str, ...]:
    return tuple(line.words[i] for i in range(clause.first, clause.last) if line.forms[i] is Form.FINITE)


def _is_present(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and word not in ("was", "wasn't")


def _is_denied(line: Line, number: int) -> bool:
    """“There was no reason to think *that it would rain*”."""
    clause = line.clauses[number]
    if clause.kind not in (Kind.COMPLEMENT, Kind.RELATIVE) or clause.opener not in ("that", "", "whether"):
        return False
    start = number - 1
    while start > 0 and line.clauses[start].kind not in (Kind.MAIN, Kind.COORDINATE):
        start -= 1
    before = line.words[line.clauses[max(start, 0)].first : clause.first]
    if number > 0 and not _HOPING.isdisjoint(before[-3:]):
        return True
    found = NEGATION.search(" ".join(before))
    return number > 0 and found is not None and not found.group().startswith("den")


def _is_asked(line: Line, number: int, first: int) -> bool:
    """“They debate whether it was caused by *the drought*”: what is asked is not said."""
    start = number
    while start > 0 and line.clauses[start].kind not in (Kind.MAIN, Kind.COORDINATE):
        start -= 1
    return "whether" in line.words[line.clauses[start].first : first]


def _runs_on(line: Line, clause: Clause) -> bool:
    """“once *it moved on the council lifted the ban*”: two clauses that nothing parts."""
    verbs = [i for i in range(clause.first, clause.last) if line.forms[i] is Form.FINITE]
    if clause.kind is not Kind.SUBORDINATE or len(verbs) < 2:
        return False
    return not any(w in _PARTING or not w[0].isalnum() for w in line.words[verbs[0] + 1 : verbs[1]])


def _begins_with_a_time(line: Line, clause: Clause) -> bool:
    """“and *by Friday noon had no water*”: a second verb whose subject stands before."""
    verb = next((i for i in range(clause.first, clause.last) if line.forms[i] is Form.FINITE), 0)
    return clause.kind is Kind.COORDINATE and verb > clause.first and line.words[verb - 1] in _TIMES


_PARTING = frozenset("and or but that who which whom whose as when where because if than what how why".split())
_TIMES = frozenset(
    """morning afternoon evening night day week month year monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december yesterday today""".split()
)
_HOPING = frozenset("hope hopes hoped hoping wish wishes wished doubt doubts doubted doubting".split())


def _lacks_its_verb(line: Line, run: Sequence[Clause]) -> bool:
    """“…, *with Peter their favourite*”: nothing that happens."""
    clause = run[0]
    forms = line.forms[clause.first : clause.last]
    with_ = clause.kind is Kind.PARTICIPLE and line.words[clause.first] == "with"
    told = (Form.ING, Form.PAST_PARTICIPLE, Form.FINITE)
    if _runs_on(line, clause) or _begins_with_a_time(line, clause):
        return True
    return with_ and not any(f in told for f in forms) and "implications" not in line.words[clause.first : clause.last]


_INSERTED = frozenset((Kind.RELATIVE, Kind.PARTICIPLE, Kind.PARENTHESIS, Kind.PHRASE, Kind.SUBORDINATE))


def _joins_what_an_insertion_parts(number: int, run: Sequence[Clause]) -> bool:
    """“The hall, *which is old, was closed*”: the insertion with the rest of what it was inserted into."""
    inserted = number > 0 and run[0].kind in _INSERTED
    rest = (Kind.CONTINUATION, Kind.MAIN) if run[0].kind is Kind.RELATIVE else (Kind.CONTINUATION,)
    return inserted and any(c.kind in rest for c in run[1:])


_CONDITIONS = frozenset(
    ("if", "unless", "until", "provided that", "as long as", "in case", "except that", "rather than", "instead of")
)


def _loses_a_condition(line: Line, end: int) -> bool:
    """“*Work stops* unless the wage is paid”."""
    return end < len(line.clauses) and line.clauses[end].opener in _CONDITIONS


def _loses_a_verb(line: Line, first: int, last: int, end: int) -> bool:
    """“*They believe gas*, which often leaks, was the trigger”."""
    following = line.clauses[end : end + 2]
    if len(following) < 2 or following[0].kind not in _INSERTED or following[1].kind is not Kind.CONTINUATION:
        return False
    parted = line.forms[following[1].first] is Form.FINITE
    return parted and any(form is Form.FINITE for form in line.forms[first:last])
