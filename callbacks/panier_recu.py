"""What the page of a basket sends, checked where it comes in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from components.adresses import retour_permis
from components.demandes import DemandeForgee, texte_recu


def octets_recus(contenu: Any) -> bytes | None:
    """The bytes of a file as dcc.Upload sends it (``data:…;base64,…``), None when there is none.

    Raises:
        DemandeForgee: it has not that form.
    """
    texte = texte_recu(contenu, "le fichier")
    if not texte:
        return None
    entete, virgule, corps = texte.partition(",")
    try:
        if not (virgule and entete.startswith("data:") and entete.endswith(";base64")):
            raise ValueError
        return base64.b64decode(corps, validate=True)
    except (binascii.Error, ValueError):
        raise DemandeForgee("La demande n'est pas lisible : le fichier est mal transmis.") from None


def numeros_recus(contenu: Any, au_plus: int | None = None) -> list[str]:
    """The numbers in the store of the page, the first ``au_plus`` of them: nothing more is looked at.

    Raises:
        DemandeForgee: it holds anything else. Their form is checked when the basket is saved.
    """
    numeros = liste_recue(contenu, "le panier", au_plus)
    if not all(isinstance(n, str) and len(n) == 9 for n in numeros):
        raise DemandeForgee("La demande n'est pas lisible : le panier contient autre chose.")
    return numeros


def liste_recue(valeur: Any, quoi: str, au_plus: int | None = None) -> list[Any]:
    """A list that the browser sends, its first ``au_plus`` members; ``quoi`` names it.

    Raises:
        DemandeForgee: it is anything else.
    """
    if valeur is None:
        return []
    if not isinstance(valeur, list):
        raise DemandeForgee(f"La demande n'est pas lisible : {quoi} n'est pas une liste.")
    return valeur[:au_plus]


def venu_recu(venu: Any) -> tuple[str, str]:
    """(pour, retour) of the store; what is no address of a restitution is dropped again."""
    lu = venu if isinstance(venu, dict) else {}
    retour = lu.get("retour")
    pour = "vs" if lu.get("pour") == "vs" else "zone"
    return pour, (retour_permis(retour) or "") if isinstance(retour, str) else ""
