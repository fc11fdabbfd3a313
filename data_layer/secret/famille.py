"""The declared family as group-bys of the axes, and what hiding their cells costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from data_layer.catalogue.publication import Etage, Imposees
from data_layer.disclosure.systeme import Systeme
from data_layer.disclosure.treillis import Groupement, Treillis
from data_layer.secret.axes import CROISE, LIEU, MOMENT, PRODUIT, SANS_CROISEMENT

_POIDS_DES_ZONES = {
    "etablissement": 1.0,
    "ght": 3.0,
    "departement*ght": 3.0,
    "departement": 60.0,
    "tds": 60.0,
    "region": 600.0,
    "france": 6000.0,
}
_PAR_PROFONDEUR = 3.0
_SECONDAIRE = 0.3
"""What a cell of a union or of a month weighs against that of the plain view."""
_PAR_OFFRE = {"": 1.0, "statut": 0.03, "categorie": 0.03, "classe": 1e-4}
"""What a cell of the établissements of one kind weighs: classes are looked at the least."""

_IMPOSEE = 1e3
"""What a cell printed elsewhere weighs more."""


def groupements(etage: Etage, *, comparables: bool) -> dict[Groupement, float]:
    """Return the group-bys that a stage declares, and the weight of a unit of their cells.

    ``comparables``: whether the months of the last year are read in this one too. Large zones and upper
    nodes are what is looked at: a chain of secondary masking goes down rather than up.
    """
    croise = CROISE if etage.croisement else SANS_CROISEMENT
    famille: dict[Groupement, float] = {}
    for g in etage.groupements:
        for lieu, profondeur, champ, liste, temps in g.niveaux():
            if temps == "comparables" and not comparables:
                continue
            zone, _, offre = (lieu, "", "") if lieu in _POIDS_DES_ZONES else lieu.partition("*")
            poids = _POIDS_DES_ZONES[zone] * _PAR_PROFONDEUR ** (7 - profondeur)
            # All products are read under all lists together, drugs under one.
            for simple in (champ == "champ", liste == "liste" or profondeur == 0, temps != "mois"):
                poids *= 1.0 if simple else _SECONDAIRE
            poids *= _PAR_OFFRE[offre]
            famille[lieu, str(profondeur), champ, liste, temps, croise] = poids
    return famille


def imposer(
    s: Systeme,
    propres: Mapping[Groupement, float],
    imposees: Sequence[Imposees],
    treillis: Treillis,
    codes: Mapping[str, Mapping[str, int]],
) -> None:
    """Make imposed cells of a stage so dear that what hides others goes round them; changes its weights."""
    apres = math.prod(axe.taille for axe in treillis.axes[1:])
    for i in imposees:
        connus = [codes[i.zone][c] for c in i.codes if c in codes[i.zone]]
        for g in propres:
            # Whole years are what is printed: of their parts, those of larger zones matter more.
            if g[LIEU] == i.zone and int(g[PRODUIT]) in i.profondeurs and g[MOMENT] == "annee":
                cellules = s.cellules[g]
                eux = np.unique(cellules.ensembles[np.isin(cellules.cles // apres, connus)])
                s.poids[eux] = np.maximum(s.poids[eux], propres[g] * _IMPOSEE)


def plus_fin(propres: Mapping[Groupement, float], treillis: Treillis) -> Groupement:
    """The group-by that refines those of a stage: its cells are the atoms.

    Raises ValueError when no level of an axis refines the others.
    """
    fin = []
    for place, axe in enumerate(treillis.axes):
        niveaux = dict.fromkeys(g[place] for g in propres)
        # Two levels that cut each other have what tells both under them.
        candidats = [*niveaux, *(n for n in axe.niveaux if n not in niveaux)]
        fin.append(
            next((n for n in candidats if all(axe.raffine(n, autre) for autre in niveaux)), "")
        )
    if not all(fin):
        raise ValueError(f"no level refines those of {sorted(g[LIEU] for g in propres)}")
    return tuple(fin)
