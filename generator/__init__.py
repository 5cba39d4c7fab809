"""From source documents (seeds) to structured, evidence-backed briefs and the files a site is built from."""

__version__ = "0.1.0"
