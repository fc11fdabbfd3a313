"""The engine of statistical secrecy, held by oracles that share nothing with it."""
