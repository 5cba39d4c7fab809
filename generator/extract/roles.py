"""What an actor is or does, in words of the text: title, apposition or verb phrase, with the passage that carries it.

Everything works on token ranges ``[first, last)`` of one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.extract.clauses import AUXILIARIES, Clause, Form, Kind, trim
from generator.extract.lexicon import gazetteer, key, words
from generator.extract.parse import Sentence, Token
from generator.model import Span

PASSAGE_WORDS = 40
"""The longest passage quoted as evidence."""
_ROLE_WORDS = 14
_CLAUSE_WORDS = 18
_Range = tuple[int, int]

DETERMINERS = words("determiners")
ADVERBS = words("adverbs")
FUNCTION = words("function")
_CLAUSE_OPENERS = words("clause_openers")
_CUT_BEFORE = words("cut_before")
_NO_END = _CUT_BEFORE | words("no_end") | DETERMINERS | {"as"}
_BOUNDARIES = frozenset(',;:—–()[].!?"“”')
_HONORIFICS = words("honorifics")
_APPOSED = frozenset(["the", "a", "an", "its", "his", "her", "their", "former", "one", "chief", "head", "president"])
_KINDS = words("kinds")


def is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s", "'", "’"))


def skip_insertion(tokens: Sequence[Token], index: int) -> int:
    """Past a bracket or a short insertion between commas that begins at `index`; `index` if there is none."""
    if index < len(tokens) and tokens[index].text in (",", "("):
        closing = "," if tokens[index].text == "," else ")"
        for stop in range(index + 1, min(index + 14, len(tokens))):
            if tokens[stop].text == closing:
                return stop + 1
    return index


def skip_adverbials(tokens: Sequence[Token], index: int) -> int:
    """Past adverbs and dates between a subject and its verb: "also", "on Monday", "in late March 2023", "last week"."""
    stop = min(len(tokens), index + 8)
    while index < stop:
        end = index + (tokens[index].lower in ("on", "in", "late", "early", "last", "this"))
        dated = end
        while dated < stop and _is_date(tokens[dated]):
            dated += 1
        told = any(not t.text[0].isdigit() and t.lower not in ("late", "early") for t in tokens[end:dated])
        if tokens[index].lower in ADVERBS or tokens[index].lower in ("yesterday", "today", "tonight"):
            index += 1
        elif dated > end and (told or (end > index and len(tokens[end].text) == 4)):
            index = dated
        else:
            break
    return index


def _is_date(token: Token) -> bool:
    month = token.text[0].isupper() and token.lower in words("calendar")
    return month or token.text[0].isdigit() or token.lower in _SPANS


_SPANS = frozenset(["day", "week", "month", "year", "morning", "evening", "afternoon", "night", "late", "early"])


def description(tokens: Sequence[Token], first: int, last: int, person: bool) -> _Range | None:
    """What the bearer of a name is: a title or noun before it or an apposition; "security firm" of an organisation."""
    before = _title(tokens, first) if person else _kind(tokens, first)
    if before:
        return before
    found = apposition(tokens, first, last)
    return found if found and (person or found[0] >= last) else None


def is_bare(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a description lacks of whom: "successor", "his widow", "former spokesman"; not "Kask's widow"."""
    head = tokens[last - 1].lower
    rest = tokens[first : last - 1]
    if any(t.text[0].isupper() or is_possessive(t.text) or t.lower in ("of", "for", "to") for t in rest):
        return False
    if head in words("kin"):
        return True
    own = DETERMINERS | words("own_pronouns") | words("title_modifiers") - words("nominal_organisations")
    return head in words("deputies") and all(t.lower in own for t in rest)


def quantified(tokens: Sequence[Token], first: int) -> int:
    """Where the amount before a phrase begins: "*many* residents", "*none of the* judges"; `first` if there is none."""
    start = first
    while start > 0 and start > first - 3 and tokens[start - 1].lower in DETERMINERS | {"of"}:
        start -= 1
        if tokens[start].lower in words("amounts"):
            return start
    return start - 1 if start > 0 and tokens[start - 1].lower in words("amounts") else first


