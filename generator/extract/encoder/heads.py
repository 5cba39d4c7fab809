"""What the encoder answers, in the order of its outputs. Head → number of outputs."""

SENTENCE_HEADS = {"summary": 1, "cause": 1, "consequence": 1, "causal": 1}
"""Whether a sentence is a summary point, names a cause or a consequence of the central event (log-odds each); whether
it tells of any cause and effect at all."""

NAME_TAGS = ("O", "B-person", "I-person", "B-organisation", "I-organisation", "B-place", "I-place")
LINK_TAGS = ("O", "B-cause", "I-cause", "B-effect", "I-effect", "B-signal", "I-signal")
CLAUSE_TAGS = ("O", "B", "I")
ACTOR_TAGS = ("O", "person", "organisation", "state", "group", "other")

TOKEN_HEADS = {
    "names": len(NAME_TAGS),
    "links": len(LINK_TAGS),
    "cause": len(CLAUSE_TAGS),
    "consequence": len(CLAUSE_TAGS),
    "actor": len(ACTOR_TAGS),
}
"""Names of any kind; cause, effect and signal of any causal relation in the sentence; the clauses that name causes and
consequences of the central event; what names an actor of the story."""

CAUSE_STATUS = ("stated", "claimed", "disputed")
CONSEQUENCE_STATUS = ("occurred", "expected", "possible")

SPAN_HEADS = {
    "cause": 1,
    "consequence": 1,
    "cause status": len(CAUSE_STATUS),
    "consequence status": len(CONSEQUENCE_STATUS),
}
"""Whether an annotator would quote a span as a cause or a consequence (log-odds each), and how it would stand."""


def columns(heads: dict[str, int], name: str) -> slice:
    """Where the outputs of head `name` stand."""
    names = list(heads)
    start = sum(heads[n] for n in names[: names.index(name)])
    return slice(start, start + heads[name])
