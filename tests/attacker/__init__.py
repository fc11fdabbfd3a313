"""An attacker that talks HTTP only: it walks, reads every number, and solves."""
