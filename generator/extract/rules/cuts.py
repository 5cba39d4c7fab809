"""What may not be cut out of a sentence, because it would say more, or the opposite, on its own."""

from __future__ import annotations

import re
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
        _opens_twice(line, number, first, run)
        or _is_outlook(line, number, run)
        or _is_denied(line, number)
        or _is_asked(line, number, first)
        or _lacks_its_verb(line, run)
        or _joins_what_an_insertion_parts(number, run)
        or _loses_a_condition(line, last, end)
        or _loses_a_supposition(line, first)
        or _loses_a_limit(line, first, last)
        or _loses_a_verb(line, first, last, end)
    )


def _opens_twice(line: Line, number: int, first: int, run: Sequence[Clause]) -> bool:
    """“When *it rained, the match was off*”: a clause without its opener, and the main clause it belongs to."""
    dropped = run[0].kind is Kind.SUBORDINATE and first >= run[0].first + run[0].opener_size > run[0].first
    while number and line.clauses[number].kind in (Kind.COORDINATE, Kind.RELATIVE, Kind.PARTICIPLE, Kind.COMPLEMENT):
        number -= 1  # “When it rained *and the wind rose, the match was off*”
        dropped = dropped or (line.clauses[number].kind is Kind.SUBORDINATE and line.clauses[number].finite)
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


CONDITIONS = frozenset(
    ("if", "unless", "until", "provided that", "as long as", "in case", "except that", "rather than", "instead of")
)
_CONDITION_WORDS = frozenset("if unless until without provided providing except once".split())
_ASIDES = frozenset((Kind.ATTRIBUTION, Kind.PARENTHESIS))


def _loses_a_condition(line: Line, last: int, end: int) -> bool:
    """“*Work stops* unless the wage is paid”."""
    while end + 1 < len(line.clauses) and line.clauses[end].kind in _ASIDES:
        end += 1  # “*Work stops*, he said, unless …”
    if end < len(line.clauses) and line.clauses[end].opener in CONDITIONS:
        return True
    rest = [w for w in line.words[last : last + 5] if w[0].isalnum()]
    while rest and rest[0] in ("and", "or", "but", "only", "even"):
        rest = rest[1:]
    return rest[:1] != [] and (rest[0] in _CONDITION_WORDS or rest[:3] in (["as", "long", "as"], ["so", "long", "as"]))


_SUPPOSING = frozenset("had were should if unless".split())


def _loses_a_supposition(line: Line, first: int) -> bool:
    """“Had it rained, *the dam would have burst*”."""
    start = next((k for k, word in enumerate(line.words) if word[0].isalnum()), first)
    return start < first and line.words[start] in _SUPPOSING


_ONLY = frozenset("only just merely".split())
_NEVER = frozenset("never hardly scarcely barely".split())
_LIMITS = frozenset("before until till".split())


def _loses_a_limit(line: Line, first: int, last: int) -> bool:
    """“*He had seen it only on film* before”, “*They never left* before the siren”."""
    rest = next((w for w in line.words[last : last + 2] if w[0].isalnum()), "")
    start = max((c.first for c in line.clauses if c.first < last), default=first)
    own = line.words[max(first, start) : last]
    if rest in _LIMITS:
        return not (_ONLY | _NEVER).isdisjoint(own)
    return rest in ("after", "when", "once", "because") and not _ONLY.isdisjoint(own)


# --- what is no sentence ---

_LEADING_CLAUSES = frozenset((Kind.MAIN, Kind.COORDINATE, Kind.COMPLEMENT, Kind.CONTINUATION, Kind.QUOTE))
_ADVERBIAL = frozenset(
    """at in on after before during by from since until when while as although though if because once under within
    without through throughout""".split()
)
_SUBORDINATING = frozenset(
    """when whenever after before as although though while whilst since because once until unless if whereas
    where""".split()
)


def _run(line: Line, first: int, last: int) -> Sequence[Clause]:
    """The clauses over which tokens ``[first, last)`` run."""
    number = max(bisect_right(line.clauses, first, key=lambda c: c.first) - 1, 0)
    end = max(bisect_left(line.clauses, last, key=lambda c: c.first), number + 1)
    return line.clauses[number:end]


def is_whole(line: Line, first: int, last: int, shown: str) -> bool:
    """Whether what is `shown` of tokens ``[first, last)`` is a sentence, or names a thing: no adverbials alone."""
    run, words = _run(line, first, last), _SHOWN_WORD.findall(shown.lower())
    if not words or not run:
        return False
    opener, main = line.words[first], any(c.finite and c.kind in (Kind.MAIN, Kind.CONTINUATION) for c in run)
    if opener in _SUBORDINATING and words[0] != opener and any(c.finite and c.kind is Kind.MAIN for c in run[1:]):
        return False  # “when *it rained, the match was off*”
    if len(run) == len(line.clauses):
        return True
    told = main or any(c.finite and c.kind in _LEADING_CLAUSES for c in run)
    return not ((words[0] in _SUBORDINATING and not main) or (words[0] in _ADVERBIAL and not told))


_SHOWN_WORD = re.compile(r"[\w’']+")


_GERUND_AFTER = _ADVERBIAL | frozenset(
    """of for with from to amid following about over against into toward towards than like and or but not also then
    thus thereby""".split()
)
"""After these an “-ing” is a thing done, not what a noun does: “fined for *selling* it”."""


def hangs_on_a_noun(line: Line, first: int, last: int) -> bool:
    """“the faults *putting it at risk*”: what does it is left out."""
    run = _run(line, first, last)
    if not first or not run or line.forms[first] is not Form.ING or run[0].first != first:
        return False
    before = line.words[first - 1]
    noun = before[0].isalnum() and before not in _GERUND_AFTER and line.forms[first - 1] is Form.NONE
    return run[0].kind is Kind.PARTICIPLE and noun


def _loses_a_verb(line: Line, first: int, last: int, end: int) -> bool:
    """“*They believe gas*, which often leaks, was the trigger”."""
    following = line.clauses[end : end + 2]
    if len(following) < 2 or following[0].kind not in _INSERTED or following[1].kind is not Kind.CONTINUATION:
        return False
    parted = line.forms[following[1].first] is Form.FINITE
    return parted and any(form is Form.FINITE for form in line.forms[first:last])
