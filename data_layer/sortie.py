"""A block of a result as Parquet, for those who compute further: plain columns, one row a line.

Rows are *long*, as in the block: one speaks of one zone. Nothing is computed here and nothing is there
that the result does not hold, so the file cannot say more than the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from data_layer.result import STATUTS, Bloc, Cellules, Ligne, Resultat
from data_layer.warehouse import parquet

# The main lines of a series would repeat some of its rows.
_SERIES = frozenset({"annee", "mois"})
Colonnes = dict[str, Any]


def en_parquet(resultat: Resultat, bloc: Bloc | None = None, adresse: str = "") -> bytes:
    """Return the Parquet file of a block (the main one when None), the same bytes for the same result.

    Columns: ``total`` (BOOLEAN, the main lines, which come first), ``zone_choisie`` and
    ``zone_choisie_libelle`` (the chosen zone a row stands under), ``zone`` (the one its figures
    concern), ``code``, ``libelle``, ``rang`` (INTEGER), then for each measure its value (DOUBLE, NULL
    where nothing may be shown), ``…_statut`` and, where it has some, ``…_part`` (0..1) and ``…_indice``
    (base 100); ``remarques``. Key-value metadata say the source, the release, the address and what
    each column is.
    """
    bloc = resultat.bloc if bloc is None else bloc
    colonnes = _colonnes(resultat, bloc)
    with TemporaryDirectory(prefix="portulan-") as dossier, parquet.connexion() as con:
        chemin = Path(dossier) / "resultat.parquet"
        con.register("lignes", colonnes)
        champs = ", ".join(f'CAST("{c}" AS {_genre(c, bloc)}) AS "{c}"' for c in colonnes)
        parquet.ecrire(con, f"SELECT {champs} FROM lignes", chemin, _dits(resultat, bloc, adresse))
        return chemin.read_bytes()


def _colonnes(resultat: Resultat, bloc: Bloc) -> Colonnes:
    tetes = () if bloc.nature in _SERIES else bloc.tetes
    n = len(bloc)
    groupes = [*(t.groupe for t in tetes), *bloc.groupes]
    zones = [resultat.zones[g] for g in groupes]
    remarques = [*(t.remarques for t in tetes), *(bloc.remarques.get(i, ()) for i in range(n))]
    colonnes: Colonnes = {
        "total": np.array([True] * len(tetes) + [False] * n, dtype=bool),
        "zone_choisie": _textes([z.id for z in zones]),
        "zone_choisie_libelle": _textes([z.libelle for z in zones]),
        "zone": _textes([*(t.zone for t in tetes), *bloc.zones]),
        "code": _textes([*(t.code for t in tetes), *bloc.codes]),
        "libelle": _textes([*(t.libelle for t in tetes), *bloc.libelles]),
        "rang": _nombres([*(t.rang for t in tetes), *bloc.rangs]),
    }
    for colonne in bloc.colonnes:
        colonnes |= _mesure(colonne.cle, tetes, bloc.cellules[colonne.cle])
    colonnes["remarques"] = _textes([" ; ".join(r) or None for r in remarques])
    return colonnes


def _mesure(cle: str, tetes: Sequence[Ligne], cellules: Cellules) -> Colonnes:
    """The columns of a measure: value, status, then share and index where it is read so."""
    hautes = [t.cellules[cle] for t in tetes]
    statuts = [c.statut for c in hautes] + [STATUTS[int(s)] for s in cellules.statuts]
    colonnes: Colonnes = {
        cle: _bout_a_bout([c.valeur for c in hautes], cellules.valeurs),
        f"{cle}_statut": _textes([str(s) for s in statuts]),
    }
    if cellules.parts is not None:
        colonnes[f"{cle}_part"] = _bout_a_bout([c.part for c in hautes], cellules.parts)
    if cellules.indices is not None:
        colonnes[f"{cle}_indice"] = _bout_a_bout([c.indice for c in hautes], cellules.indices)
    return colonnes


def _bout_a_bout(hautes: Sequence[float | None], valeurs: np.ndarray) -> np.ma.MaskedArray:
    return _nombres([*hautes, *valeurs.tolist()])


def _nombres(valeurs: Sequence[float | None]) -> np.ma.MaskedArray:
    """Numbers, masked (hence NULL) where there is none or it is NaN."""
    lues = np.array([np.nan if v is None else v for v in valeurs], dtype=np.float64)
    return np.ma.masked_invalid(lues)


def _textes(valeurs: Sequence[str | None]) -> np.ndarray:
    return np.array(valeurs, dtype=object)


def _genre(nom: str, bloc: Bloc) -> str:
    """The type of a column: an empty or masked one would else have none."""
    if nom == "total":
        return "BOOLEAN"
    if nom == "rang":
        return "INTEGER"
    nombres = {f"{c.cle}{suite}" for c in bloc.colonnes for suite in ("", "_part", "_indice")}
    return "DOUBLE" if nom in nombres else "VARCHAR"


def _dits(resultat: Resultat, bloc: Bloc, adresse: str) -> Mapping[str, str]:
    """What the footer says of the file, and of each measure."""
    p = resultat.provenance
    generaux = {
        "titre": resultat.titre,
        "choix": resultat.sous_titre,
        "tableau": bloc.titre,
        "lignes": bloc.nature,
        "source": p.source,
        "editeur": p.editeur,
        "licence": p.licence,
        "credit": p.credit,
        "millesime": p.millesime,
        "mise_a_jour": p.mise_a_jour,
        "publication": p.version,
        "synthetique": "oui" if p.synthetique else "non",
        "adresse": adresse,
    }
    mesures = {
        f"colonne.{c.cle}": f"{c.libelle} ({c.unite}) : {c.mesure.definition}"
        for c in bloc.colonnes
    }
    return {cle: texte for cle, texte in {**generaux, **mesures}.items() if texte}
