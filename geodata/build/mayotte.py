"""Inhabitants of the communes of Mayotte, which no package carries: INSEE, census of 2017."""

from __future__ import annotations

ANNEE = 2017
# Populations municipales légales 2017; the total that INSEE published is 256,518.
POPULATIONS = {
    "97601": 5_192,
    "97602": 13_989,
    "97603": 10_282,
    "97604": 6_189,
    "97605": 8_295,
    "97606": 8_920,
    "97607": 15_848,
    "97608": 17_831,
    "97609": 5_507,
    "97610": 32_156,
    "97611": 71_437,
    "97612": 7_705,
    "97613": 6_432,
    "97614": 10_203,
    "97615": 11_442,
    "97616": 11_156,
    "97617": 13_934,
}
CREDIT = "Population de Mayotte : INSEE, recensement 2017"
