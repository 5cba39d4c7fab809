"""What MkDocs does for a page is done once: the hook comes with the package, so that it changes with it."""

from generator.mkdocs_hooks import *  # noqa: F403
