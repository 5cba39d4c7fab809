"""Training of the embedded engine's encoder: ``make train``. Nothing here is imported when briefs are built."""