def _kind(tokens: Sequence[Token], first: int) -> _Range | None:
    """The noun before an organisation's name: "the Dutch *news broadcaster* NTX"."""
    if not first or tokens[first - 1].text not in _KINDS | words("organisation_nouns"):
        return None
    start = first - 1
    while start > 0 and start > first - 4 and (_is_plain(tokens[start - 1]) or _is_adjective(tokens[start - 1])):
        start -= 1
    return None if start == first - 1 and tokens[start].text in _ANY_KIND else (start, first)


_ANY_KIND = frozenset(
    ["company", "firm", "organisation", "organization", "group", "body", "agency", "operator", "owner"]
)


def _is_adjective(token: Token) -> bool:
    known = gazetteer().get(key(token.text))
    return (known is not None and known.kind == "adjective") or token.lower in words("proper_adjectives")


def _title(tokens: Sequence[Token], first: int) -> _Range | None:
    """The title right before a name: "AT&T Chairman and CEO", "Britain's Foreign Secretary", "study co-author"."""
    if first and tokens[first - 1].lower in ("of", "and", "for"):
        return None
    if first > 1 and tokens[first - 2].lower in ("a", "an", "the") and _is_plain(tokens[first - 1]):
        if tokens[first - 1].text in _RANKS_OR_ADJECTIVES:
            return None
        return first - 1, first
    if first > 2 and tokens[first - 1].text[0].isupper() and tokens[first - 1].lower not in words("titles"):
        of = next((i for i in range(first - 2, max(0, first - 6), -1) if not tokens[i].text[0].isupper()), 0)
        if tokens[of].lower == "the":
            of -= 1
        if of > 0 and tokens[of].lower == "of" and tokens[of - 1].lower in words("titles"):
            before = _title(tokens, of)
            return (before[0], first) if before else None
    start, titles, plain = first, 0, 0
    while start > 0 and start > first - 12:
        token = tokens[start - 1]
        low = token.lower
        dated = low in words("calendar") or low in DETERMINERS
        named = (
            titles > 0
            and token.text[0].isupper()
            and not dated
            and (start > 1 or is_possessive(token.text) or _is_name(token) or _is_name(*tokens[:2]))
        )
        if low in words("titles"):
            titles += low not in _HONORIFICS
        elif low in ("of", "and"):
            if not _links_titles(tokens, start - 1):
                break
        elif titles and plain < 2 and _is_plain(token) and tokens[start].text[0].islower():
            plain += 1
        elif not (named or token.text == "." or low in words("title_modifiers") or low in words("portfolios")):
            break
        start -= 1
    while start < first and (tokens[start].lower in ("of", "and", "then") or tokens[start].text == "."):
        start += 1
    end = first
    while end > start and (tokens[end - 1].lower in _HONORIFICS or tokens[end - 1].text == "."):
        if tokens[end - 1].text == "." and tokens[end - 2].lower in words("abbreviations") - _HONORIFICS:
            break
        end -= 1
    while end > start and tokens[end - 1].lower in ("of", "and", "then"):
        end -= 1
    if end == start + 1 and tokens[start].text in _RANKS_OR_ADJECTIVES:
        return None
    return (start, end) if titles and end > start else None


_RANKS_OR_ADJECTIVES = frozenset(["major", "general", "private", "chief", "principal"])


def _is_name(*tokens: Token) -> bool:
    return key(" ".join(t.text for t in tokens)) in gazetteer()


def _links_titles(tokens: Sequence[Token], index: int) -> bool:
    """Whether "of" or "and" at `index` stands within a title: "Minister of …", "Chairman and …"."""
    before = tokens[index - 1].lower if index else ""
    if tokens[index].lower == "of":
        return before in words("titles")
    return before in words("titles") or before in words("portfolios") or before in words("title_modifiers")


def _is_plain(token: Token) -> bool:
    """Whether a lower-case word may belong to a title: "study" of "study co-author"."""
    low = token.lower
    if (
        not token.text[0].islower()
        or low in words("not_plain")
        or low in FUNCTION
        or low in DETERMINERS
        or low in _NO_END
        or low in ADVERBS
        or low in AUXILIARIES
    ):
        return False
    return low not in words("speech_verbs") and not low.endswith(("ed", "ing", "ly"))


