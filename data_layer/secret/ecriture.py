"""Keys of cells handed down to cube rows, and written beside their sums.

The keys of the rows of a set add up to 0 when no world changes it, and (but for a chance of 1 in 2^61) to
something else when one does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from data_layer.catalogue.publication import Publication
from data_layer.catalogue.schema import Cube
from data_layer.disclosure import modulo
from data_layer.disclosure.treillis import Entiers
from data_layer.secret.axes import PRODUIT
from data_layer.secret.etapes import Annee, Etape
from data_layer.secret.source import AXES_DE_TEMPS, AxeTemps
from data_layer.warehouse import parquet

_JOINTURE = ("annee", "mois", "lieu", "champ", "liste", "noeud", "croise")
_LUES = ("fichier", "mois", "lieu", "noeud", "champ", "liste", "croise")


@dataclass(frozen=True, eq=False, slots=True)
class _Lignes:
    """Rows of a cube and their keys: columns of :data:`_LUES`, arrays of one length."""

    colonnes: Mapping[str, Entiers]
    cles: Entiers


def colonne(etage: str, axe: AxeTemps) -> str:
    """The column of a cube that holds the keys of a stage on an axis of time."""
    return f"cle_{etage}_{axe[0]}"


def colonnes_de(publication: Publication, cube: Cube) -> dict[str, str]:
    """Key columns of a cube, in order, and their DuckDB type."""
    return {
        colonne(e.cle, axe): "BIGINT"
        for e in publication.etages
        if cube.cle in e.tables
        for axe in AXES_DE_TEMPS
    }


def deposer(
    etape: Etape, annee: Annee, axe: AxeTemps, con: duckdb.DuckDBPyConnection, dossier: Path
) -> None:
    """Write the keys of the rows of each cube of a stage under ``dossier``, by file of discharge year."""
    par_profondeur = annee.par_profondeur(etape.etage)
    croisement = etape.etage.croisement
    fond = int(etape.fin[PRODUIT])
    feuilles = _lire(con, annee.lignes(par_profondeur[fond], croisement, axe))
    hasard = np.random.default_rng([annee.annee, len(feuilles["mois"]), *etape.etage.cle.encode()])
    lignes = _Lignes(feuilles, _descendre(etape, feuilles, hasard))
    ancetres = annee.axes.arbre.ancetres().astype(np.int64)
    for profondeur, cle in sorted(par_profondeur.items()):
        if cle not in etape.etage.tables:
            continue
        montees = _monter(lignes, ancetres[profondeur])
        for fichier in np.unique(montees.colonnes["fichier"]).tolist():
            ici = montees.colonnes["fichier"] == fichier
            table = {c: montees.colonnes[c][ici] for c in _LUES if c != "fichier"}
            table |= {"cle": montees.cles[ici], "annee": np.full(int(ici.sum()), annee.annee)}
            con.register("deposees", table)
            nom = f"{cle}.{fichier}.{colonne(etape.etage.cle, axe)}.{annee.annee}.parquet"
            parquet.ecrire(con, "FROM deposees", dossier / nom)
            con.unregister("deposees")


def ecrire(
    dossier: Path,
    depots: Path,
    publication: Publication,
    cubes: Sequence[Cube],
    annees: Sequence[int],
) -> None:
    """Write each cube again with its key columns, joined from what :func:`deposer` left."""
    with parquet.connexion(depots) as con:
        for cube in cubes:
            colonnes = colonnes_de(publication, cube)
            for annee in annees if colonnes else ():
                chemin = dossier / f"cube_{cube.cle}.{annee}.parquet"
                neuf = chemin.with_suffix(".neuf")
                parquet.ecrire(con, _avec_cles(cube, chemin, depots, annee, list(colonnes)), neuf)
                neuf.rename(chemin)


def _avec_cles(cube: Cube, chemin: Path, depots: Path, annee: int, colonnes: Sequence[str]) -> str:
    lieu, croise = cube.lieu, cube.croisement or "0"
    jointures, lues = [], []
    for i, nom in enumerate(colonnes):
        fichiers = sorted(depots.glob(f"{cube.cle}.{annee}.{nom}.*.parquet"))
        if not fichiers:
            lues.append(f"0::BIGINT AS {nom}")
            continue
        source = ", ".join(parquet.litteral(str(f)) for f in fichiers)
        # A row without facts on this axis of time adds nothing to it.
        lues.append(f"coalesce(k{i}.cle, 0)::BIGINT AS {nom}")
        egal = " AND ".join(
            f"k{i}.{c} = {({'lieu': f'c.{lieu}', 'croise': croise}).get(c, f'c.{c}')}"
            for c in _JOINTURE
        )
        jointures.append(f"LEFT JOIN read_parquet([{source}]) k{i} ON {egal}")
    ordre = ", ".join(f"c.{c}" for c in ("annee", "noeud", lieu, "mois", "champ", "liste"))
    if cube.croisement:
        ordre += f", c.{cube.croisement}"
    return (
        f"SELECT c.*, {', '.join(lues)} FROM read_parquet({parquet.litteral(str(chemin))}) c "
        f"{' '.join(jointures)} ORDER BY {ordre}"
    )


def _lire(con: duckdb.DuckDBPyConnection, lignes: str) -> dict[str, Entiers]:
    lus = con.execute(f"SELECT {', '.join(_LUES)} FROM ({lignes}) ORDER BY ALL").fetchnumpy()
    return {c: np.asarray(lus[c], dtype=np.int64) for c in _LUES}


def _descendre(etape: Etape, lignes: Mapping[str, Entiers], hasard: np.random.Generator) -> Entiers:
    """Share the key of each atom between its rows."""
    fin, cache = etape.fin, etape.cache
    valeurs = [lignes[c] for c in ("lieu", "noeud", "champ", "liste", "mois", "croise")]
    places = np.searchsorted(cache.lignes.cles, etape.treillis.cle(fin, valeurs))
    return modulo.repartir(cache.des_atomes, places, hasard)


def _monter(lignes: _Lignes, ancetres: Entiers) -> _Lignes:
    """Sum the keys of leaf rows in the rows of a cube above them."""
    colonnes = {**lignes.colonnes, "noeud": ancetres[lignes.colonnes["noeud"]]}
    ordre = np.lexsort([colonnes[c] for c in reversed(_LUES)])
    triees = np.stack([colonnes[c][ordre] for c in _LUES])
    debut = np.ones(len(ordre), dtype=bool)
    debut[1:] = (triees[:, 1:] != triees[:, :-1]).any(axis=0)
    groupes = np.cumsum(debut) - 1
    cles = modulo.sommer(lignes.cles[ordre], groupes, int(debut.sum()))
    return _Lignes({c: triees[i][debut] for i, c in enumerate(_LUES)}, cles)
