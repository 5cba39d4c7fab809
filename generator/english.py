"""The English words that carry meaning the program must not lose: negation, certainty, reporting.

Shared by the extraction rules (which read them) and the grounding gate (which refuses a statement that drops them).
"""

from __future__ import annotations

import re

NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|n['’]t|fail(?:s|ed|ing)? to"
    r"|refus(?:e|es|ed|ing) to|den(?:y|ies|ied|ying)|lack(?:s|ed|ing)? of|unable to"
    r"|hardly|barely|scarcely)\b|(?<=\w)n['’]t\b",
    re.IGNORECASE,
)
"""Words that turn a statement around; counted, they must not differ between a clause and what is shown of it."""

_BANDS = {
    "remote": ("almost no chance", "remote chance", "remote possibility"),
    "very unlikely": ("very unlikely", "highly unlikely", "highly improbable"),
    "unlikely": ("unlikely", "improbable", "improbably"),
    "roughly even chance": ("roughly even chance", "roughly even odds", "even chance", "even odds"),
    "likely": ("likely", "probable", "probably"),
    "very likely": ("very likely", "highly likely", "highly probable"),
    "almost certain": ("almost certain", "almost certainly", "nearly certain", "virtually certain"),
}
"""ICD 203 likelihood band → the words that name it, from the least likely to the most."""

_HEDGES = sorted(
    {words for named in _BANDS.values() for words in named}
    | {
        "may", "might", "could", "possibly", "possible", "perhaps", "potential", "potentially", "expected", "set to",
        "doubtful", "allegedly", "alleged", "apparently", "reportedly", "seemingly", "supposedly", "presumably",
        "suspected", "feared", "appears to", "appeared to", "seems to", "seemed to", "would", "should", "rumoured",
        "rumored", "risk of", "risks", "threatens to", "threatened to", "if", "unless",
    },
    key=lambda words: (-len(words), words),
)  # fmt: skip

_MODAL_MAY = r"(?-i:may|(?<!\w )May(?= (?:also|be|have|not|soon|still|well|yet)\b))"
"""Not the month, nor the name: a capital only where the word opens the sentence and a verb follows."""

HEDGE = re.compile(
    r"\b(?:" + "|".join(_MODAL_MAY if h == "may" else re.escape(h) for h in _HEDGES) + r")\b", re.IGNORECASE
)
"""Words by which a source says less than "it is so"; a statement keeps those of the clause it shows."""

REPORTING_VERBS = frozenset(
    """say says said saying tell tells told state states stated announce announces announced claim claims claimed
    allege alleges alleged report reports reported warn warns warned add adds added argue argues argued accuse accuses
    accused insist insists insisted deny denies denied confirm confirms confirmed believe believes believed estimate
    estimates estimated predict predicts predicted suggest suggests suggested acknowledge acknowledges acknowledged
    admit admits admitted declare declares declared note notes noted explain explains explained blame blames blamed
    describe describes described conclude concludes concluded maintain maintains maintained assert asserts asserted
    contend contends contended write writes wrote concede concedes conceded""".split()
)
"""Finite forms that attribute what follows to their subject."""


def band(certainty: str) -> str | None:
    """The ICD 203 likelihood band that a source's own certainty words name, or None where they name none.

    Bands: US Intelligence Community Directive 203 (2015), "Analytic Standards", D.6.e(2)(a). "May", "could", "expected"
    and the like say no odds and get no band; nor do words that are negated ("not likely").
    """
    found = [(len(words), words, name) for name, named in _BANDS.items() for words in named if _names(words, certainty)]
    if not found:
        return None
    _, words, name = max(found)
    around = re.sub(rf"\b{re.escape(words)}\b", "", certainty, flags=re.IGNORECASE)
    return None if NEGATION.search(around) else name


def _names(words: str, certainty: str) -> bool:
    return bool(re.search(rf"\b{re.escape(words)}\b", certainty, re.IGNORECASE))
