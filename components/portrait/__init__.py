"""The portrait of a territory: one page of several panels, each a named derivation of one selection."""
