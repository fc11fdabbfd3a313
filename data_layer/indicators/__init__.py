"""What is derived from figures that passed the gate: evolutions, shares, ranks, order."""
