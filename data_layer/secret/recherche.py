"""Where worlds are looked for: which atoms are near which, in places, products and months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data_layer.disclosure.libres import Libres
from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.losanges import Losanges
from data_layer.disclosure.systeme import Systeme
from data_layer.disclosure.treillis import Groupement, Treillis
from data_layer.disclosure.voisins import Paniers, Voisins
from data_layer.faits.modele import PROFONDEUR_MAX
from data_layer.secret.axes import LIEU, MOMENT, OFFRE, PRODUIT

_ZONES = ("etablissement", "departement*ght", "ght", "departement", "tds", "region", "france")
_PRODUITS = tuple(str(p) for p in range(PROFONDEUR_MAX, -1, -1))
_ECHANGES = tuple(
    (zone, produit)
    for zone in ("etablissement", "departement", "region", "france")
    for produit in ("7", "6", "5", "4", "1")
    if (zone, produit) != ("etablissement", "7")
)
"""Where the other atom of an exchange of two months is: the nearest place and the nearest product first."""

_AILLEURS = tuple((z, p) for z in ("departement", "region", "france") for p in ("6", "4", "1", "0"))
"""Where what is alone in its place and in its product is exchanged."""


def lignes(
    treillis: Treillis,
    fin: Groupement,
    groupements: Sequence[Groupement],
    systeme: Systeme,
    pleins: Sequence[Groupement] | None,
) -> Lignes:
    """The atoms of a stage and their neighbours. ``pleins``: group-bys whose zeros are shown."""
    return Lignes(treillis, fin, groupements, systeme, systeme.valeurs, pleins, _paniers(treillis))


def libres(fines: Lignes, annuels: Sequence[Groupement]) -> Libres | None:
    """Boxes that are found over the year, then given months; None where a stage tells no month.

    Raises ValueError when a month is told of what the year does not tell.
    """
    if fines.fin[MOMENT] == "annee":
        return None
    s, treillis = fines.systeme, fines.treillis
    # Where two levels tell the same cells apart, the finest may have another name over the year.
    fin = next((g for g in annuels if all(treillis.raffine(g, autre) for autre in annuels)), None)
    des_annees = {(*g[:MOMENT], "annee", *g[MOMENT + 1 :]) for g in fines.groupements}
    if fin is None or not des_annees <= set(annuels):
        raise ValueError(f"over the year too, publish {sorted(des_annees - set(annuels))}")
    _, premiers = np.unique(treillis.cle(fin, fines.valeurs), return_index=True)
    valeurs = tuple(v[premiers] for v in fines.valeurs)
    grosses = Lignes(treillis, fin, annuels, s, valeurs, None, _paniers(treillis))
    echanges = Voisins(treillis, fin, valeurs, {(LIEU, PRODUIT): _ECHANGES})
    return Libres(fines, grosses, MOMENT, echanges)


def losanges(fines: Lignes) -> Losanges:
    """Exchanges of two kinds of établissements between two départements."""
    return Losanges(fines, LIEU, ("departement", OFFRE))


def _paniers(treillis: Treillis) -> Paniers:
    """Baskets along each axis, and along places and products at once; crossings tell no établissement."""
    voulus = {LIEU: _ZONES, PRODUIT: _PRODUITS}
    simples: Paniers = {
        (i,): [(n,) for n in voulus.get(i, ("",)) if not n or n in axe.niveaux]
        for i, axe in enumerate(treillis.axes)
    }
    return {**simples, (LIEU, PRODUIT): _AILLEURS}
