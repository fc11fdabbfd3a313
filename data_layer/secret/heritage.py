"""Worlds of the zones told in a crossing: the same stays moved, with the diagnosis that each has.

Corners that may share a diagnosis do, so that nothing more changes than has to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.mondes import LARGEUR
from data_layer.disclosure.treillis import Entiers, Groupement
from data_layer.secret.axes import CROISEMENT, LIEU, PRODUIT

Coins = tuple[Entiers, Entiers, Entiers]
"""Atoms of the corners (w, 8), their signs (w, 8), what each world is drawn as (w)."""


@dataclass(eq=False, slots=True)
class Trace:
    """A world of the zones. valeurs: of each axis at each corner (corners, axes), but for the crossing.

    signes (corners). tirage: its number. voulus: by stage, the value that the first corner must have.
    """

    valeurs: Entiers
    signes: Entiers
    tirage: int
    voulus: dict[str, int] = field(default_factory=dict)


def reprendre(traces: Sequence[Trace], lignes: Lignes, etage: str) -> Coins:
    """Tell worlds in the atoms of a crossing.

    Corners that it does not tell apart cancel out; a world of which nothing is left is left out.
    """
    dedans = _Dedans(lignes)
    coins, signes, tirages = [], [], []
    for trace, cles in zip(traces, dedans.cles(traces), strict=True):
        somme: dict[tuple[int, int], int] = {}
        for i, cle in enumerate(cles.tolist()):
            voulu = trace.voulus.get(etage, -1) if i == 0 else -1
            somme[cle, voulu] = somme.get((cle, voulu), 0) + int(trace.signes[i])
        restants = {k: sens for k, sens in somme.items() if sens and len(dedans.atomes(*k))}
        if not restants:
            continue
        ligne, sens = np.full(8, -1, dtype=np.int64), np.zeros(8, dtype=np.int64)
        ligne[: len(restants)] = dedans.choisir([dedans.atomes(*k) for k in restants])
        sens[: len(restants)] = list(restants.values())
        coins.append(ligne)
        signes.append(sens)
        tirages.append(trace.tirage)
    if not coins:
        vide = np.zeros((0, 8), dtype=np.int64)
        return vide, vide, np.zeros(0, dtype=np.int64)
    return np.stack(coins), np.stack(signes), np.array(tirages, dtype=np.int64)


@dataclass(eq=False)
class _Dedans:
    """The atoms of a crossing in each of the cells that zones tell."""

    lignes: Lignes

    def __post_init__(self) -> None:
        lignes = self.lignes
        axe = lignes.treillis.axes[CROISEMENT]
        tous = next(n for n, codes in axe.niveaux.items() if not codes.any())
        self._niveau: Groupement = (*lignes.fin[:CROISEMENT], tous)
        cles = lignes.treillis.cle(self._niveau, lignes.valeurs)
        self._ordre = np.argsort(cles, kind="stable")
        uniques, debuts = np.unique(cles[self._ordre], return_index=True)
        self._bornes: Mapping[int, tuple[int, int]] = dict(
            zip(
                uniques.tolist(),
                zip(debuts.tolist(), [*debuts[1:].tolist(), len(cles)], strict=True),
                strict=True,
            )
        )

    def cles(self, traces: Sequence[Trace]) -> list[Entiers]:
        """The cell of each corner of each world."""
        if not traces:
            return []
        valeurs = np.concatenate([t.valeurs for t in traces])
        cles = self.lignes.treillis.cle(self._niveau, list(valeurs.T))
        return np.split(cles, np.cumsum([len(t.valeurs) for t in traces])[:-1])

    def atomes(self, cle: int, valeur: int) -> Entiers:
        """The atoms of a cell, or of one value in it; none for stays that the crossing does not hold."""
        debut, fin = self._bornes.get(cle, (0, 0))
        atomes = self._ordre[debut:fin]
        return self._ayant(atomes, valeur) if valeur >= 0 else atomes

    def choisir(self, listes: Sequence[Entiers]) -> list[int]:
        """An atom for each corner: of one value for all where they may share it, else for those of a product.

        Else for those of a place, else whatever each has.
        """
        choisis = [0] * len(listes)
        for groupe in self._ensemble(listes):
            valeur = self._commune([listes[i] for i in groupe])
            assert valeur is not None
            for i in groupe:
                atomes = self._ayant(listes[i], valeur)
                choisis[i] = int(atomes[np.argmax(self.lignes.entiers[atomes])])
        return choisis

    def _ensemble(self, listes: Sequence[Entiers]) -> list[list[int]]:
        """Which corners share a value."""
        tous = list(range(len(listes)))
        partages = [[tous]]
        for axe in (PRODUIT, LIEU):
            codes = [int(self.lignes.codes(axe)[atomes[0]]) for atomes in listes]
            partages.append([[i for i in tous if codes[i] == c] for c in dict.fromkeys(codes)])
        for groupes in partages:
            if all(self._commune([listes[i] for i in groupe]) is not None for groupe in groupes):
                return groupes
        return [[i] for i in tous]

    def _commune(self, listes: Sequence[Entiers]) -> int | None:
        """The least value that corners share and that leaves enough room: what is chosen is masked."""
        valeurs = self.lignes.valeurs[CROISEMENT]
        communes = set(valeurs[listes[0]].tolist())
        for atomes in listes[1:]:
            communes &= set(valeurs[atomes].tolist())
        n = self.lignes.entiers
        jeux = {v: min(float(n[self._ayant(x, v)].max()) for x in listes) for v in communes}
        return min(sorted(jeux), key=lambda v: (-min(jeux[v], LARGEUR), jeux[v]), default=None)

    def _ayant(self, atomes: Entiers, valeur: int) -> Entiers:
        return np.asarray(atomes[self.lignes.valeurs[CROISEMENT][atomes] == valeur])
