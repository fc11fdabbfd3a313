"""The controls of the banner, set to a selection from inside another callback."""

from __future__ import annotations

from typing import Any

import dash

from callbacks import arbre
from components import bandeau, bandeau_champs, bandeau_zones, choix, choix_offerts
from data_layer.selection import Contexte, Selection

_TYPES = ("choix", "choix-zone", "arbre", "empreintes")


def montrees(ids: Any, valeurs: Any) -> dict[str, Any]:
    """What the controls show, by key, from the ids and values that came with a call."""
    if not isinstance(ids, list) or not isinstance(valeurs, list):
        return {}
    return {
        str(i["cle"]): v
        for i, v in zip(ids, valeurs, strict=False)
        if isinstance(i, dict) and "cle" in i and i.get("type") in _TYPES
    }


def regler(selection: Selection, contexte: Contexte, montrees: dict[str, Any]) -> None:
    """Set the controls that do not show a selection yet, from inside another callback.

    ``montrees``: see the function of that name. Only what differs is set: setting a value comes back
    as a call of ``choisir``, which is a round trip for nothing.
    """
    proposes = choix_offerts.offerts(selection, contexte)
    deja = bandeau.lire_empreintes(montrees.get("empreintes"))
    for cle, valeur in choix.valeurs(selection).items():
        proprietes: dict[str, Any] = {}
        offert = proposes.get(cle)
        if offert is not None and offert.empreinte != deja.get(cle):
            # The steps of a slider are the same wherever it is offered.
            if not _curseur(selection, cle):
                proprietes["options"] = bandeau_champs.options(offert)
            dash.set_props(bandeau_champs.identifiant_champ(cle), {"hidden": offert.cache})
        if cle not in montrees or not _memes(montrees[cle], valeur):
            proprietes["value"] = valeur
            if cle in choix.CLES_ZONE:
                proprietes["options"] = bandeau_zones.options_zone("", valeur, contexte.zones)
        if proprietes:
            dash.set_props(bandeau_champs.identifiant(cle), proprietes)
    dites = bandeau.empreintes(proposes)
    if dites != montrees.get("empreintes"):
        dash.set_props(bandeau.ID_EMPREINTES, {"value": dites})
    if bandeau.a_un_panier(selection.restitution):
        href = bandeau_zones.adresse_du_panier(selection)
        dash.set_props(bandeau_zones.ID_PANIER, {"href": href})
    arbre.regler(selection, contexte, montrees.get("noeud"))


def _curseur(selection: Selection, cle: str) -> bool:
    dimension = selection.restitution.dimension(cle)
    return dimension is not None and dimension.curseur


def _memes(montree: Any, valeur: Any) -> bool:
    """Whether a control shows a value; the order in which a list was ticked is no difference."""
    if isinstance(montree, list) and isinstance(valeur, list) and len(montree) == len(valeur):
        return all(v in montree for v in valeur)
    return (montree or None) == (valeur or None)