def past_title(tokens: Sequence[Token], index: int) -> int:
    """Behind the title that begins at `index`, where a name follows: "chief economist | Ana Ruiz"; else `index`."""
    end, titles = index, 0
    while end < min(len(tokens), index + 7) and (
        tokens[end].lower in words("titles") | words("title_modifiers") | words("portfolios") | {"of", "and", "."}
        or _is_plain(tokens[end])
    ):
        titles += tokens[end].lower in words("titles") - _HONORIFICS
        end += 1 + (titles > 0 and end + 1 < len(tokens) and tokens[end + 1].text == ",")
    return end if titles else index


def apposition(tokens: Sequence[Token], first: int, last: int) -> _Range | None:
    """What stands beside a name: "X, the chief executive of Y," or "the region's president, X"."""
    if last + 1 < len(tokens) and tokens[last].text == ",":
        low = tokens[last + 1].lower
        if low in _APPOSED or low in words("titles"):
            start = last + 1 + (low in ("the", "a", "an"))
            end = _bound(tokens, start, start + _ROLE_WORDS)
            told = any(t.lower in words("titles") or t.text in _KINDS for t in tokens[start:end])
            other = low in ("his", "her", "their") and any(t.text[0].isupper() for t in tokens[start:end])
            other = other or _is_clause(tokens, start, end)
            if told and not other and start < end < len(tokens) and _is_boundary(tokens, end):
                return start, end
    if first >= 3 and tokens[first - 1].text == ",":
        return _apposed_before(tokens, first - 1)
    return None


