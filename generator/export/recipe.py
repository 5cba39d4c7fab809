"""Files that are made only when something they depend on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from generator import codec
from generator.cache import digest, folder_digest
from generator.corpus import ActorEntry, Corpus
from generator.export.site import Site


@dataclass(frozen=True, slots=True)
class Recipe:
    """A file of the site, not yet made."""

    path: str
    """Below ``docs/``, with ``/``."""
    depends: str
    """Digest of all that its bytes follow from, but for the program and its templates: equal ones, equal bytes."""
    make: Callable[[], bytes]


class Digests:
    """What files of a site depend on, each as a digest."""

    def __init__(self, corpus: Corpus, site: Site) -> None:
        templates = (folder_digest(folder) for folder in site.say.templates.folders)
        self.site = digest(site.name, site.url or "", site.say.language, *templates)
        """Name, address and language of the site, and its templates."""
        cast = corpus.cast()
        self._briefs = {
            brief.slug: digest(
                self.site, codec.encode(brief), repr(corpus.history(brief)),
                *(repr((a, e.slug, e.name, e.type)) for a, e in sorted(cast[brief.slug].items(), key=itemgetter(0))),
            )
            for brief in corpus.briefs
        }  # fmt: skip
        self.corpus = digest(self.site, *(f"{slug} {found}" for slug, found in self._briefs.items()))
        """Everything: all briefs, in their order."""

    def brief(self, slug: str) -> str:
        """One brief with its history, and what the corpus makes of the actors it names."""
        return self._briefs[slug]

    def actor(self, entry: ActorEntry) -> str:
        """An actor and all briefs in which it appears."""
        found = [a.brief.slug + " " + a.statement.anchor for a in entry.appearances]
        facts = repr((entry.slug, entry.name, entry.type, entry.aliases))
        return digest(self.site, facts, *found, *(self._briefs[a.brief.slug] for a in entry.appearances))
