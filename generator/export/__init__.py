"""Ways out of a brief: pages, figures, print. Each is pure: briefs in, paths and bytes out."""
