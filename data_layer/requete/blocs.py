"""The blocks of a result: rows with their ranks and shares, built from guarded measures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure import Garde
from data_layer.indicators.ordre import ordre, parts, rangs
from data_layer.indicators.rapports import indices
from data_layer.requete.noms import Nom
from data_layer.requete.tableau import Tableau
from data_layer.result import Bloc, Cellule, Cellules, Colonne, Ligne
from data_layer.selection import NOMS_MOIS, Selection
from data_layer.statuts import STATUTS


@dataclass(frozen=True, eq=False, slots=True)
class Paquet:
    """Rows of one group before they are put in order: arrays and names of the same length.

    ``totaux``: what shares refer to, by measure; ``volume``: shown sum and total of what is additive
    over rows, and how many rows are masked.
    """

    groupe: int
    noms: tuple[Nom, ...]
    gardes: Mapping[str, Garde]
    totaux: Mapping[str, float] = field(default_factory=dict)
    remarques: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    volume: tuple[float, float, int] = (math.nan, math.nan, 0)


def remarques(
    courant: Tableau, passe: Tableau | None, annees: int = 1
) -> dict[int, tuple[str, ...]]:
    """What to say of establishments that sent a part of a year only, by row.

    ``passe``: the year an evolution starts from, whose gaps matter as much.
    """
    dites: dict[int, tuple[str, ...]] = {}
    for tableau, de in ((courant, ""), (passe, "période de comparaison : ")):
        if tableau is None:
            continue
        for i in np.flatnonzero(tableau.incomplets > 0):
            texte = f"{de}{_transmis(int(tableau.mois_min[i]))}"
            texte += "" if annees == 1 else " pour une des années"
            dites[int(i)] = (*dites.get(int(i), ()), texte)
    return dites


def _transmis(mois: int) -> str:
    if mois == 0:
        return "mois transmis non précisés par la source"
    quand = f"de janvier à {NOMS_MOIS[mois - 1]}" if mois > 1 else "de janvier"
    return f"données {quand} seulement"


def ligne(
    nom: Nom,
    groupe: int,
    gardes: Mapping[str, Garde],
    rang: int | None,
    dites: tuple[str, ...] = (),
) -> Ligne:
    """A main line, from one-row measures."""
    cellules = {
        cle: Cellule(
            _nombre(g.valeurs[0]),
            None,
            STATUTS[int(g.statuts[0])],
            _nombre(g.erreurs[0]) or 0.0,
        )
        for cle, g in gardes.items()
    }
    return Ligne(
        nom.code, nom.libelle, nom.zone, groupe, rang, nom.cible, nom.marque, dites, cellules
    )


def bloc(
    cle: str,
    titre: str,
    nature: str,
    selection: Selection,
    colonnes: tuple[Colonne, ...],
    tetes: tuple[Ligne, ...],
    paquets: Sequence[Paquet],
    *,
    meneuse: str,
    niveau: str | None = None,
    en_ordre: bool = True,
    compositions: Mapping[str, tuple[str, ...]] | None = None,
) -> Bloc:
    """Put packets of rows together, each in the order asked, ranked on the leading measure.

    ``en_ordre=False`` keeps rows as they come (a series stays in the order of years, unranked).
    """
    places = [
        _ranger(selection, meneuse, p) if en_ordre else list(range(len(p.noms))) for p in paquets
    ]
    suite = [(p, i) for p, place in zip(paquets, places, strict=True) for i in place]
    classes = [_rangs(meneuse, p) if en_ordre else (None,) * len(p.noms) for p in paquets]
    rang_de = {id(p): r for p, r in zip(paquets, classes, strict=True)}
    noms = [p.noms[i] for p, i in suite]
    return Bloc(
        cle=cle,
        titre=titre,
        nature=nature,
        niveau=niveau,
        colonnes=colonnes,
        meneuse=meneuse,
        tetes=tetes,
        codes=tuple(n.code for n in noms),
        libelles=tuple(n.libelle for n in noms),
        zones=tuple(n.zone for n in noms),
        groupes=tuple(p.groupe for p, _ in suite),
        rangs=tuple(rang_de[id(p)][i] for p, i in suite),
        cibles=tuple(n.cible for n in noms),
        marques=tuple(n.marque for n in noms),
        remarques={k: p.remarques[i] for k, (p, i) in enumerate(suite) if i in p.remarques},
        cellules={c.cle: _cellules(c, paquets, places) for c in colonnes},
        compositions=compositions or {},
    )


def _ranger(selection: Selection, meneuse: str, paquet: Paquet) -> list[int]:
    libelles = [n.libelle for n in paquet.noms]
    cle = selection.tri.removeprefix("-") or meneuse
    decroissant = selection.tri.startswith("-") or not selection.tri
    valeurs = None if cle == "libelle" else paquet.gardes[cle].valeurs
    places = ordre(libelles, valeurs, decroissant=decroissant)
    # What is of no zone (outside any GHT) has no rank, and stands after those that have one.
    return sorted(places, key=lambda i: _hors_rang(paquet.noms[i]))


def _hors_rang(nom: Nom) -> bool:
    return nom.apart or not nom.code


def _rangs(meneuse: str, paquet: Paquet) -> tuple[int | None, ...]:
    """Ranks on the leading measure; a row that is no zone of its level has none."""
    valeurs = paquet.gardes[meneuse].valeurs.copy()
    valeurs[[_hors_rang(n) for n in paquet.noms]] = np.nan
    return rangs(valeurs)


def _cellules(colonne: Colonne, paquets: Sequence[Paquet], places: Sequence[list[int]]) -> Cellules:
    mesure = colonne.mesure
    gardes = [p.gardes[mesure.cle] for p in paquets]
    valeurs = [g.valeurs[place] for g, place in zip(gardes, places, strict=True)]
    statuts = [g.statuts[place] for g, place in zip(gardes, places, strict=True)]
    marges = [g.erreurs[place] for g, place in zip(gardes, places, strict=True)]
    totaux = [p.totaux.get(mesure.cle, np.nan) for p in paquets]
    # Rows that are no parts of a total (a series of years) have no share; nor has an evolution.
    rapportees = any(p.totaux for p in paquets) and not colonne.signe
    fractions = relatifs = None
    if rapportees and mesure.est_volume:
        fractions = _bout_a_bout([parts(v, t) for v, t in zip(valeurs, totaux, strict=True)])
    if rapportees and mesure.indice:
        relatifs = _bout_a_bout([indices(v, t) for v, t in zip(valeurs, totaux, strict=True)])
    return Cellules(
        _bout_a_bout(valeurs),
        _bout_a_bout(statuts).astype(np.int8),
        fractions,
        _bout_a_bout(marges),
        relatifs,
    )


def _bout_a_bout(morceaux: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(morceaux) if morceaux else np.empty(0)


def _nombre(valeur: float) -> float | None:
    return None if np.isnan(valeur) else float(valeur)
