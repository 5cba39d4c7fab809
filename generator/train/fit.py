"""Fitting the network: first to open corpora of names and of causal sentences, then to annotated briefs."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from generator.extract.encoder import Reading
from generator.extract.encoder.heads import SENTENCE_HEADS, SPAN_HEADS, TOKEN_HEADS, columns
from generator.extract.encoder.passes import Pass, passes
from generator.extract.parse import tokenise
from generator.train.corpora import NO_LABEL, Example
from generator.train.gold import Labelled
from generator.train.network import Network

Step = TypeVar("Step")

PIECES = 1024
"""Pieces of one step, padding included."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast is learnt: the peaks of a rate that rises over the first tenth and falls linearly after."""

    encoder: float = 2e-4
    heads: float = 1e-3


def seeded(seed: int) -> random.Random:
    """A source of random numbers; torch's own is set as well."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    return random.Random(seed)  # noqa: S311


class Descent:
    """AdamW with a rate that rises and falls, and gradients clipped."""

    def __init__(self, network: Network, steps: int, rates: Rates) -> None:
        named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        heads = [p for n, p in named if "_head" in n or n.startswith("span_")]
        encoder = [p for n, p in named if not ("_head" in n or n.startswith("span_"))]
        self.parameters = [p for _, p in named]
        self.optimizer = torch.optim.AdamW(
            [{"params": encoder, "lr": rates.encoder}, {"params": heads, "lr": rates.heads}], weight_decay=0.01
        )
        rise = max(1, steps // 10)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda k: min((k + 1) / rise, max(0.02, (steps - k) / max(1, steps - rise)))
        )

    def step(self) -> None:
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)


# --- open corpora ----------------------------------------------------------------------------------------------------


def batches(examples: Sequence[Example], chance: random.Random) -> list[list[tuple[Example, Pass]]]:
    """Examples of like length together, in random order; about `PIECES` pieces each."""
    read = sorted(((e, e.read()) for e in examples), key=lambda pair: (len(pair[1].ids), chance.random()))
    found: list[list[tuple[Example, Pass]]] = [[]]
    for example, whole in read:
        if found[-1] and (len(found[-1]) + 1) * len(whole.ids) > PIECES:
            found.append([])
        found[-1].append((example, whole))
    chance.shuffle(found)
    return found


def corpus_loss(network: Network, batch: Sequence[tuple[Example, Pass]]) -> Tensor:
    """Of one batch: names, links and causal sentences, each where it is annotated."""
    x = _encoded(network, [whole for _, whole in batch])
    loss = torch.zeros(())
    for head, labels in (("names", [e.names for e, _ in batch]), ("links", [e.links for e, _ in batch])):
        places, tags = [], []
        for k, (own, (_, whole)) in enumerate(zip(labels, batch, strict=True)):
            for number, sentence in enumerate(own):
                starts = whole.tokens[number][:-1]
                places += [k * x.shape[1] + start for start in starts]
                tags += sentence[: len(starts)]
        if places:
            logits = network.token_logits(x.reshape(-1, x.shape[2])[torch.tensor(places)])
            loss = loss + functional.cross_entropy(logits[:, columns(TOKEN_HEADS, head)], torch.tensor(tags))
    rows, causal = [], []
    for k, (example, whole) in enumerate(batch):
        if example.causal:
            rows += [[k * x.shape[1] + position for position in where] for _, *where in whole.sentences]
            causal += example.causal
    if rows:
        logits = network.sentence_logits(x.reshape(-1, x.shape[2]), torch.tensor(rows))
        own = logits[:, columns(SENTENCE_HEADS, "causal")].squeeze(1)
        loss = loss + functional.binary_cross_entropy_with_logits(own, torch.tensor(causal))
    return loss


def _encoded(network: Network, read: Sequence[Pass]) -> Tensor:
    lengths = torch.tensor([len(whole.ids) for whole in read])
    longest = int(lengths.max())

    def padded(rows: Iterable[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    ids, types = padded(whole.ids for whole in read), padded(whole.types for whole in read)
    even = bool((lengths == longest).all())
    return network.encode(ids, types, None if even else lengths)


def fit_corpora(network: Network, examples: Sequence[Example], rounds: int, *, seed: int, rates: Rates) -> None:
    """Fit the names, links and causal heads, and the encoder, to open corpora."""
    chance = seeded(seed)
    plan = [batch for _ in range(rounds) for batch in batches(examples, chance)]
    descent = Descent(network, len(plan), rates)
    network.train()
    for losses, batch in _told(plan, "corpora"):
        loss = corpus_loss(network, batch)
        loss.backward()
        descent.step()
        losses.append(loss.item())


def _told(plan: Sequence[Step], what: str) -> Iterator[tuple[list[float], Step]]:
    losses: list[float] = []
    begin = time.monotonic()
    for k, item in enumerate(plan):
        yield losses, item
        if k % 100 == 99 or k + 1 == len(plan):
            mean = sum(losses[-100:]) / len(losses[-100:])
            print(
                f"{what}: step {k + 1} of {len(plan)}, loss {mean:.3f}, {time.monotonic() - begin:.0f} s",
                flush=True,
                file=sys.stderr,
            )


# --- annotated briefs ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Lesson:
    """One pass over an annotated article, with its labels as tensors."""

    ids: Tensor
    types: Tensor
    sentences: Tensor
    roles: Tensor
    starts: Tensor
    """The first piece of each token; the tags are in the same order."""
    tags: tuple[Tensor, Tensor]
    actors: Tensor
    spans: Tensor
    worth: Tensor
    status: Tensor


def lessons(article: Labelled) -> Iterator[Lesson]:
    """The passes over an article."""
    for whole in passes(tokenise(article.document.title), article.sentences):
        rows = [where for _, *where in whole.sentences]
        starts: list[int] = []
        tags: tuple[list[int], list[int]] = ([], [])
        actors: list[int] = []
        for index, *_ in whole.sentences:
            own = whole.tokens[index][:-1]
            starts += own
            for side in (0, 1):
                tags[side].extend(article.tags[side][index][: len(own)])
            actors += article.actors[index][: len(own)]
        spans, worth, status = [], [], []
        for k, candidate in enumerate(article.candidates):
            span = whole.span(candidate.index, candidate.first, candidate.last)
            if span:
                spans.append(span)
                worth.append(article.worth[k])
                status.append(article.status[k])
        yield Lesson(
            torch.tensor([whole.ids]),
            torch.tensor([whole.types]),
            torch.tensor(rows),
            torch.tensor([article.roles[index] for index, *_ in whole.sentences]),
            torch.tensor(starts),
            (torch.tensor(tags[0]), torch.tensor(tags[1])),
            torch.tensor(actors),
            torch.tensor(spans).reshape(-1, 3),
            torch.tensor(worth).reshape(-1, 2),
            torch.tensor(status).reshape(-1, 2),
        )


def brief_loss(network: Network, lesson: Lesson) -> Tensor:
    """Of one pass: what makes a brief of the article."""
    x = network.encode(lesson.ids, lesson.types)[0]
    bce, cross = functional.binary_cross_entropy_with_logits, functional.cross_entropy
    loss = 2 * bce(network.sentence_logits(x, lesson.sentences)[:, :3], lesson.roles)
    logits = network.token_logits(x[lesson.starts])
    for head, tags in (("cause", lesson.tags[0]), ("consequence", lesson.tags[1]), ("actor", lesson.actors)):
        loss = loss + 0.5 * cross(logits[:, columns(TOKEN_HEADS, head)], tags)
    if len(lesson.spans):
        spans = network.span_logits(x, lesson.spans)
        loss = loss + 2 * bce(spans[:, :2], lesson.worth)
        for side, head in enumerate(("cause status", "consequence status")):
            if (lesson.status[:, side] >= 0).any():
                own = cross(spans[:, columns(SPAN_HEADS, head)], lesson.status[:, side], ignore_index=NO_LABEL)
                loss = loss + 0.2 * own
    return loss


def fit_briefs(
    network: Network,
    articles: Sequence[Labelled],
    examples: Sequence[Example],
    rounds: int,
    *,
    replay: float,
    seed: int,
    rates: Rates,
) -> None:
    """Fit all heads to annotated articles.

    So that names and links are not forgotten, every step sees, `replay` times as often as not, a batch of `examples`.
    """
    chance = seeded(seed)
    taught = [lesson for article in articles for lesson in lessons(article)]
    plan: list[list[int]] = []
    for _ in range(rounds):
        order = list(range(len(taught)))
        chance.shuffle(order)
        size = 0
        for k in order:
            if not size:
                plan.append([])
            plan[-1].append(k)
            size += taught[k].ids.shape[1]
            if size > 700:
                size = 0
    repeated: list[list[tuple[Example, Pass]]] = []
    while examples and replay and len(repeated) < replay * len(plan):
        repeated += batches(examples, chance)
    descent = Descent(network, len(plan), rates)
    network.train()
    for losses, step in _told(plan, "briefs"):
        total = 0.0
        for k in step:
            loss = brief_loss(network, taught[k]) / len(step)
            loss.backward()
            total += loss.item()
        if repeated and chance.random() < replay:
            corpus_loss(network, repeated.pop()).backward()
        descent.step()
        losses.append(total)


def reading(network: Network, article: Labelled) -> Reading:
    """What the engine would be told of `article` if `network` were the encoder."""
    found = Reading({}, {}, {})
    network.eval()
    with torch.no_grad():
        for whole in passes(tokenise(article.document.title), article.sentences):
            placed = [(c.place, span) for c in article.candidates if (span := whole.span(*c.place))]
            said, words, rated = network(
                torch.tensor([whole.ids]),
                torch.tensor([whole.types]),
                torch.tensor([where for _, *where in whole.sentences]),
                torch.tensor([span for _, span in placed], dtype=torch.long).reshape(-1, 3),
            )
            found.sentences.update((i, row.numpy()) for (i, *_), row in zip(whole.sentences, said, strict=True))
            found.tokens.update((i, words[whole.tokens[i][:-1]].numpy()) for i, *_ in whole.sentences)
            found.spans.update((place, row.numpy()) for (place, _), row in zip(placed, rated, strict=True))
    return found
