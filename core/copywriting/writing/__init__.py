"""From a brief to drafts: ask, mend, check, rank, store."""
