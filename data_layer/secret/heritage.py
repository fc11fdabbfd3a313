"""Worlds through the stages: the same stays moved, told with more detail as stages need it.

A stage of the year knows no months: when months are published too, the stays that its worlds move must
have one. All the corners of a world that may share it do, so that nothing more changes than has to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.treillis import Entiers, Groupement

Coins = tuple[Entiers, Entiers, Entiers]
"""Atoms of the corners (w, 8), their signs (w, 8), what each world is drawn as (w)."""


@dataclass(eq=False, slots=True)
class Trace:
    """A world as it is known so far. valeurs: of each axis at each corner (corners, axes).

    connus: for each corner, the levels at which these values are meant. signes (corners). tirage: its number.
    """

    valeurs: Entiers
    connus: list[Groupement]
    signes: Entiers
    tirage: int


def reprendre(traces: Sequence[Trace], lignes: Lignes) -> Coins:
    """Tell worlds in the atoms of a stage.

    Corners that the stage does not tell apart cancel out; a world of which nothing is left is left out.
    """
    ordres: dict[Groupement, tuple[Entiers, Entiers, Entiers]] = {}
    coins, signes, tirages = [], [], []
    for trace in traces:
        places: list[tuple[Groupement, int]] = []
        somme: dict[tuple[Groupement, int], list[int]] = {}
        for i, connu in enumerate(trace.connus):
            niveau = _commun(lignes, connu)
            cle = int(lignes.treillis.cle(niveau, [v[i : i + 1] for v in trace.valeurs.T])[0])
            somme.setdefault((niveau, cle), []).append(i)
        restants = [
            (k, c)
            for k, c in somme.items()
            if trace.signes[c].sum() and len(_atomes(lignes, *k, ordres))
        ]
        if not restants:
            continue
        places = [k for k, _ in restants]
        atomes = _choisir(places, lignes, ordres)
        ligne, sens = np.full(8, -1, dtype=np.int64), np.zeros(8, dtype=np.int64)
        for rang, (atome, (_, lesquels)) in enumerate(zip(atomes, restants, strict=True)):
            ligne[rang], sens[rang] = atome, trace.signes[lesquels].sum()
        coins.append(ligne)
        signes.append(sens)
        tirages.append(trace.tirage)
    if not coins:
        vide = np.zeros((0, 8), dtype=np.int64)
        return vide, vide, np.zeros(0, dtype=np.int64)
    return np.stack(coins), np.stack(signes), np.array(tirages, dtype=np.int64)


def _commun(lignes: Lignes, connu: Groupement) -> Groupement:
    """What is known of a corner in the words of a stage: the coarser of both levels, axis by axis."""
    return tuple(
        fin if axe.raffine(su, fin) else su
        for axe, fin, su in zip(lignes.treillis.axes, lignes.fin, connu, strict=True)
    )


def _choisir(
    places: list[tuple[Groupement, int]],
    lignes: Lignes,
    ordres: dict[Groupement, tuple[Entiers, Entiers, Entiers]],
) -> list[int]:
    """An atom for each corner: where one detail is to be chosen, the same for all that may share it."""
    listes = [_atomes(lignes, niveau, cle, ordres) for niveau, cle in places]
    atomes = [int(a[np.argmax(lignes.entiers[a])]) for a in listes]
    for axe in range(lignes.axes):
        codes = lignes.codes(axe)
        libres = [i for i, a in enumerate(listes) if len(np.unique(codes[a])) > 1]
        if not libres:
            continue
        # Corners that are already told apart on this axis each have their own detail.
        groupes: dict[int, list[int]] = {}
        for i, (niveau, _) in enumerate(places):
            su = lignes.treillis.axes[axe].niveaux[niveau[axe]]
            groupes.setdefault(int(su[lignes.valeurs[axe][listes[i][0]]]), []).append(i)
        for membres in groupes.values():
            communs = set(codes[listes[membres[0]]].tolist())
            for i in membres[1:]:
                communs &= set(codes[listes[i]].tolist())
            if not communs:
                continue
            jeux = {
                code: min(
                    float(lignes.entiers[listes[i]][codes[listes[i]] == code].max())
                    for i in membres
                )
                for code in communs
            }
            choisi = max(sorted(communs), key=lambda code: jeux[code])
            for i in membres:
                listes[i] = listes[i][codes[listes[i]] == choisi]
                atomes[i] = int(listes[i][np.argmax(lignes.entiers[listes[i]])])
    return atomes


def _atomes(
    lignes: Lignes,
    niveau: Groupement,
    cle: int,
    ordres: dict[Groupement, tuple[Entiers, Entiers, Entiers]],
) -> Entiers:
    """The atoms of a cell; none for stays that the stage does not hold (a crossing of drugs alone)."""
    if niveau not in ordres:
        cles = lignes.treillis.cle(niveau, lignes.valeurs)
        ordre = np.argsort(cles, kind="stable")
        uniques, debuts = np.unique(cles[ordre], return_index=True)
        ordres[niveau] = ordre, uniques, np.append(debuts, len(ordre))
    ordre, uniques, debuts = ordres[niveau]
    place = int(np.searchsorted(uniques, cle))
    if place == len(uniques) or uniques[place] != cle:
        return ordre[:0]
    return ordre[debuts[place] : debuts[place + 1]]
