"""The residences of the demonstration: PMSI codes of the built geography, and who lives there."""

from __future__ import annotations

import numpy as np

from data_layer.demo.flux_lieux import (
    Bassins,
    Lieu,
    Residences,
    assembler,
    bandes_inconnues,
    sans_geographie,
    territoire,
)
from data_layer.demo.poles import populations
from geodata.codes import Codes, codes_geographiques
from geodata.contours import ContoursAbsents
from geodata.zonage import CommuneDecrite


def residences() -> Residences:
    """Return where residents live: one a PMSI code, or one a territoire where the geography was not built."""
    try:
        codes = codes_geographiques()
    except ContoursAbsents:
        return sans_geographie()
    return assembler(_lieux(codes), _bassins(codes), "codes")


def _bassins(codes: Codes) -> Bassins:
    return {b.code: (b.libelle, b.region) for b in codes.zonage.bassins}


def _lieux(codes: Codes) -> list[Lieu]:
    """One a PMSI code. Nobody lives in one without inhabitants: it is left out."""
    communes = {c.code: c for c in codes.zonage.communes}
    connues: dict[str, float] = {}
    for c in communes.values():
        connues[c.departement] = connues.get(c.departement, 0.0) + c.population
    lieux = []
    for code in codes.toutes():
        membres = sorted(
            (communes[c] for c in code.communes), key=lambda c: (-c.population, c.code)
        )
        bandes = np.array([_bandes(c, connues) for c in membres]).reshape(-1, 3).sum(axis=0)
        if bandes.sum() < 1:
            continue
        insee = tuple(c.code for c in membres)
        lieux.append(
            Lieu(
                code=code.code,
                libelle=code.libelle,
                departement=code.departement,
                bv=code.bassin,
                tds=territoire(code.departement, insee),
                longitude=code.longitude,
                latitude=code.latitude,
                bandes=(float(bandes[0]), float(bandes[1]), float(bandes[2])),
                communes=insee,
            )
        )
    return lieux


def _bandes(c: CommuneDecrite, connues: dict[str, float]) -> tuple[float, float, float]:
    """Inhabitants of 2021 in three bands; without IRIS bands, those of its département by population."""
    if c.de_0_a_19 is not None and c.de_20_a_64 is not None and c.de_65_et_plus is not None:
        return (float(c.de_0_a_19), float(c.de_20_a_64), float(c.de_65_et_plus))
    part = c.population / connues[c.departement] if connues[c.departement] else 0.0
    return bandes_inconnues(c.departement, 1000 * populations()[c.departement] * part)