def _is_clause(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a verb of the range's own shows that it is a clause: "the latter *had* freed the judge"."""
    verb = next((i for i in range(start, end) if tokens[i].lower in AUXILIARIES), end)
    return verb < end and not any(t.lower in ("who", "which", "that", "whose", "whom") for t in tokens[start:verb])


def _apposed_before(tokens: Sequence[Token], end: int) -> _Range | None:
    """The description that ends before the comma at `end`: "a member of the Tunisian parliament, X"."""
    if tokens[end - 1].lower in words("titles"):
        return _title(tokens, end)
    start = end
    while start > 0 and end - start < _ROLE_WORDS and tokens[start - 1].text not in _BOUNDARIES:
        start -= 1
        if tokens[start].lower in words("titles") and tokens[start + 1].lower in ("of", "for"):
            while start > 0 and tokens[start - 1].lower in words("title_modifiers"):
                start -= 1
            return start, end
    return None


def _bound(tokens: Sequence[Token], start: int, limit: int) -> int:
    end = start
    while end < min(len(tokens), limit) and not _is_boundary(tokens, end):
        end += 1
    return end


def _is_boundary(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause or an insertion ends at `index`; not at the stop of "example.com" or "J. Smith"."""
    token = tokens[index]
    if token.text == "." and index + 1 < len(tokens):
        return tokens[index + 1].start > token.end and len(tokens[index - 1].text) > 4
    if token.text in "–-" and index and index + 1 < len(tokens) and tokens[index + 1].start == token.end:
        return tokens[index - 1].end < token.start
    return token.text in _BOUNDARIES


def phrase_start(tokens: Sequence[Token], first: int) -> int:
    """Where the noun phrase begins whose name stands at `first`: "*the* outgoing minister Ana Ruiz"."""
    start = first
    while start > 0 and start > first - 8 and _leads(tokens, start - 1):
        start -= 1
        if tokens[start].lower in DETERMINERS:
            break
    return start


def _leads(tokens: Sequence[Token], index: int) -> bool:
    token, low = tokens[index], tokens[index].lower
    if low in words("calendar") or low in _CLAUSE_OPENERS or low == "that" or not token.is_word or low.endswith("ly"):
        return False
    if token.text.isdigit():
        return len(token.text) < 4
    titled = low in words("titles") or low in words("title_modifiers") or low in ("last", "first", "same", "next")
    return low in DETERMINERS or titled or _is_plain(token) or _is_adjective(token)


def phrase_head(tokens: Sequence[Token], index: int) -> int:
    """Past what may lead a name in a list: the article, a number, a title."""
    stop = min(len(tokens), index + 5)
    while index < stop and (tokens[index].lower in DETERMINERS or tokens[index].lower in words("titles")):
        index += 1
    return index


def links(tokens: Sequence[Token], index: int) -> int:
    """Past "," and "and" between the parts of a list; `index` if there are none."""
    stop = min(len(tokens), index + 3)
    while index < stop and tokens[index].lower in (",", "and", "or", "&"):
        index += 1
    return index


def past_example(tokens: Sequence[Token], first: int, last: int) -> _Range:
    """Of ", including X and Y," the place before and behind; else the range itself."""
    low = tokens[first - 1].lower if first else ""
    opening = first - (2 if low == "as" and first > 2 and tokens[first - 2].lower == "such" else 1) - 1
    example = low in ("including", "like") or opening < first - 2
    if example and opening > 0 and tokens[opening].text == "," and last < len(tokens) and tokens[last].text == ",":
        return 0, last + 1
    return first, last


_SUBORDINATE = words("subordinate") - {"after", "until", "once", "before", "unless"}


def is_subject(tokens: Sequence[Token], forms: Sequence[Form], first: int) -> bool:
    """Whether a clause of the author's own may begin at `first`, its subject: neither after a preposition or a verb,
    nor in what somebody says, supposes or asks ("that", "if")."""
    if first <= 0:
        return True
    before = "".join(t.text for t in tokens[:first] if t.text in '"“”')
    if before.count('"') % 2 or before.count("“") > before.count("”"):
        return False
    token, low = tokens[first - 1], tokens[first - 1].lower
    if not token.is_word:
        return token.text not in "“\"'" and not (token.text == "," and _is_located(tokens, first - 1))
    led = tokens[0].lower in _CUT_BEFORE and tokens[first].lower in DETERMINERS and _is_plain(token)
    if led and Form.FINITE not in forms[:first]:
        return True  # "In a close vote | the assembly …"
    if low in _SUBORDINATE or (not token.text[0].isdigit() and _is_date(token)) or low.endswith("ly") or low in ADVERBS:
        return True
    return token.text.isdigit() and len(token.text) == 4


def _is_located(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a place stands before the comma, which the name behind it only completes: "in Benghazi, Libya"."""
    if comma < 3 or not tokens[comma - 1].text[0].isupper():
        return False
    start = comma - 1
    while start > 0 and tokens[start - 1].text[0].isupper():
        start -= 1
    return start > 1 and tokens[start - 1].lower in ("in", "at", "near", "from", "of", "to")


def deed(tokens: Sequence[Token], forms: Sequence[Form], last: int) -> _Range | None:
    """The verb phrase after a name that ends before `last`, at most 14 words, cut where a clause or a phrase ends."""
    if last + 1 < len(tokens) and tokens[last].text == "." and tokens[last - 1].lower in words("abbreviations"):
        last += tokens[last + 1].text[0].islower()
    start = skip_insertion(tokens, last)
    verb = skip_adverbials(tokens, start)
    if verb > start and not any(t.lower in ADVERBS for t in tokens[start:verb]):
        start = verb  # "on Monday | rejected the offer"
    if verb >= len(tokens) or forms[verb] is not Form.FINITE:
        return None
    end, count, safe = start, 0, start
    limit = min(len(tokens), start + 3 * _ROLE_WORDS)
    while end < limit and not _ends(tokens, forms, end) and not (end > verb and _opens_clause(tokens, forms, end)):
        if count >= 3 and _may_cut(tokens, forms, end):
            safe = end
        if count == _ROLE_WORDS:
            end = safe
            break
        count += tokens[end].is_word
        end += 1
    if _is_quoting(tokens, end):
        return None
    if end < len(tokens) and tokens[end].text == "(":
        end = safe
    end = _without_rest(tokens, forms, verb, end)
    that = next((i for i in range(verb, end) if tokens[i].lower == "that"), end)
    if verb + 2 < that < end and forms[that - 1] is Form.ING and Form.FINITE not in forms[that:end]:
        end = that - 1
    for inner in (i for i in range(end - 1, that, -1) if tokens[i].lower == "that"):
        if Form.FINITE not in forms[inner:end]:
            end = inner - 1 if forms[inner - 1] in (Form.FINITE, Form.ING) else inner
            end -= tokens[end - 1].lower in ("that", "which", "who")
    if end < len(tokens) and tokens[end].lower in DETERMINERS | _PRONOUNS and forms[end - 1] is not Form.NONE:
        return None
    if (that < end and Form.FINITE not in forms[that:end]) or _says_nothing(tokens, forms, verb, end):
        return None
    if verb + 1 < end <= verb + 3 and tokens[verb + 1].lower in _PRONOUNS:
        return None
    bare = tokens[end - 1].lower in _REPORTING and tokens[verb].lower in AUXILIARIES
    bare = bare or tokens[end - 1].lower in ("be", "been", "being") or tokens[end - 1].lower in _NO_END
    bare = bare or _is_idle(tokens, verb, end) or tokens[end - 1].lower in ("he", "she", "they", "we", "i")
    return (start, end) if end - verb >= 2 and not bare else None


def whose_people(tokens: Sequence[Token], first: int) -> int | None:
    """Where "a spokesman for", "scientists from the" begins before the name at `first`; None if nothing such does."""
    link = first - 1
    while link > 0 and tokens[link].lower in DETERMINERS:
        link -= 1
    if link < 1 or tokens[link].lower not in ("of", "for", "from", "at", "in"):
        return None
    head = tokens[link - 1].lower
    if head not in words("titles") and head not in words("group_heads"):
        return None
    return phrase_start(tokens, link - 1)


def relative(tokens: Sequence[Token], forms: Sequence[Form], last: int) -> _Range | None:
    """The verb phrase of "X, who …" right behind a name."""
    who = last + (last < len(tokens) and tokens[last].text == ",")
    if who >= len(tokens) or tokens[who].lower not in ("who", "which"):
        return None
    found = deed(tokens, forms, who + 1)
    if found is None or "that" in (t.lower for t in tokens[found[0] : found[1]]):
        return found
    other = (i for i in range(found[0] + 2, found[1]) if forms[i] is Form.FINITE and tokens[i - 1].lower != "and")
    return found[0], next(other, found[1])


def clause(sentence: Sentence, forms: Sequence[Form], pieces: Sequence[Clause], first: int, last: int) -> _Range | None:
    """The clause around ``[first, last)``, if it stands by itself, is the author's own and short."""
    index = next((i for i, p in enumerate(pieces) if p.first <= first and last <= p.last), None)
    if index is None:
        return None
    piece = pieces[index]
    start, end = piece.first + piece.opener_size, piece.last
    after = pieces[index + 1].kind if index + 1 < len(pieces) else None
    spoken = piece.quoted or after is Kind.ATTRIBUTION or (index and pieces[index - 1].kind is Kind.ATTRIBUTION)
    if not piece.finite or spoken or piece.kind not in (Kind.MAIN, Kind.COORDINATE) or after is Kind.COMPLEMENT:
        return None
    tokens = sentence.tokens
    end = next((i for i in range(last, end) if tokens[i].text == ","), end)
    while end > start and tokens[end - 1].text in ",.;:—–!?":
        end -= 1
    low = tokens[start].lower
    own = tokens[start].is_word and forms[start] is Form.NONE and Form.FINITE in forms[start:end]
    listed = start > 0 and tokens[start - 1].text == "," and not piece.opener_size
    closed = end < piece.last or after in (None, Kind.SUBORDINATE, Kind.COORDINATE, Kind.RELATIVE)
    dangling = (
        not own
        or listed
        or not closed
        or tokens[end - 1].lower in _REPORTING
        or _is_quoting(tokens, end)
        or low in _PRONOUNS
        or low in AUXILIARIES
        or low in FUNCTION
        or tokens[end - 1].lower in _NO_END
    )
    that = next((i for i in range(start, end) if tokens[i].lower == "that"), end)
    verb = next((i for i in range(start, end) if forms[i] is Form.FINITE), start)
    dangling = (
        dangling
        or _says_nothing(tokens, forms, verb, end)
        or _is_idle(tokens, verb, end)
        or (that < end and Form.FINITE not in forms[that:end])
    )
    inner = any(t.text in _BOUNDARIES or t.text in _QUOTES for t in tokens[start:end])
    return None if dangling or inner or not 4 <= end - start <= _CLAUSE_WORDS else (start, end)


_PRONOUNS = words("pronouns")
_QUOTES = frozenset("\"“”‘’'")


def _ends(tokens: Sequence[Token], forms: Sequence[Form], index: int) -> bool:
    """Whether the phrase ends at `index`; not at the comma of a list of nouns, "its land, sea and air borders"."""
    if not _is_boundary(tokens, index):
        return False
    if tokens[index].text != ",":
        return True
    for after in range(index + 2, min(index + 5, len(tokens))):
        if tokens[after].lower in ("and", "or"):
            named = tokens[index + 1].text[0].isupper() or _is_plain(tokens[index + 1])
            return not named or Form.FINITE in forms[index + 1 : after + 4]
        if forms[after] is Form.FINITE or not tokens[after].is_word:
            break
    return True


def _may_cut(tokens: Sequence[Token], forms: Sequence[Form], index: int) -> bool:
    """Whether a phrase can do without what begins at `index`."""
    low, before = tokens[index].lower, tokens[index - 1].lower
    if (
        low not in _CUT_BEFORE
        or low == "of"
        or before in _NO_END
        or before[0].isdigit()
        or forms[index - 1] is Form.ING
    ):
        return False
    if low in ("and", "or"):
        return forms[index - 1] is Form.NONE
    return low != "to" or (forms[index - 1] is Form.NONE and before not in ("up", "able", "likely", "due", "back"))


def _without_rest(tokens: Sequence[Token], forms: Sequence[Form], verb: int, end: int) -> int:
    """Without words that cannot end a phrase, or a second part whose verb lies beyond the cut."""
    if end < len(tokens) and (tokens[end].text == "," or tokens[end].lower in _CLAUSE_OPENERS):
        joint = next((i for i in range(end - 1, max(verb + 2, end - 5), -1) if tokens[i].lower in ("and", "but")), end)
        who = end + 1 < len(tokens) and tokens[end + 1].lower in ("who", "which", "whose")
        if who or (tokens[end].lower in _CLAUSE_OPENERS and joint < end - 1 and Form.FINITE not in forms[joint:end]):
            end = joint
    while end > verb and (tokens[end - 1].lower in _NO_END or tokens[end - 1].lower in AUXILIARIES):
        end -= 1
    while end > verb and tokens[end - 1].lower == "order" and tokens[end - 2].lower == "in":
        end -= 2
    return end


def _says_nothing(tokens: Sequence[Token], forms: Sequence[Form], verb: int, end: int) -> bool:
    """Whether what is said is missing: "said on Twitter"."""
    if tokens[verb].lower not in words("speech_verbs"):
        return False
    rest = [t.lower for t in tokens[verb + 1 : end]]
    told = "that" in rest or Form.FINITE in forms[verb + 1 : end]
    if not told and end < len(tokens) and tokens[end].text == ",":
        return True
    if not rest or (tokens[verb].lower in ("said", "says", "say", "told") and len(rest) < 3):
        return True
    timed = rest[0] in ("in", "on", "at", "via", "during") or rest[0] in words("calendar") or rest[0] in _TIMES
    return timed and "that" not in rest


def _is_quoting(tokens: Sequence[Token], end: int) -> bool:
    """Whether a quotation follows at `end`: what is said is missing."""
    end += end + 1 < len(tokens) and tokens[end].text in (",", ":")
    return end < len(tokens) and tokens[end].text in '"“”'


def _is_idle(tokens: Sequence[Token], verb: int, end: int) -> bool:
    """Whether a predicate tells no part in a story: "was born in Norvik", "were at home", "learned that according to
    him"."""
    index = verb
    while index < end and (tokens[index].lower in AUXILIARIES or tokens[index].lower in ADVERBS):
        index += 1
    if index == end:
        return False
    that = next((i for i in range(index, end - 1) if tokens[i].lower == "that"), end)
    if that < end and tokens[that + 1].lower == "according" and "," not in (t.text for t in tokens[that:end]):
        return True
    low = tokens[index].lower
    if low == "born" or (low in ("grew", "raised") and index + 1 < end and tokens[index + 1].lower in ("up", "in")):
        return True
    if not any(t.lower in _COPULAS for t in tokens[verb:index]):
        return False
    if low in _PLACED:
        return index + 1 == end
    index += low in words("place_prepositions")
    while low in words("place_prepositions") and index < end - 1 and tokens[index].lower in DETERMINERS:
        index += 1
    place = tokens[index].text[0].isupper() or tokens[index].lower in _PLACED | words("place_nouns")
    return low in words("place_prepositions") and index == end - 1 and place


_COPULAS = frozenset(["is", "are", "was", "were", "be", "been"])
_PLACED = frozenset(
    ["home", "here", "there", "abroad", "inside", "outside", "nearby", "indoors", "outdoors", "school", "work"]
)
_REPORTING = words("speech_verbs") | words("reporting_verbs")
_TIMES = frozenset(["today", "yesterday", "late", "earlier", "later", "last", "this"])


def _opens_clause(tokens: Sequence[Token], forms: Sequence[Form], index: int) -> bool:
    word = tokens[index].lower
    if word in ("and", "but", "or", "as"):
        near = range(index + 1, min(index + 5, len(tokens)))
        stop = next((i for i in near if tokens[i].lower in _CLAUSE_OPENERS or not tokens[i].is_word), near.stop)
        return Form.FINITE in forms[index + 1 : stop]
    return word in _CLAUSE_OPENERS


def doing(tokens: Sequence[Token], forms: Sequence[Form], first: int, last: int) -> _Range | None:
    """The noun phrase that tells a deed or a fate: "rapid advance" of X, X's "24-year rule"."""
    if is_possessive(tokens[last - 1].text):
        end = last
        while (
            end < min(len(tokens), last + 5) and tokens[end].is_word and forms[end] is Form.NONE and _inner(tokens, end)
        ):
            end += 1
        return (last, end) if end > last + 1 and _tells(tokens, end - 1) else None
    noun = first - 1
    while noun > 0 and tokens[noun].lower in DETERMINERS:
        noun -= 1
    if noun < 1 or tokens[noun].lower not in ("of", "by", "among") or not _tells(tokens, noun - 1):
        return None
    start = noun - 1
    while start > 0 and start > noun - 4 and forms[start - 1] is Form.NONE and _is_plain(tokens[start - 1]):
        start -= 1
    return (start, noun) if noun > start + 1 else None


def _inner(tokens: Sequence[Token], index: int) -> bool:
    low = tokens[index].lower
    return low not in FUNCTION and low not in DETERMINERS and low not in _NO_END and low not in ADVERBS


def _tells(tokens: Sequence[Token], index: int) -> bool:
    low = tokens[index].lower
    return low in _DEEDS or low.endswith(_DEED_ENDINGS)


_DEEDS = words("deeds")
_DEED_ENDINGS = ("tion", "sion", "ment", "tions", "sions", "ments", "rule", "fall", "takeover")


def wording(sentence: Sentence, *ranges: _Range) -> str:
    """The words at `ranges`, in order; "" where quotation marks or brackets in them do not balance."""
    pieces = []
    for first, last in ranges:
        start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
        pieces.append(sentence.text[start - sentence.span.start : end - sentence.span.start])
    text = " ".join(pieces)
    return text if _balanced(text) else ""


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in ("“”", "()", "[]"))


def passage(sentence: Sentence, pieces: Sequence[Clause], first: int, last: int) -> Span:
    """The sentence; where it is too long to be quoted, the run of its clauses `pieces` around ``[first, last)``."""
    if len(sentence.words) <= PASSAGE_WORDS:
        return sentence.span
    tokens = sentence.tokens
    low = max((c.first for c in pieces if c.first <= first), default=first)
    high = min((c.last for c in pieces if c.last >= last), default=last)
    if high - low > 2 * PASSAGE_WORDS or _count(tokens, low, high) > PASSAGE_WORDS:
        low, high = first, min(len(tokens), first + PASSAGE_WORDS)
    for edge in (c.last for c in pieces if c.last > high):
        if edge - low > 2 * PASSAGE_WORDS or _count(tokens, low, edge) > PASSAGE_WORDS:
            break
        high = edge
    return trim(tokens, low, high) or sentence.span


def _count(tokens: Sequence[Token], first: int, last: int) -> int:
    return sum(t.is_word for t in tokens[first:last])
