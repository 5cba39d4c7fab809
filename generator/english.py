"""The English words that carry meaning the program must not lose: negation, certainty, reporting.

Shared by the extraction rules (which read them) and the grounding gate (which refuses a statement that drops them).
"""

from __future__ import annotations

import re

NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|n['’]t|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to"
    r"|den(?:y|ies|ied|ying)|lack(?:s|ed|ing)? of|unable to|hardly|barely|scarcely)\b|(?<=\w)n['’]t\b",
    re.IGNORECASE,
)
"""Words that turn a statement around; counted, they must not differ between a clause and what is shown of it."""

_BANDS: tuple[tuple[str, str], ...] = (
    ("almost certainly not", "remote"), ("remote", "remote"), ("almost no chance", "remote"),
    ("very unlikely", "very unlikely"), ("highly unlikely", "very unlikely"), ("highly improbable", "very unlikely"),
    ("unlikely", "unlikely"), ("improbable", "unlikely"), ("doubtful", "unlikely"),
    ("roughly even", "roughly even chance"), ("may", "roughly even chance"), ("might", "roughly even chance"),
    ("could", "roughly even chance"), ("possibly", "roughly even chance"), ("possible", "roughly even chance"),
    ("perhaps", "roughly even chance"), ("potential", "roughly even chance"), ("potentially", "roughly even chance"),
    ("almost certainly", "almost certain"), ("nearly certain", "almost certain"), ("virtually certain", "almost certain"),
    ("very likely", "very likely"), ("highly likely", "very likely"), ("highly probable", "very likely"),
    ("likely", "likely"), ("probably", "likely"), ("probable", "likely"), ("expected", "likely"), ("set to", "likely"),
)  # fmt: skip

_HEDGES = sorted(
    {words for words, _ in _BANDS}
    | {
        "allegedly", "alleged", "apparently", "reportedly", "seemingly", "supposedly", "presumably", "suspected",
        "feared", "appears to", "appeared to", "seems to", "seemed to", "would", "should", "rumoured", "rumored",
        "risk of", "risks", "threatens to", "threatened to", "if", "unless",
    },
    key=len,
    reverse=True,
)  # fmt: skip

HEDGE = re.compile(r"\b(?:" + "|".join(re.escape(h) for h in _HEDGES) + r")\b", re.IGNORECASE)
"""Words by which a source says less than "it is so"; a statement keeps those of the clause it shows."""

_BAND_OF = dict(_BANDS)

REPORTING_VERBS = frozenset(
    """say says said saying tell tells told state states stated announce announces announced claim claims claimed
    allege alleges alleged report reports reported warn warns warned add adds added argue argues argued accuse accuses
    accused insist insists insisted deny denies denied confirm confirms confirmed believe believes believed estimate
    estimates estimated predict predicts predicted suggest suggests suggested acknowledge acknowledges acknowledged admit
    admits admitted declare declares declared note notes noted explain explains explained blame blames blamed describe
    describes described conclude concludes concluded maintain maintains maintained assert asserts asserted contend
    contends contended write writes wrote concede concedes conceded""".split()
)
"""Finite forms that attribute what follows to their subject."""


def band(certainty: str) -> str | None:
    """The ICD 203 likelihood band of a source's own certainty words, or None where they name no likelihood.

    Bands and order: US Intelligence Community Directive 203 (2015), "Analytic Standards", D.6.e(2)(a); the bare modals
    "may", "might", "could" are put at "roughly even chance", as is usual, though they name no odds.
    """
    words = certainty.casefold().strip()
    for phrase in sorted(_BAND_OF, key=len, reverse=True):
        if re.search(rf"\b{re.escape(phrase)}\b", words):
            return _BAND_OF[phrase]
    return None
