"""What is said of a node that a classification does not have, in the words of that classification."""

from __future__ import annotations

from collections.abc import Iterator

from data_layer.catalogue.schema import Restitution
from data_layer.selection.avis import court
from data_layer.selection.noeuds import Noeuds

_PRODUIT = "produit"
_VOYELLES = "aàâeéèêiîoôuûyh"


def noeud_inconnu(texte: str, restitution: Restitution, noeuds: Noeuds | None) -> str:
    """« L'activité « zut » n'est pas dans la classification. Un code s'écrit mco, dom-01 ou cm-08. »"""
    arbre = restitution.classification
    nom = arbre.libelle.lower() if arbre is not None else _PRODUIT
    # A classification without a name of its own is one of products.
    nom = _PRODUIT if nom == "classification" else nom
    # Names are masculine, or begin with a vowel.
    article = "L'" if nom[0] in _VOYELLES else "Le "
    dit = f"{article}{nom} « {court(texte)} » n'est pas dans la classification."
    *premiers, dernier = dict.fromkeys(_exemples(noeuds)) if noeuds is not None else [""]
    if not dernier:
        return f"{dit} Choisissez-en un autre."
    codes = f"{', '.join(premiers)} ou {dernier}" if premiers else dernier
    return f"{dit} Un code s'écrit {codes}. Choisissez-en un."


def _exemples(noeuds: Noeuds) -> Iterator[str]:
    """The families, then the first code of each form on the way down from each."""
    familles = noeuds.enfants("")
    yield from (f.code for f in familles)
    vues = set()
    for famille in familles:
        suite = noeuds.enfants(famille.code)
        while suite:
            forme = suite[0].code.partition("-")[0]
            if forme not in vues:
                vues.add(forme)
                yield suite[0].code
            suite = noeuds.enfants(suite[0].code)
