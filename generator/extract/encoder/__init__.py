"""The trained part of the embedded engine: one small encoder that reads a whole document at once.

MiniLM-L6 with heads for sentences, tokens and spans (`heads`), trained by ``generator.train``; what it was trained on
and how well it reads stands in ``docs/about/model.md``. It only ever rates what the rules propose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from generator.errors import BriefingError
from generator.extract.encoder.passes import passes
from generator.extract.parse import Sentence, tokenise
from generator.model import Document

SHA256 = "5b7e59e636b129f2e9d82ffb7470792eb0c4e188d0daac91c8c16c7c07b550e8"
"""Of ``model.onnx``, in hexadecimal."""

Numbers = NDArray[np.float32]
Place = tuple[int, int, int]
"""A stretch of a sentence: its index, first token, end (half-open)."""

_MOST_PASSES = 40
"""So much of a document is read at most (some 15,000 words); of the rest, nothing is said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of a document: log-odds and logits, columns as in `heads`."""

    sentences: dict[int, Numbers]
    """Index of a sentence → outputs; nothing for sentences that were not read."""
    tokens: dict[int, Numbers]
    """Index of a sentence → outputs for each of its tokens; of a very long one only for the first."""
    spans: dict[Place, Numbers]
    """Each place asked for → outputs; nothing for places that were not read."""


def read(document: Document, sentences: Sequence[Sentence], spans: Iterable[Place]) -> Reading:
    """Read `document`, and rate `spans` of it. The same document gives the same numbers, whatever else is read."""
    session = _session()
    wanted: dict[int, list[Place]] = {}
    for place in spans:
        wanted.setdefault(place[0], []).append(place)
    found = Reading({}, {}, {})
    for number, whole in enumerate(passes(tokenise(document.title), sentences)):
        if number == _MOST_PASSES:
            break
        placed = [
            (place, where)
            for index, *_ in whole.sentences
            for place in wanted.get(index, ())
            if (where := whole.span(*place))
        ]
        said, words, rated = session.run(
            None,
            {
                "ids": np.array([whole.ids], np.int64),
                "types": np.array([whole.types], np.int64),
                "sentences": np.array([where for _, *where in whole.sentences], np.int64),
                "spans": np.array([where for _, where in placed], np.int64).reshape(-1, 3),
            },
        )
        found.sentences.update((index, row) for (index, *_), row in zip(whole.sentences, said, strict=True))
        found.tokens.update((index, words[whole.tokens[index][:-1]]) for index, *_ in whole.sentences)
        found.spans.update((place, row) for (place, _), row in zip(placed, rated, strict=True))
    return found


@cache
def _session() -> onnxruntime.InferenceSession:
    data = resources.files(__package__).joinpath("model.onnx").read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise BriefingError("the trained model is damaged: install the program again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # documents are read side by side instead
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
