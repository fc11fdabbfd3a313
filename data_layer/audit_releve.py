"""What a release serves of a stage: the status of each cell, from the key columns of its cubes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from data_layer.catalogue.publication import Etage
from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.treillis import Entiers, Groupement
from data_layer.secret import ecriture, famille
from data_layer.secret.axes import LIEU, MOMENT, PRODUIT
from data_layer.secret.etapes import Annee, Composee, composer_etape
from data_layer.secret.source import AxeTemps
from data_layer.warehouse import parquet

Logiques = NDArray[np.bool_]
_AXES = ("lieu", "noeud", "champ", "liste", "mois", "croise")


@dataclass(frozen=True, eq=False, slots=True)
class Statuts:
    """Cells of a group-by in order of their codes, arrays of length n: stays, and whether they are shown."""

    comptes: NDArray[np.float64]
    montrees: Logiques


@dataclass(frozen=True, eq=False, slots=True)
class Releve:
    """A stage as served. ``masque``: sets that no group-by shows, hidden atoms among them (m).

    cles: the sum, over each set, of the keys that its atoms have in the finest cube (m).
    """

    etage: Etage
    composee: Composee
    statuts: Mapping[Groupement, Statuts]
    masque: Logiques
    cles: Entiers


def relever(
    annee: Annee,
    etage: Etage,
    zones: Etage,
    axe: AxeTemps,
    con: duckdb.DuckDBPyConnection,
) -> Releve:
    """Read the status of every cell of a stage and, for a crossing, of those of the ``zones`` that it makes.

    The rule is that of the gate: shown when the keys of its rows add up to 0 and it
    counts 11 at least. Raises ValueError when cubes do not hold what the family needs, duckdb.Error when
    a key column is missing.
    """
    connus = () if etage == zones else _connus(annee, etage, zones)
    composee = composer_etape(annee, etage, axe, con, connus)
    s, treillis = composee.systeme, composee.treillis
    fin = composee.fin[MOMENT]
    montres = np.zeros(len(s), dtype=bool)
    statuts = {}
    lues: dict[str, tuple[Sequence[Entiers], Entiers]] = {}

    def lire_une(porteur: Etage, table: str) -> tuple[Sequence[Entiers], Entiers]:
        if table not in lues:
            colonne, debuts = ecriture.colonne(porteur.cle, axe), treillis.axes[MOMENT].niveaux[fin]
            lues[table] = _lire(annee, porteur, table, colonne, debuts, con)
        return lues[table]

    for g in (*composee.propres, *connus):
        porteur = zones if g in connus else etage
        table = annee.par_profondeur(porteur)[int(g[PRODUIT])]
        cellules = s.cellules[g]
        lignes = composee.source.lignes(g)
        rangs = np.searchsorted(cellules.cles, treillis.cle(g, lignes.valeurs))
        comptes = np.bincount(rangs, lignes.effectifs, len(cellules.cles)).astype(np.float64)
        if table in porteur.tables:
            nulles = _nulles(annee, porteur, g, *lire_une(porteur, table), composee)
        else:
            nulles = np.zeros(len(cellules.cles), dtype=bool)
        montrees = nulles & (comptes > SEUIL)
        montres[cellules.ensembles[montrees]] = True
        statuts[g] = Statuts(comptes, montrees)
    fine = annee.par_profondeur(etage)[int(composee.fin[PRODUIT])]
    return Releve(etage, composee, statuts, ~montres, _cles(composee, *lire_une(etage, fine)))


def _connus(annee: Annee, etage: Etage, zones: Etage) -> tuple[Groupement, ...]:
    """The group-bys of the zones whose cells are sums of those of a crossing: over the year, whole places."""
    treillis = annee.treillis(etage)
    fin = famille.plus_fin(famille.groupements(etage, comparables=annee.comparables), treillis)
    return tuple(
        g
        for g in famille.groupements(zones, comparables=annee.comparables)
        if int(g[PRODUIT]) in annee.par_profondeur(etage) and treillis.raffine(fin, g)
    )


def _lire(
    annee: Annee,
    porteur: Etage,
    table: str,
    colonne: str,
    debuts: Entiers,
    con: duckdb.DuckDBPyConnection,
) -> tuple[Sequence[Entiers], Entiers]:
    """Keys of a cube, summed over the runs of months of the stage: values by axis, sums modulo the prime."""
    croisement = porteur.croisement
    lieu = "lieu" if croisement else "etab"
    runs = f"[{', '.join(str(d) for d in debuts[1:])}][mois]"
    # What is administered in December may leave in January: it is then in the file of the next year.
    fichiers = [
        parquet.litteral(str(chemin))
        for a in (annee.annee, annee.annee + 1)
        if (chemin := annee.dossier / f"cube_{table}.{a}.parquet").exists()
    ]
    lus = con.execute(
        f"SELECT {lieu}::BIGINT AS lieu, noeud::BIGINT AS noeud, champ::BIGINT AS champ, "
        f"liste::BIGINT AS liste, ({runs})::BIGINT AS mois, {croisement or '0'}::BIGINT AS croise, "
        f"(sum({colonne}::HUGEINT) % {modulo.PREMIER})::BIGINT AS cle "
        f"FROM read_parquet([{', '.join(fichiers)}]) WHERE annee = {annee.annee} GROUP BY ALL"
    ).fetchnumpy()
    return [np.asarray(lus[c], dtype=np.int64) for c in _AXES], np.asarray(lus["cle"], np.int64)


def _cles(composee: Composee, valeurs: Sequence[Entiers], cles: Entiers) -> Entiers:
    """The key of each set: the sum of those of its atoms, whatever cubes of other depths hold (m)."""
    s, treillis, fin = composee.systeme, composee.treillis, composee.fin
    connus = s.cellules[fin].cles
    codes = treillis.cle(fin, valeurs)
    places = np.minimum(np.searchsorted(connus, codes), len(connus) - 1)
    dedans = connus[places] == codes
    des_atomes = modulo.sommer(cles[dedans], places[dedans], len(connus))
    des_ensembles = np.zeros(len(s), dtype=np.int64)
    for g, cellules in s.cellules.items():
        rangs = np.searchsorted(cellules.cles, treillis.cle(g, s.valeurs))
        des_ensembles[cellules.ensembles] = modulo.sommer(des_atomes, rangs, len(cellules.cles))
    return des_ensembles


def _nulles(
    annee: Annee,
    porteur: Etage,
    g: Groupement,
    valeurs: Sequence[Entiers],
    cles: Entiers,
    composee: Composee,
) -> Logiques:
    """Whether the keys of each cell of a group-by add up to 0."""
    taille = composee.treillis.axes[-1].taille
    if porteur.croisement:
        leur, unite = composee.treillis, 1
    else:
        # Without a crossing, codes are those of the stage but for its last axis.
        leur, unite = annee.axes.treillis(None), taille // annee.axes.treillis(None).axes[-1].taille
    codes = leur.cle(g, valeurs) * unite
    connus = composee.systeme.cellules[g].cles
    places = np.minimum(np.searchsorted(connus, codes), len(connus) - 1)
    dedans = connus[places] == codes
    sommes = modulo.sommer(cles[dedans], places[dedans], len(connus))
    return np.asarray(sommes == 0)


def nom(g: Groupement) -> str:
    """A group-by in a few words: place, depth, months and what is said of champs and lists."""
    reste = [x for x in (g[2], g[3], g[5]) if x not in ("champ", "liste", "tous")]
    return " / ".join([g[LIEU], f"profondeur {g[PRODUIT]}", g[MOMENT], *reste])
