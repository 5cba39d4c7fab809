"""What persons decided about a brief: read from its review file, carried out on the brief, written to the file.

A decision names a statement by its section, the sentence it rests on and its own words. Each is compared so that the
decision finds its statement again after a rebuild, another engine or a small edit of the source:

* sentence: the quoted words stand in it; or, where they stand nowhere any more, the two are alike;
* words: they are the same but for case, punctuation, articles and additions in brackets; or another spelling; or
  another cut of the same place in the sentence, with the same numbers and negations.

The constants of `generator.review.places` say how alike. Whatever a decision makes goes through `generator.ground`:
what passes is CHECKED, what does not is EDITED.
"""

from generator.review.desk import Carried, Reviewed, reviewed
from generator.review.entries import Entry, ReviewFile, about, appended, load, parse

__all__ = ["Carried", "Entry", "ReviewFile", "Reviewed", "about", "appended", "load", "parse", "reviewed"]
