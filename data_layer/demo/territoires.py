"""Synthetic GHT and territoires de santé: whole neighbouring départements of one région.

The real ones follow other borders (a GHT is a list of hospitals, a TDS changes with the ARS); here each
département lies in exactly one of each, so that a total of territories is the total of the départements.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geodata.referentiel import departement, departements

# A territory per group, départements in the order of the label.
_TDS = """
971 972 973 974 976 75 92+78 93+95 77 91+94 18+36 37+41 28+45 21+58 25+39 70+90 71+89
14+50 61 27 76 59 62 02+80 60 54+55 57 88 08+51 10+52 67 68 44 49+53 72 85 22 29 35 56
16+17 86+79 33 24 40+64 47 19+23+87 09+31 82+32+65 30+48 34 11+66 12+46+81 01 69 38 73+74 42 43+63
03+15 07+26 04+05 06 13 83 84 2A+2B
"""
_GHT = """
971 972 973 974 976 75 77 78 91 92 93 94 95 18 36 37 41 28 45 21 58+89 71 25 39 70+90
14 50 61 27 76 59 62 02 60 80 54 55 57 88 08 51 10 52 67 68 44 49 53+72 85 22 29 35 56
16 17 79 86 33 24+47 40 64 19+23 87 09 31 82 32+65 30 48 34 11 66 12 46 81
01 69 38 73 74 42 43 63 03 15 07 26 04+05 06 13 83 84 2A 2B
"""


@dataclass(frozen=True, slots=True)
class Territoire:
    """A synthetic territory. ``genre``: ``ght`` or ``tds``; ``code`` is unique within its kind."""

    genre: str
    code: str
    libelle: str
    region: str
    departements: tuple[str, ...]


@cache
def territoires() -> tuple[Territoire, ...]:
    """Return the territories of both kinds, numbered by région. Raises ValueError on a bad border."""
    return tuple(_lire("ght", "GHT", _GHT) + _lire("tds", "TDS", _TDS))


def par_departement(genre: str) -> dict[str, str]:
    """Return the code of the territory of this kind each département lies in."""
    return {d: t.code for t in territoires() if t.genre == genre for d in t.departements}


def _lire(genre: str, sigle: str, groupes: str) -> list[Territoire]:
    lus = [tuple(groupe.split("+")) for groupe in groupes.split()]
    if sorted(d for groupe in lus for d in groupe) != [d.code for d in departements()]:
        raise ValueError(f"{sigle}: each département must lie in exactly one territory")
    trouves: list[Territoire] = []
    compte: dict[str, int] = {}
    for groupe in lus:
        connus = [d for code in groupe if (d := departement(code)) is not None]
        codes = {d.region for d in connus}
        if len(codes) != 1:
            raise ValueError(f"{sigle}: {groupe} crosses a border between régions")
        region = codes.pop()
        compte[region] = compte.get(region, 0) + 1
        noms = " – ".join(d.libelle for d in connus)
        libelle = f"{sigle} {noms} (démonstration)"
        trouves.append(
            Territoire(genre, f"{region}{sigle[0]}{compte[region]:02d}", libelle, region, groupe)
        )
    return sorted(trouves, key=lambda t: t.code)
