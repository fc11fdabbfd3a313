"""What may be said of a basket that nothing published tells: at least what its shown members add up to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data_layer.disclosure import Brut, garder_effectif
from data_layer.requete.tableau import Reels, Tableau
from data_layer.statuts import RANG_STATUT, Statut

# Which count protects an amount: units follow the administration, the rest the discharge.
_PROTEGE = {"consommation": "sejours_administration"}
_SORTIE = "sejours_distincts"


def masque_pour(total: Tableau) -> Brut | None:
    """The count of stays of a one-row table when it is masked for want of a published sum, else None."""
    brut = total.effectifs[_SORTIE]
    return None if brut.dite.all() else brut


def bornes_par_les_membres(total: Tableau, membres: Tableau) -> Tableau:
    """The total as a lower bound: sums over the members that are shown, their number and that of the others.

    Only published cells are used. Persons stay masked: those of two members may be the same.
    """
    montres = {
        nom: garder_effectif(membres.effectifs[nom]).statuts == RANG_STATUT[Statut.OK]
        for nom in (_SORTIE, "sejours_administration")
    }
    effectifs = dict(total.effectifs)
    for nom, montre in montres.items():
        n = membres.effectifs[nom].bas
        effectifs[nom] = _borne(n, montre)
    quantites = {
        nom: np.array([valeurs[montres[_PROTEGE.get(nom, _SORTIE)]].sum()])
        for nom, valeurs in membres.quantites.items()
    }
    return replace(total, effectifs=effectifs, quantites=quantites)


def membres_dits(total: Tableau) -> tuple[str, ...]:
    """What to say of a basket whose total is a lower bound: how many members it adds up, how many it hides.

    Both follow from the statuses that the members have in any table of establishments.
    """
    brut = total.effectifs.get(_SORTIE)
    if brut is None or not brut.masques[0]:
        return ()
    montres, masques = int(brut.publies[0]), int(brut.masques[0])
    reunis = (
        f"{montres} établissement{'s' if montres > 1 else ''} compté{'s' if montres > 1 else ''}"
    )
    return (f"au moins : {reunis}, {masques} masqué{'s' if masques > 1 else ''}",)


def _borne(n: Reels, montre: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Brut:
    zero = np.zeros(1)
    return Brut(
        bas=np.array([n[montre].sum()]),
        haut=np.array([np.inf]),
        publies=np.array([float(montre.sum())]),
        masques=np.array([float((~montre).sum())]),
        absents=zero,
        cle_haute=zero,
        cle_basse=zero,
    )
