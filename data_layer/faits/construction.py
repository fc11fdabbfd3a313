"""Writing a fact dataset: for each lot, the fact rows with their masks, then each cube, as Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from data_layer.catalogue.schema import Cube
from data_layer.faits import cubes, fusion
from data_layer.faits.controle import Colonnes, Controle
from data_layer.faits.masques import MASQUES, masques
from data_layer.faits.modele import COLONNES, Arbre, Lot
from data_layer.warehouse import parquet

SCHEMA_FAITS: Mapping[str, str] = (
    {"annee": "SMALLINT"} | dict(COLONNES) | dict.fromkeys(MASQUES, "UTINYINT")
)
"""Columns of the fact files, in order, and their DuckDB types."""
_PREMIERES = ("noeud", "etab", "sejour")
# Then by what makes a row, so that the order given is forgotten.
_ORDRE = (*_PREMIERES, *(nom for nom in COLONNES if nom not in _PREMIERES))


def construire(
    dossier: Path,
    nom: str,
    lots: Iterable[Lot],
    arbre: Arbre,
    famille: Sequence[Cube],
    lieu_de_etab: NDArray[np.int16],
    progres: Callable[[int], object],
) -> Mapping[str, Any]:
    """Write ``<nom>.<annee>.parquet`` and each ``cube_<cle>.<annee>.parquet``, one lot at a time.

    A year which comes in several lots is put together at the end (:mod:`data_layer.faits.fusion`): its cubes
    are one file each, its facts ``<annee>``, ``<annee>.2``, ``<annee>.3``... by runs of nodes.
    ``lieu_de_etab``: index etab (entry 0 unused) -> lieu. ``progres`` is called after each lot with its
    rows. The same rows give the same bytes, in whatever order they come within a lot.

    Returns a JSON report: ``lignes``, ``sejours`` (distinct), ``parties`` (of the facts, in
    order), ``cubes`` (key -> rows).
    Raises ValueError, which names the column, when a lot is not what the facts promise.
    """
    controle = Controle(arbre, etablissements=len(lieu_de_etab) - 1)
    ancetres = arbre.ancetres()
    lieu_de_etab = lieu_de_etab.astype(np.int16)
    lots_de_annee: Counter[int] = Counter()
    bilan = {"lignes": 0, "sejours": 0}
    lignes_des_cubes: dict[str, int] = {}
    # Spilling goes beside the files, and is gone before anyone looks at the folder.
    with TemporaryDirectory(dir=dossier) as tampon, parquet.connexion(Path(tampon)) as con:
        con.execute("SET threads = 2")  # each file is in a whole order: same bytes on any number
        for lot in lots:
            lots_de_annee[lot.annee] += 1
            partie = _partie(lot.annee, lots_de_annee[lot.annee])
            colonnes, sejours = controle.verifier(lot)
            colonnes = _trier(colonnes)
            colonnes |= masques(colonnes, arbre)
            lignes = len(colonnes["sejour"])
            _exposer(con, lot.annee, colonnes, ancetres, lieu_de_etab)
            parquet.ecrire(
                con,
                f"SELECT {', '.join(SCHEMA_FAITS)} FROM lot",
                dossier / f"{nom}.{partie}.parquet",
            )
            for cube in famille:
                chemin = dossier / f"cube_{cube.cle}.{partie}.parquet"
                parquet.ecrire(con, cubes.requete(cube, "lot"), chemin)
            con.unregister("lot")
            bilan["lignes"] += lignes
            bilan["sejours"] += sejours
            progres(lignes)
        for annee, lots_ecrits in lots_de_annee.items():
            if lots_ecrits > 1:
                _reunir(con, dossier, nom, famille, annee, lots_ecrits)
        for cube in famille:
            fichiers = [dossier / f"cube_{cube.cle}.{annee}.parquet" for annee in lots_de_annee]
            lignes_des_cubes[cube.cle] = sum(parquet.lire_pied(f)[0] for f in fichiers)
    parties = [
        partie
        for annee, combien in lots_de_annee.items()
        for rang in range(1, combien + 1)
        if (dossier / f"{nom}.{(partie := _partie(annee, rang))}.parquet").exists()
    ]
    return {**bilan, "parties": parties, "cubes": lignes_des_cubes}


def _reunir(
    con: duckdb.DuckDBPyConnection,
    dossier: Path,
    nom: str,
    famille: Sequence[Cube],
    annee: int,
    combien: int,
) -> None:
    """Put together the lots of a year, facts and cubes."""
    parties = [_partie(annee, rang) for rang in range(1, combien + 1)]
    for cube in famille:
        lots = [dossier / f"cube_{cube.cle}.{partie}.parquet" for partie in parties]
        fusion.fusionner_cube(con, cube, lots, dossier / f"cube_{cube.cle}.{annee}.parquet")
    faits = [dossier / f"{nom}.{partie}.parquet" for partie in parties]
    fusion.fusionner_faits(con, faits, faits, ["annee", *_ORDRE])


def schemas_attendus(
    nom: str, famille: Sequence[Cube], parties: Iterable[str]
) -> dict[str, Mapping[str, str]]:
    """Return the columns (name -> DuckDB type, in order) of each file that construire() writes."""
    parties = list(parties)
    annees = dict.fromkeys(partie.partition(".")[0] for partie in parties)
    return {f"{nom}.{partie}.parquet": SCHEMA_FAITS for partie in parties} | {
        f"cube_{cube.cle}.{annee}.parquet": cubes.schema(cube)
        for annee in annees
        for cube in famille
    }


def _partie(annee: int, rang: int) -> str:
    return f"{annee}" if rang == 1 else f"{annee}.{rang}"


def _trier(colonnes: Colonnes) -> Colonnes:
    ordre = np.lexsort([colonnes[nom] for nom in reversed(_ORDRE)])
    return {nom: valeurs[ordre] for nom, valeurs in colonnes.items()}


def _exposer(
    con: duckdb.DuckDBPyConnection,
    annee: int,
    colonnes: Colonnes,
    ancetres: NDArray[np.int16],
    lieu_de_etab: NDArray[np.int16],
) -> None:
    """Let SQL see the arrays as the table ``lot``, with the year, the place and the ancestors."""
    table = {
        "annee": np.full(len(colonnes["sejour"]), annee, dtype=np.int16),
        **colonnes,
        "lieu": lieu_de_etab[colonnes["etab"]],
        **{f"a{d}": niveau[colonnes["noeud"]] for d, niveau in enumerate(ancetres)},
    }
    con.register("lot", table)
