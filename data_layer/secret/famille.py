"""The declared family as group-bys of the axes, and what hiding their cells costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data_layer.catalogue.publication import Etage
from data_layer.disclosure.treillis import Groupement, Treillis
from data_layer.secret.axes import CROISE, CROISEMENT, LIEU, SANS_CROISEMENT

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
"""What a cell of a union, of an offer or of a month weighs against that of the plain view."""


@dataclass(frozen=True, slots=True)
class FamilleEtage:
    """Group-bys of a stage with their weights, those of earlier stages, the one that refines all."""

    propres: Mapping[Groupement, float]
    repris: tuple[Groupement, ...]
    fin: Groupement

    @property
    def profondeurs(self) -> tuple[int, ...]:
        return tuple(sorted({int(g[1]) for g in (*self.propres, *self.repris)}))

    @property
    def temps(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(g[4] for g in (*self.propres, *self.repris)))


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
            zone = lieu if lieu in _POIDS_DES_ZONES else lieu.partition("*")[0]
            poids = _POIDS_DES_ZONES[zone] * _PAR_PROFONDEUR ** (7 - profondeur)
            for simple in (zone == lieu, champ == "champ", liste == "liste", temps != "mois"):
                poids *= 1.0 if simple else _SECONDAIRE
            famille[lieu, str(profondeur), champ, liste, temps, croise] = poids
    return famille


def famille_de(
    propres: Mapping[Groupement, float],
    precedents: Iterable[Groupement],
    treillis: Treillis,
) -> FamilleEtage:
    """Put a stage together with the group-bys of earlier stages that its own atoms can tell.

    Raises ValueError when no level of places of the stage refines the others.
    """
    fin = plus_fin(propres, treillis)
    repris = tuple(
        g for g in dict.fromkeys(precedents) if g not in propres and _connu(treillis, fin, g)
    )
    return FamilleEtage(propres, repris, fin)


def plus_fin(propres: Mapping[Groupement, float], treillis: Treillis) -> Groupement:
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


def _connu(treillis: Treillis, fin: Groupement, groupement: Groupement) -> bool:
    """Whether a group-by of an earlier stage is made of atoms of this one."""
    levels = [axe.niveaux for axe in treillis.axes]
    if any(n not in niveaux for n, niveaux in zip(groupement, levels, strict=True)):
        return False
    return groupement[CROISEMENT] == SANS_CROISEMENT and treillis.raffine(fin, groupement)
